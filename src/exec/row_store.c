/* Rows kept aside, in memory up to work_mem and then in a temporary file. */
#include "exec/row_store.h"

#include "exec/exec_int.h"

struct row_store {
    struct row_dest dest; /* first */
    struct columns columns;
    struct temp_space space;
    struct tuplestore *rows;
    struct tuplestore_pos *at;
    int64_t base; /* rows before the first one kept */
};

static bool keep_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    struct row_store *r = (struct row_store *)d;
    (void)n;
    tuplestore_put(r->rows, values, nulls);
    return true;
}

struct row_store *row_store_new(struct arena *a, const List *desc, const struct exec_settings *set)
{
    struct row_store *r = ARENA_NEW(a, struct row_store);
    List *exprs = NULL;
    FOREACH (TargetEntry, t, desc)
        exprs = list_append(a, exprs, t->expr);
    r->dest.row = keep_row;
    r->columns = columns_of_list(a, exprs);
    r->space = (struct temp_space){.dir = arena_strdup(a, set->temp_dir), .limit = set->temp_file_limit};
    r->rows = tuplestore_new(a, &r->space, &r->columns, set->work_mem);
    r->at = tuplestore_pos_new(r->rows, a);
    return r;
}

struct row_dest *row_store_dest(struct row_store *r)
{
    return &r->dest;
}

int64_t row_store_count(const struct row_store *r)
{
    return r->base + tuplestore_count(r->rows);
}

void row_store_base(struct row_store *r, int64_t base)
{
    r->base = base;
}

bool row_store_spilled(const struct row_store *r)
{
    return tuplestore_disk(r->rows) > 0;
}

void row_store_free(struct row_store *r)
{
    tuplestore_free(r->rows);
}

bool row_store_send(struct row_store *r, int64_t n, struct row_dest *dest)
{
    if (n <= r->base || !tuplestore_seek(r->at, n - r->base - 1))
        return false;
    return dest->row(dest, r->columns.n, r->at->values, r->at->nulls);
}
