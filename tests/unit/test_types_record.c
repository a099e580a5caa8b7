/* Records: text and binary forms as PostgreSQL 15 reads and writes them, shapes, order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "types/numeric.h"
#include "types/record.h"
#include "types/wirebytes.h"

#define TYPE_r3 ((Oid)900001)

static struct arena *a;

/* (a int, b text, c numeric(5,2)) */
static const struct type_info r3 = {.oid = TYPE_r3, .name = "r3", .len = -1, .typtype = 'c', .category = 'C',
                                    .in = record_in, .out = record_out, .recv = record_recv, .send = record_send,
                                    .cmp = record_cmp, .hash = record_hash};
static int shape;

static int setup(void **unused)
{
    static const char *const names[] = {"a", "b", "c"};
    const Oid types[] = {TYPE_int4, TYPE_text, TYPE_numeric};
    const int32_t typmods[] = {-1, -1, NUMERIC_TYPMOD(5, 2)};
    a = arena_new(NULL, "test");
    type_register(&r3);
    shape = record_shape(TYPE_r3, 3, names, types, typmods);
    assert_int_equal(record_shape(TYPE_r3, 3, names, types, typmods), shape);
    assert_int_not_equal(record_shape(TYPE_r3, 3, names, types, NULL), shape);
    assert_int_equal(record_shape(TYPE_r3, 3, names, types, typmods), shape);
    return 0;
}

static int teardown(void **unused)
{
    arena_free(a);
    return 0;
}

static Datum read_record(const char *text)
{
    struct io io = {.arena = a, .type = TYPE_record, .typmod = shape};
    return record_in(&io, text, strlen(text));
}

#define ATTEMPT(out, action)                                                                                   \
    do {                                                                                                       \
        const char *volatile out_ = NULL;                                                                      \
        TRY {                                                                                                  \
            out_ = (action);                                                                                   \
        } CATCH (e) {                                                                                          \
            out_ = arena_printf(a, "!%s %s%s%s", errcode_sqlstate(e->code), e->message,                        \
                                e->detail != NULL ? " DETAIL " : "", e->detail != NULL ? e->detail : "");      \
        } END_TRY;                                                                                             \
        out = out_;                                                                                            \
    } while (0)

static void test_text(void **unused)
{
    static const char *const cases[][2] = {
        {"(1,x,2)", "(1,x,2.00)"},
        {"(1,,)", "(1,,)"},
        {"(,,)", "(,,)"},
        {"(1,\"a b\",2.555)", "(1,\"a b\",2.56)"},
        {"( 1 , x , 2 )", "(1,\" x \",2.00)"},
        {"(1,\"a\"\"b\",2)", "(1,\"a\"\"b\",2.00)"},
        {"(1,a\\\"b,2)", "(1,\"a\"\"b\",2.00)"},
        {"(1,\"\",2)", "(1,\"\",2.00)"},
        {" (1,x,2) ", "(1,x,2.00)"},
        {"(1,\"(x,y)\",2)", "(1,\"(x,y)\",2.00)"},
        {"(1,\\,,2)", "(1,\",\",2.00)"},
        {"(1,\"\\\\\",2)", "(1,\"\\\\\",2.00)"},
        {"(1,x)", "!22P02 malformed record literal: \"(1,x)\" DETAIL Too few columns."},
        {"(1,x,2,3)", "!22P02 malformed record literal: \"(1,x,2,3)\" DETAIL Too many columns."},
        {"1,x,2", "!22P02 malformed record literal: \"1,x,2\" DETAIL Missing left parenthesis."},
        {"(1,x,2", "!22P02 malformed record literal: \"(1,x,2\" DETAIL Unexpected end of input."},
        {"(1,x,2)x", "!22P02 malformed record literal: \"(1,x,2)x\" DETAIL Junk after right parenthesis."},
        {"(a,x,2)", "!22P02 invalid input syntax for type integer: \"a\""},
        {"(1,x,99999)",
         "!22003 numeric field overflow DETAIL A field with precision 5, scale 2 must round to an absolute "
         "value less than 10^3."},
        {"(1,(x),2)", "!22P02 malformed record literal: \"(1,(x),2)\" DETAIL Too few columns."},
        {"(1,\"x", "!22P02 malformed record literal: \"(1,\"x\" DETAIL Unexpected end of input."},
        {"", "!22P02 malformed record literal: \"\" DETAIL Missing left parenthesis."},
        {"(1,x\\", "!22P02 malformed record literal: \"(1,x\\\" DETAIL Unexpected end of input."},
    };
    for (volatile size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *out;
        ATTEMPT(out, type_output_cstring(a, TYPE_record, read_record(cases[i][0])));
        assert_string_equal(out, cases[i][1]);
        struct soft_error soft = {0};
        struct io io = {.arena = a, .soft = &soft, .type = TYPE_record, .typmod = shape};
        record_in(&io, cases[i][0], strlen(cases[i][0]));
        assert_int_equal(soft.failed, cases[i][1][0] == '!');
    }
    const char *out;
    ATTEMPT(out, type_output_cstring(a, TYPE_record, type_input(a, TYPE_record, -1, "(1)", 3, NULL)));
    assert_string_equal(out, "!0A000 input of anonymous composite types is not implemented");
    assert_string_equal(type_output_cstring(a, TYPE_r3, type_input(a, TYPE_r3, -1, "(1,x,2)", 7, NULL)), "(1,x,2)");
}

