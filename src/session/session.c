/* The message loop (manual 55.2): one catch per message. */
#include "session/session_int.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/macros.h"
#include "mongo/sequence.h"
#include "mongo/transaction.h"

struct session the_session;

/* ---- one message ---- */

static const struct {
    char type;
    void (*handle)(struct session *s, struct wire_body *body);
} extended[] = {
    {WIRE_parse, session_parse},     {WIRE_bind, session_bind},   {WIRE_describe, session_describe},
    {WIRE_execute, session_execute}, {WIRE_close, session_close},
};

/* After an error all is skipped up to Sync. */
static void on_extended(struct session *s, char type, struct wire_body *body)
{
    if (type != WIRE_close)
        statement_timer_start();
    s->skip_to_sync = true;
    s->several = false;
    xact_message_start(s);
    for (int i = 0; i < COUNTOF(extended); i++)
        if (extended[i].type == type)
            extended[i].handle(s, body);
    s->skip_to_sync = false;
}

static void on_message(struct session *s, char type, struct wire_body *body)
{
    const char *text;
    switch (type) {
    case WIRE_query:
        if (!body_string(body, &text) || !body_end(body))
            raise_fatal(ERR_PROTOCOL_VIOLATION, "invalid message format");
        text = client_string(s->message, text);
        session_query(s, text);
        break;
    case WIRE_parse: case WIRE_bind: case WIRE_execute: case WIRE_describe: case WIRE_close:
        on_extended(s, type, body);
        break;
    case WIRE_flush:
        wire_flush(&s->wire);
        break;
    case WIRE_function_call:
        raise(ERR_FEATURE_NOT_SUPPORTED, "function calls by message are not supported");
    case WIRE_sync:
        statement_timer_stop();
        xact_commit_implicit(s);
        if (s->xact == XACT_NONE) /* an empty statement's portal needs no transaction */
            portals_drop(s, false);
        s->skip_to_sync = false;
        break;
    case WIRE_terminate:
        s->end = true;
        break;
    case WIRE_copy_data: case WIRE_copy_done: case WIRE_copy_fail:
        break; /* what a failed COPY had left to say */
    default:
        raise_fatal(ERR_PROTOCOL_VIOLATION, "invalid frontend message type %d", type);
    }
}

static bool wants_ready(char type)
{
    return type == WIRE_query || type == WIRE_sync || type == WIRE_function_call;
}

static void after_error(struct session *s, const struct error *e)
{
    message_end(s);
    statement_timer_stop();
    wire_cancel(&s->wire);
    if (s->rows_begin != 0)
        wire_rollback(&s->wire, s->rows_begin);
    s->rows_begin = 0;
    s->last = false;
    report_error(s, e, s->text);
    xact_error(s);
    if (e->severity >= SEV_FATAL)
        s->end = true;
}

static void read_message(struct session *s, char *type, struct wire_body *body)
{
    idle_timer_start(s);
    enum wire_status status = wire_read(&s->wire, type, body);
    idle_timer_stop();
    s->ready = false;
    if (status == WIRE_EOF) {
        s->end = true;
    } else if (status == WIRE_BAD) {
        struct error *e = error_new(ERR_PROTOCOL_VIOLATION, "%s", s->wire.problem);
        if (strstr(s->wire.problem, "type") != NULL)
            e = error_new(ERR_PROTOCOL_VIOLATION, "%s %d", s->wire.problem, (unsigned char)*type);
        e->severity = SEV_FATAL;
        error_throw(e);
    }
}

/* After an error in the extended protocol all is skipped up to Sync (manual 55.2.3); that Query is skipped too is PostgreSQL's way. */
static bool skipped(const struct session *s, char type)
{
    return s->skip_to_sync && type != WIRE_sync && type != WIRE_terminate;
}

void session_message(struct session *s)
{
    volatile bool ready = false, reading = true;
    arena_reset(s->message);
    s->text = NULL;
    s->place = (struct bind_place){0};
    TRY {
        struct wire_body body;
        char type;
        read_message(s, &type, &body);
        reading = false;
        if (!s->end && !skipped(s, type)) {
            ready = wants_ready(type);
            message_begin(s);
            on_message(s, type, &body);
            message_end(s);
        }
    }
    CATCH (e) {
        if (reading) /* nobody knows where the next message begins */
            e->severity = SEV_FATAL;
        after_error(s, e);
    }
    END_TRY;
    TRY {
        if (!s->end)
            sequences_give_back(s->mongo);
    }
    CATCH (e) {
        after_error(s, e);
    }
    END_TRY;
    error_clear();
    if (!s->end && ready)
        send_ready(s);
    else if (!s->end && s->skip_to_sync && !wire_flush(&s->wire))
        s->end = true;
}

