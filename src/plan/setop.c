/* UNION, INTERSECT, EXCEPT, and WITH: plans of queries put together. All here are finished plans, columns in order. */
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

static Plan *plan_leaf(struct level *l, const RangeTblRef *ref)
{
    RangeTblEntry *rte = level_rte(l, ref->rtindex);
    if (rte->rtekind != RTE_SUBQUERY)
        raise(ERR_INTERNAL_ERROR, "a set operation over something that is no query");
    struct level *sub = level_new(l->p, l, rte->subquery);
    struct rel *r = plan_level(sub);
    double rows = r->rows;
    Plan *plan = level_finish(sub, r, false);
    plan->plan_rows = rows;
    return plan;
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
        *out = list_append(l->p->a, *out, plan_node(l, n));
        return;
    }
    union_inputs(l, s->larg, top, out);
    union_inputs(l, s->rarg, top, out);
}

static Plan *plan_union(struct level *l, const SetOperationStmt *s)
{
    struct arena *a = l->p->a;
    List *inputs = NULL;
    double rows = 0;
    union_inputs(l, s->larg, s, &inputs);
    union_inputs(l, s->rarg, s, &inputs);
    FOREACH (Plan, in, inputs) {
        check_types(s->colTypes, in);
        rows += in->plan_rows;
    }
    Append *ap = MAKE_NODE(a, Append);
    ap->appendplans = inputs;
    PLAN_INIT((Plan *)ap, columns_above(a, ((Plan *)list_nth(inputs, 0))->targetlist), NULL, rows, "UNION");
    if (s->all)
        return (Plan *)ap;
    HashDistinct *d = MAKE_NODE(a, HashDistinct);
    d->uniqEqops = clause_eqops(a, s);
    FOREACH (TargetEntry, t, ((Plan *)ap)->targetlist)
        d->uniqCols = list_append(a, d->uniqCols, INT_ITEM(t->resno));
    PLAN_INIT((Plan *)d, columns_above(a, ((Plan *)ap)->targetlist), ap, clamp_rows(rows / 2), "UNION");
    return (Plan *)d;
}

static Plan *plan_node(struct level *l, Node *n)
{
    struct arena *a = l->p->a;
    if (n->tag == T_RangeTblRef)
        return plan_leaf(l, (RangeTblRef *)n);
    if (n->tag != T_SetOperationStmt)
        raise(ERR_INTERNAL_ERROR, "unrecognized set operation node: %s", node_name(n->tag));
    const SetOperationStmt *s = (const SetOperationStmt *)n;
    if (s->op == SETOP_UNION)
        return plan_union(l, s);
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
    Plan *plan = l->recursive != NULL && IS_A(s, SetOperationStmt) ? plan_recursion(l, s) : plan_node(l, (Node *)s);
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
        struct level *sub = level_new(p, l, (Query *)cte->ctequery);
        sub->recursive = cte->cterecursive ? c : NULL;
        struct rel *r = plan_level(sub);
        c->rows = r->rows;
        c->plan_id = planner_add_subplan(p, level_finish(sub, r, true));
    }
}
