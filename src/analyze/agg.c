/* Aggregates and window functions: where they may stand, to which query they belong, and GROUP BY's rule (42803). */
#include "analyze/analyze_int.h"

#include <string.h>

static const struct {
    const char *words;
    bool aggs, windows;
} kinds[] = {
#define KIND(name, words, aggs, windows, srfs) {words, aggs, windows},
#include "analyze/kinds.def"
#undef KIND
};

const char *kind_words(enum expr_kind kind)
{
    return kinds[kind].words;
}

/* ---- looking into expressions ---- */

struct levels {
    int depth;       /* queries between here and the call */
    int min_var, min_agg, min_cte; /* lowest level that is referred to, -1 none */
    const RangeTblEntry *cte;
    int var_location, agg_location, window_location;
    bool window;
};

static void note_level(int *min, int level, int depth)
{
    level -= depth;
    if (level >= 0 && (*min < 0 || level < *min))
        *min = level;
}

static bool levels_walker(Node *n, void *arg)
{
    struct levels *l = arg;
    if (IS_A(n, Var)) {
        int before = l->min_var;
        note_level(&l->min_var, ((Var *)n)->varlevelsup, l->depth);
        if (l->min_var != before)
            l->var_location = ((Var *)n)->location;
    } else if (IS_A(n, Aggref)) {
        int before = l->min_agg;
        note_level(&l->min_agg, ((Aggref *)n)->agglevelsup, l->depth);
        if (l->min_agg != before)
            l->agg_location = ((Aggref *)n)->location;
    } else if (IS_A(n, GroupingFunc)) {
        int before = l->min_agg;
        note_level(&l->min_agg, ((GroupingFunc *)n)->agglevelsup, l->depth);
        if (l->min_agg != before)
            l->agg_location = ((GroupingFunc *)n)->location;
    } else if (IS_A(n, RangeTblEntry) && ((RangeTblEntry *)n)->rtekind == RTE_CTE) {
        int before = l->min_cte;
        note_level(&l->min_cte, ((RangeTblEntry *)n)->ctelevelsup, l->depth);
        if (l->min_cte != before)
            l->cte = (const RangeTblEntry *)n;
    } else if (IS_A(n, WindowFunc) && l->depth == 0) {
        l->window = true;
        l->window_location = ((WindowFunc *)n)->location;
    } else if (IS_A(n, Query)) {
        l->depth++;
        node_walk(n, levels_walker, l);
        l->depth--;
        return false;
    }
    return node_walk(n, levels_walker, l);
}

/* level: the aggregate's own. Its arguments are computed there, where a WITH further down is not known. */
static void check_ctes(const struct levels *l, int level, int location)
{
    if (l->min_cte < 0 || l->min_cte >= level)
        return;
    struct error *e = error_at(error_new(ERR_FEATURE_NOT_SUPPORTED, "outer-level aggregate cannot use a nested CTE"), location);
    error_throw(error_detail(e, "CTE \"%s\" is below the aggregate's semantic level.", l->cte->eref->aliasname));
}

static bool agg_walker(Node *n, void *arg)
{
    int *depth = arg;
    if (IS_A(n, Aggref) && ((Aggref *)n)->agglevelsup == *depth)
        return true;
    if (IS_A(n, GroupingFunc) && ((GroupingFunc *)n)->agglevelsup == *depth)
        return true;
    if (IS_A(n, Query)) {
        ++*depth;
        bool found = node_walk(n, agg_walker, arg);
        --*depth;
        return found;
    }
    return node_walk(n, agg_walker, arg);
}

bool has_aggregates(Node *n)
{
    int depth = 0;
    return n != NULL && agg_walker(n, &depth);
}

/* What GROUP BY names of the output holds neither aggregates of this query nor window functions. */
void check_group_target(Node *e)
{
    struct levels l = {.min_var = -1, .min_agg = -1, .min_cte = -1};
    levels_walker(e, &l);
    if (l.min_agg == 0)
        raise_at(ERR_GROUPING_ERROR, l.agg_location, "aggregate functions are not allowed in %s", kinds[KIND_GROUP_BY].words);
    if (l.window)
        raise_at(ERR_WINDOWING_ERROR, l.window_location, "window functions are not allowed in %s", kinds[KIND_GROUP_BY].words);
}

static bool window_walker(Node *n, void *arg)
{
    if (IS_A(n, WindowFunc))
        return true;
    return IS_A(n, Query) ? false : node_walk(n, window_walker, arg);
}

