/*
 * Sums of numeric, exactly. Decimal128 has 34 digits, and rounds what has more; numeric has them all, and its sum shows
 * as many behind the point as the summand with the most. So each value is cut in three, whose sums stay within 34
 * digits for 10^7 rows:
 *
 *     a  the whole part, below 10^27       b  15 digits behind the point      c  the rest, up to the 40th digit
 *     z  0 with the value's own scale: the sum of zeros has the largest scale
 *
 * What cannot be cut so (NaN, infinities, 1E-50) is kept as it is, and added here:
 *     {$set: {__k0: {a: ..., b: ..., c: ..., z: ...} or {odd: value}}},
 *     {$group: {a1: {$sum: "$__k0.a"}, ..., a5: {$push: "$__k0.odd"}}}
 *     CASE WHEN n = 0 THEN NULL ELSE round(a + b + c, scale(z)) + pgleaf_sum(odd) END
 */
#include <math.h>

#include "push/group.h"

static struct bv *decimal(struct arena *a, const char *text)
{
    bson_decimal128_t d;
    bson_decimal128_from_string(text, &d);
    return bv_decimal(a, &d);
}

static struct bv *let_one(struct arena *a, const char *name, struct bv *value, struct bv *body)
{
    return bv_op(a, "$let", bv_set(a, bv_op(a, "vars", bv_op(a, name, value)), "in", body));
}

/* value, a numeric or null, in parts. */
static struct bv *parts(struct arena *a, struct bv *value)
{
    struct bv *x = bv_str(a, "$$x"), *whole = bv_str(a, "$$y"), *middle = bv_str(a, "$$z"), *rest = bv_str(a, "$$w");
    struct bv *abs = bv_op(a, "$abs", x), *odd = bv_op(a, "odd", x);
    struct bv *small = bv_op2(a, "$and", bv_op2(a, "$gte", abs, bv_int(a, 0)), /* no NaN, which is below */
                              bv_op2(a, "$lt", abs, decimal(a, "1E+27")));
    struct bv *cut = bv_set(a, bv_set(a, bv_op(a, "a", whole), "b", middle), "c", rest);
    bv_set(a, cut, "z", bv_op2(a, "$multiply", x, decimal(a, "0")));
    struct bv *body = bv_op3(a, "$cond", bv_op2(a, "$eq", rest, bv_op2(a, "$trunc", rest, bv_int(a, 40))), cut, odd);
    body = let_one(a, "w", bv_op2(a, "$subtract", bv_op2(a, "$subtract", x, whole), middle), body);
    body = let_one(a, "z", bv_op2(a, "$trunc", bv_op2(a, "$subtract", x, whole), bv_int(a, 15)), body);
    body = let_one(a, "y", bv_op2(a, "$trunc", x, bv_int(a, 0)), body);
    body = bv_op3(a, "$cond", small, body, bv_op3(a, "$cond", bv_op2(a, "$eq", x, bv_null(a)), bv_null(a), odd));
    return let_one(a, "x", bv_op(a, "$toDecimal", value), body);
}

/* The field of a $set before the $group that has them. */
static const char *parts_field(struct grouping *g, struct bv *value)
{
    struct bv *cut = parts(g->c.arena, value);
    for (int i = 0; i < g->before->n; i++)
        if (bv_equal(g->before->items[i].value, cut))
            return g->before->items[i].key;
    const char *name = push_temporary(g->c.rel);
    bv_set(g->c.arena, g->before, name, cut);
    return name;
}

static Node *part_sum(struct grouping *g, const char *name, const char *part, const char *op, Oid type)
{
    struct arena *a = g->c.arena;
    return group_accumulate(g, op, bv_field(a, arena_printf(a, "%s.%s", name, part)), type, true)->expr;
}

static Node *call(struct arena *a, Oid func, Oid result, List *args)
{
    FuncExpr *f = MAKE_NODE(a, FuncExpr);
    f->funcid = func;
    f->funcresulttype = result;
    f->args = args;
    f->location = -1;
    return (Node *)f;
}

static Node *plus(struct arena *a, Node *x, Node *y)
{
    return group_operator(a, 1758, 1724, TYPE_numeric, x, y);
}

enum { NUMERIC_ROUND = 1707, NUMERIC_SCALE = 3281, NUMERIC_ARRAY_SUM = 16010 };

Node *push_sum_numeric(struct agg_call *x)
{
    static const Oid needed[] = {NUMERIC_ROUND, NUMERIC_SCALE, NUMERIC_ARRAY_SUM, 1724, 1727, 467};
    struct grouping *g = x->g;
    struct arena *a = g->c.arena;
    if (!group_functions(6, needed))
        return pc_no(&g->c, "no arithmetic of numeric");
    struct bv *value = group_argument(x);
    struct pcol *n = value == NULL ? NULL : group_counted(x);
    if (n == NULL)
        return NULL;
    const char *name = parts_field(g, value);
    Node *whole = part_sum(g, name, "a", "$sum", TYPE_numeric), *middle = part_sum(g, name, "b", "$sum", TYPE_numeric);
    Node *rest = part_sum(g, name, "c", "$sum", TYPE_numeric), *zero = part_sum(g, name, "z", "$sum", TYPE_numeric);
    Node *odd = part_sum(g, name, "odd", "$push", TYPE__numeric);
    Node *scale = call(a, NUMERIC_SCALE, TYPE_int4, list_make(a, 1, zero));
    Node *cut = call(a, NUMERIC_ROUND, TYPE_numeric, list_make(a, 2, plus(a, plus(a, whole, middle), rest), scale));
    CaseExpr *e = MAKE_NODE(a, CaseExpr);
    CaseWhen *w = MAKE_NODE(a, CaseWhen);
    Node *none = (Node *)make_const(a, TYPE_int8, -1, datum_from_int64(0), false);
    w->expr = group_operator(a, 410, 467, TYPE_bool, n->expr, none);
    w->result = (Node *)make_const(a, TYPE_numeric, -1, 0, true);
    e->casetype = TYPE_numeric;
    e->args = list_append(a, NULL, w);
    e->defresult = plus(a, cut, call(a, NUMERIC_ARRAY_SUM, TYPE_numeric, list_make(a, 1, odd)));
    e->location = w->location = -1;
    return (Node *)e;
}

Node *push_avg_numeric(struct agg_call *x)
{
    Node *sum = push_sum_numeric(x);
    struct pcol *n = sum == NULL ? NULL : group_counted(x);
    if (n == NULL)
        return NULL;
    return group_operator(x->g->c.arena, 1761, 1727, TYPE_numeric, sum, group_as_numeric(x->g, n));
}
