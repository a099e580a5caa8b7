/* SELECT and VALUES: one query level. */
#include "analyze/analyze_int.h"

#include <string.h>

struct pstate *pstate_new(struct analysis *an, struct pstate *parent)
{
    struct pstate *ps = ARENA_NEW(an->arena, struct pstate);
    ps->an = an;
    ps->arena = an->arena;
    ps->parent = parent;
    return ps;
}

static void refuse_into(PgQuery__SelectStmt *s)
{
    if (s->into_clause != NULL)
        raise_at(ERR_SYNTAX_ERROR, s->into_clause->rel->location, "SELECT ... INTO is not allowed here");
}

/* What a subquery or WITH query gives; NULL: it is none, or not known yet. */
static const List *targets_below(struct pstate *ps, const RangeTblEntry *rte)
{
    int up;
    if (rte->rtekind == RTE_SUBQUERY)
        return rte->subquery->targetList;
    const CommonTableExpr *cte = rte->rtekind == RTE_CTE && !rte->self_reference ? find_cte(ps, rte->ctename, &up) : NULL;
    const Query *q = cte != NULL ? (const Query *)cte->ctequery : NULL;
    return q == NULL ? NULL : q->commandType == CMD_SELECT ? q->targetList : q->returningList;
}

void note_origins(struct pstate *ps, List *targetlist)
{
    FOREACH (TargetEntry, t, targetlist) {
        const Var *v = (const Var *)t->expr;
        if (!IS_A(v, Var) || v->varlevelsup != 0)
            continue;
        const RangeTblEntry *rte = list_nth(ps->rtable, v->varno - 1);
        if (rte->relation != NULL) {
            const struct column *c = relation_column_nth(rte->relation, v->varattno);
            if (c == NULL || c->is_path)
                continue;
            t->resorigtbl = rte->relation->oid;
            t->resorigcol = v->varattno;
            continue;
        }
        const List *below = targets_below(ps, rte);
        if (v->varattno <= list_length(below)) {
            const TargetEntry *inner = list_nth(below, v->varattno - 1);
            t->resorigtbl = inner->resorigtbl;
            t->resorigcol = inner->resorigcol;
        }
    }
}

static Query *transform_values(struct pstate *ps, PgQuery__SelectStmt *s);

static Query *transform_plain(struct pstate *ps, PgQuery__SelectStmt *s)
{
    Query *q = MAKE_NODE(ps->arena, Query);
    List *tlist;
    RAW_FIELDS(s, -1,
               "distinct_clause into_clause target_list from_clause where_clause group_clause group_distinct having_clause "
               "window_clause sort_clause limit_offset limit_count limit_option locking_clause with_clause op");
    refuse_into(s);
    q->commandType = CMD_SELECT;
    q->canSetTag = true;
    if (s->with_clause != NULL)
        transform_with(ps, s->with_clause, q);
    for (size_t i = 0; i < s->n_window_clause; i++)
        ps->windowdefs = list_append(ps->arena, ps->windowdefs, s->window_clause[i]->window_def);
    transform_from(ps, s->from_clause, s->n_from_clause);
    tlist = transform_targetlist(ps, s->target_list, s->n_target_list, KIND_SELECT);
    note_origins(ps, tlist);
    fix_targets(ps, s, tlist);
    Node *where = transform_where(ps, s->where_clause, KIND_WHERE, "WHERE");
    q->havingQual = transform_where(ps, s->having_clause, KIND_HAVING, "HAVING");
    q->sortClause = transform_sort(ps, s->sort_clause, s->n_sort_clause, &tlist, KIND_ORDER_BY, false);
    q->groupClause = transform_group(ps, s, &tlist, q->sortClause, &q->groupingSets);
    q->groupDistinct = s->group_distinct;
    if (s->n_distinct_clause > 0 && s->distinct_clause[0]->node_case == PG_QUERY__NODE__NODE__NOT_SET) {
        q->distinctClause = transform_distinct(ps, &tlist, q->sortClause, false);
    } else if (s->n_distinct_clause > 0) {
        q->distinctClause = transform_distinct_on(ps, s, &tlist, q->sortClause);
        q->hasDistinctOn = true;
    }
    transform_limits(ps, s, q);
    q->windowClause = transform_windows(ps, &tlist);
    if (!ps->keep_unknown)
        resolve_unknowns(ps, tlist);
    q->targetList = tlist;
    finish_query(ps, q, where);
    transform_lockings(ps, s, q);
    assign_collations(ps, q);
    if (q->hasAggs || q->groupClause != NULL || q->groupingSets != NULL || q->havingQual != NULL)
        check_aggregates(ps, q);
    return q;
}

