#include "sql/parse.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/error.h"
#include "base/macros.h"

enum { BACKSLASH_QUOTE_OFF, BACKSLASH_QUOTE_ON, BACKSLASH_QUOTE_SAFE_ENCODING };

/* libpg_query gives the message and the position, not the SQLSTATE: the parser's and lexer's that are not 42601. */
static const struct {
    const char *begins;
    enum errcode code;
} codes[] = {
    {"unsafe use of \\' in a string literal", ERR_NONSTANDARD_USE_OF_ESCAPE_CHARACTER},
    {"unsafe use of string constant with Unicode escapes", ERR_FEATURE_NOT_SUPPORTED},
    {"invalid byte sequence for encoding", ERR_CHARACTER_NOT_IN_REPERTOIRE},
    {"stack depth limit exceeded", ERR_STATEMENT_TOO_COMPLEX},
    {"out of memory", ERR_OUT_OF_MEMORY},
    {"WITH TIES cannot be specified without ORDER BY clause", ERR_SYNTAX_ERROR},
    {"interval precision specified twice", ERR_SYNTAX_ERROR},
    {"invalid escape string", ERR_INVALID_ESCAPE_SEQUENCE},
    {"precision for type float must be", ERR_INVALID_PARAMETER_VALUE},
    {"frame ", ERR_WINDOWING_ERROR},
    {"MATCH PARTIAL not yet implemented", ERR_FEATURE_NOT_SUPPORTED},
    {"CREATE ASSERTION is not yet implemented", ERR_FEATURE_NOT_SUPPORTED},
    {"current database cannot be changed", ERR_FEATURE_NOT_SUPPORTED},
    {"number of columns", ERR_SYNTAX_ERROR},
    {"column number must be in range", ERR_INVALID_PARAMETER_VALUE},
    {"a column list with SET ", ERR_FEATURE_NOT_SUPPORTED},
};

/* cursorpos counts characters from 1; pgleaf's positions are byte offsets from 0. */
static int byte_offset(const char *text, int cursorpos)
{
    if (cursorpos <= 0)
        return -1;
    int at = 0;
    for (int i = 1; i < cursorpos && text[at] != '\0'; i++)
        for (at++; ((unsigned char)text[at] & 0xc0) == 0x80;)
            at++;
    return at;
}

/* Is the string around `position` one with C's escapes (E'...'), not with Unicode's (U&'...')? */
static bool in_escape_string(const char *text, int position)
{
    for (int i = position - 1; i > 0; i--) {
        int quotes = 0;
        while (i > 0 && text[i] == '\'') {
            quotes++;
            i--;
        }
        if (quotes % 2 == 1 && (text[i] == 'e' || text[i] == 'E'))
            return true;
        if (quotes % 2 == 1 && text[i] == '&')
            return false;
    }
    return false;
}

/* libpg_query's lexer shows the first byte behind a number; PostgreSQL's the word, or the sign of an exponent that has no digits. */
static const char *const junk[] = {"trailing junk after numeric literal at or near \"", "trailing junk after parameter at or near \""};

static const char *whole_junk(struct arena *a, const char *begins, const char *s)
{
    static const char digits[] = "0123456789";
    size_t n = s[0] == '$' ? 1 + strspn(s + 1, digits) : strspn(s, "0123456789.");
    bool sign = s[0] != '$' && (s[n] == 'e' || s[n] == 'E') && (s[n + 1] == '+' || s[n + 1] == '-');
    size_t exponent = sign ? strspn(s + n + 2, digits) : 0;
    n += sign ? 2 + exponent : 0;
    while ((!sign || exponent > 0) &&
           (((unsigned char)s[n] & 0x80) != 0 || (s[n] != '\0' && strchr("0123456789_$abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", s[n]) != NULL)))
        n++;
    return arena_printf(a, "%s%.*s\"", begins, (int)n, s);
}

