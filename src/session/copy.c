/* COPY ... TO STDOUT: a table or a query, as text, CSV or binary (manual: COPY, "File Formats"; 55.2.6). */
#include "session/copy_int.h"

#include <string.h>

#include "base/macros.h"
#include "types/ident.h"

/* ---- what is copied ---- */

/* What is copied of a table that has generated columns, where no columns are named: the others. Raises 42P10 for one that is named. */
static List *stored_columns(struct session *s, struct arena *a, const PgQuery__CopyStmt *c)
{
    struct relation *rel = relation_named(s, c->relation->schemaname, c->relation->relname);
    List *out = NULL;
    bool any = false;
    if (rel != NULL && rel->kind == REL_MATVIEW)
        error_throw(error_hint(error_new(ERR_WRONG_OBJECT_TYPE, "cannot copy from materialized view \"%s\"", rel->name), "Try the COPY (SELECT ...) TO variant."));
    FOREACH (struct column, col, rel != NULL && rel->def != NULL ? rel->columns : NULL) {
        any = any || col->generated != NULL;
        if (col->generated == NULL && !col->hidden && !col->is_path)
            out = list_append(a, out, (void *)(uintptr_t)col->name);
        for (size_t i = 0; col->generated != NULL && i < c->n_attlist; i++)
            if (strcmp(raw_string(c->attlist[i]), col->name) == 0)
                error_throw(error_detail(error_new(ERR_INVALID_COLUMN_REFERENCE, "column \"%s\" is a generated column", col->name),
                                         "Generated columns cannot be used in COPY."));
    }
    return any && c->n_attlist == 0 ? out : NULL;
}

/* A table's columns are asked for as a SELECT that says the same. */
static const struct raw_stmt *select_of(struct arena *a, const PgQuery__CopyStmt *c, const List *stored)
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
    for (int i = 0; i < list_length(stored); i++) {
        const char *name = list_nth(stored, i);
        strbuf_addstr(&b, i > 0 ? ", " : "");
        ident_quote(&b, name, strlen(name));
    }
    strbuf_addstr(&b, c->n_attlist == 0 && stored == NULL ? "* FROM " : " FROM ");
    const char *const parts[] = {r->catalogname, r->schemaname, r->relname};
    for (int i = 0; i < COUNTOF(parts); i++)
        if (*parts[i] != '\0') {
            ident_quote(&b, parts[i], strlen(parts[i]));
            strbuf_addstr(&b, i < 2 ? "." : "");
        }
    return list_nth(sql_parse(a, b.data), 0);
}

/* A view of MongoDB's own is read; one of SQL's PostgreSQL reads by a query alone. */
static void check_readable(struct session *s, const PgQuery__CopyStmt *c)
{
    const struct relation *rel = relation_named(s, c->relation->schemaname, c->relation->relname);
    if (rel == NULL && sequence_relation(s->catalog, c->relation->relname) != NULL)
        raise(ERR_WRONG_OBJECT_TYPE, "cannot copy from sequence \"%s\"", c->relation->relname);
    if (rel == NULL || rel->kind != REL_VIEW || rel->view == NULL)
        return;
    struct error *e = error_new(ERR_WRONG_OBJECT_TYPE, "cannot copy from view \"%s\"", rel->name);
    error_throw(error_hint(e, "Try the COPY (SELECT ...) TO variant."));
}

static void check_columns(struct session *s, const PgQuery__CopyStmt *c)
{
    struct relation *rel = relation_named(s, c->relation->schemaname, c->relation->relname);
    for (size_t i = 0; rel != NULL && i < c->n_attlist; i++)
        if (relation_column(rel, raw_string(c->attlist[i]), true, -1) == NULL)
            raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", raw_string(c->attlist[i]), rel->name);
}

/* Positions in the SELECT mean nothing to the client. */
static struct prepared *prepare_table(struct session *s, struct arena *a, const PgQuery__CopyStmt *c)
{
    struct prepared *volatile p = NULL;
    check_readable(s, c);
    check_columns(s, c);
    TRY {
        p = prepare(s, a, select_of(a, c, stored_columns(s, a, c)), NULL);
        for (size_t k = 0; k < c->n_attlist; k++)
            copy_named_once(c->attlist, k);
    }
    CATCH (e) {
        error_throw(error_at(e, -1));
    }
    END_TRY;
    return p;
}

static void check_query(const Query *q)
{
    if (q->commandType == CMD_UTILITY)
        raise(ERR_FEATURE_NOT_SUPPORTED, "COPY query must not be a utility command");
    if (q->commandType == CMD_MERGE)
        raise(ERR_FEATURE_NOT_SUPPORTED, "MERGE not supported in COPY");
    if (q->commandType != CMD_SELECT && q->returningList == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "COPY query must have a RETURNING clause");
}

