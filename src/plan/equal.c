/*
 * What follows from equalities: less is read from MongoDB when both sides of a join know of a constant.
 *
 *     WHERE o.customer = c._id AND c._id = 5           ... AND o.customer = 5
 *     WHERE c.nation = s.nation AND s.nation = n._id   ... AND c.nation = n._id
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

/* ---- classes of columns that are equal ---- */

struct equal_class {
    Oid opno;
    List *members; /* Node */
    bool gone;     /* part of another one now */
};

static struct equal_class *class_of(List *classes, const Node *expr, Oid opno, int *number)
{
    FOREACH (struct equal_class, c, classes)
        if (!c->gone && c->opno == opno && list_has(c->members, expr)) {
            *number = FOREACH_INDEX(c, classes);
            return c;
        }
    return NULL;
}

static bool column_equality(const Node *qual, Node **x, Node **y, Oid *opno)
{
    return equality(qual, x, y, opno) && is_column(*x) && is_column(*y);
}

static List *equal_classes(struct arena *a, const List *quals)
{
    List *classes = NULL;
    FOREACH (Node, q, quals) {
        Node *x, *y;
        Oid op;
        int number;
        if (!column_equality(q, &x, &y, &op))
            continue;
        struct equal_class *c = class_of(classes, x, op, &number), *d = class_of(classes, y, op, &number);
        if (c == NULL && d == NULL) {
            c = ARENA_NEW(a, struct equal_class);
            c->opno = op;
            classes = list_append(a, classes, c);
        } else if (c == NULL) {
            c = d;
        } else if (d != NULL && d != c) {
            d->gone = true;
            c->members = list_concat(a, c->members, d->members);
        }
        list_add_new(a, &c->members, x);
        list_add_new(a, &c->members, y);
    }
    return classes;
}

/* All pairs of so many would take their time: its conditions are taken as they were written. */
static bool is_large(const struct equal_class *c)
{
    enum { LARGE = 12 };
    return list_length(c->members) > LARGE;
}

static struct join_cond *make_cond(struct arena *a, Node *expr, const List *known, List *classes)
{
    struct join_cond *j = ARENA_NEW(a, struct join_cond);
    struct equal_class *c;
    Node *x, *y;
    Oid op;
    int number;
    *j = (struct join_cond){.expr = expr, .of = expr_relids(expr), .class = -1};
    if (!column_equality(expr, &x, &y, &op) || (c = class_of(classes, x, op, &number)) == NULL || is_large(c))
        return j;
    j->class = number;
    j->members = c->members;
    FOREACH (Node, m, c->members)
        j->constant |= value_of(known, m, op) != NULL;
    return j;
}

static bool is_there(const List *quals, const Node *x, const Node *y, Oid opno)
{
    FOREACH (Node, q, quals) {
        Node *left, *right;
        Oid op;
        if (equality(q, &left, &right, &op) && op == opno &&
            ((node_equal(left, x) && node_equal(right, y)) || (node_equal(left, y) && node_equal(right, x))))
            return true;
    }
    return false;
}

/* Any operator of a class compares its columns: its members were on both sides of it. */
static const OpExpr *class_operator(const List *quals, const struct equal_class *c)
{
    FOREACH (Node, q, quals) {
        Node *x, *y;
        Oid op;
        if (column_equality(q, &x, &y, &op) && op == c->opno && list_has(c->members, x))
            return (const OpExpr *)q;
    }
    return NULL;
}

List *join_conditions(struct level *l, const List *quals, const List *known)
{
    struct arena *a = l->p->a;
    List *classes = equal_classes(a, quals), *out = NULL;
    FOREACH (Node, q, quals)
        out = list_append(a, out, make_cond(a, q, known, classes));
    FOREACH (struct equal_class, c, classes) {
        int n = c->gone || is_large(c) ? 0 : list_length(c->members);
        for (int i = 0; i < n; i++)
            for (int k = i + 1; k < n; k++) {
                Node *x = list_nth(c->members, i), *y = list_nth(c->members, k);
                if (is_there(quals, x, y, c->opno))
                    continue;
                struct join_cond *j = make_cond(a, make_equality(a, class_operator(quals, c), x, y), known, classes);
                j->derived = true;
                out = list_append(a, out, j);
            }
    }
    return out;
}
