/* SET (a, b) = (SELECT ...): each column by a subquery of its own, which must come to the same. */
#include "analyze/analyze_int.h"

#include "catalog/function.h"

static bool volatile_walker(Node *n, void *unused)
{
    Oid id = IS_A(n, FuncExpr) ? ((FuncExpr *)n)->funcid : InvalidOid; /* no operator is */
    const struct func *f = id != InvalidOid ? func_by_oid(id) : NULL;
    return (f != NULL && (f->flags & F_VOLATILE) != 0) || node_walk(n, volatile_walker, unused);
}

struct raised {
    struct arena *arena;
    int depth;
};

/* The query goes one level further in. */
static Node *deeper(Node *n, void *arg)
{
    struct raised *r = arg;
    bool query = IS_A(n, Query);
    r->depth += query;
    n = node_mutate(r->arena, n, deeper, r);
    r->depth -= query;
    if (IS_A(n, Var) && ((Var *)n)->varlevelsup > r->depth)
        ((Var *)n)->varlevelsup++;
    else if (IS_A(n, Aggref) && ((Aggref *)n)->agglevelsup > r->depth)
        ((Aggref *)n)->agglevelsup++;
    else if (IS_A(n, RangeTblEntry) && ((RangeTblEntry *)n)->rtekind == RTE_CTE && ((RangeTblEntry *)n)->ctelevelsup > r->depth)
        ((RangeTblEntry *)n)->ctelevelsup++;
    return n;
}

/* SELECT its n-th column FROM (q) */
static Query *column_of(struct pstate *ps, Query *q, int n)
{
    struct raised r = {ps->arena, 0};
    struct pstate *own = pstate_new(ps->an, ps);
    Query *out = MAKE_NODE(ps->arena, Query);
    struct nsitem *item = ns_add_subquery(own, node_mutate(ps->arena, q, deeper, &r), NULL, false, false);
    RangeTblRef *ref = MAKE_NODE(ps->arena, RangeTblRef);
    ref->rtindex = item->rtindex;
    own->joinlist = list_make(ps->arena, 1, ref);
    out->commandType = CMD_SELECT;
    out->targetList = list_make(ps->arena, 1, make_target(ps->arena, var_of(own, item, n, 0, -1), 1, item->cols[n].name, false));
    finish_query(own, out, NULL);
    return out;
}

Node *assign_from_subquery(struct pstate *ps, const PgQuery__MultiAssignRef *m)
{
    PgQuery__SubLink *raw = m->source->sub_link;
    enum expr_kind kind = ps->kind;
    ps->kind = KIND_UPDATE_SOURCE;
    Query *q = transform_sub_select(ps, raw->subselect, NULL, false);
    ps->kind = kind;
    int width = 0;
    FOREACH (TargetEntry, t, q->targetList)
        width += !t->resjunk;
    if (width != m->ncolumns)
        raise_at(ERR_SYNTAX_ERROR, raw->location, "number of columns does not match number of values");
    if (volatile_walker((Node *)q, NULL))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, raw->location, "a subquery with volatile functions as the source of several columns is not supported");
    SubLink *s = MAKE_NODE(ps->arena, SubLink);
    s->subLinkType = EXPR_SUBLINK;
    s->subselect = (Node *)column_of(ps, q, m->colno - 1);
    s->location = raw->location;
    ps->has_sublinks = true;
    return (Node *)s;
}
