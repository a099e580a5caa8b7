/*
 * UNION, INTERSECT, EXCEPT, and WITH: plans of queries put together. A UNION whose sides are all remote may be MongoDB's; all
 * others here are finished plans, columns in order.
 */
#include "plan/plan_int.h"

/* The columns of a plan as a node above sees them. */
static List *columns_above(struct arena *a, const List *targets)
{
    List *out = NULL;
    FOREACH (TargetEntry, t, targets) {
        Var *v = make_var(a, OUTER_VAR, FOREACH_INDEX(t, targets) + 1, expr_type(t->expr), expr_typmod(t->expr), 0);
        out = list_append(a, out, make_target(a, (Node *)v, v->varattno, t->resname, false));
    }
    return out;
}

/* A side of a set operation: a query whose relation may still be open, or a plan. */
struct side {
    struct level *sub;
    struct rel *r;
    Plan *plan;
    double rows;
};

static struct side *plan_leaf(struct level *l, const RangeTblRef *ref)
{
    RangeTblEntry *rte = level_rte(l, ref->rtindex);
    struct side *s = ARENA_NEW(l->p->a, struct side);
    if (rte->rtekind != RTE_SUBQUERY)
        raise(ERR_INTERNAL_ERROR, "a set operation over something that is no query");
    s->sub = level_new(l->p, l, rte->subquery);
    s->r = plan_level(s->sub);
    s->rows = s->r->rows;
    return s;
}

static Plan *side_plan(struct side *s)
{
    if (s->plan == NULL) {
        s->plan = level_finish(s->sub, s->r, false);
        s->plan->plan_rows = s->rows;
    }
    return s->plan;
}

static void check_types(const List *types, const Plan *plan)
{
    if (list_length(types) == 0)
        return;
    FOREACH (TargetEntry, t, plan->targetlist) {
        int i = FOREACH_INDEX(t, plan->targetlist);
        if (i >= list_length(types) || expr_type(t->expr) != ITEM_OID(list_nth(types, i)))
            raise(ERR_INTERNAL_ERROR, "column %d of a set operation has type %u", i + 1, expr_type(t->expr));
    }
}

static List *clause_eqops(struct arena *a, const SetOperationStmt *s)
{
    List *out = NULL;
    FOREACH (SortGroupClause, g, s->groupClauses)
        out = list_append(a, out, INT_ITEM(g->eqop));
    return out;
}

static Plan *plan_node(struct level *l, Node *n);

/* a UNION b UNION c is one list; what is UNION ALL below a UNION too. */
static void union_inputs(struct level *l, Node *n, const SetOperationStmt *top, List **out)
{
    const SetOperationStmt *s = (const SetOperationStmt *)n;
    bool same = IS_A(n, SetOperationStmt) && s->op == SETOP_UNION && (s->all || !top->all) &&
                list_length(s->colTypes) == list_length(top->colTypes);
    for (int i = 0; same && i < list_length(s->colTypes); i++)
        same = s->colTypes->items[i] == top->colTypes->items[i];
    if (!same) {
        struct side *side = IS_A(n, RangeTblRef) ? plan_leaf(l, (RangeTblRef *)n) : ARENA_NEW(l->p->a, struct side);
        if (side->sub == NULL)
            side->plan = plan_node(l, n);
        *out = list_append(l->p->a, *out, side);
        return;
    }
    union_inputs(l, s->larg, top, out);
    union_inputs(l, s->rarg, top, out);
}

static List *union_sides(struct level *l, const SetOperationStmt *s)
{
    List *sides = NULL;
    union_inputs(l, s->larg, s, &sides);
    union_inputs(l, s->rarg, s, &sides);
    return sides;
}

static Plan *add_distinct(struct level *l, const SetOperationStmt *s, Plan *plan, const char *why)
{
    struct arena *a = l->p->a;
    HashDistinct *d = MAKE_NODE(a, HashDistinct);
    d->uniqEqops = clause_eqops(a, s);
    FOREACH (TargetEntry, t, plan->targetlist)
        d->uniqCols = list_append(a, d->uniqCols, INT_ITEM(t->resno));
    PLAN_INIT((Plan *)d, columns_above(a, plan->targetlist), plan, clamp_rows(plan->plan_rows / 2), why);
    return (Plan *)d;
}

