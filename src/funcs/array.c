/* Arrays: shape, elements added, taken away and found, containment, rows. Text forms: string_array.c. */
#include "types/array.h"

#include "funcs/funcs.h"

static bool has_dimension(const struct array *a, int dim)
{
    return dim >= 1 && dim <= a->ndim;
}

/* ---- shape ---- */
Datum array_ndims(struct fcall *fc)
{
    struct array a = array_open(ARG_DATUM(0));
    if (a.ndim == 0)
        RETURN_NULL();
    return datum_from_int32(a.ndim);
}

Datum array_dims(struct fcall *fc)
{
    struct array a = array_open(ARG_DATUM(0));
    struct strbuf b;
    if (a.ndim == 0)
        RETURN_NULL();
    strbuf_init(&b, fc->arena);
    for (int i = 0; i < a.ndim; i++)
        strbuf_printf(&b, "[%d:%d]", a.lbs[i], a.lbs[i] + a.dims[i] - 1);
    return datum_from_text(fc->arena, b.data, b.len);
}

Datum array_lower(struct fcall *fc)
{
    struct array a = array_open(ARG_DATUM(0));
    int dim = ARG_INT32(1);
    if (!has_dimension(&a, dim))
        RETURN_NULL();
    return datum_from_int32(a.lbs[dim - 1]);
}

Datum array_upper(struct fcall *fc)
{
    struct array a = array_open(ARG_DATUM(0));
    int dim = ARG_INT32(1);
    if (!has_dimension(&a, dim))
        RETURN_NULL();
    return datum_from_int32(a.lbs[dim - 1] + a.dims[dim - 1] - 1);
}

Datum array_length(struct fcall *fc)
{
    struct array a = array_open(ARG_DATUM(0));
    int dim = ARG_INT32(1);
    if (!has_dimension(&a, dim))
        RETURN_NULL();
    return datum_from_int32(a.dims[dim - 1]);
}

Datum array_cardinality(struct fcall *fc)
{
    return datum_from_int32(array_open(ARG_DATUM(0)).n);
}

/* ---- one element more ---- */
static Oid result_elem(const struct fcall *fc)
{
    return type_get(type_base(fc->rettype))->elem;
}

/* The array with value before its first element or behind its last. Its lower bound stays. */
static Datum extended(struct fcall *fc, int array, int value, bool front)
{
    Oid elem = result_elem(fc);
    struct array a = array_open(ARG_NULL(array) ? array_make_empty(fc->arena, elem) : ARG_DATUM(array));
    if (a.ndim > 1)
        raise(ERR_DATA_EXCEPTION, "argument must be empty or one-dimensional array");
    int32_t dim = a.n + 1, lb = a.ndim == 1 ? a.lbs[0] : 1, edge;
    if (front ? __builtin_sub_overflow(lb, 1, &edge) : __builtin_add_overflow(lb, a.n, &edge))
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
    Datum *values = ARENA_ARRAY(fc->arena, Datum, dim);
    bool *nulls = ARENA_ARRAY(fc->arena, bool, dim);
    for (int i = 0; i < a.n; i++)
        values[i + front] = array_get(&a, i, &nulls[i + front]);
    values[front ? 0 : a.n] = ARG_DATUM(value);
    nulls[front ? 0 : a.n] = ARG_NULL(value);
    return array_make_md(fc->arena, elem, values, nulls, 1, &dim, &lb);
}

Datum array_append(struct fcall *fc)
{
    return extended(fc, 0, 1, false);
}

Datum array_prepend(struct fcall *fc)
{
    return extended(fc, 1, 0, true);
}

/* ---- array || array ---- */
static _Noreturn void incompatible(const char *detail, int ndim1, int ndim2)
{
    struct error *e = error_new(ERR_ARRAY_SUBSCRIPT_ERROR, "cannot concatenate incompatible arrays");
    error_throw(error_detail(e, detail, ndim1, ndim2));
}

static bool same_shape(const struct array *a, int from_a, const struct array *b, int from_b, int n)
{
    size_t size = sizeof(int32_t) * (size_t)n;
    return memcmp(a->dims + from_a, b->dims + from_b, size) == 0 && memcmp(a->lbs + from_a, b->lbs + from_b, size) == 0;
}

/* The elements of a, then those of b, in the shape of `whole` with its first dimension as given. */
static Datum joined(struct arena *ar, const struct array *a, const struct array *b, const struct array *whole,
                    int32_t first)
{
    int32_t dims[ARRAY_MAXDIM];
    memcpy(dims, whole->dims, sizeof(int32_t) * (size_t)whole->ndim);
    dims[0] = first;
    int n = array_count(whole->ndim, dims);
    Datum *values = ARENA_ARRAY(ar, Datum, n);
    bool *nulls = ARENA_ARRAY(ar, bool, n);
    for (int i = 0; i < a->n; i++)
        values[i] = array_get(a, i, &nulls[i]);
    for (int i = 0; i < b->n; i++)
        values[a->n + i] = array_get(b, i, &nulls[a->n + i]);
    return array_make_md(ar, whole->elem, values, nulls, whole->ndim, dims, whole->lbs);
}

