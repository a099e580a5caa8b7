/* BSON values as SQL values, as text and as JSON, and SQL values as BSON; what is no BSON. */
#include "bson_help.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

#include "types/array.h"
#include "types/datetime.h"
#include "types/numeric.h"
#include "types/type.h"

static struct arena *a;

static int setup(void **unused)
{
    a = arena_new(NULL, "test");
    type_settings.date_style = DATESTYLE_ISO;
    type_settings.timezone = NULL;
    type_settings.bytea_escape = false;
    type_settings.extra_float_digits = 1;
    return 0;
}

static int teardown(void **unused)
{
    arena_free(a);
    return 0;
}

/* As text of the type, both ways, which must agree; "NULL", or "misfit". */
static const char *text_as(const struct bson_val *v, Oid type, int32_t typmod)
{
    struct bson_scratch scratch = {.arena = a};
    struct bson_writer w;
    struct strbuf direct, by_datum;
    Datum d;
    bson_writer_init(&w, type, typmod, &scratch);
    strbuf_init(&direct, a);
    strbuf_init(&by_datum, a);
    strbuf_addstr(&direct, "before");
    enum bson_fit fit = bson_write_text(&w, v, a, &direct);
    assert_int_equal(bson_to_datum(a, v, type, typmod, &d), fit);
    if (fit != BSON_FITS) {
        assert_int_equal(direct.len, 6);
        return fit == BSON_IS_NULL ? "NULL" : "misfit";
    }
    type_output(a, type, d, &by_datum);
    assert_string_equal(direct.data + 6, by_datum.data);
    assert_int_equal(direct.len, by_datum.len + 6);
    return by_datum.data;
}

static const char *json_as(const char *json, Oid type, int32_t typmod)
{
    struct bson_val v = val_of(doc_of(a, json));
    return text_as(&v, type, typmod);
}

/* The whole document as jsonb, both ways. */
static const char *jsonb_of(const bson_t *b)
{
    struct bson_val v = whole_of(b);
    return text_as(&v, TYPE_jsonb, -1);
}

