#include "funcs/json_value.h"

#include "types/array.h"
#include "types/datetime.h"
#include "types/record.h"

enum category { CAT_BOOL, CAT_NUMBER, CAT_DATE, CAT_JSON, CAT_JSONB, CAT_ARRAY, CAT_RECORD, CAT_OTHER };

static enum category category_of(Oid type)
{
    switch (type) {
    case TYPE_bool: return CAT_BOOL;
    case TYPE_int2: case TYPE_int4: case TYPE_int8: case TYPE_float4: case TYPE_float8: case TYPE_numeric:
        return CAT_NUMBER;
    case TYPE_date: case TYPE_timestamp: case TYPE_timestamptz: return CAT_DATE;
    case TYPE_json: return CAT_JSON;
    case TYPE_jsonb: return CAT_JSONB;
    case TYPE_record: return CAT_RECORD;
    }
    if (type_is_array(type))
        return CAT_ARRAY;
    return type_get(type)->typtype == 'c' ? CAT_RECORD : CAT_OTHER;
}

/* Dates do not follow DateStyle here. */
static void date_text(Oid type, Datum d, struct strbuf *out)
{
    struct civil c;
    if (type == TYPE_date ? !date_is_finite(datum_int32(d)) : !timestamp_is_finite(datum_int64(d))) {
        strbuf_addstr(out, (type == TYPE_date ? datum_int32(d) : datum_int64(d)) < 0 ? "-infinity" : "infinity");
        return;
    }
    if (type == TYPE_date) {
        civil_from_date(datum_int32(d), &c);
        date_write(&c, DATESTYLE_ISO, out);
        return;
    }
    bool zoned = type == TYPE_timestamptz;
    if (zoned ? !civil_from_timestamptz(datum_int64(d), tz_session(), &c) : !civil_from_timestamp(datum_int64(d), &c))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
    timestamp_write_xsd(&c, zoned, out);
}

/* What stands between the quotes where the value is a string; for numbers, their text. */
static struct strbuf scalar_text(struct arena *a, enum category cat, Oid type, Datum d)
{
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_grow(&b, 24);
    if (cat == CAT_BOOL)
        strbuf_addstr(&b, datum_bool(d) ? "true" : "false");
    else if (cat == CAT_DATE)
        date_text(type, d, &b);
    else
        type_output(a, type, d, &b);
    return b;
}

/* NaN and the infinities have an n; JSON has no such numbers. */
static bool json_number(const struct strbuf *b)
{
    return memchr(b->data, 'n', b->len) == NULL && memchr(b->data, 'N', b->len) == NULL;
}

static void separate(struct strbuf *out, bool first, bool pretty)
{
    if (!first)
        strbuf_addstr(out, pretty ? ",\n " : ",");
}

/* Dimension dim of an array, from element *at on. */
static void write_dimension(struct arena *a, const struct array *v, int dim, int *at, bool pretty, struct strbuf *out)
{
    strbuf_addch(out, '[');
    for (int i = 0; i < v->dims[dim]; i++) {
        separate(out, i == 0, pretty);
        if (dim + 1 < v->ndim) {
            write_dimension(a, v, dim + 1, at, false, out);
        } else {
            bool isnull;
            Datum d = array_get(v, (*at)++, &isnull);
            json_write(a, v->elem, d, isnull, false, out);
        }
    }
    strbuf_addch(out, ']');
}

static void write_record(struct arena *a, Datum d, bool pretty, struct strbuf *out)
{
    struct record r = record_open(d);
    strbuf_addch(out, '{');
    for (int i = 0; i < r.n; i++) {
        bool isnull;
        Datum v = record_get(&r, i, &isnull);
        const char *name = record_name(a, &r, i);
        separate(out, i == 0, pretty);
        json_escape(out, name, strlen(name));
        strbuf_addch(out, ':');
        json_write(a, r.types[i], v, isnull, false, out);
    }
    strbuf_addch(out, '}');
}

