/*
 * Ranges and multiranges: constructors, bounds, relations, order.
 * A range counts as a multirange of one range (of none when it is empty), so one function serves all combinations.
 */
#include "types/range.h"

#include "funcs/range_int.h"
#include "types/array.h"

struct ranges range_arg(struct fcall *fc, int i)
{
    return ranges_open(fc->arena, ARG_DATUM(i), fc->argtypes[i]);
}

/* From where to where the whole goes; empty when there is nothing. */
struct range range_span(const struct ranges *r)
{
    if (r->n == 0)
        return range_empty(r->type);
    return (struct range){.type = r->type, .lower = r->r[0].lower, .upper = r->r[r->n - 1].upper};
}

static struct range span_arg(struct fcall *fc, int i)
{
    struct ranges r = range_arg(fc, i);
    return range_span(&r);
}

/* ---- constructors ---- */
static struct bound bound_arg(struct fcall *fc, int i, bool inclusive)
{
    return (struct bound){.value = ARG_DATUM(i), .infinite = ARG_NULL(i), .inclusive = inclusive && !ARG_NULL(i),
                          .lower = i == 0};
}

/* (lower, upper [, '[]']) */
Datum range_construct(struct fcall *fc)
{
    const char *flags = "[)";
    if (fc->nargs > 2 && ARG_NULL(2))
        raise(ERR_DATA_EXCEPTION, "range constructor flags argument must not be null");
    if (fc->nargs > 2)
        flags = datum_cstring(fc->arena, ARG_DATUM(2));
    bool good = strlen(flags) == 2 && strchr("[(", flags[0]) != NULL && strchr("])", flags[1]) != NULL;
    if (!good)
        error_throw(error_hint(error_new(ERR_SYNTAX_ERROR, "invalid range bound flags"),
                               "Valid values are \"[]\", \"[)\", \"(]\", and \"()\"."));
    struct range r = {.type = fc->rettype, .lower = bound_arg(fc, 0, flags[0] == '['),
                      .upper = bound_arg(fc, 1, flags[1] == ']')};
    return range_make(fc->arena, range_normal(r));
}

/* Of nothing, a range, or an array of ranges. */
Datum multirange_construct(struct fcall *fc)
{
    Oid type = fc->rettype;
    struct ranges r = {.type = type_get(type)->base};
    if (fc->nargs > 0 && type_is_array(fc->argtypes[0])) {
        struct array a = array_open(ARG_DATUM(0));
        if (a.ndim > 1)
            raise(ERR_CARDINALITY_VIOLATION, "multiranges cannot be constructed from multidimensional arrays");
        r.r = ARENA_ARRAY(fc->arena, struct range, a.n);
        for (; r.n < a.n; r.n++) {
            bool isnull;
            Datum d = array_get(&a, r.n, &isnull);
            if (isnull)
                raise(ERR_NULL_VALUE_NOT_ALLOWED, "multirange values cannot contain null members");
            r.r[r.n] = range_open(d);
        }
        ranges_normalise(&r);
    } else if (fc->nargs > 0) {
        r = range_arg(fc, 0);
    }
    return multirange_make(fc->arena, type, r);
}

/* ---- bounds ---- */
static Datum bound_value(struct fcall *fc, const struct range *r, const struct bound *b)
{
    if (r->empty || b->infinite)
        RETURN_NULL();
    return b->value;
}

Datum range_get_lower(struct fcall *fc)
{
    struct range r = span_arg(fc, 0);
    return bound_value(fc, &r, &r.lower);
}

Datum range_get_upper(struct fcall *fc)
{
    struct range r = span_arg(fc, 0);
    return bound_value(fc, &r, &r.upper);
}

#define RANGE_TEST(name, test)              \
    Datum name(struct fcall *fc)            \
    {                                       \
        struct range r = span_arg(fc, 0);   \
        return datum_from_bool(test);       \
    }
RANGE_TEST(range_is_empty, r.empty)
RANGE_TEST(range_lower_inclusive, !r.empty && r.lower.inclusive)
RANGE_TEST(range_upper_inclusive, !r.empty && r.upper.inclusive)
RANGE_TEST(range_lower_infinite, !r.empty && r.lower.infinite)
RANGE_TEST(range_upper_infinite, !r.empty && r.upper.infinite)

