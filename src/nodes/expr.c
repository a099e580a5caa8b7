/* Facts of expressions (type, typmod, location), and makers of the common nodes. */
#include "types/type.h"

#include "nodes/nodes.h"

/* What ARRAY(SELECT ...) gives: an array over the column's type, or of a dimension more where that is an array. */
static Oid array_of_column(Oid column)
{
    Oid array = type_get(column)->array;
    return array != InvalidOid ? array : column;
}

static Oid sublink_type(const SubLink *s)
{
    const Query *q = (const Query *)s->subselect;
    if (s->subLinkType == EXPR_SUBLINK || s->subLinkType == ARRAY_SUBLINK) {
        Oid t = expr_type(((TargetEntry *)list_nth(q->targetList, 0))->expr);
        return s->subLinkType == EXPR_SUBLINK ? t : array_of_column(t);
    }
    return s->subLinkType == MULTIEXPR_SUBLINK ? TYPE_record : TYPE_bool;
}

static Oid subplan_type(const SubPlan *s)
{
    if (s->subLinkType == EXPR_SUBLINK)
        return s->firstColType;
    if (s->subLinkType == ARRAY_SUBLINK)
        return array_of_column(s->firstColType);
    return TYPE_bool;
}

#define TYPE_OF(tag_, field)  \
    case T_##tag_:            \
        return ((const tag_ *)e)->field
Oid expr_type(const Node *e)
{
    if (e == NULL)
        return InvalidOid;
    switch (e->tag) {
    TYPE_OF(Var, vartype);
    TYPE_OF(Const, consttype);
    TYPE_OF(Param, paramtype);
    TYPE_OF(Aggref, aggtype);
    TYPE_OF(WindowFunc, wintype);
    TYPE_OF(SubscriptingRef, refrestype);
    TYPE_OF(FuncExpr, funcresulttype);
    TYPE_OF(OpExpr, opresulttype);
    TYPE_OF(DistinctExpr, opresulttype);
    TYPE_OF(FieldSelect, resulttype);
    TYPE_OF(RelabelType, resulttype);
    TYPE_OF(CoerceViaIO, resulttype);
    TYPE_OF(ArrayCoerceExpr, resulttype);
    TYPE_OF(CaseExpr, casetype);
    TYPE_OF(CaseTestExpr, typeId);
    TYPE_OF(CoerceToDomainValue, typeId);
    TYPE_OF(ArrayExpr, array_typeid);
    TYPE_OF(RowExpr, row_typeid);
    TYPE_OF(CoalesceExpr, coalescetype);
    TYPE_OF(MinMaxExpr, minmaxtype);
    TYPE_OF(SQLValueFunction, type_oid);
    TYPE_OF(CoerceToDomain, resulttype);
    TYPE_OF(SetToDefault, typeId);
    case T_IndeterminateCollation: return expr_type(((const IndeterminateCollation *)e)->arg);
    case T_NullIfExpr: return expr_type(list_nth(((const NullIfExpr *)e)->args, 0));
    case T_NamedArgExpr: return expr_type(((const NamedArgExpr *)e)->arg);
    case T_TargetEntry: return expr_type(((const TargetEntry *)e)->expr);
    case T_CaseWhen: return expr_type(((const CaseWhen *)e)->result);
    case T_TableFunc: return TYPE_record;
    case T_GroupingFunc: return TYPE_int4;
    case T_XmlExpr: {
        int op = ((const XmlExpr *)e)->op;
        return op == IS_DOCUMENT ? TYPE_bool : op == IS_XMLSERIALIZE ? TYPE_text : TYPE_xml;
    }
    case T_BoolExpr: case T_ScalarArrayOpExpr: case T_RowCompareExpr: case T_NullTest: case T_BooleanTest: case T_CurrentOfExpr:
        return TYPE_bool;
    case T_SubLink: return sublink_type((const SubLink *)e);
    case T_SubPlan: return subplan_type((const SubPlan *)e);
    default: raise(ERR_INTERNAL_ERROR, "unrecognized node type: %s", node_name(e->tag));
    }
}