bool has_window_funcs(Node *n)
{
    return n != NULL && window_walker(n, NULL);
}

static bool var_walker(Node *n, void *arg)
{
    int *level = arg;
    if (IS_A(n, Var))
        return ((Var *)n)->varlevelsup == *level;
    if (IS_A(n, Aggref) && ((Aggref *)n)->agglevelsup == *level)
        return true;
    if (IS_A(n, Query)) {
        ++*level;
        bool found = node_walk(n, var_walker, arg);
        --*level;
        return found;
    }
    return node_walk(n, var_walker, arg);
}

bool has_vars_of_level(Node *n, int level)
{
    return n != NULL && var_walker(n, &level);
}

/* ---- an aggregate's place ---- */

static struct pstate *level_above(struct pstate *ps, int up)
{
    while (up-- > 0 && ps->parent != NULL)
        ps = ps->parent;
    return ps;
}

/* Where it stands. */
static int first_aggregate(const Query *q)
{
    struct levels l = {.min_var = -1, .min_agg = -1, .agg_location = -1};
    node_walk_list(q->targetList, levels_walker, &l);
    if (l.min_agg < 0 && q->havingQual != NULL)
        levels_walker(q->havingQual, &l);
    return l.agg_location;
}

static void check_agg_kind(struct pstate *owner, const char *what, int location)
{
    if (owner->kind == KIND_FROM_FUNCTION || !kinds[owner->kind].aggs)
        raise_at(ERR_GROUPING_ERROR, location, "%s are not allowed in %s", what, kinds[owner->kind].words);
    owner->has_aggs = true;
}

/* DISTINCT and ORDER BY inside the call, and the query that it belongs to. */
void finish_aggregate(struct pstate *ps, Aggref *agg, List *args, PgQuery__FuncCall *raw)
{
    List *tlist = NULL, *order = NULL, *distinct = NULL;
    for (int i = 0; i < list_length(args); i++)
        tlist = list_append(ps->arena, tlist, make_target(ps->arena, list_nth(args, i), i + 1, NULL, false));
    if (raw->agg_within_group) {
        for (size_t i = 0; i < raw->n_agg_order; i++)
            order = add_sort_target(ps, list_nth(tlist, (int)i), order, tlist, raw->agg_order[i]->sort_by);
    } else {
        enum expr_kind kind = ps->kind;
        order = transform_sort(ps, raw->agg_order, raw->n_agg_order, &tlist, KIND_ORDER_BY, true);
        ps->kind = kind;
        if (raw->agg_distinct) {
            distinct = transform_distinct(ps, &tlist, order, true);
            FOREACH (SortGroupClause, c, distinct)
                if (c->sortop == InvalidOid) {
                    Node *e = NULL;
                    FOREACH (TargetEntry, t, tlist)
                        if (t->ressortgroupref == c->tleSortGroupRef)
                            e = t->expr;
                    struct error *error = error_new(ERR_UNDEFINED_FUNCTION, "could not identify an ordering operator for type %s",
                                                    type_display(ps->arena, expr_type(e)));
                    error_throw(error_at(error_detail(error, "Aggregates with DISTINCT must be able to sort their inputs."), expr_location(e)));
                }
        }
    }
    agg->args = tlist;
    agg->aggorder = order;
    agg->aggdistinct = distinct;
    struct levels direct = {.min_var = -1, .min_agg = -1, .min_cte = -1};
    FOREACH (Node, d, agg->aggdirectargs)
        levels_walker(d, &direct);
    struct levels l = {.min_var = -1, .min_agg = -1, .min_cte = -1};
    node_walk_list(agg->args, levels_walker, &l);
    if (agg->aggfilter != NULL)
        levels_walker(agg->aggfilter, &l);
    if (l.window)
        raise_at(ERR_GROUPING_ERROR, l.window_location, "aggregate function calls cannot contain window function calls");
    int level = l.min_var < 0 ? l.min_agg : l.min_agg < 0 || l.min_var < l.min_agg ? l.min_var : l.min_agg;
    if (level < 0)
        level = 0;
    if (l.min_agg >= 0 && l.min_agg == level)
        raise_at(ERR_GROUPING_ERROR, l.agg_location, "aggregate function calls cannot be nested");
    check_ctes(&l, level, agg->location);
    if (direct.min_var >= 0 && direct.min_var < level)
        raise_at(ERR_GROUPING_ERROR, direct.var_location,
                 "outer-level aggregate cannot contain a lower-level variable in its direct arguments");
    if (direct.min_agg >= 0 && direct.min_agg <= level)
        raise_at(ERR_GROUPING_ERROR, direct.agg_location, "aggregate function calls cannot be nested");
    agg->agglevelsup = level;
    check_agg_kind(level_above(ps, level), "aggregate functions", agg->location);
}

