/*
 * INSERT ... ON CONFLICT, over the rows proposed. For each arbitrating index a subplan,
 *     SELECT columns, identity FROM target WHERE a = ANY ($1) AND b = ANY ($2)
 * gives the rows that are there, many proposed rows at a time.
 */
#include "plan/plan_int.h"

#include <string.h>

#include "catalog/schema.h"

struct conflict {
    struct level *l;
    const ModifyTable *m;
    const OnConflictExpr *c;
    List *columns; /* attnums of the rows that are there: those of the row proposed, the identity, what else is asked for */
};

static int place_of(const List *attnums, int attnum)
{
    for (int i = 0; i < list_length(attnums); i++)
        if (ITEM_INT(list_nth(attnums, i)) == attnum)
            return i + 1;
    return 0;
}

/* A column of the row proposed (excluded), or of the one there is. */
static Node *conflict_var(const Var *v, void *arg)
{
    struct conflict *x = arg;
    struct arena *a = x->l->p->a;
    bool excluded = v->varno == x->c->exclRelIndex;
    int place = place_of(excluded ? x->m->writeCols : x->columns, v->varattno);
    if (excluded && v->varattno > 0 && relation_column_nth(x->m->relation, v->varattno)->is_path)
        place = 0;
    if (!excluded && v->varno != x->l->q->resultRelation)
        return NULL;
    if (v->varattno <= 0 || (excluded && place == 0))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, v->location, "a part of a document of excluded is not supported");
    if (place == 0) {
        x->columns = list_append(a, x->columns, INT_ITEM(v->varattno));
        place = list_length(x->columns);
    }
    Var *out = make_var(a, excluded ? OUTER_VAR : INNER_VAR, place, v->vartype, v->vartypmod, 0);
    out->location = v->location;
    return (Node *)out;
}

static Node *over_both(struct conflict *x, Node *e)
{
    return e == NULL ? NULL : replace_vars(x->l->p->a, prep_expr(x->l, e), conflict_var, x);
}

static Node *there(struct conflict *x, int i)
{
    const struct column *c = relation_column_nth(x->m->relation, ITEM_INT(list_nth(x->m->writeCols, i)));
    return (Node *)make_var(x->l->p->a, INNER_VAR, i + 1, c->type, c->typmod, 0);
}

static bool is_key_of_unique(const struct relation *rel, const struct column *c)
{
    FOREACH (struct index_info, i, rel->indexes)
        for (int k = 0; k < i->nkeys && (i->unique || i->partial); k++)
            if (i->partial || strcmp(i->keys[k].path, c->path) == 0)
                return true;
    return false;
}

static WriteAction *update_action(struct conflict *x, ModifyTable *m)
{
    struct arena *a = x->l->p->a;
    WriteAction *w = MAKE_NODE(a, WriteAction);
    w->commandType = CMD_UPDATE;
    w->matched = true;
    w->qual = over_both(x, x->c->onConflictWhere);
    FOREACH (TargetEntry, t, x->c->visible)
        w->visible = list_append(a, w->visible, make_target(a, over_both(x, t->expr), t->resno, t->resname, false));
    for (int i = 0; i < list_length(m->writeCols); i++) {
        int attnum = ITEM_INT(list_nth(m->writeCols, i));
        Node *e = NULL;
        FOREACH (TargetEntry, t, x->c->onConflictSet)
            if (t->resno == attnum)
                e = over_both(x, t->expr);
        if (e != NULL) {
            w->written = list_append(a, w->written, INT_ITEM(i + 1));
            m->ordered |= is_key_of_unique(m->relation, relation_column_nth(m->relation, attnum));
        }
        w->row = list_append(a, w->row, make_target(a, e != NULL ? e : there(x, i), i + 1, NULL, false));
    }
    return w;
}

Query *make_lookup(struct arena *a, const RangeTblEntry *rte, List *attnums, Node *quals)
{
    Query *q = MAKE_NODE(a, Query);
    RangeTblRef *ref = MAKE_NODE(a, RangeTblRef);
    FromExpr *from = MAKE_NODE(a, FromExpr);
    ref->rtindex = 1;
    from->fromlist = list_make(a, 1, ref);
    from->quals = quals;
    q->commandType = CMD_SELECT;
    q->rtable = list_make(a, 1, arena_memdup(a, rte, sizeof *rte));
    q->jointree = from;
    for (int i = 0; i < list_length(attnums); i++) {
        const struct column *c = relation_column_nth(rte->relation, ITEM_INT(list_nth(attnums, i)));
        q->targetList = list_append(a, q->targetList, make_target(a, (Node *)make_var(a, 1, c->attnum, c->type, c->typmod, 0), i + 1, c->name, false));
    }
    return q;
}

static bool has_unique_index(const struct relation *rel, const char *path, bool unique)
{
    (void)rel, (void)path, (void)unique;
    return true;
}

/* The lists of keys go into the filter, for the unique index to serve. */
static struct rel *plan_lookup(struct level *l, const UniqueProbe *p, const UniqueArbiter *u)
{
    struct rel *r = plan_level(l);
    const struct relation *rel = level_rte(l, 1)->relation;
    const char *why;
    for (int i = 0; i < list_length(u->columns) && r->remote != NULL; i++) {
        const struct column *c = relation_column_nth(rel, ITEM_INT(list_nth(u->columns, i)));
        Param *keys = make_exec_param(l->p->a, ITEM_INT(list_nth(p->params, i)), type_get(type_base(c->type))->array, -1);
        push_keys(r->remote, to_push(l, (Node *)make_var(l->p->a, 1, c->attnum, c->type, c->typmod, 0)), keys, has_unique_index, &why);
    }
    return r;
}

static UniqueProbe *make_probe(struct conflict *x, const UniqueArbiter *u)
{
    struct level *l = x->l;
    struct arena *a = l->p->a;
    UniqueProbe *p = MAKE_NODE(a, UniqueProbe);
    p->name = u->name;
    p->nulls_distinct = u->nulls_distinct;
    p->predicate = over_both(x, u->predicate);
    for (int i = 0; i < list_length(u->columns); i++)
        p->keyCols = list_append(a, p->keyCols, INT_ITEM(place_of(x->m->writeCols, ITEM_INT(list_nth(u->columns, i)))));
    p->params = new_params(l->p, list_length(u->columns));
    Query *q = make_lookup(a, level_rte(l, l->q->resultRelation), x->columns, test_with_params(l, u->match, p->params));
    struct level *below = level_new(l->p, NULL, q);
    p->plan_id = planner_add_subplan(l->p, level_finish(below, plan_lookup(below, p, u), true));
    return p;
}

void add_conflict(struct level *l, ModifyTable *m)
{
    struct arena *a = l->p->a;
    struct conflict x = {.l = l, .m = m, .c = l->q->onConflict, .columns = list_copy(a, m->writeCols)};
    m->onConflict = x.c->action;
    x.columns = list_append(a, x.columns, INT_ITEM(schema_rowid(level_rte(l, l->q->resultRelation)->relation)->attnum));
    if (m->onConflict == ONCONFLICT_UPDATE)
        m->actions = list_make(a, 1, update_action(&x, m));
    FOREACH (UniqueArbiter, u, x.c->arbiters)
        m->probes = list_append(a, m->probes, make_probe(&x, u));
}
