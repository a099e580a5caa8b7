/*
 * libxml2: what the files that call it share. Its functions never see an error raised through them: what it says is kept, and
 * raised when it has returned. What it allocates goes with a piece of work.
 */
#ifndef FUNCS_XML_INT_H
#define FUNCS_XML_INT_H

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "funcs/xml.h"

enum xml_scratch { SCRATCH_STRING, SCRATCH_BUFFER, SCRATCH_NODE, SCRATCH_COUNT };

struct xml_work {
    struct arena *arena; /* what libxml2 made is freed when it goes */
    bool all;            /* errors of every domain count, not only those of well-formedness */
    struct xml_slot *scratch[SCRATCH_COUNT];
    bool failed;
    bool out_of_memory;
    struct xml_text {
        char *data; /* malloc()'s */
        size_t len, cap;
    } errors, warnings; /* warnings: one behind the other, each with its NUL */
};

static inline const char *xml_skip_blanks(const char *s)
{
    return s + strspn(s, " \t\r\n");
}

/* xml_memory.c: before the library is used at all; told of each allocation that fails. */
void xml_memory_ready(void (*told)(void));

/* Until xml_end(), or until parent is reset. The library is made ready when it is first asked for. */
struct xml_work *xml_begin(struct arena *parent, bool all);
void xml_end(struct xml_work *w);
void xml_use(struct xml_work *w); /* what libxml2 says from now on belongs to it; a work begun later may have come between */

/* A place for what libxml2 will make, freed with the work. Made before, because making it may raise. */
struct xml_slot {
    void *p;
    void (*release)(void *p);
};
struct xml_slot *xml_slot(struct xml_work *w, void (*release)(void *p));
void xml_slot_clear(struct xml_slot *s);
/* One that is used again and again. */
struct xml_slot *xml_scratch(struct xml_work *w, enum xml_scratch which, void (*release)(void *p));

/* Warnings go to the client; raises code with what libxml2 said as its DETAIL where wrong, or where it said something. 53200. */
void xml_require(struct xml_work *w, bool wrong, enum errcode code, const char *message);
struct error *xml_error(struct xml_work *w, enum errcode code, const char *message);

/* A document, without a declaration before it, for XPath. Raises 2200M. */
xmlDocPtr xml_read_document(struct xml_work *w, Datum d);

#endif
