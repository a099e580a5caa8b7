/*
 * ALTER TABLE, of how rows are stored and indexes are kept: what MongoDB decides for itself. It is checked as PostgreSQL does and kept in
 * the declaration, for the catalogs to show.
 */
#include <string.h>
#include <strings.h>

#include "analyze/define.h"
#include "base/macros.h"
#include "catalog/objects.h"
#include "session/ddl_alter.h"
#include "session/foreign.h"

/* ---- of the table ---- */

/* SET (fillfactor = 70), RESET (fillfactor) */
void alter_set_options(struct alter *x, const PgQuery__AlterTableCmd *cmd, bool reset)
{
    const PgQuery__List *l = cmd->def->list;
    x->def->options = analyze_reloptions(x->arena, l->items, l->n_items, RELOPTION_HEAP, x->def->options, reset);
}

static _Noreturn void of_table(const struct alter *x, struct error *e, const char *constraint)
{
    e->schema = x->rel->schema;
    e->table = x->rel->name;
    e->constraint = constraint;
    error_throw(e);
}

/* A logged table refers to none that is not. */
static void check_logged(struct alter *x, bool unlogged)
{
    FOREACH (struct table_foreign, f, unlogged ? NULL : x->before->foreign) {
        const struct relation *to = catalog_lookup_collection(x->s->catalog, f->table);
        if (to != NULL && to->def != NULL && to->def->unlogged && strcmp(f->table, x->rel->collection) != 0)
            of_table(x, error_new(ERR_INVALID_TABLE_DEFINITION, "could not change table \"%s\" to logged because it references unlogged table \"%s\"",
                                  x->rel->name, to->name), f->name);
    }
    List *uses = unlogged ? foreign_uses(x->s, x->arena, x->rel, NULL) : NULL;
    FOREACH (struct foreign_use, u, uses)
        if (!u->table->def->unlogged && strcmp(u->table->collection, x->rel->collection) != 0)
            of_table(x, error_new(ERR_INVALID_TABLE_DEFINITION, "could not change table \"%s\" to unlogged because it references logged table \"%s\"",
                                  x->rel->name, u->table->name), u->key->name);
}

/* SET LOGGED, SET UNLOGGED */
void alter_set_unlogged(struct alter *x, bool unlogged)
{
    if (catalog_name_hidden(x->rel->collection))
        of_table(x, error_new(ERR_INVALID_TABLE_DEFINITION, "cannot change logged status of table \"%s\" because it is temporary", x->rel->name), NULL);
    if (x->def->unlogged != x->before->unlogged)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot change persistence setting twice");
    if (x->before->unlogged == unlogged)
        return;
    check_logged(x, unlogged);
    x->def->unlogged = unlogged;
}

/* Foreign keys are what triggers there are: with one on either side, DISABLE TRIGGER ALL would take it away. */
void alter_disable_triggers(struct alter *x)
{
    if (x->def->foreign != NULL || x->def->referenced != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "DISABLE TRIGGER ALL of a table with foreign keys is not supported");
}

/* ---- of columns ---- */

static struct column_def *column_of(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    if (cmd->name == NULL || cmd->name[0] == '\0')
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot refer to non-index column by number");
    if (column_name_is_system(cmd->name))
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot alter system column \"%s\"", cmd->name);
    return alter_column(x, cmd->name);
}

void alter_set_statistics(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    enum { MOST = 10000 };
    int target = cmd->def->integer->ival;
    if (cmd->name == NULL || cmd->name[0] == '\0')
        column_of(x, cmd);
    if (target < -1)
        raise(ERR_INVALID_PARAMETER_VALUE, "statistics target %d is too low", target);
    if (target > MOST) {
        target = MOST;
        notice(SEV_WARNING, ERR_INVALID_PARAMETER_VALUE, "lowering statistics target to %d", target);
    }
    column_of(x, cmd)->statistics = target + 1;
}

static bool is_toastable(Oid type)
{
    return type_facts(type).storage != 'p';
}

void alter_set_storage(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    static const char *const kinds[] = {"plain", "external", "extended", "main"};
    static const char letters[] = "pexm";
    const char *word = raw_string(cmd->def);
    char letter = 0;
    for (int i = 0; i < COUNTOF(kinds); i++)
        if (strcasecmp(word, kinds[i]) == 0)
            letter = letters[i];
    if (letter == 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid storage type \"%s\"", word);
    struct column_def *c = column_of(x, cmd);
    if (letter != 'p' && !is_toastable(c->type))
        raise(ERR_FEATURE_NOT_SUPPORTED, "column data type %s can only have storage PLAIN", type_display(x->arena, c->type));
    c->storage = letter;
}

void alter_set_compression(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    const char *word = raw_string(cmd->def);
    struct column_def *c = column_of(x, cmd);
    bool none = strcmp(word, "default") == 0;
    if (!none && !is_toastable(c->type))
        raise(ERR_FEATURE_NOT_SUPPORTED, "column data type %s does not support compression", type_display(x->arena, c->type));
    if (!none && strcmp(word, "pglz") != 0 && strcmp(word, "lz4") != 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid compression method \"%s\"", word);
    c->compression = none ? 0 : word[0];
}

/* ALTER c SET (n_distinct = 5) */
void alter_set_column_options(struct alter *x, const PgQuery__AlterTableCmd *cmd, bool reset)
{
    const PgQuery__List *l = cmd->def->list;
    struct column_def *c = column_of(x, cmd);
    c->options = analyze_reloptions(x->arena, l->items, l->n_items, RELOPTION_ATTRIBUTE, c->options, reset);
}

