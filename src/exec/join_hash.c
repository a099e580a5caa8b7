/*
 * HashJoin: the right side in a hash table, the left side looks its rows up. When the right side does not fit in memory
 * both are divided by hash into files, and pairs of files are joined one by one.
 *
 * One of both sides is read first, and where the other has a local relation (a system catalog), that one makes only rows
 * that the first has keys for: the right side, or with outer_first the left, which then is kept until the right is hashed.
 */
#include <limits.h>

#include "exec/exec_int.h"
#include "types/array.h"
#include "types/hash.h"

struct entry {
    struct hent h;
    bool matched;
    struct flat row; /* the right row, then those keys that are not columns of it */
};

struct hash_join {
    enum JoinType type;
    bool nulls_equal, null_aware, keep_right, keep_left, outer_first;
    struct expr_state *joinqual;
    struct projection *outer_keys, *inner_keys;
    struct key_fn *keys;
    int *key_cols; /* where a key stands in the stored row */
    int nkeys;
    struct columns stored;
    Datum *store_values;
    bool *store_nulls;
    struct arena *arena; /* of the table */
    struct arena *key_arena; /* the outer row's keys */
    struct htab table;
    struct entry *null_rows; /* right rows with NULL keys: they match nothing */
    bool built, spilled, inner_null;
    int key_no; /* HashJoin.key_no */
    struct exec_param *key_values;
    struct arena *key_values_arena;
    struct param_set key_changed;
    Datum *key_list;              /* the different ones */
    int key_count, key_at, key_portion; /* -1: they are not handed over; where the next portion begins; how many it has */
    int64_t inner_rows;
    struct tuplestore *outer_kept; /* outer_first: the left side's rows */
    struct tuplestore_pos *outer_kept_pos;
    struct spill inner_spill, outer_spill;
    struct spill_batch *batches, *batch;
    struct tuplestore_pos *outer_pos;
    int level;
    /* the outer row at hand */
    const Datum *outer;
    const bool *outer_nulls;
    bool have_outer, matched;
    uint64_t hash;
    struct hent *chain;
    Datum *inner; /* the right row at hand */
    const bool *inner_nulls;
    Datum *null_values;
    bool *nulls;
    /* right rows without a match */
    bool unmatched_phase;
    size_t bucket;
    struct hent *unmatched;
};

static void plan_keys(struct node *n, struct hash_join *s, const HashJoin *p)
{
    List *extra = NULL;
    int n_right = n->right->cols.n;
    s->nkeys = list_length(p->innerkeys);
    s->keys = ARENA_ARRAY(n->arena, struct key_fn, s->nkeys + 1);
    s->key_cols = ARENA_ARRAY(n->arena, int, s->nkeys + 1);
    Oid *types = ARENA_ARRAY(n->arena, Oid, n_right + s->nkeys + 1);
    memcpy(types, n->right->cols.types, sizeof(Oid) * (size_t)n_right);
    for (int i = 0; i < s->nkeys; i++) {
        const Node *in = list_nth(p->innerkeys, i);
        Oid otype = expr_type(list_nth(p->outerkeys, i)), itype = expr_type(in);
        key_fn_init(&s->keys[i], n->arena, ITEM_OID(list_nth(p->hasheqops, i)), otype, itype);
        if (IS_A(in, Var)) {
            s->key_cols[i] = ((const Var *)in)->varattno - 1;
            continue;
        }
        s->key_cols[i] = n_right + list_length(extra);
        types[s->key_cols[i]] = itype;
        extra = list_append(n->arena, extra, (void *)in);
    }
    s->stored = columns_make(n->arena, n_right + list_length(extra), types);
    s->store_values = ARENA_ARRAY(n->arena, Datum, s->stored.n + 1);
    s->store_nulls = ARENA_ARRAY(n->arena, bool, s->stored.n + 1);
    s->inner = ARENA_ARRAY(n->arena, Datum, s->stored.n + 1);
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    ctx->ex = n->ex;
    s->outer_keys = projection_compile(n->arena, ctx, p->outerkeys);
    s->inner_keys = projection_compile(n->arena, ctx, extra);
}

