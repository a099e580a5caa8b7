/* Rows to the client: RowDescription, DataRow, CommandComplete (manual 55.7). */
#include "session/session_int.h"

#include <string.h>

struct dest_column {
    Oid type;
    type_out_fn out;
    type_send_fn send;
    struct io io;
};

static Oid wire_type(Oid type)
{
    return type_base(type); /* a domain is sent as what it is made of */
}

void send_row_description(struct session *s, const List *desc, const int16_t *formats)
{
    struct wire *w = &s->wire;
    wire_begin(w, 'T');
    wire_int16(w, list_length(desc));
    FOREACH (TargetEntry, t, desc) {
        Oid type = wire_type(expr_type(t->expr));
        const struct type_info *info = type_get(type);
        wire_string(w, t->resname != NULL ? t->resname : "?column?");
        wire_int32(w, (int32_t)t->resorigtbl);
        wire_int16(w, t->resorigcol);
        wire_int32(w, (int32_t)type);
        wire_int16(w, info->len);
        wire_int32(w, expr_typmod(t->expr));
        wire_int16(w, formats != NULL ? formats[FOREACH_INDEX(t, desc)] : 0);
    }
    wire_end(w);
}

static void dest_begin(struct row_dest *d, const List *desc)
{
    struct client_dest *c = (struct client_dest *)d;
    if (!c->described)
        send_row_description(c->s, desc, c->formats);
    c->described = true;
}

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
    arena_reset(c->row);
    wire_begin(w, 'D');
    wire_int16(w, n);
    for (int i = 0; i < n; i++) {
        struct dest_column *col = &c->columns[i];
        size_t at = w->output.len;
        wire_int32(w, -1);
        if (nulls[i])
            continue;
        if (c->formats != NULL && c->formats[i] == 1)
            col->send(&col->io, values[i], &w->output);
        else
            col->out(&col->io, values[i], &w->output);
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

struct client_dest *client_dest_new(struct session *s, const struct portal *p)
{
    const List *desc = p->plan->resultDesc;
    struct client_dest *c = ARENA_NEW(p->arena, struct client_dest);
    int n = list_length(desc);
    c->dest = (struct row_dest){dest_begin, dest_row, dest_document, NULL};
    c->s = s;
    c->portal = p;
    c->row = arena_new(p->arena, "sent row");
    c->n = n;
    c->columns = ARENA_ARRAY(p->arena, struct dest_column, n + 1);
    int16_t *formats = NULL;
    if (p->nformats > 0) {
        formats = ARENA_ARRAY(p->arena, int16_t, n + 1);
        for (int i = 0; i < n; i++)
            formats[i] = p->formats[p->nformats == 1 ? 0 : i];
    }
    c->formats = formats;
    FOREACH (TargetEntry, t, desc) {
        int i = FOREACH_INDEX(t, desc);
        struct dest_column *col = &c->columns[i];
        col->type = expr_type(t->expr);
        const struct type_info *info = type_get(col->type);
        bool binary = formats != NULL && formats[i] == 1;
        if (binary ? info->send == NULL : info->out == NULL)
            raise(ERR_FEATURE_NOT_SUPPORTED, "cannot display a value of type %s", type_display(p->arena, col->type));
        col->out = info->out;
        col->send = info->send;
        col->io = (struct io){.arena = c->row, .type = col->type, .typmod = -1};
    }
    return c;
}

void send_text_description(struct session *s, int n, const char *const *names)
{
    List *desc = NULL;
    for (int i = 0; i < n; i++) {
        Node *e = (Node *)make_const(s->message, TYPE_text, -1, 0, true);
        desc = list_append(s->message, desc, make_target(s->message, e, i + 1, names[i], false));
    }
    send_row_description(s, desc, NULL);
}

void send_text_row(struct session *s, int n, const char *const *values)
{
    struct wire *w = &s->wire;
    wire_begin(w, 'D');
    wire_int16(w, n);
    for (int i = 0; i < n; i++) {
        if (values[i] == NULL) {
            wire_int32(w, -1);
            continue;
        }
        wire_int32(w, (int32_t)strlen(values[i]));
        wire_bytes(w, values[i], strlen(values[i]));
    }
    wire_end(w);
}

void send_complete(struct session *s, const char *tag)
{
    wire_begin(&s->wire, 'C');
    wire_string(&s->wire, tag);
    wire_end(&s->wire);
}
