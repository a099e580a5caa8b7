/* EXPLAIN: its options, and the run of ANALYZE. */
#include "session/explain.h"

#include <stdlib.h>
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

static const char *const formats[] = {[EXPLAIN_TEXT] = "text", [EXPLAIN_JSON] = "json", [EXPLAIN_XML] = "xml", [EXPLAIN_YAML] = "yaml"};

static enum explain_format option_format(const PgQuery__DefElem *d)
{
    const char *f = raw_string(d->arg);
    if (f == NULL)
        raise(ERR_SYNTAX_ERROR, "%s requires a parameter", d->defname);
    for (int i = 0; i < COUNTOF(formats); i++)
        if (strcmp(f, formats[i]) == 0)
            return i;
    raise_at(ERR_INVALID_PARAMETER_VALUE, d->location, "unrecognized value for EXPLAIN option \"%s\": \"%s\"", d->defname, f);
}

static void read_options(struct explain *x, const PgQuery__ExplainStmt *e)
{
    bool unset;
    int timing = -1, summary = -1;
    const struct {
        const char *name;
        bool *flag;
        int *maybe;
    } options[] = {
        {"analyze", &x->analyze, NULL}, {"verbose", &x->verbose, NULL}, {"costs", &x->costs, NULL},
        {"buffers", &x->buffers, NULL}, {"wal", &x->wal, NULL},         {"settings", &x->show_settings, NULL},
        {"timing", &unset, &timing},    {"summary", &unset, &summary},
    };
    x->costs = true;
    for (size_t i = 0; i < e->n_options; i++) {
        const PgQuery__DefElem *d = e->options[i]->def_elem;
        int n = 0;
        RAW_FIELDS(d, d->location, "defname arg defaction location");
        if (strcmp(d->defname, "format") == 0) {
            x->format = option_format(d);
            continue;
        }
        while (n < COUNTOF(options) && strcmp(d->defname, options[n].name) != 0)
            n++;
        if (n == COUNTOF(options))
            raise_at(ERR_SYNTAX_ERROR, d->location, "unrecognized EXPLAIN option \"%s\"", d->defname);
        *options[n].flag = option_on(d);
        if (options[n].maybe != NULL)
            *options[n].maybe = *options[n].flag;
    }
    if (x->wal && !x->analyze)
        raise(ERR_INVALID_PARAMETER_VALUE, "EXPLAIN option WAL requires ANALYZE");
    if (timing > 0 && !x->analyze)
        raise(ERR_INVALID_PARAMETER_VALUE, "EXPLAIN option TIMING requires ANALYZE");
    x->timing = timing < 0 ? x->analyze : timing;
    x->summary = summary < 0 ? x->analyze : summary;
}

static int by_name(const void *a, const void *b)
{
    return strcmp((*(struct setting *const *)a)->name, (*(struct setting *const *)b)->name);
}

static void read_settings(struct explain *x)
{
    struct conf_facts f;
    for (int i = 0; x->show_settings && conf_facts(i, &f); i++)
        if (f.plans && strcmp(f.setting, f.boot) != 0) {
            struct setting *s = ARENA_NEW(x->arena, struct setting);
            *s = (struct setting){.name = f.name, .value = arena_strdup(x->arena, conf_show(f.name))};
            x->settings = list_append(x->arena, x->settings, s);
        }
    if (x->settings != NULL)
        qsort(x->settings->items, (size_t)x->settings->length, sizeof(void *), by_name);
}

/* ---- the statement ---- */

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void run_for_figures(struct session *s, struct explain *x, struct portal *p)
{
    double start = now_ms();
    p->instrument = true;
    while (!p->done)
        portal_exec(s, p, nowhere_dest(), 0);
    x->execution_ms = now_ms() - start;
    x->exec = p->exec;
    x->stmt = p->plan;
}

void prepare_explain(struct session *s, struct prepared *p)
{
    PgQuery__ExplainStmt *e = p->raw->node->explain_stmt;
    struct raw_stmt *inner = arena_memdup(p->arena, p->raw, sizeof *inner);
    struct explain x = {.arena = p->arena};
    RAW_FIELDS(e, raw_start(p->raw), "query options");
    read_options(&x, e);
    inner->node = e->query;
    if (inner->node->node_case != PG_QUERY__NODE__NODE_EXECUTE_STMT) {
        p->inner = prepare(s, p->arena, inner, p->params);
        if (p->inner->query->commandType == CMD_UTILITY)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_start(p->raw), "EXPLAIN of this statement is not supported");
    }
    p->desc = text_desc(p->arena, x.format == EXPLAIN_JSON ? TYPE_json : x.format == EXPLAIN_XML ? TYPE_xml : TYPE_text, 1, (const char *const[]){"QUERY PLAN"});
}

/* The statement's own run, planned and not yet run. */
static struct portal *open_explained(struct session *s, const struct portal *portal)
{
    const struct prepared *p = portal->prepared;
    const PgQuery__Node *query = p->raw->node->explain_stmt->query;
    if (p->inner != NULL)
        return portal_open(s, portal->arena, p->inner, portal->values);
    struct portal *inner = execute_open(s, portal->arena, p->raw, query->execute_stmt);
    if (inner->plan == NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_start(p->raw), "EXPLAIN of this statement is not supported");
    return inner;
}

struct completion run_explain(struct session *s, const struct portal *portal, struct row_dest *dest)
{
    struct explain x = {.arena = portal->arena};
    read_options(&x, portal->prepared->raw->node->explain_stmt);
    double start = now_ms();
    struct portal *p = open_explained(s, portal);
    read_settings(&x);
    x.stmt = p->plan;
    x.planning_ms = now_ms() - start;
    if (x.analyze)
        run_for_figures(s, &x, p);
    x.prefix = x.verbose || list_length(x.stmt->rtable) > 1 || x.stmt->subplans != NULL;
    struct described *top = explain_describe(&x);
    if (x.format != EXPLAIN_TEXT)
        put_text_row(x.arena, dest, 1, (const char *const[]){explain_structured(&x, top)});
    else
        FOREACH (const char, line, explain_text(&x, top))
            put_text_row(x.arena, dest, 1, (const char *const[]){line});
    portal_close(p);
    return DONE("EXPLAIN");
}

const char *explain_dump(struct arena *a, const PlannedStmt *plan)
{
    struct explain x = {.arena = a, .stmt = plan, .prefix = list_length(plan->rtable) > 1 || plan->subplans != NULL};
    struct strbuf b;
    strbuf_init(&b, a);
    FOREACH (const char, line, explain_text(&x, explain_describe(&x)))
        strbuf_printf(&b, "%s\n", line);
    return b.data;
}
