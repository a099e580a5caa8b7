/* COPY ... TO STDOUT: a table or a query, as text, CSV or binary (manual: COPY, "File Formats"; 55.2.6). */
#include "session/session_int.h"

#include <string.h>
#include <strings.h>

#include "analyze/raw.h"
#include "base/macros.h"
#include "types/ident.h"

enum copy_format { COPY_TEXT, COPY_CSV, COPY_BINARY };

struct copy_options {
    enum copy_format format;
    const char *delimiter, *null, *quote, *escape;
    bool header, force_all;
    const PgQuery__List *force; /* FORCE_QUOTE's columns; NULL none */
};

/* ---- options ---- */

static const char *const option_names[] = {"format", "delimiter", "null", "header", "quote", "escape", "force_quote", "encoding"};

static bool header_on(const PgQuery__DefElem *d)
{
    const char *word = raw_string(d->arg);
    int on = raw_boolean(d->arg);
    if (word != NULL && strcasecmp(word, "match") == 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot use \"match\" with HEADER in COPY TO");
    if (on < 0)
        raise(ERR_SYNTAX_ERROR, "%s requires a Boolean value or \"match\"", d->defname);
    return on;
}

static const char *option_text(const PgQuery__DefElem *d)
{
    const char *text = raw_string(d->arg);
    if (text == NULL)
        raise(ERR_SYNTAX_ERROR, "%s requires a parameter", d->defname);
    return text;
}

static void set_format(struct copy_options *o, const PgQuery__DefElem *d)
{
    const char *f = option_text(d);
    if (strcmp(f, "text") == 0)
        o->format = COPY_TEXT;
    else if (strcmp(f, "csv") == 0)
        o->format = COPY_CSV;
    else if (strcmp(f, "binary") == 0)
        o->format = COPY_BINARY;
    else
        raise_at(ERR_INVALID_PARAMETER_VALUE, d->location, "COPY format \"%s\" not recognized", f);
}

static void set_force_quote(struct copy_options *o, const PgQuery__DefElem *d)
{
    if (d->arg != NULL && d->arg->node_case == PG_QUERY__NODE__NODE_A_STAR)
        o->force_all = true;
    else if (d->arg != NULL && d->arg->node_case == PG_QUERY__NODE__NODE_LIST)
        o->force = d->arg->list;
    else
        raise_at(ERR_INVALID_PARAMETER_VALUE, d->location, "argument to option \"%s\" must be a list of column names", d->defname);
}

static void set_encoding(const PgQuery__DefElem *d)
{
    const char *name = option_text(d);
    if (strcasecmp(name, "utf8") != 0 && strcasecmp(name, "utf-8") != 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, d->location, "COPY in encoding \"%s\" is not supported", name);
}

static void one_byte(const char *text, const char *what)
{
    if (strlen(text) != 1)
        raise(ERR_FEATURE_NOT_SUPPORTED, "COPY %s must be a single one-byte character", what);
}

static void only_in_csv(const struct copy_options *o, bool given, const char *what)
{
    if (given && o->format != COPY_CSV)
        raise(ERR_FEATURE_NOT_SUPPORTED, "COPY %s available only in CSV mode", what);
}

