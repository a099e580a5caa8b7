/*
 * SEARCH and CYCLE of a recursive WITH item (manual 7.8.2): columns that the union computes besides its own.
 *
 *     l UNION ALL r     becomes     SELECT *, s0, m0, p0 FROM l UNION ALL
 *                                   SELECT *, s1, m1, p1 FROM (r, with the three columns of the row that it came from) WHERE m <> mark
 *
 * DEPTH FIRST   s0  ARRAY[ROW(by)]       s1  s || ROW(by)
 * BREADTH FIRST s0  ROW(0, by)           s1  ROW((s).1 + 1, by)
 * CYCLE         p0  ARRAY[ROW(columns)]  p1  p || ROW(columns)
 *               m0  DEFAULT's value      m1  CASE WHEN ROW(columns) = ANY (p) THEN the mark ELSE DEFAULT's value END
 */
#include "analyze/analyze_int.h"

#include <string.h>

struct search {
    const CommonTableExpr *cte;
    const PgQuery__CTESearchClause *search; /* NULL: none */
    const PgQuery__CTECycleClause *cycle;   /* NULL: none */
    Node *mark, *unmarked;
    Oid mark_type;
    int32_t mark_typmod;
};

#define MISUSE(at, ...) raise_at(ERR_SYNTAX_ERROR, at, __VA_ARGS__)

static void add_column(struct pstate *ps, CommonTableExpr *cte, const char *name, Oid type, int32_t typmod)
{
    cte->extracolnames = list_append(ps->arena, cte->extracolnames, (void *)(uintptr_t)name);
    cte->extracoltypes = list_append(ps->arena, cte->extracoltypes, INT_ITEM(type));
    cte->extracoltypmods = list_append(ps->arena, cte->extracoltypmods, INT_ITEM(typmod));
}

static void transform_marks(struct pstate *ps, struct search *s)
{
    s->mark = transform_expr(ps, s->cycle->cycle_mark_value, KIND_CYCLE_MARK);
    s->unmarked = transform_expr(ps, s->cycle->cycle_mark_default, KIND_CYCLE_MARK);
    List *both = list_make(ps->arena, 2, s->mark, s->unmarked);
    s->mark_type = select_common_type(ps, both, "CYCLE", NULL);
    s->mark = coerce_to_common(ps, s->mark, s->mark_type, "CYCLE/SET/TO");
    s->unmarked = coerce_to_common(ps, s->unmarked, s->mark_type, "CYCLE/SET/DEFAULT");
    s->mark_typmod = select_common_typmod(list_make(ps->arena, 2, s->mark, s->unmarked), s->mark_type);
    if (oper_for_strategy(s->mark_type, 3) == InvalidOid)
        raise(ERR_UNDEFINED_FUNCTION, "could not identify an equality operator for type %s", type_display(ps->arena, s->mark_type));
}

static List *names_of(struct pstate *ps, PgQuery__Node *const *cols, size_t n)
{
    List *out = NULL;
    for (size_t i = 0; i < n; i++)
        out = list_append(ps->arena, out, (void *)(uintptr_t)raw_string(cols[i]));
    return out;
}

/* For views, which are shown as they were written. */
static void keep_written(struct pstate *ps, const struct search *s, CommonTableExpr *cte)
{
    SearchCycle *x = cte->searched = MAKE_NODE(ps->arena, SearchCycle);
    if (s->search != NULL) {
        x->breadthFirst = s->search->search_breadth_first;
        x->searchColumns = names_of(ps, s->search->search_col_list, s->search->n_search_col_list);
        x->sequence = s->search->search_seq_column;
    }
    if (s->cycle != NULL) {
        x->cycleColumns = names_of(ps, s->cycle->cycle_col_list, s->cycle->n_cycle_col_list);
        x->mark = s->cycle->cycle_mark_column;
        x->marked = s->mark;
        x->unmarked = s->unmarked;
        x->path = s->cycle->cycle_path_column;
    }
}

struct search *search_begin(struct pstate *ps, CommonTableExpr *cte, PgQuery__CommonTableExpr *c)
{
    if (c->search_clause == NULL && c->cycle_clause == NULL)
        return NULL;
    struct search *s = ARENA_NEW(ps->arena, struct search);
    *s = (struct search){.cte = cte, .search = c->search_clause, .cycle = c->cycle_clause};
    if (s->search != NULL) {
        RAW_FIELDS(c->search_clause, s->search->location, "search_col_list search_breadth_first search_seq_column location");
        add_column(ps, cte, s->search->search_seq_column, s->search->search_breadth_first ? TYPE_record : TYPE__record, -1);
    }
    if (s->cycle != NULL) {
        RAW_FIELDS(c->cycle_clause, s->cycle->location,
                   "cycle_col_list cycle_mark_column cycle_mark_value cycle_mark_default cycle_path_column location");
        transform_marks(ps, s);
        add_column(ps, cte, s->cycle->cycle_mark_column, s->mark_type, s->mark_typmod);
        add_column(ps, cte, s->cycle->cycle_path_column, TYPE__record, -1);
    }
    keep_written(ps, s, cte);
    return s;
}

