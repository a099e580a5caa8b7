/* Functions of text search that run a query of their own: ts_stat(), ts_rewrite() with a query (manual 9.13, 12.4.2.1). */
#include "funcs/ts_steps.h"
#include "session/inner_query.h"

/* The rows of a SELECT of n columns of a type; words: what is said of another. */
struct typed_query {
    int n;
    Oid type;
    const char *words;
    void *arg;
    void (*row)(void *arg, const Datum *values, const bool *nulls);
};

static void check_columns(void *arg, const List *desc)
{
    const struct typed_query *t = arg;
    bool fits = list_length(desc) == t->n;
    FOREACH (const TargetEntry, te, desc)
        fits = fits && type_base(expr_type((const Node *)te->expr)) == t->type;
    if (!fits)
        raise(ERR_INVALID_PARAMETER_VALUE, "%s", t->words);
}

static void typed_row(void *arg, const Datum *values, const bool *nulls)
{
    const struct typed_query *t = arg;
    t->row(t->arg, values, nulls);
}

static void run_inner(struct fcall *fc, Datum sql, struct typed_query *t)
{
    inner_query_run(fc, datum_cstring(fc->arena, sql), &(struct inner_query){.arg = t, .begin = check_columns, .row = typed_row});
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
    struct typed_query t = {2, TYPE_tsquery, "ts_rewrite query must return two tsquery columns", &w, rewrite_row};
    if (!ts_rewrite_begin(&w, fc->arena, ARG_DATUM(0)))
        return ARG_DATUM(0);
    run_inner(fc, ARG_DATUM(1), &t);
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
    struct typed_query t = {1, TYPE_tsvector, "ts_stat query must return one tsvector column", &st, stat_row};
    if (fc->nargs > 1)
        st.weights = ts_stat_weights(ARG_DATUM(1));
    run_inner(fc, ARG_DATUM(0), &t);
    ts_stat_emit(&st, fc);
    return (Datum)0;
}
