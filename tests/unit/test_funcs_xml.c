/* XML: the answers of PostgreSQL 15. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "func_cases.h"

static void test_cases(void **unused)
{
    int n;
    assert_int_equal(func_cases_run("xml", &n), 0);
    assert_true(n > 600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests_name("funcs_xml", tests, NULL, NULL);
}
