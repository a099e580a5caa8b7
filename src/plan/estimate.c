/* How many rows: from what a sample says of columns (catalog/statistics.h), else rough, but enough to tell large from small. */
#include <math.h>

#include "catalog/statistics.h"
#include "plan/plan_int.h"
#include "types/array.h"
#include "types/numeric.h"

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

/* The column of a collection that expr is, with what is known of its values; NULL none. */
static const struct column *known_column(const struct level *l, const Node *expr)
{
    while (IS_A(expr, RelabelType))
        expr = ((const RelabelType *)expr)->arg;
    const Var *v = (const Var *)expr;
    if (!IS_A(v, Var) || v->varlevelsup > 0 || v->varno < 1 || v->varattno < 1 || v->varno > list_length(l->q->rtable))
        return NULL;
    const RangeTblEntry *rte = level_rte(l, v->varno);
    if (rte->rtekind != RTE_RELATION || rte->relation->kind == REL_LOCAL)
        return NULL;
    const struct column *c = relation_column_nth(rte->relation, v->varattno);
    return c->statistics != NULL ? c : NULL;
}

static const struct statistics *known_values(const struct level *l, const Node *expr)
{
    const struct column *c = known_column(l, expr);
    if (c == NULL)
        return NULL;
    FOREACH (const char, name, l->p->sampled)
        if (name == c->name)
            return c->statistics;
    l->p->sampled = list_append(l->p->a, l->p->sampled, (void *)(uintptr_t)c->name);
    return c->statistics;
}

/* As dates are in documents, from what they are since 2000. */
static double since_1970(double milliseconds)
{
    return milliseconds + 946684800000.0;
}

/* A constant as statistics have values. */
static bool stat_constant(struct arena *a, const Node *n, struct stat_value *v)
{
    while (IS_A(n, RelabelType))
        n = ((const RelabelType *)n)->arg;
    const Const *c = (const Const *)n;
    if (!IS_A(c, Const) || c->constisnull)
        return false;
    *v = (struct stat_value){NULL, 0};
    switch (type_base(c->consttype)) {
    case TYPE_bool: v->number = datum_bool(c->constvalue); return true;
    case TYPE_int2: case TYPE_int4: case TYPE_int8: v->number = (double)datum_int64(c->constvalue); return true;
    case TYPE_float4: v->number = (double)datum_float4(c->constvalue); return true;
    case TYPE_float8: v->number = datum_float8(c->constvalue); return true;
    case TYPE_numeric: v->number = numeric_to_float8_lax(c->constvalue); return true;
    case TYPE_date: v->number = since_1970((double)datum_int32(c->constvalue) * 86400000); return true;
    case TYPE_timestamp: case TYPE_timestamptz: v->number = since_1970((double)datum_int64(c->constvalue) / 1000); return true;
    case TYPE_text: case TYPE_varchar: case TYPE_bpchar: v->text = type_output_cstring(a, c->consttype, c->constvalue); return true;
    default: return false;
    }
}

/* An equality with a value; of what is not unique, or unknown, no more is known. */
static double equality_selectivity(const struct level *l, const OpExpr *op)
{
    const double common = 0.02;
    int rti;
    FOREACH (Node, arg, op->args) {
        bool unique = false;
        double rows = column_rows(l, arg, &rti, &unique);
        const struct statistics *s = unique ? NULL : known_values(l, arg);
        const Node *other = list_nth(op->args, FOREACH_INDEX(arg, op->args) == 0);
        struct stat_value v;
        if (s != NULL && !expr_has_vars(other))
            return stat_equal(s, stat_constant(l->p->a, other, &v) ? &v : NULL);
        if (rows > 0)
            return unique || rows * common < 1 ? 1 / clamp_rows(rows) : common;
    }
    return common;
}

/* A column against a constant, as a bound: the column; is it a lower one? NULL: it is none. */
struct bound {
    const Node *column;
    bool lower, or_equal;
    struct stat_value value;
};

static bool read_bound(struct arena *a, const Node *qual, struct bound *b)
{
    const OpExpr *op = (const OpExpr *)qual;
    const struct oper *o = IS_A(op, OpExpr) && list_length(op->args) == 2 ? oper_by_oid(op->opno) : NULL;
    if (o == NULL || o->strategy < 1 || o->strategy > 5 || o->strategy == 3)
        return false;
    bool turned = IS_A(list_nth(op->args, 0), Const);
    b->column = list_nth(op->args, turned);
    b->lower = (o->strategy > 3) != turned;
    b->or_equal = o->strategy == 2 || o->strategy == 4;
    return stat_constant(a, list_nth(op->args, !turned), &b->value);
}

static double bound_part(const struct statistics *s, const struct bound *b)
{
    double below = stat_below(s, &b->value, b->or_equal != b->lower);
    return b->lower ? 1 - s->nulls - below : below;
}

