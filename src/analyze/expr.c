/* Raw expressions to typed ones. */
#include "analyze/analyze_int.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "types/array.h"

#define MAX_DEPTH 2500 /* of nested expressions, as PostgreSQL's max_stack_depth lets about */

Node *transform_expr(struct pstate *ps, PgQuery__Node *raw, enum expr_kind kind)
{
    enum expr_kind outer = ps->kind;
    ps->kind = kind;
    Node *e = transform_node(ps, raw);
    ps->kind = outer;
    return e;
}

/* ---- constants ---- */

static Node *transform_const(struct pstate *ps, const PgQuery__AConst *c)
{
    Const *out = make_const(ps->arena, TYPE_unknown, -1, 0, true);
    out->location = c->location;
    if (c->isnull)
        return (Node *)out;
    out->constisnull = false;
    switch (c->val_case) {
    case PG_QUERY__A__CONST__VAL__NOT_SET: /* an integer 0 */
    case PG_QUERY__A__CONST__VAL_IVAL:
        out->consttype = TYPE_int4;
        out->constvalue = datum_from_int32(c->val_case == PG_QUERY__A__CONST__VAL_IVAL ? c->ival->ival : 0);
        break;
    case PG_QUERY__A__CONST__VAL_FVAL: {
        const char *s = c->fval->fval;
        char *end;
        errno = 0;
        long long v = strtoll(s, &end, 10);
        bool whole = *end == '\0' && end != s && errno == 0;
        out->consttype = !whole ? TYPE_numeric : v == (int32_t)v ? TYPE_int4 : TYPE_int8;
        out->constvalue = whole ? datum_from_int64(v) : type_input(ps->arena, TYPE_numeric, -1, s, strlen(s), NULL);
        break;
    }
    case PG_QUERY__A__CONST__VAL_BOOLVAL:
        out->consttype = TYPE_bool;
        out->constvalue = datum_from_bool(c->boolval->boolval != 0);
        break;
    case PG_QUERY__A__CONST__VAL_SVAL:
        out->constvalue = datum_from_cstring(ps->arena, c->sval->sval);
        note_literal(ps, out, c->sval);
        break;
    case PG_QUERY__A__CONST__VAL_BSVAL: {
        struct soft_error soft = {.want_error = true};
        out->consttype = TYPE_bit;
        out->constvalue = type_input(ps->arena, TYPE_bit, -1, c->bsval->bsval, strlen(c->bsval->bsval), &soft);
        if (soft.failed)
            error_throw(error_at(soft.error, c->location));
        break;
    }
    default:
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "this kind of constant is not supported");
    }
    return (Node *)out;
}

static Node *transform_param(struct pstate *ps, const PgQuery__ParamRef *p)
{
    struct analyze_params *params = ps->an->params;
    int n = p->number;
    if (params == NULL || n <= 0 || n > 0x0fffffff || (n > params->n && !params->variable))
        raise_at(ERR_UNDEFINED_PARAMETER, p->location, "there is no parameter $%d", n);
    if (n > 65535) /* no message has that many types, so that one of those before it has none */
        raise(ERR_INDETERMINATE_DATATYPE, "could not determine data type of parameter $1");
    if (n > params->n) {
        params->types = arena_grow(ps->arena, params->types, sizeof(Oid) * (size_t)params->n, sizeof(Oid) * (size_t)n);
        for (int i = params->n; i < n; i++)
            params->types[i] = InvalidOid;
        params->n = n;
    }
    Param *out = MAKE_NODE(ps->arena, Param);
    out->paramkind = PARAM_EXTERN;
    out->paramid = n;
    out->paramtype = params->types[n - 1] == InvalidOid ? TYPE_unknown : params->types[n - 1];
    out->paramtypmod = -1;
    out->location = p->location;
    return (Node *)out;
}

/* ---- operators ---- */

static bool is_null_literal(const Node *e)
{
    return IS_A(e, Const) && ((const Const *)e)->constisnull && ((const Const *)e)->consttype == TYPE_unknown;
}

static Node *make_bool(struct pstate *ps, int op, List *args, int location)
{
    BoolExpr *b = MAKE_NODE(ps->arena, BoolExpr);
    b->boolop = op;
    b->args = args;
    b->location = location;
    return (Node *)b;
}

/* is_row: of a row, all columns are asked */
static Node *make_null_test(struct pstate *ps, Node *arg, int kind, bool is_row, int location)
{
    NullTest *t = MAKE_NODE(ps->arena, NullTest);
    t->arg = arg;
    t->nulltesttype = kind;
    t->argisrow = is_row;
    t->location = location;
    return (Node *)t;
}

/* Takes over an = operator's members. */
static Node *op_as(struct pstate *ps, NodeTag tag, Node *op)
{
    DistinctExpr *x = MAKE_NODE(ps->arena, DistinctExpr);
    const OpExpr *o = (const OpExpr *)op;
    x->tag = tag;
    x->opno = o->opno;
    x->opfuncid = o->opfuncid;
    x->opresulttype = o->opresulttype;
    x->args = o->args;
    x->location = o->location;
    return (Node *)x;
}

