/*
 * to_date() and to_timestamp(text, template): reading a text as a template says.
 *
 * Outside FX mode white space is loose: spaces before and behind fields are skipped, and separators match any or none.
 * `extra` counts what was skipped beyond the template, so that a literal behind it skips no more.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/macros.h"
#include "funcs/format_int.h"
#include "types/datetime.h"

/* What the fields said; 0: nothing. */
struct parts {
    enum calendar calendar;
    int hour, pm, minute, second, day_second;
    int week_day, day, year_day, month, milli, year, bc, week, month_week, century, julian, micro;
    int year_digits, fraction_digits;
    bool clock12;
    int zone_sign, zone_hour, zone_minute;
};

struct reader {
    const char *text, *s;
    const struct node *node;
    struct parts p;
    bool fixed;
    int extra;
};

static const char *field_name(const struct reader *r)
{
    return r->node->field->text;
}

static void set_part(struct reader *r, int *part, int value)
{
    if (*part != 0 && *part != value)
        error_throw(error_detail(error_new(ERR_INVALID_DATETIME_FORMAT,
                                           "conflicting values for \"%s\" field in formatting string", field_name(r)),
                                 "This value contradicts a previous setting for the same field type."));
    *part = value;
}

static void set_calendar(struct reader *r, enum calendar c)
{
    if (c == CALENDAR_NONE)
        return;
    if (r->p.calendar != CALENDAR_NONE && r->p.calendar != c)
        error_throw(error_hint(error_new(ERR_INVALID_DATETIME_FORMAT, "invalid combination of date conventions"),
                               "Do not mix Gregorian and ISO week date conventions in a formatting template."));
    r->p.calendar = c;
}

/* ---- numbers ---- */
static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Nothing that begins with a digit can follow the field: it takes all digits there are. */
static bool open_ended(const struct node *n)
{
    if ((n->suffix & (SUFFIX_FM | SUFFIX_TH)) != 0)
        return true;
    n++;
    if (n->type == NODE_FIELD)
        return !n->field->digits;
    return n->type == NODE_END || !digit(n->text[0]);
}

_Noreturn static void bad_value(const struct reader *r, const char *value, const char *detail)
{
    error_throw(error_detail(
        error_new(ERR_INVALID_DATETIME_FORMAT, "invalid value \"%s\" for \"%s\"", value, field_name(r)), "%s", detail));
}

_Noreturn static void bad_width(struct error *e, int width, int have, const char *what)
{
    error_detail(e, "Field requires %d characters, but only %d %s.", width, have, what);
    error_throw(error_hint(e, "If your source string is not fixed-width, try using the \"FM\" modifier."));
}

/* An integer of `width` characters, or of any number where no digit can follow; part may be NULL. How many bytes it
 * took. */
static int read_int(struct reader *r, int *part, int width)
{
    const char *start = r->s;
    char copy[16], *end;
    while (is_white(*r->s))
        r->s++;
    int have = (int)strnlen(r->s, (size_t)width);
    memcpy(copy, r->s, (size_t)have);
    copy[have] = '\0';
    errno = 0;
    long value;
    if (open_ended(r->node)) {
        value = strtol(start, &end, 10);
        r->s = end;
    } else {
        if (have < width)
            bad_width(error_new(ERR_INVALID_DATETIME_FORMAT, "source string too short for \"%s\" formatting field",
                                field_name(r)),
                      width, have, "remain");
        value = strtol(copy, &end, 10);
        if (end > copy && end - copy < width)
            bad_width(error_new(ERR_INVALID_DATETIME_FORMAT, "invalid value \"%s\" for \"%s\"", copy, field_name(r)),
                      width, (int)(end - copy), "could be parsed");
        r->s += end - copy;
    }
    if (r->s == start)
        bad_value(r, copy, "Value must be an integer.");
    if (errno == ERANGE || value < INT32_MIN || value > INT32_MAX)
        error_throw(error_detail(error_new(ERR_DATETIME_VALUE_OUT_OF_RANGE,
                                           "value for \"%s\" in source string is out of range", field_name(r)),
                                 "Value must be in the range %d to %d.", INT32_MIN, INT32_MAX));
    if (part != NULL)
        set_part(r, part, (int)value);
    return (int)(r->s - start);
}

