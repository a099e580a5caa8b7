#include "types/bson_datum.h"

#include <math.h>
#include <string.h>

#include "types/array.h"
#include "types/numeric.h"
#include "types/scalar.h"

#define MAX_DEPTH 200

/* ---- numbers ---- */

Datum numeric_from_decimal128(struct arena *a, const bson_decimal128_t *d)
{
    char text[BSON_DECIMAL128_STRING];
    bson_decimal128_to_string(d, text);
    return numeric_parse(a, text, strlen(text), -1, NULL);
}

static Datum numeric_from_double(struct arena *a, double v)
{
    struct strbuf b;
    strbuf_init(&b, a);
    int digits = type_settings.extra_float_digits;
    type_settings.extra_float_digits = 1; /* all of them */
    float8_to_text(v, &b);
    type_settings.extra_float_digits = digits;
    return numeric_parse(a, b.data, b.len, -1, NULL);
}

static bool exact_double(int64_t v)
{
    double d = (double)v;
    return d < 9223372036854775808.0 && (int64_t)d == v;
}

static bool read_int(const bson_iter_t *it, int64_t *v)
{
    switch (bson_iter_type(it)) {
    case BSON_TYPE_INT32: *v = bson_iter_int32(it); return true;
    case BSON_TYPE_INT64: *v = bson_iter_int64(it); return true;
    default: return false;
    }
}

static bool read_float8(const bson_iter_t *it, double *v)
{
    int64_t i;
    if (bson_iter_type(it) == BSON_TYPE_DOUBLE) {
        *v = bson_iter_double(it);
        return true;
    }
    if (!read_int(it, &i) || !exact_double(i))
        return false;
    *v = (double)i;
    return true;
}

static bool read_numeric(struct arena *a, const bson_iter_t *it, Datum *d)
{
    int64_t i;
    bson_decimal128_t dec;
    if (read_int(it, &i)) {
        *d = numeric_from_int64(a, i);
    } else if (bson_iter_type(it) == BSON_TYPE_DOUBLE) {
        *d = numeric_from_double(a, bson_iter_double(it));
    } else if (bson_iter_type(it) == BSON_TYPE_DECIMAL128) {
        bson_iter_decimal128(it, &dec);
        *d = numeric_from_decimal128(a, &dec);
    } else {
        return false;
    }
    return true;
}

/* ---- documents ---- */

static struct jval from_bson(struct arena *a, const bson_iter_t *it, int depth);

static struct jval from_container(struct arena *a, const bson_iter_t *it, bool object, int depth)
{
    bson_iter_t sub;
    uint32_t n = 0, cap = 8;
    struct jval *items = arena_alloc(a, sizeof *items * cap);
    if (!bson_iter_recurse(it, &sub))
        raise(ERR_DATA_CORRUPTED, "MongoDB sent a damaged document");
    while (bson_iter_next(&sub)) {
        if (n + 2 > cap) {
            items = arena_grow(a, items, sizeof *items * cap, sizeof *items * cap * 2);
            cap *= 2;
        }
        if (object)
            items[n++] = jval_string(bson_iter_key(&sub), bson_iter_key_len(&sub));
        items[n++] = from_bson(a, &sub, depth + 1);
    }
    if (sub.err_off != 0)
        raise(ERR_DATA_CORRUPTED, "MongoDB sent a damaged document");
    if (!object)
        return jval_array_of(a, items, n);
    return (struct jval){.type = J_OBJECT, .n = n / 2, .items = items};
}

/* A double with a whole value keeps its point, so that it reads back as a double. */
static struct jval from_double(struct arena *a, double v)
{
    if (!isfinite(v)) {
        struct jval *kv = ARENA_ARRAY(a, struct jval, 2);
        kv[0] = jval_string("$numberDouble", 13);
        kv[1] = isnan(v) ? jval_string("NaN", 3) : v > 0 ? jval_string("Infinity", 8) : jval_string("-Infinity", 9);
        return (struct jval){.type = J_OBJECT, .n = 1, .items = kv};
    }
    Datum d = numeric_from_double(a, v);
    if (numeric_dscale(d) == 0)
        d = num_round(a, d, 1);
    return jval_number(d);
}

/* Whatever else there is: libbson writes it as relaxed Extended JSON. */
static struct jval from_rare(struct arena *a, const bson_iter_t *it)
{
    bson_t one = BSON_INITIALIZER;
    struct jval whole = jval_null(), v = jval_null();
    size_t len = 0;
    bson_append_iter(&one, "v", 1, it);
    char *text = bson_as_relaxed_extended_json(&one, &len);
    bson_destroy(&one);
    if (text == NULL)
        raise(ERR_DATA_CORRUPTED, "MongoDB sent a damaged document");
    char *own = arena_strndup(a, text, len);
    bson_free(text);
    if (json_parse(a, NULL, own, len, JSON_VALUES, &whole))
        jval_find(&whole, "v", 1, &v);
    return v;
}

