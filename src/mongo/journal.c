#include "mongo/journal.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/relation.h"
#include "mongo/cursor.h"
#include "mongo/mongo_error.h"
#include "mongo/view.h"

enum { UNAUTHORIZED = 13, DUPLICATE_KEY = 11000, MOST_AT_ONCE = 500, MOST_BYTES = 8000000, OUTCOME_MS = 2000 };

struct journal {
    struct journal_owner me;
    char db[128], id[200]; /* "": none is open */
    int opened, undos;
    bool refused; /* the server says that this user may not write there */
    bool there;   /* the collection is, of db */
    bool late;    /* it was not when MongoDB's transaction began, to which one that comes later is none */
};

static const char *const kinds[] = {[RECORD_UNDO] = "undo", [RECORD_STEP] = "step", [RECORD_LATER] = "later"};

void journal_init(struct arena *a, struct mongo *m, struct journal_owner me)
{
    m->journal = arena_zalloc(a, sizeof *m->journal);
    m->journal->me = me;
}

bool journal_is_open(const struct mongo *m)
{
    return m->journal != NULL && m->journal->id[0] != '\0';
}

const char *journal_database(const struct mongo *m)
{
    return m->journal->db;
}

/* ---- commands ---- */

/* Runs it beside MongoDB's transaction; the server's code where it refuses it (in writeErrors, too), else 0. Raises where it is not to be reached. */
static int try_beside(struct mongo *m, const bson_t *command, struct error **failed)
{
    bson_t reply;
    bson_error_t error;
    volatile int code = 0;
    bool beside = m->beside;
    uint64_t changes = m->changes; /* a record is none */
    m->beside = true;
    GUARD {
        bool ok = mongo_try(m, m->journal->db, command, MONGO_WRITE, 0, &reply, &error);
        code = mongo_server_code(&error, &reply);
        code = !ok && code == 0 ? 1 : code;
        *failed = code != 0 ? mongo_error_new(&error, &reply, false) : NULL;
        bson_destroy(&reply);
    } FINALLY {
        m->beside = beside;
        m->changes = changes;
    } END_GUARD;
    return code;
}

static void run_beside(struct mongo *m, const bson_t *command)
{
    struct error *failed;
    if (try_beside(m, command, &failed) != 0)
        error_throw(failed);
}

static const char *id_of_all(struct arena *a, const struct mongo *m)
{
    return arena_printf(a, "transaction %s", m->journal->id);
}

static const char *id_of(struct arena *a, const struct mongo *m, enum record kind, int number)
{
    return arena_printf(a, "transaction %s %s %06d", m->journal->id, kinds[kind], number);
}

static const char *id_of_outcome(struct arena *a, const struct mongo *m)
{
    return arena_printf(a, "transaction %s outcome", m->journal->id);
}

static bson_t *record(struct arena *a, const char *id, const bson_t *what)
{
    bson_t *b = bson_in(a);
    BSON_APPEND_UTF8(b, "_id", id);
    BSON_APPEND_DOCUMENT(b, "what", what);
    return b;
}

static bson_t *outcome(struct arena *a, const struct mongo *m, bool committed)
{
    bson_t *b = bson_in(a);
    BSON_APPEND_UTF8(b, "_id", id_of_outcome(a, m));
    BSON_APPEND_BOOL(b, "committed", committed);
    return b;
}

/* {insert: ..., documents: [...]}: of those from *at on as many as go in one, which it passes */
static bson_t *insert_from(struct arena *a, const List *documents, int *at)
{
    bson_t *b = bson_in(a), list;
    char number[16];
    const char *index;
    size_t size = 0;
    BSON_APPEND_UTF8(b, "insert", CATALOG_COLLECTION);
    bson_append_array_begin(b, "documents", -1, &list);
    for (uint32_t n = 0; *at < list_length(documents) && n < MOST_AT_ONCE && size < MOST_BYTES; n++, (*at)++) {
        const bson_t *d = list_nth(documents, *at);
        bson_uint32_to_string(n, &index, number, sizeof number);
        bson_append_document(&list, index, -1, d);
        size += d->len;
    }
    bson_append_array_end(b, &list);
    return b;
}

