/* random(), width_bucket(), generate_series() over numbers. */
#include <math.h>
#include <sys/random.h>
#include <time.h>

#include "funcs/float_int.h"
#include "funcs/random.h"
#include "types/array.h"
#include "types/scalar.h"

/* ---- random: xoroshiro128**, seeded as PostgreSQL 15 seeds it, so that setseed() gives the same numbers ---- */
static struct {
    bool seeded;
    uint64_t s0, s1;
} generator;

static uint64_t rotate_left(uint64_t x, int n)
{
    return x << n | x >> (64 - n);
}

static uint64_t random_word(void)
{
    uint64_t s0 = generator.s0, x = generator.s1 ^ s0;
    generator.s0 = rotate_left(s0, 24) ^ x ^ x << 16;
    generator.s1 = rotate_left(x, 37);
    return rotate_left(s0 * 5, 7) * 9;
}

static uint64_t split_mix(uint64_t *state)
{
    uint64_t v = *state += UINT64_C(0x9e3779b97f4a7c15);
    v = (v ^ v >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    v = (v ^ v >> 27) * UINT64_C(0x94d049bb133111eb);
    return v ^ v >> 31;
}

static void seed(uint64_t value)
{
    generator.s0 = split_mix(&value);
    generator.s1 = split_mix(&value);
    generator.seeded = true;
}

Datum random_float8(struct fcall *fc)
{
    if (!generator.seeded) {
        uint64_t v;
        if (getrandom(&v, sizeof v, GRND_NONBLOCK) != (ssize_t)sizeof v)
            v = (uint64_t)time(NULL);
        seed(v);
    }
    return datum_from_float8(ldexp((double)(random_word() >> 12), -52));
}

void random_seed_from(double v)
{
    seed((uint64_t)(int64_t)(v * (double)((UINT64_C(1) << 52) - 1)));
}

Datum random_seed(struct fcall *fc)
{
    double v = ARG_FLOAT8(0);
    if (isnan(v) || isinf(v))
        raise(ERR_INVALID_PARAMETER_VALUE, "setseed parameter %s is out of allowed range [-1,1]",
              isnan(v) ? "NaN" : v < 0 ? "-Infinity" : "Infinity");
    if (v < -1 || v > 1)
        raise(ERR_INVALID_PARAMETER_VALUE, "setseed parameter %g is out of allowed range [-1,1]", v);
    random_seed_from(v);
    return (Datum)0;
}

/* ---- width_bucket ---- */
static _Noreturn void bucket_error(const char *what)
{
    raise(ERR_INVALID_ARGUMENT_FOR_WIDTH_BUCKET_FUNCTION, "%s", what);
}

static Datum bucket_above(int32_t count)
{
    if (count == INT32_MAX)
        out_of_range("integer");
    return datum_from_int32(count + 1);
}

/* Where the distances are beyond a float8, PostgreSQL 15 answers what its processor makes of infinity: INT32_MIN. */
static Datum float8_bucket(double x, double low, double high, int32_t count)
{
    double bucket = count * (x - low) / (high - low) + 1;
    return datum_from_int32(bucket < 0x1p31 ? (int32_t)bucket : INT32_MIN);
}

Datum float8_width_bucket(struct fcall *fc)
{
    double x = ARG_FLOAT8(0), low = ARG_FLOAT8(1), high = ARG_FLOAT8(2);
    int32_t count = ARG_INT32(3);
    if (count <= 0)
        bucket_error("count must be greater than zero");
    if (isnan(x) || isnan(low) || isnan(high))
        bucket_error("operand, lower bound, and upper bound cannot be NaN");
    if (isinf(low) || isinf(high))
        bucket_error("lower and upper bounds must be finite");
    if (low == high)
        bucket_error("lower bound cannot equal upper bound");
    if (low < high ? x < low : x > low)
        return datum_from_int32(0);
    if (low < high ? x >= high : x <= high)
        return bucket_above(count);
    return low < high ? float8_bucket(x, low, high, count) : float8_bucket(-x, -low, -high, count);
}

Datum numeric_width_bucket(struct fcall *fc)
{
    Datum x = ARG_DATUM(0), low = ARG_DATUM(1), high = ARG_DATUM(2);
    int32_t count = ARG_INT32(3);
    if (count <= 0)
        bucket_error("count must be greater than zero");
    if (numeric_is_nan(x) || numeric_is_nan(low) || numeric_is_nan(high))
        bucket_error("operand, lower bound, and upper bound cannot be NaN");
    if (numeric_is_special(low) || numeric_is_special(high))
        bucket_error("lower and upper bounds must be finite");
    int order = numeric_cmp(low, high);
    if (order == 0)
        bucket_error("lower bound cannot equal upper bound");
    if (numeric_cmp(x, low) * order > 0)
        return datum_from_int32(0);
    if (numeric_cmp(x, high) * order <= 0)
        return bucket_above(count);
    struct arena *a = fc->arena;
    Datum n = numeric_from_int64(a, count);
    Datum part = num_div(a, num_mul(a, num_sub(a, x, low), n), num_sub(a, high, low));
    Datum bucket = num_floor(a, num_add(a, part, numeric_from_int64(a, 1)));
    return datum_from_int64(numeric_rounded(bucket, INT32_MIN, INT32_MAX, "integer"));
}

/* The number of thresholds that are not above the operand; they are trusted to be sorted. */
Datum width_bucket_array(struct fcall *fc)
{
    struct array thresholds = array_open(ARG_DATUM(1));
    if (thresholds.ndim > 1)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "thresholds must be one-dimensional array");
    type_cmp_fn cmp = elem_cmp_fn(thresholds.elem);
    int left = 0, right = thresholds.n;
    bool isnull = false;
    for (int i = 0; i < thresholds.n && !isnull; i++)
        array_get(&thresholds, i, &isnull);
    if (isnull)
        raise(ERR_NULL_VALUE_NOT_ALLOWED, "thresholds array must not contain NULLs");
    while (left < right) {
        int middle = (left + right) / 2;
        if (cmp(ARG_DATUM(0), array_get(&thresholds, middle, &isnull)) < 0)
            right = middle;
        else
            left = middle + 1;
    }
    return datum_from_int32(left);
}

