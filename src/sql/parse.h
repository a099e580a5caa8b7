/*
 * SQL text -> raw trees (libpg_query: PostgreSQL 15's own parser). The raw tree is libpg_query's protobuf structs, borrowed
 * by analyze/; positions in it are byte offsets in the text that was parsed.
 */
#ifndef SQL_PARSE_H
#define SQL_PARSE_H

#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>

#include <stdbool.h>

#include "base/list.h"

/* How string constants are read; all 0: as the standard says. The settings standard_conforming_strings and backslash_quote. */
struct sql_lexing {
    bool escapes;         /* a backslash in '...' escapes, as in E'...' */
    bool tells_of_names;  /* a NOTICE of each identifier that is cut: where a client's text is read first */
    bool no_quote, quote; /* \' is an error (22P06); is one quote. Neither: is one where the client's encoding is safe */
};

struct raw_stmt {
    PgQuery__Node *node;  /* the statement: oneof */
    int location, length; /* its text: bytes; length runs to the ';' or the end */
    const char *text;     /* the whole text it stands in */
    struct sql_lexing lexing;
};

/* Statements of text (struct raw_stmt), in order; an empty list for a text without one. The trees live until a is reset.
 * Raises 42601 and the lexer's codes, with the position. */
List *sql_parse(struct arena *a, const char *text);
List *sql_parse_as(struct arena *a, const char *text, const struct sql_lexing *lexing);

/* The lexer's own settings, each thread's; libpg_query exports them, its headers do not say so. */
extern __thread bool standard_conforming_strings;
extern __thread int backslash_quote;

/* A NOTICE (42622) of each identifier that is cut and begins at upto or before; upto -1: everywhere. standard_conforming_strings is the text's. */
void sql_tell_of_long_names(struct arena *a, const char *text, int upto);

/* Warns (22P06) of each constant of text that has a backslash and no E before it: for lexing with escapes. */
void sql_warn_of_escapes(const char *text);

/* Raises 42601 for a parameter: where libpg_query reads one though PostgreSQL does not, as in SET x = $1, extract($1 FROM y). */
void sql_no_parameter(const PgQuery__Node *n);

/* The tree as JSON, for --dump=raw. */
const char *sql_dump_raw(struct arena *a, const char *text);

/* An expression's text, with a column's name, from or to, in place of another's. */
const char *sql_rename_column(struct arena *a, const char *text, const char *from, const char *to);
/* A query's text, with a relation of public, from, in place of another. */
const char *sql_rename_relation(struct arena *a, const char *text, const char *from, const char *to);
/* An expression's, or a statement's, text with a type of public in place of another. */
const char *sql_rename_type(struct arena *a, const char *text, bool statement, const char *from, const char *to);
/* The text of a statement's tree; NULL: it cannot be written. */
const char *sql_statement_text(struct arena *a, PgQuery__Node *statement);
/* The text of an expression of a raw tree, as the parser reads it again. */
const char *sql_expression_text(struct arena *a, PgQuery__Node *expr);

#endif
