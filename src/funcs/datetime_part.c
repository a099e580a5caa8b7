/* extract() and date_part(): the fields of dates, times, timestamps and intervals. */
#include <limits.h>
#include <math.h>

#include "funcs/datetime_int.h"
#include "types/datetime_words.h"
#include "types/numeric.h"

/* A field's value: the exact one that extract() gives, and as float8 for date_part(). */
struct part {
    enum { PART_NONE, PART_NULL, PART_INT, PART_SCALED, PART_NUMERIC, PART_JULIAN, PART_INFINITE } kind;
    __int128 value; /* PART_SCALED: value / 10^scale */
    int scale;
    Datum exact;        /* PART_NUMERIC */
    double approximate; /* of PART_SCALED, PART_NUMERIC, PART_JULIAN */
    int64_t usecs;      /* PART_JULIAN: of the day */
};

static struct part part_int(int64_t v)
{
    return (struct part){.kind = PART_INT, .value = v};
}

static struct part part_scaled(__int128 v, int scale, double approximate)
{
    return (struct part){.kind = PART_SCALED, .value = v, .scale = scale, .approximate = approximate};
}

static struct part part_infinite(bool negative)
{
    return (struct part){.kind = PART_INFINITE, .value = negative ? -1 : 1};
}

static Datum numeric_scaled(struct arena *a, __int128 v, int scale)
{
    unsigned __int128 magnitude = v < 0 ? -(unsigned __int128)v : (unsigned __int128)v;
    mp_limb_t limbs[2] = {(mp_limb_t)magnitude, (mp_limb_t)(magnitude >> 64)};
    mp_size_t n = limbs[1] != 0 ? 2 : limbs[0] != 0;
    mpz_t z;
    return numeric_from_mpz(a, mpz_roinit_n(z, limbs, v < 0 ? -n : n), scale);
}

static Datum part_numeric(struct fcall *fc, const struct part *p)
{
    switch (p->kind) {
    case PART_INT: return numeric_from_int64(fc->arena, (int64_t)p->value);
    case PART_SCALED: return numeric_scaled(fc->arena, p->value, p->scale);
    case PART_NUMERIC: return p->exact;
    case PART_INFINITE: return numeric_special(fc->arena, p->value < 0 ? NUMERIC_NINF : NUMERIC_PINF);
    case PART_JULIAN: {
        Datum fraction = num_div(fc->arena, numeric_from_int64(fc->arena, p->usecs),
                                 numeric_from_int64(fc->arena, USECS_PER_DAY));
        return num_add(fc->arena, numeric_from_int64(fc->arena, (int64_t)p->value), fraction);
    }
    default: RETURN_NULL();
    }
}

static Datum part_float8(struct fcall *fc, const struct part *p)
{
    switch (p->kind) {
    case PART_INT: return datum_from_float8((double)(int64_t)p->value);
    case PART_SCALED: case PART_NUMERIC: case PART_JULIAN: return datum_from_float8(p->approximate);
    case PART_INFINITE: return datum_from_float8(p->value < 0 ? -HUGE_VAL : HUGE_VAL);
    default: RETURN_NULL();
    }
}

/* ---- what a word means ---- */
const char *unit_word_of(struct arena *a, Datum d)
{
    size_t n = VARLEN(d);
    if (n > 63) { /* as an identifier: cut at a character's beginning */
        n = 63;
        while (n > 0 && ((unsigned char)VARDATA(d)[n] & 0xc0) == 0x80)
            n--;
    }
    char *s = arena_strndup(a, VARDATA(d), n);
    for (char *p = s; *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p + 32);
    return s;
}

struct unit {
    const char *word;
    Oid type; /* of the value: for errors */
    enum datetime_unit unit;
    bool reserved; /* a word such as "now" or "epoch" */
    bool known;
};

static struct unit unit_of(struct arena *a, Datum word, Oid type)
{
    struct unit u = {.word = unit_word_of(a, word), .type = type};
    u.unit = datetime_unit(u.word);
    const struct dt_word *w = unit_word(u.word);
    if (w == NULL) {
        w = date_word(u.word);
        u.reserved = w != NULL && w->kind == K_RESERVED;
    }
    u.known = u.unit != UNIT_UNKNOWN || u.reserved;
    return u;
}

