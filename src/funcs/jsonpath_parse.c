/* The grammar of paths: expressions, predicates, and chains of accessors; and what may stand where. */
#include "base/macros.h"
#include "funcs/jsonpath_int.h"
#include "funcs/regex.h"

/* An expression gives items, a predicate true, false or unknown: the grammar keeps them apart. */
struct parsed {
    struct jp_item *item;
    bool predicate;
};

struct parser {
    struct jp_lexer lex;
    struct arena *arena;
    int depth;
};

#define MAX_DEPTH 5000

enum { LEVEL_OR = 1, LEVEL_AND, LEVEL_COMPARE, LEVEL_ADD, LEVEL_MUL };

static struct parsed parse_operators(struct parser *p, int level);
static struct jp_item *parse_accessors(struct parser *p, struct jp_item *head);

static _Noreturn void syntax_error(const struct parser *p)
{
    jp_fail(&p->lex, "syntax error");
}

static bool at_char(const struct parser *p, char c)
{
    return p->lex.token == T_CHAR + (unsigned char)c;
}

static void expect(struct parser *p, int token)
{
    if (p->lex.token != token)
        syntax_error(p);
    jp_next(&p->lex);
}

static void expect_char(struct parser *p, char c)
{
    expect(p, T_CHAR + (unsigned char)c);
}

static struct jp_item *new_item(struct parser *p, enum jp_type type)
{
    struct jp_item *x = ARENA_NEW(p->arena, struct jp_item);
    x->type = type;
    return x;
}

static struct jp_item *unary(struct parser *p, enum jp_type type, struct jp_item *arg)
{
    struct jp_item *x = new_item(p, type);
    x->left = arg;
    return x;
}

static struct view token_text(const struct parser *p)
{
    return (struct view){p->lex.value.data, p->lex.value.len};
}

/* An item with the present token's text, which is taken. */
static struct jp_item *text_item(struct parser *p, enum jp_type type)
{
    struct jp_item *x = new_item(p, type);
    x->text = token_text(p);
    jp_next(&p->lex);
    return x;
}

static struct jp_item *parse_expr(struct parser *p)
{
    struct parsed x = parse_operators(p, LEVEL_ADD);
    if (x.predicate)
        syntax_error(p);
    return x.item;
}

static struct jp_item *parse_predicate(struct parser *p)
{
    struct parsed x = parse_operators(p, 0);
    if (!x.predicate)
        syntax_error(p);
    return x.item;
}

/* ---- accessors ---- */
static uint32_t parse_level(struct parser *p)
{
    if (p->lex.token == T_LAST) {
        jp_next(&p->lex);
        return JP_LEVEL_LAST;
    }
    if (p->lex.token != T_INT)
        syntax_error(p);
    Datum d = type_input(p->arena, TYPE_int4, -1, p->lex.value.data, p->lex.value.len, NULL);
    jp_next(&p->lex);
    return (uint32_t)datum_int32(d);
}

/* .** .**{2} .**{1 to last}, behind the stars */
static struct jp_item *parse_levels(struct parser *p)
{
    struct jp_item *x = new_item(p, JP_ANY);
    x->last = JP_LEVEL_LAST;
    if (!at_char(p, '{'))
        return x;
    jp_next(&p->lex);
    x->first = x->last = parse_level(p);
    if (p->lex.token == T_TO) {
        jp_next(&p->lex);
        x->last = parse_level(p);
    }
    expect_char(p, '}');
    return x;
}

static struct jp_item *parse_subscripts(struct parser *p)
{
    struct jp_item *x = new_item(p, JP_INDEX);
    jp_next(&p->lex);
    if (at_char(p, '*')) {
        jp_next(&p->lex);
        expect_char(p, ']');
        return new_item(p, JP_ANY_ARRAY);
    }
    for (int cap = 0;; jp_next(&p->lex)) {
        if (x->nsubs == cap) {
            int more = cap == 0 ? 4 : cap * 2;
            x->subs = arena_grow(p->arena, x->subs, sizeof *x->subs * (size_t)cap, sizeof *x->subs * (size_t)more);
            cap = more;
        }
        struct jp_subscript *s = &x->subs[x->nsubs++];
        *s = (struct jp_subscript){.from = parse_expr(p)};
        if (p->lex.token == T_TO) {
            jp_next(&p->lex);
            s->to = parse_expr(p);
        }
        if (!at_char(p, ','))
            break;
    }
    expect_char(p, ']');
    return x;
}

