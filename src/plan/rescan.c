/*
 * What is run again and again keeps the rows that are the same each time: below a correlated subquery, the inner side
 * of a LATERAL join, and the recursive part of WITH RECURSIVE, what depends on none of the changing parameters gets a
 * Material, by key where the node above asks for column = parameter. What does depend on them may get a Memoize.
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

/* A targetlist that gives plan's rows as they are. */
static List *pass_columns(struct arena *a, const Plan *plan)
{
    List *targets = NULL;
    FOREACH (TargetEntry, t, plan->targetlist) {
        TargetEntry *own = arena_memdup(a, t, sizeof *t);
        int column = FOREACH_INDEX(t, plan->targetlist) + 1;
        own->expr = (Node *)make_var(a, OUTER_VAR, column, expr_type(t->expr), expr_typmod(t->expr), 0);
        targets = list_append(a, targets, own);
    }
    return targets;
}

Plan *make_material(struct arena *a, Plan *plan)
{
    Material *m = MAKE_NODE(a, Material);
    PLAN_INIT((Plan *)m, pass_columns(a, plan), plan, plan->plan_rows, NULL);
    return (Plan *)m;
}

/* ---- by key ---- */

static bool is_integer(Oid type)
{
    return type == TYPE_int2 || type == TYPE_int4 || type == TYPE_int8;
}

/* A column or a parameter as it is, or as another type by a cast that cannot fail. */
static Node *plain_side(Node *n)
{
    for (;;) {
        if (IS_A(n, RelabelType))
            n = ((RelabelType *)n)->arg;
        else if (IS_A(n, FuncExpr) && ((FuncExpr *)n)->funcformat == COERCE_IMPLICIT_CAST && list_length(((FuncExpr *)n)->args) == 1 &&
                 is_integer(expr_type(list_nth(((FuncExpr *)n)->args, 0))))
            n = list_nth(((FuncExpr *)n)->args, 0);
        else
            return n;
    }
}

static Node *as_outer_var(Node *n, void *arg)
{
    struct arena *a = arg;
    if (!IS_A(n, Var))
        return node_mutate(a, n, as_outer_var, a);
    Var *v = arena_memdup(a, n, sizeof *v);
    v->varno = OUTER_VAR;
    return (Node *)v;
}

/* The rows that m keeps are looked up by the equalities with parameters in quals, which stay where they are. */
static void add_material_keys(struct arena *a, Material *m, const List *quals)
{
    FOREACH (OpExpr, op, quals) {
        const struct oper *o = IS_A(op, OpExpr) && list_length(op->args) == 2 ? oper_by_oid(op->opno) : NULL;
        if (o == NULL || o->strategy != 3 || !o->hashes)
            continue;
        for (int i = 0; i < 2; i++) {
            Node *key = list_nth(op->args, i), *probe = list_nth(op->args, 1 - i);
            Oid eq = i == 0 ? op->opno : o->commutator;
            if (!IS_A(plain_side(key), Var) || !IS_A(plain_side(probe), Param) || oper_by_oid(eq) == NULL)
                continue;
            m->keys = list_append(a, m->keys, as_outer_var(key, a));
            m->probes = list_append(a, m->probes, probe);
            m->eqops = list_append(a, m->eqops, INT_ITEM(eq));
            break;
        }
    }
}

/* Volatile functions, in subqueries of its expressions too. */
static bool is_volatile(const struct planner *p, const Plan *plan, int depth);

struct volatile_search {
    const struct planner *p;
    int depth;
};

static bool volatile_subplan_walker(Node *n, void *arg)
{
    struct volatile_search *x = arg;
    if (IS_A(n, SubPlan) && is_volatile(x->p, list_nth(x->p->subplans, ((SubPlan *)n)->plan_id - 1), x->depth + 1))
        return true;
    return node_walk(n, volatile_subplan_walker, x);
}

static bool is_volatile(const struct planner *p, const Plan *plan, int depth)
{
    struct volatile_search x = {p, depth};
    return depth > 100 || expr_is_volatile(plan) || volatile_subplan_walker((Node *)(uintptr_t)plan, &x);
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
        return runs_anew(plan) && !is_volatile(p, plan, 0) ? make_material(p->a, plan) : plan;
    HashJoin *join = (HashJoin *)plan;
    const List *left_params = params;
    if (IS_A(join, HashJoin) && join->key_no > 0) {
        if (depends_on(p, plan->righttree, params))
            left_params = list_append(p->a, list_copy(p->a, params), INT_ITEM(join->key_param));
        else
            join->key_once = true;
    }
    plan->lefttree = keep_for_rescans(p, plan->lefttree, left_params);
    if ((plan->tag == T_Result || plan->tag == T_SubqueryScan) && IS_A(plan->lefttree, Material))
        add_material_keys(p->a, (Material *)plan->lefttree, plan->qual);
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

/* ---- results by parameters ---- */

struct key_search {
    const struct planner *p;
    const List *params;
    List *keys; /* Param, each once */
    bool reads; /* rows of collections, or many */
    int depth;
};

static bool key_walker(Node *n, void *arg)
{
    struct key_search *x = arg;
    int plan_id = 0;
    switch (n->tag) {
    case T_Param:
        if (((Param *)n)->paramkind == PARAM_EXEC && in_list(x->params, ((Param *)n)->paramid)) {
            FOREACH (Param, have, x->keys)
                if (have->paramid == ((Param *)n)->paramid)
                    return false;
            x->keys = list_append(x->p->a, x->keys, n);
        }
        break;
    case T_SubPlan: plan_id = ((SubPlan *)n)->plan_id; break;
    case T_CteScan:
        plan_id = ((CteScan *)n)->ctePlanId;
        x->reads = true;
        break;
    case T_RemoteScan: case T_LocalScan: case T_RecursiveUnion: x->reads = true; break;
    default: break;
    }
    if (plan_id > 0 && plan_id <= list_length(x->p->subplans) && x->depth < 100) {
        x->depth++;
        key_walker(list_nth(x->p->subplans, plan_id - 1), x);
        x->depth--;
    }
    return node_walk(n, key_walker, x);
}

Plan *make_memoize(struct planner *p, Plan *plan, const List *params, bool single_row)
{
    struct key_search x = {.p = p, .params = params};
    key_walker((Node *)plan, &x);
    if (x.keys == NULL || !x.reads || is_volatile(p, plan, 0))
        return plan;
    Memoize *m = MAKE_NODE(p->a, Memoize);
    m->keys = x.keys;
    m->single_row = single_row;
    PLAN_INIT((Plan *)m, pass_columns(p->a, plan), plan, plan->plan_rows, NULL);
    return (Plan *)m;
}
