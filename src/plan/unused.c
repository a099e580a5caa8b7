/*
 * LEFT JOINs that give a row for each of their left side's, and nothing that anybody asks for: left out.
 *
 *     SELECT o.total FROM orders o LEFT JOIN customers c ON c._id = o.customer
 *     SELECT o.total FROM orders o
 *
 * That no row has two partners is known of _id, of what a unique index of MongoDB's has, and of the columns that DISTINCT, GROUP BY or UNION in
 * a subquery makes different. Which joins go is PostgreSQL's choice, volatile conditions included: it does not look at those either.
 */
#include "plan/plan_int.h"

#include <string.h>

/* The one relation that a right side is, with the conditions on it that stand there; 0: it is several. */
static int single_relation(struct arena *a, Node *jt, List **quals)
{
    while (jt->tag == T_FromExpr && list_length(((FromExpr *)jt)->fromlist) == 1) {
        *quals = list_concat(a, *quals, qual_conjuncts(a, ((FromExpr *)jt)->quals));
        jt = list_nth(((FromExpr *)jt)->fromlist, 0);
    }
    return jt->tag == T_RangeTblRef ? ((RangeTblRef *)jt)->rtindex : 0;
}

/* ---- is it used? ---- */

static void add_relids(struct relset *s, const void *expr, int level)
{
    struct relset of = expr_level_relids(expr, level);
    relset_join(s, &of);
}

static void add_jointree(struct relset *s, const Node *jt, const Node *but)
{
    if (jt == but) {
        add_jointree(s, ((const JoinExpr *)jt)->larg, NULL);
    } else if (jt->tag == T_FromExpr) {
        add_relids(s, ((const FromExpr *)jt)->quals, 0);
        FOREACH (Node, child, ((const FromExpr *)jt)->fromlist)
            add_jointree(s, child, but);
    } else if (jt->tag == T_JoinExpr) {
        add_relids(s, ((const JoinExpr *)jt)->quals, 0);
        add_jointree(s, ((const JoinExpr *)jt)->larg, but);
        add_jointree(s, ((const JoinExpr *)jt)->rarg, but);
    }
}

static void add_entry(struct relset *s, const RangeTblEntry *rte)
{
    add_relids(s, rte->subquery, 1);
    FOREACH (Node, f, rte->functions)
        add_relids(s, f, 0);
    FOREACH (List, row, rte->values_lists)
        FOREACH (Node, v, row)
            add_relids(s, v, 0);
    add_relids(s, rte->tablesample, 0);
}

/* The relations that anything but the join itself names. */
static struct relset used_beside(const struct level *l, const JoinExpr *j, int rti)
{
    const Query *q = l->q;
    struct relset s = {{0}}, from = jointree_relids(l, (const Node *)q->jointree);
    FOREACH (TargetEntry, t, q->targetList)
        add_relids(&s, t->expr, 0);
    add_relids(&s, q->havingQual, 0);
    add_jointree(&s, (const Node *)q->jointree, (const Node *)j);
    FOREACH (RangeTblEntry, rte, q->rtable)
        if (relset_has(&from, FOREACH_INDEX(rte, q->rtable) + 1) && FOREACH_INDEX(rte, q->rtable) + 1 != rti)
            add_entry(&s, rte);
    FOREACH (RowMarkClause, m, q->rowMarks)
        relset_add(&s, m->rti);
    if (q->resultRelation > 0)
        relset_add(&s, q->resultRelation);
    return s;
}

/* ---- has each row of the other side at most one of it? ---- */

struct key_column { /* of the relation, that is to be equal to what does not depend on it */
    int attnum;
    Oid type, op; /* of the operator; its operand on this side */
};

