/*
 * Array columns: which values are ones, and tests of their elements.
 *
 *     'red' = ANY (tags):   {tags: {$elemMatch: {$eq: "red"}}, and every element a text or null}
 *     is false:             {tags: {$nin: ["red", null]}, an array, and every element a text or null}
 *
 * Arrays in an array that is declared are its further dimensions, which PostgreSQL looks through:
 *
 *     {$or: [the same, {tags: {$elemMatch: {$type: "array"}},
 *                       $expr: {$let: {vars: {list: all elements in one list}, in: {$in: ["red", "$$list"]}}}}]}
 *
 * No index serves that; a column that has one takes no arrays of several dimensions (column.nested).
 */
#include <limits.h>

#include "push/predicate.h"
#include "types/array.h"
#include "types/user.h"

bool array_nested(const struct pcol *col)
{
    return !col->clean && col->column != NULL && col->column->nested;
}

/* An element under the name that $map gives it; read as elements of T[] are: integers and doubles of any width. */
struct pcol *element_column(struct arena *a, Oid elem)
{
    struct column *column = ARENA_NEW(a, struct column);
    struct pcol *col = ARENA_NEW(a, struct pcol);
    column->type = elem;
    column->typmod = -1;
    column->is_path = true;
    column->seen = SEEN_INT64 | (elem == TYPE_numeric ? SEEN_DOUBLE : 0);
    col->path = "$this";
    col->type = elem;
    col->typmod = -1;
    col->column = column;
    return col;
}

struct bv *array_elements_fit(struct pc *c, const struct pcol *col, struct bv *list)
{
    struct arena *a = c->arena;
    Oid elem = type_get(col->type)->elem;
    struct pcol *element = element_column(a, elem);
    struct bv *value = bv_field(a, element->path), *fits;
    if (type_is_enum(elem)) { /* no validator looks at them */
        struct bv *labels = enum_labels(a, elem, 0, INT_MAX);
        bv_push(a, labels, bv_null(a));
        fits = bv_op2(a, "$in", value, bv_literal(a, labels));
    } else {
        fits = bv_op2(a, "$or", bv_op2(a, "$eq", value, bv_null(a)), pc_column_fits(c, element));
    }
    struct bv *each = bv_op(a, "$map", bv_set(a, bv_op(a, "input", list), "in", fits));
    return bv_op(a, "$allElementsTrue", bv_list(a, 1, each));
}

/* ---- several dimensions ---- */

static struct bv *is_array(struct arena *a, struct bv *v)
{
    return bv_op(a, "$isArray", bv_list(a, 1, v));
}

/* Is value an array that is as long as first, which is none of nothing? */
static struct bv *as_long_as(struct arena *a, struct bv *value, struct bv *first)
{
    struct bv *same = bv_op2(a, "$eq", bv_op(a, "$size", value), bv_op(a, "$size", first));
    return bv_op2(a, "$and", bv_op2(a, "$ne", value, bv_array(a)), bv_op3(a, "$cond", is_array(a, value), same, bv_bool(a, false)));
}

/* One dimension less, where there is more than one; [[]] where arrays are of different lengths. */
static struct bv *one_flatter(struct arena *a)
{
    struct bv *value = bv_field(a, "$value"), *this = bv_field(a, "$this"), *first = bv_op2(a, "$arrayElemAt", value, bv_int(a, 0));
    struct bv *each = bv_op(a, "$map", bv_set(a, bv_op(a, "input", value), "in", as_long_as(a, this, first)));
    struct bv *joined = bv_op(a, "input", value);
    bv_set(a, joined, "initialValue", bv_array(a));
    bv_set(a, joined, "in", bv_op2(a, "$concatArrays", value, this));
    struct bv *ragged = bv_list(a, 1, bv_array(a));
    struct bv *flatter = bv_op3(a, "$cond", bv_op(a, "$allElementsTrue", bv_list(a, 1, each)), bv_op(a, "$reduce", joined), ragged);
    return bv_op3(a, "$cond", is_array(a, first), flatter, value);
}

