/*
 * A finished scan as a view of MongoDB's: its stages, and a $project to the names that SQL gives.
 *
 *     CREATE VIEW v AS SELECT status AS s, count(*) AS n FROM orders WHERE qty > 5 GROUP BY status
 *     {$match: {qty: {$gt: 5}}}, {$group: {_id: {k0: ...}, a0: {$sum: 1}}}, {$project: {s: "$_id.k0", n: {$toLong: "$a0"}, _id: 0}}
 */
#include <string.h>

#include "push/push_int.h"

struct viewing {
    struct pc c;
    const RemoteScan *scan;
};

/* ---- what a target is ---- */

/* The same value, and the same BSON. */
static const Node *unlabeled(const Node *e)
{
    while (IS_A(e, RelabelType)) {
        const Node *arg = ((const RelabelType *)e)->arg;
        Oid from = expr_type(arg), to = expr_type(e);
        if (type_stored(from) != type_stored(to) && !(type_is_text(type_stored(from)) && type_is_text(type_stored(to))))
            break;
        e = arg;
    }
    return e;
}

/* Numbers that a stage made may be of a narrower kind than those of their type. */
static struct bv *as_type(struct arena *a, Oid type, struct bv *v)
{
    switch (type) {
    case TYPE_int2:
    case TYPE_int4: return bv_op(a, "$toInt", v);
    case TYPE_int8: return bv_op(a, "$toLong", v);
    case TYPE_float4:
    case TYPE_float8: return bv_op(a, "$toDouble", v);
    case TYPE_numeric: return bv_op(a, "$toDecimal", v); /* no double is in it but NaN */
    default: return bv_is_plain(v) ? bv_op(a, "$literal", v) : v; /* or $project takes it for a field to be kept */
    }
}

/* A path leads through documents only: below an array all is NULL. */
static struct bv *below_documents(struct arena *a, const struct pcol *col)
{
    const char *dot = strrchr(col->path, '.');
    struct bv *value = bv_field(a, col->path);
    if (dot == NULL || dot - col->path < col->made)
        return value;
    struct bv *above = bv_op(a, "$isArray", bv_list(a, 1, bv_field(a, arena_strndup(a, col->path, (size_t)(dot - col->path)))));
    return bv_op3(a, "$cond", above, bv_null(a), value);
}

/* Columns of a UNION's sides have one type, and each side's values the kind that they had. */
static bool is_united(const struct pcol *col)
{
    bool has_doubles = col->type == TYPE_numeric && (col->column->seen & SEEN_DOUBLE) != 0;
    return col->column->is_path && strchr(col->path, '.') == NULL && !has_doubles &&
           (type_is_int(col->type) || col->type == TYPE_float8 || col->type == TYPE_numeric);
}

static struct bv *column(struct viewing *x, const struct pcol *col)
{
    struct arena *a = x->c.arena;
    struct bv *value = bv_field(a, col->path);
    if (col->clean)
        return as_type(a, col->type, value);
    if (col->column != NULL && is_united(col))
        return bv_op3(a, "$cond", pc_column_fits(&x->c, col), as_type(a, col->type, value), value);
    return below_documents(a, col);
}

static struct bv *constant(struct viewing *x, const Const *k)
{
    struct arena *a = x->c.arena;
    Oid type = type_stored(k->consttype);
    struct bv *v = k->constisnull ? bv_null(a) : const_value(a, type, k->constvalue);
    if (v == NULL)
        return pc_no(&x->c, "a constant of type %s", type_display(a, type));
    return bv_op(a, "$literal", v);
}

/* MongoDB's arithmetic leaves numeric other digits behind the point than PostgreSQL's. */
static struct bv *computed(struct viewing *x, Node *e)
{
    struct arena *a = x->c.arena;
    Oid type = push_type(e);
    if (type == TYPE_numeric)
        return pc_no(&x->c, "the digits of a numeric that is computed");
    struct bv *v = pc_value(&x->c, e);
    return v == NULL ? NULL : as_type(a, type, v);
}

static struct bv *target(struct viewing *x, Node *e)
{
    const Node *plain = unlabeled(e);
    const struct pcol *col = pc_column(&x->c, plain);
    if (col != NULL)
        return column(x, col);
    return IS_A(plain, Const) ? constant(x, (const Const *)plain) : computed(x, e);
}

