#include "auth/scram.h"

#include <ctype.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include "base/error.h"

#define NONCE_BYTES 18
#define SALT_BYTES 28 /* MongoDB's, for SCRAM-SHA-256 */
#define ITERATIONS 15000
#define TEXT(bytes) (((bytes) + 2) / 3 * 4 + 1)

static void hmac(const unsigned char *key, const char *data, unsigned char *out)
{
    unsigned int len = SCRAM_KEY;
    if (HMAC(EVP_sha256(), key, SCRAM_KEY, (const unsigned char *)data, strlen(data), out, &len) == NULL)
        raise_fatal(ERR_INTERNAL_ERROR, "could not compute HMAC");
}

static const char *base64(struct arena *a, const unsigned char *p, size_t n)
{
    char *text = arena_alloc(a, TEXT(n));
    EVP_EncodeBlock((unsigned char *)text, p, (int)n);
    return text;
}

/* ---- reading ---- */

static _Noreturn void malformed(struct error *e)
{
    e->severity = SEV_FATAL;
    error_throw(e);
}
#define MALFORMED(...) malformed(error_detail(error_new(ERR_PROTOCOL_VIOLATION, "malformed SCRAM message"), __VA_ARGS__))

static const char *shown_char(struct scram *s, char c)
{
    return c >= 0x21 && c <= 0x7e ? arena_printf(s->arena, "'%c'", c) : arena_printf(s->arena, "0x%02x", (unsigned char)c);
}

static const char *shown(struct scram *s, const char *text)
{
    char *copy = arena_strndup(s->arena, text, strnlen(text, 29));
    for (char *p = copy; *p != '\0'; p++)
        if (*p < 0x21 || *p > 0x7e)
            *p = '?';
    return copy;
}

static void check_length(const char *message, size_t len)
{
    if (len == 0)
        MALFORMED("The message is empty.");
    if (strlen(message) != len)
        MALFORMED("Message length does not match input length.");
}

/* The value up to the comma, which is cut off. */
static char *value_of(char **p)
{
    char *value = *p;
    char *end = value + strcspn(value, ",");
    *p = *end != '\0' ? end + 1 : end;
    *end = '\0';
    return value;
}

static char *attribute(struct scram *s, char **p, char name)
{
    if (**p != name)
        MALFORMED("Expected attribute \"%c\" but found \"%s\".", name, shown_char(s, **p));
    ++*p;
    if (**p != '=')
        MALFORMED("Expected character \"=\" for attribute \"%c\".", name);
    ++*p;
    return value_of(p);
}

static char *any_attribute(struct scram *s, char **p, char *name)
{
    *name = **p;
    if (*name == '\0')
        MALFORMED("Attribute expected, but found end of string.");
    if (!isalpha((unsigned char)*name) || (*name & 0x80))
        MALFORMED("Attribute expected, but found invalid character \"%s\".", shown_char(s, *name));
    ++*p;
    if (**p != '=')
        MALFORMED("Expected character \"=\" for attribute \"%c\".", *name);
    ++*p;
    return value_of(p);
}

/* ---- the first message ---- */

static void channel_binding_flag(struct scram *s, char **p)
{
    s->flag = **p;
    switch (s->flag) {
    case 'n':
    case 'y':
        if (s->plus)
            MALFORMED("The client selected SCRAM-SHA-256-PLUS, but the SCRAM message does not include channel binding data.");
        if (s->flag == 'y' && s->tls)
            malformed(error_detail(error_new(ERR_INVALID_AUTHORIZATION_SPECIFICATION, "SCRAM channel binding negotiation error"),
                                   "The client supports SCRAM channel binding but thinks the server does not.  "
                                   "However, this server does support channel binding."));
        ++*p;
        if (**p != ',')
            MALFORMED("Comma expected, but found character \"%s\".", shown_char(s, **p));
        ++*p;
        break;
    case 'p':
        if (!s->plus)
            MALFORMED("The client selected SCRAM-SHA-256 without channel binding, but the SCRAM message includes channel binding "
                      "data.");
        const char *type = attribute(s, p, 'p');
        if (strcmp(type, "tls-server-end-point") != 0)
            raise_fatal(ERR_PROTOCOL_VIOLATION, "unsupported SCRAM channel-binding type \"%s\"", shown(s, type));
        break;
    default:
        MALFORMED("Unexpected channel-binding flag \"%s\".", shown_char(s, s->flag));
    }
}

static const char *client_nonce(struct scram *s, char *p)
{
    if (*p == 'a')
        raise_fatal(ERR_FEATURE_NOT_SUPPORTED, "client uses authorization identity, but it is not supported");
    if (*p != ',')
        MALFORMED("Unexpected attribute \"%s\" in client-first-message.", shown_char(s, *p));
    s->client_first = arena_strdup(s->arena, ++p);
    if (*p == 'm')
        raise_fatal(ERR_FEATURE_NOT_SUPPORTED, "client requires an unsupported SCRAM extension");
    attribute(s, &p, 'n'); /* the user's name: the startup packet's counts */
    const char *nonce = attribute(s, &p, 'r');
    for (const char *c = nonce; *c != '\0'; c++)
        if (*c < 0x21 || *c > 0x7e)
            raise_fatal(ERR_PROTOCOL_VIOLATION, "non-printable characters in SCRAM nonce");
    for (char name; *p != '\0';)
        any_attribute(s, &p, &name);
    return nonce;
}