struct bv *array_flat(struct arena *a, struct bv *array)
{
    struct bv *times = bv_array(a);
    for (int i = 1; i < ARRAY_MAXDIM; i++)
        bv_push(a, times, bv_int(a, i));
    struct bv *reduce = bv_op(a, "input", times);
    bv_set(a, reduce, "initialValue", bv_op3(a, "$cond", is_array(a, array), array, bv_array(a)));
    return bv_op(a, "$reduce", bv_set(a, reduce, "in", one_flatter(a)));
}

/* It has several dimensions, and test, of the list "$$list" of its elements, is true (NULL: any list will do). */
static struct mq *nested_match(struct pc *c, const struct pcol *col, struct bv *test)
{
    struct arena *a = c->arena;
    struct bv *fits = array_elements_fit(c, col, bv_field(a, "$list"));
    struct bv *let = bv_op(a, "vars", bv_op(a, "list", array_flat(a, bv_field(a, col->path))));
    bv_set(a, let, "in", test != NULL ? bv_op2(a, "$and", fits, test) : fits);
    struct bv *arrays = bv_op(a, "$type", bv_str(a, "array"));
    return mq_and(a, mq_and(a, mq_field(a, col->path, "$elemMatch", arrays), mq_expr(a, bv_op(a, "$let", let))), no_array_above(a, col));
}

/* ---- is it one? ---- */

/* No element fulfils {op: value}. */
static struct mq *no_element(struct arena *a, const char *path, const char *op, struct bv *value)
{
    return mq_not(a, mq_field(a, path, "$elemMatch", bv_op(a, op, value)));
}

/* Of one dimension, and every element of its type. */
static struct mq *flat_notnull(struct pc *c, struct pcol *col)
{
    struct arena *a = c->arena;
    const char *names[5];
    Oid elem = type_get(col->type)->elem;
    int n = type_bson_names(elem, SEEN_INT64, names);
    if (n == 0 || type_has_nan(elem) || elem == TYPE_uuid || elem == TYPE_int2)
        return pc_no(c, "column \"%s\" of type %s", col->name, type_display(a, col->type));
    names[n++] = "null";
    struct bv *misfit = bv_op(a, "$not", bv_op(a, "$type", bv_strings(a, n, names)));
    if (type_is_enum(elem)) { /* no validator looks at them */
        struct bv *labels = enum_labels(a, elem, 0, INT_MAX);
        bv_push(a, labels, bv_null(a));
        misfit = bv_op(a, "$nin", labels);
    }
    struct bv *other = bv_op(a, "$elemMatch", misfit);
    struct mq *q =
        mq_and(a, mq_field(a, col->path, "$type", bv_str(a, "array")), mq_field(a, col->path, "$not", other));
    if (elem == TYPE_int4)
        q = mq_and(a, q, mq_and(a, no_element(a, col->path, "$gt", bv_int(a, INT32_MAX)),
                                no_element(a, col->path, "$lt", bv_int(a, INT32_MIN))));
    return mq_and(a, q, no_array_above(a, col));
}

struct mq *array_notnull(struct pc *c, struct pcol *col)
{
    struct mq *flat = flat_notnull(c, col);
    return flat != NULL && array_nested(col) ? mq_or(c->arena, flat, nested_match(c, col, NULL)) : flat;
}

/* ---- its elements ---- */

enum sought { SOUGHT_SOME, SOUGHT_ALL, SOUGHT_NONE }; /* of the values are among them */

static struct mq *flat_test(struct arena *a, const struct pcol *col, enum sought sought, const struct bv *values)
{
    struct mq *q = mq_const(a, sought == SOUGHT_ALL);
    if (sought == SOUGHT_NONE)
        return mq_field(a, col->path, "$nin", (struct bv *)(uintptr_t)values);
    for (int i = 0; i < values->n; i++) {
        struct mq *one = mq_field(a, col->path, "$elemMatch", bv_op(a, "$eq", values->items[i].value));
        q = sought == SOUGHT_ALL ? mq_and(a, q, one) : mq_or(a, q, one);
    }
    return q;
}

