/* One hash for all values: X_hash functions are built on it, so that equal values hash alike across types that compare. */
#ifndef TYPES_HASH_H
#define TYPES_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t hash_bytes(const void *p, size_t n);

/* A word well mixed (the finaliser of SplitMix64). */
static inline uint64_t hash_uint64(uint64_t x)
{
    x ^= x >> 30;
    x *= UINT64_C(0xbf58476d1ce4e5b9);
    x ^= x >> 27;
    x *= UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* The hash of a row or an array from its elements' hashes, in order. */
static inline uint64_t hash_combine(uint64_t seed, uint64_t h)
{
    return hash_uint64(seed * UINT64_C(0x9e3779b97f4a7c15) + h + 1);
}

#endif
