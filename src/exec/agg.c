/*
 * Agg. Plain and sorted: one group at a time. Hashed, and all grouping sets: a hash table for each set, filled in one pass
 * over the input; when memory is short, rows of groups not yet there are put aside by hash and taken up later.
 */
#include "exec/agg_int.h"

struct group {
    struct hent h;
    void *state;
    struct flat row; /* the group's first row, the columns that the output needs; other sets' keys are NULL */
};

struct agg_set {
    struct keys keys;
    bool *in_set;     /* by position in grpCols */
    struct htab table;
    struct spill spill;
};

struct agg_node {
    struct agg_calls calls;
    struct arena *group; /* sorted: the present group; hashed: all groups in memory */
    bool hashed;
    /* sorted */
    struct keys keys;
    bool started, ended, pending; /* pending: the input's row begins the next group */
    /* hashed */
    struct agg_set *sets;
    int nsets, set;      /* set: being given, or alone in this batch */
    int only;            /* the batch's set, -1: all */
    bool filled, spilling;
    struct spill_batch *batches, *batch;
    int level;
    size_t bucket;
    struct hent *entry;
    /* the representative row */
    struct columns cols;
    bool *needed;
    Datum *values;
    const bool *nulls;
    bool *null_row;
    bool *store_nulls;
};

/* ---- which columns of the input the output needs beside aggregates' arguments ---- */

static bool needed_walker(Node *n, void *arg)
{
    struct agg_node *s = arg;
    if (n->tag == T_Var && ((Var *)n)->varno == OUTER_VAR && ((Var *)n)->varattno > 0 &&
        ((Var *)n)->varattno <= s->cols.n)
        s->needed[((Var *)n)->varattno - 1] = true;
    if (n->tag == T_Aggref)
        return node_walk_list(((Aggref *)n)->aggdirectargs, needed_walker, s);
    return node_walk(n, needed_walker, s);
}

/* grouping(a, b): a bit for each argument, 1 when it is not in the present set. */
static int grouping_value(void *arg, const GroupingFunc *g)
{
    struct node *n = arg;
    struct agg_node *s = n->state;
    const Agg *p = (const Agg *)n->plan;
    int bits = 0;
    for (int i = 0; i < list_length(g->refs); i++) {
        int col = -1;
        for (int k = 0; k < list_length(p->groupingRefs) && col < 0; k++)
            if (list_nth(p->groupingRefs, k) == list_nth(g->refs, i))
                col = k;
        bits = bits << 1 | (s->nsets > 0 && (col < 0 || !s->sets[s->set].in_set[col]));
    }
    return bits;
}

static void init_sets(struct node *n, struct agg_node *s)
{
    const Agg *p = (const Agg *)n->plan;
    int nkeys = list_length(p->grpCols);
    s->nsets = list_length(p->groupingSets) > 0 ? list_length(p->groupingSets) : 1;
    s->sets = ARENA_ARRAY(n->arena, struct agg_set, s->nsets);
    for (int i = 0; i < s->nsets; i++) {
        struct agg_set *set = &s->sets[i];
        List *cols = NULL, *ops = NULL;
        set->in_set = ARENA_ARRAY(n->arena, bool, nkeys + 1);
        if (list_length(p->groupingSets) > 0) {
            const GroupingSet *g = list_nth(p->groupingSets, i);
            for (int k = 0; k < list_length(g->refs); k++)
                set->in_set[ITEM_INT(list_nth(g->refs, k))] = true;
        } else {
            memset(set->in_set, true, (size_t)nkeys);
        }
        for (int k = 0; k < nkeys; k++)
            if (set->in_set[k]) {
                cols = list_append(n->arena, cols, list_nth(p->grpCols, k));
                ops = list_append(n->arena, ops, k < list_length(p->grpEqops) ? list_nth(p->grpEqops, k) : NULL);
            }
        set->keys = keys_make(n->arena, cols, ops, &s->cols);
    }
}

