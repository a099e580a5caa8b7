/* What the files on ranges share. */
#ifndef FUNCS_RANGE_INT_H
#define FUNCS_RANGE_INT_H

#include "funcs/funcs.h"
#include "types/range.h"

struct ranges range_arg(struct fcall *fc, int i);
struct range range_span(const struct ranges *r);

#endif