static int read_field_int(struct reader *r, int *part)
{
    return read_int(r, part, (int)strlen(field_name(r)));
}

static void skip_ordinal(struct reader *r)
{
    for (int i = 0; i < 2 && (r->node->suffix & SUFFIX_TH) != 0 && *r->s != '\0'; i++)
        r->s += utf8_step(r->s, strlen(r->s));
}

/* ---- words ---- */
static size_t matching(const char *s, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i < n; i++)
        if (ascii_lower(s[i]) != ascii_lower(word[i]))
            return 0;
    return n;
}

/* Which of the words stands here, the first that does. */
static int read_word(struct reader *r, const char *const *words, int count)
{
    for (int i = 0; i < count; i++) {
        size_t n = matching(r->s, words[i]);
        if (n > 0) {
            r->s += n;
            return i;
        }
    }
    char value[64];
    snprintf(value, sizeof value, "%.*s", (int)strcspn(r->s, " \t\n\r\f"), r->s);
    bad_value(r, value, "The given value did not match any of the allowed values for this field.");
}

/* ---- years ---- */

/* Years of fewer than four digits are those nearest to 2020. */
static int near_2020(int year)
{
    if (year < 70)
        return year + 2000;
    if (year < 100)
        return year + 1900;
    if (year < 520)
        return year + 2000;
    return year < 1000 ? year + 1000 : year;
}

static void read_year(struct reader *r)
{
    int n = r->node->field->n, took = read_field_int(r, &r->p.year);
    if (n < 4 && took < 4)
        r->p.year = near_2020(r->p.year);
    r->p.year_digits = n;
}

static void read_year_comma(struct reader *r)
{
    int thousands, rest, took;
    if (sscanf(r->s, "%d,%03d%n", &thousands, &rest, &took) < 2)
        raise(ERR_INVALID_DATETIME_FORMAT, "invalid input string for \"Y,YYY\"");
    int64_t year = thousands * INT64_C(1000) + rest;
    if (year < INT32_MIN || year > INT32_MAX)
        raise(ERR_DATETIME_FIELD_OVERFLOW, "value for \"Y,YYY\" in source string is out of range");
    set_part(r, &r->p.year, (int)year);
    r->p.year_digits = 4;
    r->s += took;
}

/* ---- fields ---- */
static const int fraction_scale[] = {0, 100000, 10000, 1000, 100, 10};

static void read_fraction(struct reader *r, int digits)
{
    int took = read_int(r, &r->p.micro, digits);
    if (took < 6)
        r->p.micro *= fraction_scale[took];
}

static void read_zone_hour(struct reader *r)
{
    if (*r->s == '+' || *r->s == '-' || *r->s == ' ') {
        r->p.zone_sign = *r->s == '-' ? -1 : 1;
        r->s++;
    } else { /* a minus may have been taken for a separator */
        r->p.zone_sign = r->extra > 0 && r->s[-1] == '-' ? -1 : 1;
    }
    read_int(r, &r->p.zone_hour, 2);
}

