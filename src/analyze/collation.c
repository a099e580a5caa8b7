/*
 * Which collation each expression has, as PostgreSQL derives it (manual 24.2.1): COLLATE says it explicitly, columns and types implicitly.
 * All of them compare bytewise here, so that no answer depends on it; but where two conflict a statement is an error (42P21), or the
 * function that asks for a collation is when it is called (42P22), and columns of what is made of a query keep theirs.
 *
 * A column's collation is found when it is asked for, by way of its range table entry. What stands in a query is judged when the query
 * is finished, and only in statements that have COLLATE, or columns that are collated by anything but their type's or "C":
 * without those nothing can conflict.
 */
#include "analyze/analyze_int.h"

#include <string.h>

#include "catalog/objects.h"

enum strength { COLLATION_NONE, COLLATION_IMPLICIT, COLLATION_CONFLICT, COLLATION_EXPLICIT }; /* the stronger one counts */

struct collation {
    enum strength strength;
    Oid oid;
    int location;
    Oid other; /* COLLATION_CONFLICT: what oid conflicts with, and where that stands */
    int other_location;
};

/* A query level in which Vars are to be understood: one in the making, or a finished one. */
struct level {
    const struct level *outer; /* of a finished one */
    struct pstate *ps;         /* in the making; NULL: finished */
    Query *q;                  /* NULL: in the making, and not there yet */
};

struct derivation {
    struct arena *arena;
    struct level level;
    bool judging;                  /* raise what PostgreSQL raises, and mark what it would raise when it is run */
    struct collation test;         /* CASE's operand, that CaseTestExpr stands for */
    const Query *sublink;          /* whose columns the Params of a test are */
    struct collation here;         /* of what was looked at so far, side by side */
};

static struct collation derive(struct derivation *d, Node *n);
static Oid query_column(struct arena *a, struct level level, Query *q, int attno);

/* ---- collations of types and columns ---- */

Oid type_collation(Oid type)
{
    static const Oid trees[] = {TYPE_pg_node_tree, 3361, 3402, 5017, 4600, 4601}; /* pg_ndistinct and its kind: text, but of another category */
    Oid base = type_base(type);
    const struct type_info *t = type_lookup(base);
    if (t != NULL && type_is_array(base))
        t = type_lookup(t->elem);
    if (t == NULL)
        return InvalidOid;
    if (type != base)
        return type_facts(type).collation; /* a domain may have its own */
    if (t->oid == TYPE_name)
        return C_COLLATION_OID;
    for (int i = 0; i < COUNTOF(trees); i++)
        if (t->oid == trees[i])
            return DEFAULT_COLLATION_OID;
    return t->category == 'S' ? DEFAULT_COLLATION_OID : InvalidOid;
}

static Oid column_collation(const struct relation *rel, const struct column *c)
{
    if (c->collation != InvalidOid)
        return c->collation;
    Oid oid = type_collation(c->type);
    /* text of PostgreSQL's own tables (which have system columns), not of views over them */
    bool catalog = rel->kind == REL_LOCAL && list_length(rel->columns) > rel->nvisible;
    return catalog && oid == DEFAULT_COLLATION_OID ? C_COLLATION_OID : oid;
}

static struct level level_of(struct pstate *ps)
{
    return (struct level){NULL, ps, NULL};
}

static struct level outer_level(const struct level *l)
{
    return l->ps != NULL ? level_of(l->ps->parent) : *l->outer;
}

static struct level level_up(struct level l, int levels)
{
    while (levels-- > 0)
        l = outer_level(&l);
    return l;
}

static RangeTblEntry *level_rte(const struct level *l, int varno)
{
    return list_nth(l->ps != NULL ? l->ps->rtable : l->q->rtable, varno - 1);
}

static Oid settled(struct collation c)
{
    return c.strength == COLLATION_CONFLICT ? InvalidOid : c.oid;
}

