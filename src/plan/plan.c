/* A statement, and each query in it: from FROM to LIMIT. */
#include "analyze/analyze.h"
#include "catalog/schema.h"
#include "plan/plan_int.h"

/* ---- expressions of the query made ready ---- */

static void prep_jointree(struct level *l, Node *jt)
{
    if (jt->tag == T_FromExpr) {
        FromExpr *f = (FromExpr *)jt;
        FOREACH (Node, child, f->fromlist)
            prep_jointree(l, child);
        f->quals = prep_expr(l, f->quals);
    } else if (jt->tag == T_JoinExpr) {
        JoinExpr *j = (JoinExpr *)jt;
        prep_jointree(l, j->larg);
        prep_jointree(l, j->rarg);
        j->quals = prep_expr(l, j->quals);
    }
}

static void prep_rte(struct level *l, RangeTblEntry *rte)
{
    FOREACH (RangeTblFunction, f, rte->functions)
        f->funcexpr = prep_expr(l, f->funcexpr);
    FOREACH (List, row, rte->values_lists)
        for (int i = 0; i < list_length(row); i++)
            row->items[i] = prep_expr(l, row->items[i]);
    if (rte->tablesample != NULL) {
        rte->tablesample->percent = prep_expr(l, rte->tablesample->percent);
        rte->tablesample->repeatable = prep_expr(l, rte->tablesample->repeatable);
    }
}

/* grouping() without grouping sets is 0. */
static Node *no_grouping(Node *n, void *arg)
{
    struct level *l = arg;
    if (n->tag == T_GroupingFunc && ((GroupingFunc *)n)->agglevelsup == 0)
        return (Node *)make_const(l->p->a, TYPE_int4, -1, datum_from_int32(0), false);
    return n->tag == T_Query ? n : node_mutate(l->p->a, n, no_grouping, l);
}

static void prep_expressions(struct level *l)
{
    Query *q = l->q;
    struct relset used = jointree_relids(l, (Node *)q->jointree);
    if (q->groupingSets != NULL)
        keep_keys_apart(l);
    l->in_targets = true;
    FOREACH (TargetEntry, t, q->targetList)
        t->expr = prep_expr(l, t->expr);
    l->in_targets = false;
    if (q->jointree != NULL)
        prep_jointree(l, (Node *)q->jointree);
    q->havingQual = prep_expr(l, q->havingQual);
    FOREACH (WindowClause, w, q->windowClause) {
        w->startOffset = prep_expr(l, w->startOffset);
        w->endOffset = prep_expr(l, w->endOffset);
    }
    q->limitOffset = prep_expr(l, q->limitOffset);
    q->limitCount = prep_expr(l, q->limitCount);
    FOREACH (RangeTblEntry, rte, q->rtable)
        if (relset_has(&used, FOREACH_INDEX(rte, q->rtable) + 1))
            prep_rte(l, rte);
    if (q->groupingSets != NULL)
        return;
    FOREACH (TargetEntry, t, q->targetList)
        t->expr = no_grouping(t->expr, l);
    if (q->havingQual != NULL)
        q->havingQual = no_grouping(q->havingQual, l);
}

/* ---- what LATERAL items take from their siblings ---- */

struct lateral {
    struct level *l;
    int depth;
};

static bool lateral_walker(Node *n, void *arg)
{
    struct lateral *x = arg;
    if (n->tag == T_Var && ((Var *)n)->varlevelsup == x->depth) {
        Var *v = arena_memdup(x->l->p->a, n, sizeof *v);
        v->varlevelsup = 0;
        list_add_new(x->l->p->a, &x->l->lateral, v);
    }
    x->depth += n->tag == T_Query;
    node_walk(n, lateral_walker, x);
    x->depth -= n->tag == T_Query;
    return false;
}

static void find_lateral(struct level *l)
{
    struct relset used = jointree_relids(l, (Node *)l->q->jointree);
    struct lateral x = {l, 0};
    FOREACH (RangeTblEntry, rte, l->q->rtable) {
        if (!relset_has(&used, FOREACH_INDEX(rte, l->q->rtable) + 1))
            continue;
        if (rte->subquery != NULL)
            lateral_walker((Node *)rte->subquery, &x);
        FOREACH (Node, f, rte->functions)
            lateral_walker(f, &x);
        FOREACH (List, row, rte->values_lists)
            FOREACH (Node, v, row)
                lateral_walker(v, &x);
    }
}

