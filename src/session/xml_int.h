/* Tables and queries as XML: what the files share. */
#ifndef SESSION_XML_INT_H
#define SESSION_XML_INT_H

#include "funcs/xml.h"
#include "session/inner_query.h"

/* What all the functions are told: NULLs shown; rows without a table around them; a namespace, "" none. */
struct xml_shape {
    bool nulls, forest;
    const char *target;
};

struct xml_relation {
    const char *schema, *name;
    const char *query; /* all of it */
};

/* ---- xml_schema.c: XML schemas, appended ---- */
/* Of a table, or, rel NULL, of a query; desc: TargetEntry. */
void xml_schema_of_rows(struct strbuf *out, const struct xml_shape *x, const struct xml_relation *rel, const List *desc);
void xml_schema_begin(struct strbuf *out, const struct xml_shape *x);
void xml_schema_end(struct strbuf *out);
List *xml_schema_types(struct arena *a, List *types, const List *desc); /* types, and those of desc that are not in it */
void xml_schema_put_types(struct strbuf *out, List *types);
void xml_schema_put_schema(struct strbuf *out, const struct xml_shape *x, const char *schema, const List *relations);
void xml_schema_put_database(struct strbuf *out, const List *schemas);

#endif
