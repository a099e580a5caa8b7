/* RENAME of tables, views, columns, constraints; SET SCHEMA. */
#include <string.h>

#include "analyze/define.h"
#include "base/macros.h"
#include "mongo/sequence.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "mongo/word.h"
#include "session/ddl_alter.h"
#include "session/foreign.h"

static List *names_with(struct arena *a, const List *names, const char *from, const char *to)
{
    List *out = NULL;
    for (int i = 0; i < list_length(names); i++)
        out = list_append(a, out, strcmp(list_nth(names, i), from) == 0 ? (void *)(uintptr_t)to : list_nth(names, i));
    return out;
}

static bool is_of_key(const struct table_def *def, const struct index_info *ix)
{
    FOREACH (struct table_key, k, def->keys)
        if (strcmp(k->name, ix->name) == 0)
            return true;
    return strcmp(ix->name, "_id_") == 0;
}

List *alter_take_indexes(struct alter *x, const List *indexes, const char *field)
{
    List *out = NULL;
    FOREACH (struct index_info, ix, indexes) {
        if (is_of_key(x->def, ix))
            continue;
        bson_t *spec = table_index_spec(x->arena, x->m, x->s->database, x->rel->collection, ix->name);
        if (bson_equal(spec, table_spec_on_field(x->arena, spec, field, "pgleaf other field")))
            continue;
        table_drop_index(x->m, x->s->database, x->rel->collection, ix->name);
        out = list_append(x->arena, out, spec);
    }
    return out;
}

/* Behind rows: those that have the field go at the commit, and come on its new name (bson_t). */
static List *take_indexes_later(struct alter *x, const List *indexes, const char *from, const char *to)
{
    List *out = NULL;
    FOREACH (struct index_info, ix, indexes) {
        const bson_t *spec = strcmp(ix->name, "_id_") != 0 ? mongo_xact_index_spec(x->arena, x->m, x->s->database, x->rel->collection, ix->name) : NULL;
        const bson_t *renamed = spec != NULL ? table_spec_on_field(x->arena, spec, from, to) : NULL;
        if (spec == NULL || bson_equal(spec, renamed))
            continue;
        mongo_xact_drop_index(x->m, x->s->database, x->rel->collection, ix->name);
        out = list_append(x->arena, out, (void *)(uintptr_t)renamed);
    }
    return out;
}

static void make_indexes_later(struct alter *x, const List *specs)
{
    FOREACH (bson_t, spec, specs) /* their names are taken until then, wherever they were made */
        mongo_xact_create_index(x->m, x->s->database, x->rel->collection, spec, true);
    if (specs != NULL) /* there are others to be known of */
        mongo_source_table(x->s->database, x->rel->collection, x->rel->def, true);
}

static void rename_column(struct alter *x, const char *from, const char *to)
{
    struct arena *a = x->arena;
    if (column_name_is_system(from))
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot rename system column \"%s\"", from);
    if (!alter_has_column(x, from))
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" does not exist", from);
    column_name_check(to);
    if (alter_has_column(x, to))
        raise(ERR_DUPLICATE_COLUMN, "column \"%s\" of relation \"%s\" already exists", to, x->rel->name);
    if (strcmp(from, "_id") == 0 || strcmp(to, "_id") == 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "column \"_id\" cannot be renamed: every document of MongoDB has one");
    const List *views = views_renamed(x->s, a, x->rel, from, to, x->rel->collection);
    struct relation_source *src = x->s->catalog->source;
    List *indexes = src->index_list(src, a, x->s->database, relation_key(x->rel));
    List *keys = x->def->keys;
    const List *specs = x->at_commit ? take_indexes_later(x, indexes, from, to) : alter_take_indexes(x, indexes, from);
    List *stay = NULL;
    FOREACH (struct table_key, k, keys)
        if (!alter_has_name(k->columns, from))
            stay = list_append(a, stay, k);
    x->def->keys = stay;
    if (!x->at_commit)
        table_change_keys(x->m, x->s->database, x->rel->collection, x->rel->def, x->def);
    const struct table_def without = *x->def;
    sequences_follow_rename(x->s, a, x->rel, from, to);
    alter_column(x, from)->name = to;
    comments_rename(x->def->comments, "column", from, to);
    FOREACH (struct table_check, k, x->def->checks)
        k->text = sql_rename_column(a, k->text, from, to);
    FOREACH (struct column_def, c, x->def->columns)
        c->generated = c->generated != NULL ? sql_rename_column(a, c->generated, from, to) : NULL;
    foreign_rename_column(x->s, a, x->rel, x->def, from, to);
    x->def->keys = keys;
    FOREACH (struct table_key, k, keys)
        k->columns = names_with(a, k->columns, from, to);
    if (x->at_commit)
        later_take_name(x, to);
    if (x->at_commit)
        mongo_xact_move_field(x->m, x->s->database, x->rel->collection, from, to);
    else
        table_rename_field(x->m, x->s->database, x->rel->collection, from, to);
    if (!x->at_commit)
        table_change_keys(x->m, x->s->database, x->rel->collection, &without, x->def);
    FOREACH (bson_t, spec, x->at_commit ? NULL : specs)
        table_create_index_as(x->m, x->s->database, x->rel->collection, table_spec_on_field(a, spec, from, to));
    FOREACH (struct table_index_def, ix, x->def->indexes) {
        ix->where = ix->where != NULL ? sql_rename_column(a, ix->where, from, to) : NULL;
        ix->include = names_with(a, ix->include, from, to);
    }
    FOREACH (struct table_key, k, x->def->keys)
        k->include = names_with(a, k->include, from, to);
    alter_declare(x);
    if (x->at_commit) {
        make_indexes_later(x, specs);
        views_take_names_later(x->s, views);
        later_column_renamed(x, from, to);
        later_views(x);
    } else {
        views_take_names(x->s, x->arena, x->m, views);
    }
}

