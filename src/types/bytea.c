#include "types/bytea.h"

#include "base/utf8.h"
#include "types/hash.h"
#include "types/text.h"

void hex_encode(const char *p, size_t len, struct strbuf *out)
{
    static const char digits[] = "0123456789abcdef";
    strbuf_grow(out, len * 2);
    for (size_t i = 0; i < len; i++) {
        out->data[out->len++] = digits[(unsigned char)p[i] >> 4];
        out->data[out->len++] = digits[(unsigned char)p[i] & 15];
    }
    out->data[out->len] = '\0';
}

static bool hex_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static int hex_value(const char *s, size_t len, struct soft_error *soft)
{
    int v = hex_digit(*s);
    if (v < 0)
        soft_raise(soft, ERR_INVALID_PARAMETER_VALUE, "invalid hexadecimal digit: \"%.*s\"", CHAR_ARG(s, len));
    return v;
}

bool hex_decode(const char *s, size_t len, struct strbuf *out, struct soft_error *soft)
{
    for (size_t i = 0; i < len;) {
        if (hex_space(s[i])) {
            i++;
            continue;
        }
        int high = hex_value(s + i, len - i, soft);
        if (high < 0)
            return false;
        if (++i == len) {
            soft_raise(soft, ERR_INVALID_PARAMETER_VALUE, "invalid hexadecimal data: odd number of digits");
            return false;
        }
        int low = hex_value(s + i, len - i, soft);
        if (low < 0)
            return false;
        i++;
        strbuf_addch(out, (char)(high << 4 | low));
    }
    return true;
}

static int octal(const char *s, size_t len)
{
    bool good = len >= 3 && s[0] >= '0' && s[0] <= '3' && s[1] >= '0' && s[1] <= '7' && s[2] >= '0' && s[2] <= '7';
    return good ? (s[0] - '0') << 6 | (s[1] - '0') << 3 | (s[2] - '0') : -1;
}

bool bytea_escape_decode(const char *s, size_t len, struct strbuf *out)
{
    for (size_t i = 0; i < len; i++) {
        if (s[i] != '\\') {
            strbuf_addch(out, s[i]);
            continue;
        }
        int v = octal(s + i + 1, len - i - 1);
        if (v >= 0) {
            strbuf_addch(out, (char)v);
            i += 3;
        } else if (i + 1 < len && s[i + 1] == '\\') {
            strbuf_addch(out, s[++i]);
        } else {
            return false;
        }
    }
    return true;
}

Datum bytea_in(struct io *io, const char *s, size_t len)
{
    struct strbuf b;
    strbuf_init(&b, io->arena);
    if (len >= 2 && s[0] == '\\' && s[1] == 'x') {
        if (!hex_decode(s + 2, len - 2, &b, io->soft))
            return (Datum)0;
    } else if (!bytea_escape_decode(s, len, &b)) {
        soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s", "bytea");
        return (Datum)0;
    }
    return datum_from_text(io->arena, b.data, b.len);
}

void bytea_out(struct io *io, Datum d, struct strbuf *out)
{
    const char *p = VARDATA(d);
    if (!type_settings.bytea_escape) {
        strbuf_addstr(out, "\\x");
        hex_encode(p, VARLEN(d), out);
        return;
    }
    for (size_t i = 0; i < VARLEN(d); i++) {
        unsigned char c = (unsigned char)p[i];
        if (c == '\\')
            strbuf_addstr(out, "\\\\");
        else if (c < 0x20 || c > 0x7e)
            strbuf_printf(out, "\\%03o", c);
        else
            strbuf_addch(out, p[i]);
    }
}

Datum bytea_recv(struct io *io, const uint8_t *p, size_t len)
{
    return datum_from_text(io->arena, (const char *)p, len);
}

void bytea_send(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_add(out, VARDATA(d), VARLEN(d));
}

int bytea_cmp(Datum a, Datum b)
{
    return text_cmp(a, b);
}

uint64_t bytea_hash(Datum d)
{
    return hash_bytes(VARDATA(d), VARLEN(d));
}
