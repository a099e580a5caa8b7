/* EXPLAIN's parts: a plan node is described once, as labels and values; two printers show that: as text, and as JSON, XML or YAML. */
#ifndef SESSION_EXPLAIN_H
#define SESSION_EXPLAIN_H

#include "exec/exec.h"
#include "nodes/nodes.h"

enum explain_format { EXPLAIN_TEXT, EXPLAIN_JSON, EXPLAIN_XML, EXPLAIN_YAML };

struct property {
    const char *label;
    List *values; /* char *: text shows them with commas between, the others as a list where `several` */
    bool several;
};

/* One that has a say in plans and is not at its default. */
struct setting {
    const char *name, *value;
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
    enum explain_format format;
    bool analyze, verbose, costs, timing, summary;
    bool buffers, wal;        /* PostgreSQL's storage: no figure here is other than 0, and those the text leaves out */
    bool show_settings;
    List *settings;           /* struct setting, by name */
    bool prefix;              /* columns with their relations' names */
    double planning_ms, execution_ms;
};

/* The whole plan; subplans stand below the node that they are for, or below the top. */
struct described *explain_describe(struct explain *x);
/* Lines (char *). */
List *explain_text(struct explain *x, const struct described *top);
/* In x's format: one value. */
const char *explain_structured(struct explain *x, const struct described *top);
/* What ANALYZE counted at the node; NULL: it was not run. */
const struct exec_instr *explain_figures(const struct explain *x, const struct described *d);

#endif
