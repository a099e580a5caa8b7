/*
 * Constant folding. What PostgreSQL computes when it plans is computed here, its errors raised: immutable functions
 * of constants, in its order (a branch of CASE or AND that cannot be reached is gone before it is looked at). Stable
 * functions have one value in a statement, so they are computed too; their errors wait until the expression is really
 * evaluated, and what they decide does not save others from being computed.
 */
#include "plan/plan_int.h"

#include "catalog/system.h"

struct fold {
    struct planner *p;
    Node *case_value; /* the constant that CaseTestExpr stands for, NULL unknown */
};

enum { CURRENT_SETTING = 2077, CURRENT_SETTING_MISSING_OK = 3294, OP_BOOL_EQ = 91, OP_BOOL_NE = 85 };
enum volatility { IMMUTABLE, STABLE, VOLATILE };

static Node *fold(Node *n, void *arg);

/* ---- evaluation ---- */

static enum volatility func_volatility(Oid oid)
{
    const struct func *f = oid == InvalidOid ? NULL : func_by_oid(oid);
    if (f == NULL || (f->flags & F_VOLATILE) != 0)
        return VOLATILE;
    if (oid == CURRENT_SETTING || oid == CURRENT_SETTING_MISSING_OK) /* set_config() in the same statement changes it */
        return VOLATILE;
    return (f->flags & F_STABLE) != 0 ? STABLE : IMMUTABLE;
}

static Node *as_const(struct fold *f, const Node *expr, Datum value, bool isnull)
{
    Const *c = make_const(f->p->a, expr_type(expr), expr_typmod(expr), isnull ? 0 : value, isnull);
    c->location = expr_location(expr);
    return (Node *)c;
}

static Node *null_const(struct fold *f, const Node *expr)
{
    return as_const(f, expr, 0, true);
}

/* Is it the value of a stable function, which PostgreSQL does not know when it plans? */
static bool is_transient(const struct fold *f, const Node *n)
{
    if (IS_A(n, Const))
        FOREACH (Const, c, f->p->transients)
            if ((const Node *)c == n)
                return true;
    return false;
}

/* Is an input of it a stable function's value? Then an error of it has to wait, as that function's own would. */
static bool transient_walker(Node *n, void *arg)
{
    return is_transient(arg, n) || node_walk(n, transient_walker, arg);
}

/* Of PostgreSQL's functions in SQL, which it runs by themselves where their arguments are constants; elsewhere their text takes the call's place. */
static struct error *in_sql_function(const Node *call, struct error *e)
{
    enum { SQL_LANGUAGE = 14 };
    Oid oid = IS_A(call, FuncExpr) ? ((const FuncExpr *)call)->funcid : IS_A(call, OpExpr) ? ((const OpExpr *)call)->opfuncid : InvalidOid;
    const struct func *f = oid != InvalidOid ? func_by_oid(oid) : NULL;
    return f != NULL && func_facts(f).language == SQL_LANGUAGE ? error_where(e, "SQL function \"%s\" statement 1", f->name) : e;
}

/* The value of an expression whose inputs are constants; the expression itself where that has to wait. */
static Node *evaluate(struct fold *f, Node *expr, enum volatility v)
{
    const struct plan_settings *set = f->p->set;
    Node *volatile result = expr;
    bool isnull = false;
    if (v == VOLATILE || set == NULL || set->eval_const == NULL)
        return expr;
    if (v == IMMUTABLE && (f->p->transients == NULL || !node_walk(expr, transient_walker, f))) {
        TRY {
            Datum d = set->eval_const(f->p->a, expr, &isnull);
            result = as_const(f, expr, d, isnull);
        } CATCH (e) {
            error_throw(in_sql_function(expr, e));
        } END_TRY;
        return result;
    }
    f->p->transient = true;
    TRY {
        Datum d = set->eval_const(f->p->a, expr, &isnull);
        result = as_const(f, expr, d, isnull);
        f->p->transients = list_append(f->p->a, f->p->transients, result);
    } CATCH (e) {
        if (e->code == ERR_QUERY_CANCELED || e->code == ERR_OUT_OF_MEMORY || e->severity > SEV_ERROR)
            error_throw(e);
    } END_TRY;
    return result;
}