static struct jval from_bson(struct arena *a, const bson_iter_t *it, int depth)
{
    uint32_t len;
    const char *s;
    bson_decimal128_t dec;
    if (depth > MAX_DEPTH)
        raise(ERR_STATEMENT_TOO_COMPLEX, "document is nested too deeply");
    switch (bson_iter_type(it)) {
    case BSON_TYPE_NULL: case BSON_TYPE_UNDEFINED: return jval_null();
    case BSON_TYPE_BOOL: return jval_bool(bson_iter_bool(it));
    case BSON_TYPE_INT32: return jval_number(numeric_from_int64(a, bson_iter_int32(it)));
    case BSON_TYPE_INT64: return jval_number(numeric_from_int64(a, bson_iter_int64(it)));
    case BSON_TYPE_DOUBLE: return from_double(a, bson_iter_double(it));
    case BSON_TYPE_DECIMAL128: {
        bson_iter_decimal128(it, &dec);
        Datum d = numeric_from_decimal128(a, &dec);
        return numeric_is_special(d) ? from_rare(a, it) : jval_number(d);
    }
    case BSON_TYPE_UTF8:
        s = bson_iter_utf8(it, &len);
        if (memchr(s, 0, len) != NULL)
            raise(ERR_UNTRANSLATABLE_CHARACTER, "a string in field \"%s\" has a NUL byte, which jsonb cannot hold", bson_iter_key(it));
        return jval_string(s, len);
    case BSON_TYPE_DOCUMENT: return from_container(a, it, true, depth);
    case BSON_TYPE_ARRAY: return from_container(a, it, false, depth);
    default: return from_rare(a, it);
    }
}

struct jval jval_from_bson(struct arena *a, const bson_iter_t *it)
{
    return from_bson(a, it, 0);
}

/* ---- other types ---- */

static bool read_text(struct arena *a, const bson_iter_t *it, Datum *d)
{
    uint32_t len;
    if (bson_iter_type(it) != BSON_TYPE_UTF8)
        return false;
    const char *s = bson_iter_utf8(it, &len);
    if (memchr(s, 0, len) != NULL)
        return false;
    *d = datum_from_text(a, s, len);
    return true;
}

static bool read_date(const bson_iter_t *it, Datum *d)
{
    if (bson_iter_type(it) != BSON_TYPE_DATE_TIME)
        return false;
    int64_t ms = bson_iter_date_time(it);
    if (ms < BSON_DATE_MIN_MS || ms > BSON_DATE_MAX_MS)
        return false;
    *d = datum_from_int64((ms - BSON_EPOCH_MS) * 1000);
    return true;
}

static bool read_binary(struct arena *a, const bson_iter_t *it, bool uuid, Datum *d)
{
    bson_subtype_t subtype;
    uint32_t len;
    const uint8_t *data;
    if (bson_iter_type(it) != BSON_TYPE_BINARY)
        return false;
    bson_iter_binary(it, &subtype, &len, &data);
    bool is_uuid = subtype == BSON_SUBTYPE_UUID && len == 16;
    if (uuid ? !is_uuid : (subtype != BSON_SUBTYPE_BINARY && subtype != BSON_SUBTYPE_BINARY_DEPRECATED))
        return false;
    *d = (Datum)varlena_from(a, data, len);
    return true;
}

static bool read_array(struct arena *a, const bson_iter_t *it, Oid elem, Datum *d)
{
    bson_iter_t sub;
    struct array_builder b;
    if (bson_iter_type(it) != BSON_TYPE_ARRAY || !bson_iter_recurse(it, &sub))
        return false;
    array_builder_init(&b, a, elem);
    while (bson_iter_next(&sub)) {
        Datum v = 0;
        bool isnull = false;
        if (!datum_from_bson(a, &sub, elem, &v, &isnull))
            return false;
        array_builder_add(&b, v, isnull);
    }
    *d = array_builder_finish(&b, a);
    return true;
}

/* A type that BSON does not have: its text. */
static bool read_by_text(struct arena *a, const bson_iter_t *it, Oid type, Datum *d)
{
    uint32_t len;
    struct soft_error soft = {0};
    if (bson_iter_type(it) != BSON_TYPE_UTF8)
        return false;
    const char *s = bson_iter_utf8(it, &len);
    if (memchr(s, 0, len) != NULL)
        return false;
    *d = type_input(a, type, -1, arena_strndup(a, s, len), len, &soft);
    return !soft.failed;
}

