/* CREATE, DROP and RENAME of indexes, REINDEX. */
#include <string.h>

#include "analyze/define.h"
#include "catalog/system.h"
#include "mongo/sequence.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "mongo/view.h"
#include "session/ddl_alter.h"
#include "session/foreign.h"
#include "plan/plan.h"
#include "push/push.h"
#include "types/ident.h"

const char *find_index(struct session *s, const char *name, bool temp)
{
    return catalog_index_table(s->catalog, s->message, name, temp);
}

const char *index_table(struct session *s, const char *schema, const char *name, bool *temp)
{
    const char *table = NULL;
    bool any = schema == NULL || schema[0] == '\0', in_temp = !any && schema_is_temp(schema);
    *temp = false;
    if (any || in_temp)
        table = find_index(s, name, true);
    if (table != NULL)
        *temp = true;
    else if (any || strcmp(schema, "public") == 0)
        table = find_index(s, name, false);
    return table;
}

/* There is another index, or one less; and so the declaration says, at_commit or now. def: NULL there is none */
static void index_said(struct session *s, struct relation *rel, const struct table_def *def, bool at_commit)
{
    bool other = def != NULL && strcmp(table_text(s->message, def), table_text(s->message, rel->def)) != 0;
    if (other && at_commit) {
        declare_at_commit(s, rel, def);
        return;
    }
    if (other)
        table_alter(s->mongo, s->database, rel->collection, def);
    mongo_source_table(s->database, rel->collection, rel->def, at_commit);
}

void drop_index(struct session *s, struct mongo *m, const char *schema, const char *name, bool missing_ok)
{
    bool temp;
    const char *table = index_table(s, schema, name, &temp);
    struct relation *rel = table != NULL ? relation_named(s, temp ? "pg_temp" : "public", table) : NULL;
    if (rel == NULL) {
        drop_other_kind(s, schema, name, "index");
        drop_missing("index", name, missing_ok, ERR_UNDEFINED_OBJECT);
        return;
    }
    if (rel->def != NULL)
        FOREACH (struct table_key, k, rel->def->keys)
            if (strcmp(k->name, name) == 0) {
                struct error *e = error_new(ERR_DEPENDENT_OBJECTS_STILL_EXIST, "cannot drop index %s because constraint %s on table %s requires it",
                                            name, name, rel->name);
                error_throw(error_hint(e, "You can drop constraint %s on table %s instead.", name, rel->name));
            }
    change_inside(s, rel);
    bool behind = m->in_transaction;
    rel = relation_lock(s, rel);
    if (m->in_block && !behind) {
        mongo_xact_not_undone(m, NULL);
        notice(SEV_WARNING, ERR_WARNING, "MongoDB drops the index at once: ROLLBACK does not bring it back");
    }
    if (behind)
        mongo_xact_drop_index(m, s->database, rel->collection, name);
    else
        table_drop_index(m, s->database, rel->collection, name);
    struct table_def *def = rel->def != NULL ? table_def_copy(s->message, rel->def) : NULL;
    if (def != NULL) {
        def->comments = comments_without(s->message, def->comments, "index", name);
        def->indexes = indexes_without(s->message, def->indexes, name);
    }
    index_said(s, rel, def, behind);
}

/* ---- CREATE ---- */

const bson_t *index_filter(struct arena *a, const struct relation *rel, const struct index_def *ix)
{
    const char *why = "";
    if (ix->where == NULL)
        return NULL;
    struct plan_settings set = session_plan_settings();
    const bson_t *filter = push_index_filter(a, rel, plan_fold_constants(a, ix->where, NULL, &set), !ix->unique, &why);
    if (filter == NULL)
        error_throw(error_detail(error_new(ERR_FEATURE_NOT_SUPPORTED, "the condition of index \"%s\" is not supported", ix->name),
                                 "A partial index of MongoDB cannot have: %s.", why));
    for (int i = 0; i < ix->npresent; i++) {
        bson_iter_t it;
        if (bson_iter_init_find(&it, filter, ix->present[i]) && BSON_ITER_HOLDS_NULL(&it))
            raise(ERR_FEATURE_NOT_SUPPORTED, "a unique index on rows whose key is null is not supported");
    }
    return filter;
}

