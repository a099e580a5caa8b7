/* Inference over documents and validators, the field tree's columns, the cache's form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "mongo/cache.h"
#include "mongo/infer.h"

static struct arena *a;

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

static bson_t *json(const char *text)
{
    bson_error_t error;
    char *copy = arena_strdup(a, text);
    for (char *p = copy; *p != '\0'; p++)
        if (*p == '\'')
            *p = '"';
    bson_t *b = bson_new_from_json((const uint8_t *)copy, -1, &error);
    if (b == NULL)
        fail_msg("%s", error.message);
    return b;
}

static bool feed(struct infer *in, const char *text)
{
    bson_t *b = json(text);
    bool news = infer_document(in, bson_get_data(b), b->len);
    bson_destroy(b);
    return news;
}

/* "name type, name type": the columns of the documents, one behind the other until NULL */
static const char *columns_of(struct infer *in)
{
    struct schema_relation sr = {.arena = a, .root = in->root};
    struct strbuf b;
    strbuf_init(&b, a);
    schema_set_columns(&sr);
    FOREACH (struct column, c, sr.rel.columns)
        strbuf_printf(&b, "%s%s %s%s", b.len > 0 ? ", " : "", c->name, type_format(a, c->type, c->typmod),
                      c->notnull ? " notnull" : "");
    return b.data;
}

static const char *columns(const char *first, ...)
{
    struct infer in;
    va_list ap;
    infer_init(&in, a);
    va_start(ap, first);
    for (const char *doc = first; doc != NULL; doc = va_arg(ap, const char *))
        feed(&in, doc);
    va_end(ap);
    infer_finish(&in, false);
    return columns_of(&in);
}

/* A view leaves out _id or not: its documents say so, if there are any. */
static void test_views(void **unused)
{
    (void)unused;
    struct infer in;
    infer_init(&in, a);
    infer_finish(&in, true);
    assert_string_equal(columns_of(&in), "_id objectid notnull");
    infer_init(&in, a);
    feed(&in, "{'a': 1}");
    infer_finish(&in, true);
    assert_string_equal(columns_of(&in), "a integer");
    infer_init(&in, a);
    feed(&in, "{'a': 1}");
    feed(&in, "{'_id': 7}");
    infer_finish(&in, true);
    assert_string_equal(columns_of(&in), "_id integer notnull, a integer");
}

#define ID "_id objectid notnull"

static void test_scalars(void **unused)
{
    assert_string_equal(columns("{'_id': 1, 'a': 1, 'b': {'$numberLong': '5'}, 'c': 1.5, 'd': {'$numberDecimal': '1'}, "
                                "'e': 'x', 'f': true, 'g': {'$date': '2020-01-01T00:00:00Z'}, 'h': null, "
                                "'i': {'$oid': '5f0000000000000000000000'}}", NULL),
                        "_id integer notnull, a integer, b bigint, c double precision, d numeric, e text, f boolean, "
                        "g timestamp(3) with time zone, h text, i objectid");
    assert_string_equal(columns("{'a': {'$binary': {'base64': 'AA==', 'subType': '00'}}, "
                                "'b': {'$binary': {'base64': 'AAAAAAAAAAAAAAAAAAAAAA==', 'subType': '04'}}, "
                                "'c': {'$regularExpression': {'pattern': 'x', 'options': ''}}, 'd': {'$minKey': 1}, "
                                "'e': {'$timestamp': {'t': 1, 'i': 2}}}", NULL),
                        ID ", a bytea, b uuid, c jsonb, d jsonb, e jsonb");
}

static void test_widening(void **unused)
{
    assert_string_equal(columns("{'a': 1}", "{'a': {'$numberLong': '2'}}", NULL), ID ", a bigint");
    assert_string_equal(columns("{'a': 1}", "{'a': 2.5}", NULL), ID ", a double precision");
    assert_string_equal(columns("{'a': {'$numberLong': '1'}}", "{'a': 2.5}", NULL), ID ", a double precision");
    assert_string_equal(columns("{'a': 2.5}", "{'a': {'$numberDecimal': '1'}}", NULL), ID ", a numeric");
    assert_string_equal(columns("{'a': 1}", "{'a': 'x'}", NULL), ID ", a jsonb");
    assert_string_equal(columns("{'a': null}", "{'a': 'x'}", NULL), ID ", a text");
    assert_string_equal(columns("{'a': {'b': 1}}", "{'a': [1]}", NULL), ID ", a jsonb");
}

