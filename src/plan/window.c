/*
 * Window functions: each window by MongoDB ($setWindowFields) as long as all below is; then a WindowAgg for each, over rows
 * sorted by its partition and order.
 */
#include "plan/plan_int.h"

struct calls {
    struct arena *a;
    List *found; /* WindowFunc */
};

static bool calls_walker(Node *n, void *arg)
{
    struct calls *x = arg;
    if (n->tag != T_WindowFunc)
        return n->tag != T_Query && node_walk(n, calls_walker, x);
    list_add_new(x->a, &x->found, n);
    return false;
}

static List *window_calls(struct level *l, const List *targets)
{
    struct calls x = {.a = l->p->a};
    FOREACH (TargetEntry, t, targets)
        calls_walker(t->expr, &x);
    return x.found;
}

/* A window's rows come in the order of its partition columns, then its own. */
static List *window_order(struct arena *a, const WindowClause *w)
{
    List *out = list_copy(a, w->partitionClause);
    FOREACH (SortGroupClause, c, w->orderClause) {
        bool have = false;
        FOREACH (SortGroupClause, p, w->partitionClause)
            have |= p->tleSortGroupRef == c->tleSortGroupRef;
        if (!have)
            out = list_append(a, out, c);
    }
    return out;
}

static bool same_clause(const SortGroupClause *x, const SortGroupClause *y)
{
    return x->tleSortGroupRef == y->tleSortGroupRef && x->sortop == y->sortop && x->nulls_first == y->nulls_first;
}

static bool is_prefix(const List *shorter, const List *longer)
{
    if (list_length(shorter) > list_length(longer))
        return false;
    FOREACH (SortGroupClause, c, shorter)
        if (!same_clause(c, list_nth(longer, FOREACH_INDEX(c, shorter))))
            return false;
    return true;
}

/* The windows that are used, so that one sort serves all whose order is the beginning of its own. */
List *active_windows(struct level *l)
{
    struct arena *a = l->p->a;
    List *left = NULL, *out = NULL, *order = NULL;
    List *calls = window_calls(l, l->q->targetList);
    FOREACH (WindowClause, w, l->q->windowClause) {
        bool used = false;
        FOREACH (WindowFunc, f, calls)
            used |= f->winref == w->winref;
        if (used)
            left = list_append(a, left, w);
    }
    while (list_length(left) > 0) {
        int best = -1, longest = -1;
        FOREACH (WindowClause, w, left) {
            List *own = window_order(a, w);
            int n = list_length(own);
            if (order != NULL && is_prefix(own, order))
                n += 1000; /* no sort needed */
            if (n > longest) {
                longest = n;
                best = FOREACH_INDEX(w, left);
            }
        }
        List *own = window_order(a, list_nth(left, best));
        if (!is_prefix(own, order))
            order = own;
        out = list_append(a, out, list_nth(left, best));
        left = list_copy(a, left);
        list_delete(left, best);
    }
    return out;
}

static void add_clause_columns(struct level *l, const List *clauses, List **out)
{
    struct arena *a = l->p->a;
    FOREACH (SortGroupClause, c, clauses) {
        const TargetEntry *t = clause_target(l->q->targetList, c);
        if (t == NULL)
            raise(ERR_INTERNAL_ERROR, "a window's column is not in the targetlist");
        bool have = false;
        FOREACH (TargetEntry, u, *out)
            have |= u->ressortgroupref == c->tleSortGroupRef;
        if (have)
            continue;
        TargetEntry *own = make_target(a, t->expr, list_length(*out) + 1, NULL, false);
        own->ressortgroupref = c->tleSortGroupRef;
        *out = list_append(a, *out, own);
    }
}

/* The columns that the first WindowAgg reads: those that windows are made by, whole; what the rest is computed from. */
List *window_input(struct level *l, const List *windows, const List *targets)
{
    struct arena *a = l->p->a;
    List *out = NULL, *whole = list_copy(a, l->units), *units = NULL;
    if (l->q->groupingSets != NULL) /* constants and columns that are equal elsewhere are NULL each by itself here */
        add_clause_columns(l, l->q->groupClause, &out);
    FOREACH (WindowClause, w, windows) {
        add_clause_columns(l, w->partitionClause, &out);
        add_clause_columns(l, w->orderClause, &out);
    }
    FOREACH (TargetEntry, t, out)
        if (!IS_A(t->expr, Const))
            whole = list_append(a, whole, t->expr);
    pull_units_of_targets(a, targets, whole, PULL_INTO_WINDOWS, &units);
    FOREACH (Node, u, units) {
        bool have = false;
        FOREACH (TargetEntry, t, out)
            have |= node_equal(t->expr, u);
        if (!have)
            out = list_append(a, out, make_target(a, u, list_length(out) + 1, NULL, false));
    }
    return out;
}

