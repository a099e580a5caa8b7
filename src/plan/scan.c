/* Range table entries: collections, system catalogs, functions, VALUES, subqueries, CTEs. */
#include "plan/plan_int.h"

#include "catalog/schema.h"

#include <string.h>

/* ---- LATERAL: what an entry takes from others of the same FROM ---- */

static Node *siblings_mutator(Node *n, void *arg)
{
    struct level *l = arg;
    const Var *v = (const Var *)n;
    if (n->tag != T_Var || v->varlevelsup > 0)
        return node_mutate(l->p->a, n, siblings_mutator, l);
    return (Node *)make_exec_param(l->p->a, outer_param(l, n), v->vartype, v->vartypmod);
}

/* ---- targets ---- */

static List *scan_targets(struct level *l, int rti, const List *needed)
{
    List *own = NULL;
    FOREACH (Var, v, needed)
        if (v->tag == T_Var && v->varlevelsup == 0 && v->varno == rti)
            list_add_new(l->p->a, &own, v);
    return make_targets(l->p->a, own);
}

static struct rel *local_scan(struct level *l, int rti, Plan *plan, const List *needed, double rows, const char *why)
{
    struct rel *r = rel_new(l, plan, rows);
    relset_add(&r->relids, rti);
    PLAN_INIT(plan, scan_targets(l, rti, needed), plan->lefttree, rows, why);
    r->why = why;
    return r;
}

/* What the query calls an entry; NULL: by its own name. */
static const char *other_name(const RangeTblEntry *rte, const char *name)
{
    const char *alias = rte->eref != NULL ? rte->eref->aliasname : NULL;
    return alias == NULL || strcmp(alias, name) == 0 ? NULL : alias;
}

/* ---- collections ---- */

/*
 * TABLESAMPLE takes each row by chance, here; SYSTEM's blocks are MongoDB's affair, so it goes row by row too.
 * With REPEATABLE chance is a digest of the seed and the document's _id: the same sample as long as those are there,
 * whatever the order in which they are read. Arguments that are no constants are looked at before the scan begins.
 */
enum { SAMPLE_PART = 16014, SAMPLE_LIMIT = 16012, SAMPLE_SEED = 16013, BYTEACAT = 2011, MD5 = 2321, RANDOM = 1598, FLOAT8_LT = 672, TEXT_LT = 664 };

static Node *sample_call(struct level *l, Oid func, Oid type, List *args)
{
    FuncExpr *f = MAKE_NODE(l->p->a, FuncExpr);
    f->funcid = func;
    f->funcresulttype = type;
    f->args = args;
    f->location = -1;
    return fold_expr(l->p, (Node *)f);
}

/* A constant, or what the scan is to look at before it begins. */
static Node *sample_argument(struct level *l, struct rel *r, Oid func, Oid type, Node *arg, int location)
{
    struct arena *a = l->p->a;
    Node *e = sample_call(l, func, type, list_make(a, 1, node_copy(a, arg)));
    if (expr_is_volatile(arg))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "TABLESAMPLE is not supported with volatile arguments");
    if (IS_A(e, Const))
        return e;
    NullTest *there = MAKE_NODE(a, NullTest);
    there->arg = node_copy(a, e);
    there->nulltesttype = IS_NOT_NULL;
    there->location = -1;
    r->gates = list_append(a, r->gates, there);
    return e;
}

static Node *sample_digest(struct level *l, int rti, const RangeTblEntry *rte, Node *seed)
{
    struct arena *a = l->p->a;
    const struct column *id = schema_rowid(rte->relation);
    RelabelType *bytes = MAKE_NODE(a, RelabelType);
    bytes->arg = (Node *)make_var(a, rti, id->attnum, id->type, id->typmod, 0);
    bytes->resulttype = TYPE_bytea;
    bytes->resulttypmod = bytes->location = -1;
    return sample_call(l, MD5, TYPE_text, list_make(a, 1, sample_call(l, BYTEACAT, TYPE_bytea, list_make(a, 2, seed, bytes))));
}

