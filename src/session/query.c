/* The simple query: several statements in one message are one transaction (manual 55.2.2.1). */
#include "session/activity.h"
#include "session/session_int.h"

#include <string.h>

void statement_log(const struct raw_stmt *raw)
{
    if (strcmp(conf_string(CONF_log_statement), "all") == 0)
        log_write(SEV_LOG, "statement: %.*s", raw->length, raw->text + raw->location);
}

static void run_statement(struct session *s, const struct raw_stmt *raw)
{
    struct arena *a = arena_new(s->message, "statement");
    statement_log(raw);
    statement_timer_start(); /* a transaction that begins may ask MongoDB */
    xact_statement_start(s, raw->node);
    struct portal *p = portal_open(s, a, prepare(s, a, raw, NULL), NULL);
    portal_rows_begin(s, p);
    portal_describe(s, p, false);
    portal_run(s, p, 0);
    s->rows_begin = 0;
    statement_timer_stop();
    portal_close(p);
    arena_free(a);
}

void session_query(struct session *s, const char *text)
{
    xact_message_start(s);
    activity_begin(s, text);
    statement_drop(s, "");
    portal_drop(s, "");
    struct sql_lexing lexing = client_lexing();
    if (lexing.escapes && conf_bool(CONF_escape_string_warning))
        sql_warn_of_escapes(text);
    List *statements = sql_parse_as(s->message, text, &lexing);
    s->several = list_length(statements) > 1;
    if (statements == NULL)
        wire_empty(&s->wire, 'I'); /* EmptyQueryResponse */
    FOREACH (struct raw_stmt, raw, statements) {
        s->last = FOREACH_INDEX(raw, statements) == list_length(statements) - 1;
        run_statement(s, raw);
        if (s->wire.gone) {
            s->end = true;
            break;
        }
    }
    s->last = false;
    xact_commit_implicit(s);
}