/* ---- the whole ---- */

/* What goes wrong before the login is over ends the session. */
static bool start(struct session *s)
{
    volatile bool started = false;
    TRY {
        started = session_start(s);
    }
    CATCH (e) {
        if (e->severity < SEV_FATAL)
            e->severity = SEV_FATAL;
        report_error(s, e, NULL);
    }
    END_TRY;
    error_clear();
    return started;
}

void session_init(struct session *s, int in, int out)
{
    memset(s, 0, sizeof *s);
    s->arena = arena_new(NULL, "session");
    s->message = arena_new(s->arena, "message");
    wire_init(&s->wire, s->arena, in, out);
    strbuf_grow(&s->wire.output, 2 * WIRE_BUFFER); /* an error is told without new memory */
}

/* The process ends in so many seconds with this status, wherever it is, but for alarm(0). */
static int overdue_status;
static void on_overdue(int sig)
{
    (void)sig;
    _exit(overdue_status);
}

static void overdue_at(unsigned seconds, int status)
{
    overdue_status = status;
    signal(SIGALRM, on_overdue);
    alarm(seconds);
}

/* false: there is nothing to serve clients with; this one is told. */
static bool configured(struct session *s, int in, int out)
{
    if (!settings_init())
        return false;
    if (login_configured() && secure_init())
        return true;
    session_turn_away(in, out, ERR_CONFIG_FILE_ERROR, MISCONFIGURED);
    return false;
}

int session_run(int in, int out)
{
    struct session *s = &the_session;
    session_init(s, in, out);
    struct arena *own = s->arena; /* who is turned away gets another */
    log_open(out);
    s->peer_kind = auth_peer(s->arena, in, &s->peer);
    s->own_address = auth_own_address(s->arena, in);
    log_session.peer = s->peer;
    if (!configured(s, in, out)) {
        arena_free(own);
        return EXIT_MISCONFIGURED;
    }
    report_init(s);
    interrupts_init(s);
    if (start(s))
        while (!s->end)
            session_message(s);
    interrupts_over();
    wire_flush(&s->wire);
    wire_close(&s->wire);
    notice_set_sink(NULL, NULL);
    overdue_at(30, s->exit_status); /* libmongoc tells MongoDB that sessions end, and can wait for ever where it has gone */
    if (s->mongo != NULL) /* before what MongoDB may have wait for it: somebody drops what it wrote to, and then all who come behind that */
        mongo_xact_abort(s->mongo);
    savepoints_forget(s);
    recover_at_end(s);
    temp_end(s);
    advisory_end(s);
    if (s->mongo != NULL)
        mongo_close(s->mongo);
    alarm(0);
    login_forget();
    int status = s->exit_status;
    arena_reset(s->message);
    portals_drop(s, true); /* before the statements that they point to */
    statements_drop(s);
    cancel_forget();
    arena_free(own);
    return status;
}

/* The startup packet is read first: libpq does not look for an answer before. False: there is none. */
static bool await_startup(struct wire *w)
{
    volatile bool came = false;
    TRY {
        struct wire_body body;
        int32_t code;
        came = secure_read_startup(w, &body, &code) && code != CANCEL_REQUEST;
    }
    CATCH (e) {
        log_error(e);
    }
    END_TRY;
    return came;
}

void session_turn_away(int in, int out, enum errcode code, const char *message)
{
    struct session *s = &the_session;
    signal(SIGPIPE, SIG_IGN);
    overdue_at(5, code == ERR_CONFIG_FILE_ERROR ? EXIT_MISCONFIGURED : 0); /* a client that says nothing is not waited for */
    session_init(s, in, out);
    if (await_startup(&s->wire)) {
        struct error *e = error_new(code, "%s", message);
        e->severity = SEV_FATAL;
        report_error(s, e, NULL);
        wire_flush(&s->wire);
    }
    wire_close(&s->wire);
    alarm(0);
    arena_free(s->arena);
}
