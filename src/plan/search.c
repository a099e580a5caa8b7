/*
 * In what order relations are joined: of all trees of up to EXHAUSTIVE of them the cheapest (dynamic programming over sets
 * of them that conditions connect), of more relations first the pairs that give the fewest rows.
 *
 * The cost of a tree is what join.c will make of it: $lookup where that pays, else a hash join which hands the keys of its
 * smaller side to the larger one's index where that pays, else row by row. The unit is a document that MongoDB looks at.
 */
#include <math.h>

#include "plan/plan_int.h"

enum { EXHAUSTIVE = 10 };
static const double HASH = 0.2, PAIR = 0.1, PRODUCT = 1e3; /* a row hashed or sought; a pair looked at; one without a condition */

typedef uint32_t vset; /* of vertices */

struct vertex {
    struct join_tree *tree;
    struct relset relids, wants;
    const struct rel *scan; /* a single relation, still open; NULL */
    double rows;
};

/* A condition between vertices. */
struct edge {
    const struct join_cond *cond;
    vset of, left, right; /* all that it speaks of; the sides of an equality that can be hashed */
    vset indexed;         /* of left and right, those whose side is a column with an index */
    double distinct;      /* values of an equality, of which one row in so many has a given one; 0: it is none */
    int pair;             /* equalities of columns of the same two relations have the same number; -1 none */
    int alike;            /* edges of the same pair */
    int number;
};

struct graph {
    struct level *l;
    int n, nedges, npairs, nclasses;
    struct vertex *v;
    struct edge *edges;
    double *pair_rows; /* the most values that the columns of a pair can have together */
    double *together, *most; /* set_rows()' own, by pair */
    vset near[EXHAUSTIVE], needs[EXHAUSTIVE];
    List *filters;     /* struct relset: what EXISTS and IN wait for */
};

/* The best way to join a set. */
struct state {
    double cost, rows;
    vset left; /* its left side; 0: a single vertex */
    bool known, remote;
};

/* ---- sizes ---- */

static int by_distinct(const void *x, const void *y)
{
    const struct edge *a = x, *b = y;
    if (a->distinct != b->distinct)
        return a->distinct < b->distinct ? -1 : 1;
    return a->alike != b->alike ? b->alike - a->alike : a->number - b->number;
}

/* Joins the two components of a class that an edge connects; false: they are one already. */
static bool connect(vset *component, vset of)
{
    vset first = component[__builtin_ctz(of)], second = component[31 - __builtin_clz(of)];
    if (first == second)
        return false;
    for (int i = 0; i < EXHAUSTIVE; i++)
        if (component[i] == second)
            component[i] = first;
    return true;
}

/*
 * The rows of a set joined. Of a class of equal columns k - 1 equalities count, those of the fewest values; of several
 * columns of the same two relations all, as far as there are rows.
 */
static double set_rows(const struct graph *g, vset s, vset (*components)[EXHAUSTIVE])
{
    double rows = 1, *together = g->together, *most = g->most;
    for (int i = 0; i < g->n; i++)
        rows *= (s >> i & 1) != 0 ? g->v[i].rows : 1;
    for (int i = 0; i < g->npairs; i++)
        together[i] = most[i] = 1;
    for (int i = 0; i < g->nclasses; i++)
        for (int k = 0; k < EXHAUSTIVE; k++)
            components[i][k] = (vset)k;
    for (int i = 0; i < g->nedges; i++) {
        const struct edge *e = &g->edges[i];
        int class = e->cond->class;
        if ((e->of & ~s) != 0 || (class >= 0 && !connect(components[class], e->of)))
            continue;
        if (e->distinct == 0) {
            rows *= qual_selectivity(g->l, e->cond->expr);
        } else if (e->pair < 0) {
            rows /= e->distinct;
        } else {
            together[e->pair] *= e->distinct;
            most[e->pair] = fmax(most[e->pair], e->distinct);
        }
    }
    for (int i = 0; i < g->npairs; i++)
        rows /= fmax(most[i], fmin(together[i], g->pair_rows[i]));
    return rows;
}

