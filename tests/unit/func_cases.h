/* Runs tests/unit/cases/NAME.expected: calls of SQL functions with PostgreSQL 15's answers (tests/tools/func-cases). */
#ifndef FUNC_CASES_H
#define FUNC_CASES_H

/* Prints each case that answers otherwise; returns how many. The number of cases run goes to *n. */
int func_cases_run(const char *name, int *n);

#endif
