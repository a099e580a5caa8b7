/* OWNER TO: all there is belongs to who is here, so that nothing is to be done where that is who is named. */
#include "session/ddl_alter.h"

#include <string.h>

#include "analyze/raw.h"
#include "types/user.h"

void owner_is_here(const struct session *s, const PgQuery__RoleSpec *role)
{
    if (role->roletype == PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_CSTRING && strcmp(role->rolename, s->user) != 0)
        raise(ERR_UNDEFINED_OBJECT, "role \"%s\" does not exist", role->rolename);
}

static void own_type(struct session *s, struct arena *a, const PgQuery__AlterOwnerStmt *o, bool domain)
{
    const PgQuery__List *names = o->object->list;
    if (type_is_objectid(names->items, names->n_items))
        return;
    if (domain)
        type_check_kind(s, a, NULL, names->items, names->n_items, 'd');
    type_to_change(s, a, names->items, names->n_items, false);
}

static void own_schema(struct session *s, const char *name)
{
    if (!catalog_schema_exists(s->catalog, name))
        raise(ERR_UNDEFINED_SCHEMA, "schema \"%s\" does not exist", name);
    if (strcmp(name, "public") != 0)
        raise(ERR_INSUFFICIENT_PRIVILEGE, "must be owner of schema %s", name);
}

static void own_database(struct session *s, struct arena *a, const char *name)
{
    if (!database_exists(s, a, name))
        raise(ERR_UNDEFINED_DATABASE, "database \"%s\" does not exist", name);
}

/* NULL: of what has no owner here. */
static const char *owned_tag(PgQuery__ObjectType type)
{
    switch (type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE: return "ALTER TYPE";
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN: return "ALTER DOMAIN";
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA: return "ALTER SCHEMA";
    case PG_QUERY__OBJECT_TYPE__OBJECT_DATABASE: return "ALTER DATABASE";
    default: return NULL;
    }
}

struct completion run_alter_owner(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    const PgQuery__AlterOwnerStmt *o = raw->node->alter_owner_stmt;
    struct arena *a = portal->arena;
    RAW_FIELDS(o, raw_start(raw), "object_type relation object newowner");
    const char *tag = owned_tag(o->object_type);
    if (tag == NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_start(raw), "ALTER ... OWNER TO is not supported for this kind of object");
    xact_may_write(s, tag);
    owner_is_here(s, o->newowner);
    switch (o->object_type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA: own_schema(s, raw_string(o->object)); break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_DATABASE: own_database(s, a, raw_string(o->object)); break;
    default: own_type(s, a, o, o->object_type == PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN); break;
    }
    return DONE(tag);
}

/* ---- ALTER TABLE, VIEW, SEQUENCE ... OWNER TO: ALTER TABLE takes all of them ---- */

bool alter_is_owner(const PgQuery__AlterTableStmt *t)
{
    for (size_t i = 0; i < t->n_cmds; i++)
        if (t->cmds[i]->alter_table_cmd->subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner)
            return false;
    return true;
}

void own_relation(struct session *s, const PgQuery__AlterTableStmt *t, const char *kind)
{
    const PgQuery__RangeVar *v = t->relation;
    bool sequence = sequence_is_there(s, v->schemaname, v->relname);
    const struct relation *rel = sequence ? NULL : alter_relation(s, v, t->missing_ok);
    if (!sequence && rel == NULL)
        return;
    if (kind != NULL && strcmp(kind, sequence ? "sequence" : relation_kind_word(rel->kind)) != 0)
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a %s", v->relname, kind);
    for (size_t i = 0; i < t->n_cmds; i++)
        owner_is_here(s, t->cmds[i]->alter_table_cmd->newowner);
}
