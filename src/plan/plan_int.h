/*
 * What the planner's files share.
 *
 * While a query is planned, expressions in plan nodes are the query's own: Vars of its range table. A node's targetlist
 * says what its columns stand for, and only when the query's plan is whole does refs.c make OUTER_VAR, INNER_VAR and
 * SCAN_VAR of them. Expressions that push/ is given have been through to_push(): Vars numbered by scan, over all
 * levels.
 */
#ifndef PLAN_PLAN_INT_H
#define PLAN_PLAN_INT_H

#include "base/error.h"
#include "catalog/function.h"
#include "plan/plan.h"
#include "push/push.h"

/* ---- sets of range table entries ---- */
enum { RELSET_MAX = 1024 };
struct relset {
    uint64_t w[RELSET_MAX / 64];
};
static inline void relset_add(struct relset *s, int rti)
{
    s->w[rti / 64] |= UINT64_C(1) << (rti % 64);
}
static inline bool relset_has(const struct relset *s, int rti)
{
    return (s->w[rti / 64] >> (rti % 64) & 1) != 0;
}
void relset_join(struct relset *s, const struct relset *more);
bool relset_empty(const struct relset *s);
bool relset_subset(const struct relset *s, const struct relset *of);
bool relset_meets(const struct relset *x, const struct relset *y);

/* ---- one statement ---- */
struct planner {
    struct arena *a;
    const struct plan_settings *set;
    const struct plan_params *params;
    struct push_env push;
    List *subplans; /* Plan, by plan_id - 1 */
    int nparams;    /* PARAM_EXEC */
    List *modifying; /* plan_ids of WITH queries that write */
    List *targets;   /* ModifyTable: all of the statement */
    List *row_params; /* of these, those that have another value for each outer row */
    int nscans;     /* push_scan's varnos */
    bool reads_remote;
    int locks;                   /* PlannedStmt's */
    bool transient; /* a stable function's value was folded in */
    List *transients; /* the constants that such values are */
    List *sampled; /* char *: columns whose statistics were looked at, since somebody emptied it */
};

/* A parameter that a subquery takes from the row of the level that it stands in. */
struct outer_ref {
    int paramid;
    Node *expr; /* Var, Aggref or GroupingFunc of that level */
};

/* What a range table entry's columns are to push/. */
struct source {
    int scan;    /* a collection: push_scan's varno; 0 none */
    List *exprs; /* a subquery whose remote relation stays open: its columns, in push/'s terms; NULL none */
    double rows; /* before conditions on it */
};

struct planned_cte {
    const CommonTableExpr *cte;
    int plan_id; /* 0: not planned, or in the subqueries' place */
    int wt_param; /* while its recursive term is planned, else -1 */
    double rows;
};

/* A query that is being planned. */
struct level {
    struct planner *p;
    struct level *up;
    Query *q;
    struct source *sources; /* by rti */
    List *outer_refs;       /* of the subquery being planned below */
    List *init_plans;       /* SubPlan */
    List *ctes;             /* struct planned_cte, in cteList's order */
    List *aggs, *agg_finals; /* Aggrefs and WindowFuncs, and what they are after push_group, push_window */
    List *units;            /* expressions that the rows of this stage have as columns: grouping expressions */
    List *lateral;          /* Vars that LATERAL items, and what was pulled up out of them, take from this level */
    struct planned_cte *recursive; /* the query is WITH RECURSIVE's own */
    int max_rows;           /* no more are looked at: a hint; 0 none */
    bool once;              /* it does not run for each row of up */
    bool in_targets;        /* the targetlist is what is planned: of what LIMIT leaves alone */
};

