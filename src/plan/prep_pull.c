/*
 * Subqueries in FROM become part of the query that they stand in.
 *
 *     SELECT s.x FROM (SELECT a + 1 AS x, b FROM t WHERE c > 0) s WHERE s.b = 1
 *     SELECT a + 1 FROM t WHERE c > 0 AND b = 1
 */
#include "plan/plan_int.h"

struct pull {
    struct level *l;
    List **columns; /* by rti: the expressions behind a pulled-up subquery's columns; NULL: it stays */
    int ncolumns;
    bool left_of_semi; /* EXISTS and IN need something to look at: what has no FROM stays */
};

/* Nothing but FROM, WHERE and a targetlist that gives a value a row. */
static bool is_plain(const Query *q)
{
    if (q->commandType != CMD_SELECT || q->setOperations != NULL || q->hasAggs || q->hasWindowFuncs ||
        q->hasTargetSRFs || q->groupClause != NULL || q->groupingSets != NULL || q->havingQual != NULL ||
        q->sortClause != NULL || q->distinctClause != NULL || q->limitOffset != NULL || q->limitCount != NULL ||
        q->hasForUpdate || q->cteList != NULL || q->windowClause != NULL)
        return false;
    FOREACH (TargetEntry, t, q->targetList)
        if (t->resjunk || expr_is_volatile(t->expr) || expr_has_srf(t->expr))
            return false;
    return true;
}

static bool joins_refer_out(const Node *jt, bool top)
{
    if (jt->tag == T_FromExpr) {
        if (!top && expr_has_level(((const FromExpr *)jt)->quals, 1, false))
            return true;
        FOREACH (Node, item, ((const FromExpr *)jt)->fromlist)
            if (joins_refer_out(item, top))
                return true;
    } else if (jt->tag == T_JoinExpr) {
        const JoinExpr *j = (const JoinExpr *)jt;
        bool inner = top && j->jointype == JOIN_INNER;
        if (!inner && expr_has_level(j->quals, 1, false))
            return true;
        return joins_refer_out(j->larg, inner) || joins_refer_out(j->rarg, inner);
    }
    return false;
}

static bool only_own_columns(const Query *q)
{
    FOREACH (TargetEntry, t, q->targetList)
        if (!IS_A(t->expr, Var) || ((const Var *)t->expr)->varlevelsup != 0)
            return false;
    return true;
}

/* One column under two names is two things to group by. */
static bool distinct_columns(const Query *q)
{
    FOREACH (TargetEntry, t, q->targetList)
        FOREACH (TargetEntry, other, q->targetList)
            if (t != other && node_equal(t->expr, other->expr))
                return false;
    return true;
}

static bool no_relation(const Node *jt)
{
    if (jt->tag != T_FromExpr)
        return false;
    FOREACH (Node, item, ((const FromExpr *)jt)->fromlist)
        if (!no_relation(item))
            return false;
    return true;
}

static bool tables_refer_out(const Query *q)
{
    FOREACH (RangeTblEntry, rte, q->rtable) {
        bool out = expr_has_level(rte->subquery, 1, false);
        FOREACH (Node, f, rte->functions)
            out |= expr_has_level(f, 1, false);
        FOREACH (List, row, rte->values_lists)
            FOREACH (Node, v, row)
                out |= expr_has_level(v, 1, false);
        if (out)
            return true;
    }
    return false;
}

/* A scan's sample is taken before any join. */
static bool samples_refer_out(const Query *q)
{
    FOREACH (RangeTblEntry, rte, q->rtable)
        if (rte->tablesample != NULL && expr_has_level(rte->tablesample, 1, false))
            return true;
    return false;
}

/*
 * Under the NULL side of an outer join, and where grouping sets leave it out, a column must be able to become NULL: plain
 * columns only. What a LATERAL subquery's WHERE says of the left side may go to the join's condition (left: the relations
 * there; NULL: none).
 */
static bool can_pull(struct pull *p, const Query *q, bool nullable, const struct relset *left)
{
    if (!is_plain(q) || joins_refer_out((Node *)q->jointree, true) || samples_refer_out(q))
        return false;
    if (list_length(p->l->q->rtable) + list_length(q->rtable) >= RELSET_MAX)
        return false;
    if (p->l->q->groupingSets != NULL && !(only_own_columns(q) && distinct_columns(q)))
        return false;
    if (p->left_of_semi && no_relation((Node *)q->jointree))
        return false;
    if (!nullable)
        return true;
    if (list_length(q->jointree->fromlist) == 0 || !only_own_columns(q))
        return false;
    if (!expr_has_level(q->jointree->quals, 1, false) && !tables_refer_out(q))
        return true;
    if (left == NULL || tables_refer_out(q))
        return false;
    struct relset refs = expr_level_relids(q->jointree->quals, 1);
    return relset_subset(&refs, left);
}

