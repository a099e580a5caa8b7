/*
 * An aggregate over the rows that belong to the outer row, compared in WHERE: all groups are computed once and joined.
 *
 *     FROM a WHERE a.x < (SELECT 0.2 * avg(b.y) FROM b WHERE b.k = a.k AND b.z > 0)
 *     FROM a, (SELECT b.k, 0.2 * avg(b.y) AS v FROM b WHERE b.z > 0 GROUP BY b.k) s WHERE a.x < s.v AND s.k = a.k
 *
 * A row without a group has NULL for the aggregate, and fulfils no strict comparison; so count, which is 0 there, and
 * what makes something of a NULL are left as they are. So is what could fail for a group that no row asks for.
 */
#include <string.h>

#include "plan/plan_int.h"

struct decorrelation {
    struct level *l;
    Query *q;
    const struct relset *relids; /* of the outer query, that may be referred to */
    List *keys, *quals;          /* of the groups; what joins them */
    int rti;                     /* the groups' */
};

/* ---- the aggregate ---- */

static bool aggregate_is_safe(const Aggref *agg)
{
    const struct func *f = func_by_oid(agg->aggfnoid);
    const TargetEntry *arg = list_length(agg->args) == 1 ? list_nth(agg->args, 0) : NULL;
    if (f == NULL || arg == NULL || !IS_A(arg->expr, Var) || agg->agglevelsup > 0 || agg->aggfilter != NULL ||
        agg->aggorder != NULL)
        return false;
    if (strcmp(f->name, "min") == 0 || strcmp(f->name, "max") == 0)
        return true;
    Oid type = expr_type(arg->expr);
    return (strcmp(f->name, "sum") == 0 || strcmp(f->name, "avg") == 0) &&
           (type == TYPE_int2 || type == TYPE_int4 || type == TYPE_int8 || type == TYPE_numeric);
}

/* NULL where an aggregate in it is, and without errors. *any: there is one. */
static bool result_is_safe(const Node *n, bool *any)
{
    enum { NUMERIC_ADD = 1758, NUMERIC_SUB = 1759, NUMERIC_MUL = 1760, INT4_TO_NUMERIC = 1740, INT8_TO_NUMERIC = 1781 };
    const List *args;
    switch (n->tag) {
    case T_Const: return true;
    case T_Aggref: return *any = aggregate_is_safe((const Aggref *)n);
    case T_OpExpr: {
        Oid op = ((const OpExpr *)n)->opno;
        if (op != NUMERIC_ADD && op != NUMERIC_SUB && op != NUMERIC_MUL)
            return false;
        args = ((const OpExpr *)n)->args;
        break;
    }
    case T_FuncExpr: {
        Oid func = ((const FuncExpr *)n)->funcid;
        if (func != INT4_TO_NUMERIC && func != INT8_TO_NUMERIC)
            return false;
        args = ((const FuncExpr *)n)->args;
        break;
    }
    default: return false;
    }
    FOREACH (Node, arg, args)
        if (!result_is_safe(arg, any))
            return false;
    return true;
}

static bool is_one_aggregate(const Query *q)
{
    bool any = false;
    if (q->commandType != CMD_SELECT || !q->hasAggs || q->setOperations != NULL || q->hasWindowFuncs ||
        q->hasTargetSRFs || q->groupClause != NULL || q->groupingSets != NULL || q->havingQual != NULL ||
        q->distinctClause != NULL || q->sortClause != NULL || q->limitOffset != NULL || q->limitCount != NULL ||
        q->rowMarks != NULL || q->cteList != NULL || list_length(q->targetList) != 1)
        return false;
    return result_is_safe(((const TargetEntry *)list_nth(q->targetList, 0))->expr, &any) && any;
}

/* ---- its conditions ---- */

static bool is_outer_side(const struct decorrelation *d, const Node *n)
{
    struct relset of = expr_level_relids(n, 1);
    return !expr_has_level(n, 0, false) && !expr_has_level(n, 2, true) && !relset_empty(&of) &&
           relset_subset(&of, d->relids);
}

/* own = outer, by the equality that groups are made by. */
static bool add_key(struct decorrelation *d, const Node *qual)
{
    struct arena *a = d->l->p->a;
    const OpExpr *op = (const OpExpr *)qual;
    const struct oper *o = IS_A(op, OpExpr) && list_length(op->args) == 2 ? oper_by_oid(op->opno) : NULL;
    if (o == NULL || o->strategy != 3 || !o->hashes || o->left != o->right || expr_is_volatile(qual) ||
        expr_has_sublink(qual))
        return false;
    for (int i = 0; i < 2; i++) {
        Node *own = list_nth(op->args, i), *outer = list_nth(op->args, 1 - i);
        if (expr_has_level(own, 1, true) || !expr_has_level(own, 0, false) || !is_outer_side(d, outer))
            continue;
        d->keys = list_append(a, d->keys, own);
        OpExpr *join = arena_memdup(a, op, sizeof *op);
        join->args = list_copy(a, op->args);
        join->args->items[1 - i] = shift_levels(a, outer, -1, 1);
        join->args->items[i] =
            make_var(a, d->rti, list_length(d->keys), expr_type(own), expr_typmod(own), 0);
        d->quals = list_append(a, d->quals, join);
        return true;
    }
    return false;
}

