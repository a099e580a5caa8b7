/* Indexes and views as MongoDB tells of them (listIndexes, listCollections), read for the catalogs. */
#ifndef MONGO_INDEX_H
#define MONGO_INDEX_H

#include <bson/bson.h>

#include "catalog/schema.h"

/*
 * MongoDB has no two indexes on the same fields with the same condition. A second one has a further key, a field that no document has: it orders and
 * keeps out what the first does.
 */
#define INDEX_SECOND "pgleaf second "

/* One document of listIndexes, in a. root: the collection's fields, NULL not known. */
struct index_info *index_read(struct arena *a, const char *database, const char *name, const struct field *root,
                              const bson_t *doc);
/* A document of listCollections that is a view's: SELECT * FROM a call that names its collection and pipeline. NULL: it is none. */
const char *index_view_text(struct arena *a, const bson_t *doc);

#endif