static void hash_join_init(struct node *n)
{
    const HashJoin *p = (const HashJoin *)n->plan;
    struct hash_join *s = n->state = ARENA_NEW(n->arena, struct hash_join);
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    ctx->ex = n->ex;
    s->type = (enum JoinType)p->jointype;
    s->keep_right = s->type == JOIN_RIGHT || s->type == JOIN_FULL;
    s->keep_left = s->type == JOIN_LEFT || s->type == JOIN_FULL || s->type == JOIN_ANTI;
    s->nulls_equal = p->nulls_equal;
    s->null_aware = p->null_aware;
    s->outer_first = p->outer_first;
    if (s->null_aware && (list_length(p->innerkeys) != 1 || list_length(p->joinqual) > 0))
        raise(ERR_FEATURE_NOT_SUPPORTED, "NOT IN over several columns is not supported as a join");
    n->left = node_init(n->ex, n->plan->lefttree);
    n->right = node_init(n->ex, n->plan->righttree);
    plan_keys(n, s, p);
    s->key_no = p->key_no;
    if (s->key_no > 0) {
        s->key_values = &n->ex->params[p->key_param];
        s->key_changed = param_set_new(n->arena, n->ex->nparams);
        param_set_add(&s->key_changed, p->key_param);
    }
    s->key_values_arena = arena_new(n->arena, "hash join's list of keys");
    s->joinqual = expr_compile_qual(n->arena, ctx, p->joinqual);
    node_init_projection(n);
    if (s->outer_first) {
        s->outer_kept = tuplestore_new(n->arena, &n->ex->temp, &n->left->cols, n->ex->set.work_mem);
        s->outer_kept_pos = tuplestore_pos_new(s->outer_kept, n->arena);
    }
    s->arena = arena_new(n->arena, "hash join");
    s->key_arena = arena_new(n->arena, "hash keys");
    int width = n->left->cols.n > s->stored.n ? n->left->cols.n : s->stored.n;
    s->null_values = ARENA_ARRAY(n->arena, Datum, width + 1);
    s->nulls = ARENA_ARRAY(n->arena, bool, width + 1);
    memset(s->nulls, true, (size_t)width + 1);
}

/* ---- the right side ---- */

/* False: a key is NULL, and NULLs match nothing. */
static bool inner_hash(const struct hash_join *s, const Datum *values, const bool *nulls, uint64_t *hash)
{
    uint64_t h = 0;
    for (int i = 0; i < s->nkeys; i++) {
        int c = s->key_cols[i];
        if (nulls[c] && !s->nulls_equal)
            return false;
        h = hash_combine(h, nulls[c] || s->keys[i].rhash == NULL ? 0 : s->keys[i].rhash(values[c]));
    }
    *hash = h;
    return true;
}

static void table_reset(struct hash_join *s)
{
    arena_reset(s->arena);
    htab_init(&s->table, s->arena, 1024);
    s->null_rows = NULL;
}

static void spill_table(struct node *n, struct hash_join *s)
{
    const bool *nulls;
    for (size_t b = 0; b <= s->table.mask; b++)
        for (struct hent *e = s->table.buckets[b]; e != NULL; e = e->next) {
            flat_read(&((struct entry *)e)->row, &s->stored, s->inner, &nulls);
            spill_put(n, &s->inner_spill, &s->stored, e->hash, s->level, s->inner, nulls);
        }
    for (struct entry *e = s->null_rows; e != NULL; e = (struct entry *)e->h.next) {
        flat_read(&e->row, &s->stored, s->inner, &nulls);
        spill_put(n, &s->inner_spill, &s->stored, 0, s->level, s->inner, nulls);
    }
    table_reset(s);
    s->spilled = true;
}

