/* Compiled regular expressions, the last used first: a query meets few, and compiling costs more than matching. */
#include "funcs/regex_int.h"

#define CACHE_SIZE 32

struct entry {
    struct regex re;
    unsigned flags;
    struct view pattern;
};
static struct entry *cache[CACHE_SIZE];
static int cached;
static struct arena *building; /* of an expression that turned out to be none */

static void drop(struct entry *e)
{
    struct arena *a = e->re.arena;
    regex_release_code(&e->re);
    arena_free(a);
}

static struct entry *build(struct view pattern, unsigned flags)
{
    arena_free(building);
    building = arena_new(NULL, "regex");
    struct entry *e = ARENA_NEW(building, struct entry);
    e->re.arena = building;
    e->flags = flags;
    e->pattern = (struct view){arena_memdup(building, pattern.s, pattern.n + 1), pattern.n};
    regex_parse(&e->re, e->pattern, flags);
    building = NULL;
    return e;
}

struct regex *regex_get(struct view pattern, unsigned flags)
{
    struct entry *e = NULL;
    int i = 0;
    for (; i < cached && e == NULL; i++)
        if (cache[i]->flags == flags && cache[i]->pattern.n == pattern.n &&
            memcmp(cache[i]->pattern.s, pattern.s, pattern.n) == 0)
            e = cache[i];
    if (e == NULL) {
        e = build(pattern, flags);
        if (cached == CACHE_SIZE)
            drop(cache[--cached]);
        i = ++cached;
    }
    memmove(cache + 1, cache, sizeof *cache * (size_t)(i - 1));
    cache[0] = e;
    return &e->re;
}
