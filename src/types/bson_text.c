/*
 * BSON values as the text of a column's type, without a Datum in between. What is written is what the type's output
 * function writes for bson_to_datum()'s value, byte by byte; what is rare goes that way.
 */
#include "types/array.h"
#include "types/bson_int.h"
#include "types/datetime.h"
#include "types/scalar.h"

static void put_integer(struct strbuf *out, int64_t v)
{
    strbuf_grow(out, 20);
    char *p = put_int(out->data + out->len, v);
    *p = '\0';
    out->len = (size_t)(p - out->data);
}

static bool by_datum(const struct bson_val *v, Oid type, int32_t typmod, struct arena *row, struct strbuf *out)
{
    Datum d;
    if (bson_to_datum(row, v, type, typmod, &d) != BSON_FITS)
        return false;
    type_output(row, type, d, out);
    return true;
}

static bool write_int(const struct bson_val *v, bool wide, struct strbuf *out)
{
    int64_t n;
    if (v->type == BSON_TYPE_INT32)
        n = (int32_t)bson_get32(v->p);
    else if (v->type == BSON_TYPE_INT64)
        n = (int64_t)bson_get64(v->p);
    else
        return false;
    if (!wide && n != (int32_t)n)
        return false;
    put_integer(out, n);
    return true;
}

static bool write_float(const struct bson_val *v, struct strbuf *out)
{
    double d;
    if (!bson_val_float8(v, &d))
        return false;
    float8_to_text(d, out);
    return true;
}

static bool write_numeric(const struct bson_val *v, int32_t typmod, struct arena *row, struct strbuf *out)
{
    struct decimal d = {.class = DECIMAL_NAN};
    if (typmod < 0 && write_int(v, true, out))
        return true;
    if (typmod < 0 && v->type == BSON_TYPE_DECIMAL128)
        d = decimal_decode(v->p);
    if (d.class != DECIMAL_FINITE) /* doubles, too */
        return by_datum(v, TYPE_numeric, typmod, row, out);
    put_decimal128(out, d.negative, d.digits, d.exponent, 0);
    return true;
}

static bool write_string(const struct bson_val *v, struct strbuf *out)
{
    uint32_t len;
    const char *s = bson_val_str(v, &len);
    if (v->type != BSON_TYPE_UTF8 || !bson_text_ok(s, len))
        return false;
    strbuf_add(out, s, len);
    return true;
}

static bool write_objectid(const struct bson_val *v, struct strbuf *out)
{
    if (v->type != BSON_TYPE_OID)
        return false;
    strbuf_grow(out, 24);
    put_hex(out->data + out->len, v->p, 12);
    out->len += 24;
    out->data[out->len] = '\0';
    return true;
}

static bool write_uuid(const struct bson_val *v, struct strbuf *out)
{
    if (v->type != BSON_TYPE_BINARY || v->len != 21 || v->p[4] != BSON_SUBTYPE_UUID)
        return false;
    const uint8_t *b = v->p + 5;
    strbuf_grow(out, 36);
    char *p = put_hex(out->data + out->len, b, 4);
    for (int i = 4; i < 10; i += 2) {
        *p++ = '-';
        p = put_hex(p, b + i, 2);
    }
    *p++ = '-';
    p = put_hex(p, b + 10, 6);
    *p = '\0';
    out->len = (size_t)(p - out->data);
    return true;
}

static bool write_bytes(const struct bson_val *v, struct arena *row, struct strbuf *out)
{
    uint8_t subtype;
    uint32_t len;
    if (v->type != BSON_TYPE_BINARY || type_settings.bytea_escape)
        return by_datum(v, TYPE_bytea, -1, row, out);
    const uint8_t *p = bson_val_binary(v, &subtype, &len);
    if (subtype != BSON_SUBTYPE_BINARY && subtype != BSON_SUBTYPE_BINARY_DEPRECATED)
        return false;
    strbuf_grow(out, 2 * (size_t)len + 2);
    memcpy(out->data + out->len, "\\x", 2);
    char *q = put_hex(out->data + out->len + 2, p, len);
    *q = '\0';
    out->len = (size_t)(q - out->data);
    return true;
}

