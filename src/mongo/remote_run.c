/*
 * Remote relations at work: the command that a struct remote means, its cursor, and what the server turns out not to have.
 *
 *     {find: "orders", filter: {...}, projection: {...}, sort: {...}, limit: 5, batchSize: 101}
 *     {aggregate: "orders", pipeline: [...], cursor: {batchSize: 101}, allowDiskUse: true}
 */
#include <string.h>

#include "mongo/cursor.h"
#include "push/remote.h"
#include "types/array.h"
#include "types/bson.h"

struct remote_cursor {
    struct mongo_cursor *cursor; /* NULL: nothing was sent */
    const bson_t *nothing;       /* what stands for the row of an aggregate over no documents; NULL */
};

/* ---- parameters ---- */

struct params {
    const Datum *values;
    const bool *nulls;
    const Oid *types;
    int n;
};

static void append_param(const struct params *p, int i, const char *key, int keylen, bson_t *out)
{
    if (i < 0 || i >= p->n)
        raise(ERR_INTERNAL_ERROR, "a command for MongoDB has no parameter %d", i);
    if (p->nulls[i])
        bson_append_null(out, key, keylen);
    else if (!bson_append_datum(out, key, keylen, p->types[i], p->values[i]))
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "a parameter's value of type %s is none that MongoDB can hold",
              type_get(p->types[i])->name);
}

/* {"$pgleaf": n} */
static bool is_placeholder(const bson_iter_t *it, int *n)
{
    bson_iter_t sub;
    if (!BSON_ITER_HOLDS_DOCUMENT(it) || !bson_iter_recurse(it, &sub) || !bson_iter_next(&sub) ||
        strcmp(bson_iter_key(&sub), "$pgleaf") != 0 || !BSON_ITER_HOLDS_INT32(&sub))
        return false;
    *n = bson_iter_int32(&sub);
    return true;
}

/* {$in: NULL}: a list of keys that turned out too long to be worth while (push_keys()). */
static bool is_open_list(const struct params *p, const bson_iter_t *it)
{
    int n;
    return strcmp(bson_iter_key(it), "$in") == 0 && is_placeholder(it, &n) && n >= 0 && n < p->n && p->nulls[n];
}

/* {$in: list}: what MongoDB cannot hold is equal to none of its values. */
static void append_list(const struct params *p, int i, const char *key, int keylen, bson_t *out)
{
    struct array x = array_open(p->values[i]);
    bson_t list;
    bson_append_array_begin(out, key, keylen, &list);
    for (int k = 0, n = 0; k < array_count(x.ndim, x.dims); k++) {
        char number[16];
        const char *at;
        bool isnull;
        Datum d = array_get(&x, k, &isnull);
        int len = (int)bson_uint32_to_string((uint32_t)n, &at, number, sizeof number);
        n += isnull ? bson_append_null(&list, at, len) : bson_append_datum(&list, at, len, x.elem, d);
    }
    bson_append_array_end(out, &list);
}

static bool is_list(const struct params *p, const char *key, int i)
{
    return strcmp(key, "$in") == 0 && i >= 0 && i < p->n && !p->nulls[i] && type_is_array(p->types[i]);
}

static void copy_with_params(const struct params *p, bson_iter_t *it, bson_t *out)
{
    while (bson_iter_next(it)) {
        const char *key = bson_iter_key(it);
        int keylen = (int)bson_iter_key_len(it), n;
        bson_iter_t sub;
        bson_t child;
        if (is_placeholder(it, &n)) {
            if (is_list(p, key, n))
                append_list(p, n, key, keylen, out);
            else if (!is_open_list(p, it))
                append_param(p, n, key, keylen, out);
        } else if (BSON_ITER_HOLDS_DOCUMENT(it) && bson_iter_recurse(it, &sub)) {
            if (bson_iter_next(&sub) && is_open_list(p, &sub) && !bson_iter_next(&sub))
                continue; /* nothing would be left of the condition */
            bson_iter_recurse(it, &sub);
            bson_append_document_begin(out, key, keylen, &child);
            copy_with_params(p, &sub, &child);
            bson_append_document_end(out, &child);
        } else if (BSON_ITER_HOLDS_ARRAY(it) && bson_iter_recurse(it, &sub)) {
            bson_append_array_begin(out, key, keylen, &child);
            copy_with_params(p, &sub, &child);
            bson_append_array_end(out, &child);
        } else {
            bson_append_iter(out, key, keylen, it);
        }
    }
}

/* doc itself where there is nothing to put in. */
static const bson_t *with_params(struct arena *a, const struct params *p, const bson_t *doc)
{
    bson_iter_t it;
    if (doc == NULL || p->n == 0)
        return doc;
    bson_t *out = bson_in(a);
    if (bson_iter_init(&it, doc))
        copy_with_params(p, &it, out);
    return out;
}

/* ---- commands ---- */

/* Stages that may need more memory than MongoDB gives a stage. */
static bool may_spill(const bson_t *pipeline)
{
    static const char *const names[] = {"$group", "$sort", "$setWindowFields", "$bucket", "$bucketAuto", "$sortByCount"};
    bson_iter_t it, stage;
    if (!bson_iter_init(&it, pipeline))
        return false;
    while (bson_iter_next(&it))
        if (bson_iter_recurse(&it, &stage) && bson_iter_next(&stage))
            for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if (strcmp(bson_iter_key(&stage), names[i]) == 0)
                    return true;
    return false;
}

