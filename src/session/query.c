/* The simple query: several statements in one message are one transaction (manual 55.2.2.1). */
#include "session/session_int.h"

#include <string.h>

struct plan_settings session_plan_settings(void)
{
    return (struct plan_settings){
        .pushdown = conf_bool(CONF_pushdown),
        .join_method = conf_string(CONF_join),
        .work_mem = (size_t)conf_int(CONF_work_mem) * 1024,
        .server_has = mongo_current != NULL ? mongo_has : NULL,
        .eval_const = expr_eval_const,
    };
}

struct exec_settings session_exec_settings(void)
{
    int64_t limit = conf_int(CONF_temp_file_limit);
    return (struct exec_settings){
        .work_mem = (size_t)conf_int(CONF_work_mem) * 1024,
        .temp_file_limit = limit < 0 ? 0 : (size_t)limit * 1024,
        .temp_dir = conf_string(CONF_temp_dir),
    };
}

void run_select(struct session *s, struct arena *a, Query *q)
{
    struct plan_settings ps = session_plan_settings();
    struct exec_settings es = session_exec_settings();
    struct portal *p = ARENA_NEW(a, struct portal);
    char tag[64];
    bool done;
    p->name = "";
    p->arena = a;
    p->command = analyze_command_name(q);
    p->plan = plan_query(a, q, NULL, &ps);
    struct client_dest *d = client_dest_new(s, p);
    p->exec = exec_new(a, p->plan, &es, false);
    uint64_t rows = exec_run(p->exec, &d->dest, 0, &done);
    exec_close(p->exec);
    snprintf(tag, sizeof tag, "%s %llu", p->command, (unsigned long long)rows);
    send_complete(s, tag);
}

static void run_statement(struct session *s, const struct raw_stmt *raw)
{
    struct arena *a = arena_new(s->message, "statement");
    if (strcmp(conf_string(CONF_log_statement), "all") == 0)
        log_write(SEV_LOG, "statement: %.*s", raw->length, raw->text + raw->location);
    xact_statement_start(s, raw->node);
    statement_timer_start(s);
    Query *q = analyze_statement(a, s->catalog, raw, NULL);
    if (q->commandType == CMD_UTILITY)
        run_utility(s, a, raw);
    else
        run_select(s, a, q);
    statement_timer_stop(s);
    arena_free(a);
}

void session_query(struct session *s, const char *text)
{
    s->text = text;
    List *statements = sql_parse(s->message, text);
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