static _Noreturn void not_recognized(struct arena *a, const struct unit *u)
{
    raise(ERR_INVALID_PARAMETER_VALUE, "unit \"%s\" not recognized for type %s", u->word, type_display(a, u->type));
}

static _Noreturn void not_supported(struct arena *a, const struct unit *u)
{
    raise(ERR_FEATURE_NOT_SUPPORTED, "unit \"%s\" not supported for type %s", u->word, type_display(a, u->type));
}

static struct part finish(struct arena *a, const struct unit *u, struct part p)
{
    if (p.kind != PART_NONE)
        return p;
    if (u->known)
        not_supported(a, u);
    not_recognized(a, u);
}

/* ---- fields ---- */

/* The period of n years that a year is in: the 21st century, the third millennium. There is no year 0. */
static int period(int year, int n)
{
    return year > 0 ? (year + n - 1) / n : -((n - 1 - (year - 1)) / n);
}

static struct part date_field(const struct civil *c, enum datetime_unit unit)
{
    int year;
    switch (unit) {
    case UNIT_DAY: return part_int(c->day);
    case UNIT_MONTH: return part_int(c->month);
    case UNIT_QUARTER: return part_int((c->month - 1) / 3 + 1);
    case UNIT_WEEK: return part_int(iso_week(c->year, c->month, c->day));
    case UNIT_YEAR: return part_int(c->year > 0 ? c->year : c->year - 1);
    case UNIT_DECADE: return part_int(c->year >= 0 ? c->year / 10 : -((8 - (c->year - 1)) / 10));
    case UNIT_CENTURY: return part_int(period(c->year, 100));
    case UNIT_MILLENNIUM: return part_int(period(c->year, 1000));
    case UNIT_ISOYEAR:
        year = iso_year(c->year, c->month, c->day);
        return part_int(year > 0 ? year : year - 1);
    case UNIT_DOW: return part_int(julian_weekday(julian_from_date(c->year, c->month, c->day)));
    case UNIT_ISODOW: return part_int((julian_weekday(julian_from_date(c->year, c->month, c->day)) + 6) % 7 + 1);
    case UNIT_DOY: return part_int(julian_from_date(c->year, c->month, c->day) - julian_from_date(c->year, 1, 1) + 1);
    default: return (struct part){0};
    }
}

static struct part seconds_field(int second, int usec, enum datetime_unit unit)
{
    int64_t usecs = second * USECS_PER_SEC + usec;
    switch (unit) {
    case UNIT_MICROSECOND: return part_int(usecs);
    case UNIT_MILLISECOND: return part_scaled(usecs, 3, second * 1000.0 + usec / 1000.0);
    case UNIT_SECOND: return part_scaled(usecs, 6, second + usec / 1000000.0);
    default: return (struct part){0};
    }
}

static struct part clock_field(const struct civil *c, enum datetime_unit unit)
{
    switch (unit) {
    case UNIT_MINUTE: return part_int(c->minute);
    case UNIT_HOUR: return part_int(c->hour);
    default: return seconds_field(c->second, c->usec, unit);
    }
}

static struct part zone_field(int32_t west, enum datetime_unit unit)
{
    switch (unit) {
    case UNIT_ZONE: return part_int(-west);
    case UNIT_ZONE_HOUR: return part_int(-west / 3600);
    case UNIT_ZONE_MINUTE: return part_int(-west / 60 % 60);
    default: return (struct part){0};
    }
}

