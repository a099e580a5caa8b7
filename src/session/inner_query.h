/* Queries that functions run: in the session, inside of the statement that calls them. */
#ifndef SESSION_INNER_QUERY_H
#define SESSION_INNER_QUERY_H

#include "session/session_int.h"

struct session *inner_session(void); /* raises 0A000 where there is none: constants folded for --dump */

struct inner_query {
    struct row_dest dest; /* first */
    void *arg;
    void (*begin)(void *arg, const List *desc); /* TargetEntry; before the first row. NULL: nothing to do */
    void (*row)(void *arg, const Datum *values, const bool *nulls);
};

/* The rows of one SELECT. Scratch is below fc->arena. Raises what the query does, 42P11 for several statements, 0A000 for others. */
void inner_query_run(struct fcall *fc, const char *sql, const struct inner_query *q);
int inner_query_statements(struct arena *a, const char *sql); /* how many there are in it */
/* Its columns alone: TargetEntry, in a. */
const List *inner_query_desc(struct arena *a, const char *sql);

#endif