static Plan *plan_union(struct level *l, const SetOperationStmt *s, const List *sides, const char *why)
{
    struct arena *a = l->p->a;
    Append *ap = MAKE_NODE(a, Append);
    double rows = 0;
    FOREACH (struct side, side, sides) {
        Plan *in = side_plan(side);
        check_types(s->colTypes, in);
        rows += in->plan_rows;
        ap->appendplans = list_append(a, ap->appendplans, in);
    }
    PLAN_INIT((Plan *)ap, columns_above(a, ((Plan *)list_nth(ap->appendplans, 0))->targetlist), NULL, rows, why);
    return s->all ? (Plan *)ap : add_distinct(l, s, (Plan *)ap, why);
}

/* ---- by MongoDB ---- */

int set_leftmost(const Node *n)
{
    while (IS_A(n, SetOperationStmt))
        n = ((const SetOperationStmt *)n)->larg;
    return ((const RangeTblRef *)n)->rtindex;
}

/* The sides' columns, in push/'s terms. NULL and *why: one of them is here. */
static List *side_targets(struct level *l, const List *sides, const char **why)
{
    struct arena *a = l->p->a;
    List *out = NULL;
    FOREACH (struct side, s, sides) {
        List *own = NULL;
        *why = "UNION";
        if (s->sub == NULL || s->r->remote == NULL || !rel_is_open(s->r, why) || !can_stay_open(s->r, s->sub->q))
            return NULL;
        FOREACH (TargetEntry, t, s->sub->q->targetList)
            if (!t->resjunk)
                own = list_append(a, own, to_push(s->sub, t->expr));
        out = list_append(a, out, own);
    }
    return out;
}

/* One relation of all sides, which are used up; its columns are those of the leftmost query. NULL and *why: no. */
static struct rel *try_push_union(struct level *l, const SetOperationStmt *s, const List *sides, const char **why)
{
    struct arena *a = l->p->a;
    List *others = NULL, *targets = side_targets(l, sides, why);
    struct side *first = list_nth(sides, 0);
    if (targets == NULL)
        return NULL;
    FOREACH (struct side, side, sides)
        if (side != first)
            others = list_append(a, others, side->r->remote);
    if (!push_union(first->r->remote, others, targets, l->p->nscans + 1, why))
        return NULL;
    struct rel *r = first->r;
    l->sources[set_leftmost((const Node *)s)].scan = ++l->p->nscans;
    FOREACH (struct side, side, sides) {
        l->init_plans = list_concat(a, l->init_plans, side->sub->init_plans);
        r->rows += side != first ? side->rows : 0;
    }
    r->relids = (struct relset){{0}};
    r->base = NULL;
    r->sorted = NULL;
    r->shaped = true;
    return r;
}

static bool push_union_distinct(struct level *l, struct rel *r, const char **why)
{
    List *exprs = NULL;
    FOREACH (TargetEntry, t, l->q->targetList)
        if (!t->resjunk)
            list_add_new(l->p->a, &exprs, to_push(l, t->expr));
    if (!push_distinct(r->remote, exprs, why))
        return false;
    r->rows = clamp_rows(r->rows / 2);
    return true;
}

/* MongoDB's UNION ALL, made distinct here. */
static Plan *distinct_here(struct level *l, const SetOperationStmt *s, struct rel *r, const char *why)
{
    Plan *plan = set_plan_refs(l, rel_close(l, r, l->q->targetList, why));
    return add_distinct(l, s, plan, why);
}

static void check_setop(const SetOperationStmt *s)
{
    static const char *const words[] = {[SETOP_UNION] = "UNION", [SETOP_INTERSECT] = "INTERSECT", [SETOP_EXCEPT] = "EXCEPT"};
    if (!clauses_sortable(s->groupClauses) && !clauses_hashable(s->groupClauses))
        refuse_unsortable(words[s->op]);
}

static Plan *plan_node(struct level *l, Node *n)
{
    struct arena *a = l->p->a;
    if (n->tag == T_RangeTblRef)
        return side_plan(plan_leaf(l, (RangeTblRef *)n));
    if (n->tag != T_SetOperationStmt)
        raise(ERR_INTERNAL_ERROR, "unrecognized set operation node: %s", node_name(n->tag));
    const SetOperationStmt *s = (const SetOperationStmt *)n;
    check_setop(s);
    if (s->op == SETOP_UNION)
        return plan_union(l, s, union_sides(l, s), "UNION in a set operation");
    SetOp *x = MAKE_NODE(a, SetOp);
    Plan *left = plan_node(l, s->larg), *right = plan_node(l, s->rarg);
    check_types(s->colTypes, left);
    check_types(s->colTypes, right);
    x->cmd = s->op;
    x->all = s->all;
    x->eqops = clause_eqops(a, s);
    PLAN_INIT((Plan *)x, columns_above(a, left->targetlist), left, left->plan_rows,
              s->op == SETOP_INTERSECT ? "INTERSECT" : "EXCEPT");
    ((Plan *)x)->righttree = right;
    return (Plan *)x;
}

