/* Templates of to_char() and its kin: text to nodes. */
#include "base/macros.h"
#include "funcs/format_int.h"

static const struct field date_fields[] = {
#define FIELD(text, field, n, letters, digits, calendar) \
    {text, FIELD_##field, n, LETTERS_##letters, digits, CALENDAR_##calendar},
#include "funcs/format_date.def"
#undef FIELD
};
static const struct field number_fields[] = {
#define PATTERN(text, pattern, letters) {text, NUM_##pattern, 0, LETTERS_##letters, false, CALENDAR_NONE},
#include "funcs/format_number.def"
#undef PATTERN
};

static const struct {
    const char *text;
    unsigned suffix;
} prefixes[] = {{"FM", SUFFIX_FM}, {"fm", SUFFIX_FM}, {"TM", SUFFIX_TM}, {"tm", SUFFIX_TM}},
  postfixes[] = {{"TH", SUFFIX_TH_UPPER}, {"th", SUFFIX_TH_LOWER}, {"SP", SUFFIX_SP}};

bool is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_separator(char c)
{
    char l = ascii_lower(c);
    return c > ' ' && c < 0x7f && !(l >= 'a' && l <= 'z') && !(c >= '0' && c <= '9');
}

static bool starts(struct view v, const char *word)
{
    size_t n = strlen(word);
    return v.n >= n && memcmp(v.s, word, n) == 0;
}

/* The longest field that the text begins with. */
static const struct field *find_field(enum template_kind kind, struct view v)
{
    const struct field *fields = kind == TEMPLATE_DATE ? date_fields : number_fields, *best = NULL;
    int n = kind == TEMPLATE_DATE ? COUNTOF(date_fields) : COUNTOF(number_fields);
    for (int i = 0; i < n; i++)
        if (starts(v, fields[i].text) && (best == NULL || strlen(fields[i].text) > strlen(best->text)))
            best = &fields[i];
    return best;
}

static struct view advance(struct view v, size_t n)
{
    return (struct view){v.s + n, v.n - n};
}

static struct view add_character(struct node **to, enum node_type type, struct view v)
{
    size_t n = utf8_step(v.s, v.n);
    **to = (struct node){.type = type};
    memcpy((*to)->text, v.s, n);
    ++*to;
    return advance(v, n);
}

/* "quoted": a backslash takes the next character as it is. */
static struct view add_quoted(struct node **to, struct view v)
{
    for (v = advance(v, 1); v.n > 0; v = add_character(to, NODE_CHAR, v)) {
        if (*v.s == '"')
            return advance(v, 1);
        if (*v.s == '\\' && v.n > 1)
            v = advance(v, 1);
    }
    return v;
}

static struct view add_literal(struct node **to, enum template_kind kind, struct view v)
{
    if (*v.s == '"')
        return add_quoted(to, v);
    if (*v.s == '\\' && v.n > 1 && v.s[1] == '"')
        v = advance(v, 1);
    enum node_type type = kind == TEMPLATE_DATE && is_separator(*v.s) ? NODE_SEPARATOR
                          : is_white(*v.s)                            ? NODE_SPACE
                                                                      : NODE_CHAR;
    return add_character(to, type, v);
}

static struct view take_prefix(struct view v, unsigned *suffix)
{
    for (int i = 0; i < COUNTOF(prefixes); i++)
        if (starts(v, prefixes[i].text)) {
            *suffix |= prefixes[i].suffix;
            return advance(v, strlen(prefixes[i].text));
        }
    return v;
}

static struct view take_postfix(struct view v, unsigned *suffix)
{
    for (int i = 0; i < COUNTOF(postfixes); i++)
        if (starts(v, postfixes[i].text)) {
            *suffix |= postfixes[i].suffix;
            return advance(v, strlen(postfixes[i].text));
        }
    return v;
}

static const struct node *parse(struct arena *a, enum template_kind kind, struct view v)
{
    struct node *nodes = ARENA_ARRAY(a, struct node, v.n + 1), *to = nodes;
    while (v.n > 0) {
        unsigned suffix = 0;
        CHECK_INTERRUPTS();
        if (kind == TEMPLATE_DATE)
            v = take_prefix(v, &suffix);
        const struct field *f = find_field(kind, v);
        if (f != NULL) {
            v = advance(v, strlen(f->text));
            if (kind == TEMPLATE_DATE)
                v = take_postfix(v, &suffix);
            *to++ = (struct node){.type = NODE_FIELD, .field = f, .suffix = suffix};
        } else if (v.n > 0) {
            v = add_literal(&to, kind, v);
        }
    }
    return nodes;
}

struct kept {
    struct view template;
    const struct node *nodes;
};

const struct node *template_nodes(struct fcall *fc, enum template_kind kind, struct view template)
{
    struct kept *kept = fc->state;
    if (kept != NULL && kept->template.n == template.n && memcmp(kept->template.s, template.s, template.n) == 0)
        return kept->nodes;
    if (kept != NULL || fc->keep == NULL) /* another one each time: not worth keeping */
        return parse(fc->arena, kind, template);
    kept = ARENA_NEW(fc->keep, struct kept);
    kept->template = (struct view){arena_memdup(fc->keep, template.s, template.n + 1), template.n};
    kept->nodes = parse(fc->keep, kind, kept->template);
    fc->state = kept;
    return kept->nodes;
}

const char *ordinal_ending(struct view number, bool upper)
{
    static const char *const endings[2][4] = {{"th", "st", "nd", "rd"}, {"TH", "ST", "ND", "RD"}};
    char last = number.n > 0 ? number.s[number.n - 1] : '\0';
    if (last < '0' || last > '9')
        raise(ERR_INVALID_TEXT_REPRESENTATION, "\"%.*s\" is not a number", (int)number.n, number.s);
    bool teen = number.n > 1 && number.s[number.n - 2] == '1';
    return endings[upper][!teen && last >= '1' && last <= '3' ? last - '0' : 0];
}
