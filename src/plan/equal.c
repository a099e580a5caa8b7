/*
 * What follows from equalities: less is read from MongoDB when both sides of a join know of a constant.
 *
 *     WHERE o.customer = c._id AND c._id = 5           ... AND o.customer = 5
 */
#include "plan/plan_int.h"

/* x = y of one type, not volatile, with an operator that means the same for both. */
static bool equality(const Node *qual, Node **x, Node **y, Oid *opno)
{
    const OpExpr *op = (const OpExpr *)qual;
    if (!IS_A(qual, OpExpr) || list_length(op->args) != 2)
        return false;
    const struct oper *o = oper_by_oid(op->opno);
    *x = list_nth(op->args, 0);
    *y = list_nth(op->args, 1);
    *opno = op->opno;
    return o != NULL && o->strategy == 3 && o->left == o->right && !expr_is_volatile(qual) && !expr_has_subplan(qual);
}

static bool is_known(const Node *n)
{
    return (IS_A(n, Const) && !((const Const *)n)->constisnull) ||
           (IS_A(n, Param) && ((const Param *)n)->paramkind == PARAM_EXEC);
}

static Node *make_equality(struct arena *a, const OpExpr *like, Node *x, Node *value)
{
    OpExpr *op = arena_memdup(a, like, sizeof *op);
    op->args = list_make(a, 2, x, value);
    op->location = -1;
    return (Node *)op;
}

/* From expr = value among known, the value; NULL none. */
static Node *value_of(const List *known, const Node *expr, Oid opno)
{
    FOREACH (Node, k, known) {
        Node *x, *y;
        Oid op;
        if (!equality(k, &x, &y, &op) || op != opno)
            continue;
        if (is_known(y) && node_equal(x, expr))
            return y;
        if (is_known(x) && node_equal(y, expr))
            return x;
    }
    return NULL;
}

static bool is_column(const Node *n)
{
    while (IS_A(n, RelabelType))
        n = ((const RelabelType *)n)->arg;
    return IS_A(n, Var);
}

List *derive_equalities(struct level *l, const List *known, const List *joins)
{
    struct arena *a = l->p->a;
    List *all = list_copy(a, known), *out = NULL;
    for (bool more = true; more;) {
        more = false;
        FOREACH (Node, j, joins) {
            Node *sides[2], *value;
            Oid op;
            if (!equality(j, &sides[0], &sides[1], &op) || !is_column(sides[0]) || !is_column(sides[1]))
                continue;
            for (int i = 0; i < 2; i++) {
                if (value_of(all, sides[1 - i], op) != NULL || (value = value_of(all, sides[i], op)) == NULL)
                    continue;
                Node *q = make_equality(a, (const OpExpr *)j, sides[1 - i], value);
                all = list_append(a, all, q);
                out = list_append(a, out, q);
                more = true;
            }
        }
    }
    return out;
}
