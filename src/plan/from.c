/*
 * FROM and WHERE: conditions go down to the relations that they speak of, then inner joins are made in the order that
 * search.c finds. Outer joins stand where they were written; EXISTS and IN are applied as soon as what
 * they ask of their left side is there.
 */
#include "plan/plan_int.h"

struct item { /* of a list of inner joins: a range table entry, or an outer join as a whole */
    Node *jt;
    struct relset relids;
    List *quals;
};

struct filter_join { /* SEMI, ANTI, NOT IN over the whole list */
    int jointype;
    Node *right;
    List *quals;
    struct relset needs; /* of the left side */
    bool done;
};

struct from {
    struct level *l;
    List *items, *quals, *filters;
    struct relset relids;
};

static void add_vars(struct level *l, const void *expr, List **needed)
{
    pull_units(l->p->a, expr, NULL, 0, needed);
}

static void add_vars_of_list(struct level *l, const List *exprs, List **needed)
{
    FOREACH (Node, e, exprs)
        add_vars(l, e, needed);
}

/* ---- taking the join tree apart ---- */

static void add_item(struct from *f, Node *jt)
{
    struct item *i = ARENA_NEW(f->l->p->a, struct item);
    i->jt = jt;
    i->relids = jointree_relids(f->l, jt);
    relset_join(&f->relids, &i->relids);
    f->items = list_append(f->l->p->a, f->items, i);
}

static void add_filter_join(struct from *f, const JoinExpr *j)
{
    struct filter_join *x = ARENA_NEW(f->l->p->a, struct filter_join);
    struct relset right = jointree_relids(f->l, j->rarg);
    *x = (struct filter_join){.jointype = j->jointype, .right = j->rarg};
    x->quals = j->jointype == JOIN_NOT_IN ? list_make(f->l->p->a, 1, j->quals) : qual_conjuncts(f->l->p->a, j->quals);
    FOREACH (Node, q, x->quals) {
        struct relset s = expr_relids(q);
        relset_join(&x->needs, &s);
    }
    for (int i = 0; i < RELSET_MAX / 64; i++)
        x->needs.w[i] &= ~right.w[i];
    f->filters = list_append(f->l->p->a, f->filters, x);
}

static void collect(struct from *f, Node *jt)
{
    struct arena *a = f->l->p->a;
    if (jt->tag == T_FromExpr) {
        FOREACH (Node, child, ((FromExpr *)jt)->fromlist)
            collect(f, child);
        f->quals = list_concat(a, f->quals, qual_conjuncts(a, ((FromExpr *)jt)->quals));
        return;
    }
    if (jt->tag == T_RangeTblRef && level_rte(f->l, ((RangeTblRef *)jt)->rtindex)->rtekind == RTE_RESULT)
        return;
    const JoinExpr *j = (const JoinExpr *)jt;
    if (jt->tag == T_JoinExpr && j->jointype == JOIN_INNER) {
        collect(f, j->larg);
        collect(f, j->rarg);
        f->quals = list_concat(a, f->quals, qual_conjuncts(a, j->quals));
    } else if (jt->tag == T_JoinExpr && j->jointype >= JOIN_SEMI) {
        collect(f, j->larg);
        add_filter_join(f, j);
    } else {
        add_item(f, jt);
    }
}

/* ---- the relation that has no rows ---- */

static struct rel *make_result(struct level *l, List *constant_quals, double rows)
{
    Result *x = MAKE_NODE(l->p->a, Result);
    x->resconstantqual = constant_quals;
    x->plan_rows = rows;
    return rel_new(l, (Plan *)x, rows);
}

static struct rel *make_empty(struct level *l, const struct relset *relids)
{
    struct rel *r = make_result(l, list_make(l->p->a, 1, make_bool_const(l->p->a, false)), 0);
    r->relids = *relids;
    return r;
}

/* ---- outer joins ---- */

struct split {
    List *inside, *rest;
};

