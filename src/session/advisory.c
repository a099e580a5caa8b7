/*
 * Advisory locks: pg_advisory_lock() and its family (manual 13.3.5, 9.27.10). Who holds which stands in MongoDB (mongo/advisory.h), for
 * all processes and machines; how often this session has taken each, and until when, is kept here.
 */
#include <string.h>
#include <time.h>

#include "catalog/system.h"
#include "mongo/advisory.h"
#include "mongo/source.h"
#include "session/session_int.h"
#include "types/func.h"
#include "types/user.h"

/* One for each time that a lock was taken. */
struct held {
    struct held *next;
    struct advisory_key key;
    bool exclusive, xact; /* xact: until the transaction ends */
    int level;            /* of the savepoint below which it was taken; 0 none */
};

static struct held *all, *unused;

static bool gone(const char *owner, const char *machine)
{
    return owner_is_gone(owner) || owner_rebooted(owner, machine);
}

static struct advisory_owner self(void)
{
    return (struct advisory_owner){owner_self(), owner_machine(), gone};
}

static struct mongo *connection(struct session *s)
{
    if (s->mongo == NULL)
        raise(ERR_CONNECTION_FAILURE, "there is no connection to MongoDB");
    return s->mongo;
}

static bool same_key(struct advisory_key a, struct advisory_key b)
{
    return a.class == b.class && a.object == b.object && a.kind == b.kind;
}

static bool holds(struct advisory_key key, bool exclusive)
{
    for (const struct held *h = all; h != NULL; h = h->next)
        if (same_key(h->key, key) && h->exclusive == exclusive)
            return true;
    return false;
}

/* ---- taking ---- */

static void note(const struct session *s, struct advisory_key key, bool exclusive, bool xact)
{
    struct held *h = unused;
    if (h != NULL)
        unused = h->next;
    else
        h = ARENA_NEW(s->arena, struct held);
    *h = (struct held){all, key, exclusive, xact, savepoint_level(s)};
    all = h;
}

