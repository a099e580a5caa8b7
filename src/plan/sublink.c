/*
 * EXISTS and IN in WHERE and ON become joins, where that means the same:
 *
 *     FROM a WHERE a.x IN (SELECT y FROM b)                      a SEMI JOIN (SELECT y FROM b) s ON a.x = s.y
 *     FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.y = a.x)      a SEMI JOIN b ON b.y = a.x
 *     FROM a WHERE NOT EXISTS (...)                              a ANTI JOIN b ON ...
 *     FROM a WHERE a.x NOT IN (SELECT y FROM b)                  a NOT IN JOIN (SELECT y FROM b) s ON a.x = s.y
 *
 * Below OR and elsewhere EXISTS is asked for each row; where no index serves that, it is hashed once:
 *
 *     EXISTS (SELECT 1 FROM b WHERE b.y = a.x)                   (a.x IN (SELECT y FROM b WHERE y IS NOT NULL)) IS TRUE
 */
#include "plan/plan_int.h"

static Node *pull_jointree(struct level *l, Node *jt, struct relset *relids);
static Node *pull_quals(struct level *l, Node *qual, Node **link, const struct relset *relids);

static JoinExpr *make_join(struct level *l, int type, Node *right, Node *quals)
{
    JoinExpr *j = MAKE_NODE(l->p->a, JoinExpr);
    j->jointype = type;
    j->rarg = right;
    j->quals = quals;
    return j;
}

/* ---- IN ---- */

struct sublink_params {
    struct level *l;
    int rti;
};

/* The subquery's columns, which the test knows as parameters, are those of a range table entry now. */
static Node *params_to_vars(Node *n, void *arg)
{
    struct sublink_params *x = arg;
    if (!IS_A(n, Param) || ((Param *)n)->paramkind != PARAM_SUBLINK)
        return node_mutate(x->l->p->a, n, params_to_vars, x);
    const Param *p = (const Param *)n;
    return (Node *)make_var(x->l->p->a, x->rti, p->paramid, p->paramtype, p->paramtypmod, 0);
}

int add_subquery(struct level *l, Query *q)
{
    RangeTblEntry *rte = MAKE_NODE(l->p->a, RangeTblEntry);
    rte->rtekind = RTE_SUBQUERY;
    rte->subquery = q;
    rte->inFromCl = false;
    l->q->rtable = list_append(l->p->a, list_copy(l->p->a, l->q->rtable), rte);
    if (list_length(l->q->rtable) >= RELSET_MAX)
        raise(ERR_STATEMENT_TOO_COMPLEX, "the query has too many range table entries");
    return list_length(l->q->rtable);
}

static JoinExpr *convert_any(struct level *l, const SubLink *s, const struct relset *relids, int type)
{
    if (expr_has_level(s->subselect, 0, false) || s->testexpr == NULL || expr_is_volatile(s->testexpr) ||
        expr_has_sublink(s->testexpr))
        return NULL;
    struct relset outer = expr_relids(s->testexpr);
    if (relset_empty(&outer) || !relset_subset(&outer, relids))
        return NULL;
    struct sublink_params x = {l, add_subquery(l, (Query *)s->subselect)};
    RangeTblRef *ref = MAKE_NODE(l->p->a, RangeTblRef);
    ref->rtindex = x.rti;
    return make_join(l, type, (Node *)ref, params_to_vars(s->testexpr, &x));
}

/* NOT IN as a join: one equality that a hash table can answer. */
static JoinExpr *convert_not_in(struct level *l, const SubLink *s, const struct relset *relids)
{
    const OpExpr *op = (const OpExpr *)s->testexpr;
    if (!IS_A(op, OpExpr) || list_length(op->args) != 2)
        return NULL;
    const struct oper *o = oper_by_oid(op->opno);
    if (o == NULL || o->strategy != 3 || !o->hashes || expr_has_vars(list_nth(op->args, 1)))
        return NULL;
    const Node *right = list_nth(op->args, 1);
    while (IS_A(right, RelabelType))
        right = ((const RelabelType *)right)->arg;
    if (!IS_A(right, Param) || ((const Param *)right)->paramkind != PARAM_SUBLINK)
        return NULL;
    return convert_any(l, s, relids, JOIN_NOT_IN);
}

/* ---- EXISTS ---- */

/* What cannot change whether there is a row is dropped; false: the query is more than FROM and WHERE. */
static bool simplify_exists(Query *q)
{
    if (q->commandType != CMD_SELECT || q->setOperations != NULL || q->hasAggs || q->groupingSets != NULL ||
        q->hasWindowFuncs || q->hasTargetSRFs || q->hasModifyingCTE || q->havingQual != NULL ||
        q->limitOffset != NULL || q->rowMarks != NULL || q->cteList != NULL || list_length(q->jointree->fromlist) == 0)
        return false;
    const Const *count = (const Const *)q->limitCount;
    if (count != NULL && (!IS_A(count, Const) || (!count->constisnull && datum_int64(count->constvalue) <= 0)))
        return false;
    q->targetList = q->groupClause = q->windowClause = q->distinctClause = q->sortClause = NULL;
    q->limitCount = NULL;
    q->limitOption = LIMIT_OPTION_COUNT;
    q->hasDistinctOn = false;
    return true;
}

