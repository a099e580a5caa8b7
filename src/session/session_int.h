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
#include "wire/tls.h"
#include "wire/wire.h"

enum xact_state { XACT_NONE, XACT_IMPLICIT, XACT_BLOCK, XACT_FAILED };

struct session {
    struct wire wire;
    struct arena *arena;        /* the session's */
    struct arena *message;      /* of the message in hand */
    const char *user, *database, *peer;
    enum peer_kind peer_kind;
    struct mongo *mongo;        /* NULL: --dump, unit tests */
    struct catalog *catalog;
    enum xact_state xact;
    bool several;               /* the message in hand has several statements: they are one transaction */
    bool snapshot;              /* the transaction has read: its characteristics are settled */
    bool in_statement;          /* a message is being worked on: a cancel means it; else it means nothing */
    bool skip_to_sync;          /* after an error in the extended protocol */
    bool logged_in;
    bool end;
    int exit_status;
    struct prepared *statements; /* what Parse made */
    struct portal *portals;      /* what Bind and DECLARE made; none outlives its transaction */
    const struct portal *running; /* the one that Execute runs: who runs cannot be dropped; NULL none */
    const char *text;           /* of the statement in hand, for positions and the log */
};
extern struct session the_session;

/* ---- session.c ---- */
void session_init(struct session *s, int in, int out);
/* Reads a message and does what it says: errors end here. s->end tells that it was the last. */
void session_message(struct session *s);

/* ---- start.c ---- */
bool session_start(struct session *s); /* false: the client went, or was refused and told so */
struct mongo *session_mongo(struct arena *a, const char *user, char *password); /* as configured */

/* ---- secure.c: TLS, as configured ---- */
/* Reads certificate and key, once in a process and those it forks. False: they cannot be used; the log says why. */
bool secure_init(void);
/* The first packet that is no request for encryption, and its code; body: what follows that. False: the client went, or its
 * handshake failed. Raises FATAL 08P01. */
bool secure_read_startup(struct wire *w, struct wire_body *body, int32_t *code);
/* Raises FATAL 28000 where the client's connection is not as secure as the configuration wants it. */
void secure_check(const struct session *s);
const struct func_env_tls *secure_facts(struct arena *a, const struct wire *w); /* NULL: plain */

/* ---- query.c: the simple query ---- */
void session_query(struct session *s, const char *text);
void statement_log(const struct raw_stmt *raw); /* where log_statement says so */

/* ---- extended.c: the extended query ---- */
void session_parse(struct session *s, struct wire_body *body);
void session_bind(struct session *s, struct wire_body *body);
void session_describe(struct session *s, struct wire_body *body);
void session_execute(struct session *s, struct wire_body *body);
void session_close(struct session *s, struct wire_body *body);
bool statement_drop(struct session *s, const char *name); /* false: there is none */
void statements_drop(struct session *s);
void portal_drop(struct session *s, const char *name);
void portals_drop(struct session *s); /* all but the running one */
struct portal *portal_find(struct session *s, const char *name); /* NULL: there is none */
void portal_keep(struct session *s, struct portal *p);           /* until its transaction ends, under its name */

/* ---- copy.c: COPY ... TO STDOUT ---- */
void prepare_copy(struct session *s, struct prepared *p);
void run_copy(struct session *s, const struct portal *portal);

/* ---- cursors.c: DECLARE, FETCH, MOVE, CLOSE ---- */
void prepare_cursor(struct session *s, struct prepared *p);
void prepare_fetch(struct session *s, struct prepared *p);
void run_declare(struct session *s, const struct portal *declare);
void run_fetch(struct session *s, const struct portal *fetch);
void run_close(struct session *s, const struct portal *self);

/* ---- portal.c: statements, prepared and run ---- */

/* What a Parse message makes, and what each statement of a simple query is for itself. */
struct prepared {
    struct prepared *next;
    const char *name;              /* "": unnamed */
    const char *text;              /* a Parse message's */
    struct arena *arena;           /* all of it */
    const struct raw_stmt *raw;    /* NULL: a Parse message's empty text */
    Query *query;                  /* CMD_UTILITY: raw says the rest. Planning consumes it: who keeps it plans a copy */
    Query *explained;              /* EXPLAIN's statement, COPY's; NULL: another */
    struct analyze_params *params; /* NULL: none */
    const List *desc;              /* what it returns: TargetEntry; NULL nothing */
    const int16_t *formats;        /* of the columns, where no Bind says: FETCH has its cursor's */
    int nformats;
};