static bool key_column(const Node *qual, int rti, struct key_column *k)
{
    const OpExpr *op = (const OpExpr *)qual;
    const struct oper *o = IS_A(op, OpExpr) && list_length(op->args) == 2 ? oper_by_oid(op->opno) : NULL;
    if (o == NULL || o->strategy != 3 || expr_is_volatile(qual))
        return false;
    for (int i = 0; i < 2; i++) {
        const Node *side = list_nth(op->args, i);
        struct relset other = expr_relids(list_nth(op->args, 1 - i));
        while (IS_A(side, RelabelType))
            side = ((const RelabelType *)side)->arg;
        const Var *v = (const Var *)side;
        if (!IS_A(v, Var) || v->varlevelsup > 0 || v->varno != rti || relset_has(&other, rti))
            continue;
        *k = (struct key_column){v->varattno, i == 0 ? o->left : o->right, o->oid};
        return v->varattno > 0;
    }
    return false;
}

/* Does the equality that made the values different, eqop, tell apart what k's does? Two values that equal a third are equal, also
 * where that is of another type: as in PostgreSQL's operator families. */
static bool same_equality(const struct key_column *k, Oid eqop)
{
    const struct oper *o = oper_by_oid(k->op), *e = oper_by_oid(eqop);
    return o->left == o->right ? k->op == eqop : e != NULL && e->left == k->type && e->right == k->type;
}

static bool clauses_among(const Query *q, const List *clauses, const List *keys)
{
    FOREACH (SortGroupClause, c, clauses) {
        const TargetEntry *t = clause_target(q->targetList, c);
        bool found = false;
        FOREACH (struct key_column, k, keys)
            found |= t != NULL && k->attnum == t->resno && same_equality(k, c->eqop);
        if (!found)
            return false;
    }
    return clauses != NULL;
}

/* A set operation's columns are compared by their types' own equality. */
static bool all_columns_among(const Query *q, const List *clauses, const List *keys)
{
    FOREACH (SortGroupClause, c, clauses) {
        bool found = false;
        FOREACH (struct key_column, k, keys)
            found |= k->attnum == FOREACH_INDEX(c, clauses) + 1 && same_equality(k, c->eqop);
        if (!found)
            return false;
    }
    return clauses != NULL && q->targetList != NULL;
}

/* Values of the column that are equal here are equal to MongoDB's index, and to the operator. */
static bool indexed_alike(const struct relation *rel, const struct key_column *k)
{
    const struct column *c = relation_column_nth(rel, k->attnum);
    return c != NULL && k->type != TYPE_bpchar && push_same_values(c);
}

static bool has_path(const struct relation *rel, const List *keys, const char *path)
{
    FOREACH (struct key_column, k, keys)
        if (indexed_alike(rel, k) && strcmp(relation_column_nth(rel, k->attnum)->path, path) == 0)
            return true;
    return false;
}

static const struct index_info *unique_index(const struct relation *rel, const List *indexes, const List *keys, const char *name)
{
    FOREACH (struct index_info, x, indexes) {
        bool all = x->unique && x->nkeys > 0 && (!x->partial || x->nulls_distinct) && (name == NULL || strcmp(x->name, name) == 0);
        for (int i = 0; i < x->nkeys; i++)
            all = all && x->keys[i].direction != 0 && has_path(rel, keys, x->keys[i].path);
        if (all)
            return x;
    }
    return NULL;
}

/*
 * Nobody can take away the index of _id; any other may be gone since it was listed: it is looked at again, for this run of the statement
 * alone, and is no ground for a view's stages, which stay.
 */
static bool relation_is_unique(struct level *l, const struct relation *rel, const List *keys)
{
    if ((rel->kind != REL_COLLECTION && rel->kind != REL_MATVIEW) || rel->unwind != NULL || rel->view != NULL)
        return false;
    if (has_path(rel, keys, "_id"))
        return true;
    const struct index_info *x = l->p->set->one_pipeline ? NULL : unique_index(rel, relation_indexes(rel), keys, NULL);
    if (x == NULL || rel->source == NULL || rel->source->index_list == NULL)
        return x != NULL;
    l->p->transient = true;
    return unique_index(rel, rel->source->index_list(rel->source, l->p->a, rel->database, rel->collection), keys, x->name) != NULL;
}

