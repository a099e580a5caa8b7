/* now() and its relatives, make_*(), isfinite, overlaps, series, sleep. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "funcs/datetime_int.h"

/* ---- the clock ---- */
TimestampADT clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (now.tv_sec - (int64_t)UNIX_TO_EPOCH_DAYS * SECS_PER_DAY) * USECS_PER_SEC + now.tv_nsec / 1000;
}

Datum now(struct fcall *fc)
{
    return datum_from_int64(func_env.xact_start);
}

Datum statement_timestamp(struct fcall *fc)
{
    return datum_from_int64(func_env.stmt_start);
}

Datum clock_timestamp(struct fcall *fc)
{
    return datum_from_int64(clock_now());
}

Datum timeofday(struct fcall *fc)
{
    struct civil c;
    if (!civil_from_timestamptz(clock_now(), tz_session(), &c))
        timestamp_out_of_range();
    int weekday = julian_weekday(julian_from_date(c.year, c.month, c.day));
    return datum_from_cstring(fc->arena, arena_printf(fc->arena, "%s %s %02d %02d:%02d:%02d.%06d %d %s",
                                                      day_abbrevs[weekday], month_abbrevs[c.month - 1], c.day, c.hour,
                                                      c.minute, c.second, c.usec, c.year, c.abbrev));
}

/* Sleeps in slices, so that a cancel that comes just before one is seen after it. */
static void sleep_for(double seconds)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    double end = (double)at.tv_sec + (double)at.tv_nsec / 1e9 + seconds, left = seconds;
    for (;;) {
        CHECK_INTERRUPTS();
        clock_gettime(CLOCK_MONOTONIC, &at);
        left = end - ((double)at.tv_sec + (double)at.tv_nsec / 1e9);
        if (!(left > 0))
            return;
        double slice = left < 0.1 ? left : 0.1;
        struct timespec wait = {.tv_nsec = (long)(slice * 1e9)};
        nanosleep(&wait, NULL);
    }
}

Datum pg_sleep(struct fcall *fc)
{
    sleep_for(ARG_FLOAT8(0));
    return (Datum)0;
}

Datum pg_sleep_for(struct fcall *fc)
{
    TimestampADT from = clock_now();
    sleep_for((double)(timestamptz_plus(from, datum_interval(ARG_DATUM(0))) - from) / (double)USECS_PER_SEC);
    return (Datum)0;
}

Datum pg_sleep_until(struct fcall *fc)
{
    TimestampADT t = ARG_INT64(0);
    sleep_for(((double)t - (double)clock_now()) / (double)USECS_PER_SEC);
    return (Datum)0;
}

/* ---- made of numbers ---- */

/* Years are negative before Christ. False: there is no such day. */
static bool civil_set_date(struct civil *c, int year, int month, int day)
{
    if (year == 0 || year == INT_MIN) {
        c->year = year;
        return false;
    }
    *c = (struct civil){.year = year < 0 ? year + 1 : year, .month = month, .day = day};
    return month >= 1 && month <= 12 && day >= 1 && day <= month_days(c->year, month);
}

/* Days since 2000; raises 22008. What PostgreSQL shows there is the astronomical year in make_date(). */
static int64_t date_of(int year, int month, int day, bool astronomical)
{
    struct civil c;
    bool good = civil_set_date(&c, year, month, day);
    int shown = astronomical ? c.year : year;
    if (!good)
        raise(ERR_DATETIME_FIELD_OVERFLOW, "date field value out of range: %d-%02d-%02d", shown, month, day);
    if (!julian_is_valid(c.year, month, day))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "date out of range: %d-%02d-%02d", shown, month, day);
    return (int64_t)julian_from_date(c.year, month, day) - EPOCH_JULIAN;
}

/* As %02g, with PostgreSQL's words for what is no number. */
static const char *second_text(double v)
{
    static char text[32];
    if (isnan(v))
        return "NaN";
    if (isinf(v))
        return v < 0 ? "-Infinity" : "Infinity";
    snprintf(text, sizeof text, "%02g", v);
    return text;
}

