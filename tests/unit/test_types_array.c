/* Arrays below SQL: subscripts read and assigned (PostgreSQL 15's answers), stacking, building, comparing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "types/array.h"

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

static Datum array_of(Oid type, const char *text)
{
    return type_input(a, type, -1, text, strlen(text), NULL);
}

static const char *text_of(Oid type, Datum d)
{
    return type_output_cstring(a, type, d);
}

/* "[1][2:3][:4]": subscripts; a plain one in a slice means [1:n] */
struct subscripts {
    int n;
    bool slice;
    int32_t lower[8], upper[8];
    bool have_lower[8], have_upper[8];
};

static struct subscripts parse_subscripts(const char *s)
{
    struct subscripts x = {0};
    for (; *s == '['; s++, x.n++) {
        char *end;
        s++;
        x.have_lower[x.n] = *s != ':';
        x.lower[x.n] = (int32_t)strtol(s, &end, 10);
        s = end;
        if (*s != ':') {
            x.upper[x.n] = x.lower[x.n];
            x.have_upper[x.n] = true;
            continue;
        }
        x.slice = true;
        s++;
        x.have_upper[x.n] = *s != ']';
        x.upper[x.n] = (int32_t)strtol(s, &end, 10);
        s = end;
    }
    return x;
}

#define ATTEMPT(out, action)                                                                 \
    do {                                                                                     \
        const char *volatile out_ = NULL;                                                    \
        TRY {                                                                                \
            out_ = (action);                                                                 \
        } CATCH (e) {                                                                        \
            out_ = arena_printf(a, "!%s %s", errcode_sqlstate(e->code), e->message);         \
        } END_TRY;                                                                           \
        out = out_;                                                                          \
    } while (0)

static const char *assign(const char *start, const char *subs, const char *value)
{
    struct subscripts x = parse_subscripts(subs);
    Datum old = start != NULL ? array_of(TYPE__int4, start) : 0, d;
    if (x.slice)
        d = array_assign_slice(a, TYPE_int4, old, x.n, x.lower, x.have_lower, x.upper, x.have_upper,
                               array_of(TYPE__int4, value));
    else
        d = array_assign(a, TYPE_int4, old, x.n, x.lower, value != NULL ? datum_from_int32(atoi(value)) : 0,
                         value == NULL);
    return text_of(TYPE__int4, d);
}

static void test_assign(void **unused)
{
    static const char *const cases[][4] = {
        {NULL, "[1]", "7", "{7}"},
        {NULL, "[3]", "7", "[3:3]={7}"},
        {NULL, "[2][3]", "7", "[2:2][3:3]={{7}}"},
        {"{}", "[-1]", "7", "[-1:-1]={7}"},
        {"{1,2,3}", "[2]", "7", "{1,7,3}"},
        {"{1,2,3}", "[5]", "7", "{1,2,3,NULL,7}"},
        {"{1,2,3}", "[-1]", "7", "[-1:3]={7,NULL,1,2,3}"},
        {"{1,2,3}", "[1]", NULL, "{NULL,2,3}"},
        {"{{1,2},{3,4}}", "[2][1]", "7", "{{1,2},{7,4}}"},
        {"{{1,2},{3,4}}", "[3][1]", "7", "!2202E array subscript out of range"},
        {"{1,2}", "[1][1]", "7", "!2202E wrong number of array subscripts"},
        {"[5:6]={1,2}", "[7]", "3", "[5:7]={1,2,3}"},
        {"{1}", "[200000000]", "1", "!54000 array size exceeds the maximum allowed (134217727)"},
        {"{1}", "[2147483647]", "1", "!54000 array size exceeds the maximum allowed (134217727)"},
        {"{1}", "[-2147483648]", "1", "!54000 array size exceeds the maximum allowed (134217727)"},
        {NULL, "[1:2]", "{8,9}", "{8,9}"},
        {NULL, "[2:3]", "{8,9}", "[2:3]={8,9}"},
        {NULL, "[:2]", "{8,9}", "!2202E array slice subscript must provide both boundaries"},
        {NULL, "[1:3]", "{8,9}", "!2202E source array too small"},
        {NULL, "[1:2]", "{}", "!2202E source array too small"},
        {"{}", "[1:2][1:2]", "{1,2,3,4}", "{{1,2},{3,4}}"},
        {"{1,2,3}", "[1:2]", "{8,9}", "{8,9,3}"},
        {"{1,2,3}", "[2:]", "{8,9}", "{1,8,9}"},
        {"{1,2,3}", "[:2]", "{8,9,10}", "{8,9,3}"},
        {"{1,2,3}", "[3:5]", "{7,8,9}", "{1,2,7,8,9}"},
        {"{1,2,3}", "[5:6]", "{8,9}", "{1,2,3,NULL,8,9}"},
        {"{1,2,3}", "[-1:0]", "{8,9}", "[-1:3]={8,9,1,2,3}"},
        {"{1,2,3}", "[2:1]", "{8}", "!2202E upper bound cannot be less than lower bound"},
        {"{1,2,3}", "[1:3]", "{8}", "!2202E source array too small"},
        {"{{1,2},{3,4}}", "[1:1][1:2]", "{8,9}", "{{8,9},{3,4}}"},
        {"{{1,2},{3,4}}", "[1:2]", "{8,9,10,11}", "{{8,9},{10,11}}"},
        {"{{1,2},{3,4}}", "[1:3]", "{8,9,10,11,12,13}", "!2202E array subscript out of range"},
        {"{1,2}", "[1:1][1:1]", "{8}", "!2202E wrong number of array subscripts"},
        {"{{1,2},{3,4}}", "[2:2][2:2]", "{9}", "{{1,2},{3,9}}"},
        {"{1}", "[1:200000000]", "{1}", "!54000 array size exceeds the maximum allowed (134217727)"},
        {"{1}", "[-200000000:1]", "{1}", "!54000 array size exceeds the maximum allowed (134217727)"},
    };
    for (volatile size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *out;
        ATTEMPT(out, assign(cases[i][0], cases[i][1], cases[i][2]));
        assert_string_equal(out, cases[i][3]);
    }
}

