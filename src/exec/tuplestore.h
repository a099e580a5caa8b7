/*
 * Rows kept aside: flat rows, temporary files, and the tuple store.
 *
 * A flat row is one block: header, a null byte per column, a slot of 8 bytes per column (the word, or the offset of a
 * struct varlena), the varlenas; all at multiples of 8, so that a row read back from a file is used where it lies.
 *
 * A tuple store appends rows and reads them at any number of positions: in memory up to a budget, then in an unlinked
 * temporary file. Errors: 53400 (temp_file_limit), 53100 (disk full), 58030.
 */
#ifndef EXEC_TUPLESTORE_H
#define EXEC_TUPLESTORE_H

#include "types/datum.h"

struct columns;

struct flat {
    _Alignas(8) uint32_t len; /* all bytes, header included; a multiple of 8 */
    uint32_t info; /* the caller's */
    char data[];
};
size_t flat_size(const struct columns *c, const Datum *values, const bool *nulls);
void flat_write(struct flat *f, size_t size, const struct columns *c, const Datum *values, const bool *nulls);
struct flat *flat_make(struct arena *a, const struct columns *c, const Datum *values, const bool *nulls);
/* values: c->n words; the nulls and by-reference values are borrowed from f. */
void flat_read(const struct flat *f, const struct columns *c, Datum *values, const bool **nulls);

/* Column i of n alone. */
static inline Datum flat_get(const struct flat *f, int n, bool byval, int i, bool *isnull)
{
    Datum slot;
    memcpy(&slot, f->data + ((n + 7) & ~7) + 8 * i, sizeof slot);
    *isnull = f->data[i] != 0;
    return byval || *isnull ? slot : (Datum)(f->data + slot);
}

/* What one execution may write, and has written. */
struct temp_space {
    const char *dir;
    uint64_t limit; /* bytes, 0 none */
    uint64_t used;
};
struct temp_file {
    struct temp_space *space;
    int fd;
    uint64_t size;
};
struct temp_file *temp_file_new(struct arena *a, struct temp_space *space); /* closed with a */
void temp_file_write(struct temp_file *f, const void *p, size_t n);         /* at the end */
void temp_file_read(struct temp_file *f, uint64_t at, void *p, size_t n);
void temp_file_truncate(struct temp_file *f);
void temp_file_close(struct temp_file *f);

struct tuplestore;
struct tuplestore *tuplestore_new(struct arena *a, struct temp_space *space, const struct columns *c, size_t budget);
void tuplestore_put(struct tuplestore *t, const Datum *values, const bool *nulls);
void tuplestore_put_flat(struct tuplestore *t, const struct flat *row);
int64_t tuplestore_count(const struct tuplestore *t);
void tuplestore_clear(struct tuplestore *t); /* also takes every position off its row */
void tuplestore_free(struct tuplestore *t);
size_t tuplestore_memory(const struct tuplestore *t);
uint64_t tuplestore_disk(const struct tuplestore *t);

/* A place in a store; the row it stands on stays where it is until the position moves. */
struct tuplestore_pos {
    struct tuplestore *store;
    int block; /* pinned, -1 none */
    int64_t row;
    const struct flat *flat;
    Datum *values;
    const bool *nulls;
    struct tuplestore_pos *next;
};
struct tuplestore_pos *tuplestore_pos_new(struct tuplestore *t, struct arena *a);
bool tuplestore_seek(struct tuplestore_pos *p, int64_t row); /* false: there is no such row */
bool tuplestore_next(struct tuplestore_pos *p);              /* from before the first row at the beginning */
void tuplestore_rewind(struct tuplestore_pos *p);

#endif
