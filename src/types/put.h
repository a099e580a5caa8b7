/* Numbers, dates and bytes as characters, written where there is room for them. What most values sent are made with. */
#ifndef TYPES_PUT_H
#define TYPES_PUT_H

#include <stdint.h>

#include "base/strbuf.h"

/* Room for n more characters: where they go. They count when strbuf_end() has been told where they ended. */
static inline char *strbuf_room(struct strbuf *b, size_t n)
{
    if (b->cap - b->len <= n)
        strbuf_grow(b, n);
    return b->data + b->len;
}

static inline void strbuf_end(struct strbuf *b, char *end)
{
    b->len = (size_t)(end - b->data);
    *end = '\0';
}

/* Each writes at p and gives the place behind. */
char *put_uint(char *p, uint64_t v); /* at most 20 */
char *put_int(char *p, int64_t v);   /* at most 20 */
char *put_date(char *p, int64_t days); /* since 1970, in years 1 to 9999: 2024-02-29 */
char *put_hex(char *p, const uint8_t *b, size_t n);

extern const char put_pairs[]; /* 00 01 ... 99 */
static inline char *put_2digits(char *p, unsigned v)
{
    memcpy(p, put_pairs + 2 * (size_t)v, 2);
    return p + 2;
}

/* 12:34:56 of the seconds of a day */
static inline char *put_clock(char *p, unsigned seconds)
{
    unsigned minutes = seconds / 60;
    p = put_2digits(p, minutes / 60);
    *p = ':';
    p = put_2digits(p + 1, minutes % 60);
    *p = ':';
    return put_2digits(p + 1, seconds % 60);
}

/* digits without the zeros at its end, which *exponent counts; digits is not 0. */
static inline uint64_t strip_zeros(uint64_t digits, int *exponent)
{
    if (digits % 100000000 == 0) {
        digits /= 100000000;
        *exponent += 8;
    }
    if (digits % 10000 == 0) {
        digits /= 10000;
        *exponent += 4;
    }
    if (digits % 100 == 0) {
        digits /= 100;
        *exponent += 2;
    }
    for (; digits % 10 == 0; ++*exponent)
        digits /= 10;
    return digits;
}

#endif
