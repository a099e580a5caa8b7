/*
 * INSERT, UPDATE, DELETE. The Query's targetList has a value for each column that is written (resno: its attnum);
 * jointree tells which rows (INSERT: which are the source's), the target among them where rows are changed.
 */
#include "analyze/analyze_int.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/schema.h"
#include "types/user.h"

/* ---- the target ---- */

static _Noreturn void refuse_target(const struct relation *rel, const char *what)
{
    if (rel->kind == REL_LOCAL)
        raise(ERR_INSUFFICIENT_PRIVILEGE, "permission denied: \"%s\" is a system catalog", rel->name);
    if (rel->kind == REL_MATVIEW && strncmp(what, "copy", 4) == 0)
        raise(ERR_WRONG_OBJECT_TYPE, "cannot %s materialized view \"%s\"", what, rel->name);
    if (rel->kind == REL_MATVIEW)
        raise(ERR_WRONG_OBJECT_TYPE, "cannot change materialized view \"%s\"", rel->name);
    if (rel->kind == REL_VIEW && rel->def == NULL && rel->view != NULL)
        raise(ERR_WRONG_OBJECT_TYPE, "cannot %s sequence \"%s\"", what, rel->name);
    if (rel->kind == REL_VIEW && strcmp(what, "copy to") == 0)
        error_throw(error_hint(error_new(ERR_WRONG_OBJECT_TYPE, "cannot copy to view \"%s\"", rel->name),
                               "To enable copying to a view, provide an INSTEAD OF INSERT trigger."));
    if (rel->kind == REL_VIEW)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "cannot %s view \"%s\"", what, rel->name);
    raise(ERR_FEATURE_NOT_SUPPORTED, "cannot %s time series collection \"%s\"", what, rel->name);
}

struct relation *target_named(struct pstate *ps, PgQuery__RangeVar *v)
{
    RAW_FIELDS(v, v->location, "catalogname schemaname relname inh relpersistence alias location");
    return find_relation(ps, v); /* ONLY: nothing inherits */
}

void check_target(const struct relation *rel, const char *what)
{
    if (rel->kind != REL_COLLECTION)
        refuse_target(rel, what);
}

struct relation *analyze_target(struct pstate *ps, PgQuery__RangeVar *v, const char *what)
{
    struct relation *rel = target_named(ps, v);
    check_target(rel, what);
    return rel;
}

struct relation *analyze_index_target(struct pstate *ps, PgQuery__RangeVar *v)
{
    PgQuery__RangeVar unplaced = *v; /* PostgreSQL does not say where it stands */
    unplaced.location = -1;
    if (!is_empty(v->schemaname) && !catalog_schema_exists(ps->an->catalog, v->schemaname))
        raise(ERR_UNDEFINED_SCHEMA, "schema \"%s\" does not exist", v->schemaname);
    struct relation *rel = target_named(ps, &unplaced);
    if (rel->kind == REL_VIEW) {
        struct error *e = error_new(ERR_WRONG_OBJECT_TYPE, "cannot create index on relation \"%s\"", rel->name);
        bool sequence = rel->def == NULL && rel->view != NULL;
        error_throw(error_detail(e, "This operation is not supported for %s.", sequence ? "sequences" : "views"));
    }
    if (!relation_kind_indexed(rel->kind))
        refuse_target(rel, "create an index on");
    return rel;
}

static struct nsitem *add_target(struct pstate *ps, PgQuery__RangeVar *v, const char *what, Query *q)
{
    struct relation *rel = find_relation(ps, v);
    bool view = rel->kind == REL_VIEW && rel->view != NULL;
    struct nsitem *item = view ? view_target_item(ps, rel, make_alias(ps, v->alias), what)
                               : ns_add_relation(ps, analyze_target(ps, v, what), rel->name, make_alias(ps, v->alias), true);
    q->resultRelation = item->rtindex;
    q->canSetTag = true;
    return item;
}

