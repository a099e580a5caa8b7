/* Arrays: construction, access, comparison. Text and binary forms: array_io.c; subscripts: array_subs.c. */
#include "types/array.h"

#include "types/hash.h"
#include "types/softfail.h"

#define ALIGN8(n) (((size_t)(n) + 7) & ~(size_t)7)

struct array array_open(Datum d)
{
    const char *p = VARDATA(d);
    const struct array_head *h = (const struct array_head *)p;
    struct array a = {.ndim = h->ndim, .n = h->n, .elem = h->elem, .has_nulls = h->has_nulls != 0,
                      .dims = h->bounds, .lbs = h->bounds + h->ndim, .base = p};
    a.byval = type_get(h->elem)->byval;
    a.items = p + ALIGN8(sizeof *h + sizeof(int32_t) * 2 * (size_t)h->ndim);
    a.nulls = (const uint8_t *)a.items + sizeof(Datum) * (size_t)a.n;
    return a;
}

bool type_nests(Oid elem)
{
    Oid stored = type_stored(elem);
    return stored != TYPE_json && stored != TYPE_jsonb && !type_is_array(stored);
}

bool array_storable(const struct array *a)
{
    for (int i = 0; i < a->ndim; i++)
        if (a->lbs[i] != 1)
            return false;
    return a->ndim <= 1 || type_nests(a->elem);
}

int array_count(int ndim, const int32_t *dims)
{
    if (ndim <= 0)
        return 0;
    int64_t n = 1;
    for (int i = 0; i < ndim; i++) {
        if (dims[i] < 0)
            raise(ERR_PROGRAM_LIMIT_EXCEEDED, "array size exceeds the maximum allowed (%d)", ARRAY_MAX_ELEMENTS);
        n *= dims[i];
        if (n > ARRAY_MAX_ELEMENTS)
            raise(ERR_PROGRAM_LIMIT_EXCEEDED, "array size exceeds the maximum allowed (%d)", ARRAY_MAX_ELEMENTS);
    }
    return (int)n;
}

void array_check_bounds(int ndim, const int32_t *dims, const int32_t *lbs)
{
    for (int i = 0; i < ndim; i++) {
        int32_t sum;
        if (__builtin_add_overflow(dims[i], lbs[i], &sum))
            raise(ERR_PROGRAM_LIMIT_EXCEEDED, "array lower bound is too large: %d", lbs[i]);
    }
}

static size_t varlena_size(Datum d)
{
    return ALIGN8(sizeof(struct varlena) + VARLEN(d) + 1);
}

void array_may_have_nulls(Datum array)
{
    ((struct array_head *)((struct varlena *)array)->data)->has_nulls = true;
}

static Datum array_of_shape(struct arena *a, Oid elem, const Datum *values, const bool *nulls, int n, int ndim, const int32_t *dims,
                            const int32_t *lbs)
{
    bool byval = type_get(elem)->byval;
    size_t head = ALIGN8(sizeof(struct array_head) + sizeof(int32_t) * 2 * (size_t)ndim);
    size_t size = head;
    bool has_nulls = false;
    if (byval)
        size += (sizeof(Datum) + 1) * (size_t)n;
    else
        size += ALIGN8(sizeof(uint32_t) * (size_t)n);
    for (int i = 0; i < n; i++) {
        if (nulls != NULL && nulls[i])
            has_nulls = true;
        else if (!byval)
            size += varlena_size(values[i]);
    }
    struct varlena *v = varlena_new(a, size);
    struct array_head *h = (struct array_head *)v->data;
    *h = (struct array_head){.ndim = ndim, .elem = elem, .n = n, .has_nulls = has_nulls};
    for (int i = 0; i < ndim; i++) {
        h->bounds[i] = dims[i];
        h->bounds[ndim + i] = lbs != NULL ? lbs[i] : 1;
    }
    if (ndim > 0 && lbs != NULL)
        array_check_bounds(ndim, dims, lbs);
    char *items = v->data + head;
    if (byval) {
        for (int i = 0; i < n; i++) {
            bool isnull = nulls != NULL && nulls[i];
            Datum d = isnull ? (Datum)0 : values[i];
            memcpy(items + sizeof d * (size_t)i, &d, sizeof d);
            items[sizeof d * (size_t)n + (size_t)i] = (char)isnull;
        }
        return (Datum)v;
    }
    size_t at = head + ALIGN8(sizeof(uint32_t) * (size_t)n);
    memset(items, 0, at - head);
    for (int i = 0; i < n; i++) {
        if (nulls != NULL && nulls[i])
            continue;
        uint32_t off = (uint32_t)at;
        memcpy(items + sizeof off * (size_t)i, &off, sizeof off);
        struct varlena *copy = (struct varlena *)(v->data + at);
        size_t full = varlena_size(values[i]), used = sizeof *copy + VARLEN(values[i]);
        memcpy(copy, datum_varlena(values[i]), used);
        memset((char *)copy + used, 0, full - used);
        at += full;
    }
    return (Datum)v;
}

