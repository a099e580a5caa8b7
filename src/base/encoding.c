#include "base/encoding.h"

#include <iconv.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/macros.h"
#include "base/utf8.h"

enum shape { OWN, NONE, BYTE, EUC, EUC_JP, EUC_TW, SJIS, JOHAB, TWO, GB18030 };

static const struct {
    const char *name, *iconv;
    enum shape shape;
} encodings[] = {
#define ENCODING(name, iconv, shape) {#name, iconv, shape},
#include "base/encodings.def"
};

static const struct {
    const char *other;
    enum encoding encoding;
} aliases[] = {
#define ALIAS(other, name) {#other, ENC_##name},
#include "base/encodings.def"
};

enum way { BOTH, OUT };

/* Characters that iconv converts otherwise, an encoding's together. */
static const struct odd {
    enum encoding encoding;
    uint32_t code;           /* of bytes; 0: no character has these bytes */
    const char *bytes, *last; /* as many each; "": no bytes have this character */
    enum way way;
} odds[] = {
#define ODD(encoding, code, bytes, way) {ENC_##encoding, code, bytes, bytes, way},
#define ODDS(encoding, code, bytes, last, way) {ENC_##encoding, code, bytes, last, way},
#include "base/encodings.def"
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

static void need_conversion(enum encoding e)
{
    if (!encoding_converted(e))
        raise(ERR_FEATURE_NOT_SUPPORTED, "encoding \"%s\" is not supported", encoding_name(e));
}

/* ---- characters: how many bytes one has, and whether these bytes are one ---- */

static bool between(unsigned char c, int low, int high)
{
    return c >= low && c <= high;
}

/* What the first byte (GB18030: the first two) announces. */
static size_t width(enum shape shape, const char *s, size_t left)
{
    unsigned char lead = (unsigned char)*s;
    if (lead < 0x80)
        return 1;
    switch (shape) {
    case EUC: case TWO: return 2;
    case EUC_JP: case JOHAB: return lead == 0x8f ? 3 : 2;
    case EUC_TW: return lead == 0x8e ? 4 : lead == 0x8f ? 3 : 2;
    case SJIS: return between(lead, 0xa1, 0xdf) ? 1 : 2;
    case GB18030: return left > 1 && between((unsigned char)s[1], '0', '9') ? 4 : 2;
    default: return 1;
    }
}

static bool euc_tail(const unsigned char *p, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!between(p[i], 0xa1, 0xfe))
            return false;
    return true;
}

/* p[0] to p[n - 1], as many as are announced, are there. */
static bool valid(enum shape shape, const unsigned char *p, size_t n)
{
    if (p[0] < 0x80)
        return p[0] != 0;
    switch (shape) {
    case EUC: return between(p[0], 0xa1, 0xfe) && euc_tail(p, n);
    case EUC_JP: return p[0] == 0x8e ? between(p[1], 0xa1, 0xdf) : (p[0] == 0x8f || between(p[0], 0xa1, 0xfe)) && euc_tail(p, n);
    case EUC_TW: return p[0] == 0x8e ? between(p[1], 0xa1, 0xa7) && euc_tail(p, n) : p[0] != 0x8f && euc_tail(p, n);
    case JOHAB: return euc_tail(p, n);
    case SJIS: return n == 1 || ((between(p[0], 0x81, 0x9f) || between(p[0], 0xe0, 0xfc)) && (between(p[1], 0x40, 0x7e) || between(p[1], 0x80, 0xfc)));
    case TWO: return p[1] != 0;
    case GB18030:
        if (!between(p[0], 0x81, 0xfe))
            return false;
        return n == 4 ? between(p[2], 0x81, 0xfe) && between(p[3], '0', '9') : between(p[1], 0x40, 0x7e) || between(p[1], 0x80, 0xfe);
    default: return true;
    }
}

/* The width of the valid character here; 0: there is none, or not all of it. */
static size_t step_here(enum encoding e, const char *s, size_t left)
{
    enum shape shape = encodings[e].shape;
    size_t n = width(shape, s, left);
    return n <= left && valid(shape, (const unsigned char *)s, n) ? n : 0;
}

