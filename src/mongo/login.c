#include "mongo/login.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include "base/strbuf.h"

#define OP_MSG 2013
#define HEADER 16
#define BEFORE_BODY (HEADER + 4 + 1) /* the flags, and the section's kind */
#define REPLY_MAX (1024 * 1024)
#define NONCE_BYTES 24
#define TEXT(bytes) (((bytes) + 2) / 3 * 4 + 1)
#define MESSAGE_MAX 1500

static bool refused, unreachable; /* some server, since login_take_refusal() */

bool login_take_refusal(void)
{
    bool was = refused && !unreachable;
    refused = unreachable = false;
    return was;
}

void login_note_unreachable(void)
{
    unreachable = true;
}

static bool fail(bson_error_t *error, const char *what)
{
    bson_set_error(error, MONGOC_ERROR_CLIENT, MONGOC_ERROR_CLIENT_AUTHENTICATE, "login: %s", what);
    return false;
}

static bool refuse(bson_error_t *error, const char *what)
{
    refused = true;
    return fail(error, what);
}

/* ---- a command on a stream ---- */

static void put32(unsigned char *p, uint32_t v)
{
    v = BSON_UINT32_TO_LE(v);
    memcpy(p, &v, 4);
}

static uint32_t get32(const unsigned char *p)
{
    uint32_t v;
    memcpy(&v, p, 4);
    return BSON_UINT32_FROM_LE(v);
}

static bool send_command(mongoc_stream_t *stream, const bson_t *command, int32_t timeout_ms)
{
    unsigned char head[BEFORE_BODY] = {0};
    put32(head, BEFORE_BODY + command->len);
    put32(head + 4, 1);
    put32(head + 12, OP_MSG);
    mongoc_iovec_t parts[] = {{.iov_base = head, .iov_len = sizeof head},
                              {.iov_base = (void *)(uintptr_t)bson_get_data(command), .iov_len = command->len}};
    return mongoc_stream_writev(stream, parts, 2, timeout_ms) == (ssize_t)(sizeof head + command->len);
}

/* The reply's document; the caller destroys it. */
static bool read_reply(mongoc_stream_t *stream, int32_t timeout_ms, bson_t *reply)
{
    unsigned char head[BEFORE_BODY];
    bson_t view;
    if (mongoc_stream_read(stream, head, sizeof head, sizeof head, timeout_ms) != sizeof head)
        return false;
    uint32_t len = get32(head);
    if (len <= BEFORE_BODY || len > REPLY_MAX || get32(head + 12) != OP_MSG || head[BEFORE_BODY - 1] != 0)
        return false;
    size_t n = len - BEFORE_BODY;
    unsigned char *body = malloc(n);
    bool ok = body != NULL && mongoc_stream_read(stream, body, n, n, timeout_ms) == (ssize_t)n && bson_init_static(&view, body, n) &&
              bson_validate(&view, BSON_VALIDATE_NONE, NULL);
    if (ok)
        bson_copy_to(&view, reply);
    free(body);
    return ok;
}

/* ---- the conversation ---- */

struct conversation {
    mongoc_stream_t *stream;
    const struct mongo_login *login;
    int32_t timeout_ms;
    bson_error_t *error;
    int32_t id;
    bool done;
    char answer[MESSAGE_MAX]; /* the server's last message */
};

/* Appends a message's payload and runs it. */
static bool say(struct conversation *c, bson_t *command, const char *payload)
{
    bson_t reply;
    bson_iter_t it;
    const uint8_t *data;
    uint32_t len;
    bson_subtype_t subtype;
    bson_append_binary(command, "payload", 7, BSON_SUBTYPE_BINARY, (const uint8_t *)payload, (uint32_t)strlen(payload));
    bson_append_utf8(command, "$db", 3, c->login->source, -1);
    bool ran = send_command(c->stream, command, c->timeout_ms) && read_reply(c->stream, c->timeout_ms, &reply);
    bson_destroy(command);
    if (!ran)
        return fail(c->error, "the connection broke");
    bool ok = bson_number(&reply, "ok", 0) == 1 && bson_iter_init_find(&it, &reply, "payload") && BSON_ITER_HOLDS_BINARY(&it);
    if (ok) {
        bson_iter_binary(&it, &subtype, &len, &data);
        ok = len < sizeof c->answer;
    }
    if (ok) {
        memcpy(c->answer, data, len);
        c->answer[len] = '\0';
        c->id = (int32_t)bson_number(&reply, "conversationId", 1);
        c->done = bson_truth(&reply, "done");
    } else {
        refuse(c->error, bson_text(&reply, "errmsg", "a reply that is none"));
    }
    bson_destroy(&reply);
    return ok;
}

