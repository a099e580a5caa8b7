/* Who is at the other end; what a client may answer when it is asked for its password; how long a refusal takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "auth/auth.h"
#include "base/error.h"

static struct arena *a;

/* A connected TCP socket pair on a loopback address: ours is the accepted end. */
static void tcp_pair(int family, int *ours, int *theirs)
{
    struct sockaddr_storage ss = {.ss_family = (sa_family_t)family};
    socklen_t len = family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
    if (family == AF_INET)
        ((struct sockaddr_in *)&ss)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    else /* an IPv4 client of an IPv6 socket */
        inet_pton(AF_INET6, "::ffff:127.0.0.1", &((struct sockaddr_in6 *)&ss)->sin6_addr);
    int listener = socket(family, SOCK_STREAM, 0);
    assert_true(listener >= 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&ss, len), 0);
    assert_int_equal(listen(listener, 1), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&ss, &len), 0);
    *theirs = socket(family, SOCK_STREAM, 0);
    assert_int_equal(connect(*theirs, (struct sockaddr *)&ss, len), 0);
    *ours = accept(listener, NULL, NULL);
    assert_true(*ours >= 0);
    close(listener);
}

static void peers(void **state)
{
    static const int families[] = {AF_INET, AF_INET6};
    const char *text;
    int pair[2];
    (void)state;
    assert_int_equal(pipe(pair), 0);
    assert_int_equal(auth_peer(a, pair[0], &text), PEER_LOCAL);
    assert_string_equal(text, "local");
    close(pair[0]);
    close(pair[1]);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(auth_peer(a, pair[0], &text), PEER_LOCAL);
    close(pair[0]);
    close(pair[1]);
    for (size_t i = 0; i < 2; i++) {
        tcp_pair(families[i], &pair[0], &pair[1]);
        assert_int_equal(auth_peer(a, pair[0], &text), PEER_LOOPBACK);
        assert_non_null(strstr(text, "127.0.0.1"));
        close(pair[0]);
        close(pair[1]);
    }
}

/* The password that comes of an answer; *sqlstate says why there is none (NULL: the client went). */
static char *answer(const void *bytes, size_t n, enum peer_kind peer, bool allow, const char **sqlstate, char *asked)
{
    struct wire w;
    int pair[2];
    char *volatile password = NULL;
    const char *volatile state = NULL;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    wire_init(&w, a, pair[0], pair[0]);
    assert_int_equal(write(pair[1], bytes, n), (ssize_t)n);
    shutdown(pair[1], SHUT_WR);
    TRY {
        password = auth_ask_password(&w, peer, allow);
    }
    CATCH (e) {
        assert_int_equal(e->severity, SEV_FATAL);
        state = errcode_sqlstate(e->code);
    }
    END_TRY;
    error_clear();
    memset(asked, 0, 9);
    ssize_t got = recv(pair[1], asked, 9, MSG_DONTWAIT);
    assert_true(got == 9 || got == -1);
    if (password != NULL)
        assert_null(memmem(w.buf, n, "secret", 6)); /* wiped where it was read */
    close(pair[0]);
    close(pair[1]);
    *sqlstate = state;
    return password;
}

static void passwords(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *password, *sqlstate;
    } cases[] = {
        {"p\0\0\0\13secret\0", 12, "secret", NULL}, {"", 0, NULL, NULL},
        {"p\0\0\0\5\0", 6, NULL, "28P01"},          {"p\0\0\0\12secret", 11, NULL, "08P01"},
        {"p\0\0\0\15secret\0xy", 14, NULL, "08P01"}, {"Q\0\0\0\6x\0", 7, NULL, "08P01"},
        {"?\0\0\0\4", 5, NULL, "08P01"},            {"p\377\0\0\4", 5, NULL, "08P01"},
        {"p\0\0\0\13sec", 8, NULL, "08P01"},
    };
    const char *sqlstate;
    char asked[9];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *p = answer(cases[i].bytes, cases[i].n, PEER_LOOPBACK, false, &sqlstate, asked);
        assert_memory_equal(asked, "R\0\0\0\10\0\0\0\3", 9);
        assert_int_equal(p == NULL, cases[i].password == NULL);
        assert_int_equal(sqlstate == NULL, cases[i].sqlstate == NULL);
        if (p != NULL)
            assert_string_equal(p, cases[i].password);
        if (sqlstate != NULL)
            assert_string_equal(sqlstate, cases[i].sqlstate);
        auth_wipe(p);
    }
    auth_wipe(NULL);
}

/* From another machine: refused before it is asked, unless that is allowed. */
static void remote_clients(void **state)
{
    const char *sqlstate;
    char asked[9];
    (void)state;
    assert_null(answer("p\0\0\0\13secret\0", 12, PEER_REMOTE, false, &sqlstate, asked));
    assert_string_equal(sqlstate, "28000");
    assert_int_equal(asked[0], 0);
    char *p = answer("p\0\0\0\13secret\0", 12, PEER_REMOTE, true, &sqlstate, asked);
    assert_string_equal(p, "secret");
    auth_wipe(p);
    volatile bool refused = false;
    auth_check_trust(PEER_LOCAL, false);
    auth_check_trust(PEER_LOOPBACK, false);
    auth_check_trust(PEER_REMOTE, true);
    TRY {
        auth_check_trust(PEER_REMOTE, false);
    }
    CATCH (e) {
        refused = e->code == ERR_INVALID_AUTHORIZATION_SPECIFICATION && e->severity == SEV_FATAL;
    }
    END_TRY;
    error_clear();
    assert_true(refused);
}

static void refusals(void **state)
{
    (void)state;
    int64_t begin = auth_now_ms();
    auth_refusal_wait(begin - AUTH_REFUSAL_MS + 30); /* most of it is over */
    int64_t took = auth_now_ms() - begin;
    assert_true(took >= 30 && took < AUTH_REFUSAL_MS);
    interrupt_pending = 1;
    auth_refusal_wait(auth_now_ms() + 100000); /* a session that is to end does not wait */
    interrupt_pending = 0;
    auth_refusal_wait(begin - 100000);
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
        cmocka_unit_test(peers), cmocka_unit_test(passwords), cmocka_unit_test(remote_clients), cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
