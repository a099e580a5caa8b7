/*
 * EXPLAIN: the plan as a tree, the command that MongoDB is sent, what runs here and why. A node is described once, as labels
 * and values; two printers show that as text and as JSON.
 */
#include "session/session_int.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "analyze/raw.h"
#include "base/macros.h"
#include "types/jsonb.h"

struct options {
    bool analyze, verbose, costs, timing, summary, json;
};

struct property {
    const char *label, *value;
    bool number;
};

struct described {
    const char *title;       /* "Remote Scan on orders" */
    const char *type;        /* "Remote Scan" */
    const char *relationship; /* "Outer", "Inner", "SubPlan", NULL */
    List *properties;        /* struct property */
    List *children;          /* struct described */
    const Plan *plan;
};

struct explain {
    struct arena *arena;
    struct options opt;
    const PlannedStmt *stmt;
    struct exec *exec; /* NULL without ANALYZE */
};

static const char *const titles[][2] = {
    {"Result", "Result"}, {"ProjectSet", "ProjectSet"}, {"RemoteScan", "Remote Scan"}, {"LocalScan", "Catalog Scan"},
    {"FunctionScan", "Function Scan"}, {"ValuesScan", "Values Scan"}, {"SubqueryScan", "Subquery Scan"}, {"CteScan", "CTE Scan"},
    {"WorkTableScan", "WorkTable Scan"}, {"NestLoop", "Nested Loop"}, {"HashJoin", "Hash Join"}, {"Material", "Materialize"},
    {"Sort", "Sort"}, {"Agg", "Aggregate"}, {"WindowAgg", "WindowAgg"}, {"Unique", "Unique"}, {"HashDistinct", "HashAggregate"},
    {"SetOp", "HashSetOp"}, {"Append", "Append"}, {"RecursiveUnion", "Recursive Union"}, {"Limit", "Limit"},
    {"LockRows", "LockRows"}, {"ModifyTable", "ModifyTable"},
};

static void add(struct explain *x, struct described *d, const char *label, const char *value, bool number)
{
    struct property *p = ARENA_NEW(x->arena, struct property);
    *p = (struct property){label, value, number};
    d->properties = list_append(x->arena, d->properties, p);
}

static const char *expr_list(struct explain *x, const List *l, const Plan *plan, const char *between)
{
    struct strbuf b;
    strbuf_init(&b, x->arena);
    strbuf_addstr(&b, "");
    for (int i = 0; i < list_length(l); i++)
        strbuf_printf(&b, "%s%s", i > 0 ? between : "", deparse_expr(x->arena, l->items[i], plan));
    return b.data;
}

static void add_exprs(struct explain *x, struct described *d, const char *label, const List *l, const char *between)
{
    if (list_length(l) > 0)
        add(x, d, label, expr_list(x, l, d->plan, between), false);
}

/* A column of the node's input, by number. */
static const char *input_column(struct explain *x, const Plan *plan, int col)
{
    Var *v = make_var(x->arena, OUTER_VAR, col, TYPE_text, -1, 0);
    return deparse_expr(x->arena, (Node *)v, plan);
}

static void add_keys(struct explain *x, struct described *d, const char *label, const List *keys)
{
    struct strbuf b;
    strbuf_init(&b, x->arena);
    FOREACH (SortKey, k, keys)
        strbuf_printf(&b, "%s%s%s%s", b.len > 0 ? ", " : "", input_column(x, d->plan, k->colno), k->descending ? " DESC" : "",
                      k->nulls_first == k->descending ? "" : k->nulls_first ? " NULLS FIRST" : " NULLS LAST");
    if (b.len > 0)
        add(x, d, label, b.data, false);
}

static void add_columns(struct explain *x, struct described *d, const char *label, const List *cols)
{
    struct strbuf b;
    strbuf_init(&b, x->arena);
    for (int i = 0; i < list_length(cols); i++)
        strbuf_printf(&b, "%s%s", i > 0 ? ", " : "", input_column(x, d->plan, ITEM_INT(list_nth(cols, i))));
    if (b.len > 0)
        add(x, d, label, b.data, false);
}

static const char *join_words(int jointype)
{
    static const char *const words[] = {"", " Left", " Full", " Right", " Semi", " Anti"};
    return words[jointype];
}

