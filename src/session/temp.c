/*
 * Temporary tables: collections of the same database (so that joins with others can be MongoDB's, and the client's own rights are
 * enough) whose names say whose they are: TEMP_PREFIX <owner> '.' <table> (owner.c). The session drops them at its
 * end; what a killed process left, the next session that makes one drops, if it was on the same machine.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "catalog/system.h"
#include "mongo/sequence.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "session/foreign.h"

/* ---- whose ---- */

static bool is_left(struct arena *a, const char *collection)
{
    size_t prefix = sizeof TEMP_PREFIX - 1;
    const char *owner = strncmp(collection, TEMP_PREFIX, prefix) == 0 ? collection + prefix : NULL;
    const char *dot = owner != NULL ? strchr(owner, '.') : NULL;
    return dot != NULL && owner_is_gone(arena_strndup(a, owner, (size_t)(dot - owner)));
}

static void sweep(struct session *s, struct arena *a)
{
    List *names = mongo_source_hidden(a, s->database);
    for (int i = 0; i < list_length(names); i++)
        if (is_left(a, list_nth(names, i)))
            table_drop(s->mongo, s->database, list_nth(names, i));
    List *sequences = sequence_list(a, s->mongo, s->database);
    FOREACH (struct sequence_def, q, sequences)
        if (is_left(a, q->name))
            sequence_drop(s->mongo, s->database, q->name);
}

static void begin(struct session *s)
{
    struct catalog *c = s->catalog;
    sweep(s, s->message);
    c->temp_prefix = arena_printf(s->arena, TEMP_PREFIX "%s.", owner_self());
    schema_set_temp(arena_printf(s->arena, "pg_temp_%ld", (long)getpid()));
}

/* ---- the tables ---- */

static struct temp_table *find(struct session *s, const char *name)
{
    FOREACH (struct temp_table, t, s->catalog->temps)
        if (strcmp(t->name, name) == 0)
            return t;
    return NULL;
}

const char *temp_name(struct session *s, struct arena *a, const char *name)
{
    if (s->catalog->temp_prefix == NULL)
        begin(s);
    return catalog_collection(a, s->catalog, "pg_temp", name);
}

const char *temp_collection(struct session *s, const char *name, int on_commit)
{
    static const char kinds[] = "ppprd";
    struct temp_table *t = find(s, name);
    if (t == NULL) {
        t = ARENA_NEW(s->arena, struct temp_table);
        t->name = arena_strdup(s->arena, name);
        s->catalog->temps = list_append(s->arena, s->catalog->temps, t);
    }
    _Static_assert(PG_QUERY__ON_COMMIT_ACTION__ONCOMMIT_DELETE_ROWS == 3 && PG_QUERY__ON_COMMIT_ACTION__ONCOMMIT_DROP == 4, "as in kinds");
    t->on_commit = kinds[on_commit];
    return temp_name(s, s->arena, t->name);
}

const char *temp_sequence(struct session *s, struct arena *a, const char *name)
{
    s->catalog->temp_sequences = true;
    return temp_name(s, a, name);
}

struct temp_kept {
    struct temp_table *table;
    char on_commit;
};

const List *temp_mark(struct session *s, struct arena *a)
{
    List *out = NULL;
    FOREACH (struct temp_table, t, s->catalog != NULL ? s->catalog->temps : NULL) {
        struct temp_kept *k = ARENA_NEW(a, struct temp_kept);
        *k = (struct temp_kept){t, t->on_commit};
        out = list_append(a, out, k);
    }
    return out;
}

void temp_back(struct session *s, const List *mark)
{
    List *temps = NULL;
    FOREACH (struct temp_kept, k, mark) {
        k->table->on_commit = k->on_commit;
        temps = list_append(s->arena, temps, k->table);
    }
    if (s->catalog != NULL && list_length(temps) != list_length(s->catalog->temps))
        s->catalog->temps = temps;
}

/* ---- ends ---- */

static char on_commit_of(struct session *s, const char *collection)
{
    const char *name = catalog_temp_name(s->catalog, collection);
    const struct temp_table *t = name != NULL ? find(s, name) : NULL;
    return t != NULL ? t->on_commit : 'p';
}

