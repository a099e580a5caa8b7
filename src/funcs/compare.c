/* Comparison: =, <>, <, <=, >, >= of each type, the larger and the smaller of two, btree's three-way functions. */
#include "funcs/funcs.h"
#include "types/array.h"
#include "types/bit.h"
#include "types/datetime.h"
#include "types/jsonb.h"
#include "types/numeric.h"
#include "types/record.h"
#include "types/scalar.h"
#include "types/text.h"
#include "types/tsquery.h"
#include "types/vector.h"

#define COMPARE(name, relation, test)            \
    Datum name##_##relation(struct fcall *fc)    \
    {                                            \
        return datum_from_bool(test);            \
    }
/* Six functions and the three-way one over an expression that is below, at or above 0. */
#define COMPARE_ALL(name, order)                 \
    COMPARE(name, eq, (order) == 0)              \
    COMPARE(name, ne, (order) != 0)              \
    COMPARE(name, lt, (order) < 0)               \
    COMPARE(name, le, (order) <= 0)              \
    COMPARE(name, gt, (order) > 0)               \
    COMPARE(name, ge, (order) >= 0)              \
    BTREE_ORDER(name, order)
#define BTREE_ORDER(name, order)                 \
    Datum name##_btcmp(struct fcall *fc)         \
    {                                            \
        return datum_from_int32(order);          \
    }
#define BY_TYPE(cmp) cmp(ARG_DATUM(0), ARG_DATUM(1))
/* Equality is not asked of the order. */
#define COMPARE_TWICE(name, equal, order)        \
    COMPARE(name, eq, BY_TYPE(equal))            \
    COMPARE(name, ne, !BY_TYPE(equal))           \
    COMPARE(name, lt, BY_TYPE(order) < 0)        \
    COMPARE(name, le, BY_TYPE(order) <= 0)       \
    COMPARE(name, gt, BY_TYPE(order) > 0)        \
    COMPARE(name, ge, BY_TYPE(order) >= 0)       \
    BTREE_ORDER(name, BY_TYPE(order))

static int sign(int x)
{
    return (x > 0) - (x < 0);
}

/* What stands in the word itself, sign-extended: one function for all widths, and for all pairs of them. */
COMPARE(word, eq, ARG_INT64(0) == ARG_INT64(1))
COMPARE(word, ne, ARG_INT64(0) != ARG_INT64(1))
COMPARE(word, lt, ARG_INT64(0) < ARG_INT64(1))
COMPARE(word, le, ARG_INT64(0) <= ARG_INT64(1))
COMPARE(word, gt, ARG_INT64(0) > ARG_INT64(1))
COMPARE(word, ge, ARG_INT64(0) >= ARG_INT64(1))
BTREE_ORDER(word, (ARG_INT64(0) > ARG_INT64(1)) - (ARG_INT64(0) < ARG_INT64(1)))
BTREE_ORDER(int2, ARG_INT32(0) - ARG_INT32(1)) /* PostgreSQL's is the difference */

COMPARE_ALL(oid, BY_TYPE(oid_cmp))

COMPARE_ALL(float4, float8_compare(ARG_FLOAT4(0), ARG_FLOAT4(1)))
COMPARE_ALL(float8, float8_compare(ARG_FLOAT8(0), ARG_FLOAT8(1)))
COMPARE_ALL(float48, float8_compare(ARG_FLOAT4(0), ARG_FLOAT8(1)))
COMPARE_ALL(float84, float8_compare(ARG_FLOAT8(0), ARG_FLOAT4(1)))
COMPARE_ALL(char, BY_TYPE(char_cmp))
COMPARE_ALL(numeric, BY_TYPE(numeric_cmp))
COMPARE_ALL(interval, BY_TYPE(interval_cmp))
COMPARE_ALL(timetz, BY_TYPE(timetz_cmp))
COMPARE_ALL(jsonb, BY_TYPE(jsonb_cmp))
COMPARE_ALL(xid8, BY_TYPE(xid8_cmp))
COMPARE_ALL(tsvector, sign(BY_TYPE(tsvector_cmp)))
COMPARE_ALL(tsquery, BY_TYPE(tsquery_cmp))
COMPARE_ALL(pg_lsn, BY_TYPE(pg_lsn_cmp))
COMPARE_ALL(tid, sign(BY_TYPE(tid_cmp)))
COMPARE_ALL(bit, BY_TYPE(bit_cmp))
COMPARE_ALL(oidvector, BY_TYPE(oidvector_cmp))

