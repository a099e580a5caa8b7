/*
 * Predicates. Each is compiled to two total ones, "is true" and "is false": NOT swaps them, AND and OR combine them, NULL is
 * neither. pc_match() says them in the match language, where a native operator (which an index serves) is exact, pc_test()
 * as aggregation expressions.
 *
 * WHERE a > 5, a an integer column of a collection:
 *     {a: {$gt: 5, $type: "int", $not: {$type: "array"}}}
 * native operators look into arrays and compare all kinds of numbers; a value that is not of the column's type counts as NULL.
 */
#include <math.h>
#include <string.h>

#include "push/push_int.h"
#include "types/array.h"

/* ---- a column's guards ---- */

struct mq *no_array(struct arena *a, const struct pcol *col, const char *path)
{
    if (col->id && strcmp(path, "_id") == 0)
        return mq_const(a, true);
    return mq_field(a, path, "$not", bv_op(a, "$type", bv_str(a, "array")));
}

/* What is above a nested path is no array: a.b would look into each of its documents. */
static struct mq *no_array_above(struct arena *a, const struct pcol *col)
{
    struct mq *q = mq_const(a, true);
    if (!col->clean)
        for (const char *dot = strchr(col->path, '.'); dot != NULL; dot = strchr(dot + 1, '.'))
            q = mq_and(a, q, no_array(a, col, arena_strndup(a, col->path, (size_t)(dot - col->path))));
    return q;
}

static struct mq *guard_array(struct arena *a, const struct pcol *col)
{
    return mq_and(a, no_array(a, col, col->path), no_array_above(a, col));
}

static struct mq *guard_type(struct arena *a, const struct pcol *col)
{
    const char *names[4];
    int n = column_bson_names(col, names);
    int64_t low, high;
    struct bv *types = n == 1 ? bv_str(a, names[0]) : n == 4 ? bv_str(a, "number") : bv_strings(a, n, names);
    struct mq *q = mq_field(a, col->path, "$type", types);
    if (column_float_check(col))
        q = mq_and(a, q, mq_expr(a, float_exact(a, col->path)));
    if (column_int_range(col, &low, &high))
        q = mq_and(a, q, mq_and(a, mq_field(a, col->path, "$gte", bv_int(a, (int32_t)low)),
                                mq_field(a, col->path, "$lte", bv_int(a, (int32_t)high))));
    return q;
}

static struct mq *uuid_range(struct arena *a, const char *path)
{
    return mq_and(a, mq_field(a, path, "$gte", uuid_bound(a, false)), mq_field(a, path, "$lte", uuid_bound(a, true)));
}

/* No element fulfils {op: value}. */
static struct mq *no_element(struct arena *a, const char *path, const char *op, struct bv *value)
{
    return mq_not(a, mq_field(a, path, "$elemMatch", bv_op(a, op, value)));
}

static struct mq *array_notnull(struct pc *c, struct pcol *col)
{
    struct arena *a = c->arena;
    const char *names[5];
    Oid elem = type_get(col->type)->elem;
    int n = type_bson_names(elem, SEEN_INT64, names);
    if (n == 0 || type_has_nan(elem) || elem == TYPE_uuid || elem == TYPE_int2)
        return pc_no(c, "column \"%s\" of type %s", col->name, type_display(a, col->type));
    names[n++] = "null";
    struct bv *other = bv_op(a, "$elemMatch", bv_op(a, "$not", bv_op(a, "$type", bv_strings(a, n, names))));
    struct mq *q = mq_and(a, mq_field(a, col->path, "$type", bv_str(a, "array")), mq_field(a, col->path, "$not", other));
    if (elem == TYPE_int4)
        q = mq_and(a, q, mq_and(a, no_element(a, col->path, "$gt", bv_int(a, INT32_MAX)),
                                no_element(a, col->path, "$lt", bv_int(a, INT32_MIN))));
    return mq_and(a, q, no_array_above(a, col));
}

/* jsonb takes every value but null and undefined. */
static struct bv *json_is_null(struct arena *a, const struct pcol *col)
{
    struct bv *none = bv_list(a, 3, bv_str(a, "missing"), bv_str(a, "null"), bv_str(a, "undefined"));
    return bv_op2(a, "$in", bv_op(a, "$type", bv_field(a, col->path)), none);
}

static struct mq *json_notnull(struct arena *a, const struct pcol *col)
{
    return mq_and(a, mq_not(a, mq_expr(a, json_is_null(a, col))), no_array_above(a, col));
}

struct mq *pc_notnull(struct pc *c, struct pcol *col)
{
    struct arena *a = c->arena;
    const char *names[4];
    if (col->clean)
        return col->nullable ? mq_field(a, col->path, "$ne", bv_null(a)) : mq_const(a, true);
    if (type_is_array(col->type))
        return array_notnull(c, col);
    if (col->type == TYPE_jsonb)
        return json_notnull(a, col);
    if (column_bson_names(col, names) == 0)
        return pc_no(c, "column \"%s\" of type %s", col->name, type_display(a, col->type));
    struct mq *q = col->type == TYPE_uuid ? uuid_range(a, col->path) : guard_type(a, col);
    return mq_and(a, q, guard_array(a, col));
}

/* ---- a column against a constant ---- */

static bool answers(enum cmp_op op, int cmp)
{
    switch (op) {
    case CMP_LT: return cmp < 0;
    case CMP_LE: return cmp <= 0;
    case CMP_EQ: return cmp == 0;
    case CMP_GE: return cmp >= 0;
    case CMP_GT: return cmp > 0;
    default: return cmp != 0;
    }
}

/*
 * A double in a numeric column is read by its shortest digits: 1.1, where MongoDB compares 1.100000000000000088... Their order
 * is the same; only the double that is nearest to the constant may fall on its other side, and is told apart:
 *     n > 1.1       {n: {$gt: 1.1 as decimal}, $nor: [{n: {$eq: 1.1 as double, $type: "double"}}]}
 */
