/* FROM: relations, subqueries, functions, joins; the namespace that they make. */
#include "analyze/analyze_int.h"

#include <string.h>
#include <strings.h>

#include "catalog/system.h"
#include "types/user.h"

Alias *make_alias(struct pstate *ps, const PgQuery__Alias *raw)
{
    if (raw == NULL)
        return NULL;
    Alias *al = MAKE_NODE(ps->arena, Alias);
    al->aliasname = raw->aliasname;
    al->colnames = raw_strings(ps->arena, raw->colnames, raw->n_colnames);
    return al;
}

void rte_set_eref(struct pstate *ps, RangeTblEntry *rte, const char *name, List *colnames, List *hidden, Alias *alias, const char *what)
{
    Alias *eref = MAKE_NODE(ps->arena, Alias);
    eref->aliasname = alias != NULL && alias->aliasname != NULL ? alias->aliasname : name;
    int n = alias != NULL ? list_length(alias->colnames) : 0, named = 0;
    for (int i = 0; i < list_length(colnames); i++) {
        bool unseen = hidden != NULL && ITEM_INT(list_nth(hidden, i)) != 0;
        bool renamed = !unseen && named < n;
        eref->colnames = list_append(ps->arena, eref->colnames, renamed ? list_nth(alias->colnames, named) : list_nth(colnames, i));
        named += !unseen;
    }
    if (n > named)
        raise(ERR_INVALID_COLUMN_REFERENCE, "%s \"%s\" has %d columns available but %d columns specified", what, eref->aliasname, named, n);
    rte->alias = alias;
    rte->eref = eref;
}

struct nsitem *ns_make(struct pstate *ps, RangeTblEntry *rte, List *types, List *typmods)
{
    ps->rtable = list_append(ps->arena, ps->rtable, rte);
    struct nsitem *item = ARENA_NEW(ps->arena, struct nsitem);
    item->rte = rte;
    item->rtindex = list_length(ps->rtable);
    item->refname = rte->eref->aliasname;
    item->ncols = list_length(rte->eref->colnames);
    item->cols = ARENA_ARRAY(ps->arena, struct nscolumn, item->ncols + 1);
    for (int i = 0; i < item->ncols; i++)
        item->cols[i] = (struct nscolumn){.name = list_nth(rte->eref->colnames, i),
                                          .varno = item->rtindex,
                                          .varattno = i + 1,
                                          .type = ITEM_OID(list_nth(types, i)),
                                          .typmod = ITEM_INT(list_nth(typmods, i))};
    return item;
}

void ns_put(struct pstate *ps, struct nsitem *item, bool rel, bool cols)
{
    item->rel_visible = rel;
    item->cols_visible = cols;
    item->lateral_only = false;
    item->lateral_ok = true;
    ps->ns = list_append(ps->arena, ps->ns, item);
}

struct nsitem *ns_add_relation(struct pstate *ps, struct relation *rel, const char *name, Alias *alias, bool in_from)
{
    RangeTblEntry *rte = MAKE_NODE(ps->arena, RangeTblEntry);
    List *names = NULL, *types = NULL, *typmods = NULL, *hidden = NULL;
    rte->rtekind = RTE_RELATION;
    rte->relation = rel;
    rte->inFromCl = in_from;
    ps->an->has_collate |= relation_may_conflict(rel);
    for (int i = 0; i < rel->nvisible; i++) {
        const struct column *c = list_nth(rel->columns, i);
        names = list_append(ps->arena, names, (void *)(uintptr_t)c->name);
        types = list_append(ps->arena, types, INT_ITEM(c->type));
        typmods = list_append(ps->arena, typmods, INT_ITEM(c->typmod));
        hidden = list_append(ps->arena, hidden, INT_ITEM(c->hidden));
    }
    rte_set_eref(ps, rte, name, names, hidden, alias, "table");
    struct nsitem *item = ns_make(ps, rte, types, typmods);
    for (int i = 0; i < item->ncols; i++)
        item->cols[i].hidden = ((const struct column *)list_nth(rel->columns, i))->hidden ? HIDDEN_BEHIND : NOT_HIDDEN;
    return item;
}

static void query_columns(struct pstate *ps, const Query *q, List **names, List **types, List **typmods)
{
    FOREACH (TargetEntry, t, q->targetList) {
        if (t->resjunk)
            continue;
        *names = list_append(ps->arena, *names, (void *)(uintptr_t)(t->resname != NULL ? t->resname : "?column?"));
        *types = list_append(ps->arena, *types, INT_ITEM(expr_type(t->expr)));
        *typmods = list_append(ps->arena, *typmods, INT_ITEM(expr_typmod(t->expr)));
    }
}