List *indexes_without(struct arena *a, const List *indexes, const char *name)
{
    List *out = NULL;
    FOREACH (struct table_index_def, x, indexes)
        if (strcmp(x->name, name) != 0)
            out = list_append(a, out, x);
    return out;
}

static bool has_key(const struct index_def *ix, const char *path)
{
    for (int i = 0; i < ix->n; i++)
        if (strcmp(ix->paths[i], path) == 0)
            return true;
    return false;
}

static bool is_nested(const struct relation *rel, const struct index_def *ix, const struct column_def *c)
{
    const struct column *column = relation_column((struct relation *)(uintptr_t)rel, c->name, true, -1);
    return column->nested && has_key(ix, column->path);
}

static bool has_nested(const struct relation *rel, const struct index_def *ix)
{
    FOREACH (struct column_def, c, rel->def != NULL ? rel->def->columns : NULL)
        if (is_nested(rel, ix, c))
            return true;
    return false;
}

/*
 * An index finds an array's elements, not those of arrays in it: where those are further dimensions, the validator keeps
 * them out from now on, and what is there already is refused.
 */
static void keep_flat(struct session *s, struct mongo *m, const struct relation *rel, const struct index_def *ix, struct table_def *def)
{
    const struct column_def *nested = NULL;
    if (!has_nested(rel, ix))
        return;
    FOREACH (struct column_def, c, def->columns)
        c->flat = c->flat || is_nested(rel, ix, c);
    relation_declare(s, m, rel->collection, def);
    FOREACH (struct column_def, c, def->columns)
        if (c->flat && has_key(ix, c->name) && table_has_nested(m, s->database, rel->collection, c->name))
            nested = c;
    if (nested == NULL)
        return;
    table_alter(m, s->database, rel->collection, rel->def);
    mongo_source_table(s->database, rel->collection, NULL, false);
    raise(ERR_FEATURE_NOT_SUPPORTED, "an index on column \"%s\", which has arrays of several dimensions, is not supported", nested->name);
}

/* Behind what a transaction has written. */
enum index_time {
    INDEX_NOW,       /* MongoDB makes it at once, beside any transaction: nothing was written, or that is committed first */
    INDEX_WITHIN,    /* in the transaction, which has made the collection and put nothing into it */
    INDEX_AT_COMMIT, /* no answer depends on it, or all who write in this session look (mongo/unique.h) */
};

/* Nobody else sees the collection. */
bool relation_is_made_within(struct session *s, const struct relation *rel)
{
    return mongo_source_is_own(s->database, rel->collection) && collection_options(s->message, s->mongo, s->database, rel->collection) == NULL;
}

/* A materialized view that is not populated has no rows, and nobody may look. */
static bool is_unpopulated(const struct relation *rel)
{
    return rel->def != NULL && rel->def->unpopulated;
}

bool alter_is_made_within(struct alter *x)
{
    return relation_is_made_within(x->s, x->rel) &&
           (is_unpopulated(x->rel) || alter_run_row_within(x, arena_printf(x->arena, "SELECT '' FROM %s LIMIT 1", alter_target(x))) == NULL);
}

static enum index_time index_time(struct session *s, const struct portal *portal, struct relation *rel, const struct index_def *ix)
{
    struct mongo *m = s->mongo;
    struct alter x = {.s = s, .m = m, .arena = portal->arena, .raw = portal->prepared->raw, .rel = rel};
    if (m->in_transaction && !has_nested(rel, ix)) {
        if (alter_is_made_within(&x))
            return INDEX_WITHIN;
        if (!ix->unique || rel->def != NULL)
            return INDEX_AT_COMMIT;
    }
    change_outside(s, "CREATE INDEX");
    return INDEX_NOW;
}

/* What MongoDB does not keep of it stands in the declaration; what an index of that name had there before does not. */
static void keep_more(struct session *s, struct arena *a, const struct relation *rel, const struct index_def *ix, struct table_def *def)
{
    def->indexes = indexes_without(a, def->indexes, ix->name);
    if (ix->more != NULL) {
        ix->more->name = ix->name;
        def->indexes = list_append(a, def->indexes, ix->more);
    }
    if (ix->more == NULL && list_length(def->indexes) == list_length(rel->def->indexes))
        return;
    relation_declare(s, s->mongo, rel->collection, def);
}