static WindowAgg *make_window(struct level *l, const WindowClause *w, const List *columns)
{
    struct arena *a = l->p->a;
    WindowAgg *x = MAKE_NODE(a, WindowAgg);
    if (!clauses_sortable(w->partitionClause))
        error_throw(error_detail(error_new(ERR_FEATURE_NOT_SUPPORTED, "could not implement window PARTITION BY"),
                                 "Window partitioning columns must be of sortable datatypes."));
    FOREACH (SortGroupClause, c, w->partitionClause) {
        int col = clause_column(columns, c, clause_target(l->q->targetList, c)->expr);
        x->partCols = list_append(a, x->partCols, INT_ITEM(col));
        x->partEqops = list_append(a, x->partEqops, INT_ITEM(c->eqop));
    }
    x->ordKeys = sort_keys(l, w->orderClause, columns);
    x->hasOrder = w->orderClause != NULL;
    x->frameOptions = w->frameOptions;
    x->startOffset = w->startOffset;
    x->endOffset = w->endOffset;
    x->winref = w->winref;
    return x;
}

/* ---- by MongoDB ---- */

static List *calls_of(struct level *l, const List *calls, const WindowClause *w)
{
    List *out = NULL;
    FOREACH (WindowFunc, f, calls)
        if (f->winref == w->winref)
            out = list_append(l->p->a, out, f);
    return out;
}

static bool stays_here(const void *expr)
{
    return expr != NULL && (expr_is_volatile(expr) || expr_has_subplan(expr) || expr_has_srf(expr));
}

static bool window_stays_here(const struct push_window *x, const List *calls)
{
    bool stays = stays_here(x->start) || stays_here(x->end);
    FOREACH (Node, e, x->partition)
        stays |= stays_here(e);
    for (int i = 0; i < x->nkeys; i++)
        stays |= stays_here(x->keys[i].expr);
    FOREACH (Node, f, calls)
        stays |= stays_here(f);
    return stays;
}

static bool try_push(struct level *l, struct rel *r, const WindowClause *w, const List *calls, const char **why)
{
    struct arena *a = l->p->a;
    struct push_sort_key *keys = ARENA_ARRAY(a, struct push_sort_key, list_length(w->orderClause) + 1);
    struct push_window *x = ARENA_NEW(a, struct push_window);
    List *exprs = clause_exprs(l, w->orderClause), *finals = NULL;
    x->keys = keys;
    x->frame = w->frameOptions;
    if (!rel_is_open(r, why))
        return false;
    FOREACH (SortGroupClause, g, w->orderClause)
        keys[x->nkeys++] = (struct push_sort_key){to_push(l, list_nth(exprs, FOREACH_INDEX(g, w->orderClause))),
                                                 is_descending(g), g->nulls_first};
    x->partition = to_push_list(l, clause_exprs(l, w->partitionClause));
    x->start = to_push(l, w->startOffset);
    x->end = to_push(l, w->endOffset);
    x->calls = to_push_list(l, calls);
    *why = "a subquery or volatile function in a window";
    if (window_stays_here(x, calls) || !push_window(r->remote, x, &finals, why))
        return false;
    l->aggs = list_concat(a, list_copy(a, l->aggs), calls);
    l->agg_finals = list_concat(a, list_copy(a, l->agg_finals), finals);
    r->shaped = true;
    r->base = NULL;
    r->sorted = NULL;
    return true;
}

/* The windows that are left, and what is known of the others: columns. *why: what stood in the way of the first left. */
static List *push_windows(struct level *l, struct rel *r, const List *windows, const List *calls, List **done,
                          const char **why)
{
    struct arena *a = l->p->a;
    List *left = NULL;
    FOREACH (WindowClause, w, windows) {
        const List *own = calls_of(l, calls, w);
        if (left == NULL && try_push(l, r, w, own, why))
            *done = list_concat(a, *done, own);
        else
            left = list_append(a, left, w);
    }
    return left;
}

void plan_windows(struct level *l, struct rel *r, List *windows, List *targets)
{
    struct arena *a = l->p->a;
    List *columns = window_input(l, windows, targets), *calls = window_calls(l, targets), *order = NULL, *done = NULL;
    const char *why = NULL;
    bool remote = r->remote != NULL;
    windows = push_windows(l, r, windows, calls, &done, &why);
    if (windows == NULL)
        return;
    if (!remote)
        why = "window functions";
    FOREACH (WindowFunc, f, done)
        columns = list_append(a, columns, make_target(a, (Node *)f, list_length(columns) + 1, NULL, false));
    FOREACH (WindowClause, w, windows) {
        List *own = window_order(a, w);
        bool first = FOREACH_INDEX(w, windows) == 0;
        bool last = FOREACH_INDEX(w, windows) == list_length(windows) - 1;
        const char *why_sort = NULL;
        bool ordered = own == NULL || is_prefix(own, order);
        if (first && !ordered)
            ordered = push_order(l, r, own, &why_sort);
        if (first)
            rel_project(l, r, columns, why);
        if (!ordered)
            add_sort(l, r, own, why_sort);
        if (!is_prefix(own, order))
            order = own;
        WindowAgg *x = make_window(l, w, r->plan->targetlist);
        List *out = list_copy(a, r->plan->targetlist);
        FOREACH (WindowFunc, f, calls)
            if (f->winref == w->winref)
                out = list_append(a, out, make_target(a, (Node *)f, list_length(out) + 1, NULL, false));
        Plan *plan = (Plan *)x;
        plan->targetlist = last ? targets : out;
        plan->lefttree = r->plan;
        rel_set_plan(r, plan, r->rows, why);
    }
    r->sorted = order;
}
