/* What ends a statement, or a session, from outside: timeouts, cancel requests, signals, a client that is gone or does not read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "session/session_int.h"
#include "session_fake.h"

#define LONG_QUERY "SELECT count(*) FROM generate_series(1, 1000000000) x"

static char runtime[] = "/tmp/test_session.XXXXXX";

static int make_dir(void **state)
{
    return mkdtemp(runtime) == NULL;
}

static int remove_dir(void **state)
{
    char path[100];
    snprintf(path, sizeof path, "%s/%d", runtime, (int)getpid());
    unlink(path);
    return rmdir(runtime);
}

static int open_session(void **state)
{
    fake_session_open(NULL);
    conf_set_fixed(CONF_runtime_dir, runtime);
    return 0;
}

static int close_session(void **state)
{
    fake_session_close();
    return 0;
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What another process does a little later. */
static pid_t later(void (*deed)(void *arg), void *arg)
{
    pid_t pid = fork();
    if (pid == 0) {
        usleep(150000);
        deed(arg);
        _exit(0);
    }
    return pid;
}

static void signal_parent(void *arg)
{
    kill(getppid(), *(int *)arg);
}

static void answers_still(void)
{
    assert_string_equal(fake_query("SELECT 1"), "T ?column?:23\nD |1\nC SELECT 1\nZ I\n");
}

/* ---- statements ---- */

static void statement_timeout(void **state)
{
    double start = seconds();
    fake_query("SET statement_timeout = '120ms'");
    assert_string_equal(fake_query(LONG_QUERY), "T count:20\nE ERROR 57014 canceling statement due to statement timeout\nZ I\n");
    assert_true(seconds() - start < 10);
    answers_still();
    /* each statement of a message has its own time */
    fake_query("SET statement_timeout = '5s'");
    assert_non_null(strstr(fake_query("SELECT 1; SELECT 2"), "C SELECT 1\nZ I\n"));
    fake_query("SET statement_timeout = 0; BEGIN");
    fake_query("SET LOCAL statement_timeout = '1100ms'");
    assert_non_null(strstr(fake_query(LONG_QUERY), "57014 canceling statement due to statement timeout\nZ E\n"));
}

static void canceled_by_signal(void **state)
{
    int sig = SIGINT;
    pid_t pid = later(signal_parent, &sig);
    assert_string_equal(fake_query("SELECT 'first'; " LONG_QUERY),
                        "T ?column?:25\nD |first\nC SELECT 1\nT count:20\n"
                        "E ERROR 57014 canceling statement due to user request\nZ I\n");
    waitpid(pid, NULL, 0);
    answers_still();
    kill(getpid(), SIGINT); /* nothing runs: it means nothing */
    answers_still();
}

static void terminated(void **state)
{
    int sig = SIGTERM;
    pid_t pid = later(signal_parent, &sig);
    assert_string_equal(fake_query(LONG_QUERY), "T count:20\nE FATAL 57P01 terminating connection due to administrator command\n");
    waitpid(pid, NULL, 0);
    assert_true(the_session.end);
}

static void terminated_while_idle(void **state)
{
    int sig = SIGHUP;
    pid_t pid = later(signal_parent, &sig);
    assert_string_equal(fake_answer(1), "E FATAL 57P01 terminating connection due to administrator command\n");
    waitpid(pid, NULL, 0);
    assert_true(the_session.end);
}

static void idle_timeouts(void **state)
{
    fake_query("SET idle_in_transaction_session_timeout = '100ms'; SET idle_session_timeout = '1h'");
    fake_query("BEGIN");
    assert_string_equal(fake_answer(1), "E FATAL 25P03 terminating connection due to idle-in-transaction timeout\n");
    close_session(NULL);
    open_session(NULL);
    fake_query("SET idle_session_timeout = '100ms'");
    assert_string_equal(fake_answer(1), "E FATAL 57P05 terminating connection due to idle-session timeout\n");
    close_session(NULL);
    open_session(NULL);
    the_session.logged_in = false;
    conf_set_fixed(CONF_authentication_timeout, "1");
    assert_string_equal(fake_answer(1), "E FATAL 57014 canceling authentication due to timeout\n");
}

/* ---- clients ---- */

static void client_gone(void **state)
{
    double start = seconds();
    fake_send('Q', LONG_QUERY, sizeof LONG_QUERY);
    fake_hang_up();
    session_message(&the_session);
    assert_true(the_session.end);
    assert_true(seconds() - start < 10);
}

/* Its socket is full; a session that is to end does not wait for it. */
static void client_does_not_read(void **state)
{
    static const char sql[] = "SELECT repeat('x', 1000) FROM generate_series(1, 100000)";
    int sig = SIGTERM;
    double start = seconds();
    fake_send('Q', sql, sizeof sql);
    pid_t pid = later(signal_parent, &sig);
    session_message(&the_session);
    waitpid(pid, NULL, 0);
    assert_true(the_session.end);
    assert_true(seconds() - start < 10);
}

/* ---- cancel requests ---- */

static const char *key_path(void)
{
    static char path[100];
    snprintf(path, sizeof path, "%s/%d", runtime, (int)getpid());
    return path;
}

static int32_t key;

static void request_cancel(void *arg)
{
    cancel_request(getppid(), *(int32_t *)arg);
}

static void cancel_request_with_the_key(void **state)
{
    struct stat st;
    key = cancel_register();
    assert_int_equal(stat(key_path(), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    pid_t pid = later(request_cancel, &key);
    assert_string_equal(fake_query(LONG_QUERY), "T count:20\nE ERROR 57014 canceling statement due to user request\nZ I\n");
    waitpid(pid, NULL, 0);
}

/* A timeout says that no cancel came before it. */
static void assert_not_canceled(int32_t with)
{
    fake_query("SET statement_timeout = '600ms'");
    pid_t pid = later(request_cancel, &with);
    assert_string_equal(fake_query(LONG_QUERY), "T count:20\nE ERROR 57014 canceling statement due to statement timeout\nZ I\n");
    waitpid(pid, NULL, 0);
}

static void cancel_request_with_a_wrong_key(void **state)
{
    key = cancel_register();
    assert_not_canceled(key ^ 1);
}

/* The file of a session that crashed, whose number another process has now: nobody holds its lock. */
static void cancel_request_for_the_dead(void **state)
{
    int32_t secret = 77;
    unlink(key_path());
    int fd = open(key_path(), O_WRONLY | O_CREAT, 0600);
    assert_int_equal(write(fd, &secret, sizeof secret), sizeof secret);
    close(fd);
    assert_not_canceled(secret);
    unlink(key_path());
    assert_not_canceled(secret);
}

/* A directory that others can write to is not trusted. */
static void runtime_dir_of_others(void **state)
{
    assert_int_equal(chmod(runtime, 0777), 0);
    key = cancel_register();
    assert_not_canceled(key);
    assert_int_equal(chmod(runtime, 0700), 0);
    assert_int_not_equal(access(key_path(), F_OK), 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_session, close_session)
    const struct CMUnitTest tests[] = {
        TEST(statement_timeout), TEST(canceled_by_signal), TEST(terminated), TEST(terminated_while_idle), TEST(idle_timeouts),
        TEST(client_gone), TEST(client_does_not_read), TEST(cancel_request_with_the_key), TEST(cancel_request_with_a_wrong_key),
        TEST(cancel_request_for_the_dead), TEST(runtime_dir_of_others),
    };
    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
