/* BSON values as Datums of a column's type. */
#include <math.h>

#include "types/array.h"
#include "types/bson_int.h"
#include "types/datetime.h"
#include "types/numeric.h"
#include "types/record.h"
#include "types/scalar.h"
#include "types/text.h"

/* ---- numbers ---- */

static bool read_integer(const struct bson_val *v, int64_t *n)
{
    if (v->type == BSON_TYPE_INT32)
        *n = (int32_t)bson_get32(v->p);
    else if (v->type == BSON_TYPE_INT64)
        *n = (int64_t)bson_get64(v->p);
    else
        return false;
    return true;
}

bool bson_val_float8(const struct bson_val *v, double *d)
{
    int64_t n;
    if (v->type == BSON_TYPE_DOUBLE) {
        *d = bson_get_double(v->p);
        return true;
    }
    if (!read_integer(v, &n))
        return false;
    *d = (double)n;
    return *d < 0x1p63 && (int64_t)*d == n;
}

static bool read_float4(const struct bson_val *v, float *f)
{
    double d;
    if (!bson_val_float8(v, &d))
        return false;
    *f = (float)d;
    return (double)*f == d || isnan(d);
}

Datum bson_decimal_datum(struct arena *a, const uint8_t *p)
{
    struct decimal d = decimal_decode(p);
    if (d.class != DECIMAL_FINITE)
        return numeric_special(a, d.class == DECIMAL_NAN ? NUMERIC_NAN : d.negative ? NUMERIC_NINF : NUMERIC_PINF);
    if (d.exponent > 0 && d.digits != 0) {
        struct strbuf text;
        strbuf_init(&text, a);
        put_decimal128(&text, d.negative, d.digits, d.exponent, 0);
        return numeric_parse(a, text.data, text.len, -1, NULL);
    }
    Datum n = numeric_from_int128(a, d.negative ? -(__int128)d.digits : (__int128)d.digits);
    datum_varlena(n)->info |= d.exponent < 0 ? (uint32_t)-d.exponent : 0; /* the display scale */
    return n;
}

Datum bson_double_datum(struct arena *a, double v, int min_scale)
{
    struct strbuf text;
    if (!isfinite(v))
        return numeric_special(a, isnan(v) ? NUMERIC_NAN : v > 0 ? NUMERIC_PINF : NUMERIC_NINF);
    strbuf_init(&text, a);
    put_double(&text, v, min_scale);
    return numeric_parse(a, text.data, text.len, -1, NULL);
}

/* A double has its shortest digits here: none is lost. */
static bool read_numeric(struct arena *a, const struct bson_val *v, int32_t typmod, Datum *d)
{
    int64_t n;
    if (v->type == BSON_TYPE_DECIMAL128)
        *d = bson_decimal_datum(a, v->p);
    else if (v->type == BSON_TYPE_DOUBLE)
        *d = bson_double_datum(a, bson_get_double(v->p), 0);
    else if (read_integer(v, &n))
        *d = numeric_from_int64(a, n);
    else
        return false;
    if (typmod < 0)
        return true;
    struct soft_error soft = {0};
    Datum fitted = numeric_apply_typmod(a, *d, typmod, &soft);
    if (soft.failed || numeric_cmp(fitted, *d) != 0)
        return false;
    *d = fitted;
    return true;
}

/* ---- times ---- */

static bool read_time(const struct bson_val *v, Oid type, int32_t typmod, Datum *d)
{
    int64_t t;
    if (v->type != BSON_TYPE_DATE_TIME || !bson_date_timestamp(v, &t))
        return false;
    if (type == TYPE_date) {
        *d = datum_from_int32((int32_t)(t / USECS_PER_DAY));
        return t % USECS_PER_DAY == 0;
    }
    TimestampADT fitted = t;
    *d = datum_from_int64(t);
    return typmod < 0 || typmod >= 3 || (timestamp_apply_typmod(&fitted, typmod) && fitted == t);
}

/* ---- texts ---- */

/* What was XML when it was written is so whatever xmloption says now. */
static Datum read_xml(struct arena *a, const char *s, size_t len, struct soft_error *soft)
{
    bool asked = type_settings.xml_document;
    volatile Datum d = 0;
    type_settings.xml_document = false; /* documents are content, too */
    GUARD {
        d = type_input(a, TYPE_xml, -1, s, len, soft);
    } FINALLY {
        type_settings.xml_document = asked;
    } END_GUARD;
    return d;
}

