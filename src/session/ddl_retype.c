/*
 * ALTER COLUMN ... TYPE. In a table of SQL's the new values are made beside the old ones and looked at as the constraints want; then they
 * take their place, and indexes on them are made anew. In other collections the type is only said (mongo/word.h).
 */
#include <string.h>

#include "analyze/define.h"
#include "catalog/system.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "mongo/word.h"
#include "session/ddl_alter.h"
#include "session/foreign.h"

/* ---- what is in the way ---- */

static void refuse_in_views(struct alter *x, const char *column)
{
    FOREACH (struct relation_name, v, view_dependents(x->s, x->arena, x->rel->collection, column)) {
        struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "cannot alter type of a column used by a view or rule");
        error_throw(error_detail(e, "rule _RETURN on %s %s depends on column \"%s\"", relation_kind_word(v->kind), dependent_shown(x->s, v->name), column));
    }
}

static void refuse_in_foreign(struct alter *x, const char *column)
{
    const char *key = NULL;
    FOREACH (struct table_foreign, f, x->def->foreign)
        key = alter_has_name(f->columns, column) ? f->name : key;
    FOREACH (struct foreign_use, u, foreign_uses(x->s, x->arena, x->rel, list_make(x->arena, 1, column)))
        key = u->key->name;
    if (key != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "the type of column \"%s\", which foreign key \"%s\" names, cannot be changed yet", column, key);
}

static List *indexes_of(struct alter *x)
{
    struct relation_source *src = x->s->catalog->source;
    List *indexes = src->index_list(src, x->arena, x->s->database, x->rel->collection);
    FOREACH (struct index_info, ix, indexes)
        index_declare(x->rel->def, ix);
    return indexes;
}

/* A condition is kept as values of the old type. */
static void refuse_in_conditions(struct alter *x, const List *indexes, const char *column)
{
    FOREACH (struct index_info, ix, indexes)
        if (ix->filter != NULL && alter_mentions(x, ix->filter, column))
            raise(ERR_FEATURE_NOT_SUPPORTED, "the type of column \"%s\", which the condition of index \"%s\" names, cannot be changed yet", column, ix->name);
}

/* ---- the new values ---- */

/* names: of columns; raises 23505 where two rows have the same, with beside in the column's place. */
static void check_unique(struct alter *x, const char *index, const List *names, const char *filter, const char *column, const char *beside)
{
    struct strbuf group, where;
    strbuf_init(&group, x->arena);
    strbuf_init(&where, x->arena);
    for (int i = 0; i < list_length(names); i++) {
        const char *name = strcmp(list_nth(names, i), column) == 0 ? beside : list_nth(names, i);
        strbuf_printf(&group, "%s%s", i > 0 ? ", " : "", alter_ident(x, name));
        strbuf_printf(&where, "%s%s IS NOT NULL", i > 0 ? " AND " : "", alter_ident(x, name));
    }
    if (filter != NULL)
        strbuf_printf(&where, " AND (%s)", filter);
    if (!alter_run(x, arena_printf(x->arena, "SELECT 1 FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1 LIMIT 1", alter_target(x), where.data, group.data)))
        return;
    struct error *e = error_new(ERR_UNIQUE_VIOLATION, "could not create unique index \"%s\"", index);
    e->schema = x->rel->schema;
    e->table = x->rel->name;
    e->constraint = index;
    error_throw(e);
}

static void check_beside(struct alter *x, const List *indexes, const char *column, const char *beside)
{
    FOREACH (struct table_check, k, x->def->checks)
        if (alter_mentions(x, k->text, column)) {
            struct table_check fresh = {k->name, sql_rename_column(x->arena, k->text, column, beside)};
            alter_check_rows(x, &fresh);
        }
    FOREACH (struct index_info, ix, indexes) {
        List *names = NULL;
        for (int i = 0; i < ix->nkeys; i++)
            names = list_append(x->arena, names, (void *)(uintptr_t)ix->keys[i].path);
        if (ix->unique && alter_has_name(names, column))
            check_unique(x, ix->name, names, ix->filter, column, beside);
    }
}

