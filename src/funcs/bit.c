/* Bit strings: bit 0 is the leftmost. */
#include "types/bit.h"

#include "funcs/funcs.h"

Datum bit_length(struct fcall *fc)
{
    return datum_from_int32(bit_length_of(ARG_DATUM(0)));
}

Datum bit_octet_length(struct fcall *fc)
{
    return datum_from_int32((int32_t)bit_byte_count(bit_length_of(ARG_DATUM(0))));
}

Datum bit_bit_count(struct fcall *fc)
{
    Datum d = ARG_DATUM(0);
    int64_t n = 0;
    for (size_t i = 0; i < bit_byte_count(bit_length_of(d)); i++)
        n += __builtin_popcount(bit_bytes(d)[i]);
    return datum_from_int64(n);
}

/* ---- logic ---- */
enum logic { LOGIC_AND, LOGIC_OR, LOGIC_XOR };

static Datum combine(struct fcall *fc, enum logic op, const char *word)
{
    Datum a = ARG_DATUM(0), b = ARG_DATUM(1);
    int32_t n = bit_length_of(a);
    if (n != bit_length_of(b))
        raise(ERR_STRING_DATA_LENGTH_MISMATCH, "cannot %s bit strings of different sizes", word);
    Datum r = bit_new(fc->arena, n);
    for (size_t i = 0; i < bit_byte_count(n); i++) {
        uint8_t x = bit_bytes(a)[i], y = bit_bytes(b)[i];
        bit_bytes(r)[i] = op == LOGIC_AND ? x & y : op == LOGIC_OR ? x | y : x ^ y;
    }
    return r;
}

Datum bits_and(struct fcall *fc)
{
    return combine(fc, LOGIC_AND, "AND");
}

Datum bits_or(struct fcall *fc)
{
    return combine(fc, LOGIC_OR, "OR");
}

Datum bits_xor(struct fcall *fc)
{
    return combine(fc, LOGIC_XOR, "XOR");
}

Datum bit_not(struct fcall *fc)
{
    Datum a = ARG_DATUM(0), r = bit_new(fc->arena, bit_length_of(a));
    for (size_t i = 0; i < bit_byte_count(bit_length_of(a)); i++)
        bit_bytes(r)[i] = (uint8_t)~bit_bytes(a)[i];
    bit_clear_padding(r);
    return r;
}

/* To the right with n > 0. */
static Datum shift(struct fcall *fc, int64_t n)
{
    Datum a = ARG_DATUM(0), r = bit_new(fc->arena, bit_length_of(a));
    int64_t length = bit_length_of(a), left = length - (n < 0 ? -n : n);
    if (left > 0)
        bit_blit(r, n > 0 ? (int32_t)n : 0, a, n < 0 ? (int32_t)-n : 0, (int32_t)left);
    return r;
}

Datum bit_shift_left(struct fcall *fc)
{
    return shift(fc, -(int64_t)ARG_INT32(1));
}

Datum bit_shift_right(struct fcall *fc)
{
    return shift(fc, ARG_INT32(1));
}

/* ---- parts ---- */
static Datum join(struct fcall *fc, Datum a, Datum b)
{
    int32_t na = bit_length_of(a), nb = bit_length_of(b);
    if (na > BIT_MAX - nb)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "bit string length exceeds the maximum allowed (%d)", BIT_MAX);
    Datum r = bit_new(fc->arena, na + nb);
    bit_blit(r, 0, a, 0, na);
    bit_blit(r, na, b, 0, nb);
    return r;
}

Datum bit_cat(struct fcall *fc)
{
    return join(fc, ARG_DATUM(0), ARG_DATUM(1));
}

/* Bits [start, start + length), from 1; length NULL: all behind */
static Datum part(struct fcall *fc, Datum a, int32_t start, const int32_t *length)
{
    int64_t end = length == NULL ? INT64_MAX : (int64_t)start + *length, n = bit_length_of(a);
    if (length != NULL && *length < 0)
        raise(ERR_SUBSTRING_ERROR, "negative substring length not allowed");
    int64_t from = start < 1 ? 1 : start;
    if (end > n + 1)
        end = n + 1;
    if (end <= from)
        return bit_new(fc->arena, 0);
    Datum r = bit_new(fc->arena, (int32_t)(end - from));
    bit_blit(r, 0, a, (int32_t)from - 1, (int32_t)(end - from));
    return r;
}

Datum bit_substring(struct fcall *fc)
{
    int32_t length = fc->nargs > 2 ? ARG_INT32(2) : 0;
    return part(fc, ARG_DATUM(0), ARG_INT32(1), fc->nargs > 2 ? &length : NULL);
}

Datum bit_overlay(struct fcall *fc)
{
    Datum a = ARG_DATUM(0), put = ARG_DATUM(1);
    int32_t start = ARG_INT32(2), length = fc->nargs > 3 ? ARG_INT32(3) : bit_length_of(put), behind;
    if (start <= 0)
        raise(ERR_SUBSTRING_ERROR, "negative substring length not allowed");
    if (__builtin_add_overflow(start, length, &behind))
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
    int32_t before = start - 1;
    Datum head = part(fc, a, 1, &before), tail = part(fc, a, behind, NULL);
    return join(fc, join(fc, head, put), tail);
}

static bool found_at(Datum a, Datum b, int32_t at)
{
    for (int32_t i = 0; i < bit_length_of(b); i++)
        if (bit_get(a, at + i) != bit_get(b, i))
            return false;
    return true;
}

/* position(a, b): where b stands in a, from 1; 0 nowhere, and for an empty b in an empty a */
Datum bit_position(struct fcall *fc)
{
    Datum a = ARG_DATUM(0), b = ARG_DATUM(1);
    int32_t na = bit_length_of(a), nb = bit_length_of(b);
    if (na == 0 || nb > na)
        return datum_from_int32(0);
    for (int32_t at = 0; at <= na - nb; at++)
        if (found_at(a, b, at))
            return datum_from_int32(at + 1);
    return datum_from_int32(0);
}

static int32_t checked_index(struct fcall *fc)
{
    int32_t i = ARG_INT32(1), n = bit_length_of(ARG_DATUM(0));
    if (i < 0 || i >= n)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "bit index %d out of valid range (0..%d)", i, n - 1);
    return i;
}

Datum bit_get_bit(struct fcall *fc)
{
    return datum_from_int32(bit_get(ARG_DATUM(0), checked_index(fc)));
}

Datum bit_set_bit(struct fcall *fc)
{
    int32_t i = checked_index(fc), value = ARG_INT32(2);
    if (value != 0 && value != 1)
        raise(ERR_INVALID_PARAMETER_VALUE, "new bit must be 0 or 1");
    Datum r = datum_copy(fc->arena, ARG_DATUM(0), false);
    uint8_t mask = (uint8_t)(0x80 >> i % 8);
    bit_bytes(r)[i / 8] = value != 0 ? bit_bytes(r)[i / 8] | mask : bit_bytes(r)[i / 8] & (uint8_t)~mask;
    return r;
}
