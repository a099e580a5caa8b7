/* UNION, INTERSECT, EXCEPT: a tree of set operations over subqueries, all of whose columns get one type. */
#include "analyze/analyze_int.h"

#include <string.h>

static const char *op_words(int op)
{
    return op == SETOP_UNION ? "UNION" : op == SETOP_INTERSECT ? "INTERSECT" : "EXCEPT";
}

static SetOperationStmt *as_set_op(Node *n)
{
    return IS_A(n, SetOperationStmt) ? (SetOperationStmt *)n : NULL;
}

static Query *leaf_query(struct pstate *ps, Node *leaf)
{
    return ((RangeTblEntry *)list_nth(ps->rtable, ((RangeTblRef *)leaf)->rtindex - 1))->subquery;
}

/* The expressions that stand for a branch's columns when types are chosen: a leaf's own, else typed stand-ins. */
static List *branch_columns(struct pstate *ps, Node *branch)
{
    if (as_set_op(branch) != NULL)
        return as_set_op(branch)->standIns;
    List *out = NULL;
    FOREACH (TargetEntry, t, leaf_query(ps, branch)->targetList)
        if (!t->resjunk)
            out = list_append(ps->arena, out, t->expr);
    return out;
}

static struct side_column side_column(struct pstate *ps, Node *branch, int column)
{
    struct side_column c = {.e = list_nth(branch_columns(ps, branch), column)};
    if (as_set_op(branch) != NULL)
        c.known = ITEM_OID(list_nth(as_set_op(branch)->colCollations, column));
    else
        c.q = leaf_query(ps, branch);
    return c;
}

/* An error about the column points to the expression that gave it its type. */
static void add_stand_in(struct pstate *ps, SetOperationStmt *op, Oid type, int32_t typmod, const Node *which)
{
    SetToDefault *d = MAKE_NODE(ps->arena, SetToDefault);
    d->typeId = type;
    d->typeMod = typmod;
    d->location = expr_location(which);
    op->standIns = list_append(ps->arena, op->standIns, d);
}

/* SELECT c1::t1, ... FROM (q): what gives a branch other types. */
static Query *cast_columns(struct pstate *ps, Query *q, const List *types, const List *typmods)
{
    struct pstate *own = pstate_new(ps->an, ps);
    Alias *alias = MAKE_NODE(ps->arena, Alias);
    Query *out = MAKE_NODE(ps->arena, Query);
    alias->aliasname = CAST_LEAF;
    out->commandType = CMD_SELECT;
    out->limitOption = LIMIT_OPTION_COUNT;
    struct nsitem *item = ns_add_subquery(own, q, alias, false, true);
    RangeTblRef *ref = MAKE_NODE(ps->arena, RangeTblRef);
    ref->rtindex = item->rtindex;
    own->joinlist = list_make(ps->arena, 1, ref);
    for (int i = 0; i < item->ncols; i++) {
        Node *v = var_of(own, item, i, 0, -1);
        Node *e = coerce_to_target(own, v, expr_type(v), ITEM_OID(list_nth(types, i)), ITEM_INT(list_nth(typmods, i)),
                                   COERCION_IMPLICIT, COERCE_IMPLICIT_CAST, -1);
        out->targetList = list_append(ps->arena, out->targetList, make_target(ps->arena, e, i + 1, item->cols[i].name, false));
    }
    finish_query(own, out, NULL);
    return out;
}

/* References to outer queries are one level further away inside the cast. */
static bool deepen_walker(Node *n, void *arg)
{
    int *depth = arg;
    if (IS_A(n, Var) && ((Var *)n)->varlevelsup > *depth) {
        ((Var *)n)->varlevelsup++;
        return false;
    }
    if (IS_A(n, Aggref) && ((Aggref *)n)->agglevelsup > *depth)
        ((Aggref *)n)->agglevelsup++;
    if (IS_A(n, GroupingFunc) && ((GroupingFunc *)n)->agglevelsup > *depth)
        ((GroupingFunc *)n)->agglevelsup++;
    if (IS_A(n, RangeTblEntry) && ((RangeTblEntry *)n)->rtekind == RTE_CTE && ((RangeTblEntry *)n)->ctelevelsup > *depth)
        ((RangeTblEntry *)n)->ctelevelsup++;
    if (IS_A(n, Query)) {
        ++*depth;
        node_walk(n, deepen_walker, arg);
        --*depth;
        return false;
    }
    return node_walk(n, deepen_walker, arg);
}

