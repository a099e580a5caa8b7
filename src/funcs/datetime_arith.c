/* + - * / of dates, times, timestamps and intervals; age, justify_*. */
#include <limits.h>
#include <math.h>

#include "funcs/datetime_int.h"

#define SECS_PER_DAY_F 86400.0
#define USECS_PER_SEC_F 1000000.0

/* ---- timestamps ---- */

/* Months first, then days, each in local time (zone NULL: none), then the time. */
static TimestampADT plus(TimestampADT t, struct interval v, const struct tz *zone)
{
    struct civil c;
    int32_t west;
    if (!timestamp_is_finite(t))
        return t;
    for (int days = 0; days < 2; days++) {
        if ((days ? v.day : v.month) == 0)
            continue;
        if (zone != NULL ? !civil_from_timestamptz(t, zone, &c) : !civil_from_timestamp(t, &c))
            timestamp_out_of_range();
        if (days) {
            int64_t julian = (int64_t)julian_from_date(c.year, c.month, c.day) + v.day;
            if (julian < 0 || julian > INT_MAX)
                timestamp_out_of_range();
            julian_to_date((int)julian, &c.year, &c.month, &c.day);
        } else if (!civil_add_months(&c, v.month)) {
            timestamp_out_of_range();
        }
        if (zone != NULL)
            west = civil_zone(&c, zone);
        if (!civil_to_timestamp(&c, zone != NULL ? &west : NULL, &t))
            timestamp_out_of_range();
    }
    if (__builtin_add_overflow(t, v.time, &t) || !timestamp_is_valid(t))
        timestamp_out_of_range();
    return t;
}

TimestampADT timestamp_plus(TimestampADT t, struct interval v)
{
    return plus(t, v, NULL);
}

TimestampADT timestamptz_plus(TimestampADT t, struct interval v)
{
    return plus(t, v, tz_session());
}

struct interval interval_negate(struct interval v)
{
    if (__builtin_sub_overflow((int64_t)0, v.time, &v.time) || __builtin_sub_overflow(0, v.day, &v.day) ||
        __builtin_sub_overflow(0, v.month, &v.month))
        interval_out_of_range();
    return v;
}

/* What is subtracted from a timestamp: PostgreSQL negates the fields without a check; what wraps is refused here. */
static struct interval minus(Datum d)
{
    return interval_negate(datum_interval(d));
}

Datum timestamp_pl_interval(struct fcall *fc)
{
    return datum_from_int64(timestamp_plus(ARG_INT64(0), datum_interval(ARG_DATUM(1))));
}

Datum timestamp_mi_interval(struct fcall *fc)
{
    return datum_from_int64(timestamp_plus(ARG_INT64(0), minus(ARG_DATUM(1))));
}

Datum interval_pl_timestamp(struct fcall *fc)
{
    return datum_from_int64(timestamp_plus(ARG_INT64(1), datum_interval(ARG_DATUM(0))));
}

Datum timestamptz_pl_interval(struct fcall *fc)
{
    return datum_from_int64(timestamptz_plus(ARG_INT64(0), datum_interval(ARG_DATUM(1))));
}

Datum timestamptz_mi_interval(struct fcall *fc)
{
    return datum_from_int64(timestamptz_plus(ARG_INT64(0), minus(ARG_DATUM(1))));
}

Datum interval_pl_timestamptz(struct fcall *fc)
{
    return datum_from_int64(timestamptz_plus(ARG_INT64(1), datum_interval(ARG_DATUM(0))));
}

static struct interval justify_hours(struct interval v)
{
    int64_t days = v.time / USECS_PER_DAY;
    v.time -= days * USECS_PER_DAY;
    if (__builtin_add_overflow(v.day, days, &v.day))
        interval_out_of_range();
    if (v.day > 0 && v.time < 0) {
        v.time += USECS_PER_DAY;
        v.day--;
    } else if (v.day < 0 && v.time > 0) {
        v.time -= USECS_PER_DAY;
        v.day++;
    }
    return v;
}

Datum timestamp_mi(struct fcall *fc)
{
    TimestampADT x = ARG_INT64(0), y = ARG_INT64(1);
    struct interval v = {0};
    if (!timestamp_is_finite(x) || !timestamp_is_finite(y))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "cannot subtract infinite timestamps");
    if (__builtin_sub_overflow(x, y, &v.time))
        interval_out_of_range();
    return datum_from_interval(fc->arena, justify_hours(v));
}