/* A word after a point: a method when a parenthesis follows, else a key. */
static struct jp_item *parse_member(struct parser *p)
{
    static const struct {
        int token;
        enum jp_type type;
    } methods[] = {{T_TYPE, JP_TYPE},         {T_SIZE, JP_SIZE},        {T_ABS, JP_ABS},
                   {T_FLOOR, JP_FLOOR},       {T_CEILING, JP_CEILING},  {T_DOUBLE, JP_DOUBLE},
                   {T_KEYVALUE, JP_KEYVALUE}, {T_DATETIME, JP_DATETIME}};
    int token = p->lex.token;
    if (token != T_IDENT && token != T_STRING && (token < T_IS || token > T_LIKE_REGEX))
        syntax_error(p);
    struct jp_item *x = text_item(p, JP_KEY);
    if (!at_char(p, '('))
        return x;
    for (int i = 0; i < COUNTOF(methods); i++)
        if (methods[i].token == token) {
            x = new_item(p, methods[i].type);
            jp_next(&p->lex);
            if (x->type == JP_DATETIME && p->lex.token == T_STRING)
                x->left = text_item(p, JP_STRING);
            expect_char(p, ')');
            return x;
        }
    syntax_error(p);
}

static bool at_accessor(const struct parser *p)
{
    return at_char(p, '.') || at_char(p, '[') || at_char(p, '?');
}

static struct jp_item *parse_accessor(struct parser *p)
{
    if (at_char(p, '['))
        return parse_subscripts(p);
    bool filter = at_char(p, '?');
    jp_next(&p->lex);
    if (filter) {
        expect_char(p, '(');
        struct jp_item *x = unary(p, JP_FILTER, parse_predicate(p));
        expect_char(p, ')');
        return x;
    }
    if (at_char(p, '*')) {
        jp_next(&p->lex);
        return new_item(p, JP_ANY_KEY);
    }
    if (p->lex.token == T_ANY) {
        jp_next(&p->lex);
        return parse_levels(p);
    }
    return parse_member(p);
}

static struct jp_item *parse_accessors(struct parser *p, struct jp_item *head)
{
    struct jp_item *end = head;
    while (at_accessor(p)) {
        while (end->next != NULL)
            end = end->next;
        end->next = parse_accessor(p);
    }
    return head;
}

/* ---- operands ---- */
static struct jp_item *parse_number(struct parser *p)
{
    struct jp_item *x = new_item(p, JP_NUMBER);
    x->number = type_input(p->arena, TYPE_numeric, -1, p->lex.value.data, p->lex.value.len, NULL);
    jp_next(&p->lex);
    return x;
}

/* NULL: none of them stands here. */
static struct jp_item *parse_primary(struct parser *p)
{
    struct jp_item *x;
    switch (p->lex.token) {
    case T_STRING: return text_item(p, JP_STRING);
    case T_VARIABLE: return text_item(p, JP_VARIABLE);
    case T_INT: case T_NUMERIC: return parse_number(p);
    case T_NULL: x = new_item(p, JP_NULL); break;
    case T_TRUE: case T_FALSE:
        x = new_item(p, JP_BOOL);
        x->boolean = p->lex.token == T_TRUE;
        break;
    case T_LAST: x = new_item(p, JP_LAST); break;
    case T_CHAR + '$': x = new_item(p, JP_ROOT); break;
    case T_CHAR + '@': x = new_item(p, JP_CURRENT); break;
    default: return NULL;
    }
    jp_next(&p->lex);
    return x;
}

static struct parsed parse_parenthesised(struct parser *p)
{
    jp_next(&p->lex);
    struct parsed x = parse_operators(p, 0);
    expect_char(p, ')');
    if (at_accessor(p))
        return (struct parsed){parse_accessors(p, x.item), false};
    if (x.predicate && p->lex.token == T_IS) {
        jp_next(&p->lex);
        expect(p, T_UNKNOWN);
        x.item = unary(p, JP_IS_UNKNOWN, x.item);
    }
    return x;
}

