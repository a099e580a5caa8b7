/*
 * Raw tree -> typed Query: names, types, overloads, coercions; PostgreSQL's errors with positions.
 *
 * Everything that is not handled is refused: 0A000 with the position. Each handler names the fields of the raw node that it
 * reads (raw.h); any other field that is set raises.
 */
#ifndef ANALYZE_ANALYZE_H
#define ANALYZE_ANALYZE_H

#include "catalog/relation.h"
#include "nodes/nodes.h"
#include "sql/parse.h"

/* The names of subqueries that analysis puts around a set operation's leaf: to cast its columns; to add those of SEARCH and CYCLE. */
#define CAST_LEAF "*SELECT*"
#define SEARCHED_LEAF "*SEARCH*"

struct analyze_params {
    int n;             /* parameters known so far */
    Oid *types;        /* InvalidOid or TYPE_unknown: to be inferred; grown in arena when variable */
    bool variable;     /* Parse message: $n may be used without having been declared */
};

/* SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES, TABLE. params may be NULL (none allowed: 42P02 "there is no parameter $1").
 * After the call every parameter's type is resolved, or 42P18 "could not determine data type of parameter $1".
 * Utility statements give a Query with commandType CMD_UTILITY and utilityStmt the raw node (PgQuery__Node *). */
Query *analyze_statement(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct analyze_params *params);

/* COPY FROM as an INSERT from *source, a local relation that is filled in with the columns that are sent, in order, and a last one
 * for the line's number; who runs it sets its next(). *target: where to. Raises what INSERT does; 42701, 42703. */
Query *analyze_copy_from(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct relation *source, struct relation **target);

/* An argument of EXECUTE, of `raw`'s text: it names no columns. Coerced to the type as in an assignment; NULL when there is no
 * way, and *was is its own type. */
/* CALL of what is not built in: there are no procedures. Raises what PostgreSQL does, 42883 at last. */
_Noreturn void analyze_call(struct arena *a, struct catalog *c, const struct raw_stmt *raw, PgQuery__FuncCall *call, struct analyze_params *params);
Node *analyze_argument(struct arena *a, struct catalog *c, const struct raw_stmt *raw, PgQuery__Node *arg, Oid type, Oid *was);
/* The type that a utility statement names: 42704 when there is none. */
Oid analyze_type(struct arena *a, struct catalog *c, const struct raw_stmt *raw, const PgQuery__TypeName *name);

const char *analyze_lock_words(int strength); /* "FOR UPDATE": of a RowMarkClause */
/* The command tag's first word(s) for a statement: "SELECT", "INSERT", ... */
const char *analyze_command_name(const Query *q);

Oid relation_row_type(struct arena *a, const struct relation *rel); /* the type of its rows, as rel is by now */

#endif
