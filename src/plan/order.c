/* DISTINCT, ORDER BY, LIMIT: by MongoDB as long as all below is, else here. */
#include "plan/plan_int.h"

/* ---- clauses and targetlists ---- */

TargetEntry *clause_target(const List *targets, const SortGroupClause *g)
{
    FOREACH (TargetEntry, t, targets)
        if (t->ressortgroupref == g->tleSortGroupRef)
            return t;
    return NULL;
}

List *clause_exprs(struct level *l, const List *clauses)
{
    List *out = NULL;
    FOREACH (SortGroupClause, g, clauses) {
        const TargetEntry *t = clause_target(l->q->targetList, g);
        if (t == NULL)
            raise(ERR_INTERNAL_ERROR, "ORDER/GROUP BY expression not found in targetlist");
        out = list_append(l->p->a, out, t->expr);
    }
    return out;
}

int clause_column(const List *columns, const SortGroupClause *g, const Node *expr)
{
    FOREACH (TargetEntry, t, columns)
        if (t->ressortgroupref == g->tleSortGroupRef && node_equal(t->expr, expr))
            return FOREACH_INDEX(t, columns) + 1;
    FOREACH (TargetEntry, t, columns)
        if (node_equal(t->expr, expr))
            return FOREACH_INDEX(t, columns) + 1;
    raise(ERR_INTERNAL_ERROR, "could not find the column to sort by");
}

bool is_descending(const SortGroupClause *g)
{
    const struct oper *o = oper_by_oid(g->sortop);
    return o != NULL && o->strategy == 5;
}

List *sort_keys(struct level *l, const List *clauses, const List *columns)
{
    List *out = NULL, *exprs = clause_exprs(l, clauses);
    FOREACH (SortGroupClause, g, clauses) {
        SortKey *k = MAKE_NODE(l->p->a, SortKey);
        k->colno = clause_column(columns, g, list_nth(exprs, FOREACH_INDEX(g, clauses)));
        k->sortop = g->sortop;
        k->descending = is_descending(g);
        k->nulls_first = g->nulls_first;
        out = list_append(l->p->a, out, k);
    }
    return out;
}

bool clauses_hashable(const List *clauses)
{
    FOREACH (SortGroupClause, g, clauses)
        if (!g->hashable)
            return false;
    return true;
}

bool clauses_sortable(const List *clauses)
{
    FOREACH (SortGroupClause, g, clauses)
        if (g->sortop == InvalidOid)
            return false;
    return true;
}

_Noreturn void refuse_unsortable(const char *what)
{
    error_throw(error_detail(error_new(ERR_FEATURE_NOT_SUPPORTED, "could not implement %s", what),
                             "Some of the datatypes only support hashing, while others only support sorting."));
}

/* ---- sorting ---- */

void add_sort(struct level *l, struct rel *r, const List *clauses, const char *why)
{
    Sort *s = MAKE_NODE(l->p->a, Sort);
    s->sortkeys = sort_keys(l, clauses, r->plan->targetlist);
    PLAN_INIT((Plan *)s, r->plan->targetlist, r->plan, r->rows, why);
    rel_set_plan(r, (Plan *)s, r->rows, why);
    r->sorted = clauses;
}

bool push_order(struct level *l, struct rel *r, const List *clauses, const char **why)
{
    int n = 0;
    struct push_sort_key *keys = ARENA_ARRAY(l->p->a, struct push_sort_key, list_length(clauses) + 1);
    List *exprs = clause_exprs(l, clauses);
    if (r->remote == NULL) {
        *why = "its input is local";
        return false;
    }
    FOREACH (SortGroupClause, g, clauses) {
        Node *e = list_nth(exprs, FOREACH_INDEX(g, clauses));
        if (expr_is_volatile(e) || expr_has_subplan(e) || expr_has_srf(e)) {
            *why = "a subquery or function that cannot be pushed in ORDER BY";
            return false;
        }
        if (IS_A(e, Const)) /* the same for all rows */
            continue;
        keys[n++] = (struct push_sort_key){to_push(l, e), is_descending(g), g->nulls_first};
    }
    if (n > 0 && !push_sort(r->remote, keys, n, why))
        return false;
    r->sorted = clauses;
    r->shaped = true;
    return true;
}