bool datum_from_bson(struct arena *a, const bson_iter_t *it, Oid type, Datum *value, bool *isnull)
{
    int64_t i;
    double f;
    bson_type_t bt = it != NULL ? bson_iter_type(it) : BSON_TYPE_EOD;
    *isnull = it == NULL || bt == BSON_TYPE_NULL || bt == BSON_TYPE_UNDEFINED;
    if (*isnull)
        return true;
    switch (type) {
    case TYPE_int2:
    case TYPE_int4:
        if (!read_int(it, &i) || i != (type == TYPE_int2 ? (int16_t)i : (int32_t)i))
            return false;
        *value = datum_from_int64(i);
        return true;
    case TYPE_int8:
        if (!read_int(it, &i))
            return false;
        *value = datum_from_int64(i);
        return true;
    case TYPE_float8:
        if (!read_float8(it, &f))
            return false;
        *value = datum_from_float8(f);
        return true;
    case TYPE_numeric: return read_numeric(a, it, value);
    case TYPE_text: case TYPE_varchar: return read_text(a, it, value);
    case TYPE_bool:
        if (bt != BSON_TYPE_BOOL)
            return false;
        *value = datum_from_bool(bson_iter_bool(it));
        return true;
    case TYPE_timestamptz: case TYPE_timestamp: return read_date(it, value);
    case TYPE_objectid: {
        char hex[25];
        if (bt != BSON_TYPE_OID)
            return false;
        bson_oid_to_string(bson_iter_oid(it), hex);
        *value = datum_from_text(a, hex, 24);
        return true;
    }
    case TYPE_bytea: return read_binary(a, it, false, value);
    case TYPE_uuid: return read_binary(a, it, true, value);
    case TYPE_jsonb: {
        struct jval v = jval_from_bson(a, it);
        *value = jsonb_from_jval(a, &v);
        return true;
    }
    }
    if (type_is_array(type))
        return read_array(a, it, type_get(type)->elem, value);
    return read_by_text(a, it, type, value);
}

/* ---- to BSON ---- */

static void append_jval(struct arena *a, bson_t *doc, const char *key, int keylen, const struct jval *v, int depth);

/* {"$oid": "..."} and its like are read by libbson, as MongoDB's tools do. */
static bool append_extended(struct arena *a, bson_t *doc, const char *key, int keylen, const struct jval *v)
{
    struct jval k = v->n > 0 ? jval_key(v, 0) : jval_null();
    struct strbuf b;
    bson_iter_t it;
    bson_error_t error;
    if (k.type != J_STRING || k.n == 0 || k.str[0] != '$')
        return false;
    strbuf_init(&b, a);
    strbuf_addstr(&b, "{\"v\": ");
    jval_out(a, v, &b);
    strbuf_addch(&b, '}');
    bson_t *one = bson_new_from_json((const uint8_t *)b.data, (ssize_t)b.len, &error);
    if (one == NULL)
        return false;
    bool ok = bson_iter_init_find(&it, one, "v") && bson_iter_type(&it) != BSON_TYPE_DOCUMENT;
    if (ok)
        bson_append_iter(doc, key, keylen, &it);
    bson_destroy(one);
    return ok;
}

static void append_json_number(struct arena *a, bson_t *doc, const char *key, int keylen, Datum d)
{
    int64_t i;
    if (numeric_dscale(d) == 0 && numeric_to_int64(d, &i)) {
        if (i == (int32_t)i)
            bson_append_int32(doc, key, keylen, (int32_t)i);
        else
            bson_append_int64(doc, key, keylen, i);
        return;
    }
    bson_append_double(doc, key, keylen, numeric_to_float8(a, d));
}

