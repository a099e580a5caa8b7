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
/*
 * What PostgreSQL calls a constraint, an index or a sequence that nobody named: table_columns_label, n behind it unless it is 0. Where that is
 * too long for a name, the longer of the first two is cut until it is not. columns NULL: table_label.
 */
const char *ident_generated(struct arena *a, const char *table, const char *columns, const char *label, int n);
/* In single quotes; E'' with doubled backslashes when there are any. */
void literal_quote(struct strbuf *out, const char *s, size_t len);

#endif
