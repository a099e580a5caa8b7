/* Predicates as aggregation expressions: where no native operator is exact, and inside of others. */
#include <math.h>
#include <string.h>

#include "push/predicate.h"

/* ---- comparisons as expressions ---- */

/* NaN above every number: a string is above them all. */
static struct bv *nan_last(struct arena *a, Oid type, struct bv *x)
{
    if (!type_has_nan(type))
        return x;
    return bv_op3(a, "$cond", bv_op2(a, "$eq", x, bv_double(a, NAN)), bv_str(a, ""), x);
}

/* A column as it is, where no other type's value is equal to the constant; NULL: not so. */
static struct bv *column_equality(struct pc *c, const struct pcol *col, const struct bound *b)
{
    struct arena *a = c->arena;
    if (col == NULL || !column_alone(col) || (b->op != CMP_EQ && b->op != CMP_NE))
        return NULL;
    struct bv *test = bv_op2(a, b->op == CMP_EQ ? "$eq" : "$ne", bv_field(a, col->path), bv_literal(a, b->value));
    return b->op == CMP_EQ || !pc_nullable(c, col->expr) ? test : bv_op2(a, "$and", test, pc_column_fits(c, col));
}

/* x op constant; v has no NULL but null. */
struct bv *constant_test(struct pc *c, Node *x, enum cmp_op op, const Const *k)
{
    struct arena *a = c->arena;
    if (k->constisnull)
        return bv_bool(a, false);
    struct bound b = const_bound(a, push_type(x), op, k);
    if (b.kind == BOUND_NO)
        return pc_no(c, "a comparison with a constant that BSON cannot hold");
    struct bv *equality = b.kind == BOUND_NEVER || b.kind == BOUND_ALWAYS ? NULL : column_equality(c, pc_column(c, x), &b);
    if (equality != NULL)
        return equality;
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
        if (!type_has_nan(push_type(x)) && !pc_nullable(c, x))
            return bv_op2(a, cmp_names[b.op], v, k_value);
        v = let_bind(&let, v);
        test = bv_op2(a, "$gt", v, type_has_nan(push_type(x)) ? bv_double(a, NAN) : bv_null(a));
        return let_in(&let, bv_op2(a, "$and", test, bv_op2(a, cmp_names[b.op], v, k_value)));
    }
}

bool is_time_pair(Oid x, Oid y)
{
    return x != y && (x == TYPE_timestamptz || y == TYPE_timestamptz);
}

static bool is_objectid(Node *e)
{
    return push_type(e) == TYPE_objectid;
}

static struct bv *values_test(struct pc *c, Node *l, Node *r, enum cmp_op op)
{
    struct arena *a = c->arena;
    struct let let;
    if (op == CMP_GT || op == CMP_GE)
        return values_test(c, r, l, cmp_swap(op));
    Oid type = push_type(l);
    bool equality = op == CMP_EQ || op == CMP_NE;
    if (is_time_pair(type, push_type(r)) || !(equality ? type_distinct(type_base(type)) : type_comparable(type_base(type))))
        return pc_no(c, "comparison of %s and %s", type_display(a, type), type_display(a, push_type(r)));
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

struct bv *comparison_test(struct pc *c, Node *l, Node *r, enum cmp_op op)
{
    if (IS_A(pc_strip(r), Const))
        return constant_test(c, pc_strip(l), op, (Const *)pc_strip(r));
    if (IS_A(pc_strip(l), Const))
        return constant_test(c, pc_strip(r), cmp_swap(op), (Const *)pc_strip(l));
    return values_test(c, l, r, op);
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
    if (col != NULL && !col->clean && type_distinct(col->type)) {
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
        return pc_no(c, "IS DISTINCT FROM of %s", type_display(a, push_type(l)));
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
    if (is_time_pair(push_type(l), push_type(r)))
        return pc_no(c, "comparison of %s and %s", type_display(a, push_type(l)), type_display(a, push_type(r)));
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
    if (predicate_const(e, &value))
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
