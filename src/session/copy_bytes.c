/*
 * COPY FROM STDIN: messages become bytes, bytes lines (manual 55.2.6, and COPY, "File Formats"). A line's end is what the first
 * line has: \n, \r or \r\n.
 */
#include "session/copy_int.h"

#include <string.h>

#include "base/encoding.h"
#include "base/utf8.h"
#include "base/word.h"

/* ---- messages ---- */

static bool copy_converts(const struct copy_reader *r)
{
    return r->o->format != COPY_BINARY && r->o->encoding != ENC_UTF8 && r->o->encoding != ENC_SQL_ASCII;
}

static void copy_failed(struct wire_body *body)
{
    const char *text;
    if (!body_string(body, &text))
        text = "";
    text = client_string(the_session.message, text);
    raise(ERR_QUERY_CANCELED, "COPY from stdin failed: %s", text);
}

/* A message's bytes; false: CopyDone. Flush and Sync mean nothing while data is expected. */
static bool next_message(struct copy_reader *r, struct wire_body *body)
{
    char type;
    for (;;) {
        enum wire_status status = wire_read(r->w, &type, body);
        if (status == WIRE_EOF)
            raise(ERR_CONNECTION_FAILURE, "unexpected EOF on client connection with an open transaction");
        if (status == WIRE_BAD)
            raise_fatal(ERR_PROTOCOL_VIOLATION, "%s", r->w->problem);
        switch (type) {
        case WIRE_copy_data: return true;
        case WIRE_copy_done: return false;
        case WIRE_copy_fail: copy_failed(body); break;
        case WIRE_flush: case WIRE_sync: break;
        default: raise_fatal(ERR_PROTOCOL_VIOLATION, "unexpected message type 0x%02X during COPY from stdin", (unsigned char)type);
        }
    }
}

/* What comes becomes UTF-8 before a line's end is looked for: half of a character may look like one (SJIS, GBK). Part of a character
 * stays in r->raw; so does a wrong one, until all before it is used. Raises 22021, 22P05 for it. */
static void take(struct copy_reader *r, const struct wire_body *body)
{
    size_t n = (size_t)(body->end - body->p);
    if (!copy_converts(r)) {
        strbuf_add(&r->data, body->p, n);
        return;
    }
    if (n == 0)
        return;
    strbuf_add(&r->raw, body->p, n);
    size_t used = encoding_to_utf8_part(r->o->encoding, r->raw.data, r->raw.len, &r->data);
    r->raw.len -= used;
    memmove(r->raw.data, r->raw.data + used, r->raw.len);
}

static void check_raw(struct copy_reader *r)
{
    enum { LONGEST = 4 };
    if (r->raw.len >= LONGEST || (r->ended && r->raw.len > 0))
        encoding_to_utf8(r->o->encoding, r->raw.data, r->raw.len, &r->field);
}

bool copy_need(struct copy_reader *r, size_t n)
{
    struct wire_body body;
    while (r->data.len - r->pos < n) {
        check_raw(r);
        if (r->ended || !next_message(r, &body)) {
            r->ended = true;
            check_raw(r);
            return false;
        }
        if (r->pos > 0) {
            memmove(r->data.data, r->data.data + r->pos, r->data.len - r->pos);
            r->data.len -= r->pos;
            r->pos = 0;
        }
        take(r, &body);
    }
    return true;
}

void copy_drain(struct copy_reader *r, bool *more)
{
    *more = r->data.len > r->pos;
    struct wire_body body;
    while (!r->ended) {
        r->ended = !next_message(r, &body);
        *more |= !r->ended && body.p < body.end;
    }
}

/* ---- lines ---- */

#define BAD_FORMAT(...) raise(ERR_BAD_COPY_FILE_FORMAT, __VA_ARGS__)

static _Noreturn void stray(bool csv, bool newline)
{
    const char *what = newline ? "newline" : "carriage return", *letter = newline ? "\\n" : "\\r";
    struct error *e = error_new(ERR_BAD_COPY_FILE_FORMAT, "%s %s found in data", csv ? "unquoted" : "literal", what);
    error_throw(csv ? error_hint(e, "Use quoted CSV field to represent %s.", what)
                    : error_hint(e, "Use \"%s\" to represent %s.", letter, what));
}

struct line_scan {
    struct copy_reader *r;
    size_t at;       /* from r->pos on */
    char quote, escape;
    bool csv, in_quote, after_escape;
    size_t end_size; /* bytes of the line's end */
};

/* The byte at, plus ahead; -1: there is none. */
static int peek(struct line_scan *s, size_t ahead)
{
    if (!copy_need(s->r, s->at + ahead + 1))
        return -1;
    return (unsigned char)s->r->data.data[s->r->pos + s->at + ahead];
}

