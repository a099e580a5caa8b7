/*
 * Character sets other than UTF-8, as PostgreSQL names them: text of a client, and bytea of convert_from() and its kin.
 * iconv converts; what is a character, and what is none, is said here (manual 24.3).
 */
#ifndef BASE_ENCODING_H
#define BASE_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

enum encoding {
#define ENCODING(name, iconv, shape) ENC_##name,
#include "base/encodings.def"
};

const char *encoding_name(enum encoding e); /* "LATIN1" */
bool encoding_find(const char *name, enum encoding *e); /* without case and punctuation; aliases, too */
bool encoding_converted(enum encoding e); /* false: to and from UTF-8 it is not */

/* Raises 22021 unless all is text of that encoding; 0A000 where it is not converted. */
void encoding_verify(enum encoding e, const char *s, size_t len);
size_t encoding_count(enum encoding e, const char *s, size_t len); /* characters of a verified text */

/* Appended to out. Raises 22021, and 22P05 where a character has no equivalent; 0A000. SQL_ASCII: as they are. */
void encoding_to_utf8(enum encoding from, const char *s, size_t len, struct strbuf *out);
/* Of a text that comes in parts: up to a character that is not all there, is none, or has no equivalent; how many bytes that is. */
size_t encoding_to_utf8_part(enum encoding from, const char *s, size_t len, struct strbuf *out);
/* s: valid UTF-8. Raises 22P05; lossy: a question mark stands for what has no equivalent. */
void encoding_from_utf8(enum encoding to, const char *s, size_t len, bool lossy, struct strbuf *out);

#endif
