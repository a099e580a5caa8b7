/*
 * Window functions as $setWindowFields.
 *
 *     rank() OVER (PARTITION BY s ORDER BY a), sum(a) OVER (the same, ROWS 2 PRECEDING)
 *         {$set: {__k0: a, MaxKey where it is NULL}},
 *         {$setWindowFields: {partitionBy: {k0: s, null where it is no text}, sortBy: {__k0: 1}, output: {
 *             __k1: {$rank: {}}, __k2: {$sum: a is there ? 1 : 0, window: {documents: [-2, "current"]}},
 *             __k3: {$sum: a, window: ...}}}},
 *         {$set: {__k3: null where __k2 is 0}}
 *
 * A frame here is one of rows. RANGE and GROUPS are, too, where the order has no two rows at one place, or where they
 * reach from end to end.
 */
#include <string.h>

#include "push/group.h"

/* ---- frames ---- */

struct framing {
    const struct push_window *w;
    bool unique;
};

static bool has(const struct push_window *w, int bits)
{
    return (w->frame & bits) != 0;
}

/* Rows from (or to) the current one: ROWS n PRECEDING. False: not a small constant. */
static bool offset(const Node *e, int64_t *n)
{
    const Const *k = (const Const *)e;
    if (!IS_A(e, Const) || k->constisnull || !type_is_int(k->consttype))
        return false;
    *n = k->consttype == TYPE_int8 ? datum_int64(k->constvalue) : k->consttype == TYPE_int4
             ? datum_int32(k->constvalue) : datum_int16(k->constvalue);
    return *n >= 0 && *n <= INT32_MAX;
}

static struct bv *bound(struct arena *a, bool unbounded, bool current, bool preceding, int64_t n)
{
    if (unbounded)
        return bv_str(a, "unbounded");
    return current ? bv_str(a, "current") : bv_int(a, (int32_t)(preceding ? -n : n));
}

/* The frame as {documents: [from, to]}, NULL the whole partition. False: it is no frame of rows. */
static bool row_frame(struct arena *a, const struct framing *f, struct bv **frame, const char **why)
{
    const struct push_window *w = f->w;
    int64_t from = 0, to = 0;
    bool all_before = has(w, FRAME_START_UNBOUNDED_PRECEDING), all_behind = has(w, FRAME_END_UNBOUNDED_FOLLOWING);
    *frame = NULL;
    if (has(w, FRAME_EXCLUDE_CURRENT_ROW | FRAME_EXCLUDE_GROUP | FRAME_EXCLUDE_TIES))
        return push_refuse(why, "EXCLUDE in a window's frame");
    if (all_before && all_behind)
        return true;
    if (w->nkeys == 0) /* all rows are peers of each other */
        return (!has(w, FRAME_ROWS) && (all_before || has(w, FRAME_START_CURRENT_ROW)) &&
                (all_behind || has(w, FRAME_END_CURRENT_ROW))) ||
               push_refuse(why, "a window's frame without an order");
    if (!has(w, FRAME_ROWS) && (!f->unique || (has(w, FRAME_RANGE) && (w->start != NULL || w->end != NULL))))
        return push_refuse(why, "a RANGE or GROUPS frame, where rows may have the same place");
    if (has(w, FRAME_START_UNBOUNDED_FOLLOWING | FRAME_END_UNBOUNDED_PRECEDING) ||
        (w->start != NULL && !offset(w->start, &from)) || (w->end != NULL && !offset(w->end, &to)))
        return push_refuse(why, "a frame whose offset is not a constant from 0");
    from = has(w, FRAME_START_OFFSET_PRECEDING) ? -from : from;
    to = has(w, FRAME_END_OFFSET_PRECEDING) ? -to : to;
    if (!all_before && !all_behind && from > to)
        return push_refuse(why, "a frame that ends before it begins");
    struct bv *bounds = bv_list(a, 2, bound(a, all_before, has(w, FRAME_START_CURRENT_ROW), false, from),
                                bound(a, all_behind, has(w, FRAME_END_CURRENT_ROW), false, to));
    *frame = bv_op(a, "documents", bounds);
    return true;
}

/* ---- functions: what functions.def's CALL(...) names ---- */

static Node *output(struct window_call *x, Oid type, bool nullable, struct bv *v)
{
    struct pcol *col = group_column(x->g, type, nullable);
    bv_set(x->g->c.arena, x->g->body, col->path, v);
    return col->expr;
}

static Node *numbering(struct window_call *x, const char *op)
{
    if (x->window->nkeys == 0)
        return pc_no(&x->g->c, "a window without an order");
    return output(x, TYPE_int8, false, bv_op(x->g->c.arena, op, bv_doc(x->g->c.arena)));
}