/* (a, b), cast to a composite type or not, whose columns are compared one by one; a whole row is one value */
bool is_row_constructor(const Node *e)
{
    return IS_A(e, RowExpr) && !((const RowExpr *)e)->whole;
}

static List *row_args(Node *e)
{
    return ((RowExpr *)e)->args;
}

static Node *make_distinct(struct pstate *ps, List *name, Node *l, Node *r, int location)
{
    if (is_row_constructor(l) && is_row_constructor(r)) {
        List *parts = NULL;
        if (list_length(row_args(l)) != list_length(row_args(r)))
            raise_at(ERR_SYNTAX_ERROR, location, "unequal number of entries in row expressions");
        for (int i = 0; i < list_length(row_args(l)); i++)
            parts = list_append(ps->arena, parts,
                                make_distinct(ps, name, list_nth(row_args(l), i), list_nth(row_args(r), i), location));
        if (parts == NULL)
            return (Node *)make_bool_const(ps->arena, false);
        return list_length(parts) == 1 ? list_nth(parts, 0) : make_bool(ps, OR_EXPR, parts, location);
    }
    if (is_null_literal(r))
        return make_null_test(ps, l, IS_NOT_NULL, false, location);
    if (is_null_literal(l))
        return make_null_test(ps, r, IS_NOT_NULL, false, location);
    Node *op = make_op(ps, name, l, r, location);
    if (((OpExpr *)op)->opresulttype != TYPE_bool)
        raise_at(ERR_DATATYPE_MISMATCH, location, "IS DISTINCT FROM requires = operator to yield boolean");
    return op_as(ps, T_DistinctExpr, op);
}

static Node *negate(struct pstate *ps, Node *e)
{
    return make_bool(ps, NOT_EXPR, list_make(ps->arena, 1, e), -1);
}

static Node *transform_nullif(struct pstate *ps, List *name, Node *l, Node *r, int location)
{
    Node *op = make_op(ps, name, l, r, location);
    if (((OpExpr *)op)->opresulttype != TYPE_bool)
        raise_at(ERR_DATATYPE_MISMATCH, location, "NULLIF requires = operator to yield boolean");
    NullIfExpr *x = (NullIfExpr *)op_as(ps, T_NullIfExpr, op);
    x->opresulttype = expr_type(list_nth(x->args, 0));
    return (Node *)x;
}

/* Two expressions that are rows are compared column by column. */
static Node *compare(struct pstate *ps, List *name, Node *l, Node *r, int location)
{
    if (is_row_constructor(l) && is_row_constructor(r))
        return make_row_comparison(ps, name, row_args(l), row_args(r), location);
    return make_op(ps, name, l, r, location);
}

/* The same, but of rows only where both are written so, with no cast around. */
static Node *compare_written(struct pstate *ps, List *name, PgQuery__Node *l, PgQuery__Node *r, int location)
{
    bool rows = l->node_case == PG_QUERY__NODE__NODE_ROW_EXPR && r->node_case == PG_QUERY__NODE__NODE_ROW_EXPR;
    Node *left = transform_node(ps, l), *right = transform_node(ps, r);
    return rows ? compare(ps, name, left, right, location) : make_op(ps, name, left, right, location);
}

static Node *transform_in(struct pstate *ps, List *name, PgQuery__AExpr *x)
{
    struct arena *a = ps->arena;
    bool any = strcmp(op_word(name), "<>") != 0;
    Node *l = transform_node(ps, x->lexpr), *result = NULL;
    if (x->rexpr->node_case != PG_QUERY__NODE__NODE_LIST)
        raw_refuse(x->rexpr);
    List *plain = NULL, *vars = NULL, *rest = NULL;
    for (size_t i = 0; i < x->rexpr->list->n_items; i++) {
        Node *e = transform_node(ps, x->rexpr->list->items[i]);
        rest = list_append(a, rest, e);
        if (has_vars_of_level(e, 0))
            vars = list_append(a, vars, e);
        else
            plain = list_append(a, plain, e);
    }
    /* the constants become one array where they have a common type */
    if (list_length(plain) > 1) {
        List *all = list_concat(a, list_make(a, 1, l), plain);
        Oid type = select_common_type(ps, all, NULL, NULL);
        for (int i = 0; type != InvalidOid && i < list_length(all); i++) {
            Oid t = expr_type(list_nth(all, i));
            if (!can_coerce(1, &t, &type, COERCION_IMPLICIT))
                type = InvalidOid;
        }
        Oid array = type != InvalidOid && type != TYPE_record ? array_type_of(type) : InvalidOid;
        if (array != InvalidOid) {
            ArrayExpr *arr = MAKE_NODE(a, ArrayExpr);
            for (int i = 0; i < list_length(plain); i++)
                arr->elements = list_append(a, arr->elements, coerce_to_common(ps, list_nth(plain, i), type, "IN"));
            arr->array_typeid = array;
            arr->element_typeid = type;
            arr->location = -1;
            result = make_scalar_array_op(ps, name, any, l, (Node *)arr, x->location);
            rest = vars;
        }
    }
    List *parts = result != NULL ? list_make(a, 1, result) : NULL;
    for (int i = 0; i < list_length(rest); i++) {
        Node *c = compare(ps, name, node_copy(a, l), list_nth(rest, i), x->location);
        parts = list_append(a, parts, coerce_to_boolean(ps, c, "IN"));
    }
    return list_length(parts) == 1 ? list_nth(parts, 0) : make_bool(ps, any ? OR_EXPR : AND_EXPR, parts, x->location);
}