static void agg_init(struct node *n)
{
    const Agg *p = (const Agg *)n->plan;
    struct agg_node *s = n->state = ARENA_NEW(n->arena, struct agg_node);
    n->left = node_init(n->ex, n->plan->lefttree);
    n->aggs = ARENA_NEW(n->arena, struct agg_exprs);
    n->aggs->arena = n->arena;
    n->aggs->grouping = grouping_value;
    n->aggs->grouping_arg = n;
    node_init_projection(n);
    agg_calls_init(&s->calls, n);
    s->cols = n->left->cols;
    s->group = arena_new(n->arena, "groups");
    s->needed = ARENA_ARRAY(n->arena, bool, s->cols.n + 1);
    s->values = ARENA_ARRAY(n->arena, Datum, s->cols.n + 1);
    s->null_row = ARENA_ARRAY(n->arena, bool, s->cols.n + 1);
    s->store_nulls = ARENA_ARRAY(n->arena, bool, s->cols.n + 1);
    memset(s->null_row, true, (size_t)s->cols.n + 1);
    node_walk_list(p->targetlist, needed_walker, s);
    node_walk_list(p->qual, needed_walker, s);
    for (int i = 0; i < list_length(p->grpCols); i++)
        s->needed[ITEM_INT(list_nth(p->grpCols, i)) - 1] = true;
    s->hashed = p->aggstrategy == AGG_HASHED || list_length(p->groupingSets) > 0;
    s->only = -1;
    if (s->hashed)
        init_sets(n, s);
    else
        s->keys = keys_make(n->arena, p->grpCols, p->grpEqops, &s->cols);
}

/* The group is complete: filter, project. */
static bool agg_emit(struct node *n, void *state)
{
    struct agg_node *s = n->state;
    struct expr_rows rows = {.outer = s->values, .outer_nulls = s->nulls};
    agg_finish(&s->calls, state, &rows, n->row, s->group);
    if (!expr_qual(n->qual, &rows, n->row)) {
        n->instr.removed++;
        return false;
    }
    projection_run(n->proj, &rows, n->row);
    return true;
}

static const struct flat *keep_row(struct agg_node *s, const struct node *input, const bool *also_null)
{
    for (int i = 0; i < s->cols.n; i++)
        s->store_nulls[i] = input->nulls[i] || !s->needed[i] || (also_null != NULL && also_null[i]);
    return flat_make(s->group, &s->cols, input->values, s->store_nulls);
}

/* ---- sorted, plain ---- */

static bool sorted_next(struct node *n)
{
    struct agg_node *s = n->state;
    for (;;) {
        if (!s->pending) {
            bool plain = s->keys.n == 0 && !s->started;
            if (s->ended)
                return false;
            if (node_next(n->left)) {
                s->pending = true;
            } else {
                s->ended = true;
                if (!plain)
                    return false;
            }
        }
        arena_reset(s->group);
        agg_forget_states(&s->calls);
        void *state = agg_state_new(&s->calls, s->group);
        s->started = true;
        if (s->pending) {
            flat_read(keep_row(s, n->left, NULL), &s->cols, s->values, &s->nulls);
            s->pending = false;
            do {
                struct expr_rows rows = {.outer = n->left->values, .outer_nulls = n->left->nulls};
                arena_reset(n->row);
                agg_advance(&s->calls, state, &rows, n->row, s->group);
                if (!node_next(n->left)) {
                    s->ended = true;
                    break;
                }
                s->pending = s->keys.n > 0 &&
                             !keys_equal(&s->keys, n->row, s->values, s->nulls, n->left->values, n->left->nulls);
            } while (!s->pending);
        } else {
            s->nulls = s->null_row;
        }
        arena_reset(n->row);
        if (agg_emit(n, state))
            return true;
    }
}

/* ---- hashed ---- */

static struct group *group_add(struct agg_node *s, struct agg_set *set, const Agg *p, uint64_t hash, const Datum *values,
                               const bool *nulls)
{
    for (int i = 0; i < s->cols.n; i++)
        s->store_nulls[i] = nulls[i] || !s->needed[i];
    for (int k = 0; k < list_length(p->grpCols); k++)
        if (!set->in_set[k])
            s->store_nulls[ITEM_INT(list_nth(p->grpCols, k)) - 1] = true;
    for (int k = 0; k < set->keys.n; k++) /* a column may be there twice: what the set groups by stays */
        s->store_nulls[set->keys.cols[k]] = nulls[set->keys.cols[k]];
    size_t size = flat_size(&s->cols, values, s->store_nulls);
    struct group *g = arena_alloc(s->group, offsetof(struct group, row) + size);
    flat_write(&g->row, size, &s->cols, values, s->store_nulls);
    g->state = agg_state_new(&s->calls, s->group);
    htab_add(&set->table, &g->h, hash);
    return g;
}

