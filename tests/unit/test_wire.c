/* Framing over a pair of pipes: lengths, halves of messages, building, a client that is gone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "wire/wire.h"

static struct arena *a;
static int far_end;
static struct wire w;

static void open_wire(void)
{
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    far_end = pair[1];
    wire_init(&w, a, pair[0], pair[0]);
}

static void close_wire(void)
{
    close(far_end);
    close(w.in);
}

static void give(const void *p, size_t n)
{
    assert_int_equal(write(far_end, p, n), (ssize_t)n);
}

static void messages(void **state)
{
    (void)state;
    char type;
    struct wire_body b;
    const char *s;
    const uint8_t *p;
    int32_t i;
    int16_t h;
    open_wire();
    give("Q\0\0\0\7ab\0X\0\0\0\4d\0\0\0\14\0\1\0\0\0\2xy", 26);
    assert_int_equal(wire_read(&w, &type, &b), WIRE_OK);
    assert_int_equal(type, 'Q');
    assert_true(body_string(&b, &s) && strcmp(s, "ab") == 0 && body_end(&b));
    assert_true(wire_buffered(&w));
    assert_int_equal(wire_read(&w, &type, &b), WIRE_OK);
    assert_true(type == 'X' && body_end(&b));
    assert_int_equal(wire_read(&w, &type, &b), WIRE_OK);
    assert_true(body_int16(&b, &h) && h == 1 && body_int32(&b, &i) && i == 2);
    assert_true(body_bytes(&b, 2, &p) && memcmp(p, "xy", 2) == 0);
    assert_false(body_bytes(&b, 1, &p));
    assert_false(body_int16(&b, &h));
    assert_false(body_int32(&b, &i));
    assert_false(body_string(&b, &s));
    shutdown(far_end, SHUT_WR);
    assert_int_equal(wire_read(&w, &type, &b), WIRE_EOF);
    close_wire();
}

static void bad_messages(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
    } cases[] = {{"Q\0\0\0\3", 5}, {"Q\377\377\377\377", 5}, {"Q\177\377\377\377", 5}, {"z\0\0\0\4", 5},
                 {"S\0\1\0\0", 5}, {"Q\0\0", 3}, {"Q\0\0\0\11ab", 7}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char type;
        struct wire_body b;
        open_wire();
        give(cases[i].bytes, cases[i].n);
        shutdown(far_end, SHUT_WR);
        assert_int_equal(wire_read(&w, &type, &b), WIRE_BAD);
        assert_non_null(w.problem);
        close_wire();
    }
}

static void startup_packets(void **state)
{
    struct wire_body b;
    int32_t code;
    (void)state;
    open_wire();
    give("\0\0\0\10\4\322\26\57", 8);
    assert_int_equal(wire_read_startup(&w, &b), WIRE_OK);
    assert_true(body_int32(&b, &code) && code == SSL_REQUEST && body_end(&b));
    give("\0\0\0\7\0\3\0", 7);
    assert_int_equal(wire_read_startup(&w, &b), WIRE_BAD);
    close_wire();
    open_wire();
    give("\0\0\47\21xxxx", 8); /* 10001 */
    assert_int_equal(wire_read_startup(&w, &b), WIRE_BAD);
    close_wire();
    open_wire();
    give("\0\0", 2);
    shutdown(far_end, SHUT_WR);
    assert_int_equal(wire_read_startup(&w, &b), WIRE_BAD);
    close_wire();
    open_wire();
    shutdown(far_end, SHUT_WR);
    assert_int_equal(wire_read_startup(&w, &b), WIRE_EOF);
    close_wire();
}

static void building(void **state)
{
    char got[64];
    (void)state;
    open_wire();
    wire_begin(&w, 'T');
    wire_int16(&w, 258);
    wire_int32(&w, -2);
    wire_string(&w, "ab");
    wire_bytes(&w, "xy", 2);
    wire_byte(&w, 'z');
    wire_end(&w);
    wire_empty(&w, 'I');
    wire_begin(&w, 'D');
    wire_string(&w, "half a message");
    wire_cancel(&w);
    assert_true(wire_flush(&w));
    assert_int_equal(read(far_end, got, sizeof got), 22);
    assert_memory_equal(got, "T\0\0\0\20\1\2\377\377\377\376ab\0xyzI\0\0\0\4", 22);
    close_wire();
}

static void gone(void **state)
{
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    open_wire();
    assert_true(wire_alive(&w));
    close(far_end);
    wire_empty(&w, 'I');
    assert_false(wire_flush(&w));
    assert_false(wire_alive(&w));
    wire_empty(&w, 'I');
    assert_false(wire_flush(&w));
    close(w.in);
}

/* A length that is announced is not allocated: what has come is. */
static void announced_length(void **state)
{
    char type;
    struct wire_body b;
    (void)state;
    open_wire();
    give("Q\77\0\0\0abc", 8);
    shutdown(far_end, SHUT_WR);
    size_t before = arena_used(a);
    assert_int_equal(wire_read(&w, &type, &b), WIRE_BAD);
    assert_true(arena_used(a) - before < 1000000);
    close_wire();
}

static int setup(void **state)
{
    (void)state;
    a = arena_new(NULL, "test");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages), cmocka_unit_test(bad_messages), cmocka_unit_test(startup_packets),
        cmocka_unit_test(building), cmocka_unit_test(gone),         cmocka_unit_test(announced_length),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
