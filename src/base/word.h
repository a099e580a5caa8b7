/* Eight bytes at once: for loops over text that look for one of a few bytes. */
#ifndef BASE_WORD_H
#define BASE_WORD_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define WORD_ONES UINT64_C(0x0101010101010101)
#define WORD_HIGHS UINT64_C(0x8080808080808080)

/* Reads eight bytes, aligned or not. */
static inline uint64_t word_at(const char *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof w);
    return w;
}

/* Is one of its bytes c? */
static inline bool word_has(uint64_t w, char c)
{
    uint64_t x = w ^ WORD_ONES * (unsigned char)c; /* such a byte is zero in x */
    return ((x - WORD_ONES) & ~x & WORD_HIGHS) != 0;
}

#endif
