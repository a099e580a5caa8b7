/* tsvector: making, text and binary forms, order. */
#include "types/tsvector.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "types/hash.h"
#include "types/softfail.h"
#include "types/wirebytes.h"

struct ts_entry {
    uint32_t offset; /* of its bytes, from the data's start; the positions follow at the next even one */
    uint16_t len, places;
};

int ts_weight_of(char letter)
{
    switch (letter) {
    case 'a': case 'A': return 3;
    case 'b': case 'B': return 2;
    case 'c': case 'C': return 1;
    case 'd': case 'D': return 0;
    default: return -1;
    }
}

/* ---- reading one ---- */
int tsvector_count(Datum d)
{
    uint32_t n;
    memcpy(&n, VARDATA(d), sizeof n);
    return (int)n;
}

static uint32_t even(uint32_t n)
{
    return (n + 1) & ~1u;
}

struct ts_lexeme tsvector_get(Datum d, int i)
{
    const struct ts_entry *e = (const struct ts_entry *)(VARDATA(d) + sizeof(uint32_t)) + i;
    const char *s = VARDATA(d) + e->offset;
    return (struct ts_lexeme){s, e->len, e->places,
                              e->places > 0 ? (const uint16_t *)(VARDATA(d) + even(e->offset + e->len)) : NULL};
}

struct ts_lexeme *tsvector_open(struct arena *a, Datum d, int *n)
{
    *n = tsvector_count(d);
    struct ts_lexeme *v = ARENA_ARRAY(a, struct ts_lexeme, *n);
    for (int i = 0; i < *n; i++)
        v[i] = tsvector_get(d, i);
    return v;
}

int ts_compare(const char *a, size_t alen, const char *b, size_t blen, bool prefix)
{
    size_t least = alen < blen ? alen : blen;
    int c = least > 0 ? memcmp(a, b, least) : 0;
    if (c != 0)
        return c;
    return prefix ? alen > blen : (alen > blen) - (alen < blen);
}

