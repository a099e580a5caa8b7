/* Aggregates over integers, numerics and intervals, step by step: functions whose state is a value that SQL gives and gets. (Those of floats: aggregate_float.c.) */
#include "funcs/funcs.h"
#include "types/array.h"
#include "types/datetime.h"

/* ---- sums: the sum so far and the next value, either of which may be NULL; an int8 wraps around ---- */

/* One of both is NULL: *sum is the other one, or fc->isnull is set. */
static bool sum_of_one(struct fcall *fc, Datum (*first)(struct fcall *fc), Datum *sum)
{
    if (!ARG_NULL(0) && !ARG_NULL(1))
        return false;
    fc->isnull = ARG_NULL(0) && ARG_NULL(1);
    *sum = fc->isnull ? (Datum)0 : ARG_NULL(0) ? first(fc) : ARG_DATUM(0);
    return true;
}

static Datum first_word(struct fcall *fc)
{
    return ARG_DATUM(1);
}

static Datum wrapping_sum(int64_t a, int64_t b)
{
    return datum_from_int64((int64_t)((uint64_t)a + (uint64_t)b));
}

/* Of int2 and int4, whose words are sign-extended. */
Datum int_sum_step(struct fcall *fc)
{
    Datum sum;
    return sum_of_one(fc, first_word, &sum) ? sum : wrapping_sum(ARG_INT64(0), datum_int64(ARG_DATUM(1)));
}

static Datum first_numeric(struct fcall *fc)
{
    return func_call(int_to_numeric, fc->arena, 1, &fc->args[1]);
}

Datum int8_sum_step(struct fcall *fc)
{
    Datum sum;
    if (sum_of_one(fc, first_numeric, &sum))
        return sum;
    return func_call(numeric_add, fc->arena, 2, (Datum[]){ARG_DATUM(0), first_numeric(fc)});
}

/* ---- int8[]: how many there are, and their sum ---- */
struct counted {
    int64_t n, sum;
    int32_t lower;
};

static struct counted counted_from(struct fcall *fc)
{
    struct array a = array_open(ARG_DATUM(0));
    bool no_n = true, no_sum = true;
    struct counted c = {0};
    if (a.ndim == 1 && a.n == 2)
        c = (struct counted){datum_int64(array_get(&a, 0, &no_n)), datum_int64(array_get(&a, 1, &no_sum)), a.lbs[0]};
    if (no_n || no_sum)
        raise(ERR_INTERNAL_ERROR, "expected 2-element int8 array");
    return c;
}

static Datum counted_step(struct fcall *fc, int64_t n, uint64_t value)
{
    struct counted c = counted_from(fc);
    Datum values[2] = {wrapping_sum(c.n, n), wrapping_sum(c.sum, (int64_t)value)};
    return array_make_md(fc->arena, TYPE_int8, values, NULL, 1, (const int32_t[]){2}, &c.lower);
}

Datum int_avg_step(struct fcall *fc)
{
    return counted_step(fc, 1, (uint64_t)datum_int64(ARG_DATUM(1)));
}

Datum int_avg_step_back(struct fcall *fc)
{
    return counted_step(fc, -1, -(uint64_t)datum_int64(ARG_DATUM(1)));
}

Datum counted_avg(struct fcall *fc)
{
    struct counted c = counted_from(fc);
    if (c.n == 0)
        RETURN_NULL();
    Datum sum = datum_from_int64(c.sum), n = datum_from_int64(c.n);
    return func_call(numeric_div, fc->arena, 2, (Datum[]){func_call(int_to_numeric, fc->arena, 1, &sum), func_call(int_to_numeric, fc->arena, 1, &n)});
}

Datum counted_sum(struct fcall *fc)
{
    struct counted c = counted_from(fc);
    if (c.n == 0)
        RETURN_NULL();
    return datum_from_int64(c.sum);
}

/* ---- interval[]: their sum, and an interval of as many microseconds as there are ---- */
static void intervals_from(struct fcall *fc, int arg, Datum *values)
{
    struct array a = array_open(ARG_DATUM(arg));
    bool some_null = false, isnull;
    for (int i = 0; i < a.n; i++) {
        array_get(&a, i, &isnull);
        some_null |= isnull;
    }
    if (some_null)
        raise(ERR_NULL_VALUE_NOT_ALLOWED, "null array element not allowed in this context");
    if (a.n != 2)
        raise(ERR_INTERNAL_ERROR, "expected 2-element interval array");
    for (int i = 0; i < 2; i++)
        values[i] = array_get(&a, i, &isnull);
}

static Datum intervals_to(struct fcall *fc, Datum sum, Datum count, int64_t more)
{
    struct interval n = datum_interval(count);
    n.time = (int64_t)((uint64_t)n.time + (uint64_t)more);
    return array_make(fc->arena, TYPE_interval, (Datum[]){sum, datum_from_interval(fc->arena, n)}, NULL, 2);
}

Datum interval_avg_step(struct fcall *fc)
{
    Datum s[2];
    intervals_from(fc, 0, s);
    return intervals_to(fc, func_call(interval_pl, fc->arena, 2, (Datum[]){s[0], ARG_DATUM(1)}), s[1], 1);
}

Datum interval_avg_step_back(struct fcall *fc)
{
    Datum s[2];
    intervals_from(fc, 0, s);
    return intervals_to(fc, func_call(interval_mi, fc->arena, 2, (Datum[]){s[0], ARG_DATUM(1)}), s[1], -1);
}

Datum interval_avg_combine(struct fcall *fc)
{
    Datum s[2], t[2];
    intervals_from(fc, 0, s);
    intervals_from(fc, 1, t);
    return intervals_to(fc, func_call(interval_pl, fc->arena, 2, (Datum[]){s[0], t[0]}), s[1], datum_interval(t[1]).time);
}

Datum intervals_avg(struct fcall *fc)
{
    Datum s[2];
    intervals_from(fc, 0, s);
    int64_t n = datum_interval(s[1]).time;
    if (n == 0)
        RETURN_NULL();
    return func_call(interval_div, fc->arena, 2, (Datum[]){s[0], datum_from_float8((double)n)});
}

/* ---- others ---- */
Datum bool_and_step(struct fcall *fc)
{
    return datum_from_bool(ARG_BOOL(0) && ARG_BOOL(1));
}

Datum bool_or_step(struct fcall *fc)
{
    return datum_from_bool(ARG_BOOL(0) || ARG_BOOL(1));
}

/* Steps that PostgreSQL refuses outside of an aggregate. */
Datum no_step_alone(struct fcall *fc)
{
    raise(ERR_INTERNAL_ERROR, "aggregate function called in non-aggregate context");
}

Datum no_range_step_alone(struct fcall *fc)
{
    raise(ERR_INTERNAL_ERROR, "%s called in non-aggregate context", type_get(fc->argtypes[0])->typtype == 'r' ? "range_intersect_agg_transfn" : "multirange_intersect_agg_transfn");
}
