/* Reading intervals: "1 day 2:03 ago", SQL's "1-2 3 4:05", ISO 8601's "P1Y2MT3.5S" and "P0001-02-03T04:05:06". */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "types/datetime_words.h"

/* What is summed up before the parts become an interval. */
struct sum {
    int64_t usecs;
    int day, month, year;
};

static bool add_usecs_fraction(struct sum *s, double fraction, int64_t scale)
{
    if (fraction == 0)
        return true;
    fraction *= (double)scale;
    int64_t usecs = (int64_t)fraction;
    fraction -= (double)usecs;
    if (fraction > 0.5)
        usecs++;
    else if (fraction < -0.5)
        usecs--;
    return !__builtin_add_overflow(s->usecs, usecs, &s->usecs);
}

static bool add_usecs(struct sum *s, int64_t v, double fraction, int64_t scale)
{
    int64_t usecs;
    return !__builtin_mul_overflow(v, scale, &usecs) && !__builtin_add_overflow(s->usecs, usecs, &s->usecs) &&
           add_usecs_fraction(s, fraction, scale);
}

static bool add_int(int *to, int64_t v, int scale)
{
    int n;
    return v >= INT32_MIN && v <= INT32_MAX && !__builtin_mul_overflow((int)v, scale, &n) &&
           !__builtin_add_overflow(*to, n, to);
}

static bool add_days_fraction(struct sum *s, double fraction, int scale)
{
    if (fraction == 0)
        return true;
    fraction *= scale;
    int days = (int)fraction;
    return !__builtin_add_overflow(s->day, days, &s->day) && add_usecs_fraction(s, fraction - days, USECS_PER_DAY);
}

static bool add_years_fraction(struct sum *s, double fraction, int scale)
{
    int months = (int)rint(fraction * scale * MONTHS_PER_YEAR);
    return !__builtin_add_overflow(s->month, months, &s->month);
}

/* v and a fraction of unit; *mask is what was given thereby. False: overflow, or (mask 0) not a unit of intervals. */
static bool add_unit(struct sum *s, enum datetime_unit unit, int64_t v, double fraction, unsigned *mask)
{
    switch (unit) {
    case UNIT_MICROSECOND:
        *mask = BIT(K_MICROSECOND);
        return add_usecs(s, v, fraction, 1);
    case UNIT_MILLISECOND:
        *mask = BIT(K_MILLISECOND);
        return add_usecs(s, v, fraction, 1000);
    case UNIT_SECOND:
        *mask = fraction == 0 ? BIT(K_SECOND) : MASK_SECONDS;
        return add_usecs(s, v, fraction, USECS_PER_SEC);
    case UNIT_MINUTE:
        *mask = BIT(K_MINUTE);
        return add_usecs(s, v, fraction, USECS_PER_MINUTE);
    case UNIT_HOUR:
        *mask = BIT(K_HOUR);
        return add_usecs(s, v, fraction, USECS_PER_HOUR);
    case UNIT_DAY:
        *mask = BIT(K_DAY);
        return add_int(&s->day, v, 1) && add_usecs_fraction(s, fraction, USECS_PER_DAY);
    case UNIT_WEEK:
        *mask = BIT(K_WEEK);
        return add_int(&s->day, v, 7) && add_days_fraction(s, fraction, 7);
    case UNIT_MONTH:
        *mask = BIT(K_MONTH);
        return add_int(&s->month, v, 1) && add_days_fraction(s, fraction, DAYS_PER_MONTH);
    case UNIT_YEAR:
        *mask = BIT(K_YEAR);
        return add_int(&s->year, v, 1) && add_years_fraction(s, fraction, 1);
    case UNIT_DECADE:
        *mask = BIT(K_DECADE);
        return add_int(&s->year, v, 10) && add_years_fraction(s, fraction, 10);
    case UNIT_CENTURY:
        *mask = BIT(K_CENTURY);
        return add_int(&s->year, v, 100) && add_years_fraction(s, fraction, 100);
    case UNIT_MILLENNIUM:
        *mask = BIT(K_MILLENNIUM);
        return add_int(&s->year, v, 1000) && add_years_fraction(s, fraction, 1000);
    default:
        *mask = 0;
        return false;
    }
}

