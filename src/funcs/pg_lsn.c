/* pg_lsn and numbers: distances between places in the log, and places at a distance. */
#include "funcs/funcs.h"
#include "types/numeric.h"

static Datum lsn_numeric(struct fcall *fc, int arg)
{
    return numeric_from_int128(fc->arena, (__int128)(uint64_t)ARG_DATUM(arg));
}

static Datum lsn_of(struct arena *a, Datum n)
{
    mpz_t v;
    if (numeric_is_nan(n))
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot convert NaN to %s", "pg_lsn");
    if (numeric_is_special(n))
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot convert infinity to %s", "pg_lsn");
    mpz_srcptr r = numeric_mpz(v, num_round(a, n, 0));
    if (mpz_sgn(r) < 0 || mpz_sizeinbase(r, 2) > 64)
        raise(ERR_INVALID_PARAMETER_VALUE, "pg_lsn out of range");
    return (Datum)mpz_get_ui(r);
}

Datum pg_lsn_of_numeric(struct fcall *fc)
{
    return lsn_of(fc->arena, ARG_DATUM(0));
}

Datum pg_lsn_difference(struct fcall *fc)
{
    return num_sub(fc->arena, lsn_numeric(fc, 0), lsn_numeric(fc, 1));
}

static Datum lsn_add(struct fcall *fc, int lsn, int number)
{
    if (numeric_is_nan(ARG_DATUM(number)))
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot add NaN to pg_lsn");
    return lsn_of(fc->arena, num_add(fc->arena, lsn_numeric(fc, lsn), ARG_DATUM(number)));
}

Datum pg_lsn_add(struct fcall *fc)
{
    return lsn_add(fc, 0, 1);
}

Datum pg_lsn_added(struct fcall *fc)
{
    return lsn_add(fc, 1, 0);
}

Datum pg_lsn_subtract(struct fcall *fc)
{
    if (numeric_is_nan(ARG_DATUM(1)))
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot subtract NaN from pg_lsn");
    return lsn_of(fc->arena, num_sub(fc->arena, lsn_numeric(fc, 0), ARG_DATUM(1)));
}
