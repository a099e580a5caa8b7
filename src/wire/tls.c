/* A connection under TLS: OpenSSL over a BIO of the wire's fds, which never waits; waiting is the wire's. */
#include "wire/tls.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "base/log.h"
#include "wire/tls_int.h"

#define AHEAD (17 * 1024) /* a whole record at a time */

struct tls {
    SSL *ssl;
    size_t at, filled;    /* unread bytes of ahead */
    unsigned char ahead[AHEAD];
    struct tls_facts facts;
};

/* ---- the BIO ---- */

static int bio_read(BIO *bio, char *p, int n)
{
    struct wire *w = BIO_get_data(bio);
    struct tls *t = w->tls;
    BIO_clear_retry_flags(bio);
    if (t->at == t->filled) {
        ssize_t got = wire_fd_read(w, t->ahead, sizeof t->ahead);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            BIO_set_retry_read(bio);
        if (got <= 0)
            return (int)got;
        t->at = 0;
        t->filled = (size_t)got;
    }
    size_t have = t->filled - t->at;
    if (have > (size_t)n)
        have = (size_t)n;
    memcpy(p, t->ahead + t->at, have);
    t->at += have;
    return (int)have;
}

static int bio_write(BIO *bio, const char *p, int n)
{
    BIO_clear_retry_flags(bio);
    ssize_t sent = wire_fd_write(BIO_get_data(bio), p, (size_t)n);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR))
        BIO_set_retry_write(bio);
    return (int)sent;
}

static long bio_ctrl(BIO *bio, int command, long number, void *p)
{
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD *tls_bio_method(void)
{
    BIO_METHOD *m = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "client");
    if (m != NULL && BIO_meth_set_read(m, bio_read) && BIO_meth_set_write(m, bio_write) && BIO_meth_set_ctrl(m, bio_ctrl))
        return m;
    BIO_meth_free(m);
    return NULL;
}

/* ---- the transport ---- */

/* What a call that gave n means, in the system calls' words. */
static ssize_t result(struct wire *w, int n)
{
    int error = SSL_get_error(w->tls->ssl, n);
    switch (error) {
    case SSL_ERROR_NONE:
        return n;
    case SSL_ERROR_ZERO_RETURN:
        return 0;
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        w->waits_for = error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
        errno = EAGAIN;
        return -1;
    case SSL_ERROR_SYSCALL:
        if (ERR_peek_error() == 0)
            return -1; /* errno */
        break;
    }
    log_write(SEV_LOG, "SSL error: %s", tls_error());
    errno = ECONNRESET;
    return -1;
}

static ssize_t tls_read(struct wire *w, void *p, size_t n)
{
    ERR_clear_error();
    errno = 0;
    return result(w, SSL_read(w->tls->ssl, p, n > INT32_MAX ? INT32_MAX : (int)n));
}

static ssize_t tls_write(struct wire *w, const void *p, size_t n)
{
    ERR_clear_error();
    errno = 0;
    ssize_t sent = result(w, SSL_write(w->tls->ssl, p, n > INT32_MAX ? INT32_MAX : (int)n));
    if (sent == 0)
        errno = ECONNRESET;
    return sent == 0 ? -1 : sent;
}

static bool tls_buffered(const struct wire *w)
{
    return w->tls->at < w->tls->filled || SSL_pending(w->tls->ssl) > 0;
}

/* The farewell of a client that went may still stand before the end. */
static bool tls_alive(const struct wire *w)
{
    struct pollfd p = {.fd = w->in, .events = POLLRDHUP};
    return poll(&p, 1, 0) <= 0 || (p.revents & (POLLRDHUP | POLLERR)) == 0;
}

static void tls_close(struct wire *w)
{
    ERR_clear_error();
    if (!w->gone)
        SSL_shutdown(w->tls->ssl); /* the other side's answer is not waited for */
    SSL_free(w->tls->ssl);
    w->tls->ssl = NULL;
    w->tls = NULL;
    ERR_clear_error();
}

static const struct wire_transport transport = {tls_read, tls_write, tls_buffered, tls_alive, tls_close};

/* ---- what the handshake found ---- */

/* /C=CZ/O=x/CN=y, as pg_stat_ssl has it. */
static const char *name_text(struct arena *a, const X509_NAME *name)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (int i = 0; name != NULL && i < X509_NAME_entry_count(name); i++) {
        const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
        int nid = OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry));
        unsigned char *value = NULL;
        int n = ASN1_STRING_to_UTF8(&value, X509_NAME_ENTRY_get_data(entry));
        strbuf_printf(&b, "/%s=", nid != NID_undef ? OBJ_nid2sn(nid) : "?");
        if (n > 0)
            strbuf_add(&b, (const char *)value, strnlen((const char *)value, (size_t)n));
        OPENSSL_free(value);
    }
    return b.data;
}