static bool try_it(struct session *s, struct advisory_key key, bool exclusive, bool xact)
{
    struct advisory_owner me = self();
    if (!holds(key, exclusive) && !advisory_take(connection(s), s->database, key, &me, exclusive))
        return false;
    note(s, key, exclusive, xact);
    return true;
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Until it is free. Of those who wait for each other in a circle one gets 40P01. */
static void wait_for(struct session *s, struct advisory_key key, bool exclusive, bool xact, volatile bool *said)
{
    enum { SHORTEST = 5, LONGEST = 100 };
    struct advisory_owner me = self();
    int64_t began = now_ms(), limit = conf_int(CONF_lock_timeout), look = began + conf_int(CONF_deadlock_timeout);
    int seen = 0;
    for (long pause = SHORTEST; !try_it(s, key, exclusive, xact); pause = pause < LONGEST ? pause * 2 : LONGEST) {
        struct timespec t = {.tv_nsec = pause * 1000000};
        nanosleep(&t, NULL);
        CHECK_INTERRUPTS();
        if (!*said)
            advisory_wait(connection(s), s->database, &key, &me);
        *said = true;
        int64_t now = now_ms();
        if (limit > 0 && now - began >= limit)
            raise(ERR_LOCK_NOT_AVAILABLE, "canceling statement due to lock timeout");
        if (now < look)
            continue;
        look = now + conf_int(CONF_deadlock_timeout);
        enum advisory_circle circle = advisory_circle(connection(s), s->database, key, &me);
        if (circle == ADVISORY_VICTIM || (circle == ADVISORY_CIRCLE && ++seen > 1)) /* the victim looks, too, unless it was told not to */
            error_throw(error_hint(error_new(ERR_T_R_DEADLOCK_DETECTED, "deadlock detected"), "See server log for query details."));
    }
}

static void lock(struct session *s, struct advisory_key key, bool exclusive, bool xact)
{
    volatile bool said = false;
    struct error *volatile failed = NULL;
    TRY {
        wait_for(s, key, exclusive, xact, &said);
    } CATCH (e) {
        failed = e;
    } END_TRY;
    if (said) {
        struct advisory_owner me = self();
        TRY {
            advisory_wait(connection(s), s->database, NULL, &me);
        } CATCH (e) {
            failed = failed != NULL ? failed : e;
        } END_TRY;
    }
    if (failed != NULL)
        error_throw(failed);
}

/* NULL: it is gone by now. nowait: 55P03 where somebody else has it. */
static struct relation *lock_declaration(struct session *s, struct relation *rel, bool nowait)
{
    struct advisory_key key = {0, rel->oid, LOCK_OF_DECLARATION};
    if (rel->def == NULL || schema_is_temp(rel->schema) || holds(key, true) || mongo_source_is_own(s->catalog->database, rel->collection))
        return rel;
    const char *name = rel->name;
    struct relation_source *source = s->catalog->source;
    if (!nowait)
        lock(s, key, true, true);
    else if (!try_it(s, key, true, true))
        raise(ERR_LOCK_NOT_AVAILABLE, "could not obtain lock on relation \"%s\"", name);
    source->refresh(source, s->catalog->database, rel->collection);
    mongo_source_types_read(); /* a validator has enums' labels in it */
    return catalog_lookup(s->catalog, NULL, rel->schema, name);
}

struct relation *relation_lock_as(struct session *s, struct relation *rel, bool nowait)
{
    const char *name = rel->name;
    rel = lock_declaration(s, rel, nowait);
    if (rel == NULL)
        raise(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", name);
    return rel;
}

struct relation *relation_lock(struct session *s, struct relation *rel)
{
    return relation_lock_as(s, rel, false);
}

bool relations_lock(struct session *s, const List *rels)
{
    bool any = false;
    FOREACH (struct relation, rel, rels)
        any |= rel == NULL || lock_declaration(s, rel, false) != rel;
    return any;
}

/* ---- releasing ---- */

/* *link goes; the lock too, if it was the last time that it was taken so. */
static void drop(struct session *s, struct held **link)
{
    struct held *h = *link;
    struct advisory_owner me = self();
    *link = h->next;
    h->next = unused;
    unused = h;
    if (!holds(h->key, h->exclusive) && s->mongo != NULL)
        advisory_release(s->mongo, s->database, h->key, &me, h->exclusive);
}

static bool unlock(struct session *s, struct advisory_key key, bool exclusive)
{
    for (struct held **link = &all; *link != NULL; link = &(*link)->next)
        if (!(*link)->xact && same_key((*link)->key, key) && (*link)->exclusive == exclusive) {
            drop(s, link);
            return true;
        }
    notice(SEV_WARNING, ERR_WARNING, "you don't own a lock of type %s", exclusive ? "ExclusiveLock" : "ShareLock");
    return false;
}

static void drop_where(struct session *s, bool xact, int level)
{
    for (struct held **link = &all; *link != NULL;) {
        if ((*link)->xact == xact && (*link)->level >= level)
            drop(s, link);
        else
            link = &(*link)->next;
    }
}

/* Where MongoDB does not answer, nobody is to hear of it: the transaction is over. */
static void drop_quietly(struct session *s, bool session_too)
{
    TRY {
        drop_where(s, true, 0);
        if (session_too)
            drop_where(s, false, 0);
    } CATCH (e) {
        log_error(e);
    } END_TRY;
}

void advisory_xact_over(struct session *s)
{
    for (struct held *h = all; h != NULL; h = h->next)
        if (!h->xact)
            h->level = 0;
    drop_quietly(s, false);
}

void advisory_savepoint(struct session *s, int level, int parent)
{
    if (parent < 0)
        drop_where(s, true, level);
    for (struct held *h = all; h != NULL; h = h->next)
        if (h->level >= level)
            h->level = parent < 0 ? level : parent;
}

void advisory_unlock_all(struct session *s)
{
    drop_where(s, false, 0);
}

void advisory_end(struct session *s)
{
    drop_quietly(s, true);
}

/* ---- while a view is replaced, which some servers do by dropping it first ---- */

void views_hold(struct session *s, void (*fn)(void *arg), void *arg)
{
    struct advisory_key key = {0, 0, LOCK_OF_DECLARATION};
    if (holds(key, true)) {
        fn(arg);
        return;
    }
    lock(s, key, true, false);
    GUARD {
        fn(arg);
    } FINALLY {
        unlock(s, key, true);
    } END_GUARD;
}

/* ---- the functions ---- */

static struct advisory_key key_of(const struct fcall *fc)
{
    if (fc->nargs == 2)
        return (struct advisory_key){(uint32_t)ARG_INT32(0), (uint32_t)ARG_INT32(1), 2};
    uint64_t n = (uint64_t)ARG_INT64(0);
    return (struct advisory_key){(uint32_t)(n >> 32), (uint32_t)n, 1};
}

#define LOCKS(name, exclusive, xact)                      \
    Datum advisory_##name(struct fcall *fc);              \
    Datum advisory_try_##name(struct fcall *fc);          \
    Datum advisory_##name(struct fcall *fc)               \
    {                                                     \
        lock(&the_session, key_of(fc), exclusive, xact); \
        return 0;                                         \
    }                                                     \
    Datum advisory_try_##name(struct fcall *fc)           \
    {                                                     \
        return datum_from_bool(try_it(&the_session, key_of(fc), exclusive, xact)); \
    }
LOCKS(lock, true, false)
LOCKS(lock_shared, false, false)
LOCKS(xact_lock, true, true)
LOCKS(xact_lock_shared, false, true)

Datum advisory_unlock(struct fcall *fc);
Datum advisory_unlock_shared(struct fcall *fc);
Datum advisory_unlock_each(struct fcall *fc);

Datum advisory_unlock(struct fcall *fc)
{
    return datum_from_bool(unlock(&the_session, key_of(fc), true));
}

Datum advisory_unlock_shared(struct fcall *fc)
{
    return datum_from_bool(unlock(&the_session, key_of(fc), false));
}

Datum advisory_unlock_each(struct fcall *fc)
{
    (void)fc;
    advisory_unlock_all(&the_session);
    return 0;
}