/* Those that are there, before a unique index is. */
static void check_keys(const struct portal *portal, struct session *s, struct relation *rel, const struct index_def *ix)
{
    struct alter x = {.s = s, .m = s->mongo, .arena = portal->arena, .raw = portal->prepared->raw, .rel = rel, .at_commit = true};
    List *names = NULL;
    for (int i = 0; i < ix->n; i++)
        names = list_append(x.arena, names, (void *)(uintptr_t)ix->paths[i]);
    alter_check_unique(&x, ix->name, names, ix->more != NULL ? ix->more->where : NULL, ix->more != NULL && ix->more->not_distinct);
}

static void create_index(struct session *s, const struct portal *portal, struct relation *rel, const struct index_def *ix, enum index_time when)
{
    struct arena *a = portal->arena;
    struct mongo *m = s->mongo;
    struct table_index t = {ix->name, ix->unique, ix->n, ix->paths, ix->kinds, ix->directions, ix->present, ix->npresent, index_filter(a, rel, ix)};
    struct table_def *def = rel->def != NULL ? table_def_copy(a, rel->def) : NULL;
    if (when != INDEX_NOW) {
        if (ix->unique && when == INDEX_AT_COMMIT && !is_unpopulated(rel))
            check_keys(portal, s, rel, ix);
        mongo_xact_create_index(m, s->database, rel->collection, table_index_as_spec(a, &t), when == INDEX_AT_COMMIT);
        if (when == INDEX_WITHIN || ix->unique) /* there is a new one to be known of */
            mongo_source_table(s->database, rel->collection, rel->def, true);
        if (def != NULL)
            keep_more(s, a, rel, ix, def);
        return;
    }
    if (def != NULL)
        keep_flat(s, m, rel, ix, def);
    if (m->together)
        mongo_xact_undo_index(m, s->database, rel->collection, ix->name);
    TRY {
        table_create_index(m, s->database, rel->collection, &t);
    } CATCH (e) {
        if (m->together)
            mongo_xact_not_made(m, e);
        error_throw(error_of_table(e, rel));
    } END_TRY;
    if (def != NULL)
        keep_more(s, a, rel, ix, def);
    mongo_source_table(s->database, rel->collection, rel->def, false);
}

struct completion run_create_index(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    struct arena *a = portal->arena;
    change_begin(s, "CREATE INDEX");
    struct index_def ix;
    struct relation *rel = analyze_create_index(a, s->catalog, raw, &ix);
    if (raw->node->index_stmt->concurrent)
        xact_not_in_block(s, "CREATE INDEX CONCURRENTLY");
    portals_not_using(s, rel, "CREATE INDEX");
    bool temp = schema_is_temp(rel->schema), there = relation_name_taken(s, ix.name, temp);
    if (there && ix.chosen) /* the name is ours to choose */
        for (int i = 1; relation_name_taken(s, ix.name, temp); i++)
            ix.name = ident_generated(a, rel->name, ix.chosen, "idx", i);
    else if (there && !raw->node->index_stmt->if_not_exists)
        raise(ERR_DUPLICATE_TABLE, "relation \"%s\" already exists", ix.name);
    else if (there)
        notice(SEV_NOTICE, ERR_DUPLICATE_TABLE, "relation \"%s\" already exists, skipping", ix.name);
    if (!there || ix.chosen) {
        enum index_time when = index_time(s, portal, rel, &ix);
        struct relation *locked = relation_lock(s, rel);
        if (locked != rel) {
            const char *name = ix.name;
            rel = analyze_create_index(a, s->catalog, raw, &ix);
            ix.name = name;
        }
        create_index(s, portal, rel, &ix, when);
    }
    return DONE("CREATE INDEX");
}

/* ---- RENAME ---- */

