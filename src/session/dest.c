/* Rows to the client: RowDescription, DataRow, CommandComplete (manual 55.7). */
#include "session/session_int.h"

#include <string.h>

struct dest_column {
    type_out_fn out;
    type_send_fn send; /* not NULL: in binary */
    struct io io;
};

struct client_dest {
    struct row_dest dest; /* first */
    struct session *s;
    struct arena *row;
    struct dest_column *columns;
    const int16_t *formats; /* by column; NULL: all text */
};

static int16_t format_of(const int16_t *formats, int n, int i)
{
    return n == 0 ? 0 : formats[n == 1 ? 0 : i];
}

/* ---- what the columns are ---- */

void send_row_description(struct session *s, const List *desc, const int16_t *formats, int nformats)
{
    struct wire *w = &s->wire;
    wire_begin(w, 'T');
    wire_int16(w, list_length(desc));
    FOREACH (TargetEntry, t, desc) {
        Oid kept = type_base(expr_type(t->expr)), type = type_on_wire(kept); /* a domain is sent as what it is made of */
        put_client_text(w, t->resname != NULL ? t->resname : "?column?");
        wire_int32(w, (int32_t)t->resorigtbl);
        wire_int16(w, t->resorigcol);
        wire_int32(w, (int32_t)type);
        wire_int16(w, type_get(kept)->len);
        wire_int32(w, type != expr_type(t->expr) ? type_domain_typmod(expr_type(t->expr)) : expr_typmod(t->expr));
        wire_int16(w, format_of(formats, nformats, FOREACH_INDEX(t, desc)));
    }
    wire_end(w);
}

List *text_desc(struct arena *a, Oid type, int n, const char *const *names)
{
    List *desc = NULL;
    for (int i = 0; i < n; i++) {
        Node *e = (Node *)make_const(a, type, -1, 0, true);
        desc = list_append(a, desc, make_target(a, e, i + 1, names[i], false));
    }
    return desc;
}

List *desc_copy(struct arena *a, const List *desc)
{
    List *out = NULL;
    FOREACH (TargetEntry, t, desc) {
        Node *e = (Node *)make_const(a, expr_type(t->expr), expr_typmod(t->expr), 0, true);
        TargetEntry *copy = make_target(a, e, t->resno, t->resname != NULL ? arena_strdup(a, t->resname) : NULL, false);
        copy->resorigtbl = t->resorigtbl;
        copy->resorigcol = t->resorigcol;
        out = list_append(a, out, copy);
    }
    return out;
}

/* ---- rows: most rows ever sent pass here, so nothing is allocated and all goes into the one output buffer ---- */

/* The length is known when the value is there. */
static void put_length(struct strbuf *b, size_t at)
{
    uint32_t len = (uint32_t)(b->len - at - 4);
    unsigned char *p = (unsigned char *)b->data + at;
    p[0] = (unsigned char)(len >> 24);
    p[1] = (unsigned char)(len >> 16);
    p[2] = (unsigned char)(len >> 8);
    p[3] = (unsigned char)len;
}

static bool dest_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    struct client_dest *c = (struct client_dest *)d;
    struct wire *w = &c->s->wire;
    bool converts = client_converts();
    arena_reset(c->row);
    wire_begin(w, 'D');
    wire_int16(w, n);
    for (int i = 0; i < n; i++) {
        struct dest_column *col = &c->columns[i];
        size_t at = w->output.len;
        wire_int32(w, -1);
        if (nulls[i])
            continue;
        if (col->send != NULL)
            col->send(&col->io, values[i], &w->output);
        else
            col->out(&col->io, values[i], &w->output);
        if (converts && (col->send == NULL || binary_text(c->row, client_encoding(), col->io.type) == TEXT_WHOLE))
            text_to(c->row, client_encoding(), &w->output, at + 4);
        put_length(&w->output, at);
    }
    wire_end(w);
    return !w->gone;
}

static bool dest_document(struct row_dest *d, struct remote_reader *rd, const bson_t *doc, int n, const int *cols)
{
    struct client_dest *c = (struct client_dest *)d;
    struct wire *w = &c->s->wire;
    arena_reset(c->row);
    wire_begin(w, 'D');
    wire_int16(w, n);
    remote_write_row(rd, doc, n, cols, c->formats, c->row, &w->output);
    wire_end(w);
    return !w->gone;
}

static void column_init(struct client_dest *c, struct dest_column *col, Oid type, bool binary)
{
    const struct type_info *info = type_get(type);
    if (binary && info->send == NULL && info->out != NULL)
        raise(ERR_UNDEFINED_FUNCTION, "no binary output function available for type %s", type_display(c->row, type));
    if (binary ? info->send == NULL : info->out == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot display a value of type %s", type_display(c->row, type));
    col->out = info->out;
    col->send = binary ? info->send : NULL;
    col->io = (struct io){.arena = c->row, .type = type, .typmod = -1};
}

struct client_dest *client_dest_new(struct session *s, struct arena *a, const List *desc, const int16_t *formats, int nformats)
{
    int n = list_length(desc);
    struct client_dest *c = ARENA_NEW(a, struct client_dest);
    int16_t *by_column = nformats > 0 ? ARENA_ARRAY(a, int16_t, n + 1) : NULL;
    c->dest = (struct row_dest){.row = dest_row};
    c->s = s;
    c->row = arena_new(a, "sent row");
    c->columns = ARENA_ARRAY(a, struct dest_column, n + 1);
    c->formats = by_column;
    FOREACH (TargetEntry, t, desc) {
        int i = FOREACH_INDEX(t, desc);
        int16_t format = format_of(formats, nformats, i);
        if (format != 0 && format != 1)
            raise(ERR_INVALID_PARAMETER_VALUE, "unsupported format code: %d", format);
        if (by_column != NULL)
            by_column[i] = format;
        column_init(c, &c->columns[i], expr_type(t->expr), format == 1);
    }
    return c;
}

struct row_dest *client_row_dest(struct client_dest *d)
{
    d->dest.document = client_converts() ? NULL : dest_document; /* that way bytes go as they are */
    return &d->dest;
}

static bool drop_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    (void)d, (void)n, (void)values, (void)nulls;
    return true;
}

struct row_dest *nowhere_dest(void)
{
    static struct row_dest nowhere = {.row = drop_row};
    return &nowhere;
}

void put_text_row(struct arena *a, struct row_dest *dest, int n, const char *const *values)
{
    Datum *row = ARENA_ARRAY(a, Datum, n + 1);
    bool *nulls = ARENA_ARRAY(a, bool, n + 1);
    for (int i = 0; i < n; i++) {
        nulls[i] = values[i] == NULL;
        row[i] = nulls[i] ? 0 : datum_from_cstring(a, values[i]);
    }
    dest->row(dest, n, row, nulls);
}

void send_complete(struct session *s, const char *tag)
{
    wire_begin(&s->wire, 'C');
    wire_string(&s->wire, tag);
    wire_end(&s->wire);
}
