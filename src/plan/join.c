/* Two relations joined: by MongoDB ($lookup) where that is exact and pays, else by hashing, else row by row. */
#include "catalog/objects.h"
#include "plan/plan_int.h"

#include <string.h>

/* What an input must give: of needed and of the conditions what is its own. */
static List *input_targets(struct level *l, const struct rel *r, const List *needed, const List *quals)
{
    List *all = list_copy(l->p->a, needed), *own = NULL;
    FOREACH (Node, q, quals)
        pull_units(l->p->a, q, NULL, 0, &all);
    FOREACH (Node, v, all) {
        struct relset of = expr_relids(v);
        if (!relset_empty(&of) && relset_subset(&of, &r->relids))
            list_add_new(l->p->a, &own, v);
    }
    return make_targets(l->p->a, own);
}

static List *output_targets(struct level *l, const struct relset *relids, const List *needed)
{
    List *own = NULL;
    FOREACH (Node, v, needed) {
        struct relset of = expr_relids(v);
        if (!relset_empty(&of) && relset_subset(&of, relids))
            list_add_new(l->p->a, &own, v);
    }
    return make_targets(l->p->a, own);
}

static double join_rows(struct level *l, const struct rel *left, const struct rel *right, int type, const List *quals)
{
    double matches = clamp_rows(left->rows * right->rows * join_selectivity(l, left, right, quals));
    switch (type) {
    case JOIN_LEFT: return matches > left->rows ? matches : left->rows;
    case JOIN_RIGHT: return matches > right->rows ? matches : right->rows;
    case JOIN_FULL: return matches > left->rows + right->rows ? matches : left->rows + right->rows;
    case JOIN_SEMI: return clamp_rows(left->rows / 2);
    case JOIN_ANTI: case JOIN_NOT_IN: return clamp_rows(left->rows / 2);
    default: return matches;
    }
}

static bool keeps_left_only(int type)
{
    return type == JOIN_SEMI || type == JOIN_ANTI || type == JOIN_NOT_IN;
}

/* Those of refs that left does not satisfy. */
static List *unsatisfied(struct level *l, const List *refs, const struct rel *left)
{
    List *out = NULL;
    FOREACH (struct outer_ref, ref, refs) {
        struct relset of = expr_relids(ref->expr);
        if (!relset_subset(&of, &left->relids))
            out = list_append(l->p->a, out, ref);
    }
    return out;
}

static List *all_params(struct level *l, const struct rel *left, const struct rel *right)
{
    return list_concat(l->p->a, list_copy(l->p->a, left->params), unsatisfied(l, right->params, left));
}

/* ---- by MongoDB ---- */

const char *column_path(struct level *l, const struct rel *r, const Node *expr)
{
    while (IS_A(expr, RelabelType))
        expr = ((const RelabelType *)expr)->arg;
    if (r->base == NULL || !IS_A(expr, Var))
        return NULL;
    const Var *v = (const Var *)to_push(l, expr);
    return IS_A(v, Var) && v->varattno > 0 ? relation_column_nth(r->base, v->varattno)->path : NULL;
}

bool relation_has_index(const struct relation *rel, const char *path, bool unique)
{
    if (path == NULL)
        return false;
    FOREACH (struct index_info, i, relation_indexes(rel))
        if (i->nkeys > 0 && i->keys[0].direction != 0 && !i->partial && !i->waiting && strcmp(i->keys[0].path, path) == 0 &&
            (!unique || (i->unique && i->nkeys == 1)))
            return true;
    return strcmp(path, "_id") == 0;
}

/* Can MongoDB find the rows for a value of expr without looking at all? */
bool column_has_index(struct level *l, const struct rel *r, const Node *expr)
{
    return r->base != NULL && relation_has_index(r->base, column_path(l, r, expr), false);
}

struct lookup_key {
    Node *qual; /* NULL: there is no equality */
    bool indexed;
    double distinct;
};

