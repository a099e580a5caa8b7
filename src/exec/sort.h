/* Sorting rows: in memory, as the first N only, or by merging runs from a temporary file. Equal rows keep their order. */
#ifndef EXEC_SORT_H
#define EXEC_SORT_H

#include "exec/exec_int.h"

struct sorter;
/* keys are borrowed. budget: bytes of memory. bound: only so many rows are wanted, -1 all. */
struct sorter *sorter_new(struct arena *a, struct exec *ex, const struct columns *c, const struct sort_key *keys, int nkeys,
                          size_t budget, int64_t bound);
void sorter_put(struct sorter *s, const Datum *values, const bool *nulls);
void sorter_finish(struct sorter *s); /* no more rows */
/* The next row, valid until the next call. */
bool sorter_next(struct sorter *s, const Datum **values, const bool **nulls);
void sorter_rewind(struct sorter *s);
void sorter_free(struct sorter *s);
int64_t sorter_count(const struct sorter *s);
size_t sorter_peak(const struct sorter *s);
uint64_t sorter_disk(const struct sorter *s);

#endif
