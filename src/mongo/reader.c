/*
 * Documents' values by column: as Datums for the executor, and as the fields of DataRow messages for the client.
 *
 * A document is gone through once, until all that is wanted was found. Documents of a collection are much alike, so the
 * field that followed a column's field in the last one is looked for first; what comes otherwise is found by a hash.
 */
#include <string.h>

#include "catalog/relation.h"
#include "mongo/cursor.h"
#include "mongo/source.h"
#include "push/remote.h"
#include "types/array.h"
#include "types/bson.h"
#include "types/hash.h"
#include "types/put.h"

/* A field of the document itself, that columns are or lie in. */
struct top {
    const char *name;
    uint32_t len;
    int next;        /* the one expected behind it */
    uint64_t word, mask; /* the name's first 8 bytes, the NUL among them if it is there */
};

struct reader_column {
    int top;
    const char *rest; /* the path below it; NULL: it is the column */
    Oid type;
    int32_t typmod;
    bool json_null; /* null is JSON's own */
    bool flat;      /* an array whose elements are no arrays */
    uint8_t unseen; /* a BSON type whose numbers do not fit, for none was seen (push/remote.h); 0 none */
    struct bson_writer writer;
};

struct remote_reader {
    const struct remote *remote;
    struct reader_column *columns;
    struct top *tops;
    struct bson_val *found; /* by top */
    int ntops, first;       /* first: the one expected at the beginning */
    int *slots;             /* hash table over tops, -1 free */
    uint32_t slot_mask;
    struct bson_scratch scratch;
};

/* ---- making one ---- */

static uint32_t slot_of(const struct remote_reader *rd, const char *name, size_t len)
{
    return (uint32_t)hash_bytes(name, len) & rd->slot_mask;
}

static int top_find(const struct remote_reader *rd, const char *name, size_t len)
{
    for (uint32_t i = slot_of(rd, name, len); rd->slots[i] >= 0; i = (i + 1) & rd->slot_mask) {
        const struct top *t = &rd->tops[rd->slots[i]];
        if (t->len == len && memcmp(t->name, name, len) == 0)
            return rd->slots[i];
    }
    return -1;
}

static int top_add(struct remote_reader *rd, struct arena *a, const char *name, size_t len)
{
    int n = top_find(rd, name, len);
    if (n >= 0)
        return n;
    n = rd->ntops++;
    struct top *t = &rd->tops[n];
    *t = (struct top){.name = arena_strndup(a, name, len), .len = (uint32_t)len, .next = n + 1};
    size_t bytes = len + 1 < 8 ? len + 1 : 8;
    memcpy(&t->word, t->name, bytes);
    memset(&t->mask, 0xff, bytes);
    uint32_t i = slot_of(rd, name, len);
    while (rd->slots[i] >= 0)
        i = (i + 1) & rd->slot_mask;
    rd->slots[i] = n;
    return n;
}

static uint8_t unseen_type(const struct remote_column *c)
{
    if (c->seen == 0)
        return 0;
    if (c->type == TYPE_numeric)
        return c->seen & SEEN_DOUBLE ? 0 : BSON_TYPE_DOUBLE;
    if (c->type == TYPE_int2 || c->type == TYPE_int4 || c->type == TYPE_float8)
        return c->seen & SEEN_INT64 ? 0 : BSON_TYPE_INT64;
    return 0;
}

