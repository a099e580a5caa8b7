/* UNION DISTINCT, INTERSECT, EXCEPT by hashing; WITH RECURSIVE. What does not fit in memory is put aside by hash. */
#include "exec/exec_int.h"

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

/* A distinct row and how often it came from each side. */
struct set_row {
    struct hent h;
    int64_t left, right;
    struct flat row;
};

struct row_set {
    struct arena *arena;
    struct htab table;
    struct keys keys;
    struct columns cols;
};

static void row_set_init(struct row_set *s, struct node *n, const List *cols, const List *eqops)
{
    s->cols = n->cols;
    s->keys = cols != NULL ? keys_make(n->arena, cols, eqops, &n->cols) : keys_all(n->arena, eqops, &n->cols);
    s->arena = arena_new(n->arena, "row set");
    htab_init(&s->table, s->arena, 256);
}

static void row_set_clear(struct row_set *s)
{
    arena_reset(s->arena);
    htab_init(&s->table, s->arena, 256);
}

static struct set_row *row_set_find(struct row_set *s, struct arena *row, uint64_t hash, const Datum *values,
                                    const bool *nulls)
{
    for (struct hent *e = htab_first(&s->table, hash); e != NULL; e = e->next) {
        if (e->hash != hash)
            continue;
        struct set_row *r = (struct set_row *)e;
        if (flat_key_equal(&s->keys, row, values, nulls, &r->row, &s->cols))
            return r;
    }
    return NULL;
}

static struct set_row *row_set_add(struct row_set *s, uint64_t hash, const Datum *values, const bool *nulls)
{
    size_t size = flat_size(&s->cols, values, nulls);
    struct set_row *r = arena_alloc(s->arena, offsetof(struct set_row, row) + size);
    r->left = r->right = 0;
    flat_write(&r->row, size, &s->cols, values, nulls);
    htab_add(&s->table, &r->h, hash);
    return r;
}