static void tell_of_long_names(struct arena *a, const char *text, int upto, const struct sql_lexing *lexing)
{
    standard_conforming_strings = !lexing->escapes;
    if (lexing->tells_of_names)
        sql_tell_of_long_names(a, text, upto);
    standard_conforming_strings = true;
}

static _Noreturn void parse_error(struct arena *a, const char *text, const struct sql_lexing *lexing, PgQueryProtobufParseResult *r)
{
    const char *message = arena_strdup(a, r->error->message);
    int position = byte_offset(text, r->error->cursorpos);
    tell_of_long_names(a, text, position, lexing);
    pg_query_free_protobuf_parse_result(*r);
    static const struct {
        const char *message, *hint;
    } hints[] = {{"missing argument", "Use NONE to denote the missing argument of a unary operator."},
                 {"subquery in FROM must have an alias", "For example, FROM (SELECT ...) [AS] foo."},
                 {"VALUES in FROM must have an alias", "For example, FROM (VALUES ...) [AS] foo."}};
    enum errcode code = ERR_SYNTAX_ERROR;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (strncmp(message, codes[i].begins, strlen(codes[i].begins)) == 0)
            code = codes[i].code;
    for (int i = 0; position >= 0 && i < COUNTOF(junk); i++)
        if (strncmp(message, junk[i], strlen(junk[i])) == 0)
            message = whole_junk(a, junk[i], text + position);
    static const char altered[] = "ALTER CONSTRAINT statement"; /* what later PostgreSQL calls as all others of them */
    if (strncmp(message, altered, sizeof altered - 1) == 0)
        message = arena_printf(a, "FOREIGN KEY%s", message + sizeof altered - 1);
    if (strstr(message, " constraints cannot be marked ") != NULL)
        code = ERR_FEATURE_NOT_SUPPORTED;
    bool bad_escape = strcmp(message, "invalid Unicode escape") == 0;
    bool c_escapes = bad_escape && in_escape_string(text, position);
    struct error *e = error_at(error_new(c_escapes ? ERR_INVALID_ESCAPE_SEQUENCE : code, "%s", message), position);
    if (code == ERR_FEATURE_NOT_SUPPORTED && strstr(message, "with Unicode escapes") != NULL)
        error_detail(e, "String constants with Unicode escapes cannot be used when standard_conforming_strings is off.");
    if (bad_escape)
        error_hint(e, c_escapes ? "Unicode escapes must be \\uXXXX or \\UXXXXXXXX." : "Unicode escapes must be \\XXXX or \\+XXXXXX.");
    for (int i = 0; i < COUNTOF(hints); i++)
        if (strcmp(message, hints[i].message) == 0)
            error_hint(e, "%s", hints[i].hint);
    error_throw(e);
}

/*
 * Parsing and unpacking recurse as deep as the statement nests, and know no limit. Long texts are parsed on a stack of a
 * size that no nesting of theirs can use up; a tree that is too deep for the stages behind is refused.
 */
#define SHORT_TEXT 16384         /* what the main stack (main.c sees to its size) is enough for */
#define STACK_PER_BYTE 4096
#define MAX_TREE_DEPTH 7000      /* messages in messages; an expression in an expression is two or three */

struct parsing {
    struct arena *arena;
    const char *text;
    struct sql_lexing lexing;
    PgQueryProtobufParseResult result;
    PgQuery__ParseResult *tree;
    bool too_deep;
    size_t missing; /* bytes that could not be had; 0: all could */
};

/* protobuf-c's allocator over an arena: the tree goes with it. It must not raise, so out of memory is a NULL. */
static void *tree_alloc(void *arg, size_t n)
{
    struct parsing *p = arg;
    void *volatile block = NULL;
    TRY {
        block = arena_alloc(p->arena, n);
    }
    CATCH (e) {
        p->missing = n;
    }
    END_TRY;
    return block;
}

static void tree_free(void *arg, void *p)
{
    (void)arg;
    (void)p;
}