static struct column *target_column(struct pstate *ps, struct relation *rel, const PgQuery__ResTarget *t)
{
    bool quoted = raw_quoted(ps->an->text, t->location, 0);
    const struct view_target *view = ps->view_target;
    struct column *c = view != NULL ? view_target_column(view, t->name, quoted) : relation_column(rel, t->name, quoted, t->location);
    if (c == NULL)
        raise_at(ERR_UNDEFINED_COLUMN, t->location, "column \"%s\" of relation \"%s\" does not exist", t->name,
                 view != NULL ? view->view->name : rel->name);
    return c;
}

static bool column_is_composite(const struct column *c)
{
    const struct user_type *t = user_type(c->type);
    return t != NULL && t->kind == 'c';
}

/*
 * SET address.city: a column of its own; the paths that lead nowhere are not made. used: how many names were fields. Of what is
 * declared as jsonb nobody looked at fields: there a name is a subscript.
 */
static struct column *path_target(struct pstate *ps, struct relation *rel, const PgQuery__ResTarget *t, size_t *used)
{
    struct column *c = target_column(ps, rel, t);
    view_target_check(ps, c, false);
    *used = 0;
    if (column_is_composite(c))
        return c;
    for (; *used < t->n_indirection && raw_string(t->indirection[*used]) != NULL; ++*used) {
        const char *field = raw_string(t->indirection[*used]);
        struct column *below = c->type == TYPE_jsonb && rel->source != NULL
                                   ? rel->source->path_column(rel->source, rel, c, field,
                                                              raw_quoted(ps->an->text, t->location, (int)*used + 1))
                                   : NULL;
        if (below == NULL && c->type != TYPE_jsonb)
            raise_at(ERR_DATATYPE_MISMATCH, t->location, "cannot assign to field \"%s\" of column \"%s\" because its type %s is not a composite type",
                     field, t->name, type_display(ps->arena, c->type));
        if (below == NULL && rel->def != NULL)
            break;
        if (below == NULL)
            raise_at(ERR_UNDEFINED_COLUMN, t->location, "cannot assign to field \"%s\" of column \"%s\" because there is no such column in data type %s",
                     field, t->name, type_display(ps->arena, c->type));
        c = below;
    }
    return c;
}

/* ---- values for columns ---- */

Node *coerce_assigned(struct pstate *ps, const struct column *c, Node *e)
{
    Oid type = expr_type(e);
    Node *out = coerce_to_target(ps, e, type, c->type, c->typmod, COERCION_ASSIGNMENT, COERCE_IMPLICIT_CAST, -1);
    if (out == NULL) {
        struct error *err = element_mismatch(ps, c, type);
        if (err == NULL)
            err = error_at(error_new(ERR_DATATYPE_MISMATCH, "column \"%s\" is of type %s but expression is of type %s", c->name,
                                     type_display(ps->arena, c->type), type_display(ps->arena, type)),
                           expr_location(e));
        error_throw(error_hint(err, "You will need to rewrite or cast the expression."));
    }
    return out;
}

static Node *new_objectid(struct pstate *ps)
{
    enum { GEN_OBJECTID = 16011 };
    FuncExpr *f = MAKE_NODE(ps->arena, FuncExpr);
    f->funcid = GEN_OBJECTID;
    f->funcresulttype = TYPE_objectid;
    f->location = -1;
    return (Node *)f;
}

/* The DEFAULT of the domain that it is of; NULL. */
static const char *domain_default(const struct column *c)
{
    const struct user_type *t = c->type >= TYPE_FIRST_USER ? user_type(c->type) : NULL;
    return t != NULL && t->kind == 'd' ? t->default_text : NULL;
}

/* A view's column has no DEFAULT but its domain's, which comes before that of the table's column. */
static bool of_view(const struct pstate *ps, const struct column *c)
{
    if (ps->view_target != NULL)
        FOREACH (struct column, own, ps->view_target->columns)
            if (own->attnum == c->attnum)
                return true;
    return false;
}

/* Of the views above it the highest's; top: of the one that is written to alone. NULL: none has one. */
static const char *view_default(const struct pstate *ps, const struct column *c, bool top)
{
    const char *text = NULL;
    FOREACH (struct view_default, d, ps->view_target != NULL ? ps->view_target->defaults : NULL)
        if (d->attnum == c->attnum && (d->top || !top))
            text = d->text;
    return text;
}

