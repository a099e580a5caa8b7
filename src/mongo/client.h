/*
 * The session's one connection to MongoDB: libmongoc's single-threaded client, its facts, and how commands are run.
 *
 * Every command goes through mongo_run() or mongo_try(): there errors become SQLSTATEs, and an interrupt (cancel, timeout,
 * vanished client) that cut a wait is thrown, after the operation was ended on the server.
 */
#ifndef MONGO_CLIENT_H
#define MONGO_CLIENT_H

#include <mongoc/mongoc.h>

#include "base/arena.h"
#include "base/error.h"

struct mongo_login;

struct mongo_options {
    const char *uri;            /* mongodb://... ; wins over nothing: URI options that are set are kept */
    const char *user;           /* auth = password: the session user; NULL: as the URI says */
    char *password;             /* wiped by mongo_connect() */
    struct mongo_login *login;  /* auth = scram: the session user (mongo/login.h); uri names none. Must outlive the connection */
    const char *auth_source;    /* NULL: the URI's, or admin */
    const char *auth_mechanism; /* NULL: negotiated */
    int connect_timeout_ms;     /* 0: 10 s */
    const char *command_log;    /* file that every command sent is appended to, as canonical Extended JSON; NULL none */
};

/* What hello said. */
struct mongo_server {
    int max_wire_version;
    bool mongos, standalone;
    char replica_set[64];
    bool sessions;     /* logical sessions: killSessions, transactions */
    bool transactions; /* replica set or mongos, with sessions */
    int32_t max_bson_size;
};

/* Run-time settings that the session keeps up to date. */
struct mongo_settings {
    bool mismatch_null;        /* pgleaf.mismatch = null */
    int64_t deadline_us;       /* CLOCK_MONOTONIC microseconds at which statement_timeout strikes; 0 none */
    bool flatten;              /* pgleaf.flatten */
    int sample_size;           /* documents; default 1000 */
    int infer_timeout_ms;      /* for looking through a whole collection for unknown fields; default 10000 */
    bool require_transactions; /* pgleaf.transactions = required */
    size_t undo_limit;         /* bytes of documents kept for going back to a savepoint */
    const char *cache_dir;     /* NULL: no cache shared with other processes */
    int cache_max_age_s;       /* default 3600; 0 never ages */
    void (*trace)(const char *db, const char *command_json); /* debug log of what is sent; NULL none; must not raise */
};
extern struct mongo_settings mongo_settings;

struct mongo {
    mongoc_client_t *client;
    mongoc_uri_t *uri;
    mongoc_client_session_t *session; /* NULL: the server has none */
    struct mongo_server server;
    unsigned long generation; /* another when the client was made anew: cursors of the old one are gone */
    uint32_t only_server;     /* the one that a direct connection has, once selected; 0: ask libmongoc */
    int log_fd;
    mongoc_client_session_t *xact_session; /* the transaction's, apart from session: cursors from before go on there */
    bool in_transaction;      /* libmongoc's transaction on xact_session */
    bool wrote;               /* something in that transaction, or definitions wait for its commit */
    bool rows;                /* among that are rows that the client wrote or locked */
    uint64_t began;           /* nsteps when that transaction began */
    uint64_t changes;         /* commands that may have written, and what is to be done when the transaction ends */
    bool in_block;            /* of the client's */
    bool alone;               /* what is done now stands beside the block's transaction, whose definitions stay as the session sees them */
    bool together;            /* statements that come may be part of the same transaction */
    bool xact_lost;           /* it went with its connection: nothing more is written in the block */
    int sent;                 /* how often the last command was: libmongoc sends some again, whose answer was lost */
    bool in_doubt;            /* a write was sent, and its success not seen */
    struct xact_step *steps;  /* of transaction.c */
    struct xact_within *within; /* likewise: what MongoDB's transaction has made, the last first */
    uint64_t nsteps;          /* likewise: in all */
    struct undo_log *undo;    /* of undo.c; NULL: there is no savepoint */
    bool going_back;          /* what is written was there before: no key is looked for */
    bool warned;              /* that the server has no transactions: once a block */
    bool beside;              /* commands go beside the transaction for now */
    mongoc_client_session_t *asking_session; /* of row_lock.c: another transaction, that asks who holds what */
    bool asking;              /* commands go there for now */
    struct row_locks *row_locks; /* of row_lock.c: what the transaction holds; NULL: nothing known */
    struct journal *journal;  /* of journal.c: what is left to do, on record; NULL: none is kept */
    bool unfinished;          /* the record of a transaction that is over stands for what could not be done yet */
    struct mongo_login *login; /* NULL: the URI says who */
    char *identity;           /* hosts and user of the URI, no password: key of caches */
};