static Node *sample_qual(struct level *l, struct rel *r, int rti, const RangeTblEntry *rte)
{
    struct arena *a = l->p->a;
    const TableSample *t = rte->tablesample;
    OpExpr *op = MAKE_NODE(a, OpExpr);
    bool repeatable = t->repeatable != NULL;
    Node *limit = repeatable ? sample_argument(l, r, SAMPLE_LIMIT, TYPE_text, t->percent, t->location)
                             : sample_argument(l, r, SAMPLE_PART, TYPE_float8, t->percent, t->location);
    Node *chance = repeatable ? sample_digest(l, rti, rte, sample_argument(l, r, SAMPLE_SEED, TYPE_bytea, t->repeatable, t->location))
                              : sample_call(l, RANDOM, TYPE_float8, NULL);
    op->opno = repeatable ? TEXT_LT : FLOAT8_LT;
    op->args = list_make(a, 2, chance, limit);
    op->opfuncid = oper_by_oid(op->opno)->func;
    op->opresulttype = TYPE_bool;
    op->location = -1;
    return (Node *)op;
}

static struct rel *plan_collection(struct level *l, int rti, const RangeTblEntry *rte)
{
    struct rel *r = ARENA_NEW(l->p->a, struct rel);
    struct source *s = &l->sources[rti];
    s->scan = ++l->p->nscans;
    if (rte->tablesample != NULL && rte->tablesample->repeatable != NULL)
        schema_rowid(rte->relation); /* before the columns are counted */
    double counted = relation_rows(l, rte->relation);
    r->remote = push_scan(l->p->a, &l->p->push, rte->relation, s->scan);
    r->base = rte->relation;
    r->alias = other_name(rte, rte->relation->name);
    double rows = push_rows(r->remote);
    r->rows = clamp_rows(rows >= 0 ? rows : counted >= 0 ? counted : 1000);
    r->scanned = r->rows;
    relset_add(&r->relids, rti);
    if (rte->tablesample != NULL)
        rel_filter(l, r, sample_qual(l, r, rti, rte));
    return r;
}

static struct rel *plan_catalog(struct level *l, int rti, const RangeTblEntry *rte, const List *needed)
{
    LocalScan *s = MAKE_NODE(l->p->a, LocalScan);
    s->relation = rte->relation;
    ((Plan *)s)->alias = other_name(rte, rte->relation->name);
    if (rte->tablesample != NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, rte->tablesample->location,
                 "TABLESAMPLE is not supported for system catalogs");
    return local_scan(l, rti, (Plan *)s, needed, clamp_rows(rte->relation->rows >= 0 ? rte->relation->rows : 100),
                      "a system catalog");
}

/* ---- functions, VALUES ---- */

static struct rel *plan_function(struct level *l, int rti, const RangeTblEntry *rte, const List *needed)
{
    FunctionScan *s = MAKE_NODE(l->p->a, FunctionScan);
    List *saved = l->outer_refs;
    l->outer_refs = NULL;
    s->functions = node_mutate_list(l->p->a, rte->functions, siblings_mutator, l);
    s->funcordinality = rte->funcordinality;
    s->eref = rte->eref;
    struct rel *r = local_scan(l, rti, (Plan *)s, needed, 100, "a function");
    r->params = l->outer_refs;
    l->outer_refs = saved;
    return r;
}

static struct rel *plan_values(struct level *l, int rti, const RangeTblEntry *rte, const List *needed)
{
    ValuesScan *s = MAKE_NODE(l->p->a, ValuesScan);
    List *saved = l->outer_refs;
    l->outer_refs = NULL;
    FOREACH (List, row, rte->values_lists)
        s->values_lists = list_append(l->p->a, s->values_lists, node_mutate_list(l->p->a, row, siblings_mutator, l));
    struct rel *r = local_scan(l, rti, (Plan *)s, needed, list_length(rte->values_lists), "VALUES");
    r->params = l->outer_refs;
    l->outer_refs = saved;
    return r;
}

/* ---- CTEs ---- */