static JoinExpr *convert_exists(struct level *l, const SubLink *s, const struct relset *relids, bool under_not)
{
    struct arena *a = l->p->a;
    Query *q = node_copy(a, s->subselect);
    if (!simplify_exists(q))
        return NULL;
    Node *where = q->jointree->quals;
    q->jointree->quals = NULL;
    if (expr_has_level(q, 0, false) || where == NULL || !expr_has_level(where, 1, false) || expr_is_volatile(where))
        return NULL;
    struct relset outer = expr_level_relids(where, 1);
    if (relset_empty(&outer) || !relset_subset(&outer, relids))
        return NULL;
    int offset = list_length(l->q->rtable);
    if (offset + list_length(q->rtable) >= RELSET_MAX)
        return NULL;
    q = shift_levels(a, shift_rtindexes(a, q, offset), -1, 1);
    where = shift_levels(a, shift_rtindexes(a, where, offset), -1, 1);
    l->q->rtable = list_concat(a, list_copy(a, l->q->rtable), q->rtable);
    Node *right = list_length(q->jointree->fromlist) == 1 ? list_nth(q->jointree->fromlist, 0) : (Node *)q->jointree;
    return make_join(l, under_not ? JOIN_ANTI : JOIN_SEMI, right, where);
}

/* ---- EXISTS that stays an expression ---- */

static bool only_level(const Node *e, int level)
{
    return expr_has_level(e, level, false) && !expr_has_level(e, 1 - level, false) && !expr_has_level(e, 2, true) && !expr_has_sublink(e);
}

/* A column of the subquery, which is not better sought by an index for each outer row. */
static bool better_hashed(const Query *q, const Node *e)
{
    enum { FEW = 1000 };
    while (IS_A(e, RelabelType))
        e = ((const RelabelType *)e)->arg;
    const Var *v = (const Var *)e;
    if (!IS_A(v, Var) || v->varattno < 1)
        return false;
    const RangeTblEntry *rte = list_nth(q->rtable, v->varno - 1);
    if (rte->rtekind != RTE_RELATION || rte->relation->kind == REL_LOCAL)
        return true;
    return (rte->relation->rows >= 0 && rte->relation->rows <= FEW) ||
           !relation_has_index(rte->relation, relation_column_nth(rte->relation, v->varattno)->path, false);
}

/* outer = column, or turned round, as the test of = ANY: outer = $n. The column becomes one of the subquery's. */
static Node *take_equality(struct level *l, Query *q, const Node *qual)
{
    struct arena *a = l->p->a;
    const OpExpr *op = (const OpExpr *)qual;
    const struct oper *o = IS_A(qual, OpExpr) && list_length(op->args) == 2 ? oper_by_oid(op->opno) : NULL;
    if (o == NULL || o->strategy != 3 || !o->hashes)
        return NULL;
    bool turned = only_level(list_nth(op->args, 1), 1);
    Node *outer = list_nth(op->args, turned), *column = list_nth(op->args, !turned);
    if (!only_level(outer, 1) || !only_level(column, 0) || !better_hashed(q, column) || (turned && oper_by_oid(o->commutator) == NULL))
        return NULL;
    q->targetList = list_append(a, q->targetList, make_target(a, column, list_length(q->targetList) + 1, "?column?", false));
    Param *p = make_exec_param(a, list_length(q->targetList), expr_type(column), expr_typmod(column));
    p->paramkind = PARAM_SUBLINK;
    OpExpr *test = arena_memdup(a, op, sizeof *op);
    test->opno = turned ? o->commutator : op->opno;
    test->opfuncid = oper_by_oid(test->opno)->func;
    test->args = list_make(a, 2, shift_levels(a, outer, -1, 1), p);
    return (Node *)test;
}

static Node *make_null_test(struct arena *a, Node *e)
{
    NullTest *t = MAKE_NODE(a, NullTest);
    t->arg = e;
    t->nulltesttype = IS_NOT_NULL;
    t->location = -1;
    return (Node *)t;
}

Node *exists_as_any(struct level *l, const SubLink *s)
{
    struct arena *a = l->p->a;
    Query *q = node_copy(a, s->subselect);
    if (s->subLinkType != EXISTS_SUBLINK || !simplify_exists(q) || q->jointree->quals == NULL || expr_is_volatile(q))
        return NULL;
    List *all = qual_conjuncts(a, q->jointree->quals), *tests = NULL, *rest = NULL;
    q->jointree->quals = NULL;
    FOREACH (Node, c, all) {
        Node *test = take_equality(l, q, c);
        if (test == NULL && expr_has_level(c, 1, true))
            return NULL;
        List **to = test != NULL ? &tests : &rest;
        *to = list_append(a, *to, test != NULL ? test : c);
    }
    if (tests == NULL || expr_has_level(q, 1, true))
        return NULL;
    FOREACH (TargetEntry, t, q->targetList)
        rest = list_append(a, rest, make_null_test(a, t->expr));
    q->jointree->quals = make_and(a, rest);
    SubLink *any = arena_memdup(a, s, sizeof *s);
    any->subLinkType = ANY_SUBLINK;
    any->subselect = (Node *)q;
    any->testexpr = make_and(a, tests);
    BooleanTest *t = MAKE_NODE(a, BooleanTest);
    t->arg = (Node *)any;
    t->booltesttype = IS_TRUE;
    t->location = -1;
    return (Node *)t;
}

