/*
 * CREATE VIEW. The query is kept as text, in which what the catalog at hand decides is written out: relations with their
 * schemas, * as columns, NATURAL as USING. Names and types of the columns are the view's own from then on.
 */
#include "analyze/analyze_int.h"

#include <string.h>

#include "analyze/define_int.h"

/* ---- writing out what names mean ---- */

static PgQuery__Node *true_node(struct arena *a)
{
    PgQuery__Node *n = ARENA_NEW(a, PgQuery__Node);
    pg_query__node__init(n);
    n->node_case = PG_QUERY__NODE__NODE_A_CONST;
    n->a_const = ARENA_NEW(a, PgQuery__AConst);
    pg_query__a__const__init(n->a_const);
    n->a_const->val_case = PG_QUERY__A__CONST__VAL_BOOLVAL;
    n->a_const->boolval = ARENA_NEW(a, PgQuery__Boolean);
    pg_query__boolean__init(n->a_const->boolval);
    n->a_const->boolval->boolval = true;
    return n;
}

static PgQuery__Node **string_nodes(struct arena *a, const List *texts)
{
    PgQuery__Node **out = ARENA_ARRAY(a, PgQuery__Node *, list_length(texts) + 1);
    for (int i = 0; i < list_length(texts); i++)
        out[i] = raw_string_node(a, list_nth(texts, i));
    return out;
}

static int times_visible(const struct pstate *ps, const char *column)
{
    int n = 0;
    FOREACH (struct nsitem, item, ps->ns)
        for (int i = 0; i < item->ncols && item->cols_visible; i++)
            n += !item->cols[i].hidden && strcmp(item->cols[i].name, column) == 0;
    return n;
}

static bool names_item(const struct pstate *ps, const char *name)
{
    FOREACH (struct nsitem, item, ps->ns)
        if (item->refname != NULL && strcmp(item->refname, name) == 0)
            return true;
    FOREACH (struct nsitem, item, ps->ns)
        if (item->raw_join != NULL && item->raw_join->join_using_alias != NULL && strcmp(item->raw_join->join_using_alias->aliasname, name) == 0)
            return true;
    return false;
}

/*
 * The name of a join whose merged column v is:
 * SELECT * FROM a FULL JOIN b USING (x), c AS x is SELECT x_1.x, ... FROM a FULL JOIN b USING (x) AS x_1, c AS x
 */
static const char *name_join(struct pstate *ps, const Var *v, const char *column)
{
    FOREACH (struct nsitem, item, ps->ns) {
        PgQuery__JoinExpr *join = item->rtindex == v->varno ? item->raw_join : NULL;
        if (join == NULL)
            continue;
        if (join->join_using_alias == NULL) {
            const char *name = column;
            for (int i = 1; names_item(ps, name); i++)
                name = arena_printf(ps->arena, "%s_%d", column, i);
            join->join_using_alias = ARENA_NEW(ps->arena, PgQuery__Alias);
            pg_query__alias__init(join->join_using_alias);
            join->join_using_alias->aliasname = arena_strdup(ps->arena, name);
        }
        return join->join_using_alias->aliasname;
    }
    return NULL;
}

/* The name that a column of * can be called by: of an item, or, merged by a join, alone or the join's. */
static List *column_names(struct pstate *ps, const PgQuery__ColumnRef *star, const TargetEntry *t)
{
    const Var *v = (const Var *)t->expr;
    List *names = NULL;
    for (size_t i = 0; i + 1 < star->n_fields; i++)
        names = list_append(ps->arena, names, star->fields[i]->string->sval);
    FOREACH (struct nsitem, item, names == NULL ? ps->ns : NULL)
        for (int i = 0; i < item->ncols && names == NULL && IS_A(v, Var); i++)
            if (item->rel_visible && item->refname != NULL && item->cols[i].varno == v->varno && item->cols[i].varattno == v->varattno &&
                strcmp(item->cols[i].name, t->resname) == 0)
                names = list_append(ps->arena, names, (void *)(uintptr_t)item->refname);
    const char *join = names == NULL && IS_A(v, Var) && times_visible(ps, t->resname) > 1 ? name_join(ps, v, t->resname) : NULL;
    if (join != NULL)
        names = list_append(ps->arena, names, (void *)(uintptr_t)join);
    return list_append(ps->arena, names, (void *)(uintptr_t)t->resname);
}

