/* Conversions of numbers that casts, arithmetic and money share. All raise 22003 (NaN and infinities: 0A000). */
#ifndef FUNCS_CAST_INT_H
#define FUNCS_CAST_INT_H

#include "funcs/funcs.h"
#include "types/numeric.h"

_Noreturn void out_of_range(const char *type); /* "integer out of range" */
_Noreturn void division_by_zero(void);
int64_t float8_to_int64(double v);             /* to the nearest even */
int64_t numeric_rounded(Datum d, int64_t min, int64_t max, const char *type);

#endif