/* A relation on its way up: an open remote relation, or the plan of a local one. */
struct rel {
    struct relset relids;
    struct push_rel *remote; /* NULL: local */
    List *quals;             /* remote: to be applied here, in push/'s terms */
    List *row_quals;         /* remote: likewise, in the query's terms: over rows that are read once and kept */
    List *gates;             /* remote: looked at before anything is read, in the query's terms */
    const char *why;         /* remote: why quals are not there; local: why its top node is local */
    const char *alias;       /* remote: the name of what it began with, where that is not its own */
    const struct relation *base; /* remote and nothing but a filtered collection */
    bool by_row;             /* remote: it is a search for each outer row */
    bool shaped;             /* remote: grouped, made distinct, sorted or cut: not a mere filter any more */
    Plan *plan;
    List *params;            /* struct outer_ref: set by a NestLoop from rels not in relids */
    const List *sorted;      /* SortGroupClauses: the order that the rows are in */
    double rows;
    const List *filtered;    /* the conditions that rows is after */
    List *sampled;           /* char *: columns whose statistics it is from */
    double scanned;          /* remote: documents that MongoDB looks at */
    double looked_up;        /* remote: those that $lookup adds */
};

/* ---- vars.c: looking into expressions ---- */
bool expr_has_srf(const void *expr);
bool expr_has_sublink(const void *expr);
bool expr_has_subplan(const void *expr);
bool expr_has_agg(const void *expr);
bool expr_has_window(const void *expr);
bool expr_is_volatile(const void *expr); /* subqueries are looked into */
bool expr_has_vars(const void *expr); /* of this level */
/* Vars and aggregates of the level-th query up from where node stands; or_above: of those above it too. */
bool expr_has_level(const void *node, int level, bool or_above);
struct relset expr_relids(const void *expr);
struct relset expr_level_relids(const void *expr, int level); /* of the level-th query up */
/* What must be columns of the input for expr to be computed, each once: Vars, Aggrefs, GroupingFuncs and WindowFuncs of
 * this level, and whole subexpressions that are among units. PULL_INTO_...: what these calls' arguments need. */
enum { PULL_INTO_AGGS = 1, PULL_INTO_WINDOWS = 2 };
void pull_units(struct arena *a, const void *expr, const List *units, int into, List **out);
void pull_units_of_targets(struct arena *a, const List *targets, const List *units, int into, List **out);
bool list_has(const List *l, const void *node); /* by node_equal() */
void list_add_new(struct arena *a, List **l, void *node);
List *list_exprs(struct arena *a, const List *targets);
/* Levels of Vars, Aggrefs, CTE references at or above min go up by delta. In a copy. */
void *shift_levels(struct arena *a, const void *node, int delta, int min);
/* Range table numbers of this level go up by delta: Vars and the join tree's. In a copy. */
void *shift_rtindexes(struct arena *a, const void *node, int delta);
/* Each Var of this level (also from subqueries in the expression) is what fn makes of it, levels seen to; NULL: as it
 * is. */
void *replace_vars(struct arena *a, const void *node, Node *(*fn)(const Var *v, void *ctx), void *ctx);
bool is_const_true(const Node *n);
bool is_const_not_true(const Node *n); /* false or NULL */
Oid operator_function(Oid opfuncid, Oid opno); /* opfuncid, or the operator's own where that is not set */
RangeTblEntry *level_rte(const struct level *l, int rti);

/* ---- fold.c, quals.c ---- */
Node *fold_expr(struct planner *p, Node *expr);
void fold_list(struct planner *p, List *exprs); /* in place */
Node *negate_expr(struct arena *a, Node *expr);
/* Conjuncts of qual, ORs' common parts taken out. */
List *qual_conjuncts(struct arena *a, Node *qual);
/* The relations that must not be all NULL for qual to be true. */
struct relset quals_strict_relids(const List *quals);
/* left op right, as written or turned round: left's Vars from l, right's from r; opno fits that order. */
bool qual_is_equality(const Node *qual, const struct relset *l, const struct relset *r, Node **left, Node **right,
                      Oid *opno);