static PgQuery__Node *res_target(struct arena *a, PgQuery__Node *val)
{
    PgQuery__Node *target = ARENA_NEW(a, PgQuery__Node);
    pg_query__node__init(target);
    target->node_case = PG_QUERY__NODE__NODE_RES_TARGET;
    target->res_target = ARENA_NEW(a, PgQuery__ResTarget);
    pg_query__res_target__init(target->res_target);
    target->res_target->val = val;
    target->res_target->location = -1;
    return target;
}

static PgQuery__Node *column_target(struct pstate *ps, const PgQuery__ColumnRef *star, const TargetEntry *t)
{
    struct arena *a = ps->arena;
    List *names = column_names(ps, star, t);
    PgQuery__Node *column = ARENA_NEW(a, PgQuery__Node);
    pg_query__node__init(column);
    column->node_case = PG_QUERY__NODE__NODE_COLUMN_REF;
    column->column_ref = ARENA_NEW(a, PgQuery__ColumnRef);
    pg_query__column_ref__init(column->column_ref);
    column->column_ref->n_fields = (size_t)list_length(names);
    column->column_ref->fields = string_nodes(a, names);
    column->column_ref->location = -1;
    return res_target(a, column);
}

/* (x).*, and what became of it */
struct expansion {
    const PgQuery__Node *raw;
    int n; /* columns */
};

void note_expansion(struct pstate *ps, const PgQuery__Node *raw, int n)
{
    if (!ps->an->fixing)
        return;
    struct expansion *x = ARENA_NEW(ps->arena, struct expansion);
    *x = (struct expansion){raw, n};
    ps->an->expansions = list_append(ps->arena, ps->an->expansions, x);
}

/* 0: raw is no (x).* */
static int times_expanded(const struct pstate *ps, const PgQuery__Node *raw)
{
    FOREACH (const struct expansion, x, ps->an->expansions)
        if (x->raw == raw)
            return x->n;
    return 0;
}

/* (x).name */
static PgQuery__Node *field_target(struct arena *a, const PgQuery__AIndirection *star, const TargetEntry *t)
{
    PgQuery__Node *field = ARENA_NEW(a, PgQuery__Node);
    pg_query__node__init(field);
    field->node_case = PG_QUERY__NODE__NODE_A_INDIRECTION;
    field->a_indirection = arena_memdup(a, star, sizeof *star);
    field->a_indirection->indirection = arena_memdup(a, star->indirection, star->n_indirection * sizeof *star->indirection);
    field->a_indirection->indirection[star->n_indirection - 1] = raw_string_node(a, t->resname);
    return res_target(a, field);
}

static const PgQuery__ColumnRef *star_of(const PgQuery__Node *target)
{
    const PgQuery__Node *n = target->res_target->val;
    bool star = n->node_case == PG_QUERY__NODE__NODE_COLUMN_REF &&
                n->column_ref->fields[n->column_ref->n_fields - 1]->node_case == PG_QUERY__NODE__NODE_A_STAR;
    return star ? n->column_ref : NULL;
}

/* What a star became are the entries that have its place in the text. */
void fix_targets(struct pstate *ps, PgQuery__SelectStmt *s, const List *targets)
{
    PgQuery__Node **out = ARENA_ARRAY(ps->arena, PgQuery__Node *, list_length(targets) + 1);
    size_t n = 0;
    if (!ps->an->fixing)
        return;
    for (size_t i = 0; i < s->n_target_list; i++) {
        const PgQuery__ColumnRef *star = star_of(s->target_list[i]);
        const PgQuery__Node *val = s->target_list[i]->res_target->val;
        int fields = times_expanded(ps, val);
        if (star == NULL && fields == 0)
            out[n++] = s->target_list[i];
        for (; fields > 0; fields--, n++)
            out[n] = field_target(ps->arena, val->a_indirection, list_nth(targets, (int)n));
        for (; star != NULL && n < (size_t)list_length(targets); n++) {
            const TargetEntry *t = list_nth(targets, (int)n);
            if (expr_location(t->expr) != star->location)
                break;
            out[n] = column_target(ps, star, t);
        }
    }
    s->target_list = out;
    s->n_target_list = n;
}

