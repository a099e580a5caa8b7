/* Identifiers and literals as they stand in SQL text; the key words. */
#ifndef TYPES_IDENT_H
#define TYPES_IDENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

struct keyword {
    const char *word;
    char category;   /* U unreserved, C not for functions and types, T only for them, R reserved */
    bool bare_label; /* usable as a label without AS */
};
/* word in lower case; NULL when it is none */
const struct keyword *keyword_find(const char *word, size_t len);
int keyword_count(void);
const struct keyword *keyword_nth(int i);

/* In double quotes where it has to be: not lower case, odd characters, a key word. */
void ident_quote(struct strbuf *out, const char *s, size_t len);
const char *ident_quoted(struct arena *a, const char *name); /* the same, in a */
/* In single quotes; E'' with doubled backslashes when there are any. */
void literal_quote(struct strbuf *out, const char *s, size_t len);

#endif
