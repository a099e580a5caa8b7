/*
 * What a transaction does beside MongoDB's, on record: so that another session can finish it, or undo it, where this one dies or loses MongoDB in the
 * middle. Documents in CATALOG_COLLECTION, from the first definition in a block on until all is done:
 *
 *     {_id: "transaction ID", owner, machine, lsid}        it is open: before all else, beside MongoDB's transaction, which is of the session lsid
 *     {_id: "transaction ID undo 000001", what: {...}}     how something is undone unless it commits: beside it, before it is done where that is known
 *     {_id: "transaction ID step 000001", what: {...}}     what is done behind the commit, in order: written with it, gone when it is done
 *     {_id: "transaction ID later 000001", what: {...}}    likewise, behind those: the session's own (session/ddl_later.c)
 *     {_id: "transaction ID outcome", committed: bool}     written with the commit; or by whoever finds that it is not there, so that it cannot come any more
 *
 * ID is the owner (session/owner.c) and a number.
 */
#ifndef MONGO_JOURNAL_H
#define MONGO_JOURNAL_H

#include "base/list.h"
#include "mongo/client.h"

enum record { RECORD_UNDO, RECORD_STEP, RECORD_LATER };
enum outcome { OUTCOME_ABORTED, OUTCOME_COMMITTED, OUTCOME_UNKNOWN };

struct journal_owner {
    const char *owner, *machine;
};

/* Who this process is, for its journals: without, it keeps none. Lives in a (the session's). */
void journal_init(struct arena *a, struct mongo *m, struct journal_owner me);
/* Opens one, if none is. false: there is none, because the server says that this user may not write there; or because there was no CATALOG_COLLECTION when MongoDB's transaction began. */
bool journal_open(struct mongo *m, const char *db);
void journal_place(struct mongo *m, const char *db); /* there is one */
void journal_xact_over(struct mongo *m);             /* MongoDB's transaction is: what is made now is there for the next */
bool journal_is_open(const struct mongo *m);
const char *journal_database(const struct mongo *m); /* that the open one is of */
/* Notes how something is undone: the record's number, 0 where no journal is kept. */
int journal_undo(struct mongo *m, const char *db, const bson_t *what);
/* That a transaction commits, and what it leaves to do (bson_t, in order, numbered from 1): part of MongoDB's transaction where there is one. Raises what the server says. */
void journal_commit(struct mongo *m, const List *steps, const List *later);
void journal_over(struct mongo *m, enum record kind, int number); /* that is done */
void journal_close(struct mongo *m);                             /* all is */
/* Did the open one commit? Once told it stays so. */
enum outcome journal_outcome(struct mongo *m);

/* ---- those that others left ---- */

struct journal_left {
    const char *id, *owner, *machine;
};
List *journal_list(struct arena *a, struct mongo *m, const char *db); /* struct journal_left */
/* It becomes this process' own, and the open one. false: somebody else was quicker. */
bool journal_claim(struct mongo *m, const char *db, const struct journal_left *left);
void journal_give_back(struct mongo *m, const struct journal_left *left); /* the open one is the dead one's again, and none is open */
struct journal_record {
    int number;
    const bson_t *what;
};
List *journal_records(struct arena *a, struct mongo *m, enum record kind); /* of the open one, by number */

#endif
