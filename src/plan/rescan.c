/*
 * What is run again and again keeps the rows that are the same each time: below a correlated subquery, the inner side
 * of a LATERAL join, and the recursive part of WITH RECURSIVE, what depends on none of the changing parameters gets a
 * Material.
 */
#include "plan/plan_int.h"

struct depends {
    const struct planner *p;
    const List *params;
    int depth;
};

static bool in_list(const List *ids, int id)
{
    for (int i = 0; i < list_length(ids); i++)
        if (ITEM_INT(list_nth(ids, i)) == id)
            return true;
    return false;
}

static bool depends_walker(Node *n, void *arg)
{
    struct depends *x = arg;
    int plan_id = 0;
    switch (n->tag) {
    case T_Param:
        if (((Param *)n)->paramkind == PARAM_EXEC && in_list(x->params, ((Param *)n)->paramid))
            return true;
        break;
    case T_WorkTableScan:
        if (in_list(x->params, ((WorkTableScan *)n)->wtParam))
            return true;
        break;
    case T_SubPlan: plan_id = ((SubPlan *)n)->plan_id; break;
    case T_CteScan: plan_id = ((CteScan *)n)->ctePlanId; break;
    default: break;
    }
    if (plan_id > 0 && plan_id <= list_length(x->p->subplans) && x->depth < 100) {
        struct depends below = {x->p, x->params, x->depth + 1};
        if (depends_walker(list_nth(x->p->subplans, plan_id - 1), &below))
            return true;
    }
    return node_walk(n, depends_walker, arg);
}

static bool depends_on(const struct planner *p, const Plan *plan, const List *params)
{
    struct depends x = {p, params, 0};
    return depends_walker((Node *)plan, &x);
}

/* Nodes that run anew when they are rescanned; the others have their rows at hand. */
static bool runs_anew(const Plan *plan)
{
    switch (plan->tag) {
    case T_RemoteScan:
    case T_NestLoop:
    case T_HashJoin:
    case T_Agg:
    case T_WindowAgg:
    case T_Unique:
    case T_HashDistinct:
    case T_SetOp: case T_RecursiveUnion:
        return true;
    case T_Append: {
        const Append *a = (const Append *)plan;
        FOREACH (Plan, in, a->appendplans)
            if (runs_anew(in))
                return true;
        return false;
    }
    default:
        return plan->lefttree != NULL && plan->tag != T_Sort && plan->tag != T_Material && runs_anew(plan->lefttree);
    }
}

Plan *make_material(struct arena *a, Plan *plan)
{
    Material *m = MAKE_NODE(a, Material);
    List *targets = NULL;
    FOREACH (TargetEntry, t, plan->targetlist) {
        TargetEntry *own = arena_memdup(a, t, sizeof *t);
        int column = FOREACH_INDEX(t, plan->targetlist) + 1;
        own->expr = (Node *)make_var(a, OUTER_VAR, column, expr_type(t->expr), expr_typmod(t->expr), 0);
        targets = list_append(a, targets, own);
    }
    PLAN_INIT((Plan *)m, targets, plan, plan->plan_rows, NULL);
    return (Plan *)m;
}

/* params, and the results of plan's initplans that change with them */
static const List *with_init_results(const struct planner *p, const Plan *plan, const List *params)
{
    const List *all = params;
    FOREACH (SubPlan, sp, plan->initPlan) {
        struct depends x = {p, all, 0};
        if (depends_walker((Node *)sp, &x))
            all = list_concat(p->a, list_copy(p->a, all), sp->setParam);
    }
    return all;
}

Plan *keep_for_rescans(struct planner *p, Plan *plan, const List *params)
{
    if (plan == NULL)
        return NULL;
    params = with_init_results(p, plan, params);
    if (!depends_on(p, plan, params))
        return runs_anew(plan) && !expr_is_volatile(plan) ? make_material(p->a, plan) : plan;
    HashJoin *join = (HashJoin *)plan;
    const List *left_params = params;
    if (IS_A(join, HashJoin) && join->key_no > 0) {
        if (depends_on(p, plan->righttree, params))
            left_params = list_append(p->a, list_copy(p->a, params), INT_ITEM(join->key_param));
        else
            join->key_once = true;
    }
    plan->lefttree = keep_for_rescans(p, plan->lefttree, left_params);
    /* a hash table is kept by the join itself; an inner side that stays the same is kept by the nested loop */
    if (plan->righttree != NULL && (plan->tag == T_SetOp || depends_on(p, plan->righttree, params)))
        plan->righttree = keep_for_rescans(p, plan->righttree, params);
    if (plan->tag == T_Append) {
        List *inputs = ((Append *)plan)->appendplans;
        for (int i = 0; i < list_length(inputs); i++)
            inputs->items[i] = keep_for_rescans(p, list_nth(inputs, i), params);
    }
    return plan;
}
