#include "base/encoding.h"

#include <iconv.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/macros.h"
#include "base/utf8.h"

enum shape { OWN, NONE, BYTE, EUC, TWO };

static const struct {
    const char *name, *iconv;
    enum shape shape;
} encodings[] = {
#define ENCODING(name, iconv, shape) {#name, iconv, shape},
#define ALIAS(other, name)
#include "base/encodings.def"
#undef ENCODING
#undef ALIAS
};

static const struct {
    const char *other;
    enum encoding encoding;
} aliases[] = {
#define ENCODING(name, iconv, shape)
#define ALIAS(other, name) {#other, ENC_##name},
#include "base/encodings.def"
#undef ENCODING
#undef ALIAS
};

/* ---- names ---- */

const char *encoding_name(enum encoding e)
{
    return encodings[e].name;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Equal without case and without what is neither letter nor digit. */
static bool same_name(const char *a, const char *b)
{
    for (;; a++, b++) {
        a += strcspn(a, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        b += strcspn(b, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (lower(*a) != lower(*b))
            return false;
        if (*a == '\0')
            return true;
    }
}

bool encoding_find(const char *name, enum encoding *e)
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

bool encoding_converted(enum encoding e)
{
    return encodings[e].shape != NONE;
}

bool encoding_embeds_ascii(enum encoding e)
{
    return encodings[e].shape == TWO;
}

static void need_conversion(enum encoding e)
{
    if (!encoding_converted(e))
        raise(ERR_FEATURE_NOT_SUPPORTED, "encoding \"%s\" is not supported", encoding_name(e));
}

/* ---- characters: how many bytes one has, and whether these bytes are one ---- */

static size_t width(enum shape shape, unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    return shape == EUC || shape == TWO ? 2 : 1;
}

/* p[0] to p[n - 1], as many as the first byte announces, are there. */
static bool valid(enum shape shape, const unsigned char *p)
{
    if (p[0] < 0x80)
        return p[0] != 0;
    switch (shape) {
    case EUC: return p[0] >= 0xa1 && p[0] <= 0xfe && p[1] >= 0xa1 && p[1] <= 0xfe;
    case TWO: return p[1] != 0;
    default: return true;
    }
}

/* The width of the valid character here; raises 22021. */
static size_t step(enum encoding e, const char *s, size_t left)
{
    enum shape shape = encodings[e].shape;
    size_t n = width(shape, (unsigned char)*s);
    if (n > left || !valid(shape, (const unsigned char *)s))
        utf8_raise_invalid(encoding_name(e), s, left, n);
    return n;
}

void encoding_verify(enum encoding e, const char *s, size_t len)
{
    if (e == ENC_UTF8) {
        utf8_require(s, len);
        return;
    }
    need_conversion(e);
    for (size_t i = 0; i < len;)
        i += step(e, s + i, len - i);
}

size_t encoding_count(enum encoding e, const char *s, size_t len)
{
    size_t n = 0;
    if (e == ENC_UTF8)
        return utf8_count(s, len);
    for (size_t i = 0; i < len; n++)
        i += width(encodings[e].shape, (unsigned char)s[i]);
    return n;
}

/* ---- conversion of one character ---- */

static _Noreturn void no_equivalent(const char *s, size_t n, enum encoding from, enum encoding to)
{
    char bytes[32] = "";
    for (size_t i = 0, at = 0; i < n && i < 4; i++)
        at += (size_t)snprintf(bytes + at, sizeof bytes - at, "%s0x%02x", i > 0 ? " " : "", (unsigned char)s[i]);
    raise(ERR_UNTRANSLATABLE_CHARACTER,
          "character with byte sequence %s in encoding \"%s\" has no equivalent in encoding \"%s\"", bytes,
          encoding_name(from), encoding_name(to));
}

struct converter {
    bool open;
    iconv_t in, out; /* to UTF-8, and from it */
};

static struct converter *converter_of(enum encoding e)
{
    static struct converter all[COUNTOF(encodings)];
    struct converter *c = &all[e];
    if (c->open)
        return c;
    c->in = iconv_open("UTF-8", encodings[e].iconv);
    c->out = iconv_open(encodings[e].iconv, "UTF-8");
    if (c->in == (iconv_t)-1 || c->out == (iconv_t)-1)
        raise(ERR_FEATURE_NOT_SUPPORTED, "encoding \"%s\" is not supported on this system", encoding_name(e));
    c->open = true;
    return c;
}

/* How many bytes were written; 0: it has no equivalent. */
static size_t one(iconv_t cd, const char *s, size_t n, char out[8])
{
    char *from = (char *)s, *to = out;
    size_t left = n, room = 8;
    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &from, &left, &to, &room) != 0 || left != 0 || iconv(cd, NULL, NULL, &to, &room) != 0)
        return 0;
    return 8 - room;
}

/* One code point, or none: what iconv reads otherwise is no character to PostgreSQL. */
static size_t character_in(const struct converter *c, const char *s, size_t n, char out[8])
{
    size_t made = one(c->in, s, n, out);
    return made > 0 && made == (size_t)utf8_width(*out) ? made : 0;
}

/* What does not come back the same is iconv's approximation. */
static size_t character_out(enum encoding e, const struct converter *c, const char *s, size_t n, char out[8])
{
    char back[8];
    size_t made = one(c->out, s, n, out);
    if (made == 0 || made != width(encodings[e].shape, (unsigned char)*out) || !valid(encodings[e].shape, (unsigned char *)out))
        return 0;
    return character_in(c, out, made, back) == n && memcmp(back, s, n) == 0 ? made : 0;
}

/* ---- whole texts ---- */

static size_t ascii_run(const char *s, size_t len)
{
    size_t n = 0;
    while (n < len && (unsigned char)s[n] < 0x80 && s[n] != '\0')
        n++;
    return n;
}

void encoding_to_utf8(enum encoding from, const char *s, size_t len, struct strbuf *out)
{
    if (encodings[from].shape == OWN || !encoding_converted(from)) {
        encoding_verify(from, s, len);
        strbuf_add(out, s, len);
        return;
    }
    const struct converter *c = converter_of(from);
    for (size_t i = 0; i < len;) {
        size_t plain = ascii_run(s + i, len - i);
        strbuf_add(out, s + i, plain);
        i += plain;
        if (i == len)
            break;
        char made[8];
        size_t n = step(from, s + i, len - i), m = character_in(c, s + i, n, made);
        if (m == 0)
            no_equivalent(s + i, n, from, ENC_UTF8);
        strbuf_add(out, made, m);
        i += n;
    }
}

void encoding_from_utf8(enum encoding to, const char *s, size_t len, bool lossy, struct strbuf *out)
{
    need_conversion(to);
    if (encodings[to].shape == OWN) {
        strbuf_add(out, s, len);
        return;
    }
    const struct converter *c = converter_of(to);
    for (size_t i = 0; i < len;) {
        size_t plain = ascii_run(s + i, len - i);
        strbuf_add(out, s + i, plain);
        i += plain;
        if (i == len)
            break;
        char made[8];
        size_t n = utf8_step(s + i, len - i), m = character_out(to, c, s + i, n, made);
        if (m == 0 && !lossy)
            no_equivalent(s + i, n, ENC_UTF8, to);
        strbuf_add(out, m > 0 ? made : "?", m > 0 ? m : 1);
        i += n;
    }
}
