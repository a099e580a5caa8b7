/* .datetime(): strings read by a template (manual 9.8; strictly, as SQL's standard wants it), or by forms of ISO 8601. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/macros.h"
#include "funcs/jsonpath_exec.h"
#include "types/datetime.h"

enum field {
    F_LITERAL, F_YEAR, F_YEAR3, F_YEAR2, F_YEAR1, F_MONTH, F_DAY, F_DAY_OF_YEAR, F_HOUR24, F_HOUR12, F_MINUTE, F_SECOND,
    F_SECOND_OF_DAY, F_MILLISECOND, F_MICROSECOND, F_FRACTION, F_AMPM, F_ZONE_HOUR, F_ZONE_MINUTE, FIELD_COUNT,
};

static const struct pattern {
    const char *text;
    enum field field;
    int width;
    bool digits; /* what it reads cannot be told from digits before it */
} patterns[] = {
    /* where one begins another, the longer first */
    {"YYYY", F_YEAR, 4, true},          {"YYY", F_YEAR3, 3, true},       {"YY", F_YEAR2, 2, true},
    {"Y", F_YEAR1, 1, true},            {"MM", F_MONTH, 2, true},        {"DDD", F_DAY_OF_YEAR, 3, true},
    {"DD", F_DAY, 2, true},             {"HH24", F_HOUR24, 2, true},     {"HH12", F_HOUR12, 2, true},
    {"HH", F_HOUR12, 2, true},          {"MI", F_MINUTE, 2, true},       {"SSSSS", F_SECOND_OF_DAY, 5, true},
    {"SSSS", F_SECOND_OF_DAY, 5, true}, {"SS", F_SECOND, 2, true},       {"MS", F_MILLISECOND, 3, true},
    {"US", F_MICROSECOND, 6, true},     {"FF1", F_FRACTION, 1, false},   {"FF2", F_FRACTION, 2, false},
    {"FF3", F_FRACTION, 3, false},      {"FF4", F_FRACTION, 4, false},   {"FF5", F_FRACTION, 5, false},
    {"FF6", F_FRACTION, 6, false},      {"AM", F_AMPM, 2, false},        {"PM", F_AMPM, 2, false},
    {"A.M.", F_AMPM, 4, false},         {"P.M.", F_AMPM, 4, false},      {"TZH", F_ZONE_HOUR, 2, false},
    {"TZM", F_ZONE_MINUTE, 2, true},
};

struct node {
    const struct pattern *pattern; /* NULL: a character */
    char name[8];                  /* the pattern as it was written */
    char literal;
    bool quoted;
};

#define MAX_NODES 64

struct reader {
    struct node nodes[MAX_NODES];
    int n;
    const char *s; /* what is left of the input */
    const char *input;
    bool throw, failed;
    bool seen[FIELD_COUNT];
    int value[FIELD_COUNT];
    int precision, zone_sign;
    bool pm;
};

/* Raised, or only noted. */
#define FAIL_WITH(r, make)     \
    do {                       \
        if ((r)->throw)        \
            error_throw(make); \
        (r)->failed = true;    \
        return;                \
    } while (0)
#define FAIL(r, ...) FAIL_WITH(r, error_new(__VA_ARGS__))

/* ---- templates ---- */
static const struct pattern *pattern_at(const char *s)
{
    for (int i = 0; i < COUNTOF(patterns); i++) {
        size_t n = strlen(patterns[i].text), upper = 0, lower = 0;
        for (size_t k = 0; k < n; k++) {
            upper += s[upper] == patterns[i].text[k];
            lower += s[lower] == ascii_lower(patterns[i].text[k]);
        }
        if (upper == n || lower == n)
            return &patterns[i];
    }
    return NULL;
}