static void append_common(bson_t *b, const struct remote *r)
{
    int64_t left = mongo_time_left_ms();
    if (r->hint != NULL)
        BSON_APPEND_UTF8(b, "hint", r->hint);
    if (left > 0)
        BSON_APPEND_INT64(b, "maxTimeMS", left < INT32_MAX ? left : INT32_MAX);
}

static bson_t *find_command(struct arena *a, const struct remote *r, const struct params *p)
{
    bson_t *b = bson_in(a), empty = BSON_INITIALIZER;
    const bson_t *filter = with_params(a, p, r->filter);
    BSON_APPEND_UTF8(b, "find", r->collection);
    BSON_APPEND_DOCUMENT(b, "filter", filter != NULL ? filter : &empty);
    if (r->projection != NULL)
        BSON_APPEND_DOCUMENT(b, "projection", r->projection);
    if (r->sort != NULL)
        BSON_APPEND_DOCUMENT(b, "sort", r->sort);
    if (r->sort != NULL && mongo_has("findAllowDiskUse"))
        BSON_APPEND_BOOL(b, "allowDiskUse", true);
    if (r->skip > 0)
        BSON_APPEND_INT64(b, "skip", r->skip);
    if (r->limit > 0)
        BSON_APPEND_INT64(b, "limit", r->limit);
    /* with one more than the limit the cursor ends with its first batch */
    BSON_APPEND_INT32(b, "batchSize", CURSOR_FIRST_BATCH + (r->limit == CURSOR_FIRST_BATCH));
    append_common(b, r);
    return b;
}

static bson_t *aggregate_command(struct arena *a, const struct remote *r, const struct params *p)
{
    bson_t *b = bson_in(a), cursor;
    const bson_t *pipeline = with_params(a, p, r->pipeline);
    BSON_APPEND_UTF8(b, "aggregate", r->collection);
    BSON_APPEND_ARRAY(b, "pipeline", pipeline);
    bson_append_document_begin(b, "cursor", 6, &cursor);
    BSON_APPEND_INT32(&cursor, "batchSize", CURSOR_FIRST_BATCH);
    bson_append_document_end(b, &cursor);
    if (may_spill(pipeline))
        BSON_APPEND_BOOL(b, "allowDiskUse", true);
    append_common(b, r);
    return b;
}

/* ---- what the server lacks ---- */

static bool lack_noted;

bool remote_take_lack(void)
{
    bool noted = lack_noted;
    lack_noted = false;
    return noted;
}

static bool has_key(const bson_t *doc, const char *name)
{
    bson_iter_t it;
    bson_t sub;
    if (!bson_iter_init(&it, doc))
        return false;
    while (bson_iter_next(&it)) {
        if (strcmp(bson_iter_key(&it), name) == 0)
            return true;
        if (bson_view(&it, &sub) && has_key(&sub, name))
            return true;
    }
    return false;
}

/* Unrecognized pipeline stage name: '$densify'; Unrecognized expression '$median'; unknown group operator '$topN' ... */
static void note_lack(const bson_t *command, int code, const char *message)
{
    static const int codes[] = {2, 9, 168, 15952, 15999, 31002, 31325, 40324};
    bool known = false;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        known |= codes[i] == code;
    if (!known || (code < 15 && strstr(message, "nknown") == NULL && strstr(message, "nrecognized") == NULL))
        return;
    for (const char *p = strchr(message, '$'); p != NULL; p = strchr(p + 1, '$')) {
        char name[32];
        size_t n = 1 + strspn(p + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (n < 3 || n >= sizeof name)
            continue;
        memcpy(name, p, n);
        name[n] = '\0';
        if (has_key(command, name) && mongo_has(name)) {
            mongo_note_lack(name);
            lack_noted = true;
        }
    }
}

/* ---- run ---- */

static bool gives_nothing(const struct remote *r, const bool *nulls, int n)
{
    if (r->empty)
        return true;
    for (int i = 0; i < n; i++)
        if (nulls[i] && (r->strict == NULL || r->strict[i]))
            return true;
    return false;
}

struct remote_cursor *remote_open(struct arena *a, const struct remote *r, const Datum *values, const bool *nulls,
                                  const Oid *types, int nvalues)
{
    struct remote_cursor *c = ARENA_NEW(a, struct remote_cursor);
    struct params p = {values, nulls, types, nvalues};
    struct error *failed = NULL;
    int code;
    if (r->one_row)
        c->nothing = bson_in(a);
    if (gives_nothing(r, nulls, nvalues))
        return c;
    if (mongo_current == NULL)
        raise(ERR_CONNECTION_DOES_NOT_EXIST, "there is no connection to MongoDB");
    const bson_t *command = r->is_find ? find_command(a, r, &p) : aggregate_command(a, r, &p);
    c->cursor = cursor_begin(a, mongo_current, r->database, command, &code, &failed);
    if (c->cursor == NULL) {
        note_lack(command, code, failed->message);
        error_throw(failed);
    }
    return c;
}

const bson_t *remote_next(struct remote_cursor *c)
{
    const bson_t *doc = c->cursor != NULL ? cursor_next_bson(c->cursor) : NULL;
    if (doc == NULL)
        doc = c->nothing;
    c->nothing = NULL;
    return doc;
}

void remote_close(struct remote_cursor *c)
{
    if (c->cursor != NULL)
        cursor_close(c->cursor);
    c->cursor = NULL;
    c->nothing = NULL;
}
