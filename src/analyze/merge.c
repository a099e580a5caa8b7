/*
 * MERGE: its rows are those of a join,
 *     source LEFT JOIN target ON condition   (an inner join where no WHEN NOT MATCHED is there to take the others),
 * and each action has expressions over them.
 */
#include "analyze/analyze_int.h"

#include <string.h>

static bool any_unmatched(const PgQuery__MergeStmt *s)
{
    for (size_t i = 0; i < s->n_merge_when_clauses; i++)
        if (!s->merge_when_clauses[i]->merge_when_clause->matched)
            return true;
    return false;
}

static void check_reachable(const PgQuery__MergeStmt *s)
{
    bool ended[2] = {false, false};
    for (size_t i = 0; i < s->n_merge_when_clauses; i++) {
        const PgQuery__MergeWhenClause *w = s->merge_when_clauses[i]->merge_when_clause;
        if (ended[w->matched])
            raise(ERR_SYNTAX_ERROR, "unreachable WHEN clause specified after unconditional WHEN clause");
        ended[w->matched] = w->condition == NULL;
    }
}

static struct nsitem *merge_target(struct pstate *ps, PgQuery__RangeVar *v, Query *q)
{
    struct relation *rel = find_relation(ps, v);
    if (rel->kind == REL_VIEW || rel->kind == REL_MATVIEW) {
        struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "cannot execute MERGE on relation \"%s\"", rel->name);
        error_throw(error_detail(e, "This operation is not supported for %s.", rel->kind == REL_VIEW ? "views" : "materialized views"));
    }
    rel = analyze_target(ps, v, "merge into");
    struct nsitem *item = ns_add_relation(ps, rel, rel->name, make_alias(ps, v->alias), false);
    q->resultRelation = item->rtindex;
    return item;
}

static void check_same_name(const struct pstate *ps, const struct nsitem *target)
{
    FOREACH (struct nsitem, item, ps->ns) {
        if (!item->rel_visible || item->refname == NULL || strcmp(item->refname, target->refname) != 0)
            continue;
        struct error *e = error_new(ERR_DUPLICATE_ALIAS, "name \"%s\" specified more than once", target->refname);
        error_throw(error_detail(e, "The name is used both as MERGE target table and data source."));
    }
}

static void join(struct pstate *ps, PgQuery__MergeStmt *s, struct nsitem *target)
{
    JoinExpr *j = MAKE_NODE(ps->arena, JoinExpr);
    RangeTblRef *ref = MAKE_NODE(ps->arena, RangeTblRef);
    transform_from(ps, &s->source_relation, 1);
    check_same_name(ps, target);
    ref->rtindex = target->rtindex;
    j->jointype = any_unmatched(s) ? JOIN_LEFT : JOIN_INNER;
    j->larg = list_nth(ps->joinlist, 0);
    j->rarg = (Node *)ref;
    List *source = ps->ns;
    ps->ns = list_copy(ps->arena, source);
    ns_put(ps, target, true, true);
    j->quals = transform_where(ps, s->join_condition, KIND_JOIN_ON, "JOIN/ON");
    ps->ns = source;
    ps->joinlist = list_make(ps->arena, 1, j);
}

static List *insert_action(struct pstate *ps, struct relation *rel, const PgQuery__MergeWhenClause *w)
{
    PgQuery__InsertStmt s = PG_QUERY__INSERT_STMT__INIT; /* its columns and OVERRIDING are those of an INSERT */
    s.n_cols = w->n_target_list;
    s.cols = w->target_list;
    s.override = w->override;
    List *columns = insert_columns(ps, rel, &s);
    return insert_targets(ps, rel, columns, insert_row(ps, columns, w->values, w->n_values, &s, KIND_VALUES), &s);
}

static MergeAction *transform_action(struct pstate *ps, struct nsitem *target, PgQuery__MergeWhenClause *w)
{
    static const enum CmdType commands[] = {
        [PG_QUERY__CMD_TYPE__CMD_UPDATE] = CMD_UPDATE, [PG_QUERY__CMD_TYPE__CMD_INSERT] = CMD_INSERT,
        [PG_QUERY__CMD_TYPE__CMD_DELETE] = CMD_DELETE, [PG_QUERY__CMD_TYPE__CMD_NOTHING] = CMD_NOTHING};
    MergeAction *m = MAKE_NODE(ps->arena, MergeAction);
    List *source = ps->ns;
    RAW_FIELDS(w, -1, "matched command_type override condition target_list values");
    m->matched = w->matched;
    m->commandType = commands[w->command_type];
    if (w->matched) {
        ps->ns = list_copy(ps->arena, source);
        ns_put(ps, target, true, true);
    }
    m->qual = transform_where(ps, w->condition, KIND_MERGE_WHEN, "WHEN");
    if (m->commandType == CMD_UPDATE)
        m->targetList = update_targets(ps, target, w->target_list, w->n_target_list);
    else if (m->commandType == CMD_INSERT)
        m->targetList = insert_action(ps, target->rte->relation, w);
    ps->ns = source;
    return m;
}

Query *transform_merge(struct pstate *ps, PgQuery__MergeStmt *s)
{
    Query *q = MAKE_NODE(ps->arena, Query);
    RAW_FIELDS(s, s->relation->location, "relation source_relation join_condition merge_when_clauses with_clause");
    q->commandType = CMD_MERGE;
    q->canSetTag = true;
    if (s->with_clause != NULL) {
        if (s->with_clause->recursive)
            raise(ERR_SYNTAX_ERROR, "WITH RECURSIVE is not supported for MERGE statement");
        transform_with(ps, s->with_clause, q);
    }
    check_reachable(s);
    struct nsitem *target = merge_target(ps, s->relation, q);
    join(ps, s, target);
    for (size_t i = 0; i < s->n_merge_when_clauses; i++)
        q->mergeActionList = list_append(ps->arena, q->mergeActionList,
                                         transform_action(ps, target, s->merge_when_clauses[i]->merge_when_clause));
    add_checks(ps, q, target);
    finish_query(ps, q, NULL);
    return q;
}