static void inner_row(struct node *n, struct hash_join *s, const Datum *values, const bool *nulls)
{
    uint64_t hash = 0;
    bool matches = inner_hash(s, values, nulls, &hash);
    if (!matches && !s->keep_right)
        return;
    if (s->spilled) {
        spill_put(n, &s->inner_spill, &s->stored, hash, s->level, values, nulls);
        return;
    }
    size_t size = flat_size(&s->stored, values, nulls);
    struct entry *e = arena_alloc(s->arena, offsetof(struct entry, row) + size);
    e->matched = false;
    flat_write(&e->row, size, &s->stored, values, nulls);
    if (matches) {
        htab_add(&s->table, &e->h, hash);
    } else {
        e->h.next = (struct hent *)s->null_rows;
        s->null_rows = e;
    }
    if (arena_used(s->arena) > n->instr.peak_memory)
        n->instr.peak_memory = arena_used(s->arena);
    if (arena_used(s->arena) > n->ex->set.work_mem && s->level < SPILL_LEVELS)
        spill_table(n, s);
}

static int compare_keys(const void *x, const void *y, void *cmp)
{
    return (*(type_cmp_fn *)cmp)(*(const Datum *)x, *(const Datum *)y);
}

/* The different values of the key in the table; -1: more than max. values has room for all. */
static int distinct_keys(const struct hash_join *s, Oid type, Datum *values, int max)
{
    int all = 0, found = 0, col = s->key_cols[s->key_no - 1];
    type_cmp_fn cmp = type_get(type)->cmp;
    for (size_t b = 0; b <= s->table.mask; b++)
        for (struct hent *e = s->table.buckets[b]; e != NULL; e = e->next) {
            bool null;
            Datum d = flat_get(&((struct entry *)e)->row, s->stored.n, s->stored.byval[col], col, &null);
            if (!null)
                values[all++] = d;
        }
    qsort_r(values, (size_t)all, sizeof *values, compare_keys, &cmp);
    for (int i = 0; i < all; i++)
        if (i == 0 || cmp(values[found - 1], values[i]) != 0)
            values[found++] = values[i];
    return found > max ? -1 : found;
}

/* The next keys that the left side is asked for. */
static void give_portion(struct hash_join *s)
{
    struct exec_param *p = s->key_values;
    int left = s->key_count - s->key_at, n = left < s->key_portion ? left : s->key_portion;
    bool *nulls = ARENA_ARRAY(s->key_values_arena, bool, n + 1);
    p->isnull = s->key_count < 0;
    if (!p->isnull) {
        Oid type = type_base(s->stored.types[s->key_cols[s->key_no - 1]]);
        p->value = array_make(s->key_values_arena, type, s->key_list + s->key_at, nulls, n);
        s->key_at += n;
    }
    p->pending = NULL;
    p->version++;
}

/* The left side begins anew with the next of several portions; false: there is none. A left row has one key, and so comes
 * with one portion. */
static bool next_portion(struct node *n, struct hash_join *s)
{
    if (s->key_no == 0 || s->key_at >= s->key_count)
        return false;
    give_portion(s);
    node_rescan(n->left, &s->key_changed);
    return true;
}

/*
 * Tells the left side which keys are sought: a portion at a time, because a server may look through all of the list for
 * each document that it finds by it, so that a long one costs its square.
 */
static void hand_over_keys(struct hash_join *s, const HashJoin *plan)
{
    enum { LARGE = 4 << 20, PORTION = 100 };
    if (s->key_no == 0)
        return;
    arena_reset(s->key_values_arena);
    s->key_count = -1;
    s->key_at = 0;
    s->key_portion = plan->key_once ? INT_MAX : PORTION;
    if (!s->spilled && arena_used(s->arena) <= LARGE) {
        s->key_list = ARENA_ARRAY(s->key_values_arena, Datum, s->inner_rows + 1);
        s->key_count = distinct_keys(s, type_base(s->stored.types[s->key_cols[s->key_no - 1]]), s->key_list, plan->key_max);
    }
    give_portion(s);
}

