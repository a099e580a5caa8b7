/* Aggregates of float4 and float8: sums in the order of the rows; variances by Youngs and Cramer's recurrence. */
#include <math.h>

#include "funcs/float_int.h"

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
    if (before == 0) {
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

/* An aggregate over both types: NULL below `least` rows. */
#define MOMENTS(name, least, value)                                                                              \
    static Datum name##_final(void *state, struct fcall *fc)                                                     \
    {                                                                                                            \
        const struct moments *m = state;                                                                         \
        if (m->n < least)                                                                                        \
            RETURN_NULL();                                                                                       \
        return datum_from_float8(value);                                                                         \
    }                                                                                                            \
    const struct agg_impl float8_##name##_agg = {sizeof(struct moments), float8_moments, name##_final, NULL};    \
    const struct agg_impl float4_##name##_agg = {sizeof(struct moments), float4_moments, name##_final, NULL};
MOMENTS(avg, 1, m->sx / m->n)
MOMENTS(var_pop, 1, m->sxx / m->n)
MOMENTS(var_samp, 2, m->sxx / (m->n - 1))
MOMENTS(stddev_pop, 1, sqrt(m->sxx / m->n))
MOMENTS(stddev_samp, 2, sqrt(m->sxx / (m->n - 1)))

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

static void regression_trans(void *state, struct fcall *fc)
{
    struct regression *r = state;
    double y = ARG_FLOAT8(0), x = ARG_FLOAT8(1), before = r->n, old_x = r->sx, old_y = r->sy;
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

#define REGRESSION(name, is_null, value)                                                                    \
    static Datum name##_final(void *state, struct fcall *fc)                                                \
    {                                                                                                       \
        const struct regression *r = state;                                                                 \
        if (is_null)                                                                                        \
            RETURN_NULL();                                                                                  \
        return datum_from_float8(value);                                                                    \
    }                                                                                                       \
    const struct agg_impl name##_agg = {sizeof(struct regression), regression_trans, name##_final, NULL};
REGRESSION(regr_sxx, r->n < 1, r->sxx)
REGRESSION(regr_syy, r->n < 1, r->syy)
REGRESSION(regr_sxy, r->n < 1, r->sxy)
REGRESSION(regr_avgx, r->n < 1, r->sx / r->n)
REGRESSION(regr_avgy, r->n < 1, r->sy / r->n)
REGRESSION(covar_pop, r->n < 1, r->sxy / r->n)
REGRESSION(covar_samp, r->n < 2, r->sxy / (r->n - 1))
REGRESSION(corr, r->n < 1 || r->sxx == 0 || r->syy == 0, r->sxy / sqrt(r->sxx * r->syy))
REGRESSION(regr_r2, r->n < 1 || r->sxx == 0, r->syy == 0 ? 1 : r->sxy * r->sxy / (r->sxx * r->syy))
REGRESSION(regr_slope, r->n < 1 || r->sxx == 0, r->sxy / r->sxx)
REGRESSION(regr_intercept, r->n < 1 || r->sxx == 0, (r->sy - r->sx * r->sxy / r->sxx) / r->n)