/* ---- one query ---- */

struct level *level_new(struct planner *p, struct level *up, Query *q)
{
    struct level *l = ARENA_NEW(p->a, struct level);
    l->p = p;
    l->up = up;
    l->q = q;
    return l;
}

static void refuse_what_is_not_there(const Query *q)
{
    if (q->commandType == CMD_UTILITY)
        raise(ERR_FEATURE_NOT_SUPPORTED, "this statement is not supported");
}

static bool is_grouped(const struct level *l)
{
    const Query *q = l->q;
    bool aggs = q->hasAggs || q->groupClause != NULL || q->groupingSets != NULL || q->havingQual != NULL;
    FOREACH (TargetEntry, t, q->targetList)
        aggs = aggs || expr_has_agg(t->expr);
    return aggs;
}

/* HAVING's conditions that are about the groups' own columns are WHERE's: fewer rows are grouped. */
static void move_having(struct level *l)
{
    struct arena *a = l->p->a;
    Query *q = l->q;
    List *where = NULL, *having = NULL;
    if (q->havingQual == NULL || q->groupClause == NULL || q->groupingSets != NULL)
        return;
    List *all = qual_conjuncts(a, q->havingQual);
    FOREACH (Node, c, all) {
        bool stays = expr_has_agg(c) || expr_is_volatile(c) || expr_has_subplan(c);
        List **to = stays ? &having : &where;
        *to = list_append(a, *to, c);
    }
    if (where == NULL)
        return;
    q->havingQual = make_and(a, having);
    if (q->jointree->quals != NULL)
        where = list_concat(a, list_make(a, 1, q->jointree->quals), where);
    q->jointree->quals = make_and(a, where);
}

/* HAVING without aggregates and groups: one row, or none, whatever FROM and WHERE are; PostgreSQL does not look at them. */
static bool is_degenerate(const struct level *l)
{
    Query *q = l->q;
    bool aggs = q->hasAggs || expr_has_agg(q->havingQual);
    FOREACH (TargetEntry, t, q->targetList)
        aggs = aggs || expr_has_agg(t->expr);
    return q->havingQual != NULL && q->groupClause == NULL && q->groupingSets == NULL && !aggs;
}

static void leave_from_out(Query *q)
{
    q->jointree->fromlist = NULL;
    q->jointree->quals = q->havingQual;
    q->havingQual = NULL;
}

/* Has it rows that another session may see, and change? */
static bool is_lockable(const RangeTblEntry *rte)
{
    const struct relation *rel = rte->relation;
    return rel != NULL && rel->collection != NULL && !catalog_name_hidden(rel->collection);
}

static bool is_document(const RangeTblEntry *rte)
{
    return rte->relation->kind == REL_COLLECTION;
}

static Var *row_identity(struct level *l, int rti)
{
    const struct column *id = schema_rowid(level_rte(l, rti)->relation);
    return make_var(l->p->a, rti, id->attnum, id->type, id->typmod, 0);
}

static Var *key_column(struct level *l, int rti, const struct key_watch *k, int i)
{
    const struct column *c = relation_column(level_rte(l, rti)->relation, list_nth(k->key->references, i), true, -1);
    return make_var(l->p->a, rti, c->attnum, c->type, c->typmod, 0);
}

/* A row that is locked FOR UPDATE keeps foreign keys from referring to it. */
static List *keys_locked(struct level *l, const RowMarkClause *m)
{
    enum { FOR_UPDATE = 5 }; /* libpg_query's LockClauseStrength */
    return m->strength == FOR_UPDATE ? watched_by_lock(l->p->a, level_rte(l, m->rti)->relation) : NULL;
}

