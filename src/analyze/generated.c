/* GENERATED ALWAYS AS (...) STORED: what such an expression may be, and which of them a statement has to compute. */
#include <string.h>

#include "analyze/define_int.h"
#include "catalog/schema.h"

/* ---- what is declared ---- */

static bool is_mutable(Oid func)
{
    const struct func *f = func_by_oid(func);
    return f == NULL || (f->flags & (F_STABLE | F_VOLATILE)) != 0;
}

static bool operator_is_mutable(Oid opno)
{
    const struct oper *o = oper_by_oid(opno);
    return o == NULL || is_mutable(o->func);
}

/* anynonarray || text, text || anynonarray: SQL functions, of which PostgreSQL looks at what they stand for, a cast to text. */
static bool concatenation_is_mutable(const List *args)
{
    FOREACH (Node, arg, args)
        if (!type_output_immutable(type_base(expr_type(arg))))
            return true;
    return false;
}

static bool operation_is_mutable(const OpExpr *o)
{
    enum { ANY_CONCATENATED = 2779, CONCATENATED_ANY = 2780 };
    return o->opno == ANY_CONCATENATED || o->opno == CONCATENATED_ANY ? concatenation_is_mutable(o->args) : operator_is_mutable(o->opno);
}

bool mutable_walker(Node *n, void *unused)
{
    switch (n->tag) {
    case T_FuncExpr:
        if (is_mutable(((FuncExpr *)n)->funcid))
            return true;
        break;
    case T_OpExpr: case T_DistinctExpr: case T_NullIfExpr:
        if (operation_is_mutable((OpExpr *)n))
            return true;
        break;
    case T_ScalarArrayOpExpr:
        if (operator_is_mutable(((ScalarArrayOpExpr *)n)->opno))
            return true;
        break;
    case T_RowCompareExpr: {
        const List *ops = ((RowCompareExpr *)n)->opnos;
        for (int i = 0; i < list_length(ops); i++)
            if (operator_is_mutable((Oid)ITEM_INT(list_nth(ops, i))))
                return true;
        break;
    }
    case T_CoerceViaIO:
        if (!type_output_immutable(expr_type(((CoerceViaIO *)n)->arg)) || !type_input_immutable(((CoerceViaIO *)n)->resulttype))
            return true;
        break;
    case T_SQLValueFunction: return true;
    default: break;
    }
    return node_walk(n, mutable_walker, unused);
}

static bool refers_walker(Node *n, void *arg)
{
    const struct table_def *def = arg;
    const Var *v = (const Var *)n;
    if (IS_A(n, RowExpr) && ((const RowExpr *)n)->whole) {
        struct error *e = error_new(ERR_INVALID_OBJECT_DEFINITION, "cannot use whole-row variable in column generation expression");
        error_detail(e, "This would cause the generated column to depend on its own value.");
        error_throw(error_at(e, ((const RowExpr *)n)->location));
    }
    if (!IS_A(n, Var))
        return node_walk(n, refers_walker, arg);
    const struct column_def *c = list_nth(def->columns, v->varattno - 1);
    if (c->generated == NULL)
        return false;
    struct error *e = error_new(ERR_INVALID_OBJECT_DEFINITION, "cannot use generated column \"%s\" in column generation expression", c->name);
    error_throw(error_at(error_detail(e, "A generated column cannot reference another generated column."), v->location));
}

void define_generated(struct definition *d, struct pstate *ps, struct column_def *c, PgQuery__Node *raw)
{
    Node *e = transform_expr(ps, raw, KIND_GENERATED_COLUMN);
    Oid type = expr_type(e);
    refers_walker(e, d->def);
    Node *value = coerce_to_target(ps, e, type, c->type, c->typmod, COERCION_ASSIGNMENT, COERCE_IMPLICIT_CAST, -1);
    if (mutable_walker(value != NULL ? value : e, NULL))
        raise(ERR_INVALID_OBJECT_DEFINITION, "generation expression is not immutable");
    if (value == NULL) {
        struct error *err = error_new(ERR_DATATYPE_MISMATCH, "column \"%s\" is of type %s but default expression is of type %s", c->name,
                                      type_display(ps->arena, c->type), type_display(ps->arena, type));
        error_throw(error_hint(err, "You will need to rewrite or cast the expression."));
    }
    if (strcmp(c->name, "_id") == 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "column \"_id\" cannot be generated: MongoDB's documents keep their _id");
}

/* ---- what is computed ---- */

struct written {
    const struct relation *rel;
    const List *targets;
};

static bool writes_walker(Node *n, void *arg)
{
    const struct written *w = arg;
    if (!IS_A(n, Var))
        return node_walk(n, writes_walker, arg);
    if (((Var *)n)->varattno <= 0)
        return true;
    const struct column *c = relation_column_nth(w->rel, ((Var *)n)->varattno);
    FOREACH (TargetEntry, t, w->targets)
        if (t->resno == c->attnum || (t->resno > 0 && path_overlaps(relation_column_nth(w->rel, t->resno)->path, c->path)))
            return true;
    return false;
}

bool writes_column(const struct relation *rel, const List *targets, Node *e)
{
    struct written w = {rel, targets};
    return writes_walker(e, &w);
}

static bool is_target(const List *targets, const struct column *c)
{
    FOREACH (TargetEntry, t, targets)
        if (t->resno == c->attnum)
            return true;
    return false;
}

/* Over the columns of the target, that ps sees alone. */
static Node *generated_value(struct pstate *ps, const struct column *c)
{
    return coerce_assigned(ps, c, analyze_stored_expr(ps, c->generated, KIND_GENERATED_COLUMN));
}

List *generated_targets(struct pstate *ps, struct nsitem *target, List *targets)
{
    const struct relation *rel = target->rte->relation;
    List *ns = ps->ns;
    ps->ns = NULL;
    ns_put(ps, ps->view_target != NULL ? ps->view_target->plain : target, true, true);
    List *given = list_copy(ps->arena, targets);
    FOREACH (struct column, c, rel->columns)
        if (c->generated != NULL && !is_target(given, c) && writes_column(rel, given, generated_value(ps, c))) {
            Node *later = (Node *)make_const(ps->arena, c->type, c->typmod, 0, true);
            targets = list_append(ps->arena, targets, make_target(ps->arena, later, c->attnum, c->name, false));
        }
    ps->ns = ns;
    return targets;
}

void add_generated(struct pstate *ps, Query *q, const struct relation *rel)
{
    FOREACH (struct column, c, rel->columns)
        if (c->generated != NULL && (q->commandType != CMD_UPDATE || is_target(q->targetList, c)))
            q->writeChecks = list_append(ps->arena, q->writeChecks, make_target(ps->arena, generated_value(ps, c), c->attnum, c->name, true));
}
