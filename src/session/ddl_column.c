/* ALTER TABLE, of columns: ADD, DROP, their types, defaults, NOT NULL and identity. */
#include <string.h>

#include "analyze/define.h"
#include "catalog/system.h"
#include "mongo/sequence.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "session/ddl_alter.h"
#include "session/foreign.h"

/* A column that could not be added. */
static void take_back(struct alter *x, const struct table_def *before, const char *column)
{
    const struct table_def *now = x->def;
    x->def = table_def_copy(x->arena, before);
    table_change_keys(x->m, x->s->database, x->rel->collection, now, x->def);
    alter_declare(x);
    table_rename_field(x->m, x->s->database, x->rel->collection, column, NULL);
}

void alter_add_column(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    PgQuery__ColumnDef *raw = cmd->def->column_def;
    const struct table_def *before = x->rel->def;
    if (alter_has_column(x, raw->colname)) {
        if (!cmd->missing_ok)
            raise(ERR_DUPLICATE_COLUMN, "column \"%s\" of relation \"%s\" already exists", raw->colname, x->rel->name);
        notice(SEV_NOTICE, ERR_DUPLICATE_COLUMN, "column \"%s\" of relation \"%s\" already exists, skipping", raw->colname, x->rel->name);
        return;
    }
    struct column_def *c = analyze_add_column(x->arena, x->s->catalog, x->raw, x->def, x->rel->name, raw);
    bool filled = c->default_text != NULL || c->generated != NULL, notnull = c->notnull;
    List *checks = x->def->checks, *keys = x->def->keys, *foreign = x->def->foreign;
    make_sequences(x->s, x->m, x->rel->collection, x->def);
    if (notnull && !filled && alter_run(x, arena_printf(x->arena, "SELECT 1 FROM %s LIMIT 1", alter_target(x)))) {
        struct error *e = error_new(ERR_NOT_NULL_VIOLATION, "column \"%s\" of relation \"%s\" contains null values", c->name, x->rel->name);
        e->schema = x->rel->schema;
        e->table = x->rel->name;
        e->column = c->name;
        error_throw(e);
    }
    c->notnull = false; /* until all rows have it */
    x->def->checks = before->checks;
    x->def->keys = before->keys;
    x->def->foreign = before->foreign;
    if (table_has_field(x->m, x->s->database, x->rel->collection, raw->colname))
        error_throw(error_hint(error_new(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "documents of \"%s\" have a field \"%s\" already", x->rel->name, raw->colname),
                               "Something else has written it: remove it with MongoDB's $unset first."));
    alter_declare(x);
    TRY {
        if (filled)
            alter_run(x, arena_printf(x->arena, "UPDATE %s SET %s = DEFAULT", alter_target(x), alter_ident(x, raw->colname)));
        if (filled && notnull)
            alter_check_no_nulls(x, alter_column(x, raw->colname));
        alter_column(x, raw->colname)->notnull = notnull;
        x->def->keys = keys;
        table_change_keys(x->m, x->s->database, x->rel->collection, x->rel->def, x->def);
        for (int i = list_length(before->checks); i < list_length(checks); i++)
            alter_check_rows(x, list_nth(checks, i));
        x->def->checks = checks;
        alter_add_foreign(x, foreign);
        alter_declare(x);
    } CATCH (e) {
        take_back(x, before, raw->colname);
        error_throw(e);
    } END_TRY;
}

static bool key_has(const struct table_key *k, const char *name)
{
    return alter_has_name(k->columns, name);
}

