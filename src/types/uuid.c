/* uuid: 16 bytes. */
#include "types/hash.h"
#include "types/io_protos.h"
#include "types/text.h"
#include "types/wirebytes.h"

TYPE_IO_PROTOS(uuid)
TYPE_CMP_PROTOS(uuid)

#define UUID_BYTES 16

/* 32 digits, a hyphen after any four, braces around */
static bool parse(const char *s, uint8_t *out)
{
    bool braces = *s == '{';
    s += braces;
    for (int i = 0; i < UUID_BYTES; i++) {
        int high = hex_digit(s[0]), low = high < 0 ? -1 : hex_digit(s[1]);
        if (low < 0)
            return false;
        out[i] = (uint8_t)(high << 4 | low);
        s += 2;
        if (*s == '-' && i % 2 == 1 && i < UUID_BYTES - 1)
            s++;
    }
    if (braces && *s++ != '}')
        return false;
    return *s == '\0';
}

Datum uuid_in(struct io *io, const char *s, size_t len)
{
    uint8_t bytes[UUID_BYTES];
    if (parse(s, bytes))
        return datum_from_text(io->arena, (const char *)bytes, sizeof bytes);
    soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", "uuid", s);
    return (Datum)0;
}

void uuid_out(struct io *io, Datum d, struct strbuf *out)
{
    for (int i = 0; i < UUID_BYTES; i++)
        strbuf_printf(out, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", (uint8_t)VARDATA(d)[i]);
}

Datum uuid_recv(struct io *io, const uint8_t *p, size_t len)
{
    return wire_length(io, len, UUID_BYTES) ? datum_from_text(io->arena, (const char *)p, len) : (Datum)0;
}

void uuid_send(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_add(out, VARDATA(d), UUID_BYTES);
}

int uuid_cmp(Datum a, Datum b)
{
    return memcmp(VARDATA(a), VARDATA(b), UUID_BYTES);
}

uint64_t uuid_hash(Datum d)
{
    return hash_bytes(VARDATA(d), UUID_BYTES);
}
