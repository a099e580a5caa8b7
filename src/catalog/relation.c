#include "catalog/relation.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/macros.h"
#include "catalog/system.h"
#include "funcs/funcs.h"
#include "types/hash.h"
#include "types/user.h"

enum { MAX_PATH = CATALOG_PATH_MAX - 2 };

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
    return schema_oid(schema) != InvalidOid;
}

bool catalog_name_hidden(const char *name)
{
    return strncmp(name, "system.", 7) == 0 || strcmp(name, CATALOG_COLLECTION) == 0 || strcmp(name, LOCKS_COLLECTION) == 0 ||
           strncmp(name, TEMP_PREFIX, sizeof TEMP_PREFIX - 1) == 0 || strncmp(name, ASIDE_PREFIX, sizeof ASIDE_PREFIX - 1) == 0;
}

const char *catalog_collection(struct arena *a, const struct catalog *c, const char *schema, const char *name)
{
    return schema_is_temp(schema) && c->temp_prefix != NULL ? arena_printf(a, "%s%s", c->temp_prefix, name) : name;
}

const char *catalog_temp_name(const struct catalog *c, const char *collection)
{
    size_t n = c != NULL && c->temp_prefix != NULL ? strlen(c->temp_prefix) : 0;
    return n > 0 && strncmp(collection, c->temp_prefix, n) == 0 ? collection + n : NULL;
}

static struct relation *lookup_temp(struct catalog *c, const char *name)
{
    char collection[256];
    FOREACH (struct temp_table, t, c->temps) {
        if (strcmp(t->name, name) != 0)
            continue;
        snprintf(collection, sizeof collection, "%s%s", c->temp_prefix, name);
        return c->source->lookup(c->source, c->database, collection);
    }
    return NULL;
}

/* search_path's schemas that exist, with pg_catalog before them unless it stands among them. */
int catalog_search_path(const char **schemas)
{
    static struct arena *scratch;
    if (scratch == NULL)
        scratch = arena_new(NULL, "search path");
    arena_reset(scratch); /* the names are literals */
    int n = schema_search_path(scratch, schemas + 1, MAX_PATH);
    bool named = false;
    for (int i = 1; i <= n; i++)
        named = named || strcmp(schemas[i], "pg_catalog") == 0;
    schemas[0] = "pg_catalog";
    if (named)
        memmove(schemas, schemas + 1, sizeof *schemas * (size_t)n);
    n += !named;
    bool temp = schema_temp() == NULL; /* it stands first where it is not named */
    for (int i = 0; i < n; i++)
        temp = temp || schema_is_temp(schemas[i]);
    if (temp || n > MAX_PATH)
        return n;
    memmove(schemas + 1, schemas, sizeof *schemas * (size_t)n);
    schemas[0] = schema_temp();
    return n + 1;
}

static struct relation *lookup_in(struct catalog *c, const char *schema, const char *name)
{
    if (schema_is_temp(schema))
        return lookup_temp(c, name);
    if (strcmp(schema, "public") != 0)
        return system_relation(schema, name);
    if (c->source == NULL || catalog_name_hidden(name) || name[0] == '\0')
        return NULL;
    return c->source->lookup(c->source, c->database, name);
}

struct relation *catalog_lookup(struct catalog *c, const char *database, const char *schema, const char *name)
{
    if (database != NULL && strcmp(database, c->database) != 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cross-database references are not implemented: \"%s.%s.%s\"", database,
              schema != NULL ? schema : "public", name);
    if (schema != NULL)
        return lookup_in(c, schema, name);
    const char *path[CATALOG_PATH_MAX];
    int n = catalog_search_path(path);
    struct relation *rel = NULL;
    for (int i = 0; i < n && rel == NULL; i++)
        rel = lookup_in(c, path[i], name);
    return rel;
}

