/* How many rows: rough, but enough to tell large from small. */
#include "plan/plan_int.h"

#include <string.h>

#include "base/macros.h"

double clamp_rows(double rows)
{
    return rows < 1 ? 1 : rows > 1e15 ? 1e15 : rows;
}

/* The rows of the relation that expr is a column of, whatever conditions leave of them; 0: it is no column. *unique: no
 * two of them have one value there. */
double column_rows(const struct level *l, const Node *expr, int *rti, bool *unique)
{
    while (IS_A(expr, RelabelType))
        expr = ((const RelabelType *)expr)->arg;
    const Var *v = (const Var *)expr;
    if (!IS_A(v, Var) || v->varlevelsup > 0 || v->varno < 1 || v->varno > list_length(l->q->rtable))
        return 0;
    const RangeTblEntry *rte = level_rte(l, v->varno);
    *rti = v->varno;
    *unique = rte->rtekind == RTE_RELATION && v->varattno > 0 && rte->relation->kind == REL_COLLECTION &&
              relation_has_index(rte->relation, relation_column_nth(rte->relation, v->varattno)->path, true);
    return l->sources[v->varno].rows;
}

/* An equality with a value: of what is not unique no more is known. */
static double equality_selectivity(const struct level *l, const OpExpr *op)
{
    const double common = 0.02;
    int rti;
    FOREACH (Node, arg, op->args) {
        bool unique = false;
        double rows = column_rows(l, arg, &rti, &unique);
        if (rows > 0)
            return unique || rows * common < 1 ? 1 / clamp_rows(rows) : common;
    }
    return common;
}

static double op_selectivity(const struct level *l, const OpExpr *op)
{
    const struct oper *o = oper_by_oid(op->opno);
    switch (o != NULL ? o->strategy : 0) {
    case 3: return equality_selectivity(l, op);
    case 6: return 0.98;
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
    case T_OpExpr: return op_selectivity(l, (const OpExpr *)qual);
    case T_BoolExpr: return bool_selectivity(l, (const BoolExpr *)qual);
    case T_NullTest: return ((const NullTest *)qual)->nulltesttype == IS_NULL ? 0.05 : 0.95;
    case T_ScalarArrayOpExpr: return ((const ScalarArrayOpExpr *)qual)->useOr ? 0.1 : 0.9;
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

/*
 * Equal columns: one side's are unique, those of the smallest collection of the class when nothing is known; so each row
 * of the other has a partner at most.
 */
struct equality_size equality_size(const struct level *l, const Node *x, const Node *y, double class_rows, double left_rows,
                                   double right_rows)
{
    struct equality_size s = {0};
    bool unique[2] = {false, false};
    s.rows[0] = column_rows(l, x, &s.rti[0], &unique[0]);
    s.rows[1] = column_rows(l, y, &s.rti[1], &unique[1]);
    s.rows[0] = s.rows[0] > 0 ? s.rows[0] : left_rows;
    s.rows[1] = s.rows[1] > 0 ? s.rows[1] : right_rows;
    double least = s.rows[0] < s.rows[1] ? s.rows[0] : s.rows[1];
    if (class_rows > 0 && class_rows < least)
        least = class_rows;
    for (int i = 0; i < 2; i++) {
        double values = clamp_rows(unique[i] ? s.rows[i] : least);
        s.distinct = values > s.distinct ? values : s.distinct;
    }
    return s;
}

/* Several columns of the same two collections are one key. */
double join_selectivity(const struct level *l, const struct rel *left, const struct rel *right, const List *quals)
{
    double s = 1;
    List *pairs = NULL;
    FOREACH (Node, q, quals) {
        Node *x, *y;
        Oid op;
        bool again = false;
        if (!qual_is_equality(q, &left->relids, &right->relids, &x, &y, &op)) {
            s *= qual_selectivity(l, q);
            continue;
        }
        struct equality_size size = equality_size(l, x, y, 0, left->rows, right->rows);
        void *pair = INT_ITEM(size.rti[0] * RELSET_MAX + size.rti[1]);
        FOREACH (void, p, pairs)
            again |= p == pair;
        s *= again ? 1 : 1 / size.distinct;
        pairs = list_append(l->p->a, pairs, pair);
    }
    return s;
}

/* ---- patterns ---- */

static bool is_regex(Oid func)
{
    static const char *const names[] = {"regexeq", "regexne"};
    const struct func *fn = func_by_oid(func);
    size_t n = fn != NULL ? strlen(fn->name) : 0;
    for (int i = 0; i < COUNTOF(names); i++)
        if (n >= strlen(names[i]) && strcmp(fn->name + n - strlen(names[i]), names[i]) == 0)
            return true;
    return false;
}

/* Looked at as it would be for a row: of an empty text. */
static void check_pattern(const struct level *l, const OpExpr *op)
{
    const struct plan_settings *set = l->p->set;
    const Const *pattern = list_nth(op->args, 1);
    if (set == NULL || set->eval_const == NULL || !IS_A(pattern, Const) || pattern->constisnull || IS_A(list_nth(op->args, 0), Const))
        return;
    OpExpr *x = arena_memdup(l->p->a, op, sizeof *op);
    Const *text = arena_memdup(l->p->a, pattern, sizeof *pattern);
    bool isnull;
    text->constvalue = datum_from_text(l->p->a, "", 0);
    x->args = list_make(l->p->a, 2, text, pattern);
    TRY {
        set->eval_const(l->p->a, (Node *)x, &isnull);
    } CATCH (e) {
        if (e->code == ERR_INVALID_REGULAR_EXPRESSION || e->code == ERR_QUERY_CANCELED || e->severity > SEV_ERROR)
            error_throw(e);
    } END_TRY;
}

void check_patterns(const struct level *l, Node *qual)
{
    const OpExpr *op = (const OpExpr *)qual;
    if (IS_A(qual, BoolExpr))
        FOREACH (Node, arg, ((BoolExpr *)qual)->args)
            check_patterns(l, arg);
    if (IS_A(qual, BooleanTest))
        check_patterns(l, ((BooleanTest *)qual)->arg);
    if (IS_A(qual, OpExpr) && list_length(op->args) == 2 && is_regex(operator_function(op->opfuncid, op->opno)))
        check_pattern(l, op);
}