void fix_relation(struct pstate *ps, PgQuery__RangeVar *v, const struct relation *rel)
{
    if (!ps->an->fixing)
        return;
    v->catalogname = (char *)(uintptr_t)"";
    v->schemaname = (char *)(uintptr_t)rel->schema;
    v->relname = (char *)(uintptr_t)rel->name;
}

void fix_natural(struct pstate *ps, PgQuery__JoinExpr *join, const List *columns)
{
    if (!ps->an->fixing || !join->is_natural)
        return;
    join->is_natural = false;
    if (columns == NULL && join->jointype != PG_QUERY__JOIN_TYPE__JOIN_INNER)
        join->quals = true_node(ps->arena);
    join->n_using_clause = (size_t)list_length(columns);
    join->using_clause = string_nodes(ps->arena, columns);
}

struct literal {
    const Const *node; /* of unknown type */
    PgQuery__String *raw;
};

void note_literal(struct pstate *ps, const Const *node, PgQuery__String *raw)
{
    if (!ps->an->fixing)
        return;
    struct literal *l = ARENA_NEW(ps->arena, struct literal);
    *l = (struct literal){node, raw};
    ps->an->literals = list_append(ps->arena, ps->an->literals, l);
}

/* Is it a date or a time, or made of such? What its text says depends on TimeZone, DateStyle, IntervalStyle and the clock. */
static bool is_dated(Oid type)
{
    const struct type_info *t = type_get(type);
    while (t->elem != InvalidOid || t->base != InvalidOid)
        t = type_get(t->elem != InvalidOid ? t->elem : t->base);
    return t->category == 'D' || t->category == 'T';
}

static const char *fixed_text(struct arena *a, Oid type, Datum value)
{
    struct type_settings own = type_settings;
    struct strbuf b;
    strbuf_init(&b, a);
    type_settings.date_style = DATESTYLE_ISO;
    type_settings.interval_style = INTERVALSTYLE_POSTGRES;
    type_settings.timezone = NULL;
    GUARD {
        type_output(a, type, value, &b);
    } FINALLY {
        type_settings = own;
    } END_GUARD;
    return b.data;
}

/* WHERE at > 'today' is WHERE at > '2020-02-29 00:00:00+00' from then on. */
void fix_literal(struct pstate *ps, const Const *node, const Const *read)
{
    FOREACH (struct literal, l, ps->an->literals)
        if (l->node == node && is_dated(read->consttype))
            l->raw->sval = (char *)(uintptr_t)fixed_text(ps->arena, read->consttype, read->constvalue);
}

/* ---- what a query depends on ---- */

struct uses {
    struct arena *arena;
    List *queries; /* Query: from the outermost to the one at hand */
    List *found;   /* struct view_use */
};

static struct view_use *use_named(const List *uses, const struct relation *rel)
{
    bool temp = rel->collection != NULL && catalog_name_hidden(rel->collection);
    const char *name = temp ? rel->collection : rel->name;
    FOREACH (struct view_use, x, uses)
        if (strcmp(x->relation, name) == 0)
            return x;
    return NULL;
}

/* NULL: nothing says when a field comes or goes. */
static List *columns_seen(struct arena *a, const struct relation *rel)
{
    List *out = NULL;
    FOREACH (const struct column, c, rel->def != NULL ? rel->columns : NULL)
        if (!c->hidden && !c->is_path)
            out = list_append(a, out, arena_strdup(a, c->name));
    return out;
}

static struct view_use *use_of(struct uses *u, const struct relation *rel)
{
    struct view_use *x = use_named(u->found, rel);
    if (x != NULL)
        return x;
    x = ARENA_NEW(u->arena, struct view_use);
    x->relation = arena_strdup(u->arena, catalog_name_hidden(rel->collection != NULL ? rel->collection : "") ? rel->collection : rel->name);
    x->seen = columns_seen(u->arena, rel);
    u->found = list_append(u->arena, u->found, x);
    return x;
}

