#include "mongo/cursor.h"

#include <string.h>

#include "mongo/mongo_error.h"

#define BATCH_BYTES (256 * 1024) /* what a later batch is sized to: memory stays flat, round trips stay few */
#define BATCH_MIN 16
#define BATCH_MAX 20000

struct mongo_cursor {
    struct mongo *m;
    unsigned long generation; /* of the client that opened it */
    const char *db;
    char *collection;         /* from the reply's ns */
    int64_t id;               /* 0: no more on the server */
    uint32_t server_id;
    bool in_transaction;      /* where it was opened, it goes on */
    enum mongo_op op;
    bson_t *reply;            /* holds the batch, in reply_room; NULL none */
    bson_t *reply_room;
    const uint8_t *p, *end;   /* the rest of the batch */
    int rows;                 /* documents of this batch given so far */
    size_t batch_bytes;
    bson_t *view;             /* for cursor_next_bson(): aligned as libbson wants it */
    struct arena *arena;
};

/* bson_steal() makes of its destination what the source was: a bson_t whose own memory is not libbson's to free. */
static void keep_reply(struct mongo_cursor *c, bson_t *reply)
{
    if (c->reply_room == NULL)
        c->reply_room = bson_room(c->arena);
    bson_steal(c->reply_room, reply);
    c->reply = c->reply_room;
}

static void reply_drop(struct mongo_cursor *c)
{
    if (c->reply != NULL)
        bson_destroy(c->reply);
    c->reply = NULL;
    c->p = c->end = NULL;
}

/* A later command of the cursor's. */
static bool command_of(struct mongo_cursor *c, const bson_t *command, bson_t *reply, bson_error_t *error)
{
    bool beside = c->m->beside;
    volatile bool ok = false;
    c->m->beside = beside || !c->in_transaction;
    GUARD {
        ok = mongo_try(c->m, c->db, command, MONGO_PLAIN, c->server_id, reply, error);
    } FINALLY {
        c->m->beside = beside;
    } END_GUARD;
    return ok;
}

static void kill_cursor(struct mongo_cursor *c)
{
    bson_t command = BSON_INITIALIZER, list, reply;
    bson_error_t error;
    int64_t id = c->id;
    c->id = 0;
    BSON_APPEND_UTF8(&command, "killCursors", c->collection);
    bson_append_array_begin(&command, "cursors", -1, &list);
    BSON_APPEND_INT64(&list, "0", id);
    bson_append_array_end(&command, &list);
    struct error *volatile failed = NULL;
    TRY {
        command_of(c, &command, &reply, &error);
        bson_destroy(&reply);
    } CATCH (e) {
        failed = e;
    } END_TRY;
    bson_destroy(&command);
    if (failed != NULL && ((struct error *)failed)->code != ERR_CONNECTION_FAILURE)
        error_throw(failed);
}

void cursor_close(struct mongo_cursor *c)
{
    reply_drop(c);
    if (c->id != 0 && c->m->client != NULL && c->generation == c->m->generation)
        kill_cursor(c);
    c->id = 0;
}

static void cursor_release(void *arg)
{
    struct mongo_cursor *c = arg;
    TRY {
        cursor_close(c);
    } CATCH (e) {
        interrupt_pending = 1; /* seen at the next place that may raise */
    } END_TRY;
}

/* Reads id and batch out of a reply. */
static void take_reply(struct mongo_cursor *c)
{
    bson_iter_t it, cur;
    const uint8_t *data = NULL;
    uint32_t len = 0;
    bool found = false;
    c->id = 0;
    c->rows = 0;
    if (bson_iter_init_find(&it, c->reply, "cursor") && BSON_ITER_HOLDS_DOCUMENT(&it) && bson_iter_recurse(&it, &cur)) {
        while (bson_iter_next(&cur)) {
            const char *key = bson_iter_key(&cur);
            if (strcmp(key, "id") == 0)
                c->id = bson_iter_as_int64(&cur);
            else if (strcmp(key, "ns") == 0 && BSON_ITER_HOLDS_UTF8(&cur) && c->collection == NULL) {
                const char *ns = bson_iter_utf8(&cur, NULL), *dot = strchr(ns, '.');
                c->collection = arena_strdup(c->arena, dot != NULL ? dot + 1 : ns);
            } else if ((strcmp(key, "firstBatch") == 0 || strcmp(key, "nextBatch") == 0) && BSON_ITER_HOLDS_ARRAY(&cur)) {
                bson_iter_array(&cur, &len, &data);
                found = true;
            }
        }
    }
    if (!found || len < 5)
        raise(ERR_CONNECTION_FAILURE, "MongoDB sent a reply without a cursor");
    c->p = data + 4;
    c->end = data + len - 1;
    c->batch_bytes = len;
}