static struct mq *numeric_test(struct arena *a, const struct pcol *col, enum cmp_op op, struct bv *v)
{
    double d;
    int exact, shortest;
    struct mq *q = mq_field(a, col->path, cmp_names[op], v);
    if (!(col->column->seen & SEEN_DOUBLE) || !nearest_double(v, &d, &exact, &shortest))
        return q;
    struct mq *nearest = mq_and(a, mq_field(a, col->path, "$eq", bv_double(a, d)),
                                mq_field(a, col->path, "$type", bv_str(a, "double")));
    bool native = answers(op, exact), right = answers(op, shortest);
    return native == right ? q : right ? mq_or(a, q, nearest) : mq_and(a, q, mq_not(a, nearest));
}

/* Comparison operators stay within a kind of values; but all numbers are one. */
static bool needs_type(const struct pcol *col)
{
    return type_is_int(col->type) || col->type == TYPE_float8 ||
           (col->type == TYPE_numeric && !(col->column->seen & SEEN_DOUBLE));
}

static struct mq *native_test(struct pc *c, struct pcol *col, enum cmp_op op, struct bv *v)
{
    struct arena *a = c->arena;
    struct mq *q;
    if (col->clean) {
        if (op == CMP_NE)
            return mq_field(a, col->path, "$nin", bv_list(a, 2, v, bv_null(a)));
        return mq_field(a, col->path, cmp_names[op], v);
    }
    if (col->type == TYPE_numeric)
        q = numeric_test(a, col, op, v);
    else
        q = mq_field(a, col->path, cmp_names[op], v);
    if (col->type == TYPE_uuid && op != CMP_EQ)
        q = mq_and(a, q, uuid_range(a, col->path));
    else if (needs_type(col) || op == CMP_NE)
        q = mq_and(a, q, guard_type(a, col));
    return mq_and(a, q, guard_array(a, col));
}

static bool native_type(const struct pcol *col)
{
    const char *names[4];
    return col->clean ? type_comparable(col->type) : column_bson_names(col, names) > 0;
}

static void prove(struct pc *c, struct pcol *col, bool no_nan)
{
    c->proved = list_append(c->arena, c->proved, col);
    if (no_nan)
        c->no_nan = list_append(c->arena, c->no_nan, col);
}

static struct mq *column_test(struct pc *c, struct pcol *col, enum cmp_op op, const Const *k)
{
    struct arena *a = c->arena;
    if (k->constisnull)
        return mq_const(a, false);
    if (!native_type(col))
        return pc_no(c, "column \"%s\" of type %s", col->name, type_display(a, col->type));
    struct bound b = const_bound(a, col->type, op, k);
    if (b.kind == BOUND_NO)
        return pc_no(c, "comparison of \"%s\" with a constant that BSON cannot hold", col->name);
    if (b.kind == BOUND_NEVER)
        return mq_const(a, false);
    if (c->depth == 0)
        prove(c, col, b.kind == BOUND_CMP && !b.is_nan && !b.or_nan && b.op != CMP_NE);
    if (b.kind == BOUND_ALWAYS)
        return pc_notnull(c, col);
    struct mq *q = native_test(c, col, b.op, b.value);
    if (b.or_nan)
        q = mq_or(a, q, native_test(c, col, CMP_EQ, bv_double(a, NAN)));
    return q;
}

/*
 * column op parameter, as a conjunct of the whole filter: a NULL gives no row then, and the scan is not even opened. NULL: not
 * so, or not so exactly (NaN, which may come, has another place in MongoDB's order).
 */
static struct mq *parameter_test(struct pc *c, struct pcol *col, enum cmp_op op, Param *p)
{
    Oid t = p->paramtype;
    if (c->depth > 0 || !native_type(col))
        return NULL;
    bool same = type_is_text(col->type) ? type_is_text(t) : type_is_int(col->type) ? type_is_int(t) : col->type == t;
    if (!same || (type_has_nan(t) && op != CMP_EQ && op != CMP_NE))
        return NULL;
    struct bv *v = pc_value(c, (Node *)p);
    if (v == NULL)
        return NULL;
    struct bv *placeholder = v->items[0].value; /* out of its $literal */
    for (int i = 0; i < list_length(c->rel->params); i++)
        if (((Param *)list_nth(c->rel->params, i))->paramid == p->paramid)
            c->rel->strict->items[i] = INT_ITEM(1);
    prove(c, col, op == CMP_EQ && !type_has_nan(t));
    return native_test(c, col, op, placeholder);
}

/* ---- comparisons as expressions ---- */

/* NaN above every number: a string is above them all. */
static struct bv *nan_last(struct arena *a, Oid type, struct bv *x)
{
    if (!type_has_nan(type))
        return x;
    return bv_op3(a, "$cond", bv_op2(a, "$eq", x, bv_double(a, NAN)), bv_str(a, ""), x);
}

