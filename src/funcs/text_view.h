/* What the files on strings share: views of text arguments, results, and any value as text. */
#ifndef FUNCS_TEXT_VIEW_H
#define FUNCS_TEXT_VIEW_H

#include "base/utf8.h"
#include "funcs/funcs.h"

/* Borrowed bytes. */
struct view {
    const char *s;
    size_t n;
};
static inline struct view view_of(Datum d) { return (struct view){VARDATA(d), VARLEN(d)}; }
#define ARG_VIEW(i) view_of(ARG_DATUM(i))

static inline Datum text_result(struct fcall *fc, const char *s, size_t n) { return datum_from_text(fc->arena, s, n); }
static inline Datum strbuf_result(struct fcall *fc, const struct strbuf *b)
{
    return datum_from_text(fc->arena, b->data, b->len);
}

static inline char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static inline char ascii_upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 32) : c; }

/* The first place of needle in text at or behind byte `from`; -1: none. An empty needle is found at once. */
ptrdiff_t view_find(struct view text, struct view needle, size_t from);

/* In lines of so many digits, with newline between them. */
void base64_put(struct strbuf *out, struct view v, size_t digits, const char *newline);

/* PostgreSQL's limit of one allocation; raises 54000 `requested length too large`. */
void check_result_length(double bytes);

/* Characters [start, start + length) counted from 1, or all behind start; raises 22011. */
struct view view_substring(struct view v, int32_t start, const int32_t *length, bool bytes);

/* What value::text gives (true, not t; no padding of bpchar), and what the type's output function gives. */
void value_cast_to_text(struct arena *a, Oid type, Datum d, struct strbuf *out);

#endif
