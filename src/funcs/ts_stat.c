/* What ts_stat() counts: of each lexeme the documents that have it, and its places (manual 12.4.4). */
#include <stdlib.h>

#include "funcs/ts_int.h"

unsigned ts_stat_weights(Datum letters)
{
    unsigned weights = 0;
    for (uint32_t i = 0; i < VARLEN(letters); i++) {
        int w = ts_weight_of(VARDATA(letters)[i]);
        weights |= w >= 0 ? 1u << w : 0;
    }
    return weights;
}

static int places_of(const struct ts_lexeme *l, unsigned weights)
{
    int n = 0;
    if (weights == 0)
        return l->places > 0 ? (int)l->places : 1;
    for (uint32_t i = 0; i < l->places; i++)
        n += (weights & 1u << ts_weight(l->place[i])) != 0;
    return n;
}

static int word_order(const void *a, const void *b)
{
    return ts_lexeme_cmp(&((const struct ts_stat_word *)a)->lexeme, &((const struct ts_stat_word *)b)->lexeme);
}

/* Equal words become one. */
static void gather(struct ts_stat *st)
{
    int kept = 0;
    if (st->n > 1)
        qsort(st->v, (size_t)st->n, sizeof *st->v, word_order);
    for (int i = 0; i < st->n; i++) {
        if (kept > 0 && word_order(&st->v[kept - 1], &st->v[i]) == 0) {
            st->v[kept - 1].documents += st->v[i].documents;
            st->v[kept - 1].places += st->v[i].places;
        } else {
            st->v[kept++] = st->v[i];
        }
    }
    st->n = st->sorted = kept;
}

void ts_stat_add(struct ts_stat *st, Datum vector)
{
    for (int i = 0; i < tsvector_count(vector); i++) {
        struct ts_lexeme l = tsvector_get(vector, i);
        int places = places_of(&l, st->weights);
        if (places == 0)
            continue;
        if (st->n == st->cap) { /* room is made by gathering first: memory grows with the words, not the documents */
            gather(st);
            if (st->n >= st->cap / 2) {
                int cap = (st->cap + 512) * 2;
                st->v = arena_grow(st->arena, st->v, (size_t)st->cap * sizeof *st->v, (size_t)cap * sizeof *st->v);
                st->cap = cap;
            }
        }
        struct ts_stat_word key = {.lexeme = l};
        struct ts_stat_word *known = st->sorted > 0 ? bsearch(&key, st->v, (size_t)st->sorted, sizeof *st->v, word_order) : NULL;
        if (known != NULL) {
            known->documents++;
            known->places += places;
            continue;
        }
        l.s = arena_strndup(st->arena, l.s, l.len);
        st->v[st->n++] = (struct ts_stat_word){l, 1, places};
    }
}

void ts_stat_emit(struct ts_stat *st, struct fcall *fc)
{
    bool nulls[3] = {false, false, false};
    gather(st); /* PostgreSQL's rows come from the last word to the first */
    for (int i = st->n - 1; i >= 0; i--) {
        const struct ts_stat_word *w = &st->v[i];
        Datum values[3] = {datum_from_text(fc->arena, w->lexeme.s, w->lexeme.len), datum_from_int32(w->documents),
                           datum_from_int32(w->places)};
        fc->emit(fc, values, nulls);
    }
}
