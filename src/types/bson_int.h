/* What the files of types/bson_*.c share: values as characters, written where there is room. */
#ifndef TYPES_BSON_INT_H
#define TYPES_BSON_INT_H

#include "types/bson.h"

/* Each writes at p and gives the place behind. */
char *put_uint(char *p, uint64_t v);     /* at most 20 */
char *put_int(char *p, int64_t v);       /* at most 20 */
char *put_2digits(char *p, unsigned v);  /* below 100 */
char *put_date(char *p, int64_t days);   /* days since 1970, in years 1 to 9999: 2024-02-29 */
char *put_hex(char *p, const uint8_t *b, size_t n);

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

Datum bson_decimal_datum(struct arena *a, const uint8_t *p);
Datum bson_double_datum(struct arena *a, double v, int min_scale);
/* A number that float8 holds exactly. */
bool bson_val_float8(const struct bson_val *v, double *d);
/* Microseconds since 2000; false: beyond what PostgreSQL holds. */
bool bson_date_timestamp(const struct bson_val *v, int64_t *t);

#endif
