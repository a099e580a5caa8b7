/* Statements, prepared and run: what the simple query does at once, and the extended protocol step by step. */
#include "session/session_int.h"

#include <string.h>

struct plan_settings session_plan_settings(void)
{
    return (struct plan_settings){
        .pushdown = conf_bool(CONF_pushdown),
        .join_method = conf_string(CONF_join),
        .work_mem = (size_t)conf_int(CONF_work_mem) * 1024,
        .server_has = mongo_current != NULL ? mongo_has : NULL,
        .eval_const = expr_eval_const,
    };
}

struct exec_settings session_exec_settings(void)
{
    int64_t limit = conf_int(CONF_temp_file_limit);
    return (struct exec_settings){
        .work_mem = (size_t)conf_int(CONF_work_mem) * 1024,
        .temp_file_limit = limit < 0 ? 0 : (size_t)limit * 1024,
        .temp_dir = conf_string(CONF_temp_dir),
    };
}

/* TargetEntries without junk. */
static const List *visible(struct arena *a, const List *targets)
{
    List *out = NULL;
    FOREACH (TargetEntry, t, targets)
        if (!t->resjunk)
            out = list_append(a, out, t);
    return out;
}

static bool returns_rows(const Query *q)
{
    return q->commandType == CMD_SELECT || q->returningList != NULL;
}

struct prepared *prepare(struct session *s, struct arena *a, const struct raw_stmt *raw, struct analyze_params *params)
{
    struct prepared *p = ARENA_NEW(a, struct prepared);
    p->name = "";
    p->arena = a;
    p->raw = raw;
    p->params = params;
    p->query = analyze_statement(a, s->catalog, raw, params);
    if (p->query->commandType == CMD_UTILITY)
        prepare_utility(s, p);
    else if (returns_rows(p->query))
        p->desc = visible(a, p->query->commandType == CMD_SELECT ? p->query->targetList : p->query->returningList);
    if (p->query->commandType != CMD_UTILITY)
        s->snapshot = true;
    return p;
}

struct portal *portal_open(struct session *s, struct arena *a, const struct prepared *p, const struct plan_params *values)
{
    struct portal *portal = ARENA_NEW(a, struct portal);
    (void)s;
    portal->name = "";
    portal->arena = a;
    portal->prepared = p;
    portal->values = values;
    portal->formats = p->formats;
    portal->nformats = p->nformats;
    if (p->query->commandType != CMD_UTILITY) {
        struct plan_settings set = session_plan_settings();
        portal->plan = plan_query(a, p->query, values, &set);
    }
    return portal;
}

void portal_describe(struct session *s, const struct portal *p, bool always)
{
    const List *desc = p->plan != NULL && p->prepared->desc != NULL ? p->plan->resultDesc : p->prepared->desc;
    if (desc != NULL || returns_rows(p->prepared->query))
        send_row_description(s, desc, p->formats, p->nformats);
    else if (always)
        wire_empty(&s->wire, 'n'); /* NoData */
}

/* INSERT's tag has a zero where the row's OID was once. */
static void complete(struct session *s, const struct portal *p, uint64_t rows)
{
    const Query *q = p->prepared->query;
    char tag[64];
    if (q->commandType != CMD_SELECT)
        xact_statement_done(s);
    snprintf(tag, sizeof tag, "%s%s %llu", analyze_command_name(q), q->commandType == CMD_INSERT ? " 0" : "",
             (unsigned long long)(q->commandType == CMD_SELECT ? rows : exec_processed(p->exec)));
    send_complete(s, tag);
}

uint64_t portal_fetch(struct portal *p, struct row_dest *dest, uint64_t max_rows)
{
    if (p->exec == NULL) {
        struct exec_settings set = session_exec_settings();
        p->exec = exec_new(p->arena, p->plan, &set, false);
    }
    return exec_run(p->exec, dest, max_rows, &p->done);
}

void portal_run(struct session *s, struct portal *p, uint64_t max_rows)
{
    if (p->plan == NULL) {
        run_utility(s, p);
        p->done = true;
        return;
    }
    if (p->done) {
        complete(s, p, 0);
        return;
    }
    if (p->dest == NULL)
        p->dest = client_dest_new(s, p);
    uint64_t rows = portal_fetch(p, client_row_dest(p->dest), max_rows);
    if (p->done)
        complete(s, p, rows);
    else
        wire_empty(&s->wire, 's'); /* PortalSuspended */
}

bool portal_sent(const struct portal *p)
{
    return p->dest == NULL || client_dest_sent(p->dest);
}

void portal_close(struct portal *p)
{
    if (p->exec != NULL)
        exec_close(p->exec);
    p->exec = NULL;
}
