/* EXPLAIN: plans as text and JSON, expressions as SQL, options, figures of ANALYZE. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "session/session_int.h"
#include "session_fake.h"
#include "sql_run.h"

static const char fixture[] = "database shop\n"
                              "collection orders rows=5000\n"
                              "    _id objectid notnull\n"
                              "    customer int4\n"
                              "    status text\n"
                              "    total float8\n"
                              "    tags text[]\n"
                              "collection customers rows=100\n"
                              "    _id int4 notnull\n"
                              "    name text\n";

static int open_session(void **state)
{
    fake_session_open(fixture);
    return 0;
}

static int close_session(void **state)
{
    fake_session_close();
    return 0;
}

static int load_tables(void **state)
{
    sql_tables_load("tests/unit/cases/select.tables");
    return 0;
}

/* The lines of a plan, without the tag's and ReadyForQuery. */
static const char *explained(const char *sql)
{
    static char text[65536];
    char query[4096], *to = text;
    snprintf(query, sizeof query, "EXPLAIN %s", sql);
    const char *got = fake_query(query);
    if (strstr(got, "C EXPLAIN\nZ I\n") == NULL) {
        snprintf(text, sizeof text, "%s", got);
        return text;
    }
    for (const char *line = strchr(got, '\n') + 1; strncmp(line, "D |", 3) == 0; line = strchr(line, '\n') + 1)
        to += sprintf(to, "%.*s\n", (int)(strchr(line, '\n') - line - 3), line + 3);
    return text;
}

#define EXPLAINS(sql, expected) assert_string_equal(explained(sql), expected)

/* The condition of a filter that runs here, as SQL. */
static void assert_filter(const char *condition, const char *expected)
{
    char sql[1024];
    snprintf(sql, sizeof sql, "(COSTS off) SELECT FROM emp WHERE %s", condition);
    const char *got = explained(sql), *filter = strstr(got, "Filter: ");
    if (filter == NULL)
        fail_msg("%s: %s", condition, got);
    char text[1024];
    snprintf(text, sizeof text, "%.*s", (int)strcspn(filter + 8, "\n"), filter + 8);
    assert_string_equal(text, expected);
}

static void expressions(void **state)
{
    assert_filter("salary > 100", "(salary > 100)");
    assert_filter("grade > 2.5 AND name = 'it''s'", "((grade > 2.5) AND (name = 'it''s'::text))");
    assert_filter("grade = -1 OR grade = 3", "((grade = '-1'::numeric) OR (grade = '3'::numeric))");
    assert_filter("dept = -1", "(dept = '-1'::integer)");
    assert_filter("NOT dept = 1 + _id", "(dept <> (1 + _id))");
    assert_filter("NOT (dept = 1) IS TRUE", "((dept = 1) IS NOT TRUE)");
    assert_filter("name IS NULL OR dept IS NOT NULL", "((name IS NULL) OR (dept IS NOT NULL))");
    assert_filter("(name = 'a') IS UNKNOWN", "((name = 'a'::text) IS UNKNOWN)");
    assert_filter("dept IN (1, 2)", "(dept = ANY ('{1,2}'::integer[]))");
    assert_filter("dept <> ALL (ARRAY[_id, 3])", "(dept <> ALL (ARRAY[_id, 3]))");
    assert_filter("name IS DISTINCT FROM 'a'", "(name IS DISTINCT FROM 'a'::text)");
    assert_filter("nullif(dept, 1) > 2", "(NULLIF(dept, 1) > 2)");
    assert_filter("coalesce(dept, _id) = greatest(dept, 3)", "(COALESCE(dept, _id) = GREATEST(dept, 3))");
    assert_filter("upper(name) = 'A'", "(upper(name) = 'A'::text)");
    assert_filter("name::varchar(3) = 'A'", "(((name)::character varying(3))::text = 'A'::text)");
    assert_filter("CASE WHEN dept = 1 THEN true ELSE name = 'b' END", "CASE WHEN (dept = 1) THEN true ELSE (name = 'b'::text) END");
    assert_filter("tags[1] = 'a'", "(tags[1] = 'a'::text)");
    assert_filter("tags[1:2] = '{}'", "(tags[1:2] = '{}'::text[])");
    assert_filter("- dept > 1", "((- dept) > 1)");
    assert_filter("(dept, _id) < (_id, dept)", "(ROW(dept, _id) < ROW(_id, dept))");
    assert_filter("name = current_user", "(name = 'ann'::name)");
}

