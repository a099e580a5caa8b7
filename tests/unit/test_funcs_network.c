/* Network addresses: the answers of PostgreSQL 15; binary forms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "func_cases.h"
#include "types/type.h"

static struct arena *arena;

static void test_cases(void **unused)
{
    int n;
    assert_int_equal(func_cases_run("network", &n), 0);
    assert_true(n > 2000);
}

static const char *received(Oid type, const char *bytes, size_t len)
{
    struct soft_error soft = {.want_error = true};
    struct io io = {.arena = arena, .soft = &soft, .type = type, .typmod = -1};
    Datum d = type_get(type)->recv(&io, (const uint8_t *)bytes, len);
    return soft.failed ? errcode_sqlstate(soft.error->code) : type_output_cstring(arena, type, d);
}

static void through(Oid type, const char *s, const char *bytes, size_t len)
{
    struct io io = {.arena = arena, .type = type, .typmod = -1};
    struct strbuf b;
    strbuf_init(&b, arena);
    Datum d = type_input(arena, type, -1, s, strlen(s), NULL);
    type_get(type)->send(&io, d, &b);
    assert_int_equal(b.len, len);
    assert_memory_equal(b.data, bytes, len);
    assert_string_equal(received(type, bytes, len), s);
}

static void test_binary(void **unused)
{
    through(TYPE_inet, "10.1.2.3/8", "\2\10\0\4\12\1\2\3", 8);
    through(TYPE_cidr, "10.0.0.0/8", "\2\10\1\4\12\0\0\0", 8);
    through(TYPE_inet, "::1/64", "\3\100\0\20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 20);
    through(TYPE_macaddr, "08:00:2b:01:02:03", "\10\0\53\1\2\3", 6);
    through(TYPE_macaddr8, "08:00:2b:01:02:03:04:05", "\10\0\53\1\2\3\4\5", 8);
    assert_string_equal(received(TYPE_macaddr8, "\10\0\53\1\2\3", 6), "08:00:2b:ff:fe:01:02:03");
}

static void test_malformed_binary(void **unused)
{
    assert_string_equal(received(TYPE_inet, "\2\10", 2), "08P01");
    assert_string_equal(received(TYPE_inet, "\2\10\0\4\12\1\2", 7), "08P01");
    assert_string_equal(received(TYPE_inet, "\2\10\0\4\12\1\2\3\4", 9), "22P03");
    assert_string_equal(received(TYPE_inet, "\5\10\0\4\12\1\2\3", 8), "22P03");
    assert_string_equal(received(TYPE_inet, "\2\41\0\4\12\1\2\3", 8), "22P03");
    assert_string_equal(received(TYPE_inet, "\2\10\0\5\12\1\2\3", 8), "22P03");
    assert_string_equal(received(TYPE_cidr, "\2\10\1\4\12\1\2\3", 8), "22P03");
    assert_string_equal(received(TYPE_macaddr, "\2\10", 2), "08P01");
    assert_string_equal(received(TYPE_macaddr8, "\2\10", 2), "08P01");
}

static void test_order(void **unused)
{
    static const Oid types[] = {TYPE_inet, TYPE_macaddr, TYPE_macaddr8};
    static const char *const low[] = {"10.0.0.1", "08:00:2b:01:02:03", "08:00:2b:01:02:03:04:05"},
                             *const high[] = {"::1", "08:00:2b:01:02:04", "08:00:2b:01:02:03:04:06"};
    for (int i = 0; i < 3; i++) {
        const struct type_info *t = type_get(types[i]);
        Datum a = type_input(arena, types[i], -1, low[i], strlen(low[i]), NULL);
        Datum b = type_input(arena, types[i], -1, high[i], strlen(high[i]), NULL);
        Datum c = type_input(arena, types[i], -1, low[i], strlen(low[i]), NULL);
        assert_true(t->cmp(a, b) < 0);
        assert_true(t->cmp(b, a) > 0);
        assert_int_equal(t->cmp(a, c), 0);
        assert_true(t->hash(a) == t->hash(c));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_binary),
        cmocka_unit_test(test_malformed_binary),
        cmocka_unit_test(test_order),
    };
    arena = arena_new(NULL, "test");
    int failed = cmocka_run_group_tests_name("funcs_network", tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
