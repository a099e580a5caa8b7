/* COPY FROM STDIN: lines become fields, fields values; binary rows; the CONTEXT of errors (manual: COPY, "File Formats"). */
#include "session/copy_int.h"

#include <string.h>

#include "base/utf8.h"
#include "types/user.h"

#define BAD_FORMAT(...) raise(ERR_BAD_COPY_FILE_FORMAT, __VA_ARGS__)

/* ---- fields of a line ---- */

struct fields {
    struct copy_reader *r;
    const char *p, *end; /* what is left of the line */
    bool more;           /* a delimiter was met: there is another field */
};

/* A field: its text is in r->field (or where *text points); NULL when it is the null string as written. */
typedef const char *(*next_field_fn)(struct fields *f, size_t *len);

static char octal(struct fields *f, char c, bool *check)
{
    int v = c - '0';
    for (int i = 0; i < 2 && f->p < f->end && *f->p >= '0' && *f->p <= '7'; i++)
        v = v * 8 + (*f->p++ - '0');
    v &= 0377;
    *check |= v == 0 || v > 127;
    return (char)v;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static char hexadecimal(struct fields *f, bool *check)
{
    int v = 0, digits = 0;
    for (; digits < 2 && f->p < f->end && hex_digit(*f->p) >= 0; digits++)
        v = v * 16 + hex_digit(*f->p++);
    if (digits == 0)
        return 'x';
    *check |= v == 0 || v > 127;
    return (char)v;
}

static char escaped(struct fields *f, bool *check)
{
    static const char letters[] = "bfnrtv", means[] = "\b\f\n\r\t\v";
    char c = *f->p++;
    const char *at = strchr(letters, c);
    if (c >= '0' && c <= '7')
        return octal(f, c, check);
    if (c == 'x')
        return hexadecimal(f, check);
    return at != NULL && c != '\0' ? means[at - letters] : c;
}

static bool is_null_text(const struct copy_reader *r, const char *p, size_t len)
{
    return len == strlen(r->o->null) && memcmp(p, r->o->null, len) == 0;
}

static const char *text_field(struct fields *f, size_t *len)
{
    struct copy_reader *r = f->r;
    const char *start = f->p, delimiter = *r->o->delimiter;
    bool check = false;
    strbuf_clear(&r->field);
    f->more = false;
    for (;;) {
        const char *plain = f->p;
        while (f->p < f->end && *f->p != delimiter && *f->p != '\\')
            f->p++;
        strbuf_add(&r->field, plain, (size_t)(f->p - plain));
        if (f->p == f->end)
            break;
        if (*f->p++ == delimiter) {
            f->more = true;
            break;
        }
        if (f->p == f->end)
            break;
        strbuf_addch(&r->field, escaped(f, &check));
    }
    *len = r->field.len;
    if (is_null_text(r, start, (size_t)(f->p - start) - f->more))
        return NULL;
    if (check)
        utf8_require(r->field.data, r->field.len);
    return r->field.data;
}

static void quoted_part(struct fields *f)
{
    struct copy_reader *r = f->r;
    char quote = *r->o->quote, escape = *r->o->escape;
    for (;;) {
        if (f->p == f->end)
            BAD_FORMAT("unterminated CSV quoted field");
        char c = *f->p++;
        if (c == escape && f->p < f->end && (*f->p == escape || *f->p == quote)) {
            strbuf_addch(&r->field, *f->p++);
            continue;
        }
        if (c == quote)
            return;
        strbuf_addch(&r->field, c);
    }
}

static const char *csv_field(struct fields *f, size_t *len)
{
    struct copy_reader *r = f->r;
    const char *start = f->p, delimiter = *r->o->delimiter, quote = *r->o->quote;
    bool quoted = false;
    strbuf_clear(&r->field);
    f->more = false;
    for (;;) {
        const char *plain = f->p;
        while (f->p < f->end && *f->p != delimiter && *f->p != quote)
            f->p++;
        strbuf_add(&r->field, plain, (size_t)(f->p - plain));
        if (f->p == f->end)
            break;
        if (*f->p++ == delimiter) {
            f->more = true;
            break;
        }
        quoted = true;
        quoted_part(f);
    }
    *len = r->field.len;
    return !quoted && is_null_text(r, start, (size_t)(f->p - start) - f->more) ? NULL : r->field.data;
}

static next_field_fn field_reader(const struct copy_reader *r)
{
    return r->o->format == COPY_CSV ? csv_field : text_field;
}

static struct fields fields_of(struct copy_reader *r)
{
    const char *line = r->line != NULL ? r->line : "";
    return (struct fields){.r = r, .p = line, .end = line + (r->line != NULL ? r->line_len : 0), .more = true};
}

/* ---- the header ---- */

static void match_header(struct copy_reader *r)
{
    struct fields f = fields_of(r);
    size_t len;
    List *names = NULL;
    while (f.more) {
        const char *name = field_reader(r)(&f, &len);
        names = list_append(r->arena, names, name != NULL ? arena_strndup(r->arena, name, len) : NULL);
    }
    if (list_length(names) != r->n)
        BAD_FORMAT("wrong number of fields in header line: got %d, expected %d", list_length(names), r->n);
    for (int i = 0; i < r->n; i++) {
        const char *name = list_nth(names, i), *want = r->columns[i].name;
        if (name == NULL)
            BAD_FORMAT("column name mismatch in header line field %d: got null value (\"%s\"), expected \"%s\"", i + 1, r->o->null, want);
        if (strcmp(name, want) != 0)
            BAD_FORMAT("column name mismatch in header line field %d: got \"%s\", expected \"%s\"", i + 1, name, want);
    }
}

/* ---- a row of text ---- */

static void set_text(struct copy_reader *r, int i, const char *text, size_t len)
{
    const struct copy_column *c = &r->columns[i];
    if (text == NULL && c->force_not_null) {
        text = r->o->null;
        len = strlen(text);
    } else if (text != NULL && c->force_null && is_null_text(r, text, len)) {
        text = NULL;
    }
    r->column = c->name;
    r->value = text;
    r->nulls[i] = text == NULL;
    if (text == NULL)
        type_check_null(r->row, c->type, NULL);
    else
        r->values[i] = type_input(r->row, c->type, c->typmod, text, len, NULL);
    r->column = r->value = NULL;
}

static bool text_row(struct copy_reader *r)
{
    size_t len;
    if (r->number == 0 && r->o->header) {
        bool there = copy_read_line(r);
        if (r->o->match)
            match_header(r);
        if (!there)
            return false;
    }
    if (!copy_read_line(r))
        return false;
    struct fields f = fields_of(r);
    next_field_fn next = field_reader(r);
    for (int i = 0; i < r->n; i++) {
        if (!f.more)
            BAD_FORMAT("missing data for column \"%s\"", r->columns[i].name);
        const char *text = next(&f, &len);
        if (i == r->n - 1 && f.more)
            BAD_FORMAT("extra data after last expected column");
        set_text(r, i, text, len);
    }
    if (r->n == 0 && r->line_len > 0)
        BAD_FORMAT("extra data after last expected column");
    return true;
}

/* ---- binary ---- */

static const uint8_t *take(struct copy_reader *r, size_t n, const char *what)
{
    if (!copy_need(r, n))
        BAD_FORMAT("%s", what);
    const uint8_t *p = (const uint8_t *)r->data.data + r->pos;
    r->pos += n;
    return p;
}

static int32_t take_int(struct copy_reader *r, size_t n, const char *what)
{
    const uint8_t *p = take(r, n, what);
    uint32_t v = 0;
    for (size_t i = 0; i < n; i++)
        v = v << 8 | p[i];
    return n == 2 ? (int16_t)v : (int32_t)v;
}

static void binary_header(struct copy_reader *r)
{
    static const char unknown[] = "COPY file signature not recognized";
    if (memcmp(take(r, 11, unknown), "PGCOPY\n\377\r\n\0", 11) != 0)
        BAD_FORMAT("%s", unknown);
    uint32_t flags = (uint32_t)take_int(r, 4, "invalid COPY file header (missing flags)");
    if (flags & (1u << 16))
        BAD_FORMAT("invalid COPY file header (WITH OIDS)");
    if (flags >> 16 != 0)
        BAD_FORMAT("unrecognized critical flags in COPY file header");
    int32_t extension = take_int(r, 4, "invalid COPY file header (missing length)");
    if (extension < 0)
        BAD_FORMAT("invalid COPY file header (missing length)");
    take(r, (size_t)extension, "invalid COPY file header (wrong length)");
}

static void binary_value(struct copy_reader *r, int i)
{
    struct copy_column *c = &r->columns[i];
    r->column = c->name;
    int32_t len = take_int(r, 4, "unexpected EOF in COPY data");
    r->nulls[i] = len == -1;
    if (len < -1)
        BAD_FORMAT("invalid field size");
    if (len < 0)
        type_check_null(r->row, c->type, NULL);
    else {
        struct io io = {.arena = r->row, .type = c->type, .typmod = c->typmod};
        const uint8_t *p = take(r, (size_t)len, "unexpected EOF in COPY data");
        size_t size = (size_t)len;
        if (binary_text(r->row, client_encoding(), c->type) == TEXT_WHOLE)
            p = (const uint8_t *)text_from(r->row, client_encoding(), (const char *)p, &size);
        r->values[i] = c->info->recv(&io, p, size);
    }
    r->column = NULL;
}

static bool binary_row(struct copy_reader *r)
{
    if (r->number == 0)
        binary_header(r);
    r->number++;
    if (!copy_need(r, 2)) /* without a trailer, as older versions wrote it; half a count is nothing to PostgreSQL, too */
        return false;
    int n = take_int(r, 2, "");
    if (n == -1) {
        if (copy_need(r, 1))
            BAD_FORMAT("received copy data after EOF marker");
        return false;
    }
    if (n != r->n)
        BAD_FORMAT("row field count is %d, expected %d", n, r->n);
    for (int i = 0; i < n; i++)
        binary_value(r, i);
    return true;
}

/* ---- the reader ---- */

struct copy_reader *copy_reader_new(struct arena *a, struct wire *w, const struct copy_options *o, struct copy_column *columns, int n)
{
    struct copy_reader *r = ARENA_NEW(a, struct copy_reader);
    r->w = w;
    r->o = o;
    r->columns = columns;
    r->n = n;
    r->arena = a;
    r->row = arena_new(a, "copied row");
    r->values = ARENA_ARRAY(a, Datum, n + 1);
    r->nulls = ARENA_ARRAY(a, bool, n + 1);
    strbuf_init(&r->data, a);
    strbuf_init(&r->raw, a);
    strbuf_init(&r->field, a);
    for (int i = 0; i < n && o->format == COPY_BINARY; i++)
        if (columns[i].info->recv == NULL)
            raise(ERR_UNDEFINED_FUNCTION, "no binary input function available for type %s", type_display(a, columns[i].type));
    return r;
}

bool copy_reader_next(struct copy_reader *r)
{
    arena_reset(r->row);
    return r->o->format == COPY_BINARY ? binary_row(r) : text_row(r);
}

/* At most a hundred bytes of it. */
static const char *shown(struct arena *a, const char *text, size_t len)
{
    enum { SHOWN = 100 };
    if (len <= SHOWN)
        return arena_strndup(a, text, len);
    size_t n = utf8_clip(text, len, SHOWN);
    return arena_printf(a, "%.*s...", (int)n, text);
}

static struct error *copy_where(const struct copy_reader *r, const char *table, struct error *e)
{
    unsigned long long line = e->row > 0 ? (unsigned long long)e->row : (unsigned long long)r->number;
    struct arena *a = r->arena;
    if (line == 0) /* a binary header's */
        return e;
    if (e->row > 0)
        return error_where(e, "COPY %s, line %llu", table, line);
    if (r->column != NULL && r->value != NULL)
        return error_where(e, "COPY %s, line %llu, column %s: \"%s\"", table, line, r->column, shown(a, r->value, strlen(r->value)));
    if (r->column != NULL && r->o->format == COPY_BINARY)
        return error_where(e, "COPY %s, line %llu, column %s", table, line, r->column);
    if (r->column != NULL)
        return error_where(e, "COPY %s, line %llu, column %s: null input", table, line, r->column);
    if (r->line != NULL)
        return error_where(e, "COPY %s, line %llu: \"%s\"", table, line, shown(a, r->line, r->line_len));
    return error_where(e, "COPY %s, line %llu", table, line);
}

struct error *copy_reader_where(const struct copy_reader *r, const char *table, struct error *e)
{
    const char *inside = e->where;
    copy_where(r, table, e);
    return inside != NULL && e->where != inside ? error_where(e, "%s\n%s", inside, e->where) : e;
}
