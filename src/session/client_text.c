/*
 * The client's text: what it sends becomes UTF-8, what it is sent its client_encoding (manual 24.3.3). Types know UTF-8 alone, so
 * a binary form is converted where all of it is text; one that has text somewhere inside is refused. (xml sees to it itself: the
 * text says what it is in.)
 */
#include "session/session_int.h"

#include <string.h>

#include "base/encoding.h"
#include "base/utf8.h"

static enum encoding current = ENC_UTF8;

void client_encoding_set(enum encoding e)
{
    current = e;
}

enum encoding client_encoding(void)
{
    return current;
}

bool client_converts(void)
{
    return current != ENC_UTF8 && current != ENC_SQL_ASCII;
}

const char *text_from(struct arena *a, enum encoding e, const char *p, size_t *len)
{
    struct strbuf b;
    if (e == ENC_UTF8 || e == ENC_SQL_ASCII) {
        utf8_require(p, *len);
        return p;
    }
    strbuf_init(&b, a);
    encoding_to_utf8(e, p, *len, &b);
    *len = b.len;
    return b.data;
}

const char *client_string(struct arena *a, const char *text)
{
    size_t len = strlen(text);
    text = text_from(a, current, text, &len);
    return arena_strndup(a, text, len);
}

void text_to(struct arena *a, enum encoding e, struct strbuf *b, size_t from)
{
    struct strbuf made;
    if (e == ENC_UTF8 || e == ENC_SQL_ASCII)
        return;
    strbuf_init(&made, a);
    encoding_from_utf8(e, b->data + from, b->len - from, false, &made);
    b->len = from;
    strbuf_add(b, made.data, made.len);
}

void put_client_text(struct wire *w, const char *text)
{
    size_t from = w->output.len;
    wire_bytes(w, text, strlen(text));
    text_to(the_session.message, current, &w->output, from);
    wire_byte(w, '\0');
}

enum text_inside text_inside(Oid type)
{
    const struct type_info *t = type_get(type_base(type));
    if (t->typtype == 'r' || t->typtype == 'm')
        return text_inside(t->typtype == 'm' ? type_get(t->base)->elem : t->elem) == TEXT_NONE ? TEXT_NONE : TEXT_SOMEWHERE;
    if (type_is_array(t->oid) || type_is_vector(t->oid))
        return text_inside(t->elem) == TEXT_NONE ? TEXT_NONE : TEXT_SOMEWHERE;
    if (t->typtype == 'c' || t->oid == TYPE_record)
        return TEXT_SOMEWHERE;
    if (t->category == 'S' || t->typtype == 'e')
        return TEXT_WHOLE;
    switch (t->oid) {
    case TYPE_json: case TYPE_jsonb: case TYPE_jsonpath: case TYPE_cstring: return TEXT_WHOLE;
    default: return TEXT_NONE;
    }
}

enum text_inside binary_text(struct arena *a, enum encoding e, Oid type)
{
    enum text_inside inside = e == ENC_UTF8 || e == ENC_SQL_ASCII ? TEXT_NONE : text_inside(type);
    if (inside == TEXT_SOMEWHERE)
        raise(ERR_FEATURE_NOT_SUPPORTED, "the binary form of type %s in encoding \"%s\" is not supported", type_display(a, type),
              encoding_name(e));
    return inside;
}
