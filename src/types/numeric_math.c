/*
 * numeric: exp, ln, log, power. PostgreSQL chooses the result's scale first and then computes with a few digits to
 * spare; here GMP's floats compute with more of them, and the result is rounded to the same scale.
 */
#include <math.h>

#include "types/numeric_scaled.h"

#define LOG10_E 0.434294481903252
#define LN_10 2.302585092994046
#define BITS_PER_DIGIT 3.3219280948873623
#define GUARD_BITS 96

static int clamp_scale(int rscale)
{
    return rscale < 0 ? 0 : rscale > NUMERIC_MAX_DISPLAY_SCALE ? NUMERIC_MAX_DISPLAY_SCALE : rscale;
}

static int max_int(int x, int y)
{
    return x > y ? x : y;
}

static void set_scaled(mpf_ptr r, mpz_srcptr m, int scale)
{
    mpf_t p;
    mpf_init2(p, mpf_get_prec(r));
    mpf_set_z(r, m);
    mpf_set_ui(p, 10);
    mpf_pow_ui(p, p, (unsigned long)scale);
    mpf_div(r, r, p);
    mpf_clear(p);
}

/* r = v * 10^rscale, to the nearest integer; v is spent */
static void get_scaled(mpz_ptr r, mpf_ptr v, int rscale)
{
    mpf_t p;
    mpf_init2(p, mpf_get_prec(v));
    mpf_set_ui(p, 10);
    mpf_pow_ui(p, p, (unsigned long)rscale);
    mpf_mul(v, v, p);
    mpf_set_d(p, mpf_sgn(v) < 0 ? -0.5 : 0.5);
    mpf_add(v, v, p);
    mpz_set_f(r, v);
    mpf_clear(p);
}

/* r = ln(m / 10^scale) to rscale digits; m > 0 */
static void ln_scaled(mpz_ptr r, mpz_srcptr m, int scale, int rscale)
{
    /* ln x = 2^k ln x^(1/2^k), and near 1: ln z = 2 artanh((z-1)/(z+1)) */
    int near = 10 + (int)(sqrt(rscale) / 2);
    mp_bitcnt_t bits = (mp_bitcnt_t)(rscale * BITS_PER_DIGIT) + GUARD_BITS + (mp_bitcnt_t)near + 32;
    mpf_t x, y, t, sum;
    mpf_init2(x, bits);
    mpf_init2(y, bits);
    mpf_init2(t, bits);
    mpf_init2(sum, bits);
    set_scaled(x, m, scale);
    int k = 1;
    for (;; k++) {
        mpf_set(t, x);
        mpf_sub_ui(t, t, 1);
        long e;
        double d = mpf_get_d_2exp(&e, t);
        if (d == 0 || e < -near)
            break;
        mpf_sqrt(x, x);
    }
    mpf_add_ui(y, x, 1);
    mpf_sub_ui(x, x, 1);
    mpf_div(x, x, y);
    mpf_mul(y, x, x);
    mpf_set(sum, x);
    for (unsigned long i = 3; mpf_sgn(x) != 0; i += 2) {
        mpf_mul(x, x, y);
        mpf_div_ui(t, x, i);
        mpf_add(sum, sum, t);
        long e;
        mpf_get_d_2exp(&e, t);
        if (e < -(long)bits)
            break;
    }
    mpf_mul_2exp(sum, sum, (mp_bitcnt_t)k);
    get_scaled(r, sum, rscale);
    mpf_clears(x, y, t, sum, NULL);
}

/* r = e^(m / 10^scale) to rscale digits; val is the argument, about */
static void exp_scaled(mpz_ptr r, mpz_srcptr m, int scale, int rscale, double val)
{
    if (fabs(val) >= NUMERIC_MAX_RESULT_SCALE * 3) {
        if (val > 0)
            num_overflow();
        mpz_set_ui(r, 0);
        return;
    }
    int near = 8 + (int)(sqrt(rscale) / 2), k = 0;
    while (ldexp(fabs(val), -k) > ldexp(1, -near))
        k++;
    int digits = rscale + max_int((int)(val * LOG10_E), 0) + 2;
    mp_bitcnt_t bits = (mp_bitcnt_t)(digits * BITS_PER_DIGIT) + GUARD_BITS + (mp_bitcnt_t)k * 2;
    mpf_t x, t, sum;
    mpf_init2(x, bits);
    mpf_init2(t, bits);
    mpf_init2(sum, bits);
    set_scaled(x, m, scale);
    mpf_div_2exp(x, x, (mp_bitcnt_t)k);
    mpf_set_ui(sum, 1);
    mpf_set_ui(t, 1);
    for (unsigned long i = 1; mpf_sgn(t) != 0; i++) {
        mpf_mul(t, t, x);
        mpf_div_ui(t, t, i);
        mpf_add(sum, sum, t);
        long e;
        mpf_get_d_2exp(&e, t);
        if (e < -(long)bits)
            break;
    }
    while (k-- > 0)
        mpf_mul(sum, sum, sum);
    get_scaled(r, sum, rscale);
    mpf_clears(x, t, sum, NULL);
}