/* The equality to look up by: one that an index serves, that with the most values; else the first. */
static struct lookup_key lookup_key(struct level *l, const struct rel *outer, const struct rel *inner, const List *quals)
{
    struct lookup_key best = {0};
    Node *x, *y;
    Oid op;
    FOREACH (Node, q, quals) {
        if (!qual_is_equality(q, &outer->relids, &inner->relids, &x, &y, &op))
            continue;
        struct lookup_key k = {q, column_has_index(l, inner, y),
                               equality_size(l, x, y, 0, outer->rows, inner->rows).distinct};
        if (best.qual == NULL || (k.indexed && (!best.indexed || k.distinct > best.distinct)))
            best = k;
    }
    return best;
}

/* A search by an index on the server and its document, a key in a list sought there, a round trip: in documents that MongoDB looks at. */
enum { LOOKUP_COST = 25, KEY_COST = 10, SEARCH_COST = 50 };

/* Every outer row is a search in the inner collection; locally both are read once. */
bool lookup_pays(struct level *l, double outer_rows, const struct rel *inner, bool indexed, double distinct,
                 double *search)
{
    const char *method = l->p->set != NULL ? l->p->set->join_method : NULL;
    double all = inner->base != NULL && inner->base->rows >= 0 ? inner->base->rows : 1000;
    *search = indexed ? LOOKUP_COST - 1 + all / distinct : all;
    if (method != NULL && strcmp(method, "local") == 0)
        return false;
    if (method != NULL && strcmp(method, "lookup") == 0)
        return true;
    return !inner->shaped && inner->base != NULL && outer_rows * *search < inner->rows;
}

/* For EXPLAIN: what spoke against it. */
static const char *why_no_lookup(const struct level *l, const struct rel *inner, bool indexed)
{
    const char *method = l->p->set != NULL ? l->p->set->join_method : NULL;
    if (method != NULL && strcmp(method, "local") == 0)
        return "pgleaf.join is local";
    if (inner->shaped || inner->base == NULL)
        return "the inner side is no plain collection";
    return indexed ? "reading both sides once is cheaper than looking up" : "no index serves the inner side";
}

/* In rows without a match every inner column is NULL: only plain columns become so by themselves. */
static bool inner_is_plain(const struct level *l, const struct rel *inner)
{
    for (int rti = 1; rti <= list_length(l->q->rtable); rti++) {
        if (!relset_has(&inner->relids, rti))
            continue;
        FOREACH (Node, e, l->sources[rti].exprs)
            if (!IS_A(e, Var))
                return false;
    }
    return true;
}

/* For EXPLAIN: the estimates that spoke for it. */
static const char *lookup_reason(struct level *l, const struct rel *outer, const struct rel *inner, bool indexed)
{
    const char *method = l->p->set != NULL ? l->p->set->join_method : NULL;
    if (method != NULL && strcmp(method, "lookup") == 0)
        return "pgleaf.join is lookup";
    return arena_printf(l->p->a, "%.0f rows looked up%s, where %.0f would be read", outer->rows,
                        indexed ? " by an index" : "", inner->rows);
}