int tsvector_find(Datum d, const char *s, size_t len)
{
    for (int low = 0, high = tsvector_count(d); low < high;) {
        int middle = low + (high - low) / 2;
        struct ts_lexeme l = tsvector_get(d, middle);
        int c = ts_compare(s, len, l.s, l.len, false);
        if (c == 0)
            return middle;
        if (c < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return -1;
}

/* ---- making one ---- */
size_t tsvector_bytes(const struct ts_lexeme *v, int n)
{
    size_t bytes = 0;
    for (int i = 0; i < n; i++) {
        bytes += v[i].len;
        if (v[i].places > 0)
            bytes = even((uint32_t)bytes) + sizeof(uint16_t) * (1 + v[i].places);
    }
    return bytes;
}

Datum tsvector_new(struct arena *a, const struct ts_lexeme *v, int n)
{
    size_t bytes = tsvector_bytes(v, n);
    if (bytes > TS_MAX_BYTES)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "string is too long for tsvector (%d bytes, max %d bytes)", (int)bytes,
              TS_MAX_BYTES);
    uint32_t head = (uint32_t)(sizeof(uint32_t) + sizeof(struct ts_entry) * (size_t)n), at = head, count = (uint32_t)n;
    struct varlena *d = varlena_new(a, head + bytes + (size_t)n);
    memset(d->data, 0, d->len);
    memcpy(d->data, &count, sizeof count);
    struct ts_entry *e = (struct ts_entry *)(d->data + sizeof count);
    for (int i = 0; i < n; i++) {
        e[i] = (struct ts_entry){at, (uint16_t)v[i].len, (uint16_t)v[i].places};
        if (v[i].len > 0)
            memcpy(d->data + at, v[i].s, v[i].len);
        at += v[i].len;
        if (v[i].places > 0) {
            at = even(at);
            memcpy(d->data + at, v[i].place, v[i].places * sizeof(uint16_t));
            at += v[i].places * (uint32_t)sizeof(uint16_t);
        }
    }
    d->len = at;
    return (Datum)d;
}

static int place_order(const void *x, const void *y)
{
    return ts_position(*(const uint16_t *)x) - ts_position(*(const uint16_t *)y);
}

uint32_t ts_unique_places(uint16_t *p, uint32_t n)
{
    if (n <= 1)
        return n;
    qsort(p, n, sizeof *p, place_order);
    uint32_t last = 0;
    for (uint32_t i = 1; i < n; i++) {
        if (ts_position(p[i]) != ts_position(p[last])) {
            p[++last] = p[i];
            if (last >= TS_MAX_POSITIONS - 1 || ts_position(p[last]) == TS_MAX_POSITION)
                break;
        } else if (ts_weight(p[i]) > ts_weight(p[last])) {
            p[last] = p[i];
        }
    }
    return last + 1;
}

static int lexeme_order(const void *x, const void *y)
{
    return ts_lexeme_cmp(x, y);
}

/* The first of n equal lexemes gets the positions of all. */
static struct ts_lexeme merged(struct arena *a, const struct ts_lexeme *v, int n)
{
    struct ts_lexeme one = v[0];
    uint32_t places = 0;
    for (int i = 0; i < n; i++)
        places += v[i].places;
    uint16_t *all = arena_alloc(a, places * sizeof *all);
    uint32_t at = 0;
    for (int i = 0; i < n; i++) {
        if (v[i].places > 0)
            memcpy(all + at, v[i].place, v[i].places * sizeof *all);
        at += v[i].places;
    }
    one.places = ts_unique_places(all, places);
    one.place = all;
    return one;
}

Datum tsvector_collect(struct arena *a, struct ts_lexeme *v, int n)
{
    int kept = 0;
    if (n > 1)
        qsort(v, (size_t)n, sizeof *v, lexeme_order);
    for (int i = 0, same; i < n; i += same) {
        for (same = 1; i + same < n && ts_lexeme_cmp(&v[i], &v[i + same]) == 0; same++)
            ;
        v[kept++] = merged(a, v + i, same);
    }
    return tsvector_new(a, v, kept);
}

/* ---- text ---- */
Datum tsvector_in(struct io *io, const char *s, size_t len)
{
    struct ts_reader r = {.text = s, .at = s, .arena = io->arena, .soft = io->soft};
    struct ts_lexeme *v = NULL, next;
    int n = 0, cap = 0;
    size_t bytes = 0;
    while (ts_read_lexeme(&r, &next)) {
        if (next.len > TS_MAX_LEXEME) {
            soft_raise(io->soft, ERR_PROGRAM_LIMIT_EXCEEDED, "word is too long (%ld bytes, max %ld bytes)", (long)next.len,
                       (long)TS_MAX_LEXEME);
            return (Datum)0;
        }
        if (bytes > TS_MAX_BYTES) {
            soft_raise(io->soft, ERR_PROGRAM_LIMIT_EXCEEDED, "string is too long for tsvector (%ld bytes, max %ld bytes)",
                       (long)bytes, (long)TS_MAX_BYTES);
            return (Datum)0;
        }
        if (n == cap) {
            v = arena_grow(io->arena, v, (size_t)cap * sizeof *v, (size_t)(cap + 16) * 2 * sizeof *v);
            cap = (cap + 16) * 2;
        }
        bytes += next.len;
        v[n++] = next;
    }
    return SOFT_FAILED(io->soft) ? (Datum)0 : tsvector_collect(io->arena, v, n);
}

void tsvector_out(struct io *io, Datum d, struct strbuf *out)
{
    for (int i = 0; i < tsvector_count(d); i++) {
        struct ts_lexeme l = tsvector_get(d, i);
        if (i > 0)
            strbuf_addch(out, ' ');
        ts_write_lexeme(l.s, l.len, out);
        for (uint32_t j = 0; j < l.places; j++) {
            strbuf_printf(out, "%c%d", j == 0 ? ':' : ',', ts_position(l.place[j]));
            if (ts_weight(l.place[j]) > 0)
                strbuf_addch(out, "DCBA"[ts_weight(l.place[j])]);
        }
    }
}

/* ---- binary: count; of each its bytes, a NUL, the count of its positions, the positions ---- */
static bool malformed(struct io *io, const char *words)
{
    soft_raise(io->soft, ERR_INTERNAL_ERROR, "%s", words);
    return false;
}

static bool receive_places(struct io *io, const uint8_t **p, const uint8_t *end, struct ts_lexeme *l)
{
    uint16_t *v = ARENA_ARRAY(io->arena, uint16_t, l->places);
    for (uint32_t i = 0; i < l->places; i++, *p += 2) {
        if (!wire_has(io, (size_t)(end - *p), 2))
            return false;
        v[i] = wire_get16(*p);
        if (i > 0 && ts_position(v[i]) <= ts_position(v[i - 1]))
            return malformed(io, "position information is misordered");
    }
    l->place = v;
    return true;
}

static bool receive_lexeme(struct io *io, const uint8_t **p, const uint8_t *end, struct ts_lexeme *l)
{
    const uint8_t *nul = memchr(*p, '\0', (size_t)(end - *p));
    if (nul == NULL) {
        soft_raise(io->soft, ERR_PROTOCOL_VIOLATION, "invalid string in message");
        return false;
    }
    *l = (struct ts_lexeme){.s = (const char *)*p, .len = (uint32_t)(nul - *p)};
    utf8_require(l->s, l->len);
    *p = nul + 1;
    if (!wire_has(io, (size_t)(end - *p), 2))
        return false;
    l->places = wire_get16(*p);
    *p += 2;
    if (l->len > TS_MAX_LEXEME)
        return malformed(io, "invalid tsvector: lexeme too long");
    if (l->places > TS_MAX_POSITIONS)
        return malformed(io, "unexpected number of tsvector positions");
    return receive_places(io, p, end, l);
}

Datum tsvector_recv(struct io *io, const uint8_t *p, size_t len)
{
    const uint8_t *end = p + len;
    if (!wire_has(io, len, 4))
        return (Datum)0;
    uint32_t n = wire_get32(p);
    if (n > TS_MAX_BYTES) {
        malformed(io, "invalid size of tsvector");
        return (Datum)0;
    }
    p += 4;
    /* a lexeme takes at least three bytes */
    struct ts_lexeme *v = ARENA_ARRAY(io->arena, struct ts_lexeme, n < len ? n : len);
    size_t bytes = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!receive_lexeme(io, &p, end, &v[i]))
            return (Datum)0;
        bytes += v[i].len;
        if (bytes > TS_MAX_BYTES) {
            malformed(io, "invalid tsvector: maximum total lexeme length exceeded");
            return (Datum)0;
        }
    }
    if (!wire_length(io, (size_t)(end - p), 0))
        return (Datum)0;
    qsort(v, n, sizeof *v, lexeme_order);
    return tsvector_new(io->arena, v, (int)n);
}

