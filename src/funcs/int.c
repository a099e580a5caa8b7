/* Integers. Arguments are sign-extended words, so that one function serves int24pl, int42pl and int4pl. */
#include "funcs/cast_int.h"

/* The operators of one width: T is the result's type. */
#define INT_OPERATORS(x, T, MIN, words)                                  \
    Datum x##_add(struct fcall *fc)                                      \
    {                                                                    \
        T r;                                                             \
        if (__builtin_add_overflow(ARG_INT64(0), ARG_INT64(1), &r))      \
            out_of_range(words);                                         \
        return datum_from_int64(r);                                      \
    }                                                                    \
    Datum x##_sub(struct fcall *fc)                                      \
    {                                                                    \
        T r;                                                             \
        if (__builtin_sub_overflow(ARG_INT64(0), ARG_INT64(1), &r))      \
            out_of_range(words);                                         \
        return datum_from_int64(r);                                      \
    }                                                                    \
    Datum x##_mul(struct fcall *fc)                                      \
    {                                                                    \
        T r;                                                             \
        if (__builtin_mul_overflow(ARG_INT64(0), ARG_INT64(1), &r))      \
            out_of_range(words);                                         \
        return datum_from_int64(r);                                      \
    }                                                                    \
    Datum x##_div(struct fcall *fc)                                      \
    {                                                                    \
        if (ARG_INT64(1) == 0)                                           \
            division_by_zero();                                          \
        if (ARG_INT64(0) == MIN && ARG_INT64(1) == -1)                   \
            out_of_range(words);                                         \
        return datum_from_int64(ARG_INT64(0) / ARG_INT64(1));            \
    }                                                                    \
    Datum x##_neg(struct fcall *fc)                                      \
    {                                                                    \
        if (ARG_INT64(0) == MIN)                                         \
            out_of_range(words);                                         \
        return datum_from_int64(-ARG_INT64(0));                          \
    }                                                                    \
    Datum x##_abs(struct fcall *fc)                                      \
    {                                                                    \
        return ARG_INT64(0) < 0 ? x##_neg(fc) : ARG_DATUM(0);            \
    }

INT_OPERATORS(int2, int16_t, INT16_MIN, "smallint")
INT_OPERATORS(int4, int32_t, INT32_MIN, "integer")
INT_OPERATORS(int8, int64_t, INT64_MIN, "bigint")

_Noreturn void division_by_zero(void)
{
    raise(ERR_DIVISION_BY_ZERO, "division by zero");
}

Datum int_mod(struct fcall *fc)
{
    if (ARG_INT64(1) == 0)
        division_by_zero();
    return datum_from_int64(ARG_INT64(1) == -1 ? 0 : ARG_INT64(0) % ARG_INT64(1));
}

Datum int4_inc(struct fcall *fc)
{
    int32_t r;
    if (__builtin_add_overflow(ARG_INT32(0), 1, &r))
        out_of_range("integer");
    return datum_from_int32(r);
}

Datum int8_inc(struct fcall *fc)
{
    int64_t r;
    if (__builtin_add_overflow(ARG_INT64(0), 1, &r))
        out_of_range("bigint");
    return datum_from_int64(r);
}

Datum int8_dec(struct fcall *fc)
{
    int64_t r;
    if (__builtin_sub_overflow(ARG_INT64(0), 1, &r))
        out_of_range("bigint");
    return datum_from_int64(r);
}

/* ---- greatest common divisor, least common multiple ---- */
static uint64_t magnitude(int64_t v)
{
    return v < 0 ? -(uint64_t)v : (uint64_t)v;
}

static uint64_t gcd(uint64_t x, uint64_t y)
{
    while (y != 0) {
        uint64_t r = x % y;
        x = y;
        y = r;
    }
    return x;
}

static Datum gcd_of(struct fcall *fc, uint64_t max, const char *type)
{
    uint64_t g = gcd(magnitude(ARG_INT64(0)), magnitude(ARG_INT64(1)));
    if (g > max)
        out_of_range(type);
    return datum_from_int64((int64_t)g);
}

static Datum lcm_of(struct fcall *fc, uint64_t max, const char *type)
{
    uint64_t x = magnitude(ARG_INT64(0)), y = magnitude(ARG_INT64(1)), r;
    if (x == 0 || y == 0)
        return datum_from_int64(0);
    if (__builtin_mul_overflow(x / gcd(x, y), y, &r) || r > max)
        out_of_range(type);
    return datum_from_int64((int64_t)r);
}

Datum int4_gcd(struct fcall *fc)
{
    return gcd_of(fc, INT32_MAX, "integer");
}

Datum int8_gcd(struct fcall *fc)
{
    return gcd_of(fc, INT64_MAX, "bigint");
}

Datum int4_lcm(struct fcall *fc)
{
    return lcm_of(fc, INT32_MAX, "integer");
}

Datum int8_lcm(struct fcall *fc)
{
    return lcm_of(fc, INT64_MAX, "bigint");
}

/* ---- bits: of words of any width, but for shifts, whose count is taken modulo the machine's word ---- */
Datum int_and(struct fcall *fc)
{
    return ARG_DATUM(0) & ARG_DATUM(1);
}

Datum int_or(struct fcall *fc)
{
    return ARG_DATUM(0) | ARG_DATUM(1);
}

Datum int_xor(struct fcall *fc)
{
    return ARG_DATUM(0) ^ ARG_DATUM(1);
}

Datum int_not(struct fcall *fc)
{
    return ~ARG_DATUM(0);
}

Datum int2_shl(struct fcall *fc)
{
    return datum_from_int16((int16_t)((uint32_t)ARG_INT32(0) << (ARG_INT32(1) & 31)));
}

Datum int4_shl(struct fcall *fc)
{
    return datum_from_int32((int32_t)((uint32_t)ARG_INT32(0) << (ARG_INT32(1) & 31)));
}

Datum int8_shl(struct fcall *fc)
{
    return datum_from_int64((int64_t)((uint64_t)ARG_INT64(0) << (ARG_INT32(1) & 63)));
}

Datum int4_shr(struct fcall *fc)
{
    return datum_from_int32(ARG_INT32(0) >> (ARG_INT32(1) & 31));
}

Datum int8_shr(struct fcall *fc)
{
    return datum_from_int64(ARG_INT64(0) >> (ARG_INT32(1) & 63));
}