void deepen_query(Query *q)
{
    int depth = 0;
    node_walk((Node *)q, deepen_walker, &depth);
}

/* A leaf's columns become types, in a query around it. */
static void convert_leaf(struct pstate *ps, Node *leaf, const List *types, const List *typmods)
{
    RangeTblEntry *rte = list_nth(ps->rtable, ((RangeTblRef *)leaf)->rtindex - 1);
    Query *q = rte->subquery;
    bool wrap = false;
    int i = 0;
    FOREACH (TargetEntry, t, q->targetList) {
        if (t->resjunk)
            continue;
        wrap |= expr_type(t->expr) != ITEM_OID(list_nth(types, i++));
    }
    if (wrap) {
        deepen_query(q);
        rte->subquery = cast_columns(ps, q, types, typmods);
    }
}

static Node *transform_tree(struct pstate *ps, PgQuery__SelectStmt *s, bool top);

/* The union of a recursive query: its first term says what the query's columns are. */
static void recursive_columns(struct pstate *ps, CommonTableExpr *cte, Node *left)
{
    List *cols = branch_columns(ps, left), *names = NULL;
    SetOperationStmt *op = as_set_op(left);
    Node *branch = left;
    while (op != NULL) {
        left = op->larg;
        op = as_set_op(left);
    }
    FOREACH (TargetEntry, t, leaf_query(ps, left)->targetList)
        if (!t->resjunk)
            names = list_append(ps->arena, names, (void *)(uintptr_t)t->resname);
    if (list_length(cte->aliascolnames) > list_length(names))
        raise_at(ERR_INVALID_COLUMN_REFERENCE, cte->location, "WITH query \"%s\" has %d columns available but %d columns specified",
                 cte->ctename, list_length(names), list_length(cte->aliascolnames));
    for (int i = 0; i < list_length(cols); i++) {
        Node *e = list_nth(cols, i);
        Oid type = expr_type(e);
        const void *name = i < list_length(cte->aliascolnames) ? list_nth(cte->aliascolnames, i) : list_nth(names, i);
        cte->ctecolnames = list_append(ps->arena, cte->ctecolnames, (void *)(uintptr_t)name);
        cte->ctecoltypes = list_append(ps->arena, cte->ctecoltypes, INT_ITEM(type == TYPE_unknown ? TYPE_text : type));
        cte->ctecoltypmods = list_append(ps->arena, cte->ctecoltypmods, INT_ITEM(expr_typmod(e)));
        struct side_column column = side_column(ps, branch, i);
        cte->colCollations = list_append(ps->arena, cte->colCollations, INT_ITEM(common_collation(ps, column, column, false)));
    }
}

static Node *transform_leaf(struct pstate *ps, PgQuery__SelectStmt *s)
{
    PgQuery__Node raw = PG_QUERY__NODE__INIT;
    raw.node_case = PG_QUERY__NODE__NODE_SELECT_STMT;
    raw.select_stmt = s;
    Query *q = transform_sub_select(ps, &raw, NULL, true);
    Alias *alias = MAKE_NODE(ps->arena, Alias);
    alias->aliasname = arena_printf(ps->arena, "*SELECT* %d", list_length(ps->rtable) + 1);
    struct nsitem *item = ns_add_subquery(ps, q, alias, false, false);
    RangeTblRef *ref = MAKE_NODE(ps->arena, RangeTblRef);
    ref->rtindex = item->rtindex;
    return (Node *)ref;
}

/* A leaf's literal is read as the type of the operation that it stands in, not of one further out. */
static void read_literal(struct pstate *ps, Node *branch, int column, Oid type)
{
    int i = 0;
    FOREACH (TargetEntry, t, as_set_op(branch) == NULL ? leaf_query(ps, branch)->targetList : NULL)
        if (!t->resjunk && i++ == column && expr_type(t->expr) == TYPE_unknown)
            t->expr = coerce_type(ps, t->expr, TYPE_unknown, type, -1, COERCION_IMPLICIT, COERCE_IMPLICIT_CAST, -1);
}