/* ---- prep.c, prep_rows.c, prep_pull.c, sublink.c, decorrelate.c: the query made simpler ---- */
void prep_query(struct level *l);
void mark_whole_rows(struct level *l);
void pull_up_sublinks(struct level *l);
Node *exists_as_any(struct level *l, const SubLink *s); /* an EXISTS as an IN that can be hashed; NULL: that is not so, or not better */
int add_subquery(struct level *l, Query *q); /* its range table number */
/* A conjunct of link's conditions, in which a subquery's aggregate may have become a column of one more item of link. */
Node *decorrelate(struct level *l, Node *qual, Node *link, const struct relset *relids);
void pull_up_subqueries(struct level *l);
/* Not in nodes.h: an anti join that is NOT IN (a NULL on either side is no match, and no answer). */
enum { JOIN_NOT_IN = JOIN_ANTI + 1 };

/* Folded, subqueries planned, references to outer queries made parameters. */
Node *prep_expr(struct level *l, Node *expr);
/* Subqueries in expressions planned; outer references made parameters. */
Node *plan_sublinks(struct level *l, Node *expr);
Node *replace_outer(struct level *l, Node *expr);
int outer_param(struct level *owner, Node *expr);
int planner_new_param(struct planner *p);
/* PARAM_SUBLINK parameters become those of ids. */
Node *test_with_params(struct level *l, Node *test, const List *ids);
List *new_params(struct planner *p, int n);
Param *make_exec_param(struct arena *a, int id, Oid type, int32_t typmod);

/* ---- modify.c ---- */
/* The statement as a query: itself, or with RETURNING a SELECT over it. It is consumed. */
Query *modify_as_select(struct arena *a, Query *q);
/* The foreign keys that the statement may break: struct key_watch. What their columns were is read with the rows. */
List *watched_keys(struct arena *a, Query *q);
List *watched_by_lock(struct arena *a, const struct relation *rel); /* what others refer to of a row that is locked; without places */
List *watched_by_action(struct arena *a, Query *q, const WriteAction *action, const List *row); /* of a MERGE; row: attnums of what is written */
void add_modify(struct level *l, struct rel *r); /* on top of the rows */
/* conflict.c: what ON CONFLICT does, over the rows proposed. */
void add_conflict(struct level *l, ModifyTable *m);
/* merge.c: MERGE's expressions over the columns of its join; its actions. */
void merge_as_select(struct arena *a, Query *q);
void add_merge(struct level *l, ModifyTable *m);
/* The place, from 1, of a Var among the columns that a statement reads which writes: made where it is not there yet. */
int write_column(struct arena *a, Query *q, Var *v);
Query *make_lookup(struct arena *a, const RangeTblEntry *rte, List *attnums, Node *quals);

/* ---- levels ---- */
struct level *level_new(struct planner *p, struct level *up, Query *q);
/* The whole query; the rel may be open. Its columns are q->targetList. */
struct rel *plan_level(struct level *l);
/* Closed, with the final references and the initplans; keep_junk false: only the columns that are not junk. */
Plan *level_finish(struct level *l, struct rel *r, bool keep_junk);
int planner_add_subplan(struct planner *p, Plan *plan);

/* ---- rel.c ---- */
/* The path in its collection of a column of r, NULL when it is not one. */
const char *column_path(struct level *l, const struct rel *r, const Node *expr);
/* An index that begins with path; unique: and has nothing else, and lets no value be there twice. */
bool relation_has_index(const struct relation *rel, const char *path, bool unique);
bool column_has_index(struct level *l, const struct rel *r, const Node *expr);
struct rel *rel_new(struct level *l, Plan *plan, double rows);
Node *to_push(const struct level *l, const Node *expr);
List *to_push_list(const struct level *l, const List *exprs);
void rel_filter(struct level *l, struct rel *r, Node *qual);
void rel_filter_all(struct level *l, struct rel *r, const List *quals);
/* A local plan whose columns are targets (TargetEntry). why: what needs them here. */
Plan *rel_close(struct level *l, struct rel *r, List *targets, const char *why);
bool rel_is_open(const struct rel *r, const char **why); /* remote, all its quals too */
List *make_targets(struct arena *a, const List *exprs);
void rel_set_rows(struct rel *r, double rows); /* the estimate */
void rel_set_plan(struct rel *r, Plan *plan, double rows, const char *why);
Plan *pending_finish(struct level *l, Plan *p); /* a scan of rel_close()'s: closed for good */
void rel_gate(struct level *l, struct rel *r, List *quals);

