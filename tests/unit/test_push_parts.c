/* The parts of push/: documents, filters, constants as bounds, patterns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "push/push_int.h"
#include "types/datetime.h"
#include "types/numeric.h"

static struct arena *arena;

static int setup(void **unused)
{
    arena = arena_new(NULL, "test");
    return 0;
}

static int teardown(void **unused)
{
    arena_free(arena);
    return 0;
}

static const char *json(const struct bv *v)
{
    char *s = bson_as_relaxed_extended_json(bv_bson(arena, v), NULL);
    char *copy = arena_strdup(arena, s);
    bson_free(s);
    return copy;
}

/* ---- documents ---- */

static void test_leaves(void **unused)
{
    struct arena *a = arena;
    bson_oid_t oid;
    bson_decimal128_t dec;
    bson_oid_init_from_string(&oid, "65a000000000000000000001");
    bson_decimal128_from_string("1.50", &dec);
    struct bv *all[] = {bv_null(a),      bv_bool(a, true),
                        bv_int(a, 1),    bv_long(a, 1),
                        bv_double(a, 1), bv_decimal(a, &dec),
                        bv_date(a, 1),   bv_maxkey(a),
                        bv_oid(a, &oid), bv_binary(a, BSON_SUBTYPE_UUID, "0123456789abcdef", 16),
                        bv_str(a, "1"),  bv_doc(a),
                        bv_array(a)};
    struct bv *doc = bv_doc(a);
    const int n = (int)(sizeof all / sizeof *all);
    for (int i = 0; i < n; i++) {
        bv_set(a, doc, arena_printf(a, "k%d", i), all[i]);
        for (int j = 0; j < n; j++)
            assert_int_equal(bv_equal(all[i], all[j]), i == j);
    }
    assert_false(bv_equal(bv_int(a, 1), bv_int(a, 2)));
    assert_false(bv_equal(bv_str(a, "a"), bv_str(a, "b")));
    assert_false(bv_equal(bv_date(a, 1), bv_date(a, 2)));
    assert_false(bv_equal(bv_double(a, 0.0), bv_double(a, -0.0)));
    assert_true(bv_equal(bv_double(a, NAN), bv_double(a, NAN)));
    assert_string_equal(
        json(doc), "{ \"k0\" : null, \"k1\" : true, \"k2\" : 1, \"k3\" : 1, \"k4\" : 1.0, \"k5\" : { "
                   "\"$numberDecimal\" : \"1.50\" }, \"k6\" : { \"$date\" : \"1970-01-01T00:00:00.001Z\" }, \"k7\" : "
                   "{ \"$maxKey\" : 1 }, \"k8\" : { \"$oid\" : \"65a000000000000000000001\" }, \"k9\" : { "
                   "\"$binary\" : { \"base64\" : \"MDEyMzQ1Njc4OWFiY2RlZg==\", \"subType\" : \"04\" } }, \"k10\" : "
                   "\"1\", \"k11\" : {  }, \"k12\" : [  ] }");
}

static void test_literals(void **unused)
{
    struct arena *a = arena;
    assert_string_equal(json(bv_op(a, "x", bv_literal(a, bv_str(a, "$a")))), "{ \"x\" : { \"$literal\" : \"$a\" } }");
    assert_string_equal(json(bv_op(a, "x", bv_literal(a, bv_str(a, "a$")))), "{ \"x\" : \"a$\" }");
    assert_string_equal(json(bv_op(a, "x", bv_literal(a, bv_doc(a)))), "{ \"x\" : { \"$literal\" : {  } } }");
    assert_true(
        bv_equal(bv_op2(a, "$eq", bv_int(a, 1), bv_str(a, "x")), bv_op2(a, "$eq", bv_int(a, 1), bv_str(a, "x"))));
    assert_false(bv_equal(bv_op(a, "$eq", bv_int(a, 1)), bv_op(a, "$ne", bv_int(a, 1))));
}

static bool has_no_abs(const char *name)
{
    return strcmp(name, "$abs") != 0;
}