static bool start(struct conversation *c, const char *payload)
{
    bson_t command, options;
    bson_init(&command);
    bson_append_int32(&command, "saslStart", 9, 1);
    bson_append_utf8(&command, "mechanism", 9, "SCRAM-SHA-256", -1);
    bson_append_document_begin(&command, "options", 7, &options);
    bson_append_bool(&options, "skipEmptyExchange", 17, true);
    bson_append_document_end(&command, &options);
    return say(c, &command, payload);
}

static bool go_on(struct conversation *c, const char *payload)
{
    bson_t command;
    bson_init(&command);
    bson_append_int32(&command, "saslContinue", 12, 1);
    bson_append_int32(&command, "conversationId", 14, c->id);
    return say(c, &command, payload);
}

/* The name with , and = written as RFC 5802 has them. False: too long. */
static bool put_name(char *out, size_t size, const char *user)
{
    size_t n = 0;
    for (; *user != '\0'; user++) {
        const char *as = *user == ',' ? "=2C" : *user == '=' ? "=3D" : NULL;
        if (n + 4 > size)
            return false;
        if (as != NULL)
            n += (size_t)sprintf(out + n, "%s", as);
        else
            out[n++] = *user;
    }
    out[n] = '\0';
    return true;
}

static void hmac(const unsigned char *key, const char *data, unsigned char *out)
{
    unsigned int len = SCRAM_KEY;
    HMAC(EVP_sha256(), key, SCRAM_KEY, (const unsigned char *)data, strlen(data), out, &len);
}

static void put_base64(char *out, const unsigned char *p, size_t n)
{
    EVP_EncodeBlock((unsigned char *)out, p, (int)n);
}

/* Has the server the user's key, too? */
static bool server_proved(const struct mongo_login *login, const char *auth_message, const char *answer)
{
    unsigned char signature[SCRAM_KEY];
    char expected[2 + TEXT(SCRAM_KEY)] = "v=";
    hmac(login->server_key, auth_message, signature);
    put_base64(expected + 2, signature, sizeof signature);
    size_t n = strlen(expected);
    return strncmp(answer, expected, n) == 0 && (answer[n] == '\0' || answer[n] == ',');
}

bool login_stream(mongoc_stream_t *stream, const struct mongo_login *login, int32_t timeout_ms, bson_error_t *error)
{
    struct conversation c = {.stream = stream, .login = login, .timeout_ms = timeout_ms, .error = error};
    unsigned char random[NONCE_BYTES], stored_key[SCRAM_KEY], proof[SCRAM_KEY];
    char nonce[TEXT(NONCE_BYTES)], name[600], first[700], final[MESSAGE_MAX + 100], auth_message[700 + 2 * MESSAGE_MAX + 100], text[TEXT(SCRAM_KEY)];
    if (RAND_bytes(random, sizeof random) != 1)
        return fail(error, "no random numbers");
    put_base64(nonce, random, sizeof random);
    if (!put_name(name, sizeof name, login->user))
        return fail(error, "the user's name is too long");
    snprintf(first, sizeof first, "n,,n=%s,r=%s", name, nonce);
    if (!start(&c, first))
        return false;
    size_t joint = strncmp(c.answer, "r=", 2) == 0 ? strcspn(c.answer + 2, ",") : 0;
    if (joint <= strlen(nonce) || strncmp(c.answer + 2, nonce, strlen(nonce)) != 0)
        return refuse(error, "the server's first message is none");
    snprintf(final, sizeof final, "c=biws,r=%.*s", (int)joint, c.answer + 2);
    snprintf(auth_message, sizeof auth_message, "%s,%s,%s", first + 3, c.answer, final);
    SHA256(login->client_key, SCRAM_KEY, stored_key);
    hmac(stored_key, auth_message, proof);
    for (int i = 0; i < SCRAM_KEY; i++)
        proof[i] ^= login->client_key[i];
    put_base64(text, proof, sizeof proof);
    snprintf(final + strlen(final), sizeof final - strlen(final), ",p=%s", text);
    explicit_bzero(stored_key, sizeof stored_key);
    if (!go_on(&c, final))
        return false;
    if (!server_proved(login, auth_message, c.answer))
        return refuse(error, "the server does not know the user's key");
    return c.done || (go_on(&c, "") && (c.done || refuse(error, "the conversation has no end")));
}

