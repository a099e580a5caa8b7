/* Keys of rows: equality, hashing and order of columns by their operators; the hash table. */
#include "exec/exec_int.h"
#include "types/hash.h"

static bool is_polymorphic(Oid t)
{
    switch (t) {
    case TYPE_anyarray: case TYPE_anyenum: case TYPE_anyrange: case TYPE_anymultirange: case TYPE_record:
    case TYPE_anyelement: case TYPE_anynonarray:
        return true;
    }
    return false;
}

/* The type whose functions serve an operator's side: its declared one, or the column's where that is polymorphic. */
static Oid key_type(Oid declared, Oid column)
{
    return declared == InvalidOid || is_polymorphic(declared) ? type_base(column) : declared;
}

static bool is_word(Oid t)
{
    switch (t) {
    case TYPE_bool: case TYPE_int2: case TYPE_int4: case TYPE_int8: case TYPE_oid: case TYPE_date: case TYPE_time:
    case TYPE_timestamp: case TYPE_timestamptz: case TYPE_money: case TYPE_char:
        return true;
    }
    return false;
}

void key_fn_init(struct key_fn *k, struct arena *a, Oid eqop, Oid ltype, Oid rtype)
{
    *k = (struct key_fn){0};
    const struct oper *o = eqop != InvalidOid ? oper_by_oid(eqop) : NULL;
    if (o == NULL && (o = oper_by_oid(oper_for_strategy(ltype, 3))) == NULL)
        raise(ERR_UNDEFINED_FUNCTION, "could not identify an equality operator for type %s", type_display(a, ltype));
    Oid l = key_type(o->left, ltype), r = key_type(o->right, rtype);
    const struct type_info *lt = type_get(l), *rt = type_get(r);
    k->lhash = lt->hash;
    k->rhash = rt->hash;
    bool dates = l == r || !(l == TYPE_date || l == TYPE_timestamp || l == TYPE_timestamptz || r == TYPE_date ||
                             r == TYPE_timestamp || r == TYPE_timestamptz);
    k->by_word = is_word(l) && is_word(r) && dates;
    if (!dates) /* a date and a timestamp compare, but their words and hashes differ */
        k->lhash = k->rhash = NULL;
    if (l == r)
        k->cmp = lt->cmp;
    if (!k->by_word && k->cmp == NULL) {
        Oid types[2] = {ltype, rtype};
        k->eq = ARENA_NEW(a, struct call);
        call_init(k->eq, a, o->func, 2, types, TYPE_bool);
    }
}

static struct keys keys_new(struct arena *a, int n)
{
    return (struct keys){.n = n, .cols = ARENA_ARRAY(a, int, n + 1), .fns = ARENA_ARRAY(a, struct key_fn, n + 1)};
}

struct keys keys_make(struct arena *a, const List *cols, const List *eqops, const struct columns *row)
{
    struct keys k = keys_new(a, list_length(cols));
    int *at = (int *)k.cols;
    for (int i = 0; i < k.n; i++) {
        at[i] = ITEM_INT(list_nth(cols, i)) - 1;
        if (at[i] < 0 || at[i] >= row->n)
            raise(ERR_INTERNAL_ERROR, "key column %d is not there", at[i] + 1);
        Oid op = i < list_length(eqops) ? ITEM_OID(list_nth(eqops, i)) : InvalidOid;
        key_fn_init(&k.fns[i], a, op, row->types[at[i]], row->types[at[i]]);
    }
    return k;
}

struct keys keys_all(struct arena *a, const List *eqops, const struct columns *row)
{
    List *cols = NULL;
    for (int i = 0; i < row->n; i++)
        cols = list_append(a, cols, INT_ITEM(i + 1));
    return keys_make(a, cols, eqops, row);
}

uint64_t keys_hash(const struct keys *k, const Datum *values, const bool *nulls)
{
    uint64_t h = 0;
    for (int i = 0; i < k->n; i++) {
        int c = k->cols[i];
        uint64_t one = nulls[c] || k->fns[i].lhash == NULL ? 0 : k->fns[i].lhash(values[c]);
        h = i == 0 ? one : hash_combine(h, one);
    }
    return h;
}

