#include "mongo/mongo_error.h"

#include <mongoc/mongoc.h>
#include <stdlib.h>
#include <string.h>

#include "mongo/index.h"

static const struct {
    int code;
    enum errcode errcode;
} table[] = {
#define ERR(code, name, errcode) {code, ERR_##errcode},
#include "mongo/mongo_errors.def"
#undef ERR
};

enum errcode mongo_errcode(int server_code)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].code == server_code)
            return table[i].errcode;
    return ERR_INTERNAL_ERROR;
}

static int code_in(const bson_t *doc)
{
    bson_iter_t it;
    if (doc != NULL && bson_iter_init_find(&it, doc, "code") && BSON_ITER_HOLDS_NUMBER(&it))
        return (int)bson_iter_as_int64(&it);
    return 0;
}

/* The first member of writeErrors, or writeConcernError. */
static bool write_error(const bson_t *reply, bson_t *member)
{
    bson_iter_t it, sub;
    const uint8_t *data;
    uint32_t len;
    if (reply == NULL)
        return false;
    if (bson_iter_init_find(&it, reply, "writeErrors") && BSON_ITER_HOLDS_ARRAY(&it) &&
        bson_iter_recurse(&it, &sub) && bson_iter_next(&sub) && BSON_ITER_HOLDS_DOCUMENT(&sub)) {
        bson_iter_document(&sub, &len, &data);
        return bson_init_static(member, data, len);
    }
    if (bson_iter_init_find(&it, reply, "writeConcernError") && BSON_ITER_HOLDS_DOCUMENT(&it)) {
        bson_iter_document(&it, &len, &data);
        return bson_init_static(member, data, len);
    }
    return false;
}

int mongo_server_code(const bson_error_t *error, const bson_t *reply)
{
    bson_t member;
    int code = code_in(reply);
    if (code == 0 && write_error(reply, &member))
        code = code_in(&member);
    if (code == 0 && error != NULL &&
        (error->domain == MONGOC_ERROR_SERVER || error->domain == MONGOC_ERROR_WRITE_CONCERN))
        code = (int)error->code;
    return code;
}

static const char *message_in(const bson_t *doc)
{
    bson_iter_t it;
    if (doc != NULL && bson_iter_init_find(&it, doc, "errmsg") && BSON_ITER_HOLDS_UTF8(&it))
        return bson_iter_utf8(&it, NULL);
    return NULL;
}

/* "... index: NAME dup key: ..." is in the message of every version; keyPattern only since 4.2 or so. */
static void index_name(const char *message, char *out, size_t size)
{
    const char *p = strstr(message, "index: ");
    if (p == NULL) {
        snprintf(out, size, "%s", "unknown");
        return;
    }
    p += strlen("index: ");
    const char *end = strstr(p, " dup key");
    size_t n = end != NULL ? (size_t)(end - p) : strcspn(p, " ");
    /* old servers: db.coll.$name */
    for (const char *q = p; q + 1 < p + n; q++)
        if (q[0] == '.' && q[1] == '$') {
            n -= (size_t)(q + 2 - p);
            p = q + 2;
            break;
        }
    snprintf(out, size, "%.*s", (int)n, p);
}

/* Key (a, b)=(1, x) already exists. */
static void key_detail(struct error *e, const bson_t *doc)
{
    bson_iter_t it, sub;
    if (doc == NULL || !bson_iter_init_find(&it, doc, "keyValue") || !BSON_ITER_HOLDS_DOCUMENT(&it) ||
        !bson_iter_recurse(&it, &sub))
        return;
    char names[512] = "", values[1024] = "";
    for (bool first = true; bson_iter_next(&sub); first = false) {
        if (strncmp(bson_iter_key(&sub), INDEX_SECOND, sizeof INDEX_SECOND - 1) == 0)
            continue;
        bson_t one = BSON_INITIALIZER;
        bson_append_iter(&one, "v", 1, &sub);
        char *json = bson_as_relaxed_extended_json(&one, NULL);
        /* { "v" : ... } */
        char *start = json != NULL ? strchr(json, ':') : NULL;
        if (start != NULL) {
            start += 2;
            size_t n = strlen(start) - 2;
            if (n >= 2 && start[0] == '"')
                start++, n -= 2;
            size_t at = strlen(names), vat = strlen(values);
            snprintf(names + at, sizeof names - at, "%s%s", first ? "" : ", ", bson_iter_key(&sub));
            snprintf(values + vat, sizeof values - vat, "%s%.*s", first ? "" : ", ", (int)n, start);
        }
        bson_free(json);
        bson_destroy(&one);
    }
    error_detail(e, "Key (%s)=(%s) already exists.", names, values);
}

