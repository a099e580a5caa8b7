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

static bool list_has_int(const List *l, int n)
{
    for (int i = 0; i < list_length(l); i++)
        if (ITEM_INT(list_nth(l, i)) == n)
            return true;
    return false;
}

static int add_column(struct returning *r, Node *expr, int write)
{
    Query *q = r->q;
    int place = list_length(q->targetList) + 1;
    q->targetList = list_append(r->a, q->targetList, make_target(r->a, expr, place, arena_printf(r->a, "c%d", place), false));
    q->writeCols = list_append(r->a, q->writeCols, INT_ITEM(write));
    return place;
}

int write_column(struct arena *a, Query *q, Var *v)
{
    struct returning r = {a, q};
    FOREACH (TargetEntry, t, q->targetList)
        if (node_equal(t->expr, v))
            return FOREACH_INDEX(t, q->targetList) + 1;
    return add_column(&r, (Node *)v, WRITE_NOTHING);
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

struct own_ctes {
    struct arena *a;
    int depth;
};

/* References to the query's own WITH items go one level further up. */
static Node *own_ctes(Node *n, void *arg)
{
    struct own_ctes *x = arg;
    bool query = IS_A(n, Query);
    x->depth += query;
    n = node_mutate(x->a, n, own_ctes, x);
    x->depth -= query;
    if (IS_A(n, RangeTblEntry) && ((RangeTblEntry *)n)->rtekind == RTE_CTE && ((RangeTblEntry *)n)->ctelevelsup == x->depth)
        ((RangeTblEntry *)n)->ctelevelsup++;
    return n;
}

/* The query goes below a SELECT, which has its WITH: that is for RETURNING's subqueries too. Answers WITH. */
static List *go_below(struct returning *r)
{
    struct own_ctes x = {r->a, 0};
    List *ctes = r->q->cteList;
    r->q->cteList = NULL;
    r->q = shift_levels(r->a, r->q, 1, 1);
    if (ctes != NULL)
        r->q = node_mutate(r->a, r->q, own_ctes, &x);
    return ctes;
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
    outer->cteList = go_below(r);
    rte->subquery = r->q;
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

/* An UPDATE that a constraint may refuse reads the whole row: the error shows it. */
static void add_whole_row(struct returning *r, const struct relation *rel)
{
    bool checked = r->q->writeChecks != NULL;
    for (int i = 0; i < list_length(r->q->writeCols); i++) {
        int write = ITEM_INT(list_nth(r->q->writeCols, i));
        checked |= write > 0 && relation_column_nth(rel, write)->notnull;
    }
    for (int k = 0; k < rel->nvisible && checked; k++) {
        const struct column *c = list_nth(rel->columns, k);
        if (!c->hidden && !list_has_int(r->q->writeCols, c->attnum))
            write_column(r->a, r->q, make_var(r->a, r->q->resultRelation, c->attnum, c->type, c->typmod, 0));
    }
}

/* The parts of documents that ON CONFLICT DO UPDATE sets are columns of the row, of which the row proposed has none. */
static List *with_paths(struct arena *a, const Query *q, const struct relation *rel, List *values, bool returns)
{
    FOREACH (TargetEntry, t, q->onConflict->onConflictSet) {
        const struct column *c = relation_column_nth(rel, t->resno);
        if (!c->is_path)
            continue;
        if (returns)
            raise(ERR_FEATURE_NOT_SUPPORTED, "RETURNING with ON CONFLICT DO UPDATE of a part of a document is not supported");
        values = list_append(a, values, make_target(a, (Node *)make_const(a, c->type, c->typmod, 0, true), t->resno, c->name, false));
    }
    return values;
}

/*
 * RETURNING is computed over the rows when all are written. Where that can be told, as both it and the rows ask for a sequence, its values are
 * columns more of the rows, computed one row after the other:
 *
 *     INSERT INTO t (x) SELECT nextval('s') FROM u RETURNING x, nextval('s')
 *     SELECT x, r FROM (INSERT INTO t (x) SELECT x, nextval('s') AS r FROM (SELECT nextval('s') AS x FROM u))
 */
static bool order_tells(Node *n, void *unused)
{
    enum { GEN_OBJECTID = 16011 };
    const FuncExpr *f = (const FuncExpr *)n;
    bool own = IS_A(n, FuncExpr) && f->funcid != GEN_OBJECTID && (func_by_oid(f->funcid) == NULL || (func_by_oid(f->funcid)->flags & F_VOLATILE) != 0);
    return own || node_walk(n, order_tells, unused);
}

static bool returns_in_step(Query *q, List *returning)
{
    bool one_row = q->commandType == CMD_INSERT && q->jointree->fromlist == NULL;
    return !one_row && node_walk_list(returning, order_tells, NULL) && order_tells((Node *)q, NULL);
}

static Query *select_in_step(struct returning *r, List *returning)
{
    struct arena *a = r->a;
    Query *write = r->q, *rows = arena_memdup(a, write, sizeof *write);
    List *columns = NULL, *final = NULL;
    bool computed_later = write->onConflict != NULL ||
                          (write->commandType != CMD_INSERT && list_length(write->jointree->fromlist) > 1);
    FOREACH (const TargetEntry, t, returning)
        computed_later |= expr_has_sublink(t->expr);
    FOREACH (const TargetEntry, t, (List *)write->writeRules)
        computed_later |= t->resjunk;
    if (computed_later)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, expr_location(list_nth(returning, 0)), "volatile functions in RETURNING are not supported here, where the rows depend on such, too");
    rows->commandType = CMD_SELECT;
    rows->writeCols = NULL;
    r->q = rows;
    FOREACH (TargetEntry, t, rows->targetList) {
        int place = FOREACH_INDEX(t, rows->targetList) + 1;
        columns = list_append(a, columns, make_target(a, (Node *)make_var(a, 1, place, expr_type(t->expr), expr_typmod(t->expr), 0), place, t->resname, false));
    }
    Query *out = select_over(r, columns);
    out->commandType = write->commandType;
    out->canSetTag = write->canSetTag;
    out->rtable = list_append(a, out->rtable, list_nth(write->rtable, write->resultRelation - 1));
    out->resultRelation = list_length(out->rtable);
    out->writeCols = list_copy(a, write->writeCols);
    out->writeRules = write->writeRules;
    out->writeKeys = write->writeKeys;
    out->writeReturns = true;
    r->q = out;
    FOREACH (TargetEntry, t, returning) {
        TargetEntry *own = arena_memdup(a, t, sizeof *t);
        int place = add_column(r, t->expr, WRITE_NOTHING);
        own->expr = (Node *)make_var(a, 1, place, expr_type(t->expr), expr_typmod(t->expr), 0);
        final = list_append(a, final, own);
    }
    return select_over(r, final);
}

Query *modify_as_select(struct arena *a, Query *q)
{
    struct returning r = {a, q};
    List *values = q->targetList, *returning = q->returningList;
    const RangeTblEntry *target = list_nth(q->rtable, q->resultRelation - 1);
    q->returningList = NULL;
    bool in_step = returning != NULL && returns_in_step(q, returning);
    q->targetList = NULL;
    q->writeWhole = q->jointree->quals == NULL;
    if (q->onConflict != NULL)
        values = with_paths(a, q, target->relation, values, returning != NULL);
    FOREACH (TargetEntry, t, values)
        add_column(&r, t->expr, t->resno);
    if (q->commandType != CMD_INSERT) {
        const struct column *id = schema_rowid(target->relation);
        add_column(&r, (Node *)make_var(a, q->resultRelation, id->attnum, id->type, id->typmod, 0), WRITE_IDENTITY);
    }
    if (q->commandType == CMD_MERGE) {
        merge_as_select(a, q);
        return q;
    }
    if (q->commandType == CMD_UPDATE)
        add_whole_row(&r, target->relation);
    List *rules = NULL;
    FOREACH (TargetEntry, t, q->writeChecks) {
        TargetEntry *own = arena_memdup(a, t, sizeof *t);
        own->expr = replace_vars(a, t->expr, checked_var, &r);
        rules = list_append(a, rules, own);
    }
    q->writeRules = rules;
    q->writeKeys = watched_keys(a, q);
    q->writeChecks = NULL;
    if (returning == NULL)
        return q;
    q->writeReturns = true;
    List *targets = NULL;
    FOREACH (TargetEntry, t, returning) {
        TargetEntry *own = arena_memdup(a, t, sizeof *t);
        own->expr = replace_vars(a, t->expr, returned_var, &r);
        targets = list_append(a, targets, own);
    }
    return in_step ? select_in_step(&r, targets) : select_over(&r, targets);
}

/* What ON CONFLICT finds there is what was there before the statement: nothing else of it may write to the same. */
static void note_target(struct planner *p, ModifyTable *m, bool looks)
{
    FOREACH (ModifyTable, other, p->targets)
        if (other->relation == m->relation && (looks || other->onConflict != ONCONFLICT_NONE || other->operation == CMD_MERGE))
            raise(ERR_FEATURE_NOT_SUPPORTED, "ON CONFLICT or MERGE on a table that another part of the statement writes to is not supported");
    p->targets = list_append(p->a, p->targets, m);
}

static bool shows(const Query *q, const ModifyTable *m, int place, int attnum)
{
    const List *row = m->rowCols != NULL ? m->rowCols : m->writeCols;
    if (ITEM_INT(list_nth(row, place)) != WRITE_NOTHING || m->rowCols != NULL)
        return ITEM_INT(list_nth(row, place)) == attnum;
    const Var *v = (const Var *)((const TargetEntry *)list_nth(q->targetList, place))->expr;
    return IS_A(v, Var) && v->varno == q->resultRelation && v->varattno == attnum;
}

static bool writes_paths(const ModifyTable *m)
{
    for (int i = 0; i < list_length(m->writeCols); i++) {
        int write = ITEM_INT(list_nth(m->writeCols, i));
        if (write > 0 && relation_column_nth(m->relation, write)->is_path)
            return true;
    }
    return false;
}

static List *detail_columns(struct arena *a, const Query *q, const ModifyTable *m)
{
    const List *row = m->rowCols != NULL ? m->rowCols : m->writeCols;
    List *out = NULL;
    if (writes_paths(m))
        return NULL;
    for (int k = 0; k < m->relation->nvisible; k++) {
        const struct column *c = list_nth(m->relation->columns, k);
        int place = 0;
        if (c->hidden)
            continue;
        for (int i = 0; i < list_length(row) && place == 0; i++)
            place = shows(q, m, i, c->attnum) ? i + 1 : 0;
        if (place == 0)
            return NULL;
        out = list_append(a, out, INT_ITEM(place));
    }
    return out;
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
    m->keys = q->writeKeys;
    m->several = list_length(q->jointree->fromlist) > 1;
    m->setsTag = q->canSetTag;
    note_target(l->p, m, q->onConflict != NULL || q->commandType == CMD_MERGE);
    FOREACH (TargetEntry, t, (List *)q->writeRules) {
        TargetEntry *own = arena_memdup(l->p->a, t, sizeof *t);
        own->expr = plan_sublinks(l, fold_expr(l->p, t->expr));
        List **kind = t->resjunk ? &m->generated : &m->checks;
        *kind = list_append(l->p->a, *kind, own);
    }
    if (q->onConflict != NULL)
        add_conflict(l, m);
    if (m->operation == CMD_MERGE)
        add_merge(l, m);
    m->detailCols = detail_columns(l->p->a, q, m);
    r->plan = (Plan *)m;
}
