/* SCRAM's messages without a wire: a right proof, and everything cut short or changed. And a URI without its user. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "auth/scram.h"
#include "base/error.h"
#include "mongo/login.h"

static struct arena *a;
static struct scram_keys keys;
static unsigned char client_key[SCRAM_KEY];

static void hmac(const void *key, const char *data, size_t n, unsigned char *out)
{
    unsigned int len = SCRAM_KEY;
    HMAC(EVP_sha256(), key, SCRAM_KEY, (const unsigned char *)data, n, out, &len);
}

/* RFC 7677's example: user "user", password "pencil". */
static void example_keys(void)
{
    unsigned char salt[20], salted[SCRAM_KEY];
    strcpy(keys.salt, "W22ZaJ0SNY7soEsUEjb6gQ==");
    keys.iterations = 4096;
    int n = EVP_DecodeBlock(salt, (const unsigned char *)keys.salt, (int)strlen(keys.salt));
    PKCS5_PBKDF2_HMAC("pencil", 6, salt, n - 2, keys.iterations, EVP_sha256(), SCRAM_KEY, salted);
    hmac(salted, "Client Key", 10, client_key);
    SHA256(client_key, SCRAM_KEY, keys.stored_key);
    hmac(salted, "Server Key", 10, keys.server_key);
}

static const char *prove(const struct scram *s, const char *without)
{
    unsigned char proof[SCRAM_KEY];
    char text[48];
    const char *auth = arena_printf(a, "%s,%s,%s", s->client_first, s->server_first, without);
    hmac(keys.stored_key, auth, strlen(auth), proof);
    for (int i = 0; i < SCRAM_KEY; i++)
        proof[i] ^= client_key[i];
    EVP_EncodeBlock((unsigned char *)text, proof, SCRAM_KEY);
    return arena_printf(a, "%s,p=%s", without, text);
}

static struct scram begun(const char *first)
{
    struct scram s = {.arena = a, .keys = &keys};
    assert_non_null(scram_first(&s, first, strlen(first)));
    return s;
}

/* The SQLSTATE of what is raised; "" nothing. */
static const char *state_of_first(const char *message, size_t len)
{
    const char *volatile state = "";
    TRY {
        struct scram s = {.arena = a, .keys = &keys};
        scram_first(&s, arena_strndup(a, message, len), len);
    }
    CATCH (e) {
        state = errcode_sqlstate(e->code);
        assert_int_equal(e->severity, SEV_FATAL);
    }
    END_TRY;
    error_clear();
    return state;
}

static const char *state_of_final(const struct scram *begun, const char *message, size_t len)
{
    const char *volatile state = "";
    TRY {
        struct scram s = *begun;
        state = scram_final(&s, arena_strndup(a, message, len), len) != NULL ? "right" : "wrong";
    }
    CATCH (e) {
        state = errcode_sqlstate(e->code);
        assert_int_equal(e->severity, SEV_FATAL);
    }
    END_TRY;
    error_clear();
    return state;
}

static const char first[] = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO,x=more";

