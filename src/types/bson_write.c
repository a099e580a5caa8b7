/* SQL values as BSON: for parameters of commands, and for what is stored. */
#include "types/array.h"
#include "types/bson_int.h"
#include "types/datetime.h"
#include "types/geometry.h"
#include "types/numeric.h"
#include "types/record.h"
#include "types/text.h"

/* ---- numeric ---- */

static bool finite_decimal(Datum d, bson_decimal128_t *out)
{
    mpz_t view, n, limit;
    int exponent = -numeric_dscale(d);
    mpz_init_set(n, numeric_mpz(view, d));
    mpz_init(limit);
    mpz_ui_pow_ui(limit, 10, DECIMAL_MAX_DIGITS);
    bool negative = mpz_sgn(n) < 0;
    mpz_abs(n, n);
    /* as it is written where that has room, else with fewer zeros */
    while (mpz_sgn(n) != 0 && (mpz_cmp(n, limit) >= 0 || exponent < DECIMAL_MIN_EXPONENT) && mpz_divisible_ui_p(n, 10)) {
        mpz_divexact_ui(n, n, 10);
        exponent++;
    }
    if (mpz_sgn(n) == 0 && exponent < DECIMAL_MIN_EXPONENT)
        exponent = DECIMAL_MIN_EXPONENT;
    bool ok = mpz_cmp(n, limit) < 0 && exponent >= DECIMAL_MIN_EXPONENT && exponent <= DECIMAL_MAX_EXPONENT;
    out->low = mpz_getlimbn(n, 0);
    out->high = mpz_getlimbn(n, 1) | (uint64_t)(exponent - DECIMAL_MIN_EXPONENT) << 49 | (uint64_t)negative << 63;
    mpz_clear(n);
    mpz_clear(limit);
    return ok;
}

bool decimal_from_numeric(Datum d, bson_decimal128_t *out)
{
    out->low = 0;
    switch (numeric_class(d)) {
    case NUMERIC_FINITE:
        return finite_decimal(d, out);
    case NUMERIC_NAN:
        out->high = UINT64_C(0x7c00000000000000);
        return true;
    default:
        out->high = numeric_class(d) == NUMERIC_PINF ? UINT64_C(0x7800000000000000) : UINT64_C(0xf800000000000000);
        return true;
    }
}

/* ---- the others ---- */

static bool append_time(bson_t *b, const char *key, int keylen, int64_t t)
{
    int64_t ms = t / 1000;
    if (!timestamp_is_finite(t) || t % 1000 != 0)
        return false;
    return bson_append_date_time(b, key, keylen, ms + UNIX_TO_EPOCH_MS);
}