/* The table's own. */
static Node *table_default(struct pstate *ps, const struct column *c)
{
    if (c->default_text != NULL && (domain_default(c) == NULL || !of_view(ps, c)))
        return coerce_assigned(ps, c, analyze_stored_expr(ps, c->default_text, KIND_COLUMN_DEFAULT));
    if (c->type == TYPE_objectid && strcmp(c->path, "_id") == 0)
        return new_objectid(ps);
    const char *text = domain_default(c);
    if (type_get(c->type)->typtype != 'd' || c->generated != NULL) /* what is generated comes later */
        return (Node *)make_const(ps->arena, c->type, c->typmod, 0, true);
    Node *value = text != NULL ? analyze_stored_expr(ps, text, KIND_COLUMN_DEFAULT) : (Node *)make_const(ps->arena, TYPE_unknown, -1, 0, true);
    return coerce_assigned(ps, c, value);
}

static Node *default_value(struct pstate *ps, const struct column *c)
{
    const char *of_a_view = view_default(ps, c, false);
    return of_a_view != NULL ? coerce_assigned(ps, c, analyze_stored_expr(ps, of_a_view, KIND_COLUMN_DEFAULT)) : table_default(ps, c);
}

static bool is_default(const PgQuery__Node *raw)
{
    return raw->node_case == PG_QUERY__NODE__NODE_SET_TO_DEFAULT;
}

/* Two columns of a view may be one of the table's: that is seen when the view is put in. */
static void check_twice(const struct pstate *ps, const List *columns, const struct column *c, PgQuery__Node *const *items, const PgQuery__ResTarget *t)
{
    struct column *of = element_of(ps, c);
    FOREACH (struct column, other, columns) {
        bool same = other == (of != NULL ? of : c) || (of == NULL && element_of(ps, other) == c);
        if (same && (ps->view_target == NULL || strcasecmp(items[FOREACH_INDEX(other, columns)]->res_target->name, t->name) == 0))
            raise_at(ERR_DUPLICATE_COLUMN, t->location, "column \"%s\" specified more than once", t->name);
    }
}

/* ---- INSERT ---- */

/* Behind all that is wrong with the statement otherwise; of several columns the first one's. */
static void raise_late(struct analysis *an, int attnum, struct error *e)
{
    if (an->late == NULL || attnum < an->late_attnum) {
        an->late = e;
        an->late_attnum = attnum;
    }
}

/* Before what is wrong with any of them. */
static void raise_several(struct pstate *ps, const char *name)
{
    raise_late(ps->an, 0, error_new(ERR_SYNTAX_ERROR, "multiple assignments to same column \"%s\"", name));
}

/* Does a value that is given count? false: the column's own DEFAULT does, as OVERRIDING says. */
static bool takes_value(const struct pstate *ps, const struct column *c, const PgQuery__InsertStmt *s)
{
    if (element_of(ps, c) != NULL)
        c = element_of(ps, c);
    view_target_check(ps, c, true);
    if (c->generated != NULL)
        raise_late(ps->an, c->attnum, error_detail(error_new(ERR_GENERATED_ALWAYS, "cannot insert a non-DEFAULT value into column \"%s\"", c->name),
                                           "Column \"%s\" is a generated column.", c->name));
    if (c->identity == 0 || s->override == PG_QUERY__OVERRIDING_KIND__OVERRIDING_SYSTEM_VALUE)
        return true;
    if (s->override == PG_QUERY__OVERRIDING_KIND__OVERRIDING_USER_VALUE)
        return false;
    if (c->identity == 'd')
        return true;
    struct error *e = error_new(ERR_GENERATED_ALWAYS, "cannot insert a non-DEFAULT value into column \"%s\"", c->name);
    error_detail(e, "Column \"%s\" is an identity column defined as GENERATED ALWAYS.", c->name);
    raise_late(ps->an, c->attnum, error_hint(e, "Use OVERRIDING SYSTEM VALUE to override."));
    return true;
}

/* Of a column that is not given: a view's DEFAULT is to the table a value that is. */
static Node *missing_value(struct pstate *ps, const struct column *c, const PgQuery__InsertStmt *s)
{
    return view_default(ps, c, false) == NULL || takes_value(ps, c, s) ? default_value(ps, c) : table_default(ps, c);
}