/* Words; false: the field is none. */
static bool read_name(struct reader *r)
{
    static const char *const half[] = {"am", "pm"}, *const half_dots[] = {"a.m.", "p.m."}, *const era[] = {"ad", "bc"},
        *const era_dots[] = {"a.d.", "b.c."},
        *const roman[] = {"xii", "xi", "x", "ix", "viii", "vii", "vi", "v", "iv", "iii", "ii", "i"};
    switch (r->node->field->id) {
    case FIELD_HALF: set_part(r, &r->p.pm, read_word(r, half, 2)), r->p.clock12 = true; return true;
    case FIELD_HALF_DOTS: set_part(r, &r->p.pm, read_word(r, half_dots, 2)), r->p.clock12 = true; return true;
    case FIELD_ERA: set_part(r, &r->p.bc, read_word(r, era, 2)); return true;
    case FIELD_ERA_DOTS: set_part(r, &r->p.bc, read_word(r, era_dots, 2)); return true;
    case FIELD_MONTH_NAME: set_part(r, &r->p.month, read_word(r, month_names, 12) + 1); return true;
    case FIELD_MONTH_ABBREV: set_part(r, &r->p.month, read_word(r, month_abbrevs, 12) + 1); return true;
    case FIELD_ROMAN_MONTH: set_part(r, &r->p.month, 12 - read_word(r, roman, 12)); return true;
    case FIELD_DAY_NAME: set_part(r, &r->p.week_day, read_word(r, day_names, 7)), r->p.week_day++; return true;
    case FIELD_DAY_ABBREV: set_part(r, &r->p.week_day, read_word(r, day_abbrevs, 7)), r->p.week_day++; return true;
    case FIELD_ZONE_HOUR: read_zone_hour(r); return true;
    case FIELD_ZONE_MINUTE:
        if (r->p.zone_sign == 0)
            r->p.zone_sign = 1;
        read_int(r, &r->p.zone_minute, 2);
        return true;
    case FIELD_ZONE:
    case FIELD_ZONE_OFFSET:
        raise(ERR_FEATURE_NOT_SUPPORTED, "formatting field \"%s\" is only supported in to_char", field_name(r));
    }
    return false;
}

static void read_number(struct reader *r)
{
    struct parts *p = &r->p;
    int took;
    switch (r->node->field->id) {
    case FIELD_HOUR12: p->clock12 = true; /* fall through */
    case FIELD_HOUR24: read_int(r, &p->hour, 2); break;
    case FIELD_MINUTE: read_field_int(r, &p->minute); break;
    case FIELD_SECOND: read_field_int(r, &p->second); break;
    case FIELD_DAY_SECOND: read_field_int(r, &p->day_second); break;
    case FIELD_MILLISECOND: /* 25 is 0.25 as 250 is */
        took = read_int(r, &p->milli, 3);
        p->milli *= took == 1 ? 100 : took == 2 ? 10 : 1;
        break;
    case FIELD_FRACTION:
        p->fraction_digits = r->node->field->n;
        read_fraction(r, p->fraction_digits);
        break;
    case FIELD_MICROSECOND: read_fraction(r, 6); break;
    case FIELD_MONTH: read_field_int(r, &p->month); break;
    case FIELD_YEAR_DAY: read_field_int(r, &p->year_day); break;
    case FIELD_ISO_YEAR_DAY: read_int(r, &p->year_day, 3); break;
    case FIELD_DAY: read_field_int(r, &p->day); break;
    case FIELD_WEEK_DAY: read_field_int(r, &p->week_day); break;
    case FIELD_ISO_WEEK_DAY: /* Monday is 1; kept with Sunday as 1 */
        read_int(r, &p->week_day, 1);
        if (++p->week_day > 7)
            p->week_day = 1;
        break;
    case FIELD_WEEK:
    case FIELD_ISO_WEEK: read_field_int(r, &p->week); break;
    case FIELD_QUARTER: read_field_int(r, NULL); break; /* says nothing about the date */
    case FIELD_CENTURY: read_field_int(r, &p->century); break;
    case FIELD_YEAR_COMMA: read_year_comma(r); break;
    case FIELD_YEAR:
    case FIELD_ISO_YEAR: read_year(r); break;
    case FIELD_MONTH_WEEK: read_field_int(r, &p->month_week); break;
    case FIELD_JULIAN: read_field_int(r, &p->julian); break;
    }
    skip_ordinal(r);
}

static void skip_white(struct reader *r)
{
    for (; is_white(*r->s); r->s++)
        r->extra++;
}

static void skip_character(struct reader *r)
{
    r->s += utf8_step(r->s, strlen(r->s));
}