/* Of a message that is one of many, as Node is: which one it is. NULL: of another one. */
static const ProtobufCFieldDescriptor *only_field(const ProtobufCMessage *m)
{
    const ProtobufCMessageDescriptor *d = m->descriptor;
    if (d->n_fields < 2)
        return NULL;
    const ProtobufCFieldDescriptor *first = d->fields, *last = d->fields + d->n_fields - 1;
    if ((first->flags & last->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) == 0 || first->quantifier_offset != last->quantifier_offset)
        return NULL;
    return protobuf_c_message_descriptor_get_field(d, *(const uint32_t *)((const char *)m + first->quantifier_offset));
}

static bool deeper_than(const ProtobufCMessage *m, int limit)
{
    const ProtobufCMessageDescriptor *d = m->descriptor;
    if (limit <= 0)
        return true;
    const ProtobufCFieldDescriptor *only = only_field(m);
    if (only != NULL && only->type == PROTOBUF_C_TYPE_MESSAGE) {
        const ProtobufCMessage *child = *(ProtobufCMessage *const *)((const char *)m + only->offset);
        return child != NULL && deeper_than(child, limit - 1);
    }
    for (unsigned i = 0; i < d->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &d->fields[i];
        const char *at = (const char *)m + f->offset;
        if (f->type != PROTOBUF_C_TYPE_MESSAGE)
            continue;
        if (f->label == PROTOBUF_C_LABEL_REPEATED) {
            size_t n = *(const size_t *)((const char *)m + f->quantifier_offset);
            for (size_t k = 0; k < n; k++)
                if (deeper_than((*(ProtobufCMessage *const *const *)at)[k], limit - 1))
                    return true;
        } else if ((f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) == 0 ||
                   *(const uint32_t *)((const char *)m + f->quantifier_offset) == f->id) {
            const ProtobufCMessage *child = *(ProtobufCMessage *const *)at;
            if (child != NULL && deeper_than(child, limit - 1))
                return true;
        }
    }
    return false;
}

static void *parse_here(void *arg)
{
    struct parsing *p = arg;
    standard_conforming_strings = !p->lexing.escapes;
    backslash_quote = p->lexing.no_quote ? BACKSLASH_QUOTE_OFF : p->lexing.quote ? BACKSLASH_QUOTE_ON : BACKSLASH_QUOTE_SAFE_ENCODING;
    p->result = pg_query_parse_protobuf(p->text);
    standard_conforming_strings = true;
    if (p->result.error != NULL)
        return NULL;
    ProtobufCAllocator allocator = {tree_alloc, tree_free, p};
    p->tree = pg_query__parse_result__unpack(&allocator, p->result.parse_tree.len, (const uint8_t *)p->result.parse_tree.data);
    p->too_deep = p->missing == 0 && (p->tree == NULL || deeper_than(&p->tree->base, MAX_TREE_DEPTH));
    return NULL;
}

static void parse_on_big_stack(struct parsing *p, size_t len)
{
    pthread_attr_t attr;
    pthread_t thread;
    size_t size = (size_t)64 * 1024 * 1024 + len * STACK_PER_BYTE;
    void *stack = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED)
        raise_out_of_memory(size);
    pthread_attr_init(&attr);
    pthread_attr_setstack(&attr, stack, size);
    bool started = pthread_create(&thread, &attr, parse_here, p) == 0;
    pthread_attr_destroy(&attr);
    if (started)
        pthread_join(thread, NULL);
    munmap(stack, size);
    if (!started)
        raise_out_of_memory(size);
}

List *sql_parse(struct arena *a, const char *text)
{
    return sql_parse_as(a, text, &(struct sql_lexing){0});
}

void sql_no_parameter(const PgQuery__Node *n)
{
    if (n != NULL && n->node_case == PG_QUERY__NODE__NODE_PARAM_REF)
        raise_at(ERR_SYNTAX_ERROR, n->param_ref->location, "syntax error at or near \"$%d\"", n->param_ref->number);
}

