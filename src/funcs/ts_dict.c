/* Words into lexemes: dictionaries and configurations. */
#include "funcs/ts_dict.h"

#include <libstemmer.h>
#include <stdlib.h>

#include "base/macros.h"
#include "funcs/funcs.h"
#include "types/reg.h"

#define SIMPLE_DICT 3765
#define SIMPLE_CONFIG 3748
#define MAX_STEMMED 1000 /* bytes: what is longer is no word of any language */

struct ts_dict {
    Oid oid;
    const char *language; /* NULL: simple */
};

struct ts_config {
    Oid oid;
    Oid words, ascii_words; /* dictionaries */
};

static const struct ts_dict dicts[] = {
    {SIMPLE_DICT, NULL},
#define LANGUAGE(name, config, dict, ascii) {dict, #name},
#include "funcs/ts_languages.def"
#undef LANGUAGE
};

enum {
#define LANGUAGE(name, config, dict, ascii) DICT_##name = dict,
#include "funcs/ts_languages.def"
#undef LANGUAGE
};

static const struct ts_config configs[] = {
    {SIMPLE_CONFIG, SIMPLE_DICT, SIMPLE_DICT},
#define LANGUAGE(name, config, dict, ascii) {config, dict, DICT_##ascii},
#include "funcs/ts_languages.def"
#undef LANGUAGE
};

static const struct {
    const char *language, *words;
} stop_words[] = {
#define STOP_WORDS(language, words) {#language, words},
#include "funcs/ts_stop_words.def"
#undef STOP_WORDS
};

/* What a dictionary needs, made when it is first asked; lasts as long as the process. */
struct tools {
    struct sb_stemmer *stemmer;
    struct ts_lexeme *stop;
    int n;
};
static struct tools tools[COUNTOF(dicts)];

Oid ts_dict_oid(const struct ts_dict *d)
{
    return d->oid;
}

const struct ts_dict *ts_dict_get(Oid oid)
{
    for (size_t i = 0; i < COUNTOF(dicts); i++)
        if (dicts[i].oid == oid)
            return &dicts[i];
    raise(ERR_INTERNAL_ERROR, "cache lookup failed for text search dictionary %u", oid);
}

const struct ts_config *ts_config_get(Oid oid)
{
    for (size_t i = 0; i < COUNTOF(configs); i++)
        if (configs[i].oid == oid)
            return &configs[i];
    raise(ERR_INTERNAL_ERROR, "cache lookup failed for text search configuration %u", oid);
}

Oid ts_config_current(struct arena *a)
{
    const char *name = func_env.setting_get != NULL ? func_env.setting_get("default_text_search_config") : NULL;
    struct io io = {.arena = a, .typmod = -1};
    if (name == NULL || *name == '\0')
        raise(ERR_UNDEFINED_OBJECT, "text search configuration \"%s\" does not exist", "");
    return datum_oid(regconfig_in(&io, name, strlen(name)));
}

const struct ts_dict *ts_config_dict(const struct ts_config *c, enum ts_type type)
{
    switch (type) {
    case TS_ASCIIWORD: case TS_HWORD_ASCIIPART: case TS_ASCIIHWORD: return ts_dict_get(c->ascii_words);
    case TS_WORD: case TS_HWORD_PART: case TS_HWORD: return ts_dict_get(c->words);
    case TS_BLANK: case TS_TAG: case TS_PROTOCOL: case TS_ENTITY: return NULL;
    default: return ts_dict_get(SIMPLE_DICT);
    }
}

/* ---- one word ---- */
static void read_stop_words(struct tools *t, const char *words)
{
    int n = 1;
    for (const char *s = words; *s != '\0'; s++)
        n += *s == ' ';
    t->stop = malloc(sizeof *t->stop * (size_t)n);
    if (t->stop == NULL)
        raise_out_of_memory(sizeof *t->stop * (size_t)n);
    for (const char *s = words; t->n < n; s += strcspn(s, " ") + 1)
        t->stop[t->n++] = (struct ts_lexeme){.s = s, .len = (uint32_t)strcspn(s, " ")};
}

