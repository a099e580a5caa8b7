/*
 * Patterns as MongoDB's regular expressions (PCRE2, UTF-8, not UCP), where they mean the same. Only whether a text
 * matches counts here, not what is matched first.
 *
 *     LIKE 'a.b%'   ^a\.b            LIKE '%x_'    x.\z  (option s: a dot is any character)
 *     ILIKE 'ab'    ^[aA][bB]\z      option i would fold letters beyond ASCII, which collation C does not
 *     ~ '^\d+$'     ^[0-9]+\z        $ is before a last newline, too
 */
#include <string.h>

#include "push/push_int.h"

#define MAX_REGEX 1000 /* bytes, groups that are repeated so often: far below what PCRE2 and MongoDB (16,384, 32,764) take */

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_alnum(unsigned char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

static void add_char(struct strbuf *out, unsigned char c, bool fold)
{
    if (fold && is_letter(c)) {
        strbuf_printf(out, "[%c%c]", c | 0x20, c & ~0x20);
        return;
    }
    if (strchr("\\^$.[]|()?*+{}", c) != NULL && c != '\0')
        strbuf_addch(out, '\\');
    strbuf_addch(out, (char)c);
}

const char *literal_regex(struct arena *a, const char *text, size_t len, bool fold)
{
    struct strbuf out;
    if (len > MAX_REGEX / 4)
        return NULL;
    strbuf_init(&out, a);
    strbuf_addch(&out, '^');
    for (size_t i = 0; i < len; i++)
        add_char(&out, (unsigned char)text[i], fold);
    strbuf_addstr(&out, "\\z");
    return out.data;
}

/* ---- LIKE ---- */

const char *like_regex(struct arena *a, const char *pattern, size_t len, bool fold, bool *dotall, const char **literal,
                       const char **why)
{
    struct strbuf out, plain;
    bool wild = false, gap = false, any = false;
    strbuf_init(&out, a);
    strbuf_init(&plain, a);
    *dotall = false;
    *literal = NULL;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)pattern[i];
        if (c == '%') {
            wild = gap = true;
            continue;
        }
        if (!any && !gap)
            strbuf_addch(&out, '^');
        else if (any && gap)
            strbuf_addstr(&out, ".*");
        *dotall |= (any && gap) || c == '_';
        any = true;
        gap = false;
        if (c == '_') {
            wild = true;
            strbuf_addch(&out, '.');
            continue;
        }
        if (c == '\\' && ++i == len) {
            *why = "a pattern that ends with the escape character";
            return NULL;
        }
        strbuf_addch(&plain, pattern[i]);
        add_char(&out, (unsigned char)pattern[i], fold);
    }
    if (!wild && !fold) {
        *literal = plain.data;
        return NULL;
    }
    if (!any && !wild)
        strbuf_addch(&out, '^');
    if (!gap)
        strbuf_addstr(&out, "\\z");
    if (out.len > MAX_REGEX) {
        *why = "a long pattern";
        return NULL;
    }
    return out.data;
}

/* ---- POSIX ---- */

struct parser {
    const unsigned char *p, *end;
    struct strbuf out;
    bool fold, dotall;
    int depth;
    size_t copies; /* bytes that PCRE2 compiles more than once */
};

static bool branches(struct parser *x);

static bool at(const struct parser *x, char c)
{
    return x->p < x->end && *x->p == (unsigned char)c;
}

/* {m}, {m,}, {m,n}, up to 255 as there. group: the bytes of the one that is repeated; PCRE2 compiles it so many times. */
static bool bounds(struct parser *x, size_t group)
{
    int n[2] = {0, -1}, i = 0; /* -1: without end */
    const unsigned char *start = x->p++;
    for (; i < 2; i++) {
        const unsigned char *digits = x->p;
        int v = 0;
        while (x->p < x->end && *x->p >= '0' && *x->p <= '9' && v <= 255)
            v = v * 10 + (*x->p++ - '0');
        if (x->p > digits)
            n[i] = v;
        else if (i == 0)
            return false;
        if (!at(x, ','))
            break;
        x->p++;
    }
    if (i == 2 || !at(x, '}') || n[0] > 255 || n[1] > 255 || (n[1] != -1 && n[1] < n[0]))
        return false;
    x->p++;
    strbuf_add(&x->out, start, (size_t)(x->p - start));
    int times = n[1] == -1 ? n[0] : n[1];
    x->copies += times > 1 ? group * (size_t)(times - 1) : 0;
    return x->copies <= MAX_REGEX;
}

/* group: the bytes of the one that it stands behind, 0 of none */
static bool quantifier(struct parser *x, size_t group)
{
    if (x->p == x->end || strchr("*+?{", *x->p) == NULL || *x->p == '\0')
        return true;
    if (*x->p == '{') {
        if (!bounds(x, group))
            return false;
    } else {
        strbuf_addch(&x->out, (char)*x->p++);
    }
    return x->p == x->end || strchr("*+?{", *x->p) == NULL; /* lazy ones, and mistakes */
}

