/* Remote relations at work: the commands that are sent, parameters in them, what the server lacks, whose row a misfit is in. */
#include "bson_help.h"

#include <time.h>

#include "fake_mongod.h"
#include "mongo/client.h"
#include "push/remote.h"

static struct arena *a;
static struct mongo *m;
static struct fake *f;

#define ROWS(docs) "{'ok': 1, 'cursor': {'id': 0, 'ns': 'shop.orders', 'firstBatch': [" docs "]}}"

static int setup(void **unused)
{
    a = arena_new(NULL, "test");
    mongo_settings.mismatch_null = false;
    mongo_settings.deadline_us = 0;
    return 0;
}

static int teardown(void **unused)
{
    mongo_settings.deadline_us = 0;
    arena_free(a);
    return 0;
}

static void start(const struct fake_rule *script)
{
    f = fake_start(a, script);
    m = mongo_connect(a, &(struct mongo_options){.uri = f->uri});
}

static struct remote find_of(const char *filter)
{
    return (struct remote){.database = "shop", .collection = "orders", .is_find = true,
                           .filter = filter != NULL ? doc_of(a, filter) : NULL};
}

/* The elements of an array. */
static bson_t *array_of(const char *json)
{
    bson_iter_t it;
    const uint8_t *data;
    uint32_t len;
    assert_true(bson_iter_init_find(&it, doc_of(a, arena_printf(a, "{'v': %s}", json)), "v"));
    bson_iter_array(&it, &len, &data);
    bson_t *b = bson_new_from_data(data, len);
    arena_on_reset(a, bson_help_release, b);
    return b;
}

static struct remote aggregate_of(const char *pipeline)
{
    return (struct remote){.database = "shop", .collection = "orders", .pipeline = array_of(pipeline)};
}

/* How many documents came. */
static int run(const struct remote *r)
{
    struct remote_cursor *c = remote_open(a, r, NULL, NULL, NULL, 0);
    int n = 0;
    while (remote_next(c) != NULL)
        n++;
    remote_close(c);
    return n;
}

static void finds(void **unused)
{
    static const struct fake_rule script[] = {RULE("find", ROWS("{'_id': 1}, {'_id': 2}")), RULE_END};
    start(script);
    struct remote r = find_of(NULL);
    assert_int_equal(run(&r), 2);
    assert_string_equal(fake_sent(f, "find", 0), "{ \"find\" : \"orders\", \"filter\" : {  }, \"batchSize\" : 101 }");
    r = find_of("{'qty': {'$gt': 5}}");
    r.projection = doc_of(a, "{'qty': 1}");
    r.sort = doc_of(a, "{'qty': -1}");
    r.skip = 20;
    r.limit = 101;
    r.hint = "qty_1";
    assert_int_equal(run(&r), 2);
    assert_string_equal(fake_sent(f, "find", 1),
                        "{ \"find\" : \"orders\", \"filter\" : { \"qty\" : { \"$gt\" : 5 } }, \"projection\" : { \"qty\" : 1 }, "
                        "\"sort\" : { \"qty\" : -1 }, \"allowDiskUse\" : true, \"skip\" : 20, \"limit\" : 101, "
                        "\"batchSize\" : 102, \"hint\" : \"qty_1\" }");
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    r = find_of(NULL);
    mongo_settings.deadline_us = (int64_t)t.tv_sec * 1000000 + 60000000;
    run(&r);
    const char *limit = strstr(fake_sent(f, "find", 2), "\"maxTimeMS\" : ");
    assert_non_null(limit);
    assert_in_range(atoi(limit + 14), 50000, 60000);
    mongo_settings.deadline_us = INT64_MAX / 2;
    run(&r);
    assert_non_null(strstr(fake_sent(f, "find", 3), "\"maxTimeMS\" : 2147483647"));
}