static bson_t *insert_one(struct arena *a, bson_t *document)
{
    int at = 0;
    return insert_from(a, list_make(a, 1, document), &at);
}

/* ---- this process' own ---- */

/* Its first document. The server's code where it refuses that. */
static int begin(struct mongo *m, struct error **failed)
{
    volatile int code = 0;
    WITH_ARENA(a, {
        bson_t *b = bson_in(a);
        BSON_APPEND_UTF8(b, "_id", id_of_all(a, m));
        BSON_APPEND_UTF8(b, "owner", m->journal->me.owner);
        BSON_APPEND_UTF8(b, "machine", m->journal->me.machine);
        if (m->xact_session == NULL && m->server.transactions)
            m->xact_session = mongo_session_open(m);
        if (m->xact_session != NULL)
            BSON_APPEND_DOCUMENT(b, "lsid", mongoc_client_session_get_lsid(m->xact_session));
        code = try_beside(m, insert_one(a, b), failed);
    });
    return code;
}

/* A database that had nothing of SQL's so far: the next transaction finds it. */
static bool is_placed(struct mongo *m, const char *db)
{
    struct journal *j = m->journal;
    if (j->there && strcmp(j->db, db) == 0)
        return true;
    WITH_ARENA(a, { j->there = collection_options(a, m, db, CATALOG_COLLECTION) != NULL; });
    j->late = !j->there;
    journal_place(m, db);
    return !j->late;
}

void journal_place(struct mongo *m, const char *db)
{
    struct journal *j = m->journal;
    if (j == NULL || (j->there && strcmp(j->db, db) == 0))
        return;
    snprintf(j->db, sizeof j->db, "%s", db);
    WITH_ARENA(a, {
        struct error *failed;
        bson_t *b = bson_in(a);
        BSON_APPEND_UTF8(b, "create", CATALOG_COLLECTION);
        try_beside(m, b, &failed); /* it is there already; or who may not make it is told when it is needed */
    });
    j->there = true;
}

void journal_xact_over(struct mongo *m)
{
    if (m->journal != NULL)
        m->journal->late = false;
}

bool journal_open(struct mongo *m, const char *db)
{
    struct journal *j = m->journal;
    struct error *failed = NULL;
    volatile int code = -1;
    if (j == NULL || j->refused || j->id[0] != '\0')
        return journal_is_open(m);
    if (j->late || (m->in_transaction && !is_placed(m, db)))
        return false;
    snprintf(j->db, sizeof j->db, "%s", db);
    snprintf(j->id, sizeof j->id, "%s %d", j->me.owner, ++j->opened);
    j->undos = 0;
    GUARD {
        code = begin(m, &failed);
    } FINALLY {
        if (code != 0)
            j->id[0] = '\0';
    } END_GUARD;
    if (code != 0 && code != UNAUTHORIZED)
        error_throw(failed);
    j->refused = code != 0;
    return !j->refused;
}

int journal_undo(struct mongo *m, const char *db, const bson_t *what)
{
    if (!journal_open(m, db))
        return 0;
    int number = ++m->journal->undos;
    WITH_ARENA(a, { run_beside(m, insert_one(a, record(a, id_of(a, m, RECORD_UNDO, number), what))); });
    return number;
}

static void add_records(struct arena *a, struct mongo *m, List **documents, enum record kind, const List *what)
{
    int number = 0;
    FOREACH (bson_t, b, (List *)(uintptr_t)what)
        *documents = list_append(a, *documents, record(a, id_of(a, m, kind, ++number), b));
}

void journal_commit(struct mongo *m, const List *steps, const List *later)
{
    WITH_ARENA(a, {
        List *documents = NULL;
        int at = 0;
        add_records(a, m, &documents, RECORD_STEP, steps);
        add_records(a, m, &documents, RECORD_LATER, later);
        documents = list_append(a, documents, outcome(a, m, true));
        while (at < list_length(documents)) {
            bson_t *insert = insert_from(a, documents, &at);
            if (m->in_transaction)
                mongo_run(a, m, m->journal->db, insert, MONGO_WRITE);
            else
                run_beside(m, insert);
        }
    });
}

