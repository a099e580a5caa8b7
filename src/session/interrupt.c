/* Cancels, timeouts, a client that vanished, the end that systemd asks for: flags set by signals, acted upon where it is safe. */
#include "session/session_int.h"

#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

static volatile sig_atomic_t got_cancel, got_terminate, got_alarm;
static int64_t statement_end, idle_end; /* CLOCK_MONOTONIC microseconds; 0 none */
static bool idle_in_xact;

static int64_t monotonic_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void on_signal(int sig)
{
    if (sig == SIGINT)
        got_cancel = 1;
    else if (sig == SIGALRM)
        got_alarm = 1;
    else
        got_terminate = 1;
    interrupt_pending = 1;
}

static _Noreturn void fatal(enum errcode code, const char *message)
{
    raise_fatal(code, "%s", message);
}

/* May raise. Runs where CHECK_INTERRUPTS() stands, in waits for MongoDB and for the client. */
static void process(void)
{
    struct session *s = &the_session;
    interrupt_pending = 0;
    if (got_terminate) {
        got_terminate = 0;
        fatal(ERR_ADMIN_SHUTDOWN, "terminating connection due to administrator command");
    }
    if (got_cancel) {
        got_cancel = 0;
        if (s->in_statement)
            raise(ERR_QUERY_CANCELED, "canceling statement due to user request");
    }
    if (!got_alarm)
        return;
    got_alarm = 0;
    int64_t now = monotonic_us();
    if (s->in_statement && statement_end != 0 && now >= statement_end) {
        statement_end = 0;
        raise(ERR_QUERY_CANCELED, "canceling statement due to statement timeout");
    }
    if (s->in_statement && !wire_alive(&s->wire)) {
        s->wire.gone = true;
        fatal(ERR_CONNECTION_FAILURE, "connection to client lost");
    }
    if (!s->in_statement && idle_end != 0 && now >= idle_end) {
        idle_end = 0;
        if (!s->logged_in)
            fatal(ERR_QUERY_CANCELED, "canceling authentication due to timeout");
        if (idle_in_xact)
            fatal(ERR_IDLE_IN_TRANSACTION_SESSION_TIMEOUT, "terminating connection due to idle-in-transaction timeout");
        fatal(ERR_IDLE_SESSION_TIMEOUT, "terminating connection due to idle-session timeout");
    }
}

void wire_interrupts(void)
{
    CHECK_INTERRUPTS();
}

void interrupts_init(struct session *s)
{
    struct sigaction sa = {.sa_handler = on_signal};
    sigemptyset(&sa.sa_mask);
    sigaction(SIGINT, &sa, NULL);
    sigaction(SIGTERM, &sa, NULL);
    sigaction(SIGALRM, &sa, NULL);
    sigaction(SIGHUP, &sa, NULL);
    signal(SIGPIPE, SIG_IGN);
    interrupt_set_handler(process);
    s->wire.interrupts = wire_interrupts;
}

static void set_timer(int64_t first_us, int64_t interval_us)
{
    struct itimerval t = {.it_value = {first_us / 1000000, first_us % 1000000},
                          .it_interval = {interval_us / 1000000, interval_us % 1000000}};
    setitimer(ITIMER_REAL, &t, NULL);
}

#define CLIENT_CHECK_US 1000000 /* how often a running statement looks whether its client is still there */

void statement_timer_start(struct session *s)
{
    int64_t limit = conf_int(CONF_statement_timeout) * 1000;
    s->in_statement = true;
    got_cancel = 0;
    statement_end = limit > 0 ? monotonic_us() + limit : 0;
    mongo_settings.deadline_us = statement_end;
    set_timer(limit > 0 && limit < CLIENT_CHECK_US ? limit : CLIENT_CHECK_US,
              limit > 0 && limit % CLIENT_CHECK_US != 0 ? 100000 : CLIENT_CHECK_US);
}

void statement_timer_stop(struct session *s)
{
    s->in_statement = false;
    statement_end = 0;
    mongo_settings.deadline_us = 0;
    set_timer(0, 0);
}

void idle_timer_start(struct session *s)
{
    int64_t limit;
    idle_in_xact = s->xact == XACT_BLOCK || s->xact == XACT_FAILED;
    if (!s->logged_in)
        limit = conf_int(CONF_authentication_timeout) * 1000;
    else
        limit = conf_int(idle_in_xact ? CONF_idle_in_transaction_session_timeout : CONF_idle_session_timeout);
    idle_end = limit > 0 ? monotonic_us() + limit * 1000 : 0;
    if (limit > 0)
        set_timer(limit * 1000, 100000);
}

void idle_timer_stop(struct session *s)
{
    (void)s;
    if (idle_end != 0)
        set_timer(0, 0);
    idle_end = 0;
}
