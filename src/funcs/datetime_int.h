/* Shared by the datetime*.c files: zones by name, clock, arithmetic that others build on. */
#ifndef FUNCS_DATETIME_INT_H
#define FUNCS_DATETIME_INT_H

#include "funcs/funcs.h"
#include "funcs/moments.h"
#include "types/datetime.h"

static inline _Noreturn void timestamp_out_of_range(void)
{
    raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
}
static inline _Noreturn void interval_out_of_range(void)
{
    raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "interval out of range");
}

TimestampADT date_plus_time(DateADT d, TimeADT t); /* raises 22008 */
int64_t time_plus(int64_t t, int64_t usecs); /* modulo a day */
struct interval interval_negate(struct interval v);
struct interval timestamps_age(const struct civil *a, const struct civil *b, bool negative);

/* A zone as SQL names it: a fixed abbreviation, one whose meaning changes (then abbrev is set), or a full name. */
struct zone_ref {
    const struct tz *z;
    const char *abbrev;
};
/* Raises 22023. */
struct zone_ref zone_lookup(struct arena *a, Datum name);
int32_t zone_ref_local(const struct zone_ref *z, struct civil *c);   /* seconds west at a local time */
int32_t zone_ref_at(const struct zone_ref *z, TimestampADT t);       /* seconds west at an instant */

/* The unit that a user wrote: cut and in lower case, in a. */
const char *unit_word_of(struct arena *a, Datum d);

TimestampADT clock_now(void);

#endif
