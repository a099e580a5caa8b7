/* Arithmetic in float4 and float8 with PostgreSQL's errors: 22003 where the result is too large or too small, 22012. */
#ifndef TYPES_FLOAT_ARITH_H
#define TYPES_FLOAT_ARITH_H

#include <math.h>

#include "base/error.h"

_Noreturn void float_overflow(void);  /* 22003 */
_Noreturn void float_underflow(void);

#define FLOAT_ARITHMETIC(x, T)                                   \
    static inline T x##_plus(T u, T v)                           \
    {                                                            \
        T r = u + v;                                             \
        if (isinf(r) && !isinf(u) && !isinf(v))                  \
            float_overflow();                                    \
        return r;                                                \
    }                                                            \
    static inline T x##_minus(T u, T v)                          \
    {                                                            \
        T r = u - v;                                             \
        if (isinf(r) && !isinf(u) && !isinf(v))                  \
            float_overflow();                                    \
        return r;                                                \
    }                                                            \
    static inline T x##_times(T u, T v)                          \
    {                                                            \
        T r = u * v;                                             \
        if (isinf(r) && !isinf(u) && !isinf(v))                  \
            float_overflow();                                    \
        if (r == 0 && u != 0 && v != 0)                          \
            float_underflow();                                   \
        return r;                                                \
    }                                                            \
    static inline T x##_over(T u, T v)                           \
    {                                                            \
        if (v == 0 && !isnan(u))                                 \
            raise(ERR_DIVISION_BY_ZERO, "division by zero");     \
        T r = u / v;                                             \
        if (isinf(r) && !isinf(u))                               \
            float_overflow();                                    \
        if (r == 0 && u != 0 && !isinf(v))                       \
            float_underflow();                                   \
        return r;                                                \
    }
FLOAT_ARITHMETIC(float4, float)
FLOAT_ARITHMETIC(float8, double)
#undef FLOAT_ARITHMETIC

#endif
