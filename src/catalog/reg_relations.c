/* Names of relations, schemas, roles and collations for the reg types (types/reg.h). */
#include <strings.h>

#include "catalog/objects.h"
#include "catalog/system.h"
#include "types/func.h"
#include "types/ident.h"
#include "types/reg.h"

void reg_check_database(const char *const *parts, int n, const char *text)
{
    const struct catalog *c = func_env.catalog;
    if (n > 3)
        raise(ERR_SYNTAX_ERROR, "improper qualified name (too many dotted names): %s", text);
    if (n == 3 && c != NULL && strcmp(parts[0], c->database) != 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cross-database references are not implemented: %s", text);
}

/* ---- regclass ---- */

/* As in FROM: a name without quotes finds a collection that differs in case alone. */
static struct object *object_called(Oid schema, const char *name, bool fold)
{
    struct object *o = object_in(schema, name);
    FOREACH (struct object, x, objects())
        if (o == NULL && fold && x->schema == schema && strcasecmp(x->name, name) == 0)
            o = x;
    return o;
}

static Oid class_in(const char *schema, const char *name, bool fold)
{
    Oid in = schema_oid(schema);
    if (in != PUBLIC_OID && in != TEMP_SCHEMA_OID) {
        const struct relation *rel = system_relation(schema, name);
        const struct object *index = rel == NULL && in == PG_CATALOG_OID ? system_index(InvalidOid, name) : NULL;
        return rel != NULL ? rel->oid : index != NULL ? index->oid : InvalidOid;
    }
    if (in == PUBLIC_OID)
        objects_begin_name(name);
    else
        objects_begin();
    const struct object *o = object_called(in, name, fold);
    if (o != NULL)
        return o->oid;
    FOREACH (struct object, t, objects())
        FOREACH (struct object, i, t->schema == in ? object_indexes(t) : NULL)
            if (strcmp(i->name, name) == 0)
                return i->oid;
    return InvalidOid;
}

Oid reg_class_find(struct arena *a, const char *text)
{
    const char *parts[4], *path[CATALOG_PATH_MAX];
    int n = reg_split_name(a, text, parts, 4);
    const struct catalog *c = func_env.catalog;
    bool fold = strchr(text, '"') == NULL;
    if (n > 3)
        raise(ERR_SYNTAX_ERROR, "improper relation name (too many dotted names): %s", text);
    if (n == 3 && c != NULL && strcmp(parts[0], c->database) != 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cross-database references are not implemented: \"%s.%s.%s\"", parts[0], parts[1],
              parts[2]);
    if (n > 1 && schema_oid(parts[n - 2]) == InvalidOid)
        raise(ERR_INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", parts[n - 2]);
    if (n > 1)
        return class_in(parts[n - 2], parts[n - 1], fold);
    Oid oid = InvalidOid;
    int schemas = catalog_search_path(path);
    for (int i = 0; i < schemas && oid == InvalidOid; i++)
        oid = class_in(path[i], parts[0], fold);
    return oid;
}

Oid reg_row_type(struct arena *a, const char *schema, const char *name, bool array)
{
    const char *path[CATALOG_PATH_MAX] = {schema};
    struct object system;
    Oid oid = InvalidOid;
    int schemas = schema != NULL ? 1 : catalog_search_path(path);
    for (int i = 0; i < schemas && oid == InvalidOid; i++)
        oid = class_in(path[i], name, false);
    const struct object *o = oid != InvalidOid ? object_of_oid(oid, &system) : NULL;
    if (o == NULL || o->kind == 'i' || o->kind == 'S')
        return InvalidOid;
    return !array ? o->rowtype : o->system != NULL ? system_row_array(a, o->rowtype) : row_array_oid(o->rowtype);
}

bool schema_is_visible(const char *schema)
{
    const char *path[CATALOG_PATH_MAX];
    int n = catalog_search_path(path);
    for (int i = 0; i < n; i++)
        if (strcmp(path[i], schema) == 0)
            return true;
    return false;
}

const struct object *object_of_oid(Oid oid, struct object *system)
{
    const struct relation *rel = system_relation_by_oid(oid);
    if (rel != NULL) {
        *system = object_system(rel);
        return system;
    }
    objects_begin_oid(oid);
    const struct object *o = object_by_oid(oid);
    return o != NULL ? o : object_index_by_oid(oid);
}

bool object_is_visible(const struct object *o)
{
    return schema_is_visible(schema_name(o->schema)) &&
           (o->schema == PG_CATALOG_OID || o->schema == TEMP_SCHEMA_OID ||
            (system_relation("pg_catalog", o->name) == NULL && system_index(InvalidOid, o->name) == NULL && object_in(TEMP_SCHEMA_OID, o->name) == NULL));
}

const char *reg_class_name(struct arena *a, Oid oid)
{
    struct object system;
    const struct object *o = object_of_oid(oid, &system);
    if (o == NULL)
        return NULL;
    return object_is_visible(o) ? ident_quoted(a, o->name) : arena_printf(a, "%s.%s", schema_name(o->schema), ident_quoted(a, o->name));
}

Oid reg_class_named(struct arena *a, const char *text)
{
    const char *parts[4];
    Oid oid = reg_class_find(a, text);
    int n = reg_split_name(a, text, parts, 4);
    if (oid == InvalidOid)
        raise(ERR_UNDEFINED_TABLE, "relation \"%s%s%s\" does not exist", n > 1 ? parts[n - 2] : "", n > 1 ? "." : "", parts[n - 1]);
    return oid;
}

/* ---- one word: schemas and roles ---- */

static const char *one_name(struct arena *a, const char *text)
{
    const char *parts[2];
    if (reg_split_name(a, text, parts, 2) != 1)
        raise(ERR_INVALID_NAME, "invalid name syntax");
    return parts[0];
}

Oid reg_namespace_find(struct arena *a, const char *text)
{
    return schema_oid(one_name(a, text));
}

const char *reg_namespace_name(struct arena *a, Oid oid)
{
    return schema_name(oid);
}

Oid role_oid(struct arena *a, const char *name)
{
    if (func_env.user != NULL && strcmp(name, func_env.user) == 0)
        return OWNER_OID;
    return system_fact_oid(a, "pg_authid", COL_pg_authid_rolname, name);
}

const char *role_name(struct arena *a, Oid oid)
{
    return oid == OWNER_OID ? func_env.user : system_fact(a, "pg_authid", oid, COL_pg_authid_rolname);
}

Oid reg_role_find(struct arena *a, const char *text)
{
    return role_oid(a, one_name(a, text));
}

const char *reg_role_name(struct arena *a, Oid oid)
{
    const char *name = role_name(a, oid);
    return name != NULL ? ident_quoted(a, name) : NULL;
}

/* ---- what facts.def has, all in pg_catalog ---- */

static Oid fact_find(struct arena *a, const char *text, const char *relation, int column)
{
    const char *parts[4];
    int n = reg_split_name(a, text, parts, 4);
    reg_check_database(parts, n, text);
    if (n > 1 && strcmp(parts[n - 2], "pg_catalog") != 0) {
        if (schema_oid(parts[n - 2]) == InvalidOid)
            raise(ERR_INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", parts[n - 2]);
        return InvalidOid;
    }
    return system_fact_oid(a, relation, column, parts[n - 1]);
}

#define FACT_NAMES(kind, relation, column)                                    \
    Oid reg_##kind##_find(struct arena *a, const char *text)                  \
    {                                                                         \
        return fact_find(a, text, relation, column);                          \
    }                                                                         \
    const char *reg_##kind##_name(struct arena *a, Oid oid)                   \
    {                                                                         \
        const char *name = system_fact(a, relation, oid, column);             \
        return name != NULL ? ident_quoted(a, name) : NULL;                         \
    }
FACT_NAMES(collation, "pg_collation", COL_pg_collation_collname)
FACT_NAMES(config, "pg_ts_config", COL_pg_ts_config_cfgname)
FACT_NAMES(dictionary, "pg_ts_dict", COL_pg_ts_dict_dictname)