static void choose_types(struct pstate *ps, SetOperationStmt *op)
{
    List *l = branch_columns(ps, op->larg), *r = branch_columns(ps, op->rarg);
    const char *words = op_words(op->op);
    if (list_length(l) != list_length(r))
        raise_at(ERR_SYNTAX_ERROR, r != NULL ? expr_location(list_nth(r, 0)) : -1, "each %s query must have the same number of columns",
                 words);
    for (int i = 0; i < list_length(l); i++) {
        List *pair = list_make(ps->arena, 2, list_nth(l, i), list_nth(r, i));
        Node *which;
        Oid type = select_common_type(ps, pair, words, &which);
        for (int k = 0; k < 2; k++) {
            Oid t = expr_type(list_nth(pair, k));
            if (t != TYPE_unknown && !can_coerce(1, &t, &type, COERCION_IMPLICIT))
                raise_at(ERR_CANNOT_COERCE, expr_location(list_nth(pair, k)), "%s could not convert type %s to %s", words,
                         type_display(ps->arena, t), type_display(ps->arena, type));
            read_literal(ps, k == 0 ? op->larg : op->rarg, i, type);
        }
        op->colTypes = list_append(ps->arena, op->colTypes, INT_ITEM(type));
        op->colTypmods = list_append(ps->arena, op->colTypmods, INT_ITEM(select_common_typmod(pair, type)));
        op->colCollations = list_append(ps->arena, op->colCollations,
                                        INT_ITEM(common_collation(ps, side_column(ps, op->larg, i), side_column(ps, op->rarg, i), op->op != SETOP_UNION || !op->all)));
        add_stand_in(ps, op, type, select_common_typmod(pair, type), which);
        if (op->op == SETOP_UNION && op->all)
            continue;
        /* equality for each column; their places are the references */
        TargetEntry *t = make_target(ps->arena, (Node *)make_const(ps->arena, type, -1, 0, true), i + 1, NULL, false);
        SortGroupClause *c = make_group_clause(ps, t, list_make(ps->arena, 1, t), expr_location(which));
        c->tleSortGroupRef = 0;
        op->groupClauses = list_append(ps->arena, op->groupClauses, c);
    }
}

/* All branches of an operation have its types by now, or are leaves that are given them. */
static void spread_types(struct pstate *ps, Node *branch, const List *types, const List *typmods)
{
    SetOperationStmt *op = as_set_op(branch);
    if (op == NULL) {
        convert_leaf(ps, branch, types, typmods);
        return;
    }
    spread_types(ps, op->larg, op->colTypes, op->colTypmods);
    spread_types(ps, op->rarg, op->colTypes, op->colTypmods);
}

/* An operation inside another of other types becomes a subquery of its own, to be cast like any leaf. */
static Node *nested_as_leaf(struct pstate *ps, Node *branch, PgQuery__SelectStmt *raw, const List *types)
{
    SetOperationStmt *op = as_set_op(branch);
    bool same = true;
    for (int i = 0; op != NULL && i < list_length(types); i++)
        same &= list_nth(types, i) == list_nth(op->colTypes, i);
    return same ? branch : transform_leaf(ps, raw);
}

static Node *transform_tree(struct pstate *ps, PgQuery__SelectStmt *s, bool top)
{
    static const int ops[] = {-1, -1, SETOP_UNION, SETOP_INTERSECT, SETOP_EXCEPT};
    bool leaf = s->op == PG_QUERY__SET_OPERATION__SETOP_NONE ||
                (!top && (s->n_sort_clause > 0 || s->limit_offset != NULL || s->limit_count != NULL || s->n_locking_clause > 0 ||
                          s->with_clause != NULL));
    if (leaf)
        return transform_leaf(ps, s);
    RAW_FIELDS(s, -1,
               "op all larg rarg sort_clause limit_offset limit_count limit_option locking_clause with_clause into_clause");
    SetOperationStmt *op = MAKE_NODE(ps->arena, SetOperationStmt);
    op->op = ops[s->op];
    op->all = s->all;
    op->larg = transform_tree(ps, s->larg, false);
    CommonTableExpr *cte = top ? ps->parent_cte : NULL;
    if (cte != NULL && cte->cterecursive)
        recursive_columns(ps, cte, op->larg);
    op->rarg = transform_tree(ps, s->rarg, false);
    choose_types(ps, op);
    op->larg = nested_as_leaf(ps, op->larg, s->larg, op->colTypes);
    op->rarg = nested_as_leaf(ps, op->rarg, s->rarg, op->colTypes);
    return (Node *)op;
}

