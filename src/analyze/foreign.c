/* FOREIGN KEY (a) REFERENCES t (b): what a constraint says, checked against both tables (manual: CREATE TABLE). */
#include <string.h>

#include "analyze/define_int.h"
#include "catalog/system.h"

/* The table that is referenced: it may be the one that is defined. */
struct referenced {
    const char *name, *collection;
    const struct table_def *def;
    const struct relation *rel; /* NULL: it is not there yet */
};

/* Is it the one that is defined, which need not be there? What is temporary may hide, or be hidden. */
static bool is_itself(const struct definition *d, const PgQuery__RangeVar *v)
{
    struct catalog *c = d->ps->an->catalog;
    bool temp = catalog_name_hidden(d->collection);
    const char *path[CATALOG_PATH_MAX] = {v->schemaname};
    int n = is_empty(v->schemaname) ? catalog_search_path(path) : 1;
    if (strcmp(v->relname, d->table) != 0)
        return false;
    for (int i = 0; i < n; i++) {
        if (temp ? schema_is_temp(path[i]) : strcmp(path[i], "public") == 0)
            return true;
        if (catalog_lookup(c, NULL, path[i], v->relname) != NULL)
            return false;
    }
    return false;
}

static struct referenced referenced_table(struct definition *d, PgQuery__RangeVar *v)
{
    bool temp = catalog_name_hidden(d->collection);
    RAW_FIELDS(v, v->location, "catalogname schemaname relname inh relpersistence location");
    if (is_itself(d, v))
        return (struct referenced){d->table, d->collection, d->def, catalog_lookup_collection(d->ps->an->catalog, d->collection)};
    v->location = -1; /* as PostgreSQL's error has none */
    const struct relation *rel = find_relation(d->ps, v);
    if (rel->kind != REL_COLLECTION)
        raise(ERR_WRONG_OBJECT_TYPE, "referenced relation \"%s\" is not a table", v->relname);
    if (catalog_name_hidden(rel->collection) != temp || (!temp && !d->def->unlogged && rel->def != NULL && rel->def->unlogged))
        raise(ERR_INVALID_TABLE_DEFINITION, "constraints on %s tables may reference only %s tables",
              temp ? "temporary" : d->def->unlogged ? "unlogged" : "permanent", temp ? "temporary" : d->def->unlogged ? "permanent or unlogged" : "permanent");
    if (rel->def == NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, v->location, "a foreign key to a collection that CREATE TABLE did not make is not supported");
    return (struct referenced){rel->name, rel->collection, rel->def, rel};
}

static const struct column_def *key_column(const struct table_def *def, const char *name)
{
    const struct column_def *c = def_column(def, name);
    if (c == NULL && column_name_is_system(name))
        raise(ERR_FEATURE_NOT_SUPPORTED, "system columns cannot be used in foreign keys");
    if (c == NULL)
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" referenced in foreign key constraint does not exist", name);
    return c;
}

static List *primary_columns(const struct referenced *r)
{
    FOREACH (struct table_key, k, r->def->keys) {
        if (k->primary && k->deferrable)
            raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "cannot use a deferrable primary key for referenced table \"%s\"", r->name);
        if (k->primary)
            return k->columns;
    }
    raise(ERR_UNDEFINED_OBJECT, "there is no primary key for referenced table \"%s\"", r->name);
}

static bool is_among(const List *l, const char *name)
{
    for (int i = 0; i < list_length(l); i++)
        if (strcmp(list_nth(l, i), name) == 0)
            return true;
    return false;
}

static bool same_columns(const List *x, const List *y)
{
    bool same = list_length(x) == list_length(y);
    for (int i = 0; same && i < list_length(x); i++)
        same = is_among(y, list_nth(x, i)) && is_among(x, list_nth(y, i));
    return same;
}

/* An index that CREATE UNIQUE INDEX made does as well: without a condition but that NULLs are no duplicates. */
static bool unique_index(struct definition *d, const struct referenced *r, const List *columns)
{
    struct relation_source *src = d->ps->an->catalog->source;
    if (r->rel == NULL || src == NULL)
        return false;
    List *indexes = src->index_list(src, d->ps->arena, r->rel->database, relation_key(r->rel));
    FOREACH (struct index_info, ix, indexes) {
        List *paths = NULL;
        for (int i = 0; i < ix->nkeys; i++)
            paths = list_append(d->ps->arena, paths, (void *)(uintptr_t)ix->keys[i].path);
        if (ix->unique && (!ix->partial || ix->nulls_distinct) && ix->filter == NULL && same_columns(paths, columns))
            return true;
    }
    return false;
}

static void check_unique(struct definition *d, const struct referenced *r, const List *columns)
{
    bool deferrable = false;
    FOREACH (struct table_key, k, r->def->keys) {
        bool same = same_columns(k->columns, columns);
        if (same && !k->deferrable)
            return;
        deferrable = deferrable || same;
    }
    if (unique_index(d, r, columns))
        return;
    if (deferrable)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "cannot use a deferrable unique constraint for referenced table \"%s\"", r->name);
    else
        raise(ERR_INVALID_FOREIGN_KEY, "there is no unique constraint matching given keys for referenced table \"%s\"", r->name);
}

/* Types that compare with each other as they stand in documents. */
static int family(Oid type)
{
    if (type == TYPE_int2 || type == TYPE_int4 || type == TYPE_int8 || type == TYPE_numeric)
        return 1;
    if (type == TYPE_float4 || type == TYPE_float8)
        return 2;
    if (type == TYPE_text || type == TYPE_varchar)
        return 3;
    return 0;
}