/* ---- of indexes ---- */

static const struct index_info *index_of(struct alter *x, const char *name)
{
    struct relation_source *src = x->s->catalog->source;
    FOREACH (struct index_info, ix, src->index_list(src, x->arena, x->s->database, relation_key(x->rel))) {
        index_declare(x->before, ix);
        if (strcmp(ix->name, name) == 0)
            return ix;
    }
    FOREACH (struct table_key, k, x->before->keys)
        if (strcmp(k->name, name) == 0)
            raise(ERR_FEATURE_NOT_SUPPORTED, "this is not supported of index \"%s\", which is that of _id", name);
    bool temp = catalog_name_hidden(x->rel->collection);
    if (find_index(x->s, name, temp) != NULL || relation_named(x->s, temp ? "pg_temp" : "public", name) != NULL)
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not an index for table \"%s\"", name, x->rel->name);
    raise(ERR_UNDEFINED_OBJECT, "index \"%s\" for table \"%s\" does not exist", name, x->rel->name);
}

static struct table_index_def *said_of(struct alter *x, const char *name)
{
    FOREACH (struct table_index_def, d, x->def->indexes)
        if (strcmp(d->name, name) == 0)
            return d;
    struct table_index_def *d = ARENA_NEW(x->arena, struct table_index_def);
    d->name = arena_strdup(x->arena, name);
    x->def->indexes = list_append(x->arena, x->def->indexes, d);
    return d;
}

static bool is_partial(const struct index_info *ix)
{
    return ix->filter != NULL || (ix->partial && !ix->nulls_distinct);
}

/* CLUSTER ON; NULL: SET WITHOUT CLUSTER. */
void alter_cluster_on(struct alter *x, const char *name)
{
    const struct index_info *ix = name != NULL ? index_of(x, name) : NULL;
    if (ix != NULL && strcmp(ix->method, "btree") != 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot cluster on index \"%s\" because access method does not support clustering", name);
    if (ix != NULL && is_partial(ix))
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot cluster on partial index \"%s\"", name);
    FOREACH (struct table_index_def, d, x->def->indexes)
        d->clustered = false;
    if (ix != NULL)
        said_of(x, name)->clustered = true;
}

static void check_replica_index(struct alter *x, const struct index_info *ix)
{
    if (ix->deferrable)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot use non-immediate index \"%s\" as replica identity", ix->name);
    if (!ix->unique)
        raise(ERR_WRONG_OBJECT_TYPE, "cannot use non-unique index \"%s\" as replica identity", ix->name);
    if (is_partial(ix))
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot use partial index \"%s\" as replica identity", ix->name);
    for (int i = 0; i < ix->nkeys; i++)
        if (!alter_column(x, ix->keys[i].path)->notnull)
            raise(ERR_WRONG_OBJECT_TYPE, "index \"%s\" cannot be used as replica identity because column \"%s\" is nullable", ix->name, ix->keys[i].path);
}

void alter_replica_identity(struct alter *x, const PgQuery__ReplicaIdentityStmt *r)
{
    char letter = r->identity_type[0];
    const struct index_info *ix = letter == 'i' ? index_of(x, r->name) : NULL;
    if (ix != NULL)
        check_replica_index(x, ix);
    FOREACH (struct table_index_def, d, x->def->indexes)
        d->replica = false;
    if (ix != NULL)
        said_of(x, r->name)->replica = true;
    x->def->replica = letter == 'd' ? 0 : letter;
}

/* ---- ALTER INDEX ---- */

/* The table of the index; NULL: there is none, and IF EXISTS said so. */
static struct relation *indexed_table(struct session *s, const PgQuery__AlterTableStmt *t)
{
    const char *name = t->relation->relname;
    bool temp;
    const char *table = index_table(s, t->relation->schemaname, name, &temp);
    if (table != NULL)
        return relation_named(s, temp ? "pg_temp" : "public", table);
    if (relation_named(s, t->relation->schemaname, name) != NULL)
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not an index", name);
    if (!t->missing_ok)
        relation_missing(s, t->relation);
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "relation \"%s\" does not exist, skipping", name);
    return NULL;
}

static void alter_index(struct alter *x, const PgQuery__AlterTableCmd *cmd, const char *name)
{
    bool reset = cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_ResetRelOptions;
    if (cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetTableSpace) {
        check_storage(NULL, cmd->name);
        return;
    }
    if (!reset && cmd->subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions)
        raise(ERR_FEATURE_NOT_SUPPORTED, "this form of ALTER INDEX is not supported");
    const PgQuery__List *l = cmd->def->list;
    enum reloption_of of = reloption_of_method(index_of(x, name)->method);
    struct table_index_def *d = said_of(x, name);
    d->options = analyze_reloptions(x->arena, l->items, l->n_items, of, d->options, reset);
}

struct completion run_alter_index(struct session *s, const struct portal *portal)
{
    const PgQuery__AlterTableStmt *t = portal->prepared->raw->node->alter_table_stmt;
    struct relation *rel = indexed_table(s, t);
    struct alter x;
    if (rel == NULL)
        return DONE("ALTER INDEX");
    if (rel->def == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "ALTER INDEX of an index on a collection that SQL did not make is not supported");
    alter_start(&x, portal, s, "ALTER INDEX");
    alter_open(&x, relation_lock(s, rel));
    for (size_t i = 0; i < t->n_cmds; i++)
        alter_index(&x, t->cmds[i]->alter_table_cmd, t->relation->relname);
    relation_declare(s, x.m, x.rel->collection, x.def);
    return DONE("ALTER INDEX");
}
