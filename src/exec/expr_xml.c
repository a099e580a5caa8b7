/* XMLELEMENT and its kin. */
#include "exec/expr_int.h"
#include "funcs/xml.h"

struct xml_step {
    const XmlExpr *x;
    struct vector named, args;
    struct xml_part *parts; /* of both, the named ones first */
};

static void fill_parts(struct xml_step *m)
{
    for (int i = 0; i < m->named.n + m->args.n; i++) {
        const struct vector *v = i < m->named.n ? &m->named : &m->args;
        int k = i < m->named.n ? i : i - m->named.n;
        m->parts[i].value = v->values[k];
        m->parts[i].isnull = v->nulls[k];
    }
}

static Datum concatenated(const struct vector *v, struct arena *a, bool *isnull)
{
    struct xml_concat c = {.any = false};
    for (int i = 0; i < v->n; i++)
        if (!v->nulls[i])
            xml_concat_add(&c, a, v->values[i]);
    *isnull = !c.any;
    return c.any ? xml_concat_end(&c, a) : (Datum)0;
}

static Datum instruction(const struct xml_step *m, struct arena *a, bool *isnull)
{
    const char *text = m->args.n > 0 && !m->args.nulls[0] ? datum_cstring(a, m->args.values[0]) : NULL;
    xml_pi_check(m->x->name);
    *isnull = m->args.n > 0 && text == NULL;
    return *isnull ? (Datum)0 : xml_pi(a, m->x->name, text);
}

static Datum parsed(const struct xml_step *m, struct arena *a)
{
    xml_check(a, datum_cstring(a, m->args.values[0]), m->x->document, m->args.values[1] != 0, NULL);
    return m->args.values[0];
}

static Datum serialized(const struct xml_step *m, struct arena *a)
{
    if (m->x->document && !xml_is_document(a, m->args.values[0]))
        raise(ERR_NOT_AN_XML_DOCUMENT, "not an XML document");
    return m->args.values[0];
}

static Datum rooted(const struct xml_step *m, struct arena *a)
{
    const char *version = m->args.nulls[1] ? NULL : datum_cstring(a, m->args.values[1]);
    return xml_root(a, m->args.values[0], version, datum_int32(m->args.values[2]));
}

static void run_xml(struct step *s, struct eval_ctx *e)
{
    struct xml_step *m = s->u.call.data;
    struct arena *a = e->row;
    const XmlExpr *x = m->x;
    fill_parts(m);
    *s->null = false;
    switch (x->op) {
    case IS_XMLCONCAT: *s->res = concatenated(&m->args, a, s->null); return;
    case IS_XMLELEMENT: *s->res = xml_element(a, x->name, m->parts, m->named.n, m->parts + m->named.n, m->args.n); return;
    case IS_XMLFOREST: *s->res = xml_forest(a, m->parts, m->named.n, s->null); return;
    case IS_XMLPI: *s->res = instruction(m, a, s->null); return;
    }
    *s->null = m->args.nulls[0];
    if (*s->null)
        return;
    switch (x->op) {
    case IS_XMLPARSE: *s->res = parsed(m, a); return;
    case IS_XMLROOT: *s->res = rooted(m, a); return;
    case IS_XMLSERIALIZE: *s->res = serialized(m, a); return;
    case IS_DOCUMENT: *s->res = datum_from_bool(xml_is_document(a, m->args.values[0])); return;
    }
}

void compile_xml(struct compiler *c, const XmlExpr *x, Datum *res, bool *null)
{
    struct xml_step *m = ARENA_NEW(c->a, struct xml_step);
    m->x = x;
    m->named = compile_vector(c, x->named_args);
    m->args = compile_vector(c, x->args);
    m->parts = ARENA_ARRAY(c->a, struct xml_part, m->named.n + m->args.n + 1);
    for (int i = 0; i < m->named.n + m->args.n; i++) {
        m->parts[i].name = i < m->named.n ? list_nth(x->arg_names, i) : NULL;
        m->parts[i].type = i < m->named.n ? m->named.types[i] : m->args.types[i - m->named.n];
    }
    compile_call(c, run_xml, m, res, null);
}
