/*
 * SCRAM-SHA-256 and SCRAM-SHA-256-PLUS as the server (RFC 5802, 5929, 7677; manual 55.3.1): messages and keys, no wire.
 *
 * What a client says wrongly raises FATAL with PostgreSQL's words: 08P01 malformed, 28000 channel binding, 0A000.
 */
#ifndef AUTH_SCRAM_H
#define AUTH_SCRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/scram_keys.h"

struct scram {
    struct arena *arena;
    const struct scram_keys *keys;
    bool tls;                      /* the client's connection is under TLS, and its certificate has a hash */
    bool plus;                     /* the client chose -PLUS */
    const unsigned char *endpoint; /* that hash */
    size_t endpoint_len;
    char flag;                     /* the client's channel-binding flag: n, y or p */
    const char *client_first, *server_first, *nonce; /* the messages without the header; both nonces */
    unsigned char client_key[SCRAM_KEY];             /* once the client has proved it: to be wiped */
};

/* client-first-message in, server-first-message out. The message is len bytes with a NUL behind them. */
const char *scram_first(struct scram *s, const char *message, size_t len);
/* client-final-message in; server-final-message out, NULL: that proof is none. */
const char *scram_final(struct scram *s, const char *message, size_t len);

/* A secret that is the same wherever the text is. */
void scram_secret(const char *text, unsigned char out[SCRAM_KEY]);
/* Keys for a user that is not there: the same salt each time, no password is right. secret: 32 bytes. */
void scram_pretend(struct scram_keys *keys, const unsigned char *secret, const char *user);

#endif
