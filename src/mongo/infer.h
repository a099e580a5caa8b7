/*
 * Schema inference, without a server: documents and validators go in, a field tree comes out (catalog/schema.h), and the
 * pipeline that finds documents which do not fit it.
 */
#ifndef MONGO_INFER_H
#define MONGO_INFER_H

#include <bson/bson.h>

#include "catalog/schema.h"

struct infer {
    struct arena *arena;
    struct field *root;
    uint64_t documents;
    struct arena *sample; /* values are kept in it, of documents that stand for all; NULL: they are not */
    uint64_t sampled;     /* these documents */
};

void infer_init(struct infer *in, struct arena *a);
/* What the document's fields are. true: something was learned that the tree did not have. */
bool infer_document(struct infer *in, const uint8_t *doc, size_t len);
/* options.validator's $jsonSchema; anything else in it is left alone. */
void infer_validator(struct infer *in, const bson_t *validator);
/* Once all documents are in: which fields were missing in some. _id is there unless it is a view, whose documents have none. */
void infer_finish(struct infer *in, bool view);

/* From the values that were kept: all is the number of documents, -1 unknown. Ends the sample. */
void infer_statistics(struct infer *in, double all);

/*
 * [{$match: {$expr: {$not: [every document's fields are known ones, of known types]}}}, {$limit: n}]
 * Appended to pipeline as an array's elements. What cannot be said (names with dots) is taken as fitting.
 */
void infer_misfits(struct arena *a, const struct infer *in, int limit, bson_t *pipeline);

/* The tree as one document, and back (false: not of this version, or damaged). */
void infer_save(const struct field *root, bson_t *out);
bool infer_load(struct arena *a, const bson_t *in, struct field *root);
/* infer_statistics.c: of a field; loading takes the sub-document at it, NULL: it is damaged. */
void infer_keep_value(struct infer *in, struct field *f, const bson_iter_t *it);
void infer_save_statistics(const struct statistics *s, bson_t *out);
const struct statistics *infer_load_statistics(struct arena *a, const bson_iter_t *it);

#endif
