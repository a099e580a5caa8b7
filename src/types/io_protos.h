/* X_in, X_out, X_recv, X_send of an io token X of types.def; each file that defines some declares them with this. */
#ifndef TYPES_IO_PROTOS_H
#define TYPES_IO_PROTOS_H

#include "types/type.h"

#define TYPE_IO_PROTOS(x)                               \
    Datum x##_in(struct io *, const char *, size_t);    \
    void x##_out(struct io *, Datum, struct strbuf *);  \
    Datum x##_recv(struct io *, const uint8_t *, size_t); \
    void x##_send(struct io *, Datum, struct strbuf *);
#define TYPE_CMP_PROTOS(y)   \
    int y##_cmp(Datum, Datum); \
    uint64_t y##_hash(Datum);

#endif