static enum datetime_error add_clock(struct sum *s, const char *text, int range)
{
    struct dt_clock k;
    enum datetime_error e = dt_clock_parse(text, range, &k);
    if (e != DT_OK)
        return e;
    if (__builtin_mul_overflow(k.hour, USECS_PER_HOUR, &s->usecs) ||
        __builtin_add_overflow(s->usecs, k.minute * USECS_PER_MINUTE, &s->usecs) ||
        __builtin_add_overflow(s->usecs, k.second * USECS_PER_SEC, &s->usecs) ||
        __builtin_add_overflow(s->usecs, k.usec, &s->usecs))
        return DT_FIELD_OVERFLOW;
    return DT_OK;
}

/* The unit of a last number without one: the last field of the type's range. */
static enum datetime_unit range_unit(int range)
{
    if ((range & INTERVAL_FIELD_SECOND) != 0)
        return UNIT_SECOND;
    if ((range & INTERVAL_FIELD_MINUTE) != 0)
        return UNIT_MINUTE;
    if ((range & INTERVAL_FIELD_HOUR) != 0)
        return UNIT_HOUR;
    if ((range & INTERVAL_FIELD_DAY) != 0)
        return UNIT_DAY;
    return (range & INTERVAL_FIELD_MONTH) != 0 ? UNIT_MONTH : UNIT_YEAR;
}

static enum datetime_error add_number(struct sum *s, const char *text, int *unit, int range, bool negative,
                                      unsigned *mask)
{
    char *p;
    bool over = false;
    double fraction = 0;
    if (*unit < 0)
        *unit = range_unit(range);
    int64_t v = dt_int64(text, &p, &over);
    if (over)
        return DT_FIELD_OVERFLOW;
    if (*p == '-') { /* years-months */
        int months = dt_int(p + 1, &p, &over);
        if (over || months < 0 || months >= MONTHS_PER_YEAR)
            return DT_FIELD_OVERFLOW;
        if (*p != '\0')
            return DT_BAD_FORMAT;
        *unit = UNIT_MONTH;
        if (*text == '-')
            months = -months;
        if (__builtin_mul_overflow(v, (int64_t)MONTHS_PER_YEAR, &v) || __builtin_add_overflow(v, months, &v))
            return DT_FIELD_OVERFLOW;
    } else if (*p == '.') {
        enum datetime_error e = dt_fraction(p, &fraction);
        if (e != DT_OK)
            return e;
        if (*text == '-')
            fraction = -fraction;
    } else if (*p != '\0') {
        return DT_BAD_FORMAT;
    }
    if (negative) {
        v = v > 0 ? -v : v;
        fraction = fraction > 0 ? -fraction : fraction;
    }
    if (!add_unit(s, *unit, v, fraction, mask))
        return *mask == 0 ? DT_BAD_FORMAT : DT_FIELD_OVERFLOW;
    if (*unit == UNIT_HOUR)
        *unit = UNIT_DAY; /* "1 2 hours": what stands before is days */
    return DT_OK;
}