Datum num_exp(struct arena *a, Datum x)
{
    switch (numeric_class(x)) {
    case NUMERIC_NAN: return numeric_special(a, NUMERIC_NAN);
    case NUMERIC_PINF: return numeric_special(a, NUMERIC_PINF);
    case NUMERIC_NINF: return numeric_from_int64(a, 0);
    case NUMERIC_FINITE: break;
    }
    NUM_VIEW(u, x);
    int scale = numeric_dscale(x);
    double val = numeric_to_float8_lax(x), digits = val * LOG10_E;
    digits = digits < -NUMERIC_MAX_RESULT_SCALE ? -NUMERIC_MAX_RESULT_SCALE
           : digits > NUMERIC_MAX_RESULT_SCALE ? NUMERIC_MAX_RESULT_SCALE : digits;
    int rscale = clamp_scale(max_int(NUMERIC_MIN_SIG_DIGITS - (int)digits, scale));
    int mark = num_mark();
    mpz_ptr r = num_tmp();
    exp_scaled(r, u, scale, rscale, val);
    Datum d = numeric_from_mpz(a, r, rscale);
    num_release(mark);
    return d;
}

/* The decimal weight of ln(m / 10^scale), estimated as PostgreSQL estimates it: result scales hang on it. */
static int ln_weight(mpz_srcptr m, int scale)
{
    if (mpz_sgn(m) <= 0)
        return 0;
    int mark = num_mark(), result = 0, first;
    mpz_ptr one = num_tmp(), t = num_tmp();
    mpz_set_ui(one, 1);
    num_mul_pow10(one, one, scale);
    /* 0.9 <= x <= 1.1: ln(1 + d) is about d */
    mpz_sub(t, m, one);
    mpz_mul_ui(t, t, 10);
    if (mpz_cmpabs(t, one) <= 0) {
        mpz_sub(t, m, one);
        if (mpz_sgn(t) != 0) {
            result = num_weight(t, scale, &first) * 4;
            result += (int)log10(first);
        }
    } else {
        /* two digits of base 10000, unless there is only one */
        int weight = num_weight(m, scale, &first), dweight = weight * 4, shift = scale + 4 * weight;
        double digits = first;
        mpz_set_ui(one, (unsigned long)first);
        if (shift >= 0) {
            num_mul_pow10(one, one, shift);
            mpz_sub(t, m, one);
        } else {
            num_mul_pow10(t, m, -shift);
            mpz_sub(t, t, one);
        }
        if (mpz_sgn(t) != 0) { /* more digits follow */
            shift -= 4;
            if (shift >= 0)
                num_div_pow10_trunc(t, m, shift);
            else
                num_mul_pow10(t, m, -shift);
            digits = mpz_get_d(t);
            dweight -= 4;
        }
        result = (int)log10(fabs(log(digits) + dweight * LN_10));
    }
    num_release(mark);
    return result;
}

static void check_log_argument(Datum x)
{
    if (numeric_sign(x) < 0)
        raise(ERR_INVALID_ARGUMENT_FOR_LOG, "cannot take logarithm of a negative number");
    if (numeric_sign(x) == 0)
        raise(ERR_INVALID_ARGUMENT_FOR_LOG, "cannot take logarithm of zero");
}

Datum num_ln(struct arena *a, Datum x)
{
    if (numeric_is_nan(x))
        return numeric_special(a, NUMERIC_NAN);
    check_log_argument(x);
    if (numeric_is_special(x))
        return numeric_special(a, NUMERIC_PINF);
    NUM_VIEW(u, x);
    int mark = num_mark(), scale = numeric_dscale(x);
    int rscale = clamp_scale(max_int(NUMERIC_MIN_SIG_DIGITS - ln_weight(u, scale), scale));
    mpz_ptr r = num_tmp();
    ln_scaled(r, u, scale, rscale);
    Datum d = numeric_from_mpz(a, r, rscale);
    num_release(mark);
    return d;
}

