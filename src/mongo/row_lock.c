#include "mongo/row_lock.h"

#include <string.h>

#include "catalog/objects.h"
#include "mongo/cursor.h"
#include "mongo/mongo_error.h"
#include "mongo/source.h"
#include "mongo/stream.h"
#include "mongo/transaction.h"
#include "types/bson.h"
#include "types/type.h"

enum { WRITE_CONFLICT = 112, DUPLICATE_KEY = 11000, REFUSED_BY_VALIDATOR = 121 };
enum { BUCKETS = 4096, MOST_DOCUMENTS = 65536 };

/* ---- what the transaction holds ---- */

struct held_document {
    struct held_document *next;
    uint64_t hash;
    const struct held_collection *in;
    Datum id;
};

struct held_collection {
    struct held_collection *next;
    const char *database, *name;
    int unseen; /* writes to documents that are not known by their _id; 2: that many or more */
};

struct row_locks {
    struct arena *arena;
    struct held_collection *collections;
    struct held_document *buckets[BUCKETS];
    int documents;
    uint8_t *keys; /* which documents of mongo/lock.c are this transaction's: bits; NULL: none */
};

void row_locks_forget(struct mongo *m)
{
    if (m->row_locks != NULL)
        arena_free(m->row_locks->arena);
    m->row_locks = NULL;
}

static void make_locks(struct mongo *m)
{
    if (m->row_locks != NULL)
        return;
    struct arena *a = arena_new(NULL, "row locks");
    m->row_locks = arena_zalloc(a, sizeof *m->row_locks);
    m->row_locks->arena = a;
}

uint8_t *row_locks_of_keys(struct mongo *m, size_t size, bool make)
{
    if (make) {
        make_locks(m);
        if (m->row_locks->keys == NULL)
            m->row_locks->keys = arena_zalloc(m->row_locks->arena, size);
    }
    return m->row_locks != NULL ? m->row_locks->keys : NULL;
}

static struct held_collection *collection_of(const struct mongo *m, const struct relation *rel)
{
    struct held_collection *c = m->row_locks != NULL ? m->row_locks->collections : NULL;
    while (c != NULL && !(strcmp(c->name, rel->collection) == 0 && strcmp(c->database, rel->database) == 0))
        c = c->next;
    return c;
}

static struct held_collection *collection_made(struct mongo *m, const struct relation *rel)
{
    struct held_collection *c = collection_of(m, rel);
    if (c != NULL)
        return c;
    make_locks(m);
    c = ARENA_NEW(m->row_locks->arena, struct held_collection);
    *c = (struct held_collection){m->row_locks->collections, arena_strdup(m->row_locks->arena, rel->database), arena_strdup(m->row_locks->arena, rel->collection), 0};
    m->row_locks->collections = c;
    return c;
}

static bool is_held(const struct mongo *m, const struct held_collection *c, Datum id)
{
    const struct type_info *t = type_get(TYPE_bson_value);
    if (c == NULL)
        return false;
    uint64_t hash = t->hash(id);
    for (const struct held_document *d = m->row_locks->buckets[hash % BUCKETS]; d != NULL; d = d->next)
        if (d->hash == hash && d->in == c && t->cmp(d->id, id) == 0)
            return true;
    return false;
}

static void write_unseen(struct held_collection *c, int writes)
{
    c->unseen = c->unseen + writes > 2 ? 2 : c->unseen + writes;
}

static void note(struct mongo *m, struct held_collection *c, Datum id)
{
    struct row_locks *all = m->row_locks;
    if (is_held(m, c, id))
        return;
    if (all->documents == MOST_DOCUMENTS) {
        write_unseen(c, 2);
        return;
    }
    uint64_t hash = type_get(TYPE_bson_value)->hash(id);
    struct held_document **bucket = &all->buckets[hash % BUCKETS], *d = ARENA_NEW(all->arena, struct held_document);
    *d = (struct held_document){*bucket, hash, c, datum_copy(all->arena, id, false)};
    *bucket = d;
    all->documents++;
}