Node *transform_grouping_func(struct pstate *ps, PgQuery__GroupingFunc *g)
{
    RAW_FIELDS(g, g->location, "args location");
    if (g->n_args > 31)
        raise_at(ERR_TOO_MANY_ARGUMENTS, g->location, "GROUPING must have fewer than 32 arguments");
    GroupingFunc *x = MAKE_NODE(ps->arena, GroupingFunc);
    x->location = g->location;
    struct levels l = {.min_var = -1, .min_agg = -1, .min_cte = -1};
    for (size_t i = 0; i < g->n_args; i++) {
        Node *e = transform_node(ps, g->args[i]);
        levels_walker(e, &l);
        x->args = list_append(ps->arena, x->args, e);
    }
    x->agglevelsup = l.min_var < 0 ? 0 : l.min_var;
    check_ctes(&l, x->agglevelsup, g->location);
    struct pstate *owner = level_above(ps, x->agglevelsup);
    check_agg_kind(owner, "grouping operations", g->location);
    return (Node *)x;
}

/* ---- window functions ---- */

void finish_window_func(struct pstate *ps, WindowFunc *w, PgQuery__FuncCall *raw)
{
    PgQuery__WindowDef *def = raw->over;
    FOREACH (Node, arg, w->args)
        if (has_window_funcs(arg))
            raise_at(ERR_WINDOWING_ERROR, expr_location(arg), "window function calls cannot be nested");
    if (!kinds[ps->kind].windows)
        raise_at(ERR_WINDOWING_ERROR, raw->location, "window functions are not allowed in %s", kinds[ps->kind].words);
    ps->has_windows = true;
    if (def->name != NULL && def->name[0] != '\0') { /* OVER w */
        RAW_FIELDS(def, def->location, "name frame_options location");
        FOREACH (PgQuery__WindowDef, d, ps->windowdefs)
            if (d->name != NULL && d->name[0] != '\0' && strcmp(d->name, def->name) == 0 && w->winref == 0)
                w->winref = FOREACH_INDEX(d, ps->windowdefs) + 1;
        if (w->winref == 0)
            raise_at(ERR_UNDEFINED_OBJECT, def->location, "window \"%s\" does not exist", def->name);
        return;
    }
    FOREACH (PgQuery__WindowDef, d, ps->windowdefs)
        if (d == def)
            w->winref = FOREACH_INDEX(d, ps->windowdefs) + 1;
    if (w->winref == 0) {
        ps->windowdefs = list_append(ps->arena, ps->windowdefs, def);
        w->winref = list_length(ps->windowdefs);
    }
}

/* ---- GROUP BY's rule ---- */

struct ungrouped {
    struct pstate *ps;
    const Query *q;
    List *groups;  /* TargetEntry */
    List *added;   /* those of them that GROUP BY did not name */
    int depth;
    bool direct;   /* a direct argument of an ordered-set aggregate is looked at */
    bool below;    /* what a join's column stands for is looked at, and the column stands in a query below */
};

/* What a join's merged column stands for, in terms of q's other relations; NULL: v is none. */
static Node *join_column_expr(const Query *q, const Var *v)
{
    const RangeTblEntry *rte = list_nth(q->rtable, v->varno - 1);
    return rte->rtekind == RTE_JOIN && v->varattno > 0 ? list_nth(rte->joinaliasvars, v->varattno - 1) : NULL;
}

/* a JOIN b USING (k): GROUP BY k is GROUP BY a.k, or what else k stands for. */
static bool stands_for(const struct ungrouped *u, const Node *group, const Node *n)
{
    if (!IS_A(group, Var) || ((const Var *)group)->varlevelsup != 0)
        return false;
    const Node *e = join_column_expr(u->q, (const Var *)group);
    return e != NULL && (node_equal(e, n) || stands_for(u, e, n));
}

