/* Inside the reading of dates and times: fields as the lexer splits them, words, numbers. */
#ifndef TYPES_DATETIME_WORDS_H
#define TYPES_DATETIME_WORDS_H

#include "types/datetime.h"

/* What a word or a field is; a bit of a mask says that it was there. */
enum dt_kind {
    K_RESERVED, K_MONTH, K_YEAR, K_DAY, K_JULIAN, K_ZONE, K_DST_ZONE, K_DYNAMIC_ZONE, K_IGNORE, K_AMPM, K_HOUR,
    K_MINUTE, K_SECOND, K_MILLISECOND, K_MICROSECOND, K_DOY, K_DOW, K_UNIT, K_ADBC, K_AGO, K_ISOTIME, K_WEEK,
    K_DECADE, K_CENTURY, K_MILLENNIUM, K_DST_MODIFIER, K_UNKNOWN,
};
#define BIT(kind) (1u << (kind))
#define MASK_DATE (BIT(K_YEAR) | BIT(K_MONTH) | BIT(K_DAY))
#define MASK_SECONDS (BIT(K_SECOND) | BIT(K_MILLISECOND) | BIT(K_MICROSECOND))
#define MASK_TIME (BIT(K_HOUR) | BIT(K_MINUTE) | MASK_SECONDS)

/* values of K_RESERVED words */
enum dt_reserved { R_NOW, R_TODAY, R_YESTERDAY, R_TOMORROW, R_ALLBALLS, R_EPOCH, R_LATE, R_EARLY };
enum { AM, PM, NO_AMPM };

/* K_UNIT's values are enum datetime_unit, and U_TIME for the t between a date and a time. */
#define U_TIME 100

struct dt_word {
    const char *text; /* its first 10 bytes */
    enum dt_kind kind;
    int value;
};
/* A word of dates, a unit of intervals; NULL when it is none. In lower case; 10 bytes count. */
const struct dt_word *date_word(const char *word);
const struct dt_word *unit_word(const char *word);

/* The lexer's fields. */
enum dt_field_type { F_NUMBER, F_STRING, F_DATE, F_TIME, F_ZONE, F_SPECIAL };
#define DT_MAX_FIELDS 25
struct dt_fields {
    int n;
    char *text[DT_MAX_FIELDS];
    enum dt_field_type type[DT_MAX_FIELDS];
    char buffer[256];
};
/* room: how many bytes the fields with their ends may take (PostgreSQL's limits). */
enum datetime_error fields_split(const char *s, size_t room, struct dt_fields *f);

static inline bool dt_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool dt_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static inline bool dt_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* As strtol() in base 10; *over is set when it does not fit (and stays otherwise). */
int dt_int(const char *s, char **end, bool *over);
int64_t dt_int64(const char *s, char **end, bool *over);
/* ".5": a fraction of one, and as microseconds, rounded. */
enum datetime_error dt_fraction(const char *s, double *v);
enum datetime_error dt_fraction_usecs(const char *s, int *usecs);

/* "hh:mm[:ss[.ffffff]]"; hour may be beyond a day. */
struct dt_clock {
    int64_t hour;
    int minute, second, usec;
};
enum datetime_error dt_clock_parse(const char *s, int range, struct dt_clock *c);

#endif
