/* Ordered-set aggregates: mode, percentile_disc and percentile_cont. The rows come sorted. */
#include <math.h>

#include "funcs/aggregate_int.h"
#include "types/array.h"

/* Ranks of a hypothetical row are counted by the executor, which knows the order (exec/agg_calls.c). */
const struct agg_impl hypothetical_agg = {sizeof(void *), NULL, NULL, NULL};

/* ---- mode: the longest run of equal values, of several the first ---- */
struct mode {
    struct kept best, run;
    int64_t best_length, length;
    type_cmp_fn cmp;
    bool byval;
};

static void mode_trans(void *state, struct fcall *fc)
{
    struct mode *m = state;
    if (m->cmp == NULL) {
        m->cmp = elem_eq_fn(fc->argtypes[0]);
        m->byval = type_get(fc->argtypes[0])->byval;
    }
    if (m->run.any && m->cmp(m->run.value, ARG_DATUM(0)) == 0) {
        m->length++;
    } else {
        kept_set(&m->run, fc->keep, ARG_DATUM(0), m->byval);
        m->length = 1;
    }
    if (m->length > m->best_length) {
        m->best_length = m->length;
        kept_set(&m->best, fc->keep, m->run.value, m->byval);
    }
}

static Datum mode_final(void *state, struct fcall *fc)
{
    const struct mode *m = state;
    return kept_result(&m->best, fc, m->byval);
}

const struct agg_impl mode_agg = {sizeof(struct mode), mode_trans, mode_final, NULL};

/* ---- percentiles ---- */
static void percentile_trans(void *state, struct fcall *fc)
{
    struct array_builder *b = state;
    if (b->arena == NULL)
        array_builder_init(b, fc->keep, fc->argtypes[0]);
    array_builder_add(b, ARG_DATUM(0), false);
}

static void check_percentile(double p)
{
    if (isnan(p))
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "percentile value NaN is not between 0 and 1");
    if (isinf(p))
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "percentile value %s is not between 0 and 1",
              p > 0 ? "Infinity" : "-Infinity");
    if (p < 0 || p > 1)
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "percentile value %g is not between 0 and 1", p);
}

typedef Datum (*percentile_fn)(struct arena *a, const struct array_builder *b, double p);

/* The first value at or above that part of the rows. */
static Datum discrete(struct arena *a, const struct array_builder *b, double p)
{
    int64_t row = (int64_t)ceil(p * b->n);
    return b->values[row < 1 ? 0 : row - 1];
}

/* Between the two rows that the place is between. */
static void neighbours(const struct array_builder *b, double p, Datum *low, Datum *high, double *part)
{
    double at = p * (double)(b->n - 1), first = floor(at);
    *low = b->values[(int64_t)first];
    *high = b->values[(int64_t)ceil(at)];
    *part = at - first;
}

static Datum continuous_float8(struct arena *a, const struct array_builder *b, double p)
{
    Datum low, high;
    double part;
    neighbours(b, p, &low, &high, &part);
    double from = datum_float8(low), to = datum_float8(high);
    return part == 0 ? low : datum_from_float8(from + part * (to - from));
}

static Datum continuous_interval(struct arena *a, const struct array_builder *b, double p)
{
    Datum low, high;
    double part;
    neighbours(b, p, &low, &high, &part);
    if (part == 0)
        return low;
    Datum distance = func_call(interval_mi, a, 2, (Datum[]){high, low});
    distance = func_call(interval_mul, a, 2, (Datum[]){distance, datum_from_float8(part)});
    return func_call(interval_pl, a, 2, (Datum[]){distance, low});
}

/* One percentile, or an array of them: the direct argument. */
static Datum percentile(const struct array_builder *b, struct fcall *fc, percentile_fn fn)
{
    if (ARG_NULL(0))
        RETURN_NULL();
    check_percentile(ARG_FLOAT8(0));
    if (b->n == 0)
        RETURN_NULL();
    return datum_copy(fc->arena, fn(fc->arena, b, ARG_FLOAT8(0)), type_get(b->elem)->byval);
}

static Datum percentiles(const struct array_builder *b, struct fcall *fc, percentile_fn fn)
{
    if (ARG_NULL(0) || b->n == 0)
        RETURN_NULL();
    struct array p = array_open(ARG_DATUM(0));
    if (p.n == 0)
        return array_make_empty(fc->arena, b->elem);
    Datum *values;
    bool *nulls;
    array_deconstruct(fc->arena, &p, &values, &nulls);
    for (int i = 0; i < p.n; i++)
        if (!nulls[i])
            check_percentile(datum_float8(values[i]));
    for (int i = 0; i < p.n; i++)
        if (!nulls[i])
            values[i] = fn(fc->arena, b, datum_float8(values[i]));
    return array_make_md(fc->arena, b->elem, values, nulls, p.ndim, p.dims, p.lbs);
}

#define PERCENTILE(name, finish, fn)                                                                        \
    static Datum name##_final(void *state, struct fcall *fc)                                                \
    {                                                                                                       \
        return finish(state, fc, fn);                                                                       \
    }                                                                                                       \
    const struct agg_impl name##_agg = {sizeof(struct array_builder), percentile_trans, name##_final, NULL};
PERCENTILE(percentile_disc, percentile, discrete)
PERCENTILE(percentile_disc_multi, percentiles, discrete)
PERCENTILE(percentile_cont_float8, percentile, continuous_float8)
PERCENTILE(percentile_cont_float8_multi, percentiles, continuous_float8)
PERCENTILE(percentile_cont_interval, percentile, continuous_interval)
PERCENTILE(percentile_cont_interval_multi, percentiles, continuous_interval)
