/* Ordered-set aggregates: the sorted values are kept, the direct argument says what is wanted of them. */
#include "funcs/funcs.h"

#include <math.h>

#include "types/array.h"

struct values {
    Oid type;
    Datum *items;
    int n, cap;
};

static void values_trans(void *state, struct fcall *fc)
{
    struct values *s = state;
    s->type = fc->argtypes[0];
    if (s->n == s->cap) {
        int cap = s->cap == 0 ? 16 : s->cap * 2;
        s->items = arena_grow(fc->keep, s->items, sizeof(Datum) * (size_t)s->cap, sizeof(Datum) * (size_t)cap);
        s->cap = cap;
    }
    s->items[s->n++] = datum_copy(fc->keep, fc->args[0], type_get(s->type)->byval);
}

static double fraction(Datum d)
{
    double p = datum_float8(d);
    if (isnan(p) || p < 0 || p > 1)
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "percentile value %g is not between 0 and 1", p);
    return p;
}

static Datum disc_at(const struct values *s, struct fcall *fc, double p)
{
    (void)fc;
    int row = (int)ceil(p * s->n);
    return s->items[row < 1 ? 0 : row - 1];
}

/* Between two neighbours, as far as the fraction says. */
static Datum cont_at(const struct values *s, struct fcall *fc, double p)
{
    double at = p * (s->n - 1);
    int low = (int)floor(at), high = (int)ceil(at);
    if (low == high)
        return s->items[low];
    double part = at - low;
    if (s->type == TYPE_float8) {
        double a = datum_float8(s->items[low]), b = datum_float8(s->items[high]);
        return datum_from_float8(a + part * (b - a));
    }
    Datum pair[2] = {s->items[high], s->items[low]};
    Datum step[2] = {func_call(interval_mi, fc->arena, 2, pair), datum_from_float8(part)};
    Datum sum[2] = {func_call(interval_mul, fc->arena, 2, step), s->items[low]};
    return func_call(interval_pl, fc->arena, 2, sum);
}

typedef Datum (*at_fn)(const struct values *s, struct fcall *fc, double p);

/* One fraction, or an array of them: then the result is an array of that shape. */
static Datum percentile(const struct values *s, struct fcall *fc, at_fn at)
{
    fc->isnull = s->n == 0 || fc->nulls[0];
    if (fc->isnull)
        return 0;
    if (fc->argtypes[0] == TYPE_float8)
        return at(s, fc, fraction(fc->args[0]));
    struct array arr = array_open(fc->args[0]);
    if (arr.n == 0)
        return array_make_empty(fc->arena, s->type);
    Datum *out = ARENA_ARRAY(fc->arena, Datum, arr.n);
    bool *nulls = ARENA_ARRAY(fc->arena, bool, arr.n);
    for (int i = 0; i < arr.n; i++) {
        Datum p = array_get(&arr, i, &nulls[i]);
        if (!nulls[i])
            out[i] = at(s, fc, fraction(p));
    }
    return array_make_md(fc->arena, s->type, out, nulls, arr.ndim, arr.dims, arr.lbs);
}

static Datum percentile_disc_final(void *state, struct fcall *fc)
{
    return percentile(state, fc, disc_at);
}

static Datum percentile_cont_final(void *state, struct fcall *fc)
{
    return percentile(state, fc, cont_at);
}

static Datum mode_final(void *state, struct fcall *fc)
{
    const struct values *s = state;
    int best = -1, length = 0;
    fc->isnull = s->n == 0;
    if (s->n == 0)
        return 0;
    type_cmp_fn cmp = type_get(type_base(s->type))->cmp;
    for (int i = 0, start = 0; i < s->n; i++) {
        if (cmp(s->items[start], s->items[i]) != 0)
            start = i;
        if (i - start + 1 > length) {
            length = i - start + 1;
            best = start;
        }
    }
    return s->items[best];
}

const struct agg_impl agg_percentile_disc = {sizeof(struct values), values_trans, percentile_disc_final, NULL};
const struct agg_impl agg_percentile_cont = {sizeof(struct values), values_trans, percentile_cont_final, NULL};
const struct agg_impl agg_mode = {sizeof(struct values), values_trans, mode_final, NULL};

/* rank() and its kind WITHIN GROUP are counted where the rows are sorted (exec/agg_calls.c). */
const struct agg_impl agg_hypothetical = {0, NULL, NULL, NULL};