/* The identities of the documents that are to be locked are columns more, and so are the keys. */
static void add_identities(struct level *l)
{
    struct arena *a = l->p->a;
    List *targets = list_copy(a, l->q->targetList);
    FOREACH (RowMarkClause, m, l->q->rowMarks) {
        const RangeTblEntry *rte = level_rte(l, m->rti);
        if (rte->rtekind != RTE_RELATION || !is_lockable(rte) || !is_document(rte))
            continue;
        targets = list_append(a, targets, make_target(a, (Node *)row_identity(l, m->rti), list_length(targets) + 1, NULL, true));
        FOREACH (struct key_watch, k, keys_locked(l, m))
            for (int i = 0; i < k->n; i++)
                targets = list_append(a, targets, make_target(a, (Node *)key_column(l, m->rti, k, i), list_length(targets) + 1, NULL, true));
    }
    l->q->targetList = targets;
}

/* Is rti where an outer join may find no row? */
static bool is_nullable(const Node *jt, int rti, bool nullable)
{
    if (jt->tag == T_RangeTblRef)
        return nullable && ((const RangeTblRef *)jt)->rtindex == rti;
    if (jt->tag == T_FromExpr) {
        FOREACH (const Node, item, ((const FromExpr *)jt)->fromlist)
            if (is_nullable(item, rti, nullable))
                return true;
        return false;
    }
    const JoinExpr *j = (const JoinExpr *)jt;
    bool full = j->jointype == JOIN_FULL;
    return is_nullable(j->larg, rti, nullable || full || j->jointype == JOIN_RIGHT) ||
           is_nullable(j->rarg, rti, nullable || full || j->jointype == JOIN_LEFT);
}

/* The rows that are wanted at least of those that LIMIT looks at; NULL: all. */
static Const *least_wanted(struct level *l)
{
    const Query *q = l->q;
    if (q->limitCount == NULL || (IS_A(q->limitCount, Const) && ((Const *)q->limitCount)->constisnull))
        return l->max_rows > 0 ? make_const(l->p->a, TYPE_int8, -1, datum_from_int64(l->max_rows), false) : NULL;
    Node *bound = limit_bound(l, q->limitCount, q->limitOffset);
    if (bound == NULL || !IS_A(bound, Const) || datum_int64(((Const *)bound)->constvalue) < 1)
        return make_const(l->p->a, TYPE_int8, -1, datum_from_int64(1), false);
    return (Const *)bound;
}

/* Where none is left out, no more rows are read than are wanted. */
static void read_no_more(struct level *l, struct rel *r, Const *bound)
{
    const char *why;
    if (l->q->limitOption == LIMIT_OPTION_WITH_TIES || (l->q->limitCount != NULL && !IS_A(l->q->limitCount, Const)))
        return;
    if (rel_is_open(r, &why) && push_limit(r->remote, (Node *)bound, NULL, &why))
        r->shaped = true;
}

static int place_of(const List *targets, const Node *expr)
{
    FOREACH (TargetEntry, t, targets)
        if (node_equal(t->expr, expr))
            return FOREACH_INDEX(t, targets);
    raise(ERR_INTERNAL_ERROR, "the key of a row that is to be locked is not read");
}

static void lock_rows(struct level *l, struct rel *r, List *targets)
{
    enum { WAIT_SKIP = 2 };
    struct arena *a = l->p->a;
    LockRows *x = MAKE_NODE(a, LockRows);
    Const *bound = least_wanted(l);
    bool skips = false;
    FOREACH (RowMarkClause, m, l->q->rowMarks) {
        if (is_nullable((Node *)l->q->jointree, m->rti, false))
            raise(ERR_FEATURE_NOT_SUPPORTED, "%s cannot be applied to the nullable side of an outer join", analyze_lock_words(m->strength));
        if (l->p->locks == 0 && is_lockable(level_rte(l, m->rti)))
            l->p->locks = m->strength;
        skips |= m->waitPolicy == WAIT_SKIP;
    }
    if (bound != NULL && !skips)
        read_no_more(l, r, bound);
    rel_close(l, r, targets, "FOR UPDATE");
    if (bound != NULL && !skips && r->plan->tag == T_Sort && l->q->limitOption != LIMIT_OPTION_WITH_TIES)
        ((Sort *)r->plan)->bound = limit_bound(l, l->q->limitCount, l->q->limitOffset);
    FOREACH (RowMarkClause, m, l->q->rowMarks) {
        const RangeTblEntry *rte = level_rte(l, m->rti);
        if (rte->rtekind != RTE_RELATION || !is_lockable(rte))
            continue;
        RowLock *k = MAKE_NODE(a, RowLock);
        k->relation = rte->relation;
        k->strength = m->strength;
        k->waitPolicy = m->waitPolicy;
        FOREACH (TargetEntry, t, r->plan->targetlist)
            if (k->resno == 0 && is_document(rte) && node_equal(t->expr, row_identity(l, m->rti)))
                k->resno = FOREACH_INDEX(t, r->plan->targetlist) + 1;
        k->keys = keys_locked(l, m);
        FOREACH (struct key_watch, w, k->keys)
            for (int i = 0; i < w->n; i++)
                w->old[i] = place_of(r->plan->targetlist, (Node *)key_column(l, m->rti, w, i));
        x->locks = list_append(a, x->locks, k);
    }
    x->bound = (Node *)bound;
    PLAN_INIT((Plan *)x, r->plan->targetlist, r->plan, r->rows, NULL);
    r->plan = (Plan *)x;
}

