/* WITH: common table expressions, in an order in which each knows those that it names; recursive ones (manual 7.8). */
#include "analyze/analyze_int.h"

#include <string.h>

/* ---- where a raw query names a WITH item ---- */

enum place { PLACE_PLAIN, PLACE_SUBQUERY, PLACE_OUTER_JOIN, PLACE_INTERSECT, PLACE_EXCEPT };
struct mentions {
    const char *name;
    int count, location;     /* of the first one */
    enum place place, wrong; /* the present one, and that of the first mention that must not be: it is not plain, or is not the first */
    int wrong_at;            /* -1: there is none */
};

static void find_mentions(struct mentions *m, const ProtobufCMessage *msg);

static void find_in_place(struct mentions *m, enum place place, const ProtobufCMessage *msg)
{
    enum place outer = m->place;
    if (msg == NULL)
        return;
    if (place != PLACE_PLAIN)
        m->place = place;
    find_mentions(m, msg);
    m->place = outer;
}

#define MESSAGE(p) ((p) != NULL ? &(p)->base : NULL)

/* WITH inside that defines the name again: only what stands before that in it means ours. */
static bool find_shadowed(struct mentions *m, const PgQuery__WithClause *w)
{
    size_t own = 0;
    while (w != NULL && own < w->n_ctes && strcmp(w->ctes[own]->common_table_expr->ctename, m->name) != 0)
        own++;
    if (w == NULL || own == w->n_ctes)
        return false;
    for (size_t i = 0; i <= own && !w->recursive; i++)
        find_mentions(m, MESSAGE(w->ctes[i]->common_table_expr->ctequery));
    return true;
}

static bool find_special(struct mentions *m, const ProtobufCMessage *msg)
{
    if (msg->descriptor == &pg_query__range_var__descriptor) {
        const PgQuery__RangeVar *v = (const PgQuery__RangeVar *)msg;
        if (!is_empty(v->schemaname) || strcmp(v->relname, m->name) != 0)
            return true;
        m->count++;
        if (m->count == 1)
            m->location = v->location;
        if (m->wrong_at < 0 && (m->place != PLACE_PLAIN || m->count > 1)) {
            m->wrong = m->place;
            m->wrong_at = v->location;
        }
        return true;
    }
    if (msg->descriptor == &pg_query__sub_link__descriptor) {
        const PgQuery__SubLink *s = (const PgQuery__SubLink *)msg;
        find_in_place(m, PLACE_PLAIN, MESSAGE(s->testexpr));
        find_in_place(m, PLACE_SUBQUERY, MESSAGE(s->subselect));
        return true;
    }
    if (msg->descriptor == &pg_query__join_expr__descriptor) {
        const PgQuery__JoinExpr *j = (const PgQuery__JoinExpr *)msg;
        bool left = j->jointype == PG_QUERY__JOIN_TYPE__JOIN_RIGHT || j->jointype == PG_QUERY__JOIN_TYPE__JOIN_FULL;
        bool right = j->jointype == PG_QUERY__JOIN_TYPE__JOIN_LEFT || j->jointype == PG_QUERY__JOIN_TYPE__JOIN_FULL;
        find_in_place(m, left ? PLACE_OUTER_JOIN : PLACE_PLAIN, MESSAGE(j->larg));
        find_in_place(m, right ? PLACE_OUTER_JOIN : PLACE_PLAIN, MESSAGE(j->rarg));
        find_in_place(m, PLACE_PLAIN, MESSAGE(j->quals));
        return true;
    }
    if (msg->descriptor == &pg_query__select_stmt__descriptor) {
        const PgQuery__SelectStmt *s = (const PgQuery__SelectStmt *)msg;
        if (find_shadowed(m, s->with_clause))
            return true;
        if (s->op == PG_QUERY__SET_OPERATION__SETOP_INTERSECT && !s->all) {
            find_in_place(m, PLACE_INTERSECT, MESSAGE(s->larg));
            find_in_place(m, PLACE_INTERSECT, MESSAGE(s->rarg));
            return true;
        }
        if (s->op == PG_QUERY__SET_OPERATION__SETOP_EXCEPT) {
            find_in_place(m, PLACE_PLAIN, MESSAGE(s->larg));
            find_in_place(m, PLACE_EXCEPT, MESSAGE(s->rarg));
            return true;
        }
    }
    return false;
}