/* x op constant; v has no NULL but null. */
static struct bv *constant_test(struct pc *c, Node *x, enum cmp_op op, const Const *k)
{
    struct arena *a = c->arena;
    if (k->constisnull)
        return bv_bool(a, false);
    struct bound b = const_bound(a, expr_type(x), op, k);
    if (b.kind == BOUND_NO)
        return pc_no(c, "a comparison with a constant that BSON cannot hold");
    struct bv *v = pc_value(c, x);
    if (v == NULL || b.kind == BOUND_NEVER)
        return v == NULL ? NULL : bv_bool(a, false);
    if (b.kind == BOUND_ALWAYS)
        return bv_op2(a, "$ne", v, bv_null(a));
    struct bv *k_value = bv_literal(a, b.value), *test;
    struct let let;
    let_init(&let, a);
    switch (b.op) {
    case CMP_EQ:
        return bv_op2(a, "$eq", v, k_value);
    case CMP_NE:
        if (!pc_nullable(c, x))
            return bv_op2(a, "$ne", v, k_value);
        return bv_op(a, "$not", bv_list(a, 1, bv_op2(a, "$in", v, bv_list(a, 2, k_value, bv_null(a)))));
    case CMP_GT:
    case CMP_GE:
        if (!b.or_nan)
            return bv_op2(a, cmp_names[b.op], v, k_value);
        v = let_bind(&let, v);
        test = bv_op2(a, "$or", bv_op2(a, cmp_names[b.op], v, k_value), bv_op2(a, "$eq", v, bv_double(a, NAN)));
        return let_in(&let, test);
    default: /* null and NaN lie below in MongoDB */
        if (!type_has_nan(expr_type(x)) && !pc_nullable(c, x))
            return bv_op2(a, cmp_names[b.op], v, k_value);
        v = let_bind(&let, v);
        test = bv_op2(a, "$gt", v, type_has_nan(expr_type(x)) ? bv_double(a, NAN) : bv_null(a));
        return let_in(&let, bv_op2(a, "$and", test, bv_op2(a, cmp_names[b.op], v, k_value)));
    }
}

static bool is_time_pair(Oid x, Oid y)
{
    return x != y && (x == TYPE_timestamptz || y == TYPE_timestamptz);
}

static bool is_objectid(Node *e)
{
    return expr_type(e) == TYPE_objectid;
}

static struct bv *values_test(struct pc *c, Node *l, Node *r, enum cmp_op op)
{
    struct arena *a = c->arena;
    struct let let;
    if (op == CMP_GT || op == CMP_GE)
        return values_test(c, r, l, cmp_swap(op));
    Oid type = expr_type(l);
    if (is_time_pair(type, expr_type(r)) || !type_comparable(type_base(type)))
        return pc_no(c, "comparison of %s and %s", type_display(a, type), type_display(a, expr_type(r)));
    if (is_objectid(pc_strip(l)) && is_objectid(pc_strip(r))) {
        l = pc_strip(l);
        r = pc_strip(r);
    }
    bool l_null = pc_nullable(c, l), r_null = pc_nullable(c, r);
    struct bv *x = pc_value(c, l), *y = x != NULL ? pc_value(c, r) : NULL;
    if (y == NULL)
        return NULL;
    let_init(&let, a);
    x = let_bind(&let, x);
    y = let_bind(&let, y);
    struct bv *tests = bv_array(a);
    if (l_null) /* y null: nothing but null is at or below it */
        bv_push(a, tests, bv_op2(a, "$ne", x, bv_null(a)));
    if (op == CMP_NE && r_null)
        bv_push(a, tests, bv_op2(a, "$ne", y, bv_null(a)));
    if (op == CMP_LT || op == CMP_LE) {
        x = nan_last(a, type, x);
        y = nan_last(a, type, y);
    }
    bv_push(a, tests, bv_op2(a, cmp_names[op], x, y));
    return let_in(&let, tests->n == 1 ? tests->items[0].value : bv_op(a, "$and", tests));
}

static struct bv *comparison_test(struct pc *c, Node *l, Node *r, enum cmp_op op)
{
    if (IS_A(pc_strip(r), Const))
        return constant_test(c, pc_strip(l), op, (Const *)pc_strip(r));
    if (IS_A(pc_strip(l), Const))
        return constant_test(c, pc_strip(r), cmp_swap(op), (Const *)pc_strip(l));
    return values_test(c, l, r, op);
}

static bool is_text_column(const struct pcol *col)
{
    return col->type == TYPE_text || col->type == TYPE_varchar;
}

/* lower(column) = 'abc' as a regular expression; lower() and upper() change ASCII letters alone. */
static struct mq *folded_match(struct pc *c, Node *l, enum cmp_op op, const Const *k)
{
    struct arena *a = c->arena;
    const FuncExpr *f = (const FuncExpr *)l;
    if (!IS_A(l, FuncExpr) || (f->funcid != 870 && f->funcid != 871) || (op != CMP_EQ && op != CMP_NE) ||
        k->constisnull)
        return NULL;
    struct pcol *col = pc_column(c, pc_strip(list_nth(f->args, 0)));
    if (col == NULL || !is_text_column(col))
        return NULL;
    const char *text = VARDATA(k->constvalue), *other = f->funcid == 870 ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                                         : "abcdefghijklmnopqrstuvwxyz";
    struct mq *found = mq_const(a, false);
    if (strcspn(text, other) == VARLEN(k->constvalue))
        found = mq_field(a, col->path, "$regex", bv_str(a, literal_regex(a, text, VARLEN(k->constvalue), true)));
    return mq_and(a, op == CMP_EQ ? found : mq_not(a, found), pc_notnull(c, col));
}

static struct mq *comparison_match(struct pc *c, OpExpr *e, enum cmp_op op)
{
    Node *l = pc_strip(list_nth(e->args, 0)), *r = pc_strip(list_nth(e->args, 1));
    struct pcol *col = pc_column(c, l);
    if (col != NULL && IS_A(r, Const))
        return column_test(c, col, op, (Const *)r);
    col = pc_column(c, r);
    if (col != NULL && IS_A(l, Const))
        return column_test(c, col, cmp_swap(op), (Const *)l);
    if (IS_A(l, Param) || IS_A(r, Param)) {
        struct pcol *other = pc_column(c, IS_A(l, Param) ? r : l);
        struct mq *q = other == NULL     ? NULL
                       : IS_A(l, Param) ? parameter_test(c, other, cmp_swap(op), (Param *)l)
                                        : parameter_test(c, other, op, (Param *)r);
        if (q != NULL)
            return q;
    }
    const Const *k = (const Const *)r;
    struct json_text member;
    if (IS_A(r, Const) && json_text(c, l, &member))
        return k->constisnull ? mq_const(c->arena, false) : json_text_match(c, &member, op, 1, &k);
    struct mq *folded = IS_A(r, Const) ? folded_match(c, l, op, k) : NULL;
    if (folded != NULL)
        return folded;
    return mq_expr(c->arena, comparison_test(c, list_nth(e->args, 0), list_nth(e->args, 1), op));
}