Datum array_cat(struct fcall *fc)
{
    if (ARG_NULL(0) || ARG_NULL(1)) {
        fc->isnull = ARG_NULL(0) && ARG_NULL(1);
        return ARG_NULL(0) ? ARG_DATUM(1) : ARG_DATUM(0);
    }
    struct array a = array_open(ARG_DATUM(0)), b = array_open(ARG_DATUM(1));
    if (b.ndim == 0)
        return ARG_DATUM(0);
    if (a.ndim == 0)
        return ARG_DATUM(1);
    if (a.ndim > b.ndim + 1 || b.ndim > a.ndim + 1)
        incompatible("Arrays of %d and %d dimensions are not compatible for concatenation.", a.ndim, b.ndim);
    if (a.ndim == b.ndim) {
        if (!same_shape(&a, 1, &b, 1, a.ndim - 1))
            incompatible("Arrays with differing element dimensions are not compatible for concatenation.", 0, 0);
        return joined(fc->arena, &a, &b, &a, a.dims[0] + b.dims[0]);
    }
    const struct array *whole = a.ndim > b.ndim ? &a : &b, *item = a.ndim > b.ndim ? &b : &a;
    if (!same_shape(whole, 1, item, 0, item->ndim))
        incompatible("Arrays with differing dimensions are not compatible for concatenation.", 0, 0);
    return joined(fc->arena, &a, &b, whole, whole->dims[0] + 1);
}

/* ---- elements found ---- */

/* Is element i equal to argument arg? NULLs are equal here. */
struct search {
    struct array a;
    type_cmp_fn eq;
    Datum value;
    bool isnull;
};

static struct search search_for(struct fcall *fc, int arg)
{
    struct search s = {.a = array_open(ARG_DATUM(0)), .value = ARG_DATUM(arg), .isnull = ARG_NULL(arg)};
    s.eq = elem_eq_fn(s.a.elem);
    return s;
}

static bool found_at(const struct search *s, int i)
{
    bool isnull;
    Datum d = array_get(&s->a, i, &isnull);
    return isnull || s->isnull ? isnull && s->isnull : s->eq(d, s->value) == 0;
}

static void refuse_dimensions(const struct array *a, const char *what)
{
    if (a->ndim > 1)
        raise(ERR_FEATURE_NOT_SUPPORTED, "%s multidimensional arrays is not supported", what);
}

static bool contains_null(const struct array *a)
{
    bool isnull = false;
    for (int i = 0; a->has_nulls && i < a->n && !isnull; i++)
        (void)array_get(a, i, &isnull);
    return isnull;
}

Datum array_position(struct fcall *fc)
{
    if (ARG_NULL(0))
        RETURN_NULL();
    struct search s = search_for(fc, 1);
    refuse_dimensions(&s.a, "searching for elements in");
    if (s.a.n > 0 && fc->nargs > 2 && ARG_NULL(2) && (!ARG_NULL(1) || contains_null(&s.a)))
        raise(ERR_NULL_VALUE_NOT_ALLOWED, "initial position must not be null");
    for (int i = 0; i < s.a.n; i++)
        if ((fc->nargs < 3 || s.a.lbs[0] + i >= ARG_INT32(2)) && found_at(&s, i))
            return datum_from_int32(s.a.lbs[0] + i);
    RETURN_NULL();
}

Datum array_positions(struct fcall *fc)
{
    struct array_builder b;
    if (ARG_NULL(0))
        RETURN_NULL();
    struct search s = search_for(fc, 1);
    refuse_dimensions(&s.a, "searching for elements in");
    array_builder_init(&b, fc->arena, TYPE_int4);
    for (int i = 0; i < s.a.n; i++)
        if (found_at(&s, i))
            array_builder_add(&b, datum_from_int32(s.a.lbs[0] + i), false);
    return array_builder_finish(&b, fc->arena);
}

Datum array_remove(struct fcall *fc)
{
    if (ARG_NULL(0))
        RETURN_NULL();
    struct search s = search_for(fc, 1);
    refuse_dimensions(&s.a, "removing elements from");
    Datum *values = ARENA_ARRAY(fc->arena, Datum, s.a.n);
    bool *nulls = ARENA_ARRAY(fc->arena, bool, s.a.n);
    int32_t n = 0;
    for (int i = 0; i < s.a.n; i++)
        if (!found_at(&s, i)) {
            values[n] = array_get(&s.a, i, &nulls[n]);
            n++;
        }
    if (n == s.a.n)
        return ARG_DATUM(0);
    return array_make_md(fc->arena, s.a.elem, values, nulls, n > 0, &n, s.a.lbs);
}

Datum array_replace(struct fcall *fc)
{
    if (ARG_NULL(0))
        RETURN_NULL();
    struct search s = search_for(fc, 1);
    Datum *values;
    bool *nulls, changed = false;
    array_deconstruct(fc->arena, &s.a, &values, &nulls);
    for (int i = 0; i < s.a.n; i++)
        if (found_at(&s, i)) {
            values[i] = ARG_DATUM(2);
            nulls[i] = ARG_NULL(2);
            changed = true;
        }
    if (!changed)
        return ARG_DATUM(0);
    return array_make_md(fc->arena, s.a.elem, values, nulls, s.a.ndim, s.a.dims, s.a.lbs);
}

