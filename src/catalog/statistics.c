#include "catalog/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void stat_sample_add(struct arena *a, struct stat_sample *s, bool is_text, const char *text, size_t len, double number)
{
    if (s->n == STAT_SAMPLE || (!is_text && isnan(number)))
        return;
    if (s->n == s->cap) {
        int cap = s->cap == 0 ? 64 : s->cap * 2;
        s->values = arena_grow(a, s->values, sizeof *s->values * (size_t)s->cap, sizeof *s->values * (size_t)cap);
        s->cap = cap;
    }
    s->values[s->n++] = (struct stat_value){is_text ? arena_strndup(a, text, len < STAT_TEXT ? len : STAT_TEXT) : NULL, number};
}

int stat_compare(const struct stat_value *x, const struct stat_value *y)
{
    if (x->text != NULL || y->text != NULL)
        return x->text == NULL ? -1 : y->text == NULL ? 1 : strncmp(x->text, y->text, STAT_TEXT);
    return x->number < y->number ? -1 : x->number > y->number;
}

static int by_value(const void *x, const void *y)
{
    return stat_compare(x, y);
}

struct run {
    int first, n;
};

static int by_length(const void *x, const void *y)
{
    const struct run *a = x, *b = y;
    return a->n != b->n ? b->n - a->n : a->first - b->first;
}

/* Haas and Stokes' estimator (Duj1), as PostgreSQL's ANALYZE uses: n values looked at, d different ones, once of them only
 * once; of all. */
static double all_distinct(double n, double d, double once, double all)
{
    double rest = n - once + once * n / all;
    return rest > 0 ? fmin(fmax(n * d / rest, d), all) : d;
}

/* The runs that are more common than others: all of few that came more than once each. Gives the values left. */
static int take_common(struct statistics *st, const struct stat_sample *s, struct run *runs, int nruns, int once, double sampled)
{
    int left = s->n;
    bool all = nruns <= STAT_COMMON && once == 0;
    qsort(runs, (size_t)nruns, sizeof *runs, by_length);
    for (int i = 0; i < nruns && i < STAT_COMMON; i++) {
        if (!all && (runs[i].n < 3 || runs[i].n * (double)nruns < 1.25 * s->n))
            break;
        st->common[st->ncommon] = s->values[runs[i].first];
        st->parts[st->ncommon++] = runs[i].n / sampled;
        left -= runs[i].n;
        runs[i].n = 0;
    }
    return left;
}

static int by_place(const void *x, const void *y)
{
    return ((const struct run *)x)->first - ((const struct run *)y)->first;
}

static void take_bounds(struct statistics *st, const struct stat_sample *s, struct run *runs, int nruns, int left)
{
    int n = left < STAT_BOUNDS ? left : STAT_BOUNDS, seen = 0;
    if (n < 2)
        return;
    qsort(runs, (size_t)nruns, sizeof *runs, by_place);
    for (int i = 0; i < nruns; i++)
        for (int k = 0; k < runs[i].n; k++, seen++)
            if (st->nbounds < n && seen == (int)((double)st->nbounds * (left - 1) / (n - 1)))
                st->bounds[st->nbounds++] = s->values[runs[i].first];
}

static void keep_texts(struct arena *a, struct stat_value *values, int n)
{
    for (int i = 0; i < n; i++)
        values[i].text = values[i].text != NULL ? arena_strdup(a, values[i].text) : NULL;
}

struct statistics *stat_sample_finish(struct arena *a, struct stat_sample *s, double sampled, double all)
{
    if (s->mixed || sampled <= 0 || s->n > sampled)
        return NULL;
    struct statistics *st = ARENA_NEW(a, struct statistics);
    struct run *runs = ARENA_ARRAY(a, struct run, s->n + 1);
    int nruns = 0, once = 0;
    st->nulls = 1 - s->n / sampled;
    qsort(s->values, (size_t)s->n, sizeof *s->values, by_value);
    for (int i = 0; i < s->n; i++) {
        if (nruns == 0 || stat_compare(&s->values[runs[nruns - 1].first], &s->values[i]) != 0)
            runs[nruns++].first = i;
        runs[nruns - 1].n++;
    }
    for (int i = 0; i < nruns; i++)
        once += runs[i].n == 1;
    double values = fmax(all, sampled) * (s->n / sampled);
    st->distinct = s->n == 0 ? 0 : once == s->n ? values : all_distinct(s->n, nruns, once, values);
    take_bounds(st, s, runs, nruns, take_common(st, s, runs, nruns, once, sampled));
    keep_texts(a, st->common, st->ncommon);
    keep_texts(a, st->bounds, st->nbounds);
    return st;
}

/* ---- questions ---- */

static double uncommon_part(const struct statistics *s)
{
    double part = 1 - s->nulls;
    for (int i = 0; i < s->ncommon; i++)
        part -= s->parts[i];
    return fmax(part, 0);
}

double stat_equal(const struct statistics *s, const struct stat_value *v)
{
    if (v == NULL)
        return (1 - s->nulls) / fmax(s->distinct, 1);
    for (int i = 0; i < s->ncommon; i++)
        if (stat_compare(&s->common[i], v) == 0)
            return s->parts[i];
    return uncommon_part(s) / fmax(s->distinct - s->ncommon, 1);
}

/* How far v is from x to y, as a part of 1: of texts nothing is known but that it is between. */
static double between(const struct stat_value *x, const struct stat_value *y, const struct stat_value *v)
{
    if (x->text != NULL || y->text != NULL || v->text != NULL || !(y->number > x->number))
        return 0.5;
    return fmin(fmax((v->number - x->number) / (y->number - x->number), 0), 1);
}

double stat_below(const struct statistics *s, const struct stat_value *v, bool or_equal)
{
    double part = 0, uncommon = uncommon_part(s);
    for (int i = 0; i < s->ncommon; i++) {
        int c = stat_compare(&s->common[i], v);
        part += c < 0 || (c == 0 && or_equal) ? s->parts[i] : 0;
    }
    if (s->nbounds < 2)
        return part + uncommon * 0.33;
    int i = 0;
    while (i < s->nbounds && stat_compare(&s->bounds[i], v) <= 0)
        i++;
    if (i == 0)
        return part;
    if (i == s->nbounds)
        return part + uncommon;
    return part + uncommon * (i - 1 + between(&s->bounds[i - 1], &s->bounds[i], v)) / (s->nbounds - 1);
}
