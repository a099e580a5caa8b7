/* Functions of text search that run a query of their own: ts_stat(), ts_rewrite() with a query (manual 9.13, 12.4.2.1). */
#include "funcs/ts_steps.h"
#include "session/session_int.h"

struct inner {
    struct row_dest dest; /* first */
    void *arg;
    void (*row)(void *arg, const Datum *values, const bool *nulls);
};

static bool inner_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    struct inner *in = (struct inner *)d;
    (void)n;
    in->row(in->arg, values, nulls);
    return true;
}

/* The rows of a SELECT of n columns of a type; words: what is said of another. Raises 22023, 42P11, 0A000. */
static void run_select(struct fcall *fc, const char *sql, int n, Oid type, const char *words, struct inner *in)
{
    struct session *s = func_env.session;
    struct arena *a = arena_new(fc->arena, "query of a function");
    struct exec_settings set = session_exec_settings();
    bool done = false;
    in->dest = (struct row_dest){.row = inner_row};
    const List *parsed = sql_parse(a, sql);
    if (list_length(parsed) != 1)
        raise(ERR_INVALID_CURSOR_DEFINITION, "cannot open multi-query plan as cursor");
    struct portal *p = portal_open(s, a, prepare(s, a, list_nth(parsed, 0), NULL), NULL);
    if (p->plan == NULL || p->plan->commandType != CMD_SELECT || p->plan->hasModifyingCTE)
        raise(ERR_FEATURE_NOT_SUPPORTED, "a function's query other than SELECT is not supported");
    const List *desc = p->prepared->desc;
    bool fits = list_length(desc) == n;
    FOREACH (const TargetEntry, te, desc)
        fits = fits && type_base(expr_type((const Node *)te->expr)) == type;
    if (!fits)
        raise(ERR_INVALID_PARAMETER_VALUE, "%s", words);
    struct exec *ex = exec_new(a, p->plan, &set, false);
    exec_run(ex, &in->dest, 0, &done);
    exec_close(ex);
    arena_free(a);
}

/* A position in the function's query means nothing in the client's. */
static void run_inner(struct fcall *fc, Datum sql, int n, Oid type, const char *words, struct inner *in)
{
    TRY {
        run_select(fc, datum_cstring(fc->arena, sql), n, type, words, in);
    } CATCH (e) {
        e->position = -1;
        error_throw(e);
    } END_TRY;
}

/* ---- ts_rewrite ---- */
static void rewrite_row(void *arg, const Datum *values, const bool *nulls)
{
    if (!nulls[0] && !nulls[1])
        ts_rewrite_step(arg, values[0], values[1], true);
}

Datum ts_rewrite_query(struct fcall *fc);
Datum ts_stat(struct fcall *fc);

Datum ts_rewrite_query(struct fcall *fc)
{
    struct ts_rewriting w;
    struct inner in = {.arg = &w, .row = rewrite_row};
    if (!ts_rewrite_begin(&w, fc->arena, ARG_DATUM(0)))
        return ARG_DATUM(0);
    run_inner(fc, ARG_DATUM(1), 2, TYPE_tsquery, "ts_rewrite query must return two tsquery columns", &in);
    return ts_rewrite_end(&w);
}

/* ---- ts_stat ---- */
static void stat_row(void *arg, const Datum *values, const bool *nulls)
{
    if (!nulls[0])
        ts_stat_add(arg, values[0]);
}

Datum ts_stat(struct fcall *fc)
{
    struct ts_stat st = {.arena = fc->arena};
    struct inner in = {.arg = &st, .row = stat_row};
    if (fc->nargs > 1)
        st.weights = ts_stat_weights(ARG_DATUM(1));
    run_inner(fc, ARG_DATUM(0), 1, TYPE_tsvector, "ts_stat query must return one tsvector column", &in);
    ts_stat_emit(&st, fc);
    return (Datum)0;
}
