#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/word.h"

size_t utf8_count(const char *s, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += !utf8_is_tail(s[i]);
    return n;
}

size_t utf8_offset(const char *s, size_t len, size_t n)
{
    if (n >= len) /* as many bytes, perhaps fewer characters */
        return len;
    size_t i = 0;
    for (; n > 0 && i < len; n--)
        i += utf8_step(s + i, len - i);
    return i;
}

size_t utf8_clip(const char *s, size_t len, size_t max)
{
    if (len <= max)
        return len;
    while (max > 0 && utf8_is_tail(s[max]))
        max--;
    return max;
}

uint32_t utf8_decode(const char *s)
{
    const unsigned char *p = (const unsigned char *)s;
    switch (utf8_width(*s)) {
    case 2: return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
    case 3: return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
    case 4: return (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
    }
    return p[0];
}

int utf8_encode(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    int n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (int i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)((0xf00 >> n & 0xf0) | c);
    return n;
}

/* Bytes of the valid character at p, 0 when there is none. */
static size_t valid_width(const unsigned char *p, size_t left)
{
    if (p[0] < 0x80)
        return p[0] != 0;
    size_t n = (size_t)utf8_width((char)p[0]);
    if (n == 1 || n > left || p[0] < 0xc2 || p[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < n; i++)
        if (!utf8_is_tail((char)p[i]))
            return 0;
    bool overlong = (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xf0 && p[1] < 0x90);
    bool surrogate = p[0] == 0xed && p[1] > 0x9f;
    bool beyond = p[0] == 0xf4 && p[1] > 0x8f;
    return overlong || surrogate || beyond ? 0 : n;
}

size_t utf8_check(const char *s, size_t len)
{
    size_t i = 0, n = 1;
    while (i < len && n > 0) {
        for (; i + 8 <= len; i += 8) { /* eight at a time while all of them are ASCII, none of them zero */
            uint64_t w = word_at(s + i);
            if ((w & WORD_HIGHS) != 0 || word_has(w, 0))
                break;
        }
        if (i == len)
            break;
        n = valid_width((const unsigned char *)s + i, len - i);
        i += n;
    }
    return i;
}

void utf8_raise_invalid(const char *encoding, const char *s, size_t len, size_t width)
{
    char bytes[8 * 5 + 1] = "";
    size_t n = width < len ? width : len;
    for (size_t i = 0, at = 0; i < n && i < 8; i++)
        at += (size_t)snprintf(bytes + at, sizeof bytes - at, "%s0x%02x", i > 0 ? " " : "", (unsigned char)s[i]);
    raise(ERR_CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"%s\": %s", encoding, bytes);
}

void utf8_require(const char *s, size_t len)
{
    size_t bad = utf8_check(s, len);
    if (bad < len)
        utf8_raise_invalid("UTF8", s + bad, len - bad, (size_t)utf8_width(s[bad]));
}
