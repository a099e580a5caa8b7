#include "catalog/relation.h"

#include <string.h>
#include <strings.h>

#include "types/hash.h"

/* ---- relations made in the process: pg_catalog, information_schema ---- */

static List *locals;
static struct arena *locals_arena;

void catalog_register_local(struct relation *rel)
{
    if (locals_arena == NULL)
        locals_arena = arena_new(NULL, "local relations");
    locals = list_append(locals_arena, locals, rel);
}

const List *catalog_locals(void)
{
    return locals;
}

static struct relation *local_lookup(const char *schema, const char *name)
{
    FOREACH (struct relation, rel, locals)
        if (strcmp(rel->name, name) == 0 && strcmp(rel->schema, schema) == 0)
            return rel;
    return NULL;
}

/* ---- the session's catalog ---- */

struct catalog *catalog_new(struct arena *a, const char *database, struct relation_source *source)
{
    struct catalog *c = ARENA_NEW(a, struct catalog);
    c->arena = a;
    c->database = arena_strdup(a, database);
    c->source = source;
    return c;
}

bool catalog_schema_exists(struct catalog *c, const char *schema)
{
    (void)c;
    return strcmp(schema, "public") == 0 || strcmp(schema, "pg_catalog") == 0 ||
           strcmp(schema, "information_schema") == 0;
}

bool catalog_name_hidden(const char *name)
{
    return strncmp(name, "system.", 7) == 0 || strcmp(name, "pgleaf.catalog") == 0;
}

struct relation *catalog_lookup(struct catalog *c, const char *database, const char *schema, const char *name)
{
    if (database != NULL && strcmp(database, c->database) != 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cross-database references are not implemented: \"%s.%s.%s\"", database,
              schema != NULL ? schema : "public", name);
    if (schema != NULL && strcmp(schema, "public") != 0)
        return local_lookup(schema, name);
    if (schema == NULL) {
        struct relation *rel = local_lookup("pg_catalog", name);
        if (rel != NULL)
            return rel;
    }
    if (c->source == NULL || catalog_name_hidden(name) || name[0] == '\0')
        return NULL;
    return c->source->lookup(c->source, c->database, name);
}

/* ---- columns ---- */

struct column *relation_column(struct relation *rel, const char *name, bool quoted, int location)
{
    struct column *found = NULL;
    FOREACH (struct column, c, rel->columns)
        if (!c->is_path && strcmp(c->name, name) == 0)
            return c;
    if (quoted)
        return NULL;
    FOREACH (struct column, c, rel->columns) {
        if (c->is_path || strcasecmp(c->name, name) != 0)
            continue;
        if (found != NULL)
            raise_at(ERR_AMBIGUOUS_COLUMN, location, "column reference \"%s\" is ambiguous", name);
        found = c;
    }
    return found;
}

struct column *relation_column_nth(const struct relation *rel, int attnum)
{
    return attnum >= 1 && attnum <= list_length(rel->columns) ? list_nth(rel->columns, attnum - 1) : NULL;
}

#define FIRST_OID 32768
#define LAST_OID 0x7fffffffU

Oid relation_oid(const char *database, const char *name)
{
    uint64_t h = hash_bytes(database, strlen(database) + 1); /* with the NUL: "a","bc" is not "ab","c" */
    h = hash_combine(h, hash_bytes(name, strlen(name)));
    return FIRST_OID + (Oid)(h % (LAST_OID - FIRST_OID));
}