/* Microseconds of a day, 24:00 included. */
static int64_t time_of(int hour, int minute, double second)
{
    double usecs = rint(second * (double)USECS_PER_SEC);
    if (hour >= 0 && hour <= 24 && minute >= 0 && minute < 60 && usecs >= 0 && usecs <= 60.0 * (double)USECS_PER_SEC) {
        int64_t t = (hour * INT64_C(60) + minute) * USECS_PER_MINUTE + (int64_t)usecs;
        if (t <= USECS_PER_DAY)
            return t;
    }
    raise(ERR_DATETIME_FIELD_OVERFLOW, "time field value out of range: %d:%02d:%s", hour, minute, second_text(second));
}

Datum make_date(struct fcall *fc)
{
    int64_t d = date_of(ARG_INT32(0), ARG_INT32(1), ARG_INT32(2), true);
    if (!date_is_valid(d))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "date out of range: %d-%02d-%02d", ARG_INT32(0), ARG_INT32(1),
              ARG_INT32(2));
    return datum_from_int32((DateADT)d);
}

Datum make_time(struct fcall *fc)
{
    return datum_from_int64(time_of(ARG_INT32(0), ARG_INT32(1), ARG_FLOAT8(2)));
}

static TimestampADT timestamp_of(struct fcall *fc)
{
    int64_t date = date_of(ARG_INT32(0), ARG_INT32(1), ARG_INT32(2), false), t;
    int64_t time = time_of(ARG_INT32(3), ARG_INT32(4), ARG_FLOAT8(5));
    if (__builtin_mul_overflow(date, USECS_PER_DAY, &t) || __builtin_add_overflow(t, time, &t) ||
        !timestamp_is_valid(t))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range: %d-%02d-%02d %d:%02d:%s",
              ARG_INT32(0), ARG_INT32(1), ARG_INT32(2), ARG_INT32(3), ARG_INT32(4),
              second_text(ARG_FLOAT8(5)));
    return t;
}

Datum make_timestamp(struct fcall *fc)
{
    return datum_from_int64(timestamp_of(fc));
}

Datum make_timestamptz(struct fcall *fc)
{
    return datum_from_int64(timestamp2timestamptz(timestamp_of(fc)));
}

/* A zone as an argument: a signed offset, an abbreviation or a name; a number without a sign is refused. */
static int32_t zone_argument(struct arena *a, Datum zone, struct civil *c)
{
    int32_t west;
    const char *text = datum_cstring(a, zone);
    if (*text >= '0' && *text <= '9') {
        struct error *e = error_new(ERR_INVALID_PARAMETER_VALUE, "invalid input syntax for type %s: \"%s\"",
                                    "numeric time zone", text);
        error_throw(error_hint(e, "Numeric time zones must have \"-\" or \"+\" as first character."));
    }
    switch (zone_offset_parse(text, &west)) {
    case DT_OK: return west;
    case DT_ZONE_OVERFLOW: raise(ERR_INVALID_PARAMETER_VALUE, "numeric time zone \"%s\" out of range", text);
    case DT_BAD_FORMAT: break;
    default: raise(ERR_INVALID_PARAMETER_VALUE, "time zone \"%s\" not recognized", text);
    }
    struct zone_ref z = zone_lookup(a, zone);
    return zone_ref_local(&z, c);
}

Datum make_timestamptz_at_timezone(struct fcall *fc)
{
    struct civil c;
    TimestampADT t = timestamp_of(fc);
    if (!civil_from_timestamp(t, &c))
        timestamp_out_of_range();
    t += zone_argument(fc->arena, ARG_DATUM(6), &c) * USECS_PER_SEC;
    if (!timestamp_is_valid(t))
        timestamp_out_of_range();
    return datum_from_int64(t);
}

/* PostgreSQL lets these sums wrap, and seconds beyond 64 bits become the smallest number. */
Datum make_interval(struct fcall *fc)
{
    struct interval v;
    double second = rint(ARG_FLOAT8(6) * (double)USECS_PER_SEC);
    uint64_t usecs = (uint64_t)(fabs(second) < 0x1p63 ? (int64_t)second : INT64_MIN);
    if (!isfinite(ARG_FLOAT8(6)))
        interval_out_of_range();
    v.month = (int32_t)((uint32_t)ARG_INT32(0) * MONTHS_PER_YEAR + (uint32_t)ARG_INT32(1));
    v.day = (int32_t)((uint32_t)ARG_INT32(2) * 7 + (uint32_t)ARG_INT32(3));
    v.time = (int64_t)((uint64_t)(ARG_INT32(4) * USECS_PER_HOUR) + (uint64_t)(ARG_INT32(5) * USECS_PER_MINUTE) + usecs);
    return datum_from_interval(fc->arena, v);
}

