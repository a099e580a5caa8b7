/*
 * Prototypes of every C function that catalog/functions.def names. A header of an earlier stage including a table
 * of a later one is the one exception to the include direction: the rows are data.
 */
#ifndef FUNCS_PROTOS_H
#define FUNCS_PROTOS_H

#include "types/func.h"

#define FUNC(oid, name, result, args, fn, flags, push) extern Datum fn(struct fcall *);
#define AGG(oid, name, result, args, impl, flags, push) extern const struct agg_impl impl;
#define WIN(oid, name, result, args, fn, flags, push) extern Datum fn(struct window_frame *, struct fcall *);
#include "catalog/functions.def"
#undef FUNC
#undef AGG
#undef WIN

#endif
