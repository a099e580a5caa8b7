/* UTF-8: lengths, positions, code points. Text inside the program is valid UTF-8 without NUL; only utf8_check() doubts
 * it. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the character that this byte begins; 1 for bytes that begin none. */
static inline int utf8_width(char lead)
{
    unsigned char c = (unsigned char)lead;
    return c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf8 ? 4 : 1;
}
static inline bool utf8_is_tail(char c) { return ((unsigned char)c & 0xc0) == 0x80; }

/* The same, never beyond the end of the text. */
static inline size_t utf8_step(const char *s, size_t len)
{
    size_t n = (size_t)utf8_width(*s);
    return n < len ? n : len;
}

size_t utf8_count(const char *s, size_t len);           /* characters */
size_t utf8_offset(const char *s, size_t len, size_t n); /* bytes of the first n characters; len when there are fewer */
size_t utf8_clip(const char *s, size_t len, size_t max); /* bytes, at most max, that cut no character */

uint32_t utf8_decode(const char *s);       /* the code point that begins here */
int utf8_encode(uint32_t code, char *out); /* 1 to 4 bytes; how many */

/* The first byte that is not valid UTF-8 (NUL, overlong forms, surrogates, beyond 10FFFF); len when all is. */
size_t utf8_check(const char *s, size_t len);
/* utf8_check() that raises 22021 as PostgreSQL does: invalid byte sequence for encoding "UTF8": 0xff */
void utf8_require(const char *s, size_t len);
_Noreturn void utf8_raise_invalid(const char *encoding, const char *s, size_t len, size_t width);

#endif