/* ---- the URI ---- */

static bool login_option(const char *p, size_t n)
{
    static const char *const names[] = {"authMechanism=", "authMechanismProperties=", "authSource=", "gssapiServiceName="};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (n >= strlen(names[i]) && strncasecmp(p, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

char *login_plain_uri(struct arena *a, const char *uri)
{
    struct strbuf b;
    const char *host = strstr(uri, "://");
    strbuf_init(&b, a);
    host = host != NULL ? host + 3 : uri;
    strbuf_add(&b, uri, (size_t)(host - uri));
    const char *end = host + strcspn(host, "/?");
    for (const char *p = host; p < end; p++)
        if (*p == '@')
            host = p + 1;
    const char *options = strchr(host, '?');
    if (options == NULL)
        return strbuf_addstr(&b, host), b.data;
    strbuf_add(&b, host, (size_t)(options - host));
    char before = '?';
    for (const char *p = options + 1; *p != '\0';) {
        size_t n = strcspn(p, "&;");
        if (n > 0 && !login_option(p, n)) {
            strbuf_addch(&b, before);
            strbuf_add(&b, p, n);
            before = '&';
        }
        p += n + (p[n] != '\0');
    }
    return b.data;
}

const char *login_source(struct arena *a, const char *uri, const char *auth_source)
{
    bson_error_t error;
    if (auth_source != NULL)
        return auth_source;
    mongoc_uri_t *u = mongoc_uri_new_with_error(uri, &error);
    if (u == NULL)
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid MongoDB URI");
    const char *source = arena_strdup(a, mongoc_uri_get_auth_source(u));
    mongoc_uri_destroy(u);
    return source;
}

/* ---- what MongoDB keeps ---- */

static bool copy_key(const bson_t *from, const char *name, unsigned char *key)
{
    unsigned char bytes[SCRAM_KEY + 1];
    const char *text = bson_text(from, name, "");
    if (strlen(text) != TEXT(SCRAM_KEY) - 1 || EVP_DecodeBlock(bytes, (const unsigned char *)text, TEXT(SCRAM_KEY) - 1) != sizeof bytes)
        return false;
    memcpy(key, bytes, SCRAM_KEY);
    explicit_bzero(bytes, sizeof bytes);
    return true;
}

bool login_read_keys(struct arena *a, struct mongo *m, const char *user, const char *source, struct scram_keys *keys)
{
    bson_t *command = bson_in(a), whose, found;
    bson_append_document_begin(command, "usersInfo", 9, &whose);
    bson_append_utf8(&whose, "user", 4, user, -1);
    bson_append_utf8(&whose, "db", 2, source, -1);
    bson_append_document_end(command, &whose);
    bson_append_bool(command, "showCredentials", 15, true);
    const bson_t *reply = mongo_run(a, m, source, command, MONGO_PLAIN);
    if (!bson_subdocument(reply, "users.0.credentials.SCRAM-SHA-256", &found))
        return false;
    keys->iterations = (int)bson_number(&found, "iterationCount", 0);
    int n = snprintf(keys->salt, sizeof keys->salt, "%s", bson_text(&found, "salt", ""));
    return n > 0 && n < (int)sizeof keys->salt && keys->iterations > 0 && copy_key(&found, "storedKey", keys->stored_key) &&
           copy_key(&found, "serverKey", keys->server_key);
}
