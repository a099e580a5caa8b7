/* ts_rank() and ts_rank_cd() (manual 12.3.3): how much a document has of what is asked for, and how close together. */
#include <math.h>
#include <stdlib.h>

#include "funcs/ts_int.h"
#include "types/array.h"

enum { /* what the rank is divided by */
    BY_LOG_LENGTH = 1,
    BY_LENGTH = 2,
    BY_EXTENT_DISTANCE = 4,
    BY_WORDS = 8,
    BY_LOG_WORDS = 16,
    BY_ITSELF_PLUS_1 = 32,
};

#define FAR (TS_MAX_POSITION + 1)

struct ranking {
    struct arena *arena;
    Datum vector;
    const struct tsq_node *query;
    int method;
    float weights[4]; /* of D, C, B, A */
    int n;            /* lexemes of vector */
    const struct ts_lexeme *v;
};

/* ---- arguments: weights, tsvector, tsquery, method; the first and the last may be missing ---- */
static const float default_weights[4] = {0.1f, 0.2f, 0.4f, 1.0f};

static void read_weights(struct ranking *r, Datum given)
{
    struct array a = array_open(given);
    if (a.ndim != 1)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "array of weight must be one-dimensional");
    if (a.n < 4)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "array of weight is too short");
    for (int i = 0; i < a.n; i++) {
        bool isnull;
        array_get(&a, i, &isnull);
        if (isnull)
            raise(ERR_NULL_VALUE_NOT_ALLOWED, "array of weight must not contain nulls");
    }
    for (int i = 0; i < 4; i++) {
        bool isnull;
        float w = datum_float4(array_get(&a, i, &isnull));
        r->weights[i] = w >= 0 ? w : default_weights[i];
        if (r->weights[i] > 1.0)
            raise(ERR_INVALID_PARAMETER_VALUE, "weight out of range");
    }
}

static struct ranking ranking_of(struct fcall *fc)
{
    struct ranking r = {.arena = fc->arena};
    int i = fc->argtypes[0] == TYPE__float4;
    memcpy(r.weights, default_weights, sizeof r.weights);
    if (i > 0)
        read_weights(&r, ARG_DATUM(0));
    r.vector = ARG_DATUM(i);
    r.query = tsquery_tree(fc->arena, ARG_DATUM(i + 1));
    r.method = fc->nargs > i + 2 ? ARG_INT32(i + 2) : 0;
    r.v = tsvector_open(fc->arena, r.vector, &r.n);
    return r;
}

/* Words of the document; a lexeme without positions is one. */
static int document_length(const struct ranking *r)
{
    int n = 0;
    for (int i = 0; i < r->n; i++)
        n += r->v[i].places > 0 ? (int)r->v[i].places : 1;
    return n;
}

/* ---- the query's lexemes, in the order of PostgreSQL's items: right before left ---- */
static void collect(const struct tsq_node *q, const struct tsq_node **v, int *n)
{
    if (q == NULL)
        return;
    if (q->kind == TSQ_VALUE)
        v[(*n)++] = q;
    collect(q->right, v, n);
    collect(q->left, v, n);
}

static int count_values(const struct tsq_node *q)
{
    return q == NULL ? 0 : (q->kind == TSQ_VALUE) + count_values(q->left) + count_values(q->right);
}

static const struct tsq_node **values_of(const struct ranking *r, int *n)
{
    const struct tsq_node **v = ARENA_ARRAY(r->arena, const struct tsq_node *, count_values(r->query) + 1);
    *n = 0;
    collect(r->query, v, n);
    return v;
}

static int value_order(const void *x, const void *y)
{
    const struct tsq_node *a = x, *b = y;
    return ts_compare(a->s, a->len, b->s, b->len, false);
}

/* In order, each lexeme once: the first of its kind. */
static const struct tsq_node **unique_values(const struct ranking *r, int *n)
{
    const struct tsq_node **v = values_of(r, n);
    int kept = 0;
    ts_sort((const void **)v, *n, value_order);
    for (int i = 0; i < *n; i++)
        if (kept == 0 || value_order(v[kept - 1], v[i]) != 0)
            v[kept++] = v[i];
    *n = kept;
    return v;
}