/* {_id: value}, {_id: {$eq: value}} */
static bool id_in(struct arena *a, const bson_t *q, Datum *id)
{
    struct bson_walk fields;
    struct bson_elem e;
    bson_t inner;
    bson_walk_init(&fields, bson_get_data(q), q->len);
    if (bson_count_keys(q) != 1 || !bson_walk_next(&fields, &e) || strcmp(e.key, "_id") != 0)
        return false;
    if (e.val.type == BSON_TYPE_DOCUMENT) {
        if (!bson_subdocument(q, "_id", &inner) || bson_count_keys(&inner) != 1)
            return false;
        bson_walk_init(&fields, bson_get_data(&inner), inner.len);
        if (!bson_walk_next(&fields, &e) || strcmp(e.key, "$eq") != 0)
            return false;
    }
    return e.val.type != BSON_TYPE_ARRAY && e.val.type != BSON_TYPE_REGEX && bson_to_datum(a, &e.val, TYPE_bson_value, -1, id) == BSON_FITS;
}

static void note_member(struct mongo *m, struct arena *a, struct held_collection *c, const struct relation *rel, enum write_kind kind, const bson_t *member)
{
    bson_t q;
    Datum id;
    bool as_it_stands = rel->def != NULL || !bson_truth(member, "multi"); /* a filter's 1 may mean a document's 1.0 */
    if (as_it_stands && bson_subdocument(member, "q", &q) && id_in(a, &q, &id))
        note(m, c, id);
    else
        write_unseen(c, kind == WRITE_DELETE ? 2 : 1); /* what comes in its place may look the same */
}

/* What is inserted nobody else sees, unless it was deleted before. */
void row_locks_wrote(struct mongo *m, const struct relation *rel, enum write_kind kind, const bson_t *members)
{
    bson_iter_t it;
    bson_t member;
    if (kind == WRITE_INSERT || !m->together || !mongo_in_transaction(m))
        return;
    struct held_collection *c = collection_made(m, rel);
    struct arena *a = arena_new(NULL, "row locks");
    for (bool more = bson_iter_init(&it, members) && bson_iter_next(&it); more; more = bson_iter_next(&it)) {
        arena_reset(a);
        if (bson_view(&it, &member))
            note_member(m, a, c, rel, kind, &member);
    }
    arena_free(a);
}

/* ---- the commands ---- */

/* No field of anybody's. */
static const char *field(void)
{
    static char name[64];
    bson_oid_t id;
    char hex[25];
    if (name[0] == '\0') {
        bson_oid_init(&id, NULL);
        bson_oid_to_string(&id, hex);
        snprintf(name, sizeof name, "pgleaf lock %s", hex);
    }
    return name;
}

static void append_ids(struct arena *a, bson_t *q, const Datum *ids, int n)
{
    bson_t in, list;
    bson_append_document_begin(q, "_id", 3, &in);
    bson_append_array_begin(&in, "$in", 3, &list);
    for (int i = 0; i < n; i++) {
        char digits[16];
        const char *key;
        bson_iter_t it;
        size_t len = bson_uint32_to_string((uint32_t)i, &key, digits, sizeof digits);
        if (!bson_value_iter(a, ids[i], &it) || !bson_append_iter(&list, key, (int)len, &it))
            raise(ERR_INTERNAL_ERROR, "a document's _id cannot be read");
    }
    bson_append_array_end(&in, &list);
    bson_append_document_end(q, &in);
}

static void append_update(struct arena *a, bson_t *list, const char *key, const char *operator, const Datum *ids, int n)
{
    bson_t item, q, u, fields;
    bson_append_document_begin(list, key, -1, &item);
    bson_append_document_begin(&item, "q", 1, &q);
    append_ids(a, &q, ids, n);
    bson_append_document_end(&item, &q);
    bson_append_document_begin(&item, "u", 1, &u);
    bson_append_document_begin(&u, operator, -1, &fields);
    BSON_APPEND_BOOL(&fields, field(), true);
    bson_append_document_end(&u, &fields);
    bson_append_document_end(&item, &u);
    BSON_APPEND_BOOL(&item, "multi", true);
    bson_append_document_end(list, &item);
}