static void append_jval(struct arena *a, bson_t *doc, const char *key, int keylen, const struct jval *v, int depth)
{
    bson_t child;
    char index[16];
    const char *k;
    if (depth > MAX_DEPTH)
        raise(ERR_STATEMENT_TOO_COMPLEX, "document is nested too deeply");
    switch (v->type) {
    case J_NULL: bson_append_null(doc, key, keylen); break;
    case J_BOOL: bson_append_bool(doc, key, keylen, v->boolean); break;
    case J_STRING: bson_append_utf8(doc, key, keylen, v->str, (int)v->n); break;
    case J_NUMBER: append_json_number(a, doc, key, keylen, (Datum)v->num); break;
    case J_ARRAY:
        bson_append_array_begin(doc, key, keylen, &child);
        for (uint32_t i = 0; i < v->n; i++) {
            struct jval e = jval_elem(v, i);
            size_t n = bson_uint32_to_string(i, &k, index, sizeof index);
            append_jval(a, &child, k, (int)n, &e, depth + 1);
        }
        bson_append_array_end(doc, &child);
        break;
    case J_OBJECT:
        if (append_extended(a, doc, key, keylen, v))
            break;
        bson_append_document_begin(doc, key, keylen, &child);
        for (uint32_t i = 0; i < v->n; i++) {
            struct jval name = jval_key(v, i), e = jval_value(v, i);
            append_jval(a, &child, name.str, (int)name.n, &e, depth + 1);
        }
        bson_append_document_end(doc, &child);
        break;
    }
}

static void append_numeric(struct arena *a, bson_t *doc, const char *key, int keylen, Datum d)
{
    bson_decimal128_t dec;
    struct strbuf b;
    strbuf_init(&b, a);
    numeric_to_text(d, &b);
    if (!bson_decimal128_from_string(b.data, &dec))
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "numeric value %s has more digits than MongoDB's Decimal128 can hold", b.data);
    bson_append_decimal128(doc, key, keylen, &dec);
}

static void append_array(struct arena *a, bson_t *doc, const char *key, int keylen, Datum d)
{
    struct array arr = array_open(d);
    bson_t child;
    char index[16];
    const char *k;
    if (arr.ndim > 1)
        raise(ERR_FEATURE_NOT_SUPPORTED, "arrays of several dimensions cannot be sent to MongoDB");
    bson_append_array_begin(doc, key, keylen, &child);
    for (int i = 0; i < arr.n; i++) {
        bool isnull;
        Datum e = array_get(&arr, i, &isnull);
        size_t n = bson_uint32_to_string((uint32_t)i, &k, index, sizeof index);
        datum_append_bson(a, &child, k, (int)n, arr.elem, e, isnull);
    }
    bson_append_array_end(doc, &child);
}

static void append_date(bson_t *doc, const char *key, int keylen, int64_t usecs)
{
    if (usecs == INT64_MIN || usecs == INT64_MAX)
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "MongoDB has no infinite dates");
    int64_t ms = usecs / 1000 - (usecs % 1000 < 0);
    bson_append_date_time(doc, key, keylen, ms + BSON_EPOCH_MS);
}

void datum_append_bson(struct arena *a, bson_t *doc, const char *key, int keylen, Oid type, Datum d, bool isnull)
{
    bson_oid_t oid;
    if (isnull) {
        bson_append_null(doc, key, keylen);
        return;
    }
    switch (type) {
    case TYPE_bool: bson_append_bool(doc, key, keylen, datum_bool(d)); return;
    case TYPE_int2: case TYPE_int4: bson_append_int32(doc, key, keylen, datum_int32(d)); return;
    case TYPE_int8: bson_append_int64(doc, key, keylen, datum_int64(d)); return;
    case TYPE_float4: bson_append_double(doc, key, keylen, (double)datum_float4(d)); return;
    case TYPE_float8: bson_append_double(doc, key, keylen, datum_float8(d)); return;
    case TYPE_numeric: append_numeric(a, doc, key, keylen, d); return;
    case TYPE_text: case TYPE_varchar: case TYPE_name: case TYPE_bpchar:
        bson_append_utf8(doc, key, keylen, VARDATA(d), (int)VARLEN(d));
        return;
    case TYPE_objectid:
        bson_oid_init_from_string(&oid, datum_cstring(a, d));
        bson_append_oid(doc, key, keylen, &oid);
        return;
    case TYPE_timestamptz: case TYPE_timestamp: append_date(doc, key, keylen, datum_int64(d)); return;
    case TYPE_uuid:
        bson_append_binary(doc, key, keylen, BSON_SUBTYPE_UUID, (const uint8_t *)VARDATA(d), VARLEN(d));
        return;
    case TYPE_bytea:
        bson_append_binary(doc, key, keylen, BSON_SUBTYPE_BINARY, (const uint8_t *)VARDATA(d), VARLEN(d));
        return;
    case TYPE_jsonb: {
        struct jval v = jsonb_open(d);
        append_jval(a, doc, key, keylen, &v, 0);
        return;
    }
    }
    if (type_is_array(type)) {
        append_array(a, doc, key, keylen, d);
        return;
    }
    const char *s = type_output_cstring(a, type, d);
    bson_append_utf8(doc, key, keylen, s, (int)strlen(s));
}
