/* The calendar: Julian days, weeks, broken-down times, and local time in a zone. */
#include "types/datetime.h"

/*
 * Julian day numbers count from November 24, 4714 BC (Gregorian). The year is taken to begin in March, so that the
 * leap day comes last; then months alternate in a pattern that 7834/256 gives.
 */
int julian_from_date(int year, int month, int day)
{
    int m = month > 2 ? month + 1 : month + 13;
    int y = month > 2 ? year + 4800 : year + 4799;
    int century = y / 100;
    int julian = y * 365 - 32167;
    julian += y / 4 - century + century / 4;
    return julian + 7834 * m / 256 + day;
}

void julian_to_date(int julian, int *year, int *month, int *day)
{
    unsigned j = (unsigned)julian + 32044;
    unsigned quad = j / 146097;
    unsigned extra = (j - quad * 146097) * 4 + 3;
    j += 60 + quad * 3 + extra / 146097;
    quad = j / 1461;
    j -= quad * 1461;
    int y = (int)(j * 4 / 1461);
    j = (y != 0 ? (j + 305) % 365 : (j + 306) % 366) + 123;
    y += (int)(quad * 4);
    *year = y - 4800;
    quad = j * 2141 / 65536;
    *day = (int)(j - 7834 * quad / 256);
    *month = (int)((quad + 10) % 12 + 1);
}

int julian_weekday(int64_t julian)
{
    int w = (int)((julian + 1) % 7);
    return w < 0 ? w + 7 : w;
}

bool julian_is_valid(int year, int month, int day)
{
    return (year > -4713 || (year == -4713 && month >= 11)) && (year < 5874898 || (year == 5874898 && month < 6));
}

bool year_is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int month_days(int year, int month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && year_is_leap(year));
}

/* Monday of a year's first ISO week: the week with January 4th. */
static int first_monday(int year)
{
    int fourth = julian_from_date(year, 1, 4);
    return fourth - (julian_weekday(fourth) + 6) % 7;
}

int iso_year(int year, int month, int day)
{
    int julian = julian_from_date(year, month, day);
    if (julian < first_monday(year))
        return year - 1;
    return julian >= first_monday(year + 1) ? year + 1 : year;
}

int iso_week(int year, int month, int day)
{
    int julian = julian_from_date(year, month, day);
    return (julian - first_monday(iso_year(year, month, day))) / 7 + 1;
}

int iso_week_julian(int year, int week)
{
    return first_monday(year) + 7 * (week - 1);
}

void civil_set_time(struct civil *c, int64_t t)
{
    c->hour = (int)(t / USECS_PER_HOUR);
    t -= c->hour * USECS_PER_HOUR;
    c->minute = (int)(t / USECS_PER_MINUTE);
    t -= c->minute * USECS_PER_MINUTE;
    c->second = (int)(t / USECS_PER_SEC);
    c->usec = (int)(t - c->second * USECS_PER_SEC);
}

void civil_from_date(DateADT d, struct civil *c)
{
    *c = (struct civil){.dst = -1};
    julian_to_date(d + EPOCH_JULIAN, &c->year, &c->month, &c->day);
}

/* shift: microseconds to add, less than a day. */
static bool civil_from_shifted(TimestampADT t, int64_t shift, struct civil *c)
{
    int64_t day = t / USECS_PER_DAY + EPOCH_JULIAN, usecs = t % USECS_PER_DAY + shift;
    for (; usecs < 0; usecs += USECS_PER_DAY)
        day--;
    for (; usecs >= USECS_PER_DAY; usecs -= USECS_PER_DAY)
        day++;
    *c = (struct civil){.dst = -1};
    if (day < -1 || day > INT32_MAX) /* -1: local time of the first instant, west of Greenwich */
        return false;
    julian_to_date((int)day, &c->year, &c->month, &c->day);
    civil_set_time(c, usecs);
    return true;
}

