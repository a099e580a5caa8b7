/*
 * Subqueries in expressions, planned: SubPlans, run for each row with what they need of it in parameters, and
 * initplans, run once. References to outer queries become these parameters.
 */
#include "plan/plan_int.h"

int planner_new_param(struct planner *p)
{
    return p->nparams++;
}

Param *make_exec_param(struct arena *a, int id, Oid type, int32_t typmod)
{
    Param *p = MAKE_NODE(a, Param);
    p->paramkind = PARAM_EXEC;
    p->paramid = id;
    p->paramtype = type;
    p->paramtypmod = typmod;
    p->location = -1;
    return p;
}

/* ---- outer references ---- */

/* The parameter in which the level owner hands expr, its own, to the subquery below it. */
int outer_param(struct level *owner, Node *expr)
{
    FOREACH (struct outer_ref, have, owner->outer_refs)
        if (node_equal(have->expr, expr))
            return have->paramid;
    struct outer_ref *r = ARENA_NEW(owner->p->a, struct outer_ref);
    r->paramid = planner_new_param(owner->p);
    r->expr = expr;
    owner->outer_refs = list_append(owner->p->a, owner->outer_refs, r);
    owner->p->row_params = list_append(owner->p->a, owner->p->row_params, INT_ITEM(r->paramid));
    return r->paramid;
}

static struct level *level_above(struct level *l, int up)
{
    while (up-- > 0 && l != NULL)
        l = l->up;
    if (l == NULL)
        raise(ERR_INTERNAL_ERROR, "a reference to a query that is not there");
    return l;
}

static Node *replace_outer_mutator(Node *n, void *arg)
{
    struct level *l = arg;
    int up = 0;
    switch (n->tag) {
    case T_Var: up = ((Var *)n)->varlevelsup; break;
    case T_Aggref: up = ((Aggref *)n)->agglevelsup; break;
    case T_GroupingFunc: up = ((GroupingFunc *)n)->agglevelsup; break;
    case T_Query: return n; /* looks after itself */
    default: break;
    }
    if (up == 0)
        return node_mutate(l->p->a, n, replace_outer_mutator, l);
    struct level *owner = level_above(l, up);
    Node *own = shift_levels(l->p->a, n, -up, up);
    if (own->tag != T_Var)
        own = fold_expr(l->p, own);
    return (Node *)make_exec_param(l->p->a, outer_param(owner, own), expr_type(n), expr_typmod(n));
}

Node *replace_outer(struct level *l, Node *expr)
{
    return expr == NULL ? NULL : replace_outer_mutator(expr, l);
}

/* ---- subqueries ---- */

struct columns_as_params {
    struct arena *a;
    const List *ids;
};

static Node *columns_as_params(Node *n, void *arg)
{
    struct columns_as_params *x = arg;
    const Param *p = (const Param *)n;
    if (!IS_A(n, Param) || p->paramkind != PARAM_SUBLINK)
        return node_mutate(x->a, n, columns_as_params, x);
    return (Node *)make_exec_param(x->a, ITEM_INT(list_nth(x->ids, p->paramid - 1)), p->paramtype, p->paramtypmod);
}

Node *test_with_params(struct level *l, Node *test, const List *ids)
{
    struct columns_as_params x = {l->p->a, ids};
    return test == NULL ? NULL : columns_as_params(test, &x);
}

static int count_columns(const Query *q)
{
    int n = 0;
    FOREACH (TargetEntry, t, q->targetList)
        n += !t->resjunk;
    return n;
}

List *new_params(struct planner *p, int n)
{
    List *ids = NULL;
    while (n-- > 0)
        ids = list_append(p->a, ids, INT_ITEM(planner_new_param(p)));
    return ids;
}

/* EXISTS asks for one row and none of its values. */
static void trim_exists(struct level *l, Query *q)
{
    struct arena *a = l->p->a;
    if (q->commandType != CMD_SELECT || q->setOperations != NULL || q->hasAggs || q->groupingSets != NULL ||
        q->hasWindowFuncs || q->hasTargetSRFs || q->havingQual != NULL || q->rowMarks != NULL || q->groupClause != NULL)
        return;
    if (q->limitCount == NULL && q->limitOffset == NULL) {
        q->distinctClause = q->sortClause = NULL;
        q->hasDistinctOn = false;
        q->targetList = list_make(
            a, 1,
            make_target(a, (Node *)make_const(a, TYPE_int4, -1, datum_from_int32(1), false), 1, "?column?", false));
    }
}

/* Every operator of the test can be looked up in a hash table of the subquery's rows (exec/ finds out the same way). */
static bool test_hashes(const Node *test)
{
    if (IS_A(test, BoolExpr) && ((const BoolExpr *)test)->boolop == AND_EXPR) {
        FOREACH (Node, arg, ((const BoolExpr *)test)->args)
            if (!test_hashes(arg))
                return false;
        return true;
    }
    const OpExpr *op = (const OpExpr *)test;
    const struct oper *o = IS_A(test, OpExpr) ? oper_by_oid(op->opno) : NULL;
    const Node *right = o != NULL && list_length(op->args) == 2 ? list_nth(op->args, 1) : NULL;
    while (IS_A(right, RelabelType))
        right = ((const RelabelType *)right)->arg;
    return o != NULL && o->strategy == 3 && o->hashes && IS_A(right, Param);
}

