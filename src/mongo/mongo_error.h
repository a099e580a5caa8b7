/*
 * What MongoDB and libmongoc report, as SQLSTATE and words (mongo_errors.def has the codes).
 */
#ifndef MONGO_MONGO_ERROR_H
#define MONGO_MONGO_ERROR_H

#include <bson/bson.h>

#include "base/error.h"

/* A server's code alone; ERR_INTERNAL_ERROR where the table has none. */
enum errcode mongo_errcode(int server_code);

/*
 * The error to throw for a failed command. reply: the server's answer, may be NULL or empty (a network failure).
 *   server's codes          the table; 11000 names the index and the key as PostgreSQL does
 *   no server at all        08001 when `connecting`, else 08006
 *   refused authentication  28P01
 */
struct error *mongo_error_new(const bson_error_t *error, const bson_t *reply, bool connecting);
/* Nothing says that what raised it failed: MongoDB is not to be reached, or the session itself is to end. */
bool mongo_error_lost(const struct error *e);
/* Has one been made since the last call? MongoDB ends a transaction at an error. */
bool mongo_error_take(void);
/* The server's code in the error or the reply (also in writeErrors, writeConcernError); 0 when there is none. */
int mongo_server_code(const bson_error_t *error, const bson_t *reply);

/* For a code in writeErrors: message and keyValue stand in the member document. */
struct error *mongo_write_error_new(int code, const char *message, const bson_t *member);

/* For a validator's refusal (121) of a document of `table`, which must outlive it: 23502 where a field is not there or null, else 23514; with
 * the column where the member's errInfo (MongoDB 5.0) tells it. */
struct error *validation_error(const char *table, const bson_t *member);

/* A block, with an arena of its own, which is freed before an error goes on. */
#define WITH_ARENA(a, ...)                             \
    do {                                               \
        struct arena *a = arena_new(NULL, "commands"); \
        GUARD                                          \
            __VA_ARGS__                                \
        FINALLY {                                      \
            arena_free(a);                             \
        } END_GUARD;                                   \
    } while (0)

#endif
