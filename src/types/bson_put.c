/* Numbers, dates and bytes as characters: what most values sent are made with. */
#include <math.h>

#include "types/bson_int.h"
#include "types/datetime.h"
#include "types/scalar.h"

static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                            "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                            "8081828384858687888990919293949596979899";

char *put_2digits(char *p, unsigned v)
{
    memcpy(p, pairs + 2 * (size_t)v, 2);
    return p + 2;
}

char *put_uint(char *p, uint64_t v)
{
    char buf[20], *end = buf + sizeof buf, *q = end;
    while (v >= 100) {
        q -= 2;
        memcpy(q, pairs + 2 * (v % 100), 2);
        v /= 100;
    }
    if (v >= 10) {
        q -= 2;
        memcpy(q, pairs + 2 * v, 2);
    } else {
        *--q = (char)('0' + v);
    }
    memcpy(p, q, (size_t)(end - q));
    return p + (end - q);
}

char *put_int(char *p, int64_t v)
{
    if (v >= 0)
        return put_uint(p, (uint64_t)v);
    *p = '-';
    return put_uint(p + 1, -(uint64_t)v);
}

/* The civil calendar in eras of 400 years that begin with March (H. Hinnant's days_from_civil, the other way round). */
char *put_date(char *p, int64_t days)
{
    uint32_t z = (uint32_t)(days + 719468); /* since 0000-03-01 */
    uint32_t era = z / 146097, doe = z % 146097;
    uint32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    uint32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    uint32_t day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9;
    uint32_t year = yoe + era * 400 + (month <= 2);
    p = put_2digits(put_2digits(p, year / 100), year % 100);
    *p++ = '-';
    p = put_2digits(p, month);
    *p++ = '-';
    return put_2digits(p, day);
}

char *put_hex(char *p, const uint8_t *b, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        *p++ = digits[b[i] >> 4];
        *p++ = digits[b[i] & 15];
    }
    return p;
}

void put_decimal128(struct strbuf *out, bool negative, unsigned __int128 digits, int exponent, int min_scale)
{
    const uint64_t part = UINT64_C(10000000000000000000);
    char buf[48], *s = buf, *end;
    if (digits >> 64 == 0) {
        end = put_uint(s, (uint64_t)digits);
    } else {
        end = put_uint(s, (uint64_t)(digits / part));
        uint64_t low = (uint64_t)(digits % part);
        for (char *q = end + 19; q > end; low /= 10)
            *--q = (char)('0' + low % 10);
        end += 19;
    }
    size_t n = (size_t)(end - s), scale = exponent < 0 ? (size_t)-exponent : 0;
    size_t zeros = exponent > 0 && digits != 0 ? (size_t)exponent : 0;
    strbuf_grow(out, n + zeros + scale + (size_t)min_scale + 4);
    char *p = out->data + out->len;
    if (negative && digits != 0)
        *p++ = '-';
    if (scale >= n) {
        memcpy(p, "0.", 2);
        memset(p + 2, '0', scale - n);
        memcpy(p + 2 + scale - n, s, n);
        p += 2 + scale;
    } else {
        memcpy(p, s, n - scale);
        p += n - scale;
        memset(p, '0', zeros);
        p += zeros;
        if (scale > 0) {
            *p++ = '.';
            memcpy(p, s + n - scale, scale);
            p += scale;
        }
    }
    if (scale == 0 && min_scale > 0) {
        *p++ = '.';
        memset(p, '0', (size_t)min_scale);
        p += min_scale;
    }
    *p = '\0';
    out->len = (size_t)(p - out->data);
}

void put_double(struct strbuf *out, double v, int min_scale)
{
    uint64_t digits = 0;
    int exponent = 0;
    if (v != 0) {
        exponent = float8_shortest(fabs(v), &digits);
        for (; digits % 10 == 0; exponent++)
            digits /= 10;
    }
    put_decimal128(out, v < 0, digits, exponent, min_scale);
}

int json_double_scale(double v)
{
    return fabs(v) < 1e16;
}

bool bson_date_timestamp(const struct bson_val *v, int64_t *t)
{
    int64_t ms = (int64_t)bson_get64(v->p);
    return !__builtin_sub_overflow(ms, UNIX_TO_EPOCH_MS, &ms) && !__builtin_mul_overflow(ms, 1000, t) && timestamp_is_valid(*t);
}
