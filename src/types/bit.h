/*
 * bit and varbit: a varlena whose data is an int32 (the number of bits, host order) and the bits, most significant
 * first, padded with zeros to a whole byte.
 */
#ifndef TYPES_BIT_H
#define TYPES_BIT_H

#include "types/io_protos.h"

TYPE_IO_PROTOS(bit)
TYPE_IO_PROTOS(varbit)
TYPE_CMP_PROTOS(bit)

#define BIT_MAX (INT32_MAX - 8)

static inline int32_t bit_length_of(Datum d)
{
    int32_t n;
    memcpy(&n, VARDATA(d), sizeof n);
    return n;
}
static inline uint8_t *bit_bytes(Datum d) { return (uint8_t *)VARDATA(d) + sizeof(int32_t); }
static inline size_t bit_byte_count(int32_t bits) { return ((size_t)bits + 7) / 8; }
static inline bool bit_get(Datum d, int32_t i) { return bit_bytes(d)[i / 8] >> (7 - i % 8) & 1; }

Datum bit_new(struct arena *a, int32_t bits); /* all zero */
void bit_clear_padding(Datum d);              /* the bits behind the last become zero */
/* n bits of src from bit `from`, put at bit `at` of dst, which is zero there. */
void bit_blit(Datum dst, int32_t at, Datum src, int32_t from, int32_t n);

#endif
