/* to_tsvector() and its family: documents, as text or JSON, into lexemes (manual 9.13). */
#include <strings.h>

#include "funcs/json_int.h"
#include "funcs/ts_int.h"
#include "types/numeric.h"

Datum ts_vector_of(struct arena *a, const struct ts_config *c, Datum text)
{
    struct ts_words w = {.arena = a};
    ts_words_add(&w, c, VARDATA(text), VARLEN(text));
    return ts_words_vector(&w);
}

Datum to_tsvector(struct fcall *fc)
{
    int i;
    const struct ts_config *c = ts_config_arg(fc, &i);
    return ts_vector_of(fc->arena, c, ARG_DATUM(i));
}

Datum get_current_ts_config(struct fcall *fc)
{
    return datum_from_oid(ts_config_current(fc->arena));
}

/* ---- JSON: which of its values are words ---- */
enum { JSON_KEYS = 1, JSON_STRINGS = 2, JSON_NUMBERS = 4, JSON_BOOLEANS = 8, JSON_ALL = 15 };

static const struct {
    const char *name;
    unsigned bits;
} kinds[] = {
    {"all", JSON_ALL}, {"key", JSON_KEYS}, {"string", JSON_STRINGS}, {"numeric", JSON_NUMBERS}, {"boolean", JSON_BOOLEANS},
};

static _Noreturn void raise_kind(struct error *e)
{
    error_throw(error_hint(e, "Possible values are: \"string\", \"numeric\", \"boolean\", \"key\", and \"all\"."));
}

static unsigned json_kind(const struct jval *v)
{
    if (v->type == J_ARRAY || v->type == J_OBJECT)
        raise(ERR_INTERNAL_ERROR, "unexpected end of flag array");
    if (v->type != J_STRING)
        raise_kind(error_new(ERR_INVALID_PARAMETER_VALUE, "flag array element is not a string"));
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (v->n == strlen(kinds[i].name) && strncasecmp(v->str, kinds[i].name, v->n) == 0)
            return kinds[i].bits;
    raise_kind(error_new(ERR_INVALID_PARAMETER_VALUE, "wrong flag in flag array: \"%.*s\"", (int)v->n, v->str));
}

static unsigned json_kinds(Datum filter)
{
    struct jval v = jsonb_open(filter);
    unsigned bits = 0;
    if (v.type == J_OBJECT)
        raise(ERR_INVALID_PARAMETER_VALUE, "wrong flag type, only arrays and scalars are allowed");
    if (v.type != J_ARRAY)
        return json_kind(&v);
    for (uint32_t i = 0; i < v.n; i++) {
        struct jval e = jval_elem(&v, i);
        bits |= json_kind(&e);
    }
    return bits;
}

struct json_words {
    struct ts_words words;
    const struct ts_config *config;
    unsigned kinds;
};

/* Words of two values are never neighbours. */
static void add_value(struct json_words *w, const char *s, size_t len)
{
    int before = w->words.n;
    ts_words_add(&w->words, w->config, s, len);
    w->words.position += w->words.n > before;
}

static void add_scalar(struct json_words *w, const struct jval *v)
{
    struct strbuf b;
    switch (v->type) {
    case J_STRING:
        if (w->kinds & JSON_STRINGS)
            add_value(w, v->str, v->n);
        break;
    case J_NUMBER:
        if ((w->kinds & JSON_NUMBERS) && v->raw != NULL) {
            add_value(w, v->raw, v->raw_len);
        } else if (w->kinds & JSON_NUMBERS) {
            strbuf_init(&b, w->words.arena);
            type_output(w->words.arena, TYPE_numeric, (Datum)v->num, &b);
            add_value(w, b.data, b.len);
        }
        break;
    case J_BOOL:
        if (w->kinds & JSON_BOOLEANS)
            add_value(w, v->boolean ? "true" : "false", v->boolean ? 4 : 5);
        break;
    default: break;
    }
}

static void add_json(struct json_words *w, const struct jval *v)
{
    for (uint32_t i = 0; !jval_scalar(v) && i < v->n; i++) {
        struct jval e = v->type == J_ARRAY ? jval_elem(v, i) : jval_value(v, i);
        if (v->type == J_OBJECT && (w->kinds & JSON_KEYS)) {
            struct jval key = jval_key(v, i);
            add_value(w, key.str, key.n);
        }
        add_json(w, &e);
    }
    add_scalar(w, v);
}

static Datum json_vector(struct fcall *fc, const struct ts_config *c, int i, unsigned which)
{
    struct json_words w = {.words = {.arena = fc->arena}, .config = c, .kinds = which};
    struct jval v = json_arg(fc, i, JSON_TEXT);
    add_json(&w, &v);
    return ts_words_vector(&w.words);
}

Datum json_strings_to_tsvector(struct fcall *fc)
{
    int i;
    const struct ts_config *c = ts_config_arg(fc, &i);
    return json_vector(fc, c, i, JSON_STRINGS);
}

Datum json_to_tsvector(struct fcall *fc)
{
    int i;
    const struct ts_config *c = ts_config_arg(fc, &i);
    return json_vector(fc, c, i, json_kinds(ARG_DATUM(i + 1)));
}
