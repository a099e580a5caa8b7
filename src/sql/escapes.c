/* Backslashes in '...' where standard_conforming_strings is off: what PostgreSQL's lexer warns of. */
#include <string.h>

#include "base/error.h"
#include "base/macros.h"
#include "sql/parse.h"

/* By what is behind a constant's first backslash; the last row is for all else. */
static const struct {
    char next;
    const char *message, *hint;
} words[] = {
    {'\'', "nonstandard use of \\' in a string literal", "Use '' to write quotes in strings, or use the escape string syntax (E'...')."},
    {'\\', "nonstandard use of \\\\ in a string literal", "Use the escape string syntax for backslashes, e.g., E'\\\\'."},
    {'\0', "nonstandard use of escape in a string literal", "Use the escape string syntax for escapes, e.g., E'\\r\\n'."},
};

static void warn_of(const char *text, int begin, int end)
{
    const char *backslash = memchr(text + begin, '\\', (size_t)(end - begin));
    int i = 0;
    if (text[begin] != '\'' || backslash == NULL) /* E'...' and $$...$$ mean what they say */
        return;
    while (i < COUNTOF(words) - 1 && words[i].next != backslash[1])
        i++;
    struct error *e = error_at(error_hint(error_new(ERR_NONSTANDARD_USE_OF_ESCAPE_CHARACTER, "%s", words[i].message), "%s", words[i].hint), begin);
    e->severity = SEV_WARNING;
    notice_emit(e);
}

void sql_warn_of_escapes(const char *text)
{
    standard_conforming_strings = false;
    PgQueryScanResult r = pg_query_scan(text);
    standard_conforming_strings = true;
    PgQuery__ScanResult *scan = r.error == NULL ? pg_query__scan_result__unpack(NULL, r.pbuf.len, (const uint8_t *)r.pbuf.data) : NULL;
    for (size_t i = 0; scan != NULL && i < scan->n_tokens; i++)
        if (scan->tokens[i]->token == PG_QUERY__TOKEN__SCONST)
            warn_of(text, scan->tokens[i]->start, scan->tokens[i]->end);
    if (scan != NULL)
        pg_query__scan_result__free_unpacked(scan, NULL);
    pg_query_free_scan_result(r);
}
