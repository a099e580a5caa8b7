#include "mongo/transaction.h"

#include "mongo/mongo_error.h"
#include "mongo/stream.h"

#define COMMIT_TRIES 5

void mongo_xact_begin(struct mongo *m)
{
    bson_error_t error;
    if (m->in_transaction)
        return;
    if (m->xact_lost)
        raise(ERR_T_R_SERIALIZATION_FAILURE, "the transaction was lost with the connection to MongoDB");
    if (m->xact_session == NULL)
        m->xact_session = mongo_session_open(m);
    if (m->xact_session == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "MongoDB gave no session for a transaction");
    if (!mongoc_client_session_start_transaction(m->xact_session, NULL, &error))
        error_throw(mongo_error_new(&error, NULL, false));
    m->in_transaction = true;
}

void mongo_xact_write(struct mongo *m, bool several)
{
    if (m->in_transaction || !(several || m->together))
        return;
    if (m->server.transactions) {
        mongo_xact_begin(m);
    } else if (m->in_block && !m->warned) {
        m->warned = true;
        struct error *e = error_new(ERR_WARNING, "this MongoDB server has no transactions: what is written stays written");
        e->severity = SEV_WARNING;
        notice_emit(error_hint(e, "ROLLBACK does not undo it. A replica set has transactions."));
    }
}

void mongo_xact_commit(struct mongo *m)
{
    bson_error_t error;
    bson_t reply;
    struct error *failed = NULL;
    bool unknown = false;
    m->warned = false;
    if (m->xact_lost) {
        m->xact_lost = false;
        raise(ERR_T_R_SERIALIZATION_FAILURE, "the transaction was lost with the connection to MongoDB");
    }
    if (!m->in_transaction)
        return;
    for (int i = 0; i < COMMIT_TRIES; i++) {
        bool ok = mongoc_client_session_commit_transaction(m->xact_session, &reply, &error);
        struct error *cut = stream_take_error();
        unknown = !ok && mongoc_error_has_label(&reply, "UnknownTransactionCommitResult");
        failed = ok ? NULL : cut != NULL ? cut : mongo_error_new(&error, &reply, false);
        bson_destroy(&reply);
        if (!unknown || cut != NULL)
            break;
    }
    m->in_transaction = false;
    if (failed == NULL)
        return;
    if (unknown)
        raise(ERR_TRANSACTION_RESOLUTION_UNKNOWN, "it is not known whether the transaction was committed: %s", failed->message);
    error_throw(failed);
}

void mongo_xact_abort(struct mongo *m)
{
    bson_error_t error;
    m->warned = m->xact_lost = false;
    if (!m->in_transaction)
        return;
    m->in_transaction = false;
    mongoc_client_session_abort_transaction(m->xact_session, &error); /* one that fails ends by itself */
    stream_take_error();
}
