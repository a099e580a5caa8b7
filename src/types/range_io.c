/* Ranges and multiranges: text ([1,5), {[1,2),[3,4)}, empty) and binary forms. */
#include <strings.h>

#include "types/range.h"
#include "types/softfail.h"
#include "types/wirebytes.h"

#define EMPTY_WORD "empty"

static bool space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static const char *skip_space(const char *s)
{
    while (space(*s))
        s++;
    return s;
}

static void malformed(struct io *io, const char *what, const char *s, const char *detail)
{
    SOFT_ERROR(io->soft,
               error_detail(error_new(ERR_INVALID_TEXT_REPRESENTATION, "malformed %s literal: \"%s\"", what, s), "%s",
                            detail));
}

/* ---- reading a range ---- */
struct literal {
    const char *text, *s;
    const char *detail; /* of the error; NULL: none */
    struct strbuf bounds[2];
    bool infinite[2];
    bool empty, lower_inclusive, upper_inclusive;
};

static bool bound_ends(char c)
{
    return c == ',' || c == ')' || c == ']';
}

/* A bound as written: "quoted", with "" and backslashes for single characters. Nothing at all is infinite. */
static bool read_bound(struct literal *l, int i)
{
    struct strbuf *b = &l->bounds[i];
    bool quoted = false;
    l->infinite[i] = bound_ends(*l->s);
    while (quoted || !bound_ends(*l->s)) {
        char c = *l->s++;
        if (c == '\\')
            c = *l->s == '\0' ? '\0' : *l->s++;
        else if (c == '"' && quoted && *l->s == '"')
            l->s++;
        else if (c == '"') {
            quoted = !quoted;
            continue;
        }
        if (c == '\0') {
            l->detail = "Unexpected end of input.";
            return false;
        }
        strbuf_addch(b, c);
    }
    return true;
}

static const char *read_literal(struct literal *l)
{
    l->s = skip_space(l->s);
    if (strncasecmp(l->s, EMPTY_WORD, strlen(EMPTY_WORD)) == 0) {
        l->empty = true;
        return *skip_space(l->s + strlen(EMPTY_WORD)) == '\0' ? NULL : "Junk after \"empty\" key word.";
    }
    if (*l->s != '[' && *l->s != '(')
        return "Missing left parenthesis or bracket.";
    l->lower_inclusive = *l->s++ == '[';
    if (!read_bound(l, 0))
        return l->detail;
    if (*l->s++ != ',')
        return "Missing comma after lower bound.";
    if (!read_bound(l, 1))
        return l->detail;
    if (*l->s == ',')
        return "Too many commas.";
    l->upper_inclusive = *l->s++ == ']';
    return *skip_space(l->s) == '\0' ? NULL : "Junk after right parenthesis or bracket.";
}

static struct bound input_bound(struct io *io, Oid elem, struct literal *l, int i)
{
    struct bound b = {.infinite = l->infinite[i], .lower = i == 0};
    b.inclusive = !b.infinite && (i == 0 ? l->lower_inclusive : l->upper_inclusive);
    if (!b.infinite)
        b.value = type_input(io->arena, elem, -1, l->bounds[i].data, l->bounds[i].len, io->soft);
    return b;
}

/* The normal form; with a soft error wanted, bounds in the wrong order are one too. */
static struct range normal(struct io *io, struct range r)
{
    struct range *volatile done = ARENA_NEW(io->arena, struct range);
    if (io->soft == NULL)
        return range_normal(r);
    *done = range_empty(r.type);
    TRY {
        *done = range_normal(r);
    } CATCH (e) {
        io->soft->failed = true;
        io->soft->error = io->soft->want_error ? e : NULL;
    } END_TRY;
    return *done;
}

static struct range parse_range(struct io *io, Oid type, const char *s)
{
    struct literal l = {.text = s, .s = s};
    Oid elem = type_get(type)->elem;
    strbuf_init(&l.bounds[0], io->arena);
    strbuf_init(&l.bounds[1], io->arena);
    const char *wrong = read_literal(&l);
    if (wrong != NULL)
        malformed(io, "range", s, wrong);
    if (wrong != NULL || l.empty)
        return range_empty(type);
    struct range r = {.type = type, .lower = input_bound(io, elem, &l, 0)};
    if (SOFT_FAILED(io->soft))
        return range_empty(type);
    r.upper = input_bound(io, elem, &l, 1);
    return SOFT_FAILED(io->soft) ? range_empty(type) : normal(io, r);
}

Datum range_in(struct io *io, const char *s, size_t len)
{
    struct range r = parse_range(io, io->type, s);
    return SOFT_FAILED(io->soft) ? (Datum)0 : range_make(io->arena, r);
}

