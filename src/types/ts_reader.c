/* Lexemes as they are written in tsvector and tsquery. */
#include "types/tsvector.h"

#include <stdlib.h>

#include "types/softfail.h"

static bool fail(struct ts_reader *r, const char *words)
{
    soft_raise(r->soft, ERR_SYNTAX_ERROR, "%s: \"%s\"", words, r->text);
    return false;
}

static bool syntax(struct ts_reader *r)
{
    return fail(r, r->query ? "syntax error in tsquery" : "syntax error in tsvector");
}

static bool is_operator(char c)
{
    return c != '\0' && strchr("!&|()<", c) != NULL;
}

/* The character behind a backslash, whatever it is. */
static bool read_escaped(struct ts_reader *r, struct strbuf *b)
{
    if (*++r->at == '\0')
        return fail(r, "there is no escaped character");
    strbuf_addch(b, *r->at++);
    return true;
}

static bool read_quoted(struct ts_reader *r, struct strbuf *b)
{
    for (r->at++; *r->at != '\'' || r->at[1] == '\'';) {
        if (*r->at == '\0')
            return syntax(r);
        if (*r->at == '\\') {
            if (!read_escaped(r, b))
                return false;
            continue;
        }
        r->at += *r->at == '\'';
        strbuf_addch(b, *r->at++);
    }
    r->at++;
    return true;
}

static bool ends_bare(const struct ts_reader *r)
{
    char c = *r->at;
    return c == '\0' || c == ':' || ts_is_space(c) || (r->query && is_operator(c)) || (r->web && c == '"');
}

static bool read_bare(struct ts_reader *r, struct strbuf *b)
{
    while (!ends_bare(r)) {
        if (*r->at == '\\' && !r->web) {
            if (!read_escaped(r, b))
                return false;
        } else {
            strbuf_addch(b, *r->at++);
        }
    }
    return true;
}

/* 12A: letters after the first, and digits after a letter, as PostgreSQL takes them */
static bool read_place(struct ts_reader *r, uint16_t *place)
{
    if (*r->at < '0' || *r->at > '9')
        return syntax(r);
    int position = (int)strtol(r->at, NULL, 10), weight = 0; /* beyond 31 bits it wraps, there too */
    position = position > TS_MAX_POSITION ? TS_MAX_POSITION : position & TS_MAX_POSITION;
    r->at += strspn(r->at, "0123456789");
    if (position == 0)
        return fail(r, "wrong position info in tsvector");
    for (; *r->at != ',' && *r->at != '\0' && !ts_is_space(*r->at); r->at++) {
        int w = *r->at == '*' ? 3 : ts_weight_of(*r->at);
        bool digit = *r->at >= '0' && *r->at <= '9';
        if ((w < 0 && !digit) || (w >= 0 && weight != 0))
            return syntax(r);
        weight = w > 0 ? w : weight;
    }
    *place = ts_place(position, weight);
    return true;
}

static bool read_places(struct ts_reader *r, struct ts_lexeme *l)
{
    size_t cap = 0;
    uint16_t *v = NULL;
    do {
        r->at++;
        if (l->places == cap) {
            v = arena_grow(r->arena, v, cap * sizeof *v, (cap + 8) * 2 * sizeof *v);
            cap = (cap + 8) * 2;
        }
        if (!read_place(r, &v[l->places]))
            return false;
        l->places++;
    } while (*r->at == ',');
    l->place = v;
    return true;
}

bool ts_read_lexeme(struct ts_reader *r, struct ts_lexeme *lexeme)
{
    struct strbuf b;
    while (ts_is_space(*r->at))
        r->at++;
    if (*r->at == '\0')
        return false;
    bool quoted = *r->at == '\'' && !r->web;
    if (!quoted && r->query && is_operator(*r->at))
        return syntax(r);
    strbuf_init(&b, r->arena);
    if (!quoted && *r->at == ':') /* it may begin one, not end it at once */
        strbuf_addch(&b, *r->at++);
    if (!(quoted ? read_quoted(r, &b) : read_bare(r, &b)))
        return false;
    if (b.len == 0)
        return syntax(r);
    *lexeme = (struct ts_lexeme){.s = b.data, .len = (uint32_t)b.len};
    return r->query || *r->at != ':' || read_places(r, lexeme);
}

void ts_write_lexeme(const char *s, size_t len, struct strbuf *out)
{
    strbuf_addch(out, '\'');
    for (size_t i = 0; i < len; i++) {
        if (s[i] == '\'' || s[i] == '\\')
            strbuf_addch(out, s[i]);
        strbuf_addch(out, s[i]);
    }
    strbuf_addch(out, '\'');
}
