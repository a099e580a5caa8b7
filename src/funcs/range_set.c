/* Ranges and multiranges: union, difference, intersection, and the aggregates over them. */
#include "types/range.h"

#include "funcs/range_int.h"
#include "types/datetime.h"
#include "types/numeric.h"

static struct ranges ranges_room(struct arena *a, Oid type, int n)
{
    return (struct ranges){.type = type, .r = ARENA_ARRAY(a, struct range, n)};
}

static struct ranges ranges_union(struct arena *a, const struct ranges *x, const struct ranges *y)
{
    struct ranges r = ranges_room(a, x->type, x->n + y->n);
    for (int i = 0; i < x->n; i++)
        r.r[r.n++] = x->r[i];
    for (int i = 0; i < y->n; i++)
        r.r[r.n++] = y->r[i];
    ranges_normalise(&r);
    return r;
}

static struct range intersection(const struct range *x, const struct range *y)
{
    if (!range_overlap(x, y))
        return range_empty(x->type);
    return (struct range){.type = x->type,
                          .lower = bound_cmp(x->type, &x->lower, &y->lower) >= 0 ? x->lower : y->lower,
                          .upper = bound_cmp(x->type, &x->upper, &y->upper) <= 0 ? x->upper : y->upper};
}

static struct ranges ranges_intersection(struct arena *a, const struct ranges *x, const struct ranges *y)
{
    struct ranges r = ranges_room(a, x->type, x->n + y->n);
    for (int i = 0, k = 0; i < x->n && k < y->n;) {
        struct range part = intersection(&x->r[i], &y->r[k]);
        if (!part.empty)
            r.r[r.n++] = part;
        if (bound_cmp(x->type, &x->r[i].upper, &y->r[k].upper) < 0)
            i++;
        else
            k++;
    }
    return r;
}

/* The bound that begins where another ends, or ends where it begins. */
static struct bound opposite(struct bound b)
{
    b.lower = !b.lower;
    b.inclusive = !b.inclusive;
    return b;
}

/* What is left of x without the parts of y, which are in order. */
static void subtract(struct range x, const struct ranges *y, struct ranges *to)
{
    for (int k = 0; k < y->n && !x.empty; k++) {
        const struct range *cut = &y->r[k];
        if (!range_overlap(&x, cut))
            continue;
        if (bound_cmp(x.type, &x.lower, &cut->lower) < 0)
            to->r[to->n++] =
                range_normal((struct range){.type = x.type, .lower = x.lower, .upper = opposite(cut->lower)});
        if (bound_cmp(x.type, &x.upper, &cut->upper) <= 0)
            return;
        x.lower = opposite(cut->upper);
        x = range_normal(x);
    }
    to->r[to->n++] = x;
}

static struct ranges ranges_difference(struct arena *a, const struct ranges *x, const struct ranges *y)
{
    struct ranges r = ranges_room(a, x->type, x->n * (y->n + 1));
    for (int i = 0; i < x->n; i++)
        subtract(x->r[i], y, &r);
    ranges_normalise(&r);
    return r;
}

/* ---- functions: the result's type says whether it must be one range ---- */
static Datum result(struct fcall *fc, const struct ranges *r, const char *what)
{
    if (type_get(fc->rettype)->typtype == 'm')
        return multirange_make(fc->arena, fc->rettype, *r);
    if (r->n > 1)
        raise(ERR_DATA_EXCEPTION, "result of range %s would not be contiguous", what);
    return range_make(fc->arena, range_span(r));
}

Datum range_union(struct fcall *fc)
{
    struct ranges a = range_arg(fc, 0), b = range_arg(fc, 1), r = ranges_union(fc->arena, &a, &b);
    return result(fc, &r, "union");
}

Datum range_intersect(struct fcall *fc)
{
    struct ranges a = range_arg(fc, 0), b = range_arg(fc, 1), r = ranges_intersection(fc->arena, &a, &b);
    return result(fc, &r, "intersection");
}