/* EXISTS and IN that a set can be asked: each leaves half. */
static int filters_of(const struct graph *g, vset s)
{
    struct relset relids = {{0}};
    int n = 0;
    for (int i = 0; i < g->n; i++)
        if ((s >> i & 1) != 0)
            relset_join(&relids, &g->v[i].relids);
    FOREACH (struct relset, needs, g->filters)
        n += relset_subset(needs, &relids);
    return n;
}

/* ---- costs ---- */

static bool is_single(vset s)
{
    return (s & (s - 1)) == 0;
}

static const struct rel *single_scan(const struct graph *g, vset s)
{
    return is_single(s) ? g->v[__builtin_ctz(s)].scan : NULL;
}

static double closed_cost(const struct state *s)
{
    return s->cost + (s->remote ? s->rows : 0);
}

static bool crosses(const struct edge *e, vset x, vset y)
{
    return (e->of & ~(x | y)) == 0 && (e->of & x) != 0 && (e->of & y) != 0;
}

static bool is_key(const struct edge *e, vset x, vset y)
{
    return e->left != 0 && crosses(e, x, y) &&
           (((e->left & ~x) == 0 && (e->right & ~y) == 0) || ((e->left & ~y) == 0 && (e->right & ~x) == 0));
}

/* Looking up the rows of the single vertex inner. */
static bool lookup_cost(const struct graph *g, const struct state *best, vset outer, vset inner, double rows, double *cost)
{
    const struct rel *r = single_scan(g, inner);
    double search = INFINITY, each;
    bool pays = false;
    if (!best[outer].remote || r == NULL || r->quals != NULL || r->row_quals != NULL || !g->l->p->push.enabled)
        return false;
    for (int i = 0; i < g->nedges; i++) {
        const struct edge *e = &g->edges[i];
        if (!is_key(e, outer, inner))
            continue;
        pays |= lookup_pays(g->l, best[outer].rows, r, (e->indexed & inner) != 0, e->distinct, &each);
        search = fmin(search, each);
    }
    if (!pays)
        return false;
    *cost = best[outer].cost + best[outer].rows * search + rows;
    return true;
}

/* With the keys of small sought in the collection of the single vertex large; INFINITY: that cannot be. */
static double keys_cost(const struct graph *g, const struct state *best, vset small, vset large)
{
    const struct rel *r = single_scan(g, large);
    double least = INFINITY;
    for (int i = 0; r != NULL && g->l->p->push.enabled && i < g->nedges; i++) {
        const struct edge *e = &g->edges[i];
        double per_key;
        if (is_key(e, small, large) && (e->indexed & large) != 0 &&
            keys_pay(r, best[small].rows, e->distinct, &per_key) > 0) {
            double kept = fmin(1, best[small].rows / e->distinct) * r->rows;
            least = fmin(least, best[small].rows * per_key + kept);
        }
    }
    return least;
}

static double local_cost(const struct graph *g, const struct state *best, vset x, vset y, bool dependent, double rows)
{
    bool key = false, any = dependent;
    for (int i = 0; i < g->nedges; i++) {
        key |= is_key(&g->edges[i], x, y);
        any |= crosses(&g->edges[i], x, y);
    }
    double pairs = best[x].rows * best[y].rows;
    if (dependent)
        return closed_cost(&best[x]) + best[x].rows * closed_cost(&best[y]) + pairs * PAIR;
    if (!key)
        return closed_cost(&best[x]) + closed_cost(&best[y]) + (any ? pairs * PAIR : pairs * PRODUCT + 1e6);
    vset small = best[x].rows < best[y].rows ? x : y, large = x == small ? y : x;
    double other = fmin(closed_cost(&best[large]), keys_cost(g, best, small, large));
    return closed_cost(&best[small]) + other + HASH * (best[x].rows + best[y].rows + rows);
}

