/* numeric: exact arithmetic and rounding, with PostgreSQL's result scales. */
#include "types/numeric_scaled.h"

#include <math.h>

static Datum nan_datum(struct arena *a)
{
    return numeric_special(a, NUMERIC_NAN);
}

static Datum inf_datum(struct arena *a, int sign)
{
    return numeric_special(a, sign < 0 ? NUMERIC_NINF : NUMERIC_PINF);
}

static bool is_inf(Datum d)
{
    return numeric_class(d) == NUMERIC_PINF || numeric_class(d) == NUMERIC_NINF;
}

_Noreturn static void division_by_zero(void)
{
    num_release(0);
    raise(ERR_DIVISION_BY_ZERO, "division by zero");
}

static Datum zero_datum(struct arena *a)
{
    return numeric_from_int64(a, 0);
}

Datum num_neg(struct arena *a, Datum x)
{
    switch (numeric_class(x)) {
    case NUMERIC_NAN: return nan_datum(a);
    case NUMERIC_PINF: return inf_datum(a, -1);
    case NUMERIC_NINF: return inf_datum(a, 1);
    case NUMERIC_FINITE: break;
    }
    Datum r = datum_copy(a, x, false);
    if (VARLEN(r) != 0)
        datum_varlena(r)->info ^= 1u << 16;
    return r;
}

Datum num_abs(struct arena *a, Datum x)
{
    return numeric_sign(x) < 0 ? num_neg(a, x) : datum_copy(a, x, false);
}

static Datum add_sub(struct arena *a, Datum x, Datum y, bool minus)
{
    if (numeric_is_special(x) || numeric_is_special(y)) {
        if (numeric_is_nan(x) || numeric_is_nan(y))
            return nan_datum(a);
        int sx = is_inf(x) ? numeric_sign(x) : 0, sy = is_inf(y) ? numeric_sign(y) : 0;
        if (minus)
            sy = -sy;
        return sx != 0 && sy != 0 && sx != sy ? nan_datum(a) : inf_datum(a, sx != 0 ? sx : sy);
    }
    NUM_VIEW(u, x);
    NUM_VIEW(v, y);
    int mark = num_mark(), su = numeric_dscale(x), sv = numeric_dscale(y), scale = su > sv ? su : sv;
    mpz_ptr r = num_tmp();
    if (su < sv) {
        num_mul_pow10(r, u, sv - su);
        u = r;
    } else if (sv < su) {
        num_mul_pow10(r, v, su - sv);
        v = r;
    }
    if (minus)
        mpz_sub(r, u, v);
    else
        mpz_add(r, u, v);
    Datum d = numeric_from_mpz(a, r, scale);
    num_release(mark);
    return d;
}

Datum num_add(struct arena *a, Datum x, Datum y)
{
    return add_sub(a, x, y, false);
}

Datum num_sub(struct arena *a, Datum x, Datum y)
{
    return add_sub(a, x, y, true);
}

Datum num_mul(struct arena *a, Datum x, Datum y)
{
    if (numeric_is_special(x) || numeric_is_special(y)) {
        int s = numeric_sign(x) * numeric_sign(y);
        return numeric_is_nan(x) || numeric_is_nan(y) || s == 0 ? nan_datum(a) : inf_datum(a, s);
    }
    NUM_VIEW(u, x);
    NUM_VIEW(v, y);
    int mark = num_mark(), scale = numeric_dscale(x) + numeric_dscale(y);
    mpz_ptr r = num_tmp();
    mpz_mul(r, u, v);
    if (scale > NUMERIC_DSCALE_MAX) {
        num_rescale(r, r, scale, NUMERIC_DSCALE_MAX);
        scale = NUMERIC_DSCALE_MAX;
    }
    Datum d = numeric_from_mpz(a, r, scale);
    num_release(mark);
    return d;
}

int num_weight(mpz_srcptr m, int scale, int *first)
{
    if (mpz_sgn(m) == 0)
        return *first = 0;
    int e = num_digits(m) - 1 - scale; /* exponent of the leading decimal digit */
    int weight = e >= 0 ? e / 4 : -((3 - e) / 4);
    int shift = scale + 4 * weight, mark = num_mark();
    mpz_ptr t = num_tmp();
    if (shift >= 0)
        num_div_pow10_trunc(t, m, shift);
    else
        num_mul_pow10(t, m, -shift);
    *first = (int)mpz_get_ui(t);
    num_release(mark);
    return weight;
}

static int clamp_scale(int rscale)
{
    return rscale < 0 ? 0 : rscale > NUMERIC_MAX_DISPLAY_SCALE ? NUMERIC_MAX_DISPLAY_SCALE : rscale;
}