/* The grouping expression that n is, which stands in a query u->depth levels below; NULL. */
static const TargetEntry *group_of(const struct ungrouped *u, const Node *n)
{
    FOREACH (const TargetEntry, t, u->groups) {
        if (u->depth == 0 && (node_equal(n, t->expr) || stands_for(u, t->expr, n)))
            return t;
        if (IS_A(n, Var) && IS_A(t->expr, Var)) {
            const Var *v = (const Var *)n, *g = (const Var *)t->expr;
            if (v->varno == g->varno && v->varattno == g->varattno && v->varlevelsup == u->depth && g->varlevelsup == 0)
                return t;
        }
    }
    return NULL;
}

static void check_grouping_args(const struct ungrouped *u, GroupingFunc *g)
{
    g->refs = NULL;
    for (int i = 0; i < list_length(g->args); i++) {
        const TargetEntry *t = group_of(u, list_nth(g->args, i));
        if (t == NULL || t->resorigcol == GROUPED_BY_KEY)
            raise_at(ERR_GROUPING_ERROR, expr_location(list_nth(g->args, i)),
                     "arguments to GROUPING must be grouping expressions of the associated query level");
        g->refs = list_append(u->ps->arena, g->refs, INT_ITEM(t->ressortgroupref));
    }
}

/* A primary key's columns; NULL: there is none. */
static List *primary_key(struct arena *a, const struct relation *rel)
{
    FOREACH (struct table_key, k, rel->def != NULL ? rel->def->keys : NULL)
        if (k->primary)
            return k->deferrable ? NULL : k->columns; /* rows may have the same key for a time */
    const struct column *first = list_nth(rel->columns, 0);
    const char *name = rel->kind == REL_COLLECTION && rel->def == NULL                             ? "_id"
                       : rel->kind == REL_LOCAL && first != NULL && strcmp(first->name, "oid") == 0 ? "oid"
                                                                                                    : NULL;
    return name != NULL ? list_append(a, NULL, (void *)(uintptr_t)name) : NULL;
}

/* Has each set that g stands for this column? */
static bool in_every_set(const GroupingSet *g, int ref)
{
    if (g->kind == GROUPING_SET_SIMPLE)
        FOREACH (void, item, g->refs)
            if (ITEM_INT(item) == ref)
                return true;
    if (g->kind != GROUPING_SET_SETS)
        return false;
    FOREACH (const GroupingSet, inner, g->content)
        if (!in_every_set(inner, ref))
            return false;
    return true;
}

/* Is the query grouped by this column, in all of its grouping sets if it has any? */
static bool always_grouped(const Query *q, int ref)
{
    FOREACH (const GroupingSet, g, q->groupingSets)
        if (in_every_set(g, ref))
            return true;
    return q->groupingSets == NULL;
}

static bool groups_column(const struct ungrouped *u, int varno, const struct relation *rel, const char *name)
{
    FOREACH (TargetEntry, t, u->groups) {
        const Var *g = (Var *)t->expr;
        if (IS_A(g, Var) && always_grouped(u->q, t->ressortgroupref) && g->varno == varno && g->varlevelsup == 0 && strcmp(relation_column_nth(rel, g->varattno)->name, name) == 0)
            return true;
    }
    return false;
}

/*
 * GROUP BY a primary key groups by the table's other columns too: SELECT t.name FROM t GROUP BY t.id is
 * SELECT t.name FROM t GROUP BY t.id, t.name. Of grouping sets each must have the key: GROUP BY t.id, ROLLUP (a).
 */
static bool depends_on_key(struct ungrouped *u, const Var *v, const RangeTblEntry *rte)
{
    const List *key = rte->rtekind == RTE_RELATION ? primary_key(u->ps->arena, rte->relation) : NULL;
    if (key == NULL || v->varattno <= 0)
        return false;
    FOREACH (const char, name, key)
        if (!groups_column(u, v->varno, rte->relation, name))
            return false;
    TargetEntry *t = MAKE_NODE(u->ps->arena, TargetEntry);
    Var *copy = arena_memdup(u->ps->arena, v, sizeof *v);
    copy->varlevelsup = 0;
    t->expr = (Node *)copy;
    t->resjunk = true;
    t->resorigcol = GROUPED_BY_KEY;
    u->groups = list_append(u->ps->arena, u->groups, t);
    u->added = list_append(u->ps->arena, u->added, t);
    return true;
}

