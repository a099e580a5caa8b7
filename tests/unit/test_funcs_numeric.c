/* numeric functions: PostgreSQL 15's answers; results too long for a table of them. */
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
    assert_int_equal(func_cases_run("numeric", &n), 0);
    assert_true(n > 5000);
}

/* 32177! has 131068 digits: the longest that a numeric holds. */
static void test_longest_factorial(void **unused)
{
    struct arena *a = arena_new(NULL, "test");
    Datum n = datum_from_int64(32177);
    const char *s = type_output_cstring(a, TYPE_numeric, func_call(numeric_factorial, a, 1, &n));
    assert_true(strlen(s) == 131068);
    assert_memory_equal(s, "4492606435", 10);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_longest_factorial),
    };
    return cmocka_run_group_tests_name("funcs_numeric", tests, NULL, NULL);
}