/* Raises 2BP01: a generated column needs it. */
static void not_in_generated(struct alter *x, const char *name, bool cascade)
{
    struct strbuf detail;
    strbuf_init(&detail, x->arena);
    FOREACH (struct column_def, c, x->def->columns)
        if (c->generated != NULL && strcmp(c->name, name) != 0 && alter_mentions(x, c->generated, name))
            strbuf_printf(&detail, "%scolumn %s of table %s depends on column %s of table %s", detail.len > 0 ? "\n" : "", c->name, x->rel->name,
                          name, x->rel->name);
    if (detail.len == 0)
        return;
    if (cascade)
        raise(ERR_FEATURE_NOT_SUPPORTED, "DROP COLUMN ... CASCADE of a column that a generated column uses is not supported");
    struct error *e = error_new(ERR_DEPENDENT_OBJECTS_STILL_EXIST, "cannot drop column %s of table %s because other objects depend on it", name, x->rel->name);
    error_throw(error_hint(error_detail(e, "%s", detail.data), "Use DROP ... CASCADE to drop the dependent objects too."));
}

/* In a key, a condition, or INCLUDE. */
static bool index_has(struct alter *x, const struct index_info *ix, const char *name)
{
    for (int i = 0; i < ix->nkeys; i++)
        if (strcmp(ix->keys[i].path, name) == 0)
            return true;
    return alter_has_name(ix->include, name) || (ix->filter != NULL && alter_mentions(x, ix->filter, name));
}

static void drop_indexes_of(struct alter *x, struct table_def *def, const char *column)
{
    struct relation_source *src = x->s->catalog->source;
    List *indexes = src->index_list(src, x->arena, x->s->database, x->rel->collection);
    FOREACH (struct index_info, ix, indexes) {
        index_declare(x->rel->def, ix);
        if (!index_has(x, ix, column))
            continue;
        table_drop_index(x->m, x->s->database, x->rel->collection, ix->name);
        def->indexes = indexes_without(x->arena, def->indexes, ix->name);
    }
}

void alter_remove_column(struct alter *x, const char *name)
{
    const struct table_def *before = x->def;
    struct column_def *gone = alter_column(x, name);
    struct table_def *def = table_def_copy(x->arena, before);
    def->columns = def->keys = def->checks = def->foreign = NULL;
    def->comments = comments_without(x->arena, before->comments, "column", name);
    FOREACH (struct column_def, c, before->columns)
        if (c != gone)
            def->columns = list_append(x->arena, def->columns, c);
    FOREACH (struct table_key, k, before->keys)
        if (!key_has(k, name))
            def->keys = list_append(x->arena, def->keys, k);
    FOREACH (struct table_check, k, before->checks)
        if (!alter_mentions(x, k->text, name))
            def->checks = list_append(x->arena, def->checks, k);
    FOREACH (struct table_foreign, f, before->foreign)
        if (!alter_has_name(f->columns, name))
            def->foreign = list_append(x->arena, def->foreign, f);
    drop_indexes_of(x, def, name);
    drop_owned_sequences(x->s, x->arena, x->rel, name);
    x->def = def;
    alter_declare(x);
    table_rename_field(x->m, x->s->database, x->rel->collection, name, NULL);
}

/* What can stand in the way of dropping it but views. */
static void check_droppable(struct alter *x, const char *name, bool cascade)
{
    if (strcmp(name, "_id") == 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "column \"_id\" cannot be dropped: every document of MongoDB has one");
    not_in_generated(x, name, cascade);
}

void alter_drop_column(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    bool cascade = cmd->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    if (!alter_has_column(x, cmd->name)) {
        if (!cmd->missing_ok)
            alter_column(x, cmd->name);
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "column \"%s\" of relation \"%s\" does not exist, skipping", cmd->name, x->rel->name);
        return;
    }
    check_droppable(x, cmd->name, cascade);
    List *views = views_dropped_with_column(x->s, x->arena, x->rel->collection, cmd->name, cascade);
    for (int i = 0; i < list_length(views); i++)
        drop_relation(x->s, x->m, dependent_relation(x->s, list_nth(views, i)));
    alter_remove_column(x, cmd->name);
}

