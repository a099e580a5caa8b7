/* LIKE and ILIKE: % is any text, _ any character, a backslash takes the next one literally. */
#include "funcs/text_view.h"

struct like {
    const char *t, *t_end, *p, *p_end;
    bool fold;  /* letters of both cases are the same: ASCII ones, as in the C locale */
    bool bytes; /* bytea: _ is a byte */
};

static char folded(const struct like *l, char c)
{
    return l->fold ? ascii_lower(c) : c;
}

static const char *next_char(const struct like *l, const char *t)
{
    return t + (l->bytes ? 1 : utf8_step(t, (size_t)(l->t_end - t)));
}

static void check_escape(const struct like *l)
{
    if (*l->p == '\\' && l->p + 1 == l->p_end)
        raise(ERR_INVALID_ESCAPE_SEQUENCE, "LIKE pattern must not end with escape character");
}

/* Steps over the % and _ at p; false when the text has too few characters for the _. */
static bool skip_wildcards(struct like *l)
{
    for (; l->p < l->p_end && (*l->p == '%' || *l->p == '_'); l->p++) {
        if (*l->p == '%')
            continue;
        if (l->t == l->t_end)
            return false;
        l->t = next_char(l, l->t);
    }
    return true;
}

/* One step of pattern against text, neither at its end; false: they differ. */
static bool step(struct like *l)
{
    if (*l->p == '_') {
        l->t = next_char(l, l->t);
        l->p++;
        return true;
    }
    if (*l->p == '\\') {
        check_escape(l);
        l->p++;
    }
    return folded(l, *l->p++) == folded(l, *l->t++);
}

/* After a % the rest is tried at each character in turn; a later % makes an earlier one final, so no deeper search. */
static bool like_match(struct like *l)
{
    const char *star = NULL, *retry = NULL;
    while (l->t < l->t_end) {
        bool same = false;
        if (l->p < l->p_end && *l->p == '%') {
            if (!skip_wildcards(l))
                return false;
            if (l->p == l->p_end)
                return true;
            check_escape(l);
            star = l->p;
            retry = l->t;
            same = true;
        } else if (l->p < l->p_end) {
            same = step(l);
        }
        if (same)
            continue;
        if (star == NULL)
            return false;
        retry = next_char(l, retry);
        l->t = retry;
        l->p = star;
    }
    while (l->p < l->p_end && *l->p == '%')
        l->p++;
    return l->p == l->p_end;
}

static bool matches(struct fcall *fc, bool fold, bool bytes)
{
    struct view t = ARG_VIEW(0), p = ARG_VIEW(1);
    struct like l = {t.s, t.s + t.n, p.s, p.s + p.n, fold, bytes};
    return like_match(&l);
}

#define LIKE(name, wanted, fold, bytes)                              \
    Datum name(struct fcall *fc)                                     \
    {                                                                \
        return datum_from_bool(matches(fc, fold, bytes) == wanted);  \
    }
LIKE(text_like, true, false, false)
LIKE(text_not_like, false, false, false)
LIKE(text_ilike, true, true, false)
LIKE(text_not_ilike, false, true, false)
LIKE(bytea_like, true, false, true)
LIKE(bytea_not_like, false, false, true)

/* LIKE ... ESCAPE: the pattern as it is with a backslash for escape. */
Datum text_like_escape(struct fcall *fc)
{
    struct view p = ARG_VIEW(0), e = ARG_VIEW(1);
    bool bytes = fc->argtypes[0] == TYPE_bytea;
    if (e.n > 0 && (bytes ? 1 : utf8_step(e.s, e.n)) != e.n)
        error_throw(error_hint(error_new(ERR_INVALID_ESCAPE_SEQUENCE, "invalid escape string"),
                               "Escape string must be empty or one character."));
    if (e.n == 1 && *e.s == '\\')
        return ARG_DATUM(0);
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    bool escaped = false;
    for (size_t i = 0; i < p.n;) {
        if (e.n > 0 && !escaped && p.n - i >= e.n && memcmp(p.s + i, e.s, e.n) == 0) {
            strbuf_addch(&b, '\\');
            escaped = true;
            i += e.n;
            continue;
        }
        if (p.s[i] == '\\' && !escaped)
            strbuf_addch(&b, '\\');
        size_t n = bytes ? 1 : utf8_step(p.s + i, p.n - i);
        strbuf_add(&b, p.s + i, n);
        escaped = false;
        i += n;
    }
    return strbuf_result(fc, &b);
}
