/* bool, "char", and the pseudo-types void, cstring, unknown and those that refuse all input. */
#include "types/hash.h"
#include "types/scalar.h"
#include "types/wirebytes.h"

static bool space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* s is a beginning of word, at least `least` characters long */
static bool begins(const char *s, size_t len, const char *word, size_t least)
{
    return len >= least && len <= strlen(word) && strncasecmp(s, word, len) == 0;
}

bool bool_parse(const char *s, size_t len, bool *v)
{
    while (len > 0 && space(*s))
        s++, len--;
    while (len > 0 && space(s[len - 1]))
        len--;
    if (begins(s, len, "true", 1) || begins(s, len, "yes", 1) || begins(s, len, "on", 2) || begins(s, len, "1", 1))
        return *v = true, true;
    if (begins(s, len, "false", 1) || begins(s, len, "no", 1) || begins(s, len, "off", 2) || begins(s, len, "0", 1))
        return *v = false, true;
    return false;
}

Datum bool_in(struct io *io, const char *s, size_t len)
{
    bool v = false;
    if (!bool_parse(s, len, &v))
        soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", "boolean", s);
    return datum_from_bool(v);
}

void bool_out(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_addch(out, datum_bool(d) ? 't' : 'f');
}

Datum bool_recv(struct io *io, const uint8_t *p, size_t len)
{
    return wire_byte(io, len) ? datum_from_bool(p[0] != 0) : (Datum)0;
}

void bool_send(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_addch(out, datum_bool(d) ? 1 : 0);
}

int bool_cmp(Datum a, Datum b)
{
    return (int)datum_bool(a) - (int)datum_bool(b);
}

uint64_t bool_hash(Datum d)
{
    return hash_uint64(datum_bool(d));
}

/* One byte; the empty string is the zero byte, both ways. Bytes that are no characters are written \ooo. */
Datum char_in(struct io *io, const char *s, size_t len)
{
    if (len == 4 && s[0] == '\\' && strspn(s + 1, "01234567") == 3)
        return datum_from_char((char)((s[1] - '0') << 6 | (s[2] - '0') << 3 | (s[3] - '0')));
    return datum_from_char(len == 0 ? '\0' : s[0]);
}

void char_out(struct io *io, Datum d, struct strbuf *out)
{
    unsigned char c = (unsigned char)datum_char(d);
    if (c >= 0x80)
        strbuf_printf(out, "\\%03o", c);
    else if (c != '\0')
        strbuf_addch(out, (char)c);
}

Datum char_recv(struct io *io, const uint8_t *p, size_t len)
{
    return wire_byte(io, len) ? datum_from_char((char)p[0]) : (Datum)0;
}

void char_send(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_addch(out, datum_char(d));
}

int char_cmp(Datum a, Datum b)
{
    return (int)(uint8_t)a - (int)(uint8_t)b;
}

uint64_t char_hash(Datum d)
{
    return hash_uint64((uint8_t)d);
}

/* ---- pseudo-types ---- */
Datum void_in(struct io *io, const char *s, size_t len)
{
    return (Datum)0;
}

void void_out(struct io *io, Datum d, struct strbuf *out)
{
}

Datum void_recv(struct io *io, const uint8_t *p, size_t len)
{
    return (Datum)0;
}

void void_send(struct io *io, Datum d, struct strbuf *out)
{
}

#define BYTES_IO(x)                                                   \
    Datum x##_in(struct io *io, const char *s, size_t len)            \
    {                                                                 \
        return datum_from_text(io->arena, s, len);                    \
    }                                                                 \
    void x##_out(struct io *io, Datum d, struct strbuf *out)          \
    {                                                                 \
        strbuf_add(out, VARDATA(d), VARLEN(d));                       \
    }                                                                 \
    Datum x##_recv(struct io *io, const uint8_t *p, size_t len)       \
    {                                                                 \
        return datum_from_text(io->arena, (const char *)p, len);      \
    }                                                                 \
    void x##_send(struct io *io, Datum d, struct strbuf *out)         \
    {                                                                 \
        strbuf_add(out, VARDATA(d), VARLEN(d));                       \
    }
BYTES_IO(cstring)
BYTES_IO(unknown)

Datum pseudo_in(struct io *io, const char *s, size_t len)
{
    soft_raise(io->soft, ERR_FEATURE_NOT_SUPPORTED, "cannot accept a value of type %s",
               type_display(io->arena, io->type));
    return (Datum)0;
}

void pseudo_out(struct io *io, Datum d, struct strbuf *out)
{
    raise(ERR_FEATURE_NOT_SUPPORTED, "cannot display a value of type %s", type_display(io->arena, io->type));
}

/* What catalogs show as text and nobody may write. */
Datum shown_in(struct io *io, const char *s, size_t len)
{
    return pseudo_in(io, s, len);
}

void shown_out(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_add(out, VARDATA(d), VARLEN(d));
}

Datum shown_recv(struct io *io, const uint8_t *p, size_t len)
{
    return pseudo_in(io, "", 0);
}

void shown_send(struct io *io, Datum d, struct strbuf *out)
{
    shown_out(io, d, out);
}

Datum pseudo_recv(struct io *io, const uint8_t *p, size_t len)
{
    return pseudo_in(io, "", 0);
}

void pseudo_send(struct io *io, Datum d, struct strbuf *out)
{
    pseudo_out(io, d, out);
}
