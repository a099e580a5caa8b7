/*
 * Whether a query holds, in three values: of lexemes without positions a phrase may hold or not. Shared by @@ and
 * ts_headline(), which have lexemes from different places.
 */
#ifndef FUNCS_TS_MATCH_H
#define FUNCS_TS_MATCH_H

#include "types/tsquery.h"

enum ts_truth { TS_NO, TS_YES, TS_MAYBE };

/* Where an operand of a phrase matches: at these positions, or (negate) everywhere else. */
struct ts_places {
    uint32_t n;
    uint16_t *v; /* in order, without weights */
    bool negate;
    int width; /* of a phrase: from its first word to its last, where the positions are */
};

struct ts_matcher {
    struct arena *arena; /* scratch */
    /* A lexeme; places NULL: only whether it is there. TS_MAYBE where it has no positions and they are asked for. */
    enum ts_truth (*lexeme)(struct ts_matcher *m, const struct tsq_node *value, struct ts_places *places);
    void *arg;
};
bool ts_matches(struct ts_matcher *m, const struct tsq_node *query);

/* The matcher over a tsvector: arg is a struct ts_subject *. */
struct ts_subject {
    const struct ts_lexeme *v;
    int n;
};
enum ts_truth ts_subject_lexeme(struct ts_matcher *m, const struct tsq_node *value, struct ts_places *places);

#endif
