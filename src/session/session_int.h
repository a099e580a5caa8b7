/* What the files of session/ share. */
#ifndef SESSION_SESSION_INT_H
#define SESSION_SESSION_INT_H

#include "analyze/analyze.h"
#include "auth/auth.h"
#include "base/encoding.h"
#include "base/log.h"
#include "catalog/relation.h"
#include "conf/conf.h"
#include "exec/exec.h"
#include "exec/row_store.h"
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
    const char *own_address;    /* what the client has connected to, as peer */
    enum peer_kind peer_kind;
    struct mongo *mongo;        /* NULL: --dump, unit tests */
    struct catalog *catalog;
    enum xact_state xact;
    bool several;               /* the message in hand has several statements: they are one transaction */
    bool pipelined;             /* the implicit transaction has had an Execute: another statement stands in a pipeline */
    bool last;                  /* the last of a simple query's is run */
    bool snapshot;              /* the transaction has read: its characteristics are settled */
    bool told_of_skew;          /* that SERIALIZABLE is less than that */
    bool ready;                 /* ReadyForQuery was the last that the client heard */
    bool in_statement;          /* a message is being worked on: a cancel means it; else it means nothing */
    bool skip_to_sync;          /* after an error in the extended protocol */
    bool logged_in;
    bool end;
    int exit_status;
    struct statement *statements; /* what Parse and PREPARE made */
    struct portal *portals;      /* what Bind and DECLARE made; those held outlive their transaction */
    const struct portal *running; /* the one that Execute runs: who runs cannot be dropped; NULL none */
    struct portal *fetching;     /* the cursor that is read: an error ends it; NULL none */
    struct savepoint *savepoints; /* the innermost; NULL: none */
    struct row_changes *changes_of_rows; /* documents that this transaction changed while a cursor was to know; NULL: none */
    struct fresh *fresh;         /* tables that this transaction made or emptied */
    struct relation_lock *relation_locks; /* what this transaction names, as pg_locks tells it */
    int64_t recovered_at;        /* recover(): when it last looked, in seconds */
    struct later *later;         /* what is left to do of ALTER TABLE when it has committed */
    int own;                     /* statements of our own that are at work below the client's */
    struct pending_key *pending_keys; /* of deferred foreign keys: what did not hold when it was written */
    struct constraint_mode *constraint_modes; /* SET CONSTRAINTS: the last first */
    int settings;                /* conf_xact_mark() at the transaction's begin */
    int nsavepoints;             /* made in this transaction, in all */
    uint64_t writes;             /* statements of this transaction that wrote */
    bool writing;                /* one is at it */
    enum { CHANGES_NOTHING, CHANGES_ROWS, CHANGES_DEFINITIONS } changing; /* a utility statement does, unless mongo->changes stays what it was: */
    uint64_t changes;
    bool read;                   /* a statement has read in MongoDB's transaction, of the moment that REPEATABLE READ keeps */
    bool moment_lost;            /* an error has ended that transaction */
    bool undone;                 /* an error has undone, in MongoDB, what this transaction wrote before a savepoint */
    uint64_t rows_begin;        /* wire_mark() before a utility statement's rows: an error takes them back; 0: it does not */
    const char *text;           /* of the statement in hand, for positions and the log */
    struct bind_place {         /* what Bind and Execute are at: the CONTEXT of errors and notices */
        const char *portal;
        int number;             /* the parameter's that is read, from 1; 0: they are read */
        const char *value;      /* its text, as given; NULL: none, or not known yet */
        const char *values;     /* of all of them, where log_parameter_max_length_on_error says so */
    } place;
};
extern struct session the_session;

/* ---- session.c ---- */
void session_init(struct session *s, int in, int out);
/* Reads a message and does what it says: errors end here. s->end tells that it was the last. */
void session_message(struct session *s);

/* ---- start.c ---- */
bool session_start(struct session *s); /* false: the client went, or was refused and told so */

/* ---- login.c ---- */
bool login_configured(void); /* false: a setting is missing; the log says which */
bool session_log_in(struct session *s); /* s->mongo is the client's; false: it went. Raises FATAL */
struct mongo *session_mongo(struct arena *a); /* as the connection string says */
void login_check(struct arena *a, struct mongo *m); /* raises what is in the way of auth = scram */
void login_forget(void); /* the keys */

/* ---- catalogs.c: the system catalogs that the session fills ---- */
void catalogs_init(void);

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

/* ---- portal.c: statements analyzed, planned and run ---- */

/* A statement, analyzed. */
struct prepared {
    struct arena *arena;           /* all of it */
    const struct raw_stmt *raw;    /* NULL: of an empty text */
    Query *query;                  /* CMD_UTILITY: raw says the rest. Planning consumes it, unless it is kept */
    struct prepared *inner;        /* EXPLAIN's statement, COPY's when it runs; NULL: there is none, or it is an EXECUTE */
    struct copy_source *copy_source; /* COPY FROM's: what inner reads; NULL: another */
    struct analyze_params *params; /* NULL: none */
    const List *desc;              /* what it returns: TargetEntry; NULL nothing */
    const int16_t *formats;        /* of the columns, where no Bind says: FETCH has its cursor's */
    int nformats;
    bool cursor;                   /* a DECLAREd cursor's, or of a Bind with a name: WHERE CURRENT OF may ask for its rows */
    struct cached *cached;         /* it is a named or unnamed statement's own, and used again (statement.c); NULL: not */
};

/* What a utility statement says at its end. */
struct completion {
    const char *words;
    int64_t rows;                  /* -1: not told */
};
#define DONE(words) ((struct completion){words, -1})
#define DONE_ROWS(words, n) ((struct completion){words, (int64_t)(n)})

