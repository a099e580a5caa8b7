/* Ranges and multiranges: values, normal form, order. */
#include "types/range.h"

#include <stdlib.h>

#include "types/datetime.h"
#include "types/hash.h"

static const struct type_info *subtype(Oid range)
{
    return type_get(type_get(range)->elem);
}

struct range range_empty(Oid type)
{
    return (struct range){.type = type, .empty = true, .lower.lower = true};
}

/* ---- values ---- */
static size_t bound_size(const struct type_info *t, const struct bound *b)
{
    if (b->infinite)
        return 0;
    return sizeof(Datum) + (t->byval ? 0 : (sizeof(struct varlena) + VARLEN(b->value) + 1 + 7) / 8 * 8);
}

/* Slot and, by reference, the value itself at *at, which moves on. */
static void put_bound(char *data, size_t slot, size_t *at, const struct type_info *t, const struct bound *b)
{
    uint64_t word = b->value;
    if (!t->byval) {
        size_t n = sizeof(struct varlena) + VARLEN(b->value) + 1;
        memcpy(data + *at, (const void *)b->value, n);
        word = *at;
        *at += (n + 7) / 8 * 8;
    }
    memcpy(data + slot, &word, sizeof word);
}

Datum range_make(struct arena *a, struct range r)
{
    const struct type_info *t = subtype(r.type);
    if (r.empty)
        r.lower.infinite = r.upper.infinite = true;
    size_t size = sizeof(struct range_head) + bound_size(t, &r.lower) + bound_size(t, &r.upper);
    struct varlena *v = varlena_new(a, size);
    memset(v->data, 0, size);
    struct range_head head = {.type = r.type};
    head.flags = r.empty ? RANGE_EMPTY
                         : (r.lower.infinite ? RANGE_LOWER_INFINITE : r.lower.inclusive ? RANGE_LOWER_INCLUSIVE : 0u) |
                               (r.upper.infinite   ? RANGE_UPPER_INFINITE
                                : r.upper.inclusive ? RANGE_UPPER_INCLUSIVE
                                                    : 0u);
    memcpy(v->data, &head, sizeof head);
    size_t slot = sizeof head, at = slot + sizeof(Datum) * (size_t)(!r.lower.infinite + !r.upper.infinite);
    if (!r.lower.infinite) {
        put_bound(v->data, slot, &at, t, &r.lower);
        slot += sizeof(Datum);
    }
    if (!r.upper.infinite)
        put_bound(v->data, slot, &at, t, &r.upper);
    return (Datum)v;
}

static Datum get_bound(const char *data, size_t slot, const struct type_info *t)
{
    uint64_t word;
    memcpy(&word, data + slot, sizeof word);
    return t->byval ? (Datum)word : (Datum)(data + word);
}

struct range range_open(Datum d)
{
    struct range_head head;
    memcpy(&head, VARDATA(d), sizeof head);
    const struct type_info *t = subtype(head.type);
    struct range r = {.type = head.type, .empty = (head.flags & RANGE_EMPTY) != 0};
    r.lower = (struct bound){.infinite = (head.flags & RANGE_LOWER_INFINITE) != 0,
                             .inclusive = (head.flags & RANGE_LOWER_INCLUSIVE) != 0, .lower = true};
    r.upper = (struct bound){.infinite = (head.flags & RANGE_UPPER_INFINITE) != 0,
                             .inclusive = (head.flags & RANGE_UPPER_INCLUSIVE) != 0};
    size_t slot = sizeof head;
    if (!r.empty && !r.lower.infinite) {
        r.lower.value = get_bound(VARDATA(d), slot, t);
        slot += sizeof(Datum);
    }
    if (!r.empty && !r.upper.infinite)
        r.upper.value = get_bound(VARDATA(d), slot, t);
    return r;
}

/* ---- order of bounds ---- */
static int sign(int x)
{
    return (x > 0) - (x < 0);
}

int bound_value_cmp(Oid range, const struct bound *a, const struct bound *b)
{
    if (a->infinite && b->infinite)
        return a->lower == b->lower ? 0 : a->lower ? -1 : 1;
    if (a->infinite)
        return a->lower ? -1 : 1;
    if (b->infinite)
        return b->lower ? 1 : -1;
    return sign(subtype(range)->cmp(a->value, b->value));
}

