/* JSON into records and records into JSON; the answers are PostgreSQL 15's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "funcs/funcs.h"
#include "types/array.h"
#include "types/record.h"

/* inner_t (x int, y text), inner_t[], outer_t (a int, b inner_t, c inner_t[], d text) */
#define TYPE_inner ((Oid)900011)
#define TYPE__inner ((Oid)900012)
#define TYPE_outer ((Oid)900013)

static struct arena *a;

static void add_type(struct type_info *t, Oid oid, const char *name)
{
    *t = *type_get(TYPE_record);
    t->oid = oid;
    t->name = name;
    t->typtype = 'c';
    t->category = 'C';
    type_register(t);
}

static int setup(void **unused)
{
    static struct type_info inner, outer, array;
    static const char *const inner_names[] = {"x", "y"}, *const outer_names[] = {"a", "b", "c", "d"};
    const Oid inner_types[] = {TYPE_int4, TYPE_text}, outer_types[] = {TYPE_int4, TYPE_inner, TYPE__inner, TYPE_text};
    a = arena_new(NULL, "test");
    add_type(&inner, TYPE_inner, "inner_t");
    add_type(&outer, TYPE_outer, "outer_t");
    array = *type_get(TYPE__record);
    array.oid = TYPE__inner;
    array.elem = TYPE_inner;
    array.typtype = 'b';
    array.category = 'A';
    type_register(&array);
    inner.array = TYPE__inner;
    record_shape(TYPE_inner, 2, inner_names, inner_types, NULL);
    record_shape(TYPE_outer, 4, outer_names, outer_types, NULL);
    return 0;
}

static int teardown(void **unused)
{
    arena_free(a);
    return 0;
}

static void add_row(struct fcall *fc, const Datum *values, const bool *nulls)
{
    struct strbuf *out = fc->emit_arg;
    if (out->len > 0)
        strbuf_addch(out, '|');
    type_output(a, TYPE_record, values[0], out);
}

/* fn(record of a type as text, or NULL; json): its result, or its rows */
static const char *populate(func_fn fn, Oid type, const char *old, Oid json_type, const char *json)
{
    struct strbuf out;
    strbuf_init(&out, a);
    Oid types[] = {type, json_type};
    Datum args[2] = {0};
    bool nulls[2] = {old == NULL, json == NULL};
    if (old != NULL)
        args[0] = type_input(a, type, -1, old, strlen(old), NULL);
    if (json != NULL)
        args[1] = type_input(a, json_type, -1, json, strlen(json), NULL);
    struct fcall fc = {.nargs = 2, .args = args, .nulls = nulls, .arena = a, .keep = a, .rettype = type, .typmod = -1,
                       .argtypes = types, .emit = add_row, .emit_arg = &out, .ncolumns = 1};
    const char *volatile text = NULL;
    TRY {
        Datum d = fn(&fc);
        if (fn == json_populate_recordset || fn == jsonb_populate_recordset)
            text = out.len > 0 ? out.data : "";
        else
            text = fc.isnull ? "NULL" : type_output_cstring(a, TYPE_record, d);
    } CATCH (e) {
        text = arena_printf(a, "!%s %s", errcode_sqlstate(e->code), e->message);
    } END_TRY;
    return text;
}

#define OLD "(1,\"(7,old)\",,keep)"

