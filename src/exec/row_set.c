#include "exec/row_set.h"

void row_set_init(struct row_set *s, struct node *n, const List *cols, const List *eqops)
{
    s->cols = n->cols;
    s->keys = cols != NULL ? keys_make(n->arena, cols, eqops, &n->cols) : keys_all(n->arena, eqops, &n->cols);
    s->arena = arena_new(n->arena, "row set");
    htab_init(&s->table, s->arena, 256);
}

void row_set_clear(struct row_set *s)
{
    arena_reset(s->arena);
    htab_init(&s->table, s->arena, 256);
}

struct set_row *row_set_find(struct row_set *s, struct arena *row, uint64_t hash, const Datum *values, const bool *nulls)
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

struct set_row *row_set_add(struct row_set *s, uint64_t hash, const Datum *values, const bool *nulls)
{
    size_t size = flat_size(&s->cols, values, nulls);
    struct set_row *r = arena_alloc(s->arena, offsetof(struct set_row, row) + size);
    r->left = r->right = 0;
    flat_write(&r->row, size, &s->cols, values, nulls);
    htab_add(&s->table, &r->h, hash);
    return r;
}

bool row_set_full(const struct node *n, const struct row_set *s, int level)
{
    return level < SPILL_LEVELS && arena_used(s->arena) > n->ex->set.work_mem;
}