static struct derivation derivation_in(struct arena *a, struct level level)
{
    return (struct derivation){.arena = a, .level = level};
}

/* The one that all of exprs have together. */
static struct collation derive_together(struct arena *a, struct level level, const List *exprs)
{
    struct derivation d = derivation_in(a, level);
    FOREACH (Node, e, exprs)
        derive(&d, e);
    return d.here;
}

/* A finished query below a level. */
static Oid column_below(struct arena *a, struct level outer, Query *q, int attno)
{
    return query_column(a, (struct level){&outer, NULL, q}, q, attno);
}

static Oid cte_column(struct arena *a, struct level level, const RangeTblEntry *rte, int attno)
{
    struct level at = level_up(level, rte->ctelevelsup);
    FOREACH (CommonTableExpr, cte, at.ps != NULL ? at.ps->ctes : at.q->cteList) {
        if (strcmp(cte->ctename, rte->ctename) != 0)
            continue;
        if (rte->self_reference || cte->ctequery == NULL)
            return attno <= list_length(cte->colCollations) ? ITEM_OID(list_nth(cte->colCollations, attno - 1)) : DEFAULT_COLLATION_OID;
        return column_below(a, at, (Query *)cte->ctequery, attno);
    }
    return DEFAULT_COLLATION_OID;
}

static Oid function_column(struct arena *a, struct level level, const RangeTblEntry *rte, int attno, Oid type)
{
    FOREACH (RangeTblFunction, f, rte->functions) {
        if (attno == 1 && f->funccolcount == 1 && !f->has_coldeflist && expr_type(f->funcexpr) == type)
            return settled(derive_together(a, level, list_make(a, 1, f->funcexpr)));
        attno -= f->funccolcount;
        if (attno <= 0)
            break;
    }
    return type_collation(type);
}

static Oid var_collation(struct arena *a, struct level level, const Var *v)
{
    Oid own = type_collation(v->vartype);
    if (own == InvalidOid || v->varattno <= 0)
        return InvalidOid;
    level = level_up(level, v->varlevelsup);
    const Query *q = level.q;
    if (q != NULL && q->setOperations != NULL && IS_A(q->setOperations, SetOperationStmt)) {
        const List *known = ((const SetOperationStmt *)q->setOperations)->colCollations;
        return v->varattno <= list_length(known) ? ITEM_OID(list_nth(known, v->varattno - 1)) : own;
    }
    RangeTblEntry *rte = level_rte(&level, v->varno);
    switch (rte->rtekind) {
    case RTE_RELATION: {
        const struct column *c = relation_column_nth(rte->relation, v->varattno);
        return c == NULL ? own : column_collation(rte->relation, c);
    }
    case RTE_SUBQUERY: /* a system view has what PostgreSQL's has */
        if (rte->relation != NULL && rte->relation->kind == REL_LOCAL && v->varattno <= rte->relation->nvisible)
            return column_collation(rte->relation, list_nth(rte->relation->columns, v->varattno - 1));
        return column_below(a, level, rte->subquery, v->varattno);
    case RTE_CTE: return v->varattno > list_length(rte->coltypes) && rte->coltypes != NULL ? own : cte_column(a, level, rte, v->varattno);
    case RTE_JOIN: return v->varattno <= list_length(rte->joinaliasvars)
                              ? settled(derive_together(a, level, list_make(a, 1, list_nth(rte->joinaliasvars, v->varattno - 1)))) : own;
    case RTE_FUNCTION: return function_column(a, level, rte, v->varattno, v->vartype);
    case RTE_VALUES: {
        List *column = NULL;
        FOREACH (List, row, rte->values_lists)
            column = list_append(a, column, list_nth(row, v->varattno - 1));
        return settled(derive_together(a, level, column));
    }
    default: return own;
    }
}

