/*
 * Rows kept for reruns. Material: an input that stays the same, by key where the node above asks for one at a time; what
 * is kept is in memory up to work_mem, then in files. Memoize: results by the values of the parameters that they depend on.
 */
#include "exec/exec_int.h"
#include "types/hash.h"

/* ---- Material ---- */

struct kept_row {
    struct hent h;
    struct flat row;
};

struct material {
    struct tuplestore *store; /* without keys */
    struct tuplestore_pos *pos;
    bool eof;
    /* with keys: rows by their hash, while memory holds them; then in files, divided by it */
    int nkeys;
    struct projection *keys, *probes;
    struct key_fn *fns;
    struct arena *arena, *probe_arena;
    struct htab table;
    struct spill spill;
    struct tuplestore_pos *part_pos[SPILL_PARTS];
    bool filled, spilled, probed;
    uint64_t hash;
    const struct hent *chain;
    Datum *values;
};

static void material_init_keys(struct node *n, struct material *s)
{
    const Material *p = (const Material *)n->plan;
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    ctx->ex = n->ex;
    s->nkeys = list_length(p->keys);
    s->keys = projection_compile(n->arena, ctx, p->keys);
    s->probes = projection_compile(n->arena, ctx, p->probes);
    s->fns = ARENA_ARRAY(n->arena, struct key_fn, s->nkeys);
    s->values = ARENA_ARRAY(n->arena, Datum, n->cols.n + 1);
    s->arena = arena_new(n->arena, "rows kept by key");
    s->probe_arena = arena_new(n->arena, "key");
    for (int i = 0; i < s->nkeys; i++)
        key_fn_init(&s->fns[i], n->arena, ITEM_OID(list_nth(p->eqops, i)), expr_type(list_nth(p->keys, i)),
                    expr_type(list_nth(p->probes, i)));
}

/* The others read the whole of it. */
static bool keys_hash_all(const struct material *s)
{
    for (int i = 0; i < s->nkeys; i++)
        if (s->fns[i].lhash == NULL || s->fns[i].rhash == NULL)
            return false;
    return s->nkeys > 0;
}

static void material_init(struct node *n)
{
    struct material *s = n->state = ARENA_NEW(n->arena, struct material);
    n->left = node_init(n->ex, n->plan->lefttree);
    n->cols = n->left->cols;
    if (IS_A(n->plan, Material) && ((const Material *)n->plan)->keys != NULL)
        material_init_keys(n, s);
    if (!keys_hash_all(s)) {
        s->nkeys = 0;
        s->store = tuplestore_new(n->arena, &n->ex->temp, &n->cols, n->ex->set.work_mem);
        s->pos = tuplestore_pos_new(s->store, n->arena);
    }
}

static bool material_next_stored(struct node *n, struct material *s)
{
    if (!tuplestore_next(s->pos)) {
        if (s->eof)
            return false;
        if (!node_next(n->left)) {
            s->eof = true;
            return false;
        }
        tuplestore_put(s->store, n->left->values, n->left->nulls);
        tuplestore_next(s->pos);
    }
    n->values = s->pos->values;
    n->nulls = s->pos->nulls;
    return true;
}

/* False: a key is NULL, which equals nothing. */
static bool hash_of(const struct material *s, const struct projection *p, bool left, uint64_t *hash)
{
    *hash = 0;
    for (int i = 0; i < s->nkeys; i++) {
        if (p->nulls[i])
            return false;
        *hash = hash_combine(*hash, (left ? s->fns[i].lhash : s->fns[i].rhash)(p->values[i]));
    }
    return true;
}

static void spill_kept(struct node *n, struct material *s)
{
    const bool *nulls;
    htab_in_order(&s->table); /* rows of one key stay in their order */
    for (size_t i = 0; i <= s->table.mask; i++)
        for (struct hent *e = s->table.buckets[i]; e != NULL; e = e->next) {
            CHECK_INTERRUPTS();
            flat_read(&((struct kept_row *)e)->row, &n->cols, s->values, &nulls);
            spill_put(n, &s->spill, &n->cols, e->hash, 0, s->values, nulls);
        }
    s->spilled = true;
    arena_reset(s->arena);
}

