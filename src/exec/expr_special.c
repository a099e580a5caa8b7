/* The rarer expressions: arrays, rows, comparisons of rows, coercions, values of the session. */
#include "exec/expr_int.h"
#include "types/array.h"
#include "types/hash.h"
#include "types/record.h"

/* ---- arguments evaluated into a vector ---- */
struct vector compile_vector(struct compiler *c, const List *args)
{
    struct vector v = {.n = list_length(args)};
    v.values = ARENA_ARRAY(c->a, Datum, v.n + 1);
    v.nulls = ARENA_ARRAY(c->a, bool, v.n + 1);
    v.types = ARENA_ARRAY(c->a, Oid, v.n + 1);
    for (int i = 0; i < v.n; i++) {
        v.types[i] = expr_type(list_nth(args, i));
        compile_node(c, list_nth(args, i), &v.values[i], &v.nulls[i]);
    }
    return v;
}

/* ---- ARRAY[...] ---- */
struct array_step {
    struct vector v;
    Oid elem;
    bool multidims;
};

static void run_array(struct step *s, struct eval_ctx *x)
{
    struct array_step *a = s->u.call.data;
    *s->null = false;
    *s->res = a->multidims ? array_stack(x->row, a->elem, a->v.values, a->v.nulls, a->v.n, false)
                           : array_make(x->row, a->elem, a->v.values, a->v.nulls, a->v.n);
}

void compile_array(struct compiler *c, const ArrayExpr *x, Datum *res, bool *null)
{
    struct array_step *a = ARENA_NEW(c->a, struct array_step);
    a->v = compile_vector(c, x->elements);
    a->multidims = x->multidims;
    a->elem = x->multidims ? type_get(type_base(x->array_typeid))->elem : x->element_typeid;
    compile_call(c, run_array, a, res, null);
}

/* ---- ROW(...) ---- */
struct row_step {
    struct vector v;
    int shape;
};

static void run_row(struct step *s, struct eval_ctx *x)
{
    struct row_step *r = s->u.call.data;
    *s->null = false;
    *s->res = record_make(x->row, r->shape, r->v.n, r->v.types, r->v.values, r->v.nulls);
}

void compile_row(struct compiler *c, const RowExpr *x, Datum *res, bool *null)
{
    struct row_step *r = ARENA_NEW(c->a, struct row_step);
    r->v = compile_vector(c, x->args);
    const struct record_shape *composite = x->row_typeid != TYPE_record ? record_shape_of_type(x->row_typeid) : NULL;
    if (composite != NULL && composite->n == r->v.n) {
        r->shape = composite->id;
        r->v.types = arena_memdup(c->a, composite->types, sizeof(Oid) * (size_t)r->v.n);
    } else if (list_length(x->colnames) == r->v.n && r->v.n > 0) {
        int32_t *typmods = ARENA_ARRAY(c->a, int32_t, r->v.n);
        for (int i = 0; i < r->v.n; i++)
            typmods[i] = expr_typmod(list_nth(x->args, i));
        r->shape = record_shape(x->row_typeid, r->v.n, (const char *const *)x->colnames->items, r->v.types, typmods);
    }
    compile_call(c, run_row, r, res, null);
}

/* ---- row IS [NOT] NULL ---- */
struct row_null_step {
    Datum value;
    bool isnull;
    bool want_null;
};

static void run_row_null(struct step *s, struct eval_ctx *x)
{
    struct row_null_step *t = s->u.call.data;
    bool result = true;
    if (t->isnull) {
        result = t->want_null;
    } else {
        struct record r = record_open(t->value);
        for (int i = 0; i < r.n && result; i++)
            result = (r.nulls[i] != 0) == t->want_null;
    }
    *s->res = datum_from_bool(result);
    *s->null = false;
}

void compile_row_null_test(struct compiler *c, const NullTest *x, Datum *res, bool *null)
{
    struct row_null_step *t = ARENA_NEW(c->a, struct row_null_step);
    t->want_null = x->nulltesttype == IS_NULL;
    compile_node(c, x->arg, &t->value, &t->isnull);
    compile_call(c, run_row_null, t, res, null);
}

