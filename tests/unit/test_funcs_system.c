/* The reg types and what a session says of itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "func_cases.h"
#include "funcs/funcs.h"
#include "types/datetime.h"

static void test_cases(void **unused)
{
    int n;
    assert_int_equal(func_cases_run("reg", &n), 0);
    assert_true(n > 150);
}

/* ---- a session with two settings ---- */
static const char *search_path, *custom;

static const char *get(const char *name)
{
    return strcmp(name, "search_path") == 0 ? search_path : strcmp(name, "my.own") == 0 ? custom : NULL;
}

static void set(const char *name, const char *value, bool is_local)
{
    assert_string_equal(name, "my.own");
    custom = value == NULL ? "default" : is_local ? "local" : "session";
}

static int begin(void **unused)
{
    search_path = "\"$user\", public";
    custom = NULL;
    func_env = (struct func_env){.user = "ann", .database = "shop", .backend_pid = 77, .setting_get = get,
                                 .setting_set = set};
    return 0;
}

static int end(void **unused)
{
    func_env = (struct func_env){0};
    return 0;
}

/* fn's answer as text of a type; a NULL argument is NULL, and so is the answer. An error: its SQLSTATE and words. */
static const char *answer(struct arena *a, func_fn fn, Oid type, int nargs, const char *const *args, const Oid *types)
{
    Datum values[4] = {0};
    bool nulls[4] = {false};
    for (int i = 0; i < nargs; i++) {
        nulls[i] = args[i] == NULL;
        if (!nulls[i])
            values[i] = type_input(a, types[i], -1, args[i], strlen(args[i]), NULL);
    }
    struct fcall fc = {.nargs = nargs, .args = values, .nulls = nulls, .arena = a, .keep = a, .argtypes = types,
                       .typmod = -1};
    const char *volatile result = NULL;
    TRY {
        Datum d = fn(&fc);
        result = fc.isnull ? NULL : type_output_cstring(a, type, d);
    } CATCH (e) {
        result = arena_printf(a, "%s %s", errcode_sqlstate(e->code), e->message);
    } END_TRY;
    return result;
}

#define ANSWER0(fn, type) answer(a, fn, type, 0, NULL, NULL)
#define ANSWER1(fn, type, t, x) answer(a, fn, type, 1, (const char *const[]){x}, (const Oid[]){t})

static void test_session(void **unused)
{
    struct arena *a = arena_new(NULL, "test");
    assert_string_equal(ANSWER0(system_database, TYPE_name), "shop");
    assert_string_equal(ANSWER0(system_user, TYPE_name), "ann");
    assert_string_equal(ANSWER0(system_backend_pid, TYPE_int4), "77");
    assert_string_equal(ANSWER0(system_client_encoding, TYPE_name), "UTF8");
    assert_string_equal(ANSWER0(system_database_encoding, TYPE_name), "UTF8");
    assert_string_equal(ANSWER0(system_false, TYPE_bool), "f");
    assert_string_equal(ANSWER0(system_zero, TYPE_oid), "0");
    assert_null(ANSWER0(system_null, TYPE_int4));
    assert_memory_equal(ANSWER0(system_version, TYPE_text), "PostgreSQL 15.", 14);
    assert_string_equal(ANSWER1(system_typeof, TYPE_regtype, TYPE_varchar, "x"), "character varying");
    assert_string_equal(ANSWER1(text_to_regclass, TYPE_oid, TYPE_text, "nosuch"),
                        "42P01 relation \"nosuch\" does not exist");
    int64_t started = datum_int64(func_call(system_start_time, a, 0, (Datum[]){0}));
    assert_true(started > INT64_C(757382400) * USECS_PER_SEC); /* 2024 */
    assert_true(started == datum_int64(func_call(system_start_time, a, 0, (Datum[]){0})));
    arena_free(a);
}

#define SET_CONFIG(...)                                                                            \
    answer(a, system_set_config, TYPE_text, 3, (const char *const[]){__VA_ARGS__},                 \
           (const Oid[]){TYPE_text, TYPE_text, TYPE_bool})

