/*
 * sum, avg, variance and standard deviation whose results are exact: of integers, numeric, money and intervals.
 *
 * Sums are integers scaled by the largest scale seen, in 128 bits as long as they fit and then in GMP's. Rows can be
 * taken out again (moving frames): a count for each scale says what the result's display scale is then.
 */
#include "funcs/aggregate_int.h"
#include "funcs/cast_int.h"
#include "types/numeric_scaled.h"

typedef __int128 int128 __attribute__((aligned(8))); /* states are aligned to 8 bytes */

/* ---- sums ---- */
struct sum {
    int128 small; /* all of it, unless spilled */
    int32_t scale;
    bool spilled;
    mpz_t large;
};

static void set_int128(mpz_ptr r, __int128 v)
{
    unsigned __int128 u = v < 0 ? -(unsigned __int128)v : (unsigned __int128)v;
    mpz_set_ui(r, (unsigned long)(u >> 64));
    mpz_mul_2exp(r, r, 64);
    mpz_add_ui(r, r, (unsigned long)u);
    if (v < 0)
        mpz_neg(r, r);
}

static void clear_large(void *large)
{
    mpz_clear(large);
}

static void sum_spill(struct sum *s, struct arena *keep)
{
    if (s->spilled)
        return;
    mpz_init(s->large);
    arena_on_reset(keep, clear_large, s->large);
    set_int128(s->large, s->small);
    s->spilled = true;
}

static bool scaled(__int128 v, int digits, __int128 *r)
{
    for (; digits >= 18; digits -= 18)
        if (__builtin_mul_overflow(v, INT64_C(1000000000000000000), &v))
            return false;
    for (; digits > 0; digits--)
        if (__builtin_mul_overflow(v, 10, &v))
            return false;
    *r = v;
    return true;
}

static void sum_rescale(struct sum *s, struct arena *keep, int scale)
{
    int more = scale - s->scale;
    __int128 v;
    if (more <= 0)
        return;
    if (!s->spilled && scaled(s->small, more, &v)) {
        s->small = v;
    } else {
        sum_spill(s, keep);
        num_mul_pow10(s->large, s->large, more);
    }
    s->scale = scale;
}

static void sum_add_large(struct sum *s, struct arena *keep, mpz_srcptr v, int scale)
{
    int mark = num_mark();
    mpz_ptr t = num_tmp();
    sum_rescale(s, keep, scale);
    sum_spill(s, keep);
    num_mul_pow10(t, v, s->scale - scale);
    mpz_add(s->large, s->large, t);
    num_release(mark);
}

static void sum_add(struct sum *s, struct arena *keep, __int128 v, int scale)
{
    __int128 r;
    sum_rescale(s, keep, scale);
    if (!s->spilled && scaled(v, s->scale - scale, &r) && !__builtin_add_overflow((__int128)s->small, r, &r)) {
        s->small = r;
        return;
    }
    int mark = num_mark();
    mpz_ptr t = num_tmp();
    set_int128(t, v);
    sum_add_large(s, keep, t, scale);
    num_release(mark);
}

/* r = the sum * 10^scale; what is behind the scale is zero. */
static void sum_get(mpz_ptr r, const struct sum *s, int scale)
{
    if (s->spilled)
        mpz_set(r, s->large);
    else
        set_int128(r, s->small);
    num_rescale(r, r, s->scale, scale);
}

/* ---- int2 and int4: the sum is a bigint ---- */
struct int_sum {
    int64_t n, sum;
};

static void int_sum_trans(void *state, struct fcall *fc)
{
    struct int_sum *s = state;
    s->n++;
    s->sum += ARG_INT32(0);
}

static void int_sum_inverse(void *state, struct fcall *fc)
{
    struct int_sum *s = state;
    s->n--;
    s->sum -= ARG_INT32(0);
}

static Datum int_sum_final(void *state, struct fcall *fc)
{
    const struct int_sum *s = state;
    if (s->n == 0)
        RETURN_NULL();
    return datum_from_int64(s->sum);
}

static Datum int_avg_final(void *state, struct fcall *fc)
{
    const struct int_sum *s = state;
    if (s->n == 0)
        RETURN_NULL();
    return num_div(fc->arena, numeric_from_int64(fc->arena, s->sum), numeric_from_int64(fc->arena, s->n));
}

const struct agg_impl int_sum_agg = {sizeof(struct int_sum), int_sum_trans, int_sum_final, int_sum_inverse};
const struct agg_impl int_avg_agg = {sizeof(struct int_sum), int_sum_trans, int_avg_final, int_sum_inverse};

/* ---- numeric, int8, and squares of all integers ---- */
struct num_state {
    int64_t n, nan, plus, minus; /* finite values, NaN, the infinities */
    int64_t *scales;             /* how many finite values have each display scale */
    int32_t nscales;
    struct sum x, xx;            /* states of sum and avg end before xx */
};
#define SUM_STATE offsetof(struct num_state, xx)

