/*
 * Schemas of a MongoDB deployment as a relation_source: validators first, then documents (a sample, widened by looking for
 * documents that do not fit), kept in memory for the session and in the shared cache for others.
 */
#ifndef MONGO_SOURCE_H
#define MONGO_SOURCE_H

#include "catalog/relation.h"
#include "mongo/client.h"

/* Over the connection m; lives in a (the session's). */
struct relation_source *mongo_source_new(struct arena *a, struct mongo *m);

/*
 * A document of this collection has a value that its columns cannot hold: the next lookup knows it. doc NULL, or not in
 * the collection's own shape (own_shape false): everything is inferred anew.
 */
void mongo_source_learn(const char *database, const char *name, const bson_t *doc, bool own_shape);

/* A table was made by this session (def), changed or dropped (NULL): the next lookup knows. own: in a transaction that is not
 * over, so that the server does not list it yet. */
void mongo_source_table(const char *database, const char *name, const struct table_def *def, bool own);
bool mongo_source_is_own(const char *database, const char *name); /* it is, as it is known, this transaction's own */
/* This transaction has so many rows more there, or less. */
void mongo_source_wrote(const char *database, const char *name, int64_t added);
/* It is to be dropped when the transaction commits: until then, or until it is told otherwise, this session does not see it. */
void mongo_source_dropped(const char *database, const char *name, bool dropped);
/* The collections (char *) that SQL does not see: pgleaf's own, temporary tables. */
List *mongo_source_hidden(struct arena *a, const char *database);
/* The transaction is over: what was known of its tables is asked anew. */
void mongo_source_xact_over(void);

/* What it knows of its own tables, for going back to (source_mark.c). */
struct source_mark;
struct source_mark *mongo_source_mark(void);
void mongo_source_mark_free(struct source_mark *mark);
void mongo_source_types_back(const struct source_mark *mark); /* of it, which types are not dropped yet: what is undone may have them. NULL: none is */
void mongo_source_back(const struct source_mark *mark, bool over); /* over: MongoDB's transaction, and what it wrote */

/* A statement begins: are the types that SQL made still those that were read? */
void mongo_source_types_check(void);
/* They are read anew, whatever was known: behind a lock, others may have changed them a moment ago. */
void mongo_source_types_read(void);
/* This session made, changed or dropped one. */
void mongo_source_types_changed(void);
/* It is to be dropped when the transaction commits: until then this session does not see it. */
void mongo_source_type_dropped(Oid type);
bool mongo_source_type_is_dropped(Oid type);

#endif
