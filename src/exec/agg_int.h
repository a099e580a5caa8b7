/* Aggregate calls: what Agg and WindowAgg share. */
#ifndef EXEC_AGG_INT_H
#define EXEC_AGG_INT_H

#include "exec/exec_int.h"
#include "exec/sort.h"

/* One aggregate of a node. Its state in each group's block stands at `offset`: the aggregate's own, or, when its rows have
 * to be sorted first, its struct agg_sorted. */
struct agg_call {
    const struct func *fn;
    const struct agg_impl *impl;
    Oid rettype;
    struct expr_state *filter;
    struct projection *args;   /* with the columns that are only sorted by */
    struct projection *direct; /* direct arguments of ordered-set aggregates */
    struct fcall trans, final;
    int nargs;
    bool strict, sorted, distinct, hypothetical;
    struct columns cols;
    struct sort_key *keys;
    int nkeys;
    struct keys same;          /* DISTINCT */
    Datum *waited;             /* a row on its way to the sorter */
    size_t offset;
};

struct agg_calls {
    struct node *node;
    struct agg_call *calls;
    int n;
    size_t state_size;
    size_t sorted_memory; /* bytes in the sorters of the present groups */
};

/* All of node->aggs: compiled when the node's own expressions have been. */
void agg_calls_init(struct agg_calls *x, struct node *n);
/* A new group's states: a zeroed block in its arena. */
void *agg_state_new(struct agg_calls *x, struct arena *group);
/* One input row goes into a group. */
void agg_advance(struct agg_calls *x, void *state, const struct expr_rows *rows, struct arena *row, struct arena *group);
/* The results go to node->aggs. rows: the group's first row, for direct arguments. */
void agg_finish(struct agg_calls *x, void *state, const struct expr_rows *rows, struct arena *row, struct arena *group);
void agg_forget_states(struct agg_calls *x); /* a group's arena is gone: call sites' states with it */

#endif
