/*
 * ORDER BY. PostgreSQL has NULL above every value and NaN above every number, MongoDB both below. Where a column can be
 * either, or is not sure to be of its type, the rows get a key made for sorting:
 *
 *     ORDER BY a               {$set: {__k0: {$ifNull: [a if it fits, MaxKey]}}}, {$sort: {__k0: 1}}
 *     ORDER BY a NULLS FIRST   {$set: {__k0: a if it fits, else null}}, {$sort: {__k0: 1}}
 *     WHERE a > 5 ORDER BY a   {$sort: {a: 1}}
 *     ORDER BY an enum         {$set: {__k0: {$indexOfArray: [its labels, a]}}}, {$sort: {__k0: 1}}
 *
 * No index gives rows in the order of such a key. Where one is there for the column itself, and few rows are wanted, the
 * rows are read in parts (push_sort_parts()), each only if those before it were not enough:
 *
 *     ORDER BY a LIMIT 5       {$match: a fits}, {$sort: {a: 1}}, {$limit: 5}
 *                              {$match: a is NaN}, {$limit: 5}
 *                              {$match: a is NULL, or does not fit}, {$limit: 5}
 */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "push/predicate.h"

#define MAX_KEYS 32 /* MongoDB's limit */

struct sorting {
    struct pc c;
    struct bv *set, *sort;
};

/* A path that is sorted by as it is; NULL none. */
static const char *native_key(const struct pcol *col, bool nulls_largest)
{
    if (col->clean)
        return type_has_nan(col->type) || (col->nullable && nulls_largest) ? NULL : col->path;
    if (!col->proved && col->nullable)
        return NULL;
    if (type_has_nan(col->type) && !col->no_nan)
        return NULL;
    return col->type == TYPE_numeric && (col->column->seen & SEEN_DOUBLE) ? NULL : col->path;
}

const char *push_temporary(struct push_rel *r)
{
    char *name = arena_printf(r->arena, "__k%d", r->ntemp++);
    for (bool again = true; again;) {
        again = false;
        FOREACH (struct pcol, col, r->cols)
            again |= strncmp(col->path, name, strlen(name)) == 0;
        if (again)
            name = arena_printf(r->arena, "_%s", name);
    }
    return name;
}

static struct bv *computed_key(struct sorting *s, Node *e, bool nulls_largest)
{
    struct arena *a = s->c.arena;
    struct let let;
    struct bv *v = pc_value(&s->c, e);
    if (v == NULL)
        return NULL;
    let_init(&let, a);
    if (type_is_enum(push_type(e))) {
        v = let_bind(&let, v);
        struct bv *place = bv_op2(a, "$indexOfArray", bv_literal(a, enum_labels(a, push_type(e), 0, INT_MAX)), v); /* -1 for null */
        bool above = nulls_largest && pc_nullable(&s->c, e);
        return let_in(&let, above ? bv_op3(a, "$cond", bv_op2(a, "$eq", v, bv_null(a)), bv_maxkey(a), place) : place);
    }
    if (type_has_nan(push_type(e))) {
        v = let_bind(&let, v);
        v = bv_op3(a, "$cond", bv_op2(a, "$eq", v, bv_double(a, NAN)), bv_str(a, ""), v);
    }
    if (nulls_largest && pc_nullable(&s->c, e))
        v = bv_op2(a, "$ifNull", v, bv_maxkey(a));
    return let_in(&let, v);
}

static bool add_key(struct sorting *s, const struct push_sort_key *key)
{
    struct arena *a = s->c.arena;
    Node *e = pc_strip(key->expr);
    bool nulls_largest = key->descending == key->nulls_first;
    if (IS_A(e, Const))
        return true;
    struct pcol *col = pc_column(&s->c, e);
    if (!type_distinct(type_base(push_type(e))))
        return pc_no(&s->c, "sorting by %s", type_display(a, push_type(e))) != NULL;
    const char *path = col != NULL && type_comparable(col->type) ? native_key(col, nulls_largest) : NULL;
    if (path == NULL) {
        struct bv *v = computed_key(s, e, nulls_largest);
        if (v == NULL)
            return false;
        path = push_temporary(s->c.rel);
        bv_set(a, s->set, path, v);
    }
    for (int i = 0; i < s->sort->n; i++)
        if (strcmp(s->sort->items[i].key, path) == 0)
            return true;
    bv_set(a, s->sort, path, bv_int(a, key->descending ? -1 : 1));
    return true;
}