static bool is_named_relation(const RangeTblEntry *rte)
{
    return rte->relation != NULL && rte->relation->kind != REL_LOCAL;
}

static void use_column(struct uses *u, const struct relation *rel, int attno)
{
    struct view_use *x = use_of(u, rel);
    const struct column *c = attno > 0 ? relation_column_nth(rel, attno) : NULL;
    if (c == NULL)
        return;
    const char *name = c->is_path && c->path != NULL ? arena_strndup(u->arena, c->path, strcspn(c->path, ".")) : arena_strdup(u->arena, c->name);
    for (int i = 0; i < list_length(x->columns); i++)
        if (strcmp(list_nth(x->columns, i), name) == 0)
            return;
    x->columns = list_append(u->arena, x->columns, (void *)(uintptr_t)name);
}

static bool find_uses(Node *n, void *arg);

static void use_var(struct uses *u, const Var *v)
{
    int level = list_length(u->queries) - 1 - v->varlevelsup;
    const Query *q = level >= 0 ? list_nth(u->queries, level) : NULL;
    const RangeTblEntry *rte = q != NULL && v->varno <= list_length(q->rtable) ? list_nth(q->rtable, v->varno - 1) : NULL;
    if (rte == NULL)
        return;
    if (rte->rtekind == RTE_JOIN && v->varattno > 0 && v->varattno <= list_length(rte->joinaliasvars)) {
        struct uses at = *u;
        at.queries = list_copy(u->arena, u->queries);
        at.queries->length = level + 1;
        find_uses(list_nth(rte->joinaliasvars, v->varattno - 1), &at);
        u->found = at.found;
    } else if (is_named_relation(rte)) {
        use_column(u, rte->relation, v->varattno);
    }
}

static bool find_uses(Node *n, void *arg)
{
    struct uses *u = arg;
    if (IS_A(n, Query)) {
        u->queries = list_append(u->arena, u->queries, n);
        node_walk(n, find_uses, arg);
        u->queries->length--;
        return false;
    }
    if (IS_A(n, RangeTblEntry)) {
        RangeTblEntry *rte = (RangeTblEntry *)n;
        if (is_named_relation(rte))
            use_of(u, rte->relation);
        if (rte->rtekind == RTE_JOIN && rte->alias != NULL && rte->alias->colnames != NULL) /* they name columns by their places, so that none may go */
            FOREACH (Node, e, rte->joinaliasvars)
                find_uses(e, arg);
        bool own = rte->rtekind == RTE_JOIN || (rte->relation != NULL && rte->rtekind == RTE_SUBQUERY); /* a view's query is its own affair */
        return own ? false : node_walk(n, find_uses, arg);
    }
    if (IS_A(n, Var))
        use_var(u, (const Var *)n);
    return node_walk(n, find_uses, arg);
}

/* ---- what a view sees of a relation ---- */

static bool has_name(const List *names, const char *name)
{
    for (int i = 0; i < list_length(names); i++)
        if (strcmp(list_nth(names, i), name) == 0)
            return true;
    return false;
}

static bool has_column(const struct relation *rel, const char *name)
{
    FOREACH (const struct column, c, rel->columns)
        if (strcmp(c->name, name) == 0)
            return true;
    return false;
}

Alias *alias_as_was(struct pstate *ps, const struct relation *rel, Alias *alias)
{
    const struct view_use *u = alias != NULL && alias->colnames != NULL ? use_named(ps->an->uses, rel) : NULL;
    if (u == NULL || u->seen == NULL)
        return alias;
    Alias *out = node_copy(ps->arena, alias);
    out->colnames = NULL;
    for (int i = 0; i < list_length(alias->colnames); i++) {
        if (i >= list_length(u->seen) || has_column(rel, list_nth(u->seen, i)))
            out->colnames = list_append(ps->arena, out->colnames, list_nth(alias->colnames, i));
    }
    return out;
}

void see_as_was(struct pstate *ps, const struct relation *rel, struct nsitem *item)
{
    const struct view_use *u = use_named(ps->an->uses, rel);
    Alias *eref = item->rte->eref;
    for (int i = 0; u != NULL && u->seen != NULL && i < item->ncols; i++) {
        const struct column *c = relation_column_nth(rel, i + 1);
        if (c == NULL || c->hidden || has_name(u->seen, c->name))
            continue;
        item->cols[i].name = "";
        eref->colnames->items[i] = (void *)(uintptr_t)"";
        item->cols[i].hidden = HIDDEN_BEHIND;
    }
}

