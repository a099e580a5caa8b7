/* date_trunc() and date_bin(). */
#include "funcs/datetime_int.h"
#include "types/datetime_words.h"

/* The unit of a word; raises 22023 where it is none. Words of input such as "epoch" are not units here. */
static enum datetime_unit trunc_unit(struct arena *a, const char *word, Oid type)
{
    const struct dt_word *w = unit_word(word);
    if (w == NULL || w->kind != K_UNIT)
        raise(ERR_INVALID_PARAMETER_VALUE, "unit \"%s\" not recognized for type %s", word, type_display(a, type));
    return (enum datetime_unit)w->value;
}

static _Noreturn void not_supported(struct arena *a, const char *word, enum datetime_unit unit, Oid type)
{
    struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "unit \"%s\" not supported for type %s", word,
                                type_display(a, type));
    if (unit == UNIT_WEEK)
        error_detail(e, "Months usually have fractional weeks.");
    error_throw(e);
}

/* The first year of a period of n years: 2001 for the millennium of 2024. */
static int period_start(int year, int n)
{
    return year > 0 ? (year + n - 1) / n * n - n + 1 : -((n - 1 - (year - 1)) / n) * n + 1;
}

static void trunc_clock(struct civil *c, enum datetime_unit unit)
{
    switch (unit) {
    default: c->hour = 0; /* fall through */
    case UNIT_HOUR: c->minute = 0; /* fall through */
    case UNIT_MINUTE: c->second = 0; /* fall through */
    case UNIT_SECOND: c->usec = 0; /* fall through */
    case UNIT_MILLISECOND: c->usec = c->usec / 1000 * 1000; /* fall through */
    case UNIT_MICROSECOND: break;
    }
}

/* False: not a unit that timestamps are cut to. */
static bool trunc_date(struct civil *c, enum datetime_unit unit)
{
    switch (unit) {
    case UNIT_MICROSECOND: case UNIT_MILLISECOND: case UNIT_SECOND: case UNIT_MINUTE: case UNIT_HOUR: case UNIT_DAY:
        return true;
    case UNIT_WEEK: {
        int year = iso_year(c->year, c->month, c->day), week = iso_week(c->year, c->month, c->day);
        julian_to_date(iso_week_julian(year, week), &c->year, &c->month, &c->day);
        return true;
    }
    case UNIT_MONTH:
        break;
    case UNIT_QUARTER:
        c->month = (c->month - 1) / 3 * 3 + 1;
        break;
    case UNIT_MILLENNIUM: case UNIT_CENTURY:
        c->year = period_start(c->year, unit == UNIT_CENTURY ? 100 : 1000);
        c->month = 1;
        break;
    case UNIT_DECADE:
        c->year = c->year > 0 ? c->year / 10 * 10 : -((8 - (c->year - 1)) / 10) * 10;
        c->month = 1;
        break;
    case UNIT_YEAR:
        c->month = 1;
        break;
    default:
        return false;
    }
    c->day = 1;
    return true;
}

Datum timestamp_trunc(struct fcall *fc)
{
    TimestampADT t = ARG_INT64(1);
    struct civil c;
    if (!timestamp_is_finite(t))
        return ARG_DATUM(1);
    const char *word = unit_word_of(fc->arena, ARG_DATUM(0));
    enum datetime_unit unit = trunc_unit(fc->arena, word, TYPE_timestamp);
    if (!civil_from_timestamp(t, &c))
        timestamp_out_of_range();
    if (!trunc_date(&c, unit))
        not_supported(fc->arena, word, UNIT_UNKNOWN, TYPE_timestamp);
    trunc_clock(&c, unit);
    if (!civil_to_timestamp(&c, NULL, &t))
        timestamp_out_of_range();
    return datum_from_int64(t);
}