static bool read_text(struct arena *a, const struct bson_val *v, Oid type, int32_t typmod, Datum *d)
{
    uint32_t len;
    const char *s = bson_val_str(v, &len);
    struct soft_error soft = {0};
    if (v->type != BSON_TYPE_UTF8 || !bson_text_ok(s, len))
        return false;
    if (type == TYPE_text)
        *d = datum_from_text(a, s, len);
    else if (type == TYPE_name && len > NAME_MAX_BYTES)
        return false;
    else if (type == TYPE_varchar)
        *d = varchar_fit(a, s, len, typmod, false, &soft);
    else if (type == TYPE_xml)
        *d = read_xml(a, arena_strndup(a, s, len), len, &soft);
    else /* also types that BSON has no own for: their text */
        *d = type_input(a, type, typmod, arena_strndup(a, s, len), len, &soft);
    if (soft.failed)
        return false;
    return type != TYPE_varchar || VARLEN(*d) == len;
}

static bool read_bytes(struct arena *a, const struct bson_val *v, Oid type, Datum *d)
{
    uint8_t subtype;
    uint32_t len;
    if (v->type != BSON_TYPE_BINARY)
        return false;
    const uint8_t *p = bson_val_binary(v, &subtype, &len);
    *d = (Datum)varlena_from(a, p, len);
    if (type == TYPE_uuid)
        return subtype == BSON_SUBTYPE_UUID && len == 16;
    return subtype == BSON_SUBTYPE_BINARY || subtype == BSON_SUBTYPE_BINARY_DEPRECATED;
}

static bool read_objectid(struct arena *a, const struct bson_val *v, Datum *d)
{
    if (v->type != BSON_TYPE_OID)
        return false;
    struct varlena *text = varlena_new(a, 24);
    put_hex(text->data, v->p, 12);
    *d = (Datum)text;
    return true;
}

/* ---- containers ---- */

static bool read_json(struct arena *a, const struct bson_val *v, Oid type, Datum *d)
{
    struct jval j;
    if (!bson_to_jval(a, v, &j))
        return false;
    if (type == TYPE_json) { /* its keys in the document's order */
        struct strbuf text;
        strbuf_init(&text, a);
        jval_out(a, &j, &text);
        *d = datum_from_text(a, text.data, text.len);
    } else {
        *d = jsonb_from_jval(a, &j);
    }
    return true;
}

/* An array of arrays (of arrays...) that are all of one length is one of several dimensions. */
struct array_read {
    struct arena *arena;
    Oid elem;
    int32_t typmod;
    int ndim;
    int32_t dims[ARRAY_MAXDIM];
    Datum *values;
    bool *nulls;
    int n;
};

static int array_length(const struct bson_val *v)
{
    struct bson_walk w;
    struct bson_elem e;
    int n = 0;
    bson_walk_val(&w, v);
    while (bson_walk_next(&w, &e))
        n++;
    return n;
}

/* The dimensions are those of what stands first in each. */
static void read_dimensions(struct array_read *r, const struct bson_val *v)
{
    struct bson_val at = *v;
    bool nests = type_nests(r->elem);
    do
        r->dims[r->ndim++] = array_length(&at);
    while (nests && r->ndim < ARRAY_MAXDIM && bson_first_array(&at, &at));
}

/* Are all arrays as long as the dimensions say? Counts the elements. */
static bool is_rectangular(struct array_read *r, const struct bson_val *v, int dim)
{
    struct bson_walk w;
    struct bson_elem e;
    if (v->type != BSON_TYPE_ARRAY || (dim > 0 && array_length(v) != r->dims[dim]) || (dim > 0 && r->dims[dim] == 0))
        return false;
    if (dim + 1 == r->ndim) {
        r->n += r->dims[dim];
        return true;
    }
    bson_walk_val(&w, v);
    while (bson_walk_next(&w, &e))
        if (!is_rectangular(r, &e.val, dim + 1))
            return false;
    return true;
}

static bool read_elements(struct array_read *r, const struct bson_val *v, int dim)
{
    struct bson_walk w;
    struct bson_elem e;
    bson_walk_val(&w, v);
    while (bson_walk_next(&w, &e)) {
        if (dim + 1 < r->ndim) {
            if (!read_elements(r, &e.val, dim + 1))
                return false;
            continue;
        }
        enum bson_fit fit = bson_to_datum(r->arena, &e.val, r->elem, r->typmod, &r->values[r->n]);
        if (fit == BSON_MISFIT)
            return false;
        r->nulls[r->n++] = fit == BSON_IS_NULL;
    }
    return true;
}