static List *query_columns(struct arena *a, struct level level, Query *q)
{
    List *out = NULL;
    if (q->setOperations != NULL && IS_A(q->setOperations, SetOperationStmt))
        return ((const SetOperationStmt *)q->setOperations)->colCollations;
    FOREACH (TargetEntry, t, q->commandType == CMD_SELECT ? q->targetList : q->returningList)
        if (!t->resjunk)
            out = list_append(a, out, INT_ITEM(settled(derive_together(a, level, list_make(a, 1, t->expr)))));
    return out;
}

static Oid query_column(struct arena *a, struct level level, Query *q, int attno)
{
    if (q->colCollations == NULL)
        q->colCollations = query_columns(a, level, q);
    return attno <= list_length(q->colCollations) ? ITEM_OID(list_nth(q->colCollations, attno - 1)) : DEFAULT_COLLATION_OID;
}

/* ---- conflicts ---- */

static _Noreturn void mismatch(const char *kind, Oid first, Oid second, int location)
{
    struct error *e = error_new(ERR_COLLATION_MISMATCH, "collation mismatch between %s collations \"%s\" and \"%s\"", kind,
                                collation_name(first), collation_name(second));
    if (kind[0] == 'i')
        error_hint(e, "You can choose the collation by applying the COLLATE clause to one or both expressions.");
    error_throw(error_at(e, location));
}

static _Noreturn void not_determined(const char *what)
{
    struct error *e = error_new(ERR_INDETERMINATE_COLLATION, "could not determine which collation to use for %s", what);
    error_throw(error_hint(e, "Use the COLLATE clause to set the collation explicitly."));
}

static void refuse_conflict(struct collation c)
{
    if (c.strength == COLLATION_CONFLICT)
        mismatch("implicit", c.oid, c.other, c.other_location);
}

/* c comes to stand beside what was looked at before. */
static void stand_beside(struct collation *all, struct collation c)
{
    if (c.strength > all->strength) {
        *all = c;
    } else if (c.strength == all->strength && c.strength == COLLATION_EXPLICIT) {
        if (c.oid != all->oid)
            mismatch("explicit", all->oid, c.oid, c.location);
    } else if (c.strength == all->strength && c.strength == COLLATION_IMPLICIT && c.oid != all->oid) {
        if (all->oid == DEFAULT_COLLATION_OID) {
            *all = c;
        } else if (c.oid != DEFAULT_COLLATION_OID) {
            all->strength = COLLATION_CONFLICT;
            all->other = c.oid;
            all->other_location = c.location;
        }
    }
}

static struct collation implicit(Oid oid, const Node *at)
{
    if (oid == InvalidOid)
        return (struct collation){COLLATION_NONE, InvalidOid, -1, InvalidOid, -1};
    return (struct collation){COLLATION_IMPLICIT, oid, expr_location(at), InvalidOid, -1};
}

/* ---- what asks for a collation ---- */

static const char *function_asks(Oid func)
{
    static const struct {
        const char *name, *what;
    } rows[] = {
#define COLLATED(name, what) {#name, what},
#include "analyze/collated.def"
#undef COLLATED
    };
    const struct func *f = func_by_oid(func);
    for (int i = 0; i < COUNTOF(rows) && f != NULL; i++)
        if (strcmp(rows[i].name, f->name) == 0)
            return rows[i].what;
    return NULL;
}

static const char *operator_asks(const OpExpr *x)
{
    const struct oper *o = x->opfuncid == InvalidOid ? oper_by_oid(x->opno) : NULL;
    return function_asks(o != NULL ? o->func : x->opfuncid);
}

