/* Plain scalar types: what others use of bool, the integers, the floats, oid and its relatives, money. */
#ifndef TYPES_SCALAR_H
#define TYPES_SCALAR_H

#include "types/io_protos.h"

TYPE_IO_PROTOS(bool)
TYPE_CMP_PROTOS(bool)
TYPE_IO_PROTOS(char)
TYPE_CMP_PROTOS(char)
TYPE_IO_PROTOS(int2)
TYPE_CMP_PROTOS(int2)
TYPE_IO_PROTOS(int4)
TYPE_CMP_PROTOS(int4)
TYPE_IO_PROTOS(int8)
TYPE_CMP_PROTOS(int8)
TYPE_IO_PROTOS(float4)
TYPE_CMP_PROTOS(float4)
TYPE_IO_PROTOS(float8)
TYPE_CMP_PROTOS(float8)
TYPE_IO_PROTOS(oid)
TYPE_CMP_PROTOS(oid)
TYPE_IO_PROTOS(xid)
TYPE_CMP_PROTOS(xid)
TYPE_IO_PROTOS(cid)
TYPE_IO_PROTOS(xid8)
TYPE_CMP_PROTOS(xid8)
TYPE_IO_PROTOS(tid)
TYPE_CMP_PROTOS(tid)
TYPE_IO_PROTOS(pg_lsn)
TYPE_CMP_PROTOS(pg_lsn)
TYPE_IO_PROTOS(money)
TYPE_IO_PROTOS(void)
TYPE_IO_PROTOS(cstring)
TYPE_IO_PROTOS(unknown)
TYPE_IO_PROTOS(pseudo)
TYPE_IO_PROTOS(shown)

/* bool's words: true, t, yes, on, 1, ... and their beginnings; spaces around are ignored. False when it is none. */
bool bool_parse(const char *s, size_t len, bool *v);

/* A decimal integer with PostgreSQL's errors ("value ... is out of range for type integer"); type names the type. */
int64_t int_parse(const char *s, size_t len, int64_t min, int64_t max, const char *type, struct soft_error *soft);
void int64_to_text(int64_t v, struct strbuf *out);

/* strtod() with PostgreSQL's words and errors; type is "double precision" or what the user should read. */
double float8_parse(const char *s, size_t len, const char *type, struct soft_error *soft);
/* The number that begins at *s, spaces around it; *s is then behind. Errors show `whole`, of this type. */
double float8_scan(const char **s, const char *type, const char *whole, struct soft_error *soft);
float float4_parse(const char *s, size_t len, struct soft_error *soft);
/* The shortest digits that read back as v, or as extra_float_digits says when that is below 1. */
void float8_to_text(double v, struct strbuf *out);
void float4_to_text(float v, struct strbuf *out);
/* The shortest digits of a finite v above 0: v is read back from *digits * 10^(what is returned). */
int float8_shortest(double v, uint64_t *digits);

/* PostgreSQL's order: NaN equals NaN and is above all; -0 equals 0. */
static inline int float8_compare(double a, double b)
{
    if (a < b)
        return -1;
    if (a > b)
        return 1;
    if (a == b)
        return 0;
    return (a != a) - (b != b);
}

#endif
