/* String functions: the answers of PostgreSQL 15, and what a table of calls cannot say (VARIADIC, limits). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "func_cases.h"
#include "funcs/funcs.h"
#include "types/array.h"

static void test_cases(void **unused)
{
    int n;
    assert_int_equal(func_cases_run("string", &n), 0);
    assert_true(n > 2500);
}

/* fn(first, VARIADIC array): array as text, NULL for NULL */
static const char *variadic(struct arena *a, func_fn fn, const char *first, Oid array_type, const char *array)
{
    Datum args[2] = {0};
    bool nulls[2] = {false, false};
    Oid types[2] = {TYPE_text, array_type};
    int n = 0;
    if (first != NULL)
        args[n++] = datum_from_cstring(a, first);
    nulls[n] = array == NULL;
    if (array != NULL)
        args[n] = type_input(a, array_type, -1, array, strlen(array), NULL);
    n++;
    struct fcall fc = {.nargs = n, .args = args, .nulls = nulls, .arena = a, .keep = a, .typmod = -1,
                       .argtypes = first != NULL ? types : types + 1, .variadic = true};
    Datum d = fn(&fc);
    return fc.isnull ? NULL : datum_cstring(a, d);
}

static void test_variadic(void **unused)
{
    struct arena *a = arena_new(NULL, "test");
    assert_string_equal(variadic(a, text_concat, NULL, TYPE__int4, "{1,NULL,3}"), "13");
    assert_string_equal(variadic(a, text_concat, NULL, TYPE__bool, "{}"), "");
    assert_null(variadic(a, text_concat, NULL, TYPE__int4, NULL));
    assert_string_equal(variadic(a, text_concat_ws, "-", TYPE__text, "{a,NULL,b}"), "a-b");
    assert_null(variadic(a, text_concat_ws, "-", TYPE__text, NULL));
    assert_string_equal(variadic(a, text_format, "%s|%2$L|%I", TYPE__text, "{a,b'c,D}"), "a|'b''c'|\"D\"");
    assert_string_equal(variadic(a, text_format, "none", TYPE__text, NULL), "none");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_variadic),
    };
    return cmocka_run_group_tests_name("funcs_string", tests, NULL, NULL);
}
