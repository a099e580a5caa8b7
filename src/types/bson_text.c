/*
 * BSON values as the text of a column's type, without a Datum in between. What is written is what the type's output
 * function writes for bson_to_datum()'s value, byte by byte; what is rare goes that way.
 */
#include "types/array.h"
#include "types/bson_int.h"
#include "types/datetime.h"
#include "types/scalar.h"

#define WRITER(name) \
    static bool name(const struct bson_writer *w, const struct bson_val *v, struct arena *row, struct strbuf *out)

WRITER(write_by_datum)
{
    Datum d;
    if (bson_to_datum(row, v, w->type, w->typmod, &d) != BSON_FITS)
        return false;
    type_output(row, w->type, d, out);
    return true;
}

/* ---- numbers and bool ---- */

static bool write_integer(const struct bson_val *v, struct strbuf *out)
{
    int64_t n;
    if (v->type == BSON_TYPE_INT32)
        n = (int32_t)bson_get32(v->p);
    else if (v->type == BSON_TYPE_INT64)
        n = (int64_t)bson_get64(v->p);
    else
        return false;
    strbuf_end(out, put_int(strbuf_room(out, 20), n));
    return true;
}

WRITER(write_int4)
{
    if (v->type == BSON_TYPE_INT64 && (int64_t)bson_get64(v->p) != (int32_t)bson_get64(v->p))
        return false;
    return write_integer(v, out);
}

WRITER(write_int8)
{
    return write_integer(v, out);
}

WRITER(write_float8)
{
    double d;
    if (!bson_val_float8(v, &d))
        return false;
    float8_to_text(d, out);
    return true;
}

WRITER(write_numeric)
{
    struct decimal d = {.class = DECIMAL_NAN};
    if (write_integer(v, out))
        return true;
    if (v->type == BSON_TYPE_DECIMAL128)
        d = decimal_decode(v->p);
    if (d.class != DECIMAL_FINITE) /* doubles, too */
        return write_by_datum(w, v, row, out);
    put_decimal128(out, d.negative, d.digits, d.exponent, 0);
    return true;
}

WRITER(write_bool)
{
    if (v->type != BSON_TYPE_BOOL)
        return false;
    strbuf_addch(out, v->p[0] != 0 ? 't' : 'f');
    return true;
}

/* ---- text and bytes ---- */

WRITER(write_text)
{
    uint32_t len;
    if (v->type != BSON_TYPE_UTF8)
        return false;
    const char *s = bson_val_str(v, &len);
    char *p = strbuf_room(out, len);
    if (copy_suspicious(p, s, len, false) && !bson_text_ok(s, len))
        return false;
    strbuf_end(out, p + len);
    return true;
}

WRITER(write_objectid)
{
    if (v->type != BSON_TYPE_OID)
        return false;
    strbuf_end(out, put_hex(strbuf_room(out, 24), v->p, 12));
    return true;
}

WRITER(write_uuid)
{
    if (v->type != BSON_TYPE_BINARY || v->len != 21 || v->p[4] != BSON_SUBTYPE_UUID)
        return false;
    const uint8_t *b = v->p + 5;
    char *p = put_hex(strbuf_room(out, 36), b, 4);
    for (int i = 4; i < 10; i += 2) {
        *p++ = '-';
        p = put_hex(p, b + i, 2);
    }
    *p++ = '-';
    strbuf_end(out, put_hex(p, b + 10, 6));
    return true;
}

WRITER(write_bytea)
{
    uint8_t subtype;
    uint32_t len;
    if (v->type != BSON_TYPE_BINARY || type_settings.bytea_escape)
        return write_by_datum(w, v, row, out);
    const uint8_t *b = bson_val_binary(v, &subtype, &len);
    if (subtype != BSON_SUBTYPE_BINARY && subtype != BSON_SUBTYPE_BINARY_DEPRECATED)
        return false;
    char *p = strbuf_room(out, 2 * (size_t)len + 2);
    memcpy(p, "\\x", 2);
    strbuf_end(out, put_hex(p + 2, b, len));
    return true;
}

/* ---- times ---- */

