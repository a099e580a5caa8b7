/* The JSON grammar (RFC 8259 as PostgreSQL takes it), with PostgreSQL's errors. */
#include "types/jsonb.h"
#include "types/softfail.h"

enum token { T_END, T_STRING, T_NUMBER, T_LBRACE, T_RBRACE, T_LBRACKET, T_RBRACKET, T_COMMA, T_COLON, T_TRUE, T_FALSE, T_NULL };

struct parser {
    struct arena *arena;
    struct soft_error *soft;
    enum json_mode mode;
    const char *input, *end;
    const char *start, *stop;      /* the token; start NULL at the end of the input */
    const char *prev_stop;
    const char *line_start;
    int line, depth;
    enum token token;
    const char *str; /* a string token's value */
    size_t str_len;
};

void json_raise_depth(void)
{
    struct error *e = error_new(ERR_STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
    error_hint(e, "Increase the configuration parameter \"max_stack_depth\" (currently 2048kB), after ensuring the "
                  "platform's stack depth limit is adequate.");
    error_throw(e);
}

static int char_len(const char *s, const char *end)
{
    unsigned char c = (unsigned char)*s;
    int n = c < 0x80 ? 1 : c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;
    return n > end - s ? (int)(end - s) : n;
}

/* "JSON data, line 1: ...": what stands before the token, at most about 50 bytes of its line. */
static struct error *with_context(struct parser *p, struct error *e)
{
    const char *from = p->line_start, *to = p->stop;
    while (to - from >= 50)
        from += (unsigned char)*from >= 0x80 ? char_len(from, p->end) : 1;
    if (from - p->line_start <= 3)
        from = p->line_start;
    const char *prefix = from > p->line_start ? "..." : "";
    const char *suffix = p->token != T_END && to < p->end && *to != '\n' && *to != '\r' ? "..." : "";
    return error_where(e, "JSON data, line %d: %s%.*s%s", p->line, prefix, (int)(to - from), from, suffix);
}

#define FAIL(p, ...)                                                                                       \
    do {                                                                                                   \
        SOFT_ERROR((p)->soft, with_context(p, error_detail(error_new(ERR_INVALID_TEXT_REPRESENTATION,      \
                                                                     "invalid input syntax for type json"), \
                                                           __VA_ARGS__)));                                 \
        return false;                                                                                      \
    } while (0)
#define TOKEN_ARGS(p) (int)((p)->stop - (p)->start), (p)->start

static bool word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80);
}

static bool is_digit(const char *s, const char *end)
{
    return s < end && *s >= '0' && *s <= '9';
}

static void token_is(struct parser *p, enum token t, const char *stop)
{
    p->prev_stop = p->stop;
    p->stop = stop;
    p->token = t;
}

static bool lex_number(struct parser *p, const char *s)
{
    bool bad = false;
    if (s < p->end && *s == '0')
        s++;
    else if (is_digit(s, p->end))
        while (is_digit(s, p->end))
            s++;
    else
        bad = true;
    if (s < p->end && *s == '.') {
        s++;
        bad = bad || !is_digit(s, p->end);
        while (is_digit(s, p->end))
            s++;
    }
    if (s < p->end && (*s == 'e' || *s == 'E')) {
        s++;
        if (s < p->end && (*s == '+' || *s == '-'))
            s++;
        bad = bad || !is_digit(s, p->end);
        while (is_digit(s, p->end))
            s++;
    }
    for (; s < p->end && word_char(*s); s++)
        bad = true;
    enum token before = p->token;
    token_is(p, T_NUMBER, s);
    if (bad) {
        p->token = before;
        FAIL(p, "Token \"%.*s\" is invalid.", TOKEN_ARGS(p));
    }
    return true;
}

static void add_utf8(struct strbuf *b, uint32_t ch)
{
    if (ch < 0x80) {
        strbuf_addch(b, (char)ch);
    } else if (ch < 0x800) {
        strbuf_addch(b, (char)(0xc0 | ch >> 6));
        strbuf_addch(b, (char)(0x80 | (ch & 0x3f)));
    } else if (ch < 0x10000) {
        strbuf_addch(b, (char)(0xe0 | ch >> 12));
        strbuf_addch(b, (char)(0x80 | (ch >> 6 & 0x3f)));
        strbuf_addch(b, (char)(0x80 | (ch & 0x3f)));
    } else {
        strbuf_addch(b, (char)(0xf0 | ch >> 18));
        strbuf_addch(b, (char)(0x80 | (ch >> 12 & 0x3f)));
        strbuf_addch(b, (char)(0x80 | (ch >> 6 & 0x3f)));
        strbuf_addch(b, (char)(0x80 | (ch & 0x3f)));
    }
}

/* The context that is shown ends behind the character at s. */
#define FAIL_BEHIND(p, s, words)             \
    do {                                     \
        (p)->stop = (s) + char_len(s, (p)->end); \
        FAIL(p, words);                      \
    } while (0)