List *insertable_columns(struct pstate *ps, const struct relation *rel)
{
    List *out = NULL;
    if (ps->view_target != NULL)
        return ps->view_target->columns;
    for (int i = 0; i < rel->nvisible; i++) {
        struct column *c = list_nth(rel->columns, i);
        if (!c->hidden)
            out = list_append(ps->arena, out, c);
    }
    return out;
}

/* The columns that are named, or all of them. */
List *insert_columns(struct pstate *ps, struct relation *rel, PgQuery__InsertStmt *s)
{
    List *out = NULL;
    for (size_t i = 0; i < s->n_cols; i++) {
        PgQuery__ResTarget *t = s->cols[i]->res_target;
        RAW_FIELDS(t, t->location, "name indirection location");
        struct column *c = target_column(ps, rel, t);
        if (t->n_indirection > 0 && raw_string(t->indirection[0]) != NULL && !column_is_composite(c))
            raise_at(ERR_FEATURE_NOT_SUPPORTED, t->location, "INSERT into a part of column \"%s\" is not supported", t->name);
        if (t->n_indirection > 0)
            c = element_target(ps, c, t->indirection, t->n_indirection, t->location);
        check_twice(ps, out, c, s->cols, t);
        out = list_append(ps->arena, out, c);
    }
    return s->n_cols > 0 ? out : insertable_columns(ps, rel);
}

static _Noreturn void raise_extra(int location)
{
    raise_at(ERR_SYNTAX_ERROR, location, "INSERT has more expressions than target columns");
}

static void check_width(const List *columns, int n, const PgQuery__InsertStmt *s, int extra_location)
{
    if (n > list_length(columns))
        raise_extra(extra_location);
    if (s->n_cols > 0 && n < list_length(columns))
        raise_at(ERR_SYNTAX_ERROR, s->cols[n]->res_target->location, "INSERT has more target columns than expressions");
}

List *insert_row(struct pstate *ps, const List *columns, PgQuery__Node *const *items, size_t n, const PgQuery__InsertStmt *s, enum expr_kind kind)
{
    List *row = NULL;
    check_width(columns, (int)n, s, n > (size_t)list_length(columns) ? raw_location(items[list_length(columns)]) : -1);
    Node **given = ARENA_ARRAY(ps->arena, Node *, n); /* all of them before any becomes its column's type, as PostgreSQL: which error comes */
    for (size_t k = 0; k < n; k++)
        given[k] = is_default(items[k]) ? NULL : transform_expr(ps, items[k], kind);
    for (size_t k = 0; k < n; k++) {
        const struct column *c = list_nth(columns, (int)k);
        if (given[k] == NULL)
            element_refuse_default(ps, c);
        Node *value = given[k] != NULL ? coerce_assigned(ps, c, given[k]) : missing_value(ps, c, s);
        row = list_append(ps->arena, row, given[k] == NULL || takes_value(ps, c, s) ? value : table_default(ps, c));
    }
    return row;
}

/* Each row's expressions become the columns' types one by one: there is no common type between rows. */
static List *insert_rows(struct pstate *ps, const List *columns, PgQuery__SelectStmt *v, const PgQuery__InsertStmt *s)
{
    List *rows = NULL;
    size_t width = v->values_lists[0]->list->n_items;
    for (size_t i = 0; i < v->n_values_lists; i++) {
        PgQuery__List *l = v->values_lists[i]->list;
        if (l->n_items != width)
            raise_at(ERR_SYNTAX_ERROR, raw_location(l->items[0]), "VALUES lists must all be the same length");
        List *row = insert_row(ps, columns, l->items, l->n_items, s, v->n_values_lists == 1 ? KIND_VALUES_SINGLE : KIND_VALUES);
        rows = list_append(ps->arena, rows, row);
    }
    return rows;
}

static void add_source(struct pstate *ps, const struct nsitem *item)
{
    RangeTblRef *ref = MAKE_NODE(ps->arena, RangeTblRef);
    ref->rtindex = item->rtindex;
    ps->joinlist = list_append(ps->arena, ps->joinlist, ref);
}