static void aggregates(void **unused)
{
    static const struct fake_rule script[] = {RULE("aggregate", ROWS("")), RULE_END};
    start(script);
    struct remote r = aggregate_of("[{'$match': {'a': 1}}, {'$limit': 5}]");
    assert_int_equal(run(&r), 0);
    assert_string_equal(fake_sent(f, "aggregate", 0),
                        "{ \"aggregate\" : \"orders\", \"pipeline\" : [ { \"$match\" : { \"a\" : 1 } }, { \"$limit\" : 5 } ], "
                        "\"cursor\" : { \"batchSize\" : 101 } }");
    r = aggregate_of("[{'$match': {'a': 1}}, {'$group': {'_id': null}}]");
    run(&r);
    assert_non_null(strstr(fake_sent(f, "aggregate", 1), "\"allowDiskUse\" : true"));
    /* the one row of an aggregate over nothing */
    r.one_row = true;
    struct remote_cursor *c = remote_open(a, &r, NULL, NULL, NULL, 0);
    const bson_t *doc = remote_next(c);
    assert_non_null(doc);
    assert_int_equal(bson_count_keys(doc), 0);
    assert_null(remote_next(c));
    remote_close(c);
}

static void one_row_that_is_there(void **unused)
{
    static const struct fake_rule script[] = {RULE("aggregate", ROWS("{'_id': null, 'a': 5}")), RULE_END};
    start(script);
    struct remote r = aggregate_of("[{'$group': {'_id': null, 'a': {'$sum': 1}}}]");
    r.one_row = true;
    assert_int_equal(run(&r), 1);
}

static void nothing_to_send(void **unused)
{
    struct remote r = find_of("{'a': {'$pgleaf': 0}}");
    Datum value = 0;
    bool null = true, strict = false;
    Oid type = TYPE_int4;
    RAISES("08003", remote_open(a, &(struct remote){.is_find = true}, NULL, NULL, NULL, 0));
    r.empty = true;
    assert_int_equal(run(&r), 0);
    r.one_row = true;
    assert_int_equal(run(&r), 1);
    r = find_of("{'a': {'$pgleaf': 0}}");
    assert_null(remote_next(remote_open(a, &r, &value, &null, &type, 1)));
    static const struct fake_rule script[] = {RULE("find", ROWS("")), RULE_END};
    start(script);
    r.strict = &strict;
    assert_null(remote_next(remote_open(a, &r, &value, &null, &type, 1)));
    assert_non_null(strstr(fake_sent(f, "find", 0), "\"filter\" : { \"a\" : null }"));
}

static void parameters(void **unused)
{
    static const struct fake_rule script[] = {RULE("find", ROWS("")), RULE("aggregate", ROWS("")), RULE_END};
    start(script);
    Datum values[] = {datum_from_int32(5), datum_from_cstring(a, "$x"),
                      type_input(a, TYPE_numeric, -1, "1.50", 4, NULL), datum_from_int64(INT64_MAX)};
    bool nulls[] = {false, false, false, false};
    Oid types[] = {TYPE_int4, TYPE_text, TYPE_numeric, TYPE_timestamptz};
    struct remote r = find_of("{'a': {'$gt': {'$pgleaf': 0}}, '$expr': {'$in': ['$b', [{'$literal': {'$pgleaf': 1}}, {'$pgleaf': 2}]]},"
                              " '$pgleaf': 7}");
    remote_open(a, &r, values, nulls, types, 3);
    assert_non_null(strstr(fake_sent(f, "find", 0),
                           "\"filter\" : { \"a\" : { \"$gt\" : 5 }, \"$expr\" : { \"$in\" : [ \"$b\", [ { \"$literal\" : "
                           "\"$x\" }, { \"$numberDecimal\" : \"1.50\" } ] ] }, \"$pgleaf\" : 7 }"));
    r = aggregate_of("[{'$match': {'a': {'$pgleaf': 0}}}]");
    remote_open(a, &r, values, nulls, types, 3);
    assert_non_null(strstr(fake_sent(f, "aggregate", 0), "[ { \"$match\" : { \"a\" : 5 } } ]"));
    r = find_of("{'a': {'$pgleaf': 3}}");
    RAISES("22003", remote_open(a, &r, values, nulls, types, 4)); /* infinity */
    RAISES("XX000", remote_open(a, &r, values, nulls, types, 3));
}