/* ---- writing a range ---- */
static void write_bound(struct io *io, Oid elem, const struct bound *b, struct strbuf *out)
{
    if (b->infinite)
        return;
    struct strbuf v;
    strbuf_init(&v, io->arena);
    type_output(io->arena, elem, b->value, &v);
    bool quote = v.len == 0;
    for (size_t i = 0; i < v.len; i++)
        quote = quote || space(v.data[i]) || strchr("\"\\()[],", v.data[i]) != NULL;
    if (quote)
        strbuf_addch(out, '"');
    for (size_t i = 0; i < v.len; i++) {
        if (v.data[i] == '"' || v.data[i] == '\\')
            strbuf_addch(out, v.data[i]);
        strbuf_addch(out, v.data[i]);
    }
    if (quote)
        strbuf_addch(out, '"');
}

void range_out(struct io *io, Datum d, struct strbuf *out)
{
    struct range r = range_open(d);
    Oid elem = type_get(r.type)->elem;
    if (r.empty) {
        strbuf_addstr(out, EMPTY_WORD);
        return;
    }
    strbuf_addch(out, r.lower.inclusive ? '[' : '(');
    write_bound(io, elem, &r.lower, out);
    strbuf_addch(out, ',');
    write_bound(io, elem, &r.upper, out);
    strbuf_addch(out, r.upper.inclusive ? ']' : ')');
}

/* ---- binary: flags, then the bounds that there are, each behind its length ---- */
struct wire {
    const uint8_t *p;
    size_t left;
};

static bool take(struct io *io, struct wire *w, size_t n, const uint8_t **p)
{
    if (w->left < n) {
        wire_too_short(io);
        return false;
    }
    *p = w->p;
    w->p += n;
    w->left -= n;
    return true;
}

static bool take_counted(struct io *io, struct wire *w, const uint8_t **p, size_t *n)
{
    if (!take(io, w, 4, p))
        return false;
    *n = wire_get32(*p);
    return take(io, w, *n, p);
}

static bool receive_bound(struct io *io, struct wire *w, const struct type_info *t, struct bound *b)
{
    const uint8_t *p;
    size_t n;
    if (b->infinite)
        return true;
    if (!take_counted(io, w, &p, &n))
        return false;
    struct io inner = {.arena = io->arena, .soft = io->soft, .type = t->oid, .typmod = -1, .spare = true};
    b->value = t->recv(&inner, p, n);
    return !SOFT_FAILED(io->soft);
}

static struct range receive_range(struct io *io, Oid type, struct wire *w)
{
    const uint8_t *p;
    const struct type_info *t = type_get(type_get(type)->elem);
    if (w->left == 0)
        wire_no_byte(io);
    if (w->left == 0 || !take(io, w, 1, &p) || (*p & RANGE_EMPTY) != 0)
        return range_empty(type);
    struct range r = {.type = type};
    r.lower = (struct bound){.infinite = (*p & RANGE_LOWER_INFINITE) != 0, .lower = true};
    r.upper = (struct bound){.infinite = (*p & RANGE_UPPER_INFINITE) != 0};
    r.lower.inclusive = !r.lower.infinite && (*p & RANGE_LOWER_INCLUSIVE) != 0;
    r.upper.inclusive = !r.upper.infinite && (*p & RANGE_UPPER_INCLUSIVE) != 0;
    if (!receive_bound(io, w, t, &r.lower) || !receive_bound(io, w, t, &r.upper))
        return range_empty(type);
    return normal(io, r);
}

static void check_end(struct io *io, const struct wire *w)
{
    if (!SOFT_FAILED(io->soft) && w->left > 0)
        soft_raise(io->soft, ERR_PROTOCOL_VIOLATION, "invalid message format");
}

Datum range_recv(struct io *io, const uint8_t *p, size_t len)
{
    struct wire w = {p, len};
    struct range r = receive_range(io, io->type, &w);
    check_end(io, &w);
    return SOFT_FAILED(io->soft) ? (Datum)0 : range_make(io->arena, r);
}

static void send_bound(struct io *io, const struct type_info *t, const struct bound *b, struct strbuf *out)
{
    if (b->infinite)
        return;
    struct strbuf v;
    struct io inner = {.arena = io->arena, .type = t->oid, .typmod = -1};
    strbuf_init(&v, io->arena);
    t->send(&inner, b->value, &v);
    wire_put32(out, (uint32_t)v.len);
    strbuf_add(out, v.data, v.len);
}

void range_send(struct io *io, Datum d, struct strbuf *out)
{
    struct range_head head;
    memcpy(&head, VARDATA(d), sizeof head);
    struct range r = range_open(d);
    const struct type_info *t = type_get(type_get(r.type)->elem);
    strbuf_addch(out, (char)head.flags);
    if (r.empty)
        return;
    send_bound(io, t, &r.lower, out);
    send_bound(io, t, &r.upper, out);
}

