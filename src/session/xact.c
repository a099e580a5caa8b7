/* Transactions: PostgreSQL's states, tags and warnings, around MongoDB's (mongo/transaction.h). */
#include "session/foreign.h"

#include <string.h>
#include <time.h>

#include "analyze/raw.h"
#include "base/macros.h"
#include "catalog/objects.h"
#include "mongo/journal.h"
#include "mongo/mongo_error.h"
#include "mongo/transaction.h"

/* The characteristics of a transaction, and where a new one gets them from. */
static const struct {
    enum conf_id now, initial;
} characteristics[] = {
    {CONF_transaction_isolation, CONF_default_transaction_isolation},
    {CONF_transaction_read_only, CONF_default_transaction_read_only},
    {CONF_transaction_deferrable, CONF_default_transaction_deferrable},
};
static const char *const characteristic_names[] = {"transaction_isolation", "transaction_read_only", "transaction_deferrable"};

char xact_status(const struct session *s)
{
    return s->xact == XACT_BLOCK ? 'T' : s->xact == XACT_FAILED ? 'E' : 'I';
}

static TimestampADT now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return ((int64_t)t.tv_sec - 946684800) * 1000000 + t.tv_nsec / 1000;
}

void xact_message_start(struct session *s)
{
    (void)s;
    func_env.stmt_start = now();
}

/* values: one per characteristic; NULL: the defaults. */
static void begin(struct session *s, enum xact_state state, const char *const *values)
{
    s->xact = state;
    s->snapshot = s->pipelined = false;
    func_env.xact_start = func_env.stmt_start;
    type_settings.statement_start = func_env.xact_start;
    conf_xact_begin();
    for (int i = 0; i < COUNTOF(characteristics); i++) {
        const char *value = values != NULL ? values[i] : conf_string(characteristics[i].initial);
        if (strcmp(value, conf_string(characteristics[i].now)) != 0)
            conf_set(characteristic_names[i], value, CONF_FROM_SESSION, true);
    }
    s->settings = conf_xact_mark(); /* an error does not undo what a chain hands on */
    recover(s);
}

void xact_follow_commit(struct session *s)
{
    bool together = s->mongo->together;
    s->mongo->together = false; /* ROLLBACK undoes nothing of it any more */
    TRY {
        later_after_commit(s);
        s->mongo->together = together;
    } CATCH (e) {
        s->mongo->together = together;
        s->mongo->unfinished = journal_is_open(s->mongo);
        if (e->severity > SEV_ERROR)
            error_throw(e);
        raise(ERR_TRANSACTION_RESOLUTION_UNKNOWN, "the transaction has committed, but its definitions are not finished: %s", e->message);
    } END_TRY;
    mongo_xact_finish(s->mongo);
}

void xact_commit_in_mongo(struct session *s)
{
    WITH_ARENA(a, { mongo_xact_commit(s->mongo, s->database, later_before_commit(s, a)); });
    xact_follow_commit(s);
}

/* What was written stands or falls with it. Where a commit fails, the transaction has failed. */
static void end_in_mongo(struct session *s, bool commit)
{
    struct mongo *m = s->mongo;
    if (m == NULL)
        return;
    m->in_block = m->together = false;
    if (commit) {
        xact_commit_in_mongo(s);
        return;
    }
    later_forget(s);
    mongo_xact_abort(m);
}

/* An error in what is left to do at a commit ends the transaction all the same. */
static void end(struct session *s, bool commit)
{
    if (commit) {
        s->xact = XACT_IMPLICIT;
        portals_hold(s);
        foreign_settle(s, true);
        temp_at_commit(s);
    }
    foreign_forget(s);
    end_in_mongo(s, commit);
    temp_xact_over(s);
    advisory_xact_over(s);
    s->xact = XACT_NONE;
    s->snapshot = false;
    savepoints_forget(s);
    conf_xact_end(commit);
    portals_drop(s, false);
}

/* ---- around each statement ---- */

static bool ends_transaction(const PgQuery__Node *n)
{
    if (n->node_case != PG_QUERY__NODE__NODE_TRANSACTION_STMT)
        return false;
    switch (n->transaction_stmt->kind) {
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK_TO:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_PREPARE:
        return true;
    default:
        return false;
    }
}

