/* The words of a path. What is a word, a number or junk is PostgreSQL's own: the longest reading wins. */
#include <strings.h>

#include "base/macros.h"
#include "funcs/jsonpath_int.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_special(char c)
{
    return c != '\0' && strchr("?%$.[]{}()|&!=<>@#,*:-+/", c) != NULL;
}

static bool is_other(char c)
{
    return !is_blank(c) && !is_special(c) && c != '\\' && c != '"';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The words of the language; those marked are words in lower case only. */
static const struct keyword {
    const char *text;
    bool lower;
    int token;
} keywords[] = {
    {"is", false, T_IS},           {"to", false, T_TO},           {"abs", false, T_ABS},
    {"lax", false, T_LAX},         {"flag", false, T_FLAG},       {"last", false, T_LAST},
    {"null", true, T_NULL},        {"size", false, T_SIZE},       {"true", true, T_TRUE},
    {"type", false, T_TYPE},       {"with", false, T_WITH},       {"false", true, T_FALSE},
    {"floor", false, T_FLOOR},     {"double", false, T_DOUBLE},   {"exists", false, T_EXISTS},
    {"starts", false, T_STARTS},   {"strict", false, T_STRICT},   {"ceiling", false, T_CEILING},
    {"unknown", false, T_UNKNOWN}, {"datetime", false, T_DATETIME}, {"keyvalue", false, T_KEYVALUE},
    {"like_regex", false, T_LIKE_REGEX},
};

void jp_lexer_init(struct jp_lexer *l, struct arena *a, const char *s, size_t len)
{
    *l = (struct jp_lexer){.arena = a, .at = s, .end = s + len};
}

_Noreturn void jp_fail(const struct jp_lexer *l, const char *message)
{
    if (l->shown.n == 0)
        raise(ERR_SYNTAX_ERROR, "%s at end of jsonpath input", message);
    raise(ERR_SYNTAX_ERROR, "%s at or near \"%.*s\" of jsonpath input", message, (int)l->shown.n, l->shown.s);
}

static _Noreturn void fail_at(struct jp_lexer *l, const char *from, const char *to, const char *message)
{
    l->shown = (struct view){from, (size_t)(to - from)};
    jp_fail(l, message);
}

static char peek(const struct jp_lexer *l, size_t ahead)
{
    return (size_t)(l->end - l->at) > ahead ? l->at[ahead] : '\0';
}

/* ---- escapes in words and strings ---- */
static void add_code_point(struct jp_lexer *l, uint32_t ch)
{
    char bytes[4];
    if (ch == 0)
        error_throw(error_detail(error_new(ERR_UNTRANSLATABLE_CHARACTER, "unsupported Unicode escape sequence"),
                                 "\\u0000 cannot be converted to text."));
    if (ch > 0x10ffff)
        raise(ERR_SYNTAX_ERROR, "invalid Unicode code point");
    strbuf_add(&l->value, bytes, (size_t)utf8_encode(ch, bytes));
}

static _Noreturn void bad_surrogate(const char *detail)
{
    error_throw(error_detail(error_new(ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s", "jsonpath"),
                             "%s", detail));
}

/* Hexadecimal digits at s, at most max of them. */
static int hex_run(const struct jp_lexer *l, const char *s, int max, uint32_t *value)
{
    int n = 0;
    *value = 0;
    for (; n < max && s + n < l->end; n++) {
        char c = s[n];
        int digit = is_digit(c) ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
        if (digit < 0)
            break;
        *value = *value * 16 + (uint32_t)digit;
    }
    return n;
}

/* One \uXXXX or \u{X...} at s; its end in *end. False: cut short, *end is how far it came. */
static bool unicode_escape(const struct jp_lexer *l, const char *s, const char **end, uint32_t *ch)
{
    s += 2;
    if (s < l->end && *s == '{') {
        int n = hex_run(l, s + 1, 6, ch);
        *end = s + 1 + n;
        bool whole = n > 0 && *end < l->end && **end == '}';
        *end += whole;
        return whole;
    }
    int n = hex_run(l, s, 4, ch);
    *end = s + n;
    return n == 4;
}

/* All the \u that follow each other: surrogates are paired among them. */
static void lex_unicode(struct jp_lexer *l)
{
    uint32_t high = 0;
    const char *from = l->at;
    const char *stop = l->at;
    uint32_t ch;
    while (stop + 1 < l->end && stop[0] == '\\' && stop[1] == 'u')
        if (!unicode_escape(l, stop, &stop, &ch))
            fail_at(l, from, stop, "invalid unicode sequence");
    while (l->at < stop) {
        unicode_escape(l, l->at, &l->at, &ch);
        if (ch >= 0xd800 && ch <= 0xdbff) {
            if (high != 0)
                bad_surrogate("Unicode high surrogate must not follow a high surrogate.");
            high = ch;
            continue;
        }
        bool low = ch >= 0xdc00 && ch <= 0xdfff;
        if (low != (high != 0))
            bad_surrogate("Unicode low surrogate must follow a high surrogate.");
        if (low)
            ch = 0x10000 + ((high & 0x3ff) << 10 | (ch & 0x3ff));
        high = 0;
        add_code_point(l, ch);
    }
    if (high != 0)
        bad_surrogate("Unicode low surrogate must follow a high surrogate.");
}

/* A backslash and what belongs to it. */
static void lex_escape(struct jp_lexer *l)
{
    static const char letters[] = "bfnrtv", values[] = "\b\f\n\r\t\v";
    char c = peek(l, 1);
    if (l->at + 1 >= l->end || c == '\n')
        fail_at(l, l->at, l->at + 1, "unexpected end after backslash");
    if (c == 'u') {
        lex_unicode(l);
        return;
    }
    if (c == 'x') {
        uint32_t ch;
        int n = hex_run(l, l->at + 2, 2, &ch);
        if (n < 2)
            fail_at(l, l->at, l->at + 2 + n, "invalid hex character sequence");
        add_code_point(l, ch);
        l->at += 4;
        return;
    }
    const char *known = strchr(letters, c);
    strbuf_addch(&l->value, known != NULL ? values[known - letters] : c);
    l->at += 2;
}

/* ---- tokens ---- */
static void lex_quoted(struct jp_lexer *l, int token)
{
    for (;;) {
        if (l->at >= l->end)
            fail_at(l, l->end, l->end, "unexpected end of quoted string");
        if (*l->at == '"')
            break;
        if (*l->at == '\\')
            lex_escape(l);
        else
            strbuf_addch(&l->value, *l->at++);
    }
    l->shown = (struct view){l->at++, 1};
    l->token = token;
}

static void lex_comment(struct jp_lexer *l)
{
    for (l->at += 2; l->at < l->end; l->at++)
        if (l->at[0] == '*' && peek(l, 1) == '/') {
            l->at += 2;
            return;
        }
    fail_at(l, l->end, l->end, "unexpected end of comment");
}

static int word_token(const struct strbuf *word)
{
    for (int i = 0; i < COUNTOF(keywords); i++)
        if (strlen(keywords[i].text) == word->len && strncasecmp(keywords[i].text, word->data, word->len) == 0 &&
            (!keywords[i].lower || memcmp(keywords[i].text, word->data, word->len) == 0))
            return keywords[i].token;
    return T_IDENT;
}

/* False: a comment follows at once, in which PostgreSQL loses the word. */
static bool lex_word(struct jp_lexer *l)
{
    while (l->at < l->end && (is_other(*l->at) || *l->at == '\\'))
        if (*l->at == '\\')
            lex_escape(l);
        else
            strbuf_addch(&l->value, *l->at++);
    if (peek(l, 0) == '/' && peek(l, 1) == '*') {
        lex_comment(l);
        return false;
    }
    const char *from = l->at;
    while (l->at < l->end && is_blank(*l->at))
        l->at++;
    l->shown = (struct view){from, (size_t)(l->at - from)};
    l->token = word_token(&l->value);
    return true;
}

static size_t digits_at(const struct jp_lexer *l, size_t i)
{
    size_t n = 0;
    while (is_digit(peek(l, i + n)))
        n++;
    return n;
}

enum number { NUMBER_NONE, NUMBER_INT, NUMBER_DECIMAL, NUMBER_FAIL, NUMBER_JUNK };

/* The longest number here, or what looks like one and is none; its length in *n. */
static enum number scan_number(const struct jp_lexer *l, size_t *n)
{
    enum number kind = NUMBER_INT;
    size_t i = peek(l, 0) == '0' ? 1 : digits_at(l, 0);
    if (peek(l, i) == '.' && (i > 0 || is_digit(peek(l, 1)))) {
        kind = NUMBER_DECIMAL;
        i += 1 + digits_at(l, i + 1);
    }
    if (i == 0)
        return NUMBER_NONE;
    if (peek(l, i) == 'e' || peek(l, i) == 'E') {
        size_t sign = peek(l, i + 1) == '+' || peek(l, i + 1) == '-', exponent = digits_at(l, i + 1 + sign);
        if (exponent > 0) {
            kind = NUMBER_DECIMAL;
            i += 1 + sign + exponent;
        } else if (sign > 0) {
            *n = i + 2;
            return NUMBER_FAIL;
        }
    }
    if (l->at + i < l->end && is_other(l->at[i])) {
        *n = i + 1;
        return NUMBER_JUNK;
    }
    *n = i;
    return kind;
}

/* False: no number stands here. */
static bool lex_number(struct jp_lexer *l)
{
    size_t n, word = 0;
    enum number kind = scan_number(l, &n);
    if (kind == NUMBER_NONE)
        return false;
    while (l->at + word < l->end && is_other(l->at[word]))
        word++;
    if (word > n)
        return false;
    if (kind == NUMBER_FAIL)
        fail_at(l, l->at, l->at + n, "invalid numeric literal");
    if (kind == NUMBER_JUNK)
        fail_at(l, l->at, l->at + n, "trailing junk after numeric literal");
    strbuf_add(&l->value, l->at, n);
    l->shown = (struct view){l->at, n};
    l->at += n;
    l->token = kind == NUMBER_INT ? T_INT : T_NUMERIC;
    return true;
}

static void lex_operator(struct jp_lexer *l)
{
    static const struct {
        char text[3];
        int token;
    } operators[] = {{"&&", T_AND},   {"||", T_OR},        {"**", T_ANY},       {"<=", T_LESS_EQUAL},
                     {"==", T_EQUAL}, {"<>", T_NOT_EQUAL}, {"!=", T_NOT_EQUAL}, {">=", T_GREATER_EQUAL},
                     {"!", T_NOT},    {"<", T_LESS},       {">", T_GREATER}};
    size_t n = 1;
    l->token = T_CHAR + (unsigned char)*l->at;
    for (int i = 0; i < COUNTOF(operators); i++)
        if (operators[i].text[0] == *l->at && (operators[i].text[1] == '\0' || operators[i].text[1] == peek(l, 1))) {
            n = strlen(operators[i].text);
            l->token = operators[i].token;
            break;
        }
    l->shown = (struct view){l->at, n};
    l->at += n;
}

static void lex_variable(struct jp_lexer *l)
{
    const char *from = l->at++;
    while (l->at < l->end && is_other(*l->at))
        strbuf_addch(&l->value, *l->at++);
    l->shown = (struct view){from, (size_t)(l->at - from)};
    l->token = T_VARIABLE;
}

void jp_next(struct jp_lexer *l)
{
    for (;;) {
        strbuf_init(&l->value, l->arena);
        strbuf_add(&l->value, "", 0);
        while (l->at < l->end && is_blank(*l->at))
            l->at++;
        if (l->at >= l->end) {
            l->shown = (struct view){l->end, 0};
            l->token = T_END;
            return;
        }
        char c = *l->at;
        if (c == '/' && peek(l, 1) == '*') {
            lex_comment(l);
            continue;
        }
        if (c == '"') {
            l->at++;
            lex_quoted(l, T_STRING);
        } else if (c == '$' && peek(l, 1) == '"') {
            l->at += 2;
            lex_quoted(l, T_VARIABLE);
        } else if (c == '$' && l->at + 1 < l->end && is_other(l->at[1])) {
            lex_variable(l);
        } else if ((is_digit(c) || c == '.') && lex_number(l)) {
            return;
        } else if (is_special(c)) {
            lex_operator(l);
        } else if (!lex_word(l)) {
            continue;
        }
        return;
    }
}
