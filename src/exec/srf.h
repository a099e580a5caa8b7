/* Set-returning functions: called once, rows taken one by one. */
#ifndef EXEC_SRF_H
#define EXEC_SRF_H

#include "exec/exec_int.h"

struct srf;
/* expr: a call (set-returning or not), or any expression, which gives one row. desc: names and types of the columns wanted
 * where FROM says so, else NULL. */
struct srf *srf_make(struct arena *a, const struct expr_ctx *ctx, const Node *expr, const RangeTblFunction *desc);
const struct columns *srf_columns(const struct srf *s);
/* Evaluates the arguments over rows and runs the function; its rows come from the first one. */
void srf_start(struct srf *s, const struct expr_rows *rows, struct arena *row);
bool srf_next(struct srf *s, const Datum **values, const bool **nulls);
void srf_rewind(struct srf *s);

#endif