static struct tools *tools_of(const struct ts_dict *d)
{
    struct tools *t = &tools[d - dicts];
    if (t->stemmer != NULL)
        return t;
    t->stemmer = sb_stemmer_new(d->language, "UTF_8");
    if (t->stemmer == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "libstemmer has no %s", d->language);
    for (size_t i = 0; i < COUNTOF(stop_words); i++)
        if (strcmp(stop_words[i].language, d->language) == 0)
            read_stop_words(t, stop_words[i].words);
    return t;
}

static int by_lexeme(const void *a, const void *b)
{
    return ts_lexeme_cmp(a, b);
}

bool ts_dict_lexeme(const struct ts_dict *d, struct arena *a, const char *s, size_t len, struct ts_lexeme *lexeme)
{
    char *lower = arena_strndup(a, s, len);
    for (size_t i = 0; i < len; i++)
        if (lower[i] >= 'A' && lower[i] <= 'Z')
            lower[i] = (char)(lower[i] + ('a' - 'A'));
    *lexeme = (struct ts_lexeme){.s = lower, .len = (uint32_t)len};
    if (d->language == NULL || len > MAX_STEMMED || len == 0)
        return len > 0;
    struct tools *t = tools_of(d);
    if (t->n > 0 && bsearch(lexeme, t->stop, (size_t)t->n, sizeof *t->stop, by_lexeme) != NULL)
        return false;
    const sb_symbol *stem = sb_stemmer_stem(t->stemmer, (const sb_symbol *)lower, (int)len);
    int n = stem != NULL ? sb_stemmer_length(t->stemmer) : 0;
    if (stem == NULL)
        raise_out_of_memory(len);
    if (n > 0)
        *lexeme = (struct ts_lexeme){.s = arena_strndup(a, (const char *)stem, (size_t)n), .len = (uint32_t)n};
    return true;
}

/* ---- texts ---- */
bool ts_word_fits(size_t len)
{
    if (len < TS_MAX_LEXEME)
        return true;
    struct error *e = error_new(ERR_PROGRAM_LIMIT_EXCEEDED, "word is too long to be indexed");
    error_detail(e, "Words longer than %d characters are ignored.", TS_MAX_LEXEME);
    e->severity = SEV_NOTICE;
    notice_emit(e);
    return false;
}

void ts_words_add(struct ts_words *w, const struct ts_config *c, const char *s, size_t len)
{
    struct ts_scanner sc = {.s = s, .len = len};
    struct ts_token t;
    struct ts_lexeme l;
    while (ts_scan(&sc, &t)) {
        const struct ts_dict *d = ts_word_fits(t.len) ? ts_config_dict(c, t.type) : NULL;
        if (d == NULL)
            continue;
        w->position++;
        if (!ts_dict_lexeme(d, w->arena, t.s, t.len, &l))
            continue;
        if (w->n == w->cap) {
            int cap = (w->cap + 16) * 2;
            w->v = arena_grow(w->arena, w->v, (size_t)w->cap * sizeof *w->v, (size_t)cap * sizeof *w->v);
            w->cap = cap;
        }
        int position = w->position < TS_MAX_POSITION ? w->position : TS_MAX_POSITION;
        w->v[w->n++] = (struct ts_word){l.s, l.len, position};
    }
}

static int word_order(const void *x, const void *y)
{
    const struct ts_word *a = x, *b = y;
    int c = ts_compare(a->s, a->len, b->s, b->len, false);
    return c != 0 ? c : a->position - b->position;
}

Datum ts_words_vector(struct ts_words *w)
{
    struct ts_lexeme *v = ARENA_ARRAY(w->arena, struct ts_lexeme, w->n + 1);
    uint16_t *places = ARENA_ARRAY(w->arena, uint16_t, w->n + 1), *last = places;
    int n = 0;
    if (w->n > 1)
        qsort(w->v, (size_t)w->n, sizeof *w->v, word_order);
    for (int i = 0; i < w->n; i++) {
        const struct ts_word *x = &w->v[i];
        if (n == 0 || ts_compare(x->s, x->len, v[n - 1].s, v[n - 1].len, false) != 0) {
            v[n++] = (struct ts_lexeme){.s = x->s, .len = x->len, .places = 1, .place = last};
            *last++ = (uint16_t)x->position;
        } else if (v[n - 1].places < TS_MAX_POSITIONS - 1 && last[-1] != x->position && last[-1] != TS_MAX_POSITION) {
            *last++ = (uint16_t)x->position;
            v[n - 1].places++;
        }
    }
    return tsvector_new(w->arena, v, n);
}
