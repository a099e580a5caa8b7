/*
 * ALTER COLUMN ... TYPE. In a table of SQL's what names the column is read again with its new type; its values are ddl_rows.c's affair.
 * In other collections the type is only said (mongo/word.h).
 */
#include <string.h>

#include "analyze/define.h"
#include "base/macros.h"
#include "catalog/system.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "mongo/word.h"
#include "session/ddl_alter.h"
#include "session/foreign.h"

/* ---- as it is read, over the columns as they are before any command ---- */

enum { FAMILY_NONE, FAMILY_TEXT, FAMILY_INTEGER, FAMILY_NUMERIC };

/* Types of one family keep their values in the same BSON; an integer's width: its place. */
static int family_of(Oid type, int *width)
{
    static const struct {
        Oid type;
        int family, width;
    } all[] = {{TYPE_varchar, FAMILY_TEXT, 0}, {TYPE_text, FAMILY_TEXT, 1},    {TYPE_int2, FAMILY_INTEGER, 0},
               {TYPE_int4, FAMILY_INTEGER, 1}, {TYPE_int8, FAMILY_INTEGER, 2}, {TYPE_numeric, FAMILY_NUMERIC, 0}};
    for (int i = 0; i < COUNTOF(all); i++)
        if (all[i].type == type) {
            *width = all[i].width;
            return all[i].family;
        }
    return FAMILY_NONE;
}

/* Is what fits the type before, as it is, a value of the new one? */
static bool widens(Oid type, int32_t typmod, Oid to, int32_t to_typmod)
{
    int from_width = 0, to_width = 0, family = family_of(type, &from_width);
    if (family == FAMILY_NONE || family_of(to, &to_width) != family)
        return false;
    if (family == FAMILY_INTEGER)
        return to_width >= from_width;
    if (to_typmod < 0 || typmod < 0)
        return to_typmod < 0;
    int32_t was = typmod - 4, now = to_typmod - 4; /* behind VARHDRSZ: a length, or precision << 16 | scale */
    return family == FAMILY_TEXT ? now >= was : (was & 0xFFFF) == (now & 0xFFFF) && now >= was;
}

/* USING c::type, of the column itself and the type that it gets. */
static bool is_the_column(struct alter *x, const struct alter_value *v, const PgQuery__Node *n)
{
    Oid type;
    int32_t typmod;
    if (n->node_case == PG_QUERY__NODE__NODE_TYPE_CAST) {
        analyze_column_type(x->arena, x->s->catalog, x->raw, n->type_cast->type_name, v->name, &type, &typmod);
        if (type != v->type || typmod != v->typmod)
            return false;
        n = n->type_cast->arg;
    }
    return n->node_case == PG_QUERY__NODE__NODE_COLUMN_REF && n->column_ref->n_fields == 1 &&
           n->column_ref->fields[0]->node_case == PG_QUERY__NODE__NODE_STRING && strcmp(raw_string(n->column_ref->fields[0]), v->name) == 0;
}

void alter_read_type(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    PgQuery__ColumnDef *raw = cmd->def->column_def;
    struct arena *a = x->arena;
    struct alter_value *v = ARENA_NEW(a, struct alter_value);
    const struct column_def *c = NULL;
    RAW_FIELDS(raw, raw->location, "type_name raw_default coll_clause location");
    FOREACH (struct column_def, was, x->before->columns)
        c = strcmp(was->name, cmd->name) == 0 ? was : c;
    if (c == NULL && column_name_is_system(cmd->name))
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot alter system column \"%s\"", cmd->name);
    if (c == NULL)
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", cmd->name, x->rel->name);
    if (c->generated != NULL && raw->raw_default != NULL)
        error_throw(error_detail(error_new(ERR_INVALID_COLUMN_DEFINITION, "cannot specify USING when altering type of generated column"),
                                 "Column \"%s\" is a generated column.", c->name));
    *v = (struct alter_value){.name = c->name, .beside = arena_printf(a, "pgleaf new %d", list_length(x->values))};
    analyze_column_type(a, x->s->catalog, x->raw, raw->type_name, c->name, &v->type, &v->typmod);
    v->ndims = (int32_t)raw->type_name->n_array_bounds;
    v->collation = analyze_collation(a, raw->coll_clause, v->type);
    v->source = analyze_transform(a, x->s->catalog, x->raw, x->rel, c->name, raw->raw_default, v->type, v->typmod);
    v->same = v->type == c->type && v->typmod == c->typmod && raw->raw_default == NULL;
    v->stays = c->generated == NULL && v->collation == c->collation && widens(c->type, c->typmod, v->type, v->typmod) &&
               (raw->raw_default == NULL || is_the_column(x, v, raw->raw_default));
    if (c->identity != 0 && v->type != TYPE_int2 && v->type != TYPE_int4 && v->type != TYPE_int8)
        raise(ERR_INVALID_PARAMETER_VALUE, "identity column type must be smallint, integer, or bigint");
    x->values = list_append(a, x->values, v);
}

