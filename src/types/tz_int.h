/* Inside the time zones: a zone's data, made by the file reader (tz_file.c) or from a POSIX string (tz_posix.c). */
#ifndef TYPES_TZ_INT_H
#define TYPES_TZ_INT_H

#include <stddef.h>

#include "base/arena.h"
#include "types/timezone.h"

#define TZ_NAME_MAX 255
#define TZ_MAX_TYPES 256

struct tz {
    const char *name;
    int ntimes;
    const int64_t *times;    /* rising */
    const uint8_t *what;     /* types[what[i]] holds from times[i] on */
    int ntypes;
    struct tz_type *types;
    int first;               /* the type before times[0] */
    bool cycle_back, cycle_on; /* the 400 Gregorian years repeat before the first, after the last time */
    bool leap_seconds;
    struct tz *next;
};

#define SECONDS_PER_400_YEARS ((int64_t)146097 * 86400)

/* The zone in path's file, allocated in a; NULL when it is not a TZif file. */
struct tz *tz_file_read(struct arena *a, const char *path);
/* The zone that a POSIX TZ string describes; NULL when it is not one. */
struct tz *tz_posix_parse(struct arena *a, const char *s);

#endif
