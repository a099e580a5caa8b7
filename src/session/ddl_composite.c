/* CREATE TYPE ... AS, and ALTER TYPE of composite types: attributes are kept as a type's labels are (ddl_type.c); values are documents of them. */
#include <string.h>

#include "analyze/define.h"
#include "analyze/raw.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "session/ddl_alter.h"

static const struct type_attribute *attribute_named(const struct user_type *t, const char *name)
{
    FOREACH (struct type_attribute, x, t->attributes)
        if (strcmp(x->name, name) == 0)
            return x;
    return NULL;
}

static struct type_attribute *attribute_of(struct session *s, struct arena *a, const struct raw_stmt *raw, const struct user_type *t, PgQuery__ColumnDef *c)
{
    struct type_attribute *x = ARENA_NEW(a, struct type_attribute);
    RAW_FIELDS(c, c->location, "colname type_name is_local coll_clause location");
    if (c->coll_clause != NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->coll_clause->location, "COLLATE is not supported for attributes of composite types");
    x->name = c->colname;
    if (x->name[0] == '$' || strchr(x->name, '.') != NULL || x->name[0] == '\0')
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "attribute \"%s\": names with a dot, or that begin with a dollar sign, are not supported", x->name);
    analyze_column_type(a, s->catalog, raw, c->type_name, x->name, &x->type, &x->typmod);
    x->ndims = (int32_t)c->type_name->n_array_bounds;
    if (t->oid == InvalidOid && c->type_name->setof)
        raise(ERR_INVALID_TABLE_DEFINITION, "column \"%s\" cannot be declared SETOF", x->name);
    if (t->oid != InvalidOid && type_contains(x->type, t->oid))
        raise(ERR_INVALID_TABLE_DEFINITION, "composite type %s cannot be made a member of itself", t->name);
    return x;
}

struct completion run_create_composite(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__CompositeTypeStmt *c = raw->node->composite_type_stmt;
    struct arena *a = portal->arena;
    struct user_type t = {.kind = 'c', .typmod = -1, .name = c->typevar->relname};
    change_begin(s, "CREATE TYPE");
    type_new_place(s, c->typevar->schemaname, t.name);
    type_is_new(s, t.name);
    type_relation_is_new(s, t.name);
    for (size_t i = 0; i < c->n_coldeflist; i++) {
        PgQuery__ColumnDef *def = c->coldeflist[i]->column_def;
        if (attribute_named(&t, def->colname) != NULL)
            raise(ERR_DUPLICATE_COLUMN, "column \"%s\" specified more than once", def->colname);
        t.attributes = list_append(a, t.attributes, attribute_of(s, a, raw, &t, def));
    }
    type_save(s, &t);
    return DONE("CREATE TYPE");
}

/* ---- ALTER TYPE ---- */

struct composite_change {
    struct session *s;
    struct arena *arena;
    const struct raw_stmt *raw;
    struct user_type *type;
};

static List *attributes_with(struct arena *a, const struct user_type *t, const struct type_attribute *gone, struct type_attribute *instead)
{
    List *out = NULL;
    FOREACH (struct type_attribute, x, t->attributes) {
        if (x != gone)
            out = list_append(a, out, x);
        else if (instead != NULL)
            out = list_append(a, out, instead);
    }
    return out;
}

/* A table's column, where documents would have to be changed; a view's says what its values are. */
static const struct type_use *first_use(struct composite_change *x)
{
    List *uses = type_uses(x->s, x->arena, x->type);
    return uses != NULL ? list_nth(uses, 0) : NULL;
}

/* Attributes of values that stand in others, or in arrays, are out of MongoDB's reach: refused, where there are any. */
static void check_reach(struct composite_change *x, const char *what, const List *uses)
{
    FOREACH (struct type_use, u, uses) {
        struct alter t = {.s = x->s, .m = x->s->mongo, .arena = x->arena, .raw = x->raw, .rel = u->relation};
        if (u->def->view != NULL || !(u->array || u->nested || x->type->oid != type_base(u->column->type)))
            continue;
        t.at_commit = t.m->in_transaction;
        if (alter_run(&t, arena_printf(x->arena, "SELECT 1 FROM %s WHERE %s IS NOT NULL LIMIT 1", alter_target(&t), alter_ident(&t, u->column->name))))
            raise(ERR_FEATURE_NOT_SUPPORTED, "%s of type \"%s\" is not supported while values inside of column \"%s.%s\" are of it", what, x->type->name,
                  u->relation->name, u->column->name);
    }
}

