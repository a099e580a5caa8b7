/* to_char(), to_number(), to_date(), to_timestamp(): the answers of PostgreSQL 15; templates kept by a call site. */
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
    type_settings = (struct type_settings){.extra_float_digits = 1};
    assert_int_equal(func_cases_run("format", &n), 0);
    assert_true(n > 10000);
}

/* One call site, first with one template twice, then with others. */
static void test_kept_template(void **unused)
{
    static const struct {
        const char *template, *answer;
    } calls[] = {{"999", "  42"}, {"999", "  42"}, {"FM999", "42"}, {"0999", " 0042"}, {"999", "  42"}};
    struct arena *keep = arena_new(NULL, "keep"), *row = arena_new(NULL, "row");
    Datum args[2];
    bool nulls[2] = {false, false};
    static const Oid types[2] = {TYPE_int4, TYPE_text};
    struct fcall fc = {.nargs = 2, .args = args, .nulls = nulls, .arena = row, .keep = keep, .argtypes = types};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        args[0] = datum_from_int32(42);
        args[1] = datum_from_cstring(row, calls[i].template);
        assert_string_equal(VARDATA(int4_to_char_template(&fc)), calls[i].answer);
        arena_reset(row);
    }
    arena_free(row);
    arena_free(keep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_kept_template),
    };
    return cmocka_run_group_tests_name("funcs_format", tests, NULL, NULL);
}
