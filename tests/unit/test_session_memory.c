/* Out of memory at every block that a message asks for: an error (53200), and the session goes on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "session/session_int.h"
#include "session_fake.h"

static int open_session(void **state)
{
    fake_session_open("database shop\ncollection orders rows=100\n    _id objectid notnull\n    total float8\n    status text\n");
    return 0;
}

static int close_session(void **state)
{
    arena_fail_after(0);
    fake_session_close();
    return 0;
}

/* Until the statement has all that it asks for. */
static void assert_survives(const char *sql, const char *answer)
{
    for (int nth = 1;; nth++) {
        assert_true(nth < 10000);
        arena_fail_after(nth);
        const char *got = fake_query(sql);
        arena_fail_after(0);
        if (strcmp(got, answer) == 0)
            break;
        if (strstr(got, "53200 out of memory") == NULL)
            fail_msg("block %d of %s: %s", nth, sql, got);
        if (the_session.end) { /* the message itself could not be read */
            assert_non_null(strstr(got, "FATAL"));
            close_session(NULL);
            open_session(NULL);
        }
        fake_query("ROLLBACK");
        assert_string_equal(fake_query("SELECT 1"), "T ?column?:23\nD |1\nC SELECT 1\nZ I\n");
    }
}

static void queries(void **state)
{
    assert_survives("SELECT 1 AS a", "T a:23\nD |1\nC SELECT 1\nZ I\n");
    assert_survives("SELECT x, count(*) FROM generate_series(1, 3) x GROUP BY x ORDER BY x DESC",
                    "T x:23 count:20\nD |3|1\nD |2|1\nD |1|1\nC SELECT 3\nZ I\n");
    assert_survives("SELECT length(repeat('x', 200000))", "T length:23\nD |200000\nC SELECT 1\nZ I\n");
}

static void settings_and_plans(void **state)
{
    assert_survives("SET app.name = 'x'; SHOW app.name", "C SET\nT app.name:25\nD |x\nC SHOW\nZ I\n");
    assert_survives("BEGIN; SET LOCAL work_mem = '1MB'; COMMIT", "C BEGIN\nC SET\nC COMMIT\nZ I\n");
    assert_survives("EXPLAIN (COSTS off) SELECT total FROM orders WHERE status = 'x'",
                    "T QUERY PLAN:25\n"
                    "D |Remote Scan on orders\n"
                    "D |  Command: db.orders.find({status: {$eq: \"x\", $not: {$type: \"array\"}}}, {total: 1, _id: 0})\n"
                    "C EXPLAIN\nZ I\n");
}

static void errors(void **state)
{
    assert_survives("SELECT nosuch FROM orders", "E ERROR 42703 column \"nosuch\" does not exist P=8\nZ I\n");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_session, close_session)
    const struct CMUnitTest tests[] = {TEST(queries), TEST(settings_and_plans), TEST(errors)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
