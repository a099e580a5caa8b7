/*
 * SubPlan: subqueries in expressions. Correlated ones are run anew for each row, with their arguments in parameters;
 * an uncorrelated = ANY is looked up in a hash table; initplans run once, when first asked for.
 */
#include "exec/expr_int.h"
#include "types/array.h"
#include "types/hash.h"

struct subplan_row {
    struct hent h;
    struct flat row;
};

struct subplan {
    const SubPlan *sp;
    struct exec *ex;
    struct arena *arena;
    struct expr_ctx ctx;
    struct node *node;     /* made at first use */
    struct projection *args;
    struct expr_state *test;
    uint64_t *seen; /* versions of the parameters at the last run */
    struct param_set changed;
    bool ran;
    /* hashed = ANY */
    bool hash_checked, hashed, has_null_row;
    struct arena *table_arena;
    struct htab table;
    struct projection *left; /* the left sides of the test's operators */
    int *right_cols;         /* the subquery's column behind each */
    struct key_fn *keys;
    int nkeys;
    struct columns cols;
    Datum *values;
};

struct subplan *subplan_make(struct arena *a, const struct expr_ctx *ctx, const SubPlan *sp)
{
    struct subplan *s = ARENA_NEW(a, struct subplan);
    s->sp = sp;
    s->ex = ctx->ex;
    s->arena = a;
    s->ctx = *ctx;
    s->changed = param_set_new(a, s->ex->nparams);
    s->seen = ARENA_ARRAY(a, uint64_t, s->ex->nparams + 1);
    s->args = projection_compile(a, &s->ctx, sp->args);
    if (sp->testexpr != NULL)
        s->test = expr_compile_in(a, &s->ctx, sp->testexpr);
    return s;
}

/* Which of the parameters below have new values since the last run. */
static bool note_changes(struct subplan *s)
{
    const struct param_set *used = &s->node->params;
    bool any = false;
    memset(s->changed.words, 0, sizeof(uint64_t) * (size_t)s->changed.n);
    for (int w = 0; w < used->n; w++)
        for (uint64_t bits = used->words[w]; bits != 0; bits &= bits - 1) {
            int id = w * 64 + __builtin_ctzll(bits);
            if (s->seen[id] == s->ex->params[id].version)
                continue;
            s->seen[id] = s->ex->params[id].version;
            param_set_add(&s->changed, id);
            any = true;
        }
    return any;
}

/* The subquery's rows from the first one, for the arguments of this outer row. */
static void subplan_start(struct subplan *s, const struct expr_rows *rows, struct arena *row)
{
    projection_run(s->args, rows, row);
    for (int i = 0; i < s->args->n; i++) {
        struct exec_param *p = &s->ex->params[ITEM_INT(list_nth(s->sp->parParam, i))];
        p->value = s->args->values[i];
        p->isnull = s->args->nulls[i];
        p->pending = NULL;
        p->version++;
    }
    if (s->node == NULL) {
        bool fresh = s->ex->subplans[s->sp->plan_id - 1] == NULL;
        s->node = exec_subplan(s->ex, s->sp->plan_id);
        s->ran = !fresh;
    }
    note_changes(s);
    if (s->ran)
        node_rescan(s->node, &s->changed);
    s->ran = true;
}

static void set_test_params(struct subplan *s)
{
    for (int i = 0; i < list_length(s->sp->paramIds); i++) {
        struct exec_param *p = &s->ex->params[ITEM_INT(list_nth(s->sp->paramIds, i))];
        p->value = s->node->values[i];
        p->isnull = s->node->nulls[i];
        p->pending = NULL;
    }
}

static Datum run_array_sublink(struct subplan *s, struct arena *row)
{
    Oid type = s->node->cols.types[0];
    bool nested = type_get(type)->array == InvalidOid;
    Oid elem = nested ? type_get(type_base(type))->elem : type;
    struct array_builder b;
    array_builder_init(&b, row, type);
    while (node_next(s->node))
        array_builder_add(&b, s->node->values[0], s->node->nulls[0]);
    if (nested && b.n > 0)
        return array_stack(row, elem, b.values, b.nulls, b.n, true);
    if (nested)
        return array_make_empty(row, elem);
    return array_builder_finish(&b, row);
}

/* ANY and ALL with SQL's three values over all rows. */
static Datum run_quantified(struct subplan *s, const struct expr_rows *rows, struct arena *row, bool *isnull)
{
    bool any = s->sp->subLinkType == ANY_SUBLINK, unknown = false;
    *isnull = false;
    while (node_next(s->node)) {
        bool null;
        set_test_params(s);
        Datum d = expr_eval(s->test, rows, row, &null);
        if (null)
            unknown = true;
        else if ((d != 0) == any)
            return datum_from_bool(any);
    }
    *isnull = unknown;
    return datum_from_bool(!any);
}

static void raise_many_rows(void)
{
    raise(ERR_CARDINALITY_VIOLATION, "more than one row returned by a subquery used as an expression");
}

