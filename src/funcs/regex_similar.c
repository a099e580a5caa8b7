/*
 * SIMILAR TO and SUBSTRING(... SIMILAR ...): SQL's pattern said as a regular expression.
 *
 *     'ab%c_'            ^(?:ab.*c.)$
 *     'a#"b_#"%' with #  ^(?:a){1,1}?(b.){1,1}(?:.*)$   the part between the quotes is the result; those around it are
 *                                                       matched as short as they can, then as long as they can
 *     '[%[:alpha:]%]%'   ^(?:[%[:alpha:]%].*)$          brackets hold brackets, and what is in them is itself
 */
#include "funcs/text_view.h"

struct similar {
    struct strbuf out;
    int quotes;
    int brackets; /* how many are open */
    bool first;   /* a ] that comes now is one of the characters in the brackets, and does not close them */
    bool negated; /* a ^ was the first of them */
};

static void add_separator(struct similar *s)
{
    if (s->quotes == 0)
        strbuf_addstr(&s->out, "){1,1}?(");
    else if (s->quotes == 1)
        strbuf_addstr(&s->out, "){1,1}(?:");
    else
        raise(ERR_INVALID_USE_OF_ESCAPE_CHARACTER,
              "SQL regular expression may not contain more than two escape-double-quote separators");
    s->quotes++;
}

static void add_escaped(struct similar *s, const char *c, size_t n)
{
    if (*c == '"' && s->brackets == 0) {
        add_separator(s);
        return;
    }
    strbuf_addch(&s->out, '\\');
    strbuf_add(&s->out, c, n);
    s->first = false;
}

static void add_in_brackets(struct similar *s, char c)
{
    if (c == '\\')
        strbuf_addch(&s->out, '\\');
    strbuf_addch(&s->out, c);
    if (c == ']' && !s->first)
        s->brackets--;
    else if (c == '[')
        s->brackets++;
    s->first = s->first && c == '^' && !s->negated;
    s->negated = true;
}

static void add_plain(struct similar *s, char c)
{
    switch (c) {
    case '%': strbuf_addstr(&s->out, ".*"); return;
    case '_': strbuf_addch(&s->out, '.'); return;
    case '(': strbuf_addstr(&s->out, "(?:"); return;
    case '\\':
    case '.':
    case '^':
    case '$': strbuf_addch(&s->out, '\\'); break;
    case '[':
        s->brackets = 1;
        s->first = true;
        s->negated = false;
        break;
    }
    strbuf_addch(&s->out, c);
}

static Datum similar_to_regex(struct fcall *fc, struct view p, struct view escape)
{
    if (utf8_count(escape.s, escape.n) > 1)
        error_throw(error_hint(error_new(ERR_INVALID_ESCAPE_SEQUENCE, "invalid escape string"),
                               "Escape string must be empty or one character."));
    struct similar s = {.quotes = 0};
    strbuf_init(&s.out, fc->arena);
    strbuf_addstr(&s.out, "^(?:");
    bool escaped = false;
    for (size_t i = 0, n; i < p.n; i += n) {
        const char *c = p.s + i;
        n = utf8_step(c, p.n - i);
        if (escaped) {
            add_escaped(&s, c, n);
            escaped = false;
        } else if (escape.n == n && memcmp(escape.s, c, n) == 0) {
            escaped = true;
        } else if (n > 1) {
            strbuf_add(&s.out, c, n);
            s.first = false;
        } else if (s.brackets > 0) {
            add_in_brackets(&s, *c);
        } else {
            add_plain(&s, *c);
        }
    }
    strbuf_addstr(&s.out, ")$");
    return strbuf_result(fc, &s.out);
}

/* (pattern [, escape]); without escape, or where similar_escape() has NULL for it, a backslash */
Datum text_similar_to_escape(struct fcall *fc)
{
    if (ARG_NULL(0))
        RETURN_NULL();
    bool given = fc->nargs > 1 && !ARG_NULL(1);
    return similar_to_regex(fc, ARG_VIEW(0), given ? ARG_VIEW(1) : (struct view){"\\", 1});
}