static void material_fill(struct node *n, struct material *s)
{
    struct node *in = n->left;
    htab_init(&s->table, s->arena, 256);
    while (node_next(in)) {
        struct expr_rows rows = {.outer = in->values, .outer_nulls = in->nulls};
        uint64_t hash;
        arena_reset(s->probe_arena);
        projection_run(s->keys, &rows, s->probe_arena);
        if (!hash_of(s, s->keys, true, &hash))
            continue;
        if (s->spilled) {
            spill_put(n, &s->spill, &n->cols, hash, 0, in->values, in->nulls);
            continue;
        }
        size_t size = flat_size(&n->cols, in->values, in->nulls);
        struct kept_row *r = arena_alloc(s->arena, offsetof(struct kept_row, row) + size);
        flat_write(&r->row, size, &n->cols, in->values, in->nulls);
        htab_add(&s->table, &r->h, hash);
        if (arena_used(s->arena) > n->instr.peak_memory)
            n->instr.peak_memory = arena_used(s->arena);
        if (arena_used(s->arena) > n->ex->set.work_mem)
            spill_kept(n, s);
    }
    if (!s->spilled)
        htab_in_order(&s->table);
    for (int i = 0; s->spilled && i < SPILL_PARTS; i++)
        if (s->spill.parts[i] != NULL) {
            s->part_pos[i] = tuplestore_pos_new(s->spill.parts[i], s->arena);
            n->instr.disk += tuplestore_disk(s->spill.parts[i]);
        }
    s->filled = true;
}

/* The rows whose key may be the one asked for: the node above looks at them again. */
static bool material_next_keyed(struct node *n, struct material *s)
{
    if (!s->filled)
        material_fill(n, s);
    int part = spill_part(s->hash, 0);
    if (!s->probed) {
        struct expr_rows none = {0};
        arena_reset(s->probe_arena);
        projection_run(s->probes, &none, s->probe_arena);
        s->probed = true;
        bool any = hash_of(s, s->probes, false, &s->hash);
        part = spill_part(s->hash, 0);
        s->eof = !any || (s->spilled && s->part_pos[part] == NULL);
        s->chain = any && !s->spilled ? htab_first(&s->table, s->hash) : NULL;
        if (!s->eof && s->spilled)
            tuplestore_rewind(s->part_pos[part]);
    }
    if (s->eof)
        return false;
    if (s->spilled) {
        if (!tuplestore_next(s->part_pos[part]))
            return false;
        n->values = s->part_pos[part]->values;
        n->nulls = s->part_pos[part]->nulls;
        return true;
    }
    while (s->chain != NULL && s->chain->hash != s->hash)
        s->chain = s->chain->next;
    if (s->chain == NULL)
        return false;
    flat_read(&((const struct kept_row *)s->chain)->row, &n->cols, s->values, &n->nulls);
    n->values = s->values;
    s->chain = s->chain->next;
    return true;
}

static bool material_next(struct node *n)
{
    struct material *s = n->state;
    return s->nkeys > 0 ? material_next_keyed(n, s) : material_next_stored(n, s);
}

static void forget_keyed(struct material *s)
{
    for (int i = 0; i < SPILL_PARTS; i++) {
        if (s->spill.parts[i] != NULL)
            tuplestore_free(s->spill.parts[i]);
        s->part_pos[i] = NULL;
    }
    memset(&s->spill, 0, sizeof s->spill);
    arena_reset(s->arena);
    s->filled = s->spilled = false;
}

static void material_rescan(struct node *n, const struct param_set *changed)
{
    struct material *s = n->state;
    s->probed = false;
    if (s->nkeys == 0)
        tuplestore_rewind(s->pos);
    if (!node_changed(n->left, changed))
        return;
    if (s->nkeys > 0)
        forget_keyed(s);
    else
        tuplestore_clear(s->store);
    s->eof = false;
    node_rescan(n->left, changed);
}

const struct node_ops material_ops = {material_init, material_next, material_rescan, NULL};

/* ---- Memoize ---- */

/* A result: the key, then its rows, one behind the other. */
struct memo_entry {
    struct hent h;
    size_t size; /* of all of it */
    int64_t rows;
    struct flat key;
};

/* Two generations: what is used goes to the younger one; when that is full, the older one is forgotten, and ages it. */
struct generation {
    struct arena *arena;
    struct htab table;
};

enum memo_mode { MEMO_START, MEMO_FILL, MEMO_PASS, MEMO_CACHED, MEMO_END };