static void build(struct node *n, struct hash_join *s)
{
    int n_right = n->right->cols.n;
    table_reset(s);
    s->spilled = s->inner_null = false;
    s->inner_rows = 0;
    while (node_next(n->right)) {
        struct expr_rows rows = {.outer = n->right->values, .outer_nulls = n->right->nulls,
                                 .inner = n->right->values, .inner_nulls = n->right->nulls};
        arena_reset(n->row);
        projection_run(s->inner_keys, &rows, n->row);
        memcpy(s->store_values, n->right->values, sizeof(Datum) * (size_t)n_right);
        memcpy(s->store_nulls, n->right->nulls, (size_t)n_right);
        memcpy(s->store_values + n_right, s->inner_keys->values, sizeof(Datum) * (size_t)s->inner_keys->n);
        memcpy(s->store_nulls + n_right, s->inner_keys->nulls, (size_t)s->inner_keys->n);
        s->inner_rows++;
        for (int i = 0; i < s->nkeys; i++)
            s->inner_null |= s->store_nulls[s->key_cols[i]];
        if (s->null_aware && s->inner_null)
            break; /* NOT IN over a NULL is never true */
        inner_row(n, s, s->store_values, s->store_nulls);
    }
    htab_in_order(&s->table); /* tools that ask the catalogs without ORDER BY see a key's columns in their order */
    hand_over_keys(s, (const HashJoin *)n->plan);
    s->built = true;
}

/* Left rows that match nothing are not wanted: a local relation among them makes only those that the right side has keys for. */
static void give_keys(struct node *n, struct hash_join *s)
{
    const HashJoin *p = (const HashJoin *)n->plan;
    if (s->keep_left || s->spilled || s->nulls_equal)
        return;
    for (int i = 0; i < s->nkeys; i++) {
        int attnum, count = 0;
        struct node *scan = local_scan_below(n->left, list_nth(p->outerkeys, i), &attnum);
        if (scan == NULL || expr_type(list_nth(p->innerkeys, i)) != expr_type(list_nth(p->outerkeys, i)))
            continue;
        Datum *values = ARENA_ARRAY(n->row, Datum, s->inner_rows + 1);
        for (size_t b = 0; b <= s->table.mask; b++)
            for (struct hent *e = s->table.buckets[b]; e != NULL; e = e->next) {
                bool null;
                int c = s->key_cols[i];
                Datum d = flat_get(&((struct entry *)e)->row, s->stored.n, s->stored.byval[c], c, &null);
                values[count] = d;
                count += !null;
            }
        local_scan_give(scan, attnum, values, count);
    }
}

/* ---- the left side ---- */

static bool outer_hash(struct node *n, struct hash_join *s)
{
    struct expr_rows rows = {.outer = s->outer, .outer_nulls = s->outer_nulls};
    uint64_t h = 0;
    arena_reset(s->key_arena);
    projection_run(s->outer_keys, &rows, s->key_arena);
    for (int i = 0; i < s->nkeys; i++) {
        bool null = s->outer_keys->nulls[i];
        if (null && !s->nulls_equal)
            return false;
        h = hash_combine(h, null || s->keys[i].lhash == NULL ? 0 : s->keys[i].lhash(s->outer_keys->values[i]));
    }
    s->hash = h;
    return true;
}

static bool outer_next(struct node *n, struct hash_join *s)
{
    if (s->batch == NULL && s->outer_first) {
        CHECK_INTERRUPTS();
        if (!tuplestore_next(s->outer_kept_pos))
            return false;
        s->outer = s->outer_kept_pos->values;
        s->outer_nulls = s->outer_kept_pos->nulls;
        return true;
    }
    if (s->batch == NULL) {
        while (!node_next(n->left))
            if (!next_portion(n, s))
                return false;
        s->outer = n->left->values;
        s->outer_nulls = n->left->nulls;
        return true;
    }
    CHECK_INTERRUPTS();
    if (s->outer_pos == NULL || !tuplestore_next(s->outer_pos))
        return false;
    s->outer = s->outer_pos->values;
    s->outer_nulls = s->outer_pos->nulls;
    return true;
}

/* outer_first: the left side's rows are kept, and local relations in the right one make only those that they have keys for.
 * False: there are none. */
