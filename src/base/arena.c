#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define BLOCK_MIN 1024
#define BLOCK_MAX (64 * 1024)

struct block {
    struct block *next; /* older block */
    size_t size;        /* usable bytes */
    size_t used;
    char data[] __attribute__((aligned(16)));
};

struct on_reset {
    struct on_reset *next;
    void (*release)(void *);
    void *arg;
};

struct arena {
    struct arena *parent, *child, *prev, *next; /* siblings are a doubly linked list */
    const char *name;
    struct block *block; /* the one being filled */
    struct on_reset *on_reset;
    size_t used;
    size_t next_size;
};

static long fail_countdown;

void arena_fail_after(long nth)
{
    fail_countdown = nth;
}

static void *checked_malloc(size_t n)
{
    void *p = NULL;
    if (fail_countdown == 0 || --fail_countdown > 0)
        p = malloc(n);
    if (p == NULL)
        raise_out_of_memory(n);
    return p;
}

static void link_to_parent(struct arena *a, struct arena *parent)
{
    a->parent = parent;
    a->next = parent->child;
    if (a->next != NULL)
        a->next->prev = a;
    parent->child = a;
}

struct arena *arena_new(struct arena *parent, const char *name)
{
    struct arena *a = checked_malloc(sizeof *a);
    *a = (struct arena){.name = name, .next_size = BLOCK_MIN};
    if (parent != NULL)
        link_to_parent(a, parent);
    return a;
}

static void *alloc_slow(struct arena *a, size_t n)
{
    size_t size = n > a->next_size ? n : a->next_size;
    struct block *b = checked_malloc(sizeof *b + size);
    b->size = size;
    b->used = n;
    if (n >= a->next_size && a->block != NULL) { /* large: the current block goes on being filled */
        b->next = a->block->next;
        a->block->next = b;
    } else {
        b->next = a->block;
        a->block = b;
    }
    if (a->next_size < BLOCK_MAX)
        a->next_size *= 2;
    a->used += n;
    return b->data;
}

void *arena_alloc(struct arena *a, size_t n)
{
    if (n > SIZE_MAX / 2)
        raise_out_of_memory(n);
    n = n == 0 ? 8 : (n + 7) & ~(size_t)7;
    struct block *b = a->block;
    if (b != NULL && b->size - b->used >= n) {
        void *p = b->data + b->used;
        b->used += n;
        a->used += n;
        return p;
    }
    return alloc_slow(a, n);
}

void *arena_zalloc(struct arena *a, size_t n)
{
    return memset(arena_alloc(a, n), 0, n);
}

/* Copying much takes long enough for a cancel to wait for it. */
static void copy_in_pieces(char *to, const char *from, size_t n)
{
    static const size_t piece = (size_t)8 << 20;
    for (; n > piece; n -= piece, to += piece, from += piece) {
        memcpy(to, from, piece);
        CHECK_INTERRUPTS();
    }
    memcpy(to, from, n);
}

void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size)
{
    if (new_size <= old_size)
        return old;
    struct block *b = a->block;
    size_t old_full = (old_size + 7) & ~(size_t)7;
    size_t new_full = (new_size + 7) & ~(size_t)7;
    if (b != NULL && old != NULL && (char *)old + old_full == b->data + b->used &&
        b->size - b->used >= new_full - old_full) {
        b->used += new_full - old_full;
        a->used += new_full - old_full;
        return old;
    }
    void *p = arena_alloc(a, new_size);
    if (old_size > 0)
        copy_in_pieces(p, old, old_size);
    return p;
}

void *arena_memdup(struct arena *a, const void *p, size_t n)
{
    void *q = arena_alloc(a, n);
    if (n > 0)
        memcpy(q, p, n);
    return q;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *q = arena_alloc(a, n + 1);
    if (n > 0)
        memcpy(q, s, n);
    q[n] = '\0';
    return q;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return arena_strndup(a, s, strlen(s));
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    char *s = arena_alloc(a, (size_t)n + 1);
    vsnprintf(s, (size_t)n + 1, fmt, again);
    va_end(again);
    return s;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *s = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return s;
}

void arena_on_reset(struct arena *a, void (*release)(void *), void *arg)
{
    struct on_reset *r = arena_alloc(a, sizeof *r);
    *r = (struct on_reset){a->on_reset, release, arg};
    a->on_reset = r;
}

static void release_all(struct arena *a, bool keep_one)
{
    while (a->child != NULL)
        arena_free(a->child);
    while (a->on_reset != NULL) {
        struct on_reset *r = a->on_reset;
        a->on_reset = r->next;
        r->release(r->arg);
    }
    struct block *kept = NULL;
    for (struct block *b = a->block, *next; b != NULL; b = next) {
        next = b->next;
        if (keep_one && kept == NULL && b->size <= BLOCK_MAX) {
            kept = b;
            b->used = 0;
            b->next = NULL;
        } else {
            free(b);
        }
    }
    a->block = kept;
    a->used = 0;
}

void arena_reset(struct arena *a)
{
    if (a->used == 0 && a->child == NULL)
        return;
    release_all(a, true);
}

static void unlink_from_parent(struct arena *a)
{
    if (a->prev != NULL)
        a->prev->next = a->next;
    else if (a->parent != NULL)
        a->parent->child = a->next;
    if (a->next != NULL)
        a->next->prev = a->prev;
    a->next = a->prev = NULL;
}

void arena_adopt(struct arena *parent, struct arena *a)
{
    unlink_from_parent(a);
    link_to_parent(a, parent);
}

void arena_free(struct arena *a)
{
    if (a == NULL)
        return;
    release_all(a, false);
    unlink_from_parent(a);
    free(a);
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}
