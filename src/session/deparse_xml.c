/* XMLELEMENT and its kin as SQL text, in PostgreSQL's layout. */
#include "session/deparse_int.h"
#include "session/session_int.h"

#include "funcs/xml.h"

static void put_args(struct deparse *d, const List *args, const Plan *plan)
{
    FOREACH (Node, e, args) {
        strbuf_addstr(d->out, FOREACH_INDEX(e, args) > 0 ? ", " : "");
        deparse_in(d, e, plan);
    }
}

static void put_name(struct deparse *d, const char *name)
{
    deparse_name(d, xml_name_to_sql(d->arena, name));
}

static void put_named(struct deparse *d, const XmlExpr *x, const Plan *plan)
{
    FOREACH (Node, e, x->named_args) {
        strbuf_addstr(d->out, FOREACH_INDEX(e, x->named_args) > 0 ? ", " : "");
        deparse_in(d, e, plan);
        strbuf_addstr(d->out, " AS ");
        put_name(d, list_nth(x->arg_names, FOREACH_INDEX(e, x->named_args)));
    }
}

static void put_element(struct deparse *d, const XmlExpr *x, const Plan *plan)
{
    strbuf_addstr(d->out, x->op == IS_XMLPI ? "XMLPI(NAME " : "XMLELEMENT(NAME ");
    put_name(d, x->name);
    if (x->named_args != NULL) {
        strbuf_addstr(d->out, ", XMLATTRIBUTES(");
        put_named(d, x, plan);
        strbuf_addch(d->out, ')');
    }
    strbuf_addstr(d->out, x->args != NULL ? ", " : "");
    put_args(d, x->args, plan);
}

static void put_root(struct deparse *d, const XmlExpr *x, const Plan *plan)
{
    static const char *const standalone[] = {
        [XML_STANDALONE_YES] = ", STANDALONE YES", [XML_STANDALONE_NO] = ", STANDALONE NO",
        [XML_STANDALONE_NO_VALUE] = ", STANDALONE NO VALUE", [XML_STANDALONE_OMITTED] = ""};
    const Const *version = list_nth(x->args, 1), *how = list_nth(x->args, 2);
    strbuf_addstr(d->out, "XMLROOT(");
    deparse_in(d, list_nth(x->args, 0), plan);
    strbuf_addstr(d->out, ", VERSION ");
    if (IS_A(version, Const) && version->constisnull)
        strbuf_addstr(d->out, "NO VALUE");
    else
        deparse_in(d, (const Node *)version, plan);
    strbuf_addstr(d->out, standalone[datum_int32(how->constvalue)]);
}

void deparse_xml(struct deparse *d, const XmlExpr *x, const Plan *plan)
{
    const char *option = x->document ? "DOCUMENT " : "CONTENT ";
    switch (x->op) {
    case IS_XMLCONCAT:
        strbuf_addstr(d->out, "XMLCONCAT(");
        put_args(d, x->args, plan);
        break;
    case IS_XMLFOREST:
        strbuf_addstr(d->out, "XMLFOREST(");
        put_named(d, x, plan);
        break;
    case IS_XMLPARSE: {
        const Const *keep = list_nth(x->args, 1);
        strbuf_printf(d->out, "XMLPARSE(%s", option);
        deparse_in(d, list_nth(x->args, 0), plan);
        strbuf_addstr(d->out, datum_bool(keep->constvalue) ? " PRESERVE WHITESPACE" : " STRIP WHITESPACE");
        break;
    }
    case IS_XMLROOT: put_root(d, x, plan); break;
    case IS_XMLSERIALIZE:
        strbuf_printf(d->out, "XMLSERIALIZE(%s", option);
        deparse_in(d, list_nth(x->args, 0), plan);
        strbuf_printf(d->out, " AS %s", type_format(d->arena, x->type, x->typmod));
        break;
    default: put_element(d, x, plan); break;
    }
    strbuf_addch(d->out, ')');
}

/* ---- XMLTABLE ---- */
static void put_in_parentheses(struct deparse *d, const char *before, const Node *e, const Plan *plan)
{
    strbuf_printf(d->out, "%s(", before);
    deparse_in(d, e, plan);
    strbuf_addch(d->out, ')');
}

static void put_namespaces(struct deparse *d, const TableFunc *t, const Plan *plan)
{
    strbuf_addstr(d->out, "XMLNAMESPACES (");
    for (int i = 0; i < list_length(t->ns_uris); i++) {
        const char *name = list_nth(t->ns_names, i);
        strbuf_addstr(d->out, i > 0 ? ", " : "");
        strbuf_addstr(d->out, name == NULL ? "DEFAULT " : "");
        deparse_in(d, list_nth(t->ns_uris, i), plan);
        if (name != NULL) {
            strbuf_addstr(d->out, " AS ");
            deparse_name(d, name);
        }
    }
    strbuf_addstr(d->out, "), ");
}

static void put_table_column(struct deparse *d, const TableFunc *t, int i, const Plan *plan)
{
    const Node *path = list_nth(t->colexprs, i), *value = list_nth(t->coldefexprs, i);
    strbuf_addstr(d->out, i > 0 ? ", " : " ");
    deparse_name(d, list_nth(t->colnames, i));
    if (i == t->ordinalitycol) {
        strbuf_addstr(d->out, " FOR ORDINALITY");
        return;
    }
    strbuf_printf(d->out, " %s", type_format(d->arena, ITEM_OID(list_nth(t->coltypes, i)), ITEM_INT(list_nth(t->coltypmods, i))));
    if (value != NULL)
        put_in_parentheses(d, " DEFAULT ", value, plan);
    if (path != NULL)
        put_in_parentheses(d, " PATH ", path, plan);
    if (ITEM_INT(list_nth(t->notnulls, i)) != 0)
        strbuf_addstr(d->out, " NOT NULL");
}

void deparse_xml_table(struct deparse *d, const TableFunc *t, const Plan *plan)
{
    strbuf_addstr(d->out, "XMLTABLE(");
    if (t->ns_uris != NULL)
        put_namespaces(d, t, plan);
    put_in_parentheses(d, "", t->rowexpr, plan);
    put_in_parentheses(d, " PASSING ", t->docexpr, plan);
    strbuf_addstr(d->out, " COLUMNS");
    for (int i = 0; i < list_length(t->colnames); i++)
        put_table_column(d, t, i, plan);
    strbuf_addch(d->out, ')');
}
