/* numeric as a type: PostgreSQL 15's answers; conversions that C code asks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "func_cases.h"
#include "types/numeric.h"

static struct arena *a;

static int setup(void **unused)
{
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
    assert_int_equal(func_cases_run("types_numeric", &n), 0);
    assert_true(n > 400);
}

static Datum num(const char *text)
{
    return numeric_parse(a, text, strlen(text), -1, NULL);
}

static const char *text(Datum d)
{
    return type_output_cstring(a, TYPE_numeric, d);
}

static void test_integers(void **unused)
{
    static const struct {
        const char *text;
        bool fits;
        int64_t value;
    } cases[] = {
        {"0", true, 0},
        {"1.5", true, 2},
        {"-1.5", true, -2},
        {"2.4999", true, 2},
        {"9223372036854775807", true, INT64_MAX},
        {"9223372036854775807.4", true, INT64_MAX},
        {"9223372036854775807.5", false, 0},
        {"-9223372036854775808.4", true, INT64_MIN},
        {"1e30", false, 0},
        {"NaN", false, 0},
        {"Infinity", false, 0},
        {"1e-30", true, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t v = 0;
        assert_int_equal(numeric_to_int64(num(cases[i].text), &v), cases[i].fits);
        assert_true(v == cases[i].value);
    }
    assert_string_equal(text(numeric_from_int64(a, INT64_MIN)), "-9223372036854775808");
    assert_string_equal(text(numeric_from_int128(a, (__int128)INT64_MAX * 10)), "92233720368547758070");
    assert_string_equal(text(numeric_from_int128(a, -(__int128)1)), "-1");
    assert_true(numeric_is_integral(num("5.000")));
    assert_false(numeric_is_integral(num("5.001")));
    assert_true(numeric_is_integral(num("Infinity")));
    assert_false(numeric_is_integral(num("NaN")));
    assert_int_equal(numeric_sign(num("-0.01")), -1);
    assert_int_equal(numeric_sign(num("0.00")), 0);
    assert_int_equal(numeric_sign(num("-Infinity")), -1);
    assert_int_equal(numeric_sign(num("NaN")), 1);
}

static void test_floats(void **unused)
{
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        {"0", 0},
        {"0.1", 0.1},
        {"-123.456", -123.456},
        {"1e308", 1e308},
        {"1e309", HUGE_VAL},
        {"-1e309", -HUGE_VAL},
        {"1e-400", 0},
        {"9007199254740993", 9007199254740992.0},
        {"123456789012345678901234567890.5", 123456789012345678901234567890.5},
        {"Infinity", HUGE_VAL},
        {"-Infinity", -HUGE_VAL},
        {"4.9e-324", 5e-324},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_true(numeric_to_float8_lax(num(cases[i].text)) == cases[i].value);
    assert_true(isnan(numeric_to_float8_lax(num("NaN"))));
    volatile int raised = 0;
    TRY {
        numeric_to_float8(a, num("1e400"));
    } CATCH (e) {
        raised += e->code == ERR_NUMERIC_VALUE_OUT_OF_RANGE &&
                  strstr(e->message, "is out of range for type double precision") != NULL;
    } END_TRY;
    TRY {
        numeric_to_float8(a, num("1e-400"));
    } CATCH (e) {
        raised++;
    } END_TRY;
    assert_int_equal(raised, 2);
    assert_string_equal(text(numeric_from_float8(a, 0.1)), "0.1");
    assert_string_equal(text(numeric_from_float8(a, 1e20)), "100000000000000000000");
    assert_string_equal(text(numeric_from_float8(a, 1.0 / 3)), "0.333333333333333");
    assert_string_equal(text(numeric_from_float8(a, NAN)), "NaN");
    assert_string_equal(text(numeric_from_float8(a, -HUGE_VAL)), "-Infinity");
    assert_string_equal(text(numeric_from_float4(a, 0.1f)), "0.1");
    assert_string_equal(text(numeric_from_float4(a, HUGE_VALF)), "Infinity");
}

static void test_soft(void **unused)
{
    static const char *const texts[] = {"x", "1e999999", "1.2.3", "", "1e", "1e-999999"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct soft_error soft = {.want_error = true};
        numeric_parse(a, texts[i], strlen(texts[i]), -1, &soft);
        assert_true(soft.failed);
        assert_non_null(soft.error);
    }
    struct soft_error soft = {0};
    numeric_parse(a, "12345", 5, NUMERIC_TYPMOD(3, 0), &soft);
    assert_true(soft.failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test_setup_teardown(test_integers, setup, teardown),
        cmocka_unit_test_setup_teardown(test_floats, setup, teardown),
        cmocka_unit_test_setup_teardown(test_soft, setup, teardown),
    };
    return cmocka_run_group_tests_name("types_numeric", tests, NULL, NULL);
}