static Datum trunc_in_zone(struct fcall *fc, const struct tz *z)
{
    TimestampADT t = ARG_INT64(1);
    struct civil c;
    if (!timestamp_is_finite(t))
        return ARG_DATUM(1);
    const char *word = unit_word_of(fc->arena, ARG_DATUM(0));
    enum datetime_unit unit = trunc_unit(fc->arena, word, TYPE_timestamptz);
    if (!civil_from_timestamptz(t, z, &c))
        timestamp_out_of_range();
    int32_t west = c.west;
    if (!trunc_date(&c, unit))
        not_supported(fc->arena, word, UNIT_UNKNOWN, TYPE_timestamptz);
    trunc_clock(&c, unit);
    if (unit >= UNIT_DAY) /* a cut within the day keeps the offset: an hour that comes twice stays itself */
        west = civil_zone(&c, z);
    if (!civil_to_timestamp(&c, &west, &t))
        timestamp_out_of_range();
    return datum_from_int64(t);
}

Datum timestamptz_trunc(struct fcall *fc)
{
    return trunc_in_zone(fc, tz_session());
}

Datum timestamptz_trunc_zone(struct fcall *fc)
{
    if (!timestamp_is_finite(ARG_INT64(1)))
        return ARG_DATUM(1);
    return trunc_in_zone(fc, zone_lookup(fc->arena, ARG_DATUM(2)).z);
}

Datum interval_trunc(struct fcall *fc)
{
    const char *word = unit_word_of(fc->arena, ARG_DATUM(0));
    enum datetime_unit unit = trunc_unit(fc->arena, word, TYPE_interval);
    struct interval v = datum_interval(ARG_DATUM(1));
    struct interval_fields f;
    interval_to_fields(v, &f);
    int years = unit == UNIT_MILLENNIUM ? 1000 : unit == UNIT_CENTURY ? 100 : unit == UNIT_DECADE ? 10 : 1;
    switch (unit) {
    case UNIT_MILLENNIUM: case UNIT_CENTURY: case UNIT_DECADE: case UNIT_YEAR:
        f.year = f.year / years * years;
        f.month = 0; /* fall through */
    case UNIT_QUARTER: f.month = f.month / 3 * 3; /* fall through */
    case UNIT_MONTH: f.day = 0; /* fall through */
    case UNIT_DAY: f.hour = 0; /* fall through */
    case UNIT_HOUR: f.minute = 0; /* fall through */
    case UNIT_MINUTE: f.second = 0; /* fall through */
    case UNIT_SECOND: f.usec = 0; /* fall through */
    case UNIT_MILLISECOND: f.usec = f.usec / 1000 * 1000; /* fall through */
    case UNIT_MICROSECOND: break;
    default: not_supported(fc->arena, word, unit, TYPE_interval);
    }
    if (!interval_from_fields(&f, &v))
        interval_out_of_range();
    return datum_from_interval(fc->arena, v);
}

/* Of a zoned timestamp too: the stride has no months, and its days are 24 hours. */
Datum timestamp_bin(struct fcall *fc)
{
    struct interval stride = datum_interval(ARG_DATUM(0));
    TimestampADT t = ARG_INT64(1), origin = ARG_INT64(2);
    int64_t usecs, diff;
    if (!timestamp_is_finite(t))
        return ARG_DATUM(1);
    if (!timestamp_is_finite(origin))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "origin out of range");
    if (stride.month != 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "timestamps cannot be binned into intervals containing months or years");
    if (__builtin_mul_overflow((int64_t)stride.day, USECS_PER_DAY, &usecs) ||
        __builtin_add_overflow(usecs, stride.time, &usecs))
        interval_out_of_range();
    if (usecs <= 0)
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "stride must be greater than zero");
    if (__builtin_sub_overflow(t, origin, &diff))
        interval_out_of_range();
    int64_t rest = diff % usecs;
    TimestampADT r = origin + (diff - rest);
    if ((rest < 0 && __builtin_sub_overflow(r, usecs, &r)) || !timestamp_is_valid(r))
        timestamp_out_of_range();
    return datum_from_int64(r);
}
