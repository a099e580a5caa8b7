/* Expressions of a plan as SQL text, for EXPLAIN: with the parentheses and labels that PostgreSQL puts there. */
#include "session/session_int.h"

#include <string.h>

#include "base/macros.h"
#include "catalog/function.h"
#include "types/ident.h"

struct deparse {
    struct arena *arena;
    struct strbuf *out;
    bool prefix; /* columns with their relations' names */
};

static void put(struct deparse *d, const Node *e, const Plan *plan);

static void put_name(struct deparse *d, const char *name)
{
    ident_quote(d->out, name, strlen(name));
}

static void put_list(struct deparse *d, const List *l, const Plan *plan, const char *between)
{
    for (int i = 0; i < list_length(l); i++) {
        if (i > 0)
            strbuf_addstr(d->out, between);
        put(d, list_nth(l, i), plan);
    }
}

static void put_call(struct deparse *d, const char *name, const List *args, const Plan *plan)
{
    strbuf_printf(d->out, "%s(", name);
    put_list(d, args, plan, ", ");
    strbuf_addch(d->out, ')');
}

static const char *func_name(Oid oid)
{
    const struct func *f = func_by_oid(oid);
    return f != NULL ? f->name : "?";
}

static const char *oper_name(Oid oid)
{
    const struct oper *o = oper_by_oid(oid);
    return o != NULL ? o->name : "?";
}

/* ---- columns: a scan's own, or what the node below computes ---- */

static void put_column(struct deparse *d, const char *relation, const char *column)
{
    if (d->prefix && relation != NULL) {
        put_name(d, relation);
        strbuf_addch(d->out, '.');
    }
    put_name(d, column);
}

/* The nth target below a subquery's scan: its columns have its names. */
static const TargetEntry *target_of(const Plan *plan, int n)
{
    while (plan != NULL && plan->targetlist == NULL && plan->lefttree != NULL)
        plan = plan->lefttree;
    return plan != NULL && n >= 1 && n <= list_length(plan->targetlist) ? list_nth(plan->targetlist, n - 1) : NULL;
}

static void put_scan_column(struct deparse *d, const Plan *plan, int n)
{
    const TargetEntry *t;
    switch (plan->tag) {
    case T_RemoteScan: {
        const RemoteScan *r = (const RemoteScan *)plan;
        if (n >= 1 && n <= r->remote->ncolumns) {
            put_column(d, r->relation != NULL ? r->relation->name : NULL, r->remote->columns[n - 1].name);
            return;
        }
        break;
    }
    case T_LocalScan: {
        const struct relation *rel = ((const LocalScan *)plan)->relation;
        const struct column *c = n >= 1 && n <= list_length(rel->columns) ? relation_column_nth(rel, n) : NULL;
        if (c != NULL) {
            put_column(d, rel->name, c->name);
            return;
        }
        break;
    }
    case T_SubqueryScan:
        t = target_of(plan->lefttree, n);
        if (t != NULL && t->resname != NULL) {
            put_column(d, NULL, t->resname);
            return;
        }
        break;
    case T_FunctionScan: {
        const RangeTblFunction *f = list_nth(((const FunctionScan *)plan)->functions, 0);
        if (n == 1 && IS_A(f->funcexpr, FuncExpr) && f->funccolcount <= 1) {
            put_column(d, NULL, func_name(((const FuncExpr *)f->funcexpr)->funcid));
            return;
        }
        break;
    }
    default: break;
    }
    strbuf_printf(d->out, "column%d", n);
}

static const Plan *input_of(const Plan *plan, int varno)
{
    if (IS_A(plan, Append))
        return list_length(((const Append *)plan)->appendplans) > 0 ? list_nth(((const Append *)plan)->appendplans, 0) : NULL;
    return varno == INNER_VAR ? plan->righttree : plan->lefttree;
}

static void put_var(struct deparse *d, const Var *v, const Plan *plan)
{
    if (plan == NULL) {
        strbuf_printf(d->out, "column%d", v->varattno);
        return;
    }
    if (v->varno == SCAN_VAR) {
        put_scan_column(d, plan, v->varattno);
        return;
    }
    const Plan *in = input_of(plan, v->varno);
    while (in != NULL && in->targetlist == NULL && input_of(in, OUTER_VAR) != NULL)
        in = input_of(in, OUTER_VAR);
    if (in == NULL || v->varattno < 1 || v->varattno > list_length(in->targetlist)) {
        strbuf_printf(d->out, "column%d", v->varattno);
        return;
    }
    const Node *e = ((const TargetEntry *)list_nth(in->targetlist, v->varattno - 1))->expr;
    bool computed = !IS_A(e, Var);
    if (computed)
        strbuf_addch(d->out, '(');
    put(d, e, in);
    if (computed)
        strbuf_addch(d->out, ')');
}

