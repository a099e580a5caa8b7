/*
 * Keys that are there already, found by asking before it is written: inside a transaction MongoDB's own answer to a duplicate
 * key ends the transaction, and what may be gone back to a savepoint from must not. The index has the last word, where there is one: one that waits for
 * the commit (index_info's waiting) has none, and what cannot be told of it is refused (0A000).
 */
#ifndef MONGO_UNIQUE_H
#define MONGO_UNIQUE_H

#include "catalog/relation.h"
#include "mongo/client.h"

/* A document that is to be: inserted as it stands, or doc with $set's and $unset's fields (flat dotted names; NULL none). */
struct unique_row {
    const bson_t *doc, *set, *unset;
    int64_t number; /* for errors (struct error's row) */
};

/* Raises 23505 for the first of the rows whose key another document has: one that is not among the rows by its _id. */
void unique_check(struct arena *a, struct mongo *m, const struct relation *rel, const struct unique_row *rows, size_t n);


/* Does a unique index wait for the commit that what the update's members say may touch? member: {q, u}; NULL: a document is inserted. */
bool unique_waits(const struct relation *rel, const bson_t *member);
/* It cannot be told whose key the write takes: raises 0A000 if any index waits. */
void unique_not_told(const struct relation *rel);

#endif
