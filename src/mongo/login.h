/*
 * Logging in to MongoDB as a user of whom only the SCRAM-SHA-256 client key is known, and reading what MongoDB keeps of users'
 * passwords. libmongoc has no way to log in without a password: so it is given a URI without a user, and each new stream is
 * authenticated here (saslStart, saslContinue in OP_MSG; MongoDB's authentication specification) before it gets it.
 */
#ifndef MONGO_LOGIN_H
#define MONGO_LOGIN_H

#include "base/scram_keys.h"
#include "mongo/client.h"

struct mongo_login {
    const char *user, *source; /* source: the database that knows the user */
    unsigned char client_key[SCRAM_KEY], server_key[SCRAM_KEY];
};

/* The conversation on a stream that was just opened. False: refused, or broken (*error). Does not raise. */
bool login_stream(mongoc_stream_t *stream, const struct mongo_login *login, int32_t timeout_ms, bson_error_t *error);
/* Have all servers that were tried since this was asked last refused the login? (An arbiter, which knows nobody, always does.) */
bool login_take_refusal(void);
void login_note_unreachable(void);

/* uri without user, password, and the options of a login. */
char *login_plain_uri(struct arena *a, const char *uri);

/* The database that knows the users of this URI: auth_source if not NULL, the URI's own, or admin. Raises 22023. */
const char *login_source(struct arena *a, const char *uri, const char *auth_source);

/* The keys of a user (usersInfo with showCredentials). False: there is no such user with SCRAM-SHA-256. Raises what mongo_run()
 * does; 42501 when the connection's user may not see them. */
bool login_read_keys(struct arena *a, struct mongo *m, const char *user, const char *source, struct scram_keys *keys);

#endif