/* A part that to_timestamp() knows, and this reader does not. */
static bool is_other_pattern(const char *s)
{
    static const char *const others[] = {"A.D.", "AD", "B.C.", "BC", "CC", "DAY", "DY", "D",  "FM", "FX", "ID", "IW",  "I",
                                         "J",    "MONTH", "MON", "OF", "Q",  "RM",  "TZ", "TM", "TH", "WW", "W"};
    for (int i = 0; i < COUNTOF(others); i++)
        if (strncasecmp(s, others[i], strlen(others[i])) == 0)
            return true;
    return false;
}

static void add_node(struct reader *r, struct node node)
{
    if (r->n == MAX_NODES)
        raise(ERR_FEATURE_NOT_SUPPORTED, "datetime templates of more than %d parts are not supported", MAX_NODES);
    r->nodes[r->n++] = node;
}

static void parse_template(struct reader *r, const char *s)
{
    while (*s != '\0') {
        const struct pattern *p = pattern_at(s);
        if (p != NULL) {
            struct node node = {.pattern = p};
            memcpy(node.name, s, strlen(p->text));
            add_node(r, node);
            s += strlen(p->text);
        } else if (*s == '"') {
            for (s++; *s != '\0' && *s != '"'; s++) {
                if (*s == '\\' && s[1] != '\0')
                    s++;
                add_node(r, (struct node){.literal = *s, .quoted = true});
            }
            s += *s == '"';
        } else if (strchr("-./,':; ", *s) != NULL) {
            add_node(r, (struct node){.literal = *s++});
        } else if (is_other_pattern(s)) {
            raise(ERR_FEATURE_NOT_SUPPORTED, "this part of a datetime template is not supported: \"%s\"", s);
        } else {
            raise(ERR_INVALID_DATETIME_FORMAT, "invalid datetime format separator: \"%.*s\"", utf8_width(*s), s);
        }
    }
}

static bool template_has(const struct reader *r, enum field first, enum field last)
{
    for (int i = 0; i < r->n; i++)
        if (r->nodes[i].pattern != NULL && r->nodes[i].pattern->field >= first && r->nodes[i].pattern->field <= last)
            return true;
    return false;
}

/* ---- reading ---- */
static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void skip_spaces(struct reader *r)
{
    while (is_space(*r->s))
        r->s++;
}

/* May a number run on, for no digit belongs to what comes behind it? */
static bool open_ended(const struct reader *r, int i)
{
    if (i + 1 == r->n)
        return true;
    const struct node *next = &r->nodes[i + 1];
    return next->pattern != NULL ? !next->pattern->digits : next->literal < '0' || next->literal > '9';
}

#define FIXED_WIDTH_HINT "If your source string is not fixed-width, try using the \"FM\" modifier."

/* The integer at node i, and how many characters it took. */
static void read_int(struct reader *r, int i, int *value, int *len)
{
    const struct pattern *p = r->nodes[i].pattern;
    const char *from = r->s, *name = r->nodes[i].name;
    char *end, copy[8];
    skip_spaces(r);
    snprintf(copy, sizeof copy, "%.*s", p->width, r->s);
    int have = (int)strlen(copy);
    errno = 0;
    long v = strtol(from, &end, 10);
    if (!open_ended(r, i)) {
        if (have < p->width)
            FAIL_WITH(r, error_hint(error_detail(error_new(ERR_INVALID_DATETIME_FORMAT,
                                                           "source string too short for \"%s\" formatting field", name),
                                                 "Field requires %d characters, but only %d remain.", p->width, have),
                                    FIXED_WIDTH_HINT));
        v = strtol(copy, &end, 10);
        int used = (int)(end - copy);
        if (used > 0 && used < p->width)
            FAIL_WITH(
                r, error_hint(error_detail(
                                  error_new(ERR_INVALID_DATETIME_FORMAT, "invalid value \"%s\" for \"%s\"", copy, name),
                                  "Field requires %d characters, but only %d could be parsed.", p->width, used),
                              FIXED_WIDTH_HINT));
        end = (char *)(used > 0 ? r->s + used : from);
    }
    if (end == from)
        FAIL_WITH(r, error_detail(error_new(ERR_INVALID_DATETIME_FORMAT, "invalid value \"%s\" for \"%s\"", copy, name),
                                  "Value must be an integer."));
    if (errno == ERANGE || v < INT_MIN || v > INT_MAX)
        FAIL_WITH(r, error_detail(error_new(ERR_DATETIME_FIELD_OVERFLOW,
                                            "value for \"%s\" in source string is out of range", name),
                                  "Value must be in the range %d to %d.", INT_MIN, INT_MAX));
    *len = (int)(end - from);
    *value = (int)v;
    r->s = end;
}