static bool is_field_name(const char *name)
{
    return name[0] != '\0' && name[0] != '$' && strchr(name, '.') == NULL;
}

static struct bv *project(struct viewing *x, const List *names)
{
    struct arena *a = x->c.arena;
    struct bv *out = bv_doc(a);
    bool id = false;
    if (list_length(names) < list_length(x->scan->targetlist))
        return pc_no(&x->c, "columns without a name");
    FOREACH (TargetEntry, t, x->scan->targetlist) {
        const char *name = list_nth(names, FOREACH_INDEX(t, x->scan->targetlist));
        struct bv *v = is_field_name(name) ? target(x, t->expr) : pc_no(&x->c, "the column's name \"%s\"", name);
        if (v == NULL)
            return NULL;
        bv_set(a, out, name, v);
        id |= strcmp(name, "_id") == 0;
    }
    if (out->n == 0)
        return pc_no(&x->c, "no columns");
    return id ? out : bv_set(a, out, "_id", bv_int(a, 0));
}

/* ---- the stages ---- */

static void add_document(struct arena *a, struct bv *pipeline, const char *stage, const bson_t *doc)
{
    struct bv *body = bv_doc(a);
    bson_iter_t it;
    if (doc == NULL || !bson_iter_init(&it, doc))
        return;
    while (bson_iter_next(&it))
        bv_set(a, body, bson_iter_key(&it), bv_of_iter(a, &it));
    bv_push(a, pipeline, bv_op(a, stage, body));
}

static void add_number(struct arena *a, struct bv *pipeline, const char *stage, int64_t n)
{
    if (n > 0)
        bv_push(a, pipeline, bv_op(a, stage, bv_long(a, n)));
}

static struct bv *stages(struct arena *a, const struct remote *m)
{
    struct bv *out = bv_array(a);
    bson_iter_t it;
    if (m->empty) {
        bv_push(a, out, bv_op(a, "$match", mq_doc(a, mq_const(a, false))));
    } else if (m->is_find) {
        add_document(a, out, "$match", m->filter);
        add_document(a, out, "$sort", m->sort);
        add_number(a, out, "$skip", m->skip);
        add_number(a, out, "$limit", m->limit);
    } else if (bson_iter_init(&it, m->pipeline)) {
        while (bson_iter_next(&it))
            bv_push(a, out, bv_of_iter(a, &it));
    }
    return out;
}

/* There is a document even where the stages give none: an empty one. */
static struct bv *one_row(struct arena *a, struct bv *inner)
{
    struct bv *row = bv_op2(a, "$ifNull", bv_op2(a, "$arrayElemAt", bv_str(a, "$rows"), bv_int(a, 0)), bv_doc(a));
    return bv_list(a, 2, bv_op(a, "$facet", bv_op(a, "rows", inner)), bv_op(a, "$replaceRoot", bv_op(a, "newRoot", row)));
}

const bson_t *push_view(struct arena *a, const struct push_env *env, const RemoteScan *scan, const List *names, const char **why)
{
    const struct remote *m = scan->remote;
    struct push_rel r = {.arena = a, .env = env, .rel = scan->relation, .varno = SCAN_VAR};
    struct viewing x = {.c = {.arena = a, .rel = &r}, .scan = scan};
    if (scan->qual != NULL || scan->params != NULL) {
        *why = scan->why_local != NULL ? scan->why_local : "values that are known when it is read";
        return NULL;
    }
    for (int i = 0; i < m->ncolumns; i++) {
        struct pcol *col = arena_memdup(a, m->columns[i].of, sizeof *col);
        col->expr = (Node *)make_var(a, SCAN_VAR, i + 1, col->type, col->typmod, 0);
        r.cols = list_append(a, r.cols, col);
    }
    struct bv *fields = project(&x, names);
    if (fields == NULL) {
        *why = x.c.why;
        return NULL;
    }
    struct bv *pipeline = stages(a, m);
    if (m->one_row)
        pipeline = one_row(a, pipeline);
    bv_push(a, pipeline, bv_op(a, "$project", fields));
    return push_server_has(&r, pipeline, why) ? bv_bson(a, pipeline) : NULL;
}
