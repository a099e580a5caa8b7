#include "types/snapshot.h"

#include <stdlib.h>

#include "types/wirebytes.h"

struct snapshot snapshot_open(Datum d)
{
    const uint64_t *v = (const uint64_t *)VARDATA(d);
    return (struct snapshot){v[0], v[1], v + 2, (uint32_t)(VARLEN(d) / sizeof *v - 2)};
}

#define SNAPSHOT_MAX ((0x3fffffff - 24) / 8) /* what fits in a value */

/* xmin, xmax and the running ones so far, with room for all that are to come. */
struct reading {
    uint64_t *v;
    size_t n;
};

static bool limits_hold(const struct reading *r)
{
    return r->v[0] != 0 && r->v[1] != 0 && r->v[0] <= r->v[1];
}

/* The next of the list; one that is there already is left out. */
static bool add_running(struct reading *r, uint64_t x)
{
    uint64_t last = r->n > 2 ? r->v[r->n - 1] : 0;
    if (x < r->v[0] || x >= r->v[1] || x < last)
        return false;
    if (x != last)
        r->v[r->n++] = x;
    return true;
}

static bool read_number(const char **s, char behind, uint64_t *v)
{
    char *end;
    *v = strtoull(*s, &end, 10);
    if (end == *s || (behind != '\0' && *end != behind))
        return false;
    *s = end + (behind != '\0');
    return true;
}

static bool read_text(struct reading *r, const char *s)
{
    if (!read_number(&s, ':', &r->v[0]) || !read_number(&s, ':', &r->v[1]) || !limits_hold(r))
        return false;
    for (r->n = 2; *s != '\0'; s += *s == ',') {
        uint64_t x;
        if (!read_number(&s, '\0', &x) || !add_running(r, x) || (*s != '\0' && *s != ','))
            return false;
    }
    return true;
}

static Datum snapshot_datum(struct arena *a, const struct reading *r)
{
    return datum_from_text(a, (const char *)r->v, r->n * sizeof *r->v);
}

Datum pg_snapshot_in(struct io *io, const char *s, size_t len)
{
    struct reading r = {.v = ARENA_ARRAY(io->arena, uint64_t, len / 2 + 2)};
    if (read_text(&r, s))
        return snapshot_datum(io->arena, &r);
    soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", "pg_snapshot", s);
    return (Datum)0;
}

void pg_snapshot_out(struct io *io, Datum d, struct strbuf *out)
{
    struct snapshot s = snapshot_open(d);
    strbuf_printf(out, "%llu:%llu:", (unsigned long long)s.xmin, (unsigned long long)s.xmax);
    for (uint32_t i = 0; i < s.n; i++)
        strbuf_printf(out, "%s%llu", i > 0 ? "," : "", (unsigned long long)s.xip[i]);
}

Datum pg_snapshot_recv(struct io *io, const uint8_t *p, size_t len)
{
    uint32_t n = len >= 4 ? wire_get32(p) : 0;
    if (n <= SNAPSHOT_MAX && !wire_has(io, len, 20))
        return (Datum)0;
    struct reading r = {.v = ARENA_ARRAY(io->arena, uint64_t, len / 8 + 2), .n = 2};
    bool good = n <= SNAPSHOT_MAX;
    if (good) {
        r.v[0] = wire_get64(p + 4);
        r.v[1] = wire_get64(p + 12);
        good = limits_hold(&r);
    }
    for (uint32_t i = 0; i < n && good; i++) {
        if (!wire_has(io, len, 28 + 8 * (size_t)i))
            return (Datum)0;
        good = add_running(&r, wire_get64(p + 20 + 8 * (size_t)i));
    }
    if (good)
        return wire_length(io, len, 20 + 8 * (size_t)n) ? snapshot_datum(io->arena, &r) : (Datum)0;
    soft_raise(io->soft, ERR_INVALID_BINARY_REPRESENTATION, "invalid external pg_snapshot data");
    return (Datum)0;
}

void pg_snapshot_send(struct io *io, Datum d, struct strbuf *out)
{
    struct snapshot s = snapshot_open(d);
    wire_put32(out, s.n);
    wire_put64(out, s.xmin);
    wire_put64(out, s.xmax);
    for (uint32_t i = 0; i < s.n; i++)
        wire_put64(out, s.xip[i]);
}