/* A statement's run: what a Bind makes, and what a simple query makes for itself. */
struct portal {
    struct portal *next;
    const char *name;              /* "": unnamed */
    const char *text;              /* a Bind message's: the statement's */
    struct arena *arena;           /* plan and run state */
    const struct prepared *prepared; /* its own; NULL: of an empty text */
    const struct plan_params *values; /* NULL: none */
    const PlannedStmt *plan;       /* NULL: a utility statement */
    struct exec *exec;             /* NULL until it is run */
    const int16_t *formats;        /* of the result's columns; NULL: all text */
    int nformats;                  /* 1: for all of them */
    struct client_dest *dest;
    bool binary;                   /* a BINARY cursor */
    bool done;
};

/* Analyzed: raises what is wrong with the statement. */
struct prepared *prepare(struct session *s, struct arena *a, const struct raw_stmt *raw, struct analyze_params *params);
/* Planned, with the parameters' values: folded in. p->query is consumed. */
struct portal *portal_open(struct session *s, struct arena *a, const struct prepared *p, const struct plan_params *values);
/* The RowDescription, or NoData where there is none and `always`. */
void portal_describe(struct session *s, const struct portal *p, bool always);
/* Sends at most max_rows rows (0: all), then CommandComplete or PortalSuspended. Nothing is left of what is done. */
void portal_run(struct session *s, struct portal *p, uint64_t max_rows);
/* Gives dest at most max_rows rows (0: all); how many. */
uint64_t portal_fetch(struct portal *p, struct row_dest *dest, uint64_t max_rows);
bool portal_sent(const struct portal *p); /* something of its result; true for a utility statement */
void portal_close(struct portal *p);

struct plan_settings session_plan_settings(void);
struct exec_settings session_exec_settings(void);

/* ---- dest.c: rows to the client ---- */
struct client_dest;
struct client_dest *client_dest_new(struct session *s, const struct portal *p);
struct row_dest *client_row_dest(struct client_dest *d);
struct row_dest *nowhere_dest(void); /* rows that nobody wants */
bool client_dest_sent(const struct client_dest *d); /* a row */
void send_row_description(struct session *s, const List *desc, const int16_t *formats, int nformats);
/* Rows of texts: SHOW, EXPLAIN. */
List *text_desc(struct arena *a, Oid type, int n, const char *const *names);
void send_text_row(struct session *s, int n, const char *const *values);
void send_complete(struct session *s, const char *tag);

/* ---- report.c: errors, notices, settings that the client is told of ---- */
void report_error(struct session *s, const struct error *e, const char *text);
void report_init(struct session *s);
void report_settings(struct session *s); /* ParameterStatus of those that changed; the first time, of all */
void send_ready(struct session *s);

/* ---- xact.c ---- */
void xact_message_start(struct session *s);
void xact_statement_start(struct session *s, const PgQuery__Node *node); /* raises 25P02 */
void xact_statement_done(struct session *s); /* before CommandComplete; may raise */
void xact_commit_implicit(struct session *s);
void xact_error(struct session *s);
void xact_command(struct session *s, PgQuery__TransactionStmt *t, int location);
void xact_set_characteristics(PgQuery__Node *const *options, size_t n, bool session_default, int location);
void xact_not_in_block(const struct session *s, const char *statement); /* raises 25001 */
bool xact_in_block(const struct session *s);
char xact_status(const struct session *s);

/* ---- settings.c: the hooks of settings that other stages must know of ---- */
/* false: the configuration has a value that its hook refuses; the log says which. */
bool settings_init(void);

/* ---- utility.c ---- */
/* What a utility statement returns, and EXPLAIN's statement analyzed. */
void prepare_utility(struct session *s, struct prepared *p);
/* Sends its rows and its tag. */
void run_utility(struct session *s, const struct portal *portal);

/* ---- explain.c, deparse.c ---- */
void prepare_explain(struct session *s, struct prepared *p);
void run_explain(struct session *s, const struct portal *portal);
const char *explain_dump(struct arena *a, const PlannedStmt *plan);
/* The expression of a node of the plan, as SQL; prefix: columns with their relations' names. */
const char *deparse_expr(struct arena *a, const Node *e, const Plan *plan, bool prefix);

/* ---- interrupt.c ---- */
void interrupts_init(struct session *s);
void message_begin(struct session *s); /* cancels mean it from now on */
void message_end(struct session *s);
void statement_timer_start(void);
void statement_timer_stop(void);
void idle_timer_start(struct session *s); /* for authentication, or for a session that waits for its client */
void idle_timer_stop(void);

/* ---- cancel.c ---- */
int32_t cancel_register(void); /* leaves the key where another process finds it; the key */
void cancel_request(int32_t pid, int32_t secret);

#endif
