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

/* Apart from what catches errors. */
static const struct type_info *__attribute__((noinline)) find_type(struct arena *a, struct catalog *c, const PgQuery__TypeName *t)
{
    const char *parts[4], *schema = t->n_names > 1 ? raw_string(t->names[t->n_names - 2]) : NULL;
    if (t->n_names > 3)
        raise(ERR_SYNTAX_ERROR, "improper qualified name (too many dotted names): %s", raw_dotted(a, t->names, t->n_names));
    for (size_t i = 0; i < t->n_names; i++)
        parts[i] = raw_string(t->names[i]);
    reg_check_database(parts, (int)t->n_names, raw_dotted(a, t->names, t->n_names));
    const struct type_info *info = type_named(schema, parts[t->n_names - 1]);
    if (info == NULL && schema != NULL && !catalog_schema_exists(c, schema))
        raise_at(ERR_INVALID_SCHEMA_NAME, t->location, "schema \"%s\" does not exist", schema);
    return info;
}

/* As errors call it. */
static const char *written(struct arena *a, const PgQuery__TypeName *t)
{
    return arena_printf(a, "%s%s", raw_dotted(a, t->names, t->n_names), t->n_array_bounds > 0 ? "[]" : "");
}

static _Noreturn void no_type(struct arena *a, const PgQuery__TypeName *t)
{
    raise_at(ERR_UNDEFINED_OBJECT, t->location, "type \"%s\" does not exist", written(a, t));
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

/* The modifiers of a name of that type; -1: none. */
static int32_t modifiers(struct arena *a, const PgQuery__TypeName *t, Oid type)
{
    int32_t mods[8], typmod = -1;
    if (t->n_typmods == 0)
        return typmod;
    if (t->n_typmods > COUNTOF(mods))
        raise_at(ERR_INVALID_PARAMETER_VALUE, t->location, "invalid type modifier");
    for (size_t i = 0; i < t->n_typmods; i++)
        mods[i] = modifier(t->typmods[i], t->location);
    TRY {
        typmod = type_typmod_in(type, written(a, t), mods, (int)t->n_typmods);
    }
    CATCH (e) {
        error_throw(e->position < 0 ? error_at(e, t->location) : e);
    }
    END_TRY;
    return typmod;
}

static Oid array_of(const struct type_info *element)
{
    return element->array != InvalidOid ? element->array : type_is_array(element->oid) ? element->oid : InvalidOid;
}

void lookup_type(struct pstate *ps, const PgQuery__TypeName *t, Oid *type, int32_t *typmod)
{
    RAW_FIELDS(t, t->location, "names setof pct_type typmods typemod array_bounds location");
    if (t->pct_type)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, t->location, "%%TYPE is not supported");
    const struct type_info *info = find_type(ps->arena, ps->an->catalog, t);
    if (info == NULL)
        info = row_type(ps, t->n_names > 1 ? raw_string(t->names[t->n_names - 2]) : NULL, raw_string(t->names[t->n_names - 1]));
    *type = info == NULL ? InvalidOid : t->n_array_bounds > 0 ? array_of(info) : info->oid;
    if (*type == InvalidOid)
        no_type(ps->arena, t);
    *typmod = modifiers(ps->arena, t, info->oid);
}

/* The statements of a text that begins with `before`; NULL and the error, with the position behind that. */
static List *parse_behind(struct arena *a, const char *before, const char *text, const char *after, struct error **error)
{
    List *volatile statements = NULL;
    TRY {
        statements = sql_parse(a, arena_printf(a, "%s%s%s", before, text, after));
    }
    CATCH (e) {
        *error = error_at(e, e->position - (int)strlen(before));
    }
    END_TRY;
    return statements;
}

/*
 * A type's text, read by the grammar: in a statement where nothing but a parenthesis can stand behind it, and where nothing at all
 * does. What is wrong in it is the first word that one of the two does not take.
 */
static PgQuery__TypeName *parse_type(struct arena *a, const char *text)
{
    struct error *inside = NULL, *alone = NULL;
    const List *statements = parse_behind(a, "DROP CAST (int4 AS ", text, "\n)", &inside);
    if (list_length(statements) != 1)
        parse_behind(a, "SELECT NULL::", text, "", &alone);
    if (inside != NULL && (alone == NULL || inside->position < alone->position))
        error_throw(inside);
    if (alone != NULL)
        error_throw(alone);
    const struct raw_stmt *s = list_nth(statements, 0);
    PgQuery__TypeName *t = s->node->drop_stmt->objects[0]->list->items[1]->type_name;
    t->location = -1;
    return t;
}

static PgQuery__TypeName *read_type(struct arena *a, const char *text)
{
    PgQuery__TypeName *volatile t = NULL;
    if (text[strspn(text, " \t\n\r\f\v")] != '\0') {
        TRY {
            t = parse_type(a, text);
        }
        CATCH (e) {
            error_throw(error_where(e, "invalid type name \"%s\"", text));
        }
        END_TRY;
    }
    if (t == NULL || t->setof)
        raise(ERR_SYNTAX_ERROR, "invalid type name \"%s\"", text);
    return t;
}

Oid type_by_sql_name(struct arena *a, const char *text)
{
    const PgQuery__TypeName *t = read_type(a, text);
    RAW_FIELDS(t, t->location, "names typmods typemod array_bounds location");
    const struct type_info *info = find_type(a, func_env.catalog, t);
    const char *schema = t->n_names > 1 ? raw_string(t->names[t->n_names - 2]) : NULL, *name = raw_string(t->names[t->n_names - 1]);
    bool array = t->n_array_bounds > 0;
    Oid oid = info == NULL ? reg_row_type(a, schema, name, array) : array ? array_of(info) : info->oid;
    if (oid == InvalidOid)
        no_type(a, t);
    modifiers(a, t, info != NULL ? info->oid : oid);
    return oid;
}

Oid reg_type_find(struct arena *a, const char *text)
{
    return type_by_sql_name(a, text);
}

const char *type_name_words(struct pstate *ps, const PgQuery__TypeName *t)
{
    (void)ps;
    return t->n_names > 0 ? raw_string(t->names[t->n_names - 1]) : NULL;
}
