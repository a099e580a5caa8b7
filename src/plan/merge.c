/* MERGE: the rows are a join's; what the actions need of them are its columns. What is written is a whole row of the target. */
#include "plan/plan_int.h"

struct merge {
    struct arena *a;
    Query *q;
    List *columns; /* attnums of a whole row */
};

static Node *row_var(const Var *v, void *arg)
{
    struct merge *x = arg;
    if (v->varattno <= 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, v->location, "whole-row references in MERGE are not supported");
    Var *out = make_var(x->a, OUTER_VAR, write_column(x->a, x->q, arena_memdup(x->a, v, sizeof *v)), v->vartype, v->vartypmod, 0);
    out->location = v->location;
    return (Node *)out;
}

static Node *checked_var(const Var *v, void *arg)
{
    struct merge *x = arg;
    for (int i = 0; i < list_length(x->columns); i++)
        if (ITEM_INT(list_nth(x->columns, i)) == v->varattno)
            return (Node *)make_var(x->a, OUTER_VAR, i + 1, v->vartype, v->vartypmod, 0);
    raise(ERR_FEATURE_NOT_SUPPORTED, "MERGE into a table with a CHECK on a part of a document is not supported");
}

/* The parts of documents that an UPDATE sets are written like columns; an INSERT has none. */
static void add_paths(struct merge *x, const struct relation *rel, const MergeAction *m)
{
    FOREACH (TargetEntry, t, m->targetList) {
        bool there = false;
        for (int i = 0; i < list_length(x->columns); i++)
            there |= ITEM_INT(list_nth(x->columns, i)) == t->resno;
        if (!there && relation_column_nth(rel, t->resno)->is_path)
            x->columns = list_append(x->a, x->columns, INT_ITEM(t->resno));
    }
}

/* The whole row: what is set, and what is there; of parts of documents, what is set. */
static List *whole_row(struct merge *x, const MergeAction *m)
{
    const struct relation *rel = ((RangeTblEntry *)list_nth(x->q->rtable, x->q->resultRelation - 1))->relation;
    List *row = NULL;
    for (int i = 0; i < list_length(x->columns); i++) {
        const struct column *c = relation_column_nth(rel, ITEM_INT(list_nth(x->columns, i)));
        Node *e = NULL;
        FOREACH (TargetEntry, t, m->targetList)
            if (t->resno == c->attnum)
                e = t->expr;
        if (e == NULL && c->is_path)
            e = (Node *)make_const(x->a, c->type, c->typmod, 0, true);
        if (e == NULL)
            e = (Node *)make_var(x->a, x->q->resultRelation, c->attnum, c->type, c->typmod, 0);
        row = list_append(x->a, row, make_target(x->a, replace_vars(x->a, e, row_var, x), c->attnum, c->name, false));
    }
    return row;
}

static WriteAction *write_action(struct merge *x, const MergeAction *m)
{
    WriteAction *w = MAKE_NODE(x->a, WriteAction);
    w->commandType = m->commandType;
    w->matched = m->matched;
    w->qual = replace_vars(x->a, m->qual, row_var, x);
    if (m->commandType == CMD_INSERT || m->commandType == CMD_UPDATE)
        w->row = whole_row(x, m);
    FOREACH (TargetEntry, t, m->targetList)
        for (int i = 0; i < list_length(x->columns); i++)
            if (ITEM_INT(list_nth(x->columns, i)) == t->resno)
                w->written = list_append(x->a, w->written, INT_ITEM(i + 1));
    return w;
}

void merge_as_select(struct arena *a, Query *q)
{
    struct merge x = {.a = a, .q = q};
    const struct relation *rel = ((RangeTblEntry *)list_nth(q->rtable, q->resultRelation - 1))->relation;
    List *actions = NULL, *rules = NULL;
    FOREACH (struct column, c, rel->columns)
        if (!c->is_path)
            x.columns = list_append(a, x.columns, INT_ITEM(c->attnum));
    FOREACH (MergeAction, m, q->mergeActionList)
        add_paths(&x, rel, m);
    FOREACH (MergeAction, m, q->mergeActionList)
        actions = list_append(a, actions, write_action(&x, m));
    FOREACH (WriteAction, w, actions)
        w->keys = watched_by_action(a, q, w, x.columns);
    FOREACH (TargetEntry, t, q->writeChecks) {
        TargetEntry *own = arena_memdup(a, t, sizeof *t);
        own->expr = replace_vars(a, t->expr, checked_var, &x);
        rules = list_append(a, rules, own);
    }
    q->mergeActionList = NULL;
    q->writeActions = actions;
    q->writeRules = rules;
    q->writeRow = x.columns;
    q->writeChecks = NULL;
}

void add_merge(struct level *l, ModifyTable *m)
{
    struct arena *a = l->p->a;
    m->rowCols = l->q->writeRow;
    m->ordered = true;
    FOREACH (WriteAction, from, (List *)l->q->writeActions) {
        WriteAction *w = arena_memdup(a, from, sizeof *w);
        w->qual = w->qual != NULL ? prep_expr(l, w->qual) : NULL;
        w->row = NULL;
        FOREACH (TargetEntry, t, from->row)
            w->row = list_append(a, w->row, make_target(a, prep_expr(l, t->expr), t->resno, t->resname, false));
        m->actions = list_append(a, m->actions, w);
    }
}
