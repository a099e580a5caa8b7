#include "exec/tuplestore.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "exec/exec_int.h"

#define ALIGN8(n) (((size_t)(n) + 7) & ~(size_t)7)
#define BLOCK_SIZE (64 * 1024)
#define BLOCK_SIZE_MIN (8 * 1024)

/* ---- flat rows ---- */

static size_t varlena_room(Datum d)
{
    return ALIGN8(sizeof(struct varlena) + VARLEN(d) + 1);
}

size_t flat_size(const struct columns *c, const Datum *values, const bool *nulls)
{
    size_t size = sizeof(struct flat) + ALIGN8(c->n) + 8 * (size_t)c->n;
    for (int i = 0; i < c->n; i++)
        if (!nulls[i] && !c->byval[i])
            size += varlena_room(values[i]);
    if (size > UINT32_MAX - 8)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "row is too big: size %zu, maximum size %u", size, UINT32_MAX - 8);
    return size;
}

/* Of what ends at end, which may not fill its last eight bytes: it goes to files as it is. */
static void clear_last(char *end)
{
    memset(end - 8, 0, 8);
}

void flat_write(struct flat *f, size_t size, const struct columns *c, const Datum *values, const bool *nulls)
{
    size_t slots = ALIGN8(c->n), at = slots + 8 * (size_t)c->n;
    f->len = (uint32_t)size;
    f->info = 0;
    if (c->n > 0)
        clear_last(f->data + slots);
    for (int i = 0; i < c->n; i++) {
        Datum slot = nulls[i] ? 0 : values[i];
        f->data[i] = (char)nulls[i];
        if (!nulls[i] && !c->byval[i]) {
            size_t used = sizeof(struct varlena) + VARLEN(values[i]), full = varlena_room(values[i]);
            clear_last(f->data + at + full);
            memcpy(f->data + at, datum_varlena(values[i]), used);
            slot = (Datum)at;
            at += full;
        }
        memcpy(f->data + slots + 8 * (size_t)i, &slot, sizeof slot);
    }
}

struct flat *flat_make(struct arena *a, const struct columns *c, const Datum *values, const bool *nulls)
{
    size_t size = flat_size(c, values, nulls);
    struct flat *f = arena_alloc(a, size);
    flat_write(f, size, c, values, nulls);
    return f;
}

void flat_read(const struct flat *f, const struct columns *c, Datum *values, const bool **nulls)
{
    const char *slots = f->data + ALIGN8(c->n);
    *nulls = (const bool *)f->data;
    memcpy(values, slots, 8 * (size_t)c->n);
    for (int i = 0; i < c->n; i++)
        if (!c->byval[i])
            values[i] = f->data[i] ? 0 : (Datum)(f->data + values[i]);
}

/* ---- temporary files ---- */

static void file_release(void *arg)
{
    temp_file_close(arg);
}

