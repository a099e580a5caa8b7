/*
 * The last step for a query's plan: what stands in the query's terms becomes a column of the node's input. Top down: a
 * node is changed while its inputs' targetlists still say what their columns stand for. Remote scans are closed here.
 */
#include "plan/plan_int.h"

struct refs {
    struct level *l;
    const List *outer, *inner; /* TargetEntries of the inputs */
    int scan;                  /* or: the range table entry whose row is SCAN_VAR */
    bool no_input;             /* a Result that gives no row: its columns are never looked at */
};

static Node *resolve(Node *n, void *arg);

static Node *input_var(struct refs *r, int varno, int column, const Node *n)
{
    Var *v = make_var(r->l->p->a, varno, column, expr_type(n), expr_typmod(n), 0);
    v->location = expr_location(n);
    return (Node *)v;
}

static int find_column(const List *targets, const Node *n)
{
    FOREACH (TargetEntry, t, targets)
        if (t->expr == n || node_equal(t->expr, n))
            return FOREACH_INDEX(t, targets) + 1;
    return 0;
}

static Node *resolve(Node *n, void *arg)
{
    struct refs *r = arg;
    int column;
    if (n->tag == T_Const || n->tag == T_Param)
        return n;
    if (n->tag != T_TargetEntry && n->tag != T_SortGroupClause) {
        if ((column = find_column(r->outer, n)) > 0)
            return input_var(r, OUTER_VAR, column, n);
        if ((column = find_column(r->inner, n)) > 0)
            return input_var(r, INNER_VAR, column, n);
    }
    if (n->tag != T_Var)
        return node_mutate(r->l->p->a, n, resolve, r);
    const Var *v = (const Var *)n;
    if (r->no_input)
        return (Node *)make_const(r->l->p->a, v->vartype, v->vartypmod, 0, true);
    if (r->scan == 0 || v->varno != r->scan)
        raise(ERR_INTERNAL_ERROR, "column %d of relation %d is not in the plan's input", v->varattno, v->varno);
    if (v->varattno <= 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, v->location, "whole-row references are not supported here");
    return input_var(r, SCAN_VAR, v->varattno, n);
}

static void resolve_list(struct refs *r, List **list)
{
    *list = node_mutate_list(r->l->p->a, *list, resolve, r);
}

/* A sorted or grouped column is found by its number first: it may be a constant, or not be computed twice. */
static void resolve_targets(struct refs *r, List **targets)
{
    struct arena *a = r->l->p->a;
    List *out = NULL;
    FOREACH (TargetEntry, t, *targets) {
        TargetEntry *own = arena_memdup(a, t, sizeof *t);
        int column = 0;
        if (t->ressortgroupref != 0)
            FOREACH (TargetEntry, in, r->outer)
                if (column == 0 && in->ressortgroupref == t->ressortgroupref && node_equal(in->expr, t->expr))
                    column = FOREACH_INDEX(in, r->outer) + 1;
        own->expr = column > 0 ? input_var(r, OUTER_VAR, column, t->expr) : resolve(t->expr, r);
        out = list_append(a, out, own);
    }
    *targets = out;
}

/* The columns of a node that gives its input's rows as they are. */
static void pass_through(struct refs *r, Plan *p)
{
    List *out = NULL;
    FOREACH (TargetEntry, t, p->targetlist) {
        TargetEntry *own = arena_memdup(r->l->p->a, t, sizeof *t);
        own->expr = input_var(r, OUTER_VAR, FOREACH_INDEX(t, p->targetlist) + 1, t->expr);
        out = list_append(r->l->p->a, out, own);
    }
    p->targetlist = out;
}

static int scan_rti(const Plan *p)
{
    const List *lists[] = {p->targetlist, p->qual};
    for (int i = 0; i < 2; i++) {
        for (int k = 0; k < list_length(lists[i]); k++) {
            struct relset s = expr_relids(list_nth(lists[i], k));
            for (int rti = 1; rti < RELSET_MAX; rti++)
                if (relset_has(&s, rti))
                    return rti;
        }
    }
    return 0;
}

