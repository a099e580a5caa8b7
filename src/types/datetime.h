/*
 * Dates and times: the proleptic Gregorian calendar, broken-down times, reading and writing text.
 *
 * Years are astronomical inside (0 is 1 BC, -1 is 2 BC); text has no year zero. `west` is seconds west of Greenwich.
 * Range and precision are PostgreSQL's: 4713 BC to 294276 AD (date: to 5874897 AD), microseconds.
 */
#ifndef TYPES_DATETIME_H
#define TYPES_DATETIME_H

#include "types/io_protos.h"
#include "types/timezone.h"
#include "types/type.h"

#define USECS_PER_SEC INT64_C(1000000)
#define USECS_PER_MINUTE INT64_C(60000000)
#define USECS_PER_HOUR INT64_C(3600000000)
#define USECS_PER_DAY INT64_C(86400000000)
#define SECS_PER_DAY 86400
#define DAYS_PER_MONTH 30
#define MONTHS_PER_YEAR 12

#define EPOCH_JULIAN 2451545      /* 2000-01-01 */
#define UNIX_EPOCH_JULIAN 2440588 /* 1970-01-01 */
#define UNIX_TO_EPOCH_DAYS (EPOCH_JULIAN - UNIX_EPOCH_JULIAN)
#define DATE_END_JULIAN 2147483494

#define DATE_NEGATIVE_INFINITY INT32_MIN
#define DATE_POSITIVE_INFINITY INT32_MAX
#define TIMESTAMP_NEGATIVE_INFINITY INT64_MIN
#define TIMESTAMP_POSITIVE_INFINITY INT64_MAX
#define TIMESTAMP_MIN INT64_C(-211813488000000000)
#define TIMESTAMP_END INT64_C(9223371331200000000)

static inline bool date_is_finite(DateADT d) { return d != INT32_MIN && d != INT32_MAX; }
static inline bool date_is_valid(int64_t d) { return d >= -EPOCH_JULIAN && d < DATE_END_JULIAN - EPOCH_JULIAN; }
static inline bool timestamp_is_finite(TimestampADT t) { return t != INT64_MIN && t != INT64_MAX; }
static inline bool timestamp_is_valid(int64_t t) { return t >= TIMESTAMP_MIN && t < TIMESTAMP_END; }

/* A broken-down time. */
struct civil {
    int year, month, day;
    int hour, minute, second, usec;
    int weekday, yearday;   /* 0 Sunday; 1..366: set where a function says so */
    int dst;                /* 1, 0, -1 not known */
    int32_t west;
    const char *abbrev;     /* the zone's, NULL without one */
};

int julian_from_date(int year, int month, int day);
void julian_to_date(int julian, int *year, int *month, int *day);
int julian_weekday(int64_t julian); /* 0 Sunday */
bool julian_is_valid(int year, int month, int day); /* has a Julian day number that int holds */
bool year_is_leap(int year);
int month_days(int year, int month);
/* ISO 8601 weeks. */
int iso_week(int year, int month, int day);
int iso_year(int year, int month, int day);
int iso_week_julian(int iso_year, int week); /* the Julian day of the week's Monday */

/* False: beyond the calendar. The first leaves west, dst and abbrev without zone; the second fills all. */
bool civil_from_timestamp(TimestampADT t, struct civil *c);
bool civil_from_timestamptz(TimestampADT t, const struct tz *z, struct civil *c);
void civil_from_date(DateADT d, struct civil *c);
void civil_set_time(struct civil *c, int64_t usecs);
static inline int64_t civil_time(const struct civil *c)
{
    return ((c->hour * INT64_C(60) + c->minute) * 60 + c->second) * USECS_PER_SEC + c->usec;
}
/* west NULL: no zone. False: out of range. */
bool civil_to_timestamp(const struct civil *c, const int32_t *west, TimestampADT *t);
/* Seconds west that hold in z at this local time; sets c->dst. In a gap the offset before it, in an overlap after. */
int32_t civil_zone(struct civil *c, const struct tz *z);
/* The same for a named abbreviation of the zone; without that abbreviation as civil_zone(). */
int32_t civil_zone_abbrev(struct civil *c, const char *abbrev, const struct tz *z);

/* Local to UTC and back; ok is false out of range (infinities go through). */
TimestampADT timestamp_to_utc(TimestampADT local, const struct tz *z, bool *ok);
TimestampADT timestamp_to_local(TimestampADT t, const struct tz *z, bool *ok);
/* In the session's zone; raises 22008. */
TimestampADT timestamp2timestamptz(TimestampADT t);
TimestampADT timestamptz2timestamp(TimestampADT t);
TimestampADT date2timestamp(DateADT d); /* raises 22008 */
TimestampADT date2timestamptz(DateADT d);
/* Comparisons that never overflow: <0, 0, >0. */
int date_timestamp_cmp(DateADT d, TimestampADT t);
int date_timestamptz_cmp(DateADT d, TimestampADT t);
int timestamp_timestamptz_cmp(TimestampADT t, TimestampADT tz);

/* What is wrong with an input; the words are PostgreSQL's. */
enum datetime_error {
    DT_OK,
    DT_BAD_FORMAT,        /* 22007 invalid input syntax for type */
    DT_FIELD_OVERFLOW,    /* 22008 */
    DT_MD_FIELD_OVERFLOW, /* 22008, with a hint at DateStyle */
    DT_INTERVAL_OVERFLOW, /* 22015 */
    DT_ZONE_OVERFLOW,     /* 22009 */
    DT_UNKNOWN_ZONE,      /* 22023 */
};
void datetime_fail(enum datetime_error e, const char *s, const char *type, struct soft_error *soft);