/*
 * Behind rows: where others' rows can follow, and need not be looked at by the column's name before: by the validator, which keeps arrays in an indexed array's out, or at the end
 * of their transactions.
 */
static bool column_renames_at_commit(struct alter *x, struct relation *rel, const char *from, const char *to)
{
    alter_open(x, rel);
    FOREACH (struct table_key, k, x->def->keys)
        if (k->deferrable && alter_has_name(k->columns, from) && !nobody_else_writes(x->s, rel))
            return false;
    FOREACH (struct column_def, c, x->def->columns)
        if (c->flat)
            return false;
    return !later_has_field(x->s, rel, to);
}

/* Behind rows: a table whose name stands nowhere but in the session's own catalogs gets its new one at the commit. */
static bool renames_at_commit(struct alter *x, struct relation *rel, const PgQuery__RenameStmt *r, bool column, bool constraint)
{
    if (!x->m->in_transaction || !relation_kind_indexed(rel->kind) || rel->def == NULL)
        return false;
    if (constraint)
        return true;
    if (column)
        return column_renames_at_commit(x, rel, r->subname, r->newname);
    return !catalog_name_hidden(rel->collection) && !views_keep_name(x->s, x->arena, r->newname);
}

static void rename_table(struct alter *x, const char *to)
{
    struct session *s = x->s;
    bool temp = catalog_name_hidden(x->rel->collection);
    if (relation_name_taken(s, to, temp))
        raise(ERR_DUPLICATE_TABLE, "relation \"%s\" already exists", to);
    if (x->at_commit) {
        const struct relation *rel = x->rel;
        const List *views = views_renamed(s, x->arena, rel, NULL, to, rel->collection);
        mongo_xact_rename_later(x->m, s->database, rel->collection, to);
        mongo_source_table(s->database, rel->collection, rel->def, true);
        views_take_names_later(s, views);
        return;
    }
    const char *collection = temp ? temp_collection(s, to, PG_QUERY__ON_COMMIT_ACTION__ONCOMMIT_NOOP) : to;
    take_name(s, x->m, collection, "ALTER TABLE");
    if (x->rel->kind == REL_VIEW) {
        view_rename_to(s, x->arena, x->m, x->rel, to, collection);
        return;
    }
    const List *views = views_renamed(s, x->arena, x->rel, NULL, to, collection);
    if (x->def != NULL)
        foreign_rename_table(s, x->arena, x->rel, x->def, collection);
    if (!temp)
        sequences_follow_rename(s, x->arena, x->rel, NULL, to);
    table_rename(x->m, s->database, x->rel->collection, collection, false);
    if (x->def != NULL) { /* SecantusDB leaves the validator behind */
        table_alter(x->m, s->database, collection, x->def);
    } else {
        const struct table_def *word = word_read(x->arena, x->m, s->database, x->rel->collection);
        word_save(x->m, s->database, to, word);
        word_save(x->m, s->database, x->rel->collection, NULL);
    }
    mongo_source_table(s->database, x->rel->collection, NULL, false);
    mongo_source_table(s->database, collection, NULL, false);
    views_take_names(s, x->arena, x->m, views);
}

/* MongoDB has that index itself. */
static bool is_of_id(struct arena *a, const struct table_def *def, const char *constraint)
{
    FOREACH (struct table_key, k, def->keys)
        if (strcmp(k->name, constraint) == 0)
            return table_key_as_spec(a, def, k) == NULL;
    return false;
}

