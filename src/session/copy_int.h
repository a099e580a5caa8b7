/* What the files of COPY share: its options. */
#ifndef SESSION_COPY_INT_H
#define SESSION_COPY_INT_H

#include "analyze/raw.h"
#include "session/session_int.h"

enum copy_format { COPY_TEXT, COPY_CSV, COPY_BINARY };

struct copy_options {
    enum copy_format format;
    const char *delimiter, *null, *quote, *escape;
    enum encoding encoding;      /* of the data */
    bool header, match;          /* match: the header must have the columns' names */
    bool force_all;
    bool freeze;                 /* says nothing here but when it is allowed */
    const PgQuery__List *force;  /* FORCE_QUOTE's columns; NULL none */
    const PgQuery__List *force_null, *force_not_null;
};

/* Raises 42601, 22023, 0A000. */
void copy_options_read(struct copy_options *o, const PgQuery__CopyStmt *c);
/* The k-th of these names must not be among those before it: 42701. */
void copy_named_once(PgQuery__Node *const *names, size_t k);

/* ---- copy_read.c: what the client sends, as rows ---- */

struct copy_column {
    const char *name;
    Oid type;
    int32_t typmod;
    const struct type_info *info;
    bool force_null, force_not_null;
};

enum copy_line_end { LINE_END_UNKNOWN, LINE_END_NL, LINE_END_CR, LINE_END_CRNL };

struct copy_reader {
    struct wire *w;
    const struct copy_options *o;
    struct copy_column *columns;
    int n;
    struct arena *arena, *row;    /* row: the values of the row in hand */
    struct strbuf data;           /* what has come and is not yet used: from pos on */
    struct strbuf raw;            /* what has come and is not yet UTF-8 */
    size_t pos;
    bool ended;                   /* CopyDone has come */
    bool last_line;               /* the end-of-copy marker was met */
    enum copy_line_end line_end;
    Datum *values;
    bool *nulls;
    struct strbuf field;          /* a field without its escapes */
    const char *line;             /* the line in hand; NULL: none is */
    size_t line_len;
    /* where we are, for errors */
    uint64_t number;              /* of the line, from 1 */
    const char *column;           /* NULL: none in hand */
    const char *value;            /* its text; NULL: null, or binary */
};

/* Rows of columns (n, with their info). The reader lives in a. */
struct copy_reader *copy_reader_new(struct arena *a, struct wire *w, const struct copy_options *o, struct copy_column *columns, int n);
/* The next row in r->values and r->nulls: good until the one after. False at the end, when CopyDone has come. Raises 22P04 and what
 * the types' inputs raise; 57014 for CopyFail; 08P01, 08006. */
bool copy_reader_next(struct copy_reader *r);
/* e with PostgreSQL's CONTEXT: e->row is the line, or it is the one in hand. */
struct error *copy_reader_where(const struct copy_reader *r, const char *table, struct error *e);

/* ---- copy_bytes.c: messages, lines ---- */
/* At least n bytes from r->pos on; false: there are fewer, and no more will come. */
bool copy_need(struct copy_reader *r, size_t n);
/* The next line is r->line (without its end); false: there is none. */
bool copy_read_line(struct copy_reader *r);
/* Reads on to CopyDone; more: there was data before it. */
void copy_drain(struct copy_reader *r, bool *more);

/* ---- copy_from.c ---- */
void prepare_copy_from(struct session *s, struct prepared *p);
struct completion run_copy_from(struct session *s, struct arena *a, const struct prepared *copy);

#endif