struct remote_reader *remote_reader_new(struct arena *a, const struct remote *r)
{
    struct remote_reader *rd = ARENA_NEW(a, struct remote_reader);
    rd->remote = r;
    rd->scratch.arena = a;
    rd->columns = ARENA_ARRAY(a, struct reader_column, r->ncolumns + 1);
    rd->tops = ARENA_ARRAY(a, struct top, r->ncolumns + 1);
    rd->found = ARENA_ARRAY(a, struct bson_val, r->ncolumns + 1);
    rd->slot_mask = 7;
    while (rd->slot_mask < 2 * (uint32_t)r->ncolumns)
        rd->slot_mask = rd->slot_mask * 2 + 1;
    rd->slots = ARENA_ARRAY(a, int, rd->slot_mask + 1);
    memset(rd->slots, 0xff, sizeof *rd->slots * (rd->slot_mask + 1));
    for (int i = 0; i < r->ncolumns; i++) {
        const struct remote_column *c = &r->columns[i];
        size_t n = strcspn(c->path, ".");
        rd->columns[i] = (struct reader_column){
            .top = top_add(rd, a, c->path, n),
            .rest = c->path[n] == '.' ? c->path + n + 1 : NULL,
            .type = c->type,
            .typmod = c->typmod,
            .unseen = unseen_type(c),
            .json_null = c->json_null,
            .flat = type_is_array(type_stored(c->type)) && !c->nested && type_nests(type_get(type_stored(c->type))->elem),
        };
        bson_writer_init(&rd->columns[i].writer, c->type, c->typmod, &rd->scratch);
    }
    if (rd->ntops > 0)
        rd->tops[rd->ntops - 1].next = 0;
    return rd;
}

/* ---- finding ---- */

static inline bool top_is(const struct top *t, const uint8_t *p, const uint8_t *end)
{
    uint64_t word;
    if (end - p < 8)
        return (size_t)(end - p) > t->len && memcmp(p, t->name, t->len + 1) == 0;
    memcpy(&word, p, 8);
    if ((word & t->mask) != t->word)
        return false;
    return t->len < 8 || ((size_t)(end - p) > t->len && memcmp(p + 8, t->name + 8, t->len + 1 - 8) == 0);
}

/* Sets found; of fields with the same name the first counts. */
static void locate(struct remote_reader *rd, const bson_t *doc)
{
    struct bson_walk w;
    int missing = rd->ntops, guess = rd->first, *expected = &rd->first;
    memset(rd->found, 0, sizeof *rd->found * (size_t)rd->ntops);
    bson_walk_init(&w, bson_get_data(doc), doc->len);
    const uint8_t *p = w.p, *end = w.end;
    while (missing > 0 && p < end) {
        struct bson_val v;
        uint8_t type = *p++;
        int n = guess;
        if (top_is(&rd->tops[guess], p, end)) {
            p += rd->tops[guess].len + 1;
        } else {
            size_t len = strlen((const char *)p);
            n = top_find(rd, (const char *)p, len);
            p += len + 1;
            if (p > end)
                bson_malformed();
            if (n >= 0)
                *expected = n;
        }
        p = bson_take_val(&v, type, p, end);
        if (n < 0)
            continue;
        expected = &rd->tops[n].next;
        guess = *expected;
        if (rd->found[n].type == BSON_TYPE_EOD) {
            rd->found[n] = v;
            missing--;
        }
    }
}

/* The column's value: in found, or in *below where it lies deeper. */
static inline const struct bson_val *column_value(const struct remote_reader *rd, const struct reader_column *c,
                                                  struct bson_val *below)
{
    const struct bson_val *v = &rd->found[c->top];
    if (c->rest == NULL)
        return v;
    *below = (struct bson_val){0};
    if (v->type == BSON_TYPE_DOCUMENT)
        bson_find_path(v->p, v->len, c->rest, below);
    return below;
}

/* Is it, whatever its type says, none of the column's values? */
static inline bool kept_out(const struct reader_column *c, const struct bson_val *v)
{
    struct bson_val first;
    return (v->type == c->unseen && v->type != BSON_TYPE_EOD) ||
           (c->flat && v->type == BSON_TYPE_ARRAY && bson_first_array(v, &first));
}

static inline bool is_json_null(const struct reader_column *c, const struct bson_val *v)
{
    return c->json_null && (v->type == BSON_TYPE_NULL || v->type == BSON_TYPE_UNDEFINED);
}

/* ---- what does not fit ---- */

static struct {
    uint64_t count; /* of this statement */
    char column[256];
} misfits;

