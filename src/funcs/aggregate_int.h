/* Shared by the aggregate*.c files: a value that a group keeps while its row goes. */
#ifndef FUNCS_AGGREGATE_INT_H
#define FUNCS_AGGREGATE_INT_H

#include "funcs/funcs.h"

struct kept {
    bool any;
    uint32_t room; /* bytes that the varlena has room for: the next value may take the place of this one */
    Datum value;
};

void kept_set(struct kept *k, struct arena *keep, Datum d, bool byval);
/* The value in fc->arena; NULL when there was none. */
Datum kept_result(const struct kept *k, struct fcall *fc, bool byval);

#endif
