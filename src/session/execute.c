/* PREPARE, EXECUTE and DEALLOCATE of SQL: the statements are those that Parse makes, too. */
#include "session/session_int.h"

#include "analyze/raw.h"

/* ---- PREPARE ---- */

struct completion run_prepare(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    const PgQuery__PrepareStmt *ps = raw->node->prepare_stmt;
    RAW_FIELDS(ps, raw_start(raw), "name argtypes query");
    struct arena *a = arena_new(s->message, "prepared statement");
    struct analyze_params *params = ARENA_NEW(a, struct analyze_params);
    params->variable = true;
    params->n = (int)ps->n_argtypes;
    params->types = ARENA_ARRAY(a, Oid, params->n + 1);
    for (int i = 0; i < params->n; i++)
        params->types[i] = analyze_type(a, s->catalog, raw, ps->argtypes[i]->type_name);
    struct raw_stmt inner = *raw; /* first as it stands in the message, for the positions of what is wrong */
    struct analyze_params first = *params_fixed(a, params->n, params->types);
    inner.node = ps->query;
    first.variable = true;
    prepare(s, arena_new(s->message, "statement to prepare"), &inner, &first);
    struct statement *st = statement_new(s, ps->name, arena_strndup(a, raw->text + raw->location, (size_t)raw->length), true, raw->lexing);
    st->message = arena_strdup(st->arena, raw->text);
    statement_add(s, st, a, statement_parse(a, st), params);
    return DONE("PREPARE");
}

/* ---- EXECUTE ---- */

static Datum argument(struct session *s, struct arena *a, const struct raw_stmt *raw, PgQuery__Node *arg, int number, Oid type,
                      bool *null)
{
    struct plan_settings set = session_plan_settings();
    Oid was;
    Node *e = analyze_argument(a, s->catalog, raw, arg, type, &was);
    if (e == NULL) {
        struct error *error =
            error_new(ERR_DATATYPE_MISMATCH, "parameter $%d of type %s cannot be coerced to the expected type %s", number,
                      type_display(a, was), type_display(a, type));
        error_at(error, raw_location(arg));
        error_hint(error, "You will need to rewrite or cast the expression.");
        error_throw(error);
    }
    return expr_eval_const(a, plan_fold_constants(a, e, NULL, &set), null);
}

static struct plan_params *arguments(struct session *s, struct arena *a, const struct raw_stmt *raw, const PgQuery__ExecuteStmt *e,
                                     const struct statement *st)
{
    int n = st->params->n;
    if ((int)e->n_params != n) {
        struct error *error = error_new(ERR_SYNTAX_ERROR, "wrong number of parameters for prepared statement \"%s\"", e->name);
        error_detail(error, "Expected %d parameters but got %d.", n, (int)e->n_params);
        error_throw(error);
    }
    struct plan_params *v = ARENA_NEW(a, struct plan_params);
    Datum *values = ARENA_ARRAY(a, Datum, n + 1);
    bool *nulls = ARENA_ARRAY(a, bool, n + 1);
    for (int i = 0; i < n; i++)
        values[i] = argument(s, a, raw, e->params[i], i + 1, st->params->types[i], &nulls[i]);
    *v = (struct plan_params){.n = n, .types = st->params->types, .values = values, .nulls = nulls};
    return v;
}

const List *execute_desc(struct session *s, struct arena *a, const PgQuery__ExecuteStmt *e)
{
    const struct statement *st = statement_find(s, e->name);
    return st != NULL ? desc_copy(a, st->current->desc) : NULL;
}

struct portal *execute_open(struct session *s, struct arena *a, const struct raw_stmt *raw, const PgQuery__ExecuteStmt *e)
{
    RAW_FIELDS(e, raw_start(raw), "name params");
    struct statement *st = statement_get(s, e->name);
    const struct plan_params *values = arguments(s, a, raw, e, st);
    if (st->current->raw == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "EXECUTE of an empty statement is not supported");
    return statement_open(s, a, st, values, false);
}

struct completion run_execute(struct session *s, const struct portal *portal, struct row_dest *dest)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    struct portal *p = execute_open(s, portal->arena, raw, raw->node->execute_stmt);
    if (p->plan == NULL)
        return run_utility(s, p, dest);
    uint64_t rows = portal_exec(s, p, dest != NULL ? dest : nowhere_dest(), 0);
    struct completion c = portal_completion(p, rows);
    portal_close(p);
    return c;
}

/* ---- DEALLOCATE ---- */

struct completion run_deallocate(struct session *s, const PgQuery__DeallocateStmt *d, int location)
{
    RAW_FIELDS(d, location, "name");
    if (*d->name == '\0') {
        statements_drop(s);
        return DONE("DEALLOCATE ALL");
    }
    if (!statement_drop(s, d->name))
        raise(ERR_UNDEFINED_PSTATEMENT, "prepared statement \"%s\" does not exist", d->name);
    return DONE("DEALLOCATE");
}