/* ---- generate_series ---- */
static _Noreturn void series_error(const char *what)
{
    raise(ERR_INVALID_PARAMETER_VALUE, "%s", what);
}

Datum int_series(struct fcall *fc)
{
    int64_t stop = ARG_INT64(1), step = fc->nargs > 2 ? ARG_INT64(2) : 1;
    if (step == 0)
        series_error("step size cannot equal zero");
    for (int64_t v = ARG_INT64(0); step > 0 ? v <= stop : v >= stop;) {
        emit_value(fc, datum_from_int64(v), false);
        if (__builtin_add_overflow(v, step, &v))
            break;
    }
    return (Datum)0;
}

static void check_series_value(Datum d, const char *what)
{
    if (numeric_is_special(d))
        raise(ERR_INVALID_PARAMETER_VALUE, "%s cannot be %s", what, numeric_is_nan(d) ? "NaN" : "infinity");
}

/* False: the next value is beyond what a numeric can be, and so beyond any end. */
static bool series_step(struct arena *a, Datum *v, Datum step)
{
    bool volatile there = true;
    TRY {
        *v = num_add(a, *v, step);
    }
    CATCH (e) {
        if (e->code != ERR_NUMERIC_VALUE_OUT_OF_RANGE)
            error_throw(e);
        there = false;
    }
    END_TRY;
    return there;
}

Datum numeric_series(struct fcall *fc)
{
    struct arena *now = arena_new(fc->arena, "series"), *next = arena_new(fc->arena, "series");
    Datum v = ARG_DATUM(0), stop = ARG_DATUM(1);
    Datum step = fc->nargs > 2 ? ARG_DATUM(2) : numeric_from_int64(fc->arena, 1);
    check_series_value(v, "start value");
    check_series_value(stop, "stop value");
    check_series_value(step, "step size");
    int sign = numeric_sign(step);
    if (sign == 0)
        series_error("step size cannot equal zero");
    while (numeric_cmp(v, stop) * sign <= 0) {
        emit_value(fc, v, false);
        if (!series_step(next, &v, step))
            break;
        struct arena *old = now;
        now = next;
        next = old;
        arena_reset(next);
    }
    arena_free(now);
    arena_free(next);
    return (Datum)0;
}
