/* money: hundredths in a word; with floats it is rounded to the nearest, with integers cut. */
#include <math.h>

#include "funcs/float_int.h"

static _Noreturn void money_out_of_range(void)
{
    out_of_range("money");
}

static Datum money(double v)
{
    v = rint(v);
    if (!(v >= -0x1p63 && v < 0x1p63))
        money_out_of_range();
    return datum_from_int64((int64_t)v);
}

Datum money_add(struct fcall *fc)
{
    int64_t r;
    if (__builtin_add_overflow(ARG_INT64(0), ARG_INT64(1), &r))
        money_out_of_range();
    return datum_from_int64(r);
}

Datum money_sub(struct fcall *fc)
{
    int64_t r;
    if (__builtin_sub_overflow(ARG_INT64(0), ARG_INT64(1), &r))
        money_out_of_range();
    return datum_from_int64(r);
}

Datum money_mul_int(struct fcall *fc)
{
    int64_t r;
    if (__builtin_mul_overflow(ARG_INT64(0), ARG_INT64(1), &r))
        money_out_of_range();
    return datum_from_int64(r);
}

Datum money_div_int(struct fcall *fc)
{
    if (ARG_INT64(1) == 0)
        division_by_zero();
    if (ARG_INT64(0) == INT64_MIN && ARG_INT64(1) == -1)
        money_out_of_range();
    return datum_from_int64(ARG_INT64(0) / ARG_INT64(1));
}

Datum money_mul_float8(struct fcall *fc)
{
    return money(float8_multiply((double)ARG_INT64(0), ARG_FLOAT8(1)));
}

Datum float8_mul_money(struct fcall *fc)
{
    return money(float8_multiply(ARG_FLOAT8(0), (double)ARG_INT64(1)));
}

Datum money_mul_float4(struct fcall *fc)
{
    return money(float8_multiply((double)ARG_INT64(0), ARG_FLOAT4(1)));
}

Datum float4_mul_money(struct fcall *fc)
{
    return money(float8_multiply(ARG_FLOAT4(0), (double)ARG_INT64(1)));
}

Datum money_div_float8(struct fcall *fc)
{
    return money(float8_divide((double)ARG_INT64(0), ARG_FLOAT8(1)));
}

Datum money_div_float4(struct fcall *fc)
{
    return money(float8_divide((double)ARG_INT64(0), ARG_FLOAT4(1)));
}

Datum money_div_money(struct fcall *fc)
{
    if (ARG_INT64(1) == 0)
        division_by_zero();
    return datum_from_float8((double)ARG_INT64(0) / (double)ARG_INT64(1));
}