void remote_mismatch_report(void)
{
    uint64_t n = misfits.count;
    misfits.count = 0;
    if (n == 0)
        return;
    struct error *e = error_new(ERR_INVALID_TEXT_REPRESENTATION, "%llu value%s not of %s column's type %s read as NULL",
                                (unsigned long long)n, n == 1 ? "" : "s", n == 1 ? "its" : "their", n == 1 ? "was" : "were");
    e->severity = SEV_WARNING;
    error_detail(e, "The first was in field \"%s\".", misfits.column);
    notice_emit(e);
}

/* As JSON, cut where it is long. */
static const char *value_text(struct arena *a, const struct bson_val *v)
{
    struct bson_scratch s = {.arena = a};
    struct bson_writer oid;
    struct strbuf text;
    strbuf_init(&text, a);
    bson_writer_init(&oid, TYPE_objectid, -1, &s);
    if (bson_write_text(&oid, v, a, &text) == BSON_FITS)
        return text.data;
    if (!bson_write_json(&s, v, &text))
        return "text that is not UTF-8, or has a NUL byte";
    if (text.len > 200) {
        size_t n = 200;
        while (n > 0 && ((unsigned char)text.data[n] & 0xc0) == 0x80)
            n--;
        return arena_printf(a, "%.*s...", (int)n, text.data);
    }
    return text.data;
}

/*
 * Where the documents come without their _id: the _id of one with this value, asked for. NULL when the server does not say.
 */
static const char *ask_for_id(struct arena *a, const struct remote *r, const char *path, const struct bson_val *v)
{
    struct bson_val id, same;
    struct error *failed;
    int code;
    if (!r->is_find || mongo_current == NULL || mongo_in_transaction(mongo_current))
        return NULL;
    bson_t *one = bson_room(a), *command = bson_in(a), filter, sub;
    bson_iter_t it;
    /* the value as an element of a document of its own, for libbson to copy */
    struct strbuf bytes;
    uint32_t len = BSON_UINT32_TO_LE(4 + 1 + 2 + v->len + 1);
    strbuf_init(&bytes, a);
    strbuf_add(&bytes, &len, 4);
    strbuf_addch(&bytes, (char)v->type);
    strbuf_add(&bytes, "v", 2);
    strbuf_add(&bytes, v->p, v->len);
    strbuf_addch(&bytes, '\0');
    if (!bson_init_static(one, (const uint8_t *)bytes.data, bytes.len) || !bson_iter_init_find(&it, one, "v"))
        return NULL;
    BSON_APPEND_UTF8(command, "find", r->collection);
    bson_append_document_begin(command, "filter", -1, &filter);
    bson_append_document_begin(&filter, path, -1, &sub);
    bson_append_iter(&sub, "$eq", -1, &it);
    bson_append_document_end(&filter, &sub);
    bson_append_document_end(command, &filter);
    bson_append_document_begin(command, "projection", -1, &sub);
    bson_append_int32(&sub, path, -1, 1);
    bson_append_document_end(command, &sub);
    BSON_APPEND_INT32(command, "limit", 1);
    BSON_APPEND_BOOL(command, "singleBatch", true);
    BSON_APPEND_INT32(command, "maxTimeMS", 1000);
    struct mongo_cursor *c = cursor_begin(a, mongo_current, r->database, command, &code, &failed);
    const bson_t *doc = c != NULL ? cursor_next_bson(c) : NULL;
    if (doc == NULL || !bson_find(bson_get_data(doc), doc->len, "_id", 3, &id) ||
        !bson_find_path(bson_get_data(doc), doc->len, path, &same) || same.type != v->type || same.len != v->len ||
        memcmp(same.p, v->p, v->len) != 0)
        return NULL;
    return value_text(a, &id);
}