/* x JOIN y as the way to join both, if it is better than what is known. */
static void consider(const struct graph *g, struct state *best, vset x, vset y)
{
    vset needs = is_single(y) ? g->needs[__builtin_ctz(y)] : 0;
    if (!best[x].known || !best[y].known || (is_single(x) && g->needs[__builtin_ctz(x)] != 0) || (needs & ~x) != 0)
        return;
    struct state *s = &best[x | y];
    double cost;
    bool remote = lookup_cost(g, best, x, y, s->rows, &cost) ||
                  (needs == 0 && lookup_cost(g, best, y, x, s->rows, &cost));
    if (!remote)
        cost = local_cost(g, best, x, y, needs != 0, s->rows);
    if (!s->known || cost < s->cost || (cost <= s->cost && is_single(y))) /* else as it was written */
        *s = (struct state){.cost = cost, .rows = s->rows, .left = x, .known = true, .remote = remote};
}

/* ---- all trees ---- */

static vset neighbours(const struct graph *g, vset s)
{
    vset out = 0;
    for (; s != 0; s &= s - 1)
        out |= g->near[__builtin_ctz(s)];
    return out;
}

static void search_all(const struct graph *g, struct state *best, bool products)
{
    vset all = (UINT32_C(1) << g->n) - 1;
    for (vset s = 1; s <= all; s++) {
        vset lowest = s & -s;
        if (is_single(s))
            continue;
        for (vset x = (s - 1) & s; x != 0; x = (x - 1) & s) {
            vset y = s & ~x;
            if ((x & lowest) == 0 || (!products && (neighbours(g, x) & y) == 0))
                continue;
            consider(g, best, x, y);
            if (is_single(x) && g->needs[__builtin_ctz(x)] != 0)
                consider(g, best, y, x);
        }
    }
}

static struct join_tree *make_tree(struct arena *a, struct join_tree *left, struct join_tree *right, double rows)
{
    struct join_tree *t = ARENA_NEW(a, struct join_tree);
    *t = (struct join_tree){.item = -1, .left = left, .right = right, .rows = clamp_rows(rows)};
    return t;
}

static struct join_tree *tree_of(const struct graph *g, const struct state *best, vset s)
{
    if (is_single(s))
        return g->v[__builtin_ctz(s)].tree;
    vset x = best[s].left, y = s & ~x;
    double halves = filters_of(g, s) - filters_of(g, x) - filters_of(g, y); /* these are still to come */
    return make_tree(g->l->p->a, tree_of(g, best, x), tree_of(g, best, y), best[s].rows * exp2(halves));
}

/* ---- the graph ---- */

static vset vertices_of(const struct graph *g, const struct relset *relids)
{
    vset s = 0;
    for (int i = 0; i < g->n; i++)
        if (relset_meets(relids, &g->v[i].relids))
            s |= UINT32_C(1) << i;
    return s;
}

static vset indexed_vertex(const struct graph *g, vset side, const Node *expr)
{
    const struct rel *r = single_scan(g, side);
    return r != NULL && column_has_index(g->l, r, expr) ? side : 0;
}

static int pair_number(struct graph *g, List **known, const struct equality_size *size)
{
    void *pair = INT_ITEM(size->rti[0] * RELSET_MAX + size->rti[1]);
    void *turned = INT_ITEM(size->rti[1] * RELSET_MAX + size->rti[0]);
    if (size->rti[0] == 0 || size->rti[1] == 0)
        return -1;
    for (int i = 0; i < g->npairs; i++)
        if ((*known)->items[i] == pair || (*known)->items[i] == turned)
            return i;
    *known = list_append(g->l->p->a, *known, pair);
    g->pair_rows[g->npairs] = fmin(size->rows[0], size->rows[1]);
    return g->npairs++;
}

static double vertices_rows(const struct graph *g, vset s)
{
    double rows = 1;
    for (; s != 0; s &= s - 1)
        rows *= g->v[__builtin_ctz(s)].rows;
    return rows;
}

