/* Subqueries in expressions, and comparisons of rows. */
#include "analyze/analyze_int.h"

#include <string.h>

static List *sublink_columns(struct pstate *ps, const Query *q, bool params)
{
    List *out = NULL;
    FOREACH (TargetEntry, t, q->targetList) {
        if (t->resjunk)
            continue;
        Param *p = MAKE_NODE(ps->arena, Param);
        p->paramkind = PARAM_SUBLINK;
        p->paramid = t->resno;
        p->paramtype = expr_type(t->expr);
        p->paramtypmod = expr_typmod(t->expr);
        p->location = expr_location(t->expr);
        out = list_append(ps->arena, out, params ? (void *)p : (void *)t);
    }
    return out;
}

static int count_columns(const Query *q)
{
    int n = 0;
    FOREACH (TargetEntry, t, q->targetList)
        n += !t->resjunk;
    return n;
}

struct named_sublink {
    const PgQuery__Node *subselect;
    const char *name;
};

static void note_sublink_name(struct pstate *ps, const PgQuery__Node *subselect, const Query *q)
{
    struct named_sublink *n = arena_alloc(ps->arena, sizeof(*n));
    n->subselect = subselect;
    n->name = ((TargetEntry *)list_nth(q->targetList, 0))->resname;
    ps->sublink_names = list_append(ps->arena, ps->sublink_names, n);
}

const char *sublink_name(struct pstate *ps, const PgQuery__Node *subselect)
{
    FOREACH (struct named_sublink, n, ps->sublink_names)
        if (n->subselect == subselect)
            return n->name;
    return "?column?";
}

Node *transform_sublink(struct pstate *ps, PgQuery__SubLink *s)
{
    static const int types[] = {0, EXISTS_SUBLINK, ALL_SUBLINK, ANY_SUBLINK, ROWCOMPARE_SUBLINK, EXPR_SUBLINK,
                                MULTIEXPR_SUBLINK, ARRAY_SUBLINK, CTE_SUBLINK};
    RAW_FIELDS(s, s->location, "sub_link_type testexpr oper_name subselect location");
    if (ps->kind == KIND_UTILITY)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, s->location, "cannot use subquery in %s", kind_words(ps->kind));
    if (ps->kind >= KIND_COLUMN_DEFAULT) /* what is kept, and one of EXECUTE's: the words stand for many, this is one */
        raise_at(ERR_FEATURE_NOT_SUPPORTED, s->location, "cannot use subquery in %.*s", (int)strlen(kind_words(ps->kind)) - 1,
                 kind_words(ps->kind));
    SubLink *x = MAKE_NODE(ps->arena, SubLink);
    x->subLinkType = types[s->sub_link_type];
    x->location = s->location;
    ps->has_sublinks = true;
    Query *q = transform_sub_select(ps, s->subselect, NULL, false);
    x->subselect = (Node *)q;
    if (x->subLinkType == EXISTS_SUBLINK || x->subLinkType == EXPR_SUBLINK || x->subLinkType == ARRAY_SUBLINK)
        RAW_FIELDS(s, s->location, "sub_link_type subselect location");
    switch (x->subLinkType) {
    case EXISTS_SUBLINK:
        return (Node *)x;
    case EXPR_SUBLINK:
    case ARRAY_SUBLINK:
        if (count_columns(q) != 1)
            raise_at(ERR_SYNTAX_ERROR, s->location, "subquery must return only one column");
        if (x->subLinkType == ARRAY_SUBLINK) {
            Oid t = expr_type(((TargetEntry *)list_nth(q->targetList, 0))->expr);
            if (type_get(t)->array == InvalidOid && !type_is_array(t))
                raise_at(ERR_UNDEFINED_OBJECT, s->location, "could not find array type for data type %s",
                         type_display(ps->arena, t));
        }
        note_sublink_name(ps, s->subselect, q);
        return (Node *)x;
    case MULTIEXPR_SUBLINK:
    case CTE_SUBLINK:
        raise_at(ERR_FEATURE_NOT_SUPPORTED, s->location, "this kind of subquery is not supported");
    }
    List *name = s->n_oper_name > 0 ? raw_strings(ps->arena, s->oper_name, s->n_oper_name) : op_name(ps, "=");
    Node *left = transform_node(ps, s->testexpr);
    List *largs = is_row_constructor(left) ? ((RowExpr *)left)->args : list_make(ps->arena, 1, left);
    List *rargs = sublink_columns(ps, q, true);
    if (list_length(largs) < list_length(rargs))
        raise_at(ERR_SYNTAX_ERROR, s->location, "subquery has too many columns");
    if (list_length(largs) > list_length(rargs))
        raise_at(ERR_SYNTAX_ERROR, s->location, "subquery has too few columns");
    x->operName = name;
    x->testexpr = make_row_comparison(ps, name, largs, rargs, s->location);
    return (Node *)x;
}

/* =, <> column by column; <, <=, >, >= as a RowCompareExpr. One column is a plain operator. */
Node *make_row_comparison(struct pstate *ps, List *opname, List *largs, List *rargs, int location)
{
    struct arena *a = ps->arena;
    int n = list_length(largs);
    if (n != list_length(rargs))
        raise_at(ERR_SYNTAX_ERROR, location, "unequal number of entries in row expressions");
    if (n == 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "cannot compare rows of zero length");
    List *ops = NULL;
    for (int i = 0; i < n; i++) {
        Node *x = make_op(ps, opname, list_nth(largs, i), list_nth(rargs, i), location);
        OpExpr *o = (OpExpr *)x;
        if (o->opresulttype != TYPE_bool)
            raise_at(ERR_DATATYPE_MISMATCH, location, "row comparison operator must yield type boolean, not type %s",
                     type_display(a, o->opresulttype));
        if (o->opretset)
            raise_at(ERR_DATATYPE_MISMATCH, location, "row comparison operator must not return a set");
        ops = list_append(a, ops, o);
    }
    if (n == 1)
        return list_nth(ops, 0);
    int strategy = oper_by_oid(((OpExpr *)list_nth(ops, 0))->opno)->strategy;
    FOREACH (const OpExpr, o, ops)
        strategy = oper_by_oid(o->opno)->strategy == strategy ? strategy : 0;
    if (strategy == 0)
        error_throw(error_at(error_hint(error_new(ERR_FEATURE_NOT_SUPPORTED,
                                                  "could not determine interpretation of row comparison operator %s",
                                                  op_word(opname)),
                                        "Row comparison operators must be associated with btree operator families."),
                             location));
    if (strategy == 3 || strategy == 6) {
        BoolExpr *b = MAKE_NODE(a, BoolExpr);
        b->boolop = strategy == 3 ? AND_EXPR : OR_EXPR;
        b->args = ops;
        b->location = location;
        return (Node *)b;
    }
    RowCompareExpr *r = MAKE_NODE(a, RowCompareExpr);
    r->rctype = strategy;
    FOREACH (OpExpr, o, ops) {
        r->opnos = list_append(a, r->opnos, INT_ITEM(o->opno));
        r->largs = list_append(a, r->largs, list_nth(o->args, 0));
        r->rargs = list_append(a, r->rargs, list_nth(o->args, 1));
    }
    return (Node *)r;
}
