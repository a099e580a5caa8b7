#include "push/push_int.h"

#include <string.h>

static struct mq *mq_new(struct arena *a, enum mq_kind kind)
{
    struct mq *q = ARENA_NEW(a, struct mq);
    q->kind = kind;
    return q;
}

struct mq *mq_const(struct arena *a, bool value)
{
    return mq_new(a, value ? MQ_TRUE : MQ_FALSE);
}

struct mq *mq_field(struct arena *a, const char *path, const char *op, struct bv *value)
{
    struct mq *q = mq_new(a, MQ_FIELD);
    q->path = path;
    q->op = op;
    q->value = value;
    return q;
}

struct mq *mq_expr(struct arena *a, struct bv *expr)
{
    if (expr == NULL)
        return NULL;
    if (expr->value.value_type == BSON_TYPE_BOOL)
        return mq_const(a, expr->value.value.v_bool);
    struct mq *q = mq_new(a, MQ_EXPR);
    q->value = expr;
    return q;
}

static bool mq_equal(const struct mq *x, const struct mq *y)
{
    if (x->kind != y->kind || list_length(x->args) != list_length(y->args))
        return false;
    if (x->kind == MQ_FIELD)
        return strcmp(x->path, y->path) == 0 && strcmp(x->op, y->op) == 0 && bv_equal(x->value, y->value);
    if (x->kind == MQ_EXPR)
        return bv_equal(x->value, y->value);
    for (int i = 0; i < list_length(x->args); i++)
        if (!mq_equal(list_nth(x->args, i), list_nth(y->args, i)))
            return false;
    return true;
}

static void add_part(struct arena *a, struct mq *to, struct mq *part)
{
    if (part->kind == to->kind && to->kind != MQ_NOR) {
        FOREACH (struct mq, p, part->args)
            add_part(a, to, p);
        return;
    }
    FOREACH (struct mq, p, to->args)
        if (mq_equal(p, part))
            return;
    to->args = list_append(a, to->args, part);
}

static struct mq *combine(struct arena *a, enum mq_kind kind, struct mq *x, struct mq *y)
{
    if (x == NULL || y == NULL)
        return NULL;
    enum mq_kind neutral = kind == MQ_AND ? MQ_TRUE : MQ_FALSE, absorbing = kind == MQ_AND ? MQ_FALSE : MQ_TRUE;
    if (x->kind == absorbing || y->kind == neutral)
        return x;
    if (y->kind == absorbing || x->kind == neutral)
        return y;
    struct mq *q = mq_new(a, kind);
    add_part(a, q, x);
    add_part(a, q, y);
    return list_length(q->args) == 1 ? list_nth(q->args, 0) : q;
}

static bool is_nan(const struct bv *v)
{
    return v->value.value_type == BSON_TYPE_DOUBLE && v->value.value.v_double != v->value.value.v_double;
}

/* Does q (one conjunct or several) say that the field at path is NaN? */
static bool says_nan(const struct mq *q, const char *path)
{
    if (q->kind == MQ_FIELD)
        return strcmp(q->path, path) == 0 && strcmp(q->op, "$eq") == 0 && is_nan(q->value);
    if (q->kind == MQ_AND)
        FOREACH (struct mq, part, q->args)
            if (says_nan(part, path))
                return true;
    return false;
}

/* The branches of the disjunction q that can be true beside all. */
static struct mq *without_nan(struct arena *a, struct mq *q, const struct mq *all)
{
    struct mq *rest = mq_const(a, false);
    FOREACH (struct mq, branch, q->args) {
        bool possible = true;
        FOREACH (struct mq, other, all->args)
            possible = possible && !(other->kind == MQ_FIELD && strncmp(other->op, "$lt", 3) == 0 &&
                                     !is_nan(other->value) && says_nan(branch, other->path));
        if (possible)
            rest = mq_or(a, rest, branch);
    }
    return rest;
}

