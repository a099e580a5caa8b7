/* text, varchar, bpchar, name, objectid, bytea, uuid, bit: text and binary forms, limits, order, hash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "types/type.h"

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

/* "=value" after input and output, or "!SQLSTATE message" */
static const char *through(Oid type, int32_t typmod, const char *s)
{
    struct soft_error soft = {.want_error = true};
    Datum d = type_input(arena, type, typmod, s, strlen(s), &soft);
    if (soft.failed)
        return arena_printf(arena, "!%s %s", errcode_sqlstate(soft.error->code), soft.error->message);
    return arena_printf(arena, "=%s", type_output_cstring(arena, type, d));
}

static void test_text_forms(void **unused)
{
    static const struct {
        Oid type;
        int32_t typmod;
        const char *in, *out;
    } cases[] = {
        {TYPE_text, -1, "", "="},
        {TYPE_text, -1, "häß", "=häß"},
        {TYPE_varchar, -1, "abc", "=abc"},
        {TYPE_varchar, 7, "abc", "=abc"},
        {TYPE_varchar, 7, "äöü", "=äöü"},
        {TYPE_varchar, 7, "abc  ", "=abc"},
        {TYPE_varchar, 7, "ab    ", "=ab "},
        {TYPE_varchar, 7, "abcd", "!22001 value too long for type character varying(3)"},
        {TYPE_varchar, 7, "abc x", "!22001 value too long for type character varying(3)"},
        {TYPE_bpchar, -1, "ab ", "=ab "},
        {TYPE_bpchar, 9, "ab", "=ab   "},
        {TYPE_bpchar, 9, "äö", "=äö   "},
        {TYPE_bpchar, 6, "ab   ", "=ab"},
        {TYPE_bpchar, 6, "abc", "!22001 value too long for type character(2)"},
        {TYPE_name, -1, "relname", "=relname"},
        {TYPE_name, -1, "1234567890123456789012345678901234567890123456789012345678901234",
         "=123456789012345678901234567890123456789012345678901234567890123"},
        {TYPE_name, -1, "12345678901234567890123456789012345678901234567890123456789012ä",
         "=12345678901234567890123456789012345678901234567890123456789012"},
        {TYPE_objectid, -1, "507f1f77bcf86cd799439011", "=507f1f77bcf86cd799439011"},
        {TYPE_objectid, -1, "507F1F77BCF86CD799439011", "=507f1f77bcf86cd799439011"},
        {TYPE_objectid, -1, "507f1f77bcf86cd79943901",
         "!22P02 invalid input syntax for type objectid: \"507f1f77bcf86cd79943901\""},
        {TYPE_objectid, -1, "507f1f77bcf86cd79943901g",
         "!22P02 invalid input syntax for type objectid: \"507f1f77bcf86cd79943901g\""},
        {TYPE_bytea, -1, "", "=\\x"},
        {TYPE_bytea, -1, "\\xDEADbeef", "=\\xdeadbeef"},
        {TYPE_bytea, -1, "\\x de ad\n", "=\\xdead"},
        {TYPE_bytea, -1, "\\xd", "!22023 invalid hexadecimal data: odd number of digits"},
        {TYPE_bytea, -1, "\\xd ", "!22023 invalid hexadecimal digit: \" \""},
        {TYPE_bytea, -1, "\\x0ä", "!22023 invalid hexadecimal digit: \"ä\""},
        {TYPE_bytea, -1, "\\xä0", "!22023 invalid hexadecimal digit: \"ä\""},
        {TYPE_bytea, -1, "a\\\\b\\000\\377", "=\\x615c6200ff"},
        {TYPE_bytea, -1, "\\", "!22P02 invalid input syntax for type bytea"},
        {TYPE_bytea, -1, "\\400", "!22P02 invalid input syntax for type bytea"},
        {TYPE_uuid, -1, "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "=a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
        {TYPE_uuid, -1, "{a0eebc999c0b4ef8bb6d6bb9bd380a11}", "=a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
        {TYPE_uuid, -1, "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11", "=a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
        {TYPE_uuid, -1, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1", "!22P02 invalid input syntax for type uuid: "
                                                                "\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1\""},
        {TYPE_uuid, -1, "{a0eebc999c0b4ef8bb6d6bb9bd380a11", "!22P02 invalid input syntax for type uuid: "
                                                             "\"{a0eebc999c0b4ef8bb6d6bb9bd380a11\""},
        {TYPE_bit, -1, "", "="},
        {TYPE_bit, 4, "1010", "=1010"},
        {TYPE_bit, 4, "b1010", "=1010"},
        {TYPE_bit, 8, "xA5", "=10100101"},
        {TYPE_bit, 4, "101", "!22026 bit string length 3 does not match type bit(4)"},
        {TYPE_bit, -1, "102", "!22P02 \"2\" is not a valid binary digit"},
        {TYPE_bit, -1, "xfg", "!22P02 \"g\" is not a valid hexadecimal digit"},
        {TYPE_varbit, 4, "101", "=101"},
        {TYPE_varbit, -1, "Xf0f", "=111100001111"},
        {TYPE_varbit, 4, "10101", "!22001 bit string too long for type bit varying(4)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(through(cases[i].type, cases[i].typmod, cases[i].in), cases[i].out);
}

static void test_bytea_escape(void **unused)
{
    type_settings.bytea_escape = true;
    assert_string_equal(through(TYPE_bytea, -1, "\\x005c41ff7e"), "=\\000\\\\A\\377~");
    type_settings.bytea_escape = false;
}

/* Sent and received again; `hex` is the binary form. */
static void binary(Oid type, const char *s, const char *hex)
{
    struct io io = {.arena = arena, .type = type, .typmod = -1};
    struct strbuf b, shown;
    strbuf_init(&b, arena);
    strbuf_init(&shown, arena);
    const struct type_info *t = type_get(type);
    Datum d = type_input(arena, type, -1, s, strlen(s), NULL);
    t->send(&io, d, &b);
    for (size_t i = 0; i < b.len; i++)
        strbuf_printf(&shown, "%02x", (unsigned char)b.data[i]);
    assert_string_equal(shown.data, hex);
    Datum back = t->recv(&io, (const uint8_t *)b.data, b.len);
    assert_int_equal(t->cmp(d, back), 0);
    assert_true(t->hash(d) == t->hash(back));
}

static void test_binary_forms(void **unused)
{
    binary(TYPE_text, "aä", "61c3a4");
    binary(TYPE_varchar, "x", "78");
    binary(TYPE_bpchar, "x ", "7820");
    binary(TYPE_name, "n", "6e");
    binary(TYPE_objectid, "507f1f77bcf86cd799439011", "353037663166373762636638366364373939343339303131");
    binary(TYPE_bytea, "\\x00ff", "00ff");
    binary(TYPE_uuid, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc999c0b4ef8bb6d6bb9bd380a11");
    binary(TYPE_bit, "101", "00000003a0");
    binary(TYPE_varbit, "111111111", "00000009ff80");
}

static const char *received(Oid type, const char *bytes, size_t len)
{
    struct soft_error soft = {.want_error = true};
    struct io io = {.arena = arena, .soft = &soft, .type = type, .typmod = -1};
    Datum d = type_get(type)->recv(&io, (const uint8_t *)bytes, len);
    if (soft.failed)
        return errcode_sqlstate(soft.error->code);
    return type_output_cstring(arena, type, d);
}

static void test_malformed_binary(void **unused)
{
    assert_string_equal(received(TYPE_text, "a\xff", 2), "22021");
    assert_string_equal(received(TYPE_text, "a\0b", 3), "22021");
    assert_string_equal(received(TYPE_varchar, "\xed\xa0\x80", 3), "22021");
    assert_string_equal(received(TYPE_bpchar, "\xc0\x80", 2), "22021");
    assert_string_equal(received(TYPE_name, "1234567890123456789012345678901234567890123456789012345678901234", 64),
                        "42622");
    assert_string_equal(received(TYPE_objectid, "12", 2), "22P02");
    assert_string_equal(received(TYPE_uuid, "12", 2), "08P01");
    assert_string_equal(received(TYPE_bit, "12", 2), "08P01");
    assert_string_equal(received(TYPE_bit, "\0\0\0\x09\xff", 5), "08P01");
    assert_string_equal(received(TYPE_bit, "\xff\0\0\x09\xff", 5), "22P03");
    assert_string_equal(received(TYPE_varbit, "\0\0\0\x03\xff", 5), "111");
}

static int order(Oid type, const char *a, const char *b)
{
    const struct type_info *t = type_get(type);
    Datum x = type_input(arena, type, -1, a, strlen(a), NULL), y = type_input(arena, type, -1, b, strlen(b), NULL);
    int c = t->cmp(x, y);
    assert_int_equal(t->cmp(y, x) < 0, c > 0);
    if (c == 0)
        assert_true(t->hash(x) == t->hash(y));
    return c < 0 ? -1 : c > 0;
}

static void test_order(void **unused)
{
    assert_int_equal(order(TYPE_text, "a", "ab"), -1);
    assert_int_equal(order(TYPE_text, "Z", "a"), -1);
    assert_int_equal(order(TYPE_text, "z", "ä"), -1);
    assert_int_equal(order(TYPE_text, "a ", "a"), 1);
    assert_int_equal(order(TYPE_bpchar, "a ", "a"), 0);
    assert_int_equal(order(TYPE_bpchar, "a", "a\t"), -1);
    assert_int_equal(order(TYPE_bytea, "\\x00", "\\x"), 1);
    assert_int_equal(order(TYPE_bytea, "\\x7f", "\\x80"), -1);
    assert_int_equal(order(TYPE_uuid, "00000000000000000000000000000001", "00000000000000000000000000000002"), -1);
    assert_int_equal(order(TYPE_varbit, "1", "10"), -1);
    assert_int_equal(order(TYPE_varbit, "1", "01"), 1);
    assert_int_equal(order(TYPE_varbit, "", ""), 0);
}

static void test_utf8(void **unused)
{
    char buf[4];
    static const uint32_t codes[] = {0x24, 0xe4, 0x20ac, 0xd7ff, 0xe000, 0x10348, 0x10ffff};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        int n = utf8_encode(codes[i], buf);
        assert_int_equal(utf8_width(buf[0]), n);
        assert_int_equal(utf8_decode(buf), codes[i]);
        assert_int_equal(utf8_check(buf, (size_t)n), n);
        for (int cut = 1; cut < n; cut++)
            assert_int_equal(utf8_check(buf, (size_t)cut), 0);
    }
    assert_int_equal(utf8_check("ab\xf4\x90\x80\x80", 6), 2);
    assert_int_equal(utf8_check("\xf0\x8f\xbf\xbf", 4), 0);
    assert_int_equal(utf8_check("\xe0\x9f\xbf", 3), 0);
    assert_int_equal(utf8_count("aä€𐍈", strlen("aä€𐍈")), 4);
    assert_int_equal(utf8_offset("aä€𐍈", strlen("aä€𐍈"), 3), 6);
    assert_int_equal(utf8_offset("aä", 3, 9), 3);
    assert_int_equal(utf8_clip("aä", 3, 2), 1);
}

static void test_utf8_error(void **unused)
{
    volatile bool raised = false;
    TRY {
        utf8_require("a\xe9 b", 4);
    } CATCH (e) {
        raised = true;
        assert_string_equal(e->message, "invalid byte sequence for encoding \"UTF8\": 0xe9 0x20 0x62");
    } END_TRY;
    assert_true(raised);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_forms),   cmocka_unit_test(test_bytea_escape),
        cmocka_unit_test(test_binary_forms), cmocka_unit_test(test_malformed_binary),
        cmocka_unit_test(test_order),        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_utf8_error),
    };
    return cmocka_run_group_tests_name("types_text", tests, setup, teardown);
}
