/* JSON: PostgreSQL 15's answers, and what a table of calls cannot say (VARIADIC, records). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "func_cases.h"
#include "funcs/funcs.h"
#include "funcs/json_value.h"

static void test_paths(void **unused)
{
    int n;
    assert_int_equal(func_cases_run("jsonpath", &n), 0);
    assert_true(n > 2000);
}

static void test_cases(void **unused)
{
    int n;
    assert_int_equal(func_cases_run("json", &n), 0);
    assert_true(n > 3000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_paths),
    };
    return cmocka_run_group_tests_name("funcs_json", tests, NULL, NULL);
}
