/* What is left to do when a transaction ends (transaction.c), and the document that says so (journal.h). */
#ifndef MONGO_STEP_H
#define MONGO_STEP_H

#include "mongo/client.h"
#include "types/datum.h"

enum step_kind { STEP_COLLECTION, STEP_INDEX, STEP_OLD_INDEX, STEP_NEW_INDEX, STEP_FIELD, STEP_THEIRS, STEP_SEQUENCE, STEP_ALTER_SEQUENCE, STEP_TYPE, STEP_ALTER_TYPE, STEP_WORD, STEP_ALTER, STEP_RENAME, STEP_ASIDE, STEP_STAYS };

struct xact_step {
    struct xact_step *next; /* the one before */
    uint64_t number;        /* from 1 */
    enum step_kind kind;    /* what is dropped; OLD_INDEX: first of all; FIELD: moved, behind those; THEIRS: likewise, in others' rows alone, the first first; NEW_INDEX: made, then; ALTER_SEQUENCE: changed (undone); WORD: what is to be said of the collection; ALTER: declared; RENAME: moved, last of all; ASIDE: moved; STAYS: name says what is not undone, NULL: that has been told */
    bool at_commit;         /* else at abort */
    bool done;              /* nothing is left to do */
    char *db, *name;        /* of a collection, of an index' collection, of a sequence */
    char *index;            /* FIELD, THEIRS: the field's name */
    bson_t *spec;           /* NEW_INDEX; NULL: it has gone with its collection; OLD_INDEX: one that the transaction has made, NULL others; ALTER_SEQUENCE: the document that it was, NULL: the change was its name */
    bson_t *left;           /* ALTER_SEQUENCE: what is to come next when it has been changed; NULL: what did before */
    char *called;           /* FIELD, THEIRS: what it is to be called, NULL: it goes; ALTER_SEQUENCE: what it was called, NULL so; RENAME: what name is to be called; ASIDE: what it was called, and is to be called again */
    char *def;              /* WORD, ALTER, COLLECTION, ASIDE, RENAME on record: what the collection says, NULL nothing; ALTER_TYPE: what the type was */
    bool past;              /* ALTER: the validator that there is until then may refuse what def lets in */
    enum { MOVES_TABLE, MOVES_VIEW, MOVES_SEQUENCE } moves; /* COLLECTION (of a view, where it is undone), SEQUENCE, ASIDE */
    bson_t *view;           /* ALTER, of a view: what MongoDB had of it; NULL: it is none */
    Oid type;
    uint64_t changes;       /* STAYS: how many there were before */
    int record;             /* of its document; 0: there is none */
    bool unsure;            /* has been made what it is to undo? */
    bool resumed;           /* it comes from its document */
};

struct xact_step *step_new(enum step_kind kind, bool at_commit, const char *db, const char *name);
struct xact_step *step_copy(const struct xact_step *x);
void step_free(struct xact_step *x);
bson_t *step_save(struct arena *a, const struct xact_step *x);
struct xact_step *step_load(const bson_t *doc, const char *db);

#endif