static bool try_lookup(struct level *l, struct rel *outer, struct rel *inner, int type, const List *quals,
                       const char **why)
{
    if (outer->remote == NULL || inner->remote == NULL) {
        *why = "an input is local";
        return false;
    }
    if (inner->quals != NULL || inner->row_quals != NULL) {
        *why = inner->why;
        return false;
    }
    if (list_length(unsatisfied(l, inner->params, outer)) != list_length(inner->params)) {
        *why = "LATERAL";
        return false;
    }
    if (keeps_left_only(type) ? type == JOIN_NOT_IN : type != JOIN_INNER && type != JOIN_LEFT) {
        *why = type == JOIN_NOT_IN ? "NOT IN" : "FULL JOIN";
        return false;
    }
    if (type == JOIN_LEFT && !inner_is_plain(l, inner)) {
        *why = "expressions on the NULL side";
        return false;
    }
    double search;
    struct lookup_key key = lookup_key(l, outer, inner, quals);
    if (key.qual == NULL) {
        *why = "no equality";
        return false;
    }
    if (!lookup_pays(l, outer->rows, inner, key.indexed, key.distinct, &search)) {
        *why = why_no_lookup(l, inner, key.indexed);
        return false;
    }
    List *first = list_append(l->p->a, NULL, key.qual), *later = NULL; /* an inner join's others may follow as filters */
    FOREACH (Node, q, quals) {
        List **to = type != JOIN_INNER ? &first : &later;
        if (q != key.qual)
            *to = list_append(l->p->a, *to, q);
    }
    double rows = join_rows(l, outer, inner, type, list_make(l->p->a, 1, key.qual));
    if (!push_join(outer->remote, inner->remote, type, to_push_list(l, first), lookup_reason(l, outer, inner, key.indexed),
                   why))
        return false;
    outer->looked_up += inner->looked_up + outer->rows * search;
    outer->rows = rows;
    outer->sampled = list_concat(l->p->a, list_copy(l->p->a, outer->sampled), inner->sampled);
    outer->params = all_params(l, outer, inner);
    if (!keeps_left_only(type))
        relset_join(&outer->relids, &inner->relids);
    outer->base = NULL;
    rel_filter_all(l, outer, later);
    return true;
}

/* ---- by a search for each row of a small outer side ---- */

/* With column = value of the outer row in the inner scan's own filter: the condition is done then. */
static bool push_search(struct level *l, struct rel *inner, Node *outer_key, Node *inner_key, Oid opno)
{
    struct arena *a = l->p->a;
    const struct oper *o = oper_by_oid(oper_by_oid(opno)->commutator);
    if (o == NULL || func_by_oid(o->func) == NULL || !column_has_index(l, inner, inner_key))
        return false;
    struct outer_ref *ref = ARENA_NEW(a, struct outer_ref);
    ref->paramid = planner_new_param(l->p);
    ref->expr = outer_key;
    OpExpr *q = MAKE_NODE(a, OpExpr);
    q->opno = o->oid;
    q->opfuncid = o->func;
    q->opresulttype = TYPE_bool;
    q->location = -1;
    q->args =
        list_make(a, 2, inner_key, make_exec_param(a, ref->paramid, expr_type(outer_key), expr_typmod(outer_key)));
    const char *why;
    if (!push_filter(inner->remote, to_push(l, (Node *)q), &why))
        return false;
    inner->params = list_append(a, list_copy(a, inner->params), ref);
    return true;
}

/* Moves what it can of *quals into the scan of inner; false: it is not worth while, or nothing can. */
static bool try_search(struct level *l, struct rel *outer, struct rel *inner, int type, List **quals)
{
    List *rest = NULL;
    bool any = false;
    if (inner->remote == NULL || inner->base == NULL || inner->shaped || inner->quals != NULL ||
        inner->row_quals != NULL)
        return false;
    double rows = join_rows(l, outer, inner, JOIN_INNER, *quals);
    if (type == JOIN_NOT_IN || type == JOIN_FULL || outer->rows * SEARCH_COST >= inner->rows)
        return false;
    FOREACH (Node, q, *quals) {
        Node *x, *y;
        Oid op;
        if (qual_is_equality(q, &outer->relids, &inner->relids, &x, &y, &op) && !expr_has_subplan(x) &&
            push_search(l, inner, x, y, op))
            any = true;
        else
            rest = list_append(l->p->a, rest, q);
    }
    if (any) {
        *quals = rest;
        inner->rows = clamp_rows(rows / outer->rows);
    }
    return any;
}

/* ---- by hashing ---- */

struct hash_keys {
    List *left, *right, *ops, *rest;
};