/* ---- patterns ---- */

enum { PATTERN_LIKE = 1, PATTERN_REGEX = 2, PATTERN_FOLD = 4, PATTERN_NOT = 8 };

static int pattern_operator(Oid opno)
{
    switch (opno) {
    case 1209: return PATTERN_LIKE;
    case 1210: return PATTERN_LIKE | PATTERN_NOT;
    case 1627: return PATTERN_LIKE | PATTERN_FOLD;
    case 1628: return PATTERN_LIKE | PATTERN_FOLD | PATTERN_NOT;
    case 641: return PATTERN_REGEX;
    case 642: return PATTERN_REGEX | PATTERN_NOT;
    case 1228: return PATTERN_REGEX | PATTERN_FOLD;
    case 1229: return PATTERN_REGEX | PATTERN_FOLD | PATTERN_NOT;
    default: return 0;
    }
}

/* ---- scalar op ANY (array), ALL (array) ---- */

struct any {
    enum cmp_op op; /* 0: a pattern */
    bool is_or;
    Node *scalar;
    Oid elem;
    Datum *values;
    bool *nulls;
    int n;
};

/* False: not a comparison with a constant array. *null: the array is NULL. */
static bool any_of(struct pc *c, const ScalarArrayOpExpr *e, struct any *any, bool *null)
{
    const Const *k = list_nth(e->args, 1);
    *null = false;
    any->op = 0;
    if (!IS_A(k, Const) || (!cmp_operator(e->opno, &any->op) && !pattern_operator(e->opno)))
        return pc_no(c, "%s with an array that is not constant", e->useOr ? "ANY" : "ALL") != NULL;
    any->is_or = e->useOr;
    any->scalar = list_nth(e->args, 0);
    if (k->constisnull)
        return *null = true;
    struct array array = array_open(k->constvalue);
    any->elem = array.elem;
    any->n = array.n;
    array_deconstruct(c->arena, &array, &any->values, &any->nulls);
    return true;
}

static Const *any_element(struct pc *c, const struct any *any, int i)
{
    return make_const(c->arena, any->elem, -1, any->values[i], any->nulls[i]);
}

/*
 * The constants that a column (or an expression) of this type can be equal to, as BSON. NULL: one of them cannot be said.
 * *has_null: one is NULL.
 */
static struct bv *any_values(struct pc *c, const struct any *any, Oid type, bool *has_null)
{
    struct bv *list = bv_array(c->arena);
    *has_null = false;
    for (int i = 0; i < any->n; i++) {
        *has_null |= any->nulls[i];
        if (any->nulls[i])
            continue;
        struct bound b = const_bound(c->arena, type, CMP_EQ, any_element(c, any, i));
        if (b.kind == BOUND_NO)
            return pc_no(c, "a comparison with a constant that BSON cannot hold");
        if (b.kind == BOUND_CMP)
            bv_push(c->arena, list, b.value);
    }
    return list;
}

static bool is_membership(const struct any *any)
{
    return any->is_or ? any->op == CMP_EQ : any->op == CMP_NE;
}

/* Where the double nearest to a decimal has it as its shortest digits, both are sought. */
static void add_doubles(struct arena *a, const struct pcol *col, struct bv *list)
{
    double d;
    int exact, shortest;
    if (col->clean || col->type != TYPE_numeric || !(col->column->seen & SEEN_DOUBLE))
        return;
    for (int i = list->n - 1; i >= 0; i--)
        if (nearest_double(list->items[i].value, &d, &exact, &shortest) && exact != 0 && shortest == 0)
            bv_push(a, list, bv_double(a, d));
}

/* {a: {$in: [1, 2]}} and its negation. */
static struct mq *membership_match(struct pc *c, struct pcol *col, const struct any *any, bool in)
{
    struct arena *a = c->arena;
    bool has_null;
    struct bv *list = any_values(c, any, col->type, &has_null);
    if (list == NULL)
        return NULL;
    if (has_null && !in)
        return mq_const(a, false);
    if (list->n == 0 && in)
        return mq_const(a, false);
    if (c->depth == 0)
        prove(c, col, false);
    if (list->n == 0)
        return pc_notnull(c, col);
    add_doubles(a, col, list);
    struct mq *q = mq_field(a, col->path, in ? "$in" : "$nin", list);
    if (col->clean)
        return in || !col->nullable ? q : mq_and(a, q, pc_notnull(c, col));
    if (!in && col->type == TYPE_uuid)
        q = mq_and(a, q, uuid_range(a, col->path));
    else if (!in || needs_type(col))
        q = mq_and(a, q, guard_type(a, col));
    return mq_and(a, q, guard_array(a, col));
}

static struct mq *json_membership_match(struct pc *c, const struct json_text *t, const struct any *any, bool in)
{
    const Const **texts = ARENA_ARRAY(c->arena, const Const *, any->n);
    int n = 0;
    for (int i = 0; i < any->n; i++)
        if (!any->nulls[i])
            texts[n++] = any_element(c, any, i);
    if (n == 0 || (n < any->n && !in))
        return mq_const(c->arena, false);
    return json_text_match(c, t, in ? CMP_EQ : CMP_NE, n, texts);
}

#define MAX_EXPANDED 64 /* elements that become comparisons of their own */

