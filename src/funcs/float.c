/* float4 and float8: arithmetic, rounding, roots, logarithms. Results too large or too small are errors. */
#include <errno.h>
#include <math.h>

#include "funcs/float_int.h"

/* ---- arithmetic ---- */
#define OPERATOR(name, give, do, u, v)           \
    Datum name(struct fcall *fc)                 \
    {                                            \
        return give(do(u, v));                   \
    }
#define OPERATORS(x, give, T, u, v)              \
    OPERATOR(x##_add, give, T##_plus, u, v)      \
    OPERATOR(x##_sub, give, T##_minus, u, v)     \
    OPERATOR(x##_mul, give, T##_times, u, v)     \
    OPERATOR(x##_div, give, T##_over, u, v)
OPERATORS(float4, datum_from_float4, float4, ARG_FLOAT4(0), ARG_FLOAT4(1))
OPERATORS(float8, datum_from_float8, float8, ARG_FLOAT8(0), ARG_FLOAT8(1))
OPERATORS(float48, datum_from_float8, float8, (double)ARG_FLOAT4(0), ARG_FLOAT8(1))
OPERATORS(float84, datum_from_float8, float8, ARG_FLOAT8(0), (double)ARG_FLOAT4(1))

double float8_multiply(double u, double v)
{
    return float8_times(u, v);
}

double float8_divide(double u, double v)
{
    return float8_over(u, v);
}

double float8_sum(double u, double v)
{
    return float8_plus(u, v);
}

Datum float4_neg(struct fcall *fc)
{
    return datum_from_float4(-ARG_FLOAT4(0));
}

Datum float4_abs(struct fcall *fc)
{
    return datum_from_float4(fabsf(ARG_FLOAT4(0)));
}

/* ---- functions of one float8 ---- */
#define FUNCTION(name, expression)                       \
    Datum name(struct fcall *fc)                         \
    {                                                    \
        double x = ARG_FLOAT8(0);                        \
        return datum_from_float8(expression);            \
    }
FUNCTION(float8_neg, -x)
FUNCTION(float8_abs, fabs(x))
FUNCTION(float8_round, rint(x))
FUNCTION(float8_ceil, ceil(x))
FUNCTION(float8_floor, floor(x))
FUNCTION(float8_trunc, trunc(x))
FUNCTION(float8_sign, (double)((x > 0) - (x < 0)))

/* r is a function's value for x: neither overflow nor underflow may have happened on the way. */
static double checked(double r, double x, bool zero_is_right)
{
    if (isinf(r) && !isinf(x))
        float_overflow();
    if (r == 0 && !zero_is_right)
        float_underflow();
    return r;
}

static double square_root(double x)
{
    if (x < 0)
        raise(ERR_INVALID_ARGUMENT_FOR_POWER_FUNCTION, "cannot take square root of a negative number");
    return sqrt(x);
}
FUNCTION(float8_sqrt, square_root(x))
FUNCTION(float8_cbrt, checked(cbrt(x), x, x == 0))

static double exponential(double x)
{
    if (isnan(x) || isinf(x))
        return x == -INFINITY ? 0 : x;
    errno = 0;
    double r = exp(x);
    if (isinf(r) || (errno == ERANGE && r != 0))
        float_overflow();
    if (r == 0)
        float_underflow();
    return r;
}
FUNCTION(float8_exp, exponential(x))

static void check_log_argument(double x)
{
    if (x == 0)
        raise(ERR_INVALID_ARGUMENT_FOR_LOG, "cannot take logarithm of zero");
    if (x < 0)
        raise(ERR_INVALID_ARGUMENT_FOR_LOG, "cannot take logarithm of a negative number");
}

static double natural_log(double x)
{
    check_log_argument(x);
    return checked(log(x), x, x == 1);
}
FUNCTION(float8_ln, natural_log(x))

static double decimal_log(double x)
{
    check_log_argument(x);
    return checked(log10(x), x, x == 1);
}
FUNCTION(float8_log10, decimal_log(x))

/* ---- powers: POSIX pow(), with errors where it has none ---- */

static bool is_odd(double y)
{
    return fmod(y, 2) != 0;
}

static double power_to_infinity(double x, double y)
{
    double size = fabs(x);
    if (size == 1)
        return 1;
    return (size > 1) == (y > 0) ? INFINITY : 0;
}

static double power_of_infinity(double x, double y)
{
    if (y == 0)
        return 1;
    bool minus = x < 0 && is_odd(y);
    if (y > 0)
        return minus ? -INFINITY : INFINITY;
    return minus ? -0.0 : 0;
}

static double power(double x, double y)
{
    if (isnan(x))
        return y == 0 ? 1 : x;
    if (isnan(y))
        return x == 1 ? 1 : y;
    if (x == 0 && y < 0)
        raise(ERR_INVALID_ARGUMENT_FOR_POWER_FUNCTION, "zero raised to a negative power is undefined");
    if (x < 0 && floor(y) != y)
        raise(ERR_INVALID_ARGUMENT_FOR_POWER_FUNCTION,
              "a negative number raised to a non-integer power yields a complex result");
    if (isinf(y))
        return power_to_infinity(x, y);
    if (isinf(x))
        return power_of_infinity(x, y);
    errno = 0;
    double r = pow(x, y);
    if (isinf(r) || (errno == ERANGE && r != 0))
        float_overflow();
    if (r == 0 && x != 0)
        float_underflow();
    return r;
}

Datum float8_power(struct fcall *fc)
{
    return datum_from_float8(power(ARG_FLOAT8(0), ARG_FLOAT8(1)));
}