/* ---- equal.c, search.c, from.c, unused.c, join.c, unnest.c, scan.c ---- */
/* A condition between items of a list of inner joins, not yet applied. */
struct join_cond {
    Node *expr;
    struct relset of;
    int class;         /* an equality of columns: of the class of columns that are equal with it; else -1 */
    const List *members;
    double class_rows; /* join_order()'s: the rows of the smallest relation with a column in the class; 0 unknown */
    bool derived;      /* it follows from others of its class */
    bool constant;     /* the class is equal to a value, too */
};
/* The conditions as struct join_cond, and those that follow: a = b and b = c give a = c. known: with constants. */
List *join_conditions(struct level *l, const List *quals, const List *known);
struct join_slot { /* a relation to be joined */
    struct rel *r;
    struct relset wants; /* the relations among them that its parameters must come from */
};
struct join_tree {
    int item; /* a leaf: the slot's number; else -1 */
    struct join_tree *left, *right;
    double rows;
};
/* The order in which to join them; filters: for each EXISTS or IN that is applied between, the relations that it waits for
 * (struct relset). Raises 0A000 where LATERAL references allow none. */
struct join_tree *join_order(struct level *l, const struct join_slot *slots, int n, List *conds, List *filters);
/* Conditions "column = value" that follow from those known and from the equalities of columns among joins. */
List *derive_equalities(struct level *l, const List *known, const List *joins);
struct rel *plan_from(struct level *l, const List *needed);
struct rel *plan_jointree(struct level *l, Node *jt, List *quals, const List *needed, List **postponed);
struct rel *join_rels(struct level *l, struct rel *left, struct rel *right, int jointype, List *quals,
                      const List *needed);
/* outer beside unnest() of one of its columns, by MongoDB. False: no; *why is set where it is such a call. */
/* Would looking up the rows of inner by a column of so many values, with an index or without, be cheaper than reading
 * them? *search: the cost of each. */
bool lookup_pays(struct level *l, double outer_rows, const struct rel *inner, bool indexed, double distinct,
                 double *search);
/* How many keys may be sought by an index of r, of whose column there are so many values, before reading r is cheaper; 0:
 * not so many as the keys that are expected. *per_key: the cost of each. */
int keys_pay(const struct rel *r, double keys, double distinct, double *per_key);
bool try_unwind(struct level *l, struct rel *outer, struct rel *inner, int type, const List *quals, const char **why);
/* May the rows' expressions be computed above, where the columns are used? */
bool can_stay_open(const struct rel *r, const Query *q);
struct rel *plan_base(struct level *l, int rti, List *quals, const List *needed);
struct relset jointree_relids(const struct level *l, const Node *jt);
void reduce_outer_joins(struct level *l);
void remove_unused_joins(struct level *l); /* unused.c; of what reduce_outer_joins() leaves */