static void scan_refs(struct level *l, Plan *p)
{
    struct refs r = {.l = l, .scan = scan_rti(p)};
    resolve_targets(&r, &p->targetlist);
    resolve_list(&r, &p->qual);
}

static void join_refs(struct level *l, Plan *p)
{
    struct refs r = {.l = l, .outer = p->lefttree->targetlist, .inner = p->righttree->targetlist};
    if (p->tag == T_HashJoin) {
        HashJoin *j = (HashJoin *)p;
        resolve_list(&r, &j->joinqual);
        resolve_list(&r, &j->outerkeys);
        resolve_list(&r, &j->innerkeys);
    } else {
        NestLoop *j = (NestLoop *)p;
        resolve_list(&r, &j->joinqual);
        resolve_list(&r, &j->nestParams);
    }
    resolve_list(&r, &p->targetlist);
    resolve_list(&r, &p->qual);
}

static void upper_refs(struct level *l, Plan *p)
{
    struct refs r = {
        .l = l, .outer = p->lefttree != NULL ? p->lefttree->targetlist : NULL, .no_input = p->lefttree == NULL};
    resolve_targets(&r, &p->targetlist);
    resolve_list(&r, &p->qual);
}

/* A scan of a subquery that gives its columns in order and leaves no row out is the subquery's plan itself. */
static Plan *drop_trivial_scan(Plan *p)
{
    const Plan *in = p->lefttree;
    if (p->qual != NULL || p->initPlan != NULL || list_length(p->targetlist) != list_length(in->targetlist))
        return p;
    FOREACH (TargetEntry, t, p->targetlist) {
        const Var *v = (const Var *)t->expr;
        const TargetEntry *below = list_nth(in->targetlist, FOREACH_INDEX(t, p->targetlist));
        if (!IS_A(v, Var) || v->varattno != FOREACH_INDEX(t, p->targetlist) + 1 || t->resjunk || below->resjunk)
            return p;
    }
    return p->lefttree;
}

Plan *set_plan_refs(struct level *l, Plan *p)
{
    struct refs r = {.l = l};
    if (p == NULL)
        return NULL;
    switch (p->tag) {
    case T_RemoteScan: return pending_finish(l, p);
    case T_SubqueryScan: /* its input is finished */
        scan_refs(l, p);
        return drop_trivial_scan(p);
    case T_LocalScan: case T_FunctionScan: case T_ValuesScan: case T_CteScan: case T_WorkTableScan:
        scan_refs(l, p);
        return p;
    case T_NestLoop: case T_HashJoin: join_refs(l, p); break;
    case T_Result: case T_ProjectSet: case T_Agg: case T_WindowAgg: upper_refs(l, p); break;
    case T_Append: {
        List *inputs = ((Append *)p)->appendplans;
        pass_through(&r, p);
        for (int i = 0; i < list_length(inputs); i++)
            inputs->items[i] = set_plan_refs(l, list_nth(inputs, i));
        break;
    }
    default: pass_through(&r, p); break;
    }
    p->lefttree = set_plan_refs(l, p->lefttree);
    p->righttree = set_plan_refs(l, p->righttree);
    if (p->tag == T_NestLoop && ((NestLoop *)p)->nestParams != NULL) {
        List *params = NULL;
        FOREACH (NestLoopParam, np, ((NestLoop *)p)->nestParams)
            params = list_append(l->p->a, params, INT_ITEM(np->paramno));
        const NestLoop *j = (NestLoop *)p;
        bool single = (j->jointype == JOIN_SEMI || j->jointype == JOIN_ANTI) && j->joinqual == NULL;
        p->righttree = keep_for_rescans(l->p, p->righttree, params);
        if (j->repeats)
            p->righttree = make_memoize(l->p, p->righttree, params, single);
    }
    return p;
}
