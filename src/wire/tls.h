/*
 * TLS between the client and this process: OpenSSL over the wire's two fds, whatever these are.
 *
 * Nothing is written in the clear from the moment a handshake begins, whatever becomes of it. No sessions are kept, no tickets
 * given: each connection shows its certificate anew.
 */
#ifndef WIRE_TLS_H
#define WIRE_TLS_H

#include "wire/wire.h"

struct tls_options {
    const char *cert_file, *key_file; /* PEM; the certificate with its chain */
    const char *ca_file;              /* clients are asked for certificates of these; NULL: not asked */
    bool only_1_3;                    /* else 1.2, too */
};

struct tls_context;

/* Made once, before a fork. NULL: *message says what is wrong with the files (in a). */
struct tls_context *tls_context_new(struct arena *a, const struct tls_options *opt, const char **message);
void tls_context_free(struct tls_context *c); /* NULL is allowed */

/*
 * The handshake, as the server; what was read and not used is its beginning when `direct` (a client that began with it: it must
 * ask for ALPN "postgresql"). Interrupts are processed while it waits. False: it failed, the log says why, and nothing more can
 * be written. The context must outlive the wire.
 */
bool tls_accept(struct wire *w, struct tls_context *c, bool direct) MUST_CHECK;

/* What pg_stat_ssl shows. The names are "" without a client certificate; cn: the last common name, NULL when it holds a NUL. */
struct tls_facts {
    const char *version, *cipher;
    int bits;
    bool client_cert;
    const char *client_dn, *client_serial, *issuer_dn, *client_cn;
};

/* NULL: the wire is plain. */
const struct tls_facts *tls_facts(const struct wire *w);

/* The server certificate's hash for channel binding (tls-server-end-point, RFC 5929 section 4): its length, at most 64; 0: the
 * signature's algorithm has none. */
size_t tls_endpoint_hash(const struct wire *w, unsigned char out[64]);

#endif
