/*
 * HoldWrites: WITH queries that write. All parts of the statement see what was there before it, so nothing is sent until all was read; then all
 * goes out in the order in which the parts came to write; then the rows are handed on.
 */
#include "exec/exec_int.h"
#include "mongo/transaction.h"
#include "mongo/write.h"

struct hold {
    struct tuplestore *rows;
    struct tuplestore_pos *at;
    bool done;
};

static void hold_init(struct node *n)
{
    struct hold *h = n->state = ARENA_NEW(n->arena, struct hold);
    n->ex->hold = write_hold_new(n->arena);
    n->left = node_init(n->ex, n->plan->lefttree);
    n->cols = n->left->cols;
    h->rows = tuplestore_new(n->arena, &n->ex->temp, &n->cols, n->ex->set.work_mem);
    h->at = tuplestore_pos_new(h->rows, n->arena);
}

static void run_whole(struct node *n)
{
    while (node_next(n))
        continue;
}

static void hold_run(struct node *n)
{
    const HoldWrites *p = (const HoldWrites *)n->plan;
    struct hold *h = n->state;
    if (mongo_current != NULL)
        mongo_xact_write(mongo_current, true);
    while (node_next(n->left))
        tuplestore_put(h->rows, n->left->values, n->left->nulls);
    for (int i = list_length(p->planIds) - 1; i >= 0; i--) /* the last first, as in PostgreSQL: whoever reads from another comes before it */
        run_whole(exec_subplan(n->ex, ITEM_INT(list_nth(p->planIds, i))));
    write_hold_release(n->ex->hold);
    h->done = true;
}

static bool hold_next(struct node *n)
{
    struct hold *h = n->state;
    if (!h->done)
        hold_run(n);
    if (!tuplestore_next(h->at))
        return false;
    n->values = h->at->values;
    n->nulls = h->at->nulls;
    return true;
}

static void hold_rescan(struct node *n, const struct param_set *changed)
{
    raise(ERR_INTERNAL_ERROR, "a modification cannot run twice");
}

const struct node_ops hold_writes_ops = {hold_init, hold_next, hold_rescan, NULL};
