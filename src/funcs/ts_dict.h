/*
 * Dictionaries and configurations of text search (manual 12.6, 12.7): simple, and libstemmer's Snowball languages with
 * PostgreSQL's stop words. They are built in; none can be made.
 */
#ifndef FUNCS_TS_DICT_H
#define FUNCS_TS_DICT_H

#include "funcs/ts_scan.h"
#include "types/tsvector.h"

#define TS_PARSER 3722 /* pg_ts_parser's only row */

struct ts_dict;
Oid ts_dict_oid(const struct ts_dict *d);
const struct ts_dict *ts_dict_get(Oid oid); /* raises XX000 where there is none */
/* A word's lexeme, in a; false: it is a stop word, or empty. */
bool ts_dict_lexeme(const struct ts_dict *d, struct arena *a, const char *s, size_t len, struct ts_lexeme *lexeme);

struct ts_config;
const struct ts_config *ts_config_get(Oid oid); /* raises XX000 where there is none */
Oid ts_config_current(struct arena *a);         /* default_text_search_config */
/* NULL: tokens of this type are left out. */
const struct ts_dict *ts_config_dict(const struct ts_config *c, enum ts_type type);

/* What the dictionaries make of a text. */
struct ts_word {
    const char *s;
    uint32_t len;
    int position; /* from 1; stop words count */
};
struct ts_words {
    struct arena *arena;
    struct ts_word *v;
    int n, cap;
    int position; /* of the last word */
};
/* Adds a text's words. Words over TS_MAX_LEXEME are left out with a notice. */
void ts_words_add(struct ts_words *w, const struct ts_config *c, const char *s, size_t len);
bool ts_word_fits(size_t len); /* false, with that notice, where it is too long */
Datum ts_words_vector(struct ts_words *w); /* raises 54000 */

#endif
