/*
 * Datum: one SQL value that is not NULL (NULL travels beside it as a bool).
 *
 * Two classes only. By value: bool, "char", int2, int4, int8, float4, float8, oid and the reg* types,
 * date, time, timestamp, timestamptz, money stand in the word itself. By reference: everything else is a
 * struct varlena, flat and self-contained (no pointers inside), so copying, hashing for spill and writing
 * to a temporary file are the same for all types.
 *
 * Text-like values (text, varchar, bpchar, name, json, xml, unknown, cstring) are the bytes of `data`, UTF-8,
 * no NUL terminator counted in len; varlena_new() puts one behind them all the same.
 */
#ifndef TYPES_DATUM_H
#define TYPES_DATUM_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

typedef uintptr_t Datum;
typedef uint32_t Oid;

#define InvalidOid ((Oid)0)

struct varlena {
    uint32_t len;  /* bytes in data */
    uint32_t info; /* the type's own use; 0 for text-like types */
    char data[];   /* 8-byte aligned */
};

/* A block for len bytes (uninitialised, but data[len] is NUL). Raises 54000 beyond 1 GB - 1. */
struct varlena *varlena_new(struct arena *a, size_t len);
struct varlena *varlena_from(struct arena *a, const void *p, size_t len);
static inline Datum datum_from_text(struct arena *a, const char *s, size_t len)
{
    return (Datum)varlena_from(a, s, len);
}
Datum datum_from_cstring(struct arena *a, const char *s);
/* NUL-terminated copy (or the value itself, which has its NUL) of a text-like value. */
const char *datum_cstring(struct arena *a, Datum d);

static inline struct varlena *datum_varlena(Datum d) { return (struct varlena *)d; }
#define VARDATA(d) (datum_varlena(d)->data)
#define VARLEN(d) (datum_varlena(d)->len)

static inline Datum datum_from_bool(bool v) { return (Datum)v; }
static inline bool datum_bool(Datum d) { return d != 0; }
static inline Datum datum_from_int16(int16_t v) { return (Datum)(int64_t)v; }
static inline int16_t datum_int16(Datum d) { return (int16_t)d; }
static inline Datum datum_from_int32(int32_t v) { return (Datum)(int64_t)v; }
static inline int32_t datum_int32(Datum d) { return (int32_t)d; }
static inline Datum datum_from_int64(int64_t v) { return (Datum)v; }
static inline int64_t datum_int64(Datum d) { return (int64_t)d; }
/* Sign-extended, so that oid and int4 are binary-coercible as in PostgreSQL: only order has to know that it is unsigned. */
static inline Datum datum_from_oid(Oid v) { return (Datum)(int64_t)(int32_t)v; }
static inline Oid datum_oid(Datum d) { return (Oid)d; }
static inline Datum datum_from_char(char v) { return (Datum)(uint8_t)v; }
static inline char datum_char(Datum d) { return (char)d; }

static inline Datum datum_from_float8(double v)
{
    Datum d;
    memcpy(&d, &v, sizeof d);
    return d;
}
static inline double datum_float8(Datum d)
{
    double v;
    memcpy(&v, &d, sizeof v);
    return v;
}
static inline Datum datum_from_float4(float v)
{
    uint32_t u;
    memcpy(&u, &v, sizeof u);
    return (Datum)u;
}
static inline float datum_float4(Datum d)
{
    uint32_t u = (uint32_t)d;
    float v;
    memcpy(&v, &u, sizeof v);
    return v;
}

/* A copy that lives in a: d itself when byval. */
Datum datum_copy(struct arena *a, Datum d, bool byval);

/*
 * Layouts behind struct varlena:
 *   numeric       types/numeric.h        GMP limbs, sign and display scale
 *   interval      struct interval        below
 *   timetz        struct timetz          below
 *   uuid          16 bytes
 *   bytea         the bytes
 *   bit, varbit   4-byte bit length (int32), then the bits, most significant first
 *   array         types/array.h
 *   record        types/record.h
 *   range, multirange  types/range.h
 *   jsonb         types/jsonb.h
 *   inet, cidr    types/inet.h
 */
typedef int32_t DateADT;       /* days since 2000-01-01; INT32_MIN -infinity, INT32_MAX infinity */
typedef int64_t TimestampADT;  /* microseconds since 2000-01-01 (timestamptz: UTC); INT64_MIN/MAX -/+infinity */
typedef int64_t TimeADT;       /* microseconds since midnight */
struct interval {
    int64_t time; /* microseconds */
    int32_t day, month;
};
struct timetz {
    int64_t time; /* microseconds since midnight, local */
    int32_t zone; /* seconds WEST of Greenwich, as PostgreSQL keeps it */
};
Datum datum_from_interval(struct arena *a, struct interval v);
struct interval datum_interval(Datum d);
Datum datum_from_timetz(struct arena *a, struct timetz v);
struct timetz datum_timetz(Datum d);

#endif
