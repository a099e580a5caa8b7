/* Relations on their way up: remote ones stay open as long as push/ says yes; closing one makes a RemoteScan of it. */
#include <math.h>

#include "plan/plan_int.h"

/* A RemoteScan before push_finish(): its targetlist is in the query's terms, its quals in push/'s. */
struct pending_scan {
    RemoteScan scan; /* first */
    struct push_rel *push;
    const char *why;
    double scanned;
    const List *sampled;
};

struct rel *rel_new(struct level *l, Plan *plan, double rows)
{
    struct rel *r = ARENA_NEW(l->p->a, struct rel);
    r->plan = plan;
    r->rows = rows;
    return r;
}

void rel_set_plan(struct rel *r, Plan *plan, double rows, const char *why)
{
    plan->plan_rows = rows;
    plan->why_local = why;
    r->remote = NULL;
    r->quals = r->row_quals = r->gates = NULL;
    r->base = NULL;
    r->plan = plan;
    r->rows = rows;
    r->why = why;
}

void rel_set_rows(struct rel *r, double rows)
{
    r->rows = rows;
    if (r->remote == NULL)
        r->plan->plan_rows = rows;
}

/* ---- push/'s terms ---- */

static Node *to_push_mutator(Node *n, void *arg)
{
    const struct level *l = arg;
    struct arena *a = l->p->a;
    if (n->tag == T_Aggref || n->tag == T_WindowFunc) {
        FOREACH (Node, agg, l->aggs)
            if (node_equal(agg, n))
                return list_nth(l->agg_finals, FOREACH_INDEX(agg, l->aggs));
    }
    if (n->tag != T_Var)
        return node_mutate(a, n, to_push_mutator, arg);
    const Var *v = (const Var *)n;
    if (v->varno < 1 || v->varno > list_length(l->q->rtable))
        return n;
    const struct source *s = &l->sources[v->varno];
    if (s->exprs != NULL)
        return list_nth(s->exprs, v->varattno - 1);
    Var *own = arena_memdup(a, v, sizeof *v);
    own->varno = s->scan;
    return (Node *)own;
}

Node *to_push(const struct level *l, const Node *expr)
{
    return expr == NULL ? NULL : to_push_mutator((Node *)expr, (void *)l);
}

List *to_push_list(const struct level *l, const List *exprs)
{
    List *out = NULL;
    FOREACH (Node, e, exprs)
        out = list_append(l->p->a, out, to_push(l, e));
    return out;
}

bool rel_is_open(const struct rel *r, const char **why)
{
    if (r->remote != NULL && r->quals == NULL && r->row_quals == NULL)
        return true;
    *why = r->remote != NULL ? r->why : "its input is local";
    return false;
}

/* ---- filters ---- */

static bool takes_quals(NodeTag tag)
{
    switch (tag) {
    case T_Result: case T_RemoteScan: case T_LocalScan: case T_FunctionScan: case T_ValuesScan: case T_SubqueryScan:
    case T_CteScan: case T_WorkTableScan: case T_NestLoop: case T_HashJoin: case T_Agg: case T_WindowAgg:
        return true;
    default:
        return false;
    }
}

static void add_result(struct level *l, struct rel *r, List *targets, const char *why)
{
    Result *x = MAKE_NODE(l->p->a, Result);
    PLAN_INIT((Plan *)x, targets, r->plan, r->rows, why);
    r->plan = (Plan *)x;
    r->why = why;
}

static bool row_param_walker(Node *n, void *arg)
{
    const List *ids = ((const struct planner *)arg)->row_params;
    if (IS_A(n, Param) && ((Param *)n)->paramkind == PARAM_EXEC)
        for (int i = 0; i < list_length(ids); i++)
            if (ITEM_INT(list_nth(ids, i)) == ((Param *)n)->paramid)
                return true;
    return node_walk(n, row_param_walker, arg);
}

/* Has MongoDB only some of the documents to look at? */
static bool is_indexed(struct level *l, const struct rel *r, const Node *qual)
{
    const List *args = IS_A(qual, OpExpr) ? ((const OpExpr *)qual)->args : IS_A(qual, ScalarArrayOpExpr) ? ((const ScalarArrayOpExpr *)qual)->args : NULL;
    const struct oper *o = args == NULL ? NULL : oper_by_oid(IS_A(qual, OpExpr) ? ((const OpExpr *)qual)->opno : ((const ScalarArrayOpExpr *)qual)->opno);
    if (o == NULL || o->strategy < 1 || o->strategy > 5 || list_length(args) != 2)
        return false;
    for (int i = 0; i < 2; i++)
        if (!expr_has_vars(list_nth(args, 1 - i)) && column_has_index(l, r, list_nth(args, i)))
            return true;
    return false;
}

static bool is_indexed_search(struct level *l, const struct rel *r, const Node *qual)
{
    const OpExpr *op = (const OpExpr *)qual;
    const struct oper *o = IS_A(op, OpExpr) && list_length(op->args) == 2 ? oper_by_oid(op->opno) : NULL;
    return o != NULL && o->strategy == 3 &&
           (column_has_index(l, r, list_nth(op->args, 0)) || column_has_index(l, r, list_nth(op->args, 1)));
}

