#include "types/ident.h"

#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "base/utf8.h"
#include "types/text.h"

static const struct keyword keywords[] = {
#define KEYWORD(word, category, bare_label) {#word, category, bare_label},
#include "types/keywords.def"
#undef KEYWORD
};

struct text_view {
    const char *s;
    size_t len;
};

static int by_word(const void *key, const void *row)
{
    const struct text_view *k = key;
    const char *word = ((const struct keyword *)row)->word;
    int c = strncmp(k->s, word, k->len);
    return c != 0 ? c : word[k->len] == '\0' ? 0 : -1;
}

const struct keyword *keyword_find(const char *word, size_t len)
{
    struct text_view key = {word, len};
    return bsearch(&key, keywords, COUNTOF(keywords), sizeof keywords[0], by_word);
}

int keyword_count(void)
{
    return COUNTOF(keywords);
}

const struct keyword *keyword_nth(int i)
{
    return &keywords[i];
}

static bool plain(const char *s, size_t len)
{
    if (len == 0 || !((*s >= 'a' && *s <= 'z') || *s == '_'))
        return false;
    for (size_t i = 1; i < len; i++)
        if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') || s[i] == '_'))
            return false;
    const struct keyword *k = keyword_find(s, len);
    return k == NULL || k->category == 'U';
}

static void add_doubling(struct strbuf *out, const char *s, size_t len, char quote, char also)
{
    for (size_t i = 0; i < len; i++) {
        if (s[i] == quote || s[i] == also)
            strbuf_addch(out, s[i]);
        strbuf_addch(out, s[i]);
    }
}

void ident_quote(struct strbuf *out, const char *s, size_t len)
{
    if (plain(s, len)) {
        strbuf_add(out, s, len);
        return;
    }
    strbuf_addch(out, '"');
    add_doubling(out, s, len, '"', '"');
    strbuf_addch(out, '"');
}

const char *ident_quoted(struct arena *a, const char *name)
{
    struct strbuf b;
    strbuf_init(&b, a);
    ident_quote(&b, name, strlen(name));
    return b.data;
}

const char *ident_generated(struct arena *a, const char *table, const char *columns, const char *label, int n)
{
    const char *end = n == 0 ? label : arena_printf(a, "%s%d", label, n);
    size_t first = strlen(table), second = columns != NULL ? strlen(columns) : 0, taken = strlen(end) + (columns != NULL ? 2 : 1);
    while (first + second + taken > NAME_MAX_BYTES)
        (*(first > second ? &first : &second))--;
    first = utf8_clip(table, strlen(table), first);
    if (columns == NULL)
        return arena_printf(a, "%.*s_%s", (int)first, table, end);
    return arena_printf(a, "%.*s_%.*s_%s", (int)first, table, (int)utf8_clip(columns, strlen(columns), second), columns, end);
}

void literal_quote(struct strbuf *out, const char *s, size_t len)
{
    if (memchr(s, '\\', len) != NULL)
        strbuf_addch(out, 'E');
    strbuf_addch(out, '\'');
    add_doubling(out, s, len, '\'', '\\');
    strbuf_addch(out, '\'');
}
