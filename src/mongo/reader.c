/* Reading the columns of result documents (push/remote.h): as Datums, or straight as the bytes of DataRow. */
#include <string.h>

#include "catalog/relation.h"
#include "mongo/client.h"
#include "mongo/source.h"
#include "push/remote.h"
#include "types/bson_datum.h"
#include "types/scalar.h"

#define MAX_PATH 64

struct reader_column {
    const struct remote_column *col;
    int n;                    /* parts of the path */
    const char *parts[MAX_PATH];
    size_t first_len;
    type_out_fn out;
    type_send_fn send;
};

struct remote_reader {
    const struct remote *remote;
    struct reader_column *columns;
    bson_iter_t *found;       /* by column: where its value stands in the document in hand */
    bool *present;
};

static uint64_t mismatches; /* of this statement */
static char mismatch_example[128];

struct remote_reader *remote_reader_new(struct arena *a, const struct remote *r)
{
    struct remote_reader *rd = ARENA_NEW(a, struct remote_reader);
    rd->remote = r;
    rd->columns = ARENA_ARRAY(a, struct reader_column, r->ncolumns + 1);
    rd->found = ARENA_ARRAY(a, bson_iter_t, r->ncolumns + 1);
    rd->present = ARENA_ARRAY(a, bool, r->ncolumns + 1);
    for (int i = 0; i < r->ncolumns; i++) {
        struct reader_column *c = &rd->columns[i];
        const struct type_info *t = type_get(r->columns[i].type);
        c->col = &r->columns[i];
        char *path = arena_strdup(a, r->columns[i].path);
        for (char *save, *p = strtok_r(path, ".", &save); p != NULL && c->n < MAX_PATH; p = strtok_r(NULL, ".", &save))
            c->parts[c->n++] = p;
        c->first_len = c->n > 0 ? strlen(c->parts[0]) : 0;
        c->out = t->out;
        c->send = t->send;
    }
    return rd;
}

/* Below the first part of the path: documents only; an array or a scalar on the way has no such field. */
static bool descend(const struct reader_column *c, bson_iter_t *it)
{
    for (int i = 1; i < c->n; i++) {
        bson_iter_t sub;
        if (!BSON_ITER_HOLDS_DOCUMENT(it) || !bson_iter_recurse(it, &sub) || !bson_iter_find(&sub, c->parts[i]))
            return false;
        *it = sub;
    }
    return true;
}

/* One pass over the document finds all columns. Of two fields of one name the last counts, as everywhere in PostgreSQL's jsonb;
 * MongoDB itself does not say. */
static void find_columns(struct remote_reader *rd, const bson_t *doc)
{
    bson_iter_t it;
    int n = rd->remote->ncolumns;
    memset(rd->present, 0, (size_t)n);
    if (!bson_iter_init(&it, doc))
        raise(ERR_DATA_CORRUPTED, "MongoDB sent a damaged document");
    while (bson_iter_next(&it)) {
        const char *key = bson_iter_key(&it);
        size_t len = bson_iter_key_len(&it);
        for (int i = 0; i < n; i++) {
            const struct reader_column *c = &rd->columns[i];
            if (c->first_len == len && memcmp(c->parts[0], key, len) == 0) {
                rd->found[i] = it;
                rd->present[i] = descend(c, &rd->found[i]);
            }
        }
    }
    if (it.err_off != 0)
        raise(ERR_DATA_CORRUPTED, "MongoDB sent a damaged document");
}

/* ---- values that do not fit ---- */

static const char *id_text(struct arena *a, const bson_t *doc)
{
    bson_iter_t it;
    if (!bson_iter_init_find(&it, doc, "_id"))
        return "?";
    struct jval v = jval_from_bson(a, &it);
    struct strbuf b;
    strbuf_init(&b, a);
    jval_out(a, &v, &b);
    return b.data;
}

static void mismatch(struct remote_reader *rd, int i, const bson_t *doc, struct arena *row)
{
    const struct remote_column *c = rd->columns[i].col;
    if (mongo_settings.mismatch_null) {
        if (mismatches++ == 0)
            snprintf(mismatch_example, sizeof mismatch_example, "%s", c->name);
        return;
    }
    const char *id = id_text(row, doc);
    struct error *e = error_new(ERR_INVALID_TEXT_REPRESENTATION, "a value of column \"%s\" is not of type %s", c->name,
                                type_format(row, c->type, c->typmod));
    error_detail(e, "It stands in the document with _id %s of collection \"%s\".", id, rd->remote->collection);
    error_hint(e, "The columns' types are looked up again: the next statement knows the wider one. SET pgleaf.mismatch = 'null' reads such values as NULL.");
    e->column = c->name;
    e->table = rd->remote->collection;
    mongo_source_learn(rd->remote->database, rd->remote->collection, doc, rd->remote->whole_document);
    error_throw(e);
}

