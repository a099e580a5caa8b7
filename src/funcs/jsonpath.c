/* Paths as text: the type's input and output. */
#include "funcs/jsonpath.h"

#include "funcs/regex.h"
#include "types/io_protos.h"
#include "types/jsonb.h"
#include "types/wirebytes.h"

TYPE_IO_PROTOS(jsonpath)

#define JSONPATH_VERSION 1

const char *jp_name(enum jp_type type)
{
    static const char *const names[] = {
        [JP_AND] = "&&",           [JP_OR] = "||",           [JP_EQUAL] = "==",      [JP_NOT_EQUAL] = "!=",
        [JP_LESS] = "<",           [JP_GREATER] = ">",       [JP_LESS_EQUAL] = "<=", [JP_GREATER_EQUAL] = ">=",
        [JP_STARTS_WITH] = "starts with", [JP_ADD] = "+",    [JP_SUB] = "-",         [JP_MUL] = "*",
        [JP_DIV] = "/",            [JP_MOD] = "%",           [JP_PLUS] = "+",        [JP_MINUS] = "-",
        [JP_TYPE] = "type",        [JP_SIZE] = "size",       [JP_ABS] = "abs",       [JP_FLOOR] = "floor",
        [JP_CEILING] = "ceiling",  [JP_DOUBLE] = "double",   [JP_DATETIME] = "datetime", [JP_KEYVALUE] = "keyvalue",
    };
    return names[type];
}

unsigned jp_regex_flags(unsigned flags)
{
    unsigned r = REGEX_ADVANCED;
    if (flags & JP_REGEX_QUOTE) {
        r = REGEX_QUOTE;
    } else {
        if ((flags & JP_REGEX_DOTALL) == 0)
            r |= REGEX_NLSTOP;
        if (flags & JP_REGEX_MLINE)
            r |= REGEX_NLANCH;
        if (flags & JP_REGEX_WSPACE)
            raise(ERR_FEATURE_NOT_SUPPORTED, "XQuery \"x\" flag (expanded regular expressions) is not implemented");
    }
    return flags & JP_REGEX_ICASE ? r | REGEX_ICASE : r;
}

/* How tightly an item holds together: one with a looser part needs parentheses around it. */
static int priority(enum jp_type type)
{
    switch (type) {
    case JP_OR: return 0;
    case JP_AND: return 1;
    case JP_EQUAL: case JP_NOT_EQUAL: case JP_LESS: case JP_GREATER: case JP_LESS_EQUAL: case JP_GREATER_EQUAL:
    case JP_STARTS_WITH:
        return 2;
    case JP_ADD: case JP_SUB: return 3;
    case JP_MUL: case JP_DIV: case JP_MOD: return 4;
    case JP_PLUS: case JP_MINUS: return 5;
    default: return 6;
    }
}

struct writer {
    struct arena *arena;
    struct strbuf *out;
};

static void write_chain(const struct writer *w, const struct jp_item *x, bool in_key, bool brackets);

static void write_operand(const struct writer *w, const struct jp_item *x, const struct jp_item *of)
{
    write_chain(w, x, false, priority(x->type) <= priority(of->type));
}

static void write_text(const struct writer *w, const struct jp_item *x)
{
    json_escape(w->out, x->text.s, x->text.n);
}

static void write_within(const struct writer *w, const char *before, const struct jp_item *x, const char *after)
{
    strbuf_addstr(w->out, before);
    write_chain(w, x, false, false);
    strbuf_addstr(w->out, after);
}

static void write_regex(const struct writer *w, const struct jp_item *x)
{
    static const char letters[] = "ismxq";
    write_operand(w, x->left, x);
    strbuf_addstr(w->out, " like_regex ");
    write_text(w, x);
    if (x->flags == 0)
        return;
    strbuf_addstr(w->out, " flag \"");
    for (int i = 0; i < 5; i++)
        if (x->flags & 1u << i)
            strbuf_addch(w->out, letters[i]);
    strbuf_addch(w->out, '"');
}

static void write_operator(const struct writer *w, const struct jp_item *x)
{
    if (x->type == JP_LIKE_REGEX) {
        write_regex(w, x);
    } else if (x->type == JP_PLUS || x->type == JP_MINUS) {
        strbuf_addstr(w->out, jp_name(x->type));
        write_operand(w, x->left, x);
    } else {
        write_operand(w, x->left, x);
        strbuf_printf(w->out, " %s ", jp_name(x->type));
        write_operand(w, x->right, x);
    }
}

static void write_level(const struct writer *w, uint32_t level)
{
    if (level == JP_LEVEL_LAST)
        strbuf_addstr(w->out, "last");
    else
        strbuf_printf(w->out, "%u", level);
}

static void write_levels(const struct writer *w, const struct jp_item *x)
{
    strbuf_addstr(w->out, "**");
    if (x->first == 0 && x->last == JP_LEVEL_LAST)
        return;
    strbuf_addch(w->out, '{');
    write_level(w, x->first);
    if (x->first != x->last) {
        strbuf_addstr(w->out, " to ");
        write_level(w, x->last);
    }
    strbuf_addch(w->out, '}');
}

