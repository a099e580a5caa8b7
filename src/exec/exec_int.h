/*
 * What the files of the executor share: run state of plan nodes, compiled expressions, rows.
 *
 * A row that a node's next() leaves in n->values, n->nulls is valid until next() or rescan() of that node.
 */
#ifndef EXEC_EXEC_INT_H
#define EXEC_EXEC_INT_H

#include "base/error.h"
#include "catalog/function.h"
#include "exec/exec.h"
#include "exec/tuplestore.h"

/* Numbers of PARAM_EXEC parameters. */
struct param_set {
    int n; /* words */
    uint64_t *words;
};
struct param_set param_set_new(struct arena *a, int nparams);
bool param_set_meets(const struct param_set *x, const struct param_set *y);
static inline void param_set_add(struct param_set *s, int id)
{
    if (id >= 0 && id / 64 < s->n)
        s->words[id / 64] |= UINT64_C(1) << (id % 64);
}

struct node;

struct node_ops {
    void (*init)(struct node *n);  /* children included; nothing is opened or read yet */
    bool (*next)(struct node *n);  /* false: no more rows */
    /* Begin anew. changed: the parameters with new values; children are rescanned by node_rescan(). */
    void (*rescan)(struct node *n, const struct param_set *changed);
    void (*close)(struct node *n); /* NULL: nothing to close but the children */
};

/* Columns of rows: what flattening and comparing need to know of them. */
struct columns {
    int n;
    const Oid *types;
    const bool *byval;
};

struct node {
    const Plan *plan;
    const struct node_ops *ops;
    struct exec *ex;
    struct arena *arena; /* lives as long as the execution */
    struct arena *row;   /* reset for each row */
    struct node *left, *right;
    struct columns cols; /* of the rows given */
    const Datum *values; /* the current row */
    const bool *nulls;
    struct expr_state *qual;
    struct projection *proj;
    struct param_set params; /* parameters that the node and those below it read, and do not set */
    struct agg_exprs *aggs;  /* where Aggref, GroupingFunc and WindowFunc find their values */
    struct exec_instr instr;
    double loop_start, loop_first; /* instrumentation */
    bool loop_running, loop_any;
    void *state; /* the node kind's own */
};

extern const struct node_ops result_ops, project_set_ops, remote_scan_ops, local_scan_ops, function_scan_ops,
    values_scan_ops, subquery_scan_ops, cte_scan_ops, work_table_scan_ops, nest_loop_ops, hash_join_ops, material_ops, memoize_ops,
    sort_ops, agg_ops, window_agg_ops, unique_ops, hash_distinct_ops, set_op_ops, append_ops, recursive_union_ops,
    limit_ops, lock_rows_ops, modify_table_ops, hold_writes_ops;

struct node *node_init(struct exec *ex, const Plan *plan);
bool node_next_instrumented(struct node *n);
void node_rescan(struct node *n, const struct param_set *changed);
/* Rescans when a parameter below changed; false: nothing did, and what was computed still holds. */
bool node_changed(const struct node *n, const struct param_set *changed);
void node_close(struct node *n);

uint64_t modify_processed(const struct node *n);
bool modify_in_doubt(const struct node *n); /* it has failed, and may have written more */

struct exec_param {
    Datum value;
    bool isnull;
    struct subplan *pending; /* an initplan not yet run */
    struct subplan *init;    /* the initplan that sets it, NULL none */
    uint64_t version;        /* counts its changes */
};

struct cte;
struct work_table {
    struct tuplestore *rows; /* the working table: what WorkTableScan reads */
    struct columns cols;
};

struct exec {
    struct arena *arena;
    const PlannedStmt *stmt;
    struct exec_settings set;
    struct temp_space temp;
    bool instrument;
    struct node *root;
    struct node **subplans; /* by plan_id - 1; made at first use */
    struct cte **ctes;      /* likewise */
    struct exec_param *params;
    struct work_table **work_tables; /* by wtParam */
    int nparams;
    List *nodes;
    int nout;
    int *out; /* the columns of the root that are sent */
    bool done, reported;
    uint64_t given;     /* rows, to a dest */
    uint64_t wanted;    /* more rows at most, in this run; 0: all */
    struct node *main_write; /* the ModifyTable that the tag counts for; NULL: it has not run */
    List *writes;            /* struct node *: every ModifyTable */
    struct write_hold *hold; /* HoldWrites: what is written waits there */
    List *written;           /* with it: struct written_rows */
    List *keys;              /* struct changed_keys */
};

