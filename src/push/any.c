/* Lists and arrays: x IN (...), x op ANY or ALL (...), array columns. */
#include "push/predicate.h"
#include "types/array.h"

/* ---- scalar op ANY (array), ALL (array) ---- */

struct any {
    enum cmp_op op; /* 0: a pattern */
    bool is_or;
    Node *scalar;
    Oid elem;
    Datum *values;
    bool *nulls;
    int n;
};

/* False: not a comparison with a constant array. *null: the array is NULL. */
static bool any_of(struct pc *c, const ScalarArrayOpExpr *e, struct any *any, bool *null)
{
    const Const *k = list_nth(e->args, 1);
    *null = false;
    any->op = 0;
    if (!IS_A(k, Const) || (!cmp_operator(e->opno, &any->op) && !pattern_operator(e->opno)))
        return pc_no(c, "%s with an array that is not constant", e->useOr ? "ANY" : "ALL") != NULL;
    any->is_or = e->useOr;
    any->scalar = list_nth(e->args, 0);
    if (k->constisnull)
        return *null = true;
    struct array array = array_open(k->constvalue);
    any->elem = array.elem;
    any->n = array.n;
    array_deconstruct(c->arena, &array, &any->values, &any->nulls);
    return true;
}

static Const *any_element(struct pc *c, const struct any *any, int i)
{
    return make_const(c->arena, any->elem, -1, any->values[i], any->nulls[i]);
}

/*
 * The constants that a column (or an expression) of this type can be equal to, as BSON. NULL: one of them cannot be
 * said. *has_null: one is NULL.
 */
static struct bv *any_values(struct pc *c, const struct any *any, Oid type, bool *has_null)
{
    struct bv *list = bv_array(c->arena);
    *has_null = false;
    for (int i = 0; i < any->n; i++) {
        *has_null |= any->nulls[i];
        if (any->nulls[i])
            continue;
        struct bound b = const_bound(c->arena, type, CMP_EQ, any_element(c, any, i));
        if (b.kind == BOUND_NO)
            return pc_no(c, "a comparison with a constant that BSON cannot hold");
        if (b.kind == BOUND_CMP)
            bv_push(c->arena, list, b.value);
    }
    return list;
}

static bool is_membership(const struct any *any)
{
    return any->is_or ? any->op == CMP_EQ : any->op == CMP_NE;
}

/* Where the double nearest to a decimal has it as its shortest digits, both are sought. */
static void add_doubles(struct arena *a, const struct pcol *col, struct bv *list)
{
    double d;
    int exact, shortest;
    if (col->clean || col->type != TYPE_numeric || !(col->column->seen & SEEN_DOUBLE))
        return;
    for (int i = list->n - 1; i >= 0; i--)
        if (nearest_double(list->items[i].value, &d, &exact, &shortest) && exact != 0 && shortest == 0)
            bv_push(a, list, bv_double(a, d));
}

/* {a: {$in: [1, 2]}} and its negation. */
static struct mq *membership_match(struct pc *c, struct pcol *col, const struct any *any, bool in)
{
    struct arena *a = c->arena;
    bool has_null;
    struct bv *list = any_values(c, any, col->type, &has_null);
    if (list == NULL)
        return NULL;
    if (has_null && !in)
        return mq_const(a, false);
    if (list->n == 0 && in)
        return mq_const(a, false);
    if (c->depth == 0)
        prove(c, col, false);
    if (list->n == 0)
        return pc_notnull(c, col);
    add_doubles(a, col, list);
    struct mq *q = mq_field(a, col->path, in ? "$in" : "$nin", list);
    if (col->clean)
        return in || !col->nullable ? q : mq_and(a, q, pc_notnull(c, col));
    if (!in && col->type == TYPE_uuid)
        q = mq_and(a, q, uuid_range(a, col->path));
    else if (!in || needs_type(col))
        q = mq_and(a, q, guard_type(a, col));
    return mq_and(a, q, guard_array(a, col));
}

static struct mq *json_membership_match(struct pc *c, const struct json_text *t, const struct any *any, bool in)
{
    const Const **texts = ARENA_ARRAY(c->arena, const Const *, any->n);
    int n = 0;
    for (int i = 0; i < any->n; i++)
        if (!any->nulls[i])
            texts[n++] = any_element(c, any, i);
    if (n == 0 || (n < any->n && !in))
        return mq_const(c->arena, false);
    return json_text_match(c, t, in ? CMP_EQ : CMP_NE, n, texts);
}

