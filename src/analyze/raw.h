/*
 * Reading raw trees so that nothing is overlooked: a handler says which fields of a node it reads, and any other field
 * that is set is refused (0A000, at the node's position).
 *
 *     RAW_FIELDS(stmt, location, "target_list from_clause where_clause ...");
 */
#ifndef ANALYZE_RAW_H
#define ANALYZE_RAW_H

#include <stdbool.h>

#include "base/list.h"
#include "sql/parse.h"

struct raw_fields {
    const char *names; /* as the message's descriptor has them, with a space between */
    bool known;
    uint64_t mask;     /* by the field's place in the descriptor */
};
void raw_check(const ProtobufCMessage *m, struct raw_fields *fields, int location);
#define RAW_FIELDS(m, location, handled)                       \
    do {                                                       \
        static struct raw_fields fields_ = {.names = handled}; \
        raw_check(&(m)->base, &fields_, location);             \
    } while (0)

/* 0A000: this kind of node is not handled here. */
_Noreturn void raw_refuse(const PgQuery__Node *n);
/* "SelectStmt", "XmlExpr": the kind's name in PostgreSQL. */
const char *raw_kind_name(const PgQuery__Node *n);
int raw_location(const PgQuery__Node *n); /* byte offset, the leftmost that the node knows; -1 unknown */
int raw_start(const struct raw_stmt *raw); /* byte offset of the statement's first word: behind white space and comments */

/* Text of a String node; NULL when it is another kind. */
const char *raw_string(const PgQuery__Node *n);
PgQuery__Node *raw_string_node(struct arena *a, const char *text);
/* An option's value as a truth: 1, 0; -1 when it is none. No value (NULL) is 1. */
int raw_boolean(const PgQuery__Node *n);
/* A list of String nodes as a List of char *. */
List *raw_strings(struct arena *a, PgQuery__Node *const *items, size_t n);
/* "a.b.c" */
const char *raw_dotted(struct arena *a, PgQuery__Node *const *items, size_t n);

/* Was the nth identifier (from 0) of the dotted name at this place of the text written in quotes? */
bool raw_quoted(const char *text, int location, int nth);

#endif
