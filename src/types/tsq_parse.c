/* tsquery: from text to the tree. */
#include <stdlib.h>

#include "types/softfail.h"
#include "types/tsquery.h"

#define MAX_OPERATORS 32 /* that wait for their operand, between two parentheses: PostgreSQL's limit */
#define MAX_PARENTHESES 5000
#define MAX_DISTANCE (TS_MAX_POSITION + 1)

bool tsq_syntax_error(struct tsq_parser *p)
{
    soft_raise(p->reader.soft, ERR_SYNTAX_ERROR, "syntax error in tsquery: \"%s\"", p->reader.text);
    return p->failed = true;
}

/* ---- tokens ---- */

/* <->, <3>; false: something else stands there. */
static bool read_phrase_operator(struct tsq_parser *p, int *distance)
{
    const char *s = p->reader.at;
    if (*s++ != '<')
        return false;
    *distance = 1;
    if (*s == '-') {
        s++;
    } else {
        char *end;
        if (*s < '0' || *s > '9')
            return false;
        long v = strtol(s, &end, 10);
        if (v > MAX_DISTANCE) {
            soft_raise(p->reader.soft, ERR_INVALID_PARAMETER_VALUE,
                       "distance in phrase operator must be an integer value between zero and %d inclusive", MAX_DISTANCE);
            return p->failed = true;
        }
        *distance = (int)v;
        s = end;
    }
    if (*s++ != '>' || *s == '\0')
        return false;
    p->reader.at = s;
    return true;
}

/* :*AB behind a lexeme */
static void read_modifiers(struct tsq_parser *p, struct tsq_token *t)
{
    if (*p->reader.at != ':')
        return;
    for (p->reader.at++;; p->reader.at++) {
        int w = ts_weight_of(*p->reader.at);
        if (w >= 0)
            t->weights |= 1u << w;
        else if (*p->reader.at == '*')
            t->prefix = true;
        else
            return;
    }
}

static enum tsq_token_kind operator_token(struct tsq_parser *p, struct tsq_token *t, enum tsq_kind op)
{
    p->state = TSQ_OPERAND;
    t->op = op;
    return TSQ_T_OPERATOR;
}

static enum tsq_token_kind operand_token(struct tsq_parser *p, struct tsq_token *t)
{
    struct ts_lexeme l;
    switch (*p->reader.at) {
    case '!':
        p->reader.at++;
        return operator_token(p, t, TSQ_NOT);
    case '(':
        p->reader.at++;
        p->depth++;
        p->state = TSQ_OPERAND;
        return TSQ_T_OPEN;
    case ':': return TSQ_T_ERROR;
    }
    if (ts_read_lexeme(&p->reader, &l)) {
        t->s = l.s;
        t->len = l.len;
        read_modifiers(p, t);
        p->state = TSQ_OPERATOR;
        return TSQ_T_VALUE;
    }
    if (SOFT_FAILED(p->reader.soft) || p->state == TSQ_FIRST_OPERAND)
        return TSQ_T_END;
    soft_raise(p->reader.soft, ERR_SYNTAX_ERROR, "no operand in tsquery: \"%s\"", p->reader.text);
    return TSQ_T_END;
}

enum tsq_token_kind tsq_standard(struct tsq_parser *p, struct tsq_token *t)
{
    while (ts_is_space(*p->reader.at))
        p->reader.at++;
    if (p->state != TSQ_OPERATOR)
        return operand_token(p, t);
    char c = *p->reader.at;
    if (c == '&' || c == '|') {
        p->reader.at++;
        return operator_token(p, t, c == '&' ? TSQ_AND : TSQ_OR);
    }
    if (read_phrase_operator(p, &t->distance))
        return operator_token(p, t, TSQ_PHRASE);
    if (c == ')') {
        p->reader.at++;
        return --p->depth < 0 ? TSQ_T_ERROR : TSQ_T_CLOSE;
    }
    return c == '\0' && p->depth == 0 ? TSQ_T_END : TSQ_T_ERROR;
}

/* ---- the tree: operands and operators wait until one that binds less comes ---- */
struct operands {
    struct tsq_node **v;
    int n, cap;
};

struct waiting {
    struct {
        enum tsq_kind op;
        int distance;
    } v[MAX_OPERATORS];
    int n;
};

