/* ts_headline(): documents as words, options, the headline's text; over JSON, all of its strings. */
#include "funcs/ts_headline.h"

#include <strings.h>

#include "funcs/json_int.h"
#include "types/scalar.h"

/* ---- the text as words ---- */
static struct hl_word *add_word(struct hl_text *t, struct hl_word w)
{
    if (t->n == t->cap) {
        int cap = (t->cap + 32) * 2;
        t->v = arena_grow(t->arena, t->v, (size_t)t->cap * sizeof *t->v, (size_t)cap * sizeof *t->v);
        t->cap = cap;
    }
    t->v[t->n] = w;
    return &t->v[t->n++];
}

/* The word at `at` matches values of the query: the first is its own, each other one's a repetition. In the order of
 * PostgreSQL's items, right before left. */
static void match_word(struct hl_text *t, int at, const struct tsq_node *q, const struct ts_lexeme *l)
{
    if (q == NULL)
        return;
    if (q->kind == TSQ_VALUE && ts_compare(q->s, q->len, l->s, l->len, q->prefix) == 0) {
        if (t->v[at].item == NULL) {
            t->v[at].item = q;
        } else {
            struct hl_word again = t->v[at];
            again.item = q;
            again.repeated = true;
            add_word(t, again);
        }
    }
    match_word(t, at, q->right, l);
    match_word(t, at, q->left, l);
}

static void read_text(struct hl_text *t, const struct ts_config *c, const struct tsq_node *query, const char *s, size_t len)
{
    struct ts_scanner sc = {.s = s, .len = len};
    struct ts_token token;
    struct ts_lexeme l;
    while (ts_scan(&sc, &token)) {
        if (!ts_word_fits(token.len))
            continue;
        const struct ts_dict *d = ts_config_dict(c, token.type);
        add_word(t, (struct hl_word){.type = token.type, .s = token.s, .len = (uint32_t)token.len});
        if (d == NULL)
            continue;
        t->position++;
        if (!ts_dict_lexeme(d, t->arena, token.s, token.len, &l))
            continue;
        t->v[t->n - 1].position = t->position < TS_MAX_POSITION ? t->position : TS_MAX_POSITION;
        match_word(t, t->n - 1, query, &l);
    }
}

/* ---- options ---- */
static int whole_number(struct arena *a, const char *s)
{
    struct io io = {.arena = a, .typmod = -1};
    return datum_int32(int4_in(&io, s, strlen(s)));
}

static bool is_yes(const char *s)
{
    static const char *const yes[] = {"1", "on", "true", "t", "y", "yes"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
        if (strcasecmp(s, yes[i]) == 0)
            return true;
    return false;
}

static void set_option(struct arena *a, struct hl_options *o, const struct ts_option *p)
{
    const struct {
        const char *name;
        int *number;
        const char **text;
    } known[] = {
        {"MaxWords", &o->max_words, NULL},   {"MinWords", &o->min_words, NULL}, {"ShortWord", &o->short_word, NULL},
        {"MaxFragments", &o->max_fragments, NULL}, {"StartSel", NULL, &o->start}, {"StopSel", NULL, &o->stop},
        {"FragmentDelimiter", NULL, &o->delimiter},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcasecmp(p->name, known[i].name) != 0)
            continue;
        if (known[i].number != NULL)
            *known[i].number = whole_number(a, p->value);
        else
            *known[i].text = p->value;
        return;
    }
    if (strcasecmp(p->name, "HighlightAll") != 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "unrecognized headline parameter: \"%s\"", p->name);
    o->all = is_yes(p->value);
}

static void check_numbers(const struct hl_options *o)
{
    if (o->min_words >= o->max_words)
        raise(ERR_INVALID_PARAMETER_VALUE, "MinWords should be less than MaxWords");
    if (o->min_words <= 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "MinWords should be positive");
    if (o->short_word < 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "ShortWord should be >= 0");
    if (o->max_fragments < 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "MaxFragments should be >= 0");
}

static void check_length(const char *name, const char *text)
{
    if (strlen(text) > INT16_MAX)
        raise(ERR_INVALID_PARAMETER_VALUE, "value for \"%s\" is too long", name);
}

static struct hl_options options_of(struct arena *a, const struct ts_option *list)
{
    struct hl_options o = {"<b>", "</b>", " ... ", 35, 15, 3, 0, false};
    for (; list != NULL && list->name != NULL; list++)
        set_option(a, &o, list);
    if (!o.all)
        check_numbers(&o);
    check_length("StartSel", o.start);
    check_length("StopSel", o.stop);
    check_length("FragmentDelimiter", o.delimiter);
    return o;
}

