#include "push/push_int.h"

#include <stdarg.h>

void *pc_no(struct pc *c, const char *fmt, ...)
{
    if (c->why == NULL) {
        va_list ap;
        va_start(ap, fmt);
        c->why = arena_vprintf(c->arena, fmt, ap);
        va_end(ap);
    }
    return NULL;
}

struct pcol *pc_column(struct pc *c, const Node *e)
{
    const Var *v = (const Var *)e;
    FOREACH (struct pcol, col, c->rel->cols) {
        const Var *w = (const Var *)col->expr;
        if (col->expr->tag != e->tag)
            continue;
        if (IS_A(e, Var) ? v->varno == w->varno && v->varattno == w->varattno && v->varlevelsup == w->varlevelsup
                         : node_equal(col->expr, e))
            return col;
    }
    return NULL;
}

struct mq *pc_match(struct pc *c, Node *e, bool want)
{
    (void)e, (void)want;
    return pc_no(c, "not yet");
}

bool push_sort(struct push_rel *r, const struct push_sort_key *keys, int nkeys, const char **why)
{
    (void)r, (void)keys, (void)nkeys;
    return push_refuse(why, "not yet");
}

bool push_distinct(struct push_rel *r, List *exprs, const char **why)
{
    (void)r, (void)exprs;
    return push_refuse(why, "not yet");
}

bool push_group(struct push_rel *r, List *groups, List *aggs, List **finals, const char **why)
{
    (void)r, (void)groups, (void)aggs, (void)finals;
    return push_refuse(why, "not yet");
}
