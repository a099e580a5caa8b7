/*
 * PostgreSQL's regular expressions (manual 9.7.3: ARE, ERE, BRE): leftmost, then longest or shortest as the expression
 * prefers, with its rules for what parenthesised parts match.
 *
 * PCRE2 does the matching: pcre2_match() finds where a match begins, pcre2_dfa_match() how far it can go. Which text
 * each group gets is worked out on the expression's tree, for Perl's order of trying gives other groups than
 * PostgreSQL's: (a|ab)(c|bcd)(d*) on abcd.
 */
#ifndef FUNCS_REGEX_H
#define FUNCS_REGEX_H

#include "funcs/text_view.h"

enum regex_flags {
    REGEX_EXTENDED = 1,  /* ERE; without it BRE */
    REGEX_ADVANCED = 3,  /* ARE */
    REGEX_QUOTE = 4,     /* a literal string */
    REGEX_ICASE = 8,     /* ASCII letters, as in the C locale */
    REGEX_NLSTOP = 16,   /* . and [^x] do not match a newline */
    REGEX_NLANCH = 32,   /* ^ and $ also beside newlines */
    REGEX_NEWLINE = REGEX_NLSTOP | REGEX_NLANCH,
    REGEX_EXPANDED = 64, /* white space and comments are ignored */
};

struct regex;

/* Half-open bytes of the subject; start -1: the group took no part. */
struct regex_span {
    ptrdiff_t start, end;
};

/* A subject made ready once for many searches. */
struct regex_subject {
    struct view text;
    const char *folded; /* lower case where the expression ignores case, else the text itself */
    struct regex_span *groups;
    struct arena *arena; /* scratch */
};

/* Compiled, from a small cache; valid until the next call. Raises 2201B; 0A000 and 54000 for what PCRE2 cannot do. */
struct regex *regex_get(struct view pattern, unsigned flags);
int regex_groups(const struct regex *re);

struct regex_subject regex_subject(const struct regex *re, struct arena *a, struct view text);
bool regex_exists(struct regex *re, const struct regex_subject *s);
/* The first match at or behind byte `from`; spans[0] is the whole, then as many groups as wanted. */
bool regex_find(struct regex *re, const struct regex_subject *s, size_t from, int nspans, struct regex_span *spans);

#endif