/* Fields are read backwards: units stand behind their numbers. */
static enum datetime_error decode(struct dt_fields *f, int range, struct sum *s)
{
    int unit = -1;
    bool negative = false, ago = false;
    unsigned seen = 0;
    /* SQL's one leading minus is for all the fields, unless others have signs */
    if (type_settings.interval_style == INTERVALSTYLE_SQL_STANDARD && f->n > 0 && *f->text[0] == '-') {
        negative = true;
        for (int i = 1; i < f->n; i++)
            if (*f->text[i] == '-' || *f->text[i] == '+')
                negative = false;
    }
    for (int i = f->n - 1; i >= 0; i--) {
        const char *text = f->text[i];
        unsigned mask = 0;
        enum datetime_error e;
        bool clock = f->type[i] == F_TIME;
        struct sum before = *s;
        if (f->type[i] == F_ZONE && strchr(text + 1, ':') != NULL && add_clock(s, text + 1, range) == DT_OK) {
            if (*text == '-')
                s->usecs = -s->usecs; /* a clock's sum is never INT64_MIN */
            clock = true;
        } else if (clock) {
            if ((e = add_clock(s, text, range)) != DT_OK)
                return e;
        } else {
            *s = before;
        }
        if (clock) {
            if (negative && s->usecs > 0)
                s->usecs = -s->usecs;
            mask = MASK_TIME;
            unit = UNIT_DAY;
        } else if (f->type[i] == F_STRING || f->type[i] == F_SPECIAL) {
            const struct dt_word *w = unit_word(text);
            if (w == NULL)
                return DT_BAD_FORMAT;
            if (w->kind == K_IGNORE)
                continue;
            if (w->kind == K_AGO)
                ago = true;
            unit = w->kind == K_AGO ? UNIT_UNKNOWN : w->value;
        } else if ((e = add_number(s, text, &unit, range, negative, &mask)) != DT_OK) {
            return e;
        }
        if ((mask & seen) != 0)
            return DT_BAD_FORMAT;
        seen |= mask;
    }
    if (seen == 0)
        return DT_BAD_FORMAT;
    if (ago && (__builtin_sub_overflow(0, s->usecs, &s->usecs) || __builtin_sub_overflow(0, s->day, &s->day) ||
                __builtin_sub_overflow(0, s->month, &s->month) || __builtin_sub_overflow(0, s->year, &s->year)))
        return DT_FIELD_OVERFLOW;
    return DT_OK;
}

/* ---- ISO 8601 ---- */

/* A number, whatever strtod() takes ("1.5e1" too, as in PostgreSQL); both parts have the sign. */
static enum datetime_error iso_number(const char *s, char **end, int64_t *whole, double *fraction)
{
    if (!dt_digit(*s) && *s != '-' && *s != '.')
        return DT_BAD_FORMAT;
    errno = 0;
    double v = strtod(s, end);
    if (*end == s || errno != 0)
        return DT_BAD_FORMAT;
    if (!(v >= -1.0e15 && v <= 1.0e15))
        return DT_FIELD_OVERFLOW;
    *whole = (int64_t)v;
    *fraction = v - (double)*whole;
    return DT_OK;
}

/* Digits of an integer, its sign left out: tells the basic alternative format "YYYYMMDD" from "1Y". */
static int integer_width(const char *s)
{
    int n = 0;
    if (*s == '-')
        s++;
    while (dt_digit(s[n]))
        n++;
    return n;
}

static bool add_iso(struct sum *s, enum datetime_unit unit, int64_t v, double fraction)
{
    unsigned mask;
    return add_unit(s, unit, v, fraction, &mask);
}