void temp_check_foreign(struct session *s, const char *collection, const struct table_def *def)
{
    FOREACH (struct table_foreign, f, def != NULL ? def->foreign : NULL) {
        if (on_commit_of(s, f->table) != 'r' || on_commit_of(s, collection) == 'r')
            continue;
        struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "unsupported ON COMMIT and foreign key combination");
        error_throw(error_detail(e, "Table \"%s\" references \"%s\", but they do not have the same ON COMMIT setting.",
                                 catalog_shown_name(s->catalog, collection), catalog_shown_name(s->catalog, f->table)));
    }
}

static bool any_kind(struct session *s, char on_commit)
{
    FOREACH (struct temp_table, t, s->catalog != NULL ? s->catalog->temps : NULL)
        if (t->on_commit == on_commit)
            return true;
    return false;
}

static void check_all_foreign(struct session *s)
{
    FOREACH (struct temp_table, t, s->catalog->temps) {
        const struct relation *rel = catalog_lookup(s->catalog, NULL, "pg_temp", t->name);
        if (rel != NULL)
            temp_check_foreign(s, rel->collection, rel->def);
    }
}

void temp_at_commit(struct session *s)
{
    if (s->writes > 0 && any_kind(s, 'r'))
        check_all_foreign(s);
    FOREACH (struct temp_table, t, s->catalog != NULL ? s->catalog->temps : NULL) {
        bool wanted = t->on_commit == 'd' || (t->on_commit == 'r' && s->writes > 0);
        const struct relation *rel = wanted ? catalog_lookup(s->catalog, NULL, "pg_temp", t->name) : NULL;
        if (rel != NULL && t->on_commit == 'd')
            drop_relation(s, s->mongo, rel);
        else if (rel != NULL)
            delete_all_rows(s->message, rel);
    }
}

/* Foreign keys to what is to be dropped at the commit. */
static void drop_foreign_of(struct session *s)
{
    FOREACH (struct temp_table, t, s->catalog->temps) {
        const struct relation *rel = t->on_commit != 'd' ? catalog_lookup(s->catalog, NULL, "pg_temp", t->name) : NULL;
        FOREACH (struct table_foreign, f, rel != NULL && rel->def != NULL ? rel->def->foreign : NULL)
            if (on_commit_of(s, f->table) == 'd')
                foreign_drop(s, s->message, &(struct foreign_use){rel, f});
    }
}

static void drop_foreign(struct session *s)
{
    TRY {
        drop_foreign_of(s);
    } CATCH (e) {
        log_error(e);
    } END_TRY;
}

/* One that is to be dropped at the commit is gone when its transaction is over, whichever way; MongoDB changes the declarations of others outside of it. */
void temp_xact_over(struct session *s)
{
    List *left = NULL;
    if (!any_kind(s, 'd'))
        return;
    drop_foreign(s);
    FOREACH (struct temp_table, t, s->catalog->temps)
        if (t->on_commit != 'd')
            left = list_append(s->arena, left, t);
    s->catalog->temps = left;
}

static void drop_sequences(struct session *s)
{
    List *all = sequence_list(s->message, s->mongo, s->database);
    FOREACH (struct sequence_def, q, all)
        if (catalog_temp_name(s->catalog, q->name) != NULL)
            sequence_drop(s->mongo, s->database, q->name);
    s->catalog->temp_sequences = false;
}

void temp_drop_all(struct session *s)
{
    if (s->catalog != NULL && s->catalog->temp_sequences)
        drop_sequences(s);
    FOREACH (struct temp_table, t, s->catalog != NULL ? s->catalog->temps : NULL) {
        const char *collection = catalog_collection(s->message, s->catalog, "pg_temp", t->name);
        table_drop(s->mongo, s->database, collection);
        mongo_source_table(s->database, collection, NULL, false);
    }
    if (s->catalog != NULL)
        s->catalog->temps = NULL;
}

/* The session is over: nobody is left to hear of an error, and another session will find what stays. */
void temp_end(struct session *s)
{
    if (s->mongo == NULL || s->catalog == NULL || (s->catalog->temps == NULL && !s->catalog->temp_sequences))
        return;
    TRY {
        temp_drop_all(s);
    } CATCH (e) {
        log_error(e);
    } END_TRY;
}