/* The document's lexemes that a value of the query means: [*first, end). */
static int matching(const struct ranking *r, const struct tsq_node *value, int *first)
{
    int low = 0, high = r->n;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (ts_compare(value->s, value->len, r->v[middle].s, r->v[middle].len, false) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    for (high = low; high < r->n; high++)
        if (ts_compare(value->s, value->len, r->v[high].s, r->v[high].len, value->prefix) != 0)
            break;
    return high;
}

/* ---- ts_rank: any of the words counts ---- */
static float weight_at(const struct ranking *r, uint16_t place)
{
    return r->weights[ts_weight(place)];
}

/* The heaviest place counts whole, the nth other one as 1 / n squared. */
static float places_rank(const struct ranking *r, const struct ts_lexeme *l)
{
    static const uint16_t nowhere = 0;
    uint32_t n = l->places > 0 ? l->places : 1, best = 0;
    const uint16_t *place = l->places > 0 ? l->place : &nowhere;
    float sum = 0, most = -1;
    for (uint32_t i = 0; i < n; i++) {
        float w = weight_at(r, place[i]);
        sum = sum + w / (float)((i + 1) * (i + 1));
        if (w > most) {
            most = w;
            best = i;
        }
    }
    return most + sum - most / (float)((best + 1) * (best + 1));
}

static float rank_any(const struct ranking *r)
{
    int n, first;
    const struct tsq_node **values = unique_values(r, &n);
    float rank = 0;
    for (int i = 0; i < n; i++)
        for (int end = matching(r, values[i], &first); first < end; first++)
            rank = (float)(rank + places_rank(r, &r->v[first]) / 1.64493406685); /* the sum of 1 / n squared */
    return n > 0 ? rank / (float)n : rank;
}

/* ---- ts_rank: pairs of words, by their distance ---- */
static float closeness(int distance)
{
    return distance > 100 ? 1e-30f : (float)(1.0 / (1.005 + 0.05 * exp((float)distance / 1.5 - 2)));
}

struct places {
    uint32_t n; /* 0: the word is not there */
    const uint16_t *v;
    bool unknown; /* it has no positions */
};

static struct places places_of(const struct ts_lexeme *l)
{
    static const uint16_t last = TS_MAX_POSITION;
    if (l->places == 0)
        return (struct places){1, &last, true};
    return (struct places){l->places, l->place, false};
}

static void add_pairs(const struct ranking *r, struct places a, struct places b, float *rank)
{
    for (uint32_t i = 0; i < a.n; i++)
        for (uint32_t j = 0; j < b.n; j++) {
            int distance = abs(ts_position(a.v[i]) - ts_position(b.v[j]));
            if (distance == 0 && !a.unknown && !b.unknown)
                continue;
            float w = (float)sqrt(weight_at(r, a.v[i]) * weight_at(r, b.v[j]) * closeness(distance > 0 ? distance : FAR));
            *rank = *rank < 0 ? w : (float)(1.0 - (1.0 - *rank) * (1.0 - w));
        }
}

static float rank_together(const struct ranking *r)
{
    int n, first;
    const struct tsq_node **values = unique_values(r, &n);
    if (n < 2)
        return rank_any(r);
    struct places *found = ARENA_ARRAY(r->arena, struct places, n);
    float rank = -1;
    for (int i = 0; i < n; i++)
        for (int end = matching(r, values[i], &first); first < end; first++) {
            CHECK_INTERRUPTS();
            found[i] = places_of(&r->v[first]);
            for (int k = 0; k < i; k++)
                add_pairs(r, found[i], found[k], &rank);
        }
    return rank;
}

Datum ts_rank(struct fcall *fc)
{
    struct ranking r = ranking_of(fc);
    if (r.n == 0 || r.query == NULL)
        return datum_from_float4(0);
    bool together = r.query->kind == TSQ_AND || r.query->kind == TSQ_PHRASE;
    float rank = together ? rank_together(&r) : rank_any(&r);
    int length = document_length(&r);
    if (rank < 0)
        rank = 1e-20f;
    if (r.method & BY_LOG_LENGTH)
        rank = (float)(rank / (log((double)(length + 1)) / log(2.0)));
    if ((r.method & BY_LENGTH) && length > 0)
        rank /= (float)length;
    if (r.method & BY_WORDS)
        rank /= (float)r.n;
    if (r.method & BY_LOG_WORDS)
        rank = (float)(rank / (log((double)(r.n + 1)) / log(2.0)));
    if (r.method & BY_ITSELF_PLUS_1)
        rank /= rank + 1;
    return datum_from_float4(rank);
}

/* ---- ts_rank_cd: covers, the shortest stretches in which the query holds ---- */
struct spot { /* a place of the document where words of the query stand */
    uint16_t place;
    int lexeme;
    const struct tsq_node **values;
    int n;
};

struct seen { /* of one value of the query: where it stood in the stretch so far */
    const struct tsq_node *value;
    bool exists;
    uint32_t n, start; /* its places in v, from start */
    uint16_t *v;
};

struct covering {
    const struct ranking *r;
    struct arena *scratch;
    struct spot *spots;
    int n;
    struct seen *seen;
    int values;
    int at, first, last; /* where to look on; the cover: spots, */
    int from, to;        /* and positions */
};

static int spot_order(const void *x, const void *y)
{
    const struct spot *a = x, *b = y;
    if (ts_position(a->place) != ts_position(b->place))
        return ts_position(a->place) - ts_position(b->place);
    return ts_weight(a->place) != ts_weight(b->place) ? ts_weight(a->place) - ts_weight(b->place) : a->lexeme - b->lexeme;
}

static void add_spots(struct covering *c, const struct tsq_node **value, int lexeme, int *cap)
{
    const struct ts_lexeme *l = &c->r->v[lexeme];
    for (uint32_t i = 0; i < l->places; i++) {
        if ((*value)->weights != 0 && ((*value)->weights & 1u << ts_weight(l->place[i])) == 0)
            continue;
        if (c->n == *cap) {
            int more = (*cap + 16) * 2;
            c->spots = arena_grow(c->r->arena, c->spots, (size_t)*cap * sizeof *c->spots, (size_t)more * sizeof *c->spots);
            *cap = more;
        }
        c->spots[c->n++] = (struct spot){l->place[i], lexeme, value, 1};
    }
}

/* Values that stand at one spot become one spot's. */
static void join_spots(struct covering *c)
{
    int kept = 0;
    for (int i = 0, same; i < c->n; i += same) {
        for (same = 1; i + same < c->n && spot_order(&c->spots[i], &c->spots[i + same]) == 0; same++)
            ;
        const struct tsq_node **values = ARENA_ARRAY(c->r->arena, const struct tsq_node *, same);
        for (int k = 0; k < same; k++)
            values[k] = c->spots[i + k].values[0];
        c->spots[kept] = c->spots[i];
        c->spots[kept].values = values;
        c->spots[kept++].n = same;
    }
    c->n = kept;
}

static void find_spots(struct covering *c)
{
    int cap = 0, first;
    const struct tsq_node **values = values_of(c->r, &c->values);
    c->seen = ARENA_ARRAY(c->r->arena, struct seen, c->values);
    for (int i = 0; i < c->values; i++) {
        c->seen[i].value = values[i];
        for (int end = matching(c->r, values[i], &first); first < end; first++)
            add_spots(c, &values[i], first, &cap);
    }
    if (c->n == 0)
        return;
    qsort(c->spots, (size_t)c->n, sizeof *c->spots, spot_order);
    join_spots(c);
    for (int i = 0; i < c->values; i++)
        c->seen[i].v = ARENA_ARRAY(c->r->arena, uint16_t, c->n);
}

static struct seen *seen_of(struct covering *c, const struct tsq_node *value)
{
    struct seen *s = c->seen;
    while (s->value != value)
        s++;
    return s;
}

static void forget(struct covering *c)
{
    for (int i = 0; i < c->values; i++) {
        c->seen[i].exists = false;
        c->seen[i].n = 0;
    }
}

/* The stretch grows by a spot, to the right or (backward) to the left. */
static void see(struct covering *c, const struct spot *spot, bool backward)
{
    uint16_t position = (uint16_t)ts_position(spot->place);
    for (int i = 0; i < spot->n; i++) {
        struct seen *s = seen_of(c, spot->values[i]);
        s->exists = true;
        if (s->n == 0) {
            s->start = backward ? (uint32_t)c->n - 1 : 0;
            s->v[s->start] = position;
            s->n = 1;
        } else if (backward && s->v[s->start] != position) {
            s->v[--s->start] = position;
            s->n++;
        } else if (!backward && s->v[s->n - 1] != position) {
            s->v[s->n++] = position;
        }
    }
}

static enum ts_truth seen_lexeme(struct ts_matcher *m, const struct tsq_node *value, struct ts_places *places)
{
    const struct seen *s = seen_of(m->arg, value);
    if (!s->exists)
        return TS_NO;
    if (places != NULL) {
        places->v = s->v + s->start;
        places->n = s->n;
    }
    return TS_YES;
}

static bool holds(struct covering *c)
{
    struct ts_matcher m = {.arena = c->scratch, .lexeme = seen_lexeme, .arg = c};
    bool is = ts_matches(&m, c->r->query);
    arena_reset(c->scratch);
    return is;
}

/* The next cover: its end first, then the latest beginning for that end. */
static bool next_cover(struct covering *c)
{
    for (;; c->at++) {
        int i = c->at;
        CHECK_INTERRUPTS();
        forget(c);
        for (; i < c->n; i++) {
            see(c, &c->spots[i], false);
            if (holds(c))
                break;
        }
        if (i >= c->n || ts_position(c->spots[i].place) == 0)
            return false;
        c->last = i;
        c->to = ts_position(c->spots[i].place);
        c->from = INT32_MAX;
        forget(c);
        for (; i >= c->at; i--) {
            see(c, &c->spots[i], true);
            if (holds(c)) {
                c->first = i;
                c->from = ts_position(c->spots[i].place);
                break;
            }
        }
        if (c->from <= c->to) {
            c->at = i + 1;
            return true;
        }
    }
}

static double cover_rank(const struct covering *c)
{
    double inverse = 0;
    int words = c->last - c->first, noise = (c->to - c->from) - words;
    for (int i = c->first; i <= c->last; i++)
        inverse += 1.0 / (double)weight_at(c->r, c->spots[i].place);
    if (noise < 0)
        noise = words / 2;
    return (double)(words + 1) / inverse / (double)(1 + noise);
}

Datum ts_rank_cd(struct fcall *fc)
{
    struct ranking r = ranking_of(fc);
    struct covering c = {.r = &r};
    double rank = 0, distances = 0, before = 0;
    int extents = 0, length = document_length(&r);
    find_spots(&c);
    if (c.n == 0)
        return datum_from_float4(0);
    c.scratch = arena_new(fc->arena, "covers");
    while (next_cover(&c)) {
        double middle = (double)(c.to + c.from) / 2.0;
        rank += cover_rank(&c);
        if (extents > 0 && middle > before)
            distances += 1.0 / (middle - before);
        before = middle;
        extents++;
    }
    arena_free(c.scratch);
    if (r.method & BY_LOG_LENGTH)
        rank /= log((double)(length + 1));
    if (r.method & BY_LENGTH)
        rank /= (double)length;
    if ((r.method & BY_EXTENT_DISTANCE) && extents > 0 && distances > 0)
        rank /= (double)extents / distances;
    if (r.method & BY_WORDS)
        rank /= (double)r.n;
    if (r.method & BY_LOG_WORDS)
        rank /= log((double)(r.n + 1)) / log(2.0);
    if (r.method & BY_ITSELF_PLUS_1)
        rank /= rank + 1;
    return datum_from_float4((float)rank);
}