static Node *transform_between(struct pstate *ps, PgQuery__AExpr *x)
{
    struct arena *a = ps->arena;
    int at = x->location;
    bool negated = x->kind == PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN || x->kind == PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN_SYM;
    bool symmetric = x->kind == PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN_SYM || x->kind == PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN_SYM;
    if (x->rexpr->node_case != PG_QUERY__NODE__NODE_LIST || x->rexpr->list->n_items != 2)
        raw_refuse(x->rexpr);
    List *low = op_name(ps, negated ? "<" : ">="), *high = op_name(ps, negated ? ">" : "<=");
    List *halves = NULL;
    for (int i = 0; i < (symmetric ? 2 : 1); i++) {
        Node *e[2];
        for (int k = 0; k < 2; k++) { /* transformed anew each time: no node is shared */
            Node *c = compare_written(ps, k == 0 ? low : high, x->lexpr, x->rexpr->list->items[k ^ i], at);
            e[k] = coerce_to_boolean(ps, c, negated ? "OR" : "AND");
        }
        halves = list_append(a, halves, make_bool(ps, negated ? OR_EXPR : AND_EXPR, list_make(a, 2, e[0], e[1]), at));
    }
    return symmetric ? make_bool(ps, negated ? AND_EXPR : OR_EXPR, halves, at) : list_nth(halves, 0);
}

static Node *transform_null_test(struct pstate *ps, PgQuery__NullTest *t);

static bool is_raw_null(const PgQuery__Node *n)
{
    return n->node_case == PG_QUERY__NODE__NODE_A_CONST && n->a_const->isnull;
}

/* x = NULL where transform_null_equals is on: what x IS NULL asks of; NULL elsewhere. */
static PgQuery__Node *null_equal(const List *name, PgQuery__Node *l, PgQuery__Node *r)
{
    if (l == NULL || list_length(name) != 1 || strcmp(list_nth(name, 0), "=") != 0 || is_raw_null(l) == is_raw_null(r))
        return NULL;
    const char *on = func_env.setting_get != NULL ? func_env.setting_get("transform_null_equals") : NULL;
    return on == NULL || strcmp(on, "on") != 0 ? NULL : is_raw_null(l) ? r : l;
}

static Node *transform_plain_op(struct pstate *ps, List *name, PgQuery__AExpr *x)
{
    PgQuery__Node *l = x->lexpr, *r = x->rexpr, *tested = null_equal(name, l, r);
    if (tested != NULL) {
        PgQuery__NullTest t = PG_QUERY__NULL_TEST__INIT;
        t.arg = tested;
        t.nulltesttype = PG_QUERY__NULL_TEST_TYPE__IS_NULL;
        t.location = x->location;
        return transform_null_test(ps, &t);
    }
    /* (a, b) = (SELECT ...) */
    if (l != NULL && l->node_case == PG_QUERY__NODE__NODE_ROW_EXPR && r->node_case == PG_QUERY__NODE__NODE_SUB_LINK &&
        r->sub_link->sub_link_type == PG_QUERY__SUB_LINK_TYPE__EXPR_SUBLINK) {
        PgQuery__SubLink s = *r->sub_link;
        s.sub_link_type = PG_QUERY__SUB_LINK_TYPE__ROWCOMPARE_SUBLINK;
        s.testexpr = l;
        s.n_oper_name = x->n_name;
        s.oper_name = x->name;
        s.location = x->location;
        return transform_sublink(ps, &s);
    }
    return l == NULL ? make_op(ps, name, NULL, transform_node(ps, r), x->location) : compare_written(ps, name, l, r, x->location);
}