static void count_scale(struct num_state *s, struct arena *keep, int scale, int by)
{
    if (scale >= s->nscales) {
        int more = scale + 1 < 4 ? 4 : scale + 1;
        s->scales = arena_grow(keep, s->scales, sizeof(int64_t) * (size_t)s->nscales, sizeof(int64_t) * (size_t)more);
        memset(s->scales + s->nscales, 0, sizeof(int64_t) * (size_t)(more - s->nscales));
        s->nscales = more;
    }
    s->scales[scale] += by;
}

static int max_scale(const struct num_state *s)
{
    int scale = s->nscales - 1;
    while (scale > 0 && s->scales[scale] == 0)
        scale--;
    return scale < 0 ? 0 : scale;
}

/* by: 1 in, -1 out */
static void num_value(struct num_state *s, struct fcall *fc, int by, bool squares)
{
    Datum d = ARG_DATUM(0);
    switch (numeric_class(d)) {
    case NUMERIC_NAN: s->nan += by; return;
    case NUMERIC_PINF: s->plus += by; return;
    case NUMERIC_NINF: s->minus += by; return;
    case NUMERIC_FINITE: break;
    }
    NUM_VIEW(v, d);
    int scale = numeric_dscale(d);
    s->n += by;
    count_scale(s, fc->keep, scale, by);
    if (mpz_fits_slong_p(v)) {
        __int128 word = mpz_get_si(v);
        sum_add(&s->x, fc->keep, by * word, scale);
        if (squares)
            sum_add(&s->xx, fc->keep, by * word * word, 2 * scale);
        return;
    }
    int mark = num_mark();
    mpz_ptr t = num_tmp();
    mpz_mul_si(t, v, by);
    sum_add_large(&s->x, fc->keep, t, scale);
    if (squares) {
        mpz_mul(t, t, v);
        sum_add_large(&s->xx, fc->keep, t, 2 * scale);
    }
    num_release(mark);
}

static void num_sum_trans(void *state, struct fcall *fc)
{
    num_value(state, fc, 1, false);
}

static void num_sum_inverse(void *state, struct fcall *fc)
{
    num_value(state, fc, -1, false);
}

static void num_squares_trans(void *state, struct fcall *fc)
{
    num_value(state, fc, 1, true);
}

static void num_squares_inverse(void *state, struct fcall *fc)
{
    num_value(state, fc, -1, true);
}

static void int8_value(struct num_state *s, struct fcall *fc, int by, bool squares)
{
    __int128 v = ARG_INT64(0);
    s->n += by;
    sum_add(&s->x, fc->keep, by * v, 0);
    if (squares)
        sum_add(&s->xx, fc->keep, by * v * v, 0);
}

static void int8_sum_trans(void *state, struct fcall *fc)
{
    int8_value(state, fc, 1, false);
}

static void int8_sum_inverse(void *state, struct fcall *fc)
{
    int8_value(state, fc, -1, false);
}

static void int_squares_trans(void *state, struct fcall *fc)
{
    int8_value(state, fc, 1, true);
}

static void int_squares_inverse(void *state, struct fcall *fc)
{
    int8_value(state, fc, -1, true);
}

/* NaN wins, and so do infinities that are not of one sign. False: all values are finite. */
static bool special_sum(const struct num_state *s, struct fcall *fc, Datum *d)
{
    if (s->nan == 0 && s->plus == 0 && s->minus == 0)
        return false;
    bool nan = s->nan > 0 || (s->plus > 0 && s->minus > 0);
    *d = numeric_special(fc->arena, nan ? NUMERIC_NAN : s->plus > 0 ? NUMERIC_PINF : NUMERIC_NINF);
    return true;
}

static Datum finite_sum(const struct num_state *s, struct fcall *fc)
{
    int mark = num_mark(), scale = max_scale(s);
    mpz_ptr r = num_tmp();
    sum_get(r, &s->x, scale);
    Datum d = numeric_from_mpz(fc->arena, r, scale);
    num_release(mark);
    return d;
}

static Datum num_sum_final(void *state, struct fcall *fc)
{
    const struct num_state *s = state;
    Datum d;
    if (special_sum(s, fc, &d))
        return d;
    if (s->n == 0)
        RETURN_NULL();
    return finite_sum(s, fc);
}

static Datum num_avg_final(void *state, struct fcall *fc)
{
    const struct num_state *s = state;
    Datum d;
    if (special_sum(s, fc, &d))
        return d;
    if (s->n == 0)
        RETURN_NULL();
    return num_div(fc->arena, finite_sum(s, fc), numeric_from_int64(fc->arena, s->n));
}

