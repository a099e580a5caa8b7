/* Errors of MongoDB and libmongoc as SQLSTATE and words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <mongoc/mongoc.h>
#include <string.h>

#include "mongo/mongo_error.h"

static bson_t *json(const char *text)
{
    bson_error_t error;
    bson_t *b = bson_new_from_json((const uint8_t *)text, -1, &error);
    assert_non_null(b);
    return b;
}

static const char *state(const struct error *e)
{
    return errcode_sqlstate(e->code);
}

static void test_codes(void **unused)
{
    static const struct {
        int code;
        const char *sqlstate;
    } cases[] = {
        {13, "42501"},   {18, "28P01"},  {26, "42P01"},  {43, "08006"},    {48, "42P07"},    {50, "57014"},
        {91, "57P01"},   {112, "40001"}, {121, "23514"}, {166, "42809"},   {237, "08006"},   {251, "40001"},
        {263, "0A000"},  {292, "53200"}, {10107, "08006"}, {10334, "54000"}, {11000, "23505"}, {11601, "57014"},
        {40324, "0A000"}, {16608, "22012"}, {31337, "XX000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(errcode_sqlstate(mongo_errcode(cases[i].code)), cases[i].sqlstate);
}

static struct error *made(unsigned domain, unsigned code, const char *message, const char *reply, bool connecting)
{
    bson_error_t error;
    bson_set_error(&error, domain, code, "%s", message);
    bson_t *b = reply != NULL ? json(reply) : NULL;
    struct error *e = mongo_error_new(&error, b, connecting);
    if (b != NULL)
        bson_destroy(b);
    return e;
}

static void test_network(void **unused)
{
    assert_string_equal(state(made(MONGOC_ERROR_STREAM, MONGOC_ERROR_STREAM_SOCKET, "cut", NULL, false)), "08006");
    assert_string_equal(state(made(MONGOC_ERROR_SERVER_SELECTION, 13053, "none", "{}", true)), "08001");
    assert_string_equal(state(made(MONGOC_ERROR_CLIENT, MONGOC_ERROR_CLIENT_AUTHENTICATE, "no", NULL, true)), "28P01");
    assert_string_equal(state(made(MONGOC_ERROR_SERVER_SELECTION, 13053, "[Authentication failed.]", NULL, true)), "28P01");
    assert_string_equal(state(made(MONGOC_ERROR_BSON, 1, "too large", NULL, false)), "XX000");
}

static struct error *refused(const char *details)
{
    char text[1024];
    snprintf(text, sizeof text, "{\"code\": 121, \"errmsg\": \"Document failed validation\"%s%s%s}", *details != '\0' ? ", \"errInfo\": {\"failingDocumentId\": 1, \"details\": " : "",
             details, *details != '\0' ? "}" : "");
    bson_t *b = json(text);
    struct error *e = validation_error("t", b);
    bson_destroy(b);
    return e;
}

/* As the manual shows errInfo. */
static void test_validation(void **unused)
{
    struct error *e = refused("");
    assert_string_equal(state(e), "23514");
    assert_string_equal(e->detail, "MongoDB said: Document failed validation");
    assert_null(e->column);
    e = refused("{\"operatorName\": \"$jsonSchema\", \"schemaRulesNotSatisfied\": [{\"operatorName\": \"properties\", \"propertiesNotSatisfied\": ["
                "{\"propertyName\": \"year\", \"description\": \"a year\", \"details\": [{\"operatorName\": \"minimum\", \"specifiedAs\": {\"minimum\": 2017},"
                "\"reason\": \"comparison failed\", \"consideredValue\": 1000}]}]}]}");
    assert_string_equal(state(e), "23514");
    assert_string_equal(e->column, "year");
    assert_string_equal(e->detail, "Column \"year\" violates minimum: comparison failed.");
    e = refused("{\"operatorName\": \"$jsonSchema\", \"schemaRulesNotSatisfied\": [{\"operatorName\": \"required\", \"specifiedAs\": {\"required\": [\"name\"]},"
                "\"missingProperties\": [\"name\"]}]}");
    assert_string_equal(state(e), "23502");
    assert_string_equal(e->column, "name");
    assert_string_equal(e->message, "null value in column \"name\" of relation \"t\" violates not-null constraint");
    e = refused("{\"operatorName\": \"$jsonSchema\", \"schemaRulesNotSatisfied\": [{\"operatorName\": \"properties\", \"propertiesNotSatisfied\": ["
                "{\"propertyName\": \"address\", \"details\": [{\"operatorName\": \"properties\", \"propertiesNotSatisfied\": [{\"propertyName\": \"city\", \"details\": ["
                "{\"operatorName\": \"bsonType\", \"reason\": \"type did not match\", \"consideredValue\": null, \"consideredType\": \"null\"}]}]}]}]}]}");
    assert_string_equal(state(e), "23502");
    assert_string_equal(e->column, "address.city");
    e = refused("{\"operatorName\": \"$expr\", \"reason\": \"expression did not match\"}");
    assert_string_equal(state(e), "23514");
    assert_null(e->column);
}

