/*
 * GROUP BY, aggregates and DISTINCT as $group.
 *
 *     SELECT status, count(*), avg(qty) ... GROUP BY status
 *     {$group: {_id: {k0: status if it is a text, else null}, a0: {$sum: 1}, a1: {$sum: qty there ? 1 : 0},
 *               a2: {$sum: qty if int}}},
 *     {$set: {a2: null where a1 is 0}}                               and a2 / a1 here, with numeric's digits
 *
 * The columns are then the grouping expressions and, for what the aggregates are made of, Vars of the scan's row.
 */
#include <math.h>
#include <string.h>

#include "push/group.h"

/* ---- expressions for the local side ---- */

Node *group_operator(struct arena *a, Oid opno, Oid func, Oid result, Node *l, Node *r)
{
    OpExpr *o = MAKE_NODE(a, OpExpr);
    o->opno = opno;
    o->opfuncid = func;
    o->opresulttype = result;
    o->args = list_make(a, 2, l, r);
    o->location = -1;
    return (Node *)o;
}

static Node *float_const(struct arena *a, double v)
{
    return (Node *)make_const(a, TYPE_float8, -1, datum_from_float8(v), false);
}

/* CASE WHEN test THEN a float8 overflow ELSE value END */
static Node *overflow_if(struct arena *a, Node *test, Node *value)
{
    CaseExpr *e = MAKE_NODE(a, CaseExpr);
    CaseWhen *w = MAKE_NODE(a, CaseWhen);
    w->expr = test;
    w->result = group_operator(a, 594, 216, TYPE_float8, float_const(a, 1e308), float_const(a, 1e308));
    e->casetype = TYPE_float8;
    e->args = list_append(a, NULL, w);
    e->defresult = value;
    e->location = w->location = -1;
    return (Node *)e;
}

bool group_functions(int n, const Oid *oids)
{
    for (int i = 0; i < n; i++)
        if (func_by_oid(oids[i]) == NULL)
            return false;
    return true;
}

/* ---- columns ---- */

struct pcol *group_column(struct grouping *g, Oid type, bool nullable)
{
    struct push_rel *r = g->c.rel;
    const char *path = g->over ? push_temporary(r) : arena_printf(g->c.arena, "a%d", g->naccs++);
    Var *v = make_var(g->c.arena, SCAN_VAR, ++r->nvars, type, -1, 0);
    struct pcol *col = push_column(r, &g->cols, (Node *)v, path, type, -1);
    col->clean = true;
    col->nullable = nullable;
    return col;
}

/* A date is in BSON a time, which is read and cast here. */
static Node *finish_date(struct arena *a, Node *value, Node *with)
{
    FuncExpr *cast = MAKE_NODE(a, FuncExpr);
    (void)with;
    cast->funcid = 1178;
    cast->funcresulttype = TYPE_date;
    cast->funcformat = COERCE_EXPLICIT_CAST;
    cast->args = list_append(a, NULL, value);
    cast->location = -1;
    return (Node *)cast;
}

static void read_dates(struct pcol *col)
{
    if (col->type != TYPE_date)
        return;
    col->type = TYPE_timestamptz;
    col->typmod = -1;
    col->finish = finish_date;
}

static struct bv *accumulator(struct grouping *g, const char *op, struct bv *input)
{
    struct bv *acc = bv_op(g->c.arena, op, input);
    return g->window == NULL ? acc : bv_set(g->c.arena, acc, "window", g->window);
}

/* {$op: input} as a column; one that is there already serves again. */
struct pcol *group_accumulate(struct grouping *g, const char *op, struct bv *input, Oid type, bool nullable)
{
    struct bv *acc = accumulator(g, op, input);
    for (int i = 0; i < g->body->n; i++) {
        if (strcmp(g->body->items[i].key, "_id") == 0 || !bv_equal(g->body->items[i].value, acc))
            continue;
        FOREACH (struct pcol, col, g->cols)
            if (strcmp(col->path, g->body->items[i].key) == 0 && col->type == type && col->finish == NULL &&
                col->nullable == nullable && !col->changed)
                return col;
    }
    struct pcol *col = group_column(g, type, nullable);
    bv_set(g->c.arena, g->body, col->path, acc);
    return col;
}

/* Its value after $group is made of itself and others. */
static void change(struct grouping *g, struct pcol *col, struct bv *v)
{
    col->changed = true;
    bv_set(g->c.arena, g->set, col->path, v);
}

static struct bv *field(struct grouping *g, const struct pcol *col)
{
    return bv_field(g->c.arena, col->path);
}