struct nsitem *ns_add_subquery(struct pstate *ps, Query *q, Alias *alias, bool lateral, bool in_from)
{
    RangeTblEntry *rte = MAKE_NODE(ps->arena, RangeTblEntry);
    List *names = NULL, *types = NULL, *typmods = NULL;
    rte->rtekind = RTE_SUBQUERY;
    rte->subquery = q;
    rte->lateral = lateral;
    rte->inFromCl = in_from;
    query_columns(ps, q, &names, &types, &typmods);
    rte_set_eref(ps, rte, "unnamed_subquery", names, NULL, alias, "table");
    return ns_make(ps, rte, types, typmods);
}

struct nsitem *ns_add_values(struct pstate *ps, List *lists, List *types, List *typmods, Alias *alias, bool lateral)
{
    RangeTblEntry *rte = MAKE_NODE(ps->arena, RangeTblEntry);
    List *names = NULL;
    rte->rtekind = RTE_VALUES;
    rte->values_lists = lists;
    rte->coltypes = types;
    rte->coltypmods = typmods;
    rte->lateral = lateral;
    rte->inFromCl = true;
    for (int i = 0; i < list_length(types); i++)
        names = list_append(ps->arena, names, arena_printf(ps->arena, "column%d", i + 1));
    rte_set_eref(ps, rte, "*VALUES*", names, NULL, alias, "VALUES lists");
    return ns_make(ps, rte, types, typmods);
}

CommonTableExpr *find_cte(struct pstate *ps, const char *name, int *levelsup)
{
    for (*levelsup = 0; ps != NULL; ps = ps->parent, ++*levelsup)
        FOREACH (CommonTableExpr, cte, ps->ctes)
            if (strcmp(cte->ctename, name) == 0)
                return cte;
    return NULL;
}

struct nsitem *ns_add_cte(struct pstate *ps, CommonTableExpr *cte, int levelsup, Alias *alias, int location)
{
    RangeTblEntry *rte = MAKE_NODE(ps->arena, RangeTblEntry);
    rte->rtekind = RTE_CTE;
    rte->ctename = cte->ctename;
    rte->ctelevelsup = levelsup;
    rte->inFromCl = true;
    rte->self_reference = cte->ctequery == NULL || !IS_A(cte->ctequery, Query);
    if (rte->self_reference && !cte->cterecursive)
        raise_at(ERR_UNDEFINED_TABLE, location, "relation \"%s\" does not exist", cte->ctename);
    if (rte->self_reference && cte->ctecoltypes == NULL)
        raise_at(ERR_INVALID_RECURSION, location,
                 "recursive reference to query \"%s\" must not appear within its non-recursive term", cte->ctename);
    const Query *made = rte->self_reference ? NULL : (const Query *)cte->ctequery;
    if (made != NULL && made->commandType != CMD_SELECT && made->returningList == NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "WITH query \"%s\" does not have a RETURNING clause", cte->ctename);
    cte->cterefcount += !rte->self_reference; /* where nobody else names it, it is not planned */
    rte_set_eref(ps, rte, cte->ctename, cte->ctecolnames, NULL, alias, "table");
    rte->coltypes = list_concat(ps->arena, list_copy(ps->arena, cte->ctecoltypes), cte->extracoltypes);
    rte->coltypmods = list_concat(ps->arena, list_copy(ps->arena, cte->ctecoltypmods), cte->extracoltypmods);
    rte->eref->colnames = list_concat(ps->arena, rte->eref->colnames, cte->extracolnames);
    struct nsitem *item = ns_make(ps, rte, rte->coltypes, rte->coltypmods);
    for (int i = list_length(cte->ctecolnames); i < item->ncols; i++)
        item->cols[i].hidden = levelsup > 0 ? HIDDEN_FROM_STAR : NOT_HIDDEN; /* further in than the WITH, * has not the columns of SEARCH and CYCLE */
    return item;
}

/* ---- relations ---- */

/* An unquoted name finds a collection that differs in case, when only one does. */
static struct relation *lookup_relation(struct pstate *ps, PgQuery__RangeVar *v)
{
    struct catalog *c = ps->an->catalog;
    const char *db = is_empty(v->catalogname) ? NULL : v->catalogname, *schema = is_empty(v->schemaname) ? NULL : v->schemaname;
    struct relation *rel = NULL;
    TRY {
        rel = catalog_lookup(c, db, schema, v->relname);
    }
    CATCH (e) {
        error_throw(e->position < 0 ? error_at(e, v->location) : e);
    }
    END_TRY;
    int nth = (db != NULL) + (schema != NULL);
    if (rel != NULL || c->source == NULL || (schema != NULL && strcmp(schema, "public") != 0) ||
        raw_quoted(ps->an->text, v->location, nth))
        return rel;
    const char *found = NULL;
    List *names = c->source->names(c->source, ps->arena, c->database, NULL);
    FOREACH (struct relation_name, n, names) {
        if (strcasecmp(n->name, v->relname) != 0 || catalog_name_hidden(n->name))
            continue;
        if (found != NULL)
            raise_at(ERR_AMBIGUOUS_ALIAS, v->location, "table reference \"%s\" is ambiguous", v->relname);
        found = n->name;
    }
    return found != NULL ? catalog_lookup(c, db, schema, found) : NULL;
}

