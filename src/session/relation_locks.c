/*
 * Which relations the session's own transaction has named, for pg_locks: PostgreSQL's statements lock what they name, and its indexes, until the
 * transaction ends. Here nothing waits for that, and so no other session is told of it; LOCK TABLE (maintain.c) takes what others wait for.
 */
#include "session/session_int.h"

#include <unistd.h>

#include "base/macros.h"
#include "catalog/objects.h"
#include "catalog/system.h"

static const char *const mode_words[] = {"", "AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock"};

struct relation_lock {
    struct relation_lock *next;
    struct arena *arena;
    Oid rel;
    int mode;
    bool indexes; /* and its indexes: INSERT alone lets go of them at its end */
    int level; /* of the savepoint below which it was taken first; 0 none */
};

static void note(struct session *s, Oid rel, int mode, bool indexes)
{
    for (const struct relation_lock *l = s->relation_locks; l != NULL; l = l->next)
        if (l->rel == rel && l->mode == mode && (l->indexes || !indexes))
            return;
    struct arena *a = arena_new(s->arena, "relation lock");
    struct relation_lock *l = ARENA_NEW(a, struct relation_lock);
    *l = (struct relation_lock){s->relation_locks, a, rel, mode, indexes, savepoint_level(s)};
    s->relation_locks = l;
}

static int mode_of(const Query *q, int rti)
{
    if (rti == q->resultRelation)
        return LOCK_ROW_EXCLUSIVE;
    FOREACH (RowMarkClause, c, q->rowMarks)
        if (c->rti == rti)
            return LOCK_ROW_SHARE;
    return LOCK_ACCESS_SHARE;
}

/* A system view's own query is another one than PostgreSQL's. */
static bool names_relations(Node *n, void *arg)
{
    const Query *q = (const Query *)n;
    const RangeTblEntry *of = (const RangeTblEntry *)n;
    for (int i = 1; IS_A(n, Query) && i <= list_length(q->rtable); i++) {
        const RangeTblEntry *rte = list_nth(q->rtable, i - 1);
        if (rte->relation != NULL && (rte->inFromCl || i == q->resultRelation))
            note(arg, rte->relation->oid, mode_of(q, i), i != q->resultRelation || q->commandType != CMD_INSERT || q->onConflict != NULL);
    }
    return (!IS_A(n, RangeTblEntry) || of->relation == NULL || of->relation->kind != REL_LOCAL) && node_walk(n, names_relations, arg);
}

void relation_locks_note(struct session *s, Query *q)
{
    names_relations((Node *)q, s);
}

void relation_locks_take(struct session *s, Oid rel, int mode)
{
    note(s, rel, mode, false);
}

bool relation_locks_tell(Oid rel)
{
    for (const struct relation_lock *l = the_session.relation_locks; l != NULL; l = l->next)
        if (l->rel == rel && l->mode == LOCK_SHARE_UPDATE_EXCLUSIVE)
            return true;
    return false;
}

void relation_locks_leave(struct session *s, int level, int parent)
{
    struct relation_lock **link = &s->relation_locks;
    while (*link != NULL) {
        struct relation_lock *l = *link;
        if (l->level >= level && parent < 0) {
            *link = l->next;
            arena_free(l->arena);
            continue;
        }
        if (l->level >= level)
            l->level = parent;
        link = &l->next;
    }
}

/* ---- pg_locks ---- */

static void lock_row(struct relation_scan *s, const char *transaction, Oid rel, bool shared, const char *mode, bool fast)
{
    struct system_row r;
    row_begin(&r, s);
    row_text(&r, COL_pg_locks_locktype, rel != InvalidOid ? "relation" : "virtualxid");
    if (rel != InvalidOid) {
        row_oid(&r, COL_pg_locks_database, shared ? InvalidOid : database_oid(the_session.database));
        row_oid(&r, COL_pg_locks_relation, rel);
    } else {
        row_text(&r, COL_pg_locks_virtualxid, transaction);
    }
    row_text(&r, COL_pg_locks_virtualtransaction, transaction);
    row_datum(&r, COL_pg_locks_pid, datum_from_int32((int32_t)getpid()));
    row_text(&r, COL_pg_locks_mode, mode);
    row_bool(&r, COL_pg_locks_granted, true);
    row_bool(&r, COL_pg_locks_fastpath, fast && !shared);
    row_emit(&r);
}

static const List *indexes_of(Oid rel, const struct object *o)
{
    FOREACH (const struct object, t, o != NULL && o->system != NULL ? system_tables() : NULL)
        if (t->oid == rel)
            return t->indexes;
    return o != NULL && o->system == NULL && (o->kind == 'r' || o->kind == 'm') ? object_indexes((struct object *)(uintptr_t)o) : NULL;
}

/* Was the relation told for another lock of the same mode? */
static bool is_told(const struct relation_lock *l)
{
    for (const struct relation_lock *before = the_session.relation_locks; before != l; before = before->next)
        if (before->rel == l->rel && before->mode == l->mode)
            return true;
    return false;
}

void relation_lock_rows(struct relation_scan *s)
{
    const char *transaction = arena_printf(s->arena, "%d/1", (int)getpid());
    for (const struct relation_lock *l = the_session.relation_locks; l != NULL; l = l->next) {
        struct object system;
        const struct object *o = object_of_oid(l->rel, &system);
        bool shared = o != NULL && object_is_shared(o);
        if (!is_told(l))
            lock_row(s, transaction, l->rel, shared, mode_words[l->mode], l->mode < LOCK_SHARE_UPDATE_EXCLUSIVE);
        FOREACH (const struct object, x, l->indexes ? indexes_of(l->rel, o) : NULL)
            lock_row(s, transaction, x->oid, shared, mode_words[l->mode], true);
    }
    lock_row(s, transaction, InvalidOid, false, "ExclusiveLock", true);
}
