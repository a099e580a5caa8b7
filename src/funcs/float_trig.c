/*
 * Trigonometric functions of float8, in radians and in degrees.
 *
 * In degrees the quadrants are folded onto the first, and values there are divided by the library's own value at a
 * point where the true one is known (sin 30, cos 60, tan 45): so sind(30) is 0.5 to the last bit, as PostgreSQL has it.
 */
#include <errno.h>
#include <math.h>

#include "funcs/float_int.h"

#define RADIANS_PER_DEGREE 0.0174532925199432957692

static _Noreturn void bad_input(void)
{
    raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "input is out of range");
}

#define FUNCTION(name, expression)                       \
    Datum name(struct fcall *fc)                         \
    {                                                    \
        double x = ARG_FLOAT8(0);                        \
        return datum_from_float8(expression);            \
    }

/* ---- radians ---- */
static double of_angle(double (*f)(double), double x)
{
    if (isnan(x))
        return x;
    errno = 0;
    double r = f(x);
    if (errno != 0 || isinf(x))
        bad_input();
    return r;
}
FUNCTION(float8_cos, of_angle(cos, x))
FUNCTION(float8_sin, of_angle(sin, x))
FUNCTION(float8_tan, of_angle(tan, x))
FUNCTION(float8_cot, 1.0 / of_angle(tan, x))

static double of_ratio(double (*f)(double), double x)
{
    if (isnan(x))
        return x;
    if (x < -1 || x > 1)
        bad_input();
    return f(x);
}
FUNCTION(float8_acos, of_ratio(acos, x))
FUNCTION(float8_asin, of_ratio(asin, x))
FUNCTION(float8_atan, atan(x))
FUNCTION(float8_degrees, float8_divide(x, RADIANS_PER_DEGREE))
FUNCTION(float8_radians, float8_multiply(x, RADIANS_PER_DEGREE))

Datum float8_atan2(struct fcall *fc)
{
    return datum_from_float8(atan2(ARG_FLOAT8(0), ARG_FLOAT8(1)));
}

Datum float8_pi(struct fcall *fc)
{
    return datum_from_float8(M_PI);
}

/* ---- hyperbolic ---- */
FUNCTION(float8_sinh, sinh(x))
FUNCTION(float8_cosh, cosh(x))
FUNCTION(float8_tanh, tanh(x))
FUNCTION(float8_asinh, asinh(x))

static double inverse_cosh(double x)
{
    if (x < 1)
        bad_input();
    return acosh(x);
}
FUNCTION(float8_acosh, inverse_cosh(x))

static double inverse_tanh(double x)
{
    if (x < -1 || x > 1)
        bad_input();
    if (fabs(x) == 1)
        return x < 0 ? -INFINITY : INFINITY;
    return atanh(x);
}
FUNCTION(float8_atanh, inverse_tanh(x))

/* ---- degrees ---- */

/* The library's values that the others are divided by. Read through volatile: never folded by the compiler. */
static struct {
    bool known;
    double sin_30, one_minus_cos_60, asin_half, acos_half, atan_1, tan_45, cot_45;
} degree;

/* In volatile variables, so that each step is rounded as a function's result is. */
static double sin_to_30(double x)
{
    volatile double s = sin(x * RADIANS_PER_DEGREE);
    return s / degree.sin_30 / 2.0;
}

static double cos_to_60(double x)
{
    volatile double c = 1.0 - cos(x * RADIANS_PER_DEGREE);
    return 1.0 - c / degree.one_minus_cos_60 / 2.0;
}

static double sin_to_90(double x)
{
    return x <= 30 ? sin_to_30(x) : cos_to_60(90.0 - x);
}

static double cos_to_90(double x)
{
    return x <= 60 ? cos_to_60(x) : sin_to_30(90.0 - x);
}