/* ---- (a, b) < (c, d): a pair is evaluated only where those before it are equal ---- */
struct row_column {
    int strategy; /* as of a btree: < 1, <= 2, >= 4, > 5 */
    bool last;
    Datum l, r, undecided;
    bool lnull, rnull, no;
    struct key_fn equal;
    struct call op;
    Datum *res; /* of the whole */
    bool *null;
};

static void run_row_column(struct step *s, struct eval_ctx *x)
{
    struct row_column *k = s->u.call.data;
    *s->res = datum_from_bool(false);
    *k->null = k->lnull || k->rnull;
    if (*k->null)
        return;
    if (!key_equal(&k->equal, x->row, k->l, k->r))
        *k->res = call2(&k->op, x->row, k->l, k->r, k->null);
    else if (k->last)
        *k->res = datum_from_bool(k->strategy == 2 || k->strategy == 4);
    else
        *s->res = datum_from_bool(true);
}

static Oid equality_of(Oid opno, Oid ltype, Oid rtype)
{
    const struct oper *o = oper_by_oid(opno);
    if (o == NULL)
        return InvalidOid;
    if (o->strategy == 3)
        return opno;
    if (o->left == o->right)
        return oper_for_strategy(o->left, 3);
    for (int i = 0; i < oper_count(); i++) {
        const struct oper *e = oper_nth(i);
        if (e->left == o->left && e->right == o->right && e->strategy == 3 && strcmp(e->name, "=") == 0)
            return e->oid;
    }
    return InvalidOid;
}

void compile_row_compare(struct compiler *c, const RowCompareExpr *x, Datum *res, bool *null)
{
    List *ends = NULL;
    for (int i = 0, n = list_length(x->opnos); i < n; i++) {
        const Node *l = list_nth(x->largs, i), *r = list_nth(x->rargs, i);
        Oid op = ITEM_OID(list_nth(x->opnos, i));
        const struct oper *o = oper_by_oid(op);
        Oid types[2] = {expr_type(l), expr_type(r)};
        if (o == NULL)
            raise(ERR_INTERNAL_ERROR, "operator %u does not exist", op);
        struct row_column *k = ARENA_NEW(c->a, struct row_column);
        *k = (struct row_column){.strategy = x->rctype, .last = i == n - 1, .res = res, .null = null};
        key_fn_init(&k->equal, c->a, equality_of(op, types[0], types[1]), types[0], types[1]);
        call_init(&k->op, c->a, o->func, 2, types, TYPE_bool);
        compile_node(c, l, &k->l, &k->lnull);
        compile_node(c, r, &k->r, &k->rnull);
        compile_call(c, run_row_column, k, &k->undecided, &k->no);
        compile_step(c, STEP_JUMP_IF_NOT_TRUE, &k->undecided, &k->no);
        ends = note_step(c, ends);
    }
    set_jumps(c, ends);
}

/* ---- GREATEST, LEAST ---- */
struct min_max_step {
    struct vector v;
    type_cmp_fn cmp;
    bool least;
};

static void run_min_max(struct step *s, struct eval_ctx *x)
{
    struct min_max_step *m = s->u.call.data;
    *s->null = true;
    for (int i = 0; i < m->v.n; i++) {
        if (m->v.nulls[i])
            continue;
        int c = *s->null ? 0 : m->cmp(m->v.values[i], *s->res);
        if (*s->null || (m->least ? c < 0 : c > 0))
            *s->res = m->v.values[i];
        *s->null = false;
    }
}

/* An array is if its elements are. */
static bool is_ordered(Oid type)
{
    const struct type_info *t = type_get(type_base(type));
    return t->cmp != NULL && (!type_is_array(t->oid) || is_ordered(t->elem));
}

