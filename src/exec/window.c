/* WindowAgg: a partition at a time in a tuple store; window functions and aggregates over frames of it. */
#include "exec/window_int.h"

struct window_call {
    struct window_node *owner;
    const struct func *fn;
    bool aggregate, strict, byval;
    struct expr_state *filter;
    struct expr_state **args;
    Oid *types;
    int nargs;
    struct tuplestore_pos *pos; /* each its own: they read at different places */
    struct fcall fc;
    struct window_frame frame;
    /* aggregates */
    struct arena *arena, *result_arena;
    void *state;
    int64_t from, to;           /* the rows in the state */
    bool any, fresh;            /* fresh: the result is of the present state */
    Datum result;
    bool result_null;
    struct segment done[3];     /* EXCLUDE: the segments that the result is of */
    int ndone;
};

struct window_node {
    struct window w;
    struct keys part;
    struct window_call *calls;
    int n;
    Datum *first; /* the partition's first row, for its end */
    const bool *first_nulls;
    bool pending, ended, have_partition;
    struct arena *scratch; /* for one row of an aggregate's input */
};

/* ---- what window functions see ---- */

static Datum call_arg_at(struct window_frame *f, int arg, int64_t r, bool *isnull)
{
    struct window_call *c = f->executor;
    struct window *w = &c->owner->w;
    struct tuplestore_pos *p = r == w->row ? w->current : c->pos;
    if (arg >= c->nargs || !tuplestore_seek(p, r)) {
        *isnull = true;
        return 0;
    }
    struct expr_rows rows = {.outer = p->values, .outer_nulls = p->nulls};
    Datum d = expr_eval(c->args[arg], &rows, w->node->row, isnull);
    if (*isnull)
        return 0;
    return p == w->current ? d : datum_copy(w->node->row, d, type_get(c->types[arg])->byval);
}

static int64_t call_frame_row(struct window_frame *f, int64_t n)
{
    const struct window *w = &((struct window_call *)f->executor)->owner->w;
    if (n < 0)
        return w->nsegments == 0 ? -1 : w->segments[w->nsegments - 1].to - 1;
    for (int i = 0; i < w->nsegments; i++) {
        int64_t len = w->segments[i].to - w->segments[i].from;
        if (n < len)
            return w->segments[i].from + n;
        n -= len;
    }
    return -1;
}

static void run_function(struct window_call *c, Datum *value, bool *isnull)
{
    struct window *w = &c->owner->w;
    struct window_frame *f = &c->frame;
    f->row = w->row;
    f->rows = w->count;
    f->peer_start = w->peer_start;
    f->peer_end = w->peer_end;
    f->peer_group = w->peer_group;
    c->fc.arena = w->node->row;
    c->fc.isnull = false;
    *value = c->fn->win(f, &c->fc);
    *isnull = c->fc.isnull;
}

/* ---- aggregates over frames ---- */

/* One row in, or with inverse out. */
static void aggregate_row(struct window_call *c, int64_t r, bool inverse)
{
    struct window_node *s = c->owner;
    struct tuplestore_pos *p = c->pos;
    CHECK_INTERRUPTS();
    arena_reset(s->scratch);
    tuplestore_seek(p, r);
    struct expr_rows rows = {.outer = p->values, .outer_nulls = p->nulls};
    if (c->filter != NULL) {
        bool isnull;
        if (expr_eval(c->filter, &rows, s->scratch, &isnull) == 0 || isnull)
            return;
    }
    for (int i = 0; i < c->nargs; i++) {
        c->fc.args[i] = expr_eval(c->args[i], &rows, s->scratch, &c->fc.nulls[i]);
        if (c->strict && c->fc.nulls[i])
            return;
    }
    c->fc.arena = s->scratch;
    c->fc.keep = c->arena;
    c->fc.isnull = false;
    (inverse ? c->fn->agg->inverse : c->fn->agg->trans)(c->state, &c->fc);
}

static void aggregate_restart(struct window_call *c)
{
    arena_reset(c->arena);
    c->fc.state = NULL;
    c->state = arena_zalloc(c->arena, c->fn->agg->state_size + 8);
    c->any = c->fresh = false;
}

static void aggregate_result(struct window_call *c)
{
    if (c->fresh)
        return;
    arena_reset(c->result_arena);
    c->fc.arena = c->result_arena;
    c->fc.keep = c->arena;
    c->fc.isnull = false;
    Datum d = c->fn->agg->final(c->state, &c->fc);
    c->result_null = c->fc.isnull;
    /* the result may be the state's own, which the next row changes */
    c->result = c->result_null ? 0 : datum_copy(c->result_arena, d, c->byval);
    c->fresh = true;
}

