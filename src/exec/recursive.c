/*
 * WITH RECURSIVE. UNION: rows that came before are left out. When those do not fit in memory any more they are put aside by
 * hash, and bits for each of them stay (a Bloom filter): a row whose bits are not all set is new. Others wait for the end
 * of the round, and are compared part by part.
 */
#include "exec/row_set.h"

#include <string.h>

enum { SEEN_PARTS = 32 }; /* five bits of the hash */
struct seen_part {
    struct tuplestore *seen, *fresh;
    struct tuplestore_pos *at_seen, *at_fresh;
};

enum { FILTER_BITS = 5 }; /* for each row */
struct filter {
    uint64_t *words;
    uint64_t mask; /* of a bit's number */
};

static struct filter filter_new(struct arena *a, size_t bytes)
{
    size_t words = 1;
    while (words * 2 * sizeof(uint64_t) <= bytes)
        words *= 2;
    return (struct filter){ARENA_ARRAY(a, uint64_t, words), words * 64 - 1};
}

/* Puts a hash in; false: it was not there. True says nothing. */
static bool filter_put(struct filter *f, uint64_t hash)
{
    uint64_t step = (hash >> 32) | 1;
    bool all = true;
    for (int i = 0; i < FILTER_BITS; i++, hash += step) {
        uint64_t *word = &f->words[(hash & f->mask) / 64], bit = UINT64_C(1) << (hash % 64);
        all &= (*word & bit) != 0;
        *word |= bit;
    }
    return all;
}

struct recursive_union {
    struct work_table *table;
    struct tuplestore *next_rows;
    struct row_set seen; /* all of them, or those of the part at hand */
    struct seen_part *parts; /* NULL: all are in memory */
    struct filter filter;    /* with parts: of all seen */
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
    s->filter = filter_new(n->arena, n->ex->set.work_mem / 8);
    for (size_t b = 0; b <= s->seen.table.mask; b++)
        for (struct hent *e = s->seen.table.buckets[b]; e != NULL; e = e->next) {
            filter_put(&s->filter, e->hash);
            tuplestore_put_flat(part_of(n, s, e->hash)->seen, &((struct set_row *)e)->row);
        }
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
        struct seen_part *p = part_of(n, s, hash);
        bool known = filter_put(&s->filter, hash);
        tuplestore_put(known ? p->fresh : p->seen, from->values, from->nulls);
        return !known;
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
