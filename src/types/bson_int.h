/* What the files of types/bson_*.c share. */
#ifndef TYPES_BSON_INT_H
#define TYPES_BSON_INT_H

#include "types/bson.h"
#include "types/put.h"

#define MS_PER_DAY INT64_C(86400000)
#define DATE_MS_MIN INT64_C(-62135596800000) /* 0001-01-01 */
#define DATE_MS_END INT64_C(253402300800000) /* 10000-01-01 */
#define UNIX_TO_EPOCH_MS INT64_C(946684800000)

/* digits * 10^exponent, written out; a scale of at least min_scale. */
void put_decimal128(struct strbuf *out, bool negative, unsigned __int128 digits, int exponent, int min_scale);
/* A finite double with the fewest digits that tell it from others, written out; a scale of at least min_scale. */
void put_double(struct strbuf *out, double v, int min_scale);
/* In JSON a whole number of it keeps its point, below 10^16. */
int json_double_scale(double v);

/*
 * Copies n characters, eight at a time, and tells whether one of them needs a closer look: those beyond ASCII and NUL, and in
 * JSON those that are escaped. May say so where none does, never the other way round. There is room for n characters.
 */
static inline uint64_t suspicious(uint64_t w, bool json)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    if (!json)
        return (w | (w - ones)) & high;
    uint64_t quote = w ^ ones * '"', backslash = w ^ ones * '\\';
    return (w | (w - ones * ' ') | (quote - ones) | (backslash - ones)) & high;
}

static inline bool copy_suspicious(char *to, const char *from, size_t n, bool json)
{
    uint64_t w, found = 0;
    uint32_t first, last;
    if (n >= 8) {
        size_t i = 0;
        do {
            memcpy(&w, from + i, 8);
            memcpy(to + i, &w, 8);
            found |= suspicious(w, json);
            i += 8;
        } while (i + 8 <= n);
        memcpy(&w, from + n - 8, 8);
        memcpy(to + n - 8, &w, 8);
        return (found | suspicious(w, json)) != 0;
    }
    if (n >= 4) {
        memcpy(&first, from, 4);
        memcpy(&last, from + n - 4, 4);
        memcpy(to, &first, 4);
        memcpy(to + n - 4, &last, 4);
        return suspicious((uint64_t)first << 32 | last, json) != 0;
    }
    if (n == 0)
        return false;
    char a = from[0], b = from[n / 2], c = from[n - 1];
    to[0] = a;
    to[n / 2] = b;
    to[n - 1] = c;
    w = (uint64_t)(uint8_t)a << 16 | (uint64_t)(uint8_t)b << 8 | (uint8_t)c | UINT64_C(0x2020202020000000);
    return suspicious(w, json) != 0;
}

/* json and jsonb as documents, arrays and scalars; Extended JSON's forms as what they say. */
bool bson_append_json(bson_t *b, const char *key, int keylen, Oid type, Datum d);
Datum bson_decimal_datum(struct arena *a, const uint8_t *p);
Datum bson_double_datum(struct arena *a, double v, int min_scale);
/* A number that float8 holds exactly. */
bool bson_val_float8(const struct bson_val *v, double *d);
/* Microseconds since 2000; false: beyond what PostgreSQL holds. */
bool bson_date_timestamp(const struct bson_val *v, int64_t *t);

#endif
