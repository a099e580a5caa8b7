#include "exec/agg_int.h"

/* Ranks of a hypothetical row are counted here, where the order is known. */
enum { HYPO_RANK = 3986, HYPO_PERCENT_RANK = 3988, HYPO_CUME_DIST = 3990, HYPO_DENSE_RANK = 3992 };

/* Rows of a group that are to be sorted. A sorter takes memory, so a few wait in the group's arena, as they came. */
struct agg_sorted {
    struct waiting {
        struct waiting *next;
        const struct flat *row;
    } *first, **last;
    int n;
    struct sorter *sorter; /* has all of them, once they are many */
};

enum { FEW_ROWS = 32, SORTER_MEMORY = 4096 };

static int target_by_ref(const List *targets, int ref)
{
    for (int i = 0; i < list_length(targets); i++)
        if (((const TargetEntry *)list_nth(targets, i))->ressortgroupref == ref)
            return i;
    raise(ERR_INTERNAL_ERROR, "ORDER BY of an aggregate does not match its arguments");
}

static bool has_key(const struct agg_call *c, int col)
{
    for (int i = 0; i < c->nkeys; i++)
        if (c->keys[i].col == col)
            return true;
    return false;
}

static void add_keys(struct agg_call *c, const Aggref *ref, const List *clauses)
{
    FOREACH (SortGroupClause, g, clauses) {
        int col = target_by_ref(ref->args, g->tleSortGroupRef);
        if (has_key(c, col))
            continue;
        const struct oper *o = g->sortop != InvalidOid ? oper_by_oid(g->sortop) : NULL;
        sort_key_init(&c->keys[c->nkeys++], col, g->sortop, c->cols.types[col], o != NULL && o->strategy == 5,
                      g->nulls_first);
    }
}

static void init_order(struct agg_call *c, struct arena *a, const Aggref *ref)
{
    c->distinct = list_length(ref->aggdistinct) > 0;
    c->sorted = c->distinct || list_length(ref->aggorder) > 0;
    if (!c->sorted)
        return;
    c->keys = ARENA_ARRAY(a, struct sort_key, list_length(ref->aggorder) + list_length(ref->aggdistinct) + 1);
    add_keys(c, ref, ref->aggorder);
    add_keys(c, ref, ref->aggdistinct);
    List *cols = NULL, *ops = NULL;
    FOREACH (SortGroupClause, g, ref->aggdistinct) {
        cols = list_append(a, cols, INT_ITEM(target_by_ref(ref->args, g->tleSortGroupRef) + 1));
        ops = list_append(a, ops, INT_ITEM(g->eqop));
    }
    c->same = keys_make(a, cols, ops, &c->cols);
}

static void call_init_one(struct agg_call *c, struct node *n, const struct expr_ctx *ctx, const Aggref *ref)
{
    struct arena *a = n->arena;
    c->fn = exec_func(ref->aggfnoid);
    c->impl = c->fn->agg;
    c->hypothetical = (c->fn->flags & F_HYPOTHETICAL) != 0;
    if (c->impl == NULL && !c->hypothetical)
        raise(ERR_INTERNAL_ERROR, "function %s is not an aggregate", c->fn->name);
    c->rettype = ref->aggtype;
    c->strict = (c->fn->flags & F_NONSTRICT) == 0 && !c->hypothetical;
    if (ref->aggfilter != NULL)
        c->filter = expr_compile_in(a, ctx, ref->aggfilter);
    c->args = projection_compile(a, ctx, ref->args);
    c->cols = columns_of_list(a, ref->args);
    c->waited = ARENA_ARRAY(a, Datum, c->cols.n + 1);
    c->direct = projection_compile(a, ctx, ref->aggdirectargs);
    FOREACH (Node, arg, ref->args)
        c->nargs += !IS_A(arg, TargetEntry) || !((const TargetEntry *)arg)->resjunk;
    init_order(c, a, ref);
    c->trans = (struct fcall){.nargs = c->nargs, .args = c->args->values, .nulls = c->args->nulls, .rettype = ref->aggtype,
                              .typmod = -1, .argtypes = c->cols.types, .variadic = ref->aggvariadic};
    c->final = c->trans;
    if (c->direct->n > 0 || (c->fn->flags & F_ORDERED_SET) != 0) {
        c->final.nargs = c->direct->n;
        c->final.args = c->direct->values;
        c->final.nulls = c->direct->nulls;
        c->final.argtypes = columns_of_list(a, ref->aggdirectargs).types;
    }
}