struct planned_cte *level_find_cte(struct level *l, const RangeTblEntry *rte)
{
    for (int up = rte->ctelevelsup; up > 0 && l != NULL; up--)
        l = l->up;
    if (l != NULL)
        FOREACH (struct planned_cte, c, l->ctes)
            if (strcmp(c->cte->ctename, rte->ctename) == 0)
                return c;
    raise(ERR_INTERNAL_ERROR, "could not find CTE \"%s\"", rte->ctename);
}

static struct rel *plan_cte_ref(struct level *l, int rti, const RangeTblEntry *rte, const List *needed)
{
    const struct planned_cte *c = level_find_cte(l, rte);
    if (rte->self_reference) {
        WorkTableScan *w = MAKE_NODE(l->p->a, WorkTableScan);
        if (c->wt_param < 0)
            raise(ERR_INTERNAL_ERROR, "could not find the work table of CTE \"%s\"", rte->ctename);
        w->wtParam = c->wt_param;
        w->ctename = rte->ctename;
        w->eref = rte->eref;
        return local_scan(l, rti, (Plan *)w, needed, c->rows, "a recursive query");
    }
    if (c->plan_id == 0)
        raise(ERR_INTERNAL_ERROR, "CTE \"%s\" is not planned yet", rte->ctename);
    CteScan *s = MAKE_NODE(l->p->a, CteScan);
    s->ctePlanId = c->plan_id;
    s->cteId = c->plan_id;
    s->ctename = rte->ctename;
    s->eref = rte->eref;
    return local_scan(l, rti, (Plan *)s, needed, c->rows, "WITH");
}

/* ---- subqueries ---- */

/* A column by which conditions may go inside: its value is the same for all that the subquery merges or numbers. */
static bool in_clause(const List *clauses, const TargetEntry *t)
{
    FOREACH (SortGroupClause, g, clauses)
        if (t->ressortgroupref != 0 && g->tleSortGroupRef == t->ressortgroupref)
            return true;
    return false;
}

static bool column_is_safe(const Query *q, const TargetEntry *t)
{
    if (t->resjunk || expr_is_volatile(t->expr) || expr_has_srf(t->expr) || expr_has_window(t->expr) ||
        expr_has_sublink(t->expr))
        return false;
    if (q->hasDistinctOn && !in_clause(q->distinctClause, t))
        return false;
    if (q->groupingSets != NULL) /* what is equal, or constant, is NULL each in other sets */
        return false;
    FOREACH (WindowClause, w, q->windowClause)
        if (!in_clause(w->partitionClause, t))
            return false;
    return true;
}

/* A query that a subquery's rows come from, and the subquery's columns in its terms: NULL for one that takes no condition. */
struct source_query {
    Query *q;
    List *columns;
};

static List *leaf_columns(struct arena *a, const Query *q)
{
    List *out = NULL;
    FOREACH (TargetEntry, t, q->targetList)
        out = list_append(a, out, column_is_safe(q, t) ? t->expr : NULL);
    return out;
}

struct into_query {
    int rti; /* whose columns they are */
    const List *columns;
    bool safe;
};

static Node *into_query(const Var *v, void *arg)
{
    struct into_query *x = arg;
    x->safe = x->safe && v->varno == x->rti && v->varattno >= 1 && v->varattno <= list_length(x->columns);
    Node *own = x->safe ? list_nth(x->columns, v->varattno - 1) : NULL;
    x->safe = own != NULL && expr_type(own) == v->vartype;
    return own;
}

/* expr, over columns of rti, in the terms of what they are; NULL: that cannot be. */
static Node *through_columns(struct arena *a, int rti, const List *columns, const Node *expr)
{
    struct into_query x = {rti, columns, true};
    Node *own = replace_vars(a, expr, into_query, &x);
    return x.safe ? own : NULL;
}

static bool source_queries(struct arena *a, Query *q, List **out);