static void describe_scan(struct explain *x, struct described *d, const Plan *p)
{
    if (IS_A(p, RemoteScan)) {
        const RemoteScan *r = (const RemoteScan *)p;
        d->title = arena_printf(x->arena, "Remote Scan on %s", r->relation != NULL ? r->relation->name : r->remote->collection);
        add(x, d, "Command", r->remote->empty ? "none: no row can match" : remote_shell_text(x->arena, r->remote), false);
        for (int i = 0; i < list_length(r->remote->explain); i++)
            add(x, d, "Pushed", list_nth(r->remote->explain, i), false);
    } else if (IS_A(p, LocalScan)) {
        d->title = arena_printf(x->arena, "Catalog Scan on %s", ((const LocalScan *)p)->relation->name);
    } else if (IS_A(p, FunctionScan)) {
        List *calls = NULL;
        FOREACH (RangeTblFunction, f, ((const FunctionScan *)p)->functions)
            calls = list_append(x->arena, calls, f->funcexpr);
        add_exprs(x, d, "Function Call", calls, ", ");
    }
}

static void describe_node(struct explain *x, struct described *d, const Plan *p)
{
    switch (p->tag) {
    case T_HashJoin: {
        const HashJoin *j = (const HashJoin *)p;
        List *keys = NULL;
        d->title = arena_printf(x->arena, "Hash%s Join", join_words(j->jointype));
        for (int i = 0; i < list_length(j->outerkeys); i++)
            keys = list_append(x->arena, keys,
                               (void *)(uintptr_t)arena_printf(x->arena, "(%s = %s)", deparse_expr(x->arena, list_nth(j->outerkeys, i), p),
                                                               deparse_expr(x->arena, list_nth(j->innerkeys, i), p)));
        struct strbuf b;
        strbuf_init(&b, x->arena);
        strbuf_addstr(&b, "");
        for (int i = 0; i < list_length(keys); i++)
            strbuf_printf(&b, "%s%s", i > 0 ? " AND " : "", (const char *)list_nth(keys, i));
        add(x, d, "Hash Cond", b.data, false);
        add_exprs(x, d, "Join Filter", j->joinqual, " AND ");
        break;
    }
    case T_NestLoop:
        d->title = arena_printf(x->arena, "Nested Loop%s%s", join_words(((const NestLoop *)p)->jointype),
                                ((const NestLoop *)p)->jointype == JOIN_INNER ? "" : " Join");
        add_exprs(x, d, "Join Filter", ((const NestLoop *)p)->joinqual, " AND ");
        break;
    case T_Sort: add_keys(x, d, "Sort Key", ((const Sort *)p)->sortkeys); break;
    case T_Agg:
        if (((const Agg *)p)->aggstrategy == AGG_HASHED)
            d->title = "HashAggregate";
        else if (((const Agg *)p)->aggstrategy == AGG_SORTED)
            d->title = "GroupAggregate";
        add_columns(x, d, "Group Key", ((const Agg *)p)->grpCols);
        break;
    case T_HashDistinct: add_columns(x, d, "Group Key", ((const HashDistinct *)p)->uniqCols); break;
    case T_Result: add_exprs(x, d, "One-Time Filter", ((const Result *)p)->resconstantqual, " AND "); break;
    default: describe_scan(x, d, p); break;
    }
}

static struct described *describe(struct explain *x, const Plan *p, const char *relationship)
{
    struct described *d = ARENA_NEW(x->arena, struct described);
    const char *name = node_name(p->tag);
    d->plan = p;
    d->type = name;
    d->relationship = relationship;
    for (int i = 0; i < COUNTOF(titles); i++)
        if (strcmp(titles[i][0], name) == 0)
            d->type = titles[i][1];
    d->title = d->type;
    describe_node(x, d, p);
    if (x->opt.verbose)
        add_exprs(x, d, "Output", p->targetlist, ", ");
    add_exprs(x, d, "Filter", p->qual, " AND ");
    if (p->why_local != NULL)
        add(x, d, "Local", p->why_local, false);
    FOREACH (SubPlan, sp, p->initPlan)
        d->children = list_append(x->arena, d->children, describe(x, list_nth(x->stmt->subplans, sp->plan_id - 1),
                                                                  arena_printf(x->arena, "InitPlan %d", sp->plan_id)));
    if (p->lefttree != NULL)
        d->children = list_append(x->arena, d->children, describe(x, p->lefttree, "Outer"));
    if (p->righttree != NULL)
        d->children = list_append(x->arena, d->children, describe(x, p->righttree, "Inner"));
    if (IS_A(p, Append))
        FOREACH (Plan, child, ((const Append *)p)->appendplans)
            d->children = list_append(x->arena, d->children, describe(x, child, "Member"));
    return d;
}

