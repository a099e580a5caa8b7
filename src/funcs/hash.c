/*
 * PostgreSQL's hash functions (hashtext() and its kind): applications take them for lock keys and partitions, so they
 * must give its numbers. Bytes are hashed by Bob Jenkins' lookup3 (public domain, 2006); what each type hashes is
 * observed. The extended form has 64 bits and a seed; of seed 0 the lower half is the plain hash.
 */
#include "base/macros.h"
#include "funcs/funcs.h"
#include "types/array.h"
#include "types/datetime.h"
#include "types/inet.h"
#include "types/jsonb.h"
#include "types/numeric.h"
#include "types/range.h"
#include "types/record.h"
#include "types/text.h"
#include "types/user.h"
#include "types/wirebytes.h"

#include <math.h>
#include <stdlib.h>

struct hashing {
    struct arena *a;
    bool extended;
    uint64_t seed;
};

/* ---- lookup3 ---- */

struct state {
    uint32_t a, b, c;
};

static uint32_t rot(uint32_t x, int k)
{
    return x << k | x >> (32 - k);
}

static void mix(struct state *s)
{
    static const uint8_t turns[] = {4, 6, 8, 16, 19, 4};
    uint32_t *p[] = {&s->a, &s->b, &s->c};
    for (int i = 0; i < 6; i++) {
        uint32_t *x = p[i % 3], *y = p[(i + 1) % 3], *z = p[(i + 2) % 3];
        *x -= *z;
        *x ^= rot(*z, turns[i]);
        *z += *y;
    }
}

static void finish(struct state *s)
{
    static const uint8_t turns[] = {14, 11, 25, 16, 4, 14, 24};
    uint32_t *p[] = {&s->c, &s->a, &s->b};
    for (int i = 0; i < 7; i++) {
        uint32_t *x = p[i % 3], y = *p[(i + 2) % 3];
        *x ^= y;
        *x -= rot(y, turns[i]);
    }
}

static struct state start(const struct hashing *h, size_t n)
{
    uint32_t x = UINT32_C(0x9e3779b9) + (uint32_t)n + 3923095;
    struct state s = {x, x, x};
    if (h->extended && h->seed != 0) {
        s.a += (uint32_t)(h->seed >> 32);
        s.b += (uint32_t)h->seed;
        mix(&s);
    }
    return s;
}

static uint64_t end(const struct hashing *h, struct state *s)
{
    finish(s);
    return h->extended ? (uint64_t)s->b << 32 | s->c : s->c;
}

static uint64_t bytes(const struct hashing *h, const void *data, size_t n)
{
    const uint8_t *p = data;
    struct state s = start(h, n);
    for (; n >= 12; p += 12, n -= 12) {
        uint32_t w[3];
        memcpy(w, p, sizeof w);
        s.a += w[0];
        s.b += w[1];
        s.c += w[2];
        mix(&s);
    }
    for (size_t i = 0; i < n; i++) { /* the lowest byte of c is the length's */
        uint32_t *word = i < 4 ? &s.a : i < 8 ? &s.b : &s.c;
        *word += (uint32_t)p[i] << 8 * (i < 8 ? i % 4 : i - 7);
    }
    return end(h, &s);
}

static uint64_t word(const struct hashing *h, uint32_t v)
{
    struct state s = start(h, sizeof v);
    s.a += v;
    return end(h, &s);
}

/* An int8 hashes as the int4 that it equals. */
static uint64_t int8(const struct hashing *h, int64_t v)
{
    uint32_t high = (uint32_t)((uint64_t)v >> 32);
    return word(h, (uint32_t)v ^ (v >= 0 ? high : ~high));
}

/* ---- types ---- */

static uint64_t value(const struct hashing *h, Oid type, Datum d);

static uint64_t float8(const struct hashing *h, double v)
{
    if (v == 0)
        return h->extended ? h->seed : 0;
    if (isnan(v))
        v = NAN;
    return bytes(h, &v, sizeof v);
}