/* An exclusive lower bound begins behind its value, an exclusive upper one ends before it. */
static int beside(const struct bound *b)
{
    return b->infinite || b->inclusive ? 0 : b->lower ? 1 : -1;
}

int bound_cmp(Oid range, const struct bound *a, const struct bound *b)
{
    int c = bound_value_cmp(range, a, b);
    return c != 0 ? c : sign(beside(a) - beside(b));
}

int range_order(const struct range *a, const struct range *b)
{
    if (a->empty || b->empty)
        return b->empty - a->empty;
    int c = bound_cmp(a->type, &a->lower, &b->lower);
    return c != 0 ? c : bound_cmp(a->type, &a->upper, &b->upper);
}

bool range_overlap(const struct range *a, const struct range *b)
{
    return !a->empty && !b->empty && bound_cmp(a->type, &a->lower, &b->upper) <= 0 &&
           bound_cmp(a->type, &b->lower, &a->upper) <= 0;
}

/* ---- normal form ---- */

/* Those with a canonical function, which no type has that SQL made. */
static bool is_discrete(Oid range)
{
    return range == TYPE_int4range || range == TYPE_int8range || range == TYPE_daterange;
}

/* The next value of a bound; false: the range is not discrete, or it is infinity. */
static bool successor(Oid range, Datum *d)
{
    int32_t i;
    int64_t l;
    switch (range) {
    case TYPE_int4range:
        if (__builtin_add_overflow(datum_int32(*d), 1, &i))
            raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
        *d = datum_from_int32(i);
        return true;
    case TYPE_int8range:
        if (__builtin_add_overflow(datum_int64(*d), 1, &l))
            raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
        *d = datum_from_int64(l);
        return true;
    case TYPE_daterange:
        if (!date_is_finite(datum_int32(*d)))
            return false;
        if (!date_is_valid((int64_t)datum_int32(*d) + 1))
            raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "date out of range");
        *d = datum_from_int32(datum_int32(*d) + 1);
        return true;
    }
    return false;
}

/* False: nothing lies between the bounds. */
static bool check_order(const struct range *r)
{
    if (r->lower.infinite || r->upper.infinite)
        return true;
    int c = bound_value_cmp(r->type, &r->lower, &r->upper);
    if (c > 0)
        raise(ERR_DATA_EXCEPTION, "range lower bound must be less than or equal to range upper bound");
    return c < 0 || (r->lower.inclusive && r->upper.inclusive);
}

struct range range_normal(struct range r)
{
    if (r.empty || !check_order(&r))
        return range_empty(r.type);
    if (!r.lower.infinite && !r.lower.inclusive && successor(r.type, &r.lower.value))
        r.lower.inclusive = true;
    if (!r.upper.infinite && r.upper.inclusive && successor(r.type, &r.upper.value))
        r.upper.inclusive = false;
    return check_order(&r) ? r : range_empty(r.type);
}

/* [a,b) and [b,c) are adjacent, [a,b] and (b,c] too; of discrete ones also what has no value in between. */
bool bounds_adjacent(Oid range, struct bound upper, struct bound lower)
{
    int c = bound_value_cmp(range, &upper, &lower);
    if (c == 0)
        return !upper.infinite && upper.inclusive != lower.inclusive;
    if (c > 0)
        return false;
    upper.inclusive = !upper.inclusive;
    lower.inclusive = !lower.inclusive;
    upper.lower = true;
    lower.lower = false;
    if (!is_discrete(range))
        return false;
    return range_normal((struct range){.type = range, .lower = upper, .upper = lower}).empty;
}

/* ---- multiranges ---- */
Oid multirange_of(Oid range)
{
    for (int i = 0; i < type_count(); i++)
        if (type_nth(i)->typtype == 'm' && type_nth(i)->base == range)
            return type_nth(i)->oid;
    raise(ERR_INTERNAL_ERROR, "cache lookup failed for range type %u", range);
}

