/* to_char() of timestamps and intervals. */
#include "base/macros.h"
#include "funcs/format_int.h"
#include "types/datetime.h"

/* What is to be shown; of an interval all parts have signs of their own. */
struct moment {
    int year, month, day;
    int64_t hour;
    int minute, second, usec;
    int weekday, yearday; /* 0 Sunday; from 1 */
    int32_t west;
    const char *zone; /* NULL: none */
    bool interval;
};

static void not_for_intervals(const struct moment *m)
{
    if (m->interval)
        error_throw(
            error_hint(error_new(ERR_INVALID_DATETIME_FORMAT, "invalid format specification for an interval value"),
                       "Intervals are not tied to specific calendar dates."));
}

/* As it is written: there is no year 0 on the calendar. */
static int shown_year(const struct moment *m, int year)
{
    return m->interval || year > 0 ? year : 1 - year;
}

static int64_t century(const struct moment *m)
{
    if (m->interval)
        return m->year / 100;
    return m->year > 0 ? (m->year - 1) / 100 + 1 : m->year / 100 - 1;
}

static int64_t hour12(const struct moment *m)
{
    return m->hour % 12 == 0 ? 12 : m->hour % 12;
}

static int iso_year_day(const struct moment *m)
{
    return julian_from_date(m->year, m->month, m->day) - iso_week_julian(iso_year(m->year, m->month, m->day), 1) + 1;
}