/* Of a key it is the index' too, and MongoDB renames none: it is made anew. */
void alter_rename_constraint(struct alter *x, const char *from, const char *to)
{
    const struct table_def *before = x->rel->def;
    const char **name = NULL;
    bool taken = false, key = false;
    FOREACH (struct table_key, k, x->def->keys) {
        taken = taken || strcmp(k->name, to) == 0;
        if (strcmp(k->name, from) == 0)
            name = &k->name, key = true;
    }
    FOREACH (struct table_check, k, x->def->checks) {
        taken = taken || strcmp(k->name, to) == 0;
        name = strcmp(k->name, from) == 0 ? &k->name : name;
    }
    FOREACH (struct table_foreign, f, x->def->foreign) {
        taken = taken || strcmp(f->name, to) == 0;
        name = strcmp(f->name, from) == 0 ? &f->name : name;
    }
    if (name == NULL)
        raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" for table \"%s\" does not exist", from, x->rel->name);
    if (key && relation_name_taken(x->s, to, catalog_name_hidden(x->rel->collection)))
        raise(ERR_DUPLICATE_TABLE, "relation \"%s\" already exists", to);
    if (taken)
        raise(ERR_DUPLICATE_OBJECT, "constraint \"%s\" for relation \"%s\" already exists", to, x->rel->name);
    *name = to;
    comments_rename(x->def->comments, "constraint", from, to);
    FOREACH (struct table_index_def, d, key ? x->def->indexes : NULL)
        d->name = strcmp(d->name, from) == 0 ? to : d->name;
    if (!x->at_commit)
        table_change_keys(x->m, x->s->database, x->rel->collection, before, x->def);
    else if (key && !is_of_id(x->arena, before, from))
        mongo_xact_rename_index(x->m, x->s->database, x->rel->collection, from, to);
    alter_declare(x);
    later_constraint_renamed(x, from, to);
}

static void rename_it(struct alter *x, const PgQuery__RenameStmt *r, bool column)
{
    bool view = x->rel->kind == REL_VIEW;
    if (!view && column && x->rel->def == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "RENAME COLUMN is only supported for tables that CREATE TABLE made");
    x->def = !view && x->rel->def != NULL ? table_def_copy(x->arena, x->rel->def) : NULL;
    if (view && column)
        view_rename_column(x->s, x->arena, x->m, x->rel, r->subname, r->newname);
    else if (column)
        rename_column(x, r->subname, r->newname);
    else
        rename_table(x, r->newname);
}

/* ALTER SEQUENCE, or ALTER TABLE of a sequence. */
static void rename_sequence_named(struct session *s, const struct portal *portal, const PgQuery__RenameStmt *r)
{
    const struct sequence_def *q = find_sequence(s, portal->arena, r->relation->schemaname, r->relation->relname);
    if (q == NULL && relation_named(s, r->relation->schemaname, r->relation->relname) != NULL)
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a sequence", r->relation->relname);
    if (q == NULL && !r->missing_ok)
        relation_missing(s, r->relation);
    change_begin(s, "ALTER SEQUENCE");
    if (q == NULL)
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "relation \"%s\" does not exist, skipping", r->relation->relname);
    else
        rename_sequence(s, portal->arena, q, r->newname);
}

/* ALTER TABLE renames views, too, indexes and sequences. */
static bool renamed_otherwise(struct session *s, const struct portal *portal, PgQuery__RenameStmt *r)
{
    if (r->rename_type != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE)
        return false;
    const char *schema = r->relation->schemaname, *name = r->relation->relname;
    if (relation_named(s, schema, name) != NULL)
        return false;
    if (find_index(s, name, false) != NULL)
        run_rename_index(s, portal);
    else if (sequence_is_there(s, schema, name))
        rename_sequence_named(s, portal, r);
    else
        return false;
    return true;
}

