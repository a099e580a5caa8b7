/*
 * CREATE and DROP of databases and schemas, as far as MongoDB has them: a database is there when it has a collection (one of
 * pgleaf's own makes it so), and has no schemas.
 */
#include "session/session_int.h"

#include <string.h>
#include <strings.h>

#include "analyze/raw.h"
#include "base/macros.h"
#include "catalog/objects.h"
#include "mongo/source.h"

/* ---- schemas ---- */

struct completion run_create_schema(struct session *s, const struct portal *portal)
{
    PgQuery__CreateSchemaStmt *c = portal->prepared->raw->node->create_schema_stmt;
    int location = raw_start(portal->prepared->raw);
    RAW_FIELDS(c, location, "schemaname authrole schema_elts if_not_exists");
    const char *name = c->schemaname != NULL && c->schemaname[0] != '\0' ? c->schemaname : s->user;
    xact_may_write(s, "CREATE SCHEMA");
    bool there = catalog_schema_exists(s->catalog, name);
    if (strncmp(name, "pg_", 3) == 0) {
        struct error *e = error_new(ERR_RESERVED_NAME, "unacceptable schema name \"%s\"", name);
        error_throw(error_detail(e, "The prefix \"pg_\" is reserved for system schemas."));
    }
    if (there && !c->if_not_exists)
        raise(ERR_DUPLICATE_SCHEMA, "schema \"%s\" already exists", name);
    if (!there)
        error_throw(error_at(error_hint(error_new(ERR_FEATURE_NOT_SUPPORTED, "schemas other than \"public\" are not supported"),
                                        "A database of MongoDB has no schemas. Use a database."), location));
    notice(SEV_NOTICE, ERR_DUPLICATE_SCHEMA, "schema \"%s\" already exists, skipping", name);
    return DONE("CREATE SCHEMA");
}

void drop_schema(struct session *s, const char *name, bool missing_ok)
{
    if (!catalog_schema_exists(s->catalog, name)) {
        if (!missing_ok)
            raise(ERR_UNDEFINED_SCHEMA, "schema \"%s\" does not exist", name);
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "schema \"%s\" does not exist, skipping", name);
        return;
    }
    if (strcmp(name, "public") != 0)
        raise(ERR_DEPENDENT_OBJECTS_STILL_EXIST, "cannot drop schema %s because it is required by the database system", name);
    error_throw(error_hint(error_new(ERR_FEATURE_NOT_SUPPORTED, "schema \"public\" cannot be dropped: it is the database of MongoDB itself"),
                           "Drop its tables, or the database."));
}

/* ---- databases ---- */

bool database_exists(struct session *s, struct arena *a, const char *name)
{
    List *all = s->catalog->source->databases(s->catalog->source, a);
    for (int i = 0; i < list_length(all); i++)
        if (strcmp(list_nth(all, i), name) == 0)
            return true;
    return strcmp(name, s->database) == 0;
}

