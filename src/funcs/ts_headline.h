/*
 * ts_headline() (manual 12.3.4): the part of a document that shows best what was asked for. A text becomes words with
 * marks; a selector sets the marks; the marked words become the headline.
 */
#ifndef FUNCS_TS_HEADLINE_H
#define FUNCS_TS_HEADLINE_H

#include "funcs/ts_int.h"

struct hl_word {
    enum ts_type type;
    const char *s;
    uint32_t len;
    int position;                /* of its lexeme; 0: it has none */
    const struct tsq_node *item; /* the value of the query that it matches; NULL: none */
    bool repeated;               /* the word before once more, for another value */
    bool in, selected, blank, skip; /* marks: shown, as a match, as a space, not at all */
};

struct hl_text {
    struct arena *arena;
    struct hl_word *v;
    int n, cap;
    int position;
};

struct hl_options {
    const char *start, *stop, *delimiter;
    int max_words, min_words, short_word, max_fragments;
    bool all;
};

/* Two tokens a host within a URL, a word within a hyphenated one, are in the text twice: the whole is not counted. */
static inline bool hl_compound(enum ts_type t)
{
    return t == TS_URL || t == TS_NUMHWORD || t == TS_ASCIIHWORD || t == TS_HWORD;
}

/* Sets the marks. n may be 0. */
void hl_select(struct hl_text *t, const struct tsq_node *query, const struct hl_options *o);

/* "key = value, ..." as lists of options are written; raises 42601. NULL behind the last. */
struct ts_option {
    const char *name, *value;
};
struct ts_option *ts_options(struct arena *a, const char *s);

#endif