/* ---- what is asked of the clauses ---- */

static int column_place(const List *names, const char *name) /* from 1; 0 not there */
{
    for (int i = 0; i < list_length(names); i++)
        if (strcmp(list_nth(names, i), name) == 0)
            return i + 1;
    return 0;
}

static void check_columns(const struct search *s, PgQuery__Node *const *cols, size_t n, const char *what, int location)
{
    for (size_t i = 0; i < n; i++) {
        if (column_place(s->cte->ctecolnames, raw_string(cols[i])) == 0)
            MISUSE(location, "%s column \"%s\" not in WITH query column list", what, raw_string(cols[i]));
        for (size_t k = 0; k < i; k++)
            if (strcmp(raw_string(cols[k]), raw_string(cols[i])) == 0)
                raise_at(ERR_DUPLICATE_COLUMN, location, "%s column \"%s\" specified more than once", what, raw_string(cols[i]));
    }
}

static void check_new(const struct search *s, const char *name, const char *what, int location)
{
    if (column_place(s->cte->ctecolnames, name) != 0)
        MISUSE(location, "%s column name \"%s\" already used in WITH query column list", what, name);
}

static void check_different(const char *a, const char *what_a, const char *b, const char *what_b, int location)
{
    if (strcmp(a, b) == 0)
        MISUSE(location, "%s column name and %s column name are the same", what_a, what_b);
}

static void check_clauses(const struct search *s)
{
    const PgQuery__CTESearchClause *f = s->search;
    const PgQuery__CTECycleClause *c = s->cycle;
    if (!s->cte->cterecursive)
        MISUSE(s->cte->location, "WITH query is not recursive");
    const Query *q = (const Query *)s->cte->ctequery;
    const SetOperationStmt *u = (const SetOperationStmt *)q->setOperations;
    if (!IS_A(u->larg, RangeTblRef))
        raise(ERR_FEATURE_NOT_SUPPORTED, "with a SEARCH or CYCLE clause, the left side of the UNION must be a SELECT");
    if (!IS_A(u->rarg, RangeTblRef))
        raise(ERR_SYNTAX_ERROR, "with a SEARCH or CYCLE clause, the right side of the UNION must be a SELECT");
    if (f != NULL) {
        check_columns(s, f->search_col_list, f->n_search_col_list, "search", f->location);
        check_new(s, f->search_seq_column, "search sequence", f->location);
    }
    if (c != NULL) {
        check_columns(s, c->cycle_col_list, c->n_cycle_col_list, "cycle", c->location);
        check_new(s, c->cycle_mark_column, "cycle mark", c->location);
        check_new(s, c->cycle_path_column, "cycle path", c->location);
        check_different(c->cycle_mark_column, "cycle mark", c->cycle_path_column, "cycle path", c->location);
    }
    if (f != NULL && c != NULL) {
        check_different(f->search_seq_column, "search sequence", c->cycle_mark_column, "cycle mark", f->location);
        check_different(f->search_seq_column, "search sequence", c->cycle_path_column, "cycle path", f->location);
    }
}

/* ---- the columns ---- */

static Node *column(struct pstate *ps, const struct nsitem *item, const char *name)
{
    return var_of(ps, item, column_place(item->rte->eref->colnames, name) - 1, 0, -1);
}

/* ROW(first, columns...); first may be NULL. */
static Node *row_of(struct pstate *ps, const struct nsitem *item, Node *first, PgQuery__Node *const *cols, size_t n)
{
    RowExpr *x = MAKE_NODE(ps->arena, RowExpr);
    if (first != NULL) {
        x->args = list_make(ps->arena, 1, first);
        x->colnames = list_make(ps->arena, 1, "*DEPTH*");
    }
    for (size_t i = 0; i < n; i++) {
        const char *name = raw_string(cols[i]);
        x->args = list_append(ps->arena, x->args, column(ps, item, name));
        x->colnames = list_append(ps->arena, x->colnames, (void *)(uintptr_t)name);
    }
    x->row_typeid = TYPE_record;
    x->row_format = COERCE_EXPLICIT_CALL;
    x->location = -1;
    return (Node *)x;
}

static Node *array_of(struct pstate *ps, Node *row)
{
    ArrayExpr *x = MAKE_NODE(ps->arena, ArrayExpr);
    x->array_typeid = TYPE__record;
    x->element_typeid = TYPE_record;
    x->elements = list_make(ps->arena, 1, row);
    x->location = -1;
    return (Node *)x;
}

