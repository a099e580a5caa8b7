/* GROUP BY, HAVING and aggregates: by MongoDB ($group), or here by hashing. */
#include "plan/plan_int.h"

#include <string.h>

struct aggs {
    struct arena *a;
    List *found; /* Aggref, each once */
    bool grouping;
};

static bool aggs_walker(Node *n, void *arg)
{
    struct aggs *x = arg;
    if (n->tag == T_GroupingFunc)
        x->grouping = true;
    if (n->tag != T_Aggref)
        return n->tag != T_Query && node_walk(n, aggs_walker, x);
    list_add_new(x->a, &x->found, n);
    return false;
}

static bool any_subplan_or_volatile(const List *exprs)
{
    FOREACH (Node, e, exprs)
        if (expr_has_subplan(e) || expr_is_volatile(e) || expr_has_srf(e))
            return true;
    return false;
}

/* ---- by MongoDB ---- */

/* Columns that stand in the targetlist beside the grouping ones depend on these: as good as grouped by. */
static List *groups_to_push(struct level *l, const List *groups, const List *targets)
{
    struct arena *a = l->p->a;
    List *units = NULL, *out = NULL;
    pull_units_of_targets(a, targets, groups, PULL_INTO_WINDOWS, &units);
    pull_units(a, l->q->havingQual, groups, PULL_INTO_WINDOWS, &units);
    FOREACH (Node, g, groups)
        if (!IS_A(g, Const))
            list_add_new(a, &out, g);
    if (out != NULL)
        FOREACH (Node, u, units)
            if (u->tag == T_Var)
                list_add_new(a, &out, u);
    return out;
}

/* Sums of numeric are exact in MongoDB at a price (push/group_numeric.c): more a row than reading it. */
static bool sums_are_dear(const struct rel *r, const struct aggs *aggs)
{
    enum { MANY = 6000 };
    FOREACH (Aggref, agg, aggs->found) {
        const char *name = func_by_oid(agg->aggfnoid)->name;
        bool sum = strcmp(name, "sum") == 0 || strcmp(name, "avg") == 0;
        if (sum && ITEM_OID(list_nth(agg->aggargtypes, 0)) == TYPE_numeric && r->rows > MANY)
            return true;
    }
    return false;
}

static bool try_push(struct level *l, struct rel *r, const List *groups, const List *targets, const struct aggs *aggs,
                     const char **why)
{
    if (!rel_is_open(r, why))
        return false;
    if (l->q->groupingSets != NULL) {
        *why = "grouping sets";
        return false;
    }
    if (sums_are_dear(r, aggs)) {
        *why = "exact sums of numeric over many rows";
        return false;
    }
    List *keys = groups_to_push(l, groups, targets), *finals = NULL;
    if (any_subplan_or_volatile(keys) || any_subplan_or_volatile(aggs->found)) {
        *why = "a subquery or volatile function in an aggregate or grouping expression";
        return false;
    }
    if (groups != NULL && keys == NULL) { /* no group when there is no row: $group over all would give one */
        *why = "grouping by a constant";
        return false;
    }
    if (!push_group(r->remote, to_push_list(l, keys), to_push_list(l, aggs->found), &finals, why))
        return false;
    l->aggs = aggs->found;
    l->agg_finals = finals;
    r->shaped = true;
    r->base = NULL;
    r->sorted = NULL;
    r->rows = keys == NULL ? 1 : push_rows(r->remote) == 0 ? 0 : distinct_rows(l, keys, r->rows);
    rel_filter_all(l, r, qual_conjuncts(l->p->a, l->q->havingQual));
    return true;
}

/* ---- grouping sets: ROLLUP (a, b), CUBE (a, b), GROUPING SETS (...) written out ---- */

enum { MAX_SETS = 4096 };

static List *union_refs(struct arena *a, const List *x, const List *y)
{
    List *out = list_copy(a, x);
    for (int i = 0; i < list_length(y); i++) {
        bool have = false;
        for (int k = 0; k < list_length(out); k++)
            have |= out->items[k] == y->items[i];
        if (!have)
            out = list_append(a, out, y->items[i]);
    }
    return out;
}

static void check_sets(int n)
{
    if (n > MAX_SETS)
        raise(ERR_STATEMENT_TOO_COMPLEX, "too many grouping sets present (maximum %d)", MAX_SETS);
}

/* The references of an element of ROLLUP or CUBE: one column or several in parentheses. */
static List *element_refs(struct arena *a, const GroupingSet *g)
{
    List *out = list_copy(a, g->refs);
    FOREACH (GroupingSet, inner, g->content)
        out = union_refs(a, out, element_refs(a, inner));
    return out;
}

