/*
 * Views that SQL made: a view of MongoDB's whose pipeline begins with a comment, its declaration, so that it is listed, and comes
 * and goes, as collections do. pgleaf reads the declaration; whoever else reads the view is told, by an error, that it is SQL.
 */
#ifndef MONGO_VIEW_H
#define MONGO_VIEW_H

#include "catalog/relation.h"
#include "mongo/client.h"

#define VIEW_MARK "pgleaf view " /* before a view's declaration */

/* Beside a transaction, always. 42P07 where the name is taken; raises what MongoDB says. */
void view_create(struct mongo *m, const char *db, const char *name, const struct table_def *def);
/* The same, in place of what it was. */
void view_replace(struct mongo *m, const char *db, const char *name, const struct table_def *def);
/* Also one that SQL did not make. */
void view_rename(struct mongo *m, const char *db, const char *name, const char *to);

#endif
