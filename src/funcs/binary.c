/* bytea: single bytes and bits, text forms (hex, base64, escape), digests; random UUIDs. */
#include <openssl/evp.h>
#include <strings.h>
#include <stdio.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "funcs/text_view.h"
#include "types/bytea.h"

/* ---- bytes and bits: bit 0 is the least significant of the first byte ---- */
static int64_t checked_index(int64_t i, int64_t count)
{
    if (i < 0 || i >= count)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "index %lld out of valid range, 0..%lld", (long long)i,
              (long long)(count - 1));
    return i;
}

Datum bytea_get_byte(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    return datum_from_int32((uint8_t)v.s[checked_index(ARG_INT32(1), (int64_t)v.n)]);
}

Datum bytea_set_byte(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    int64_t i = checked_index(ARG_INT32(1), (int64_t)v.n);
    Datum r = text_result(fc, v.s, v.n);
    VARDATA(r)[i] = (char)ARG_INT32(2);
    return r;
}

Datum bytea_get_bit(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    int64_t i = checked_index(ARG_INT64(1), (int64_t)v.n * 8);
    return datum_from_int32((uint8_t)v.s[i / 8] >> (i % 8) & 1);
}

Datum bytea_set_bit(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    int64_t i = checked_index(ARG_INT64(1), (int64_t)v.n * 8);
    int32_t bit = ARG_INT32(2);
    if (bit != 0 && bit != 1)
        raise(ERR_INVALID_PARAMETER_VALUE, "new bit must be 0 or 1");
    Datum r = text_result(fc, v.s, v.n);
    unsigned byte = (uint8_t)v.s[i / 8] & ~(1u << (i % 8));
    VARDATA(r)[i / 8] = (char)(byte | (unsigned)bit << (i % 8));
    return r;
}

Datum bytea_bit_count(struct fcall *fc)
{
    struct view v = ARG_VIEW(0);
    int64_t n = 0;
    for (size_t i = 0; i < v.n; i++)
        n += __builtin_popcount((uint8_t)v.s[i]);
    return datum_from_int64(n);
}

/* ---- base64 ---- */
static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_put(struct strbuf *out, struct view v, size_t digits, const char *newline)
{
    size_t line = 0;
    for (size_t i = 0; i < v.n; i += 3) {
        CHECK_INTERRUPTS();
        if (line == digits) {
            strbuf_addstr(out, newline);
            line = 0;
        }
        size_t n = v.n - i < 3 ? v.n - i : 3;
        uint32_t bits = 0;
        for (size_t k = 0; k < 3; k++)
            bits = bits << 8 | (k < n ? (uint8_t)v.s[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            strbuf_addch(out, k <= n ? base64_digits[bits >> (18 - 6 * k) & 63] : '=');
        line += 4;
    }
}

static void base64_encode(struct view v, struct strbuf *out)
{
    base64_put(out, v, 76, "\n");
}

static uint32_t base64_value(const char *s, size_t len)
{
    const char *at = *s == '\0' ? NULL : strchr(base64_digits, *s);
    if (at == NULL)
        raise(ERR_INVALID_PARAMETER_VALUE, "invalid symbol \"%.*s\" found while decoding base64 sequence",
              CHAR_ARG(s, len));
    return (uint32_t)(at - base64_digits);
}

static void base64_decode(struct view v, struct strbuf *out)
{
    uint32_t bits = 0;
    int have = 0, keep = 3; /* digits of the group; bytes it gives */
    for (size_t i = 0; i < v.n; i++) {
        char c = v.s[i];
        CHECK_INTERRUPTS();
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            continue;
        if (c == '=' && keep == 3) {
            if (have < 2)
                raise(ERR_INVALID_PARAMETER_VALUE, "unexpected \"=\" while decoding base64 sequence");
            keep = have - 1;
        }
        bits = bits << 6 | (c == '=' ? 0 : base64_value(v.s + i, v.n - i));
        if (++have < 4)
            continue;
        for (int k = 0; k < keep; k++)
            strbuf_addch(out, (char)(bits >> (16 - 8 * k)));
        bits = 0;
        have = 0;
    }
    if (have != 0)
        error_throw(error_hint(error_new(ERR_INVALID_PARAMETER_VALUE, "invalid base64 end sequence"),
                               "Input data is missing padding, is truncated, or is otherwise corrupted."));
}

/* ---- escape: NUL, bytes above ASCII and the backslash ---- */
static void escape_encode(struct view v, struct strbuf *out)
{
    for (size_t i = 0; i < v.n; i++) {
        unsigned char c = (unsigned char)v.s[i];
        CHECK_INTERRUPTS();
        if (c == '\\')
            strbuf_addstr(out, "\\\\");
        else if (c == 0 || c >= 0x80)
            strbuf_printf(out, "\\%03o", c);
        else
            strbuf_addch(out, v.s[i]);
    }
}

static void escape_decode(struct view v, struct strbuf *out)
{
    if (!bytea_escape_decode(v.s, v.n, out))
        raise(ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s", "bytea");
}

static void hex_encode_view(struct view v, struct strbuf *out)
{
    hex_encode(v.s, v.n, out);
}

static void hex_decode_view(struct view v, struct strbuf *out)
{
    hex_decode(v.s, v.n, out, NULL);
}

static const struct {
    const char *name;
    void (*encode)(struct view, struct strbuf *);
    void (*decode)(struct view, struct strbuf *);
} forms[] = {
    {"hex", hex_encode_view, hex_decode_view},
    {"base64", base64_encode, base64_decode},
    {"escape", escape_encode, escape_decode},
};

static Datum recode(struct fcall *fc, bool encode)
{
    const char *name = datum_cstring(fc->arena, ARG_DATUM(1));
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcasecmp(name, forms[i].name) == 0) {
            (encode ? forms[i].encode : forms[i].decode)(ARG_VIEW(0), &b);
            return strbuf_result(fc, &b);
        }
    raise(ERR_INVALID_PARAMETER_VALUE, "unrecognized encoding: \"%s\"", name);
}

Datum bytea_encode(struct fcall *fc)
{
    return recode(fc, true);
}

Datum text_decode(struct fcall *fc)
{
    return recode(fc, false);
}

/* ---- digests ---- */

static void release_digest(void *context)
{
    EVP_MD_CTX_free(context);
}

/* A part at a time: a cancel is seen between two. */
static bool digest_parts(struct arena *a, struct view v, const EVP_MD *md, unsigned char *out, unsigned *n)
{
    const size_t part = 4 << 20;
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    if (c == NULL)
        return false;
    arena_on_reset(a, release_digest, c);
    bool good = EVP_DigestInit_ex(c, md, NULL) == 1;
    for (size_t at = 0; good && at < v.n; at += part) {
        CHECK_INTERRUPTS();
        good = EVP_DigestUpdate(c, v.s + at, v.n - at < part ? v.n - at : part) == 1;
    }
    return good && EVP_DigestFinal_ex(c, out, n) == 1;
}

static size_t digest(struct arena *a, struct view v, const EVP_MD *md, unsigned char out[EVP_MAX_MD_SIZE])
{
    enum { AT_ONCE = 1 << 20 };
    unsigned n;
    if (v.n <= AT_ONCE ? EVP_Digest(v.s, v.n, out, &n, md, NULL) != 1 : !digest_parts(a, v, md, out, &n))
        raise(ERR_FEATURE_NOT_SUPPORTED, "could not compute %s hash", EVP_MD_get0_name(md));
    return n;
}

/* md5() gives text, of text or bytea */
Datum bytes_md5(struct fcall *fc)
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    hex_encode((const char *)sum, digest(fc->arena, ARG_VIEW(0), EVP_md5(), sum), &b);
    return strbuf_result(fc, &b);
}

static Datum bytea_digest(struct fcall *fc, const EVP_MD *md)
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    size_t n = digest(fc->arena, ARG_VIEW(0), md, sum);
    return text_result(fc, (const char *)sum, n);
}