static bool set_sources(struct arena *a, const Query *q, const Node *set, List **out)
{
    if (IS_A(set, SetOperationStmt)) {
        const SetOperationStmt *s = (const SetOperationStmt *)set;
        return s->op != SETOP_EXCEPT && set_sources(a, q, s->larg, out) && set_sources(a, q, s->rarg, out);
    }
    const RangeTblEntry *rte = list_nth(q->rtable, ((const RangeTblRef *)set)->rtindex - 1);
    return rte->rtekind == RTE_SUBQUERY && source_queries(a, rte->subquery, out);
}

/* The columns of a set operation are what its targetlist makes of those of its leftmost query, and so of each. */
static void project_columns(struct arena *a, const Query *q, struct source_query *s)
{
    List *out = NULL;
    int first = set_leftmost(q->setOperations);
    FOREACH (TargetEntry, t, q->targetList) {
        bool stays = t->resjunk || expr_is_volatile(t->expr) || expr_has_srf(t->expr) || expr_has_sublink(t->expr);
        out = list_append(a, out, stays ? NULL : through_columns(a, first, s->columns, t->expr));
    }
    s->columns = out;
}

/* The queries that q's rows come from: itself, or what it is a UNION or INTERSECT of. False: they take no condition. */
static bool source_queries(struct arena *a, Query *q, List **out)
{
    if (q->commandType != CMD_SELECT || q->limitCount != NULL || q->limitOffset != NULL || q->rowMarks != NULL ||
        q->hasTargetSRFs)
        return false;
    if (q->setOperations == NULL) {
        struct source_query *s = ARENA_NEW(a, struct source_query);
        *s = (struct source_query){q, leaf_columns(a, q)};
        *out = list_append(a, *out, s);
        return q->jointree != NULL;
    }
    List *own = NULL;
    if (!set_sources(a, q, q->setOperations, &own))
        return false;
    FOREACH (struct source_query, s, own)
        project_columns(a, q, s);
    *out = list_concat(a, *out, own);
    return true;
}

/* qual in the terms of each of the queries; NULL: one of them cannot take it. */
static List *inside_all(struct level *l, int rti, const List *queries, Node *qual)
{
    List *out = NULL;
    if (expr_is_volatile(qual) || expr_has_subplan(qual))
        return NULL;
    FOREACH (struct source_query, s, queries) {
        Node *own = through_columns(l->p->a, rti, s->columns, qual);
        if (own == NULL)
            return NULL;
        out = list_append(l->p->a, out, own);
    }
    return out;
}

static void add_condition(struct arena *a, Query *q, Node *qual)
{
    bool grouped = q->groupClause != NULL || q->groupingSets != NULL || q->hasAggs || q->havingQual != NULL;
    Node **where = grouped ? &q->havingQual : &q->jointree->quals;
    *where = *where == NULL ? qual : make_and(a, list_make(a, 2, *where, qual));
}

/* FROM (SELECT a, count(*) FROM t GROUP BY a) s WHERE s.a = 1: the condition goes inside. The others are answered. */
static List *push_quals_into(struct level *l, int rti, Query *q, List *quals)
{
    List *rest = NULL, *queries = NULL;
    if (!source_queries(l->p->a, q, &queries))
        return quals;
    FOREACH (Node, qual, quals) {
        List *inside = inside_all(l, rti, queries, qual);
        if (inside == NULL)
            rest = list_append(l->p->a, rest, qual);
        FOREACH (Node, own, inside)
            add_condition(l->p->a, ((struct source_query *)list_nth(queries, FOREACH_INDEX(own, inside)))->q, own);
    }
    return rest;
}

/* Columns that nobody reads are not computed: they could fail. */
static void drop_unused_columns(struct level *l, int rti, Query *q, const List *quals, const List *needed)
{
    struct arena *a = l->p->a;
    List *used = NULL;
    if (q->commandType != CMD_SELECT || q->setOperations != NULL || q->distinctClause != NULL)
        return;
    FOREACH (Node, n, needed)
        pull_units(a, n, NULL, 0, &used);
    FOREACH (Node, n, quals)
        pull_units(a, n, NULL, 0, &used);
    FOREACH (TargetEntry, t, q->targetList) {
        bool stays = t->resjunk || t->ressortgroupref != 0 || expr_has_srf(t->expr) || expr_is_volatile(t->expr);
        FOREACH (Var, v, used)
            stays |= v->tag == T_Var && v->varno == rti && v->varattno == FOREACH_INDEX(t, q->targetList) + 1;
        if (!stays)
            t->expr = (Node *)make_const(a, expr_type(t->expr), expr_typmod(t->expr), 0, true);
    }
}