/* NULL and *failed (NULL: it is no error, unless it ends the transaction) when the server said no. Raises when there is none. */
static struct mongo_cursor *start(struct arena *a, struct mongo *m, const char *db, const bson_t *command,
                                  bson_error_t *error, int *code, struct error **failed)
{
    bson_t reply;
    struct mongo_cursor *c = ARENA_NEW(a, struct mongo_cursor);
    c->m = m;
    c->arena = a;
    c->db = arena_strdup(a, db);
    c->in_transaction = mongo_in_transaction(m);
    c->op = mongo_in_transaction(m) ? MONGO_PLAIN : MONGO_READ;
    c->server_id = mongo_in_transaction(m) ? 0 : mongo_select_server(m);
    if (!mongo_try(m, db, command, c->op, c->server_id, &reply, error)) {
        *code = mongo_server_code(error, &reply);
        struct error *e = failed != NULL || c->in_transaction ? mongo_error_new(error, &reply, false) : NULL;
        if (failed != NULL)
            *failed = e;
        bson_destroy(&reply);
        return NULL;
    }
    c->generation = m->generation;
    arena_on_reset(a, cursor_release, c);
    keep_reply(c, &reply);
    take_reply(c);
    return c;
}

struct mongo_cursor *cursor_try(struct arena *a, struct mongo *m, const char *db, const bson_t *command,
                                bson_error_t *error, int *code)
{
    return start(a, m, db, command, error, code, NULL);
}

struct mongo_cursor *cursor_begin(struct arena *a, struct mongo *m, const char *db, const bson_t *command, int *code,
                                  struct error **failed)
{
    bson_error_t error;
    return start(a, m, db, command, &error, code, failed);
}

struct mongo_cursor *cursor_open(struct arena *a, struct mongo *m, const char *db, const bson_t *command)
{
    int code;
    struct error *failed = NULL;
    struct mongo_cursor *c = cursor_begin(a, m, db, command, &code, &failed);
    if (c == NULL)
        error_throw(failed);
    return c;
}

static void get_more(struct mongo_cursor *c)
{
    bson_t command = BSON_INITIALIZER, reply;
    bson_error_t error;
    size_t average = c->rows > 0 ? c->batch_bytes / (size_t)c->rows + 1 : BATCH_BYTES;
    size_t size = BATCH_BYTES / average;
    reply_drop(c);
    if (c->generation != c->m->generation) {
        c->id = 0;
        raise(ERR_CONNECTION_FAILURE, "the connection to MongoDB that the cursor was on is gone");
    }
    BSON_APPEND_INT64(&command, "getMore", c->id);
    BSON_APPEND_UTF8(&command, "collection", c->collection);
    BSON_APPEND_INT32(&command, "batchSize", (int32_t)(size < BATCH_MIN ? BATCH_MIN : size > BATCH_MAX ? BATCH_MAX : size));
    struct error *volatile failed = NULL;
    TRY {
        if (!command_of(c, &command, &reply, &error)) {
            failed = mongo_error_new(&error, &reply, false);
            bson_destroy(&reply);
        }
    } CATCH (e) {
        failed = e;
    } END_TRY;
    bson_destroy(&command);
    if (failed != NULL) {
        c->id = 0; /* whatever went wrong, the cursor does not live on */
        error_throw(failed);
    }
    keep_reply(c, &reply);
    take_reply(c);
}

static _Noreturn void malformed(void)
{
    raise(ERR_CONNECTION_FAILURE, "MongoDB sent a malformed batch of documents");
}

const uint8_t *cursor_next(struct mongo_cursor *c, uint32_t *len)
{
    while (c->p >= c->end) {
        if (c->id == 0) {
            reply_drop(c);
            return NULL;
        }
        get_more(c);
    }
    /* 0x03, the index as a C string, the document */
    const uint8_t *p = c->p, *end = c->end;
    if (*p++ != BSON_TYPE_DOCUMENT)
        malformed();
    while (p < end && *p != '\0')
        p++;
    p++;
    uint32_t n;
    if (end - p < 5)
        malformed();
    memcpy(&n, p, sizeof n);
    n = BSON_UINT32_FROM_LE(n);
    if (n < 5 || n > (size_t)(end - p) || p[n - 1] != '\0')
        malformed();
    c->p = p + n;
    c->rows++;
    *len = n;
    return p;
}

const bson_t *cursor_next_bson(struct mongo_cursor *c)
{
    uint32_t len;
    const uint8_t *doc = cursor_next(c, &len);
    if (doc == NULL)
        return NULL;
    if (c->view == NULL)
        c->view = bson_room(c->arena);
    if (!bson_init_static(c->view, doc, len))
        malformed();
    return c->view;
}