/* x op ANY (ARRAY[y, z]) as x op y OR x op z. */
static Node *any_expanded(struct pc *c, const ScalarArrayOpExpr *e, List *elements)
{
    struct arena *a = c->arena;
    BoolExpr *all = MAKE_NODE(a, BoolExpr);
    if (list_length(elements) > MAX_EXPANDED)
        return pc_no(c, "%s with a long array", e->useOr ? "ANY" : "ALL");
    all->boolop = e->useOr ? OR_EXPR : AND_EXPR;
    FOREACH (Node, element, elements) {
        OpExpr *o = MAKE_NODE(a, OpExpr);
        o->opno = e->opno;
        o->opfuncid = e->opfuncid;
        o->opresulttype = TYPE_bool;
        o->args = list_make(a, 2, list_nth(e->args, 0), element);
        all->args = list_append(a, all->args, o);
    }
    return (Node *)all;
}

static Node *any_constants_expanded(struct pc *c, const ScalarArrayOpExpr *e, const struct any *any)
{
    List *elements = NULL;
    for (int i = 0; i < any->n; i++)
        elements = list_append(c->arena, elements, any_element(c, any, i));
    return any_expanded(c, e, elements);
}

static List *array_elements(const ScalarArrayOpExpr *e)
{
    const ArrayExpr *array = list_nth(e->args, 1);
    return IS_A(array, ArrayExpr) && !array->multidims ? array->elements : NULL;
}

static struct bv *membership_test(struct pc *c, const struct any *any, bool in)
{
    struct arena *a = c->arena;
    bool has_null;
    Node *x = pc_strip(any->scalar);
    struct bv *list = any_values(c, any, expr_type(x), &has_null), *v = list != NULL ? pc_value(c, x) : NULL;
    if (v == NULL)
        return NULL;
    if ((has_null && !in) || (list->n == 0 && in))
        return bv_bool(a, false);
    struct bv *literals = bv_array(a);
    for (int i = 0; i < list->n; i++)
        bv_push(a, literals, bv_literal(a, list->items[i].value));
    if (in)
        return bv_op2(a, "$in", v, literals);
    if (pc_nullable(c, x))
        bv_push(a, literals, bv_null(a));
    return bv_op(a, "$not", bv_list(a, 1, bv_op2(a, "$in", v, literals)));
}

/* ---- constant op ANY (array column) ---- */

/*
 * 'red' = ANY (tags):      {tags: {$elemMatch: {$eq: "red"}}, and every element a text or null}
 * is false:                {tags: {$nin: ["red", null]}, an array, and every element a text or null}
 */
static struct mq *element_match(struct pc *c, const ScalarArrayOpExpr *e, struct pcol *col, bool want)
{
    struct arena *a = c->arena;
    const Const *k = list_nth(e->args, 0);
    Oid elem = type_get(col->type)->elem;
    enum cmp_op op;
    if (!IS_A(k, Const) || !cmp_operator(e->opno, &op) || op != (e->useOr ? CMP_EQ : CMP_NE))
        return pc_no(c, "%s over an array column", e->useOr ? "ANY" : "ALL");
    want = want == e->useOr;
    op = CMP_EQ;
    if (k->constisnull) /* NULL = ANY ('{}') is false */
        return want ? mq_const(a, false) : pc_no(c, "NULL sought in an array column");
    struct mq *fits = array_notnull(c, col);
    struct bound b = const_bound(a, elem, op, k);
    if (fits == NULL)
        return NULL;
    if (b.kind == BOUND_NO)
        return pc_no(c, "a comparison with a constant that BSON cannot hold");
    struct bv *none = bv_list(a, 1, bv_null(a));
    if (b.kind == BOUND_CMP) {
        if (want)
            return mq_and(a, mq_field(a, col->path, "$elemMatch", bv_op(a, "$eq", b.value)), fits);
        bv_push(a, none, b.value);
    } else if (want) {
        return mq_const(a, false);
    }
    return mq_and(a, mq_field(a, col->path, "$nin", none), fits);
}

enum { ARRAY_OVERLAPS = 2750, ARRAY_CONTAINS = 2751 };

/* tags @> '{a,b}': each of them is an element; tags && '{a,b}': one of them is. NULL is equal to none. */
static struct mq *array_match(struct pc *c, const OpExpr *e, bool want)
{
    struct arena *a = c->arena;
    struct pcol *col = pc_column(c, list_nth(e->args, 0));
    const Const *k = list_nth(e->args, 1);
    if (col == NULL || col->clean || !type_is_array(col->type) || !IS_A(k, Const))
        return pc_no(c, "operator %s of arrays that are not a column and a constant", oper_by_oid(e->opno)->name);
    if (k->constisnull)
        return mq_const(a, false);
    struct mq *fits = array_notnull(c, col);
    bool all = e->opno == ARRAY_CONTAINS;
    struct mq *q = mq_const(a, all);
    struct array array = array_open(k->constvalue);
    for (int i = 0; i < array.n && fits != NULL; i++) {
        bool isnull;
        Datum d = array_get(&array, i, &isnull);
        struct bound b = {.kind = BOUND_NEVER};
        if (!isnull)
            b = const_bound(a, type_get(col->type)->elem, CMP_EQ, make_const(a, array.elem, -1, d, false));
        if (b.kind == BOUND_NO)
            return pc_no(c, "a comparison with a constant that BSON cannot hold");
        struct mq *one = b.kind == BOUND_NEVER ? mq_const(a, false)
                                               : mq_field(a, col->path, "$elemMatch", bv_op(a, "$eq", b.value));
        q = all ? mq_and(a, q, one) : mq_or(a, q, one);
    }
    return mq_and(a, want ? q : mq_not(a, q), fits);
}

