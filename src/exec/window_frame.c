/* Window frames: the peers of a row and the rows of its frame (manual 4.2.8), in steps that only move forward. */
#include "exec/window_int.h"
#include "funcs/in_range.h"

#define OFFSET_START (FRAME_START_OFFSET_PRECEDING | FRAME_START_OFFSET_FOLLOWING)
#define OFFSET_END (FRAME_END_OFFSET_PRECEDING | FRAME_END_OFFSET_FOLLOWING)

static Datum offset_value(struct window *w, struct expr_state *e, const char *which)
{
    struct expr_rows none = {0};
    bool isnull;
    Datum d = expr_eval(e, &none, w->offset_arena, &isnull);
    if (isnull)
        raise(ERR_NULL_VALUE_NOT_ALLOWED, "frame %s offset must not be null", which);
    if ((w->options & (FRAME_ROWS | FRAME_GROUPS)) != 0 && datum_int64(d) < 0)
        raise(ERR_INVALID_PRECEDING_OR_FOLLOWING_SIZE, "frame %s offset must not be negative", which);
    return d;
}

void frame_offsets(struct window *w)
{
    if (w->offsets_known)
        return;
    arena_reset(w->offset_arena);
    if ((w->options & OFFSET_START) != 0)
        w->start_value = offset_value(w, w->start_offset, "starting");
    if ((w->options & OFFSET_END) != 0)
        w->end_value = offset_value(w, w->end_offset, "ending");
    w->offsets_known = true;
}

/* ---- peers ---- */

static bool peers(const struct window *w, const struct tuplestore_pos *x, const struct tuplestore_pos *y)
{
    for (int i = 0; i < w->norder; i++) {
        int c = w->order[i].col;
        if (sort_key_cmp(&w->order[i], x->values[c], x->nulls[c], y->values[c], y->nulls[c]) != 0)
            return false;
    }
    return true;
}

/* The end of the peer group that begins at row; `at` stands on that row. */
static int64_t peers_end(struct window *w, const struct tuplestore_pos *at, int64_t row)
{
    if (w->norder == 0)
        return w->count;
    for (row++; row < w->count; row++) {
        CHECK_INTERRUPTS();
        tuplestore_seek(w->peer, row);
        if (!peers(w, at, w->peer))
            break;
    }
    return row;
}

static void find_groups(struct window *w)
{
    w->ngroups = 0;
    for (int64_t row = 0; row <= w->count;) {
        if (w->ngroups + 1 >= w->groups_cap) {
            int64_t cap = w->groups_cap == 0 ? 64 : w->groups_cap * 2;
            w->groups = arena_grow(w->node->arena, w->groups, sizeof *w->groups * (size_t)w->groups_cap,
                                   sizeof *w->groups * (size_t)cap);
            w->groups_cap = cap;
        }
        w->groups[w->ngroups++] = row;
        if (row == w->count)
            break;
        tuplestore_seek(w->head, row);
        row = peers_end(w, w->head, row);
    }
    w->ngroups--; /* the last item is the count */
}

void frame_partition(struct window *w)
{
    w->row = -1;
    w->peer_start = w->peer_end = 0;
    w->peer_group = -1;
    w->range_head = w->range_tail = 0;
    if ((w->options & FRAME_GROUPS) != 0 && (w->options & (OFFSET_START | OFFSET_END)) != 0)
        find_groups(w);
}

/* ---- RANGE with offsets ---- */

/* Moves a bound of the frame forward to where it belongs for the current row. */
static int64_t range_bound(struct window *w, bool is_end, struct tuplestore_pos *pos, int64_t at)
{
    if (w->norder != 1)
        raise(ERR_INTERNAL_ERROR, "RANGE with an offset needs one ordering column");
    const struct sort_key *k = &w->order[0];
    Oid type = type_base(w->node->left->cols.types[k->col]);
    bool sub = (w->options & (is_end ? FRAME_END_OFFSET_PRECEDING : FRAME_START_OFFSET_PRECEDING)) != 0;
    bool less = is_end;
    Datum base = w->current->values[k->col];
    bool base_null = w->current->nulls[k->col];
    if (k->descending) {
        sub = !sub;
        less = !less;
    }
    for (; at < w->count; at++) {
        CHECK_INTERRUPTS();
        tuplestore_seek(pos, at);
        bool null = pos->nulls[k->col], stop;
        if (null || base_null) {
            /* only where NULLs sort decides: the head passes rows before the current one's, the tail all up to them */
            if (!is_end)
                stop = k->nulls_first ? !null || base_null : null || !base_null;
            else
                stop = k->nulls_first ? !null && base_null : null && !base_null;
        } else {
            bool in = value_in_range(w->node->row, type, pos->values[k->col], base, is_end ? w->end_type : w->start_type,
                               is_end ? w->end_value : w->start_value, sub, less);
            stop = is_end ? !in : in;
        }
        if (stop)
            break;
    }
    return at;
}