static Datum run_row_compare_sublink(struct subplan *s, const struct expr_rows *rows, struct arena *row, bool *isnull)
{
    if (!node_next(s->node)) {
        *isnull = true;
        return 0;
    }
    set_test_params(s);
    Datum d = expr_eval(s->test, rows, row, isnull);
    if (node_next(s->node))
        raise_many_rows();
    return d;
}

static Datum run_expr_sublink(struct subplan *s, struct arena *row, bool *isnull)
{
    if (!node_next(s->node)) {
        *isnull = true;
        return 0;
    }
    Datum d = 0;
    *isnull = s->node->nulls[0];
    if (!*isnull)
        d = datum_copy(row, s->node->values[0], s->node->cols.byval[0]);
    if (node_next(s->node))
        raise_many_rows();
    return d;
}

/* ---- hashed = ANY ---- */

/* The test is left = column [AND ...] with operators that hash: what the table can answer. */
static bool hash_prepare(struct subplan *s)
{
    const SubPlan *sp = s->sp;
    List *tests = NULL, *left = NULL;
    if (sp->subLinkType != ANY_SUBLINK || list_length(sp->parParam) > 0 || sp->testexpr == NULL)
        return false;
    implicit_and(s->arena, sp->testexpr, &tests);
    s->nkeys = list_length(tests);
    s->right_cols = ARENA_ARRAY(s->arena, int, s->nkeys);
    s->keys = ARENA_ARRAY(s->arena, struct key_fn, s->nkeys);
    for (int i = 0; i < s->nkeys; i++) {
        const OpExpr *op = list_nth(tests, i);
        if (!IS_A(op, OpExpr) || list_length(op->args) != 2)
            return false;
        const struct oper *o = oper_by_oid(op->opno);
        const Node *r = list_nth(op->args, 1);
        while (IS_A(r, RelabelType))
            r = ((const RelabelType *)r)->arg;
        if (o == NULL || o->strategy != 3 || !o->hashes || !IS_A(r, Param) || ((const Param *)r)->paramkind != PARAM_EXEC)
            return false;
        int col = 0;
        while (col < list_length(sp->paramIds) && ITEM_INT(list_nth(sp->paramIds, col)) != ((const Param *)r)->paramid)
            col++;
        if (col == list_length(sp->paramIds))
            return false;
        s->right_cols[i] = col;
        key_fn_init(&s->keys[i], s->arena, op->opno, expr_type(list_nth(op->args, 0)), expr_type(list_nth(op->args, 1)));
        if (s->keys[i].lhash == NULL || s->keys[i].rhash == NULL)
            return false;
        left = list_append(s->arena, left, list_nth(op->args, 0));
    }
    s->left = projection_compile(s->arena, &s->ctx, left);
    return true;
}

static uint64_t hash_right(const struct subplan *s, const Datum *values)
{
    uint64_t h = 0;
    for (int i = 0; i < s->nkeys; i++)
        h = hash_combine(h, s->keys[i].rhash(values[s->right_cols[i]]));
    return h;
}

/* Rows with a NULL are kept in a chain of their own: they may make the answer unknown. False: too large for memory. */
static bool hash_build(struct subplan *s, const struct expr_rows *rows, struct arena *row)
{
    subplan_start(s, rows, row);
    s->cols = s->node->cols;
    s->values = ARENA_ARRAY(s->arena, Datum, s->cols.n + 1);
    s->table_arena = arena_new(s->arena, "hashed subplan");
    htab_init(&s->table, s->table_arena, 256);
    while (node_next(s->node)) {
        bool null = false;
        for (int i = 0; i < s->nkeys; i++)
            null |= s->node->nulls[s->right_cols[i]];
        if (null && s->nkeys > 1) {
            arena_free(s->table_arena); /* partly NULL rows: the row by row comparison knows the rules */
            return false;
        }
        if (null) {
            s->has_null_row = true;
            continue;
        }
        size_t size = flat_size(&s->cols, s->node->values, s->node->nulls);
        struct subplan_row *r = arena_alloc(s->table_arena, offsetof(struct subplan_row, row) + size);
        flat_write(&r->row, size, &s->cols, s->node->values, s->node->nulls);
        htab_add(&s->table, &r->h, hash_right(s, s->node->values));
        if (arena_used(s->table_arena) > 8 * s->ex->set.work_mem) {
            arena_free(s->table_arena);
            return false;
        }
    }
    note_changes(s); /* what the run itself set does not count */
    return true;
}

static Datum hash_probe(struct subplan *s, const struct expr_rows *rows, struct arena *row, bool *isnull)
{
    const bool *nulls;
    uint64_t h = 0;
    projection_run(s->left, rows, row);
    *isnull = false;
    if (s->table.n == 0 && !s->has_null_row)
        return datum_from_bool(false);
    for (int i = 0; i < s->nkeys; i++) {
        if (s->left->nulls[i]) {
            *isnull = true;
            return 0;
        }
        h = hash_combine(h, s->keys[i].lhash(s->left->values[i]));
    }
    for (struct hent *e = htab_first(&s->table, h); e != NULL; e = e->next) {
        if (e->hash != h)
            continue;
        flat_read(&((struct subplan_row *)e)->row, &s->cols, s->values, &nulls);
        int i = 0;
        while (i < s->nkeys && key_equal(&s->keys[i], row, s->left->values[i], s->values[s->right_cols[i]]))
            i++;
        if (i == s->nkeys)
            return datum_from_bool(true);
    }
    *isnull = s->has_null_row;
    return datum_from_bool(false);
}

