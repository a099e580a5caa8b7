/* The shape of plans: what is remote, what is local, and in which order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "analyze/analyze.h"
#include "base/strbuf.h"
#include "exec/exec.h"
#include "plan/plan.h"
#include "push/remote.h"

static const char fixture[] = "database shop\n"
                              "collection orders rows=5000\n"
                              "    _id objectid notnull\n"
                              "    customer int4\n"
                              "    status text\n"
                              "    total float8\n"
                              "    note text\n"
                              "    tags text[]\n"
                              "    placed timestamptz(3)\n"
                              "collection customers rows=100\n"
                              "    _id int4 notnull\n"
                              "    name text\n"
                              "    city text\n"
                              "    index by_city city\n"
                              "collection cities rows=10\n"
                              "    _id objectid notnull\n"
                              "    name text\n"
                              "    country text\n";

static struct arena *session, *statement;
static struct catalog *catalog;
static struct plan_settings settings = {.pushdown = true, .join_method = "auto", .work_mem = 1 << 20,
                                        .eval_const = expr_eval_const};

static int open_fixture(void **state)
{
    char path[] = "/tmp/test_plan.XXXXXX";
    FILE *f = fdopen(mkstemp(path), "w");
    fputs(fixture, f);
    fclose(f);
    session = arena_new(NULL, "session");
    statement = arena_new(session, "statement");
    catalog = catalog_new(session, "shop", fixture_source_load(session, path));
    unlink(path);
    return 0;
}

static int close_fixture(void **state)
{
    arena_free(session);
    return 0;
}

static PlannedStmt *planned(const char *sql)
{
    arena_reset(statement);
    List *raw = sql_parse(statement, sql);
    return plan_query(statement, analyze_statement(statement, catalog, list_nth(raw, 0), NULL), NULL, &settings);
}

/* Limit(Sort(RemoteScan)); a local condition is marked by a star, joins by their kind. */
static void shape(struct strbuf *b, const Plan *p)
{
    static const char *const joins[] = {"Inner", "Left", "Full", "Right", "Semi", "Anti"};
    if (p->tag == T_NestLoop)
        strbuf_addstr(b, joins[((const NestLoop *)p)->jointype]);
    else if (p->tag == T_HashJoin)
        strbuf_printf(b, "%s%s", ((const HashJoin *)p)->null_aware ? "NullAware" : "",
                      joins[((const HashJoin *)p)->jointype]);
    strbuf_addstr(b, node_name(p->tag));
    if (p->qual != NULL)
        strbuf_addch(b, '*');
    const List *more = p->tag == T_Append ? ((const Append *)p)->appendplans : NULL;
    if (p->lefttree == NULL && more == NULL)
        return;
    strbuf_addch(b, '(');
    if (p->lefttree != NULL)
        shape(b, p->lefttree);
    if (p->righttree != NULL) {
        strbuf_addstr(b, ", ");
        shape(b, p->righttree);
    }
    FOREACH (Plan, in, more) {
        if (FOREACH_INDEX(in, more) > 0)
            strbuf_addstr(b, ", ");
        shape(b, in);
    }
    strbuf_addch(b, ')');
}

static const char *shape_of(const char *sql)
{
    struct strbuf b;
    TRY {
        PlannedStmt *s = planned(sql);
        strbuf_init(&b, statement);
        shape(&b, s->planTree);
        FOREACH (Plan, sub, s->subplans) {
            strbuf_addstr(&b, "; ");
            shape(&b, sub);
        }
    } CATCH (e) {
        strbuf_init(&b, statement);
        strbuf_printf(&b, "%s %s", errcode_sqlstate(e->code), e->message);
    } END_TRY;
    error_clear();
    return b.data;
}

static void check(const char *sql, const char *want)
{
    const char *got = shape_of(sql);
    if (strcmp(got, want) != 0)
        print_error("%s\n", sql);
    assert_string_equal(got, want);
}

static void test_one_collection(void **state)
{
    check("SELECT 1", "Result");
    check("SELECT * FROM orders", "RemoteScan");
    check("SELECT status, _id FROM orders WHERE customer = 5 ORDER BY total LIMIT 3 OFFSET 1", "RemoteScan");
    check("SELECT status FROM orders WHERE customer = 5 AND initcap(note) = 'X'", "RemoteScan*");
    check("SELECT status FROM orders WHERE initcap(note) = 'X' LIMIT 3", "Limit(RemoteScan*)");
    check("SELECT status FROM orders WHERE initcap(note) = 'X' ORDER BY total LIMIT 3", "Limit(RemoteScan*)");
    check("SELECT initcap(status) FROM orders ORDER BY total LIMIT 3", "RemoteScan");
    check("SELECT status FROM orders ORDER BY initcap(status) LIMIT 3", "Limit(Sort(RemoteScan))");
    check("SELECT DISTINCT status FROM orders ORDER BY status", "RemoteScan");
    check("SELECT DISTINCT initcap(status) FROM orders ORDER BY 1", "Sort(HashDistinct(RemoteScan))");
    check("SELECT DISTINCT ON (status) status, total FROM orders ORDER BY status, total", "Unique(RemoteScan)");
    check("SELECT status FROM orders GROUP BY status", "RemoteScan");
    check("SELECT status FROM orders GROUP BY status HAVING status > 'a' ORDER BY status LIMIT 5", "RemoteScan");
    check("SELECT initcap(status) FROM orders GROUP BY initcap(status)", "Agg(RemoteScan)");
    check("SELECT status FROM orders ORDER BY total FETCH FIRST 2 ROWS WITH TIES", "Limit(RemoteScan)");
    check("SELECT status FROM orders WHERE false", "Result");
    check("SELECT status FROM orders WHERE status = 'a' OR status = 'b'", "RemoteScan");
    check("SELECT status FROM orders WHERE status IN ('a','b') AND NOT (customer = 3)", "RemoteScan");
    check("SELECT name FROM customers WHERE _id = 5 FOR UPDATE", "LockRows(RemoteScan)");
}