void agg_calls_init(struct agg_calls *x, struct node *n)
{
    struct expr_ctx *ctx = ARENA_NEW(n->arena, struct expr_ctx);
    ctx->ex = n->ex;
    x->node = n;
    x->calls = ARENA_ARRAY(n->arena, struct agg_call, list_length(n->aggs->nodes) + 1);
    for (int i = 0; i < list_length(n->aggs->nodes); i++) {
        struct agg_call *c = &x->calls[x->n++];
        call_init_one(c, n, ctx, list_nth(n->aggs->nodes, i));
        c->offset = x->state_size;
        size_t size = c->sorted ? sizeof(struct agg_sorted) : c->impl->state_size;
        x->state_size += (size + 15) & ~(size_t)15;
    }
}

void *agg_state_new(struct agg_calls *x, struct arena *group)
{
    return arena_zalloc(group, x->state_size + 8);
}

static bool any_null(const bool *nulls, int n)
{
    for (int i = 0; i < n; i++)
        if (nulls[i])
            return true;
    return false;
}

static void make_sorter(struct agg_calls *x, struct agg_call *c, struct agg_sorted *s, struct arena *a)
{
    s->sorter = sorter_new(a, x->node->ex, &c->cols, c->keys, c->nkeys, x->node->ex->set.work_mem, -1);
    for (const struct waiting *w = s->first; w != NULL; w = w->next) {
        const bool *nulls;
        flat_read(w->row, &c->cols, c->waited, &nulls);
        sorter_put(s->sorter, c->waited, nulls);
    }
}

static void sorted_put(struct agg_calls *x, struct agg_call *c, struct agg_sorted *s, struct arena *group)
{
    if (s->sorter == NULL && s->n < FEW_ROWS) {
        struct waiting *w = ARENA_NEW(group, struct waiting);
        w->row = flat_make(group, &c->cols, c->args->values, c->args->nulls);
        s->last = s->first == NULL ? &s->first : s->last;
        *s->last = w;
        s->last = &w->next;
        s->n++;
        return;
    }
    if (s->sorter == NULL) {
        make_sorter(x, c, s, group);
        x->sorted_memory += SORTER_MEMORY;
    }
    sorter_put(s->sorter, c->args->values, c->args->nulls);
    x->sorted_memory += flat_size(&c->cols, c->args->values, c->args->nulls);
}

void agg_advance(struct agg_calls *x, void *state, const struct expr_rows *rows, struct arena *row, struct arena *group)
{
    for (int i = 0; i < x->n; i++) {
        struct agg_call *c = &x->calls[i];
        void *own = (char *)state + c->offset;
        if (c->filter != NULL) {
            bool isnull;
            if (expr_eval(c->filter, rows, row, &isnull) == 0 || isnull)
                continue;
        }
        if (c->args->n > 0)
            projection_run(c->args, rows, row);
        if (c->strict && any_null(c->args->nulls, c->nargs))
            continue;
        if (c->sorted) {
            sorted_put(x, c, own, group);
            continue;
        }
        c->trans.arena = row;
        c->trans.keep = group;
        c->trans.isnull = false;
        c->impl->trans(own, &c->trans);
    }
}

/* ---- results ---- */