/* ---- text (collation C), name, bytea, uuid: their bytes ---- */

/* The difference of the first bytes that differ, as bttextcmp() shows it. */
static int bytes_order(const char *x, size_t nx, const char *y, size_t ny)
{
    size_t n = nx < ny ? nx : ny, i = 0;
    if (memcmp(x, y, n) == 0)
        return (nx > ny) - (nx < ny);
    while (x[i] == y[i])
        i++;
    return (uint8_t)x[i] - (uint8_t)y[i];
}

static bool equal_bytes(Datum x, Datum y)
{
    return VARLEN(x) == VARLEN(y) && memcmp(VARDATA(x), VARDATA(y), VARLEN(x)) == 0;
}

static int varlena_order(Datum x, Datum y)
{
    return bytes_order(VARDATA(x), VARLEN(x), VARDATA(y), VARLEN(y));
}

/* as strcmp() would say it */
static int name_order(Datum x, Datum y)
{
    size_t nx = VARLEN(x), ny = VARLEN(y), n = nx < ny ? nx : ny;
    if (nx == ny || memcmp(VARDATA(x), VARDATA(y), n) != 0)
        return varlena_order(x, y);
    return nx > n ? (uint8_t)VARDATA(x)[n] : -(uint8_t)VARDATA(y)[n];
}

static int bpchar_order(Datum x, Datum y)
{
    return bytes_order(VARDATA(x), bpchar_len(x), VARDATA(y), bpchar_len(y));
}

COMPARE_TWICE(bytes, equal_bytes, varlena_order)
BTREE_ORDER(name, BY_TYPE(name_order))
COMPARE_ALL(bpchar, BY_TYPE(bpchar_order))

/* ---- dates and times of different types ---- */
#define DATE(i) ((DateADT)ARG_INT32(i))
COMPARE_ALL(date_timestamp, date_timestamp_cmp(DATE(0), ARG_INT64(1)))
COMPARE_ALL(date_timestamptz, date_timestamptz_cmp(DATE(0), ARG_INT64(1)))
COMPARE_ALL(timestamp_date, -date_timestamp_cmp(DATE(1), ARG_INT64(0)))
COMPARE_ALL(timestamptz_date, -date_timestamptz_cmp(DATE(1), ARG_INT64(0)))
COMPARE_ALL(timestamp_timestamptz, timestamp_timestamptz_cmp(ARG_INT64(0), ARG_INT64(1)))
COMPARE_ALL(timestamptz_timestamp, -timestamp_timestamptz_cmp(ARG_INT64(1), ARG_INT64(0)))

/* ---- values of values: equality asks less of the elements than order does ---- */
COMPARE_TWICE(array, array_equal, array_cmp)
COMPARE_TWICE(record, record_equal, record_cmp)
COMPARE_TWICE(record_image, record_image_equal, record_image_cmp)

/* ---- by the type of the call ---- */
static int resolved_order(struct fcall *fc)
{
    const struct type_info *t = type_get(fc->argtypes[0]);
    if (t->cmp == NULL)
        raise(ERR_UNDEFINED_FUNCTION, "could not identify a comparison function for type %s",
              type_display(fc->arena, t->oid));
    return t->cmp(ARG_DATUM(0), ARG_DATUM(1));
}

COMPARE_ALL(enum, resolved_order(fc))

/* Of two equal values the second, but of bpchars the first: 1.0 or 1.00, 'a' or 'a ', as PostgreSQL chooses. */
static bool ties_give_first(const struct fcall *fc)
{
    return fc->argtypes[0] == TYPE_bpchar;
}

Datum larger_of(struct fcall *fc)
{
    int c = resolved_order(fc);
    return c > 0 || (c == 0 && ties_give_first(fc)) ? ARG_DATUM(0) : ARG_DATUM(1);
}

Datum smaller_of(struct fcall *fc)
{
    int c = resolved_order(fc);
    return c < 0 || (c == 0 && ties_give_first(fc)) ? ARG_DATUM(0) : ARG_DATUM(1);
}