List *sql_parse_as(struct arena *a, const char *text, const struct sql_lexing *lexing)
{
    struct parsing p = {.arena = a, .text = text, .lexing = *lexing};
    size_t len = strlen(text);
    if (len <= SHORT_TEXT)
        parse_here(&p);
    else
        parse_on_big_stack(&p, len);
    if (p.result.error != NULL)
        parse_error(a, text, lexing, &p.result);
    pg_query_free_protobuf_parse_result(p.result);
    if (p.missing > 0)
        raise_out_of_memory(p.missing);
    if (p.too_deep)
        error_throw(error_hint(error_new(ERR_STATEMENT_TOO_COMPLEX, "stack depth limit exceeded"),
                               "The statement is nested too deeply."));
    tell_of_long_names(a, text, -1, lexing);
    List *out = NULL;
    for (size_t i = 0; i < p.tree->n_stmts; i++) {
        PgQuery__RawStmt *s = p.tree->stmts[i];
        struct raw_stmt *raw = ARENA_NEW(a, struct raw_stmt);
        for (size_t k = 0; s->stmt->node_case == PG_QUERY__NODE__NODE_VARIABLE_SET_STMT && k < s->stmt->variable_set_stmt->n_args; k++)
            sql_no_parameter(s->stmt->variable_set_stmt->args[k]);
        raw->node = s->stmt;
        raw->location = s->stmt_location;
        raw->lexing = *lexing;
        raw->lexing.tells_of_names = false;
        raw->length = s->stmt_len > 0 ? s->stmt_len : (int)len - s->stmt_location;
        raw->text = text;
        out = list_append(a, out, raw);
    }
    return out;
}

const char *sql_dump_raw(struct arena *a, const char *text)
{
    PgQueryParseResult r = pg_query_parse(text);
    if (r.error != NULL) {
        const char *message = arena_strdup(a, r.error->message);
        pg_query_free_parse_result(r);
        raise(ERR_SYNTAX_ERROR, "%s", message);
    }
    const char *out = arena_strdup(a, r.parse_tree);
    pg_query_free_parse_result(r);
    return out;
}

/* fn of m and of every message in it. */
static void each_message(ProtobufCMessage *m, void (*fn)(void *arg, ProtobufCMessage *m), void *arg)
{
    const ProtobufCMessageDescriptor *d = m->descriptor;
    fn(arg, m);
    for (unsigned i = 0; i < d->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &d->fields[i];
        char *at = (char *)m + f->offset;
        if (f->type != PROTOBUF_C_TYPE_MESSAGE)
            continue;
        if (f->label == PROTOBUF_C_LABEL_REPEATED) {
            size_t n = *(const size_t *)((const char *)m + f->quantifier_offset);
            for (size_t k = 0; k < n; k++)
                each_message((*(ProtobufCMessage ***)at)[k], fn, arg);
        } else if ((f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) == 0 ||
                   *(const uint32_t *)((const char *)m + f->quantifier_offset) == f->id) {
            if (*(ProtobufCMessage **)at != NULL)
                each_message(*(ProtobufCMessage **)at, fn, arg);
        }
    }
}

/*
 * libpg_query writes some expressions without the parentheses that they need, or leaves out a word of theirs. Such a node is held back: a
 * parameter that no statement has stands for it until the text is there.
 */
enum { HELD_PARAMETER = 1000000 };
struct held {
    struct arena *arena;
    const PgQuery__Node *whole; /* what is to be written, which needs no parentheses */
    List *nodes, *were;         /* PgQuery__Node: those in the tree, and what they were */
};

static void hold(struct held *h, PgQuery__Node *node)
{
    h->were = list_append(h->arena, h->were, arena_memdup(h->arena, node, sizeof *node));
    node->node_case = PG_QUERY__NODE__NODE_PARAM_REF;
    node->param_ref = ARENA_NEW(h->arena, PgQuery__ParamRef);
    pg_query__param_ref__init(node->param_ref);
    node->param_ref->number = HELD_PARAMETER + list_length(h->nodes);
    h->nodes = list_append(h->arena, h->nodes, node);
}

