/* XMLELEMENT and its kin (manual 9.15). */
#include "analyze/analyze_int.h"

#include <string.h>

#include "funcs/xml.h"

static const struct {
    const char *construct, *name; /* name NULL: no function */
    Oid args[3];                  /* what the arguments become; the last one goes for those that follow; 0: they stay */
} kinds[] = {
    [IS_XMLCONCAT] = {"XMLCONCAT", "xmlconcat", {TYPE_xml, TYPE_xml, TYPE_xml}},
    [IS_XMLELEMENT] = {"XMLELEMENT", "xmlelement", {0}},
    [IS_XMLFOREST] = {"XMLFOREST", "xmlforest", {0}},
    [IS_XMLPARSE] = {"XMLPARSE", "xmlparse", {TYPE_text, TYPE_bool, TYPE_bool}},
    [IS_XMLPI] = {"XMLPI", "xmlpi", {TYPE_text, TYPE_text, TYPE_text}},
    [IS_XMLROOT] = {"XMLROOT", "xmlroot", {TYPE_xml, TYPE_text, TYPE_int4}},
    [IS_XMLSERIALIZE] = {"XMLSERIALIZE", "xmlserialize", {TYPE_xml, TYPE_xml, TYPE_xml}},
    [IS_DOCUMENT] = {"IS DOCUMENT", NULL, {TYPE_xml, TYPE_xml, TYPE_xml}},
};

static int kind_of(const PgQuery__XmlExpr *x)
{
    return (int)x->op - PG_QUERY__XML_EXPR_OP__IS_XMLCONCAT;
}

static bool is_known(const PgQuery__XmlExpr *x)
{
    return kind_of(x) >= 0 && kind_of(x) < COUNTOF(kinds);
}

const char *xml_function_name(const PgQuery__XmlExpr *x)
{
    return is_known(x) ? kinds[kind_of(x)].name : NULL;
}

/* A value of XMLATTRIBUTES or XMLFOREST, and the name that it gets. */
static void add_named(struct pstate *ps, XmlExpr *out, PgQuery__Node *raw)
{
    PgQuery__ResTarget *t = raw->res_target;
    RAW_FIELDS(t, t->location, "name val location");
    Node *e = transform_node(ps, t->val);
    const char *name;
    if (!is_empty(t->name))
        name = xml_name_from_sql(ps->arena, t->name, false, false);
    else if (t->val->node_case == PG_QUERY__NODE__NODE_COLUMN_REF)
        name = xml_name_from_sql(ps->arena, target_label(ps, t->val, e), true, false);
    else
        raise_at(ERR_SYNTAX_ERROR, t->location, "unnamed XML %s value must be a column reference",
                 out->op == IS_XMLELEMENT ? "attribute" : "element");
    for (int i = 0; out->op == IS_XMLELEMENT && i < list_length(out->arg_names); i++)
        if (strcmp(list_nth(out->arg_names, i), name) == 0)
            raise_at(ERR_SYNTAX_ERROR, t->location, "XML attribute name \"%s\" appears more than once", name);
    out->named_args = list_append(ps->arena, out->named_args, e);
    out->arg_names = list_append(ps->arena, out->arg_names, (void *)(uintptr_t)name);
}

static Node *xml_argument(struct pstate *ps, int kind, PgQuery__Node *raw, size_t i)
{
    int srfs = ps->nsrfs;
    Node *e = transform_node(ps, raw);
    Oid type = kinds[kind].args[i < 2 ? i : 2];
    if (type == InvalidOid)
        return e;
    e = coerce_to_specific(ps, e, type, kinds[kind].construct);
    if (ps->nsrfs > srfs)
        raise_at(ERR_DATATYPE_MISMATCH, expr_location(e), "argument of %s must not return a set", kinds[kind].construct);
    return e;
}

Node *transform_xml(struct pstate *ps, PgQuery__XmlExpr *x)
{
    RAW_FIELDS(x, x->location, "op name named_args args xmloption location");
    XmlExpr *out = MAKE_NODE(ps->arena, XmlExpr);
    if (!is_known(x) || x->op == PG_QUERY__XML_EXPR_OP__IS_XMLSERIALIZE) /* that one has a node of its own */
        raise_at(ERR_FEATURE_NOT_SUPPORTED, x->location, "this kind of XML expression is not supported");
    out->op = kind_of(x);
    out->name = is_empty(x->name) ? NULL : xml_name_from_sql(ps->arena, x->name, false, false);
    out->document = x->xmloption == PG_QUERY__XML_OPTION_TYPE__XMLOPTION_DOCUMENT;
    out->typmod = -1;
    out->location = x->location;
    for (size_t i = 0; i < x->n_named_args; i++)
        add_named(ps, out, x->named_args[i]);
    for (size_t i = 0; i < x->n_args; i++)
        out->args = list_append(ps->arena, out->args, xml_argument(ps, out->op, x->args[i], i));
    return (Node *)out;
}

Node *transform_xml_serialize(struct pstate *ps, PgQuery__XmlSerialize *x)
{
    RAW_FIELDS(x, x->location, "xmloption expr type_name location");
    XmlExpr *out = MAKE_NODE(ps->arena, XmlExpr);
    out->op = IS_XMLSERIALIZE;
    out->document = x->xmloption == PG_QUERY__XML_OPTION_TYPE__XMLOPTION_DOCUMENT;
    out->args = list_make(ps->arena, 1, xml_argument(ps, IS_XMLSERIALIZE, x->expr, 0));
    out->location = x->location;
    lookup_type(ps, x->type_name, &out->type, &out->typmod);
    Node *e = coerce_to_target(ps, (Node *)out, TYPE_text, out->type, out->typmod, COERCION_IMPLICIT, COERCE_IMPLICIT_CAST, -1);
    if (e == NULL)
        raise_at(ERR_CANNOT_COERCE, x->location, "cannot cast XMLSERIALIZE result to %s", type_display(ps->arena, out->type));
    return e;
}