/* Subplans that no initPlan list names are shown below the top. */
static bool find_init(Node *n, void *arg)
{
    return (IS_A(n, SubPlan) && ((SubPlan *)n)->isInitPlan && ((SubPlan *)n)->plan_id == *(int *)arg) || node_walk(n, find_init, arg);
}

static struct described *describe_statement(struct explain *x)
{
    struct described *top = describe(x, x->stmt->planTree, NULL);
    for (int id = 1; id <= list_length(x->stmt->subplans); id++)
        if (!find_init((Node *)x->stmt->planTree, &id))
            top->children = list_append(x->arena, top->children, describe(x, list_nth(x->stmt->subplans, id - 1),
                                                                          arena_printf(x->arena, "SubPlan %d", id)));
    return top;
}

/* ---- text ---- */

static void text_lines(struct explain *x, const struct described *d, int depth, List **lines)
{
    struct strbuf b;
    const char *pad = arena_printf(x->arena, "%*s", depth == 0 ? 0 : depth * 6 - 4, "");
    strbuf_init(&b, x->arena);
    if (d->relationship != NULL && (strncmp(d->relationship, "InitPlan", 8) == 0 || strncmp(d->relationship, "SubPlan", 7) == 0))
        *lines = list_append(x->arena, *lines, arena_printf(x->arena, "%s%s", pad, d->relationship));
    strbuf_printf(&b, "%s%s%s", pad, depth > 0 ? "->  " : "", d->title);
    if (x->opt.costs && d->plan->plan_rows >= 0)
        strbuf_printf(&b, "  (rows=%.0f)", d->plan->plan_rows);
    const struct exec_instr *in = x->exec != NULL ? exec_instrument(x->exec, d->plan) : NULL;
    if (x->exec != NULL && (in == NULL || in->loops == 0))
        strbuf_addstr(&b, " (never executed)");
    else if (in != NULL && x->opt.timing)
        strbuf_printf(&b, " (actual time=%.3f..%.3f rows=%llu loops=%llu)", in->startup_ms / (double)in->loops,
                      in->total_ms / (double)in->loops, (unsigned long long)(in->rows / in->loops), (unsigned long long)in->loops);
    else if (in != NULL)
        strbuf_printf(&b, " (actual rows=%llu loops=%llu)", (unsigned long long)(in->rows / in->loops),
                      (unsigned long long)in->loops);
    *lines = list_append(x->arena, *lines, b.data);
    const char *inner = arena_printf(x->arena, "%*s", depth == 0 ? 2 : depth * 6 + 2, "");
    FOREACH (struct property, p, d->properties) {
        *lines = list_append(x->arena, *lines, arena_printf(x->arena, "%s%s: %s", inner, p->label, p->value));
        if (strcmp(p->label, "Filter") == 0 && in != NULL && in->removed > 0)
            *lines = list_append(x->arena, *lines, arena_printf(x->arena, "%sRows Removed by Filter: %llu", inner,
                                                                (unsigned long long)in->removed));
    }
    if (in != NULL && in->peak_memory > 0)
        *lines = list_append(x->arena, *lines, arena_printf(x->arena, "%sMemory: %llukB%s", inner,
                                                            (unsigned long long)in->peak_memory / 1024,
                                                            in->disk > 0 ? arena_printf(x->arena, "  Disk: %llukB",
                                                                                        (unsigned long long)in->disk / 1024)
                                                                         : ""));
    FOREACH (struct described, child, d->children)
        text_lines(x, child, depth + 1, lines);
}

/* ---- JSON ---- */

static void json_member(struct strbuf *b, int indent, const char *label, const char *value, bool number, bool *first)
{
    strbuf_printf(b, "%s\n%*s", *first ? "" : ",", indent, "");
    *first = false;
    json_escape(b, label, strlen(label));
    strbuf_addstr(b, ": ");
    if (number)
        strbuf_addstr(b, value);
    else
        json_escape(b, value, strlen(value));
}

