/* WINDOW and OVER: partitions, orders and frames. */
#include "analyze/analyze_int.h"

#include <string.h>

static WindowClause *find_window(const List *windows, const char *name)
{
    FOREACH (WindowClause, w, windows)
        if (w->name != NULL && strcmp(w->name, name) == 0)
            return w;
    return NULL;
}

static bool is_set(const char *s)
{
    return s != NULL && s[0] != '\0';
}

/* What RANGE adds to and takes from the order column. */
static Node *range_offset(struct pstate *ps, Node *e, Oid column, int location)
{
    Oid t = expr_type(e), want;
    switch (type_base(column)) {
    case TYPE_int2: case TYPE_int4: case TYPE_int8:
        want = t == TYPE_unknown ? type_base(column) : t == TYPE_int2 || t == TYPE_int4 || t == TYPE_int8 ? t : TYPE_int8;
        break;
    case TYPE_float4: case TYPE_float8: want = TYPE_float8; break;
    case TYPE_numeric: want = TYPE_numeric; break;
    case TYPE_date: case TYPE_time: case TYPE_timetz: case TYPE_timestamp: case TYPE_timestamptz: case TYPE_interval:
        want = TYPE_interval;
        break;
    default:
        raise_at(ERR_FEATURE_NOT_SUPPORTED, expr_location(e),
                 "RANGE with offset PRECEDING/FOLLOWING is not supported for column type %s", type_display(ps->arena, column));
    }
    if (!can_coerce(1, &t, &want, COERCION_IMPLICIT))
        error_throw(error_at(error_hint(error_new(ERR_FEATURE_NOT_SUPPORTED,
                                                  "RANGE with offset PRECEDING/FOLLOWING is not supported for column type %s and "
                                                  "offset type %s",
                                                  type_display(ps->arena, column), type_display(ps->arena, t)),
                                        "Cast the offset value to an appropriate type."),
                             expr_location(e)));
    (void)location;
    return coerce_type(ps, e, t, want, -1, COERCION_IMPLICIT, COERCE_IMPLICIT_CAST, -1);
}

static Node *frame_offset(struct pstate *ps, PgQuery__Node *raw, int options, Oid column, int location)
{
    if (raw == NULL)
        return NULL;
    enum expr_kind kind = options & FRAME_ROWS ? KIND_WINDOW_ROWS : options & FRAME_GROUPS ? KIND_WINDOW_GROUPS : KIND_WINDOW_RANGE;
    const char *words = options & FRAME_ROWS ? "ROWS" : options & FRAME_GROUPS ? "GROUPS" : "RANGE";
    Node *e = transform_expr(ps, raw, kind);
    if (kind == KIND_WINDOW_RANGE)
        e = range_offset(ps, e, column, location);
    else
        e = coerce_to_specific(ps, e, TYPE_int8, words);
    if (has_vars_of_level(e, 0))
        raise_at(ERR_INVALID_COLUMN_REFERENCE, expr_location(e), "argument of %s must not contain variables", words);
    return e;
}

static void inherit(struct pstate *ps, PgQuery__WindowDef *d, WindowClause *w, const List *windows)
{
    const WindowClause *base = find_window(windows, d->refname);
    if (base == NULL)
        raise_at(ERR_UNDEFINED_OBJECT, d->location, "window \"%s\" does not exist", d->refname);
    if (w->partitionClause != NULL)
        raise_at(ERR_WINDOWING_ERROR, d->location, "cannot override PARTITION BY clause of window \"%s\"", d->refname);
    w->partitionClause = node_copy_list(ps->arena, base->partitionClause);
    if (w->orderClause != NULL && base->orderClause != NULL)
        raise_at(ERR_WINDOWING_ERROR, d->location, "cannot override ORDER BY clause of window \"%s\"", d->refname);
    if (base->orderClause != NULL) {
        w->orderClause = node_copy_list(ps->arena, base->orderClause);
        w->copiedOrder = true;
    }
    if (base->frameOptions & FRAME_NONDEFAULT) {
        struct error *e = error_new(ERR_WINDOWING_ERROR, "cannot copy window \"%s\" because it has a frame clause", d->refname);
        if (is_set(d->name) || d->n_order_clause > 0 || (d->frame_options & FRAME_NONDEFAULT))
            error_throw(error_at(e, d->location));
        error_throw(error_at(error_hint(e, "Omit the parentheses in this OVER clause."), d->location));
    }
}