static struct mq *any_match(struct pc *c, const ScalarArrayOpExpr *e, bool want)
{
    struct any any;
    bool null;
    struct pcol *array = pc_column(c, pc_strip(list_nth(e->args, 1)));
    if (array != NULL && !array->clean && type_is_array(array->type))
        return element_match(c, e, array, want);
    if (array_elements(e) != NULL) {
        Node *expanded = any_expanded(c, e, array_elements(e));
        return expanded != NULL ? pc_match(c, expanded, want) : NULL;
    }
    if (!any_of(c, e, &any, &null))
        return NULL;
    if (null)
        return mq_const(c->arena, false);
    if (any.n == 0)
        return mq_const(c->arena, want != any.is_or);
    struct pcol *col = pc_column(c, pc_strip(any.scalar));
    if (!is_membership(&any)) {
        Node *expanded = any_constants_expanded(c, e, &any);
        return expanded != NULL ? pc_match(c, expanded, want) : NULL;
    }
    bool in = any.is_or == want;
    if (col != NULL && native_type(col))
        return membership_match(c, col, &any, in);
    struct json_text member;
    if (json_text(c, pc_strip(any.scalar), &member))
        return json_membership_match(c, &member, &any, in);
    return mq_expr(c->arena, membership_test(c, &any, in));
}

static struct bv *any_test(struct pc *c, const ScalarArrayOpExpr *e, bool want)
{
    struct any any;
    bool null;
    Node *expanded = NULL;
    if (array_elements(e) != NULL) {
        expanded = any_expanded(c, e, array_elements(e));
        return expanded != NULL ? pc_test(c, expanded, want) : NULL;
    }
    if (!any_of(c, e, &any, &null))
        return NULL;
    if (null)
        return bv_bool(c->arena, false);
    if (any.n == 0)
        return bv_bool(c->arena, want != any.is_or);
    if (is_membership(&any))
        return membership_test(c, &any, any.is_or == want);
    expanded = any_constants_expanded(c, e, &any);
    return expanded != NULL ? pc_test(c, expanded, want) : NULL;
}

struct pattern {
    const char *regex;
    bool dotall;
    bool null;           /* the pattern is NULL */
    const char *literal; /* what the text must be equal to; NULL: regex */
};

static bool pattern_of(struct pc *c, const OpExpr *e, int kind, struct pattern *p)
{
    const Const *k = list_nth(e->args, 1);
    const char *why = NULL;
    *p = (struct pattern){0};
    if (!IS_A(k, Const))
        return pc_no(c, "a pattern that is not constant") != NULL;
    p->null = k->constisnull;
    if (p->null)
        return true;
    bool fold = (kind & PATTERN_FOLD) != 0;
    if (kind & PATTERN_LIKE)
        p->regex = like_regex(c->arena, VARDATA(k->constvalue), VARLEN(k->constvalue), fold, &p->dotall, &p->literal, &why);
    else
        p->regex = posix_regex(c->arena, VARDATA(k->constvalue), VARLEN(k->constvalue), fold, &p->dotall, &why);
    return p->regex != NULL || p->literal != NULL || pc_no(c, "%s", why) != NULL;
}

static struct mq *pattern_match(struct pc *c, OpExpr *e, int kind, bool want)
{
    struct arena *a = c->arena;
    struct pattern p;
    struct pcol *col = pc_column(c, pc_strip(list_nth(e->args, 0)));
    if (!pattern_of(c, e, kind, &p))
        return NULL;
    if (p.null)
        return mq_const(a, false);
    bool matches = want == ((kind & PATTERN_NOT) == 0);
    if (col == NULL || !is_text_column(col))
        return mq_expr(a, pc_test(c, (Node *)e, want));
    if (c->depth == 0)
        prove(c, col, false);
    if (p.literal != NULL)
        return native_test(c, col, matches ? CMP_EQ : CMP_NE, bv_str(a, p.literal));
    struct mq *found = mq_field(a, col->path, "$regex", bv_str(a, p.regex));
    if (p.dotall)
        found = mq_and(a, found, mq_field(a, col->path, "$options", bv_str(a, "s")));
    if (p.regex[0] == '\0')
        return matches ? pc_notnull(c, col) : mq_const(a, false);
    if (matches) /* a stored regular expression matches its own text */
        return mq_and(a, found, pc_notnull(c, col));
    return mq_and(a, mq_not(a, found), pc_notnull(c, col));
}

static struct bv *pattern_test(struct pc *c, OpExpr *e, int kind, bool want)
{
    struct arena *a = c->arena;
    struct pattern p;
    struct let let;
    if (!pattern_of(c, e, kind, &p))
        return NULL;
    if (p.null)
        return bv_bool(a, false);
    Node *arg = list_nth(e->args, 0);
    struct bv *v = pc_value(c, arg);
    if (v == NULL)
        return NULL;
    bool matches = want == ((kind & PATTERN_NOT) == 0);
    let_init(&let, a);
    v = let_bind(&let, v);
    struct bv *found, *notnull = bv_op2(a, "$ne", v, bv_null(a));
    if (p.literal != NULL) {
        found = bv_op2(a, "$eq", v, bv_literal(a, bv_str(a, p.literal)));
    } else {
        /* $regexMatch fails on null on some servers */
        struct bv *match = bv_set(a, bv_op(a, "input", bv_op2(a, "$ifNull", v, bv_str(a, ""))), "regex",
                                  bv_literal(a, bv_str(a, p.regex)));
        if (p.dotall)
            bv_set(a, match, "options", bv_str(a, "s"));
        found = bv_op(a, "$regexMatch", match);
    }
    if (!matches)
        found = bv_op(a, "$not", bv_list(a, 1, found));
    return let_in(&let, bv_op2(a, "$and", notnull, found));
}

/* ---- tests of predicates ---- */

