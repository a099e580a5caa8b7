/*
 * A column against a constant in the match language: native operators, which an index serves, with the guards that make
 * them exact. They look into arrays, and compare all kinds of numbers; a value that is not of the column's type counts
 * as NULL.
 *
 * WHERE a > 5, a an integer column of a collection:
 *     {a: {$gt: 5, $type: "int", $not: {$type: "array"}}}
 *
 * A column that a validator keeps to its type needs none:
 *     {a: {$gt: 5}}
 */
#include <math.h>
#include <string.h>

#include "push/predicate.h"
#include "types/user.h"

/* ---- a column's guards ---- */

struct mq *no_array(struct arena *a, const struct pcol *col, const char *path)
{
    if ((int)strlen(path) < col->made || (col->id && strcmp(path + col->made, "_id") == 0))
        return mq_const(a, true);
    return mq_field(a, path, "$not", bv_op(a, "$type", bv_str(a, "array")));
}

/* What is above a nested path is no array: a.b would look into each of its documents. */
struct mq *no_array_above(struct arena *a, const struct pcol *col)
{
    struct mq *q = mq_const(a, true);
    if (!col->clean)
        for (const char *dot = strchr(col->path, '.'); dot != NULL; dot = strchr(dot + 1, '.'))
            q = mq_and(a, q, no_array(a, col, arena_strndup(a, col->path, (size_t)(dot - col->path))));
    return q;
}

struct mq *guard_array(struct arena *a, const struct pcol *col)
{
    return mq_and(a, no_array(a, col, col->path), no_array_above(a, col));
}

/* Numbers of the BSON types that the column has, but none that its own type cannot hold. */
static struct mq *guard_range(struct arena *a, const struct pcol *col)
{
    int64_t low, high;
    struct mq *q = mq_const(a, true);
    if (column_float_check(col)) {
        q = mq_expr(a, float_exact(a, col->path));
        q->guard = true;
    }
    if (column_int_range(col, &low, &high))
        q = mq_and(a, q, mq_and(a, mq_field(a, col->path, "$gte", bv_int(a, (int32_t)low)),
                                mq_field(a, col->path, "$lte", bv_int(a, (int32_t)high))));
    return q;
}

struct mq *guard_type(struct arena *a, const struct pcol *col)
{
    const char *names[4];
    int n = column_bson_names(col, names);
    struct bv *types = n == 1 ? bv_str(a, names[0]) : n == 4 ? bv_str(a, "number") : bv_strings(a, n, names);
    return mq_and(a, mq_field(a, col->path, "$type", types), guard_range(a, col));
}