/* A length coercion keeps its typmod: f(x, typmod, ...) as PostgreSQL's exprIsLengthCoercion() sees it. */
static int32_t func_typmod(const FuncExpr *f)
{
    if (f->funcformat != COERCE_EXPLICIT_CAST && f->funcformat != COERCE_IMPLICIT_CAST)
        return -1;
    int n = list_length(f->args);
    if (n < 2 || n > 3)
        return -1;
    const Const *c = list_nth(f->args, 1);
    if (!IS_A(c, Const) || c->consttype != TYPE_int4 || c->constisnull)
        return -1;
    return datum_int32(c->constvalue);
}

/* The common typmod of a list whose items all have the result's type, else -1. */
static int32_t common_typmod(Oid type, const List *l, const Node *first)
{
    int32_t typmod = -1;
    bool begun = false;
    if (first != NULL) {
        if (expr_type(first) != type)
            return -1;
        typmod = expr_typmod(first);
        begun = true;
    }
    for (int i = 0; i < list_length(l); i++) {
        const Node *e = l->items[i];
        if (IS_A(e, CaseWhen))
            e = ((const CaseWhen *)e)->result;
        if (expr_type(e) != type)
            return -1;
        int32_t m = expr_typmod(e);
        if (begun && m != typmod)
            return -1;
        typmod = m;
        begun = true;
    }
    return typmod;
}

#define TYPMOD_OF(tag_, field) \
    case T_##tag_:             \
        return ((const tag_ *)e)->field
int32_t expr_typmod(const Node *e)
{
    if (e == NULL)
        return -1;
    switch (e->tag) {
    TYPMOD_OF(Var, vartypmod);
    TYPMOD_OF(Const, consttypmod);
    TYPMOD_OF(Param, paramtypmod);
    TYPMOD_OF(SubscriptingRef, reftypmod);
    TYPMOD_OF(FieldSelect, resulttypmod);
    TYPMOD_OF(RelabelType, resulttypmod);
    TYPMOD_OF(ArrayCoerceExpr, resulttypmod);
    TYPMOD_OF(CaseTestExpr, typeMod);
    TYPMOD_OF(CoerceToDomainValue, typeMod);
    TYPMOD_OF(SQLValueFunction, typmod);
    TYPMOD_OF(CoerceToDomain, resulttypmod);
    case T_NamedArgExpr: return expr_typmod(((const NamedArgExpr *)e)->arg);
    case T_IndeterminateCollation: return expr_typmod(((const IndeterminateCollation *)e)->arg);
    case T_FuncExpr: return func_typmod((const FuncExpr *)e);
    case T_NullIfExpr: return expr_typmod(list_nth(((const NullIfExpr *)e)->args, 0));
    case T_CaseExpr: {
        const CaseExpr *c = (const CaseExpr *)e;
        return c->defresult == NULL ? -1 : common_typmod(c->casetype, c->args, c->defresult);
    }
    case T_ArrayExpr: {
        const ArrayExpr *x = (const ArrayExpr *)e;
        return common_typmod(x->multidims ? x->array_typeid : x->element_typeid, x->elements, NULL);
    }
    case T_CoalesceExpr:
        return common_typmod(((const CoalesceExpr *)e)->coalescetype, ((const CoalesceExpr *)e)->args, NULL);
    case T_MinMaxExpr:
        return common_typmod(((const MinMaxExpr *)e)->minmaxtype, ((const MinMaxExpr *)e)->args, NULL);
    case T_SubLink: {
        const SubLink *s = (const SubLink *)e;
        if (s->subLinkType != EXPR_SUBLINK && s->subLinkType != ARRAY_SUBLINK)
            return -1;
        return expr_typmod(((TargetEntry *)list_nth(((const Query *)s->subselect)->targetList, 0))->expr);
    }
    case T_SubPlan: return ((const SubPlan *)e)->firstColTypmod;
    default: return -1;
    }
}

static int leftmost(int a, int b)
{
    if (a < 0)
        return b;
    return b < 0 || a < b ? a : b;
}

static int list_location(const List *l)
{
    for (int i = 0; i < list_length(l); i++) {
        int loc = expr_location(l->items[i]);
        if (loc >= 0)
            return loc;
    }
    return -1;
}

#define LOC_OF(tag_)   \
    case T_##tag_:     \
        return ((const tag_ *)e)->location