/* IS TRUE and the like: which of the two predicates, and whether it is turned round. */
static struct mq *boolean_test_match(struct pc *c, BooleanTest *e, bool want)
{
    struct arena *a = c->arena;
    int t = e->booltesttype;
    bool negated = t == IS_NOT_TRUE || t == IS_NOT_FALSE || t == IS_NOT_UNKNOWN;
    struct mq *q;
    c->depth++;
    if (t == IS_TRUE || t == IS_NOT_TRUE)
        q = pc_match(c, e->arg, true);
    else if (t == IS_FALSE || t == IS_NOT_FALSE)
        q = pc_match(c, e->arg, false);
    else
        q = mq_not(a, mq_or(a, pc_match(c, e->arg, true), pc_match(c, e->arg, false)));
    c->depth--;
    return negated == want ? mq_not(a, q) : q;
}

static struct mq *null_test_match(struct pc *c, NullTest *e, bool want)
{
    struct arena *a = c->arena;
    bool is_null = (e->nulltesttype == IS_NULL) == want;
    struct mq *notnull;
    struct json_text member;
    struct pcol *col = pc_column(c, pc_strip(e->arg));
    if (e->argisrow)
        return pc_no(c, "IS NULL of a row");
    if (col != NULL) {
        notnull = pc_notnull(c, col);
        if (c->depth == 0 && notnull != NULL && !is_null)
            prove(c, col, false);
    } else if (json_text(c, e->arg, &member)) {
        notnull = json_text_notnull(c, &member);
    } else if (expr_type(e->arg) == TYPE_bool && !IS_A(e->arg, Const) && !IS_A(e->arg, Param)) {
        c->depth++;
        notnull = mq_or(a, pc_match(c, e->arg, true), pc_match(c, e->arg, false));
        c->depth--;
    } else {
        struct bv *v = pc_value(c, e->arg);
        return v == NULL ? NULL : mq_expr(a, bv_op2(a, is_null ? "$eq" : "$ne", v, bv_null(a)));
    }
    return is_null ? mq_not(a, notnull) : notnull;
}

static struct mq *distinct_match(struct pc *c, DistinctExpr *e, bool want)
{
    struct arena *a = c->arena;
    for (int i = 0; i < 2; i++) {
        struct pcol *col = pc_column(c, pc_strip(list_nth(e->args, i)));
        const Const *k = list_nth(e->args, 1 - i);
        enum cmp_op op;
        if (col == NULL || !IS_A(k, Const) || !cmp_operator(e->opno, &op))
            continue;
        c->depth++;
        struct mq *equal = k->constisnull ? mq_not(a, pc_notnull(c, col)) : column_test(c, col, CMP_EQ, k);
        c->depth--;
        return want ? mq_not(a, equal) : equal;
    }
    return mq_expr(a, pc_test(c, (Node *)e, want));
}

static struct mq *bool_match(struct pc *c, BoolExpr *e, bool want)
{
    struct arena *a = c->arena;
    if (e->boolop == NOT_EXPR)
        return pc_match(c, list_nth(e->args, 0), !want);
    bool is_and = (e->boolop == AND_EXPR) == want;
    struct mq *q = mq_const(a, is_and);
    c->depth += !is_and;
    FOREACH (Node, arg, e->args) {
        struct mq *part = pc_match(c, arg, want);
        q = is_and ? mq_and(a, q, part) : mq_or(a, q, part);
        if (q == NULL)
            break;
    }
    c->depth -= !is_and;
    return q;
}

static struct mq *operator_match(struct pc *c, OpExpr *e, bool want)
{
    enum cmp_op op;
    if (cmp_operator(e->opno, &op))
        return comparison_match(c, e, want ? op : cmp_negate(op));
    if (pattern_operator(e->opno))
        return pattern_match(c, e, pattern_operator(e->opno), want);
    if (e->opno == ARRAY_CONTAINS || e->opno == ARRAY_OVERLAPS)
        return array_match(c, e, want);
    return mq_expr(c->arena, pc_test(c, (Node *)e, want));
}

static bool is_const(Node *e, bool *value)
{
    if (!IS_A(e, Const) || ((Const *)e)->consttype != TYPE_bool)
        return false;
    *value = !((Const *)e)->constisnull && datum_bool(((Const *)e)->constvalue);
    return true;
}

struct mq *pc_match(struct pc *c, Node *e, bool want)
{
    bool value;
    struct pcol *col = pc_column(c, e);
    if (is_const(e, &value))
        return mq_const(c->arena, !((Const *)e)->constisnull && value == want);
    if (col != NULL && col->type == TYPE_bool)
        return column_test(c, col, CMP_EQ, make_bool_const(c->arena, want));
    switch (e->tag) {
    case T_BoolExpr:
        return bool_match(c, (BoolExpr *)e, want);
    case T_OpExpr:
        return operator_match(c, (OpExpr *)e, want);
    case T_ScalarArrayOpExpr:
        return any_match(c, (ScalarArrayOpExpr *)e, want);
    case T_NullTest:
        return null_test_match(c, (NullTest *)e, want);
    case T_BooleanTest:
        return boolean_test_match(c, (BooleanTest *)e, want);
    case T_DistinctExpr:
        return distinct_match(c, (DistinctExpr *)e, want);
    default:
        return mq_expr(c->arena, pc_test(c, e, want));
    }
}

/* ---- as expressions ---- */

static struct bv *negated(struct arena *a, struct bv *x)
{
    if (x != NULL && x->value.value_type == BSON_TYPE_BOOL)
        return bv_bool(a, !x->value.value.v_bool);
    return x == NULL ? NULL : bv_op(a, "$not", bv_list(a, 1, x));
}

static struct bv *either(struct arena *a, struct bv *x, struct bv *y)
{
    return x == NULL || y == NULL ? NULL : bv_op2(a, "$or", x, y);
}