/* 2024-02-29 12:00:00.5+01, in the style and the years that most have. */
WRITER(write_timestamptz)
{
    int64_t ms = v->type == BSON_TYPE_DATE_TIME ? (int64_t)bson_get64(v->p) : INT64_MIN;
    if (type_settings.date_style != DATESTYLE_ISO || ms < DATE_MS_MIN + MS_PER_DAY || ms >= DATE_MS_END - MS_PER_DAY)
        return write_by_datum(w, v, row, out);
    int32_t offset = 0;
    if (type_settings.timezone != NULL)
        offset = tz_at(type_settings.timezone, ms / 1000 - (ms % 1000 < 0))->offset;
    uint64_t local = (uint64_t)(ms - DATE_MS_MIN + (int64_t)offset * 1000); /* milliseconds of our era */
    unsigned rest = (unsigned)(local % MS_PER_DAY), fraction = rest % 1000;
    char *p = put_date(strbuf_room(out, 40), (int64_t)(local / MS_PER_DAY) + DATE_MS_MIN / MS_PER_DAY);
    *p = ' ';
    p = put_clock(p + 1, rest / 1000);
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
    strbuf_end(out, p);
    if (offset != 0)
        zone_write(-offset, false, out);
    return true;
}

/* ---- jsonb, arrays ---- */

WRITER(write_json)
{
    return bson_write_json(w->scratch, v, out);
}

/* Can an element's text need quotes? */
static bool never_quoted(Oid elem)
{
    return elem == TYPE_bool || elem == TYPE_int2 || elem == TYPE_int4 || elem == TYPE_int8 || elem == TYPE_float4 ||
           elem == TYPE_float8 || elem == TYPE_numeric || elem == TYPE_objectid || elem == TYPE_uuid;
}

/* What stands from `at` on becomes the element of an array literal. */
static void quote_from(struct strbuf *out, size_t at, char delimiter, struct arena *row)
{
    size_t len = out->len - at;
    const char *text = arena_strndup(row, out->data + at, len);
    out->len = at;
    array_add_quoted(out, text, len, delimiter);
}

WRITER(write_array)
{
    struct bson_walk walk;
    struct bson_elem e;
    struct bson_writer elem;
    struct bson_val first;
    if (v->type != BSON_TYPE_ARRAY)
        return false;
    if (bson_first_array(v, &first) && type_nests(type_get(w->type)->elem))
        return write_by_datum(w, v, row, out);
    bson_writer_init(&elem, type_get(w->type)->elem, w->typmod, w->scratch);
    bool bare = never_quoted(elem.type);
    char delimiter = type_delimiter(elem.type);
    bson_walk_val(&walk, v);
    strbuf_addch(out, '{');
    size_t begin = out->len;
    while (bson_walk_next(&walk, &e)) {
        size_t at = out->len;
        enum bson_fit fit = bson_write_text(&elem, &e.val, row, out);
        if (fit == BSON_MISFIT)
            return false;
        if (fit == BSON_IS_NULL)
            strbuf_add(out, "NULL", 4);
        else if (!bare)
            quote_from(out, at, delimiter, row);
        strbuf_addch(out, delimiter);
    }
    if (out->len > begin)
        out->len--;
    strbuf_addch(out, '}');
    return true;
}

/* ---- all of them ---- */

void bson_writer_init(struct bson_writer *w, Oid type, int32_t typmod, struct bson_scratch *scratch)
{
    type = type_stored(type);
    *w = (struct bson_writer){write_by_datum, type, typmod, scratch};
    switch (type) {
    case TYPE_text: w->fn = write_text; break;
    case TYPE_int4: w->fn = write_int4; break;
    case TYPE_int8: w->fn = write_int8; break;
    case TYPE_float8: w->fn = write_float8; break;
    case TYPE_bool: w->fn = write_bool; break;
    case TYPE_objectid: w->fn = write_objectid; break;
    case TYPE_uuid: w->fn = write_uuid; break;
    case TYPE_bytea: w->fn = write_bytea; break;
    case TYPE_jsonb: w->fn = write_json; break;
    case TYPE_numeric:
        if (typmod < 0)
            w->fn = write_numeric;
        break;
    case TYPE_timestamptz:
        if (typmod < 0 || typmod >= 3)
            w->fn = write_timestamptz;
        break;
    default:
        if (type_is_array(type))
            w->fn = write_array;
    }
}
