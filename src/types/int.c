/* int2, int4, int8. */
#include <stdio.h>

#include "types/hash.h"
#include "types/put.h"
#include "types/scalar.h"
#include "types/wirebytes.h"

static bool space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

int64_t int_parse(const char *s, size_t len, int64_t min, int64_t max, const char *type, struct soft_error *soft)
{
    const char *p = s, *end = s + len;
    while (p < end && space(*p))
        p++;
    bool minus = false, over = false;
    if (p < end && (*p == '-' || *p == '+'))
        minus = *p++ == '-';
    const char *first = p;
    int64_t v = 0; /* kept negative: the most negative number has no positive */
    for (; p < end && *p >= '0' && *p <= '9'; p++)
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, *p - '0', &v))
            over = true, v = 0;
    bool digits = p > first;
    while (p < end && space(*p))
        p++;
    if (!digits || p != end) {
        soft_raise(soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", type, s);
        return 0;
    }
    if (!minus)
        over = over || __builtin_sub_overflow(0, v, &v);
    if (over || v < min || v > max) {
        soft_raise(soft, ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value \"%s\" is out of range for type %s", s, type);
        return 0;
    }
    return v;
}

void int64_to_text(int64_t v, struct strbuf *out)
{
    strbuf_end(out, put_int(strbuf_room(out, 20), v));
}

#define INT_IO(x, min, max, words, bytes, put, get, from, to)                   \
    Datum x##_in(struct io *io, const char *s, size_t len)                      \
    {                                                                           \
        return from((to##_t)int_parse(s, len, min, max, words, io->soft));      \
    }                                                                           \
    void x##_out(struct io *io, Datum d, struct strbuf *out)                    \
    {                                                                           \
        int64_to_text(datum_##to(d), out);                                      \
    }                                                                           \
    Datum x##_recv(struct io *io, const uint8_t *p, size_t len)                 \
    {                                                                           \
        return wire_length(io, len, bytes) ? from((to##_t)get(p)) : (Datum)0;   \
    }                                                                           \
    void x##_send(struct io *io, Datum d, struct strbuf *out)                   \
    {                                                                           \
        put(out, (u##to##_t)datum_##to(d));                                     \
    }                                                                           \
    int x##_cmp(Datum a, Datum b)                                               \
    {                                                                           \
        to##_t u = datum_##to(a), v = datum_##to(b);                            \
        return u < v ? -1 : u > v;                                              \
    }                                                                           \
    uint64_t x##_hash(Datum d)                                                  \
    {                                                                           \
        return hash_uint64((uint64_t)(int64_t)datum_##to(d));                   \
    }

INT_IO(int2, INT16_MIN, INT16_MAX, "smallint", 2, wire_put16, wire_get16, datum_from_int16, int16)
INT_IO(int4, INT32_MIN, INT32_MAX, "integer", 4, wire_put32, wire_get32, datum_from_int32, int32)
INT_IO(int8, INT64_MIN, INT64_MAX, "bigint", 8, wire_put64, wire_get64, datum_from_int64, int64)