#define MAX_EXPANDED 64 /* elements that become comparisons of their own */

/* x op ANY (ARRAY[y, z]) as x op y OR x op z. */
static Node *any_expanded(struct pc *c, const ScalarArrayOpExpr *e, List *elements)
{
    struct arena *a = c->arena;
    BoolExpr *all = MAKE_NODE(a, BoolExpr);
    if (list_length(elements) > MAX_EXPANDED)
        return pc_no(c, "%s with a long array", e->useOr ? "ANY" : "ALL");
    all->boolop = e->useOr ? OR_EXPR : AND_EXPR;
    FOREACH (Node, element, elements) {
        OpExpr *o = MAKE_NODE(a, OpExpr);
        o->opno = e->opno;
        o->opfuncid = e->opfuncid;
        o->opresulttype = TYPE_bool;
        o->args = list_make(a, 2, list_nth(e->args, 0), element);
        all->args = list_append(a, all->args, o);
    }
    return (Node *)all;
}

static Node *any_constants_expanded(struct pc *c, const ScalarArrayOpExpr *e, const struct any *any)
{
    List *elements = NULL;
    for (int i = 0; i < any->n; i++)
        elements = list_append(c->arena, elements, any_element(c, any, i));
    return any_expanded(c, e, elements);
}

static List *array_elements(const ScalarArrayOpExpr *e)
{
    const ArrayExpr *array = list_nth(e->args, 1);
    return IS_A(array, ArrayExpr) && !array->multidims ? array->elements : NULL;
}

static struct bv *membership_test(struct pc *c, const struct any *any, bool in)
{
    struct arena *a = c->arena;
    bool has_null;
    Node *x = pc_strip(any->scalar);
    struct bv *list = any_values(c, any, push_type(x), &has_null), *v = list != NULL ? pc_value(c, x) : NULL;
    if (v == NULL)
        return NULL;
    if ((has_null && !in) || (list->n == 0 && in))
        return bv_bool(a, false);
    struct bv *literals = bv_array(a);
    for (int i = 0; i < list->n; i++)
        bv_push(a, literals, bv_literal(a, list->items[i].value));
    if (in)
        return bv_op2(a, "$in", v, literals);
    if (pc_nullable(c, x))
        bv_push(a, literals, bv_null(a));
    return bv_op(a, "$not", bv_list(a, 1, bv_op2(a, "$in", v, literals)));
}

struct mq *any_match(struct pc *c, const ScalarArrayOpExpr *e, bool want)
{
    struct any any;
    bool null;
    struct pcol *array = pc_column(c, pc_strip(list_nth(e->args, 1)));
    if (array != NULL && !array->clean && type_is_array(array->type))
        return element_match(c, e, array, want);
    if (array_elements(e) != NULL) {
        Node *expanded = any_expanded(c, e, array_elements(e));
        return expanded != NULL ? pc_match(c, expanded, want) : NULL;
    }
    if (!any_of(c, e, &any, &null))
        return NULL;
    if (null)
        return mq_const(c->arena, false);
    if (any.n == 0)
        return mq_const(c->arena, want != any.is_or);
    struct pcol *col = pc_column(c, pc_strip(any.scalar));
    if (!is_membership(&any)) {
        Node *expanded = any_constants_expanded(c, e, &any);
        return expanded != NULL ? pc_match(c, expanded, want) : NULL;
    }
    bool in = any.is_or == want;
    if (col != NULL && native_type(col))
        return membership_match(c, col, &any, in);
    struct json_text member;
    if (json_text(c, pc_strip(any.scalar), &member))
        return json_membership_match(c, &member, &any, in);
    return mq_expr(c->arena, membership_test(c, &any, in));
}

struct bv *any_test(struct pc *c, const ScalarArrayOpExpr *e, bool want)
{
    struct any any;
    bool null;
    Node *expanded = NULL;
    if (array_elements(e) != NULL) {
        expanded = any_expanded(c, e, array_elements(e));
        return expanded != NULL ? pc_test(c, expanded, want) : NULL;
    }
    if (!any_of(c, e, &any, &null))
        return NULL;
    if (null)
        return bv_bool(c->arena, false);
    if (any.n == 0)
        return bv_bool(c->arena, want != any.is_or);
    if (is_membership(&any))
        return membership_test(c, &any, any.is_or == want);
    expanded = any_constants_expanded(c, e, &any);
    return expanded != NULL ? pc_test(c, expanded, want) : NULL;
}
