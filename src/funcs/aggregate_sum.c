/* Sums, averages, variances: exact over integers and numeric, Youngs and Cramer's way over doubles. */
#include "funcs/funcs.h"

#include <math.h>

#include "types/numeric.h"

/* ---- integers ---- */

struct int_sum {
    int64_t n;
    __int128 sum, squares;
};

static void int_trans(void *state, struct fcall *fc)
{
    struct int_sum *s = state;
    s->n++;
    s->sum += datum_int64(fc->args[0]);
}

static void int_inverse(void *state, struct fcall *fc)
{
    struct int_sum *s = state;
    s->n--;
    s->sum -= datum_int64(fc->args[0]);
}

static Datum sum_int4_final(void *state, struct fcall *fc)
{
    const struct int_sum *s = state;
    fc->isnull = s->n == 0;
    if (s->sum > INT64_MAX || s->sum < INT64_MIN)
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
    return datum_from_int64((int64_t)s->sum);
}

static Datum sum_money_final(void *state, struct fcall *fc)
{
    const struct int_sum *s = state;
    fc->isnull = s->n == 0;
    if (s->sum > INT64_MAX || s->sum < INT64_MIN)
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "money out of range");
    return datum_from_int64((int64_t)s->sum);
}

static Datum sum_int8_final(void *state, struct fcall *fc)
{
    const struct int_sum *s = state;
    fc->isnull = s->n == 0;
    return s->n == 0 ? 0 : numeric_from_int128(fc->arena, s->sum);
}

static Datum avg_int_final(void *state, struct fcall *fc)
{
    const struct int_sum *s = state;
    fc->isnull = s->n == 0;
    if (s->n == 0)
        return 0;
    return num_div(fc->arena, numeric_from_int128(fc->arena, s->sum), numeric_from_int64(fc->arena, s->n));
}

const struct agg_impl agg_sum_int4 = {sizeof(struct int_sum), int_trans, sum_int4_final, int_inverse};
const struct agg_impl agg_sum_money = {sizeof(struct int_sum), int_trans, sum_money_final, int_inverse};
const struct agg_impl agg_sum_int8 = {sizeof(struct int_sum), int_trans, sum_int8_final, int_inverse};
const struct agg_impl agg_avg_int = {sizeof(struct int_sum), int_trans, avg_int_final, int_inverse};

/* ---- numeric: the finite part as one integer over 10^scale, the rest counted ---- */

struct num_sum {
    int64_t n, nans, pinfs, ninfs;
    int scale;
    bool begun;
    mpz_t sum, squares; /* squares: over 10^(2 * scale) */
};

static void release_sums(void *arg)
{
    struct num_sum *s = arg;
    mpz_clear(s->sum);
    mpz_clear(s->squares);
}

static void num_begin(struct num_sum *s, struct arena *keep)
{
    mpz_init(s->sum);
    mpz_init(s->squares);
    s->begun = true;
    arena_on_reset(keep, release_sums, s);
}

static void times_power(mpz_ptr v, int digits)
{
    mpz_t p;
    if (digits <= 0)
        return;
    mpz_init(p);
    mpz_ui_pow_ui(p, 10, (unsigned long)digits);
    mpz_mul(v, v, p);
    mpz_clear(p);
}

static void num_add_value(struct num_sum *s, struct fcall *fc, Datum d, bool squares)
{
    mpz_t view, v;
    if (!s->begun)
        num_begin(s, fc->keep);
    s->n++;
    switch (numeric_class(d)) {
    case NUMERIC_NAN: s->nans++; return;
    case NUMERIC_PINF: s->pinfs++; return;
    case NUMERIC_NINF: s->ninfs++; return;
    case NUMERIC_FINITE: break;
    }
    int scale = numeric_dscale(d);
    if (scale > s->scale) {
        times_power(s->sum, scale - s->scale);
        times_power(s->squares, 2 * (scale - s->scale));
        s->scale = scale;
    }
    mpz_init_set(v, numeric_mpz(view, d));
    times_power(v, s->scale - scale);
    mpz_add(s->sum, s->sum, v);
    if (squares)
        mpz_addmul(s->squares, v, v);
    mpz_clear(v);
}

static void num_sum_trans(void *state, struct fcall *fc)
{
    num_add_value(state, fc, fc->args[0], false);
}

