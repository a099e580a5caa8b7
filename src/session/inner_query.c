#include "session/inner_query.h"

struct session *inner_session(void)
{
    if (func_env.session == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "functions that run queries are not supported without a session");
    return func_env.session;
}

static bool inner_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    struct inner_query *q = (struct inner_query *)d;
    (void)n;
    q->row(q->arg, values, nulls);
    return true;
}

static const struct raw_stmt *only_statement(struct arena *a, const char *sql)
{
    const List *parsed = sql_parse(a, sql);
    if (list_length(parsed) != 1)
        raise(ERR_INVALID_CURSOR_DEFINITION, "cannot open multi-query plan as cursor");
    return list_nth(parsed, 0);
}

static void run_select(struct fcall *fc, const char *sql, struct inner_query *q)
{
    struct session *s = inner_session();
    struct arena *a = arena_new(fc->arena, "query of a function");
    struct exec_settings set = session_exec_settings();
    bool done = false;
    q->dest = (struct row_dest){.row = inner_row};
    struct portal *p = portal_open(s, a, prepare(s, a, only_statement(a, sql), NULL), NULL);
    if (p->plan == NULL || p->plan->commandType != CMD_SELECT || p->plan->hasModifyingCTE)
        raise(ERR_FEATURE_NOT_SUPPORTED, "a function's query other than SELECT is not supported");
    if (q->begin != NULL)
        q->begin(q->arg, p->prepared->desc);
    struct exec *ex = exec_new(a, p->plan, &set, false);
    exec_run(ex, &q->dest, 0, &done);
    exec_close(ex);
    arena_free(a);
}

/* A position in the function's query means nothing in the client's. */
void inner_query_run(struct fcall *fc, const char *sql, const struct inner_query *q)
{
    struct inner_query own = *q;
    TRY {
        run_select(fc, sql, &own);
    } CATCH (e) {
        e->position = -1;
        error_throw(e);
    } END_TRY;
}

int inner_query_statements(struct arena *a, const char *sql)
{
    volatile int n = 0;
    TRY {
        n = list_length(sql_parse(a, sql));
    } CATCH (e) {
        e->position = -1;
        error_throw(e);
    } END_TRY;
    return n;
}

const List *inner_query_desc(struct arena *a, const char *sql)
{
    const List *volatile desc = NULL;
    TRY {
        desc = prepare(inner_session(), a, only_statement(a, sql), NULL)->desc;
    } CATCH (e) {
        e->position = -1;
        error_throw(e);
    } END_TRY;
    return desc;
}
