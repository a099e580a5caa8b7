/*
 * pgleaf.flatten: an array of documents as a relation of its own, <collection>_<path>, a row per element: the key of the document that
 * it is in, the element's place, and its fields, those of nested documents too.
 */
#ifndef MONGO_FLATTEN_H
#define MONGO_FLATTEN_H

#include "catalog/schema.h"

/* The paths (char *) of a collection's arrays of documents. */
List *flatten_paths(struct arena *a, const struct field *root);
/* The relation's name. */
const char *flatten_name(struct arena *a, const char *collection, const char *path);
/* Columns of the relation: sr->root is what is known of the documents once they are unwound by rel.unwind. */
void flatten_columns(struct schema_relation *sr);

#endif
