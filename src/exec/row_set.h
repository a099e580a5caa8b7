/* Distinct rows, found by hash: what set operations, DISTINCT and WITH RECURSIVE ... UNION keep of what they saw. */
#ifndef EXEC_ROW_SET_H
#define EXEC_ROW_SET_H

#include "exec/exec_int.h"

/* A distinct row and how often it came from each side. */
struct set_row {
    struct hent h;
    int64_t left, right;
    struct flat row;
};

struct row_set {
    struct arena *arena;
    struct htab table;
    struct keys keys;
    struct columns cols;
};

/* Of rows like n's, equal where the columns cols (NULL: all) are by eqops. */
void row_set_init(struct row_set *s, struct node *n, const List *cols, const List *eqops);
void row_set_clear(struct row_set *s);

/* hash is keys_hash()'s of s->keys; row: scratch. NULL: there is none. */
struct set_row *row_set_find(struct row_set *s, struct arena *row, uint64_t hash, const Datum *values, const bool *nulls);
struct set_row *row_set_add(struct row_set *s, uint64_t hash, const Datum *values, const bool *nulls);

/* Does it outgrow work_mem, where spilling to a deeper level would still help? */
bool row_set_full(const struct node *n, const struct row_set *s, int level);

#endif
