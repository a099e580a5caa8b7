/*
 * Savepoints. What was read needs no undoing, settings and cursors go back here; documents written since are put back as they
 * were (mongo/undo.h: MongoDB's transactions have no savepoints), or where all of MongoDB's transaction came behind the savepoint go with that; and
 * definitions are what they were then (mongo/transaction.h). Where that cannot be, going back is refused.
 */
#include "session/session_int.h"

#include <string.h>

#include "analyze/raw.h"
#include "mongo/transaction.h"
#include "mongo/undo.h"
#include "session/foreign.h"

struct savepoint {
    struct savepoint *outer;
    struct arena *arena;
    const char *name;
    int level;       /* from 1, in the order in which a transaction makes them */
    int settings;    /* conf_xact_mark() */
    uint64_t writes; /* of the transaction, when it was made */
    size_t undo;     /* undo_mark() */
    struct xact_mark *mark; /* NULL: there is no connection */
    const List *later;      /* later_mark() */
    const List *temps;      /* temp_mark() */
    bool read_only;  /* transaction_read_only, when it was made */
    const struct constraint_mode *modes; /* foreign_modes_mark() */
};

struct fresh {
    struct fresh *next;
    struct arena *arena;
    const char *table;
    int level;       /* of the savepoint below which it is; 0 none */
};

int savepoint_level(const struct session *s)
{
    return s->savepoints != NULL ? s->savepoints->level : 0;
}

int savepoint_settings(const struct session *s)
{
    return s->savepoints != NULL ? s->savepoints->settings : s->settings;
}

/* MongoDB's transaction has nothing from before the savepoint: it ends when that is gone back to. */
static bool is_whole(const struct savepoint *sp)
{
    return sp->mark != NULL && mongo_xact_mark_is_before(sp->mark) && !xact_keeps_snapshot();
}

/* Why what was written since the savepoint cannot be taken back; NULL: it can, or nothing was. */
static const char *written_since(const struct session *s, const struct savepoint *sp)
{
    const struct mongo *m = s->mongo;
    if (m == NULL || sp->mark == NULL || !m->server.transactions)
        return s->writes == sp->writes && !s->writing ? NULL : "documents were written since";
    const char *why = mongo_xact_back_refusal(m, sp->mark, m->in_transaction && !is_whole(sp));
    if (why != NULL || is_whole(sp))
        return why;
    return m->in_transaction ? undo_refusal(m, sp->undo) : s->writes == sp->writes ? NULL : "documents were written since";
}

bool savepoint_outlives(const struct session *s)
{
    return s->savepoints != NULL && is_whole(s->savepoints) && s->mongo->server.transactions && written_since(s, s->savepoints) == NULL;
}

bool savepoint_stands(const struct session *s)
{
    return s->savepoints != NULL && written_since(s, s->savepoints) == NULL;
}

/* Once in a session, where it matters: a block that has read, and writes. */
static void tell_of_skew(struct session *s)
{
    if (s->told_of_skew || !s->snapshot || !xact_in_block(s) || strcmp(conf_string(CONF_transaction_isolation), "serializable") != 0)
        return;
    s->told_of_skew = true;
    struct error *e = error_new(ERR_WARNING, "SERIALIZABLE is snapshot isolation here: a write skew is not found");
    e->severity = SEV_WARNING;
    notice_emit(error_hint(e, "Two transactions that each read what the other writes both commit, unless they also write to one row."));
}

void xact_wrote(struct session *s)
{
    s->writes++;
    tell_of_skew(s);
}

static void pop(struct session *s)
{
    struct savepoint *sp = s->savepoints;
    s->savepoints = sp->outer;
    mongo_xact_mark_free(sp->mark);
    arena_free(sp->arena);
}

/* Those below a savepoint are its parent's (0 none), or, with parent -1, are not fresh any more. */
static void fresh_leave(struct session *s, int level, int parent)
{
    struct fresh **link = &s->fresh;
    while (*link != NULL) {
        struct fresh *f = *link;
        if (f->level >= level && parent < 0) {
            *link = f->next;
            arena_free(f->arena);
            continue;
        }
        if (f->level >= level)
            f->level = parent;
        link = &f->next;
    }
}

void fresh_note(struct session *s, const char *table)
{
    struct arena *a = arena_new(s->arena, "fresh table");
    struct fresh *f = ARENA_NEW(a, struct fresh);
    *f = (struct fresh){s->fresh, a, arena_strdup(a, table), savepoint_level(s)};
    s->fresh = f;
}

bool fresh_here(const struct session *s, const char *table)
{
    for (const struct fresh *f = s->fresh; f != NULL; f = f->next)
        if (f->level == savepoint_level(s) && strcmp(f->table, table) == 0)
            return true;
    return false;
}