/* The process' connection: set by mongo_connect(), NULL when there is none. */
extern struct mongo *mongo_current;

mongoc_client_session_t *mongo_session_open(struct mongo *m); /* NULL: the server has none */

/* The driver is made ready, if it is not: mongo_connect() does so itself, a process that will be forked does so before. */
void mongo_init(void);
void mongo_rehearse(void); /* what a first connection makes for all that follow */
/*
 * Connects (hello) and logs in, where there are credentials (a command proves it). Freed with a, or by mongo_close().
 * 08001 not reachable, 28P01 login refused, 42501 not allowed, 22023 a URI that is none.
 */
struct mongo *mongo_connect(struct arena *a, struct mongo_options *opt);
void mongo_close(struct mongo *m);
/* buildInfo's; the connecting errors. */
const char *mongo_version(struct arena *a, struct mongo *m);

/* Has the server this stage or command? By its version, and by what mongo_note_lack() was told. */
bool mongo_has(const char *name);
/* It turned out (error 40324, 59, 168 ...) that it has not. */
void mongo_note_lack(const char *name);

/* A document that is freed with the arena. */
bson_t *bson_in(struct arena *a);
/* Room for one that is still to be made (by bson_steal(), bson_init_static()), aligned as libbson wants it. */
bson_t *bson_room(struct arena *a);
/* A parsed literal, for short fixed commands; JSON with ' for ". */
bson_t *bson_literal(struct arena *a, const char *json);

enum mongo_op { MONGO_READ, MONGO_WRITE, MONGO_PLAIN };

/* The server a read of this session goes to; raises 08001/08006. 0: let libmongoc choose. */
uint32_t mongo_select_server(struct mongo *m);

/*
 * Runs a command. READ: the URI's read preference and concern, retried once by libmongoc; WRITE: write concern, retried
 * where retryable; PLAIN: as it is (getMore, killCursors, listings). reply: uninitialised, always initialised when these
 * return, destroyed by the caller.
 * mongo_try: false for an answer of the server that says no (*error tells); raises when there is no server, and interrupts.
 */
bool mongo_try(struct mongo *m, const char *db, const bson_t *command, enum mongo_op op, uint32_t server_id,
               bson_t *reply, bson_error_t *error);
/* Raises every error. The reply lives in a. */
const bson_t *mongo_run(struct arena *a, struct mongo *m, const char *db, const bson_t *command, enum mongo_op op);
const bson_t *mongo_write_beside(struct arena *a, struct mongo *m, const char *db, const bson_t *command); /* the same, of a write beside the transaction */

/* Are commands part of a transaction now? */
static inline bool mongo_in_transaction(const struct mongo *m)
{
    return m->in_transaction && !m->beside && !m->asking;
}

/* Milliseconds left of the statement (at least 1), 0 when there is no limit. For maxTimeMS. */
int64_t mongo_time_left_ms(void);

/* Members of a reply, with defaults. */
const char *bson_text(const bson_t *b, const char *dotted, const char *otherwise);
int64_t bson_number(const bson_t *b, const char *dotted, int64_t otherwise);
bool bson_truth(const bson_t *b, const char *dotted);
bool bson_subdocument(const bson_t *b, const char *dotted, bson_t *out); /* static view; arrays too */
bool bson_view(const bson_iter_t *it, bson_t *out);                      /* the same of the value at it */

#endif