/* Lists of references that g stands for. */
static List *expand_set(struct arena *a, const GroupingSet *g)
{
    List *out = NULL;
    int n = list_length(g->content);
    switch (g->kind) {
    case GROUPING_SET_EMPTY: return list_make(a, 1, ARENA_NEW(a, List));
    case GROUPING_SET_SIMPLE: return list_make(a, 1, union_refs(a, ARENA_NEW(a, List), g->refs));
    case GROUPING_SET_ROLLUP:
        for (int keep = n; keep >= 0; keep--) {
            List *refs = ARENA_NEW(a, List);
            for (int i = 0; i < keep; i++)
                refs = union_refs(a, refs, element_refs(a, list_nth(g->content, i)));
            out = list_append(a, out, refs);
        }
        return out;
    case GROUPING_SET_CUBE:
        check_sets(n > 12 ? MAX_SETS + 1 : 1 << n);
        for (int bits = (1 << n) - 1; bits >= 0; bits--) {
            List *refs = ARENA_NEW(a, List);
            for (int i = 0; i < n; i++)
                if ((bits >> (n - 1 - i) & 1) != 0)
                    refs = union_refs(a, refs, element_refs(a, list_nth(g->content, i)));
            out = list_append(a, out, refs);
        }
        return out;
    case GROUPING_SET_SETS:
        FOREACH (GroupingSet, inner, g->content)
            out = list_concat(a, out, expand_set(a, inner));
        check_sets(list_length(out));
        return out;
    default: raise(ERR_INTERNAL_ERROR, "unrecognized grouping set kind: %d", g->kind);
    }
}

static bool same_refs(const List *x, const List *y)
{
    if (list_length(x) != list_length(y))
        return false;
    for (int i = 0; i < list_length(x); i++) {
        bool have = false;
        for (int k = 0; k < list_length(y); k++)
            have |= x->items[i] == y->items[k];
        if (!have)
            return false;
    }
    return true;
}

/* GROUP BY a, ROLLUP (b, c): every set of the one item with every set of the other. */
static List *expand_sets(struct level *l)
{
    struct arena *a = l->p->a;
    List *all = list_make(a, 1, ARENA_NEW(a, List));
    FOREACH (GroupingSet, g, l->q->groupingSets) {
        List *more = expand_set(a, g), *next = NULL;
        check_sets(list_length(all) * list_length(more));
        FOREACH (List, x, all)
            FOREACH (List, y, more)
                next = list_append(a, next, union_refs(a, x, y));
        all = next;
    }
    if (!l->q->groupDistinct)
        return all;
    List *distinct = NULL;
    FOREACH (List, x, all) {
        bool have = false;
        FOREACH (List, y, distinct)
            have |= same_refs(x, y);
        if (!have)
            distinct = list_append(a, distinct, x);
    }
    return distinct;
}

/* As the Agg node wants them: positions in grpCols. */
static List *sets_of_columns(struct level *l)
{
    struct arena *a = l->p->a;
    List *out = NULL, *sets = expand_sets(l);
    FOREACH (List, refs, sets) {
        GroupingSet *g = MAKE_NODE(a, GroupingSet);
        g->kind = GROUPING_SET_SIMPLE;
        for (int i = 0; i < list_length(refs); i++)
            FOREACH (SortGroupClause, c, l->q->groupClause)
                if (c->tleSortGroupRef == ITEM_INT(refs->items[i]))
                    g->refs = list_append(a, g->refs, INT_ITEM(FOREACH_INDEX(c, l->q->groupClause)));
        out = list_append(a, out, g);
    }
    return out;
}

/*
 * Keys that are one expression once constants are folded stay two: in a set of the one, the other is NULL. Each of them is put
 * into relabelings of nothing, which folding leaves alone, as many as there are keys before it.
 *
 *     GROUPING SETS ((a), (coalesce(a)))      (a), (a as a)
 */
struct keys {
    struct level *l;
    List *found, *apart;
};

static Node *relabeled(struct arena *a, Node *e, int times)
{
    for (; times > 0; times--) {
        RelabelType *r = MAKE_NODE(a, RelabelType);
        r->arg = e;
        r->resulttype = expr_type(e);
        r->resulttypmod = expr_typmod(e);
        r->relabelformat = COERCE_IMPLICIT_CAST;
        r->location = -1;
        e = (Node *)r;
    }
    return e;
}

static Node *key_apart(Node *n, void *arg)
{
    struct keys *k = arg;
    if (IS_A(n, Query) || IS_A(n, Aggref))
        return n;
    FOREACH (Node, e, k->found)
        if (node_equal(e, n))
            return list_nth(k->apart, FOREACH_INDEX(e, k->found));
    return node_mutate(k->l->p->a, n, key_apart, k);
}

