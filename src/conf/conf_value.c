/* Values by type: booleans, numbers with units, enums. */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/macros.h"
#include "base/strbuf.h"
#include "conf/conf_int.h"

/* Units, the largest first: how many base units each is. */
static const struct unit {
    enum conf_unit base;
    const char *name;
    double factor;
} units[] = {
    {UNIT_KB, "TB", 1024.0 * 1024 * 1024}, {UNIT_KB, "GB", 1024.0 * 1024}, {UNIT_KB, "MB", 1024}, {UNIT_KB, "kB", 1},
    {UNIT_KB, "B", 1.0 / 1024},
    {UNIT_MS, "d", 86400000}, {UNIT_MS, "h", 3600000}, {UNIT_MS, "min", 60000}, {UNIT_MS, "s", 1000}, {UNIT_MS, "ms", 1},
    {UNIT_MS, "us", 1.0 / 1000},
    {UNIT_S, "d", 86400}, {UNIT_S, "h", 3600}, {UNIT_S, "min", 60}, {UNIT_S, "s", 1}, {UNIT_S, "ms", 1.0 / 1000},
};

static const char *base_name(enum conf_unit u)
{
    return u == UNIT_KB ? "kB" : u == UNIT_MS ? "ms" : u == UNIT_S ? "s" : "";
}

static _Noreturn void bad_value(const char *name, const char *text, const char *hint)
{
    struct error *e = error_new(ERR_INVALID_PARAMETER_VALUE, "invalid value for parameter \"%s\": \"%s\"", name, text);
    if (hint != NULL)
        error_hint(e, "%s", hint);
    error_throw(e);
}

static const char *unit_hint(enum conf_unit u)
{
    return u == UNIT_KB ? "Valid units for this parameter are \"B\", \"kB\", \"MB\", \"GB\", and \"TB\"."
           : u == UNIT_NONE ? NULL
                            : "Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\".";
}

static long long parse_int(const struct conf_row *row, const char *name, const char *text)
{
    char *end;
    errno = 0;
    double v = strtod(text, &end);
    if (end == text || isnan(v))
        bad_value(name, text, NULL);
    /* 0x1F and 017 are integers too, as in PostgreSQL */
    char *iend;
    long long whole = strtoll(text, &iend, 0);
    if (iend >= end) {
        v = (double)whole;
        end = iend;
    }
    while (isspace((unsigned char)*end))
        end++;
    if (*end != '\0') {
        double factor = 0;
        size_t n = strcspn(end, " \t\n");
        for (int i = 0; i < COUNTOF(units); i++)
            if (units[i].base == row->unit && strlen(units[i].name) == n && strncmp(units[i].name, end, n) == 0)
                factor = units[i].factor;
        if (factor == 0 || end[n + strspn(end + n, " \t\n")] != '\0')
            bad_value(name, text, unit_hint(row->unit));
        v *= factor;
    }
    v = rint(v);
    if (v < INT32_MIN || v > INT32_MAX)
        bad_value(name, text, "Value exceeds integer range.");
    if (v < (double)row->min || v > (double)row->max) {
        const char *u = base_name(row->unit), *space = u[0] != '\0' ? " " : "";
        raise(ERR_INVALID_PARAMETER_VALUE, "%.0f%s%s is outside the valid range for parameter \"%s\" (%lld .. %lld)", v, space, u,
              name, row->min, row->max);
    }
    return (long long)v;
}

const char *conf_canonical_int(const struct conf_row *row, const char *value, char *text, size_t size)
{
    snprintf(text, size, "%lld", parse_int(row, row->name, value));
    return text;
}

const char *conf_int_with_unit(const struct conf_row *row, long long v, char *text, size_t size)
{
    for (int i = 0; v > 0 && i < COUNTOF(units); i++)
        if (units[i].base == row->unit && units[i].factor >= 1 && v % (long long)units[i].factor == 0) {
            snprintf(text, size, "%lld%s", v / (long long)units[i].factor, units[i].name);
            return text;
        }
    snprintf(text, size, "%lld", v);
    return text;
}

/* -1: none. Beginnings of the words count, as in PostgreSQL. */
static int parse_bool(const char *s)
{
    static const struct {
        const char *word;
        size_t least;
        int v;
    } words[] = {{"true", 1, 1}, {"false", 1, 0}, {"yes", 1, 1}, {"no", 1, 0}, {"on", 2, 1}, {"off", 2, 0}, {"1", 1, 1}, {"0", 1, 0}};
    size_t n = strlen(s);
    for (int i = 0; i < COUNTOF(words); i++)
        if (n >= words[i].least && n <= strlen(words[i].word) && strncasecmp(s, words[i].word, n) == 0)
            return words[i].v;
    return -1;
}

static const char *check_enum(struct arena *a, const struct conf_row *row, const char *name, const char *text)
{
    struct strbuf list;
    strbuf_init(&list, a);
    for (const char *p = row->values; *p != '\0';) {
        size_t n = strcspn(p, "|");
        if (strlen(text) == n && strncasecmp(text, p, n) == 0)
            return arena_strndup(a, p, n);
        strbuf_printf(&list, "%s%.*s", list.len > 0 ? ", " : "", (int)n, p);
        p += n + (p[n] == '|');
    }
    int b = strstr(row->values, "on") != NULL && strstr(row->values, "off") != NULL ? parse_bool(text) : -1;
    if (b >= 0)
        return b ? "on" : "off";
    bad_value(name, text, arena_printf(a, "Available values: %s.", list.data));
}

const char *conf_check(struct arena *a, const struct conf_row *row, const char *name, const char *text)
{
    switch (row->type) {
    case CONF_BOOL: {
        int b = parse_bool(text);
        if (b < 0)
            raise(ERR_INVALID_PARAMETER_VALUE, "parameter \"%s\" requires a Boolean value", name);
        return b ? "on" : "off";
    }
    case CONF_INT: return arena_printf(a, "%lld", parse_int(row, name, text));
    case CONF_ENUM: return check_enum(a, row, name, text);
    case CONF_STRING: return arena_strdup(a, text);
    }
    return text;
}
