/* XMLTABLE: a document's parts as rows. */
#ifndef EXEC_XML_TABLE_H
#define EXEC_XML_TABLE_H

#include "exec/exec_int.h"

struct table_func;
struct table_func *table_func_make(struct arena *a, const struct expr_ctx *ctx, const TableFunc *t);
/* All rows, each given to emit, where it is valid until it returns. scratch: of the whole run. */
void table_func_run(struct table_func *t, const struct expr_rows *rows, struct arena *scratch,
                    void (*emit)(void *arg, const Datum *values, const bool *nulls), void *arg);

#endif
