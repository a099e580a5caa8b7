/*
 * SQL/JSON paths (manual 9.16.2): the tree that a path's text means, and that text again.
 *
 * A Datum of type jsonpath is the path's canonical text, as PostgreSQL prints it: flat, and parsed again where it is
 * run (once a call site). A path is a chain of items, each applied to what the one before it gave.
 */
#ifndef FUNCS_JSONPATH_H
#define FUNCS_JSONPATH_H

#include "funcs/text_view.h"

enum jp_type {
    JP_NULL,
    JP_STRING,
    JP_NUMBER,
    JP_BOOL,
    JP_VARIABLE, /* literals; $name */
    JP_AND,
    JP_OR,
    JP_NOT,
    JP_IS_UNKNOWN, /* predicates */
    JP_EQUAL,
    JP_NOT_EQUAL,
    JP_LESS,
    JP_GREATER,
    JP_LESS_EQUAL,
    JP_GREATER_EQUAL,
    JP_STARTS_WITH,
    JP_LIKE_REGEX,
    JP_EXISTS,
    JP_ADD,
    JP_SUB,
    JP_MUL,
    JP_DIV,
    JP_MOD,
    JP_PLUS,
    JP_MINUS, /* arithmetic */
    JP_ROOT,
    JP_CURRENT,
    JP_LAST, /* $ @ last */
    JP_KEY,
    JP_ANY_KEY,
    JP_ANY_ARRAY,
    JP_INDEX,
    JP_ANY,
    JP_FILTER, /* .key .* [*] [1 to 2] .** ?() */
    JP_TYPE,
    JP_SIZE,
    JP_ABS,
    JP_FLOOR,
    JP_CEILING,
    JP_DOUBLE,
    JP_DATETIME,
    JP_KEYVALUE,
};

/* XQuery's flags of like_regex. */
enum { JP_REGEX_ICASE = 1, JP_REGEX_DOTALL = 2, JP_REGEX_MLINE = 4, JP_REGEX_WSPACE = 8, JP_REGEX_QUOTE = 16 };

struct jp_item;
struct jp_subscript {
    struct jp_item *from, *to; /* to: NULL without a range */
};

#define JP_LEVEL_LAST UINT32_MAX

struct jp_item {
    enum jp_type type;
    struct jp_item *next;
    struct jp_item *left, *right; /* operands; the only one is left */
    struct view text;             /* a string, a key's or variable's name, a regular expression */
    Datum number;
    bool boolean;
    unsigned flags; /* JP_LIKE_REGEX */
    int nsubs;      /* JP_INDEX */
    struct jp_subscript *subs;
    uint32_t first, last; /* levels of JP_ANY */
};

struct jp_path {
    bool lax;
    struct jp_item *root;
};

/* Raises 42601, 22P02 and what strings and numbers in it raise. */
struct jp_path jsonpath_parse(struct arena *a, const char *s, size_t len);
void jsonpath_write(struct arena *a, const struct jp_path *path, struct strbuf *out);

/* "+", "abs"... */
const char *jp_name(enum jp_type type);
/* enum regex_flags; raises 0A000 for x. */
unsigned jp_regex_flags(unsigned flags);

#endif
