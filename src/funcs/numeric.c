/* numeric: types/numeric.h computes; here are the arguments, and what SQL says of NaN and infinities. */
#include "funcs/cast_int.h"

#define FUNCTION1(name, compute)                                         \
    Datum name(struct fcall *fc)                                         \
    {                                                                    \
        return compute(fc->arena, ARG_DATUM(0));                         \
    }
#define FUNCTION2(name, compute)                                         \
    Datum name(struct fcall *fc)                                         \
    {                                                                    \
        return compute(fc->arena, ARG_DATUM(0), ARG_DATUM(1));           \
    }
FUNCTION1(numeric_neg, num_neg)
FUNCTION1(numeric_abs, num_abs)
FUNCTION1(numeric_ceil, num_ceil)
FUNCTION1(numeric_floor, num_floor)
FUNCTION1(numeric_sqrt, num_sqrt)
FUNCTION1(numeric_exp, num_exp)
FUNCTION1(numeric_ln, num_ln)
FUNCTION2(numeric_add, num_add)
FUNCTION2(numeric_sub, num_sub)
FUNCTION2(numeric_mul, num_mul)
FUNCTION2(numeric_div, num_div)
FUNCTION2(numeric_div_trunc, num_div_trunc)
FUNCTION2(numeric_mod, num_mod)
FUNCTION2(numeric_power, num_power)
FUNCTION2(numeric_log, num_log)
FUNCTION2(numeric_gcd, num_gcd)
FUNCTION2(numeric_lcm, num_lcm)

Datum numeric_log10(struct fcall *fc)
{
    return num_log(fc->arena, numeric_from_int64(fc->arena, 10), ARG_DATUM(0));
}

/* round and trunc: to the scale given, or to an integer */
Datum numeric_round(struct fcall *fc)
{
    return num_round(fc->arena, ARG_DATUM(0), fc->nargs > 1 ? ARG_INT32(1) : 0);
}

Datum numeric_trunc(struct fcall *fc)
{
    return num_trunc(fc->arena, ARG_DATUM(0), fc->nargs > 1 ? ARG_INT32(1) : 0);
}

Datum numeric_sgn(struct fcall *fc)
{
    if (numeric_is_nan(ARG_DATUM(0)))
        return ARG_DATUM(0);
    return numeric_from_int64(fc->arena, numeric_sign(ARG_DATUM(0)));
}

Datum numeric_inc(struct fcall *fc)
{
    return num_add(fc->arena, ARG_DATUM(0), numeric_from_int64(fc->arena, 1));
}

Datum numeric_scale(struct fcall *fc)
{
    if (numeric_is_special(ARG_DATUM(0)))
        RETURN_NULL();
    return datum_from_int32(numeric_dscale(ARG_DATUM(0)));
}

Datum numeric_min_scale(struct fcall *fc)
{
    if (numeric_is_special(ARG_DATUM(0)))
        RETURN_NULL();
    return datum_from_int32(num_min_scale(ARG_DATUM(0)));
}

Datum numeric_trim_scale(struct fcall *fc)
{
    if (numeric_is_special(ARG_DATUM(0)))
        return ARG_DATUM(0);
    return num_trunc(fc->arena, ARG_DATUM(0), num_min_scale(ARG_DATUM(0)));
}

#define FACTORIAL_MAX 32177 /* the last whose digits a numeric holds */

Datum numeric_factorial(struct fcall *fc)
{
    int64_t n = ARG_INT64(0);
    if (n < 0)
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "factorial of a negative number is undefined");
    if (n > FACTORIAL_MAX)
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
    mpz_t v;
    mpz_init(v);
    mpz_fac_ui(v, (unsigned long)n);
    Datum d = numeric_from_mpz(fc->arena, v, 0);
    mpz_clear(v);
    return d;
}
