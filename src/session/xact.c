/* Transactions: PostgreSQL's states, tags and warnings. What MongoDB can undo comes with the issue on writes. */
#include "session/session_int.h"

#include <string.h>
#include <time.h>

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

static void begin(struct session *s, enum xact_state state)
{
    s->xact = state;
    func_env.xact_start = func_env.stmt_start;
    type_settings.statement_start = func_env.xact_start;
    conf_xact_begin();
    conf_set("transaction_isolation", conf_string(CONF_default_transaction_isolation), CONF_FROM_SESSION, true);
    conf_set("transaction_read_only", conf_string(CONF_default_transaction_read_only), CONF_FROM_SESSION, true);
    conf_set("transaction_deferrable", conf_string(CONF_default_transaction_deferrable), CONF_FROM_SESSION, true);
}

static void end(struct session *s, bool commit)
{
    s->xact = XACT_NONE;
    conf_xact_end(commit);
}

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

void xact_statement_start(struct session *s, const PgQuery__Node *node)
{
    func_env.stmt_start = now();
    if (s->xact == XACT_FAILED && !ends_transaction(node))
        raise(ERR_IN_FAILED_SQL_TRANSACTION, "current transaction is aborted, commands ignored until end of transaction block");
    if (s->xact == XACT_NONE)
        begin(s, XACT_IMPLICIT);
}

void xact_commit_implicit(struct session *s)
{
    if (s->xact == XACT_IMPLICIT)
        end(s, true);
}

void xact_error(struct session *s)
{
    if (s->xact == XACT_IMPLICIT || s->xact == XACT_NONE) {
        end(s, false);
    } else if (s->xact == XACT_BLOCK) {
        conf_xact_end(false);
        conf_xact_begin();
        s->xact = XACT_FAILED;
    }
}

/* ISOLATION LEVEL, READ ONLY, DEFERRABLE: of BEGIN, SET TRANSACTION, SET SESSION CHARACTERISTICS. */
void xact_set_characteristics(PgQuery__Node *const *options, size_t n, bool session_default, int location)
{
    for (size_t i = 0; i < n; i++) {
        const PgQuery__DefElem *d = options[i]->def_elem;
        const PgQuery__AConst *c = d->arg != NULL && d->arg->node_case == PG_QUERY__NODE__NODE_A_CONST ? d->arg->a_const : NULL;
        if (c == NULL)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "transaction option %s is not supported", d->defname);
        bool number = c->val_case != PG_QUERY__A__CONST__VAL_SVAL;
        bool on = c->val_case == PG_QUERY__A__CONST__VAL_IVAL && c->ival->ival != 0;
        const char *value = number ? (on ? "on" : "off") : c->sval->sval;
        char name[80];
        snprintf(name, sizeof name, "%s%s", session_default ? "default_" : "", d->defname);
        if (conf_name(name) == NULL)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "transaction option %s is not supported", d->defname);
        conf_set(name, value, CONF_FROM_SESSION, !session_default);
    }
}

static void do_begin(struct session *s, PgQuery__TransactionStmt *t, const char *tag, int location)
{
    if (s->xact == XACT_BLOCK)
        notice(SEV_WARNING, ERR_ACTIVE_SQL_TRANSACTION, "there is already a transaction in progress");
    s->xact = XACT_BLOCK;
    xact_set_characteristics(t->options, t->n_options, false, location);
    send_complete(s, tag);
}

static void do_end(struct session *s, PgQuery__TransactionStmt *t, bool commit)
{
    bool block = s->xact == XACT_BLOCK || s->xact == XACT_FAILED;
    bool failed = s->xact == XACT_FAILED;
    if (!block && t->chain)
        raise(ERR_NO_ACTIVE_SQL_TRANSACTION, "%s can only be used in transaction blocks",
              commit ? "COMMIT AND CHAIN" : "ROLLBACK AND CHAIN");
    if (!block)
        notice(SEV_WARNING, ERR_NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress");
    bool committed = commit && !failed;
    end(s, committed);
    if (t->chain)
        begin(s, XACT_BLOCK);
    send_complete(s, committed ? "COMMIT" : "ROLLBACK");
}

void xact_command(struct session *s, PgQuery__TransactionStmt *t, int location)
{
    switch (t->kind) {
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_BEGIN:
        do_begin(s, t, "BEGIN", location);
        break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_START:
        do_begin(s, t, "START TRANSACTION", location);
        break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT:
        do_end(s, t, true);
        break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK:
        do_end(s, t, false);
        break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_PREPARE:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT_PREPARED:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK_PREPARED:
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "prepared transactions are not supported");
    default:
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "savepoints are not supported yet");
    }
}