void tsvector_send(struct io *io, Datum d, struct strbuf *out)
{
    int n = tsvector_count(d);
    wire_put32(out, (uint32_t)n);
    for (int i = 0; i < n; i++) {
        struct ts_lexeme l = tsvector_get(d, i);
        strbuf_add(out, l.s, l.len);
        strbuf_addch(out, '\0');
        wire_put16(out, l.places);
        for (uint32_t j = 0; j < l.places; j++)
            wire_put16(out, l.place[j]);
    }
}

/* ---- order ---- */

/* What PostgreSQL's value takes: its size comes first in the order. */
static size_t stored_size(Datum d)
{
    size_t bytes = 0;
    int n = tsvector_count(d);
    for (int i = 0; i < n; i++) {
        struct ts_lexeme l = tsvector_get(d, i);
        bytes += l.len;
        if (l.places > 0)
            bytes = even((uint32_t)bytes) + sizeof(uint16_t) * (1 + l.places);
    }
    return bytes + 4 * (size_t)n;
}

static int lexeme_and_places_cmp(struct ts_lexeme x, struct ts_lexeme y)
{
    if ((x.places > 0) != (y.places > 0))
        return x.places > 0 ? -1 : 1;
    int c = ts_lexeme_cmp(&x, &y);
    if (c != 0)
        return c;
    if (x.places != y.places)
        return x.places > y.places ? -1 : 1;
    for (uint32_t i = 0; i < x.places; i++) {
        if (ts_position(x.place[i]) != ts_position(y.place[i]))
            return ts_position(x.place[i]) > ts_position(y.place[i]) ? -1 : 1;
        if (ts_weight(x.place[i]) != ts_weight(y.place[i]))
            return ts_weight(x.place[i]) > ts_weight(y.place[i]) ? -1 : 1;
    }
    return 0;
}

int tsvector_cmp(Datum a, Datum b)
{
    size_t x = stored_size(a), y = stored_size(b);
    int n = tsvector_count(a), m = tsvector_count(b);
    if (x != y)
        return x < y ? -1 : 1;
    if (n != m)
        return n < m ? -1 : 1;
    for (int i = 0; i < n; i++) {
        int c = lexeme_and_places_cmp(tsvector_get(a, i), tsvector_get(b, i));
        if (c != 0)
            return c;
    }
    return 0;
}

uint64_t tsvector_hash(Datum d)
{
    return hash_bytes(VARDATA(d), VARLEN(d));
}