static bool is_sql_syntax(const PgQuery__Node *n)
{
    return n->node_case == PG_QUERY__NODE__NODE_FUNC_CALL && n->func_call->funcformat == PG_QUERY__COERCION_FORM__COERCE_SQL_SYNTAX;
}

/* a AT TIME ZONE b, a IS NORMALIZED and the like, which are no calls to look at */
static bool is_sql_operator(const PgQuery__Node *n)
{
    static const char *const names[] = {"timezone", "is_normalized", "overlaps"};
    const char *name = is_sql_syntax(n) ? n->func_call->funcname[n->func_call->n_funcname - 1]->string->sval : "";
    for (int i = 0; i < COUNTOF(names); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool keeps_whitespace(const PgQuery__Node *n)
{
    const PgQuery__XmlExpr *x = n->node_case == PG_QUERY__NODE__NODE_XML_EXPR ? n->xml_expr : NULL;
    const PgQuery__Node *keep = x != NULL && x->op == PG_QUERY__XML_EXPR_OP__IS_XMLPARSE && x->n_args == 2 ? x->args[1] : NULL;
    return keep != NULL && keep->node_case == PG_QUERY__NODE__NODE_A_CONST && keep->a_const->val_case == PG_QUERY__A__CONST__VAL_BOOLVAL &&
           keep->a_const->boolval->boolval;
}

static bool is_document_test(const PgQuery__Node *n)
{
    return n->node_case == PG_QUERY__NODE__NODE_XML_EXPR && n->xml_expr->op == PG_QUERY__XML_EXPR_OP__IS_DOCUMENT;
}

static bool is_operator(const PgQuery__Node *n)
{
    switch (n->node_case) {
    case PG_QUERY__NODE__NODE_A_EXPR: case PG_QUERY__NODE__NODE_BOOL_EXPR: case PG_QUERY__NODE__NODE_NULL_TEST:
    case PG_QUERY__NODE__NODE_BOOLEAN_TEST: case PG_QUERY__NODE__NODE_COLLATE_CLAUSE: case PG_QUERY__NODE__NODE_SUB_LINK:
        return true;
    default: return false;
    }
}

static void hold_operator(struct held *h, PgQuery__Node *n)
{
    if (n != NULL && is_operator(n))
        hold(h, n);
}

static void hold_list(struct held *h, PgQuery__Node *n)
{
    for (size_t i = 0; n != NULL && n->node_case == PG_QUERY__NODE__NODE_LIST && i < n->list->n_items; i++)
        hold_operator(h, n->list->items[i]);
}

/* Those that are operators themselves, where libpg_query forgets it. */
static void hold_operands(struct held *h, PgQuery__Node *n)
{
    switch (n->node_case) {
    case PG_QUERY__NODE__NODE_FUNC_CALL:
        for (size_t i = 0; is_sql_operator(n) && i < n->func_call->n_args; i++)
            hold_operator(h, n->func_call->args[i]);
        break;
    case PG_QUERY__NODE__NODE_XML_EXPR:
        if (is_document_test(n))
            hold_operator(h, n->xml_expr->args[0]);
        break;
    case PG_QUERY__NODE__NODE_A_INDIRECTION:
        if (n->a_indirection->arg->node_case != PG_QUERY__NODE__NODE_COLUMN_REF && n->a_indirection->arg->node_case != PG_QUERY__NODE__NODE_PARAM_REF)
            hold(h, n->a_indirection->arg);
        break;
    case PG_QUERY__NODE__NODE_A_EXPR:
        if (n->a_expr->kind != PG_QUERY__A__EXPR__KIND__AEXPR_OP) {
            hold_operator(h, n->a_expr->lexpr);
            hold_operator(h, n->a_expr->rexpr);
            hold_list(h, n->a_expr->rexpr);
        }
        break;
    case PG_QUERY__NODE__NODE_NULL_TEST: hold_operator(h, n->null_test->arg); break;
    case PG_QUERY__NODE__NODE_BOOLEAN_TEST: hold_operator(h, n->boolean_test->arg); break;
    case PG_QUERY__NODE__NODE_TYPE_CAST: hold_operator(h, n->type_cast->arg); break;
    case PG_QUERY__NODE__NODE_SUB_LINK: hold_operator(h, n->sub_link->testexpr); break;
    default: break;
    }
}

static void hold_in(void *arg, ProtobufCMessage *m)
{
    struct held *h = arg;
    PgQuery__SelectStmt *s = (PgQuery__SelectStmt *)m;
    PgQuery__Node *n = (PgQuery__Node *)m;
    if (m->descriptor == &pg_query__select_stmt__descriptor && s->limit_option == PG_QUERY__LIMIT_OPTION__LIMIT_OPTION_WITH_TIES &&
        s->limit_count != NULL && s->limit_count->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
        hold(h, s->limit_count);
    if (m->descriptor != &pg_query__node__descriptor)
        return;
    if (keeps_whitespace(n) || (n != h->whole && (is_sql_operator(n) || is_document_test(n))))
        hold(h, n);
    else
        hold_operands(h, n);
}

static void give_back(const struct held *h)
{
    for (int i = list_length(h->nodes) - 1; i >= 0; i--)
        *(PgQuery__Node *)list_nth(h->nodes, i) = *(PgQuery__Node *)list_nth(h->were, i);
}

static const char *expression_text(struct arena *a, PgQuery__Node *expr, bool check);

static const char *held_text(struct arena *a, PgQuery__Node *n)
{
    if (!keeps_whitespace(n))
        return arena_printf(a, "(%s)", expression_text(a, n, false));
    const PgQuery__XmlExpr *x = n->xml_expr;
    bool document = x->xmloption == PG_QUERY__XML_OPTION_TYPE__XMLOPTION_DOCUMENT;
    return arena_printf(a, "xmlparse(%s %s PRESERVE WHITESPACE)", document ? "document" : "content", expression_text(a, x->args[0], false));
}

static const char *with_held(const struct held *h, const char *text)
{
    for (int i = 0; i < list_length(h->were); i++) {
        const char *mark = arena_printf(h->arena, "$%d", HELD_PARAMETER + i), *node = NULL, *at;
        for (int from = 0; (at = strstr(text + from, mark)) != NULL; from += (int)strlen(node)) { /* (x).a, (x).b: one node may stand twice */
            node = node != NULL ? node : held_text(h->arena, list_nth(h->were, i));
            from = (int)(at - text);
            text = arena_printf(h->arena, "%.*s%s%s", from, text, node, at + strlen(mark));
        }
    }
    return text;
}

static bool same_message(const ProtobufCMessage *x, const ProtobufCMessage *y);

static bool same_value(ProtobufCType type, const char *x, const char *y)
{
    switch (type) {
    case PROTOBUF_C_TYPE_MESSAGE: {
        const ProtobufCMessage *a = *(ProtobufCMessage *const *)x, *b = *(ProtobufCMessage *const *)y;
        return a == NULL || b == NULL ? a == b : same_message(a, b);
    }
    case PROTOBUF_C_TYPE_STRING: {
        const char *a = *(char *const *)x, *b = *(char *const *)y;
        return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
    }
    case PROTOBUF_C_TYPE_INT64: case PROTOBUF_C_TYPE_UINT64: case PROTOBUF_C_TYPE_DOUBLE: return memcmp(x, y, sizeof(int64_t)) == 0;
    case PROTOBUF_C_TYPE_BOOL: return *(const protobuf_c_boolean *)x == *(const protobuf_c_boolean *)y;
    default: return memcmp(x, y, sizeof(int32_t)) == 0;
    }
}

static bool same_field(const ProtobufCMessage *x, const ProtobufCMessage *y, const ProtobufCFieldDescriptor *f)
{
    const char *a = (const char *)x + f->offset, *b = (const char *)y + f->offset;
    if (f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) {
        uint32_t which = *(const uint32_t *)((const char *)x + f->quantifier_offset);
        if (which != *(const uint32_t *)((const char *)y + f->quantifier_offset))
            return false;
        return which != f->id || same_value(f->type, a, b);
    }
    if (f->label != PROTOBUF_C_LABEL_REPEATED)
        return same_value(f->type, a, b);
    size_t n = *(const size_t *)((const char *)x + f->quantifier_offset);
    if (n != *(const size_t *)((const char *)y + f->quantifier_offset))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!same_value(f->type, (const char *)(*(void *const *const *)a + i), (const char *)(*(void *const *const *)b + i)))
            return false;
    return true;
}

/* But for where it stands in the text. */
static bool same_message(const ProtobufCMessage *x, const ProtobufCMessage *y)
{
    const ProtobufCMessageDescriptor *d = x->descriptor;
    if (d != y->descriptor)
        return false;
    for (unsigned i = 0; i < d->n_fields; i++)
        if (strcmp(d->fields[i].name, "location") != 0 && !same_field(x, y, &d->fields[i]))
            return false;
    return true;
}

/* Is the text read as that statement? */
static bool reads_as(struct arena *a, const char *text, const PgQuery__Node *statement)
{
    volatile bool same = false;
    TRY {
        const List *again = sql_parse(a, text);
        same = list_length(again) == 1 && same_message(&statement->base, &((const struct raw_stmt *)list_nth(again, 0))->node->base);
    }
    CATCH (e) {
        if (e->code == ERR_OUT_OF_MEMORY)
            error_throw(e);
    }
    END_TRY;
    return same;
}

/* NULL: it cannot be written, or, where that is to be checked, would say something else. whole: what no parentheses are needed around. */
static const char *text_of(struct arena *a, PgQuery__Node *statement, const PgQuery__Node *whole, bool check)
{
    struct held held = {.arena = a, .whole = whole};
    each_message(&statement->base, hold_in, &held);
    PgQuery__RawStmt raw = PG_QUERY__RAW_STMT__INIT, *stmts[] = {&raw};
    PgQuery__ParseResult tree = PG_QUERY__PARSE_RESULT__INIT;
    raw.stmt = statement;
    tree.n_stmts = 1;
    tree.stmts = stmts;
    PgQueryProtobuf packed = {.len = pg_query__parse_result__get_packed_size(&tree)};
    packed.data = arena_alloc(a, packed.len);
    pg_query__parse_result__pack(&tree, (uint8_t *)packed.data);
    give_back(&held);
    PgQueryDeparseResult r = pg_query_deparse_protobuf(packed);
    const char *text = r.error == NULL ? arena_strdup(a, r.query) : NULL;
    pg_query_free_deparse_result(r);
    if (text == NULL)
        return NULL;
    text = with_held(&held, text);
    return !check || reads_as(a, text, statement) ? text : NULL;
}

const char *sql_statement_text(struct arena *a, PgQuery__Node *statement)
{
    return text_of(a, statement, NULL, true);
}

static const char *expression_text(struct arena *a, PgQuery__Node *expr, bool check)
{
    static const char before[] = "SELECT ";
    PgQuery__ResTarget target = PG_QUERY__RES_TARGET__INIT;
    PgQuery__Node target_node = PG_QUERY__NODE__INIT, select_node = PG_QUERY__NODE__INIT, *targets[] = {&target_node};
    PgQuery__SelectStmt select = PG_QUERY__SELECT_STMT__INIT;
    target.val = expr;
    target_node.node_case = PG_QUERY__NODE__NODE_RES_TARGET;
    target_node.res_target = &target;
    select.n_target_list = 1;
    select.target_list = targets;
    select.limit_option = PG_QUERY__LIMIT_OPTION__LIMIT_OPTION_DEFAULT;
    select.op = PG_QUERY__SET_OPERATION__SETOP_NONE;
    select_node.node_case = PG_QUERY__NODE__NODE_SELECT_STMT;
    select_node.select_stmt = &select;
    const char *text = text_of(a, &select_node, expr, check);
    if (text == NULL || strncmp(text, before, sizeof before - 1) != 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "this expression cannot be kept");
    return text + sizeof before - 1;
}

const char *sql_expression_text(struct arena *a, PgQuery__Node *expr)
{
    return expression_text(a, expr, true);
}

struct renaming {
    struct arena *arena;
    const char *from, *to;
};

static bool is_named(const PgQuery__Node *n, const char *name)
{
    return n->node_case == PG_QUERY__NODE__NODE_STRING && strcmp(n->string->sval, name) == 0;
}

static void rename_column(void *arg, ProtobufCMessage *m)
{
    const struct renaming *r = arg;
    PgQuery__ColumnRef *ref = (PgQuery__ColumnRef *)m;
    if (m->descriptor == &pg_query__column_ref__descriptor && is_named(ref->fields[0], r->from))
        ref->fields[0]->string->sval = arena_strdup(r->arena, r->to);
}

/* public.from [alias] becomes public.to; what called it from goes on doing so, as an alias. */
static void rename_relation(void *arg, ProtobufCMessage *m)
{
    const struct renaming *r = arg;
    PgQuery__RangeVar *v = (PgQuery__RangeVar *)m;
    if (m->descriptor != &pg_query__range_var__descriptor || strcmp(v->relname, r->from) != 0 || strcmp(v->schemaname, "public") != 0)
        return;
    if (v->alias == NULL) {
        v->alias = ARENA_NEW(r->arena, PgQuery__Alias);
        pg_query__alias__init(v->alias);
        v->alias->aliasname = v->relname;
    }
    v->relname = arena_strdup(r->arena, r->to);
}

static void rename_type(void *arg, ProtobufCMessage *m)
{
    const struct renaming *r = arg;
    PgQuery__TypeName *t = (PgQuery__TypeName *)m;
    if (m->descriptor == &pg_query__type_name__descriptor && t->n_names > 0 && is_named(t->names[t->n_names - 1], r->from) &&
        (t->n_names == 1 || is_named(t->names[t->n_names - 2], "public")))
        t->names[t->n_names - 1]->string->sval = arena_strdup(r->arena, r->to);
}

static const char *rename_in_expression(struct renaming *r, const char *text, void (*fn)(void *arg, ProtobufCMessage *m))
{
    const struct raw_stmt *raw = list_nth(sql_parse(r->arena, arena_printf(r->arena, "SELECT %s", text)), 0);
    PgQuery__Node *expr = raw->node->select_stmt->target_list[0]->res_target->val;
    each_message(&expr->base, fn, r);
    return sql_expression_text(r->arena, expr);
}

static const char *rename_in_statement(struct renaming *r, const char *text, void (*fn)(void *arg, ProtobufCMessage *m))
{
    const struct raw_stmt *raw = list_nth(sql_parse(r->arena, text), 0);
    each_message(&raw->node->base, fn, r);
    return sql_statement_text(r->arena, raw->node);
}

const char *sql_rename_column(struct arena *a, const char *text, const char *from, const char *to)
{
    return rename_in_expression(&(struct renaming){a, from, to}, text, rename_column);
}

const char *sql_rename_relation(struct arena *a, const char *text, const char *from, const char *to)
{
    return rename_in_statement(&(struct renaming){a, from, to}, text, rename_relation);
}

const char *sql_rename_type(struct arena *a, const char *text, bool statement, const char *from, const char *to)
{
    struct renaming r = {a, from, to};
    return statement ? rename_in_statement(&r, text, rename_type) : rename_in_expression(&r, text, rename_type);
}