struct completion run_rename(struct session *s, const struct portal *portal)
{
    PgQuery__RenameStmt *r = portal->prepared->raw->node->rename_stmt;
    struct alter x;
    int location = raw_start(portal->prepared->raw);
    RAW_FIELDS(r, location, "rename_type relation_type relation object subname newname behavior missing_ok");
    bool column = r->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN, constraint = r->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT;
    bool table = r->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX && relation_named(s, r->relation->schemaname, r->relation->relname) != NULL;
    if (r->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX && !table)
        return run_rename_index(s, portal);
    if (r->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE) {
        rename_sequence_named(s, portal, r);
        return DONE("ALTER SEQUENCE");
    }
    if (r->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA && !catalog_schema_exists(s->catalog, r->subname))
        raise(ERR_UNDEFINED_SCHEMA, "schema \"%s\" does not exist", r->subname);
    if (renamed_otherwise(s, portal, r))
        return DONE("ALTER TABLE");
    if (r->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TYPE || r->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN)
        return run_rename_type(s, portal);
    bool attribute = r->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_ATTRIBUTE;
    if (attribute && relation_named(s, r->relation->schemaname, r->relation->relname) == NULL)
        return run_rename_attribute(s, portal);
    if (r->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_DOMCONSTRAINT)
        return run_rename_domain_constraint(s, portal);
    column = column || attribute;
    PgQuery__ObjectType type = attribute ? PG_QUERY__OBJECT_TYPE__OBJECT_TABLE : column ? r->relation_type : constraint ? PG_QUERY__OBJECT_TYPE__OBJECT_TABLE : r->rename_type;
    bool view = type == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW, matview = type == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW;
    if (type != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE && !view && !matview && !table)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "ALTER ... RENAME is not supported for this kind of object");
    const char *tag = attribute ? "ALTER TYPE" : table ? "ALTER INDEX" : view ? "ALTER VIEW" : matview ? "ALTER MATERIALIZED VIEW" : "ALTER TABLE";
    if (view || matview)
        not_of_kind(s, r->relation->schemaname, r->relation->relname, view ? "view" : "materialized view");
    struct relation *rel = alter_relation(s, r->relation, r->missing_ok);
    if (rel == NULL)
        return DONE(tag);
    alter_start(&x, portal, s, tag);
    change_inside(s, rel);
    x.at_commit = renames_at_commit(&x, rel, r, column, constraint);
    if (!x.at_commit && rel->kind != REL_VIEW)
        alter_outside(&x, tag);
    x.rel = rel = relation_lock(s, rel);
    if (constraint && (rel->def == NULL || rel->kind == REL_VIEW))
        raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" for table \"%s\" does not exist", r->subname, rel->name);
    if (constraint) {
        x.def = table_def_copy(x.arena, rel->def);
        alter_rename_constraint(&x, r->subname, r->newname);
    } else {
        rename_it(&x, r, column);
    }
    return DONE(tag);
}

/* ---- SET SCHEMA: there is only the one that it is in ---- */

static void check_schema(struct session *s, const PgQuery__AlterObjectSchemaStmt *o, const char *is_in, int location)
{
    if (!catalog_schema_exists(s->catalog, o->newschema))
        raise(ERR_UNDEFINED_SCHEMA, "schema \"%s\" does not exist", o->newschema);
    if (strcmp(o->newschema, is_in) != 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "schemas other than \"public\" are not supported");
}

struct completion run_set_schema(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    const PgQuery__AlterObjectSchemaStmt *o = raw->node->alter_object_schema_stmt;
    static const struct {
        PgQuery__ObjectType type;
        const char *tag, *kind; /* kind: that it must be */
    } kinds[] = {{PG_QUERY__OBJECT_TYPE__OBJECT_TABLE, "ALTER TABLE", ""},
                 {PG_QUERY__OBJECT_TYPE__OBJECT_VIEW, "ALTER VIEW", "view"},
                 {PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW, "ALTER MATERIALIZED VIEW", "materialized view"},
                 {PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE, "ALTER SEQUENCE", "sequence"},
                 {PG_QUERY__OBJECT_TYPE__OBJECT_TYPE, "ALTER TYPE", ""},
                 {PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN, "ALTER DOMAIN", ""}};
    const char *tag = NULL, *kind = "";
    for (int i = 0; i < COUNTOF(kinds); i++)
        if (kinds[i].type == o->object_type)
            tag = kinds[i].tag, kind = kinds[i].kind;
    if (tag == NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_start(raw), "ALTER ... SET SCHEMA is not supported for this kind of object");
    RAW_FIELDS(o, raw_start(raw), "object_type relation object newschema missing_ok");
    xact_may_write(s, tag);
    if (o->relation == NULL) {
        const PgQuery__List *names = o->object->list;
        if (o->object_type == PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN)
            type_check_kind(s, portal->arena, NULL, names->items, names->n_items, 'd');
        bool row = type_row_relation(s, names->items, names->n_items) != NULL;
        if (row) /* looked at behind the schema */
            check_schema(s, o, "public", raw_start(raw));
        type_to_change(s, portal->arena, names->items, names->n_items, false);
        check_schema(s, o, "public", raw_start(raw));
        return DONE(tag);
    }
    const struct sequence_def *q = find_sequence(s, portal->arena, o->relation->schemaname, o->relation->relname);
    if (o->object_type == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE && q != NULL) {
        check_schema(s, o, "public", raw_start(raw));
        return DONE(tag);
    }
    const struct relation *rel = alter_relation(s, o->relation, o->missing_ok);
    if (rel == NULL)
        return DONE(tag);
    if (kind[0] != '\0' && strcmp(relation_kind_word(rel->kind), kind) != 0)
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a %s", rel->name, kind);
    check_schema(s, o, rel->schema, raw_start(raw));
    return DONE(tag);
}
