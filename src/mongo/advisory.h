/*
 * Advisory locks, and locks of declarations: a document each in CATALOG_COLLECTION while somebody holds one, written beside any transaction.
 *
 *     {_id: "advisory lock 0 7 1", class, object, kind: pg_locks' classid, objid, objsubid,
 *      holders: [{owner, machine, exclusive}]}
 *     {_id: "advisory wait OWNER", for: the lock's _id}: who waits, for others to find a circle
 *
 * MongoDB does not tell whether a holder lives: who meets one that is known to be dead (gone()) takes its place.
 */
#ifndef MONGO_ADVISORY_H
#define MONGO_ADVISORY_H

#include "base/list.h"
#include "mongo/client.h"

enum { LOCK_OF_DECLARATION = 3 };
struct advisory_key {
    uint32_t class, object;
    int kind; /* 1: one bigint, 2: two integers, LOCK_OF_DECLARATION: of the relation whose OID object is */
};
struct advisory_owner {
    const char *owner, *machine;
    bool (*gone)(const char *owner, const char *machine);
};
struct advisory_held { /* a row of pg_locks */
    struct advisory_key key;
    const char *owner;
    bool exclusive;
};

/* false: somebody else has it, in a way that does not go with this. */
bool advisory_take(struct mongo *m, const char *db, struct advisory_key key, const struct advisory_owner *me, bool exclusive);
void advisory_release(struct mongo *m, const char *db, struct advisory_key key, const struct advisory_owner *me, bool exclusive);
/* That one waits, or not any more (key NULL). */
void advisory_wait(struct mongo *m, const char *db, const struct advisory_key *key, const struct advisory_owner *me);
/* Does it, through the others that wait, wait for itself? Of those in the circle one is the victim. */
enum advisory_circle { ADVISORY_NO_CIRCLE, ADVISORY_CIRCLE, ADVISORY_VICTIM };
enum advisory_circle advisory_circle(struct mongo *m, const char *db, struct advisory_key key, const struct advisory_owner *me);
List *advisory_list(struct arena *a, struct mongo *m, const char *db); /* struct advisory_held */

#endif