Node *push_row_number(struct window_call *x)
{
    return numbering(x, "$documentNumber");
}

/* Not of numeric: servers there are (SecantusDB) that rank 1.5 and 1.50 apart. */
static Node *ranking(struct window_call *x, const char *op)
{
    for (int i = 0; i < x->window->nkeys; i++)
        if (type_base(push_type(x->window->keys[i].expr)) == TYPE_numeric)
            return pc_no(&x->g->c, "a rank by numeric");
    return numbering(x, op);
}

Node *push_rank(struct window_call *x)
{
    return ranking(x, "$rank");
}

Node *push_dense_rank(struct window_call *x)
{
    return ranking(x, "$denseRank");
}

/* The first argument's value. */
static struct bv *argument(struct window_call *x)
{
    const char *names[4];
    Node *arg = list_nth(x->call->args, 0);
    Oid type = x->call->wintype;
    if (type_bson_names(type, 0, names) == 0 || (type == TYPE_objectid && push_type(arg) != type))
        return pc_no(&x->g->c, "%s of %s", func_by_oid(x->call->winfnoid)->name, type_display(x->g->c.arena, type));
    struct bv *v = pc_value(&x->g->c, arg);
    return v != NULL && type != TYPE_objectid && push_type(arg) == TYPE_objectid ? bv_op(x->g->c.arena, "$toString", v)
                                                                                : v;
}

static Node *shift(struct window_call *x, int direction)
{
    struct arena *a = x->g->c.arena;
    int64_t by = 1;
    const Node *far = list_length(x->call->args) > 1 ? list_nth(x->call->args, 1) : NULL;
    const Const *otherwise = list_length(x->call->args) > 2 ? list_nth(x->call->args, 2) : NULL;
    if (x->window->nkeys == 0)
        return pc_no(&x->g->c, "a window without an order");
    if (far != NULL && !offset(far, &by))
        return pc_no(&x->g->c, "lag or lead by what is not a constant from 0");
    if (otherwise != NULL && !IS_A(otherwise, Const))
        return pc_no(&x->g->c, "lag or lead with a default that is not constant");
    struct bv *v = argument(x), *none = bv_null(a);
    if (v != NULL && otherwise != NULL && !otherwise->constisnull)
        none = const_value(a, otherwise->consttype, otherwise->constvalue);
    if (v == NULL || none == NULL)
        return pc_no(&x->g->c, "a constant that BSON cannot hold");
    struct bv *body = bv_set(a, bv_op(a, "output", v), "by", bv_int(a, direction * (int32_t)by));
    return output(x, x->call->wintype, true, bv_op(a, "$shift", bv_set(a, body, "default", bv_literal(a, none))));
}

Node *push_lag(struct window_call *x)
{
    return shift(x, -1);
}

Node *push_lead(struct window_call *x)
{
    return shift(x, 1);
}

static Node *end_value(struct window_call *x, const char *op, struct bv *frame)
{
    struct arena *a = x->g->c.arena;
    struct bv *v = argument(x);
    if (x->window->nkeys == 0)
        return pc_no(&x->g->c, "a window without an order");
    if (v == NULL)
        return NULL;
    struct bv *acc = bv_op(a, op, v);
    return output(x, x->call->wintype, true, frame != NULL ? bv_set(a, acc, "window", frame) : acc);
}

/* The row that an unbounded frame begins with is the same whatever stands beside the current row. */
Node *push_first_value(struct window_call *x)
{
    struct arena *a = x->g->c.arena;
    const struct push_window *w = x->window;
    int plain = FRAME_EXCLUDE_CURRENT_ROW | FRAME_EXCLUDE_GROUP | FRAME_EXCLUDE_TIES | FRAME_END_OFFSET_PRECEDING;
    struct bv *frame = x->g->window;
    if (x->unframed != NULL && has(w, FRAME_START_UNBOUNDED_PRECEDING) && !has(w, plain))
        frame = bv_op(a, "documents", bv_list(a, 2, bv_str(a, "unbounded"), bv_str(a, "current")));
    else if (x->unframed != NULL)
        return pc_no(&x->g->c, "%s", x->unframed);
    return end_value(x, "$first", frame);
}

Node *push_last_value(struct window_call *x)
{
    return x->unframed != NULL ? pc_no(&x->g->c, "%s", x->unframed) : end_value(x, "$last", x->g->window);
}

/* ---- aggregates ---- */

