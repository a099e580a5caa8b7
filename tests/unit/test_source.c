/* Schemas of a deployment: what is asked, what is kept for others, what is learned later; databases, names, indexes. */
#include "bson_help.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalog/schema.h"
#include "fake_mongod.h"
#include "mongo/cache.h"
#include "mongo/source.h"

static struct arena *a;
static struct fake *f;
static struct relation_source *source;
static char cache[] = "/tmp/pgleaf-cache.XXXXXX";

static void cache_clear(void)
{
    DIR *d = opendir(cache);
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;)
        if (e->d_name[0] != '.')
            unlink(arena_printf(a, "%s/%s", cache, e->d_name));
    if (d != NULL)
        closedir(d);
}

static int setup(void **unused)
{
    a = arena_new(NULL, "test");
    mongo_settings.cache_dir = NULL;
    mongo_settings.cache_max_age_s = 3600;
    mongo_settings.sample_size = 1000;
    return 0;
}

static int teardown(void **unused)
{
    cache_clear();
    mongo_settings.cache_dir = NULL;
    arena_free(a);
    return 0;
}

static void start(const struct fake_rule *script)
{
    f = fake_start(a, script);
    source = mongo_source_new(a, mongo_connect(a, &(struct mongo_options){.uri = f->uri}));
}

#define BATCH(documents) "{'ok': 1, 'cursor': {'id': 0, 'ns': 'db.c', 'firstBatch': [" documents "]}}"
#define LISTED RULE("listCollections", BATCH("{'name': 'c', 'type': 'collection', 'options': {}}"))

/* "name type, ..." of the visible columns; "none" without a relation */
static const char *columns_of(const char *name)
{
    struct relation *rel = source->lookup(source, "db", name);
    struct strbuf b;
    if (rel == NULL)
        return "none";
    strbuf_init(&b, a);
    FOREACH (struct column, c, rel->columns)
        strbuf_printf(&b, "%s%s %s%s", b.len > 0 ? ", " : "", c->name, type_format(a, c->type, c->typmod), c->notnull ? "!" : "");
    return b.data;
}

static void small(void **unused)
{
    static const struct fake_rule script[] = {
        LISTED, RULE("count", "{'ok': 1, 'n': 2}"), RULE("find", BATCH("{'_id': 1, 'a': 'x'}, {'_id': 2, 'a': null, 'b': 1.5}")), RULE_END};
    start(script);
    assert_string_equal(columns_of("c"), "_id integer!, a text, b double precision");
    struct relation *rel = source->lookup(source, "db", "c");
    assert_int_equal((int)rel->rows, 2);
    assert_int_equal(rel->kind, REL_COLLECTION);
    assert_string_equal(fake_sent(f, "listCollections", 0), "{ \"listCollections\" : 1, \"filter\" : { \"name\" : { \"$in\" : [ \"c\", \"pgleaf.catalog\" ] } } }");
    assert_string_equal(fake_sent(f, "find", 0), "{ \"find\" : \"c\", \"filter\" : {  }, \"batchSize\" : 200 }");
    assert_null(fake_sent(f, "find", 1)); /* known by now */
    assert_null(fake_sent(f, "aggregate", 0));
    assert_string_equal(columns_of("other"), "none");
    assert_null(source->lookup(source, "db", arena_printf(a, "%0300d", 0)));
}

/* A large one: the first documents, a sample, then those that do not fit, until none is new. */
static void large(void **unused)
{
    static const struct fake_rule script[] = {
        LISTED, RULE("count", "{'ok': 1, 'n': 50000}"), RULE_MAKE("find", NULL),
        RULE_TIMES("aggregate", BATCH("{'_id': 7, 'b': 'sampled'}"), 1),
        RULE_TIMES("aggregate", BATCH("{'_id': 8, 'c': true}"), 1),
        RULE_TIMES("aggregate", BATCH("{'_id': 9, 'c': false}"), 1), RULE_END};
    struct fake_rule own[8];
    struct strbuf first;
    strbuf_init(&first, a);
    for (int i = 0; i < 100; i++)
        strbuf_printf(&first, "%s{'_id': %d, 'a': %d}", i > 0 ? ", " : "", i, i);
    memcpy(own, script, sizeof script);
    own[2] = (struct fake_rule)RULE("find", arena_printf(a, BATCH("%s"), first.data));
    start(own);
    assert_string_equal(columns_of("c"), "_id integer!, a integer, b text, c boolean");
    assert_non_null(strstr(fake_sent(f, "find", 0), "\"limit\" : 100"));
    assert_non_null(strstr(fake_sent(f, "aggregate", 0), "{ \"$sample\" : { \"size\" : 1000 } }"));
    assert_non_null(strstr(fake_sent(f, "aggregate", 1), "\"$expr\" : { \"$not\""));
    assert_non_null(strstr(fake_sent(f, "aggregate", 1), "\"maxTimeMS\""));
    assert_non_null(fake_sent(f, "aggregate", 2));
    assert_null(fake_sent(f, "aggregate", 3));
}

