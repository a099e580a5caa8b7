/* Expression trees to steps. */
#include "exec/expr_int.h"

#include "base/macros.h"

static const struct {
    uint16_t func;
    uint16_t op;
} fast[] = {
#define FAST(oid, op) {oid, STEP_##op},
#include "exec/fast.def"
#undef FAST
};

static enum step_op fast_op(Oid func)
{
    for (int i = 0; i < COUNTOF(fast); i++)
        if (fast[i].func == func)
            return (enum step_op)fast[i].op;
    return STEP_DONE;
}

const struct func *exec_func(Oid oid)
{
    const struct func *f = func_by_oid(oid);
    if (f == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "function %u is not supported", oid);
    return f;
}

struct step *compile_step(struct compiler *c, enum step_op op, Datum *res, bool *null)
{
    struct expr_state *e = c->e;
    if (e->n == e->cap) {
        int cap = e->cap == 0 ? 8 : e->cap * 2;
        e->steps = arena_grow(c->a, e->steps, sizeof *e->steps * (size_t)e->cap, sizeof *e->steps * (size_t)cap);
        e->cap = cap;
    }
    struct step *s = &e->steps[e->n++];
    *s = (struct step){.op = op, .res = res, .null = null, .jump = -1};
    return s;
}

void compile_call(struct compiler *c, void (*run)(struct step *, struct eval_ctx *), void *data, Datum *res, bool *null)
{
    struct step *s = compile_step(c, STEP_CALL, res, null);
    s->u.call.run = run;
    s->u.call.data = data;
}

void set_jumps(struct compiler *c, const List *steps)
{
    for (int i = 0; i < list_length(steps); i++)
        c->e->steps[ITEM_INT(steps->items[i])].jump = c->e->n;
}

List *note_step(struct compiler *c, List *l)
{
    return list_append(c->a, l, INT_ITEM(c->e->n - 1));
}

struct expr_state *compile_over_value(struct compiler *c, const Node *expr, const Datum *value, const bool *null)
{
    struct expr_state *e = ARENA_NEW(c->a, struct expr_state);
    struct compiler own = {.a = c->a, .ctx = c->ctx, .e = e, .case_value = value, .case_null = null,
                           .domain_value = c->domain_value, .domain_null = c->domain_null};
    compile_node(&own, expr, &e->value, &e->isnull);
    compile_step(&own, STEP_DONE, &e->value, &e->isnull);
    return e;
}

struct expr_state *compile_over_domain(struct compiler *c, const Node *expr, const Datum *value, const bool *null)
{
    struct expr_state *e = ARENA_NEW(c->a, struct expr_state);
    struct compiler own = {.a = c->a, .ctx = c->ctx, .e = e, .domain_value = value, .domain_null = null};
    compile_node(&own, expr, &e->value, &e->isnull);
    compile_step(&own, STEP_DONE, &e->value, &e->isnull);
    return e;
}

static void compile_function(struct compiler *c, const Node *node, Oid funcid, const List *args, Oid rettype, bool retset,
                             bool variadic, Datum *res, bool *null)
{
    const struct func *f = exec_func(funcid);
    if (retset || (f->flags & F_RETSET) != 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, expr_location(node),
                 "set-valued function called in context that cannot accept a set");
    if (f->fn == NULL)
        raise(ERR_INTERNAL_ERROR, "function %s called in a context that cannot accept it", f->name);
    int n = list_length(args);
    struct fcall *fc = ARENA_NEW(c->a, struct fcall);
    Oid *types = ARENA_ARRAY(c->a, Oid, n + 1);
    *fc = (struct fcall){.nargs = n, .keep = c->a, .funcid = funcid, .rettype = rettype, .typmod = expr_typmod(node), .argtypes = types,
                         .variadic = variadic};
    fc->args = ARENA_ARRAY(c->a, Datum, n + 1);
    fc->nulls = ARENA_ARRAY(c->a, bool, n + 1);
    for (int i = 0; i < n; i++) {
        const Node *arg = list_nth(args, i);
        types[i] = expr_type(arg);
        if (IS_A(arg, Const)) { /* in its place once and for all */
            fc->args[i] = ((const Const *)arg)->constvalue;
            fc->nulls[i] = ((const Const *)arg)->constisnull;
        } else {
            compile_node(c, arg, &fc->args[i], &fc->nulls[i]);
        }
    }
    enum step_op op = n == 2 ? fast_op(funcid) : STEP_DONE;
    if (op == STEP_DONE)
        op = (f->flags & F_NONSTRICT) != 0 ? STEP_FUNC
             : n == 1 ? STEP_FUNC_STRICT1
             : n == 2 ? STEP_FUNC_STRICT2
             : n == 0 ? STEP_FUNC
                      : STEP_FUNC_STRICT;
    struct step *s = compile_step(c, op, res, null);
    s->u.func.fn = f->fn;
    s->u.func.fc = fc;
}