static struct bv *nested_test(struct arena *a, enum sought sought, const struct bv *values)
{
    struct bv *tests = bv_array(a);
    for (int i = 0; i < values->n; i++)
        bv_push(a, tests, bv_op2(a, "$in", bv_literal(a, values->items[i].value), bv_field(a, "$list")));
    struct bv *test = tests->n == 1 ? tests->items[0].value : bv_op(a, sought == SOUGHT_ALL ? "$and" : "$or", tests);
    return sought == SOUGHT_NONE ? bv_op(a, "$not", bv_list(a, 1, test)) : test;
}

/* It is an array of its type, and so many of the values are among its elements (want: false: are not). */
static struct mq *sought_match(struct pc *c, struct pcol *col, enum sought sought, const struct bv *values, bool want)
{
    struct arena *a = c->arena;
    struct mq *q = flat_test(a, col, sought, values), *flat = flat_notnull(c, col);
    q = mq_and(a, want ? q : mq_not(a, q), flat);
    if (q == NULL || !array_nested(col))
        return q;
    struct bv *test = nested_test(a, sought, values);
    return mq_or(a, q, nested_match(c, col, want ? test : bv_op(a, "$not", bv_list(a, 1, test))));
}

struct mq *element_match(struct pc *c, const ScalarArrayOpExpr *e, struct pcol *col, bool want)
{
    struct arena *a = c->arena;
    const Const *k = list_nth(e->args, 0);
    enum cmp_op op;
    if (!IS_A(k, Const) || !cmp_operator(e->opno, &op) || op != (e->useOr ? CMP_EQ : CMP_NE))
        return pc_no(c, "%s over an array column", e->useOr ? "ANY" : "ALL");
    want = want == e->useOr;
    if (k->constisnull) /* NULL = ANY ('{}') is false */
        return want ? mq_const(a, false) : pc_no(c, "NULL sought in an array column");
    struct bound b = const_bound(a, type_get(col->type)->elem, CMP_EQ, k);
    if (b.kind == BOUND_NO)
        return pc_no(c, "a comparison with a constant that BSON cannot hold");
    if (want)
        return b.kind == BOUND_CMP ? sought_match(c, col, SOUGHT_SOME, bv_list(a, 1, b.value), true) : mq_const(a, false);
    struct bv *none = bv_list(a, 1, bv_null(a)); /* beside a NULL it is not known */
    if (b.kind == BOUND_CMP)
        bv_push(a, none, b.value);
    return sought_match(c, col, SOUGHT_NONE, none, true);
}

/* tags @> '{a,b}': each of them is an element; tags && '{a,b}': one of them is. NULL is equal to none. */
struct mq *array_match(struct pc *c, const OpExpr *e, bool want)
{
    struct arena *a = c->arena;
    struct pcol *col = pc_column(c, list_nth(e->args, 0));
    const Const *k = list_nth(e->args, 1);
    if (col == NULL || col->clean || !type_is_array(col->type) || !IS_A(k, Const))
        return pc_no(c, "operator %s of arrays that are not a column and a constant", oper_by_oid(e->opno)->name);
    if (k->constisnull)
        return mq_const(a, false);
    bool all = e->opno == ARRAY_CONTAINS;
    struct bv *values = bv_array(a);
    struct array array = array_open(k->constvalue);
    for (int i = 0; i < array.n; i++) {
        bool isnull;
        Datum d = array_get(&array, i, &isnull);
        struct bound b = {.kind = BOUND_NEVER};
        if (!isnull)
            b = const_bound(a, type_get(col->type)->elem, CMP_EQ, make_const(a, array.elem, -1, d, false));
        if (b.kind == BOUND_NO)
            return pc_no(c, "a comparison with a constant that BSON cannot hold");
        if (b.kind == BOUND_CMP)
            bv_push(a, values, b.value);
        else if (all)
            return want ? mq_const(a, false) : array_notnull(c, col);
    }
    return sought_match(c, col, all ? SOUGHT_ALL : SOUGHT_SOME, values, want);
}
