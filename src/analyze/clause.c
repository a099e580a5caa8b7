/* WHERE, ORDER BY, GROUP BY, DISTINCT: how they find and make entries of the target list. */
#include "analyze/analyze_int.h"

#include <string.h>

static const char *sort_words(enum expr_kind kind)
{
    switch (kind) {
    case KIND_GROUP_BY: return "GROUP BY";
    case KIND_DISTINCT_ON: return "DISTINCT ON";
    case KIND_WINDOW_PARTITION: return "PARTITION BY";
    default: return "ORDER BY";
    }
}

Node *transform_where(struct pstate *ps, PgQuery__Node *raw, enum expr_kind kind, const char *construct)
{
    return raw == NULL ? NULL : coerce_to_boolean(ps, transform_expr(ps, raw, kind), construct);
}

/* ---- finding the target that a clause means ---- */

static TargetEntry *find_by_expr(struct pstate *ps, Node *e, List **targetlist, bool junk)
{
    FOREACH (TargetEntry, t, *targetlist)
        if (node_equal(e, without_implicit(t->expr)))
            return t;
    if (!junk)
        return NULL;
    TargetEntry *t = make_target(ps->arena, e, list_length(*targetlist) + 1, NULL, true);
    *targetlist = list_append(ps->arena, *targetlist, t);
    return t;
}

static TargetEntry *find_sql99(struct pstate *ps, PgQuery__Node *raw, List **targetlist, enum expr_kind kind)
{
    return find_by_expr(ps, transform_expr(ps, raw, kind), targetlist, true);
}

static TargetEntry *find_by_name(struct pstate *ps, const char *name, List *targetlist, enum expr_kind kind, int location)
{
    TargetEntry *found = NULL;
    FOREACH (TargetEntry, t, targetlist) {
        if (t->resjunk || t->resname == NULL || strcmp(t->resname, name) != 0)
            continue;
        if (found != NULL && !node_equal(found->expr, t->expr))
            raise_at(ERR_AMBIGUOUS_COLUMN, location, "%s \"%s\" is ambiguous", sort_words(kind), name);
        if (found == NULL)
            found = t;
    }
    (void)ps;
    return found;
}

/* One of the output's columns, by name or position. */
static TargetEntry *output_target(TargetEntry *t, enum expr_kind kind)
{
    if (kind == KIND_GROUP_BY)
        check_group_target(t->expr);
    return t;
}

/* A name of the output, a position in it, or an expression. */
static TargetEntry *find_target(struct pstate *ps, PgQuery__Node *raw, List **targetlist, enum expr_kind kind, bool sql99)
{
    if (sql99)
        return find_sql99(ps, raw, targetlist, kind);
    if (raw->node_case == PG_QUERY__NODE__NODE_COLUMN_REF && raw->column_ref->n_fields == 1 &&
        raw_string(raw->column_ref->fields[0]) != NULL) {
        const char *name = raw_string(raw->column_ref->fields[0]);
        int at = raw->column_ref->location;
        /* GROUP BY prefers a column of FROM */
        bool input = kind == KIND_GROUP_BY && find_column(ps, name, raw_quoted(ps->an->text, at, 0), at) != NULL;
        TargetEntry *t = input ? NULL : find_by_name(ps, name, *targetlist, kind, at);
        if (t != NULL)
            return output_target(t, kind);
    }
    if (raw->node_case == PG_QUERY__NODE__NODE_A_CONST) {
        const PgQuery__AConst *c = raw->a_const;
        bool zero = c->val_case == PG_QUERY__A__CONST__VAL__NOT_SET;
        if (c->isnull || (c->val_case != PG_QUERY__A__CONST__VAL_IVAL && !zero))
            raise_at(ERR_SYNTAX_ERROR, c->location, "non-integer constant in %s", sort_words(kind));
        int want = zero ? 0 : c->ival->ival, at = 0;
        FOREACH (TargetEntry, t, *targetlist)
            if (!t->resjunk && ++at == want)
                return output_target(t, kind);
        raise_at(ERR_INVALID_COLUMN_REFERENCE, c->location, "%s position %d is not in select list", sort_words(kind), want);
    }
    return find_sql99(ps, raw, targetlist, kind);
}

/* ---- sort and group clauses ---- */