static void scans(void **state)
{
    EXPLAINS("SELECT name FROM customers WHERE name = 'x'",
             "Remote Scan on customers  (cost=1.00..2.02 rows=2 width=32)\n"
             "  Command: db.customers.find({name: {$eq: \"x\", $not: {$type: \"array\"}}}, {name: 1, _id: 0})\n");
    EXPLAINS("SELECT * FROM emp ORDER BY name DESC, _id NULLS FIRST",
             "Sort  (cost=0.34..0.37 rows=12 width=120)\n"
             "  Sort Key: name DESC, _id NULLS FIRST\n"
             "  Local: its input is local\n"
             "  ->  Catalog Scan on emp  (cost=0.00..0.12 rows=12 width=120)\n"
             "        Local: a system catalog\n");
    EXPLAINS("SELECT g FROM generate_series(1, 3) g WHERE g > 1",
             "Function Scan on generate_series g  (cost=0.00..0.33 rows=33 width=4)\n"
             "  Function Call: generate_series(1, 3)\n"
             "  Filter: (g > 1)\n"
             "  Local: a function\n");
    EXPLAINS("(COSTS off) SELECT count(*) FROM emp GROUP BY dept HAVING sum(salary) > 5 LIMIT 2",
             "Limit\n"
             "  Count: '2'::bigint\n"
             "  Local: its input is local\n"
             "  ->  HashAggregate\n"
             "        Group Key: dept\n"
             "        Filter: (sum(salary) > '5'::numeric)\n"
             "        Local: its input is local\n"
             "        ->  Catalog Scan on emp\n"
             "              Local: a system catalog\n");
}

static void joins(void **state)
{
    EXPLAINS("(COSTS off) SELECT e.name FROM emp e LEFT JOIN dept d ON d._id = e.dept AND d.name > e.name",
             "Hash Left Join\n"
             "  Hash Cond: (e.dept = d._id)\n"
             "  Join Filter: (d.name > e.name)\n"
             "  Local: an input is local\n"
             "  ->  Catalog Scan on emp e\n"
             "        Local: a system catalog\n"
             "  ->  Catalog Scan on dept d\n"
             "        Local: a system catalog\n");
    EXPLAINS("(COSTS off) SELECT e.name FROM emp e, one o WHERE e.salary > o.x",
             "Nested Loop\n"
             "  Join Filter: (e.salary > o.x)\n"
             "  Local: an input is local\n"
             "  ->  Catalog Scan on emp e\n"
             "        Local: a system catalog\n"
             "  ->  Catalog Scan on one o\n"
             "        Local: a system catalog\n");
    EXPLAINS("(COSTS off) SELECT name FROM emp UNION SELECT name FROM dept",
             "HashAggregate\n"
             "  Group Key: emp.name\n"
             "  Local: UNION\n"
             "  ->  Append\n"
             "        Local: UNION\n"
             "        ->  Catalog Scan on emp\n"
             "              Local: a system catalog\n"
             "        ->  Catalog Scan on dept\n"
             "              Local: a system catalog\n");
}

static void subplans(void **state)
{
    EXPLAINS("(COSTS off) SELECT (SELECT max(salary) FROM emp), name FROM dept d WHERE _id IN (SELECT dept FROM emp) OR city = 'x'",
             "Catalog Scan on dept d\n"
             "  Filter: ((hashed SubPlan 2) OR (d.city = 'x'::text))\n"
             "  Local: a system catalog\n"
             "  InitPlan 1 (returns $0)\n"
             "    ->  Aggregate\n"
             "          Local: its input is local\n"
             "          ->  Catalog Scan on emp\n"
             "                Local: a system catalog\n"
             "  SubPlan 2\n"
             "    ->  Catalog Scan on emp\n"
             "          Local: a system catalog\n");
}