static struct parsed parse_exists(struct parser *p)
{
    jp_next(&p->lex);
    expect_char(p, '(');
    struct jp_item *x = unary(p, JP_EXISTS, parse_expr(p));
    expect_char(p, ')');
    return (struct parsed){x, true};
}

/* !(predicate), !exists(expression) */
static struct parsed parse_not(struct parser *p)
{
    struct jp_item *arg;
    jp_next(&p->lex);
    if (p->lex.token == T_EXISTS) {
        arg = parse_exists(p).item;
    } else {
        expect_char(p, '(');
        arg = parse_predicate(p);
        expect_char(p, ')');
    }
    return (struct parsed){unary(p, JP_NOT, arg), true};
}

static struct parsed parse_operand(struct parser *p);

/* A sign before a number makes another number. */
static struct parsed parse_sign(struct parser *p)
{
    bool minus = at_char(p, '-');
    jp_next(&p->lex);
    struct parsed x = parse_operand(p);
    if (x.predicate)
        syntax_error(p);
    if (x.item->type != JP_NUMBER || x.item->next != NULL)
        return (struct parsed){unary(p, minus ? JP_MINUS : JP_PLUS, x.item), false};
    if (minus) {
        struct jp_item *number = new_item(p, JP_NUMBER);
        struct strbuf b;
        strbuf_init(&b, p->arena);
        strbuf_addch(&b, '-');
        type_output(p->arena, TYPE_numeric, x.item->number, &b);
        const char *text = b.data[1] == '-' ? b.data + 2 : b.data;
        number->number = type_input(p->arena, TYPE_numeric, -1, text, strlen(text), NULL);
        x.item = number;
    }
    return x;
}