static void misfit(struct remote_reader *rd, const bson_t *doc, int column, const struct bson_val *v, struct arena *row)
{
    const struct remote *r = rd->remote;
    const struct remote_column *c = &r->columns[column];
    const char *name = c->name != NULL ? c->name : c->path, *id_text = NULL;
    struct bson_val id;
    if (mongo_settings.mismatch_null) {
        if (misfits.count++ == 0)
            snprintf(misfits.column, sizeof misfits.column, "%s", name);
        return;
    }
    const char *value = value_text(row, v);
    if (bson_find(bson_get_data(doc), doc->len, "_id", 3, &id))
        id_text = value_text(row, &id);
    else
        id_text = ask_for_id(row, r, c->path, v);
    mongo_source_learn(r->database, r->collection, doc, r->is_find);
    FOREACH (char, other, r->also)
        mongo_source_learn(r->database, other, NULL, false);
    struct error *e = error_new(ERR_INVALID_TEXT_REPRESENTATION, "value of field \"%s\"%s%s is not of type %s", name,
                                id_text != NULL ? " in document with _id " : "", id_text != NULL ? id_text : "",
                                type_format(row, c->type, c->typmod));
    error_detail(e, "The value is %s.", value);
    error_hint(e, "What is known of the collection's types has been widened: running the statement again may succeed. "
                  "With pgleaf.mismatch = 'null' such values are read as NULL.");
    error_throw(e);
}

/* ---- rows ---- */

static enum bson_fit read_column(struct remote_reader *rd, const bson_t *doc, int column, struct arena *row, Datum *d)
{
    const struct reader_column *c = &rd->columns[column];
    struct bson_val below;
    const struct bson_val *v = column_value(rd, c, &below);
    enum bson_fit fit = BSON_MISFIT;
    struct jval null = jval_null();
    if (is_json_null(c, v)) {
        *d = jsonb_from_jval(row, &null);
        return BSON_FITS;
    }
    if (!kept_out(c, v))
        fit = bson_to_datum(row, v, c->type, c->typmod, d);
    if (fit == BSON_MISFIT)
        misfit(rd, doc, column, v, row);
    return fit;
}

void remote_read_row(struct remote_reader *rd, const bson_t *doc, struct arena *row, Datum *values, bool *nulls)
{
    locate(rd, doc);
    for (int i = 0; i < rd->remote->ncolumns; i++)
        nulls[i] = read_column(rd, doc, i, row, &values[i]) != BSON_FITS;
}

bool remote_read_column(struct remote_reader *rd, const bson_t *doc, int column, struct arena *row, Datum *value)
{
    locate(rd, doc);
    return read_column(rd, doc, column, row, value) == BSON_FITS;
}

static inline void put32(char *p, uint32_t v)
{
    v = __builtin_bswap32(v);
    memcpy(p, &v, sizeof v);
}

static bool write_binary(struct remote_reader *rd, const bson_t *doc, int column, struct arena *row, struct strbuf *out)
{
    Datum d;
    const struct reader_column *c = &rd->columns[column];
    if (read_column(rd, doc, column, row, &d) != BSON_FITS)
        return false;
    struct io io = {.arena = row, .type = c->type, .typmod = -1};
    type_get(c->type)->send(&io, d, out);
    return true;
}

static bool write_text(struct remote_reader *rd, const bson_t *doc, int column, struct arena *row, struct strbuf *out)
{
    const struct reader_column *c = &rd->columns[column];
    struct bson_val below;
    const struct bson_val *v = column_value(rd, c, &below);
    enum bson_fit fit = BSON_MISFIT;
    if (is_json_null(c, v)) {
        strbuf_addstr(out, "null");
        return true;
    }
    if (!kept_out(c, v))
        fit = bson_write_text(&c->writer, v, row, out);
    if (fit == BSON_MISFIT)
        misfit(rd, doc, column, v, row);
    return fit == BSON_FITS;
}

void remote_write_row(struct remote_reader *rd, const bson_t *doc, int nfields, const int *cols, const int16_t *formats,
                      struct arena *row, struct strbuf *out)
{
    locate(rd, doc);
    for (int i = 0; i < nfields; i++) {
        size_t at = out->len;
        strbuf_end(out, strbuf_room(out, 4) + 4);
        bool there = formats != NULL && formats[i] == 1 ? write_binary(rd, doc, cols[i], row, out)
                                                        : write_text(rd, doc, cols[i], row, out);
        put32(out->data + at, there ? (uint32_t)(out->len - at - 4) : UINT32_MAX);
    }
}