/* A statement's run: what a Bind makes, and what a simple query makes for itself. */
struct portal {
    struct portal *next;
    const char *name;              /* "": unnamed */
    const char *text;              /* a Bind message's: the statement's */
    struct arena *arena;           /* plan and run state */
    const struct prepared *prepared; /* NULL: of an empty text */
    const struct plan_params *values; /* NULL: none */
    const char *shown_values;      /* see bind_place */
    const PlannedStmt *plan;       /* NULL: a utility statement */
    struct exec *exec;             /* NULL until it is run */
    bool instrument;               /* EXPLAIN ANALYZE's */
    const int16_t *formats;        /* of the result's columns; NULL: all text */
    int nformats;                  /* 1: for all of them */
    struct client_dest *dest;
    struct row_store *store;       /* rows that were read: a cursor's that scrolls or is held, a utility statement's */
    struct completion completion;  /* of a utility statement that was run */
    bool done;                     /* the plan has no more rows; a utility statement was run */
    int64_t pos;                   /* rows before and at the place: 0 is before the first */
    bool at_end;                   /* the place is behind the last row */
    bool scroll, hold, held, binary; /* a cursor's; held: its rows are in the store, whatever becomes of its transaction */
    bool unasked;                  /* scrolls without SCROLL: its rows are kept for as long as work_mem holds them */
    bool forgot;                   /* it did not: the rows before the place are gone */
    bool failed;                   /* an error ended it */
    struct row_marks *marks;       /* of a cursor's query: the documents behind its rows; NULL: not a cursor */
    int level;                     /* the savepoint below which it was made; 0 none */
    TimestampADT made_at;          /* of one that is kept */
};

/* ---- maintain.c: VACUUM, ANALYZE, CALL pgleaf.refresh(), LOCK ---- */
struct completion run_vacuum(struct session *s, const struct portal *portal);
void prepare_call(struct session *s, const struct prepared *p); /* raises 42883 */
struct completion run_call(struct session *s, const struct portal *portal);
struct completion run_lock(struct session *s, const struct portal *portal);

/* Analyzed: raises what is wrong with the statement. */
struct prepared *prepare(struct session *s, struct arena *a, const struct raw_stmt *raw, struct analyze_params *params);
/* Planned, with the parameters' values: folded in. p->query is consumed, unless p is kept. */
struct portal *portal_open(struct session *s, struct arena *a, const struct prepared *p, const struct plan_params *values);
/* The RowDescription, or NoData where there is none and `always`. */
void portal_describe(struct session *s, const struct portal *p, bool always);
bool portal_returns_rows(const struct portal *p);
/* PostgreSQL sends a utility statement's rows when it has them all: while they are not sent, an error takes them back. */
void portal_rows_begin(struct session *s, const struct portal *p);
/* Sends at most max_rows rows (0: all), then CommandComplete or PortalSuspended. Nothing is left of what is done. */
void portal_run(struct session *s, struct portal *p, uint64_t max_rows);
/* Gives dest at most max_rows rows (0: all) of the plan; how many. Where the server turns out, before the first, to lack
 * what the plan asks of it, the statement is planned anew without that. */
uint64_t portal_exec(struct session *s, struct portal *p, struct row_dest *dest, uint64_t max_rows);
struct completion portal_completion(const struct portal *p, uint64_t rows); /* of one that was planned and run */
void portal_run_utility(struct session *s, struct portal *p, bool store); /* its rows: into the store, or to the client */
void portal_close(struct portal *p);
/* Values that live in a. */
struct plan_params *params_copy(struct arena *a, const struct plan_params *v);
/* What $1 to $n are, and no more: of a statement whose types are settled. */
struct analyze_params *params_fixed(struct arena *a, int n, const Oid *types);

struct plan_settings session_plan_settings(void);
extern bool views_restricted; /* restrict_nonsystem_relation_kind has them: no statement may read one that is not the system's */
struct exec_settings session_exec_settings(void);

/* ---- scroll.c: moving through a portal's rows ---- */
#define ALL_ROWS INT64_MAX
/* Gives dest the next or the previous rows, moving; how many. Raises 55000 where it cannot go back. */
uint64_t portal_forward(struct session *s, struct portal *p, struct row_dest *dest, int64_t count);
uint64_t portal_backward(struct session *s, struct portal *p, struct row_dest *dest, int64_t count);
struct row_store *portal_new_store(const struct portal *p, const List *desc);
/* All rows that it may still give are read into its store: its plan is not needed any more. */
void portal_store(struct session *s, struct portal *p);

/* ---- statement.c: the prepared statements and the portals, by name ---- */
struct statement {
    struct statement *next;
    const char *name;              /* "": unnamed */
    const char *text;
    const char *message;           /* that it came in, whole: what pg_prepared_statements shows */
    bool inner;                    /* the text is a PREPARE's */
    struct sql_lexing lexing;      /* how it is read */
    struct arena *arena;           /* name, text, types */
    TimestampADT made_at;
    struct analyze_params *params; /* their types are settled */
    struct prepared *current;      /* analyzed when it was last used */
};
struct statement *statement_find(struct session *s, const char *name); /* NULL: there is none */
struct statement *statement_get(struct session *s, const char *name);  /* raises 26000 */
/* A statement of this text (which has one only; inner: what that one, a PREPARE, prepares), not yet known by its name. */
struct statement *statement_new(struct session *s, const char *name, const char *text, bool inner, struct sql_lexing lexing);
struct sql_lexing client_lexing(void); /* as the client's settings are */
/* Its text as a tree in a; NULL: it is empty. Raises 42601. */
const struct raw_stmt *statement_parse(struct arena *a, const struct statement *st);
/* Analyzed in a (where its tree is) and known from now on. Raises 42P05 and what is wrong with the statement. */
void statement_add(struct session *s, struct statement *st, struct arena *a, const struct raw_stmt *raw,
                   struct analyze_params *params);