/* The same; raises 22021. */
static size_t step(enum encoding e, const char *s, size_t left)
{
    size_t n = step_here(e, s, left);
    if (n == 0)
        utf8_raise_invalid(encoding_name(e), s, left, width(encodings[e].shape, s, left));
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
        i += width(encodings[e].shape, s + i, len - i);
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
    const struct odd *odds;
    int nodds;
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
    for (int i = 0; i < COUNTOF(odds); i++)
        if (odds[i].encoding == e && c->nodds++ == 0)
            c->odds = &odds[i];
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

static bool is_private(const char *s)
{
    uint32_t code = utf8_decode(s);
    return code >= 0xe000 && code < 0xf900;
}

static uint32_t number(const char *bytes, size_t n)
{
    uint32_t v = 0;
    for (size_t i = 0; i < n; i++)
        v = v << 8 | (unsigned char)bytes[i];
    return v;
}

/* JIS X 0213 has codes for two code points: a letter and what is put on it. */
static bool has_pairs(enum encoding e)
{
    return e == ENC_EUC_JIS_2004 || e == ENC_SHIFT_JIS_2004;
}

static bool is_one_character(enum encoding e, const char *s, size_t n)
{
    size_t first = n > 0 ? (size_t)utf8_width(*s) : 0;
    return n > 0 && (first == n || (has_pairs(e) && first < n && first + (size_t)utf8_width(s[first]) == n));
}

/* One character, or none: what iconv reads otherwise is no character to PostgreSQL. */
static size_t character_in(enum encoding e, const char *s, size_t n, char out[8])
{
    const struct converter *c = converter_of(e);
    for (int i = 0; i < c->nodds; i++) {
        const struct odd *o = &c->odds[i];
        if (o->way == BOTH && strlen(o->bytes) == n && memcmp(o->bytes, s, n) <= 0 && memcmp(s, o->last, n) <= 0)
            return o->code > 0 ? (size_t)utf8_encode(o->code + number(s, n) - number(o->bytes, n), out) : 0;
    }
    size_t made = one(c->in, s, n, out);
    if (!is_one_character(e, out, made))
        return 0;
    return (encodings[e].shape == EUC_JP || encodings[e].shape == SJIS) && is_private(out) ? 0 : made;
}

/* The odd row that this code point is of; NULL. */
static const struct odd *odd_out(const struct converter *c, uint32_t code)
{
    for (int i = 0; i < c->nodds; i++) {
        const struct odd *o = &c->odds[i];
        size_t n = strlen(o->bytes);
        if (o->code > 0 && code >= o->code && code - o->code <= number(o->last, n) - number(o->bytes, n))
            return o;
    }
    return NULL;
}

/* Plane 14 of CNS 11643 became plane 3 in 1992: PostgreSQL writes the old one for the characters that Unicode had first. It reads neither. */
static bool is_old_plane(enum encoding e, uint32_t code, const char *made, size_t n)
{
    return e == ENC_EUC_TW && n == 4 && made[1] == '\xa3' && code >= 0x4e00 && code <= 0x9fa5;
}

/* What does not come back the same is iconv's approximation. */
static size_t character_out(enum encoding e, const char *s, size_t n, char out[8])
{
    char back[8];
    const struct converter *c = converter_of(e);
    uint32_t code = utf8_decode(s);
    const struct odd *o = n == (size_t)utf8_width(*s) ? odd_out(c, code) : NULL;
    if (o != NULL) {
        size_t width = strlen(o->bytes);
        uint32_t v = number(o->bytes, width) + code - o->code;
        for (size_t i = 0; i < width; i++)
            out[i] = (char)(v >> 8 * (width - 1 - i));
        return width;
    }
    size_t made = one(c->out, s, n, out);
    if (made == 0)
        return 0;
    if (is_old_plane(e, code, out, made)) {
        out[1] = '\xae';
        return made;
    }
    if (encodings[e].shape != JOHAB && step_here(e, out, made) != made) /* JOHAB: PostgreSQL writes what it does not read */
        return 0;
    return character_in(e, out, made, back) == n && memcmp(back, s, n) == 0 ? made : 0;
}

/* How many bytes of UTF-8 make the next character of this encoding: two code points where there is a code for both. */
static size_t next_out(enum encoding e, const char *s, size_t left)
{
    char made[8];
    size_t first = utf8_step(s, left), both = has_pairs(e) && first < left ? first + utf8_step(s + first, left - first) : first;
    return both > first + 1 && character_out(e, s, both, made) > 0 ? both : first;
}

/* ---- whole texts ---- */

static size_t ascii_run(const char *s, size_t len)
{
    size_t n = 0;
    while (n < len && (unsigned char)s[n] < 0x80 && s[n] != '\0')
        n++;
    return n;
}

size_t encoding_to_utf8_part(enum encoding from, const char *s, size_t len, struct strbuf *out)
{
    size_t i = 0;
    while (i < len) {
        size_t plain = ascii_run(s + i, len - i);
        strbuf_add(out, s + i, plain);
        i += plain;
        if (i == len)
            break;
        char made[8];
        size_t n = step_here(from, s + i, len - i), m = n > 0 ? character_in(from, s + i, n, made) : 0;
        if (m == 0)
            break;
        strbuf_add(out, made, m);
        i += n;
    }
    return i;
}

void encoding_to_utf8(enum encoding from, const char *s, size_t len, struct strbuf *out)
{
    if (encodings[from].shape == OWN || !encoding_converted(from)) {
        encoding_verify(from, s, len);
        strbuf_add(out, s, len);
        return;
    }
    size_t i = encoding_to_utf8_part(from, s, len, out);
    if (i < len)
        no_equivalent(s + i, step(from, s + i, len - i), from, ENC_UTF8);
}

void encoding_from_utf8(enum encoding to, const char *s, size_t len, bool lossy, struct strbuf *out)
{
    need_conversion(to);
    if (encodings[to].shape == OWN) {
        strbuf_add(out, s, len);
        return;
    }
    for (size_t i = 0; i < len;) {
        size_t plain = ascii_run(s + i, len - i);
        strbuf_add(out, s + i, plain);
        i += plain;
        if (i == len)
            break;
        char made[8];
        size_t n = next_out(to, s + i, len - i), m = character_out(to, s + i, n, made);
        if (m == 0 && !lossy)
            no_equivalent(s + i, n, ENC_UTF8, to);
        strbuf_add(out, m > 0 ? made : "?", m > 0 ? m : 1);
        i += n;
    }
}
