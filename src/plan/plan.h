/*
 * Query -> Plan: joins, aggregates, subqueries; what is remote and what is local (asked of push/, which alone decides).
 */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "catalog/relation.h"
#include "nodes/nodes.h"

struct plan_params {
    int n;
    const Oid *types;
    const Datum *values;
    const bool *nulls;
};

struct plan_settings {
    bool pushdown;           /* pgleaf.pushdown */
    const char *join_method; /* pgleaf.join: 'auto', 'lookup', 'local' */
    size_t work_mem;         /* bytes */
    bool one_pipeline;       /* rather that than what is cheaper in several */
    bool (*server_has)(const char *name); /* push.h's; NULL: the server has everything */
    /* The evaluator (exec/'s expr_eval_const): this stage stands to the left of exec/, so it is handed in. */
    Datum (*eval_const)(struct arena *a, const Node *expr, bool *isnull);
    /* The _id (a bson_value, in a) of rel's row that the cursor is on; false: it is on a row, but on none of rel's that is still there.
     * Raises 34000, 24000, 0A000. NULL: there are no cursors, and the plan is not run. */
    bool (*current_row)(struct arena *a, const char *cursor, const struct relation *rel, Datum *id);
};

/* Values of parameters known at planning (a portal's: always in pgleaf) are folded in as constants; params may be NULL
 * (Describe of a statement: the plan is not run). The Query is consumed (scribbled on): copy it to plan it again. */
PlannedStmt *plan_query(struct arena *a, Query *q, const struct plan_params *params, const struct plan_settings *set);

/* Stable functions and constant expressions evaluated; for DEFAULTs, LIMIT, utility statements' expressions. */
Node *plan_fold_constants(struct arena *a, Node *expr, const struct plan_params *params,
                          const struct plan_settings *set);

#endif
