/* Sets of characters: classes (of the C locale: ASCII), collating elements, and their words in PCRE2's syntax. */
#include <stdlib.h>

#include "funcs/regex_int.h"

#define CODE_MAX 0x10ffff
#define SURROGATES_LO 0xd800
#define SURROGATES_HI 0xdfff

void charset_init(struct charset *s, struct arena *a)
{
    *s = (struct charset){.arena = a};
}

void charset_add(struct charset *s, uint32_t lo, uint32_t hi)
{
    if (hi > CODE_MAX)
        hi = CODE_MAX;
    if (lo > hi)
        return;
    if (s->n == s->cap) {
        int cap = s->cap == 0 ? 8 : s->cap * 2;
        s->ranges =
            arena_grow(s->arena, s->ranges, sizeof *s->ranges * (size_t)s->cap, sizeof *s->ranges * (size_t)cap);
        s->cap = cap;
    }
    s->ranges[s->n++] = (struct range){lo, hi};
}

/* Each class as ranges; cntrl has more than ASCII's. */
static const struct {
    const char *name;
    struct range ranges[5];
} classes[] = {
    [CLASS_ALNUM] = {"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
    [CLASS_ALPHA] = {"alpha", {{'A', 'Z'}, {'a', 'z'}}},
    [CLASS_ASCII] = {"ascii", {{0, 0x7f}}},
    [CLASS_BLANK] = {"blank", {{' ', ' '}, {'\t', '\t'}}},
    [CLASS_CNTRL] = {"cntrl", {{0, 0x1f}, {0x7f, 0x9f}}},
    [CLASS_DIGIT] = {"digit", {{'0', '9'}}},
    [CLASS_GRAPH] = {"graph", {{'!', '~'}}},
    [CLASS_LOWER] = {"lower", {{'a', 'z'}}},
    [CLASS_PRINT] = {"print", {{' ', '~'}, {'\t', '\r'}}},
    [CLASS_PUNCT] = {"punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
    [CLASS_SPACE] = {"space", {{' ', ' '}, {'\t', '\r'}}},
    [CLASS_UPPER] = {"upper", {{'A', 'Z'}}},
    [CLASS_XDIGIT] = {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
    [CLASS_WORD] = {"word", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
};

static bool view_is(struct view v, const char *s)
{
    return strlen(s) == v.n && memcmp(v.s, s, v.n) == 0;
}

enum char_class char_class_find(struct view name)
{
    int c = 0;
    while (c < CLASS_NONE && !view_is(name, classes[c].name))
        c++;
    return (enum char_class)c;
}

void charset_add_class(struct charset *s, enum char_class c)
{
    for (const struct range *r = classes[c].ranges; r == classes[c].ranges || r->hi != 0; r++)
        charset_add(s, r->lo, r->hi);
}

static int by_low(const void *a, const void *b)
{
    const struct range *x = a, *y = b;
    return x->lo < y->lo ? -1 : x->lo > y->lo;
}

/* Sorted, without overlaps. */
static void normalise(struct charset *s)
{
    if (s->n == 0)
        return;
    qsort(s->ranges, (size_t)s->n, sizeof *s->ranges, by_low);
    int n = 0;
    for (int i = 1; i < s->n; i++) {
        struct range *last = &s->ranges[n];
        if (s->ranges[i].lo > last->hi + 1)
            s->ranges[++n] = s->ranges[i];
        else if (s->ranges[i].hi > last->hi)
            last->hi = s->ranges[i].hi;
    }
    s->n = n + 1;
}

static struct charset complement(struct charset *s)
{
    struct charset r;
    charset_init(&r, s->arena);
    normalise(s);
    uint32_t next = 0;
    for (int i = 0; i < s->n; i++) {
        if (s->ranges[i].lo > next)
            charset_add(&r, next, s->ranges[i].lo - 1);
        next = s->ranges[i].hi + 1;
    }
    charset_add(&r, next, CODE_MAX);
    return r;
}

void charset_add_complement(struct charset *s, enum char_class c)
{
    struct charset of;
    charset_init(&of, s->arena);
    charset_add_class(&of, c);
    of = complement(&of);
    for (int i = 0; i < of.n; i++)
        charset_add(s, of.ranges[i].lo, of.ranges[i].hi);
}

/* The other case of each ASCII letter in the set. */
static void add_cases(struct charset *s)
{
    for (int i = 0, n = s->n; i < n; i++)
        for (uint32_t c = s->ranges[i].lo; c <= s->ranges[i].hi && c < 0x80; c++) {
            char other = ascii_lower((char)c) == (char)c ? ascii_upper((char)c) : ascii_lower((char)c);
            if ((uint32_t)other != c)
                charset_add(s, (uint32_t)other, (uint32_t)other);
        }
}

static void emit_range(uint32_t lo, uint32_t hi, struct strbuf *out)
{
    if (lo > hi)
        return;
    strbuf_printf(out, "\\x{%x}", lo);
    if (hi > lo)
        strbuf_printf(out, "-\\x{%x}", hi);
}

/* Surrogates are in no UTF-8 text, and PCRE2 refuses them. */
static void emit_ranges(const struct charset *s, struct strbuf *out)
{
    for (int i = 0; i < s->n; i++) {
        struct range r = s->ranges[i];
        emit_range(r.lo, r.hi < SURROGATES_LO ? r.hi : SURROGATES_LO - 1, out);
        emit_range(r.lo > SURROGATES_HI ? r.lo : SURROGATES_HI + 1, r.hi, out);
    }
}

void charset_emit(struct charset *s, bool negated, bool icase, struct strbuf *out)
{
    if (icase)
        add_cases(s);
    normalise(s);
    size_t start = out->len;
    strbuf_addstr(out, negated ? "[^" : "[");
    size_t inside = out->len;
    emit_ranges(s, out);
    if (out->len > inside) {
        strbuf_addch(out, ']');
        return;
    }
    out->len = start; /* no character at all is in the set */
    strbuf_addstr(out, negated ? "." : "(?!)");
}

/* POSIX's names of ASCII characters. */
static const struct {
    const char *name;
    unsigned char code;
} names[] = {
    {"NUL", 0}, {"SOH", 1}, {"STX", 2}, {"ETX", 3}, {"EOT", 4}, {"ENQ", 5}, {"ACK", 6}, {"BEL", 7}, {"alert", 7},
    {"BS", 8}, {"backspace", 8}, {"HT", 9}, {"tab", 9}, {"LF", 10}, {"newline", 10}, {"VT", 11},
    {"vertical-tab", 11}, {"FF", 12}, {"form-feed", 12}, {"CR", 13}, {"carriage-return", 13}, {"SO", 14},
    {"SI", 15}, {"DLE", 16}, {"DC1", 17}, {"DC2", 18}, {"DC3", 19}, {"DC4", 20}, {"NAK", 21}, {"SYN", 22},
    {"ETB", 23}, {"CAN", 24}, {"EM", 25}, {"SUB", 26}, {"ESC", 27}, {"IS4", 28}, {"FS", 28}, {"IS3", 29},
    {"GS", 29}, {"IS2", 30}, {"RS", 30}, {"IS1", 31}, {"US", 31}, {"space", ' '}, {"exclamation-mark", '!'},
    {"quotation-mark", '"'}, {"number-sign", '#'}, {"dollar-sign", '$'}, {"percent-sign", '%'}, {"ampersand", '&'},
    {"apostrophe", '\''}, {"left-parenthesis", '('}, {"right-parenthesis", ')'}, {"asterisk", '*'},
    {"plus-sign", '+'}, {"comma", ','}, {"hyphen", '-'}, {"hyphen-minus", '-'}, {"period", '.'}, {"full-stop", '.'},
    {"slash", '/'}, {"solidus", '/'}, {"zero", '0'}, {"one", '1'}, {"two", '2'}, {"three", '3'}, {"four", '4'},
    {"five", '5'}, {"six", '6'}, {"seven", '7'}, {"eight", '8'}, {"nine", '9'}, {"colon", ':'}, {"semicolon", ';'},
    {"less-than-sign", '<'}, {"equals-sign", '='}, {"greater-than-sign", '>'}, {"question-mark", '?'},
    {"commercial-at", '@'}, {"left-square-bracket", '['}, {"backslash", '\\'}, {"reverse-solidus", '\\'},
    {"right-square-bracket", ']'}, {"circumflex", '^'}, {"circumflex-accent", '^'}, {"underscore", '_'},
    {"low-line", '_'}, {"grave-accent", '`'}, {"left-brace", '{'}, {"left-curly-bracket", '{'},
    {"vertical-line", '|'}, {"right-brace", '}'}, {"right-curly-bracket", '}'}, {"tilde", '~'}, {"DEL", 127},
};

bool collating_element(struct view name, uint32_t *code)
{
    if (name.n > 0 && utf8_step(name.s, name.n) == name.n) {
        *code = utf8_decode(name.s);
        return true;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (view_is(name, names[i].name)) {
            *code = names[i].code;
            return true;
        }
    return false;
}
