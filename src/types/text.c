/* text, varchar, bpchar, name, objectid: bytes in UTF-8; lengths are in characters. */
#include "types/text.h"

#include "base/utf8.h"
#include "types/hash.h"
#include "types/softfail.h"

/* The wire's text is checked where it comes in; binary parameters are checked here. */
bool utf8_received(struct io *io, const uint8_t *p, size_t len)
{
    const char *s = (const char *)p;
    size_t bad = utf8_check(s, len);
    if (bad == len)
        return true;
    if (io->soft == NULL)
        utf8_require(s, len);
    soft_raise(io->soft, ERR_CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\"");
    return false;
}

static void put(Datum d, struct strbuf *out)
{
    strbuf_add(out, VARDATA(d), VARLEN(d));
}

Datum text_in(struct io *io, const char *s, size_t len)
{
    return datum_from_text(io->arena, s, len);
}

void text_out(struct io *io, Datum d, struct strbuf *out)
{
    put(d, out);
}

Datum text_recv(struct io *io, const uint8_t *p, size_t len)
{
    return utf8_received(io, p, len) ? datum_from_text(io->arena, (const char *)p, len) : (Datum)0;
}

void text_send(struct io *io, Datum d, struct strbuf *out)
{
    put(d, out);
}

static int bytes_cmp(Datum a, size_t na, Datum b, size_t nb)
{
    int c = memcmp(VARDATA(a), VARDATA(b), na < nb ? na : nb);
    return c != 0 ? c : na < nb ? -1 : na > nb;
}

int text_cmp(Datum a, Datum b)
{
    return bytes_cmp(a, VARLEN(a), b, VARLEN(b));
}

uint64_t text_hash(Datum d)
{
    return hash_bytes(VARDATA(d), VARLEN(d));
}

/* ---- varchar(n) and char(n) ---- */
static bool all_spaces(const char *s, size_t len)
{
    while (len > 0 && s[len - 1] == ' ')
        len--;
    return len == 0;
}

/* Bytes of s that a limit of n characters keeps. */
static size_t fit(const char *s, size_t len, size_t n, bool explicit_cast, const char *type, struct soft_error *soft)
{
    size_t keep = utf8_offset(s, len, n);
    if (!explicit_cast && !all_spaces(s + keep, len - keep))
        soft_raise(soft, ERR_STRING_DATA_RIGHT_TRUNCATION, "value too long for type %s(%d)", type, (int)n);
    return keep;
}

Datum varchar_fit(struct arena *a, const char *s, size_t len, int32_t typmod, bool explicit_cast,
                  struct soft_error *soft)
{
    if (typmod >= 4)
        len = fit(s, len, (size_t)typmod - 4, explicit_cast, "character varying", soft);
    return datum_from_text(a, s, len);
}

Datum bpchar_fit(struct arena *a, const char *s, size_t len, int32_t typmod, bool explicit_cast,
                 struct soft_error *soft)
{
    if (typmod < 4)
        return datum_from_text(a, s, len);
    size_t n = (size_t)typmod - 4;
    len = fit(s, len, n, explicit_cast, "character", soft);
    struct varlena *v = varlena_new(a, len + n - utf8_count(s, len));
    memcpy(v->data, s, len);
    memset(v->data + len, ' ', v->len - len);
    return (Datum)v;
}

Datum varchar_in(struct io *io, const char *s, size_t len)
{
    return varchar_fit(io->arena, s, len, io->typmod, false, io->soft);
}

void varchar_out(struct io *io, Datum d, struct strbuf *out)
{
    put(d, out);
}

Datum varchar_recv(struct io *io, const uint8_t *p, size_t len)
{
    return utf8_received(io, p, len) ? varchar_in(io, (const char *)p, len) : (Datum)0;
}

void varchar_send(struct io *io, Datum d, struct strbuf *out)
{
    put(d, out);
}

Datum bpchar_in(struct io *io, const char *s, size_t len)
{
    return bpchar_fit(io->arena, s, len, io->typmod, false, io->soft);
}

void bpchar_out(struct io *io, Datum d, struct strbuf *out)
{
    put(d, out);
}

Datum bpchar_recv(struct io *io, const uint8_t *p, size_t len)
{
    return utf8_received(io, p, len) ? bpchar_in(io, (const char *)p, len) : (Datum)0;
}

void bpchar_send(struct io *io, Datum d, struct strbuf *out)
{
    put(d, out);
}

int bpchar_cmp(Datum a, Datum b)
{
    return bytes_cmp(a, bpchar_len(a), b, bpchar_len(b));
}

uint64_t bpchar_hash(Datum d)
{
    return hash_bytes(VARDATA(d), bpchar_len(d));
}

/* ---- name: at most 63 bytes, longer ones are cut ---- */
Datum name_in(struct io *io, const char *s, size_t len)
{
    return datum_from_text(io->arena, s, utf8_clip(s, len, NAME_MAX_BYTES));
}

void name_out(struct io *io, Datum d, struct strbuf *out)
{
    put(d, out);
}

Datum name_recv(struct io *io, const uint8_t *p, size_t len)
{
    if (!utf8_received(io, p, len))
        return (Datum)0;
    if (len > NAME_MAX_BYTES) {
        SOFT_ERROR(io->soft, error_detail(error_new(ERR_NAME_TOO_LONG, "identifier too long"),
                                          "Identifier must be less than %d characters.", NAME_MAX_BYTES + 1));
        return (Datum)0;
    }
    return datum_from_text(io->arena, (const char *)p, len);
}

void name_send(struct io *io, Datum d, struct strbuf *out)
{
    put(d, out);
}

/* ---- objectid ---- */
bool objectid_parse(const char *s, size_t len, char out[24])
{
    if (len != 24)
        return false;
    for (size_t i = 0; i < len; i++) {
        int v = hex_digit(s[i]);
        if (v < 0)
            return false;
        out[i] = "0123456789abcdef"[v];
    }
    return true;
}

Datum objectid_in(struct io *io, const char *s, size_t len)
{
    char digits[24];
    if (objectid_parse(s, len, digits))
        return datum_from_text(io->arena, digits, sizeof digits);
    soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", "objectid", s);
    return (Datum)0;
}

void objectid_out(struct io *io, Datum d, struct strbuf *out)
{
    put(d, out);
}

Datum objectid_recv(struct io *io, const uint8_t *p, size_t len)
{
    return objectid_in(io, arena_strndup(io->arena, (const char *)p, len), len);
}

void objectid_send(struct io *io, Datum d, struct strbuf *out)
{
    put(d, out);
}
