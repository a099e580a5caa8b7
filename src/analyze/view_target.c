/*
 * INSERT, UPDATE and DELETE on a view that PostgreSQL calls automatically updatable: the statement is one on the table below
 * (a view of a view: the one below that), whose columns the view's names mean.
 *
 *     UPDATE v SET x = 1 WHERE y > 2   with v AS SELECT a AS x, a + b AS y FROM t WHERE c:
 *     UPDATE t SET a = 1 WHERE a + b > 2 AND c
 */
#include "analyze/analyze_int.h"

#include <string.h>
#include <strings.h>

#include "analyze/define.h"

enum { COMPUTED = 20000 }; /* the attnum of a view's column that is an expression is this and its place, until the end */

/* ---- is it updatable? ---- */

static const char *why_not(const Query *q)
{
    static const char all[] = "Views that do not select from a single table or view are not automatically updatable.";
    if (q->distinctClause != NULL)
        return "Views containing DISTINCT are not automatically updatable.";
    if (q->groupClause != NULL || q->groupingSets != NULL)
        return "Views containing GROUP BY are not automatically updatable.";
    if (q->havingQual != NULL)
        return "Views containing HAVING are not automatically updatable.";
    if (q->setOperations != NULL)
        return "Views containing UNION, INTERSECT, or EXCEPT are not automatically updatable.";
    if (q->cteList != NULL)
        return "Views containing WITH are not automatically updatable.";
    if (q->limitOffset != NULL || q->limitCount != NULL)
        return "Views containing LIMIT or OFFSET are not automatically updatable.";
    if (q->hasAggs)
        return "Views that return aggregate functions are not automatically updatable.";
    if (q->hasWindowFuncs)
        return "Views that return window functions are not automatically updatable.";
    if (q->hasTargetSRFs)
        return "Views that return set-returning functions are not automatically updatable.";
    const List *from = q->jointree->fromlist;
    if (list_length(from) != 1 || !IS_A(list_nth(from, 0), RangeTblRef))
        return all;
    const RangeTblEntry *rte = list_nth(q->rtable, ((RangeTblRef *)list_nth(from, 0))->rtindex - 1);
    if (rte->tablesample != NULL)
        return "Views containing TABLESAMPLE are not automatically updatable.";
    bool sequence = rte->relation != NULL && rte->relation->kind == REL_VIEW && rte->relation->def == NULL && rte->relation->view != NULL;
    return rte->relation == NULL || sequence ? all : NULL;
}

static struct error *refused(const struct relation *view, const char *what, const char *why)
{
    static const struct {
        const char *what, *words, *event;
    } kinds[] = {{"insert into", "inserting into", "INSERT"}, {"update", "updating", "UPDATE"}, {"delete from", "deleting from", "DELETE"}};
    struct error *e = error_new(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "cannot %s view \"%s\"", what, view->name);
    error_detail(e, "%s", why);
    for (int i = 0; i < COUNTOF(kinds); i++)
        if (strcmp(kinds[i].what, what) == 0)
            error_hint(e, "To enable %s the view, provide an INSTEAD OF %s trigger or an unconditional ON %s DO INSTEAD rule.", kinds[i].words,
                       kinds[i].event, kinds[i].event);
    return e;
}

char view_check_option(const List *options)
{
    static const char name[] = "check_option=";
    for (int i = 0; i < list_length(options); i++)
        if (strncmp(list_nth(options, i), name, sizeof name - 1) == 0)
            return ((const char *)list_nth(options, i))[sizeof name - 1];
    return 0;
}

void view_check_writable(const Query *q, const struct table_def *def)
{
    const char *why = why_not(q);
    bool writable = false;
    FOREACH (struct column_def, c, def->columns)
        writable = writable || c->updatable;
    if (why == NULL && !writable)
        why = "Views that have no updatable columns are not automatically updatable.";
    if (why != NULL)
        error_throw(error_hint(error_new(ERR_FEATURE_NOT_SUPPORTED, "WITH CHECK OPTION is supported only on automatically updatable views"), "%s", why));
}

/* What is said of it in the catalogs: rows can be written, and which columns. */
void view_note_updatable(const Query *q, struct table_def *def)
{
    if (why_not(q) != NULL)
        return;
    int own = ((RangeTblRef *)list_nth(q->jointree->fromlist, 0))->rtindex, i = 0;
    const struct relation *below = ((RangeTblEntry *)list_nth(q->rtable, own - 1))->relation;
    const struct table_def *view = below->kind == REL_VIEW ? below->def : NULL;
    def->updatable = below->kind == REL_COLLECTION || (view != NULL && view->updatable);
    FOREACH (TargetEntry, e, q->targetList) {
        const Var *v = (const Var *)e->expr;
        if (e->resjunk)
            continue;
        struct column_def *c = list_nth(def->columns, i++);
        bool column = IS_A(v, Var) && v->varno == own && v->varlevelsup == 0 && v->varattno > 0;
        c->updatable = def->updatable && column && (view == NULL || ((struct column_def *)list_nth(view->columns, v->varattno - 1))->updatable);
    }
}