/* ---- dates ---- */
Datum date_mi(struct fcall *fc)
{
    if (!date_is_finite(ARG_INT32(0)) || !date_is_finite(ARG_INT32(1)))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "cannot subtract infinite dates");
    return datum_from_int32(ARG_INT32(0) - ARG_INT32(1));
}

static Datum date_plus(DateADT d, int64_t days)
{
    if (date_is_finite(d)) {
        if (!date_is_valid(d + days))
            raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "date out of range");
        d += (DateADT)days;
    }
    return datum_from_int32(d);
}

Datum date_pli(struct fcall *fc)
{
    return date_plus(ARG_INT32(0), ARG_INT32(1));
}

Datum date_mii(struct fcall *fc)
{
    return date_plus(ARG_INT32(0), -(int64_t)ARG_INT32(1));
}

Datum integer_pl_date(struct fcall *fc)
{
    return date_plus(ARG_INT32(1), ARG_INT32(0));
}

Datum date_pl_interval(struct fcall *fc)
{
    return datum_from_int64(timestamp_plus(date2timestamp(ARG_INT32(0)), datum_interval(ARG_DATUM(1))));
}

Datum date_mi_interval(struct fcall *fc)
{
    return datum_from_int64(timestamp_plus(date2timestamp(ARG_INT32(0)), minus(ARG_DATUM(1))));
}

Datum interval_pl_date(struct fcall *fc)
{
    return datum_from_int64(timestamp_plus(date2timestamp(ARG_INT32(1)), datum_interval(ARG_DATUM(0))));
}

TimestampADT date_plus_time(DateADT d, TimeADT t)
{
    TimestampADT r = date2timestamp(d);
    if (timestamp_is_finite(r)) {
        r += t;
        if (!timestamp_is_valid(r))
            timestamp_out_of_range();
    }
    return r;
}

static Datum date_plus_timetz(DateADT d, struct timetz t)
{
    if (!date_is_finite(d))
        return datum_from_int64(d < 0 ? TIMESTAMP_NEGATIVE_INFINITY : TIMESTAMP_POSITIVE_INFINITY);
    TimestampADT r = 0;
    bool fits = d < TIMESTAMP_END / USECS_PER_DAY;
    if (fits)
        r = d * USECS_PER_DAY + t.time + t.zone * USECS_PER_SEC;
    if (!fits || !timestamp_is_valid(r))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "date out of range for timestamp");
    return datum_from_int64(r);
}

Datum datetime_timestamp(struct fcall *fc)
{
    return datum_from_int64(date_plus_time(ARG_INT32(0), ARG_INT64(1)));
}

Datum timedate_pl(struct fcall *fc)
{
    return datum_from_int64(date_plus_time(ARG_INT32(1), ARG_INT64(0)));
}

Datum datetime_timestamptz(struct fcall *fc)
{
    return datum_from_int64(timestamp2timestamptz(date_plus_time(ARG_INT32(0), ARG_INT64(1))));
}

Datum datetimetz_timestamptz(struct fcall *fc)
{
    return date_plus_timetz(ARG_INT32(0), datum_timetz(ARG_DATUM(1)));
}

Datum timetzdate_pl(struct fcall *fc)
{
    return date_plus_timetz(ARG_INT32(1), datum_timetz(ARG_DATUM(0)));
}

/* ---- times of day ---- */
/* The sum wraps at 64 bits, as PostgreSQL's does. */
int64_t time_plus(int64_t t, int64_t usecs)
{
    t = (int64_t)((uint64_t)t + (uint64_t)usecs) % USECS_PER_DAY;
    return t < 0 ? t + USECS_PER_DAY : t;
}

static int64_t negated(int64_t usecs)
{
    return (int64_t)-(uint64_t)usecs;
}

static Datum timetz_plus(struct arena *a, Datum d, int64_t usecs)
{
    struct timetz v = datum_timetz(d);
    v.time = time_plus(v.time, usecs);
    return datum_from_timetz(a, v);
}

Datum time_pl_interval(struct fcall *fc)
{
    return datum_from_int64(time_plus(ARG_INT64(0), datum_interval(ARG_DATUM(1)).time));
}

Datum time_mi_interval(struct fcall *fc)
{
    return datum_from_int64(time_plus(ARG_INT64(0), negated(datum_interval(ARG_DATUM(1)).time)));
}

Datum interval_pl_time(struct fcall *fc)
{
    return datum_from_int64(time_plus(ARG_INT64(1), datum_interval(ARG_DATUM(0)).time));
}

