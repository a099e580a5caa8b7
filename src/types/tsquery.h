/*
 * tsquery: a tree of lexemes under NOT, AND, OR and PHRASE.
 *
 * Layout of the varlena's data: struct tsq_item for each node, an operator before its operands, the right one first; then
 * the lexemes' bytes, each with a NUL. The order is that of PostgreSQL's binary form. None at all: the empty query.
 */
#ifndef TYPES_TSQUERY_H
#define TYPES_TSQUERY_H

#include "types/tsvector.h"

enum tsq_kind { TSQ_VALUE, TSQ_STOP, TSQ_NOT, TSQ_AND, TSQ_OR, TSQ_PHRASE }; /* STOP: a stop word, only while it is made */

/* A query as a tree, to be built and changed; in an arena. */
struct tsq_node {
    enum tsq_kind kind;
    uint8_t weights; /* VALUE: bits 1 << 3 (A) ... 1 << 0 (D); 0: any */
    bool prefix;
    uint16_t distance; /* PHRASE */
    const char *s;     /* VALUE: the lexeme, not terminated */
    uint32_t len;
    uint32_t depth; /* of operators, counted as they are made */
    struct tsq_node *left, *right; /* NOT has right alone */
};

struct tsq_node *tsq_value(struct arena *a, const char *s, size_t len, unsigned weights, bool prefix);
struct tsq_node *tsq_operator(struct arena *a, enum tsq_kind kind, int distance, struct tsq_node *left, struct tsq_node *right);
/* NULL for the empty query; lexemes are borrowed from d. */
struct tsq_node *tsquery_tree(struct arena *a, Datum d);
Datum tsquery_new(struct arena *a, const struct tsq_node *root); /* root NULL: empty. Raises 54000 */
int tsquery_count(Datum d); /* nodes */
/* Takes stop words out, with what they leave no sense to; distances of phrases grow by what was there. NULL: nothing is left. */
struct tsq_node *tsq_drop_stops(struct tsq_node *root);
int32_t tsq_crc(const char *s, size_t len);
int tsq_node_cmp(const struct tsq_node *a, const struct tsq_node *b); /* PostgreSQL's order of trees; weights do not count */
void tsq_write(const struct tsq_node *root, struct strbuf *out);

/*
 * Parsing, in the syntax of to_tsquery() and of tsquery's text form.
 *   value: what a lexeme as written becomes: the value itself, or (to_tsquery) what the dictionaries make of it, an AND or
 *     PHRASE of several, or a STOP node.
 *   token: the next token; tsq_standard, or another syntax. It gives what it read in *t.
 */
struct tsq_parser;
enum tsq_token_kind { TSQ_T_END, TSQ_T_VALUE, TSQ_T_OPERATOR, TSQ_T_OPEN, TSQ_T_CLOSE, TSQ_T_ERROR };
struct tsq_token {
    const char *s;
    uint32_t len;
    unsigned weights;
    bool prefix;
    enum tsq_kind op;
    int distance;
};
struct tsq_parser {
    struct ts_reader reader; /* set: text, at, arena, soft */
    struct tsq_node *(*value)(struct tsq_parser *p, const struct tsq_token *t);
    enum tsq_token_kind (*token)(struct tsq_parser *p, struct tsq_token *t);
    void *arg;
    enum { TSQ_FIRST_OPERAND, TSQ_OPERAND, TSQ_OPERATOR } state;
    int depth;
    bool quoted; /* websearch: between quotes */
    bool failed; /* an error was noted */
};
enum tsq_token_kind tsq_standard(struct tsq_parser *p, struct tsq_token *t);
bool tsq_syntax_error(struct tsq_parser *p); /* notes 42601; true */
/* The query as written, with a notice where nothing is in it; NULL (failed says whether an error was noted). */
Datum tsq_parse(struct tsq_parser *p);

TYPE_IO_PROTOS(tsquery)
TYPE_CMP_PROTOS(tsquery)

#endif
