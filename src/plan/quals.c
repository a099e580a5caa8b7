/* Conditions: negation, conjuncts, what they imply about NULLs, equalities to join by. */
#include "plan/plan_int.h"

/* ---- NOT ---- */

static Node *make_not(struct arena *a, Node *arg)
{
    BoolExpr *b = MAKE_NODE(a, BoolExpr);
    b->boolop = NOT_EXPR;
    b->args = list_make(a, 1, arg);
    b->location = -1;
    return (Node *)b;
}

static Node *negate_op(struct arena *a, const OpExpr *op)
{
    const struct oper *o = oper_by_oid(op->opno), *neg = o != NULL ? oper_by_oid(o->negator) : NULL;
    if (neg == NULL || func_by_oid(neg->func) == NULL)
        return NULL;
    OpExpr *x = arena_memdup(a, op, sizeof *op);
    x->opno = neg->oid;
    x->opfuncid = neg->func;
    return (Node *)x;
}

/* NOT (x op ANY (array)) is x negator ALL (array). */
static Node *negate_scalar_array(struct arena *a, const ScalarArrayOpExpr *s)
{
    const struct oper *o = oper_by_oid(s->opno), *neg = o != NULL ? oper_by_oid(o->negator) : NULL;
    if (neg == NULL || func_by_oid(neg->func) == NULL)
        return NULL;
    ScalarArrayOpExpr *x = arena_memdup(a, s, sizeof *s);
    x->opno = neg->oid;
    x->opfuncid = neg->func;
    x->useOr = !s->useOr;
    return (Node *)x;
}

/* NOT (a AND b) is NOT a OR NOT b, in SQL's three values too. */
static Node *negate_bool(struct arena *a, const BoolExpr *b)
{
    if (b->boolop == NOT_EXPR)
        return list_nth(b->args, 0);
    BoolExpr *x = arena_memdup(a, b, sizeof *b);
    x->boolop = b->boolop == AND_EXPR ? OR_EXPR : AND_EXPR;
    x->args = NULL;
    FOREACH (Node, arg, b->args)
        x->args = list_append(a, x->args, negate_expr(a, arg));
    return (Node *)x;
}

static Node *negate_boolean_test(struct arena *a, const BooleanTest *t)
{
    static const int opposite[] = {IS_NOT_TRUE, IS_TRUE, IS_NOT_FALSE, IS_FALSE, IS_NOT_UNKNOWN, IS_UNKNOWN};
    BooleanTest *x = arena_memdup(a, t, sizeof *t);
    x->booltesttype = opposite[t->booltesttype];
    return (Node *)x;
}

Node *negate_expr(struct arena *a, Node *expr)
{
    Node *x = NULL;
    switch (expr->tag) {
    case T_Const: {
        const Const *c = (const Const *)expr;
        return c->constisnull ? expr : (Node *)make_bool_const(a, !datum_bool(c->constvalue));
    }
    case T_OpExpr: x = negate_op(a, (const OpExpr *)expr); break;
    case T_ScalarArrayOpExpr: x = negate_scalar_array(a, (const ScalarArrayOpExpr *)expr); break;
    case T_BoolExpr: return negate_bool(a, (const BoolExpr *)expr);
    case T_BooleanTest: return negate_boolean_test(a, (const BooleanTest *)expr);
    case T_NullTest: {
        const NullTest *t = (const NullTest *)expr;
        if (t->argisrow) /* a row may be neither */
            break;
        NullTest *n = arena_memdup(a, t, sizeof *t);
        n->nulltesttype = t->nulltesttype == IS_NULL ? IS_NOT_NULL : IS_NULL;
        return (Node *)n;
    }
    default: break;
    }
    return x != NULL ? x : make_not(a, expr);
}

/* ---- conjuncts ---- */

/* (a AND b) OR (a AND c) is a AND (b OR c): what all branches say stands alone, to be pushed down or joined by. */
static Node *factor_or(struct arena *a, BoolExpr *or)
{
    List *common = NULL, *branches = NULL;
    FOREACH (Node, branch, or->args) {
        List *parts = NULL;
        implicit_and(a, branch, &parts);
        branches = list_append(a, branches, parts);
    }
    FOREACH (Node, part, (List *)list_nth(branches, 0)) {
        bool everywhere = !expr_is_volatile(part);
        FOREACH (List, other, branches)
            everywhere = everywhere && list_has(other, part);
        if (everywhere)
            list_add_new(a, &common, part);
    }
    if (common == NULL)
        return (Node *)or;
    BoolExpr *rest = arena_memdup(a, or, sizeof *or);
    rest->args = NULL;
    FOREACH (List, branch, branches) {
        List *left = NULL;
        FOREACH (Node, part, branch)
            if (!list_has(common, part))
                left = list_append(a, left, part);
        if (left == NULL)
            return make_and(a, common); /* a OR (a AND b) is a */
        rest->args = list_append(a, rest->args, make_and(a, left));
    }
    return make_and(a, list_append(a, common, rest));
}