void drop_column_of(struct session *s, struct arena *a, const struct raw_stmt *raw, struct relation *rel, const char *name)
{
    struct alter x = {.s = s, .m = s->mongo, .arena = a, .raw = raw, .rel = rel, .def = table_def_copy(a, rel->def)};
    check_droppable(&x, name, true);
    alter_remove_column(&x, name);
}

void alter_set_default(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct column_def *c = alter_column(x, cmd->name);
    if (c->identity != 0) {
        struct error *e = error_new(ERR_SYNTAX_ERROR, "column \"%s\" of relation \"%s\" is an identity column", c->name, x->rel->name);
        if (cmd->def == NULL)
            error_hint(e, "Use ALTER TABLE ... ALTER COLUMN ... DROP IDENTITY instead.");
        error_throw(e);
    }
    if (c->generated != NULL) {
        struct error *e = error_new(ERR_SYNTAX_ERROR, "column \"%s\" of relation \"%s\" is a generated column", c->name, x->rel->name);
        if (cmd->def == NULL)
            error_hint(e, "Use ALTER TABLE ... ALTER COLUMN ... DROP EXPRESSION instead.");
        error_throw(e);
    }
    analyze_set_default(x->arena, x->s->catalog, x->raw, c, cmd->def);
    alter_declare(x);
}

void alter_set_not_null(struct alter *x, const char *name)
{
    struct column_def *c = alter_column(x, name);
    if (c->notnull)
        return;
    alter_check_no_nulls(x, c);
    c->notnull = true;
    alter_declare(x);
}

void alter_drop_not_null(struct alter *x, const char *name)
{
    struct column_def *c = alter_column(x, name);
    FOREACH (struct table_key, k, x->def->keys)
        if (k->primary && key_has(k, name))
            raise(ERR_INVALID_TABLE_DEFINITION, "column \"%s\" is in a primary key", name);
    if (c->identity != 0)
        raise(ERR_SYNTAX_ERROR, "column \"%s\" of relation \"%s\" is an identity column", name, x->rel->name);
    c->notnull = false;
    alter_declare(x);
}

/* What it was computed to be stays. */
void alter_drop_expression(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct column_def *c = alter_column(x, cmd->name);
    if (c->generated != NULL) {
        c->generated = NULL;
        alter_declare(x);
        return;
    }
    if (!cmd->missing_ok)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "column \"%s\" of relation \"%s\" is not a stored generated column", c->name, x->rel->name);
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "column \"%s\" of relation \"%s\" is not a stored generated column, skipping", c->name, x->rel->name);
}

static void identity_missing(const struct alter *x, const struct column_def *c, bool missing_ok)
{
    if (!missing_ok)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "column \"%s\" of relation \"%s\" is not an identity column", c->name, x->rel->name);
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "column \"%s\" of relation \"%s\" is not an identity column, skipping", c->name, x->rel->name);
}

void alter_drop_identity(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct column_def *c = alter_column(x, cmd->name);
    if (c->identity == 0) {
        identity_missing(x, c, cmd->missing_ok);
        return;
    }
    if (c->sequence != NULL)
        mongo_xact_drop_sequence(x->m, x->s->database, c->sequence);
    c->identity = 0;
    c->sequence = c->default_text = NULL;
    alter_declare(x);
}

void alter_add_identity(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct column_def *c = alter_column(x, cmd->name);
    if (!c->notnull)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "column \"%s\" of relation \"%s\" must be declared NOT NULL before identity can be added", c->name,
              x->rel->name);
    if (c->identity != 0)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "column \"%s\" of relation \"%s\" is already an identity column", c->name, x->rel->name);
    if (c->default_text != NULL)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "column \"%s\" of relation \"%s\" already has a default value", c->name, x->rel->name);
    analyze_add_identity(x->arena, x->s->catalog, x->raw, x->def, x->rel->name, c, cmd->def->constraint);
    make_sequences(x->s, x->m, x->rel->collection, x->def);
    alter_declare(x);
}