static void compile_op(struct compiler *c, const OpExpr *x, Datum *res, bool *null)
{
    Oid func = x->opfuncid;
    if (func == InvalidOid) {
        const struct oper *o = oper_by_oid(x->opno);
        func = o != NULL ? o->func : InvalidOid;
    }
    compile_function(c, (const Node *)x, func, x->args, x->opresulttype, x->opretset, false, res, null);
}

static void compile_bool(struct compiler *c, const BoolExpr *x, Datum *res, bool *null)
{
    if (x->boolop == NOT_EXPR) {
        compile_node(c, list_nth(x->args, 0), res, null);
        compile_step(c, STEP_NOT, res, null);
        return;
    }
    bool *anynull = ARENA_NEW(c->a, bool);
    List *jumps = NULL;
    enum step_op op = x->boolop == AND_EXPR ? STEP_AND : STEP_OR;
    int n = list_length(x->args);
    /* *anynull is cleared by the first step: jump is its mark until the end is known */
    for (int i = 0; i < n; i++) {
        if (i == 0) {
            struct step *clear = compile_step(c, STEP_CONST, res, anynull);
            clear->u.constant.isnull = false;
        }
        compile_node(c, list_nth(x->args, i), res, null);
        compile_step(c, op, res, null)->u.anynull = anynull;
        jumps = note_step(c, jumps);
    }
    struct step *last = compile_step(c, STEP_BOOL_LAST, res, null);
    last->u.anynull = anynull;
    set_jumps(c, jumps);
}

static void compile_case(struct compiler *c, const CaseExpr *x, Datum *res, bool *null)
{
    const Datum *old_value = c->case_value;
    const bool *old_null = c->case_null;
    List *ends = NULL;
    if (x->arg != NULL) {
        Datum *value = ARENA_NEW(c->a, Datum);
        bool *isnull = ARENA_NEW(c->a, bool);
        compile_node(c, x->arg, value, isnull);
        c->case_value = value;
        c->case_null = isnull;
    }
    FOREACH (CaseWhen, w, x->args) {
        compile_node(c, w->expr, res, null);
        compile_step(c, STEP_JUMP_IF_NOT_TRUE, res, null);
        List *next = note_step(c, NULL);
        const Datum *value = c->case_value; /* results do not see this CASE's value, but an outer one's */
        const bool *isnull = c->case_null;
        c->case_value = old_value;
        c->case_null = old_null;
        compile_node(c, w->result, res, null);
        c->case_value = value;
        c->case_null = isnull;
        compile_step(c, STEP_JUMP, res, null);
        ends = note_step(c, ends);
        set_jumps(c, next);
    }
    c->case_value = old_value;
    c->case_null = old_null;
    if (x->defresult != NULL)
        compile_node(c, x->defresult, res, null);
    else
        compile_step(c, STEP_CONST, res, null)->u.constant.isnull = true;
    set_jumps(c, ends);
}

static void compile_coalesce(struct compiler *c, const CoalesceExpr *x, Datum *res, bool *null)
{
    List *ends = NULL;
    FOREACH (Node, arg, x->args) {
        compile_node(c, arg, res, null);
        compile_step(c, STEP_JUMP_IF_NOT_NULL, res, null);
        ends = note_step(c, ends);
    }
    set_jumps(c, ends);
}