static void num_squares_trans(void *state, struct fcall *fc)
{
    num_add_value(state, fc, fc->args[0], true);
}

static void int_squares_trans(void *state, struct fcall *fc)
{
    num_add_value(state, fc, numeric_from_int64(fc->arena, datum_int64(fc->args[0])), true);
}

/* NaN and the infinities win over what is finite. */
static bool special_sum(const struct num_sum *s, struct arena *a, Datum *out)
{
    if (s->nans > 0 || (s->pinfs > 0 && s->ninfs > 0))
        *out = numeric_special(a, NUMERIC_NAN);
    else if (s->pinfs > 0)
        *out = numeric_special(a, NUMERIC_PINF);
    else if (s->ninfs > 0)
        *out = numeric_special(a, NUMERIC_NINF);
    else
        return false;
    return true;
}

static Datum num_sum_final(void *state, struct fcall *fc)
{
    const struct num_sum *s = state;
    Datum d;
    fc->isnull = s->n == 0;
    if (s->n == 0)
        return 0;
    return special_sum(s, fc->arena, &d) ? d : numeric_from_mpz(fc->arena, s->sum, s->scale);
}

static Datum num_avg_final(void *state, struct fcall *fc)
{
    const struct num_sum *s = state;
    Datum d;
    fc->isnull = s->n == 0;
    if (s->n == 0)
        return 0;
    if (special_sum(s, fc->arena, &d))
        return d;
    return num_div(fc->arena, numeric_from_mpz(fc->arena, s->sum, s->scale), numeric_from_int64(fc->arena, s->n));
}

const struct agg_impl agg_sum_numeric = {sizeof(struct num_sum), num_sum_trans, num_sum_final, NULL};
const struct agg_impl agg_avg_numeric = {sizeof(struct num_sum), num_sum_trans, num_avg_final, NULL};

/* The square root at the scale of v, rounded. */
static Datum root_at_scale(struct arena *a, Datum v)
{
    int scale = numeric_dscale(v);
    mpz_t view, x;
    mpz_init_set(x, numeric_mpz(view, v));
    times_power(x, scale + 2); /* 10^(2 * (scale + 1)) over 10^scale: one digit more than is kept */
    mpz_sqrt(x, x);
    mpz_add_ui(x, x, 5);
    mpz_tdiv_q_ui(x, x, 10);
    Datum d = numeric_from_mpz(a, x, scale);
    mpz_clear(x);
    return d;
}

static Datum num_variance(const struct num_sum *s, struct fcall *fc, bool sample, bool root)
{
    struct arena *a = fc->arena;
    fc->isnull = s->n == 0 || (sample && s->n == 1);
    if (fc->isnull)
        return 0;
    if (s->nans > 0 || s->pinfs > 0 || s->ninfs > 0)
        return numeric_special(a, NUMERIC_NAN);
    mpz_t x;
    mpz_init(x);
    mpz_mul_si(x, s->squares, s->n);
    mpz_submul(x, s->sum, s->sum);
    bool positive = mpz_sgn(x) > 0;
    Datum top = numeric_from_mpz(a, x, 2 * s->scale);
    mpz_clear(x);
    if (!positive)
        return numeric_from_int64(a, 0);
    Datum bottom = num_mul(a, numeric_from_int64(a, s->n), numeric_from_int64(a, sample ? s->n - 1 : s->n));
    Datum v = num_div(a, top, bottom);
    return root ? root_at_scale(a, v) : v;
}

#define VARIANCE(name, sample, root)                                                                               \
    static Datum num_##name##_final(void *state, struct fcall *fc)                                                 \
    {                                                                                                              \
        return num_variance(state, fc, sample, root);                                                              \
    }                                                                                                              \
    const struct agg_impl agg_##name##_numeric = {sizeof(struct num_sum), num_squares_trans, num_##name##_final, NULL}; \
    const struct agg_impl agg_##name##_int = {sizeof(struct num_sum), int_squares_trans, num_##name##_final, NULL};
VARIANCE(var_samp, true, false)
VARIANCE(var_pop, false, false)
VARIANCE(stddev_samp, true, true)
VARIANCE(stddev_pop, false, true)

/* ---- doubles ---- */

