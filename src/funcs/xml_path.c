/* XPath: xpath(), xpath_exists(), xmlexists() (manual 9.15.3). */
#include "funcs/funcs.h"
#include "funcs/xml_path_int.h"
#include "types/array.h"

static void free_context(void *p)
{
    xmlXPathFreeContext(p);
}

static void free_path(void *p)
{
    xmlXPathFreeCompExpr(p);
}

static void free_object(void *p)
{
    xmlXPathFreeObject(p);
}

static void free_buffer(void *p)
{
    xmlBufferFree(p);
}

static void free_node(void *p)
{
    xmlNodePtr node = p;
    if (node->type == XML_DOCUMENT_NODE)
        xmlFreeDoc(p);
    else
        xmlFreeNode(node);
}

/* ---- what xpath() and XMLTABLE share ---- */
xmlXPathContextPtr xml_path_context(struct xml_work *w, Datum doc)
{
    xmlDocPtr root = xml_read_document(w, doc);
    struct xml_slot *s = xml_slot(w, free_context);
    xmlXPathContextPtr x = s->p = xmlXPathNewContext(root);
    xml_require(w, x == NULL, ERR_OUT_OF_MEMORY, "could not allocate XPath context");
    x->node = (xmlNodePtr)root;
    return x;
}

xmlXPathCompExprPtr xml_path_compile(struct xml_work *w, xmlXPathContextPtr x, const char *path, enum errcode code)
{
    struct xml_slot *s = xml_slot(w, free_path);
    s->p = xmlXPathCtxtCompile(x, (const xmlChar *)path);
    xml_require(w, s->p == NULL, code, "invalid XPath expression");
    return s->p;
}

struct xml_slot *xml_path_slot(struct xml_work *w)
{
    return xml_slot(w, free_object);
}

xmlXPathObjectPtr xml_path_eval(struct xml_work *w, struct xml_slot *slot, xmlXPathContextPtr x, xmlXPathCompExprPtr path)
{
    xml_slot_clear(slot);
    slot->p = xmlXPathCompiledEval(path, x);
    xml_require(w, slot->p == NULL, ERR_INTERNAL_ERROR, "could not create XPath object");
    return slot->p;
}

static void free_string(void *p)
{
    xmlFree(p);
}

void xml_put_string(struct xml_work *w, struct strbuf *out, xmlChar *text)
{
    struct xml_slot *s = xml_scratch(w, SCRATCH_STRING, free_string);
    s->p = text;
    xml_require(w, text == NULL, ERR_OUT_OF_MEMORY, "out of memory");
    strbuf_add(out, text, strlen((const char *)text));
    xml_slot_clear(s);
}

/* The copy has the namespaces that are declared above. */
static void put_tree(struct xml_work *w, struct strbuf *out, xmlNodePtr node)
{
    struct xml_slot *buffer = xml_scratch(w, SCRATCH_BUFFER, free_buffer), *copy = xml_scratch(w, SCRATCH_NODE, free_node);
    buffer->p = xmlBufferCreate();
    copy->p = buffer->p != NULL ? xmlCopyNode(node, 1) : NULL;
    xml_require(w, copy->p == NULL, ERR_OUT_OF_MEMORY, "could not copy node");
    int n = xmlNodeDump(buffer->p, NULL, copy->p, 0, 0);
    xml_require(w, n < 0, ERR_OUT_OF_MEMORY, "could not dump node");
    strbuf_add(out, xmlBufferContent(buffer->p), (size_t)xmlBufferLength(buffer->p));
    xml_slot_clear(copy);
    xml_slot_clear(buffer);
}

void xml_put_node(struct xml_work *w, struct strbuf *out, xmlNodePtr node)
{
    struct strbuf text;
    if (node->type != XML_ATTRIBUTE_NODE && node->type != XML_TEXT_NODE && node->type != XML_NAMESPACE_DECL) {
        put_tree(w, out, node);
        return;
    }
    strbuf_init(&text, w->arena);
    xml_put_string(w, &text, xmlXPathCastNodeToString(node));
    xml_escape(out, text.data, text.len);
}