/* Only when it runs does PostgreSQL look at what COPY names, whatever there are of parameters. */
static void prepare_copy(struct session *s, struct prepared *p)
{
    const PgQuery__CopyStmt *c = p->raw->node->copy_stmt;
    int location = raw_start(p->raw);
    struct raw_stmt *inner = arena_memdup(p->arena, p->raw, sizeof *inner);
    RAW_FIELDS(c, location, "relation query attlist is_from is_program filename options where_clause");
    if (c->is_from) {
        prepare_copy_from(s, p);
        return;
    }
    if (c->where_clause != NULL)
        raise_at(ERR_SYNTAX_ERROR, raw_location(c->where_clause), "WHERE clause not allowed with COPY TO");
    if (c->is_program || *c->filename != '\0')
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "COPY to a file or program of the server is not supported");
    struct copy_options o = {.format = COPY_TEXT};
    copy_options_read(&o, c);
    inner->node = c->query;
    if (c->query != NULL && c->query->node_case == PG_QUERY__NODE__NODE_SELECT_STMT && c->query->select_stmt->into_clause != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "COPY (SELECT INTO) is not supported");
    p->inner = c->query != NULL ? prepare(s, p->arena, inner, NULL) : prepare_table(s, p->arena, c);
    check_query(p->inner->query);
}

/* ---- rows ---- */

struct out_column {
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
    struct out_column *columns;
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

/* What was put since then, as the client's text. */
static void end_line(struct copy_dest *c, size_t from)
{
    strbuf_addch(&c->w->output, '\n');
    text_to(c->row, c->o->encoding, &c->w->output, from);
}

static void binary_row(struct copy_dest *c, int n, const Datum *values, const bool *nulls)
{
    wire_int16(c->w, n);
    for (int i = 0; i < n; i++) {
        struct out_column *col = &c->columns[i];
        strbuf_clear(&c->value);
        if (!nulls[i])
            col->send(&col->io, values[i], &c->value);
        if (!nulls[i] && binary_text(c->row, client_encoding(), col->io.type) == TEXT_WHOLE)
            text_to(c->row, client_encoding(), &c->value, 0);
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
        size_t from = c->w->output.len;
        for (int i = 0; i < n; i++) {
            struct out_column *col = &c->columns[i];
            strbuf_clear(&c->value);
            if (!nulls[i])
                col->out(&col->io, values[i], &c->value);
            put_field(c, i, nulls[i] ? NULL : c->value.data, c->value.len, col->force);
        }
        end_line(c, from);
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
    size_t from = c->w->output.len;
    FOREACH (TargetEntry, t, desc)
        put_field(c, FOREACH_INDEX(t, desc), t->resname, strlen(t->resname), false);
    end_line(c, from);
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

/* rel: the table that is copied; NULL: a query. */
static _Noreturn void no_such_column(struct relation *rel, const char *name)
{
    if (rel == NULL)
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" does not exist", name);
    if (relation_column(rel, name, true, -1) == NULL)
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", name, rel->name);
    raise(ERR_INVALID_COLUMN_REFERENCE, "FORCE_QUOTE column \"%s\" not referenced by COPY", name);
}

static void force_quotes(struct copy_dest *c, struct relation *rel, const List *desc)
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
            no_such_column(rel, name);
        copy_named_once(c->o->force->items, k);
    }
}

struct completion run_copy(struct session *s, const struct portal *portal)
{
    struct arena *a = portal->arena;
    struct copy_options o = {.format = COPY_TEXT};
    struct prepared copy = {.arena = a, .raw = portal->prepared->raw};
    const PgQuery__CopyStmt *stmt = copy.raw->node->copy_stmt;
    prepare_copy(s, &copy);
    if (stmt->is_from)
        return run_copy_from(s, a, &copy);
    copy_options_read(&o, stmt);
    struct portal *p = portal_open(s, a, copy.inner, NULL);
    const List *desc = p->plan->resultDesc;
    struct copy_dest c = {.dest = {.row = copy_row}, .w = &s->wire, .row = arena_new(a, "copied row"), .o = &o, .n = list_length(desc)};
    c.columns = ARENA_ARRAY(a, struct out_column, c.n + 1);
    strbuf_init(&c.value, a);
    FOREACH (TargetEntry, t, desc) {
        const struct type_info *info = type_get(expr_type(t->expr));
        c.columns[FOREACH_INDEX(t, desc)] = (struct out_column){info->out, info->send, {.arena = c.row, .type = expr_type(t->expr), .typmod = -1}, false};
    }
    force_quotes(&c, stmt->relation != NULL ? relation_named(s, stmt->relation->schemaname, stmt->relation->relname) : NULL, desc);
    copy_begin(&c, desc);
    for (int i = 0; i < c.n; i++)
        if (o.format == COPY_BINARY && c.columns[i].send == NULL)
            raise(ERR_UNDEFINED_FUNCTION, "no binary output function available for type %s", type_display(a, c.columns[i].io.type));
    uint64_t rows = portal_exec(s, p, &c.dest, 0);
    portal_close(p);
    copy_end(&c);
    return DONE_ROWS("COPY", rows);
}