Datum timetz_pl_interval(struct fcall *fc)
{
    return timetz_plus(fc->arena, ARG_DATUM(0), datum_interval(ARG_DATUM(1)).time);
}

Datum timetz_mi_interval(struct fcall *fc)
{
    return timetz_plus(fc->arena, ARG_DATUM(0), negated(datum_interval(ARG_DATUM(1)).time));
}

Datum interval_pl_timetz(struct fcall *fc)
{
    return timetz_plus(fc->arena, ARG_DATUM(1), datum_interval(ARG_DATUM(0)).time);
}

Datum time_mi_time(struct fcall *fc)
{
    return datum_from_interval(fc->arena, (struct interval){.time = ARG_INT64(0) - ARG_INT64(1)});
}

/* ---- intervals ---- */
Datum interval_um(struct fcall *fc)
{
    return datum_from_interval(fc->arena, minus(ARG_DATUM(0)));
}

Datum interval_pl(struct fcall *fc)
{
    struct interval x = datum_interval(ARG_DATUM(0)), y = datum_interval(ARG_DATUM(1));
    if (__builtin_add_overflow(x.month, y.month, &x.month) || __builtin_add_overflow(x.day, y.day, &x.day) ||
        __builtin_add_overflow(x.time, y.time, &x.time))
        interval_out_of_range();
    return datum_from_interval(fc->arena, x);
}

Datum interval_mi(struct fcall *fc)
{
    struct interval x = datum_interval(ARG_DATUM(0)), y = datum_interval(ARG_DATUM(1));
    if (__builtin_sub_overflow(x.month, y.month, &x.month) || __builtin_sub_overflow(x.day, y.day, &x.day) ||
        __builtin_sub_overflow(x.time, y.time, &x.time))
        interval_out_of_range();
    return datum_from_interval(fc->arena, x);
}

static double to_microseconds(double v)
{
    return rint(v * USECS_PER_SEC_F) / USECS_PER_SEC_F;
}

static int32_t whole(double v)
{
    if (isnan(v) || v > INT_MAX || v < INT_MIN)
        interval_out_of_range();
    return (int32_t)v;
}

/*
 * An interval whose months, days and time are these numbers: what is left of months goes to days (of a month of 30),
 * what is left of days to the time, rounded to microseconds as PostgreSQL does on the way.
 */
static Datum interval_of_fractions(struct arena *a, double months, double days, double usecs)
{
    struct interval v = {.month = whole(months), .day = whole(days)};
    double month_days = to_microseconds((months - v.month) * DAYS_PER_MONTH);
    double seconds = to_microseconds((days - v.day + month_days - (int)month_days) * SECS_PER_DAY_F);
    int extra = 0;
    if (fabs(seconds) >= SECS_PER_DAY_F) {
        extra = (int)(seconds / SECS_PER_DAY_F);
        seconds -= extra * SECS_PER_DAY_F;
    }
    double time = rint(usecs + seconds * USECS_PER_SEC_F);
    if (__builtin_add_overflow(v.day, extra, &v.day) || __builtin_add_overflow(v.day, (int)month_days, &v.day) ||
        isnan(time) || time < (double)INT64_MIN || time >= -(double)INT64_MIN)
        interval_out_of_range();
    v.time = (int64_t)time;
    return datum_from_interval(a, v);
}

static Datum times(struct arena *a, Datum d, double factor)
{
    struct interval v = datum_interval(d);
    return interval_of_fractions(a, v.month * factor, v.day * factor, (double)v.time * factor);
}

Datum interval_mul(struct fcall *fc)
{
    return times(fc->arena, ARG_DATUM(0), ARG_FLOAT8(1));
}

Datum mul_d_interval(struct fcall *fc)
{
    return times(fc->arena, ARG_DATUM(1), ARG_FLOAT8(0));
}

Datum interval_div(struct fcall *fc)
{
    struct interval v = datum_interval(ARG_DATUM(0));
    double by = ARG_FLOAT8(1);
    if (by == 0)
        raise(ERR_DIVISION_BY_ZERO, "division by zero");
    return interval_of_fractions(fc->arena, v.month / by, v.day / by, (double)v.time / by);
}

Datum interval_justify_hours(struct fcall *fc)
{
    return datum_from_interval(fc->arena, justify_hours(datum_interval(ARG_DATUM(0))));
}