bool civil_from_timestamp(TimestampADT t, struct civil *c)
{
    return civil_from_shifted(t, 0, c);
}

static int64_t unix_seconds(TimestampADT t)
{
    int64_t s = t / USECS_PER_SEC;
    return s - (t % USECS_PER_SEC < 0) + (int64_t)UNIX_TO_EPOCH_DAYS * SECS_PER_DAY;
}

bool civil_from_timestamptz(TimestampADT t, const struct tz *z, struct civil *c)
{
    const struct tz_type *type = tz_at(z, unix_seconds(t));
    if (!civil_from_shifted(t, type->offset * USECS_PER_SEC, c))
        return false;
    c->dst = type->dst;
    c->west = -type->offset;
    c->abbrev = type->abbrev;
    return true;
}

bool civil_to_timestamp(const struct civil *c, const int32_t *west, TimestampADT *t)
{
    *t = 0;
    if (!julian_is_valid(c->year, c->month, c->day))
        return false;
    int64_t day = julian_from_date(c->year, c->month, c->day) - EPOCH_JULIAN, r;
    if (__builtin_mul_overflow(day, USECS_PER_DAY, &r) || __builtin_add_overflow(r, civil_time(c), &r) ||
        (west != NULL && __builtin_add_overflow(r, *west * USECS_PER_SEC, &r)) || !timestamp_is_valid(r))
        return false;
    *t = r;
    return true;
}

/* The civil time read as if it were UTC, in seconds since 1970. */
static bool civil_unix(const struct civil *c, int64_t *t)
{
    if (!julian_is_valid(c->year, c->month, c->day))
        return false;
    *t = (int64_t)(julian_from_date(c->year, c->month, c->day) - UNIX_EPOCH_JULIAN) * SECS_PER_DAY +
         (c->hour * 60 + c->minute) * 60 + c->second;
    return true;
}

/* Looks a day back from the local time taken as UTC: from there at most one change lies near. */
static int32_t local_offset(struct civil *c, const struct tz *z, int64_t *utc)
{
    const struct tz_type *before, *after;
    int64_t t, when;
    *utc = 0;
    if (!civil_unix(c, &t)) {
        c->dst = 0;
        return 0;
    }
    const struct tz_type *holds;
    if (!tz_next_change(z, t - SECS_PER_DAY, &before, &when, &after)) {
        holds = before;
    } else {
        int64_t if_before = t - before->offset, if_after = t - after->offset;
        if (if_before < when && if_after < when)
            holds = before;
        else if (if_before > when && if_after >= when)
            holds = after;
        else /* does not exist, or twice: as before in the first case, after in the second */
            holds = if_before > if_after ? before : after;
    }
    c->dst = holds->dst;
    *utc = t - holds->offset;
    return -holds->offset;
}

int32_t civil_zone(struct civil *c, const struct tz *z)
{
    int64_t utc;
    return local_offset(c, z, &utc);
}

int32_t civil_zone_abbrev(struct civil *c, const char *abbrev, const struct tz *z)
{
    int64_t utc;
    int32_t offset, west = local_offset(c, z, &utc);
    bool dst;
    if (!tz_abbrev_at(z, abbrev, utc, &offset, &dst))
        return west;
    c->dst = dst;
    return -offset;
}

TimestampADT timestamp_to_utc(TimestampADT local, const struct tz *z, bool *ok)
{
    struct civil c;
    TimestampADT t;
    *ok = true;
    if (!timestamp_is_finite(local))
        return local;
    *ok = civil_from_timestamp(local, &c);
    if (!*ok)
        return 0;
    int32_t west = civil_zone(&c, z);
    *ok = civil_to_timestamp(&c, &west, &t);
    return t;
}

TimestampADT timestamp_to_local(TimestampADT t, const struct tz *z, bool *ok)
{
    struct civil c;
    *ok = true;
    if (!timestamp_is_finite(t))
        return t;
    *ok = civil_from_timestamptz(t, z, &c) && civil_to_timestamp(&c, NULL, &t);
    return t;
}

