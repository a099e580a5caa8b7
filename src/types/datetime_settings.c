/* DateStyle, IntervalStyle and TimeZone: the text of SET, and of SHOW. */
#include <stdlib.h>
#include <strings.h>

#include "types/datetime.h"

static struct arena *texts(void)
{
    static struct arena *a; /* names in details: replaced at each call */
    if (a == NULL)
        a = arena_new(NULL, "date settings");
    else
        arena_reset(a);
    return a;
}

static bool word_is(const char *w, size_t n, const char *what)
{
    return strlen(what) == n && strncasecmp(w, what, n) == 0;
}

static bool word_starts(const char *w, size_t n, const char *what)
{
    return n >= strlen(what) && strncasecmp(w, what, strlen(what)) == 0;
}

bool datestyle_parse(const char *text, struct type_settings *s, const char **detail)
{
    int style = -1, order = -1;
    bool german = false, defaults = false, ok = true;
    *detail = NULL;
    for (const char *p = text;;) {
        while (*p == ' ' || (*p >= '\t' && *p <= '\r'))
            p++;
        bool quoted = *p == '"';
        const char *w = quoted ? ++p : p;
        while (*p != '\0' && (quoted ? *p != '"' : *p != ',' && *p != ' ' && (*p < '\t' || *p > '\r')))
            p++;
        size_t n = (size_t)(p - w);
        if (quoted && *p == '"')
            p++;
        while (*p == ' ' || (*p >= '\t' && *p <= '\r'))
            p++;
        if ((*p != ',' && *p != '\0') || (n == 0 && (*p != '\0' || p != text))) {
            *detail = "List syntax is invalid.";
            return false;
        }
        int new_style = -1, new_order = -1;
        if (n == 0)
            ;
        else if (word_is(w, n, "ISO"))
            new_style = DATESTYLE_ISO;
        else if (word_is(w, n, "SQL"))
            new_style = DATESTYLE_SQL;
        else if (word_starts(w, n, "POSTGRES"))
            new_style = DATESTYLE_POSTGRES;
        else if (word_is(w, n, "GERMAN"))
            new_style = DATESTYLE_GERMAN;
        else if (word_is(w, n, "YMD"))
            new_order = DATEORDER_YMD;
        else if (word_is(w, n, "DMY") || word_starts(w, n, "EURO"))
            new_order = DATEORDER_DMY;
        else if (word_is(w, n, "MDY") || word_is(w, n, "US") || word_starts(w, n, "NONEURO"))
            new_order = DATEORDER_MDY;
        else if (word_is(w, n, "DEFAULT"))
            defaults = true;
        else {
            *detail = arena_printf(texts(), "Unrecognized key word: \"%.*s\".", (int)n, w);
            return false;
        }
        ok = ok && (new_style < 0 || style < 0 || style == new_style) &&
             (new_order < 0 || order < 0 || order == new_order);
        if (new_style >= 0)
            style = new_style;
        if (new_order >= 0)
            order = new_order;
        if (new_style == DATESTYLE_GERMAN && order < 0)
            german = true; /* implies DMY unless something else is said */
        if (*p == '\0')
            break;
        p++;
    }
    if (!ok) {
        *detail = "Conflicting \"datestyle\" specifications.";
        return false;
    }
    if (style >= 0 || defaults)
        s->date_style = style >= 0 ? (enum date_style)style : DATESTYLE_ISO;
    if (order >= 0)
        s->date_order = (enum date_order)order;
    else if (german)
        s->date_order = DATEORDER_DMY;
    else if (defaults)
        s->date_order = DATEORDER_MDY;
    return true;
}

const char *datestyle_text(const struct type_settings *s)
{
    static const char *const names[4][3] = {
        [DATESTYLE_ISO] = {"ISO, MDY", "ISO, DMY", "ISO, YMD"},
        [DATESTYLE_POSTGRES] = {"Postgres, MDY", "Postgres, DMY", "Postgres, YMD"},
        [DATESTYLE_SQL] = {"SQL, MDY", "SQL, DMY", "SQL, YMD"},
        [DATESTYLE_GERMAN] = {"German, MDY", "German, DMY", "German, YMD"},
    };
    return names[s->date_style][s->date_order];
}

static const char *const interval_styles[] = {"postgres", "postgres_verbose", "sql_standard", "iso_8601"};

bool intervalstyle_parse(const char *text, struct type_settings *s)
{
    for (int i = 0; i < 4; i++)
        if (strcasecmp(text, interval_styles[i]) == 0) {
            s->interval_style = (enum interval_style)i;
            return true;
        }
    return false;
}

const char *intervalstyle_text(const struct type_settings *s)
{
    return interval_styles[s->interval_style];
}

/* INTERVAL 'text' behind the word; false when it is no interval or one with months or days. */
static bool interval_zone(const char *p, const struct tz **z, const char **detail)
{
    struct interval v;
    while (*p == ' ' || (*p >= '\t' && *p <= '\r'))
        p++;
    const char *end = *p == '\'' ? strchr(p + 1, '\'') : NULL;
    if (end == NULL || end[1] != '\0')
        return false;
    struct arena *a = texts();
    struct io io = {.arena = a, .type = TYPE_interval, .typmod = -1};
    const char *text = arena_strndup(a, p + 1, (size_t)(end - p - 1));
    v = datum_interval(interval_in(&io, text, strlen(text)));
    if (v.month != 0 || v.day != 0) {
        *detail = v.month != 0 ? "Cannot specify months in time zone interval."
                               : "Cannot specify days in time zone interval.";
        return false;
    }
    *z = tz_fixed(-(v.time / USECS_PER_SEC));
    if (*z == NULL)
        *detail = "UTC timezone offset is out of range.";
    return *z != NULL;
}

bool timezone_parse(const char *text, struct type_settings *s, const char **detail)
{
    const struct tz *z = NULL;
    *detail = NULL;
    if (strncasecmp(text, "interval", 8) == 0) {
        if (!interval_zone(text + 8, &z, detail))
            return false;
        s->timezone = z;
        return true;
    }
    char *end;
    double hours = strtod(text, &end);
    if (end != text && *end == '\0') {
        z = hours > -1e6 && hours < 1e6 ? tz_fixed((int64_t)(-hours * 3600)) : NULL;
        if (z == NULL)
            *detail = "UTC timezone offset is out of range.";
    } else {
        z = tz_by_name(text);
    }
    if (z == NULL)
        return false;
    if (tz_has_leap_seconds(z)) {
        *detail = "PostgreSQL does not support leap seconds.";
        return false;
    }
    s->timezone = z;
    return true;
}

const char *timezone_text(const struct type_settings *s)
{
    return tz_name(s->timezone != NULL ? s->timezone : tz_utc());
}