static const char *asks(const Node *n)
{
    switch (n->tag) {
    case T_FuncExpr: { /* substring(x, 2) compares nothing, substring(x, 'b') does */
        const FuncExpr *f = (const FuncExpr *)n;
        bool compares = list_length(f->args) < 2 || type_collation(expr_type(list_nth(f->args, 1))) != InvalidOid;
        return compares ? function_asks(f->funcid) : NULL;
    }
    case T_OpExpr: case T_DistinctExpr: case T_NullIfExpr: return operator_asks((const OpExpr *)n);
    case T_ScalarArrayOpExpr: {
        const struct oper *o = oper_by_oid(((const ScalarArrayOpExpr *)n)->opno);
        return o != NULL ? function_asks(o->func) : NULL;
    }
    case T_MinMaxExpr: return "string comparison";
    case T_Aggref: return function_asks(((const Aggref *)n)->aggfnoid);
    case T_WindowFunc: return function_asks(((const WindowFunc *)n)->winfnoid);
    default: return NULL;
    }
}

static bool collatable_walker(Node *n, void *arg)
{
    (void)arg;
    return n->tag <= T_TargetEntry && type_collation(expr_type(n)) != InvalidOid;
}

/* n becomes what is an error when its function is called. It is changed where it stands, since several may refer to it. */
static void mark(struct derivation *d, Node *n, const char *what)
{
    static const size_t sizes[] = {[T_FuncExpr] = sizeof(FuncExpr), [T_OpExpr] = sizeof(OpExpr), [T_DistinctExpr] = sizeof(DistinctExpr),
                                   [T_NullIfExpr] = sizeof(NullIfExpr), [T_ScalarArrayOpExpr] = sizeof(ScalarArrayOpExpr),
                                   [T_MinMaxExpr] = sizeof(MinMaxExpr)};
    IndeterminateCollation *x = (IndeterminateCollation *)n;
    Node *copy = arena_memdup(d->arena, n, sizes[n->tag]);
    _Static_assert(sizeof *x <= sizeof(FuncExpr) && sizeof *x <= sizeof(OpExpr) && sizeof *x <= sizeof(ScalarArrayOpExpr) && sizeof *x <= sizeof(MinMaxExpr), "a marked expression has no room");
    *x = (IndeterminateCollation){.tag = T_IndeterminateCollation, .arg = copy, .what = what};
}

static Node *marked(struct derivation *d, Node *arg, const char *what)
{
    IndeterminateCollation *x = MAKE_NODE(d->arena, IndeterminateCollation);
    x->arg = arg;
    x->what = what;
    return (Node *)x;
}

/* min(x), max(x): what they compare is an error. */
static void mark_arguments(struct derivation *d, List *args, const char *what)
{
    for (int i = 0; i < list_length(args); i++) {
        TargetEntry *t = args->items[i];
        if (IS_A(t, TargetEntry))
            t->expr = marked(d, t->expr, what);
        else
            args->items[i] = marked(d, args->items[i], what);
    }
}

static void judge(struct derivation *d, Node *n, struct collation input)
{
    const char *what = settled(input) == InvalidOid ? asks(n) : NULL;
    if (what == NULL || !node_walk(n, collatable_walker, NULL))
        return;
    if (IS_A(n, FuncExpr) && ((FuncExpr *)n)->funcretset)
        mark_arguments(d, ((FuncExpr *)n)->args, what);
    else if (IS_A(n, Aggref))
        mark_arguments(d, ((Aggref *)n)->args, what);
    else if (IS_A(n, WindowFunc))
        mark_arguments(d, ((WindowFunc *)n)->args, what);
    else
        mark(d, n, what);
}

/* ---- expressions ---- */

static struct derivation below(const struct derivation *d)
{
    struct derivation own = *d;
    own.here = (struct collation){COLLATION_NONE, InvalidOid, -1, InvalidOid, -1};
    return own;
}

static bool derive_walker(Node *n, void *arg)
{
    derive(arg, n);
    return false;
}

/* By itself: it has nothing to do with what stands around it. */
static void derive_alone(const struct derivation *d, Node *n)
{
    struct derivation own = below(d);
    if (n != NULL)
        derive(&own, n);
}

static void derive_each(const struct derivation *d, const List *l)
{
    FOREACH (Node, n, l)
        derive_alone(d, n);
}

