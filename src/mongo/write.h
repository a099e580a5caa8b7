/*
 * Writing documents: batches of inserts, updates and deletes, each an ordered command of its own; what the server refuses
 * becomes PostgreSQL's error (23505 with the constraint and the key, 23514 for a validator).
 */
#ifndef MONGO_WRITE_H
#define MONGO_WRITE_H

#include "catalog/relation.h"
#include "mongo/client.h"

enum write_kind { WRITE_INSERT, WRITE_UPDATE, WRITE_DELETE };
struct mongo_writer;
struct write_hold;

/* Commands put off: what several writers send goes out together, in the order in which it came. */
struct write_hold *write_hold_new(struct arena *a);
void write_hold_release(struct write_hold *h);

/* Into rel's collection; lives in a. hold NULL: nothing is put off. */
struct mongo_writer *writer_new(struct arena *a, const struct relation *rel, enum write_kind kind, struct write_hold *hold);
/*
 * A document to insert; {q, u, multi}; {q, limit}: borrowed. number: of what is written, for errors (struct error's row). Sent when enough are there. The first that are sent begin the
 * transaction where several commands or documents are to stand or fall together.
 */
void writer_add(struct mongo_writer *w, const bson_t *member, int64_t number);
/* Sends the rest. Documents that were inserted, found to be updated, deleted. several: more members, or multi. */
uint64_t writer_finish(struct mongo_writer *w, bool several);
/* 23505; index: its name, as the constraint's (_id's is the primary key); key: {path: value, ...}, NULL not known. a: scratch. */
struct error *write_duplicate(struct arena *a, const struct relation *rel, const char *index, const bson_t *key);
uint64_t writer_written(const struct mongo_writer *w); /* so far; after an error too */
bool writer_refused(const struct mongo_writer *w);     /* its last command met an error */

#endif
