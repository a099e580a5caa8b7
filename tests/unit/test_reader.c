/* Documents' columns: the fields of DataRow are, byte by byte, what the types write for the executor's values. */
#include "bson_help.h"

#include <stdio.h>
#include <unistd.h>

#include "mongo/client.h"
#include "mongo/infer.h"
#include "push/remote.h"
#include "types/wirebytes.h"

static struct arena *a;
static struct error *warned;

static void sink(void *arg, const struct error *e)
{
    warned = arena_memdup(a, e, sizeof *e);
    warned->message = arena_strdup(a, e->message);
}

static int setup(void **unused)
{
    a = arena_new(NULL, "test");
    warned = NULL;
    mongo_settings.mismatch_null = false;
    notice_set_sink(sink, NULL);
    return 0;
}

static int teardown(void **unused)
{
    arena_free(a);
    return 0;
}

/* "path type[:typmod[:seen]], ..." */
static struct remote *remote_of(const char *columns)
{
    struct remote *r = ARENA_NEW(a, struct remote);
    char *text = arena_strdup(a, columns), *save;
    r->database = "db";
    r->collection = "c";
    r->is_find = true;
    r->columns = ARENA_ARRAY(a, struct remote_column, strlen(columns));
    for (char *p = strtok_r(text, ",", &save); p != NULL; p = strtok_r(NULL, ",", &save)) {
        char path[64], type[32];
        int typmod = -1;
        unsigned seen = 0;
        assert_true(sscanf(p, " %63[^ ] %31[a-z0-9_]:%d:%u", path, type, &typmod, &seen) >= 2);
        const struct type_info *t = type_by_name(type);
        assert_non_null(t);
        r->columns[r->ncolumns++] = (struct remote_column){
            .path = arena_strdup(a, path), .type = t->oid, .typmod = typmod, .name = arena_strdup(a, path), .seen = seen};
    }
    return r;
}

/* The fields of a row as text with | between them, NULL for those that are; text and binary both ways. */
static const char *row_of(struct remote_reader *rd, const struct remote *r, const bson_t *doc, struct arena *row)
{
    int n = r->ncolumns, *cols = ARENA_ARRAY(row, int, n + 1);
    Datum *values = ARENA_ARRAY(row, Datum, n + 1);
    bool *nulls = ARENA_ARRAY(row, bool, n + 1);
    int16_t *binary = ARENA_ARRAY(row, int16_t, n + 1);
    struct strbuf text, sent, expected;
    strbuf_init(&text, row);
    strbuf_init(&sent, row);
    strbuf_init(&expected, row);
    for (int i = 0; i < n; i++)
        cols[i] = n - 1 - i; /* another order than the columns' */
    remote_read_row(rd, doc, row, values, nulls);
    for (int format = 0; format < 2; format++) {
        strbuf_clear(&sent);
        strbuf_clear(&expected);
        for (int i = 0; i < n; i++) {
            const struct type_info *t = type_get(r->columns[cols[i]].type);
            struct io io = {.arena = row, .type = t->oid, .typmod = -1};
            struct strbuf value;
            strbuf_init(&value, row);
            if (!nulls[cols[i]])
                (format == 0 ? t->out : t->send)(&io, values[cols[i]], &value);
            wire_put32(&expected, nulls[cols[i]] ? UINT32_MAX : (uint32_t)value.len);
            strbuf_add(&expected, value.data, value.len);
            binary[i] = 1;
        }
        remote_write_row(rd, doc, n, cols, format == 0 ? NULL : binary, row, &sent);
        if (sent.len != expected.len || memcmp(sent.data, expected.data, sent.len) != 0) {
            char *json = bson_as_canonical_extended_json(doc, NULL);
            fail_msg("format %d of %s", format, json);
        }
    }
    for (int i = 0; i < n; i++) {
        if (i > 0)
            strbuf_addch(&text, '|');
        if (nulls[i])
            strbuf_addstr(&text, "NULL");
        else
            type_output(row, r->columns[i].type, values[i], &text);
    }
    return text.data;
}