/* A server without $sample: some documents from the beginning. */
static void no_sample(void **unused)
{
    mongo_settings.sample_size = 1;
    static const struct fake_rule script[] = {
        LISTED, RULE("count", "{'ok': 0, 'errmsg': 'no', 'code': 59}"), RULE("find", BATCH("{'_id': 1, 'a': 1}")),
        RULE("aggregate", "{'ok': 0, 'errmsg': 'Unrecognized pipeline stage', 'code': 40324}"), RULE_END};
    start(script);
    assert_string_equal(columns_of("c"), "_id integer!, a integer");
    assert_int_equal((int)source->lookup(source, "db", "c")->rows, -1);
    assert_non_null(fake_sent(f, "find", 1));
}

static void validators_and_views(void **unused)
{
    static const struct fake_rule script[] = {
        RULE_TIMES("listCollections", BATCH("{'name': 'c', 'type': 'collection', 'options': {'validator': {'$jsonSchema': {"
             "'required': ['n'], 'properties': {'n': {'bsonType': 'int'}, 's': {'bsonType': 'string'}}}}}}"), 1),
        RULE_TIMES("listCollections", BATCH("{'name': 'v', 'type': 'view', 'options': {}}"), 1),
        RULE_TIMES("listCollections", BATCH("{'name': 'ts', 'type': 'timeseries', 'options': {}}"), 1),
        RULE("count", "{'ok': 1, 'n': 0}"), RULE("find", BATCH("")), RULE_END};
    start(script);
    assert_string_equal(columns_of("c"), "_id objectid!, n integer!, s text");
    assert_string_equal(columns_of("v"), "_id objectid");
    assert_int_equal(source->lookup(source, "db", "v")->kind, REL_VIEW);
    assert_string_equal(columns_of("ts"), "_id objectid");
    assert_int_equal(source->lookup(source, "db", "ts")->kind, REL_TIMESERIES);
}

/* Those who may not list all collections may list their own; those who may not at all see by reading. */
static void not_allowed_to_list(void **unused)
{
    static const struct fake_rule script[] = {
        RULE_TIMES("listCollections", "{'ok': 0, 'errmsg': 'no', 'code': 13}", 1),
        RULE_TIMES("listCollections", BATCH("{'name': 'c', 'type': 'collection'}"), 1),
        RULE("listCollections", "{'ok': 0, 'errmsg': 'no', 'code': 13}"),
        RULE("count", "{'ok': 1, 'n': 1}"), RULE_TIMES("find", BATCH("{'_id': 1}"), 2),
        RULE_TIMES("find", BATCH(""), 1),
        RULE("find", "{'ok': 0, 'errmsg': 'not authorized', 'code': 13}"), RULE_END};
    start(script);
    assert_string_equal(columns_of("c"), "_id integer!");
    assert_non_null(strstr(fake_sent(f, "listCollections", 1), "\"authorizedCollections\" : true"));
    assert_string_equal(columns_of("d"), "_id integer!");
    assert_string_equal(columns_of("empty"), "none");
    RAISES("42501", columns_of("e"));
}

static const struct fake_rule one_document[] = {
    LISTED, RULE("count", "{'ok': 1, 'n': 1}"), RULE_TIMES("find", BATCH("{'_id': 1, 'a': 1}"), 1),
    RULE("find", BATCH("{'_id': 1, 'a': 'x'}")), RULE_END};

/* Another process (another source) finds what the first one learned. */
static void shared(void **unused)
{
    mongo_settings.cache_dir = cache;
    start(one_document);
    assert_string_equal(columns_of("c"), "_id integer!, a integer");
    source = mongo_source_new(a, mongo_current);
    assert_string_equal(columns_of("c"), "_id integer!, a integer");
    assert_null(fake_sent(f, "find", 1));
    /* refreshed: asked again, by all */
    unsigned long version = source->lookup(source, "db", "c")->version;
    source->refresh(source, "db", "c");
    assert_string_equal(columns_of("c"), "_id integer!, a text");
    assert_true(source->lookup(source, "db", "c")->version > version);
    assert_non_null(fake_sent(f, "find", 1));
    source = mongo_source_new(a, mongo_current);
    assert_string_equal(columns_of("c"), "_id integer!, a text");
    assert_null(fake_sent(f, "find", 2));
    source->refresh(source, NULL, NULL);
    columns_of("c");
    assert_non_null(fake_sent(f, "find", 2));
}