Datum float8_timestamptz(struct fcall *fc)
{
    double seconds = ARG_FLOAT8(0);
    if (isnan(seconds))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp cannot be NaN");
    if (isinf(seconds))
        return datum_from_int64(seconds < 0 ? TIMESTAMP_NEGATIVE_INFINITY : TIMESTAMP_POSITIVE_INFINITY);
    double since = seconds - (double)UNIX_TO_EPOCH_DAYS * SECS_PER_DAY;
    double usecs = rint(since * (double)USECS_PER_SEC);
    if (!(usecs >= (double)TIMESTAMP_MIN && usecs < (double)TIMESTAMP_END))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range: \"%g\"", seconds);
    return datum_from_int64((int64_t)usecs);
}

/* ---- isfinite ---- */
Datum date_finite(struct fcall *fc)
{
    return datum_from_bool(date_is_finite(ARG_INT32(0)));
}

Datum timestamp_finite(struct fcall *fc)
{
    return datum_from_bool(timestamp_is_finite(ARG_INT64(0)));
}

Datum interval_finite(struct fcall *fc)
{
    return datum_from_bool(true);
}

/* ---- (start, end) OVERLAPS (start, end) ---- */
struct period {
    Datum start, end;
    bool no_start, no_end; /* NULL */
};

/* The earlier end first, a NULL behind. False: both are NULL. */
static bool period_order(struct period *p, type_cmp_fn cmp)
{
    if (p->no_start && p->no_end)
        return false;
    if (p->no_start || (!p->no_end && cmp(p->start, p->end) > 0)) {
        struct period q = {p->end, p->start, p->no_end, p->no_start};
        *p = q;
    }
    return true;
}

static Datum periods_overlap(struct fcall *fc, struct period *p, struct period *q, type_cmp_fn cmp)
{
    if (!period_order(p, cmp) || !period_order(q, cmp))
        RETURN_NULL();
    int c = cmp(p->start, q->start);
    if (c == 0) {
        if (p->no_end || q->no_end)
            RETURN_NULL();
        return datum_from_bool(true);
    }
    const struct period *first = c < 0 ? p : q, *second = c < 0 ? q : p;
    if (first->no_end)
        RETURN_NULL();
    if (cmp(second->start, first->end) < 0)
        return datum_from_bool(true);
    if (second->no_end)
        RETURN_NULL();
    return datum_from_bool(false);
}

/* The end may be given as a length: then it is added to the start. */
static struct period period_argument(struct fcall *fc, int i)
{
    struct period p = {ARG_DATUM(i), ARG_DATUM(i + 1), ARG_NULL(i), ARG_NULL(i + 1)};
    if (fc->argtypes[i + 1] != TYPE_interval)
        return p;
    p.no_end = p.no_start || p.no_end;
    if (p.no_end)
        return p;
    struct interval v = datum_interval(p.end);
    int64_t t = datum_int64(p.start);
    p.end = datum_from_int64(fc->argtypes[i] == TYPE_time        ? time_plus(t, v.time)
                             : fc->argtypes[i] == TYPE_timestamp ? timestamp_plus(t, v)
                                                                 : timestamptz_plus(t, v));
    return p;
}

Datum datetime_overlaps(struct fcall *fc)
{
    struct period p = period_argument(fc, 0), q = period_argument(fc, 2);
    return periods_overlap(fc, &p, &q, type_get(fc->argtypes[0])->cmp);
}

/* ---- generate_series ---- */
static Datum series(struct fcall *fc, TimestampADT (*next)(TimestampADT, struct interval))
{
    TimestampADT t = ARG_INT64(0), end = ARG_INT64(1);
    struct interval step = datum_interval(ARG_DATUM(2));
    __int128 span = interval_span(step);
    if (span == 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "step size cannot equal zero");
    for (; span > 0 ? t <= end : t >= end; t = next(t, step)) {
        CHECK_INTERRUPTS();
        emit_value(fc, datum_from_int64(t), false);
    }
    return (Datum)0;
}

Datum generate_series_timestamp(struct fcall *fc)
{
    return series(fc, timestamp_plus);
}

Datum generate_series_timestamptz(struct fcall *fc)
{
    return series(fc, timestamptz_plus);
}