/* {q: {_id: id}, limit: 1} */
static void append_delete(bson_t *list, const char *index, const char *id)
{
    bson_t item;
    bson_append_document_begin(list, index, -1, &item);
    BCON_APPEND(&item, "q", "{", "_id", BCON_UTF8(id), "}", "limit", BCON_INT32(1));
    bson_append_document_end(list, &item);
}

void journal_over(struct mongo *m, enum record kind, int number)
{
    if (number == 0 || !journal_is_open(m))
        return;
    WITH_ARENA(a, {
        bson_t *b = bson_in(a), list;
        BSON_APPEND_UTF8(b, "delete", CATALOG_COLLECTION);
        bson_append_array_begin(b, "deletes", -1, &list);
        append_delete(&list, "0", id_of(a, m, kind, number));
        bson_append_array_end(b, &list);
        run_beside(m, b);
    });
}

/* {$gte: "transaction ID ", $lt: "transaction ID!"}: all but the first document */
static bson_t *range(struct arena *a, const struct mongo *m)
{
    bson_t *b = bson_in(a);
    BCON_APPEND(b, "$gte", BCON_UTF8(arena_printf(a, "%s ", id_of_all(a, m))), "$lt", BCON_UTF8(arena_printf(a, "%s!", id_of_all(a, m))));
    return b;
}

/* What says that it has committed goes behind how it would be undone. */
void journal_close(struct mongo *m)
{
    if (!journal_is_open(m))
        return;
    WITH_ARENA(a, {
        bson_t *b = bson_in(a), list, item;
        BSON_APPEND_UTF8(b, "delete", CATALOG_COLLECTION);
        bson_append_array_begin(b, "deletes", -1, &list);
        bson_append_document_begin(&list, "0", 1, &item);
        BCON_APPEND(&item, "q", "{", "_id", BCON_DOCUMENT(range(a, m)), "what", "{", "$exists", BCON_BOOL(true), "}", "}", "limit", BCON_INT32(0));
        bson_append_document_end(&list, &item);
        append_delete(&list, "1", id_of_outcome(a, m));
        append_delete(&list, "2", id_of_all(a, m));
        bson_append_array_end(b, &list);
        run_beside(m, b);
    });
    m->journal->id[0] = '\0';
}

/* ---- reading ---- */

/* bson_t: the documents that filter finds, in the order of their _id, in a. A server that may not be asked has none. */
static List *find(struct arena *a, struct mongo *m, const char *db, const bson_t *filter)
{
    List *volatile out = NULL;
    bool beside = m->beside;
    bson_t *b = bson_in(a);
    BSON_APPEND_UTF8(b, "find", CATALOG_COLLECTION);
    BSON_APPEND_DOCUMENT(b, "filter", filter);
    BSON_APPEND_DOCUMENT(b, "sort", bson_literal(a, "{'_id': 1}"));
    m->beside = true;
    GUARD {
        bson_error_t error;
        int code;
        struct mongo_cursor *c = cursor_try(a, m, db, b, &error, &code);
        for (const bson_t *doc; c != NULL && (doc = cursor_next_bson(c)) != NULL;) {
            bson_t *copy = bson_in(a);
            bson_concat(copy, doc);
            out = list_append(a, out, copy);
        }
    } FINALLY {
        m->beside = beside;
    } END_GUARD;
    return out;
}

/* Its words cannot change any more: one that has not said yes by then says no. */
enum outcome journal_outcome(struct mongo *m)
{
    volatile enum outcome out = OUTCOME_UNKNOWN;
    WITH_ARENA(a, {
        struct error *failed;
        bson_t *insert = insert_one(a, outcome(a, m, false)), *filter = bson_in(a);
        BSON_APPEND_INT64(insert, "maxTimeMS", OUTCOME_MS);
        int code = try_beside(m, insert, &failed);
        if (code == 0)
            out = OUTCOME_ABORTED;
        BSON_APPEND_UTF8(filter, "_id", id_of_outcome(a, m));
        FOREACH (bson_t, doc, code == DUPLICATE_KEY ? find(a, m, m->journal->db, filter) : NULL)
            out = bson_truth(doc, "committed") ? OUTCOME_COMMITTED : OUTCOME_ABORTED;
    });
    return out;
}

