/*
 * ts_rewrite() (manual 12.4.2.1): parts of a query replaced. AND and OR are commutative and associative, so that the
 * query is looked at with all operands of such an operator side by side, in order.
 */
#include "funcs/ts_int.h"

struct tree {
    const struct tsq_node *node; /* the operator or the value; its operands are here: */
    struct tree **v;             /* right before left */
    int n;
    bool replaced; /* it came in for another, and is left alone */
};

static bool flattens(const struct tree *t)
{
    return t->node->kind == TSQ_AND || t->node->kind == TSQ_OR;
}

static void add(struct arena *a, struct tree *t, struct tree *operand)
{
    struct tree **more = ARENA_ARRAY(a, struct tree *, t->n + 1);
    if (t->n > 0)
        memcpy(more, t->v, sizeof(*more) * (size_t)t->n);
    more[t->n++] = operand;
    t->v = more;
}

/* flat: operands of an equal operator become one's own. */
static struct tree *grow(struct arena *a, const struct tsq_node *q, bool flat)
{
    struct tree *t = ARENA_NEW(a, struct tree);
    const struct tsq_node *operands[] = {q->right, q->left};
    t->node = q;
    for (int i = 0; i < 2 && operands[i] != NULL; i++) {
        struct tree *o = grow(a, operands[i], flat);
        if (!flat || !flattens(t) || o->node->kind != q->kind) {
            add(a, t, o);
            continue;
        }
        for (int k = 0; k < o->n; k++)
            add(a, t, o->v[k]);
    }
    return t;
}

/* ---- order ---- */
static int tree_cmp(const struct tree *a, const struct tree *b)
{
    if (a->node->kind == TSQ_VALUE || b->node->kind == TSQ_VALUE || a->node->kind != b->node->kind)
        return tsq_node_cmp(a->node, b->node);
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    for (int i = 0; i < a->n; i++) {
        int c = tree_cmp(a->v[i], b->v[i]);
        if (c != 0)
            return c;
    }
    int x = a->node->kind == TSQ_PHRASE ? a->node->distance : 0, y = b->node->kind == TSQ_PHRASE ? b->node->distance : 0;
    return (x < y) - (x > y);
}

static int operand_order(const void *a, const void *b)
{
    return tree_cmp(a, b);
}

static void sort(struct tree *t)
{
    for (int i = 0; i < t->n; i++)
        sort(t->v[i]);
    if (t->n > 1 && t->node->kind != TSQ_PHRASE)
        ts_sort((const void **)t->v, t->n, operand_order);
}

/* ---- replacing ---- */
struct rewriting {
    struct arena *arena;
    const struct tree *target;
    const struct tsq_node *substitute; /* NULL: what is found goes */
};

static struct tree *replacement(struct rewriting *w)
{
    struct tree *t = w->substitute != NULL ? grow(w->arena, w->substitute, false) : NULL;
    if (t != NULL)
        t->replaced = true;
    return t;
}

/* The target's operands among t's, which are more: out with them, in with the substitute. */
static void replace_some(struct rewriting *w, struct tree *t)
{
    bool *gone = ARENA_ARRAY(w->arena, bool, t->n);
    int found = 0, kept = 0;
    for (int i = 0, j = 0; i < t->n && j < w->target->n; i++) {
        int c = tree_cmp(t->v[i], w->target->v[j]);
        if (c > 0)
            return;
        gone[i] = c == 0;
        found += c == 0;
        j += c == 0;
    }
    if (found < w->target->n)
        return;
    for (int i = 0; i < t->n; i++)
        if (!gone[i])
            t->v[kept++] = t->v[i];
    t->n = kept;
    if (w->substitute != NULL)
        add(w->arena, t, replacement(w));
    sort(t);
}

static struct tree *rewrite(struct rewriting *w, struct tree *t)
{
    int kept = 0;
    if (t->replaced)
        return t;
    if (t->node->kind == w->target->node->kind) {
        if (t->n == w->target->n) {
            if (tree_cmp(t, w->target) == 0)
                return replacement(w);
        } else if (t->n > w->target->n && w->target->n > 0) {
            replace_some(w, t);
        }
    }
    if (t->node->kind == TSQ_VALUE)
        return t;
    for (int i = 0; i < t->n; i++) {
        struct tree *o = rewrite(w, t->v[i]);
        if (o != NULL)
            t->v[kept++] = o;
    }
    t->n = kept;
    return t->n == 0 ? NULL : t->n == 1 && t->node->kind != TSQ_NOT ? t->v[0] : t;
}

/* ---- back to operators of two operands ---- */
static struct tsq_node *fold(struct arena *a, const struct tree *t)
{
    enum tsq_kind kind = t->node->kind;
    if (kind == TSQ_VALUE)
        return tsq_value(a, t->node->s, t->node->len, t->node->weights, t->node->prefix);
    struct tsq_node *first = fold(a, t->v[0]);
    if (t->n == 1)
        return tsq_operator(a, kind, 0, NULL, first);
    struct tsq_node *second = fold(a, t->v[1]);
    for (int last = t->n - 1; last > 1; last--) {
        first = tsq_operator(a, kind, 0, second, first);
        second = fold(a, t->v[last]);
    }
    return tsq_operator(a, kind, t->node->distance, second, first);
}

Datum ts_rewrite(struct fcall *fc)
{
    struct tsq_node *query = tsquery_tree(fc->arena, ARG_DATUM(0)), *target = tsquery_tree(fc->arena, ARG_DATUM(1));
    if (query == NULL || target == NULL)
        return ARG_DATUM(0);
    struct tree *t = grow(fc->arena, query, true), *sought = grow(fc->arena, target, true);
    sort(t);
    sort(sought);
    struct rewriting w = {fc->arena, sought, tsquery_tree(fc->arena, ARG_DATUM(2))};
    t = rewrite(&w, t);
    return tsquery_new(fc->arena, t != NULL ? fold(fc->arena, t) : NULL);
}

/* The substitutions come from a query, which no function here can run. */
Datum ts_rewrite_query(struct fcall *fc)
{
    (void)fc;
    raise(ERR_FEATURE_NOT_SUPPORTED, "ts_rewrite() with a query is not supported");
}

Datum ts_stat(struct fcall *fc)
{
    (void)fc;
    raise(ERR_FEATURE_NOT_SUPPORTED, "ts_stat() is not supported");
}
