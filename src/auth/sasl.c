/* SASL's messages around SCRAM (manual 55.3). */
#include "auth/auth.h"

#include <string.h>

#include "auth/auth_int.h"
#include "auth/scram.h"
#include "base/error.h"
#include "wire/tls.h"

enum { AUTH_SASL = 10, AUTH_SASL_CONTINUE = 11, AUTH_SASL_FINAL = 12 };
#define MESSAGE_MAX 1024 /* PostgreSQL's */
#define MECHANISM "SCRAM-SHA-256"

static void challenge(struct wire *w, int kind, const char *text)
{
    wire_begin(w, 'R');
    wire_int32(w, kind);
    wire_bytes(w, text, strlen(text));
    wire_end(w);
}

static bool offer(struct wire *w, bool plus)
{
    wire_begin(w, 'R');
    wire_int32(w, AUTH_SASL);
    if (plus)
        wire_string(w, MECHANISM "-PLUS");
    wire_string(w, MECHANISM);
    wire_byte(w, '\0');
    wire_end(w);
    return wire_flush(w);
}

static bool read_response(struct wire *w, struct wire_body *body)
{
    if (!auth_read(w, body, "SASL"))
        return false;
    if (body->end - body->p > MESSAGE_MAX)
        raise_fatal(ERR_PROTOCOL_VIOLATION, "invalid message length");
    return true;
}

/* The chosen mechanism and the first message, which may be left out: then the client is asked for it with an empty challenge. */
static bool read_initial(struct wire *w, struct scram *s, const uint8_t **p, size_t *len)
{
    struct wire_body body;
    const char *mechanism;
    int32_t n;
    if (!read_response(w, &body))
        return false;
    if (!body_string(&body, &mechanism))
        raise_fatal(ERR_PROTOCOL_VIOLATION, "invalid string in message");
    s->plus = s->tls && strcmp(mechanism, MECHANISM "-PLUS") == 0;
    if (!s->plus && strcmp(mechanism, MECHANISM) != 0)
        raise_fatal(ERR_PROTOCOL_VIOLATION, "client selected an invalid SASL authentication mechanism");
    if (!body_int32(&body, &n) || (n != -1 && (n < 0 || !body_bytes(&body, (size_t)n, p))))
        raise_fatal(ERR_PROTOCOL_VIOLATION, "insufficient data left in message");
    if (!body_end(&body))
        raise_fatal(ERR_PROTOCOL_VIOLATION, "invalid message format");
    *len = (size_t)n;
    if (n != -1)
        return true;
    challenge(w, AUTH_SASL_CONTINUE, "");
    if (!wire_flush(w) || !read_response(w, &body))
        return false;
    *p = body.p;
    *len = (size_t)(body.end - body.p);
    return true;
}

enum auth_result auth_scram(struct wire *w, const struct scram_keys *keys, unsigned char client_key[SCRAM_KEY])
{
    struct wire_body body;
    const uint8_t *p = NULL;
    size_t len;
    unsigned char endpoint[64];
    struct scram s = {.arena = w->arena, .keys = keys, .endpoint = endpoint};
    s.endpoint_len = tls_endpoint_hash(w, endpoint);
    s.tls = s.endpoint_len > 0;
    if (!offer(w, s.tls) || !read_initial(w, &s, &p, &len))
        return AUTH_GONE;
    challenge(w, AUTH_SASL_CONTINUE, scram_first(&s, arena_strndup(w->arena, (const char *)p, len), len));
    if (!wire_flush(w) || !read_response(w, &body))
        return AUTH_GONE;
    len = (size_t)(body.end - body.p);
    const char *last = scram_final(&s, arena_strndup(w->arena, (const char *)body.p, len), len);
    if (last == NULL)
        return AUTH_REFUSED;
    challenge(w, AUTH_SASL_FINAL, last);
    memcpy(client_key, s.client_key, SCRAM_KEY);
    explicit_bzero(s.client_key, SCRAM_KEY);
    return AUTH_PROVED;
}
