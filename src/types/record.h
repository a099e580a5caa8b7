/*
 * Records: flat, self-contained rows; each column carries its type.
 *
 * Layout of the varlena's data: struct record_head, n type OIDs (padded to 8), n slots of 8 bytes (by value: the
 * Datum; by reference: the offset from the start of data of a struct varlena), n null bytes, then the varlenas.
 * The varlena's info is the row's shape: 0, or a number that record_shape() gave, which knows the columns' names.
 */
#ifndef TYPES_RECORD_H
#define TYPES_RECORD_H

#include "types/type.h"

struct record_shape {
    int id;
    Oid type;       /* a named composite type, TYPE_record when anonymous */
    int n;
    const char *const *names;
    const Oid *types;
    const int32_t *typmods;
};

/* The number (> 0) of a shape, the same for the same columns; kept for the session. typmods NULL: all -1. */
int record_shape(Oid type, int n, const char *const *names, const Oid *types, const int32_t *typmods);
const struct record_shape *record_shape_get(int id);      /* NULL when there is none */
const struct record_shape *record_shape_of_type(Oid type); /* the latest of a named composite type; NULL */

struct record {
    int n, shape;
    const Oid *types;
    const char *base, *slots;
    const uint8_t *nulls;
};

Datum record_make(struct arena *a, int shape, int n, const Oid *types, const Datum *values, const bool *nulls);
struct record record_open(Datum d);
Datum record_get(const struct record *r, int i, bool *isnull); /* borrowed */
/* Column i's name: the shape's, "f1", "f2"... where there is none (in a). */
const char *record_name(struct arena *a, const struct record *r, int i);
/* Column of that name, -1 when there is none. */
int record_find(const struct record *r, const char *name, size_t len);

Datum record_in(struct io *io, const char *s, size_t len);
void record_out(struct io *io, Datum d, struct strbuf *out);
Datum record_recv(struct io *io, const uint8_t *p, size_t len);
void record_send(struct io *io, Datum d, struct strbuf *out);
/* Raise 42804 for dissimilar columns or a different number of them, 42883 where a type has no order. */
int record_cmp(Datum a, Datum b);
bool record_equal(Datum a, Datum b);
/* Of the values' bytes: 1.0 is not 1.00. Raise as those above; 0A000 where the order of the bytes is PostgreSQL's own affair. */
int record_image_cmp(Datum a, Datum b);
bool record_image_equal(Datum a, Datum b);
uint64_t record_hash(Datum d);

#endif
