/* What the files of conf/ share: a row of the table, and values by type. */
#ifndef CONF_CONF_INT_H
#define CONF_CONF_INT_H

#include "base/arena.h"

enum conf_type { CONF_BOOL, CONF_INT, CONF_REAL, CONF_STRING, CONF_ENUM };
enum conf_context { CONF_FILE, CONF_SESSION, CONF_BACKEND, CONF_SERVER, CONF_SUPERUSER, CONF_SUPERUSER_BACKEND, CONF_FIXED };
enum conf_flag { REPORT = 1, SECRET = 2, OWN = 4, PLANS = 8, UNLISTED = 16, PRIVATE = 32, UNSHOWN = 64 };
enum conf_unit { UNIT_NONE, UNIT_B, UNIT_KB, UNIT_PAGE, UNIT_MB, UNIT_MS, UNIT_S, UNIT_MIN, UNIT_OCTAL };

struct conf_row {
    const char *name;
    enum conf_type type;
    enum conf_context context;
    int flags;
    enum conf_unit unit;
    const char *dflt;
    double min, max;
    const char *values; /* of an enum: a|b|c */
    const char *description;
};

/* The text that is kept for a value: on/off, a number in the base unit, the enum's spelling. Raises 22023. */
const char *conf_check(struct arena *a, const struct conf_row *row, const char *name, const char *text);
/* "4MB" as the number of the base unit, in text. Raises 22023. */
const char *conf_canonical_int(const struct conf_row *row, const char *value, char *text, size_t size);
/* The number with the largest unit that divides it, as SHOW has it. */
const char *conf_number_shown(const struct conf_row *row, const char *value, char *text, size_t size);

#endif