/* ---- a view's columns in place of what names them ---- */

struct substitution {
    struct arena *arena;
    const List *exprs;  /* Node: what stands for each column */
    int varno, first;   /* of the Vars that are replaced: the item, and the attnum of exprs' first */
    int depth;          /* of queries */
};

static Node *raise_levels(Node *n, void *arg)
{
    struct substitution *s = arg;
    if (n == NULL)
        return NULL;
    if (IS_A(n, Query)) {
        struct substitution below = *s;
        below.varno++; /* here: levels above the expression itself */
        return node_mutate(s->arena, n, raise_levels, &below);
    }
    n = node_mutate(s->arena, n, raise_levels, s);
    if (IS_A(n, Var) && ((Var *)n)->varlevelsup >= s->varno)
        ((Var *)n)->varlevelsup += s->depth;
    return n;
}

static Node *substitute(Node *n, void *arg)
{
    struct substitution *s = arg;
    if (n == NULL)
        return NULL;
    if (IS_A(n, Query)) {
        struct substitution below = *s;
        below.depth++;
        return node_mutate(s->arena, n, substitute, &below);
    }
    const Var *v = (const Var *)n;
    if (IS_A(n, Var) && v->varno == s->varno && v->varlevelsup == s->depth && v->varattno >= s->first &&
        v->varattno < s->first + list_length(s->exprs)) {
        struct substitution up = {.arena = s->arena, .depth = s->depth, .varno = 0};
        return raise_levels(list_nth(s->exprs, v->varattno - s->first), &up);
    }
    return node_mutate(s->arena, n, substitute, s);
}

/* ---- from the view to the table ---- */

static Query *view_query(struct pstate *ps, const struct relation *rel)
{
    struct analysis *an = ARENA_NEW(ps->arena, struct analysis);
    *an = (struct analysis){.arena = ps->arena, .catalog = ps->an->catalog, .text = rel->view, .uses = rel->def != NULL ? rel->def->uses : NULL};
    return analyze_stored_query(pstate_new(an, NULL), rel->view);
}

/* The conditions of a view with a CHECK OPTION must be true of what is written. */
static TargetEntry *check_of(struct pstate *ps, const struct relation *rel, Node *quals)
{
    BooleanTest *is = MAKE_NODE(ps->arena, BooleanTest);
    is->arg = node_copy(ps->arena, quals);
    is->booltesttype = IS_TRUE;
    TargetEntry *t = make_target(ps->arena, (Node *)is, 1, rel->name, false);
    t->ressortgroupref = WRITE_CHECK_VIEW;
    return t;
}

static void note_default(struct arena *a, struct view_target *t, int attnum, const char *text, bool top)
{
    struct view_default *d = ARENA_NEW(a, struct view_default);
    *d = (struct view_default){attnum, text, top};
    t->defaults = list_append(a, t->defaults, d);
}

static struct error *not_written(const struct relation *view, const char *column, bool insert)
{
    struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "cannot %s column \"%s\" of view \"%s\"", insert ? "insert into" : "update", column, view->name);
    return error_detail(e, "View columns that are not columns of their base relation are not updatable.");
}

/* A default of what is computed is what every INSERT would put there: PostgreSQL's rewriter refuses it, behind all that is wrong with the statement otherwise. */
static void note_default_of_computed(struct pstate *ps, const struct relation *view, const char *column)
{
    if (ps->an->late != NULL)
        return;
    ps->an->late = not_written(view, column, true);
    ps->an->late_attnum = 1;
}

