/*
 * The local executor: open / next / close over rows of Datums. Rows leave through a row_dest.
 */
#ifndef EXEC_EXEC_H
#define EXEC_EXEC_H

#include "nodes/nodes.h"
#include "push/remote.h"

/* Where rows go: the client, a tuple store, COPY, a test. Functions may raise. */
struct row_dest {
    /* before the first row; desc: TargetEntry list without junk */
    void (*begin)(struct row_dest *d, const List *desc);
    /* false: enough, stop */
    bool (*row)(struct row_dest *d, int n, const Datum *values, const bool *nulls);
    /* When not NULL and the plan is a bare RemoteScan: the row as a document, no Datum in between. cols[i]: the remote
     * column of the ith field. */
    bool (*document)(struct row_dest *d, struct remote_reader *rd, const bson_t *doc, int n, const int *cols);
    void (*end)(struct row_dest *d);
};

struct relation;
typedef void (*changed_row_fn)(const struct relation *rel, Datum id, bool deleted); /* id: a bson_value */
struct exec_settings {
    size_t work_mem;        /* bytes, per sort or hash */
    size_t temp_file_limit; /* bytes in all, 53400 beyond; 0: none */
    const char *temp_dir;   /* for unlinked temporary files */
    changed_row_fn (*watcher)(const struct relation *rel); /* who is to be told of each document that is changed; NULL, also as its answer: nobody */
};

struct exec; /* one execution: a portal's */

/* Opens nothing yet. a: the portal's arena. params: extern parameters (types, values, nulls by number - 1); normally already
 * folded into the plan. instrument: count rows and time per node for EXPLAIN ANALYZE. */
struct exec *exec_new(struct arena *a, const PlannedStmt *plan, const struct exec_settings *set, bool instrument);

/* Sends at most max_rows rows (0: all) to dest; returns how many. More calls go on where the last stopped. *done is set at
 * the end of the result. CHECK_INTERRUPTS is looked at at least every few hundred rows or 10 ms. */
uint64_t exec_run(struct exec *ex, struct row_dest *dest, uint64_t max_rows, bool *done);
uint64_t exec_given(const struct exec *ex); /* rows given to a dest so far; NULL: none */
uint64_t exec_processed(const struct exec *ex); /* rows inserted, updated, deleted: for the tag */
/* Likewise, also by those parts of a WITH that the tag does not count. *more: or more than that. ex NULL: none. */
uint64_t exec_written(const struct exec *ex, bool *more);
/* Values of a foreign key's columns, as text, NULL for NULL: what rows had, what they have now. */
struct changed_key {
    const char **old, **new; /* NULL: not known, or none */
};
struct changed_keys {
    const struct key_watch *watch;
    List *keys; /* struct changed_key */
};
const List *exec_changed_keys(const struct exec *ex); /* struct changed_keys: whatever has been written so far; ex NULL: none */
void exec_close(struct exec *ex); /* cursors, files; also run by the arena's reset */

/* What EXPLAIN ANALYZE shows of a plan node. */
struct exec_instr {
    uint64_t rows, loops;
    double startup_ms, total_ms;
    uint64_t peak_memory, disk;  /* bytes: sorts and hashes */
    uint64_t removed;            /* rows removed by the node's qual */
    uint64_t hits, misses, evictions, overflows; /* Memoize */
};
const struct exec_instr *exec_instrument(const struct exec *ex, const Plan *node);

/* ---- expressions on their own ---- */
struct expr_state;
/* expr over rows of up to three inputs; compiled once into flat steps in a. ex may be NULL (no parameters, no subplans). */
struct expr_state *expr_compile(struct arena *a, struct exec *ex, const Node *expr);
struct expr_rows { /* Datum/null vectors by SCAN_VAR, OUTER_VAR, INNER_VAR; NULL when there is none */
    const Datum *scan, *outer, *inner;
    const bool *scan_nulls, *outer_nulls, *inner_nulls;
};
Datum expr_eval(struct expr_state *e, const struct expr_rows *rows, struct arena *row, bool *isnull);
/* A constant expression's value, in a. For constant folding. */
Datum expr_eval_const(struct arena *a, const Node *expr, bool *isnull);

#endif