/* With several keys a NULL on the left may still give false, row by row. */
static bool left_has_null(struct subplan *s, const struct expr_rows *rows, struct arena *row)
{
    bool any = false;
    if (s->nkeys == 1)
        return false;
    projection_run(s->left, rows, row);
    for (int i = 0; i < s->nkeys; i++)
        any |= s->left->nulls[i];
    return any;
}

Datum subplan_eval(struct subplan *s, const struct expr_rows *rows, struct arena *row, bool *isnull)
{
    Datum d;
    if (!s->hash_checked) {
        s->hash_checked = true;
        s->hashed = hash_prepare(s);
        if (s->hashed)
            s->hashed = hash_build(s, rows, row);
    } else if (s->hashed && note_changes(s)) { /* it depends on an outer query's row, and that is another now */
        arena_free(s->table_arena);
        s->has_null_row = false;
        s->hashed = hash_build(s, rows, row);
    }
    if (s->hashed && !left_has_null(s, rows, row))
        return hash_probe(s, rows, row, isnull);
    subplan_start(s, rows, row);
    switch (s->sp->subLinkType) {
    case EXISTS_SUBLINK:
        *isnull = false;
        return datum_from_bool(node_next(s->node));
    case ANY_SUBLINK: case ALL_SUBLINK: return run_quantified(s, rows, row, isnull);
    case EXPR_SUBLINK: return run_expr_sublink(s, row, isnull);
    case ROWCOMPARE_SUBLINK: return run_row_compare_sublink(s, rows, row, isnull);
    case ARRAY_SUBLINK:
        d = run_array_sublink(s, row);
        *isnull = false;
        return d;
    default: raise(ERR_FEATURE_NOT_SUPPORTED, "subquery of kind %d is not supported here", s->sp->subLinkType);
    }
}

/* ---- initplans ---- */

struct init_plan {
    struct subplan s;
    struct arena *values; /* of its results: until it is run again */
};

void subplan_mark_init(struct exec *ex, const SubPlan *sp)
{
    struct init_plan *p = NULL;
    if (sp->subLinkType == CTE_SUBLINK || list_length(sp->setParam) == 0)
        return;
    struct exec_param *first = &ex->params[ITEM_INT(list_nth(sp->setParam, 0))];
    if (first->init != NULL && first->init->sp == sp)
        p = (struct init_plan *)first->init;
    if (p == NULL) {
        struct expr_ctx *ctx = ARENA_NEW(ex->arena, struct expr_ctx);
        ctx->ex = ex;
        p = ARENA_NEW(ex->arena, struct init_plan);
        p->s = *subplan_make(ex->arena, ctx, sp);
        p->values = arena_new(ex->arena, "initplan");
    }
    for (int i = 0; i < list_length(sp->setParam); i++) {
        struct exec_param *x = &ex->params[ITEM_INT(list_nth(sp->setParam, i))];
        x->pending = x->init = &p->s;
        x->version++;
    }
}

bool subplan_init_depends(const struct exec *ex, const SubPlan *sp, const struct param_set *changed)
{
    struct arena *a = arena_new(NULL, "parameters");
    struct param_set s = param_set_new(a, ex->nparams);
    plan_collect_params(ex, list_nth(ex->stmt->subplans, sp->plan_id - 1), &s);
    bool meets = param_set_meets(&s, changed);
    arena_free(a);
    return meets;
}

void subplan_run_init(struct subplan *s)
{
    struct init_plan *p = (struct init_plan *)s;
    struct expr_rows none = {0};
    const List *set = s->sp->setParam;
    for (int i = 0; i < list_length(set); i++)
        s->ex->params[ITEM_INT(list_nth(set, i))].pending = NULL;
    arena_reset(p->values);
    struct arena *row = arena_new(s->arena, "initplan row");
    if (list_length(set) > 1 && s->sp->subLinkType != ROWCOMPARE_SUBLINK) {
        subplan_start(s, &none, row);
        bool any = node_next(s->node);
        for (int i = 0; i < list_length(set); i++) {
            struct exec_param *x = &s->ex->params[ITEM_INT(list_nth(set, i))];
            x->isnull = !any || s->node->nulls[i];
            x->value = x->isnull ? 0 : datum_copy(p->values, s->node->values[i], s->node->cols.byval[i]);
        }
        if (any && node_next(s->node))
            raise_many_rows();
    } else {
        struct exec_param *x = &s->ex->params[ITEM_INT(list_nth(set, 0))];
        Datum d = subplan_eval(s, &none, row, &x->isnull);
        bool byval = s->sp->subLinkType == EXPR_SUBLINK ? s->node->cols.byval[0] : s->sp->subLinkType != ARRAY_SUBLINK;
        x->value = x->isnull ? 0 : datum_copy(p->values, d, byval);
    }
    arena_free(row);
}
