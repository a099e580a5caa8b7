/* SQL values as JSON: what to_json(), row_to_json(), json_build_*() and the aggregates write. */
#ifndef FUNCS_JSON_VALUE_H
#define FUNCS_JSON_VALUE_H

#include "base/strbuf.h"
#include "types/jsonb.h"

/* Appends the JSON text of a value. Numbers and booleans as themselves, json and jsonb as they are, arrays and records
 * deep, dates as ISO 8601, all else as a string. pretty: a line for each element of the outermost array or record. */
void json_write(struct arena *a, Oid type, Datum d, bool isnull, bool pretty, struct strbuf *out);
/* As the key of an object: a string. Raises 22023 for arrays, records and JSON. */
void json_write_key(struct arena *a, Oid type, Datum d, struct strbuf *out);

/* The same for jsonb: values borrow from d, and are allocated in a. */
struct jval jsonb_of(struct arena *a, Oid type, Datum d, bool isnull);
struct jval jsonb_key_of(struct arena *a, Oid type, Datum d);

#endif
