/* BSON's numbers and dates as digits. */
#include <math.h>

#include "types/bson_int.h"
#include "types/datetime.h"
#include "types/scalar.h"

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
    char *p = strbuf_room(out, n + zeros + scale + (size_t)min_scale + 4);
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
    strbuf_end(out, p);
}

void put_double(struct strbuf *out, double v, int min_scale)
{
    uint64_t digits = 0;
    int exponent = 0;
    if (v != 0) {
        exponent = float8_shortest(fabs(v), &digits);
        digits = strip_zeros(digits, &exponent);
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
