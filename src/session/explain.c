/* EXPLAIN: its options, and the run of ANALYZE. */
#include "session/explain.h"

#include <string.h>
#include <time.h>

#include "analyze/raw.h"
#include "base/macros.h"
#include "session/session_int.h"

/* ---- options: the last one of a name counts ---- */

static bool option_on(const PgQuery__DefElem *d)
{
    int on = raw_boolean(d->arg);
    if (on < 0)
        raise(ERR_SYNTAX_ERROR, "%s requires a Boolean value", d->defname);
    return on;
}

static bool format_is_json(const PgQuery__DefElem *d)
{
    const char *f = raw_string(d->arg);
    if (f == NULL)
        raise(ERR_SYNTAX_ERROR, "%s requires a parameter", d->defname);
    if (strcmp(f, "xml") == 0 || strcmp(f, "yaml") == 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, d->location, "EXPLAIN format %s is not supported", f);
    if (strcmp(f, "text") != 0 && strcmp(f, "json") != 0)
        raise_at(ERR_INVALID_PARAMETER_VALUE, d->location, "unrecognized value for EXPLAIN option \"%s\": \"%s\"", d->defname, f);
    return strcmp(f, "json") == 0;
}

/* Figures that only PostgreSQL's storage has. */
static bool not_here(const char *name)
{
    return strcmp(name, "buffers") == 0 || strcmp(name, "wal") == 0 || strcmp(name, "settings") == 0;
}

static void read_options(struct explain *x, const PgQuery__ExplainStmt *e)
{
    int timing = -1, summary = -1;
    x->costs = true;
    for (size_t i = 0; i < e->n_options; i++) {
        const PgQuery__DefElem *d = e->options[i]->def_elem;
        RAW_FIELDS(d, d->location, "defname arg defaction location");
        if (strcmp(d->defname, "analyze") == 0)
            x->analyze = option_on(d);
        else if (strcmp(d->defname, "verbose") == 0)
            x->verbose = option_on(d);
        else if (strcmp(d->defname, "costs") == 0)
            x->costs = option_on(d);
        else if (strcmp(d->defname, "timing") == 0)
            timing = option_on(d);
        else if (strcmp(d->defname, "summary") == 0)
            summary = option_on(d);
        else if (strcmp(d->defname, "format") == 0)
            x->json = format_is_json(d);
        else if (!not_here(d->defname))
            raise_at(ERR_SYNTAX_ERROR, d->location, "unrecognized EXPLAIN option \"%s\"", d->defname);
        else if (option_on(d))
            raise_at(ERR_FEATURE_NOT_SUPPORTED, d->location, "EXPLAIN option %s is not supported", d->defname);
    }
    if (timing > 0 && !x->analyze)
        raise(ERR_INVALID_PARAMETER_VALUE, "EXPLAIN option TIMING requires ANALYZE");
    x->timing = timing < 0 ? x->analyze : timing;
    x->summary = summary < 0 ? x->analyze : summary;
}

/* ---- the statement ---- */

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void run_for_figures(struct explain *x)
{
    struct exec_settings set = session_exec_settings();
    bool done = false;
    double start = now_ms();
    x->exec = exec_new(x->arena, x->stmt, &set, true);
    while (!done)
        exec_run(x->exec, nowhere_dest(), 0, &done);
    x->execution_ms = now_ms() - start;
}

void prepare_explain(struct session *s, struct prepared *p)
{
    PgQuery__ExplainStmt *e = p->raw->node->explain_stmt;
    struct raw_stmt inner = *p->raw;
    struct explain x = {.arena = p->arena};
    RAW_FIELDS(e, raw_start(p->raw), "query options");
    read_options(&x, e);
    inner.node = e->query;
    s->snapshot = true;
    p->explained = analyze_statement(p->arena, s->catalog, &inner, p->params);
    if (p->explained->commandType == CMD_UTILITY)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_start(p->raw), "EXPLAIN of this statement is not supported");
    p->desc = text_desc(p->arena, x.json ? TYPE_json : TYPE_text, 1, (const char *const[]){"QUERY PLAN"});
}

static void plan_explained(struct explain *x, Query *q, const struct plan_params *values)
{
    struct plan_settings set = session_plan_settings();
    double start = now_ms();
    x->stmt = plan_query(x->arena, q, values, &set);
    x->planning_ms = now_ms() - start;
    x->prefix = x->verbose || list_length(x->stmt->rtable) > 1;
}

void run_explain(struct session *s, const struct portal *portal)
{
    const struct prepared *p = portal->prepared;
    struct explain x = {.arena = portal->arena};
    read_options(&x, p->raw->node->explain_stmt);
    plan_explained(&x, p->explained, portal->values);
    if (x.analyze)
        run_for_figures(&x);
    struct described *top = explain_describe(&x);
    if (x.json)
        send_text_row(s, 1, (const char *const[]){explain_json(&x, top)});
    else
        FOREACH (const char, line, explain_text(&x, top))
            send_text_row(s, 1, (const char *const[]){line});
    if (x.exec != NULL)
        exec_close(x.exec);
    send_complete(s, "EXPLAIN");
}

const char *explain_dump(struct arena *a, const PlannedStmt *plan)
{
    struct explain x = {.arena = a, .stmt = plan, .prefix = list_length(plan->rtable) > 1};
    struct strbuf b;
    strbuf_init(&b, a);
    FOREACH (const char, line, explain_text(&x, explain_describe(&x)))
        strbuf_printf(&b, "%s\n", line);
    return b.data;
}