/* The type of the only values that fulfil the comparison q with a constant (numbers are of several, null may be missing); NULL. */
static const char *compared_type(const struct mq *q)
{
    static const char *const operators[] = {"$eq", "$gt", "$gte", "$lt", "$lte"};
    for (size_t i = 0; q->kind == MQ_FIELD && i < sizeof operators / sizeof *operators; i++)
        if (strcmp(q->op, operators[i]) == 0)
            return q->value->value.value_type == BSON_TYPE_DATE_TIME ? "date" : q->value->value.value_type == BSON_TYPE_UTF8 ? "string" : NULL;
    return NULL;
}

/* shipped >= date: that its type is date need not be said. */
static bool is_implied_type(const struct mq *part, const struct mq *all)
{
    if (part->kind != MQ_FIELD || strcmp(part->op, "$type") != 0 || part->value->value.value_type != BSON_TYPE_UTF8)
        return false;
    FOREACH (struct mq, other, all->args) {
        const char *type = compared_type(other);
        if (type != NULL && strcmp(other->path, part->path) == 0 && strcmp(type, part->value->value.value.v_utf8.str) == 0)
            return true;
    }
    return false;
}

/* f > 1 AND f < 9: that f may be NaN (which is above 1) need not be said. */
struct mq *mq_and(struct arena *a, struct mq *x, struct mq *y)
{
    struct mq *q = combine(a, MQ_AND, x, y), *less = mq_const(a, true);
    if (q == NULL || q->kind != MQ_AND)
        return q;
    FOREACH (struct mq, part, q->args)
        if (!is_implied_type(part, q))
            less = combine(a, MQ_AND, less, part->kind == MQ_OR ? without_nan(a, part, q) : part);
    return less;
}

struct mq *mq_or(struct arena *a, struct mq *x, struct mq *y)
{
    return combine(a, MQ_OR, x, y);
}

struct mq *mq_not(struct arena *a, struct mq *x)
{
    if (x == NULL)
        return NULL;
    if (x->kind == MQ_TRUE || x->kind == MQ_FALSE)
        return mq_const(a, x->kind == MQ_FALSE);
    if (x->kind == MQ_NOR && list_length(x->args) == 1)
        return list_nth(x->args, 0);
    struct mq *q = mq_new(a, MQ_NOR);
    if (x->kind == MQ_OR)
        q->args = x->args;
    else
        q->args = list_append(a, NULL, x);
    return q;
}

/* ---- as a document ---- */

static struct bv *find_key(const struct bv *doc, const char *key)
{
    for (int i = 0; i < doc->n; i++)
        if (strcmp(doc->items[i].key, key) == 0)
            return doc->items[i].value;
    return NULL;
}

static struct bv *docs(struct arena *a, const List *args)
{
    struct bv *array = bv_array(a);
    FOREACH (struct mq, q, args)
        bv_push(a, array, mq_doc(a, q));
    return array;
}

/*
 * One conjunct into the document: {a: {$gt: 1}}, {a: {$lt: 9}} become {a: {$gt: 1, $lt: 9}}. What has no place there (a
 * second $or, a second operator of a name) goes to rest, for $and.
 */
static void add_conjunct(struct arena *a, struct bv *doc, struct bv *rest, const struct mq *q)
{
    struct bv *have;
    switch (q->kind) {
    case MQ_FIELD:
        have = find_key(doc, q->path);
        if (have == NULL)
            bv_set(a, doc, q->path, bv_op(a, q->op, q->value));
        else if (find_key(have, q->op) == NULL)
            bv_set(a, have, q->op, q->value);
        else
            bv_push(a, rest, bv_op(a, q->path, bv_op(a, q->op, q->value)));
        break;
    case MQ_EXPR:
        have = find_key(doc, "$expr");
        if (have == NULL)
            bv_set(a, doc, "$expr", bv_op(a, "$and", bv_list(a, 1, q->value)));
        else
            bv_push(a, have->items[0].value, q->value);
        break;
    case MQ_NOR:
        have = find_key(doc, "$nor");
        if (have == NULL)
            bv_set(a, doc, "$nor", docs(a, q->args));
        else
            FOREACH (struct mq, arg, q->args)
                bv_push(a, have, mq_doc(a, arg));
        break;
    case MQ_OR:
        if (find_key(doc, "$or") == NULL)
            bv_set(a, doc, "$or", docs(a, q->args));
        else
            bv_push(a, rest, bv_op(a, "$or", docs(a, q->args)));
        break;
    default:
        break;
    }
}