/* An EXISTS looks at one row only: tell MongoDB. */
static void hint_limit(struct level *l, struct rel *r)
{
    const char *why;
    if (l->max_rows == 0 || l->q->limitCount != NULL || l->q->limitOffset != NULL || !rel_is_open(r, &why))
        return;
    Const *n = make_const(l->p->a, TYPE_int8, -1, datum_from_int64(l->max_rows), false);
    if (push_limit(r->remote, (Node *)n, NULL, &why))
        r->shaped = true;
}

static bool has_srf(const List *targets)
{
    FOREACH (TargetEntry, t, targets)
        if (expr_has_srf(t->expr))
            return true;
    return false;
}

/* What targets with set-returning functions are computed from: the others as they are, of these their parts. */
static List *below_srfs(struct level *l, const List *targets)
{
    struct arena *a = l->p->a;
    List *out = NULL, *units = NULL;
    FOREACH (TargetEntry, t, targets) {
        if (expr_has_srf(t->expr))
            pull_units(a, t->expr, l->units, 0, &units);
        else
            out = list_append(a, out, t);
    }
    FOREACH (Node, u, units) {
        bool have = false;
        FOREACH (TargetEntry, t, out)
            have |= node_equal(t->expr, u);
        if (!have)
            out = list_append(a, out, make_target(a, u, list_length(out) + 1, NULL, true));
    }
    return out;
}

static List *without_junk(struct arena *a, const List *targets)
{
    List *out = NULL;
    FOREACH (TargetEntry, t, targets)
        if (!t->resjunk)
            out = list_append(a, out, t);
    return out;
}

static struct rel *plan_select(struct level *l)
{
    struct arena *a = l->p->a;
    Query *q = l->q;
    List *needed = NULL;
    if (is_degenerate(l))
        leave_from_out(q);
    bool grouped = is_grouped(l);
    move_having(l);
    find_lateral(l);
    pull_units_of_targets(a, q->targetList, NULL, PULL_INTO_AGGS | PULL_INTO_WINDOWS, &needed);
    pull_units(a, q->havingQual, NULL, PULL_INTO_AGGS | PULL_INTO_WINDOWS, &needed);
    struct rel *r = plan_from(l, needed);

    List *windows = active_windows(l), *groups = clause_exprs(l, q->groupClause);
    l->units = groups;
    List *targets = q->sortClause != NULL ? sort_input(l) : q->targetList;
    List *computed = has_srf(targets) ? below_srfs(l, targets) : targets;
    List *group_targets = windows != NULL ? window_input(l, windows, computed) : computed;
    l->units = NULL;
    if (grouped) {
        plan_group(l, r, group_targets);
        l->units = groups;
    }
    if (windows != NULL)
        plan_windows(l, r, windows, computed);
    if (has_srf(targets))
        rel_project(l, r, targets, "set-returning functions");
    if (q->distinctClause != NULL)
        plan_distinct(l, r, targets);
    if (q->distinctClause != NULL && !q->hasDistinctOn && r->remote != NULL) { /* what GROUP BY alone names is gone */
        targets = without_junk(a, targets);
        q->targetList = without_junk(a, q->targetList);
    }
    if (q->sortClause != NULL)
        plan_sort(l, r, targets);
    if (has_srf(q->targetList) && targets != q->targetList)
        rel_project(l, r, q->targetList, "set-returning functions");
    return r;
}