Datum array_make_md(struct arena *a, Oid elem, const Datum *values, const bool *nulls, int ndim, const int32_t *dims,
                    const int32_t *lbs)
{
    int n = array_count(ndim, dims);
    return array_of_shape(a, elem, values, nulls, n, n == 0 ? 0 : ndim, dims, lbs);
}

Datum array_make_vector(struct arena *a, Oid elem, const Datum *values, int n)
{
    return array_of_shape(a, elem, values, NULL, n, 1, (const int32_t[]){n}, (const int32_t[]){0});
}

Datum array_make(struct arena *a, Oid elem, const Datum *values, const bool *nulls, int n)
{
    int32_t dim = n;
    return array_make_md(a, elem, values, nulls, n == 0 ? 0 : 1, &dim, NULL);
}

Datum array_make_empty(struct arena *a, Oid elem)
{
    return array_make_md(a, elem, NULL, NULL, 0, NULL, NULL);
}

void array_deconstruct(struct arena *ar, const struct array *a, Datum **values, bool **nulls)
{
    *values = ARENA_ARRAY(ar, Datum, a->n);
    *nulls = ARENA_ARRAY(ar, bool, a->n);
    for (int i = 0; i < a->n; i++)
        (*values)[i] = array_get(a, i, &(*nulls)[i]);
}

Oid array_type_of(Oid elem)
{
    const struct type_info *t = type_lookup(elem);
    return t == NULL ? InvalidOid : t->array;
}

void array_builder_init(struct array_builder *b, struct arena *a, Oid elem)
{
    *b = (struct array_builder){.arena = a, .elem = elem};
}

void array_builder_add(struct array_builder *b, Datum value, bool isnull)
{
    if (b->n == b->cap) {
        int cap = b->cap == 0 ? 16 : b->cap * 2;
        b->values = arena_grow(b->arena, b->values, sizeof(Datum) * (size_t)b->cap, sizeof(Datum) * (size_t)cap);
        b->nulls = arena_grow(b->arena, b->nulls, (size_t)b->cap, (size_t)cap);
        b->cap = cap;
    }
    b->values[b->n] = isnull ? (Datum)0 : datum_copy(b->arena, value, type_get(b->elem)->byval);
    b->nulls[b->n++] = isnull;
}

Datum array_builder_finish(struct array_builder *b, struct arena *a)
{
    return array_make(a, b->elem, b->values, b->nulls, b->n);
}

Datum array_stack(struct arena *a, Oid elem, const Datum *arrays, const bool *nulls, int n, bool agg)
{
    int32_t dims[ARRAY_MAXDIM], lbs[ARRAY_MAXDIM];
    int ndim = 0, each = 0, empty = 0;
    for (int k = 0; k < n; k++) {
        if (nulls != NULL && nulls[k]) {
            if (agg)
                raise(ERR_NULL_VALUE_NOT_ALLOWED, "cannot accumulate null arrays");
            empty++;
            continue;
        }
        struct array v = array_open(arrays[k]);
        if (v.n == 0 && !(agg && ndim > 0)) { /* to an aggregate it is one of other dimensions, but for the first */
            if (agg)
                raise(ERR_ARRAY_SUBSCRIPT_ERROR, "cannot accumulate empty arrays");
            empty++;
            continue;
        }
        if (ndim == 0) {
            if (v.ndim + 1 > ARRAY_MAXDIM)
                raise(ERR_PROGRAM_LIMIT_EXCEEDED, "number of array dimensions (%d) exceeds the maximum allowed (%d)",
                      v.ndim + 1, ARRAY_MAXDIM);
            ndim = v.ndim + 1;
            each = v.n;
            memcpy(dims + 1, v.dims, sizeof(int32_t) * (size_t)v.ndim);
            memcpy(lbs + 1, v.lbs, sizeof(int32_t) * (size_t)v.ndim);
        } else if (v.ndim + 1 != ndim || memcmp(dims + 1, v.dims, sizeof(int32_t) * (size_t)v.ndim) != 0 ||
                   memcmp(lbs + 1, v.lbs, sizeof(int32_t) * (size_t)v.ndim) != 0) {
            if (agg)
                raise(ERR_ARRAY_SUBSCRIPT_ERROR, "cannot accumulate arrays of different dimensionality");
            raise(ERR_ARRAY_SUBSCRIPT_ERROR,
                  "multidimensional arrays must have array expressions with matching dimensions");
        }
    }
    if (ndim == 0)
        return array_make_empty(a, elem);
    if (empty > 0)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "multidimensional arrays must have array expressions with matching dimensions");
    dims[0] = n;
    lbs[0] = 1;
    int total = array_count(ndim, dims);
    Datum *values = ARENA_ARRAY(a, Datum, total);
    bool *isnull = ARENA_ARRAY(a, bool, total);
    for (int k = 0; k < n; k++) {
        struct array v = array_open(arrays[k]);
        for (int i = 0; i < each; i++)
            values[k * each + i] = array_get(&v, i, &isnull[k * each + i]);
    }
    return array_make_md(a, elem, values, isnull, ndim, dims, lbs);
}

