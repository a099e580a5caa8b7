/* numeric: representation, text and binary forms, order. Arithmetic is in numeric_arith.c, functions in numeric_math.c. */
#include "types/numeric.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "types/hash.h"
#include "types/numeric_scaled.h"
#include "types/wirebytes.h"

/* ---- scratch ---- */
#define POOL_SIZE 64
#define POOL_KEEP_LIMBS 4096 /* a larger one gives its memory back */
static mpz_t pool[POOL_SIZE];
static int pool_made, pool_top;

int num_mark(void)
{
    return pool_top;
}

mpz_ptr num_tmp(void)
{
    if (pool_top == POOL_SIZE)
        raise(ERR_INTERNAL_ERROR, "numeric: no scratch left");
    if (pool_top == pool_made)
        mpz_init(pool[pool_made++]);
    return pool[pool_top++];
}

void num_release(int mark)
{
    while (pool_top > mark) {
        pool_top--;
        if (pool[pool_top]->_mp_alloc > POOL_KEEP_LIMBS)
            mpz_realloc2(pool[pool_top], 64);
    }
}

_Noreturn void num_overflow(void)
{
    num_release(0);
    raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
}

/* ---- powers of ten ---- */
static const uint64_t small_pow10[20] = {
    1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u, 10000000000u, 100000000000u,
    1000000000000u, 10000000000000u, 100000000000000u, 1000000000000000u, 10000000000000000u, 100000000000000000u,
    1000000000000000000u, 10000000000000000000u};
#define POW10_CACHE 256
static mpz_t pow10_cache[POW10_CACHE];
static bool pow10_have[POW10_CACHE];

static mpz_srcptr pow10_mpz(int n)
{
    if (n >= POW10_CACHE) {
        mpz_ptr t = num_tmp();
        mpz_ui_pow_ui(t, 10, (unsigned long)n);
        return t;
    }
    if (!pow10_have[n]) {
        mpz_init(pow10_cache[n]);
        mpz_ui_pow_ui(pow10_cache[n], 10, (unsigned long)n);
        pow10_have[n] = true;
    }
    return pow10_cache[n];
}

void num_mul_pow10(mpz_ptr r, mpz_srcptr a, int n)
{
    int mark = num_mark();
    if (n < 20)
        mpz_mul_ui(r, a, small_pow10[n]);
    else
        mpz_mul(r, a, pow10_mpz(n));
    num_release(mark);
}

void num_div_pow10_trunc(mpz_ptr r, mpz_srcptr a, int n)
{
    int mark = num_mark();
    if (n < 20)
        mpz_tdiv_q_ui(r, a, small_pow10[n]);
    else
        mpz_tdiv_q(r, a, pow10_mpz(n));
    num_release(mark);
}

void num_div_round(mpz_ptr r, mpz_srcptr a, mpz_srcptr b)
{
    int mark = num_mark();
    mpz_ptr rem = num_tmp();
    int sign = mpz_sgn(a) * mpz_sgn(b);
    mpz_ptr q = num_tmp();
    mpz_tdiv_qr(q, rem, a, b);
    mpz_mul_2exp(rem, rem, 1);
    if (mpz_cmpabs(rem, b) >= 0) {
        if (sign < 0)
            mpz_sub_ui(q, q, 1);
        else
            mpz_add_ui(q, q, 1);
    }
    mpz_set(r, q);
    num_release(mark);
}

void num_div_pow10_round(mpz_ptr r, mpz_srcptr a, int n)
{
    int mark = num_mark();
    num_div_round(r, a, pow10_mpz(n));
    num_release(mark);
}

void num_rescale(mpz_ptr r, mpz_srcptr a, int from, int to)
{
    if (to >= from)
        num_mul_pow10(r, a, to - from);
    else
        num_div_pow10_round(r, a, from - to);
}

int num_digits(mpz_srcptr a)
{
    if (mpz_sgn(a) == 0)
        return 0;
    if (mpz_size(a) == 1) {
        uint64_t v = mpz_getlimbn(a, 0);
        int n = 1;
        while (n < 20 && v >= small_pow10[n])
            n++;
        return n;
    }
    int n = (int)mpz_sizeinbase(a, 10);
    int mark = num_mark();
    if (mpz_cmpabs(a, pow10_mpz(n - 1)) < 0)
        n--;
    num_release(mark);
    return n;
}

