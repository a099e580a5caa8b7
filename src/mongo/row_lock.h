/*
 * Row locks: what FOR UPDATE takes. MongoDB has none, but of two transactions that write to a document the second gets a write conflict. So a lock
 * is two updates of the transaction: one sets a field that nobody else has, the next takes it away, and the document is what it was.
 *
 *     {update: "t", updates: [{q: {_id: {$in: [...]}}, u: {$set: {"pgleaf lock 65...": true}}, multi: true}, {q: ..., u: {$unset: ...}, multi: true}]}
 *
 * A conflict ends the whole transaction. Whoever is to be told instead (NOWAIT), or to leave the row out (SKIP LOCKED), asks first: in a
 * transaction of a session of its own, which makes the first update and is aborted, so that nothing of it remains.
 */
#ifndef MONGO_ROW_LOCK_H
#define MONGO_ROW_LOCK_H

#include "catalog/relation.h"
#include "mongo/client.h"
#include "mongo/write.h"
#include "types/datum.h"

/* In the transaction that is open: documents of rel by their _id (bson_value). Raises 40001 where another one has written to them, or does. */
void row_locks_take(struct mongo *m, const struct relation *rel, const Datum *ids, int n);
/*
 * Of documents that the transaction reads those that look another way from outside of it, in these fields (char *; NULL: all): nothing happens where it is
 * this transaction that changed them, or 40001. So what it has seen of the others still holds, and they are locked by nobody.
 */
void row_locks_take_changed(struct mongo *m, const struct relation *rel, const Datum *ids, int n, const List *fields);
/*
 * Which of them does another transaction hold now? Raises 0A000 where that cannot be told from what this one has written itself.
 */
void row_locks_ask(struct mongo *m, const struct relation *rel, const Datum *ids, int n, bool *held);

/* The transaction has written: members as the command has them. What it writes to is locked, too. */
void row_locks_wrote(struct mongo *m, const struct relation *rel, enum write_kind kind, const bson_t *members);
/* Bits for mongo/lock.c, of what the transaction has of its own, which are forgotten with the rest; make false: NULL where there are none yet. */
uint8_t *row_locks_of_keys(struct mongo *m, size_t size, bool make);
/* What is sent between these is of a transaction of another session, which is aborted. */
void row_locks_begin_asking(struct mongo *m);
void row_locks_end_asking(struct mongo *m);
void row_locks_forget(struct mongo *m); /* the transaction is over */

#endif
