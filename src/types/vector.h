/* oidvector and int2vector: one-dimensional arrays from 0 without NULLs, written as numbers with spaces between. */
#ifndef TYPES_VECTOR_H
#define TYPES_VECTOR_H

#include "types/io_protos.h"

TYPE_IO_PROTOS(oidvector)
TYPE_CMP_PROTOS(oidvector)
TYPE_IO_PROTOS(int2vector)

Datum oidvector_make(struct arena *a, const Oid *oids, int n);
Datum int2vector_make(struct arena *a, const int16_t *values, int n);

#endif
