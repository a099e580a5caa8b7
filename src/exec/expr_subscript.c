/* SubscriptingRef: arrays and jsonb, fetched from and assigned to (manual 8.15.3, 8.14.5). */
#include <errno.h>
#include <stdlib.h>

#include "exec/expr_int.h"
#include "types/array.h"
#include "types/jsonb.h"
#include "types/scalar.h"

struct subscript_step {
    const SubscriptingRef *ref;
    Datum container, source;
    bool container_null, source_null;
    int n;
    Datum *upper, *lower;
    bool *upper_null, *lower_null;
    bool *have_upper, *have_lower;
    Oid *types; /* of the upper subscripts: jsonb takes integers and texts */
};

/* False: a subscript is NULL. */
static bool int_subscripts(const struct subscript_step *k, const Datum *values, const bool *nulls, const bool *have,
                           int32_t *out)
{
    for (int i = 0; i < k->n; i++) {
        if (have[i] && nulls[i])
            return false;
        out[i] = have[i] ? datum_int32(values[i]) : 0;
    }
    return true;
}

static void run_array_subscript(struct step *s, struct eval_ctx *x)
{
    struct subscript_step *k = s->u.call.data;
    const SubscriptingRef *ref = k->ref;
    int32_t upper[ARRAY_MAXDIM], lower[ARRAY_MAXDIM];
    *s->null = k->container_null;
    if (ref->refassgnexpr == NULL && k->container_null)
        return;
    if (!int_subscripts(k, k->upper, k->upper_null, k->have_upper, upper) ||
        (ref->isslice && !int_subscripts(k, k->lower, k->lower_null, k->have_lower, lower))) {
        if (ref->refassgnexpr != NULL)
            raise(ERR_NULL_VALUE_NOT_ALLOWED, "array subscript in assignment must not be null");
        *s->null = true;
        return;
    }
    if (ref->refassgnexpr == NULL) {
        if (ref->isslice)
            *s->res = array_slice(x->row, k->container, k->n, lower, k->have_lower, upper, k->have_upper);
        else
            *s->res = array_subscript(k->container, k->n, upper, s->null);
        return;
    }
    Datum old = k->container_null ? 0 : k->container;
    *s->null = false;
    if (!ref->isslice) {
        *s->res = array_assign(x->row, ref->refelemtype, old, k->n, upper, k->source, k->source_null);
    } else if (k->source_null) { /* nothing is assigned; what was no array is one now */
        *s->res = k->container_null ? array_make_empty(x->row, ref->refelemtype) : old;
    } else {
        *s->res = array_assign_slice(x->row, ref->refelemtype, old, k->n, lower, k->have_lower, upper, k->have_upper,
                                     k->source);
    }
}

/* Types that are a fixed number of numbers or points (type_is_fixed_array), counted from 0. */
static void run_fixed_subscript(struct step *s, struct eval_ctx *x)
{
    struct subscript_step *k = s->u.call.data;
    const SubscriptingRef *ref = k->ref;
    bool assign = ref->refassgnexpr != NULL, points = ref->refelemtype == TYPE_point;
    int32_t at[ARRAY_MAXDIM];
    *s->null = k->container_null;
    *s->res = k->container;
    if (!assign && k->container_null)
        return;
    if (!int_subscripts(k, k->upper, k->upper_null, k->have_upper, at)) {
        if (assign)
            raise(ERR_NULL_VALUE_NOT_ALLOWED, "array subscript in assignment must not be null");
        *s->null = true;
        return;
    }
    if (assign && (k->container_null || k->source_null)) /* as PostgreSQL has it, nothing is changed */
        return;
    size_t size = points ? 16 : 8;
    bool there = k->n == 1 && at[0] >= 0 && (size_t)at[0] < VARLEN(k->container) / size;
    if (!assign) {
        *s->null = !there;
        if (there && points)
            *s->res = datum_from_text(x->row, VARDATA(k->container) + 16 * at[0], 16);
        else if (there)
            memcpy(s->res, VARDATA(k->container) + 8 * at[0], 8);
        return;
    }
    if (k->n != 1)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts");
    if (!there)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "array subscript out of range");
    *s->res = datum_from_text(x->row, VARDATA(k->container), VARLEN(k->container));
    if (points)
        memcpy(VARDATA(*s->res) + 16 * at[0], VARDATA(k->source), 16);
    else
        memcpy(VARDATA(*s->res) + 8 * at[0], &k->source, 8);
}