/* 2024-02-29 12:00:00.5+01, in the style and the years that most have. */
static bool write_time(const struct bson_val *v, int32_t typmod, struct arena *row, struct strbuf *out)
{
    int64_t ms = v->type == BSON_TYPE_DATE_TIME ? (int64_t)bson_get64(v->p) : INT64_MIN;
    bool plain = type_settings.date_style == DATESTYLE_ISO && (typmod < 0 || typmod >= 3);
    if (!plain || ms < DATE_MS_MIN + MS_PER_DAY || ms >= DATE_MS_END - MS_PER_DAY)
        return by_datum(v, TYPE_timestamptz, typmod, row, out);
    int64_t days = (ms - DATE_MS_MIN) / MS_PER_DAY, rest = (ms - DATE_MS_MIN) % MS_PER_DAY;
    int32_t offset = 0;
    if (type_settings.timezone != NULL) {
        int64_t seconds = ms / 1000 - (ms % 1000 < 0);
        offset = tz_at(type_settings.timezone, seconds)->offset;
        rest += (int64_t)offset * 1000;
        days += (rest >= MS_PER_DAY) - (rest < 0);
        rest += rest < 0 ? MS_PER_DAY : rest >= MS_PER_DAY ? -MS_PER_DAY : 0;
    }
    strbuf_grow(out, 40);
    unsigned s = (unsigned)(rest / 1000), fraction = (unsigned)(rest % 1000);
    char *p = put_date(out->data + out->len, days + DATE_MS_MIN / MS_PER_DAY);
    *p++ = ' ';
    p = put_2digits(p, s / 3600);
    *p++ = ':';
    p = put_2digits(p, s / 60 % 60);
    *p++ = ':';
    p = put_2digits(p, s % 60);
    if (fraction != 0) {
        *p++ = '.';
        *p++ = (char)('0' + fraction / 100);
        p = put_2digits(p, fraction % 100);
        while (p[-1] == '0')
            p--;
    }
    if (offset == 0) {
        memcpy(p, "+00", 3);
        p += 3;
    }
    *p = '\0';
    out->len = (size_t)(p - out->data);
    if (offset != 0)
        zone_write(-offset, false, out);
    return true;
}

/* ---- arrays ---- */

/* Can an element's text need quotes? */
static bool never_quoted(Oid elem)
{
    return elem == TYPE_bool || elem == TYPE_int2 || elem == TYPE_int4 || elem == TYPE_int8 || elem == TYPE_float4 ||
           elem == TYPE_float8 || elem == TYPE_numeric || elem == TYPE_objectid || elem == TYPE_uuid;
}

/* What stands from `at` on becomes the element of an array literal. */
static void quote_from(struct strbuf *out, size_t at, struct arena *row)
{
    size_t len = out->len - at;
    const char *text = arena_strndup(row, out->data + at, len);
    out->len = at;
    array_add_quoted(out, text, len);
}

static bool write_array(struct bson_scratch *s, const struct bson_val *v, Oid elem, int32_t typmod, struct arena *row,
                        struct strbuf *out)
{
    struct bson_walk w;
    struct bson_elem e;
    if (v->type != BSON_TYPE_ARRAY)
        return false;
    bool bare = never_quoted(elem), first = true;
    bson_walk_val(&w, v);
    strbuf_addch(out, '{');
    while (bson_walk_next(&w, &e)) {
        if (!first)
            strbuf_addch(out, ',');
        first = false;
        size_t at = out->len;
        enum bson_fit fit = bson_write_text(s, &e.val, elem, typmod, row, out);
        if (fit == BSON_MISFIT)
            return false;
        if (fit == BSON_IS_NULL)
            strbuf_add(out, "NULL", 4);
        else if (!bare)
            quote_from(out, at, row);
    }
    strbuf_addch(out, '}');
    return true;
}

/* ---- all of them ---- */

static bool write_value(struct bson_scratch *s, const struct bson_val *v, Oid type, int32_t typmod, struct arena *row,
                        struct strbuf *out)
{
    switch (type) {
    case TYPE_text:
        return write_string(v, out);
    case TYPE_int4:
        return write_int(v, false, out);
    case TYPE_int8:
        return write_int(v, true, out);
    case TYPE_float8:
        return write_float(v, out);
    case TYPE_numeric:
        return write_numeric(v, typmod, row, out);
    case TYPE_bool:
        if (v->type != BSON_TYPE_BOOL)
            return false;
        strbuf_addch(out, v->p[0] != 0 ? 't' : 'f');
        return true;
    case TYPE_timestamptz:
        return write_time(v, typmod, row, out);
    case TYPE_objectid:
        return write_objectid(v, out);
    case TYPE_uuid:
        return write_uuid(v, out);
    case TYPE_bytea:
        return write_bytes(v, row, out);
    case TYPE_json:
    case TYPE_jsonb:
        return bson_write_json(s, v, out);
    }
    if (type_is_array(type))
        return write_array(s, v, type_get(type)->elem, typmod, row, out);
    return by_datum(v, type, typmod, row, out);
}

enum bson_fit bson_write_text(struct bson_scratch *s, const struct bson_val *v, Oid type, int32_t typmod, struct arena *row,
                              struct strbuf *out)
{
    size_t len = out->len;
    if (bson_val_null(v))
        return BSON_IS_NULL;
    if (write_value(s, v, type, typmod, row, out))
        return BSON_FITS;
    out->len = len;
    out->data[len] = '\0';
    return BSON_MISFIT;
}