static int assign_ref(TargetEntry *t, List *targetlist)
{
    if (t->ressortgroupref == 0) {
        int max = 0;
        FOREACH (TargetEntry, x, targetlist)
            if (x->ressortgroupref > max)
                max = x->ressortgroupref;
        t->ressortgroupref = max + 1;
    }
    return t->ressortgroupref;
}

static bool hashable(Oid eqop, Oid type)
{
    const struct oper *o = oper_by_oid(eqop);
    const struct type_info *t = type_lookup(type_base(type));
    if (o == NULL || !o->hashes || t == NULL)
        return false;
    if (type_is_array(t->oid))
        return type_lookup(t->elem) != NULL && type_lookup(type_base(t->elem))->hash != NULL;
    return t->hash != NULL;
}

static void text_if_unknown(struct pstate *ps, TargetEntry *t)
{
    if (expr_type(t->expr) == TYPE_unknown)
        t->expr = coerce_type(ps, t->expr, TYPE_unknown, TYPE_text, -1, COERCION_IMPLICIT, COERCE_IMPLICIT_CAST, -1);
}

/* Has the type an operator of this strategy, and what it is made of too? Of an anonymous row its columns are asked when it runs. */
static bool compares(Oid type, int strategy)
{
    Oid base = type_base(type);
    const struct user_type *t = user_type(base);
    if (type_is_array(base))
        return compares(type_get(base)->elem, strategy);
    FOREACH (struct type_attribute, at, t != NULL ? t->attributes : NULL)
        if (!compares(at->type, strategy))
            return false;
    return oper_for_strategy(base, strategy) != InvalidOid;
}

/* The table of which e is the whole row; NULL. */
static const struct relation *row_of(struct pstate *ps, const Node *e)
{
    const Var *first = IS_A(e, RowExpr) && ((const RowExpr *)e)->whole ? list_nth(((const RowExpr *)e)->args, 0) : NULL;
    return first != NULL && IS_A(first, Var) ? rte_of(ps, first->varno, first->varlevelsup)->relation : NULL;
}

static Oid ordering(struct pstate *ps, const Node *e, int strategy)
{
    const struct relation *rel = row_of(ps, e);
    for (int i = 0; rel != NULL && i < rel->nvisible; i++)
        if (!compares(((const struct column *)list_nth(rel->columns, i))->type, strategy))
            return InvalidOid;
    return compares(expr_type(e), strategy) ? oper_for_strategy(expr_type(e), strategy) : InvalidOid;
}

static const char *type_words(struct pstate *ps, const Node *e)
{
    const struct relation *rel = row_of(ps, e);
    return rel != NULL ? rel->name : type_display(ps->arena, expr_type(e));
}

static _Noreturn void no_ordering(struct pstate *ps, const Node *e, int location)
{
    struct error *error = error_new(ERR_UNDEFINED_FUNCTION, "could not identify an ordering operator for type %s", type_words(ps, e));
    error_throw(error_at(error_hint(error, "Use an explicit ordering operator or modify the query."), location));
}

static bool in_clauses(const List *clauses, const TargetEntry *t, Oid sortop)
{
    FOREACH (SortGroupClause, c, clauses)
        if (c->tleSortGroupRef == t->ressortgroupref && t->ressortgroupref != 0 &&
            (sortop == InvalidOid || c->sortop == sortop ||
             (oper_by_oid(c->sortop) != NULL && oper_by_oid(c->sortop)->commutator == sortop)))
            return true;
    return false;
}

/* ~<~ and ~>~ are < and >, since all text compares bytewise; NULL: another operator. */
static const char *pattern_order(Oid oper)
{
    enum { TEXT_PATTERN_LT = 2314, TEXT_PATTERN_GT = 2318, BPCHAR_PATTERN_LT = 2326, BPCHAR_PATTERN_GT = 2330 };
    switch (oper) {
    case TEXT_PATTERN_LT: case BPCHAR_PATTERN_LT: return "<";
    case TEXT_PATTERN_GT: case BPCHAR_PATTERN_GT: return ">";
    default: return NULL;
    }
}