/* NOT IN: left = right as it was written, even when the left side is no column any more. */
static bool not_in_keys(struct level *l, const struct rel *left, const struct rel *right, const List *quals,
                        struct hash_keys *k)
{
    struct arena *a = l->p->a;
    const OpExpr *op = list_length(quals) == 1 ? list_nth(quals, 0) : NULL;
    if (!IS_A(op, OpExpr) || list_length(op->args) != 2)
        return false;
    const struct oper *o = oper_by_oid(op->opno);
    struct relset x = expr_relids(list_nth(op->args, 0)), y = expr_relids(list_nth(op->args, 1));
    if (o == NULL || o->strategy != 3 || !o->hashes || !relset_subset(&x, &left->relids) ||
        !relset_subset(&y, &right->relids))
        return false;
    *k = (struct hash_keys){.left = list_make(a, 1, list_nth(op->args, 0)),
                            .right = list_make(a, 1, list_nth(op->args, 1)),
                            .ops = list_make(a, 1, INT_ITEM(op->opno))};
    return true;
}

/* Else every right row must give a plain false. */
static List *not_false(struct level *l, const List *quals)
{
    List *out = NULL;
    FOREACH (Node, q, quals) {
        BooleanTest *t = MAKE_NODE(l->p->a, BooleanTest);
        t->arg = q;
        t->booltesttype = IS_NOT_FALSE;
        t->location = -1;
        out = list_append(l->p->a, out, t);
    }
    return out;
}

/* Hashing is what fails, as soon as there is a row. */
static Node *unhashable(struct arena *a, Node *key)
{
    IndeterminateCollation *x = MAKE_NODE(a, IndeterminateCollation);
    x->arg = key;
    x->what = "string hashing";
    return (Node *)x;
}

/* full: FULL JOIN, which has no other way, so that what has no collation to compare by is hashed, too. */
static struct hash_keys find_keys(struct level *l, const struct rel *left, const struct rel *right, const List *quals,
                                  bool full)
{
    struct arena *a = l->p->a;
    struct hash_keys k = {0};
    FOREACH (Node, q, quals) {
        Node *x, *y;
        Oid op;
        bool uncollated = full && IS_A(q, IndeterminateCollation);
        const Node *test = uncollated ? ((const IndeterminateCollation *)q)->arg : q;
        if (qual_is_equality(test, &left->relids, &right->relids, &x, &y, &op) && (full || oper_by_oid(op)->hashes)) {
            k.left = list_append(a, k.left, uncollated ? unhashable(a, x) : x);
            k.right = list_append(a, k.right, uncollated ? unhashable(a, y) : y);
            k.ops = list_append(a, k.ops, INT_ITEM(op));
        } else {
            k.rest = list_append(a, k.rest, q);
        }
    }
    return k;
}

static void fill_join(struct level *l, struct rel *out, Plan *plan, struct rel *left, struct rel *right, int type,
                      const List *quals, const List *needed, const char *why)
{
    double rows = join_rows(l, left, right, type, quals);
    out->relids = left->relids;
    if (!keeps_left_only(type))
        relset_join(&out->relids, &right->relids);
    plan->lefttree = rel_close(l, left, input_targets(l, left, needed, quals), why);
    plan->righttree = rel_close(l, right, input_targets(l, right, needed, quals), why);
    plan->targetlist = output_targets(l, &out->relids, needed);
    rel_set_plan(out, plan, rows, why);
}

static Oid turned(Oid op)
{
    return oper_by_oid(op)->commutator;
}

int keys_pay(const struct rel *r, double keys, double distinct, double *per_key)
{
    const double few = 100000, values = 50; /* that a column has at least if there is an index */
    double all = r->base != NULL && r->base->rows >= 0 ? r->base->rows : r->scanned;
    *per_key = KEY_COST + all / (distinct > values ? distinct : values);
    double most = r->scanned / *per_key;
    return keys > few || keys >= most ? 0 : most < few ? (int)most : (int)few;
}