void compile_min_max(struct compiler *c, const MinMaxExpr *x, Datum *res, bool *null)
{
    struct min_max_step *m = ARENA_NEW(c->a, struct min_max_step);
    m->v = compile_vector(c, x->args);
    m->cmp = type_get(type_base(x->minmaxtype))->cmp;
    m->least = x->op == 1;
    if (!is_ordered(x->minmaxtype))
        raise(ERR_UNDEFINED_FUNCTION, "could not identify a comparison function for type %s", type_display(c->a, x->minmaxtype));
    compile_call(c, run_min_max, m, res, null);
}

/* ---- IS DISTINCT FROM, NULLIF ---- */
struct equal_step {
    struct vector v;
    struct call eq;
};

static struct equal_step *compile_equal(struct compiler *c, const OpExpr *x)
{
    struct equal_step *q = ARENA_NEW(c->a, struct equal_step);
    q->v = compile_vector(c, x->args);
    Oid func = x->opfuncid;
    if (func == InvalidOid)
        func = oper_by_oid(x->opno)->func;
    call_init(&q->eq, c->a, func, 2, q->v.types, TYPE_bool);
    return q;
}

static void run_distinct(struct step *s, struct eval_ctx *x)
{
    struct equal_step *q = s->u.call.data;
    bool isnull;
    *s->null = false;
    if (q->v.nulls[0] || q->v.nulls[1])
        *s->res = datum_from_bool(q->v.nulls[0] != q->v.nulls[1]);
    else
        *s->res = datum_from_bool(call2(&q->eq, x->row, q->v.values[0], q->v.values[1], &isnull) == 0);
}

void compile_distinct(struct compiler *c, const OpExpr *x, Datum *res, bool *null)
{
    compile_call(c, run_distinct, compile_equal(c, x), res, null);
}

static void run_null_if(struct step *s, struct eval_ctx *x)
{
    struct equal_step *q = s->u.call.data;
    bool isnull;
    *s->res = q->v.values[0];
    *s->null = q->v.nulls[0] || (!q->v.nulls[1] &&
                                 call2(&q->eq, x->row, q->v.values[0], q->v.values[1], &isnull) != 0 && !isnull);
}

void compile_null_if(struct compiler *c, const OpExpr *x, Datum *res, bool *null)
{
    compile_call(c, run_null_if, compile_equal(c, x), res, null);
}

/* ---- scalar op ANY/ALL (array) ---- */
#define HASHED_ELEMENTS 9 /* PostgreSQL's MIN_ARRAY_SIZE_FOR_HASHED_SAOP */

struct saop_entry {
    struct hent h;
    Datum value;
};
struct saop_step {
    struct vector v;
    struct call op;
    bool strict, any;
    struct key_fn key; /* hashed: the array is constant and the operator is =, or <> ALL */
    struct htab *table;
    bool has_null;
};

static void saop_build(struct saop_step *q, struct arena *a, const struct array *arr)
{
    q->table = ARENA_NEW(a, struct htab);
    htab_init(q->table, a, (size_t)arr->n);
    for (int i = 0; i < arr->n; i++) {
        bool isnull;
        Datum d = array_get(arr, i, &isnull);
        if (isnull) {
            q->has_null = true;
            continue;
        }
        struct saop_entry *e = ARENA_NEW(a, struct saop_entry);
        e->value = d;
        htab_add(q->table, &e->h, q->key.rhash(d));
    }
}

static void run_saop(struct step *s, struct eval_ctx *x)
{
    struct saop_step *q = s->u.call.data;
    if (q->v.nulls[1]) {
        *s->null = true;
        return;
    }
    struct array arr = array_open(q->v.values[1]);
    *s->null = false;
    *s->res = datum_from_bool(!q->any);
    if (arr.n == 0)
        return;
    if (q->v.nulls[0] && q->strict) {
        *s->null = true;
        return;
    }
    bool any_null = false;
    for (int i = 0; i < arr.n; i++) {
        bool isnull;
        Datum d = array_get(&arr, i, &isnull), r = 0;
        if (isnull && q->strict) {
            any_null = true;
            continue;
        }
        if ((i & 1023) == 1023)
            CHECK_INTERRUPTS();
        if (isnull || q->v.nulls[0]) {
            q->op.args[0] = q->v.values[0];
            q->op.args[1] = d;
            q->op.nulls[0] = q->v.nulls[0];
            q->op.nulls[1] = isnull;
            q->op.fc.arena = x->row;
            q->op.fc.isnull = false;
            r = q->op.fn->fn(&q->op.fc);
            isnull = q->op.fc.isnull;
        } else {
            r = call2(&q->op, x->row, q->v.values[0], d, &isnull);
        }
        if (isnull) {
            any_null = true;
        } else if ((r != 0) == q->any) {
            *s->res = datum_from_bool(q->any);
            return;
        }
    }
    *s->null = any_null;
}

