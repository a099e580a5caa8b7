/*
 * Locks for the values of keys. MongoDB's transactions see a snapshot, and two that read what the other writes both commit; so both sides of a foreign
 * key also write: documents of a collection of pgleaf's own that the key's value chooses. Who refers to a value writes one of its documents; who takes it
 * away, or locks the row that has it FOR UPDATE, all of them; of two that meet one gets 40001. A transaction writes each once.
 */
#ifndef MONGO_LOCK_H
#define MONGO_LOCK_H

#include "mongo/client.h"
#include "types/datum.h"

/* Beside a transaction: the collection that they are kept in is there; one that comes later than a transaction's first read is none to it (40001). */
void locks_place(struct mongo *m, const char *db);
/* Of n values of a key, as text; of: what else tells keys apart (a collection's name). */
uint64_t locks_hash(const char *of, const Oid *types, const char *const *values, int n);
/* In the transaction that is open. hashes: of n values. Raises 40001. */
void locks_take(struct mongo *m, struct arena *a, const char *db, const uint64_t *hashes, int n, bool all);
/* Which of them does another transaction hold, or another value that has the same documents? */
void locks_ask(struct mongo *m, struct arena *a, const char *db, const uint64_t *hashes, int n, bool *held);

#endif
