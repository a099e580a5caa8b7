/*
 * Reading dates and times: fields, in about any order, become a civil time. PostgreSQL's rules (manual, appendix B.1),
 * among them which of three numbers is the year, and that each part may be given once.
 */
#include <math.h>
#include <stdlib.h>

#include "types/datetime_words.h"

struct decoder {
    struct dt_fields fields;
    struct datetime_input *in;
    struct civil *c;
    bool with_zone, time_only;
    unsigned seen;           /* parts given so far */
    unsigned now;            /* parts that the current field gives */
    int ptype;               /* what a word before says of the next number; 0 nothing */
    bool text_month, two_digits, bc, julian;
    int ampm;
    const struct tz *zone;   /* a full zone's name: its offset waits for the date */
    const struct tz *abbrev_zone;
    const char *abbrev;
};

#define CHECK(call)                        \
    do {                                   \
        enum datetime_error error_ = call; \
        if (error_ != DT_OK)               \
            return error_;                 \
    } while (0)

enum datetime_error zone_offset_parse(const char *s, int32_t *west)
{
    char *p;
    bool over = false;
    int minute = 0, second = 0;
    if (*s != '+' && *s != '-')
        return DT_BAD_FORMAT;
    int hour = dt_int(s + 1, &p, &over);
    if (*p == ':') {
        minute = dt_int(p + 1, &p, &over);
        if (*p == ':')
            second = dt_int(p + 1, &p, &over);
    } else if (*p == '\0' && strlen(s) > 3) { /* hhmm */
        minute = hour % 100;
        hour /= 100;
    }
    if (over || hour < 0 || hour > 15 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return DT_ZONE_OVERFLOW;
    int32_t east = (hour * 60 + minute) * 60 + second;
    *west = *s == '-' ? east : -east;
    return *p == '\0' ? DT_OK : DT_BAD_FORMAT;
}

static void set_julian(struct decoder *d, int julian)
{
    julian_to_date(julian, &d->c->year, &d->c->month, &d->c->day);
    d->julian = true;
}

/* The last two characters as a number; they are cut off. */
static int cut_two(char *s, size_t *len)
{
    int v = atoi(s + *len - 2);
    *len -= 2;
    s[*len] = '\0';
    return v;
}

/* Digits run together: yymmdd, yyyymmdd, hhmm, hhmmss, with a fraction hhmmss.ffff. */
static enum datetime_error run_together(struct decoder *d, char *s, unsigned seen)
{
    size_t len = strlen(s);
    char *point = strchr(s, '.');
    if (point != NULL) {
        d->c->usec = point[1] == '\0' ? 0 : (int)rint(strtod(point, NULL) * 1000000);
        *point = '\0';
        len = (size_t)(point - s);
    } else if ((seen & MASK_DATE) != MASK_DATE && len >= 6) {
        d->now = MASK_DATE;
        d->c->day = cut_two(s, &len);
        d->c->month = cut_two(s, &len);
        d->c->year = atoi(s);
        if (len == 2)
            d->two_digits = true;
        return DT_OK;
    }
    if ((seen & MASK_TIME) != MASK_TIME && (len == 6 || len == 4)) {
        d->now = MASK_TIME;
        d->c->second = len == 6 ? cut_two(s, &len) : 0;
        d->c->minute = cut_two(s, &len);
        d->c->hour = atoi(s);
        return DT_OK;
    }
    return DT_BAD_FORMAT;
}

static void set_part(struct decoder *d, enum dt_kind kind, int v, size_t len)
{
    d->now = BIT(kind);
    switch (kind) {
    case K_YEAR:
        d->c->year = v;
        d->two_digits = len <= 2;
        break;
    case K_MONTH: d->c->month = v; break;
    default: d->c->day = v; break;
    }
}

/* One number of a date (or, when the date is there, a time run together). */
static enum datetime_error date_number(struct decoder *d, char *s, unsigned seen)
{
    char *p;
    bool over = false;
    size_t len = strlen(s);
    enum date_order order = type_settings.date_order;
    d->now = 0;
    int v = dt_int(s, &p, &over);
    if (over)
        return DT_FIELD_OVERFLOW;
    if (p == s)
        return DT_BAD_FORMAT;
    if (*p == '.') {
        if (p - s > 2)
            return run_together(d, s, seen | MASK_DATE);
        CHECK(dt_fraction_usecs(p, &d->c->usec));
    } else if (*p != '\0') {
        return DT_BAD_FORMAT;
    }
    if (len == 3 && (seen & MASK_DATE) == BIT(K_YEAR) && v >= 1 && v <= 366) { /* 2001.123 */
        d->now = BIT(K_DOY) | BIT(K_MONTH) | BIT(K_DAY);
        d->c->yearday = v;
        return DT_OK;
    }
    bool year_first = len >= 3 || order == DATEORDER_YMD;
    switch (seen & MASK_DATE) {
    case 0:
        set_part(d, year_first ? K_YEAR : order == DATEORDER_DMY ? K_DAY : K_MONTH, v, len);
        return DT_OK;
    case BIT(K_YEAR):
    case BIT(K_DAY):
        set_part(d, K_MONTH, v, len);
        return DT_OK;
    case BIT(K_MONTH):
        set_part(d, d->text_month && year_first ? K_YEAR : K_DAY, v, len);
        return DT_OK;
    case BIT(K_YEAR) | BIT(K_MONTH):
        if (d->text_month && len >= 3 && d->two_digits) { /* the first number was the day, not the year */
            d->now = BIT(K_DAY);
            d->c->day = d->c->year;
            d->c->year = v;
            d->two_digits = false;
        } else {
            set_part(d, K_DAY, v, len);
        }
        return DT_OK;
    case BIT(K_MONTH) | BIT(K_DAY):
        set_part(d, K_YEAR, v, len);
        return DT_OK;
    case MASK_DATE:
        return run_together(d, s, seen);
    }
    return DT_BAD_FORMAT;
}

/* A date in one field: numbers, or numbers and a month's name. */
static enum datetime_error date_field(struct decoder *d, char *s)
{
    char *part[DT_MAX_FIELDS];
    int n = 0;
    unsigned given = 0, seen = d->seen;
    bool outer_text_month = d->text_month;
    d->text_month = false;
    while (*s != '\0' && n < DT_MAX_FIELDS) {
        while (*s != '\0' && !dt_digit(*s) && !dt_alpha(*s))
            s++;
        if (*s == '\0')
            return DT_BAD_FORMAT;
        part[n++] = s;
        if (dt_digit(*s))
            while (dt_digit(*s))
                s++;
        else
            while (dt_alpha(*s))
                s++;
        if (*s != '\0')
            *s++ = '\0';
    }
    for (int i = 0; i < n; i++) {
        if (!dt_alpha(*part[i]))
            continue;
        const struct dt_word *w = date_word(part[i]);
        if (w != NULL && w->kind == K_IGNORE)
            continue;
        if (w == NULL || w->kind != K_MONTH || (seen & BIT(K_MONTH)) != 0)
            return DT_BAD_FORMAT;
        d->c->month = w->value;
        d->text_month = true;
        seen |= BIT(K_MONTH);
        given |= BIT(K_MONTH);
        part[i] = NULL;
    }
    for (int i = 0; i < n; i++) {
        if (part[i] == NULL)
            continue;
        CHECK(date_number(d, part[i], seen));
        if ((seen & d->now) != 0)
            return DT_BAD_FORMAT;
        seen |= d->now;
        given |= d->now;
    }
    d->text_month = outer_text_month;
    d->now = given;
    return (seen & ~(BIT(K_DOY) | BIT(K_ZONE))) == MASK_DATE ? DT_OK : DT_BAD_FORMAT;
}

static enum datetime_error zone_named(struct decoder *d, const char *name)
{
    d->zone = tz_by_name(name);
    d->now = BIT(K_ZONE);
    return d->zone != NULL ? DT_OK : DT_BAD_FORMAT;
}

/* "040506-08": a time and its zone. */
static enum datetime_error time_and_zone(struct decoder *d, char *s, unsigned seen)
{
    char *minus = strchr(s, '-');
    if ((d->seen & MASK_TIME) == MASK_TIME || minus == NULL)
        return DT_BAD_FORMAT;
    CHECK(zone_offset_parse(minus, &d->c->west));
    *minus = '\0';
    CHECK(run_together(d, s, seen));
    d->now |= BIT(K_ZONE);
    return DT_OK;
}

static enum datetime_error punctuated(struct decoder *d, int i)
{
    char *s = d->fields.text[i];
    int n = d->fields.n;
    if (d->time_only) {
        if (!d->with_zone)
            return DT_BAD_FORMAT;
        if (i == 0 && n >= 2 && (d->fields.type[n - 1] == F_DATE || d->fields.type[1] == F_TIME))
            return date_field(d, s);
        if (dt_digit(*s))
            return time_and_zone(d, s, d->seen | MASK_DATE);
    } else if (d->ptype == UNIT_JULIAN) { /* J2451187-08 */
        bool over = false;
        char *p;
        if (!d->with_zone)
            return DT_BAD_FORMAT;
        int v = dt_int(s, &p, &over);
        if (over || v < 0)
            return DT_FIELD_OVERFLOW;
        set_julian(d, v);
        CHECK(zone_offset_parse(p, &d->c->west));
        d->now = MASK_DATE | MASK_TIME | BIT(K_ZONE);
        d->ptype = 0;
        return DT_OK;
    } else if (d->ptype == 0 && (d->seen & (BIT(K_MONTH) | BIT(K_DAY))) != (BIT(K_MONTH) | BIT(K_DAY))) {
        return date_field(d, s);
    } else if (!d->with_zone) {
        return DT_BAD_FORMAT;
    } else if (dt_digit(*s) || d->ptype != 0) {
        if (d->ptype != 0 && d->ptype != U_TIME)
            return DT_BAD_FORMAT;
        d->ptype = 0;
        return time_and_zone(d, s, d->seen);
    }
    enum datetime_error e = zone_named(d, s);
    if (e == DT_OK)
        return DT_OK;
    strncpy(d->in->zone, s, sizeof d->in->zone - 1);
    return DT_UNKNOWN_ZONE;
}

static bool clock_overflows(const struct civil *c)
{
    return c->hour < 0 || c->hour > 24 || c->minute < 0 || c->minute > 59 || c->second < 0 || c->second > 60 ||
           c->usec < 0 || c->usec > USECS_PER_SEC || civil_time(c) > USECS_PER_DAY;
}

static enum datetime_error clock_field(struct decoder *d, const char *s)
{
    struct dt_clock k;
    if (!d->time_only) {
        if (d->ptype != 0 && d->ptype != U_TIME)
            return DT_BAD_FORMAT;
        d->ptype = 0;
    }
    CHECK(dt_clock_parse(s, INTERVAL_RANGE_ALL, &k));
    if (k.hour > INT32_MAX)
        return DT_FIELD_OVERFLOW;
    d->c->hour = (int)k.hour;
    d->c->minute = k.minute;
    d->c->second = k.second;
    d->c->usec = k.usec;
    d->now = MASK_TIME;
    return !d->time_only && clock_overflows(d->c) ? DT_FIELD_OVERFLOW : DT_OK;
}

/* A number whose meaning a word before it gave: "y 2001 m 2 d 3", "J2451187.5", "t040506". */
static enum datetime_error labelled(struct decoder *d, char *s)
{
    char *p;
    bool over = false;
    struct civil *c = d->c;
    int what = d->ptype;
    bool dated = what == UNIT_JULIAN || what == UNIT_YEAR || what == UNIT_MONTH || what == UNIT_DAY;
    if (d->time_only && dated && !d->with_zone)
        return DT_BAD_FORMAT;
    int v = dt_int(s, &p, &over);
    if (over)
        return DT_FIELD_OVERFLOW;
    if (*p == '.' ? what != UNIT_JULIAN && what != U_TIME && what != UNIT_SECOND : *p != '\0')
        return DT_BAD_FORMAT;
    d->ptype = 0;
    switch (what) {
    case UNIT_YEAR:
        c->year = v;
        d->now = BIT(K_YEAR);
        return DT_OK;
    case UNIT_MONTH: /* with month and hour there, minutes */
        if ((d->seen & BIT(K_MONTH)) != 0 && (d->seen & BIT(K_HOUR)) != 0) {
            c->minute = v;
            d->now = BIT(K_MINUTE);
        } else {
            c->month = v;
            d->now = BIT(K_MONTH);
        }
        return DT_OK;
    case UNIT_DAY:
        c->day = v;
        d->now = BIT(K_DAY);
        return DT_OK;
    case UNIT_HOUR:
        c->hour = v;
        d->now = BIT(K_HOUR);
        return DT_OK;
    case UNIT_MINUTE:
        c->minute = v;
        d->now = BIT(K_MINUTE);
        return DT_OK;
    case UNIT_SECOND:
        c->second = v;
        d->now = BIT(K_SECOND);
        if (*p == '.') {
            CHECK(dt_fraction_usecs(p, &c->usec));
            d->now = MASK_SECONDS;
        }
        return DT_OK;
    case UNIT_JULIAN:
        if (v < 0)
            return DT_FIELD_OVERFLOW;
        set_julian(d, v);
        d->now = MASK_DATE;
        if (*p == '.') {
            double part;
            CHECK(dt_fraction(p, &part));
            civil_set_time(c, (int64_t)(part * USECS_PER_DAY));
            d->now |= MASK_TIME;
        }
        return DT_OK;
    case U_TIME:
        CHECK(run_together(d, s, d->seen | MASK_DATE));
        return d->now == MASK_TIME ? DT_OK : DT_BAD_FORMAT;
    }
    return DT_BAD_FORMAT;
}

static enum datetime_error number_field(struct decoder *d, int i)
{
    char *s = d->fields.text[i];
    if (d->ptype != 0)
        return labelled(d, s);
    size_t len = strlen(s);
    const char *point = strchr(s, '.');
    if (d->time_only) {
        if (point != NULL && i == 0 && d->fields.n >= 2 && d->fields.type[d->fields.n - 1] == F_DATE)
            return date_field(d, s);
        if (point != NULL ? point - s > 2 : len > 4)
            return run_together(d, s, d->seen | MASK_DATE);
        return point != NULL ? DT_BAD_FORMAT : date_number(d, s, d->seen | MASK_DATE);
    }
    if (point != NULL && (d->seen & MASK_DATE) == 0)
        return date_field(d, s);
    if (point != NULL ? point - s > 2 : len >= 6 && ((d->seen & MASK_DATE) == 0 || (d->seen & MASK_TIME) == 0))
        return run_together(d, s, d->seen);
    return date_number(d, s, d->seen);
}

static enum datetime_error reserved_word(struct decoder *d, int value)
{
    struct civil *c = d->c, today;
    if (d->time_only && value != R_NOW && value != R_ALLBALLS)
        return DT_BAD_FORMAT;
    switch (value) {
    case R_NOW:
        civil_from_timestamptz(type_settings.statement_start, tz_session(), &today);
        d->now = MASK_TIME;
        if (!d->time_only) {
            *c = today;
            d->now |= MASK_DATE | BIT(K_ZONE);
        } else {
            civil_set_time(c, civil_time(&today));
        }
        return DT_OK;
    case R_YESTERDAY:
    case R_TODAY:
    case R_TOMORROW:
        civil_from_timestamptz(type_settings.statement_start, tz_session(), &today);
        julian_to_date(julian_from_date(today.year, today.month, today.day) +
                           (value == R_TOMORROW ? 1 : value == R_YESTERDAY ? -1 : 0),
                       &c->year, &c->month, &c->day);
        d->now = MASK_DATE;
        return DT_OK;
    case R_ALLBALLS:
        civil_set_time(c, 0);
        c->west = 0;
        if (d->time_only)
            c->dst = 0;
        d->now = MASK_TIME | BIT(K_ZONE);
        return DT_OK;
    }
    d->in->value = value == R_EPOCH ? DT_EPOCH : value == R_LATE ? DT_INFINITY : DT_NEGATIVE_INFINITY;
    d->now = BIT(K_RESERVED);
    return DT_OK;
}

static enum datetime_error abbreviation(struct decoder *d, const struct tz_abbrev *a, const char *text)
{
    if (!d->with_zone)
        return DT_BAD_FORMAT;
    d->now = BIT(K_ZONE);
    if (a->zone != NULL) {
        d->abbrev_zone = tz_by_name(a->zone);
        d->abbrev = text;
        d->now |= BIT(K_DYNAMIC_ZONE);
        if (d->abbrev_zone == NULL)
            return DT_BAD_FORMAT;
        return DT_OK;
    }
    if (a->dst)
        d->now |= BIT(K_DST_ZONE);
    d->c->dst = a->dst;
    d->c->west = -a->offset;
    return DT_OK;
}

static enum datetime_error word_field(struct decoder *d, int i)
{
    const char *s = d->fields.text[i];
    const struct tz_abbrev *a = tz_abbrev_lookup(s);
    if (a != NULL)
        return abbreviation(d, a, s);
    const struct dt_word *w = date_word(s);
    if (w == NULL)
        return zone_named(d, s);
    struct civil *c = d->c;
    d->now = BIT(w->kind);
    switch (w->kind) {
    case K_IGNORE:
        d->now = 0;
        return DT_OK;
    case K_RESERVED:
        return reserved_word(d, w->value);
    case K_MONTH:
        if (d->time_only)
            return DT_BAD_FORMAT;
        /* a number taken for the month was the day */
        if ((d->seen & BIT(K_MONTH)) != 0 && !d->text_month && (d->seen & BIT(K_DAY)) == 0 && c->month >= 1 &&
            c->month <= 31) {
            c->day = c->month;
            d->now = BIT(K_DAY);
        }
        d->text_month = true;
        c->month = w->value;
        return DT_OK;
    case K_DST_MODIFIER: /* "MET DST" */
        d->now |= BIT(K_DST_ZONE);
        c->dst = 1;
        c->west -= w->value;
        return d->with_zone ? DT_OK : DT_BAD_FORMAT;
    case K_AMPM:
        d->ampm = w->value;
        return DT_OK;
    case K_ADBC:
        d->bc = w->value;
        return DT_OK;
    case K_DOW:
        if (d->time_only)
            return DT_BAD_FORMAT;
        c->weekday = w->value;
        return DT_OK;
    case K_UNIT:
        d->now = 0;
        d->ptype = w->value;
        return DT_OK;
    case K_ISOTIME: { /* the t between date and time: a time must follow */
        enum dt_field_type next = i + 1 < d->fields.n ? d->fields.type[i + 1] : F_STRING;
        d->now = 0;
        if ((!d->time_only && (d->seen & MASK_DATE) != MASK_DATE) ||
            (next != F_NUMBER && next != F_TIME && next != F_DATE))
            return DT_BAD_FORMAT;
        d->ptype = w->value;
        return DT_OK;
    }
    default:
        return DT_BAD_FORMAT;
    }
}

static enum datetime_error decode_field(struct decoder *d, int i)
{
    switch (d->fields.type[i]) {
    case F_DATE:
        return punctuated(d, i);
    case F_TIME:
        return clock_field(d, d->fields.text[i]);
    case F_ZONE:
        if (!d->with_zone)
            return DT_BAD_FORMAT;
        d->now = BIT(K_ZONE);
        return zone_offset_parse(d->fields.text[i], &d->c->west);
    case F_NUMBER:
        return number_field(d, i);
    default:
        return word_field(d, i);
    }
}

/* The nth day of a year, as month and day; in a year that no type reaches any will do. */
static void day_of_year(struct civil *c)
{
    enum { FAR = 5874898 };
    if (c->year > -FAR && c->year < FAR)
        julian_to_date(julian_from_date(c->year, 1, 1) + c->yearday - 1, &c->year, &c->month, &c->day);
    else
        c->month = c->day = 1;
}

static enum datetime_error check_date(struct decoder *d)
{
    struct civil *c = d->c;
    if ((d->seen & BIT(K_YEAR)) != 0 && !d->julian) {
        if (d->bc) {
            if (c->year <= 0)
                return DT_FIELD_OVERFLOW;
            c->year = 1 - c->year;
        } else if (d->two_digits) {
            if (c->year < 0)
                return DT_FIELD_OVERFLOW;
            c->year += c->year < 70 ? 2000 : c->year < 100 ? 1900 : 0;
        } else if (c->year <= 0) {
            return DT_FIELD_OVERFLOW;
        }
    }
    if ((d->seen & BIT(K_DOY)) != 0)
        day_of_year(c);
    if ((d->seen & BIT(K_MONTH)) != 0 && (c->month < 1 || c->month > 12))
        return DT_MD_FIELD_OVERFLOW;
    if ((d->seen & BIT(K_DAY)) != 0 && (c->day < 1 || c->day > 31))
        return DT_MD_FIELD_OVERFLOW;
    if ((d->seen & MASK_DATE) == MASK_DATE && c->day > month_days(c->year, c->month))
        return DT_FIELD_OVERFLOW;
    return DT_OK;
}

static enum datetime_error check_ampm(struct decoder *d)
{
    if (d->ampm != NO_AMPM && d->c->hour > 12)
        return DT_FIELD_OVERFLOW;
    if (d->ampm == AM && d->c->hour == 12)
        d->c->hour = 0;
    else if (d->ampm == PM && d->c->hour != 12)
        d->c->hour += 12;
    return DT_OK;
}

/* The date at which a time's zone is asked: the input's own, else today. */
static enum datetime_error zone_date(struct decoder *d, struct civil *at)
{
    *at = *d->c;
    if ((d->seen & MASK_DATE) == 0) {
        struct civil today;
        civil_from_timestamptz(type_settings.statement_start, tz_session(), &today);
        at->year = today.year;
        at->month = today.month;
        at->day = today.day;
    }
    return (d->seen & MASK_DATE) == 0 || (d->seen & MASK_DATE) == MASK_DATE ? DT_OK : DT_BAD_FORMAT;
}

static enum datetime_error find_zone(struct decoder *d)
{
    struct civil *c = d->c, at = *c;
    int32_t offset;
    bool modifier = (d->seen & BIT(K_DST_MODIFIER)) != 0;
    if (modifier && (d->zone != NULL || d->abbrev_zone != NULL))
        return DT_BAD_FORMAT;
    if (d->zone != NULL) {
        if (d->time_only && tz_is_fixed(d->zone, &offset)) {
            c->west = -offset;
        } else {
            if (d->time_only && (d->seen & MASK_DATE) != MASK_DATE)
                return DT_BAD_FORMAT;
            c->west = civil_zone(c, d->zone);
        }
    }
    if (d->abbrev_zone != NULL) {
        if (d->time_only)
            CHECK(zone_date(d, &at));
        c->west = civil_zone_abbrev(&at, d->abbrev, d->abbrev_zone);
        c->dst = at.dst;
    }
    if (d->with_zone && (d->seen & BIT(K_ZONE)) == 0) {
        if (modifier)
            return DT_BAD_FORMAT;
        if (d->time_only)
            CHECK(zone_date(d, &at));
        c->west = civil_zone(&at, tz_session());
        c->dst = at.dst;
    }
    return DT_OK;
}

static enum datetime_error decode(struct decoder *d)
{
    if (d->fields.n == 0)
        return DT_BAD_FORMAT;
    for (int i = 0; i < d->fields.n; i++) {
        d->now = 0;
        CHECK(decode_field(d, i));
        if ((d->now & d->seen) != 0)
            return DT_BAD_FORMAT;
        d->seen |= d->now;
    }
    CHECK(check_date(d));
    CHECK(check_ampm(d));
    if (d->time_only) {
        if (clock_overflows(d->c))
            return DT_FIELD_OVERFLOW;
        if ((d->seen & MASK_TIME) != MASK_TIME)
            return DT_BAD_FORMAT;
        return find_zone(d);
    }
    if (d->in->value != DT_VALUE)
        return DT_OK;
    if ((d->seen & MASK_DATE) != MASK_DATE) {
        d->in->date_missing = (d->seen & MASK_TIME) == MASK_TIME;
        return d->in->date_missing ? DT_OK : DT_BAD_FORMAT;
    }
    return find_zone(d);
}

static enum datetime_error parse(const char *s, bool with_zone, bool time_only, size_t room, struct datetime_input *in)
{
    *in = (struct datetime_input){.civil = {.dst = -1}, .value = DT_VALUE};
    struct decoder d = {.in = in, .c = &in->civil, .with_zone = with_zone, .time_only = time_only, .ampm = NO_AMPM};
    CHECK(fields_split(s, room, &d.fields));
    return decode(&d);
}

enum datetime_error datetime_parse(const char *s, bool with_zone, size_t room, struct datetime_input *in)
{
    return parse(s, with_zone, false, room, in);
}

enum datetime_error time_parse(const char *s, bool with_zone, struct datetime_input *in)
{
    return parse(s, with_zone, true, 129, in);
}