/* A character of the template that is no field. */
static void read_literal(struct reader *r)
{
    if (r->fixed) {
        skip_character(r);
    } else if (r->node->type == NODE_CHAR) {
        if (r->extra > 0)
            r->extra--;
        else
            skip_character(r);
    } else if (is_white(*r->s) || is_separator(*r->s)) {
        r->s++;
    } else {
        r->extra--;
    }
}

static void read_parts(struct reader *r, const struct node *nodes)
{
    for (r->node = nodes; r->node->type != NODE_END && *r->s != '\0'; r->node++) {
        CHECK_INTERRUPTS();
        bool field = r->node->type == NODE_FIELD, fix = field && r->node->field->id == FIELD_FIXED;
        if (!r->fixed && !fix && (field || r->node == nodes))
            skip_white(r);
        if (!field) {
            read_literal(r);
            continue;
        }
        set_calendar(r, r->node->field->calendar);
        if (fix)
            r->fixed = true;
        else if (!read_name(r))
            read_number(r);
        if (!r->fixed) {
            r->extra = 0;
            skip_white(r);
        }
    }
}

/* ---- parts to a date and time ---- */
enum known { KNOWN_YEAR = 1, KNOWN_MONTH = 2, KNOWN_DAY = 4, KNOWN_DATE = 7 };

static void set_time(struct parts *p, struct civil *c)
{
    c->hour = p->day_second / 3600;
    c->minute = p->day_second % 3600 / 60;
    c->second = p->day_second % 60;
    if (p->second != 0)
        c->second = p->second;
    if (p->minute != 0)
        c->minute = p->minute;
    if (p->hour != 0)
        c->hour = p->hour;
    if (!p->clock12)
        return;
    if (c->hour < 1 || c->hour > 12)
        error_throw(
            error_hint(error_new(ERR_INVALID_DATETIME_FORMAT, "hour \"%d\" is invalid for the 12-hour clock", c->hour),
                       "Use the 24-hour clock, or give an hour between 1 and 12."));
    c->hour = c->hour % 12 + (p->pm != 0 ? 12 : 0);
}

/* The year of the century: the 21st runs from 2001 to 2100, the 6th before Christ from 600 to 501. */
static int century_year(int century, int year)
{
    if (century >= 0)
        return year != 0 ? (century - 1) * 100 + year : century * 100;
    return year != 0 ? (century + 1) * 100 - year + 1 : century * 100 + 1;
}

static unsigned set_year(struct parts *p, struct civil *c)
{
    int century = p->bc != 0 ? -p->century : p->century;
    if (p->year != 0 && p->century != 0 && p->year_digits <= 2) {
        c->year = century_year(century, p->year % 100);
    } else if (p->year != 0) {
        c->year = p->bc != 0 ? -p->year : p->year;
        if (c->year < 0)
            c->year++;
    } else if (p->century != 0) {
        c->year = century >= 0 ? (century - 1) * 100 + 1 : century * 100 + 1;
    } else {
        return 0;
    }
    return KNOWN_YEAR;
}

static void set_julian(int julian, struct civil *c)
{
    julian_to_date(julian, &c->year, &c->month, &c->day);
}

static unsigned set_year_day(struct parts *p, struct civil *c)
{
    if (c->year == 0 && p->bc == 0)
        raise(ERR_INVALID_DATETIME_FORMAT, "cannot calculate day of year without year information");
    if (p->calendar == CALENDAR_ISO) {
        set_julian(iso_week_julian(c->year, 1) - 1 + p->year_day, c);
        return KNOWN_DATE;
    }
    int month = 1, before = 0;
    while (month <= 12 && p->year_day > before + month_days(c->year, month))
        before += month_days(c->year, month++);
    if (c->month <= 1)
        c->month = month;
    if (c->day <= 1)
        c->day = p->year_day - before;
    return KNOWN_MONTH | KNOWN_DAY;
}

