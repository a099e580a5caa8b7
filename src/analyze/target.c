/* Target lists and the names of their columns. */
#include "analyze/analyze_int.h"

#include <string.h>
#include <strings.h>

/* ---- names, as PostgreSQL gives them: strength 0 none, 1 from a type or a CASE, 2 sure ---- */

static int figure(struct pstate *ps, PgQuery__Node *raw, const char **name);

static int figure_indirection(struct pstate *ps, PgQuery__Node *arg, PgQuery__Node *const *items, size_t n, const char **name)
{
    const char *last = NULL;
    for (size_t i = 0; i < n; i++)
        if (raw_string(items[i]) != NULL)
            last = raw_string(items[i]);
    if (last != NULL) {
        *name = last;
        return 2;
    }
    return arg != NULL ? figure(ps, arg, name) : 0;
}

static int figure_sublink(struct pstate *ps, PgQuery__SubLink *s, const char **name)
{
    switch (s->sub_link_type) {
    case PG_QUERY__SUB_LINK_TYPE__EXISTS_SUBLINK: *name = "exists"; return 2;
    case PG_QUERY__SUB_LINK_TYPE__ARRAY_SUBLINK: *name = "array"; return 2;
    case PG_QUERY__SUB_LINK_TYPE__EXPR_SUBLINK: *name = sublink_name(ps, s->subselect); return 2;
    default: return 0;
    }
}

static const char *sql_value_name(int op)
{
    static const char *const names[] = {
        "", "current_date", "current_time", "current_time", "current_timestamp", "current_timestamp", "localtime",
        "localtime", "localtimestamp", "localtimestamp", "current_role", "current_user", "user", "session_user",
        "current_catalog", "current_schema"};
    return op >= 0 && op < COUNTOF(names) ? names[op] : "";
}

static int figure(struct pstate *ps, PgQuery__Node *raw, const char **name)
{
    int strength = 0;
    if (raw == NULL)
        return 0;
    switch (raw->node_case) {
    case PG_QUERY__NODE__NODE_COLUMN_REF:
        return figure_indirection(ps, NULL, raw->column_ref->fields, raw->column_ref->n_fields, name);
    case PG_QUERY__NODE__NODE_A_INDIRECTION:
        return figure_indirection(ps, raw->a_indirection->arg, raw->a_indirection->indirection,
                                  raw->a_indirection->n_indirection, name);
    case PG_QUERY__NODE__NODE_FUNC_CALL:
        *name = raw_string(raw->func_call->funcname[raw->func_call->n_funcname - 1]);
        return 2;
    case PG_QUERY__NODE__NODE_A_EXPR:
        if (raw->a_expr->kind != PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF)
            return 0;
        *name = "nullif";
        return 2;
    case PG_QUERY__NODE__NODE_TYPE_CAST:
        strength = figure(ps, raw->type_cast->arg, name);
        if (strength <= 1 && type_name_words(ps, raw->type_cast->type_name) != NULL) {
            *name = type_name_words(ps, raw->type_cast->type_name);
            return 1;
        }
        return strength;
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE: return figure(ps, raw->collate_clause->arg, name);
    case PG_QUERY__NODE__NODE_GROUPING_FUNC: *name = "grouping"; return 2;
    case PG_QUERY__NODE__NODE_SUB_LINK: return figure_sublink(ps, raw->sub_link, name);
    case PG_QUERY__NODE__NODE_CASE_EXPR:
        strength = figure(ps, raw->case_expr->defresult, name);
        if (strength <= 1) {
            *name = "case";
            return 1;
        }
        return strength;
    case PG_QUERY__NODE__NODE_A_ARRAY_EXPR: *name = "array"; return 2;
    case PG_QUERY__NODE__NODE_ROW_EXPR: *name = "row"; return 2;
    case PG_QUERY__NODE__NODE_COALESCE_EXPR: *name = "coalesce"; return 2;
    case PG_QUERY__NODE__NODE_MIN_MAX_EXPR:
        *name = raw->min_max_expr->op == PG_QUERY__MIN_MAX_OP__IS_GREATEST ? "greatest" : "least";
        return 2;
    case PG_QUERY__NODE__NODE_SQLVALUE_FUNCTION:
        *name = sql_value_name((int)raw->sqlvalue_function->op);
        return 2;
    case PG_QUERY__NODE__NODE_XML_EXPR:
        if (xml_function_name(raw->xml_expr) == NULL)
            return 0;
        *name = xml_function_name(raw->xml_expr);
        return 2;
    case PG_QUERY__NODE__NODE_XML_SERIALIZE: *name = "xmlserialize"; return 2;
    default: return 0;
    }
}

const char *figure_name(struct pstate *ps, PgQuery__Node *raw)
{
    const char *name = "?column?";
    figure(ps, raw, &name);
    return name;
}

/* A column is labelled with the field's own spelling. */
const char *target_label(struct pstate *ps, PgQuery__Node *raw, const Node *e)
{
    const char *name = figure_name(ps, raw);
    if (raw->node_case == PG_QUERY__NODE__NODE_COLUMN_REF || raw->node_case == PG_QUERY__NODE__NODE_A_INDIRECTION) {
        const char *own = var_name(ps, e);
        if (own != NULL && strcasecmp(own, name) == 0)
            return own;
    }
    return name;
}