static Node *transform_a_expr(struct pstate *ps, PgQuery__AExpr *x)
{
    RAW_FIELDS(x, x->location, "kind name lexpr rexpr location");
    List *name = raw_strings(ps->arena, x->name, x->n_name);
    switch (x->kind) {
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP:
        return transform_plain_op(ps, name, x);
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY:
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ALL: {
        Node *l = transform_node(ps, x->lexpr), *r = transform_node(ps, x->rexpr);
        return make_scalar_array_op(ps, name, x->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY, l, r, x->location);
    }
    case PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT:
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_DISTINCT: {
        Node *l = transform_node(ps, x->lexpr), *r = transform_node(ps, x->rexpr);
        Node *d = make_distinct(ps, name, l, r, x->location);
        if (x->kind == PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT)
            return d;
        if (IS_A(d, NullTest)) { /* NOT DISTINCT FROM NULL */
            ((NullTest *)d)->nulltesttype = IS_NULL;
            return d;
        }
        return negate(ps, d);
    }
    case PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF: {
        Node *l = transform_node(ps, x->lexpr), *r = transform_node(ps, x->rexpr);
        return transform_nullif(ps, name, l, r, x->location);
    }
    case PG_QUERY__A__EXPR__KIND__AEXPR_IN:
        return transform_in(ps, name, x);
    case PG_QUERY__A__EXPR__KIND__AEXPR_LIKE:
    case PG_QUERY__A__EXPR__KIND__AEXPR_ILIKE:
    case PG_QUERY__A__EXPR__KIND__AEXPR_SIMILAR:
        return transform_plain_op(ps, name, x);
    case PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN:
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN:
    case PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN_SYM:
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN_SYM:
        return transform_between(ps, x);
    default:
        raise_at(ERR_FEATURE_NOT_SUPPORTED, x->location, "this kind of expression is not supported");
    }
}

static Node *transform_bool(struct pstate *ps, PgQuery__BoolExpr *b)
{
    static const char *const words[] = {"", "AND", "OR", "NOT"};
    static const int ops[] = {0, AND_EXPR, OR_EXPR, NOT_EXPR};
    RAW_FIELDS(b, b->location, "boolop args location");
    List *args = NULL;
    for (size_t i = 0; i < b->n_args; i++)
        args = list_append(ps->arena, args, coerce_to_boolean(ps, transform_node(ps, b->args[i]), words[b->boolop]));
    return make_bool(ps, ops[b->boolop], args, b->location);
}

/* ---- conditionals ---- */

static void refuse_srfs(struct pstate *ps, int before, const char *construct)
{
    if (ps->nsrfs > before)
        error_throw(error_at(error_hint(error_new(ERR_FEATURE_NOT_SUPPORTED, "set-returning functions are not allowed in %s",
                                                  construct),
                                        "You might be able to move the set-returning function into a LATERAL FROM item."),
                             ps->last_srf_location));
}

static Node *transform_case(struct pstate *ps, PgQuery__CaseExpr *c)
{
    struct arena *a = ps->arena;
    RAW_FIELDS(c, c->location, "arg args defresult location");
    int srfs = ps->nsrfs;
    CaseExpr *out = MAKE_NODE(a, CaseExpr);
    CaseTestExpr *test = NULL;
    out->location = c->location;
    if (c->arg != NULL) {
        out->arg = transform_node(ps, c->arg);
        if (expr_type(out->arg) == TYPE_unknown)
            out->arg = coerce_to_common(ps, out->arg, TYPE_text, "CASE");
        test = MAKE_NODE(a, CaseTestExpr);
        test->typeId = expr_type(out->arg);
        test->typeMod = expr_typmod(out->arg);
    }
    List *results = NULL;
    for (size_t i = 0; i < c->n_args; i++) {
        PgQuery__CaseWhen *w = c->args[i]->case_when;
        RAW_FIELDS(w, w->location, "expr result location");
        CaseWhen *when = MAKE_NODE(a, CaseWhen);
        Node *cond = transform_node(ps, w->expr);
        if (test != NULL)
            cond = make_op(ps, op_name(ps, "="), node_copy(a, test), cond, w->location);
        when->expr = coerce_to_boolean(ps, cond, "CASE/WHEN");
        when->result = transform_node(ps, w->result);
        when->location = w->location;
        results = list_append(a, results, when->result);
        out->args = list_append(a, out->args, when);
    }
    if (c->defresult != NULL) {
        out->defresult = transform_node(ps, c->defresult);
    } else {
        Const *null = make_const(a, TYPE_unknown, -1, 0, true);
        out->defresult = (Node *)null;
    }
    results = list_concat(a, list_make(a, 1, out->defresult), results);
    out->casetype = select_common_type(ps, results, "CASE", NULL);
    out->defresult = coerce_to_common(ps, out->defresult, out->casetype, "CASE/ELSE");
    FOREACH (CaseWhen, w, out->args)
        w->result = coerce_to_common(ps, w->result, out->casetype, "CASE/WHEN");
    refuse_srfs(ps, srfs, "CASE");
    return (Node *)out;
}

static List *common_args(struct pstate *ps, PgQuery__Node *const *raw, size_t n, const char *context, Oid *type)
{
    List *args = NULL;
    int srfs = ps->nsrfs;
    for (size_t i = 0; i < n; i++)
        args = list_append(ps->arena, args, transform_node(ps, raw[i]));
    *type = select_common_type(ps, args, context, NULL);
    for (int i = 0; i < list_length(args); i++)
        args->items[i] = coerce_to_common(ps, args->items[i], *type, context);
    if (strcmp(context, "COALESCE") == 0)
        refuse_srfs(ps, srfs, context);
    return args;
}