static bool read_array(struct arena *a, const struct bson_val *v, Oid elem, int32_t typmod, Datum *d)
{
    struct array_read r = {.arena = a, .elem = elem, .typmod = typmod};
    if (v->type != BSON_TYPE_ARRAY)
        return false;
    read_dimensions(&r, v);
    if (!is_rectangular(&r, v, 0))
        return false;
    r.values = ARENA_ARRAY(a, Datum, r.n + 1);
    r.nulls = ARENA_ARRAY(a, bool, r.n + 1);
    r.n = 0;
    if (!read_elements(&r, v, 0))
        return false;
    *d = array_make_md(a, elem, r.values, r.nulls, r.n == 0 ? 0 : r.ndim, r.dims, NULL);
    return true;
}

/* Fields that are no attributes are looked over. */
static bool read_record(struct arena *a, const struct bson_val *v, Oid type, Datum *d)
{
    struct bson_walk w;
    struct bson_elem e;
    const struct record_shape *s = record_shape_of_type(type);
    if (v->type != BSON_TYPE_DOCUMENT || s == NULL)
        return false;
    Datum *values = ARENA_ARRAY(a, Datum, s->n + 1);
    bool *nulls = ARENA_ARRAY(a, bool, s->n + 1);
    for (int i = 0; i < s->n; i++)
        nulls[i] = true;
    bson_walk_val(&w, v);
    while (bson_walk_next(&w, &e)) {
        for (int i = 0; i < s->n; i++) {
            if (strcmp(s->names[i], e.key) != 0)
                continue;
            enum bson_fit fit = bson_to_datum(a, &e.val, s->types[i], s->typmods[i], &values[i]);
            if (fit == BSON_MISFIT)
                return false;
            nulls[i] = fit == BSON_IS_NULL;
        }
    }
    *d = record_make(a, s->id, s->n, s->types, values, nulls);
    return true;
}

bool bson_first_array(const struct bson_val *v, struct bson_val *first)
{
    struct bson_walk w;
    struct bson_elem e;
    bson_walk_val(&w, v);
    if (!bson_walk_next(&w, &e) || e.val.type != BSON_TYPE_ARRAY)
        return false;
    *first = e.val;
    return true;
}

/* ---- all of them ---- */

/* The value itself, behind its type: what a document is found again by. */
static Datum read_raw(struct arena *a, const struct bson_val *v)
{
    struct varlena *raw = varlena_new(a, v->len + 1);
    raw->data[0] = (char)v->type;
    memcpy(raw->data + 1, v->p, v->len);
    return (Datum)raw;
}

static bool read_value(struct arena *a, const struct bson_val *v, Oid type, int32_t typmod, Datum *d)
{
    int64_t n;
    double f8;
    float f4;
    switch (type) {
    case TYPE_bool:
        *d = datum_from_bool(v->type == BSON_TYPE_BOOL && v->p[0] != 0);
        return v->type == BSON_TYPE_BOOL;
    case TYPE_int2:
    case TYPE_int4:
    case TYPE_int8:
        if (!read_integer(v, &n))
            return false;
        *d = datum_from_int64(n);
        return type == TYPE_int8 || n == (type == TYPE_int4 ? (int32_t)n : (int16_t)n);
    case TYPE_float4:
        if (!read_float4(v, &f4))
            return false;
        *d = datum_from_float4(f4);
        return true;
    case TYPE_float8:
        if (!bson_val_float8(v, &f8))
            return false;
        *d = datum_from_float8(f8);
        return true;
    case TYPE_numeric:
        return read_numeric(a, v, typmod, d);
    case TYPE_date:
    case TYPE_timestamp:
    case TYPE_timestamptz:
        return read_time(v, type, typmod, d);
    case TYPE_objectid:
        return read_objectid(a, v, d);
    case TYPE_bytea:
    case TYPE_uuid:
        return read_bytes(a, v, type, d);
    case TYPE_json:
    case TYPE_jsonb:
        return read_json(a, v, type, d);
    }
    if (type_is_array(type))
        return read_array(a, v, type_get(type)->elem, typmod, d);
    if (type_get(type)->typtype == 'c')
        return read_record(a, v, type, d);
    return read_text(a, v, type, typmod, d);
}

enum bson_fit bson_to_datum(struct arena *a, const struct bson_val *v, Oid type, int32_t typmod, Datum *d)
{
    *d = 0;
    if (type == TYPE_bson_value && v->type != BSON_TYPE_EOD) { /* a null, too: only what an outer join does not find is missing */
        *d = read_raw(a, v);
        return BSON_FITS;
    }
    if (bson_val_null(v))
        return BSON_IS_NULL;
    return read_value(a, v, type_stored(type), typmod, d) ? BSON_FITS : BSON_MISFIT;
}
