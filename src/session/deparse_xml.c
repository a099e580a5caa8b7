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