struct error *mongo_write_error_new(int code, const char *message, const bson_t *member)
{
    if (message == NULL)
        message = "no message";
    enum errcode errcode = mongo_errcode(code);
    if (code == 17124 || code == 40386) /* $size, $arrayToObject: push/unwind.c asks them where there is no array */
        return error_new(errcode, "cannot extract elements from %s", code == 17124 ? "an object" : "a scalar");
    if (errcode == ERR_UNIQUE_VIOLATION) {
        char name[256];
        index_name(message, name, sizeof name);
        struct error *e = error_new(errcode, "duplicate key value violates unique constraint \"%s\"", name);
        key_detail(e, member);
        struct error *named = error_new(errcode, "%s", name); /* its text lives as long as e */
        e->constraint = named->message;
        return e;
    }
    struct error *e;
    switch (errcode) {
    case ERR_QUERY_CANCELED:
        if (code == 50 || code == 262)
            return error_new(errcode, "canceling statement due to statement timeout");
        return error_new(errcode, "canceling statement due to user request");
    case ERR_INSUFFICIENT_PRIVILEGE:
        e = error_new(errcode, "permission denied by MongoDB: %s", message);
        break;
    case ERR_T_R_SERIALIZATION_FAILURE:
        e = error_new(errcode, "could not serialize access due to concurrent update");
        error_detail(e, "MongoDB said: %s (code %d)", message, code);
        break;
    default:
        e = error_new(errcode, "MongoDB: %s", message);
        error_detail(e, "MongoDB's error code is %d.", code);
    }
    return e;
}

static bool is_auth_failure(const bson_error_t *error, int code)
{
    return code == 18 || code == 11 || (error->domain == MONGOC_ERROR_CLIENT && error->code == MONGOC_ERROR_CLIENT_AUTHENTICATE) ||
           error->domain == MONGOC_ERROR_SCRAM || error->domain == MONGOC_ERROR_SASL;
}

static bool is_network(const bson_error_t *error)
{
    return error->domain == MONGOC_ERROR_STREAM || error->domain == MONGOC_ERROR_SERVER_SELECTION ||
           (error->domain == MONGOC_ERROR_PROTOCOL && error->code != MONGOC_ERROR_PROTOCOL_BAD_WIRE_VERSION) ||
           (error->domain == MONGOC_ERROR_CLIENT && error->code == MONGOC_ERROR_CLIENT_NOT_READY);
}

static bool any_error;

bool mongo_error_lost(const struct error *e)
{
    return e->severity > SEV_ERROR || strncmp(errcode_sqlstate(e->code), "08", 2) == 0;
}

bool mongo_error_take(void)
{
    bool was = any_error;
    any_error = false;
    return was;
}

struct error *mongo_error_new(const bson_error_t *error, const bson_t *reply, bool connecting)
{
    any_error = true;
    bson_t member;
    int code = mongo_server_code(error, reply);
    /* libmongoc reports a failed login during server selection in that domain's words */
    if (is_auth_failure(error, code) || (connecting && strstr(error->message, "Authentication failed") != NULL)) {
        struct error *e = error_new(ERR_INVALID_PASSWORD, "password authentication failed");
        return error_detail(e, "MongoDB said: %s", error->message);
    }
    if (code == 0 && is_network(error)) {
        struct error *e =
            connecting ? error_new(ERR_SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION, "could not connect to MongoDB")
                       : error_new(ERR_CONNECTION_FAILURE, "lost the connection to MongoDB");
        return error_detail(e, "%s", error->message);
    }
    if (code == 0) {
        struct error *e = error_new(ERR_INTERNAL_ERROR, "MongoDB: %s", error->message);
        return error_detail(e, "libmongoc's error is %u.%u.", error->domain, error->code);
    }
    const char *message = message_in(reply);
    if (code_in(reply) == 0 && write_error(reply, &member)) {
        const char *own = message_in(&member);
        return mongo_write_error_new(code, own != NULL ? own : error->message, &member);
    }
    return mongo_write_error_new(code, message != NULL ? message : error->message, reply);
}
