/*
 * PostgreSQL's default text search parser (manual 12.5): text into tokens of 23 types.
 *
 * In the C locale, as all text here: what is not ASCII is a letter. Compound tokens come first whole, then in parts: a
 * URL, then its host and path; a hyphenated word, then its words.
 */
#ifndef FUNCS_TS_SCAN_H
#define FUNCS_TS_SCAN_H

#include <stdbool.h>
#include <stddef.h>

/* TOKEN(number, name, alias, description) */
enum ts_type {
#define TOKEN(number, name, alias, description) TS_##name = number,
#include "funcs/ts_tokens.def"
#undef TOKEN
    TS_TYPES
};
struct ts_type_info {
    int number;
    const char *alias, *description;
};
const struct ts_type_info *ts_type_info(int i); /* from 0, in order of their numbers; NULL behind the last */

struct ts_scanner {
    const char *s; /* the text; tokens point into it */
    size_t len, at;
    enum { TS_AT_BASE, TS_AT_NUMBER, TS_AT_HYPHENATED, TS_AT_PATH } next; /* what stands at `at` */
    bool ignore;    /* in a script or style sheet */
    bool want_host; /* a URL was given: its host comes now */
    int depth;
    enum ts_type type; /* of the token found, */
    size_t end;        /* and where it ends */
};
struct ts_token {
    enum ts_type type;
    const char *s;
    size_t len;
};
bool ts_scan(struct ts_scanner *sc, struct ts_token *t); /* false: the text is at its end. Raises 54001 */

#endif
