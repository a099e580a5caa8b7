/* The indexes of pg_catalog's own tables (indexes.def), as objects beside those of collections. */
#include "catalog/objects.h"
#include "catalog/system.h"

#include <string.h>

#include "base/macros.h"

static const struct {
    Oid oid, table, constraint;
    const char *name;
    bool unique, primary;
    const char *columns;
} rows[] = {
#define INDEX(oid, table, constraint, name, unique, primary, columns) {oid, table, constraint, name, unique, primary, columns},
#include "catalog/system/indexes.def"
#undef INDEX
};

static struct arena *arena;
static List *tables;

static struct index_info *info_new(int row)
{
    struct index_info *x = ARENA_NEW(arena, struct index_info);
    *x = (struct index_info){.name = rows[row].name, .oid = rows[row].oid, .unique = rows[row].unique, .method = "btree", .nulls_distinct = true};
    x->keys = ARENA_ARRAY(arena, struct index_key, strlen(rows[row].columns));
    for (const char *s = rows[row].columns; *s != '\0';) {
        size_t n = strcspn(s, " ");
        x->keys[x->nkeys++] = (struct index_key){.path = arena_strndup(arena, s, n), .direction = 1};
        s += n + (s[n] == ' ');
    }
    return x;
}

static void add_index(struct object *table, int row)
{
    struct object *o = ARENA_NEW(arena, struct object);
    *o = (struct object){.oid = rows[row].oid, .schema = table->schema, .name = rows[row].name, .kind = 'i', .table = table, .index = info_new(row)};
    if (rows[row].constraint != InvalidOid) {
        struct table_key *key = ARENA_NEW(arena, struct table_key);
        *key = (struct table_key){.name = rows[row].name, .primary = rows[row].primary};
        o->key = key;
    }
    table->indexes = list_append(arena, table->indexes, o);
}

const List *system_tables(void)
{
    struct object *t = NULL;
    if (tables != NULL)
        return tables;
    arena = arena_new(NULL, "system indexes");
    for (int i = 0; i < COUNTOF(rows); i++) {
        if (t == NULL || t->oid != rows[i].table) { /* rows are in order of their tables */
            t = ARENA_NEW(arena, struct object);
            *t = object_system(system_relation_by_oid(rows[i].table));
            t->indexes_known = true;
            tables = list_append(arena, tables, t);
        }
        add_index(t, i);
    }
    return tables;
}

bool system_has_index(Oid table)
{
    for (int i = 0; i < COUNTOF(rows); i++)
        if (rows[i].table == table)
            return true;
    return false;
}

bool system_index_leads(Oid table, const char *column)
{
    size_t n = strlen(column);
    for (int i = 0; i < COUNTOF(rows); i++)
        if (rows[i].table == table && strncmp(rows[i].columns, column, n) == 0 && (rows[i].columns[n] == ' ' || rows[i].columns[n] == '\0'))
            return true;
    return false;
}

struct object *system_index(Oid oid, const char *name)
{
    FOREACH (struct object, t, system_tables())
        FOREACH (struct object, o, t->indexes)
            if (name != NULL ? strcmp(o->name, name) == 0 : o->oid == oid)
                return o;
    return NULL;
}

Oid system_constraint(const char *name)
{
    for (int i = 0; i < COUNTOF(rows); i++)
        if (strcmp(rows[i].name, name) == 0)
            return rows[i].constraint;
    return InvalidOid;
}
