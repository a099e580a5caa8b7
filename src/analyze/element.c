/*
 * Assignment to elements: UPDATE t SET a[2] = 5, doc['x']['y'] = '1', INSERT INTO t (a[1:2]) VALUES ... (manual 8.15.4, 8.14.5).
 * The column's new value is the old one (NULL in an INSERT) with the element put in its place; several elements of one
 * column are put in one after the other.
 */
#include "analyze/analyze_int.h"

struct element {
    struct column part;  /* first: what a value must be, as if the element were a column */
    struct column *of;
    SubscriptingRef *at; /* without a container and a value */
};

struct column *element_target(struct pstate *ps, struct column *c, PgQuery__Node *const *subscripts, size_t n, int location)
{
    for (size_t i = 0; i < n; i++)
        if (subscripts[i]->node_case != PG_QUERY__NODE__NODE_A_INDICES)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "assignment to a field of an element is not supported");
    Const *nothing = make_const(ps->arena, c->type, c->typmod, 0, true);
    struct element *x = ARENA_NEW(ps->arena, struct element);
    nothing->location = location;
    enum expr_kind kind = ps->kind;
    ps->kind = KIND_UPDATE_SOURCE;
    x->at = (SubscriptingRef *)transform_subscripts(ps, (Node *)nothing, subscripts, n);
    ps->kind = kind;
    if (!IS_A(x->at, SubscriptingRef))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "assignment to an element of column \"%s\" is not supported", c->name);
    x->of = c;
    x->part = (struct column){.name = c->name, .path = c->path, .type = x->at->refrestype, .typmod = x->at->reftypmod};
    ps->elements = list_append(ps->arena, ps->elements, x);
    return &x->part;
}

static const struct element *element_get(const struct pstate *ps, const struct column *part)
{
    FOREACH (struct element, x, ps->elements)
        if (&x->part == part)
            return x;
    return NULL;
}

struct column *element_of(const struct pstate *ps, const struct column *c)
{
    const struct element *x = element_get(ps, c);
    return x != NULL ? x->of : NULL;
}

Node *element_assign(struct pstate *ps, const struct column *part, Node *base, Node *value)
{
    const struct element *x = element_get(ps, part);
    SubscriptingRef *ref = node_copy(ps->arena, x->at);
    const struct column *c = x->of;
    if (base == NULL)
        base = (Node *)make_const(ps->arena, c->type, c->typmod, 0, true);
    ref->refexpr = coerce_to_target(ps, base, expr_type(base), ref->refcontainertype, -1, COERCION_IMPLICIT, COERCE_IMPLICIT_CAST, -1);
    ref->refassgnexpr = value;
    ref->refrestype = ref->refcontainertype;
    return coerce_assigned(ps, c, (Node *)ref);
}