static double range_selectivity(const struct level *l, const OpExpr *op)
{
    const double part = 0.33, least = 1e-5;
    struct bound b;
    const struct statistics *s = read_bound(l->p->a, (const Node *)op, &b) ? known_values(l, b.column) : NULL;
    return s != NULL ? fmax(bound_part(s, &b), least) : part;
}

static double op_selectivity(const struct level *l, const OpExpr *op)
{
    const struct oper *o = oper_by_oid(op->opno);
    switch (o != NULL ? o->strategy : 0) {
    case 3: return equality_selectivity(l, op);
    case 6: return 0.98;
    case 1: case 2: case 4: case 5: return range_selectivity(l, op);
    default: return o != NULL && o->name[0] == '!' ? 0.9 : 0.1; /* !~~: NOT LIKE */
    }
}

/* One of several values, or none of them. */
static double array_selectivity(const struct level *l, const ScalarArrayOpExpr *op)
{
    const struct oper *o = oper_by_oid(op->opno);
    const Const *list = list_nth(op->args, 1);
    const struct statistics *s = NULL;
    double part = 0;
    if (IS_A(list, Const) && !list->constisnull && o != NULL && o->strategy == (op->useOr ? 3 : 6))
        s = known_values(l, list_nth(op->args, 0));
    if (s == NULL)
        return op->useOr ? 0.1 : 0.9;
    struct array values = array_open(list->constvalue);
    for (int i = 0; i < values.n; i++) {
        struct stat_value v;
        bool isnull;
        Datum d = array_get(&values, i, &isnull);
        if (!isnull)
            part += stat_equal(s, stat_constant(l->p->a, (Node *)make_const(l->p->a, values.elem, -1, d, false), &v) ? &v : NULL);
    }
    part = fmin(part, 1 - s->nulls);
    return op->useOr ? part : 1 - s->nulls - part;
}

static double bool_selectivity(const struct level *l, const BoolExpr *b)
{
    double none = 1, one = 1;
    if (b->boolop == AND_EXPR)
        return quals_selectivity(l, b->args);
    FOREACH (Node, arg, b->args) {
        one = qual_selectivity(l, arg);
        none *= 1 - one;
    }
    return b->boolop == OR_EXPR ? 1 - none : 1 - one;
}

static double null_selectivity(const struct level *l, const NullTest *t)
{
    const struct statistics *s = known_values(l, t->arg);
    double nulls = s != NULL ? s->nulls : 0.05;
    return t->nulltesttype == IS_NULL ? nulls : 1 - nulls;
}

double qual_selectivity(const struct level *l, const Node *qual)
{
    switch (qual->tag) {
    case T_Const: return is_const_true(qual) ? 1 : 0;
    case T_OpExpr: return op_selectivity(l, (const OpExpr *)qual);
    case T_BoolExpr: return bool_selectivity(l, (const BoolExpr *)qual);
    case T_NullTest: return null_selectivity(l, (const NullTest *)qual);
    case T_ScalarArrayOpExpr: return array_selectivity(l, (const ScalarArrayOpExpr *)qual);
    default: return 0.5;
    }
}

/* Of the rows that are within other bounds of the column already, those within this one, too; -1: there are no such. */
static double second_bound(const struct level *l, const List *before, int n, const Node *qual)
{
    const double least = 1e-5;
    struct bound b, first;
    if (!read_bound(l->p->a, qual, &b))
        return -1;
    const struct statistics *s = known_values(l, b.column);
    for (int i = 0; s != NULL && i < n; i++) {
        if (!read_bound(l->p->a, list_nth(before, i), &first) || first.lower == b.lower || !node_equal(first.column, b.column))
            continue;
        double part = fmax(bound_part(s, &first), least);
        return fmin(fmax(part + bound_part(s, &b) - (1 - s->nulls), least) / part, 1);
    }
    return -1;
}

double next_selectivity(const struct level *l, const List *before, int n, const Node *qual)
{
    double second = second_bound(l, before, n, qual);
    return second >= 0 ? second : qual_selectivity(l, qual);
}

double quals_selectivity(const struct level *l, const List *quals)
{
    double s = 1;
    FOREACH (Node, q, quals)
        s *= next_selectivity(l, quals, FOREACH_INDEX(q, quals), q);
    return s;
}

