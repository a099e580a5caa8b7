/* bytea: bytes; text forms hex (\x...) and escape. */
#ifndef TYPES_BYTEA_H
#define TYPES_BYTEA_H

#include "types/io_protos.h"

TYPE_IO_PROTOS(bytea)
TYPE_CMP_PROTOS(bytea)

/* Two digits a byte. */
void hex_encode(const char *p, size_t len, struct strbuf *out);
/* Digits, white space between bytes; false after a soft error (22023). */
bool hex_decode(const char *s, size_t len, struct strbuf *out, struct soft_error *soft);

/* Bytes as they are, \\ and \ooo; false: something else behind a backslash. */
bool bytea_escape_decode(const char *s, size_t len, struct strbuf *out);

/* One character's bytes for a message, as "%.*s" wants them. */
#define CHAR_ARG(s, len) (int)utf8_step((s), (len)), (s)

#endif
