#include "mongo/lock.h"

#include <string.h>
#include <unistd.h>

#include "catalog/relation.h"
#include "mongo/mongo_error.h"
#include "mongo/row_lock.h"
#include "types/hash.h"
#include "types/type.h"

/* A document for each of a value's shares, which comes when it is first written. So many values that two which are at work at once are seldom one. */
enum { VALUES = 16384, SHARES = 4 };
enum { WRITE_CONFLICT = 112, DUPLICATE_KEY = 11000 };

/* ---- values ---- */

/* Do equal values of it look the same in all sessions, but for what locks_hash() takes off? Not where DateStyle, TimeZone, bytea_output and their
 * kind have a say, nor where -0 and 0, or 1 day and 24 hours, are equal. */
static bool has_one_text(Oid type)
{
    static const Oid types[] = {TYPE_bool, TYPE_int2, TYPE_int4, TYPE_int8, TYPE_numeric, TYPE_text, TYPE_varchar, TYPE_bpchar, TYPE_name, TYPE_uuid};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (type_base(type) == types[i])
            return true;
    return false;
}

/* 1.0 and 1 are one value, 'a ' and 'a' may be. */
uint64_t locks_hash(const char *of, const Oid *types, const char *const *values, int n)
{
    uint64_t h = hash_bytes(of, strlen(of));
    for (int i = 0; i < n; i++) {
        if (!has_one_text(types[i]))
            continue;
        size_t len = strlen(values[i]);
        bool fraction = strchr(values[i], '.') != NULL;
        while (len > 0 && (values[i][len - 1] == ' ' || (fraction && values[i][len - 1] == '0')))
            len--;
        if (fraction && len > 0 && values[i][len - 1] == '.')
            len--;
        h = hash_combine(h, hash_bytes(values[i], len));
    }
    return h;
}

/* ---- the commands ---- */

static void append_name(bson_t *b, int i)
{
    char name[32];
    snprintf(name, sizeof name, "key lock %d", i);
    bson_append_utf8(b, "_id", 3, name, -1);
}

/* {q: {_id: "key lock i"}, u: {$inc: {locked: 1}}, upsert: true} */
static void append_update(bson_t *list, int n, int i)
{
    bson_t item, q, u, inc;
    char number[16];
    const char *index;
    bson_uint32_to_string((uint32_t)n, &index, number, sizeof number);
    bson_append_document_begin(list, index, -1, &item);
    bson_append_document_begin(&item, "q", 1, &q);
    append_name(&q, i);
    bson_append_document_end(&item, &q);
    bson_append_document_begin(&item, "u", 1, &u);
    bson_append_document_begin(&u, "$inc", 4, &inc);
    BSON_APPEND_INT64(&inc, "locked", 1);
    bson_append_document_end(&u, &inc);
    bson_append_document_end(&item, &u);
    BSON_APPEND_BOOL(&item, "upsert", true);
    bson_append_document_end(list, &item);
}

/* Does another transaction hold one of them? Anything else that goes wrong is raised. */
static bool meets_another(struct mongo *m, const char *db, const int *documents, int n)
{
    bson_t command = BSON_INITIALIZER, list, reply, errors, first;
    bson_error_t error;
    struct error *e = NULL;
    BSON_APPEND_UTF8(&command, "update", LOCKS_COLLECTION);
    bson_append_array_begin(&command, "updates", -1, &list);
    for (int i = 0; i < n; i++)
        append_update(&list, i, documents[i]);
    bson_append_array_end(&command, &list);
    bool ok = mongo_try(m, db, &command, MONGO_WRITE, 0, &reply, &error);
    int code = ok ? 0 : mongo_server_code(&error, &reply);
    bool met = ok ? bson_subdocument(&reply, "writeErrors", &errors) && bson_subdocument(&errors, "0", &first) : code == WRITE_CONFLICT || code == DUPLICATE_KEY;
    if (!ok && !met)
        e = mongo_error_new(&error, &reply, false);
    bson_destroy(&reply);
    bson_destroy(&command);
    if (e != NULL)
        error_throw(e);
    return met;
}

/* ---- taken and asked for ---- */

/* Of a value's documents those that are wanted and not this transaction's own yet; how many. */
static int documents_of(const uint8_t *own, uint64_t hash, bool all, int *out)
{
    int first = (int)(hash % VALUES) * SHARES, n = 0;
    for (int k = 0; k < SHARES; k++)
        if ((all || k == getpid() % SHARES) && (own == NULL || (own[(first + k) / 8] >> (first + k) % 8 & 1) == 0))
            out[n++] = first + k;
    return n;
}

void locks_place(struct mongo *m, const char *db)
{
    static char known[128]; /* the database in which it is there */
    if (strcmp(known, db) == 0)
        return;
    bson_t command = BSON_INITIALIZER, reply;
    bson_error_t error;
    bool beside = m->beside;
    snprintf(known, sizeof known, "%s", db);
    BSON_APPEND_UTF8(&command, "create", LOCKS_COLLECTION);
    m->beside = true;
    mongo_try(m, db, &command, MONGO_WRITE, 0, &reply, &error); /* it was there already; or those who may not make it will be told when it is needed */
    m->beside = beside;
    bson_destroy(&reply);
    bson_destroy(&command);
}

void locks_take(struct mongo *m, struct arena *a, const char *db, const uint64_t *hashes, int n, bool all)
{
    uint8_t *own = row_locks_of_keys(m, VALUES * SHARES / 8, true);
    int *documents = ARENA_ARRAY(a, int, n * SHARES + 1), count = 0;
    for (int i = 0; i < n; i++) {
        int more = documents_of(own, hashes[i], all, documents + count);
        for (int k = count; k < count + more; k++)
            own[documents[k] / 8] |= (uint8_t)(1 << documents[k] % 8);
        count += more;
    }
    if (count > 0 && meets_another(m, db, documents, count))
        raise(ERR_T_R_SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
}

struct asking {
    struct mongo *m;
    const char *db;
    const int *documents, *places; /* of value i: those from places[i] up to places[i + 1] */
    bool *held;
};

/* A conflict does not say whose it is: halves are asked for. */
static void ask(const struct asking *x, int from, int n)
{
    int first = x->places[from], count = x->places[from + n] - first;
    volatile bool met = false;
    if (count == 0)
        return;
    row_locks_begin_asking(x->m);
    GUARD {
        met = meets_another(x->m, x->db, x->documents + first, count);
    } FINALLY {
        row_locks_end_asking(x->m);
    } END_GUARD;
    if (met && n == 1)
        x->held[from] = true;
    if (!met || n == 1)
        return;
    ask(x, from, n / 2);
    ask(x, from + n / 2, n - n / 2);
}

void locks_ask(struct mongo *m, struct arena *a, const char *db, const uint64_t *hashes, int n, bool *held)
{
    const uint8_t *own = row_locks_of_keys(m, VALUES * SHARES / 8, false);
    int *documents = ARENA_ARRAY(a, int, n * SHARES + 1), *places = ARENA_ARRAY(a, int, n + 1);
    places[0] = 0;
    for (int i = 0; i < n; i++) {
        held[i] = false;
        places[i + 1] = places[i] + documents_of(own, hashes[i], true, documents + places[i]);
    }
    ask(&(struct asking){m, db, documents, places, held}, 0, n);
}
