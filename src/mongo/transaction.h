/*
 * MongoDB's transactions, as a client's needs them: begun by what is first written, ended with the client's. On a server without
 * them each command stands alone, and what is said of rolling back is not pretended.
 */
#ifndef MONGO_TRANSACTION_H
#define MONGO_TRANSACTION_H

#include "catalog/relation.h"
#include "mongo/client.h"
#include "types/datum.h"

/*
 * Something is about to be written. several: more than one document, so that it takes a transaction even where the
 * statement stands alone. Raises 40001 where the block's transaction was lost, 0A000 without sessions where it cannot be begun.
 */
void mongo_xact_write(struct mongo *m, bool several);
/* Reads, too, are to see one moment. */
void mongo_xact_begin(struct mongo *m);
/* Begins where none is: definitions are to wait for its commit, and what comes is to see them. */
void mongo_xact_define(struct mongo *m, const char *db);
/* MongoDB's transaction has done nothing that ending it would lose, nor does anything wait for its commit. */
bool mongo_xact_is_empty(const struct mongo *m);
/*
 * What MongoDB does not do in a transaction, or not once rows were written: done now and undone when the transaction is aborted;
 * or done when it is committed.
 */
void mongo_xact_undo_create(struct mongo *m, const char *db, const char *name, bool view); /* it is about to be made */
/* What was last said to be made, as these say, was not, for this reason; unless that is not known, of a connection that was lost. */
void mongo_xact_not_made(struct mongo *m, const struct error *why);
void mongo_xact_made_within(struct mongo *m, const char *db, const char *name); /* a collection, in MongoDB's transaction, with which it goes */
void mongo_xact_undo_index(struct mongo *m, const char *db, const char *name, const char *index);
void mongo_xact_undo_type(struct mongo *m, const char *db, Oid type);
struct user_type;
void mongo_xact_undo_alter_type(struct mongo *m, const char *db, const struct user_type *before);
/* The collection, or view, says before again: behind what was noted later, so that a type is what it was by then. */
void mongo_xact_undo_declare(struct mongo *m, const char *db, const char *name, const struct table_def *before);
void mongo_xact_drop_later(struct mongo *m, const char *db, const struct relation *rel);
/*
 * A relation to be dropped at the commit has its name until then. Does one have this? Who wants it moves it aside: it waits under a
 * name that nobody sees, and an abort brings it back, once what has the name then was undone. A table is moved outside of transactions
 * only, a view beside them.
 */
bool mongo_xact_drops(const struct mongo *m, const char *db, const char *name, bool *view);
void mongo_xact_move_aside(struct mongo *m, const char *db, const char *name);
/*
 * The collection gets this name at the commit, behind all else; until then the session knows it by it. Whatever is to be dropped and has the name goes when
 * it is taken; that nobody else takes one that is free is made sure of at the commit (42P07, 40001). Raises 0A000 where two exchange their names.
 */
void mongo_xact_rename_later(struct mongo *m, const char *db, const char *collection, const char *called);
const char *mongo_xact_called(const struct mongo *m, const char *db, const char *collection); /* the name that it is to have, else its own */
const char *mongo_xact_collection(const struct mongo *m, const char *db, const char *called); /* NULL: the one of this name is called otherwise now */
bool mongo_xact_renames(const struct mongo *m, const char *db, const char *name); /* does a collection get this name, or lose it? */
bool mongo_xact_renames_any(const struct mongo *m); /* what is known by a collection's name is known by another one behind its commit */
/* The collection says def from the commit on; what was to be said so before (the session went by it until now) is not. */
void mongo_xact_alter_later(struct mongo *m, const char *db, const char *name, const struct table_def *before, const struct table_def *def);
/* Is the transaction to write there past the validator, which may refuse what the collection is to be declared as? */
bool mongo_xact_past_validator(const struct mongo *m, const char *db, const char *name);
bool mongo_xact_made(const struct mongo *m, const char *db, const char *name); /* did it make the collection, beside MongoDB's? */
/*
 * An index of a collection: made in the transaction, where the collection is new and empty in it; or when it is committed. One that
 * cannot be made then is a warning, and no key that goes with it is declared. Until then a unique one is kept by who writes (mongo/unique.h).
 * spec: as createIndexes takes it.
 */
void mongo_xact_create_index(struct mongo *m, const char *db, const char *name, const bson_t *spec, bool at_commit);
void mongo_xact_made_index(struct mongo *m, const char *db, const char *name, const bson_t *spec); /* it was made in the transaction */
/* An index goes at the commit, before others are made; one that waits for it is not made. Until then MongoDB looks at a unique one. */
void mongo_xact_drop_index(struct mongo *m, const char *db, const char *name, const char *index);
void mongo_xact_rename_index(struct mongo *m, const char *db, const char *name, const char *from, const char *to); /* raises 42704 */
bool mongo_xact_drops_index(const struct mongo *m, const char *db, const char *name, const char *index);
bool mongo_xact_index_waits(const struct mongo *m, const char *db, const char *name, const char *index); /* is it to be made at the commit? */
bool mongo_xact_unique_waits(const struct mongo *m, const char *db, const char *name); /* is any unique one? */
/* An index that is there, or is to be. Raises 42704. */
const bson_t *mongo_xact_index_spec(struct arena *a, struct mongo *m, const char *db, const char *collection, const char *name);
/* What it has made of the collection's, and is to make; nobody else sees them yet: bson_t, as createIndexes takes them. */
enum xact_indexes { XACT_INDEXES_ALL, XACT_INDEXES_KEPT }; /* KEPT: those that are made, or unique */
List *mongo_xact_indexes(struct arena *a, const struct mongo *m, const char *db, const char *name, enum xact_indexes which);
/*
 * In the documents that the transaction sees the field gets another name (NULL: goes); where a unique index has it until the commit it stays in them, and goes behind that, when
 * others' documents follow: its name is not free until then.
 */
