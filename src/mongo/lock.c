#include "mongo/lock.h"

#include <string.h>
#include <unistd.h>

#include "catalog/relation.h"
#include "mongo/mongo_error.h"

enum { VALUES = 64, SHARES = 4 }; /* a document for each of a value's shares */

static void append_name(bson_t *b, int i)
{
    char name[32];
    snprintf(name, sizeof name, "key lock %d", i);
    bson_append_utf8(b, "_id", 3, name, -1);
}

/* {q: {_id: "key lock i"}, u: {$inc: {locked: by}}, upsert: true} */
static void append_update(bson_t *list, int n, int i, int by)
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
    BSON_APPEND_INT64(&inc, "locked", by);
    bson_append_document_end(&u, &inc);
    bson_append_document_end(&item, &u);
    BSON_APPEND_BOOL(&item, "upsert", true);
    bson_append_document_end(list, &item);
}

static void update(struct mongo *m, const char *db, const bool *wanted, int by)
{
    bson_t command = BSON_INITIALIZER, list, reply, errors, first;
    bson_error_t error;
    struct error *e = NULL;
    int n = 0;
    BSON_APPEND_UTF8(&command, "update", CATALOG_COLLECTION);
    bson_append_array_begin(&command, "updates", -1, &list);
    for (int i = 0; i < VALUES * SHARES; i++)
        if (wanted[i])
            append_update(&list, n++, i, by);
    bson_append_array_end(&command, &list);
    if (n > 0) {
        bool ok = mongo_try(m, db, &command, MONGO_WRITE, 0, &reply, &error);
        if (!ok)
            e = mongo_error_new(&error, &reply, false);
        else if (bson_subdocument(&reply, "writeErrors", &errors) && bson_subdocument(&errors, "0", &first))
            e = error_new(ERR_T_R_SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
        bson_destroy(&reply);
    }
    bson_destroy(&command);
    if (e != NULL)
        error_throw(e);
}

void locks_place(struct mongo *m, const char *db)
{
    bson_t command = BSON_INITIALIZER, reply;
    bson_error_t error;
    bool beside = m->beside;
    BSON_APPEND_UTF8(&command, "create", CATALOG_COLLECTION);
    m->beside = true;
    mongo_try(m, db, &command, MONGO_WRITE, 0, &reply, &error); /* it was there already; or those who may not make it will be told when it is needed */
    m->beside = beside;
    bson_destroy(&reply);
    bson_destroy(&command);
}

void locks_make(struct mongo *m, const char *db)
{
    bool all[VALUES * SHARES];
    memset(all, true, sizeof all);
    update(m, db, all, 0);
}

void locks_take(struct mongo *m, const char *db, const uint64_t *hashes, int n, bool all)
{
    bool wanted[VALUES * SHARES] = {false};
    for (int i = 0; i < n; i++) {
        int value = (int)(hashes[i] % VALUES);
        for (int k = 0; k < SHARES; k++)
            wanted[value * SHARES + k] |= all || k == getpid() % SHARES;
    }
    update(m, db, wanted, 1);
}
