/* Window frames: the peers of a row and the rows of its frame (manual 4.2.8), in steps that only move forward. */
#include <math.h>

#include "exec/window_int.h"
#include "types/numeric.h"
#include "types/scalar.h"

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

static _Noreturn void bad_offset(void)
{
    raise(ERR_INVALID_PRECEDING_OR_FOLLOWING_SIZE, "invalid preceding or following size in window function");
}

static bool compare(int c, bool less)
{
    return less ? c <= 0 : c >= 0;
}

static bool in_range_int(int64_t value, int64_t base, int64_t offset, bool sub, bool less)
{
    int64_t sum;
    if (offset < 0)
        bad_offset();
    if (sub ? __builtin_sub_overflow(base, offset, &sum) : __builtin_add_overflow(base, offset, &sum))
        return sub ? !less : less; /* beyond every value */
    return compare((value > sum) - (value < sum), less);
}

static bool in_range_float(double value, double base, double offset, bool sub, bool less)
{
    if (isnan(offset) || offset < 0)
        bad_offset();
    if (isnan(value))
        return isnan(base) || !less;
    if (isnan(base))
        return less;
    if (isinf(offset) && isinf(base) && (sub ? base > 0 : base < 0))
        return true;
    double sum = sub ? base - offset : base + offset;
    return less ? value <= sum : value >= sum;
}

static bool in_range_numeric(struct arena *a, Datum value, Datum base, Datum offset, bool sub, bool less)
{
    if (numeric_is_nan(offset) || numeric_sign(offset) < 0)
        bad_offset();
    if (numeric_is_nan(value))
        return numeric_is_nan(base) || !less;
    if (numeric_is_nan(base))
        return less;
    if (numeric_is_special(offset) && numeric_class(base) == (sub ? NUMERIC_PINF : NUMERIC_NINF))
        return true;
    return compare(numeric_cmp(value, sub ? num_sub(a, base, offset) : num_add(a, base, offset)), less);
}

static Datum call_by_oid(struct arena *a, Oid func, Datum x, Datum y)
{
    Datum args[2] = {x, y};
    return func_call(exec_func(func)->fn, a, 2, args);
}

/* The type's own addition and subtraction of an interval do the arithmetic. */
static bool in_range_interval(struct arena *a, Oid type, Datum value, Datum base, Datum offset, bool sub, bool less)
{
    enum { DATE_PL = 2071, DATE_MI = 2072, TIMESTAMP_PL = 2032, TIMESTAMP_MI = 2033, TIMESTAMPTZ_PL = 1189,
           TIMESTAMPTZ_MI = 1190, INTERVAL_PL = 1169, INTERVAL_MI = 1170, DATE_TO_TIMESTAMP = 2024 };
    struct interval by = datum_interval(offset);
    type_cmp_fn cmp = type_get(TYPE_interval)->cmp;
    if (type == TYPE_time || type == TYPE_timetz) { /* only the time part counts, and it does not wrap around */
        if (by.time < 0)
            bad_offset();
        int64_t from = type == TYPE_time ? datum_int64(base) : datum_timetz(base).time, sum;
        if (sub ? __builtin_sub_overflow(from, by.time, &sum) : __builtin_add_overflow(from, by.time, &sum))
            return less;
        if (type == TYPE_time)
            return compare((datum_int64(value) > sum) - (datum_int64(value) < sum), less);
        struct timetz t = datum_timetz(base);
        t.time = sum;
        return compare(type_get(TYPE_timetz)->cmp(value, datum_from_timetz(a, t)), less);
    }
    if (cmp(offset, datum_from_interval(a, (struct interval){0})) < 0)
        bad_offset();
    switch (type) {
    case TYPE_date: {
        Datum args[1] = {value};
        value = func_call(exec_func(DATE_TO_TIMESTAMP)->fn, a, 1, args);
        base = call_by_oid(a, sub ? DATE_MI : DATE_PL, base, offset);
        break;
    }
    case TYPE_timestamp: base = call_by_oid(a, sub ? TIMESTAMP_MI : TIMESTAMP_PL, base, offset); break;
    case TYPE_timestamptz: base = call_by_oid(a, sub ? TIMESTAMPTZ_MI : TIMESTAMPTZ_PL, base, offset); break;
    case TYPE_interval:
        return compare(cmp(value, call_by_oid(a, sub ? INTERVAL_MI : INTERVAL_PL, base, offset)), less);
    }
    return compare((datum_int64(value) > datum_int64(base)) - (datum_int64(value) < datum_int64(base)), less);
}

/* value <= (less) or >= base - offset (sub) or base + offset: PostgreSQL's in_range support functions. */
static bool in_range(struct arena *a, Oid type, Datum value, Datum base, Oid offset_type, Datum offset, bool sub, bool less)
{
    switch (type) {
    case TYPE_int2: case TYPE_int4: case TYPE_int8:
        return in_range_int(datum_int64(value), datum_int64(base), datum_int64(offset), sub, less);
    case TYPE_float4:
        return in_range_float(datum_float4(value), datum_float4(base), datum_float8(offset), sub, less);
    case TYPE_float8:
        return in_range_float(datum_float8(value), datum_float8(base), datum_float8(offset), sub, less);
    case TYPE_numeric: return in_range_numeric(a, value, base, offset, sub, less);
    case TYPE_date: case TYPE_timestamp: case TYPE_timestamptz: case TYPE_interval: case TYPE_time: case TYPE_timetz:
        return in_range_interval(a, type, value, base, offset, sub, less);
    }
    raise(ERR_FEATURE_NOT_SUPPORTED,
          "RANGE with offset PRECEDING/FOLLOWING is not supported for column type %s and offset type %s",
          type_display(a, type), type_display(a, offset_type));
}

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
            bool in = in_range(w->node->row, type, pos->values[k->col], base, is_end ? w->end_type : w->start_type,
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