List *add_sort_target(struct pstate *ps, TargetEntry *t, List *sort, List *targetlist, PgQuery__SortBy *by)
{
    RAW_FIELDS(by, by->location, "node sortby_dir sortby_nulls use_op location");
    text_if_unknown(ps, t);
    Oid type = expr_type(t->expr), sortop, eqop;
    bool reverse = by->sortby_dir == PG_QUERY__SORT_BY_DIR__SORTBY_DESC;
    if (by->sortby_dir == PG_QUERY__SORT_BY_DIR__SORTBY_USING) {
        List *name = raw_strings(ps->arena, by->use_op, by->n_use_op);
        const struct oper *o = find_oper(ps, name, type, type, false, by->location);
        const char *same = type_base(type) != TYPE_name ? pattern_order(o->oid) : NULL;
        if (same != NULL)
            o = find_oper(ps, list_make(ps->arena, 1, same), type, type, false, by->location);
        if (o->strategy != 1 && o->strategy != 5)
            error_throw(error_at(error_hint(error_new(ERR_WRONG_OBJECT_TYPE, "operator %s is not a valid ordering operator", op_word(name)),
                                            "Ordering operators must be \"<\" or \">\" members of btree operator families."),
                                 by->location));
        sortop = o->oid;
        reverse = o->strategy == 5;
        eqop = oper_for_strategy(o->left, 3);
    } else {
        RAW_FIELDS(by, by->location, "node sortby_dir sortby_nulls location");
        sortop = ordering(ps, t->expr, reverse ? 5 : 1);
        eqop = oper_for_strategy(type, 3);
        if (sortop == InvalidOid)
            no_ordering(ps, t->expr, raw_location(by->node));
    }
    if (in_clauses(sort, t, sortop))
        return sort;
    SortGroupClause *c = MAKE_NODE(ps->arena, SortGroupClause);
    c->tleSortGroupRef = assign_ref(t, targetlist);
    c->eqop = eqop;
    c->sortop = sortop;
    c->hashable = hashable(eqop, type);
    c->nulls_first = by->sortby_nulls == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_FIRST ||
                     (by->sortby_nulls != PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_LAST && reverse);
    return list_append(ps->arena, sort, c);
}

List *transform_sort(struct pstate *ps, PgQuery__Node *const *items, size_t n, List **targetlist, enum expr_kind kind, bool sql99)
{
    List *sort = NULL;
    for (size_t i = 0; i < n; i++) {
        PgQuery__SortBy *by = items[i]->sort_by;
        TargetEntry *t = find_target(ps, by->node, targetlist, kind, sql99);
        sort = add_sort_target(ps, t, sort, *targetlist, by);
    }
    return sort;
}

SortGroupClause *make_group_clause(struct pstate *ps, TargetEntry *t, List *targetlist, int location)
{
    text_if_unknown(ps, t);
    Oid type = expr_type(t->expr);
    SortGroupClause *c = MAKE_NODE(ps->arena, SortGroupClause);
    c->eqop = ordering(ps, t->expr, 3);
    c->sortop = ordering(ps, t->expr, 1);
    if (c->eqop == InvalidOid)
        raise_at(ERR_UNDEFINED_FUNCTION, location >= 0 ? location : expr_location(t->expr),
                 "could not identify an equality operator for type %s", type_words(ps, t->expr));
    c->tleSortGroupRef = assign_ref(t, targetlist);
    c->hashable = hashable(c->eqop, type);
    return c;
}

static List *add_group_target(struct pstate *ps, TargetEntry *t, List *group, List *targetlist, List *sort, int location)
{
    if (in_clauses(group, t, InvalidOid))
        return group;
    /* as ORDER BY has it, so that one sort serves both */
    if (t->ressortgroupref != 0)
        FOREACH (SortGroupClause, c, sort)
            if (c->tleSortGroupRef == t->ressortgroupref)
                return list_append(ps->arena, group, node_copy(ps->arena, c));
    return list_append(ps->arena, group, make_group_clause(ps, t, targetlist, location));
}

/* ---- GROUP BY ---- */

struct grouping {
    struct pstate *ps;
    List **targetlist;
    List *sort, *clauses;
    bool sets;
};

/* (a, b) without the word ROW is a list. */
static bool is_list_row(const PgQuery__Node *n)
{
    return n->node_case == PG_QUERY__NODE__NODE_ROW_EXPR &&
           n->row_expr->row_format == PG_QUERY__COERCION_FORM__COERCE_IMPLICIT_CAST;
}