struct rel *plan_level(struct level *l)
{
    refuse_what_is_not_there(l->q);
    prep_query(l);
    add_identities(l);
    Query *q = l->q;
    if (list_length(q->rtable) >= RELSET_MAX)
        raise(ERR_STATEMENT_TOO_COMPLEX, "the query has too many range table entries");
    l->sources = ARENA_ARRAY(l->p->a, struct source, list_length(q->rtable) + 1);
    plan_ctes(l);
    prep_expressions(l);
    struct rel *r;
    if (q->setOperations != NULL) {
        r = plan_set_operation(l);
        if (q->sortClause != NULL)
            plan_sort(l, r, q->targetList);
    } else {
        reduce_outer_joins(l);
        remove_unused_joins(l);
        r = plan_select(l);
    }
    if (q->rowMarks != NULL)
        lock_rows(l, r, q->targetList);
    plan_limit(l, r);
    hint_limit(l, r);
    if (q->commandType != CMD_SELECT)
        add_modify(l, r);
    else if (r->remote == NULL)
        rel_close(l, r, q->targetList, NULL);
    return r;
}

Plan *level_finish(struct level *l, struct rel *r, bool keep_junk)
{
    List *wanted = without_junk(l->p->a, l->q->targetList);
    if (r->remote != NULL || (!keep_junk && list_length(wanted) < list_length(l->q->targetList)))
        rel_close(l, r, wanted, r->why);
    Plan *plan = set_plan_refs(l, r->plan);
    plan->initPlan = list_concat(l->p->a, list_copy(l->p->a, plan->initPlan), l->init_plans);
    return plan;
}

/* ---- a statement ---- */

int planner_add_subplan(struct planner *p, Plan *plan)
{
    p->subplans = list_append(p->a, p->subplans, plan);
    return list_length(p->subplans);
}

/* RETURNING's subqueries see what was there before the statement. */
static bool reads_elsewhere(Node *n, void *unused)
{
    return IS_A(n, SubLink) || node_walk(n, reads_elsewhere, unused);
}

static Plan *hold_writes(struct planner *p, Plan *plan)
{
    HoldWrites *h = MAKE_NODE(p->a, HoldWrites);
    List *columns = NULL;
    FOREACH (TargetEntry, t, plan->targetlist) {
        TargetEntry *own = arena_memdup(p->a, t, sizeof *t);
        own->expr = (Node *)make_var(p->a, OUTER_VAR, FOREACH_INDEX(t, plan->targetlist) + 1, expr_type(t->expr), expr_typmod(t->expr), 0);
        columns = list_append(p->a, columns, own);
    }
    h->planIds = p->modifying;
    PLAN_INIT((Plan *)h, columns, plan, plan->plan_rows, p->modifying != NULL ? "WITH queries that write" : "RETURNING has a subquery");
    return (Plan *)h;
}

PlannedStmt *plan_query(struct arena *a, Query *q, const struct plan_params *params, const struct plan_settings *set)
{
    struct planner *p = ARENA_NEW(a, struct planner);
    *p = (struct planner){.a = a, .set = set, .params = params};
    p->push = (struct push_env){.enabled = set->pushdown, .server_has = set->server_has};
    int command = q->commandType;
    bool looks = node_walk_list(q->returningList, reads_elsewhere, NULL);
    bool returns = command == CMD_SELECT || q->returningList != NULL, tag = q->canSetTag;
    if (command != CMD_SELECT)
        q = modify_as_select(a, q);
    struct level *l = level_new(p, NULL, q);
    Plan *plan = level_finish(l, plan_level(l), true);
    if (p->modifying != NULL || looks)
        plan = hold_writes(p, plan);
    PlannedStmt *s = MAKE_NODE(a, PlannedStmt);
    s->commandType = command;
    s->canSetTag = tag;
    s->planTree = plan;
    s->subplans = p->subplans;
    s->nParamExec = p->nparams;
    s->rtable = l->q->rtable;
    s->resultDesc = returns ? without_junk(a, l->q->targetList) : NULL;
    s->hasModifyingCTE = p->modifying != NULL;
    s->readsRemote = p->reads_remote;
    s->locks = p->locks;
    s->transient = p->transient;
    add_costs(s);
    return s;
}