static const char *rows(const char *columns, const char *json)
{
    struct remote *r = remote_of(columns);
    return row_of(remote_reader_new(a, r), r, doc_of(a, json), a);
}

static void columns_by_path(void **unused)
{
    assert_string_equal(rows("a int4, b text", "{'a': 1, 'b': 'x'}"), "1|x");
    assert_string_equal(rows("a int4, b text", "{'b': 'x', 'a': 1}"), "1|x");
    assert_string_equal(rows("a int4, b text", "{}"), "NULL|NULL");
    assert_string_equal(rows("a int4, b text", "{'zzz': 1, 'b': null}"), "NULL|NULL");
    assert_string_equal(rows("a.b int4, a.c.d text, a jsonb", "{'a': {'c': {'d': 'x'}, 'b': 5}}"),
                        "5|x|{\"b\": 5, \"c\": {\"d\": \"x\"}}");
    assert_string_equal(rows("a.b int4", "{'a': [{'b': 5}]}"), "NULL");
    assert_string_equal(rows("a.b int4", "{'a': 'x'}"), "NULL");
    assert_string_equal(rows("a.b.c int4", "{'a': {'b': 1}}"), "NULL");
    assert_string_equal(rows("a int4, a int8", "{'a': 5}"), "5|5");
    /* names that begin alike, and longer than a word */
    assert_string_equal(rows("name_of_eight int4, name_of_e int4, name_of_ int4, name int4, n int4",
                             "{'n': 1, 'name': 2, 'name_of_': 3, 'name_of_e': 4, 'name_of_eight': 5}"),
                        "5|4|3|2|1");
    assert_string_equal(rows("x int4", "{'xx': 1, 'x': 2}"), "2");
}

/* What followed in the last document is only a guess. */
static void order_changes(void **unused)
{
    struct remote *r = remote_of("a int4, b int4, c int4, d int4");
    struct remote_reader *rd = remote_reader_new(a, r);
    static const char *const docs[][2] = {
        {"{'a': 1, 'b': 2, 'c': 3, 'd': 4}", "1|2|3|4"},
        {"{'d': 4, 'c': 3, 'b': 2, 'a': 1}", "1|2|3|4"},
        {"{'c': 3, 'x': 0, 'a': 1}", "1|NULL|3|NULL"},
        {"{'x': 0, 'y': 0, 'a': 1, 'z': 0, 'd': 4, 'c': 3}", "1|NULL|3|4"},
        {"{'a': 1, 'b': 2, 'c': 3, 'd': 4}", "1|2|3|4"},
        {"{'b': 2}", "NULL|2|NULL|NULL"},
        {"{'a': 1, 'a': 9, 'd': 4, 'a': 8}", "1|NULL|NULL|4"}, /* the first of a name counts */
        {"{'a': 1, 'b': 2, 'c': 3, 'd': 4}", "1|2|3|4"},
    };
    for (size_t i = 0; i < sizeof docs / sizeof *docs; i++)
        assert_string_equal(row_of(rd, r, doc_of(a, docs[i][0]), a), docs[i][1]);
}

static void many_columns(void **unused)
{
    struct strbuf columns, json, expected;
    strbuf_init(&columns, a);
    strbuf_init(&json, a);
    strbuf_init(&expected, a);
    for (int i = 0; i < 300; i++) {
        strbuf_printf(&columns, "%sfield%d int4", i > 0 ? ", " : "", i);
        strbuf_printf(&json, "%s'field%d': %d", i > 0 ? ", " : "{", 299 - i, 299 - i);
        strbuf_printf(&expected, "%s%d", i > 0 ? "|" : "", i);
    }
    strbuf_addch(&json, '}');
    assert_string_equal(rows(columns.data, json.data), expected.data);
}

/* ---- values that do not fit ---- */