struct temp_file *temp_file_new(struct arena *a, struct temp_space *space)
{
    struct temp_file *f = ARENA_NEW(a, struct temp_file);
    const char *dir = space->dir != NULL ? space->dir : "/tmp";
    f->space = space;
    f->fd = open(dir, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    if (f->fd < 0) { /* a file system without O_TMPFILE */
        char *name = arena_printf(a, "%s/pgleaf-XXXXXX", dir);
        f->fd = mkostemp(name, O_CLOEXEC);
        if (f->fd < 0)
            raise(ERR_IO_ERROR, "could not create temporary file in \"%s\": %s", dir, strerror(errno));
        unlink(name);
    }
    arena_on_reset(a, file_release, f);
    return f;
}

void temp_file_write(struct temp_file *f, const void *p, size_t n)
{
    if (f->space->limit != 0 && f->space->used + n > f->space->limit)
        raise(ERR_CONFIGURATION_LIMIT_EXCEEDED, "temporary file size exceeds temp_file_limit (%llukB)",
              (unsigned long long)(f->space->limit / 1024));
    const char *at = p;
    f->space->used += n;
    while (n > 0) {
        ssize_t done = pwrite(f->fd, at, n, (off_t)f->size);
        if (done < 0 && errno == EINTR) {
            CHECK_INTERRUPTS();
            continue;
        }
        if (done < 0)
            raise(errno == ENOSPC || errno == EDQUOT ? ERR_DISK_FULL : ERR_IO_ERROR,
                  "could not write to temporary file: %s", strerror(errno));
        f->size += (uint64_t)done;
        at += done;
        n -= (size_t)done;
    }
}

void temp_file_read(struct temp_file *f, uint64_t at, void *p, size_t n)
{
    char *to = p;
    while (n > 0) {
        ssize_t done = pread(f->fd, to, n, (off_t)at);
        if (done < 0 && errno == EINTR) {
            CHECK_INTERRUPTS();
            continue;
        }
        if (done <= 0)
            raise(ERR_IO_ERROR, "could not read from temporary file: %s",
                  done < 0 ? strerror(errno) : "unexpected end of file");
        to += done;
        at += (uint64_t)done;
        n -= (size_t)done;
    }
}

void temp_file_truncate(struct temp_file *f)
{
    f->space->used -= f->size;
    f->size = 0;
    if (ftruncate(f->fd, 0) != 0)
        raise(ERR_IO_ERROR, "could not truncate temporary file: %s", strerror(errno));
}

void temp_file_close(struct temp_file *f)
{
    if (f->fd >= 0)
        close(f->fd);
    f->fd = -1;
    f->space->used -= f->size;
    f->size = 0;
}

/* ---- tuple stores ---- */

struct block {
    struct arena *arena; /* of data and offsets; NULL: only in the file */
    char *data;
    uint32_t *offsets;   /* of the rows */
    uint32_t used, size, nrows, cap;
    int64_t first_row;
    uint64_t at;         /* in the file */
    bool written;
    int pins;
};

struct tuplestore {
    struct arena *arena;
    struct temp_space *space;
    struct temp_file *file;
    struct columns cols;
    size_t budget, memory, block_size;
    struct block *blocks;
    int nblocks, cap;
    int64_t count;
    struct tuplestore_pos *positions;
};

struct tuplestore *tuplestore_new(struct arena *a, struct temp_space *space, const struct columns *c, size_t budget)
{
    struct arena *own = arena_new(a, "tuple store");
    struct tuplestore *t = ARENA_NEW(own, struct tuplestore);
    *t = (struct tuplestore){.arena = own, .space = space, .cols = *c, .budget = budget};
    t->block_size = budget / 4 > BLOCK_SIZE ? BLOCK_SIZE : budget / 4 < BLOCK_SIZE_MIN ? BLOCK_SIZE_MIN : budget / 4;
    t->block_size &= ~(size_t)7;
    return t;
}

static void block_drop_memory(struct tuplestore *t, struct block *b)
{
    t->memory -= b->size + sizeof(uint32_t) * b->cap;
    arena_free(b->arena);
    b->arena = NULL;
    b->data = NULL;
    b->offsets = NULL;
    b->cap = 0;
}

/* From now on full blocks live in the file. */
static void block_write(struct tuplestore *t, struct block *b)
{
    if (!b->written) {
        b->at = t->file->size;
        temp_file_write(t->file, b->data, b->used);
        b->written = true;
    }
    if (b->pins == 0 && b->arena != NULL)
        block_drop_memory(t, b);
}

static void offsets_room(struct tuplestore *t, struct block *b, uint32_t n)
{
    if (n <= b->cap)
        return;
    uint32_t cap = b->cap == 0 ? 64 : b->cap * 2;
    while (cap < n)
        cap *= 2;
    b->offsets = arena_grow(b->arena, b->offsets, sizeof(uint32_t) * b->cap, sizeof(uint32_t) * cap);
    t->memory += sizeof(uint32_t) * (cap - b->cap);
    b->cap = cap;
}

static struct block *block_add(struct tuplestore *t, size_t need)
{
    size_t size = need > t->block_size ? need : t->block_size;
    if (t->file == NULL && t->nblocks > 0 && t->memory + size > t->budget)
        t->file = temp_file_new(t->arena, t->space);
    if (t->file != NULL)
        for (int i = t->nblocks - 1; i >= 0 && !t->blocks[i].written; i--)
            block_write(t, &t->blocks[i]);
    if (t->nblocks == t->cap) {
        int cap = t->cap == 0 ? 8 : t->cap * 2;
        t->blocks = arena_grow(t->arena, t->blocks, sizeof *t->blocks * (size_t)t->cap, sizeof *t->blocks * (size_t)cap);
        t->cap = cap;
    }
    struct block *b = &t->blocks[t->nblocks++];
    *b = (struct block){.arena = arena_new(t->arena, "block"), .size = (uint32_t)size, .first_row = t->count};
    b->data = arena_alloc(b->arena, size);
    t->memory += size;
    return b;
}

static char *row_room(struct tuplestore *t, size_t size)
{
    struct block *b = t->nblocks > 0 ? &t->blocks[t->nblocks - 1] : NULL;
    if (b == NULL || b->written || b->size - b->used < size)
        b = block_add(t, size);
    offsets_room(t, b, b->nrows + 1);
    b->offsets[b->nrows++] = b->used;
    char *p = b->data + b->used;
    b->used += (uint32_t)size;
    t->count++;
    return p;
}

void tuplestore_put(struct tuplestore *t, const Datum *values, const bool *nulls)
{
    size_t size = flat_size(&t->cols, values, nulls);
    flat_write((struct flat *)row_room(t, size), size, &t->cols, values, nulls);
}

void tuplestore_put_flat(struct tuplestore *t, const struct flat *row)
{
    memcpy(row_room(t, row->len), row, row->len);
}

int64_t tuplestore_count(const struct tuplestore *t)
{
    return t->count;
}

size_t tuplestore_memory(const struct tuplestore *t)
{
    return t->memory;
}

uint64_t tuplestore_disk(const struct tuplestore *t)
{
    return t->file != NULL ? t->file->size : 0;
}

void tuplestore_clear(struct tuplestore *t)
{
    for (struct tuplestore_pos *p = t->positions; p != NULL; p = p->next) {
        p->block = -1;
        p->row = -1;
        p->flat = NULL;
    }
    int kept = 0;
    for (int i = 0; i < t->nblocks; i++) {
        struct block *b = &t->blocks[i];
        if (i == 0 && b->arena != NULL && b->size == t->block_size) /* to be filled again, if only by a few rows */
            t->blocks[kept++] = (struct block){.arena = b->arena, .data = b->data, .offsets = b->offsets, .size = b->size, .cap = b->cap};
        else if (b->arena != NULL)
            block_drop_memory(t, b);
    }
    t->nblocks = kept;
    t->count = 0;
    if (t->file != NULL)
        temp_file_truncate(t->file);
}

void tuplestore_free(struct tuplestore *t)
{
    if (t != NULL)
        arena_free(t->arena);
}

/* ---- positions ---- */

struct tuplestore_pos *tuplestore_pos_new(struct tuplestore *t, struct arena *a)
{
    struct tuplestore_pos *p = ARENA_NEW(a, struct tuplestore_pos);
    *p = (struct tuplestore_pos){.store = t, .block = -1, .row = -1, .next = t->positions};
    p->values = ARENA_ARRAY(a, Datum, t->cols.n + 1);
    t->positions = p;
    return p;
}

static void unpin(struct tuplestore *t, int i)
{
    struct block *b = &t->blocks[i];
    if (--b->pins == 0 && b->written && b->arena != NULL)
        block_drop_memory(t, b);
}

static void pin(struct tuplestore *t, int i)
{
    struct block *b = &t->blocks[i];
    b->pins++;
    if (b->arena != NULL)
        return;
    b->arena = arena_new(t->arena, "block");
    b->data = arena_alloc(b->arena, b->size);
    t->memory += b->size;
    temp_file_read(t->file, b->at, b->data, b->used);
    offsets_room(t, b, b->nrows);
    uint32_t at = 0;
    for (uint32_t r = 0; r < b->nrows; r++) {
        b->offsets[r] = at;
        at += ((const struct flat *)(b->data + at))->len;
    }
}

static int block_of(const struct tuplestore *t, int64_t row, int hint)
{
    if (hint >= 0 && row >= t->blocks[hint].first_row) {
        if (row < t->blocks[hint].first_row + t->blocks[hint].nrows)
            return hint;
        if (hint + 1 < t->nblocks && row < t->blocks[hint + 1].first_row + t->blocks[hint + 1].nrows)
            return hint + 1;
    }
    int lo = 0, hi = t->nblocks - 1;
    while (lo < hi) {
        int mid = (lo + hi + 1) / 2;
        if (t->blocks[mid].first_row <= row)
            lo = mid;
        else
            hi = mid - 1;
    }
    return lo;
}

bool tuplestore_seek(struct tuplestore_pos *p, int64_t row)
{
    struct tuplestore *t = p->store;
    if (row < 0 || row >= t->count)
        return false;
    if (row == p->row && p->flat != NULL)
        return true;
    int i = block_of(t, row, p->block);
    if (i != p->block) {
        int old = p->block;
        p->block = -1;
        pin(t, i);
        if (old >= 0)
            unpin(t, old);
        p->block = i;
    }
    struct block *b = &t->blocks[i];
    p->row = row;
    p->flat = (const struct flat *)(b->data + b->offsets[row - b->first_row]);
    flat_read(p->flat, &t->cols, p->values, &p->nulls);
    return true;
}

bool tuplestore_next(struct tuplestore_pos *p)
{
    return tuplestore_seek(p, p->row + 1);
}

void tuplestore_rewind(struct tuplestore_pos *p)
{
    if (p->block >= 0)
        unpin(p->store, p->block);
    p->block = -1;
    p->row = -1;
    p->flat = NULL;
}