/* rel's columns and conditions over the table at the bottom, whose item is to be varno. Why that cannot be written; NULL: it can. */
static struct error *expand(struct pstate *ps, struct view_target *t, const struct relation *rel, int varno, const char *what, int depth, bool cascaded)
{
    char option = view_check_option(rel->def != NULL ? rel->def->options : NULL);
    struct arena *a = ps->arena;
    Query *q = view_query(ps, rel);
    const char *why = why_not(q);
    if (depth > 100)
        raise(ERR_INVALID_OBJECT_DEFINITION, "infinite recursion detected in rules for relation \"%s\"", rel->name);
    if (why != NULL)
        return refused(rel, what, why);
    int own = ((RangeTblRef *)list_nth(q->jointree->fromlist, 0))->rtindex;
    struct relation *below = ((RangeTblEntry *)list_nth(q->rtable, own - 1))->relation;
    if (below->kind == REL_VIEW && below->view != NULL) {
        struct error *e = expand(ps, t, below, varno, what, depth + 1, cascaded || option == 'c');
        if (e != NULL)
            return e;
    } else {
        t->base = below;
        t->exprs = NULL;
        FOREACH (struct column, c, below->columns)
            t->exprs = list_append(a, t->exprs, make_var(a, varno, c->attnum, c->type, c->typmod, 0));
    }
    struct substitution s = {.arena = a, .exprs = t->exprs, .varno = own, .first = 1};
    List *exprs = NULL;
    FOREACH (TargetEntry, e, q->targetList) {
        if (e->resjunk)
            continue;
        const struct column *c = list_nth(rel->columns, list_length(exprs));
        Node *expr = substitute(e->expr, &s);
        if (c->default_text != NULL && IS_A(expr, Var) && ((Var *)expr)->varattno > 0)
            note_default(a, t, ((Var *)expr)->varattno, c->default_text, depth == 0);
        else if (c->default_text != NULL && strcmp(what, "insert into") == 0)
            note_default_of_computed(ps, rel, c->name);
        exprs = list_append(a, exprs, coerce_to_column(ps, expr, c->type, c->typmod));
    }
    Node *quals = q->jointree->quals != NULL ? substitute(q->jointree->quals, &s) : NULL;
    if (quals != NULL)
        t->quals = list_append(a, t->quals, quals);
    if (quals != NULL)
        t->visible = list_append(a, t->visible, check_of(ps, rel, quals));
    if (quals != NULL && (cascaded || option != 0))
        t->checks = list_append(a, t->checks, check_of(ps, rel, quals));
    t->exprs = exprs;
    t->has_sublinks |= q->hasSubLinks;
    return NULL;
}

/* As if it could be written: PostgreSQL's rewriter says that it cannot, behind all that is wrong with the statement otherwise. */
static void stand_in(struct pstate *ps, struct view_target *t, struct error *e)
{
    struct table_def *def = table_def_copy(ps->arena, t->view->def);
    def->view = NULL;
    def->uses = NULL;
    FOREACH (struct column_def, c, def->columns)
        c->default_text = NULL;
    *t = (struct view_target){.view = t->view, .base = analyze_relation_of(ps->arena, t->view->name, def), .refused = e};
    FOREACH (struct column, c, t->base->columns)
        t->exprs = list_append(ps->arena, t->exprs, make_var(ps->arena, list_length(ps->rtable) + 1, c->attnum, c->type, c->typmod, 0));
    if (ps->an->late == NULL) {
        ps->an->late = e;
        ps->an->late_attnum = 1; /* behind several assignments to one column */
    }
}

void view_target_settle(const struct pstate *ps)
{
    if (ps->view_target != NULL && ps->view_target->refused != NULL)
        error_throw(ps->view_target->refused);
}

/* Is any column one of the table's? */
static bool has_own(const struct view_target *t)
{
    FOREACH (Node, e, t->exprs)
        if (IS_A(e, Var) && ((const Var *)e)->varattno > 0)
            return true;
    return false;
}

static struct column *written_column(struct pstate *ps, const struct view_target *t, const Node *e, const char *name)
{
    const Var *v = (const Var *)e;
    if (IS_A(e, Var) && v->varattno > 0)
        return relation_column_nth(t->base, v->varattno);
    struct column *c = ARENA_NEW(ps->arena, struct column);
    *c = (struct column){.name = name, .type = expr_type(e), .typmod = expr_typmod(e)};
    return c;
}

/* The base's item under the view's names. */
static struct nsitem *view_item(struct pstate *ps, const struct view_target *t, const struct nsitem *plain, const Alias *alias)
{
    struct nsitem *item = arena_memdup(ps->arena, plain, sizeof *plain);
    item->refname = alias != NULL && alias->aliasname != NULL ? alias->aliasname : t->view->name;
    item->view = t->view;
    item->ncols = list_length(t->exprs);
    item->cols = ARENA_ARRAY(ps->arena, struct nscolumn, item->ncols + 1);
    FOREACH (Node, e, t->exprs) {
        int i = FOREACH_INDEX(e, t->exprs);
        const struct column *c = list_nth(t->columns, i);
        const char *name = alias != NULL && i < list_length(alias->colnames) ? list_nth(alias->colnames, i)
                                                                             : ((const struct column *)list_nth(t->view->columns, i))->name;
        item->cols[i] = (struct nscolumn){name, item->rtindex, c->attnum > 0 ? c->attnum : COMPUTED + i, expr_type(e), expr_typmod(e), false};
    }
    return item;
}

