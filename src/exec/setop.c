/* UNION DISTINCT, INTERSECT, EXCEPT by hashing. What does not fit in memory is put aside by hash. */
#include "exec/row_set.h"

void spill_put(struct node *n, struct spill *s, const struct columns *c, uint64_t hash, int level, const Datum *values,
               const bool *nulls)
{
    struct tuplestore **t = &s->parts[spill_part(hash, level)];
    if (*t == NULL)
        *t = tuplestore_new(n->arena, &n->ex->temp, c, n->ex->set.work_mem / 64);
    tuplestore_put(*t, values, nulls);
}

void spill_finish(struct node *n, struct spill *s, struct spill *other, int level, int tag, struct spill_batch **list)
{
    for (int i = 0; i < SPILL_PARTS; i++) {
        struct tuplestore *second = other != NULL ? other->parts[i] : NULL;
        if (s->parts[i] == NULL && second == NULL)
            continue;
        struct spill_batch *b = ARENA_NEW(n->arena, struct spill_batch);
        *b = (struct spill_batch){s->parts[i], second, level + 1, tag, *list};
        *list = b;
        s->parts[i] = NULL;
        if (other != NULL)
            other->parts[i] = NULL;
    }
}

/* ---- HashDistinct: gives a row when it first comes ---- */
struct hash_distinct {
    struct row_set set;
    struct spill spill;
    bool spilling;
    struct spill_batch *batches, *batch;
    struct tuplestore_pos *pos; /* of the batch being read; NULL: the input itself */
    int level;
};

static void distinct_init(struct node *n)
{
    const HashDistinct *p = (const HashDistinct *)n->plan;
    struct hash_distinct *s = n->state = ARENA_NEW(n->arena, struct hash_distinct);
    n->left = node_init(n->ex, n->plan->lefttree);
    n->cols = n->left->cols;
    row_set_init(&s->set, n, p->uniqCols, p->uniqEqops);
}

static bool distinct_input(struct node *n, struct hash_distinct *s)
{
    if (s->batch == NULL) {
        if (!node_next(n->left))
            return false;
        n->values = n->left->values;
        n->nulls = n->left->nulls;
        return true;
    }
    CHECK_INTERRUPTS();
    if (!tuplestore_next(s->pos))
        return false;
    n->values = s->pos->values;
    n->nulls = s->pos->nulls;
    return true;
}

static bool distinct_next_batch(struct node *n, struct hash_distinct *s)
{
    spill_finish(n, &s->spill, NULL, s->level, 0, &s->batches);
    if (s->batch != NULL)
        tuplestore_free(s->batch->rows);
    s->batch = s->batches;
    if (s->batch == NULL)
        return false;
    s->batches = s->batch->next;
    s->level = s->batch->level;
    s->pos = tuplestore_pos_new(s->batch->rows, n->arena);
    s->spilling = false;
    row_set_clear(&s->set);
    return true;
}

static bool distinct_next(struct node *n)
{
    struct hash_distinct *s = n->state;
    for (;;) {
        arena_reset(n->row);
        if (!distinct_input(n, s)) {
            if (!distinct_next_batch(n, s))
                return false;
            continue;
        }
        uint64_t hash = keys_hash(&s->set.keys, n->values, n->nulls);
        if (row_set_find(&s->set, n->row, hash, n->values, n->nulls) != NULL)
            continue;
        if (s->spilling) {
            spill_put(n, &s->spill, &n->cols, hash, s->level, n->values, n->nulls);
            continue;
        }
        row_set_add(&s->set, hash, n->values, n->nulls);
        s->spilling = row_set_full(n, &s->set, s->level);
        return true;
    }
}

static void distinct_rescan(struct node *n, const struct param_set *changed)
{
    struct hash_distinct *s = n->state;
    row_set_clear(&s->set);
    s->batch = s->batches = NULL;
    memset(&s->spill, 0, sizeof s->spill);
    s->level = 0;
    s->spilling = false;
    node_rescan(n->left, changed);
}

const struct node_ops hash_distinct_ops = {distinct_init, distinct_next, distinct_rescan, NULL};

/* ---- SetOp: INTERSECT, EXCEPT [ALL] ----
 * Left rows are counted, then right rows against them. In a batch both sides come from files. */