/* Digits in base 10000, aligned at the point, without zeros at either end; and the power of the first. */
static uint64_t number(const struct hashing *h, Datum d)
{
    enum { GROUP = 4 };
    if (numeric_is_special(d))
        return h->extended ? h->seed : 0;
    if (numeric_sign(d) == 0)
        return h->extended ? h->seed - 1 : UINT32_MAX;
    mpz_t view;
    mpz_srcptr v = numeric_mpz(view, d);
    int scale = numeric_dscale(d), behind = (scale + GROUP - 1) / GROUP;
    char *text = mpz_get_str(arena_alloc(h->a, mpz_sizeinbase(v, 10) + 2), 10, v);
    text += *text == '-';
    int length = (int)strlen(text), all = length + behind * GROUP - scale, groups = (all + GROUP - 1) / GROUP;
    int16_t *digits = arena_alloc(h->a, (size_t)groups * sizeof *digits);
    memset(digits, 0, (size_t)groups * sizeof *digits);
    for (int i = 0; i < groups * GROUP; i++) {
        int from = i - (groups * GROUP - all); /* in text: zeros before and behind it */
        digits[i / GROUP] = (int16_t)(digits[i / GROUP] * 10 + (from >= 0 && from < length ? text[from] - '0' : 0));
    }
    int first = 0;
    while (digits[first] == 0)
        first++;
    int weight = groups - behind - 1 - first;
    while (digits[groups - 1] == 0)
        groups--;
    return bytes(h, digits + first, (size_t)(groups - first) * sizeof *digits) ^ (h->extended ? (uint64_t)(int64_t)weight : (uint32_t)weight);
}

static uint64_t address(const struct hashing *h, Datum d)
{
    uint8_t form[18] = {inet_family(d) == 4 ? 2 : 3, (uint8_t)inet_bits(d)};
    memcpy(form + 2, inet_addr_bytes(d), (size_t)inet_size(d));
    return bytes(h, form, 2 + (size_t)inet_size(d));
}

static uint64_t place(const struct hashing *h, Datum d)
{
    const uint8_t *p = (const uint8_t *)VARDATA(d);
    uint16_t form[3] = {(uint16_t)(wire_get32(p) >> 16), (uint16_t)wire_get32(p), wire_get16(p + 4)};
    return bytes(h, form, sizeof form);
}

/* ---- values of several parts ---- */

static uint64_t combined(const struct hashing *h, uint64_t so_far, uint64_t part)
{
    uint64_t r = (so_far << 5) - so_far + part;
    return h->extended ? r : (uint32_t)r;
}

/* By a bit: both halves each by itself where there are two. */
static uint64_t turned(const struct hashing *h, uint64_t v)
{
    uint64_t low = rot((uint32_t)v, 1);
    return h->extended ? (uint64_t)rot((uint32_t)(v >> 32), 1) << 32 | low : low;
}

static uint64_t array(const struct hashing *h, Datum d)
{
    struct array x = array_open(d);
    uint64_t r = 1;
    for (int i = 0; i < x.n; i++) {
        bool isnull;
        Datum e = array_get(&x, i, &isnull);
        r = combined(h, r, isnull ? 0 : value(h, x.elem, e));
    }
    return r;
}

static uint64_t vector(const struct hashing *h, Datum d)
{
    struct array x = array_open(d);
    uint32_t *oids = arena_alloc(h->a, (size_t)x.n * sizeof *oids + 1);
    for (int i = 0; i < x.n; i++) {
        bool isnull;
        oids[i] = datum_oid(array_get(&x, i, &isnull));
    }
    return bytes(h, oids, (size_t)x.n * sizeof *oids);
}

static uint64_t record(const struct hashing *h, Datum d)
{
    struct record x = record_open(d);
    uint64_t r = 0;
    for (int i = 0; i < x.n; i++) {
        bool isnull;
        Datum e = record_get(&x, i, &isnull);
        r = combined(h, r, isnull ? 0 : value(h, x.types[i], e));
    }
    return r;
}

static uint64_t range(const struct hashing *h, const struct range *r)
{
    Oid subtype = type_get(r->type)->elem;
    const struct bound *lower = &r->lower, *upper = &r->upper;
    uint32_t flags = RANGE_EMPTY;
    uint64_t x, y;
    if (!r->empty)
        flags = (uint32_t)((lower->infinite ? RANGE_LOWER_INFINITE : 0) | (upper->infinite ? RANGE_UPPER_INFINITE : 0) |
                           (lower->inclusive ? RANGE_LOWER_INCLUSIVE : 0) | (upper->inclusive ? RANGE_UPPER_INCLUSIVE : 0));
    x = r->empty || lower->infinite ? 0 : value(h, subtype, lower->value);
    y = r->empty || upper->infinite ? 0 : value(h, subtype, upper->value);
    return turned(h, word(h, flags) ^ x) ^ y;
}

static uint64_t multirange(const struct hashing *h, Oid type, Datum d)
{
    struct ranges x = ranges_open(h->a, d, type);
    uint64_t r = 1;
    for (int i = 0; i < x.n; i++)
        r = combined(h, r, range(h, &x.r[i]));
    return r;
}

static void json(const struct hashing *h, const struct jval *v, uint64_t *r);