static Node *transform_coalesce(struct pstate *ps, PgQuery__CoalesceExpr *c)
{
    RAW_FIELDS(c, c->location, "args location");
    CoalesceExpr *x = MAKE_NODE(ps->arena, CoalesceExpr);
    x->args = common_args(ps, c->args, c->n_args, "COALESCE", &x->coalescetype);
    x->location = c->location;
    return (Node *)x;
}

static Node *transform_min_max(struct pstate *ps, PgQuery__MinMaxExpr *m)
{
    RAW_FIELDS(m, m->location, "op args location");
    MinMaxExpr *x = MAKE_NODE(ps->arena, MinMaxExpr);
    bool greatest = m->op == PG_QUERY__MIN_MAX_OP__IS_GREATEST;
    x->op = greatest ? 0 : 1;
    x->args = common_args(ps, m->args, m->n_args, greatest ? "GREATEST" : "LEAST", &x->minmaxtype);
    x->location = m->location;
    return (Node *)x;
}

static Node *transform_null_test(struct pstate *ps, PgQuery__NullTest *t)
{
    RAW_FIELDS(t, t->location, "arg nulltesttype location");
    Node *arg = transform_node(ps, t->arg);
    int kind = t->nulltesttype == PG_QUERY__NULL_TEST_TYPE__IS_NULL ? IS_NULL : IS_NOT_NULL;
    return make_null_test(ps, arg, kind, type_is_composite(expr_type(arg)), t->location);
}

static Node *transform_boolean_test(struct pstate *ps, PgQuery__BooleanTest *t)
{
    static const char *const words[] = {"", "IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT FALSE", "IS UNKNOWN", "IS NOT UNKNOWN"};
    static const int tests[] = {0, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE, IS_UNKNOWN, IS_NOT_UNKNOWN};
    RAW_FIELDS(t, t->location, "arg booltesttype location");
    BooleanTest *x = MAKE_NODE(ps->arena, BooleanTest);
    x->arg = coerce_to_boolean(ps, transform_node(ps, t->arg), words[t->booltesttype]);
    x->booltesttype = tests[t->booltesttype];
    x->location = t->location;
    return (Node *)x;
}

/* ---- casts, arrays, rows ---- */

static Node *transform_cast(struct pstate *ps, PgQuery__TypeCast *c)
{
    RAW_FIELDS(c, c->location, "arg type_name location");
    Oid type;
    int32_t typmod;
    if (c->arg->node_case == PG_QUERY__NODE__NODE_PARAM_REF && c->type_name->location < c->arg->param_ref->location)
        sql_no_parameter(c->arg); /* date $1 */
    lookup_type(ps, c->type_name, &type, &typmod);
    int at = c->location >= 0 ? c->location : c->type_name->location;
    Node *e;
    if (c->arg->node_case == PG_QUERY__NODE__NODE_A_ARRAY_EXPR && type_is_array(type_base(type)))
        e = transform_array(ps, c->arg->a_array_expr, type_base(type), type_get(type_base(type))->elem, typmod);
    else
        e = transform_node(ps, c->arg);
    Oid from = expr_type(e);
    if (from == InvalidOid)
        return e;
    Node *out = coerce_to_target(ps, e, from, type, typmod, COERCION_EXPLICIT, COERCE_EXPLICIT_CAST, at);
    if (out == NULL)
        raise_at(ERR_CANNOT_COERCE, at, "cannot cast type %s to %s", type_display(ps->arena, from), type_display(ps->arena, type));
    return out;
}

