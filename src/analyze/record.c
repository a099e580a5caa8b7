/* Fields of records: (x).f1 and (x).*, where something says what the record is made of. */
#include "analyze/analyze_int.h"

#include <string.h>
#include <strings.h>

#include "types/user.h"

/* A query level: the last of queries (Query, each a part of the one before), or, where there are none, ps. */
struct place {
    struct arena *arena;
    struct pstate *ps;
    List *queries;
};

static bool go_up(struct place *p, int levels)
{
    for (; levels > 0 && p->ps != NULL; levels--) {
        if (p->queries != NULL && p->queries->length > 0)
            p->queries->length--;
        else
            p->ps = p->ps->parent;
    }
    return p->ps != NULL;
}

static void go_into(struct place *p, Query *q)
{
    p->queries = list_append(p->arena, list_copy(p->arena, p->queries), q);
}

static const Query *innermost(const struct place *p)
{
    return list_length(p->queries) > 0 ? list_nth(p->queries, list_length(p->queries) - 1) : NULL;
}

static Query *with_query(const struct place *p, const char *name)
{
    const Query *q = innermost(p);
    FOREACH (CommonTableExpr, cte, q != NULL ? q->cteList : p->ps->ctes)
        if (strcmp(cte->ctename, name) == 0 && IS_A(cte->ctequery, Query))
            return (Query *)cte->ctequery;
    return NULL;
}

/* What v is in the query or join that hands it on; NULL: none does. */
static const Node *handed_on(struct place *p, const Var *v)
{
    if (!go_up(p, v->varlevelsup))
        return NULL;
    const Query *q = innermost(p);
    const RangeTblEntry *rte = list_nth(q != NULL ? q->rtable : p->ps->rtable, v->varno - 1);
    if (rte->rtekind == RTE_JOIN)
        return v->varattno > 0 ? list_nth(rte->joinaliasvars, v->varattno - 1) : NULL;
    Query *from = rte->rtekind == RTE_SUBQUERY ? rte->subquery : NULL;
    if (rte->rtekind == RTE_CTE && !rte->self_reference && go_up(p, rte->ctelevelsup))
        from = with_query(p, rte->ctename);
    if (from == NULL || v->varattno < 1 || v->varattno > list_length(from->targetList))
        return NULL;
    go_into(p, from);
    return ((const TargetEntry *)list_nth(from->targetList, v->varattno - 1))->expr;
}

/* Through the subqueries that hand it on, and the rows that it is a field of. */
static const Node *source_at(struct place *p, const Node *e)
{
    for (const Node *from = e; from != NULL;) {
        e = from;
        from = NULL;
        if (IS_A(e, Var)) {
            from = handed_on(p, (const Var *)e);
        } else if (IS_A(e, FieldSelect)) {
            const FieldSelect *f = (const FieldSelect *)e;
            const RowExpr *row = (const RowExpr *)source_at(p, f->arg);
            from = IS_A(row, RowExpr) && f->fieldnum <= list_length(row->args) ? list_nth(row->args, f->fieldnum - 1) : NULL;
        }
    }
    return e;
}

static bool is_table_row(const struct place *p, const RowExpr *row)
{
    const Var *v = IS_A(row, RowExpr) && row->whole ? list_nth(row->args, 0) : NULL;
    const Query *q = innermost(p);
    return v != NULL && IS_A(v, Var) && v->varlevelsup == 0 &&
           ((const RangeTblEntry *)list_nth(q != NULL ? q->rtable : p->ps->rtable, v->varno - 1))->rtekind == RTE_RELATION;
}

/* What makes the record that e is. A field says of itself only that it is a table's row, not what else it is made of. */
static const Node *record_source(struct pstate *ps, const Node *e)
{
    struct place p = {ps->arena, ps, NULL};
    const Node *source = source_at(&p, e);
    return IS_A(e, FieldSelect) && !is_table_row(&p, (const RowExpr *)source) ? e : source;
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
    if (IS_A(arg, RowExpr) && ((RowExpr *)arg)->whole)
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