static const char *error_of(const char *columns, const char *json)
{
    const char *volatile message = "none";
    TRY {
        rows(columns, json);
    } CATCH (e) {
        assert_int_equal(e->code, ERR_INVALID_TEXT_REPRESENTATION);
        message = arena_printf(a, "%s; %s", e->message, e->detail);
    } END_TRY;
    return message;
}

static void misfits(void **unused)
{
    assert_string_equal(error_of("a int4", "{'_id': 5, 'a': 'x'}"),
                        "value of field \"a\" in document with _id 5 is not of type integer; The value is \"x\".");
    assert_string_equal(error_of("a.b text", "{'_id': {'$oid': '65a0000000000000000000ff'}, 'a': {'b': [1]}}"),
                        "value of field \"a.b\" in document with _id 65a0000000000000000000ff is not of type text; The value "
                        "is [1].");
    assert_string_equal(error_of("a timestamptz:3", "{'_id': 'k', 'a': 1}"),
                        "value of field \"a\" in document with _id \"k\" is not of type timestamp(3) with time zone; The value is 1.");
    assert_string_equal(error_of("a int4", "{'a': 'x'}"), "value of field \"a\" is not of type integer; The value is \"x\".");
    /* binary columns, and what was not seen though it would fit */
    assert_string_equal(error_of("a int4:-1:65536", "{'_id': 1, 'a': {'$numberLong': '5'}}"),
                        "value of field \"a\" in document with _id 1 is not of type integer; The value is 5.");
    assert_string_equal(error_of("a numeric:-1:524288", "{'_id': 1, 'a': 1.5}"),
                        "value of field \"a\" in document with _id 1 is not of type numeric; The value is 1.5.");
    assert_string_equal(error_of("a float8:-1:2", "{'_id': 1, 'a': {'$numberLong': '5'}}"),
                        "value of field \"a\" in document with _id 1 is not of type double precision; The value is 5.");
    assert_string_equal(rows("a int4:-1:327680, b numeric:-1:524290, c float8:-1:262146, d int8:-1:65536",
                             "{'a': {'$numberLong': '5'}, 'b': 1.5, 'c': {'$numberLong': '5'}, 'd': {'$numberLong': '5'}}"),
                        "5|1.5|5|5");
    struct strbuf text;
    strbuf_init(&text, a);
    strbuf_addstr(&text, "{'_id': 1, 'a': '");
    for (int i = 0; i < 150; i++)
        strbuf_addstr(&text, "\xc3\xa9");
    strbuf_addstr(&text, "'}");
    const char *message = error_of("a int4", text.data);
    assert_string_equal(message + strlen(message) - 6, "\xc3\xa9....");
    bson_t *b = raw_doc(a, BSON_TYPE_UTF8, "\x02\0\0\0\xff\0", 6);
    struct remote *r = remote_of("v text");
    RAISES("22P02", row_of(remote_reader_new(a, r), r, b, a));
}

static void misfits_as_null(void **unused)
{
    mongo_settings.mismatch_null = true;
    assert_string_equal(rows("a int4, b text", "{'_id': 5, 'a': 'x', 'b': 'y'}"), "NULL|y");
    /* rows() reads them three times */
    remote_mismatch_report();
    assert_non_null(warned);
    assert_int_equal(warned->severity, SEV_WARNING);
    assert_string_equal(warned->message, "3 values not of their column's type were read as NULL");
    warned = NULL;
    remote_mismatch_report();
    assert_null(warned);
    struct remote *r = remote_of("a int4");
    Datum d;
    bool isnull;
    remote_read_row(remote_reader_new(a, r), doc_of(a, "{'a': true}"), a, &d, &isnull);
    assert_true(isnull);
    remote_mismatch_report();
    assert_string_equal(warned->message, "1 value not of its column's type was read as NULL");
}

