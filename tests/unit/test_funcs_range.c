/* Ranges and multiranges: the answers of PostgreSQL 15; binary forms, arrays, aggregates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "catalog/function.h"
#include "func_cases.h"
#include "funcs/funcs.h"

static struct arena *arena;

static void test_cases(void **unused)
{
    int n;
    type_settings = (struct type_settings){.extra_float_digits = 1};
    assert_int_equal(func_cases_run("range", &n), 0);
    assert_true(n > 4000);
}

static Datum value(Oid type, const char *s)
{
    return type_input(arena, type, -1, s, strlen(s), NULL);
}

static void through(Oid type, const char *s)
{
    struct io io = {.arena = arena, .type = type, .typmod = -1};
    const struct type_info *t = type_get(type);
    struct strbuf b;
    strbuf_init(&b, arena);
    Datum d = value(type, s);
    t->send(&io, d, &b);
    Datum back = t->recv(&io, (const uint8_t *)b.data, b.len);
    assert_string_equal(type_output_cstring(arena, type, back), s);
    assert_int_equal(t->cmp(d, back), 0);
    assert_true(t->hash(d) == t->hash(back));
    for (size_t cut = 0; cut < b.len; cut++) { /* every way to end too early is an error */
        struct soft_error soft = {.want_error = true};
        struct io short_io = {.arena = arena, .soft = &soft, .type = type, .typmod = -1};
        t->recv(&short_io, (const uint8_t *)b.data, cut);
        assert_true(soft.failed);
    }
}

static void test_binary(void **unused)
{
    through(TYPE_int4range, "empty");
    through(TYPE_int4range, "[1,5)");
    through(TYPE_int4range, "(,)");
    through(TYPE_numrange, "(1.50,2.25]");
    through(TYPE_numrange, "[1,)");
    through(TYPE_daterange, "[2020-01-01,2020-02-01)");
    through(TYPE_int4multirange, "{}");
    through(TYPE_int4multirange, "{(,1),[3,5)}");
    through(TYPE_nummultirange, "{[1.5,2],(3,)}");
}

static const char *refused(Oid type, const char *bytes, size_t len)
{
    struct soft_error soft = {.want_error = true};
    struct io io = {.arena = arena, .soft = &soft, .type = type, .typmod = -1};
    type_get(type)->recv(&io, (const uint8_t *)bytes, len);
    return soft.failed ? errcode_sqlstate(soft.error->code) : "";
}

static void test_malformed_binary(void **unused)
{
    assert_string_equal(refused(TYPE_int4range, "\1x", 2), "08P01");
    assert_string_equal(refused(TYPE_int4range, "\2\0\0\0\4\0\0\0\5\0\0\0\4\0\0\0\1", 17), "22000");
    assert_string_equal(refused(TYPE_int4range, "\12\0\0\0\2\0\5", 7), "08P01");
    assert_string_equal(refused(TYPE_int4multirange, "\0\0\0\1\0\0\0\2\1x", 10), "08P01");
    assert_string_equal(refused(TYPE_int4multirange, "\0\0\0\0x", 5), "08P01");
}

/* A soft error asked for, not an exception. */
static void test_soft(void **unused)
{
    static const char *const wrong[] = {"[2,1)", "[a,1)", "[1,b)", "x"};
    for (int i = 0; i < 4; i++) {
        struct soft_error soft = {.want_error = i % 2 == 0};
        type_input(arena, TYPE_int4range, -1, wrong[i], strlen(wrong[i]), &soft);
        assert_true(soft.failed);
        assert_int_equal(soft.error != NULL, soft.want_error);
    }
}

static const char *constructed(const char *array)
{
    Datum args[1] = {value(TYPE__int4range, array)};
    bool nulls[1] = {false};
    Oid types[1] = {TYPE__int4range};
    struct fcall fc = {.nargs = 1, .args = args, .nulls = nulls, .arena = arena, .keep = arena, .argtypes = types,
                       .rettype = TYPE_int4multirange};
    const char *volatile answer = NULL;
    TRY {
        answer = type_output_cstring(arena, TYPE_int4multirange, multirange_construct(&fc));
    } CATCH (e) {
        answer = errcode_sqlstate(e->code);
    } END_TRY;
    return answer;
}

static void test_array(void **unused)
{
    assert_string_equal(constructed("{\"[5,6)\",\"[1,2)\",\"[2,4)\",empty}"), "{[1,4),[5,6)}");
    assert_string_equal(constructed("{}"), "{}");
    assert_string_equal(constructed("{NULL}"), "22004");
    assert_string_equal(constructed("{{\"[1,2)\"}}"), "21000");
}

/* The aggregate over values as text (NULL ends them); the result as text, NULL for NULL. */
static const char *aggregate(Oid oid, Oid type, Oid rettype, const char *const *values)
{
    const struct agg_impl *impl = func_by_oid(oid)->agg;
    struct arena *group = arena_new(arena, "group");
    void *state = arena_zalloc(group, impl->state_size);
    Datum arg;
    bool null = false;
    struct fcall fc = {.nargs = 1, .args = &arg, .nulls = &null, .arena = arena, .keep = group, .argtypes = &type,
                       .rettype = rettype};
    for (; *values != NULL; values++) {
        struct arena *row = arena_new(NULL, "row");
        arg = datum_copy(row, value(type, *values), false);
        impl->trans(state, &fc);
        arena_free(row);
    }
    Datum d = impl->final(state, &fc);
    return fc.isnull ? NULL : type_output_cstring(arena, rettype, d);
}

static void test_aggregates(void **unused)
{
    static const char *const ranges[] = {"[1,3)", "[2,5)", "empty", "[7,8)", NULL}, *const none[] = {NULL},
                            *const sets[] = {"{[1,5),[7,9)}", "{[2,8)}", NULL}, *const two[] = {"[1,5)", "[3,9)", NULL};
    assert_string_equal(aggregate(4301, TYPE_int4range, TYPE_int4multirange, ranges), "{[1,5),[7,8)}");
    assert_null(aggregate(4301, TYPE_int4range, TYPE_int4multirange, none));
    assert_string_equal(aggregate(6227, TYPE_int4multirange, TYPE_int4multirange, sets), "{[1,9)}");
    assert_string_equal(aggregate(4389, TYPE_int4multirange, TYPE_int4multirange, sets), "{[2,5),[7,8)}");
    assert_string_equal(aggregate(4450, TYPE_int4range, TYPE_int4range, two), "[3,5)");
    assert_string_equal(aggregate(4450, TYPE_int4range, TYPE_int4range, ranges), "empty");
    assert_null(aggregate(4450, TYPE_int4range, TYPE_int4range, none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases), cmocka_unit_test(test_binary), cmocka_unit_test(test_malformed_binary),
        cmocka_unit_test(test_soft),  cmocka_unit_test(test_array),  cmocka_unit_test(test_aggregates),
    };
    arena = arena_new(NULL, "test");
    int failed = cmocka_run_group_tests_name("funcs_range", tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