struct memoize {
    struct projection *keys;
    struct columns key_cols, row_cols;
    struct arena *key_arena;
    struct generation young, old;
    size_t budget; /* of a generation */
    enum memo_mode mode;
    bool single_row;
    bool ran; /* the input has been begun, or given rows, since its last rescan */
    struct param_set pending; /* parameters with new values since then */
    struct param_set others;  /* that the input depends on, and are no keys */
    /* the entry being made */
    char *made;
    size_t made_size, made_room;
    struct arena *made_arena;
    uint64_t hash;
    /* the entry being read */
    const struct memo_entry *entry;
    const char *at;
    int64_t left;
    Datum *values;
};

static void generation_empty(struct memoize *s, struct generation *g)
{
    arena_reset(g->arena);
    htab_init(&g->table, g->arena, 64);
    (void)s;
}

static void memoize_init(struct node *n)
{
    const Memoize *p = (const Memoize *)n->plan;
    struct memoize *s = n->state = ARENA_NEW(n->arena, struct memoize);
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    ctx->ex = n->ex;
    n->left = node_init(n->ex, n->plan->lefttree);
    n->cols = n->left->cols;
    s->row_cols = columns_make(n->arena, n->cols.n, n->cols.types);
    s->keys = projection_compile(n->arena, ctx, p->keys);
    s->key_cols = columns_of_list(n->arena, p->keys);
    s->single_row = p->single_row;
    s->budget = n->ex->set.work_mem / 2;
    s->key_arena = arena_new(n->arena, "memoize key");
    s->made_arena = arena_new(n->arena, "memoize result");
    s->young.arena = arena_new(n->arena, "memoize");
    s->old.arena = arena_new(n->arena, "memoize");
    generation_empty(s, &s->young);
    generation_empty(s, &s->old);
    s->values = ARENA_ARRAY(n->arena, Datum, n->cols.n + 1);
    s->pending = param_set_new(n->arena, n->ex->nparams);
    s->others = param_set_new(n->arena, n->ex->nparams);
    memcpy(s->others.words, n->left->params.words, sizeof(uint64_t) * (size_t)s->others.n);
    FOREACH (Param, k, p->keys)
        s->others.words[k->paramid / 64] &= ~(UINT64_C(1) << (k->paramid % 64));
}

static struct memo_entry *memo_find(struct htab *t, uint64_t hash, const struct flat *key)
{
    for (struct hent *e = htab_first(t, hash); e != NULL; e = e->next) {
        struct memo_entry *m = (struct memo_entry *)e;
        if (e->hash == hash && m->key.len == key->len && memcmp(&m->key, key, key->len) == 0)
            return m;
    }
    return NULL;
}

static void memo_unlink(struct htab *t, struct hent *gone)
{
    struct hent **at = &t->buckets[gone->hash & t->mask];
    while (*at != gone)
        at = &(*at)->next;
    *at = gone->next;
    t->n--;
}

static const struct memo_entry *memo_keep(struct node *n, struct memoize *s, const void *entry, size_t size, uint64_t hash)
{
    if (arena_used(s->young.arena) + size > s->budget) {
        struct generation forgotten = s->old;
        n->instr.evictions += forgotten.table.n;
        s->old = s->young;
        s->young = forgotten;
        generation_empty(s, &s->young);
    }
    struct memo_entry *e = arena_memdup(s->young.arena, entry, size);
    htab_add(&s->young.table, &e->h, hash);
    size_t used = arena_used(s->young.arena) + arena_used(s->old.arena);
    if (used > n->instr.peak_memory)
        n->instr.peak_memory = used;
    return e;
}

static const struct memo_entry *memo_lookup(struct node *n, struct memoize *s, const struct flat *key)
{
    struct memo_entry *e = memo_find(&s->young.table, s->hash, key);
    if (e != NULL)
        return e;
    e = memo_find(&s->old.table, s->hash, key);
    if (e == NULL)
        return NULL;
    memo_unlink(&s->old.table, &e->h);
    if (arena_used(s->young.arena) + e->size <= s->budget)
        return memo_keep(n, s, e, e->size, s->hash);
    void *copy = arena_memdup(s->key_arena, e, e->size); /* its own generation is forgotten now */
    return memo_keep(n, s, copy, e->size, s->hash);
}