/* ---- the marked words as text ---- */
static void write_headline(const struct hl_text *t, const struct hl_options *o, struct strbuf *out)
{
    bool inside = false;
    int fragments = 0;
    for (int i = 0; i < t->n; i++) {
        const struct hl_word *w = &t->v[i];
        if (w->repeated)
            continue;
        if (w->in && !inside && fragments++ > 0)
            strbuf_addstr(out, o->delimiter);
        inside = w->in;
        if (!w->in || (w->skip && !w->blank))
            continue;
        if (w->blank) {
            strbuf_addch(out, ' ');
            continue;
        }
        if (w->selected)
            strbuf_addstr(out, o->start);
        strbuf_add(out, w->s, w->len);
        if (w->selected)
            strbuf_addstr(out, o->stop);
    }
}

struct headline {
    struct arena *arena;
    const struct ts_config *config;
    const struct tsq_node *query;
    const struct ts_option *options;
    int position; /* words of earlier strings of the same JSON */
};

static struct strbuf headline(struct headline *h, const char *s, size_t len)
{
    struct hl_text t = {.arena = h->arena, .position = h->position};
    struct strbuf out;
    strbuf_init(&out, h->arena);
    read_text(&t, h->config, h->query, s, len);
    struct hl_options o = options_of(h->arena, h->options);
    hl_select(&t, h->query, &o);
    write_headline(&t, &o, &out);
    h->position = t.position;
    return out;
}

static struct headline headline_of(struct fcall *fc, int *document)
{
    struct headline h = {.arena = fc->arena, .config = ts_config_arg(fc, document)};
    int i = *document;
    h.query = tsquery_tree(fc->arena, ARG_DATUM(i + 1));
    if (fc->nargs > i + 2)
        h.options = ts_options(fc->arena, datum_cstring(fc->arena, ARG_DATUM(i + 2)));
    return h;
}

Datum ts_headline(struct fcall *fc)
{
    int i;
    struct headline h = headline_of(fc, &i);
    struct strbuf out = headline(&h, VARDATA(ARG_DATUM(i)), VARLEN(ARG_DATUM(i)));
    return datum_from_text(fc->arena, out.data, out.len);
}

/* ---- JSON: its strings, in place ---- */
static struct jval json_headline(struct headline *h, const struct jval *v)
{
    struct jval r = *v;
    if (v->type == J_STRING) {
        struct strbuf b = headline(h, v->str, v->n);
        return jval_string(b.data, b.len);
    }
    if (jval_scalar(v))
        return r;
    struct jval *items = ARENA_ARRAY(h->arena, struct jval, v->n * 2 + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < v->n; i++) {
        struct jval e = v->type == J_ARRAY ? jval_elem(v, i) : jval_value(v, i);
        if (v->type == J_OBJECT)
            items[n++] = jval_key(v, i);
        items[n++] = json_headline(h, &e);
    }
    r.flat = false;
    r.raw = NULL;
    r.items = items;
    return r;
}

/* json: without spaces, numbers as they were written. */
static void write_json(const struct jval *v, struct strbuf *out)
{
    if (v->type == J_STRING) {
        json_escape(out, v->str, v->n);
        return;
    }
    if (jval_scalar(v)) {
        strbuf_add(out, v->raw, v->raw_len);
        return;
    }
    strbuf_addch(out, v->type == J_ARRAY ? '[' : '{');
    for (uint32_t i = 0; i < v->n; i++) {
        struct jval e = v->type == J_ARRAY ? jval_elem(v, i) : jval_value(v, i);
        if (i > 0)
            strbuf_addch(out, ',');
        if (v->type == J_OBJECT) {
            struct jval key = jval_key(v, i);
            json_escape(out, key.str, key.n);
            strbuf_addch(out, ':');
        }
        write_json(&e, out);
    }
    strbuf_addch(out, v->type == J_ARRAY ? ']' : '}');
}

Datum ts_headline_json(struct fcall *fc)
{
    int i;
    struct headline h = headline_of(fc, &i);
    struct jval v = json_arg(fc, i, JSON_TEXT), r = json_headline(&h, &v);
    struct strbuf out;
    if (json_is_binary(fc, i))
        return jsonb_from_jval(fc->arena, &r);
    strbuf_init(&out, fc->arena);
    write_json(&r, &out);
    return datum_from_text(fc->arena, out.data, out.len);
}