static void find_mentions(struct mentions *m, const ProtobufCMessage *msg)
{
    if (find_special(m, msg))
        return;
    const ProtobufCMessageDescriptor *d = msg->descriptor;
    for (unsigned i = 0; i < d->n_fields; i++) {
        const ProtobufCFieldDescriptor *f = &d->fields[i];
        if (f->type != PROTOBUF_C_TYPE_MESSAGE)
            continue;
        const char *at = (const char *)msg + f->offset;
        if (f->label == PROTOBUF_C_LABEL_REPEATED) {
            size_t n = *(const size_t *)((const char *)msg + f->quantifier_offset);
            for (size_t k = 0; k < n; k++)
                find_mentions(m, (*(ProtobufCMessage *const *const *)at)[k]);
        } else if ((f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0) {
            /* only the member that the case names */
            if (*(const uint32_t *)((const char *)msg + f->quantifier_offset) == f->id && *(void *const *)at != NULL)
                find_mentions(m, *(ProtobufCMessage *const *)at);
        } else if (*(void *const *)at != NULL) {
            find_mentions(m, *(ProtobufCMessage *const *)at);
        }
    }
}

static struct mentions mentions_of(const char *name, const ProtobufCMessage *msg)
{
    struct mentions m = {.name = name, .location = -1, .wrong_at = -1};
    if (msg != NULL)
        find_mentions(&m, msg);
    return m;
}

/* ---- one WITH item ---- */

#define RECURSION(at, ...) raise_at(ERR_INVALID_RECURSION, at, __VA_ARGS__)

static void check_recursion(const PgQuery__CommonTableExpr *c)
{
    if (c->ctequery->node_case != PG_QUERY__NODE__NODE_SELECT_STMT)
        RECURSION(c->location, "recursive query \"%s\" must not contain data-modifying statements", c->ctename);
    static const char *const places[] = {
        "", "recursive reference to query \"%s\" must not appear within a subquery",
        "recursive reference to query \"%s\" must not appear within an outer join",
        "recursive reference to query \"%s\" must not appear within INTERSECT",
        "recursive reference to query \"%s\" must not appear within EXCEPT",
    };
    const PgQuery__SelectStmt *s = c->ctequery->node_case == PG_QUERY__NODE__NODE_SELECT_STMT ? c->ctequery->select_stmt : NULL;
    if (s == NULL || s->op != PG_QUERY__SET_OPERATION__SETOP_UNION)
        RECURSION(c->location, "recursive query \"%s\" does not have the form non-recursive-term UNION [ALL] recursive-term",
                  c->ctename);
    struct mentions left = mentions_of(c->ctename, &s->larg->base), right = mentions_of(c->ctename, &s->rarg->base);
    if (left.count > 0)
        RECURSION(left.location, "recursive reference to query \"%s\" must not appear within its non-recursive term", c->ctename);
    if (right.wrong_at >= 0 && right.wrong != PLACE_PLAIN)
        RECURSION(right.wrong_at, places[right.wrong], c->ctename);
    if (right.wrong_at >= 0)
        RECURSION(right.wrong_at, "recursive reference to query \"%s\" must not appear more than once", c->ctename);
    if (s->n_sort_clause > 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_location(s->sort_clause[0]->sort_by->node), "ORDER BY in a recursive query is not implemented");
    if (s->limit_offset != NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_location(s->limit_offset), "OFFSET in a recursive query is not implemented");
    if (s->limit_count != NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_location(s->limit_count), "LIMIT in a recursive query is not implemented");
    if (s->n_locking_clause > 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "FOR UPDATE/SHARE in a recursive query is not implemented");
}

static void set_columns(struct pstate *ps, CommonTableExpr *cte, const Query *q)
{
    int i = 0, n = list_length(cte->aliascolnames);
    cte->ctecolnames = cte->ctecoltypes = cte->ctecoltypmods = NULL;
    FOREACH (TargetEntry, t, q->commandType == CMD_SELECT ? q->targetList : q->returningList) {
        if (t->resjunk)
            continue;
        const void *name = i < n ? list_nth(cte->aliascolnames, i) : t->resname;
        cte->ctecolnames = list_append(ps->arena, cte->ctecolnames, (void *)(uintptr_t)name);
        cte->ctecoltypes = list_append(ps->arena, cte->ctecoltypes, INT_ITEM(expr_type(t->expr)));
        cte->ctecoltypmods = list_append(ps->arena, cte->ctecoltypmods, INT_ITEM(expr_typmod(t->expr)));
        i++;
    }
    if (n > i)
        raise_at(ERR_INVALID_COLUMN_REFERENCE, cte->location, "WITH query \"%s\" has %d columns available but %d columns specified",
                 cte->ctename, i, n);
}

/* INSERT, UPDATE or DELETE: its rows are RETURNING's. */
static Query *transform_modifying(struct pstate *ps, const PgQuery__CommonTableExpr *c, CommonTableExpr *cte)
{
    if (ps->parent != NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "WITH clause containing a data-modifying statement must be at the top level");
    struct pstate *own = pstate_new(ps->an, ps);
    own->parent_cte = cte;
    Query *q = transform_modify(own, c->ctequery);
    if (q == NULL || q->commandType == CMD_MERGE)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "MERGE not supported in WITH query");
    q->canSetTag = false;
    return q;
}