void remote_mismatch_report(void)
{
    if (mismatches > 0)
        notice(SEV_WARNING, ERR_INVALID_TEXT_REPRESENTATION, "%llu values do not fit their columns' types and were read as NULL (the first in column \"%s\")",
               (unsigned long long)mismatches, mismatch_example);
    mismatches = 0;
}

/* A number of a kind that the field was not seen with, and that its type holds only in part (push/remote.h). */
static bool unseen(const struct remote_column *c, const bson_iter_t *it)
{
    if (c->seen == 0)
        return false;
    if (BSON_ITER_HOLDS_INT64(it))
        return (c->type == TYPE_int4 || c->type == TYPE_int2 || c->type == TYPE_float8) && !(c->seen & SEEN_INT64);
    return BSON_ITER_HOLDS_DOUBLE(it) && c->type == TYPE_numeric && !(c->seen & SEEN_DOUBLE);
}

static void read_column(struct remote_reader *rd, int i, const bson_t *doc, struct arena *row, Datum *value, bool *isnull)
{
    *value = 0;
    const bson_iter_t *it = rd->present[i] ? &rd->found[i] : NULL;
    const struct remote_column *c = rd->columns[i].col;
    if ((it == NULL || !unseen(c, it)) && datum_from_bson(row, it, c->type, value, isnull))
        return;
    mismatch(rd, i, doc, row);
    *isnull = true;
}

void remote_read_row(struct remote_reader *rd, const bson_t *doc, struct arena *row, Datum *values, bool *nulls)
{
    find_columns(rd, doc);
    for (int i = 0; i < rd->remote->ncolumns; i++)
        read_column(rd, i, doc, row, &values[i], &nulls[i]);
}

/* ---- DataRow ---- */

static void put_length(struct strbuf *b, size_t at)
{
    uint32_t len = (uint32_t)(b->len - at - 4);
    unsigned char *p = (unsigned char *)b->data + at;
    p[0] = (unsigned char)(len >> 24);
    p[1] = (unsigned char)(len >> 16);
    p[2] = (unsigned char)(len >> 8);
    p[3] = (unsigned char)len;
}

/* Values whose text needs no Datum. */
static bool write_plain(const bson_iter_t *it, Oid type, struct strbuf *out)
{
    uint32_t len;
    const char *s;
    char hex[25];
    switch (bson_iter_type(it)) {
    case BSON_TYPE_INT32:
        if (type != TYPE_int4 && type != TYPE_int8)
            return false;
        int64_to_text(bson_iter_int32(it), out);
        return true;
    case BSON_TYPE_INT64:
        if (type != TYPE_int8)
            return false;
        int64_to_text(bson_iter_int64(it), out);
        return true;
    case BSON_TYPE_UTF8:
        if (type != TYPE_text)
            return false;
        s = bson_iter_utf8(it, &len);
        if (memchr(s, 0, len) != NULL)
            return false;
        strbuf_add(out, s, len);
        return true;
    case BSON_TYPE_DOUBLE:
        if (type != TYPE_float8)
            return false;
        float8_to_text(bson_iter_double(it), out);
        return true;
    case BSON_TYPE_BOOL:
        if (type != TYPE_bool)
            return false;
        strbuf_addch(out, bson_iter_bool(it) ? 't' : 'f');
        return true;
    case BSON_TYPE_OID:
        if (type != TYPE_objectid)
            return false;
        bson_oid_to_string(bson_iter_oid(it), hex);
        strbuf_add(out, hex, 24);
        return true;
    default: return false;
    }
}

void remote_write_row(struct remote_reader *rd, const bson_t *doc, int nfields, const int *cols, const int16_t *formats,
                      struct arena *row, struct strbuf *out)
{
    find_columns(rd, doc);
    for (int f = 0; f < nfields; f++) {
        int i = cols[f];
        const struct reader_column *c = &rd->columns[i];
        bool binary = formats != NULL && formats[f] == 1;
        size_t at = out->len;
        strbuf_add(out, "\377\377\377\377", 4); /* -1: NULL */
        if (!rd->present[i])
            continue;
        if (binary || !write_plain(&rd->found[i], c->col->type, out)) {
            Datum value;
            bool isnull;
            struct io io = {.arena = row, .type = c->col->type, .typmod = -1};
            read_column(rd, i, doc, row, &value, &isnull);
            if (isnull)
                continue;
            (binary ? c->send : c->out)(&io, value, out);
        }
        put_length(out, at);
    }
}
