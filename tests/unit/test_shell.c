/* Commands as they would be typed into mongosh. */
#include "bson_help.h"

#include "push/remote.h"

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

static const char *find_text(const char *filter)
{
    struct remote r = {.collection = "orders", .is_find = true, .filter = doc_of(a, filter)};
    return remote_shell_text(a, &r);
}

static void finds(void **unused)
{
    struct remote r = {.collection = "orders", .is_find = true};
    assert_string_equal(remote_shell_text(a, &r), "db.orders.find()");
    r.projection = doc_of(a, "{'qty': 1, '_id': 0}");
    assert_string_equal(remote_shell_text(a, &r), "db.orders.find({}, {qty: 1, _id: 0})");
    r.filter = doc_of(a, "{'qty': {'$gt': 5}}");
    r.sort = doc_of(a, "{'placed': -1}");
    r.skip = 20;
    r.limit = 10;
    r.hint = "qty_1";
    assert_string_equal(remote_shell_text(a, &r),
                        "db.orders.find({qty: {$gt: 5}}, {qty: 1, _id: 0}).sort({placed: -1}).skip(20).limit(10).hint(\"qty_1\")");
}

static void aggregates(void **unused)
{
    bson_t *pipeline = doc_of(a, "{'0': {'$match': {'a': 1}}, '1': {'$group': {'_id': '$b', 'n': {'$sum': 1}}}}");
    struct remote r = {.collection = "orders", .pipeline = pipeline};
    assert_string_equal(remote_shell_text(a, &r), "db.orders.aggregate([{$match: {a: 1}}, {$group: {_id: \"$b\", n: {$sum: 1}}}])");
    r.hint = "a_1";
    r.pipeline = doc_of(a, "{}");
    assert_string_equal(remote_shell_text(a, &r), "db.orders.aggregate([], {hint: \"a_1\"})");
}

static void names(void **unused)
{
    static const struct {
        const char *collection, *text;
    } cases[] = {
        {"orders2", "db.orders2.find()"},
        {"$odd", "db.$odd.find()"},
        {"odd name", "db.getCollection(\"odd name\").find()"},
        {"a.b", "db.getCollection(\"a.b\").find()"},
        {"2nd", "db.getCollection(\"2nd\").find()"},
        {"q\"uote", "db.getCollection(\"q\\\"uote\").find()"},
        {"stats", "db.getCollection(\"stats\").find()"},
        {"_private", "db.getCollection(\"_private\").find()"},
        {"objedn\xc3\xa1vky", "db.getCollection(\"objedn\xc3\xa1vky\").find()"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct remote r = {.collection = cases[i].collection, .is_find = true};
        assert_string_equal(remote_shell_text(a, &r), cases[i].text);
    }
    assert_string_equal(find_text("{'a b': 1, 'a.b': 2, '': 3, '__proto__': 4, '9': 5}"),
                        "db.orders.find({\"a b\": 1, \"a.b\": 2, \"\": 3, [\"__proto__\"]: 4, \"9\": 5})");
}

static void values(void **unused)
{
    static const struct {
        const char *json, *text;
    } cases[] = {
        {"5", "5"},
        {"{'$numberLong': '5'}", "NumberLong(\"5\")"},
        {"1.5", "1.5"},
        {"5.0", "Double(5)"},
        {"-0.0", "Double(-0)"},
        {"1e300", "1e+300"},
        {"4294967296.0", "4294967296"},
        {"{'$numberDouble': 'NaN'}", "NaN"},
        {"{'$numberDouble': '-Infinity'}", "-Infinity"},
        {"{'$numberDecimal': '1.50'}", "NumberDecimal(\"1.50\")"},
        {"'it\\\"s\\n'", "\"it\\\"s\\n\""},
        {"true", "true"},
        {"false", "false"},
        {"null", "null"},
        {"{'$undefined': true}", "undefined"},
        {"{'$oid': '65a0000000000000000000ff'}", "ObjectId(\"65a0000000000000000000ff\")"},
        {"{'$date': '2024-02-29T12:30:01.007Z'}", "ISODate(\"2024-02-29T12:30:01.007Z\")"},
        {"{'$date': {'$numberLong': '-1'}}", "new Date(-1)"},
        {"{'$binary': {'base64': 'oO68mZwLTvi7bWu5vTgKEQ==', 'subType': '04'}}", "UUID(\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\")"},
        {"{'$binary': {'base64': 'AAH/', 'subType': '00'}}", "BinData(0, \"AAH/\")"},
        {"{'$binary': {'base64': 'AAH/', 'subType': '80'}}", "BinData(128, \"AAH/\")"},
        {"{'$regularExpression': {'pattern': '^ab/c\\\\.', 'options': 'i'}}", "/^ab\\/c\\./i"},
        {"{'$regularExpression': {'pattern': '^a', 'options': 's'}}", "BSONRegExp(\"^a\", \"s\")"},
        {"{'$regularExpression': {'pattern': '', 'options': ''}}", "BSONRegExp(\"\", \"\")"},
        {"{'$regularExpression': {'pattern': '\\\\Aa', 'options': ''}}", "BSONRegExp(\"\\\\Aa\", \"\")"},
        {"{'$regularExpression': {'pattern': '[a-z]', 'options': ''}}", "BSONRegExp(\"[a-z]\", \"\")"},
        {"{'$regularExpression': {'pattern': '(?i)a', 'options': ''}}", "BSONRegExp(\"(?i)a\", \"\")"},
        {"{'$regularExpression': {'pattern': '(?:a|b)', 'options': 'm'}}", "/(?:a|b)/m"},
        {"{'$regularExpression': {'pattern': 'a\\n', 'options': ''}}", "BSONRegExp(\"a\\n\", \"\")"},
        {"{'$timestamp': {'t': 5, 'i': 7}}", "Timestamp({t: 5, i: 7})"},
        {"{'$minKey': 1}", "MinKey()"},
        {"{'$maxKey': 1}", "MaxKey()"},
        {"[1, [], {}]", "[1, [], {}]"},
        {"{'$pgleaf': 2}", "$2"},
        {"{'$gt': {'$pgleaf': 0}}", "{$gt: $0}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = find_text(arena_printf(a, "{'v': %s}", cases[i].json));
        const char *expected = arena_printf(a, "db.orders.find({v: %s})", cases[i].text);
        if (strcmp(text, expected) != 0)
            fail_msg("%s: %s, not %s", cases[i].json, text, expected);
    }
    RAISES("XX000", find_text("{'v': {'$code': 'f()'}}"));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {TEST(finds), TEST(aggregates), TEST(names), TEST(values)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
