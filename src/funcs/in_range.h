/* What RANGE frames with an offset, and in_range(), compare by. */
#ifndef FUNCS_IN_RANGE_H
#define FUNCS_IN_RANGE_H

#include "types/type.h"

/* value <= (less) or >= base - offset (sub) or base + offset, as PostgreSQL's in_range support functions have it. type: value's and base's.
 * Raises 22013 for a negative offset, 0A000 for types that have no offset. */
bool value_in_range(struct arena *a, Oid type, Datum value, Datum base, Oid offset_type, Datum offset, bool sub, bool less);

#endif