static void scalars(void **unused)
{
    static const struct {
        const char *json;
        Oid type;
        int32_t typmod;
        const char *text;
    } cases[] = {
        {"{'v': 5}", TYPE_int4, -1, "5"},
        {"{'v': -2147483648}", TYPE_int4, -1, "-2147483648"},
        {"{'v': {'$numberLong': '7'}}", TYPE_int4, -1, "7"},
        {"{'v': {'$numberLong': '2147483648'}}", TYPE_int4, -1, "misfit"},
        {"{'v': 1.0}", TYPE_int4, -1, "misfit"},
        {"{'v': 'x'}", TYPE_int4, -1, "misfit"},
        {"{'v': 32767}", TYPE_int2, -1, "32767"},
        {"{'v': 32768}", TYPE_int2, -1, "misfit"},
        {"{'v': {'$numberLong': '-9223372036854775808'}}", TYPE_int8, -1, "-9223372036854775808"},
        {"{'v': 0}", TYPE_int8, -1, "0"},
        {"{'v': 5.0}", TYPE_int8, -1, "misfit"},
        {"{'v': null}", TYPE_int8, -1, "NULL"},
        {"{'v': {'$undefined': true}}", TYPE_int8, -1, "NULL"},
        {"{'w': 1}", TYPE_int8, -1, "NULL"},
        {"{'v': 0.1}", TYPE_float8, -1, "0.1"},
        {"{'v': {'$numberInt': '100000'}}", TYPE_float8, -1, "100000"},
        {"{'v': {'$numberLong': '1000000000000000'}}", TYPE_float8, -1, "1e+15"},
        {"{'v': {'$numberLong': '9007199254740992'}}", TYPE_float8, -1, "9.007199254740992e+15"},
        {"{'v': {'$numberLong': '9007199254740993'}}", TYPE_float8, -1, "misfit"},
        {"{'v': {'$numberLong': '9223372036854775807'}}", TYPE_float8, -1, "misfit"},
        {"{'v': {'$numberLong': '-9223372036854775808'}}", TYPE_float8, -1, "-9.223372036854776e+18"},
        {"{'v': {'$numberDouble': 'NaN'}}", TYPE_float8, -1, "NaN"},
        {"{'v': {'$numberDouble': '-Infinity'}}", TYPE_float8, -1, "-Infinity"},
        {"{'v': {'$numberDouble': '-0.0'}}", TYPE_float8, -1, "-0"},
        {"{'v': {'$numberDecimal': '1'}}", TYPE_float8, -1, "misfit"},
        {"{'v': 0.5}", TYPE_float4, -1, "0.5"},
        {"{'v': 0.1}", TYPE_float4, -1, "misfit"},
        {"{'v': {'$numberDouble': 'NaN'}}", TYPE_float4, -1, "NaN"},
        {"{'v': 16777216}", TYPE_float4, -1, "1.6777216e+07"},
        {"{'v': 16777217}", TYPE_float4, -1, "misfit"},
        {"{'v': 'x'}", TYPE_float4, -1, "misfit"},
        {"{'v': {'$numberDecimal': '1.50'}}", TYPE_numeric, -1, "1.50"},
        {"{'v': {'$numberDecimal': '-0.00'}}", TYPE_numeric, -1, "0.00"},
        {"{'v': {'$numberDecimal': '1.5E+3'}}", TYPE_numeric, -1, "1500"},
        {"{'v': {'$numberDecimal': '0E+3'}}", TYPE_numeric, -1, "0"},
        {"{'v': {'$numberDecimal': '-1E-30'}}", TYPE_numeric, -1, "-0.000000000000000000000000000001"},
        {"{'v': {'$numberDecimal': '9999999999999999999999999999999999'}}", TYPE_numeric, -1,
         "9999999999999999999999999999999999"},
        {"{'v': {'$numberDecimal': '12345678901234567890.123456789'}}", TYPE_numeric, -1,
         "12345678901234567890.123456789"},
        {"{'v': {'$numberDecimal': 'NaN'}}", TYPE_numeric, -1, "NaN"},
        {"{'v': {'$numberDecimal': '-Infinity'}}", TYPE_numeric, -1, "-Infinity"},
        {"{'v': {'$numberDecimal': 'Infinity'}}", TYPE_numeric, -1, "Infinity"},
        {"{'v': {'$numberInt': '-7'}}", TYPE_numeric, -1, "-7"},
        {"{'v': {'$numberLong': '9223372036854775807'}}", TYPE_numeric, -1, "9223372036854775807"},
        {"{'v': 0.30000000000000004}", TYPE_numeric, -1, "0.30000000000000004"},
        {"{'v': 5.0}", TYPE_numeric, -1, "5"},
        {"{'v': {'$numberDouble': 'NaN'}}", TYPE_numeric, -1, "NaN"},
        {"{'v': {'$numberDouble': 'Infinity'}}", TYPE_numeric, -1, "Infinity"},
        {"{'v': {'$numberDouble': '-Infinity'}}", TYPE_numeric, -1, "-Infinity"},
        {"{'v': 1e300}", TYPE_numeric, NUMERIC_TYPMOD(10, 2), "misfit"},
        {"{'v': {'$numberDecimal': '1.5'}}", TYPE_numeric, NUMERIC_TYPMOD(10, 2), "1.50"},
        {"{'v': {'$numberDecimal': '1.555'}}", TYPE_numeric, NUMERIC_TYPMOD(10, 2), "misfit"},
        {"{'v': 3}", TYPE_numeric, NUMERIC_TYPMOD(10, 2), "3.00"},
        {"{'v': true}", TYPE_numeric, -1, "misfit"},
        {"{'v': true}", TYPE_bool, -1, "t"},
        {"{'v': false}", TYPE_bool, -1, "f"},
        {"{'v': 1}", TYPE_bool, -1, "misfit"},
        {"{'v': 'na\xc3\xafve'}", TYPE_text, -1, "na\xc3\xafve"},
        {"{'v': ''}", TYPE_text, -1, ""},
        {"{'v': 'abcdefghijklmnop'}", TYPE_text, -1, "abcdefghijklmnop"},
        {"{'v': 5}", TYPE_text, -1, "misfit"},
        {"{'v': 'abc'}", TYPE_varchar, 4 + 3, "abc"},
        {"{'v': 'abcd'}", TYPE_varchar, 4 + 3, "misfit"},
        {"{'v': 'abc '}", TYPE_varchar, 4 + 3, "misfit"},
        {"{'v': 'ab'}", TYPE_bpchar, 4 + 3, "ab "},
        {"{'v': 'abcd'}", TYPE_bpchar, 4 + 3, "misfit"},
        {"{'v': 'a name'}", TYPE_name, -1, "a name"},
        {"{'v': 'a name of more than sixty-three bytes, which type name cannot hold whole'}", TYPE_name, -1, "misfit"},
        {"{'v': '01:02'}", TYPE_time, -1, "01:02:00"},
        {"{'v': 'noon'}", TYPE_time, -1, "misfit"},
        {"{'v': {'$oid': '65a0000000000000000000ff'}}", TYPE_objectid, -1, "65a0000000000000000000ff"},
        {"{'v': '65a0000000000000000000ff'}", TYPE_objectid, -1, "misfit"},
        {"{'v': {'$binary': {'base64': 'AAH/', 'subType': '00'}}}", TYPE_bytea, -1, "\\x0001ff"},
        {"{'v': {'$binary': {'base64': '', 'subType': '00'}}}", TYPE_bytea, -1, "\\x"},
        {"{'v': {'$binary': {'base64': 'AAH/', 'subType': '02'}}}", TYPE_bytea, -1, "\\x0001ff"},
        {"{'v': {'$binary': {'base64': 'AAH/', 'subType': '05'}}}", TYPE_bytea, -1, "misfit"},
        {"{'v': 'AAH/'}", TYPE_bytea, -1, "misfit"},
        {"{'v': {'$binary': {'base64': 'oO68mZwLTvi7bWu5vTgKEQ==', 'subType': '04'}}}", TYPE_uuid, -1,
         "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
        {"{'v': {'$binary': {'base64': 'oO68mZwLTvi7bWu5vTgKEQ==', 'subType': '03'}}}", TYPE_uuid, -1, "misfit"},
        {"{'v': {'$binary': {'base64': 'oO68mZwL', 'subType': '04'}}}", TYPE_uuid, -1, "misfit"},
        {"{'v': {'$binary': {'base64': 'oO68mZwLTvi7bWu5vTgKEQ==', 'subType': '04'}}}", TYPE_bytea, -1, "misfit"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = json_as(cases[i].json, cases[i].type, cases[i].typmod);
        if (strcmp(text, cases[i].text) != 0)
            fail_msg("%s as type %u: %s, not %s", cases[i].json, cases[i].type, text, cases[i].text);
    }
}

static void bytea_escaped(void **unused)
{
    type_settings.bytea_escape = true;
    assert_string_equal(json_as("{'v': {'$binary': {'base64': 'AEE=', 'subType': '00'}}}", TYPE_bytea, -1), "\\000A");
}

static const char *date_as(int64_t ms, Oid type, int32_t typmod)
{
    bson_t *b = bson_new();
    BSON_APPEND_DATE_TIME(b, "v", ms);
    arena_on_reset(a, bson_help_release, b);
    struct bson_val v = val_of(b);
    return text_as(&v, type, typmod);
}

static void dates(void **unused)
{
    assert_string_equal(date_as(0, TYPE_timestamptz, 3), "1970-01-01 00:00:00+00");
    assert_string_equal(date_as(-1, TYPE_timestamptz, 3), "1969-12-31 23:59:59.999+00");
    assert_string_equal(date_as(INT64_C(1709164800500), TYPE_timestamptz, -1), "2024-02-29 00:00:00.5+00");
    assert_string_equal(date_as(INT64_C(1709164800050), TYPE_timestamptz, 3), "2024-02-29 00:00:00.05+00");
    assert_string_equal(date_as(INT64_C(-62135596800000), TYPE_timestamptz, 3), "0001-01-01 00:00:00+00");
    assert_string_equal(date_as(INT64_C(-62135596800001), TYPE_timestamptz, 3), "0001-12-31 23:59:59.999+00 BC");
    assert_string_equal(date_as(INT64_C(253402300799999), TYPE_timestamptz, 3), "9999-12-31 23:59:59.999+00");
    assert_string_equal(date_as(INT64_C(253402300800000), TYPE_timestamptz, 3), "10000-01-01 00:00:00+00");
    assert_string_equal(date_as(INT64_C(9224318015999999), TYPE_timestamptz, 3), "294276-12-31 23:59:59.999+00");
    assert_string_equal(date_as(INT64_C(9224318016000000), TYPE_timestamptz, 3), "misfit");
    assert_string_equal(date_as(INT64_C(-210866803200000), TYPE_timestamptz, 3), "4714-11-24 00:00:00+00 BC");
    assert_string_equal(date_as(INT64_C(-210866803200001), TYPE_timestamptz, 3), "misfit");
    assert_string_equal(date_as(INT64_MAX, TYPE_timestamptz, 3), "misfit");
    assert_string_equal(date_as(INT64_MIN, TYPE_timestamptz, 3), "misfit");
    assert_string_equal(date_as(INT64_C(1709164800500), TYPE_timestamp, -1), "2024-02-29 00:00:00.5");
    assert_string_equal(date_as(INT64_C(1709164800500), TYPE_timestamptz, 0), "misfit");
    assert_string_equal(date_as(INT64_C(1709164800000), TYPE_timestamptz, 0), "2024-02-29 00:00:00+00");
    assert_string_equal(date_as(INT64_C(1709164800000), TYPE_date, -1), "2024-02-29");
    assert_string_equal(date_as(INT64_C(1709164800500), TYPE_date, -1), "misfit");
    assert_string_equal(date_as(-86400000, TYPE_date, -1), "1969-12-31");
    assert_string_equal(json_as("{'v': '2024-02-29'}", TYPE_timestamptz, 3), "misfit");
}

/* Every style and some zones over times that are not alike; the fast way must say what the type says. */
static void dates_by_settings(void **unused)
{
    static const char *const zones[] = {NULL, "UTC", "Europe/Prague", "America/St_Johns", "Asia/Kathmandu",
                                        "Pacific/Kiritimati", "America/Los_Angeles"};
    unsigned long long seed = 20240229;
    for (size_t z = 0; z < sizeof zones / sizeof *zones; z++) {
        type_settings.timezone = zones[z] != NULL ? tz_by_name(zones[z]) : NULL;
        assert_true(zones[z] == NULL || type_settings.timezone != NULL);
        for (int style = DATESTYLE_ISO; style <= DATESTYLE_GERMAN; style++) {
            type_settings.date_style = (enum date_style)style;
            for (int i = 0; i < 3000; i++) {
                seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
                int64_t range = i % 3 == 0 ? INT64_C(500000000000000) : INT64_C(4000000000000);
                date_as((int64_t)(seed >> 8) % range - range / 3, TYPE_timestamptz, 3);
            }
        }
        type_settings.date_style = DATESTYLE_ISO;
        date_as(INT64_C(-62135596800000) + 3600000, TYPE_timestamptz, 3);
        date_as(INT64_C(253402300799999) - 3600000, TYPE_timestamptz, 3);
    }
    type_settings.timezone = tz_by_name("Europe/Prague");
    assert_string_equal(date_as(INT64_C(1709164800000), TYPE_timestamptz, 3), "2024-02-29 01:00:00+01");
    type_settings.timezone = tz_by_name("America/St_Johns");
    assert_string_equal(date_as(INT64_C(1709164800000), TYPE_timestamptz, 3), "2024-02-28 20:30:00-03:30");
}

static void texts_that_are_none(void **unused)
{
    struct bson_val v = val_of(raw_doc(a, BSON_TYPE_UTF8, "\x04\0\0\0a\0b\0", 8));
    assert_string_equal(text_as(&v, TYPE_text, -1), "misfit");
    assert_string_equal(text_as(&v, TYPE_jsonb, -1), "misfit");
    assert_string_equal(text_as(&v, TYPE_varchar, -1), "misfit");
    v = val_of(raw_doc(a, BSON_TYPE_UTF8, "\x03\0\0\0\xc3(\0", 7));
    assert_string_equal(text_as(&v, TYPE_text, -1), "misfit");
    assert_string_equal(text_as(&v, TYPE_jsonb, -1), "misfit");
    v = val_of(raw_doc(a, BSON_TYPE_UTF8, "\x0c\0\0\0" "0123456789\xff\0", 16));
    assert_string_equal(text_as(&v, TYPE_text, -1), "misfit");
    /* in a key, an array, a wrapper */
    bson_t *b = raw_doc(a, BSON_TYPE_DOCUMENT, "\x08\0\0\0\x0a\xff\0\0", 8);
    assert_string_equal(jsonb_of(b), "misfit");
    b = raw_doc(a, BSON_TYPE_ARRAY, "\x0f\0\0\0\x02" "0\0\x03\0\0\0a\0\0\0", 15);
    v = val_of(b);
    assert_string_equal(text_as(&v, TYPE__text, -1), "misfit");
    assert_string_equal(jsonb_of(b), "misfit");
    static const uint8_t rare[] = {BSON_TYPE_CODE, BSON_TYPE_SYMBOL};
    for (size_t i = 0; i < sizeof rare; i++)
        assert_string_equal(jsonb_of(raw_doc(a, rare[i], "\x03\0\0\0\xc3(\0", 7)), "misfit");
    assert_string_equal(jsonb_of(raw_doc(a, BSON_TYPE_REGEX, "\xff\0i\0", 4)), "misfit");
    assert_string_equal(jsonb_of(raw_doc(a, BSON_TYPE_REGEX, "a\0\xff\0", 4)), "misfit");
    assert_string_equal(jsonb_of(raw_doc(a, BSON_TYPE_DBPOINTER, "\x02\0\0\0\xff\0" "123456789012", 18)), "misfit");
    assert_string_equal(jsonb_of(raw_doc(a, BSON_TYPE_CODEWSCOPE, "\x0f\0\0\0\x02\0\0\0\xff\0\x05\0\0\0\0", 15)), "misfit");
}

static void arrays(void **unused)
{
    assert_string_equal(json_as("{'v': ['red', 'a b', 'c,d', '', 'NULL', 'q\\\\x', null, '{x}']}", TYPE__text, -1),
                        "{red,\"a b\",\"c,d\",\"\",\"NULL\",\"q\\\\x\",NULL,\"{x}\"}");
    assert_string_equal(json_as("{'v': []}", TYPE__text, -1), "{}");
    assert_string_equal(json_as("{'v': [1, null, {'$undefined': true}, -3]}", TYPE__int4, -1), "{1,NULL,NULL,-3}");
    assert_string_equal(json_as("{'v': [1, 'x']}", TYPE__int4, -1), "misfit");
    assert_string_equal(json_as("{'v': [[1], [2, 3]]}", TYPE__int4, -1), "misfit");
    assert_string_equal(json_as("{'v': 1}", TYPE__int4, -1), "misfit");
    assert_string_equal(json_as("{'v': {'0': 1}}", TYPE__int4, -1), "misfit");
    assert_string_equal(json_as("{'v': [1.5, {'$numberDouble': 'NaN'}]}", TYPE__float8, -1), "{1.5,NaN}");
    assert_string_equal(json_as("{'v': [true, false]}", TYPE__bool, -1), "{t,f}");
    assert_string_equal(json_as("{'v': [{'$numberDecimal': '1.50'}]}", TYPE__numeric, -1), "{1.50}");
    assert_string_equal(json_as("{'v': [{'$date': '2024-02-29T00:00:00Z'}]}", TYPE__timestamptz, 3),
                        "{\"2024-02-29 00:00:00+00\"}");
    assert_string_equal(json_as("{'v': [{'$binary': {'base64': 'AAH/', 'subType': '00'}}]}", TYPE__bytea, -1),
                        "{\"\\\\x0001ff\"}");
    assert_string_equal(json_as("{'v': [{'$oid': '65a0000000000000000000ff'}]}", TYPE__objectid, -1),
                        "{65a0000000000000000000ff}");
    assert_string_equal(json_as("{'v': [{'$binary': {'base64': 'oO68mZwLTvi7bWu5vTgKEQ==', 'subType': '04'}}]}", TYPE__uuid,
                                -1),
                        "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}");
    assert_string_equal(json_as("{'v': [{'a': 1}, 'x']}", TYPE__jsonb, -1), "{\"{\\\"a\\\": 1}\",\"\\\"x\\\"\"}");
}

/* ---- JSON ---- */

static void json_scalars(void **unused)
{
    static const struct {
        const char *json, *text;
    } cases[] = {
        {"{'v': 5}", "5"},
        {"{'v': {'$numberLong': '9223372036854775807'}}", "9223372036854775807"},
        {"{'v': 5.0}", "5.0"},
        {"{'v': -0.0}", "0.0"},
        {"{'v': 1.5}", "1.5"},
        {"{'v': 1e-7}", "0.0000001"},
        {"{'v': 1e15}", "1000000000000000.0"},
        {"{'v': 1e16}", "10000000000000000"},
        {"{'v': 123456789012345680.0}", "123456789012345680"},
        {"{'v': {'$numberDouble': 'NaN'}}", "{\"$numberDouble\": \"NaN\"}"},
        {"{'v': {'$numberDouble': 'Infinity'}}", "{\"$numberDouble\": \"Infinity\"}"},
        {"{'v': {'$numberDouble': '-Infinity'}}", "{\"$numberDouble\": \"-Infinity\"}"},
        {"{'v': {'$numberDecimal': '-1.50'}}", "-1.50"},
        {"{'v': {'$numberDecimal': '1E+3'}}", "1000"},
        {"{'v': {'$numberDecimal': 'NaN'}}", "{\"$numberDecimal\": \"NaN\"}"},
        {"{'v': {'$numberDecimal': '-Infinity'}}", "{\"$numberDecimal\": \"-Infinity\"}"},
        {"{'v': {'$numberDecimal': 'Infinity'}}", "{\"$numberDecimal\": \"Infinity\"}"},
        {"{'v': true}", "true"},
        {"{'v': false}", "false"},
        {"{'v': 'q\\\"b\\\\s/\\n\\t\\b\\f\\r\\u0001\x7f'}", "\"q\\\"b\\\\s/\\n\\t\\b\\f\\r\\u0001\x7f\""},
        {"{'v': 'na\xc3\xafve caf\xc3\xa9'}", "\"na\xc3\xafve caf\xc3\xa9\""},
        {"{'v': 'exactly8'}", "\"exactly8\""},
        {"{'v': 'more than eight'}", "\"more than eight\""},
        {"{'v': 'more than eight\\n'}", "\"more than eight\\n\""},
        {"{'v': {'$oid': '65a0000000000000000000ff'}}", "{\"$oid\": \"65a0000000000000000000ff\"}"},
        {"{'v': {'$date': '2024-02-29T12:30:01.007Z'}}", "{\"$date\": \"2024-02-29T12:30:01.007Z\"}"},
        {"{'v': {'$date': '2024-02-29T12:30:01Z'}}", "{\"$date\": \"2024-02-29T12:30:01Z\"}"},
        {"{'v': {'$date': {'$numberLong': '-1'}}}", "{\"$date\": {\"$numberLong\": \"-1\"}}"},
        {"{'v': {'$date': {'$numberLong': '253402300800000'}}}", "{\"$date\": {\"$numberLong\": \"253402300800000\"}}"},
        {"{'v': {'$binary': {'base64': 'AAH/', 'subType': '80'}}}", "{\"$binary\": {\"base64\": \"AAH/\", \"subType\": \"80\"}}"},
        {"{'v': {'$binary': {'base64': 'AAE=', 'subType': '00'}}}", "{\"$binary\": {\"base64\": \"AAE=\", \"subType\": \"00\"}}"},
        {"{'v': {'$binary': {'base64': 'AA==', 'subType': '04'}}}", "{\"$binary\": {\"base64\": \"AA==\", \"subType\": \"04\"}}"},
        {"{'v': {'$regularExpression': {'pattern': '^a\\\"', 'options': 'im'}}}",
         "{\"$regularExpression\": {\"options\": \"im\", \"pattern\": \"^a\\\"\"}}"},
        {"{'v': {'$code': 'f()'}}", "{\"$code\": \"f()\"}"},
        {"{'v': {'$code': 'f()', '$scope': {'a': [null], 'b': 1}}}", "{\"$code\": \"f()\", \"$scope\": {\"a\": [null], \"b\": 1}}"},
        {"{'v': {'$symbol': 's'}}", "{\"$symbol\": \"s\"}"},
        {"{'v': {'$timestamp': {'t': 4294967295, 'i': 7}}}", "{\"$timestamp\": {\"i\": 7, \"t\": 4294967295}}"},
        {"{'v': {'$minKey': 1}}", "{\"$minKey\": 1}"},
        {"{'v': {'$maxKey': 1}}", "{\"$maxKey\": 1}"},
        {"{'v': {'$dbPointer': {'$ref': 'c', '$id': {'$oid': '65a0000000000000000000ff'}}}}",
         "{\"$dbPointer\": {\"$id\": {\"$oid\": \"65a0000000000000000000ff\"}, \"$ref\": \"c\"}}"},
        {"{'v': {'$id': 5, '$ref': 'c'}}", "{\"$id\": 5, \"$ref\": \"c\"}"},
        {"{'v': {}}", "{}"},
        {"{'v': []}", "[]"},
        {"{'v': [1, 'a', null, {'$undefined': true}, [2]]}", "[1, \"a\", null, null, [2]]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = json_as(cases[i].json, TYPE_jsonb, -1);
        if (strcmp(text, cases[i].text) != 0)
            fail_msg("%s: %s, not %s", cases[i].json, text, cases[i].text);
        assert_string_equal(json_as(cases[i].json, TYPE_json, -1), cases[i].text);
    }
    assert_string_equal(json_as("{'v': {'name': 1, 'id': {'b': 1, 'a': [null]}}}", TYPE_json, -1), "{\"name\": 1, \"id\": {\"b\": 1, \"a\": [null]}}");
}

static void json_ignores_settings(void **unused)
{
    type_settings.extra_float_digits = -10;
    assert_string_equal(json_as("{'v': [0.1, 0.30000000000000004]}", TYPE_jsonb, -1), "[0.1, 0.30000000000000004]");
    assert_string_equal(json_as("{'v': 0.30000000000000004}", TYPE_numeric, -1), "0.30000000000000004");
    assert_string_equal(json_as("{'v': 0.30000000000000004}", TYPE_float8, -1), "0.3");
}

static void json_keys(void **unused)
{
    assert_string_equal(jsonb_of(doc_of(a, "{'bb': 1, 'a': 2, 'ab': 3, 'abcdefgz': 4, 'abcdefga': 5, '': 6}")),
                        "{\"\": 6, \"a\": 2, \"ab\": 3, \"bb\": 1, \"abcdefga\": 5, \"abcdefgz\": 4}");
    /* the last of equal keys, wherever they stand */
    bson_t *b = bson_new();
    arena_on_reset(a, bson_help_release, b);
    BSON_APPEND_INT32(b, "x", 1);
    BSON_APPEND_INT32(b, "long name", 1);
    BSON_APPEND_INT32(b, "x", 2);
    BSON_APPEND_INT32(b, "long name", 2);
    BSON_APPEND_INT32(b, "x", 3);
    assert_string_equal(jsonb_of(b), "{\"x\": 3, \"long name\": 2}");
    for (int i = 0; i < 40; i++) { /* as many as are sorted another way */
        char key[16];
        snprintf(key, sizeof key, "k%d", i * 7 % 20);
        BSON_APPEND_INT32(b, key, i);
    }
    const char *text = jsonb_of(b);
    assert_non_null(strstr(text, "{\"x\": 3, \"k0\": 20, \"k1\": 23,"));
    assert_non_null(strstr(text, "\"k19\": 37, \"long name\": 2}"));
}

static void json_deep(void **unused)
{
    /* {"": {"": ... }}: 7 bytes a level */
    int levels = 200;
    for (volatile int round = 0; round < 2; round++, levels = JSON_MAX_DEPTH + 10) {
        size_t len = 5 + 7 * (size_t)levels;
        uint8_t *bytes = arena_zalloc(a, len);
        for (int i = 0; i <= levels; i++) {
            uint32_t n = (uint32_t)(len - 7 * (size_t)i);
            memcpy(bytes + 6 * (size_t)i, &n, 4);
            if (i < levels)
                bytes[6 * (size_t)i + 4] = BSON_TYPE_DOCUMENT;
        }
        struct bson_val v = {.type = BSON_TYPE_DOCUMENT, .p = bytes, .len = (uint32_t)len};
        struct bson_scratch scratch = {.arena = a};
        struct strbuf out;
        Datum d;
        strbuf_init(&out, a);
        if (round == 0) {
            assert_true(bson_write_json(&scratch, &v, &out));
            assert_int_equal(out.len, 2 + 6 * (size_t)levels);
        } else {
            RAISES("54001", bson_write_json(&scratch, &v, &out));
            RAISES("54001", bson_to_datum(a, &v, TYPE_jsonb, -1, &d));
        }
    }
}

/* Numbers of all sizes: as float8, numeric and in JSON, both ways. */
static void numbers_at_random(void **unused)
{
    unsigned long long seed = 1;
    for (int i = 0; i < 20000; i++) {
        struct arena *outer = a;
        a = arena_new(outer, "round");
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        unsigned long long bits = seed ^ seed >> 31;
        double d;
        memcpy(&d, &bits, sizeof d);
        if (i % 4 == 0)
            d = (double)(long long)(bits >> 20) / 1000;
        bson_t *b = bson_new();
        arena_on_reset(a, bson_help_release, b);
        bson_decimal128_t dec = {.low = seed * 31, .high = bits};
        if ((bits >> 61 & 3) != 3) /* more than 34 digits: libbson shows them, IEEE 754 calls it zero */
            dec.high &= ~(UINT64_C(3) << 47);
        BSON_APPEND_DOUBLE(b, "d", d);
        BSON_APPEND_DECIMAL128(b, "n", &dec);
        BSON_APPEND_INT64(b, "l", (int64_t)(bits >> i % 64));
        jsonb_of(b);
        struct bson_val v;
        bson_find(bson_get_data(b), b->len, "d", 1, &v);
        const char *text = text_as(&v, TYPE_float8, -1);
        assert_true(isnan(d) || strtod(text, NULL) == d);
        text_as(&v, TYPE_numeric, -1);
        bson_find(bson_get_data(b), b->len, "l", 1, &v);
        text_as(&v, TYPE_numeric, -1);
        text_as(&v, TYPE_float8, -1);
        /* Decimal128 as libbson reads it */
        char own[BSON_DECIMAL128_STRING];
        bson_decimal128_to_string(&dec, own);
        bson_find(bson_get_data(b), b->len, "n", 1, &v);
        text = text_as(&v, TYPE_numeric, -1);
        assert_string_equal(text, type_output_cstring(a, TYPE_numeric, numeric_parse(a, own, strlen(own), -1, NULL)));
        arena_free(a);
        a = outer;
    }
}

static void decimals_beyond(void **unused)
{
    bson_decimal128_t dec = {.low = 0x378d8e6400000000, .high = 0x3041ed09bead87c0}; /* 10^34 */
    bson_t *b = bson_new();
    arena_on_reset(a, bson_help_release, b);
    BSON_APPEND_DECIMAL128(b, "v", &dec);
    struct bson_val v = val_of(b);
    assert_string_equal(text_as(&v, TYPE_numeric, -1), "0");
}

/* ---- from SQL ---- */

static const char *stored(Oid type, const char *text)
{
    bson_t *b = bson_new();
    arena_on_reset(a, bson_help_release, b);
    if (!bson_append_datum(b, "v", 1, type, type_input(a, type, -1, text, strlen(text), NULL))) {
        assert_int_equal(bson_count_keys(b), 0);
        return "cannot be held";
    }
    char *json = bson_as_canonical_extended_json(b, NULL);
    char *copy = arena_strdup(a, json);
    bson_free(json);
    /* read back as the type: the same value */
    struct bson_val v = val_of(b);
    Datum d;
    if (type != TYPE_varchar)
        assert_int_equal(bson_to_datum(a, &v, type, -1, &d), BSON_FITS);
    for (char *p = copy; *p != '\0'; p++)
        if (*p == '"')
            *p = '\'';
    copy[strlen(copy) - 2] = '\0';
    return strchr(copy, ':') + 2;
}

static void to_bson(void **unused)
{
    static const struct {
        Oid type;
        const char *text, *json;
    } cases[] = {
        {TYPE_bool, "t", "true"},
        {TYPE_int2, "-5", "{ '$numberInt' : '-5' }"},
        {TYPE_int4, "5", "{ '$numberInt' : '5' }"},
        {TYPE_int8, "5", "{ '$numberLong' : '5' }"},
        {TYPE_float4, "0.5", "{ '$numberDouble' : '0.5' }"},
        {TYPE_float8, "1.5", "{ '$numberDouble' : '1.5' }"},
        {TYPE_numeric, "1.50", "{ '$numberDecimal' : '1.50' }"},
        {TYPE_numeric, "-12345678901234567890.123456789", "{ '$numberDecimal' : '-12345678901234567890.123456789' }"},
        {TYPE_numeric, "0", "{ '$numberDecimal' : '0' }"},
        {TYPE_numeric, "NaN", "{ '$numberDecimal' : 'NaN' }"},
        {TYPE_numeric, "Infinity", "{ '$numberDecimal' : 'Infinity' }"},
        {TYPE_numeric, "-Infinity", "{ '$numberDecimal' : '-Infinity' }"},
        {TYPE_numeric, "9999999999999999999999999999999999", "{ '$numberDecimal' : '9999999999999999999999999999999999' }"},
        {TYPE_numeric, "10000000000000000000000000000000000", "{ '$numberDecimal' : '1.000000000000000000000000000000000E+34' }"},
        {TYPE_numeric, "12345678901234567890123456789012345", "cannot be held"},
        {TYPE_numeric, "1.00000000000000000000000000000000000000", "{ '$numberDecimal' : '1.000000000000000000000000000000000' }"},
        {TYPE_numeric, "1e-6200", "cannot be held"},
        {TYPE_numeric, "1e6200", "cannot be held"},
        {TYPE_text, "na\xc3\xafve", "'na\xc3\xafve'"},
        {TYPE_varchar, "v", "'v'"},
        {TYPE_objectid, "65a0000000000000000000ff", "{ '$oid' : '65a0000000000000000000ff' }"},
        {TYPE_timestamptz, "2024-02-29 00:00:00.5+00", "{ '$date' : { '$numberLong' : '1709164800500' } }"},
        {TYPE_timestamptz, "1969-12-31 23:59:59.999+00", "{ '$date' : { '$numberLong' : '-1' } }"},
        {TYPE_timestamptz, "2024-02-29 00:00:00.0005+00", "cannot be held"},
        {TYPE_timestamptz, "infinity", "cannot be held"},
        {TYPE_date, "2024-02-29", "{ '$date' : { '$numberLong' : '1709164800000' } }"},
        {TYPE_date, "-infinity", "cannot be held"},
        {TYPE_uuid, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
         "{ '$binary' : { 'base64' : 'oO68mZwLTvi7bWu5vTgKEQ==', 'subType' : '04' } }"},
        {TYPE_bytea, "\\x0001ff", "{ '$binary' : { 'base64' : 'AAH/', 'subType' : '00' } }"},
        {TYPE__int4, "{1,NULL,3}", "[ { '$numberInt' : '1' }, null, { '$numberInt' : '3' } ]"},
        {TYPE__text, "{}", "[  ]"},
        {TYPE__numeric, "{1,12345678901234567890123456789012345}", "cannot be held"},
        {TYPE_time, "01:02", "'01:02:00'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *json = stored(cases[i].type, cases[i].text);
        if (strcmp(json, cases[i].json) != 0)
            fail_msg("%s of type %u: %s, not %s", cases[i].text, cases[i].type, json, cases[i].json);
    }
    bson_t b = BSON_INITIALIZER;
    Datum nested = type_input(a, TYPE__int4, -1, "{{1,2},{3,4}}", 13, NULL);
    assert_true(bson_append_datum(&b, "v", 1, TYPE__int4, nested));
    char *json = bson_as_relaxed_extended_json(&b, NULL);
    assert_string_equal(json, "{ \"v\" : [ [ 1, 2 ], [ 3, 4 ] ] }");
    bson_free(json);
    bson_destroy(&b);
}

/* ---- bytes ---- */

static void paths(void **unused)
{
    struct bson_val v;
    bson_t *b = doc_of(a, "{'a': {'b': {'c': 7}, 's': 'x'}, 'l': [{'b': 1}]}");
    const uint8_t *p = bson_get_data(b);
    assert_true(bson_find_path(p, b->len, "a.b.c", &v));
    assert_int_equal(bson_get32(v.p), 7);
    assert_true(bson_find_path(p, b->len, "l", &v));
    static const char *const none[] = {"b", "a.x", "a.s.t", "l.b", "l.0", "a.b.c.d", ""};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_false(bson_find_path(p, b->len, none[i], &v));
        assert_int_equal(v.type, BSON_TYPE_EOD);
    }
}

/* Goes through everything; true: it was BSON. */
static bool goes_through(const uint8_t *bytes, size_t len)
{
    volatile bool ok = true;
    TRY {
        struct bson_val v = {.type = BSON_TYPE_DOCUMENT, .p = bytes, .len = (uint32_t)len};
        struct bson_scratch scratch = {.arena = a};
        struct strbuf out;
        Datum d;
        strbuf_init(&out, a);
        bson_write_json(&scratch, &v, &out);
        bson_to_datum(a, &v, TYPE_jsonb, -1, &d);
    } CATCH (e) {
        assert_int_equal(e->code, ERR_CONNECTION_FAILURE);
        ok = false;
    } END_TRY;
    error_clear();
    return ok;
}

static void damaged(void **unused)
{
    bson_t *b = doc_of(a, "{'i': 1, 's': 'text', 'd': {'x': 1.5, 'l': [true, null]}, 'b': {'$binary': {'base64': 'AAH/', 'subType': '02'}},"
                          "'r': {'$regularExpression': {'pattern': 'a', 'options': 'i'}}, 'c': {'$code': 'f', '$scope': {'a': 1}},"
                          "'p': {'$dbPointer': {'$ref': 'c', '$id': {'$oid': '65a0000000000000000000ff'}}}, 'n': {'$numberDecimal': '1'}}");
    size_t len = b->len;
    uint8_t *bytes;
    assert_true(goes_through(bson_get_data(b), len));
    /* cut off anywhere, with and without a length that says so; each in a block of its own size */
    for (size_t n = 0; n < len; n++) {
        for (int fixed = 0; fixed < 2; fixed++) {
            bytes = malloc(n + 1);
            memcpy(bytes, bson_get_data(b), n);
            if (fixed && n >= 5) {
                uint32_t said = (uint32_t)n;
                memcpy(bytes, &said, 4);
                bytes[n - 1] = 0;
            }
            if (n < 5 || !fixed)
                assert_false(goes_through(bytes, n));
            else
                goes_through(bytes, n);
            free(bytes);
        }
    }
    /* each byte another */
    for (size_t i = 0; i < len; i++) {
        static const uint8_t others[] = {0x00, 0x01, 0x7f, 0x80, 0xff, 0x03, 0x0f, 0x13};
        for (size_t k = 0; k < sizeof others; k++) {
            struct arena *outer = a;
            a = arena_new(outer, "round");
            bytes = malloc(len);
            memcpy(bytes, bson_get_data(b), len);
            bytes[i] = others[k];
            goes_through(bytes, len);
            free(bytes);
            arena_free(a);
            a = outer;
        }
    }
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(scalars), TEST(bytea_escaped), TEST(dates), TEST(dates_by_settings), TEST(texts_that_are_none), TEST(arrays),
        TEST(json_scalars), TEST(json_ignores_settings), TEST(json_keys), TEST(json_deep), TEST(numbers_at_random), TEST(decimals_beyond),
        TEST(to_bson), TEST(paths), TEST(damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