/* Which of quals speak of relids alone; volatile ones and those without a column stay. */
static struct split split_quals(struct level *l, const List *quals, const struct relset *relids)
{
    struct split s = {0};
    FOREACH (Node, q, quals) {
        struct relset of = expr_relids(q);
        bool inside = !relset_empty(&of) && relset_subset(&of, relids) && !expr_is_volatile(q);
        List **to = inside ? &s.inside : &s.rest;
        *to = list_append(l->p->a, *to, q);
    }
    return s;
}

static struct rel *plan_outer_join(struct level *l, JoinExpr *j, List *quals, const List *needed, List **postponed)
{
    struct relset lrel = jointree_relids(l, j->larg), rrel = jointree_relids(l, j->rarg);
    struct split above = {.rest = quals}, on = {.rest = qual_conjuncts(l->p->a, j->quals)};
    List *inside_needed = list_copy(l->p->a, needed), *late = NULL;
    if (j->jointype == JOIN_LEFT) {
        above = split_quals(l, quals, &lrel);
        on = split_quals(l, on.rest, &rrel);
        List *derived = split_quals(l, derive_equalities(l, above.inside, on.rest), &rrel).inside;
        on.inside = list_concat(l->p->a, on.inside, derived);
    }
    add_vars_of_list(l, above.rest, &inside_needed);
    List *output = list_copy(l->p->a, inside_needed);
    add_vars_of_list(l, on.rest, &inside_needed);
    bool full = j->jointype == JOIN_FULL;
    struct rel *left = plan_jointree(l, j->larg, above.inside, inside_needed, full ? NULL : postponed);
    struct rel *right = plan_jointree(l, j->rarg, on.inside, inside_needed, full ? NULL : &late);
    struct relset both = lrel;
    relset_join(&both, &rrel);
    FOREACH (Node, q, late) { /* a LATERAL subquery's condition on the left side: part of the join's */
        struct relset of = expr_relids(q);
        if (!relset_subset(&of, &both))
            raise(ERR_FEATURE_NOT_SUPPORTED, "LATERAL reference across two outer joins is not supported");
        on.rest = list_append(l->p->a, on.rest, q);
    }
    struct rel *r = join_rels(l, left, right, j->jointype, on.rest, output);
    rel_filter_all(l, r, above.rest);
    return r;
}

static struct rel *plan_item(struct level *l, struct item *i, const List *needed, List **postponed)
{
    if (i->jt->tag == T_RangeTblRef)
        return plan_base(l, ((RangeTblRef *)i->jt)->rtindex, i->quals, needed);
    return plan_outer_join(l, (JoinExpr *)i->jt, i->quals, needed, postponed);
}

/* ---- inner joins ---- */

struct search {
    struct level *l;
    struct join_slot *slots;
    List *conds;         /* struct join_cond: not yet applied */
    List *filters, *late;
    const List *known;   /* all conditions of the list */
    const List *needed;  /* above */
};

/* Not those that follow from others. */
static List *cond_exprs(const struct search *s)
{
    List *out = NULL;
    FOREACH (struct join_cond, c, s->conds)
        if (!c->derived)
            out = list_append(s->l->p->a, out, c->expr);
    return out;
}

/* With those. */
static List *all_cond_exprs(const struct search *s)
{
    List *out = NULL;
    FOREACH (struct join_cond, c, s->conds)
        out = list_append(s->l->p->a, out, c->expr);
    return out;
}

static void find_wants(struct search *s, const struct relset *all, struct join_slot *slot)
{
    FOREACH (struct outer_ref, ref, slot->r->params) {
        struct relset of = expr_relids(ref->expr);
        relset_join(&slot->wants, &of);
    }
    for (int w = 0; w < RELSET_MAX / 64; w++)
        slot->wants.w[w] &= all->w[w] & ~slot->r->relids.w[w];
}