/* A Query over one FROM item: its columns, all of them. */
static List *all_columns(struct pstate *ps, const struct nsitem *item)
{
    List *out = NULL;
    for (int i = 0; i < item->ncols; i++)
        out = list_append(ps->arena, out,
                          make_target(ps->arena, var_of(ps, item, i, 0, -1), i + 1, item->cols[i].name, false));
    return out;
}

static Query *transform_values(struct pstate *ps, PgQuery__SelectStmt *s)
{
    struct arena *a = ps->arena;
    Query *q = MAKE_NODE(a, Query);
    RAW_FIELDS(s, -1, "values_lists sort_clause limit_offset limit_count limit_option locking_clause with_clause op into_clause");
    refuse_into(s);
    q->commandType = CMD_SELECT;
    q->canSetTag = true;
    if (s->with_clause != NULL)
        transform_with(ps, s->with_clause, q);
    List *lists = NULL;
    int width = -1;
    for (size_t i = 0; i < s->n_values_lists; i++) {
        PgQuery__List *l = s->values_lists[i]->list;
        for (size_t k = 0; k < l->n_items; k++)
            if (l->items[k]->node_case == PG_QUERY__NODE__NODE_SET_TO_DEFAULT)
                raise_at(ERR_SYNTAX_ERROR, raw_location(l->items[k]), "DEFAULT is not allowed in this context");
        List *row = transform_expressions(ps, l->items, l->n_items, KIND_VALUES);
        if (width >= 0 && list_length(row) != width)
            raise_at(ERR_SYNTAX_ERROR, l->n_items > 0 ? raw_location(l->items[0]) : -1, "VALUES lists must all be the same length");
        width = list_length(row);
        lists = list_append(a, lists, row);
    }
    List *types = NULL, *typmods = NULL;
    for (int c = 0; c < width; c++) {
        List *column = NULL;
        for (int r = 0; r < list_length(lists); r++)
            column = list_append(a, column, list_nth(list_nth(lists, r), c));
        Oid type = select_common_type(ps, column, "VALUES", NULL);
        for (int r = 0; r < list_length(lists); r++)
            column->items[r] = ((List *)list_nth(lists, r))->items[c] = coerce_to_common(ps, column->items[r], type, "VALUES");
        types = list_append(a, types, INT_ITEM(type));
        typmods = list_append(a, typmods, INT_ITEM(select_common_typmod(column, type)));
    }
    bool lateral = false;
    for (int r = 0; r < list_length(lists); r++)
        for (int c = 0; c < width; c++)
            lateral |= has_vars_of_level(list_nth(list_nth(lists, r), c), 0);
    struct nsitem *item = ns_add_values(ps, lists, types, typmods, NULL, lateral);
    RangeTblRef *ref = MAKE_NODE(a, RangeTblRef);
    ref->rtindex = item->rtindex;
    ps->joinlist = list_make(a, 1, ref);
    ns_put(ps, item, true, true);
    List *tlist = all_columns(ps, item);
    q->sortClause = transform_sort(ps, s->sort_clause, s->n_sort_clause, &tlist, KIND_ORDER_BY, false);
    transform_limits(ps, s, q);
    if (s->n_locking_clause > 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "FOR UPDATE cannot be applied to VALUES");
    q->targetList = tlist;
    finish_query(ps, q, NULL);
    assign_collations(ps, q);
    return q;
}

Query *transform_select(struct pstate *ps, PgQuery__SelectStmt *s)
{
    if (s->n_values_lists > 0)
        return transform_values(ps, s);
    if (s->op == PG_QUERY__SET_OPERATION__SETOP_NONE)
        return transform_plain(ps, s);
    return transform_set_operation(ps, s);
}

Query *transform_sub_select(struct pstate *parent, PgQuery__Node *raw, CommonTableExpr *cte, bool keep_unknown)
{
    if (raw->node_case != PG_QUERY__NODE__NODE_SELECT_STMT)
        raw_refuse(raw);
    struct pstate *ps = pstate_new(parent->an, parent);
    ps->parent_cte = cte;
    ps->keep_unknown = keep_unknown;
    return transform_select(ps, raw->select_stmt);
}
