#include "types/hash.h"

#include <string.h>

/* Eight bytes at a time; the length goes in first, so that zero bytes at the end count. Not for hostile keys. */
uint64_t hash_bytes(const void *p, size_t n)
{
    const unsigned char *s = p;
    uint64_t h = hash_uint64(UINT64_C(0x9e3779b97f4a7c15) ^ n);
    for (; n >= 8; s += 8, n -= 8) {
        uint64_t w;
        memcpy(&w, s, 8);
        h = hash_uint64(h ^ w) * UINT64_C(0x9e3779b97f4a7c15);
    }
    if (n > 0) {
        uint64_t w = 0;
        memcpy(&w, s, n);
        h = hash_uint64(h ^ w);
    }
    return h;
}
