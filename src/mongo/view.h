/*
 * Views that SQL made: a view of MongoDB's whose pipeline begins with a comment, its declaration, so that it is listed, and comes
 * and goes, as collections do. pgleaf reads the declaration; whoever else reads the view gets the same rows from the stages behind it, or,
 * where MongoDB cannot say what the query does, an error that says that it is SQL.
 */
#ifndef MONGO_VIEW_H
#define MONGO_VIEW_H

#include "catalog/relation.h"
#include "mongo/client.h"

#define VIEW_MARK "pgleaf view " /* before a view's declaration */

struct view_pipeline {
    const char *on;       /* the collection, or view, that it is over; NULL: there is no such pipeline */
    const bson_t *stages; /* an array */
    const char *why;      /* there is none */
};

/* Beside a transaction, always. 42P07 where the name is taken; raises what MongoDB says, but of the pipeline: then it is done without. */
void view_create(struct mongo *m, const char *db, const char *name, const struct table_def *def, const struct view_pipeline *p);
/* The same, in place of what it was. */
void view_replace(struct mongo *m, const char *db, const char *name, const struct table_def *def, const struct view_pipeline *p);
/* As it is now, for who looks from beside the transaction; NULL: there is none. A view's, {viewOn: ..., pipeline: [...]}, is put back with view_restore(). */
bson_t *collection_options(struct arena *a, struct mongo *m, const char *db, const char *name);
void view_restore(struct mongo *m, const char *db, const char *name, const bson_t *options);
/* Also one that SQL did not make. */
void view_copy(struct mongo *m, const char *db, const char *name, const char *to);
void view_rename(struct mongo *m, const char *db, const char *name, const char *to);

#endif