/* x where the FILTER clause is true, else null. */
static struct bv *filtered(struct agg_call *x, struct bv *v)
{
    struct arena *a = x->g->c.arena;
    return v == NULL || x->filter == NULL ? v : bv_op3(a, "$cond", x->filter, v, bv_null(a));
}

struct bv *group_argument(struct agg_call *x)
{
    struct bv *v = pc_value(&x->g->c, x->arg);
    if (v != NULL && push_type(x->arg) == TYPE_objectid)
        v = bv_op(x->g->c.arena, "$toString", v);
    return filtered(x, v);
}

static struct bv *one_if(struct arena *a, struct bv *test)
{
    return bv_op3(a, "$cond", test, bv_int(a, 1), bv_int(a, 0));
}

/* How many rows have a value that is not NULL. */
struct pcol *group_counted(struct agg_call *x)
{
    struct arena *a = x->g->c.arena;
    NullTest *t = MAKE_NODE(a, NullTest);
    t->arg = x->arg;
    t->nulltesttype = IS_NOT_NULL;
    struct bv *test = pc_test(&x->g->c, (Node *)t, true);
    if (test == NULL)
        return NULL;
    if (test->value.value_type == BSON_TYPE_BOOL && test->value.value.v_bool) /* every row: count(*) */
        return group_accumulate(x->g, "$sum", x->filter != NULL ? one_if(a, x->filter) : bv_int(a, 1), TYPE_int8,
                                false);
    if (x->filter != NULL)
        test = bv_op2(a, "$and", x->filter, test);
    return group_accumulate(x->g, "$sum", one_if(a, test), TYPE_int8, false);
}

/* Each group has a row, and this argument a value in it: what is made of them is not NULL. */
static bool never_null(struct agg_call *x)
{
    return !x->g->one_row && x->g->window == NULL && x->filter == NULL && !pc_nullable(&x->g->c, x->arg);
}

static struct bv *null_if_none(struct grouping *g, const struct pcol *count, struct bv *v)
{
    struct arena *a = g->c.arena;
    return bv_op3(a, "$cond", bv_op2(a, "$eq", field(g, count), bv_int(a, 0)), bv_null(a), v);
}

/* ---- aggregates: what functions.def's CALL(...) names ---- */

/* The count of no rows is 0: where there is no group, there is no document to say so. */
static Node *count_result(struct agg_call *x, struct pcol *col)
{
    struct arena *a = x->g->c.arena;
    if (!x->g->one_row)
        return col->expr;
    CoalesceExpr *e = MAKE_NODE(a, CoalesceExpr);
    e->coalescetype = TYPE_int8;
    e->args = list_make(a, 2, col->expr, make_const(a, TYPE_int8, -1, datum_from_int64(0), false));
    e->location = -1;
    return (Node *)e;
}

Node *push_count_rows(struct agg_call *x)
{
    struct arena *a = x->g->c.arena;
    struct bv *one = bv_int(a, 1);
    if (x->filter != NULL)
        one = one_if(a, x->filter);
    return count_result(x, group_accumulate(x->g, "$sum", one, TYPE_int8, false));
}

Node *push_count(struct agg_call *x)
{
    if (IS_A(x->arg, Const) && !((Const *)x->arg)->constisnull)
        return push_count_rows(x);
    struct pcol *n = group_counted(x);
    return n == NULL ? NULL : count_result(x, n);
}

/* The sum of the same, NULL where there is none, if it was made before. */
static struct pcol *summed(struct grouping *g, const struct bv *v, Oid type)
{
    struct bv *acc = accumulator(g, "$sum", (struct bv *)v);
    for (int i = 0; i < g->body->n; i++)
        if (bv_equal(g->body->items[i].value, acc))
            FOREACH (struct pcol, col, g->cols)
                if (strcmp(col->path, g->body->items[i].key) == 0 && col->type == type && col->changed &&
                    col->finish == NULL)
                    return col;
    return NULL;
}

static struct pcol *sum_of(struct agg_call *x, struct bv *v, Oid type)
{
    if (v == NULL)
        return NULL;
    if (never_null(x))
        return group_accumulate(x->g, "$sum", v, type, false);
    struct pcol *n = group_counted(x);
    if (n == NULL)
        return NULL;
    struct pcol *sum = summed(x->g, v, type);
    if (sum != NULL)
        return sum;
    sum = group_accumulate(x->g, "$sum", v, type, true);
    change(x->g, sum, null_if_none(x->g, n, field(x->g, sum)));
    return sum;
}

/* int64 sums that overflow become double: not before 2^32 rows. */
static struct pcol *sum_int4(struct agg_call *x)
{
    return sum_of(x, group_argument(x), TYPE_int8);
}

