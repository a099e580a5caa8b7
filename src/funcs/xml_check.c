/* Is a text XML? */
#include <libxml/parserInternals.h>

#include "funcs/xml_int.h"
#include "types/softfail.h"

static void free_context(void *p)
{
    xmlFreeParserCtxt(p);
}

static void free_document(void *p)
{
    xmlFreeDoc(p);
}

static void free_nodes(void *p)
{
    xmlFreeNodeList(p);
}

/* Does <!DOCTYPE come first, but for comments and instructions? Such content is a document. */
static bool has_doctype(const char *s)
{
    for (;;) {
        s = xml_skip_blanks(s);
        if (strncmp(s, "<!DOCTYPE", 9) == 0)
            return true;
        if (strncmp(s, "<!--", 4) == 0) {
            s = strstr(s + 4, "--");
            if (s == NULL || s[2] != '>')
                return false;
            s += 3;
        } else if (strncmp(s, "<?", 2) == 0) {
            s = strstr(s + 2, "?>");
            if (s == NULL)
                return false;
            s += 2;
        } else {
            return false;
        }
    }
}

struct reading {
    struct xml_slot *context, *doc, *nodes;
    bool wrong;
};

static int options(bool keep_space)
{
    return XML_PARSE_NOENT | XML_PARSE_DTDATTR | (keep_space ? 0 : XML_PARSE_NOBLANKS);
}

static void read_whole(struct reading *r, const char *text, bool keep_space)
{
    r->doc->p = xmlCtxtReadDoc(r->context->p, (const xmlChar *)text, NULL, "UTF-8", options(keep_space));
    r->wrong = r->doc->p == NULL;
}

/* What stands in an element of an empty document. */
static void read_content(struct reading *r, const char *text, const struct xml_decl *decl, bool keep_space)
{
    xmlDocPtr doc = xmlNewDoc((const xmlChar *)decl->version);
    xmlNodePtr root = xmlNewNode(NULL, (const xmlChar *)"content-root"), nodes = NULL;
    r->doc->p = doc;
    r->wrong = doc == NULL || root == NULL;
    if (r->wrong) {
        xmlFreeNode(root);
        return;
    }
    xmlDocSetRootElement(doc, root);
    doc->encoding = xmlStrdup((const xmlChar *)"UTF-8");
    doc->standalone = decl->standalone;
    text += decl->len;
    if (*text != '\0')
        r->wrong = xmlParseInNodeContext(root, text, (int)strlen(text), options(keep_space), &nodes) != XML_ERR_OK;
    r->nodes->p = nodes;
}

static bool check(struct xml_work *w, const char *text, bool document, bool keep_space, struct soft_error *soft)
{
    struct reading r = {.context = xml_slot(w, free_context)};
    r.doc = xml_slot(w, free_document);
    r.nodes = xml_slot(w, free_nodes); /* made last, freed first: nodes know their document */
    r.context->p = xmlNewParserCtxt();
    xml_require(w, r.context->p == NULL, ERR_OUT_OF_MEMORY, "could not allocate parser context");
    enum errcode code = document ? ERR_INVALID_XML_DOCUMENT : ERR_INVALID_XML_CONTENT;
    struct xml_decl decl = {.standalone = -1};
    if (!document) {
        decl = xml_decl_read(w->arena, text);
        if (decl.wrong != NULL) {
            SOFT_ERROR(soft, error_detail(error_new(code, "invalid XML content: invalid XML declaration"), "%s", decl.wrong));
            return false;
        }
    }
    if (document || has_doctype(text + decl.len))
        read_whole(&r, text, keep_space);
    else
        read_content(&r, text, &decl, keep_space);
    if (!w->out_of_memory && (r.wrong || w->failed)) {
        SOFT_ERROR(soft, xml_error(w, code, document ? "invalid XML document" : "invalid XML content"));
        return false;
    }
    xml_require(w, r.wrong, code, "out of memory");
    return true;
}

bool xml_check(struct arena *a, const char *text, bool document, bool keep_space, struct soft_error *soft)
{
    struct xml_work *w = xml_begin(a, false);
    bool ok = check(w, text, document, keep_space, soft);
    xml_end(w);
    return ok;
}

bool xml_is_document(struct arena *a, Datum d)
{
    struct soft_error soft = {.failed = false};
    return xml_check(a, datum_cstring(a, d), true, true, &soft);
}

xmlDocPtr xml_read_document(struct xml_work *w, Datum d)
{
    struct xml_slot *context = xml_slot(w, free_context), *doc = xml_slot(w, free_document);
    const char *text = datum_cstring(w->arena, d);
    size_t skip = xml_decl_read(w->arena, text).len; /* it may claim another encoding */
    context->p = xmlNewParserCtxt();
    xml_require(w, context->p == NULL, ERR_OUT_OF_MEMORY, "could not allocate parser context");
    doc->p = xmlCtxtReadMemory(context->p, text + skip, (int)(VARLEN(d) - skip), NULL, NULL, 0);
    xml_require(w, doc->p == NULL, ERR_INVALID_XML_DOCUMENT, "could not parse XML document");
    return doc->p;
}