/* ---- xpath() ---- */
static void register_namespaces(struct xml_work *w, xmlXPathContextPtr x, Datum namespaces)
{
    struct array pairs = array_open(namespaces);
    for (int i = 0; i + 1 < pairs.n; i += 2) {
        bool no_name, no_uri;
        Datum name = array_get(&pairs, i, &no_name), uri = array_get(&pairs, i + 1, &no_uri);
        if (no_name || no_uri)
            raise(ERR_NULL_VALUE_NOT_ALLOWED, "neither namespace name nor URI may be null");
        const char *n = datum_cstring(w->arena, name), *u = datum_cstring(w->arena, uri);
        if (xmlXPathRegisterNs(x, (const xmlChar *)n, (const xmlChar *)u) != 0)
            raise(ERR_INTERNAL_ERROR, "could not register XML namespace with name \"%s\" and URI \"%s\"", n, u);
    }
}

static void check_namespaces(Datum namespaces)
{
    struct array pairs = array_open(namespaces);
    if (pairs.ndim != 0 && (pairs.ndim != 2 || pairs.dims[1] != 2))
        error_throw(error_detail(error_new(ERR_DATA_EXCEPTION, "invalid array for XML namespace mapping"),
                                 "The array must be two-dimensional with length of the second axis equal to 2."));
}

static Datum scalar(struct arena *a, Oid type, Datum d)
{
    struct strbuf out;
    strbuf_init(&out, a);
    xml_put_value(&out, type, d, true);
    return datum_from_text(a, out.data, out.len);
}

/* How many values there are; those of b, unless it is NULL. */
static int64_t collect(struct xml_work *w, struct arena *a, const xmlXPathObject *o, struct array_builder *b)
{
    Datum d;
    int n = o->type == XPATH_NODESET && o->nodesetval != NULL ? o->nodesetval->nodeNr : 0;
    if (b == NULL)
        return o->type == XPATH_NODESET ? n : 1;
    switch (o->type) {
    case XPATH_NODESET:
        for (int i = 0; i < n; i++) {
            struct strbuf out;
            CHECK_INTERRUPTS();
            strbuf_init(&out, a);
            xml_put_node(w, &out, o->nodesetval->nodeTab[i]);
            array_builder_add(b, datum_from_text(a, out.data, out.len), false);
        }
        return n;
    case XPATH_BOOLEAN: d = scalar(a, TYPE_bool, datum_from_bool(o->boolval != 0)); break;
    case XPATH_NUMBER: d = scalar(a, TYPE_float8, datum_from_float8(o->floatval)); break;
    case XPATH_STRING: d = scalar(a, TYPE_text, datum_from_cstring(a, (const char *)o->stringval)); break;
    default: raise(ERR_INTERNAL_ERROR, "xpath expression result type %d is unsupported", o->type);
    }
    array_builder_add(b, d, false);
    return 1;
}

/* namespaces: arg 2, where there is one. */
static int64_t find(struct fcall *fc, struct array_builder *b)
{
    if (fc->nargs > 2)
        check_namespaces(ARG_DATUM(2));
    if (VARLEN(ARG_DATUM(0)) == 0)
        raise(ERR_DATA_EXCEPTION, "empty XPath expression");
    struct xml_work *w = xml_begin(fc->arena, true);
    xmlXPathContextPtr x = xml_path_context(w, ARG_DATUM(1));
    if (fc->nargs > 2)
        register_namespaces(w, x, ARG_DATUM(2));
    xmlXPathCompExprPtr path = xml_path_compile(w, x, datum_cstring(w->arena, ARG_DATUM(0)), ERR_INTERNAL_ERROR);
    int64_t n = collect(w, fc->arena, xml_path_eval(w, xml_path_slot(w), x, path), b);
    xml_end(w);
    return n;
}

Datum xpath(struct fcall *fc)
{
    struct array_builder b;
    array_builder_init(&b, fc->arena, TYPE_xml);
    find(fc, &b);
    return b.n > 0 ? array_builder_finish(&b, fc->arena) : array_make_empty(fc->arena, TYPE_xml);
}

Datum xpath_exists(struct fcall *fc)
{
    return datum_from_bool(find(fc, NULL) > 0);
}
