/*
 * numeric: an integer of any length (GMP) over a power of ten, NaN, and the infinities.
 *
 * A Datum is a flat varlena: data holds the limbs of the magnitude, info the rest:
 *     bits 0..13 display scale   value = +-limbs / 10^scale, so the scale is both value and display
 *     bit 16     negative
 *     bits 17,18 enum numeric_class
 * Limits and result scales are PostgreSQL 15's (131072 digits before the point, 16383 behind it); the functions here
 * take and give Datums in an arena and raise 22003, 22012, 2201E, 2201F with its words.
 */
#ifndef TYPES_NUMERIC_H
#define TYPES_NUMERIC_H

#include <gmp.h>

#include "types/type.h"

enum numeric_class { NUMERIC_FINITE, NUMERIC_NAN, NUMERIC_PINF, NUMERIC_NINF };

#define NUMERIC_MAX_PRECISION 1000
#define NUMERIC_MAX_DISPLAY_SCALE 1000
#define NUMERIC_MAX_RESULT_SCALE 2000
#define NUMERIC_MIN_SIG_DIGITS 16
#define NUMERIC_DSCALE_MAX 16383
#define NUMERIC_MAX_INT_DIGITS 131072

static inline enum numeric_class numeric_class(Datum d)
{
    return (enum numeric_class)(datum_varlena(d)->info >> 17 & 3);
}
static inline int numeric_dscale(Datum d) { return (int)(datum_varlena(d)->info & 0x3fff); }
static inline bool numeric_is_special(Datum d) { return numeric_class(d) != NUMERIC_FINITE; }
static inline bool numeric_is_nan(Datum d) { return numeric_class(d) == NUMERIC_NAN; }
int numeric_sign(Datum d); /* -1, 0, 1; infinities have theirs, NaN is 1 */

/* The magnitude with its sign, read only, valid as long as d: mpz_t v; numeric_mpz(v, d) is v. 0 when special. */
mpz_srcptr numeric_mpz(mpz_ptr v, Datum d);

Datum numeric_special(struct arena *a, enum numeric_class c);
/* v / 10^dscale; raises "value overflows numeric format" */
Datum numeric_from_mpz(struct arena *a, mpz_srcptr v, int dscale);
Datum numeric_from_int64(struct arena *a, int64_t v);
Datum numeric_from_int128(struct arena *a, __int128 v);
Datum numeric_from_float8(struct arena *a, double v); /* 15 significant digits, as the cast */
Datum numeric_from_float4(struct arena *a, float v);  /* 6 */
/* PostgreSQL's input syntax; typmod -1 none. Soft errors: 22P02, 22003. */
Datum numeric_parse(struct arena *a, const char *s, size_t len, int32_t typmod, struct soft_error *soft);

void numeric_to_text(Datum d, struct strbuf *out);
double numeric_to_float8(struct arena *a, Datum d);  /* raises 22003 */
double numeric_to_float8_lax(Datum d);               /* +-HUGE_VAL and 0 instead of an error */
bool numeric_to_int64(Datum d, int64_t *v);          /* rounded half away from zero; false: out of range or special */
bool numeric_is_integral(Datum d);                   /* infinities are */
Datum numeric_apply_typmod(struct arena *a, Datum d, int32_t typmod, struct soft_error *soft);

int numeric_cmp(Datum a, Datum b); /* NaN above all, equal to itself */
uint64_t numeric_hash(Datum d);

Datum num_neg(struct arena *a, Datum x);
Datum num_abs(struct arena *a, Datum x);
Datum num_add(struct arena *a, Datum x, Datum y);
Datum num_sub(struct arena *a, Datum x, Datum y);
Datum num_mul(struct arena *a, Datum x, Datum y);
Datum num_div(struct arena *a, Datum x, Datum y);
Datum num_div_trunc(struct arena *a, Datum x, Datum y);
Datum num_mod(struct arena *a, Datum x, Datum y);
Datum num_round(struct arena *a, Datum x, int scale);
Datum num_trunc(struct arena *a, Datum x, int scale);
Datum num_ceil(struct arena *a, Datum x);
Datum num_floor(struct arena *a, Datum x);
Datum num_gcd(struct arena *a, Datum x, Datum y);
Datum num_lcm(struct arena *a, Datum x, Datum y);
Datum num_sqrt(struct arena *a, Datum x);
Datum num_exp(struct arena *a, Datum x);
Datum num_ln(struct arena *a, Datum x);
Datum num_log(struct arena *a, Datum base, Datum x);
Datum num_power(struct arena *a, Datum x, Datum y);
int num_min_scale(Datum x);

/* The io functions that types.def names. */
Datum numeric_in(struct io *io, const char *s, size_t len);
void numeric_out(struct io *io, Datum d, struct strbuf *out);
Datum numeric_recv(struct io *io, const uint8_t *p, size_t len);
void numeric_send(struct io *io, Datum d, struct strbuf *out);

#endif
