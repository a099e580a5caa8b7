/* Aggregates of float4 and float8: sums in the order of the rows; variances by Youngs and Cramer's recurrence. */
#include <math.h>

#include "funcs/float_int.h"
#include "types/array.h"

/* ---- sum ---- */
struct float_sum {
    bool any;
    double sum;
};

static void float8_sum_trans(void *state, struct fcall *fc)
{
    struct float_sum *s = state;
    s->sum = s->any ? float8_sum(s->sum, ARG_FLOAT8(0)) : ARG_FLOAT8(0);
    s->any = true;
}

static Datum float8_sum_final(void *state, struct fcall *fc)
{
    const struct float_sum *s = state;
    if (!s->any)
        RETURN_NULL();
    return datum_from_float8(s->sum);
}

static void float4_sum_trans(void *state, struct fcall *fc)
{
    struct float_sum *s = state;
    float sum = (float)s->sum, v = ARG_FLOAT4(0);
    float r = s->any ? sum + v : v;
    if (isinf(r) && !isinf(sum) && !isinf(v))
        float_overflow();
    s->sum = r;
    s->any = true;
}

static Datum float4_sum_final(void *state, struct fcall *fc)
{
    const struct float_sum *s = state;
    if (!s->any)
        RETURN_NULL();
    return datum_from_float4((float)s->sum);
}

const struct agg_impl float8_sum_agg = {sizeof(struct float_sum), float8_sum_trans, float8_sum_final, NULL};
const struct agg_impl float4_sum_agg = {sizeof(struct float_sum), float4_sum_trans, float4_sum_final, NULL};

/* ---- avg, variance, standard deviation ---- */
struct moments {
    double n, sx, sxx; /* count, sum, sum of squared differences from the mean */
};

static void moments_add(struct moments *m, double v)
{
    double before = m->n, old = m->sx;
    m->n += 1;
    m->sx += v;
    if (!(before > 0)) {
        if (isnan(v) || isinf(v))
            m->sxx = NAN;
        return;
    }
    double t = v * m->n - m->sx;
    m->sxx += t * t / (m->n * before);
    if (isinf(m->sx) || isinf(m->sxx)) { /* only finite input overflows */
        if (!isinf(old) && !isinf(v))
            float_overflow();
        m->sxx = NAN;
    }
}

static void float8_moments(void *state, struct fcall *fc)
{
    moments_add(state, ARG_FLOAT8(0));
}

static void float4_moments(void *state, struct fcall *fc)
{
    moments_add(state, ARG_FLOAT4(0));
}

/* ---- the same, and what follows, step by step: functions whose state is an array that SQL gives and gets ---- */
static void state_from(struct fcall *fc, int arg, const char *function, double *state, int n)
{
    struct array a = array_open(ARG_DATUM(arg));
    bool fits = a.ndim == 1 && a.n == n;
    for (int i = 0; fits && i < n; i++) {
        bool isnull;
        state[i] = datum_float8(array_get(&a, i, &isnull));
        fits = !isnull;
    }
    if (!fits)
        raise(ERR_INTERNAL_ERROR, "%s: expected %d-element float8 array", function, n);
}

static Datum state_to(struct fcall *fc, const double *state, int n)
{
    Datum *values = ARENA_ARRAY(fc->arena, Datum, (size_t)n);
    for (int i = 0; i < n; i++)
        values[i] = datum_from_float8(state[i]);
    return array_make(fc->arena, TYPE_float8, values, NULL, n);
}

enum { N_MOMENTS = sizeof(struct moments) / sizeof(double) };

static struct moments moments_from(struct fcall *fc, int arg, const char *function)
{
    double s[N_MOMENTS];
    state_from(fc, arg, function, s, N_MOMENTS);
    return (struct moments){s[0], s[1], s[2]};
}

static Datum moments_to(struct fcall *fc, const struct moments *m)
{
    return state_to(fc, (const double[]){m->n, m->sx, m->sxx}, N_MOMENTS);
}