static void test_settings(void **unused)
{
    struct arena *a = arena_new(NULL, "test");
    const Oid missing[] = {TYPE_text, TYPE_bool};
    assert_string_equal(ANSWER1(system_setting, TYPE_text, TYPE_text, "search_path"), "\"$user\", public");
    assert_string_equal(ANSWER1(system_setting, TYPE_text, TYPE_text, "nosuch"),
                        "42704 unrecognized configuration parameter \"nosuch\"");
    assert_null(answer(a, system_setting, TYPE_text, 2, (const char *const[]){"nosuch", "t"}, missing));
    assert_string_equal(answer(a, system_setting, TYPE_text, 2, (const char *const[]){"nosuch", "f"}, missing),
                        "42704 unrecognized configuration parameter \"nosuch\"");
    assert_string_equal(SET_CONFIG("my.own", "x", "f"), "session");
    assert_string_equal(SET_CONFIG("my.own", "x", "t"), "local");
    assert_string_equal(SET_CONFIG("my.own", NULL, NULL), "default");
    assert_string_equal(SET_CONFIG(NULL, "x", "f"),
                        "22004 SET requires parameter name");
    func_env.setting_set = NULL;
    assert_string_equal(SET_CONFIG("my.own", "x", "f"),
                        "42704 unrecognized configuration parameter \"my.own\"");
    arena_free(a);
}

static void test_schemas(void **unused)
{
    static const struct {
        const char *path, *first, *named, *all;
    } cases[] = {
        {"\"$user\", public", "public", "{public}", "{pg_catalog,public}"},
        {"", NULL, "{}", "{pg_catalog}"},
        {"PUBLIC,pg_catalog", "public", "{public,pg_catalog}", "{public,pg_catalog}"},
        {"\"PUBLIC\", nosuch", NULL, "{}", "{pg_catalog}"},
        {"information_schema , \"public\"", "information_schema", "{information_schema,public}",
         "{pg_catalog,information_schema,public}"},
    };
    struct arena *a = arena_new(NULL, "test");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        search_path = cases[i].path;
        const char *first = ANSWER0(system_schema, TYPE_name);
        if (cases[i].first == NULL)
            assert_null(first);
        else
            assert_string_equal(first, cases[i].first);
        assert_string_equal(ANSWER1(system_schemas, TYPE__name, TYPE_bool, "f"), cases[i].named);
        assert_string_equal(ANSWER1(system_schemas, TYPE__name, TYPE_bool, "t"), cases[i].all);
    }
    arena_free(a);
}

static void test_null_counts(void **unused)
{
    struct arena *a = arena_new(NULL, "test");
    Datum array = type_input(a, TYPE__int4, -1, "{1,NULL,3,NULL,NULL}", 20, NULL);
    bool isnull = false;
    struct fcall fc = {.nargs = 1, .args = &array, .nulls = &isnull, .arena = a, .variadic = true};
    assert_int_equal(datum_int32(system_num_nulls(&fc)), 3);
    assert_int_equal(datum_int32(system_num_nonnulls(&fc)), 2);
    isnull = true;
    system_num_nulls(&fc);
    assert_true(fc.isnull);
    fc.isnull = false;
    system_num_nonnulls(&fc);
    assert_true(fc.isnull);
    arena_free(a);
}

static void test_acl(void **unused)
{
    struct arena *a = arena_new(NULL, "test");
    Datum x = type_input(a, TYPE_aclitem, -1, "ann=r*w/ann", 11, NULL);
    Datum y = type_input(a, TYPE_aclitem, -1, "=r/ann", 6, NULL);
    assert_string_equal(type_output_cstring(a, TYPE_aclitem, x), "ann=r*w/ann");
    assert_true(type_get(TYPE_aclitem)->cmp(x, y) > 0 && type_get(TYPE_aclitem)->cmp(x, x) == 0);
    assert_true(type_get(TYPE_aclitem)->hash(x) != type_get(TYPE_aclitem)->hash(y));
    struct soft_error soft = {0};
    type_input(a, TYPE_aclitem, -1, "ann", 3, &soft);
    assert_true(soft.failed);
    soft.failed = false;
    type_input(a, TYPE_aclitem, -1, "ann=q", 5, &soft);
    assert_true(soft.failed);
    arena_free(a);
}

static void test_binary(void **unused)
{
    struct arena *a = arena_new(NULL, "test");
    struct io io = {.arena = a, .type = TYPE_regtype, .typmod = -1};
    struct strbuf out;
    strbuf_init(&out, a);
    type_get(TYPE_regtype)->send(&io, datum_from_oid(TYPE_int4), &out);
    assert_int_equal(out.len, 4);
    assert_int_equal(datum_oid(type_get(TYPE_regtype)->recv(&io, (const uint8_t *)out.data, out.len)), TYPE_int4);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test_setup_teardown(test_session, begin, end),
        cmocka_unit_test_setup_teardown(test_settings, begin, end),
        cmocka_unit_test_setup_teardown(test_schemas, begin, end),
        cmocka_unit_test(test_null_counts),
        cmocka_unit_test(test_acl),
        cmocka_unit_test(test_binary),
    };
    return cmocka_run_group_tests_name("funcs_system", tests, NULL, NULL);
}
