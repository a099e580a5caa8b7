/* Shared by the numeric*.c files and the aggregates over numeric: integers scaled by powers of ten. */
#ifndef TYPES_NUMERIC_SCALED_H
#define TYPES_NUMERIC_SCALED_H

#include "types/numeric.h"

/*
 * Scratch integers, handed out as from a stack: keep num_mark(), take num_tmp()s, num_release(mark). They keep their
 * memory between uses. Whoever raises while holding some calls num_overflow() or num_release(0) first; none is ever
 * held across a call out of these files.
 */
int num_mark(void);
mpz_ptr num_tmp(void);
void num_release(int mark);

_Noreturn void num_overflow(void); /* "value overflows numeric format" */

void num_mul_pow10(mpz_ptr r, mpz_srcptr a, int n);
void num_div_pow10_trunc(mpz_ptr r, mpz_srcptr a, int n);
void num_div_pow10_round(mpz_ptr r, mpz_srcptr a, int n); /* half away from zero */
void num_div_round(mpz_ptr r, mpz_srcptr a, mpz_srcptr b);
void num_rescale(mpz_ptr r, mpz_srcptr a, int from, int to); /* rounding when to < from; to may be negative */
int num_digits(mpz_srcptr a);                               /* decimal digits; 0 for 0 */
/* The value's weight in PostgreSQL's base 10000, and its first digit there (0 when the value is 0). */
int num_weight(mpz_srcptr a, int scale, int *first);
int num_div_scale(mpz_srcptr a, int ascale, mpz_srcptr b, int bscale); /* PostgreSQL's select_div_scale */
/* r = a/b to rscale digits, rounded or truncated; b is not 0 */
void num_quotient(mpz_ptr r, mpz_srcptr a, int ascale, mpz_srcptr b, int bscale, int rscale, bool round);
void num_root(mpz_ptr r, mpz_srcptr a, int ascale, int rscale); /* square root, rounded */
double num_double(mpz_srcptr a, int scale);

#define NUM_VIEW(name, d)       \
    mpz_t name##_view_;         \
    mpz_srcptr name = numeric_mpz(name##_view_, d)

#endif