static bool has_class(const List *conds, int class)
{
    FOREACH (struct join_cond, c, conds)
        if (c->class == class && class >= 0)
            return true;
    return false;
}

/* The conditions that speak of x and y alone, of each class of equal columns one (on either side they are equal already);
 * the others stay. */
static List *take_conds(struct search *s, const struct rel *x, const struct rel *y)
{
    struct arena *a = s->l->p->a;
    struct relset both = x->relids;
    List *inside = NULL, *rest = NULL, *exprs = NULL;
    relset_join(&both, &y->relids);
    FOREACH (struct join_cond, c, s->conds) {
        if (!relset_subset(&c->of, &both))
            rest = list_append(a, rest, c);
        else if (!has_class(inside, c->class))
            inside = list_append(a, inside, c);
    }
    s->conds = rest;
    FOREACH (struct join_cond, c, inside)
        exprs = list_append(a, exprs, c->expr);
    return exprs;
}

/* What a join's rows must still have: columns for above and for what is not applied yet. */
static List *needed_after(const struct search *s, const List *quals)
{
    List *out = list_copy(s->l->p->a, s->needed);
    add_vars_of_list(s->l, quals, &out);
    add_vars_of_list(s->l, s->late, &out);
    FOREACH (struct filter_join, f, s->filters)
        if (!f->done)
            add_vars_of_list(s->l, f->quals, &out);
    return out;
}

/* EXISTS and IN on r, when r has all that they ask for. */
static struct rel *apply_filters(struct search *s, struct rel *r)
{
    struct level *l = s->l;
    FOREACH (struct filter_join, f, s->filters) {
        if (f->done || !relset_subset(&f->needs, &r->relids))
            continue;
        f->done = true;
        struct relset right = jointree_relids(l, f->right);
        struct split q = {.rest = f->quals};
        if (f->jointype != JOIN_NOT_IN)
            q = split_quals(l, f->quals, &right);
        List *derived = f->jointype == JOIN_NOT_IN ? NULL : derive_equalities(l, s->known, q.rest);
        q.inside = list_concat(l->p->a, q.inside, split_quals(l, derived, &right).inside);
        List *needed = NULL;
        add_vars_of_list(l, q.rest, &needed);
        struct rel *inner = plan_jointree(l, f->right, q.inside, needed, NULL);
        r = join_rels(l, r, inner, f->jointype, q.rest, needed_after(s, all_cond_exprs(s)));
    }
    return r;
}

static struct rel *make_joins(struct search *s, const struct join_tree *t)
{
    if (t->item >= 0)
        return s->slots[t->item].r;
    struct rel *x = make_joins(s, t->left), *y = make_joins(s, t->right);
    List *inside = take_conds(s, x, y);
    struct rel *r = join_rels(s->l, x, y, JOIN_INNER, inside, needed_after(s, all_cond_exprs(s)));
    rel_set_rows(r, t->rows);
    return apply_filters(s, r);
}

static struct rel *join_all(struct search *s, int n)
{
    List *waiting = NULL;
    FOREACH (struct filter_join, f, s->filters)
        if (!f->done)
            waiting = list_append(s->l->p->a, waiting, &f->needs);
    return make_joins(s, join_order(s->l, s->slots, n, s->conds, waiting));
}

/* ---- a list of joined items with their conditions ---- */

/* To the items that they speak of; false: one of them is never true. */
static bool distribute(struct from *f, List *quals, List **joins, List **late, List **gates, List **postponed)
{
    struct arena *a = f->l->p->a;
    FOREACH (Node, q, quals) {
        struct relset of = expr_relids(q);
        struct item *only = NULL;
        if (is_const_not_true(q))
            return false;
        FOREACH (struct item, i, f->items)
            if (relset_subset(&of, &i->relids))
                only = i;
        if (!relset_subset(&of, &f->relids)) {
            if (postponed == NULL)
                raise(ERR_FEATURE_NOT_SUPPORTED, "these LATERAL references are not supported");
            *postponed = list_append(a, *postponed, q);
        } else if (expr_is_volatile(q)) {
            *late = list_append(a, *late, q);
        } else if (relset_empty(&of)) {
            *gates = list_append(a, *gates, q);
        } else if (only != NULL) {
            only->quals = list_append(a, only->quals, q);
        } else {
            *joins = list_append(a, *joins, q);
        }
    }
    return true;
}

