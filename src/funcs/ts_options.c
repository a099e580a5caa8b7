/* Lists of options: MaxWords = 20, StartSel = "<b>", StopSel = 'x'. */
#include <errno.h>
#include <stdlib.h>

#include "funcs/ts_headline.h"

struct reader {
    const char *text, *at;
    struct arena *arena;
};

static _Noreturn void bad_list(const struct reader *r)
{
    raise(ERR_SYNTAX_ERROR, "invalid parameter list format: \"%s\"", r->text);
}

static void skip_spaces(struct reader *r)
{
    while (ts_is_space(*r->at))
        r->at++;
}

/* Up to the closing quote, which stands twice for itself; in single quotes a backslash does so, too. */
static const char *quoted(struct reader *r)
{
    struct strbuf b;
    char quote = *r->at++;
    strbuf_init(&b, r->arena);
    for (; *r->at != quote || r->at[1] == quote; r->at++) {
        if (*r->at == '\0')
            bad_list(r);
        r->at += *r->at == quote || (quote == '\'' && *r->at == '\\' && r->at[1] == '\\');
        strbuf_addch(&b, *r->at);
    }
    r->at++;
    return b.data;
}

/* Its first character is its own, whatever it is. */
static const char *bare(struct reader *r, const char *ends)
{
    const char *s = r->at++;
    while (*r->at != '\0' && !ts_is_space(*r->at) && strchr(ends, *r->at) == NULL)
        r->at++;
    return arena_strndup(r->arena, s, (size_t)(r->at - s));
}

/* Whole numbers are read as such: 007 is 7. */
static const char *bare_value(struct reader *r)
{
    const char *s = bare(r, ",");
    char *end;
    errno = 0;
    long v = strtol(s, &end, 10);
    bool number = errno == 0 && end > s && *end == '\0' && v >= INT32_MIN && v <= INT32_MAX;
    return number ? arena_printf(r->arena, "%ld", v) : s;
}

static const char *value(struct reader *r)
{
    if (*r->at == 'E' && r->at[1] == '\'')
        r->at++;
    return *r->at == '\'' || *r->at == '"' ? quoted(r) : bare_value(r);
}

struct ts_option *ts_options(struct arena *a, const char *s)
{
    struct reader r = {.text = s, .at = s, .arena = a};
    struct ts_option *v = ARENA_ARRAY(a, struct ts_option, strlen(s) / 2 + 2);
    int n = 0;
    for (;;) {
        while (*r.at == ',' || ts_is_space(*r.at))
            r.at++;
        if (*r.at == '\0')
            return v;
        const char *name = *r.at == '"' ? quoted(&r) : bare(&r, "=");
        skip_spaces(&r);
        if (*r.at != '=')
            bad_list(&r);
        r.at++;
        skip_spaces(&r);
        if (*r.at == '\0')
            bad_list(&r);
        v[n++] = (struct ts_option){name, value(&r)};
    }
}