static List *values_source(struct pstate *ps, const List *columns, List *rows)
{
    struct arena *a = ps->arena;
    List *types = NULL, *typmods = NULL, *out = NULL;
    if (list_length(rows) == 1)
        return list_nth(rows, 0);
    for (int i = 0; i < list_length(list_nth(rows, 0)); i++) {
        const struct column *c = list_nth(columns, i);
        types = list_append(a, types, INT_ITEM(c->type));
        typmods = list_append(a, typmods, INT_ITEM(c->typmod));
    }
    struct nsitem *item = ns_add_values(ps, rows, types, typmods, NULL, false);
    add_source(ps, item);
    for (int i = 0; i < item->ncols; i++)
        out = list_append(a, out, var_of(ps, item, i, 0, -1));
    return out;
}

/* A literal of the SELECT's target list becomes the column's type, not text first; so does a parameter, there too. */
static List *select_source(struct pstate *ps, const List *columns, const PgQuery__InsertStmt *s)
{
    struct arena *a = ps->arena;
    List *out = NULL;
    Query *q = transform_sub_select(ps, s->select_stmt, NULL, true);
    struct nsitem *item = ns_add_subquery(ps, q, NULL, false, false);
    add_source(ps, item);
    int n = 0;
    FOREACH (TargetEntry, t, q->targetList) {
        if (t->resjunk)
            continue;
        if (n == list_length(columns))
            raise_extra(expr_location(t->expr));
        bool literal = expr_type(t->expr) == TYPE_unknown && (IS_A(t->expr, Const) || IS_A(t->expr, Param));
        Node *e = literal ? IS_A(t->expr, Param) ? t->expr : node_copy(a, t->expr) : var_of(ps, item, n, 0, expr_location(t->expr));
        const struct column *c = list_nth(columns, n++);
        e = coerce_assigned(ps, c, e);
        out = list_append(a, out, takes_value(ps, c, s) ? e : table_default(ps, c));
    }
    resolve_unknowns(ps, q->targetList);
    check_width(columns, n, s, -1);
    return out;
}

static bool is_plain_values(const PgQuery__SelectStmt *v)
{
    return v->n_values_lists > 0 && v->n_sort_clause == 0 && v->limit_count == NULL && v->limit_offset == NULL &&
           v->n_locking_clause == 0 && v->with_clause == NULL;
}

static List *insert_source(struct pstate *ps, const List *columns, PgQuery__InsertStmt *s)
{
    if (s->select_stmt == NULL)
        return NULL;
    PgQuery__SelectStmt *v = s->select_stmt->select_stmt;
    if (is_plain_values(v))
        return values_source(ps, columns, insert_rows(ps, columns, v, s));
    return select_source(ps, columns, s);
}

List *insert_targets(struct pstate *ps, struct relation *rel, const List *columns, const List *values, const PgQuery__InsertStmt *s)
{
    List *out = NULL;
    FOREACH (struct column, c, rel->columns) {
        Node *e = NULL, *whole = NULL;
        for (int i = 0; i < list_length(values); i++) {
            bool element = element_of(ps, list_nth(columns, i)) == c;
            if (!element && list_nth(columns, i) != c)
                continue;
            if (element ? whole != NULL : e != NULL)
                raise_several(ps, c->name);
            e = element ? element_assign(ps, list_nth(columns, i), e, list_nth(values, i)) : list_nth(values, i);
            whole = element ? whole : e;
        }
        if (c->is_path)
            continue;
        if (e == NULL)
            e = missing_value(ps, c, s);
        out = list_append(ps->arena, out, make_target(ps->arena, e, c->attnum, c->name, false));
    }
    return out;
}

static int by_name(const void *x, const void *y)
{
    return strcmp((*(struct table_check *const *)x)->name, (*(struct table_check *const *)y)->name);
}

/* In the order in which PostgreSQL looks at them. */
static struct table_check **checks_by_name(struct arena *a, const struct table_def *def)
{
    struct table_check **out = ARENA_ARRAY(a, struct table_check *, list_length(def->checks) + 1);
    FOREACH (struct table_check, c, def->checks)
        out[FOREACH_INDEX(c, def->checks)] = c;
    qsort(out, (size_t)list_length(def->checks), sizeof *out, by_name);
    return out;
}

