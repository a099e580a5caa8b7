/*
 * libxml2's memory. It does not look at every allocation that fails, so small ones never do before the work in hand is over: a
 * reserve serves them, and what is told of it raises 53200 once libxml2 has returned. Large ones, which it looks at, fail.
 */
#include <libxml/xmlmemory.h>
#include <malloc.h>
#include <stdlib.h>

#include "funcs/xml_int.h"

enum { RESERVE = 1 << 20, SMALL = 1 << 16, HEAD = 16 }; /* bytes; HEAD: before each piece, its size */

static struct {
    char *base; /* touched only when there is no other memory */
    size_t used, live; /* live: pieces that are not freed */
    void (*told)(void);
} reserve;

static void *from_reserve(size_t n)
{
    size_t need = HEAD + ((n + HEAD - 1) & ~(size_t)(HEAD - 1));
    reserve.told();
    if (n > SMALL || reserve.base == NULL || RESERVE - reserve.used < need)
        return NULL;
    char *p = reserve.base + reserve.used;
    reserve.used += need;
    reserve.live++;
    memcpy(p, &n, sizeof n);
    return p + HEAD;
}

static bool in_reserve(const void *p)
{
    return reserve.base != NULL && (const char *)p >= reserve.base && (const char *)p < reserve.base + RESERVE;
}

static void library_free(void *p)
{
    if (!in_reserve(p))
        free(p);
    else if (--reserve.live == 0)
        reserve.used = 0;
}

static void *library_malloc(size_t n)
{
    void *p = malloc(n);
    return p != NULL ? p : from_reserve(n);
}

static void *library_realloc(void *p, size_t n)
{
    size_t old;
    if (p == NULL)
        return library_malloc(n);
    if (in_reserve(p)) {
        memcpy(&old, (char *)p - HEAD, sizeof old);
    } else {
        void *grown = realloc(p, n);
        if (grown != NULL)
            return grown;
        old = malloc_usable_size(p);
    }
    void *copy = from_reserve(n);
    if (copy == NULL)
        return NULL;
    memcpy(copy, p, old < n ? old : n);
    library_free(p);
    return copy;
}

static char *library_strdup(const char *s)
{
    size_t n = strlen(s) + 1;
    char *p = library_malloc(n);
    return p != NULL ? memcpy(p, s, n) : NULL;
}

void xml_memory_ready(void (*told)(void))
{
    reserve.told = told;
    reserve.base = malloc(RESERVE);
    xmlMemSetup(library_free, library_malloc, library_realloc, library_strdup);
}
