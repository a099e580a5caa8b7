/* Writing dates, times and intervals as DateStyle and IntervalStyle say (manual 8.5.2, 8.5.5). */
#include <stdlib.h>

#include "types/datetime.h"

#define ZONE_ABBREV_MAX 10

const char *const month_names[] = {"January", "February", "March",     "April",   "May",      "June",    "July",
                                   "August",  "September", "October", "November", "December", NULL};
const char *const month_abbrevs[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
                                     "Aug", "Sep", "Oct", "Nov", "Dec", NULL};
const char *const day_names[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", NULL};
const char *const day_abbrevs[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", NULL};

/* v with at least width digits */
static void write_padded(unsigned v, int width, struct strbuf *out)
{
    char buf[16], *end = buf + sizeof buf, *p = end;
    do {
        *--p = (char)('0' + v % 10);
        width--;
    } while ((v /= 10) != 0);
    while (width-- > 0)
        *--p = '0';
    strbuf_add(out, p, (size_t)(end - p));
}

static void write_year(int year, struct strbuf *out)
{
    write_padded((unsigned)(year > 0 ? year : 1 - year), 4, out);
}

static void write_bc(int year, struct strbuf *out)
{
    if (year <= 0)
        strbuf_add(out, " BC", 3);
}

/* ss[.ffffff], the fraction without zeros at its end */
static void write_seconds(int second, int usec, int width, struct strbuf *out)
{
    write_padded((unsigned)abs(second), width, out);
    if (usec == 0)
        return;
    unsigned v = (unsigned)abs(usec);
    int digits = 6;
    for (; v % 10 == 0; digits--)
        v /= 10;
    strbuf_addch(out, '.');
    write_padded(v, digits, out);
}

static void write_clock(const struct civil *c, struct strbuf *out)
{
    write_padded((unsigned)c->hour, 2, out);
    strbuf_addch(out, ':');
    write_padded((unsigned)c->minute, 2, out);
    strbuf_addch(out, ':');
    write_seconds(c->second, c->usec, 2, out);
}

void zone_write(int32_t west, bool xsd, struct strbuf *out)
{
    unsigned v = (unsigned)abs(west);
    strbuf_addch(out, west <= 0 ? '+' : '-');
    write_padded(v / 3600, 2, out);
    if (v % 3600 != 0 || xsd) {
        strbuf_addch(out, ':');
        write_padded(v / 60 % 60, 2, out);
    }
    if (v % 60 != 0) {
        strbuf_addch(out, ':');
        write_padded(v % 60, 2, out);
    }
}

/* Day and month in the order that DateStyle has, with a separator between and behind. */
static void write_day_month(const struct civil *c, bool day_first, char separator, struct strbuf *out)
{
    write_padded((unsigned)(day_first ? c->day : c->month), 2, out);
    strbuf_addch(out, separator);
    write_padded((unsigned)(day_first ? c->month : c->day), 2, out);
    strbuf_addch(out, separator);
}

/* year-month-day, as ISO 8601 has it */
static void write_iso_date(const struct civil *c, struct strbuf *out)
{
    write_year(c->year, out);
    strbuf_addch(out, '-');
    write_padded((unsigned)c->month, 2, out);
    strbuf_addch(out, '-');
    write_padded((unsigned)c->day, 2, out);
}

void date_write(const struct civil *c, enum date_style style, struct strbuf *out)
{
    bool day_first = type_settings.date_order == DATEORDER_DMY;
    switch (style) {
    case DATESTYLE_ISO:
        write_iso_date(c, out);
        break;
    case DATESTYLE_SQL:
        write_day_month(c, day_first, '/', out);
        write_year(c->year, out);
        break;
    case DATESTYLE_GERMAN:
        write_day_month(c, true, '.', out);
        write_year(c->year, out);
        break;
    case DATESTYLE_POSTGRES:
        write_day_month(c, day_first, '-', out);
        write_year(c->year, out);
        break;
    }
    write_bc(c->year, out);
}

void time_write(const struct civil *c, bool with_zone, struct strbuf *out)
{
    write_clock(c, out);
    if (with_zone)
        zone_write(c->west, false, out);
}

static void write_zone_name(const struct civil *c, bool numeric_after_space, struct strbuf *out)
{
    if (c->abbrev != NULL) {
        strbuf_addch(out, ' ');
        strbuf_add(out, c->abbrev, strnlen(c->abbrev, ZONE_ABBREV_MAX));
        return;
    }
    if (numeric_after_space)
        strbuf_addch(out, ' ');
    zone_write(c->west, false, out);
}

void timestamp_write(struct civil *c, bool with_zone, enum date_style style, struct strbuf *out)
{
    bool day_first = type_settings.date_order == DATEORDER_DMY;
    switch (style) {
    case DATESTYLE_ISO:
        write_iso_date(c, out);
        strbuf_addch(out, ' ');
        write_clock(c, out);
        if (with_zone)
            zone_write(c->west, false, out);
        break;
    case DATESTYLE_SQL:
    case DATESTYLE_GERMAN:
        write_day_month(c, day_first || style == DATESTYLE_GERMAN, style == DATESTYLE_SQL ? '/' : '.', out);
        write_year(c->year, out);
        strbuf_addch(out, ' ');
        write_clock(c, out);
        if (with_zone)
            write_zone_name(c, false, out);
        break;
    case DATESTYLE_POSTGRES:
        c->weekday = julian_weekday(julian_from_date(c->year, c->month, c->day));
        strbuf_addstr(out, day_abbrevs[c->weekday]);
        strbuf_addch(out, ' ');
        if (day_first) {
            write_padded((unsigned)c->day, 2, out);
            strbuf_addch(out, ' ');
            strbuf_addstr(out, month_abbrevs[c->month - 1]);
        } else {
            strbuf_addstr(out, month_abbrevs[c->month - 1]);
            strbuf_addch(out, ' ');
            write_padded((unsigned)c->day, 2, out);
        }
        strbuf_addch(out, ' ');
        write_clock(c, out);
        strbuf_addch(out, ' ');
        write_year(c->year, out);
        if (with_zone)
            write_zone_name(c, true, out);
        break;
    }
    write_bc(c->year, out);
}

void timestamp_write_xsd(const struct civil *c, bool with_zone, struct strbuf *out)
{
    write_iso_date(c, out);
    strbuf_addch(out, 'T');
    write_clock(c, out);
    if (with_zone)
        zone_write(c->west, true, out);
    write_bc(c->year, out);
}

/* ---- intervals ---- */
static bool fields_clock(const struct interval_fields *f)
{
    return f->hour != 0 || f->minute != 0 || f->second != 0 || f->usec != 0;
}

static bool fields_clock_negative(const struct interval_fields *f)
{
    return f->hour < 0 || f->minute < 0 || f->second < 0 || f->usec < 0;
}

/* "1 year 2 mons -3 days +04:05:06": a plus where the part before was negative */
static void write_postgres(const struct interval_fields *f, struct strbuf *out)
{
    const struct {
        int v;
        const char *unit;
    } parts[] = {{f->year, "year"}, {f->month, "mon"}, {f->day, "day"}};
    bool first = true, after_negative = false;
    for (int i = 0; i < 3; i++) {
        if (parts[i].v == 0)
            continue;
        strbuf_printf(out, "%s%s%d %s%s", first ? "" : " ", after_negative && parts[i].v > 0 ? "+" : "", parts[i].v,
                      parts[i].unit, parts[i].v != 1 ? "s" : "");
        after_negative = parts[i].v < 0;
        first = false;
    }
    if (first || fields_clock(f)) {
        strbuf_printf(out, "%s%s%02lld:%02d:", first ? "" : " ",
                      fields_clock_negative(f) ? "-" : after_negative ? "+" : "", llabs(f->hour), abs(f->minute));
        write_seconds(f->second, f->usec, 2, out);
    }
}

/* "@ 1 year 2 mons ago": the first part that is not zero says the direction */
static void write_verbose(const struct interval_fields *f, struct strbuf *out)
{
    const struct {
        int64_t v;
        const char *unit;
    } parts[] = {{f->year, "year"}, {f->month, "mon"}, {f->day, "day"}, {f->hour, "hour"}, {f->minute, "min"}};
    bool first = true, ago = false;
    strbuf_addch(out, '@');
    for (int i = 0; i < 5; i++) {
        int64_t v = parts[i].v;
        if (v == 0)
            continue;
        if (first)
            ago = v < 0;
        if (ago)
            v = -v;
        strbuf_printf(out, " %lld %s%s", (long long)v, parts[i].unit, v == 1 ? "" : "s");
        first = false;
    }
    if (f->second != 0 || f->usec != 0) {
        bool negative = f->second < 0 || f->usec < 0;
        strbuf_addch(out, ' ');
        if (first)
            ago = negative;
        else if (negative != ago)
            strbuf_addch(out, '-');
        write_seconds(f->second, f->usec, 1, out);
        strbuf_printf(out, " sec%s", abs(f->second) != 1 || f->usec != 0 ? "s" : "");
        first = false;
    }
    if (first)
        strbuf_addstr(out, " 0");
    if (ago)
        strbuf_addstr(out, " ago");
}

static void write_sql_standard(struct interval_fields f, struct strbuf *out)
{
    bool negative = f.year < 0 || f.month < 0 || f.day < 0 || fields_clock_negative(&f);
    bool positive = f.year > 0 || f.month > 0 || f.day > 0 || f.hour > 0 || f.minute > 0 || f.second > 0 || f.usec > 0;
    bool years = f.year != 0 || f.month != 0, days = f.day != 0 || fields_clock(&f);
    if (!negative && !positive) {
        strbuf_addch(out, '0');
        return;
    }
    if ((negative && positive) || (years && days)) { /* no SQL interval: every part with its sign */
        strbuf_printf(out, "%c%d-%d %c%lld %c%lld:%02d:", f.year < 0 || f.month < 0 ? '-' : '+', abs(f.year),
                      abs(f.month), f.day < 0 ? '-' : '+', llabs((long long)f.day),
                      fields_clock_negative(&f) ? '-' : '+', llabs(f.hour), abs(f.minute));
        write_seconds(f.second, f.usec, 2, out);
        return;
    }
    if (negative)
        strbuf_addch(out, '-');
    if (years) {
        strbuf_printf(out, "%d-%d", abs(f.year), abs(f.month));
        return;
    }
    if (f.day != 0)
        strbuf_printf(out, "%lld ", llabs((long long)f.day));
    strbuf_printf(out, "%lld:%02d:", llabs(f.hour), abs(f.minute));
    write_seconds(f.second, f.usec, 2, out);
}

static void write_iso(const struct interval_fields *f, struct strbuf *out)
{
    strbuf_addch(out, 'P');
    if (f->year != 0)
        strbuf_printf(out, "%dY", f->year);
    if (f->month != 0)
        strbuf_printf(out, "%dM", f->month);
    if (f->day != 0)
        strbuf_printf(out, "%dD", f->day);
    if (fields_clock(f)) {
        strbuf_addch(out, 'T');
        if (f->hour != 0)
            strbuf_printf(out, "%lldH", (long long)f->hour);
        if (f->minute != 0)
            strbuf_printf(out, "%dM", f->minute);
        if (f->second != 0 || f->usec != 0) {
            if (f->second < 0 || f->usec < 0)
                strbuf_addch(out, '-');
            write_seconds(f->second, f->usec, 1, out);
            strbuf_addch(out, 'S');
        }
    } else if (f->year == 0 && f->month == 0 && f->day == 0) {
        strbuf_addstr(out, "T0S");
    }
}

void interval_write(struct interval v, enum interval_style style, struct strbuf *out)
{
    struct interval_fields f;
    interval_to_fields(v, &f);
    switch (style) {
    case INTERVALSTYLE_POSTGRES: write_postgres(&f, out); break;
    case INTERVALSTYLE_POSTGRES_VERBOSE: write_verbose(&f, out); break;
    case INTERVALSTYLE_SQL_STANDARD: write_sql_standard(f, out); break;
    case INTERVALSTYLE_ISO_8601: write_iso(&f, out); break;
    }
}
