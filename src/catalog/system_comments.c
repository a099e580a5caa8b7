/* pg_description: what PostgreSQL has of its own things, and the comments of users' declarations. */
#include <string.h>

#include "catalog/objects.h"
#include "catalog/system.h"
#include "funcs/funcs.h"
#include "types/func.h"
#include "types/user.h"

enum { PG_CLASS = 1259, PG_TYPE = 1247, PG_DATABASE = 1262, PG_CONSTRAINT = 2606, PG_NAMESPACE = 2615 };

/* What a comment is on; InvalidOid: it is gone. */
static Oid commented(struct object *o, const struct comment *c, Oid *class, int *column)
{
    *class = PG_CLASS;
    *column = 0;
    if (c->kind[0] == '\0')
        return o->oid;
    if (strcmp(c->kind, "type") == 0) { /* its rows' */
        *class = PG_TYPE;
        return o->rowtype;
    }
    if (strcmp(c->kind, "constraint") == 0) {
        *class = PG_CONSTRAINT;
        return object_oid(o, "constraint", c->name);
    }
    if (strcmp(c->kind, "column") == 0) {
        struct relation *rel = object_relation(o);
        const struct column *x = rel != NULL ? relation_column(rel, c->name, true, -1) : NULL;
        *column = x != NULL ? x->attnum : 0;
        return x != NULL ? o->oid : InvalidOid;
    }
    FOREACH (struct object, i, object_indexes(o))
        if (strcmp(i->name, c->name) == 0)
            return i->oid;
    return InvalidOid;
}

static const List *comments_of(const struct object *o)
{
    const struct table_def *said = o->def != NULL ? o->def : object_word(o);
    return said != NULL ? said->comments : NULL;
}

/* A sequence's, which has no declaration. NULL: none. */
static const char *sequence_comment(const struct object *o)
{
    return o->sequence != NULL ? o->sequence->comment : NULL;
}

static void comment_row(struct relation_scan *s, Oid oid, Oid class, int column, const char *text)
{
    struct system_row r;
    if (!scan_wants_oid(s, COL_pg_description_objoid, oid) || !scan_wants_oid(s, COL_pg_description_classoid, class))
        return;
    row_begin(&r, s);
    row_oid(&r, COL_pg_description_objoid, oid);
    row_oid(&r, COL_pg_description_classoid, class);
    row_int(&r, COL_pg_description_objsubid, column);
    row_text(&r, COL_pg_description_description, text);
    row_emit(&r);
}

/* A comment on the database, or on its schema public, which has one from the start: "" was taken away, NULL nothing said. */
static const char *said_of(struct arena *a, const char *database, const char *kind)
{
    const struct table_def *word = database_word(a, database);
    FOREACH (struct comment, c, word != NULL ? word->comments : NULL)
        if (strcmp(c->kind, kind) == 0)
            return c->text;
    return NULL;
}

static const char *said_of_public(struct arena *a)
{
    const struct catalog *c = func_env.catalog;
    return c != NULL ? said_of(a, c->database, "schema") : NULL;
}

static bool is_public(Oid oid)
{
    return oid == PUBLIC_OID;
}

void rows_pg_description(struct relation_scan *s)
{
    const char *schema = scan_wants_oid(s, COL_pg_description_objoid, PUBLIC_OID) ? said_of_public(s->arena) : NULL;
    system_facts_but(s, schema != NULL ? is_public : NULL);
    if (schema != NULL && schema[0] != '\0')
        comment_row(s, PUBLIC_OID, PG_NAMESPACE, 0, schema);
    FOREACH (struct user_type, t, user_types()) {
        if (t->comment != NULL)
            comment_row(s, t->oid, PG_TYPE, 0, t->comment);
        FOREACH (struct domain_check, k, t->checks)
            if (k->comment != NULL)
                comment_row(s, domain_constraint_oid(s->arena, t, k), PG_CONSTRAINT, 0, k->comment);
        FOREACH (struct type_attribute, x, t->attributes)
            if (x->comment != NULL)
                comment_row(s, composite_class(t), PG_CLASS, FOREACH_INDEX(x, t->attributes) + 1, x->comment);
    }
    objects_begin_scan(s, COL_pg_description_objoid);
    FOREACH (struct object, o, objects()) {
        if (sequence_comment(o) != NULL)
            comment_row(s, o->oid, PG_CLASS, 0, sequence_comment(o));
        FOREACH (struct comment, c, comments_of(o)) {
            Oid class;
            int column;
            Oid oid = commented(o, c, &class, &column);
            if (oid != InvalidOid)
                comment_row(s, oid, class, column, c->text);
        }
    }
}

