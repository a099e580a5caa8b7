/* The type xml, and the functions that make it of text. */
#include "funcs/xml.h"

#include "base/encoding.h"
#include "funcs/funcs.h"

Datum xml_in(struct io *io, const char *s, size_t len)
{
    if (!xml_check(io->arena, s, type_settings.xml_document, true, io->soft))
        return (Datum)0;
    return datum_from_text(io->arena, s, len);
}

/* The text with a declaration that says what it has to, and no more. */
static void put_text(struct io *io, Datum d, const char *encoding, struct strbuf *out)
{
    struct xml_decl decl = xml_decl_read(io->arena, VARDATA(d));
    size_t skip = decl.len;
    if (decl.wrong == NULL && !xml_decl_write(out, decl.version, encoding, decl.standalone) && VARDATA(d)[skip] == '\n')
        skip++; /* no empty line where the declaration was */
    strbuf_add(out, VARDATA(d) + skip, VARLEN(d) - skip);
}

void xml_out(struct io *io, Datum d, struct strbuf *out)
{
    put_text(io, d, NULL, out);
}

/* In the encoding that it declares, whatever the client's is. */
Datum xml_recv(struct io *io, const uint8_t *p, size_t len)
{
    const char *s = arena_strndup(io->arena, (const char *)p, len);
    const char *declared = xml_decl_read(io->arena, s).encoding;
    enum encoding e = ENC_UTF8;
    struct strbuf text;
    if (declared != NULL && !encoding_find(declared, &e))
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid encoding name \"%s\"", declared);
    if (e == ENC_UTF8) {
        bool ok = xml_check(io->arena, s, type_settings.xml_document, true, io->soft);
        return ok ? type_get(TYPE_text)->recv(io, p, len) : (Datum)0;
    }
    strbuf_init(&text, io->arena);
    encoding_to_utf8(e, s, len, &text);
    return xml_in(io, text.data, text.len);
}

/* In the client's encoding, which the declaration names. */
void xml_send(struct io *io, Datum d, struct strbuf *out)
{
    const char *name = func_env.setting_get != NULL ? func_env.setting_get("client_encoding") : NULL;
    enum encoding e = ENC_UTF8;
    struct strbuf text;
    if (name == NULL || !encoding_find(name, &e) || e == ENC_UTF8) {
        put_text(io, d, NULL, out);
        return;
    }
    strbuf_init(&text, io->arena);
    put_text(io, d, encoding_name(e), &text);
    encoding_from_utf8(e, text.data, text.len, false, out);
}

/* ---- out of text, and back ---- */
Datum texttoxml(struct fcall *fc)
{
    Datum d = ARG_DATUM(0);
    xml_check(fc->arena, datum_cstring(fc->arena, d), type_settings.xml_document, true, NULL);
    return d;
}

static Datum well_formed(struct fcall *fc, bool document)
{
    struct soft_error soft = {.failed = false};
    Datum d = ARG_DATUM(0);
    return datum_from_bool(xml_check(fc->arena, datum_cstring(fc->arena, d), document, true, &soft));
}

Datum xml_is_well_formed(struct fcall *fc)
{
    return well_formed(fc, type_settings.xml_document);
}

Datum xml_is_well_formed_document(struct fcall *fc)
{
    return well_formed(fc, true);
}

Datum xml_is_well_formed_content(struct fcall *fc)
{
    return well_formed(fc, false);
}

Datum xmlvalidate(struct fcall *fc)
{
    (void)fc;
    raise(ERR_FEATURE_NOT_SUPPORTED, "xmlvalidate is not implemented");
}

/* ---- comments, concatenation ---- */
Datum xmlcomment(struct fcall *fc)
{
    const char *s = datum_cstring(fc->arena, ARG_DATUM(0));
    size_t n = VARLEN(ARG_DATUM(0));
    if ((n > 0 && s[n - 1] == '-') || strstr(s, "--") != NULL)
        raise(ERR_INVALID_XML_COMMENT, "invalid XML comment");
    struct strbuf out;
    strbuf_init(&out, fc->arena);
    strbuf_addstr(&out, "<!--");
    strbuf_add(&out, s, n);
    strbuf_addstr(&out, "-->");
    return datum_from_text(fc->arena, out.data, out.len);
}

/* The declaration of the whole: the version that all have; standalone where all say so, and "no" if one says "no". */
void xml_concat_add(struct xml_concat *c, struct arena *a, Datum d)
{
    struct xml_decl decl = xml_decl_read(a, VARDATA(d));
    if (!c->any) {
        strbuf_init(&c->text, a);
        c->standalone = 1;
        c->any = true;
    }
    if (decl.standalone == 0 && c->standalone == 1)
        c->standalone = 0;
    if (decl.standalone < 0)
        c->standalone = -1;
    if (decl.version == NULL || (c->version != NULL && strcmp(decl.version, c->version) != 0))
        c->no_version = true;
    else if (c->version == NULL)
        c->version = decl.version;
    strbuf_add(&c->text, VARDATA(d) + decl.len, VARLEN(d) - decl.len);
}

Datum xml_concat_end(struct xml_concat *c, struct arena *a)
{
    struct strbuf out;
    strbuf_init(&out, a);
    if (!c->no_version || c->standalone >= 0)
        xml_decl_write(&out, c->no_version ? NULL : c->version, NULL, c->standalone);
    strbuf_add(&out, c->text.data, c->text.len);
    return datum_from_text(a, out.data, out.len);
}

Datum xmlconcat2(struct fcall *fc)
{
    if (ARG_NULL(0) && ARG_NULL(1))
        RETURN_NULL();
    if (ARG_NULL(0) || ARG_NULL(1))
        return ARG_DATUM(ARG_NULL(0) ? 1 : 0);
    struct xml_concat c = {.any = false};
    xml_concat_add(&c, fc->arena, ARG_DATUM(0));
    xml_concat_add(&c, fc->arena, ARG_DATUM(1));
    return xml_concat_end(&c, fc->arena);
}

/* xmlagg(): one value is given as it came. */
struct xml_gathered {
    struct xml_concat all;
    Datum first;
    int64_t n;
};

static void gather(void *state, struct fcall *fc)
{
    struct xml_gathered *g = state;
    if (ARG_NULL(0))
        return;
    if (g->n++ == 0)
        g->first = datum_copy(fc->keep, ARG_DATUM(0), false);
    xml_concat_add(&g->all, fc->keep, ARG_DATUM(0));
}

static Datum gathered(void *state, struct fcall *fc)
{
    struct xml_gathered *g = state;
    if (g->n == 0)
        RETURN_NULL();
    return g->n == 1 ? g->first : xml_concat_end(&g->all, fc->arena);
}

const struct agg_impl xmlagg_agg = {sizeof(struct xml_gathered), gather, gathered, NULL};