Node *transform_array(struct pstate *ps, PgQuery__AArrayExpr *x, Oid array_type, Oid elem_type, int32_t typmod)
{
    struct arena *a = ps->arena;
    RAW_FIELDS(x, x->location, "elements location");
    ArrayExpr *out = MAKE_NODE(a, ArrayExpr);
    List *elems = NULL;
    Oid coerce = InvalidOid;
    bool hard = array_type != InvalidOid;
    out->location = x->location;
    if (x->n_elements == 0 && type_is_vector(array_type)) /* an empty vector has a dimension, ARRAY[] has none */
        raise(ERR_DATATYPE_MISMATCH, "array is not a valid %s", type_display(a, array_type));
    for (size_t i = 0; i < x->n_elements; i++) {
        Node *e;
        if (x->elements[i]->node_case == PG_QUERY__NODE__NODE_A_ARRAY_EXPR) {
            e = transform_array(ps, x->elements[i]->a_array_expr, array_type, elem_type, typmod);
            out->multidims = true;
        } else {
            e = transform_node(ps, x->elements[i]);
            if (type_is_array(expr_type(e)) && !type_is_vector(expr_type(e)))
                out->multidims = true;
        }
        elems = list_append(a, elems, e);
    }
    if (hard) {
        coerce = out->multidims ? array_type : elem_type;
    } else {
        if (elems == NULL)
            error_throw(error_at(error_hint(error_new(ERR_INDETERMINATE_DATATYPE, "cannot determine type of empty array"),
                                            "Explicitly cast to the desired type, for example ARRAY[]::integer[]."),
                                 x->location));
        coerce = select_common_type(ps, elems, "ARRAY", NULL);
        if (out->multidims) {
            array_type = coerce;
            elem_type = type_is_array(coerce) ? type_get(coerce)->elem : InvalidOid;
            if (elem_type == InvalidOid)
                raise_at(ERR_UNDEFINED_OBJECT, x->location, "could not find element type for data type %s",
                         type_display(a, coerce));
        } else {
            elem_type = coerce;
            array_type = array_type_of(coerce);
            if (array_type == InvalidOid)
                raise_at(ERR_UNDEFINED_OBJECT, x->location, "could not find array type for data type %s", type_display(a, coerce));
        }
    }
    for (int i = 0; i < list_length(elems); i++) {
        Node *e = list_nth(elems, i);
        if (hard) {
            Node *c = coerce_to_target(ps, e, expr_type(e), coerce, typmod, COERCION_EXPLICIT, COERCE_EXPLICIT_CAST, -1);
            if (c == NULL)
                raise_at(ERR_CANNOT_COERCE, expr_location(e), "cannot cast type %s to %s", type_display(a, expr_type(e)),
                         type_display(a, coerce));
            elems->items[i] = c;
        } else {
            elems->items[i] = coerce_to_common(ps, e, coerce, "ARRAY");
        }
    }
    out->array_typeid = array_type;
    out->element_typeid = elem_type;
    out->elements = elems;
    return (Node *)out;
}

static Node *transform_row(struct pstate *ps, PgQuery__RowExpr *r)
{
    RAW_FIELDS(r, r->location, "args row_format location");
    RowExpr *x = MAKE_NODE(ps->arena, RowExpr);
    x->args = transform_expressions(ps, r->args, r->n_args, ps->kind);
    if (list_length(x->args) > 1664)
        raise_at(ERR_TOO_MANY_COLUMNS, r->location, "ROW expressions can have at most %d entries", 1664);
    x->row_typeid = TYPE_record;
    x->row_format = r->row_format == PG_QUERY__COERCION_FORM__COERCE_EXPLICIT_CALL ? COERCE_EXPLICIT_CALL : COERCE_IMPLICIT_CAST;
    for (int i = 0; i < list_length(x->args); i++)
        x->colnames = list_append(ps->arena, x->colnames, arena_printf(ps->arena, "f%d", i + 1));
    x->location = r->location;
    return (Node *)x;
}

/* ---- subscripts and fields ---- */

static Node *subscript(struct pstate *ps, PgQuery__Node *raw, bool jsonb)
{
    Node *e = transform_node(ps, raw);
    Oid t = expr_type(e), int4 = TYPE_int4, text = TYPE_text;
    if (!jsonb) {
        Node *c = coerce_to_target(ps, e, t, TYPE_int4, -1, COERCION_ASSIGNMENT, COERCE_IMPLICIT_CAST, -1);
        if (c == NULL)
            raise_at(ERR_DATATYPE_MISMATCH, expr_location(e), "array subscript must have type integer");
        return c;
    }
    bool as_int = t != TYPE_unknown && can_coerce(1, &t, &int4, COERCION_IMPLICIT);
    bool as_text = t == TYPE_unknown || can_coerce(1, &t, &text, COERCION_IMPLICIT);
    if (as_int == as_text) {
        struct error *er = error_new(ERR_DATATYPE_MISMATCH, "subscript type %s is not supported", type_display(ps->arena, t));
        error_throw(error_at(error_hint(er, as_int ? "jsonb subscript must be coercible to only one type, integer or text."
                                                   : "jsonb subscript must be coercible to either integer or text."),
                             expr_location(e)));
    }
    return coerce_type(ps, e, t, as_int ? TYPE_int4 : TYPE_text, -1, COERCION_IMPLICIT, COERCE_IMPLICIT_CAST, -1);
}

/* name[0], its first byte: what catalog queries ask of names. Its other bytes are not there. NULL: it is something else. */
static Node *first_byte(struct pstate *ps, Node *arg, PgQuery__Node *const *items, size_t n)
{
    enum { TEXT_TO_CHAR = 944 };
    const PgQuery__AIndices *x = n == 1 && items[0]->node_case == PG_QUERY__NODE__NODE_A_INDICES ? items[0]->a_indices : NULL;
    if (type_base(expr_type(arg)) != TYPE_name || x == NULL || x->is_slice || x->uidx == NULL)
        return NULL;
    const Const *at = (const Const *)transform_node(ps, x->uidx);
    if (!IS_A(at, Const) || at->consttype != TYPE_int4 || at->constisnull || datum_int32(at->constvalue) != 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, expr_location(arg), "name has no other subscript than 0 here");
    Node *text = coerce_type(ps, arg, expr_type(arg), TYPE_text, -1, COERCION_EXPLICIT, COERCE_IMPLICIT_CAST, -1);
    FuncExpr *f = MAKE_NODE(ps->arena, FuncExpr);
    f->funcid = TEXT_TO_CHAR;
    f->funcresulttype = TYPE_char;
    f->funcformat = COERCE_EXPLICIT_CAST;
    f->args = list_make(ps->arena, 1, text);
    f->location = -1;
    return (Node *)f;
}