Datum num_log(struct arena *a, Datum base, Datum x)
{
    if (numeric_is_nan(base) || numeric_is_nan(x))
        return numeric_special(a, NUMERIC_NAN);
    if (numeric_is_special(base) || numeric_is_special(x)) /* then negative ones are found first */
        check_log_argument(numeric_sign(base) < 0 ? base : x);
    check_log_argument(base);
    check_log_argument(x);
    if (numeric_is_special(base))
        return numeric_is_special(x) ? numeric_special(a, NUMERIC_NAN) : numeric_from_int64(a, 0);
    if (numeric_is_special(x))
        return numeric_special(a, NUMERIC_PINF);
    NUM_VIEW(b, base);
    NUM_VIEW(u, x);
    int mark = num_mark(), bscale = numeric_dscale(base), scale = numeric_dscale(x);
    int bweight = ln_weight(b, bscale), weight = ln_weight(u, scale), rweight = weight - bweight;
    int rscale = clamp_scale(max_int(NUMERIC_MIN_SIG_DIGITS - rweight, max_int(bscale, scale)));
    /* PostgreSQL's 8 digits to spare, and 16 more */
    int lb = max_int(rscale + rweight - bweight + 24, 0), lx = max_int(rscale + rweight - weight + 24, 0);
    mpz_ptr p = num_tmp(), q = num_tmp();
    ln_scaled(q, b, bscale, lb);
    ln_scaled(p, u, scale, lx);
    if (mpz_sgn(q) == 0) {
        num_release(0);
        raise(ERR_DIVISION_BY_ZERO, "division by zero");
    }
    num_quotient(p, p, lx, q, lb, rscale, true);
    Datum d = numeric_from_mpz(a, p, rscale);
    num_release(mark);
    return d;
}

/* r = (m / 10^scale)^e to rscale digits */
static void power_int(mpz_ptr r, mpz_srcptr m, int scale, int64_t e, int rscale)
{
    if (e == 0) {
        mpz_set_ui(r, 1);
        num_mul_pow10(r, r, rscale);
        return;
    }
    if (mpz_sgn(m) == 0) {
        mpz_set_ui(r, 0);
        return; /* a negative exponent was refused before */
    }
    int mark = num_mark();
    unsigned long n = (unsigned long)(e < 0 ? -e : e);
    int digits = num_digits(m);
    long exp2;
    double mant = mpz_get_d_2exp(&exp2, m);
    double log10v = log10(fabs(mant)) + (double)exp2 * 0.30102999566398120 - scale, f = log10v * (double)e;
    if (fabs(log10v) > 1e-3 || n > 1000) { /* PostgreSQL's crude tests, so that no one waits for an overflow */
        if (f > 3.0 * INT16_MAX * 4)
            num_overflow();
        if (f + 1 < -rscale || f + 1 < -NUMERIC_MAX_DISPLAY_SCALE) {
            mpz_set_ui(r, 0);
            num_release(mark);
            return;
        }
    }
    if ((double)digits * (double)n < 20000 && (double)scale * (double)n < 20000) { /* exactly, then rounded once */
        mpz_ptr p = num_tmp();
        int pscale = scale * (int)n;
        mpz_pow_ui(p, m, n);
        if (e < 0) {
            mpz_ptr one = num_tmp();
            mpz_set_ui(one, 1);
            num_quotient(r, one, 0, p, pscale, rscale, true);
        } else {
            num_rescale(r, p, pscale, rscale);
        }
    } else {
        int significant = max_int(1 + rscale + (int)f, 1);
        mp_bitcnt_t bits = (mp_bitcnt_t)(significant * BITS_PER_DIGIT) + GUARD_BITS + 64;
        mpf_t x;
        mpf_init2(x, bits);
        set_scaled(x, m, scale);
        mpf_pow_ui(x, x, n);
        if (e < 0)
            mpf_ui_div(x, 1, x);
        get_scaled(r, x, rscale);
        mpf_clear(x);
    }
    num_release(mark);
}