static void derive_pairs(struct derivation *d, const RowCompareExpr *x)
{
    for (int i = 0; i < list_length(x->largs); i++) {
        struct derivation own = below(d);
        Node *l = list_nth(x->largs, i);
        derive(&own, l);
        derive(&own, list_nth(x->rargs, i));
        const struct oper *o = oper_by_oid(ITEM_OID(list_nth(x->opnos, i)));
        if (d->judging && settled(own.here) == InvalidOid && type_collation(expr_type(l)) != InvalidOid && o != NULL && function_asks(o->func) != NULL)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, expr_location(l), "a comparison of rows whose collation is not determined is not supported");
    }
}

/* WITHIN GROUP: one sorted argument counts with the direct ones, several count for themselves. */
static void derive_ordered_set(struct derivation *d, const Aggref *x, const struct func *f)
{
    bool variadic = (f->flags & F_VARIADIC) != 0, hypothetical = (f->flags & F_HYPOTHETICAL) != 0;
    if (!hypothetical) {
        node_walk_list(x->aggdirectargs, derive_walker, d);
        FOREACH (TargetEntry, t, x->args)
            if (list_length(x->args) == 1 && !variadic)
                derive(d, (Node *)t);
            else
                derive_alone(d, (Node *)t);
        return;
    }
    for (int i = 0; i < list_length(x->aggdirectargs); i++) {
        struct derivation own = below(d);
        derive(&own, list_nth(x->aggdirectargs, i));
        if (i < list_length(x->args))
            derive(&own, ((TargetEntry *)list_nth(x->args, i))->expr);
        if (d->judging)
            refuse_conflict(own.here);
    }
}

static void derive_aggregate(struct derivation *d, const Aggref *x)
{
    const struct func *f = func_by_oid(x->aggfnoid);
    if (f != NULL && (f->flags & (F_ORDERED_SET | F_HYPOTHETICAL)) != 0) {
        derive_ordered_set(d, x, f);
    } else {
        FOREACH (Node, t, x->args)
            if (IS_A(t, TargetEntry) && ((TargetEntry *)t)->resjunk)
                derive_alone(d, t);
            else
                derive(d, t);
    }
    derive_alone(d, x->aggfilter);
}

/* The operand has no part in what CASE gives. */
static void derive_case(struct derivation *d, const CaseExpr *x)
{
    struct collation outer = d->test;
    struct derivation own = below(d);
    if (x->arg != NULL)
        own.test = d->test = implicit(settled(derive(&own, x->arg)), x->arg);
    FOREACH (CaseWhen, w, x->args) {
        derive(d, w->expr);
        d->test = outer;
        derive(d, w->result);
        if (x->arg != NULL)
            d->test = own.test;
    }
    d->test = outer;
    if (x->defresult != NULL)
        derive(d, x->defresult);
}

static void derive_sublink(struct derivation *d, const SubLink *x)
{
    const Query *outer = d->sublink;
    Query *q = (Query *)x->subselect;
    d->sublink = q;
    if (x->testexpr != NULL)
        derive(d, x->testexpr);
    d->sublink = outer;
    if (x->subLinkType == EXPR_SUBLINK || x->subLinkType == ARRAY_SUBLINK) {
        const TargetEntry *t = list_nth(q->targetList, 0);
        stand_beside(&d->here, implicit(column_below(d->arena, d->level, q, 1), t->expr));
    }
}

