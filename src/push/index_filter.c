/*
 * A predicate as the condition of a partial index, which MongoDB takes less in than in $match: comparisons, $in, $exists, $type, and
 * $and and $or of those.
 *
 *     WHERE a <> 5 AND b IS NULL    {$or: [{a: {$lt: 5}}, {a: {$gt: 5}}], b: null}
 */
#include <string.h>

#include "push/push_int.h"

struct filter {
    struct arena *arena;
    const struct relation *rel;
    bool loose;      /* documents more than those may be in it */
    const char *why;
};

static struct mq *no(struct filter *f, const char *why)
{
    f->why = why;
    return NULL;
}

static bool is_enforced(const struct filter *f, const char *path)
{
    FOREACH (struct column, c, f->rel->columns)
        if (c->path != NULL && strcmp(c->path, path) == 0)
            return c->enforced || (strcmp(path, "_id") == 0 && f->rel->kind == REL_COLLECTION);
    return false;
}

static bool is_not_array(const struct mq *q)
{
    return q->kind == MQ_FIELD && strcmp(q->op, "$not") == 0;
}

static bool is_type(const struct mq *q)
{
    return q->kind == MQ_FIELD && strcmp(q->op, "$type") == 0;
}

/* The column whose value is there, and of its type, where q says that and nothing else; NULL. */
static const char *present_path(const struct mq *q)
{
    if (is_type(q))
        return q->path;
    if (q->kind != MQ_AND)
        return NULL;
    const char *path = NULL;
    FOREACH (struct mq, part, q->args) {
        if ((!is_type(part) && !is_not_array(part)) || (path != NULL && strcmp(path, part->path) != 0))
            return NULL;
        path = part->path;
    }
    return path;
}

static bool is_compared(const struct mq *all, const char *path)
{
    FOREACH (struct mq, part, all->args)
        if (part->kind == MQ_FIELD && !is_type(part) && !is_not_array(part) && strcmp(part->path, path) == 0)
            return true;
    return false;
}

static struct mq *unequal(struct filter *f, const char *path, struct bv *value)
{
    bson_type_t t = value->value.value_type;
    if (t == BSON_TYPE_BOOL)
        return mq_field(f->arena, path, "$eq", bv_bool(f->arena, !value->value.value.v_bool));
    if (t == BSON_TYPE_DOUBLE || t == BSON_TYPE_DECIMAL128) /* NaN is in no order */
        return no(f, "<> of such a number");
    return mq_or(f->arena, mq_field(f->arena, path, "$lt", value), mq_field(f->arena, path, "$gt", value));
}

static struct mq *convert_field(struct filter *f, const struct mq *q)
{
    static const char *const plain[] = {"$eq", "$gt", "$gte", "$lt", "$lte", "$in", "$exists"};
    if (is_not_array(q)) /* what a validator keeps out need not be said */
        return is_enforced(f, q->path) || f->loose ? mq_const(f->arena, true) : no(f, "a column whose type MongoDB does not enforce");
    if (is_type(q))
        return mq_field(f->arena, q->path, "$exists", bv_bool(f->arena, true));
    if (strcmp(q->op, "$ne") == 0)
        return unequal(f, q->path, q->value);
    if (strcmp(q->op, "$nin") == 0) {
        struct mq *all = mq_const(f->arena, true);
        for (int i = 0; i < q->value->n; i++)
            all = mq_and(f->arena, all, unequal(f, q->path, q->value->items[i].value));
        return all;
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strcmp(plain[i], q->op) == 0)
            return mq_field(f->arena, q->path, q->op, q->value);
    return no(f, q->op);
}

static struct mq *convert(struct filter *f, const struct mq *q)
{
    struct arena *a = f->arena;
    struct mq *out;
    const char *path = q->kind == MQ_NOR && list_length(q->args) == 1 ? present_path(list_nth(q->args, 0)) : NULL;
    if (path != NULL)
        return is_enforced(f, path) || f->loose ? mq_field(a, path, "$eq", bv_null(a)) : no(f, "a column whose type MongoDB does not enforce");
    switch (q->kind) {
    case MQ_TRUE: return mq_const(a, true);
    case MQ_FIELD: return convert_field(f, q);
    case MQ_AND:
        out = mq_const(a, true);
        FOREACH (struct mq, part, q->args)
            if (!is_type(part) || !is_compared(q, part->path)) /* with a value of the type: that implies it */
                out = mq_and(a, out, convert(f, part));
        return out;
    case MQ_OR:
        out = mq_const(a, false);
        FOREACH (struct mq, part, q->args)
            out = mq_or(a, out, convert(f, part));
        return out;
    default: return no(f, "a condition of this kind");
    }
}

const bson_t *push_index_filter(struct arena *a, const struct relation *rel, Node *where, bool loose, const char **why)
{
    static const struct push_env env = {.enabled = true};
    struct push_rel *r = push_scan(a, &env, rel, 1);
    struct pc c = push_compiler(r, true);
    struct filter f = {a, rel, loose, NULL};
    struct mq *q = pc_match(&c, where, true);
    struct mq *out = q != NULL ? convert(&f, q) : NULL;
    if (out == NULL)
        *why = f.why != NULL ? f.why : c.why;
    return out != NULL ? bv_bson(a, mq_doc(a, out)) : NULL;
}
