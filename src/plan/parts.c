/*
 * ORDER BY a LIMIT 5, where a may be NULL and an index begins with it. MongoDB has NULLs at the other end, so that the
 * index does not give the rows in order; but it gives those with a value in order, and the others can be asked for by
 * themselves, if they are wanted at all (push_sort_parts()):
 *
 *     Limit
 *       -> Append
 *            -> RemoteScan: db.t.find({a: fits}).sort({a: 1}).limit(5)
 *            -> RemoteScan: db.t.find({a: does not fit}).limit(5)
 */
#include <string.h>

#include "plan/plan_int.h"

/* An index that gives rows in the order of these keys, read from one end or the other. */
static bool index_orders(const struct index_info *x, int n, const char *const *paths, const struct push_sort_key *keys)
{
    if (n > x->nkeys || (x->partial && !x->nulls_distinct) || x->multikey_possible || x->waiting)
        return false;
    for (int i = 0; i < n; i++) {
        const struct index_key *k = &x->keys[i];
        bool turned = (k->direction < 0) != keys[i].descending, first = (x->keys[0].direction < 0) != keys[0].descending;
        if (k->direction == 0 || strcmp(k->path, paths[i]) != 0 || turned != first)
            return false;
    }
    return true;
}

/* The sort's keys, all of them columns, if an index orders by them. NULL: none does. */
static struct push_sort_key *indexed_keys(struct level *l, const struct rel *r, const List *clauses, int *n)
{
    struct push_sort_key *keys = ARENA_ARRAY(l->p->a, struct push_sort_key, list_length(clauses) + 1);
    const char **paths = ARENA_ARRAY(l->p->a, const char *, list_length(clauses) + 1);
    List *exprs = clause_exprs(l, clauses);
    *n = 0;
    FOREACH (SortGroupClause, g, clauses) {
        Node *e = list_nth(exprs, FOREACH_INDEX(g, clauses));
        if (IS_A(e, Const))
            continue;
        keys[*n] = (struct push_sort_key){to_push(l, e), is_descending(g), g->nulls_first};
        paths[*n] = column_path(l, r, e);
        if (paths[(*n)++] == NULL)
            return NULL;
    }
    FOREACH (struct index_info, x, relation_indexes(r->base))
        if (*n > 0 && index_orders(x, *n, paths, keys))
            return keys;
    return NULL;
}

/*
 * How many rows LIMIT wants of those that are sorted; NULL: it is not known, or so many that sorting is no worse, or the
 * targets make other numbers of them.
 */
static Node *wanted_rows(struct level *l, const struct rel *r, const List *targets)
{
    const Query *q = l->q;
    if (q->distinctClause != NULL || q->limitOption == LIMIT_OPTION_WITH_TIES)
        return NULL;
    FOREACH (TargetEntry, t, q->targetList)
        if (expr_has_srf(t->expr))
            return NULL;
    FOREACH (TargetEntry, t, targets)
        if (expr_has_subplan(t->expr))
            return NULL;
    Const *n = (Const *)limit_bound(l, q->limitCount, q->limitOffset);
    if (n == NULL || !IS_A(n, Const) || n->constisnull)
        return NULL;
    int64_t rows = datum_int64(n->constvalue);
    return rows > 0 && (double)rows < r->rows ? (Node *)n : NULL;
}

bool order_in_parts(struct level *l, struct rel *r, const List *clauses, List *targets)
{
    struct push_rel *parts[PUSH_PARTS];
    const char *why;
    int nkeys;
    bool several = l->p->set == NULL || !l->p->set->one_pipeline;
    Node *wanted = several && rel_is_open(r, &why) && r->base != NULL && !r->shaped ? wanted_rows(l, r, targets) : NULL;
    const struct push_sort_key *keys = wanted != NULL ? indexed_keys(l, r, clauses, &nkeys) : NULL;
    int n = keys != NULL ? push_sort_parts(r->remote, keys, nkeys, parts, &why) : 0;
    if (n == 0)
        return false;
    Append *ap = MAKE_NODE(l->p->a, Append);
    for (int i = 0; i < n; i++) {
        struct rel part = *r;
        part.remote = parts[i];
        if (!push_limit(parts[i], wanted, NULL, &why))
            return false;
        rel_project(l, &part, targets, NULL);
        ap->appendplans = list_append(l->p->a, ap->appendplans, part.plan);
    }
    why = "an index orders the values, NULLs and NaNs stand elsewhere";
    PLAN_INIT((Plan *)ap, targets, NULL, r->rows, why);
    rel_set_plan(r, (Plan *)ap, r->rows, why);
    r->sorted = clauses;
    return true;
}