/* {a: {$eq: 5}} is {a: 5}; {$expr: {$and: [x]}} is {$expr: x}. */
static void shorten(struct bv *doc)
{
    for (int i = 0; i < doc->n; i++) {
        struct bv *v = doc->items[i].value;
        if (v->n != 1 || v->items[0].key == NULL)
            continue;
        struct bv *inner = v->items[0].value;
        if (strcmp(doc->items[i].key, "$expr") == 0) {
            if (strcmp(v->items[0].key, "$and") == 0 && inner->value.value_type == BSON_TYPE_ARRAY && inner->n == 1)
                doc->items[i].value = inner->items[0].value;
        } else if (strcmp(v->items[0].key, "$eq") == 0 && inner->n == 0 &&
                   inner->value.value_type != BSON_TYPE_DOCUMENT && inner->value.value_type != BSON_TYPE_ARRAY) {
            doc->items[i].value = inner;
        }
    }
}

/*
 * When it is looked at, by a server that keeps to the order: hardly any document fails by its guards alone, so they come last. What
 * fulfils a filter is the same in any order (none of its parts fails, whatever a document holds), and MongoDB has one of its own.
 */
enum { TURN_COMPARISON, TURN_EXPRESSION, TURN_GUARD, TURN_GUARD_EXPRESSION, NTURNS };
static int turn(const struct mq *q)
{
    if (q->kind == MQ_EXPR)
        return q->guard ? TURN_GUARD_EXPRESSION : TURN_EXPRESSION;
    return q->kind == MQ_FIELD && (strcmp(q->op, "$type") == 0 || strcmp(q->op, "$not") == 0) ? TURN_GUARD : TURN_COMPARISON;
}

/* Do expressions stand behind the field's conditions? */
static bool is_before_expressions(const struct bv *doc, const char *path)
{
    bool found = false;
    for (int i = 0; i < doc->n; i++) {
        found = found || strcmp(doc->items[i].key, path) == 0;
        if (found && strcmp(doc->items[i].key, "$expr") == 0)
            return true;
    }
    return false;
}

/*
 * A guard stands beside its column's comparison (SecantusDB finds an index by fields' names alone, and by none beside $expr); where
 * expressions come between the two, behind these:
 *
 *     {a: {$gt: 1, $type: "int"}, b: {$type: "int"}}
 *     {a: {$gt: 1}, $expr: {$lt: ["$a", "$b"]}, b: {$type: "int"}, $and: [{a: {$type: "int"}}]}
 */
static void add_in_turn(struct arena *a, struct bv *doc, struct bv *rest, struct bv *behind, const struct mq *q)
{
    add_conjunct(a, turn(q) == TURN_GUARD && is_before_expressions(doc, q->path) ? behind : doc, rest, q);
}

struct bv *mq_doc(struct arena *a, const struct mq *q)
{
    struct bv *doc = bv_doc(a), *rest = bv_array(a), *behind = bv_doc(a);
    if (q->kind == MQ_FALSE)
        return bv_op(a, "$expr", bv_bool(a, false));
    for (int t = 0; t < NTURNS; t++) {
        if (q->kind != MQ_AND && turn(q) == t)
            add_conjunct(a, doc, rest, q);
        FOREACH (struct mq, part, q->kind == MQ_AND ? q->args : NULL)
            if (turn(part) == t)
                add_in_turn(a, doc, rest, behind, part);
    }
    shorten(doc);
    if (behind->n > 0)
        bv_push(a, rest, behind);
    if (rest->n > 0)
        bv_set(a, doc, "$and", rest);
    return doc;
}

const char *mq_lack(const struct mq *q, bool (*has)(const char *name))
{
    if (q->kind == MQ_EXPR)
        return !has("$expr") ? "$expr" : bv_lack(q->value, has);
    FOREACH (struct mq, part, q->args) {
        const char *lack = mq_lack(part, has);
        if (lack != NULL)
            return lack;
    }
    return NULL;
}
