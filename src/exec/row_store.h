/*
 * A result's rows, kept: in memory up to work_mem, then in a temporary file. Errors as of tuplestore.h.
 */
#ifndef EXEC_ROW_STORE_H
#define EXEC_ROW_STORE_H

#include "exec/exec.h"

struct row_store;
struct row_store *row_store_new(struct arena *a, const List *desc, const struct exec_settings *set); /* desc: TargetEntry */
struct row_dest *row_store_dest(struct row_store *r); /* where rows are put */
int64_t row_store_count(const struct row_store *r);   /* with those before the base */
void row_store_base(struct row_store *r, int64_t base); /* the first row kept is the one behind row `base` */
bool row_store_spilled(const struct row_store *r);    /* some are in the temporary file */
void row_store_free(struct row_store *r);
/* Gives dest row n (from 1). False: there is none such, or dest wants no more. */
bool row_store_send(struct row_store *r, int64_t n, struct row_dest *dest);

#endif