/* A recursive query's columns are collated as those of its first term. */
static void check_recursive_collation(const CommonTableExpr *cte, const SetOperationStmt *op, const List *firsts)
{
    for (int i = 0; i < list_length(op->colTypes); i++) {
        Oid first = ITEM_OID(list_nth(cte->colCollations, i)), all = ITEM_OID(list_nth(op->colCollations, i));
        if (first == all)
            continue;
        struct error *error = error_new(ERR_COLLATION_MISMATCH,
                                        "recursive query \"%s\" column %d has collation \"%s\" in non-recursive term but collation \"%s\" overall",
                                        cte->ctename, i + 1, collation_name(first), collation_name(all));
        error_hint(error, "Use the COLLATE clause to set the collation of the non-recursive term.");
        error_throw(error_at(error, expr_location(list_nth(firsts, i))));
    }
}

Query *transform_set_operation(struct pstate *ps, PgQuery__SelectStmt *s)
{
    struct arena *a = ps->arena;
    Query *q = MAKE_NODE(a, Query);
    if (s->into_clause != NULL)
        raise_at(ERR_SYNTAX_ERROR, s->into_clause->rel->location, "SELECT ... INTO is not allowed here");
    q->commandType = CMD_SELECT;
    q->canSetTag = true;
    if (s->with_clause != NULL)
        transform_with(ps, s->with_clause, q);
    SetOperationStmt *op = (SetOperationStmt *)transform_tree(ps, s, true);
    q->setOperations = (Node *)op;
    CommonTableExpr *cte = ps->parent_cte;
    List *firsts = cte != NULL && cte->cterecursive ? branch_columns(ps, op->larg) : NULL;
    spread_types(ps, (Node *)op, op->colTypes, op->colTypmods);
    for (int i = 0; cte != NULL && cte->cterecursive && i < list_length(op->colTypes); i++)
        if (list_nth(op->colTypes, i) != list_nth(cte->ctecoltypes, i) ||
            list_nth(op->colTypmods, i) != list_nth(cte->ctecoltypmods, i)) {
            struct error *e = error_new(ERR_DATATYPE_MISMATCH,
                                        "recursive query \"%s\" column %d has type %s in non-recursive term but type %s overall",
                                        cte->ctename, i + 1, type_format(a, ITEM_OID(list_nth(cte->ctecoltypes, i)), ITEM_INT(list_nth(cte->ctecoltypmods, i))),
                                        type_format(a, ITEM_OID(list_nth(op->colTypes, i)), ITEM_INT(list_nth(op->colTypmods, i))));
            error_hint(e, "Cast the output of the non-recursive term to the correct type.");
            error_throw(error_at(e, expr_location(list_nth(firsts, i))));
        }
    if (cte != NULL && cte->cterecursive)
        check_recursive_collation(cte, op, firsts);
    /* the leftmost query names the columns */
    Node *first = op->larg;
    while (as_set_op(first) != NULL)
        first = as_set_op(first)->larg;
    int varno = ((RangeTblRef *)first)->rtindex, i = 0;
    List *tlist = NULL, *names = NULL;
    FOREACH (TargetEntry, t, leaf_query(ps, first)->targetList)
        if (!t->resjunk)
            names = list_append(a, names, (void *)(uintptr_t)t->resname);
    struct nsitem *item = ARENA_NEW(a, struct nsitem);
    item->rte = list_nth(ps->rtable, varno - 1);
    item->ncols = list_length(names);
    item->cols = ARENA_ARRAY(a, struct nscolumn, item->ncols + 1);
    for (i = 0; i < item->ncols; i++) {
        item->cols[i] = (struct nscolumn){list_nth(names, i), varno, i + 1, ITEM_OID(list_nth(op->colTypes, i)),
                                          ITEM_INT(list_nth(op->colTypmods, i)), false};
        tlist = list_append(a, tlist, make_target(a, var_of(ps, item, i, 0, -1), i + 1, list_nth(names, i), false));
    }
    int width = list_length(tlist);
    List *ns = ps->ns;
    ps->ns = NULL;
    ns_put(ps, item, false, true);
    q->sortClause = transform_sort(ps, s->sort_clause, s->n_sort_clause, &tlist, KIND_ORDER_BY, false);
    if (list_length(tlist) > width) {
        struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "invalid UNION/INTERSECT/EXCEPT ORDER BY clause");
        error_detail(e, "Only result column names can be used, not expressions or functions.");
        error_hint(e, "Add the expression/function to every SELECT, or move the UNION into a FROM clause.");
        error_throw(error_at(e, expr_location(((TargetEntry *)list_nth(tlist, width))->expr)));
    }
    ps->ns = ns;
    transform_limits(ps, s, q);
    q->targetList = tlist;
    finish_query(ps, q, NULL);
    transform_lockings(ps, s, q);
    assign_collations(ps, q);
    return q;
}