Datum float8_accum(struct fcall *fc)
{
    struct moments m = moments_from(fc, 0, "float8_accum");
    moments_add(&m, ARG_FLOAT8(1));
    return moments_to(fc, &m);
}

Datum float4_accum(struct fcall *fc)
{
    struct moments m = moments_from(fc, 0, "float4_accum");
    moments_add(&m, ARG_FLOAT4(1));
    return moments_to(fc, &m);
}

/* Two groups' sum of (a - mean of a) * (b - mean of b), of their one: apart_a, apart_b are how far their means are apart. */
static double merge_products(double s1, double s2, double n1, double n2, double apart_a, double apart_b)
{
    double s = s1 + s2 + n1 * n2 * apart_a * apart_b / (n1 + n2);
    if (isinf(s) && !isinf(s1) && !isinf(s2))
        float_overflow();
    return s;
}

Datum float8_combine(struct fcall *fc)
{
    struct moments a = moments_from(fc, 0, "float8_combine"), b = moments_from(fc, 1, "float8_combine");
    if (a.n == 0)
        return moments_to(fc, &b);
    if (b.n == 0)
        return moments_to(fc, &a);
    double apart = a.sx / a.n - b.sx / b.n;
    struct moments both = {.n = a.n + b.n, .sx = float8_sum(a.sx, b.sx)};
    both.sxx = merge_products(a.sxx, b.sxx, a.n, b.n, apart, apart);
    return moments_to(fc, &both);
}

/* The last step over a state s of kind, and the function of it: NULL where is_null. */
#define LAST_STEP(kind, name, is_null, value)                                                                    \
    static Datum name##_of(const struct kind *s, struct fcall *fc)                                               \
    {                                                                                                            \
        if (is_null)                                                                                             \
            RETURN_NULL();                                                                                       \
        return datum_from_float8(value);                                                                         \
    }                                                                                                            \
    static Datum name##_final(void *state, struct fcall *fc)                                                     \
    {                                                                                                            \
        return name##_of(state, fc);                                                                             \
    }                                                                                                            \
    Datum float8_##name(struct fcall *fc)                                                                        \
    {                                                                                                            \
        struct kind s = kind##_from(fc, 0, "float8_" #name);                                                     \
        return name##_of(&s, fc);                                                                                \
    }

#define MOMENTS(name, is_null, value)                                                                            \
    LAST_STEP(moments, name, is_null, value)                                                                     \
    const struct agg_impl float8_##name##_agg = {sizeof(struct moments), float8_moments, name##_final, NULL};    \
    const struct agg_impl float4_##name##_agg = {sizeof(struct moments), float4_moments, name##_final, NULL};
MOMENTS(avg, s->n == 0, s->sx / s->n)
MOMENTS(var_pop, s->n == 0, s->sxx / s->n)
MOMENTS(var_samp, s->n <= 1, s->sxx / (s->n - 1))
MOMENTS(stddev_pop, s->n == 0, sqrt(s->sxx / s->n))
MOMENTS(stddev_samp, s->n <= 1, sqrt(s->sxx / (s->n - 1)))

/* ---- of two variables: f(Y, X) ---- */
struct regression {
    double n, sx, sxx, sy, syy, sxy;
};

/* Sums that became infinite: an error where all that went in was finite, and else NaN. */
static void check_sums(struct regression *r, double x, double y, double old_x, double old_y)
{
    bool fx = !isinf(old_x) && !isinf(x), fy = !isinf(old_y) && !isinf(y);
    if (((isinf(r->sx) || isinf(r->sxx)) && fx) || ((isinf(r->sy) || isinf(r->syy)) && fy) ||
        (isinf(r->sxy) && fx && fy))
        float_overflow();
    if (isinf(r->sxx))
        r->sxx = NAN;
    if (isinf(r->syy))
        r->syy = NAN;
    if (isinf(r->sxy))
        r->sxy = NAN;
}

