/* A growing string in an arena. data is NUL-terminated after every call; len does not count the NUL. */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stddef.h>
#include <string.h>

#include "base/arena.h"

struct strbuf {
    char *data;
    size_t len, cap;
    struct arena *arena;
};

void strbuf_init(struct strbuf *b, struct arena *a);
void strbuf_clear(struct strbuf *b); /* empty, the memory kept */
void strbuf_grow(struct strbuf *b, size_t more);
void strbuf_add(struct strbuf *b, const void *p, size_t n);
void strbuf_printf(struct strbuf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static inline void strbuf_addch(struct strbuf *b, char c)
{
    if (b->cap - b->len < 2)
        strbuf_grow(b, 1);
    b->data[b->len++] = c;
    b->data[b->len] = '\0';
}

static inline void strbuf_addstr(struct strbuf *b, const char *s)
{
    strbuf_add(b, s, strlen(s));
}

#endif
