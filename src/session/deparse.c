/* Expressions of a plan as SQL text, for EXPLAIN. */
#include "session/session_int.h"

#include <string.h>

#include "catalog/function.h"

struct deparse {
    struct arena *arena;
    struct strbuf *out;
};

static void put(struct deparse *d, const Node *e, const Plan *plan);

static const Plan *input_of(const Plan *plan, int varno)
{
    return varno == OUTER_VAR ? plan->lefttree : varno == INNER_VAR ? plan->righttree : plan->lefttree;
}

/* A column of a scan, or what the node below computes. */
static void put_var(struct deparse *d, const Var *v, const Plan *plan)
{
    const Plan *in = plan != NULL ? input_of(plan, v->varno) : NULL;
    if (plan != NULL && v->varno == SCAN_VAR) {
        if (IS_A(plan, RemoteScan)) {
            const struct remote *r = ((const RemoteScan *)plan)->remote;
            if (v->varattno >= 1 && v->varattno <= r->ncolumns) {
                strbuf_addstr(d->out, r->columns[v->varattno - 1].name);
                return;
            }
        }
        if (IS_A(plan, LocalScan)) {
            const struct column *c = relation_column_nth(((const LocalScan *)plan)->relation, v->varattno);
            strbuf_addstr(d->out, c != NULL ? c->name : "?");
            return;
        }
    }
    while (in != NULL && in->targetlist == NULL && in->lefttree != NULL)
        in = in->lefttree;
    if (in != NULL && v->varattno >= 1 && v->varattno <= list_length(in->targetlist)) {
        const TargetEntry *t = list_nth(in->targetlist, v->varattno - 1);
        put(d, t->expr, in);
        return;
    }
    strbuf_printf(d->out, "$%d", v->varattno);
}

static void put_list(struct deparse *d, const List *l, const Plan *plan, const char *between)
{
    for (int i = 0; i < list_length(l); i++) {
        if (i > 0)
            strbuf_addstr(d->out, between);
        put(d, l->items[i], plan);
    }
}

static void put_const(struct deparse *d, const Const *c)
{
    if (c->constisnull) {
        strbuf_printf(d->out, "NULL::%s", type_display(d->arena, c->consttype));
        return;
    }
    const char *s = type_output_cstring(d->arena, c->consttype, c->constvalue);
    switch (c->consttype) {
    case TYPE_int4: case TYPE_bool:
        strbuf_addstr(d->out, c->consttype == TYPE_bool ? (datum_bool(c->constvalue) ? "true" : "false") : s);
        return;
    }
    strbuf_addch(d->out, '\'');
    for (; *s != '\0'; s++) {
        if (*s == '\'')
            strbuf_addch(d->out, '\'');
        strbuf_addch(d->out, *s);
    }
    strbuf_printf(d->out, "'::%s", type_format(d->arena, c->consttype, c->consttypmod));
}

static void put_cast(struct deparse *d, const Node *arg, const Plan *plan, Oid type, int32_t typmod, int form)
{
    if (form == COERCE_IMPLICIT_CAST) {
        put(d, arg, plan);
        return;
    }
    strbuf_addch(d->out, '(');
    put(d, arg, plan);
    strbuf_printf(d->out, ")::%s", type_format(d->arena, type, typmod));
}

static void put_op(struct deparse *d, Oid opno, const List *args, const Plan *plan, const char *word)
{
    const struct oper *o = oper_by_oid(opno);
    strbuf_addch(d->out, '(');
    if (list_length(args) == 2) {
        put(d, list_nth(args, 0), plan);
        strbuf_addch(d->out, ' ');
    }
    strbuf_printf(d->out, "%s ", word != NULL ? word : o != NULL ? o->name : "?");
    put(d, list_nth(args, list_length(args) - 1), plan);
    strbuf_addch(d->out, ')');
}

