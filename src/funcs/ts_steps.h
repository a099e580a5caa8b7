/* Functions of text search that read rows of a query one by one: what session/ calls, where queries can be run. */
#ifndef FUNCS_TS_STEPS_H
#define FUNCS_TS_STEPS_H

#include "types/func.h"
#include "types/tsvector.h"

/* ts_rewrite() in steps: false if there is nothing to rewrite. */
struct ts_rewriting {
    struct arena *arena;
    struct ts_tree *tree; /* NULL: nothing is left */
};
bool ts_rewrite_begin(struct ts_rewriting *w, struct arena *a, Datum query);
/* ready: for another step to come, or for what a series of them gives. */
void ts_rewrite_step(struct ts_rewriting *w, Datum target, Datum substitute, bool ready);
Datum ts_rewrite_end(struct ts_rewriting *w);

/* What ts_stat() has counted so far. */
struct ts_stat_word {
    struct ts_lexeme lexeme;
    int32_t documents, places;
};
struct ts_stat {
    struct arena *arena;
    unsigned weights; /* bits; 0: all, and lexemes without places */
    struct ts_stat_word *v;
    int n, sorted, cap; /* the first ones in order */
};
unsigned ts_stat_weights(Datum letters);
void ts_stat_add(struct ts_stat *st, Datum vector);
void ts_stat_emit(struct ts_stat *st, struct fcall *fc);

#endif