/* Decimal128 adds integers of 19 digits exactly, 10^15 of them. */
static struct pcol *sum_int8(struct agg_call *x)
{
    struct bv *v = group_argument(x);
    return sum_of(x, v == NULL ? NULL : bv_op(x->g->c.arena, "$toDecimal", v), TYPE_numeric);
}

Node *push_sum_int4(struct agg_call *x)
{
    struct pcol *sum = sum_int4(x);
    return sum == NULL ? NULL : sum->expr;
}

Node *push_sum_int8(struct agg_call *x)
{
    struct pcol *sum = sum_int8(x);
    return sum == NULL ? NULL : sum->expr;
}

/* The same value read as a numeric. */
Node *group_as_numeric(struct grouping *g, const struct pcol *col)
{
    if (col->type == TYPE_numeric)
        return col->expr;
    FOREACH (struct pcol, other, g->cols)
        if (strcmp(other->path, col->path) == 0 && other->type == TYPE_numeric)
            return other->expr;
    Var *v = make_var(g->c.arena, SCAN_VAR, ++g->c.rel->nvars, TYPE_numeric, -1, 0);
    struct pcol *same = push_column(g->c.rel, &g->cols, (Node *)v, col->path, TYPE_numeric, -1);
    same->clean = same->nullable = same->changed = true;
    return same->expr;
}

/* The sum by the count: NULL by 0 where there is none, which is NULL. */
Node *push_avg_int(struct agg_call *x)
{
    static const Oid division[] = {1727};
    struct arena *a = x->g->c.arena;
    Oid type = push_type(x->arg);
    if (!group_functions(1, division))
        return pc_no(&x->g->c, "avg: no division of numeric");
    struct pcol *n = group_counted(x);
    struct pcol *sum = n == NULL ? NULL : type == TYPE_int8 ? sum_int8(x) : sum_int4(x);
    if (sum == NULL)
        return NULL;
    return group_operator(a, 1761, 1727, TYPE_numeric, group_as_numeric(x->g, sum), group_as_numeric(x->g, n));
}

/* Infinite without an infinite summand: PostgreSQL's overflow. */
static Node *finish_float_sum(struct arena *a, Node *value, Node *infinite)
{
    BoolExpr *all = MAKE_NODE(a, BoolExpr), *any = MAKE_NODE(a, BoolExpr);
    any->boolop = OR_EXPR;
    any->args = list_make(a, 2, group_operator(a, 670, 293, TYPE_bool, value, float_const(a, INFINITY)),
                          group_operator(a, 670, 293, TYPE_bool, value, float_const(a, -INFINITY)));
    all->boolop = AND_EXPR;
    Node *zero = (Node *)make_const(a, TYPE_int8, -1, datum_from_int64(0), false);
    all->args = list_make(a, 2, any, group_operator(a, 410, 467, TYPE_bool, infinite, zero));
    return overflow_if(a, (Node *)all, value);
}

static bool float_functions(struct agg_call *x)
{
    static const Oid needed[] = {293, 216, 467, 298}; /* float8eq, float8mul, int8eq, float8ge */
    return group_functions(4, needed) || pc_no(&x->g->c, "no arithmetic of double precision") != NULL;
}

/* As doubles, though some may stand there as integers: their sum is to be one. */
static struct bv *double_argument(struct agg_call *x)
{
    struct bv *v = group_argument(x);
    return v == NULL ? NULL : bv_op(x->g->c.arena, "$toDouble", v);
}

Node *push_sum_float(struct agg_call *x)
{
    struct arena *a = x->g->c.arena;
    struct bv *v = double_argument(x);
    if (v == NULL || !float_functions(x))
        return NULL;
    struct bv *infinities = bv_list(a, 2, bv_double(a, INFINITY), bv_double(a, -INFINITY));
    struct bv *is_infinite = one_if(a, bv_op2(a, "$in", v, infinities));
    struct pcol *n = group_counted(x), *infinite = group_accumulate(x->g, "$sum", is_infinite, TYPE_int8, false);
    if (n == NULL)
        return NULL;
    struct pcol *sum = group_accumulate(x->g, "$sum", v, TYPE_float8, true);
    change(x->g, sum, null_if_none(x->g, n, field(x->g, sum)));
    sum->finish = finish_float_sum;
    sum->with = infinite;
    return sum->expr;
}

/* The sum of squares that PostgreSQL keeps beside the sum of several may have overflowed: said to have, for values that
 * large. */
static Node *finish_float_avg(struct arena *a, Node *value, Node *largest)
{
    return overflow_if(a, group_operator(a, 675, 298, TYPE_bool, largest, float_const(a, 1e140)), value);
}