static void compile_var(struct compiler *c, const Var *v, Datum *res, bool *null)
{
    if (v->varattno <= 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, v->location, "whole-row references are not supported here");
    enum step_op op = v->varno == OUTER_VAR ? STEP_VAR_OUTER : v->varno == INNER_VAR ? STEP_VAR_INNER : STEP_VAR_SCAN;
    if (v->varno != OUTER_VAR && v->varno != INNER_VAR && v->varno != SCAN_VAR)
        raise(ERR_INTERNAL_ERROR, "variable of relation %d in a plan", v->varno);
    compile_step(c, op, res, null)->u.column = v->varattno - 1;
}

static void compile_param(struct compiler *c, const Param *p, Datum *res, bool *null)
{
    if (p->paramkind != PARAM_EXEC)
        raise_at(ERR_UNDEFINED_PARAMETER, p->location, "no value found for parameter %d", p->paramid);
    struct exec *ex = c->ctx->ex;
    if (ex == NULL || p->paramid < 0 || p->paramid >= ex->nparams)
        raise(ERR_INTERNAL_ERROR, "parameter %d is out of range", p->paramid);
    compile_step(c, STEP_PARAM, res, null)->u.param = &ex->params[p->paramid];
}

struct grouping {
    struct agg_exprs *aggs;
    const GroupingFunc *g;
};

static void run_grouping(struct step *s, struct eval_ctx *x)
{
    struct grouping *g = s->u.call.data;
    *s->res = datum_from_int32(g->aggs->grouping(g->aggs->grouping_arg, g->g));
    *s->null = false;
}

/* An aggregate, grouping() or window function: its node computes it. */
static void compile_computed(struct compiler *c, const Node *node, Datum *res, bool *null)
{
    struct agg_exprs *x = c->ctx->aggs;
    if (x == NULL)
        raise(ERR_INTERNAL_ERROR, "%s found in a plan node that cannot compute it", node_name(node->tag));
    if (node->tag == T_GroupingFunc) {
        struct grouping *g = ARENA_NEW(c->a, struct grouping);
        *g = (struct grouping){x, (const GroupingFunc *)node};
        if (x->grouping == NULL)
            raise(ERR_INTERNAL_ERROR, "grouping() found in a plan node that cannot compute it");
        compile_call(c, run_grouping, g, res, null);
        return;
    }
    int index = agg_exprs_add(x, node);
    struct step *s = compile_step(c, STEP_AGG, res, null);
    s->u.agg.aggs = x;
    s->u.agg.index = index;
}

static bool volatile_walker(Node *n, void *unused)
{
    Oid func = InvalidOid;
    if (n->tag == T_FuncExpr)
        func = ((FuncExpr *)n)->funcid;
    else if (n->tag == T_OpExpr)
        func = ((OpExpr *)n)->opfuncid;
    const struct func *f = func != InvalidOid ? func_by_oid(func) : NULL;
    if ((f != NULL && (f->flags & F_VOLATILE) != 0) || n->tag == T_SubPlan)
        return true;
    return node_walk(n, volatile_walker, NULL);
}

int agg_exprs_add(struct agg_exprs *x, const Node *node)
{
    bool shared = !volatile_walker((Node *)node, NULL);
    for (int i = 0; shared && i < list_length(x->nodes); i++)
        if (node_equal(x->nodes->items[i], node))
            return i;
    x->nodes = list_append(x->arena, x->nodes, (void *)node);
    int n = x->nodes->length;
    if (n > x->cap) {
        int cap = x->cap == 0 ? 8 : x->cap * 2;
        x->values = arena_grow(x->arena, x->values, sizeof(Datum) * (size_t)x->cap, sizeof(Datum) * (size_t)cap);
        x->nulls = arena_grow(x->arena, x->nulls, (size_t)x->cap, (size_t)cap);
        x->cap = cap;
    }
    return n - 1;
}

static void run_subplan(struct step *s, struct eval_ctx *x)
{
    *s->null = false;
    *s->res = subplan_eval(s->u.call.data, x->rows, x->row, s->null);
}

static void compile_subplan(struct compiler *c, const SubPlan *sp, Datum *res, bool *null)
{
    if (c->ctx->ex == NULL)
        raise(ERR_INTERNAL_ERROR, "subplan found outside of a plan");
    compile_call(c, run_subplan, subplan_make(c->a, c->ctx, sp), res, null);
}