/* A cache file is believed when it is ours, whole and young. */
static void cache_files(void **unused)
{
    struct cached_schema s = {.kind = REL_COLLECTION, .rows = 5, .time = 1000, .root = field_new(a, "", 0)};
    field_child(a, s.root, "a", 1, 0, 10)->seen = SEEN_STRING;
    cache_write(a, cache, "key", &s);
    assert_null(cache_read(a, cache, "key", 60, 0));
    assert_non_null(cache_read(a, cache, "key", 0, 0));
    assert_null(cache_read(a, cache, "key", 0, 1000));
    assert_null(cache_read(a, cache, "another", 0, 0));
    assert_null(cache_read(a, NULL, "key", 0, 0));
    assert_null(cache_read(a, "/none", "key", 0, 0));
    cache_write(a, "/none", "key", &s);
    cache_write(a, NULL, "key", &s);
    s.time = INT64_MAX / 2; /* a clock that was set back */
    cache_write(a, cache, "key", &s);
    assert_null(cache_read(a, cache, "key", 0, 0));
    s.time = 1000;
    cache_write(a, cache, "key", &s);
    /* others could have written it */
    DIR *d = opendir(cache);
    const char *path = NULL;
    for (struct dirent *e; (e = readdir(d)) != NULL;)
        if (e->d_name[0] != '.')
            path = arena_printf(a, "%s/%s", cache, e->d_name);
    closedir(d);
    assert_non_null(path);
    assert_int_equal(chmod(path, 0622), 0);
    assert_null(cache_read(a, cache, "key", 0, 0));
    assert_int_equal(chmod(path, 0600), 0);
    assert_non_null(cache_read(a, cache, "key", 0, 0));
    assert_int_equal(truncate(path, 20), 0);
    assert_null(cache_read(a, cache, "key", 0, 0));
    cache_remove(a, cache, "key");
    assert_int_not_equal(access(path, F_OK), 0);
    cache_remove(a, NULL, "key");
}

static void learned(void **unused)
{
    mongo_settings.cache_dir = cache;
    start(one_document);
    assert_string_equal(columns_of("c"), "_id integer!, a integer");
    unsigned long version = source->lookup(source, "db", "c")->version;
    mongo_source_learn("db", "c", doc_of(a, "{'_id': 5, 'a': {'$numberLong': '5'}}"), true);
    assert_string_equal(columns_of("c"), "_id integer!, a bigint");
    assert_true(source->lookup(source, "db", "c")->version > version);
    assert_null(fake_sent(f, "find", 1));
    version = source->lookup(source, "db", "c")->version;
    mongo_source_learn("db", "c", doc_of(a, "{'_id': 6, 'a': 1}"), true); /* nothing new */
    assert_int_equal(source->lookup(source, "db", "c")->version, version);
    struct relation_source *other = mongo_source_new(a, mongo_current);
    assert_int_equal(((struct column *)list_nth(other->lookup(other, "db", "c")->columns, 1))->type, TYPE_int8);
    /* a document of another shape only says that something is wrong */
    mongo_source_learn("db", "c", doc_of(a, "{'x': 5}"), false);
    source = other;
    assert_string_equal(columns_of("c"), "_id integer!, a text");
    mongo_source_learn("db", "unknown", NULL, false);
}

/* What is kept grows old. */
static void aged(void **unused)
{
    start(one_document);
    assert_string_equal(columns_of("c"), "_id integer!, a integer");
    mongo_settings.cache_max_age_s = -1;
    assert_string_equal(columns_of("c"), "_id integer!, a text");
    mongo_settings.cache_max_age_s = 0;
    columns_of("c");
    assert_null(fake_sent(f, "find", 2));
}

static const char *joined(const List *l)
{
    struct strbuf b;
    strbuf_init(&b, a);
    FOREACH (char, s, (List *)(uintptr_t)l)
        strbuf_printf(&b, "%s%s", b.len > 0 ? " " : "", s);
    return b.data;
}

static const List *names_of(const List *l)
{
    List *out = NULL;
    FOREACH (struct relation_name, n, l)
        out = list_append(a, out, arena_printf(a, "%s%s", n->name, n->kind == REL_VIEW ? " (view)" : ""));
    return out;
}

