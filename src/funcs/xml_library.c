/* libxml2's errors and files: it keeps none of them. */
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "funcs/xml_int.h"

static struct xml_work *current; /* whose call libxml2 is in */

static void no_memory(void)
{
    if (current != NULL)
        current->out_of_memory = true;
}

/* ---- texts that grow outside of arenas: nothing here may raise ---- */
static void text_add(struct xml_work *w, struct xml_text *t, const char *s, size_t n)
{
    if (t->cap - t->len < n + 1) {
        size_t cap = t->cap * 2 + n + 256;
        char *grown = realloc(t->data, cap);
        if (grown == NULL) {
            w->out_of_memory = true;
            return;
        }
        t->data = grown;
        t->cap = cap;
    }
    memcpy(t->data + t->len, s, n);
    t->len += n;
    t->data[t->len] = '\0';
}

/* No newlines at the end; a line that follows begins with `more`. */
static void text_chop(struct xml_work *w, struct xml_text *t, bool more)
{
    while (t->len > 0 && t->data[t->len - 1] == '\n')
        t->data[--t->len] = '\0';
    if (more && t->len > 0)
        text_add(w, t, "\n", 1);
}

/* The line that is shown may begin or end within a character, and what was read need not be UTF-8. */
static void make_valid(struct xml_text *t)
{
    for (size_t at = 0; t->data != NULL && (at += utf8_check(t->data + at, t->len - at)) < t->len;)
        t->data[at] = '?';
}

struct message {
    struct xml_work *work;
    struct xml_text text;
};

static void __attribute__((format(printf, 2, 3))) message_add(void *arg, const char *fmt, ...)
{
    struct message *m = arg;
    char stack[512], *s = stack;
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(stack, sizeof stack, fmt, ap);
    if (n >= (int)sizeof stack) {
        s = malloc((size_t)n + 1);
        if (s != NULL)
            vsnprintf(s, (size_t)n + 1, fmt, again);
        else
            m->work->out_of_memory = true;
    }
    if (n > 0 && s != NULL)
        text_add(m->work, &m->text, s, (size_t)n);
    if (s != stack)
        free(s);
    va_end(again);
    va_end(ap);
}

/* ---- errors ---- */
/* Some versions of libxml2 say of errors in namespaces that they are the parser's. */
static int domain_of(const xmlError *e)
{
    switch (e->code) {
    case XML_WAR_NS_URI: case XML_ERR_NS_DECL_ERROR: case XML_WAR_NS_URI_RELATIVE: case XML_WAR_NS_COLUMN:
    case XML_NS_ERR_XML_NAMESPACE: case XML_NS_ERR_UNDEFINED_NAMESPACE: case XML_NS_ERR_QNAME:
    case XML_NS_ERR_ATTRIBUTE_REDEFINED: case XML_NS_ERR_EMPTY:
        return XML_FROM_NAMESPACE;
    }
    return e->domain;
}

static bool counts(const struct xml_work *w, const xmlError *e)
{
    switch (domain_of(e)) {
    case XML_FROM_NONE: case XML_FROM_PARSER: case XML_FROM_MEMORY: case XML_FROM_IO:
        return e->code != XML_WAR_UNDECLARED_ENTITY && /* no DTD is loaded that would declare it */
               !(e->code == XML_ERR_NOT_WELL_BALANCED && w->failed);
    }
    return w->all;
}

/* What libxml2 would print on standard error, which may be the client: each such line comes as an error, too. */
static void __attribute__((format(printf, 2, 3))) silent(void *unused, const char *fmt, ...)
{
    (void)unused;
    (void)fmt;
}