/* Asked for where there is nothing else of that name: it takes a look at all tables. */
static bool is_index(struct pstate *ps, const PgQuery__RangeVar *v)
{
    struct catalog *c = ps->an->catalog;
    bool plain = is_empty(v->schemaname), temp = plain || schema_is_temp(v->schemaname), shared = plain || strcmp(v->schemaname, "public") == 0;
    return is_empty(v->catalogname) && ((temp && catalog_index_table(c, ps->arena, v->relname, true) != NULL) ||
                                        (shared && catalog_index_table(c, ps->arena, v->relname, false) != NULL));
}

struct relation *find_relation(struct pstate *ps, PgQuery__RangeVar *v)
{
    struct relation *rel = lookup_relation(ps, v);
    struct error *e;
    if (rel == NULL && (is_empty(v->schemaname) || strcmp(v->schemaname, "public") == 0))
        rel = sequence_relation(ps->an->catalog, v->relname);
    if (rel != NULL)
        return rel;
    const struct type_info *type = is_empty(v->schemaname) || strcmp(v->schemaname, "public") == 0 ? type_by_name(v->relname) : NULL;
    if (type != NULL && type->typtype == 'c')
        raise_at(ERR_WRONG_OBJECT_TYPE, v->location, "\"%s\" is a composite type", v->relname);
    if (is_index(ps, v))
        raise_at(ERR_WRONG_OBJECT_TYPE, v->location, "\"%s\" is an index", v->relname);
    if (!is_empty(v->schemaname))
        e = error_new(ERR_UNDEFINED_TABLE, "relation \"%s.%s\" does not exist", v->schemaname, v->relname);
    else
        e = error_new(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", v->relname);
    for (struct pstate *p = ps; p != NULL; p = p->parent)
        for (int i = 0; i < list_length(p->future_ctes); i++)
            if (strcmp(list_nth(p->future_ctes, i), v->relname) == 0) {
                error_detail(e, "There is a WITH item named \"%s\", but it cannot be referenced from this part of the query.",
                             v->relname);
                error_hint(e, "Use WITH RECURSIVE, or re-order the WITH items to remove forward references.");
            }
    error_throw(error_at(e, v->location));
}

/* A view is the query that it stands for, its columns with their own names and types. */
static struct nsitem *from_view(struct pstate *ps, struct relation *rel, Alias *alias)
{
    struct analysis *an = ARENA_NEW(ps->arena, struct analysis);
    FOREACH (struct relation, other, ps->an->views)
        if (other == rel)
            raise(ERR_INVALID_OBJECT_DEFINITION, "infinite recursion detected in rules for relation \"%s\"", rel->name);
    *an = (struct analysis){.arena = ps->arena, .catalog = ps->an->catalog, .text = rel->view, .uses = rel->def != NULL ? rel->def->uses : NULL};
    an->views = list_append(ps->arena, list_copy(ps->arena, ps->an->views), rel);
    Query *q = analyze_stored_query(pstate_new(an, NULL), rel->view);
    ps->an->has_collate |= an->has_collate;
    int i = 0;
    FOREACH (TargetEntry, t, q->targetList) {
        if (t->resjunk)
            continue;
        const struct column *c = list_nth(rel->columns, i++);
        t->resname = c->name;
        t->expr = coerce_to_column(ps, t->expr, c->type, c->typmod);
    }
    struct nsitem *item = ns_add_subquery(ps, q, alias, false, true);
    item->rte->relation = rel;
    if (alias == NULL)
        item->refname = item->rte->eref->aliasname = rel->name;
    return item;
}

static struct nsitem *from_relation(struct pstate *ps, PgQuery__RangeVar *v)
{
    RAW_FIELDS(v, v->location, "catalogname schemaname relname inh relpersistence alias location");
    Alias *alias = make_alias(ps, v->alias);
    if (is_empty(v->schemaname) && is_empty(v->catalogname)) {
        int levelsup;
        CommonTableExpr *cte = find_cte(ps, v->relname, &levelsup);
        if (cte != NULL)
            return ns_add_cte(ps, cte, levelsup, alias, v->location);
    }
    struct relation *rel = find_relation(ps, v);
    fix_relation(ps, v, rel);
    alias = alias_as_was(ps, rel, alias);
    struct nsitem *item = rel->view != NULL ? from_view(ps, rel, alias) : ns_add_relation(ps, rel, rel->name, alias, true);
    item->rte->only = !v->inh; /* said, but no table inherits */
    see_as_was(ps, rel, item);
    return item;
}

/* ---- subqueries ---- */

static struct nsitem *from_subselect(struct pstate *ps, PgQuery__RangeSubselect *s)
{
    RAW_FIELDS(s, -1, "lateral subquery alias");
    if (s->alias == NULL) {
        bool values = s->subquery->node_case == PG_QUERY__NODE__NODE_SELECT_STMT && s->subquery->select_stmt->n_values_lists > 0;
        struct error *e = error_new(ERR_SYNTAX_ERROR, "%s in FROM must have an alias", values ? "VALUES" : "subquery");
        error_throw(error_hint(e, "For example, FROM (%s ...) [AS] foo.", values ? "VALUES" : "SELECT"));
    }
    enum expr_kind kind = ps->kind;
    bool lateral = ps->lateral_active;
    ps->kind = KIND_FROM_SUBSELECT;
    ps->lateral_active = s->lateral;
    Query *q = transform_sub_select(ps, s->subquery, NULL, false);
    ps->kind = kind;
    ps->lateral_active = lateral;
    return ns_add_subquery(ps, q, make_alias(ps, s->alias), s->lateral, true);
}

/* ---- functions ---- */

static void column_definitions(struct pstate *ps, PgQuery__Node *const *defs, size_t n, RangeTblFunction *f)
{
    for (size_t i = 0; i < n; i++) {
        PgQuery__ColumnDef *d = defs[i]->column_def;
        Oid type;
        int32_t typmod;
        RAW_FIELDS(d, d->location, "colname type_name is_local location");
        for (int k = 0; k < list_length(f->funccolnames); k++)
            if (strcmp(list_nth(f->funccolnames, k), d->colname) == 0)
                raise_at(ERR_DUPLICATE_COLUMN, d->location, "column name \"%s\" specified more than once", d->colname);
        if (d->type_name->setof)
            raise_at(ERR_INVALID_TABLE_DEFINITION, d->location, "column \"%s\" cannot be declared SETOF", d->colname);
        lookup_type(ps, d->type_name, &type, &typmod);
        f->funccolnames = list_append(ps->arena, f->funccolnames, d->colname);
        f->funccoltypes = list_append(ps->arena, f->funccoltypes, INT_ITEM(type));
        f->funccoltypmods = list_append(ps->arena, f->funccoltypmods, INT_ITEM(typmod));
    }
    f->has_coldeflist = true;
}

static void add_func_column(struct pstate *ps, RangeTblFunction *f, const char *name, Oid type, int32_t typmod)
{
    f->funccolnames = list_append(ps->arena, f->funccolnames, (void *)(uintptr_t)name);
    f->funccoltypes = list_append(ps->arena, f->funccoltypes, INT_ITEM(type));
    f->funccoltypmods = list_append(ps->arena, f->funccoltypmods, INT_ITEM(typmod));
}

static Oid first_type(const List *args)
{
    return args != NULL ? expr_type(list_nth(args, 0)) : InvalidOid;
}

/* The columns that a function gives: its OUT parameters, a row's, or one. */
static void function_columns(struct pstate *ps, RangeTblFunction *f, const char *name, const char *alias,
                             PgQuery__Node *const *defs, size_t ndefs, int location)
{
    Oid type = expr_type(f->funcexpr);
    const struct func_args *x = IS_A(f->funcexpr, FuncExpr) ? func_args_by_oid(((FuncExpr *)f->funcexpr)->funcid) : NULL;
    const struct user_type *composite = user_type(type_base(type));
    int nout = 0;
    for (int i = 0; x != NULL && i < x->nargs; i++)
        nout += x->modes[i] == 'o' || x->modes[i] == 'b' || x->modes[i] == 't';
    if (ndefs > 0) {
        if (nout > 1)
            raise_at(ERR_SYNTAX_ERROR, location, "a column definition list is redundant for a function with OUT parameters");
        if (type != TYPE_record && !(type_is_composite(type)))
            raise_at(ERR_SYNTAX_ERROR, location, "a column definition list is only allowed for functions returning \"record\"");
        column_definitions(ps, defs, ndefs, f);
    } else if (nout > 1) {
        for (int i = 0; i < x->nargs; i++)
            if (x->modes[i] != 'i' && x->modes[i] != 'v')
                add_func_column(ps, f, x->names[i], func_column_type(x, i, first_type(((FuncExpr *)f->funcexpr)->args)), -1);
    } else if (IS_A(f->funcexpr, RowExpr)) {
        RowExpr *r = (RowExpr *)f->funcexpr;
        for (int i = 0; i < list_length(r->args); i++)
            add_func_column(ps, f, list_nth(r->colnames, i), expr_type(list_nth(r->args, i)), expr_typmod(list_nth(r->args, i)));
    } else if (composite != NULL && composite->kind == 'c') {
        FOREACH (struct type_attribute, at, composite->attributes)
            add_func_column(ps, f, at->name, at->type, at->typmod);
    } else if (type == TYPE_record) {
        raise_at(ERR_SYNTAX_ERROR, location, "a column definition list is required for functions returning \"record\"");
    } else {
        const char *col = nout == 1 ? x->names[x->nargs - 1] : name;
        for (int i = 0; nout == 1 && i < x->nargs; i++)
            if (x->modes[i] == 'o' || x->modes[i] == 't')
                col = x->names[i];
        add_func_column(ps, f, alias != NULL && nout != 1 ? alias : col, type, expr_typmod(f->funcexpr));
    }
    f->funccolcount = list_length(f->funccolnames);
}

/* unnest(a, b) is ROWS FROM (unnest(a), unnest(b)) */
static List *split_unnest(struct pstate *ps, PgQuery__Node *raw)
{
    if (raw->node_case != PG_QUERY__NODE__NODE_FUNC_CALL || raw->func_call->n_funcname != 1 || raw->func_call->n_args < 2 ||
        strcmp(raw_string(raw->func_call->funcname[0]), "unnest") != 0 || raw->func_call->func_variadic)
        return list_make(ps->arena, 1, raw);
    List *out = NULL;
    for (size_t i = 0; i < raw->func_call->n_args; i++) {
        PgQuery__Node *n = arena_memdup(ps->arena, raw, sizeof *raw);
        n->func_call = arena_memdup(ps->arena, raw->func_call, sizeof *raw->func_call);
        n->func_call->n_args = 1;
        n->func_call->args = &raw->func_call->args[i];
        out = list_append(ps->arena, out, n);
    }
    return out;
}

static struct nsitem *from_function(struct pstate *ps, PgQuery__RangeFunction *r)
{
    RAW_FIELDS(r, -1, "lateral ordinality is_rowsfrom functions alias coldeflist");
    RangeTblEntry *rte = MAKE_NODE(ps->arena, RangeTblEntry);
    Alias *alias = make_alias(ps, r->alias);
    List *names = NULL, *types = NULL, *typmods = NULL;
    const char *first = NULL;
    if (r->ordinality && r->n_coldeflist > 0) {
        struct error *e = error_new(ERR_SYNTAX_ERROR, "WITH ORDINALITY cannot be used with a column definition list");
        error_hint(e, "Put the column definition list inside ROWS FROM().");
        error_throw(error_at(e, r->coldeflist[0]->column_def->location));
    }
    bool lateral = ps->lateral_active;
    ps->lateral_active = true;
    for (size_t i = 0; i < r->n_functions; i++) {
        PgQuery__List *pair = r->functions[i]->list;
        PgQuery__List *defs = pair->n_items > 1 && pair->items[1] != NULL && pair->items[1]->node_case == PG_QUERY__NODE__NODE_LIST
                                  ? pair->items[1]->list
                                  : NULL;
        List *calls = split_unnest(ps, pair->items[0]);
        FOREACH (PgQuery__Node, raw, calls) {
            RangeTblFunction *f = MAKE_NODE(ps->arena, RangeTblFunction);
            const char *name = figure_name(ps, raw);
            f->funcexpr = transform_expr(ps, raw, KIND_FROM_FUNCTION);
            if (expr_type(f->funcexpr) == TYPE_unknown)
                f->funcexpr = coerce_to_common(ps, f->funcexpr, TYPE_text, "FROM");
            PgQuery__Node *const *d = defs != NULL ? defs->items : r->coldeflist;
            size_t nd = defs != NULL ? defs->n_items : r->n_coldeflist;
            if (nd > 0 && list_length(calls) > 1)
                raise_at(ERR_SYNTAX_ERROR, raw_location(raw), "UNNEST() with multiple arguments cannot have a column definition list");
            bool sole = r->n_functions == 1 && list_length(calls) == 1;
            function_columns(ps, f, name, sole && alias != NULL ? alias->aliasname : NULL, d, nd, raw_location(raw));
            names = list_concat(ps->arena, names, f->funccolnames);
            types = list_concat(ps->arena, types, f->funccoltypes);
            typmods = list_concat(ps->arena, typmods, f->funccoltypmods);
            rte->functions = list_append(ps->arena, rte->functions, f);
            if (first == NULL)
                first = name;
        }
    }
    ps->lateral_active = lateral;
    if (r->ordinality) {
        names = list_append(ps->arena, names, (void *)(uintptr_t)"ordinality");
        types = list_append(ps->arena, types, INT_ITEM(TYPE_int8));
        typmods = list_append(ps->arena, typmods, INT_ITEM(-1));
    }
    rte->rtekind = RTE_FUNCTION;
    rte->funcordinality = r->ordinality;
    rte->coltypes = types;
    rte->coltypmods = typmods;
    rte->inFromCl = true;
    rte->lateral = r->lateral;
    FOREACH (RangeTblFunction, f, rte->functions)
        rte->lateral |= has_vars_of_level(f->funcexpr, 0);
    rte_set_eref(ps, rte, first, names, NULL, alias, "table");
    return ns_make(ps, rte, types, typmods);
}

static struct nsitem *from_item(struct pstate *ps, PgQuery__Node *raw, Node **tree, List **ns);

static struct nsitem *from_sample(struct pstate *ps, PgQuery__RangeTableSample *s, Node **tree, List **ns)
{
    RAW_FIELDS(s, s->location, "relation method args repeatable location");
    struct nsitem *item = from_item(ps, s->relation, tree, ns);
    const char *method = raw_string(s->method[s->n_method - 1]);
    if (item->rte->rtekind != RTE_RELATION)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_location(s->relation), "TABLESAMPLE clause can only be applied to tables and materialized views");
    bool elsewhere = s->n_method > 1 && strcmp(raw_string(s->method[s->n_method - 2]), "pg_catalog") != 0;
    if (elsewhere || (strcmp(method, "bernoulli") != 0 && strcmp(method, "system") != 0))
        raise_at(ERR_UNDEFINED_OBJECT, s->location, "tablesample method %s does not exist", raw_dotted(ps->arena, s->method, s->n_method));
    if (s->n_args != 1)
        raise_at(ERR_INVALID_TABLESAMPLE_ARGUMENT, s->location, "tablesample method %s requires %d argument, not %zu", method, 1,
                 s->n_args);
    TableSample *t = MAKE_NODE(ps->arena, TableSample);
    t->method = strcmp(method, "system") == 0;
    t->percent = coerce_to_specific(ps, transform_expr(ps, s->args[0], KIND_SAMPLE), TYPE_float4, "TABLESAMPLE");
    if (s->repeatable != NULL)
        t->repeatable = coerce_to_specific(ps, transform_expr(ps, s->repeatable, KIND_SAMPLE), TYPE_float8, "REPEATABLE");
    t->location = s->location;
    item->rte->tablesample = t;
    return item;
}

