/* Shared by the ts_*.c files: the configuration that many functions take before their other arguments, or not. */
#ifndef FUNCS_TS_INT_H
#define FUNCS_TS_INT_H

#include "funcs/funcs.h"
#include "funcs/ts_dict.h"
#include "funcs/ts_match.h"
#include "funcs/ts_steps.h"

/* first: of the other arguments. */
static inline const struct ts_config *ts_config_arg(struct fcall *fc, int *first)
{
    *first = fc->argtypes[0] == TYPE_regconfig;
    return ts_config_get(*first > 0 ? ARG_OID(0) : ts_config_current(fc->arena));
}

Datum ts_vector_of(struct arena *a, const struct ts_config *c, Datum text);
/* As PostgreSQL sorts, equal values too: pointers, by what order says of two of them. */
void ts_sort(const void **v, int n, int (*order)(const void *, const void *));
bool ts_holds(struct arena *a, Datum vector, Datum query); /* @@ */

#endif