static void compile_bool_test(struct compiler *c, const BooleanTest *x, Datum *res, bool *null)
{
    compile_node(c, x->arg, res, null);
    compile_step(c, STEP_BOOL_TEST, res, null)->u.booltest = x->booltesttype;
}

static void compile_null_test(struct compiler *c, const NullTest *x, Datum *res, bool *null)
{
    if (x->argisrow) {
        compile_row_null_test(c, x, res, null);
        return;
    }
    compile_node(c, x->arg, res, null);
    compile_step(c, x->nulltesttype == IS_NULL ? STEP_IS_NULL : STEP_IS_NOT_NULL, res, null);
}

void compile_node(struct compiler *c, const Node *node, Datum *res, bool *null)
{
    switch (node->tag) {
    case T_TargetEntry: compile_node(c, ((const TargetEntry *)node)->expr, res, null); break;
    case T_Var: compile_var(c, (const Var *)node, res, null); break;
    case T_Const: {
        struct step *s = compile_step(c, STEP_CONST, res, null);
        s->u.constant.value = ((const Const *)node)->constvalue;
        s->u.constant.isnull = ((const Const *)node)->constisnull;
        break;
    }
    case T_Param: compile_param(c, (const Param *)node, res, null); break;
    case T_FuncExpr: {
        const FuncExpr *f = (const FuncExpr *)node;
        compile_function(c, node, f->funcid, f->args, f->funcresulttype, f->funcretset, f->funcvariadic, res, null);
        break;
    }
    case T_OpExpr: compile_op(c, (const OpExpr *)node, res, null); break;
    case T_DistinctExpr: compile_distinct(c, (const OpExpr *)node, res, null); break;
    case T_NullIfExpr: compile_null_if(c, (const OpExpr *)node, res, null); break;
    case T_ScalarArrayOpExpr: compile_scalar_array(c, (const ScalarArrayOpExpr *)node, res, null); break;
    case T_BoolExpr: compile_bool(c, (const BoolExpr *)node, res, null); break;
    case T_CaseExpr: compile_case(c, (const CaseExpr *)node, res, null); break;
    case T_CoerceToDomainValue: {
        if (c->domain_value == NULL)
            raise(ERR_INTERNAL_ERROR, "VALUE found outside of a domain");
        struct step *s = compile_step(c, STEP_VALUE, res, null);
        s->u.place.value = c->domain_value;
        s->u.place.null = c->domain_null;
        break;
    }
    case T_CaseTestExpr: {
        if (c->case_value == NULL)
            raise(ERR_INTERNAL_ERROR, "CaseTestExpr found outside of CASE");
        struct step *s = compile_step(c, STEP_VALUE, res, null);
        s->u.place.value = c->case_value;
        s->u.place.null = c->case_null;
        break;
    }
    case T_CoalesceExpr: compile_coalesce(c, (const CoalesceExpr *)node, res, null); break;
    case T_RelabelType: compile_node(c, ((const RelabelType *)node)->arg, res, null); break;
    case T_IndeterminateCollation: compile_indeterminate(c, (const IndeterminateCollation *)node, res, null); break;
    case T_NullTest: compile_null_test(c, (const NullTest *)node, res, null); break;
    case T_BooleanTest: compile_bool_test(c, (const BooleanTest *)node, res, null); break;
    case T_Aggref: case T_GroupingFunc: case T_WindowFunc: compile_computed(c, node, res, null); break;
    case T_SubPlan: compile_subplan(c, (const SubPlan *)node, res, null); break;
    case T_ArrayExpr: compile_array(c, (const ArrayExpr *)node, res, null); break;
    case T_RowExpr: compile_row(c, (const RowExpr *)node, res, null); break;
    case T_RowCompareExpr: compile_row_compare(c, (const RowCompareExpr *)node, res, null); break;
    case T_XmlExpr: compile_xml(c, (const XmlExpr *)node, res, null); break;
    case T_MinMaxExpr: compile_min_max(c, (const MinMaxExpr *)node, res, null); break;
    case T_CoerceViaIO: compile_coerce_io(c, (const CoerceViaIO *)node, res, null); break;
    case T_ArrayCoerceExpr: compile_array_coerce(c, (const ArrayCoerceExpr *)node, res, null); break;
    case T_CoerceToDomain: compile_domain(c, (const CoerceToDomain *)node, res, null); break;
    case T_FieldSelect: compile_field(c, (const FieldSelect *)node, res, null); break;
    case T_SubscriptingRef: compile_subscript(c, (const SubscriptingRef *)node, res, null); break;
    case T_CurrentOfExpr: compile_current_of(c, (const CurrentOfExpr *)node, res, null); break;
    case T_SQLValueFunction: compile_sql_value(c, (const SQLValueFunction *)node, res, null); break;
    default: raise(ERR_FEATURE_NOT_SUPPORTED, "expression of kind %s is not supported here", node_name(node->tag));
    }
}

