#include "push/push.h"

#include "base/error.h"

struct push_rel {
    struct arena *arena;
};

struct push_rel *push_scan(struct arena *a, const struct push_env *env, const struct relation *rel, int varno)
{
    (void)env, (void)varno;
    struct push_rel *r = ARENA_NEW(a, struct push_rel);
    r->arena = a;
    raise(ERR_FEATURE_NOT_SUPPORTED, "cannot read \"%s\" yet", rel->name);
    return r;
}

static bool no(const char **why)
{
    *why = "not yet";
    return false;
}

bool push_filter(struct push_rel *r, Node *qual, const char **why)
{
    (void)r, (void)qual;
    return no(why);
}

bool push_sort(struct push_rel *r, const struct push_sort_key *keys, int nkeys, const char **why)
{
    (void)r, (void)keys, (void)nkeys;
    return no(why);
}

bool push_limit(struct push_rel *r, Node *count, Node *offset, const char **why)
{
    (void)r, (void)count, (void)offset;
    return no(why);
}

bool push_distinct(struct push_rel *r, List *exprs, const char **why)
{
    (void)r, (void)exprs;
    return no(why);
}

bool push_group(struct push_rel *r, List *groups, List *aggs, List **finals, const char **why)
{
    (void)r, (void)groups, (void)aggs, (void)finals;
    return no(why);
}

bool push_join(struct push_rel *outer, struct push_rel *inner, int jointype, List *quals, const char **why)
{
    (void)outer, (void)inner, (void)jointype, (void)quals;
    return no(why);
}

double push_rows(const struct push_rel *r)
{
    (void)r;
    return -1;
}

RemoteScan *push_finish(struct push_rel *r, List *tlist, List *quals, const char *why_local)
{
    (void)r, (void)tlist, (void)quals, (void)why_local;
    raise(ERR_INTERNAL_ERROR, "nothing to scan");
}
