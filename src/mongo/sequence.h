/*
 * Sequences: a document each in CATALOG_COLLECTION, counted with findAndModify beside any transaction.
 *
 *     {_id: "sequence orders_id_seq", sequence: "orders_id_seq", type: "int8", start, increment, min, max, cache, cycle,
 *      next: the value that comes next, fresh: the one that it was told to begin with (null: none, it goes on), table, column: that it belongs to, comment}
 *
 * A statement that takes many values takes them in growing blocks, and gives back at its end what it did not use, unless
 * somebody else has taken some meanwhile.
 */
#ifndef MONGO_SEQUENCE_H
#define MONGO_SEQUENCE_H

#include "catalog/relation.h"
#include "mongo/client.h"

List *sequence_list(struct arena *a, struct mongo *m, const char *db); /* struct sequence_def, by name */
/* Made, or changed; restart: it counts from its start again. */
void sequence_save(struct mongo *m, const char *db, const struct sequence_def *q, bool restart);
/* {next: ..., fresh: ...} where value comes next, or (called) the one behind it, which may be beyond the end; in a. */
const bson_t *sequence_coming(struct arena *a, const struct sequence_def *q, int64_t value, bool called);
void sequence_restart(struct mongo *m, const char *db, const struct sequence_def *q); /* it counts from its start again */
/* Its document, in a; NULL: there is no such sequence. */
const bson_t *sequence_document(struct arena *a, struct mongo *m, const char *db, const char *name);
/* It is again what its document was. left: what was to come next when it had been changed; who has counted since keeps what he took: it is not given again; empty: nor what this session took. */
void sequence_restore(struct mongo *m, const char *db, const char *name, const bson_t *was, const bson_t *left);
/* It counts on under another name. */
void sequence_rename(struct mongo *m, const char *db, const struct sequence_def *q, const char *to);
bool sequence_drop(struct mongo *m, const char *db, const char *name); /* false: there is none */
/* The next value. false: there is no such sequence. Raises 2200H. */
bool sequence_take(struct mongo *m, const char *db, const char *name, int64_t *value);
/* The statement is over, or somebody is about to look at sequences. Raises only what ends the session. */
void sequences_give_back(struct mongo *m);
/* called: value was given already. Raises 22003. */
bool sequence_put(struct mongo *m, const char *db, const char *name, int64_t value, bool called);

#endif
