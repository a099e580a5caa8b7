/* unnest() of a column, or jsonb_array_elements(), beside the row that it stands in: by MongoDB ($unwind). */
#include "plan/plan_int.h"

enum { UNNEST = 2331, JSONB_ELEMENTS = 3219, JSONB_ELEMENTS_TEXT = 3465 };

/* The entry that r is the scan of; 0: it is no function alone. */
static int function_rti(const struct level *l, const struct rel *r)
{
    for (int rti = 1; rti <= list_length(l->q->rtable); rti++) {
        const RangeTblEntry *rte = list_nth(l->q->rtable, rti - 1);
        struct relset own = {{0}};
        relset_add(&own, rti);
        if (rte->rtekind == RTE_FUNCTION && relset_has(&r->relids, rti))
            return relset_subset(&r->relids, &own) && list_length(rte->functions) == 1 ? rti : 0;
    }
    return 0;
}

static bool refuse(const char **why, const char *reason)
{
    *why = reason;
    return false;
}

/* The call of one of these functions that the entry is; NULL: another one, or several. */
static const FuncExpr *elements_call(const RangeTblEntry *rte)
{
    const FuncExpr *f = rte->rtekind == RTE_FUNCTION && list_length(rte->functions) == 1
                            ? (const FuncExpr *)((RangeTblFunction *)list_nth(rte->functions, 0))->funcexpr : NULL;
    bool is = IS_A(f, FuncExpr) && (f->funcid == UNNEST || f->funcid == JSONB_ELEMENTS || f->funcid == JSONB_ELEMENTS_TEXT);
    return is ? f : NULL;
}

/* A column, or a member of one. */
static bool is_path(const Node *e)
{
    while (push_is_member(e))
        e = list_nth(((const OpExpr *)e)->args, 0);
    return IS_A(e, Var);
}

/* Is there nothing else in FROM, but elements of elements? Then what stands above can go where the elements are. */
static bool is_whole_from(const struct level *l, const struct rel *outer, int rti)
{
    struct relset all = jointree_relids(l, (const Node *)l->q->jointree), both = outer->relids;
    relset_add(&both, rti);
    FOREACH (RangeTblEntry, rte, l->q->rtable) {
        const FuncExpr *f = elements_call(rte);
        if (f != NULL && is_path(list_nth(f->args, 0)))
            relset_add(&both, FOREACH_INDEX(rte, l->q->rtable) + 1);
    }
    return relset_subset(&all, &both);
}

bool try_unwind(struct level *l, struct rel *outer, struct rel *inner, int type, const List *quals, const char **why)
{
    if (inner->plan == NULL || inner->plan->tag != T_FunctionScan || (type != JOIN_INNER && type != JOIN_LEFT))
        return false;
    int rti = function_rti(l, inner);
    const RangeTblEntry *rte = rti > 0 ? level_rte(l, rti) : NULL;
    const FuncExpr *f = rti > 0 ? elements_call(rte) : NULL;
    if (f == NULL)
        return false;
    Node *array = list_nth(f->args, 0);
    struct relset of = expr_relids(array);
    if (relset_empty(&of) || !relset_subset(&of, &outer->relids))
        return false;
    if (!rel_is_open(outer, why))
        return false;
    if (type == JOIN_LEFT && (quals != NULL || inner->plan->qual != NULL))
        return refuse(why, "conditions on the elements of a LEFT JOIN");
    if (f->funcid != UNNEST && !is_whole_from(l, outer, rti))
        return refuse(why, "JSON's elements go through more joins: the documents that they are in are as quickly read");
    struct push_unwind u = {.array = to_push(l, array), .type = f->funcresulttype, .varno = l->p->nscans + 1,
                            .json = f->funcid != UNNEST, .ordinality = rte->funcordinality, .keep = type == JOIN_LEFT};
    if (!push_unwind(outer->remote, &u, why))
        return false;
    l->sources[rti].scan = ++l->p->nscans;
    relset_add(&outer->relids, rti);
    outer->base = NULL;
    outer->rows = push_rows(outer->remote) >= 0 ? push_rows(outer->remote) : outer->rows * inner->rows;
    outer->rows = clamp_rows(outer->rows);
    rel_filter_all(l, outer, inner->plan->qual);
    rel_filter_all(l, outer, quals);
    return true;
}