/* ---- CREATE VIEW ---- */

/* WITH LOCAL CHECK OPTION is WITH (check_option = local). */
static void say_check_option(struct arena *a, PgQuery__ViewStmt *v)
{
    static char name[] = "check_option", local[] = "local", cascaded[] = "cascaded";
    PgQuery__Node **options = ARENA_ARRAY(a, PgQuery__Node *, v->n_options + 1), *n = ARENA_NEW(a, PgQuery__Node);
    if (v->with_check_option <= PG_QUERY__VIEW_CHECK_OPTION__NO_CHECK_OPTION)
        return;
    for (size_t i = 0; i < v->n_options; i++)
        options[i] = v->options[i];
    pg_query__node__init(n);
    n->node_case = PG_QUERY__NODE__NODE_DEF_ELEM;
    n->def_elem = ARENA_NEW(a, PgQuery__DefElem);
    pg_query__def_elem__init(n->def_elem);
    n->def_elem->defname = name;
    n->def_elem->arg = raw_string_node(a, v->with_check_option == PG_QUERY__VIEW_CHECK_OPTION__LOCAL_CHECK_OPTION ? local : cascaded);
    options[v->n_options++] = n;
    v->options = options;
    v->with_check_option = PG_QUERY__VIEW_CHECK_OPTION__NO_CHECK_OPTION;
}

static bool has_option(const PgQuery__ViewStmt *v, const char *name)
{
    for (size_t i = 0; i < v->n_options; i++)
        if (strcmp(v->options[i]->def_elem->defname, name) == 0)
            return true;
    return false;
}

static Query *analyze_query(struct arena *a, struct catalog *c, const char *text, PgQuery__Node *select, bool fixing)
{
    struct analysis *an = ARENA_NEW(a, struct analysis);
    *an = (struct analysis){.arena = a, .catalog = c, .text = text, .fixing = fixing};
    if (select->node_case != PG_QUERY__NODE__NODE_SELECT_STMT)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_location(select), "a view must be a SELECT or VALUES");
    if (select->select_stmt->into_clause != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "views must not contain SELECT INTO");
    return transform_select(pstate_new(an, NULL), select->select_stmt);
}

static List *visible_targets(struct arena *a, const Query *q)
{
    List *out = NULL;
    FOREACH (TargetEntry, t, q->targetList)
        if (!t->resjunk)
            out = list_append(a, out, t);
    return out;
}

/* As it is kept, the query must mean what it means now. */
static void check_text(struct arena *a, struct catalog *c, const struct table_def *def)
{
    List *targets = def->view != NULL ? visible_targets(a, analyze_view_query(a, c, def)) : NULL;
    bool same = list_length(targets) == list_length(def->columns);
    for (int i = 0; same && i < list_length(targets); i++)
        same = expr_type(((TargetEntry *)list_nth(targets, i))->expr) == ((struct column_def *)list_nth(def->columns, i))->type;
    if (!same)
        raise(ERR_FEATURE_NOT_SUPPORTED, "this query cannot be kept as a view");
}

static struct column_def *view_column(struct arena *a, const char *name, const Node *e)
{
    struct column_def *c = ARENA_NEW(a, struct column_def);
    *c = (struct column_def){.name = name, .type = expr_type(e), .typmod = expr_typmod(e)};
    if (type_lookup(c->type) == NULL || ((c->type & TYPE_OF_ROWS) && (type_is_array(c->type) || type_shown(c->type) != c->type)))
        raise(ERR_FEATURE_NOT_SUPPORTED, "column \"%s\" of a view cannot have type %s", name, type_display(a, c->type));
    return c;
}

static void keep_query(struct arena *a, struct catalog *c, struct table_def *def, Query *q, PgQuery__Node *select)
{
    struct uses u = {.arena = a};
    find_uses((Node *)q, &u);
    def->uses = u.found;
    def->view = sql_statement_text(a, select);
    check_text(a, c, def);
}