static void group_expr(struct grouping *g, PgQuery__Node *raw, List **refs)
{
    if (is_list_row(raw)) {
        for (size_t i = 0; i < raw->row_expr->n_args; i++)
            group_expr(g, raw->row_expr->args[i], refs);
        return;
    }
    TargetEntry *t = find_target(g->ps, raw, g->targetlist, KIND_GROUP_BY, false);
    g->clauses = add_group_target(g->ps, t, g->clauses, *g->targetlist, g->sort, raw_location(raw));
    for (int i = 0; i < list_length(*refs); i++)
        if (ITEM_INT(list_nth(*refs, i)) == t->ressortgroupref)
            return;
    *refs = list_append(g->ps->arena, *refs, INT_ITEM(t->ressortgroupref));
}

static GroupingSet *make_set(struct grouping *g, int kind, int location)
{
    GroupingSet *s = MAKE_NODE(g->ps->arena, GroupingSet);
    s->kind = kind;
    s->location = location;
    return s;
}

static GroupingSet *grouping_item(struct grouping *g, PgQuery__Node *raw)
{
    static const int kinds[] = {0, GROUPING_SET_EMPTY, GROUPING_SET_SIMPLE, GROUPING_SET_ROLLUP, GROUPING_SET_CUBE,
                                GROUPING_SET_SETS};
    if (raw->node_case != PG_QUERY__NODE__NODE_GROUPING_SET) {
        GroupingSet *s = make_set(g, GROUPING_SET_SIMPLE, raw_location(raw));
        group_expr(g, raw, &s->refs);
        if (s->refs == NULL)
            s->kind = GROUPING_SET_EMPTY;
        return s;
    }
    PgQuery__GroupingSet *r = raw->grouping_set;
    RAW_FIELDS(r, r->location, "kind content location");
    GroupingSet *s = make_set(g, kinds[r->kind], r->location);
    if (s->kind == GROUPING_SET_CUBE && r->n_content > 12)
        raise_at(ERR_TOO_MANY_COLUMNS, r->location, "CUBE is limited to 12 elements");
    for (size_t i = 0; i < r->n_content; i++)
        s->content = list_append(g->ps->arena, s->content, grouping_item(g, r->content[i]));
    return s;
}

List *transform_group(struct pstate *ps, PgQuery__SelectStmt *s, List **targetlist, List *sort, List **sets)
{
    struct grouping g = {.ps = ps, .targetlist = targetlist, .sort = sort};
    *sets = NULL;
    for (size_t i = 0; i < s->n_group_clause; i++)
        g.sets |= s->group_clause[i]->node_case == PG_QUERY__NODE__NODE_GROUPING_SET;
    for (size_t i = 0; i < s->n_group_clause; i++) {
        List *refs = NULL;
        if (!g.sets)
            group_expr(&g, s->group_clause[i], &refs);
        else
            *sets = list_append(ps->arena, *sets, grouping_item(&g, s->group_clause[i]));
    }
    return g.clauses;
}

/* ---- DISTINCT ---- */

List *transform_distinct(struct pstate *ps, List **targetlist, List *sort, bool is_agg)
{
    List *out = NULL;
    FOREACH (SortGroupClause, c, sort) {
        FOREACH (TargetEntry, t, *targetlist) {
            if (t->ressortgroupref != c->tleSortGroupRef)
                continue;
            if (t->resjunk)
                raise_at(ERR_INVALID_COLUMN_REFERENCE, expr_location(t->expr),
                         is_agg ? "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list"
                                : "for SELECT DISTINCT, ORDER BY expressions must appear in select list");
        }
        out = list_append(ps->arena, out, node_copy(ps->arena, c));
    }
    FOREACH (TargetEntry, t, *targetlist)
        if (!t->resjunk)
            out = add_group_target(ps, t, out, *targetlist, NULL, expr_location(t->expr));
    if (out == NULL)
        raise(ERR_SYNTAX_ERROR, is_agg ? "an aggregate with DISTINCT must have at least one argument"
                                       : "SELECT DISTINCT must have at least one column");
    return out;
}