static bool carriage_return(struct line_scan *s)
{
    enum copy_line_end *end = &s->r->line_end;
    bool unknown = *end == LINE_END_UNKNOWN || *end == LINE_END_CRNL;
    if (*end == LINE_END_NL)
        stray(s->csv, false);
    s->end_size = 1;
    if (unknown && peek(s, 1) == '\n') {
        *end = LINE_END_CRNL;
        s->end_size = 2;
    } else if (*end == LINE_END_CRNL) {
        stray(s->csv, false);
    } else {
        *end = LINE_END_CR;
    }
    return true;
}

static bool newline(struct line_scan *s)
{
    enum copy_line_end *end = &s->r->line_end;
    if (*end == LINE_END_CR || *end == LINE_END_CRNL)
        stray(s->csv, true);
    *end = LINE_END_NL;
    s->end_size = 1;
    return true;
}

static const char marker_style[] = "end-of-copy marker does not match previous newline style";
static const char marker_corrupt[] = "end-of-copy marker corrupt";

/* "\." at the present place. True: it ends the data; in CSV it is data where more follows in its line. */
static bool end_marker(struct line_scan *s)
{
    enum copy_line_end end = s->r->line_end;
    size_t ahead = 2;
    int c = peek(s, ahead);
    if (c < 0 && !s->csv)
        BAD_FORMAT("%s", marker_corrupt);
    if (c < 0)
        return false;
    if (end == LINE_END_CRNL) {
        if (c != '\r' && s->csv)
            return false;
        if (c != '\r')
            BAD_FORMAT("%s", c == '\n' ? marker_style : marker_corrupt);
        c = peek(s, ++ahead);
        if (c < 0)
            return false;
    }
    if (c != '\r' && c != '\n') {
        if (s->csv)
            return false;
        BAD_FORMAT("%s", marker_corrupt);
    }
    if ((end == LINE_END_CR) ? c != '\r' : end != LINE_END_UNKNOWN && c != '\n')
        BAD_FORMAT("%s", marker_style);
    return true;
}

/* A backslash, outside quotes. True: the line, and the data, end before it. */
static bool backslash(struct line_scan *s)
{
    if (s->csv && s->at > 0)
        return false;
    if (peek(s, 1) == '.' && end_marker(s)) {
        s->r->last_line = true;
        s->end_size = 0;
        return true;
    }
    s->at += !s->csv;
    return false;
}

static void quotes(struct line_scan *s, char c)
{
    if (s->in_quote && c == s->escape)
        s->after_escape = !s->after_escape;
    if (c == s->quote && !s->after_escape)
        s->in_quote = !s->in_quote;
    if (c != s->escape)
        s->after_escape = false;
    if (s->in_quote && c == (s->r->line_end == LINE_END_NL ? '\n' : '\r'))
        s->r->number++;
}

/* Bytes from `at` on that cannot end a line, nor change how the rest is read. */
static size_t plain_bytes(const struct line_scan *s)
{
    const char *p = s->r->data.data + s->r->pos + s->at, *end = s->r->data.data + s->r->data.len, *from = p;
    char quote = s->csv ? s->quote : '\n', escape = s->csv ? s->escape : '\n';
    for (; end - p >= 8; p += 8) {
        uint64_t w = word_at(p);
        if (word_has(w, '\n') || word_has(w, '\r') || word_has(w, '\\') || (s->csv && (word_has(w, quote) || word_has(w, escape))))
            break;
    }
    while (p < end && *p != '\n' && *p != '\r' && *p != '\\' && *p != quote && *p != escape)
        p++;
    return (size_t)(p - from);
}

static bool ends_here(struct line_scan *s, char c)
{
    if (s->csv)
        quotes(s, c);
    if (s->in_quote && c != '\\')
        return false;
    switch (c) {
    case '\r': return carriage_return(s);
    case '\n': return newline(s);
    case '\\': return backslash(s);
    default: return false;
    }
}

bool copy_read_line(struct copy_reader *r)
{
    struct line_scan s = {.r = r, .csv = r->o->format == COPY_CSV};
    r->line = NULL;
    if (r->last_line)
        return false;
    r->number++;
    if (s.csv) {
        s.quote = *r->o->quote;
        s.escape = *r->o->escape == s.quote ? '\0' : *r->o->escape;
    }
    for (;;) {
        if (!copy_need(r, s.at + 1)) {
            r->last_line = true;
            break;
        }
        s.at += s.after_escape ? 0 : plain_bytes(&s);
        if (s.at >= r->data.len - r->pos)
            continue;
        if (ends_here(&s, r->data.data[r->pos + s.at]))
            break;
        s.at++;
    }
    size_t len = s.at < r->data.len - r->pos ? s.at : r->data.len - r->pos;
    const char *line = r->data.data + r->pos;
    if (r->last_line && !r->ended) {
        bool more; /* what stands behind the marker; the line is kept apart from it */
        line = arena_strndup(r->row, line, len);
        copy_drain(r, &more);
    } else {
        r->pos += len + s.end_size;
    }
    if (r->last_line && len == 0)
        return false;
    if (!copy_converts(r))
        utf8_require(line, len);
    r->line = line;
    r->line_len = len;
    return true;
}
