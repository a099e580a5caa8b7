/* jsonb below SQL: views and trees, builders, the parser's modes and errors, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "types/jsonb.h"
#include "types/numeric.h"

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

static struct jval parse(const char *text, enum json_mode mode)
{
    struct jval v;
    assert_true(json_parse(a, NULL, text, strlen(text), mode, &v));
    return v;
}

static const char *text_of(const struct jval *v)
{
    struct strbuf b;
    strbuf_init(&b, a);
    jval_out(a, v, &b);
    return b.data;
}

/* The same answers from a view into a flat value as from the tree that it was made of. */
static void test_view_and_tree(void **unused)
{
    static const char text[] =
        "{\"b\": [1, \"x\", null, true, {\"c\": []}], \"a\": {\"z\": 1.50, \"y\": false}, \"a\": 2, \"\": \"\"}";
    struct jval tree = parse(text, JSON_VALUES), found, same;
    struct jval flat = jsonb_open(jsonb_from_jval(a, &tree));
    assert_int_equal(tree.n, 4);
    assert_int_equal(flat.n, 3);
    assert_string_equal(text_of(&flat), "{\"\": \"\", \"a\": 2, \"b\": [1, \"x\", null, true, {\"c\": []}]}");
    static const char *const keys[] = {"a", "b", "", "c", "aa"};
    for (int i = 0; i < 5; i++) {
        bool in_tree = jval_find(&tree, keys[i], strlen(keys[i]), &found);
        assert_int_equal(jval_find(&flat, keys[i], strlen(keys[i]), &same), in_tree);
        if (in_tree)
            assert_true(jval_equal(&found, &same));
    }
    assert_true(jval_find(&flat, "b", 1, &found));
    static const char *const types[] = {"number", "string", "null", "boolean", "object"};
    for (uint32_t i = 0; i < found.n; i++) {
        struct jval item = jval_elem(&found, i);
        assert_string_equal(jval_typename(&item), types[i]);
        assert_int_equal(jval_scalar(&item), i < 4);
    }
    /* a part of a flat value is copied into another as it is */
    struct jval again = jsonb_open(jsonb_from_jval(a, &found));
    assert_true(jval_equal(&again, &found));
}

static void test_builder(void **unused)
{
    struct jbuilder b;
    jbuild_init(&b, a);
    jbuild_begin(&b, true);
    jbuild_key(&b, "list", 4);
    jbuild_begin(&b, false);
    for (int i = 0; i < 20; i++)
        jbuild_value(&b, jval_number(numeric_from_int64(a, i)));
    jbuild_end(&b);
    jbuild_key(&b, "t", 1);
    jbuild_value(&b, jval_bool(true));
    jbuild_key(&b, "s", 1);
    jbuild_value(&b, jval_string("x\ty", 3));
    jbuild_end(&b);
    struct jval v = jsonb_open(jsonb_from_jval(a, &b.root));
    assert_string_equal(
        text_of(&v), "{\"s\": \"x\\ty\", \"t\": true, \"list\": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, "
                     "16, 17, 18, 19]}");
    jbuild_init(&b, a);
    jbuild_value(&b, jval_null());
    assert_string_equal(text_of(&b.root), "null");
    struct jval items[] = {jval_bool(false), jval_null()};
    v = jval_array_of(a, items, 2);
    assert_string_equal(text_of(&v), "[false, null]");
}

static void test_modes(void **unused)
{
    static const char text[] = " {\"a\\u0041\": [ 1.0 , \"\\n\" ] } ";
    struct jval v = parse(text, JSON_SHAPE), key = jval_key(&v, 0), list = jval_value(&v, 0);
    assert_int_equal(v.raw_len, strlen(text) - 2);
    assert_memory_equal(key.str, "a\\u0041", 7);
    assert_int_equal(list.raw_len, 14);
    v = parse(text, JSON_TEXT);
    key = jval_key(&v, 0);
    list = jval_value(&v, 0);
    assert_memory_equal(key.str, "aA", 2);
    assert_int_equal(jval_elem(&list, 1).n, 1);
    struct jval number = jval_elem(&list, 0);
    assert_null(number.num);
    assert_memory_equal(number.raw, "1.0", 3);
    assert_string_equal(text_of(&v), "{\"aA\": [1.0, \"\\n\"]}");
    assert_int_equal(json_key_cmp("b", 1, "aa", 2), -1);
    assert_true(json_key_cmp("ab", 2, "aa", 2) > 0);
    assert_int_equal(json_key_cmp("", 0, "", 0), 0);
}

