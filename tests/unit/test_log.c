/* Where messages go: standard error, the journal, syslog; never into the client's stream. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"

/* Runs fn in a process of its own whose standard error is err (closed: -1), and what reads at far is returned in got. */
static size_t written(void (*fn)(int client), int client, int err, int far, char *got, size_t size)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (err >= 0)
            dup2(err, STDERR_FILENO);
        else
            close(STDERR_FILENO);
        fn(client);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    ssize_t n = recv(far, got, size - 1, MSG_DONTWAIT);
    got[n > 0 ? n : 0] = '\0';
    return n > 0 ? (size_t)n : 0;
}

static void say(int client)
{
    log_open(client);
    log_session.user = "u\nforged";
    log_level = SEV_LOG;
    log_write(SEV_DEBUG, "not wanted");
    log_write(SEV_WARNING, "first\nline %d", 1);
    struct error *e = error_new(ERR_DIVISION_BY_ZERO, "division by zero");
    log_error(error_hint(error_detail(e, "the detail"), "the hint"));
    fprintf(stderr, "a library's words\n");
    fflush(stderr);
}

static void to_stderr(void **state)
{
    char path[] = "/tmp/pgleaf-test-log.XXXXXX", got[1000], none[10];
    int file = mkstemp(path), pair[2];
    (void)state;
    assert_true(file >= 0);
    unlink(path);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    unsetenv("JOURNAL_STREAM");
    assert_int_equal(written(say, pair[0], file, pair[1], none, sizeof none), 0);
    ssize_t n = pread(file, got, sizeof got - 1, 0);
    assert_true(n > 0);
    got[n] = '\0';
    assert_null(strstr(got, "not wanted"));
    assert_non_null(strstr(got, "WARNING: first line 1\n"));
    assert_non_null(strstr(got, "ERROR: 22012 division by zero; the detail; the hint\n"));
    close(file);
    close(pair[0]);
    close(pair[1]);
}

/* inetd: standard error is the client. Nothing may come there, from whomever. */
static void never_to_the_client(void **state)
{
    int pair[2];
    char got[1000];
    (void)state;
    unsetenv("JOURNAL_STREAM");
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(written(say, pair[0], pair[0], pair[1], got, sizeof got), 0);
    close(pair[0]);
    close(pair[1]);
}

static void open_and_write(int client)
{
    say(client);
    FILE *f = tmpfile(); /* must not become descriptor 2 */
    if (f == NULL || fileno(f) == STDERR_FILENO)
        _exit(1);
}

static void no_stderr(void **state)
{
    int pair[2];
    char got[1000];
    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(written(open_and_write, pair[0], -1, pair[1], got, sizeof got), 0);
    close(pair[0]);
    close(pair[1]);
}

/* JOURNAL_STREAM names standard error: entries go to the journal's socket (not there in a test), not to the stream. */
static void to_journal(void **state)
{
    int pair[2];
    char got[1000], name[64];
    struct stat st;
    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(fstat(pair[0], &st), 0);
    snprintf(name, sizeof name, "%llu:%llu", (unsigned long long)st.st_dev, (unsigned long long)st.st_ino);
    setenv("JOURNAL_STREAM", name, 1);
    assert_true(written(say, -1, pair[0], pair[1], got, sizeof got) > 0);
    assert_string_equal(got, "a library's words\n"); /* the journal's too */
    setenv("JOURNAL_STREAM", "1:1", 1);
    assert_int_equal(written(say, -1, pair[0], pair[1], got, sizeof got), 0);
    unsetenv("JOURNAL_STREAM");
    close(pair[0]);
    close(pair[1]);
}

static void throws(int client)
{
    log_open(client);
    raise(ERR_INTERNAL_ERROR, "nobody catches this");
}

/* An error that nobody catches ends the program (70), and is logged like others. */
static void uncaught(void **state)
{
    int pair[2], status;
    char c;
    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(pair[0], STDERR_FILENO);
        throws(pair[0]);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 70);
    assert_int_equal(recv(pair[1], &c, 1, MSG_DONTWAIT), -1);
    close(pair[0]);
    close(pair[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(to_stderr),  cmocka_unit_test(never_to_the_client), cmocka_unit_test(no_stderr),
        cmocka_unit_test(to_journal), cmocka_unit_test(uncaught),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
