/* The words of dates and intervals, the lexer, and numbers in fields. */
#include "types/datetime_words.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "base/macros.h"

#define SIGNIFICANT 10

/* Both tables are in the order of their words: bsearch(). */
static const struct dt_word date_words[] = {
    {"-infinity", K_RESERVED, R_EARLY},
    {"ad", K_ADBC, 0},
    {"allballs", K_RESERVED, R_ALLBALLS},
    {"am", K_AMPM, AM},
    {"apr", K_MONTH, 4},
    {"april", K_MONTH, 4},
    {"at", K_IGNORE, 0},
    {"aug", K_MONTH, 8},
    {"august", K_MONTH, 8},
    {"bc", K_ADBC, 1},
    {"d", K_UNIT, UNIT_DAY},
    {"dec", K_MONTH, 12},
    {"december", K_MONTH, 12},
    {"dow", K_UNIT, UNIT_DOW},
    {"doy", K_UNIT, UNIT_DOY},
    {"dst", K_DST_MODIFIER, 3600},
    {"epoch", K_RESERVED, R_EPOCH},
    {"feb", K_MONTH, 2},
    {"february", K_MONTH, 2},
    {"fri", K_DOW, 5},
    {"friday", K_DOW, 5},
    {"h", K_UNIT, UNIT_HOUR},
    {"infinity", K_RESERVED, R_LATE},
    {"isodow", K_UNIT, UNIT_ISODOW},
    {"isoyear", K_UNIT, UNIT_ISOYEAR},
    {"j", K_UNIT, UNIT_JULIAN},
    {"jan", K_MONTH, 1},
    {"january", K_MONTH, 1},
    {"jd", K_UNIT, UNIT_JULIAN},
    {"jul", K_MONTH, 7},
    {"julian", K_UNIT, UNIT_JULIAN},
    {"july", K_MONTH, 7},
    {"jun", K_MONTH, 6},
    {"june", K_MONTH, 6},
    {"m", K_UNIT, UNIT_MONTH},
    {"mar", K_MONTH, 3},
    {"march", K_MONTH, 3},
    {"may", K_MONTH, 5},
    {"mm", K_UNIT, UNIT_MINUTE},
    {"mon", K_DOW, 1},
    {"monday", K_DOW, 1},
    {"nov", K_MONTH, 11},
    {"november", K_MONTH, 11},
    {"now", K_RESERVED, R_NOW},
    {"oct", K_MONTH, 10},
    {"october", K_MONTH, 10},
    {"on", K_IGNORE, 0},
    {"pm", K_AMPM, PM},
    {"s", K_UNIT, UNIT_SECOND},
    {"sat", K_DOW, 6},
    {"saturday", K_DOW, 6},
    {"sep", K_MONTH, 9},
    {"sept", K_MONTH, 9},
    {"september", K_MONTH, 9},
    {"sun", K_DOW, 0},
    {"sunday", K_DOW, 0},
    {"t", K_ISOTIME, U_TIME},
    {"thu", K_DOW, 4},
    {"thur", K_DOW, 4},
    {"thurs", K_DOW, 4},
    {"thursday", K_DOW, 4},
    {"today", K_RESERVED, R_TODAY},
    {"tomorrow", K_RESERVED, R_TOMORROW},
    {"tue", K_DOW, 2},
    {"tues", K_DOW, 2},
    {"tuesday", K_DOW, 2},
    {"wed", K_DOW, 3},
    {"wednesday", K_DOW, 3},
    {"weds", K_DOW, 3},
    {"y", K_UNIT, UNIT_YEAR},
    {"yesterday", K_RESERVED, R_YESTERDAY},
};