static bool same_segments(const struct window_call *c, const struct window *w)
{
    if (c->ndone != w->nsegments || !c->fresh)
        return false;
    for (int i = 0; i < c->ndone; i++)
        if (c->done[i].from != w->segments[i].from || c->done[i].to != w->segments[i].to)
            return false;
    return true;
}

/* Frames with holes are computed anew, but not twice the same. */
static void aggregate_segments(struct window_call *c, const struct window *w)
{
    if (same_segments(c, w))
        return;
    aggregate_restart(c);
    for (int i = 0; i < w->nsegments; i++)
        for (int64_t r = w->segments[i].from; r < w->segments[i].to; r++)
            aggregate_row(c, r, false);
    memcpy(c->done, w->segments, sizeof c->done);
    c->ndone = w->nsegments;
    aggregate_result(c);
}

/* Both bounds only move forward: rows are added behind, and taken out in front where the aggregate can. */
static void aggregate_frame(struct window_call *c, const struct window *w)
{
    int64_t from = w->frame_start, to = w->frame_end;
    bool empty = from >= to;
    if (!c->any || empty || from >= c->to || to < c->to || (from > c->from && c->fn->agg->inverse == NULL)) {
        if (c->any && from == c->from && to == c->to)
            return;
        aggregate_restart(c);
        c->from = c->to = from;
        c->any = true;
    }
    if (from > c->from || to > c->to)
        c->fresh = false;
    for (; c->from < from; c->from++)
        aggregate_row(c, c->from, true);
    for (; c->to < to; c->to++)
        aggregate_row(c, c->to, false);
}

static void run_aggregate(struct window_call *c, Datum *value, bool *isnull)
{
    const struct window *w = &c->owner->w;
    if ((w->options & (FRAME_EXCLUDE_CURRENT_ROW | FRAME_EXCLUDE_GROUP | FRAME_EXCLUDE_TIES)) != 0)
        aggregate_segments(c, w);
    else
        aggregate_frame(c, w);
    aggregate_result(c);
    *value = c->result;
    *isnull = c->result_null;
}

/* ---- the node ---- */

static void call_setup(struct window_call *c, struct node *n, struct window_node *s, const struct expr_ctx *ctx,
                       const WindowFunc *f)
{
    c->owner = s;
    c->fn = exec_func(f->winfnoid);
    c->aggregate = c->fn->agg != NULL;
    if (!c->aggregate && c->fn->win == NULL)
        raise(ERR_INTERNAL_ERROR, "function %s is not a window function", c->fn->name);
    c->strict = (c->fn->flags & F_NONSTRICT) == 0;
    c->byval = type_get(f->wintype)->byval;
    if (f->aggfilter != NULL)
        c->filter = expr_compile_in(n->arena, ctx, f->aggfilter);
    c->nargs = list_length(f->args);
    c->args = ARENA_ARRAY(n->arena, struct expr_state *, c->nargs + 1);
    for (int i = 0; i < c->nargs; i++)
        c->args[i] = expr_compile_in(n->arena, ctx, list_nth(f->args, i));
    c->types = (Oid *)columns_of_list(n->arena, f->args).types;
    c->pos = tuplestore_pos_new(s->w.rows, n->arena);
    c->fc = (struct fcall){.nargs = c->nargs, .rettype = f->wintype, .typmod = -1, .argtypes = c->types,
                           .keep = s->w.partition, .args = ARENA_ARRAY(n->arena, Datum, c->nargs + 1),
                           .nulls = ARENA_ARRAY(n->arena, bool, c->nargs + 1)};
    c->frame = (struct window_frame){.arg_at = call_arg_at, .frame_row = call_frame_row, .executor = c};
    c->arena = arena_new(n->arena, "window aggregate");
    c->result_arena = arena_new(n->arena, "window result");
}