Node *transform_subscripts(struct pstate *ps, Node *arg, PgQuery__Node *const *items, size_t n)
{
    Node *byte = first_byte(ps, arg, items, n);
    if (byte != NULL)
        return byte;
    Oid container = type_base(expr_type(arg));
    bool jsonb = container == TYPE_jsonb, slice = false;
    const struct type_info *t = type_get(container);
    bool array = type_is_array(container), fixed = type_is_fixed_array(container);
    if (!jsonb && !array && !fixed)
        raise_at(ERR_DATATYPE_MISMATCH, expr_location(arg), "cannot subscript type %s because it does not support subscripting",
                 type_display(ps->arena, container));
    if (container != expr_type(arg))
        arg = coerce_to_target(ps, arg, expr_type(arg), container, -1, COERCION_IMPLICIT, COERCE_IMPLICIT_CAST, -1);
    for (size_t i = 0; i < n; i++) {
        RAW_FIELDS(items[i]->a_indices, -1, "is_slice lidx uidx");
        slice |= items[i]->a_indices->is_slice != 0;
    }
    SubscriptingRef *x = MAKE_NODE(ps->arena, SubscriptingRef);
    x->refcontainertype = container;
    x->refelemtype = jsonb ? InvalidOid : t->elem;
    x->refrestype = jsonb ? TYPE_jsonb : !slice ? t->elem : type_is_vector(container) ? array_type_of(t->elem) : container;
    x->reftypmod = jsonb ? -1 : expr_typmod(arg);
    x->isslice = slice;
    x->refexpr = arg;
    x->location = expr_location(arg);
    for (size_t i = 0; i < n; i++) {
        PgQuery__AIndices *ix = items[i]->a_indices;
        if (!ix->is_slice && ix->lidx != NULL)
            raw_refuse(ix->lidx);
        if (jsonb && ix->is_slice)
            raise_at(ERR_DATATYPE_MISMATCH, ix->uidx != NULL ? raw_location(ix->uidx) : raw_location(ix->lidx),
                     "jsonb subscript does not support slices");
        Node *upper = ix->uidx != NULL ? subscript(ps, ix->uidx, jsonb) : NULL;
        Node *lower = ix->lidx != NULL ? subscript(ps, ix->lidx, jsonb) : NULL;
        if (slice && !ix->is_slice) /* a[2:3][4] is a[2:3][1:4] */
            lower = (Node *)make_const(ps->arena, TYPE_int4, -1, datum_from_int32(1), false);
        x->refupperindexpr = list_append(ps->arena, x->refupperindexpr, upper);
        if (slice)
            x->reflowerindexpr = list_append(ps->arena, x->reflowerindexpr, lower);
    }
    if (array && n > ARRAY_MAXDIM)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "number of array dimensions (%zu) exceeds the maximum allowed (%d)", n, ARRAY_MAXDIM);
    return (Node *)x;
}

static Node *transform_indirection(struct pstate *ps, PgQuery__AIndirection *x)
{
    RAW_FIELDS(x, -1, "arg indirection");
    Node *e = transform_node(ps, x->arg);
    for (size_t i = 0; i < x->n_indirection;) {
        PgQuery__Node *item = x->indirection[i];
        size_t from = i;
        while (i < x->n_indirection && x->indirection[i]->node_case == PG_QUERY__NODE__NODE_A_INDICES)
            i++;
        if (i > from) {
            e = transform_subscripts(ps, e, x->indirection + from, i - from);
        } else if (item->node_case == PG_QUERY__NODE__NODE_A_STAR) {
            raise_at(ERR_FEATURE_NOT_SUPPORTED, expr_location(e), "row expansion via \"*\" is not supported here");
        } else {
            e = transform_field(ps, e, raw_string(item), false, expr_location(e));
            i++;
        }
    }
    return e;
}

/* ---- the rest ---- */