static struct arena *scratch_for_error(void)
{
    static struct arena *a; /* a type's name in an error message: the error copies it */
    if (a == NULL)
        a = arena_new(NULL, "type names");
    arena_reset(a);
    return a;
}

type_cmp_fn elem_cmp_fn(Oid elem)
{
    type_cmp_fn fn = type_get(elem)->cmp;
    if (fn == NULL && type_base(elem) != elem)
        fn = type_get(type_base(elem))->cmp;
    if (fn == NULL)
        raise(ERR_UNDEFINED_FUNCTION, "could not identify a comparison function for type %s",
              type_display(scratch_for_error(), elem));
    return fn;
}

type_cmp_fn elem_eq_fn(Oid elem)
{
    type_cmp_fn fn = type_get(type_base(elem))->cmp;
    if (fn == NULL)
        raise(ERR_UNDEFINED_FUNCTION, "could not identify an equality operator for type %s",
              type_display(scratch_for_error(), elem));
    return fn;
}

int array_cmp(Datum da, Datum db)
{
    struct array a = array_open(da), b = array_open(db);
    if (a.elem != b.elem)
        raise(ERR_DATATYPE_MISMATCH, "cannot compare arrays of different element types");
    type_cmp_fn cmp = elem_cmp_fn(a.elem);
    int n = a.n < b.n ? a.n : b.n;
    for (int i = 0; i < n; i++) {
        bool an, bn;
        Datum x = array_get(&a, i, &an), y = array_get(&b, i, &bn);
        if (an || bn) {
            if (an != bn)
                return an ? 1 : -1;
            continue;
        }
        int c = cmp(x, y);
        if (c != 0)
            return c;
    }
    if (a.n != b.n)
        return a.n < b.n ? -1 : 1;
    if (a.ndim != b.ndim)
        return a.ndim < b.ndim ? -1 : 1;
    for (int i = 0; i < 2 * a.ndim; i++) /* dims, then lower bounds: they are adjacent */
        if (a.dims[i] != b.dims[i])
            return a.dims[i] < b.dims[i] ? -1 : 1;
    return 0;
}

bool array_equal(Datum da, Datum db)
{
    struct array a = array_open(da), b = array_open(db);
    if (a.elem != b.elem)
        raise(ERR_DATATYPE_MISMATCH, "cannot compare arrays of different element types");
    type_cmp_fn cmp = elem_eq_fn(a.elem);
    if (a.ndim != b.ndim || memcmp(a.dims, b.dims, sizeof(int32_t) * 2 * (size_t)a.ndim) != 0)
        return false;
    for (int i = 0; i < a.n; i++) {
        bool an, bn;
        Datum x = array_get(&a, i, &an), y = array_get(&b, i, &bn);
        if (an != bn || (!an && cmp(x, y) != 0))
            return false;
    }
    return true;
}

uint64_t array_hash(Datum d)
{
    struct array a = array_open(d);
    type_hash_fn hash = type_get(type_base(a.elem))->hash;
    if (hash == NULL)
        raise(ERR_UNDEFINED_FUNCTION, "could not identify a hash function for type %s",
              type_display(scratch_for_error(), a.elem));
    uint64_t h = 1;
    for (int i = 0; i < a.n; i++) {
        bool isnull;
        Datum x = array_get(&a, i, &isnull);
        h = hash_combine(h, isnull ? 0 : hash(x));
    }
    return h;
}