void json_write(struct arena *a, Oid type, Datum d, bool isnull, bool pretty, struct strbuf *out)
{
    if (isnull) {
        strbuf_addstr(out, "null");
        return;
    }
    type = type_base(type);
    enum category cat = category_of(type);
    if (cat == CAT_ARRAY) {
        struct array v = array_open(d);
        int at = 0;
        if (v.ndim == 0)
            strbuf_addstr(out, "[]");
        else
            write_dimension(a, &v, 0, &at, pretty, out);
    } else if (cat == CAT_RECORD) {
        write_record(a, d, pretty, out);
    } else if (cat == CAT_JSON || cat == CAT_JSONB) {
        type_output(a, type, d, out);
    } else {
        struct strbuf b = scalar_text(a, cat, type, d);
        if (cat == CAT_BOOL || (cat == CAT_NUMBER && json_number(&b)))
            strbuf_add(out, b.data, b.len);
        else
            json_escape(out, b.data, b.len);
    }
}

static struct strbuf key_text(struct arena *a, Oid type, Datum d)
{
    type = type_base(type);
    enum category cat = category_of(type);
    if (cat == CAT_JSON || cat == CAT_JSONB || cat == CAT_ARRAY || cat == CAT_RECORD)
        raise(ERR_INVALID_PARAMETER_VALUE, "key value must be scalar, not array, composite, or json");
    return scalar_text(a, cat, type, d);
}

void json_write_key(struct arena *a, Oid type, Datum d, struct strbuf *out)
{
    struct strbuf b = key_text(a, type, d);
    json_escape(out, b.data, b.len);
}

struct jval jsonb_key_of(struct arena *a, Oid type, Datum d)
{
    struct strbuf b = key_text(a, type, d);
    return jval_string(b.data, b.len);
}

static struct jval dimension_of(struct arena *a, const struct array *v, int dim, int *at)
{
    struct jval *items = ARENA_ARRAY(a, struct jval, v->dims[dim]);
    for (int i = 0; i < v->dims[dim]; i++) {
        if (dim + 1 < v->ndim) {
            items[i] = dimension_of(a, v, dim + 1, at);
        } else {
            bool isnull;
            Datum d = array_get(v, (*at)++, &isnull);
            items[i] = jsonb_of(a, v->elem, d, isnull);
        }
    }
    return (struct jval){.type = J_ARRAY, .n = (uint32_t)v->dims[dim], .items = items};
}

static struct jval record_of(struct arena *a, Datum d)
{
    struct record r = record_open(d);
    struct jval *items = ARENA_ARRAY(a, struct jval, 2 * r.n);
    for (int i = 0; i < r.n; i++) {
        bool isnull;
        Datum v = record_get(&r, i, &isnull);
        const char *name = record_name(a, &r, i);
        items[2 * i] = jval_string(name, strlen(name));
        items[2 * i + 1] = jsonb_of(a, r.types[i], v, isnull);
    }
    return (struct jval){.type = J_OBJECT, .n = (uint32_t)r.n, .items = items};
}

struct jval jsonb_of(struct arena *a, Oid type, Datum d, bool isnull)
{
    struct jval v;
    if (isnull)
        return jval_null();
    type = type_base(type);
    enum category cat = category_of(type);
    switch (cat) {
    case CAT_BOOL: return jval_bool(datum_bool(d));
    case CAT_JSONB: return jsonb_open(d);
    case CAT_RECORD: return record_of(a, d);
    case CAT_JSON:
        json_parse(a, NULL, VARDATA(d), VARLEN(d), JSON_VALUES, &v);
        return v;
    case CAT_ARRAY: {
        struct array array = array_open(d);
        int at = 0;
        return array.ndim == 0 ? (struct jval){.type = J_ARRAY} : dimension_of(a, &array, 0, &at);
    }
    default: {
        struct strbuf b = scalar_text(a, cat, type, d);
        if (cat == CAT_NUMBER && json_number(&b))
            return jval_number(type == TYPE_numeric ? d : type_input(a, TYPE_numeric, -1, b.data, b.len, NULL));
        return jval_string(b.data, b.len);
    }
    }
}