static const struct dt_word unit_words[] = {
    {"@", K_IGNORE, 0},
    {"ago", K_AGO, 0},
    {"c", K_UNIT, UNIT_CENTURY},
    {"cent", K_UNIT, UNIT_CENTURY},
    {"centuries", K_UNIT, UNIT_CENTURY},
    {"century", K_UNIT, UNIT_CENTURY},
    {"d", K_UNIT, UNIT_DAY},
    {"day", K_UNIT, UNIT_DAY},
    {"days", K_UNIT, UNIT_DAY},
    {"dec", K_UNIT, UNIT_DECADE},
    {"decade", K_UNIT, UNIT_DECADE},
    {"decades", K_UNIT, UNIT_DECADE},
    {"decs", K_UNIT, UNIT_DECADE},
    {"h", K_UNIT, UNIT_HOUR},
    {"hour", K_UNIT, UNIT_HOUR},
    {"hours", K_UNIT, UNIT_HOUR},
    {"hr", K_UNIT, UNIT_HOUR},
    {"hrs", K_UNIT, UNIT_HOUR},
    {"m", K_UNIT, UNIT_MINUTE},
    {"microsecon", K_UNIT, UNIT_MICROSECOND},
    {"mil", K_UNIT, UNIT_MILLENNIUM},
    {"millennia", K_UNIT, UNIT_MILLENNIUM},
    {"millennium", K_UNIT, UNIT_MILLENNIUM},
    {"millisecon", K_UNIT, UNIT_MILLISECOND},
    {"mils", K_UNIT, UNIT_MILLENNIUM},
    {"min", K_UNIT, UNIT_MINUTE},
    {"mins", K_UNIT, UNIT_MINUTE},
    {"minute", K_UNIT, UNIT_MINUTE},
    {"minutes", K_UNIT, UNIT_MINUTE},
    {"mon", K_UNIT, UNIT_MONTH},
    {"mons", K_UNIT, UNIT_MONTH},
    {"month", K_UNIT, UNIT_MONTH},
    {"months", K_UNIT, UNIT_MONTH},
    {"ms", K_UNIT, UNIT_MILLISECOND},
    {"msec", K_UNIT, UNIT_MILLISECOND},
    {"msecond", K_UNIT, UNIT_MILLISECOND},
    {"mseconds", K_UNIT, UNIT_MILLISECOND},
    {"msecs", K_UNIT, UNIT_MILLISECOND},
    {"qtr", K_UNIT, UNIT_QUARTER},
    {"quarter", K_UNIT, UNIT_QUARTER},
    {"s", K_UNIT, UNIT_SECOND},
    {"sec", K_UNIT, UNIT_SECOND},
    {"second", K_UNIT, UNIT_SECOND},
    {"seconds", K_UNIT, UNIT_SECOND},
    {"secs", K_UNIT, UNIT_SECOND},
    {"timezone", K_UNIT, UNIT_ZONE},
    {"timezone_h", K_UNIT, UNIT_ZONE_HOUR},
    {"timezone_m", K_UNIT, UNIT_ZONE_MINUTE},
    {"us", K_UNIT, UNIT_MICROSECOND},
    {"usec", K_UNIT, UNIT_MICROSECOND},
    {"usecond", K_UNIT, UNIT_MICROSECOND},
    {"useconds", K_UNIT, UNIT_MICROSECOND},
    {"usecs", K_UNIT, UNIT_MICROSECOND},
    {"w", K_UNIT, UNIT_WEEK},
    {"week", K_UNIT, UNIT_WEEK},
    {"weeks", K_UNIT, UNIT_WEEK},
    {"y", K_UNIT, UNIT_YEAR},
    {"year", K_UNIT, UNIT_YEAR},
    {"years", K_UNIT, UNIT_YEAR},
    {"yr", K_UNIT, UNIT_YEAR},
    {"yrs", K_UNIT, UNIT_YEAR},
};

static int by_word(const void *key, const void *row)
{
    return strncmp(key, ((const struct dt_word *)row)->text, SIGNIFICANT);
}

const struct dt_word *date_word(const char *word)
{
    return bsearch(word, date_words, COUNTOF(date_words), sizeof date_words[0], by_word);
}