static void store(struct reader *r, const char *name, enum field f, int value)
{
    if (r->seen[f] && r->value[f] != value)
        FAIL_WITH(r, error_detail(error_new(ERR_INVALID_DATETIME_FORMAT,
                                            "conflicting values for \"%s\" field in formatting string", name),
                                  "This value contradicts a previous setting for the same field type."));
    r->seen[f] = true;
    r->value[f] = value;
}

/* Years of fewer than four digits are those nearest to 2020. */
static int full_year(int year)
{
    if (year < 70)
        return year + 2000;
    if (year < 100)
        return year + 1900;
    if (year < 520)
        return year + 2000;
    return year < 1000 ? year + 1000 : year;
}

static void read_ampm(struct reader *r, const char *name)
{
    size_t width = strlen(name);
    static const char *const words[] = {"am", "pm", "a.m.", "p.m."};
    for (int i = 0; i < 4; i++)
        if (strlen(words[i]) == width && strncasecmp(r->s, words[i], width) == 0) {
            r->s += width;
            r->seen[F_HOUR12] |= r->seen[F_AMPM] = true;
            r->pm = i % 2 == 1;
            return;
        }
    int shown = 0;
    while (r->s[shown] != '\0' && !is_space(r->s[shown]))
        shown++;
    FAIL_WITH(
        r, error_detail(error_new(ERR_INVALID_DATETIME_FORMAT, "invalid value \"%.*s\" for \"%s\"", shown, r->s, name),
                        "The given value did not match any of the allowed values for this field."));
}

static void read_field(struct reader *r, int i)
{
    static const int powers[] = {1000000, 100000, 10000, 1000, 100, 10};
    const struct pattern *p = r->nodes[i].pattern;
    int value = 0, len = 0;
    if (p->field == F_AMPM) {
        read_ampm(r, r->nodes[i].name);
        return;
    }
    if (p->field == F_ZONE_HOUR) {
        r->zone_sign = *r->s == '-' ? -1 : 1;
        if (*r->s == '+' || *r->s == '-' || *r->s == ' ')
            r->s++;
    }
    read_int(r, i, &value, &len);
    if (r->failed)
        return;
    switch (p->field) {
    case F_YEAR3:
    case F_YEAR2:
    case F_YEAR1: store(r, r->nodes[i].name, F_YEAR, len < 4 ? full_year(value) : value); break;
    case F_FRACTION:
        r->precision = p->width; /* fall through */
    case F_MICROSECOND:
        store(r, r->nodes[i].name, F_MICROSECOND, len < 6 ? (int)((int64_t)value * powers[len]) : value);
        break;
    case F_MILLISECOND:
        store(r, r->nodes[i].name, F_MILLISECOND, len < 3 ? (int)((int64_t)value * powers[len] / 1000) : value);
        break;
    case F_HOUR12:
        r->seen[F_HOUR12] = true;
        store(r, r->nodes[i].name, F_HOUR24, value);
        break;
    default: store(r, r->nodes[i].name, p->field, value); break;
    }
}

static void read_literal(struct reader *r, const struct node *node)
{
    if (*r->s == node->literal)
        r->s++;
    else if (node->quoted)
        FAIL(r, ERR_INVALID_DATETIME_FORMAT, "unmatched format character \"%c\"", node->literal);
    else
        FAIL(r, ERR_INVALID_DATETIME_FORMAT, "unmatched format separator \"%c\"", node->literal);
}