static void window_init(struct node *n)
{
    const WindowAgg *p = (const WindowAgg *)n->plan;
    struct window_node *s = n->state = ARENA_NEW(n->arena, struct window_node);
    struct window *w = &s->w;
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    ctx->ex = n->ex;
    n->left = node_init(n->ex, n->plan->lefttree);
    n->aggs = ARENA_NEW(n->arena, struct agg_exprs);
    n->aggs->arena = n->arena;
    node_init_projection(n);
    const struct columns *cols = &n->left->cols;
    w->node = n;
    w->options = p->frameOptions;
    if ((w->options & (FRAME_RANGE | FRAME_ROWS | FRAME_GROUPS)) == 0)
        w->options = FRAME_RANGE | FRAME_START_UNBOUNDED_PRECEDING | FRAME_END_CURRENT_ROW;
    w->rows = tuplestore_new(n->arena, &n->ex->temp, cols, n->ex->set.work_mem);
    w->current = tuplestore_pos_new(w->rows, n->arena);
    w->peer = tuplestore_pos_new(w->rows, n->arena);
    w->head = tuplestore_pos_new(w->rows, n->arena);
    w->tail = tuplestore_pos_new(w->rows, n->arena);
    w->partition = arena_new(n->arena, "partition");
    w->offset_arena = arena_new(n->arena, "frame offsets");
    w->norder = list_length(p->ordKeys);
    w->order = sort_keys_make(n->arena, p->ordKeys, cols);
    if (p->startOffset != NULL) {
        w->start_offset = expr_compile(n->arena, n->ex, p->startOffset);
        w->start_type = expr_type(p->startOffset);
    }
    if (p->endOffset != NULL) {
        w->end_offset = expr_compile(n->arena, n->ex, p->endOffset);
        w->end_type = expr_type(p->endOffset);
    }
    s->part = keys_make(n->arena, p->partCols, p->partEqops, cols);
    s->first = ARENA_ARRAY(n->arena, Datum, cols->n + 1);
    s->scratch = arena_new(n->arena, "window row");
    s->calls = ARENA_ARRAY(n->arena, struct window_call, list_length(n->aggs->nodes) + 1);
    for (; s->n < list_length(n->aggs->nodes); s->n++)
        call_setup(&s->calls[s->n], n, s, ctx, list_nth(n->aggs->nodes, s->n));
}

/* Takes in the next partition; false when the input is at its end. */
static bool window_partition(struct node *n, struct window_node *s)
{
    struct window *w = &s->w;
    if (!s->pending && (s->ended || !node_next(n->left))) {
        s->ended = true;
        return false;
    }
    frame_offsets(w);
    tuplestore_clear(w->rows);
    arena_reset(w->partition);
    flat_read(flat_make(w->partition, &n->left->cols, n->left->values, n->left->nulls), &n->left->cols, s->first,
              &s->first_nulls);
    s->pending = false;
    do {
        tuplestore_put(w->rows, n->left->values, n->left->nulls);
        if (!node_next(n->left)) {
            s->ended = true;
            break;
        }
        arena_reset(n->row);
        s->pending = !keys_equal(&s->part, n->row, s->first, s->first_nulls, n->left->values, n->left->nulls);
    } while (!s->pending);
    w->count = tuplestore_count(w->rows);
    if (tuplestore_disk(w->rows) > n->instr.disk)
        n->instr.disk = tuplestore_disk(w->rows);
    frame_partition(w);
    for (int i = 0; i < s->n; i++) {
        s->calls[i].fc.state = NULL;
        s->calls[i].any = s->calls[i].fresh = false;
        if (s->calls[i].aggregate)
            aggregate_restart(&s->calls[i]);
    }
    return true;
}

static bool window_next(struct node *n)
{
    struct window_node *s = n->state;
    struct window *w = &s->w;
    for (;;) {
        CHECK_INTERRUPTS();
        if (!s->have_partition || w->row + 1 >= w->count) {
            s->have_partition = window_partition(n, s);
            if (!s->have_partition)
                return false;
        }
        arena_reset(n->row);
        w->row++;
        frame_row(w);
        for (int i = 0; i < s->n; i++) {
            struct window_call *c = &s->calls[i];
            if (c->aggregate)
                run_aggregate(c, &n->aggs->values[i], &n->aggs->nulls[i]);
            else
                run_function(c, &n->aggs->values[i], &n->aggs->nulls[i]);
        }
        struct expr_rows rows = {.outer = w->current->values, .outer_nulls = w->current->nulls};
        if (expr_qual(n->qual, &rows, n->row)) {
            projection_run(n->proj, &rows, n->row);
            return true;
        }
        n->instr.removed++;
    }
}

static void window_rescan(struct node *n, const struct param_set *changed)
{
    struct window_node *s = n->state;
    s->have_partition = s->pending = s->ended = false;
    s->w.offsets_known = false;
    tuplestore_clear(s->w.rows);
    node_rescan(n->left, changed);
}

const struct node_ops window_agg_ops = {window_init, window_next, window_rescan, NULL};