/* Where a row with the direct arguments' values would stand among the sorted rows. */
static Datum hypothetical(struct agg_call *c, struct sorter *s)
{
    int64_t n = 0, before = 0, distinct_before = 0, peers = 0;
    const Datum *v;
    const bool *nulls;
    struct arena *kept = arena_new(c->final.arena, "previous row");
    Datum *last = ARENA_ARRAY(c->final.arena, Datum, c->cols.n + 1);
    bool *last_nulls = ARENA_ARRAY(c->final.arena, bool, c->cols.n + 1);
    while (s != NULL && sorter_next(s, &v, &nulls)) {
        int cmp = 0;
        bool same = before > 0;
        n++;
        for (int i = 0; i < c->nkeys && cmp == 0; i++) {
            int col = c->keys[i].col;
            cmp = sort_key_cmp(&c->keys[i], v[col], nulls[col], c->direct->values[col], c->direct->nulls[col]);
        }
        peers += cmp == 0;
        if (cmp >= 0)
            continue;
        for (int i = 0; i < c->nkeys && same; i++) {
            int col = c->keys[i].col;
            same = sort_key_cmp(&c->keys[i], v[col], nulls[col], last[col], last_nulls[col]) == 0;
        }
        before++;
        if (same)
            continue;
        distinct_before++;
        arena_reset(kept);
        for (int i = 0; i < c->cols.n; i++) {
            last_nulls[i] = nulls[i];
            if (!nulls[i])
                last[i] = datum_copy(kept, v[i], c->cols.byval[i]);
        }
    }
    switch (c->fn->oid) {
    case HYPO_RANK: return datum_from_int64(before + 1);
    case HYPO_DENSE_RANK: return datum_from_int64(distinct_before + 1);
    case HYPO_PERCENT_RANK: return datum_from_float8(n == 0 ? 0 : (double)before / (double)n);
    case HYPO_CUME_DIST: return datum_from_float8((double)(before + peers + 1) / (double)(n + 1));
    default: raise(ERR_FEATURE_NOT_SUPPORTED, "hypothetical-set aggregate %s is not supported", c->fn->name);
    }
}

/* The sorted rows go through the transition, doubles left out for DISTINCT. */
static void run_sorted(struct agg_call *c, struct sorter *s, void *own, struct arena *scratch, struct arena *group)
{
    const Datum *v;
    const bool *nulls;
    bool any = false;
    struct arena *kept = arena_new(scratch, "previous row"), *row = arena_new(scratch, "row");
    Datum *last = ARENA_ARRAY(scratch, Datum, c->cols.n + 1);
    bool *last_nulls = ARENA_ARRAY(scratch, bool, c->cols.n + 1);
    struct fcall fc = c->trans;
    while (sorter_next(s, &v, &nulls)) {
        CHECK_INTERRUPTS();
        arena_reset(row);
        if (c->distinct) {
            if (any && keys_equal(&c->same, row, last, last_nulls, v, nulls))
                continue;
            arena_reset(kept);
            for (int i = 0; i < c->cols.n; i++) {
                last_nulls[i] = nulls[i];
                if (!nulls[i])
                    last[i] = datum_copy(kept, v[i], c->cols.byval[i]);
            }
            any = true;
        }
        memcpy(c->args->values, v, sizeof(Datum) * (size_t)c->cols.n);
        memcpy(c->args->nulls, nulls, (size_t)c->cols.n);
        fc.arena = row;
        fc.keep = group;
        fc.isnull = false;
        c->impl->trans(own, &fc);
    }
    c->trans.state = fc.state;
    arena_free(row);
}

void agg_finish(struct agg_calls *x, void *state, const struct expr_rows *rows, struct arena *row, struct arena *group)
{
    struct agg_exprs *out = x->node->aggs;
    for (int i = 0; i < x->n; i++) {
        struct agg_call *c = &x->calls[i];
        void *own = (char *)state + c->offset;
        struct fcall *fc = &c->final;
        fc->arena = row;
        fc->keep = group;
        fc->isnull = false;
        if (c->direct->n > 0)
            projection_run(c->direct, rows, row);
        if (c->sorted) {
            struct agg_sorted *kept = own;
            if (kept->sorter == NULL && kept->n > 0)
                make_sorter(x, c, kept, row);
            struct sorter *s = kept->sorter;
            *kept = (struct agg_sorted){0};
            if (s != NULL)
                sorter_finish(s);
            if (c->hypothetical) {
                out->values[i] = hypothetical(c, s);
                out->nulls[i] = false;
                sorter_free(s);
                continue;
            }
            own = arena_zalloc(group, c->impl->state_size + 8);
            if (s != NULL)
                run_sorted(c, s, own, row, group);
            sorter_free(s);
            fc->isnull = false;
        }
        out->values[i] = c->impl->final(own, fc);
        out->nulls[i] = fc->isnull;
    }
}

void agg_forget_states(struct agg_calls *x)
{
    x->sorted_memory = 0;
    for (int i = 0; i < x->n; i++)
        x->calls[i].trans.state = x->calls[i].final.state = NULL;
}