static Node *call(struct pstate *ps, Oid func, Oid type, List *args)
{
    FuncExpr *f = MAKE_NODE(ps->arena, FuncExpr);
    f->funcid = func;
    f->funcresulttype = type;
    f->funcformat = COERCE_EXPLICIT_CALL;
    f->args = args;
    f->location = -1;
    return (Node *)f;
}

static Node *appended(struct pstate *ps, Node *array, Node *row)
{
    enum { ARRAY_CAT = 383 };
    return call(ps, ARRAY_CAT, TYPE__record, list_make(ps->arena, 2, array, array_of(ps, row)));
}

/* item: what the union's branch gives; its left one has none of the columns yet. */
static Node *sequence_column(struct pstate *ps, const struct search *s, const struct nsitem *item, bool left)
{
    enum { INT8_INC = 1219 };
    const PgQuery__CTESearchClause *f = s->search;
    Node *before = left ? NULL : column(ps, item, f->search_seq_column), *depth;
    if (!f->search_breadth_first) {
        Node *row = row_of(ps, item, NULL, f->search_col_list, f->n_search_col_list);
        return left ? array_of(ps, row) : appended(ps, before, row);
    }
    if (left) {
        depth = (Node *)make_const(ps->arena, TYPE_int8, -1, datum_from_int64(0), false);
    } else {
        FieldSelect *x = MAKE_NODE(ps->arena, FieldSelect);
        x->arg = before;
        x->fieldnum = 1;
        x->resulttype = TYPE_int8;
        x->resulttypmod = -1;
        depth = call(ps, INT8_INC, TYPE_int8, list_make(ps->arena, 1, x));
    }
    return row_of(ps, item, depth, f->search_col_list, f->n_search_col_list);
}

static Node *cycle_row(struct pstate *ps, const struct search *s, const struct nsitem *item)
{
    return row_of(ps, item, NULL, s->cycle->cycle_col_list, s->cycle->n_cycle_col_list);
}

static Node *path_column(struct pstate *ps, const struct search *s, const struct nsitem *item, bool left)
{
    Node *row = cycle_row(ps, s, item);
    return left ? array_of(ps, row) : appended(ps, column(ps, item, s->cycle->cycle_path_column), row);
}

static Node *mark_column(struct pstate *ps, const struct search *s, const struct nsitem *item, bool left)
{
    Node *unmarked = node_copy(ps->arena, s->unmarked);
    if (left)
        return unmarked;
    CaseExpr *x = MAKE_NODE(ps->arena, CaseExpr);
    CaseWhen *w = MAKE_NODE(ps->arena, CaseWhen);
    w->expr = make_scalar_array_op(ps, op_name(ps, "="), true, cycle_row(ps, s, item),
                                   column(ps, item, s->cycle->cycle_path_column), -1);
    w->result = node_copy(ps->arena, s->mark);
    w->location = x->location = -1;
    x->casetype = s->mark_type;
    x->args = list_make(ps->arena, 1, w);
    x->defresult = unmarked;
    return (Node *)x;
}

/* ---- the branches ---- */

static RangeTblEntry *recursive_reference(const Query *q, const CommonTableExpr *cte, int level, int *varno)
{
    *varno = 0;
    FOREACH (RangeTblEntry, rte, q->rtable) {
        ++*varno;
        if (rte->rtekind == RTE_CTE && rte->self_reference && rte->ctelevelsup == level && strcmp(rte->ctename, cte->ctename) == 0)
            return rte;
    }
    return NULL;
}

/* The right branch hands on the columns of the row that each of its rows came from. A cast around it (setop.c) too.
 * level: from q up to the level of the WITH. */
static void hand_on(struct pstate *ps, Query *q, const CommonTableExpr *cte, int level)
{
    int varno;
    RangeTblEntry *rte = recursive_reference(q, cte, level, &varno);
    RangeTblEntry *inner = list_length(q->rtable) == 1 ? list_nth(q->rtable, 0) : NULL;
    int before = list_length(cte->ctecolnames);
    if (rte == NULL && inner != NULL && inner->rtekind == RTE_SUBQUERY && strcmp(inner->eref->aliasname, CAST_LEAF) == 0) {
        hand_on(ps, inner->subquery, cte, level + 1);
        inner->eref->colnames = list_concat(ps->arena, inner->eref->colnames, cte->extracolnames);
        before = list_length(inner->eref->colnames) - list_length(cte->extracolnames);
        varno = 1;
    } else if (rte == NULL) {
        raise(ERR_FEATURE_NOT_SUPPORTED,
              "with a SEARCH or CYCLE clause, the recursive reference to WITH query \"%s\" must be at the top level of its "
              "right-hand SELECT",
              cte->ctename);
    }
    bool junk = false;
    FOREACH (TargetEntry, t, q->targetList)
        junk |= t->resjunk;
    if (junk || q->distinctClause != NULL || q->groupClause != NULL || q->groupingSets != NULL || q->havingQual != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED,
              "DISTINCT, GROUP BY, and ORDER BY other than a result column are not supported in a recursive term with a SEARCH or "
              "CYCLE clause");
    for (int i = 0; i < list_length(cte->extracolnames); i++) {
        Var *v = MAKE_NODE(ps->arena, Var);
        v->varno = varno;
        v->varattno = before + i + 1;
        v->vartype = ITEM_OID(list_nth(cte->extracoltypes, i));
        v->vartypmod = ITEM_INT(list_nth(cte->extracoltypmods, i));
        v->location = -1;
        q->targetList = list_append(ps->arena, q->targetList,
                                    make_target(ps->arena, (Node *)v, list_length(q->targetList) + 1,
                                                list_nth(cte->extracolnames, i), false));
    }
}

