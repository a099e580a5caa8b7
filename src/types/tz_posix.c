/* POSIX TZ strings (POSIX.1-2017, 8.3; with RFC 8536's longer hours): "EST5EDT,M3.2.0,M11.1.0/2:00", "<+03>-3". */
#include <string.h>

#include "types/tz_int.h"

/* Rules are worked out for one Gregorian cycle around 1970; outside it tz_at() folds the time into the cycle. */
#define FIRST_YEAR 1770
#define LAST_YEAR 2170
/* A summer time without rule follows the United States'. */
#define DEFAULT_RULE ",M3.2.0,M11.1.0"

struct rule {
    enum { DAY_JULIAN, DAY_ZERO, DAY_WEEK } kind;
    int day, week, month; /* DAY_WEEK: day of week 0..6, week 1..5 */
    int32_t time;
};

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *parse_number(const char *s, int *v, int min, int max)
{
    int n = 0;
    if (s == NULL || !digit(*s))
        return NULL;
    for (; digit(*s); s++) {
        n = n * 10 + (*s - '0');
        if (n > max)
            return NULL;
    }
    *v = n;
    return n < min ? NULL : s;
}

/* hh[:mm[:ss]] with hours up to a week */
static const char *parse_seconds(const char *s, int32_t *v)
{
    int n;
    if ((s = parse_number(s, &n, 0, 24 * 7 - 1)) == NULL)
        return NULL;
    *v = n * 3600;
    if (*s == ':') {
        if ((s = parse_number(s + 1, &n, 0, 59)) == NULL)
            return NULL;
        *v += n * 60;
        if (*s == ':') {
            if ((s = parse_number(s + 1, &n, 0, 60)) == NULL)
                return NULL;
            *v += n;
        }
    }
    return s;
}

static const char *parse_offset(const char *s, int32_t *v)
{
    bool minus = *s == '-';
    if (*s == '-' || *s == '+')
        s++;
    s = parse_seconds(s, v);
    if (minus)
        *v = -*v;
    return s;
}

static const char *parse_rule(const char *s, struct rule *r)
{
    if (*s == 'J') {
        r->kind = DAY_JULIAN;
        s = parse_number(s + 1, &r->day, 1, 365);
    } else if (*s == 'M') {
        r->kind = DAY_WEEK;
        s = parse_number(s + 1, &r->month, 1, 12);
        if (s == NULL || *s++ != '.')
            return NULL;
        s = parse_number(s, &r->week, 1, 5);
        if (s == NULL || *s++ != '.')
            return NULL;
        s = parse_number(s, &r->day, 0, 6);
    } else if (digit(*s)) {
        r->kind = DAY_ZERO;
        s = parse_number(s, &r->day, 0, 365);
    } else {
        return NULL;
    }
    r->time = 2 * 3600;
    return s != NULL && *s == '/' ? parse_offset(s + 1, &r->time) : s;
}

static const char *parse_name(struct arena *a, const char *s, const char **name)
{
    const char *from = s;
    if (*s == '<') {
        from = ++s;
        while (*s != '\0' && *s != '>')
            s++;
        *name = arena_strndup(a, from, (size_t)(s - from));
        return *s == '>' ? s + 1 : NULL;
    }
    while (*s != '\0' && !digit(*s) && *s != ',' && *s != '-' && *s != '+')
        s++;
    *name = arena_strndup(a, from, (size_t)(s - from));
    return s;
}

static bool leap_year(int y)
{
    return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

/* Days from 1970-01-01 to January 1 of a year. */
static int64_t year_day(int y)
{
    int64_t n = y - 1;
    return n * 365 + n / 4 - n / 100 + n / 400 - 719162;
}

/* Seconds from the year's beginning to the rule's moment, in local time of before (offset east of UTC is taken off). */
static int64_t rule_time(const struct rule *r, int year, int32_t offset)
{
    static const int month_days[2][13] = {{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365},
                                          {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366}};
    bool leap = leap_year(year);
    int64_t day = r->day;
    if (r->kind == DAY_JULIAN) {
        day = r->day - 1 + (leap && r->day >= 60);
    } else if (r->kind == DAY_WEEK) {
        int64_t first = year_day(year) + month_days[leap][r->month - 1];
        int weekday = (int)(((first + 4) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
        int d = (r->day - weekday + 7) % 7 + 7 * (r->week - 1);
        if (d >= month_days[leap][r->month] - month_days[leap][r->month - 1])
            d -= 7;
        day = month_days[leap][r->month - 1] + d;
    }
    return (year_day(year) + day) * 86400 + r->time - offset;
}

struct tz *tz_posix_parse(struct arena *a, const char *s)
{
    int32_t west;
    struct tz *z = ARENA_NEW(a, struct tz);
    z->types = ARENA_ARRAY(a, struct tz_type, 2);
    s = parse_name(a, s, &z->types[0].abbrev);
    if (s == NULL || *s == '\0' || (s = parse_offset(s, &west)) == NULL)
        return NULL;
    z->types[0].offset = -west;
    z->ntypes = 1;
    if (*s == '\0')
        return z;

    struct tz_type *dst = &z->types[z->ntypes++];
    const char *before = s;
    dst->dst = true;
    s = parse_name(a, s, &dst->abbrev);
    if (s == NULL || s == before)
        return NULL;
    dst->offset = z->types[0].offset + 3600;
    if (*s != '\0' && *s != ',' && *s != ';') {
        if ((s = parse_offset(s, &west)) == NULL)
            return NULL;
        dst->offset = -west;
    }
    if (*s == '\0')
        s = DEFAULT_RULE;
    struct rule on, off;
    if ((*s != ',' && *s != ';') || (s = parse_rule(s + 1, &on)) == NULL || *s != ',' ||
        (s = parse_rule(s + 1, &off)) == NULL || *s != '\0')
        return NULL;

    int64_t *times = ARENA_ARRAY(a, int64_t, 2 * (LAST_YEAR - FIRST_YEAR + 1));
    uint8_t *what = ARENA_ARRAY(a, uint8_t, 2 * (LAST_YEAR - FIRST_YEAR + 1));
    int32_t shift = dst->offset - z->types[0].offset;
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        int64_t start = rule_time(&on, year, z->types[0].offset), end = rule_time(&off, year, dst->offset);
        bool reversed = end < start;
        int64_t low = reversed ? end : start, high = reversed ? start : end;
        /* summer time all year round (RFC 8536's trick): no transition */
        if (!reversed && !(end - start < (leap_year(year) ? 366 : 365) * (int64_t)86400 + shift))
            continue;
        times[z->ntimes] = low;
        what[z->ntimes++] = !reversed;
        times[z->ntimes] = high;
        what[z->ntimes++] = reversed;
    }
    z->times = times;
    z->what = what;
    z->cycle_back = z->cycle_on = z->ntimes > 0;
    if (z->ntimes == 0) {
        z->types[0] = z->types[1];
        z->ntypes = 1;
    }
    return z;
}