bool push_sort_keys(struct push_rel *r, const struct push_sort_key *keys, int nkeys, struct bv **set, struct bv **sort,
                    const char **why)
{
    struct sorting s = {push_compiler(r, false), bv_doc(r->arena), bv_doc(r->arena)};
    for (int i = 0; i < nkeys; i++)
        if (!add_key(&s, &keys[i]))
            return push_refuse(why, s.c.why != NULL ? s.c.why : "a sort key");
    if (s.sort->n > MAX_KEYS)
        return push_refuse(why, "a sort by more than 32 keys");
    *set = s.set;
    *sort = s.sort;
    return push_server_has_stage(r, "$set", s.set, why);
}

bool push_sort(struct push_rel *r, const struct push_sort_key *keys, int nkeys, const char **why)
{
    struct bv *set, *sort;
    if (!r->env->enabled)
        return push_refuse(why, "pgleaf.pushdown is off");
    if (r->one_row)
        return push_refuse(why, "a sort of the one row of an aggregate");
    if (!push_sort_keys(r, keys, nkeys, &set, &sort, why))
        return false;
    if (set->n > 0)
        push_stage(r, STAGE_SET, set);
    if (sort->n > 0)
        push_stage(r, STAGE_SORT, sort);
    return true;
}

/* ---- in parts ---- */

/* A copy whose filters and columns are its own. */
static struct push_rel *copy_of_filtered(const struct push_rel *r)
{
    struct arena *a = r->arena;
    struct push_rel *out = arena_memdup(a, r, sizeof *r);
    out->cols = out->stages = NULL;
    FOREACH (struct pcol, col, r->cols)
        out->cols = list_append(a, out->cols, arena_memdup(a, col, sizeof *col));
    FOREACH (struct pstage, s, r->stages)
        out->stages = list_append(a, out->stages, arena_memdup(a, s, sizeof *s));
    out->params = list_copy(a, r->params);
    out->strict = list_copy(a, r->strict);
    return out;
}

enum part { PART_VALUES, PART_NAN, PART_NULLS };

static struct push_rel *part_of(struct push_rel *r, enum part part, const struct push_sort_key *keys, int nkeys,
                                const char **why)
{
    struct push_rel *out = copy_of_filtered(r);
    struct arena *a = r->arena;
    struct pc c = push_compiler(out, true);
    struct pcol *col = pc_column(&c, pc_strip(keys[0].expr));
    struct mq *q = part == PART_NAN ? native_test(&c, col, CMP_EQ, bv_double(a, NAN)) : pc_notnull(&c, col);
    if (part == PART_NULLS)
        q = mq_not(a, q);
    else if (part == PART_VALUES && type_has_nan(col->type))
        q = mq_and(a, q, mq_field(a, col->path, "$ne", bv_double(a, NAN)));
    if (q == NULL) {
        push_refuse(why, c.why);
        return NULL;
    }
    push_match(out, q);
    if (part == PART_VALUES)
        col->proved = col->no_nan = true;
    int sorted = part == PART_VALUES ? 0 : 1; /* the first key is the same in all rows of the others */
    return nkeys == sorted || push_sort(out, keys + sorted, nkeys - sorted, why) ? out : NULL;
}

static bool all_by_path(const struct push_rel *r)
{
    FOREACH (struct pstage, s, r->stages)
        if (s->kind == STAGE_SET)
            return false;
    return true;
}

int push_sort_parts(struct push_rel *r, const struct push_sort_key *keys, int nkeys, struct push_rel *parts[PUSH_PARTS],
                    const char **why)
{
    const struct push_sort_key *first = &keys[0];
    struct pc c = push_compiler(r, false);
    struct pcol *col = pc_column(&c, pc_strip(first->expr));
    enum part order[PUSH_PARTS];
    int n = 0;
    if (!r->env->enabled || r->empty || col == NULL || col->clean || !type_comparable(col->type) ||
        native_key(col, first->descending == first->nulls_first) != NULL) {
        push_refuse(why, "not a column whose NULLs stand elsewhere in MongoDB's order");
        return 0;
    }
    bool nan = type_has_nan(col->type) && !col->no_nan, null = col->nullable && !col->proved;
    if (null && first->nulls_first)
        order[n++] = PART_NULLS;
    if (nan && first->descending)
        order[n++] = PART_NAN;
    order[n++] = PART_VALUES;
    if (nan && !first->descending)
        order[n++] = PART_NAN;
    if (null && !first->nulls_first)
        order[n++] = PART_NULLS;
    for (int i = 0; i < n; i++) {
        parts[i] = part_of(r, order[i], keys, nkeys, why);
        if (parts[i] == NULL || (order[i] == PART_VALUES && !all_by_path(parts[i])))
            return 0;
    }
    return n;
}