static void test_arrays(void **unused)
{
    assert_string_equal(columns("{'a': ['x'], 'b': [1], 'c': [1, 2.5], 'd': [1, 'x'], 'e': [], 'f': [{'x': 1}], 'g': [[1]], "
                                "'h': ['x', null], 'i': [{'$date': '2020-01-01T00:00:00Z'}], "
                                "'j': [{'$oid': '5f0000000000000000000000'}]}", NULL),
                        ID ", a text[], b integer[], c double precision[], d jsonb, e jsonb, f jsonb, g jsonb, h text[], "
                           "i timestamp(3) with time zone[], j objectid[]");
    assert_string_equal(columns("{'a': ['x']}", "{'a': 'x'}", NULL), ID ", a jsonb");
}

static void test_order(void **unused)
{
    assert_string_equal(columns("{'b': 1, '_id': 1, 'a': 1}", "{'c': 1}", NULL),
                        "_id integer notnull, b integer, a integer, c integer");
    assert_string_equal(columns(NULL, NULL), ID);
    assert_string_equal(columns("{'_id': null}", NULL), "_id objectid");
    /* a path cannot say these */
    assert_string_equal(columns("{'a.b': 1, '$c': 1, '': 1, 'd': 1}", NULL), ID ", d integer");
}

static void test_paths(void **unused)
{
    struct infer in;
    infer_init(&in, a);
    feed(&in, "{'addr': {'city': 'Oslo', 'geo': {'lat': 1.5}, 'Ab': 1, 'aB': 2, 'Cd': 1}, 'items': [{'q': 1}]}");
    feed(&in, "{'addr': [{'city': 'x'}]}");
    infer_finish(&in, false);
    struct schema_relation sr = {.arena = a, .root = in.root};
    schema_set_columns(&sr);
    struct relation *rel = &sr.rel;
    assert_int_equal(rel->nvisible, 3);
    struct column *addr = relation_column(rel, "ADDR", false, -1), *items = relation_column(rel, "items", true, -1);
    struct column *city = schema_path_column(rel, addr, "city", false);
    assert_string_equal(city->path, "addr.city");
    assert_int_equal(city->type, TYPE_text);
    assert_true(city->array_above && city->is_path && !city->notnull);
    assert_int_equal(city->attnum, 4);
    assert_ptr_equal(schema_path_column(rel, addr, "city", true), city);
    struct column *lat = schema_path_column(rel, schema_path_column(rel, addr, "geo", false), "lat", false);
    assert_string_equal(lat->path, "addr.geo.lat");
    assert_int_equal(lat->type, TYPE_float8);
    assert_null(schema_path_column(rel, addr, "nope", false));
    assert_null(schema_path_column(rel, items, "q", false)); /* an array's elements are no fields */
    assert_string_equal(schema_path_column(rel, addr, "cd", false)->path, "addr.Cd");
    assert_null(schema_path_column(rel, addr, "cd", true));
    assert_string_equal(schema_path_column(rel, addr, "aB", true)->path, "addr.aB");
    volatile bool raised = false;
    TRY {
        schema_path_column(rel, addr, "ab", false);
    } CATCH (e) {
        raised = e->code == ERR_AMBIGUOUS_COLUMN;
    } END_TRY;
    assert_true(raised);
    assert_int_equal(rel->nvisible, 3);
}

static void test_seen(void **unused)
{
    struct infer in;
    infer_init(&in, a);
    assert_true(feed(&in, "{'_id': 1, 'a': 1, 'b': 1}"));
    assert_false(feed(&in, "{'_id': 2, 'a': 1, 'b': 7}"));
    assert_true(feed(&in, "{'_id': 3, 'a': null}"));
    infer_finish(&in, false);
    assert_int_equal(field_find(in.root, "_id", 3)->seen, SEEN_INT32);
    assert_int_equal(field_find(in.root, "a", 1)->seen, SEEN_INT32 | SEEN_NULL);
    assert_int_equal(field_find(in.root, "b", 1)->seen, SEEN_INT32 | SEEN_MISSING);
}

