/* macaddr (EUI-48) and macaddr8 (EUI-64): bytes, as they are written. */
#include <stdio.h>

#include "types/hash.h"
#include "types/inet.h"
#include "types/text.h"
#include "types/wirebytes.h"

static Datum mac_new(struct io *io, const uint8_t *p, size_t n)
{
    return datum_from_text(io->arena, (const char *)p, n);
}

static void bad_syntax(struct io *io, const char *type, const char *s)
{
    soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", type, s);
}

/* As scanf reads it; a character behind makes seven. */
Datum macaddr_in(struct io *io, const char *s, size_t len)
{
    static const char *const forms[] = {"%x:%x:%x:%x:%x:%x%1s",         "%x-%x-%x-%x-%x-%x%1s",
                                        "%2x%2x%2x:%2x%2x%2x%1s",       "%2x%2x%2x-%2x%2x%2x%1s",
                                        "%2x%2x.%2x%2x.%2x%2x%1s",      "%2x%2x-%2x%2x-%2x%2x%1s",
                                        "%2x%2x%2x%2x%2x%2x%1s"};
    unsigned v[MACADDR_BYTES];
    char junk[2];
    int got = 0;
    for (size_t i = 0; i < sizeof forms / sizeof *forms && got != MACADDR_BYTES; i++)
        got = sscanf(s, forms[i], &v[0], &v[1], &v[2], &v[3], &v[4], &v[5], junk);
    if (got != MACADDR_BYTES) {
        bad_syntax(io, "macaddr", s);
        return (Datum)0;
    }
    uint8_t bytes[MACADDR_BYTES];
    for (int i = 0; i < MACADDR_BYTES; i++) {
        if (v[i] > 255) {
            soft_raise(io->soft, ERR_NUMERIC_VALUE_OUT_OF_RANGE, "invalid octet value in \"macaddr\" value: \"%s\"", s);
            return (Datum)0;
        }
        bytes[i] = (uint8_t)v[i];
    }
    return mac_new(io, bytes, sizeof bytes);
}

/* Six bytes in the middle of eight. */
static void widen(uint8_t *p)
{
    memmove(p + 5, p + 3, 3);
    p[3] = 0xff;
    p[4] = 0xfe;
}

static bool space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static const char *skip_space(const char *s)
{
    while (space(*s))
        s++;
    return s;
}

/* Pairs of digits, one kind of spacer or none behind each; how many bytes, -1: it is none. */
static int parse_pairs(const char *s, uint8_t bytes[MACADDR8_BYTES])
{
    char spacer = '\0';
    int n = 0;
    for (s = skip_space(s); s[0] != '\0' && s[1] != '\0';) {
        int high = hex_digit(s[0]), low = hex_digit(s[1]);
        if (high < 0 || low < 0 || n == MACADDR8_BYTES)
            return -1;
        bytes[n++] = (uint8_t)(high << 4 | low);
        s += 2;
        if (*s == ':' || *s == '-' || *s == '.') {
            if (spacer != '\0' && spacer != *s)
                return -1;
            spacer = *s++;
        }
        if ((n == MACADDR_BYTES || n == MACADDR8_BYTES) && space(*s)) {
            s = skip_space(s);
            if (*s != '\0')
                return -1;
        }
    }
    return n;
}

Datum macaddr8_in(struct io *io, const char *s, size_t len)
{
    uint8_t bytes[MACADDR8_BYTES] = {0};
    int n = parse_pairs(s, bytes);
    if (n != MACADDR_BYTES && n != MACADDR8_BYTES) {
        bad_syntax(io, "macaddr8", s);
        return (Datum)0;
    }
    if (n == MACADDR_BYTES)
        widen(bytes);
    return mac_new(io, bytes, sizeof bytes);
}

static void put(Datum d, struct strbuf *out)
{
    for (uint32_t i = 0; i < VARLEN(d); i++)
        strbuf_printf(out, "%s%02x", i > 0 ? ":" : "", (uint8_t)VARDATA(d)[i]);
}

void macaddr_out(struct io *io, Datum d, struct strbuf *out)
{
    put(d, out);
}

void macaddr8_out(struct io *io, Datum d, struct strbuf *out)
{
    put(d, out);
}

Datum macaddr_recv(struct io *io, const uint8_t *p, size_t len)
{
    if (len < MACADDR_BYTES)
        wire_no_byte(io);
    return len >= MACADDR_BYTES && wire_length(io, len, MACADDR_BYTES) ? mac_new(io, p, len) : (Datum)0;
}

Datum macaddr8_recv(struct io *io, const uint8_t *p, size_t len)
{
    uint8_t bytes[MACADDR8_BYTES];
    if (len < MACADDR8_BYTES && len != MACADDR_BYTES) {
        wire_no_byte(io);
        return (Datum)0;
    }
    if (len != MACADDR_BYTES)
        return wire_length(io, len, MACADDR8_BYTES) ? mac_new(io, p, len) : (Datum)0;
    memcpy(bytes, p, len);
    widen(bytes);
    return mac_new(io, bytes, sizeof bytes);
}

void macaddr_send(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_add(out, VARDATA(d), VARLEN(d));
}

void macaddr8_send(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_add(out, VARDATA(d), VARLEN(d));
}

int macaddr_cmp(Datum a, Datum b)
{
    return text_cmp(a, b);
}

int macaddr8_cmp(Datum a, Datum b)
{
    return text_cmp(a, b);
}

uint64_t macaddr_hash(Datum d)
{
    return hash_bytes(VARDATA(d), VARLEN(d));
}

uint64_t macaddr8_hash(Datum d)
{
    return hash_bytes(VARDATA(d), VARLEN(d));
}