static void test_lack(void **unused)
{
    struct arena *a = arena;
    assert_null(bv_lack(bv_op2(a, "$add", bv_str(a, "$abs"), bv_int(a, 1)), has_no_abs));
    assert_string_equal(bv_lack(bv_op2(a, "$add", bv_op(a, "$abs", bv_int(a, 1)), bv_int(a, 1)), has_no_abs), "$abs");
    assert_null(bv_lack(bv_op(a, "$literal", bv_op(a, "$abs", bv_int(a, 1))), has_no_abs));
    struct mq *field = mq_field(a, "a", "$abs", bv_int(a, 1)), *expr = mq_expr(a, bv_op(a, "$abs", bv_int(a, 1)));
    assert_null(mq_lack(field, has_no_abs));
    assert_string_equal(mq_lack(mq_or(a, field, expr), has_no_abs), "$abs");
}

/* ---- filters ---- */

static struct mq *field(const char *path, const char *op, int v)
{
    return mq_field(arena, path, op, bv_int(arena, v));
}

static const char *filter(struct mq *q)
{
    return json(mq_doc(arena, q));
}

static void test_filters(void **unused)
{
    struct arena *a = arena;
    struct mq *x = field("a", "$gt", 1), *y = field("a", "$lt", 9), *z = field("b", "$eq", 2), *t = mq_const(a, true),
              *f = mq_const(a, false);
    assert_string_equal(filter(t), "{ }");
    assert_string_equal(filter(f), "{ \"$expr\" : false }");
    assert_string_equal(filter(z), "{ \"b\" : 2 }");
    assert_string_equal(filter(mq_and(a, x, y)), "{ \"a\" : { \"$gt\" : 1, \"$lt\" : 9 } }");
    assert_string_equal(filter(mq_and(a, x, field("a", "$gt", 2))),
                        "{ \"a\" : { \"$gt\" : 1 }, \"$and\" : [ { \"a\" : { \"$gt\" : 2 } } ] }");
    assert_string_equal(filter(mq_and(a, x, field("a", "$gt", 1))), "{ \"a\" : { \"$gt\" : 1 } }");
    assert_string_equal(filter(mq_or(a, mq_or(a, x, z), z)),
                        "{ \"$or\" : [ { \"a\" : { \"$gt\" : 1 } }, { \"b\" : 2 } ] }");
    assert_ptr_equal(mq_and(a, x, t), x);
    assert_ptr_equal(mq_or(a, f, x), x);
    assert_int_equal(mq_and(a, x, f)->kind, MQ_FALSE);
    assert_int_equal(mq_or(a, t, x)->kind, MQ_TRUE);
    assert_null(mq_and(a, x, NULL));
    assert_null(mq_not(a, NULL));
    assert_ptr_equal(mq_not(a, mq_not(a, x)), x);
    assert_int_equal(mq_not(a, t)->kind, MQ_FALSE);
    assert_string_equal(filter(mq_not(a, mq_or(a, x, z))),
                        "{ \"$nor\" : [ { \"a\" : { \"$gt\" : 1 } }, { \"b\" : 2 } ] }");
    assert_string_equal(filter(mq_and(a, mq_not(a, x), mq_not(a, z))),
                        "{ \"$nor\" : [ { \"a\" : { \"$gt\" : 1 } }, { \"b\" : 2 } ] }");
    struct mq *e = mq_expr(a, bv_str(a, "$a")), *g = mq_expr(a, bv_str(a, "$b"));
    assert_string_equal(filter(e), "{ \"$expr\" : \"$a\" }");
    assert_string_equal(filter(mq_and(a, e, g)), "{ \"$expr\" : { \"$and\" : [ \"$a\", \"$b\" ] } }");
    assert_int_equal(mq_expr(a, bv_bool(a, true))->kind, MQ_TRUE);
    assert_string_equal(
        filter(mq_and(a, mq_or(a, x, z), mq_or(a, y, z))),
        "{ \"$or\" : [ { \"a\" : { \"$gt\" : 1 } }, { \"b\" : 2 } ], \"$and\" : [ { \"$or\" : [ { \"a\" : { "
        "\"$lt\" : 9 } }, { \"b\" : 2 } ] } ] }");
}