static void note_columns(struct pull *p, int rti, List *exprs)
{
    int want = list_length(p->l->q->rtable) + 1;
    if (want > p->ncolumns) {
        List **more = ARENA_ARRAY(p->l->p->a, List *, want * 2);
        for (int i = 0; i < p->ncolumns; i++)
            more[i] = p->columns[i];
        p->columns = more;
        p->ncolumns = want * 2;
    }
    p->columns[rti] = exprs;
}

static Node *pull_ref(struct pull *p, RangeTblRef *ref, bool nullable, const struct relset *left)
{
    struct level *l = p->l;
    struct arena *a = l->p->a;
    RangeTblEntry *rte = level_rte(l, ref->rtindex);
    if (rte->rtekind != RTE_SUBQUERY || rte->subquery == NULL || rte->tablesample != NULL)
        return (Node *)ref;
    struct level *sub = level_new(l->p, l, rte->subquery);
    prep_query(sub);
    rte->subquery = sub->q;
    if (!can_pull(p, sub->q, nullable, left))
        return (Node *)ref;
    Query *q = shift_rtindexes(a, sub->q, list_length(l->q->rtable));
    q = shift_levels(a, q, -1, 1);
    l->q->rtable = list_concat(a, list_copy(a, l->q->rtable), q->rtable);
    l->q->rowMarks = list_concat(a, list_copy(a, l->q->rowMarks), q->rowMarks); /* of a query above that has FOR UPDATE */
    note_columns(p, ref->rtindex, list_exprs(a, q->targetList));
    return (Node *)q->jointree;
}

static Node *pull_jointree(struct pull *p, Node *jt, bool nullable, const struct relset *left)
{
    struct arena *a = p->l->p->a;
    if (jt->tag == T_RangeTblRef)
        return pull_ref(p, (RangeTblRef *)jt, nullable, left);
    if (jt->tag == T_FromExpr) {
        FromExpr *f = arena_memdup(a, jt, sizeof *f);
        f->fromlist = NULL;
        FOREACH (Node, item, ((FromExpr *)jt)->fromlist)
            f->fromlist = list_append(a, f->fromlist, pull_jointree(p, item, nullable, left));
        return (Node *)f;
    }
    JoinExpr *j = arena_memdup(a, jt, sizeof *j);
    struct relset l = jointree_relids(p->l, j->larg);
    bool outer_left = j->jointype == JOIN_RIGHT || j->jointype == JOIN_FULL;
    bool outer_right = j->jointype == JOIN_LEFT || j->jointype == JOIN_FULL;
    /* the right side of EXISTS and IN gives no columns, but must have a FROM */
    bool only_from = j->jointype >= JOIN_SEMI;
    const struct relset *through = j->jointype == JOIN_INNER ? left : NULL;
    bool outside = p->left_of_semi;
    p->left_of_semi = outside || only_from;
    j->larg = pull_jointree(p, j->larg, nullable || outer_left, through);
    p->left_of_semi = outside;
    j->rarg = pull_jointree(p, j->rarg, nullable || outer_right || only_from, j->jointype == JOIN_LEFT ? &l : through);
    return (Node *)j;
}

static Node *pulled_column(const Var *v, void *arg)
{
    struct pull *p = arg;
    if (v->varno >= p->ncolumns || p->columns[v->varno] == NULL)
        return NULL;
    if (v->varattno < 1 || v->varattno > list_length(p->columns[v->varno]))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, v->location, "whole-row references to subqueries are not supported");
    return replace_vars(p->l->p->a, list_nth(p->columns[v->varno], v->varattno - 1), pulled_column, p);
}

void pull_up_subqueries(struct level *l)
{
    struct pull p = {.l = l};
    if (l->q->jointree == NULL)
        return;
    l->q->jointree = (FromExpr *)pull_jointree(&p, (Node *)l->q->jointree, false, NULL);
    if (p.ncolumns > 0)
        l->q = replace_vars(l->p->a, l->q, pulled_column, &p);
}
