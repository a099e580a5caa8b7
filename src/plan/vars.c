/* Looking into expressions, and changing the Vars in them. Subqueries count: a Query is one level down. */
#include "plan/plan_int.h"

void relset_join(struct relset *s, const struct relset *more)
{
    for (int i = 0; i < RELSET_MAX / 64; i++)
        s->w[i] |= more->w[i];
}

bool relset_empty(const struct relset *s)
{
    for (int i = 0; i < RELSET_MAX / 64; i++)
        if (s->w[i] != 0)
            return false;
    return true;
}

bool relset_subset(const struct relset *s, const struct relset *of)
{
    for (int i = 0; i < RELSET_MAX / 64; i++)
        if ((s->w[i] & ~of->w[i]) != 0)
            return false;
    return true;
}

bool relset_meets(const struct relset *x, const struct relset *y)
{
    for (int i = 0; i < RELSET_MAX / 64; i++)
        if ((x->w[i] & y->w[i]) != 0)
            return true;
    return false;
}

/* ---- questions ---- */

static bool srf_walker(Node *n, void *unused)
{
    if ((IS_A(n, FuncExpr) && ((FuncExpr *)n)->funcretset) || (IS_A(n, OpExpr) && ((OpExpr *)n)->opretset))
        return true;
    return !IS_A(n, Query) && node_walk(n, srf_walker, unused);
}

static bool sublink_walker(Node *n, void *unused)
{
    return IS_A(n, SubLink) || node_walk(n, sublink_walker, unused);
}

static bool subplan_walker(Node *n, void *unused)
{
    return IS_A(n, SubPlan) || node_walk(n, subplan_walker, unused);
}

static bool agg_walker(Node *n, void *unused)
{
    return IS_A(n, Aggref) || IS_A(n, GroupingFunc) || (!IS_A(n, Query) && node_walk(n, agg_walker, unused));
}

static bool window_walker(Node *n, void *unused)
{
    return IS_A(n, WindowFunc) || (!IS_A(n, Query) && node_walk(n, window_walker, unused));
}

static bool func_is_volatile(Oid func)
{
    const struct func *f = func == InvalidOid ? NULL : func_by_oid(func);
    return f == NULL || (f->flags & F_VOLATILE) != 0;
}

Oid operator_function(Oid opfuncid, Oid opno)
{
    const struct oper *o = opfuncid == InvalidOid ? oper_by_oid(opno) : NULL;
    return o != NULL ? o->func : opfuncid;
}

static bool volatile_walker(Node *n, void *unused)
{
    switch (n->tag) {
    case T_FuncExpr:
        if (func_is_volatile(((FuncExpr *)n)->funcid))
            return true;
        break;
    case T_OpExpr: case T_DistinctExpr: case T_NullIfExpr:
        if (func_is_volatile(operator_function(((OpExpr *)n)->opfuncid, ((OpExpr *)n)->opno)))
            return true;
        break;
    default:
        break;
    }
    return node_walk(n, volatile_walker, unused);
}

static bool ask(const void *expr, bool (*walker)(Node *, void *))
{
    return expr != NULL && walker((Node *)expr, NULL);
}

bool expr_has_srf(const void *expr) { return ask(expr, srf_walker); }
bool expr_has_sublink(const void *expr) { return ask(expr, sublink_walker); }
bool expr_has_subplan(const void *expr) { return ask(expr, subplan_walker); }
bool expr_has_agg(const void *expr) { return ask(expr, agg_walker); }
bool expr_has_window(const void *expr) { return ask(expr, window_walker); }
bool expr_is_volatile(const void *expr) { return ask(expr, volatile_walker); }

struct level_search {
    int level;
    bool or_above;
};

static bool level_walker(Node *n, void *arg)
{
    struct level_search *s = arg;
    int level = -1;
    switch (n->tag) {
    case T_Var: level = ((Var *)n)->varlevelsup; break;
    case T_Aggref: level = ((Aggref *)n)->agglevelsup; break;
    case T_GroupingFunc: level = ((GroupingFunc *)n)->agglevelsup; break;
    case T_Query: {
        struct level_search below = {s->level + 1, s->or_above};
        return node_walk(n, level_walker, &below);
    }
    default: break;
    }
    if (level >= 0 && (level == s->level || (s->or_above && level > s->level)))
        return true;
    return node_walk(n, level_walker, s);
}

