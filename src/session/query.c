/* The simple query: several statements in one message are one transaction (manual 55.2.2.1). */
#include "session/session_int.h"

#include <string.h>

#include "push/remote.h"

void statement_log(const struct raw_stmt *raw)
{
    if (strcmp(conf_string(CONF_log_statement), "all") == 0)
        log_write(SEV_LOG, "statement: %.*s", raw->length, raw->text + raw->location);
}

/* False: the server turned out, before a row was sent, to lack what the plan asks of it; planned anew it does without. */
static bool run_planned(struct session *s, struct arena *a, const struct raw_stmt *raw, bool *described)
{
    struct portal *p = portal_open(s, a, prepare(s, a, raw, NULL), NULL);
    volatile bool ran = true;
    if (!*described)
        portal_describe(s, p, false);
    *described = true;
    TRY {
        portal_run(s, p, 0);
    } CATCH (e) {
        if (!remote_take_lack() || portal_sent(p))
            error_throw(e);
        ran = false;
    } END_TRY;
    portal_close(p);
    return ran;
}

static void run_statement(struct session *s, const struct raw_stmt *raw)
{
    struct arena *a = arena_new(s->message, "statement");
    statement_log(raw);
    xact_statement_start(s, raw->node);
    statement_timer_start();
    bool described = false;
    remote_take_lack(); /* of an earlier statement */
    while (!run_planned(s, a, raw, &described))
        arena_reset(a);
    arena_free(a);
}

void session_query(struct session *s, const char *text)
{
    s->text = text;
    statement_drop(s, "");
    portal_drop(s, "");
    xact_message_start(s);
    List *statements = sql_parse(s->message, text);
    s->several = list_length(statements) > 1;
    if (statements == NULL)
        wire_empty(&s->wire, 'I'); /* EmptyQueryResponse */
    FOREACH (struct raw_stmt, raw, statements) {
        run_statement(s, raw);
        if (s->wire.gone) {
            s->end = true;
            break;
        }
    }
    xact_commit_implicit(s);
}
