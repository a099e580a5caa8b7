/*
 * BSON values as Datums and back: the type table of docs/design.md section 3, in one place (docs/types.md has every case).
 */
#ifndef TYPES_BSON_DATUM_H
#define TYPES_BSON_DATUM_H

#include <bson/bson.h>

#include "types/jsonb.h"
#include "types/type.h"

/* PostgreSQL's epoch, 2000-01-01, in milliseconds since 1970. */
#define BSON_EPOCH_MS INT64_C(946684800000)
/* Milliseconds that a timestamptz can hold. */
#define BSON_DATE_MIN_MS INT64_C(-210866803200000)
#define BSON_DATE_MAX_MS (INT64_C(9224318016000000) - 1)

/*
 * The value that it stands on, read as type (in a). false: it does not fit. null, undefined and no value (it NULL) are NULL.
 * Any value fits jsonb.
 */
bool datum_from_bson(struct arena *a, const bson_iter_t *it, Oid type, Datum *value, bool *isnull);

/* Any BSON value as JSON: what JSON cannot say in relaxed Extended JSON, but numbers as numbers. Borrows from the document. */
struct jval jval_from_bson(struct arena *a, const bson_iter_t *it);

/* Appends a value of an SQL type as the BSON type that a column of that type has. Raises 22003 for a numeric of more digits than
 * Decimal128 has, 22P05 for what BSON cannot say. */
void datum_append_bson(struct arena *a, bson_t *doc, const char *key, int keylen, Oid type, Datum value, bool isnull);

/* Decimal128 to numeric: its exponent is the scale. */
Datum numeric_from_decimal128(struct arena *a, const bson_decimal128_t *d);

#endif