struct float_sum { /* N, the sum, the sum of squares of deviations; the second variable and the products */
    double n, sx, sxx, sy, syy, sxy;
};

static _Noreturn void overflow(void)
{
    raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
}

static void float_add(struct float_sum *s, double x)
{
    double old = s->sx;
    s->n += 1;
    s->sx += x;
    if (s->n > 1) {
        double t = x * s->n - s->sx;
        s->sxx += t * t / (s->n * (s->n - 1));
        if (isinf(s->sx) || isinf(s->sxx)) {
            if (!isinf(old) && !isinf(x))
                overflow();
            s->sxx = NAN;
        }
    } else if (isnan(x) || isinf(x)) {
        s->sxx = NAN;
    }
}

static double float_arg(const struct fcall *fc, int i)
{
    return fc->argtypes[i] == TYPE_float4 ? (double)datum_float4(fc->args[i]) : datum_float8(fc->args[i]);
}

static void float_trans(void *state, struct fcall *fc)
{
    float_add(state, float_arg(fc, 0));
}

struct float_plain {
    bool any;
    double sum;
};

static void float8_sum_trans(void *state, struct fcall *fc)
{
    struct float_plain *s = state;
    double x = datum_float8(fc->args[0]), old = s->sum;
    s->sum = s->any ? s->sum + x : x;
    s->any = true;
    if (isinf(s->sum) && !isinf(old) && !isinf(x))
        overflow();
}

static void float4_sum_trans(void *state, struct fcall *fc)
{
    struct float_plain *s = state;
    float x = datum_float4(fc->args[0]), old = (float)s->sum, sum = s->any ? old + x : x;
    s->any = true;
    s->sum = (double)sum;
    if (isinf(sum) && !isinf(old) && !isinf(x))
        overflow();
}

static Datum float8_sum_final(void *state, struct fcall *fc)
{
    const struct float_plain *s = state;
    fc->isnull = !s->any;
    return datum_from_float8(s->sum);
}

static Datum float4_sum_final(void *state, struct fcall *fc)
{
    const struct float_plain *s = state;
    fc->isnull = !s->any;
    return datum_from_float4((float)s->sum);
}

static Datum float_avg_final(void *state, struct fcall *fc)
{
    const struct float_sum *s = state;
    fc->isnull = s->n == 0;
    return s->n == 0 ? 0 : datum_from_float8(s->sx / s->n);
}

const struct agg_impl agg_sum_float8 = {sizeof(struct float_plain), float8_sum_trans, float8_sum_final, NULL};
const struct agg_impl agg_sum_float4 = {sizeof(struct float_plain), float4_sum_trans, float4_sum_final, NULL};
const struct agg_impl agg_avg_float = {sizeof(struct float_sum), float_trans, float_avg_final, NULL};

static Datum float_variance(const struct float_sum *s, struct fcall *fc, bool sample, bool root)
{
    fc->isnull = s->n == 0 || (sample && s->n == 1);
    if (fc->isnull)
        return 0;
    double v = s->sxx / (sample ? s->n - 1 : s->n);
    return datum_from_float8(root ? sqrt(v) : v);
}

#define FLOAT_VARIANCE(name, sample, root)                             \
    static Datum float_##name##_final(void *state, struct fcall *fc)   \
    {                                                                  \
        return float_variance(state, fc, sample, root);                \
    }                                                                  \
    const struct agg_impl agg_##name##_float = {sizeof(struct float_sum), float_trans, float_##name##_final, NULL};
FLOAT_VARIANCE(var_samp, true, false)
FLOAT_VARIANCE(var_pop, false, false)
FLOAT_VARIANCE(stddev_samp, true, true)
FLOAT_VARIANCE(stddev_pop, false, true)

/* ---- two variables: the arguments are (Y, X) ---- */