/* ---- Datums ---- */
mpz_srcptr numeric_mpz(mpz_ptr v, Datum d)
{
    const struct varlena *x = datum_varlena(d);
    mp_size_t n = (mp_size_t)(x->len / sizeof(mp_limb_t));
    return mpz_roinit_n(v, (const mp_limb_t *)(const void *)x->data, x->info & 1u << 16 ? -n : n);
}

int numeric_sign(Datum d)
{
    const struct varlena *x = datum_varlena(d);
    switch (numeric_class(d)) {
    case NUMERIC_FINITE: return x->len == 0 ? 0 : x->info & 1u << 16 ? -1 : 1;
    case NUMERIC_NINF: return -1;
    default: return 1;
    }
}

Datum numeric_special(struct arena *a, enum numeric_class c)
{
    struct varlena *v = varlena_new(a, 0);
    v->info = (uint32_t)c << 17;
    return (Datum)v;
}

Datum numeric_from_mpz(struct arena *a, mpz_srcptr v, int dscale)
{
    size_t n = mpz_size(v);
    if (dscale < 0 || dscale > NUMERIC_DSCALE_MAX)
        num_overflow();
    /* 3.32 bits a digit: below so many limbs there is nothing to count */
    if (n * 64 > (size_t)NUMERIC_MAX_INT_DIGITS * 33 / 10 && num_digits(v) - dscale > NUMERIC_MAX_INT_DIGITS)
        num_overflow();
    struct varlena *x = varlena_new(a, n * sizeof(mp_limb_t));
    if (n > 0)
        memcpy(x->data, mpz_limbs_read(v), n * sizeof(mp_limb_t));
    x->info = (uint32_t)dscale | (mpz_sgn(v) < 0 ? 1u << 16 : 0);
    return (Datum)x;
}

Datum numeric_from_int128(struct arena *a, __int128 v)
{
    unsigned __int128 u = v < 0 ? -(unsigned __int128)v : (unsigned __int128)v;
    mp_limb_t limbs[2] = {(mp_limb_t)u, (mp_limb_t)(u >> 64)};
    size_t n = limbs[1] != 0 ? 2 : limbs[0] != 0;
    struct varlena *x = varlena_from(a, limbs, n * sizeof(mp_limb_t));
    x->info = v < 0 ? 1u << 16 : 0;
    return (Datum)x;
}

Datum numeric_from_int64(struct arena *a, int64_t v)
{
    return numeric_from_int128(a, v);
}

static Datum from_double(struct arena *a, double v, int digits)
{
    char buf[64];
    if (isnan(v))
        return numeric_special(a, NUMERIC_NAN);
    if (isinf(v))
        return numeric_special(a, v > 0 ? NUMERIC_PINF : NUMERIC_NINF);
    int n = snprintf(buf, sizeof buf, "%.*g", digits, v);
    return numeric_parse(a, buf, (size_t)n, -1, NULL);
}

Datum numeric_from_float8(struct arena *a, double v)
{
    return from_double(a, v, DBL_DIG);
}

Datum numeric_from_float4(struct arena *a, float v)
{
    return from_double(a, v, FLT_DIG);
}

/* ---- text ---- */
static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool same_word(const char *s, size_t n, const char *word)
{
    return n == strlen(word) && strncasecmp(s, word, n) == 0;
}

/* What is left behind the sign must be one of the words; class, or -1. */
static int special_word(const char *s, size_t n, int sign)
{
    if (same_word(s, n, "infinity") || same_word(s, n, "inf"))
        return sign < 0 ? NUMERIC_NINF : NUMERIC_PINF;
    if (sign == 0 && same_word(s, n, "nan"))
        return NUMERIC_NAN;
    return -1;
}

