/* Arrays: subscripts and slices, read and assigned (manual 8.15.3, 8.15.4). */
#include "types/array.h"

static bool element_index(const struct array *a, int n, const int32_t *subs, int *index)
{
    if (n != a->ndim || a->n == 0)
        return false;
    int k = 0;
    for (int i = 0; i < n; i++) {
        int64_t rel = (int64_t)subs[i] - a->lbs[i];
        if (rel < 0 || rel >= a->dims[i])
            return false;
        k = k * a->dims[i] + (int)rel;
    }
    *index = k;
    return true;
}

Datum array_subscript(Datum array, int n, const int32_t *subs, bool *isnull)
{
    struct array a = array_open(array);
    int k;
    *isnull = true;
    return element_index(&a, n, subs, &k) ? array_get(&a, k, isnull) : (Datum)0;
}

/* Steps at[] through the box of dims; false at its end. */
static bool box_next(int ndim, const int32_t *dims, int32_t *at)
{
    for (int i = ndim - 1; i >= 0; i--) {
        if (++at[i] < dims[i])
            return true;
        at[i] = 0;
    }
    return false;
}

static int box_index(const struct array *a, const int32_t *at, const int32_t *from)
{
    int k = 0;
    for (int i = 0; i < a->ndim; i++)
        k = k * a->dims[i] + at[i] + from[i];
    return k;
}

Datum array_slice(struct arena *ar, Datum array, int n, const int32_t *lower, const bool *have_lower,
                  const int32_t *upper, const bool *have_upper)
{
    struct array a = array_open(array);
    int32_t from[ARRAY_MAXDIM], dims[ARRAY_MAXDIM], at[ARRAY_MAXDIM] = {0};
    if (a.ndim < n || a.ndim <= 0)
        return array_make_empty(ar, a.elem);
    for (int i = 0; i < a.ndim; i++) {
        int64_t lo = a.lbs[i], hi = (int64_t)a.lbs[i] + a.dims[i] - 1;
        if (i < n && have_lower[i] && lower[i] > lo)
            lo = lower[i];
        if (i < n && have_upper[i] && upper[i] < hi)
            hi = upper[i];
        if (lo > hi)
            return array_make_empty(ar, a.elem);
        from[i] = (int32_t)(lo - a.lbs[i]);
        dims[i] = (int32_t)(hi - lo + 1);
    }
    int count = array_count(a.ndim, dims), k = 0;
    Datum *values = ARENA_ARRAY(ar, Datum, count);
    bool *nulls = ARENA_ARRAY(ar, bool, count);
    do {
        values[k] = array_get(&a, box_index(&a, at, from), &nulls[k]);
        k++;
    } while (box_next(a.ndim, dims, at));
    Datum out = array_make_md(ar, a.elem, values, nulls, a.ndim, dims, NULL);
    if (a.has_nulls) /* PostgreSQL keeps the bitmap, and says so in binary */
        array_may_have_nulls(out);
    return out;
}

Datum array_assign(struct arena *ar, Oid elem, Datum array, int n, const int32_t *subs, Datum value, bool isnull)
{
    if (array == 0)
        array = array_make_empty(ar, elem);
    struct array a = array_open(array);
    int32_t dims[ARRAY_MAXDIM], lbs[ARRAY_MAXDIM];
    if (a.ndim == 0) {
        for (int i = 0; i < n; i++)
            dims[i] = 1;
        array_check_bounds(n, dims, subs);
        bool nulls[1] = {isnull};
        return array_make_md(ar, elem, &value, nulls, n, dims, subs);
    }
    if (a.ndim != n)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts");
    memcpy(dims, a.dims, sizeof(int32_t) * (size_t)n);
    memcpy(lbs, a.lbs, sizeof(int32_t) * (size_t)n);
    int before = 0;
    if (n == 1) {
        if (subs[0] < lbs[0]) {
            if (__builtin_sub_overflow(lbs[0], subs[0], &before) || __builtin_add_overflow(dims[0], before, &dims[0]))
                raise(ERR_PROGRAM_LIMIT_EXCEEDED, "array size exceeds the maximum allowed (%d)", ARRAY_MAX_ELEMENTS);
            lbs[0] = subs[0];
        } else {
            int64_t need = (int64_t)subs[0] - lbs[0] + 1;
            if (need > INT32_MAX)
                raise(ERR_PROGRAM_LIMIT_EXCEEDED, "array size exceeds the maximum allowed (%d)", ARRAY_MAX_ELEMENTS);
            if (need > dims[0])
                dims[0] = (int32_t)need;
        }
    } else {
        for (int i = 0; i < n; i++)
            if (subs[i] < lbs[i] || subs[i] >= (int64_t)lbs[i] + dims[i])
                raise(ERR_ARRAY_SUBSCRIPT_ERROR, "array subscript out of range");
    }
    int count = array_count(n, dims);
    array_check_bounds(n, dims, lbs);
    Datum *values = ARENA_ARRAY(ar, Datum, count);
    bool *nulls = ARENA_ARRAY(ar, bool, count);
    memset(nulls, true, (size_t)count);
    for (int i = 0; i < a.n; i++)
        values[before + i] = array_get(&a, i, &nulls[before + i]);
    int k = 0;
    for (int i = 0; i < n; i++)
        k = k * dims[i] + (subs[i] - lbs[i]);
    values[k] = value;
    nulls[k] = isnull;
    return array_make_md(ar, elem, values, nulls, n, dims, lbs);
}

