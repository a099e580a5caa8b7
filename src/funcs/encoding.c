/*
 * Character sets other than UTF-8, as bytea: convert_from(), convert_to(), convert(), length().
 * Those of one byte a character are iconv's, a table each; those of more are refused.
 */
#include <iconv.h>
#include <stdio.h>
#include <strings.h>

#include "base/macros.h"
#include "funcs/text_view.h"

enum encoding {
#define ENCODING(name, iconv) ENC_##name,
#define ALIAS(other, name)
#include "funcs/encodings.def"
#undef ENCODING
#undef ALIAS
};

static const struct {
    const char *name, *iconv;
} encodings[] = {
#define ENCODING(name, iconv) {#name, iconv},
#define ALIAS(other, name)
#include "funcs/encodings.def"
#undef ENCODING
#undef ALIAS
};

static const struct {
    const char *other;
    enum encoding encoding;
} aliases[] = {
#define ENCODING(name, iconv)
#define ALIAS(other, name) {#other, ENC_##name},
#include "funcs/encodings.def"
#undef ENCODING
#undef ALIAS
};

static const char *encoding_name(enum encoding e)
{
    return encodings[e].name;
}

/* Equal without case and without what is neither letter nor digit. */
static bool same_name(const char *a, const char *b)
{
    for (;; a++, b++) {
        a += strcspn(a, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        b += strcspn(b, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (ascii_lower(*a) != ascii_lower(*b))
            return false;
        if (*a == '\0')
            return true;
    }
}

static bool encoding_find(const char *name, enum encoding *e)
{
    for (int i = 0; i < COUNTOF(encodings); i++)
        if (same_name(name, encodings[i].name)) {
            *e = (enum encoding)i;
            return true;
        }
    for (int i = 0; i < COUNTOF(aliases); i++)
        if (same_name(name, aliases[i].other)) {
            *e = aliases[i].encoding;
            return true;
        }
    return false;
}

static enum encoding encoding_arg(struct fcall *fc, int arg, const char *what)
{
    const char *name = datum_cstring(fc->arena, ARG_DATUM(arg));
    enum encoding e;
    if (!encoding_find(name, &e))
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid %sencoding name \"%s\"", what, name);
    return e;
}

/* The code point of each byte of a one-byte encoding; 0: none. */
static const uint32_t *byte_table(enum encoding e)
{
    static struct {
        bool made;
        uint32_t codes[256];
    } tables[COUNTOF(encodings)];
    if (tables[e].made)
        return tables[e].codes;
    iconv_t cd = iconv_open("UTF-8", encodings[e].iconv);
    if (cd == (iconv_t)-1)
        raise(ERR_FEATURE_NOT_SUPPORTED, "encoding \"%s\" is not supported on this system", encoding_name(e));
    for (int i = 1; i < 256; i++) {
        char in = (char)i, out[8], *from = &in, *to = out;
        size_t in_left = 1, out_left = sizeof out;
        iconv(cd, NULL, NULL, NULL, NULL);
        if (iconv(cd, &from, &in_left, &to, &out_left) == 0 && iconv(cd, NULL, NULL, &to, &out_left) == 0)
            tables[e].codes[i] = utf8_decode(out);
    }
    iconv_close(cd);
    tables[e].made = true;
    return tables[e].codes;
}

_Noreturn static void no_equivalent(const char *s, size_t n, enum encoding from, enum encoding to)
{
    char bytes[32] = "";
    for (size_t i = 0, at = 0; i < n && i < 4; i++)
        at += (size_t)snprintf(bytes + at, sizeof bytes - at, "%s0x%02x", i > 0 ? " " : "", (unsigned char)s[i]);
    raise(ERR_UNTRANSLATABLE_CHARACTER,
          "character with byte sequence %s in encoding \"%s\" has no equivalent in encoding \"%s\"", bytes,
          encoding_name(from), encoding_name(to));
}

static Datum to_utf8(struct fcall *fc, struct view v, enum encoding from)
{
    const uint32_t *codes = byte_table(from);
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    for (size_t i = 0; i < v.n; i++) {
        char c[4];
        uint32_t code = codes[(unsigned char)v.s[i]];
        if (code == 0)
            no_equivalent(v.s + i, 1, from, ENC_UTF8);
        strbuf_add(&b, c, (size_t)utf8_encode(code, c));
    }
    return strbuf_result(fc, &b);
}

static Datum from_utf8(struct fcall *fc, struct view v, enum encoding to)
{
    const uint32_t *codes = byte_table(to);
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    for (size_t i = 0, n; i < v.n; i += n) {
        n = utf8_step(v.s + i, v.n - i);
        uint32_t code = utf8_decode(v.s + i);
        int byte = code < 0x80 ? (int)code : 0x80;
        while (byte < 256 && codes[byte] != code)
            byte++;
        if (byte == 256)
            no_equivalent(v.s + i, n, ENC_UTF8, to);
        strbuf_addch(&b, (char)byte);
    }
    return strbuf_result(fc, &b);
}

/* 22021 unless v is text of that encoding. */
static void verify(struct view v, enum encoding e)
{
    if (e == ENC_UTF8) {
        utf8_require(v.s, v.n);
        return;
    }
    if (e != ENC_SQL_ASCII && *encodings[e].iconv == '\0')
        raise(ERR_FEATURE_NOT_SUPPORTED, "encoding \"%s\" is not supported", encoding_name(e));
    const char *nul = memchr(v.s, '\0', v.n);
    if (nul != NULL)
        utf8_raise_invalid(encoding_name(e), nul, 1, 1);
}

static Datum convert(struct fcall *fc, enum encoding from, enum encoding to)
{
    struct view v = ARG_VIEW(0);
    verify(v, from);
    if (from == to || to == ENC_SQL_ASCII)
        return text_result(fc, v.s, v.n);
    if (from == ENC_SQL_ASCII) {
        verify(v, to);
        return text_result(fc, v.s, v.n);
    }
    verify((struct view){"", 0}, to);
    if (to == ENC_UTF8)
        return to_utf8(fc, v, from);
    if (from == ENC_UTF8)
        return from_utf8(fc, v, to);
    raise(ERR_UNDEFINED_FUNCTION, "default conversion function for encoding \"%s\" to \"%s\" does not exist",
          encoding_name(from), encoding_name(to));
}

Datum bytea_convert_from(struct fcall *fc)
{
    return convert(fc, encoding_arg(fc, 1, "source "), ENC_UTF8);
}

Datum text_convert_to(struct fcall *fc)
{
    return convert(fc, ENC_UTF8, encoding_arg(fc, 1, "destination "));
}

Datum bytea_convert(struct fcall *fc)
{
    enum encoding from = encoding_arg(fc, 1, "source ");
    return convert(fc, from, encoding_arg(fc, 2, "destination "));
}

Datum bytea_length_in(struct fcall *fc)
{
    enum encoding e = encoding_arg(fc, 1, "");
    struct view v = ARG_VIEW(0);
    verify(v, e);
    return datum_from_int32((int32_t)(e == ENC_UTF8 ? utf8_count(v.s, v.n) : v.n));
}