/* ---- constants: labelled with their type, but for those whose text says it ---- */

static bool is_fraction(const char *s)
{
    return s[0] >= '0' && s[0] <= '9' && strpbrk(s, ".eE") != NULL && strspn(s, "0123456789.eE+-") == strlen(s);
}

static void put_const(struct deparse *d, const Const *c)
{
    const char *type = type_format(d->arena, c->consttype, c->consttypmod);
    if (c->constisnull) {
        strbuf_printf(d->out, "NULL::%s", type);
        return;
    }
    const char *s = type_output_cstring(d->arena, c->consttype, c->constvalue);
    if (c->consttype == TYPE_bool)
        strbuf_addstr(d->out, s[0] == 't' ? "true" : "false");
    else if ((c->consttype == TYPE_int4 && s[0] != '-') || (c->consttype == TYPE_numeric && c->consttypmod < 0 && is_fraction(s)))
        strbuf_addstr(d->out, s);
    else {
        literal_quote(d->out, s, strlen(s));
        strbuf_printf(d->out, "::%s", type);
    }
}

/* ---- operators and calls ---- */

/* What an implicit cast is of; NULL when e is none. */
static const Node *implicit_input(const Node *e)
{
    switch (e->tag) {
    case T_RelabelType: return ((const RelabelType *)e)->relabelformat == COERCE_IMPLICIT_CAST ? ((const RelabelType *)e)->arg : NULL;
    case T_CoerceViaIO: return ((const CoerceViaIO *)e)->coerceformat == COERCE_IMPLICIT_CAST ? ((const CoerceViaIO *)e)->arg : NULL;
    case T_FuncExpr:
        return ((const FuncExpr *)e)->funcformat == COERCE_IMPLICIT_CAST ? list_nth(((const FuncExpr *)e)->args, 0) : NULL;
    default: return NULL;
    }
}

/* A cast hides the implicit ones below it. */
static void put_cast(struct deparse *d, const Node *arg, const Plan *plan, Oid type, int32_t typmod)
{
    for (const Node *in; (in = implicit_input(arg)) != NULL;)
        arg = in;
    strbuf_addch(d->out, '(');
    put(d, arg, plan);
    strbuf_printf(d->out, ")::%s", type_format(d->arena, type, typmod));
}

static void put_binary(struct deparse *d, const char *word, const List *args, const Plan *plan)
{
    strbuf_addch(d->out, '(');
    if (list_length(args) == 2) {
        put(d, list_nth(args, 0), plan);
        strbuf_addch(d->out, ' ');
    }
    strbuf_printf(d->out, "%s ", word);
    put(d, list_nth(args, list_length(args) - 1), plan);
    strbuf_addch(d->out, ')');
}

static void put_array_op(struct deparse *d, const ScalarArrayOpExpr *s, const Plan *plan)
{
    strbuf_addch(d->out, '(');
    put(d, list_nth(s->args, 0), plan);
    strbuf_printf(d->out, " %s %s (", oper_name(s->opno), s->useOr ? "ANY" : "ALL");
    put(d, list_nth(s->args, 1), plan);
    strbuf_addstr(d->out, "))");
}

static void put_func(struct deparse *d, const FuncExpr *f, const Plan *plan)
{
    if (f->funcformat == COERCE_EXPLICIT_CAST || f->funcformat == COERCE_IMPLICIT_CAST)
        put_cast(d, list_nth(f->args, 0), plan, f->funcresulttype, expr_typmod((const Node *)f));
    else
        put_call(d, func_name(f->funcid), f->args, plan);
}

static void put_filter(struct deparse *d, const Node *filter, const Plan *plan)
{
    if (filter == NULL)
        return;
    strbuf_addstr(d->out, " FILTER (WHERE ");
    put(d, filter, plan);
    strbuf_addch(d->out, ')');
}

static void put_aggref(struct deparse *d, const Aggref *g, const Plan *plan)
{
    strbuf_printf(d->out, "%s(%s", func_name(g->aggfnoid), g->aggdistinct != NULL ? "DISTINCT " : "");
    if (g->aggstar)
        strbuf_addch(d->out, '*');
    put_list(d, g->aggdirectargs, plan, ", ");
    put_list(d, g->args, plan, ", ");
    strbuf_addch(d->out, ')');
    put_filter(d, g->aggfilter, plan);
}