/* ---- what is in the way ---- */

static void refuse_in_views(struct alter *x, const char *column)
{
    FOREACH (struct relation_name, v, view_dependents(x->s, x->arena, x->rel->collection, column)) {
        struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "cannot alter type of a column used by a view or rule");
        error_throw(error_detail(e, "rule _RETURN on %s %s depends on column \"%s\"", relation_kind_word(v->kind),
                                 catalog_shown_name(x->s->catalog, v->name), column));
    }
}

static void refuse_in_generated(struct alter *x, const char *column)
{
    FOREACH (struct column_def, g, x->def->columns)
        if (alter_column_is_generated_from(x, g, column))
            error_throw(error_detail(error_new(ERR_FEATURE_NOT_SUPPORTED, "cannot alter type of a column used by a generated column"),
                                     "Column \"%s\" is used by generated column \"%s\".", column, g->name));
}

/* ---- as it is declared ---- */

/* An expression over the columns as they were, such that it means the same of those that are to be. */
static const char *settled(struct alter *x, const char *text, Oid type, int32_t typmod)
{
    const char *out = system_declared_text(x->arena, x->rel, text, type, typmod, false);
    return out != NULL ? out : text;
}

static void retype_default(struct alter *x, struct column_def *c, Oid type, int32_t typmod)
{
    const char **text = c->generated != NULL ? &c->generated : &c->default_text;
    if (*text != NULL && c->sequence == NULL)
        *text = settled(x, *text, type, typmod);
    if (*text != NULL)
        analyze_retyped(x->arena, x->s->catalog, x->rel, c, *text);
}

static void retype_foreign(struct alter *x, const char *column)
{
    FOREACH (struct table_foreign, f, x->def->foreign) {
        bool own = strcmp(f->table, x->rel->collection) == 0;
        const struct relation *parent = own ? NULL : catalog_lookup_collection(x->s->catalog, f->table);
        if (alter_has_name(f->columns, column) || (own && alter_has_name(f->references, column)))
            analyze_foreign_types(x->arena, f, x->def, own ? x->def : parent->def);
    }
    FOREACH (struct foreign_use, u, foreign_uses(x->s, x->arena, x->rel, list_make(x->arena, 1, column)))
        if (strcmp(u->table->collection, x->rel->collection) != 0)
            analyze_foreign_types(x->arena, u->key, u->table->def, x->def);
}

/* Raises what an expression raises that does not fit the new type. */
static void retype_expressions(struct alter *x, const char *column)
{
    struct arena *a = x->arena;
    struct relation *rel = analyze_relation_of(a, x->rel->name, x->def);
    TRY {
        FOREACH (struct table_check, k, x->def->checks)
            if (alter_mentions(x, k->text, column)) {
                k->text = settled(x, k->text, InvalidOid, -1);
                analyze_declared(a, x->s->catalog, rel, k->text, TYPE_bool, -1);
            }
        FOREACH (struct table_index_def, ix, x->def->indexes)
            if (ix->where != NULL && alter_mentions(x, ix->where, column)) {
                ix->where = settled(x, ix->where, InvalidOid, -1);
                analyze_index_where(a, x->s->catalog, rel, ix->where);
            }
    } CATCH (e) {
        e->position = -1;
        error_throw(e);
    } END_TRY;
}