/* ---- made and cut ---- */
static const int32_t *int_vector(struct fcall *fc, int arg, int *n)
{
    struct array a = array_open(ARG_DATUM(arg));
    if (a.ndim > 1)
        error_throw(error_detail(error_new(ERR_ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts"),
                                 "Dimension array must be one dimensional."));
    int32_t *v = ARENA_ARRAY(fc->arena, int32_t, a.n);
    for (int i = 0; i < a.n; i++) {
        bool isnull;
        v[i] = datum_int32(array_get(&a, i, &isnull));
        if (isnull)
            raise(ERR_NULL_VALUE_NOT_ALLOWED, "dimension values cannot be null");
    }
    *n = a.n;
    return v;
}

Datum array_fill(struct fcall *fc)
{
    int ndim, nlbs;
    const int32_t *lbs = NULL;
    if (ARG_NULL(1) || (fc->nargs > 2 && ARG_NULL(2)))
        raise(ERR_NULL_VALUE_NOT_ALLOWED, "dimension array or low bound array cannot be null");
    const int32_t *dims = int_vector(fc, 1, &ndim);
    if (ndim > ARRAY_MAXDIM)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "number of array dimensions (%d) exceeds the maximum allowed (%d)", ndim,
              ARRAY_MAXDIM);
    if (fc->nargs > 2) {
        lbs = int_vector(fc, 2, &nlbs);
        if (nlbs != ndim)
            error_throw(error_detail(error_new(ERR_ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts"),
                                     "Low bound array has different size than dimensions array."));
    }
    int n = array_count(ndim, dims);
    if (lbs != NULL)
        array_check_bounds(ndim, dims, lbs);
    Datum *values = ARENA_ARRAY(fc->arena, Datum, n);
    bool *nulls = ARENA_ARRAY(fc->arena, bool, n);
    for (int i = 0; i < n; i++) {
        values[i] = ARG_DATUM(0);
        nulls[i] = ARG_NULL(0);
    }
    return array_make_md(fc->arena, result_elem(fc), values, nulls, ndim, dims, lbs);
}

Datum trim_array(struct fcall *fc)
{
    struct array a = array_open(ARG_DATUM(0));
    int n = ARG_INT32(1), length = a.ndim > 0 ? a.dims[0] : 0;
    if (n < 0 || n > length)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "number of elements to trim must be between 0 and %d", length);
    if (a.ndim == 0)
        return ARG_DATUM(0);
    int32_t lower = a.lbs[0], upper = a.lbs[0] + length - n - 1;
    bool no = false, yes = true;
    return array_slice(fc->arena, ARG_DATUM(0), 1, &lower, &no, &upper, &yes);
}

/* ---- @> <@ && ---- */

/* Are all (or any) of part's elements in a? NULL is in none, and as an element of a counts for nothing. */
static bool compare_sets(Datum whole, Datum part, bool all)
{
    struct array a = array_open(whole), b = array_open(part);
    if (a.elem != b.elem)
        raise(ERR_DATATYPE_MISMATCH, "cannot compare arrays of different element types");
    type_cmp_fn eq = elem_eq_fn(a.elem);
    for (int i = 0; i < b.n; i++) {
        bool isnull, null_a, found = false;
        Datum want = array_get(&b, i, &isnull);
        for (int k = 0; k < a.n && !isnull && !found; k++) {
            Datum have = array_get(&a, k, &null_a);
            found = !null_a && eq(have, want) == 0;
        }
        if (found != all)
            return found;
        CHECK_INTERRUPTS();
    }
    return all;
}

Datum arraycontains(struct fcall *fc)
{
    return datum_from_bool(compare_sets(ARG_DATUM(0), ARG_DATUM(1), true));
}

Datum arraycontained(struct fcall *fc)
{
    return datum_from_bool(compare_sets(ARG_DATUM(1), ARG_DATUM(0), true));
}

Datum arrayoverlap(struct fcall *fc)
{
    return datum_from_bool(compare_sets(ARG_DATUM(0), ARG_DATUM(1), false));
}

/* ---- rows ---- */
Datum array_unnest(struct fcall *fc)
{
    struct array a = array_open(ARG_DATUM(0));
    for (int i = 0; i < a.n; i++) {
        bool isnull;
        Datum d = array_get(&a, i, &isnull);
        emit_value(fc, d, isnull);
    }
    return (Datum)0;
}

Datum generate_subscripts(struct fcall *fc)
{
    struct array a = array_open(ARG_DATUM(0));
    int dim = ARG_INT32(1);
    bool reverse = fc->nargs > 2 && ARG_BOOL(2);
    if (!has_dimension(&a, dim))
        return (Datum)0;
    int32_t n = a.dims[dim - 1], lb = a.lbs[dim - 1];
    for (int32_t i = 0; i < n; i++)
        emit_value(fc, datum_from_int32(lb + (reverse ? n - 1 - i : i)), false);
    return (Datum)0;
}
