#include "base/list.h"

#include <stdarg.h>
#include <string.h>

List *list_append(struct arena *a, List *l, void *item)
{
    if (l == NULL)
        l = ARENA_NEW(a, List);
    if (l->length == l->cap) {
        int cap = l->cap == 0 ? 4 : l->cap * 2;
        l->items = arena_grow(a, l->items, sizeof(void *) * (size_t)l->cap, sizeof(void *) * (size_t)cap);
        l->cap = cap;
    }
    l->items[l->length++] = item;
    return l;
}

List *list_make(struct arena *a, int n, ...)
{
    List *l = NULL;
    va_list ap;
    va_start(ap, n);
    for (int i = 0; i < n; i++)
        l = list_append(a, l, va_arg(ap, void *));
    va_end(ap);
    return l;
}

List *list_copy(struct arena *a, const List *l)
{
    return list_concat(a, NULL, l);
}

List *list_concat(struct arena *a, List *l, const List *more)
{
    for (int i = 0, n = list_length(more); i < n; i++)
        l = list_append(a, l, more->items[i]);
    return l;
}

void list_truncate(List *l, int length)
{
    if (l != NULL && length < l->length)
        l->length = length;
}

void list_delete(List *l, int i)
{
    memmove(&l->items[i], &l->items[i + 1], sizeof(void *) * (size_t)(l->length - i - 1));
    l->length--;
}