/* beside, the last column, becomes column; x->def's types are the new ones. */
static void take_place(struct alter *x, const List *indexes, const char *column, const char *beside)
{
    struct arena *a = x->arena;
    struct table_def *def = table_def_copy(a, x->def), *without = x->def;
    List *stay = NULL;
    def->columns->length--;
    FOREACH (struct table_key, k, without->keys)
        if (!alter_has_name(k->columns, column))
            stay = list_append(a, stay, k);
    const List *specs = alter_take_indexes(x, indexes, column);
    without->keys = stay;
    table_change_keys(x->m, x->s->database, x->rel->collection, def, without);
    table_rename_field(x->m, x->s->database, x->rel->collection, column, NULL);
    table_rename_field(x->m, x->s->database, x->rel->collection, beside, column);
    table_change_keys(x->m, x->s->database, x->rel->collection, without, def);
    FOREACH (bson_t, spec, specs)
        table_create_index_as(x->m, x->s->database, x->rel->collection, spec);
    x->def = def;
    alter_declare(x);
}

/* ---- the commands ---- */

void alter_set_type(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    static const char beside[] = "pgleaf new type";
    PgQuery__ColumnDef *raw = cmd->def->column_def;
    struct column_def *c = alter_column(x, cmd->name), was = *c, fresh = {.name = beside};
    struct arena *a = x->arena;
    analyze_column_type(a, x->s->catalog, x->raw, raw->type_name, &fresh.type, &fresh.typmod);
    RAW_FIELDS(raw, raw->location, "type_name raw_default location");
    FOREACH (struct column_def, g, x->def->columns) {
        if (g == c && g->generated != NULL)
            raise(ERR_FEATURE_NOT_SUPPORTED, "the type of the generated column \"%s\" cannot be changed yet", cmd->name);
        if (g->generated == NULL || !alter_mentions(x, g->generated, cmd->name))
            continue;
        struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "cannot alter type of a column used by a generated column");
        error_throw(error_detail(e, "Column \"%s\" is used by generated column \"%s\".", cmd->name, g->name));
    }
    if (fresh.type == c->type && fresh.typmod == c->typmod && raw->raw_default == NULL)
        return;
    refuse_in_foreign(x, cmd->name);
    refuse_in_views(x, cmd->name);
    List *indexes = indexes_of(x);
    refuse_in_conditions(x, indexes, cmd->name);
    x->def->columns = list_append(a, x->def->columns, &fresh);
    alter_declare(x);
    const char *using = raw->raw_default != NULL ? sql_expression_text(a, raw->raw_default) : alter_ident(x, cmd->name);
    TRY {
        alter_run(x, arena_printf(a, "UPDATE %s SET %s = %s", alter_target(x), alter_ident(x, beside), using));
        if (was.notnull)
            alter_check_no_nulls(x, alter_column(x, beside));
        check_beside(x, indexes, cmd->name, beside);
    } CATCH (e) {
        /* as before: what is there of the new column goes */
        x->def->columns = list_copy(a, x->def->columns);
        x->def->columns->length--;
        alter_declare(x);
        table_rename_field(x->m, x->s->database, x->rel->collection, beside, NULL);
        if (e->code == ERR_DATATYPE_MISMATCH) {
            const char *type = type_format(a, fresh.type, fresh.typmod);
            e = error_new(ERR_DATATYPE_MISMATCH, raw->raw_default != NULL ? "result of USING clause for column \"%s\" cannot be cast automatically to type %s"
                                                                          : "column \"%s\" cannot be cast automatically to type %s", cmd->name, type);
            error_hint(e, raw->raw_default != NULL ? "You might need to add an explicit cast." : "You might need to specify \"USING %s::%s\".",
                       alter_ident(x, cmd->name), type);
        }
        error_throw(e);
    } END_TRY;
    c = alter_column(x, cmd->name);
    if (c->default_text != NULL && c->sequence == NULL) { /* its own type stays */
        const char *text = system_declared_text(a, x->rel, c->default_text, c->type, c->typmod, false);
        c->default_text = text != NULL ? text : c->default_text;
    }
    c->type = fresh.type;
    c->typmod = fresh.typmod;
    take_place(x, indexes, cmd->name, beside);
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
    struct column_def *def = ARENA_NEW(x->arena, struct column_def);
    List *others = NULL;
    *def = (struct column_def){.name = c->name};
    analyze_column_type(x->arena, s->catalog, x->raw, raw->type_name, &def->type, &def->typmod);
    if (type_get(def->type)->typtype == 'p')
        raise(ERR_INVALID_TABLE_DEFINITION, "column \"%s\" has pseudo-type %s", cmd->name, type_display(x->arena, def->type));
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
    word_save(x->m, s->database, x->rel->collection, word);
    mongo_source_table(s->database, x->rel->collection, NULL, false);
}