Datum range_minus(struct fcall *fc)
{
    struct ranges a = range_arg(fc, 0), b = range_arg(fc, 1), r = ranges_difference(fc->arena, &a, &b);
    return result(fc, &r, "difference");
}

/* The smallest range that has all in it: of two ranges, or of a multirange's. */
Datum range_merge(struct fcall *fc)
{
    struct ranges a = range_arg(fc, 0);
    if (fc->nargs > 1) {
        struct ranges b = range_arg(fc, 1);
        a = ranges_union(fc->arena, &a, &b);
    }
    return range_make(fc->arena, range_span(&a));
}

/* multirange(range) */
Datum range_to_multirange(struct fcall *fc)
{
    struct ranges a = range_arg(fc, 0);
    return multirange_make(fc->arena, fc->rettype, a);
}

Datum multirange_unnest(struct fcall *fc)
{
    struct ranges a = range_arg(fc, 0);
    for (int i = 0; i < a.n; i++)
        emit_value(fc, range_make(fc->arena, a.r[i]), false);
    return (Datum)0;
}

/* ---- aggregates ---- */
struct range_state {
    bool any; /* a value that is not NULL was seen */
    struct ranges r;
    int cap;
};

static void keep(struct range_state *s, struct arena *a, struct range r)
{
    if (s->r.n == s->cap) {
        int cap = s->cap == 0 ? 8 : s->cap * 2;
        s->r.r = arena_grow(a, s->r.r, sizeof *s->r.r * (size_t)s->cap, sizeof *s->r.r * (size_t)cap);
        s->cap = cap;
    }
    s->r.r[s->r.n++] = r;
}

static void union_trans(void *state, struct fcall *fc)
{
    struct range_state *s = state;
    if (ARG_NULL(0))
        return;
    struct ranges r = ranges_open(fc->keep, datum_copy(fc->keep, ARG_DATUM(0), false), fc->argtypes[0]);
    s->any = true;
    s->r.type = r.type;
    for (int i = 0; i < r.n; i++)
        keep(s, fc->keep, r.r[i]);
}

static Datum union_final(void *state, struct fcall *fc)
{
    struct range_state *s = state;
    if (!s->any)
        RETURN_NULL();
    ranges_normalise(&s->r);
    return multirange_make(fc->arena, multirange_of(s->r.type), s->r);
}

static void intersect_trans(void *state, struct fcall *fc)
{
    struct range_state *s = state;
    struct ranges r = ranges_open(fc->keep, datum_copy(fc->keep, ARG_DATUM(0), false), fc->argtypes[0]);
    s->r = s->any ? ranges_intersection(fc->keep, &s->r, &r) : r;
    s->any = true;
}

static Datum intersect_final(void *state, struct fcall *fc)
{
    struct range_state *s = state;
    if (!s->any)
        RETURN_NULL();
    return result(fc, &s->r, "intersection");
}

const struct agg_impl range_union_agg = {
    .state_size = sizeof(struct range_state), .trans = union_trans, .final = union_final};
const struct agg_impl range_intersect_agg = {
    .state_size = sizeof(struct range_state), .trans = intersect_trans, .final = intersect_final};

/* ---- distances of a range's bounds, as indexes of PostgreSQL's measure them: of integers and dates; of numerics; of timestamps, in seconds ---- */
Datum int_distance(struct fcall *fc)
{
    return datum_from_float8((double)datum_int64(ARG_DATUM(0)) - (double)datum_int64(ARG_DATUM(1)));
}

Datum numeric_distance(struct fcall *fc)
{
    return datum_from_float8(numeric_to_float8_lax(func_call(numeric_sub, fc->arena, 2, fc->args)));
}

Datum timestamp_distance(struct fcall *fc)
{
    return datum_from_float8(((double)ARG_INT64(0) - (double)ARG_INT64(1)) / USECS_PER_SEC);
}