static void run_saop_hashed(struct step *s, struct eval_ctx *x)
{
    struct saop_step *q = s->u.call.data;
    if (q->v.nulls[0]) {
        *s->null = true;
        return;
    }
    *s->null = false;
    for (struct hent *e = htab_first(q->table, q->key.lhash(q->v.values[0])); e != NULL; e = e->next)
        if (key_equal(&q->key, x->row, q->v.values[0], ((struct saop_entry *)e)->value)) {
            *s->res = datum_from_bool(q->any);
            return;
        }
    *s->null = q->has_null;
    *s->res = datum_from_bool(!q->any);
}

/* = ANY and <> ALL over a long constant array go through a hash table. */
static bool saop_hashable(struct compiler *c, const ScalarArrayOpExpr *x, struct saop_step *q, const struct oper *o)
{
    const Const *k = list_nth(x->args, 1);
    if (!IS_A(k, Const) || k->constisnull || !q->strict || o == NULL)
        return false;
    const struct oper *eq = x->useOr ? o : oper_by_oid(o->negator);
    if (eq == NULL || !eq->hashes || eq->strategy != 3 || (!x->useOr && o->strategy != 6))
        return false;
    struct array arr = array_open(k->constvalue);
    if (arr.n < HASHED_ELEMENTS)
        return false;
    key_fn_init(&q->key, c->a, eq->oid, q->v.types[0], arr.elem);
    if (q->key.lhash == NULL || q->key.rhash == NULL)
        return false;
    saop_build(q, c->a, &arr);
    return true;
}

void compile_scalar_array(struct compiler *c, const ScalarArrayOpExpr *x, Datum *res, bool *null)
{
    struct saop_step *q = ARENA_NEW(c->a, struct saop_step);
    const struct oper *o = oper_by_oid(x->opno);
    Oid func = x->opfuncid != InvalidOid || o == NULL ? x->opfuncid : o->func;
    q->v = compile_vector(c, x->args);
    Oid elem = type_get(type_base(q->v.types[1]))->elem;
    Oid types[2] = {q->v.types[0], elem};
    call_init(&q->op, c->a, func, 2, types, TYPE_bool);
    q->strict = (q->op.fn->flags & F_NONSTRICT) == 0;
    q->any = x->useOr;
    compile_call(c, saop_hashable(c, x, q, o) ? run_saop_hashed : run_saop, q, res, null);
}

/* ---- coercions ---- */
struct coerce_step {
    Oid from, to;
    Datum value;
    bool isnull;
};

static void run_coerce_io(struct step *s, struct eval_ctx *x)
{
    struct coerce_step *k = s->u.call.data;
    *s->null = k->isnull;
    if (k->isnull)
        return;
    struct strbuf b;
    strbuf_init(&b, x->row);
    type_output(x->row, k->from, k->value, &b);
    if (b.data == NULL)
        strbuf_add(&b, "", 0);
    *s->res = type_input(x->row, k->to, -1, b.data, b.len, NULL);
}

void compile_coerce_io(struct compiler *c, const CoerceViaIO *x, Datum *res, bool *null)
{
    struct coerce_step *k = ARENA_NEW(c->a, struct coerce_step);
    k->from = expr_type(x->arg);
    k->to = x->resulttype;
    compile_node(c, x->arg, &k->value, &k->isnull);
    compile_call(c, run_coerce_io, k, res, null);
}

struct array_coerce_step {
    Datum value;
    bool isnull;
    Oid elem;
    struct expr_state *expr; /* over one element; NULL: only the type's name changes */
    Datum item;
    bool item_null;
};