/* In which order they are looked at: comparisons, expressions, guards; a guard has a place of its own where it cannot stand beside its comparison. */
static void test_turns(void **unused)
{
    struct arena *a = arena;
    struct mq *x = field("a", "$gt", 1), *e = mq_expr(a, bv_str(a, "$e")), *type = mq_field(a, "a", "$type", bv_str(a, "int")),
              *not = mq_field(a, "a", "$not", bv_op(a, "$type", bv_str(a, "array"))), *other = mq_field(a, "b", "$type", bv_str(a, "int")),
              *other_not = mq_field(a, "b", "$not", bv_op(a, "$type", bv_str(a, "array"))), *or = mq_or(a, field("c", "$eq", 1), field("d", "$eq", 2));
    assert_string_equal(filter(mq_and(a, type, x)), "{ \"a\" : { \"$gt\" : 1, \"$type\" : \"int\" } }");
    assert_string_equal(filter(mq_and(a, mq_and(a, type, or), x)),
                        "{ \"$or\" : [ { \"c\" : 1 }, { \"d\" : 2 } ], \"a\" : { \"$gt\" : 1, \"$type\" : \"int\" } }");
    assert_string_equal(filter(mq_and(a, mq_and(a, other, other_not), e)),
                        "{ \"$expr\" : \"$e\", \"b\" : { \"$type\" : \"int\", \"$not\" : { \"$type\" : \"array\" } } }");
    assert_string_equal(filter(mq_and(a, mq_and(a, mq_and(a, type, other), mq_and(a, not, other_not)), mq_and(a, e, x))),
                        "{ \"a\" : { \"$gt\" : 1 }, \"$expr\" : \"$e\", \"b\" : { \"$type\" : \"int\", \"$not\" : { \"$type\" : \"array\" } }, "
                        "\"$and\" : [ { \"a\" : { \"$type\" : \"int\", \"$not\" : { \"$type\" : \"array\" } } } ] }");
    assert_string_equal(filter(mq_and(a, mq_and(a, mq_and(a, type, x), e), field("a", "$gt", 3))),
                        "{ \"a\" : { \"$gt\" : 1 }, \"$expr\" : \"$e\", "
                        "\"$and\" : [ { \"a\" : { \"$gt\" : 3 } }, { \"a\" : { \"$type\" : \"int\" } } ] }");
    struct mq *guard = mq_expr(a, bv_str(a, "$g"));
    guard->guard = true;
    assert_string_equal(filter(mq_and(a, mq_and(a, guard, type), x)), "{ \"a\" : { \"$gt\" : 1, \"$type\" : \"int\" }, \"$expr\" : \"$g\" }");
    assert_string_equal(filter(mq_and(a, mq_and(a, guard, e), other)),
                        "{ \"$expr\" : { \"$and\" : [ \"$e\", \"$g\" ] }, \"b\" : { \"$type\" : \"int\" } }");
}

/* ---- constants ---- */

static Const *text(const char *s)
{
    return make_const(arena, TYPE_text, -1, datum_from_cstring(arena, s), false);
}

static bool holds(enum cmp_op op, int cmp)
{
    return op == CMP_LT ? cmp < 0 : op == CMP_LE ? cmp <= 0 : op == CMP_EQ ? cmp == 0 : op == CMP_GE ? cmp >= 0
           : op == CMP_GT ? cmp > 0 : cmp != 0;
}

static bool bound_says(const struct bound *b, const bson_oid_t *oid)
{
    if (b->kind != BOUND_CMP)
        return b->kind == BOUND_ALWAYS;
    return holds(b->op, bson_oid_compare(oid, &b->value->value.value.v_oid));
}

/* Every text against ObjectIds around it, as their texts compare. */
static void test_oid_bounds(void **unused)
{
    static const char *const ids[] = {
        "000000000000000000000000", "000000000000000000000001", "0fffffffffffffffffffffff", "100000000000000000000000",
        "65a000000000000000000000", "65a000000000000000000001", "65a0000000000000000000ff", "65afffffffffffffffffffff",
        "65b000000000000000000000", "99ffffffffffffffffffffff", "a00000000000000000000000", "ff0000000000000000000000",
        "ffffffffffffffffffffffff"};
    static const char *const texts[] = {"",
                                        "0",
                                        "1",
                                        "9",
                                        ":",
                                        "A",
                                        "a",
                                        "f",
                                        "g",
                                        "~",
                                        "/",
                                        "65",
                                        "65a",
                                        "65a0",
                                        "65A",
                                        "65a:",
                                        "65a/",
                                        "65ag",
                                        "65f",
                                        "65g",
                                        "ff",
                                        "ffg",
                                        "fffffffffffffffffffffffff",
                                        "ffffffffffffffffffffffff0",
                                        "65a000000000000000000001",
                                        "65a0000000000000000000010",
                                        "65a00000000000000000000g",
                                        "65a00000000000000000000",
                                        "000000000000000000000000",
                                        "ffffffffffffffffffffffff",
                                        "\xc3\xa9",
                                        "65\xc3\xa9",
                                        "9fg",
                                        "9:"};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
        for (int op = CMP_LT; op <= CMP_NE; op++) {
            struct bound b = const_bound(arena, TYPE_objectid, (enum cmp_op)op, text(texts[t]));
            assert_int_not_equal(b.kind, BOUND_NO);
            for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
                bson_oid_t oid;
                bson_oid_init_from_string(&oid, ids[i]);
                if (bound_says(&b, &oid) != holds((enum cmp_op)op, strcmp(ids[i], texts[t])))
                    fail_msg("%s %s '%s'", ids[i], cmp_names[op], texts[t]);
            }
        }
}

