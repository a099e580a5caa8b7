/*
 * Time zones: the system's TZif files (RFC 8536, /usr/share/zoneinfo), POSIX TZ strings, and abbreviations.
 *
 * Zones are loaded once and live as long as the process. Times here are seconds since 1970-01-01 00:00 UTC; offsets
 * are seconds EAST of Greenwich, except where `west` is in the name (PostgreSQL's own convention for timetz).
 * After the last transition of a file its POSIX footer holds, for ever.
 */
#ifndef TYPES_TIMEZONE_H
#define TYPES_TIMEZONE_H

#include <stdbool.h>
#include <stdint.h>

struct tz;

/* What holds from some instant on. */
struct tz_type {
    int32_t offset; /* seconds east */
    bool dst;
    const char *abbrev;
};

/* By name in any case ("europe/helsinki") or as a POSIX TZ string ("EST5EDT,M3.2.0,M11.1.0"). NULL: not known. */
const struct tz *tz_by_name(const char *name);
/* A fixed offset, named as PostgreSQL does: "<+05:30>-05:30". NULL: out of range. */
const struct tz *tz_fixed(int64_t west);
const struct tz *tz_utc(void);
/* The session's: type_settings.timezone, or UTC. */
const struct tz *tz_session(void);

const char *tz_name(const struct tz *z);     /* canonical: the file's name, or the POSIX string in capitals */
bool tz_has_leap_seconds(const struct tz *z); /* the right/ files: PostgreSQL refuses them as a setting */

const struct tz_type *tz_at(const struct tz *z, int64_t t);

/* The first change after t: what held before it, when it is, what holds then. False: none comes; *before holds. */
bool tz_next_change(const struct tz *z, int64_t t, const struct tz_type **before, int64_t *when,
                    const struct tz_type **after);
/* The zone has one offset, ever. */
bool tz_is_fixed(const struct tz *z, int32_t *offset);
/* What the zone's own abbreviation (any case) meant at t or last before it, else first after. False: it has none. */
bool tz_abbrev_at(const struct tz *z, const char *abbrev, int64_t t, int32_t *offset, bool *dst);

/* The abbreviations of PostgreSQL's "Default" set; name in lower case, only its first 10 bytes count. */
struct tz_abbrev {
    const char *name;
    int32_t offset; /* east; not when zone is there */
    bool dst;
    const char *zone; /* what it means depends on the time: see tz_abbrev_at() */
};
const struct tz_abbrev *tz_abbrev_lookup(const char *name);
int tz_abbrev_count(void);
const struct tz_abbrev *tz_abbrev_nth(int i);

/* All zones of the system (pg_timezone_names); leap second zones are left out. */
void tz_each(void (*each)(void *arg, const struct tz *z), void *arg);

#endif
