/*
 * SQL through analyze, plan and exec over tables made in the process, for tests: no server.
 *
 * tests/unit/cases/NAME.expected (tests/tools/sql-cases, PostgreSQL 15's answers):
 *
 *     SELECT a FROM t WHERE a < 3;
 *     |1
 *     |2
 *     SELECT 1 / 0;
 *     !22012
 *
 * Rows are compared as a set unless the line before the statement is "-- ordered".
 */
#ifndef UNIT_SQL_RUN_H
#define UNIT_SQL_RUN_H

#include "base/strbuf.h"
#include "nodes/nodes.h"

void sql_tables_load(const char *path); /* tests/unit/cases/NAME.tables */

/* Rows as "|a|b\n" lines, or "!SQLSTATE message\n", appended to out. */
void sql_run(const char *sql, struct strbuf *out);
PlannedStmt *sql_plan(struct arena *a, const char *sql);

/* Runs all cases of the file; how many failed. *n: how many there are. */
int sql_cases_run(const char *name, int *n);

#endif
