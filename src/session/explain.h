/* EXPLAIN's parts: a plan node is described once, as labels and values; two printers show that as text and as JSON. */
#ifndef SESSION_EXPLAIN_H
#define SESSION_EXPLAIN_H

#include "exec/exec.h"
#include "nodes/nodes.h"

struct property {
    const char *label;
    List *values; /* char *: text shows them with commas between, JSON as an array where `several` */
    bool several, number;
};

struct described {
    const Plan *plan;
    const char *type;         /* "Remote Scan" */
    const char *title;        /* "Remote Scan on orders" */
    const char *join_type;    /* "Inner"; NULL: it is no join */
    const char *relationship; /* "Outer", "Inner", "Member", "InitPlan", "SubPlan"; NULL the top */
    const char *subplan;      /* "InitPlan 1 (returns $0)"; NULL none */
    List *properties;         /* struct property */
    List *children;           /* struct described */
};

struct explain {
    struct arena *arena;
    const PlannedStmt *stmt;
    struct exec *exec;        /* NULL without ANALYZE */
    bool analyze, verbose, costs, timing, summary, json;
    bool prefix;              /* columns with their relations' names */
    double planning_ms, execution_ms;
};

/* The whole plan; subplans stand below the node that they are for, or below the top. */
struct described *explain_describe(struct explain *x);
/* Lines (char *). */
List *explain_text(struct explain *x, const struct described *top);
const char *explain_json(struct explain *x, const struct described *top);

#endif