bool statement_drop(struct session *s, const char *name); /* false: there is none */
void statements_drop(struct session *s);
void statements_forget_plans(struct session *s);
/* The plan of what is kept: the one that it has, or one more, in a. */
const PlannedStmt *cached_plan(struct arena *a, const struct prepared *p, const struct plan_params *values,
                               const struct plan_settings *set);
/* Its run. Analyzed anew where what it reads, or a setting, has changed since: 0A000 when it would return other types. */
struct portal *statement_open(struct session *s, struct arena *a, struct statement *st, const struct plan_params *values, bool cursor);

struct portal *portal_find(struct session *s, const char *name); /* NULL: there is none */
void portal_drop(struct session *s, const char *name);
void portals_drop(struct session *s, bool held);  /* all but the running one; those held only if wanted */
void portals_fail(struct session *s, int level);  /* those made below the savepoint are there, and cannot be run */
void portals_settle(struct session *s);           /* a statement is about to write: the others' rows are those of before */
void portals_not_using(const struct session *s, const struct relation *rel, const char *statement); /* 55006: a cursor that is open reads it, or a deferred constraint is to be looked at */
void portals_hold(struct session *s);             /* WITH HOLD: their transaction is about to commit */
void portals_release(struct session *s, int level, int parent); /* those made below the savepoint are its parent's */
void portals_rollback(struct session *s, int level);            /* those made below the savepoint go */
void portal_keep(struct session *s, struct portal *p); /* until its transaction ends, under its name */

/* ---- execute.c: PREPARE, EXECUTE, DEALLOCATE ---- */
const List *execute_desc(struct session *s, struct arena *a, const PgQuery__ExecuteStmt *e); /* NULL: no such statement, or no rows */
/* The run that an EXECUTE means, not run yet. */
struct portal *execute_open(struct session *s, struct arena *a, const struct raw_stmt *raw, const PgQuery__ExecuteStmt *e);
struct completion run_prepare(struct session *s, const struct portal *portal);
struct completion run_execute(struct session *s, const struct portal *portal, struct row_dest *dest);
struct completion run_deallocate(struct session *s, const PgQuery__DeallocateStmt *d, int location);

/* ---- copy.c: COPY; FROM is in copy_from.c ---- */
struct completion run_copy(struct session *s, const struct portal *portal);

/* ---- ddl.c: what defines tables and indexes; TRUNCATE ---- */
struct completion run_create_table(struct session *s, const struct portal *portal);
const struct raw_stmt *select_into(struct arena *a, const struct raw_stmt *raw); /* as CREATE TABLE AS; others as they are */
void prepare_create_as(struct session *s, struct prepared *p);
/* What INTO says of storage, and the columns: analyze_storage(). */
void into_storage(struct arena *a, struct table_def *def, const PgQuery__IntoClause *into);
struct completion run_create_as(struct session *s, const struct portal *portal);
struct completion run_drop(struct session *s, const struct portal *portal);
/* def's declaration, and what goes with it: sequences, what foreign keys refer to. name: as temp_collection() has it. */
void create_table(struct session *s, struct mongo *m, const char *name, struct table_def *def);
/* All that q gives; it is used up. How many rows. values NULL: none. */
uint64_t insert_rows_of(struct arena *a, struct relation *rel, Query *q, const struct plan_params *values);
const char *relation_kind_word(enum relation_kind kind); /* table, view, materialized view */
void drop_relation(struct session *s, struct mongo *m, const struct relation *rel); /* a table or a view */
void delete_all_rows(struct arena *a, const struct relation *rel);
struct completion run_truncate(struct session *s, const struct portal *portal);
/* DROP ... of what is not there: raises, unless it may be missing. */
/* What has the name, of those that share names with tables, in PostgreSQL's words ("materialized view", "type"); NULL: nothing. */
const char *kind_named(struct session *s, const char *schema, const char *name);
void not_of_kind(struct session *s, const char *schema, const char *name, const char *kind);     /* raises 42809 where the name is that of another kind */
void drop_other_kind(struct session *s, const char *schema, const char *name, const char *kind); /* the same, with a hint at what drops it */
void drop_missing(const char *kind, const char *name, bool missing_ok, enum errcode code);

/* ---- ddl_index.c ---- */
struct completion run_create_index(struct session *s, const struct portal *portal);
struct completion run_rename_index(struct session *s, const struct portal *portal);
struct completion run_reindex(struct session *s, const struct portal *portal);
void drop_index(struct session *s, struct mongo *m, const char *schema, const char *name, bool missing_ok);
List *indexes_without(struct arena *a, const List *indexes, const char *name); /* struct table_index_def */
struct index_def;
/* Its condition as MongoDB takes it; NULL: there is none. Raises 0A000. */
const bson_t *index_filter(struct arena *a, const struct relation *rel, const struct index_def *ix);
/* The table that has an index of this name, of the temporary schema or public; NULL. */
const char *find_index(struct session *s, const char *name, bool temp);
/* The table of an index; schema NULL, "": on the search path. NULL: there is none. */
const char *index_table(struct session *s, const char *schema, const char *name, bool *temp);

/* ---- ddl.c, for those who define ---- */
/* The statement changes something: not in a read-only transaction, and no savepoint before it can be gone back to. */
/* In a block: it is to wait for the commit of MongoDB's transaction, which begins, as it would if rows had been written. Not where the table is
 * so large that MongoDB would not bear it, nor without transactions: then it is done at once. */
void change_inside(struct session *s, struct relation *rel);
/* MongoDB does it outside of transactions: what came before is committed; where rows were written it is refused, 0A000
 * (pgleaf.ddl_in_transaction). */
