/*
 * ts_rewrite() (manual 12.4.2.1): parts of a query replaced. AND and OR are commutative and associative, so that the
 * query is looked at with all operands of such an operator side by side, in order.
 */
#include "funcs/ts_int.h"

struct ts_tree {
    const struct tsq_node *node; /* the operator or the value; its operands are here: */
    struct ts_tree **v;             /* right before left */
    int n;
    uint32_t sign; /* a bit for each of its values. As in PostgreSQL it is not made anew when operands change, and then hides a match */
    bool replaced; /* it came in for another, and is left alone */
};

static bool flattens(const struct ts_tree *t)
{
    return t->node->kind == TSQ_AND || t->node->kind == TSQ_OR;
}

static void add(struct arena *a, struct ts_tree *t, struct ts_tree *operand)
{
    struct ts_tree **more = ARENA_ARRAY(a, struct ts_tree *, t->n + 1);
    if (t->n > 0)
        memcpy(more, t->v, sizeof(*more) * (size_t)t->n);
    more[t->n++] = operand;
    t->v = more;
}

static struct ts_tree *grow(struct arena *a, const struct tsq_node *q)
{
    struct ts_tree *t = ARENA_NEW(a, struct ts_tree);
    t->node = q;
    if (q->kind == TSQ_VALUE)
        t->sign = 1u << (uint32_t)tsq_crc(q->s, q->len) % 32;
    if (q->right != NULL)
        add(a, t, grow(a, q->right));
    if (q->left != NULL)
        add(a, t, grow(a, q->left));
    for (int i = 0; i < t->n; i++)
        t->sign |= t->v[i]->sign;
    return t;
}

/* Operands of an equal operator become one's own; what came in for others may be replaced, too, from now on. */
static void flatten(struct arena *a, struct ts_tree *t)
{
    struct ts_tree **operands = t->v;
    int n = t->n;
    t->replaced = false;
    t->v = NULL;
    t->n = 0;
    for (int i = 0; i < n; i++) {
        struct ts_tree *o = operands[i];
        flatten(a, o);
        bool same = flattens(t) && o->node->kind == t->node->kind;
        for (int k = 0; same && k < o->n; k++)
            add(a, t, o->v[k]);
        if (!same)
            add(a, t, o);
    }
}

/* ---- order ---- */
static int tree_cmp(const struct ts_tree *a, const struct ts_tree *b)
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

static void sort(struct ts_tree *t)
{
    for (int i = 0; i < t->n; i++)
        sort(t->v[i]);
    if (t->n > 1 && t->node->kind != TSQ_PHRASE)
        ts_sort((const void **)t->v, t->n, operand_order);
}

/* ---- replacing ---- */
struct replacing {
    struct arena *arena;
    const struct ts_tree *target;
    const struct tsq_node *substitute; /* NULL: what is found goes */
};

static struct ts_tree *replacement(struct replacing *w)
{
    struct ts_tree *t = w->substitute != NULL ? grow(w->arena, w->substitute) : NULL;
    if (t != NULL)
        t->replaced = true;
    return t;
}

/* The target's operands among t's, which are more: out with them, in with the substitute. */
static void replace_some(struct replacing *w, struct ts_tree *t)
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

static struct ts_tree *rewrite(struct replacing *w, struct ts_tree *t)
{
    int kept = 0;
    if (t->replaced)
        return t;
    if (t->node->kind == w->target->node->kind && (w->target->sign & ~t->sign) == 0) {
        if (t->n == w->target->n) {
            if (t->sign == w->target->sign && tree_cmp(t, w->target) == 0)
                return replacement(w);
        } else if (t->n > w->target->n && w->target->n > 0) {
            replace_some(w, t);
        }
    }
    if (t->node->kind == TSQ_VALUE)
        return t;
    for (int i = 0; i < t->n; i++) {
        struct ts_tree *o = rewrite(w, t->v[i]);
        if (o != NULL)
            t->v[kept++] = o;
    }
    t->n = kept;
    return t->n == 0 ? NULL : t->n == 1 && t->node->kind != TSQ_NOT ? t->v[0] : t;
}

/* ---- back to operators of two operands ---- */
static struct tsq_node *fold(struct arena *a, const struct ts_tree *t)
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

/* ---- the function ---- */
static struct ts_tree *normal(struct arena *a, struct ts_tree *t)
{
    flatten(a, t);
    sort(t);
    return t;
}

bool ts_rewrite_begin(struct ts_rewriting *w, struct arena *a, Datum query)
{
    struct tsq_node *root = tsquery_tree(a, query);
    *w = (struct ts_rewriting){a, root != NULL ? normal(a, grow(a, root)) : NULL};
    return root != NULL;
}

/* The tree is made anew from copies: target and substitute need not outlive the call. */
void ts_rewrite_step(struct ts_rewriting *w, Datum target, Datum substitute, bool ready)
{
    if (w->tree == NULL || tsquery_count(target) == 0)
        return;
    struct tsq_node *sought = tsquery_tree(w->arena, datum_copy(w->arena, target, false));
    struct replacing r = {w->arena, normal(w->arena, grow(w->arena, sought)),
                          tsquery_tree(w->arena, datum_copy(w->arena, substitute, false))};
    w->tree = rewrite(&r, w->tree);
    if (ready && w->tree != NULL)
        normal(w->arena, w->tree);
}

Datum ts_rewrite_end(struct ts_rewriting *w)
{
    return tsquery_new(w->arena, w->tree != NULL ? fold(w->arena, w->tree) : NULL);
}

Datum ts_rewrite(struct fcall *fc)
{
    struct ts_rewriting w;
    if (tsquery_count(ARG_DATUM(1)) == 0 || !ts_rewrite_begin(&w, fc->arena, ARG_DATUM(0)))
        return ARG_DATUM(0);
    ts_rewrite_step(&w, ARG_DATUM(1), ARG_DATUM(2), false);
    return ts_rewrite_end(&w);
}
