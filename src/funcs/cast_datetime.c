/* Casts between dates, times and intervals, and to fewer digits of seconds. */
#include "funcs/datetime_int.h"

/* ---- a length: digits of seconds ---- */
Datum time_length_cast(struct fcall *fc)
{
    return datum_from_int64(usecs_round(ARG_INT64(0), ARG_INT32(1)));
}

Datum timetz_length_cast(struct fcall *fc)
{
    struct timetz v = datum_timetz(ARG_DATUM(0));
    v.time = usecs_round(v.time, ARG_INT32(1));
    return datum_from_timetz(fc->arena, v);
}

Datum timestamp_length_cast(struct fcall *fc)
{
    TimestampADT t = ARG_INT64(0);
    int32_t digits = ARG_INT32(1);
    if (timestamp_is_finite(t) && digits != -1 && (digits < 0 || digits > 6))
        raise(ERR_INVALID_PARAMETER_VALUE, "timestamp(%d) precision must be between %d and %d", digits, 0, 6);
    timestamp_apply_typmod(&t, digits);
    return datum_from_int64(t);
}

Datum interval_length_cast(struct fcall *fc)
{
    struct interval v = datum_interval(ARG_DATUM(0));
    interval_apply_typmod(&v, ARG_INT32(1), NULL);
    return datum_from_interval(fc->arena, v);
}

/* ---- dates and timestamps ---- */
Datum date_to_timestamp(struct fcall *fc)
{
    return datum_from_int64(date2timestamp(ARG_INT32(0)));
}

Datum date_to_timestamptz(struct fcall *fc)
{
    return datum_from_int64(date2timestamptz(ARG_INT32(0)));
}

Datum timestamp_to_timestamptz(struct fcall *fc)
{
    return datum_from_int64(timestamp2timestamptz(ARG_INT64(0)));
}

Datum timestamptz_to_timestamp(struct fcall *fc)
{
    return datum_from_int64(timestamptz2timestamp(ARG_INT64(0)));
}

static Datum date_of(TimestampADT t, bool zoned)
{
    struct civil c;
    if (!timestamp_is_finite(t))
        return datum_from_int32(t < 0 ? DATE_NEGATIVE_INFINITY : DATE_POSITIVE_INFINITY);
    if (zoned ? !civil_from_timestamptz(t, tz_session(), &c) : !civil_from_timestamp(t, &c))
        timestamp_out_of_range();
    return datum_from_int32(julian_from_date(c.year, c.month, c.day) - EPOCH_JULIAN);
}

Datum timestamp_to_date(struct fcall *fc)
{
    return date_of(ARG_INT64(0), false);
}

Datum timestamptz_to_date(struct fcall *fc)
{
    return date_of(ARG_INT64(0), true);
}

/* ---- times ---- */
Datum timestamp_to_time(struct fcall *fc)
{
    struct civil c;
    if (!timestamp_is_finite(ARG_INT64(0)))
        RETURN_NULL();
    if (!civil_from_timestamp(ARG_INT64(0), &c))
        timestamp_out_of_range();
    return datum_from_int64(civil_time(&c));
}

Datum timestamptz_to_time(struct fcall *fc)
{
    struct civil c;
    if (!timestamp_is_finite(ARG_INT64(0)))
        RETURN_NULL();
    if (!civil_from_timestamptz(ARG_INT64(0), tz_session(), &c))
        timestamp_out_of_range();
    return datum_from_int64(civil_time(&c));
}

Datum timestamptz_to_timetz(struct fcall *fc)
{
    struct civil c;
    if (!timestamp_is_finite(ARG_INT64(0)))
        RETURN_NULL();
    if (!civil_from_timestamptz(ARG_INT64(0), tz_session(), &c))
        timestamp_out_of_range();
    return datum_from_timetz(fc->arena, (struct timetz){.time = civil_time(&c), .zone = c.west});
}

Datum timetz_to_time(struct fcall *fc)
{
    return datum_from_int64(datum_timetz(ARG_DATUM(0)).time);
}

/* The session's zone as it is today at that time. */
Datum time_to_timetz(struct fcall *fc)
{
    struct civil c;
    if (!civil_from_timestamptz(func_env.xact_start, tz_session(), &c))
        timestamp_out_of_range();
    civil_set_time(&c, ARG_INT64(0));
    return datum_from_timetz(fc->arena, (struct timetz){.time = ARG_INT64(0), .zone = civil_zone(&c, tz_session())});
}

Datum time_to_interval(struct fcall *fc)
{
    return datum_from_interval(fc->arena, (struct interval){.time = ARG_INT64(0)});
}

/* What is left of whole days; months and days play no part. */
Datum interval_to_time(struct fcall *fc)
{
    int64_t t = datum_interval(ARG_DATUM(0)).time % USECS_PER_DAY;
    return datum_from_int64(t < 0 ? t + USECS_PER_DAY : t);
}