static void check_options(struct copy_options *o)
{
    bool csv = o->format == COPY_CSV;
    if (o->format == COPY_BINARY && o->delimiter != NULL)
        raise(ERR_SYNTAX_ERROR, "cannot specify DELIMITER in BINARY mode");
    if (o->format == COPY_BINARY && o->null != NULL)
        raise(ERR_SYNTAX_ERROR, "cannot specify NULL in BINARY mode");
    if (o->format == COPY_BINARY && o->header)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot specify HEADER in BINARY mode");
    bool quoted = o->quote != NULL, escaped = o->escape != NULL;
    o->delimiter = o->delimiter != NULL ? o->delimiter : csv ? "," : "\t";
    o->null = o->null != NULL ? o->null : csv ? "" : "\\N";
    if (csv) {
        o->quote = quoted ? o->quote : "\"";
        o->escape = escaped ? o->escape : o->quote;
    }
    one_byte(o->delimiter, "delimiter");
    if (strpbrk(o->delimiter, "\r\n") != NULL)
        raise(ERR_INVALID_PARAMETER_VALUE, "COPY delimiter cannot be newline or carriage return");
    if (strpbrk(o->null, "\r\n") != NULL)
        raise(ERR_INVALID_PARAMETER_VALUE, "COPY null representation cannot use newline or carriage return");
    if (!csv && strchr("\\.abcdefghijklmnopqrstuvwxyz0123456789", *o->delimiter) != NULL)
        raise(ERR_INVALID_PARAMETER_VALUE, "COPY delimiter cannot be \"%s\"", o->delimiter);
    only_in_csv(o, quoted, "quote");
    if (csv)
        one_byte(o->quote, "quote");
    if (csv && *o->delimiter == *o->quote)
        raise(ERR_INVALID_PARAMETER_VALUE, "COPY delimiter and quote must be different");
    only_in_csv(o, escaped, "escape");
    if (csv)
        one_byte(o->escape, "escape");
    only_in_csv(o, o->force_all || o->force != NULL, "force quote");
    if (strchr(o->null, *o->delimiter) != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "COPY delimiter must not appear in the NULL specification");
    if (csv && strchr(o->null, *o->quote) != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "CSV quote character must not appear in the NULL specification");
}

static void read_options(struct copy_options *o, const PgQuery__CopyStmt *c)
{
    bool seen[COUNTOF(option_names)] = {false};
    for (size_t i = 0; i < c->n_options; i++) {
        const PgQuery__DefElem *d = c->options[i]->def_elem;
        int known = 0;
        RAW_FIELDS(d, d->location, "defname arg defaction location");
        while (known < COUNTOF(option_names) && strcmp(option_names[known], d->defname) != 0)
            known++;
        if (known == COUNTOF(option_names))
            raise_at(ERR_SYNTAX_ERROR, d->location, "option \"%s\" not recognized", d->defname);
        if (seen[known])
            raise_at(ERR_SYNTAX_ERROR, d->location, "conflicting or redundant options");
        seen[known] = true;
        switch (known) {
        case 0: set_format(o, d); break;
        case 1: o->delimiter = option_text(d); break;
        case 2: o->null = option_text(d); break;
        case 3: o->header = header_on(d); break;
        case 4: o->quote = option_text(d); break;
        case 5: o->escape = option_text(d); break;
        case 6: set_force_quote(o, d); break;
        default: set_encoding(d); break;
        }
    }
    check_options(o);
}

/* ---- what is copied ---- */

/* A table's columns are asked for as a SELECT that says the same. */
static const struct raw_stmt *select_of(struct arena *a, const PgQuery__CopyStmt *c)
{
    const PgQuery__RangeVar *r = c->relation;
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_addstr(&b, "SELECT ");
    for (size_t i = 0; i < c->n_attlist; i++) {
        const char *name = raw_string(c->attlist[i]);
        strbuf_addstr(&b, i > 0 ? ", " : "");
        ident_quote(&b, name, strlen(name));
    }
    strbuf_addstr(&b, c->n_attlist == 0 ? "* FROM " : " FROM ");
    const char *const parts[] = {r->catalogname, r->schemaname, r->relname};
    for (int i = 0; i < COUNTOF(parts); i++)
        if (*parts[i] != '\0') {
            ident_quote(&b, parts[i], strlen(parts[i]));
            strbuf_addstr(&b, i < 2 ? "." : "");
        }
    return list_nth(sql_parse(a, b.data), 0);
}

/* Positions in the SELECT mean nothing to the client. */
static struct prepared *prepare_table(struct session *s, struct arena *a, const PgQuery__CopyStmt *c)
{
    struct prepared *volatile p = NULL;
    TRY {
        p = prepare(s, a, select_of(a, c), NULL);
    }
    CATCH (e) {
        error_throw(error_at(e, -1));
    }
    END_TRY;
    return p;
}