static void json_node(struct explain *x, const struct described *d, int indent, struct strbuf *b)
{
    bool first = true;
    strbuf_addstr(b, "{");
    json_member(b, indent + 2, "Node Type", d->type, false, &first);
    if (strcmp(d->title, d->type) != 0)
        json_member(b, indent + 2, "Node", d->title, false, &first);
    if (d->relationship != NULL)
        json_member(b, indent + 2, "Parent Relationship", d->relationship, false, &first);
    if (x->opt.costs && d->plan->plan_rows >= 0)
        json_member(b, indent + 2, "Plan Rows", arena_printf(x->arena, "%.0f", d->plan->plan_rows), true, &first);
    const struct exec_instr *in = x->exec != NULL ? exec_instrument(x->exec, d->plan) : NULL;
    if (in != NULL) {
        double loops = in->loops > 0 ? (double)in->loops : 1;
        if (x->opt.timing) {
            json_member(b, indent + 2, "Actual Startup Time", arena_printf(x->arena, "%.3f", in->startup_ms / loops), true, &first);
            json_member(b, indent + 2, "Actual Total Time", arena_printf(x->arena, "%.3f", in->total_ms / loops), true, &first);
        }
        json_member(b, indent + 2, "Actual Rows", arena_printf(x->arena, "%.0f", (double)in->rows / loops), true, &first);
        json_member(b, indent + 2, "Actual Loops", arena_printf(x->arena, "%llu", (unsigned long long)in->loops), true, &first);
    }
    FOREACH (struct property, p, d->properties)
        json_member(b, indent + 2, p->label, p->value, p->number, &first);
    if (d->children != NULL) {
        strbuf_printf(b, ",\n%*s\"Plans\": [", indent + 2, "");
        for (int i = 0; i < list_length(d->children); i++) {
            strbuf_printf(b, "%s\n%*s", i > 0 ? "," : "", indent + 4, "");
            json_node(x, list_nth(d->children, i), indent + 4, b);
        }
        strbuf_printf(b, "\n%*s]", indent + 2, "");
    }
    strbuf_printf(b, "\n%*s}", indent, "");
}

/* ---- the statement ---- */

static bool option_on(const PgQuery__DefElem *d)
{
    if (d->arg == NULL)
        return true;
    const char *s = raw_string(d->arg);
    int v = -1;
    if (d->arg->node_case == PG_QUERY__NODE__NODE_INTEGER)
        v = d->arg->integer->ival;
    else if (d->arg->node_case == PG_QUERY__NODE__NODE_BOOLEAN)
        v = d->arg->boolean->boolval;
    else if (s != NULL)
        v = strcasecmp(s, "true") == 0 || strcasecmp(s, "on") == 0 ? 1 : strcasecmp(s, "false") == 0 || strcasecmp(s, "off") == 0 ? 0 : -1;
    if (v != 0 && v != 1)
        raise_at(ERR_SYNTAX_ERROR, d->location, "%s requires a Boolean value", d->defname);
    return v == 1;
}