static Oid sublink_type(const SubLink *s, const SubPlan *sp)
{
    switch (s->subLinkType) {
    case EXPR_SUBLINK: return sp->firstColType;
    case ARRAY_SUBLINK: return expr_type((const Node *)s);
    default: return TYPE_bool;
    }
}

/* Nothing of the row is asked for: run once, when its value is first looked at. */
static Node *make_init_plan(struct level *l, const SubLink *s, SubPlan *sp, int ncolumns)
{
    struct arena *a = l->p->a;
    sp->isInitPlan = true;
    l->init_plans = list_append(a, l->init_plans, sp);
    if (s->subLinkType == ROWCOMPARE_SUBLINK) { /* a parameter for each column of the one row */
        sp->subLinkType = EXPR_SUBLINK;
        sp->setParam = new_params(l->p, ncolumns);
        return test_with_params(l, s->testexpr, sp->setParam);
    }
    Oid type = sublink_type(s, sp);
    int id = planner_new_param(l->p);
    sp->setParam = list_make(a, 1, INT_ITEM(id));
    return (Node *)make_exec_param(a, id, type, s->subLinkType == EXPR_SUBLINK ? sp->firstColTypmod : -1);
}

static bool outer_values_repeat(struct level *l, const List *refs)
{
    List *values = NULL;
    FOREACH (struct outer_ref, r, refs)
        values = list_append(l->p->a, values, r->expr);
    return values_repeat(l, values, level_rows(l));
}

static Node *plan_sublink(struct level *l, SubLink *s)
{
    struct planner *p = l->p;
    Query *q = (Query *)s->subselect;
    List *saved = l->outer_refs;
    if (s->subLinkType == MULTIEXPR_SUBLINK || s->subLinkType == CTE_SUBLINK)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, s->location, "this kind of subquery is not supported");
    if (s->subLinkType == EXISTS_SUBLINK)
        trim_exists(l, q);
    struct level *below = level_new(p, l, q);
    below->max_rows = s->subLinkType == EXISTS_SUBLINK ? 1
                      : s->subLinkType == EXPR_SUBLINK || s->subLinkType == ROWCOMPARE_SUBLINK ? 2 : 0;
    l->outer_refs = NULL;
    Plan *plan = level_finish(below, plan_level(below), true);
    List *refs = l->outer_refs;
    l->outer_refs = saved;

    SubPlan *sp = MAKE_NODE(p->a, SubPlan);
    int ncolumns = count_columns(below->q);
    bool quantified = s->subLinkType == ANY_SUBLINK || s->subLinkType == ALL_SUBLINK;
    sp->subLinkType = s->subLinkType;
    if (ncolumns > 0) {
        const TargetEntry *first = list_nth(below->q->targetList, 0);
        sp->firstColType = expr_type(first->expr);
        sp->firstColTypmod = expr_typmod(first->expr);
    }
    if (quantified && refs == NULL) {
        sp->useHashTable = s->subLinkType == ANY_SUBLINK && test_hashes(s->testexpr);
        if (!sp->useHashTable || !IS_A(s->testexpr, OpExpr))
            plan = make_material(p->a, plan);
    }
    FOREACH (struct outer_ref, r, refs) {
        sp->parParam = list_append(p->a, sp->parParam, INT_ITEM(r->paramid));
        sp->args = list_append(p->a, sp->args, plan_sublinks(l, r->expr));
    }
    if (refs != NULL)
        plan = keep_for_rescans(p, plan, sp->parParam);
    if (refs != NULL && outer_values_repeat(l, refs))
        plan = make_memoize(p, plan, sp->parParam, s->subLinkType == EXISTS_SUBLINK);
    sp->plan_id = planner_add_subplan(p, plan);
    sp->plan_name = arena_printf(p->a, "%s %d", refs == NULL && !quantified ? "InitPlan" : "SubPlan", sp->plan_id);
    if (refs == NULL && !quantified)
        return make_init_plan(l, s, sp, ncolumns);
    if (s->testexpr != NULL) {
        sp->paramIds = new_params(p, ncolumns);
        sp->testexpr = test_with_params(l, s->testexpr, sp->paramIds);
    }
    return (Node *)sp;
}

/* An outer query's aggregate has its subqueries planned where it is computed: when it is handed down. */
static Node *plan_sublinks_mutator(Node *n, void *arg)
{
    struct level *l = arg;
    if (n->tag == T_Query || (n->tag == T_Aggref && ((Aggref *)n)->agglevelsup > 0))
        return n;
    if (n->tag == T_GroupingFunc && expr_has_sublink(n)) { /* it goes by refs: its arguments are never computed */
        GroupingFunc *g = arena_memdup(l->p->a, n, sizeof *g);
        g->args = NULL;
        return (Node *)g;
    }
    if (n->tag != T_SubLink)
        return node_mutate(l->p->a, n, plan_sublinks_mutator, l);
    Node *any = exists_as_any(l, (const SubLink *)n);
    if (any != NULL)
        return plan_sublinks_mutator(any, l);
    SubLink *s = arena_memdup(l->p->a, n, sizeof *s);
    if (s->testexpr != NULL)
        s->testexpr = plan_sublinks_mutator(s->testexpr, l);
    return plan_sublink(l, s);
}

Node *plan_sublinks(struct level *l, Node *expr)
{
    return expr == NULL || !expr_has_sublink(expr) ? expr : plan_sublinks_mutator(expr, l);
}

Node *prep_expr(struct level *l, Node *expr)
{
    return replace_outer(l, plan_sublinks(l, fold_expr(l->p, expr)));
}