/* What SQL made lets further fields in; others' validators may not, nor the documents that were there before them. */
static bool goes_past_validator(const struct relation *rel)
{
    return mongo_xact_past_validator(mongo_current, rel->database, rel->collection) ||
           (rel->def == NULL && (catalog_rights(rel->database, rel->collection) & RIGHT_BYPASS) != 0);
}

static const bson_t *command_for(struct arena *a, const struct relation *rel, const Datum *ids, int n, bool stays)
{
    bson_t *command = bson_in(a), list;
    BSON_APPEND_UTF8(command, "update", rel->collection);
    bson_append_array_begin(command, "updates", -1, &list);
    append_update(a, &list, "0", "$set", ids, n);
    if (stays)
        append_update(a, &list, "1", "$unset", ids, n);
    bson_append_array_end(command, &list);
    BSON_APPEND_BOOL(command, "ordered", true);
    if (goes_past_validator(rel))
        BSON_APPEND_BOOL(command, "bypassDocumentValidation", true);
    return command;
}

/* The server's code, 0 where all went well. */
static int send_update(struct mongo *m, const struct relation *rel, const bson_t *command, bson_t *reply, bson_error_t *error, int64_t *written)
{
    bson_t errors;
    bool ok = mongo_try(m, rel->database, command, MONGO_WRITE, 0, reply, error);
    *written = bson_number(reply, "n", 0);
    if (ok && !(bson_subdocument(reply, "writeErrors", &errors) && bson_count_keys(&errors) > 0))
        return 0;
    int code = mongo_server_code(error, reply);
    return code == DUPLICATE_KEY ? WRITE_CONFLICT : code; /* no key changes (tests/server-notes.md, conflict-as-duplicate) */
}

static struct error *failure(const struct relation *rel, int code, const bson_t *reply, const bson_error_t *error)
{
    struct error *e = mongo_error_new(error, reply, false);
    if (code == WRITE_CONFLICT && e->code != ERR_T_R_SERIALIZATION_FAILURE)
        return error_new(ERR_T_R_SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
    if (code != REFUSED_BY_VALIDATOR)
        return e;
    e = error_new(ERR_INSUFFICIENT_PRIVILEGE, "rows of \"%s\" cannot be locked: the collection's validator refuses it", rel->name);
    return error_hint(e, "A lock is a field that is set and taken away again. A user who has the privilege bypassDocumentValidation can lock these rows.");
}

/* ---- taken ---- */

static void take(struct mongo *m, struct arena *a, const struct relation *rel, const Datum *ids, int n)
{
    bson_t reply;
    bson_error_t error;
    int64_t written;
    const bson_t *command = command_for(a, rel, ids, n, true);
    m->in_doubt = true;
    int code = send_update(m, rel, command, &reply, &error, &written);
    struct error *e = code != 0 ? failure(rel, code, &reply, &error) : NULL;
    bson_destroy(&reply);
    if (e != NULL)
        error_throw(e);
    m->in_doubt = false;
    if (written < 2 * n)
        raise(ERR_T_R_SERIALIZATION_FAILURE, "could not serialize access due to concurrent delete");
}

void row_locks_take(struct mongo *m, const struct relation *rel, const Datum *ids, int n)
{
    struct arena *a = arena_new(NULL, "row locks");
    GUARD {
        struct held_collection *c = collection_made(m, rel);
        Datum *wanted = ARENA_ARRAY(a, Datum, n + 1);
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (is_held(m, c, ids[i]))
                continue;
            note(m, c, ids[i]); /* also so that none is asked for twice */
            wanted[count++] = ids[i];
        }
        if (count > 0)
            take(m, a, rel, wanted, count);
    } FINALLY {
        arena_free(a);
    } END_GUARD;
}

/* ---- asked for ---- */

struct asking {
    struct mongo *m;
    struct arena *arena;
    const struct relation *rel;
    const Datum *ids;
    bool *held;
};

