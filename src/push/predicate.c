/*
 * Predicates in the match language. Each is compiled to two total ones, "is true" and "is false": NOT swaps them, AND
 * and OR combine them, NULL is neither. Native operators where they are exact (native.c), $expr with aggregation
 * expressions (test.c) otherwise.
 */
#include <string.h>

#include "push/predicate.h"
#include "types/bson.h"

/* ---- comparisons ---- */

static bool is_text_column(const struct pcol *col)
{
    return col->type == TYPE_text || col->type == TYPE_varchar;
}

/* lower(column) = 'abc' as a regular expression; lower() and upper() change ASCII letters alone. */
static struct mq *folded_match(struct pc *c, Node *l, enum cmp_op op, const Const *k)
{
    struct arena *a = c->arena;
    const FuncExpr *f = (const FuncExpr *)l;
    if (!IS_A(l, FuncExpr) || (f->funcid != 870 && f->funcid != 871) || (op != CMP_EQ && op != CMP_NE) ||
        k->constisnull)
        return NULL;
    struct pcol *col = pc_column(c, pc_strip(list_nth(f->args, 0)));
    if (col == NULL || !is_text_column(col))
        return NULL;
    const char *text = VARDATA(k->constvalue), *other = f->funcid == 870 ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                                         : "abcdefghijklmnopqrstuvwxyz";
    struct mq *found = mq_const(a, false);
    if (strcspn(text, other) == VARLEN(k->constvalue)) {
        const char *regex = literal_regex(a, text, VARLEN(k->constvalue), true);
        if (regex == NULL)
            return NULL;
        found = mq_field(a, col->path, "$regex", bv_str(a, regex));
    }
    return mq_and(a, op == CMP_EQ ? found : mq_not(a, found), pc_notnull(c, col));
}

/*
 * Two columns, as they are: no comparison fails, and other values are kept out after it.
 *
 *     WHERE shipped < received     {$expr: {$lt: ["$shipped", "$received"]}, shipped: {$type: "date", $not: {$type: "array"}}, received: ...}
 */
static struct mq *columns_match(struct pc *c, Node *l, Node *r, enum cmp_op op)
{
    struct pcol *cols[2] = {pc_column(c, l), pc_column(c, r)}, *x = cols[0], *y = cols[1];
    bool plain = x != NULL && y != NULL && !x->clean && !y->clean && x->column != NULL && y->column != NULL &&
                 (x->type == y->type ? x->type == TYPE_timestamptz || x->type == TYPE_text || type_is_int(x->type)
                                     : type_is_int(x->type) && type_is_int(y->type));
    if (!plain)
        return NULL;
    struct mq *q = mq_expr(c->arena, bv_op2(c->arena, cmp_names[op], bv_field(c->arena, x->path), bv_field(c->arena, y->path)));
    for (int i = 0; i < 2; i++) {
        if (!cols[i]->proved) /* by what was pushed before: such rows are all that is left */
            q = mq_and(c->arena, q, pc_notnull(c, cols[i]));
        if (c->depth == 0)
            prove(c, cols[i], false);
    }
    return q;
}

static struct mq *comparison_match(struct pc *c, OpExpr *e, enum cmp_op op)
{
    Node *l = pc_strip(list_nth(e->args, 0)), *r = pc_strip(list_nth(e->args, 1));
    struct pcol *col = pc_column(c, l);
    if (col != NULL && IS_A(r, Const))
        return column_test(c, col, op, (Const *)r);
    col = pc_column(c, r);
    if (col != NULL && IS_A(l, Const))
        return column_test(c, col, cmp_swap(op), (Const *)l);
    if (IS_A(l, Param) || IS_A(r, Param)) {
        struct pcol *other = pc_column(c, IS_A(l, Param) ? r : l);
        struct mq *q = other == NULL     ? NULL
                       : IS_A(l, Param) ? parameter_test(c, other, cmp_swap(op), (Param *)l)
                                        : parameter_test(c, other, op, (Param *)r);
        if (q != NULL)
            return q;
    }
    const Const *k = (const Const *)r;
    struct json_text member;
    if (IS_A(r, Const) && json_text(c, l, &member))
        return k->constisnull ? mq_const(c->arena, false) : json_text_match(c, &member, op, 1, &k);
    struct mq *folded = IS_A(r, Const) ? folded_match(c, l, op, k) : NULL;
    if (folded != NULL)
        return folded;
    struct mq *columns = columns_match(c, l, r, op);
    return columns != NULL ? columns : mq_expr(c->arena, comparison_test(c, list_nth(e->args, 0), list_nth(e->args, 1), op));
}

/* ---- patterns ---- */

int pattern_operator(Oid opno)
{
    switch (opno) {
    case 1209: return PATTERN_LIKE;
    case 1210: return PATTERN_LIKE | PATTERN_NOT;
    case 1627: return PATTERN_LIKE | PATTERN_FOLD;
    case 1628: return PATTERN_LIKE | PATTERN_FOLD | PATTERN_NOT;
    case 641: return PATTERN_REGEX;
    case 642: return PATTERN_REGEX | PATTERN_NOT;
    case 1228: return PATTERN_REGEX | PATTERN_FOLD;
    case 1229: return PATTERN_REGEX | PATTERN_FOLD | PATTERN_NOT;
    default: return 0;
    }
}