/* In all documents; to NULL: the field goes. False: there are none. */
static bool change_fields(struct composite_change *x, const List *uses, const char *from, const char *to)
{
    struct arena *a = x->arena;
    struct mongo *m = x->s->mongo;
    if (!type_change_outside(x->s, uses))
        return false;
    FOREACH (struct type_use, u, type_uses_to_change(x->s, a, x->type)) {
        if (def_is_view(u->def))
            continue;
        table_rename_field(m, x->s->database, u->collection, arena_printf(a, "%s.%s", u->column->name, from),
                           to != NULL ? arena_printf(a, "%s.%s", u->column->name, to) : NULL);
        mongo_source_table(x->s->database, u->collection, NULL, false);
    }
    return true;
}

struct attribute_use {
    const struct user_type *type;
    int place; /* from 1 */
};

static bool uses_attribute(Node *n, void *arg)
{
    const struct attribute_use *u = arg;
    const FieldSelect *f = (const FieldSelect *)n;
    if (IS_A(n, FieldSelect) && f->fieldnum == u->place && type_base(expr_type(f->arg)) == u->type->oid)
        return true;
    return node_walk(n, uses_attribute, arg);
}

static struct attribute_use use_of(const struct user_type *t, const struct type_attribute *at)
{
    struct attribute_use u = {t, 0};
    FOREACH (struct type_attribute, each, t->attributes)
        u.place = each == at ? FOREACH_INDEX(each, t->attributes) + 1 : u.place;
    return u;
}

/* Is there a value made of the type, whose attributes are counted? A column's has those that there are. */
static bool makes_value(Node *n, void *arg)
{
    const struct user_type *t = arg;
    switch (n->tag) {
    case T_Const: case T_RowExpr: case T_CoerceViaIO: case T_ArrayCoerceExpr: case T_FuncExpr: case T_CoerceToDomain:
        if (type_contains(expr_type(n), t->oid))
            return true;
        break;
    default: break;
    }
    return node_walk(n, makes_value, arg);
}

/* Views that have it go with it, or 2BP01; where something else would have to go, or makes values of the type, 0A000. */
static struct dropped_with used_in_texts(struct composite_change *x, const struct type_attribute *at, bool cascade)
{
    struct attribute_use u = use_of(x->type, at);
    if (texts_read(x->s, x->arena, x->type->name, makes_value, x->type) != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "DROP ATTRIBUTE of type \"%s\" is not supported while expressions name it", x->type->name);
    const List *kept = texts_read(x->s, x->arena, at->name, uses_attribute, &u), *views = texts_views(x->arena, kept);
    if (list_length(views) < list_length(kept))
        raise(ERR_FEATURE_NOT_SUPPORTED, "DROP ATTRIBUTE of \"%s\" of type \"%s\", which expressions use, is not supported", at->name, x->type->name);
    return views_dropped_with(x->s, x->arena, views, arena_printf(x->arena, "column %s of composite type %s", at->name, x->type->name), cascade);
}

static void add_attribute(struct composite_change *x, PgQuery__ColumnDef *def)
{
    if (attribute_named(x->type, def->colname) != NULL)
        raise(ERR_DUPLICATE_COLUMN, "column \"%s\" of relation \"%s\" already exists", def->colname, x->type->name);
    x->type->attributes = list_append(x->arena, list_copy(x->arena, x->type->attributes), attribute_of(x->s, x->arena, x->raw, x->type, def));
}

static void drop_attribute(struct composite_change *x, const PgQuery__AlterTableCmd *cmd)
{
    const struct type_attribute *at = attribute_named(x->type, cmd->name);
    if (at == NULL && !cmd->missing_ok)
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", cmd->name, x->type->name);
    if (at == NULL) {
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "column \"%s\" of relation \"%s\" does not exist, skipping", cmd->name, x->type->name);
        return;
    }
    const struct dropped_with with = used_in_texts(x, at, cmd->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
    const List *uses = type_uses(x->s, x->arena, x->type);
    check_reach(x, "DROP ATTRIBUTE", uses);
    if (with.views != NULL)
        change_outside(x->s, "DROP ATTRIBUTE ... CASCADE");
    drop_with(x->s, x->arena, &with);
    uses = with.views != NULL ? type_uses(x->s, x->arena, x->type) : uses;
    change_fields(x, uses, at->name, NULL);
    x->type->attributes = attributes_with(x->arena, x->type, at, NULL);
}

