/* Text-like types: text, varchar, bpchar, name, objectid; what others use of them. */
#ifndef TYPES_TEXT_H
#define TYPES_TEXT_H

#include "types/io_protos.h"

#define NAME_MAX_BYTES 63

TYPE_IO_PROTOS(text)
TYPE_CMP_PROTOS(text)
TYPE_IO_PROTOS(varchar)
TYPE_IO_PROTOS(bpchar)
TYPE_CMP_PROTOS(bpchar)
TYPE_IO_PROTOS(name)
TYPE_IO_PROTOS(objectid)

/* Is a binary value UTF-8? Raises 22021, or fails softly. */
bool utf8_received(struct io *io, const uint8_t *p, size_t len);

/* Bytes of a bpchar without the spaces that pad it. */
static inline size_t bpchar_len(Datum d)
{
    size_t n = VARLEN(d);
    while (n > 0 && VARDATA(d)[n - 1] == ' ')
        n--;
    return n;
}

/* varchar(n), char(n): typmod as type_typmod_in() gives it, below 4: no limit. Spaces beyond the limit are dropped;
 * other characters raise 22001, or are dropped too where the cast is explicit. */
Datum varchar_fit(struct arena *a, const char *s, size_t len, int32_t typmod, bool explicit_cast,
                  struct soft_error *soft);
Datum bpchar_fit(struct arena *a, const char *s, size_t len, int32_t typmod, bool explicit_cast,
                 struct soft_error *soft);

/* 24 hexadecimal digits, as ObjectId's text in lower case; false when they are not. */
bool objectid_parse(const char *s, size_t len, char out[24]);

static inline int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

#endif