/* What its children have together, in d->here. */
static void derive_children(struct derivation *d, Node *n)
{
    switch (n->tag) {
    case T_Aggref: derive_aggregate(d, (Aggref *)n); break;
    case T_WindowFunc:
        node_walk_list(((WindowFunc *)n)->args, derive_walker, d);
        derive_alone(d, ((WindowFunc *)n)->aggfilter);
        break;
    case T_CaseExpr: derive_case(d, (CaseExpr *)n); break;
    case T_SubLink: derive_sublink(d, (SubLink *)n); break;
    case T_SubscriptingRef:
        derive_each(d, ((SubscriptingRef *)n)->refupperindexpr);
        derive_each(d, ((SubscriptingRef *)n)->reflowerindexpr);
        derive(d, ((SubscriptingRef *)n)->refexpr);
        if (((SubscriptingRef *)n)->refassgnexpr != NULL)
            derive(d, ((SubscriptingRef *)n)->refassgnexpr);
        break;
    case T_ArrayCoerceExpr: derive(d, ((ArrayCoerceExpr *)n)->arg); break;
    case T_CoerceToDomain: derive(d, ((CoerceToDomain *)n)->arg); break;
    default: node_walk(n, derive_walker, d); break;
    }
}

/* pg_collation_for(x) gets what it is to answer as its second argument. */
static void answer_collation(struct derivation *d, FuncExpr *f, struct collation input)
{
    Oid oid = settled(input);
    const char *name = oid == InvalidOid ? NULL : oid == DEFAULT_COLLATION_OID || oid == C_COLLATION_OID || oid == POSIX_COLLATION_OID
                           ? arena_printf(d->arena, "\"%s\"", collation_name(oid)) : collation_name(oid);
    Oid type = expr_type(list_nth(f->args, 0));
    if (list_length(f->args) == 1 && (type_collation(type) != InvalidOid || type == TYPE_unknown))
        f->args = list_append(d->arena, f->args, make_const(d->arena, TYPE_text, -1, name == NULL ? 0 : datum_from_cstring(d->arena, name), name == NULL));
}

static struct collation derive_inner(struct derivation *d, Node *n)
{
    struct derivation own = below(d);
    Oid type = expr_type(n), of_type = type_collation(type);
    derive_children(&own, n);
    struct collation input = own.here;
    if (IS_A(n, RelabelType) && ((RelabelType *)n)->collation != NULL)
        return (struct collation){COLLATION_EXPLICIT, collation_oid(((RelabelType *)n)->collation), ((RelabelType *)n)->location, InvalidOid, -1};
    struct collation result = of_type == InvalidOid ? implicit(InvalidOid, n) : input.strength > COLLATION_NONE ? input : implicit(of_type, n);
    if (IS_A(n, FieldSelect) || (IS_A(n, CoerceToDomain) && of_type != DEFAULT_COLLATION_OID))
        result = implicit(of_type, n);
    if (IS_A(n, FuncExpr) && ((FuncExpr *)n)->funcid == PG_COLLATION_FOR)
        answer_collation(d, (FuncExpr *)n, input);
    else if (d->judging)
        judge(d, n, input);
    return result;
}

/* A sorted or grouped column: PostgreSQL's words for what it says at once, or when it sorts. */
static void judge_target(const TargetEntry *t, struct collation c)
{
    if (t->ressortgroupref == 0)
        return;
    refuse_conflict(c);
    if (c.strength == COLLATION_NONE && type_collation(expr_type(t->expr)) != InvalidOid)
        not_determined("string comparison");
}