static Datum bad_syntax(const char *s, struct soft_error *soft)
{
    soft_raise(soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", "numeric", s);
    return (Datum)0;
}

static Datum overflow_soft(struct soft_error *soft)
{
    num_release(0);
    soft_raise(soft, ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
    return (Datum)0;
}

Datum numeric_parse(struct arena *a, const char *text, size_t len, int32_t typmod, struct soft_error *soft)
{
    const char *s = text, *end = text + len;
    while (s < end && is_space(*s))
        s++;
    while (end > s && is_space(end[-1]))
        end--;
    int sign = 0;
    if (s < end && (*s == '+' || *s == '-'))
        sign = *s++ == '-' ? -1 : 1;
    if (s < end && !is_digit(*s) && *s != '.') {
        int c = special_word(s, (size_t)(end - s), sign);
        if (c < 0)
            return bad_syntax(text, soft);
        return numeric_apply_typmod(a, numeric_special(a, (enum numeric_class)c), typmod, soft);
    }

    /* digits go to a buffer without the point; leading zeros are dropped */
    char local[128];
    char *digits = (size_t)(end - s) < sizeof local ? local : arena_alloc(a, (size_t)(end - s) + 1);
    int64_t n = 0, scale = 0;
    bool point = false, any = false;
    for (; s < end && (is_digit(*s) || (*s == '.' && !point)); s++) {
        if (*s == '.') {
            point = true;
            continue;
        }
        any = true;
        scale += point;
        if (n > 0 || *s != '0')
            digits[n++] = *s;
    }
    digits[n] = '\0';
    if (!any)
        return bad_syntax(text, soft);
    if (s < end && (*s == 'e' || *s == 'E')) {
        const char *p = s + 1;
        bool minus = false;
        if (p < end && (*p == '+' || *p == '-'))
            minus = *p++ == '-';
        if (p == end || !is_digit(*p))
            return bad_syntax(text, soft);
        int64_t e = 0;
        for (; p < end && is_digit(*p); p++)
            if (e < INT32_MAX)
                e = e * 10 + (*p - '0');
        if (p != end)
            return bad_syntax(text, soft);
        if (e >= INT32_MAX / 2)
            return overflow_soft(soft);
        scale += minus ? e : -e;
        s = p;
    }
    if (s != end)
        return bad_syntax(text, soft);

    if (n == 0) { /* zero: only the display scale counts */
        if (scale > NUMERIC_DSCALE_MAX && typmod < 4)
            return overflow_soft(soft);
        mpz_t zero;
        mpz_roinit_n(zero, NULL, 0);
        Datum d = numeric_from_mpz(a, zero, scale < 0 ? 0 : scale > NUMERIC_DSCALE_MAX ? 0 : (int)scale);
        return numeric_apply_typmod(a, d, typmod, soft);
    }
    if (n - scale > NUMERIC_MAX_INT_DIGITS)
        return overflow_soft(soft);
    if (scale > NUMERIC_DSCALE_MAX) {
        if (typmod < 4)
            return overflow_soft(soft);
        /* a declared scale is at most 1000 and ties round away: what is cut off here decides nothing */
        int64_t drop = scale - NUMERIC_DSCALE_MAX;
        n = n > drop ? n - drop : 0;
        digits[n] = '\0';
        scale = NUMERIC_DSCALE_MAX;
    }
    int mark = num_mark();
    mpz_ptr v = num_tmp();
    if (n <= 19) {
        uint64_t u = 0;
        for (int64_t i = 0; i < n; i++)
            u = u * 10 + (uint64_t)(digits[i] - '0');
        mpz_set_ui(v, u);
    } else {
        mpz_set_str(v, digits, 10);
    }
    if (sign < 0)
        mpz_neg(v, v);
    if (scale < 0) {
        num_mul_pow10(v, v, (int)-scale);
        scale = 0;
    }
    Datum d = numeric_from_mpz(a, v, (int)scale);
    num_release(mark);
    return numeric_apply_typmod(a, d, typmod, soft);
}

Datum numeric_apply_typmod(struct arena *a, Datum d, int32_t typmod, struct soft_error *soft)
{
    if (typmod < 4)
        return d;
    int precision = (typmod - 4) >> 16 & 0xffff;
    int scale = (((typmod - 4) & 0x7ff) ^ 1024) - 1024;
    struct error *e;
    if (numeric_is_special(d)) {
        if (numeric_is_nan(d))
            return d;
        e = error_detail(error_new(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow"),
                         "A field with precision %d, scale %d cannot hold an infinite value.", precision, scale);
    } else {
        NUM_VIEW(v, d);
        int mark = num_mark(), maxdigits = precision - scale;
        mpz_ptr r = num_tmp();
        num_rescale(r, v, numeric_dscale(d), scale);
        if (num_digits(r) <= precision) {
            if (scale < 0)
                num_mul_pow10(r, r, -scale);
            d = numeric_from_mpz(a, r, scale < 0 ? 0 : scale);
            num_release(mark);
            return d;
        }
        num_release(mark);
        e = error_detail(error_new(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow"),
                         "A field with precision %d, scale %d must round to an absolute value less than %s%d.",
                         precision, scale, maxdigits != 0 ? "10^" : "", maxdigits != 0 ? maxdigits : 1);
    }
    if (soft == NULL)
        error_throw(e);
    if (!soft->failed) {
        soft->failed = true;
        soft->error = soft->want_error ? e : NULL;
    }
    return (Datum)0;
}

void numeric_to_text(Datum d, struct strbuf *out)
{
    switch (numeric_class(d)) {
    case NUMERIC_NAN: strbuf_addstr(out, "NaN"); return;
    case NUMERIC_PINF: strbuf_addstr(out, "Infinity"); return;
    case NUMERIC_NINF: strbuf_addstr(out, "-Infinity"); return;
    case NUMERIC_FINITE: break;
    }
    NUM_VIEW(v, d);
    int scale = numeric_dscale(d), n;
    char local[32], *digits = local + 1;
    if (mpz_size(v) <= 1) {
        uint64_t u = mpz_size(v) == 0 ? 0 : mpz_getlimbn(v, 0);
        char *p = local + sizeof local;
        do
            *--p = (char)('0' + u % 10);
        while ((u /= 10) != 0);
        digits = p;
        n = (int)(local + sizeof local - p);
        if (n == 1 && *p == '0')
            n = 0;
    } else {
        mpz_t abs;
        mpz_roinit_n(abs, mpz_limbs_read(v), (mp_size_t)mpz_size(v));
        digits = arena_alloc(out->arena, mpz_sizeinbase(v, 10) + 2);
        mpz_get_str(digits, 10, abs);
        n = (int)strlen(digits);
    }
    strbuf_grow(out, (size_t)(n + scale) + 4);
    if (mpz_sgn(v) < 0)
        strbuf_addch(out, '-');
    if (n > scale)
        strbuf_add(out, digits, (size_t)(n - scale));
    else
        strbuf_addch(out, '0');
    if (scale > 0) {
        strbuf_addch(out, '.');
        for (int i = n; i < scale; i++)
            strbuf_addch(out, '0');
        int tail = n < scale ? n : scale;
        strbuf_add(out, digits + n - tail, (size_t)tail);
    }
}

/* ---- other numbers ---- */
double num_double(mpz_srcptr a, int scale)
{
    /* for estimates: a few units in the last place off */
    long e;
    double m = mpz_get_d_2exp(&e, a);
    if (m == 0)
        return 0;
    double log2v = log2(fabs(m)) + (double)e - scale * 3.321928094887362;
    if (log2v > 1023)
        return m > 0 ? HUGE_VAL : -HUGE_VAL;
    if (log2v < -1060)
        return 0;
    int mark = num_mark();
    double r;
    if (e < 1000 && scale < 300) {
        r = ldexp(m, (int)e) / mpz_get_d(pow10_mpz(scale));
    } else {
        r = exp2(fabs(log2v)); /* far outside what a double divides safely */
        r = log2v < 0 ? 1 / r : r;
        r = m < 0 ? -r : r;
    }
    num_release(mark);
    return r;
}

double numeric_to_float8_lax(Datum d)
{
    switch (numeric_class(d)) {
    case NUMERIC_NAN: return NAN;
    case NUMERIC_PINF: return HUGE_VAL;
    case NUMERIC_NINF: return -HUGE_VAL;
    case NUMERIC_FINITE: break;
    }
    /* short integers over small powers of ten divide exactly; the others go through their digits */
    NUM_VIEW(v, d);
    int scale = numeric_dscale(d);
    if (mpz_size(v) <= 1 && scale <= 22 && (mpz_size(v) == 0 || mpz_getlimbn(v, 0) <= (mp_limb_t)1 << 53)) {
        static const double p[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
        return mpz_get_d(v) / p[scale];
    }
    struct arena *a = arena_new(NULL, "numeric to float8");
    struct strbuf b;
    strbuf_init(&b, a);
    numeric_to_text(d, &b);
    double r = strtod(b.data, NULL);
    arena_free(a);
    return r;
}

double numeric_to_float8(struct arena *a, Datum d)
{
    double r = numeric_to_float8_lax(d);
    if (!numeric_is_special(d) && (isinf(r) || (r == 0 && numeric_sign(d) != 0))) {
        struct strbuf b;
        strbuf_init(&b, a);
        numeric_to_text(d, &b);
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "\"%s\" is out of range for type double precision", b.data);
    }
    return r;
}

bool numeric_to_int64(Datum d, int64_t *out)
{
    if (numeric_is_special(d))
        return false;
    NUM_VIEW(v, d);
    int mark = num_mark(), scale = numeric_dscale(d);
    if (scale > 0) {
        mpz_ptr t = num_tmp();
        num_div_pow10_round(t, v, scale);
        v = t;
    }
    bool ok = mpz_fits_slong_p(v);
    if (ok)
        *out = mpz_get_si(v);
    num_release(mark);
    return ok;
}

bool numeric_is_integral(Datum d)
{
    if (numeric_is_special(d))
        return !numeric_is_nan(d);
    return num_min_scale(d) == 0;
}

/* ---- order ---- */
int numeric_cmp(Datum a, Datum b)
{
    /* -Infinity, finite, Infinity, NaN */
    static const int rank[] = {[NUMERIC_NINF] = 0, [NUMERIC_FINITE] = 1, [NUMERIC_PINF] = 2, [NUMERIC_NAN] = 3};
    int ra = rank[numeric_class(a)], rb = rank[numeric_class(b)];
    if (ra != rb || ra != 1)
        return ra < rb ? -1 : ra > rb;
    NUM_VIEW(x, a);
    NUM_VIEW(y, b);
    int sx = mpz_sgn(x), sy = mpz_sgn(y), scale_a = numeric_dscale(a), scale_b = numeric_dscale(b);
    if (sx != sy)
        return sx < sy ? -1 : 1;
    int mark = num_mark();
    if (scale_a < scale_b) {
        mpz_ptr t = num_tmp();
        num_mul_pow10(t, x, scale_b - scale_a);
        x = t;
    } else if (scale_b < scale_a) {
        mpz_ptr t = num_tmp();
        num_mul_pow10(t, y, scale_a - scale_b);
        y = t;
    }
    int c = mpz_cmp(x, y);
    num_release(mark);
    return c < 0 ? -1 : c > 0;
}

uint64_t numeric_hash(Datum d)
{
    if (numeric_is_special(d))
        return hash_uint64((uint64_t)numeric_class(d) << 40);
    NUM_VIEW(v, d);
    int mark = num_mark(), scale = numeric_dscale(d);
    mpz_ptr t = num_tmp();
    mpz_set(t, v);
    int zeros = scale - num_min_scale(d);
    if (zeros > 0)
        num_div_pow10_trunc(t, t, zeros);
    uint64_t h = hash_bytes(mpz_limbs_read(t), mpz_size(t) * sizeof(mp_limb_t));
    h = hash_combine(h, (uint64_t)(scale - zeros) * 2 + (mpz_sgn(t) < 0));
    num_release(mark);
    return h;
}

/* ---- io ---- */
Datum numeric_in(struct io *io, const char *s, size_t len)
{
    return numeric_parse(io->arena, s, len, io->typmod, io->soft);
}

void numeric_out(struct io *io, Datum d, struct strbuf *out)
{
    numeric_to_text(d, out);
}

#define WIRE_NEG 0x4000
#define WIRE_NAN 0xc000
#define WIRE_PINF 0xd000
#define WIRE_NINF 0xf000

/* int16 digits, int16 weight, uint16 sign, int16 dscale, then digits of base 10000 */
Datum numeric_recv(struct io *io, const uint8_t *p, size_t len)
{
    if (!wire_has(io, len, 8))
        return (Datum)0;
    int n = wire_get16(p), weight = (int16_t)wire_get16(p + 2), sign = wire_get16(p + 4), dscale = wire_get16(p + 6);
    const char *wrong = NULL;
    int have = (int)((len - 8) / 2 < (size_t)n ? (len - 8) / 2 : (size_t)n);
    if (sign != 0 && sign != WIRE_NEG && sign != WIRE_NAN && sign != WIRE_PINF && sign != WIRE_NINF)
        wrong = "sign";
    else if (dscale > NUMERIC_DSCALE_MAX)
        wrong = "scale";
    for (int i = 0; wrong == NULL && i < have; i++)
        if (wire_get16(p + 8 + 2 * i) > 9999)
            wrong = "digit";
    if (wrong != NULL) {
        soft_raise(io->soft, ERR_INVALID_BINARY_REPRESENTATION, "invalid %s in external \"numeric\" value", wrong);
        return (Datum)0;
    }
    if (!wire_length(io, len, 8 + 2 * (size_t)n))
        return (Datum)0;
    if (sign == WIRE_NAN || sign == WIRE_PINF || sign == WIRE_NINF)
        return numeric_apply_typmod(
            io->arena,
            numeric_special(io->arena, sign == WIRE_NAN ? NUMERIC_NAN : sign == WIRE_PINF ? NUMERIC_PINF : NUMERIC_NINF),
            io->typmod, io->soft);
    int mark = num_mark();
    mpz_ptr v = num_tmp();
    mpz_set_ui(v, 0);
    for (int i = 0; i < n; i++) {
        mpz_mul_ui(v, v, 10000);
        mpz_add_ui(v, v, wire_get16(p + 8 + 2 * i));
    }
    int scale = (n - 1 - weight) * 4; /* of v as it stands; what is behind dscale is cut off */
    if (mpz_sgn(v) == 0)
        scale = dscale;
    if (scale > dscale)
        num_div_pow10_trunc(v, v, scale - dscale);
    else
        num_mul_pow10(v, v, dscale - scale);
    if (sign == WIRE_NEG)
        mpz_neg(v, v);
    Datum d = numeric_from_mpz(io->arena, v, dscale);
    num_release(mark);
    return numeric_apply_typmod(io->arena, d, io->typmod, io->soft);
}

void numeric_send(struct io *io, Datum d, struct strbuf *out)
{
    if (numeric_is_special(d)) {
        wire_put16(out, 0);
        wire_put16(out, 0);
        wire_put16(out, numeric_is_nan(d) ? WIRE_NAN : numeric_class(d) == NUMERIC_PINF ? WIRE_PINF : WIRE_NINF);
        wire_put16(out, numeric_class(d) == NUMERIC_NAN ? 0 : 0x20);
        return;
    }
    NUM_VIEW(v, d);
    int mark = num_mark(), scale = numeric_dscale(d);
    mpz_ptr t = num_tmp();
    int aligned = (scale + 3) / 4 * 4; /* digits behind the point, a multiple of four */
    num_mul_pow10(t, v, aligned - scale);
    mpz_abs(t, t);
    int nbase = 0;
    uint16_t local[64], *digits = local;
    size_t need = mpz_sizeinbase(t, 10) / 4 + 2;
    if (need > sizeof local / sizeof local[0])
        digits = arena_alloc(io->arena, need * sizeof *digits);
    char *text = arena_alloc(io->arena, need * 4 + 8);
    int len = 0;
    if (mpz_sgn(t) != 0) {
        mpz_get_str(text, 10, t);
        len = (int)strlen(text);
    }
    int head = len % 4;
    for (int at = 0; at < len;) {
        int width = at == 0 && head != 0 ? head : 4, value = 0;
        for (int i = 0; i < width; i++)
            value = value * 10 + (text[at + i] - '0');
        at += width;
        digits[nbase++] = (uint16_t)value;
    }
    int weight = nbase - aligned / 4 - 1;
    while (nbase > 0 && digits[nbase - 1] == 0)
        nbase--;
    wire_put16(out, (unsigned)nbase);
    wire_put16(out, nbase == 0 ? 0 : (unsigned)(weight & 0xffff));
    wire_put16(out, mpz_sgn(v) < 0 ? WIRE_NEG : 0);
    wire_put16(out, (unsigned)scale);
    for (int i = 0; i < nbase; i++)
        wire_put16(out, digits[i]);
    num_release(mark);
}
