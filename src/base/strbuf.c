#include "base/strbuf.h"

#include <stdarg.h>
#include <stdio.h>

void strbuf_init(struct strbuf *b, struct arena *a)
{
    *b = (struct strbuf){.arena = a, .cap = 64};
    b->data = arena_alloc(a, b->cap);
    b->data[0] = '\0';
}

void strbuf_clear(struct strbuf *b)
{
    b->len = 0;
    b->data[0] = '\0';
}

void strbuf_grow(struct strbuf *b, size_t more)
{
    size_t need = b->len + more + 1;
    if (need <= b->cap)
        return;
    size_t cap = b->cap * 2 > need ? b->cap * 2 : need;
    b->data = arena_grow(b->arena, b->data, b->cap, cap);
    b->cap = cap;
}

void strbuf_add(struct strbuf *b, const void *p, size_t n)
{
    strbuf_grow(b, n);
    if (n > 0)
        memcpy(b->data + b->len, p, n);
    b->len += n;
    b->data[b->len] = '\0';
}

void strbuf_printf(struct strbuf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(b->data + b->len, b->cap - b->len, fmt, ap);
    va_end(ap);
    if ((size_t)n >= b->cap - b->len) {
        strbuf_grow(b, (size_t)n);
        vsnprintf(b->data + b->len, b->cap - b->len, fmt, again);
    }
    va_end(again);
    b->len += (size_t)n;
}
