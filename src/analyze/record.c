/* Fields of records: (x).f1 and (x).*, where something says what the record is made of. */
#include "analyze/analyze_int.h"

#include <string.h>
#include <strings.h>

#include "types/user.h"

/* The query whose columns an entry hands on, NULL for others. */
static const Query *handed_on(struct pstate *ps, const RangeTblEntry *rte, int level)
{
    if (rte->rtekind == RTE_SUBQUERY)
        return rte->subquery;
    if (rte->rtekind != RTE_CTE || rte->self_reference)
        return NULL;
    for (int up = level + rte->ctelevelsup; ps != NULL; ps = ps->parent, up--)
        if (up == 0)
            FOREACH (CommonTableExpr, cte, ps->ctes)
                if (strcmp(cte->ctename, rte->ctename) == 0 && IS_A(cte->ctequery, Query))
                    return (const Query *)cte->ctequery;
    return NULL;
}

/* What makes the record that e is: through the subqueries that hand it on. */
static const Node *record_source(struct pstate *ps, const Node *e)
{
    const Var *v = (const Var *)e;
    const RangeTblEntry *rte = IS_A(e, Var) ? rte_of(ps, v->varno, v->varlevelsup) : NULL;
    const Query *q = rte != NULL ? handed_on(ps, rte, v->varlevelsup) : NULL;
    while (q != NULL) {
        v = (const Var *)e;
        if (v->varattno < 1 || v->varattno > list_length(q->targetList))
            break;
        e = ((const TargetEntry *)list_nth(q->targetList, v->varattno - 1))->expr;
        bool own = IS_A(e, Var) && ((const Var *)e)->varlevelsup == 0;
        rte = own ? list_nth(q->rtable, ((const Var *)e)->varno - 1) : NULL;
        q = rte != NULL && rte->rtekind == RTE_SUBQUERY ? rte->subquery : NULL;
    }
    return e;
}

struct shape {
    List *names, *types, *typmods;
};

static void add_column(struct arena *a, struct shape *s, const char *name, Oid type, int32_t typmod)
{
    s->names = list_append(a, s->names, (void *)(uintptr_t)name);
    s->types = list_append(a, s->types, INT_ITEM(type));
    s->typmods = list_append(a, s->typmods, INT_ITEM(typmod));
}

/* No names: nothing says. */
static struct shape record_shape(struct pstate *ps, const Node *arg)
{
    struct shape out = {0};
    const Node *source = record_source(ps, arg);
    const struct user_type *t = user_type(type_base(expr_type(arg)));
    if (t != NULL && t->kind == 'c') {
        FOREACH (struct type_attribute, at, t->attributes)
            add_column(ps->arena, &out, at->name, at->type, at->typmod);
    } else if (IS_A(source, RowExpr)) {
        const RowExpr *r = (const RowExpr *)source;
        for (int i = 0; i < list_length(r->args); i++)
            add_column(ps->arena, &out, list_nth(r->colnames, i), expr_type(list_nth(r->args, i)), expr_typmod(list_nth(r->args, i)));
    } else if (IS_A(source, FuncExpr)) {
        const struct func_args *x = func_args_by_oid(((const FuncExpr *)source)->funcid);
        const List *args = ((const FuncExpr *)source)->args;
        Oid first = args != NULL ? expr_type(list_nth(args, 0)) : InvalidOid;
        for (int i = 0; x != NULL && i < x->nargs; i++)
            if (x->modes[i] != 'i' && x->modes[i] != 'v')
                add_column(ps->arena, &out, x->names[i], func_column_type(x, i, first), -1);
    }
    return out;
}

static Node *field_at(struct pstate *ps, Node *arg, const struct shape *s, int i)
{
    if (ITEM_OID(list_nth(s->types, i)) == TYPE_unknown)
        raise(ERR_INTERNAL_ERROR, "failed to find conversion function from unknown to text");
    if (IS_A(arg, RowExpr))
        return list_nth(((RowExpr *)arg)->args, i);
    FieldSelect *f = MAKE_NODE(ps->arena, FieldSelect);
    f->arg = arg;
    f->fieldnum = i + 1;
    f->resulttype = ITEM_OID(list_nth(s->types, i));
    f->resulttypmod = ITEM_INT(list_nth(s->typmods, i));
    return (Node *)f;
}

static _Noreturn void not_known(void)
{
    raise(ERR_WRONG_OBJECT_TYPE, "record type has not been registered");
}

Node *record_field(struct pstate *ps, Node *arg, const char *name, bool quoted)
{
    struct shape s = record_shape(ps, arg);
    if (s.names == NULL && IS_A(arg, Var) && expr_type(arg) == TYPE_record)
        not_known();
    for (int fold = 0; fold <= (quoted ? 0 : 1); fold++)
        for (int i = 0; i < list_length(s.names); i++)
            if ((fold ? strcasecmp : strcmp)(list_nth(s.names, i), name) == 0)
                return field_at(ps, arg, &s, i);
    return NULL;
}

Node *record_attribute(struct pstate *ps, Node *arg, int i)
{
    struct shape s = record_shape(ps, arg);
    return field_at(ps, arg, &s, i);
}

List *record_expand(struct pstate *ps, Node *arg, int resno)
{
    struct shape s = record_shape(ps, arg);
    List *out = NULL;
    if (s.names == NULL && expr_type(arg) != TYPE_record && !type_is_composite(expr_type(arg)))
        raise(ERR_WRONG_OBJECT_TYPE, "type %s is not composite", type_display(ps->arena, expr_type(arg)));
    if (s.names == NULL)
        not_known();
    for (int i = 0; i < list_length(s.names); i++)
        out = list_append(ps->arena, out,
                          make_target(ps->arena, field_at(ps, i == 0 ? arg : node_copy(ps->arena, arg), &s, i), resno + i,
                                      list_nth(s.names, i), false));
    return out;
}
