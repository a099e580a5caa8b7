/*
 * XML (manual 8.13, 9.15): the type, and what its functions share. An xml value is the text as it came; libxml2 reads it where a
 * function has to know what is in it. No entity, DTD or anything else outside of the text is ever loaded.
 */
#ifndef FUNCS_XML_H
#define FUNCS_XML_H

#include "base/strbuf.h"
#include "types/func.h"
#include "types/io_protos.h"

TYPE_IO_PROTOS(xml)

/* ---- reading ---- */
/* Is text well-formed as a document or as content? Raises 2200M or 2200N with libxml2's words, or notes them in soft. keep_space
 * false: white space between elements may go, which changes no answer here. */
bool xml_check(struct arena *a, const char *text, bool document, bool keep_space, struct soft_error *soft);
bool xml_is_document(struct arena *a, Datum d); /* 53200 */

/* ---- XML declarations ---- */
struct xml_decl {
    size_t len;           /* bytes of it: 0 where there is none */
    const char *version;  /* NULL: none. In an arena, as encoding is */
    const char *encoding; /* NULL: none */
    int standalone;       /* 1 yes, 0 no, -1 not said */
    const char *wrong;    /* what is wrong with it, in PostgreSQL's words; NULL: nothing */
};
struct xml_decl xml_decl_read(struct arena *a, const char *s);
/* Appends one where it says something; encoding NULL: UTF8. False: nothing was to be said. */
bool xml_decl_write(struct strbuf *out, const char *version, const char *encoding, int standalone);

/* ---- names (SQL/XML 9.1) ---- */
bool xml_stands_in_name(uint32_t c);
/* A name that XML takes, out of any; whole: also where a colon or "xml" would mean something; period: a full stop, too. */
const char *xml_name_from_sql(struct arena *a, const char *name, bool whole, bool period);
const char *xml_name_to_sql(struct arena *a, const char *name); /* back */

/* ---- values (SQL/XML 9.8) ---- */
/* Appends the value as XML has it; escape: < > & and \r as entities, unless it is xml. Raises 22008 for infinite moments. */
void xml_put_value(struct strbuf *out, Oid type, Datum d, bool escape);
void xml_escape(struct strbuf *out, const char *s, size_t len);

/* ---- what is built ---- */
struct xml_concat { /* zeroed: nothing yet */
    struct strbuf text;
    const char *version; /* of all so far */
    bool no_version;     /* they differ, or one has none */
    int standalone;
    bool any;
};
void xml_concat_add(struct xml_concat *c, struct arena *a, Datum d);
Datum xml_concat_end(struct xml_concat *c, struct arena *a);
/* <name attributes>content</name>; NULL values are left out. */
struct xml_part {
    const char *name; /* of an attribute, of a forest's element */
    Oid type;
    Datum value;
    bool isnull;
};
Datum xml_element(struct arena *a, const char *name, const struct xml_part *attributes, int nattributes,
                  const struct xml_part *content, int ncontent);
Datum xml_forest(struct arena *a, const struct xml_part *parts, int n, bool *isnull);
void xml_pi_check(const char *target); /* 42601 */
Datum xml_pi(struct arena *a, const char *target, const char *text); /* text NULL: none. Raises 2200T */
enum xml_standalone { XML_STANDALONE_YES, XML_STANDALONE_NO, XML_STANDALONE_NO_VALUE, XML_STANDALONE_OMITTED };
Datum xml_root(struct arena *a, Datum d, const char *version, int standalone); /* version NULL: none */

/* ---- XMLTABLE: a document, its rows' path, a path for each of n columns ---- */
struct xml_table;
struct xml_table *xml_table_open(struct arena *a, Datum document, int n); /* until xml_table_close(), or a is reset. Raises 2200M */
void xml_table_namespace(struct xml_table *t, const char *name, const char *uri); /* name NULL: 0A000 */
void xml_table_rows(struct xml_table *t, const char *path);                       /* 22000, 42601 */
void xml_table_column(struct xml_table *t, int i, const char *path);              /* 22000 */
bool xml_table_next(struct xml_table *t);
/* In the present row, in a. Raises 21000, and what the type's input does. */
Datum xml_table_value(struct xml_table *t, struct arena *a, int i, Oid type, int32_t typmod, bool *isnull);
void xml_table_close(struct xml_table *t);

#endif