void change_outside(struct session *s, const char *what);
/* This session sees it so at once, others when the transaction is over. Its lock is held (relation_lock()). */
void declare_at_commit(struct session *s, const struct relation *rel, const struct table_def *def);
void take_name(struct session *s, struct mongo *m, const char *collection, const char *what); /* from one that the transaction drops */
struct mongo *change_begin(struct session *s, const char *statement);
void change_over(struct session *s); /* the statement that began it has ended, or failed: a savepoint need not know of one that did nothing */
void refuse_system(const struct relation *rel); /* 42501 for a system catalog */
/* By a table, view, sequence, index or composite type of public, or of the temporary schema? */
bool relation_name_taken(struct session *s, const char *name, bool temp);
/* What PostgreSQL looks at first, the schema; location: where that error stands. false: the relation is there, and IF NOT EXISTS said so. Raises 3F000. */
bool relation_may_be(struct session *s, const PgQuery__RangeVar *v, bool if_not_exists, int location);
_Noreturn void relation_missing(struct session *s, const PgQuery__RangeVar *v); /* 42P01, or 3F000 and 0A000 where its schema or database is not there */
void relation_check_name(struct session *s, const PgQuery__RangeVar *v); /* raises 42P07 */
void relation_check_new(struct session *s, const PgQuery__RangeVar *v); /* that, and behind the statement's other mistakes what else keeps it from being made: 42501, 42710 */
bool relation_is_made_within(struct session *s, const struct relation *rel); /* in MongoDB's transaction: nobody else sees it */
/* ---- ddl_later.c ---- */
List *later_before_commit(struct session *s, struct arena *a); /* its record (bson_t), in a. Raises 0A000 */
void later_load(struct session *s, const List *records); /* struct journal_record: what another session left */
void later_after_commit(struct session *s);  /* rows of others follow what the transaction has declared; where they cannot there are warnings */
void later_forget(struct session *s);
const List *later_mark(struct session *s, struct arena *a); /* as it is, for later_back() */
void later_back(struct session *s, const List *mark);
void later_view(struct session *s, const char *view); /* MongoDB has it as it was before: a view, or materialized one, whose query says new names */
bool views_keep_name(struct session *s, struct arena *a, const char *name); /* do views read what has lost its name, so that until they are made anew others see them read what has it next? */
bool later_has_view(const struct session *s, const char *view);
void later_foreign(struct session *s, const struct relation *rel, const struct table_foreign *f); /* rows are looked at once more, as those of a CHECK */
/* Of the temporary schema or public, where schema is NULL or empty; NULL: none. */
struct relation *relation_named(struct session *s, const char *schema, const char *name);
bool is_temporary(const PgQuery__RangeVar *v); /* TEMP, or in pg_temp. Raises 42P16 */
/* The relation of that name in the place that DDL can change; NULL: none. Raises 3F000. */
struct relation *relation_in_place(struct session *s, const PgQuery__RangeVar *v);

/* ---- ddl_alter.c, ddl_rename.c ---- */
struct completion run_alter_table(struct session *s, const struct portal *portal);
/* DROP COLUMN, without what depends on it; the statement has begun. */
void drop_column_of(struct session *s, struct arena *a, const struct raw_stmt *raw, struct relation *rel, const char *column);
struct completion run_rename(struct session *s, const struct portal *portal);
struct completion run_set_schema(struct session *s, const struct portal *portal);

/* LockStmt's modes, by their strength. */
enum { LOCK_ACCESS_SHARE = 1, LOCK_ROW_SHARE, LOCK_ROW_EXCLUSIVE, LOCK_SHARE_UPDATE_EXCLUSIVE };

/* ---- relation_locks.c: what pg_locks says of the session's own transaction ---- */
void relation_locks_note(struct session *s, Query *q);
void relation_locks_take(struct session *s, Oid rel, int mode); /* by LOCK TABLE; mode: LockStmt's, up to LOCK_SHARE_UPDATE_EXCLUSIVE */
bool relation_locks_tell(Oid rel);                              /* is a lock of that strength told? */
void relation_locks_leave(struct session *s, int level, int parent); /* as advisory_savepoint */
void relation_lock_rows(struct relation_scan *s);

/* ---- ddl_comment.c ---- */
List *comments_without(struct arena *a, const List *comments, const char *kind, const char *name);
void comments_rename(const List *comments, const char *kind, const char *from, const char *to);
struct completion run_comment(struct session *s, const struct portal *portal);
_Noreturn void comment_on_other(struct session *s, struct arena *a, const struct raw_stmt *raw); /* ddl_drop.c: what is kept nowhere */

/* ---- ddl_database.c ---- */
struct completion run_create_schema(struct session *s, const struct portal *portal);
void drop_schema(struct session *s, const char *name, bool missing_ok);
bool database_exists(struct session *s, struct arena *a, const char *name);
struct completion run_create_database(struct session *s, const struct portal *portal);
struct completion run_drop_database(struct session *s, const struct portal *portal);

/* ---- owner.c ---- */
const char *owner_self(void); /* static */
bool owner_is_gone(const char *owner); /* it is known to be dead */
int owner_pid(const char *owner);
const char *owner_machine(void); /* static; "": not known */
bool owner_rebooted(const char *owner, const char *machine); /* it was of this machine, before it was started anew */

/* ---- advisory.c: pg_advisory_lock() and its family; the functions are in functions.def ---- */
/* Who changes a declaration reads it under a lock, which lasts as long as the transaction: of two that change it at once
 * the second changes what the first left. The relation as it is now; as it came where it has no declaration, is this session's own or
 * new in its transaction. May wait. Raises 42P01, 40P01, 55P03. */
