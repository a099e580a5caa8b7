/*
 * Tables that SQL made: a collection with a validator that MongoDB enforces and unique indexes. What JSON Schema cannot say
 * (varchar(10), DEFAULT, CHECK, the keys' columns) stands in the schema's description, so that it comes and goes with the collection.
 */
#ifndef MONGO_TABLE_H
#define MONGO_TABLE_H

#include "catalog/relation.h"
#include "mongo/client.h"

/* The validator that says it. */
bson_t *table_validator(struct arena *a, const struct table_def *def);
/* Whatever fits def is let in by the validator of before. */
bool table_lets_in(struct arena *a, const struct table_def *before, const struct table_def *def);
/* NULL: SQL made it not. options: a collection's or a view's, as listed. Its texts live in a. */
struct table_def *table_from_options(struct arena *a, const bson_t *options);
/* Does MongoDB refuse documents that break the validator, each and all? */
bool validator_holds(const bson_t *options);
struct table_def *table_from_text(struct arena *a, const char *description);
const char *table_text(struct arena *a, const struct table_def *def);

/* Of a collection that has a name for another one, which is about to get it: SQL does not see it, and no document gets into it. */
bson_t *table_reserving(struct arena *a, const char *other);
bool table_is_reserved(const bson_t *options);
/* Creates the collection: its keys are made by table_change_keys(). 42P07 where there is one; raises what MongoDB says. */
void table_create(struct mongo *m, const char *db, const char *name, const struct table_def *def);
/* Makes the collection say it from now on. */
void table_alter(struct mongo *m, const char *db, const char *name, const struct table_def *def);
/* Keys of def that before (NULL: nothing) has not are made; those that only before has are dropped. */
void table_change_keys(struct mongo *m, const char *db, const char *name, const struct table_def *before, const struct table_def *def);
/* The index of one of def's keys, in a's memory. */
bson_t *table_key_as_spec(struct arena *a, const struct table_def *def, const struct table_key *k); /* NULL: MongoDB's own, of _id */
void table_create_key(struct arena *a, struct mongo *m, const char *db, const char *name, const struct table_def *def, const struct table_key *k);
void table_rename(struct mongo *m, const char *db, const char *name, const char *to, bool over); /* over: what has the name now goes */
/* In all documents: from becomes to; to NULL: it is removed. */
void table_rename_field(struct mongo *m, const char *db, const char *name, const char *from, const char *to);
/*
 * The same in a transaction, while there is a unique index that has the field: it stays, and the documents have its value under the new name as well. Before the commit those
 * that have it are marked, which others' do not; behind it the field goes from those, and gets its name in the others' (NULL: goes).
 */
void table_copy_field(struct mongo *m, const char *db, const char *name, const char *from, const char *to);
void table_mark_field(struct mongo *m, const char *db, const char *name, const char *from);
void table_settle_field(struct mongo *m, const char *db, const char *name, const char *from, const char *to);
/* In those of others alone, whose mark stays; from now on the collection takes no documents by its declaration before. */
void table_settle_theirs(struct mongo *m, const char *db, const char *name, const char *from, const char *to);
const char *table_field_mark(struct arena *a, const char *field); /* a field's name */
/* A document that is to be inserted meanwhile, with a value of its own in the field. */
bson_t *table_fill_field(struct arena *a, const bson_t *doc, const char *from);
void table_make_long(struct mongo *m, const char *db, const char *name, const char *field); /* what is an int32 there becomes an int64 */
/* In all documents: the field's text, or the texts in its array, that are from become to. Raises 0A000 for arrays in arrays. */
void table_replace_text(struct mongo *m, const char *db, const char *name, const char *field, bool array, const char *from, const char *to);
bool table_has_nested(struct mongo *m, const char *db, const char *name, const char *field); /* an array of arrays in any document */
bool table_has_field(struct mongo *m, const char *db, const char *name, const char *field); /* in any document */
/* false: there is none. */
bool table_drop(struct mongo *m, const char *db, const char *name);

struct table_index {
    const char *name;
    bool unique;
    int n;
    const char *const *paths;
    const char *const *kinds; /* "hashed", "text", "2dsphere"; NULL: by direction */
    const int *directions;    /* 1, -1 */
    const char *const *present; /* paths that must be there for a document to be in it (unique: NULLs are no duplicates); npresent of them */
    int npresent;
    const bson_t *filter; /* a condition for a document to be in it besides; NULL none */
};
bson_t *table_index_as_spec(struct arena *a, const struct table_index *ix); /* as createIndexes takes it */
void table_create_index(struct mongo *m, const char *db, const char *collection, const struct table_index *ix);
/* A duplicate key in the words of an index that could not be made for it; other errors as they are. */
struct error *error_of_index_build(struct error *e);
/* MongoDB renames none: dropped and made again as it was. */
void table_rename_index(struct mongo *m, const char *db, const char *collection, const char *from, const char *to);
bson_t *table_spec_named(struct arena *a, const bson_t *spec, const char *name);
/* An index as createIndexes takes it, in a. 42704: there is none. */
bson_t *table_index_spec(struct arena *a, struct mongo *m, const char *db, const char *collection, const char *name);
/* MongoDB has no two of one kind: made another one, where others (the collection's, bson_t) has one like it. */
const bson_t *table_spec_apart(struct arena *a, const List *others, const bson_t *spec);
List *table_index_specs(struct arena *a, struct mongo *m, const char *db, const char *collection); /* bson_t: all; NULL where it is not there */
void table_create_index_as(struct mongo *m, const char *db, const char *collection, const bson_t *spec);
/* The same, of a collection whose field `from` has become `to`. */
bson_t *table_spec_on_field(struct arena *a, const bson_t *spec, const char *from, const char *to);
/* The same with another condition: the documents that have all of present, and for which filter (NULL: nothing) holds. */
bson_t *table_spec_with_filter(struct arena *a, const bson_t *spec, const char *const *present, int npresent, const bson_t *filter);
bool table_drop_index(struct mongo *m, const char *db, const char *collection, const char *name); /* false: there is none */

enum { NAMESPACE_NOT_FOUND = 26, NAMESPACE_EXISTS = 48 };
int table_try(struct mongo *m, const char *db, const bson_t *command, int expected);
/* Frees a, where command is. The reply's code where it is the one expected; 0. Other errors are raised. */
int table_command(struct arena *a, struct mongo *m, const char *db, const bson_t *command, int expected);

#endif
