/* @@: a tsquery over a tsvector (manual 12.3, and 8.11.2 for weights and prefixes). */
#include "funcs/ts_match.h"

#include <stdlib.h>

#include "funcs/ts_int.h"

/* ---- one lexeme ---- */

/* The positions whose weight is asked for. */
static enum ts_truth weighted(struct arena *a, const struct ts_lexeme *l, unsigned weights, struct ts_places *places)
{
    if (l->places == 0 && places != NULL)
        return TS_MAYBE;
    if (l->places == 0 || (weights == 0 && places == NULL))
        return TS_YES;
    if (places != NULL)
        places->v = arena_alloc(a, l->places * sizeof *places->v);
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->places; i++) {
        if (weights != 0 && (weights & 1u << ts_weight(l->place[i])) == 0)
            continue;
        if (places != NULL)
            places->v[n] = (uint16_t)ts_position(l->place[i]);
        n++;
    }
    if (places != NULL)
        places->n = n;
    return n > 0 ? TS_YES : TS_NO;
}

static int position_order(const void *x, const void *y)
{
    return *(const uint16_t *)x - *(const uint16_t *)y;
}

/* The first lexeme that is not below the value. */
static int lower_bound(const struct ts_subject *s, const struct tsq_node *value)
{
    int low = 0, high = s->n;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (ts_compare(value->s, value->len, s->v[middle].s, s->v[middle].len, false) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* All that begin with the value: with places their positions together, unless one has none. */
static enum ts_truth prefixed(struct ts_matcher *m, const struct ts_subject *s, int i, const struct tsq_node *value,
                              struct ts_places *places)
{
    enum ts_truth found = TS_NO;
    uint16_t *all = NULL;
    uint32_t n = 0;
    for (; i < s->n && ts_compare(value->s, value->len, s->v[i].s, s->v[i].len, true) == 0; i++) {
        struct ts_places one = {.n = 0};
        enum ts_truth t = weighted(m->arena, &s->v[i], value->weights, places != NULL ? &one : NULL);
        if (t == TS_NO)
            continue;
        if (places == NULL || t == TS_MAYBE)
            return t;
        found = t;
        all = arena_grow(m->arena, all, n * sizeof *all, (n + one.n) * sizeof *all);
        memcpy(all + n, one.v, one.n * sizeof *all);
        n += one.n;
    }
    if (n == 0)
        return found;
    qsort(all, n, sizeof *all, position_order);
    places->v = all;
    places->n = 1;
    for (uint32_t j = 1; j < n; j++)
        if (all[j] != all[places->n - 1])
            all[places->n++] = all[j];
    return TS_YES;
}

enum ts_truth ts_subject_lexeme(struct ts_matcher *m, const struct tsq_node *value, struct ts_places *places)
{
    const struct ts_subject *s = m->arg;
    int i = lower_bound(s, value);
    if (value->prefix)
        return prefixed(m, s, i, value, places);
    if (i == s->n || ts_compare(value->s, value->len, s->v[i].s, s->v[i].len, false) != 0)
        return TS_NO;
    return weighted(m->arena, &s->v[i], value->weights, places);
}

/* ---- phrases ---- */
enum { EMIT_BOTH = 1, EMIT_LEFT = 2, EMIT_RIGHT = 4 };

/* The positions (each moved by its side's offset) that both sides have, or one alone; out NULL: whether there is one. */
static enum ts_truth combine(struct ts_matcher *m, struct ts_places *out, const struct ts_places *l, const struct ts_places *r,
                             int emit, int left_offset, int right_offset)
{
    uint32_t i = 0, j = 0, n = 0;
    uint16_t *v = out != NULL ? arena_alloc(m->arena, (l->n + r->n) * sizeof *v) : NULL;
    while (i < l->n || j < r->n) {
        int x = i < l->n ? l->v[i] + left_offset : INT32_MAX, y = j < r->n ? r->v[j] + right_offset : INT32_MAX;
        int at = x < y ? x : y, side = x < y ? EMIT_LEFT : x > y ? EMIT_RIGHT : EMIT_BOTH;
        i += x <= y;
        j += y <= x;
        if ((emit & side) == 0 || at <= 0)
            continue;
        if (out == NULL)
            return TS_YES;
        v[n++] = (uint16_t)at;
    }
    if (out != NULL) {
        out->v = v;
        out->n = n;
    }
    return n > 0 ? TS_YES : TS_NO;
}

static enum ts_truth phrase(struct ts_matcher *m, const struct tsq_node *q, struct ts_places *out);

static enum ts_truth phrase_not(struct ts_matcher *m, const struct tsq_node *q, struct ts_places *out)
{
    enum ts_truth t = phrase(m, q->right, out);
    if (t == TS_MAYBE)
        return TS_MAYBE;
    if (t == TS_NO) { /* nowhere: everywhere */
        out->n = 0;
        out->negate = true;
        return TS_YES;
    }
    if (out->n == 0) { /* everywhere: nowhere */
        out->negate = false;
        return TS_NO;
    }
    out->negate = !out->negate;
    return TS_YES;
}

static enum ts_truth phrase_or(struct ts_matcher *m, const struct tsq_node *q, struct ts_places *out)
{
    struct ts_places l = {.n = 0}, r = {.n = 0};
    enum ts_truth left = phrase(m, q->left, &l), right = phrase(m, q->right, &r);
    if (left == TS_NO && right == TS_NO)
        return TS_NO;
    if (left == TS_MAYBE || right == TS_MAYBE)
        return TS_MAYBE;
    l.width = left == TS_NO ? 0 : l.width;
    r.width = right == TS_NO ? 0 : r.width;
    int width = l.width > r.width ? l.width : r.width;
    int emit = l.negate && r.negate ? EMIT_BOTH : l.negate ? EMIT_LEFT : r.negate ? EMIT_RIGHT : EMIT_BOTH | EMIT_LEFT | EMIT_RIGHT;
    out->width = width;
    enum ts_truth t = combine(m, out, &l, &r, emit, width - l.width, width - r.width);
    if (!l.negate && !r.negate)
        return t;
    out->negate = true;
    return TS_YES;
}

/* AND and PHRASE: out NULL where only whether it matches is asked. */
static enum ts_truth phrase_and(struct ts_matcher *m, const struct tsq_node *q, struct ts_places *out)
{
    struct ts_places l = {.n = 0}, r = {.n = 0};
    enum ts_truth left = phrase(m, q->left, &l);
    if (left == TS_NO)
        return TS_NO;
    enum ts_truth right = phrase(m, q->right, &r);
    if (right == TS_NO)
        return TS_NO;
    if (left == TS_MAYBE || right == TS_MAYBE)
        return TS_MAYBE;
    int width = l.width > r.width ? l.width : r.width, left_offset = width - l.width, right_offset = width - r.width;
    if (q->kind == TSQ_PHRASE) {
        width = q->distance + l.width + r.width;
        left_offset = q->distance + r.width;
        right_offset = 0;
    }
    if (out != NULL)
        out->width = width;
    if (l.negate && r.negate) {
        combine(m, out, &l, &r, EMIT_BOTH | EMIT_LEFT | EMIT_RIGHT, left_offset, right_offset);
        if (out != NULL)
            out->negate = true;
        return TS_YES;
    }
    return combine(m, out, &l, &r, l.negate ? EMIT_RIGHT : r.negate ? EMIT_LEFT : EMIT_BOTH, left_offset, right_offset);
}

static enum ts_truth phrase(struct ts_matcher *m, const struct tsq_node *q, struct ts_places *out)
{
    switch (q->kind) {
    case TSQ_NOT: return phrase_not(m, q, out);
    case TSQ_OR: return phrase_or(m, q, out);
    case TSQ_AND:
    case TSQ_PHRASE: return phrase_and(m, q, out);
    default: return m->lexeme(m, q, out);
    }
}

/* ---- the whole ---- */
static enum ts_truth holds(struct ts_matcher *m, const struct tsq_node *q)
{
    enum ts_truth l, r;
    CHECK_INTERRUPTS();
    switch (q->kind) {
    case TSQ_NOT:
        r = holds(m, q->right);
        return r == TS_MAYBE ? TS_MAYBE : r == TS_NO ? TS_YES : TS_NO;
    case TSQ_AND:
        l = holds(m, q->left);
        r = l == TS_NO ? TS_NO : holds(m, q->right);
        return r == TS_YES ? l : r;
    case TSQ_OR:
        l = holds(m, q->left);
        r = l == TS_YES ? TS_YES : holds(m, q->right);
        return r == TS_NO ? l : r;
    case TSQ_PHRASE: /* what may be a phrase is none, at its top */
        return phrase(m, q, NULL) == TS_YES ? TS_YES : TS_NO;
    default: return m->lexeme(m, q, NULL);
    }
}

bool ts_matches(struct ts_matcher *m, const struct tsq_node *query)
{
    return holds(m, query) != TS_NO;
}

bool ts_holds(struct arena *a, Datum vector, Datum query)
{
    struct ts_subject subject;
    struct ts_matcher m = {.arena = a, .lexeme = ts_subject_lexeme, .arg = &subject};
    if (tsquery_count(query) == 0)
        return false;
    subject.v = tsvector_open(a, vector, &subject.n);
    return ts_matches(&m, tsquery_tree(a, query));
}

Datum ts_match_vq(struct fcall *fc)
{
    return datum_from_bool(ts_holds(fc->arena, ARG_DATUM(0), ARG_DATUM(1)));
}

Datum ts_match_qv(struct fcall *fc)
{
    return datum_from_bool(ts_holds(fc->arena, ARG_DATUM(1), ARG_DATUM(0)));
}
