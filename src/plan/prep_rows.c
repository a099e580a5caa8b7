/*
 * A whole row of an outer join's NULL side is NULL where there is no row, not a row of NULLs:
 *
 *     SELECT s FROM a LEFT JOIN s ON ...
 *     SELECT CASE WHEN s._id IS NULL THEN NULL ELSE ROW(s._id, s.x) END FROM a LEFT JOIN s ON ...
 */
#include "plan/plan_int.h"

#include <string.h>

static void nullable_relids(const struct level *l, const Node *jt, bool nullable, struct relset *out)
{
    if (jt->tag == T_RangeTblRef) {
        if (nullable)
            relset_add(out, ((const RangeTblRef *)jt)->rtindex);
    } else if (jt->tag == T_FromExpr) {
        FOREACH (Node, item, ((const FromExpr *)jt)->fromlist)
            nullable_relids(l, item, nullable, out);
    } else {
        const JoinExpr *j = (const JoinExpr *)jt;
        nullable_relids(l, j->larg, nullable || j->jointype == JOIN_RIGHT || j->jointype == JOIN_FULL, out);
        nullable_relids(l, j->rarg, nullable || j->jointype == JOIN_LEFT || j->jointype == JOIN_FULL, out);
    }
}

struct whole_rows {
    struct level *l;
    struct relset nullable, marked;
    int depth;
};

/* The range table entry of which row is a whole row, as analyze/ writes one; 0: it is another kind of row. */
static int whole_row_of(const struct whole_rows *x, const RowExpr *row)
{
    const Var *first = list_length(row->args) > 0 ? list_nth(row->args, 0) : NULL;
    if (!IS_A(first, Var) || !row->whole || first->varlevelsup != x->depth ||
        list_length(row->colnames) != list_length(row->args))
        return 0;
    const RangeTblEntry *rte = level_rte(x->l, first->varno);
    FOREACH (Var, v, row->args) {
        if (!IS_A(v, Var) || v->varno != first->varno || v->varlevelsup != x->depth || v->varattno < 1)
            return 0;
        const char *name = list_nth(row->colnames, FOREACH_INDEX(v, row->args));
        if (rte->eref == NULL || v->varattno > list_length(rte->eref->colnames) ||
            strcmp(list_nth(rte->eref->colnames, v->varattno - 1), name) != 0)
            return 0;
    }
    return first->varno;
}

static int count_columns(const Query *q)
{
    int n = 0;
    FOREACH (TargetEntry, t, q->targetList)
        n += !t->resjunk;
    return n;
}

/* A column that is never NULL where there is a row; for a subquery one more (add_markers()). */
static Var *row_marker(struct whole_rows *x, int rti, int location)
{
    struct arena *a = x->l->p->a;
    const RangeTblEntry *rte = level_rte(x->l, rti);
    const struct column *c = rte->rtekind == RTE_RELATION ? relation_marker(rte->relation) : NULL;
    if (c != NULL)
        return make_var(a, rti, c->attnum, c->type, c->typmod, x->depth);
    const Query *q = rte->rtekind == RTE_SUBQUERY ? rte->subquery : NULL;
    if (q == NULL || q->setOperations != NULL || q->distinctClause != NULL)
        raise_at(
            ERR_FEATURE_NOT_SUPPORTED, location,
            "whole-row references to this kind of relation on the nullable side of an outer join are not supported");
    relset_add(&x->marked, rti);
    return make_var(a, rti, count_columns(q) + 1, TYPE_bool, -1, x->depth);
}

/* The marked subqueries get a column "true" behind their own. */
static void add_markers(struct whole_rows *x)
{
    struct arena *a = x->l->p->a;
    FOREACH (RangeTblEntry, rte, x->l->q->rtable) {
        List *targets = NULL, *junk = NULL;
        if (!relset_has(&x->marked, FOREACH_INDEX(rte, x->l->q->rtable) + 1))
            continue;
        FOREACH (TargetEntry, t, rte->subquery->targetList) {
            List **to = t->resjunk ? &junk : &targets;
            *to = list_append(a, *to, t);
        }
        Node *mark = (Node *)make_bool_const(a, true);
        targets = list_append(a, targets, make_target(a, mark, list_length(targets) + 1, "?row?", false));
        rte->subquery->targetList = list_concat(a, targets, junk);
    }
}

static Node *whole_rows_mutator(Node *n, void *arg)
{
    struct whole_rows *x = arg;
    struct arena *a = x->l->p->a;
    int rti = n->tag == T_RowExpr ? whole_row_of(x, (RowExpr *)n) : 0;
    if (rti == 0 || !relset_has(&x->nullable, rti)) {
        x->depth += n->tag == T_Query;
        Node *m = node_mutate(a, n, whole_rows_mutator, x);
        x->depth -= n->tag == T_Query;
        return m;
    }
    NullTest *missing = MAKE_NODE(a, NullTest);
    missing->arg = (Node *)row_marker(x, rti, ((RowExpr *)n)->location);
    missing->nulltesttype = IS_NULL;
    CaseWhen *when = MAKE_NODE(a, CaseWhen);
    when->expr = (Node *)missing;
    when->result = (Node *)make_const(a, expr_type(n), -1, 0, true);
    CaseExpr *c = MAKE_NODE(a, CaseExpr);
    c->casetype = expr_type(n);
    c->args = list_make(a, 1, when);
    RowExpr *row = arena_memdup(a, n, sizeof *row);
    row->whole = false; /* seen */
    c->defresult = (Node *)row;
    c->location = row->location;
    return (Node *)c;
}

void mark_whole_rows(struct level *l)
{
    struct whole_rows x = {.l = l};
    if (l->q->jointree == NULL)
        return;
    nullable_relids(l, (Node *)l->q->jointree, false, &x.nullable);
    if (!relset_empty(&x.nullable))
        l->q = node_mutate(l->p->a, l->q, whole_rows_mutator, &x);
    add_markers(&x);
}