Node *push_avg_float(struct agg_call *x)
{
    struct arena *a = x->g->c.arena;
    struct let let;
    struct bv *v = double_argument(x);
    if (v == NULL || !float_functions(x))
        return NULL;
    let_init(&let, a);
    struct bv *abs = let_bind(&let, bv_op(a, "$abs", v));
    struct bv *finite =
        let_in(&let, bv_op3(a, "$cond", bv_op2(a, "$lt", abs, bv_double(a, INFINITY)), abs, bv_null(a)));
    struct pcol *n = group_counted(x), *largest = group_accumulate(x->g, "$max", finite, TYPE_float8, true);
    if (n == NULL)
        return NULL;
    if (!largest->changed)
        change(x->g, largest, bv_op3(a, "$cond", bv_op2(a, "$gt", field(x->g, n), bv_int(a, 1)), field(x->g, largest), bv_null(a)));
    struct pcol *sum = group_accumulate(x->g, "$sum", v, TYPE_float8, false);
    struct pcol *avg = group_column(x->g, TYPE_float8, true);
    change(x->g, avg, null_if_none(x->g, n, bv_op2(a, "$divide", field(x->g, sum), field(x->g, n))));
    avg->finish = finish_float_avg;
    avg->with = largest;
    return avg->expr;
}

/* NaN is the greatest number: left out, and counted. */
static Node *extreme_number(struct agg_call *x, const char *op, struct bv *v)
{
    struct arena *a = x->g->c.arena;
    struct bv *nan = bv_double(a, NAN);
    struct let let;
    let_init(&let, a);
    struct bv *w = let_bind(&let, v);
    struct bv *number = let_in(&let, bv_op3(a, "$cond", bv_op2(a, "$eq", w, nan), bv_null(a), w));
    struct bv *is_nan = one_if(a, bv_op2(a, "$eq", v, nan));
    struct pcol *nans = group_accumulate(x->g, "$sum", is_nan, TYPE_int8, false);
    struct pcol *best = group_accumulate(x->g, op, number, x->agg->aggtype, true);
    if (best->changed)
        return best->expr;
    struct bv *some = bv_op2(a, "$gt", field(x->g, nans), bv_int(a, 0));
    if (strcmp(op, "$max") == 0)
        change(x->g, best, bv_op3(a, "$cond", some, nan, field(x->g, best)));
    else
        change(x->g, best, bv_op2(a, "$ifNull", field(x->g, best), bv_op3(a, "$cond", some, nan, bv_null(a))));
    return best->expr;
}

static Node *extreme(struct agg_call *x, const char *op)
{
    Oid type = push_type(x->arg);
    if (!type_comparable(type_base(type)))
        return pc_no(&x->g->c, "min or max of %s", type_display(x->g->c.arena, type));
    struct bv *v = group_argument(x);
    if (v == NULL)
        return NULL;
    if (type_has_nan(type))
        return extreme_number(x, op, v);
    struct pcol *col = group_accumulate(x->g, op, v, x->agg->aggtype, !never_null(x));
    read_dates(col);
    return col->expr;
}

Node *push_min(struct agg_call *x)
{
    return extreme(x, "$min");
}

Node *push_max(struct agg_call *x)
{
    return extreme(x, "$max");
}

/* ---- the stages ---- */

Node *group_aggregate(struct grouping *g, const Aggref *agg)
{
    struct agg_call x = {.g = g, .agg = agg};
    const push_agg_fn fn = push_agg_lookup(agg->aggfnoid);
    const struct func *f = func_by_oid(agg->aggfnoid);
    const char *name = f != NULL ? f->name : "unknown";
    if (fn == NULL || agg->agglevelsup > 0 || agg->aggdirectargs != NULL || list_length(agg->args) > 1)
        return pc_no(&g->c, "aggregate %s", name);
    if (agg->aggdistinct != NULL && !g->distinct && fn != push_min && fn != push_max)
        return pc_no(&g->c, "%s(DISTINCT) beside others", name);
    if (agg->aggfilter != NULL && (x.filter = pc_test(&g->c, agg->aggfilter, true)) == NULL)
        return NULL;
    if (agg->args != NULL)
        x.arg = ((TargetEntry *)list_nth(agg->args, 0))->expr;
    return fn(&x);
}