static void test_context(void **unused)
{
    static const struct {
        const char *text, *detail, *where;
    } cases[] = {
        {"{\"a\":", "The input string ended unexpectedly.", "JSON data, line 1: {\"a\":"},
        {"[1,\n2,\n  x]", "Token \"x\" is invalid.", "JSON data, line 3:   x..."},
        {"{\"a\" 1}", "Expected \":\", but found \"1\".", "JSON data, line 1: {\"a\" 1..."},
        {"[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,x]", "Token \"x\" is invalid.",
         "JSON data, line 1: ...,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,x..."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct soft_error soft = {.want_error = true};
        struct jval v;
        assert_false(json_parse(a, &soft, cases[i].text, strlen(cases[i].text), JSON_VALIDATE, &v));
        assert_string_equal(soft.error->detail, cases[i].detail);
        assert_string_equal(soft.error->where, cases[i].where);
        error_clear();
    }
}

static void test_soft(void **unused)
{
    static const char *const texts[] = {"", "[", "{\"a\"}", "\"\\u0000\"", "1e999999", "\"\\ud800\"", "[1}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct soft_error soft = {0};
        type_input(a, TYPE_jsonb, -1, texts[i], strlen(texts[i]), &soft);
        assert_true(soft.failed);
        assert_null(soft.error);
    }
    struct soft_error soft = {0};
    type_input(a, TYPE_json, -1, "nul", 3, &soft);
    assert_true(soft.failed);
    struct io io = {.arena = a, .soft = &(struct soft_error){0}, .type = TYPE_jsonb, .typmod = -1};
    type_get(TYPE_jsonb)->recv(&io, (const uint8_t *)"", 0);
    assert_true(io.soft->failed);
    io.soft = &(struct soft_error){0};
    type_get(TYPE_jsonb)->recv(&io, (const uint8_t *)"\1\xff", 2);
    assert_true(io.soft->failed);
}

/* Depth is limited, in text and in what is built. */
static void test_depth(void **unused)
{
    char *text = arena_alloc(a, 2 * JSON_MAX_DEPTH + 3);
    memset(text, '[', JSON_MAX_DEPTH + 1);
    memset(text + JSON_MAX_DEPTH + 1, ']', JSON_MAX_DEPTH + 1);
    text[2 * JSON_MAX_DEPTH + 2] = '\0';
    volatile int refused = 0;
    TRY {
        parse(text, JSON_VALIDATE);
    } CATCH (e) {
        refused += e->code == ERR_STATEMENT_TOO_COMPLEX;
    } END_TRY;
    TRY {
        struct jbuilder b;
        jbuild_init(&b, a);
        for (int i = 0; i <= JSON_MAX_DEPTH; i++)
            jbuild_begin(&b, false);
    } CATCH (e) {
        refused += e->code == ERR_STATEMENT_TOO_COMPLEX;
    } END_TRY;
    assert_int_equal(refused, 2);
    text[2 * JSON_MAX_DEPTH + 1] = '\0';
    struct jval v = parse(text + 1, JSON_VALUES);
    assert_int_equal(v.n, 1);
    struct jval flat = jsonb_open(jsonb_from_jval(a, &v));
    assert_true(jval_equal(&v, &flat));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_view_and_tree, setup, teardown),
        cmocka_unit_test_setup_teardown(test_builder, setup, teardown),
        cmocka_unit_test_setup_teardown(test_modes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_context, setup, teardown),
        cmocka_unit_test_setup_teardown(test_soft, setup, teardown),
        cmocka_unit_test_setup_teardown(test_depth, setup, teardown),
    };
    return cmocka_run_group_tests_name("types_json", tests, NULL, NULL);
}