/* Nothing more becomes part of the statement's transaction. In the extended protocol only Sync tells; most clients send it along with Execute. */
static bool stands_alone(const struct session *s)
{
    static const char no_statements[] = {WIRE_close, WIRE_flush, '\0'};
    return s->xact == XACT_IMPLICIT && !s->several && (!s->skip_to_sync || wire_ahead(&s->wire, no_statements) == WIRE_sync);
}

void xact_statement_start(struct session *s, const PgQuery__Node *node)
{
    objects_forget();
    if (s->xact == XACT_FAILED && (node == NULL || !ends_transaction(node)))
        raise(ERR_IN_FAILED_SQL_TRANSACTION, "current transaction is aborted, commands ignored until end of transaction block");
    if (s->xact == XACT_NONE && node != NULL)
        begin(s, XACT_IMPLICIT, NULL);
    mongo_error_take(); /* an earlier one's */
    if (s->mongo != NULL) {
        s->mongo->in_doubt = false;
        mongo_settings.undo_limit = (size_t)conf_int(CONF_work_mem) * 1024;
        mongo_settings.flatten = conf_bool(CONF_flatten);
        mongo_settings.require_transactions = strcmp(conf_string(CONF_transactions), "required") == 0;
        s->mongo->in_block = s->xact != XACT_IMPLICIT;
        s->mongo->together = s->mongo->in_block || !stands_alone(s);
    }
}

void xact_commit_implicit(struct session *s)
{
    if (s->xact == XACT_IMPLICIT)
        end(s, true);
}

/* A savepoint lets what was written before it live; unless MongoDB has met an error, or is not known to have met none. */
static void error_in_mongo(struct session *s)
{
    struct mongo *m = s->mongo;
    bool by_mongo = mongo_error_take();
    if (m == NULL || (savepoint_stands(s) && !by_mongo && !m->xact_lost && !m->in_doubt))
        return;
    if (savepoint_outlives(s) && !m->xact_lost) {
        mongo_xact_give_up(m);
        return;
    }
    s->undone |= s->writes > 0 || (s->writing && !m->server.transactions);
    s->moment_lost |= s->read;
    later_forget(s);
    mongo_xact_abort(m);
}

/* What SET did since the last savepoint is undone at once; the block lasts until the client ends it, or goes back. */
void xact_error(struct session *s)
{
    if (s->fetching != NULL)
        s->fetching->failed = true;
    s->running = NULL;
    s->fetching = NULL;
    change_over(s);
    if (s->xact != XACT_BLOCK && s->xact != XACT_FAILED) {
        end(s, false);
        return;
    }
    s->xact = XACT_FAILED;
    error_in_mongo(s);
    s->writing = false;
    conf_xact_rollback_to(savepoint_settings(s));
    portals_fail(s, savepoint_level(s));
}

/* Several statements in one message count as a block. */
bool xact_in_block(const struct session *s)
{
    return s->xact == XACT_BLOCK || s->xact == XACT_FAILED || (s->xact == XACT_IMPLICIT && s->several);
}

void xact_not_in_block(const struct session *s, const char *statement)
{
    if (s->xact == XACT_IMPLICIT && s->pipelined)
        raise(ERR_ACTIVE_SQL_TRANSACTION, "%s cannot be executed within a pipeline", statement);
    if (xact_in_block(s))
        raise(ERR_ACTIVE_SQL_TRANSACTION, "%s cannot run inside a transaction block", statement);
}

bool xact_keeps_snapshot(void)
{
    const char *level = conf_string(CONF_transaction_isolation);
    return strcmp(level, "repeatable read") == 0 || strcmp(level, "serializable") == 0;
}

void xact_may_write(const struct session *s, const char *statement)
{
    (void)s;
    if (conf_bool(CONF_transaction_read_only))
        raise(ERR_READ_ONLY_SQL_TRANSACTION, "cannot execute %s in a read-only transaction", statement);
}

static void only_in_block(const struct session *s, const char *statement)
{
    if (s->xact != XACT_BLOCK && s->xact != XACT_FAILED)
        raise(ERR_NO_ACTIVE_SQL_TRANSACTION, "%s can only be used in transaction blocks", statement);
}

/* ---- the statements ---- */