/* ---- joins ---- */

static void check_names(struct pstate *ps, const List *left, const List *right)
{
    (void)ps;
    FOREACH (struct nsitem, l, left)
        FOREACH (struct nsitem, r, right)
            if (l->rel_visible && r->rel_visible && strcmp(l->refname, r->refname) == 0)
                raise(ERR_DUPLICATE_ALIAS, "table name \"%s\" specified more than once", l->refname);
}

static void set_lateral(List *ns, bool only, bool ok)
{
    FOREACH (struct nsitem, item, ns) {
        item->lateral_only = only;
        item->lateral_ok = ok;
    }
}

static int using_column(const struct nsitem *item, const char *name, const char *side, bool fold)
{
    int found = -1;
    for (int i = 0; i < item->ncols; i++) {
        if ((fold ? strcasecmp : strcmp)(item->cols[i].name, name) != 0)
            continue;
        if (found >= 0)
            raise(ERR_AMBIGUOUS_COLUMN, "common column name \"%s\" appears more than once in %s table", name, side);
        found = i;
    }
    if (found < 0 && !fold)
        return using_column(item, name, side, true);
    if (found < 0)
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" specified in USING clause does not exist in %s table", name, side);
    return found;
}

static Node *merged_column(struct pstate *ps, int jointype, Node *l, Node *r)
{
    List *both = list_make(ps->arena, 2, l, r);
    Oid type = select_common_type(ps, both, "JOIN/USING", NULL);
    int32_t typmod = select_common_typmod(both, type);
    Node *side[2] = {l, r};
    for (int i = 0; i < 2; i++) {
        Oid from = expr_type(side[i]);
        if (from != type)
            side[i] = coerce_type(ps, side[i], from, type, typmod, COERCION_IMPLICIT, COERCE_IMPLICIT_CAST, -1);
        if (side[i] == NULL)
            raise(ERR_INTERNAL_ERROR, "failed to find conversion function from %s to %s", type_display(ps->arena, from),
                  type_display(ps->arena, type));
    }
    switch (jointype) {
    case JOIN_INNER: return IS_A(side[0], Var) ? side[0] : IS_A(side[1], Var) ? side[1] : side[0];
    case JOIN_LEFT: return side[0];
    case JOIN_RIGHT: return side[1];
    default: {
        CoalesceExpr *c = MAKE_NODE(ps->arena, CoalesceExpr);
        c->coalescetype = type;
        c->args = list_make(ps->arena, 2, side[0], side[1]);
        c->location = -1;
        return (Node *)c;
    }
    }
}