/* An equality by which kept rows are found without looking at all of them. */
static bool is_hashed_search(const Node *qual)
{
    const OpExpr *op = (const OpExpr *)qual;
    const struct oper *o = IS_A(op, OpExpr) && list_length(op->args) == 2 ? oper_by_oid(op->opno) : NULL;
    return o != NULL && o->strategy == 3 && o->hashes && expr_has_vars(list_nth(op->args, 0)) != expr_has_vars(list_nth(op->args, 1));
}

/*
 * A condition on the outer row means a command for each of these, in which MongoDB looks at all documents where no index
 * serves it. The rows may be read once instead, and kept (rescan.c): few always are.
 */
static bool better_read_once(struct level *l, const struct rel *r, Node *qual)
{
    enum { FEW = 1000, FEW_INDEXED = 200, COMMAND = 50 }; /* COMMAND: a round trip, in documents that MongoDB looks at */
    const double pair = 0.1;
    if (r->base == NULL || r->shaped || r->by_row || !row_param_walker(qual, l->p))
        return false;
    bool indexed = l->p->push.enabled && is_indexed_search(l, r, qual);
    if (r->base->rows >= 0 && r->base->rows <= (indexed ? FEW_INDEXED : FEW))
        return true;
    double runs = level_runs(l);
    double each = COMMAND + (indexed ? 0 : r->scanned), kept = is_hashed_search(qual) ? 1 : r->rows * pair;
    return COMMAND + r->scanned + r->rows + runs * kept < runs * each;
}

/* A search by an index for each outer row comes before what would have all rows kept. */
static void find_searches(struct level *l, struct rel *r, const List *quals)
{
    if (r->base == NULL || r->row_quals != NULL || !l->p->push.enabled)
        return;
    FOREACH (Node, q, quals)
        r->by_row |= is_indexed_search(l, r, q) && row_param_walker(q, l->p) && !better_read_once(l, r, q);
}

/* What is computed from the outer row of rows that are the same for each. */
static bool row_values_only(struct level *l, const struct rel *r, const void *expr)
{
    return !r->by_row && !r->shaped && row_param_walker((Node *)(uintptr_t)expr, l->p) && level_runs(l) > 1;
}

void rel_filter(struct level *l, struct rel *r, Node *qual)
{
    struct arena *a = l->p->a;
    l->p->sampled = r->sampled;
    double kept = clamp_rows(r->rows * next_selectivity(l, r->filtered, list_length(r->filtered), qual));
    r->sampled = l->p->sampled;
    l->p->sampled = NULL;
    r->filtered = list_append(a, list_copy(a, r->filtered), qual);
    if (r->remote != NULL) {
        const char *why = NULL;
        Node *own = to_push(l, qual);
        if (better_read_once(l, r, qual)) {
            r->row_quals = list_append(a, r->row_quals, qual);
            r->why = r->why != NULL ? r->why : "read once for all outer rows";
            r->rows = kept;
            return;
        }
        if (!expr_is_volatile(own) && push_filter(r->remote, own, &why)) {
            if (is_indexed(l, r, qual))
                r->scanned = fmin(r->scanned, r->base->rows * kept / r->rows);
            r->rows = push_rows(r->remote) == 0 ? 0 : kept;
            r->by_row = r->by_row || row_param_walker(qual, l->p);
            return;
        }
        if (row_values_only(l, r, qual)) {
            r->row_quals = list_append(a, r->row_quals, qual);
            r->why = r->why != NULL ? r->why : why != NULL ? why : "a volatile function";
            r->rows = kept;
            return;
        }
        r->quals = list_append(a, r->quals, own);
        r->why = r->why != NULL ? r->why : why != NULL ? why : "a volatile function";
        r->rows = kept;
        return;
    }
    if (!takes_quals(r->plan->tag))
        add_result(l, r, r->plan->targetlist, NULL);
    r->plan->qual = list_append(a, list_copy(a, r->plan->qual), qual);
    r->plan->plan_rows = r->rows = kept;
}

void rel_filter_all(struct level *l, struct rel *r, const List *quals)
{
    find_searches(l, r, quals);
    FOREACH (Node, q, quals) {
        check_patterns(l, q);
        rel_filter(l, r, q);
    }
}

/* Conditions without a column: looked at once, before anything is read. */
void rel_gate(struct level *l, struct rel *r, List *quals)
{
    if (list_length(quals) == 0)
        return;
    if (r->remote != NULL) {
        rel_filter_all(l, r, quals);
        return;
    }
    if (r->plan->tag == T_Result && r->plan->lefttree == NULL) {
        Result *x = (Result *)r->plan;
        x->resconstantqual = list_concat(l->p->a, list_copy(l->p->a, x->resconstantqual), quals);
        return;
    }
    add_result(l, r, r->plan->targetlist, r->why);
    ((Result *)r->plan)->resconstantqual = quals;
}

/* ---- targets ---- */

List *make_targets(struct arena *a, const List *exprs)
{
    List *out = NULL;
    FOREACH (Node, e, exprs)
        out = list_append(a, out, make_target(a, e, list_length(out) + 1, NULL, false));
    return out;
}

