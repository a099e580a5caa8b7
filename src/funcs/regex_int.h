/* What the parts of the regular expression engine share: tokens, sets of characters, the tree of pieces. */
#ifndef FUNCS_REGEX_INT_H
#define FUNCS_REGEX_INT_H

#include <setjmp.h>

#include "funcs/regex.h"

/* PCRE2's code is held as void *, so that only regex_match.c needs its header. */

enum piece_op {
    PIECE_PLAIN,   /* only its language matters */
    PIECE_CONCAT,  /* two children */
    PIECE_ALT,     /* children in order of preference */
    PIECE_REPEAT,  /* child, min to max times */
    PIECE_BACKREF, /* what group `group` matched, min to max times */
    PIECE_WRAP,    /* child, for a second group around the same text */
};
enum piece_flags {
    PREFERS_LONG = 1,
    PREFERS_SHORT = 2,
    MIXED = 4, /* both inside */
    HAS_GROUP = 8,
    HAS_BACKREF = 16,
};
#define PREFERENCE (PREFERS_LONG | PREFERS_SHORT)
#define MESSY(flags) (((flags) & (MIXED | HAS_GROUP | HAS_BACKREF)) != 0)

#define REPEAT_MAX 255
#define REPEAT_INFINITE (REPEAT_MAX + 1)

struct piece {
    enum piece_op op;
    unsigned flags;
    int capture; /* the group that it is, 0 none */
    int min, max;
    struct piece *child, *sibling;
    const struct piece *group; /* of a back reference */
    const char *text; /* PIECE_PLAIN: PCRE2's syntax for it */
    const char *bare; /* the same without constraints such as ^, as a back reference to it is matched */
    bool unit;        /* a single character's text: a bound can follow it */
    bool sees_ahead;  /* what stands behind a match can matter to it */
    void *dfa;        /* compiled at first use */
};

struct regex {
    struct arena *arena;
    unsigned flags;
    int groups;
    struct piece *root;
    bool has_backref;
    void *find; /* of the whole, for pcre2_match() */
};

/* ---- characters ---- */
struct range {
    uint32_t lo, hi;
};
struct charset {
    struct arena *arena;
    struct range *ranges;
    int n, cap;
};
enum char_class {
    CLASS_ALNUM, CLASS_ALPHA, CLASS_ASCII, CLASS_BLANK, CLASS_CNTRL, CLASS_DIGIT, CLASS_GRAPH, CLASS_LOWER, CLASS_PRINT,
    CLASS_PUNCT, CLASS_SPACE, CLASS_UPPER, CLASS_XDIGIT, CLASS_WORD, CLASS_NONE
};
void charset_init(struct charset *s, struct arena *a);
void charset_add(struct charset *s, uint32_t lo, uint32_t hi);
void charset_add_class(struct charset *s, enum char_class c);
void charset_add_complement(struct charset *s, enum char_class c);
/* PCRE2's syntax for one character of the set (negated: not of it); icase: letters of both cases. */
void charset_emit(struct charset *s, bool negated, bool icase, struct strbuf *out);
enum char_class char_class_find(struct view name); /* CLASS_NONE */
/* A collating element: one character, or POSIX's name of one ("hyphen"). False when it is none. */
bool collating_element(struct view name, uint32_t *code);

/* ---- tokens ---- */
enum token {
    T_EOS, T_PLAIN, T_CLASS, T_NOT_CLASS, T_BRACKET, T_ANY, T_LOOK, T_BEGIN, T_END, T_LINE_BEGIN, T_LINE_END,
    T_WORD_BEGIN, T_WORD_END, T_WORD_EDGE, T_NOT_WORD_EDGE, T_BACKREF, T_OPEN, T_CLOSE, T_OR, T_STAR, T_PLUS,
    T_OPTIONAL, T_BRACE,
    T_FIRST, /* before any */
};
enum look { LOOK_AHEAD, LOOK_NOT_AHEAD, LOOK_BEHIND, LOOK_NOT_BEHIND };

struct regex_lexer {
    const char *p, *end;
    unsigned flags;
    enum token token, last;
    uint32_t value; /* a character; a class; a group; T_OPEN: captures; T_STAR...: greedy; T_LOOK: enum look */
    int groups;     /* opened so far: decides whether \10 is a back reference */
};
/* Reads ***: and (?xyz), then the first token. */
void regex_lex_start(struct regex_lexer *l, struct view pattern, unsigned flags);
void regex_lex(struct regex_lexer *l);
/* The rest of {m,n}, the lexer behind the brace; then the next token. *greedy as {m,n}? says;
 * a single {m} has no say. */
void regex_lex_bound(struct regex_lexer *l, int *m, int *n, bool *has_preference, bool *greedy);
/* The rest of a bracket expression, the lexer behind its [; *negated when it began with ^. */
void regex_lex_bracket(struct regex_lexer *l, struct charset *set, bool *negated);
/* An escape inside or outside brackets, the lexer behind the backslash: sets token and value. */
void regex_lex_escape(struct regex_lexer *l);

_Noreturn void regex_fail(const char *what); /* 2201B invalid regular expression: what */
_Noreturn void regex_too_complex(void);      /* 54000: for PCRE2, or for the limits here */
#define BAD_PATTERN "invalid regexp (reg version 0.8)"
#define BAD_COLLATING "invalid collating element"
#define BAD_CLASS "invalid character class"
#define BAD_ESCAPE "invalid escape \\ sequence"
#define BAD_BACKREF "invalid backreference number"
#define BAD_BRACKET "brackets [] not balanced"
#define BAD_PAREN "parentheses () not balanced"
#define BAD_BRACE "braces {} not balanced"
#define BAD_BOUND "invalid repetition count(s)"
#define BAD_RANGE "invalid character range"
#define BAD_QUANTIFIER "quantifier operand invalid"
#define BAD_OPTION "invalid embedded option"
#define BAD_ARGUMENT "invalid argument to regex function"

/* ---- the tree ---- */
void regex_parse(struct regex *re, struct view pattern, unsigned flags);
void piece_emit(const struct piece *p, bool bare, struct strbuf *out);
void regex_release_code(struct regex *re); /* what PCRE2 made; the arena stays */

#endif
