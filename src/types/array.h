/*
 * Arrays: flat, self-contained values with elements found in O(1).
 *
 * Layout of the varlena's data: struct array_head, ndim dimensions, ndim lower bounds, then (8-byte aligned) the
 * elements. By-value elements: one Datum each, then one null byte each. By-reference: one uint32 offset from the
 * start of data each (0: NULL) to a struct varlena at a multiple of 8.
 *
 * Text and binary forms are PostgreSQL's (manual 8.15; array_recv's wire form). An empty array has ndim 0.
 */
#ifndef TYPES_ARRAY_H
#define TYPES_ARRAY_H

#include "types/type.h"

#define ARRAY_MAXDIM 6
#define ARRAY_MAX_ELEMENTS 134217727 /* PostgreSQL's limit */

struct array_head {
    int32_t ndim;
    Oid elem;
    int32_t n; /* elements */
    uint32_t has_nulls;
    int32_t bounds[]; /* dims, then lower bounds */
};

/* An opened array: borrowed pointers into the value. */
struct array {
    int ndim, n;
    Oid elem;
    bool byval, has_nulls;
    const int32_t *dims, *lbs;
    const char *base;       /* the varlena's data */
    const char *items;      /* Datums or offsets */
    const uint8_t *nulls;   /* by-value only */
};

struct array array_open(Datum d);

/* Can an array of such elements be said to have several dimensions where it has arrays in it? Not if they may be elements. */
bool type_nests(Oid elem);
/* Do BSON's arrays say all of it: every dimension counts from 1, and there is but one where !type_nests()? */
bool array_storable(const struct array *a);

/* Element i (from 0, in storage order): borrowed from the array. */
static inline Datum array_get(const struct array *a, int i, bool *isnull)
{
    if (a->byval) {
        Datum d;
        memcpy(&d, a->items + (size_t)i * sizeof d, sizeof d);
        *isnull = a->nulls[i] != 0;
        return d;
    }
    uint32_t off;
    memcpy(&off, a->items + (size_t)i * sizeof off, sizeof off);
    *isnull = off == 0;
    return off == 0 ? (Datum)0 : (Datum)(a->base + off);
}

/* One-dimensional, lower bound 1; n == 0 gives the empty array; nulls may be NULL. Raises 54000 when too large. */
Datum array_make(struct arena *a, Oid elem, const Datum *values, const bool *nulls, int n);
/* Of any dimensions; lbs NULL: all 1. The number of values is the product of dims. Raises 54000. */
Datum array_make_md(struct arena *a, Oid elem, const Datum *values, const bool *nulls, int ndim, const int32_t *dims,
                    const int32_t *lbs);
Datum array_make_empty(struct arena *a, Oid elem);
/* Of one dimension from 0, also where there is nothing in it. */
Datum array_make_vector(struct arena *a, Oid elem, const Datum *values, int n);
/* Sets the binary form's flag, of an array just made. */
void array_may_have_nulls(Datum array);
/* All elements as vectors in ar (borrowed Datums). */
void array_deconstruct(struct arena *ar, const struct array *a, Datum **values, bool **nulls);
/* Product of dims; raises 54000 beyond the limit or for bounds beyond int4. */
int array_count(int ndim, const int32_t *dims);
void array_check_bounds(int ndim, const int32_t *dims, const int32_t *lbs);

/* The array type over an element type; InvalidOid when there is none. */
Oid array_type_of(Oid elem);
/* The array built value by value, as array_agg and the ARRAY[] constructor do. */
struct array_builder {
    struct arena *arena;
    Oid elem;
    Datum *values;
    bool *nulls;
    int n, cap;
};
void array_builder_init(struct array_builder *b, struct arena *a, Oid elem);
void array_builder_add(struct array_builder *b, Datum value, bool isnull); /* copies value */
Datum array_builder_finish(struct array_builder *b, struct arena *a);
/* ARRAY[ARRAY[..],..]: n arrays of the same shape become one of a dimension more. NULL arrays raise 22004 as
 * array_agg(anyarray) does when `agg`, 2202E otherwise. All empty gives the empty array. */
Datum array_stack(struct arena *a, Oid elem, const Datum *arrays, const bool *nulls, int n, bool agg);

/* a[i][j]: NULL (isnull) outside the bounds or with a wrong number of subscripts. */
Datum array_subscript(Datum array, int n, const int32_t *subs, bool *isnull);
/* a[l:u]...; with have_lower/have_upper false the bound is the array's own. Empty array when nothing is inside. */
Datum array_slice(struct arena *a, Datum array, int n, const int32_t *lower, const bool *have_lower,
                  const int32_t *upper, const bool *have_upper);
/* A copy with a[i][j] = value; a 1-D array grows, NULLs fill the gap. array 0: NULL is assigned to. Raises 2202E. */
Datum array_assign(struct arena *a, Oid elem, Datum array, int n, const int32_t *subs, Datum value, bool isnull);
/* A copy with a[l:u] = source. array 0: NULL is assigned to. Raises 2202E. */
Datum array_assign_slice(struct arena *a, Oid elem, Datum array, int n, const int32_t *lower, const bool *have_lower,
                         const int32_t *upper, const bool *have_upper, Datum source);

/* The element's text inside an array literal: quoted where it has to be. */
void array_add_quoted(struct strbuf *out, const char *s, size_t len, char delimiter);

Datum array_in(struct io *io, const char *s, size_t len);
void array_out(struct io *io, Datum d, struct strbuf *out);
Datum array_recv(struct io *io, const uint8_t *p, size_t len);
void array_send(struct io *io, Datum d, struct strbuf *out);
int array_cmp(Datum a, Datum b);     /* raises 42883 where the element type has no order */
uint64_t array_hash(Datum d);
bool array_equal(Datum a, Datum b);  /* element types as array_cmp */

/* Element comparison functions; raise 42883 in PostgreSQL's words. */
type_cmp_fn elem_cmp_fn(Oid elem);
type_cmp_fn elem_eq_fn(Oid elem);

#endif
