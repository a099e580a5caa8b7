/*
 * A remote relation: a collection, a pipeline so far, and where each output column's value stands. What push/ builds
 * and mongo/ runs. Also the seam between exec/ and mongo/: exec opens a remote through remote_run, never libmongoc
 * itself.
 */
#ifndef PUSH_REMOTE_H
#define PUSH_REMOTE_H

#include <bson/bson.h>

#include "base/strbuf.h"
#include "nodes/nodes.h"

struct pcol;
struct remote_column {
    const char *path; /* where its value stands in the result documents; dotted */
    Oid type;         /* SQL type it is read as */
    int32_t typmod;
    const char *name; /* for the mismatch error */
    unsigned seen;    /* enum bson_seen of a field; 0: made by a stage */
    bool json_null;   /* jsonb, in which a null is JSON's own */
    bool nested;      /* arrays in an array are further dimensions of it */
    const struct pcol *of; /* push/'s own */
};

struct remote {
    const char *database, *collection;
    List *also;           /* char *: other collections that it reads */
    bool is_find;         /* a find command: filter, projection, sort, skip, limit; else aggregate with stages */
    bson_t *filter, *projection, *sort; /* find; NULL none */
    int64_t skip, limit;  /* find; 0 none */
    bson_t *pipeline;     /* aggregate: an array of stages */
    int ncolumns;
    struct remote_column *columns; /* the RemoteScan's SCAN_VAR row */
    bool whole_document;  /* columns are read from whole documents: no projection was pushed */
    bool one_row;         /* an aggregate over all rows: where it gives no document, an empty one stands for it */
    bool empty;           /* known to give no row (constant false): nothing is sent */
    const char *hint;     /* index name, NULL none */
    const bool *strict;   /* by parameter: its NULL means that there is no row; NULL: so for all of them */
    double rows;          /* estimate */
    double scanned;       /* estimate: documents that MongoDB looks at; the planner's */
    const List *sampled;  /* char *: columns, a sample of whose values the estimates are from */
    List *explain;        /* char *: the SQL-level meaning of what was pushed, for EXPLAIN */
};

/*
 * Placeholders for values known at run time (RemoteScan.params): anywhere a value may stand in filter or pipeline,
 * the document {"$pgleaf": n} (n from 0). A NULL value makes the scan give no row when strict[n] was promised by push.
 */

/* ---- run ---- */
struct remote_cursor;
/* values: RemoteScan.params evaluated, in order; nothing is sent where r->empty or strict say that there is no row.
 * Raises 08006, 42501, 57014, ... */
struct remote_cursor *remote_open(struct arena *a, const struct remote *r, const Datum *values, const bool *nulls,
                                  const Oid *types, int nvalues);
/* The next document, borrowed until the next call; NULL at the end, after looking at the cursor's error. */
const bson_t *remote_next(struct remote_cursor *c);
void remote_close(struct remote_cursor *c);
/* Has a stage or operator turned out, since the last call, to be one that the server lacks? Planned anew, the statement
 * that failed will do without it. */
bool remote_take_lack(void);

/*
 * What a column of a type is read from. Any other value is a mismatch, and counts as NULL in what MongoDB evaluates
 * (push/):
 *
 *     int4      int32; int64 within its range, if seen     text         string
 *     int8      int32, int64                               bool         bool
 *     float8    double, int32; int64 that a double         timestamptz  date
 *               holds, if seen                             objectid     ObjectId
 *     numeric   Decimal128, int32, int64; double with      uuid         binary 4 of 16 bytes
 *               its shortest digits, if seen               bytea        binary 0, 2
 *     jsonb     everything                                 T[]          an array of null and what T is read from
 *
 * "If seen": the field was seen with values of this type (remote_column.seen); when it was not, the schema is out of
 * date. null, missing and undefined are NULL. A path leads through documents only: below an array or a scalar all is
 * NULL.
 */
/* Reads a document's columns into values/nulls (arena: the row's). A value that does not fit: as pgleaf.mismatch says.
 */
struct remote_reader;
struct remote_reader *remote_reader_new(struct arena *a, const struct remote *r);
void remote_read_row(struct remote_reader *rd, const bson_t *doc, struct arena *row, Datum *values, bool *nulls);
bool remote_read_column(struct remote_reader *rd, const bson_t *doc, int column, struct arena *row, Datum *value); /* one of them; false: NULL */
/* The same columns straight to the text (or binary, per formats[i]) of DataRow fields: each an int32 length (-1 NULL,
 * network order) and the bytes, appended to out; cols[i] is the column of the ith field. formats NULL: all text. No
 * Datum in between. */
void remote_write_row(struct remote_reader *rd, const bson_t *doc, int nfields, const int *cols, const int16_t *formats,
                      struct arena *row, struct strbuf *out);
/* At the end of a statement: the WARNING of pgleaf.mismatch = 'null' with the count. */
void remote_mismatch_report(void);

/* The command as it could be pasted into mongosh: db.orders.aggregate([...]), one line. */
const char *remote_shell_text(struct arena *a, const struct remote *r);

#endif