/* ISOLATION LEVEL, READ ONLY, DEFERRABLE: of BEGIN, SET TRANSACTION, SET SESSION CHARACTERISTICS. */
void xact_set_characteristics(PgQuery__Node *const *options, size_t n, bool session_default, int location)
{
    for (size_t i = 0; i < n; i++) {
        const PgQuery__DefElem *d = options[i]->def_elem;
        RAW_FIELDS(d, location, "defname arg defaction location");
        const PgQuery__AConst *c = d->arg != NULL && d->arg->node_case == PG_QUERY__NODE__NODE_A_CONST ? d->arg->a_const : NULL;
        int known = -1;
        for (int j = 0; j < COUNTOF(characteristic_names); j++)
            if (strcmp(characteristic_names[j], d->defname) == 0)
                known = j;
        if (c == NULL || known < 0)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "transaction option %s is not supported", d->defname);
        bool word = c->val_case == PG_QUERY__A__CONST__VAL_SVAL;
        bool on = c->val_case == PG_QUERY__A__CONST__VAL_IVAL && c->ival->ival != 0;
        char name[80];
        snprintf(name, sizeof name, "%s%s", session_default ? "default_" : "", d->defname);
        conf_set(name, word ? c->sval->sval : on ? "on" : "off", CONF_FROM_SESSION, !session_default);
    }
}

static struct completion do_begin(struct session *s, PgQuery__TransactionStmt *t, const char *tag, int location)
{
    if (s->xact == XACT_BLOCK)
        notice(SEV_WARNING, ERR_ACTIVE_SQL_TRANSACTION, "there is already a transaction in progress");
    s->xact = XACT_BLOCK;
    xact_set_characteristics(t->options, t->n_options, false, location);
    return DONE(tag);
}

/* AND CHAIN: the next one has the characteristics of this one. */
static void chain(struct session *s, bool commit)
{
    const char *kept[COUNTOF(characteristics)];
    for (int i = 0; i < COUNTOF(characteristics); i++)
        kept[i] = arena_strdup(s->message, conf_string(characteristics[i].now));
    end(s, commit);
    begin(s, XACT_BLOCK, kept);
}

static struct completion do_end(struct session *s, PgQuery__TransactionStmt *t, bool commit)
{
    bool block = s->xact == XACT_BLOCK || s->xact == XACT_FAILED;
    if (t->chain)
        only_in_block(s, commit ? "COMMIT AND CHAIN" : "ROLLBACK AND CHAIN");
    if (!block)
        notice(SEV_WARNING, ERR_NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress");
    commit = commit && s->xact != XACT_FAILED;
    if (t->chain)
        chain(s, commit);
    else
        end(s, commit);
    return DONE(commit ? "COMMIT" : "ROLLBACK");
}

static struct completion do_savepoint(struct session *s, const PgQuery__TransactionStmt *t)
{
    const char *name = t->savepoint_name;
    if (t->kind == PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_SAVEPOINT) {
        only_in_block(s, "SAVEPOINT");
        return savepoint_make(s, name);
    }
    if (t->kind == PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_RELEASE) {
        only_in_block(s, "RELEASE SAVEPOINT");
        return savepoint_release(s, name);
    }
    only_in_block(s, "ROLLBACK TO SAVEPOINT");
    return savepoint_rollback(s, name);
}

/* PREPARE TRANSACTION, as PostgreSQL does it with max_prepared_transactions = 0: the error ends the transaction. */
static struct completion do_prepare(struct session *s)
{
    if (s->xact == XACT_BLOCK) {
        end(s, false);
        struct error *e = error_new(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "prepared transactions are disabled");
        error_throw(error_hint(e, "Set max_prepared_transactions to a nonzero value."));
    }
    if (s->xact == XACT_FAILED)
        end(s, false);
    else
        notice(SEV_WARNING, ERR_NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress");
    return DONE("ROLLBACK");
}

struct completion xact_command(struct session *s, PgQuery__TransactionStmt *t, int location)
{
    RAW_FIELDS(t, location, "kind options savepoint_name gid chain");
    switch (t->kind) {
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_BEGIN: return do_begin(s, t, "BEGIN", location);
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_START: return do_begin(s, t, "START TRANSACTION", location);
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT: return do_end(s, t, true);
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK: return do_end(s, t, false);
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_SAVEPOINT:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_RELEASE:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK_TO: return do_savepoint(s, t);
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_PREPARE: return do_prepare(s);
    default: {
        bool commit = t->kind == PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT_PREPARED;
        xact_not_in_block(s, commit ? "COMMIT PREPARED" : "ROLLBACK PREPARED");
        raise(ERR_UNDEFINED_OBJECT, "prepared transaction with identifier \"%s\" does not exist", t->gid);
    }
    }
}
