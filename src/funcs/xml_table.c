/* XMLTABLE's rows and values, by XPath (manual 9.15.3.3). */
#include "funcs/xml_path_int.h"

struct xml_table {
    struct xml_work *w;
    xmlXPathContextPtr context;
    xmlXPathCompExprPtr rows, *columns;
    struct xml_slot *found, *value; /* the rows' nodes; a column's */
    int at;                         /* rows given */
};

struct xml_table *xml_table_open(struct arena *a, Datum document, int n)
{
    struct xml_work *w = xml_begin(a, true);
    struct xml_table *t = ARENA_NEW(w->arena, struct xml_table);
    t->w = w;
    t->context = xml_path_context(w, document);
    t->columns = ARENA_ARRAY(w->arena, xmlXPathCompExprPtr, n);
    t->found = xml_path_slot(w);
    t->value = xml_path_slot(w);
    return t;
}

void xml_table_close(struct xml_table *t)
{
    xml_end(t->w);
}

void xml_table_namespace(struct xml_table *t, const char *name, const char *uri)
{
    xml_use(t->w);
    if (name == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "DEFAULT namespace is not supported");
    int failed = xmlXPathRegisterNs(t->context, (const xmlChar *)name, (const xmlChar *)uri);
    xml_require(t->w, failed != 0, ERR_DATA_EXCEPTION, "could not set XML namespace");
}

static xmlXPathCompExprPtr path_of(struct xml_table *t, const char *path, const char *what, enum errcode wrong)
{
    xml_use(t->w);
    if (path[0] == '\0')
        raise(ERR_DATA_EXCEPTION, "%s path filter must not be empty string", what);
    return xml_path_compile(t->w, t->context, path, wrong);
}

void xml_table_rows(struct xml_table *t, const char *path)
{
    t->rows = path_of(t, path, "row", ERR_SYNTAX_ERROR);
}

void xml_table_column(struct xml_table *t, int i, const char *path)
{
    t->columns[i] = path_of(t, path, "column", ERR_DATA_EXCEPTION);
}

bool xml_table_next(struct xml_table *t)
{
    xml_use(t->w);
    const xmlXPathObject *o = t->found->p != NULL ? t->found->p : xml_path_eval(t->w, t->found, t->context, t->rows);
    return o->type == XPATH_NODESET && o->nodesetval != NULL && t->at++ < o->nodesetval->nodeNr;
}

/* Nodes: as XML one behind the other, else the text of the only one. False: there are none. */
static bool put_nodes(struct xml_table *t, struct strbuf *out, xmlNodeSetPtr nodes, bool as_xml)
{
    int n = nodes != NULL ? nodes->nodeNr : 0;
    if (as_xml) {
        for (int i = 0; i < n; i++)
            xml_put_node(t->w, out, nodes->nodeTab[i]);
    } else if (n > 1) {
        raise(ERR_CARDINALITY_VIOLATION, "more than one value returned by column XPath expression");
    } else if (n == 1) {
        xml_put_string(t->w, out, xmlXPathCastNodeSetToString(nodes));
    }
    return n > 0;
}

static bool put_value(struct xml_table *t, struct strbuf *out, xmlXPathObjectPtr o, Oid type)
{
    double number = o->floatval;
    switch (o->type) {
    case XPATH_NODESET: return put_nodes(t, out, o->nodesetval, type == TYPE_xml);
    case XPATH_STRING: {
        const char *s = (const char *)o->stringval;
        if (type == TYPE_xml)
            xml_escape(out, s, strlen(s));
        else
            strbuf_addstr(out, s);
        return true;
    }
    case XPATH_BOOLEAN:
        if (type_get(type)->category != 'N') {
            xml_put_string(t->w, out, xmlXPathCastBooleanToString(o->boolval));
            return true;
        }
        number = xmlXPathCastBooleanToNumber(o->boolval);
        break;
    case XPATH_NUMBER: break;
    default: raise(ERR_INTERNAL_ERROR, "unexpected XPath object type %u", o->type);
    }
    xml_put_string(t->w, out, xmlXPathCastNumberToString(number));
    return true;
}

Datum xml_table_value(struct xml_table *t, struct arena *a, int i, Oid type, int32_t typmod, bool *isnull)
{
    xml_use(t->w);
    const xmlXPathObject *found = t->found->p;
    struct strbuf text;
    strbuf_init(&text, a);
    t->context->node = found->nodesetval->nodeTab[t->at - 1];
    xmlXPathObjectPtr o = xml_path_eval(t->w, t->value, t->context, t->columns[i]);
    *isnull = !put_value(t, &text, o, type);
    return *isnull ? (Datum)0 : type_input(a, type, typmod, text.data, text.len, NULL);
}