struct relation *relation_lock(struct session *s, struct relation *rel);
struct relation *relation_lock_as(struct session *s, struct relation *rel, bool nowait);
/* Runs fn while no other session replaces a view, nor looks for those that there are. */
void views_hold(struct session *s, void (*fn)(void *arg), void *arg);
void check_view_names(struct session *s, const struct table_def *def); /* change_outside() where the transaction is to rename what the view uses */
List *views_listed(struct session *s, struct arena *a); /* struct relation_name: all relations of the database, so */
void view_declare(struct session *s, struct mongo *m, const char *collection, const struct table_def *def); /* it is this from now on */

/* ---- view_pipeline.c ---- */
struct view_pipeline;
/* Of the view that is declared so; lives in a. */
struct view_pipeline view_pipeline(struct session *s, struct arena *a, const char *collection, const struct table_def *def);
/* Those of all views over them (char *), and of those below these, that are views: the definition of what stands below has changed. */
void views_rebuild(struct session *s, struct arena *a, struct mongo *m, const List *collections);
/* All of them (struct relation), but for what is gone; true: some were not held before, and what was read of any is to be read again. */
bool relations_lock(struct session *s, const List *rels);
void advisory_xact_over(struct session *s);               /* releases what was to last as long as the transaction */
void advisory_savepoint(struct session *s, int level, int parent); /* what was taken since is its parent's; -1: goes */
void advisory_unlock_all(struct session *s);              /* what the session holds beyond transactions */
void advisory_end(struct session *s);                     /* all, of a session that ends. Never raises */

/* ---- temp.c: temporary tables ---- */
/* The collection of one that is about to be made; on_commit: PgQuery__OnCommitAction. */
const char *temp_collection(struct session *s, const char *name, int on_commit);
const char *temp_name(struct session *s, struct arena *a, const char *name); /* that collection's name alone */
const char *temp_sequence(struct session *s, struct arena *a, const char *name); /* the name under which one is kept */
const List *temp_mark(struct session *s, struct arena *a); /* which there are, for temp_back() */
void temp_back(struct session *s, const List *mark);
void temp_at_commit(struct session *s);                           /* what ON COMMIT says, as part of the transaction */
void temp_xact_over(struct session *s);
/* 0A000 where a foreign key's tables do not lose their rows together. */
void temp_check_foreign(struct session *s, const char *collection, const struct table_def *def);
void temp_drop_all(struct session *s); /* at once */
void temp_end(struct session *s);      /* the same, of a session that ends. Never raises */

/* ---- ddl_view.c ---- */
struct completion run_create_view(struct session *s, const struct portal *portal);
/* The views (struct relation_name) whose queries name it; column NULL: any, or none. */
List *view_dependents(struct session *s, struct arena *a, const char *name, const char *column);
/* What goes with something else: collections of views (char *), foreign keys (struct foreign_use), generated columns (char *) of the same table. */
struct dropped_with {
    List *views, *foreign, *columns, *defaults; /* defaults: struct counted */
};
/* What CASCADE drops besides those (char *), all of a kind. Raises 2BP01 without it. */
struct dropped_with relations_dropped_with(struct session *s, struct arena *a, const List *dropped, const char *kind, bool cascade);
struct table_key;
struct dropped_with views_dropped_with(struct session *s, struct arena *a, const List *views, const char *what, bool cascade); /* views: collections' names (char *) */
struct dropped_with column_dropped_with(struct session *s, struct arena *a, const struct relation *rel, const char *column, const List *generated, const List *with,
                                        bool cascade); /* with: struct dropped_with, what goes already */
struct dropped_with key_dropped_with(struct session *s, struct arena *a, const struct relation *rel, const struct table_key *k, const List *with, bool cascade);
void drop_with(struct session *s, struct arena *a, const struct dropped_with *d); /* but for the columns */
void relation_declare(struct session *s, struct mongo *m, const char *name, const struct table_def *def); /* it says so from now on; within MongoDB's transaction a table does so to this session, to others when it has committed. Undone by ROLLBACK */

/* ---- ddl_names.c: queries of views that go on meaning what they mean when it has another name ---- */
/*
 * The views that name a relation (by its collection), as they are to be declared when it is called to (collection: the one that it has
 * then); or when its column has the name to in place of column ("": it is dropped, and none names it): to be read before, to be said behind. Raises 0A000.
 */
List *views_renamed(struct session *s, struct arena *a, const struct relation *rel, const char *column, const char *to, const char *collection);
void views_take_names(struct session *s, struct arena *a, struct mongo *m, const List *renamed);
void views_take_names_later(struct session *s, const List *renamed); /* for this session at once, in MongoDB when the transaction has committed */
List *uses_of_printed(struct arena *a, const List *uses); /* behind deparse_kept_query() */
bool view_uses(const struct table_def *def, const char *name, const char *column); /* column NULL: the relation */
void view_rename_to(struct session *s, struct arena *a, struct mongo *m, const struct relation *rel, const char *to, const char *collection);
void view_rename_column(struct session *s, struct arena *a, struct mongo *m, const struct relation *rel, const char *from, const char *to);

/* ---- ddl_matview.c ---- */
struct completion run_create_matview(struct session *s, const struct portal *portal);
struct completion run_refresh(struct session *s, const struct portal *portal);

/* ---- ddl_type.c: types that SQL made ---- */
struct completion run_create_enum(struct session *s, const struct portal *portal);
struct completion run_create_range(struct session *s, const struct portal *portal);
struct completion run_alter_enum(struct session *s, const struct portal *portal);
struct completion run_rename_type(struct session *s, const struct portal *portal);
struct completion run_drop_type(struct session *s, const struct portal *portal);
/* The type that a name (list of strings) means, for a statement that changes it: a copy in a. NULL: there is none, and none need be.
 * Raises 42704, 3F000. */