static void know_degrees(void)
{
    if (degree.known)
        return;
    volatile double half = 0.5, one = 1, thirty = 30, sixty = 60, forty_five = 45;
    degree.sin_30 = sin(thirty * RADIANS_PER_DEGREE);
    degree.one_minus_cos_60 = 1.0 - cos(sixty * RADIANS_PER_DEGREE);
    degree.asin_half = asin(half);
    degree.acos_half = acos(half);
    degree.atan_1 = atan(one);
    degree.tan_45 = sin_to_90(forty_five) / cos_to_90(forty_five);
    degree.cot_45 = cos_to_90(forty_five) / sin_to_90(forty_five);
    degree.known = true;
}

/* x folded to [0, 90], and the signs that the sine and the cosine have there. */
struct quadrant {
    double x;
    int sin_sign, cos_sign;
};

static struct quadrant fold(double x)
{
    if (isinf(x))
        bad_input();
    know_degrees();
    struct quadrant q = {fmod(x, 360.0), 1, 1};
    if (q.x < 0) {
        q.x = -q.x;
        q.sin_sign = -q.sin_sign;
    }
    if (q.x > 180) {
        q.x = 360.0 - q.x;
        q.sin_sign = -q.sin_sign;
    }
    if (q.x > 90) {
        q.x = 180.0 - q.x;
        q.cos_sign = -q.cos_sign;
    }
    return q;
}

static double sin_degrees(double x)
{
    if (isnan(x))
        return x;
    struct quadrant q = fold(x);
    return q.sin_sign * sin_to_90(q.x);
}
FUNCTION(float8_sind, sin_degrees(x))

static double cos_degrees(double x)
{
    if (isnan(x))
        return x;
    struct quadrant q = fold(x);
    return q.cos_sign * cos_to_90(q.x);
}
FUNCTION(float8_cosd, cos_degrees(x))

static double not_minus_zero(double x)
{
    return x == 0 ? 0 : x;
}

static double tan_degrees(double x)
{
    if (isnan(x))
        return x;
    struct quadrant q = fold(x);
    double t = sin_to_90(q.x) / cos_to_90(q.x);
    return not_minus_zero(q.sin_sign * q.cos_sign * (t / degree.tan_45));
}
FUNCTION(float8_tand, tan_degrees(x))

static double cot_degrees(double x)
{
    if (isnan(x))
        return x;
    struct quadrant q = fold(x);
    double t = cos_to_90(q.x) / sin_to_90(q.x);
    return not_minus_zero(q.sin_sign * q.cos_sign * (t / degree.cot_45));
}
FUNCTION(float8_cotd, cot_degrees(x))

/* x in [0, 1] */
static double asin_in_degrees(double x)
{
    if (x <= 0.5) {
        volatile double s = asin(x);
        return s / degree.asin_half * 30.0;
    }
    volatile double c = acos(x);
    return 90.0 - c / degree.acos_half * 60.0;
}

static double acos_in_degrees(double x)
{
    if (x <= 0.5) {
        volatile double s = asin(x);
        return 90.0 - s / degree.asin_half * 30.0;
    }
    volatile double c = acos(x);
    return c / degree.acos_half * 60.0;
}

static double asin_degrees(double x)
{
    know_degrees();
    return x >= 0 ? asin_in_degrees(x) : -asin_in_degrees(-x);
}
FUNCTION(float8_asind, of_ratio(asin_degrees, x))

static double acos_degrees(double x)
{
    know_degrees();
    return x >= 0 ? acos_in_degrees(x) : 90.0 + asin_in_degrees(-x);
}
FUNCTION(float8_acosd, of_ratio(acos_degrees, x))

static double atan_degrees(double radians)
{
    know_degrees();
    return radians / degree.atan_1 * 45.0;
}
FUNCTION(float8_atand, atan_degrees(atan(x)))

Datum float8_atan2d(struct fcall *fc)
{
    return datum_from_float8(atan_degrees(atan2(ARG_FLOAT8(0), ARG_FLOAT8(1))));
}