static Datum power_finite(struct arena *a, Datum x, Datum y)
{
    NUM_VIEW(b, x);
    NUM_VIEW(e, y);
    int bscale = numeric_dscale(x), escale = numeric_dscale(y), mark = num_mark();
    mpz_ptr r = num_tmp(), t = num_tmp(), base = num_tmp();
    int64_t n;
    if (numeric_is_integral(y) && numeric_to_int64(y, &n) && n >= INT32_MIN && n <= INT32_MAX) {
        int rscale = clamp_scale(max_int(NUMERIC_MIN_SIG_DIGITS, bscale));
        power_int(r, b, bscale, n, rscale);
        Datum d = numeric_from_mpz(a, r, rscale);
        num_release(mark);
        return d;
    }
    if (mpz_sgn(b) == 0) {
        mpz_set_ui(r, 0);
        Datum d = numeric_from_mpz(a, r, NUMERIC_MIN_SIG_DIGITS);
        num_release(mark);
        return d;
    }
    bool negative = false;
    if (mpz_sgn(b) < 0) { /* the exponent is an integer, only a large one */
        num_div_pow10_trunc(t, e, escale);
        negative = mpz_odd_p(t);
    }
    mpz_abs(base, b);
    int weight = ln_weight(base, bscale), lscale = max_int(8 - weight, 0);
    ln_scaled(r, base, bscale, lscale);
    mpz_mul(t, r, e);
    num_rescale(t, t, lscale + escale, lscale);
    double val = num_double(t, lscale);
    int rscale;
    if (fabs(val) > NUMERIC_MAX_RESULT_SCALE * 3.01) {
        if (val > 0)
            num_overflow();
        mpz_set_ui(r, 0);
        rscale = NUMERIC_MAX_DISPLAY_SCALE;
    } else {
        double digits = val * LOG10_E;
        rscale = clamp_scale(max_int(NUMERIC_MIN_SIG_DIGITS - (int)digits, max_int(bscale, escale)));
        int significant = max_int(rscale + (int)digits, 0);
        lscale = max_int(significant - weight + 8 + 24, 0);
        /* the product's error is the logarithm's times the exponent */
        lscale += max_int(num_digits(e) - escale, 0);
        ln_scaled(r, base, bscale, lscale);
        mpz_mul(t, r, e);
        exp_scaled(r, t, lscale + escale, rscale, val);
    }
    if (negative)
        mpz_neg(r, r);
    Datum d = numeric_from_mpz(a, r, rscale);
    num_release(mark);
    return d;
}

static bool is_odd_integer(Datum y)
{
    NUM_VIEW(e, y);
    int mark = num_mark();
    mpz_ptr t = num_tmp();
    num_div_pow10_trunc(t, e, numeric_dscale(y));
    bool odd = numeric_is_integral(y) && mpz_odd_p(t);
    num_release(mark);
    return odd;
}

/* POSIX pow()'s rules for NaN and infinities */
static Datum power_special(struct arena *a, Datum x, Datum y)
{
    Datum one = numeric_from_int64(a, 1);
    bool base_one = !numeric_is_special(x) && numeric_cmp(x, one) == 0;
    if (numeric_is_nan(x))
        return !numeric_is_special(y) && numeric_sign(y) == 0 ? one : numeric_special(a, NUMERIC_NAN);
    if (numeric_is_nan(y))
        return base_one ? one : numeric_special(a, NUMERIC_NAN);
    int sx = numeric_sign(x), sy = numeric_sign(y);
    if (sx == 0 && sy < 0)
        raise(ERR_INVALID_ARGUMENT_FOR_POWER_FUNCTION, "zero raised to a negative power is undefined");
    if (sx < 0 && !numeric_is_integral(y))
        raise(ERR_INVALID_ARGUMENT_FOR_POWER_FUNCTION,
              "a negative number raised to a non-integer power yields a complex result");
    if (base_one)
        return one;
    if (!numeric_is_special(y) && sy == 0)
        return one;
    if (!numeric_is_special(x) && sx == 0)
        return numeric_from_int64(a, 0);
    if (numeric_is_special(y)) {
        Datum ax = num_abs(a, x);
        int c = numeric_cmp(ax, one);
        if (c == 0)
            return one;
        return (c > 0) == (sy > 0) ? numeric_special(a, NUMERIC_PINF) : numeric_from_int64(a, 0);
    }
    if (sy < 0)
        return numeric_from_int64(a, 0);
    return numeric_special(a, sx < 0 && is_odd_integer(y) ? NUMERIC_NINF : NUMERIC_PINF);
}

Datum num_power(struct arena *a, Datum x, Datum y)
{
    if (numeric_is_special(x) || numeric_is_special(y))
        return power_special(a, x, y);
    int sx = numeric_sign(x), sy = numeric_sign(y);
    if (sx == 0 && sy < 0)
        raise(ERR_INVALID_ARGUMENT_FOR_POWER_FUNCTION, "zero raised to a negative power is undefined");
    if (sx < 0 && !numeric_is_integral(y))
        raise(ERR_INVALID_ARGUMENT_FOR_POWER_FUNCTION,
              "a negative number raised to a non-integer power yields a complex result");
    return power_finite(a, x, y);
}