/* ---- WITH RECURSIVE ---- */

static void check_hashable(const SetOperationStmt *s)
{
    if (s->all || clauses_hashable(s->groupClauses))
        return;
    struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "could not implement recursive UNION");
    error_throw(error_detail(e, "All column datatypes must be hashable."));
}

static Plan *plan_recursion(struct level *l, const SetOperationStmt *s)
{
    struct arena *a = l->p->a;
    struct planned_cte *c = l->recursive;
    if (s->op != SETOP_UNION)
        raise(ERR_INTERNAL_ERROR, "a recursive query that is no UNION");
    check_hashable(s);
    RecursiveUnion *u = MAKE_NODE(a, RecursiveUnion);
    u->wtParam = planner_new_param(l->p);
    u->distinct = !s->all;
    u->eqops = s->all ? NULL : clause_eqops(a, s);
    Plan *left = plan_node(l, s->larg);
    c->wt_param = u->wtParam;
    c->rows = left->plan_rows;
    Plan *right = plan_node(l, s->rarg);
    c->wt_param = -1;
    check_types(s->colTypes, left);
    check_types(s->colTypes, right);
    PLAN_INIT((Plan *)u, columns_above(a, left->targetlist), left, left->plan_rows + 10 * right->plan_rows,
              "WITH RECURSIVE");
    ((Plan *)u)->righttree = keep_for_rescans(l->p, right, list_make(a, 1, INT_ITEM(u->wtParam)));
    return (Plan *)u;
}

/* The query's targetlist names the columns of its leftmost query: a scan of the whole stands for that. */
struct rel *plan_set_operation(struct level *l)
{
    const SetOperationStmt *s = (const SetOperationStmt *)l->q->setOperations;
    Plan *plan;
    if (l->recursive != NULL && IS_A(s, SetOperationStmt)) {
        plan = plan_recursion(l, s);
    } else if (IS_A(s, SetOperationStmt) && s->op == SETOP_UNION) {
        check_setop(s);
        const char *why = NULL;
        List *sides = union_sides(l, s);
        struct rel *r = try_push_union(l, s, sides, &why);
        if (r != NULL && (s->all || push_union_distinct(l, r, &why)))
            return r;
        if (r != NULL)
            plan = distinct_here(l, s, r, why);
        else
            plan = plan_union(l, s, sides, why);
    } else {
        plan = plan_node(l, (Node *)s);
    }
    SubqueryScan *scan = MAKE_NODE(l->p->a, SubqueryScan);
    PLAN_INIT((Plan *)scan, l->q->targetList, plan, plan->plan_rows, NULL);
    struct rel *r = rel_new(l, (Plan *)scan, plan->plan_rows);
    r->why = plan->why_local;
    return r;
}

void plan_ctes(struct level *l)
{
    struct planner *p = l->p;
    FOREACH (CommonTableExpr, cte, l->q->cteList) {
        struct planned_cte *c = ARENA_NEW(p->a, struct planned_cte);
        *c = (struct planned_cte){.cte = cte, .wt_param = -1};
        l->ctes = list_append(p->a, l->ctes, c);
        if (!IS_A(cte->ctequery, Query))
            raise(ERR_INTERNAL_ERROR, "CTE \"%s\" is not analyzed", cte->ctename);
        Query *q = (Query *)cte->ctequery;
        bool modifies = q->commandType != CMD_SELECT;
        struct level *sub = level_new(p, l, modifies ? modify_as_select(p->a, q) : q);
        sub->recursive = cte->cterecursive ? c : NULL;
        struct rel *r = plan_level(sub);
        c->rows = r->rows;
        c->plan_id = planner_add_subplan(p, level_finish(sub, r, true));
        if (modifies)
            p->modifying = list_append(p->a, p->modifying, INT_ITEM(c->plan_id));
    }
}