#define SHA(bits)                            \
    Datum bytea_sha##bits(struct fcall *fc)  \
    {                                        \
        return bytea_digest(fc, EVP_sha##bits()); \
    }
SHA(224)
SHA(256)
SHA(384)
SHA(512)

/* As MongoDB's drivers make them: seconds, five bytes of the process, a counter. pgleaf's own. */
Datum objectid_new(struct fcall *fc)
{
    static uint8_t process[5];
    static uint32_t counter;
    static pid_t owner;
    if (owner != getpid()) { /* a fork has numbers of its own */
        owner = getpid();
        if (getrandom(process, sizeof process, 0) != sizeof process || getrandom(&counter, sizeof counter, 0) != sizeof counter)
            raise(ERR_INTERNAL_ERROR, "could not generate random values");
    }
    static const char hex[] = "0123456789abcdef";
    uint32_t seconds = (uint32_t)time(NULL), n = counter++;
    uint8_t id[12] = {(uint8_t)(seconds >> 24), (uint8_t)(seconds >> 16), (uint8_t)(seconds >> 8), (uint8_t)seconds};
    char digits[24];
    memcpy(id + 4, process, sizeof process);
    for (int i = 0; i < 3; i++)
        id[9 + i] = (uint8_t)(n >> (16 - 8 * i));
    for (int i = 0; i < 12; i++) { /* no snprintf(): a COPY makes one for each row */
        digits[2 * i] = hex[id[i] >> 4];
        digits[2 * i + 1] = hex[id[i] & 15];
    }
    return datum_from_text(fc->arena, digits, 24);
}

/* Version 4: random but for the version and the variant. */
Datum uuid_random(struct fcall *fc)
{
    struct varlena *v = varlena_new(fc->arena, 16);
    if (getrandom(v->data, 16, 0) != 16)
        raise(ERR_INTERNAL_ERROR, "could not generate random values");
    v->data[6] = (char)((v->data[6] & 0x0f) | 0x40);
    v->data[8] = (char)((v->data[8] & 0x3f) | 0x80);
    return (Datum)v;
}
