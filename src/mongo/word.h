/*
 * What a user has said of a collection that SQL did not make: types of columns (ALTER COLUMN ... TYPE), which beat what documents look
 * like, and comments; those on the database and on its schema stand under "". Kept in CATALOG_COLLECTION, in the words of a table's declaration. All of it beside a transaction.
 */
#ifndef MONGO_WORD_H
#define MONGO_WORD_H

#include "catalog/schema.h"
#include "mongo/client.h"

/* columns and comments alone; NULL: nothing was said, or it may not be read. */
struct table_def *word_read(struct arena *a, struct mongo *m, const char *db, const char *collection);
/* Of all collections that something was said of: struct relation_name. */
List *word_one(struct arena *a, struct mongo *m, const char *db, const char *collection); /* struct relation_name, of that collection alone; "": the database */
List *word_list(struct arena *a, struct mongo *m, const char *db);
/* In place of what was said. Nothing left (NULL too): the document goes. */
void word_save(struct mongo *m, const char *db, const char *collection, const struct table_def *def);
/* The fields have the types that were said. */
void word_apply(struct arena *a, struct field *root, const struct table_def *word);

#endif