List *transform_distinct_on(struct pstate *ps, PgQuery__SelectStmt *s, List **targetlist, List *sort)
{
    List *out = NULL, *refs = NULL;
    for (size_t i = 0; i < s->n_distinct_clause; i++) {
        TargetEntry *t = find_target(ps, s->distinct_clause[i], targetlist, KIND_DISTINCT_ON, false);
        refs = list_append(ps->arena, refs, INT_ITEM(assign_ref(t, *targetlist)));
    }
    bool skipped = false;
    FOREACH (SortGroupClause, c, sort) {
        bool wanted = false;
        for (int i = 0; i < list_length(refs); i++)
            wanted |= ITEM_INT(list_nth(refs, i)) == c->tleSortGroupRef;
        if (!wanted) {
            skipped = true;
            continue;
        }
        if (skipped)
            raise_at(ERR_INVALID_COLUMN_REFERENCE, raw_location(s->distinct_clause[0]),
                     "SELECT DISTINCT ON expressions must match initial ORDER BY expressions");
        out = list_append(ps->arena, out, node_copy(ps->arena, c));
    }
    for (int i = 0; i < list_length(refs); i++) {
        TargetEntry *t = NULL;
        FOREACH (TargetEntry, x, *targetlist)
            if (x->ressortgroupref == ITEM_INT(list_nth(refs, i)))
                t = x;
        if (in_clauses(out, t, InvalidOid))
            continue;
        if (skipped)
            raise_at(ERR_INVALID_COLUMN_REFERENCE, raw_location(s->distinct_clause[i]),
                     "SELECT DISTINCT ON expressions must match initial ORDER BY expressions");
        out = add_group_target(ps, t, out, *targetlist, NULL, raw_location(s->distinct_clause[i]));
    }
    return out;
}

/* ---- LIMIT, OFFSET, FOR UPDATE ---- */

static Node *transform_limit(struct pstate *ps, PgQuery__Node *raw, enum expr_kind kind, int option)
{
    if (raw == NULL)
        return NULL;
    Node *e = transform_expr(ps, raw, kind);
    e = coerce_to_specific(ps, e, TYPE_int8, kind_words(kind));
    if (has_vars_of_level(e, 0))
        raise_at(ERR_INVALID_COLUMN_REFERENCE, expr_location(e), "argument of %s must not contain variables", kind_words(kind));
    if (option == LIMIT_OPTION_WITH_TIES && kind == KIND_LIMIT && IS_A(e, Const) && ((Const *)e)->constisnull)
        raise(ERR_INVALID_ROW_COUNT_IN_LIMIT_CLAUSE, "row count cannot be null in FETCH FIRST ... WITH TIES clause");
    return e;
}

const char *analyze_lock_words(int strength)
{
    static const char *const words[] = {"", "", "FOR KEY SHARE", "FOR SHARE", "FOR NO KEY UPDATE", "FOR UPDATE"};
    return words[strength];
}

/* What OF calls it; NULL: a join without a name. */
static const char *lock_name(const RangeTblEntry *rte)
{
    if (rte->rtekind != RTE_JOIN || rte->alias != NULL)
        return rte->eref->aliasname;
    return rte->join_using_alias != NULL ? rte->join_using_alias->aliasname : NULL;
}

static void check_locked(const Query *q, const PgQuery__RangeVar *v, const char *words)
{
    static const char *const others[] = {[RTE_JOIN] = "a join", [RTE_FUNCTION] = "a function", [RTE_VALUES] = "VALUES", [RTE_CTE] = "a WITH query"};
    const RangeTblEntry *found = NULL;
    if (!is_empty(v->catalogname) || !is_empty(v->schemaname))
        raise_at(ERR_SYNTAX_ERROR, v->location, "%s must specify unqualified relation names", words);
    FOREACH (const RangeTblEntry, rte, q->rtable)
        if (found == NULL && rte->inFromCl && lock_name(rte) != NULL && strcmp(lock_name(rte), v->relname) == 0)
            found = rte;
    if (found == NULL)
        raise_at(ERR_UNDEFINED_TABLE, v->location, "relation \"%s\" in %s clause not found in FROM clause", v->relname, words);
    if (is_xml_table(found))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, v->location, "%s cannot be applied to a table function", words);
    if ((int)found->rtekind < COUNTOF(others) && others[found->rtekind] != NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, v->location, "%s cannot be applied to %s", words, others[found->rtekind]);
}

/* Rows that a query makes of several cannot be locked, neither its own nor those of subqueries (a view's can: it is skipped). */
static void check_lockable(const Query *q, const char *words)
{
    const char *with = NULL;
    if (q->setOperations != NULL)
        with = "UNION/INTERSECT/EXCEPT";
    else if (q->distinctClause != NULL)
        with = "DISTINCT clause";
    else if (q->groupClause != NULL || q->groupingSets != NULL)
        with = "GROUP BY clause";
    else if (q->havingQual != NULL)
        with = "HAVING clause";
    else if (q->hasAggs)
        with = "aggregate functions";
    else if (q->hasWindowFuncs)
        with = "window functions";
    else if (q->hasTargetSRFs)
        with = "set-returning functions in the target list";
    if (with != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "%s is not allowed with %s", words, with);
    FOREACH (const RangeTblEntry, rte, q->rtable)
        if (rte->inFromCl && rte->rtekind == RTE_SUBQUERY && rte->relation == NULL)
            check_lockable(rte->subquery, words);
}

