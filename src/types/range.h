/*
 * Ranges and multiranges: flat values that know their type.
 *
 * A range's varlena: struct range_head, then the bounds that it has, lower first (8 bytes each: the Datum itself, or
 * for by-reference subtypes the offset in data of a struct varlena). A multirange's: struct multirange_head, the
 * offsets of its ranges (uint32), and the ranges as struct varlena at multiples of 8, in order, neither touching nor
 * overlapping.
 */
#ifndef TYPES_RANGE_H
#define TYPES_RANGE_H

#include "types/io_protos.h"

TYPE_IO_PROTOS(range)
TYPE_CMP_PROTOS(range)
TYPE_IO_PROTOS(multirange)
TYPE_CMP_PROTOS(multirange)

/* Bits of the binary form, and of range_head. */
enum range_flags {
    RANGE_EMPTY = 1,
    RANGE_LOWER_INCLUSIVE = 2,
    RANGE_UPPER_INCLUSIVE = 4,
    RANGE_LOWER_INFINITE = 8,
    RANGE_UPPER_INFINITE = 16,
};
struct range_head {
    Oid type;
    uint32_t flags;
};
struct multirange_head {
    Oid type;
    uint32_t n;
    uint32_t offsets[];
};

struct bound {
    Datum value; /* borrowed */
    bool infinite, inclusive;
    bool lower;
};
/* An opened range, or one to be made. */
struct range {
    Oid type; /* of the range */
    bool empty;
    struct bound lower, upper;
};
/* Ranges of a multirange, or a range as one of them (none when empty). */
struct ranges {
    Oid type; /* of each range */
    int n;
    struct range *r;
};

struct range range_open(Datum d);
struct range range_empty(Oid type);
/* Normal form: discrete ranges are [ ), nothing between the bounds is empty. Raises 22000 when the lower bound is above
 * the upper one, 22003 and 22008 where a bound has no successor. */
struct range range_normal(struct range r);
Datum range_make(struct arena *a, struct range r); /* of a normal one */

struct ranges ranges_open(struct arena *a, Datum d, Oid type); /* a range or multirange of that type */
/* Sorted, without empty ones, overlapping and adjacent ones merged; r->r is rearranged. */
void ranges_normalise(struct ranges *r);
Datum multirange_make(struct arena *a, Oid type, struct ranges r); /* of normal ranges; type: the multirange's */
Oid multirange_of(Oid range); /* the multirange type over a range type */

/* Order of bounds: lower ones begin at, upper ones end at their value. */
int bound_cmp(Oid range, const struct bound *a, const struct bound *b);
int bound_value_cmp(Oid range, const struct bound *a, const struct bound *b); /* without regard to inclusive */
bool range_overlap(const struct range *a, const struct range *b);
/* Does nothing lie between this upper and that lower bound, which do not overlap? */
bool bounds_adjacent(Oid range, struct bound upper, struct bound lower);
int range_order(const struct range *a, const struct range *b);

#endif