static void lacks(void **unused)
{
    static const struct fake_rule script[] = {
        RULE_TIMES("aggregate", "{'ok': 0, 'code': 40324, 'errmsg': 'Unrecognized pipeline stage name: $frobnicate'}", 1),
        RULE_TIMES("aggregate", "{'ok': 0, 'code': 168, 'errmsg': 'Unrecognized expression $frobnicateTwo'}", 1),
        RULE_TIMES("aggregate", "{'ok': 0, 'code': 2, 'errmsg': 'unknown operator: $frobnicateThree'}", 1),
        RULE_TIMES("aggregate", "{'ok': 0, 'code': 2, 'errmsg': 'bad value for $frobnicateFour'}", 1),
        RULE_TIMES("aggregate", "{'ok': 0, 'code': 40324, 'errmsg': 'Unrecognized: $other $x $averyveryverylongnameofmorethan32characters'}", 1),
        RULE("aggregate", "{'ok': 0, 'code': 13, 'errmsg': 'not authorized on $frobnicateFour'}"), RULE_END};
    start(script);
    struct remote r = aggregate_of("[{'$frobnicate': 1}, {'$set': {'a': [{'$frobnicateTwo': 1}], 'b': {'$frobnicateThree': 1}}},"
                                   " {'$frobnicateFour': 1}]");
    remote_take_lack();
    static const struct {
        const char *sqlstate, *name;
    } found[] = {{"0A000", "$frobnicate"}, {"0A000", "$frobnicateTwo"}, {"22023", "$frobnicateThree"}};
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        assert_true(mongo_has(found[i].name));
        RAISES(found[i].sqlstate, run(&r));
        assert_false(mongo_has(found[i].name));
        assert_true(remote_take_lack());
        assert_false(remote_take_lack());
    }
    RAISES("22023", run(&r));
    RAISES("0A000", run(&r));
    RAISES("42501", run(&r));
    assert_false(remote_take_lack());
    assert_true(mongo_has("$frobnicateFour"));
}

/* Where documents come without their _id, a document with such a value is looked for. */
static const char *misfit_message(const char *reply)
{
    struct remote_column column = {.path = "a.b", .type = TYPE_int4, .typmod = -1, .name = "a.b"};
    struct remote r = find_of(NULL);
    const char *volatile message = "";
    Datum d;
    bool null;
    struct fake_rule script[] = {RULE("find", reply), RULE_END};
    start(script);
    r.ncolumns = 1;
    r.columns = &column;
    TRY {
        remote_read_row(remote_reader_new(a, &r), doc_of(a, "{'a': {'b': 'x'}}"), a, &d, &null);
    } CATCH (e) {
        message = arena_strdup(a, e->message);
    } END_TRY;
    return message;
}

static void misfits(void **unused)
{
    assert_string_equal(misfit_message(ROWS("{'_id': 7, 'a': {'b': 'x'}}")),
                        "value of field \"a.b\" in document with _id 7 is not of type integer");
    assert_string_equal(fake_sent(f, "find", 0),
                        "{ \"find\" : \"orders\", \"filter\" : { \"a.b\" : { \"$eq\" : \"x\" } }, \"projection\" : { \"a.b\" : 1 "
                        "}, \"limit\" : 1, \"singleBatch\" : true, \"maxTimeMS\" : 1000 }");
    assert_string_equal(misfit_message(ROWS("{'_id': 7, 'a': {'b': 'y'}}")), "value of field \"a.b\" is not of type integer");
    assert_string_equal(misfit_message(ROWS("{'a': {'b': 'x'}}")), "value of field \"a.b\" is not of type integer");
    assert_string_equal(misfit_message(ROWS("")), "value of field \"a.b\" is not of type integer");
    assert_string_equal(misfit_message("{'ok': 0, 'code': 50, 'errmsg': 'too late'}"),
                        "value of field \"a.b\" is not of type integer");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(finds), TEST(aggregates), TEST(one_row_that_is_there), TEST(nothing_to_send), TEST(parameters), TEST(lacks),
        TEST(misfits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
