/* Dates and times: PostgreSQL 15's answers, and what depends on the clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "func_cases.h"
#include "funcs/datetime_int.h"

static struct arena *a;

static int setup(void **unused)
{
    const char *detail;
    a = arena_new(NULL, "test");
    type_settings = (struct type_settings){.extra_float_digits = 1};
    timezone_parse("Europe/Prague", &type_settings, &detail);
    return 0;
}

static int teardown(void **unused)
{
    arena_free(a);
    return 0;
}

static Datum in(Oid type, const char *text)
{
    return type_input(a, type, -1, text, strlen(text), NULL);
}

static void test_cases(void **unused)
{
    int n;
    assert_int_equal(func_cases_run("datetime", &n), 0);
    assert_true(n > 5000);
}

static void test_transaction_clock(void **unused)
{
    func_env.xact_start = datum_int64(in(TYPE_timestamptz, "2024-07-15 00:30+02"));
    func_env.stmt_start = datum_int64(in(TYPE_timestamptz, "2024-07-15 00:31+02"));
    assert_int_equal(datum_int64(func_call(now, a, 0, NULL)), func_env.xact_start);
    assert_int_equal(datum_int64(func_call(statement_timestamp, a, 0, NULL)), func_env.stmt_start);

    Datum past = in(TYPE_timestamp, "2024-06-14 12:00");
    assert_string_equal(type_output_cstring(a, TYPE_interval, func_call(timestamp_age_today, a, 1, &past)),
                        "1 mon 12:00:00");
    past = in(TYPE_timestamptz, "2023-03-26 03:00");
    assert_string_equal(type_output_cstring(a, TYPE_interval, func_call(timestamptz_age_today, a, 1, &past)),
                        "1 year 3 mons 19 days 21:00:00");

    /* a time of day takes the offset that its zone has in July */
    Datum args[2] = {datum_from_cstring(a, "Europe/Prague"), in(TYPE_timetz, "23:30+00")};
    assert_string_equal(type_output_cstring(a, TYPE_timetz, func_call(timetz_zone, a, 2, args)), "01:30:00+02");
    args[0] = datum_from_cstring(a, "MSK");
    assert_string_equal(type_output_cstring(a, TYPE_timetz, func_call(timetz_zone, a, 2, args)), "02:30:00+03");
}

static void test_clock(void **unused)
{
    TimestampADT before = clock_now();
    Datum d = func_call(clock_timestamp, a, 0, NULL);
    assert_true(datum_int64(d) >= before && datum_int64(d) < before + USECS_PER_HOUR);
    assert_true(before > datum_int64(in(TYPE_timestamptz, "2024-01-01")));

    char weekday[4], month[4], zone[6];
    int day, hour, minute, second, usec, year;
    const char *text = datum_cstring(a, func_call(timeofday, a, 0, NULL));
    int n = sscanf(text, "%3s %3s %d %d:%d:%d.%d %d %5s", weekday, month, &day, &hour, &minute, &second, &usec, &year,
                   zone);
    assert_int_equal(n, 9);
    assert_true(strcmp(zone, "CET") == 0 || strcmp(zone, "CEST") == 0);
}

static void test_sleep(void **unused)
{
    TimestampADT from = clock_now();
    Datum d = datum_from_float8(0.02);
    func_call(pg_sleep, a, 1, &d);
    d = in(TYPE_interval, "20 milliseconds");
    func_call(pg_sleep_for, a, 1, &d);
    d = datum_from_int64(clock_now() + 20000);
    func_call(pg_sleep_until, a, 1, &d);
    assert_true(clock_now() - from >= 60000);
    from = clock_now();
    d = datum_from_float8(-1e300);
    func_call(pg_sleep, a, 1, &d);
    d = datum_from_int64(TIMESTAMP_NEGATIVE_INFINITY);
    func_call(pg_sleep_until, a, 1, &d);
    assert_true(clock_now() - from < 30 * USECS_PER_SEC);
}

static void *interrupt_soon(void *unused)
{
    usleep(20000);
    interrupt_pending = 1;
    return NULL;
}

static void cancelled(void)
{
    interrupt_pending = 0;
    raise(ERR_QUERY_CANCELED, "canceling statement due to user request");
}

static void test_sleep_cancelled(void **unused)
{
    volatile bool caught = false;
    pthread_t thread;
    interrupt_set_handler(cancelled);
    TimestampADT from = clock_now();
    assert_int_equal(pthread_create(&thread, NULL, interrupt_soon, NULL), 0);
    TRY {
        Datum d = datum_from_float8(3600);
        func_call(pg_sleep, a, 1, &d);
    } CATCH (e) {
        caught = e->code == ERR_QUERY_CANCELED;
    } END_TRY;
    assert_true(caught);
    assert_true(clock_now() - from < 60 * USECS_PER_SEC);
    interrupt_set_handler(NULL);
    pthread_join(thread, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test_setup_teardown(test_transaction_clock, setup, teardown),
        cmocka_unit_test_setup_teardown(test_clock, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sleep, setup, teardown),
        cmocka_unit_test_setup_teardown(test_sleep_cancelled, setup, teardown),
    };
    return cmocka_run_group_tests_name("funcs_datetime", tests, NULL, NULL);
}