/* ---- jsonb ---- */
struct path {
    int n;
    const char **keys;
    bool *integer; /* written as an integer in the statement */
};

static bool path_index(const char *key, long *index)
{
    char *end;
    errno = 0;
    *index = strtol(key, &end, 10);
    return end != key && *end == '\0' && errno == 0 && *index <= INT32_MAX && *index >= INT32_MIN;
}

static bool json_step(const struct jval *v, const char *key, struct jval *out)
{
    long index;
    if (v->type == J_OBJECT)
        return jval_find(v, key, strlen(key), out);
    if (v->type != J_ARRAY || !path_index(key, &index))
        return false;
    if (index < 0)
        index += v->n;
    if (index < 0 || index >= (long)v->n)
        return false;
    *out = jval_elem(v, (uint32_t)index);
    return true;
}

static struct jval json_created(struct arena *a, const struct path *p, int level, struct jval value);

static struct jval json_set(struct arena *a, const struct jval *v, const struct path *p, int level, struct jval value)
{
    const char *key = p->keys[level];
    bool last = level == p->n - 1;
    struct jval out = *v, old;
    if (jval_scalar(v)) {
        struct error *e = error_new(ERR_INVALID_PARAMETER_VALUE, "cannot replace existing key");
        error_throw(error_detail(e, "The path assumes key is a composite object, but it is a scalar value."));
    }
    struct jval *items;
    if (v->type == J_OBJECT) {
        items = ARENA_ARRAY(a, struct jval, (size_t)v->n * 2 + 2);
        uint32_t n = 0;
        bool found = jval_find(v, key, strlen(key), &old);
        for (uint32_t i = 0; i < v->n; i++) {
            struct jval k = jval_key(v, i);
            items[2 * n] = k;
            items[2 * n + 1] = jval_value(v, i);
            if (k.n == strlen(key) && memcmp(k.str, key, k.n) == 0)
                items[2 * n + 1] = last ? value : json_set(a, &old, p, level + 1, value);
            n++;
        }
        if (!found) {
            items[2 * n] = jval_string(key, strlen(key));
            items[2 * n + 1] = last ? value : json_created(a, p, level + 1, value);
            n++;
        }
        out = (struct jval){.type = J_OBJECT, .n = n, .items = items};
        return out;
    }
    long index;
    if (!path_index(key, &index))
        raise(ERR_INVALID_TEXT_REPRESENTATION, "path element at position %d is not an integer: \"%s\"", level + 1, key);
    if (index < 0 && -index > (long)v->n)
        raise(ERR_INVALID_PARAMETER_VALUE, "path element at position %d is out of range: %ld", level + 1, index);
    if (index < 0)
        index += v->n;
    size_t n = (size_t)index >= v->n ? (size_t)index + 1 : v->n;
    if (n > UINT32_MAX / 2)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "number of jsonb array elements exceeds the maximum allowed");
    items = ARENA_ARRAY(a, struct jval, n);
    for (size_t i = 0; i < n; i++)
        items[i] = i < v->n ? jval_elem(v, (uint32_t)i) : jval_null();
    if ((size_t)index < v->n)
        items[index] = last ? value : json_set(a, &items[index], p, level + 1, value);
    else
        items[index] = last ? value : json_created(a, p, level + 1, value);
    return jval_array_of(a, items, (uint32_t)n);
}

/* What a path that leads nowhere makes: arrays for integers, else objects. */
static struct jval json_created(struct arena *a, const struct path *p, int level, struct jval value)
{
    long index;
    struct jval empty = {.type = path_index(p->keys[level], &index) ? J_ARRAY : J_OBJECT};
    return json_set(a, &empty, p, level, value);
}