static void hashed_row(struct node *n, struct agg_node *s, const Datum *values, const bool *nulls)
{
    struct expr_rows rows = {.outer = values, .outer_nulls = nulls};
    for (int i = 0; i < s->nsets; i++) {
        struct agg_set *set = &s->sets[i];
        struct group *g = NULL;
        if (s->only >= 0 && i != s->only)
            continue;
        uint64_t hash = keys_hash(&set->keys, values, nulls);
        arena_reset(n->row);
        for (struct hent *e = htab_first(&set->table, hash); e != NULL && g == NULL; e = e->next)
            if (e->hash == hash &&
                flat_key_equal(&set->keys, n->row, values, nulls, &((struct group *)e)->row, &s->cols))
                g = (struct group *)e;
        if (g == NULL && s->spilling && set->keys.n > 0) {
            spill_put(n, &set->spill, &s->cols, hash, s->level, values, nulls);
            continue;
        }
        if (g == NULL)
            g = group_add(s, set, (const Agg *)n->plan, hash, values, nulls);
        agg_advance(&s->calls, g->state, &rows, n->row, s->group);
    }
    if (!s->spilling && s->level < SPILL_LEVELS &&
        arena_used(s->group) + s->calls.sorted_memory > n->ex->set.work_mem)
        s->spilling = true;
}

static void hashed_fill(struct node *n, struct agg_node *s)
{
    arena_reset(s->group);
    agg_forget_states(&s->calls);
    s->spilling = false;
    s->filled = true;
    for (int i = 0; i < s->nsets; i++) {
        htab_init(&s->sets[i].table, s->group, 256);
        if (s->sets[i].keys.n == 0 && s->batch == NULL && list_length(((const Agg *)n->plan)->groupingSets) > 0)
            group_add(s, &s->sets[i], (const Agg *)n->plan, 0, s->values, s->null_row); /* there without rows too */
    }
    if (s->batch == NULL) {
        while (node_next(n->left))
            hashed_row(n, s, n->left->values, n->left->nulls);
    } else {
        struct tuplestore_pos *pos = tuplestore_pos_new(s->batch->rows, n->arena);
        while (tuplestore_next(pos)) {
            CHECK_INTERRUPTS();
            hashed_row(n, s, pos->values, pos->nulls);
        }
        tuplestore_free(s->batch->rows);
    }
    if (arena_used(s->group) > n->instr.peak_memory)
        n->instr.peak_memory = arena_used(s->group);
    for (int i = 0; i < s->nsets; i++)
        spill_finish(n, &s->sets[i].spill, NULL, s->level, i, &s->batches);
    if (n->ex->temp.used > n->instr.disk)
        n->instr.disk = n->ex->temp.used;
    s->set = 0;
    s->bucket = 0;
    s->entry = s->sets[0].table.buckets[0];
}

static struct group *next_group(struct agg_node *s)
{
    for (;;) {
        const struct htab *t = &s->sets[s->set].table;
        while (s->entry == NULL && s->bucket < t->mask)
            s->entry = t->buckets[++s->bucket];
        if (s->entry != NULL) {
            struct group *g = (struct group *)s->entry;
            s->entry = s->entry->next;
            return g;
        }
        if (s->set + 1 >= s->nsets)
            return NULL;
        s->set++;
        s->bucket = 0;
        s->entry = s->sets[s->set].table.buckets[0];
    }
}

static bool hashed_next(struct node *n)
{
    struct agg_node *s = n->state;
    if (!s->filled)
        hashed_fill(n, s);
    for (;;) {
        CHECK_INTERRUPTS();
        struct group *g = next_group(s);
        if (g == NULL) {
            if (s->batches == NULL)
                return false;
            s->batch = s->batches;
            s->batches = s->batch->next;
            s->level = s->batch->level;
            s->only = s->batch->tag;
            hashed_fill(n, s);
            continue;
        }
        arena_reset(n->row);
        flat_read(&g->row, &s->cols, s->values, &s->nulls);
        if (agg_emit(n, g->state))
            return true;
    }
}

static bool agg_next(struct node *n)
{
    return ((struct agg_node *)n->state)->hashed ? hashed_next(n) : sorted_next(n);
}

static void agg_rescan(struct node *n, const struct param_set *changed)
{
    struct agg_node *s = n->state;
    s->started = s->ended = s->pending = s->filled = false;
    s->batch = s->batches = NULL;
    s->level = 0;
    s->only = -1;
    for (int i = 0; i < s->nsets; i++)
        memset(&s->sets[i].spill, 0, sizeof s->sets[i].spill);
    arena_reset(s->group);
    agg_forget_states(&s->calls);
    node_rescan(n->left, changed);
}

const struct node_ops agg_ops = {agg_init, agg_next, agg_rescan, NULL};