struct pattern {
    const char *regex;
    bool dotall;
    bool null;           /* the pattern is NULL */
    const char *literal; /* what the text must be equal to; NULL: regex */
};

static bool pattern_of(struct pc *c, const OpExpr *e, int kind, struct pattern *p)
{
    const Const *k = list_nth(e->args, 1);
    const char *why = NULL;
    *p = (struct pattern){0};
    if (!IS_A(k, Const))
        return pc_no(c, "a pattern that is not constant") != NULL;
    p->null = k->constisnull;
    if (p->null)
        return true;
    bool fold = (kind & PATTERN_FOLD) != 0;
    if (kind & PATTERN_LIKE)
        p->regex =
            like_regex(c->arena, VARDATA(k->constvalue), VARLEN(k->constvalue), fold, &p->dotall, &p->literal, &why);
    else
        p->regex = posix_regex(c->arena, VARDATA(k->constvalue), VARLEN(k->constvalue), fold, &p->dotall, &why);
    return p->regex != NULL || p->literal != NULL || pc_no(c, "%s", why) != NULL;
}

static struct mq *pattern_match(struct pc *c, OpExpr *e, int kind, bool want)
{
    struct arena *a = c->arena;
    struct pattern p;
    struct pcol *col = pc_column(c, pc_strip(list_nth(e->args, 0)));
    if (!pattern_of(c, e, kind, &p))
        return NULL;
    if (p.null)
        return mq_const(a, false);
    bool matches = want == ((kind & PATTERN_NOT) == 0);
    if (col == NULL || !is_text_column(col))
        return mq_expr(a, pc_test(c, (Node *)e, want));
    if (c->depth == 0)
        prove(c, col, false);
    if (p.literal != NULL)
        return native_test(c, col, matches ? CMP_EQ : CMP_NE, bv_str(a, p.literal));
    struct mq *found = mq_field(a, col->path, "$regex", bv_str(a, p.regex));
    if (p.dotall)
        found = mq_and(a, found, mq_field(a, col->path, "$options", bv_str(a, "s")));
    if (p.regex[0] == '\0')
        return matches ? pc_notnull(c, col) : mq_const(a, false);
    if (matches) /* a stored regular expression matches its own text */
        return mq_and(a, found, pc_notnull(c, col));
    return mq_and(a, mq_not(a, found), pc_notnull(c, col));
}

struct bv *pattern_test(struct pc *c, OpExpr *e, int kind, bool want)
{
    struct arena *a = c->arena;
    struct pattern p;
    struct let let;
    if (!pattern_of(c, e, kind, &p))
        return NULL;
    if (p.null)
        return bv_bool(a, false);
    Node *arg = list_nth(e->args, 0);
    struct bv *v = pc_value(c, arg);
    if (v == NULL)
        return NULL;
    bool matches = want == ((kind & PATTERN_NOT) == 0);
    let_init(&let, a);
    v = let_bind(&let, v);
    struct bv *found, *notnull = bv_op2(a, "$ne", v, bv_null(a));
    if (p.literal != NULL) {
        found = bv_op2(a, "$eq", v, bv_literal(a, bv_str(a, p.literal)));
    } else {
        /* $regexMatch fails on null on some servers */
        struct bv *match = bv_set(a, bv_op(a, "input", bv_op2(a, "$ifNull", v, bv_str(a, ""))), "regex",
                                  bv_literal(a, bv_str(a, p.regex)));
        if (p.dotall)
            bv_set(a, match, "options", bv_str(a, "s"));
        found = bv_op(a, "$regexMatch", match);
    }
    if (!matches)
        found = bv_op(a, "$not", bv_list(a, 1, found));
    return let_in(&let, bv_op2(a, "$and", notnull, found));
}

/* ---- tests of predicates ---- */

/* IS TRUE and the like: which of the two predicates, and whether it is turned round. */
static struct mq *boolean_test_match(struct pc *c, BooleanTest *e, bool want)
{
    struct arena *a = c->arena;
    int t = e->booltesttype;
    bool negated = t == IS_NOT_TRUE || t == IS_NOT_FALSE || t == IS_NOT_UNKNOWN;
    struct mq *q;
    c->depth++;
    if (t == IS_TRUE || t == IS_NOT_TRUE)
        q = pc_match(c, e->arg, true);
    else if (t == IS_FALSE || t == IS_NOT_FALSE)
        q = pc_match(c, e->arg, false);
    else
        q = mq_not(a, mq_or(a, pc_match(c, e->arg, true), pc_match(c, e->arg, false)));
    c->depth--;
    return negated == want ? mq_not(a, q) : q;
}