static bool all_const(const List *l)
{
    FOREACH (Node, n, l)
        if (!IS_A(n, Const))
            return false;
    return true;
}

static bool any_null(const List *l)
{
    FOREACH (Node, n, l)
        if (IS_A(n, Const) && ((Const *)n)->constisnull)
            return true;
    return false;
}

static bool is_null_const(const Node *n)
{
    return IS_A(n, Const) && ((const Const *)n)->constisnull;
}

static Node *fold_call(struct fold *f, Node *call, Oid func, const List *args, bool retset)
{
    const struct func *fn = func == InvalidOid ? NULL : func_by_oid(func);
    if (fn == NULL || retset || fn->kind != FUNC_NORMAL || (fn->flags & F_RETSET) != 0)
        return call;
    if ((fn->flags & F_NONSTRICT) == 0 && any_null(args))
        return null_const(f, call);
    return all_const(args) ? evaluate(f, call, func_volatility(func)) : call;
}

/* ---- booleans ---- */

/* b = true is b, b <> true is NOT b; the operators that they are written with. */
static Node *fold_bool_equality(struct fold *f, OpExpr *op)
{
    if (list_length(op->args) != 2 || (op->opno != OP_BOOL_EQ && op->opno != OP_BOOL_NE))
        return (Node *)op;
    Node *l = list_nth(op->args, 0), *r = list_nth(op->args, 1);
    Node *k = IS_A(l, Const) ? l : r, *other = k == l ? r : l;
    if (!IS_A(k, Const) || is_null_const(k))
        return (Node *)op;
    return is_const_true(k) == (op->opno == OP_BOOL_EQ) ? other : negate_expr(f->p->a, other);
}

/* AND, OR: args looked at in order; one that decides ends it. */
static Node *fold_and_or(struct fold *f, BoolExpr *b)
{
    bool is_and = b->boolop == AND_EXPR, saw_null = false;
    List *todo = list_copy(f->p->a, b->args), *args = NULL;
    for (int i = 0; i < list_length(todo); i++) {
        Node *arg = list_nth(todo, i);
        bool flat = IS_A(arg, BoolExpr) && ((BoolExpr *)arg)->boolop == b->boolop;
        if (!flat)
            arg = fold(arg, f);
        if (IS_A(arg, BoolExpr) && ((BoolExpr *)arg)->boolop == b->boolop) {
            List *rest = NULL;
            if (!flat) { /* its parts are folded already; only a NULL can be among them */
                FOREACH (Node, part, ((BoolExpr *)arg)->args) {
                    saw_null |= is_null_const(part);
                    if (!IS_A(part, Const))
                        args = list_append(f->p->a, args, part);
                }
                continue;
            }
            rest = list_copy(f->p->a, ((BoolExpr *)arg)->args);
            for (int k = i + 1; k < list_length(todo); k++)
                rest = list_append(f->p->a, rest, list_nth(todo, k));
            list_truncate(todo, i + 1);
            todo = list_concat(f->p->a, todo, rest);
            continue;
        }
        if (is_null_const(arg)) {
            saw_null = true;
        } else if (IS_A(arg, Const)) {
            if (is_const_true(arg) == is_and)
                continue;
            for (int k = i + 1; k < list_length(todo) && is_transient(f, arg); k++)
                fold(list_nth(todo, k), f); /* for their errors */
            return (Node *)make_bool_const(f->p->a, !is_and);
        } else {
            args = list_append(f->p->a, args, arg);
        }
    }
    if (saw_null)
        args = list_append(f->p->a, args, make_const(f->p->a, TYPE_bool, -1, 0, true));
    if (list_length(args) == 0)
        return (Node *)make_bool_const(f->p->a, is_and);
    if (list_length(args) == 1)
        return list_nth(args, 0);
    BoolExpr *out = arena_memdup(f->p->a, b, sizeof *b);
    out->args = args;
    return (Node *)out;
}

static Node *fold_bool(struct fold *f, BoolExpr *b)
{
    if (b->boolop != NOT_EXPR)
        return fold_and_or(f, b);
    Node *arg = fold(list_nth(b->args, 0), f);
    return negate_expr(f->p->a, arg);
}