static void damaged(void **unused)
{
    static const uint8_t bytes[] = "\x14\0\0\0\x10" "a\0\1\0\0\0\x02" "b\0\x7f\0\0\0x"; /* b is longer than the document */
    bson_t b;
    struct remote *r = remote_of("b text");
    assert_true(bson_init_static(&b, bytes, 20));
    RAISES("08006", row_of(remote_reader_new(a, r), r, &b, a));
    static const uint8_t no_end[] = "\x0a\0\0\0\x10" "name"; /* a name that the document's end cuts off */
    assert_true(bson_init_static(&b, no_end, 10));
    RAISES("08006", row_of(remote_reader_new(a, r), r, &b, a));
}

/* ---- whole collections, by what inference makes of them ---- */

static struct remote *remote_of_documents(bson_t **docs, int n)
{
    struct infer in;
    struct schema_relation sr = {.arena = a};
    infer_init(&in, a);
    for (int i = 0; i < n; i++)
        infer_document(&in, bson_get_data(docs[i]), docs[i]->len);
    infer_finish(&in, true);
    sr.root = in.root;
    schema_set_columns(&sr);
    struct remote *r = ARENA_NEW(a, struct remote);
    r->columns = ARENA_ARRAY(a, struct remote_column, list_length(sr.rel.columns) + 1);
    FOREACH (struct column, c, sr.rel.columns)
        r->columns[r->ncolumns++] = (struct remote_column){c->path, c->type, c->typmod, c->name, c->seen, false, c->nested, NULL};
    return r;
}

/* Lines of Extended JSON; how many there were. */
static int lines(FILE *f, const char *name)
{
    char *line = NULL;
    size_t cap = 0;
    int n = 0, max = 0;
    bson_t **docs = NULL;
    while (getline(&line, &cap, f) > 0) {
        bson_error_t error;
        bson_t *b = bson_new_from_json((const uint8_t *)line, -1, &error);
        if (b == NULL)
            fail_msg("%s: %s", name, error.message);
        if (n == max)
            docs = realloc(docs, sizeof *docs * (size_t)(max = max == 0 ? 1024 : 2 * max));
        docs[n++] = b;
    }
    free(line);
    struct remote *r = remote_of_documents(docs, n);
    struct remote_reader *rd = remote_reader_new(a, r);
    struct arena *row = arena_new(a, "row");
    mongo_settings.mismatch_null = true;
    for (int i = 0; i < n; i++) {
        arena_reset(row);
        row_of(rd, r, docs[i], row);
        bson_destroy(docs[i]);
    }
    free(docs);
    remote_mismatch_report();
    if (warned != NULL)
        fail_msg("%s: %s", name, warned->message);
    return n;
}

static void examples(void **unused)
{
    static const char *const names[] = {"customers", "products", "orders", "events"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        FILE *f = fopen(arena_printf(a, "examples/data/%s.jsonl", names[i]), "r");
        assert_non_null(f);
        assert_true(lines(f, names[i]) > 100);
        fclose(f);
    }
}

/* Documents that nobody here wrote, where they are (57,000 of them). */
static void corpora(void **unused)
{
    static const char archive[] = "/work/shared/corpora/documents.tar.xz";
    if (access(archive, R_OK) != 0)
        return;
    FILE *list = popen(arena_printf(a, "tar -tJf %s", archive), "r");
    char name[256];
    int collections = 0;
    while (fgets(name, sizeof name, list) != NULL) {
        name[strcspn(name, "\n")] = '\0';
        size_t len = strlen(name);
        if (len < 5 || strstr(name, ".json") == NULL)
            continue;
        FILE *f = popen(arena_printf(a, "tar -xJOf %s %s | head -n 4000", archive, name), "r");
        collections += lines(f, name) > 0;
        pclose(f);
    }
    pclose(list);
    assert_true(collections >= 8);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(columns_by_path), TEST(order_changes), TEST(many_columns), TEST(misfits), TEST(misfits_as_null),
        TEST(damaged), TEST(examples), TEST(corpora),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
