/* Foreign keys as they are declared: both tables know of them; what depends on them, or they on. */
#include <string.h>

#include "analyze/define.h"
#include "base/strbuf.h"
#include "mongo/lock.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "session/foreign.h"
#include "types/ident.h"

static bool is_among(const List *l, const char *name)
{
    for (int i = 0; i < list_length(l); i++)
        if (strcmp(list_nth(l, i), name) == 0)
            return true;
    return false;
}

/* A copy of the table's declaration, which nobody else changes before declare(). */
static struct table_def *to_change(struct session *s, struct arena *a, const char *collection)
{
    return table_def_copy(a, relation_lock(s, catalog_lookup_collection(s->catalog, collection))->def);
}

static bool any_deferrable(const struct table_def *def)
{
    FOREACH (struct table_key, k, def->keys)
        if (k->deferrable)
            return true;
    return false;
}

void foreign_declare(struct session *s, struct arena *a, const char *collection, struct table_def *def)
{
    bool told = any_deferrable(def);
    if (def->foreign == NULL && !told)
        return;
    if (told && !s->mongo->server.transactions)
        raise(ERR_FEATURE_NOT_SUPPORTED, "deferrable constraints are only supported where MongoDB has transactions");
    if (def->foreign != NULL && !s->mongo->server.transactions)
        raise(ERR_FEATURE_NOT_SUPPORTED, "foreign keys are only supported where MongoDB has transactions");
    if (!catalog_name_hidden(collection))
        locks_place(s->mongo, s->database);
    FOREACH (struct table_foreign, f, def->foreign) {
        if (strcmp(f->table, collection) == 0) {
            if (!is_among(def->referenced, collection))
                def->referenced = list_append(a, def->referenced, (void *)(uintptr_t)collection);
            continue;
        }
        const struct relation *parent = catalog_lookup_collection(s->catalog, f->table);
        if (parent == NULL || parent->def == NULL)
            raise(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", catalog_shown_name(s->catalog, f->table));
        if (is_among(parent->def->referenced, collection))
            continue;
        struct table_def *own = to_change(s, a, f->table);
        if (!is_among(own->referenced, collection))
            own->referenced = list_append(a, own->referenced, (void *)(uintptr_t)collection);
        relation_declare(s, s->mongo, f->table, own);
        told = true;
    }
}

static bool any_of(const List *x, const List *y)
{
    bool any = y == NULL;
    for (int i = 0; i < list_length(y); i++)
        any = any || is_among(x, list_nth(y, i));
    return any;
}

List *foreign_uses(struct session *s, struct arena *a, const struct relation *rel, const List *columns)
{
    List *out = NULL;
    for (int i = 0; rel != NULL && rel->def != NULL && i < list_length(rel->def->referenced); i++) {
        const struct relation *table = catalog_lookup_collection(s->catalog, list_nth(rel->def->referenced, i));
        FOREACH (struct table_foreign, f, table != NULL && table->def != NULL ? table->def->foreign : NULL) {
            if (strcmp(f->table, rel->collection) != 0 || !any_of(f->references, columns))
                continue;
            struct foreign_use *u = ARENA_NEW(a, struct foreign_use);
            *u = (struct foreign_use){table, f};
            out = list_append(a, out, u);
        }
    }
    return out;
}

void foreign_drop(struct session *s, struct arena *a, const struct foreign_use *u)
{
    struct table_def *def = to_change(s, a, u->table->collection);
    List *left = NULL;
    FOREACH (struct table_foreign, f, def->foreign)
        if (strcmp(f->name, u->key->name) != 0)
            left = list_append(a, left, f);
    def->foreign = left;
    relation_declare(s, s->mongo, u->table->collection, def);
}

/* ---- names that change ---- */

static List *renamed(struct arena *a, const List *names, const char *from, const char *to)
{
    List *out = NULL;
    for (int i = 0; i < list_length(names); i++)
        out = list_append(a, out, strcmp(list_nth(names, i), from) == 0 ? (void *)(uintptr_t)to : list_nth(names, i));
    return out;
}

void foreign_rename_column(struct session *s, struct arena *a, const struct relation *rel, struct table_def *def, const char *from, const char *to)
{
    FOREACH (struct table_foreign, f, def->foreign) {
        f->columns = renamed(a, f->columns, from, to);
        f->set_columns = renamed(a, f->set_columns, from, to);
        if (strcmp(f->table, rel->collection) == 0)
            f->references = renamed(a, f->references, from, to);
    }
    FOREACH (struct foreign_use, u, foreign_uses(s, a, rel, list_make(a, 1, from))) {
        if (strcmp(u->table->collection, rel->collection) == 0)
            continue;
        struct table_def *other = to_change(s, a, u->table->collection);
        FOREACH (struct table_foreign, f, other->foreign)
            if (strcmp(f->table, rel->collection) == 0)
                f->references = renamed(a, f->references, from, to);
        relation_declare(s, s->mongo, u->table->collection, other);
    }
}

/* The others, before the table itself has its new name; to: its collection's. */
void foreign_rename_table(struct session *s, struct arena *a, const struct relation *rel, struct table_def *def, const char *to)
{
    FOREACH (struct table_foreign, f, def->foreign) {
        const struct relation *parent = catalog_lookup_collection(s->catalog, f->table);
        if (strcmp(f->table, rel->collection) == 0)
            f->table = to;
        else if (parent != NULL && parent->def != NULL && !is_among(parent->def->referenced, to)) {
            struct table_def *other = to_change(s, a, f->table);
            other->referenced = list_append(a, other->referenced, (void *)(uintptr_t)to);
            relation_declare(s, s->mongo, f->table, other);
        }
    }
    def->referenced = renamed(a, def->referenced, rel->collection, to);
    for (int i = 0; i < list_length(def->referenced); i++) {
        const struct relation *table = catalog_lookup_collection(s->catalog, list_nth(def->referenced, i));
        if (table == NULL || table->def == NULL || strcmp(table->collection, rel->collection) == 0)
            continue;
        struct table_def *other = to_change(s, a, table->collection);
        FOREACH (struct table_foreign, f, other->foreign)
            if (strcmp(f->table, rel->collection) == 0)
                f->table = to;
        relation_declare(s, s->mongo, table->collection, other);
    }
}

/* ---- TRUNCATE ---- */

static bool has_relation(const List *rels, const char *collection)
{
    FOREACH (struct relation, r, rels)
        if (strcmp(r->collection, collection) == 0)
            return true;
    return false;
}

List *foreign_truncated(struct session *s, struct arena *a, List *rels, bool cascade)
{
    for (int i = 0; i < list_length(rels); i++) {
        const struct relation *rel = list_nth(rels, i);
        FOREACH (struct foreign_use, u, foreign_uses(s, a, rel, NULL)) {
            if (has_relation(rels, u->table->collection))
                continue;
            if (!cascade) {
                struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "cannot truncate a table referenced in a foreign key constraint");
                error_detail(e, "Table \"%s\" references \"%s\".", u->table->name, rel->name);
                error_throw(error_hint(e, "Truncate table \"%s\" at the same time, or use TRUNCATE ... CASCADE.", u->table->name));
            }
            notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "truncate cascades to table \"%s\"", u->table->name);
            rels = list_append(a, rels, catalog_lookup_collection(s->catalog, u->table->collection));
        }
    }
    return rels;
}
