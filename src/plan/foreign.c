/* Foreign keys and deferrable unique ones: which of them a statement may break, of foreign keys on either side, and where their columns stand in the rows that it writes. */
#include "plan/plan_int.h"

#include <string.h>

struct watching {
    struct arena *a;
    Query *q;
    struct relation *target;
    int command;          /* the query's; of a MERGE, the action's */
    const List *row;      /* attnums of the row that is written */
    const List *written;  /* places in row, from 1, of a MERGE's action; NULL: all are written */
    List *out; /* struct key_watch */
};

/* The column's new value; 0: there is none. */
static int new_place(const struct watching *w, int attnum)
{
    for (int i = 0; i < list_length(w->row); i++)
        if (ITEM_INT(list_nth(w->row, i)) == attnum)
            return i + 1;
    return 0;
}

static bool is_written(const struct watching *w, int attnum)
{
    int place = new_place(w, attnum);
    bool written = w->written == NULL;
    for (int i = 0; i < list_length(w->written); i++)
        written |= ITEM_INT(list_nth(w->written, i)) == place;
    return place != 0 && written;
}

/* What the row has: read with it. */
static int old_place(const struct watching *w, const struct column *c)
{
    Query *q = w->q;
    Var *v = make_var(w->a, q->resultRelation, c->attnum, c->type, c->typmod, 0);
    for (int i = 0; i < list_length(q->writeCols); i++)
        if (ITEM_INT(list_nth(q->writeCols, i)) <= 0 && node_equal(((const TargetEntry *)list_nth(q->targetList, i))->expr, v))
            return i + 1;
    int place = list_length(q->targetList) + 1;
    q->targetList = list_append(w->a, q->targetList, make_target(w->a, (Node *)v, place, arena_printf(w->a, "k%d", place), false));
    q->writeCols = list_append(w->a, q->writeCols, INT_ITEM(WRITE_NOTHING));
    return place;
}

static bool sets_in_conflict(const struct watching *w, const List *columns)
{
    if (w->q->onConflict == NULL)
        return false;
    FOREACH (TargetEntry, t, w->q->onConflict->onConflictSet)
        for (int i = 0; i < list_length(columns); i++)
            if (relation_column(w->target, list_nth(columns, i), true, -1)->attnum == t->resno)
                return true;
    return false;
}

/* columns: those of the target that belong to the key. */
static void watch(struct watching *w, struct key_watch key, const List *columns)
{
    int n = list_length(columns);
    bool insert = w->command == CMD_INSERT, delete = w->command == CMD_DELETE, written = insert, parent = key.parent;
    struct key_watch *k = arena_memdup(w->a, &key, sizeof key);
    k->n = n;
    for (int i = 0; i < n; i++)
        written = written || is_written(w, relation_column(w->target, list_nth(columns, i), true, -1)->attnum);
    if (parent && sets_in_conflict(w, columns))
        raise(ERR_FEATURE_NOT_SUPPORTED, "ON CONFLICT DO UPDATE of a column that foreign key \"%s\" references is not supported", key.key->name);
    if (parent ? insert || !(written || delete) : !written)
        return;
    k->old = parent ? ARENA_ARRAY(w->a, int, n) : NULL;
    k->new = delete ? NULL : ARENA_ARRAY(w->a, int, n);
    for (int i = 0; i < n; i++) {
        const struct column *c = relation_column(w->target, list_nth(columns, i), true, -1);
        int new = new_place(w, c->attnum);
        if (k->old != NULL)
            k->old[i] = old_place(w, c) - 1;
        if (k->new != NULL)
            k->new[i] = (new != 0 ? new : old_place(w, c)) - 1;
    }
    w->out = list_append(w->a, w->out, k);
}

static void watch_references(struct watching *w, const char *collection)
{
    const struct relation *rel = source_lookup_collection(w->target->source, w->target->database, collection);
    if (rel == NULL || rel->def == NULL)
        return;
    FOREACH (struct table_foreign, f, rel->def->foreign)
        if (strcmp(f->table, w->target->collection) == 0)
            watch(w, (struct key_watch){.key = f, .table = rel, .parent = true}, f->references);
}

static List *watched(struct watching *w)
{
    const struct table_def *def = w->target->def;
    if (def == NULL)
        return NULL;
    FOREACH (struct table_key, k, def->keys)
        if (k->deferrable)
            watch(w, (struct key_watch){.unique = k, .table = w->target}, k->columns);
    FOREACH (struct table_foreign, f, def->foreign)
        watch(w, (struct key_watch){.key = f, .table = w->target}, f->columns);
    for (int i = 0; i < list_length(def->referenced); i++)
        watch_references(w, list_nth(def->referenced, i));
    return w->out;
}

static struct relation *target_of(const Query *q)
{
    return ((RangeTblEntry *)list_nth(q->rtable, q->resultRelation - 1))->relation;
}

List *watched_keys(struct arena *a, Query *q)
{
    struct watching w = {.a = a, .q = q, .target = target_of(q), .command = q->commandType, .row = q->writeCols};
    return watched(&w);
}

List *watched_by_action(struct arena *a, Query *q, const WriteAction *action, const List *row)
{
    struct watching w = {.a = a, .q = q, .target = target_of(q), .command = action->commandType,
                         .row = action->commandType == CMD_DELETE ? NULL : row, .written = action->written};
    return action->commandType == CMD_NOTHING ? NULL : watched(&w);
}

/* Keys of the same columns are locked by the same values: once. */
static bool is_watched(const List *keys, const List *columns)
{
    FOREACH (struct key_watch, k, keys) {
        bool same = list_length(k->key->references) == list_length(columns);
        for (int i = 0; same && i < list_length(columns); i++)
            same = strcmp(list_nth(k->key->references, i), list_nth(columns, i)) == 0;
        if (same)
            return true;
    }
    return false;
}

List *watched_by_lock(struct arena *a, const struct relation *rel)
{
    List *out = NULL;
    for (int i = 0; rel->def != NULL && i < list_length(rel->def->referenced); i++) {
        const struct relation *child = source_lookup_collection(rel->source, rel->database, list_nth(rel->def->referenced, i));
        FOREACH (struct table_foreign, f, child != NULL && child->def != NULL ? child->def->foreign : NULL) {
            if (strcmp(f->table, rel->collection) != 0 || is_watched(out, f->references))
                continue;
            struct key_watch *k = ARENA_NEW(a, struct key_watch);
            *k = (struct key_watch){.key = f, .table = child, .parent = true, .n = list_length(f->references)};
            k->old = ARENA_ARRAY(a, int, k->n);
            out = list_append(a, out, k);
        }
    }
    return out;
}