static void read_nodes(struct reader *r)
{
    int i = 0;
    for (; i < r->n && *r->s != '\0' && !r->failed; i++)
        if (r->nodes[i].pattern != NULL)
            read_field(r, i);
        else
            read_literal(r, &r->nodes[i]);
    if (r->failed || r->n == 0)
        return;
    if (i < r->n)
        FAIL(r, ERR_INVALID_DATETIME_FORMAT, "input string is too short for datetime format");
    skip_spaces(r);
    if (*r->s != '\0')
        FAIL(r, ERR_INVALID_DATETIME_FORMAT, "trailing characters remain in input string after datetime format");
}

/* ---- the value of the fields ---- */
static void set_clock(struct reader *r, struct civil *c)
{
    c->hour = r->value[F_HOUR24];
    c->minute = r->value[F_MINUTE];
    c->second = r->value[F_SECOND];
    if (r->seen[F_SECOND_OF_DAY]) {
        int rest = r->value[F_SECOND_OF_DAY];
        c->hour = rest / 3600;
        c->minute = rest / 60 % 60;
        c->second = rest % 60;
        if (r->seen[F_HOUR24])
            c->hour = r->value[F_HOUR24];
    }
    int64_t usec = r->value[F_MILLISECOND] * INT64_C(1000) + r->value[F_MICROSECOND];
    if (r->seen[F_HOUR12]) {
        if (c->hour < 1 || c->hour > 12)
            FAIL_WITH(r, error_hint(error_new(ERR_INVALID_DATETIME_FORMAT,
                                              "hour \"%d\" is invalid for the 12-hour clock", c->hour),
                                    "Use the 24-hour clock, or give an hour between 1 and 12."));
        if (r->pm && c->hour < 12)
            c->hour += 12;
        else if (!r->pm && c->hour == 12)
            c->hour = 0;
    }
    if (c->hour < 0 || c->hour > 23 || c->minute < 0 || c->minute > 59 || c->second < 0 || c->second > 59 || usec < 0 ||
        usec >= USECS_PER_SEC)
        FAIL(r, ERR_DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"%s\"", r->input);
    c->usec = (int)usec;
}

/* What is zero counts as not given: year 0 is 1 BC, the others are 1. */
static void set_date(struct reader *r, struct civil *c)
{
    int year = r->value[F_YEAR], month = r->value[F_MONTH], day = r->value[F_DAY], doy = r->value[F_DAY_OF_YEAR];
    c->year = year < 0 ? year + 1 : year;
    c->month = month != 0 ? month : 1;
    c->day = day != 0 ? day : 1;
    if (doy != 0 && (month == 0 || day == 0)) {
        if (year == 0)
            FAIL(r, ERR_INVALID_DATETIME_FORMAT, "cannot calculate day of year without year information");
        if (doy >= 1 && doy <= 365 + year_is_leap(c->year))
            julian_to_date(julian_from_date(c->year, 1, 1) + doy - 1, &c->year, &c->month, &c->day);
        else
            c->day = 0;
    }
    if (c->month < 1 || c->month > 12 || c->day < 1 || c->day > month_days(c->year, c->month))
        FAIL(r, ERR_DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"%s\"", r->input);
}

static void set_zone(struct reader *r, struct civil *c)
{
    int hour = r->value[F_ZONE_HOUR], minute = r->value[F_ZONE_MINUTE];
    if (hour < 0 || hour > 15 || minute < 0 || minute > 59)
        FAIL(r, ERR_INVALID_TIME_ZONE_DISPLACEMENT_VALUE, "time zone displacement out of range: \"%s\"", r->input);
    c->west = (r->zone_sign < 0 ? 1 : -1) * (hour * 3600 + minute * 60);
}