/* Assigned into an empty array: the slice is the whole, both bounds must be given. */
static Datum slice_into_empty(struct arena *ar, Oid elem, int n, const int32_t *lower, const bool *have_lower,
                              const int32_t *upper, const bool *have_upper, const struct array *src)
{
    int32_t dims[ARRAY_MAXDIM], lbs[ARRAY_MAXDIM];
    for (int i = 0; i < n; i++) {
        if (!have_lower[i] || !have_upper[i]) {
            struct error *e = error_new(ERR_ARRAY_SUBSCRIPT_ERROR, "array slice subscript must provide both boundaries");
            error_throw(error_detail(e, "When assigning to a slice of an empty array value, slice boundaries must be "
                                        "fully specified."));
        }
        if (__builtin_sub_overflow(upper[i], lower[i], &dims[i]) || __builtin_add_overflow(dims[i], 1, &dims[i]))
            raise(ERR_PROGRAM_LIMIT_EXCEEDED, "array size exceeds the maximum allowed (%d)", ARRAY_MAX_ELEMENTS);
        lbs[i] = lower[i];
    }
    int count = array_count(n, dims);
    if (count > src->n)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "source array too small");
    array_check_bounds(n, dims, lbs);
    Datum *values;
    bool *nulls;
    array_deconstruct(ar, src, &values, &nulls);
    return array_make_md(ar, elem, values, nulls, n, dims, lbs);
}

Datum array_assign_slice(struct arena *ar, Oid elem, Datum array, int n, const int32_t *lower, const bool *have_lower,
                         const int32_t *upper, const bool *have_upper, Datum source)
{
    struct array src = array_open(source);
    if (array == 0)
        array = array_make_empty(ar, elem);
    struct array a = array_open(array);
    if (a.ndim == 0)
        return slice_into_empty(ar, elem, n, lower, have_lower, upper, have_upper, &src);
    if (a.ndim < n || a.ndim > ARRAY_MAXDIM)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts");
    int32_t dims[ARRAY_MAXDIM], lbs[ARRAY_MAXDIM], lo[ARRAY_MAXDIM], box[ARRAY_MAXDIM], at[ARRAY_MAXDIM] = {0};
    int32_t from[ARRAY_MAXDIM];
    memcpy(dims, a.dims, sizeof(int32_t) * (size_t)a.ndim);
    memcpy(lbs, a.lbs, sizeof(int32_t) * (size_t)a.ndim);
    int before = 0;
    for (int i = 0; i < a.ndim; i++) {
        int64_t l = i < n && have_lower[i] ? lower[i] : lbs[i];
        int64_t u = i < n && have_upper[i] ? upper[i] : (int64_t)lbs[i] + dims[i] - 1;
        if (i < n && l > u)
            raise(ERR_ARRAY_SUBSCRIPT_ERROR, "upper bound cannot be less than lower bound");
        if (a.ndim == 1) {
            if (l < lbs[0]) {
                int64_t grow = lbs[0] - l;
                if (grow + dims[0] > ARRAY_MAX_ELEMENTS)
                    raise(ERR_PROGRAM_LIMIT_EXCEEDED, "array size exceeds the maximum allowed (%d)", ARRAY_MAX_ELEMENTS);
                before = (int)grow;
                dims[0] += before;
                lbs[0] = (int32_t)l;
            }
            if (u - lbs[0] + 1 > ARRAY_MAX_ELEMENTS)
                raise(ERR_PROGRAM_LIMIT_EXCEEDED, "array size exceeds the maximum allowed (%d)", ARRAY_MAX_ELEMENTS);
            if (u - lbs[0] + 1 > dims[0])
                dims[0] = (int32_t)(u - lbs[0] + 1);
        } else if (l < lbs[i] || u >= (int64_t)lbs[i] + dims[i]) {
            raise(ERR_ARRAY_SUBSCRIPT_ERROR, "array subscript out of range");
        }
        lo[i] = (int32_t)l;
        box[i] = (int32_t)(u - l + 1);
    }
    int total = array_count(a.ndim, dims), count = array_count(a.ndim, box), k = 0;
    array_check_bounds(a.ndim, dims, lbs);
    if (count > src.n)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "source array too small");
    Datum *values = ARENA_ARRAY(ar, Datum, total);
    bool *nulls = ARENA_ARRAY(ar, bool, total);
    memset(nulls, true, (size_t)total);
    for (int i = 0; i < a.n; i++)
        values[before + i] = array_get(&a, i, &nulls[before + i]);
    struct array whole = a;
    whole.dims = dims;
    for (int i = 0; i < a.ndim; i++)
        from[i] = lo[i] - lbs[i];
    do {
        int i = box_index(&whole, at, from);
        values[i] = array_get(&src, k, &nulls[i]);
        k++;
    } while (k < count && box_next(a.ndim, box, at));
    return array_make_md(ar, elem, values, nulls, a.ndim, dims, lbs);
}