void add_checks(struct pstate *ps, Query *q, struct nsitem *target)
{
    const struct table_def *def = target->rte->relation->def;
    List *ns = ps->ns;
    if (def == NULL)
        return;
    ps->ns = NULL;
    ns_put(ps, ps->view_target != NULL ? ps->view_target->plain : target, true, true);
    add_generated(ps, q, target->rte->relation);
    struct table_check **checks = checks_by_name(ps->arena, def);
    for (int i = 0; i < list_length(def->checks); i++) {
        const struct table_check *c = checks[i];
        Node *e = coerce_to_boolean(ps, analyze_stored_expr(ps, c->text, KIND_CHECK_CONSTRAINT), "CHECK");
        if (q->commandType != CMD_UPDATE || c->not_valid || writes_column(target->rte->relation, q->targetList, e))
            q->writeChecks = list_append(ps->arena, q->writeChecks,
                                         make_target(ps->arena, e, list_length(q->writeChecks) + 1, c->name, false));
    }
    ps->ns = ns;
}

static void transform_returning(struct pstate *ps, Query *q, struct nsitem *target, PgQuery__Node *const *items, size_t n)
{
    if (n == 0)
        return;
    if (target != NULL) {
        ps->ns = NULL;
        ns_put(ps, target, true, true);
    }
    q->returningList = transform_targetlist(ps, items, n, KIND_RETURNING);
    resolve_unknowns(ps, q->returningList);
    note_origins(ps, q->returningList);
}

static Query *transform_insert(struct pstate *ps, PgQuery__InsertStmt *s)
{
    Query *q = MAKE_NODE(ps->arena, Query);
    RAW_FIELDS(s, s->relation->location, "relation cols select_stmt on_conflict_clause returning_list with_clause override");
    q->commandType = CMD_INSERT;
    if (s->with_clause != NULL)
        transform_with(ps, s->with_clause, q);
    struct nsitem *target = add_target(ps, s->relation, "insert into", q);
    struct relation *rel = target->rte->relation;
    List *columns = insert_columns(ps, rel, s);
    List *values = insert_source(ps, columns, s);
    q->targetList = insert_targets(ps, rel, columns, values, s);
    add_checks(ps, q, target);
    if (s->on_conflict_clause != NULL)
        view_target_settle(ps); /* its index is looked for behind that */
    if (s->on_conflict_clause != NULL)
        q->onConflict = transform_on_conflict(ps, s->on_conflict_clause, target);
    transform_returning(ps, q, target, s->returning_list, s->n_returning_list);
    finish_query(ps, q, NULL);
    view_target_finish(ps, q);
    return q;
}

/* ---- UPDATE ---- */

static bool has_star(const PgQuery__RowExpr *row)
{
    for (size_t i = 0; i < row->n_args; i++)
        if (raw_has_star(row->args[i]))
            return true;
    return false;
}

/*
 * SET (a, b) = (1, 2): the one of the row that is this column's; NULL where it is *e already: a subquery's, or
 * of SET (a, b) = ROW(v.*)
 */
static PgQuery__Node *multi_assigned(struct pstate *ps, const PgQuery__ResTarget *t, Node **e)
{
    PgQuery__MultiAssignRef *m = t->val->multi_assign_ref;
    if (m->source->node_case == PG_QUERY__NODE__NODE_SUB_LINK && m->source->sub_link->sub_link_type == PG_QUERY__SUB_LINK_TYPE__EXPR_SUBLINK) {
        *e = assign_from_subquery(ps, m);
        return NULL;
    }
    if (m->source->node_case != PG_QUERY__NODE__NODE_ROW_EXPR)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_location(m->source), "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression");
    PgQuery__RowExpr *row = m->source->row_expr;
    bool star = has_star(row);
    List *values = star ? transform_expressions(ps, row->args, row->n_args, KIND_UPDATE_SOURCE) : NULL;
    if ((star ? (size_t)list_length(values) : row->n_args) != (size_t)m->ncolumns)
        raise_at(ERR_SYNTAX_ERROR, row->location, "number of columns does not match number of values");
    *e = star ? list_nth(values, m->colno - 1) : NULL;
    return star ? NULL : row->args[m->colno - 1];
}