/* The value that a word means instead of a time; DT_VALUE: the civil time. */
enum datetime_value { DT_VALUE, DT_EPOCH, DT_INFINITY, DT_NEGATIVE_INFINITY };
struct datetime_input {
    struct civil civil;
    enum datetime_value value;
    bool date_missing;         /* a time alone */
    char zone[256];            /* DT_UNKNOWN_ZONE: its name */
};
/* Any date and time; with_zone: a zone may stand there, else the session's holds. */
enum datetime_error datetime_parse(const char *s, bool with_zone, size_t room, struct datetime_input *in);
enum datetime_error time_parse(const char *s, bool with_zone, struct datetime_input *in);
/* "+05:30", "-8": seconds west. */
enum datetime_error zone_offset_parse(const char *s, int32_t *west);

/* An interval in its fields, for output and extract; the parts have their own signs. */
struct interval_fields {
    int year, month, day;
    int64_t hour;
    int minute, second, usec;
};
void interval_to_fields(struct interval v, struct interval_fields *f);
bool interval_from_fields(const struct interval_fields *f, struct interval *v);
enum datetime_error interval_parse(const char *s, int range, struct interval *v);
bool interval_apply_typmod(struct interval *v, int32_t typmod, struct soft_error *soft);
/* The whole length in microseconds: months of 30 days, days of 24 hours. */
__int128 interval_span(struct interval v);
/* Adds n months to a date as SQL does: the day is cut to the month's last. */
bool civil_add_months(struct civil *c, int64_t months);

#define INTERVAL_RANGE_ALL 0x7fff
#define INTERVAL_PRECISION_ALL 0xffff
#define INTERVAL_RANGE(typmod) ((typmod) >> 16 & INTERVAL_RANGE_ALL)
#define INTERVAL_PRECISION(typmod) ((typmod) & INTERVAL_PRECISION_ALL)
#define INTERVAL_FIELD_MONTH (1 << 1)
#define INTERVAL_FIELD_YEAR (1 << 2)
#define INTERVAL_FIELD_DAY (1 << 3)
#define INTERVAL_FIELD_HOUR (1 << 10)
#define INTERVAL_FIELD_MINUTE (1 << 11)
#define INTERVAL_FIELD_SECOND (1 << 12)

/* Rounded to typmod's digits; -1 leaves it. */
int64_t usecs_round(int64_t v, int32_t typmod);
bool timestamp_apply_typmod(TimestampADT *t, int32_t typmod);

/* Text, as DateStyle and IntervalStyle say; appended. with_zone: c->west and c->abbrev are shown. */
void date_write(const struct civil *c, enum date_style style, struct strbuf *out);
void time_write(const struct civil *c, bool with_zone, struct strbuf *out);
void timestamp_write(struct civil *c, bool with_zone, enum date_style style, struct strbuf *out);
/* ISO 8601 with a T and the zone's minutes, whatever DateStyle says: what JSON has. */
void timestamp_write_xsd(const struct civil *c, bool with_zone, struct strbuf *out);
void interval_write(struct interval v, enum interval_style style, struct strbuf *out);
void zone_write(int32_t west, bool xsd, struct strbuf *out); /* +02, +05:30; xsd: always with minutes */

/* Names of months and days: "January", "Sunday". */
extern const char *const month_names[], *const month_abbrevs[], *const day_names[], *const day_abbrevs[];

/* What date_part(), date_trunc() call a field. */
enum datetime_unit {
    UNIT_UNKNOWN, UNIT_MICROSECOND, UNIT_MILLISECOND, UNIT_SECOND, UNIT_MINUTE, UNIT_HOUR, UNIT_DAY, UNIT_WEEK,
    UNIT_MONTH, UNIT_QUARTER, UNIT_YEAR, UNIT_DECADE, UNIT_CENTURY, UNIT_MILLENNIUM, UNIT_ZONE, UNIT_ZONE_HOUR,
    UNIT_ZONE_MINUTE, UNIT_ISOYEAR, UNIT_JULIAN, UNIT_DOW, UNIT_ISODOW, UNIT_DOY, UNIT_EPOCH,
};
/* word in lower case; UNIT_UNKNOWN for words that are none, among them the other reserved words of input. */
enum datetime_unit datetime_unit(const char *word);

/*
 * The session's settings, from the text of SET. False: not a value (22023 is the caller's to raise; *detail says more,
 * or is NULL). The canonical text is what SHOW shows.
 */
bool datestyle_parse(const char *text, struct type_settings *s, const char **detail);
const char *datestyle_text(const struct type_settings *s); /* "ISO, MDY" */
bool intervalstyle_parse(const char *text, struct type_settings *s);
const char *intervalstyle_text(const struct type_settings *s);
/* A zone's name, a number of hours east, or INTERVAL '+HH:MM'. The keywords LOCAL and DEFAULT are the session's. */
bool timezone_parse(const char *text, struct type_settings *s, const char **detail);
const char *timezone_text(const struct type_settings *s);

/* The io functions that types.def names. */
TYPE_IO_PROTOS(date)
TYPE_IO_PROTOS(time)
TYPE_IO_PROTOS(timetz)
TYPE_IO_PROTOS(timestamp)
TYPE_IO_PROTOS(timestamptz)
TYPE_IO_PROTOS(interval)
TYPE_CMP_PROTOS(timetz)
TYPE_CMP_PROTOS(interval)

#endif
