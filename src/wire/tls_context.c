/* Certificate, key and the rules of the handshake: what is the same for all connections. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/err.h>

#include "wire/tls_int.h"

const char *tls_error(void)
{
    static char text[256];
    unsigned long code = ERR_get_error();
    const char *reason = code != 0 ? ERR_reason_error_string(code) : NULL;
    if (code == 0)
        snprintf(text, sizeof text, "no SSL error reported");
    else if (reason != NULL)
        snprintf(text, sizeof text, "%s", reason);
    else if (ERR_SYSTEM_ERROR(code))
        snprintf(text, sizeof text, "%s", strerror(ERR_GET_REASON(code)));
    else
        snprintf(text, sizeof text, "SSL error code %lu", code);
    ERR_clear_error();
    return text;
}

/* The application's protocol (RFC 7301): a client that names any must name ours. */
static int choose_alpn(SSL *ssl, const unsigned char **out, unsigned char *outlen, const unsigned char *in, unsigned int inlen,
                       void *arg)
{
    static const unsigned char ours[] = "\012postgresql";
    unsigned char *chosen;
    if (SSL_select_next_proto(&chosen, outlen, ours, sizeof ours - 1, in, inlen) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

/* A key with a passphrase cannot be used: there is nobody to ask. */
static int no_passphrase(char *buf, int size, int rwflag, void *arg)
{
    *(bool *)arg = true;
    return 0;
}

/* PostgreSQL's rules: nobody else may read it, but root may share it with a group. NULL: it is fine. */
static const char *key_problem(struct arena *a, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return arena_printf(a, "could not access private key file \"%s\": %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return arena_printf(a, "private key file \"%s\" is not a regular file", path);
    if (st.st_uid != geteuid() && st.st_uid != 0)
        return arena_printf(a, "private key file \"%s\" must be owned by the user of pgleaf or root", path);
    if (st.st_mode & (st.st_uid == 0 ? 0037 : 0077))
        return arena_printf(a, "private key file \"%s\" has group or world access: it must be u=rw (0600) or less if owned by "
                               "the user of pgleaf, u=rw,g=r (0640) or less if owned by root", path);
    return NULL;
}

static const char *load_key(struct arena *a, SSL_CTX *ssl, const char *path)
{
    bool encrypted = false;
    const char *problem = key_problem(a, path);
    if (problem != NULL)
        return problem;
    SSL_CTX_set_default_passwd_cb(ssl, no_passphrase);
    SSL_CTX_set_default_passwd_cb_userdata(ssl, &encrypted);
    bool loaded = SSL_CTX_use_PrivateKey_file(ssl, path, SSL_FILETYPE_PEM) == 1;
    SSL_CTX_set_default_passwd_cb_userdata(ssl, NULL);
    if (encrypted)
        return arena_printf(a, "private key file \"%s\" cannot be used: it needs a passphrase", path);
    if (!loaded)
        return arena_printf(a, "could not load private key file \"%s\": %s", path, tls_error());
    return NULL;
}

/* With these set, a certificate that a client shows must be good; whether it must show one is the session's affair. */
static const char *load_ca(struct arena *a, SSL_CTX *ssl, const char *path)
{
    STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(path);
    if (names == NULL || SSL_CTX_load_verify_locations(ssl, path, NULL) != 1) {
        sk_X509_NAME_pop_free(names, X509_NAME_free);
        return arena_printf(a, "could not load root certificate file \"%s\": %s", path, tls_error());
    }
    SSL_CTX_set_client_CA_list(ssl, names);
    SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER | SSL_VERIFY_CLIENT_ONCE, NULL);
    return NULL;
}

static const char *load_files(struct arena *a, SSL_CTX *ssl, const struct tls_options *opt)
{
    if (SSL_CTX_use_certificate_chain_file(ssl, opt->cert_file) != 1)
        return arena_printf(a, "could not load server certificate file \"%s\": %s", opt->cert_file, tls_error());
    const char *problem = load_key(a, ssl, opt->key_file);
    return problem == NULL && opt->ca_file != NULL ? load_ca(a, ssl, opt->ca_file) : problem;
}

static void set_rules(SSL_CTX *ssl, const struct tls_options *opt)
{
    SSL_CTX_set_min_proto_version(ssl, opt->only_1_3 ? TLS1_3_VERSION : TLS1_2_VERSION);
    SSL_CTX_set_options(ssl, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                 SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_num_tickets(ssl, 0);
    SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(ssl, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(ssl, choose_alpn, NULL);
}

struct tls_context *tls_context_new(struct arena *a, const struct tls_options *opt, const char **message)
{
    struct tls_context *c = OPENSSL_zalloc(sizeof *c);
    ERR_clear_error();
    *message = "out of memory";
    if (c != NULL) {
        c->ssl = SSL_CTX_new(TLS_server_method());
        c->bio = tls_bio_method();
    }
    if (c != NULL && c->ssl != NULL && c->bio != NULL) {
        set_rules(c->ssl, opt);
        *message = load_files(a, c->ssl, opt);
    }
    if (*message == NULL)
        return c;
    tls_context_free(c);
    return NULL;
}

void tls_context_free(struct tls_context *c)
{
    if (c == NULL)
        return;
    SSL_CTX_free(c->ssl);
    BIO_meth_free(c->bio);
    OPENSSL_free(c);
}