struct set_op {
    struct row_set set;
    struct spill left_spill, right_spill;
    bool spilling, filled;
    struct spill_batch *batches, *batch;
    int level;
    size_t bucket;
    struct hent *entry;
    int64_t repeat; /* the current row is to be given so often yet */
    Datum *values;
};

static void set_op_init(struct node *n)
{
    const SetOp *p = (const SetOp *)n->plan;
    struct set_op *s = n->state = ARENA_NEW(n->arena, struct set_op);
    n->left = node_init(n->ex, n->plan->lefttree);
    n->right = node_init(n->ex, n->plan->righttree);
    n->cols = n->left->cols;
    row_set_init(&s->set, n, NULL, p->eqops);
    s->values = ARENA_ARRAY(n->arena, Datum, n->cols.n + 1);
    n->values = s->values;
}

static void set_op_row(struct node *n, struct set_op *s, bool right, const Datum *values, const bool *nulls)
{
    uint64_t hash = keys_hash(&s->set.keys, values, nulls);
    struct set_row *r = row_set_find(&s->set, n->row, hash, values, nulls);
    if (r == NULL && s->spilling) {
        spill_put(n, right ? &s->right_spill : &s->left_spill, &n->cols, hash, s->level, values, nulls);
        return;
    }
    if (r == NULL && !right) {
        r = row_set_add(&s->set, hash, values, nulls);
        s->spilling = row_set_full(n, &s->set, s->level);
    }
    if (r != NULL) {
        r->left += !right;
        r->right += right;
    }
}

static void set_op_side(struct node *n, struct set_op *s, bool right)
{
    struct node *input = right ? n->right : n->left;
    if (s->batch == NULL) {
        while (node_next(input)) {
            arena_reset(n->row);
            set_op_row(n, s, right, input->values, input->nulls);
        }
        return;
    }
    struct tuplestore *t = right ? s->batch->other : s->batch->rows;
    if (t == NULL)
        return;
    struct tuplestore_pos *pos = tuplestore_pos_new(t, n->arena);
    while (tuplestore_next(pos)) {
        CHECK_INTERRUPTS();
        arena_reset(n->row);
        set_op_row(n, s, right, pos->values, pos->nulls);
    }
    tuplestore_free(t);
}

static void set_op_fill(struct node *n, struct set_op *s)
{
    row_set_clear(&s->set);
    s->spilling = false;
    set_op_side(n, s, false);
    set_op_side(n, s, true);
    spill_finish(n, &s->left_spill, &s->right_spill, s->level, 0, &s->batches);
    s->bucket = 0;
    s->entry = s->set.table.buckets[0];
    s->filled = true;
}

static int64_t set_op_times(const SetOp *p, const struct set_row *r)
{
    if (p->cmd == SETOP_INTERSECT)
        return !p->all ? r->right > 0 : r->left < r->right ? r->left : r->right;
    return !p->all ? r->right == 0 : r->left > r->right ? r->left - r->right : 0;
}

static bool set_op_next(struct node *n)
{
    struct set_op *s = n->state;
    if (!s->filled)
        set_op_fill(n, s);
    if (s->repeat > 0) {
        s->repeat--;
        return true;
    }
    for (;;) {
        while (s->entry == NULL && s->bucket < s->set.table.mask)
            s->entry = s->set.table.buckets[++s->bucket];
        if (s->entry == NULL) {
            if (s->batches == NULL)
                return false;
            s->batch = s->batches;
            s->batches = s->batch->next;
            s->level = s->batch->level;
            set_op_fill(n, s);
            continue;
        }
        struct set_row *r = (struct set_row *)s->entry;
        s->entry = s->entry->next;
        int64_t times = set_op_times((const SetOp *)n->plan, r);
        if (times > 0) {
            flat_read(&r->row, &n->cols, s->values, &n->nulls);
            s->repeat = times - 1;
            return true;
        }
    }
}

static void set_op_rescan(struct node *n, const struct param_set *changed)
{
    struct set_op *s = n->state;
    s->filled = false;
    s->batch = s->batches = NULL;
    s->level = 0;
    s->repeat = 0;
    memset(&s->left_spill, 0, sizeof s->left_spill);
    memset(&s->right_spill, 0, sizeof s->right_spill);
    node_rescan(n->left, changed);
    node_rescan(n->right, changed);
}

const struct node_ops set_op_ops = {set_op_init, set_op_next, set_op_rescan, NULL};
