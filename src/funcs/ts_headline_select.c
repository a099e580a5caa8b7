/*
 * Which words a headline shows. A cover is a stretch of the text, as short as can be, in which the query holds. Without
 * fragments the best cover is made as long as it should be; with them, the best ones are.
 */
#include "funcs/ts_headline.h"

struct selection {
    struct hl_text *t;
    const struct hl_options *o;
    const struct tsq_node *query;
    struct arena *scratch;
    int max_cover;  /* words */
    int first, last; /* of the cover found */
};

struct stretch {
    int first, last; /* words, of all kinds */
    int words, hits; /* that count as words; that the query asks for */
};

/* ---- kinds of words ---- */
static bool is_word(const struct hl_text *t, int i)
{
    enum ts_type type = t->v[i].type;
    return type != TS_BLANK && type != TS_TAG && !hl_compound(type);
}

static bool is_hit(const struct hl_text *t, int i)
{
    return t->v[i].item != NULL && !t->v[i].repeated;
}

/* No place to end at: no word, a number, a short one, unless it was asked for. */
static bool is_bad_end(const struct selection *s, int i)
{
    const struct hl_word *w = &s->t->v[i];
    bool no_end = !is_word(s->t, i) || w->type == TS_SFLOAT || w->type == TS_VERSION || w->type == TS_FLOAT ||
                  w->type == TS_INT || w->type == TS_UINT || w->type == TS_PROTOCOL || w->type == TS_ENTITY;
    return (no_end || (int)w->len <= s->o->short_word) && !is_hit(s->t, i);
}

/* ---- covers ---- */
struct within {
    const struct hl_word *v;
    int n;
};

static enum ts_truth word_lexeme(struct ts_matcher *m, const struct tsq_node *value, struct ts_places *places)
{
    const struct within *w = m->arg;
    for (int i = 0; i < w->n; i++) {
        if (w->v[i].item != value)
            continue;
        if (places == NULL)
            return TS_YES;
        if (places->v == NULL)
            places->v = arena_alloc(m->arena, sizeof *places->v * (size_t)w->n);
        if (places->n == 0 || places->v[places->n - 1] < w->v[i].position)
            places->v[places->n++] = (uint16_t)w->v[i].position;
    }
    return places != NULL && places->n > 0 ? TS_YES : TS_NO;
}

static bool holds_in(struct selection *s, int first, int last)
{
    struct within w = {s->t->v + first, last - first + 1};
    struct ts_matcher m = {.arena = s->scratch, .lexeme = word_lexeme, .arg = &w};
    CHECK_INTERRUPTS();
    bool holds = ts_matches(&m, s->query);
    arena_reset(s->scratch);
    return holds;
}

static int next_match(const struct hl_text *t, int i)
{
    for (; i < t->n; i++)
        if (t->v[i].item != NULL)
            return i;
    return -1;
}

/* The earliest and shortest that begins at or behind `from`, and is not too long. */
static bool find_cover(struct selection *s, int from)
{
    for (int first = next_match(s->t, from); first >= 0; first = next_match(s->t, first + 1))
        for (int last = first; last >= 0 && (last == first || last - first < s->max_cover); last = next_match(s->t, last + 1))
            if (holds_in(s, first, last)) {
                s->first = first;
                s->last = last;
                return true;
            }
    return false;
}

/* ---- marks ---- */
static void mark(struct selection *s, int first, int last)
{
    for (int i = first; i <= last && i < s->t->n; i++) {
        struct hl_word *w = &s->t->v[i];
        w->selected = w->selected || w->item != NULL;
        if (w->type == TS_TAG && !s->o->all)
            w->blank = true;
        else if (hl_compound(w->type))
            w->skip = true;
        w->in = !w->repeated;
    }
}

/* The first words of the text, where nothing of it was asked for. */
static void mark_beginning(struct selection *s)
{
    int last = 0;
    for (int i = 0, words = 0; i < s->t->n && words < s->o->min_words; i++) {
        words += is_word(s->t, i);
        last = i;
    }
    mark(s, 0, last);
}

/* ---- one stretch ---- */
static void count(const struct selection *s, int i, int by, struct stretch *x)
{
    x->words += is_word(s->t, i) ? by : 0;
    x->hits += is_hit(s->t, i) ? by : 0;
}

/* To the right, up to a good place behind enough words; then to the left, if the text has ended before. */
static void lengthen(const struct selection *s, struct stretch *x)
{
    for (int i = s->last; i < s->t->n && x->words < s->o->max_words; i++) {
        if (i > s->last)
            count(s, i, 1, x);
        x->last = i;
        if (!is_bad_end(s, i) && x->words >= s->o->min_words)
            break;
    }
    if (x->words >= s->o->min_words)
        return;
    int i = s->first - 1;
    for (; i >= 0; i--) {
        count(s, i, 1, x);
        if (x->words >= s->o->max_words || (!is_bad_end(s, i) && x->words >= s->o->min_words))
            break;
    }
    x->first = i >= 0 ? i : 0;
}

/* From the right, down to a good place. */
static void shorten(const struct selection *s, int i, struct stretch *x)
{
    for (i = i > s->last ? s->last : i; x->words > s->o->min_words && is_bad_end(s, i); i--) {
        count(s, i, -1, x);
        x->last = i - 1;
    }
}

