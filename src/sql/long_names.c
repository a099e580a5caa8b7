/* Identifiers of more than 63 bytes, which the lexer cuts: PostgreSQL tells its client of each as it reads the text. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "sql/parse.h"

enum { NAME_BYTES = 63 };

static bool in_name(char c)
{
    return (c & 0x80) != 0 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

/* Can there be one? Looked at before tokens are: there is one in hardly any text. */
static bool may_have_one(const char *text)
{
    const char *quote = NULL;
    size_t run = 0;
    for (const char *s = text; *s != '\0'; s++) {
        run = in_name(*s) ? run + 1 : 0;
        if (run > NAME_BYTES || (quote != NULL && *s == '"' && s - quote > NAME_BYTES))
            return true;
        if (*s == '"' && s[1] == '"' && quote != NULL)
            s++;
        else if (*s == '"')
            quote = s;
    }
    return false;
}

/* \XXXX or \+XXXXXX at s, which the parser has taken; *code is what it says. Gives what is behind it. */
static const char *escaped_code(const char *s, uint32_t *code)
{
    char digits[7] = "";
    size_t from = s[1] == '+' ? 2 : 1, n = s[1] == '+' ? 6 : 4;
    memccpy(digits, s + from, '\0', n);
    *code = (uint32_t)strtoul(digits, NULL, 16);
    return s + from + n;
}

/* An escape at s as UTF-8 in out, and what is behind it; two that are a surrogate pair are one. */
static const char *unescaped(const char *s, char escape, struct strbuf *out)
{
    char utf8[5] = "";
    uint32_t code, second;
    if (s[1] == escape) {
        strbuf_addch(out, escape);
        return s + 2;
    }
    s = escaped_code(s, &code);
    if (code >= 0xd800 && code < 0xdc00) {
        s = escaped_code(s, &second);
        code = 0x10000 + ((code & 0x3ff) << 10) + (second & 0x3ff);
    }
    strbuf_add(out, utf8, (size_t)utf8_encode(code, utf8));
    return s;
}

/* The name that a token says. escape: of U&"...", else 0. */
static const char *name_of(struct arena *a, const char *s, const char *end, char escape)
{
    struct strbuf b;
    strbuf_init(&b, a);
    const char *quote = memchr(s, '"', (size_t)(end - s));
    if (quote == NULL) {
        for (; s < end; s++)
            strbuf_addch(&b, *s >= 'A' && *s <= 'Z' ? *s + 'a' - 'A' : *s);
        return b.data;
    }
    for (s = quote + 1, end--; s < end;) {
        if (escape != '\0' && *s == escape) {
            s = unescaped(s, escape, &b);
            continue;
        }
        strbuf_addch(&b, *s);
        s += *s == '"' ? 2 : 1;
    }
    return b.data;
}

/* U&"..." UESCAPE '!' */
static char escape_of(const char *text, const PgQuery__ScanResult *r, size_t i)
{
    bool own = i + 2 < r->n_tokens && r->tokens[i + 1]->token == PG_QUERY__TOKEN__UESCAPE && r->tokens[i + 2]->token == PG_QUERY__TOKEN__SCONST;
    return r->tokens[i]->token != PG_QUERY__TOKEN__UIDENT ? '\0' : own ? text[r->tokens[i + 2]->start + 1] : '\\';
}

/* libpg_query gives a token U&"..." the length of its U. */
static const char *end_of(const char *text, const PgQuery__ScanToken *t)
{
    if (t->token != PG_QUERY__TOKEN__UIDENT)
        return text + t->end;
    const char *s = strchr(text + t->start, '"') + 1;
    while (*s != '"' || s[1] == '"')
        s += *s == '"' ? 2 : 1;
    return s + 1;
}

void sql_tell_of_long_names(struct arena *a, const char *text, int upto)
{
    if (!may_have_one(text))
        return;
    PgQueryScanResult r = pg_query_scan(text);
    PgQuery__ScanResult *scan = r.error == NULL ? pg_query__scan_result__unpack(NULL, r.pbuf.len, (const uint8_t *)r.pbuf.data) : NULL;
    for (size_t i = 0; scan != NULL && i < scan->n_tokens; i++) {
        const PgQuery__ScanToken *t = scan->tokens[i];
        if (t->token != PG_QUERY__TOKEN__IDENT && t->token != PG_QUERY__TOKEN__UIDENT)
            continue;
        const char *end = end_of(text, t);
        bool escapes = t->token == PG_QUERY__TOKEN__UIDENT; /* an error may stand within: of its escapes */
        if (upto >= 0 && (escapes ? end - text : t->start) > upto)
            continue;
        const char *name = name_of(a, text + t->start, end, escape_of(text, scan, i));
        size_t len = strlen(name);
        if (len > NAME_BYTES)
            notice(SEV_NOTICE, ERR_NAME_TOO_LONG, "identifier \"%s\" will be truncated to \"%.*s\"", name, (int)utf8_clip(name, len, NAME_BYTES), name);
    }
    if (scan != NULL)
        pg_query__scan_result__free_unpacked(scan, NULL);
    pg_query_free_scan_result(r);
}