static Node *transform_sql_value(struct pstate *ps, PgQuery__SQLValueFunction *f)
{
    static const struct {
        int op;
        Oid type;
    } kinds[] = {
        {0, InvalidOid}, {SVF_CURRENT_DATE, TYPE_date}, {SVF_CURRENT_TIME, TYPE_timetz}, {SVF_CURRENT_TIME_N, TYPE_timetz},
        {SVF_CURRENT_TIMESTAMP, TYPE_timestamptz}, {SVF_CURRENT_TIMESTAMP_N, TYPE_timestamptz}, {SVF_LOCALTIME, TYPE_time},
        {SVF_LOCALTIME_N, TYPE_time}, {SVF_LOCALTIMESTAMP, TYPE_timestamp}, {SVF_LOCALTIMESTAMP_N, TYPE_timestamp},
        {SVF_CURRENT_ROLE, TYPE_name}, {SVF_CURRENT_USER, TYPE_name}, {SVF_USER, TYPE_name}, {SVF_SESSION_USER, TYPE_name},
        {SVF_CURRENT_CATALOG, TYPE_name}, {SVF_CURRENT_SCHEMA, TYPE_name},
    };
    RAW_FIELDS(f, f->location, "op typmod location");
    SQLValueFunction *x = MAKE_NODE(ps->arena, SQLValueFunction);
    x->op = kinds[f->op].op;
    x->type_oid = kinds[f->op].type;
    x->typmod = f->typmod;
    if (f->op == PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIME_N ||
        f->op == PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIMESTAMP_N ||
        f->op == PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIME_N ||
        f->op == PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIMESTAMP_N)
        x->typmod = type_typmod_in(x->type_oid, NULL, &f->typmod, 1);
    else
        x->typmod = -1;
    x->location = f->location;
    return (Node *)x;
}

static Node *transform_deeper(struct pstate *ps, PgQuery__Node *raw)
{
    switch (raw->node_case) {
    case PG_QUERY__NODE__NODE_COLUMN_REF: return transform_column_ref(ps, raw->column_ref);
    case PG_QUERY__NODE__NODE_A_CONST:
        RAW_FIELDS(raw->a_const, raw->a_const->location, "isnull location ival fval boolval sval bsval");
        return transform_const(ps, raw->a_const);
    case PG_QUERY__NODE__NODE_PARAM_REF: return transform_param(ps, raw->param_ref);
    case PG_QUERY__NODE__NODE_A_EXPR: return transform_a_expr(ps, raw->a_expr);
    case PG_QUERY__NODE__NODE_BOOL_EXPR: return transform_bool(ps, raw->bool_expr);
    case PG_QUERY__NODE__NODE_FUNC_CALL: return transform_func_call(ps, raw->func_call);
    case PG_QUERY__NODE__NODE_TYPE_CAST: return transform_cast(ps, raw->type_cast);
    case PG_QUERY__NODE__NODE_CASE_EXPR: return transform_case(ps, raw->case_expr);
    case PG_QUERY__NODE__NODE_COALESCE_EXPR: return transform_coalesce(ps, raw->coalesce_expr);
    case PG_QUERY__NODE__NODE_MIN_MAX_EXPR: return transform_min_max(ps, raw->min_max_expr);
    case PG_QUERY__NODE__NODE_NULL_TEST: return transform_null_test(ps, raw->null_test);
    case PG_QUERY__NODE__NODE_BOOLEAN_TEST: return transform_boolean_test(ps, raw->boolean_test);
    case PG_QUERY__NODE__NODE_SUB_LINK: return transform_sublink(ps, raw->sub_link);
    case PG_QUERY__NODE__NODE_A_ARRAY_EXPR: return transform_array(ps, raw->a_array_expr, InvalidOid, InvalidOid, -1);
    case PG_QUERY__NODE__NODE_A_INDIRECTION: return transform_indirection(ps, raw->a_indirection);
    case PG_QUERY__NODE__NODE_ROW_EXPR: return transform_row(ps, raw->row_expr);
    case PG_QUERY__NODE__NODE_SQLVALUE_FUNCTION: return transform_sql_value(ps, raw->sqlvalue_function);
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE: return transform_collate(ps, raw->collate_clause);
    case PG_QUERY__NODE__NODE_XML_EXPR: return transform_xml(ps, raw->xml_expr);
    case PG_QUERY__NODE__NODE_XML_SERIALIZE: return transform_xml_serialize(ps, raw->xml_serialize);
    case PG_QUERY__NODE__NODE_GROUPING_FUNC: return transform_grouping_func(ps, raw->grouping_func);
    case PG_QUERY__NODE__NODE_SET_TO_DEFAULT:
        raise_at(ERR_SYNTAX_ERROR, raw->set_to_default->location, "DEFAULT is not allowed in this context");
    default: raw_refuse(raw);
    }
}

Node *transform_node(struct pstate *ps, PgQuery__Node *raw)
{
    static int depth;
    if (depth > MAX_DEPTH) {
        depth = 0;
        error_throw(error_hint(error_new(ERR_STATEMENT_TOO_COMPLEX, "stack depth limit exceeded"),
                               "The expression is nested too deeply."));
    }
    CHECK_INTERRUPTS();
    Node *volatile e = NULL;
    depth++;
    if (depth == 1) { /* the count is right again after an error */
        GUARD {
            e = transform_deeper(ps, raw);
        } FINALLY {
            depth = 0;
        } END_GUARD;
    } else {
        e = transform_deeper(ps, raw);
        depth--;
    }
    return e;
}