static bool among(const char *name, const char *const *names, int n)
{
    for (int i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/*
 * The guards beside a comparison that only numbers pass, and arrays with some: its type, and no array. Where the other types are
 * fewer than its own, both in one:
 *
 *     WHERE n < 24, n numeric      {n: {$lt: 24, $not: {$type: ["array", "double"]}}}
 */
static struct mq *guard_number(struct arena *a, const struct pcol *col)
{
    static const char *const numbers[] = {"int", "long", "double", "decimal"};
    const char *names[4], *others[5] = {"array"};
    int n = column_bson_names(col, names), nothers = 1;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!among(numbers[i], names, n))
            others[nothers++] = numbers[i];
    if (no_array(a, col, col->path)->kind == MQ_TRUE || nothers - 1 >= n)
        return mq_and(a, guard_type(a, col), guard_array(a, col));
    struct bv *types = nothers == 1 ? bv_str(a, others[0]) : bv_strings(a, nothers, others);
    struct mq *q = mq_field(a, col->path, "$not", bv_op(a, "$type", types));
    return mq_and(a, mq_and(a, q, guard_range(a, col)), no_array_above(a, col));
}

struct mq *uuid_range(struct arena *a, const char *path)
{
    return mq_and(a, mq_field(a, path, "$gte", uuid_bound(a, false)), mq_field(a, path, "$lte", uuid_bound(a, true)));
}

/* jsonb takes every value but null and undefined, and these too where they are JSON's own. */
struct bv *json_is_null(struct arena *a, const struct pcol *col)
{
    if (col->json_null)
        return bv_op2(a, "$eq", bv_op(a, "$type", bv_field(a, col->path)), bv_str(a, "missing"));
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
        return col->json_null && !col->nullable ? mq_const(a, true) : json_notnull(a, col);
    if (column_bson_names(col, names) == 0)
        return pc_no(c, "column \"%s\" of type %s", col->name, type_display(a, col->type));
    struct mq *q = col->type == TYPE_uuid ? uuid_range(a, col->path) : guard_type(a, col);
    return col->column != NULL && col->column->enforced ? q : mq_and(a, q, guard_array(a, col));
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
 * A double in a numeric column is read by its shortest digits: 1.1, where MongoDB compares 1.100000000000000088...
 * Their order is the same; only the double that is nearest to the constant may fall on its other side, and is told
 * apart:
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
bool needs_type(const struct pcol *col)
{
    return type_is_int(col->type) || col->type == TYPE_float8 ||
           (col->type == TYPE_numeric && !(col->column->seen & SEEN_DOUBLE));
}

struct mq *native_test(struct pc *c, struct pcol *col, enum cmp_op op, struct bv *v)
{
    struct arena *a = c->arena;
    struct mq *q;
    if (col->clean) {
        if (op == CMP_NE)
            return mq_field(a, col->path, "$nin", bv_list(a, 2, v, bv_null(a)));
        return mq_field(a, col->path, cmp_names[op], v);
    }
    if (col->column != NULL && col->column->enforced && op != CMP_NE)
        return mq_field(a, col->path, cmp_names[op], v);
    if (col->type == TYPE_numeric)
        q = numeric_test(a, col, op, v);
    else
        q = mq_field(a, col->path, cmp_names[op], v);
    if (needs_type(col) && op != CMP_NE)
        return mq_and(a, q, guard_number(a, col));
    if (col->type == TYPE_uuid && op != CMP_EQ)
        q = mq_and(a, q, uuid_range(a, col->path));
    else if (op == CMP_NE)
        q = mq_and(a, q, guard_type(a, col));
    return mq_and(a, q, guard_array(a, col));
}

bool native_type(const struct pcol *col)
{
    const char *names[4];
    return col->clean ? type_distinct(col->type) : column_bson_names(col, names) > 0;
}

void prove(struct pc *c, struct pcol *col, bool no_nan)
{
    c->proved = list_append(c->arena, c->proved, col);
    if (no_nan)
        c->no_nan = list_append(c->arena, c->no_nan, col);
}

/*
 * An enum's column below or above a label is one of those that stand there:
 *
 *     WHERE mood > 'sad'       {mood: {$in: ["ok", "happy"]}}
 */
static struct mq *enum_test(struct pc *c, struct pcol *col, enum cmp_op op, const Const *k)
{
    struct arena *a = c->arena;
    const struct user_type *t = user_type(col->type);
    int at = enum_position(t, enum_label(col->type, k->constvalue)), n = list_length(t->labels);
    bool below = op == CMP_LT || op == CMP_LE;
    struct bv *labels = below ? enum_labels(a, col->type, 0, at + (op == CMP_LE)) : enum_labels(a, col->type, at + (op == CMP_GT), n);
    if (labels->n == 0)
        return mq_const(a, false);
    if (c->depth == 0)
        prove(c, col, true);
    struct mq *q = mq_field(a, col->path, "$in", labels);
    return col->clean || (col->column != NULL && col->column->enforced) ? q : mq_and(a, q, guard_array(a, col));
}

struct mq *column_test(struct pc *c, struct pcol *col, enum cmp_op op, const Const *k)
{
    struct arena *a = c->arena;
    if (k->constisnull)
        return mq_const(a, false);
    if (!native_type(col))
        return pc_no(c, "column \"%s\" of type %s", col->name, type_display(a, col->type));
    if (type_is_enum(col->type) && k->consttype == col->type && op != CMP_EQ && op != CMP_NE)
        return enum_test(c, col, op, k);
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
 * column op parameter, as a conjunct of the whole filter: a NULL gives no row then, and the scan is not even opened.
 * NULL: not so, or not so exactly (NaN, which may come, has another place in MongoDB's order).
 */
struct mq *parameter_test(struct pc *c, struct pcol *col, enum cmp_op op, Param *p)
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
