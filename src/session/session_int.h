/* What the files of session/ share. */
#ifndef SESSION_SESSION_INT_H
#define SESSION_SESSION_INT_H

#include "analyze/analyze.h"
#include "auth/auth.h"
#include "base/log.h"
#include "catalog/relation.h"
#include "conf/conf.h"
#include "exec/exec.h"
#include "mongo/client.h"
#include "plan/plan.h"
#include "session/session.h"
#include "types/func.h"
#include "wire/wire.h"

/* A statement's run: what a Bind makes, and what a simple query makes for itself. */
struct portal {
    const char *name;           /* "" the unnamed one */
    struct arena *arena;        /* plan and run state */
    const PlannedStmt *plan;
    struct exec *exec;
    const char *command;        /* "SELECT" */
    const int16_t *formats;     /* of the result's columns; NULL: all text */
    int nformats;
};

enum xact_state { XACT_NONE, XACT_IMPLICIT, XACT_BLOCK, XACT_FAILED };

struct session {
    struct wire wire;
    struct arena *arena;        /* the session's */
    struct arena *message;      /* of the message in hand */
    const char *user, *database, *peer;
    enum peer_kind peer_kind;
    struct mongo *mongo;        /* NULL: --dump */
    struct catalog *catalog;
    enum xact_state xact;
    bool in_statement;          /* a cancel means it; else a cancel means nothing */
    bool skip_to_sync;          /* after an error in the extended protocol */
    bool logged_in;
    bool end;
    int exit_status;
    const char *text;           /* of the statement in hand, for positions and the log */
};
extern struct session the_session;

/* ---- start.c ---- */
bool session_start(struct session *s); /* false: the client went, or was refused and told so */
struct mongo *session_mongo(struct arena *a, const char *user, char *password); /* as configured */

/* ---- query.c: the messages that run statements ---- */
void session_query(struct session *s, const char *text);
/* A statement that gives rows, planned and run to the end; the tag is sent. */
void run_select(struct session *s, struct arena *a, Query *q);
struct plan_settings session_plan_settings(void);
struct exec_settings session_exec_settings(void);

/* ---- dest.c: rows to the client ---- */
struct client_dest {
    struct row_dest dest; /* first */
    struct session *s;
    const struct portal *portal;
    struct arena *row;
    int n;
    struct dest_column *columns;
    const int16_t *formats; /* by column */
    bool described;
};
struct client_dest *client_dest_new(struct session *s, const struct portal *p);
void send_row_description(struct session *s, const List *desc, const int16_t *formats);
/* A row of texts under one description: SHOW, EXPLAIN. */
void send_text_description(struct session *s, int n, const char *const *names);
void send_text_row(struct session *s, int n, const char *const *values);
void send_complete(struct session *s, const char *tag);

/* ---- report.c ---- */
void report_error(struct session *s, const struct error *e, const char *text);
void report_init(struct session *s);
void send_ready(struct session *s);

/* ---- xact.c ---- */
void xact_statement_start(struct session *s, const PgQuery__Node *node); /* raises 25P02 */
void xact_commit_implicit(struct session *s);
void xact_error(struct session *s);
void xact_command(struct session *s, PgQuery__TransactionStmt *t, int location);
void xact_set_characteristics(PgQuery__Node *const *options, size_t n, bool session_default, int location);
char xact_status(const struct session *s);

/* ---- utility.c ---- */
void run_utility(struct session *s, struct arena *a, const struct raw_stmt *raw);
void settings_init(struct session *s); /* the hooks of settings that other stages must know of */

/* ---- explain.c, deparse.c ---- */
void run_explain(struct session *s, struct arena *a, const struct raw_stmt *raw, PgQuery__ExplainStmt *x);
const char *explain_dump(struct arena *a, const PlannedStmt *plan);
const char *deparse_expr(struct arena *a, const Node *e, const Plan *plan);

/* ---- interrupt.c ---- */
void interrupts_init(struct session *s);
void statement_timer_start(struct session *s);
void statement_timer_stop(struct session *s);
void idle_timer_start(struct session *s);
void idle_timer_stop(struct session *s);
void wire_interrupts(void); /* for wire.interrupts */

/* ---- cancel.c ---- */
void cancel_register(struct session *s, int32_t *secret); /* leaves the key where another process finds it */
void cancel_request(struct session *s, int32_t pid, int32_t secret);

#endif