static WindowClause *transform_window(struct pstate *ps, PgQuery__WindowDef *d, List **targetlist, const List *windows)
{
    RAW_FIELDS(d, d->location, "name refname partition_clause order_clause frame_options start_offset end_offset location");
    if (is_set(d->name) && find_window(windows, d->name) != NULL)
        raise_at(ERR_WINDOWING_ERROR, d->location, "window \"%s\" is already defined", d->name);
    WindowClause *w = MAKE_NODE(ps->arena, WindowClause);
    w->name = is_set(d->name) ? d->name : NULL;
    w->refname = is_set(d->refname) ? d->refname : NULL;
    w->orderClause = transform_sort(ps, d->order_clause, d->n_order_clause, targetlist, KIND_WINDOW_ORDER, true);
    for (size_t i = 0; i < d->n_partition_clause; i++) {
        Node *e = transform_expr(ps, d->partition_clause[i], KIND_WINDOW_PARTITION);
        TargetEntry *t = NULL;
        FOREACH (TargetEntry, x, *targetlist)
            if (t == NULL && node_equal(x->expr, e))
                t = x;
        if (t == NULL) {
            t = make_target(ps->arena, e, list_length(*targetlist) + 1, NULL, true);
            *targetlist = list_append(ps->arena, *targetlist, t);
        }
        w->partitionClause = list_append(ps->arena, w->partitionClause, make_group_clause(ps, t, *targetlist, expr_location(e)));
    }
    w->frameOptions = d->frame_options;
    if (w->refname != NULL)
        inherit(ps, d, w, windows);
    Oid column = InvalidOid;
    int ncols = list_length(w->orderClause);
    bool offsets = (d->frame_options & (FRAME_START_OFFSET_PRECEDING | FRAME_START_OFFSET_FOLLOWING | FRAME_END_OFFSET_PRECEDING |
                                        FRAME_END_OFFSET_FOLLOWING)) != 0;
    if (offsets && (d->frame_options & FRAME_RANGE)) {
        if (ncols != 1)
            raise_at(ERR_WINDOWING_ERROR, d->location,
                     "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column");
        const SortGroupClause *c = list_nth(w->orderClause, 0);
        FOREACH (TargetEntry, t, *targetlist)
            if (t->ressortgroupref == c->tleSortGroupRef)
                column = expr_type(t->expr);
    }
    if ((d->frame_options & FRAME_GROUPS) && ncols == 0)
        raise_at(ERR_WINDOWING_ERROR, d->location, "GROUPS mode requires an ORDER BY clause");
    if (!(d->frame_options & (FRAME_START_OFFSET_PRECEDING | FRAME_START_OFFSET_FOLLOWING)) && d->start_offset != NULL)
        raw_refuse(d->start_offset);
    if (!(d->frame_options & (FRAME_END_OFFSET_PRECEDING | FRAME_END_OFFSET_FOLLOWING)) && d->end_offset != NULL)
        raw_refuse(d->end_offset);
    w->startOffset = frame_offset(ps, d->start_offset, d->frame_options, column, d->location);
    w->endOffset = frame_offset(ps, d->end_offset, d->frame_options, column, d->location);
    return w;
}

List *transform_windows(struct pstate *ps, List **targetlist)
{
    List *out = NULL;
    FOREACH (PgQuery__WindowDef, d, ps->windowdefs) {
        WindowClause *w = transform_window(ps, d, targetlist, out);
        w->winref = FOREACH_INDEX(d, ps->windowdefs) + 1;
        out = list_append(ps->arena, out, w);
    }
    return out;
}