static Const *instant(TimestampADT t)
{
    return make_const(arena, TYPE_timestamptz, -1, datum_from_int64(t), false);
}

/* Milliseconds compared with microseconds. */
static void test_time_bounds(void **unused)
{
    for (TimestampADT k = -2500; k <= 2500; k += 250)
        for (int op = CMP_LT; op <= CMP_NE; op++) {
            struct bound b = const_bound(arena, TYPE_timestamptz, (enum cmp_op)op, instant(k));
            for (int64_t ms = -4; ms <= 4; ms++) {
                bool want = holds((enum cmp_op)op, ms * 1000 < k ? -1 : ms * 1000 > k);
                bool says = b.kind == BOUND_ALWAYS;
                if (b.kind == BOUND_CMP) {
                    int64_t v = b.value->value.value.v_datetime - INT64_C(946684800000);
                    says = holds(b.op, ms < v ? -1 : ms > v);
                }
                assert_int_equal(says, want);
            }
        }
    assert_int_equal(const_bound(arena, TYPE_timestamptz, CMP_LT, instant(INT64_MAX)).kind, BOUND_ALWAYS);
    assert_int_equal(const_bound(arena, TYPE_timestamptz, CMP_EQ, instant(INT64_MAX)).kind, BOUND_NEVER);
    assert_int_equal(const_bound(arena, TYPE_timestamptz, CMP_LT, instant(INT64_MIN)).kind, BOUND_NEVER);
    Const *day = make_const(arena, TYPE_date, -1, datum_from_int32(INT32_MAX), false);
    assert_int_equal(const_bound(arena, TYPE_timestamptz, CMP_GT, day).kind, BOUND_NEVER);
    day->constvalue = datum_from_int32(200000000); /* beyond any timestamp */
    assert_int_equal(const_bound(arena, TYPE_timestamptz, CMP_GT, day).kind, BOUND_NO);
    assert_int_equal(const_bound(arena, TYPE_date, CMP_GT, day).kind, BOUND_NO); /* and beyond the server's years */
    day->constvalue = datum_from_int32(8766);
    assert_int_equal(const_bound(arena, TYPE_date, CMP_GT, day).kind, BOUND_CMP);
    day->constvalue = datum_from_int32(INT32_MIN);
    assert_int_equal(const_bound(arena, TYPE_date, CMP_GT, day).kind, BOUND_ALWAYS);
}

static Const *number(const char *s)
{
    return make_const(arena, TYPE_numeric, -1, numeric_parse(arena, s, strlen(s), -1, NULL), false);
}

static void test_number_bounds(void **unused)
{
    struct bound b = const_bound(arena, TYPE_int4, CMP_GT, number("5.000"));
    assert_int_equal(b.value->value.value_type, BSON_TYPE_INT32);
    b = const_bound(arena, TYPE_int4, CMP_GT, number("5000000000"));
    assert_int_equal(b.value->value.value_type, BSON_TYPE_INT64);
    assert_int_equal(const_bound(arena, TYPE_int4, CMP_GT, number("NaN")).kind, BOUND_NEVER);
    assert_int_equal(const_bound(arena, TYPE_numeric, CMP_LE, number("NaN")).kind, BOUND_ALWAYS);
    assert_true(const_bound(arena, TYPE_numeric, CMP_GE, number("1.5")).or_nan);
    assert_false(const_bound(arena, TYPE_numeric, CMP_LE, number("1.5")).or_nan);
    /* 35 digits; zeros are digits, for a constant's value shows them; 34 */
    assert_int_equal(const_bound(arena, TYPE_numeric, CMP_EQ, number("12345678901234567890123456789012345.1")).kind,
                     BOUND_NO);
    assert_int_equal(const_bound(arena, TYPE_numeric, CMP_EQ, number("1.5000000000000000000000000000000000000000000000")).kind,
                     BOUND_NO);
    b = const_bound(arena, TYPE_numeric, CMP_EQ, number("1.500000000000000000000000000000000"));
    char digits[BSON_DECIMAL128_STRING];
    bson_decimal128_to_string(&b.value->value.value.v_decimal128, digits);
    assert_string_equal(digits, "1.500000000000000000000000000000000");
    assert_int_equal(const_bound(arena, TYPE_text, CMP_EQ, number("1")).kind, BOUND_NO);
    assert_int_equal(const_bound(arena, TYPE_int4, CMP_EQ, text("1")).kind, BOUND_NO);
    assert_int_equal(const_bound(arena, TYPE_jsonb, CMP_EQ, text("1")).kind, BOUND_NO);
}

