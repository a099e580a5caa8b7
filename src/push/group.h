/* Aggregates on their way into $group: what functions.def's aggregate rows name. */
#ifndef PUSH_GROUP_H
#define PUSH_GROUP_H

#include "push/push_int.h"

struct grouping {
    struct pc c;
    struct bv *before; /* of a $set before it */
    struct bv *body;   /* $group's */
    struct bv *set;    /* of the $set behind it */
    List *cols;
    int naccs;
    bool over;           /* the accumulators are those of a window */
    struct bv *window;   /* its frame; NULL: the whole partition */
    bool one_row;
    bool distinct; /* the rows are, in the aggregates' argument */
};

struct agg_call {
    struct grouping *g;
    const Aggref *agg;
    Node *arg;         /* NULL: count(*) */
    struct bv *filter; /* the FILTER clause is true; NULL none */
};

/* The expression over new columns that is the aggregate's value; NULL: it cannot be said (noted in g->c). */
typedef Node *(*push_agg_fn)(struct agg_call *x);
push_agg_fn push_agg_lookup(Oid oid); /* NULL: LOCAL */

/* {$op: input} as a column; one that is there already serves again. */
struct pcol *group_accumulate(struct grouping *g, const char *op, struct bv *input, Oid type, bool nullable);
struct pcol *group_counted(struct agg_call *x);    /* how many rows have a value that is not NULL */
struct bv *group_argument(struct agg_call *x);     /* the argument's value where FILTER is true, else null */
Node *group_as_numeric(struct grouping *g, const struct pcol *col); /* the column's value read as numeric */
Node *group_operator(struct arena *a, Oid opno, Oid func, Oid result, Node *l, Node *r);
bool group_functions(int n, const Oid *oids);      /* are they all there? */

/* The value of an aggregate, as an expression over columns that are added; NULL: it cannot be said. */
Node *group_aggregate(struct grouping *g, const Aggref *agg);
/* A new column for g's documents, known by a Var of the scan's row. */
struct pcol *group_column(struct grouping *g, Oid type, bool nullable);

/* A window function over g's documents, likewise. */
struct window_call {
    struct grouping *g;
    const WindowFunc *call;
    const struct push_window *window;
    const char *unframed; /* why the frame cannot be g->window; NULL: it is */
};
typedef Node *(*push_win_fn)(struct window_call *x);
push_win_fn push_win_lookup(Oid oid); /* NULL: LOCAL */
Node *push_row_number(struct window_call *x);
Node *push_rank(struct window_call *x);
Node *push_dense_rank(struct window_call *x);
Node *push_lag(struct window_call *x);
Node *push_lead(struct window_call *x);
Node *push_first_value(struct window_call *x);
Node *push_last_value(struct window_call *x);

Node *push_count_rows(struct agg_call *x);
Node *push_count(struct agg_call *x);
Node *push_sum_int4(struct agg_call *x); /* and int2 */
Node *push_sum_int8(struct agg_call *x);
Node *push_sum_float(struct agg_call *x);
Node *push_avg_int(struct agg_call *x);
Node *push_avg_float(struct agg_call *x);
Node *push_sum_numeric(struct agg_call *x); /* group_numeric.c */
Node *push_avg_numeric(struct agg_call *x);
Node *push_min(struct agg_call *x); /* and bool_and */
Node *push_max(struct agg_call *x); /* and bool_or */

#endif