static struct bv *boolean_test(struct pc *c, BooleanTest *e, bool want)
{
    struct arena *a = c->arena;
    int t = e->booltesttype;
    bool is_negated = t == IS_NOT_TRUE || t == IS_NOT_FALSE || t == IS_NOT_UNKNOWN;
    struct bv *q;
    if (t == IS_TRUE || t == IS_NOT_TRUE)
        q = pc_test(c, e->arg, true);
    else if (t == IS_FALSE || t == IS_NOT_FALSE)
        q = pc_test(c, e->arg, false);
    else
        q = negated(a, either(a, pc_test(c, e->arg, true), pc_test(c, e->arg, false)));
    return is_negated == want ? negated(a, q) : q;
}

static struct bv *null_test(struct pc *c, NullTest *e, bool want)
{
    struct arena *a = c->arena;
    bool is_null = (e->nulltesttype == IS_NULL) == want;
    struct pcol *col = pc_column(c, pc_strip(e->arg));
    if (e->argisrow)
        return pc_no(c, "IS NULL of a row");
    if (!pc_nullable(c, e->arg))
        return bv_bool(a, !is_null);
    if (col != NULL && !col->clean && col->type == TYPE_jsonb && strchr(col->path, '.') == NULL)
        return is_null ? json_is_null(a, col) : negated(a, json_is_null(a, col));
    if (col != NULL && !col->clean && type_comparable(col->type)) {
        const char *names[4];
        struct bv *fits = column_bson_names(col, names) == 0 ? pc_column_value(c, col) : pc_column_fits(c, col);
        return is_null ? negated(a, fits) : fits;
    }
    struct bv *v = pc_value(c, e->arg);
    return v == NULL ? NULL : bv_op2(a, is_null ? "$eq" : "$ne", v, bv_null(a));
}

static struct bv *distinct_test(struct pc *c, DistinctExpr *e, bool want)
{
    struct arena *a = c->arena;
    enum cmp_op op;
    Node *l = list_nth(e->args, 0), *r = list_nth(e->args, 1);
    if (!cmp_operator(e->opno, &op))
        return pc_no(c, "IS DISTINCT FROM of %s", type_display(a, expr_type(l)));
    if (IS_A(l, Const) || IS_A(r, Const)) {
        Node *x = IS_A(l, Const) ? r : l;
        Const *k = (Const *)(IS_A(l, Const) ? l : r);
        struct bv *equal;
        if (k->constisnull) {
            struct bv *v = pc_value(c, x);
            equal = v == NULL ? NULL : bv_op2(a, "$eq", v, bv_null(a));
        } else {
            equal = constant_test(c, pc_strip(x), CMP_EQ, k);
        }
        return want ? negated(a, equal) : equal;
    }
    if (is_time_pair(expr_type(l), expr_type(r)))
        return pc_no(c, "comparison of %s and %s", type_display(a, expr_type(l)), type_display(a, expr_type(r)));
    struct bv *x = pc_value(c, l), *y = x != NULL ? pc_value(c, r) : NULL;
    return y == NULL ? NULL : bv_op2(a, want ? "$ne" : "$eq", x, y);
}

static struct bv *bool_test(struct pc *c, BoolExpr *e, bool want)
{
    struct arena *a = c->arena;
    if (e->boolop == NOT_EXPR)
        return pc_test(c, list_nth(e->args, 0), !want);
    struct bv *parts = bv_array(a);
    FOREACH (Node, arg, e->args) {
        struct bv *part = pc_test(c, arg, want);
        if (part == NULL)
            return NULL;
        bv_push(a, parts, part);
    }
    return bv_op(a, (e->boolop == AND_EXPR) == want ? "$and" : "$or", parts);
}

/* A boolean that is no predicate of its own: a column, CASE, a function. */
static struct bv *truth_test(struct pc *c, Node *e, bool want)
{
    struct pcol *col = pc_column(c, e);
    const OpExpr *o = (OpExpr *)e;
    struct bv *v;
    if (col != NULL && col->type == TYPE_bool)
        v = bv_field(c->arena, col->path);
    else if (col == NULL && IS_A(e, OpExpr))
        v = pc_operator(c, o);
    else if (col == NULL && IS_A(e, FuncExpr))
        v = pc_call(c, ((FuncExpr *)e)->funcid, ((FuncExpr *)e)->args, e);
    else
        v = pc_value(c, e);
    return v == NULL ? NULL : bv_op2(c->arena, "$eq", v, bv_bool(c->arena, want));
}

struct bv *pc_test(struct pc *c, Node *e, bool want)
{
    bool value;
    enum cmp_op op;
    if (is_const(e, &value))
        return bv_bool(c->arena, !((Const *)e)->constisnull && value == want);
    if (pc_column(c, e) != NULL)
        return truth_test(c, e, want);
    switch (e->tag) {
    case T_BoolExpr:
        return bool_test(c, (BoolExpr *)e, want);
    case T_OpExpr: {
        OpExpr *o = (OpExpr *)e;
        if (cmp_operator(o->opno, &op))
            return comparison_test(c, list_nth(o->args, 0), list_nth(o->args, 1), want ? op : cmp_negate(op));
        if (pattern_operator(o->opno))
            return pattern_test(c, o, pattern_operator(o->opno), want);
        return truth_test(c, e, want);
    }
    case T_ScalarArrayOpExpr:
        return any_test(c, (ScalarArrayOpExpr *)e, want);
    case T_NullTest:
        return null_test(c, (NullTest *)e, want);
    case T_BooleanTest:
        return boolean_test(c, (BooleanTest *)e, want);
    case T_DistinctExpr:
        return distinct_test(c, (DistinctExpr *)e, want);
    default:
        return truth_test(c, e, want);
    }
}
