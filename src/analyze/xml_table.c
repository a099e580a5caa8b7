/* XMLTABLE in FROM (manual 9.15.3.3). */
#include "analyze/analyze_int.h"

#include <string.h>

static const char construct[] = "XMLTABLE";

static void refuse_set(struct pstate *ps, int srfs, const Node *e)
{
    if (ps->nsrfs > srfs)
        raise_at(ERR_DATATYPE_MISMATCH, expr_location(e), "argument of %s must not return a set", construct);
}

static Node *table_expr(struct pstate *ps, PgQuery__Node *raw, Oid type)
{
    int srfs = ps->nsrfs;
    Node *e = coerce_to_specific(ps, transform_expr(ps, raw, KIND_FROM_FUNCTION), type, construct);
    refuse_set(ps, srfs, e);
    return e;
}

/* DEFAULT: what becomes the column's own type, with its length. */
static Node *default_expr(struct pstate *ps, PgQuery__Node *raw, Oid type, int32_t typmod)
{
    int srfs = ps->nsrfs;
    Node *e = transform_expr(ps, raw, KIND_FROM_FUNCTION);
    Oid from = expr_type(e);
    Node *out = from == type && typmod < 0 ? e : coerce_to_target(ps, e, from, type, typmod, COERCION_ASSIGNMENT, COERCE_IMPLICIT_CAST, -1);
    if (out == NULL)
        raise_at(ERR_DATATYPE_MISMATCH, expr_location(e), "argument of %s must be type %s, not type %s", construct,
                 type_display(ps->arena, type), type_display(ps->arena, from));
    refuse_set(ps, srfs, out);
    return out;
}

static void add_column(struct pstate *ps, TableFunc *t, PgQuery__RangeTableFuncCol *c)
{
    struct arena *a = ps->arena;
    Oid type = TYPE_int4;
    int32_t typmod = -1;
    RAW_FIELDS(c, c->location, "colname type_name for_ordinality is_not_null colexpr coldefexpr location");
    if (c->for_ordinality) {
        RAW_FIELDS(c, c->location, "colname for_ordinality location");
        if (t->ordinalitycol >= 0)
            raise_at(ERR_SYNTAX_ERROR, c->location, "only one FOR ORDINALITY column is allowed");
        t->ordinalitycol = list_length(t->colnames);
    } else if (c->type_name == NULL) {
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "a column without a type is not supported");
    } else {
        if (c->type_name->setof)
            raise_at(ERR_INVALID_TABLE_DEFINITION, c->location, "column \"%s\" cannot be declared SETOF", c->colname);
        lookup_type(ps, c->type_name, &type, &typmod);
    }
    t->coltypes = list_append(a, t->coltypes, INT_ITEM(type));
    t->coltypmods = list_append(a, t->coltypmods, INT_ITEM(typmod));
    t->colexprs = list_append(a, t->colexprs, c->colexpr != NULL ? table_expr(ps, c->colexpr, TYPE_text) : NULL);
    t->coldefexprs = list_append(a, t->coldefexprs, c->coldefexpr != NULL ? default_expr(ps, c->coldefexpr, type, typmod) : NULL);
    t->notnulls = list_append(a, t->notnulls, INT_ITEM(c->is_not_null != 0));
    for (int i = 0; i < list_length(t->colnames); i++)
        if (strcmp(list_nth(t->colnames, i), c->colname) == 0)
            raise_at(ERR_SYNTAX_ERROR, c->location, "column name \"%s\" is not unique", c->colname);
    t->colnames = list_append(a, t->colnames, c->colname);
}

static void add_namespace(struct pstate *ps, TableFunc *t, PgQuery__ResTarget *r)
{
    RAW_FIELDS(r, r->location, "name val location");
    const char *name = is_empty(r->name) ? NULL : r->name;
    t->ns_uris = list_append(ps->arena, t->ns_uris, table_expr(ps, r->val, TYPE_text));
    for (int i = 0; i < list_length(t->ns_names); i++) {
        const char *other = list_nth(t->ns_names, i);
        if (name == NULL && other == NULL)
            raise_at(ERR_SYNTAX_ERROR, r->location, "only one default namespace is allowed");
        if (name != NULL && other != NULL && strcmp(name, other) == 0)
            raise_at(ERR_SYNTAX_ERROR, r->location, "namespace name \"%s\" is not unique", name);
    }
    t->ns_names = list_append(ps->arena, t->ns_names, (void *)(uintptr_t)name);
}

static TableFunc *table_func(struct pstate *ps, PgQuery__RangeTableFunc *r)
{
    TableFunc *t = MAKE_NODE(ps->arena, TableFunc);
    bool lateral = ps->lateral_active;
    ps->lateral_active = true;
    t->location = r->location;
    t->ordinalitycol = -1;
    t->rowexpr = table_expr(ps, r->rowexpr, TYPE_text);
    t->docexpr = table_expr(ps, r->docexpr, TYPE_xml);
    for (size_t i = 0; i < r->n_columns; i++)
        add_column(ps, t, r->columns[i]->range_table_func_col);
    for (size_t i = 0; i < r->n_namespaces; i++)
        add_namespace(ps, t, r->namespaces[i]->res_target);
    ps->lateral_active = lateral;
    return t;
}

struct nsitem *from_table_func(struct pstate *ps, PgQuery__RangeTableFunc *r)
{
    RAW_FIELDS(r, r->location, "lateral docexpr rowexpr namespaces columns alias location");
    struct arena *a = ps->arena;
    Alias *alias = make_alias(ps, r->alias);
    TableFunc *t = table_func(ps, r);
    RangeTblFunction *f = MAKE_NODE(a, RangeTblFunction);
    f->funcexpr = (Node *)t;
    f->funccolnames = t->colnames;
    f->funccoltypes = t->coltypes;
    f->funccoltypmods = t->coltypmods;
    f->funccolcount = list_length(t->colnames);
    if (alias != NULL && list_length(alias->colnames) > f->funccolcount)
        raise(ERR_INVALID_COLUMN_REFERENCE, "%s function has %d columns available but %d columns specified", construct, f->funccolcount,
              list_length(alias->colnames));
    RangeTblEntry *rte = MAKE_NODE(a, RangeTblEntry);
    rte->rtekind = RTE_FUNCTION;
    rte->functions = list_make(a, 1, f);
    rte->coltypes = t->coltypes;
    rte->coltypmods = t->coltypmods;
    rte->inFromCl = true;
    rte->lateral = r->lateral || has_vars_of_level((Node *)t, 0);
    rte_set_eref(ps, rte, "xmltable", t->colnames, NULL, alias, "table");
    return ns_make(ps, rte, t->coltypes, t->coltypmods);
}