static void class_char(struct parser *x, unsigned char c)
{
    if (strchr("\\^-[]", c) != NULL)
        strbuf_addch(&x->out, '\\');
    strbuf_addch(&x->out, (char)c);
}

static bool class_range(struct parser *x, unsigned char from, unsigned char to)
{
    bool letters = is_letter(from) && is_letter(to) && (from & 0x20) == (to & 0x20);
    bool digits = from >= '0' && to <= '9';
    if (from > to || (!letters && !digits))
        return false;
    strbuf_printf(&x->out, "%c-%c", from, to);
    if (x->fold && letters)
        strbuf_printf(&x->out, "%c-%c", from ^ 0x20, to ^ 0x20);
    return true;
}

/* [abc], [^a-z]: ASCII only, no escapes, no [:classes:]. */
static bool bracket(struct parser *x)
{
    strbuf_addch(&x->out, '[');
    x->p++;
    if (at(x, '^')) {
        strbuf_addch(&x->out, '^');
        x->p++;
    }
    if (x->p == x->end || *x->p == ']')
        return false;
    while (x->p < x->end && *x->p != ']') {
        unsigned char c = *x->p++;
        if (c == '\\' || c == '[' || c >= 0x80 || c == '\0')
            return false;
        if (x->p + 1 < x->end && *x->p == '-' && x->p[1] != ']') {
            if (!class_range(x, c, x->p[1]))
                return false;
            x->p += 2;
            continue;
        }
        class_char(x, c);
        if (x->fold && is_letter(c))
            class_char(x, c ^ 0x20);
    }
    if (x->p == x->end)
        return false;
    x->p++;
    strbuf_addch(&x->out, ']');
    return true;
}

static bool escape(struct parser *x)
{
    static const char *const classes[][2] = {{"d", "[0-9]"}, {"D", "[^0-9]"}, {"w", "[A-Za-z0-9_]"},
                                             {"W", "[^A-Za-z0-9_]"}, {"s", "[\\t-\\r ]"}, {"S", "[^\\t-\\r ]"}};
    if (++x->p == x->end)
        return false;
    unsigned char c = *x->p++;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (c == (unsigned char)classes[i][0][0]) {
            strbuf_addstr(&x->out, classes[i][1]);
            return true;
        }
    if (is_alnum(c) || c >= 0x80 || c < ' ')
        return false;
    add_char(&x->out, c, false);
    return true;
}

static bool group(struct parser *x)
{
    strbuf_addstr(&x->out, "(?:");
    x->p++;
    if (x->p + 1 < x->end && x->p[0] == '?' && x->p[1] == ':')
        x->p += 2;
    if (++x->depth > 20 || !branches(x) || !at(x, ')'))
        return false;
    x->depth--;
    x->p++;
    strbuf_addch(&x->out, ')');
    return true;
}

static bool atom(struct parser *x)
{
    unsigned char c = *x->p;
    switch (c) {
    case '*': case '+': case '?': case '{': case '\0':
        return false;
    case '(':
        return group(x);
    case '[':
        return bracket(x);
    case '\\':
        return escape(x);
    case '.':
        x->dotall = true;
        strbuf_addch(&x->out, '.');
        x->p++;
        return true;
    }
    if (c < 0x80) {
        add_char(&x->out, c, x->fold);
        x->p++;
        return true;
    }
    do /* a whole character: what is repeated by a quantifier */
        strbuf_addch(&x->out, (char)*x->p++);
    while (x->p < x->end && (*x->p & 0xc0) == 0x80);
    return true;
}

static bool branch(struct parser *x)
{
    const unsigned char *start = x->p;
    while (x->p < x->end && *x->p != '|' && *x->p != ')') {
        bool grouped = *x->p == '(';
        size_t before = x->out.len + x->copies;
        if (*x->p == '^' || *x->p == '$') {
            strbuf_addstr(&x->out, *x->p == '^' ? "^" : "\\z");
            x->p++;
            if (x->p < x->end && strchr("*+?{", *x->p) != NULL)
                return false;
        } else if (!atom(x) || !quantifier(x, grouped ? x->out.len + x->copies - before : 0)) {
            return false;
        }
    }
    return x->p > start;
}

static bool branches(struct parser *x)
{
    for (;;) {
        if (!branch(x))
            return false;
        if (!at(x, '|'))
            return true;
        strbuf_addch(&x->out, '|');
        x->p++;
    }
}

const char *posix_regex(struct arena *a, const char *pattern, size_t len, bool fold, bool *dotall, const char **why)
{
    struct parser x = {.p = (const unsigned char *)pattern, .end = (const unsigned char *)pattern + len, .fold = fold};
    strbuf_init(&x.out, a);
    *why = "a regular expression beyond what both read alike";
    if (len > 3 && memcmp(pattern, "***", 3) == 0)
        return NULL;
    if (!branches(&x) || x.p < x.end || x.out.len + x.copies > MAX_REGEX)
        return NULL;
    *dotall = x.dotall;
    return x.out.data;
}
