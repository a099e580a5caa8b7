/* SQL over a fixture, planned: what is sent to MongoDB, as text. For tests of push/. */
#ifndef PUSH_SQL_H
#define PUSH_SQL_H

#include "base/arena.h"
#include "nodes/nodes.h"

/* Relations from a fixture file's text (catalog/fixture.c has the form). */
void push_sql_open(const char *fixture);
void push_sql_close(void);
/* pgleaf.pushdown; what the server lacks (NULL: nothing). */
extern bool push_sql_enabled;
extern bool (*push_sql_server_has)(const char *name);

/*
 * The first RemoteScan of the statement's plan: {"find": ..., "filter": ...} or {"aggregate": ..., "pipeline": ...} in
 * relaxed (or canonical) Extended JSON, then " -- local: why" if more than the scan is left to do. Errors: "22012
 * message".
 */
const char *push_sql(const char *sql, bool canonical);
/* The RemoteScan itself; NULL none. */
const RemoteScan *push_sql_scan(const char *sql);

#endif
