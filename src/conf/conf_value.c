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

/* Units, the largest first: how many bytes or microseconds each is. */
static const struct unit {
    const char *name;
    double size;
} bytes[] = {{"TB", 1024.0 * 1024 * 1024 * 1024}, {"GB", 1024.0 * 1024 * 1024}, {"MB", 1024.0 * 1024}, {"kB", 1024}, {"B", 1}},
  times[] = {{"d", 86400e6}, {"h", 3600e6}, {"min", 60e6}, {"s", 1e6}, {"ms", 1e3}, {"us", 1}};

static const struct {
    const char *name;
    const struct unit *units;
    int n;
    double size;
} bases[] = {
    [UNIT_NONE] = {"", NULL, 0, 1},
    [UNIT_B] = {"B", bytes, COUNTOF(bytes), 1},
    [UNIT_KB] = {"kB", bytes, COUNTOF(bytes), 1024},
    [UNIT_PAGE] = {"8kB", bytes, COUNTOF(bytes), 8192},
    [UNIT_MB] = {"MB", bytes, COUNTOF(bytes), 1024 * 1024},
    [UNIT_MS] = {"ms", times, COUNTOF(times), 1e3},
    [UNIT_S] = {"s", times, COUNTOF(times), 1e6},
    [UNIT_MIN] = {"min", times, COUNTOF(times), 60e6},
    [UNIT_OCTAL] = {"", NULL, 0, 1},
};

static _Noreturn void bad_value(const char *name, const char *text, const char *hint)
{
    struct error *e = error_new(ERR_INVALID_PARAMETER_VALUE, "invalid value for parameter \"%s\": \"%s\"", name, text);
    if (hint != NULL)
        error_hint(e, "%s", hint);
    error_throw(e);
}

static const char *unit_hint(enum conf_unit u)
{
    return bases[u].units == bytes   ? "Valid units for this parameter are \"B\", \"kB\", \"MB\", \"GB\", and \"TB\"."
           : bases[u].units == times ? "Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\"."
                                     : NULL;
}

/* v of the unit that is named, in the base unit; a fraction is rounded to the next smaller unit: 1.5GB is 1536MB. */
static bool in_base_unit(enum conf_unit base, const char *unit, double *v)
{
    size_t n = strcspn(unit, " \t\n");
    for (int i = 0; i < bases[base].n; i++) {
        const struct unit *u = &bases[base].units[i];
        if (strlen(u->name) != n || strncmp(u->name, unit, n) != 0)
            continue;
        *v *= u->size / bases[base].size;
        if (i + 1 < bases[base].n) {
            double smaller = u[1].size / bases[base].size;
            *v = rint(*v / smaller) * smaller;
        }
        return unit[n + strspn(unit + n, " \t\n")] == '\0';
    }
    return false;
}

static double parse_number(const struct conf_row *row, const char *name, const char *text)
{
    char *end;
    errno = 0;
    double v = strtod(text, &end);
    if (end == text || isnan(v) || errno == ERANGE)
        bad_value(name, text, NULL);
    if (row->type == CONF_INT) { /* 0x1F and 017 are integers too */
        char *int_end;
        long long whole = strtoll(text, &int_end, 0);
        if (int_end >= end) {
            v = (double)whole;
            end = int_end;
        }
    }
    while (isspace((unsigned char)*end))
        end++;
    if (*end != '\0' && !in_base_unit(row->unit, end, &v))
        bad_value(name, text, unit_hint(row->unit));
    if (row->type == CONF_INT) {
        v = rint(v);
        if (v < INT32_MIN || v > INT32_MAX)
            bad_value(name, text, "Value exceeds integer range.");
    }
    if (v < row->min || v > row->max) {
        const char *u = bases[row->unit].name, *space = u[0] != '\0' ? " " : "";
        if (row->type == CONF_INT)
            raise(ERR_INVALID_PARAMETER_VALUE, "%.0f%s%s is outside the valid range for parameter \"%s\" (%.0f .. %.0f)", v, space,
                  u, name, row->min, row->max);
        raise(ERR_INVALID_PARAMETER_VALUE, "%g%s%s is outside the valid range for parameter \"%s\" (%g .. %g)", v, space, u, name,
              row->min, row->max);
    }
    return v;
}

const char *conf_canonical_int(const struct conf_row *row, const char *value, char *text, size_t size)
{
    snprintf(text, size, "%.0f", parse_number(row, row->name, value));
    return text;
}

const char *conf_number_shown(const struct conf_row *row, const char *value, char *text, size_t size)
{
    double v = strtod(value, NULL);
    const char *unit = "";
    if (row->unit == UNIT_OCTAL) {
        snprintf(text, size, "%04o", (unsigned)v);
        return text;
    }
    for (int i = 0; v > 0 && i < bases[row->unit].n; i++) {
        const struct unit *u = &bases[row->unit].units[i];
        double in_unit = strtod(value, NULL) * bases[row->unit].size / u->size;
        if (fabs(rint(in_unit) - in_unit) <= 1e-8 * in_unit || i + 1 == bases[row->unit].n) {
            v = in_unit;
            unit = u->name;
            break;
        }
    }
    snprintf(text, size, row->type == CONF_INT ? "%.0f%s" : "%g%s", v, unit);
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

/* Is the word one of an enum's, on or off among them? */
static bool has_word(const char *values, const char *word)
{
    for (const char *p = values; *p != '\0'; p += strcspn(p, "|"), p += *p == '|')
        if (strcspn(p, "|") == strlen(word) && strncmp(p, word, strlen(word)) == 0)
            return true;
    return false;
}

static const char *check_enum(struct arena *a, const struct conf_row *row, const char *name, const char *text)
{
    static const char *const truths[] = {"true", "yes", "1", "false", "no", "0"};
    struct strbuf list;
    strbuf_init(&list, a);
    for (const char *p = row->values; *p != '\0'; p += strcspn(p, "|"), p += *p == '|') {
        bool hidden = *p == '~';
        p += hidden;
        size_t n = strcspn(p, "=|");
        if (strlen(text) == n && strncasecmp(text, p, n) == 0)
            return p[n] == '=' ? arena_strndup(a, p + n + 1, strcspn(p + n + 1, "|")) : arena_strndup(a, p, n);
        if (!hidden)
            strbuf_printf(&list, "%s%.*s", list.len > 0 ? ", " : "", (int)n, p);
    }
    for (int i = 0; i < COUNTOF(truths) && has_word(row->values, "on") && has_word(row->values, "off"); i++)
        if (strcasecmp(text, truths[i]) == 0)
            return i < 3 ? "on" : "off";
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
    case CONF_INT: return arena_printf(a, "%.0f", parse_number(row, name, text));
    case CONF_REAL: return arena_printf(a, "%.17g", parse_number(row, name, text));
    case CONF_ENUM: return check_enum(a, row, name, text);
    case CONF_STRING: return arena_strdup(a, text);
    }
    return text;
}