/* ---- where they stand ---- */

/* The join takes *link as its left side; the subquery's own subqueries are looked at too. */
static void put_join(struct level *l, JoinExpr *j, Node **link)
{
    struct relset right = {{0}};
    j->larg = *link;
    j->rarg = pull_jointree(l, j->rarg, &right);
    if (j->jointype != JOIN_NOT_IN)
        j->quals = pull_quals(l, j->quals, &j->rarg, &right);
    *link = (Node *)j;
}

static Node *pull_sublink(struct level *l, Node *qual, bool under_not, Node **link, const struct relset *relids)
{
    const SubLink *s = (const SubLink *)qual;
    JoinExpr *j = NULL;
    if (s->subLinkType == EXISTS_SUBLINK)
        j = convert_exists(l, s, relids, under_not);
    else if (s->subLinkType == ANY_SUBLINK)
        j = under_not ? convert_not_in(l, s, relids) : convert_any(l, s, relids, JOIN_SEMI);
    if (j != NULL)
        put_join(l, j, link);
    return j != NULL ? NULL : qual;
}

/* What remains of qual; NULL: nothing. */
static Node *pull_quals(struct level *l, Node *qual, Node **link, const struct relset *relids)
{
    if (IS_A(qual, SubLink))
        return pull_sublink(l, qual, false, link, relids);
    if (IS_A(qual, OpExpr))
        return decorrelate(l, qual, *link, relids);
    if (!IS_A(qual, BoolExpr))
        return qual;
    const BoolExpr *b = (const BoolExpr *)qual;
    if (b->boolop == NOT_EXPR && IS_A(list_nth(b->args, 0), SubLink))
        return pull_sublink(l, list_nth(b->args, 0), true, link, relids) == NULL ? NULL : qual;
    if (b->boolop != AND_EXPR)
        return qual;
    List *rest = NULL;
    FOREACH (Node, arg, b->args) {
        Node *left = pull_quals(l, arg, link, relids);
        if (left != NULL)
            rest = list_append(l->p->a, rest, left);
    }
    return make_and(l->p->a, rest);
}

static Node *pull_from(struct level *l, const FromExpr *f, struct relset *relids)
{
    FromExpr *new = MAKE_NODE(l->p->a, FromExpr);
    FOREACH (Node, item, f->fromlist) {
        struct relset one = {{0}};
        new->fromlist = list_append(l->p->a, new->fromlist, pull_jointree(l, item, &one));
        relset_join(relids, &one);
    }
    Node *link = (Node *)new;
    new->quals = pull_quals(l, f->quals, &link, relids);
    return link;
}

static Node *pull_join(struct level *l, const JoinExpr *old, struct relset *relids)
{
    JoinExpr *j = arena_memdup(l->p->a, old, sizeof *j);
    struct relset left = {{0}}, right = {{0}};
    j->larg = pull_jointree(l, j->larg, &left);
    j->rarg = pull_jointree(l, j->rarg, &right);
    *relids = left;
    relset_join(relids, &right);
    Node *link = (Node *)j;
    switch (j->jointype) {
    case JOIN_INNER: j->quals = pull_quals(l, j->quals, &link, relids); break;
    case JOIN_LEFT: j->quals = pull_quals(l, j->quals, &j->rarg, &right); break;
    case JOIN_RIGHT: j->quals = pull_quals(l, j->quals, &j->larg, &left); break;
    default: break;
    }
    return link;
}

static Node *pull_jointree(struct level *l, Node *jt, struct relset *relids)
{
    switch (jt->tag) {
    case T_RangeTblRef:
        relset_add(relids, ((RangeTblRef *)jt)->rtindex);
        return jt;
    case T_FromExpr: return pull_from(l, (FromExpr *)jt, relids);
    case T_JoinExpr: return pull_join(l, (JoinExpr *)jt, relids);
    default: raise(ERR_INTERNAL_ERROR, "unrecognized join tree node: %s", node_name(jt->tag));
    }
}

void pull_up_sublinks(struct level *l)
{
    struct relset relids = {{0}};
    if (l->q->jointree == NULL || !expr_has_sublink(l->q->jointree))
        return;
    Node *jt = pull_jointree(l, (Node *)l->q->jointree, &relids);
    FromExpr *top = (FromExpr *)jt;
    if (!IS_A(jt, FromExpr)) {
        top = MAKE_NODE(l->p->a, FromExpr);
        top->fromlist = list_make(l->p->a, 1, jt);
    }
    l->q->jointree = top;
}