static inline bool node_next(struct node *n)
{
    CHECK_INTERRUPTS();
    return __builtin_expect(n->ex->instrument, 0) ? node_next_instrumented(n) : n->ops->next(n);
}
/* modify_keys.c */
struct key_collector;
struct key_collector *keys_watch(struct exec *ex, const struct relation *target, const struct key_watch *w);
struct key_row {
    const Datum *values;
    const bool *nulls;
};
void keys_note(struct key_collector *c, struct key_row before, struct key_row after); /* of a row on its way; raises 23503 */
struct node *exec_subplan(struct exec *ex, int plan_id);

struct columns columns_of_list(struct arena *a, const List *targetlist);
struct columns columns_make(struct arena *a, int n, const Oid *types);
void node_types_from_targetlist(struct node *n);
/* Makes qual and projection out of the plan's qual and targetlist; n->cols from the targetlist. */
void node_init_projection(struct node *n);

/* ---- expressions ---- */
struct expr_ctx { /* what an expression is compiled in; all may be NULL */
    struct exec *ex;
    struct agg_exprs *aggs;
};
struct expr_state *expr_compile_in(struct arena *a, const struct expr_ctx *ctx, const Node *expr);
/* Implicitly and-ed; NULL for the empty list. */
struct expr_state *expr_compile_qual(struct arena *a, const struct expr_ctx *ctx, const List *quals);
static inline bool expr_qual(struct expr_state *e, const struct expr_rows *rows, struct arena *row)
{
    bool isnull;
    return e == NULL || (expr_eval(e, rows, row, &isnull) != 0 && !isnull);
}

/* Several expressions evaluated at once into a row. */
struct projection {
    int n;
    Datum *values;
    bool *nulls;
    struct expr_state *steps;
    const int *plain; /* all are columns of `plain_of` (SCAN, OUTER or INNER_VAR): their places from 0; NULL: not so */
    int plain_of;
};
/* items: expressions or TargetEntries. */
struct projection *projection_compile(struct arena *a, const struct expr_ctx *ctx, const List *items);
void projection_run(struct projection *p, const struct expr_rows *rows, struct arena *row);

/* The end of every scan: the row is filtered and projected. False: filtered out. */
static inline bool scan_row(struct node *n, const Datum *values, const bool *nulls)
{
    struct expr_rows rows = {.scan = values, .scan_nulls = nulls};
    if (!expr_qual(n->qual, &rows, n->row)) {
        n->instr.removed++;
        return false;
    }
    projection_run(n->proj, &rows, n->row);
    return true;
}

/* ---- scan_local.c: the rows of a local relation that a join above has keys for ---- */
/* The scan of a local relation that the column `key` (of n's rows) comes from, so that its other rows need not be made; NULL. */
struct node *local_scan_below(struct node *n, const Node *key, int *attnum);
/* From now on only rows with one of these values in the column are made (copies; too many: all). The scan begins anew. */
void local_scan_give(struct node *n, int attnum, const Datum *values, int count);

/* Places for values that a node computes for expressions above it: aggregates, grouping(), window functions. */
struct agg_exprs {
    struct arena *arena;
    List *nodes; /* Aggref or WindowFunc, each kind once */
    int cap;
    Datum *values;
    bool *nulls;
    int (*grouping)(void *arg, const GroupingFunc *g); /* the value of grouping() for the current set */
    void *grouping_arg;
    int winref;
};
int agg_exprs_add(struct agg_exprs *x, const Node *node); /* its place */

/* A subplan's run state, one for each SubPlan node in an expression or initPlan list (expr_subplan.c). */
struct subplan;
struct subplan *subplan_make(struct arena *a, const struct expr_ctx *ctx, const SubPlan *sp);
Datum subplan_eval(struct subplan *s, const struct expr_rows *rows, struct arena *row, bool *isnull);
void subplan_mark_init(struct exec *ex, const SubPlan *sp); /* its results are computed when first asked for */
void subplan_run_init(struct subplan *s);
bool subplan_init_depends(const struct exec *ex, const SubPlan *sp, const struct param_set *changed);

/* The way of documents past Datums: is it open for this root and dest? Then: 1 sent, -1 sent and enough, 0 the end. */
bool remote_scan_documents(const struct node *root, const struct exec *ex, const struct row_dest *dest);
int remote_scan_send(struct node *root, struct exec *ex, struct row_dest *dest);