bool can_stay_open(const struct rel *r, const Query *q)
{
    if (r->remote == NULL || r->row_quals != NULL || q->rowMarks != NULL)
        return false;
    FOREACH (TargetEntry, t, q->targetList)
        if (!t->resjunk && (expr_has_srf(t->expr) || expr_is_volatile(t->expr) || expr_has_subplan(t->expr)))
            return false;
    return true;
}

static struct rel *open_subquery(struct level *l, int rti, struct level *sub, struct rel *r)
{
    List *columns = NULL;
    FOREACH (TargetEntry, t, sub->q->targetList)
        if (!t->resjunk)
            columns = list_append(l->p->a, columns, to_push(sub, t->expr));
    l->sources[rti].exprs = columns;
    l->init_plans = list_concat(l->p->a, l->init_plans, sub->init_plans);
    r->relids = (struct relset){{0}};
    r->sorted = NULL; /* the numbers in its clauses are the inner query's */
    relset_add(&r->relids, rti);
    return r;
}

static struct rel *plan_subquery(struct level *l, int rti, RangeTblEntry *rte, List **quals, const List *needed)
{
    struct level *sub = level_new(l->p, l, rte->subquery);
    List *saved = l->outer_refs;
    sub->once = !rte->lateral;
    *quals = push_quals_into(l, rti, rte->subquery, *quals);
    drop_unused_columns(l, rti, rte->subquery, *quals, needed);
    l->outer_refs = NULL;
    struct rel *r = plan_level(sub);
    /* what it runs once for each row of l must stay below the loop */
    bool init_per_row = l->outer_refs != NULL && sub->init_plans != NULL;
    if (!init_per_row && can_stay_open(r, sub->q)) {
        r = open_subquery(l, rti, sub, r);
    } else {
        const char *why = r->why;
        SubqueryScan *s = MAKE_NODE(l->p->a, SubqueryScan);
        ((Plan *)s)->lefttree = level_finish(sub, r, true);
        ((Plan *)s)->alias = rte->eref != NULL ? rte->eref->aliasname : NULL;
        r = local_scan(l, rti, (Plan *)s, needed, r->rows, NULL);
        r->why = why;
    }
    r->params = l->outer_refs;
    l->outer_refs = saved;
    return r;
}

static void check_populated(const struct relation *rel)
{
    if (rel->def == NULL || !rel->def->unpopulated)
        return;
    struct error *e = error_new(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "materialized view \"%s\" has not been populated", rel->name);
    error_throw(error_hint(e, "Use the REFRESH MATERIALIZED VIEW command."));
}

/* quals speak of rti alone. */
struct rel *plan_base(struct level *l, int rti, List *quals, const List *needed)
{
    RangeTblEntry *rte = level_rte(l, rti);
    struct rel *r;
    switch (rte->rtekind) {
    case RTE_RELATION:
        check_populated(rte->relation);
        r = rte->relation->kind == REL_LOCAL ? plan_catalog(l, rti, rte, needed) : plan_collection(l, rti, rte);
        break;
    case RTE_SUBQUERY: r = plan_subquery(l, rti, rte, &quals, needed); break;
    case RTE_FUNCTION: r = plan_function(l, rti, rte, needed); break;
    case RTE_VALUES: r = plan_values(l, rti, rte, needed); break;
    case RTE_CTE: r = plan_cte_ref(l, rti, rte, needed); break;
    default: raise(ERR_FEATURE_NOT_SUPPORTED, "this kind of range table entry is not supported");
    }
    l->sources[rti].rows = r->rows;
    rel_filter_all(l, r, quals);
    return r;
}
