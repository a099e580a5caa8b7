/* Integers, floats and money: PostgreSQL 15's answers; random(), whose numbers follow from a seed. */
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
    assert_int_equal(func_cases_run("math", &n), 0);
    assert_true(n > 6000);
}

static double next_random(struct arena *a)
{
    return datum_float8(func_call(random_float8, a, 0, (Datum[]){0}));
}

/* The numbers of PostgreSQL 15.18 after setseed(). */
static void test_random(void **unused)
{
    static const struct {
        double seed, first, second;
    } cases[] = {
        {0, 0.8702553105818676, 0.426569726107606},
        {0.5, 0.9851677175347999, 0.825301858027981},
        {-0.25, 0.5553213340039351, 0.25148985326005135},
        {1, 0.3978842227698167, 0.7438732417540841},
        {-1, 0.725656831544149, 0.21342431605981593},
    };
    struct arena *a = arena_new(NULL, "test");
    double x = next_random(a), y = next_random(a);
    assert_true(x >= 0 && x < 1 && y >= 0 && y < 1 && x != y);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Datum seed = datum_from_float8(cases[i].seed);
        func_call(random_seed, a, 1, &seed);
        assert_true(next_random(a) == cases[i].first);
        assert_true(next_random(a) == cases[i].second);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests_name("funcs_math", tests, NULL, NULL);
}