const char *catalog_shown_name(const struct catalog *c, const char *collection)
{
    const char *temp = catalog_temp_name(c, collection);
    if (temp != NULL)
        return temp;
    return c != NULL && c->source != NULL && c->source->called != NULL ? c->source->called(c->source, c->database, collection) : collection;
}

struct relation *catalog_lookup_collection(struct catalog *c, const char *collection)
{
    return catalog_lookup(c, NULL, catalog_temp_name(c, collection) != NULL ? "pg_temp" : "public", catalog_shown_name(c, collection));
}

struct relation *source_lookup_collection(struct relation_source *src, const char *database, const char *collection)
{
    return src->lookup(src, database, src->called != NULL ? src->called(src, database, collection) : collection);
}

bool relation_kind_indexed(enum relation_kind kind)
{
    return kind == REL_COLLECTION || kind == REL_MATVIEW;
}

bool def_is_view(const struct table_def *def)
{
    return def != NULL && def->view != NULL && !def->materialized;
}

/* The tables and views of public, or the session's temporary ones: struct relation_name. */
static List *relations_in(struct catalog *c, struct arena *a, bool temp)
{
    List *l = NULL;
    if (!temp)
        return c->source->names(c->source, a, c->database, NULL);
    FOREACH (struct temp_table, t, c->temps) {
        const struct relation *rel = lookup_temp(c, t->name);
        if (rel != NULL)
            l = relation_name_add(a, l, &(struct relation_name){t->name, rel->kind, rel->def, NULL});
    }
    return l;
}

/* That of _id is called as the key is, and by nothing where it does not show. */
static bool is_called(const struct relation_name *n, const char *index, const char *name)
{
    size_t length = strlen(n->name);
    if (strcmp(index, "_id_") != 0)
        return strcmp(index, name) == 0;
    FOREACH (struct table_key, k, n->def != NULL ? n->def->keys : NULL)
        if (list_length(k->columns) == 1 && strcmp(list_nth(k->columns, 0), "_id") == 0)
            return strcmp(k->name, name) == 0;
    return n->def == NULL && strncmp(name, n->name, length) == 0 && strcmp(name + length, "_pkey") == 0;
}

const char *catalog_index_table(struct catalog *c, struct arena *a, const char *name, bool temp)
{
    const List *relations = c->source != NULL && c->source->index_list != NULL ? relations_in(c, a, temp) : NULL;
    FOREACH (struct relation_name, n, relations) {
        const char *collection = catalog_collection(a, c, temp ? "pg_temp" : "public", n->name);
        List *indexes = relation_kind_indexed(n->kind) ? c->source->index_list(c->source, a, c->database, collection) : NULL;
        FOREACH (struct index_info, x, indexes)
            if (is_called(n, x->name, name))
                return n->name;
    }
    return NULL;
}

static bool type_is_composite_of_user(const char *name)
{
    const struct type_info *t = type_by_name(name);
    return t != NULL && t->typtype == 'c' && t->oid >= TYPE_FIRST_USER && (t->oid & TYPE_OF_ROWS) == 0;
}

bool catalog_name_taken(struct catalog *c, struct arena *a, const char *name, bool temp)
{
    if (c->source == NULL)
        return false;
    const char *sequence = catalog_collection(a, c, temp ? "pg_temp" : "public", name);
    List *sequences = !temp || c->temp_sequences ? c->source->sequences(c->source, a, c->database) : NULL;
    FOREACH (struct sequence_def, q, sequences)
        if (strcmp(q->name, sequence) == 0)
            return true;
    const List *relations = relations_in(c, a, temp);
    FOREACH (struct relation_name, n, relations)
        if (strcmp(n->name, name) == 0)
            return true;
    return (!temp && type_is_composite_of_user(name)) || catalog_index_table(c, a, name, temp) != NULL;
}