static void listings(void **unused)
{
    static const struct fake_rule script[] = {
        RULE_TIMES("listDatabases", "{'ok': 1, 'databases': [{'name': 'admin'}, {'name': 'shop'}, {'size': 5}]}", 1),
        RULE_TIMES("listDatabases", "{'ok': 0, 'errmsg': 'no', 'code': 13}", 1), RULE("listDatabases", FAKE_CLOSE),
        RULE_TIMES("listCollections", BATCH("{'name': 'a'}, {'name': 'system.views'}, {'name': 'b', 'type': 'view'}, {'x': 1}"), 1),
        RULE_TIMES("listCollections", "{'ok': 0, 'errmsg': 'no', 'code': 13}", 2), RULE("listCollections", FAKE_CLOSE), RULE_END};
    start(script);
    assert_string_equal(joined(source->databases(source, a)), "admin shop");
    assert_null(source->databases(source, a));
    RAISES("08006", source->databases(source, a));
    assert_string_equal(joined(names_of(source->names(source, a, "shop", NULL))), "a b (view)");
    assert_null(source->names(source, a, "shop", NULL));
    RAISES("08006", source->names(source, a, "shop", NULL));
    assert_false(mongo_current->beside);
    RAISES("08006", columns_of("c"));
    assert_false(mongo_current->beside);
}

static void indexes(void **unused)
{
    static const struct fake_rule script[] = {
        LISTED, RULE("count", "{'ok': 1, 'n': 1}"), RULE("find", BATCH("{'_id': 1, 'a': 1, 't': ['x'], 'd': {'e': 1}}")),
        RULE_TIMES("listIndexes", FAKE_CLOSE, 2),
        RULE("listIndexes", BATCH("{'v': 2, 'key': {'_id': 1}, 'name': '_id_'},"
             "{'v': 2, 'key': {'a': -1, 'd.e': 1.0}, 'name': 'a_d', 'unique': true},"
             "{'v': 2, 'key': {'t': 1}, 'name': 't', 'sparse': true},"
             "{'v': 2, 'key': {'unseen': 'text'}, 'name': 'u', 'partialFilterExpression': {'a': 1}},"
             "{'v': 2, 'key': {'a': 1}, 'name': 'collated', 'collation': {'locale': 'cs'}},"
             "{'v': 2, 'name': 'no key'}")), RULE_END};
    start(script);
    struct relation *rel = source->lookup(source, "db", "c");
    RAISES("08006", source->indexes(source, rel));
    source->indexes(source, rel);
    source->indexes(source, rel);
    assert_null(fake_sent(f, "listIndexes", 3));
    assert_int_equal(list_length(rel->indexes), 6);
    const struct index_info *ix = list_nth(rel->indexes, 0);
    assert_true(ix->unique && !ix->multikey_possible && ix->nkeys == 1 && ix->keys[0].direction == 1);
    ix = list_nth(rel->indexes, 1);
    assert_true(ix->unique && ix->nkeys == 2 && ix->keys[0].direction == -1 && ix->keys[1].direction == 1 && !ix->multikey_possible);
    assert_string_equal(ix->keys[1].path, "d.e");
    ix = list_nth(rel->indexes, 2);
    assert_true(ix->sparse && ix->multikey_possible && !ix->unique);
    ix = list_nth(rel->indexes, 3);
    assert_true(ix->partial && ix->keys[0].direction == 0 && ix->multikey_possible);
    ix = list_nth(rel->indexes, 4);
    assert_int_equal(ix->keys[0].direction, 0);
    ix = list_nth(rel->indexes, 5);
    assert_int_equal(ix->nkeys, 0);
}

static void paths(void **unused)
{
    static const struct fake_rule script[] = {
        LISTED, RULE("count", "{'ok': 1, 'n': 1}"), RULE("find", BATCH("{'_id': 1, 'd': {'e': {'f': 'x'}}}")), RULE_END};
    start(script);
    struct relation *rel = source->lookup(source, "db", "c");
    struct column *e = source->path_column(source, rel, list_nth(rel->columns, 1), "E", false);
    assert_non_null(e);
    assert_string_equal(e->path, "d.e");
    assert_null(source->path_column(source, rel, e, "F", true));
    assert_int_equal(source->path_column(source, rel, e, "f", true)->type, TYPE_text);
}

int main(void)
{
    if (mkdtemp(cache) == NULL)
        return 1;
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(small), TEST(large), TEST(no_sample), TEST(validators_and_views), TEST(not_allowed_to_list), TEST(shared),
        TEST(cache_files), TEST(learned), TEST(aged), TEST(listings), TEST(indexes), TEST(paths),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    rmdir(cache);
    return failed;
}