static unsigned set_date(struct parts *p, struct civil *c)
{
    unsigned known = set_year(p, c);
    c->month = c->day = 1;
    if (p->julian != 0) {
        set_julian(p->julian, c);
        known = KNOWN_DATE;
    }
    if (p->week != 0 && p->calendar == CALENDAR_ISO) { /* without a day of the week: its Monday */
        int day = p->week_day == 0 ? 0 : p->week_day > 1 ? p->week_day - 2 : 6;
        set_julian(iso_week_julian(c->year, p->week) + day, c);
        known = KNOWN_DATE;
    } else if (p->week != 0) {
        p->year_day = (p->week - 1) * 7 + 1;
    }
    if (p->month_week != 0)
        p->day = (p->month_week - 1) * 7 + 1;
    if (p->day != 0) {
        c->day = p->day;
        known |= KNOWN_DAY;
    }
    if (p->month != 0) {
        c->month = p->month;
        known |= KNOWN_MONTH;
    }
    if (p->year_day != 0 && (c->month <= 1 || c->day <= 1))
        known |= set_year_day(p, c);
    return known;
}

static bool date_in_range(const struct civil *c, unsigned known)
{
    if ((known & KNOWN_MONTH) != 0 && (c->month < 1 || c->month > 12))
        return false;
    if ((known & KNOWN_DAY) != 0 && (c->day < 1 || c->day > 31))
        return false;
    return known != KNOWN_DATE || c->day <= month_days(c->year, c->month);
}

static bool time_in_range(const struct civil *c)
{
    return c->hour >= 0 && c->hour < 24 && c->minute >= 0 && c->minute < 60 && c->second >= 0 && c->second < 60 &&
           c->usec >= 0 && c->usec < USECS_PER_SEC;
}

/* The text read; *west when a zone was given (true). */
static bool read_civil(struct fcall *fc, struct civil *c, int32_t *west, int *fraction_digits)
{
    struct reader r = {.text = datum_cstring(fc->arena, ARG_DATUM(0))};
    r.s = r.text;
    read_parts(&r, template_nodes(fc, TEMPLATE_DATE, ARG_VIEW(1)));
    struct parts *p = &r.p;
    *c = (struct civil){.dst = -1};
    set_time(p, c);
    unsigned known = set_date(p, c);
    int64_t usec = p->milli * INT64_C(1000) + p->micro;
    c->usec = usec < 0 || usec >= USECS_PER_SEC ? -1 : (int)usec;
    if (!date_in_range(c, known) || !time_in_range(c))
        datetime_fail(DT_FIELD_OVERFLOW, r.text, "timestamp", NULL);
    *fraction_digits = p->fraction_digits;
    if (p->zone_sign == 0)
        return false;
    if (p->zone_hour < 0 || p->zone_hour > 15 || p->zone_minute < 0 || p->zone_minute >= 60)
        datetime_fail(DT_ZONE_OVERFLOW, r.text, "timestamp", NULL);
    *west = -p->zone_sign * (p->zone_hour * 3600 + p->zone_minute * 60);
    return true;
}

Datum text_to_timestamp(struct fcall *fc)
{
    struct civil c;
    int32_t west;
    int digits;
    TimestampADT t;
    if (!read_civil(fc, &c, &west, &digits))
        west = civil_zone(&c, tz_session());
    if (!civil_to_timestamp(&c, &west, &t))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
    if (digits > 0)
        timestamp_apply_typmod(&t, digits);
    return datum_from_int64(t);
}

Datum text_to_date(struct fcall *fc)
{
    struct civil c;
    int32_t west;
    int digits;
    read_civil(fc, &c, &west, &digits);
    int64_t days = julian_is_valid(c.year, c.month, c.day)
                       ? julian_from_date(c.year, c.month, c.day) - (int64_t)EPOCH_JULIAN
                       : INT64_MAX;
    if (!date_is_valid(days))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "date out of range: \"%s\"", datum_cstring(fc->arena, ARG_DATUM(0)));
    return datum_from_int32((int32_t)days);
}
