/* BSON's bytes: lengths, fields by name and path, binary values, Decimal128. */
#include "types/bson.h"

#include "base/utf8.h"

void bson_malformed(void)
{
    raise(ERR_CONNECTION_FAILURE, "MongoDB sent a malformed document");
}

/* Bytes of the C string at p, its NUL counted. */
static uint32_t cstring_len(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *zero = p < end ? memchr(p, 0, (size_t)(end - p)) : NULL;
    if (zero == NULL)
        bson_malformed();
    return (uint32_t)(zero - p) + 1;
}

/* An int32, room for it, and at least min behind what it counts from. */
static uint32_t counted(const uint8_t *p, const uint8_t *end, uint32_t min)
{
    if (end - p < 4)
        bson_malformed();
    uint32_t n = bson_get32(p);
    if (n < min || n > INT32_MAX)
        bson_malformed();
    return n;
}

static uint32_t string_len(const uint8_t *p, const uint8_t *end)
{
    uint32_t n = counted(p, end, 1);
    if (n > (size_t)(end - p) - 4 || p[4 + n - 1] != 0)
        bson_malformed();
    return 4 + n;
}

uint32_t bson_val_len(uint8_t type, const uint8_t *p, const uint8_t *end)
{
    uint32_t n = 0;
    switch (type) {
    case BSON_TYPE_UTF8:
    case BSON_TYPE_CODE:
    case BSON_TYPE_SYMBOL:
        return string_len(p, end);
    case BSON_TYPE_DOCUMENT:
    case BSON_TYPE_ARRAY:
        n = counted(p, end, 5);
        break;
    case BSON_TYPE_BINARY:
        n = counted(p, end, 0) + 5;
        break;
    case BSON_TYPE_REGEX:
        n = cstring_len(p, end);
        n += cstring_len(p + n, end);
        break;
    case BSON_TYPE_DBPOINTER:
        n = string_len(p, end) + 12;
        break;
    case BSON_TYPE_CODEWSCOPE:
        n = counted(p, end, 14);
        break;
    case BSON_TYPE_MAXKEY:
    case BSON_TYPE_MINKEY:
        break;
    default:
        n = (uint32_t)(bson_fixed_len(type) < 0 ? (bson_malformed(), 0) : bson_fixed_len(type));
    }
    if (n > (size_t)(end - p))
        bson_malformed();
    return n;
}

bool bson_find(const uint8_t *doc, size_t len, const char *name, size_t namelen, struct bson_val *out)
{
    struct bson_walk w;
    struct bson_elem e;
    bson_walk_init(&w, doc, len);
    while (bson_walk_next(&w, &e)) {
        if (e.keylen == namelen && memcmp(e.key, name, namelen) == 0) {
            *out = e.val;
            return true;
        }
    }
    *out = (struct bson_val){0};
    return false;
}

bool bson_find_path(const uint8_t *doc, size_t len, const char *path, struct bson_val *out)
{
    for (;;) {
        size_t n = strcspn(path, ".");
        if (!bson_find(doc, len, path, n, out) || path[n] == '\0')
            return out->type != BSON_TYPE_EOD;
        if (out->type != BSON_TYPE_DOCUMENT) {
            *out = (struct bson_val){0};
            return false;
        }
        doc = out->p;
        len = out->len;
        path += n + 1;
    }
}

const uint8_t *bson_val_binary(const struct bson_val *v, uint8_t *subtype, uint32_t *len)
{
    const uint8_t *p = v->p + 5;
    *subtype = v->p[4];
    *len = v->len - 5;
    if (*subtype == BSON_SUBTYPE_BINARY_DEPRECATED && *len >= 4 && bson_get32(p) == *len - 4) {
        *len -= 4;
        p += 4;
    }
    return p;
}

bool bson_text_ok(const char *s, size_t len)
{
    return utf8_check(s, len) == len;
}

/*
 * IEEE 754-2008's decimal128, integers as binary: sign, 14 bits of exponent, 113 bits of digits. Where the two bits behind
 * the sign are set it is infinite, NaN, or has digits beyond the 34 that count, which then mean zero.
 */
struct decimal decimal_decode(const uint8_t *p)
{
    const unsigned __int128 max = (unsigned __int128)UINT64_C(10000000000000000) * UINT64_C(1000000000000000000);
    uint64_t low = bson_get64(p), high = bson_get64(p + 8);
    struct decimal d = {.class = DECIMAL_FINITE, .negative = high >> 63 != 0};
    if ((high >> 61 & 3) == 3) {
        if ((high >> 58 & 31) == 30)
            d.class = DECIMAL_INF;
        else if ((high >> 58 & 31) == 31)
            d.class = DECIMAL_NAN;
        d.exponent = (int)(high >> 47 & 0x3fff) + DECIMAL_MIN_EXPONENT;
        return d;
    }
    d.exponent = (int)(high >> 49 & 0x3fff) + DECIMAL_MIN_EXPONENT;
    d.digits = (unsigned __int128)(high & ((UINT64_C(1) << 49) - 1)) << 64 | low;
    if (d.digits >= max)
        d.digits = 0;
    return d;
}
