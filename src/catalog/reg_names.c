/* Names of functions and operators for regproc, regprocedure, regoper, regoperator (types/reg.h). */
#include "catalog/function.h"
#include "catalog/objects.h"
#include "catalog/system.h"
#include "types/ident.h"
#include "types/reg.h"

/* The name alone of `name` or `schema.name`, and that schema; NULL: it says none. */
static const char *split_name(struct arena *a, const char *text, const char **schema)
{
    const char *parts[4];
    int n = reg_split_name(a, text, parts, 4);
    reg_check_database(parts, n, text);
    *schema = n > 1 ? parts[n - 2] : NULL;
    if (*schema != NULL && schema_oid(*schema) == InvalidOid)
        raise(ERR_INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", *schema);
    return parts[n - 1];
}

/* The name alone of `name` or `pg_catalog.name`. NULL: it is in another schema. */
static const char *bare_name(struct arena *a, const char *text)
{
    const char *schema, *name = split_name(a, text, &schema);
    return schema == NULL || strcmp(schema, "pg_catalog") == 0 ? name : NULL;
}

/* ---- functions ---- */
static const struct func **funcs_named(struct arena *a, const char *text)
{
    const char *schema, *name = split_name(a, text, &schema);
    const struct func **all = system_funcs(a, name), **out = all;
    for (const struct func **f = all; *f != NULL; f++) {
        const char *of = schema_name(func_schema(*f));
        if (schema != NULL ? strcmp(schema, of) == 0 : schema_is_visible(of))
            *out++ = *f;
    }
    *out = NULL;
    return all;
}

/* The schema of a function, with its dot, where it is not found without. */
static const char *prefix(struct arena *a, const struct func *f)
{
    const char *schema = schema_name(func_schema(f));
    return schema_is_visible(schema) ? "" : arena_printf(a, "%s.", schema);
}

Oid reg_proc_find(struct arena *a, const char *text)
{
    const struct func **all = funcs_named(a, text);
    if (all[0] == NULL)
        return InvalidOid;
    if (all[1] != NULL)
        raise(ERR_AMBIGUOUS_FUNCTION, "more than one function named \"%s\"", text);
    return all[0]->oid;
}

const char *reg_proc_name(struct arena *a, Oid oid)
{
    const struct func *f = system_func(a, oid);
    if (f == NULL)
        return NULL;
    return arena_printf(a, "%s%s", system_funcs(a, f->name)[1] != NULL ? "pg_catalog." : prefix(a, f), ident_quoted(a, f->name));
}

const char *reg_procedure_name(struct arena *a, Oid oid)
{
    const struct func *f = system_func(a, oid);
    if (f == NULL)
        return NULL;
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_printf(&b, "%s%s(", prefix(a, f), ident_quoted(a, f->name));
    for (int i = 0; i < f->nargs; i++)
        strbuf_printf(&b, "%s%s", i > 0 ? "," : "", reg_type_name(a, func_arg_types(f)[i]));
    strbuf_addch(&b, ')');
    return b.data;
}

/* name(type,type): the name, and the types in types. none: the word for a missing one, NULL when there is none. */
static const char *split_call(struct arena *a, const char *text, const char *none, Oid *types, int max, int *n)
{
    const char *open = strchr(text, '('), *close = strrchr(text, ')');
    if (open == NULL)
        raise(ERR_INVALID_TEXT_REPRESENTATION, "expected a left parenthesis");
    if (close == NULL || close < open || close[1 + strspn(close + 1, " \t\n\r\f\v")] != '\0')
        raise(ERR_INVALID_TEXT_REPRESENTATION, "expected a right parenthesis");
    *n = 0;
    for (const char *s = open + 1 + strspn(open + 1, " \t\n\r\f\v"); s < close;) {
        const char *end = s;
        for (int depth = 0; end < close && (depth > 0 || *end != ','); end++)
            depth += (*end == '(') - (*end == ')');
        const char *word = arena_strndup(a, s, (size_t)(end - s));
        if (*n == max)
            raise(ERR_TOO_MANY_ARGUMENTS, "too many arguments");
        if (none != NULL && strcasecmp(word, none) == 0)
            types[(*n)++] = InvalidOid;
        else
            types[(*n)++] = type_by_sql_name(a, word);
        s = end + 1;
        if (end < close && s == close)
            raise(ERR_INVALID_TEXT_REPRESENTATION, "expected a type name");
    }
    return arena_strndup(a, text, (size_t)(open - text));
}

Oid reg_procedure_find(struct arena *a, const char *text)
{
    Oid types[100];
    int n;
    for (const struct func **all = funcs_named(a, split_call(a, text, NULL, types, 100, &n)); *all != NULL; all++) {
        bool same = (*all)->nargs == n;
        for (int i = 0; same && i < n; i++)
            same = func_arg_types(*all)[i] == types[i];
        if (same)
            return (*all)->oid;
    }
    return InvalidOid;
}

/* ---- operators ---- */
Oid reg_oper_find(struct arena *a, const char *text)
{
    const char *name = bare_name(a, text);
    const struct oper **all = name != NULL ? oper_by_name(a, name) : NULL;
    if (all == NULL || all[0] == NULL)
        return InvalidOid;
    if (all[1] != NULL)
        raise(ERR_AMBIGUOUS_FUNCTION, "more than one operator named %s", text);
    return all[0]->oid;
}

const char *reg_oper_name(struct arena *a, Oid oid)
{
    const struct oper *o = oper_by_oid(oid);
    if (o == NULL)
        return NULL;
    return arena_printf(a, "%s%s", oper_by_name(a, o->name)[1] != NULL ? "pg_catalog." : "", o->name);
}

Oid reg_operator_find(struct arena *a, const char *text)
{
    Oid types[100];
    int n;
    const char *name = split_call(a, text, "NONE", types, 100, &n);
    if (n == 1)
        error_throw(error_hint(error_new(ERR_UNDEFINED_PARAMETER, "missing argument"),
                               "Use NONE to denote the missing argument of a unary operator."));
    if (n != 2)
        error_throw(error_hint(error_new(ERR_TOO_MANY_ARGUMENTS, "too many arguments"),
                               "Provide two argument types for operator."));
    name = bare_name(a, name);
    for (const struct oper **o = name != NULL ? oper_by_name(a, name) : NULL; o != NULL && *o != NULL; o++)
        if ((*o)->left == types[0] && (*o)->right == types[1])
            return (*o)->oid;
    return InvalidOid;
}

const char *reg_operator_name(struct arena *a, Oid oid)
{
    const struct oper *o = oper_by_oid(oid);
    if (o == NULL)
        return NULL;
    return arena_printf(a, "%s(%s,%s)", o->name, o->left != InvalidOid ? type_display(a, o->left) : "NONE",
                        type_display(a, o->right));
}
