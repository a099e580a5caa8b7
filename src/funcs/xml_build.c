/* Elements, forests, processing instructions, roots (manual 9.15.1). */
#include "base/utf8.h"
#include "funcs/xml.h"

/* An attribute's text, in ASCII: other characters are references. */
static void put_attribute(struct strbuf *out, const char *s, size_t len)
{
    for (const char *end = s + len; s < end; s += utf8_width(*s))
        switch (*s) {
        case '"': strbuf_addstr(out, "&quot;"); break;
        case '&': strbuf_addstr(out, "&amp;"); break;
        case '<': strbuf_addstr(out, "&lt;"); break;
        case '>': strbuf_addstr(out, "&gt;"); break;
        case '\n': case '\r': case '\t': strbuf_printf(out, "&#%d;", *s); break;
        default:
            if ((unsigned char)*s < 0x80)
                strbuf_addch(out, *s);
            else
                strbuf_printf(out, "&#x%X;", utf8_decode(s));
        }
}

Datum xml_element(struct arena *a, const char *name, const struct xml_part *attributes, int nattributes,
                  const struct xml_part *content, int ncontent)
{
    struct strbuf out, value;
    bool open = false;
    strbuf_init(&out, a);
    strbuf_init(&value, a);
    strbuf_printf(&out, "<%s", name);
    for (int i = 0; i < nattributes; i++) {
        if (attributes[i].isnull)
            continue;
        strbuf_clear(&value);
        xml_put_value(&value, attributes[i].type, attributes[i].value, false);
        strbuf_printf(&out, " %s=\"", attributes[i].name);
        put_attribute(&out, value.data, value.len);
        strbuf_addch(&out, '"');
    }
    for (int i = 0; i < ncontent; i++) {
        if (content[i].isnull)
            continue;
        if (!open)
            strbuf_addch(&out, '>');
        open = true;
        xml_put_value(&out, content[i].type, content[i].value, true);
    }
    if (open)
        strbuf_printf(&out, "</%s>", name);
    else
        strbuf_addstr(&out, "/>");
    return datum_from_text(a, out.data, out.len);
}

Datum xml_forest(struct arena *a, const struct xml_part *parts, int n, bool *isnull)
{
    struct strbuf out;
    strbuf_init(&out, a);
    *isnull = true;
    for (int i = 0; i < n; i++) {
        if (parts[i].isnull)
            continue;
        *isnull = false;
        strbuf_printf(&out, "<%s>", parts[i].name);
        xml_put_value(&out, parts[i].type, parts[i].value, true);
        strbuf_printf(&out, "</%s>", parts[i].name);
    }
    return *isnull ? (Datum)0 : datum_from_text(a, out.data, out.len);
}

#define no_pi(code, ...) error_throw(error_detail(error_new(code, "invalid XML processing instruction"), __VA_ARGS__))

void xml_pi_check(const char *target)
{
    if (strcasecmp(target, "xml") == 0)
        no_pi(ERR_SYNTAX_ERROR, "XML processing instruction target name cannot be \"%s\".", target);
}

Datum xml_pi(struct arena *a, const char *target, const char *text)
{
    struct strbuf out;
    if (text != NULL && strstr(text, "?>") != NULL)
        no_pi(ERR_INVALID_XML_PROCESSING_INSTRUCTION, "XML processing instruction cannot contain \"?>\".");
    strbuf_init(&out, a);
    strbuf_printf(&out, "<?%s", target);
    if (text != NULL) {
        strbuf_addch(&out, ' ');
        strbuf_addstr(&out, text + strspn(text, " "));
    }
    strbuf_addstr(&out, "?>");
    return datum_from_text(a, out.data, out.len);
}

Datum xml_root(struct arena *a, Datum d, const char *version, int standalone)
{
    struct xml_decl decl = xml_decl_read(a, VARDATA(d));
    struct strbuf out;
    strbuf_init(&out, a);
    if (standalone != XML_STANDALONE_OMITTED)
        decl.standalone = standalone == XML_STANDALONE_YES ? 1 : standalone == XML_STANDALONE_NO ? 0 : -1;
    xml_decl_write(&out, version, NULL, decl.standalone);
    strbuf_add(&out, VARDATA(d) + decl.len, VARLEN(d) - decl.len);
    return datum_from_text(a, out.data, out.len);
}
