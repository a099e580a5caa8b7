/*
 * Integers in network byte order, for binary forms. The wire_get functions trust that the bytes are there: call
 * wire_length() or wire_has() first, which notes PostgreSQL's error (08P01 too short, 22P03 too long).
 */
#ifndef TYPES_WIREBYTES_H
#define TYPES_WIREBYTES_H

#include <stdint.h>

#include "types/type.h"

static inline void wire_too_long(struct io *io)
{
    soft_raise(io->soft, ERR_INVALID_BINARY_REPRESENTATION, io->too_long != NULL ? io->too_long : "incorrect binary data format",
               io->place);
}

static inline void wire_too_short(struct io *io)
{
    soft_raise(io->soft, ERR_PROTOCOL_VIOLATION, "insufficient data left in message");
}

/* Of single bytes PostgreSQL says it in other words. */
static inline void wire_no_byte(struct io *io)
{
    soft_raise(io->soft, ERR_PROTOCOL_VIOLATION, "no data left in message");
}

static inline bool wire_has(struct io *io, size_t len, size_t want)
{
    if (len < want)
        wire_too_short(io);
    return len >= want;
}

static inline bool wire_length(struct io *io, size_t len, size_t want)
{
    if (!wire_has(io, len, want))
        return false;
    if (len > want && !io->spare)
        wire_too_long(io);
    return len == want || io->spare;
}

static inline bool wire_byte(struct io *io, size_t len)
{
    if (len == 0)
        wire_no_byte(io);
    return len > 0 && wire_length(io, len, 1);
}

static inline uint16_t wire_get16(const uint8_t *p) { return (uint16_t)(p[0] << 8 | p[1]); }
static inline uint32_t wire_get32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}
static inline uint64_t wire_get64(const uint8_t *p) { return (uint64_t)wire_get32(p) << 32 | wire_get32(p + 4); }

static inline void wire_put16(struct strbuf *b, unsigned v)
{
    char c[2] = {(char)(v >> 8), (char)v};
    strbuf_add(b, c, 2);
}
static inline void wire_put32(struct strbuf *b, uint32_t v)
{
    wire_put16(b, v >> 16);
    wire_put16(b, v & 0xffff);
}
static inline void wire_put64(struct strbuf *b, uint64_t v)
{
    wire_put32(b, (uint32_t)(v >> 32));
    wire_put32(b, (uint32_t)v);
}

#endif