/* Room for size bytes more of the entry being made; NULL: it is too large to be kept. */
static char *made_more(struct node *n, struct memoize *s, size_t size)
{
    if (s->made_size + size > s->budget / 2) {
        n->instr.overflows++;
        s->mode = MEMO_PASS;
        return NULL;
    }
    if (s->made_size + size > s->made_room) {
        size_t room = 2 * (s->made_size + size);
        s->made = arena_grow(s->made_arena, s->made, s->made_room, room);
        s->made_room = room;
    }
    char *at = s->made + s->made_size;
    s->made_size += size;
    return at;
}

static void memo_begin_entry(struct node *n, struct memoize *s, const struct flat *key)
{
    arena_reset(s->made_arena);
    s->made = NULL;
    s->made_size = s->made_room = 0;
    s->mode = MEMO_FILL;
    char *at = made_more(n, s, offsetof(struct memo_entry, key) + key->len);
    if (at == NULL)
        return;
    memset(at, 0, offsetof(struct memo_entry, key));
    memcpy(at + offsetof(struct memo_entry, key), key, key->len);
}

static void memo_finish_entry(struct node *n, struct memoize *s)
{
    ((struct memo_entry *)s->made)->size = s->made_size;
    memo_keep(n, s, s->made, s->made_size, s->hash);
}

static void memo_start(struct node *n, struct memoize *s)
{
    struct expr_rows none = {0};
    arena_reset(s->key_arena);
    projection_run(s->keys, &none, s->key_arena);
    struct flat *key = flat_make(s->key_arena, &s->key_cols, s->keys->values, s->keys->nulls);
    s->hash = hash_bytes(key, key->len);
    s->entry = memo_lookup(n, s, key);
    if (s->entry != NULL) {
        n->instr.hits++;
        s->mode = MEMO_CACHED;
        s->at = (const char *)&s->entry->key + s->entry->key.len;
        s->left = s->entry->rows;
        return;
    }
    n->instr.misses++;
    if (s->ran)
        node_rescan(n->left, &s->pending);
    memset(s->pending.words, 0, sizeof(uint64_t) * (size_t)s->pending.n);
    s->ran = true;
    memo_begin_entry(n, s, key);
}

static bool memo_read(struct node *n, struct memoize *s)
{
    if (s->left == 0)
        return false;
    const struct flat *f = (const struct flat *)s->at;
    flat_read(f, &s->row_cols, s->values, &n->nulls);
    n->values = s->values;
    s->at += f->len;
    s->left--;
    return true;
}

static bool memo_fill(struct node *n, struct memoize *s)
{
    bool row = node_next(n->left);
    if (row && s->mode == MEMO_FILL) {
        size_t size = flat_size(&s->row_cols, n->left->values, n->left->nulls);
        char *at = made_more(n, s, size);
        if (at != NULL) {
            flat_write((struct flat *)at, size, &s->row_cols, n->left->values, n->left->nulls);
            ((struct memo_entry *)s->made)->rows++;
        }
    }
    if (s->mode == MEMO_FILL && (!row || s->single_row)) {
        memo_finish_entry(n, s);
        s->mode = row ? MEMO_PASS : MEMO_END;
    } else if (!row) {
        s->mode = MEMO_END;
    }
    n->values = n->left->values;
    n->nulls = n->left->nulls;
    return row;
}

static bool memoize_next(struct node *n)
{
    struct memoize *s = n->state;
    if (s->mode == MEMO_START)
        memo_start(n, s);
    switch (s->mode) {
    case MEMO_CACHED: return memo_read(n, s);
    case MEMO_END: return false;
    default: return memo_fill(n, s);
    }
}

static void memoize_rescan(struct node *n, const struct param_set *changed)
{
    struct memoize *s = n->state;
    s->mode = MEMO_START;
    for (int i = 0; changed != NULL && i < s->pending.n && i < changed->n; i++)
        s->pending.words[i] |= changed->words[i];
    if (changed != NULL && !param_set_meets(&s->others, changed))
        return;
    generation_empty(s, &s->young);
    generation_empty(s, &s->old);
    node_rescan(n->left, changed != NULL ? &s->pending : NULL);
    memset(s->pending.words, 0, sizeof(uint64_t) * (size_t)s->pending.n);
    s->ran = false;
}

const struct node_ops memoize_ops = {memoize_init, memoize_next, memoize_rescan, NULL};