bool query_is_mutable(const Query *q)
{
    return mutable_walker((Node *)(uintptr_t)q, NULL);
}

bool view_is_temporary(const struct table_def *def)
{
    FOREACH (const struct view_use, x, def->uses)
        if (catalog_name_hidden(x->relation))
            return true;
    return false;
}

Query *analyze_matview_query(struct arena *a, struct catalog *c, const struct raw_stmt *raw)
{
    Query *q = analyze_query(a, c, raw->text, raw->node->create_table_as_stmt->query, true);
    if (q->hasModifyingCTE)
        raise(ERR_FEATURE_NOT_SUPPORTED, "materialized views must not use data-modifying statements in WITH");
    struct uses u = {.arena = a};
    find_uses((Node *)q, &u);
    if (view_is_temporary(&(struct table_def){.uses = u.found}))
        raise(ERR_FEATURE_NOT_SUPPORTED, "materialized views must not use temporary tables or views");
    return q;
}

struct table_def *analyze_create_matview(struct arena *a, struct catalog *c, const struct raw_stmt *raw, Query *q)
{
    PgQuery__CreateTableAsStmt *s = raw->node->create_table_as_stmt;
    struct table_def *def = analyze_table_of(a, q, raw_strings(a, s->into->col_names, s->into->n_col_names));
    def->materialized = true;
    keep_query(a, c, def, q, s->query);
    return def;
}

Query *analyze_view_query(struct arena *a, struct catalog *c, const struct table_def *def)
{
    struct analysis *an = ARENA_NEW(a, struct analysis);
    *an = (struct analysis){.arena = a, .catalog = c, .text = def->view, .uses = def->uses};
    return analyze_stored_query(pstate_new(an, NULL), def->view);
}

void analyze_view_options(struct arena *a, struct catalog *c, struct table_def *def, PgQuery__Node *const *options, size_t n, bool reset)
{
    def->options = analyze_reloptions(a, options, n, RELOPTION_VIEW, def->options, reset);
    if (view_check_option(def->options) != 0)
        view_check_writable(analyze_view_query(a, c, def), def);
}

void analyze_view_storage(struct arena *a, struct table_def *def, const struct raw_stmt *raw)
{
    const PgQuery__ViewStmt *v = raw->node->view_stmt;
    struct table_storage storage = {.of = RELOPTION_VIEW, .options = v->options, .n_options = v->n_options};
    analyze_storage(a, def, &storage);
}

struct table_def *analyze_create_view(struct arena *a, struct catalog *c, const struct raw_stmt *raw)
{
    PgQuery__ViewStmt *v = raw->node->view_stmt;
    struct table_def *def = ARENA_NEW(a, struct table_def);
    RAW_FIELDS(v, raw_start(raw), "view aliases query replace options with_check_option");
    say_check_option(a, v);
    Query *q = analyze_query(a, c, raw->text, v->query, true);
    List *names = raw_strings(a, v->aliases, v->n_aliases), *targets = visible_targets(a, q);
    if (q->hasModifyingCTE)
        raise(ERR_FEATURE_NOT_SUPPORTED, "views must not contain data-modifying statements in WITH");
    if (q->hasForUpdate)
        raise(ERR_FEATURE_NOT_SUPPORTED, "FOR UPDATE in a view is not supported");
    FOREACH (TargetEntry, t, targets) {
        int i = FOREACH_INDEX(t, targets);
        struct column_def *column = view_column(a, i < list_length(names) ? list_nth(names, i) : t->resname, t->expr);
        if (!result_collation(a, q, i + 1, &column->collation))
            error_throw(error_hint(error_new(ERR_INDETERMINATE_COLLATION, "could not determine which collation to use for view column \"%s\"", column->name),
                                   "Use the COLLATE clause to set the collation explicitly."));
        def->columns = list_append(a, def->columns, column);
    }
    view_note_updatable(q, def);
    if (has_option(v, "check_option"))
        view_check_writable(q, def);
    if (list_length(names) > list_length(def->columns))
        raise(ERR_SYNTAX_ERROR, "CREATE VIEW specifies more column names than columns");
    keep_query(a, c, def, q, v->query);
    return def;
}