static struct options read_options(const PgQuery__ExplainStmt *x)
{
    struct options o = {.costs = true};
    bool timing_set = false, summary_set = false;
    for (size_t i = 0; i < x->n_options; i++) {
        const PgQuery__DefElem *d = x->options[i]->def_elem;
        if (strcmp(d->defname, "analyze") == 0) {
            o.analyze = option_on(d);
        } else if (strcmp(d->defname, "verbose") == 0) {
            o.verbose = option_on(d);
        } else if (strcmp(d->defname, "costs") == 0) {
            o.costs = option_on(d);
        } else if (strcmp(d->defname, "timing") == 0) {
            timing_set = true;
            o.timing = option_on(d);
        } else if (strcmp(d->defname, "summary") == 0) {
            summary_set = true;
            o.summary = option_on(d);
        } else if (strcmp(d->defname, "format") == 0) {
            const char *f = raw_string(d->arg);
            if (f != NULL && strcasecmp(f, "json") == 0)
                o.json = true;
            else if (f != NULL && (strcasecmp(f, "xml") == 0 || strcasecmp(f, "yaml") == 0))
                raise_at(ERR_FEATURE_NOT_SUPPORTED, d->location, "EXPLAIN format %s is not supported", f);
            else if (f == NULL || strcasecmp(f, "text") != 0)
                raise_at(ERR_INVALID_PARAMETER_VALUE, d->location, "unrecognized value for EXPLAIN option \"%s\": \"%s\"", "format",
                         f != NULL ? f : "");
        } else if (strcmp(d->defname, "buffers") == 0 || strcmp(d->defname, "wal") == 0 || strcmp(d->defname, "settings") == 0) {
            if (option_on(d))
                raise_at(ERR_FEATURE_NOT_SUPPORTED, d->location, "EXPLAIN option \"%s\" is not supported", d->defname);
        } else {
            raise_at(ERR_SYNTAX_ERROR, d->location, "unrecognized EXPLAIN option \"%s\"", d->defname);
        }
    }
    if (timing_set && o.timing && !o.analyze)
        raise(ERR_INVALID_PARAMETER_VALUE, "EXPLAIN option TIMING requires ANALYZE");
    if (!timing_set)
        o.timing = o.analyze;
    if (!summary_set)
        o.summary = o.analyze;
    return o;
}

static bool drop_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    (void)d, (void)n, (void)values, (void)nulls;
    return true;
}

static double run_for_figures(struct explain *x)
{
    struct exec_settings es = session_exec_settings();
    struct row_dest nowhere = {.row = drop_row};
    struct timespec from, to;
    bool done;
    x->exec = exec_new(x->arena, x->stmt, &es, true);
    clock_gettime(CLOCK_MONOTONIC, &from);
    exec_run(x->exec, &nowhere, 0, &done);
    clock_gettime(CLOCK_MONOTONIC, &to);
    return (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
}

void run_explain(struct session *s, struct arena *a, const struct raw_stmt *raw, PgQuery__ExplainStmt *e)
{
    static const char *const column[] = {"QUERY PLAN"};
    RAW_FIELDS(e, raw->location, "query options");
    struct explain x = {.arena = a, .opt = read_options(e)};
    struct raw_stmt inner = {.node = e->query, .location = raw->location, .length = raw->length, .text = raw->text};
    Query *q = analyze_statement(a, s->catalog, &inner, NULL);
    if (q->commandType == CMD_UTILITY)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, raw->location, "EXPLAIN of utility statements is not supported");
    struct plan_settings ps = session_plan_settings();
    x.stmt = plan_query(a, q, NULL, &ps);
    double ms = x.opt.analyze ? run_for_figures(&x) : 0;
    struct described *top = describe_statement(&x);
    if (x.opt.json) {
        Node *typed = (Node *)make_const(a, TYPE_json, -1, 0, true);
        struct strbuf b;
        strbuf_init(&b, a);
        strbuf_addstr(&b, "[\n  {\n    \"Plan\": ");
        json_node(&x, top, 4, &b);
        if (x.opt.summary)
            strbuf_printf(&b, ",\n    \"Execution Time\": %.3f", ms);
        strbuf_addstr(&b, "\n  }\n]");
        send_row_description(s, list_make(a, 1, make_target(a, typed, 1, column[0], false)), NULL);
        send_text_row(s, 1, (const char *const[]){b.data});
    } else {
        List *lines = NULL;
        text_lines(&x, top, 0, &lines);
        if (x.opt.summary)
            lines = list_append(a, lines, arena_printf(a, "Execution Time: %.3f ms", ms));
        send_text_description(s, 1, column);
        for (int i = 0; i < list_length(lines); i++)
            send_text_row(s, 1, (const char *const[]){list_nth(lines, i)});
    }
    if (x.exec != NULL)
        exec_close(x.exec);
    send_complete(s, "EXPLAIN");
}

const char *explain_dump(struct arena *a, const PlannedStmt *plan)
{
    struct explain x = {.arena = a, .stmt = plan};
    List *lines = NULL;
    struct strbuf b;
    strbuf_init(&b, a);
    text_lines(&x, describe_statement(&x), 0, &lines);
    for (int i = 0; i < list_length(lines); i++)
        strbuf_printf(&b, "%s\n", (const char *)list_nth(lines, i));
    return b.data;
}