static void run_array_coerce(struct step *s, struct eval_ctx *x)
{
    struct array_coerce_step *k = s->u.call.data;
    *s->null = k->isnull;
    if (k->isnull)
        return;
    struct array arr = array_open(k->value);
    Datum *values = ARENA_ARRAY(x->row, Datum, arr.n + 1);
    bool *nulls = ARENA_ARRAY(x->row, bool, arr.n + 1);
    for (int i = 0; i < arr.n; i++) {
        k->item = array_get(&arr, i, &k->item_null);
        values[i] = k->item;
        nulls[i] = k->item_null;
        if (k->expr != NULL)
            values[i] = expr_eval(k->expr, x->rows, x->row, &nulls[i]);
        CHECK_INTERRUPTS();
    }
    *s->res = arr.n == 0 ? array_make_empty(x->row, k->elem)
                         : array_make_md(x->row, k->elem, values, nulls, arr.ndim, arr.dims, arr.lbs);
}

void compile_array_coerce(struct compiler *c, const ArrayCoerceExpr *x, Datum *res, bool *null)
{
    struct array_coerce_step *k = ARENA_NEW(c->a, struct array_coerce_step);
    k->elem = type_get(type_base(x->resulttype))->elem;
    compile_node(c, x->arg, &k->value, &k->isnull);
    const Node *inner = x->elemexpr;
    while (IS_A(inner, RelabelType))
        inner = ((const RelabelType *)inner)->arg;
    if (inner != NULL && inner->tag != T_CaseTestExpr)
        k->expr = compile_over_value(c, x->elemexpr, &k->item, &k->item_null);
    compile_call(c, run_array_coerce, k, res, null);
}

/* The one domain with a check: objectid, 24 hexadecimal digits. */
static void run_objectid(struct step *s, struct eval_ctx *x)
{
    if (*s->null)
        return;
    const char *p = VARDATA(*s->res);
    bool good = VARLEN(*s->res) == 24;
    for (int i = 0; i < 24 && good; i++)
        good = (p[i] >= '0' && p[i] <= '9') || (p[i] >= 'a' && p[i] <= 'f') || (p[i] >= 'A' && p[i] <= 'F');
    if (!good)
        raise(ERR_CHECK_VIOLATION, "value for domain objectid violates check constraint \"objectid_check\"");
}

struct domain_step {
    Oid domain;
    const DomainConstraint *constraint;
    struct expr_state *check; /* over the value; NULL: it may not be NULL */
};

static _Noreturn void domain_violated(struct arena *a, const struct domain_step *d)
{
    const char *name = type_display(a, d->domain);
    struct error *e = d->check == NULL ? error_new(ERR_NOT_NULL_VIOLATION, "domain %s does not allow null values", name)
                                       : error_new(ERR_CHECK_VIOLATION, "value for domain %s violates check constraint \"%s\"", name, d->constraint->name);
    e->schema = type_schema(d->domain);
    e->datatype = type_get(d->domain)->name;
    e->constraint = d->check != NULL ? d->constraint->name : NULL;
    error_throw(e);
}

static void run_domain(struct step *s, struct eval_ctx *x)
{
    struct domain_step *d = s->u.call.data;
    bool isnull = false, good = d->check == NULL ? !*s->null : datum_bool(expr_eval(d->check, x->rows, x->row, &isnull)) || isnull;
    if (!good)
        domain_violated(x->row, d);
}

void compile_domain(struct compiler *c, const CoerceToDomain *x, Datum *res, bool *null)
{
    compile_node(c, x->arg, res, null);
    for (Oid t = x->resulttype; t != InvalidOid && type_get(t)->typtype == 'd'; t = type_get(t)->base)
        if (t == TYPE_objectid)
            compile_call(c, run_objectid, NULL, res, null);
    FOREACH (DomainConstraint, k, x->checks) {
        struct domain_step *d = ARENA_NEW(c->a, struct domain_step);
        *d = (struct domain_step){x->resulttype, k, k->check != NULL ? compile_over_domain(c, k->check, res, null) : NULL};
        compile_call(c, run_domain, d, res, null);
    }
}

