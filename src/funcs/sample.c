/* What TABLESAMPLE is asked for (plan/scan.c makes the calls): which part of the rows, and by which seed. */
#include <inttypes.h>
#include <string.h>

#include "funcs/funcs.h"
#include "types/text.h"

/* Of 1. Raises 2202H. */
static double part_of(struct fcall *fc)
{
    if (ARG_NULL(0))
        raise(ERR_INVALID_TABLESAMPLE_ARGUMENT, "TABLESAMPLE parameter cannot be null");
    double percent = datum_float4(ARG_DATUM(0));
    if (!(percent >= 0 && percent <= 100))
        raise(ERR_INVALID_TABLESAMPLE_ARGUMENT, "sample percentage must be between 0 and 100");
    return percent / 100;
}

Datum sample_part(struct fcall *fc)
{
    return datum_from_float8(part_of(fc));
}

/* The digests (hexadecimal digits) of the rows taken are below it. */
Datum sample_limit(struct fcall *fc)
{
    uint64_t limit = (uint64_t)(part_of(fc) * 4294967296.0);
    const char *digits = limit > UINT32_MAX ? "g" : arena_printf(fc->arena, "%08" PRIx64, limit); /* no digit reaches g */
    return datum_from_text(fc->arena, digits, strlen(digits));
}

/* What is digested before the row's identity. Raises 2202G. */
Datum sample_seed(struct fcall *fc)
{
    if (ARG_NULL(0))
        raise(ERR_INVALID_TABLESAMPLE_REPEAT, "TABLESAMPLE REPEATABLE parameter cannot be null");
    double seed = datum_float8(ARG_DATUM(0)) + 0.0; /* no -0 */
    return datum_from_text(fc->arena, (const char *)&seed, sizeof seed);
}
