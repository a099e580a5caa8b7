/* Names of types in the statement: int, numeric(10,2), text[], interval day to second. */
#include "analyze/analyze_int.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/objects.h"
#include "types/reg.h"
#include "types/user.h"

Oid relation_row_type(struct arena *a, const struct relation *rel)
{
    bool of_system = !(rel->rowtype & TYPE_OF_ROWS);
    Oid oid = rel->rowtype | TYPE_OF_ROWS, array = of_system ? system_row_array(a, rel->rowtype) | TYPE_OF_ROWS : row_array_oid(oid);
    List *attributes = NULL;
    for (int i = 0; i < rel->nvisible; i++) {
        const struct column *c = list_nth(rel->columns, i);
        struct type_attribute *at = ARENA_NEW(a, struct type_attribute);
        *at = (struct type_attribute){.name = c->name, .type = c->type, .typmod = c->typmod};
        if (!c->hidden)
            attributes = list_append(a, attributes, at);
    }
    user_row_type(oid, array, of_system ? rel->schema : "public", rel->name, attributes);
    return oid;
}

/* A relation's name is the type of its rows, too. */
static const struct type_info *row_type(struct pstate *ps, const char *schema, const char *name)
{
    const struct relation *rel = ps->an->catalog != NULL ? catalog_lookup(ps->an->catalog, NULL, schema, name) : NULL;
    return rel != NULL ? type_get(relation_row_type(ps->arena, rel)) : NULL;
}

static const struct type_info *__attribute__((noinline)) find_type(struct pstate *ps, const PgQuery__TypeName *t) /* apart from what catches errors */
{
    const char *schema = t->n_names > 1 ? raw_string(t->names[t->n_names - 2]) : NULL;
    const char *name = raw_string(t->names[t->n_names - 1]);
    if (t->n_names > 3)
        raise_at(ERR_SYNTAX_ERROR, t->location, "improper qualified name (too many dotted names): %s",
                 raw_dotted(ps->arena, t->names, t->n_names));
    const struct type_info *info = type_named(schema, name);
    if (info == NULL && schema != NULL && !catalog_schema_exists(ps->an->catalog, schema))
        raise_at(ERR_INVALID_SCHEMA_NAME, t->location, "schema \"%s\" does not exist", schema);
    return info;
}

/* A modifier: an integer, or a word for types that take them. */
static int32_t modifier(const PgQuery__Node *n, int location)
{
    if (n->node_case == PG_QUERY__NODE__NODE_A_CONST) {
        const PgQuery__AConst *c = n->a_const;
        if (c->isnull)
            raise_at(ERR_SYNTAX_ERROR, location, "type modifiers must be simple constants or identifiers");
        if (c->val_case == PG_QUERY__A__CONST__VAL_IVAL)
            return c->ival->ival;
        /* 0 has no member in the message */
        if (c->val_case == PG_QUERY__A__CONST__VAL__NOT_SET)
            return 0;
        if (c->val_case == PG_QUERY__A__CONST__VAL_SVAL || c->val_case == PG_QUERY__A__CONST__VAL_FVAL) {
            const char *s = c->val_case == PG_QUERY__A__CONST__VAL_SVAL ? c->sval->sval : c->fval->fval;
            char *end;
            errno = 0;
            long v = strtol(s, &end, 10);
            if (end == s || *end != '\0')
                raise(ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type integer: \"%s\"", s);
            if (errno != 0 || v > INT32_MAX || v < INT32_MIN)
                raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value \"%s\" is out of range for type integer", s);
            return (int32_t)v;
        }
    }
    raise_at(ERR_SYNTAX_ERROR, location, "type modifiers must be simple constants or identifiers");
}

void lookup_type(struct pstate *ps, const PgQuery__TypeName *t, Oid *type, int32_t *typmod)
{
    RAW_FIELDS(t, t->location, "names setof pct_type typmods typemod array_bounds location");
    if (t->pct_type)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, t->location, "%%TYPE is not supported");
    if (t->setof)
        raise_at(ERR_SYNTAX_ERROR, t->location, "type modifier cannot be SETOF");
    const struct type_info *info = find_type(ps, t);
    if (info == NULL && t->n_names <= 2)
        info = row_type(ps, t->n_names == 2 ? raw_string(t->names[0]) : NULL, raw_string(t->names[t->n_names - 1]));
    if (info == NULL)
        raise_at(ERR_UNDEFINED_OBJECT, t->location, "type \"%s\" does not exist", raw_dotted(ps->arena, t->names, t->n_names));
    *typmod = -1;
    if (t->n_typmods > 0) {
        int32_t mods[8];
        if (t->n_typmods > COUNTOF(mods))
            raise_at(ERR_INVALID_PARAMETER_VALUE, t->location, "invalid type modifier");
        for (size_t i = 0; i < t->n_typmods; i++)
            mods[i] = modifier(t->typmods[i], t->location);
        TRY {
            *typmod = type_typmod_in(info->oid, mods, (int)t->n_typmods);
        }
        CATCH (e) {
            error_throw(e->position < 0 ? error_at(e, t->location) : e);
        }
        END_TRY;
    }
    *type = info->oid;
    if (t->n_array_bounds > 0) {
        *type = info->array;
        if (*type == InvalidOid && type_is_array(info->oid))
            *type = info->oid;
        if (*type == InvalidOid)
            raise_at(ERR_UNDEFINED_OBJECT, t->location, "type \"%s[]\" does not exist", type_display(ps->arena, info->oid));
    }
}

const char *type_name_words(struct pstate *ps, const PgQuery__TypeName *t)
{
    (void)ps;
    return t->n_names > 0 ? raw_string(t->names[t->n_names - 1]) : NULL;
}
