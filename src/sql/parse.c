#include "sql/parse.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* libpg_query gives the message and the position, not the SQLSTATE: the parser's and lexer's that are not 42601. */
static const struct {
    const char *begins;
    enum errcode code;
} codes[] = {
    {"invalid Unicode escape", ERR_SYNTAX_ERROR},
    {"invalid Unicode surrogate pair", ERR_SYNTAX_ERROR},
    {"invalid Unicode escape value", ERR_SYNTAX_ERROR},
    {"unsafe use of \\' in a string literal", ERR_NONSTANDARD_USE_OF_ESCAPE_CHARACTER},
    {"unsafe use of string constant with Unicode escapes", ERR_FEATURE_NOT_SUPPORTED},
    {"invalid byte sequence for encoding", ERR_CHARACTER_NOT_IN_REPERTOIRE},
    {"stack depth limit exceeded", ERR_STATEMENT_TOO_COMPLEX},
    {"memory exhausted", ERR_OUT_OF_MEMORY},
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

static _Noreturn void parse_error(struct arena *a, const char *text, PgQueryProtobufParseResult *r)
{
    const char *message = arena_strdup(a, r->error->message);
    int position = byte_offset(text, r->error->cursorpos);
    pg_query_free_protobuf_parse_result(*r);
    enum errcode code = ERR_SYNTAX_ERROR;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (strncmp(message, codes[i].begins, strlen(codes[i].begins)) == 0)
            code = codes[i].code;
    struct error *e = error_at(error_new(code, "%s", message), position);
    if (strcmp(message, "invalid Unicode escape") == 0)
        error_hint(e, "Unicode escapes must be \\uXXXX or \\UXXXXXXXX.");
    error_throw(e);
}

/* protobuf-c's allocator over an arena: the tree goes with it. It must not raise, so out of memory is a NULL. */
static void *tree_alloc(void *arg, size_t n)
{
    void *volatile p = NULL;
    TRY {
        p = arena_alloc(arg, n);
    }
    CATCH (e) {
        p = NULL;
    }
    END_TRY;
    return p;
}

static void tree_free(void *arg, void *p)
{
    (void)arg;
    (void)p;
}

List *sql_parse(struct arena *a, const char *text)
{
    PgQueryProtobufParseResult r = pg_query_parse_protobuf(text);
    if (r.error != NULL)
        parse_error(a, text, &r);
    ProtobufCAllocator allocator = {tree_alloc, tree_free, a};
    PgQuery__ParseResult *tree =
        pg_query__parse_result__unpack(&allocator, r.parse_tree.len, (const uint8_t *)r.parse_tree.data);
    pg_query_free_protobuf_parse_result(r);
    if (tree == NULL)
        raise(ERR_STATEMENT_TOO_COMPLEX, "statement is too deeply nested");
    List *out = NULL;
    for (size_t i = 0; i < tree->n_stmts; i++) {
        PgQuery__RawStmt *s = tree->stmts[i];
        struct raw_stmt *raw = ARENA_NEW(a, struct raw_stmt);
        raw->node = s->stmt;
        raw->location = s->stmt_location;
        raw->length = s->stmt_len > 0 ? s->stmt_len : (int)strlen(text) - s->stmt_location;
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
