/* A vector of pointers in an arena: the program's one list. A NULL List is the empty list. */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include <stdint.h>

#include "base/arena.h"

typedef struct List {
    int length, cap;
    void **items;
} List;

List *list_append(struct arena *a, List *l, void *item);       /* returns l, or a new list when l is NULL */
List *list_make(struct arena *a, int n, ...);                  /* of n pointers */
List *list_copy(struct arena *a, const List *l);               /* shallow */
List *list_concat(struct arena *a, List *l, const List *more); /* appends the items of more to l */
void list_truncate(List *l, int length);
void list_delete(List *l, int i);

static inline int list_length(const List *l)
{
    return l == 0 ? 0 : l->length;
}

static inline void *list_nth(const List *l, int i)
{
    return l->items[i];
}

/* Integers (Oid, attribute numbers) are stored as pointers. */
#define INT_ITEM(i) ((void *)(intptr_t)(i))
#define ITEM_INT(p) ((int)(intptr_t)(p))
#define ITEM_OID(p) ((unsigned)(uintptr_t)(p))

/* FOREACH (TargetEntry, tle, query->targetList) { ... }; FOREACH_INDEX(tle, list) is its place. The list is looked at once. */
#define FOREACH(type, var, list)                                                                             \
    for (const List *var##_list = (list), *var##_once = var##_list; var##_once != 0; var##_once = 0)         \
        for (type **var##_it = (type **)var##_list->items, *var = 0;                                         \
             var##_it < (type **)var##_list->items + var##_list->length && (var = *var##_it, 1); var##_it++)
#define FOREACH_INDEX(var, list) ((int)((void **)var##_it - (list)->items))

#endif