/* Of 2.5 and 2.50, or 0 and -0, PostgreSQL takes the later one, MongoDB the first: in an order that is another answer. */
static Node *over_frame(struct window_call *x)
{
    struct arena *a = x->g->c.arena;
    const WindowFunc *f = x->call;
    push_agg_fn fn = push_agg_lookup(f->winfnoid);
    bool floats = fn == push_sum_float || fn == push_avg_float;
    if (x->unframed != NULL)
        return pc_no(&x->g->c, "%s", x->unframed);
    if (fn == NULL || fn == push_sum_numeric || fn == push_avg_numeric ||
        (floats && x->g->window != NULL && !has(x->window, FRAME_START_UNBOUNDED_PRECEDING)))
        return pc_no(&x->g->c, "%s over a window", func_by_oid(f->winfnoid)->name);
    if ((fn == push_min || fn == push_max) && x->window->nkeys > 0 && type_has_nan(push_type(list_nth(f->args, 0))))
        return pc_no(&x->g->c, "%s of what may be equal and look different, in an order", func_by_oid(f->winfnoid)->name);
    Aggref *agg = MAKE_NODE(a, Aggref);
    agg->aggfnoid = f->winfnoid;
    agg->aggtype = f->wintype;
    agg->aggfilter = f->aggfilter;
    agg->aggstar = f->winstar;
    FOREACH (Node, arg, f->args)
        agg->args = list_append(a, agg->args, make_target(a, arg, FOREACH_INDEX(arg, f->args) + 1, NULL, false));
    return group_aggregate(x->g, agg);
}

/* ---- the stage ---- */

static struct bv *partition_by(struct pc *c, const List *exprs)
{
    struct bv *doc = bv_doc(c->arena);
    FOREACH (Node, e, exprs) {
        if (!type_comparable(type_base(push_type(e))))
            return pc_no(c, "PARTITION BY %s", type_display(c->arena, push_type(e)));
        struct bv *v = pc_value(c, e);
        if (v == NULL)
            return NULL;
        bv_set(c->arena, doc, arena_printf(c->arena, "k%d", FOREACH_INDEX(e, exprs)), v);
    }
    return doc;
}

/* Is one of the keys the documents' _id, each there once? */
static bool keys_are_unique(struct push_rel *r, const struct push_window *w)
{
    struct pc c = push_compiler(r, false);
    for (int i = 0; i < w->nkeys; i++) {
        const struct pcol *col = pc_column(&c, w->keys[i].expr);
        if (col != NULL && col->id && strcmp(col->path, "_id") == 0 && !r->joined)
            return true;
    }
    return false;
}

static bool is_rank(const WindowFunc *f)
{
    push_win_fn fn = push_win_lookup(f->winfnoid);
    return fn == push_rank || fn == push_dense_rank;
}

/* $rank has one key only: a document of several, where all go up or all down. */
static bool one_key(struct push_rel *r, const struct push_window *w, struct bv **sort, struct bv **set)
{
    struct arena *a = r->arena;
    struct bv *all = bv_doc(a), *sorted = *sort;
    bool ranks = false;
    FOREACH (WindowFunc, f, w->calls)
        ranks |= is_rank(f);
    if (!ranks || sorted->n < 2)
        return true;
    for (int i = 0; i < sorted->n; i++) {
        if (!bv_equal(sorted->items[i].value, sorted->items[0].value))
            return false;
        bv_set(a, all, arena_printf(a, "k%d", i), bv_field(a, sorted->items[i].key));
    }
    const char *name = push_temporary(r);
    *set = bv_op(a, name, all);
    *sort = bv_op(a, name, sorted->items[0].value);
    return true;
}

static List *outputs(struct grouping *g, const struct push_window *w, bool unique)
{
    struct arena *a = g->c.arena;
    List *finals = NULL;
    const char *why = NULL;
    struct framing f = {w, unique};
    if (row_frame(a, &f, &g->window, &why))
        why = NULL;
    FOREACH (WindowFunc, call, w->calls) {
        struct window_call x = {.g = g, .call = call, .window = w, .unframed = why};
        push_win_fn fn = push_win_lookup(call->winfnoid);
        Node *value = NULL;
        if (call->winagg || fn != NULL)
            value = fn != NULL ? fn(&x) : over_frame(&x);
        else
            pc_no(&g->c, "window function %s", func_by_oid(call->winfnoid)->name);
        if (value == NULL)
            return NULL;
        finals = list_append(a, finals, value);
    }
    return finals;
}

/* A stage that is there, for windows with the same partition and order to use too. */
struct window_stage {
    const struct push_window *w;
    struct pstage *stage;
    struct bv *by, *sort, *output;
    List *cols;
    int nstages; /* r's, when it was made */
};

static bool same_key(const struct push_sort_key *x, const struct push_sort_key *y)
{
    return x->descending == y->descending && x->nulls_first == y->nulls_first && node_equal(x->expr, y->expr);
}