static void windows(void **state)
{
    EXPLAINS("(COSTS off) SELECT rank() OVER (PARTITION BY dept ORDER BY salary DESC) FROM emp",
             "WindowAgg\n"
             "  Partition Key: dept\n"
             "  Order Key: salary DESC\n"
             "  Local: window functions\n"
             "  ->  Sort\n"
             "        Sort Key: dept, salary DESC\n"
             "        Local: its input is local\n"
             "        ->  Catalog Scan on emp\n"
             "              Local: a system catalog\n");
    const char *got = explained("(VERBOSE) SELECT rank() OVER (ORDER BY salary), count(*) FILTER (WHERE dept = 1) OVER () FROM emp");
    assert_non_null(strstr(got, "rank() OVER (?)"));
    assert_non_null(strstr(got, "count(*) FILTER (WHERE (emp.dept = 1)) OVER (?)"));
}

static void figures(void **state)
{
    const char *got = explained("(ANALYZE, TIMING off, SUMMARY off, COSTS off) SELECT name FROM emp WHERE dept = 2 ORDER BY name LIMIT 3");
    assert_non_null(strstr(got, "Limit (actual rows=3 loops=1)\n"));
    assert_non_null(strstr(got, "  ->  Sort (actual rows=3 loops=1)\n        Sort Key: name\n"));
    assert_non_null(strstr(got, "        Memory: "));
    assert_non_null(strstr(got, "        ->  Catalog Scan on emp (actual rows=8 loops=1)\n"));
    assert_non_null(strstr(got, "              Rows Removed by Filter: 4\n"));
    got = explained("(ANALYZE) SELECT name FROM emp LIMIT 0");
    assert_non_null(strstr(got, "(never executed)"));
    got = explained("ANALYZE SELECT 1");
    assert_non_null(strstr(got, "Result  (cost=0.00..0.01 rows=1 width=4) (actual time="));
    assert_non_null(strstr(got, "\nPlanning Time: "));
    assert_non_null(strstr(got, "\nExecution Time: "));
    got = explained("(SUMMARY) SELECT 1");
    assert_non_null(strstr(got, "\nPlanning Time: "));
    assert_null(strstr(got, "\nExecution Time: "));
}