static bool same_targets(const List *x, const List *y)
{
    if (list_length(x) != list_length(y))
        return false;
    FOREACH (TargetEntry, t, x) {
        const TargetEntry *u = list_nth(y, FOREACH_INDEX(t, x));
        if (t != u && (t->resjunk != u->resjunk || !node_equal(t->expr, u->expr)))
            return false;
    }
    return true;
}

/* Nodes that compute their targetlist from their input's row, so that another can take its place. */
static bool can_retarget(NodeTag tag)
{
    return takes_quals(tag);
}

/* True: a column is asked for that is not there. */
static bool can_compute_walker(Node *n, void *arg)
{
    const List *columns = arg;
    if (n->tag == T_Const || n->tag == T_Param)
        return false;
    FOREACH (TargetEntry, t, columns)
        if (node_equal(t->expr, n))
            return false;
    switch (n->tag) {
    case T_Var: case T_Aggref: case T_GroupingFunc: case T_WindowFunc: return true;
    default: return node_walk(n, can_compute_walker, arg);
    }
}

static bool can_compute(const List *targets, const List *columns)
{
    FOREACH (TargetEntry, t, targets)
        if (can_compute_walker(t->expr, (void *)columns))
            return false;
    return true;
}

static Plan *pending_new(struct level *l, struct rel *r, List *targets, const char *why)
{
    struct pending_scan *s = (struct pending_scan *)node_make(l->p->a, T_RemoteScan, sizeof *s);
    Plan *plan = (Plan *)s;
    s->push = r->remote;
    s->scanned = r->scanned + r->looked_up;
    s->sampled = r->sampled;
    s->why = r->quals != NULL ? r->why : why;
    plan->targetlist = targets;
    plan->qual = r->quals;
    plan->alias = r->alias;
    plan->plan_rows = r->rows;
    l->p->reads_remote = true;
    return plan;
}

static Plan *close_remote(struct level *l, struct rel *r, List *targets, const char *why)
{
    struct arena *a = l->p->a;
    Plan *plan;
    bool above = r->row_quals != NULL || r->gates != NULL;
    FOREACH (TargetEntry, t, targets)
        above |= row_values_only(l, r, t->expr);
    if (!above) {
        plan = pending_new(l, r, targets, why);
    } else {
        List *units = NULL;
        pull_units_of_targets(a, targets, NULL, 0, &units);
        FOREACH (Node, q, r->row_quals)
            pull_units(a, q, NULL, 0, &units);
        Result *x = MAKE_NODE(a, Result);
        plan = (Plan *)x;
        PLAN_INIT(plan, targets, pending_new(l, r, make_targets(a, units), r->why), r->rows, r->why);
        plan->qual = r->row_quals;
        x->resconstantqual = r->gates;
    }
    r->remote = NULL;
    r->quals = r->row_quals = NULL;
    r->base = NULL;
    return plan;
}

Plan *rel_close(struct level *l, struct rel *r, List *targets, const char *why)
{
    if (r->remote != NULL)
        r->plan = close_remote(l, r, targets, why);
    else if (same_targets(r->plan->targetlist, targets))
        ;
    else if (can_retarget(r->plan->tag))
        r->plan->targetlist = targets;
    else
        add_result(l, r, targets, NULL);
    return r->plan;
}

/* SRFs are computed over a row that has what their arguments need. */
void rel_project(struct level *l, struct rel *r, List *targets, const char *why)
{
    struct arena *a = l->p->a;
    bool srfs = false;
    FOREACH (TargetEntry, t, targets)
        srfs |= expr_has_srf(t->expr);
    if (!srfs) {
        rel_close(l, r, targets, why);
        return;
    }
    if (r->remote != NULL || !can_compute(targets, r->plan->targetlist)) {
        List *units = NULL;
        pull_units_of_targets(a, targets, l->units, 0, &units);
        rel_close(l, r, make_targets(a, units), "set-returning functions");
    }
    ProjectSet *s = MAKE_NODE(a, ProjectSet);
    PLAN_INIT((Plan *)s, targets, r->plan, r->rows, NULL);
    rel_set_plan(r, (Plan *)s, r->rows * 10, "set-returning functions");
}

/* ---- the end ---- */

/* push_finish() for a scan that rel_close() left open; its targets go to push/'s terms. */
Plan *pending_finish(struct level *l, Plan *p)
{
    struct pending_scan *s = (struct pending_scan *)p;
    List *targets = NULL;
    FOREACH (TargetEntry, t, p->targetlist) {
        TargetEntry *own = arena_memdup(l->p->a, t, sizeof *t);
        own->expr = to_push(l, t->expr);
        targets = list_append(l->p->a, targets, own);
    }
    RemoteScan *scan = push_finish(s->push, targets, p->qual, s->why);
    scan->plan_rows = p->plan_rows;
    scan->remote->scanned = s->scanned;
    scan->remote->sampled = s->sampled;
    scan->initPlan = p->initPlan;
    scan->alias = p->alias;
    return (Plan *)scan;
}