static bool append_objectid(bson_t *b, const char *key, int keylen, Datum d)
{
    bson_oid_t oid;
    const char *digits = VARDATA(d);
    if (VARLEN(d) != 24)
        return false;
    for (int i = 0; i < 12; i++) {
        int high = hex_digit(digits[2 * i]), low = hex_digit(digits[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        oid.bytes[i] = (uint8_t)(high << 4 | low);
    }
    return bson_append_oid(b, key, keylen, &oid);
}

static bool append_numeric(bson_t *b, const char *key, int keylen, Datum d)
{
    bson_decimal128_t dec;
    return decimal_from_numeric(d, &dec) && bson_append_decimal128(b, key, keylen, &dec);
}

/* Dimensions beyond the first are arrays in arrays; that they count from elsewhere than 1 would be lost. */
static bool append_dimension(bson_t *b, const struct array *x, int dim, int *at)
{
    char number[16];
    const char *key;
    for (int i = 0; i < x->dims[dim]; i++) {
        int keylen = (int)bson_uint32_to_string((uint32_t)i, &key, number, sizeof number);
        bool isnull, ok;
        bson_t sub;
        if (dim + 1 < x->ndim) {
            ok = bson_append_array_begin(b, key, keylen, &sub) && append_dimension(&sub, x, dim + 1, at);
            bson_append_array_end(b, &sub);
        } else {
            Datum d = array_get(x, (*at)++, &isnull);
            ok = isnull ? bson_append_null(b, key, keylen) : bson_append_datum(b, key, keylen, x->elem, d);
        }
        if (!ok)
            return false;
    }
    return true;
}

static bool append_array(bson_t *b, const char *key, int keylen, Datum d)
{
    struct array x = array_open(d);
    bson_t list = BSON_INITIALIZER;
    int at = 0;
    if (!array_storable(&x))
        return false;
    bool ok = (x.ndim == 0 || append_dimension(&list, &x, 0, &at)) && bson_append_array(b, key, keylen, &list);
    bson_destroy(&list);
    return ok;
}

/* A document; attributes that are NULL are no fields. */
static bool append_record(bson_t *b, const char *key, int keylen, Datum d)
{
    struct record r = record_open(d);
    const struct record_shape *s = record_shape_get(r.shape);
    bson_t document = BSON_INITIALIZER;
    bool ok = s != NULL && s->n == r.n;
    for (int i = 0; ok && i < r.n; i++) {
        bool isnull;
        Datum x = record_get(&r, i, &isnull);
        ok = isnull || bson_append_datum(&document, s->names[i], -1, r.types[i], x);
    }
    ok = ok && bson_append_document(b, key, keylen, &document);
    bson_destroy(&document);
    return ok;
}

/* The text that reads back as the same value whatever the reader's settings are. */
static void stored_text(struct arena *a, Oid type, Datum d, struct strbuf *out)
{
    struct type_settings asked = type_settings;
    if (asked.date_style == DATESTYLE_ISO && asked.interval_style == INTERVALSTYLE_POSTGRES && asked.extra_float_digits >= 1) {
        type_output(a, type, d, out);
        return;
    }
    type_settings.date_style = DATESTYLE_ISO;
    type_settings.interval_style = INTERVALSTYLE_POSTGRES;
    type_settings.extra_float_digits = 1;
    GUARD {
        type_output(a, type, d, out);
    } FINALLY {
        type_settings = asked;
    } END_GUARD;
}

/* Boxes whose corners were assigned out of order and circles of a negative radius are not what their text says. */
static bool text_says_it(Oid type, Datum d)
{
    if (type == TYPE_box) {
        struct box v = datum_box(d);
        return float8_compare(v.high.x, v.low.x) >= 0 && float8_compare(v.high.y, v.low.y) >= 0;
    }
    return type != TYPE_circle || !(datum_circle(d).radius < 0);
}

static bool append_text(bson_t *b, const char *key, int keylen, Oid type, Datum d)
{
    if (!text_says_it(type, d))
        return false;
    struct arena *a = arena_new(NULL, "text");
    struct strbuf text;
    strbuf_init(&text, a);
    stored_text(a, type, d, &text);
    bool ok = bson_append_utf8(b, key, keylen, text.data, (int)text.len);
    arena_free(a);
    return ok;
}

bool bson_append_datum(bson_t *b, const char *key, int keylen, Oid type, Datum d)
{
    type = type_stored(type);
    switch (type) {
    case TYPE_bool:
        return bson_append_bool(b, key, keylen, datum_bool(d));
    case TYPE_int2:
        return bson_append_int32(b, key, keylen, datum_int16(d));
    case TYPE_int4:
        return bson_append_int32(b, key, keylen, datum_int32(d));
    case TYPE_int8:
        return bson_append_int64(b, key, keylen, datum_int64(d));
    case TYPE_float4:
        return bson_append_double(b, key, keylen, datum_float4(d));
    case TYPE_float8:
        return bson_append_double(b, key, keylen, datum_float8(d));
    case TYPE_numeric:
        return append_numeric(b, key, keylen, d);
    case TYPE_text:
    case TYPE_varchar:
    case TYPE_name:
    case TYPE_xml: /* as it came: its output leaves parts of a declaration out */
        return bson_append_utf8(b, key, keylen, VARDATA(d), (int)VARLEN(d));
    case TYPE_objectid:
        return append_objectid(b, key, keylen, d);
    case TYPE_timestamp:
    case TYPE_timestamptz:
        return append_time(b, key, keylen, datum_int64(d));
    case TYPE_date: /* its midnight in UTC */
        return date_is_finite(datum_int32(d)) &&
               bson_append_date_time(b, key, keylen, datum_int32(d) * MS_PER_DAY + UNIX_TO_EPOCH_MS);
    case TYPE_uuid:
        return bson_append_binary(b, key, keylen, BSON_SUBTYPE_UUID, (const uint8_t *)VARDATA(d), 16);
    case TYPE_bytea:
        return bson_append_binary(b, key, keylen, BSON_SUBTYPE_BINARY, (const uint8_t *)VARDATA(d), VARLEN(d));
    case TYPE_json:
    case TYPE_jsonb:
        return bson_append_json(b, key, keylen, type, d);
    }
    if (type_is_array(type))
        return append_array(b, key, keylen, d);
    if (type_get(type)->typtype == 'c')
        return append_record(b, key, keylen, d);
    return append_text(b, key, keylen, type, d);
}

/* ---- a document's _id, as it stood there: its type, then its bytes ---- */

bool bson_value_iter(struct arena *a, Datum d, bson_iter_t *it)
{
    uint8_t type = (uint8_t)VARDATA(d)[0];
    uint32_t len = VARLEN(d) - 1, whole = 4 + 1 + 4 + len + 1, le = BSON_UINT32_TO_LE(whole);
    uint8_t *doc = arena_alloc(a, whole);
    memcpy(doc, &le, 4);
    doc[4] = type == BSON_TYPE_EOD ? BSON_TYPE_NULL : type;
    memcpy(doc + 5, "_id", 4);
    memcpy(doc + 9, VARDATA(d) + 1, len);
    doc[whole - 1] = 0;
    return bson_iter_init_from_data(it, doc, whole) && bson_iter_next(it);
}
