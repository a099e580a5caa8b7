/*
 * inet, cidr: an IPv4 or IPv6 address and the length of its network part. macaddr, macaddr8: 6 and 8 bytes.
 *
 * The varlena of an inet: family (4 or 6), bits, 4 or 16 bytes of address.
 */
#ifndef TYPES_INET_H
#define TYPES_INET_H

#include "types/io_protos.h"

TYPE_IO_PROTOS(inet)
TYPE_IO_PROTOS(cidr)
TYPE_CMP_PROTOS(inet)
TYPE_IO_PROTOS(macaddr)
TYPE_CMP_PROTOS(macaddr)
TYPE_IO_PROTOS(macaddr8)
TYPE_CMP_PROTOS(macaddr8)

#define INET_HEAD 2
#define MACADDR_BYTES 6
#define MACADDR8_BYTES 8

static inline int inet_family(Datum d) { return VARDATA(d)[0]; }
static inline int inet_bits(Datum d) { return (uint8_t)VARDATA(d)[1]; }
static inline uint8_t *inet_addr_bytes(Datum d) { return (uint8_t *)VARDATA(d) + INET_HEAD; }
static inline int inet_size(Datum d) { return inet_family(d) == 4 ? 4 : 16; }
static inline int inet_max_bits(Datum d) { return inet_size(d) * 8; }

Datum inet_new(struct arena *a, int family, int bits, const uint8_t *addr);
/* Bits of x and y that are the same from the left, at most `bits`. */
int inet_common_bits(const uint8_t *x, const uint8_t *y, int bits);
/* The bits behind the network part become 0, or 1. */
void inet_clear_host(Datum d);
void inet_fill_host(Datum d);
/* The address; with_bits: and /n, where it is not the whole address unless always. */
void inet_write(Datum d, bool with_bits, bool always, struct strbuf *out);
/* As inet_write(), the parts that the network does not need left out: 10.1/16 */
void cidr_abbreviate(Datum d, struct strbuf *out);

#endif