static bool keep_outer(struct node *n, struct hash_join *s)
{
    const HashJoin *p = (const HashJoin *)n->plan;
    tuplestore_clear(s->outer_kept);
    tuplestore_rewind(s->outer_kept_pos);
    while (node_next(n->left))
        tuplestore_put(s->outer_kept, n->left->values, n->left->nulls);
    arena_reset(s->key_values_arena);
    for (int i = 0; i < s->nkeys && !s->nulls_equal; i++) {
        int attnum, count = 0;
        struct node *scan = local_scan_below(n->right, list_nth(p->innerkeys, i), &attnum);
        Oid type = expr_type(list_nth(p->outerkeys, i));
        if (scan == NULL || expr_type(list_nth(p->innerkeys, i)) != type)
            continue;
        Datum *values = ARENA_ARRAY(s->key_values_arena, Datum, tuplestore_count(s->outer_kept) + 1);
        while (outer_next(n, s)) {
            outer_hash(n, s);
            if (!s->outer_keys->nulls[i])
                values[count++] = datum_copy(s->key_values_arena, s->outer_keys->values[i], type_get(type_base(type))->byval);
        }
        tuplestore_rewind(s->outer_kept_pos);
        local_scan_give(scan, attnum, values, count);
    }
    return tuplestore_count(s->outer_kept) > 0;
}

/* The right side was divided into files: so is the left one. */
static void spill_outer(struct node *n, struct hash_join *s)
{
    while (outer_next(n, s)) {
        uint64_t hash = outer_hash(n, s) ? s->hash : 0;
        spill_put(n, &s->outer_spill, &n->left->cols, hash, s->level, s->outer, s->outer_nulls);
    }
    spill_finish(n, &s->inner_spill, &s->outer_spill, s->level, 0, &s->batches);
    if (n->ex->temp.used > n->instr.disk)
        n->instr.disk = n->ex->temp.used;
}

/* The next pair of files; false when there is none. */
static bool next_batch(struct node *n, struct hash_join *s)
{
    for (;;) {
        if (s->batch != NULL) {
            tuplestore_free(s->batch->rows);
            tuplestore_free(s->batch->other);
        }
        s->batch = s->batches;
        s->outer_pos = NULL;
        s->unmatched_phase = false;
        if (s->batch == NULL)
            return false;
        s->batches = s->batch->next;
        s->level = s->batch->level;
        if (s->batch->other != NULL)
            s->outer_pos = tuplestore_pos_new(s->batch->other, n->arena);
        table_reset(s);
        s->spilled = false;
        if (s->batch->rows != NULL) {
            struct tuplestore_pos *pos = tuplestore_pos_new(s->batch->rows, n->arena);
            while (tuplestore_next(pos)) {
                CHECK_INTERRUPTS();
                inner_row(n, s, pos->values, pos->nulls);
            }
        }
        if (!s->spilled)
            return true;
        spill_outer(n, s);
    }
}

static bool key_matches(struct node *n, struct hash_join *s, const struct flat *f)
{
    for (int i = 0; i < s->nkeys; i++) {
        bool null;
        int c = s->key_cols[i];
        Datum d = flat_get(f, s->stored.n, s->stored.byval[c], c, &null);
        if (null || s->outer_keys->nulls[i]) {
            if (null != s->outer_keys->nulls[i])
                return false;
        } else if (!key_equal(&s->keys[i], n->row, s->outer_keys->values[i], d)) {
            return false;
        }
    }
    return true;
}

/* The next right row that joins with the outer row at hand. */
static struct entry *next_match(struct node *n, struct hash_join *s, struct expr_rows *rows)
{
    while (s->chain != NULL) {
        struct entry *e = (struct entry *)s->chain;
        s->chain = s->chain->next;
        if (e->h.hash != s->hash || !key_matches(n, s, &e->row))
            continue;
        CHECK_INTERRUPTS();
        flat_read(&e->row, &s->stored, s->inner, &s->inner_nulls);
        rows->inner = s->inner;
        rows->inner_nulls = s->inner_nulls;
        if (expr_qual(s->joinqual, rows, n->row))
            return e;
        arena_reset(n->row);
    }
    return NULL;
}

static bool join_emit(struct node *n, struct expr_rows *rows)
{
    if (!expr_qual(n->qual, rows, n->row)) {
        n->instr.removed++;
        return false;
    }
    projection_run(n->proj, rows, n->row);
    return true;
}

static void begin_outer(struct node *n, struct hash_join *s)
{
    s->have_outer = true;
    s->matched = false;
    s->chain = outer_hash(n, s) ? htab_first(&s->table, s->hash) : NULL;
    if (s->null_aware && s->outer_keys->nulls[0] && s->inner_rows > 0)
        s->matched = true; /* unknown: as good as a match to ANTI */
}