static void days_to_months(struct interval *v)
{
    int32_t months = v->day / DAYS_PER_MONTH;
    v->day -= months * DAYS_PER_MONTH;
    if (__builtin_add_overflow(v->month, months, &v->month))
        interval_out_of_range();
}

Datum interval_justify_days(struct fcall *fc)
{
    struct interval v = datum_interval(ARG_DATUM(0));
    days_to_months(&v);
    if (v.month > 0 && v.day < 0) {
        v.day += DAYS_PER_MONTH;
        v.month--;
    } else if (v.month < 0 && v.day > 0) {
        v.day -= DAYS_PER_MONTH;
        v.month++;
    }
    return datum_from_interval(fc->arena, v);
}

Datum interval_justify_interval(struct fcall *fc)
{
    struct interval v = datum_interval(ARG_DATUM(0));
    if ((v.day > 0 && v.time > 0) || (v.day < 0 && v.time < 0))
        days_to_months(&v); /* makes room: the days of the time come on top */
    int64_t days = v.time / USECS_PER_DAY;
    v.time -= days * USECS_PER_DAY;
    if (__builtin_add_overflow(v.day, days, &v.day))
        interval_out_of_range();
    days_to_months(&v);
    if (v.month > 0 && (v.day < 0 || (v.day == 0 && v.time < 0))) {
        v.day += DAYS_PER_MONTH;
        v.month--;
    } else if (v.month < 0 && (v.day > 0 || (v.day == 0 && v.time > 0))) {
        v.day -= DAYS_PER_MONTH;
        v.month++;
    }
    if (v.day > 0 && v.time < 0) {
        v.time += USECS_PER_DAY;
        v.day--;
    } else if (v.day < 0 && v.time > 0) {
        v.time -= USECS_PER_DAY;
        v.day++;
    }
    return datum_from_interval(fc->arena, v);
}

/* ---- age: years, months and days by the calendar ---- */

/* Borrows from the next field until *v is not negative. */
static void borrow(int *v, int *next, int unit)
{
    while (*v < 0) {
        *v += unit;
        --*next;
    }
}

struct interval timestamps_age(const struct civil *a, const struct civil *b, bool negative)
{
    int sign = negative ? -1 : 1;
    int usec = sign * (a->usec - b->usec), second = sign * (a->second - b->second);
    int minute = sign * (a->minute - b->minute), hour = sign * (a->hour - b->hour);
    int day = sign * (a->day - b->day), month = sign * (a->month - b->month), year = sign * (a->year - b->year);
    borrow(&usec, &second, (int)USECS_PER_SEC);
    borrow(&second, &minute, 60);
    borrow(&minute, &hour, 60);
    borrow(&hour, &day, 24);
    const struct civil *earlier = negative ? a : b;
    borrow(&day, &month, month_days(earlier->year, earlier->month));
    borrow(&month, &year, MONTHS_PER_YEAR);
    struct interval v;
    struct interval_fields f = {sign * year,   sign * month,  sign * day, sign * hour,
                                sign * minute, sign * second, sign * usec};
    if (!interval_from_fields(&f, &v))
        interval_out_of_range();
    return v;
}

static Datum age(struct arena *ar, TimestampADT x, TimestampADT y, bool zoned)
{
    struct civil a, b;
    bool ok = zoned ? civil_from_timestamptz(x, tz_session(), &a) && civil_from_timestamptz(y, tz_session(), &b)
                    : civil_from_timestamp(x, &a) && civil_from_timestamp(y, &b);
    if (!ok)
        timestamp_out_of_range();
    return datum_from_interval(ar, timestamps_age(&a, &b, x < y));
}

Datum timestamp_age(struct fcall *fc)
{
    return age(fc->arena, ARG_INT64(0), ARG_INT64(1), false);
}

Datum timestamptz_age(struct fcall *fc)
{
    return age(fc->arena, ARG_INT64(0), ARG_INT64(1), true);
}

/* Midnight of the current date, in the session's zone. */
static TimestampADT today(void)
{
    TimestampADT now = timestamptz2timestamp(func_env.xact_start);
    int64_t past = now % USECS_PER_DAY;
    return now - (past < 0 ? past + USECS_PER_DAY : past);
}

Datum timestamp_age_today(struct fcall *fc)
{
    return age(fc->arena, today(), ARG_INT64(0), false);
}

Datum timestamptz_age_today(struct fcall *fc)
{
    return age(fc->arena, timestamp2timestamptz(today()), ARG_INT64(0), true);
}