static int max_int(int x, int y)
{
    return x > y ? x : y;
}

int num_div_scale(mpz_srcptr m, int mscale, mpz_srcptr n, int nscale)
{
    int first1, first2;
    int weight = num_weight(m, mscale, &first1) - num_weight(n, nscale, &first2);
    if (first1 <= first2)
        weight--;
    return clamp_scale(max_int(NUMERIC_MIN_SIG_DIGITS - weight * 4, max_int(mscale, nscale)));
}

void num_quotient(mpz_ptr r, mpz_srcptr m, int mscale, mpz_srcptr n, int nscale, int rscale, bool round)
{
    /* m/10^ms / (n/10^ns) * 10^rs = m * 10^(rs + ns - ms) / n */
    int mark = num_mark(), shift = rscale + nscale - mscale;
    mpz_ptr p = num_tmp(), q = num_tmp();
    if (shift >= 0) {
        num_mul_pow10(p, m, shift);
        mpz_set(q, n);
    } else {
        mpz_set(p, m);
        num_mul_pow10(q, n, -shift);
    }
    if (round)
        num_div_round(r, p, q);
    else
        mpz_tdiv_q(r, p, q);
    num_release(mark);
}

/* div, div_trunc and mod agree on NaN and infinite operands but for infinite results; *result is set when done. */
static bool divide_special(struct arena *a, Datum x, Datum y, bool mod, Datum *result)
{
    if (!numeric_is_special(x) && !numeric_is_special(y)) {
        if (numeric_sign(y) == 0)
            division_by_zero();
        return false;
    }
    if (numeric_is_nan(x) || numeric_is_nan(y))
        *result = nan_datum(a);
    else if (is_inf(x)) {
        if (numeric_sign(y) == 0)
            division_by_zero();
        *result = is_inf(y) || mod ? nan_datum(a) : inf_datum(a, numeric_sign(x) * numeric_sign(y));
    } else {
        *result = mod ? datum_copy(a, x, false) : zero_datum(a);
    }
    return true;
}

Datum num_div(struct arena *a, Datum x, Datum y)
{
    Datum d;
    if (divide_special(a, x, y, false, &d))
        return d;
    NUM_VIEW(u, x);
    NUM_VIEW(v, y);
    int mark = num_mark(), su = numeric_dscale(x), sv = numeric_dscale(y), rscale = num_div_scale(u, su, v, sv);
    mpz_ptr r = num_tmp();
    num_quotient(r, u, su, v, sv, rscale, true);
    d = numeric_from_mpz(a, r, rscale);
    num_release(mark);
    return d;
}

Datum num_div_trunc(struct arena *a, Datum x, Datum y)
{
    Datum d;
    if (divide_special(a, x, y, false, &d))
        return d;
    NUM_VIEW(u, x);
    NUM_VIEW(v, y);
    int mark = num_mark();
    mpz_ptr r = num_tmp();
    num_quotient(r, u, numeric_dscale(x), v, numeric_dscale(y), 0, false);
    d = numeric_from_mpz(a, r, 0);
    num_release(mark);
    return d;
}

/* r and s = max scale: u and v brought to one scale */
static int align(mpz_ptr r, mpz_srcptr u, int su, mpz_ptr s, mpz_srcptr v, int sv)
{
    int scale = max_int(su, sv);
    num_mul_pow10(r, u, scale - su);
    num_mul_pow10(s, v, scale - sv);
    return scale;
}

/* what the integers of x and y at one scale make, at that scale */
static Datum aligned(struct arena *a, Datum x, Datum y, void (*made)(mpz_ptr, mpz_srcptr, mpz_srcptr))
{
    NUM_VIEW(u, x);
    NUM_VIEW(v, y);
    int mark = num_mark();
    mpz_ptr r = num_tmp(), s = num_tmp();
    int scale = align(r, u, numeric_dscale(x), s, v, numeric_dscale(y));
    made(r, r, s);
    Datum d = numeric_from_mpz(a, r, scale);
    num_release(mark);
    return d;
}

Datum num_mod(struct arena *a, Datum x, Datum y)
{
    Datum d;
    return divide_special(a, x, y, true, &d) ? d : aligned(a, x, y, mpz_tdiv_r);
}

Datum num_gcd(struct arena *a, Datum x, Datum y)
{
    return numeric_is_special(x) || numeric_is_special(y) ? nan_datum(a) : aligned(a, x, y, mpz_gcd);
}