/* ---- what comes after FROM and WHERE. targets: what the stage's rows must give (TargetEntry) ---- */
List *clause_exprs(struct level *l, const List *clauses); /* SortGroupClauses -> the targetlist's expressions */
TargetEntry *clause_target(const List *targets, const SortGroupClause *g); /* NULL: not among them */
int clause_column(const List *columns, const SortGroupClause *g, const Node *expr); /* of a targetlist, from 1 */
List *sort_keys(struct level *l, const List *clauses, const List *columns);
void add_sort(struct level *l, struct rel *r, const List *clauses, const char *why);
bool is_descending(const SortGroupClause *g);
bool push_order(struct level *l, struct rel *r, const List *clauses, const char **why);
/* parts.c: the rows, in order, from an index and from where those without a value are. False: it would not pay. */
bool order_in_parts(struct level *l, struct rel *r, const List *clauses, List *targets);
/* The most rows that are wanted of those below LIMIT; NULL: not known. */
Node *limit_bound(struct level *l, Node *count, Node *offset);
bool clauses_hashable(const List *clauses);
bool clauses_sortable(const List *clauses);
_Noreturn void refuse_unsortable(const char *what); /* 0A000: PostgreSQL can neither sort nor hash it */
void plan_group(struct level *l, struct rel *r, List *targets);
void keep_keys_apart(struct level *l); /* of grouping sets: before constants are folded */
List *active_windows(struct level *l);
List *window_input(struct level *l, const List *windows, const List *targets);
void plan_windows(struct level *l, struct rel *r, List *windows, List *targets);
List *sort_input(struct level *l);
void plan_distinct(struct level *l, struct rel *r, List *targets);
void plan_sort(struct level *l, struct rel *r, List *targets);
void plan_limit(struct level *l, struct rel *r);
/* Closed with targets; set-returning functions among them get a ProjectSet. */
void rel_project(struct level *l, struct rel *r, List *targets, const char *why);
struct rel *plan_set_operation(struct level *l);
int set_leftmost(const Node *set); /* the range table number of a set operation's leftmost query */
void plan_ctes(struct level *l);
struct planned_cte *level_find_cte(struct level *l, const RangeTblEntry *rte);

/* ---- estimate.c ---- */
/* Raises 2201B for a constant pattern in a condition that is no regular expression, as PostgreSQL's estimate of it does. */
void check_patterns(const struct level *l, Node *qual);
double qual_selectivity(const struct level *l, const Node *qual);
double quals_selectivity(const struct level *l, const List *quals);
/* Of the rows for which the first n of before are true. */
double next_selectivity(const struct level *l, const List *before, int n, const Node *qual);
double distinct_rows(const struct level *l, const List *exprs, double rows); /* of so many, those that differ in exprs */
/* x = y: rows that one of both sides has as many values for (distinct); the columns' relations and their rows. */
struct equality_size {
    double distinct;
    int rti[2];     /* 0: the side is no column */
    double rows[2]; /* whatever conditions leave of them */
};
struct equality_size equality_size(const struct level *l, const Node *x, const Node *y, double class_rows, double left_rows,
                                   double right_rows);
/* How many a collection has decides how it is joined, and is asked for then; alone it is read in one way whatever the number. -1: unknown. */
double relation_rows(const struct level *l, struct relation *rel);
double column_rows(const struct level *l, const Node *expr, int *rti, bool *unique);
double join_selectivity(const struct level *l, const struct rel *left, const struct rel *right, const List *quals);
double clamp_rows(double rows);
/* How often l runs, and what depends on its rows. */
double level_runs(struct level *l);
double level_rows(struct level *l);
/* Are the values of exprs in so many of l's rows expected to come again? */
bool values_repeat(struct level *l, const List *exprs, double rows);

/* ---- cost.c: what a finished plan costs ---- */
void add_costs(PlannedStmt *s);

/* ---- rescan.c: over finished plans ---- */
Plan *make_material(struct arena *a, Plan *plan);
/* The plan is rescanned whenever one of params changes. */
Plan *keep_for_rescans(struct planner *p, Plan *plan, const List *params);
/* Its results kept by the values of params; single_row: no more than one row is read. plan itself, where that would not do or not pay. */
Plan *make_memoize(struct planner *p, Plan *plan, const List *params, bool single_row);

/* ---- refs.c ---- */
Plan *set_plan_refs(struct level *l, Plan *plan);

#define PLAN_INIT(plan_, targets_, left_, rows_, why_)                                                  \
    ((plan_)->targetlist = (targets_), (plan_)->lefttree = (Plan *)(left_), (plan_)->plan_rows = (rows_), \
     (plan_)->why_local = (why_))

#endif