bool expr_has_level(const void *node, int level, bool or_above)
{
    struct level_search s = {level, or_above};
    return node != NULL && level_walker((Node *)node, &s);
}

struct relid_search {
    struct relset found;
    int depth;
};

static bool relid_walker(Node *n, void *arg)
{
    struct relid_search *s = arg;
    if (IS_A(n, Var) && ((Var *)n)->varlevelsup == s->depth && ((Var *)n)->varno < RELSET_MAX)
        relset_add(&s->found, ((Var *)n)->varno);
    if (!IS_A(n, Query))
        return node_walk(n, relid_walker, s);
    s->depth++;
    node_walk(n, relid_walker, s);
    s->depth--;
    return false;
}

struct relset expr_relids(const void *expr)
{
    return expr_level_relids(expr, 0);
}

struct relset expr_level_relids(const void *expr, int level)
{
    struct relid_search s = {.depth = level};
    if (expr != NULL)
        relid_walker((Node *)expr, &s);
    return s.found;
}

bool expr_has_vars(const void *expr)
{
    struct relset s = expr_relids(expr);
    return !relset_empty(&s);
}

/* ---- lists of expressions ---- */

bool list_has(const List *l, const void *node)
{
    for (int i = 0; i < list_length(l); i++)
        if (node_equal(l->items[i], node))
            return true;
    return false;
}

void list_add_new(struct arena *a, List **l, void *node)
{
    if (!list_has(*l, node))
        *l = list_append(a, *l, node);
}

List *list_exprs(struct arena *a, const List *targets)
{
    List *out = NULL;
    FOREACH (TargetEntry, t, targets)
        out = list_append(a, out, t->expr);
    return out;
}

struct pull {
    struct arena *a;
    const List *units;
    int into;
    List **out;
};

static bool pull_walker(Node *n, void *arg)
{
    struct pull *p = arg;
    bool unit;
    switch (n->tag) {
    case T_Var: unit = ((Var *)n)->varlevelsup == 0; break;
    case T_Aggref: unit = (p->into & PULL_INTO_AGGS) == 0; break;
    case T_WindowFunc: unit = (p->into & PULL_INTO_WINDOWS) == 0; break;
    case T_GroupingFunc: /* computed by the Agg node from nothing but the set at hand */
        if ((p->into & PULL_INTO_AGGS) != 0)
            return false;
        unit = true;
        break;
    case T_Const: case T_Param: return false;
    case T_TargetEntry: unit = false; break;
    default: unit = list_has(p->units, n); break;
    }
    if (!unit)
        return node_walk(n, pull_walker, p);
    list_add_new(p->a, p->out, n);
    return false;
}

void pull_units(struct arena *a, const void *expr, const List *units, int into, List **out)
{
    struct pull p = {a, units, into, out};
    if (expr != NULL)
        pull_walker((Node *)expr, &p);
}

void pull_units_of_targets(struct arena *a, const List *targets, const List *units, int into, List **out)
{
    FOREACH (TargetEntry, t, targets)
        pull_units(a, t->expr, units, into, out);
}

/* ---- changes ---- */

struct shift {
    struct arena *a;
    int delta, min;
};

static Node *shift_levels_mutator(Node *n, void *arg)
{
    struct shift *s = arg;
    if (n->tag == T_Query) {
        struct shift below = {s->a, s->delta, s->min + 1};
        return node_mutate(s->a, n, shift_levels_mutator, &below);
    }
    Node *m = node_mutate(s->a, n, shift_levels_mutator, s);
    switch (m->tag) {
    case T_Var:
        if (((Var *)m)->varlevelsup >= s->min)
            ((Var *)m)->varlevelsup += s->delta;
        break;
    case T_Aggref:
        if (((Aggref *)m)->agglevelsup >= s->min)
            ((Aggref *)m)->agglevelsup += s->delta;
        break;
    case T_GroupingFunc:
        if (((GroupingFunc *)m)->agglevelsup >= s->min)
            ((GroupingFunc *)m)->agglevelsup += s->delta;
        break;
    case T_RangeTblEntry:
        if (((RangeTblEntry *)m)->rtekind == RTE_CTE && ((RangeTblEntry *)m)->ctelevelsup >= s->min)
            ((RangeTblEntry *)m)->ctelevelsup += s->delta;
        break;
    default: break;
    }
    return m;
}

