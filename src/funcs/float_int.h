/* Shared by what computes in float8. */
#ifndef FUNCS_FLOAT_INT_H
#define FUNCS_FLOAT_INT_H

#include "funcs/cast_int.h"
#include "types/float_arith.h"

/* Raise them, and 22012. */
double float8_sum(double u, double v);
double float8_multiply(double u, double v);
double float8_divide(double u, double v);

#endif