static void transform_cte(struct pstate *ps, PgQuery__CommonTableExpr *c, bool recursive)
{
    RAW_FIELDS(c, c->location, "ctename aliascolnames ctematerialized ctequery search_clause cycle_clause location");
    CommonTableExpr *cte = MAKE_NODE(ps->arena, CommonTableExpr);
    cte->ctename = c->ctename;
    cte->aliascolnames = raw_strings(ps->arena, c->aliascolnames, c->n_aliascolnames);
    cte->ctematerialized = c->ctematerialized == PG_QUERY__CTEMATERIALIZE__CTEMaterializeAlways  ? CTE_MATERIALIZE_ALWAYS
                           : c->ctematerialized == PG_QUERY__CTEMATERIALIZE__CTEMaterializeNever ? CTE_MATERIALIZE_NEVER
                                                                                                  : CTE_MATERIALIZE_DEFAULT;
    cte->location = c->location;
    cte->cterecursive = recursive && mentions_of(c->ctename, &c->ctequery->base).count > 0;
    if (cte->cterecursive) {
        check_recursion(c);
        ps->ctes = list_append(ps->arena, ps->ctes, cte); /* it sees itself */
    }
    struct search *search = search_begin(ps, cte, c);
    enum expr_kind kind = ps->kind;
    ps->kind = KIND_NONE;
    bool modifies = c->ctequery->node_case != PG_QUERY__NODE__NODE_SELECT_STMT;
    Query *q = modifies ? transform_modifying(ps, c, cte) : transform_sub_select(ps, c->ctequery, cte, false);
    ps->kind = kind;
    cte->ctequery = (Node *)q;
    set_columns(ps, cte, q);
    if (search != NULL)
        search_finish(ps, search);
    if (!cte->cterecursive)
        ps->ctes = list_append(ps->arena, ps->ctes, cte);
}

static bool names_any(const PgQuery__CommonTableExpr *c, PgQuery__CommonTableExpr *const *others, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (others[i] != c && mentions_of(others[i]->ctename, &c->ctequery->base).count > 0)
            return true;
    return false;
}

/* With RECURSIVE an item may name a later one: all of them, each behind those that it names. The first of those left that is ready changes places with the first of those left. */
static PgQuery__CommonTableExpr **sorted_ctes(struct arena *a, const PgQuery__WithClause *w)
{
    PgQuery__CommonTableExpr **sorted = ARENA_ARRAY(a, PgQuery__CommonTableExpr *, w->n_ctes);
    for (size_t i = 0; i < w->n_ctes; i++)
        sorted[i] = w->ctes[i]->common_table_expr;
    for (size_t i = 0; i < w->n_ctes; i++) {
        size_t ready = i;
        while (ready < w->n_ctes && names_any(sorted[ready], sorted + i, w->n_ctes - i))
            ready++;
        if (ready == w->n_ctes)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, sorted[i]->location, "mutual recursion between WITH items is not implemented");
        PgQuery__CommonTableExpr *first = sorted[i];
        sorted[i] = sorted[ready];
        sorted[ready] = first;
    }
    return sorted;
}

void transform_with(struct pstate *ps, PgQuery__WithClause *w, Query *q)
{
    RAW_FIELDS(w, w->location, "ctes recursive location");
    for (size_t i = 0; i < w->n_ctes; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(w->ctes[i]->common_table_expr->ctename, w->ctes[k]->common_table_expr->ctename) == 0)
                raise_at(ERR_DUPLICATE_ALIAS, w->ctes[i]->common_table_expr->location,
                         "WITH query name \"%s\" specified more than once", w->ctes[i]->common_table_expr->ctename);
    if (w->recursive) {
        PgQuery__CommonTableExpr **sorted = sorted_ctes(ps->arena, w);
        for (size_t i = 0; i < w->n_ctes; i++)
            transform_cte(ps, sorted[i], true);
    } else {
        for (size_t i = 0; i < w->n_ctes; i++) {
            ps->future_ctes = NULL;
            for (size_t k = i; k < w->n_ctes; k++)
                ps->future_ctes = list_append(ps->arena, ps->future_ctes, w->ctes[k]->common_table_expr->ctename);
            transform_cte(ps, w->ctes[i]->common_table_expr, false);
        }
        ps->future_ctes = NULL;
    }
    q->cteList = ps->ctes;
    FOREACH (CommonTableExpr, cte, ps->ctes)
        q->hasModifyingCTE |= ((const Query *)cte->ctequery)->commandType != CMD_SELECT;
    q->hasRecursive = w->recursive;
}
