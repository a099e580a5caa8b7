/* float4 and float8: input as strtod() reads, output with the fewest digits that read back the same. */
#include <errno.h>
#include <float.h>
#include <gmp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "types/float_arith.h"
#include "types/hash.h"
#include "types/put.h"
#include "types/scalar.h"
#include "types/wirebytes.h"

static bool space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

_Noreturn void float_overflow(void)
{
    raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
}

_Noreturn void float_underflow(void)
{
    raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: underflow");
}

/* Both widths: strto is strtod or strtof. A number at *s, spaces around; `whole` is what an error shows. */
#define FLOAT_SCAN(name, T, strto, HUGE, range)                                                                      \
    static T name(const char **s, const char *limit, const char *type, const char *whole, struct soft_error *soft)   \
    {                                                                                                                \
        const char *p = *s;                                                                                          \
        while (p < limit && space(*p))                                                                               \
            p++;                                                                                                     \
        char *end;                                                                                                   \
        errno = 0;                                                                                                   \
        T v = p == limit ? 0 : strto(p, &end);                                                                       \
        if (p == limit || end == p) {                                                                                \
            soft_raise(soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", type, whole); \
            return 0;                                                                                                \
        }                                                                                                            \
        if (errno == ERANGE && (v == 0 || v >= HUGE || v <= -HUGE)) {                                                \
            soft_raise(soft, ERR_NUMERIC_VALUE_OUT_OF_RANGE, "\"%.*s\" is out of range for type %s",                 \
                       (int)(end - p), p, range);                                                                    \
            return 0;                                                                                                \
        }                                                                                                            \
        while (end < limit && space(*end))                                                                           \
            end++;                                                                                                   \
        *s = end;                                                                                                    \
        return v;                                                                                                    \
    }
FLOAT_SCAN(scan_double, double, strtod, HUGE_VAL, "double precision")
FLOAT_SCAN(scan_float, float, strtof, HUGE_VALF, "real")