const char *scram_first(struct scram *s, const char *message, size_t len)
{
    unsigned char own[NONCE_BYTES];
    check_length(message, len);
    char *p = arena_strdup(s->arena, message);
    channel_binding_flag(s, &p);
    const char *theirs = client_nonce(s, p);
    if (RAND_bytes(own, sizeof own) != 1)
        raise_fatal(ERR_INTERNAL_ERROR, "could not generate random nonce");
    s->nonce = arena_printf(s->arena, "%s%s", theirs, base64(s->arena, own, sizeof own));
    s->server_first = arena_printf(s->arena, "r=%s,s=%s,i=%d", s->nonce, s->keys->salt, s->keys->iterations);
    return s->server_first;
}

/* ---- the final message ---- */

/* The c attribute says again, and under the proof, what the first message said of channel binding. */
static void check_binding(struct scram *s, const char *said)
{
    static const char header[] = "p=tls-server-end-point,,";
    if (!s->plus) {
        if (!(s->flag == 'n' && strcmp(said, "biws") == 0) && !(s->flag == 'y' && strcmp(said, "eSws") == 0))
            raise_fatal(ERR_PROTOCOL_VIOLATION, "unexpected SCRAM channel-binding attribute in client-final-message");
        return;
    }
    unsigned char *data = arena_alloc(s->arena, sizeof header + s->endpoint_len);
    memcpy(data, header, sizeof header - 1);
    memcpy(data + sizeof header - 1, s->endpoint, s->endpoint_len);
    if (strcmp(said, base64(s->arena, data, sizeof header - 1 + s->endpoint_len)) != 0)
        raise_fatal(ERR_INVALID_AUTHORIZATION_SPECIFICATION, "SCRAM channel binding check failed");
}

static void read_proof(struct scram *s, const char *text, unsigned char *proof)
{
    unsigned char bytes[SCRAM_KEY + 1];
    if (strlen(text) != TEXT(SCRAM_KEY) - 1 || EVP_DecodeBlock(bytes, (const unsigned char *)text, TEXT(SCRAM_KEY) - 1) != sizeof bytes ||
        strcmp(base64(s->arena, bytes, SCRAM_KEY), text) != 0)
        MALFORMED("Malformed proof in client-final-message.");
    memcpy(proof, bytes, SCRAM_KEY);
}

/* ClientKey = proof XOR HMAC(StoredKey, AuthMessage); it is the client's if its hash is StoredKey. */
static bool prove(struct scram *s, const unsigned char *proof, const char *auth_message)
{
    unsigned char hash[SCRAM_KEY];
    hmac(s->keys->stored_key, auth_message, s->client_key);
    for (int i = 0; i < SCRAM_KEY; i++)
        s->client_key[i] ^= proof[i];
    SHA256(s->client_key, SCRAM_KEY, hash);
    if (CRYPTO_memcmp(hash, s->keys->stored_key, SCRAM_KEY) == 0)
        return true;
    OPENSSL_cleanse(s->client_key, SCRAM_KEY);
    return false;
}

const char *scram_final(struct scram *s, const char *message, size_t len)
{
    unsigned char proof[SCRAM_KEY], signature[SCRAM_KEY];
    char name;
    check_length(message, len);
    char *text = arena_strdup(s->arena, message), *p = text, *start, *value;
    check_binding(s, attribute(s, &p, 'c'));
    const char *nonce = attribute(s, &p, 'r');
    do {
        start = p;
        value = any_attribute(s, &p, &name);
    } while (name != 'p');
    read_proof(s, value, proof);
    if (*p != '\0')
        MALFORMED("Garbage found at the end of client-final-message.");
    if (strcmp(nonce, s->nonce) != 0)
        malformed(error_detail(error_new(ERR_PROTOCOL_VIOLATION, "invalid SCRAM response"), "Nonce does not match."));
    const char *auth_message = arena_printf(s->arena, "%s,%s,%.*s", s->client_first, s->server_first, (int)(start - text - 1), message);
    bool right = prove(s, proof, auth_message);
    OPENSSL_cleanse(proof, sizeof proof);
    if (!right)
        return NULL;
    hmac(s->keys->server_key, auth_message, signature);
    return arena_printf(s->arena, "v=%s", base64(s->arena, signature, sizeof signature));
}

/* ---- a user that is not there ---- */

void scram_secret(const char *text, unsigned char out[SCRAM_KEY])
{
    SHA256((const unsigned char *)text, strlen(text), out);
}

void scram_pretend(struct scram_keys *keys, const unsigned char *secret, const char *user)
{
    unsigned char salt[SCRAM_KEY];
    _Static_assert(SALT_BYTES <= SCRAM_KEY && TEXT(SALT_BYTES) <= SCRAM_SALT_TEXT, "a salt of one hash");
    hmac(secret, user, salt);
    EVP_EncodeBlock((unsigned char *)keys->salt, salt, SALT_BYTES);
    keys->iterations = ITERATIONS;
    if (RAND_bytes(keys->stored_key, SCRAM_KEY) != 1 || RAND_bytes(keys->server_key, SCRAM_KEY) != 1)
        raise_fatal(ERR_INTERNAL_ERROR, "could not generate random keys");
}