/* What every database here is; anything else is refused. */
static void check_option(const struct session *s, const PgQuery__DefElem *d)
{
    static const struct {
        const char *name, *values; /* values: NULL any; those that mean what is so, "|" between */
    } options[] = {
        {"owner", NULL},          {"template", "template0|template1"}, {"encoding", "utf8|utf-8|unicode"}, {"lc_collate", "c|posix"},
        {"lc_ctype", "c|posix"},  {"locale", "c|posix"},               {"tablespace", "pg_default"},       {"locale_provider", "libc"},
    };
    const PgQuery__Node *arg = d->arg;
    const char *value = arg == NULL ? NULL : raw_string(arg);
    if (arg != NULL && arg->node_case == PG_QUERY__NODE__NODE_ROLE_SPEC)
        value = arg->role_spec->rolename;
    for (int i = 0; i < COUNTOF(options); i++) {
        if (strcmp(options[i].name, d->defname) != 0)
            continue;
        if (value == NULL)
            return; /* DEFAULT */
        if (options[i].values == NULL && role_oid(s->message, value) == InvalidOid)
            raise(ERR_UNDEFINED_OBJECT, "role \"%s\" does not exist", value);
        for (const char *v = options[i].values; v != NULL; v = strchr(v, '|') != NULL ? strchr(v, '|') + 1 : NULL)
            if (strcspn(v, "|") == strlen(value) && strncasecmp(v, value, strlen(value)) == 0)
                return;
        if (options[i].values == NULL)
            return;
        raise_at(ERR_FEATURE_NOT_SUPPORTED, d->location, "%s \"%s\" is not supported for a database", d->defname, value);
    }
    static const char *const known[] = {"is_template", "allow_connections", "connection_limit", "icu_locale", "oid", "strategy", "collation_version"};
    for (int i = 0; i < COUNTOF(known); i++)
        if (strcmp(known[i], d->defname) == 0)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, d->location, "option \"%s\" of CREATE DATABASE is not supported", d->defname);
    raise_at(ERR_SYNTAX_ERROR, d->location, "option \"%s\" not recognized", d->defname);
}

struct completion run_create_database(struct session *s, const struct portal *portal)
{
    PgQuery__CreatedbStmt *c = portal->prepared->raw->node->createdb_stmt;
    struct arena *a = portal->arena;
    RAW_FIELDS(c, raw_start(portal->prepared->raw), "dbname options");
    xact_not_in_block(s, "CREATE DATABASE");
    for (size_t i = 0; i < c->n_options; i++)
        check_option(s, c->options[i]->def_elem);
    struct mongo *m = change_begin(s, "CREATE DATABASE");
    if (database_exists(s, a, c->dbname))
        raise(ERR_DUPLICATE_DATABASE, "database \"%s\" already exists", c->dbname);
    bson_t *b = bson_in(a);
    BSON_APPEND_UTF8(b, "create", CATALOG_COLLECTION);
    mongo_run(a, m, c->dbname, b, MONGO_WRITE);
    return DONE("CREATE DATABASE");
}

/* No process goes on believing that its collections are there. */
static void forget(struct session *s, struct arena *a, const char *database)
{
    List *names = s->catalog->source->names(s->catalog->source, a, database, NULL);
    FOREACH (struct relation_name, n, names)
        mongo_source_table(database, n->name, NULL, false);
}

struct completion run_drop_database(struct session *s, const struct portal *portal)
{
    PgQuery__DropdbStmt *d = portal->prepared->raw->node->dropdb_stmt;
    struct arena *a = portal->arena;
    static const char *const own[] = {"admin", "config", "local"};
    RAW_FIELDS(d, raw_start(portal->prepared->raw), "dbname missing_ok options"); /* FORCE: nobody is in the way */
    xact_not_in_block(s, "DROP DATABASE");
    struct mongo *m = change_begin(s, "DROP DATABASE");
    if (strcmp(d->dbname, s->database) == 0)
        raise(ERR_OBJECT_IN_USE, "cannot drop the currently open database");
    for (int i = 0; i < COUNTOF(own); i++)
        if (strcmp(own[i], d->dbname) == 0)
            raise(ERR_INSUFFICIENT_PRIVILEGE, "database \"%s\" is MongoDB's own", d->dbname);
    if (!database_exists(s, a, d->dbname)) {
        if (!d->missing_ok)
            raise(ERR_UNDEFINED_DATABASE, "database \"%s\" does not exist", d->dbname);
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "database \"%s\" does not exist, skipping", d->dbname);
        return DONE("DROP DATABASE");
    }
    forget(s, a, d->dbname);
    bson_t *b = bson_in(a);
    BSON_APPEND_INT32(b, "dropDatabase", 1);
    mongo_run(a, m, d->dbname, b, MONGO_WRITE);
    return DONE("DROP DATABASE");
}