static void library_error(void *unused, xmlErrorPtr e)
{
    struct xml_work *w = current;
    (void)unused;
    if (w == NULL)
        return;
    w->out_of_memory |= e->code == XML_ERR_NO_MEMORY;
    if (!counts(w, e))
        return;
    struct message m = {.work = w};
    const xmlNode *node = e->node;
    const xmlParserCtxt *ctxt = e->ctxt;
    bool of_parser = e->domain != XML_FROM_XPATH; /* an XPath error's context is another structure */
    if (e->line > 0)
        message_add(&m, "line %d: ", e->line);
    if (node != NULL && node->type == XML_ELEMENT_NODE && node->name != NULL)
        message_add(&m, "element %s: ", (const char *)node->name);
    message_add(&m, "%s", e->message != NULL ? e->message : "(no message provided)");
    if (of_parser && ctxt != NULL && ctxt->input != NULL) {
        text_chop(w, &m.text, true);
        xmlSetGenericErrorFunc(&m, message_add);
        xmlParserPrintFileContext(ctxt->input);
        xmlSetGenericErrorFunc(NULL, silent);
    }
    text_chop(w, &m.text, false);
    make_valid(&m.text);
    xmlErrorLevel level = e->code == XML_WAR_NS_URI ? XML_ERR_ERROR : e->level;
    if (level >= XML_ERR_ERROR) {
        w->failed = true;
        text_chop(w, &w->errors, true);
        text_add(w, &w->errors, m.text.data != NULL ? m.text.data : "", m.text.len);
    } else {
        text_add(w, &w->warnings, m.text.data != NULL ? m.text.data : "", m.text.len + (m.text.data != NULL));
    }
    free(m.text.data);
}

/* What is outside of the text is empty, whatever it is called: no file is opened, no host asked. */
static xmlParserInputPtr nothing(const char *url, const char *id, xmlParserCtxtPtr ctxt)
{
    (void)url;
    (void)id;
    return xmlNewStringInputStream(ctxt, (const xmlChar *)"");
}

static void library_ready(void)
{
    static bool ready;
    if (ready)
        return;
    xml_memory_ready(no_memory);
    xmlInitParser();
    xmlSetStructuredErrorFunc(NULL, library_error);
    xmlSetGenericErrorFunc(NULL, silent);
    xmlSetExternalEntityLoader(nothing);
    ready = true;
}

/* ---- pieces of work ---- */
static void work_release(void *arg)
{
    struct xml_work *w = arg;
    if (current == w)
        current = NULL;
    free(w->errors.data);
    free(w->warnings.data);
}

struct xml_work *xml_begin(struct arena *parent, bool all)
{
    struct arena *a = arena_new(parent, "xml");
    struct xml_work *w = ARENA_NEW(a, struct xml_work);
    w->arena = a;
    w->all = all;
    arena_on_reset(a, work_release, w);
    library_ready();
    xml_use(w);
    return w;
}

void xml_use(struct xml_work *w)
{
    current = w;
}

static void warn(struct xml_work *w)
{
    struct xml_text t = w->warnings;
    if (t.data == NULL)
        return;
    w->warnings.len = 0;
    for (size_t at = 0; at < t.len; at += strlen(t.data + at) + 1)
        notice(SEV_WARNING, ERR_WARNING, "%s", t.data + at);
}

void xml_end(struct xml_work *w)
{
    warn(w);
    arena_free(w->arena);
}

static void slot_release(void *arg)
{
    xml_slot_clear(arg);
}

void xml_slot_clear(struct xml_slot *s)
{
    if (s->p != NULL)
        s->release(s->p);
    s->p = NULL;
}

struct xml_slot *xml_slot(struct xml_work *w, void (*release)(void *p))
{
    struct xml_slot *s = ARENA_NEW(w->arena, struct xml_slot);
    s->release = release;
    arena_on_reset(w->arena, slot_release, s);
    return s;
}

struct xml_slot *xml_scratch(struct xml_work *w, enum xml_scratch which, void (*release)(void *p))
{
    if (w->scratch[which] == NULL)
        w->scratch[which] = xml_slot(w, release);
    return w->scratch[which];
}

struct error *xml_error(struct xml_work *w, enum errcode code, const char *message)
{
    struct error *e = error_new(code, "%s", message);
    if (w->failed && w->errors.data != NULL)
        error_detail(e, "%s", w->errors.data);
    return e;
}

void xml_require(struct xml_work *w, bool wrong, enum errcode code, const char *message)
{
    warn(w);
    if (w->out_of_memory)
        raise(ERR_OUT_OF_MEMORY, "out of memory");
    if (wrong || w->failed)
        error_throw(xml_error(w, code, message));
}