static void put_window_func(struct deparse *d, const WindowFunc *w, const Plan *plan)
{
    strbuf_printf(d->out, "%s(%s", func_name(w->winfnoid), w->winstar ? "*" : "");
    put_list(d, w->args, plan, ", ");
    strbuf_addch(d->out, ')');
    put_filter(d, w->aggfilter, plan);
    strbuf_addstr(d->out, " OVER (?)");
}

static void put_bool(struct deparse *d, const BoolExpr *b, const Plan *plan)
{
    strbuf_addstr(d->out, b->boolop == NOT_EXPR ? "(NOT " : "(");
    put_list(d, b->args, plan, b->boolop == AND_EXPR ? " AND " : " OR ");
    strbuf_addch(d->out, ')');
}

static void put_case(struct deparse *d, const CaseExpr *c, const Plan *plan)
{
    strbuf_addstr(d->out, "CASE");
    if (c->arg != NULL) {
        strbuf_addch(d->out, ' ');
        put(d, c->arg, plan);
    }
    FOREACH (CaseWhen, w, c->args) {
        strbuf_addstr(d->out, " WHEN ");
        put(d, w->expr, plan);
        strbuf_addstr(d->out, " THEN ");
        put(d, w->result, plan);
    }
    if (c->defresult != NULL) {
        strbuf_addstr(d->out, " ELSE ");
        put(d, c->defresult, plan);
    }
    strbuf_addstr(d->out, " END");
}

static void put_test(struct deparse *d, const Node *arg, const Plan *plan, const char *words)
{
    strbuf_addch(d->out, '(');
    put(d, arg, plan);
    strbuf_printf(d->out, " %s)", words);
}

static void put_row_compare(struct deparse *d, const RowCompareExpr *r, const Plan *plan)
{
    strbuf_addch(d->out, '(');
    put_call(d, "ROW", r->largs, plan);
    strbuf_printf(d->out, " %s ", oper_name(ITEM_OID(list_nth(r->opnos, 0))));
    put_call(d, "ROW", r->rargs, plan);
    strbuf_addch(d->out, ')');
}

static void put_bound(struct deparse *d, const List *bounds, int i, const Plan *plan)
{
    if (i < list_length(bounds) && list_nth(bounds, i) != NULL)
        put(d, list_nth(bounds, i), plan);
}

static void put_subscript(struct deparse *d, const SubscriptingRef *s, const Plan *plan)
{
    bool simple = IS_A(s->refexpr, Var);
    strbuf_addstr(d->out, simple ? "" : "(");
    put(d, s->refexpr, plan);
    strbuf_addstr(d->out, simple ? "" : ")");
    for (int i = 0; i < list_length(s->refupperindexpr); i++) {
        strbuf_addch(d->out, '[');
        if (s->isslice) {
            put_bound(d, s->reflowerindexpr, i, plan);
            strbuf_addch(d->out, ':');
        }
        put_bound(d, s->refupperindexpr, i, plan);
        strbuf_addch(d->out, ']');
    }
}

static void put_sql_value(struct deparse *d, const SQLValueFunction *f)
{
    static const char *const words[] = {
        "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIME",
        "LOCALTIMESTAMP", "LOCALTIMESTAMP", "CURRENT_ROLE", "CURRENT_USER", "USER", "SESSION_USER", "CURRENT_CATALOG",
        "CURRENT_SCHEMA"};
    strbuf_addstr(d->out, f->op >= 0 && f->op < COUNTOF(words) ? words[f->op] : "?");
    if (f->typmod >= 0)
        strbuf_printf(d->out, "(%d)", f->typmod);
}

static void put_subplan(struct deparse *d, const SubPlan *s)
{
    if (s->isInitPlan && list_length(s->setParam) > 0)
        strbuf_printf(d->out, "$%d", ITEM_INT(list_nth(s->setParam, 0)));
    else
        strbuf_printf(d->out, "(%sSubPlan %d)", s->useHashTable ? "hashed " : "", s->plan_id);
}

static const char *const bool_tests[] = {"IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT FALSE", "IS UNKNOWN", "IS NOT UNKNOWN"};

/* ---- by kind ---- */

#define CAST_TO(type, var) const type *var = (const type *)e

