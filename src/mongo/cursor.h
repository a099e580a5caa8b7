/*
 * A server-side cursor: find or aggregate, then getMore, as plain commands, so that batches are sized to the documents
 * and nothing between the reply's bytes and the reader costs a row anything.
 */
#ifndef MONGO_CURSOR_H
#define MONGO_CURSOR_H

#include "mongo/client.h"

struct mongo_cursor;

#define CURSOR_FIRST_BATCH 101 /* MongoDB's own default: the first rows come soon */

/* command: a complete find or aggregate (with its batchSize), or listCollections, listIndexes. Closed with the arena. */
struct mongo_cursor *cursor_open(struct arena *a, struct mongo *m, const char *db, const bson_t *command);
/* The same; NULL when the server said no: its code, and the error that cursor_open() would have thrown. */
struct mongo_cursor *cursor_begin(struct arena *a, struct mongo *m, const char *db, const bson_t *command, int *code,
                                  struct error **failed);
/* The same; NULL and *error when the server said no. */
struct mongo_cursor *cursor_try(struct arena *a, struct mongo *m, const char *db, const bson_t *command,
                                bson_error_t *error, int *code);
/* The next document's bytes, borrowed until the next call; NULL at the end. Raises what the server says, 08006 when it is
 * lost: a result cut short never looks whole. */
const uint8_t *cursor_next(struct mongo_cursor *c, uint32_t *len);
/* The same as a bson_t. */
const bson_t *cursor_next_bson(struct mongo_cursor *c);
/* Ends it on the server when it is still open there. May raise (interrupts); the arena's reset never does. */
void cursor_close(struct mongo_cursor *c);

#endif