static void regression_add(struct regression *r, double y, double x)
{
    double before = r->n, old_x = r->sx, old_y = r->sy;
    r->n += 1;
    r->sx += x;
    r->sy += y;
    if (before > 0) {
        double tx = x * r->n - r->sx, ty = y * r->n - r->sy, scale = 1.0 / (r->n * before);
        r->sxx += tx * tx * scale;
        r->syy += ty * ty * scale;
        r->sxy += tx * ty * scale;
        check_sums(r, x, y, old_x, old_y);
        return;
    }
    if (isnan(x) || isinf(x))
        r->sxx = r->sxy = NAN;
    if (isnan(y) || isinf(y))
        r->syy = r->sxy = NAN;
}

static void regression_trans(void *state, struct fcall *fc)
{
    regression_add(state, ARG_FLOAT8(0), ARG_FLOAT8(1));
}

enum { N_REGRESSION = sizeof(struct regression) / sizeof(double) };

static struct regression regression_from(struct fcall *fc, int arg, const char *function)
{
    double s[N_REGRESSION];
    state_from(fc, arg, function, s, N_REGRESSION);
    return (struct regression){s[0], s[1], s[2], s[3], s[4], s[5]};
}

static Datum regression_to(struct fcall *fc, const struct regression *r)
{
    return state_to(fc, (const double[]){r->n, r->sx, r->sxx, r->sy, r->syy, r->sxy}, N_REGRESSION);
}

Datum float8_regr_accum(struct fcall *fc)
{
    struct regression r = regression_from(fc, 0, "float8_regr_accum");
    regression_add(&r, ARG_FLOAT8(1), ARG_FLOAT8(2));
    return regression_to(fc, &r);
}

Datum float8_regr_combine(struct fcall *fc)
{
    struct regression a = regression_from(fc, 0, "float8_regr_combine"), b = regression_from(fc, 1, "float8_regr_combine");
    if (a.n == 0)
        return regression_to(fc, &b);
    if (b.n == 0)
        return regression_to(fc, &a);
    double x = a.sx / a.n - b.sx / b.n, y = a.sy / a.n - b.sy / b.n;
    struct regression both = {.n = a.n + b.n, .sx = float8_sum(a.sx, b.sx), .sy = float8_sum(a.sy, b.sy)};
    both.sxx = merge_products(a.sxx, b.sxx, a.n, b.n, x, x);
    both.syy = merge_products(a.syy, b.syy, a.n, b.n, y, y);
    both.sxy = merge_products(a.sxy, b.sxy, a.n, b.n, x, y);
    return regression_to(fc, &both);
}

#define REGRESSION(name, is_null, value)                                                                         \
    LAST_STEP(regression, name, is_null, value)                                                                  \
    const struct agg_impl name##_agg = {sizeof(struct regression), regression_trans, name##_final, NULL};
REGRESSION(regr_sxx, s->n < 1, s->sxx)
REGRESSION(regr_syy, s->n < 1, s->syy)
REGRESSION(regr_sxy, s->n < 1, s->sxy)
REGRESSION(regr_avgx, s->n < 1, s->sx / s->n)
REGRESSION(regr_avgy, s->n < 1, s->sy / s->n)
REGRESSION(covar_pop, s->n < 1, s->sxy / s->n)
REGRESSION(covar_samp, s->n < 2, s->sxy / (s->n - 1))
REGRESSION(corr, s->n < 1 || s->sxx == 0 || s->syy == 0, s->sxy / sqrt(s->sxx * s->syy))
REGRESSION(regr_r2, s->n < 1 || s->sxx == 0, s->syy == 0 ? 1 : s->sxy * s->sxy / (s->sxx * s->syy))
REGRESSION(regr_slope, s->n < 1 || s->sxx == 0, s->sxy / s->sxx)
REGRESSION(regr_intercept, s->n < 1 || s->sxx == 0, (s->sy - s->sx * s->sxy / s->sxx) / s->n)