static void put(struct deparse *d, const Node *e, const Plan *plan)
{
    switch (e->tag) {
    case T_TargetEntry: put(d, ((const TargetEntry *)e)->expr, plan); break;
    case T_Var: put_var(d, (const Var *)e, plan); break;
    case T_Const: put_const(d, (const Const *)e); break;
    case T_Param: strbuf_printf(d->out, "$%d", ((const Param *)e)->paramid); break;
    case T_OpExpr: put_binary(d, oper_name(((const OpExpr *)e)->opno), ((const OpExpr *)e)->args, plan); break;
    case T_DistinctExpr: put_binary(d, "IS DISTINCT FROM", ((const DistinctExpr *)e)->args, plan); break;
    case T_NullIfExpr: put_call(d, "NULLIF", ((const NullIfExpr *)e)->args, plan); break;
    case T_ScalarArrayOpExpr: put_array_op(d, (const ScalarArrayOpExpr *)e, plan); break;
    case T_BoolExpr: put_bool(d, (const BoolExpr *)e, plan); break;
    case T_FuncExpr: put_func(d, (const FuncExpr *)e, plan); break;
    case T_Aggref: put_aggref(d, (const Aggref *)e, plan); break;
    case T_GroupingFunc: put_call(d, "GROUPING", ((const GroupingFunc *)e)->args, plan); break;
    case T_WindowFunc: put_window_func(d, (const WindowFunc *)e, plan); break;
    case T_RelabelType: {
        CAST_TO(RelabelType, r);
        if (r->collation != NULL) {
            strbuf_addch(d->out, '(');
            put(d, r->arg, plan);
            strbuf_printf(d->out, " COLLATE \"%s\")", r->collation);
            break;
        }
        put_cast(d, r->arg, plan, r->resulttype, r->resulttypmod);
        break;
    }
    case T_CoerceViaIO: put_cast(d, ((const CoerceViaIO *)e)->arg, plan, ((const CoerceViaIO *)e)->resulttype, -1); break;
    case T_ArrayCoerceExpr: {
        CAST_TO(ArrayCoerceExpr, c);
        put_cast(d, c->arg, plan, c->resulttype, c->resulttypmod);
        break;
    }
    case T_CoerceToDomain: {
        CAST_TO(CoerceToDomain, c);
        put_cast(d, c->arg, plan, c->resulttype, c->resulttypmod);
        break;
    }
    case T_CaseExpr: put_case(d, (const CaseExpr *)e, plan); break;
    case T_CaseTestExpr: strbuf_addstr(d->out, "CASE_TEST_EXPR"); break;
    case T_CoalesceExpr: put_call(d, "COALESCE", ((const CoalesceExpr *)e)->args, plan); break;
    case T_MinMaxExpr:
        put_call(d, ((const MinMaxExpr *)e)->op == 0 ? "GREATEST" : "LEAST", ((const MinMaxExpr *)e)->args, plan);
        break;
    case T_NullTest:
        put_test(d, ((const NullTest *)e)->arg, plan, ((const NullTest *)e)->nulltesttype == 0 ? "IS NULL" : "IS NOT NULL");
        break;
    case T_BooleanTest: put_test(d, ((const BooleanTest *)e)->arg, plan, bool_tests[((const BooleanTest *)e)->booltesttype]); break;
    case T_ArrayExpr:
        strbuf_addstr(d->out, "ARRAY[");
        put_list(d, ((const ArrayExpr *)e)->elements, plan, ", ");
        strbuf_addch(d->out, ']');
        break;
    case T_RowExpr: put_call(d, "ROW", ((const RowExpr *)e)->args, plan); break;
    case T_RowCompareExpr: put_row_compare(d, (const RowCompareExpr *)e, plan); break;
    case T_SubscriptingRef: put_subscript(d, (const SubscriptingRef *)e, plan); break;
    case T_FieldSelect:
        strbuf_addch(d->out, '(');
        put(d, ((const FieldSelect *)e)->arg, plan);
        strbuf_printf(d->out, ").f%d", ((const FieldSelect *)e)->fieldnum);
        break;
    case T_SubPlan: put_subplan(d, (const SubPlan *)e); break;
    case T_SQLValueFunction: put_sql_value(d, (const SQLValueFunction *)e); break;
    default: strbuf_printf(d->out, "<%s>", node_name(e->tag)); break;
    }
}

const char *deparse_expr(struct arena *a, const Node *e, const Plan *plan, bool prefix)
{
    struct strbuf b;
    struct deparse d = {a, &b, prefix};
    strbuf_init(&b, a);
    strbuf_addstr(&b, "");
    put(&d, e, plan);
    return b.data;
}