/* The pair of keys of which each value finds the fewest documents, if that pays; -1 none. */
static int best_keys(struct level *l, const struct rel *left, const struct rel *right, const struct hash_keys *k,
                     const bool *tried, int *max)
{
    double best = 0, per_key;
    int which = -1;
    FOREACH (Node, column, k->left) {
        int i = FOREACH_INDEX(column, k->left);
        double distinct = equality_size(l, column, list_nth(k->right, i), 0, left->rows, right->rows).distinct;
        int most = tried[i] || distinct <= best ? 0 : keys_pay(left, right->rows, distinct, &per_key);
        if (most == 0)
            continue;
        which = i;
        best = distinct;
        *max = most;
    }
    return which;
}

/* The keys of a small right side go into the filter of the left one, where an index serves them. */
static void hand_over_keys(struct level *l, HashJoin *j, struct rel *left, const struct rel *right,
                           const struct hash_keys *k)
{
    bool *tried = ARENA_ARRAY(l->p->a, bool, list_length(k->left) + 1);
    const char *why;
    int i, max = 0;
    if (left->remote == NULL ||
        (j->jointype != JOIN_INNER && j->jointype != JOIN_RIGHT && j->jointype != JOIN_SEMI))
        return;
    while ((i = best_keys(l, left, right, k, tried, &max)) >= 0) {
        tried[i] = true;
        Oid array = type_get(type_base(expr_type(list_nth(k->right, i))))->array;
        if (array == InvalidOid)
            continue;
        Param *p = make_exec_param(l->p->a, planner_new_param(l->p), array, -1);
        if (!push_keys(left->remote, to_push(l, list_nth(k->left, i)), p, relation_has_index, &why))
            continue;
        j->key_no = i + 1;
        j->key_param = p->paramid;
        j->key_max = max;
        return;
    }
}

/* Is one of the keys a system catalog's column, which an index there begins with (or none does, where that is no matter)? */
static bool has_catalog_key(const struct level *l, const List *keys, bool indexed)
{
    FOREACH (Var, v, keys) {
        if (v->tag != T_Var || v->varlevelsup > 0 || v->varattno < 1)
            continue;
        const RangeTblEntry *rte = level_rte(l, v->varno);
        if (rte->rtekind == RTE_RELATION && rte->relation->kind == REL_LOCAL &&
            (!indexed || system_index_leads(rte->relation->oid, relation_column_nth(rte->relation, v->varattno)->name)))
            return true;
    }
    return false;
}

/*
 * Do rows come in small's order, and large, a system catalog, is asked for small's keys? So it is where PostgreSQL would
 * seek them there by an index, one by one. Tools that ask without ORDER BY rely on that: a table's columns come in the
 * order of pg_attribute, not in that of their types in pg_type. In a LEFT JOIN its left side's order is the only one.
 */
static bool small_comes_first(const struct level *l, const struct rel *small, const struct rel *large, int type, const List *keys)
{
    const double search = 2; /* in rows read one after the other */
    if (type == JOIN_LEFT)
        return small->rows < large->rows && has_catalog_key(l, keys, false);
    return type == JOIN_INNER && small->rows * search < large->rows && has_catalog_key(l, keys, true);
}

static struct rel *hash_join(struct level *l, struct rel *left, struct rel *right, int type, const List *quals,
                             struct hash_keys *k, const List *needed, const char *why)
{
    HashJoin *j = MAKE_NODE(l->p->a, HashJoin);
    struct rel *out = ARENA_NEW(l->p->a, struct rel);
    bool turn = (type == JOIN_INNER || type == JOIN_LEFT || type == JOIN_FULL) && left->rows < right->rows;
    out->params = all_params(l, left, right);
    if (small_comes_first(l, left, right, type, k->right)) {
        j->outer_first = true;
        turn = false;
    } else if (type == JOIN_INNER && small_comes_first(l, right, left, type, k->left)) {
        j->outer_first = turn = true;
    }
    if (turn) { /* the smaller side is hashed, the right one; but where it comes first it is the left one */
        struct rel *r = left;
        List *keys = k->left;
        left = right;
        right = r;
        k->left = k->right;
        k->right = keys;
        for (int i = 0; i < list_length(k->ops); i++)
            k->ops->items[i] = INT_ITEM(turned(ITEM_OID(k->ops->items[i])));
        type = type == JOIN_LEFT ? JOIN_RIGHT : type;
    }
    j->jointype = type == JOIN_NOT_IN ? JOIN_ANTI : type;
    j->null_aware = type == JOIN_NOT_IN;
    j->outerkeys = k->left;
    j->innerkeys = k->right;
    j->hasheqops = k->ops;
    j->joinqual = k->rest;
    if (!j->outer_first)
        hand_over_keys(l, j, left, right, k);
    fill_join(l, out, (Plan *)j, left, right, type, quals, needed, why);
    return out;
}

