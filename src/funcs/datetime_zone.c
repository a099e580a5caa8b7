/* AT TIME ZONE (timezone()), and zones by name. */
#include <stdlib.h>

#include "funcs/datetime_int.h"

#define ZONE_NAME_MAX 255

static int64_t unix_of(TimestampADT t)
{
    int64_t s = t / USECS_PER_SEC;
    return s - (t % USECS_PER_SEC < 0) + (int64_t)UNIX_TO_EPOCH_DAYS * SECS_PER_DAY;
}

struct zone_ref zone_lookup(struct arena *a, Datum name)
{
    struct zone_ref r = {0};
    size_t n = VARLEN(name) < ZONE_NAME_MAX ? VARLEN(name) : ZONE_NAME_MAX;
    const char *text = arena_strndup(a, VARDATA(name), n);
    const struct tz_abbrev *abbrev = tz_abbrev_lookup(unit_word_of(a, datum_from_cstring(a, text)));
    if (abbrev != NULL && abbrev->zone != NULL) {
        r.z = tz_by_name(abbrev->zone);
        r.abbrev = text;
    } else if (abbrev != NULL) {
        r.z = tz_fixed(-(int64_t)abbrev->offset);
    } else {
        r.z = tz_by_name(text);
    }
    if (r.z == NULL)
        raise(ERR_INVALID_PARAMETER_VALUE, "time zone \"%s\" not recognized", text);
    return r;
}

int32_t zone_ref_local(const struct zone_ref *z, struct civil *c)
{
    return z->abbrev != NULL ? civil_zone_abbrev(c, z->abbrev, z->z) : civil_zone(c, z->z);
}

int32_t zone_ref_at(const struct zone_ref *z, TimestampADT t)
{
    int64_t at = unix_of(t);
    int32_t offset;
    bool dst;
    if (z->abbrev != NULL && tz_abbrev_at(z->z, z->abbrev, at, &offset, &dst))
        return -offset;
    return -tz_at(z->z, at)->offset;
}

static Datum shifted(TimestampADT t, int64_t seconds)
{
    if (__builtin_add_overflow(t, seconds * USECS_PER_SEC, &t) || !timestamp_is_valid(t))
        timestamp_out_of_range();
    return datum_from_int64(t);
}

/* Seconds east that an interval says; raises 22023 where it has months or days. */
static int64_t interval_offset(struct arena *a, Datum d)
{
    struct interval v = datum_interval(d);
    if (v.month != 0 || v.day != 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "interval time zone \"%s\" must not include months or days",
              type_output_cstring(a, TYPE_interval, d));
    int64_t seconds = v.time / USECS_PER_SEC;
    if (seconds < INT32_MIN || seconds > INT32_MAX) /* PostgreSQL lets it wrap */
        raise(ERR_INVALID_TIME_ZONE_DISPLACEMENT_VALUE, "time zone displacement out of range");
    return seconds;
}

Datum timestamp_zone(struct fcall *fc)
{
    TimestampADT t = ARG_INT64(1);
    struct civil c;
    if (!timestamp_is_finite(t))
        return ARG_DATUM(1);
    struct zone_ref z = zone_lookup(fc->arena, ARG_DATUM(0));
    if (!civil_from_timestamp(t, &c))
        timestamp_out_of_range();
    return shifted(t, zone_ref_local(&z, &c));
}

Datum timestamp_izone(struct fcall *fc)
{
    if (!timestamp_is_finite(ARG_INT64(1)))
        return ARG_DATUM(1);
    return shifted(ARG_INT64(1), -interval_offset(fc->arena, ARG_DATUM(0)));
}

Datum timestamptz_zone(struct fcall *fc)
{
    TimestampADT t = ARG_INT64(1);
    if (!timestamp_is_finite(t))
        return ARG_DATUM(1);
    struct zone_ref z = zone_lookup(fc->arena, ARG_DATUM(0));
    return shifted(t, -zone_ref_at(&z, t));
}

Datum timestamptz_izone(struct fcall *fc)
{
    if (!timestamp_is_finite(ARG_INT64(1)))
        return ARG_DATUM(1);
    return shifted(ARG_INT64(1), interval_offset(fc->arena, ARG_DATUM(0)));
}

static Datum timetz_at(struct arena *a, struct timetz v, int64_t west)
{
    int64_t t = (v.time + (v.zone - west) % SECS_PER_DAY * USECS_PER_SEC) % USECS_PER_DAY;
    return datum_from_timetz(a, (struct timetz){.time = t < 0 ? t + USECS_PER_DAY : t, .zone = (int32_t)west});
}

/* The zone's offset now: a time of day has no date of its own. */
Datum timetz_zone(struct fcall *fc)
{
    struct zone_ref z = zone_lookup(fc->arena, ARG_DATUM(0));
    return timetz_at(fc->arena, datum_timetz(ARG_DATUM(1)), zone_ref_at(&z, func_env.xact_start));
}

Datum timetz_izone(struct fcall *fc)
{
    return timetz_at(fc->arena, datum_timetz(ARG_DATUM(1)), -interval_offset(fc->arena, ARG_DATUM(0)));
}