void keep_keys_apart(struct level *l)
{
    struct arena *a = l->p->a;
    struct keys k = {.l = l};
    List *keys = clause_exprs(l, l->q->groupClause), *folded = NULL;
    FOREACH (Node, e, keys) {
        Node *f = fold_expr(l->p, e);
        if (list_has(folded, f) || (!node_equal(e, f) && list_has(keys, f))) {
            k.found = list_append(a, k.found, e);
            k.apart = list_append(a, k.apart, relabeled(a, e, FOREACH_INDEX(e, keys) + 1));
        }
        folded = list_append(a, folded, f);
    }
    FOREACH (TargetEntry, t, l->q->targetList)
        t->expr = k.found != NULL ? key_apart(t->expr, &k) : t->expr;
    if (k.found != NULL && l->q->havingQual != NULL)
        l->q->havingQual = key_apart(l->q->havingQual, &k);
}

/* ---- here ---- */

/* The grouping expressions as columns, then what aggregates and the rest need. */
static List *agg_input(struct level *l, const List *groups, const List *targets)
{
    struct arena *a = l->p->a;
    List *units = NULL, *out = NULL;
    FOREACH (SortGroupClause, c, l->q->groupClause) {
        Node *e = list_nth(groups, FOREACH_INDEX(c, l->q->groupClause));
        TargetEntry *t = make_target(a, e, list_length(out) + 1, NULL, false);
        t->ressortgroupref = c->tleSortGroupRef;
        out = list_append(a, out, t);
    }
    pull_units_of_targets(a, targets, groups, PULL_INTO_AGGS | PULL_INTO_WINDOWS, &units);
    pull_units(a, l->q->havingQual, groups, PULL_INTO_AGGS, &units);
    FOREACH (Node, u, units)
        if (!list_has(groups, u))
            out = list_append(a, out, make_target(a, u, list_length(out) + 1, NULL, false));
    return out;
}

static double group_rows(const struct level *l, const List *groups, double rows, int nsets)
{
    return groups == NULL ? nsets : distinct_rows(l, groups, rows) * nsets;
}

static void group_here(struct level *l, struct rel *r, const List *groups, List *targets, const char *why)
{
    struct arena *a = l->p->a;
    Query *q = l->q;
    rel_project(l, r, agg_input(l, groups, targets), why);
    bool sorted = q->groupClause != NULL && q->groupingSets == NULL && !clauses_hashable(q->groupClause);
    if (sorted)
        add_sort(l, r, q->groupClause, "grouping by a type without hashing");
    Agg *agg = MAKE_NODE(a, Agg);
    agg->aggstrategy = q->groupClause == NULL ? AGG_PLAIN : sorted ? AGG_SORTED : AGG_HASHED;
    FOREACH (SortGroupClause, c, q->groupClause) {
        agg->grpCols = list_append(a, agg->grpCols, INT_ITEM(FOREACH_INDEX(c, q->groupClause) + 1));
        agg->grpEqops = list_append(a, agg->grpEqops, INT_ITEM(c->eqop));
        agg->groupingRefs = list_append(a, agg->groupingRefs, INT_ITEM(c->tleSortGroupRef));
    }
    if (q->groupingSets != NULL)
        agg->groupingSets = sets_of_columns(l);
    int nsets = list_length(agg->groupingSets) > 0 ? list_length(agg->groupingSets) : 1;
    Plan *plan = (Plan *)agg;
    plan->targetlist = targets;
    plan->lefttree = r->plan;
    plan->qual = qual_conjuncts(a, q->havingQual);
    rel_set_plan(r, plan, group_rows(l, groups, r->rows, nsets), why);
    r->sorted = NULL;
}

/* What PostgreSQL can neither sort nor hash it does not group by; aggregates of an order or of distinct values keep it from hashing. */
static bool can_group(struct level *l, const struct aggs *aggs)
{
    bool sorted = clauses_sortable(l->q->groupClause), may_hash = true;
    FOREACH (Aggref, agg, aggs->found)
        may_hash = may_hash && agg->aggorder == NULL && agg->aggdistinct == NULL;
    if (sorted || l->q->groupingSets == NULL)
        return sorted || (may_hash && clauses_hashable(l->q->groupClause));
    FOREACH (GroupingSet, g, sets_of_columns(l)) {
        bool set_sorted = true, set_hashed = may_hash;
        for (int i = 0; i < list_length(g->refs); i++) {
            const SortGroupClause *c = list_nth(l->q->groupClause, ITEM_INT(g->refs->items[i]));
            set_sorted = set_sorted && c->sortop != InvalidOid;
            set_hashed = set_hashed && c->hashable;
        }
        if (!set_sorted && !set_hashed)
            return false;
    }
    return true;
}

void plan_group(struct level *l, struct rel *r, List *targets)
{
    struct aggs aggs = {.a = l->p->a};
    List *groups = clause_exprs(l, l->q->groupClause);
    const char *why = NULL;
    FOREACH (TargetEntry, t, targets)
        aggs_walker(t->expr, &aggs);
    if (l->q->havingQual != NULL)
        aggs_walker(l->q->havingQual, &aggs);
    if (!can_group(l, &aggs))
        refuse_unsortable("GROUP BY");
    if (!try_push(l, r, groups, targets, &aggs, &why))
        group_here(l, r, groups, targets, why);
}
