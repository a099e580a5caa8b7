/*
 * Locks for foreign keys. MongoDB's transactions see a snapshot, and two that read what the other writes both commit; so both sides of a foreign
 * key also write: a document of pgleaf.catalog that the key's value chooses. Who refers to a value writes one of its documents, who takes it
 * away all of them; of two that meet one gets 40001.
 */
#ifndef MONGO_LOCK_H
#define MONGO_LOCK_H

#include "mongo/client.h"

/* Beside a transaction: the collection that they are kept in is there; one that comes later than a transaction's first read is none to it (40001). */
void locks_place(struct mongo *m, const char *db);
void locks_make(struct mongo *m, const char *db); /* outside of transactions; nothing happens where they are there */
/* In the transaction that is open. hashes: of n values. Raises 40001. */
void locks_take(struct mongo *m, const char *db, const uint64_t *hashes, int n, bool all);

#endif