TimestampADT timestamp2timestamptz(TimestampADT t)
{
    bool ok;
    t = timestamp_to_utc(t, tz_session(), &ok);
    if (!ok)
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
    return t;
}

TimestampADT timestamptz2timestamp(TimestampADT t)
{
    bool ok;
    t = timestamp_to_local(t, tz_session(), &ok);
    if (!ok)
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
    return t;
}

/* overflow: 1 the date is above all timestamps, -1 below (it cannot be), 0 it fits. */
static TimestampADT date_to_timestamp(DateADT d, bool zoned, int *overflow)
{
    *overflow = 0;
    if (d == DATE_NEGATIVE_INFINITY)
        return TIMESTAMP_NEGATIVE_INFINITY;
    if (d == DATE_POSITIVE_INFINITY)
        return TIMESTAMP_POSITIVE_INFINITY;
    if (d >= TIMESTAMP_END / USECS_PER_DAY) {
        *overflow = 1;
        return TIMESTAMP_POSITIVE_INFINITY;
    }
    TimestampADT t = d * USECS_PER_DAY;
    if (zoned) {
        struct civil c;
        civil_from_date(d, &c);
        t += civil_zone(&c, tz_session()) * USECS_PER_SEC;
        if (!timestamp_is_valid(t)) {
            *overflow = t < TIMESTAMP_MIN ? -1 : 1;
            return t < TIMESTAMP_MIN ? TIMESTAMP_NEGATIVE_INFINITY : TIMESTAMP_POSITIVE_INFINITY;
        }
    }
    return t;
}

static TimestampADT date_to_timestamp_checked(DateADT d, bool zoned)
{
    int overflow;
    TimestampADT t = date_to_timestamp(d, zoned, &overflow);
    if (overflow != 0)
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "date out of range for timestamp");
    return t;
}

TimestampADT date2timestamp(DateADT d)
{
    return date_to_timestamp_checked(d, false);
}

TimestampADT date2timestamptz(DateADT d)
{
    return date_to_timestamp_checked(d, true);
}

static int order(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int date_order(DateADT d, TimestampADT t, bool zoned)
{
    int overflow;
    TimestampADT u = date_to_timestamp(d, zoned, &overflow);
    if (overflow > 0) /* larger than any finite timestamp, but less than infinity */
        return t == TIMESTAMP_POSITIVE_INFINITY ? -1 : 1;
    if (overflow < 0)
        return t == TIMESTAMP_NEGATIVE_INFINITY ? 1 : -1;
    return order(u, t);
}

int date_timestamp_cmp(DateADT d, TimestampADT t)
{
    return date_order(d, t, false);
}

int date_timestamptz_cmp(DateADT d, TimestampADT t)
{
    return date_order(d, t, true);
}

int timestamp_timestamptz_cmp(TimestampADT t, TimestampADT tz)
{
    struct civil c;
    if (!timestamp_is_finite(t))
        return order(t, tz);
    if (!civil_from_timestamp(t, &c))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
    int64_t u = t + civil_zone(&c, tz_session()) * USECS_PER_SEC;
    if (u >= TIMESTAMP_END)
        return tz == TIMESTAMP_POSITIVE_INFINITY ? -1 : 1;
    if (u < TIMESTAMP_MIN)
        return tz == TIMESTAMP_NEGATIVE_INFINITY ? 1 : -1;
    return order(u, tz);
}

bool civil_add_months(struct civil *c, int64_t months)
{
    int64_t month = c->month + months, year = c->year;
    year += (month - 1) / 12;
    month = (month - 1) % 12 + 1;
    if (month < 1) {
        month += 12;
        year--;
    }
    if (year < INT32_MIN || year > INT32_MAX)
        return false;
    c->year = (int)year;
    c->month = (int)month;
    int last = month_days(c->year, c->month);
    if (c->day > last)
        c->day = last;
    return true;
}