static enum datetime_error iso_decode(const char *text, struct sum *s)
{
    bool date_part = true, have_field = false;
    *s = (struct sum){0};
    if (strlen(text) < 2 || *text != 'P')
        return DT_BAD_FORMAT;
    text++;
    while (*text != '\0') {
        if (*text == 'T') { /* T begins the time part */
            date_part = false;
            have_field = false;
            text++;
            continue;
        }
        const char *start = text;
        char *p;
        int64_t v;
        double fraction;
        enum datetime_error e = iso_number(text, &p, &v, &fraction);
        if (e != DT_OK)
            return e;
        text = p;
        char unit = *text++;
        bool ok = true;
        if (date_part) {
            switch (unit) {
            case 'Y': ok = add_iso(s, UNIT_YEAR, v, fraction); break;
            case 'M': ok = add_iso(s, UNIT_MONTH, v, fraction); break;
            case 'W': ok = add_iso(s, UNIT_WEEK, v, fraction); break;
            case 'D': ok = add_iso(s, UNIT_DAY, v, fraction); break;
            case 'T':
            case '\0':
                if (integer_width(start) == 8 && !have_field) { /* YYYYMMDD */
                    if (!add_iso(s, UNIT_YEAR, v / 10000, 0) || !add_iso(s, UNIT_MONTH, v / 100 % 100, 0) ||
                        !add_iso(s, UNIT_DAY, v % 100, 0) || !add_usecs_fraction(s, fraction, USECS_PER_DAY))
                        return DT_FIELD_OVERFLOW;
                    if (unit == '\0')
                        return DT_OK;
                    date_part = false;
                    have_field = false;
                    continue;
                }
                /* FALLTHROUGH */
            case '-': /* years-months-days */
                if (have_field)
                    return DT_BAD_FORMAT;
                if (!add_iso(s, UNIT_YEAR, v, fraction))
                    return DT_FIELD_OVERFLOW;
                if (unit == '\0')
                    return DT_OK;
                if (unit == 'T') {
                    date_part = false;
                    have_field = false;
                    continue;
                }
                if ((e = iso_number(text, &p, &v, &fraction)) != DT_OK)
                    return e;
                text = p;
                if (!add_iso(s, UNIT_MONTH, v, fraction))
                    return DT_FIELD_OVERFLOW;
                if (*text == '\0')
                    return DT_OK;
                if (*text == 'T') {
                    date_part = false;
                    have_field = false;
                    continue;
                }
                if (*text != '-')
                    return DT_BAD_FORMAT;
                if ((e = iso_number(text + 1, &p, &v, &fraction)) != DT_OK)
                    return e;
                text = p;
                if (!add_iso(s, UNIT_DAY, v, fraction))
                    return DT_FIELD_OVERFLOW;
                if (*text == '\0')
                    return DT_OK;
                if (*text == 'T') {
                    date_part = false;
                    have_field = false;
                    continue;
                }
                return DT_BAD_FORMAT;
            default:
                return DT_BAD_FORMAT;
            }
        } else {
            switch (unit) {
            case 'H': ok = add_iso(s, UNIT_HOUR, v, fraction); break;
            case 'M': ok = add_iso(s, UNIT_MINUTE, v, fraction); break;
            case 'S': ok = add_iso(s, UNIT_SECOND, v, fraction); break;
            case '\0':
                if (integer_width(start) == 6 && !have_field) { /* HHMMSS */
                    bool added = add_iso(s, UNIT_HOUR, v / 10000, 0) && add_iso(s, UNIT_MINUTE, v / 100 % 100, 0) &&
                                 add_iso(s, UNIT_SECOND, v % 100, 0) && add_usecs_fraction(s, fraction, 1);
                    return added ? DT_OK : DT_FIELD_OVERFLOW;
                }
                /* FALLTHROUGH */
            case ':': /* hh:mm:ss */
                if (have_field)
                    return DT_BAD_FORMAT;
                if (!add_iso(s, UNIT_HOUR, v, fraction))
                    return DT_FIELD_OVERFLOW;
                if (unit == '\0')
                    return DT_OK;
                if ((e = iso_number(text, &p, &v, &fraction)) != DT_OK)
                    return e;
                text = p;
                if (!add_iso(s, UNIT_MINUTE, v, fraction))
                    return DT_FIELD_OVERFLOW;
                if (*text == '\0')
                    return DT_OK;
                if (*text != ':')
                    return DT_BAD_FORMAT;
                if ((e = iso_number(text + 1, &p, &v, &fraction)) != DT_OK)
                    return e;
                if (!add_iso(s, UNIT_SECOND, v, fraction))
                    return DT_FIELD_OVERFLOW;
                return *p == '\0' ? DT_OK : DT_BAD_FORMAT;
            default:
                return DT_BAD_FORMAT;
            }
        }
        if (!ok)
            return DT_FIELD_OVERFLOW;
        have_field = true;
    }
    return DT_OK;
}

enum datetime_error interval_parse(const char *text, int range, struct interval *v)
{
    struct dt_fields f;
    struct sum s = {0};
    enum datetime_error e = fields_split(text, sizeof f.buffer, &f);
    if (e == DT_OK)
        e = decode(&f, range, &s);
    if (e == DT_BAD_FORMAT)
        e = iso_decode(text, &s);
    if (e != DT_OK)
        return e == DT_FIELD_OVERFLOW ? DT_INTERVAL_OVERFLOW : e;
    int64_t months = (int64_t)s.year * MONTHS_PER_YEAR + s.month;
    if (months < INT32_MIN || months > INT32_MAX)
        return DT_FIELD_OVERFLOW; /* the caller says "interval out of range" */
    *v = (struct interval){.time = s.usecs, .day = s.day, .month = (int32_t)months};
    return DT_OK;
}
