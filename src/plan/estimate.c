/* How many rows: rough, but enough to tell large from small. */
#include "plan/plan_int.h"

double clamp_rows(double rows)
{
    return rows < 1 ? 1 : rows > 1e15 ? 1e15 : rows;
}

static double op_selectivity(const OpExpr *op)
{
    const struct oper *o = oper_by_oid(op->opno);
    switch (o != NULL ? o->strategy : 0) {
    case 3: return 0.005;
    case 6: return 0.995;
    case 1: case 2: case 4: case 5: return 0.33;
    default: return 0.1;
    }
}

static double bool_selectivity(const struct level *l, const BoolExpr *b)
{
    double none = 1, all = 1;
    FOREACH (Node, arg, b->args) {
        double s = qual_selectivity(l, arg);
        all *= s;
        none *= 1 - s;
    }
    return b->boolop == AND_EXPR ? all : b->boolop == OR_EXPR ? 1 - none : 1 - all;
}

double qual_selectivity(const struct level *l, const Node *qual)
{
    switch (qual->tag) {
    case T_Const: return is_const_true(qual) ? 1 : 0;
    case T_OpExpr: return op_selectivity((const OpExpr *)qual);
    case T_BoolExpr: return bool_selectivity(l, (const BoolExpr *)qual);
    case T_NullTest: return ((const NullTest *)qual)->nulltesttype == IS_NULL ? 0.05 : 0.95;
    case T_ScalarArrayOpExpr: return ((const ScalarArrayOpExpr *)qual)->useOr ? 0.02 : 0.95;
    default: return 0.5;
    }
}

double quals_selectivity(const struct level *l, const List *quals)
{
    double s = 1;
    FOREACH (Node, q, quals)
        s *= qual_selectivity(l, q);
    return s;
}

/* Equal columns: as if the one side's were unique. */
double join_selectivity(const struct level *l, const struct rel *left, const struct rel *right, const List *quals)
{
    double s = 1, larger = left->rows > right->rows ? left->rows : right->rows;
    FOREACH (Node, q, quals) {
        Node *x, *y;
        Oid op;
        bool equality = qual_is_equality(q, &left->relids, &right->relids, &x, &y, &op);
        s *= equality ? 1 / clamp_rows(larger) : qual_selectivity(l, q);
    }
    return s;
}