static void conjuncts(struct arena *a, Node *qual, List **out)
{
    List *parts = NULL;
    implicit_and(a, qual, &parts);
    FOREACH (Node, part, parts) {
        if (IS_A(part, BoolExpr) && ((BoolExpr *)part)->boolop == OR_EXPR) {
            Node *factored = factor_or(a, (BoolExpr *)part);
            if (factored != part) {
                conjuncts(a, factored, out);
                continue;
            }
        }
        if (!is_const_true(part))
            *out = list_append(a, *out, part);
    }
}

List *qual_conjuncts(struct arena *a, Node *qual)
{
    List *out = NULL;
    conjuncts(a, qual, &out);
    return out;
}

/* ---- NULLs ---- */

static bool func_is_strict(Oid func)
{
    const struct func *f = func == InvalidOid ? NULL : func_by_oid(func);
    return f != NULL && f->kind == FUNC_NORMAL && (f->flags & (F_NONSTRICT | F_RETSET)) == 0;
}

static void intersect(struct relset *s, const struct relset *with)
{
    for (int i = 0; i < RELSET_MAX / 64; i++)
        s->w[i] &= with->w[i];
}

/* Adds the relations whose Vars, when they are all NULL, make expr NULL (top: NULL or false). */
static void strict_relids(const Node *expr, bool top, struct relset *out);

static void strict_args(const List *args, struct relset *out)
{
    FOREACH (Node, arg, args)
        strict_relids(arg, false, out);
}

static void strict_bool(const BoolExpr *b, bool top, struct relset *out)
{
    if (b->boolop == NOT_EXPR) {
        strict_relids(list_nth(b->args, 0), false, out);
        return;
    }
    if (top && b->boolop == AND_EXPR) {
        FOREACH (Node, arg, b->args)
            strict_relids(arg, true, out);
        return;
    }
    struct relset all = {{0}};
    FOREACH (Node, arg, b->args) {
        struct relset one = {{0}};
        strict_relids(arg, top, &one);
        if (FOREACH_INDEX(arg, b->args) == 0)
            all = one;
        else
            intersect(&all, &one);
    }
    relset_join(out, &all);
}

static void strict_relids(const Node *expr, bool top, struct relset *out)
{
    switch (expr->tag) {
    case T_Var:
        if (((const Var *)expr)->varlevelsup == 0)
            relset_add(out, ((const Var *)expr)->varno);
        break;
    case T_OpExpr:
        if (func_is_strict(operator_function(((const OpExpr *)expr)->opfuncid, ((const OpExpr *)expr)->opno)))
            strict_args(((const OpExpr *)expr)->args, out);
        break;
    case T_FuncExpr:
        if (func_is_strict(((const FuncExpr *)expr)->funcid))
            strict_args(((const FuncExpr *)expr)->args, out);
        break;
    case T_ScalarArrayOpExpr: { /* over an empty array it is not NULL: ANY is false then, ALL is true */
        const ScalarArrayOpExpr *s = (const ScalarArrayOpExpr *)expr;
        if (func_is_strict(operator_function(s->opfuncid, s->opno)) && top && s->useOr)
            strict_relids(list_nth(s->args, 0), false, out);
        break;
    }
    case T_BoolExpr: strict_bool((const BoolExpr *)expr, top, out); break;
    case T_RelabelType: strict_relids(((const RelabelType *)expr)->arg, top, out); break;
    case T_CoerceViaIO: strict_relids(((const CoerceViaIO *)expr)->arg, false, out); break;
    case T_NullTest: {
        const NullTest *t = (const NullTest *)expr;
        if (top && t->nulltesttype == IS_NOT_NULL && !t->argisrow)
            strict_relids(t->arg, false, out);
        break;
    }
    case T_BooleanTest: {
        int test = ((const BooleanTest *)expr)->booltesttype;
        if (top && (test == IS_TRUE || test == IS_FALSE || test == IS_NOT_UNKNOWN))
            strict_relids(((const BooleanTest *)expr)->arg, false, out);
        break;
    }
    default: break;
    }
}

struct relset quals_strict_relids(const List *quals)
{
    struct relset out = {{0}};
    FOREACH (Node, q, quals)
        strict_relids(q, true, &out);
    return out;
}

/* ---- equalities ---- */

bool qual_is_equality(const Node *qual, const struct relset *l, const struct relset *r, Node **left, Node **right,
                      Oid *opno)
{
    const OpExpr *op = (const OpExpr *)qual;
    if (!IS_A(qual, OpExpr) || list_length(op->args) != 2 || expr_is_volatile(qual))
        return false;
    const struct oper *o = oper_by_oid(op->opno);
    if (o == NULL || o->strategy != 3)
        return false;
    struct relset x = expr_relids(list_nth(op->args, 0)), y = expr_relids(list_nth(op->args, 1));
    if (relset_empty(&x) || relset_empty(&y))
        return false;
    bool turned = relset_subset(&x, r) && relset_subset(&y, l);
    if (!turned && !(relset_subset(&x, l) && relset_subset(&y, r)))
        return false;
    *left = list_nth(op->args, turned);
    *right = list_nth(op->args, !turned);
    *opno = turned ? o->commutator : o->oid;
    return *opno != InvalidOid;
}