const char *object_comment(struct arena *a, Oid oid, Oid class, int column)
{
    if (oid < FIRST_USER_OID)
        return NULL;
    const struct user_type *type = class == PG_TYPE || class == InvalidOid ? user_type(oid) : NULL;
    if (type != NULL && type->comment != NULL)
        return type->comment;
    FOREACH (struct user_type, t, class == PG_CONSTRAINT || class == InvalidOid ? user_types() : NULL)
        FOREACH (struct domain_check, k, t->checks)
            if (k->comment != NULL && domain_constraint_oid(a, t, k) == oid)
                return k->comment;
    FOREACH (struct user_type, t, column > 0 && (class == PG_CLASS || class == InvalidOid) ? user_types() : NULL)
        if (t->kind == 'c' && column <= list_length(t->attributes) && composite_class(t) == oid)
            return ((const struct type_attribute *)list_nth(t->attributes, column - 1))->comment;
    if ((oid & TYPE_OF_ROWS) != 0) /* by which no relation is found */
        objects_begin();
    else
        objects_begin_oid(oid);
    FOREACH (struct object, o, objects()) {
        if (sequence_comment(o) != NULL && o->oid == oid && column == 0 && (class == InvalidOid || class == PG_CLASS))
            return sequence_comment(o);
        FOREACH (struct comment, c, comments_of(o)) {
            Oid of;
            int at;
            if (commented(o, c, &of, &at) == oid && at == column && (class == InvalidOid || class == of))
                return c->text;
        }
    }
    return NULL;
}

/* col_description(relation, column) */
Datum catalog_column_description(struct fcall *fc)
{
    const char *text = object_comment(fc->arena, ARG_OID(0), PG_CLASS, ARG_INT32(1));
    if (text == NULL)
        RETURN_NULL();
    return datum_from_cstring(fc->arena, text);
}

/* obj_description(oid[, catalog]) */
Datum catalog_description(struct fcall *fc)
{
    const struct relation *class = NULL;
    if (fc->nargs > 1)
        class = system_relation("pg_catalog", datum_cstring(fc->arena, ARG_DATUM(1)));
    if (fc->nargs > 1 && class == NULL)
        RETURN_NULL();
    Oid oid = ARG_OID(0), of = class != NULL ? class->oid : InvalidOid;
    const char *text = oid == PUBLIC_OID && (of == PG_NAMESPACE || of == InvalidOid) ? said_of_public(fc->arena) : NULL;
    if (text == NULL)
        text = system_description(fc->arena, oid, of);
    if (text == NULL)
        text = object_comment(fc->arena, oid, of, 0);
    if (text == NULL || text[0] == '\0')
        RETURN_NULL();
    return datum_from_cstring(fc->arena, text);
}

/* ---- pg_shdescription: of databases ---- */

static List *databases(struct arena *a)
{
    struct catalog *c = func_env.catalog;
    return c != NULL && c->source != NULL ? c->source->databases(c->source, a) : NULL;
}

void rows_pg_shdescription(struct relation_scan *s)
{
    List *names = databases(s->arena);
    for (int i = 0; i < list_length(names); i++) {
        struct system_row r;
        Oid oid = database_oid(list_nth(names, i));
        const char *text = scan_wants_oid(s, COL_pg_shdescription_objoid, oid) ? said_of(s->arena, list_nth(names, i), "database") : NULL;
        if (text == NULL)
            continue;
        row_begin(&r, s);
        row_oid(&r, COL_pg_shdescription_objoid, oid);
        row_oid(&r, COL_pg_shdescription_classoid, PG_DATABASE);
        row_text(&r, COL_pg_shdescription_description, text);
        row_emit(&r);
    }
}

/* shobj_description(oid, catalog) */
Datum catalog_shared_description(struct fcall *fc)
{
    const struct relation *class = system_relation("pg_catalog", datum_cstring(fc->arena, ARG_DATUM(1)));
    List *names = class != NULL && class->oid == PG_DATABASE ? databases(fc->arena) : NULL;
    for (int i = 0; i < list_length(names); i++) {
        const char *text = database_oid(list_nth(names, i)) == ARG_OID(0) ? said_of(fc->arena, list_nth(names, i), "database") : NULL;
        if (text != NULL)
            return datum_from_cstring(fc->arena, text);
    }
    RETURN_NULL();
}