const struct dt_word *unit_word(const char *word)
{
    return bsearch(word, unit_words, COUNTOF(unit_words), sizeof unit_words[0], by_word);
}

enum datetime_unit datetime_unit(const char *word)
{
    const struct dt_word *w = unit_word(word);
    if (w == NULL) {
        w = date_word(word);
        if (w != NULL && w->kind == K_RESERVED && w->value == R_EPOCH)
            return UNIT_EPOCH;
    }
    return w != NULL && w->kind == K_UNIT ? (enum datetime_unit)w->value : UNIT_UNKNOWN;
}

/* ---- the lexer ---- */
struct lexer {
    const char *s;
    char *out, *end;
    bool full;
};

static void take(struct lexer *l, char c)
{
    if (l->out + 1 >= l->end)
        l->full = true;
    else
        *l->out++ = c;
}

static void take_lower(struct lexer *l)
{
    char c = *l->s++;
    take(l, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
}

static void take_digits(struct lexer *l)
{
    while (dt_digit(*l->s))
        take(l, *l->s++);
}

/* Digits first: a time "1:", a date "1-", "1/", "1.", or a number. */
static enum dt_field_type lex_digits(struct lexer *l)
{
    take_digits(l);
    if (*l->s == ':') {
        take(l, *l->s++);
        while (dt_digit(*l->s) || *l->s == ':' || *l->s == '.')
            take(l, *l->s++);
        return F_TIME;
    }
    if (*l->s != '-' && *l->s != '/' && *l->s != '.')
        return F_NUMBER;
    char delim = *l->s++;
    take(l, delim);
    if (!dt_digit(*l->s)) { /* a month's name */
        while (dt_digit(*l->s) || dt_alpha(*l->s) || *l->s == delim)
            take_lower(l);
        return F_DATE;
    }
    take_digits(l);
    if (*l->s != delim)
        return delim == '.' ? F_NUMBER : F_DATE;
    while (dt_digit(*l->s) || *l->s == delim)
        take(l, *l->s++);
    return F_DATE;
}

/* Letters first: a word, or with punctuation inside a date or a zone's name. */
static enum dt_field_type lex_word(struct lexer *l, const char *start)
{
    while (dt_alpha(*l->s))
        take_lower(l);
    bool date = *l->s == '-' || *l->s == '/' || *l->s == '.';
    if (!date && (*l->s == '+' || dt_digit(*l->s))) {
        *l->out = '\0';
        date = date_word(start) == NULL; /* "jan5", "t040506" are words and then a number */
    }
    if (!date)
        return F_STRING;
    do
        take_lower(l);
    while (*l->s != '\0' && (strchr("+-/_.:", *l->s) != NULL || dt_digit(*l->s) || dt_alpha(*l->s)));
    return F_DATE;
}

enum datetime_error fields_split(const char *s, size_t room, struct dt_fields *f)
{
    struct lexer l = {.s = s, .out = f->buffer, .end = f->buffer + (room < sizeof f->buffer ? room : sizeof f->buffer)};
    f->n = 0;
    while (*l.s != '\0') {
        char c = *l.s;
        if (dt_space(c)) {
            l.s++;
            continue;
        }
        if (f->n >= DT_MAX_FIELDS)
            return DT_BAD_FORMAT;
        f->text[f->n] = l.out;
        enum dt_field_type *type = &f->type[f->n];
        if (dt_digit(c)) {
            *type = lex_digits(&l);
        } else if (c == '.') {
            take(&l, *l.s++);
            take_digits(&l);
            *type = F_NUMBER;
        } else if (dt_alpha(c)) {
            *type = lex_word(&l, l.out);
        } else if (c == '+' || c == '-') {
            take(&l, *l.s++);
            while (dt_space(*l.s))
                l.s++;
            if (dt_digit(*l.s)) {
                *type = F_ZONE; /* or a signed number, or years and months */
                while (dt_digit(*l.s) || *l.s == ':' || *l.s == '.' || *l.s == '-')
                    take(&l, *l.s++);
            } else if (dt_alpha(*l.s)) {
                *type = F_SPECIAL;
                while (dt_alpha(*l.s))
                    take_lower(&l);
            } else {
                return DT_BAD_FORMAT;
            }
        } else if (c > ' ' && c < 127) { /* other punctuation only separates */
            l.s++;
            continue;
        } else {
            return DT_BAD_FORMAT;
        }
        if (l.full || l.out >= l.end)
            return DT_BAD_FORMAT;
        *l.out++ = '\0';
        f->n++;
    }
    return DT_OK;
}

/* ---- numbers ---- */
int64_t dt_int64(const char *s, char **end, bool *over)
{
    const char *p = s;
    int64_t few = 0;
    while (dt_digit(*p) && p - s < 9)
        few = few * 10 + (*p++ - '0');
    if (p > s && !dt_digit(*p)) { /* nearly always */
        *end = (char *)(uintptr_t)p;
        return few;
    }
    errno = 0;
    long long v = strtoll(s, end, 10);
    if (errno == ERANGE)
        *over = true;
    return v;
}

int dt_int(const char *s, char **end, bool *over)
{
    int64_t v = dt_int64(s, end, over);
    if (v < INT_MIN || v > INT_MAX) {
        *over = true;
        return v < 0 ? INT_MIN : INT_MAX;
    }
    return (int)v;
}

enum datetime_error dt_fraction(const char *s, double *v)
{
    *v = 0;
    if (s[1] == '\0') /* "5." is no fraction */
        return DT_OK;
    if (!dt_digit(s[1]))
        return DT_BAD_FORMAT;
    char *end;
    errno = 0;
    *v = strtod(s, &end);
    return *end != '\0' || errno != 0 ? DT_BAD_FORMAT : DT_OK;
}

enum datetime_error dt_fraction_usecs(const char *s, int *usecs)
{
    double v;
    enum datetime_error e = dt_fraction(s, &v);
    *usecs = (int)rint(v * 1000000);
    return e;
}

enum datetime_error dt_clock_parse(const char *s, int range, struct dt_clock *c)
{
    char *p;
    bool over = false, shift = false;
    enum datetime_error e = DT_OK;
    *c = (struct dt_clock){0};
    c->hour = dt_int64(s, &p, &over);
    if (over)
        return DT_FIELD_OVERFLOW;
    if (*p != ':')
        return DT_BAD_FORMAT;
    c->minute = dt_int(p + 1, &p, &over);
    if (over)
        return DT_FIELD_OVERFLOW;
    if (*p == '\0') {
        shift = range == (INTERVAL_FIELD_MINUTE | INTERVAL_FIELD_SECOND);
    } else if (*p == '.') { /* mm:ss.ffffff */
        e = dt_fraction_usecs(p, &c->usec);
        shift = true;
    } else if (*p == ':') {
        c->second = dt_int(p + 1, &p, &over);
        if (over)
            return DT_FIELD_OVERFLOW;
        if (*p == '.')
            e = dt_fraction_usecs(p, &c->usec);
        else if (*p != '\0')
            e = DT_BAD_FORMAT;
    } else {
        e = DT_BAD_FORMAT;
    }
    if (e != DT_OK)
        return e;
    if (shift) {
        if (c->hour > INT_MAX || c->hour < INT_MIN)
            return DT_FIELD_OVERFLOW;
        c->second = c->minute;
        c->minute = (int)c->hour;
        c->hour = 0;
    }
    if (c->hour < 0 || c->minute < 0 || c->minute > 59 || c->second < 0 || c->second > 60 || c->usec < 0 ||
        c->usec > USECS_PER_SEC)
        return DT_FIELD_OVERFLOW;
    return DT_OK;
}