static struct stretch around_cover(const struct selection *s)
{
    struct stretch x = {.first = s->first, .last = s->first};
    int i = s->first;
    for (; i <= s->last && x.words < s->o->max_words; i++) {
        count(s, i, 1, &x);
        x.last = i;
    }
    if (x.words < s->o->max_words)
        lengthen(s, &x);
    else
        shorten(s, i, &x);
    return x;
}

static void select_one(struct selection *s)
{
    struct stretch best = {.hits = -1};
    bool whole = false; /* it has all of its cover */
    for (int from = 0; find_cover(s, from); from = s->first + 1) {
        struct stretch x = around_cover(s);
        bool all = x.first <= s->first && x.last >= s->last;
        if (best.hits < 0 || all > whole ||
            (all == whole && (x.hits > best.hits ||
                              (x.hits == best.hits && !is_bad_end(s, x.last) && is_bad_end(s, best.last))))) {
            best = x;
            whole = all;
        }
    }
    if (best.hits < 0)
        mark_beginning(s);
    else
        mark(s, best.first, best.last);
}

/* ---- several fragments ---- */
struct fragment {
    struct stretch x;
    bool chosen, excluded;
};

struct fragments {
    struct fragment *v;
    int n, cap;
};

/* The first part of [x->first, x->last] that is not too long and has hits at both ends. */
static void first_part(const struct selection *s, struct stretch *x)
{
    int i = x->first;
    for (; i <= x->last; i++) {
        x->first = i;
        if (is_hit(s->t, i))
            break;
    }
    for (i = x->first; i <= x->last && x->words < s->o->max_words; i++)
        count(s, i, 1, x);
    if (x->last <= i)
        return;
    for (; i >= x->first; i--) {
        x->last = i;
        if (is_hit(s->t, i))
            break;
        x->words -= is_word(s->t, i);
    }
}

static void add_fragments(struct selection *s, struct fragments *f)
{
    for (int first = s->first; first <= s->last; first = f->v[f->n - 1].x.last + 1) {
        if (f->n == f->cap) {
            int cap = (f->cap + 16) * 2;
            f->v = arena_grow(s->t->arena, f->v, (size_t)f->cap * sizeof *f->v, (size_t)cap * sizeof *f->v);
            f->cap = cap;
        }
        f->v[f->n] = (struct fragment){.x = {.first = first, .last = s->last}};
        first_part(s, &f->v[f->n++].x);
    }
}

static struct fragment *best_fragment(const struct fragments *f)
{
    struct fragment *best = NULL;
    int hits = 0, words = INT32_MAX;
    for (struct fragment *c = f->v; c < f->v + f->n; c++)
        if (!c->chosen && !c->excluded && (c->x.hits > hits || (c->x.hits == hits && c->x.words < words))) {
            best = c;
            hits = c->x.hits;
            words = c->x.words;
        }
    return best;
}

/* Half of what is missing goes to the left, all else to the right; not into what is shown already. */
static void stretch_fragment(const struct selection *s, struct stretch *x)
{
    const struct hl_text *t = s->t;
    int missing = (s->o->max_words - x->words) / 2, to = x->first, i;
    for (i = x->first - 1; i >= 0 && missing > 0 && !t->v[i].in; i--) {
        missing -= is_word(t, i);
        x->words += is_word(t, i);
        to = i;
    }
    for (i = to; i < x->first && is_bad_end(s, i); i++)
        x->words -= is_word(t, i);
    x->first = i;
    to = x->last;
    for (i = x->last + 1; i < t->n && x->words < s->o->max_words && !t->v[i].in; i++) {
        x->words += is_word(t, i);
        to = i;
    }
    for (i = to; i > x->last && is_bad_end(s, i); i--)
        x->words -= is_word(t, i);
    x->last = i;
}

static void select_fragments(struct selection *s)
{
    struct fragments f = {.n = 0};
    struct fragment *best;
    int shown = 0;
    for (int from = 0; find_cover(s, from); from = s->first + 1)
        add_fragments(s, &f);
    for (; shown < s->o->max_fragments && (best = best_fragment(&f)) != NULL; shown++) {
        best->chosen = true;
        if (best->x.words < s->o->max_words)
            stretch_fragment(s, &best->x);
        mark(s, best->x.first, best->x.last);
        for (struct fragment *c = f.v; c < f.v + f.n; c++)
            if (c != best && c->x.first <= best->x.last && c->x.last >= best->x.first)
                c->excluded = true;
    }
    if (shown == 0)
        mark_beginning(s);
}

void hl_select(struct hl_text *t, const struct tsq_node *query, const struct hl_options *o)
{
    struct selection s = {.t = t, .o = o, .query = query};
    if (t->n == 0)
        return;
    if (o->all && o->max_fragments == 0) {
        mark(&s, 0, t->n - 1);
        return;
    }
    int64_t cover = o->max_words > 10 ? (int64_t)o->max_words * 10 : 100;
    cover *= o->max_fragments > 0 ? o->max_fragments : 1;
    s.max_cover = cover > INT32_MAX ? INT32_MAX : (int)cover;
    s.scratch = arena_new(t->arena, "headline");
    if (query == NULL)
        mark_beginning(&s);
    else if (o->max_fragments != 0)
        select_fragments(&s);
    else
        select_one(&s);
    arena_free(s.scratch);
}