struct expr_state *expr_compile_in(struct arena *a, const struct expr_ctx *ctx, const Node *expr)
{
    struct compiler c = {.a = a, .ctx = ctx, .e = ARENA_NEW(a, struct expr_state)};
    compile_node(&c, expr, &c.e->value, &c.e->isnull);
    compile_step(&c, STEP_DONE, &c.e->value, &c.e->isnull);
    return c.e;
}

struct expr_state *expr_compile(struct arena *a, struct exec *ex, const Node *expr)
{
    struct expr_ctx *ctx = ARENA_NEW(a, struct expr_ctx);
    ctx->ex = ex;
    return expr_compile_in(a, ctx, expr);
}

struct expr_state *expr_compile_qual(struct arena *a, const struct expr_ctx *ctx, const List *quals)
{
    if (list_length(quals) == 0)
        return NULL;
    struct compiler c = {.a = a, .ctx = ctx, .e = ARENA_NEW(a, struct expr_state)};
    List *ends = NULL;
    FOREACH (Node, q, quals) {
        compile_node(&c, q, &c.e->value, &c.e->isnull);
        compile_step(&c, STEP_QUAL, &c.e->value, &c.e->isnull);
        ends = note_step(&c, ends);
    }
    set_jumps(&c, ends);
    compile_step(&c, STEP_DONE, &c.e->value, &c.e->isnull);
    return c.e;
}

struct projection *projection_compile(struct arena *a, const struct expr_ctx *ctx, const List *items)
{
    struct projection *p = ARENA_NEW(a, struct projection);
    struct compiler c = {.a = a, .ctx = ctx, .e = ARENA_NEW(a, struct expr_state)};
    p->n = list_length(items);
    p->values = ARENA_ARRAY(a, Datum, p->n + 1);
    p->nulls = ARENA_ARRAY(a, bool, p->n + 1);
    int *plain = ARENA_ARRAY(a, int, p->n + 1);
    bool all_plain = p->n > 0;
    for (int i = 0; i < p->n; i++) {
        const Node *x = list_nth(items, i);
        if (x->tag == T_TargetEntry)
            x = ((const TargetEntry *)x)->expr;
        compile_node(&c, x, &p->values[i], &p->nulls[i]);
        const Var *v = (const Var *)x;
        if (x->tag == T_Var && (i == 0 || v->varno == p->plain_of)) {
            plain[i] = v->varattno - 1;
            p->plain_of = v->varno;
        } else {
            all_plain = false;
        }
    }
    compile_step(&c, STEP_DONE, &c.e->value, &c.e->isnull);
    p->steps = c.e;
    p->plain = all_plain ? plain : NULL;
    return p;
}

void projection_run(struct projection *p, const struct expr_rows *rows, struct arena *row)
{
    bool isnull;
    if (p->plain != NULL) {
        const Datum *v = p->plain_of == SCAN_VAR ? rows->scan : p->plain_of == OUTER_VAR ? rows->outer : rows->inner;
        const bool *n = p->plain_of == SCAN_VAR    ? rows->scan_nulls
                        : p->plain_of == OUTER_VAR ? rows->outer_nulls
                                                   : rows->inner_nulls;
        for (int i = 0; i < p->n; i++) {
            p->values[i] = v[p->plain[i]];
            p->nulls[i] = n[p->plain[i]];
        }
        return;
    }
    expr_eval(p->steps, rows, row, &isnull);
}