void row_locks_begin_asking(struct mongo *m)
{
    bson_error_t error;
    if (m->asking_session == NULL)
        m->asking_session = mongo_session_open(m);
    if (m->asking_session == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "MongoDB gave no session for a transaction");
    mongoc_transaction_opt_t *options = mongoc_transaction_opts_new();
    mongoc_read_concern_t *concern = mongoc_read_concern_new();
    mongoc_read_concern_set_level(concern, MONGOC_READ_CONCERN_LEVEL_LOCAL); /* what is committed by now is no conflict */
    mongoc_transaction_opts_set_read_concern(options, concern);
    bool ok = mongoc_client_session_start_transaction(m->asking_session, options, &error);
    mongoc_read_concern_destroy(concern);
    mongoc_transaction_opts_destroy(options);
    if (!ok)
        error_throw(mongo_error_new(&error, NULL, false));
    m->asking = true;
}

void row_locks_end_asking(struct mongo *m)
{
    bson_error_t error;
    m->asking = false;
    if (m->asking_session != NULL && mongoc_client_session_in_transaction(m->asking_session))
        mongoc_client_session_abort_transaction(m->asking_session, &error); /* one that fails ends by itself */
    stream_take_error();
}

/* Has anybody written to one of them who has not committed yet? */
static bool any_held(const struct asking *x, int from, int n)
{
    bson_t reply;
    bson_error_t error;
    int64_t written;
    volatile bool conflict = false;
    const bson_t *command = command_for(x->arena, x->rel, x->ids + from, n, false);
    row_locks_begin_asking(x->m);
    GUARD {
        int code = send_update(x->m, x->rel, command, &reply, &error, &written);
        struct error *e = code != 0 && code != WRITE_CONFLICT ? failure(x->rel, code, &reply, &error) : NULL;
        conflict = code == WRITE_CONFLICT;
        bson_destroy(&reply);
        if (e != NULL)
            error_throw(e);
    } FINALLY {
        row_locks_end_asking(x->m);
    } END_GUARD;
    return conflict;
}

/* A conflict does not say whose it is: halves are asked for. */
static void ask(const struct asking *x, int from, int n)
{
    if (n == 0 || !any_held(x, from, n))
        return;
    if (n == 1) {
        x->held[from] = true;
        return;
    }
    ask(x, from, n / 2);
    ask(x, from + n / 2, n - n / 2);
}

static const bson_t *document(struct arena *a, struct mongo *m, const struct relation *rel, Datum id)
{
    bson_t *find = bson_in(a), *out = NULL, filter;
    BSON_APPEND_UTF8(find, "find", rel->collection);
    bson_append_document_begin(find, "filter", -1, &filter);
    append_ids(a, &filter, &id, 1);
    bson_append_document_end(find, &filter);
    BSON_APPEND_INT32(find, "limit", 1);
    BSON_APPEND_BOOL(find, "singleBatch", true);
    const bson_t *reply = mongo_run(a, m, rel->database, find, MONGO_PLAIN);
    bson_t *first = bson_room(a);
    if (bson_subdocument(reply, "cursor.firstBatch.0", first))
        out = first;
    return out;
}

/*
 * The transaction has written to documents that it does not know by their _id. If it has changed this one, nobody else can have done so, and it looks
 * another way from outside. If it looks the same, it was not changed, unless by two writes that undo each other.
 */
static bool is_own(const struct asking *x, struct held_collection *c, Datum id)
{
    const bson_t *volatile outside = NULL;
    const bson_t *inside = document(x->arena, x->m, x->rel, id);
    row_locks_begin_asking(x->m);
    GUARD {
        outside = document(x->arena, x->m, x->rel, id);
    } FINALLY {
        row_locks_end_asking(x->m);
    } END_GUARD;
    if (inside == NULL || outside == NULL || !bson_equal(inside, outside)) {
        note(x->m, c, id);
        return true;
    }
    if (c->unseen > 1)
        raise(ERR_FEATURE_NOT_SUPPORTED, "it cannot be told whether this transaction or another one holds a row of \"%s\", which this one has written to several times", x->rel->name);
    return false;
}