/* 42809 where there is a type of that name and it is no domain ('d') or enum ('e'). type NULL: its own name is told, else as it was written. */
void type_check_kind(struct session *s, struct arena *a, const PgQuery__TypeName *type, PgQuery__Node *const *names, size_t n, char kind);
struct relation *type_row_relation(struct session *s, PgQuery__Node *const *names, size_t n); /* whose row type it names; NULL: none's */
struct user_type *type_to_change(struct session *s, struct arena *a, PgQuery__Node *const *names, size_t n, bool missing_ok);
void type_save(struct session *s, struct user_type *t); /* as it is now. Raises 40001 where somebody else changed it meanwhile */
void type_drop(struct session *s, const struct user_type *t); /* and a range type's multirange type */
void multirange_is_required(struct arena *a, const struct user_type *t); /* raises 2BP01 where it is one, which goes with its range type */
void type_is_new(struct session *s, const char *name);  /* raises 42710 */
void type_relation_is_new(struct session *s, const char *name); /* a composite one is a relation, too. Raises 42P07 */
/* The name of one that is about to be made, without its schema. Raises 3F000, 42501. */
const char *type_new_name(struct session *s, PgQuery__Node *const *names, size_t n);
void type_new_place(struct session *s, const char *schema, const char *name); /* the same; schema NULL or empty: none was named */
bool type_is_user(const char *name); /* is it that of one that SQL made? */
bool type_is_objectid(PgQuery__Node *const *names, size_t n); /* pgleaf's own domain, which dumps make and own as any other */

/* ---- ddl_composite.c ---- */
struct completion run_create_composite(struct session *s, const struct portal *portal);
struct completion run_alter_composite(struct session *s, const struct portal *portal);
struct completion run_rename_attribute(struct session *s, const struct portal *portal);

/* ---- ddl_owner.c ---- */
struct completion run_alter_owner(struct session *s, const struct portal *portal);
void owner_is_here(const struct session *s, const PgQuery__RoleSpec *role); /* raises 42704: there is nobody else to own anything */

/* ---- ddl_domain.c ---- */
struct completion run_create_domain(struct session *s, const struct portal *portal);
struct completion run_alter_domain(struct session *s, const struct portal *portal);
struct completion run_rename_domain_constraint(struct session *s, const struct portal *portal);

/* ---- ddl_texts.c: expressions and queries of declarations that go on meaning what they mean ---- */
/*
 * Those that have the text needle in them, and in whose trees uses() (NULL: all) finds something, read as long as they mean what they do:
 * struct kept. Then printed, with what their trees name called what it is called by then, and declared; tell (NULL: nothing): changes a tree first.
 */
List *texts_read(struct session *s, struct arena *a, const char *needle, bool (*uses)(Node *n, void *arg), void *arg);
/* The same, to be changed: under the locks of the declarations that they are in. */
List *texts_to_change(struct session *s, struct arena *a, const char *needle, bool (*uses)(Node *n, void *arg), void *arg);
List *texts_views(struct arena *a, const List *kept); /* the views among them: char *, their collections */
void texts_say(struct session *s, struct arena *a, const List *kept, bool (*tell)(Node *n, void *arg), void *arg);

/* ---- ddl_rows.c ---- */
struct error *error_of_table(struct error *e, const struct relation *rel); /* what names a constraint or column tells the table, too */

/* ---- ddl_drop.c ---- */
struct completion run_drop_other(struct session *s, const struct portal *portal);
struct completion run_drop_subscription(struct session *s, const struct portal *portal);
struct completion run_drop_tablespace(struct session *s, const struct portal *portal);
struct completion run_drop_role(struct session *s, const struct portal *portal);
/* Raise what PostgreSQL does of names that are not there. */
void check_grant(struct session *s, const struct portal *portal);
void check_grant_role(struct session *s, const struct portal *portal);
/* Is it not there? Raises 3F000, or tells by a NOTICE. schema NULL: none was said. */
bool drop_schema_missing(struct session *s, const char *schema, bool missing_ok);
bool drop_type_missing(struct session *s, struct arena *a, const PgQuery__TypeName *n); /* IF EXISTS: tells by a NOTICE */
const char *drop_type_written(struct arena *a, const PgQuery__TypeName *n);             /* as it was: "pg_catalog.int4", "mood[]" */

/* ---- ddl_cast.c ---- */
struct user_cast;
struct completion run_create_cast(struct session *s, const struct portal *portal);
struct completion run_drop_cast(struct session *s, const struct portal *portal);
const char *cast_words(struct arena *a, Oid source, Oid target); /* "cast from integer to mood" */
void cast_drop(struct session *s, struct arena *a, const struct user_cast *c);

/* ---- type_uses.c: what depends on a type ---- */
/* A table or view that SQL made, temporary ones too. */
struct declared {
    const char *collection, *name;
    const struct table_def *def;
    struct relation *rel;
};
List *all_declared(struct session *s, struct arena *a);
/* The tables' and views' names (struct relation_name) and definitions that have columns of the type, or of its array; temporary tables too. */
struct type_use {
    const char *collection;
    const struct table_def *def;
    const struct column_def *column;
    bool array;  /* inside the column's values */
    bool nested; /* in attributes of composite values there */
    struct relation *relation;
};
List *type_uses(struct session *s, struct arena *a, const struct user_type *t); /* struct type_use; of domains over it, too */
List *type_uses_to_change(struct session *s, struct arena *a, const struct user_type *t); /* the tables' under their locks */
/* What is changed of their type documents have: where tables are among the uses it is done at once, and uses and texts that were read before say old names. */
bool type_change_outside(struct session *s, const List *uses);
/* Raises 2BP01 where anything depends on them, or drops that. */
void drop_type_dependents(struct session *s, struct arena *a, const struct raw_stmt *raw, const List *types, bool cascade);
/* What mentions the type in its text goes on meaning it. */
List *type_follow_rename(struct session *s, struct arena *a, const char *from, const char *to); /* the collections that were (char *) */

