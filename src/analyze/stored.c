/* Expressions that stand in a declaration as text: DEFAULT, GENERATED, CHECK. */
#include "analyze/define_int.h"
#include "funcs/funcs.h"

struct stored {
    struct pstate *ps;
    PgQuery__Node *raw;
    enum expr_kind kind;
    Node *out;
    Query *query;
};

static void transform_stored(void *arg)
{
    struct stored *x = arg;
    if (x->raw->node_case == PG_QUERY__NODE__NODE_SELECT_STMT)
        x->query = transform_select(x->ps, x->raw->select_stmt);
    else
        x->out = transform_expr(x->ps, x->raw, x->kind);
}

Node *analyze_stored_expr(struct pstate *ps, const char *text, enum expr_kind kind)
{
    const char *outer = ps->an->text;
    const char *sql = arena_printf(ps->arena, "SELECT %s", text);
    const struct raw_stmt *raw = list_nth(sql_parse(ps->arena, sql), 0);
    struct stored x = {ps, raw->node->select_stmt->target_list[0]->res_target->val, kind, NULL, NULL};
    ps->an->text = sql;
    schema_path_declared(transform_stored, &x);
    ps->an->text = outer;
    return x.out;
}

Query *analyze_stored_query(struct pstate *ps, const char *text)
{
    const struct raw_stmt *raw = list_nth(sql_parse(ps->arena, text), 0);
    struct stored x = {.ps = ps, .raw = raw->node};
    schema_path_declared(transform_stored, &x);
    return x.query;
}

struct pstate *stored_over(struct arena *a, struct catalog *c, struct relation *rel, const char *text)
{
    struct analysis *an = ARENA_NEW(a, struct analysis);
    *an = (struct analysis){.arena = a, .catalog = c, .text = text};
    struct pstate *ps = pstate_new(an, NULL);
    ns_put(ps, ns_add_relation(ps, rel, rel->name, NULL, true), true, true);
    return ps;
}

Node *analyze_declared(struct arena *a, struct catalog *c, struct relation *rel, const char *text, Oid type, int32_t typmod)
{
    struct pstate *ps = stored_over(a, c, rel, text);
    Node *e = analyze_stored_expr(ps, text, KIND_CHECK_CONSTRAINT);
    Node *value = type == InvalidOid ? NULL : coerce_to_target(ps, e, expr_type(e), type, typmod, COERCION_ASSIGNMENT, COERCE_IMPLICIT_CAST, -1);
    return value != NULL ? value : e;
}
