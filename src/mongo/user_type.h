/*
 * Types that SQL made: a document each in CATALOG_COLLECTION, written beside any transaction.
 *
 *     {_id: "type 812345678", typname: "mood", kind: "e", oid, array, arrayName, version: 1,
 *      labels: [{label: "sad", place: 1.0, oid}, ...],
 *      casts: [{source: {type: "varchar"}, target: {type: "mood", oid}, context: "i", oid}, ...]}
 *
 * A range type and its multirange type are two of them (kind r and m); base is the subtype, and the range type.
 *
 * Columns refer to a type by its OID, so that a new name changes nothing else.
 */
#ifndef MONGO_USER_TYPE_H
#define MONGO_USER_TYPE_H

#include "mongo/client.h"
#include "types/user.h"

/* All of the database, in order of their names (struct user_type), in a. */
List *user_type_list(struct arena *a, struct mongo *m, const char *db);
/* Made, with its version 0, or changed. False: somebody else made or changed it meanwhile. */
bool user_type_save(struct mongo *m, const char *db, const struct user_type *t);
/* Its definition as text; what makes it that again, as a change like any other, where it is still there. */
const char *user_type_text(struct arena *a, const struct user_type *t);
void user_type_restore(struct mongo *m, const char *db, const char *text);
bool user_type_drop(struct mongo *m, const char *db, Oid oid); /* false: there is none */

/* A reference to a type: {type: its name, oid: of one that SQL made}. */
void type_reference_save(bson_t *b, Oid type);
Oid type_reference_load(const bson_t *b); /* InvalidOid: there is none of that name */

#endif
