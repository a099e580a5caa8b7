/* Timestamps at an interval's distance, as + computes them. */
#ifndef FUNCS_MOMENTS_H
#define FUNCS_MOMENTS_H

#include "types/datetime.h"

/* Raise 22008. Infinite timestamps stay. */
TimestampADT timestamp_plus(TimestampADT t, struct interval v);
TimestampADT timestamptz_plus(TimestampADT t, struct interval v); /* in the session's zone */

#endif