/* The assignment to the same column before this one; only elements may be assigned to twice. */
static TargetEntry *assigned_before(struct pstate *ps, const List *columns, const List *targets, const struct column *c,
                                    const char *name)
{
    TargetEntry *before = NULL;
    for (int i = 0; i < list_length(columns); i++) {
        const struct column *other = list_nth(columns, i);
        if (!path_overlaps(other->path, c->path))
            continue;
        before = element_of(ps, c) != NULL && element_of(ps, c) == element_of(ps, other) ? list_nth(targets, i) : NULL;
        if (before == NULL)
            raise_several(ps, name);
    }
    return before;
}

/* What is assigned, before columns are looked for, as PostgreSQL: which error comes. NULL: DEFAULT. */
static Node **update_sources(struct pstate *ps, PgQuery__Node *const *items, size_t n)
{
    Node **out = ARENA_ARRAY(ps->arena, Node *, n);
    for (size_t i = 0; i < n; i++) {
        PgQuery__ResTarget *t = items[i]->res_target;
        RAW_FIELDS(t, t->location, "name indirection val location");
        PgQuery__Node *val = t->val->node_case == PG_QUERY__NODE__NODE_MULTI_ASSIGN_REF ? multi_assigned(ps, t, &out[i]) : t->val;
        if (val != NULL && !is_default(val))
            out[i] = transform_expr(ps, val, KIND_UPDATE_SOURCE);
    }
    return out;
}

static int by_column(const void *x, const void *y)
{
    return (*(TargetEntry *const *)x)->resno - (*(TargetEntry *const *)y)->resno;
}

List *update_targets(struct pstate *ps, struct nsitem *target, PgQuery__Node *const *items, size_t n)
{
    List *out = NULL, *columns = NULL, *all = NULL;
    Node **given = update_sources(ps, items, n);
    for (size_t i = 0; i < n; i++) {
        PgQuery__ResTarget *t = items[i]->res_target;
        size_t fields;
        struct column *whole = path_target(ps, target->rte->relation, t, &fields), *c = whole;
        if (strcmp(c->path, "_id") == 0)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, t->location, "column \"%s\" cannot be changed: MongoDB's documents keep their _id", c->name);
        if (fields < t->n_indirection)
            c = element_target(ps, whole, t->indirection + fields, t->n_indirection - fields, t->location);
        TargetEntry *entry = assigned_before(ps, columns, all, c, fields == 0 ? whole->name : t->name);
        columns = list_append(ps->arena, columns, c);
        Node *e = given[i];
        if (e == NULL && c == whole && of_view(ps, c))
            e = domain_default(c) != NULL || view_default(ps, c, true) != NULL ? default_value(ps, c) : (Node *)make_const(ps->arena, TYPE_unknown, -1, 0, true);
        if ((whole->identity == 'a' || whole->generated != NULL) && e != NULL)
            raise_late(ps->an, whole->attnum, error_detail(error_new(ERR_GENERATED_ALWAYS, "column \"%s\" can only be updated to DEFAULT", c->name),
                                                   whole->generated != NULL ? "Column \"%s\" is a generated column."
                                                                            : "Column \"%s\" is an identity column defined as GENERATED ALWAYS.",
                                                   c->name));
        if (e == NULL)
            element_refuse_default(ps, c);
        e = e != NULL ? coerce_assigned(ps, c, e) : default_value(ps, c);
        if (c != whole) {
            Node *old = (Node *)make_var(ps->arena, target->rtindex, whole->attnum, whole->type, whole->typmod, 0);
            e = element_assign(ps, c, entry != NULL ? entry->expr : old, e);
        }
        if (entry != NULL) {
            entry->expr = e;
        } else {
            entry = make_target(ps->arena, e, whole->attnum, whole->name, false);
            out = list_append(ps->arena, out, entry);
        }
        all = list_append(ps->arena, all, entry);
    }
    if (out != NULL)
        qsort(out->items, (size_t)out->length, sizeof *out->items, by_column); /* they are computed in this order */
    return generated_targets(ps, target, out);
}

