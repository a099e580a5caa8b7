/* Casts: PostgreSQL 15's answers, and bit strings longer than bit(1), which the table cannot name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "func_cases.h"
#include "funcs/funcs.h"

static void test_cases(void **unused)
{
    int n;
    assert_int_equal(func_cases_run("cast", &n), 0);
    assert_true(n > 800);
}

static Datum bits(struct arena *a, const char *s)
{
    return type_input(a, TYPE_varbit, -1, s, strlen(s), NULL);
}

static const char *failure(func_fn fn, struct arena *a, int nargs, const Datum *args)
{
    const char *volatile message = NULL;
    TRY {
        func_call(fn, a, nargs, args);
    } CATCH (e) {
        message = arena_printf(a, "%s %s", errcode_sqlstate(e->code), e->message);
    } END_TRY;
    return message;
}

static void test_bits(void **unused)
{
    static const struct {
        const char *bits;
        int64_t value;
    } cases[] = {
        {"", 0},
        {"101", 5},
        {"11111111111111111111111111111111", -1},
        {"10000000000000000000000000000000", INT32_MIN},
    };
    struct arena *a = arena_new(NULL, "test");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Datum d = bits(a, cases[i].bits);
        assert_int_equal(datum_int32(func_call(bit_to_int4, a, 1, &d)), cases[i].value);
        assert_int_equal(datum_int64(func_call(bit_to_int8, a, 1, &d)), (int64_t)(uint32_t)cases[i].value);
    }
    Datum d = bits(a, "100000000000000000000000000000000");
    assert_string_equal(failure(bit_to_int4, a, 1, &d), "22003 integer out of range");
    assert_int_equal(datum_int64(func_call(bit_to_int8, a, 1, &d)), INT64_C(1) << 32);
    d = bits(a, "11111111111111111111111111111111111111111111111111111111111111110");
    assert_string_equal(failure(bit_to_int8, a, 1, &d), "22003 bigint out of range");
    Datum args[] = {bits(a, "10110"), datum_from_int32(3), datum_from_bool(false)};
    assert_string_equal(failure(bit_length_cast, a, 3, args), "22026 bit string length 5 does not match type bit(3)");
    args[2] = datum_from_bool(true);
    assert_string_equal(type_output_cstring(a, TYPE_bit, func_call(bit_length_cast, a, 3, args)), "101");
    args[1] = datum_from_int32(9);
    assert_string_equal(type_output_cstring(a, TYPE_bit, func_call(bit_length_cast, a, 3, args)), "101100000");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_bits),
    };
    return cmocka_run_group_tests_name("funcs_cast", tests, NULL, NULL);
}