struct completion run_rename_index(struct session *s, const struct portal *portal)
{
    PgQuery__RenameStmt *r = portal->prepared->raw->node->rename_stmt;
    const char *from = r->relation->relname, *to = r->newname;
    bool temp;
    const char *table = index_table(s, r->relation->schemaname, r->relation->relname, &temp);
    struct alter x;
    if (table == NULL) {
        if (!r->missing_ok)
            relation_missing(s, r->relation);
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "relation \"%s\" does not exist, skipping", from);
        return DONE("ALTER INDEX");
    }
    alter_start(&x, portal, s, "ALTER INDEX");
    x.rel = catalog_lookup(s->catalog, NULL, temp ? "pg_temp" : "public", table);
    change_inside(s, x.rel);
    bool key = false, behind = x.m->in_transaction;
    FOREACH (struct table_key, k, x.rel->def != NULL ? x.rel->def->keys : NULL)
        key = key || strcmp(k->name, from) == 0;
    x.at_commit = behind;
    if (!behind)
        alter_outside(&x, "ALTER INDEX");
    x.rel = relation_lock(s, x.rel);
    x.def = x.rel->def != NULL ? table_def_copy(x.arena, x.rel->def) : NULL;
    if (key) {
        alter_rename_constraint(&x, from, to);
        return DONE("ALTER INDEX");
    }
    if (relation_name_taken(s, to, temp))
        raise(ERR_DUPLICATE_TABLE, "relation \"%s\" already exists", to);
    if (behind)
        mongo_xact_rename_index(x.m, s->database, x.rel->collection, from, to);
    else
        table_rename_index(x.m, s->database, x.rel->collection, from, to);
    if (x.def != NULL) {
        comments_rename(x.def->comments, "index", from, to);
        FOREACH (struct table_index_def, ix, x.def->indexes)
            if (strcmp(ix->name, from) == 0)
                ix->name = to;
    }
    index_said(s, x.rel, x.def, behind);
    return DONE("ALTER INDEX");
}

/* ---- REINDEX ---- */

static void check_reindexed(struct session *s, const PgQuery__ReindexStmt *r)
{
    const struct relation *rel;
    bool temp;
    switch (r->kind) {
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_INDEX:
        if (index_table(s, r->relation->schemaname, r->relation->relname, &temp) != NULL)
            return;
        if (relation_in_place(s, r->relation) != NULL)
            raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not an index", r->relation->relname);
        relation_missing(s, r->relation);
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_TABLE:
        rel = relation_in_place(s, r->relation);
        if (rel == NULL && index_table(s, r->relation->schemaname, r->relation->relname, &temp) != NULL)
            raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a table or materialized view", r->relation->relname);
        if (rel == NULL)
            relation_missing(s, r->relation);
        if (!relation_kind_indexed(rel->kind))
            raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a table or materialized view", rel->name);
        return;
    case PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_SCHEMA:
        if (!catalog_schema_exists(s->catalog, r->name))
            raise(ERR_UNDEFINED_SCHEMA, "schema \"%s\" does not exist", r->name);
        return;
    default:
        if (strcmp(r->name, s->database) != 0)
            raise(ERR_FEATURE_NOT_SUPPORTED, "can only reindex the currently open database");
    }
}

static bool reindexes_concurrently(const PgQuery__ReindexStmt *r)
{
    bool out = false;
    for (size_t i = 0; i < r->n_params; i++) {
        const PgQuery__DefElem *d = r->params[i]->def_elem;
        bool concurrently = strcmp(d->defname, "concurrently") == 0, verbose = strcmp(d->defname, "verbose") == 0;
        if (strcmp(d->defname, "tablespace") == 0)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, d->location, "REINDEX does not support TABLESPACE here");
        if (!concurrently && !verbose)
            raise_at(ERR_SYNTAX_ERROR, d->location, "unrecognized REINDEX option \"%s\"", d->defname);
        out = concurrently ? d->arg == NULL || raw_boolean(d->arg) != 0 : out;
    }
    return out;
}

/* MongoDB keeps its indexes in order; there is nothing to do. */
struct completion run_reindex(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    const PgQuery__ReindexStmt *r = raw->node->reindex_stmt;
    static const char *const whole[] = {"", "", "", "REINDEX SCHEMA", "REINDEX SYSTEM", "REINDEX DATABASE"};
    RAW_FIELDS(r, raw_start(raw), "kind relation name params");
    bool concurrently = reindexes_concurrently(r);
    if (concurrently && r->kind == PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_SYSTEM)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot reindex system catalogs concurrently");
    if (concurrently)
        xact_not_in_block(s, "REINDEX CONCURRENTLY");
    else if (whole[r->kind][0] != '\0')
        xact_not_in_block(s, whole[r->kind]);
    check_reindexed(s, r);
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "nothing to reindex: MongoDB keeps its indexes in order itself");
    return DONE("REINDEX");
}