#define HIGH_SURROGATE "Unicode high surrogate must not follow a high surrogate."
#define LOW_SURROGATE "Unicode low surrogate must follow a high surrogate."

/* A string at p->start. What has no escapes is borrowed from the input. */
static bool lex_string(struct parser *p)
{
    const char *s = p->start + 1;
    bool want = p->mode >= JSON_TEXT;
    struct strbuf b = {0};
    uint32_t high = 0;
    for (;; s++) {
        if (s >= p->end) {
            p->stop = s;
            FAIL(p, "Token \"%.*s\" is invalid.", TOKEN_ARGS(p));
        }
        unsigned char c = (unsigned char)*s;
        if (c == '"')
            break;
        if (c < 32) {
            p->stop = s;
            FAIL(p, "Character with value 0x%02x must be escaped.", c);
        }
        if (c != '\\') {
            if (high != 0)
                FAIL_BEHIND(p, s, LOW_SURROGATE);
            if (b.arena != NULL)
                strbuf_addch(&b, (char)c);
            continue;
        }
        if (want && b.arena == NULL) {
            strbuf_init(&b, p->arena);
            strbuf_add(&b, p->start + 1, (size_t)(s - p->start - 1));
        }
        if (++s >= p->end) {
            p->stop = s;
            FAIL(p, "Token \"%.*s\" is invalid.", TOKEN_ARGS(p));
        }
        if (*s == 'u') {
            uint32_t ch = 0;
            for (int i = 0; i < 4; i++) {
                if (++s >= p->end) {
                    p->stop = s;
                    FAIL(p, "Token \"%.*s\" is invalid.", TOKEN_ARGS(p));
                }
                char h = *s;
                if (h >= '0' && h <= '9')
                    ch = ch * 16 + (uint32_t)(h - '0');
                else if ((h >= 'a' && h <= 'f') || (h >= 'A' && h <= 'F'))
                    ch = ch * 16 + (uint32_t)((h | 0x20) - 'a' + 10);
                else {
                    p->stop = s + char_len(s, p->end);
                    FAIL(p, "\"\\u\" must be followed by four hexadecimal digits.");
                }
            }
            if (!want)
                continue;
            if (ch >= 0xd800 && ch <= 0xdbff) {
                if (high != 0)
                    FAIL_BEHIND(p, s, HIGH_SURROGATE);
                high = ch;
                continue;
            }
            if (ch >= 0xdc00 && ch <= 0xdfff) {
                if (high == 0)
                    FAIL_BEHIND(p, s, LOW_SURROGATE);
                ch = 0x10000 + ((high & 0x3ff) << 10 | (ch & 0x3ff));
                high = 0;
            }
            if (high != 0)
                FAIL_BEHIND(p, s, LOW_SURROGATE);
            if (ch == 0) {
                p->stop = s + 1;
                SOFT_ERROR(p->soft, with_context(p, error_detail(error_new(ERR_UNTRANSLATABLE_CHARACTER,
                                                                           "unsupported Unicode escape sequence"),
                                                                 "\\u0000 cannot be converted to text.")));
                return false;
            }
            add_utf8(&b, ch);
            continue;
        }
        if (want && high != 0)
            FAIL_BEHIND(p, s, LOW_SURROGATE);
        static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
        const char *at = *s != '\0' ? strchr(names, *s) : NULL;
        if (at == NULL) {
            p->start = s;
            p->stop = s + char_len(s, p->end);
            FAIL(p, "Escape sequence \"\\%.*s\" is invalid.", TOKEN_ARGS(p));
        }
        if (want)
            strbuf_addch(&b, values[at - names]);
    }
    if (high != 0)
        FAIL_BEHIND(p, s, LOW_SURROGATE);
    p->str = b.arena != NULL ? b.data : p->start + 1;
    p->str_len = b.arena != NULL ? b.len : (size_t)(s - p->start - 1);
    token_is(p, T_STRING, s + 1);
    return true;
}