static Node *fold_distinct(struct fold *f, DistinctExpr *x)
{
    DistinctExpr *d = node_mutate(f->p->a, x, fold, f);
    Node *l = list_nth(d->args, 0), *r = list_nth(d->args, 1);
    if (IS_A(l, Const) && IS_A(r, Const)) {
        if (is_null_const(l) || is_null_const(r))
            return (Node *)make_bool_const(f->p->a, is_null_const(l) != is_null_const(r));
        return evaluate(f, (Node *)d, func_volatility(operator_function(d->opfuncid, d->opno)));
    }
    return (Node *)d;
}

static Node *fold_null_test(struct fold *f, NullTest *x)
{
    NullTest *t = node_mutate(f->p->a, x, fold, f);
    if (IS_A(t->arg, Const)) /* of a row: PostgreSQL leaves it */
        return evaluate(f, (Node *)t, t->argisrow ? STABLE : IMMUTABLE);
    if (!t->argisrow || !IS_A(t->arg, RowExpr))
        return (Node *)t;
    List *tests = NULL; /* (a, b) IS NULL: each of them is */
    FOREACH (Node, field, ((RowExpr *)t->arg)->args) {
        if (IS_A(field, Const)) {
            if (is_null_const(field) == (t->nulltesttype == IS_NULL))
                continue;
            return (Node *)make_bool_const(f->p->a, false);
        }
        NullTest *one = MAKE_NODE(f->p->a, NullTest);
        *one = *t;
        one->arg = field;
        one->argisrow = false;
        tests = list_append(f->p->a, tests, one);
    }
    return tests == NULL ? (Node *)make_bool_const(f->p->a, true) : make_and(f->p->a, tests);
}

/* ---- CASE, COALESCE ---- */

static Node *fold_case(struct fold *f, CaseExpr *x)
{
    CaseExpr *c = arena_memdup(f->p->a, x, sizeof *x);
    Node *outer = f->case_value;
    c->arg = x->arg == NULL ? NULL : fold(x->arg, f);
    Node *value = c->arg != NULL && IS_A(c->arg, Const) ? c->arg : NULL;
    bool decided = false, ended = false; /* what PostgreSQL does not know yet decides, but the rest is folded for its errors */
    c->args = NULL;
    FOREACH (CaseWhen, w, x->args) {
        f->case_value = value;
        Node *when = fold(w->expr, f);
        f->case_value = outer;
        if (is_const_not_true(when) && !is_transient(f, when))
            continue; /* its result is not looked at */
        Node *result = fold(w->result, f);
        if (!decided && is_const_true(when)) {
            c->defresult = result;
            decided = true;
        } else if (!decided && !is_const_not_true(when)) {
            CaseWhen *k = arena_memdup(f->p->a, w, sizeof *w);
            k->expr = when;
            k->result = result;
            c->args = list_append(f->p->a, c->args, k);
        }
        ended = is_const_true(when) && !is_transient(f, when);
        if (ended)
            break;
    }
    Node *otherwise = ended ? NULL : x->defresult != NULL ? fold(x->defresult, f) : null_const(f, (Node *)x);
    if (!decided)
        c->defresult = otherwise;
    if (c->args == NULL)
        return c->defresult;
    if (value != NULL) /* the constant stands in the conditions now */
        c->arg = NULL;
    return (Node *)c;
}

static Node *fold_coalesce(struct fold *f, CoalesceExpr *x)
{
    CoalesceExpr *c = arena_memdup(f->p->a, x, sizeof *x);
    bool decided = false; /* as in CASE */
    c->args = NULL;
    FOREACH (Node, arg, x->args) {
        Node *e = fold(arg, f);
        if (decided || is_null_const(e))
            continue;
        c->args = list_append(f->p->a, c->args, e);
        decided = IS_A(e, Const);
        if (decided && !is_transient(f, e))
            break;
    }
    if (c->args == NULL)
        return null_const(f, (Node *)x);
    return list_length(c->args) == 1 ? list_nth(c->args, 0) : (Node *)c;
}

/* ---- coercions and the rest ---- */

