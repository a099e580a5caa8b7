/*
 * Who the client is: trust, a password that is passed through (manual 55.2.1), or SCRAM against keys of the caller's. What makes
 * a password right is the caller's to say: MongoDB's login, for the session.
 */
#ifndef AUTH_AUTH_H
#define AUTH_AUTH_H

#include "base/scram_keys.h"
#include "wire/wire.h"

enum peer_kind { PEER_LOCAL, PEER_LOOPBACK, PEER_REMOTE }; /* LOCAL: a Unix socket, a pipe, a file */

/* What is at the other end of fd; text (for the log) in a. */
enum peer_kind auth_peer(struct arena *a, int fd, const char **text);
const char *auth_own_address(struct arena *a, int fd); /* what the client has connected to, as auth_peer()'s text */

/* Raises FATAL 28000 when a client of this kind may not come without a password. */
void auth_check_trust(enum peer_kind peer, bool allow_remote);

/* Asks for the password in the clear: malloc'ed, to be wiped by auth_wipe(). Raises FATAL 28000 before asking a remote client
 * unless allowed; FATAL 08P01 for another message; NULL when the client went away. */
char *auth_ask_password(struct wire *w, enum peer_kind peer, bool allow_remote);
void auth_wipe(char *password);

/* SASL (manual 55.3): SCRAM-SHA-256, and -PLUS under TLS. client_key is the proved user's own, for logging in elsewhere as him;
 * to be wiped. GONE: the client went. Raises FATAL for what is no SCRAM (auth/scram.h). */
enum auth_result { AUTH_PROVED, AUTH_REFUSED, AUTH_GONE };
enum auth_result auth_scram(struct wire *w, const struct scram_keys *keys, unsigned char client_key[SCRAM_KEY]);

/* After a refusal: waits until AUTH_REFUSAL_MS after `since` (of auth_now_ms()), so that an unknown user, whom MongoDB refuses
 * one step earlier, takes as long as a wrong password; and guessing is slow. */
#define AUTH_REFUSAL_MS 500
int64_t auth_now_ms(void);
void auth_refusal_wait(int64_t since);

#endif