static struct window_stage *same_window(const struct push_rel *r, const struct push_window *w)
{
    struct window_stage *s = r->window;
    bool ranks = false;
    if (s == NULL || s->nstages != list_length(r->stages) || s->w->nkeys != w->nkeys ||
        !node_equal_list(s->w->partition, w->partition))
        return NULL;
    for (int i = 0; i < w->nkeys; i++)
        if (!same_key(&s->w->keys[i], &w->keys[i]))
            return NULL;
    FOREACH (WindowFunc, f, w->calls)
        ranks |= is_rank(f);
    return ranks && s->sort->n > 1 ? NULL : s;
}

static struct bv *stage_body(struct arena *a, struct bv *by, struct bv *sort, struct bv *output)
{
    struct bv *stage = bv_doc(a);
    if (by->n > 0)
        bv_set(a, stage, "partitionBy", by);
    if (sort->n > 0)
        bv_set(a, stage, "sortBy", sort);
    return bv_set(a, stage, "output", output);
}

static void add_stages(struct push_rel *r, const struct push_window *w, struct window_stage *s, struct grouping *g)
{
    struct arena *a = r->arena;
    if (s->stage == NULL)
        s->stage = push_stage(r, STAGE_WINDOW, NULL);
    s->stage->body = stage_body(a, s->by, s->sort, g->body);
    if (g->set->n > 0)
        push_stage(r, STAGE_SET, g->set);
    r->cols = list_copy(a, r->cols);
    FOREACH (struct pcol, col, g->cols)
        if (FOREACH_INDEX(col, g->cols) >= list_length(s->cols))
            r->cols = list_append(a, r->cols, col);
    s->output = g->body;
    s->cols = g->cols;
    s->w = w;
    s->nstages = list_length(r->stages);
    r->window = s;
}

/* The $set stages that make its keys, and it itself yet to come. NULL and *why: it cannot be said. */
static struct window_stage *new_window(struct push_rel *r, const struct push_window *w, struct bv *before[2],
                                       const char **why)
{
    struct arena *a = r->arena;
    struct window_stage *s = ARENA_NEW(a, struct window_stage);
    struct pc c = push_compiler(r, false);
    if (!push_sort_keys(r, w->keys, w->nkeys, &before[0], &s->sort, why))
        return NULL;
    *why = "a window in the order of a constant";
    if (s->sort->n == 0 && w->nkeys > 0)
        return NULL;
    *why = "rank by keys that go up and down";
    if (!one_key(r, w, &s->sort, &before[1]))
        return NULL;
    s->by = partition_by(&c, w->partition);
    s->output = bv_doc(a);
    *why = c.why;
    return s->by != NULL ? s : NULL;
}

static struct bv *copy_doc(struct arena *a, const struct bv *doc)
{
    struct bv *own = bv_doc(a);
    for (int i = 0; i < doc->n; i++)
        bv_set(a, own, doc->items[i].key, doc->items[i].value);
    return own;
}

bool push_window(struct push_rel *r, const struct push_window *w, List **finals, const char **why)
{
    struct arena *a = r->arena;
    struct bv *before[2] = {NULL, NULL};
    int nparams = list_length(r->params), nvars = r->nvars;
    if (!r->env->enabled)
        return push_refuse(why, "pgleaf.pushdown is off");
    if (r->one_row || r->empty)
        return push_refuse(why, "a window over the one row of an aggregate");
    struct window_stage *s = same_window(r, w);
    if (s == NULL)
        s = new_window(r, w, before, why);
    if (s == NULL)
        return false;
    struct grouping g = {.c = push_compiler(r, false), .before = bv_doc(a), .set = bv_doc(a), .over = true};
    g.body = copy_doc(a, s->output);
    g.cols = list_copy(a, s->cols);
    List *values = outputs(&g, w, keys_are_unique(r, w));
    bool ok = values != NULL;
    if (!ok)
        *why = g.c.why != NULL ? g.c.why : "a window function";
    struct bv *stage = stage_body(a, s->by, s->sort, g.body);
    ok = ok && push_server_has_stage(r, "$setWindowFields", stage, why) && push_server_has_stage(r, "$set", g.set, why);
    if (!ok) {
        list_truncate(r->params, nparams);
        list_truncate(r->strict, nparams);
        r->nvars = nvars;
        return false;
    }
    for (int i = 0; i < 2; i++)
        if (before[i] != NULL && before[i]->n > 0)
            push_stage(r, STAGE_SET, before[i]);
    add_stages(r, w, s, &g);
    *finals = values;
    return true;
}