/* ---- ddl_sequence.c ---- */
struct completion run_create_sequence(struct session *s, const struct portal *portal);
struct completion run_alter_sequence(struct session *s, const struct portal *portal);
struct completion run_alter_sequence_logged(struct session *s, const struct portal *portal); /* SET LOGGED, SET UNLOGGED */
/* NULL: there is none. schema NULL: as the search path says */
const struct sequence_def *find_sequence(struct session *s, struct arena *a, const char *schema, const char *name);
/* It is q from now on, and counts from where restart says. */
struct sequence_restart;
struct sequence_def;
void sequence_change(struct session *s, const struct sequence_def *q, const struct sequence_restart *r);
struct counted { /* a column whose DEFAULT names a sequence */
    const struct relation *rel;
    const struct column_def *column;
};
List *sequence_counted(struct session *s, struct arena *a, const struct sequence_def *q); /* struct counted, in a */
List *sequence_views(struct session *s, struct arena *a, const struct sequence_def *q);   /* char *: views that read it, or count by it */
void sequence_default_drop(struct session *s, const struct counted *x);
void sequence_say(struct session *s, const struct sequence_def *q); /* whose it is, its comment: it counts on, also behind ROLLBACK */
void rename_sequence(struct session *s, struct arena *a, const struct sequence_def *q, const char *to); /* raises 42P07, 0A000 */
bool sequence_is_there(struct session *s, const char *schema, const char *name);
bool drop_sequence(struct session *s, const char *schema, const char *name, bool cascade); /* false: there is none. Raises 2BP01 */
/* Those of def, which is the declaration of the table in that collection: kept from now on, a temporary table's under names of their own. */
void make_sequences(struct session *s, struct mongo *m, const char *collection, const struct table_def *def, bool stay);
/* Sequences of serial and identity columns, and those that OWNED BY gave to a table. column: of that one alone; NULL any. */
List *owned_sequences(struct session *s, struct arena *a, const struct relation *rel, const char *column); /* struct sequence_def */
void drop_owned_sequences(struct session *s, struct arena *a, const struct relation *rel, const char *column);
void restart_owned_sequences(struct session *s, struct arena *a, const struct relation *rel);
/* column: it is renamed, and not the table. */
void sequences_follow_rename(struct session *s, struct arena *a, const struct relation *rel, const char *column, const char *to);

/* ---- cursors.c: DECLARE, FETCH, MOVE, CLOSE ---- */
void prepare_cursor(struct session *s, struct prepared *p);
void prepare_fetch(struct session *s, struct prepared *p);
struct completion run_declare(struct session *s, const struct portal *declare);
const struct portal *cursor_named(struct session *s, const char *name); /* 34000 */
/* The next n rows; fewer than none: the rows before; none: the present one again. */
void cursor_fetch_forward(struct session *s, const char *name, struct row_dest *dest, int64_t n);
struct completion run_fetch(struct session *s, const struct portal *fetch, struct row_dest *dest);
struct completion run_close(struct session *s, const struct portal *self);

/* ---- current.c: WHERE CURRENT OF ---- */
/*
 * A cursor's query gets columns more, at its end: the _id of each document that UPDATE ... WHERE CURRENT OF could mean. They are taken off again on
 * the rows' way out, and those of the row that the cursor is on are remembered.
 */
struct row_marks *marks_add(struct arena *a, Query *q);
struct marked_dest {
    struct row_dest dest; /* first */
    struct row_dest *to;
    struct row_marks *marks;
    int64_t left;         /* rows until the one that is remembered */
};
/* d, which gives to what it gets, without marks; the last of count rows is the one that p is on. NULL marks: to itself. */
struct row_dest *marked_dest(struct marked_dest *d, const struct portal *p, struct row_dest *to, int64_t count);
/* FOR UPDATE gives no row that its own transaction has changed since the cursor was declared: the number in p's store of the row behind row n that
 * it may give. Raises 0A000 where that is not known. */
int64_t marked_next(struct session *s, struct portal *p, int64_t n);
bool current_row(struct arena *a, const char *cursor, const struct relation *rel, Datum *id); /* plan_settings' */
changed_row_fn current_watcher(const struct relation *rel);                                    /* exec_settings' */
void changed_rows_leave(struct session *s, int level, int parent); /* those below the savepoint are its parent's; -1: were not changed after all */
void changed_rows_forget(struct session *s);                       /* the transaction ends */

/* ---- dest.c: rows to the client ---- */
struct client_dest;
/* formats: as in a portal. */
struct client_dest *client_dest_new(struct session *s, struct arena *a, const List *desc, const int16_t *formats, int nformats);
struct row_dest *client_row_dest(struct client_dest *d);
struct row_dest *nowhere_dest(void); /* rows that nobody wants */
void send_row_description(struct session *s, const List *desc, const int16_t *formats, int nformats);
/* Rows of texts: SHOW, EXPLAIN. */
List *text_desc(struct arena *a, Oid type, int n, const char *const *names);
List *desc_copy(struct arena *a, const List *desc); /* what columns are, in an arena that lasts */
void put_text_row(struct arena *a, struct row_dest *dest, int n, const char *const *values);
void send_complete(struct session *s, const char *tag);