/* ---- (record).field ---- */
static void run_field(struct step *s, struct eval_ctx *x)
{
    const FieldSelect *f = s->u.call.data;
    if (*s->null)
        return;
    struct record r = record_open(*s->res);
    if (f->fieldnum < 1 || f->fieldnum > r.n) {
        *s->null = true; /* a record of an older shape */
        return;
    }
    if (type_base(r.types[f->fieldnum - 1]) != type_base(f->resulttype) && !r.nulls[f->fieldnum - 1]) {
        struct error *e = error_new(ERR_DATATYPE_MISMATCH, "attribute %d of type record has wrong type", f->fieldnum);
        error_throw(error_detail(e, "Table has type %s, but query expects %s.",
                                 type_display(x->row, r.types[f->fieldnum - 1]), type_display(x->row, f->resulttype)));
    }
    *s->res = record_get(&r, f->fieldnum - 1, s->null);
}

void compile_field(struct compiler *c, const FieldSelect *x, Datum *res, bool *null)
{
    compile_node(c, x->arg, res, null);
    compile_call(c, run_field, (void *)x, res, null);
}

/* ---- CURRENT_DATE and the like ---- */
/* The cast from timestamptz is the definition: the same function that now()::date would call. */
static Datum now_as(struct eval_ctx *x, Oid type, int32_t typmod, Oid scale_func)
{
    Datum args[2] = {datum_from_int64(func_env.xact_start), datum_from_int32(typmod)};
    if (type != TYPE_timestamptz) {
        const struct cast *k = cast_lookup(TYPE_timestamptz, type);
        args[0] = func_call(exec_func(k != NULL ? k->func : InvalidOid)->fn, x->row, 1, args);
    }
    return typmod < 0 ? args[0] : func_call(exec_func(scale_func)->fn, x->row, 2, args);
}

static void run_sql_value(struct step *s, struct eval_ctx *x)
{
    enum { TIMESTAMP_SCALE = 1961, TIMESTAMPTZ_SCALE = 1967, TIME_SCALE = 1968, TIMETZ_SCALE = 1969, CURRENT_SCHEMA = 1402 };
    const SQLValueFunction *f = s->u.call.data;
    const char *name = NULL;
    *s->null = false;
    switch (f->op) {
    case SVF_CURRENT_DATE: *s->res = now_as(x, TYPE_date, -1, 0); return;
    case SVF_CURRENT_TIME: case SVF_CURRENT_TIME_N:
        *s->res = now_as(x, TYPE_timetz, f->typmod, TIMETZ_SCALE);
        return;
    case SVF_CURRENT_TIMESTAMP: case SVF_CURRENT_TIMESTAMP_N:
        *s->res = now_as(x, TYPE_timestamptz, f->typmod, TIMESTAMPTZ_SCALE);
        return;
    case SVF_LOCALTIME: case SVF_LOCALTIME_N: *s->res = now_as(x, TYPE_time, f->typmod, TIME_SCALE); return;
    case SVF_LOCALTIMESTAMP: case SVF_LOCALTIMESTAMP_N:
        *s->res = now_as(x, TYPE_timestamp, f->typmod, TIMESTAMP_SCALE);
        return;
    case SVF_CURRENT_CATALOG: name = func_env.database; break;
    case SVF_CURRENT_SCHEMA: {
        const struct func *fn = func_by_oid(CURRENT_SCHEMA);
        struct fcall fc = {.arena = x->row, .keep = x->row, .rettype = TYPE_name, .typmod = -1};
        if (fn != NULL && fn->fn != NULL) {
            *s->res = fn->fn(&fc);
            *s->null = fc.isnull;
            return;
        }
        name = "public";
        break;
    }
    default: name = func_env.user; break;
    }
    *s->null = name == NULL;
    if (name != NULL)
        *s->res = datum_from_cstring(x->row, name);
}