/* Of an infinite date or timestamp: fields that grow are infinite, those that go round are NULL. */
static struct part infinite_field(enum datetime_unit unit, bool negative, bool clock)
{
    switch (unit) {
    case UNIT_YEAR: case UNIT_DECADE: case UNIT_CENTURY: case UNIT_MILLENNIUM: case UNIT_JULIAN: case UNIT_ISOYEAR:
    case UNIT_EPOCH:
        return part_infinite(negative);
    case UNIT_DAY: case UNIT_MONTH: case UNIT_QUARTER: case UNIT_WEEK: case UNIT_DOW: case UNIT_ISODOW: case UNIT_DOY:
        return (struct part){.kind = PART_NULL};
    case UNIT_MICROSECOND: case UNIT_MILLISECOND: case UNIT_SECOND: case UNIT_MINUTE: case UNIT_HOUR: case UNIT_ZONE:
    case UNIT_ZONE_HOUR: case UNIT_ZONE_MINUTE:
        return (struct part){.kind = clock ? PART_NULL : PART_NONE};
    default:
        return (struct part){0};
    }
}

static struct part date_part_of(struct fcall *fc)
{
    struct unit u = unit_of(fc->arena, ARG_DATUM(0), TYPE_date);
    DateADT d = ARG_INT32(1);
    if (!date_is_finite(d))
        return finish(fc->arena, &u, infinite_field(u.unit, d < 0, false));
    if (u.unit == UNIT_JULIAN)
        return part_int(d + EPOCH_JULIAN);
    if (u.unit == UNIT_EPOCH)
        return part_int(((int64_t)d + UNIX_TO_EPOCH_DAYS) * SECS_PER_DAY);
    struct civil c;
    civil_from_date(d, &c);
    return finish(fc->arena, &u, date_field(&c, u.unit));
}

static struct part julian_field(const struct civil *c)
{
    struct part p = {.kind = PART_JULIAN, .value = julian_from_date(c->year, c->month, c->day), .usecs = civil_time(c)};
    p.approximate = (double)(int64_t)p.value +
                    (((c->hour * 60) + c->minute) * 60 + c->second + c->usec / 1000000.0) / (double)SECS_PER_DAY;
    return p;
}

/* Beyond 64 bits PostgreSQL divides numerics, with fewer digits than all. */
static struct part epoch_field(struct arena *a, TimestampADT t)
{
    int64_t epoch = -(int64_t)UNIX_TO_EPOCH_DAYS * USECS_PER_DAY, v;
    if (!__builtin_sub_overflow(t, epoch, &v))
        return part_scaled(v, 6, (double)v / 1000000.0);
    Datum seconds = num_div(a, numeric_scaled(a, (__int128)t - epoch, 0), numeric_from_int64(a, USECS_PER_SEC));
    return (struct part){.kind = PART_NUMERIC, .exact = num_round(a, seconds, 6),
                         .approximate = ((double)t - (double)epoch) / 1000000.0};
}

static struct part timestamp_part_of(struct arena *a, Datum word, TimestampADT t, bool zoned)
{
    struct unit u = unit_of(a, word, zoned ? TYPE_timestamptz : TYPE_timestamp);
    struct civil c;
    if (!timestamp_is_finite(t))
        return finish(a, &u, infinite_field(u.unit, t < 0, true));
    if (!u.known)
        not_recognized(a, &u);
    if (u.unit == UNIT_EPOCH)
        return epoch_field(a, t);
    if (u.reserved)
        not_supported(a, &u);
    if (zoned ? !civil_from_timestamptz(t, tz_session(), &c) : !civil_from_timestamp(t, &c))
        timestamp_out_of_range();
    struct part p = date_field(&c, u.unit);
    if (p.kind == PART_NONE)
        p = clock_field(&c, u.unit);
    if (p.kind == PART_NONE && zoned)
        p = zone_field(c.west, u.unit);
    if (u.unit == UNIT_JULIAN)
        p = julian_field(&c);
    return finish(a, &u, p);
}

static struct part time_part_of(struct fcall *fc)
{
    struct unit u = unit_of(fc->arena, ARG_DATUM(0), TYPE_time);
    int64_t t = ARG_INT64(1);
    struct civil c = {0};
    if (u.unit == UNIT_EPOCH)
        return part_scaled(t, 6, (double)t / 1000000.0);
    if (u.reserved)
        not_recognized(fc->arena, &u);
    civil_set_time(&c, t);
    return finish(fc->arena, &u, clock_field(&c, u.unit));
}

