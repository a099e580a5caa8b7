/*
 * BSON values (bsonspec.org 1.1) and SQL values: each way, and BSON as JSON. What fits which type is docs/types.md.
 *
 * Bytes from a server are not trusted: nothing here reads beyond a document's end, and what is no BSON raises 08006.
 * A string must be UTF-8 without a NUL byte to be text; one that is not does not fit any column.
 */
#ifndef TYPES_BSON_H
#define TYPES_BSON_H

#include <bson/bson.h>

#include "types/jsonb.h"

/* A value inside a document: borrowed bytes, as long as its type and its own lengths say. */
struct bson_val {
    const uint8_t *p;
    uint32_t len;
    uint8_t type; /* bson_type_t; BSON_TYPE_EOD: there is none */
};

/* Going through the elements of a document or an array. */
struct bson_walk {
    const uint8_t *p, *end; /* end: the terminating zero */
};
struct bson_elem {
    const char *key; /* NUL-terminated inside the document */
    uint32_t keylen;
    struct bson_val val;
};

_Noreturn void bson_malformed(void); /* 08006 */
/* The length of a value of this type that begins at p; raises when it does not end before end. */
uint32_t bson_val_len(uint8_t type, const uint8_t *p, const uint8_t *end);

/* Bytes of a value of this type; -1: they say it themselves, or there is no such type. */
static inline int bson_fixed_len(uint8_t type)
{
    static const int8_t fixed[32] = {-1, 8, -1, -1, -1, -1, 0, 12, 1, 8, 0, -1, -1, -1, -1, -1,
                                     4,  8, 8,  16, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    return type < 32 ? fixed[type] : -1;
}

static inline uint32_t bson_get32(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return BSON_UINT32_FROM_LE(v);
}

static inline uint64_t bson_get64(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return BSON_UINT64_FROM_LE(v);
}

static inline double bson_get_double(const uint8_t *p)
{
    uint64_t v = bson_get64(p);
    double d;
    memcpy(&d, &v, sizeof d);
    return d;
}

/* len is what the document says, too, or is checked here. */
static inline void bson_walk_init(struct bson_walk *w, const uint8_t *doc, size_t len)
{
    if (len < 5 || bson_get32(doc) != len || doc[len - 1] != 0)
        bson_malformed();
    w->p = doc + 4;
    w->end = doc + len - 1;
}

static inline void bson_walk_val(struct bson_walk *w, const struct bson_val *v)
{
    bson_walk_init(w, v->p, v->len);
}

/* The value behind a key that ended before p; p is behind it then. */
static inline const uint8_t *bson_take_val(struct bson_val *v, uint8_t type, const uint8_t *p, const uint8_t *end)
{
    int fixed = bson_fixed_len(type);
    v->type = type;
    v->p = p;
    if (fixed < 0)
        v->len = bson_val_len(type, p, end);
    else if (end - p < fixed)
        bson_malformed();
    else
        v->len = (uint32_t)fixed;
    return p + v->len;
}

/* False at the end. */
static inline bool bson_walk_next(struct bson_walk *w, struct bson_elem *e)
{
    if (w->p >= w->end)
        return false;
    uint8_t type = *w->p++;
    e->key = (const char *)w->p;
    e->keylen = (uint32_t)strlen(e->key); /* the terminating zero is one, too */
    const uint8_t *p = w->p + e->keylen + 1;
    if (p > w->end)
        bson_malformed();
    w->p = bson_take_val(&e->val, type, p, w->end);
    return true;
}

/* The text of a string, symbol or code value. */
static inline const char *bson_val_str(const struct bson_val *v, uint32_t *len)
{
    *len = v->len - 5;
    return (const char *)v->p + 4;
}

/* Does an array stand first in the array v? Then it is *first. (v itself may be that.) */
bool bson_first_array(const struct bson_val *v, struct bson_val *first);

static inline bool bson_val_null(const struct bson_val *v)
{
    return v->type == BSON_TYPE_NULL || v->type == BSON_TYPE_UNDEFINED || v->type == BSON_TYPE_EOD;
}

/* The first field of this name; false: there is none. */
bool bson_find(const uint8_t *doc, size_t len, const char *name, size_t namelen, struct bson_val *out);
/* By a dotted path, through documents only: a path through an array or a scalar has no value. */
bool bson_find_path(const uint8_t *doc, size_t len, const char *path, struct bson_val *out);
/* The bytes of a binary value; the length that subtype 2 repeats is not among them. */
const uint8_t *bson_val_binary(const struct bson_val *v, uint8_t *subtype, uint32_t *len);
/* Valid UTF-8 without NUL. */
bool bson_text_ok(const char *s, size_t len);

/* Decimal128: sign, digits, exponent. */
enum decimal_class { DECIMAL_FINITE, DECIMAL_NAN, DECIMAL_INF };
struct decimal {
    enum decimal_class class;
    bool negative;
    unsigned __int128 digits;
    int exponent;
};
#define DECIMAL_MAX_DIGITS 34
#define DECIMAL_MIN_EXPONENT (-6176)
#define DECIMAL_MAX_EXPONENT 6111
struct decimal decimal_decode(const uint8_t *p);

/* ---- to SQL ---- */
enum bson_fit { BSON_FITS, BSON_IS_NULL, BSON_MISFIT };
/*
 * The value as one of a column of this type. MISFIT: it is of a kind that the column cannot hold, or holds only changed.
 */
enum bson_fit bson_to_datum(struct arena *a, const struct bson_val *v, Oid type, int32_t typmod, Datum *d);

/* What the text forms need beside the output: memory, kept between values. */
struct bson_scratch {
    struct arena *arena; /* of what is kept */
    struct bson_sorted *stack;
    size_t n, cap;
};

/*
 * How values become text of a column's type: what its output function gives for bson_to_datum()'s value, byte by byte. fn
 * is asked for values that are not NULL; what it appended before it says false does not count.
 */
struct bson_writer {
    bool (*fn)(const struct bson_writer *w, const struct bson_val *v, struct arena *row, struct strbuf *out);
    Oid type;
    int32_t typmod;
    struct bson_scratch *scratch;
};
void bson_writer_init(struct bson_writer *w, Oid type, int32_t typmod, struct bson_scratch *scratch);

static inline enum bson_fit bson_write_text(const struct bson_writer *w, const struct bson_val *v, struct arena *row,
                                            struct strbuf *out)
{
    size_t len = out->len;
    if (bson_val_null(v))
        return BSON_IS_NULL;
    if (w->fn(w, v, row, out))
        return BSON_FITS;
    out->len = len;
    return BSON_MISFIT;
}

/*
 * JSON, as jsonb orders and spaces it: relaxed Extended JSON v2, but Decimal128 is a number. Documents are objects, numbers
 * are numbers (NaN and infinities {"$numberDouble": "NaN"}), dates {"$date": "2024-02-29T12:00:00Z"}, ObjectIds {"$oid": "..."},
 * nested undefined is null. False: a string in it is no text.
 */
bool bson_to_jval(struct arena *a, const struct bson_val *v, struct jval *out);
bool bson_write_json(struct bson_scratch *s, const struct bson_val *v, struct strbuf *out);

/* ---- from SQL ---- */
/*
 * Appends the value as the BSON type that columns of this type are made of: int4 int32, int8 int64, numeric Decimal128,
 * objectid ObjectId, timestamptz date, uuid binary 4, arrays arrays, jsonb what bson_to_jval() reads as it; types that BSON has none
 * for as their text. False: BSON cannot hold it exactly (more than 34 digits, parts of a millisecond, infinite times, a JSON
 * null by itself, a circle of negative radius); nothing is appended then.
 */
bool bson_append_datum(bson_t *b, const char *key, int keylen, Oid type, Datum d);
/* it stands on the value that a bson_value is, which is copied into a; false: it is none */
bool bson_value_iter(struct arena *a, Datum d, bson_iter_t *it);
bool decimal_from_numeric(Datum d, bson_decimal128_t *out);

#endif