static struct entry *next_unmatched(struct hash_join *s)
{
    for (;;) {
        while (s->unmatched == NULL && s->bucket <= s->table.mask) {
            s->unmatched = s->table.buckets[s->bucket];
            s->bucket++;
        }
        if (s->unmatched == NULL) {
            struct entry *e = s->null_rows;
            if (e != NULL)
                s->null_rows = (struct entry *)e->h.next;
            return e;
        }
        struct entry *e = (struct entry *)s->unmatched;
        s->unmatched = s->unmatched->next;
        if (!e->matched)
            return e;
    }
}

static bool hash_join_next(struct node *n)
{
    struct hash_join *s = n->state;
    if (!s->built) {
        if (s->outer_first && !keep_outer(n, s))
            return false;
        build(n, s);
        if (!s->outer_first)
            give_keys(n, s);
        if (s->null_aware && s->inner_null)
            return false;
        if (s->inner_rows == 0 && !s->keep_left)
            return false;
        if (s->spilled) {
            spill_outer(n, s);
            if (!next_batch(n, s))
                return false;
        }
    }
    if ((s->null_aware && s->inner_null) || (s->inner_rows == 0 && !s->keep_left))
        return false;
    for (;;) {
        arena_reset(n->row);
        struct expr_rows rows = {.outer = s->outer, .outer_nulls = s->outer_nulls};
        if (s->unmatched_phase) {
            struct entry *e = next_unmatched(s);
            CHECK_INTERRUPTS();
            if (e == NULL) {
                if (s->batch == NULL || !next_batch(n, s))
                    return false;
                continue;
            }
            flat_read(&e->row, &s->stored, s->inner, &s->inner_nulls);
            rows = (struct expr_rows){.outer = s->null_values, .outer_nulls = s->nulls, .inner = s->inner,
                                      .inner_nulls = s->inner_nulls};
            if (join_emit(n, &rows))
                return true;
            continue;
        }
        if (!s->have_outer) {
            if (outer_next(n, s)) {
                begin_outer(n, s);
            } else if (s->keep_right) {
                s->unmatched_phase = true;
                s->bucket = 0;
                s->unmatched = NULL;
            } else if (s->batch == NULL || !next_batch(n, s)) {
                return false;
            }
            continue;
        }
        struct entry *e = next_match(n, s, &rows);
        if (e != NULL) {
            e->matched = s->matched = true;
            if (s->type == JOIN_SEMI || s->type == JOIN_ANTI)
                s->have_outer = false;
            if (s->type != JOIN_ANTI && join_emit(n, &rows))
                return true;
            continue;
        }
        s->have_outer = false;
        if (s->matched || !s->keep_left)
            continue;
        rows.inner = s->null_values;
        rows.inner_nulls = s->nulls;
        arena_reset(n->row);
        if (join_emit(n, &rows))
            return true;
    }
}

static void hash_join_rescan(struct node *n, const struct param_set *changed)
{
    struct hash_join *s = n->state;
    bool keep = s->built && s->batch == NULL && !s->spilled && !s->keep_right && !s->unmatched_phase &&
                !s->outer_first && !node_changed(n->right, changed); /* outer_first: the keys may have changed */
    for (int i = 0; i < s->inner_keys->n; i++)
        keep = keep && !node_changed(n, changed);
    s->have_outer = s->unmatched_phase = false;
    node_rescan(n->left, changed);
    if (keep) {
        if (s->key_no > 0 && s->key_count > s->key_portion) {
            s->key_at = 0;
            next_portion(n, s);
        }
        return;
    }
    s->built = s->spilled = false;
    s->batch = s->batches = NULL;
    s->outer_pos = NULL;
    s->level = 0;
    memset(&s->inner_spill, 0, sizeof s->inner_spill);
    memset(&s->outer_spill, 0, sizeof s->outer_spill);
    node_rescan(n->right, changed);
}

const struct node_ops hash_join_ops = {hash_join_init, hash_join_next, hash_join_rescan, NULL};