struct ranges ranges_open(struct arena *a, Datum d, Oid type)
{
    const struct type_info *t = type_get(type);
    if (t->typtype == 'r') {
        struct ranges r = {.type = type, .r = ARENA_ARRAY(a, struct range, 1)};
        *r.r = range_open(d);
        r.n = !r.r->empty;
        return r;
    }
    const struct multirange_head *head = (const struct multirange_head *)VARDATA(d);
    struct ranges r = {.type = t->base, .n = (int)head->n, .r = ARENA_ARRAY(a, struct range, head->n)};
    for (int i = 0; i < r.n; i++)
        r.r[i] = range_open((Datum)(VARDATA(d) + head->offsets[i]));
    return r;
}

static int by_order(const void *a, const void *b)
{
    return range_order(a, b);
}

void ranges_normalise(struct ranges *r)
{
    if (r->n > 1)
        qsort(r->r, (size_t)r->n, sizeof *r->r, by_order);
    int n = 0;
    for (int i = 0; i < r->n; i++) {
        struct range *next = &r->r[i], *last = n > 0 ? &r->r[n - 1] : NULL;
        if (next->empty)
            continue;
        if (last == NULL || !(range_overlap(last, next) || bounds_adjacent(r->type, last->upper, next->lower)))
            r->r[n++] = *next;
        else if (bound_cmp(r->type, &next->upper, &last->upper) > 0)
            last->upper = next->upper;
    }
    r->n = n;
}

Datum multirange_make(struct arena *a, Oid type, struct ranges r)
{
    size_t size = (sizeof(struct multirange_head) + sizeof(uint32_t) * (size_t)r.n + 7) / 8 * 8;
    Datum *parts = arena_alloc(a, sizeof(Datum) * (size_t)(r.n + 1));
    for (int i = 0; i < r.n; i++) {
        parts[i] = range_make(a, r.r[i]);
        size += (sizeof(struct varlena) + VARLEN(parts[i]) + 1 + 7) / 8 * 8;
    }
    struct varlena *v = varlena_new(a, size);
    memset(v->data, 0, size);
    struct multirange_head *head = (struct multirange_head *)v->data;
    head->type = type;
    head->n = (uint32_t)r.n;
    size_t at = (sizeof *head + sizeof(uint32_t) * (size_t)r.n + 7) / 8 * 8;
    for (int i = 0; i < r.n; i++) {
        size_t n = sizeof(struct varlena) + VARLEN(parts[i]) + 1;
        memcpy(v->data + at, (const void *)parts[i], n);
        head->offsets[i] = (uint32_t)at;
        at += (n + 7) / 8 * 8;
    }
    return (Datum)v;
}

/* ---- btree and hash ---- */
int range_cmp(Datum a, Datum b)
{
    struct range x = range_open(a), y = range_open(b);
    return range_order(&x, &y);
}

static uint64_t hash_bound(Oid type, const struct bound *b)
{
    const struct type_info *t = subtype(type);
    uint64_t h = b->infinite || t->hash == NULL ? 0 : t->hash(b->value);
    return hash_combine(h, (uint64_t)b->infinite << 1 | b->inclusive);
}

uint64_t range_hash(Datum d)
{
    struct range r = range_open(d);
    return r.empty ? 0 : hash_combine(hash_bound(r.type, &r.lower), hash_bound(r.type, &r.upper));
}

static const struct multirange_head *head_of(Datum d)
{
    return (const struct multirange_head *)VARDATA(d);
}

static Datum nth(Datum d, uint32_t i)
{
    return (Datum)(VARDATA(d) + head_of(d)->offsets[i]);
}

int multirange_cmp(Datum a, Datum b)
{
    uint32_t na = head_of(a)->n, nb = head_of(b)->n;
    for (uint32_t i = 0; i < na && i < nb; i++) {
        int c = range_cmp(nth(a, i), nth(b, i));
        if (c != 0)
            return c;
    }
    return na < nb ? -1 : na > nb;
}

uint64_t multirange_hash(Datum d)
{
    uint64_t h = 0;
    for (uint32_t i = 0; i < head_of(d)->n; i++)
        h = hash_combine(h, range_hash(nth(d, i)));
    return h;
}
