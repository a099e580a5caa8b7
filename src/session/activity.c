/* Who is connected, and what he does: cards of sessions, pg_stat_activity, pg_cancel_backend(), pg_terminate_backend(). */
#include "session/activity.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/utf8.h"
#include "catalog/objects.h"
#include "catalog/system.h"
#include "session/session_int.h"
#include "types/text.h"

/* ---- the own card ---- */

static void change(bool begin)
{
    atomic_thread_fence(memory_order_seq_cst);
    own_card->version += own_card->version % 2 == (begin ? 0U : 1U);
    atomic_thread_fence(memory_order_seq_cst);
}

static void put(char *to, size_t size, const char *s)
{
    size_t n = strlen(s);
    if (n >= size)
        n = utf8_clip(s, n, size - 1);
    memcpy(to, s, n);
    to[n] = '\0';
}

static TimestampADT now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return ((int64_t)t.tv_sec - 946684800) * 1000000 + t.tv_nsec / 1000;
}

void activity_login(const struct session *s)
{
    struct session_card *c = own_card;
    const char *server = s->mongo != NULL ? s->mongo->identity : "";
    change(true);
    c->backend_start = now();
    put(c->server, sizeof c->server, strlen(server) < sizeof c->server ? server : "");
    put(c->user, sizeof c->user, strlen(s->user) < sizeof c->user ? s->user : "");
    put(c->database, sizeof c->database, s->database);
    put(c->peer, sizeof c->peer, s->peer != NULL ? s->peer : "local");
    change(false);
}

static void put_state(const struct session *s, const char *state)
{
    struct session_card *c = own_card;
    const char *name = conf_string(CONF_application_name);
    put(c->application_name, sizeof c->application_name, name != NULL ? name : "");
    put(c->state, sizeof c->state, state);
    c->xact_start = s->xact != XACT_NONE ? func_env.xact_start : 0;
}

void activity_begin(struct session *s, const char *text)
{
    struct session_card *c = own_card;
    s->text = func_env.query = text;
    change(true);
    put_state(s, "active");
    put(c->query, sizeof c->query, text != NULL ? text : "");
    c->query_start = c->state_change = func_env.stmt_start;
    if (c->xact_start == 0)
        c->xact_start = func_env.stmt_start;
    change(false);
}

void activity_idle(const struct session *s)
{
    change(true);
    put_state(s, s->xact == XACT_BLOCK ? "idle in transaction" : s->xact == XACT_FAILED ? "idle in transaction (aborted)" : "idle");
    own_card->state_change = now();
    change(false);
}

/* ---- who may look, and signal ---- */

static bool same_deployment(const struct session_card *c)
{
    size_t n = strcspn(own_card->server, "\n");
    return strncmp(c->server, own_card->server, n + 1) == 0 && c->server[0] != '\0';
}

/* Sessions of the same user, logged in to MongoDB as the same; a superuser's are all. */
static bool is_ours(const struct session_card *c)
{
    bool same = c->user[0] != '\0' && strcmp(c->user, own_card->user) == 0 && strcmp(c->server, own_card->server) == 0;
    return c == own_card || same || (catalog_rights("", NULL) & RIGHT_SUPER) != 0;
}

/* Of the session with this pid: false behind a WARNING where there is none. Raises 42501. */
static bool may_signal(int pid, const char *what)
{
    struct session_card c;
    if (pid != own_card->pid && (!card_read(pid, &c) || !same_deployment(&c))) {
        notice(SEV_WARNING, ERR_WARNING, "PID %d is not a PostgreSQL backend process", pid);
        return false;
    }
    if (pid != own_card->pid && !is_ours(&c))
        raise(ERR_INSUFFICIENT_PRIVILEGE, "must be a member of the role whose %s or member of pg_signal_backend", what);
    return true;
}

bool session_cancel(int pid)
{
    return may_signal(pid, "query is being canceled") && kill((pid_t)pid, SIGINT) == 0;
}

bool session_terminate(int pid, int64_t timeout_ms)
{
    struct session_card c;
    if (timeout_ms < 0)
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "\"timeout\" must not be negative");
    if (!may_signal(pid, "process is being terminated") || kill((pid_t)pid, SIGTERM) != 0)
        return false;
    for (int64_t left = timeout_ms; left > 0; left -= 20) {
        struct timespec t = {.tv_nsec = (left < 20 ? left : 20) * 1000000};
        nanosleep(&t, NULL);
        CHECK_INTERRUPTS();
        if (!card_read(pid, &c))
            return true;
    }
    if (timeout_ms > 0 && card_read(pid, &c)) {
        notice(SEV_WARNING, ERR_WARNING, "backend with PID %d did not terminate within %lld milliseconds", pid, (long long)timeout_ms);
        return false;
    }
    return true;
}

/* ---- pg_stat_activity ---- */

static void put_time(struct system_row *r, int column, TimestampADT t)
{
    if (t != 0)
        row_datum(r, column, datum_from_int64(t));
}

/* "127.0.0.1:5", "[::1]:5", "local" */
static void put_client(struct system_row *r, const struct session_card *c)
{
    const char *colon = strrchr(c->peer, ':');
    row_datum(r, COL_pg_stat_activity_client_port, datum_from_int32(colon != NULL ? (int32_t)strtol(colon + 1, NULL, 10) : -1));
    if (colon == NULL)
        return;
    bool six = c->peer[0] == '[';
    size_t n = (size_t)(colon - c->peer) - 2 * six;
    row_datum(r, COL_pg_stat_activity_client_addr, type_input(r->arena, TYPE_inet, -1, arena_strndup(r->arena, c->peer + six, n), n, NULL));
}

static void put_details(struct system_row *r, const struct session_card *c)
{
    put_client(r, c);
    put_time(r, COL_pg_stat_activity_backend_start, c->backend_start);
    put_time(r, COL_pg_stat_activity_xact_start, c->xact_start);
    put_time(r, COL_pg_stat_activity_query_start, c->query_start);
    put_time(r, COL_pg_stat_activity_state_change, c->state_change);
    row_text(r, COL_pg_stat_activity_state, c->state);
    row_text(r, COL_pg_stat_activity_query, c->query);
    row_text(r, COL_pg_stat_activity_backend_type, "client backend");
    if (strcmp(c->state, "active") != 0) {
        row_text(r, COL_pg_stat_activity_wait_event_type, "Client");
        row_text(r, COL_pg_stat_activity_wait_event, "ClientRead");
    }
}

static void card_row(void *arg, const struct session_card *c)
{
    struct relation_scan *s = arg;
    struct system_row r;
    if (c != own_card && !same_deployment(c))
        return;
    Oid role = role_oid(s->arena, c->user);
    row_begin(&r, s);
    row_oid(&r, COL_pg_stat_activity_datid, database_oid(c->database));
    row_text(&r, COL_pg_stat_activity_datname, c->database);
    row_datum(&r, COL_pg_stat_activity_pid, datum_from_int32(c == own_card ? func_env.backend_pid : c->pid));
    if (role != InvalidOid)
        row_oid(&r, COL_pg_stat_activity_usesysid, role);
    row_text(&r, COL_pg_stat_activity_usename, c->user);
    row_text(&r, COL_pg_stat_activity_application_name, c->application_name);
    if (is_ours(c))
        put_details(&r, c);
    else
        row_text(&r, COL_pg_stat_activity_query, "<insufficient privilege>");
    row_emit(&r);
}

void activity_rows(struct relation_scan *s)
{
    cards_each(card_row, s);
}