static uint64_t json_scalar(const struct hashing *h, const struct jval *v)
{
    switch (v->type) {
    case J_STRING: return bytes(h, v->str, v->n);
    case J_NUMBER: return number(h, (Datum)v->num);
    case J_BOOL: return h->extended && h->seed != 0 ? word(h, v->boolean) : v->boolean ? 2 : 4;
    default: return (h->extended ? h->seed : 0) + 1;
    }
}

static void json_container(const struct hashing *h, const struct jval *v, uint64_t *r)
{
    uint64_t kind = v->type == J_OBJECT ? UINT32_C(0x20000000) : UINT32_C(0x40000000);
    *r ^= h->extended ? kind << 32 | kind : kind;
    for (uint32_t i = 0; i < v->n; i++) {
        struct jval part;
        if (v->type == J_OBJECT) {
            part = jval_key(v, i);
            json(h, &part, r);
            part = jval_value(v, i);
        } else {
            part = jval_elem(v, i);
        }
        json(h, &part, r);
    }
}

static void json(const struct hashing *h, const struct jval *v, uint64_t *r)
{
    if (!jval_scalar(v))
        json_container(h, v, r);
    else
        *r = turned(h, *r) ^ json_scalar(h, v);
}

/* A scalar is hashed as the array of it; what is empty has nothing to hash. */
static uint64_t document(const struct hashing *h, Datum d)
{
    struct jval root = jsonb_open(d), only = root;
    uint64_t r = 0;
    if (jval_scalar(&root))
        root = jval_array_of(h->a, &only, 1);
    else if (root.n == 0)
        return h->extended ? h->seed : 0;
    json_container(h, &root, &r);
    return r;
}

static uint64_t timetz(const struct hashing *h, Datum d)
{
    struct timetz v = datum_timetz(d);
    return int8(h, v.time) ^ word(h, (uint32_t)v.zone);
}

/* Some that are hashed here PostgreSQL only sorts. */
static bool is_hashed(const struct type_info *t)
{
    static const Oid sorted[] = {TYPE_money, TYPE_bit, TYPE_varbit, TYPE_tsvector, TYPE_tsquery};
    for (int i = 0; i < COUNTOF(sorted); i++)
        if (sorted[i] == t->oid)
            return false;
    return t->hash != NULL;
}

static uint64_t value(const struct hashing *h, Oid type, Datum d)
{
    const struct type_info *t = type_get(type_base(type));
    if (!is_hashed(t))
        raise(ERR_UNDEFINED_FUNCTION, "could not identify %s hash function for type %s", h->extended ? "an extended" : "a", type_display(h->a, type));
    switch (t->oid) {
    case TYPE_bool: case TYPE_char: return word(h, (uint32_t)(int32_t)(signed char)datum_char(d));
    case TYPE_int2: return word(h, (uint32_t)(int32_t)datum_int16(d));
    case TYPE_int8: case TYPE_time: case TYPE_timestamp: case TYPE_timestamptz: case TYPE_xid8: case TYPE_pg_lsn:
        return int8(h, datum_int64(d));
    case TYPE_float4: return float8(h, datum_float4(d));
    case TYPE_float8: return float8(h, datum_float8(d));
    case TYPE_numeric: return number(h, d);
    case TYPE_bpchar: return bytes(h, VARDATA(d), bpchar_len(d));
    case TYPE_inet: case TYPE_cidr: return address(h, d);
    case TYPE_tid: return place(h, d);
    case TYPE_timetz: return timetz(h, d);
    case TYPE_interval: return int8(h, (int64_t)interval_span(datum_interval(d)));
    case TYPE_jsonb: return document(h, d);
    case TYPE_oidvector: return vector(h, d);
    default: break;
    }
    if (type_is_array(t->oid))
        return array(h, d);
    if (t->typtype == 'r') {
        struct range r = range_open(d);
        return range(h, &r);
    }
    if (t->typtype == 'm')
        return multirange(h, t->oid, d);
    if (t->typtype == 'c' || t->oid == TYPE_record)
        return record(h, d);
    return t->byval ? word(h, (uint32_t)d) : bytes(h, VARDATA(d), VARLEN(d));
}

/* hashtext(text), hashint4(int4), hash_array(anyarray) ... */
Datum hash_value(struct fcall *fc)
{
    struct hashing h = {.a = fc->arena};
    return datum_from_int32((int32_t)value(&h, fc->argtypes[0], ARG_DATUM(0)));
}

/* hashtextextended(text, int8) ...: with a seed. */
Datum hash_value_extended(struct fcall *fc)
{
    struct hashing h = {fc->arena, true, (uint64_t)ARG_INT64(1)};
    return datum_from_int64((int64_t)value(&h, fc->argtypes[0], ARG_DATUM(0)));
}