/* The sequence of an identity column counts as far as the column goes. */
static void retype_sequence(struct alter *x, const struct column_def *c)
{
    struct alter_sequence *q = c->identity != 0 ? alter_sequence_of(x, c->name) : NULL;
    if (q != NULL)
        analyze_sequence_type(x->arena, q->q, c->type);
}

/* An index finds the elements of arrays of one dimension. */
static bool is_indexed(struct alter *x, const char *column)
{
    struct relation_source *src = x->s->catalog->source;
    FOREACH (struct index_info, ix, src->index_list(src, x->arena, x->s->database, relation_key(x->rel)))
        for (int i = 0; i < ix->nkeys; i++)
            if (strcmp(ix->keys[i].path, column) == 0)
                return true;
    return false;
}

void alter_set_type(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct column_def *c = alter_column(x, cmd->name);
    struct alter_value *v = NULL;
    FOREACH (struct alter_value, each, x->values) {
        if (each->added || strcmp(each->name, cmd->name) != 0)
            continue;
        if (each->declared)
            raise(ERR_FEATURE_NOT_SUPPORTED, "cannot alter type of column \"%s\" twice", cmd->name);
        if (v == NULL)
            v = each;
    }
    const Oid type = c->type;
    const int32_t typmod = c->typmod;
    refuse_in_generated(x, cmd->name);
    refuse_in_views(x, cmd->name);
    v->declared = true;
    c->type = v->type;
    c->typmod = v->typmod;
    c->ndims = v->ndims;
    c->storage = c->compression = 0;
    c->collation = v->collation;
    if (v->same)
        return;
    c->flat = type_is_array(type_stored(c->type)) && is_indexed(x, c->name);
    retype_default(x, c, type, typmod);
    FOREACH (struct table_key, k, x->def->keys)
        if (alter_has_name(k->columns, cmd->name))
            analyze_key_type(x->arena, v->type);
    retype_foreign(x, cmd->name);
    retype_sequence(x, c);
}

void alter_types_set(struct alter *x)
{
    FOREACH (struct alter_value, v, x->values)
        if (v->declared && !v->added && !v->same)
            retype_expressions(x, v->name);
}

/* Its values, or those inside, are labels or records of certain attributes. */
static bool has_labels(Oid type)
{
    const struct type_info *t = type_get(type_base(type));
    return t->typtype == 'e' || t->typtype == 'c' || (type_is_array(t->oid) && has_labels(t->elem));
}

void alter_say_type(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    PgQuery__ColumnDef *raw = cmd->def->column_def;
    struct session *s = x->s;
    RAW_FIELDS(raw, raw->location, "type_name raw_default location");
    const struct column *c = relation_column(x->rel, cmd->name, true, -1);
    if (c == NULL)
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", cmd->name, x->rel->name);
    if (raw->raw_default != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "ALTER COLUMN ... USING is not supported for a collection that SQL did not make: UPDATE changes its documents");
    struct table_def *word = word_read(x->arena, x->m, s->database, x->rel->collection);
    const struct table_def *before = word != NULL ? table_def_copy(x->arena, word) : NULL;
    struct column_def *def = ARENA_NEW(x->arena, struct column_def);
    List *others = NULL;
    *def = (struct column_def){.name = c->name};
    analyze_column_type(x->arena, s->catalog, x->raw, raw->type_name, cmd->name, &def->type, &def->typmod);
    def->ndims = (int32_t)raw->type_name->n_array_bounds;
    if (has_labels(def->type))
        error_throw(error_hint(error_new(ERR_FEATURE_NOT_SUPPORTED, "type %s is not supported for a column of a collection that SQL did not make",
                                         type_display(x->arena, def->type)),
                               "Nothing keeps values out that are none of its own."));
    refuse_in_views(x, cmd->name);
    if (word == NULL)
        word = ARENA_NEW(x->arena, struct table_def);
    FOREACH (struct column_def, other, word->columns)
        if (strcmp(other->name, c->name) != 0)
            others = list_append(x->arena, others, other);
    word->columns = list_append(x->arena, others, def);
    mongo_xact_undo_word(x->m, s->database, x->rel->collection, before);
    word_save(x->m, s->database, x->rel->collection, word);
    mongo_source_table(s->database, x->rel->collection, NULL, false);
}