struct join_columns {
    List *names, *vars, *hidden; /* vars: in terms of the joined items */
};

static void join_column(struct pstate *ps, struct join_columns *j, const char *name, Node *var, enum hidden hidden)
{
    j->hidden = list_append(ps->arena, j->hidden, INT_ITEM(hidden));
    j->names = list_append(ps->arena, j->names, (void *)(uintptr_t)name);
    j->vars = list_append(ps->arena, j->vars, var);
}

static List *natural_columns(struct pstate *ps, const struct nsitem *l, const struct nsitem *r)
{
    List *using = NULL;
    for (int i = 0; i < l->ncols; i++)
        for (int k = 0; k < r->ncols; k++)
            if (l->cols[i].name[0] != '\0' && l->cols[i].hidden != HIDDEN_BEHIND && r->cols[k].hidden != HIDDEN_BEHIND &&
                strcmp(l->cols[i].name, r->cols[k].name) == 0) {
                using = list_append(ps->arena, using, (void *)(uintptr_t)l->cols[i].name);
                break;
            }
    return using;
}

static Node *join_using(struct pstate *ps, List *using, int jointype, const struct nsitem *l, const struct nsitem *r,
                        struct join_columns *j, bool *lused, bool *rused)
{
    List *quals = NULL, *sides = NULL;
    for (int i = 0; i < list_length(using); i++) {
        const char *name = list_nth(using, i);
        for (int k = 0; k < i; k++)
            if (strcmp(list_nth(using, k), name) == 0)
                raise(ERR_DUPLICATE_COLUMN, "column name \"%s\" appears more than once in USING clause", name);
        int li = using_column(l, name, "left", false), ri = using_column(r, name, "right", false);
        lused[li] = rused[ri] = true;
        Node *lv = var_of(ps, l, li, 0, -1), *rv = var_of(ps, r, ri, 0, -1);
        sides = list_append(ps->arena, list_append(ps->arena, sides, node_copy(ps->arena, lv)), node_copy(ps->arena, rv));
        Node *merged = merged_column(ps, jointype, lv, rv);
        join_column(ps, j, l->cols[li].name, merged, merged == lv ? l->cols[li].hidden : merged == rv ? r->cols[ri].hidden : NOT_HIDDEN);
    }
    for (int i = 0; i < list_length(sides); i += 2) {
        Node *eq = make_op(ps, op_name(ps, "="), list_nth(sides, i), list_nth(sides, i + 1), -1);
        quals = list_append(ps->arena, quals, coerce_to_boolean(ps, eq, "JOIN/USING"));
    }
    return make_and(ps->arena, quals);
}