static void regr_trans(void *state, struct fcall *fc)
{
    struct float_sum *s = state;
    double y = datum_float8(fc->args[0]), x = datum_float8(fc->args[1]);
    double oldx = s->sx, oldy = s->sy;
    s->n += 1;
    s->sx += x;
    s->sy += y;
    if (s->n > 1) {
        double tx = x * s->n - s->sx, ty = y * s->n - s->sy, scale = 1 / (s->n * (s->n - 1));
        s->sxx += tx * tx * scale;
        s->syy += ty * ty * scale;
        s->sxy += tx * ty * scale;
        if (isinf(s->sx) || isinf(s->sxx) || isinf(s->sy) || isinf(s->syy) || isinf(s->sxy)) {
            if (((isinf(s->sx) || isinf(s->sxx)) && !isinf(oldx) && !isinf(x)) ||
                ((isinf(s->sy) || isinf(s->syy)) && !isinf(oldy) && !isinf(y)) ||
                (isinf(s->sxy) && !isinf(oldx) && !isinf(x) && !isinf(oldy) && !isinf(y)))
                overflow();
            if (isinf(s->sxx))
                s->sxx = NAN;
            if (isinf(s->syy))
                s->syy = NAN;
            if (isinf(s->sxy))
                s->sxy = NAN;
        }
    } else {
        if (isnan(x) || isinf(x))
            s->sxx = s->sxy = NAN;
        if (isnan(y) || isinf(y))
            s->syy = s->sxy = NAN;
    }
}

#define REGR(name, null_when, value)                                 \
    static Datum name##_final(void *state, struct fcall *fc)         \
    {                                                                \
        const struct float_sum *s = state;                           \
        fc->isnull = null_when;                                      \
        return fc->isnull ? 0 : datum_from_float8(value);            \
    }                                                                \
    const struct agg_impl agg_##name = {sizeof(struct float_sum), regr_trans, name##_final, NULL};
REGR(regr_sxx, s->n < 1, s->sxx)
REGR(regr_syy, s->n < 1, s->syy)
REGR(regr_sxy, s->n < 1, s->sxy)
REGR(regr_avgx, s->n < 1, s->sx / s->n)
REGR(regr_avgy, s->n < 1, s->sy / s->n)
REGR(covar_pop, s->n < 1, s->sxy / s->n)
REGR(covar_samp, s->n < 2, s->sxy / (s->n - 1))
REGR(corr, s->n < 1 || s->sxx == 0 || s->syy == 0, s->sxy / sqrt(s->sxx * s->syy))
REGR(regr_r2, s->n < 1 || s->sxx == 0, s->syy == 0 ? 1.0 : s->sxy * s->sxy / (s->sxx * s->syy))
REGR(regr_slope, s->n < 1 || s->sxx == 0, s->sxy / s->sxx)
REGR(regr_intercept, s->n < 1 || s->sxx == 0, (s->sy - s->sx * s->sxy / s->sxx) / s->n)

static Datum regr_count_final(void *state, struct fcall *fc)
{
    (void)fc;
    return datum_from_int64((int64_t)((const struct float_sum *)state)->n);
}
const struct agg_impl agg_regr_count = {sizeof(struct float_sum), regr_trans, regr_count_final, NULL};

/* ---- intervals ---- */

struct interval_sum {
    int64_t n;
    struct interval sum;
};

static void interval_trans(void *state, struct fcall *fc)
{
    struct interval_sum *s = state;
    struct interval v = datum_interval(fc->args[0]);
    if (__builtin_add_overflow(s->sum.month, v.month, &s->sum.month) || __builtin_add_overflow(s->sum.day, v.day, &s->sum.day) ||
        __builtin_add_overflow(s->sum.time, v.time, &s->sum.time))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "interval out of range");
    s->n++;
}

static Datum interval_sum_final(void *state, struct fcall *fc)
{
    const struct interval_sum *s = state;
    fc->isnull = s->n == 0;
    return s->n == 0 ? 0 : datum_from_interval(fc->arena, s->sum);
}

/* As interval / double precision. */
static Datum interval_avg_final(void *state, struct fcall *fc)
{
    const struct interval_sum *s = state;
    fc->isnull = s->n == 0;
    if (s->n == 0)
        return 0;
    Datum args[2] = {datum_from_interval(fc->arena, s->sum), datum_from_float8((double)s->n)};
    return func_call(interval_div, fc->arena, 2, args);
}

const struct agg_impl agg_sum_interval = {sizeof(struct interval_sum), interval_trans, interval_sum_final, NULL};
const struct agg_impl agg_avg_interval = {sizeof(struct interval_sum), interval_trans, interval_avg_final, NULL};