static void retype_attribute(struct composite_change *x, const PgQuery__AlterTableCmd *cmd)
{
    const struct type_attribute *at = attribute_named(x->type, cmd->name);
    if (at == NULL)
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", cmd->name, x->type->name);
    PgQuery__ColumnDef *def = cmd->def->column_def;
    def->colname = cmd->name;
    struct type_attribute *as = attribute_of(x->s, x->arena, x->raw, x->type, def);
    as->comment = at->comment;
    const struct type_use *u = first_use(x);
    if (u != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot alter type \"%s\" because column \"%s.%s\" uses it", x->type->name, u->relation->name, u->column->name);
    x->type->attributes = attributes_with(x->arena, x->type, at, as);
}

/* The composite type of an ALTER TYPE, which names it as a relation. */
static struct user_type *altered_composite(struct session *s, struct arena *a, const PgQuery__RangeVar *v, bool missing_ok)
{
    user_types_load(true);
    FOREACH (struct user_type, t, user_types())
        if (t->kind == 'c' && strcmp(t->name, v->relname) == 0 && (v->schemaname == NULL || v->schemaname[0] == '\0' || strcmp(v->schemaname, "public") == 0))
            return arena_memdup(a, t, sizeof *t);
    if (kind_named(s, v->schemaname, v->relname) != NULL)
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a composite type", v->relname);
    if (!missing_ok)
        relation_missing(s, v);
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "relation \"%s\" does not exist, skipping", v->relname);
    return NULL;
}

/* All of the commands, or none: the type is saved behind the last. */
struct completion run_alter_composite(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__AlterTableStmt *t = raw->node->alter_table_stmt;
    struct composite_change x = {.s = s, .arena = portal->arena, .raw = raw};
    RAW_FIELDS(t, t->relation->location, "relation cmds objtype missing_ok");
    change_begin(s, "ALTER TYPE");
    x.type = altered_composite(s, x.arena, t->relation, t->missing_ok);
    for (int pass = 0; x.type != NULL && pass < 3; pass++) /* what goes, then types, then what comes: as PostgreSQL */
        for (size_t i = 0; i < t->n_cmds; i++) {
            PgQuery__AlterTableCmd *cmd = t->cmds[i]->alter_table_cmd;
            switch (cmd->subtype) {
            case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
                if (pass == 0)
                    drop_attribute(&x, cmd);
                break;
            case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType:
                if (pass == 1)
                    retype_attribute(&x, cmd);
                break;
            case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn:
                if (pass == 2)
                    add_attribute(&x, cmd->def->column_def);
                break;
            default: raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_start(raw), "this form of ALTER TYPE is not supported");
            }
        }
    if (x.type != NULL)
        type_save(s, x.type);
    return DONE("ALTER TYPE");
}

struct completion run_rename_attribute(struct session *s, const struct portal *portal)
{
    PgQuery__RenameStmt *r = portal->prepared->raw->node->rename_stmt;
    struct composite_change x = {.s = s, .arena = portal->arena, .raw = portal->prepared->raw};
    change_begin(s, "ALTER TYPE");
    x.type = altered_composite(s, x.arena, r->relation, r->missing_ok);
    const struct type_attribute *at = x.type != NULL ? attribute_named(x.type, r->subname) : NULL;
    if (x.type == NULL)
        return DONE("ALTER TYPE");
    if (at == NULL)
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" does not exist", r->subname);
    if (attribute_named(x.type, r->newname) != NULL)
        raise(ERR_DUPLICATE_COLUMN, "column \"%s\" of relation \"%s\" already exists", r->newname, x.type->name);
    struct attribute_use u = use_of(x.type, at);
    const List *texts = texts_to_change(s, x.arena, at->name, uses_attribute, &u), *uses = type_uses_to_change(s, x.arena, x.type);
    check_reach(&x, "RENAME ATTRIBUTE", uses);
    if (change_fields(&x, uses, at->name, r->newname))
        texts = texts_to_change(s, x.arena, at->name, uses_attribute, &u);
    struct type_attribute *as = arena_memdup(x.arena, at, sizeof *at);
    as->name = r->newname;
    x.type->attributes = attributes_with(x.arena, x.type, at, as);
    type_save(s, x.type);
    texts_say(s, x.arena, texts, NULL, NULL);
    return DONE("ALTER TYPE");
}