static void test_fields(void **unused)
{
    Datum d = read_record("(1,,2)");
    struct record r = record_open(d);
    bool isnull;
    assert_int_equal(r.n, 3);
    assert_int_equal(datum_int32(record_get(&r, 0, &isnull)), 1);
    assert_false(isnull);
    record_get(&r, 1, &isnull);
    assert_true(isnull);
    assert_string_equal(record_name(a, &r, 2), "c");
    assert_int_equal(record_find(&r, "b", 1), 1);
    assert_int_equal(record_find(&r, "B", 1), -1);

    const Oid types[] = {TYPE_text, TYPE_bool};
    const Datum values[] = {datum_from_cstring(a, "x"), datum_from_bool(true)};
    const bool nulls[] = {false, false};
    r = record_open(record_make(a, 0, 2, types, values, nulls));
    assert_string_equal(record_name(a, &r, 1), "f2");
    assert_int_equal(record_find(&r, "f1", 2), 0);
    assert_int_equal(record_find(&r, "a", 1), -1);
    assert_string_equal(datum_cstring(a, record_get(&r, 0, &isnull)), "x");
    assert_null(record_shape_get(0));
    assert_int_equal(record_shape_get(shape)->type, TYPE_r3);
}

/* The binary form of a record with its columns' types and bytes as given */
static const char *received(int n, const Oid *types, const char *const *bytes, size_t cut)
{
    struct strbuf b;
    strbuf_init(&b, a);
    wire_put32(&b, (uint32_t)n);
    for (int i = 0; i < n; i++) {
        wire_put32(&b, types[i]);
        wire_put32(&b, bytes[i] == NULL ? UINT32_MAX : (uint32_t)strlen(bytes[i]));
        if (bytes[i] != NULL)
            strbuf_addstr(&b, bytes[i]);
    }
    struct io io = {.arena = a, .type = TYPE_record, .typmod = shape};
    return type_output_cstring(a, TYPE_record, record_recv(&io, (const uint8_t *)b.data, b.len - cut));
}

static void test_binary(void **unused)
{
    static const char *const texts[] = {"(1,x,2)", "(,,)", "(-5,\"a b\",)", "(1,\"\",0.5)"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct strbuf b;
        struct io io = {.arena = a, .type = TYPE_record, .typmod = shape};
        strbuf_init(&b, a);
        Datum d = read_record(texts[i]);
        record_send(&io, d, &b);
        assert_int_equal(record_cmp(d, record_recv(&io, (const uint8_t *)b.data, b.len)), 0);
        for (size_t cut = 1; cut < b.len; cut++) { /* cut anywhere it is refused */
            struct soft_error soft = {0};
            io.soft = &soft;
            record_recv(&io, (const uint8_t *)b.data, b.len - cut);
            assert_true(soft.failed);
        }
        io.soft = NULL;
    }
    const Oid right[] = {TYPE_int4, TYPE_text, TYPE_numeric}, wrong[] = {TYPE_int4, TYPE_int4, TYPE_numeric};
    const char *const values[] = {NULL, "x", NULL}, *const small[] = {"abc", "x", NULL};
    const char *out;
    ATTEMPT(out, received(3, right, values, 0));
    assert_string_equal(out, "(,x,)");
    ATTEMPT(out, received(2, right, values, 0));
    assert_string_equal(out, "!42804 wrong number of columns: 2, expected 3");
    ATTEMPT(out, received(3, wrong, values, 0));
    assert_string_equal(out,
                        "!42804 binary data has type 23 (integer) instead of expected 25 (text) in record column 2");
    ATTEMPT(out, received(3, right, small, 0));
    assert_string_equal(out, "!08P01 insufficient data left in message");
    ATTEMPT(out, received(3, right, values, 2));
    assert_string_equal(out, "!08P01 insufficient data left in message");
}

