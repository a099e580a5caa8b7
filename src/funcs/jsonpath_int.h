/* Between the lexer of paths and their parser. */
#ifndef FUNCS_JSONPATH_INT_H
#define FUNCS_JSONPATH_INT_H

#include "funcs/jsonpath.h"

enum jp_token {
    T_END,
    T_IDENT,
    T_STRING,
    T_VARIABLE,
    T_INT,
    T_NUMERIC,
    T_AND,
    T_OR,
    T_NOT,
    T_ANY,
    T_LESS,
    T_LESS_EQUAL,
    T_EQUAL,
    T_NOT_EQUAL,
    T_GREATER,
    T_GREATER_EQUAL,
    T_IS,
    T_TO,
    T_ABS,
    T_LAX,
    T_FLAG,
    T_LAST,
    T_NULL,
    T_SIZE,
    T_TRUE,
    T_TYPE,
    T_WITH,
    T_FALSE,
    T_FLOOR,
    T_DOUBLE,
    T_EXISTS,
    T_STARTS,
    T_STRICT,
    T_CEILING,
    T_UNKNOWN,
    T_DATETIME,
    T_KEYVALUE,
    T_LIKE_REGEX,
    T_CHAR = 256, /* and the character itself: T_CHAR + '(' */
};

struct jp_lexer {
    struct arena *arena;
    const char *at, *end;
    int token;
    struct strbuf value; /* of a word, string, variable, number; new with each token */
    struct view shown;   /* what an error at this token shows */
};

void jp_lexer_init(struct jp_lexer *l, struct arena *a, const char *s, size_t len);
void jp_next(struct jp_lexer *l);
/* "syntax error at or near ..." of the present token */
_Noreturn void jp_fail(const struct jp_lexer *l, const char *message);

#endif
