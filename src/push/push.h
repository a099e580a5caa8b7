/*
 * Which nodes and expressions MongoDB can run exactly, and the BSON that says so: pushdown as a fold. The planner asks,
 * from the scan upwards; no other place decides what is remote.
 *
 *     r = push_scan(...)                       FROM orders o
 *     push_filter(r, qual, &why)               WHERE ...: false: the planner keeps the qual for the local side
 *     push_group(r, groups, aggs, &finals)     GROUP BY ...: then the columns are the groups and the aggregates' parts
 *     push_filter, push_sort, push_limit ...   HAVING, ORDER BY, LIMIT
 *     push_finish(r, tlist, quals)             the RemoteScan
 *
 * A remote relation's columns are known by the expressions they stand for: at first a Var (varno, varattno, varlevelsup
 * 0) for each column of the collection; after push_group or push_project, the expressions given there (compared by
 * node_equal()). An expression that is handed in may have any of these as its parts, constants, and Params of kind
 * PARAM_EXEC, whose values are asked for when the scan is opened (RemoteScan.params, remote.h's placeholders).
 *
 * Every function but push_scan and push_finish answers true: appended, and exact (docs/design.md "NULL", "Match before
 * expression", "Order"); or false: nothing was changed, and *why says in a few words what stood in the way, for EXPLAIN
 * ("function lower(text)", "pgleaf.pushdown is off"). With env->enabled false all of them say no.
 */
#ifndef PUSH_PUSH_H
#define PUSH_PUSH_H

#include "catalog/relation.h"
#include "nodes/nodes.h"
#include "push/remote.h"

struct push_env {
    bool enabled;                          /* pgleaf.pushdown */
    bool (*server_has)(const char *name);  /* a stage or operator, "$setWindowFields"; NULL: all of them */
};

struct push_rel; /* a remote relation that is being built; lives in the arena it was made in */

struct push_sort_key {
    Node *expr;
    bool descending, nulls_first;
};

/* The collection or view rel, as range table entry varno. */
struct push_rel *push_scan(struct arena *a, const struct push_env *env, const struct relation *rel, int varno);

/* Rows for which qual is true remain. Split conjuncts before (implicit_and): each is asked for by itself. */
bool push_filter(struct push_rel *r, Node *qual, const char **why);

/* The rows in this order. */
bool push_sort(struct push_rel *r, const struct push_sort_key *keys, int nkeys, const char **why);

/*
 * The same rows in this order as up to three relations to be read one after the other: the first key's values, sorted by
 * fields alone (which an index can serve), its NaNs, its NULLs. r, a filtered collection, stays as it was. Gives their
 * number; 0: no, and *why. It is no if a field's own order does, too: push_sort() is better.
 */
enum { PUSH_PARTS = 3 };
int push_sort_parts(struct push_rel *r, const struct push_sort_key *keys, int nkeys, struct push_rel *parts[PUSH_PARTS],
                    const char **why);

/* count, offset: expressions of type int8 (constants or Params), NULL none. */
bool push_limit(struct push_rel *r, Node *count, Node *offset, const char **why);

/* One row a distinct combination of exprs; they are the columns then. */
bool push_distinct(struct push_rel *r, List *exprs, const char **why);

/*
 * groups: grouping expressions (NULL: one row over all, also when there is none); aggs: Aggrefs without duplicates.
 * *finals: for each of aggs an expression over the new columns that computes its value here (an average is a sum by a
 * count): the planner puts it in the Aggref's place in the targetlist, HAVING and ORDER BY. It may contain Vars of
 * varno SCAN_VAR, which only push_finish and the other push functions understand.
 */
bool push_group(struct push_rel *r, List *groups, List *aggs, List **finals, const char **why);

/*
 * outer JOIN inner (JOIN_INNER, LEFT, SEMI, ANTI) ON quals (a list, implicitly and-ed; the first is the key) as
 * $lookup; the columns of both, known by their Vars, are outer's then (SEMI, ANTI: outer's alone). inner is used up.
 * reason: why so, for EXPLAIN.
 */
bool push_join(struct push_rel *outer, struct push_rel *inner, int jointype, List *quals, const char *reason,
               const char **why);

/* unnest(array) AS varno, beside the row that array, one of r's columns, stands in. */
struct push_unwind {
    Node *array;
    Oid type;         /* of its elements */
    int varno;        /* its columns: (varno, 1), and (varno, 2) from ordinality */
    bool json;        /* array is jsonb; of its elements type is jsonb, or text */
    bool ordinality;
    bool keep;        /* rows without an element stay: LEFT JOIN */
};
bool push_is_member(const Node *e); /* e -> 'key', where a path can have the key */
bool push_unwind(struct push_rel *r, const struct push_unwind *u, const char **why);

/*
 * r UNION ALL others (a list of push_rel, used up). targets: for each of them, r first, the list of its columns'
 * expressions, of equal types from side to side. They are known by (varno, 1), (varno, 2), ... then.
 */
bool push_union(struct push_rel *r, const List *others, const List *targets, int varno, const char **why);

/* OVER (PARTITION BY partition ORDER BY keys, frame); calls: WindowFuncs. They are columns then, beside r's own. */
struct push_window {
    List *partition;
    const struct push_sort_key *keys;
    int nkeys;
    int frame;         /* enum of nodes.h: FRAME_... */
    Node *start, *end; /* the frame's offsets; NULL none */
    List *calls;
};
/* *finals: for each of calls an expression over the new columns, as push_group()'s. */
bool push_window(struct push_rel *r, const struct push_window *w, List **finals, const char **why);

/* Are values of the column that PostgreSQL finds equal equal to MongoDB, too? */
bool push_same_values(const struct column *column);

/*
 * A hint, for an index to serve: only rows whose column is equal to an element of keys (PARAM_EXEC, an array) are asked
 * for, all rows when it is NULL. Others may come. indexed: does an index begin with path?
 */
bool push_keys(struct push_rel *r, Node *column, Param *keys,
               bool (*indexed)(const struct relation *rel, const char *path, bool unique), const char **why);

/*
 * WHERE of a partial index of rel (varno 1) as its partialFilterExpression; NULL and *why: it cannot be said. loose: other
 * documents may be in the index, too (one that is not unique).
 */
const bson_t *push_index_filter(struct arena *a, const struct relation *rel, Node *where, bool loose, const char **why);

/* An estimate of the rows that remain; -1 unknown. */
double push_rows(const struct push_rel *r);

/*
 * Closes it: a RemoteScan whose row is SCAN_VAR, with targetlist tlist (TargetEntry over the columns' expressions) and
 * local quals (a list, implicitly and-ed) over the same. Asks for no field that neither needs. why_local: why quals or
 * the node above are local, NULL none.
 */
RemoteScan *push_finish(struct push_rel *r, List *tlist, List *quals, const char *why_local);

/*
 * What a view of MongoDB's over scan's collection gives rows by, one document for each: scan's stages, and one that gives the targets these
 * names (char *), in order; an array of stages. A field of a document is given as it stands there, what is computed as BSON of the target's
 * type. NULL and *why: it cannot be said, or not without pgleaf.
 */
const bson_t *push_view(struct arena *a, const struct push_env *env, const RemoteScan *scan, const List *names, const char **why);

#endif