static void write_subscripts(const struct writer *w, const struct jp_item *x)
{
    strbuf_addch(w->out, '[');
    for (int i = 0; i < x->nsubs; i++) {
        write_within(w, i > 0 ? "," : "", x->subs[i].from, "");
        if (x->subs[i].to != NULL)
            write_within(w, " to ", x->subs[i].to, "");
    }
    strbuf_addch(w->out, ']');
}

static void write_method(const struct writer *w, const struct jp_item *x)
{
    strbuf_printf(w->out, ".%s(", jp_name(x->type));
    if (x->left != NULL)
        write_chain(w, x->left, false, false);
    strbuf_addch(w->out, ')');
}

static void write_item(const struct writer *w, const struct jp_item *x, bool in_key, bool brackets)
{
    switch (x->type) {
    case JP_NULL: strbuf_addstr(w->out, "null"); break;
    case JP_BOOL: strbuf_addstr(w->out, x->boolean ? "true" : "false"); break;
    case JP_STRING: write_text(w, x); break;
    case JP_NUMBER:
        if (x->next != NULL)
            strbuf_addch(w->out, '(');
        type_output(w->arena, TYPE_numeric, x->number, w->out);
        if (x->next != NULL)
            strbuf_addch(w->out, ')');
        break;
    case JP_VARIABLE:
        strbuf_addch(w->out, '$');
        write_text(w, x);
        break;
    case JP_NOT: write_within(w, "!(", x->left, ")"); break;
    case JP_IS_UNKNOWN: write_within(w, "(", x->left, ") is unknown"); break;
    case JP_EXISTS: write_within(w, "exists (", x->left, ")"); break;
    case JP_FILTER: write_within(w, "?(", x->left, ")"); break;
    case JP_ROOT: strbuf_addch(w->out, '$'); break;
    case JP_CURRENT: strbuf_addch(w->out, '@'); break;
    case JP_LAST: strbuf_addstr(w->out, "last"); break;
    case JP_ANY_ARRAY: strbuf_addstr(w->out, "[*]"); break;
    case JP_INDEX: write_subscripts(w, x); break;
    case JP_KEY: case JP_ANY_KEY: case JP_ANY:
        if (in_key)
            strbuf_addch(w->out, '.');
        if (x->type == JP_KEY)
            write_text(w, x);
        else if (x->type == JP_ANY_KEY)
            strbuf_addch(w->out, '*');
        else
            write_levels(w, x);
        break;
    case JP_TYPE: case JP_SIZE: case JP_ABS: case JP_FLOOR: case JP_CEILING: case JP_DOUBLE: case JP_DATETIME:
    case JP_KEYVALUE:
        write_method(w, x);
        break;
    default:
        if (brackets)
            strbuf_addch(w->out, '(');
        write_operator(w, x);
        if (brackets)
            strbuf_addch(w->out, ')');
        break;
    }
}

static void write_chain(const struct writer *w, const struct jp_item *x, bool in_key, bool brackets)
{
    for (; x != NULL; x = x->next) {
        write_item(w, x, in_key, brackets);
        in_key = brackets = true;
    }
}

void jsonpath_write(struct arena *a, const struct jp_path *path, struct strbuf *out)
{
    struct writer w = {a, out};
    if (!path->lax)
        strbuf_addstr(out, "strict ");
    write_chain(&w, path->root, false, true);
}

/* ---- the type ---- */
static Datum read_path(struct arena *a, const char *s, size_t len)
{
    struct jp_path path = jsonpath_parse(a, s, len);
    struct strbuf b;
    strbuf_init(&b, a);
    jsonpath_write(a, &path, &b);
    return datum_from_text(a, b.data, b.len);
}

Datum jsonpath_in(struct io *io, const char *s, size_t len)
{
    volatile Datum d = 0;
    if (io->soft == NULL)
        return read_path(io->arena, s, len);
    TRY {
        d = read_path(io->arena, s, len);
    } CATCH (e) {
        io->soft->failed = true;
        if (io->soft->want_error)
            io->soft->error = e;
    } END_TRY;
    return d;
}

void jsonpath_out(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_add(out, VARDATA(d), VARLEN(d));
}

Datum jsonpath_recv(struct io *io, const uint8_t *p, size_t len)
{
    if (len == 0) {
        wire_too_short(io);
        return (Datum)0;
    }
    if (p[0] != JSONPATH_VERSION) {
        soft_raise(io->soft, ERR_INTERNAL_ERROR, "unsupported jsonpath version number: %d", p[0]);
        return (Datum)0;
    }
    Datum text = type_get(TYPE_text)->recv(io, p + 1, len - 1);
    return SOFT_FAILED(io->soft) ? (Datum)0 : jsonpath_in(io, VARDATA(text), VARLEN(text));
}

void jsonpath_send(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_addch(out, JSONPATH_VERSION);
    jsonpath_out(io, d, out);
}
