/* Expressions that stand in a declaration as text: DEFAULT, GENERATED, CHECK. */
#include "analyze/define_int.h"

Node *analyze_stored_expr(struct pstate *ps, const char *text, enum expr_kind kind)
{
    const char *outer = ps->an->text;
    const char *sql = arena_printf(ps->arena, "SELECT %s", text);
    const struct raw_stmt *raw = list_nth(sql_parse(ps->arena, sql), 0);
    ps->an->text = sql;
    Node *e = transform_expr(ps, raw->node->select_stmt->target_list[0]->res_target->val, kind);
    ps->an->text = outer;
    return e;
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