static bool row_set_full(const struct node *n, const struct row_set *s, int level)
{
    return level < SPILL_LEVELS && arena_used(s->arena) > n->ex->set.work_mem;
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

/* ---- RecursiveUnion ---- */

/*
 * UNION: rows that came before are left out. When those do not fit in memory any more they are put aside by hash, and so
 * are the new rows of a round; at its end they are compared part by part.
 */
enum { SEEN_PARTS = 32 }; /* five bits of the hash */
struct seen_part {
    struct tuplestore *seen, *fresh;
    struct tuplestore_pos *at_seen, *at_fresh;
};
struct recursive_union {
    struct work_table *table;
    struct tuplestore *next_rows;
    struct row_set seen; /* all of them, or those of the part at hand */
    struct seen_part *parts; /* NULL: all are in memory */
    int part;
    bool distinct, recursing, comparing, loaded;
    struct param_set changed;
};

static void recursive_init(struct node *n)
{
    const RecursiveUnion *p = (const RecursiveUnion *)n->plan;
    struct recursive_union *s = n->state = ARENA_NEW(n->arena, struct recursive_union);
    if (p->wtParam < 0 || p->wtParam >= n->ex->nparams)
        raise(ERR_INTERNAL_ERROR, "work table %d is not there", p->wtParam);
    n->left = node_init(n->ex, n->plan->lefttree);
    n->cols = n->left->cols;
    s->table = ARENA_NEW(n->arena, struct work_table);
    s->table->cols = n->cols;
    s->table->rows = tuplestore_new(n->arena, &n->ex->temp, &n->cols, n->ex->set.work_mem);
    s->next_rows = tuplestore_new(n->arena, &n->ex->temp, &n->cols, n->ex->set.work_mem);
    n->ex->work_tables[p->wtParam] = s->table;
    n->right = node_init(n->ex, n->plan->righttree);
    s->distinct = p->distinct;
    if (s->distinct)
        row_set_init(&s->seen, n, NULL, p->eqops);
    s->changed = param_set_new(n->arena, n->ex->nparams);
    param_set_add(&s->changed, p->wtParam);
}

static struct seen_part *part_of(struct node *n, struct recursive_union *s, uint64_t hash)
{
    struct seen_part *p = &s->parts[hash >> 59];
    size_t budget = n->ex->set.work_mem / (2 * SEEN_PARTS);
    if (p->seen == NULL) {
        p->seen = tuplestore_new(n->arena, &n->ex->temp, &n->cols, budget);
        p->fresh = tuplestore_new(n->arena, &n->ex->temp, &n->cols, budget);
        p->at_seen = tuplestore_pos_new(p->seen, n->arena);
        p->at_fresh = tuplestore_pos_new(p->fresh, n->arena);
    }
    return p;
}

static void put_seen_aside(struct node *n, struct recursive_union *s)
{
    s->parts = ARENA_ARRAY(n->arena, struct seen_part, SEEN_PARTS);
    for (size_t b = 0; b <= s->seen.table.mask; b++)
        for (struct hent *e = s->seen.table.buckets[b]; e != NULL; e = e->next)
            tuplestore_put_flat(part_of(n, s, e->hash)->seen, &((struct set_row *)e)->row);
    row_set_clear(&s->seen);
}

/* False too where that is not known before the end of the round. */
static bool recursive_new(struct node *n, struct recursive_union *s, const struct node *from)
{
    if (!s->distinct)
        return true;
    arena_reset(n->row);
    uint64_t hash = keys_hash(&s->seen.keys, from->values, from->nulls);
    if (s->parts != NULL) {
        tuplestore_put(part_of(n, s, hash)->fresh, from->values, from->nulls);
        return false;
    }
    if (row_set_find(&s->seen, n->row, hash, from->values, from->nulls) != NULL)
        return false;
    row_set_add(&s->seen, hash, from->values, from->nulls);
    if (row_set_full(n, &s->seen, 0))
        put_seen_aside(n, s);
    return true;
}

static bool recursive_give(struct node *n, const Datum *values, const bool *nulls, struct tuplestore *into)
{
    tuplestore_put(into, values, nulls);
    n->values = values;
    n->nulls = nulls;
    return true;
}

static void load_part(struct recursive_union *s, struct seen_part *p)
{
    struct tuplestore_pos *at = p->at_seen;
    row_set_clear(&s->seen);
    tuplestore_rewind(at);
    while (tuplestore_next(at)) {
        CHECK_INTERRUPTS();
        row_set_add(&s->seen, keys_hash(&s->seen.keys, at->values, at->nulls), at->values, at->nulls);
    }
    tuplestore_rewind(p->at_fresh);
    s->loaded = true;
}

/* The next of the round's rows that were put aside which is a new one. */
static bool recursive_compare(struct node *n, struct recursive_union *s, struct tuplestore *into)
{
    for (; s->part < SEEN_PARTS; s->part++) {
        struct seen_part *p = &s->parts[s->part];
        struct tuplestore_pos *at = p->at_fresh;
        if (p->fresh == NULL || tuplestore_count(p->fresh) == 0)
            continue;
        if (!s->loaded)
            load_part(s, p);
        while (tuplestore_next(at)) {
            CHECK_INTERRUPTS();
            arena_reset(n->row);
            uint64_t hash = keys_hash(&s->seen.keys, at->values, at->nulls);
            if (row_set_find(&s->seen, n->row, hash, at->values, at->nulls) != NULL)
                continue;
            row_set_add(&s->seen, hash, at->values, at->nulls);
            tuplestore_put(p->seen, at->values, at->nulls);
            return recursive_give(n, at->values, at->nulls, into);
        }
        tuplestore_clear(p->fresh);
        s->loaded = false;
    }
    row_set_clear(&s->seen);
    s->part = 0;
    return false;
}

/* The next new row of a round. */
static bool recursive_round(struct node *n, struct recursive_union *s, struct node *from, struct tuplestore *into)
{
    while (!s->comparing) {
        if (!node_next(from)) {
            s->comparing = s->parts != NULL;
            break;
        }
        if (recursive_new(n, s, from))
            return recursive_give(n, from->values, from->nulls, into);
    }
    if (s->comparing && recursive_compare(n, s, into))
        return true;
    s->comparing = false;
    return false;
}

static bool recursive_next(struct node *n)
{
    struct recursive_union *s = n->state;
    if (!s->recursing && recursive_round(n, s, n->left, s->table->rows))
        return true;
    s->recursing = true;
    for (;;) {
        if (recursive_round(n, s, n->right, s->next_rows))
            return true;
        if (tuplestore_count(s->next_rows) == 0)
            return false;
        struct tuplestore *t = s->table->rows;
        s->table->rows = s->next_rows;
        s->next_rows = t;
        tuplestore_clear(t);
        n->ex->params[((const RecursiveUnion *)n->plan)->wtParam].version++;
        node_rescan(n->right, &s->changed);
    }
}

static void recursive_rescan(struct node *n, const struct param_set *changed)
{
    struct recursive_union *s = n->state;
    s->recursing = s->comparing = s->loaded = false;
    s->part = 0;
    tuplestore_clear(s->table->rows);
    tuplestore_clear(s->next_rows);
    if (s->distinct)
        row_set_clear(&s->seen);
    for (int i = 0; s->parts != NULL && i < SEEN_PARTS; i++)
        if (s->parts[i].seen != NULL) {
            tuplestore_free(s->parts[i].seen);
            tuplestore_free(s->parts[i].fresh);
        }
    s->parts = NULL;
    node_rescan(n->left, changed);
    node_rescan(n->right, NULL);
}

const struct node_ops recursive_union_ops = {recursive_init, recursive_next, recursive_rescan, NULL};