static void test_validator(void **unused)
{
    struct infer in;
    infer_init(&in, a);
    bson_t *v = json("{'$jsonSchema': {'bsonType': 'object', 'required': ['k', 'x', 'n'], 'properties': {"
                     "'k': {'bsonType': 'string'}, 'n': {'bsonType': ['int', 'null']}, 'x': {'description': 'any'}, "
                     "'o': {'bsonType': 'object', 'properties': {'z': {'bsonType': 'date'}}}, "
                     "'t': {'bsonType': 'array', 'items': {'bsonType': 'string'}}, 'num': {'bsonType': 'number'}}}}");
    infer_validator(&in, v);
    bson_destroy(v);
    feed(&in, "{'_id': 1, 'num': 2.5, 'k': 'x'}");
    infer_finish(&in, false);
    assert_string_equal(columns_of(&in), "_id integer notnull, k text notnull, n integer, x text, o jsonb, t text[], "
                                         "num double precision");
    assert_int_equal(field_find(field_find(in.root, "o", 1), "z", 1)->seen & SEEN_DATE, SEEN_DATE);
    bson_t *other = json("{'a': {'$gt': 5}}");
    infer_validator(&in, other);
    bson_destroy(other);
}

/* What is sent for documents that do not fit; the live tests show that it finds them. */
static void test_misfits(void **unused)
{
    struct infer in;
    infer_init(&in, a);
    feed(&in, "{'_id': 1, 'a': 'x', 't': ['x'], 'o': {'p': 1}, 'any': 1}");
    feed(&in, "{'_id': 1, 'any': 'x'}");
    infer_finish(&in, false);
    bson_t *pipeline = bson_new();
    infer_misfits(a, &in, 50, pipeline);
    char *text = bson_as_relaxed_extended_json(pipeline, NULL);
    static const char *const parts[] = {
        "{ \"$literal\" : [ \"_id\", \"a\", \"t\", \"o\", \"any\" ] }",
        "{ \"$in\" : [ { \"$type\" : \"$a\" }, { \"$literal\" : [ \"string\", \"missing\", \"null\" ] } ] }",
        "{ \"$ne\" : [ { \"$type\" : \"$o\" }, \"object\" ] }",
        "{ \"$in\" : [ { \"$type\" : \"$o.p\" }, { \"$literal\" : [ \"int\", \"missing\", \"null\" ] } ] }",
        "{ \"$cond\" : [ { \"$eq\" : [ { \"$type\" : \"$t\" }, \"array\" ] }, \"$t\", { \"$literal\" : [  ] } ] }",
        "{ \"$limit\" : 50 }",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strstr(text, parts[i]) == NULL)
            fail_msg("%s\nis not in\n%s", parts[i], text);
    bson_free(text);
    bson_destroy(pipeline);
}

static void test_save(void **unused)
{
    struct infer in;
    infer_init(&in, a);
    feed(&in, "{'_id': 1, 'a': {'b': {'c': [1, 2.5]}}, 'd': 'x'}");
    infer_finish(&in, false);
    bson_t *saved = bson_new(), *again = bson_new();
    infer_save(in.root, saved);
    struct field *root = field_new(a, "", 0);
    assert_true(infer_load(a, saved, root));
    infer_save(root, again);
    assert_true(bson_equal(saved, again));
    bson_destroy(saved);
    bson_destroy(again);
    bson_t *bad = json("{'n': 'x', 'c': [5]}");
    assert_false(infer_load(a, bad, field_new(a, "", 0)));
    bson_destroy(bad);
}

static double part(struct infer *in, const char *field, const char *text, double number, int what)
{
    const struct statistics *s = field_find(in->root, field, strlen(field))->statistics;
    struct stat_value v = {text, number};
    assert_non_null(s);
    return what == '=' ? stat_equal(s, &v) : stat_below(s, &v, what == 'l');
}