void mongo_xact_move_field(struct mongo *m, const char *db, const char *name, const char *from, const char *to);
/* Its name is taken again: behind the commit, before the collection is declared anew, what others' documents have there gets another name (NULL: goes); the transaction's are marked. */
void mongo_xact_move_theirs(struct mongo *m, const char *db, const char *name, const char *from, const char *to);
bool mongo_xact_keeps_field(const struct mongo *m, const char *db, const char *name, const char *field);
const bson_t *mongo_xact_fill(struct arena *a, const struct mongo *m, const char *db, const char *name, const bson_t *doc); /* doc, about to be inserted there, as such indexes let it in */
/* Of collection to, as collection's index from is. */
void mongo_xact_copy_index(struct mongo *m, const char *db, const char *collection, const char *from, const char *to, const char *name);
/* What fn writes is a transaction by itself, apart from the steps so far. There must be none. */
void mongo_xact_alone(struct mongo *m, void (*fn)(void *arg), void *arg);
/*
 * Definitions go back to a savepoint: what was done beside MongoDB's transaction is undone, what waits for its end is what it was then. Where that
 * transaction goes on, since there was one before, its documents have been put back (mongo/undo.h), and a collection that it has made since goes at the
 * commit; else it ends.
 */
struct xact_mark;
struct xact_mark *mongo_xact_mark(struct mongo *m);
void mongo_xact_mark_free(struct xact_mark *mark); /* NULL: nothing */
bool mongo_xact_mark_is_before(const struct xact_mark *mark); /* was there no transaction of MongoDB's yet? */
const char *mongo_xact_back_refusal(const struct mongo *m, const struct xact_mark *mark, bool goes_on); /* NULL: it can; else why not */
void mongo_xact_back(struct mongo *m, const struct xact_mark *mark, bool goes_on); /* an error leaves nothing but to abort */
void mongo_xact_give_up(struct mongo *m); /* MongoDB's transaction ends, and what is undone beside it stays for mongo_xact_back() or _abort() */
/* ROLLBACK will say that it did not undo what, which comes next (NULL: that has been said); if nothing came, it will not. */
void mongo_xact_not_undone(struct mongo *m, const char *what);
void mongo_xact_nothing_stays(struct mongo *m);
/* A sequence is made at once, and unless it stays undone when the transaction is aborted; one that the transaction drops makes room for it. */
void mongo_xact_create_sequence(struct mongo *m, const char *db, const struct sequence_def *q, bool stays);
/* Likewise what fn does to one, and another name: it is again what it was. */
void mongo_xact_change_sequence(struct mongo *m, const char *db, const char *name, const bson_t *next, void (*fn)(void *arg), void *arg); /* next: {next: ...} behind it; NULL as before; {}: what is counted behind it is not undone */
void mongo_xact_rename_sequence(struct mongo *m, const char *db, const struct sequence_def *q, const char *to);
void mongo_xact_drop_sequence(struct mongo *m, const char *db, const char *name); /* at once where there is no transaction */
bool mongo_xact_drops_sequence(const struct mongo *m, const char *db, const char *name);
List *mongo_xact_sequences(struct arena *a, struct mongo *m, const char *db); /* struct sequence_def: those that it does not drop */
/* As sequence_save(); its table is named as the session names it, in mongo_xact_sequences(), too. */
void mongo_xact_save_sequence(struct mongo *m, const char *db, const struct sequence_def *q, bool restart);
void mongo_xact_drop_type(struct mongo *m, const char *db, Oid type);             /* likewise */
void mongo_xact_undo_word(struct mongo *m, const char *db, const char *name, const struct table_def *before); /* NULL: nothing was said of it */
void mongo_xact_forget_word(struct mongo *m, const char *db, const char *name); /* likewise (mongo/word.h) */
/* One in which nothing was written is given up; another one begins with the next write, and sees what is there then. */
void mongo_xact_leave(struct mongo *m);
/*
 * What is done outside of MongoDB's transaction is on record (mongo/journal.h): who finds a record whose process is dead goes on with it. later: documents of what the session
 * does behind the commit itself, before it says mongo_xact_finish(). Raises 40001; 08007 where the outcome is not known, or what comes behind the commit could not be finished (m->unfinished:
 * before the session does anything else it says mongo_xact_resume()). Nothing happens when there is no transaction.
 */
void mongo_xact_commit(struct mongo *m, const char *db, const List *later);
void mongo_xact_finish(struct mongo *m);
void mongo_xact_abort(struct mongo *m); /* never raises */
/* Goes on with the open record, of its own or one that journal_claim() has made so. What is left for the session: struct journal_record. Raises 08006. */
List *mongo_xact_resume(struct arena *a, struct mongo *m);

#endif