bool keys_equal(const struct keys *k, struct arena *row, const Datum *xv, const bool *xn, const Datum *yv, const bool *yn)
{
    for (int i = 0; i < k->n; i++) {
        int c = k->cols[i];
        if (xn[c] != yn[c])
            return false;
        if (!xn[c] && !key_equal(&k->fns[i], row, xv[c], yv[c]))
            return false;
    }
    return true;
}

/* ---- order ---- */

void sort_key_init(struct sort_key *k, int col, Oid sortop, Oid type, bool descending, bool nulls_first)
{
    const struct oper *o = sortop != InvalidOid ? oper_by_oid(sortop) : NULL;
    Oid t = key_type(o != NULL ? o->left : InvalidOid, type);
    *k = (struct sort_key){.col = col, .descending = descending, .nulls_first = nulls_first, .cmp = type_get(t)->cmp};
    if (k->cmp == NULL)
        k->cmp = type_get(type_base(type))->cmp;
    if (k->cmp == NULL)
        raise(ERR_UNDEFINED_FUNCTION, "could not identify an ordering operator for type %u", type);
}

struct sort_key *sort_keys_make(struct arena *a, const List *keys, const struct columns *row)
{
    struct sort_key *k = ARENA_ARRAY(a, struct sort_key, list_length(keys) + 1);
    for (int i = 0; i < list_length(keys); i++) {
        const SortKey *s = list_nth(keys, i);
        if (s->colno < 1 || s->colno > row->n)
            raise(ERR_INTERNAL_ERROR, "sort column %d is not there", s->colno);
        sort_key_init(&k[i], s->colno - 1, s->sortop, row->types[s->colno - 1], s->descending, s->nulls_first);
    }
    return k;
}

int sort_key_cmp(const struct sort_key *k, Datum x, bool xnull, Datum y, bool ynull)
{
    if (xnull || ynull) {
        if (xnull && ynull)
            return 0;
        return xnull == k->nulls_first ? -1 : 1;
    }
    int c = k->cmp(x, y);
    return k->descending ? (c < 0) - (c > 0) : c;
}

/* ---- hash table ---- */

void htab_init(struct htab *t, struct arena *a, size_t expected)
{
    size_t n = 64;
    while (n < expected)
        n *= 2;
    *t = (struct htab){.arena = a, .mask = n - 1, .buckets = arena_zalloc(a, sizeof(struct hent *) * n)};
}

static void htab_double(struct htab *t)
{
    size_t n = (t->mask + 1) * 2;
    struct hent **b = arena_zalloc(t->arena, sizeof *b * n);
    for (size_t i = 0; i <= t->mask; i++) {
        if (i % 4096 == 0)
            CHECK_INTERRUPTS();
        struct hent *last[2] = {NULL, NULL}; /* chains keep their order */
        for (struct hent *e = t->buckets[i], *next; e != NULL; e = next) {
            next = e->next;
            size_t at = e->hash & (n - 1);
            int half = at != i;
            e->next = NULL;
            if (last[half] == NULL)
                b[at] = e;
            else
                last[half]->next = e;
            last[half] = e;
        }
    }
    t->buckets = b;
    t->mask = n - 1;
}

void htab_add(struct htab *t, struct hent *e, uint64_t hash)
{
    if (t->n > t->mask)
        htab_double(t);
    e->hash = hash;
    e->next = t->buckets[hash & t->mask];
    t->buckets[hash & t->mask] = e;
    t->n++;
}

void htab_in_order(struct htab *t)
{
    for (size_t i = 0; i <= t->mask; i++) {
        struct hent *first = NULL;
        if (i % 4096 == 0)
            CHECK_INTERRUPTS();
        for (struct hent *e = t->buckets[i], *next; e != NULL; e = next) {
            next = e->next;
            e->next = first;
            first = e;
        }
        t->buckets[i] = first;
    }
}