/* ---- containment ---- */
static bool contains(const struct range *outer, const struct range *inner)
{
    return bound_cmp(outer->type, &outer->lower, &inner->lower) <= 0 &&
           bound_cmp(outer->type, &outer->upper, &inner->upper) >= 0;
}

/* Each part of inner lies in one part of outer: parts do not touch, so none spans two. */
static bool ranges_contain(const struct ranges *outer, const struct ranges *inner)
{
    int o = 0;
    for (int i = 0; i < inner->n; i++) {
        while (o < outer->n && bound_cmp(outer->type, &outer->r[o].upper, &inner->r[i].upper) < 0)
            o++;
        if (o == outer->n || !contains(&outer->r[o], &inner->r[i]))
            return false;
    }
    return true;
}

static bool arg_contains(struct fcall *fc, int outer, int inner)
{
    struct ranges a = range_arg(fc, outer), b = range_arg(fc, inner);
    return ranges_contain(&a, &b);
}

Datum range_contains_range(struct fcall *fc)
{
    return datum_from_bool(arg_contains(fc, 0, 1));
}

Datum range_within(struct fcall *fc)
{
    return datum_from_bool(arg_contains(fc, 1, 0));
}

static bool arg_contains_value(struct fcall *fc, int ranges, int value)
{
    struct ranges a = range_arg(fc, ranges);
    struct range one = {.type = a.type, .lower = {ARG_DATUM(value), false, true, true},
                        .upper = {ARG_DATUM(value), false, true, false}};
    struct ranges b = {a.type, 1, &one};
    return ranges_contain(&a, &b);
}

Datum range_contains_value(struct fcall *fc)
{
    return datum_from_bool(arg_contains_value(fc, 0, 1));
}

Datum value_within_range(struct fcall *fc)
{
    return datum_from_bool(arg_contains_value(fc, 1, 0));
}

Datum range_overlaps(struct fcall *fc)
{
    struct ranges a = range_arg(fc, 0), b = range_arg(fc, 1);
    for (int i = 0, k = 0; i < a.n && k < b.n;) {
        if (range_overlap(&a.r[i], &b.r[k]))
            return datum_from_bool(true);
        if (bound_cmp(a.type, &a.r[i].upper, &b.r[k].upper) < 0)
            i++;
        else
            k++;
    }
    return datum_from_bool(false);
}

/* ---- places: of the spans; nothing is anywhere relative to an empty one ---- */
#define RANGE_PLACE(name, test)                                                     \
    Datum name(struct fcall *fc)                                                    \
    {                                                                               \
        struct range a = span_arg(fc, 0), b = span_arg(fc, 1);                      \
        return datum_from_bool(!a.empty && !b.empty && (test));                     \
    }
RANGE_PLACE(range_adjacent, bounds_adjacent(a.type, a.upper, b.lower) || bounds_adjacent(a.type, b.upper, a.lower))
RANGE_PLACE(range_before, bound_cmp(a.type, &a.upper, &b.lower) < 0)
RANGE_PLACE(range_after, bound_cmp(a.type, &a.lower, &b.upper) > 0)
RANGE_PLACE(range_not_beyond, bound_cmp(a.type, &a.upper, &b.upper) <= 0)
RANGE_PLACE(range_not_below, bound_cmp(a.type, &a.lower, &b.lower) >= 0)

/* ---- order ---- */
static int order_of(struct fcall *fc)
{
    return type_get(fc->argtypes[0])->cmp(ARG_DATUM(0), ARG_DATUM(1));
}

#define RANGE_COMPARE(name, test)                       \
    Datum name(struct fcall *fc)                        \
    {                                                   \
        return datum_from_bool(order_of(fc) test);      \
    }
RANGE_COMPARE(range_eq, == 0)
RANGE_COMPARE(range_ne, != 0)
RANGE_COMPARE(range_lt, < 0)
RANGE_COMPARE(range_le, <= 0)
RANGE_COMPARE(range_gt, > 0)
RANGE_COMPARE(range_ge, >= 0)

Datum range_btcmp(struct fcall *fc)
{
    return datum_from_int32(order_of(fc));
}