static void set_timestamp(struct reader *r, struct civil *c, bool zoned, struct jp_value *out)
{
    TimestampADT t;
    if (!civil_to_timestamp(c, zoned ? &c->west : NULL, &t))
        FAIL(r, ERR_DATETIME_VALUE_OUT_OF_RANGE, "%s out of range", zoned ? "timestamptz" : "timestamp");
    timestamp_apply_typmod(&t, r->precision);
    out->type = zoned ? TYPE_timestamptz : TYPE_timestamp;
    out->west = c->west;
    out->when = datum_from_int64(t);
}

static void set_value(struct arena *a, struct reader *r, struct jp_value *out)
{
    bool dated = template_has(r, F_YEAR, F_DAY_OF_YEAR), timed = template_has(r, F_HOUR24, F_AMPM);
    bool zoned = template_has(r, F_ZONE_HOUR, F_ZONE_MINUTE);
    struct civil c = {0};
    set_clock(r, &c);
    if (!r->failed)
        set_date(r, &c);
    if (!r->failed && zoned)
        set_zone(r, &c);
    if (r->failed)
        return;
    if (dated && timed) {
        set_timestamp(r, &c, zoned, out);
    } else if (timed) {
        int64_t t = usecs_round(civil_time(&c), r->precision);
        out->type = zoned ? TYPE_timetz : TYPE_time;
        out->when = zoned ? datum_from_timetz(a, (struct timetz){.time = t, .zone = c.west}) : datum_from_int64(t);
    } else if (!dated) {
        FAIL(r, ERR_INVALID_DATETIME_FORMAT, "datetime format is not dated and not timed");
    } else if (zoned) {
        FAIL(r, ERR_INVALID_DATETIME_FORMAT, "datetime format is zoned but not timed");
    } else {
        if (!julian_is_valid(c.year, c.month, c.day) ||
            !date_is_valid((int64_t)julian_from_date(c.year, c.month, c.day) - EPOCH_JULIAN))
            FAIL(r, ERR_DATETIME_VALUE_OUT_OF_RANGE, "date out of range: \"%s\"", r->input);
        out->type = TYPE_date;
        out->when = datum_from_int32(julian_from_date(c.year, c.month, c.day) - EPOCH_JULIAN);
    }
}

static bool read_datetime(struct arena *a, const char *template, const char *text, bool throw, struct jp_value *out)
{
    struct reader r = {.s = text, .input = text, .throw = throw, .precision = -1};
    parse_template(&r, template);
    read_nodes(&r);
    if (!r.failed)
        set_value(a, &r, out);
    return !r.failed;
}

bool jp_datetime(const struct jp_run *run, const struct view *template, const struct jp_value *text,
                 struct jp_value *out)
{
#define TIMES(date)                                                                                           \
    date "HH24:MI:SS.USTZH:TZM", date "HH24:MI:SS.USTZH", date "HH24:MI:SSTZH:TZM", date "HH24:MI:SSTZH",     \
        date "HH24:MI:SS.US", date "HH24:MI:SS"
    static const char *const forms[] = {"YYYY-MM-DD", TIMES(""), TIMES("YYYY-MM-DD "), TIMES("YYYY-MM-DD\"T\"")};
    const char *s = arena_strndup(run->arena, text->v.str, text->v.n);
    out->v = (struct jval){.type = J_DATETIME};
    if (template != NULL)
        return read_datetime(run->arena, arena_strndup(run->arena, template->s, template->n), s, run->throw, out);
    for (int i = 0; i < COUNTOF(forms); i++)
        if (read_datetime(run->arena, forms[i], s, false, out))
            return true;
    if (run->throw)
        error_throw(error_hint(error_new(ERR_INVALID_ARGUMENT_FOR_SQL_JSON_DATETIME_FUNCTION,
                                         "datetime format is not recognized: \"%s\"", s),
                               "Use a datetime template argument to specify the input data format."));
    return false;
}
