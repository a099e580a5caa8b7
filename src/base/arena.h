/*
 * Arenas: all that is allocated in one goes at once, at reset or free.
 *
 * The program keeps a chain of them by lifetime: session, transaction, statement, portal, row.
 * Use the shortest that outlives the use.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A new arena; a child is freed when its parent is reset or freed. parent may be NULL. Raises 53200. */
struct arena *arena_new(struct arena *parent, const char *name);

/* 8-byte aligned, never NULL: raises 53200. arena_zalloc gives zeroed bytes. */
void *arena_alloc(struct arena *a, size_t n);
void *arena_zalloc(struct arena *a, size_t n);
/* old's bytes in a larger block: in place when old was the last allocation, else a copy. old may be NULL. */
void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size);
void *arena_memdup(struct arena *a, const void *p, size_t n);
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap);

/* What a library owns (a bson_t, a cursor, a compiled regex) goes with the arena: last registered, first run.
 * release must not raise. */
void arena_on_reset(struct arena *a, void (*release)(void *), void *arg);

void arena_adopt(struct arena *parent, struct arena *a); /* from now on a is a child of parent */
void arena_reset(struct arena *a); /* children are freed, callbacks run, one block is kept */
void arena_free(struct arena *a);  /* reset, and the arena itself goes; NULL is allowed */

size_t arena_used(const struct arena *a); /* bytes handed out since the last reset, children not counted */

#define ARENA_NEW(a, type) ((type *)arena_zalloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_zalloc((a), sizeof(type) * (size_t)(n)))

/* Fault injection: the nth allocation of a block from now on fails (0: none). For tests. */
void arena_fail_after(long nth);

#endif
