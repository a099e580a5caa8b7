/* Regular expressions: the answers of PostgreSQL 15; what only the C interface shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "func_cases.h"
#include "funcs/regex.h"

static void test_cases(void **unused)
{
    int n;
    assert_int_equal(func_cases_run("regex", &n), 0);
    assert_true(n > 1000);
    assert_int_equal(func_cases_run("regex_groups", &n), 0);
    assert_true(n > 1000);
}

static struct view view(const char *s)
{
    return (struct view){s, strlen(s)};
}

/* More expressions than the cache holds, the first one used again and again. */
static void test_cache(void **unused)
{
    struct arena *a = arena_new(NULL, "test");
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < 100; i++) {
            char pattern[16], text[16];
            snprintf(pattern, sizeof pattern, "^a%d$", i);
            snprintf(text, sizeof text, "a%d", i);
            struct regex *re = regex_get(view(pattern), REGEX_ADVANCED);
            struct regex_subject s = regex_subject(re, a, view(text));
            assert_true(regex_exists(re, &s));
            re = regex_get(view("^a0$"), REGEX_ADVANCED);
            s = regex_subject(re, a, view(text));
            assert_int_equal(regex_exists(re, &s), i == 0);
        }
    arena_free(a);
}

/* What backtracking alone would not finish. */
static void test_no_explosion(void **unused)
{
    struct arena *a = arena_new(NULL, "test");
    char text[64];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    struct regex *re = regex_get(view("(?:(?:a*)*)*b"), REGEX_ADVANCED);
    struct regex_subject s = regex_subject(re, a, view(text));
    assert_false(regex_exists(re, &s));
    arena_free(a);
}

static const char *refusal(const char *pattern)
{
    static char state[6];
    struct arena *a = arena_new(NULL, "test");
    state[0] = '\0';
    TRY {
        struct regex *re = regex_get(view(pattern), REGEX_ADVANCED);
        struct regex_subject s = regex_subject(re, a, view("aab"));
        regex_exists(re, &s);
    } CATCH (e) {
        strcpy(state, errcode_sqlstate(e->code));
    } END_TRY;
    arena_free(a);
    error_clear();
    return state;
}

/* What PostgreSQL can and we cannot is refused, not answered otherwise. */
static void test_refused(void **unused)
{
    char deep[3001];
    assert_string_equal(refusal("(?<=a*)b"), "0A000");
    memset(deep, '(', 1000);
    memset(deep + 1000, 'a', 1000);
    memset(deep + 2000, ')', 1000);
    deep[3000] = '\0';
    assert_string_equal(refusal(deep), "54000");
    assert_string_equal(refusal("(?:(?:a{200}b){200}c){200}"), "54000");
    assert_string_equal(refusal("a"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),     cmocka_unit_test(test_cache),   cmocka_unit_test(test_no_explosion),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests_name("funcs_regex", tests, NULL, NULL);
}