/* {k0: ..., k1: ...}; the columns are the expressions themselves. */
static struct bv *group_keys(struct grouping *g, List *exprs)
{
    struct arena *a = g->c.arena;
    struct bv *id = bv_doc(a);
    FOREACH (Node, e, exprs) {
        Oid type = push_type(e);
        if (!type_distinct(type_base(type)))
            return pc_no(&g->c, "grouping by %s", type_display(a, type));
        struct bv *v = pc_value(&g->c, e);
        if (v == NULL)
            return NULL;
        const char *key = arena_printf(a, "k%d", FOREACH_INDEX(e, exprs));
        bool objectid = type == TYPE_objectid;
        struct pcol *col = push_column(g->c.rel, &g->cols, e, arena_printf(a, "_id.%s", key),
                                       objectid ? type : type_base(type), expr_typmod(e));
        col->clean = true;
        col->nullable = pc_nullable(&g->c, e);
        read_dates(col);
        bv_set(a, id, key, v);
    }
    return id;
}

static bool group(struct push_rel *r, List *groups, List *aggs, bool distinct, List **finals, const char **why)
{
    struct arena *a = r->arena;
    struct grouping g = {.c = push_compiler(r, false), .before = bv_doc(a), .body = bv_doc(a), .set = bv_doc(a),
                         .distinct = distinct};
    int nparams = list_length(r->params), nvars = r->nvars;
    List *values = NULL;
    g.one_row = groups == NULL;
    struct bv *id = g.one_row ? bv_null(a) : group_keys(&g, groups);
    bool ok = id != NULL;
    if (ok)
        bv_set(a, g.body, "_id", id);
    FOREACH (Aggref, agg, aggs) {
        Node *value = ok ? group_aggregate(&g, agg) : NULL;
        ok = value != NULL;
        values = list_append(a, values, value);
    }
    if (!ok)
        *why = g.c.why != NULL ? g.c.why : "an aggregate";
    ok = ok && push_server_has_stage(r, "$set", g.before, why) && push_server_has_stage(r, "$group", g.body, why) &&
         push_server_has_stage(r, "$set", g.set, why);
    if (!ok) {
        list_truncate(r->params, nparams);
        list_truncate(r->strict, nparams);
        r->nvars = nvars;
        return false;
    }
    if (g.before->n > 0)
        push_stage(r, STAGE_SET, g.before);
    push_stage(r, STAGE_GROUP, g.body);
    if (g.set->n > 0)
        push_stage(r, STAGE_SET, g.set);
    r->cols = g.cols;
    r->one_row = g.one_row;
    r->rows = g.one_row ? 1 : r->rows > 10 ? r->rows / 10 : r->rows;
    if (finals != NULL)
        *finals = values;
    return true;
}

/*
 * What all the aggregates take each value of but once; NULL: not so. Then the rows are made distinct first:
 *     SELECT s, count(DISTINCT a) ... GROUP BY s        SELECT s, count(a) FROM (SELECT DISTINCT s, a ...) x GROUP BY s
 */
static Node *distinct_argument(const List *aggs)
{
    Node *argument = NULL;
    bool any = false;
    FOREACH (Aggref, agg, aggs) {
        const push_agg_fn fn = push_agg_lookup(agg->aggfnoid);
        Node *arg = list_length(agg->args) == 1 ? ((TargetEntry *)list_nth(agg->args, 0))->expr : NULL;
        bool extreme = fn == push_min || fn == push_max;
        if (arg == NULL || agg->aggfilter != NULL || (agg->aggdistinct == NULL && !extreme) ||
            (argument != NULL && !node_equal(arg, argument)))
            return NULL;
        argument = arg;
        any |= !extreme;
    }
    return any ? argument : NULL;
}

bool push_group(struct push_rel *r, List *groups, List *aggs, List **finals, const char **why)
{
    if (!r->env->enabled)
        return push_refuse(why, "pgleaf.pushdown is off");
    if (r->one_row)
        return push_refuse(why, "a group over the one row of an aggregate");
    if (groups == NULL && (r->empty || aggs == NULL))
        return push_refuse(why, "an aggregate over no rows");
    Node *argument = distinct_argument(aggs);
    if (argument == NULL)
        return group(r, groups, aggs, false, finals, why);
    struct push_rel before = *r;
    int nstages = list_length(r->stages);
    List *keys = list_append(r->arena, list_copy(r->arena, groups), argument);
    if (group(r, keys, NULL, false, NULL, why) && group(r, groups, aggs, true, finals, why))
        return true;
    list_truncate(r->stages, nstages);
    before.stages = r->stages;
    *r = before;
    return false;
}

bool push_distinct(struct push_rel *r, List *exprs, const char **why)
{
    if (!r->env->enabled)
        return push_refuse(why, "pgleaf.pushdown is off");
    if (r->one_row || exprs == NULL)
        return push_refuse(why, "DISTINCT over one row");
    return group(r, exprs, NULL, false, NULL, why);
}