void prepare_copy(struct session *s, struct prepared *p)
{
    const PgQuery__CopyStmt *c = p->raw->node->copy_stmt;
    int location = raw_start(p->raw);
    struct raw_stmt *inner = arena_memdup(p->arena, p->raw, sizeof *inner);
    RAW_FIELDS(c, location, "relation query attlist is_from is_program filename options where_clause");
    if (c->is_from)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "COPY FROM is not supported yet");
    if (c->is_program || *c->filename != '\0')
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "COPY to a file or program of the server is not supported");
    struct copy_options o = {COPY_TEXT};
    read_options(&o, c);
    inner->node = c->query;
    p->inner = c->query != NULL ? prepare(s, p->arena, inner, NULL) : prepare_table(s, p->arena, c);
    if (p->inner->query->commandType == CMD_UTILITY)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "COPY of this statement is not supported");
}

/* ---- rows ---- */

struct copy_column {
    type_out_fn out;
    type_send_fn send;
    struct io io;
    bool force;
};

struct copy_dest {
    struct row_dest dest; /* first */
    struct wire *w;
    struct arena *row;
    const struct copy_options *o;
    struct copy_column *columns;
    struct strbuf value;
    int n;
    bool headed; /* the signature of the binary format is sent */
};

static void put_text(const struct copy_options *o, struct strbuf *out, const char *p, size_t n)
{
    static const char plain[] = "\b\f\n\r\t\v", letters[] = "bfnrtv";
    for (const char *end = p + n; p < end; p++) {
        const char *special = *p != '\0' ? strchr(plain, *p) : NULL;
        if (special != NULL) {
            strbuf_addch(out, '\\');
            strbuf_addch(out, letters[special - plain]);
        } else {
            if (*p == '\\' || *p == *o->delimiter)
                strbuf_addch(out, '\\');
            strbuf_addch(out, *p);
        }
    }
}

static void put_csv(const struct copy_options *o, struct strbuf *out, const char *p, size_t n, bool force, bool alone)
{
    bool quote = force || (n == strlen(o->null) && memcmp(p, o->null, n) == 0) || (alone && n == 2 && memcmp(p, "\\.", 2) == 0);
    for (size_t i = 0; i < n && !quote; i++)
        quote = p[i] == *o->delimiter || p[i] == *o->quote || p[i] == '\n' || p[i] == '\r';
    if (!quote) {
        strbuf_add(out, p, n);
        return;
    }
    strbuf_addch(out, *o->quote);
    for (size_t i = 0; i < n; i++) {
        if (p[i] == *o->quote || p[i] == *o->escape)
            strbuf_addch(out, *o->escape);
        strbuf_addch(out, p[i]);
    }
    strbuf_addch(out, *o->quote);
}

static void put_field(struct copy_dest *c, int i, const char *p, size_t n, bool force)
{
    struct strbuf *out = &c->w->output;
    if (i > 0)
        strbuf_addch(out, *c->o->delimiter);
    if (p == NULL)
        strbuf_addstr(out, c->o->null);
    else if (c->o->format == COPY_CSV)
        put_csv(c->o, out, p, n, force, c->n == 1);
    else
        put_text(c->o, out, p, n);
}

