/*
 * pg_snapshot and txid_snapshot: which transactions were running. The varlena's data: xmin, xmax, then those in progress,
 * 64 bits each. Text "xmin:xmax:xip,..." and binary forms are PostgreSQL's (manual 9.27.4).
 */
#ifndef TYPES_SNAPSHOT_H
#define TYPES_SNAPSHOT_H

#include "types/type.h"

struct snapshot {
    uint64_t xmin, xmax;
    const uint64_t *xip; /* borrowed; ascending */
    uint32_t n;
};
struct snapshot snapshot_open(Datum d);

Datum pg_snapshot_in(struct io *io, const char *s, size_t len);
void pg_snapshot_out(struct io *io, Datum d, struct strbuf *out);
Datum pg_snapshot_recv(struct io *io, const uint8_t *p, size_t len);
void pg_snapshot_send(struct io *io, Datum d, struct strbuf *out);

#endif
