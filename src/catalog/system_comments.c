/* pg_description: what PostgreSQL has of its own things, and the comments of users' declarations. */
#include <string.h>

#include "catalog/objects.h"
#include "catalog/system.h"
#include "funcs/funcs.h"
#include "types/func.h"
#include "types/user.h"

enum { PG_CLASS = 1259, PG_TYPE = 1247, PG_CONSTRAINT = 2606 };

/* What a comment is on; InvalidOid: it is gone. */
static Oid commented(struct object *o, const struct comment *c, Oid *class, int *column)
{
    *class = PG_CLASS;
    *column = 0;
    if (c->kind[0] == '\0')
        return o->oid;
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

void rows_pg_description(struct relation_scan *s)
{
    system_facts(s);
    FOREACH (struct user_type, t, user_types())
        if (t->comment != NULL)
            comment_row(s, t->oid, PG_TYPE, 0, t->comment);
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

const char *object_comment(Oid oid, Oid class, int column)
{
    if (oid < FIRST_USER_OID)
        return NULL;
    const struct user_type *type = class == PG_TYPE || class == InvalidOid ? user_type(oid) : NULL;
    if (type != NULL && type->comment != NULL)
        return type->comment;
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
    const char *text = object_comment(ARG_OID(0), PG_CLASS, ARG_INT32(1));
    if (text == NULL)
        RETURN_NULL();
    return datum_from_cstring(fc->arena, text);
}