static bool take_conditions(struct decorrelation *d)
{
    struct arena *a = d->l->p->a;
    List *inside = NULL, *all = qual_conjuncts(a, d->q->jointree->quals);
    FOREACH (Node, qual, all) {
        if (!expr_has_level(qual, 1, true))
            inside = list_append(a, inside, qual);
        else if (!add_key(d, qual))
            return false;
    }
    d->q->jointree->quals = make_and(a, inside);
    return d->keys != NULL && !expr_has_level(d->q, 0, true) && !expr_is_volatile(d->q);
}

/* ---- the groups ---- */

static void group_by_keys(struct decorrelation *d)
{
    struct arena *a = d->l->p->a;
    List *targets = NULL;
    FOREACH (Node, key, d->keys) {
        int n = FOREACH_INDEX(key, d->keys) + 1;
        TargetEntry *t = make_target(a, key, n, NULL, false);
        SortGroupClause *g = MAKE_NODE(a, SortGroupClause);
        t->ressortgroupref = g->tleSortGroupRef = n;
        g->eqop = oper_for_strategy(expr_type(key), 3);
        g->sortop = oper_for_strategy(expr_type(key), 1);
        g->hashable = true;
        d->q->groupClause = list_append(a, d->q->groupClause, g);
        targets = list_append(a, targets, t);
    }
    const TargetEntry *value = list_nth(d->q->targetList, 0);
    d->q->targetList = list_append(a, targets, make_target(a, value->expr, list_length(targets) + 1, NULL, false));
}

static Node *convert(struct level *l, const SubLink *s, const struct relset *relids, List **quals)
{
    struct arena *a = l->p->a;
    struct decorrelation d = {.l = l, .relids = relids, .rti = list_length(l->q->rtable) + 1};
    if (d.rti >= RELSET_MAX || !is_one_aggregate((const Query *)s->subselect))
        return NULL;
    d.q = node_copy(a, s->subselect);
    if (!take_conditions(&d))
        return NULL;
    group_by_keys(&d);
    add_subquery(l, d.q);
    *quals = d.quals;
    const Node *value = ((const TargetEntry *)list_nth(d.q->targetList, list_length(d.keys)))->expr;
    return (Node *)make_var(a, d.rti, list_length(d.keys) + 1, expr_type(value), expr_typmod(value), 0);
}

/* The list of joined items that *link begins with; NULL: it begins with something else. */
static FromExpr *joined_items(Node *link)
{
    while (IS_A(link, JoinExpr) && ((JoinExpr *)link)->jointype >= JOIN_SEMI)
        link = ((JoinExpr *)link)->larg;
    return IS_A(link, FromExpr) ? (FromExpr *)link : NULL;
}

Node *decorrelate(struct level *l, Node *qual, Node *link, const struct relset *relids)
{
    struct arena *a = l->p->a;
    FromExpr *from = joined_items(link);
    const OpExpr *op = (const OpExpr *)qual;
    if (from == NULL || !IS_A(op, OpExpr) || list_length(op->args) != 2)
        return qual;
    const struct func *f = func_by_oid(operator_function(op->opfuncid, op->opno));
    for (int i = 0; i < 2; i++) {
        const SubLink *s = list_nth(op->args, i);
        List *quals = NULL;
        if (!IS_A(s, SubLink) || s->subLinkType != EXPR_SUBLINK || expr_has_sublink(list_nth(op->args, 1 - i)) ||
            f == NULL || (f->flags & (F_NONSTRICT | F_RETSET)) != 0)
            continue;
        Node *value = convert(l, s, relids, &quals);
        if (value == NULL)
            continue;
        RangeTblRef *ref = MAKE_NODE(a, RangeTblRef);
        ref->rtindex = list_length(l->q->rtable);
        from->fromlist = list_append(a, list_copy(a, from->fromlist), ref);
        OpExpr *own = arena_memdup(a, op, sizeof *op);
        own->args = list_copy(a, op->args);
        own->args->items[i] = value;
        return make_and(a, list_append(a, quals, own));
    }
    return qual;
}
