/* Cursors: batches and their sizes, ends, refusals, losses; what is no batch of documents. */
#include "bson_help.h"

#include <stdio.h>

#include "fake_mongod.h"
#include "mongo/cursor.h"
#include "mongo/mongo_error.h"

static struct arena *a;
static struct mongo *m;
static struct fake *f;

static int setup(void **unused)
{
    a = arena_new(NULL, "test");
    return 0;
}

static int teardown(void **unused)
{
    arena_free(a);
    return 0;
}

static void start(const struct fake_rule *script)
{
    f = fake_start(a, script);
    m = mongo_connect(a, &(struct mongo_options){.uri = f->uri});
}

static struct mongo_cursor *find(struct arena *in)
{
    return cursor_open(in, m, "db", bson_literal(a, "{'find': 'c'}"));
}

/* {ok: 1, cursor: {id: ..., ns: ..., name: [n documents of about `bytes` bytes]}} */
static void batch(bson_t *reply, int64_t id, const char *name, int n, int bytes)
{
    bson_t cursor, list, doc;
    char key[16], pad[20000];
    memset(pad, 'x', sizeof pad);
    BSON_APPEND_DOUBLE(reply, "ok", 1);
    bson_append_document_begin(reply, "cursor", -1, &cursor);
    bson_append_array_begin(&cursor, name, -1, &list);
    for (int i = 0; i < n; i++) {
        snprintf(key, sizeof key, "%d", i);
        bson_append_document_begin(&list, key, -1, &doc);
        BSON_APPEND_INT32(&doc, "i", i);
        bson_append_utf8(&doc, "pad", 3, pad, bytes);
        bson_append_document_end(&list, &doc);
    }
    bson_append_array_end(&cursor, &list);
    BSON_APPEND_INT64(&cursor, "id", id);
    BSON_APPEND_UTF8(&cursor, "ns", "db.c.d");
    bson_append_document_end(reply, &cursor);
}

static void first_of_many(bson_t *reply, const bson_t *command)
{
    batch(reply, 7, "firstBatch", 3, 10000);
}

static void more_of_many(bson_t *reply, const bson_t *command)
{
    batch(reply, 7, "nextBatch", 2, 10);
}

static void no_more(bson_t *reply, const bson_t *command)
{
    batch(reply, 0, "nextBatch", 0, 0);
}

static void empty_but_open(bson_t *reply, const bson_t *command)
{
    batch(reply, 7, "nextBatch", 0, 0);
}

static void batches(void **unused)
{
    static const struct fake_rule script[] = {
        RULE_MAKE("find", first_of_many),
        {.command = "getMore", .make = more_of_many, .times = 1},
        {.command = "getMore", .make = empty_but_open, .times = 1},
        {.command = "getMore", .make = more_of_many, .times = 1},
        RULE_MAKE("getMore", no_more), RULE_END};
    start(script);
    struct mongo_cursor *c = find(a);
    int n = 0;
    uint32_t len;
    for (const uint8_t *doc; (doc = cursor_next(c, &len)) != NULL; n++) {
        bson_t b;
        assert_true(bson_init_static(&b, doc, len));
        assert_int_equal(bson_number(&b, "i", -1), n < 3 ? n : (n - 3) % 2);
    }
    assert_int_equal(n, 7);
    assert_null(cursor_next(c, &len));
    /* sized to documents of 10 kB, then of 10 bytes, then as no document came */
    assert_string_equal(fake_sent(f, "getMore", 0), "{ \"getMore\" : 7, \"collection\" : \"c.d\", \"batchSize\" : 26 }");
    assert_string_equal(fake_sent(f, "getMore", 1), "{ \"getMore\" : 7, \"collection\" : \"c.d\", \"batchSize\" : 6898 }");
    assert_non_null(fake_sent(f, "getMore", 3));
    assert_null(fake_sent(f, "getMore", 4));
    cursor_close(c);
    assert_null(fake_sent(f, "killCursors", 0));
}

