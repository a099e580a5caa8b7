/*
 * Is a document in a partial index? Its condition, as MongoDB has it, is looked at here for what is about to be written (mongo/unique.h):
 * comparisons, $in, $exists, $and and $or (push/index_filter.c).
 */
#ifndef MONGO_PARTIAL_H
#define MONGO_PARTIAL_H

#include <bson/bson.h>

enum found { KEY_FOUND, KEY_MISSING, KEY_UNKNOWN };
enum partial { PARTIAL_IN, PARTIAL_OUT, PARTIAL_UNKNOWN };

/* value: what the document has at a path. UNKNOWN: it cannot be told. */
enum partial partial_holds(const bson_t *condition, enum found (*value)(const void *document, const char *path, bson_iter_t *at), const void *document);
/* Calls fn for each path that it looks at, until that is true. */
bool partial_any_path(const bson_t *condition, bool (*fn)(const void *arg, const char *path), const void *arg);

#endif