#define ABOUT(value, low, high) assert_true((value) >= (low) && (value) <= (high))

/* 1000 documents of 100,000: what they say of all, before and after it is kept as a document. */
static void test_statistics(void **unused)
{
    struct infer in, again = {.arena = a, .root = field_new(a, "", 0)};
    char doc[256];
    bson_t kept = BSON_INITIALIZER;
    infer_init(&in, a);
    in.sample = arena_new(a, "sample");
    for (int i = 0; i < 1000; i++) {
        snprintf(doc, sizeof doc, "{'_id': %d, 'n': %d, 'status': '%s', 'key': %d%s, 'tags': [1]}", i, i % 500, i % 10 < 7 ? "paid" : i % 10 < 9 ? "new" : "sent",
                 i * 7919 % 1000, i % 4 == 0 ? ", 'rare': true" : "");
        feed(&in, doc);
    }
    infer_finish(&in, false);
    struct arena *sample = in.sample;
    infer_statistics(&in, 100000);
    arena_free(sample);
    infer_save(in.root, &kept);
    assert_true(infer_load(a, &kept, again.root));
    bson_destroy(&kept);
    for (int round = 0; round < 2; round++) {
        struct infer *x = round == 0 ? &in : &again;
        ABOUT(part(x, "status", "paid", 0, '='), 0.699, 0.701);
        ABOUT(part(x, "status", "lost", 0, '='), 0, 0.001);
        ABOUT(part(x, "status", "new", 0, 'l'), 0.199, 0.201);
        ABOUT(part(x, "status", "new", 0, '<'), 0, 0.001);
        ABOUT(part(x, "rare", NULL, 1, '='), 0.249, 0.251);
        ABOUT(field_find(x->root, "rare", 4)->statistics->nulls, 0.749, 0.751);
        ABOUT(part(x, "key", NULL, 250, '<'), 0.2, 0.3);
        ABOUT(part(x, "key", NULL, -1, '<'), 0, 0);
        ABOUT(part(x, "key", NULL, 5000, '<'), 1, 1);
        ABOUT(part(x, "key", NULL, 5, '='), 0.000009, 0.000011);
        ABOUT(field_find(x->root, "n", 1)->statistics->distinct, 499, 501);
        assert_null(field_find(x->root, "tags", 4)->statistics);
    }
}

static void test_cache(void **unused)
{
    char dir[] = "/tmp/pgleaf-test-cache-XXXXXX";
    assert_non_null(mkdtemp(dir));
    struct infer in;
    infer_init(&in, a);
    feed(&in, "{'_id': 1, 'a': 'x'}");
    infer_finish(&in, false);
    struct cached_schema s = {REL_VIEW, 42, time(NULL) - 100, in.root, NULL, 0, NULL};
    cache_write(a, dir, "key", &s);
    struct cached_schema *got = cache_read(a, dir, "key", 3600, 0);
    assert_non_null(got);
    assert_int_equal(got->kind, REL_VIEW);
    assert_int_equal((int)got->rows, 42);
    assert_int_equal(got->root->nchildren, 2);
    assert_null(cache_read(a, dir, "other", 3600, 0));
    assert_null(cache_read(a, dir, "key", 50, 0));              /* too old */
    assert_non_null(cache_read(a, dir, "key", 0, 0));           /* any age */
    assert_null(cache_read(a, dir, "key", 0, time(NULL)));      /* refreshed since */
    assert_null(cache_read(a, NULL, "key", 0, 0));
    assert_null(cache_read(a, "/nonexistent", "key", 0, 0));
    cache_write(a, "/nonexistent", "key", &s);
    cache_remove(a, dir, "key");
    assert_null(cache_read(a, dir, "key", 0, 0));
    assert_int_equal(rmdir(dir), 0); /* nothing is left beside */
}

