/* MERGE: each row of the join goes to the first action whose condition it meets. */
#include "exec/modify_int.h"
#include "mongo/client.h"

struct merge_action {
    const WriteAction *plan;
    struct expr_state *qual;
    struct projection *row;
    bool *written;
    List *keys; /* struct key_collector */
};

struct merge {
    int n;
    struct merge_action *actions;
};

static const struct merge_action *action_for(struct node *n, const struct expr_rows *rows, bool matched)
{
    const struct merge *g = ((struct modify *)n->state)->merge;
    for (int i = 0; i < g->n; i++)
        if (g->actions[i].plan->matched == matched && expr_qual(g->actions[i].qual, rows, n->row))
            return &g->actions[i];
    return NULL;
}

static void touch(struct node *n, Datum id)
{
    if (!modify_came_before(n, id))
        return;
    struct error *e = error_new(ERR_CARDINALITY_VIOLATION, "MERGE command cannot affect row a second time");
    error_throw(error_hint(e, "Ensure that not more than one source row matches any one target row."));
}

static void note_keys(const struct merge_action *a, const Datum *values, const bool *nulls, const struct new_row *r)
{
    FOREACH (struct key_collector, k, a->keys)
        keys_note(k, (struct key_row){values, nulls}, r != NULL ? (struct key_row){r->values, r->nulls} : (struct key_row){NULL, NULL});
}

static void merge_row(struct node *n, const Datum *values, const bool *nulls)
{
    struct modify *m = n->state;
    struct expr_rows rows = {.outer = values, .outer_nulls = nulls};
    CHECK_INTERRUPTS();
    arena_reset(n->row);
    const struct merge_action *a = action_for(n, &rows, !nulls[m->rowid]);
    if (a == NULL || a->plan->commandType == CMD_NOTHING)
        return;
    if (a->plan->commandType == CMD_DELETE) {
        touch(n, values[m->rowid]);
        note_keys(a, values, nulls, NULL);
        modify_by_identity(m, CMD_DELETE, values[m->rowid], NULL);
        return;
    }
    projection_run(a->row, &rows, n->row);
    modify_generate(n, a->row->values, a->row->nulls);
    struct new_row r = {a->row->values, a->row->nulls, a->plan->commandType == CMD_UPDATE ? a->written : NULL};
    if (a->plan->commandType == CMD_UPDATE)
        touch(n, values[m->rowid]);
    struct error *late = modify_check(n, &r);
    note_keys(a, values, nulls, &r);
    if (a->plan->commandType == CMD_UPDATE)
        modify_by_identity(m, CMD_UPDATE, values[m->rowid], &r);
    else
        modify_insert(m, &r);
    if (late != NULL)
        error_throw(late);
}

void merge_write_all(struct node *n)
{
    struct modify *m = n->state;
    while (node_next(n->left))
        tuplestore_put(m->rows, n->left->values, n->left->nulls);
    TRY {
        while (tuplestore_next(m->at))
            merge_row(n, m->at->values, m->at->nulls);
    } CATCH (e) {
        modify_fail(m, e);
    } END_TRY;
}

void merge_init(struct node *n)
{
    const ModifyTable *p = (const ModifyTable *)n->plan;
    struct modify *m = n->state;
    struct merge *g = m->merge = ARENA_NEW(n->arena, struct merge);
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    ctx->ex = n->ex;
    g->actions = ARENA_ARRAY(n->arena, struct merge_action, list_length(p->actions) + 1);
    FOREACH (WriteAction, w, p->actions) {
        struct merge_action *a = &g->actions[g->n++];
        a->plan = w;
        FOREACH (struct key_watch, k, w->keys)
            a->keys = list_append(n->arena, a->keys, keys_watch(n->ex, m->rel, k));
        a->qual = expr_compile_qual(n->arena, ctx, w->qual != NULL ? list_make(n->arena, 1, w->qual) : NULL);
        a->row = projection_compile(n->arena, ctx, w->row);
        a->written = ARENA_ARRAY(n->arena, bool, m->width + 1);
        for (int i = 0; i < list_length(w->written); i++)
            a->written[ITEM_INT(list_nth(w->written, i)) - 1] = true;
    }
}