static bool lex(struct parser *p)
{
    const char *s = p->stop;
    while (s < p->end && (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r'))
        if (*s++ == '\n') {
            p->line++;
            p->line_start = s;
        }
    p->start = s;
    if (s >= p->end) {
        p->start = NULL;
        token_is(p, T_END, s);
        return true;
    }
    switch (*s) {
    case '{': token_is(p, T_LBRACE, s + 1); return true;
    case '}': token_is(p, T_RBRACE, s + 1); return true;
    case '[': token_is(p, T_LBRACKET, s + 1); return true;
    case ']': token_is(p, T_RBRACKET, s + 1); return true;
    case ',': token_is(p, T_COMMA, s + 1); return true;
    case ':': token_is(p, T_COLON, s + 1); return true;
    case '"': return lex_string(p);
    case '-': return lex_number(p, s + 1);
    }
    if (*s >= '0' && *s <= '9')
        return lex_number(p, s);
    const char *q = s;
    while (q < p->end && word_char(*q))
        q++;
    p->prev_stop = p->stop;
    p->stop = q == s ? s + 1 : q;
    if (q - s == 4 && memcmp(s, "true", 4) == 0)
        p->token = T_TRUE;
    else if (q - s == 4 && memcmp(s, "null", 4) == 0)
        p->token = T_NULL;
    else if (q - s == 5 && memcmp(s, "false", 5) == 0)
        p->token = T_FALSE;
    else
        FAIL(p, "Token \"%.*s\" is invalid.", TOKEN_ARGS(p));
    return true;
}

static bool unexpected(struct parser *p, const char *expected)
{
    if (p->start == NULL || p->token == T_END)
        FAIL(p, "The input string ended unexpectedly.");
    FAIL(p, "Expected %s, but found \"%.*s\".", expected, TOKEN_ARGS(p));
}

static bool expect(struct parser *p, enum token t, const char *words)
{
    return p->token == t ? lex(p) : unexpected(p, words);
}

struct items {
    struct jval *v;
    uint32_t n, cap;
};

static struct jval *items_push(struct parser *p, struct items *x)
{
    if (x->n == x->cap) {
        uint32_t cap = x->cap == 0 ? 8 : x->cap * 2;
        x->v = arena_grow(p->arena, x->v, sizeof *x->v * x->cap, sizeof *x->v * cap);
        x->cap = cap;
    }
    return &x->v[x->n++];
}

static bool parse_value(struct parser *p, struct jval *out);

static bool parse_members(struct parser *p, struct items *x, bool object, bool keep)
{
    for (;;) {
        struct jval v = {0};
        CHECK_INTERRUPTS();
        if (object) {
            if (p->token != T_STRING)
                return unexpected(p, "string");
            struct jval key = jval_string(p->str, p->str_len);
            if (!lex(p) || !expect(p, T_COLON, "\":\""))
                return false;
            if (keep)
                *items_push(p, x) = key;
        }
        if (!parse_value(p, &v))
            return false;
        if (keep)
            *items_push(p, x) = v;
        if (p->token != T_COMMA)
            return true;
        if (!lex(p))
            return false;
    }
}

static bool parse_container(struct parser *p, struct jval *out)
{
    bool object = p->token == T_LBRACE, keep = p->mode != JSON_VALIDATE;
    struct items x = {0};
    if (++p->depth > JSON_MAX_DEPTH)
        json_raise_depth();
    if (!lex(p))
        return false;
    if (object && p->token != T_STRING && p->token != T_RBRACE)
        return unexpected(p, "string or \"}\"");
    if (p->token != (object ? T_RBRACE : T_RBRACKET) && !parse_members(p, &x, object, keep))
        return false;
    p->depth--;
    out->type = object ? J_OBJECT : J_ARRAY;
    out->n = object ? x.n / 2 : x.n;
    out->items = x.v;
    return object ? expect(p, T_RBRACE, "\",\" or \"}\"") : expect(p, T_RBRACKET, "\",\" or \"]\"");
}

static bool parse_scalar(struct parser *p, struct jval *out)
{
    switch (p->token) {
    case T_STRING:
        *out = jval_string(p->str, p->str_len);
        break;
    case T_NUMBER:
        *out = (struct jval){.type = J_NUMBER};
        if (p->mode == JSON_VALUES) {
            const char *text = arena_strndup(p->arena, p->start, (size_t)(p->stop - p->start));
            out->num = datum_varlena(type_input(p->arena, TYPE_numeric, -1, text, strlen(text), p->soft));
            if (SOFT_FAILED(p->soft))
                return false;
        }
        break;
    case T_TRUE: case T_FALSE:
        *out = jval_bool(p->token == T_TRUE);
        break;
    case T_NULL:
        *out = jval_null();
        break;
    default:
        return unexpected(p, "JSON value");
    }
    return lex(p);
}

static bool parse_value(struct parser *p, struct jval *out)
{
    const char *from = p->start;
    bool ok = p->token == T_LBRACE || p->token == T_LBRACKET ? parse_container(p, out) : parse_scalar(p, out);
    if (ok) {
        out->raw = from;
        out->raw_len = (size_t)(p->prev_stop - from);
    }
    return ok;
}

bool json_parse(struct arena *a, struct soft_error *soft, const char *s, size_t len, enum json_mode mode,
                struct jval *out)
{
    struct parser p = {.arena = a, .soft = soft, .mode = mode, .input = s, .end = s + len, .stop = s, .prev_stop = s,
                       .line_start = s, .line = 1, .token = T_NULL};
    struct jval v = {0};
    if (!lex(&p) || !parse_value(&p, &v))
        return false;
    if (p.token != T_END)
        return unexpected(&p, "end of input");
    *out = v;
    return true;
}