static int power10(int n)
{
    int p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

/* The least width of a number with so many digits: a sign comes on top. */
static int signed_width(int digits, int64_t of)
{
    return of < 0 ? digits + 1 : digits;
}

static int64_t last_digits(int64_t year, int n)
{
    return n < 4 ? year % power10(n) : year;
}

/* A field that is a number: its value and least width. False: it is none. */
static bool number_of(const struct moment *m, const struct field *f, int64_t *value, int *width)
{
    int64_t year =
        f->id == FIELD_ISO_YEAR ? shown_year(m, iso_year(m->year, m->month, m->day)) : shown_year(m, m->year);
    *width = 1;
    switch (f->id) {
    case FIELD_HOUR12: *value = hour12(m), *width = signed_width(2, m->hour); break;
    case FIELD_HOUR24: *value = m->hour, *width = signed_width(2, m->hour); break;
    case FIELD_MINUTE: *value = m->minute, *width = signed_width(2, m->minute); break;
    case FIELD_SECOND: *value = m->second, *width = signed_width(2, m->second); break;
    case FIELD_MONTH: *value = m->month, *width = signed_width(2, m->month); break;
    case FIELD_DAY_SECOND: *value = m->hour * 3600 + m->minute * 60 + m->second; break;
    case FIELD_YEAR_DAY: *value = m->yearday, *width = 3; break;
    case FIELD_ISO_YEAR_DAY: *value = iso_year_day(m), *width = 3; break;
    case FIELD_DAY: *value = m->day, *width = 2; break;
    case FIELD_WEEK_DAY: *value = m->weekday + 1; break;
    case FIELD_ISO_WEEK_DAY: *value = m->weekday == 0 ? 7 : m->weekday; break;
    case FIELD_WEEK: *value = (m->yearday - 1) / 7 + 1, *width = 2; break;
    case FIELD_ISO_WEEK: *value = iso_week(m->year, m->month, m->day), *width = 2; break;
    case FIELD_QUARTER: *value = (m->month - 1) / 3 + 1; break;
    case FIELD_MONTH_WEEK: *value = (m->day - 1) / 7 + 1; break;
    case FIELD_JULIAN: *value = julian_from_date(m->year, m->month, m->day); break;
    case FIELD_CENTURY:
        *value = century(m), *width = *value <= 99 && *value >= -99 ? signed_width(2, *value) : 1;
        break;
    case FIELD_YEAR:
    case FIELD_ISO_YEAR:
        *value = last_digits(year, f->n), *width = f->n > 1 ? signed_width(f->n, shown_year(m, m->year)) : 1;
        break;
    default: return false;
    }
    return true;
}

static void add_fraction(const struct moment *m, const struct field *f, struct strbuf *out)
{
    strbuf_printf(out, "%0*d", f->n, m->usec / power10(6 - f->n));
}

static void add_year_comma(const struct moment *m, struct strbuf *out)
{
    int year = shown_year(m, m->year), thousands = year / 1000;
    strbuf_printf(out, "%d,%03d", thousands, year - thousands * 1000);
}

/* A word in the field's letters, padded to `width` on the right. */
static void add_word(const struct node *n, const char *word, size_t width, struct strbuf *out)
{
    size_t len = strlen(word);
    for (size_t i = 0; i < len; i++)
        strbuf_addch(out, n->field->letters == LETTERS_UPPER   ? ascii_upper(word[i])
                          : n->field->letters == LETTERS_LOWER ? ascii_lower(word[i])
                                                               : word[i]);
    if ((n->suffix & (SUFFIX_FM | SUFFIX_TM)) == 0)
        for (; len < width; len++)
            strbuf_addch(out, ' ');
}

static void add_roman_month(const struct moment *m, const struct node *n, struct strbuf *out)
{
    static const char *const roman[] = {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"};
    if (m->month == 0 && m->year == 0)
        return;
    int month = m->month != 0 ? m->month : m->year >= 0 ? 12 : 1; /* of an interval it may be below zero */
    size_t start = out->len;
    strbuf_addstr(out, roman[month > 0 ? month - 1 : 12 + month]);
    if (n->field->letters == LETTERS_LOWER)
        for (size_t i = start; i < out->len; i++)
            out->data[i] = ascii_lower(out->data[i]);
    if ((n->suffix & SUFFIX_FM) == 0)
        while (out->len < start + 4)
            strbuf_addch(out, ' ');
}

static void add_zone(const struct moment *m, const struct node *n, struct strbuf *out)
{
    not_for_intervals(m);
    int offset = m->west < 0 ? -m->west : m->west;
    char sign = m->west <= 0 ? '+' : '-';
    switch (n->field->id) {
    case FIELD_ZONE:
        for (const char *p = m->zone != NULL ? m->zone : ""; *p != '\0'; p++)
            strbuf_addch(out, n->field->letters == LETTERS_LOWER ? ascii_lower(*p) : *p);
        return;
    case FIELD_ZONE_HOUR: strbuf_printf(out, "%c%02d", sign, offset / 3600); return;
    case FIELD_ZONE_MINUTE: strbuf_printf(out, "%02d", offset % 3600 / 60); return;
    }
    strbuf_printf(out, "%c%0*d", sign, (n->suffix & SUFFIX_FM) != 0 ? 0 : 2, offset / 3600);
    if (offset % 3600 != 0)
        strbuf_printf(out, ":%02d", offset % 3600 / 60);
}

/* Fields that are words; false for others. */
static bool add_name(const struct moment *m, const struct node *n, struct strbuf *out)
{
    switch (n->field->id) {
    case FIELD_HALF: add_word(n, m->hour % 24 >= 12 ? "PM" : "AM", 0, out); return true;
    case FIELD_HALF_DOTS: add_word(n, m->hour % 24 >= 12 ? "P.M." : "A.M.", 0, out); return true;
    case FIELD_ROMAN_MONTH: add_roman_month(m, n, out); return true;
    case FIELD_ERA:
    case FIELD_ERA_DOTS:
        not_for_intervals(m);
        add_word(n, n->field->id == FIELD_ERA ? m->year <= 0 ? "BC" : "AD" : m->year <= 0 ? "B.C." : "A.D.", 0, out);
        return true;
    case FIELD_MONTH_NAME:
    case FIELD_MONTH_ABBREV:
        not_for_intervals(m);
        add_word(n, (n->field->id == FIELD_MONTH_NAME ? month_names : month_abbrevs)[m->month - 1],
                 n->field->id == FIELD_MONTH_NAME ? 9 : 0, out);
        return true;
    case FIELD_DAY_NAME:
    case FIELD_DAY_ABBREV:
        not_for_intervals(m);
        add_word(n, (n->field->id == FIELD_DAY_NAME ? day_names : day_abbrevs)[m->weekday],
                 n->field->id == FIELD_DAY_NAME ? 9 : 0, out);
        return true;
    case FIELD_ZONE:
    case FIELD_ZONE_HOUR:
    case FIELD_ZONE_MINUTE:
    case FIELD_ZONE_OFFSET: add_zone(m, n, out); return true;
    case FIELD_FIXED: return true;
    }
    return false;
}

static void add_ordinal(const struct node *n, size_t start, struct strbuf *out)
{
    if ((n->suffix & SUFFIX_TH) != 0)
        strbuf_addstr(out, ordinal_ending((struct view){out->data + start, out->len - start},
                                          (n->suffix & SUFFIX_TH_UPPER) != 0));
}

static void add_field(const struct moment *m, const struct node *n, struct strbuf *out)
{
    int64_t value;
    int width;
    size_t start = out->len;
    int id = n->field->id;
    if (id == FIELD_WEEK_DAY || id == FIELD_ISO_WEEK_DAY)
        not_for_intervals(m);
    if ((id == FIELD_QUARTER && m->month == 0) || add_name(m, n, out))
        return;
    if (id == FIELD_FRACTION || id == FIELD_MILLISECOND || id == FIELD_MICROSECOND)
        add_fraction(m, n->field, out);
    else if (id == FIELD_YEAR_COMMA)
        add_year_comma(m, out);
    else if (number_of(m, n->field, &value, &width))
        strbuf_printf(out, "%0*lld", (n->suffix & SUFFIX_FM) != 0 ? 0 : width, (long long)value);
    add_ordinal(n, start, out);
}

static Datum write_moment(struct fcall *fc, const struct moment *m)
{
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    for (const struct node *n = template_nodes(fc, TEMPLATE_DATE, ARG_VIEW(1)); n->type != NODE_END; n++) {
        CHECK_INTERRUPTS();
        if (n->type == NODE_FIELD)
            add_field(m, n, &b);
        else
            strbuf_addstr(&b, n->text);
    }
    return strbuf_result(fc, &b);
}

static Datum write_civil(struct fcall *fc, const struct civil *c)
{
    int julian = julian_from_date(c->year, c->month, c->day);
    struct moment m = {.year = c->year, .month = c->month, .day = c->day, .hour = c->hour, .minute = c->minute,
                       .second = c->second, .usec = c->usec, .west = c->west, .zone = c->abbrev};
    m.weekday = julian_weekday(julian);
    m.yearday = julian - julian_from_date(c->year, 1, 1) + 1;
    return write_moment(fc, &m);
}

Datum timestamp_to_char(struct fcall *fc)
{
    TimestampADT t = ARG_INT64(0);
    struct civil c;
    if (VARLEN(ARG_DATUM(1)) == 0 || !timestamp_is_finite(t))
        RETURN_NULL();
    if (!civil_from_timestamp(t, &c))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
    c.west = 0;
    c.abbrev = NULL;
    return write_civil(fc, &c);
}

Datum timestamptz_to_char(struct fcall *fc)
{
    TimestampADT t = ARG_INT64(0);
    struct civil c;
    if (VARLEN(ARG_DATUM(1)) == 0 || !timestamp_is_finite(t))
        RETURN_NULL();
    if (!civil_from_timestamptz(t, tz_session(), &c))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
    return write_civil(fc, &c);
}

/* The day of the year is the length in days, months of 30. */
Datum interval_to_char(struct fcall *fc)
{
    struct interval_fields f;
    if (VARLEN(ARG_DATUM(1)) == 0)
        RETURN_NULL();
    interval_to_fields(datum_interval(ARG_DATUM(0)), &f);
    struct moment m = {.year = f.year, .month = f.month, .day = f.day, .hour = f.hour, .minute = f.minute,
                       .second = f.second, .usec = f.usec, .interval = true};
    m.yearday = (f.year * 12 + f.month) * 30 + f.day;
    return write_moment(fc, &m);
}