/* The parameters that plan takes from outside. */
void plan_collect_params(const struct exec *ex, const Plan *plan, struct param_set *out);

/* Calls a function with two arguments that are not NULL and says whether it is true. */
struct call {
    const struct func *fn;
    struct fcall fc;
    Datum args[4];
    bool nulls[4];
    Oid types[4];
};
void call_init(struct call *c, struct arena *keep, Oid func, int nargs, const Oid *types, Oid rettype);
Datum call2(struct call *c, struct arena *row, Datum x, Datum y, bool *isnull);
const struct func *exec_func(Oid oid); /* raises 0A000 when it is not there */

/* ---- keys: hashing and equality of columns ---- */
struct key_fn {
    bool by_word;         /* equal words are equal values, and nothing else is */
    type_hash_fn lhash, rhash;
    type_cmp_fn cmp;      /* both of one type */
    struct call *eq;      /* else the operator's function */
};
void key_fn_init(struct key_fn *k, struct arena *a, Oid eqop, Oid ltype, Oid rtype);
static inline bool key_equal(const struct key_fn *k, struct arena *row, Datum x, Datum y)
{
    bool isnull;
    if (k->by_word)
        return x == y;
    if (k->cmp != NULL)
        return k->cmp(x, y) == 0;
    return call2(k->eq, row, x, y, &isnull) != 0 && !isnull;
}
struct keys { /* some columns of a row as a key */
    int n;
    const int *cols; /* from 0 */
    struct key_fn *fns;
};
/* cols: places from 1 (INTS), eqops may be NULL: the types' own. */
struct keys keys_make(struct arena *a, const List *cols, const List *eqops, const struct columns *row);
struct keys keys_all(struct arena *a, const List *eqops, const struct columns *row);
uint64_t keys_hash(const struct keys *k, const Datum *values, const bool *nulls);
/* NULLs are equal. */
bool keys_equal(const struct keys *k, struct arena *row, const Datum *xv, const bool *xn, const Datum *yv, const bool *yn);

struct sort_key {
    int col; /* from 0 */
    type_cmp_fn cmp;
    bool descending, nulls_first;
};
/* keys: SortKey list. */
struct sort_key *sort_keys_make(struct arena *a, const List *keys, const struct columns *row);
void sort_key_init(struct sort_key *k, int col, Oid sortop, Oid type, bool descending, bool nulls_first);
int sort_key_cmp(const struct sort_key *k, Datum x, bool xnull, Datum y, bool ynull);

static inline bool flat_key_equal(const struct keys *k, struct arena *row, const Datum *values, const bool *nulls,
                                  const struct flat *f, const struct columns *c)
{
    for (int i = 0; i < k->n; i++) {
        int col = k->cols[i];
        bool isnull;
        Datum d = flat_get(f, c->n, c->byval[col], col, &isnull);
        if (isnull != nulls[col] || (!isnull && !key_equal(&k->fns[i], row, values[col], d)))
            return false;
    }
    return true;
}

/* ---- rows put aside by hash, to be taken up batch by batch when memory is short ---- */
#define SPILL_PARTS 16
#define SPILL_LEVELS 12
struct spill {
    struct tuplestore *parts[SPILL_PARTS];
};
struct spill_batch {
    struct tuplestore *rows, *other; /* other: the second input's, where there is one */
    int level, tag;
    struct spill_batch *next;
};
static inline int spill_part(uint64_t hash, int level)
{
    return (int)(hash >> (60 - 4 * level) & (SPILL_PARTS - 1));
}
void spill_put(struct node *n, struct spill *s, const struct columns *c, uint64_t hash, int level, const Datum *values,
               const bool *nulls);
/* Its non-empty parts (of either) go in front of *list, one level deeper; both are empty then. other may be NULL. */
void spill_finish(struct node *n, struct spill *s, struct spill *other, int level, int tag, struct spill_batch **list);

/* ---- hash table: chained entries that the caller allocates ---- */
struct hent {
    struct hent *next;
    uint64_t hash;
};
struct htab {
    struct arena *arena;
    struct hent **buckets;
    size_t mask, n;
};
void htab_init(struct htab *t, struct arena *a, size_t expected);
void htab_add(struct htab *t, struct hent *e, uint64_t hash);
void htab_in_order(struct htab *t); /* nothing is added any more: entries come in the order in which they were, not backward */
static inline struct hent *htab_first(const struct htab *t, uint64_t hash)
{
    return t->buckets[hash & t->mask];
}

#endif