static struct collation derive(struct derivation *d, Node *n)
{
    struct collation c = {COLLATION_NONE, InvalidOid, -1, InvalidOid, -1};
    if (n == NULL)
        return c;
    switch (n->tag) {
    case T_Var: c = implicit(var_collation(d->arena, d->level, (const Var *)n), n); break;
    case T_Const: case T_CoerceToDomainValue: case T_SetToDefault: c = implicit(type_collation(expr_type(n)), n); break;
    case T_Param: {
        const Param *p = (const Param *)n;
        bool column = p->paramkind == PARAM_SUBLINK && d->sublink != NULL && type_collation(p->paramtype) != InvalidOid;
        c = implicit(column ? column_below(d->arena, d->level, (Query *)(uintptr_t)d->sublink, p->paramid) : type_collation(p->paramtype), n);
        break;
    }
    case T_CaseTestExpr: c = d->test; break;
    case T_RowExpr: derive_each(d, ((RowExpr *)n)->args); break;
    case T_RowCompareExpr: derive_pairs(d, (RowCompareExpr *)n); break;
    case T_TargetEntry: {
        struct derivation own = below(d);
        c = derive(&own, ((TargetEntry *)n)->expr);
        if (d->judging)
            judge_target((TargetEntry *)n, c);
        break;
    }
    case T_IndeterminateCollation: {
        struct derivation own = below(d);
        own.judging = false;
        c = derive(&own, ((IndeterminateCollation *)n)->arg);
        break;
    }
    case T_Query: case T_CurrentOfExpr: case T_DomainConstraint: break;
    case T_NamedArgExpr: c = derive_inner(d, ((NamedArgExpr *)n)->arg); break;
    case T_TableFunc: {
        struct derivation own = below(d);
        node_walk(n, derive_walker, &own);
        break;
    }
    default: c = derive_inner(d, n); break;
    }
    stand_beside(&d->here, c);
    return c;
}

/* ---- queries ---- */

static bool judge_clause(Node *n, void *arg)
{
    const struct derivation *d = arg;
    if (n->tag <= T_TargetEntry) {
        derive_alone(d, n);
        return false;
    }
    if (IS_A(n, Query) || IS_A(n, SetOperationStmt) || IS_A(n, CommonTableExpr) ||
        (IS_A(n, RangeTblEntry) && ((RangeTblEntry *)n)->rtekind == RTE_JOIN))
        return false;
    return node_walk(n, judge_clause, arg);
}

void assign_collations(struct pstate *ps, Query *q)
{
    if (!ps->an->has_collate)
        return;
    struct derivation d = derivation_in(ps->arena, (struct level){NULL, ps, q});
    d.judging = true;
    node_walk((Node *)q, judge_clause, &d);
}

static void derive_side(struct pstate *ps, struct derivation *d, struct side_column c)
{
    struct level outer = level_of(ps);
    if (c.q == NULL) {
        stand_beside(&d->here, implicit(c.known, c.e));
        return;
    }
    d->level = (struct level){&outer, NULL, c.q};
    if (expr_type(c.e) == TYPE_unknown && !IS_A(c.e, RelabelType)) /* which will be text; a COLLATE is a RelabelType */
        stand_beside(&d->here, implicit(DEFAULT_COLLATION_OID, c.e));
    else
        derive(d, c.e);
}

/* All but UNION ALL compare, and so have to know by what. */
Oid common_collation(struct pstate *ps, struct side_column left, struct side_column right, bool compared)
{
    struct derivation d = derivation_in(ps->arena, level_of(ps));
    derive_side(ps, &d, left);
    derive_side(ps, &d, right);
    if (compared)
        refuse_conflict(d.here);
    return settled(d.here);
}

static bool may_conflict(Oid collation)
{
    return collation != InvalidOid && collation != C_COLLATION_OID && collation != DEFAULT_COLLATION_OID;
}

bool type_may_conflict(Oid type)
{
    return type >= FIRST_USER_OID && may_conflict(type_collation(type));
}

bool relation_may_conflict(const struct relation *rel)
{
    if (rel->kind == REL_LOCAL)
        return false;
    FOREACH (struct column, c, rel->columns)
        if (c->collation != InvalidOid ? may_conflict(c->collation) : type_may_conflict(c->type))
            return true;
    return false;
}

bool result_collation(struct arena *a, Query *q, int attno, Oid *collation)
{
    const List *targets = q->commandType == CMD_SELECT ? q->targetList : q->returningList;
    Oid own = type_collation(expr_type(list_nth(targets, attno - 1))), found = InvalidOid;
    if (own != InvalidOid)
        found = query_column(a, (struct level){NULL, NULL, q}, q, attno);
    *collation = found == own ? InvalidOid : found;
    return found != InvalidOid || own == InvalidOid;
}