static struct parsed parse_operand(struct parser *p)
{
    if (++p->depth > MAX_DEPTH)
        raise(ERR_STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
    struct parsed x = {0};
    if (at_char(p, '+') || at_char(p, '-')) {
        x = parse_sign(p);
    } else if (p->lex.token == T_NOT) {
        x = parse_not(p);
    } else if (p->lex.token == T_EXISTS) {
        x = parse_exists(p);
    } else if (at_char(p, '(')) {
        x = parse_parenthesised(p);
    } else {
        x.item = parse_primary(p);
        if (x.item == NULL)
            syntax_error(p);
        x.item = parse_accessors(p, x.item);
    }
    p->depth--;
    return x;
}

/* ---- operators ---- */
static const struct binary {
    int token;
    enum jp_type type;
    int level;
} binaries[] = {
    {T_OR, JP_OR, LEVEL_OR},
    {T_AND, JP_AND, LEVEL_AND},
    {T_EQUAL, JP_EQUAL, LEVEL_COMPARE},
    {T_NOT_EQUAL, JP_NOT_EQUAL, LEVEL_COMPARE},
    {T_LESS, JP_LESS, LEVEL_COMPARE},
    {T_GREATER, JP_GREATER, LEVEL_COMPARE},
    {T_LESS_EQUAL, JP_LESS_EQUAL, LEVEL_COMPARE},
    {T_GREATER_EQUAL, JP_GREATER_EQUAL, LEVEL_COMPARE},
    {T_STARTS, JP_STARTS_WITH, LEVEL_COMPARE},
    {T_LIKE_REGEX, JP_LIKE_REGEX, LEVEL_COMPARE},
    {T_CHAR + '+', JP_ADD, LEVEL_ADD},
    {T_CHAR + '-', JP_SUB, LEVEL_ADD},
    {T_CHAR + '*', JP_MUL, LEVEL_MUL},
    {T_CHAR + '/', JP_DIV, LEVEL_MUL},
    {T_CHAR + '%', JP_MOD, LEVEL_MUL},
};

static const struct binary *binary_at(const struct parser *p)
{
    for (int i = 0; i < COUNTOF(binaries); i++)
        if (binaries[i].token == p->lex.token)
            return &binaries[i];
    return NULL;
}

static unsigned regex_flag(char c)
{
    switch (c) {
    case 'i': return JP_REGEX_ICASE;
    case 's': return JP_REGEX_DOTALL;
    case 'm': return JP_REGEX_MLINE;
    case 'x': return JP_REGEX_WSPACE;
    case 'q': return JP_REGEX_QUOTE;
    default: return 0;
    }
}

/* The pattern and its flags, behind the word like_regex. */
static void parse_regex(struct parser *p, struct jp_item *x)
{
    if (p->lex.token != T_STRING)
        syntax_error(p);
    x->text = token_text(p);
    jp_next(&p->lex);
    if (p->lex.token == T_FLAG) {
        jp_next(&p->lex);
        if (p->lex.token != T_STRING)
            syntax_error(p);
        struct view flags = token_text(p);
        for (size_t i = 0; i < flags.n; i++) {
            unsigned flag = regex_flag(flags.s[i]);
            if (flag == 0)
                error_throw(error_detail(error_new(ERR_SYNTAX_ERROR, "invalid input syntax for type %s", "jsonpath"),
                                         "Unrecognized flag character \"%.*s\" in LIKE_REGEX predicate.",
                                         (int)utf8_step(flags.s + i, flags.n - i), flags.s + i));
            x->flags |= flag;
        }
        jp_next(&p->lex);
    }
    regex_get(x->text, jp_regex_flags(x->flags)); /* is it one? */
}

static void parse_right(struct parser *p, struct jp_item *x, const struct binary *op)
{
    if (op->type == JP_LIKE_REGEX) {
        parse_regex(p, x);
        return;
    }
    if (op->type == JP_STARTS_WITH) {
        expect(p, T_WITH);
        if (p->lex.token != T_STRING && p->lex.token != T_VARIABLE)
            syntax_error(p);
        x->right = parse_primary(p);
        return;
    }
    struct parsed right = parse_operators(p, op->level + 1);
    if (right.predicate != (op->level <= LEVEL_AND))
        syntax_error(p);
    x->right = right.item;
}

/* Operators that bind at least as tightly as level. && and || take predicates, all others expressions. */
static struct parsed parse_operators(struct parser *p, int level)
{
    struct parsed left = parse_operand(p);
    for (const struct binary *op; (op = binary_at(p)) != NULL && op->level >= level;) {
        if (left.predicate != (op->level <= LEVEL_AND))
            break;
        struct jp_item *x = new_item(p, op->type);
        x->left = left.item;
        jp_next(&p->lex);
        parse_right(p, x, op);
        left = (struct parsed){x, op->level <= LEVEL_COMPARE};
    }
    return left;
}

/* ---- @ and last stand only where they mean something ---- */
static void check_places(const struct jp_item *x, int filters, bool in_subscript)
{
    for (; x != NULL; x = x->next) {
        if (x->type == JP_CURRENT && filters == 0)
            raise(ERR_SYNTAX_ERROR, "@ is not allowed in root expressions");
        if (x->type == JP_LAST && !in_subscript)
            raise(ERR_SYNTAX_ERROR, "LAST is allowed only in array subscripts");
        check_places(x->left, filters + (x->type == JP_FILTER), in_subscript);
        check_places(x->right, filters, in_subscript);
        for (int i = 0; i < x->nsubs; i++) {
            check_places(x->subs[i].from, filters, true);
            check_places(x->subs[i].to, filters, true);
        }
    }
}

struct jp_path jsonpath_parse(struct arena *a, const char *s, size_t len)
{
    struct parser p = {.arena = a};
    struct jp_path path = {.lax = true};
    jp_lexer_init(&p.lex, a, s, len);
    jp_next(&p.lex);
    if (p.lex.token == T_END)
        raise(ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%.*s\"", "jsonpath", (int)len, s);
    if (p.lex.token == T_STRICT || p.lex.token == T_LAX) {
        path.lax = p.lex.token == T_LAX;
        jp_next(&p.lex);
    }
    path.root = parse_operators(&p, 0).item;
    if (p.lex.token != T_END)
        syntax_error(&p);
    check_places(path.root, 0, false);
    return path;
}