bool def_has_constraint(const struct table_def *def, const char *name)
{
    FOREACH (struct table_key, k, def->keys)
        if (strcmp(k->name, name) == 0)
            return true;
    FOREACH (struct table_check, k, def->checks)
        if (strcmp(k->name, name) == 0)
            return true;
    FOREACH (struct table_foreign, f, def->foreign)
        if (strcmp(f->name, name) == 0)
            return true;
    return false;
}

bool catalog_constraint_taken(struct catalog *c, struct arena *a, const char *name, bool temp)
{
    const List *relations = c->source != NULL ? relations_in(c, a, temp) : NULL;
    FOREACH (struct relation_name, n, relations)
        if (n->def != NULL && def_has_constraint(n->def, name))
            return true;
    return false;
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

struct column *relation_marker(const struct relation *rel)
{
    FOREACH (struct column, c, rel->columns)
        if (c->notnull && !c->is_path)
            return c;
    return NULL;
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

Oid row_type_oid(const char *database, const char *collection)
{
    struct arena *a = arena_new(NULL, "row type");
    Oid oid = relation_oid(database, arena_printf(a, "%s\nrow", collection)) | TYPE_OF_ROWS;
    arena_free(a);
    return oid;
}

Oid row_array_oid(Oid rowtype)
{
    char text[16];
    snprintf(text, sizeof text, "%u[]", rowtype);
    return relation_oid(text, "") | TYPE_OF_ROWS;
}

const char *relation_key(const struct relation *rel)
{
    return schema_is_temp(rel->schema) ? rel->collection : rel->name;
}

List *relation_name_add(struct arena *a, List *l, const struct relation_name *name)
{
    struct relation_name *n = ARENA_NEW(a, struct relation_name);
    *n = (struct relation_name){arena_strdup(a, name->name), name->kind, name->def, name->checks};
    l = list_append(a, l, n);
    int i = list_length(l) - 1;
    for (; i > 0 && strcmp(((struct relation_name *)l->items[i - 1])->name, n->name) > 0; i--)
        l->items[i] = l->items[i - 1];
    l->items[i] = n;
    return l;
}

const char *relation_constraint_name(struct arena *a, const struct relation *rel, const char *index)
{
    if (strcmp(index, "_id_") != 0)
        return index;
    FOREACH (struct table_key, k, rel->def != NULL ? rel->def->keys : NULL)
        if (list_length(k->columns) == 1 && strcmp(list_nth(k->columns, 0), "_id") == 0)
            return k->name;
    return arena_printf(a, "%s_pkey", rel->name);
}

void index_declare(const struct table_def *def, struct index_info *x)
{
    FOREACH (struct table_index_def, d, def != NULL ? def->indexes : NULL) {
        if (strcmp(d->name, x->name) != 0)
            continue;
        x->filter = d->where != NULL ? d->where : x->filter;
        x->method = d->method != NULL ? d->method : x->method;
        x->include = d->include;
        x->options = d->options;
        x->not_distinct = d->not_distinct;
        x->clustered = d->clustered;
        x->replica = d->replica;
        for (int i = 0; i < x->nkeys && i < list_length(d->classes); i++)
            x->keys[i].opclass = *(const char *)list_nth(d->classes, i) != '\0' ? list_nth(d->classes, i) : NULL;
        for (int i = 0; d->nulls != NULL && i < x->nkeys && d->nulls[i] != '\0'; i++)
            if (d->nulls[i] != '-')
                x->keys[i].nulls_first = d->nulls[i] == 'f';
    }
    FOREACH (struct table_key, k, def != NULL ? def->keys : NULL)
        if (strcmp(k->name, x->name) == 0) {
            x->include = k->include;
            x->not_distinct = k->not_distinct;
            x->deferrable = k->deferrable;
            x->deferred = k->deferred;
        }
}

const List *relation_indexes(const struct relation *rel)
{
    struct relation *own = (struct relation *)rel; /* what is learnt of it changes nothing of what it is */
    if (!own->indexes_known && own->source != NULL && own->source->indexes != NULL)
        own->source->indexes(own->source, own);
    return own->indexes;
}
