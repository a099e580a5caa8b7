/* bytea, encodings, digests: the answers of PostgreSQL 15; all bytes of all one-byte encodings there and back. */
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
    assert_int_equal(func_cases_run("binary", &n), 0);
    assert_true(n > 400);
}

static void test_encodings(void **unused)
{
    static const char *const names[] = {"latin1",  "latin2",  "latin3",  "latin4",  "latin5",     "latin6",
                                        "latin7",  "latin8",  "latin9",  "latin10", "iso_8859_5", "win866",
                                        "win1250", "win1251", "win1258", "koi8u"};
    struct arena *a = arena_new(NULL, "test");
    int converted = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (volatile int byte = 1; byte < 256; byte++) {
            char c = (char)byte;
            Datum args[2] = {datum_from_text(a, &c, 1), datum_from_cstring(a, names[i])};
            volatile bool known = true;
            TRY {
                args[0] = func_call(bytea_convert_from, a, 2, args);
            } CATCH (e) {
                known = false;
                assert_string_equal(errcode_sqlstate(e->code), "22P05");
            } END_TRY;
            error_clear();
            if (!known)
                continue;
            Datum back = func_call(text_convert_to, a, 2, args);
            assert_int_equal(VARLEN(back), 1);
            assert_int_equal((unsigned char)*VARDATA(back), byte);
            converted++;
        }
    assert_true(converted > 16 * 200);
    arena_free(a);
}

static void test_uuid(void **unused)
{
    struct arena *a = arena_new(NULL, "test");
    Datum first = func_call(uuid_random, a, 0, NULL), second = func_call(uuid_random, a, 0, NULL);
    const char *s = type_output_cstring(a, TYPE_uuid, first);
    assert_int_equal(s[14], '4');
    assert_non_null(strchr("89ab", s[19]));
    assert_int_not_equal(type_get(TYPE_uuid)->cmp(first, second), 0);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_uuid),
    };
    return cmocka_run_group_tests_name("funcs_binary", tests, NULL, NULL);
}