/* ---- lists ---- */

static bool is_star(const PgQuery__Node *raw)
{
    return raw->node_case == PG_QUERY__NODE__NODE_COLUMN_REF &&
           raw->column_ref->fields[raw->column_ref->n_fields - 1]->node_case == PG_QUERY__NODE__NODE_A_STAR;
}

bool raw_has_star(const PgQuery__Node *raw)
{
    const PgQuery__AIndirection *x = raw->node_case == PG_QUERY__NODE__NODE_A_INDIRECTION ? raw->a_indirection : NULL;
    return is_star(raw) || (x != NULL && x->indirection[x->n_indirection - 1]->node_case == PG_QUERY__NODE__NODE_A_STAR);
}

static PgQuery__ColumnRef *with_star(struct arena *a, const PgQuery__ColumnRef *ref, PgQuery__Node *star)
{
    PgQuery__ColumnRef *out = arena_memdup(a, ref, sizeof *ref);
    out->fields = ARENA_ARRAY(a, PgQuery__Node *, ref->n_fields + 1);
    for (size_t i = 0; i < ref->n_fields; i++)
        out->fields[i] = ref->fields[i];
    out->fields[out->n_fields++] = star;
    return out;
}

/* (x).*: the columns of what stands before the star; NULL: raw is something else. */
static List *expand_indirection(struct pstate *ps, PgQuery__Node *raw, enum expr_kind kind, int resno)
{
    PgQuery__AIndirection *x = raw->node_case == PG_QUERY__NODE__NODE_A_INDIRECTION ? raw->a_indirection : NULL;
    if (x == NULL || x->indirection[x->n_indirection - 1]->node_case != PG_QUERY__NODE__NODE_A_STAR)
        return NULL;
    PgQuery__AIndirection before = *x;
    PgQuery__Node node = *raw;
    before.n_indirection--;
    node.a_indirection = &before;
    Node *e = transform_expr(ps, before.n_indirection > 0 ? &node : x->arg, kind);
    if (before.n_indirection == 0 && x->arg->node_case == PG_QUERY__NODE__NODE_COLUMN_REF && IS_A(e, RowExpr) && ((RowExpr *)e)->whole) {
        PgQuery__ColumnRef *star = with_star(ps->arena, x->arg->column_ref, x->indirection[0]); /* (t).* is t.* */
        if (ps->an->fixing) {
            raw->node_case = PG_QUERY__NODE__NODE_COLUMN_REF;
            raw->column_ref = star;
        }
        return expand_star(ps, star, resno);
    }
    List *out = record_expand(ps, e, resno);
    note_expansion(ps, raw, list_length(out));
    return out;
}

List *transform_targetlist(struct pstate *ps, PgQuery__Node *const *items, size_t n, enum expr_kind kind)
{
    List *out = NULL;
    for (size_t i = 0; i < n; i++) {
        PgQuery__ResTarget *t = items[i]->res_target;
        RAW_FIELDS(t, t->location, "name val location");
        int resno = list_length(out) + 1;
        if (is_star(t->val)) {
            RAW_FIELDS(t, t->location, "val location");
            out = list_concat(ps->arena, out, expand_star(ps, t->val->column_ref, resno));
            continue;
        }
        List *fields = expand_indirection(ps, t->val, kind, resno);
        if (fields != NULL) {
            RAW_FIELDS(t, t->location, "val location");
            out = list_concat(ps->arena, out, fields);
            continue;
        }
        Node *e = transform_expr(ps, t->val, kind);
        const char *name = t->name != NULL && t->name[0] != '\0' ? t->name : target_label(ps, t->val, e);
        out = list_append(ps->arena, out, make_target(ps->arena, e, resno, name, false));
    }
    if (list_length(out) > 1664)
        raise(ERR_TOO_MANY_COLUMNS, "target lists can have at most %d entries", 1664);
    return out;
}

List *transform_expressions(struct pstate *ps, PgQuery__Node *const *items, size_t n, enum expr_kind kind)
{
    List *out = NULL;
    for (size_t i = 0; i < n; i++) {
        List *columns = is_star(items[i]) ? expand_star(ps, items[i]->column_ref, 1) : expand_indirection(ps, items[i], kind, 1);
        FOREACH (TargetEntry, t, columns)
            out = list_append(ps->arena, out, t->expr);
        if (columns == NULL && !is_star(items[i]))
            out = list_append(ps->arena, out, transform_expr(ps, items[i], kind));
    }
    return out;
}

void resolve_unknowns(struct pstate *ps, List *targetlist)
{
    FOREACH (TargetEntry, t, targetlist)
        if (expr_type(t->expr) == TYPE_unknown)
            t->expr = coerce_type(ps, t->expr, TYPE_unknown, TYPE_text, -1, COERCION_IMPLICIT, COERCE_IMPLICIT_CAST, -1);
}
