/*
 * pg_depend: what of the tables that SQL declared belongs to what (manual 53.18). Of collections that were not declared nothing is said: their
 * columns would have to be inferred, all of them.
 */
#include "catalog/objects.h"
#include "catalog/system.h"

#include <string.h>

#include "types/user.h"

enum { PG_TYPE = 1247, PG_CLASS = 1259, PG_ATTRDEF = 2604, PG_CONSTRAINT = 2606, PG_NAMESPACE = 2615 };

static void depend_column_row(struct relation_scan *s, Oid class, Oid of, int of_column, Oid on_class, Oid on, int column, char type)
{
    struct system_row r;
    if (of == InvalidOid || on == InvalidOid || !scan_wants_oid(s, COL_pg_depend_objid, of) || !scan_wants_oid(s, COL_pg_depend_refobjid, on))
        return;
    row_begin(&r, s);
    row_oid(&r, COL_pg_depend_classid, class);
    row_oid(&r, COL_pg_depend_objid, of);
    row_int(&r, COL_pg_depend_objsubid, of_column);
    row_oid(&r, COL_pg_depend_refclassid, on_class);
    row_oid(&r, COL_pg_depend_refobjid, on);
    row_int(&r, COL_pg_depend_refobjsubid, column);
    row_char(&r, COL_pg_depend_deptype, type);
    row_emit(&r);
}

void depend_row(struct relation_scan *s, Oid class, Oid of, Oid on_class, Oid on, int column, char type)
{
    depend_column_row(s, class, of, 0, on_class, on, column, type);
}

static const struct column *column_of(const struct object *t, const char *name)
{
    struct relation *rel = t != NULL ? object_relation(t) : NULL;
    return rel != NULL ? relation_column(rel, name, true, -1) : NULL;
}

static void on_column(struct relation_scan *s, Oid class, Oid of, const struct object *t, const char *name, char type)
{
    const struct column *c = column_of(t, name);
    if (c != NULL)
        depend_row(s, class, of, PG_CLASS, t->oid, c->attnum, type);
}

/* On the columns that an expression of t's declaration names. */
static void on_expression(struct relation_scan *s, Oid class, Oid of, const struct object *t, const char *text, char type)
{
    struct relation *rel = text != NULL && system_declared_columns != NULL ? object_relation(t) : NULL;
    const List *columns = rel != NULL ? system_declared_columns(s->arena, rel, text) : NULL;
    for (int i = 0; i < list_length(columns); i++)
        depend_row(s, class, of, PG_CLASS, t->oid, (int)ITEM_INT(list_nth(columns, i)), type);
}

static void index_rows(struct relation_scan *s, const struct object *t, const struct object *o)
{
    bool constraint = index_is_primary(o) || o->key != NULL;
    Oid id = constraint ? object_oid(t, "constraint", o->name) : o->oid;
    if (constraint)
        depend_row(s, PG_CLASS, o->oid, PG_CONSTRAINT, id, 0, 'i');
    for (int i = 0; i < o->index->nkeys; i++)
        on_column(s, constraint ? PG_CONSTRAINT : PG_CLASS, id, t, o->index->keys[i].path, 'a');
    FOREACH (const char, name, o->index->include)
        on_column(s, PG_CLASS, o->oid, t, name, 'a');
    on_expression(s, PG_CLASS, o->oid, t, o->index->filter, 'a');
}

/* A CHECK goes with its columns, and needs them. */
static void check_rows(struct relation_scan *s, const struct object *t, const struct table_check *k)
{
    Oid id = object_oid(t, "constraint", k->name);
    on_expression(s, PG_CONSTRAINT, id, t, k->text, 'a');
    on_expression(s, PG_CONSTRAINT, id, t, k->text, 'n');
}

static void foreign_rows(struct relation_scan *s, const struct object *t, const struct table_foreign *f)
{
    struct object *to = object_named(f->table);
    Oid id = object_oid(t, "constraint", f->name);
    FOREACH (const char, name, f->columns)
        on_column(s, PG_CONSTRAINT, id, t, name, 'a');
    FOREACH (const char, name, f->references)
        on_column(s, PG_CONSTRAINT, id, to, name, 'n');
    depend_row(s, PG_CONSTRAINT, id, PG_CLASS, foreign_index(f, to), 0, 'n');
}

