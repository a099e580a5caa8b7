/* Cancels, timeouts, a client that vanished, the end that systemd asks for: flags set by signals, acted upon where it is safe. */
#include "session/session_int.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "base/macros.h"

enum { HELD_LOOK_US = 50000 };
static volatile sig_atomic_t got_cancel, got_terminate, got_alarm;
static int64_t statement_end, client_look, idle_end; /* CLOCK_MONOTONIC microseconds; 0 none */
static bool idle_in_xact;

static int64_t monotonic_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void on_signal(int sig)
{
    int saved = errno;
    uint64_t one = 1;
    if (sig == SIGINT)
        got_cancel = 1;
    else if (sig == SIGALRM)
        got_alarm = 1;
    else
        got_terminate = 1;
    interrupt_pending = 1;
    if (write(interrupt_wake, &one, sizeof one) < 0) { /* it is full: that wakes, too */
    }
    errno = saved;
}

/* ---- the timer: it rings at the next of the deadlines ---- */

static int64_t client_interval(void)
{
    int64_t ms = conf_int(CONF_client_connection_check_interval);
    return ms > 0 ? ms * 1000 : 1000000;
}

static void arm(int64_t at, int64_t now)
{
    int64_t us = at == 0 ? 0 : at > now ? at - now : 1;
    struct itimerval t = {.it_value = {us / 1000000, us % 1000000}};
    setitimer(ITIMER_REAL, &t, NULL);
}

static void arm_statement(int64_t now)
{
    client_look = now + client_interval();
    arm(statement_end != 0 && statement_end < client_look ? statement_end : client_look, now);
}

static _Noreturn void fatal(enum errcode code, const char *message)
{
    raise_fatal(code, "%s", message);
}

static void check_statement(struct session *s, int64_t now)
{
    if (statement_end != 0 && now >= statement_end) {
        statement_end = 0;
        raise(ERR_QUERY_CANCELED, "canceling statement due to statement timeout");
    }
    if (now >= client_look && !wire_alive(&s->wire)) {
        s->wire.gone = true;
        fatal(ERR_CONNECTION_FAILURE, "connection to client lost");
    }
    arm_statement(now);
}

static void check_idle(struct session *s, int64_t now)
{
    if (idle_end == 0)
        return;
    if (now < idle_end) {
        arm(idle_end, now);
        return;
    }
    idle_end = 0;
    if (!s->logged_in)
        fatal(ERR_QUERY_CANCELED, "canceling authentication due to timeout");
    if (idle_in_xact)
        fatal(ERR_IDLE_IN_TRANSACTION_SESSION_TIMEOUT, "terminating connection due to idle-in-transaction timeout");
    fatal(ERR_IDLE_SESSION_TIMEOUT, "terminating connection due to idle-session timeout");
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
    if (interrupts_held > 0) {
        got_cancel = 0;
        if (got_alarm) {
            got_alarm = 0;
            arm(monotonic_us() + HELD_LOOK_US, monotonic_us());
        }
        return;
    }
    if (got_alarm) {
        got_alarm = 0;
        if (s->in_statement)
            check_statement(s, monotonic_us());
        else
            check_idle(s, monotonic_us());
    }
    if (got_cancel) {
        got_cancel = 0;
        if (s->in_statement)
            raise(ERR_QUERY_CANCELED, "canceling statement due to user request");
    }
}

static void wire_interrupts(void)
{
    CHECK_INTERRUPTS();
}

/* A client that does not take its rows does not keep the session from ending. */
static bool give_up_writing(void)
{
    return got_terminate != 0;
}

void interrupts_init(struct session *s)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGALRM, SIGHUP};
    struct sigaction sa = {.sa_handler = on_signal}; /* no SA_RESTART: waits are to be cut short */
    sigemptyset(&sa.sa_mask);
    got_cancel = got_terminate = got_alarm = 0;
    statement_end = idle_end = 0;
    if (interrupt_wake < 0)
        interrupt_wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (interrupt_wake < 0)
        raise_fatal(ERR_SYSTEM_ERROR, "cannot make an eventfd: %s", strerror(errno));
    s->wire.wake = interrupt_wake;
    for (int i = 0; i < COUNTOF(signals); i++)
        sigaction(signals[i], &sa, NULL);
    signal(SIGPIPE, SIG_IGN);
    interrupt_set_handler(process);
    s->wire.interrupts = wire_interrupts;
    s->wire.give_up = give_up_writing;
}

void interrupts_over(void)
{
    got_cancel = got_terminate = got_alarm = 0;
    interrupt_pending = 0;
    arm(0, 0);
}

void message_begin(struct session *s)
{
    s->in_statement = true;
    got_cancel = 0; /* it meant the message before */
}

void message_end(struct session *s)
{
    arm(0, 0);
    s->in_statement = false;
}

void statement_timer_start(void)
{
    int64_t limit = conf_int(CONF_statement_timeout) * 1000, now = monotonic_us();
    if (statement_end == 0 && limit > 0)
        statement_end = now + limit;
    mongo_settings.deadline_us = statement_end;
    arm_statement(now);
}

void statement_timer_stop(void)
{
    statement_end = 0;
    mongo_settings.deadline_us = 0;
}

void idle_timer_start(struct session *s)
{
    int64_t limit, now = monotonic_us();
    idle_in_xact = s->xact == XACT_BLOCK || s->xact == XACT_FAILED;
    if (!s->logged_in)
        limit = conf_int(CONF_authentication_timeout) * 1000;
    else if (!s->ready) /* it waits for the rest of what the client has to say */
        limit = 0;
    else
        limit = conf_int(idle_in_xact ? CONF_idle_in_transaction_session_timeout : CONF_idle_session_timeout);
    idle_end = limit > 0 ? now + limit * 1000 : 0;
    if (limit > 0)
        arm(idle_end, now);
}

void idle_timer_stop(void)
{
    if (idle_end != 0)
        arm(0, 0);
    idle_end = 0;
}