static void run_jsonb_subscript(struct step *s, struct eval_ctx *x)
{
    struct subscript_step *k = s->u.call.data;
    bool assign = k->ref->refassgnexpr != NULL;
    struct path p = {k->n, ARENA_ARRAY(x->row, const char *, k->n), ARENA_ARRAY(x->row, bool, k->n)};
    *s->null = k->container_null;
    if (!assign && k->container_null)
        return;
    for (int i = 0; i < k->n; i++) {
        if (k->upper_null[i]) {
            if (assign)
                raise(ERR_NULL_VALUE_NOT_ALLOWED, "jsonb subscript in assignment must not be null");
            *s->null = true;
            return;
        }
        p.integer[i] = k->types[i] == TYPE_int4;
        p.keys[i] = p.integer[i] ? arena_printf(x->row, "%d", datum_int32(k->upper[i]))
                                 : datum_cstring(x->row, k->upper[i]);
    }
    if (!assign) {
        struct jval v = jsonb_open(k->container);
        for (int i = 0; i < k->n; i++)
            if (!json_step(&v, p.keys[i], &v)) {
                *s->null = true;
                return;
            }
        *s->res = jsonb_from_jval(x->row, &v);
        return;
    }
    struct jval v = {.type = p.integer[0] ? J_ARRAY : J_OBJECT};
    if (!k->container_null)
        v = jsonb_open(k->container);
    struct jval out = json_set(x->row, &v, &p, 0, k->source_null ? jval_null() : jsonb_open(k->source));
    *s->res = jsonb_from_jval(x->row, &out);
    *s->null = false;
}

static void compile_bounds(struct compiler *c, const List *exprs, int n, Datum **values, bool **nulls, bool **have, Oid *types)
{
    *values = ARENA_ARRAY(c->a, Datum, n);
    *nulls = ARENA_ARRAY(c->a, bool, n);
    *have = ARENA_ARRAY(c->a, bool, n);
    for (int i = 0; i < list_length(exprs); i++) {
        const Node *e = list_nth(exprs, i);
        if (e == NULL)
            continue;
        (*have)[i] = true;
        types[i] = expr_type(e);
        compile_node(c, e, &(*values)[i], &(*nulls)[i]);
    }
}

void compile_subscript(struct compiler *c, const SubscriptingRef *x, Datum *res, bool *null)
{
    struct subscript_step *k = ARENA_NEW(c->a, struct subscript_step);
    bool jsonb = type_base(x->refcontainertype) == TYPE_jsonb;
    k->ref = x;
    k->n = list_length(x->refupperindexpr);
    if (k->n > ARRAY_MAXDIM && !jsonb)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "number of array dimensions (%d) exceeds the maximum allowed (%d)", k->n,
              ARRAY_MAXDIM);
    if (jsonb && x->isslice)
        raise(ERR_FEATURE_NOT_SUPPORTED, "jsonb subscript does not support slices");
    bool fixed = type_is_fixed_array(x->refcontainertype);
    if (fixed && x->isslice)
        raise(ERR_FEATURE_NOT_SUPPORTED, "%s of fixed-length arrays not implemented",
              x->refassgnexpr == NULL ? "slices" : "updates on slices");
    k->types = ARENA_ARRAY(c->a, Oid, k->n);
    compile_node(c, x->refexpr, &k->container, &k->container_null);
    int skip = -1;
    if (x->refassgnexpr == NULL) { /* subscripts of NULL are not evaluated */
        compile_step(c, STEP_VALUE, res, null);
        c->e->steps[c->e->n - 1].u.place.value = &k->container;
        c->e->steps[c->e->n - 1].u.place.null = &k->container_null;
        compile_step(c, STEP_JUMP_IF_NULL, res, null);
        skip = c->e->n - 1;
    }
    compile_bounds(c, x->refupperindexpr, k->n, &k->upper, &k->upper_null, &k->have_upper, k->types);
    Oid *unused = ARENA_ARRAY(c->a, Oid, k->n);
    compile_bounds(c, x->reflowerindexpr, k->n, &k->lower, &k->lower_null, &k->have_lower, unused);
    if (x->refassgnexpr != NULL)
        compile_node(c, x->refassgnexpr, &k->source, &k->source_null);
    compile_call(c, jsonb ? run_jsonb_subscript : fixed ? run_fixed_subscript : run_array_subscript, k, res, null);
    if (skip >= 0)
        c->e->steps[skip].jump = c->e->n;
}