static void from_target(struct pstate *ps, struct nsitem *target, PgQuery__Node *const *items, size_t n)
{
    add_source(ps, target);
    ns_put(ps, target, true, true);
    target->is_target = target->lateral_only = true; /* FROM is no place for it, not even behind LATERAL */
    target->lateral_ok = false;
    transform_from(ps, items, n);
}

/* WHERE, or WHERE CURRENT OF a cursor. */
static Node *where_target(struct pstate *ps, const struct nsitem *target, PgQuery__Node *raw)
{
    if (raw == NULL || raw->node_case != PG_QUERY__NODE__NODE_CURRENT_OF_EXPR)
        return transform_where(ps, raw, KIND_WHERE, "WHERE");
    view_target_settle(ps);
    CurrentOfExpr *e = MAKE_NODE(ps->arena, CurrentOfExpr);
    struct relation *rel = target->rte->relation;
    const struct column *id = schema_rowid(rel);
    e->identity = (Node *)make_var(ps->arena, target->rtindex, id->attnum, id->type, id->typmod, 0);
    e->cursor_name = raw->current_of_expr->cursor_name;
    e->relation = rel;
    return (Node *)e;
}

static void current_of_table(const struct pstate *ps, const Node *where)
{
    if (ps->view_target != NULL && where != NULL && IS_A(where, CurrentOfExpr))
        raise(ERR_FEATURE_NOT_SUPPORTED, "WHERE CURRENT OF on a view is not implemented");
}

static Query *transform_update(struct pstate *ps, PgQuery__UpdateStmt *s)
{
    Query *q = MAKE_NODE(ps->arena, Query);
    RAW_FIELDS(s, s->relation->location, "relation target_list where_clause from_clause returning_list with_clause");
    q->commandType = CMD_UPDATE;
    if (s->with_clause != NULL)
        transform_with(ps, s->with_clause, q);
    struct nsitem *target = add_target(ps, s->relation, "update", q);
    from_target(ps, target, s->from_clause, s->n_from_clause);
    Node *where = where_target(ps, target, s->where_clause);
    q->targetList = update_targets(ps, target, s->target_list, s->n_target_list);
    add_checks(ps, q, target);
    transform_returning(ps, q, NULL, s->returning_list, s->n_returning_list);
    current_of_table(ps, where);
    finish_query(ps, q, where);
    view_target_finish(ps, q);
    return q;
}

/* ---- DELETE ---- */

static Query *transform_delete(struct pstate *ps, PgQuery__DeleteStmt *s)
{
    Query *q = MAKE_NODE(ps->arena, Query);
    RAW_FIELDS(s, s->relation->location, "relation using_clause where_clause returning_list with_clause");
    q->commandType = CMD_DELETE;
    if (s->with_clause != NULL)
        transform_with(ps, s->with_clause, q);
    struct nsitem *target = add_target(ps, s->relation, "delete from", q);
    from_target(ps, target, s->using_clause, s->n_using_clause);
    Node *where = where_target(ps, target, s->where_clause);
    transform_returning(ps, q, NULL, s->returning_list, s->n_returning_list);
    current_of_table(ps, where);
    finish_query(ps, q, where);
    view_target_finish(ps, q);
    return q;
}

static Query *transform_kind(struct pstate *ps, PgQuery__Node *raw)
{
    switch (raw->node_case) {
    case PG_QUERY__NODE__NODE_INSERT_STMT: return transform_insert(ps, raw->insert_stmt);
    case PG_QUERY__NODE__NODE_UPDATE_STMT: return transform_update(ps, raw->update_stmt);
    case PG_QUERY__NODE__NODE_MERGE_STMT: return transform_merge(ps, raw->merge_stmt);
    case PG_QUERY__NODE__NODE_DELETE_STMT: return transform_delete(ps, raw->delete_stmt);
    default: return NULL;
    }
}

Query *transform_modify(struct pstate *ps, PgQuery__Node *raw)
{
    Query *q = transform_kind(ps, raw);
    if (q != NULL)
        assign_collations(ps, q);
    return q;
}