void compile_sql_value(struct compiler *c, const SQLValueFunction *x, Datum *res, bool *null)
{
    compile_call(c, run_sql_value, (void *)x, res, null);
}

/* ---- what has no collation to compare by ---- */
struct indeterminate_step {
    struct vector v;
    const IndeterminateCollation *x;
};

static _Noreturn void not_determined(const struct indeterminate_step *t)
{
    struct error *e = error_new(ERR_INDETERMINATE_COLLATION, "could not determine which collation to use for %s", t->x->what);
    error_throw(error_hint(e, "Use the COLLATE clause to set the collation explicitly."));
}

/* NULL; or, of what looks at more than one value, what comes of so few. */
static void run_indeterminate(struct step *s, struct eval_ctx *x)
{
    const struct indeterminate_step *t = s->u.call.data;
    const struct vector *v = &t->v;
    int present = 0, last = -1;
    (void)x;
    for (int i = 0; i < v->n; i++)
        if (!v->nulls[i]) {
            present++;
            last = i;
        }
    *s->null = true;
    switch (t->x->arg->tag) {
    case T_MinMaxExpr:
        if (present > 1)
            not_determined(t);
        *s->null = present == 0;
        *s->res = present == 0 ? 0 : v->values[last];
        break;
    case T_DistinctExpr:
        if (present == 2)
            not_determined(t);
        *s->null = false;
        *s->res = datum_from_bool(present == 1);
        break;
    case T_NullIfExpr:
        if (present == 2)
            not_determined(t);
        *s->null = v->nulls[0];
        *s->res = v->values[0];
        break;
    case T_ScalarArrayOpExpr: {
        struct array arr = v->nulls[1] ? (struct array){0} : array_open(v->values[1]);
        bool isnull = true;
        for (int i = 0; i < arr.n && isnull && !v->nulls[0]; i++)
            array_get(&arr, i, &isnull);
        if (!isnull)
            not_determined(t);
        *s->null = v->nulls[1] || arr.n > 0;
        *s->res = datum_from_bool(!((const ScalarArrayOpExpr *)t->x->arg)->useOr);
        break;
    }
    default:
        if (present == v->n)
            not_determined(t);
    }
}

void compile_indeterminate(struct compiler *c, const IndeterminateCollation *x, Datum *res, bool *null)
{
    struct indeterminate_step *t = ARENA_NEW(c->a, struct indeterminate_step);
    t->x = x;
    const List *args = IS_A(x->arg, FuncExpr) ? ((const FuncExpr *)x->arg)->args : IS_A(x->arg, ScalarArrayOpExpr) ? ((const ScalarArrayOpExpr *)x->arg)->args
                       : IS_A(x->arg, MinMaxExpr) ? ((const MinMaxExpr *)x->arg)->args
                       : IS_A(x->arg, OpExpr) || IS_A(x->arg, DistinctExpr) || IS_A(x->arg, NullIfExpr) ? ((const OpExpr *)x->arg)->args
                                                                                                        : list_make(c->a, 1, x->arg);
    t->v = compile_vector(c, args);
    compile_call(c, run_indeterminate, t, res, null);
}

/* ---- WHERE CURRENT OF ---- */
struct current_step {
    Datum identity, row;
    bool isnull;
    struct key_fn equal;
};

static void run_current_of(struct step *s, struct eval_ctx *x)
{
    const struct current_step *k = s->u.call.data;
    (void)x;
    *s->null = false;
    *s->res = datum_from_bool(!k->isnull && k->equal.cmp(k->identity, k->row) == 0);
}

void compile_current_of(struct compiler *c, const CurrentOfExpr *x, Datum *res, bool *null)
{
    struct current_step *k = ARENA_NEW(c->a, struct current_step);
    if (x->row == NULL)
        raise(ERR_UNDEFINED_CURSOR, "cursor \"%s\" does not exist", x->cursor_name);
    k->row = x->row->constvalue;
    k->equal.cmp = type_get(TYPE_bson_value)->cmp;
    compile_node(c, x->identity, &k->identity, &k->isnull);
    compile_call(c, run_current_of, k, res, null);
}