/* Behind the number must be nothing. */
#define FLOAT_PARSE(name, T, scan)                                                                                   \
    static T name(const char *s, size_t len, const char *type, struct soft_error *soft)                              \
    {                                                                                                                \
        const char *end = s;                                                                                         \
        T v = scan(&end, s + len, type, s, soft);                                                                    \
        if (!SOFT_FAILED(soft) && end != s + len)                                                                    \
            soft_raise(soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", type, s);    \
        return SOFT_FAILED(soft) ? 0 : v;                                                                            \
    }
FLOAT_PARSE(parse_double, double, scan_double)
FLOAT_PARSE(parse_float, float, scan_float)

double float8_parse(const char *s, size_t len, const char *type, struct soft_error *soft)
{
    return parse_double(s, len, type, soft);
}

float float4_parse(const char *s, size_t len, struct soft_error *soft)
{
    return parse_float(s, len, "real", soft);
}

double float8_scan(const char **s, const char *type, const char *whole, struct soft_error *soft)
{
    return scan_double(s, *s + strlen(*s), type, whole, soft);
}

/*
 * The shortest decimal in a float's rounding interval, and of those the closest (R. Giulietti's Schubfach method).
 * As in PostgreSQL the interval's ends do not belong to it, so that any reader's rounding of ties serves.
 *
 * g(k) is 10^-k's first 126 bits, rounded up; made with GMP when first asked for.
 */
#define K_MIN (-324)
#define K_MAX 293
static unsigned __int128 g_table[K_MAX - K_MIN + 1];

static int floor_log2_pow10(int e)
{
    return (int)((int64_t)e * 913124641741 >> 38);
}

static int floor_log10_pow2(int e)
{
    return (int)((int64_t)e * 661971961083 >> 41);
}

static int floor_log10_three_quarters_pow2(int e)
{
    return (int)(((int64_t)e * 661971961083 - 274743187321) >> 41);
}

static unsigned __int128 g_of(int k)
{
    unsigned __int128 *slot = &g_table[k - K_MIN];
    if (*slot != 0)
        return *slot;
    int shift = 125 - floor_log2_pow10(-k); /* 10^-k * 2^shift has 126 bits */
    mpz_t v, d;
    mpz_init(v);
    mpz_init(d);
    if (k <= 0) {
        mpz_ui_pow_ui(v, 10, (unsigned long)-k);
        if (shift >= 0)
            mpz_mul_2exp(v, v, (mp_bitcnt_t)shift);
        else
            mpz_fdiv_q_2exp(v, v, (mp_bitcnt_t)-shift);
    } else {
        mpz_set_ui(v, 1);
        mpz_mul_2exp(v, v, (mp_bitcnt_t)shift);
        mpz_ui_pow_ui(d, 10, (unsigned long)k);
        mpz_fdiv_q(v, v, d);
    }
    mpz_add_ui(v, v, 1);
    *slot = (unsigned __int128)mpz_getlimbn(v, 1) << 64 | mpz_getlimbn(v, 0);
    mpz_clear(v);
    mpz_clear(d);
    return *slot;
}

/* g * c / 2^127, the last bit set when anything was cut off */
static uint64_t round_to_odd(unsigned __int128 g, uint64_t c)
{
    unsigned __int128 low = (unsigned __int128)(uint64_t)g * c;
    unsigned __int128 high = (unsigned __int128)(uint64_t)(g >> 64) * c + (uint64_t)(low >> 64);
    uint64_t r = (uint64_t)(high >> 63);
    /* what rounding g up adds to the product is below 2^64: no remainder */
    return r | (((uint64_t)high & INT64_MAX) != 0);
}

/* v = c * 2^q exactly; c is not 0. The result's value is *digits * 10^(returned exponent). */
static int shortest(uint64_t c, int q, bool irregular, uint64_t *digits)
{
    uint64_t cb = c << 2, cbr = cb + 2, cbl = irregular ? cb - 1 : cb - 2;
    int k = irregular ? floor_log10_three_quarters_pow2(q) : floor_log10_pow2(q);
    int h = q + floor_log2_pow10(-k) + 2;
    unsigned __int128 g = g_of(k);
    uint64_t vb = round_to_odd(g, cb << h), vbl = round_to_odd(g, cbl << h), vbr = round_to_odd(g, cbr << h);
    uint64_t s = vb >> 2;
    if (s >= 10) {
        uint64_t down = s / 10 * 10, up = down + 10;
        bool down_in = vbl + 1 <= down << 2, up_in = (up << 2) + 1 <= vbr;
        if (down_in != up_in) {
            *digits = down_in ? down : up;
            return k;
        }
    }
    uint64_t t = s + 1;
    bool s_in = vbl + 1 <= s << 2, t_in = (t << 2) + 1 <= vbr;
    if (s_in != t_in) {
        *digits = s_in ? s : t;
    } else {
        int64_t cmp = (int64_t)(vb - ((s + t) << 1));
        *digits = cmp < 0 || (cmp == 0 && (s & 1) == 0) ? s : t;
    }
    return k;
}

/* Digits and exponent as PostgreSQL prints them: 1e+15 from `threshold` digits on, 1e-05 below 0.0001. */
static void put_decimal(uint64_t digits, int exponent, int threshold, struct strbuf *out)
{
    char buf[24], *p = strbuf_room(out, 48);
    digits = strip_zeros(digits, &exponent);
    int n = (int)(put_uint(buf, digits) - buf), e = n - 1 + exponent; /* scientific exponent */
    if (e < -4 || e >= threshold) {
        *p++ = buf[0];
        if (n > 1) {
            *p++ = '.';
            memcpy(p, buf + 1, (size_t)n - 1);
            p += n - 1;
        }
        *p++ = 'e';
        *p++ = e < 0 ? '-' : '+';
        p = abs(e) < 10 ? put_2digits(p, (unsigned)abs(e)) : put_uint(p, (uint64_t)abs(e));
    } else if (exponent >= 0) {
        memcpy(p, buf, (size_t)n);
        memset(p + n, '0', (size_t)exponent);
        p += n + exponent;
    } else if (e >= 0) {
        memcpy(p, buf, (size_t)e + 1);
        p += e + 1;
        *p++ = '.';
        memcpy(p, buf + e + 1, (size_t)(n - e - 1));
        p += n - e - 1;
    } else {
        memcpy(p, "0.000", 5);
        p += 1 - e;
        memcpy(p, buf, (size_t)n);
        p += n;
    }
    strbuf_end(out, p);
}

static bool put_special(double v, struct strbuf *out)
{
    if (isnan(v))
        strbuf_addstr(out, "NaN");
    else if (isinf(v))
        strbuf_addstr(out, v > 0 ? "Infinity" : "-Infinity");
    else
        return false;
    return true;
}

static void put_rounded(double v, int digits, struct strbuf *out)
{
    strbuf_printf(out, "%.*g", digits < 1 ? 1 : digits, v);
}

int float8_shortest(double v, uint64_t *digits)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
    int exponent = (int)(bits >> 52 & 0x7ff);
    uint64_t c = exponent == 0 ? fraction : fraction | UINT64_C(1) << 52;
    return shortest(c, (exponent == 0 ? 1 : exponent) - 1075, fraction == 0 && exponent > 1, digits);
}

void float8_to_text(double v, struct strbuf *out)
{
    if (put_special(v, out))
        return;
    if (type_settings.extra_float_digits < 1) {
        put_rounded(v, DBL_DIG + type_settings.extra_float_digits, out);
        return;
    }
    uint64_t digits;
    if (signbit(v))
        strbuf_addch(out, '-');
    if (v == 0) {
        strbuf_addch(out, '0');
        return;
    }
    int k = float8_shortest(fabs(v), &digits);
    put_decimal(digits, k, 15, out);
}

void float4_to_text(float v, struct strbuf *out)
{
    if (put_special(v, out))
        return;
    if (type_settings.extra_float_digits < 1) {
        put_rounded(v, FLT_DIG + type_settings.extra_float_digits, out);
        return;
    }
    uint32_t bits;
    uint64_t digits;
    memcpy(&bits, &v, sizeof bits);
    if (bits >> 31)
        strbuf_addch(out, '-');
    uint32_t fraction = bits & ((UINT32_C(1) << 23) - 1);
    int exponent = (int)(bits >> 23 & 0xff);
    if (fraction == 0 && exponent == 0) {
        strbuf_addch(out, '0');
        return;
    }
    uint64_t c = exponent == 0 ? fraction : fraction | UINT32_C(1) << 23;
    int k = shortest(c, (exponent == 0 ? 1 : exponent) - 150, fraction == 0 && exponent > 1, &digits);
    put_decimal(digits, k, 6, out);
}

/* ---- io ---- */
Datum float8_in(struct io *io, const char *s, size_t len)
{
    return datum_from_float8(float8_parse(s, len, "double precision", io->soft));
}

void float8_out(struct io *io, Datum d, struct strbuf *out)
{
    float8_to_text(datum_float8(d), out);
}

Datum float8_recv(struct io *io, const uint8_t *p, size_t len)
{
    return wire_length(io, len, 8) ? (Datum)wire_get64(p) : (Datum)0;
}

void float8_send(struct io *io, Datum d, struct strbuf *out)
{
    wire_put64(out, (uint64_t)d);
}

int float8_cmp(Datum a, Datum b)
{
    return float8_compare(datum_float8(a), datum_float8(b));
}

/* float4 values hash as the float8 they are: the two compare */
uint64_t float8_hash(Datum d)
{
    double v = datum_float8(d);
    if (v == 0)
        return hash_uint64(0);
    if (isnan(v))
        return hash_uint64(UINT64_C(0x7ff8000000000000));
    return hash_uint64((uint64_t)d);
}

Datum float4_in(struct io *io, const char *s, size_t len)
{
    return datum_from_float4(float4_parse(s, len, io->soft));
}

void float4_out(struct io *io, Datum d, struct strbuf *out)
{
    float4_to_text(datum_float4(d), out);
}

Datum float4_recv(struct io *io, const uint8_t *p, size_t len)
{
    return wire_length(io, len, 4) ? (Datum)wire_get32(p) : (Datum)0;
}

void float4_send(struct io *io, Datum d, struct strbuf *out)
{
    wire_put32(out, (uint32_t)d);
}

int float4_cmp(Datum a, Datum b)
{
    return float8_compare(datum_float4(a), datum_float4(b));
}

uint64_t float4_hash(Datum d)
{
    return float8_hash(datum_from_float8(datum_float4(d)));
}