/* What joins the items, with what follows: of columns of one item it is a condition of that. */
static void add_joins(struct from *f, struct search *s, const List *joins)
{
    FOREACH (struct join_cond, c, join_conditions(s->l, joins, s->known)) {
        struct item *only = NULL;
        FOREACH (struct item, i, f->items)
            if (relset_subset(&c->of, &i->relids))
                only = i;
        List **to = only != NULL ? &only->quals : &s->conds;
        *to = list_append(s->l->p->a, *to, only != NULL ? (void *)c->expr : c);
    }
}

struct rel *plan_jointree(struct level *l, Node *jt, List *quals, const List *needed, List **postponed)
{
    struct from f = {.l = l};
    List *gates = NULL, *wanted = list_copy(l->p->a, needed);
    FOREACH (Node, v, l->lateral)
        list_add_new(l->p->a, &wanted, v);
    struct search s = {.l = l, .needed = wanted};
    collect(&f, jt);
    List *all = list_concat(l->p->a, list_copy(l->p->a, f.quals), quals);
    if (list_length(f.items) == 0) {
        if (list_length(f.filters) > 0)
            raise(ERR_INTERNAL_ERROR, "a semijoin without a left side");
        return make_result(l, all, 1);
    }
    all = list_concat(l->p->a, all, derive_equalities(l, all, all));
    List *joins = NULL;
    if (!distribute(&f, all, &joins, &s.late, &gates, postponed))
        return make_empty(l, &f.relids);
    s.known = all;
    s.filters = f.filters;
    add_joins(&f, &s, joins);
    List *inside = needed_after(&s, all_cond_exprs(&s));
    int n = list_length(f.items);
    s.slots = ARENA_ARRAY(l->p->a, struct join_slot, n);
    FOREACH (struct item, i, f.items)
        s.slots[FOREACH_INDEX(i, f.items)].r = plan_item(l, i, inside, postponed);
    for (int i = 0; i < n; i++) {
        s.slots[i].r = apply_filters(&s, s.slots[i].r);
        find_wants(&s, &f.relids, &s.slots[i]);
    }
    struct rel *r = join_all(&s, n);
    rel_filter_all(l, r, cond_exprs(&s));
    rel_filter_all(l, r, s.late);
    rel_gate(l, r, gates);
    return r;
}

/* ---- the whole FROM ---- */

/* The Vars in conditions that reach out of the part of the join tree in which they stand. */
static void lateral_quals(struct level *l, const Node *jt, List **needed)
{
    struct relset own = jointree_relids(l, jt);
    if (jt->tag == T_RangeTblRef)
        return;
    const Node *quals = jt->tag == T_FromExpr ? ((const FromExpr *)jt)->quals : ((const JoinExpr *)jt)->quals;
    struct relset of = expr_relids(quals);
    if (!relset_subset(&of, &own))
        add_vars(l, quals, needed);
    if (jt->tag == T_FromExpr) {
        FOREACH (Node, child, ((const FromExpr *)jt)->fromlist)
            lateral_quals(l, child, needed);
    } else {
        lateral_quals(l, ((const JoinExpr *)jt)->larg, needed);
        lateral_quals(l, ((const JoinExpr *)jt)->rarg, needed);
    }
}

struct rel *plan_from(struct level *l, const List *needed)
{
    lateral_quals(l, (Node *)l->q->jointree, &l->lateral);
    return plan_jointree(l, (Node *)l->q->jointree, NULL, needed, NULL);
}