static void add_edge(struct graph *g, const struct join_cond *cond, List **pairs)
{
    struct edge *e = &g->edges[g->nedges];
    *e = (struct edge){.cond = cond, .of = vertices_of(g, &cond->of), .pair = -1, .number = g->nedges};
    if (is_single(e->of))
        return; /* it is one of the pairs' that have become one */
    g->nedges++;
    g->nclasses = cond->class >= g->nclasses ? cond->class + 1 : g->nclasses;
    for (int i = 0; i < g->n; i++)
        if ((e->of >> i & 1) != 0)
            g->near[i] |= e->of;
    const OpExpr *op = (const OpExpr *)cond->expr;
    const struct oper *o = IS_A(op, OpExpr) && list_length(op->args) == 2 ? oper_by_oid(op->opno) : NULL;
    if (o == NULL || o->strategy != 3 || !o->hashes)
        return;
    const Node *x = list_nth(op->args, 0), *y = list_nth(op->args, 1);
    struct relset left = expr_relids(x), right = expr_relids(y);
    vset ls = vertices_of(g, &left), rs = vertices_of(g, &right);
    if (ls == 0 || rs == 0 || (ls & rs) != 0)
        return;
    struct equality_size size =
        equality_size(g->l, x, y, cond->class_rows, vertices_rows(g, ls), vertices_rows(g, rs));
    e->left = ls;
    e->right = rs;
    e->indexed = indexed_vertex(g, ls, x) | indexed_vertex(g, rs, y);
    e->distinct = cond->constant ? 1 : size.distinct;
    e->pair = pair_number(g, pairs, &size);
}

static void connect_wants(struct graph *g)
{
    for (int i = 0; i < g->n; i++) {
        g->needs[i] = vertices_of(g, &g->v[i].wants);
        g->near[i] |= g->needs[i];
        for (int k = 0; k < g->n; k++)
            if ((g->needs[i] >> k & 1) != 0)
                g->near[k] |= UINT32_C(1) << i;
    }
}

static struct join_tree *best_tree(struct graph *g, const List *conds)
{
    struct arena *a = g->l->p->a;
    List *pairs = NULL;
    int all = (int)((UINT32_C(1) << g->n) - 1), most = list_length(conds);
    g->edges = ARENA_ARRAY(a, struct edge, most + 1);
    g->pair_rows = ARENA_ARRAY(a, double, most + 1);
    g->together = ARENA_ARRAY(a, double, most + 1);
    g->most = ARENA_ARRAY(a, double, most + 1);
    FOREACH (struct join_cond, c, conds)
        add_edge(g, c, &pairs);
    for (int i = 0; i < g->nedges; i++)
        for (int k = 0; k < g->nedges; k++)
            g->edges[i].alike += g->edges[i].pair >= 0 && g->edges[i].pair == g->edges[k].pair;
    qsort(g->edges, (size_t)g->nedges, sizeof *g->edges, by_distinct);
    connect_wants(g);
    struct state *best = ARENA_ARRAY(a, struct state, all + 1);
    vset(*components)[EXHAUSTIVE] = arena_alloc(a, sizeof *components * (size_t)(g->nclasses + 1));
    for (vset s = 1; s <= (vset)all; s++) {
        best[s].rows = clamp_rows(set_rows(g, s, components) * exp2(is_single(s) ? 0 : -filters_of(g, s)));
        if (is_single(s)) {
            const struct rel *scan = single_scan(g, s);
            best[s].known = true;
            best[s].remote = scan != NULL;
            best[s].cost = scan != NULL ? scan->scanned : 0;
        }
    }
    search_all(g, best, false);
    if (!best[all].known)
        search_all(g, best, true);
    if (!best[all].known)
        raise(ERR_FEATURE_NOT_SUPPORTED, "these LATERAL references are not supported");
    return tree_of(g, best, (vset)all);
}

/* ---- many relations: the pairs with the fewest rows become one ---- */

static bool may_join(const struct vertex *x, const struct vertex *y)
{
    return relset_empty(&x->wants) && relset_subset(&y->wants, &x->relids);
}