static void put_func(struct deparse *d, const FuncExpr *f, const Plan *plan)
{
    const struct func *fn = func_by_oid(f->funcid);
    if (f->funcformat == COERCE_EXPLICIT_CAST || f->funcformat == COERCE_IMPLICIT_CAST) {
        put_cast(d, list_nth(f->args, 0), plan, f->funcresulttype, expr_typmod((const Node *)f), f->funcformat);
        return;
    }
    strbuf_printf(d->out, "%s(", fn != NULL ? fn->name : "?");
    put_list(d, f->args, plan, ", ");
    strbuf_addch(d->out, ')');
}

static void put_aggref(struct deparse *d, const Aggref *g, const Plan *plan)
{
    const struct func *fn = func_by_oid(g->aggfnoid);
    strbuf_printf(d->out, "%s(%s", fn != NULL ? fn->name : "?", g->aggdistinct != NULL ? "DISTINCT " : "");
    if (g->aggstar)
        strbuf_addch(d->out, '*');
    for (int i = 0; i < list_length(g->args); i++) {
        if (i > 0)
            strbuf_addstr(d->out, ", ");
        put(d, ((const TargetEntry *)list_nth(g->args, i))->expr, plan);
    }
    strbuf_addch(d->out, ')');
    if (g->aggfilter != NULL) {
        strbuf_addstr(d->out, " FILTER (WHERE ");
        put(d, g->aggfilter, plan);
        strbuf_addch(d->out, ')');
    }
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

static void put_bool(struct deparse *d, const BoolExpr *b, const Plan *plan)
{
    strbuf_addch(d->out, '(');
    if (b->boolop == NOT_EXPR)
        strbuf_addstr(d->out, "NOT ");
    put_list(d, b->args, plan, b->boolop == AND_EXPR ? " AND " : " OR ");
    strbuf_addch(d->out, ')');
}

static void put_call(struct deparse *d, const char *name, const List *args, const Plan *plan)
{
    strbuf_printf(d->out, "%s(", name);
    put_list(d, args, plan, ", ");
    strbuf_addch(d->out, ')');
}

static void put_subscript(struct deparse *d, const SubscriptingRef *s, const Plan *plan)
{
    put(d, s->refexpr, plan);
    for (int i = 0; i < list_length(s->refupperindexpr); i++) {
        strbuf_addch(d->out, '[');
        if (s->isslice) {
            if (list_nth(s->reflowerindexpr, i) != NULL)
                put(d, list_nth(s->reflowerindexpr, i), plan);
            strbuf_addch(d->out, ':');
        }
        if (list_nth(s->refupperindexpr, i) != NULL)
            put(d, list_nth(s->refupperindexpr, i), plan);
        strbuf_addch(d->out, ']');
    }
}

static const char *const bool_tests[] = {"IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT FALSE", "IS UNKNOWN", "IS NOT UNKNOWN"};

static void put(struct deparse *d, const Node *e, const Plan *plan)
{
    switch (e->tag) {
    case T_TargetEntry: put(d, ((const TargetEntry *)e)->expr, plan); break;
    case T_Var: put_var(d, (const Var *)e, plan); break;
    case T_Const: put_const(d, (const Const *)e); break;
    case T_Param: strbuf_printf(d->out, "$%d", ((const Param *)e)->paramid); break;
    case T_OpExpr: put_op(d, ((const OpExpr *)e)->opno, ((const OpExpr *)e)->args, plan, NULL); break;
    case T_DistinctExpr: put_op(d, InvalidOid, ((const DistinctExpr *)e)->args, plan, "IS DISTINCT FROM"); break;
    case T_NullIfExpr: put_call(d, "NULLIF", ((const NullIfExpr *)e)->args, plan); break;
    case T_ScalarArrayOpExpr: {
        const ScalarArrayOpExpr *s = (const ScalarArrayOpExpr *)e;
        const struct oper *o = oper_by_oid(s->opno);
        put(d, list_nth(s->args, 0), plan);
        strbuf_printf(d->out, " %s %s (", o != NULL ? o->name : "?", s->useOr ? "ANY" : "ALL");
        put(d, list_nth(s->args, 1), plan);
        strbuf_addch(d->out, ')');
        break;
    }
    case T_BoolExpr: put_bool(d, (const BoolExpr *)e, plan); break;
    case T_FuncExpr: put_func(d, (const FuncExpr *)e, plan); break;
    case T_Aggref: put_aggref(d, (const Aggref *)e, plan); break;
    case T_WindowFunc: {
        const struct func *fn = func_by_oid(((const WindowFunc *)e)->winfnoid);
        put_call(d, fn != NULL ? fn->name : "?", ((const WindowFunc *)e)->args, plan);
        strbuf_addstr(d->out, " OVER (?)");
        break;
    }
    case T_RelabelType: {
        const RelabelType *r = (const RelabelType *)e;
        put_cast(d, r->arg, plan, r->resulttype, r->resulttypmod, r->relabelformat);
        break;
    }
    case T_CoerceViaIO: {
        const CoerceViaIO *c = (const CoerceViaIO *)e;
        put_cast(d, c->arg, plan, c->resulttype, -1, c->coerceformat);
        break;
    }
    case T_ArrayCoerceExpr: {
        const ArrayCoerceExpr *c = (const ArrayCoerceExpr *)e;
        put_cast(d, c->arg, plan, c->resulttype, c->resulttypmod, c->coerceformat);
        break;
    }
    case T_CoerceToDomain: {
        const CoerceToDomain *c = (const CoerceToDomain *)e;
        put_cast(d, c->arg, plan, c->resulttype, c->resulttypmod, c->coercionformat);
        break;
    }
    case T_CaseExpr: put_case(d, (const CaseExpr *)e, plan); break;
    case T_CaseTestExpr: strbuf_addstr(d->out, "CASE_VALUE"); break;
    case T_CoalesceExpr: put_call(d, "COALESCE", ((const CoalesceExpr *)e)->args, plan); break;
    case T_MinMaxExpr:
        put_call(d, ((const MinMaxExpr *)e)->op == 0 ? "GREATEST" : "LEAST", ((const MinMaxExpr *)e)->args, plan);
        break;
    case T_NullTest:
        strbuf_addch(d->out, '(');
        put(d, ((const NullTest *)e)->arg, plan);
        strbuf_addstr(d->out, ((const NullTest *)e)->nulltesttype == IS_NULL ? " IS NULL)" : " IS NOT NULL)");
        break;
    case T_BooleanTest:
        strbuf_addch(d->out, '(');
        put(d, ((const BooleanTest *)e)->arg, plan);
        strbuf_printf(d->out, " %s)", bool_tests[((const BooleanTest *)e)->booltesttype]);
        break;
    case T_ArrayExpr:
        strbuf_addstr(d->out, "ARRAY[");
        put_list(d, ((const ArrayExpr *)e)->elements, plan, ", ");
        strbuf_addch(d->out, ']');
        break;
    case T_RowExpr: put_call(d, "ROW", ((const RowExpr *)e)->args, plan); break;
    case T_SubscriptingRef: put_subscript(d, (const SubscriptingRef *)e, plan); break;
    case T_FieldSelect:
        strbuf_addch(d->out, '(');
        put(d, ((const FieldSelect *)e)->arg, plan);
        strbuf_printf(d->out, ").f%d", ((const FieldSelect *)e)->fieldnum);
        break;
    case T_SubPlan:
        strbuf_printf(d->out, "(%sSubPlan %d)", ((const SubPlan *)e)->useHashTable ? "hashed " : "", ((const SubPlan *)e)->plan_id);
        break;
    case T_SQLValueFunction: strbuf_addstr(d->out, "CURRENT_VALUE"); break;
    default: strbuf_printf(d->out, "<%s>", node_name(e->tag)); break;
    }
}

const char *deparse_expr(struct arena *a, const Node *e, const Plan *plan)
{
    struct strbuf b;
    struct deparse d = {a, &b};
    strbuf_init(&b, a);
    put(&d, e, plan);
    return b.data;
}