/* In the order of their _id; bson_t */
static List *documents(struct arena *a, struct mongo *m, const struct relation *rel, const Datum *ids, int n, const List *fields)
{
    bson_t *find = bson_in(a), filter, part;
    BSON_APPEND_UTF8(find, "find", rel->collection);
    bson_append_document_begin(find, "filter", -1, &filter);
    append_ids(a, &filter, ids, n);
    bson_append_document_end(find, &filter);
    bson_append_document_begin(find, "sort", -1, &part);
    BSON_APPEND_INT32(&part, "_id", 1);
    bson_append_document_end(find, &part);
    if (fields != NULL) {
        bson_append_document_begin(find, "projection", -1, &part);
        for (int i = 0; i < list_length(fields); i++)
            BSON_APPEND_INT32(&part, list_nth(fields, i), 1);
        bson_append_document_end(find, &part);
    }
    List *out = NULL;
    struct mongo_cursor *c = cursor_open(a, m, rel->database, find);
    for (const bson_t *doc; (doc = cursor_next_bson(c)) != NULL;) {
        bson_t *copy = bson_in(a);
        bson_concat(copy, doc);
        out = list_append(a, out, copy);
    }
    return out;
}

static Datum id_of(struct arena *a, const bson_t *doc)
{
    struct bson_walk fields;
    struct bson_elem e;
    Datum id = 0;
    bson_walk_init(&fields, bson_get_data(doc), doc->len);
    while (bson_walk_next(&fields, &e))
        if (strcmp(e.key, "_id") == 0 && bson_to_datum(a, &e.val, TYPE_bson_value, -1, &id) == BSON_FITS)
            return id;
    raise(ERR_INTERNAL_ERROR, "a document's _id cannot be read");
}

static void take_changed(struct mongo *m, struct arena *a, const struct relation *rel, const Datum *ids, int n, const List *fields)
{
    const struct type_info *t = type_get(TYPE_bson_value);
    const List *volatile outside = NULL;
    const List *inside = documents(a, m, rel, ids, n, fields);
    row_locks_begin_asking(m);
    GUARD {
        outside = documents(a, m, rel, ids, n, fields);
    } FINALLY {
        row_locks_end_asking(m);
    } END_GUARD;
    Datum *changed = ARENA_ARRAY(a, Datum, list_length(inside) + 1);
    int count = 0, at = 0;
    FOREACH (bson_t, doc, inside) {
        const bson_t *other = at < list_length(outside) ? list_nth(outside, at) : NULL;
        Datum id = id_of(a, doc);
        if (other != NULL && t->cmp(id, id_of(a, other)) == 0)
            at++;
        else
            other = NULL;
        if (other == NULL || !bson_equal(doc, other))
            changed[count++] = id;
    }
    if (count > 0)
        row_locks_take(m, rel, changed, count);
}

void row_locks_take_changed(struct mongo *m, const struct relation *rel, const Datum *ids, int n, const List *fields)
{
    struct arena *a = arena_new(NULL, "row locks");
    GUARD {
        if (n > 0 && !mongo_source_is_own(rel->database, rel->collection))
            take_changed(m, a, rel, ids, n, fields);
    } FINALLY {
        arena_free(a);
    } END_GUARD;
}

static void ask_all(struct mongo *m, struct arena *a, const struct relation *rel, const Datum *ids, int n, bool *held)
{
    struct held_collection *c = mongo_in_transaction(m) ? collection_of(m, rel) : NULL;
    Datum *wanted = ARENA_ARRAY(a, Datum, n + 1);
    bool *answers = ARENA_ARRAY(a, bool, n + 1);
    int *places = ARENA_ARRAY(a, int, n + 1), count = 0;
    for (int i = 0; i < n; i++) {
        held[i] = false;
        if (is_held(m, c, ids[i]) || mongo_source_is_own(rel->database, rel->collection))
            continue;
        answers[count] = false;
        places[count] = i;
        wanted[count++] = ids[i];
    }
    struct asking x = {m, a, rel, wanted, answers};
    ask(&x, 0, count);
    for (int i = 0; i < count; i++)
        held[places[i]] = answers[i] && !(c != NULL && c->unseen > 0 && is_own(&x, c, wanted[i]));
}

void row_locks_ask(struct mongo *m, const struct relation *rel, const Datum *ids, int n, bool *held)
{
    struct arena *a = arena_new(NULL, "row locks");
    GUARD {
        ask_all(m, a, rel, ids, n, held);
    } FINALLY {
        arena_free(a);
    } END_GUARD;
}