/* ---- row by row ---- */

static struct rel *nest_loop(struct level *l, struct rel *left, struct rel *right, int type, List *quals,
                             const List *needed, const char *why)
{
    NestLoop *j = MAKE_NODE(l->p->a, NestLoop);
    struct rel *out = ARENA_NEW(l->p->a, struct rel);
    List *left_needed = list_copy(l->p->a, needed), *values = NULL;
    out->params = all_params(l, left, right);
    j->jointype = type;
    j->joinqual = quals;
    FOREACH (struct outer_ref, ref, right->params) {
        struct relset of = expr_relids(ref->expr);
        if (!relset_subset(&of, &left->relids))
            continue;
        NestLoopParam *p = MAKE_NODE(l->p->a, NestLoopParam);
        p->paramno = ref->paramid;
        p->paramval = ref->expr;
        j->nestParams = list_append(l->p->a, j->nestParams, p);
        values = list_append(l->p->a, values, ref->expr);
        pull_units(l->p->a, ref->expr, NULL, 0, &left_needed);
    }
    j->repeats = values != NULL && values_repeat(l, values, left->rows);
    if (type == JOIN_INNER && j->nestParams == NULL && left->rows < right->rows) { /* the smaller side is kept */
        struct rel *r = left;
        left = right;
        right = r;
    }
    fill_join(l, out, (Plan *)j, left, right, type, quals, left_needed, why);
    ((Plan *)j)->targetlist = output_targets(l, &out->relids, needed);
    return out;
}

static bool only_constants(const List *quals)
{
    FOREACH (Node, q, quals)
        if (!IS_A(q, Const))
            return false;
    return true;
}

struct rel *join_rels(struct level *l, struct rel *left, struct rel *right, int type, List *quals, const List *needed)
{
    const char *why = NULL, *other = NULL;
    if (try_unwind(l, left, right, type, quals, &why))
        return left;
    if (why == NULL && try_lookup(l, left, right, type, quals, &why))
        return left;
    if (type == JOIN_INNER && list_length(unsatisfied(l, right->params, left)) == list_length(right->params) &&
        try_lookup(l, right, left, type, quals, &other))
        return right;
    if (keeps_left_only(type) && try_search(l, left, right, type, &quals))
        return nest_loop(l, left, right, type, quals, needed, why);
    bool lateral = list_length(unsatisfied(l, right->params, left)) < list_length(right->params);
    struct hash_keys k = find_keys(l, left, right, quals, type == JOIN_FULL);
    if (type == JOIN_FULL && k.left == NULL && !only_constants(quals))
        raise(ERR_FEATURE_NOT_SUPPORTED,
              "FULL JOIN is only supported with merge-joinable or hash-joinable join conditions");
    if (type == JOIN_NOT_IN && not_in_keys(l, left, right, quals, &k))
        return hash_join(l, left, right, type, quals, &k, needed, why);
    if (type == JOIN_NOT_IN)
        return nest_loop(l, left, right, JOIN_ANTI, not_false(l, quals), needed, why);
    if (!lateral && (k.left != NULL || type == JOIN_FULL))
        return hash_join(l, left, right, type, quals, &k, needed, why);
    return nest_loop(l, left, right, type, quals, needed, why);
}