/* node is an expression or a list's item of the level, or a Query of it: then min counts from inside. */
void *shift_levels(struct arena *a, const void *node, int delta, int min)
{
    struct shift s = {a, delta, min};
    if (node == NULL)
        return NULL;
    return IS_A(node, Query) ? node_mutate(a, node, shift_levels_mutator, &s)
                             : (void *)shift_levels_mutator((Node *)node, &s);
}

struct rtshift {
    struct arena *a;
    int delta, depth;
};

static Node *shift_rtindexes_mutator(Node *n, void *arg)
{
    struct rtshift *s = arg;
    if (n->tag == T_Query) {
        s->depth++;
        n = node_mutate(s->a, n, shift_rtindexes_mutator, s);
        s->depth--;
        return n;
    }
    Node *m = node_mutate(s->a, n, shift_rtindexes_mutator, s);
    if (m->tag == T_Var && ((Var *)m)->varlevelsup == s->depth)
        ((Var *)m)->varno += s->delta;
    if (s->depth > 0)
        return m;
    switch (m->tag) {
    case T_RangeTblRef: ((RangeTblRef *)m)->rtindex += s->delta; break;
    case T_JoinExpr:
        if (((JoinExpr *)m)->rtindex != 0)
            ((JoinExpr *)m)->rtindex += s->delta;
        break;
    case T_RowMarkClause: ((RowMarkClause *)m)->rti += s->delta; break;
    default: break;
    }
    return m;
}

void *shift_rtindexes(struct arena *a, const void *node, int delta)
{
    struct rtshift s = {a, delta, 0};
    if (node == NULL)
        return NULL;
    return IS_A(node, Query) ? node_mutate(a, node, shift_rtindexes_mutator, &s)
                             : (void *)shift_rtindexes_mutator((Node *)node, &s);
}

struct replace {
    struct arena *a;
    Node *(*fn)(const Var *v, void *ctx);
    void *ctx;
    int depth;
};

static Node *replace_mutator(Node *n, void *arg)
{
    struct replace *r = arg;
    if (n->tag == T_Var && ((Var *)n)->varlevelsup == r->depth) {
        Var here = *(Var *)n;
        here.varlevelsup = 0;
        Node *new = r->fn(&here, r->ctx);
        if (new == NULL)
            return n;
        return r->depth == 0 ? node_copy(r->a, new) : shift_levels(r->a, new, r->depth, 0);
    }
    bool query = n->tag == T_Query;
    r->depth += query;
    n = node_mutate(r->a, n, replace_mutator, r);
    r->depth -= query;
    return n;
}

void *replace_vars(struct arena *a, const void *node, Node *(*fn)(const Var *v, void *ctx), void *ctx)
{
    struct replace r = {a, fn, ctx, 0};
    if (node == NULL)
        return NULL;
    return IS_A(node, Query) ? node_mutate(a, node, replace_mutator, &r) : (void *)replace_mutator((Node *)node, &r);
}

/* ---- small ones ---- */

bool is_const_true(const Node *n)
{
    return IS_A(n, Const) && !((const Const *)n)->constisnull && datum_bool(((const Const *)n)->constvalue);
}

bool is_const_not_true(const Node *n)
{
    return IS_A(n, Const) && (((const Const *)n)->constisnull || !datum_bool(((const Const *)n)->constvalue));
}

RangeTblEntry *level_rte(const struct level *l, int rti)
{
    if (rti < 1 || rti > list_length(l->q->rtable))
        raise(ERR_INTERNAL_ERROR, "range table entry %d is not there", rti);
    return list_nth(l->q->rtable, rti - 1);
}