static bool ungrouped_walker(Node *n, void *arg)
{
    struct ungrouped *u = arg;
    if (IS_A(n, Const) || IS_A(n, Param))
        return false;
    if (IS_A(n, Aggref)) {
        Aggref *agg = (Aggref *)n;
        if (agg->agglevelsup == u->depth) {
            u->direct = true;
            bool found = node_walk_list(agg->aggdirectargs, ungrouped_walker, u);
            u->direct = false;
            return found;
        }
        if (agg->agglevelsup > u->depth)
            return false;
    }
    if (IS_A(n, GroupingFunc)) {
        GroupingFunc *g = (GroupingFunc *)n;
        if (g->agglevelsup == u->depth)
            check_grouping_args(u, g);
        if (g->agglevelsup >= u->depth)
            return false;
    }
    if (group_of(u, n) != NULL)
        return false;
    if (IS_A(n, Var)) {
        const Var *v = (Var *)n;
        if (v->varlevelsup != u->depth)
            return false;
        const RangeTblEntry *rte = list_nth(u->q->rtable, v->varno - 1);
        const char *name = rte_column_name(rte, v->varattno);
        if (depends_on_key(u, v, rte))
            return false;
        Node *e = join_column_expr(u->q, v);
        if (e != NULL) {
            struct ungrouped at = *u;
            at.below = u->below || u->depth > 0;
            at.depth = 0;
            ungrouped_walker(e, &at);
            u->groups = at.groups;
            u->added = at.added;
            return false;
        }
        if (u->depth == 0 && !u->below) {
            struct error *error = error_new(ERR_GROUPING_ERROR, "column \"%s.%s\" must appear in the GROUP BY clause or be used in an aggregate function",
                                            rte->eref->aliasname, name);
            if (u->direct)
                error_detail(error, "Direct arguments of an ordered-set aggregate must use only grouped columns.");
            error_throw(error_at(error, v->location));
        }
        raise_at(ERR_GROUPING_ERROR, v->location, "subquery uses ungrouped column \"%s.%s\" from outer query",
                 rte->eref->aliasname, name);
    }
    if (IS_A(n, Query)) {
        u->depth++;
        node_walk(n, ungrouped_walker, u);
        u->depth--;
        return false;
    }
    return node_walk(n, ungrouped_walker, u);
}

/* Are these sets one? CUBE and ROLLUP of something are several. */
static bool is_one_set(const List *sets)
{
    FOREACH (const GroupingSet, g, sets) {
        bool several = g->kind == GROUPING_SET_ROLLUP || g->kind == GROUPING_SET_CUBE || (g->kind == GROUPING_SET_SETS && list_length(g->content) > 1);
        if (several || (g->kind == GROUPING_SET_SETS && !is_one_set(g->content)))
            return false;
    }
    return true;
}

void check_aggregates(struct pstate *ps, Query *q)
{
    struct ungrouped u = {.ps = ps, .q = q};
    if (q->groupClause != NULL && is_one_set(q->groupingSets)) /* GROUP BY of all its columns */
        q->groupingSets = NULL;
    FOREACH (SortGroupClause, c, q->groupClause)
        FOREACH (TargetEntry, t, q->targetList)
            if (t->ressortgroupref == c->tleSortGroupRef)
                u.groups = list_append(ps->arena, u.groups, t);
    FOREACH (TargetEntry, t, q->targetList)
        ungrouped_walker(t->expr, &u);
    if (q->havingQual != NULL)
        ungrouped_walker(q->havingQual, &u);
    FOREACH (TargetEntry, t, u.added) {
        t->resno = list_length(q->targetList) + 1;
        q->targetList = list_append(ps->arena, q->targetList, t);
        q->groupClause = list_append(ps->arena, q->groupClause, make_group_clause(ps, t, q->targetList, expr_location(t->expr)));
        if (q->groupingSets != NULL) {
            GroupingSet *set = MAKE_NODE(ps->arena, GroupingSet);
            set->kind = GROUPING_SET_SIMPLE;
            set->refs = list_append(ps->arena, NULL, INT_ITEM(t->ressortgroupref));
            q->groupingSets = list_append(ps->arena, q->groupingSets, set);
        }
    }
    /* in a recursive query's own term PostgreSQL forbids them */
    if (q->hasAggs)
        FOREACH (RangeTblEntry, rte, q->rtable)
            if (rte->rtekind == RTE_CTE && rte->self_reference)
                raise_at(ERR_INVALID_RECURSION, first_aggregate(q), "aggregate functions are not allowed in a recursive query's recursive term");
}