static struct part timetz_part_of(struct fcall *fc)
{
    struct unit u = unit_of(fc->arena, ARG_DATUM(0), TYPE_timetz);
    struct timetz v = datum_timetz(ARG_DATUM(1));
    struct civil c = {0};
    if (u.unit == UNIT_EPOCH)
        return part_scaled(v.time + v.zone * USECS_PER_SEC, 6, (double)v.time / 1000000.0 + v.zone);
    if (u.reserved)
        not_recognized(fc->arena, &u);
    civil_set_time(&c, v.time);
    struct part p = clock_field(&c, u.unit);
    return finish(fc->arena, &u, p.kind == PART_NONE ? zone_field(v.zone, u.unit) : p);
}

/* A year is 365.25 days here, a month 30. */
static struct part interval_epoch(struct interval v)
{
    int64_t years = v.month / MONTHS_PER_YEAR, months = v.month % MONTHS_PER_YEAR;
    int64_t quarter_days = 1461 * years + 4 * DAYS_PER_MONTH * months + 4 * (int64_t)v.day;
    double approximate = (double)v.time / 1000000.0;
    approximate += 365.25 * SECS_PER_DAY * (double)years;
    approximate += (double)DAYS_PER_MONTH * SECS_PER_DAY * (double)months;
    approximate += (double)SECS_PER_DAY * v.day;
    return part_scaled((__int128)quarter_days * (SECS_PER_DAY / 4) * USECS_PER_SEC + v.time, 6, approximate);
}

static struct part interval_part_of(struct fcall *fc)
{
    struct unit u = unit_of(fc->arena, ARG_DATUM(0), TYPE_interval);
    struct interval v = datum_interval(ARG_DATUM(1));
    struct interval_fields f;
    if (u.unit == UNIT_EPOCH)
        return interval_epoch(v);
    if (u.reserved)
        not_recognized(fc->arena, &u);
    interval_to_fields(v, &f);
    switch (u.unit) {
    case UNIT_MINUTE: return part_int(f.minute);
    case UNIT_HOUR: return part_int(f.hour);
    case UNIT_DAY: return part_int(f.day);
    case UNIT_MONTH: return part_int(f.month);
    case UNIT_QUARTER: return part_int(f.month / 3 + 1);
    case UNIT_YEAR: return part_int(f.year);
    case UNIT_DECADE: return part_int(f.year / 10);
    case UNIT_CENTURY: return part_int(f.year / 100);
    case UNIT_MILLENNIUM: return part_int(f.year / 1000);
    default: return finish(fc->arena, &u, seconds_field(f.second, f.usec, u.unit));
    }
}

#define EXTRACT(name, of)               \
    Datum name(struct fcall *fc)          \
    {                                     \
        struct part p = of;               \
        return part_numeric(fc, &p);      \
    }
#define DATE_PART(name, of)             \
    Datum name(struct fcall *fc)          \
    {                                     \
        struct part p = of;               \
        return part_float8(fc, &p);       \
    }

EXTRACT(extract_date, date_part_of(fc))
EXTRACT(extract_time, time_part_of(fc))
EXTRACT(extract_timetz, timetz_part_of(fc))
EXTRACT(extract_timestamp, timestamp_part_of(fc->arena, ARG_DATUM(0), ARG_INT64(1), false))
EXTRACT(extract_timestamptz, timestamp_part_of(fc->arena, ARG_DATUM(0), ARG_INT64(1), true))
EXTRACT(extract_interval, interval_part_of(fc))
DATE_PART(time_part, time_part_of(fc))
DATE_PART(timetz_part, timetz_part_of(fc))
DATE_PART(timestamp_part, timestamp_part_of(fc->arena, ARG_DATUM(0), ARG_INT64(1), false))
DATE_PART(timestamptz_part, timestamp_part_of(fc->arena, ARG_DATUM(0), ARG_INT64(1), true))
DATE_PART(interval_part, interval_part_of(fc))
/* of a date: of its midnight */
DATE_PART(date_part_date, timestamp_part_of(fc->arena, ARG_DATUM(0), date2timestamp(ARG_INT32(1)), false))