static int vertex_of(const struct graph *g, const struct relset *relids)
{
    for (int i = 0; i < g->n; i++)
        if (relset_subset(relids, &g->v[i].relids))
            return i;
    return -1;
}

/* The rows of a pair by one of its conditions; INFINITY: it is none of two vertices. */
static double pair_rows(const struct graph *g, const struct join_cond *c, int *x, int *y)
{
    const OpExpr *op = (const OpExpr *)c->expr;
    if (!IS_A(op, OpExpr) || list_length(op->args) != 2)
        return INFINITY;
    const Node *left = list_nth(op->args, 0), *right = list_nth(op->args, 1);
    struct relset lr = expr_relids(left), rr = expr_relids(right);
    *x = relset_empty(&lr) ? -1 : vertex_of(g, &lr);
    *y = relset_empty(&rr) ? -1 : vertex_of(g, &rr);
    if (*x < 0 || *y < 0 || *x == *y)
        return INFINITY;
    double both = g->v[*x].rows * g->v[*y].rows;
    const struct oper *o = oper_by_oid(op->opno);
    if (o == NULL || o->strategy != 3)
        return both * qual_selectivity(g->l, c->expr);
    return both / equality_size(g->l, left, right, c->class_rows, g->v[*x].rows, g->v[*y].rows).distinct;
}

static void merge(struct graph *g, int x, int y, double rows)
{
    struct vertex *v = &g->v[x];
    v->tree = make_tree(g->l->p->a, v->tree, g->v[y].tree, rows);
    v->scan = NULL;
    v->rows = clamp_rows(rows);
    relset_join(&v->relids, &g->v[y].relids);
    g->n--;
    g->v[y] = g->v[g->n];
}

static void merge_fewest(struct graph *g, const List *conds)
{
    double best = INFINITY;
    int left = -1, right = -1;
    FOREACH (struct join_cond, c, conds) {
        int x = 0, y = 0;
        double rows = pair_rows(g, c, &x, &y);
        if (rows < best && (may_join(&g->v[x], &g->v[y]) || may_join(&g->v[y], &g->v[x]))) {
            best = rows;
            left = may_join(&g->v[x], &g->v[y]) ? x : y;
            right = left == x ? y : x;
        }
    }
    for (int x = 0; left < 0 && x < g->n; x++) /* LATERAL, or a product */
        for (int y = 0; y < g->n; y++) {
            double rows = g->v[x].rows * g->v[y].rows * (relset_empty(&g->v[y].wants) ? PRODUCT : 1);
            if (x != y && rows < best && may_join(&g->v[x], &g->v[y])) {
                best = rows;
                left = x;
                right = y;
            }
        }
    if (left < 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "these LATERAL references are not supported");
    merge(g, left, right, best);
}

static double class_rows(const struct level *l, const List *members)
{
    double least = 0;
    FOREACH (Node, m, members) {
        int rti;
        bool unique;
        double rows = column_rows(l, m, &rti, &unique);
        if (rows > 0 && (least == 0 || rows < least))
            least = rows;
    }
    return least;
}

struct join_tree *join_order(struct level *l, const struct join_slot *slots, int n, List *conds, List *filters)
{
    FOREACH (struct join_cond, c, conds)
        c->class_rows = class_rows(l, c->members);
    struct graph g = {.l = l, .n = n, .filters = filters};
    g.v = ARENA_ARRAY(l->p->a, struct vertex, n);
    for (int i = 0; i < n; i++) {
        struct join_tree *leaf = ARENA_NEW(l->p->a, struct join_tree);
        const struct rel *r = slots[i].r;
        *leaf = (struct join_tree){.item = i, .rows = r->rows};
        g.v[i] = (struct vertex){.tree = leaf, .relids = r->relids, .wants = slots[i].wants, .rows = r->rows,
                                 .scan = r->remote != NULL ? r : NULL};
    }
    while (g.n > EXHAUSTIVE)
        merge_fewest(&g, conds);
    return best_tree(&g, conds);
}