void savepoints_forget(struct session *s)
{
    fresh_leave(s, 0, -1);
    relation_locks_leave(s, 0, -1);
    changed_rows_forget(s);
    while (s->savepoints != NULL)
        pop(s);
    if (s->mongo != NULL)
        undo_forget(s->mongo);
    s->nsavepoints = 0;
    s->writes = 0;
    s->writing = s->undone = s->read = s->moment_lost = false;
}

static struct savepoint *find(struct session *s, const char *name)
{
    struct savepoint *sp = s->savepoints;
    while (sp != NULL && strcmp(sp->name, name) != 0)
        sp = sp->outer;
    if (sp == NULL)
        raise(ERR_S_E_INVALID_SPECIFICATION, "savepoint \"%s\" does not exist", name);
    return sp;
}

struct completion savepoint_make(struct session *s, const char *name)
{
    struct arena *a = arena_new(s->arena, "savepoint");
    struct savepoint *sp = ARENA_NEW(a, struct savepoint);
    *sp = (struct savepoint){.outer = s->savepoints, .arena = a, .name = arena_strdup(a, name), .level = ++s->nsavepoints,
                             .settings = conf_xact_mark(), .writes = s->writes, .undo = s->mongo != NULL ? undo_mark(s->mongo) : 0,
                             .read_only = conf_bool(CONF_transaction_read_only), .modes = foreign_modes_mark(s)};
    if (s->mongo != NULL && !xact_keeps_snapshot() && s->mongo->in_transaction && !s->mongo->wrote) { /* what comes is all that goes back */
        portals_settle(s);
        mongo_xact_leave(s->mongo);
    }
    sp->mark = s->mongo != NULL ? mongo_xact_mark(s->mongo) : NULL;
    sp->later = later_mark(s, a);
    sp->temps = temp_mark(s, a);
    s->savepoints = sp;
    return DONE("SAVEPOINT");
}

/* It goes, and those made after it; what was done since is its parent's, but for READ ONLY. */
struct completion savepoint_release(struct session *s, const char *name)
{
    struct savepoint *sp = find(s, name), *outer = sp->outer;
    fresh_leave(s, sp->level, outer != NULL ? outer->level : 0);
    relation_locks_leave(s, sp->level, outer != NULL ? outer->level : 0);
    changed_rows_leave(s, sp->level, outer != NULL ? outer->level : 0);
    portals_release(s, sp->level, outer != NULL ? outer->level : 0);
    advisory_savepoint(s, sp->level, outer != NULL ? outer->level : 0);
    if (conf_bool(CONF_transaction_read_only) != sp->read_only)
        conf_put_back(CONF_transaction_read_only, sp->read_only ? "on" : "off");
    while (s->savepoints != outer)
        pop(s);
    if (outer == NULL && s->mongo != NULL)
        undo_forget(s->mongo);
    return DONE("RELEASE");
}

/* Documents and definitions go back, or the transaction is lost. */
static void write_back(struct session *s, const struct savepoint *sp)
{
    struct error *volatile failed = NULL;
    struct mongo *m = s->mongo;
    if (m == NULL || sp->mark == NULL)
        return;
    TRY {
        bool goes_on = m->in_transaction && !is_whole(sp);
        if (goes_on)
            undo_to(m, sp->undo);
        else
            undo_cut(m, sp->undo);
        mongo_xact_back(m, sp->mark, goes_on);
    } CATCH (e) {
        failed = e;
    } END_TRY;
    if (failed == NULL)
        return;
    mongo_xact_abort(s->mongo);
    s->undone = true;
    error_throw(failed);
}

/* It stays; those made after it go. */
struct completion savepoint_rollback(struct session *s, const char *name)
{
    struct savepoint *sp = find(s, name);
    const char *why = s->undone        ? "documents were written before, and the error has undone that"
                      : s->moment_lost ? "the error has ended the snapshot that was read"
                                       : written_since(s, sp);
    if (why != NULL) {
        struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "cannot roll back to savepoint \"%s\": %s", name, why);
        error_hint(e, "MongoDB's transactions have no savepoints: roll back the whole transaction.");
        error_throw(e);
    }
    write_back(s, sp);
    later_back(s, sp->later);
    temp_back(s, sp->temps);
    while (s->savepoints != sp)
        pop(s);
    fresh_leave(s, sp->level, -1);
    relation_locks_leave(s, sp->level, -1);
    changed_rows_leave(s, sp->level, -1);
    s->writes = sp->writes;
    portals_rollback(s, sp->level);
    advisory_savepoint(s, sp->level, -1);
    conf_xact_rollback_to(sp->settings);
    foreign_modes_back(s, sp->modes);
    s->xact = XACT_BLOCK;
    return DONE("ROLLBACK");
}
