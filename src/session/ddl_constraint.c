/* ALTER TABLE, of constraints: what rows must be like before one is declared, ADD, DROP, VALIDATE, ALTER. */
#include <string.h>

#include "analyze/define.h"
#include "mongo/sequence.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "session/ddl_alter.h"
#include "session/foreign.h"

/* ---- what rows must be like ---- */

void alter_check_no_nulls(struct alter *x, const struct column_def *c)
{
    if (!alter_run(x, arena_printf(x->arena, "SELECT 1 FROM %s WHERE %s IS NULL LIMIT 1", alter_target(x), alter_ident(x, c->name))))
        return;
    struct error *e = error_new(ERR_NOT_NULL_VIOLATION, "column \"%s\" of relation \"%s\" contains null values", c->name, x->rel->name);
    e->schema = x->rel->schema;
    e->table = x->rel->name;
    e->column = c->name;
    error_throw(e);
}

void alter_check_rows(struct alter *x, const struct table_check *k)
{
    if (!alter_run(x, arena_printf(x->arena, "SELECT 1 FROM %s WHERE NOT (%s) LIMIT 1", alter_target(x), k->text)))
        return;
    struct error *e = error_new(ERR_CHECK_VIOLATION, "check constraint \"%s\" of relation \"%s\" is violated by some row", k->name, x->rel->name);
    e->schema = x->rel->schema;
    e->table = x->rel->name;
    e->constraint = k->name;
    error_throw(e);
}

/* What before has not: nulls and rows that a new constraint forbids. */
static void check_new(struct alter *x, const struct table_def *before)
{
    FOREACH (struct column_def, c, x->def->columns) {
        const struct column_def *was = NULL;
        FOREACH (struct column_def, b, before->columns)
            if (strcmp(b->name, c->name) == 0)
                was = b;
        if (c->notnull && was != NULL && !was->notnull)
            alter_check_no_nulls(x, c);
    }
    for (int i = list_length(before->checks); i < list_length(x->def->checks); i++)
        alter_check_rows(x, list_nth(x->def->checks, i));
}

/* Those of foreign that are new to the definition: rows must have what they refer to. */
void alter_add_foreign(struct alter *x, List *foreign)
{
    int old = list_length(x->rel->def->foreign);
    if (list_length(foreign) > old && catalog_name_hidden(x->rel->collection))
        raise(ERR_INVALID_TABLE_DEFINITION, "constraints on temporary tables may reference only temporary tables");
    for (int i = old; i < list_length(foreign); i++) {
        const struct table_foreign *f = list_nth(foreign, i);
        if (!f->not_valid)
            foreign_check_rows(x->s, x->rel, f);
    }
    x->def->foreign = foreign;
    if (list_length(foreign) > old)
        foreign_declare(x->s, x->arena, x->rel->collection, x->def);
}

void alter_add_constraint(struct alter *x, PgQuery__Constraint *c)
{
    const struct table_def *before = x->rel->def;
    if (c->skip_validation && c->contype != PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "NOT VALID is not supported");
    analyze_add_constraint(x->arena, x->s->catalog, x->raw, x->def, x->rel->name, c);
    check_new(x, before);
    table_change_keys(x->m, x->s->database, x->rel->collection, before, x->def);
    alter_add_foreign(x, x->def->foreign);
    alter_declare(x);
}

void alter_drop_constraint(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct table_def *def = table_def_copy(x->arena, x->def);
    def->keys = def->checks = def->foreign = NULL;
    def->comments = comments_without(x->arena, x->def->comments, "constraint", cmd->name);
    FOREACH (struct table_key, k, x->def->keys) {
        if (strcmp(k->name, cmd->name) != 0)
            def->keys = list_append(x->arena, def->keys, k);
        else
            foreign_dropped_with_key(x->s, x->arena, x->rel, k, cmd->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
    }
    FOREACH (struct table_check, k, x->def->checks)
        if (strcmp(k->name, cmd->name) != 0)
            def->checks = list_append(x->arena, def->checks, k);
    FOREACH (struct table_foreign, f, x->def->foreign)
        if (strcmp(f->name, cmd->name) != 0)
            def->foreign = list_append(x->arena, def->foreign, f);
    if (list_length(def->keys) == list_length(x->def->keys) && list_length(def->checks) == list_length(x->def->checks) &&
        list_length(def->foreign) == list_length(x->def->foreign)) {
        if (!cmd->missing_ok)
            raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" of relation \"%s\" does not exist", cmd->name, x->rel->name);
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "constraint \"%s\" of relation \"%s\" does not exist, skipping", cmd->name, x->rel->name);
        return;
    }
    table_change_keys(x->m, x->s->database, x->rel->collection, x->rel->def, def);
    x->def = def;
    alter_declare(x);
}

static struct table_foreign *foreign_constraint(struct alter *x, const char *name, bool alter)
{
    FOREACH (struct table_foreign, f, x->def->foreign)
        if (strcmp(f->name, name) == 0)
            return f;
    bool other = false;
    FOREACH (struct table_key, k, x->def->keys)
        other = other || strcmp(k->name, name) == 0;
    if (other && alter)
        raise(ERR_WRONG_OBJECT_TYPE, "constraint \"%s\" of relation \"%s\" is not a foreign key constraint", name, x->rel->name);
    if (other)
        raise(ERR_WRONG_OBJECT_TYPE, "constraint \"%s\" of relation \"%s\" is not a foreign key or check constraint", name, x->rel->name);
    FOREACH (struct table_check, k, x->def->checks)
        if (strcmp(k->name, name) == 0) {
            if (alter)
                raise(ERR_WRONG_OBJECT_TYPE, "constraint \"%s\" of relation \"%s\" is not a foreign key constraint", name, x->rel->name);
            return NULL;
        }
    raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" of relation \"%s\" does not exist", name, x->rel->name);
}

void alter_validate_constraint(struct alter *x, const char *name)
{
    struct table_foreign *f = foreign_constraint(x, name, false);
    if (f == NULL || !f->not_valid)
        return;
    foreign_check_rows(x->s, x->rel, f);
    f->not_valid = false;
    alter_declare(x);
}

void alter_alter_constraint(struct alter *x, const PgQuery__Constraint *c)
{
    struct table_foreign *f = foreign_constraint(x, c->conname, true);
    RAW_FIELDS(c, c->location, "contype conname location deferrable initdeferred");
    f->deferrable = c->deferrable;
    f->deferred = c->initdeferred;
    alter_declare(x);
}