static void closed_early(void **unused)
{
    static const struct fake_rule script[] = {RULE_MAKE("find", first_of_many), RULE_END};
    start(script);
    struct mongo_cursor *c = find(a);
    assert_int_equal(bson_number(cursor_next_bson(c), "i", -1), 0);
    assert_int_equal(bson_number(cursor_next_bson(c), "i", -1), 1);
    cursor_close(c);
    assert_string_equal(fake_sent(f, "killCursors", 0), "{ \"killCursors\" : \"c.d\", \"cursors\" : [ 7 ] }");
    assert_null(cursor_next_bson(c));
    /* with its arena */
    struct arena *short_lived = arena_new(a, "cursor");
    find(short_lived);
    arena_free(short_lived);
    assert_non_null(fake_sent(f, "killCursors", 1));
    assert_null(fake_sent(f, "killCursors", 2));
    /* another client is none to close it with */
    short_lived = arena_new(a, "cursor");
    c = find(short_lived);
    for (int i = 0; i < 3; i++)
        cursor_next_bson(c);
    m->generation++;
    RAISES("08006", cursor_next_bson(c));
    find(short_lived);
    m->generation++;
    arena_free(short_lived);
    assert_null(fake_sent(f, "killCursors", 2));
}

/* The server is gone when the cursor is to be closed: there is nothing to end. */
static void closed_too_late(void **unused)
{
    static const struct fake_rule script[] = {RULE_MAKE("find", first_of_many), RULE("killCursors", FAKE_CLOSE), RULE_END};
    start(script);
    cursor_close(find(a));
    struct arena *short_lived = arena_new(a, "cursor");
    find(short_lived);
    fake_stop(f);
    arena_free(short_lived);
}

static void refused(void **unused)
{
    static const struct fake_rule script[] = {
        RULE("find", "{'ok': 0, 'errmsg': 'not authorized on db', 'code': 13}"), RULE_END};
    bson_error_t error;
    struct error *failed = NULL;
    int code = 0;
    start(script);
    RAISES("42501", find(a));
    assert_null(cursor_try(a, m, "db", bson_literal(a, "{'find': 'c'}"), &error, &code));
    assert_int_equal(code, 13);
    assert_null(cursor_begin(a, m, "db", bson_literal(a, "{'find': 'c'}"), &code, &failed));
    assert_int_equal(failed->code, ERR_INSUFFICIENT_PRIVILEGE);
}

static void lost(void **unused)
{
    static const struct {
        struct fake_rule more;
        const char *sqlstate;
    } cases[] = {
        {RULE("getMore", "{'ok': 0, 'errmsg': 'cursor id 7 not found', 'code': 43}"), "08006"},
        {RULE("getMore", "{'ok': 0, 'errmsg': 'operation exceeded time limit', 'code': 50}"), "57014"},
        {RULE("getMore", FAKE_CLOSE), "08006"},
        {RULE("getMore", FAKE_CUT), "08006"},
        {RULE("getMore", "{'ok': 1}"), "08006"},
        {RULE("getMore", "{'ok': 1, 'cursor': {'id': 0, 'nextBatch': 5}}"), "08006"},
        {RULE("getMore", "{'ok': 1, 'cursor': 5}"), "08006"},
    };
    for (volatile size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fake_rule script[] = {RULE_MAKE("find", first_of_many), cases[i].more, RULE_END};
        struct arena *outer = a;
        a = arena_new(outer, "round");
        start(script);
        struct mongo_cursor *c = find(a);
        for (int k = 0; k < 3; k++)
            assert_non_null(cursor_next_bson(c));
        RAISES(cases[i].sqlstate, cursor_next_bson(c));
        assert_null(fake_sent(f, "killCursors", 0));
        arena_free(a);
        a = outer;
    }
}

static void no_documents(void **unused)
{
    static const struct fake_rule script[] = {
        RULE_TIMES("find", "{'ok': 1, 'cursor': {'id': 0, 'ns': 'db.c', 'firstBatch': [5]}}", 1),
        RULE_TIMES("find", "{'ok': 1, 'cursor': {'id': 0, 'ns': 'db.c', 'firstBatch': []}}", 1),
        RULE("find", "{'ok': 1}"), RULE_END};
    start(script);
    struct mongo_cursor *c = find(a);
    RAISES("08006", cursor_next_bson(c));
    assert_null(cursor_next_bson(find(a)));
    RAISES("08006", find(a));
}

/* Inside a transaction commands are plain ones: no server is selected beside it. */
static void in_transaction(void **unused)
{
    static const struct fake_rule script[] = {RULE_MAKE("find", first_of_many), RULE_END};
    start(script);
    m->in_transaction = true;
    assert_non_null(cursor_next_bson(find(a)));
    m->in_transaction = false;
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(batches), TEST(closed_early), TEST(closed_too_late), TEST(refused), TEST(lost), TEST(no_documents),
        TEST(in_transaction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
