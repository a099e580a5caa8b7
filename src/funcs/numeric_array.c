#include "funcs/funcs.h"
#include "types/array.h"
#include "types/numeric.h"

/* The sum of an array's elements; 0 of none. NULLs do not count. */
Datum numeric_array_sum(struct fcall *fc)
{
    struct array array = array_open(ARG_DATUM(0));
    Datum sum = numeric_from_int64(fc->arena, 0);
    for (int i = 0; i < array.n; i++) {
        bool isnull;
        Datum d = array_get(&array, i, &isnull);
        if (!isnull)
            sum = num_add(fc->arena, sum, d);
    }
    return sum;
}