static struct nsitem *from_join(struct pstate *ps, PgQuery__JoinExpr *raw, Node **tree, List **ns)
{
    static const int types[] = {JOIN_INNER, JOIN_INNER, JOIN_LEFT, JOIN_FULL, JOIN_RIGHT};
    RAW_FIELDS(raw, -1, "jointype is_natural larg rarg using_clause join_using_alias quals alias");
    struct arena *a = ps->arena;
    JoinExpr *j = MAKE_NODE(a, JoinExpr);
    List *lns = NULL, *rns = NULL, *outer = ps->ns;
    j->jointype = types[raw->jointype];
    struct nsitem *l = from_item(ps, raw->larg, &j->larg, &lns);
    /* the left side may be referred to LATERALly, unless it can be null-extended */
    bool ok = j->jointype == JOIN_INNER || j->jointype == JOIN_LEFT;
    set_lateral(lns, true, ok);
    ps->ns = list_concat(a, list_copy(a, outer), lns);
    struct nsitem *r = from_item(ps, raw->rarg, &j->rarg, &rns);
    ps->ns = outer;
    check_names(ps, lns, rns);
    List *inner = list_concat(a, list_copy(a, lns), rns);
    struct join_columns cols = {0};
    bool *lused = ARENA_ARRAY(a, bool, l->ncols + 1), *rused = ARENA_ARRAY(a, bool, r->ncols + 1);
    List *using = raw->is_natural ? natural_columns(ps, l, r) : raw_strings(a, raw->using_clause, raw->n_using_clause);
    int nmerged = list_length(using);
    j->isNatural = raw->is_natural;
    j->usingClause = using;
    if ((using != NULL || raw->is_natural) && raw->quals != NULL)
        raw_refuse(raw->quals);
    if (using != NULL) {
        j->quals = join_using(ps, using, j->jointype, l, r, &cols, lused, rused);
    } else if (raw->quals != NULL) {
        set_lateral(inner, false, true);
        ps->ns = inner;
        j->quals = transform_where(ps, raw->quals, KIND_JOIN_ON, "JOIN/ON");
        ps->ns = outer;
    }
    for (int i = 0; i < l->ncols; i++)
        if (!lused[i])
            join_column(ps, &cols, l->cols[i].name, var_of(ps, l, i, 0, -1), l->cols[i].hidden);
    for (int i = 0; i < r->ncols; i++)
        if (!rused[i])
            join_column(ps, &cols, r->cols[i].name, var_of(ps, r, i, 0, -1), r->cols[i].hidden);
    RangeTblEntry *rte = MAKE_NODE(a, RangeTblEntry);
    rte->rtekind = RTE_JOIN;
    rte->jointype = j->jointype;
    rte->joinmergedcols = nmerged;
    rte->joinaliasvars = cols.vars;
    rte->inFromCl = true;
    Alias *alias = make_alias(ps, raw->alias);
    List *coltypes = NULL, *coltypmods = NULL;
    FOREACH (Node, v, cols.vars) {
        coltypes = list_append(a, coltypes, INT_ITEM(expr_type(v)));
        coltypmods = list_append(a, coltypmods, INT_ITEM(expr_typmod(v)));
    }
    rte_set_eref(ps, rte, "unnamed_join", cols.names, cols.hidden, alias, "join expression");
    struct nsitem *item = ns_make(ps, rte, coltypes, coltypmods);
    item->refname = alias != NULL ? rte->eref->aliasname : NULL;
    item->raw_join = alias != NULL ? NULL : raw;
    j->rtindex = item->rtindex;
    j->alias = alias;
    /* a column that is one of the items' own is that one's Var */
    for (int i = 0; i < item->ncols; i++) {
        const Var *v = list_nth(cols.vars, i);
        item->cols[i].hidden = (enum hidden)ITEM_INT(list_nth(cols.hidden, i));
        if (IS_A(v, Var)) {
            item->cols[i].varno = v->varno;
            item->cols[i].varattno = v->varattno;
        }
    }
    /* behind an alias the items cannot be seen; else by their names only */
    fix_natural(ps, raw, using);
    FOREACH (struct nsitem, x, inner)
        x->cols_visible = false;
    if (alias != NULL)
        FOREACH (struct nsitem, x, inner)
            x->rel_visible = false;
    item->rel_visible = alias != NULL;
    item->cols_visible = true;
    *ns = list_append(a, inner, item);
    if (raw->join_using_alias != NULL) { /* USING (...) AS x: the merged columns alone, by that name */
        struct nsitem *merged = arena_memdup(a, item, sizeof *item);
        merged->refname = raw->join_using_alias->aliasname;
        merged->ncols = nmerged;
        merged->rel_visible = alias == NULL;
        merged->cols_visible = false;
        check_names(ps, *ns, list_make(a, 1, merged));
        *ns = list_append(a, *ns, merged);
        rte->join_using_alias = make_alias(ps, raw->join_using_alias);
    }
    *tree = (Node *)j;
    return item;
}