static struct mq *null_test_match(struct pc *c, NullTest *e, bool want)
{
    struct arena *a = c->arena;
    bool is_null = (e->nulltesttype == IS_NULL) == want;
    struct mq *notnull;
    struct json_text member;
    struct pcol *col = pc_column(c, pc_strip(e->arg));
    if (e->argisrow)
        return pc_no(c, "IS NULL of a row");
    if (col != NULL) {
        notnull = pc_notnull(c, col);
        if (c->depth == 0 && notnull != NULL && !is_null)
            prove(c, col, false);
    } else if (json_text(c, e->arg, &member)) {
        notnull = json_text_notnull(c, &member);
    } else if (push_type(e->arg) == TYPE_bool && !IS_A(e->arg, Const) && !IS_A(e->arg, Param)) {
        c->depth++;
        notnull = mq_or(a, pc_match(c, e->arg, true), pc_match(c, e->arg, false));
        c->depth--;
    } else {
        struct bv *v = pc_value(c, e->arg);
        return v == NULL ? NULL : mq_expr(a, bv_op2(a, is_null ? "$eq" : "$ne", v, bv_null(a)));
    }
    return is_null ? mq_not(a, notnull) : notnull;
}

static struct mq *distinct_match(struct pc *c, DistinctExpr *e, bool want)
{
    struct arena *a = c->arena;
    for (int i = 0; i < 2; i++) {
        struct pcol *col = pc_column(c, pc_strip(list_nth(e->args, i)));
        const Const *k = list_nth(e->args, 1 - i);
        enum cmp_op op;
        if (col == NULL || !IS_A(k, Const) || !cmp_operator(e->opno, &op))
            continue;
        c->depth++;
        struct mq *equal = k->constisnull ? mq_not(a, pc_notnull(c, col)) : column_test(c, col, CMP_EQ, k);
        c->depth--;
        return want ? mq_not(a, equal) : equal;
    }
    return mq_expr(a, pc_test(c, (Node *)e, want));
}

static struct mq *bool_match(struct pc *c, BoolExpr *e, bool want)
{
    struct arena *a = c->arena;
    if (e->boolop == NOT_EXPR)
        return pc_match(c, list_nth(e->args, 0), !want);
    bool is_and = (e->boolop == AND_EXPR) == want;
    struct mq *q = mq_const(a, is_and);
    c->depth += !is_and;
    FOREACH (Node, arg, e->args) {
        struct mq *part = pc_match(c, arg, want);
        q = is_and ? mq_and(a, q, part) : mq_or(a, q, part);
        if (q == NULL)
            break;
    }
    c->depth -= !is_and;
    return q;
}

static struct mq *operator_match(struct pc *c, OpExpr *e, bool want)
{
    enum cmp_op op;
    if (cmp_operator(e->opno, &op))
        return comparison_match(c, e, want ? op : cmp_negate(op));
    if (pattern_operator(e->opno))
        return pattern_match(c, e, pattern_operator(e->opno), want);
    if (e->opno == ARRAY_CONTAINS || e->opno == ARRAY_OVERLAPS)
        return array_match(c, e, want);
    return mq_expr(c->arena, pc_test(c, (Node *)e, want));
}

bool predicate_const(Node *e, bool *value)
{
    if (!IS_A(e, Const) || ((Const *)e)->consttype != TYPE_bool)
        return false;
    *value = !((Const *)e)->constisnull && datum_bool(((Const *)e)->constvalue);
    return true;
}

static struct mq *current_match(struct pc *c, const CurrentOfExpr *e, bool want)
{
    struct pcol *col = pc_column(c, e->identity);
    bson_iter_t it;
    if (col == NULL || !want || e->row == NULL || !bson_value_iter(c->arena, e->row->constvalue, &it))
        return pc_no(c, "WHERE CURRENT OF");
    return mq_field(c->arena, col->path, "$eq", bv_of_iter(c->arena, &it));
}

struct mq *pc_match(struct pc *c, Node *e, bool want)
{
    bool value;
    struct pcol *col = pc_column(c, e);
    if (predicate_const(e, &value))
        return mq_const(c->arena, !((Const *)e)->constisnull && value == want);
    if (col != NULL && col->type == TYPE_bool)
        return column_test(c, col, CMP_EQ, make_bool_const(c->arena, want));
    switch (e->tag) {
    case T_BoolExpr:
        return bool_match(c, (BoolExpr *)e, want);
    case T_OpExpr:
        return operator_match(c, (OpExpr *)e, want);
    case T_ScalarArrayOpExpr:
        return any_match(c, (ScalarArrayOpExpr *)e, want);
    case T_NullTest:
        return null_test_match(c, (NullTest *)e, want);
    case T_BooleanTest:
        return boolean_test_match(c, (BooleanTest *)e, want);
    case T_DistinctExpr:
        return distinct_match(c, (DistinctExpr *)e, want);
    case T_CurrentOfExpr:
        return current_match(c, (CurrentOfExpr *)e, want);
    default:
        return mq_expr(c->arena, pc_test(c, e, want));
    }
}