/* ---- the frame ---- */

static int64_t clamp(const struct window *w, int64_t at)
{
    return at < 0 ? 0 : at > w->count ? w->count : at;
}

/* One more is no overflow either. */
static int64_t plus(int64_t x, int64_t y)
{
    return y < INT64_MAX - x ? x + y : INT64_MAX - 1;
}

static int64_t group_start(const struct window *w, int64_t g)
{
    return g < 0 ? 0 : g >= w->ngroups ? w->count : w->groups[g];
}

static int64_t frame_begin(struct window *w)
{
    int o = w->options;
    if ((o & FRAME_START_UNBOUNDED_PRECEDING) != 0)
        return 0;
    if ((o & FRAME_START_CURRENT_ROW) != 0)
        return (o & FRAME_ROWS) != 0 ? w->row : w->peer_start;
    int64_t k = datum_int64(w->start_value);
    bool back = (o & FRAME_START_OFFSET_PRECEDING) != 0;
    if ((o & FRAME_ROWS) != 0)
        return clamp(w, back ? w->row - k : plus(w->row, k));
    if ((o & FRAME_GROUPS) != 0)
        return group_start(w, back ? w->peer_group - k : plus(w->peer_group, k));
    return w->range_head = range_bound(w, false, w->head, w->range_head);
}

static int64_t frame_finish(struct window *w)
{
    int o = w->options;
    if ((o & FRAME_END_UNBOUNDED_FOLLOWING) != 0)
        return w->count;
    if ((o & FRAME_END_CURRENT_ROW) != 0)
        return (o & FRAME_ROWS) != 0 ? w->row + 1 : w->peer_end;
    int64_t k = datum_int64(w->end_value);
    bool back = (o & FRAME_END_OFFSET_PRECEDING) != 0;
    if ((o & FRAME_ROWS) != 0)
        return clamp(w, back ? w->row - k + 1 : plus(w->row, k) + 1);
    if ((o & FRAME_GROUPS) != 0)
        return group_start(w, (back ? w->peer_group - k : plus(w->peer_group, k)) + 1);
    return w->range_tail = range_bound(w, true, w->tail, w->range_tail);
}

static void cut_segment(struct window *w, int64_t from, int64_t to)
{
    struct segment out[4];
    int n = 0;
    for (int i = 0; i < w->nsegments; i++) {
        struct segment s = w->segments[i];
        if (to <= s.from || from >= s.to) {
            out[n++] = s;
            continue;
        }
        if (s.from < from)
            out[n++] = (struct segment){s.from, from};
        if (s.to > to)
            out[n++] = (struct segment){to, s.to};
    }
    memcpy(w->segments, out, sizeof *out * (size_t)n);
    w->nsegments = n;
}

void frame_row(struct window *w)
{
    tuplestore_seek(w->current, w->row);
    if (w->row >= w->peer_end) {
        w->peer_start = w->row;
        w->peer_end = peers_end(w, w->current, w->row);
        w->peer_group++;
    }
    w->frame_start = frame_begin(w);
    w->frame_end = frame_finish(w);
    if (w->frame_end < w->frame_start)
        w->frame_end = w->frame_start;
    w->nsegments = w->frame_end > w->frame_start;
    w->segments[0] = (struct segment){w->frame_start, w->frame_end};
    if ((w->options & FRAME_EXCLUDE_CURRENT_ROW) != 0)
        cut_segment(w, w->row, w->row + 1);
    if ((w->options & FRAME_EXCLUDE_GROUP) != 0)
        cut_segment(w, w->peer_start, w->peer_end);
    if ((w->options & FRAME_EXCLUDE_TIES) != 0) {
        if (w->peer_start < w->row)
            cut_segment(w, w->peer_start, w->row);
        if (w->row + 1 < w->peer_end)
            cut_segment(w, w->row + 1, w->peer_end);
    }
}
