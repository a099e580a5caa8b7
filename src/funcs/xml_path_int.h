/* XPath over libxml2: what xpath() and XMLTABLE share. */
#ifndef FUNCS_XML_PATH_INT_H
#define FUNCS_XML_PATH_INT_H

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "funcs/xml_int.h"

/* A context at the document's root. Raises 2200M, 53200. */
xmlXPathContextPtr xml_path_context(struct xml_work *w, Datum doc);
/* A compiled expression; raises code. */
xmlXPathCompExprPtr xml_path_compile(struct xml_work *w, xmlXPathContextPtr x, const char *path, enum errcode code);
/* Its value at x->node, in slot; raises XX000. */
xmlXPathObjectPtr xml_path_eval(struct xml_work *w, struct xml_slot *slot, xmlXPathContextPtr x, xmlXPathCompExprPtr path);
struct xml_slot *xml_path_slot(struct xml_work *w); /* for that value */
void xml_put_node(struct xml_work *w, struct strbuf *out, xmlNodePtr node); /* as text; of attributes and texts what is in them, escaped */
void xml_put_string(struct xml_work *w, struct strbuf *out, xmlChar *text); /* and frees it; NULL: no memory */

#endif