static void test_joins(void **state)
{
    check("SELECT o.status, c.name FROM orders o JOIN customers c ON o.customer = c._id",
          "InnerHashJoin(RemoteScan, RemoteScan)");
    check("SELECT o.status, c.name FROM orders o LEFT JOIN customers c ON o.customer = c._id WHERE o.status = 'x'",
          "LeftHashJoin(RemoteScan, RemoteScan)");
    check("SELECT o.status, c.name FROM orders o LEFT JOIN customers c ON o.customer = c._id WHERE c.name = 'x'",
          "InnerHashJoin(RemoteScan, RemoteScan)");
    check("SELECT o.status, c.name FROM orders o FULL JOIN customers c ON o.customer = c._id WHERE c.name = 'x'",
          "RightHashJoin(RemoteScan, RemoteScan)");
    check("SELECT o.status, c.name FROM orders o FULL JOIN customers c ON o.customer = c._id",
          "FullHashJoin(RemoteScan, RemoteScan)");
    check("SELECT o.status, c.name FROM orders o, customers c WHERE o.customer < c._id",
          "InnerNestLoop(RemoteScan, RemoteScan)");
    check("SELECT o.status, c.name FROM orders o, customers c, cities t WHERE o.customer = c._id AND "
          "c.city = t.name AND t.country = 'FR'",
          "InnerHashJoin(RemoteScan, RemoteScan)");
}

static void test_subqueries(void **state)
{
    check("SELECT name FROM customers WHERE _id IN (SELECT customer FROM orders)",
          "SemiHashJoin(RemoteScan, RemoteScan)");
    check("SELECT name FROM customers WHERE _id NOT IN (SELECT customer FROM orders)",
          "NullAwareAntiHashJoin(RemoteScan, RemoteScan)");
    check("SELECT name FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer = c._id AND "
          "o.status = 'x')",
          "SemiHashJoin(RemoteScan, RemoteScan)");
    check("SELECT name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer = c._id)",
          "AntiHashJoin(RemoteScan, RemoteScan)");
    check("SELECT name FROM customers c WHERE EXISTS (SELECT 1 FROM orders o)", "RemoteScan; RemoteScan");
    check("SELECT name FROM customers c WHERE city = (SELECT name FROM cities WHERE country = 'FR')",
          "RemoteScan; RemoteScan");
    /* rows are read once and kept, but where an index finds those for an outer row, or hardly any ask for them */
    check("SELECT name, (SELECT name FROM cities WHERE country = c.city) FROM customers c",
          "RemoteScan; Memoize(Result*(Material(RemoteScan)))");
    check("SELECT name, (SELECT note FROM orders WHERE customer = c._id) FROM customers c",
          "RemoteScan; Result*(Material(RemoteScan))");
    check("SELECT name, (SELECT note FROM orders WHERE customer = c._id) FROM customers c WHERE _id = 5",
          "RemoteScan; RemoteScan");
    check("SELECT name, (SELECT note FROM orders o WHERE o._id = c.name) FROM customers c",
          "RemoteScan; Memoize(RemoteScan)");
    check("SELECT name FROM (SELECT name, city FROM customers WHERE _id > 3) s WHERE city = 'x'", "RemoteScan");
    check("SELECT name FROM (SELECT name, city FROM customers ORDER BY _id LIMIT 10) s WHERE city = 'x'", "RemoteScan");
    check("SELECT name FROM (SELECT name, initcap(city) AS city FROM customers ORDER BY _id LIMIT 10) s "
          "WHERE city = 'x' ORDER BY name",
          "RemoteScan*");
    check("SELECT s.city FROM (SELECT DISTINCT city FROM customers) s ORDER BY city DESC", "RemoteScan");
    check("SELECT s.city FROM (SELECT city FROM customers GROUP BY city) s WHERE city > 'x'", "RemoteScan");
}