static Node *fold_relabel(struct fold *f, RelabelType *x)
{
    RelabelType *r = node_mutate(f->p->a, x, fold, f);
    if (r->collation != NULL)
        return r->arg;
    if (!IS_A(r->arg, Const))
        return (Node *)r;
    Const *c = arena_memdup(f->p->a, r->arg, sizeof *c);
    c->consttype = r->resulttype;
    c->consttypmod = r->resulttypmod;
    return (Node *)c;
}

static Node *fold_io(struct fold *f, CoerceViaIO *x)
{
    CoerceViaIO *c = node_mutate(f->p->a, x, fold, f);
    if (!IS_A(c->arg, Const))
        return (Node *)c;
    if (is_null_const(c->arg))
        return null_const(f, (Node *)c);
    bool sure = type_output_immutable(expr_type(c->arg)) && type_input_immutable(c->resulttype);
    return evaluate(f, (Node *)c, sure ? IMMUTABLE : STABLE);
}

static Node *fold_array_coerce(struct fold *f, ArrayCoerceExpr *x)
{
    ArrayCoerceExpr *c = arena_memdup(f->p->a, x, sizeof *x);
    c->arg = fold(x->arg, f);
    if (!IS_A(c->arg, Const) || expr_is_volatile(c->elemexpr))
        return (Node *)c;
    return evaluate(f, (Node *)c, STABLE);
}

static Node *fold_field(struct fold *f, FieldSelect *x)
{
    FieldSelect *s = node_mutate(f->p->a, x, fold, f);
    if (IS_A(s->arg, RowExpr) && s->fieldnum >= 1 && s->fieldnum <= list_length(((RowExpr *)s->arg)->args)) {
        Node *field = list_nth(((RowExpr *)s->arg)->args, s->fieldnum - 1);
        if (expr_type(field) == s->resulttype)
            return field;
    }
    return IS_A(s->arg, Const) ? evaluate(f, (Node *)s, IMMUTABLE) : (Node *)s;
}

static Node *fold_param(struct fold *f, Param *x)
{
    const struct plan_params *params = f->p->params;
    if (x->paramkind != PARAM_EXTERN || params == NULL || x->paramid < 1 || x->paramid > params->n)
        return (Node *)x;
    int i = x->paramid - 1;
    Const *c = make_const(f->p->a, x->paramtype, x->paramtypmod, params->values[i], params->nulls[i]);
    c->location = x->location;
    return (Node *)c;
}

static Node *fold_scalar_array(struct fold *f, ScalarArrayOpExpr *x)
{
    ScalarArrayOpExpr *s = node_mutate(f->p->a, x, fold, f);
    Oid func = operator_function(s->opfuncid, s->opno);
    const struct func *fn = func == InvalidOid ? NULL : func_by_oid(func);
    if (is_null_const(list_nth(s->args, 1)) && fn != NULL && (fn->flags & F_NONSTRICT) == 0)
        return null_const(f, (Node *)s);
    return all_const(s->args) ? evaluate(f, (Node *)s, func_volatility(func)) : (Node *)s;
}

static bool children_const_walker(Node *n, void *unused)
{
    return !IS_A(n, Const);
}

/* What would be called is not: its arguments alone are looked at. */
static Node *fold_indeterminate(struct fold *f, IndeterminateCollation *x)
{
    IndeterminateCollation *i = arena_memdup(f->p->a, x, sizeof *x);
    bool call = IS_A(x->arg, FuncExpr) || IS_A(x->arg, OpExpr) || IS_A(x->arg, DistinctExpr) || IS_A(x->arg, NullIfExpr) ||
                IS_A(x->arg, ScalarArrayOpExpr) || IS_A(x->arg, MinMaxExpr);
    i->arg = call ? node_mutate(f->p->a, x->arg, fold, f) : fold(x->arg, f);
    return node_walk(call ? i->arg : (Node *)i, children_const_walker, NULL) ? (Node *)i : evaluate(f, (Node *)i, IMMUTABLE);
}

