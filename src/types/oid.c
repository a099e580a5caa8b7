/* oid, xid, cid, xid8, tid, pg_lsn. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "types/hash.h"
#include "types/scalar.h"
#include "types/wirebytes.h"

/* As strtoul reads it: a sign is allowed, and -1 is 4294967295. */
Datum oid_in(struct io *io, const char *s, size_t len)
{
    char *end;
    errno = 0;
    unsigned long v = strtoul(s, &end, 10);
    bool any = end != s;
    while (*end == ' ' || (*end >= '\t' && *end <= '\r'))
        end++;
    if (!any || end != s + len)
        soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", "oid", s);
    else if (errno == ERANGE || (v != (Oid)v && v != (unsigned long)(int32_t)v))
        soft_raise(io->soft, ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value \"%s\" is out of range for type %s", s, "oid");
    return datum_from_oid((Oid)v);
}

void oid_out(struct io *io, Datum d, struct strbuf *out)
{
    int64_to_text(datum_oid(d), out);
}

Datum oid_recv(struct io *io, const uint8_t *p, size_t len)
{
    return wire_length(io, len, 4) ? datum_from_oid(wire_get32(p)) : (Datum)0;
}

void oid_send(struct io *io, Datum d, struct strbuf *out)
{
    wire_put32(out, datum_oid(d));
}

int oid_cmp(Datum a, Datum b)
{
    return datum_oid(a) < datum_oid(b) ? -1 : datum_oid(a) > datum_oid(b);
}

uint64_t oid_hash(Datum d)
{
    return hash_uint64(datum_oid(d));
}

/* xid and cid take whatever strtoul makes of the text, without complaint (PostgreSQL 15). */
#define XID_IO(x)                                                   \
    Datum x##_in(struct io *io, const char *s, size_t len)          \
    {                                                               \
        return datum_from_oid((Oid)strtoul(s, NULL, 0));            \
    }                                                               \
    void x##_out(struct io *io, Datum d, struct strbuf *out)        \
    {                                                               \
        oid_out(io, d, out);                                        \
    }                                                               \
    Datum x##_recv(struct io *io, const uint8_t *p, size_t len)     \
    {                                                               \
        return oid_recv(io, p, len);                                \
    }                                                               \
    void x##_send(struct io *io, Datum d, struct strbuf *out)       \
    {                                                               \
        oid_send(io, d, out);                                       \
    }
XID_IO(xid)
XID_IO(cid)

int xid_cmp(Datum a, Datum b)
{
    return oid_cmp(a, b);
}

uint64_t xid_hash(Datum d)
{
    return oid_hash(d);
}

#define UINT64_CMP(x)                       \
    int x##_cmp(Datum a, Datum b)           \
    {                                       \
        uint64_t u = a, v = b;              \
        return u < v ? -1 : u > v;          \
    }                                       \
    uint64_t x##_hash(Datum d)              \
    {                                       \
        return hash_uint64(d);              \
    }
UINT64_CMP(xid8)
UINT64_CMP(pg_lsn)

Datum xid8_in(struct io *io, const char *s, size_t len)
{
    return (Datum)strtoull(s, NULL, 0);
}

void xid8_out(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_printf(out, "%llu", (unsigned long long)d);
}

Datum xid8_recv(struct io *io, const uint8_t *p, size_t len)
{
    return wire_length(io, len, 8) ? (Datum)wire_get64(p) : (Datum)0;
}

void xid8_send(struct io *io, Datum d, struct strbuf *out)
{
    wire_put64(out, d);
}

/* "16/B374D848": up to eight hexadecimal digits on each side */
Datum pg_lsn_in(struct io *io, const char *s, size_t len)
{
    size_t high = strspn(s, "0123456789abcdefABCDEF");
    size_t low = high >= 1 && high <= 8 && s[high] == '/' ? strspn(s + high + 1, "0123456789abcdefABCDEF") : 0;
    if (low < 1 || low > 8 || high + 1 + low != len) {
        soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", "pg_lsn", s);
        return (Datum)0;
    }
    return (Datum)((uint64_t)strtoul(s, NULL, 16) << 32 | strtoul(s + high + 1, NULL, 16));
}

void pg_lsn_out(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_printf(out, "%X/%X", (unsigned)(d >> 32), (unsigned)d);
}

Datum pg_lsn_recv(struct io *io, const uint8_t *p, size_t len)
{
    return xid8_recv(io, p, len);
}

void pg_lsn_send(struct io *io, Datum d, struct strbuf *out)
{
    wire_put64(out, d);
}

/* tid: block and offset, the bytes as on the wire, so that memcmp is the order. */
static Datum tid_new(struct arena *a, uint32_t block, unsigned offset)
{
    uint8_t b[6] = {(uint8_t)(block >> 24), (uint8_t)(block >> 16), (uint8_t)(block >> 8), (uint8_t)block,
                    (uint8_t)(offset >> 8), (uint8_t)offset};
    return datum_from_text(a, (const char *)b, sizeof b);
}

Datum tid_in(struct io *io, const char *s, size_t len)
{
    char *end;
    const char *comma = strchr(s, ',');
    const char *open = strchr(s, '('); /* what is before it does not matter */
    if (open != NULL && comma != NULL && open < comma) {
        errno = 0;
        unsigned long block = strtoul(open + 1, &end, 10);
        bool good = errno == 0 && end == comma && (block == (uint32_t)block || block == (unsigned long)(int32_t)block);
        unsigned long offset = strtoul(comma + 1, &end, 10);
        if (good && errno == 0 && *end == ')' && offset <= UINT16_MAX)
            return tid_new(io->arena, (uint32_t)block, (unsigned)offset);
    }
    soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", "tid", s);
    return (Datum)0;
}

void tid_out(struct io *io, Datum d, struct strbuf *out)
{
    const uint8_t *p = (const uint8_t *)VARDATA(d);
    strbuf_printf(out, "(%u,%u)", wire_get32(p), wire_get16(p + 4));
}

Datum tid_recv(struct io *io, const uint8_t *p, size_t len)
{
    return wire_length(io, len, 6) ? datum_from_text(io->arena, (const char *)p, 6) : (Datum)0;
}

void tid_send(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_add(out, VARDATA(d), VARLEN(d));
}

int tid_cmp(Datum a, Datum b)
{
    return memcmp(VARDATA(a), VARDATA(b), 6);
}

uint64_t tid_hash(Datum d)
{
    return hash_bytes(VARDATA(d), 6);
}