/* ---- multiranges ---- */
static void add_range(struct arena *a, struct ranges *r, int *cap, struct range new)
{
    if (r->n == *cap) {
        int more = *cap == 0 ? 8 : *cap * 2;
        r->r = arena_grow(a, r->r, sizeof *r->r * (size_t)*cap, sizeof *r->r * (size_t)more);
        *cap = more;
    }
    r->r[r->n++] = new;
}

/* The closing bracket of the range that begins at s; NULL: there is none. White space hides no escape. */
static const char *range_end(const char *s)
{
    bool quoted = false, escaped = false;
    for (; *s != '\0'; s++) {
        if (space(*s))
            continue;
        if (escaped)
            escaped = false;
        else if (*s == '\\')
            escaped = true;
        else if (*s == '"' && quoted && s[1] == '"')
            s++;
        else if (*s == '"')
            quoted = !quoted;
        else if (!quoted && (*s == ']' || *s == ')'))
            return s;
    }
    return NULL;
}

/* Reads the ranges into r; the detail of what is wrong, NULL: nothing, or a soft error inside a range. */
static const char *read_ranges(struct io *io, const char *s, struct ranges *r)
{
    int cap = 0;
    s = skip_space(s);
    if (*s++ != '{')
        return "Missing left brace.";
    for (bool first = true;; first = false) {
        s = skip_space(s);
        if (first && *s == '}')
            break;
        if (*s == '\0')
            return "Unexpected end of input.";
        if (*s == '[' || *s == '(') {
            const char *end = range_end(s);
            if (end == NULL)
                return "Unexpected end of input.";
            const char *text = arena_strndup(io->arena, s, (size_t)(end - s) + 1);
            add_range(io->arena, r, &cap, parse_range(io, r->type, text));
            if (SOFT_FAILED(io->soft))
                return NULL;
            s = end + 1;
        } else if (strncasecmp(s, EMPTY_WORD, strlen(EMPTY_WORD)) == 0) {
            s += strlen(EMPTY_WORD);
        } else {
            return "Expected range start.";
        }
        s = skip_space(s);
        if (*s == '\0')
            return "Unexpected end of input.";
        if (*s != ',' && *s != '}')
            return "Expected comma or end of multirange.";
        if (*s == '}')
            break;
        s++;
    }
    return *skip_space(s + 1) == '\0' ? NULL : "Junk after closing right brace.";
}

Datum multirange_in(struct io *io, const char *s, size_t len)
{
    struct ranges r = {.type = type_get(io->type)->base};
    const char *wrong = read_ranges(io, s, &r);
    if (wrong != NULL)
        malformed(io, "multirange", s, wrong);
    if (wrong != NULL || SOFT_FAILED(io->soft))
        return (Datum)0;
    ranges_normalise(&r);
    return multirange_make(io->arena, io->type, r);
}

static Datum nth_range(Datum d, uint32_t i)
{
    const struct multirange_head *head = (const struct multirange_head *)VARDATA(d);
    return (Datum)(VARDATA(d) + head->offsets[i]);
}

static uint32_t range_count(Datum d)
{
    return ((const struct multirange_head *)VARDATA(d))->n;
}

void multirange_out(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_addch(out, '{');
    for (uint32_t i = 0; i < range_count(d); i++) {
        if (i > 0)
            strbuf_addch(out, ',');
        range_out(io, nth_range(d, i), out);
    }
    strbuf_addch(out, '}');
}

/* A count, then each range behind its length. */
Datum multirange_recv(struct io *io, const uint8_t *p, size_t len)
{
    struct wire w = {p, len};
    const uint8_t *at;
    struct ranges r = {.type = type_get(io->type)->base};
    int cap = 0;
    if (!take(io, &w, 4, &at))
        return (Datum)0;
    for (uint32_t n = wire_get32(at); n > 0 && !SOFT_FAILED(io->soft); n--) {
        size_t size;
        if (!take_counted(io, &w, &at, &size))
            return (Datum)0;
        struct wire inner = {at, size};
        add_range(io->arena, &r, &cap, receive_range(io, r.type, &inner));
        check_end(io, &inner);
    }
    check_end(io, &w);
    if (SOFT_FAILED(io->soft))
        return (Datum)0;
    ranges_normalise(&r);
    return multirange_make(io->arena, io->type, r);
}

void multirange_send(struct io *io, Datum d, struct strbuf *out)
{
    wire_put32(out, range_count(d));
    for (uint32_t i = 0; i < range_count(d); i++) {
        struct strbuf b;
        strbuf_init(&b, io->arena);
        range_send(io, nth_range(d, i), &b);
        wire_put32(out, (uint32_t)b.len);
        strbuf_add(out, b.data, b.len);
    }
}