static bool dates(Oid type)
{
    return type == TYPE_date || type == TYPE_timestamp || type == TYPE_timestamptz;
}

/* int to numeric converts the one that is referenced from; never the other way, as in PostgreSQL. */
static bool comparable(Oid from, Oid to)
{
    from = type_base(from);
    to = type_base(to);
    bool integer = to == TYPE_int2 || to == TYPE_int4 || to == TYPE_int8;
    if (from == to)
        return true;
    return family(from) != 0 && family(from) == family(to) && !(integer && from == TYPE_numeric);
}

static void check_types(struct arena *a, const char *name, const struct column_def *from, const struct column_def *to)
{
    if (comparable(from->type, to->type))
        return;
    Oid base = type_base(from->type), other = type_base(to->type);
    if ((dates(base) && dates(other)) || (family(base) == 1 && family(other) == 2))
        raise(ERR_FEATURE_NOT_SUPPORTED, "a foreign key between columns of types %s and %s is not supported", type_display(a, from->type),
              type_display(a, to->type));
    struct error *e = error_new(ERR_DATATYPE_MISMATCH, "foreign key constraint \"%s\" cannot be implemented", name);
    error_throw(error_detail(e, "Key columns \"%s\" and \"%s\" are of incompatible types: %s and %s.", from->name, to->name,
                             type_display(a, from->type), type_display(a, to->type)));
}

void analyze_foreign_types(struct arena *a, const struct table_foreign *f, const struct table_def *from, const struct table_def *to)
{
    for (int i = 0; i < list_length(f->columns); i++)
        check_types(a, f->name, key_column(from, list_nth(f->columns, i)), key_column(to, list_nth(f->references, i)));
}

static const char *joined(struct arena *a, const List *names)
{
    const char *out = list_nth(names, 0);
    for (int i = 1; i < list_length(names); i++)
        out = arena_printf(a, "%s_%s", out, (const char *)list_nth(names, i));
    return out;
}

/* No action may give a generated column a value. */
static void check_generated(const struct table_def *def, const struct table_foreign *f)
{
    for (int i = 0; i < list_length(f->columns); i++) {
        const struct column_def *c = def_column(def, list_nth(f->columns, i));
        if (c->generated == NULL)
            continue;
        bool on_update = strchr("cnd", f->on_update) != NULL;
        if (on_update || strchr("nd", f->on_delete) != NULL)
            raise(ERR_SYNTAX_ERROR, "invalid %s action for foreign key constraint containing generated column", on_update ? "ON UPDATE" : "ON DELETE");
        raise(ERR_FEATURE_NOT_SUPPORTED, "a foreign key of the generated column \"%s\" is not supported", c->name);
    }
}

void define_foreign(struct definition *d, const PgQuery__Constraint *c, const char *column)
{
    struct arena *a = d->ps->arena;
    struct table_foreign *f = ARENA_NEW(a, struct table_foreign);
    RAW_FIELDS(c, c->location, "contype conname location pktable fk_attrs pk_attrs fk_matchtype fk_upd_action fk_del_action fk_del_set_cols "
                               "skip_validation initially_valid deferrable initdeferred");
    if (!is_empty(c->conname))
        f->name = constraint_name(d, c->conname, NULL, "fkey", false);
    struct referenced r = referenced_table(d, c->pktable);
    f->table = r.collection;
    f->columns = column != NULL ? list_make(a, 1, column) : raw_strings(a, c->fk_attrs, c->n_fk_attrs);
    f->on_update = c->fk_upd_action[0];
    f->on_delete = c->fk_del_action[0];
    f->match = c->fk_matchtype[0];
    f->deferrable = c->deferrable;
    f->deferred = c->initdeferred;
    f->not_valid = c->skip_validation;
    if (f->match == 'p')
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "MATCH PARTIAL not yet implemented");
    for (int i = 0; i < list_length(f->columns); i++)
        key_column(d->def, list_nth(f->columns, i));
    List *set = raw_strings(a, c->fk_del_set_cols, c->n_fk_del_set_cols);
    for (int i = 0; i < list_length(set); i++) {
        const char *name = key_column(d->def, list_nth(set, i))->name;
        if (!is_among(f->columns, name))
            raise(ERR_INVALID_COLUMN_REFERENCE, "column \"%s\" referenced in ON DELETE SET action must be part of foreign key", name);
        if (!is_among(f->set_columns, name))
            f->set_columns = list_append(a, f->set_columns, (void *)(uintptr_t)name);
    }
    f->references = c->n_pk_attrs > 0 ? raw_strings(a, c->pk_attrs, c->n_pk_attrs) : primary_columns(&r);
    for (int i = 0; i < list_length(f->references); i++)
        key_column(r.def, list_nth(f->references, i));
    if (c->n_pk_attrs > 0)
        check_unique(d, &r, f->references);
    check_generated(d->def, f);
    if (list_length(f->columns) != list_length(f->references))
        raise(ERR_INVALID_FOREIGN_KEY, "number of referencing and referenced columns for foreign key disagree");
    if (f->name == NULL)
        f->name = constraint_name(d, NULL, joined(a, f->columns), "fkey", false);
    analyze_foreign_types(a, f, d->def, r.def);
    d->def->foreign = list_append(a, d->def->foreign, f);
}