/* ---- client_text.c: text between the client's encoding and UTF-8 ---- */
void client_encoding_set(enum encoding e);
enum encoding client_encoding(void);
bool client_converts(void); /* it is neither UTF8 nor SQL_ASCII */
/* As UTF-8, with a NUL behind it where it had one: p itself, or in a. Raises 22021, 22P05. */
const char *text_from(struct arena *a, enum encoding e, const char *p, size_t *len);
const char *client_string(struct arena *a, const char *text); /* a message's: in a */
/* What stands in b from there on, UTF-8, becomes e's. Raises 22P05. */
void text_to(struct arena *a, enum encoding e, struct strbuf *b, size_t from);
void put_client_text(struct wire *w, const char *text); /* with its NUL */
enum text_inside { TEXT_NONE, TEXT_WHOLE, TEXT_SOMEWHERE }; /* of a type's binary form */
enum text_inside text_inside(Oid type);
/* Is a binary value of the type to be converted? Raises 0A000 for what cannot be. */
enum text_inside binary_text(struct arena *a, enum encoding e, Oid type);

/* ---- report.c: errors, notices, settings that the client is told of ---- */
void quote_shown(struct strbuf *b, const char *text, int64_t max);
void report_error(struct session *s, const struct error *e, const char *text);
void report_init(struct session *s);
void report_settings(struct session *s); /* ParameterStatus of those that changed; the first time, of all */
void send_ready(struct session *s);

/* ---- xact.c ---- */
void xact_message_start(struct session *s);
void xact_statement_start(struct session *s, const PgQuery__Node *node); /* raises 25P02. NULL: an empty statement */
void xact_commit_implicit(struct session *s);
void xact_error(struct session *s);
struct completion xact_command(struct session *s, PgQuery__TransactionStmt *t, int location);
void xact_set_characteristics(PgQuery__Node *const *options, size_t n, bool session_default, int location);
void xact_may_write(const struct session *s, const char *statement);    /* raises 25006 */
void xact_not_in_block(const struct session *s, const char *statement); /* raises 25001 */
bool xact_in_block(const struct session *s);
void xact_commit_in_mongo(struct session *s); /* and does what was left for then */
void xact_follow_commit(struct session *s); /* does that. Raises 08007 where it could not be finished */
/* A transaction begins: those that this session, or one that is dead, could not finish are finished first. Raises 08006 where its own still cannot be. */
void recover(struct session *s);
void recover_at_end(struct session *s); /* the session is over: its own are finished where that is possible, else another one does it */
void recover_init(struct session *s); /* this session keeps records (mongo/journal.h) */
char xact_status(const struct session *s);

/* ---- savepoint.c ---- */
int savepoint_level(const struct session *s); /* of the innermost; 0: there is none */
int savepoint_settings(const struct session *s); /* conf_xact_mark() when it, or else the transaction, was begun */
bool savepoint_stands(const struct session *s);  /* there is one, and it can be gone back to */
bool savepoint_outlives(const struct session *s); /* likewise, and that MongoDB's transaction ends is no matter: all of it came behind */
struct completion savepoint_make(struct session *s, const char *name);
struct completion savepoint_release(struct session *s, const char *name);  /* raises 3B001, as the next one */
struct completion savepoint_rollback(struct session *s, const char *name); /* 0A000 behind what cannot be taken back */
void savepoints_forget(struct session *s); /* the transaction ends */
void fresh_note(struct session *s, const char *table);         /* made or emptied just now */
bool fresh_here(const struct session *s, const char *table);   /* since the innermost savepoint */
/* A statement of this transaction has changed documents, or is about to. */
bool xact_keeps_snapshot(void); /* all that it reads is of one moment */
void xact_wrote(struct session *s);

/* ---- settings.c: the hooks of settings that other stages must know of ---- */
/* false: the configuration has a value that its hook refuses; the log says which. */
bool settings_init(void);

/* ---- utility.c ---- */
/* What a utility statement returns, and EXPLAIN's statement analyzed. */
void prepare_utility(struct session *s, struct prepared *p);
/* Gives its rows to dest, which is NULL where it has none. */
struct completion run_utility(struct session *s, const struct portal *portal, struct row_dest *dest);

/* ---- explain.c, deparse.c ---- */
void prepare_explain(struct session *s, struct prepared *p);
struct completion run_explain(struct session *s, const struct portal *portal, struct row_dest *dest);
const char *explain_dump(struct arena *a, const PlannedStmt *plan);
/* The expression of a node of the plan, as SQL; prefix: columns with their relations' names. */
const char *deparse_expr(struct arena *a, const Node *e, const Plan *plan, bool prefix);
/* An expression over rel's columns; pretty: with no more parentheses than it needs. */
const char *deparse_declared(struct arena *a, const Node *e, const struct relation *rel, bool pretty);
/* A SELECT as PostgreSQL lays it out; names: of its columns (char *), NULL: their own. wrap: where lists go on in the next line, behind this many
 * bytes (0: behind each item, -1: never). NULL: something in it has no text that would be read again as the same. */
const char *deparse_query(struct arena *a, const Query *q, const List *names, bool pretty, int wrap);
/* The same, as a view's declaration has it: relations with their schemas. */
const char *deparse_kept_query(struct arena *a, const Query *q);

/* ---- interrupt.c ---- */
void interrupts_init(struct session *s);
void interrupts_over(void); /* the session ends: what ended it is not to end how it ends, too (a transaction is taken back) */
void message_begin(struct session *s); /* cancels mean it from now on */
void message_end(struct session *s);
/* statement_timeout: from the first message of a statement to the end of its Execute, or Sync. */
void statement_timer_start(void);
void statement_timer_stop(void);
void idle_timer_start(struct session *s); /* for authentication, or for a session that waits for its client */
void idle_timer_stop(void);

/* ---- cancel.c ---- */
int32_t cancel_register(void); /* leaves the key where another process finds it; the key */
void cancel_forget(void);      /* at the session's end */
void cancel_request(int32_t pid, int32_t secret);

#endif