/* Where the cursor is on none of the target's rows, nothing is found. */
static Node *fold_current(struct fold *f, CurrentOfExpr *e)
{
    Datum id;
    if (e->row != NULL || f->p->set == NULL || f->p->set->current_row == NULL)
        return (Node *)e;
    f->p->transient = true;
    if (!f->p->set->current_row(f->p->a, e->cursor_name, e->relation, &id))
        return (Node *)make_bool_const(f->p->a, false);
    CurrentOfExpr *out = arena_memdup(f->p->a, e, sizeof *e);
    out->row = make_const(f->p->a, TYPE_bson_value, -1, id, false);
    return (Node *)out;
}

static Node *fold(Node *n, void *arg)
{
    struct fold *f = arg;
    switch (n->tag) {
    case T_Param: return fold_param(f, (Param *)n);
    case T_FuncExpr: {
        FuncExpr *x = node_mutate(f->p->a, n, fold, f);
        return fold_call(f, (Node *)x, x->funcid, x->args, x->funcretset);
    }
    case T_OpExpr: {
        OpExpr *x = node_mutate(f->p->a, n, fold, f);
        Node *r = fold_call(f, (Node *)x, operator_function(x->opfuncid, x->opno), x->args, x->opretset);
        return r == (Node *)x ? fold_bool_equality(f, x) : r;
    }
    case T_NullIfExpr: {
        NullIfExpr *x = node_mutate(f->p->a, n, fold, f);
        if (is_null_const(list_nth(x->args, 0)))
            return null_const(f, (Node *)x);
        return all_const(x->args) ? evaluate(f, (Node *)x, func_volatility(operator_function(x->opfuncid, x->opno)))
                                  : (Node *)x;
    }
    case T_DistinctExpr: return fold_distinct(f, (DistinctExpr *)n);
    case T_ScalarArrayOpExpr: return fold_scalar_array(f, (ScalarArrayOpExpr *)n);
    case T_BoolExpr: return fold_bool(f, (BoolExpr *)n);
    case T_CaseExpr: return fold_case(f, (CaseExpr *)n);
    case T_CaseTestExpr: return f->case_value != NULL ? f->case_value : n;
    case T_CoalesceExpr: return fold_coalesce(f, (CoalesceExpr *)n);
    case T_RelabelType: return fold_relabel(f, (RelabelType *)n);
    case T_CoerceViaIO: return fold_io(f, (CoerceViaIO *)n);
    case T_ArrayCoerceExpr: return fold_array_coerce(f, (ArrayCoerceExpr *)n);
    case T_FieldSelect: return fold_field(f, (FieldSelect *)n);
    case T_NullTest: return fold_null_test(f, (NullTest *)n);
    case T_SQLValueFunction: return evaluate(f, n, STABLE);
    case T_SubscriptingRef: case T_ArrayExpr: case T_RowExpr: case T_MinMaxExpr: case T_BooleanTest: {
        Node *x = node_mutate(f->p->a, n, fold, f);
        return node_walk(x, children_const_walker, NULL) ? x : evaluate(f, x, IMMUTABLE);
    }
    case T_CoerceToDomain: {
        CoerceToDomain *x = node_mutate(f->p->a, n, fold, f);
        return IS_A(x->arg, Const) ? evaluate(f, (Node *)x, STABLE) : (Node *)x;
    }
    case T_RowCompareExpr: {
        Node *x = node_mutate(f->p->a, n, fold, f);
        return node_walk(x, children_const_walker, NULL) ? x : evaluate(f, x, STABLE);
    }
    case T_CurrentOfExpr: return fold_current(f, (CurrentOfExpr *)n);
    case T_IndeterminateCollation: return fold_indeterminate(f, (IndeterminateCollation *)n);
    case T_Query: return n; /* is planned by itself */
    default: return node_mutate(f->p->a, n, fold, f);
    }
}

Node *fold_expr(struct planner *p, Node *expr)
{
    struct fold f = {p, NULL};
    return expr == NULL ? NULL : fold(expr, &f);
}

void fold_list(struct planner *p, List *exprs)
{
    for (int i = 0; i < list_length(exprs); i++)
        exprs->items[i] = fold_expr(p, exprs->items[i]);
}

Node *plan_fold_constants(struct arena *a, Node *expr, const struct plan_params *params,
                          const struct plan_settings *set)
{
    struct planner p = {.a = a, .set = set, .params = params};
    return fold_expr(&p, expr);
}