static void test_populate(void **unused)
{
    static const struct {
        const char *old, *json, *want;
    } cases[] = {
        {OLD, "{\"a\": 5, \"b\": {\"x\": 8}}", "(5,\"(8,old)\",,keep)"},
        {NULL, "{\"a\": 5, \"b\": {\"x\": 8}, \"c\": [{\"y\": \"q\"}, null]}", "(5,\"(8,)\",\"{\"\"(,q)\"\",NULL}\",)"},
        {OLD, "{}", OLD},
        {OLD, NULL, OLD},
        {NULL, NULL, "NULL"},
        {OLD, "{\"a\": 5, \"b\": {\"x\": 8, \"y\": null}}", "(5,\"(8,)\",,keep)"},
        {NULL, "{\"b\": \"(3,text)\"}", "(,\"(3,text)\",,)"},
        {NULL, "{\"b\": 5}", "!22023 cannot call populate_composite on a scalar"},
        {NULL, "{\"b\": [1]}", "!22023 cannot call populate_composite on an array"},
        {NULL, "{\"c\": [5]}", "!22023 cannot call populate_composite on a scalar"},
        {NULL, "[]", "!22023 cannot call populate_composite on an array"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(populate(json_populate_record, TYPE_outer, cases[i].old, TYPE_json, cases[i].json),
                            cases[i].want);
        assert_string_equal(populate(jsonb_populate_record, TYPE_outer, cases[i].old, TYPE_jsonb, cases[i].json),
                            cases[i].want);
    }
    assert_string_equal(populate(json_populate_record, TYPE_int4, "1", TYPE_json, "{}"),
                        "!42804 first argument of json_populate_record must be a row type");
    assert_string_equal(populate(jsonb_populate_record, TYPE_record, NULL, TYPE_jsonb, "{}"),
                        "!0A000 could not determine row type for result of jsonb_populate_record");
}

static void test_populate_set(void **unused)
{
    assert_string_equal(populate(json_populate_recordset, TYPE_outer, OLD, TYPE_json, "[{\"a\": 2}, {\"d\": \"new\"}]"),
                        "(2,\"(7,old)\",,keep)|(1,\"(7,old)\",,new)");
    assert_string_equal(populate(json_populate_recordset, TYPE_outer, NULL, TYPE_json, NULL), "");
    assert_string_equal(populate(json_populate_recordset, TYPE_outer, NULL, TYPE_json, "{}"),
                        "!22023 cannot call json_populate_recordset on an object");
    assert_string_equal(populate(jsonb_populate_recordset, TYPE_outer, NULL, TYPE_jsonb, "5"),
                        "!22023 cannot call jsonb_populate_recordset on a non-array");
    assert_string_equal(populate(jsonb_populate_recordset, TYPE_outer, NULL, TYPE_jsonb, "[1]"),
                        "!22023 argument of jsonb_populate_recordset must be an array of objects");
}

/* A record without a shape: f1, f2; as json_populate_record(row(1, 'x'), ...) gets it */
static void test_anonymous(void **unused)
{
    const Oid types[] = {TYPE_int4, TYPE_text}, argtypes[] = {TYPE_record, TYPE_json};
    const Datum values[] = {datum_from_int32(1), datum_from_cstring(a, "x")};
    bool nulls[] = {false, false};
    static const char json[] = "{\"f1\": 5, \"f3\": 6}";
    Datum args[] = {record_make(a, 0, 2, types, values, nulls), type_input(a, TYPE_json, -1, json, strlen(json), NULL)};
    struct fcall fc = {
        .nargs = 2, .args = args, .nulls = nulls, .arena = a, .keep = a, .rettype = TYPE_record, .argtypes = argtypes};
    assert_string_equal(type_output_cstring(a, TYPE_record, json_populate_record(&fc)), "(5,x)");

    fc = (struct fcall){.nargs = 1, .args = args + 1, .nulls = nulls, .arena = a, .keep = a, .argtypes = argtypes + 1};
    volatile bool refused = false;
    TRY {
        json_to_record(&fc);
    } CATCH (e) {
        refused =
            strcmp(e->message, "could not determine row type for result of json_to_record") == 0 && e->hint != NULL;
    } END_TRY;
    assert_true(refused);
}

static const char *call1(func_fn fn, Oid type, Datum d, int pretty)
{
    const Oid types[] = {type, TYPE_bool};
    Datum args[] = {d, datum_from_bool(pretty == 1)};
    bool nulls[] = {false, false};
    struct fcall fc = {
        .nargs = pretty < 0 ? 1 : 2, .args = args, .nulls = nulls, .arena = a, .keep = a, .argtypes = types};
    d = fn(&fc);
    return type_output_cstring(a, fn == to_jsonb ? TYPE_jsonb : TYPE_json, d);
}

static void test_to_json(void **unused)
{
    static const char text[] = "(1,\"(7,\"\"o\"\"\"\"ld\"\")\",\"{\"\"(1,z)\"\"}\",)";
    Datum d = type_input(a, TYPE_outer, -1, text, strlen(text), NULL);
    assert_string_equal(call1(to_json, TYPE_outer, d, -1),
                        "{\"a\":1,\"b\":{\"x\":7,\"y\":\"o\\\"ld\"},\"c\":[{\"x\":1,\"y\":\"z\"}],\"d\":null}");
    assert_string_equal(
        call1(to_json, TYPE_outer, d, 1),
        "{\"a\":1,\n \"b\":{\"x\":7,\"y\":\"o\\\"ld\"},\n \"c\":[{\"x\":1,\"y\":\"z\"}],\n \"d\":null}");
    assert_string_equal(
        call1(to_jsonb, TYPE_outer, d, -1),
        "{\"a\": 1, \"b\": {\"x\": 7, \"y\": \"o\\\"ld\"}, \"c\": [{\"x\": 1, \"y\": \"z\"}], \"d\": null}");
    d = type_input(a, TYPE__inner, -1, "{\"(1,z)\",NULL}", 14, NULL);
    assert_string_equal(call1(to_json, TYPE__inner, d, 1), "[{\"x\":1,\"y\":\"z\"},\n null]");
    volatile int refused = 0;
    d = type_input(a, TYPE_inner, -1, "(1,z)", 5, NULL);
    const Oid types[] = {TYPE_inner, TYPE_inner};
    Datum args[] = {d, d};
    bool nulls[] = {false, false};
    struct fcall fc = {.nargs = 2, .args = args, .nulls = nulls, .arena = a, .keep = a, .argtypes = types};
    TRY {
        json_build_object(&fc);
    } CATCH (e) {
        refused += strcmp(e->message, "key value must be scalar, not array, composite, or json") == 0;
    } END_TRY;
    TRY {
        jsonb_build_object(&fc);
    } CATCH (e) {
        refused += strcmp(e->message, "key value must be scalar, not array, composite, or json") == 0;
    } END_TRY;
    assert_int_equal(refused, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_populate, setup, teardown),
        cmocka_unit_test_setup_teardown(test_populate_set, setup, teardown),
        cmocka_unit_test_setup_teardown(test_anonymous, setup, teardown),
        cmocka_unit_test_setup_teardown(test_to_json, setup, teardown),
    };
    return cmocka_run_group_tests_name("funcs_json_record", tests, NULL, NULL);
}