static bool is_sorted(const struct rel *r, const List *clauses)
{
    if (list_length(clauses) > list_length(r->sorted))
        return false;
    FOREACH (SortGroupClause, g, clauses) {
        const SortGroupClause *have = list_nth(r->sorted, FOREACH_INDEX(g, clauses));
        if (have->tleSortGroupRef != g->tleSortGroupRef || have->sortop != g->sortop ||
            have->nulls_first != g->nulls_first)
            return false;
    }
    return true;
}

/*
 * What is sorted: all of the targetlist but what is better computed afterwards. Set-returning functions that are not
 * sorted by come after the sort, and so do volatile functions; subqueries too, when LIMIT leaves rows out.
 */
List *sort_input(struct level *l)
{
    struct arena *a = l->p->a;
    Query *q = l->q;
    List *later = NULL, *out = NULL, *units = NULL;
    bool sorts_by_srf = false;
    FOREACH (TargetEntry, t, q->targetList)
        sorts_by_srf |= t->ressortgroupref != 0 && expr_has_srf(t->expr);
    FOREACH (TargetEntry, t, q->targetList) {
        bool postponed = t->ressortgroupref == 0 &&
                         (expr_has_srf(t->expr) ? !sorts_by_srf
                                                : expr_is_volatile(t->expr) ||
                                                      (q->limitCount != NULL && expr_has_subplan(t->expr)));
        List **to = postponed ? &later : &out;
        *to = list_append(a, *to, t);
    }
    if (later == NULL)
        return q->targetList;
    pull_units_of_targets(a, later, l->units, 0, &units);
    FOREACH (Node, u, units) {
        bool have = false;
        FOREACH (TargetEntry, t, out)
            have |= node_equal(t->expr, u);
        if (!have)
            out = list_append(a, out, make_target(a, u, list_length(out) + 1, NULL, true));
    }
    return out;
}

void plan_sort(struct level *l, struct rel *r, List *targets)
{
    const char *why = NULL;
    const List *clauses = l->q->sortClause;
    if (is_sorted(r, clauses) || order_in_parts(l, r, clauses, targets) || push_order(l, r, clauses, &why))
        return;
    rel_project(l, r, targets, why);
    add_sort(l, r, clauses, why);
}

/* ---- DISTINCT ---- */

static bool try_push_distinct(struct level *l, struct rel *r, const List *targets, const char **why)
{
    List *exprs = NULL;
    if (!rel_is_open(r, why))
        return false;
    FOREACH (TargetEntry, t, targets) {
        if (expr_is_volatile(t->expr) || expr_has_subplan(t->expr) || expr_has_srf(t->expr)) {
            *why = "a subquery or function that cannot be pushed in DISTINCT";
            return false;
        }
        if (!IS_A(t->expr, Const) && !t->resjunk)
            list_add_new(l->p->a, &exprs, to_push(l, t->expr));
    }
    if (exprs == NULL) {
        *why = "only constants";
        return false;
    }
    if (!push_distinct(r->remote, exprs, why))
        return false;
    double rows = push_rows(r->remote);
    r->rows = rows >= 0 ? rows : clamp_rows(r->rows / 10);
    r->shaped = true;
    r->base = NULL;
    r->sorted = NULL;
    return true;
}

/* DISTINCT ON (a) ... ORDER BY a, b: the first row of each a in this order. */
static void distinct_on(struct level *l, struct rel *r, List *targets)
{
    struct arena *a = l->p->a;
    List *clauses = list_copy(a, l->q->sortClause);
    const char *why = "DISTINCT ON";
    FOREACH (SortGroupClause, g, l->q->distinctClause) {
        bool have = false;
        FOREACH (SortGroupClause, s, clauses)
            have |= s->tleSortGroupRef == g->tleSortGroupRef;
        if (!have)
            clauses = list_append(a, clauses, g);
    }
    bool ordered = is_sorted(r, clauses) || push_order(l, r, clauses, &why);
    rel_project(l, r, targets, "DISTINCT ON");
    if (!ordered)
        add_sort(l, r, clauses, why);
    r->sorted = clauses;
}