/* One relation, row by row: the columns of it that keys are. */
static List *keys_below(struct arena *a, const Query *q, const List *keys, int rti)
{
    List *out = NULL;
    FOREACH (struct key_column, k, keys) {
        const TargetEntry *t = list_nth(q->targetList, k->attnum - 1);
        const Node *e = t->expr;
        while (IS_A(e, RelabelType))
            e = ((const RelabelType *)e)->arg;
        const Var *v = (const Var *)e;
        if (!IS_A(v, Var) || v->varlevelsup > 0 || v->varno != rti || v->varattno < 1)
            continue;
        struct key_column *below = arena_memdup(a, k, sizeof *k);
        below->attnum = v->varattno;
        out = list_append(a, out, below);
    }
    return out;
}

static bool entry_is_unique(struct level *l, const RangeTblEntry *rte, const List *keys);

static bool query_is_unique(struct level *l, const Query *q, const List *keys)
{
    if (q->commandType != CMD_SELECT)
        return false;
    if (clauses_among(q, q->distinctClause, keys))
        return true;
    FOREACH (TargetEntry, t, q->targetList)
        if (expr_has_srf(t->expr))
            return false;
    if (q->groupClause != NULL || q->groupingSets != NULL)
        return q->groupingSets == NULL && clauses_among(q, q->groupClause, keys);
    if (q->hasAggs || q->havingQual != NULL)
        return true;
    const SetOperationStmt *set = (const SetOperationStmt *)q->setOperations;
    if (set != NULL)
        return !set->all && all_columns_among(q, set->groupClauses, keys);
    List *quals = NULL;
    int rti = single_relation(l->p->a, (Node *)q->jointree, &quals);
    return rti > 0 && entry_is_unique(l, list_nth(q->rtable, rti - 1), keys_below(l->p->a, q, keys, rti));
}

static bool entry_is_unique(struct level *l, const RangeTblEntry *rte, const List *keys)
{
    if (rte->rtekind == RTE_SUBQUERY && rte->subquery != NULL)
        return query_is_unique(l, rte->subquery, keys);
    return rte->rtekind == RTE_RELATION && relation_is_unique(l, rte->relation, keys);
}

/* ---- the joins ---- */

static bool is_unused(struct level *l, const JoinExpr *j)
{
    List *quals = qual_conjuncts(l->p->a, j->quals), *keys = NULL;
    int rti = j->jointype == JOIN_LEFT ? single_relation(l->p->a, j->rarg, &quals) : 0;
    if (rti == 0)
        return false;
    struct relset used = used_beside(l, j, rti);
    if (relset_has(&used, rti))
        return false;
    FOREACH (Node, q, quals) {
        struct key_column *k = ARENA_NEW(l->p->a, struct key_column);
        if (key_column(q, rti, k))
            keys = list_append(l->p->a, keys, k);
    }
    return entry_is_unique(l, level_rte(l, rti), keys);
}

/* Without the first of them that is found; *any: there was one. What another join asks for may be unused then. */
static Node *without_one(struct level *l, Node *jt, bool *any)
{
    if (jt->tag == T_FromExpr) {
        List *items = ((FromExpr *)jt)->fromlist;
        for (int i = 0; i < list_length(items) && !*any; i++)
            items->items[i] = without_one(l, items->items[i], any);
    } else if (jt->tag == T_JoinExpr) {
        JoinExpr *j = (JoinExpr *)jt;
        if (is_unused(l, j)) {
            *any = true;
            return j->larg;
        }
        j->larg = without_one(l, j->larg, any);
        if (!*any)
            j->rarg = without_one(l, j->rarg, any);
    }
    return jt;
}

void remove_unused_joins(struct level *l)
{
    bool any = l->q->jointree != NULL && l->q->mergeActionList == NULL;
    while (any) {
        any = false;
        without_one(l, (Node *)l->q->jointree, &any);
    }
}
