/* Regular expressions: text to tokens, in the three flavours (manual 9.7.3). */
#include "funcs/regex_int.h"
#include "types/text.h"

void regex_fail(const char *what)
{
    raise(ERR_INVALID_REGULAR_EXPRESSION, "invalid regular expression: %s", what);
}

void regex_too_complex(void)
{
    raise(ERR_PROGRAM_LIMIT_EXCEEDED, "regular expression is too complex");
}

static bool is_advanced(const struct regex_lexer *l)
{
    return (l->flags & REGEX_ADVANCED) == REGEX_ADVANCED;
}

static bool at_end(const struct regex_lexer *l)
{
    return l->p >= l->end;
}

static bool next_is(const struct regex_lexer *l, const char *s)
{
    size_t n = strlen(s);
    return (size_t)(l->end - l->p) >= n && memcmp(l->p, s, n) == 0;
}

static bool eat(struct regex_lexer *l, const char *s)
{
    if (!next_is(l, s))
        return false;
    l->p += strlen(s);
    return true;
}

static uint32_t take(struct regex_lexer *l)
{
    uint32_t c = utf8_decode(l->p);
    l->p += utf8_step(l->p, (size_t)(l->end - l->p));
    return c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alnum(uint32_t c)
{
    return c < 0x80 && (is_digit((char)c) || (ascii_lower((char)c) >= 'a' && ascii_lower((char)c) <= 'z'));
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* In expanded syntax: white space, and # to the end of the line. */
static void skip(struct regex_lexer *l)
{
    if ((l->flags & REGEX_EXPANDED) == 0)
        return;
    for (;;) {
        while (!at_end(l) && is_space(*l->p))
            l->p++;
        if (at_end(l) || *l->p != '#')
            return;
        while (!at_end(l) && *l->p != '\n')
            l->p++;
    }
}

static void set(struct regex_lexer *l, enum token token, uint32_t value)
{
    l->token = token;
    l->value = value;
}

/* ---- escapes ---- */
static uint32_t digits(struct regex_lexer *l, uint32_t base, int min, int max)
{
    uint32_t n = 0;
    int count = 0;
    for (; count < max && !at_end(l); count++, l->p++) {
        int d = hex_digit(*l->p);
        if (d < 0 || (uint32_t)d >= base)
            break;
        n = n * base + (uint32_t)d;
    }
    if (count < min)
        regex_fail(BAD_ESCAPE);
    return n;
}

static uint32_t code_digits(struct regex_lexer *l, int min, int max)
{
    uint32_t c = digits(l, 16, min, max);
    if (c > 0x7ffffffe)
        regex_fail(BAD_ESCAPE);
    return c;
}

/* \1 is a back reference, \12 only where there are so many groups; else it is octal. */
static void digit_escape(struct regex_lexer *l)
{
    const char *start = l->p - 1;
    if (*start != '0') {
        l->p = start;
        uint32_t n = digits(l, 10, 1, 255);
        if (l->p == start + 1 || (n > 0 && n <= (uint32_t)l->groups)) {
            set(l, T_BACKREF, n);
            return;
        }
    }
    l->p = start;
    uint32_t c = digits(l, 8, 1, 3);
    if (c > 0xff) {
        l->p--;
        c >>= 3;
    }
    set(l, T_PLAIN, c);
}

/* Letters that stand for something; the rest have a meaning of their own below. */
static const struct {
    char letter;
    enum token token;
    uint32_t value;
} escapes[] = {
    {'a', T_PLAIN, '\a'},          {'b', T_PLAIN, '\b'},         {'B', T_PLAIN, '\\'},
    {'e', T_PLAIN, 033},           {'f', T_PLAIN, '\f'},         {'n', T_PLAIN, '\n'},
    {'r', T_PLAIN, '\r'},          {'t', T_PLAIN, '\t'},         {'v', T_PLAIN, '\v'},
    {'A', T_BEGIN, 0},             {'Z', T_END, 0},              {'m', T_WORD_BEGIN, 0},
    {'M', T_WORD_END, 0},          {'y', T_WORD_EDGE, 0},        {'Y', T_NOT_WORD_EDGE, 0},
    {'d', T_CLASS, CLASS_DIGIT},   {'s', T_CLASS, CLASS_SPACE},  {'w', T_CLASS, CLASS_WORD},
    {'D', T_NOT_CLASS, CLASS_DIGIT}, {'S', T_NOT_CLASS, CLASS_SPACE}, {'W', T_NOT_CLASS, CLASS_WORD},
};

void regex_lex_escape(struct regex_lexer *l)
{
    if (at_end(l))
        regex_fail(BAD_ESCAPE);
    uint32_t c = take(l);
    if (!is_alnum(c)) {
        set(l, T_PLAIN, c);
        return;
    }
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if ((uint32_t)escapes[i].letter == c) {
            set(l, escapes[i].token, escapes[i].value);
            return;
        }
    if (is_digit((char)c))
        digit_escape(l);
    else if (c == 'c' && !at_end(l))
        set(l, T_PLAIN, take(l) & 037);
    else if (c == 'u')
        set(l, T_PLAIN, code_digits(l, 4, 4));
    else if (c == 'U')
        set(l, T_PLAIN, code_digits(l, 8, 8));
    else if (c == 'x')
        set(l, T_PLAIN, code_digits(l, 1, 255));
    else
        regex_fail(BAD_ESCAPE);
}

/* ---- what every flavour has ---- */
static bool word_bracket(struct regex_lexer *l)
{
    if (eat(l, "[:<:]]"))
        set(l, T_WORD_BEGIN, 0);
    else if (eat(l, "[:>:]]"))
        set(l, T_WORD_END, 0);
    else
        return false;
    return true;
}

static bool lazy(struct regex_lexer *l)
{
    return is_advanced(l) && eat(l, "?");
}

/* Behind "(?": a non-capturing group or a constraint; a comment gives the token behind it. */
static void special_paren(struct regex_lexer *l)
{
    static const struct {
        const char *mark;
        enum look look;
    } looks[] = {{"=", LOOK_AHEAD}, {"!", LOOK_NOT_AHEAD}, {"<=", LOOK_BEHIND}, {"<!", LOOK_NOT_BEHIND}};
    if (eat(l, ":")) {
        set(l, T_OPEN, 0);
        return;
    }
    if (eat(l, "#")) {
        while (!at_end(l) && *l->p != ')')
            l->p++;
        l->p += !at_end(l);
        regex_lex(l);
        return;
    }
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (eat(l, looks[i].mark)) {
            set(l, T_LOOK, looks[i].look);
            return;
        }
    regex_fail(BAD_QUANTIFIER);
}

static void brace(struct regex_lexer *l)
{
    skip(l);
    if (!at_end(l) && is_digit(*l->p))
        set(l, T_BRACE, 0);
    else
        set(l, T_PLAIN, '{');
}

static void lex_extended(struct regex_lexer *l, uint32_t c)
{
    switch (c) {
    case '|': set(l, T_OR, 0); return;
    case '*': set(l, T_STAR, !lazy(l)); return;
    case '+': set(l, T_PLUS, !lazy(l)); return;
    case '?': set(l, T_OPTIONAL, !lazy(l)); return;
    case '{': brace(l); return;
    case ')': set(l, T_CLOSE, 0); return;
    case '.': set(l, T_ANY, 0); return;
    case '^': set(l, T_LINE_BEGIN, 0); return;
    case '$': set(l, T_LINE_END, 0); return;
    case '(':
        if (is_advanced(l) && eat(l, "?"))
            special_paren(l);
        else
            set(l, T_OPEN, 1);
        return;
    case '[':
        if (!word_bracket(l))
            set(l, T_BRACKET, 0);
        return;
    case '\\':
        if (at_end(l))
            regex_fail(BAD_ESCAPE);
        if (is_advanced(l))
            regex_lex_escape(l);
        else
            set(l, T_PLAIN, take(l));
        return;
    }
    set(l, T_PLAIN, c);
}

static void lex_basic_escape(struct regex_lexer *l)
{
    if (at_end(l))
        regex_fail(BAD_ESCAPE);
    uint32_t c = take(l);
    switch (c) {
    case '{': set(l, T_BRACE, 0); return;
    case '(': set(l, T_OPEN, 1); return;
    case ')': set(l, T_CLOSE, 0); return;
    case '<': set(l, T_WORD_BEGIN, 0); return;
    case '>': set(l, T_WORD_END, 0); return;
    }
    if (c >= '1' && c <= '9')
        set(l, T_BACKREF, c - '0');
    else
        set(l, T_PLAIN, c);
}

static void lex_basic(struct regex_lexer *l, uint32_t c)
{
    bool first = l->last == T_FIRST || l->last == T_OPEN;
    set(l, T_PLAIN, c);
    if (c == '*' && !first && l->last != T_LINE_BEGIN)
        set(l, T_STAR, 1);
    else if (c == '[' && !word_bracket(l))
        set(l, T_BRACKET, 0);
    else if (c == '.')
        set(l, T_ANY, 0);
    else if (c == '^' && first)
        set(l, T_LINE_BEGIN, 0);
    else if (c == '\\')
        lex_basic_escape(l);
    else if (c == '$') {
        skip(l);
        if (at_end(l) || next_is(l, "\\)"))
            set(l, T_LINE_END, 0);
    }
}

void regex_lex(struct regex_lexer *l)
{
    l->last = l->token;
    if ((l->flags & REGEX_QUOTE) == 0)
        skip(l);
    if (at_end(l)) {
        set(l, T_EOS, 0);
        return;
    }
    uint32_t c = take(l);
    if ((l->flags & REGEX_QUOTE) != 0)
        set(l, T_PLAIN, c);
    else if ((l->flags & REGEX_EXTENDED) != 0)
        lex_extended(l, c);
    else
        lex_basic(l, c);
}

/* ---- bounds ---- */
static void skip_in_bound(struct regex_lexer *l)
{
    skip(l);
    if (at_end(l))
        regex_fail(BAD_BRACE);
}

static int bound_number(struct regex_lexer *l)
{
    int n = 0;
    for (skip_in_bound(l); is_digit(*l->p) && n < REPEAT_MAX; skip_in_bound(l))
        n = n * 10 + (*l->p++ - '0');
    if (is_digit(*l->p) || n > REPEAT_MAX)
        regex_fail(BAD_BOUND);
    return n;
}

void regex_lex_bound(struct regex_lexer *l, int *m, int *n, bool *has_preference, bool *greedy)
{
    bool basic = (l->flags & REGEX_EXTENDED) == 0;
    skip_in_bound(l);
    if (!is_digit(*l->p))
        regex_fail(BAD_BOUND);
    *m = *n = bound_number(l);
    *has_preference = eat(l, ",");
    if (*has_preference) {
        skip_in_bound(l);
        *n = is_digit(*l->p) ? bound_number(l) : REPEAT_INFINITE;
        if (*m > *n)
            regex_fail(BAD_BOUND);
    }
    if (!eat(l, basic ? "\\}" : "}"))
        regex_fail(BAD_BOUND);
    *greedy = !lazy(l);
}

/* ---- bracket expressions ---- */
static uint32_t take_in_bracket(struct regex_lexer *l)
{
    if (at_end(l))
        regex_fail(BAD_BRACKET);
    return take(l);
}

/* The name in [.x.], [=x=], [:x:], the lexer behind the mark. */
static struct view bracket_name(struct regex_lexer *l, char mark)
{
    const char stop[3] = {mark, ']', '\0'}, *start = l->p;
    while (!next_is(l, stop))
        take_in_bracket(l);
    l->p += 2;
    return (struct view){start, (size_t)(l->p - 2 - start)};
}

static uint32_t element(struct view name)
{
    uint32_t code;
    if (!collating_element(name, &code))
        regex_fail(BAD_COLLATING);
    return code;
}

static void add_named_class(struct charset *s, struct view name, bool icase)
{
    enum char_class c = char_class_find(name);
    if (c == CLASS_NONE)
        regex_fail(BAD_CLASS);
    if (icase && (c == CLASS_LOWER || c == CLASS_UPPER))
        c = CLASS_ALPHA;
    charset_add_class(s, c);
}

/* One item: a character that may begin or end a range (true, *code), or a class, added to the set (false). */
static bool bracket_item(struct regex_lexer *l, struct charset *s, uint32_t *code)
{
    *code = take_in_bracket(l);
    if (*code == '[' && (next_is(l, ".") || next_is(l, "=") || next_is(l, ":"))) {
        char mark = *l->p++;
        struct view name = bracket_name(l, mark);
        if (mark == ':') {
            add_named_class(s, name, (l->flags & REGEX_ICASE) != 0);
            return false;
        }
        *code = element(name);
        if (mark == '=')
            charset_add(s, *code, *code);
        return mark == '.';
    }
    if (*code != '\\' || !is_advanced(l))
        return true;
    regex_lex_escape(l);
    *code = l->value;
    if (l->token == T_CLASS)
        charset_add_class(s, (enum char_class)l->value);
    else if (l->token == T_NOT_CLASS)
        charset_add_complement(s, (enum char_class)l->value);
    else if (l->token != T_PLAIN)
        regex_fail(BAD_ESCAPE);
    return l->token == T_PLAIN;
}

/* A hyphen is itself first and last, else it makes a range. */
static bool range_sign(const struct regex_lexer *l)
{
    return next_is(l, "-") && !next_is(l, "-]");
}

void regex_lex_bracket(struct regex_lexer *l, struct charset *s, bool *negated)
{
    *negated = eat(l, "^");
    for (bool first = true; first || !next_is(l, "]"); first = false) {
        uint32_t lo, hi;
        if (!first && range_sign(l))
            regex_fail(BAD_RANGE);
        if (!bracket_item(l, s, &lo))
            continue;
        hi = lo;
        if (range_sign(l)) {
            l->p++;
            if (!bracket_item(l, s, &hi) || hi < lo)
                regex_fail(BAD_RANGE);
        }
        charset_add(s, lo, hi);
    }
    l->p++;
}

/* ---- the beginning ---- */
static const struct {
    char letter;
    unsigned clear, set;
} options[] = {
    {'b', REGEX_ADVANCED | REGEX_QUOTE, 0},
    {'c', REGEX_ICASE, 0},
    {'e', REGEX_ADVANCED | REGEX_QUOTE, REGEX_EXTENDED},
    {'i', 0, REGEX_ICASE},
    {'m', 0, REGEX_NEWLINE},
    {'n', 0, REGEX_NEWLINE},
    {'p', REGEX_NLANCH, REGEX_NLSTOP},
    {'q', REGEX_ADVANCED, REGEX_QUOTE},
    {'s', REGEX_NEWLINE, 0},
    {'t', REGEX_EXPANDED, 0},
    {'w', REGEX_NLSTOP, REGEX_NLANCH},
    {'x', 0, REGEX_EXPANDED},
};

static void embedded_option(struct regex_lexer *l, char letter)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (options[i].letter == letter) {
            l->flags = (l->flags & ~options[i].clear) | options[i].set;
            return;
        }
    regex_fail(BAD_OPTION);
}

static bool is_letter(char c)
{
    return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

/* ***=literal, ***:advanced, (?letters) */
static void prefixes(struct regex_lexer *l)
{
    if (l->end - l->p >= 4 && next_is(l, "***")) {
        switch (l->p[3]) {
        case '?': regex_fail(BAD_PATTERN);
        case '=':
            l->flags |= REGEX_QUOTE;
            l->flags &= ~(unsigned)(REGEX_ADVANCED | REGEX_EXPANDED | REGEX_NEWLINE);
            l->p += 4;
            return;
        case ':':
            l->flags |= REGEX_ADVANCED;
            l->p += 4;
            break;
        default: regex_fail(BAD_QUANTIFIER);
        }
    }
    if (!is_advanced(l) || l->end - l->p < 3 || !next_is(l, "(?") || !is_letter(l->p[2]))
        return;
    for (l->p += 2; !at_end(l) && is_letter(*l->p); l->p++)
        embedded_option(l, *l->p);
    if (!eat(l, ")"))
        regex_fail(BAD_OPTION);
    if ((l->flags & REGEX_QUOTE) != 0)
        l->flags &= ~(unsigned)(REGEX_EXPANDED | REGEX_NEWLINE);
}

void regex_lex_start(struct regex_lexer *l, struct view pattern, unsigned flags)
{
    *l = (struct regex_lexer){.p = pattern.s, .end = pattern.s + pattern.n, .flags = flags, .token = T_FIRST};
    if ((flags & REGEX_QUOTE) != 0 && (flags & (REGEX_ADVANCED | REGEX_EXPANDED | REGEX_NEWLINE)) != 0)
        regex_fail(BAD_ARGUMENT);
    if ((flags & REGEX_QUOTE) == 0)
        prefixes(l);
    regex_lex(l);
}
