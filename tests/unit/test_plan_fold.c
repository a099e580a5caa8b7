/* Constant folding and conditions: expressions before and after, as text. */
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
#include "catalog/function.h"
#include "exec/exec.h"
#include "plan/plan.h"

static const char fixture[] =
    "database shop\ncollection t rows=10\n    _id int4 notnull\n    a int4\n    s text\n    b bool\n"
    "    ts timestamptz(3)\n    d date\n    arr int4[]\n";
static struct arena *session, *statement;
static struct catalog *catalog;
static struct plan_settings settings = {.pushdown = true, .work_mem = 1 << 20, .eval_const = expr_eval_const};
static struct plan_params *params;

static int open_fixture(void **state)
{
    char path[] = "/tmp/test_plan_fold.XXXXXX";
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

/* ---- expressions as text ---- */

static void show(struct strbuf *b, const Node *n);

static void show_list(struct strbuf *b, const List *l, const char *between)
{
    FOREACH (Node, n, l) {
        if (FOREACH_INDEX(n, l) > 0)
            strbuf_addstr(b, between);
        show(b, n);
    }
}

static void show(struct strbuf *b, const Node *n)
{
    static const char *const columns[] = {"", "_id", "a", "s", "b", "ts", "d", "arr"};
    static const char *const tests[] = {"true", "not true", "false", "not false", "unknown", "not unknown"};
    switch (n->tag) {
    case T_Var: strbuf_addstr(b, columns[((const Var *)n)->varattno]); break;
    case T_Param: strbuf_printf(b, "$%d", ((const Param *)n)->paramid); break;
    case T_Const: {
        const Const *c = (const Const *)n;
        strbuf_addstr(b, c->constisnull ? "NULL" : type_output_cstring(statement, c->consttype, c->constvalue));
        break;
    }
    case T_OpExpr: case T_DistinctExpr: case T_NullIfExpr: {
        const OpExpr *op = (const OpExpr *)n;
        const char *name = n->tag == T_OpExpr       ? oper_by_oid(op->opno)->name
                           : n->tag == T_NullIfExpr ? "nullif"
                                                    : "distinct";
        strbuf_addch(b, '(');
        show_list(b, op->args, arena_printf(statement, " %s ", name));
        strbuf_addch(b, ')');
        break;
    }
    case T_ScalarArrayOpExpr: {
        const ScalarArrayOpExpr *s = (const ScalarArrayOpExpr *)n;
        strbuf_addch(b, '(');
        show_list(b, s->args, arena_printf(statement, " %s %s ", oper_by_oid(s->opno)->name, s->useOr ? "any" : "all"));
        strbuf_addch(b, ')');
        break;
    }
    case T_BoolExpr: {
        const BoolExpr *x = (const BoolExpr *)n;
        strbuf_addstr(b, x->boolop == NOT_EXPR ? "not(" : "(");
        show_list(b, x->args, x->boolop == AND_EXPR ? " and " : " or ");
        strbuf_addch(b, ')');
        break;
    }
    case T_NullTest:
        show(b, ((const NullTest *)n)->arg);
        strbuf_addstr(b, ((const NullTest *)n)->nulltesttype == IS_NULL ? " is null" : " is not null");
        break;
    case T_BooleanTest:
        show(b, ((const BooleanTest *)n)->arg);
        strbuf_printf(b, " is %s", tests[((const BooleanTest *)n)->booltesttype]);
        break;
    case T_CaseExpr: {
        const CaseExpr *c = (const CaseExpr *)n;
        strbuf_addstr(b, "case");
        FOREACH (CaseWhen, w, c->args) {
            strbuf_addstr(b, " when ");
            show(b, w->expr);
            strbuf_addstr(b, " then ");
            show(b, w->result);
        }
        strbuf_addstr(b, " else ");
        show(b, c->defresult);
        break;
    }
    case T_CoalesceExpr:
        strbuf_addstr(b, "coalesce(");
        show_list(b, ((const CoalesceExpr *)n)->args, ", ");
        strbuf_addch(b, ')');
        break;
    case T_FuncExpr:
        strbuf_printf(b, "%s(", func_by_oid(((const FuncExpr *)n)->funcid)->name);
        show_list(b, ((const FuncExpr *)n)->args, ", ");
        strbuf_addch(b, ')');
        break;
    case T_RelabelType: show(b, ((const RelabelType *)n)->arg); break;
    case T_ArrayExpr:
        strbuf_addch(b, '[');
        show_list(b, ((const ArrayExpr *)n)->elements, ", ");
        strbuf_addch(b, ']');
        break;
    default: strbuf_addstr(b, node_name(n->tag)); break;
    }
}

static const char *folded(const char *expr)
{
    struct strbuf b;
    arena_reset(statement);
    strbuf_init(&b, statement);
    struct analyze_params types = {.n = params != NULL ? params->n : 0,
                                   .types = params != NULL ? (Oid *)params->types : NULL};
    TRY {
        List *raw = sql_parse(statement, arena_printf(statement, "SELECT %s FROM t", expr));
        Query *q = analyze_statement(statement, catalog, list_nth(raw, 0), &types);
        TargetEntry *t = list_nth(q->targetList, 0);
        show(&b, plan_fold_constants(statement, t->expr, params, &settings));
    } CATCH (e) {
        strbuf_clear(&b);
        strbuf_printf(&b, "!%s", errcode_sqlstate(e->code));
    } END_TRY;
    error_clear();
    return b.data;
}

static void check(const char *expr, const char *want)
{
    const char *got = folded(expr);
    if (strcmp(got, want) != 0)
        print_error("%s\n", expr);
    assert_string_equal(got, want);
}

static void test_booleans(void **state)
{
    check("true AND b", "b");
    check("false AND b", "f");
    check("NULL AND b", "(b and NULL)");
    check("b OR true", "t");
    check("b OR false OR false", "b");
    check("NULL OR NULL", "NULL");
    check("b AND (a = 1 AND (s = 'x' AND true))", "(b and (a = 1) and (s = x))");
    check("b = true", "b");
    check("b <> true", "not(b)");
    check("false = b", "not(b)");
    check("NOT NOT b", "b");
    check("1 = 1", "t");
    check("1 = 2 OR b", "b");
}

static void test_negation(void **state)
{
    check("NOT (a = 1)", "(a <> 1)");
    check("NOT (a < 1 AND s > 'x')", "((a >= 1) or (s <= x))");
    check("NOT (a < 1 OR b)", "((a >= 1) and not(b))");
    check("NOT (a IS NULL)", "a is not null");
    check("NOT (b IS TRUE)", "b is not true");
    check("NOT (b IS NOT UNKNOWN)", "b is unknown");
    check("NOT (a IN (1, 2))", "(a <> all {1,2})");
    check("NOT (a IS DISTINCT FROM 1)", "not((a distinct 1))");
    check("NOT NULL::bool", "NULL");
}

static void test_nulls(void **state)
{
    check("a = NULL", "NULL");
    check("upper(NULL)", "NULL");
    check("NULL IS NULL", "t");
    check("1 IS NOT NULL", "t");
    check("NULL IS DISTINCT FROM NULL", "f");
    check("NULL::int IS DISTINCT FROM 1", "t");
    check("a IS DISTINCT FROM NULL", "a is not null");
    check("coalesce(NULL, a, NULL, 3, 4)", "coalesce(a, 3)");
    check("coalesce(NULL, NULL)", "NULL");
    check("coalesce(2, a)", "2");
    check("nullif(1, 1)", "NULL");
    check("(a, NULL) IS NULL", "a is null");
    check("(a, 1) IS NULL", "f");
}

static void test_case(void **state)
{
    check("CASE WHEN false THEN 1 WHEN b THEN 2 ELSE 3 END", "case when b then 2 else 3");
    check("CASE WHEN true THEN a WHEN b THEN 2 END", "a");
    check("CASE WHEN b THEN 1 WHEN true THEN 2 WHEN a = 3 THEN 4 END", "case when b then 1 else 2");
    check("CASE 1 WHEN 2 THEN 'x' WHEN 1 THEN 'y' END", "y");
    check("CASE WHEN NULL THEN 1 END", "NULL");
    check("CASE a WHEN 2 THEN 'x' END", "case when (CaseTestExpr = 2) then x else NULL");
}

static void test_evaluation(void **state)
{
    check("upper('abc')", "ABC");
    check("'5'::int", "5");
    check("a = '5'", "(a = 5)");
    check("s = 'x' || 'y'", "(s = xy)");
    check("a IN (1, 2)", "(a = any {1,2})");
    check("a = ANY (ARRAY[1, NULL])", "(a = any {1,NULL})");
    check("ARRAY[a, 1]", "[a, 1]");
    check("greatest('a', 'b')", "b");
    check("'12x'::text::int", "!22P02");
    check("CASE WHEN b THEN '12x'::text::int END", "!22P02");
    check("CASE WHEN false THEN '12x'::text::int ELSE 2 END", "2");
    check("false AND '12x'::text::int = 1", "f");
    check("coalesce(1, '12x'::text::int)", "1");
    check("(ROW(1, 'x')).f1", "1");
    check("'2024-02-30'::text::date", "CoerceViaIO"); /* date_in() is stable: it fails when it is run */
    check("current_date IS NOT NULL", "t");
    check("CASE WHEN b THEN '2024-01-02'::text::date END", "case when b then 2024-01-02 else NULL");
}

static void test_parameters(void **state)
{
    Oid types[] = {TYPE_int4, TYPE_text};
    Datum values[] = {datum_from_int32(7), 0};
    bool nulls[] = {false, true};
    struct plan_params p = {2, types, values, nulls};
    params = &p;
    check("a = $1", "(a = 7)");
    check("$1 = 7 AND b", "b");
    check("s = $2", "NULL");
    check("coalesce($2, s)", "s");
    params = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_booleans), cmocka_unit_test(test_negation),   cmocka_unit_test(test_nulls),
        cmocka_unit_test(test_case),     cmocka_unit_test(test_evaluation), cmocka_unit_test(test_parameters),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
