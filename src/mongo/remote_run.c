/* Running a remote relation (push/remote.h): the command, with the values known only now in their places, and its cursor. */
#include <string.h>

#include "mongo/client.h"
#include "mongo/cursor.h"
#include "push/remote.h"
#include "types/bson_datum.h"

struct remote_cursor {
    struct mongo_cursor *cursor;
    bool one_row;   /* a document is still owed: an empty one, when none comes */
    bson_t nothing;
};

struct values {
    struct arena *arena;
    const Datum *values;
    const bool *nulls;
    const Oid *types;
    int n;
};

/* {"$pgleaf": n} */
static int placeholder(const bson_iter_t *it)
{
    bson_iter_t sub;
    if (!BSON_ITER_HOLDS_DOCUMENT(it) || !bson_iter_recurse(it, &sub) || !bson_iter_next(&sub) ||
        strcmp(bson_iter_key(&sub), "$pgleaf") != 0)
        return -1;
    return (int)bson_iter_as_int64(&sub);
}

static void fill(const struct values *v, bson_iter_t *it, bson_t *out)
{
    while (bson_iter_next(it)) {
        const char *key = bson_iter_key(it);
        int len = (int)bson_iter_key_len(it), n = placeholder(it);
        bson_iter_t sub;
        bson_t child;
        if (n >= 0) {
            if (n >= v->n)
                raise(ERR_INTERNAL_ERROR, "the command wants parameter %d of %d", n, v->n);
            datum_append_bson(v->arena, out, key, len, v->types[n], v->values[n], v->nulls[n]);
        } else if (BSON_ITER_HOLDS_DOCUMENT(it) && bson_iter_recurse(it, &sub)) {
            bson_append_document_begin(out, key, len, &child);
            fill(v, &sub, &child);
            bson_append_document_end(out, &child);
        } else if (BSON_ITER_HOLDS_ARRAY(it) && bson_iter_recurse(it, &sub)) {
            bson_append_array_begin(out, key, len, &child);
            fill(v, &sub, &child);
            bson_append_array_end(out, &child);
        } else {
            bson_append_iter(out, key, len, it);
        }
    }
}

/* b with its placeholders filled; b itself when there are no values. */
static const bson_t *filled(const struct values *v, const bson_t *b)
{
    bson_iter_t it;
    if (v->n == 0)
        return b;
    bson_t *out = bson_in(v->arena);
    bson_iter_init(&it, b);
    fill(v, &it, out);
    return out;
}

/* What is known now of LIMIT: a placeholder in the pipeline's $limit and $skip is filled like any other. */
static bson_t *find_command(const struct remote *r, const struct values *v)
{
    bson_t *c = bson_in(v->arena), empty = BSON_INITIALIZER;
    BSON_APPEND_UTF8(c, "find", r->collection);
    BSON_APPEND_DOCUMENT(c, "filter", r->filter != NULL ? filled(v, r->filter) : &empty);
    if (r->projection != NULL)
        BSON_APPEND_DOCUMENT(c, "projection", r->projection);
    if (r->sort != NULL)
        BSON_APPEND_DOCUMENT(c, "sort", r->sort);
    if (r->skip > 0)
        BSON_APPEND_INT64(c, "skip", r->skip);
    if (r->limit > 0)
        BSON_APPEND_INT64(c, "limit", r->limit);
    BSON_APPEND_INT32(c, "batchSize", r->limit > 0 && r->limit < CURSOR_FIRST_BATCH ? (int32_t)r->limit : CURSOR_FIRST_BATCH);
    if (r->sort != NULL)
        BSON_APPEND_BOOL(c, "allowDiskUse", true);
    return c;
}

static bson_t *aggregate_command(const struct remote *r, const struct values *v)
{
    bson_t *c = bson_in(v->arena), cursor;
    BSON_APPEND_UTF8(c, "aggregate", r->collection);
    BSON_APPEND_ARRAY(c, "pipeline", filled(v, r->pipeline));
    BSON_APPEND_DOCUMENT_BEGIN(c, "cursor", &cursor);
    BSON_APPEND_INT32(&cursor, "batchSize", CURSOR_FIRST_BATCH);
    bson_append_document_end(c, &cursor);
    BSON_APPEND_BOOL(c, "allowDiskUse", true);
    return c;
}

struct remote_cursor *remote_open(struct arena *a, const struct remote *r, const Datum *values, const bool *nulls,
                                  const Oid *types, int nvalues)
{
    struct values v = {a, values, nulls, types, nvalues};
    struct remote_cursor *c = ARENA_NEW(a, struct remote_cursor);
    if (mongo_current == NULL)
        raise(ERR_CONNECTION_DOES_NOT_EXIST, "there is no connection to MongoDB");
    bson_t *command = r->is_find ? find_command(r, &v) : aggregate_command(r, &v);
    if (r->hint != NULL)
        BSON_APPEND_UTF8(command, "hint", r->hint);
    int64_t left = mongo_time_left_ms();
    if (left > 0)
        BSON_APPEND_INT64(command, "maxTimeMS", left);
    c->cursor = cursor_open(a, mongo_current, r->database, command);
    c->one_row = r->one_row;
    bson_init(&c->nothing);
    return c;
}

const bson_t *remote_next(struct remote_cursor *c)
{
    const bson_t *doc = cursor_next_bson(c->cursor);
    if (doc == NULL && c->one_row)
        doc = &c->nothing;
    c->one_row = false;
    return doc;
}

void remote_close(struct remote_cursor *c)
{
    cursor_close(c->cursor);
}