static void json(void **state)
{
    assert_string_equal(fake_query("EXPLAIN (FORMAT json, VERBOSE) SELECT d.name FROM dept d, emp e WHERE d._id = e.dept ORDER BY d.name"),
                        "T QUERY PLAN:114\n"
                        "D |[\n"
                        "  {\n"
                        "    \"Plan\": {\n"
                        "      \"Node Type\": \"Sort\",\n"
                        "      \"Parallel Aware\": false,\n"
                        "      \"Async Capable\": false,\n"
                        "      \"Startup Cost\": 0.60,\n"
                        "      \"Total Cost\": 0.63,\n"
                        "      \"Plan Rows\": 12,\n"
                        "      \"Plan Width\": 32,\n"
                        "      \"Output\": [\"d.name\"],\n"
                        "      \"Sort Key\": [\"d.name\"],\n"
                        "      \"Local\": \"its input is local\",\n"
                        "      \"Plans\": [\n"
                        "        {\n"
                        "          \"Node Type\": \"Hash Join\",\n"
                        "          \"Parent Relationship\": \"Outer\",\n"
                        "          \"Parallel Aware\": false,\n"
                        "          \"Async Capable\": false,\n"
                        "          \"Join Type\": \"Inner\",\n"
                        "          \"Startup Cost\": 0.11,\n"
                        "          \"Total Cost\": 0.38,\n"
                        "          \"Plan Rows\": 12,\n"
                        "          \"Plan Width\": 32,\n"
                        "          \"Output\": [\"d.name\"],\n"
                        "          \"Hash Cond\": \"(e.dept = d._id)\",\n"
                        "          \"Local\": \"an input is local\",\n"
                        "          \"Plans\": [\n"
                        "            {\n"
                        "              \"Node Type\": \"Catalog Scan\",\n"
                        "              \"Parent Relationship\": \"Outer\",\n"
                        "              \"Parallel Aware\": false,\n"
                        "              \"Async Capable\": false,\n"
                        "              \"Startup Cost\": 0.00,\n"
                        "              \"Total Cost\": 0.12,\n"
                        "              \"Plan Rows\": 12,\n"
                        "              \"Plan Width\": 4,\n"
                        "              \"Output\": [\"e.dept\"],\n"
                        "              \"Relation Name\": \"emp\",\n"
                        "              \"Alias\": \"e\",\n"
                        "              \"Local\": \"a system catalog\"\n"
                        "            },\n"
                        "            {\n"
                        "              \"Node Type\": \"Catalog Scan\",\n"
                        "              \"Parent Relationship\": \"Inner\",\n"
                        "              \"Parallel Aware\": false,\n"
                        "              \"Async Capable\": false,\n"
                        "              \"Startup Cost\": 0.00,\n"
                        "              \"Total Cost\": 0.05,\n"
                        "              \"Plan Rows\": 5,\n"
                        "              \"Plan Width\": 36,\n"
                        "              \"Output\": [\"d.name\", \"d._id\"],\n"
                        "              \"Relation Name\": \"dept\",\n"
                        "              \"Alias\": \"d\",\n"
                        "              \"Local\": \"a system catalog\"\n"
                        "            }\n"
                        "          ]\n"
                        "        }\n"
                        "      ]\n"
                        "    }\n"
                        "  }\n"
                        "]\n"
                        "C EXPLAIN\n"
                        "Z I\n");
    const char *got = fake_query("EXPLAIN (FORMAT json, ANALYZE) SELECT count(*) FROM emp WHERE dept = 2 AND _id IN (SELECT x FROM one)");
    assert_non_null(strstr(got, "\"Actual Rows\": 1"));
    assert_non_null(strstr(got, "\"Actual Total Time\": "));
    assert_non_null(strstr(got, "\"Rows Removed by Filter\": 4"));
    assert_non_null(strstr(got, "\"Execution Time\": "));
}

static void options(void **state)
{
    EXPLAINS("(nosuch) SELECT 1", "E ERROR 42601 unrecognized EXPLAIN option \"nosuch\" P=10\nZ I\n");
    EXPLAINS("(costs 3) SELECT 1", "E ERROR 42601 costs requires a Boolean value\nZ I\n");
    EXPLAINS("(costs maybe) SELECT 1", "E ERROR 42601 costs requires a Boolean value\nZ I\n");
    EXPLAINS("(timing) SELECT 1", "E ERROR 22023 EXPLAIN option TIMING requires ANALYZE\nZ I\n");
    assert_non_null(strstr(fake_query("EXPLAIN (FORMAT yaml, COSTS off) SELECT 1"),
                           "- Plan: \n    Node Type: \"Result\"\n    Parallel Aware: false\n    Async Capable: false\n"));
    EXPLAINS("(format csv) SELECT 1", "E ERROR 22023 unrecognized value for EXPLAIN option \"format\": \"csv\" P=10\nZ I\n");
    EXPLAINS("(format) SELECT 1", "E ERROR 42601 format requires a parameter\nZ I\n");
    EXPLAINS("(buffers, costs off) SELECT 1", "Result\n");
    EXPLAINS("(wal) SELECT 1", "E ERROR 22023 EXPLAIN option WAL requires ANALYZE\nZ I\n");
    EXPLAINS("(buffers off, wal 0, settings false, costs on, costs 0, verbose 1) SELECT 1", "Result\n  Output: 1\n");
    EXPLAINS("CREATE TABLE x AS SELECT 1", "E ERROR 0A000 EXPLAIN of this statement is not supported P=1\nZ I\n");
    EXPLAINS("SELECT nosuch", "E ERROR 42703 column \"nosuch\" does not exist P=16\nZ I\n");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_session, close_session)
    const struct CMUnitTest tests[] = {TEST(expressions), TEST(scans), TEST(joins), TEST(subplans),
                                       TEST(windows),     TEST(figures), TEST(json), TEST(options)};
    return cmocka_run_group_tests(tests, load_tables, NULL);
}