/* What is said several times of one relation: the strongest, and NOWAIT before SKIP LOCKED before waiting. */
static void add_row_mark(struct arena *a, Query *q, int rti, int strength, int policy)
{
    RowMarkClause *found = NULL;
    FOREACH (RowMarkClause, m, q->rowMarks)
        if (m->rti == rti)
            found = m;
    if (found == NULL) {
        found = MAKE_NODE(a, RowMarkClause);
        found->rti = rti;
        q->rowMarks = list_append(a, q->rowMarks, found);
    }
    found->strength = strength > found->strength ? strength : found->strength;
    found->waitPolicy = policy > found->waitPolicy ? policy : found->waitPolicy;
}

/* names: RangeVar nodes; none: all. Subqueries and views are locked by what they read. */
static void lock_relations(struct arena *a, Query *q, PgQuery__Node *const *names, size_t n, int strength, int policy)
{
    check_lockable(q, analyze_lock_words(strength));
    FOREACH (RangeTblEntry, rte, q->rtable) {
        bool named = n == 0;
        for (size_t i = 0; i < n; i++)
            named |= strcmp(rte->eref->aliasname, names[i]->range_var->relname) == 0;
        if (!rte->inFromCl || !named || (rte->rtekind != RTE_RELATION && rte->rtekind != RTE_SUBQUERY))
            continue;
        const struct relation *rel = rte->relation;
        bool sequence = rel != NULL && rel->kind == REL_VIEW && rel->def == NULL && rel->view != NULL;
        if (sequence || (rte->rtekind == RTE_RELATION && rel->kind == REL_MATVIEW))
            raise(ERR_WRONG_OBJECT_TYPE, "cannot lock rows in %s \"%s\"", sequence ? "sequence" : "materialized view", rel->name);
        add_row_mark(a, q, FOREACH_INDEX(rte, q->rtable) + 1, strength, policy);
        if (rte->rtekind == RTE_SUBQUERY && (rel == NULL || rel->collection != NULL)) /* not a system view */
            lock_relations(a, rte->subquery, NULL, 0, strength, policy);
    }
}

static void transform_locking(struct pstate *ps, PgQuery__LockingClause *l, Query *q)
{
    RAW_FIELDS(l, -1, "locked_rels strength wait_policy");
    const char *words = analyze_lock_words((int)l->strength);
    check_lockable(q, words);
    for (size_t i = 0; i < l->n_locked_rels; i++)
        check_locked(q, l->locked_rels[i]->range_var, words);
    lock_relations(ps->arena, q, l->locked_rels, l->n_locked_rels, (int)l->strength, (int)l->wait_policy);
    q->hasForUpdate = true;
}

void transform_limits(struct pstate *ps, PgQuery__SelectStmt *s, Query *q)
{
    q->limitOption = s->limit_option == PG_QUERY__LIMIT_OPTION__LIMIT_OPTION_WITH_TIES ? LIMIT_OPTION_WITH_TIES : LIMIT_OPTION_COUNT;
    q->limitOffset = transform_limit(ps, s->limit_offset, KIND_OFFSET, q->limitOption);
    q->limitCount = transform_limit(ps, s->limit_count, KIND_LIMIT, q->limitOption);
}

void finish_query(struct pstate *ps, Query *q, Node *where)
{
    FromExpr *from = MAKE_NODE(ps->arena, FromExpr);
    from->fromlist = ps->joinlist;
    from->quals = where;
    q->jointree = from;
    q->rtable = ps->rtable;
    q->hasAggs = ps->has_aggs;
    q->hasWindowFuncs = ps->has_windows;
    q->hasTargetSRFs = ps->has_srfs;
    q->hasSubLinks = ps->has_sublinks;
}

void transform_lockings(struct pstate *ps, PgQuery__SelectStmt *s, Query *q)
{
    for (size_t i = 0; i < s->n_locking_clause; i++)
        transform_locking(ps, s->locking_clause[i]->locking_clause, q);
}