static void test_fixture(void **unused)
{
    char path[] = "/tmp/pgleaf-test-fixture-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    static const char text[] = "# a shop\n"
                               "database shop\n"
                               "collection orders rows=1000\n"
                               "    _id        objectid        notnull\n"
                               "    total      float8          seen=int32,double,null,missing\n"
                               "    placed     timestamptz\n"
                               "    tags       text[]\n"
                               "    address    jsonb           seen=document,array,missing\n"
                               "        city   text\n"
                               "    \"a name\" numeric(10,2)   hidden\n"
                               "    index by_total total city:-1 unique sparse\n"
                               "view v\n"
                               "    n          int8\n";
    assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
    struct relation_source *src = fixture_source_load(a, path);
    struct catalog *cat = catalog_new(a, "shop", src);
    struct relation *r = catalog_lookup(cat, NULL, NULL, "orders");
    assert_non_null(r);
    assert_ptr_equal(catalog_lookup(cat, "shop", "public", "orders"), r);
    assert_null(catalog_lookup(cat, NULL, NULL, "Orders"));
    assert_null(catalog_lookup(cat, NULL, NULL, "system.views"));
    assert_null(catalog_lookup(cat, NULL, "nope", "orders"));
    assert_int_equal(r->nvisible, 6);
    assert_int_equal((int)r->rows, 1000);
    struct column *c = relation_column_nth(r, 2);
    assert_int_equal(c->seen, SEEN_INT32 | SEEN_DOUBLE | SEEN_NULL | SEEN_MISSING);
    assert_true(relation_column_nth(r, 1)->notnull);
    assert_int_equal(relation_column_nth(r, 3)->typmod, 3);
    assert_int_equal(relation_column_nth(r, 4)->type, TYPE__text);
    assert_true(relation_column_nth(r, 6)->hidden);
    assert_int_equal(relation_column_nth(r, 6)->typmod, NUMERIC_TYPMOD(10, 2));
    assert_null(relation_column_nth(r, 7));
    c = src->path_column(src, r, relation_column(r, "address", true, -1), "city", false);
    assert_true(c->array_above);
    struct index_info *ix = list_nth(r->indexes, 0);
    assert_int_equal(ix->nkeys, 2);
    assert_int_equal(ix->keys[1].direction, -1);
    assert_true(ix->unique && ix->sparse && !ix->partial);
    assert_int_equal(catalog_lookup(cat, NULL, NULL, "v")->kind, REL_VIEW);
    assert_int_equal(list_length(src->names(src, a, "shop", NULL)), 2);
    assert_true(relation_oid("a", "bc") != relation_oid("ab", "c") && relation_oid("a", "b") >= 32768);
    volatile bool raised = false;
    TRY {
        catalog_lookup(cat, "other", "public", "t");
    } CATCH (e) {
        raised = e->code == ERR_FEATURE_NOT_SUPPORTED &&
                 strcmp(e->message, "cross-database references are not implemented: \"other.public.t\"") == 0;
    } END_TRY;
    assert_true(raised);
    assert_int_equal(ftruncate(fd, 0), 0);
    assert_int_equal(pwrite(fd, "collection t\n  a nonsense\n", 26, 0), 26);
    raised = false;
    TRY {
        fixture_source_load(a, path);
    } CATCH (e) {
        raised = strstr(e->message, ":2: unknown type \"nonsense\"") != NULL;
    } END_TRY;
    assert_true(raised);
    close(fd);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_scalars, setup, teardown),
        cmocka_unit_test_setup_teardown(test_widening, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arrays, setup, teardown),
        cmocka_unit_test_setup_teardown(test_order, setup, teardown),
        cmocka_unit_test_setup_teardown(test_paths, setup, teardown),
        cmocka_unit_test_setup_teardown(test_seen, setup, teardown),
        cmocka_unit_test_setup_teardown(test_validator, setup, teardown),
        cmocka_unit_test_setup_teardown(test_views, setup, teardown),
        cmocka_unit_test_setup_teardown(test_misfits, setup, teardown),
        cmocka_unit_test_setup_teardown(test_save, setup, teardown),
        cmocka_unit_test_setup_teardown(test_statistics, setup, teardown),
        cmocka_unit_test_setup_teardown(test_cache, setup, teardown),
        cmocka_unit_test_setup_teardown(test_fixture, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