static struct nsitem *from_item(struct pstate *ps, PgQuery__Node *raw, Node **tree, List **ns)
{
    struct nsitem *item;
    switch (raw->node_case) {
    case PG_QUERY__NODE__NODE_RANGE_VAR: item = from_relation(ps, raw->range_var); break;
    case PG_QUERY__NODE__NODE_RANGE_SUBSELECT: item = from_subselect(ps, raw->range_subselect); break;
    case PG_QUERY__NODE__NODE_RANGE_FUNCTION: item = from_function(ps, raw->range_function); break;
    case PG_QUERY__NODE__NODE_RANGE_TABLE_FUNC: item = from_table_func(ps, raw->range_table_func); break;
    case PG_QUERY__NODE__NODE_RANGE_TABLE_SAMPLE: return from_sample(ps, raw->range_table_sample, tree, ns);
    case PG_QUERY__NODE__NODE_JOIN_EXPR: return from_join(ps, raw->join_expr, tree, ns);
    default: raw_refuse(raw);
    }
    RangeTblRef *ref = MAKE_NODE(ps->arena, RangeTblRef);
    ref->rtindex = item->rtindex;
    *tree = (Node *)ref;
    item->rel_visible = item->cols_visible = true;
    item->lateral_ok = true;
    *ns = list_make(ps->arena, 1, item);
    return item;
}

void transform_from(struct pstate *ps, PgQuery__Node *const *items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        Node *tree;
        List *ns = NULL;
        from_item(ps, items[i], &tree, &ns);
        check_names(ps, ps->ns, ns);
        set_lateral(ns, true, true); /* to the items behind it, in LATERAL */
        ps->ns = list_concat(ps->arena, ps->ns, ns);
        ps->joinlist = list_append(ps->arena, ps->joinlist, tree);
    }
    set_lateral(ps->ns, false, true);
}
