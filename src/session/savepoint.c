/*
 * Savepoints. What was read needs no undoing, settings and cursors go back here; documents written since cannot be taken
 * back one by one (MongoDB's transactions have no savepoints), so going back behind a write is refused.
 */
#include "session/session_int.h"

#include <string.h>

#include "analyze/raw.h"

struct savepoint {
    struct savepoint *outer;
    struct arena *arena;
    const char *name;
    int level;       /* from 1, in the order in which a transaction makes them */
    int settings;    /* conf_xact_mark() */
    uint64_t writes; /* of the transaction, when it was made */
};

int savepoint_level(const struct session *s)
{
    return s->savepoints != NULL ? s->savepoints->level : 0;
}

int savepoint_settings(const struct session *s)
{
    return s->savepoints != NULL ? s->savepoints->settings : s->settings;
}

bool savepoint_clean(const struct session *s)
{
    return s->savepoints != NULL && s->savepoints->writes == s->writes;
}

void xact_wrote(struct session *s)
{
    s->writes++;
}

static void pop(struct session *s)
{
    struct savepoint *sp = s->savepoints;
    s->savepoints = sp->outer;
    arena_free(sp->arena);
}

void savepoints_forget(struct session *s)
{
    while (s->savepoints != NULL)
        pop(s);
    s->nsavepoints = 0;
    s->writes = 0;
    s->writing = s->undone = false;
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
                             .settings = conf_xact_mark(), .writes = s->writes};
    s->savepoints = sp;
    return DONE("SAVEPOINT");
}

/* It goes, and those made after it; what was done since is its parent's. */
struct completion savepoint_release(struct session *s, const char *name)
{
    struct savepoint *sp = find(s, name), *outer = sp->outer;
    portals_release(s, sp->level, outer != NULL ? outer->level : 0);
    while (s->savepoints != outer)
        pop(s);
    return DONE("RELEASE");
}

/* It stays; those made after it go. */
struct completion savepoint_rollback(struct session *s, const char *name)
{
    struct savepoint *sp = find(s, name);
    if (s->writes != sp->writes || s->undone) {
        struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "cannot roll back to savepoint \"%s\": documents were written %s", name,
                                    s->undone ? "before, and the error has undone that" : "since");
        error_hint(e, "MongoDB's transactions have no savepoints: roll back the whole transaction.");
        error_throw(e);
    }
    while (s->savepoints != sp)
        pop(s);
    portals_rollback(s, sp->level);
    conf_xact_rollback_to(sp->settings);
    s->xact = XACT_BLOCK;
    return DONE("ROLLBACK");
}