static void test_server_reply(void **unused)
{
    struct error *e = made(MONGOC_ERROR_SERVER, 13, "not authorized",
                           "{\"ok\": 0, \"code\": 13, \"errmsg\": \"not authorized on x\"}", false);
    assert_string_equal(state(e), "42501");
    assert_non_null(strstr(e->message, "not authorized on x"));
    e = made(MONGOC_ERROR_SERVER, 50, "operation exceeded time limit", "{\"ok\": 0, \"code\": 50}", false);
    assert_string_equal(e->message, "canceling statement due to statement timeout");
    e = made(MONGOC_ERROR_SERVER, 11601, "interrupted", "{\"ok\": 0, \"code\": 11601}", false);
    assert_string_equal(e->message, "canceling statement due to user request");
}

static void test_unique(void **unused)
{
    struct error *e = made(
        MONGOC_ERROR_SERVER, 11000, "dup",
        "{\"ok\": 1, \"writeErrors\": [{\"index\": 0, \"code\": 11000, \"errmsg\": \"E11000 duplicate key error collection: "
        "shop.t index: ab dup key: { a: 1 }\", \"keyPattern\": {\"a\": 1, \"b\": 1}, \"keyValue\": {\"a\": 1, \"b\": \"x\"}}]}",
        false);
    assert_string_equal(state(e), "23505");
    assert_string_equal(e->message, "duplicate key value violates unique constraint \"ab\"");
    assert_string_equal(e->detail, "Key (a, b)=(1, x) already exists.");
    assert_string_equal(e->constraint, "ab");
    e = mongo_write_error_new(11000, "E11000 duplicate key error index: shop.t.$c_1 dup key: { : 1 }", NULL);
    assert_string_equal(e->constraint, "c_1");
    e = mongo_write_error_new(11000, "strange", NULL);
    assert_string_equal(e->constraint, "unknown");
}

static void test_code_places(void **unused)
{
    bson_error_t error;
    bson_set_error(&error, MONGOC_ERROR_SERVER, 26, "x");
    assert_int_equal(mongo_server_code(&error, NULL), 26);
    bson_set_error(&error, MONGOC_ERROR_STREAM, 4, "x");
    assert_int_equal(mongo_server_code(&error, NULL), 0);
    bson_t *b = json("{\"ok\": 1, \"writeConcernError\": {\"code\": 64, \"errmsg\": \"timeout\"}}");
    assert_int_equal(mongo_server_code(NULL, b), 64);
    assert_string_equal(state(mongo_error_new(&error, b, false)), "08007");
    bson_destroy(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes),  cmocka_unit_test(test_network),     cmocka_unit_test(test_validation), cmocka_unit_test(test_server_reply),
        cmocka_unit_test(test_unique), cmocka_unit_test(test_code_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