#define LOC_ARG(tag_)  \
    case T_##tag_:     \
        return leftmost(((const tag_ *)e)->location, expr_location(((const tag_ *)e)->arg))
#define LOC_ARGS(tag_) \
    case T_##tag_:     \
        return leftmost(((const tag_ *)e)->location, list_location(((const tag_ *)e)->args))
int expr_location(const Node *e)
{
    if (e == NULL)
        return -1;
    switch (e->tag) {
    LOC_OF(Var); LOC_OF(Const); LOC_OF(Param); LOC_OF(Aggref); LOC_OF(GroupingFunc); LOC_OF(WindowFunc);
    LOC_OF(SQLValueFunction); LOC_OF(CaseExpr); LOC_OF(ArrayExpr); LOC_OF(RowExpr); LOC_OF(CoalesceExpr);
    LOC_OF(MinMaxExpr); LOC_OF(SetToDefault); LOC_OF(CaseWhen);
    LOC_ARG(NamedArgExpr); LOC_ARG(RelabelType); LOC_ARG(CoerceViaIO); LOC_ARG(ArrayCoerceExpr); LOC_ARG(NullTest);
    LOC_ARG(BooleanTest); LOC_ARG(CoerceToDomain);
    LOC_ARGS(FuncExpr); LOC_ARGS(OpExpr); LOC_ARGS(DistinctExpr); LOC_ARGS(NullIfExpr); LOC_ARGS(ScalarArrayOpExpr);
    LOC_ARGS(BoolExpr); LOC_ARGS(XmlExpr);
    case T_SubLink:
        return leftmost(expr_location(((const SubLink *)e)->testexpr), ((const SubLink *)e)->location);
    case T_SubscriptingRef: return expr_location(((const SubscriptingRef *)e)->refexpr);
    case T_FieldSelect: return expr_location(((const FieldSelect *)e)->arg);
    case T_RowCompareExpr: return list_location(((const RowCompareExpr *)e)->largs);
    case T_TargetEntry: return expr_location(((const TargetEntry *)e)->expr);
    default: return -1;
    }
}

bool is_xml_table(const RangeTblEntry *rte)
{
    return rte->rtekind == RTE_FUNCTION && IS_A(((const RangeTblFunction *)list_nth(rte->functions, 0))->funcexpr, TableFunc);
}

Const *make_const(struct arena *a, Oid type, int32_t typmod, Datum value, bool isnull)
{
    Const *c = MAKE_NODE(a, Const);
    c->consttype = type;
    c->consttypmod = typmod;
    c->constvalue = value;
    c->constisnull = isnull;
    c->location = -1;
    return c;
}

Const *make_bool_const(struct arena *a, bool value)
{
    return make_const(a, TYPE_bool, -1, datum_from_bool(value), false);
}

Var *make_var(struct arena *a, int varno, int varattno, Oid type, int32_t typmod, int levelsup)
{
    Var *v = MAKE_NODE(a, Var);
    v->varno = varno;
    v->varattno = varattno;
    v->vartype = type;
    v->vartypmod = typmod;
    v->varlevelsup = levelsup;
    v->location = -1;
    return v;
}

TargetEntry *make_target(struct arena *a, Node *expr, int resno, const char *resname, bool resjunk)
{
    TargetEntry *t = MAKE_NODE(a, TargetEntry);
    t->expr = expr;
    t->resno = resno;
    t->resname = resname;
    t->resjunk = resjunk;
    return t;
}

Node *make_and(struct arena *a, List *quals)
{
    if (list_length(quals) <= 1)
        return quals == NULL || quals->length == 0 ? NULL : list_nth(quals, 0);
    BoolExpr *b = MAKE_NODE(a, BoolExpr);
    b->boolop = AND_EXPR;
    b->args = quals;
    b->location = -1;
    return (Node *)b;
}

void implicit_and(struct arena *a, Node *qual, List **out)
{
    if (qual == NULL)
        return;
    if (IS_A(qual, BoolExpr) && ((BoolExpr *)qual)->boolop == AND_EXPR) {
        FOREACH (Node, arg, ((BoolExpr *)qual)->args)
            implicit_and(a, arg, out);
        return;
    }
    *out = list_append(a, *out, qual);
}