Datum num_lcm(struct arena *a, Datum x, Datum y)
{
    return numeric_is_special(x) || numeric_is_special(y) ? nan_datum(a) : aligned(a, x, y, mpz_lcm);
}

/* ---- rounding ---- */
static int limit_scale(int scale)
{
    return scale > NUMERIC_DSCALE_MAX ? NUMERIC_DSCALE_MAX
         : scale < -NUMERIC_MAX_INT_DIGITS - 1 ? -NUMERIC_MAX_INT_DIGITS - 1 : scale;
}

Datum num_round(struct arena *a, Datum x, int scale)
{
    if (numeric_is_special(x))
        return datum_copy(a, x, false);
    scale = limit_scale(scale);
    NUM_VIEW(u, x);
    int mark = num_mark();
    mpz_ptr r = num_tmp();
    num_rescale(r, u, numeric_dscale(x), scale);
    if (scale < 0)
        num_mul_pow10(r, r, -scale);
    Datum d = numeric_from_mpz(a, r, max_int(scale, 0));
    num_release(mark);
    return d;
}

Datum num_trunc(struct arena *a, Datum x, int scale)
{
    if (numeric_is_special(x))
        return datum_copy(a, x, false);
    scale = limit_scale(scale);
    NUM_VIEW(u, x);
    int mark = num_mark(), from = numeric_dscale(x);
    mpz_ptr r = num_tmp();
    if (scale >= from)
        num_mul_pow10(r, u, scale - from);
    else
        num_div_pow10_trunc(r, u, from - scale);
    if (scale < 0)
        num_mul_pow10(r, r, -scale);
    Datum d = numeric_from_mpz(a, r, max_int(scale, 0));
    num_release(mark);
    return d;
}

static Datum to_integral(struct arena *a, Datum x, int direction)
{
    if (numeric_is_special(x))
        return datum_copy(a, x, false);
    NUM_VIEW(u, x);
    int mark = num_mark();
    mpz_ptr r = num_tmp(), p = num_tmp();
    mpz_ui_pow_ui(p, 10, (unsigned long)numeric_dscale(x));
    if (direction > 0)
        mpz_cdiv_q(r, u, p);
    else
        mpz_fdiv_q(r, u, p);
    Datum d = numeric_from_mpz(a, r, 0);
    num_release(mark);
    return d;
}

Datum num_ceil(struct arena *a, Datum x)
{
    return to_integral(a, x, 1);
}

Datum num_floor(struct arena *a, Datum x)
{
    return to_integral(a, x, -1);
}

int num_min_scale(Datum x)
{
    NUM_VIEW(u, x);
    int scale = numeric_dscale(x);
    if (mpz_sgn(u) == 0 || scale == 0)
        return 0;
    int mark = num_mark();
    mpz_ptr r = num_tmp(), q = num_tmp();
    mpz_set(r, u);
    /* trailing zeros are at most as many as factors of two: most values stop at once */
    while (scale > 0 && mpz_tdiv_q_ui(q, r, 10) == 0) {
        mpz_swap(r, q);
        scale--;
    }
    num_release(mark);
    return scale;
}

/* ---- square root: exact integer root, then rounded ---- */
void num_root(mpz_ptr r, mpz_srcptr m, int scale, int rscale)
{
    /* floor(sqrt(m / 10^s) * 10^(rs+1)): the digit behind decides, as what follows it cannot */
    int mark = num_mark(), shift = 2 * (rscale + 1) - scale;
    mpz_ptr t = num_tmp();
    if (shift >= 0)
        num_mul_pow10(t, m, shift);
    else
        num_div_pow10_trunc(t, m, -shift);
    mpz_sqrt(t, t);
    num_div_pow10_round(r, t, 1);
    num_release(mark);
}

Datum num_sqrt(struct arena *a, Datum x)
{
    if (numeric_is_nan(x))
        return nan_datum(a);
    if (numeric_sign(x) < 0)
        raise(ERR_INVALID_ARGUMENT_FOR_POWER_FUNCTION, "cannot take square root of a negative number");
    if (numeric_is_special(x))
        return inf_datum(a, 1);
    NUM_VIEW(u, x);
    int first, scale = numeric_dscale(x), weight = num_weight(u, scale, &first);
    int sweight = (weight + 1) * 4 / 2 - 1; /* truncating, as PostgreSQL's */
    int rscale = clamp_scale(max_int(NUMERIC_MIN_SIG_DIGITS - sweight, scale));
    int mark = num_mark();
    mpz_ptr r = num_tmp();
    num_root(r, u, scale, rscale);
    Datum d = numeric_from_mpz(a, r, rscale);
    num_release(mark);
    return d;
}