/* SELECT its columns, and the new ones, FROM the branch */
static void wrap_branch(struct pstate *ps, const struct search *s, RangeTblEntry *branch, bool left)
{
    struct arena *a = ps->arena;
    struct pstate *own = pstate_new(ps->an, ps);
    Query *out = MAKE_NODE(a, Query), *q = branch->subquery;
    Alias *alias = MAKE_NODE(a, Alias);
    alias->aliasname = SEARCHED_LEAF;
    alias->colnames = s->cte->ctecolnames;
    out->commandType = CMD_SELECT;
    out->limitOption = LIMIT_OPTION_COUNT;
    deepen_query(q);
    struct nsitem *item = ns_add_subquery(own, q, alias, false, true);
    RangeTblRef *ref = MAKE_NODE(a, RangeTblRef);
    ref->rtindex = item->rtindex;
    own->joinlist = list_make(a, 1, ref);
    List *exprs = NULL, *names = list_concat(a, list_copy(a, s->cte->ctecolnames), s->cte->extracolnames);
    for (int i = 0; i < list_length(s->cte->ctecolnames); i++)
        exprs = list_append(a, exprs, var_of(own, item, i, 0, -1));
    if (s->search != NULL)
        exprs = list_append(a, exprs, sequence_column(own, s, item, left));
    if (s->cycle != NULL) {
        exprs = list_append(a, exprs, mark_column(own, s, item, left));
        exprs = list_append(a, exprs, path_column(own, s, item, left));
    }
    for (int i = 0; i < list_length(exprs); i++)
        out->targetList = list_append(a, out->targetList, make_target(a, list_nth(exprs, i), i + 1, list_nth(names, i), false));
    Node *where = NULL;
    if (s->cycle != NULL && !left)
        where = make_op(own, op_name(own, "<>"), column(own, item, s->cycle->cycle_mark_column), node_copy(a, s->mark), -1);
    finish_query(own, out, where);
    branch->subquery = out;
    branch->eref->colnames = names;
}

void search_finish(struct pstate *ps, struct search *s)
{
    struct arena *a = ps->arena;
    check_clauses(s);
    const CommonTableExpr *cte = s->cte;
    Query *q = (Query *)cte->ctequery;
    SetOperationStmt *u = (SetOperationStmt *)q->setOperations;
    RangeTblEntry *l = list_nth(q->rtable, ((RangeTblRef *)u->larg)->rtindex - 1);
    RangeTblEntry *r = list_nth(q->rtable, ((RangeTblRef *)u->rarg)->rtindex - 1);
    hand_on(ps, r->subquery, cte, 2);
    wrap_branch(ps, s, l, true);
    wrap_branch(ps, s, r, false);
    u->colTypes = list_concat(a, list_copy(a, u->colTypes), cte->extracoltypes);
    u->colTypmods = list_concat(a, list_copy(a, u->colTypmods), cte->extracoltypmods);
    int first = ((RangeTblRef *)u->larg)->rtindex;
    for (int i = 0; i < list_length(cte->extracolnames); i++) {
        Var *v = MAKE_NODE(a, Var);
        int resno = list_length(q->targetList) + 1;
        v->varno = first;
        v->varattno = resno;
        v->vartype = ITEM_OID(list_nth(cte->extracoltypes, i));
        v->vartypmod = ITEM_INT(list_nth(cte->extracoltypmods, i));
        v->location = -1;
        TargetEntry *t = make_target(a, (Node *)v, resno, list_nth(cte->extracolnames, i), false);
        q->targetList = list_append(a, q->targetList, t);
        if (!u->all) {
            SortGroupClause *c = make_group_clause(ps, t, list_make(a, 1, t), -1);
            c->tleSortGroupRef = 0;
            t->ressortgroupref = 0;
            u->groupClauses = list_append(a, u->groupClauses, c);
        }
    }
}
