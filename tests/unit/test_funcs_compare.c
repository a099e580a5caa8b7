/* Comparison functions: PostgreSQL 15's answers, and values that have no input text: records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "func_cases.h"
#include "funcs/funcs.h"
#include "types/record.h"
#include "types/vector.h"

static void test_cases(void **unused)
{
    int n;
    assert_int_equal(func_cases_run("compare", &n), 0);
    assert_true(n > 8000);
}

static Datum row(struct arena *a, int32_t number, const char *text)
{
    Oid types[] = {TYPE_int4, TYPE_text};
    Datum values[] = {datum_from_int32(number), text != NULL ? datum_from_cstring(a, text) : 0};
    bool nulls[] = {false, text == NULL};
    return record_make(a, 0, 2, types, values, nulls);
}

static bool holds(struct arena *a, func_fn fn, Datum x, Datum y)
{
    return datum_bool(func_call(fn, a, 2, (Datum[]){x, y}));
}

static void test_records(void **unused)
{
    struct arena *a = arena_new(NULL, "test");
    Datum small = row(a, 1, "b"), large = row(a, 2, "a"), unknown = row(a, 1, NULL);
    assert_true(holds(a, record_eq, small, row(a, 1, "b")));
    assert_true(holds(a, record_eq, unknown, row(a, 1, NULL)));
    assert_false(holds(a, record_eq, small, unknown));
    assert_true(holds(a, record_ne, small, large));
    assert_true(holds(a, record_lt, small, large));
    assert_true(holds(a, record_lt, small, unknown));
    assert_true(holds(a, record_le, small, small));
    assert_true(holds(a, record_gt, unknown, small));
    assert_true(holds(a, record_ge, large, small));
    assert_int_equal(datum_int32(func_call(record_btcmp, a, 2, (Datum[]){large, small})), 1);
    arena_free(a);
}

/* Types without an order of their own are refused, as are functions called for them. */
static void test_no_order(void **unused)
{
    struct arena *a = arena_new(NULL, "test");
    Datum args[2] = {datum_from_cstring(a, "1"), datum_from_cstring(a, "1")};
    bool nulls[2] = {false, false};
    Oid types[2] = {TYPE_json, TYPE_json};
    struct fcall fc = {.nargs = 2, .args = args, .nulls = nulls, .arena = a, .argtypes = types};
    volatile bool refused = false;
    TRY {
        larger_of(&fc);
    } CATCH (e) {
        assert_string_equal(errcode_sqlstate(e->code), "42883");
        assert_string_equal(e->message, "could not identify a comparison function for type json");
        refused = true;
    } END_TRY;
    assert_true(refused);
    types[0] = types[1] = TYPE_text;
    assert_false(datum_bool(enum_lt(&fc)));
    assert_true(datum_bool(enum_eq(&fc)) && datum_bool(enum_le(&fc)) && datum_bool(enum_ge(&fc)));
    assert_false(datum_bool(enum_ne(&fc)) || datum_bool(enum_gt(&fc)));
    assert_int_equal(datum_int32(enum_btcmp(&fc)), 0);
    arena_free(a);
}

static void test_vectors(void **unused)
{
    struct arena *a = arena_new(NULL, "test");
    Datum pair = oidvector_make(a, (Oid[]){1, 4294967295u}, 2);
    assert_string_equal(type_output_cstring(a, TYPE_oidvector, pair), "1 4294967295");
    assert_string_equal(type_output_cstring(a, TYPE_int2vector, int2vector_make(a, (int16_t[]){-1, 2}, 2)), "-1 2");
    struct strbuf wire;
    strbuf_init(&wire, a);
    struct io io = {.arena = a, .type = TYPE_oidvector, .typmod = -1};
    Datum v = oidvector_make(a, (Oid[]){7, 8, 9}, 3);
    oidvector_send(&io, v, &wire);
    Datum back = oidvector_recv(&io, (const uint8_t *)wire.data, wire.len);
    assert_int_equal(oidvector_cmp(v, back), 0);
    assert_true(oidvector_hash(v) == oidvector_hash(back));
    struct soft_error soft = {.want_error = true};
    struct io other = {.arena = a, .type = TYPE_int2vector, .typmod = -1, .soft = &soft};
    int2vector_recv(&other, (const uint8_t *)wire.data, wire.len);
    assert_true(soft.failed);
    strbuf_clear(&wire);
    soft = (struct soft_error){0};
    int2vector_send(&other, int2vector_make(a, (int16_t[]){5}, 1), &wire);
    back = int2vector_recv(&other, (const uint8_t *)wire.data, wire.len);
    assert_string_equal(type_output_cstring(a, TYPE_int2vector, back), "5");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_records),
        cmocka_unit_test(test_no_order),
        cmocka_unit_test(test_vectors),
    };
    return cmocka_run_group_tests_name("funcs_compare", tests, NULL, NULL);
}