static void test_nearest_double(void **unused)
{
    static const struct {
        const char *c;
        bool ok;
        double d;
        int exact, shortest;
    } cases[] = {
        {"1.1", true, 1.1, 1, 0},      {"0.5", true, 0.5, 0, 0},
        {"0.3", true, 0.3, -1, 0},     {"100", true, 100, 0, 0},
        {"0.1000000000000000055511151231257827", true, 0.1, 1, -1},
        {"0.10000000000000001", true, 0.1, -1, -1}, {"0.30000000000000004", true, 0.30000000000000004, 1, 0},
        {"1E+400", false, 0, 0, 0},    {"1E-400", false, 0, 0, 0},
        {"0", true, 0, 0, 0},          {"-1.1", true, -1.1, -1, 0},
        {"NaN", false, 0, 0, 0},       {"Infinity", false, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bson_decimal128_t dec;
        double d;
        int exact, shortest;
        bson_decimal128_from_string(cases[i].c, &dec);
        bool ok = nearest_double(bv_decimal(arena, &dec), &d, &exact, &shortest);
        if (ok != cases[i].ok || (ok && (d != cases[i].d || exact != cases[i].exact || shortest != cases[i].shortest)))
            fail_msg("%s", cases[i].c);
    }
}

static void test_operators(void **unused)
{
    for (int op = CMP_LT; op <= CMP_NE; op++) {
        assert_int_equal(cmp_negate(cmp_negate((enum cmp_op)op)), op);
        assert_int_equal(cmp_swap(cmp_swap((enum cmp_op)op)), op);
        for (int cmp = -1; cmp <= 1; cmp++) {
            assert_int_not_equal(holds((enum cmp_op)op, cmp), holds(cmp_negate((enum cmp_op)op), cmp));
            assert_int_equal(holds((enum cmp_op)op, cmp), holds(cmp_swap((enum cmp_op)op), -cmp));
        }
    }
}

/* ---- patterns ---- */

static void test_like(void **unused)
{
    static const struct {
        const char *pattern, *regex, *literal;
        bool fold, dotall;
    } cases[] = {
        {"abc", NULL, "abc", false, false},      {"", NULL, "", false, false},
        {"a\\%b", NULL, "a%b", false, false},    {"a\\\\b", NULL, "a\\b", false, false},
        {"abc%", "^abc", NULL, false, false},    {"%abc", "abc\\z", NULL, false, false},
        {"%abc%", "abc", NULL, false, false},    {"%", "", NULL, false, false},
        {"%%", "", NULL, false, false},          {"_", "^.\\z", NULL, false, true},
        {"%_", ".\\z", NULL, false, true},       {"_%", "^.", NULL, false, true},
        {"a%%b", "^a.*b\\z", NULL, false, true}, {"a%_%b", "^a.*..*b\\z", NULL, false, true},
        {"a.b*c%", "^a\\.b\\*c", NULL, false, false},
        {"(x)[y]{z}|^$+?\\\\%", "^\\(x\\)\\[y\\]\\{z\\}\\|\\^\\$\\+\\?\\\\", NULL, false, false},
        {"aB1%", "^[aA][bB]1", NULL, true, false}, {"", "^\\z", NULL, true, false},
        {"é%", "^é", NULL, true, false},         {"x", "^[xX]\\z", NULL, true, false},
    };
    const char *why = NULL, *literal;
    bool dotall;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *regex =
            like_regex(arena, cases[i].pattern, strlen(cases[i].pattern), cases[i].fold, &dotall, &literal, &why);
        const char *want = cases[i].regex != NULL ? cases[i].regex : cases[i].literal;
        const char *got = regex != NULL ? regex : literal;
        if (got == NULL || strcmp(got, want) != 0 || (regex == NULL) != (cases[i].regex == NULL) ||
            dotall != cases[i].dotall)
            fail_msg("LIKE '%s': %s", cases[i].pattern, got);
    }
    assert_null(like_regex(arena, "a\\", 2, false, &dotall, &literal, &why));
    assert_null(literal);
    assert_string_equal(why, "a pattern that ends with the escape character");
    char *longest = arena_alloc(arena, 9001);
    memset(longest, '.', 9000);
    longest[9000] = '%';
    assert_null(like_regex(arena, longest, 9001, false, &dotall, &literal, &why));
    assert_string_equal(why, "a long pattern");
    assert_string_equal(literal_regex(arena, "a.b", 3, true), "^[aA]\\.[bB]\\z");
}