static void add_unique(struct level *l, struct rel *r, bool hashed, const char *why)
{
    struct arena *a = l->p->a;
    List *cols = NULL, *ops = NULL, *exprs = clause_exprs(l, l->q->distinctClause);
    const List *sorted = r->sorted;
    FOREACH (SortGroupClause, g, l->q->distinctClause) {
        int col = clause_column(r->plan->targetlist, g, list_nth(exprs, FOREACH_INDEX(g, l->q->distinctClause)));
        cols = list_append(a, cols, INT_ITEM(col));
        ops = list_append(a, ops, INT_ITEM(g->eqop));
    }
    Plan *plan;
    if (hashed) {
        HashDistinct *d = MAKE_NODE(a, HashDistinct);
        d->uniqCols = cols;
        d->uniqEqops = ops;
        plan = (Plan *)d;
    } else {
        Unique *u = MAKE_NODE(a, Unique);
        u->uniqCols = cols;
        u->uniqEqops = ops;
        plan = (Plan *)u;
    }
    plan->targetlist = r->plan->targetlist;
    plan->lefttree = r->plan;
    rel_set_plan(r, plan, clamp_rows(r->rows / 10), why);
    r->sorted = hashed ? NULL : sorted;
}

void plan_distinct(struct level *l, struct rel *r, List *targets)
{
    const char *why = NULL;
    if (!clauses_sortable(l->q->distinctClause) && !clauses_hashable(l->q->distinctClause))
        refuse_unsortable("DISTINCT");
    if (l->q->hasDistinctOn) {
        distinct_on(l, r, targets);
        add_unique(l, r, false, "DISTINCT ON");
        return;
    }
    if (try_push_distinct(l, r, targets, &why))
        return;
    rel_project(l, r, targets, why);
    bool hashed = clauses_hashable(l->q->distinctClause);
    if (!hashed)
        add_sort(l, r, l->q->distinctClause, "a type without hashing");
    add_unique(l, r, hashed, why);
}

/* ---- LIMIT ---- */

static bool is_null_or_absent(const Node *n)
{
    return n == NULL || (IS_A(n, Const) && ((const Const *)n)->constisnull);
}

static bool is_negative(const Node *n)
{
    return IS_A(n, Const) && !((const Const *)n)->constisnull && datum_int64(((const Const *)n)->constvalue) < 0;
}

Node *limit_bound(struct level *l, Node *count, Node *offset)
{
    int64_t sum;
    if (is_null_or_absent(count) || is_null_or_absent(offset))
        return is_null_or_absent(offset) && !is_null_or_absent(count) ? count : NULL;
    if (!IS_A(count, Const) || !IS_A(offset, Const) ||
        __builtin_add_overflow(datum_int64(((Const *)count)->constvalue), datum_int64(((Const *)offset)->constvalue),
                               &sum))
        return NULL;
    return (Node *)make_const(l->p->a, TYPE_int8, -1, datum_from_int64(sum), false);
}

static double limit_rows(double rows, const Node *count, const Node *offset)
{
    if (IS_A(offset, Const))
        rows -= (double)datum_int64(((const Const *)offset)->constvalue);
    if (IS_A(count, Const) && rows > (double)datum_int64(((const Const *)count)->constvalue))
        rows = (double)datum_int64(((const Const *)count)->constvalue);
    return clamp_rows(rows);
}

void plan_limit(struct level *l, struct rel *r)
{
    Query *q = l->q;
    const char *why = NULL;
    bool ties = q->limitOption == LIMIT_OPTION_WITH_TIES;
    Node *count = is_null_or_absent(q->limitCount) ? NULL : q->limitCount;
    Node *offset = is_null_or_absent(q->limitOffset) ? NULL : q->limitOffset;
    if (count == NULL && offset == NULL)
        return;
    if (ties)
        why = "WITH TIES";
    else if (is_negative(count) || is_negative(offset) || expr_is_volatile(count) || expr_is_volatile(offset) ||
             expr_has_subplan(count) || expr_has_subplan(offset))
        why = "a value that is not known yet";
    else if (rel_is_open(r, &why) && push_limit(r->remote, to_push(l, count), to_push(l, offset), &why)) {
        r->shaped = true;
        r->base = NULL;
        r->rows = limit_rows(r->rows, count, offset);
        return;
    }
    if (r->remote != NULL || r->plan->targetlist == NULL) /* remote, or the relation without rows */
        rel_close(l, r, q->targetList, why);
    Limit *x = MAKE_NODE(l->p->a, Limit);
    x->limitCount = count;
    x->limitOffset = offset;
    x->limitOption = q->limitOption;
    if (ties)
        x->tieKeys = sort_keys(l, q->sortClause, r->plan->targetlist);
    else if (r->plan->tag == T_Sort)
        ((Sort *)r->plan)->bound = limit_bound(l, count, offset);
    PLAN_INIT((Plan *)x, r->plan->targetlist, r->plan, limit_rows(r->rows, count, offset), why);
    rel_set_plan(r, (Plan *)x, limit_rows(r->rows, count, offset), why);
}
