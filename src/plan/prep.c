/* The query made simpler before it is planned: CTEs put in their place, join columns, outer joins that are none. */
#include "plan/plan_int.h"

#include <string.h>

/* ---- WITH: a query that is used once, or NOT MATERIALIZED, stands where it is used ---- */

static bool self_reference_walker(Node *n, void *unused)
{
    if (IS_A(n, RangeTblEntry) && ((RangeTblEntry *)n)->self_reference)
        return true;
    return node_walk(n, self_reference_walker, unused);
}

static bool row_marks_walker(Node *n, void *unused)
{
    return (IS_A(n, Query) && ((Query *)n)->rowMarks != NULL) || node_walk(n, row_marks_walker, unused);
}

static bool can_inline(const CommonTableExpr *cte)
{
    Node *q = cte->ctequery;
    if (cte->cterecursive || !IS_A(q, Query) || ((Query *)q)->commandType != CMD_SELECT)
        return false;
    if (cte->ctematerialized == CTE_MATERIALIZE_ALWAYS ||
        (cte->ctematerialized == CTE_MATERIALIZE_DEFAULT && cte->cterefcount != 1))
        return false;
    if (cte->cterefcount > 1 && self_reference_walker(q, NULL))
        return false;
    return !row_marks_walker(q, NULL) && !expr_is_volatile(q);
}

struct inline_cte {
    struct arena *a;
    const CommonTableExpr *cte;
    int depth;
};

static Node *inline_mutator(Node *n, void *arg)
{
    struct inline_cte *x = arg;
    bool query = n->tag == T_Query;
    x->depth += query;
    Node *m = node_mutate(x->a, n, inline_mutator, x);
    x->depth -= query;
    RangeTblEntry *rte = (RangeTblEntry *)m;
    if (m->tag == T_RangeTblEntry && rte->rtekind == RTE_CTE && rte->ctelevelsup == x->depth &&
        strcmp(rte->ctename, x->cte->ctename) == 0) {
        rte->rtekind = RTE_SUBQUERY;
        rte->subquery = shift_levels(x->a, x->cte->ctequery, x->depth, 1);
    }
    return m;
}

static void inline_ctes(struct level *l)
{
    struct arena *a = l->p->a;
    for (int i = 0; i < list_length(l->q->cteList);) {
        CommonTableExpr *cte = list_nth(l->q->cteList, i);
        bool unused = cte->cterefcount == 0 && IS_A(cte->ctequery, Query) &&
                      ((Query *)cte->ctequery)->commandType == CMD_SELECT;
        if (!unused && !can_inline(cte)) {
            i++;
            continue;
        }
        l->q->cteList = list_copy(a, l->q->cteList);
        list_delete(l->q->cteList, i);
        if (!unused) {
            struct inline_cte x = {a, cte, 0};
            l->q = node_mutate(a, l->q, inline_mutator, &x);
        }
    }
}

/* ---- columns of joins are columns of what is joined ---- */

static Node *join_column(const Var *v, void *arg)
{
    struct level *l = arg;
    const RangeTblEntry *rte = level_rte(l, v->varno);
    if (rte->rtekind != RTE_JOIN)
        return NULL;
    if (v->varattno < 1 || v->varattno > list_length(rte->joinaliasvars))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, v->location, "whole-row references to joins are not supported");
    return replace_vars(l->p->a, list_nth(rte->joinaliasvars, v->varattno - 1), join_column, l);
}

static void flatten_join_columns(struct level *l)
{
    bool any = false;
    FOREACH (RangeTblEntry, rte, l->q->rtable)
        any |= rte->rtekind == RTE_JOIN;
    if (any)
        l->q = replace_vars(l->p->a, l->q, join_column, l);
}

void prep_query(struct level *l)
{
    inline_ctes(l);
    flatten_join_columns(l);
    mark_whole_rows(l);
    pull_up_sublinks(l);
    flatten_join_columns(l);
    pull_up_subqueries(l);
}

/* ---- outer joins whose NULL rows cannot survive are inner ones ---- */

struct relset jointree_relids(const struct level *l, const Node *jt)
{
    struct relset s = {{0}};
    if (jt == NULL)
        return s;
    if (jt->tag == T_RangeTblRef) {
        relset_add(&s, ((const RangeTblRef *)jt)->rtindex);
    } else if (jt->tag == T_FromExpr) {
        FOREACH (Node, item, ((const FromExpr *)jt)->fromlist) {
            struct relset one = jointree_relids(l, item);
            relset_join(&s, &one);
        }
    } else {
        struct relset left = jointree_relids(l, ((const JoinExpr *)jt)->larg);
        s = jointree_relids(l, ((const JoinExpr *)jt)->rarg);
        relset_join(&s, &left);
    }
    return s;
}

static void turn_round(JoinExpr *j)
{
    Node *left = j->larg;
    j->larg = j->rarg;
    j->rarg = left;
    j->jointype = JOIN_LEFT;
}

/* nonnull: relations that conditions above need a row of. */
static void reduce_join(struct level *l, JoinExpr *j, const struct relset *nonnull)
{
    struct relset left = jointree_relids(l, j->larg), right = jointree_relids(l, j->rarg);
    bool need_left = relset_meets(&left, nonnull), need_right = relset_meets(&right, nonnull);
    if (j->jointype == JOIN_FULL && need_left && need_right)
        j->jointype = JOIN_INNER;
    else if (j->jointype == JOIN_FULL && need_left)
        j->jointype = JOIN_LEFT;
    else if (j->jointype == JOIN_FULL && need_right)
        turn_round(j);
    else if (j->jointype == JOIN_LEFT && need_right)
        j->jointype = JOIN_INNER;
}

static void reduce(struct level *l, Node *jt, const struct relset *nonnull)
{
    if (jt->tag == T_FromExpr) {
        FromExpr *f = (FromExpr *)jt;
        List *quals = qual_conjuncts(l->p->a, f->quals);
        struct relset here = quals_strict_relids(quals);
        relset_join(&here, nonnull);
        FOREACH (Node, item, f->fromlist)
            reduce(l, item, &here);
    } else if (jt->tag == T_JoinExpr) {
        JoinExpr *j = (JoinExpr *)jt;
        struct relset none = {{0}};
        if (j->jointype == JOIN_RIGHT)
            turn_round(j);
        reduce_join(l, j, nonnull);
        struct relset on = quals_strict_relids(qual_conjuncts(l->p->a, j->quals));
        if (j->jointype == JOIN_INNER || j->jointype == JOIN_SEMI)
            relset_join(&on, nonnull);
        bool full = j->jointype == JOIN_FULL;
        reduce(l, j->larg, full ? &none : j->jointype == JOIN_INNER || j->jointype == JOIN_SEMI ? &on : nonnull);
        reduce(l, j->rarg, full || j->jointype == JOIN_NOT_IN ? &none : &on);
    }
}

void reduce_outer_joins(struct level *l)
{
    struct relset none = {{0}};
    reduce(l, (Node *)l->q->jointree, &none);
}