/* Of so many rows, those that differ in exprs: where a column's values are known, else a tenth. */
double distinct_rows(const struct level *l, const List *exprs, double rows)
{
    double distinct = 1;
    FOREACH (Node, e, exprs) {
        const struct statistics *s = known_values(l, e);
        if (s == NULL)
            return clamp_rows(rows / 10);
        distinct *= fmax(s->distinct, 1) + (s->nulls > 0);
    }
    return clamp_rows(fmin(distinct, rows));
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
    bool sampled = !unique[0] && !unique[1];
    for (int i = 0; i < 2; i++) {
        const struct statistics *known = sampled ? known_values(l, i == 0 ? x : y) : NULL;
        double values = clamp_rows(unique[i] ? s.rows[i] : known != NULL ? fmin(known->distinct, least) : least);
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

/* s ~ ANY (ARRAY['x', 'y']): each of them. */
static void check_pattern_array(const struct level *l, const ScalarArrayOpExpr *e)
{
    const Node *array = list_nth(e->args, 1);
    List *elements = IS_A(array, ArrayExpr) && !((const ArrayExpr *)array)->multidims ? ((const ArrayExpr *)array)->elements : NULL;
    const Const *k = (const Const *)array;
    if (IS_A(array, Const) && !k->constisnull) {
        struct array x = array_open(k->constvalue);
        for (int i = 0; i < x.n; i++) {
            bool isnull;
            Datum d = array_get(&x, i, &isnull);
            elements = list_append(l->p->a, elements, make_const(l->p->a, x.elem, -1, d, isnull));
        }
    }
    FOREACH (Node, element, elements) {
        OpExpr *op = MAKE_NODE(l->p->a, OpExpr);
        op->opno = e->opno;
        op->opfuncid = e->opfuncid;
        op->opresulttype = TYPE_bool;
        op->args = list_make(l->p->a, 2, list_nth(e->args, 0), element);
        check_pattern(l, op);
    }
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
    const ScalarArrayOpExpr *any = (const ScalarArrayOpExpr *)qual;
    if (IS_A(qual, ScalarArrayOpExpr) && is_regex(operator_function(any->opfuncid, any->opno)))
        check_pattern_array(l, any);
}

double relation_rows(const struct level *l, struct relation *rel)
{
    if (rel->source != NULL && rel->source->count != NULL && (list_length(l->q->rtable) > 1 || l->q->hasSubLinks || l->up != NULL))
        rel->source->count(rel->source, rel);
    return rel->rows;
}

/* ---- how often a subquery runs ---- */

/* What a relation of l's has at most after the conditions that speak of it alone. */
static double relation_runs(struct level *l, int rti, const List *quals)
{
    const RangeTblEntry *rte = level_rte(l, rti);
    const double unknown = 1000, few = 10;
    if (rte->rtekind == RTE_VALUES)
        return list_length(rte->values_lists);
    if (rte->lateral)
        return 1;
    if (rte->rtekind != RTE_RELATION)
        return rte->rtekind == RTE_RESULT ? 1 : rte->rtekind == RTE_FUNCTION ? few : unknown;
    double known = l->sources[rti].rows, counted = relation_rows(l, rte->relation), rows = counted >= 0 ? counted : unknown, part = 1;
    List *sampled = l->p->sampled;
    l->p->sampled = NULL;
    l->sources[rti].rows = rows; /* for what is unique */
    FOREACH (Node, q, quals) {
        struct relset of = expr_relids(q), own = {{0}};
        relset_add(&own, rti);
        if (!relset_empty(&of) && relset_subset(&of, &own) && !expr_has_sublink(q) && !expr_has_subplan(q))
            part *= qual_selectivity(l, q);
    }
    l->sources[rti].rows = known;
    l->p->sampled = sampled;
    return clamp_rows(rows * part);
}

static bool is_cut(const Query *q, double *most)
{
    const Const *count = (const Const *)q->limitCount;
    if (!IS_A(count, Const) || count->constisnull || q->hasAggs || q->groupClause != NULL || q->groupingSets != NULL ||
        q->hasWindowFuncs || q->distinctClause != NULL || q->limitOffset != NULL)
        return false;
    *most = (double)datum_int64(count->constvalue);
    return true;
}

double level_runs(struct level *l)
{
    return l->up == NULL ? 1 : l->once ? level_runs(l->up) : level_rows(l->up);
}

double level_rows(struct level *l)
{
    const Query *q = l->q;
    double rows = 1, most;
    if (q->jointree != NULL && l->sources != NULL) {
        struct relset used = jointree_relids(l, (Node *)q->jointree);
        const List *quals = qual_conjuncts(l->p->a, q->jointree->quals);
        for (int rti = 1; rti <= list_length(q->rtable) && rti < RELSET_MAX; rti++)
            if (relset_has(&used, rti))
                rows = fmax(rows, relation_runs(l, rti, quals));
    }
    if (l->in_targets && is_cut(q, &most))
        rows = fmin(rows, most);
    return clamp_rows(clamp_rows(rows) * level_runs(l));
}

bool values_repeat(struct level *l, const List *exprs, double rows)
{
    FOREACH (Node, e, exprs) {
        int rti;
        bool unique = false;
        double own = column_rows(l, e, &rti, &unique);
        if (unique && (own <= 0 || rows <= own))
            return false;
    }
    List *sampled = l->p->sampled;
    l->p->sampled = NULL;
    bool repeat = distinct_rows(l, exprs, rows) < 0.5 * rows;
    l->p->sampled = sampled;
    return repeat;
}