static void right(void **state)
{
    (void)state;
    struct scram s = begun(first);
    assert_memory_equal(s.server_first, "r=rOprNGfwEbeRWgbNEkqO", 22);
    assert_non_null(strstr(s.server_first, ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
    const char *last = prove(&s, arena_printf(a, "c=biws,r=%s", s.nonce));
    const char *answer = scram_final(&s, last, strlen(last));
    assert_non_null(answer);
    assert_memory_equal(answer, "v=", 2);
    assert_memory_equal(s.client_key, client_key, SCRAM_KEY);
}

static void extensions_are_proved(void **state)
{
    (void)state;
    struct scram s = begun("y,,n=,r=abc");
    const char *last = prove(&s, arena_printf(a, "c=eSws,r=%s,x=y,z=", s.nonce));
    assert_string_equal(state_of_final(&s, last, strlen(last)), "right");
}

static void first_cut_and_changed(void **state)
{
    (void)state;
    for (size_t n = 0; n < sizeof first - 1; n++)
        state_of_first(first, n);
    for (size_t i = 0; i < sizeof first - 1; i++)
        for (int c = 0; c < 256; c += 3) {
            char changed[sizeof first];
            memcpy(changed, first, sizeof first);
            changed[i] = (char)c;
            state_of_first(changed, sizeof first - 1);
        }
    assert_string_equal(state_of_first(first, 12), ""); /* an empty nonce is none of ours */
    assert_string_equal(state_of_first(first, 9), "08P01");
    assert_string_equal(state_of_first("n,,n=,r=a\0b", 11), "08P01");
}

static void final_cut_and_changed(void **state)
{
    (void)state;
    struct scram s = begun(first);
    const char *last = prove(&s, arena_printf(a, "c=biws,r=%s", s.nonce));
    size_t len = strlen(last);
    for (size_t n = 0; n < len; n++)
        assert_string_equal(state_of_final(&s, last, n), "08P01");
    for (size_t i = 0; i < len; i++)
        for (int c = 0; c < 256; c += 3) {
            char *changed = arena_strndup(a, last, len);
            changed[i] = (char)c;
            if (c != last[i])
                assert_string_not_equal(state_of_final(&s, changed, len), "right");
        }
    assert_string_equal(state_of_final(&s, last, len), "right");
}

static void binding(void **state)
{
    (void)state;
    static const unsigned char hash[32] = "the hash of a certificate, whol";
    unsigned char data[24 + 32];
    char text[100];
    struct scram s = {.arena = a, .keys = &keys, .tls = true, .plus = true, .endpoint = hash, .endpoint_len = 32};
    scram_first(&s, "p=tls-server-end-point,,n=,r=abc", 32);
    memcpy(data, "p=tls-server-end-point,,", 24);
    memcpy(data + 24, hash, 32);
    EVP_EncodeBlock((unsigned char *)text, data, sizeof data);
    const char *last = prove(&s, arena_printf(a, "c=%s,r=%s", text, s.nonce));
    assert_string_equal(state_of_final(&s, last, strlen(last)), "right");
    for (size_t n = 0; n < 32; n++) { /* the type of binding, cut short, is shown in the error */
        struct scram cut = {.arena = arena_new(a, "cut"), .keys = &keys, .tls = true, .plus = true, .endpoint = hash,
                            .endpoint_len = 32};
        TRY {
            scram_first(&cut, arena_strndup(cut.arena, "p=tls-server-end-point,,n=,r=abc", n), n);
        }
        CATCH (e) {
            assert_string_equal(errcode_sqlstate(e->code), "08P01");
        }
        END_TRY;
        arena_free(cut.arena);
    }
    last = prove(&s, arena_printf(a, "c=biws,r=%s", s.nonce));
    assert_string_equal(state_of_final(&s, last, strlen(last)), "28000");
}

static void pretended(void **state)
{
    (void)state;
    unsigned char secret[SCRAM_KEY];
    struct scram_keys one, again, other;
    scram_secret("mongodb://service:password@host/", secret);
    scram_pretend(&one, secret, "nobody");
    scram_pretend(&again, secret, "nobody");
    scram_pretend(&other, secret, "nobody2");
    assert_string_equal(one.salt, again.salt);
    assert_string_not_equal(one.salt, other.salt);
    assert_memory_not_equal(one.stored_key, again.stored_key, SCRAM_KEY);
    assert_int_equal(strlen(one.salt), 40);
}

static void plain_uris(void **state)
{
    static const struct {
        const char *uri, *plain;
    } cases[] = {
        {"mongodb://h/", "mongodb://h/"},
        {"mongodb://u:p@h:1,i:2/db?replicaSet=r&authSource=x&tls=true", "mongodb://h:1,i:2/db?replicaSet=r&tls=true"},
        {"mongodb+srv://u:p%40@h/?authMechanism=SCRAM-SHA-256", "mongodb+srv://h/"},
        {"mongodb://u@h?AuthMechanismProperties=a:b;w=1", "mongodb://h?w=1"},
        {"mongodb://u:p@%2Ftmp%2Fs.sock/?appname=a@b", "mongodb://%2Ftmp%2Fs.sock/?appname=a@b"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(login_plain_uri(a, cases[i].uri), cases[i].plain);
    assert_string_equal(login_source(a, "mongodb://h/", NULL), "admin");
    assert_string_equal(login_source(a, "mongodb://u:p@h/db", NULL), "db");
    assert_string_equal(login_source(a, "mongodb://u:p@h/db?authSource=x", NULL), "x");
    assert_string_equal(login_source(a, "mongodb://h/", "y"), "y");
}

static int setup(void **state)
{
    (void)state;
    a = arena_new(NULL, "test");
    example_keys();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(right),   cmocka_unit_test(extensions_are_proved), cmocka_unit_test(first_cut_and_changed),
        cmocka_unit_test(final_cut_and_changed), cmocka_unit_test(binding), cmocka_unit_test(pretended), cmocka_unit_test(plain_uris),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
