/* Dates, times and intervals as types: PostgreSQL 15's answers, words that mean now, settings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "func_cases.h"
#include "types/datetime.h"

static struct arena *a;

static int setup(void **unused)
{
    type_settings = (struct type_settings){.extra_float_digits = 1};
    a = arena_new(NULL, "test");
    return 0;
}

static int teardown(void **unused)
{
    arena_free(a);
    return 0;
}

static void test_cases(void **unused)
{
    int n;
    assert_int_equal(func_cases_run("types_datetime", &n), 0);
    assert_true(n > 1000);
}

static const char *shown(Oid type, const char *text)
{
    return type_output_cstring(a, type, type_input(a, type, -1, text, strlen(text), NULL));
}

static void test_now(void **unused)
{
    const char *detail;
    assert_true(timezone_parse("Europe/Prague", &type_settings, &detail));
    Datum start = type_input(a, TYPE_timestamptz, -1, "2024-03-30 23:30:00.25+00", 25, NULL);
    type_settings.statement_start = datum_int64(start);
    static const struct {
        Oid type;
        const char *text, *shown;
    } cases[] = {
        {TYPE_timestamptz, "now", "2024-03-31 00:30:00.25+01"},
        {TYPE_timestamp, "now", "2024-03-31 00:30:00.25"},
        {TYPE_date, "now", "2024-03-31"},
        {TYPE_time, "now", "00:30:00.25"},
        {TYPE_timetz, "now", "00:30:00.25+01"},
        {TYPE_date, "today", "2024-03-31"},
        {TYPE_date, "tomorrow", "2024-04-01"},
        {TYPE_date, "yesterday", "2024-03-30"},
        {TYPE_timestamptz, "today", "2024-03-31 00:00:00+01"},
        {TYPE_timestamptz, "tomorrow", "2024-04-01 00:00:00+02"},
        {TYPE_timestamptz, "yesterday 10:20", "2024-03-30 10:20:00+01"},
        {TYPE_timestamp, "tomorrow 04:05", "2024-04-01 04:05:00"},
        {TYPE_timestamp, "today allballs", "2024-03-31 00:00:00"},
        {TYPE_timetz, "12:00", "12:00:00+02"}, /* of the current date */
        {TYPE_timetz, "01:00", "01:00:00+01"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(shown(cases[i].type, cases[i].text), cases[i].shown);
}

static const char *datestyle(const char *text)
{
    const char *detail;
    if (!datestyle_parse(text, &type_settings, &detail))
        return detail;
    return datestyle_text(&type_settings);
}

static void test_datestyle(void **unused)
{
    static const char *const cases[][2] = {
        {"iso", "ISO, MDY"},          {"ISO, DMY", "ISO, DMY"},     {"german", "German, DMY"},
        {"postgres, ymd", "Postgres, YMD"}, {"sql,european", "SQL, DMY"}, {"us", "SQL, MDY"},
        {" \"iso\" , noneuropean", "ISO, MDY"}, {"german, mdy", "German, MDY"}, {"default", "ISO, MDY"},
        {"iso, sql", "Conflicting \"datestyle\" specifications."},
        {"dmy, mdy", "Conflicting \"datestyle\" specifications."},
        {"iso, xyz", "Unrecognized key word: \"xyz\"."},
        {"iso,,", "List syntax is invalid."}, {"iso x", "List syntax is invalid."}, {"\"iso", "ISO, MDY"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(datestyle(cases[i][0]), cases[i][1]);
}

static void test_intervalstyle(void **unused)
{
    static const char *const styles[] = {"postgres", "postgres_verbose", "sql_standard", "iso_8601"};
    for (int i = 0; i < 4; i++) {
        assert_true(intervalstyle_parse(styles[i], &type_settings));
        assert_string_equal(intervalstyle_text(&type_settings), styles[i]);
    }
    assert_true(intervalstyle_parse("SQL_Standard", &type_settings));
    assert_false(intervalstyle_parse("sql", &type_settings));
}

static const char *timezone_of(const char *text)
{
    const char *detail = NULL;
    if (!timezone_parse(text, &type_settings, &detail))
        return detail != NULL ? detail : "no";
    return timezone_text(&type_settings);
}

static void test_timezone(void **unused)
{
    static const char *const cases[][2] = {
        {"Europe/Prague", "Europe/Prague"}, {"europe/prague", "Europe/Prague"}, {"utc", "UTC"}, {"5", "<+05>-05"},
        {"-3.5", "<-03:30>+03:30"}, {"interval '+02:00'", "<+02>-02"}, {"INTERVAL '-08:30'", "<-08:30>+08:30"},
        {"interval '1 day'", "Cannot specify days in time zone interval."},
        {"interval '1 mon'", "Cannot specify months in time zone interval."},
        {"interval '2000:00'", "UTC timezone offset is out of range."}, {"nowhere", "no"}, {"interval 5", "no"},
        {"EST5EDT", "EST5EDT"}, {"200", "UTC timezone offset is out of range."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(timezone_of(cases[i][0]), cases[i][1]);
}

static void count_zone(void *arg, const struct tz *z)
{
    int *n = arg;
    ++*n;
    assert_non_null(tz_name(z));
}

static void test_all_zones(void **unused)
{
    int n = 0;
    tz_each(count_zone, &n);
    assert_true(n > 300);
    assert_true(tz_abbrev_count() > 100);
    for (int i = 0; i < tz_abbrev_count(); i++) {
        const struct tz_abbrev *x = tz_abbrev_nth(i);
        assert_ptr_equal(tz_abbrev_lookup(x->name), x);
        if (x->zone != NULL)
            assert_non_null(tz_by_name(x->zone));
    }
    assert_null(tz_by_name("../etc/passwd"));
    assert_null(tz_by_name(""));
    int32_t offset;
    assert_true(tz_is_fixed(tz_utc(), &offset));
    assert_int_equal(offset, 0);
    assert_false(tz_is_fixed(tz_by_name("Europe/Prague"), &offset));
}

/* Errors of input as soft errors: none is raised. */
static void test_soft(void **unused)
{
    static const struct {
        Oid type;
        const char *text;
    } cases[] = {
        {TYPE_date, "x"},        {TYPE_date, "2024-13-01"}, {TYPE_date, "9999999-01-01"},        {TYPE_time, "25:00"},
        {TYPE_timetz, "x"},      {TYPE_timestamp, "x"},     {TYPE_timestamp, "999999-01-01"},    {TYPE_interval, "x"},
        {TYPE_timestamptz, "2024-01-01 00:00 Nowhere/Land"}, {TYPE_interval, "9999999999 years"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct soft_error soft = {0};
        type_input(a, cases[i].type, -1, cases[i].text, strlen(cases[i].text), &soft);
        assert_true(soft.failed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_cases, setup, teardown),
        cmocka_unit_test_setup_teardown(test_now, setup, teardown),
        cmocka_unit_test_setup_teardown(test_datestyle, setup, teardown),
        cmocka_unit_test_setup_teardown(test_intervalstyle, setup, teardown),
        cmocka_unit_test_setup_teardown(test_timezone, setup, teardown),
        cmocka_unit_test_setup_teardown(test_all_zones, setup, teardown),
        cmocka_unit_test_setup_teardown(test_soft, setup, teardown),
    };
    return cmocka_run_group_tests_name("types_datetime", tests, NULL, NULL);
}
