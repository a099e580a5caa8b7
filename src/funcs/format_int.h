/*
 * to_char(), to_number(), to_date(), to_timestamp(): templates (manual 9.8), shared by the files format_*.c.
 *
 * A template is a list of nodes: fields and literal characters. A call site keeps the nodes of a template that does not
 * change.
 */
#ifndef FUNCS_FORMAT_INT_H
#define FUNCS_FORMAT_INT_H

#include "funcs/text_view.h"

enum letters { LETTERS_UPPER, LETTERS_TITLE, LETTERS_LOWER };
enum calendar { CALENDAR_NONE, CALENDAR_GREGORIAN, CALENDAR_ISO };

enum date_field {
    FIELD_ERA, FIELD_ERA_DOTS, FIELD_HALF, FIELD_HALF_DOTS, FIELD_CENTURY, FIELD_DAY_NAME, FIELD_DAY_ABBREV,
    FIELD_YEAR_DAY, FIELD_DAY, FIELD_WEEK_DAY, FIELD_FRACTION, FIELD_FIXED, FIELD_HOUR24, FIELD_HOUR12,
    FIELD_ISO_YEAR_DAY, FIELD_ISO_WEEK_DAY, FIELD_ISO_WEEK, FIELD_ISO_YEAR, FIELD_JULIAN, FIELD_MINUTE, FIELD_MONTH,
    FIELD_MONTH_NAME, FIELD_MONTH_ABBREV, FIELD_MILLISECOND, FIELD_ZONE_OFFSET, FIELD_QUARTER, FIELD_ROMAN_MONTH,
    FIELD_DAY_SECOND, FIELD_SECOND, FIELD_ZONE_HOUR, FIELD_ZONE_MINUTE, FIELD_ZONE, FIELD_MICROSECOND, FIELD_WEEK,
    FIELD_MONTH_WEEK, FIELD_YEAR_COMMA, FIELD_YEAR
};
enum number_field {
    NUM_COMMA, NUM_POINT, NUM_0, NUM_9, NUM_B, NUM_C, NUM_D, NUM_EEEE, NUM_FM, NUM_G, NUM_L, NUM_MI, NUM_PL, NUM_PR,
    NUM_RN, NUM_SG, NUM_SP, NUM_S, NUM_TH, NUM_V
};

struct field {
    const char *text;
    int id; /* enum date_field or number_field */
    int n;
    enum letters letters;
    bool digits;
    enum calendar calendar;
};

enum node_type { NODE_END, NODE_FIELD, NODE_CHAR, NODE_SEPARATOR, NODE_SPACE };
enum node_suffix {
    SUFFIX_FM = 1,       /* no padding */
    SUFFIX_TM = 2,       /* names in the locale's words: C's, so only the padding goes */
    SUFFIX_TH_UPPER = 4, /* an ordinal ending */
    SUFFIX_TH_LOWER = 8,
    SUFFIX_SP = 16,      /* accepted and ignored */
};
#define SUFFIX_TH (SUFFIX_TH_UPPER | SUFFIX_TH_LOWER)

struct node {
    enum node_type type;
    const struct field *field;
    unsigned suffix;
    char text[5]; /* the character, where it is none of the fields */
};

enum template_kind { TEMPLATE_DATE, TEMPLATE_NUMBER };
/* The nodes, ended by NODE_END; kept by the call site when it always has this template. */
const struct node *template_nodes(struct fcall *fc, enum template_kind kind, struct view template);

bool is_separator(char c); /* printable ASCII, neither letter nor digit */
bool is_white(char c);
/* st, nd, rd, th for a number in text; raises 22P02 when it does not end in a digit. */
const char *ordinal_ending(struct view number, bool upper);

#endif