static void attribute_row(struct relation_scan *s, const struct object *o, int attnum, Oid type)
{
    if (type >= TYPE_FIRST_USER)
        depend_column_row(s, PG_CLASS, o->oid, attnum, PG_TYPE, type, 0, 'n');
}

/* Columns of types that SQL made. */
static void column_type_rows(struct relation_scan *s, const struct object *t)
{
    const struct relation *rel = object_relation(t);
    for (int i = 0; rel != NULL && i < rel->nvisible; i++) {
        const struct column *c = list_nth(rel->columns, i);
        attribute_row(s, t, c->attnum, c->type);
    }
}

/* A composite type's, and a view's, columns are known without reading the relation. */
static void known_column_rows(struct relation_scan *s, const struct object *o)
{
    const struct user_type *t = o->kind == 'c' ? user_type(o->rowtype) : NULL;
    FOREACH (struct type_attribute, at, t != NULL ? t->attributes : NULL)
        attribute_row(s, o, FOREACH_INDEX(at, t->attributes) + 1, at->type);
    FOREACH (struct column_def, c, o->kind == 'v' && o->def != NULL ? o->def->columns : NULL)
        attribute_row(s, o, FOREACH_INDEX(c, o->def->columns) + 1, c->type);
}

static void default_rows(struct relation_scan *s, const struct object *t)
{
    const struct relation *rel = object_relation(t);
    for (int i = 0; rel != NULL && i < rel->nvisible; i++) {
        const struct column *c = list_nth(rel->columns, i);
        Oid id = object_oid(t, "default", c->name);
        if (c->identity != '\0' || (c->default_text == NULL && c->generated == NULL))
            continue;
        depend_row(s, PG_ATTRDEF, id, PG_CLASS, t->oid, c->attnum, c->generated != NULL ? 'i' : 'a');
        on_expression(s, PG_ATTRDEF, id, t, c->generated, 'n');
        if (c->generated == NULL && c->type >= TYPE_FIRST_USER)
            depend_row(s, PG_ATTRDEF, id, PG_TYPE, c->type, 0, 'n');
        const struct object *sequence = default_sequence(s->arena, t, c);
        if (sequence != NULL)
            depend_row(s, PG_ATTRDEF, id, PG_CLASS, sequence->oid, 0, 'n');
    }
}

static void table_rows(struct relation_scan *s, struct object *t)
{
    column_type_rows(s, t);
    if (t->kind == 'r')
        default_rows(s, t);
    FOREACH (struct object, o, object_indexes(t))
        index_rows(s, t, o);
    FOREACH (struct table_foreign, f, t->def->foreign)
        foreign_rows(s, t, f);
    trigger_dependencies(s, t);
    FOREACH (struct table_check, k, t->def->checks)
        check_rows(s, t, k);
}

static void sequence_row(struct relation_scan *s, const struct object *o)
{
    const struct object *t = o->sequence->table != NULL ? object_in(o->schema, o->sequence->table) : NULL;
    const struct column *c = t != NULL ? column_of(t, o->sequence->column) : NULL;
    if (c != NULL)
        depend_row(s, PG_CLASS, o->oid, PG_CLASS, t->oid, c->attnum, c->identity != '\0' ? 'i' : 'a');
}

void rows_pg_depend(struct relation_scan *s)
{
    objects_begin();
    FOREACH (struct object, o, objects()) {
        if (o->kind != 'c') /* whose type is in it */
            depend_row(s, PG_CLASS, o->oid, PG_NAMESPACE, o->schema, 0, 'n');
        if (o->kind == 'c') {
            depend_row(s, PG_CLASS, o->oid, PG_TYPE, o->rowtype, 0, 'i');
        } else if (o->kind != 'S') {
            depend_row(s, PG_TYPE, o->rowtype, PG_CLASS, o->oid, 0, 'i');
            depend_row(s, PG_TYPE, row_array_oid(o->rowtype), PG_TYPE, o->rowtype, 0, 'i');
        }
        known_column_rows(s, o);
        if (o->sequence != NULL)
            sequence_row(s, o);
        else if (o->def != NULL && (o->kind == 'r' || o->kind == 'm'))
            table_rows(s, o);
    }
    view_dependencies(s);
    user_type_dependencies(s);
}
