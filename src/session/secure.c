/* TLS as the configuration wants it: its files, requests for it (manual 55.2.9), and who must have it. */
#include "session/session_int.h"

#include <string.h>

#define TLS_HANDSHAKE 0x16 /* how a client begins that does not ask first; no startup packet is that long */

static struct tls_context *context; /* NULL: no TLS */

static bool is(enum conf_id id, const char *value)
{
    return strcmp(conf_string(id), value) == 0;
}

/* What is wrong with the settings by themselves; NULL: nothing. */
static const char *settings_problem(const struct tls_options *opt)
{
    bool wants_cert = !is(CONF_tls_client_cert, "optional");
    if (is(CONF_tls, "off"))
        return wants_cert ? "tls_client_cert needs tls = allow or tls = require" : NULL;
    if (opt->cert_file == NULL || opt->key_file == NULL)
        return "tls needs tls_cert_file and tls_key_file";
    return wants_cert && opt->ca_file == NULL ? "tls_client_cert needs tls_ca_file" : NULL;
}

bool secure_init(void)
{
    if (context != NULL)
        return true;
    struct arena *a = arena_new(NULL, "TLS");
    struct tls_options opt = {.cert_file = conf_path(a, CONF_tls_cert_file), .key_file = conf_path(a, CONF_tls_key_file),
                              .ca_file = conf_path(a, CONF_tls_ca_file), .only_1_3 = is(CONF_tls_min_protocol_version, "TLSv1.3")};
    const char *problem = settings_problem(&opt);
    if (problem == NULL && !is(CONF_tls, "off"))
        context = tls_context_new(a, &opt, &problem);
    if (problem != NULL)
        log_write(SEV_FATAL, "%s", problem);
    arena_free(a);
    return problem == NULL;
}

static _Noreturn void unencrypted_data(void)
{
    struct error *e = error_new(ERR_PROTOCOL_VIOLATION, "received unencrypted data after SSL request");
    e->severity = SEV_FATAL;
    error_throw(error_detail(e, "This could be either a client-software bug or evidence of an attempted man-in-the-middle attack."));
}

/* What stands behind the request was not encrypted, and may be somebody else's words (CVE-2021-23222): it is never read. */
static bool accept_tls(struct wire *w)
{
    bool more = wire_buffered(w);
    wire_byte(w, 'S');
    if (!wire_flush(w) || !tls_accept(w, context, false))
        return false;
    if (more)
        unencrypted_data();
    return true;
}

/* The answer to a request for encryption. False: the client went. */
static bool answer(struct wire *w, int32_t code)
{
    if (code == SSL_REQUEST && context != NULL)
        return accept_tls(w);
    wire_byte(w, 'N');
    return wire_flush(w);
}

bool secure_read_startup(struct wire *w, struct wire_body *body, int32_t *code)
{
    bool asked_ssl = false, asked_gss = false;
    if (context != NULL && wire_peek(w) == TLS_HANDSHAKE) {
        if (!tls_accept(w, context, true))
            return false;
        asked_ssl = asked_gss = true;
    }
    for (;;) {
        enum wire_status status = wire_read_startup(w, body);
        if (status == WIRE_EOF)
            return false;
        if (status == WIRE_BAD || !body_int32(body, code))
            raise_fatal(ERR_PROTOCOL_VIOLATION, "%s", w->problem != NULL ? w->problem : "invalid length of startup packet");
        bool *asked = *code == SSL_REQUEST ? &asked_ssl : *code == GSSENC_REQUEST ? &asked_gss : NULL;
        if (asked == NULL || *asked)
            return true;
        if (!answer(w, *code))
            return false;
        *asked = true;
        if (tls_facts(w) != NULL)
            asked_ssl = asked_gss = true;
    }
}

static _Noreturn void refuse(const char *message, const char *hint)
{
    struct error *e = error_new(ERR_INVALID_AUTHORIZATION_SPECIFICATION, "%s", message);
    e->severity = SEV_FATAL;
    error_throw(hint != NULL ? error_hint(e, "%s", hint) : e);
}

void secure_check(const struct session *s)
{
    const struct tls_facts *tls = tls_facts(&s->wire);
    bool wants_cert = !is(CONF_tls_client_cert, "optional");
    if (s->peer_kind == PEER_LOCAL && tls == NULL)
        return;
    if (tls == NULL && (is(CONF_tls, "require") || wants_cert))
        refuse("this server takes encrypted connections only", "Connect with sslmode=require, or a stronger one.");
    if (wants_cert && !tls->client_cert)
        refuse("connection requires a valid client certificate", NULL);
    if (is(CONF_tls_client_cert, "verify-full") && (tls->client_cn == NULL || strcmp(tls->client_cn, s->user) != 0))
        refuse(arena_printf(s->arena, "certificate authentication failed for user \"%s\"", s->user), NULL);
}

const struct func_env_tls *secure_facts(struct arena *a, const struct wire *w)
{
    const struct tls_facts *f = tls_facts(w);
    if (f == NULL)
        return NULL;
    struct func_env_tls *env = ARENA_NEW(a, struct func_env_tls);
    *env = (struct func_env_tls){.version = f->version, .cipher = f->cipher, .bits = f->bits};
    if (f->client_cert) {
        env->client_dn = f->client_dn;
        env->client_serial = f->client_serial;
        env->issuer_dn = f->issuer_dn;
    }
    return env;
}