static Datum row(Oid type1, const char *v1, Oid type2, const char *v2)
{
    const Oid types[] = {type1, type2};
    const bool nulls[] = {v1 == NULL, v2 == NULL};
    Datum values[2] = {0};
    if (v1 != NULL)
        values[0] = type_input(a, type1, -1, v1, strlen(v1), NULL);
    if (v2 != NULL)
        values[1] = type_input(a, type2, -1, v2, strlen(v2), NULL);
    return record_make(a, 0, type2 == 0 ? 1 : 2, types, values, nulls);
}

static const char *order(Datum x, Datum y)
{
    int c = record_cmp(x, y);
    if (record_equal(x, y) != (c == 0) || (c == 0 && record_hash(x) != record_hash(y)))
        return "equality is another order";
    return c < 0 ? "<" : c > 0 ? ">" : "=";
}

static void test_order(void **unused)
{
    const char *out;
    assert_string_equal(order(row(TYPE_int4, "1", TYPE_text, "a"), row(TYPE_int4, "1", TYPE_text, "a")), "=");
    assert_string_equal(order(row(TYPE_int4, "1", TYPE_text, "b"), row(TYPE_int4, "1", TYPE_text, "a")), ">");
    assert_string_equal(order(row(TYPE_int4, "0", TYPE_text, "b"), row(TYPE_int4, "1", TYPE_text, "a")), "<");
    assert_string_equal(order(row(TYPE_int4, NULL, TYPE_text, "b"), row(TYPE_int4, "1", TYPE_text, "a")), ">");
    assert_string_equal(order(row(TYPE_int4, NULL, TYPE_text, NULL), row(TYPE_int4, NULL, TYPE_text, NULL)), "=");
    assert_string_equal(order(row(TYPE_numeric, "1.0", TYPE_text, "a"), row(TYPE_numeric, "1.00", TYPE_text, "a")),
                        "=");
    ATTEMPT(out, order(row(TYPE_int4, "1", TYPE_text, "a"), row(TYPE_int8, "1", TYPE_text, "a")));
    assert_string_equal(out, "!42804 cannot compare dissimilar column types integer and bigint at record column 1");
    ATTEMPT(out, order(row(TYPE_int4, "1", 0, NULL), row(TYPE_int4, "1", TYPE_text, "a")));
    assert_string_equal(out, "!42804 cannot compare record types with different numbers of columns");
    assert_string_equal(order(row(TYPE_int4, "0", TYPE_text, "a"), row(TYPE_int4, "1", TYPE_text, "a")), "<");
    ATTEMPT(out, order(row(TYPE_json, "1", TYPE_text, "a"), row(TYPE_json, "1", TYPE_text, "a")));
    assert_string_equal(out, "!42883 could not identify a comparison function for type json");
    ATTEMPT(out, record_equal(row(TYPE_json, "1", 0, NULL), row(TYPE_json, "1", 0, NULL)) ? "true" : "false");
    assert_string_equal(out, "!42883 could not identify an equality operator for type json");
    ATTEMPT(out, record_hash(row(TYPE_json, "1", 0, NULL)) != 0 ? "hash" : "none");
    assert_string_equal(out, "!42883 could not identify a hash function for type json");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_text, setup, teardown),
        cmocka_unit_test_setup_teardown(test_fields, setup, teardown),
        cmocka_unit_test_setup_teardown(test_binary, setup, teardown),
        cmocka_unit_test_setup_teardown(test_order, setup, teardown),
    };
    return cmocka_run_group_tests_name("types_record", tests, NULL, NULL);
}