static void test_posix(void **unused)
{
    static const struct {
        const char *pattern, *regex; /* NULL: refused */
        bool fold;
    } cases[] = {
        {"abc", "abc", false},
        {"^abc", "^abc", false},
        {"abc$", "abc\\z", false},
        {"^(a|b)+c?$", "^(?:a|b)+c?\\z", false},
        {"a.c", "a.c", false},
        {"[a-c]x*", "[a-c]x*", false},
        {"[^a-c]", "[^a-c]", false},
        {"[a.-]", "[a.\\-]", false},
        {"a{2,3}b{4}c{5,}", "a{2,3}b{4}c{5,}", false},
        {"\\d+\\.\\w\\s", "[0-9]+\\.[A-Za-z0-9_][\\t-\\r ]", false},
        {"\\D\\W\\S", "[^0-9][^A-Za-z0-9_][^\\t-\\r ]", false},
        {"(?:ab)*", "(?:ab)*", false},
        {"é+", "é+", false},
        {"a]b}", "a\\]b\\}", false},
        {"aB", "[aA][bB]", true},
        {"[a-c1]", "[a-cA-C1]", true},
        {"[xY]", "[xXYy]", true},
        {"\\/", "/", false},
        {"", NULL, false},
        {"*a", NULL, false},
        {"a**", NULL, false},
        {"a+?", NULL, false},
        {"a{", NULL, false},
        {"a{x}", NULL, false},
        {"a{2,1}", NULL, false},
        {"a{256}", NULL, false},
        {"a{1,256}", NULL, false},
        {"(", NULL, false},
        {"a)", NULL, false},
        {"()", NULL, false},
        {"a||b", NULL, false},
        {"|a", NULL, false},
        {"[", NULL, false},
        {"[]a]", NULL, false},
        {"[[:alpha:]]", NULL, false},
        {"[a\\d]", NULL, false},
        {"[é]", NULL, false},
        {"[z-a]", NULL, false},
        {"[A-z]", NULL, false},
        {"\\1", NULL, false},
        {"(a)\\1", NULL, false},
        {"\\m", NULL, false},
        {"a\\", NULL, false},
        {"***=a", NULL, false},
        {"(?i)a", NULL, false},
        {"(?=a)", NULL, false},
        {"^*", NULL, false},
        {"$+", NULL, false},
        {"a|*", NULL, false},
        {"[a", NULL, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *why = NULL;
        bool dotall = false;
        const char *regex =
            posix_regex(arena, cases[i].pattern, strlen(cases[i].pattern), cases[i].fold, &dotall, &why);
        if (cases[i].regex == NULL ? regex != NULL : regex == NULL || strcmp(regex, cases[i].regex) != 0)
            fail_msg("~ '%s': %s", cases[i].pattern, regex);
        assert_int_equal(dotall, regex != NULL && strchr(cases[i].pattern, '.') != NULL &&
                                     strstr(cases[i].pattern, "a.c") != NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_leaves),        cmocka_unit_test(test_literals),   cmocka_unit_test(test_lack),
        cmocka_unit_test(test_filters),       cmocka_unit_test(test_turns),      cmocka_unit_test(test_oid_bounds), cmocka_unit_test(test_time_bounds),
        cmocka_unit_test(test_number_bounds), cmocka_unit_test(test_nearest_double),
        cmocka_unit_test(test_operators),     cmocka_unit_test(test_like),       cmocka_unit_test(test_posix),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
