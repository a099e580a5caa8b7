/*
 * INSERT, UPDATE, DELETE. The rows to be written are a SELECT's: new values, the row's identity, and what RETURNING needs
 * besides; ModifyTable stands on top of that. RETURNING is a SELECT over the rows that ModifyTable hands on.
 */
#include "plan/plan_int.h"

#include <string.h>

#include "catalog/schema.h"

struct returning {
    struct arena *a;
    Query *q;
};

static int add_column(struct returning *r, Node *expr, int write)
{
    Query *q = r->q;
    int place = list_length(q->targetList) + 1;
    q->targetList = list_append(r->a, q->targetList, make_target(r->a, expr, place, arena_printf(r->a, "c%d", place), false));
    q->writeCols = list_append(r->a, q->writeCols, INT_ITEM(write));
    return place;
}

static bool overlap(const char *x, const char *y)
{
    size_t n = strlen(x), m = strlen(y);
    size_t least = n < m ? n : m;
    return strncmp(x, y, least) == 0 && (n < m ? y : x)[least] == '.';
}

/* The new value of the target's column where it is written, else what the row had. */
static int column_place(struct returning *r, const Var *v)
{
    const RangeTblEntry *rte = list_nth(r->q->rtable, v->varno - 1);
    bool target = v->varno == r->q->resultRelation;
    if (v->varattno <= 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, v->location, "whole-row references in RETURNING are not supported yet");
    for (int i = 0; i < list_length(r->q->writeCols); i++) {
        int write = ITEM_INT(list_nth(r->q->writeCols, i));
        const TargetEntry *t = list_nth(r->q->targetList, i);
        if (target && write == v->varattno)
            return i + 1;
        if (!(target && write > 0) && node_equal(t->expr, v))
            return i + 1;
        if (target && write > 0 && overlap(relation_column_nth(rte->relation, write)->path,
                                           relation_column_nth(rte->relation, v->varattno)->path))
            raise_at(ERR_FEATURE_NOT_SUPPORTED, v->location, "RETURNING a document of which a part is written is not supported yet");
    }
    if (target && r->q->commandType == CMD_INSERT)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, v->location, "RETURNING a part of a document that is inserted is not supported yet");
    return add_column(r, arena_memdup(r->a, v, sizeof *v), WRITE_NOTHING);
}

static Node *checked_var(const Var *v, void *arg)
{
    struct returning *r = arg;
    return (Node *)make_var(r->a, OUTER_VAR, column_place(r, v), v->vartype, v->vartypmod, 0);
}

static Node *returned_var(const Var *v, void *arg)
{
    struct returning *r = arg;
    Var *out = make_var(r->a, 1, column_place(r, v), v->vartype, v->vartypmod, 0);
    out->location = v->location;
    return (Node *)out;
}

static Query *select_over(struct returning *r, List *targets)
{
    struct arena *a = r->a;
    Query *outer = MAKE_NODE(a, Query);
    RangeTblEntry *rte = MAKE_NODE(a, RangeTblEntry);
    RangeTblRef *ref = MAKE_NODE(a, RangeTblRef);
    FromExpr *from = MAKE_NODE(a, FromExpr);
    Alias *eref = MAKE_NODE(a, Alias);
    rte->rtekind = RTE_SUBQUERY;
    rte->subquery = r->q = shift_levels(a, r->q, 1, 1);
    rte->inFromCl = true;
    eref->aliasname = "returning";
    FOREACH (TargetEntry, t, r->q->targetList)
        eref->colnames = list_append(a, eref->colnames, (void *)(uintptr_t)t->resname);
    rte->eref = eref;
    ref->rtindex = 1;
    from->fromlist = list_make(a, 1, ref);
    outer->commandType = CMD_SELECT;
    outer->rtable = list_make(a, 1, rte);
    outer->jointree = from;
    outer->targetList = targets;
    outer->hasSubLinks = r->q->hasSubLinks;
    return outer;
}

static bool any_sublink(const List *targets)
{
    FOREACH (TargetEntry, t, targets)
        if (expr_has_sublink(t->expr))
            return true;
    return false;
}

Query *modify_as_select(struct arena *a, Query *q)
{
    struct returning r = {a, q};
    List *values = q->targetList, *returning = q->returningList;
    const RangeTblEntry *target = list_nth(q->rtable, q->resultRelation - 1);
    q->targetList = q->returningList = NULL;
    q->writeWhole = q->jointree->quals == NULL;
    FOREACH (TargetEntry, t, values)
        add_column(&r, t->expr, t->resno);
    if (q->commandType != CMD_INSERT) {
        const struct column *id = schema_rowid(target->relation);
        add_column(&r, (Node *)make_var(a, q->resultRelation, id->attnum, id->type, id->typmod, 0), WRITE_IDENTITY);
    }
    List *rules = NULL;
    FOREACH (TargetEntry, t, q->writeChecks) {
        TargetEntry *own = arena_memdup(a, t, sizeof *t);
        own->expr = replace_vars(a, t->expr, checked_var, &r);
        rules = list_append(a, rules, own);
    }
    q->writeRules = rules;
    q->writeChecks = NULL;
    if (returning == NULL)
        return q;
    q->writeReturns = true;
    if (q->cteList != NULL && any_sublink(returning))
        raise(ERR_FEATURE_NOT_SUPPORTED, "subqueries in RETURNING are not supported together with WITH yet");
    List *targets = NULL;
    FOREACH (TargetEntry, t, returning) {
        TargetEntry *own = arena_memdup(a, t, sizeof *t);
        own->expr = replace_vars(a, t->expr, returned_var, &r);
        targets = list_append(a, targets, own);
    }
    return select_over(&r, targets);
}

/* What ON CONFLICT finds there is what was there before the statement: nothing else of it may write to the same. */
static void note_target(struct planner *p, ModifyTable *m, bool looks)
{
    FOREACH (ModifyTable, other, p->targets)
        if (other->relation == m->relation && (looks || other->onConflict != ONCONFLICT_NONE))
            raise(ERR_FEATURE_NOT_SUPPORTED, "ON CONFLICT on a table that another part of the statement writes to is not supported");
    p->targets = list_append(p->a, p->targets, m);
}

void add_modify(struct level *l, struct rel *r)
{
    Query *q = l->q;
    const RangeTblEntry *target = list_nth(q->rtable, q->resultRelation - 1);
    ModifyTable *m = MAKE_NODE(l->p->a, ModifyTable);
    rel_close(l, r, q->targetList, r->remote != NULL ? NULL : r->why);
    PLAN_INIT((Plan *)m, r->plan->targetlist, r->plan, r->rows, NULL);
    m->operation = q->commandType;
    m->relation = target->relation;
    m->writeCols = q->writeCols;
    m->returns = q->writeReturns;
    m->whole = q->writeWhole;
    m->several = list_length(q->jointree->fromlist) > 1;
    m->setsTag = q->canSetTag;
    note_target(l->p, m, q->onConflict != NULL);
    FOREACH (TargetEntry, t, (List *)q->writeRules) {
        TargetEntry *own = arena_memdup(l->p->a, t, sizeof *t);
        own->expr = fold_expr(l->p, t->expr);
        m->checks = list_append(l->p->a, m->checks, own);
    }
    if (q->onConflict != NULL)
        add_conflict(l, m);
    r->plan = (Plan *)m;
}