const struct agg_impl num_sum_agg = {SUM_STATE, num_sum_trans, num_sum_final, num_sum_inverse};
const struct agg_impl num_avg_agg = {SUM_STATE, num_sum_trans, num_avg_final, num_sum_inverse};
const struct agg_impl int8_sum_agg = {SUM_STATE, int8_sum_trans, num_sum_final, int8_sum_inverse};
const struct agg_impl int8_avg_agg = {SUM_STATE, int8_sum_trans, num_avg_final, int8_sum_inverse};

/* (n sum(x^2) - sum(x)^2) / (n n), or / (n (n - 1)); the root of what that is rounded to. */
static Datum variance(const struct num_state *s, struct fcall *fc, bool sample, bool root)
{
    int64_t n = s->n, all = n + s->nan + s->plus + s->minus;
    if (all == 0 || (sample && all == 1))
        RETURN_NULL();
    if (all > n)
        return numeric_special(fc->arena, NUMERIC_NAN);
    int mark = num_mark(), scale = 2 * max_scale(s), rscale = 0;
    mpz_ptr x = num_tmp(), xx = num_tmp(), nn = num_tmp();
    sum_get(x, &s->x, scale / 2);
    mpz_mul(x, x, x);
    sum_get(xx, &s->xx, scale);
    mpz_mul_ui(xx, xx, (unsigned long)n);
    mpz_sub(xx, xx, x);
    mpz_set_ui(nn, (unsigned long)n);
    mpz_mul_ui(nn, nn, (unsigned long)(sample ? n - 1 : n));
    if (mpz_sgn(xx) > 0) {
        rscale = num_div_scale(xx, scale, nn, 0);
        num_quotient(xx, xx, scale, nn, 0, rscale, true);
        if (root)
            num_root(xx, xx, rscale, rscale);
    }
    Datum d = numeric_from_mpz(fc->arena, xx, rscale);
    num_release(mark);
    return d;
}

#define VARIANCE(name, sample, root)                                                                    \
    static Datum name##_final(void *state, struct fcall *fc)                                            \
    {                                                                                                   \
        return variance(state, fc, sample, root);                                                       \
    }                                                                                                   \
    const struct agg_impl num_##name##_agg = {sizeof(struct num_state), num_squares_trans, name##_final, \
                                              num_squares_inverse};                                     \
    const struct agg_impl int_##name##_agg = {sizeof(struct num_state), int_squares_trans, name##_final, \
                                              int_squares_inverse};
VARIANCE(var_pop, false, false)
VARIANCE(var_samp, true, false)
VARIANCE(stddev_pop, false, true)
VARIANCE(stddev_samp, true, true)

/* ---- money ---- */
static void money_sum_trans(void *state, struct fcall *fc)
{
    struct int_sum *s = state;
    s->n++;
    if (__builtin_add_overflow(s->sum, ARG_INT64(0), &s->sum))
        out_of_range("money");
}

static void money_sum_inverse(void *state, struct fcall *fc)
{
    struct int_sum *s = state;
    s->n--;
    if (__builtin_sub_overflow(s->sum, ARG_INT64(0), &s->sum))
        out_of_range("money");
}

const struct agg_impl money_sum_agg = {sizeof(struct int_sum), money_sum_trans, int_sum_final, money_sum_inverse};

/* ---- interval ---- */
struct interval_sum {
    int64_t n;
    struct interval sum;
};

static void interval_step(struct interval_sum *s, struct fcall *fc, int by)
{
    Datum args[2] = {datum_from_interval(fc->arena, s->sum), ARG_DATUM(0)};
    s->sum = datum_interval(func_call(by > 0 ? interval_pl : interval_mi, fc->arena, 2, args));
    s->n += by;
}

static void interval_sum_trans(void *state, struct fcall *fc)
{
    interval_step(state, fc, 1);
}

static void interval_sum_inverse(void *state, struct fcall *fc)
{
    interval_step(state, fc, -1);
}

static Datum interval_sum_final(void *state, struct fcall *fc)
{
    const struct interval_sum *s = state;
    if (s->n == 0)
        RETURN_NULL();
    return datum_from_interval(fc->arena, s->sum);
}

static Datum interval_avg_final(void *state, struct fcall *fc)
{
    const struct interval_sum *s = state;
    if (s->n == 0)
        RETURN_NULL();
    Datum args[2] = {datum_from_interval(fc->arena, s->sum), datum_from_float8((double)s->n)};
    return func_call(interval_div, fc->arena, 2, args);
}

const struct agg_impl interval_sum_agg = {sizeof(struct interval_sum), interval_sum_trans, interval_sum_final,
                                          interval_sum_inverse};
const struct agg_impl interval_avg_agg = {sizeof(struct interval_sum), interval_sum_trans, interval_avg_final,
                                          interval_sum_inverse};