/* The signature goes in the first message, with the first row: psycopg looks for both there. */
static void begin_data(struct copy_dest *c)
{
    wire_begin(c->w, 'd');
    if (c->o->format == COPY_BINARY && !c->headed)
        wire_bytes(c->w, "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
    c->headed = true;
}

static void binary_row(struct copy_dest *c, int n, const Datum *values, const bool *nulls)
{
    wire_int16(c->w, n);
    for (int i = 0; i < n; i++) {
        struct copy_column *col = &c->columns[i];
        strbuf_clear(&c->value);
        if (!nulls[i])
            col->send(&col->io, values[i], &c->value);
        wire_int32(c->w, nulls[i] ? -1 : (int32_t)c->value.len);
        wire_bytes(c->w, c->value.data, nulls[i] ? 0 : c->value.len);
    }
}

static bool copy_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    struct copy_dest *c = (struct copy_dest *)d;
    arena_reset(c->row);
    begin_data(c);
    if (c->o->format == COPY_BINARY) {
        binary_row(c, n, values, nulls);
    } else {
        for (int i = 0; i < n; i++) {
            struct copy_column *col = &c->columns[i];
            strbuf_clear(&c->value);
            if (!nulls[i])
                col->out(&col->io, values[i], &c->value);
            put_field(c, i, nulls[i] ? NULL : c->value.data, c->value.len, col->force);
        }
        strbuf_addch(&c->w->output, '\n');
    }
    wire_end(c->w);
    return !c->w->gone;
}

static void copy_begin(struct copy_dest *c, const List *desc)
{
    bool binary = c->o->format == COPY_BINARY;
    wire_begin(c->w, 'H'); /* CopyOutResponse */
    wire_byte(c->w, binary);
    wire_int16(c->w, c->n);
    for (int i = 0; i < c->n; i++)
        wire_int16(c->w, binary);
    wire_end(c->w);
    if (binary || !c->o->header)
        return;
    begin_data(c);
    FOREACH (TargetEntry, t, desc)
        put_field(c, FOREACH_INDEX(t, desc), t->resname, strlen(t->resname), false);
    strbuf_addch(&c->w->output, '\n');
    wire_end(c->w);
}

static void copy_end(struct copy_dest *c)
{
    if (c->o->format == COPY_BINARY) {
        begin_data(c);
        wire_int16(c->w, -1);
        wire_end(c->w);
    }
    wire_empty(c->w, 'c'); /* CopyDone */
}

static void force_quotes(struct copy_dest *c, const List *desc)
{
    for (int i = 0; i < c->n; i++)
        c->columns[i].force = c->o->force_all;
    for (size_t k = 0; c->o->force != NULL && k < c->o->force->n_items; k++) {
        const char *name = raw_string(c->o->force->items[k]);
        bool found = false;
        FOREACH (TargetEntry, t, desc)
            if (strcmp(t->resname, name) == 0)
                found = c->columns[FOREACH_INDEX(t, desc)].force = true;
        if (!found)
            raise(ERR_UNDEFINED_COLUMN, "column \"%s\" does not exist", name);
    }
}

struct completion run_copy(struct session *s, const struct portal *portal)
{
    struct arena *a = portal->arena;
    struct copy_options o = {COPY_TEXT};
    read_options(&o, portal->prepared->raw->node->copy_stmt);
    struct portal *p = portal_open(s, a, portal->prepared->inner, NULL);
    const List *desc = p->plan->resultDesc;
    struct copy_dest c = {.dest = {.row = copy_row}, .w = &s->wire, .row = arena_new(a, "copied row"), .o = &o, .n = list_length(desc)};
    c.columns = ARENA_ARRAY(a, struct copy_column, c.n + 1);
    strbuf_init(&c.value, a);
    FOREACH (TargetEntry, t, desc) {
        Oid type = expr_type(t->expr);
        const struct type_info *info = type_get(type);
        if (o.format == COPY_BINARY && info->send == NULL)
            raise(ERR_UNDEFINED_FUNCTION, "no binary output function available for type %s", type_display(a, type));
        c.columns[FOREACH_INDEX(t, desc)] =
            (struct copy_column){info->out, info->send, {.arena = c.row, .type = type, .typmod = -1}, false};
    }
    force_quotes(&c, desc);
    copy_begin(&c, desc);
    uint64_t rows = portal_exec(s, p, &c.dest, 0);
    portal_close(p);
    copy_end(&c);
    return DONE_ROWS("COPY", rows);
}
