/*
 * ModifyTable: the values of foreign keys and deferrable unique ones that its rows bring and take, as text, each once: for the session to look at when all is
 * written.
 */
#include <string.h>

#include "base/strbuf.h"
#include "catalog/relation.h"
#include "exec/exec_int.h"
#include "mongo/client.h"
#include "types/hash.h"

struct seen_key {
    struct hent ent; /* first */
    const char *text;
};

struct key_collector {
    struct changed_keys keys; /* first */
    struct arena *arena, *row;
    struct htab seen;
    const struct column **columns; /* by place of the key: types of old and new are the same */
};

struct key_collector *keys_watch(struct exec *ex, const struct relation *target, const struct key_watch *w)
{
    struct key_collector *c = ARENA_NEW(ex->arena, struct key_collector);
    const List *names = w->unique != NULL ? w->unique->columns : w->parent ? w->key->references : w->key->columns;
    if (!mongo_current->server.transactions)
        raise(ERR_FEATURE_NOT_SUPPORTED, w->unique != NULL ? "deferrable constraints are only supported where MongoDB has transactions"
                                                           : "foreign keys are only supported where MongoDB has transactions");
    c->keys.watch = w;
    c->arena = ex->arena;
    c->row = arena_new(ex->arena, "changed key");
    c->columns = ARENA_ARRAY(ex->arena, const struct column *, w->n);
    for (int i = 0; i < w->n; i++)
        FOREACH (struct column, col, target->columns)
            if (c->columns[i] == NULL && strcmp(col->name, list_nth(names, i)) == 0) /* the identity is called _id, too */
                c->columns[i] = col;
    htab_init(&c->seen, ex->arena, 64);
    ex->keys = list_append(ex->arena, ex->keys, &c->keys);
    return c;
}

static bool came_before(struct key_collector *c, const char *text)
{
    uint64_t hash = hash_bytes(text, strlen(text));
    for (struct hent *e = htab_first(&c->seen, hash); e != NULL; e = e->next)
        if (e->hash == hash && strcmp(((struct seen_key *)e)->text, text) == 0)
            return true;
    struct seen_key *s = ARENA_NEW(c->arena, struct seen_key);
    s->text = arena_strdup(c->arena, text);
    htab_add(&c->seen, &s->ent, hash);
    return false;
}

/* How many are NULL. Values are of length and bytes, so that no two keys look the same. */
static int add_values(struct key_collector *c, struct arena *row, const int *places, struct key_row r, const char **out, struct strbuf *all)
{
    int missing = 0;
    for (int i = 0; i < c->keys.watch->n; i++) {
        int p = places[i];
        out[i] = r.nulls[p] ? NULL : type_output_cstring(row, c->columns[i]->type, r.values[p]);
        missing += r.nulls[p];
        strbuf_printf(all, "%d:%s", r.nulls[p] ? -1 : (int)strlen(out[i]), r.nulls[p] ? "" : out[i]);
    }
    return missing;
}

static const char **keep(struct arena *a, const char **texts, int n)
{
    const char **out = ARENA_ARRAY(a, const char *, n);
    for (int i = 0; i < n; i++)
        out[i] = texts[i] != NULL ? arena_strdup(a, texts[i]) : NULL;
    return out;
}

void keys_note(struct key_collector *c, struct key_row before, struct key_row after)
{
    const struct key_watch *w = c->keys.watch;
    struct arena *row = c->row;
    arena_reset(row);
    const char **old = ARENA_ARRAY(row, const char *, w->n), **new = ARENA_ARRAY(row, const char *, w->n);
    struct strbuf all, again;
    strbuf_init(&all, row);
    strbuf_init(&again, row);
    int missing = 0;
    if (w->old != NULL)
        missing = add_values(c, row, w->old, before, old, &all);
    if (w->new != NULL) {
        int n = add_values(c, row, w->new, after, new, &again);
        if (w->parent && strcmp(all.data, again.data) == 0)
            return;
        missing = w->parent ? missing : n;
    }
    if (w->key != NULL && w->key->match == 'f' && !w->parent && missing > 0 && missing < w->n) {
        struct error *e = error_new(ERR_FOREIGN_KEY_VIOLATION, "insert or update on table \"%s\" violates foreign key constraint \"%s\"",
                                    w->table->name, w->key->name);
        error_detail(e, "MATCH FULL does not allow mixing of null and nonnull key values.");
        e->schema = w->table->schema;
        e->table = w->table->name;
        e->constraint = w->key->name;
        error_throw(e);
    }
    if (missing > 0)
        return;
    strbuf_addstr(&all, w->new != NULL ? again.data : "");
    if (came_before(c, all.data))
        return;
    struct changed_key *k = ARENA_NEW(c->arena, struct changed_key);
    k->old = w->old != NULL ? keep(c->arena, old, w->n) : NULL;
    k->new = w->new != NULL ? keep(c->arena, new, w->n) : NULL;
    c->keys.keys = list_append(c->arena, c->keys.keys, k);
}

const List *exec_changed_keys(const struct exec *ex)
{
    return ex != NULL ? ex->keys : NULL;
}