static void test_set_operations(void **state)
{
    check("SELECT * FROM (SELECT name FROM customers UNION ALL SELECT name FROM cities) s WHERE name = 'x'",
          "RemoteScan");
    check("SELECT * FROM (SELECT name FROM customers UNION ALL SELECT initcap(name) FROM cities) s WHERE name = 'x'",
          "Append(RemoteScan, RemoteScan*)");
    check("SELECT * FROM (SELECT name FROM customers EXCEPT SELECT name FROM cities) s WHERE name = 'x'",
          "SubqueryScan*(SetOp(RemoteScan, RemoteScan))");
    check("SELECT * FROM (SELECT name FROM customers UNION ALL (SELECT name FROM cities LIMIT 3)) s WHERE name = 'x'",
          "RemoteScan");
    check("WITH c AS (SELECT * FROM customers) SELECT name FROM c WHERE city = 'x'", "RemoteScan");
    check("WITH c AS (SELECT * FROM customers) SELECT a.name FROM c a, c b WHERE a.city = b.name",
          "InnerHashJoin(CteScan, CteScan); RemoteScan");
    check("SELECT name FROM customers UNION SELECT name FROM cities ORDER BY name LIMIT 3",
          "RemoteScan");
    check("SELECT name FROM customers UNION ALL SELECT name FROM cities", "RemoteScan");
    check("SELECT initcap(name) FROM customers UNION ALL SELECT name FROM cities", "Append(RemoteScan, RemoteScan)");
    check("SELECT name FROM customers INTERSECT SELECT name FROM cities", "SetOp(RemoteScan, RemoteScan)");
}

/* Searches for each row of a small outer side; NOT IN of a constant; samples. */
static void test_searches(void **state)
{
    check("SELECT o.status, v.y FROM (VALUES ('a')) v(y) JOIN orders o ON v.y = o._id",
          "InnerHashJoin(RemoteScan, ValuesScan)");
    check("SELECT o.status, v.y FROM (VALUES ('a')) v(y) LEFT JOIN orders o ON v.y = o._id AND o.total > 1",
          "RightHashJoin(RemoteScan, ValuesScan)");
    check("SELECT v.y FROM (VALUES ('a')) v(y) WHERE EXISTS (SELECT 1 FROM orders o WHERE o._id = v.y)",
          "SemiNestLoop(ValuesScan, RemoteScan)");
    check("SELECT s.x FROM (SELECT true AS x FROM cities) s WHERE s.x NOT IN (SELECT name = 'x' FROM customers)",
          "AntiNestLoop(RemoteScan, RemoteScan)");
    check("SELECT name FROM customers TABLESAMPLE BERNOULLI (50)", "RemoteScan*");
    check("SELECT name FROM customers TABLESAMPLE BERNOULLI (500)",
          "2202H sample percentage must be between 0 and 100");
    check("SELECT name FROM customers TABLESAMPLE SYSTEM (5) REPEATABLE (1)",
          "RemoteScan*");
    check("WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT c._id FROM r JOIN customers c ON c._id = r.n "
          "WHERE r.n < 3) SELECT n FROM r",
          "CteScan; RecursiveUnion(Result, InnerHashJoin(RemoteScan, WorkTableScan*))");
}

static bool count_filters(Node *n, void *count)
{
    if (IS_A(n, RemoteScan))
        *(int *)count += ((RemoteScan *)n)->remote->filter != NULL;
    return node_walk(n, count_filters, count);
}

static void check_filters(const char *sql, int want)
{
    int n = 0;
    count_filters((Node *)planned(sql), &n);
    if (n != want)
        print_error("%s\n", sql);
    assert_int_equal(n, want);
}

/* What one side of an equality is known to be, the other side's scan knows too. */
static void test_derived_filters(void **state)
{
    check_filters("SELECT o.status FROM orders o JOIN customers c ON o.customer = c._id WHERE c._id = 5", 2);
    check_filters("SELECT o.status FROM orders o JOIN customers c ON o.customer = c._id WHERE c._id > 5", 1);
    check_filters("SELECT o.status, c.name FROM orders o LEFT JOIN customers c ON o.customer = c._id WHERE o.customer = 5", 2);
    check_filters("SELECT o.status, c.name FROM orders o LEFT JOIN customers c ON o.customer = c._id AND c._id = 5", 1);
    check_filters("SELECT o.status FROM orders o WHERE customer = 5 AND EXISTS "
                  "(SELECT 1 FROM customers c WHERE c._id = o.customer)", 2);
    check_filters("SELECT o.status FROM orders o WHERE customer = 5 AND NOT EXISTS "
                  "(SELECT 1 FROM customers c WHERE c._id = o.customer)", 2);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        open_fixture(NULL);
        char line[4096];
        while (fgets(line, sizeof line, stdin) != NULL)
            printf("%s    %s\n", line, shape_of(line));
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_collection),
        cmocka_unit_test(test_joins),
        cmocka_unit_test(test_subqueries),
        cmocka_unit_test(test_set_operations),
        cmocka_unit_test(test_searches),
        cmocka_unit_test(test_derived_filters),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