static const char *fetch(const char *array, const char *subs)
{
    struct subscripts x = parse_subscripts(subs);
    Datum d = array_of(TYPE__int4, array);
    if (x.slice)
        return text_of(TYPE__int4, array_slice(a, d, x.n, x.lower, x.have_lower, x.upper, x.have_upper));
    bool isnull;
    d = array_subscript(d, x.n, x.upper, &isnull);
    return isnull ? "NULL" : text_of(TYPE_int4, d);
}

static void test_fetch(void **unused)
{
    static const char *const cases[][3] = {
        {"{1,2,3}", "[1]", "1"},
        {"{1,2,3}", "[0]", "NULL"},
        {"{1,2,3}", "[4]", "NULL"},
        {"{1,2,3}", "[1][1]", "NULL"},
        {"{1,NULL}", "[2]", "NULL"},
        {"{}", "[1]", "NULL"},
        {"[5:6]={1,2}", "[6]", "2"},
        {"{{1,2},{3,4}}", "[2][1]", "3"},
        {"{{1,2},{3,4}}", "[2]", "NULL"},
        {"{1,2,3}", "[2:3]", "{2,3}"},
        {"{1,2,3}", "[:2]", "{1,2}"},
        {"{1,2,3}", "[2:]", "{2,3}"},
        {"{1,2,3}", "[:]", "{1,2,3}"},
        {"{1,2,3}", "[3:2]", "{}"},
        {"{1,2,3}", "[7:9]", "{}"},
        {"[5:7]={1,2,3}", "[6:9]", "{2,3}"},
        {"{{1,2},{3,4}}", "[1:2][2:2]", "{{2},{4}}"},
        {"{{1,2},{3,4}}", "[2:2]", "{{3,4}}"},
        {"{1,2}", "[1:1][1:1]", "{}"},
        {"{}", "[1:2]", "{}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(fetch(cases[i][0], cases[i][1]), cases[i][2]);
}

/* ARRAY[one, two] and array_agg(); "NULL" is a NULL array */
static const char *stack(const char *one, const char *two, bool agg)
{
    const char *texts[] = {one, two};
    Datum arrays[2] = {0};
    bool nulls[2];
    int n = two != NULL ? 2 : 1;
    for (int i = 0; i < n; i++) {
        nulls[i] = strcmp(texts[i], "NULL") == 0;
        if (!nulls[i])
            arrays[i] = array_of(TYPE__int4, texts[i]);
    }
    return text_of(TYPE__int4, array_stack(a, TYPE_int4, arrays, nulls, n, agg));
}

static void test_stack(void **unused)
{
    static const struct {
        const char *one, *two;
        bool agg;
        const char *want;
    } cases[] = {
        {"{1,2}", "{3,4}", false, "{{1,2},{3,4}}"},
        {"{1,2}", "{3,4}", true, "{{1,2},{3,4}}"},
        {"{1,2}", NULL, false, "{{1,2}}"},
        {"{{1},{2}}", "{{3},{4}}", false, "{{{1},{2}},{{3},{4}}}"},
        {"{}", "{}", false, "{}"},
        {"NULL", "NULL", false, "{}"},
        {"{}", "{1}", false, "!2202E multidimensional arrays must have array expressions with matching dimensions"},
        {"{1,2}", "{1}", false, "!2202E multidimensional arrays must have array expressions with matching dimensions"},
        {"{1,2}", "{{1}}", false,
         "!2202E multidimensional arrays must have array expressions with matching dimensions"},
        {"{1,2}", "{1}", true, "!2202E cannot accumulate arrays of different dimensionality"},
        {"{}", "{1}", true, "!2202E cannot accumulate empty arrays"},
        {"NULL", "{1}", true, "!22004 cannot accumulate null arrays"},
        {"{{{{{{1}}}}}}", NULL, false, "!54000 number of array dimensions (7) exceeds the maximum allowed (6)"},
    };
    for (volatile size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *out;
        ATTEMPT(out, stack(cases[i].one, cases[i].two, cases[i].agg));
        assert_string_equal(out, cases[i].want);
    }
}

static void test_builder(void **unused)
{
    struct array_builder b;
    array_builder_init(&b, a, TYPE_text);
    for (int i = 0; i < 40; i++)
        array_builder_add(&b, datum_from_cstring(a, arena_printf(a, "v%d", i)), i % 7 == 0);
    struct array v = array_open(array_builder_finish(&b, a));
    bool isnull;
    assert_int_equal(v.n, 40);
    array_get(&v, 7, &isnull);
    assert_true(isnull);
    assert_string_equal(datum_cstring(a, array_get(&v, 39, &isnull)), "v39");
    array_builder_init(&b, a, TYPE_int4);
    assert_string_equal(text_of(TYPE__int4, array_builder_finish(&b, a)), "{}");
    assert_int_equal(array_type_of(TYPE_int4), TYPE__int4);
    assert_int_equal(array_type_of(TYPE__int4), 0);
}

static const char *count(int ndim, int32_t x, int32_t y)
{
    int32_t dims[] = {x, y};
    return arena_printf(a, "%d", array_count(ndim, dims));
}

static const char *compare(Oid x, const char *xs, Oid y, const char *ys)
{
    return arena_printf(a, "%d", array_cmp(array_of(x, xs), array_of(y, ys)));
}

static const char *equal(Oid x, const char *xs, Oid y, const char *ys)
{
    return array_equal(array_of(x, xs), array_of(y, ys)) ? "true" : "false";
}

static void test_limits(void **unused)
{
    const char *out;
    ATTEMPT(out, count(0, 0, 0));
    assert_string_equal(out, "0");
    ATTEMPT(out, count(2, 3, 5));
    assert_string_equal(out, "15");
    ATTEMPT(out, count(2, 100000, 100000));
    assert_string_equal(out, "!54000 array size exceeds the maximum allowed (134217727)");
    ATTEMPT(out, count(1, -1, 0));
    assert_string_equal(out, "!54000 array size exceeds the maximum allowed (134217727)");
    ATTEMPT(out, compare(TYPE__int4, "{1}", TYPE__int8, "{1}"));
    assert_string_equal(out, "!42804 cannot compare arrays of different element types");
    ATTEMPT(out, equal(TYPE__int4, "{1}", TYPE__int8, "{1}"));
    assert_string_equal(out, "!42804 cannot compare arrays of different element types");
    ATTEMPT(out, compare(TYPE__json, "{1}", TYPE__json, "{1}"));
    assert_string_equal(out, "!42883 could not identify a comparison function for type json");
    ATTEMPT(out, equal(TYPE__json, "{1}", TYPE__json, "{1}"));
    assert_string_equal(out, "!42883 could not identify an equality operator for type json");
    ATTEMPT(out, arena_printf(a, "%d", (int)array_hash(array_of(TYPE__json, "{1}"))));
    assert_string_equal(out, "!42883 could not identify a hash function for type json");
    assert_string_equal(equal(TYPE__int4, "{1,NULL}", TYPE__int4, "{1,NULL}"), "true");
    assert_string_equal(equal(TYPE__int4, "{1,NULL}", TYPE__int4, "{1,2}"), "false");
    assert_string_equal(equal(TYPE__int4, "{1,2}", TYPE__int4, "[0:1]={1,2}"), "false");
    assert_string_equal(equal(TYPE__int4, "{1,2}", TYPE__int4, "{{1,2}}"), "false");
}

static void test_soft(void **unused)
{
    static const char *const texts[] = {"x", "{1", "{x}", "{1}}", "[1:2]={1}", "{{1},{2,3}}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct soft_error soft = {.want_error = true};
        type_input(a, TYPE__int4, -1, texts[i], strlen(texts[i]), &soft);
        assert_true(soft.failed);
        assert_non_null(soft.error);
    }
    struct soft_error soft = {0};
    struct io io = {.arena = a, .soft = &soft, .type = TYPE__int4, .typmod = -1};
    type_get(TYPE__int4)->recv(&io, (const uint8_t *)"\0\0", 2);
    assert_true(soft.failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_assign, setup, teardown),
        cmocka_unit_test_setup_teardown(test_fetch, setup, teardown),
        cmocka_unit_test_setup_teardown(test_stack, setup, teardown),
        cmocka_unit_test_setup_teardown(test_builder, setup, teardown),
        cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
        cmocka_unit_test_setup_teardown(test_soft, setup, teardown),
    };
    return cmocka_run_group_tests_name("types_array", tests, NULL, NULL);
}