List *journal_list(struct arena *a, struct mongo *m, const char *db)
{
    static const char prefix[] = "transaction ";
    List *out = NULL, *found = find(a, m, db, bson_literal(a, "{'_id': {'$gte': 'transaction ', '$lt': 'transaction!'}, 'owner': {'$exists': true}}"));
    FOREACH (bson_t, doc, found) {
        struct journal_left *l = ARENA_NEW(a, struct journal_left);
        l->id = arena_strdup(a, bson_text(doc, "_id", prefix) + sizeof prefix - 1);
        l->owner = arena_strdup(a, bson_text(doc, "owner", ""));
        l->machine = arena_strdup(a, bson_text(doc, "machine", ""));
        out = list_append(a, out, l);
    }
    return out;
}

/* A dead process' transaction, which MongoDB would keep, and what it has locked, for a minute. */
static void end_transaction(struct arena *a, struct mongo *m, const bson_t *lsid)
{
    bson_t *b = bson_in(a), list, reply;
    bson_error_t error;
    bool beside = m->beside;
    BSON_APPEND_ARRAY_BEGIN(b, "killSessions", &list);
    BSON_APPEND_DOCUMENT(&list, "0", lsid);
    bson_append_array_end(b, &list);
    m->beside = true;
    GUARD {
        mongo_try(m, "admin", b, MONGO_PLAIN, 0, &reply, &error);
        bson_destroy(&reply);
    } FINALLY {
        m->beside = beside;
    } END_GUARD;
}

/* It has another owner from now on; its document before, in a: false, if it had not that one. */
static bool hand_over(struct arena *a, struct mongo *m, const char *db, const char *id, struct journal_owner from, struct journal_owner to, bson_t *before)
{
    bson_t *b = bson_in(a);
    BCON_APPEND(b, "findAndModify", CATALOG_COLLECTION, "query", "{", "_id", BCON_UTF8(arena_printf(a, "transaction %s", id)), "owner", BCON_UTF8(from.owner), "}",
                "update", "{", "$set", "{", "owner", BCON_UTF8(to.owner), "machine", BCON_UTF8(to.machine), "}", "}");
    return bson_subdocument(mongo_write_beside(a, m, db, b), "value", before);
}

static struct journal_owner owner_of(const struct journal_left *left)
{
    return (struct journal_owner){left->owner, left->machine};
}

bool journal_claim(struct mongo *m, const char *db, const struct journal_left *left)
{
    struct journal *j = m->journal;
    volatile bool ours = false;
    if (strlen(left->id) >= sizeof j->id)
        return false;
    WITH_ARENA(a, {
        bson_t before, lsid;
        ours = hand_over(a, m, db, left->id, owner_of(left), j->me, &before);
        if (ours && bson_subdocument(&before, "lsid", &lsid))
            end_transaction(a, m, &lsid);
    });
    if (ours) {
        snprintf(j->id, sizeof j->id, "%s", left->id);
        snprintf(j->db, sizeof j->db, "%s", db);
    }
    return ours;
}

void journal_give_back(struct mongo *m, const struct journal_left *left)
{
    WITH_ARENA(a, {
        bson_t before;
        hand_over(a, m, m->journal->db, left->id, m->journal->me, owner_of(left), &before);
    });
    m->journal->id[0] = '\0';
}

List *journal_records(struct arena *a, struct mongo *m, enum record kind)
{
    const char *prefix = arena_printf(a, "%s %s ", id_of_all(a, m), kinds[kind]);
    bson_t *filter = bson_in(a);
    List *out = NULL;
    BCON_APPEND(filter, "_id", "{", "$gte", BCON_UTF8(prefix), "$lt", BCON_UTF8(arena_printf(a, "%s %s!", id_of_all(a, m), kinds[kind])), "}");
    List *found = find(a, m, m->journal->db, filter);
    FOREACH (bson_t, doc, found) {
        struct journal_record *r = ARENA_NEW(a, struct journal_record);
        bson_t what, *copy = bson_in(a);
        r->number = atoi(bson_text(doc, "_id", prefix) + strlen(prefix));
        if (bson_subdocument(doc, "what", &what))
            bson_concat(copy, &what);
        r->what = copy;
        out = list_append(a, out, r);
    }
    return out;
}