struct nsitem *view_target_item(struct pstate *ps, const struct relation *view, Alias *alias, const char *what)
{
    struct arena *a = ps->arena;
    struct view_target *t = ARENA_NEW(a, struct view_target);
    if (view->def == NULL)
        raise(ERR_WRONG_OBJECT_TYPE, "cannot change sequence \"%s\"", view->name);
    t->view = view;
    struct error *no = expand(ps, t, view, list_length(ps->rtable) + 1, what, 0, false);
    if (no == NULL && t->base->kind != REL_COLLECTION)
        no = refused(view, what, t->base->kind == REL_VIEW ? "Views of MongoDB's own are not updatable." : "System catalogs are not updatable.");
    if (no == NULL && !has_own(t) && strcmp(what, "delete from") != 0)
        no = refused(view, what, "Views that have no updatable columns are not automatically updatable.");
    if (no != NULL)
        stand_in(ps, t, no);
    t->plain = ns_add_relation(ps, t->base, t->base->name, NULL, true);
    FOREACH (Node, e, t->exprs) {
        struct column *c = written_column(ps, t, e, ((const struct column *)list_nth(view->columns, FOREACH_INDEX(e, t->exprs)))->name);
        t->columns = list_append(a, t->columns, c);
    }
    struct nsitem *item = view_item(ps, t, t->plain, alias);
    ps->view_target = t;
    return item;
}

struct nsitem *view_target_excluded(struct pstate *ps, const struct nsitem *plain)
{
    Alias *alias = MAKE_NODE(ps->arena, Alias);
    alias->aliasname = "excluded";
    ps->view_target->excluded = plain->rtindex;
    return view_item(ps, ps->view_target, plain, alias);
}

bool view_target_computes(int attnum)
{
    return attnum >= COMPUTED;
}

struct column *view_target_column(const struct view_target *t, const char *name, bool quoted)
{
    for (int fold = 0; fold <= !quoted; fold++)
        for (int i = 0; i < list_length(t->columns); i++)
            if ((fold ? strcasecmp : strcmp)(((const struct column *)list_nth(t->view->columns, i))->name, name) == 0)
                return list_nth(t->columns, i);
    return NULL;
}

void view_target_check(const struct pstate *ps, const struct column *c, bool insert)
{
    const struct view_target *t = ps->view_target;
    if (t == NULL || c->attnum > 0)
        return;
    insert = insert || t->excluded > 0;
    error_throw(not_written(t->view, c->name, insert));
}

/* The view's columns over excluded, the other row of the same table. */
static List *over_excluded(struct pstate *ps, const struct view_target *t, int target)
{
    List *columns = NULL, *out = NULL;
    FOREACH (struct column, c, t->base->columns)
        columns = list_append(ps->arena, columns, make_var(ps->arena, t->excluded, c->attnum, c->type, c->typmod, 0));
    struct substitution s = {.arena = ps->arena, .exprs = columns, .varno = target, .first = 1};
    FOREACH (Node, e, t->exprs)
        out = list_append(ps->arena, out, substitute(e, &s));
    return out;
}

void view_target_finish(struct pstate *ps, Query *q)
{
    const struct view_target *t = ps->view_target;
    if (t == NULL)
        return;
    if (q->commandType == CMD_INSERT || q->commandType == CMD_UPDATE)
        FOREACH (TargetEntry, c, t->checks)
            q->writeChecks = list_append(ps->arena, q->writeChecks, c);
    if (q->onConflict != NULL && q->onConflict->action == ONCONFLICT_UPDATE)
        q->onConflict->visible = t->visible;
    struct substitution s = {.arena = ps->arena, .exprs = t->exprs, .varno = q->resultRelation, .first = COMPUTED, .depth = 0};
    List *quals = q->commandType == CMD_INSERT ? NULL : list_copy(ps->arena, t->quals);
    if (q->jointree->quals != NULL)
        quals = list_append(ps->arena, quals, q->jointree->quals);
    q->jointree->quals = make_and(ps->arena, quals);
    Query *out = node_mutate(ps->arena, q, substitute, &s);
    if (t->excluded > 0) {
        struct substitution x = {.arena = ps->arena, .exprs = over_excluded(ps, t, q->resultRelation), .varno = t->excluded, .first = COMPUTED};
        out = node_mutate(ps->arena, out, substitute, &x);
    }
    *q = *out;
    q->hasSubLinks = q->hasSubLinks || t->has_sublinks;
}
