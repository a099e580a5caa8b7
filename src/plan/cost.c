/*
 * What a finished plan costs, for EXPLAIN and for who plans by it (postgres_fdw): each node from its inputs, in PostgreSQL's
 * unit and with its constants. A document that MongoDB looks at counts as a row does there, a command as START.
 */
#include <math.h>

#include "plan/plan_int.h"

static const double START = 1, ROW = 0.01, OPERATOR = 0.0025;

struct cost {
    double startup, total;
};

struct costs {
    const PlannedStmt *stmt;
    double per_row; /* subqueries that run for each row */
};

static struct cost cost_of(const Plan *p)
{
    return p != NULL ? (struct cost){p->startup_cost, p->total_cost} : (struct cost){0, 0};
}

static double rows_of(const Plan *p)
{
    return p != NULL && p->plan_rows > 0 ? p->plan_rows : 0;
}

/* A type without a length is taken for 32 bytes, as by PostgreSQL, unless its modifier bounds it. */
static int width_of(const List *targets)
{
    double width = 0;
    FOREACH (TargetEntry, t, targets) {
        const struct type_info *type = type_get(type_base(expr_type(t->expr)));
        int32_t typmod = expr_typmod(t->expr);
        if (type != NULL && type->len > 0)
            width += type->len;
        else if (type != NULL && (type->oid == TYPE_varchar || type->oid == TYPE_bpchar) && typmod > 4)
            width += type->oid == TYPE_bpchar || typmod - 4 <= 32 ? typmod - 4 : fmin(32 + (typmod - 4 - 32) * 0.5, 516);
        else
            width += 32;
    }
    return (int)fmin(width, 1e9);
}

static bool subplan_walker(Node *n, void *arg)
{
    struct costs *c = arg;
    if (IS_A(n, SubPlan) && !((SubPlan *)n)->isInitPlan)
        c->per_row += cost_of(list_nth(c->stmt->subplans, ((SubPlan *)n)->plan_id - 1)).total;
    return node_walk(n, subplan_walker, arg);
}

static double subplans_cost(const PlannedStmt *s, const Plan *p)
{
    struct costs c = {s, 0};
    node_walk_list(p->qual, subplan_walker, &c);
    node_walk_list(p->targetlist, subplan_walker, &c);
    return c.per_row;
}

static struct cost scan_cost(const RemoteScan *r)
{
    double looked_at = r->remote->empty ? 0 : fmax(r->remote->scanned, 0) * ROW;
    bool first_at_once = r->remote->is_find && r->remote->sort == NULL;
    double startup = r->remote->empty ? 0 : START + (first_at_once ? 0 : looked_at);
    return (struct cost){startup, startup + (first_at_once ? looked_at : 0) + rows_of((const Plan *)r) * ROW};
}

static struct cost loop_cost(const NestLoop *j)
{
    const Plan *outer = ((const Plan *)j)->lefttree, *inner = ((const Plan *)j)->righttree;
    struct cost o = cost_of(outer), i = cost_of(inner);
    double runs = fmax(rows_of(outer), 1), again = j->nestParams != NULL ? i.total : rows_of(inner) * OPERATOR;
    double pairs = runs * rows_of(inner);
    return (struct cost){o.startup + i.startup, o.total + i.total + (runs - 1) * again + pairs * OPERATOR + rows_of((const Plan *)j) * ROW};
}

static struct cost append_cost(const Append *a)
{
    struct cost sum = {0, 0};
    FOREACH (Plan, p, a->appendplans) {
        if (FOREACH_INDEX(p, a->appendplans) == 0)
            sum.startup = p->startup_cost;
        sum.total += p->total_cost;
    }
    return sum;
}

static struct cost limit_cost(const Limit *l, struct cost in)
{
    double all = rows_of(((const Plan *)l)->lefttree), part = all > 0 ? fmin(rows_of((const Plan *)l) / all, 1) : 1;
    return (struct cost){in.startup, in.startup + (in.total - in.startup) * part};
}

/* All input is read before the first row comes. */
static struct cost after_all(struct cost in, double work, double then)
{
    return (struct cost){in.total + work, in.total + work + then};
}

static struct cost node_cost(const PlannedStmt *s, const Plan *p)
{
    struct cost in = cost_of(p->lefttree), right = cost_of(p->righttree);
    double n = rows_of(p->lefttree), rows = rows_of(p);
    switch (p->tag) {
    case T_RemoteScan: return scan_cost((const RemoteScan *)p);
    case T_NestLoop: return loop_cost((const NestLoop *)p);
    case T_Append: return append_cost((const Append *)p);
    case T_Limit: return limit_cost((const Limit *)p, in);
    case T_CteScan: return (struct cost){0, rows * ROW + cost_of(list_nth(s->subplans, ((const CteScan *)p)->ctePlanId - 1)).total};
    case T_HashJoin:
        return (struct cost){right.total + rows_of(p->righttree) * (ROW + OPERATOR) + in.startup,
                             right.total + rows_of(p->righttree) * (ROW + OPERATOR) + in.total + n * OPERATOR + rows * ROW};
    case T_Sort: return after_all(in, 2 * OPERATOR * n * log2(fmax(n, 2)), n * OPERATOR);
    case T_Agg:
        if (((const Agg *)p)->aggstrategy == AGG_SORTED)
            return (struct cost){in.startup, in.total + n * OPERATOR + rows * ROW};
        return after_all(in, n * OPERATOR, rows * ROW);
    case T_HashDistinct: return after_all(in, n * OPERATOR, rows * ROW);
    case T_SetOp: return after_all(in, right.total + (n + rows_of(p->righttree)) * OPERATOR, rows * ROW);
    case T_RecursiveUnion: return (struct cost){in.startup, in.total + 10 * right.total + rows * ROW};
    case T_HoldWrites: return after_all(in, 0, 0);
    default: return (struct cost){in.startup, in.total + (p->lefttree != NULL ? n * OPERATOR : 0) + rows * ROW};
    }
}

static void add_cost(const PlannedStmt *s, Plan *p)
{
    if (p == NULL)
        return;
    add_cost(s, p->lefttree);
    add_cost(s, p->righttree);
    if (IS_A(p, Append))
        FOREACH (Plan, child, ((Append *)p)->appendplans)
            add_cost(s, child);
    struct cost c = node_cost(s, p);
    double before = 0;
    FOREACH (SubPlan, sp, p->initPlan)
        before += cost_of(list_nth(s->subplans, sp->plan_id - 1)).total;
    p->plan_rows = fmax(p->plan_rows, 0);
    p->plan_width = width_of(p->targetlist);
    p->startup_cost = before + c.startup;
    p->total_cost = before + c.total + subplans_cost(s, p) * fmax(rows_of(p->lefttree != NULL ? p->lefttree : p), 1);
}

void add_costs(PlannedStmt *s)
{
    FOREACH (Plan, p, s->subplans)
        add_cost(s, p);
    add_cost(s, s->planTree);
}