static int priority(enum tsq_kind kind)
{
    return kind == TSQ_OR ? 1 : kind == TSQ_AND ? 2 : kind == TSQ_PHRASE ? 3 : 4;
}

static void push_operand(struct tsq_parser *p, struct operands *o, struct tsq_node *n)
{
    if (o->n == o->cap) {
        size_t more = (size_t)(o->cap + 8) * 2;
        o->v = arena_grow(p->reader.arena, o->v, (size_t)o->cap * sizeof(*o->v), more * sizeof(*o->v));
        o->cap = (int)more;
    }
    o->v[o->n++] = n;
}

static void reduce(struct tsq_parser *p, struct operands *o, struct waiting *w)
{
    w->n--;
    struct tsq_node *right = o->v[--o->n], *left = w->v[w->n].op == TSQ_NOT ? NULL : o->v[--o->n];
    push_operand(p, o, tsq_operator(p->reader.arena, w->v[w->n].op, w->v[w->n].distance, left, right));
}

/* All that bind at least as much as op; NOT, which is written before its operand, more than it. */
static void reduce_for(struct tsq_parser *p, struct operands *o, struct waiting *w, enum tsq_kind op)
{
    while (w->n > 0 && (op == TSQ_NOT ? priority(op) < priority(w->v[w->n - 1].op) : priority(op) <= priority(w->v[w->n - 1].op)))
        reduce(p, o, w);
}

static void push_value(struct tsq_parser *p, struct operands *o, const struct tsq_token *t)
{
    struct tsq_node *n = p->value(p, t);
    if (n != NULL && n->kind == TSQ_VALUE && n->len > TS_MAX_LEXEME) {
        soft_raise(p->reader.soft, ERR_PROGRAM_LIMIT_EXCEEDED, "word is too long in tsquery: \"%s\"", p->reader.text);
        p->failed = true;
    }
    push_operand(p, o, n);
}

static void parse(struct tsq_parser *p, struct operands *o, int depth)
{
    struct waiting w = {.n = 0};
    if (depth > MAX_PARENTHESES) {
        soft_raise(p->reader.soft, ERR_STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
        p->failed = true;
    }
    while (!p->failed && !SOFT_FAILED(p->reader.soft)) {
        struct tsq_token t = {.distance = 1};
        switch (p->token(p, &t)) {
        case TSQ_T_VALUE: push_value(p, o, &t); break;
        case TSQ_T_OPERATOR:
            reduce_for(p, o, &w, t.op);
            if (w.n == MAX_OPERATORS) {
                soft_raise(p->reader.soft, ERR_INTERNAL_ERROR, "tsquery stack too small");
                p->failed = true;
                return;
            }
            w.v[w.n].op = t.op;
            w.v[w.n++].distance = t.distance;
            break;
        case TSQ_T_OPEN: parse(p, o, depth + 1); break;
        case TSQ_T_CLOSE:
        case TSQ_T_END:
            if (!p->failed && !SOFT_FAILED(p->reader.soft))
                reduce_for(p, o, &w, TSQ_OR);
            return;
        case TSQ_T_ERROR: tsq_syntax_error(p); return;
        }
    }
}

static bool has_stop(const struct tsq_node *n)
{
    return n != NULL && (n->kind == TSQ_STOP || has_stop(n->right) || has_stop(n->left));
}

Datum tsq_parse(struct tsq_parser *p)
{
    struct operands o = {.n = 0};
    parse(p, &o, 0);
    if (p->failed || SOFT_FAILED(p->reader.soft)) {
        p->failed = true;
        return (Datum)0;
    }
    struct tsq_node *root = o.n > 0 ? o.v[0] : NULL;
    bool tells = p->reader.soft == NULL || p->reader.soft->want_error; /* not of what is stored, or tried */
    if (root == NULL && tells)
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "text-search query doesn't contain lexemes: \"%s\"", p->reader.text);
    if (has_stop(root)) {
        root = tsq_drop_stops(root);
        if (root == NULL && tells)
            notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION,
                   "text-search query contains only stop words or doesn't contain lexemes, ignored");
    }
    return tsquery_new(p->reader.arena, root);
}