static const char *common_name(struct arena *a, const X509_NAME *name)
{
    int at = -1;
    unsigned char *value = NULL;
    for (int next = -1; (next = X509_NAME_get_index_by_NID(name, NID_commonName, next)) >= 0;)
        at = next;
    if (at < 0)
        return "";
    int n = ASN1_STRING_to_UTF8(&value, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    const char *text = n >= 0 && memchr(value, 0, (size_t)n) == NULL ? arena_strndup(a, (const char *)value, (size_t)n) : NULL;
    OPENSSL_free(value);
    return text;
}

static const char *serial_text(struct arena *a, const X509 *cert)
{
    BIGNUM *bn = ASN1_INTEGER_to_BN(X509_get0_serialNumber(cert), NULL);
    char *digits = bn != NULL ? BN_bn2dec(bn) : NULL;
    const char *text = arena_strdup(a, digits != NULL ? digits : "");
    OPENSSL_free(digits);
    BN_free(bn);
    return text;
}

static void note_facts(struct wire *w)
{
    struct tls_facts *f = &w->tls->facts;
    SSL *ssl = w->tls->ssl;
    const X509 *cert = SSL_get0_peer_certificate(ssl);
    *f = (struct tls_facts){.version = SSL_get_version(ssl), .cipher = SSL_get_cipher(ssl), .client_cert = cert != NULL,
                            .client_dn = "", .client_serial = "", .issuer_dn = "", .client_cn = ""};
    f->bits = SSL_CIPHER_get_bits(SSL_get_current_cipher(ssl), NULL);
    if (cert == NULL)
        return;
    f->client_dn = name_text(w->arena, X509_get_subject_name(cert));
    f->client_cn = common_name(w->arena, X509_get_subject_name(cert));
    f->issuer_dn = name_text(w->arena, X509_get_issuer_name(cert));
    f->client_serial = serial_text(w->arena, cert);
}

const struct tls_facts *tls_facts(const struct wire *w)
{
    return w->tls != NULL ? &w->tls->facts : NULL;
}

size_t tls_endpoint_hash(const struct wire *w, unsigned char out[64])
{
    const X509 *cert = w->tls != NULL ? SSL_get_certificate(w->tls->ssl) : NULL;
    int digest = NID_undef;
    unsigned int len = 0;
    if (cert == NULL || !OBJ_find_sigid_algs(X509_get_signature_nid(cert), &digest, NULL) || digest == NID_undef)
        return 0;
    if (digest == NID_md5 || digest == NID_sha1)
        digest = NID_sha256;
    const EVP_MD *md = EVP_get_digestbynid(digest);
    return md != NULL && EVP_MD_get_size(md) <= 64 && X509_digest(cert, md, out, &len) == 1 ? len : 0;
}

/* ---- the handshake ---- */

static bool begin(struct wire *w, struct tls_context *c, bool direct)
{
    struct tls *t = ARENA_NEW(w->arena, struct tls);
    BIO *bio = BIO_new(c->bio);
    t->ssl = SSL_new(c->ssl);
    if (bio == NULL || t->ssl == NULL) {
        BIO_free(bio);
        SSL_free(t->ssl);
        return false;
    }
    BIO_set_data(bio, w);
    BIO_set_init(bio, 1);
    SSL_set_bio(t->ssl, bio, bio);
    if (direct) { /* what was read ahead is TLS's, too; at most the wire's first buffer */
        t->filled = w->len - w->pos < sizeof t->ahead ? w->len - w->pos : sizeof t->ahead;
        memcpy(t->ahead, w->buf + w->pos, t->filled);
        w->pos += t->filled;
    }
    w->tls = t;
    w->transport = &transport;
    return true;
}

static bool shake(struct wire *w)
{
    for (;;) {
        if (w->interrupts != NULL)
            w->interrupts();
        ERR_clear_error();
        errno = 0;
        ssize_t n = result(w, SSL_accept(w->tls->ssl));
        if (n > 0)
            return true;
        if (n == 0 || (errno != EAGAIN && errno != EINTR))
            return false;
        if (errno == EAGAIN && wire_wait(w) < 0)
            return false;
    }
}

static bool names_protocol(const SSL *ssl)
{
    const unsigned char *name;
    unsigned int n;
    SSL_get0_alpn_selected(ssl, &name, &n);
    return n > 0;
}

bool tls_accept(struct wire *w, struct tls_context *c, bool direct)
{
    w->gone = true; /* until TLS is there */
    if (!begin(w, c, direct)) {
        log_write(SEV_ERROR, "could not initialize SSL connection: %s", tls_error());
        return false;
    }
    if (!shake(w)) {
        log_write(SEV_LOG, "could not accept SSL connection");
        return false;
    }
    if (direct && !names_protocol(w->tls->ssl)) {
        log_write(SEV_LOG, "received direct SSL connection request without ALPN protocol negotiation extension");
        return false;
    }
    note_facts(w);
    w->gone = false;
    return true;
}
