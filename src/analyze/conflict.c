/* INSERT ... ON CONFLICT: which unique indexes arbitrate, and what becomes of the row that is there. */
#include "analyze/analyze_int.h"

#include <string.h>

#define NO_INDEX "there is no unique or exclusion constraint matching the ON CONFLICT specification"

static struct column *key_column(const struct relation *rel, const char *path)
{
    FOREACH (struct column, c, rel->columns)
        if (c->path != NULL && c->type != TYPE_bson_value && strcmp(c->path, path) == 0)
            return c;
    return NULL;
}

/* ---- the target: columns, a predicate ---- */

static void check_element(const PgQuery__IndexElem *e, int location)
{
    RAW_FIELDS(e, location, "name expr collation opclass ordering nulls_ordering");
    if (e->ordering > PG_QUERY__SORT_BY_DIR__SORTBY_DEFAULT)
        raise_at(ERR_INVALID_COLUMN_REFERENCE, location, "ASC/DESC is not allowed in ON CONFLICT clause");
    if (e->nulls_ordering > PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_DEFAULT)
        raise_at(ERR_INVALID_COLUMN_REFERENCE, location, "NULLS FIRST/LAST is not allowed in ON CONFLICT clause");
    if (e->n_collation > 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "a collation in ON CONFLICT is not supported");
}

bool index_opclass_fits(struct arena *a, const PgQuery__IndexElem *e, Oid type, const char *kind)
{
    type = type_base(type);
    const char *name = e->n_opclass > 0 ? raw_string(e->opclass[e->n_opclass - 1]) : NULL;
    const char *own = type == TYPE_varchar ? "varchar" : type_get(type)->name;
    return name != NULL && strcmp(name, arena_printf(a, "%s_%s", own, kind)) == 0;
}

/* The default operator class is the one that every index here has. */
static void check_opclass(struct pstate *ps, const PgQuery__IndexElem *e, const struct column *c, int location)
{
    const char *name = e->n_opclass > 0 ? raw_string(e->opclass[e->n_opclass - 1]) : NULL;
    if (e->n_opclass > 0 && !index_opclass_fits(ps->arena, e, c->type, "ops"))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "operator class \"%s\" in ON CONFLICT is not supported", name != NULL ? name : "");
}

/* NULL: an expression, of which there are no indexes. */
static struct column *element_column(struct pstate *ps, struct relation *rel, PgQuery__IndexElem *e, int location)
{
    struct column *c = NULL;
    check_element(e, location);
    if (e->expr == NULL) {
        c = ps->view_target != NULL ? view_target_column(ps->view_target, e->name, false) : relation_column(rel, e->name, false, location);
        if (c != NULL && c->attnum == 0)
            return NULL;
        if (c == NULL)
            no_column(ps, NULL, e->name, location);
    } else {
        const Var *v = (const Var *)transform_expr(ps, e->expr, KIND_INDEX_EXPRESSION);
        if (!IS_A(v, Var) || view_target_computes(v->varattno))
            return NULL;
        c = relation_column_nth(rel, v->varattno);
    }
    check_opclass(ps, e, c, location);
    return c;
}

/* The paths that ON CONFLICT (...) names; NULL where no index can have them. */
static List *target_columns(struct pstate *ps, struct relation *rel, const PgQuery__InferClause *f)
{
    List *out = NULL;
    bool any = true;
    for (size_t i = 0; i < f->n_index_elems; i++) {
        const struct column *c = element_column(ps, rel, f->index_elems[i]->index_elem, f->location);
        any = any && c != NULL;
        if (c != NULL)
            out = list_append(ps->arena, out, (void *)(uintptr_t)c->path);
    }
    return any ? out : NULL;
}

static bool has_path(const List *paths, const char *path)
{
    for (int i = 0; i < list_length(paths); i++)
        if (strcmp(list_nth(paths, i), path) == 0)
            return true;
    return false;
}

/* In any order, each as often as one likes. */
static bool same_columns(const struct index_info *x, const List *paths)
{
    for (int i = 0; i < x->nkeys; i++)
        if (!has_path(paths, x->keys[i].path))
            return false;
    for (int i = 0; i < list_length(paths); i++) {
        bool found = false;
        for (int k = 0; k < x->nkeys; k++)
            found |= strcmp(x->keys[k].path, list_nth(paths, i)) == 0;
        if (!found)
            return false;
    }
    return true;
}

/* ---- does what WHERE says of the index imply its predicate? ---- */

/* What PostgreSQL's rules prove. UNKNOWN: it is not known here whether they prove it. */
enum proof { DISPROVED, UNKNOWN, PROVED };

/* column <operator> constant; the operator of a btree's */
struct comparison {
    const Var *column;
    const Const *value;
    int strategy;
};

static bool is_comparison(const Node *n, struct comparison *out)
{
    const OpExpr *o = (const OpExpr *)n;
    if (!IS_A(n, OpExpr) || list_length(o->args) != 2)
        return false;
    const Node *left = list_nth(o->args, 0), *right = list_nth(o->args, 1);
    bool turned = IS_A(left, Const);
    const struct oper *op = oper_by_oid(o->opno);
    if (turned)
        op = op != NULL ? oper_by_oid(op->commutator) : NULL;
    if (!IS_A(turned ? right : left, Var) || !IS_A(turned ? left : right, Const) || op == NULL || op->strategy == 0 ||
        op->left == TYPE_bool) /* flag = true is flag to PostgreSQL */
        return false;
    *out = (struct comparison){(const Var *)(turned ? right : left), (const Const *)(turned ? left : right), op->strategy};
    return true;
}

/* Of x <have> a and x <want> b, by how a compares with b. */
static bool comparison_implies(int have, int want, int cmp)
{
    enum { LESS = 1, LESS_EQUAL, EQUAL, GREATER_EQUAL, GREATER, NOT_EQUAL };
    switch (have) {
    case LESS: return want == LESS || want == LESS_EQUAL || want == NOT_EQUAL ? cmp <= 0 : false;
    case LESS_EQUAL: return want == LESS_EQUAL ? cmp <= 0 : want == LESS || want == NOT_EQUAL ? cmp < 0 : false;
    case EQUAL:
        return want == LESS ? cmp < 0 : want == LESS_EQUAL ? cmp <= 0 : want == EQUAL ? cmp == 0 : want == GREATER_EQUAL ? cmp >= 0 : want == GREATER ? cmp > 0 : cmp != 0;
    case GREATER_EQUAL: return want == GREATER_EQUAL ? cmp >= 0 : want == GREATER || want == NOT_EQUAL ? cmp > 0 : false;
    case GREATER: return want == GREATER || want == GREATER_EQUAL || want == NOT_EQUAL ? cmp >= 0 : false;
    default: return want == NOT_EQUAL && cmp == 0;
    }
}

/* A boolean column, or NOT one: nothing follows from it but itself. */
static bool is_flag(const Node *n)
{
    const BoolExpr *b = (const BoolExpr *)n;
    if (IS_A(n, BoolExpr) && b->boolop == NOT_EXPR)
        n = list_nth(b->args, 0);
    return IS_A(n, Var);
}

static const Node *tested_column(const Node *n, int type)
{
    const NullTest *t = (const NullTest *)n;
    return IS_A(n, NullTest) && t->nulltesttype == type && IS_A(t->arg, Var) ? (const Node *)t->arg : NULL;
}

static bool is_simple(const Node *n)
{
    struct comparison c;
    return is_flag(n) || tested_column(n, IS_NULL) != NULL || tested_column(n, IS_NOT_NULL) != NULL || is_comparison(n, &c);
}

/* Is it not true where the column is NULL? */
static bool excludes_null(const Node *n, const Node *column)
{
    struct comparison c;
    if (is_comparison(n, &c))
        return node_equal(c.column, column);
    if (IS_A(n, BoolExpr) && ((const BoolExpr *)n)->boolop == NOT_EXPR)
        n = list_nth(((const BoolExpr *)n)->args, 0);
    return node_equal(n, column);
}

static enum proof simple_implies(const Node *clause, const Node *predicate)
{
    struct comparison have, want;
    if (node_equal(clause, predicate))
        return PROVED;
    if (!is_simple(clause) || !is_simple(predicate))
        return UNKNOWN;
    const Node *known = tested_column(predicate, IS_NOT_NULL);
    if (known != NULL)
        return excludes_null(clause, known) ? PROVED : DISPROVED;
    if (!is_comparison(clause, &have) || !is_comparison(predicate, &want))
        return DISPROVED;
    if (!node_equal(have.column, want.column))
        return DISPROVED;
    const struct type_info *t = type_get(type_base(have.value->consttype));
    if (have.value->constisnull || want.value->constisnull || have.value->consttype != want.value->consttype || t->cmp == NULL)
        return UNKNOWN;
    return comparison_implies(have.strategy, want.strategy, t->cmp(have.value->constvalue, want.value->constvalue)) ? PROVED : DISPROVED;
}

static bool is_bool_expr(const Node *n, int op)
{
    return IS_A(n, BoolExpr) && (int)((const BoolExpr *)n)->boolop == op;
}

static enum proof implies(const Node *where, const Node *predicate);

/* All of the parts, or any: of the predicate, or of what is known. */
static enum proof implies_parts(const Node *where, const Node *predicate, bool of_predicate, bool all)
{
    enum proof out = all ? PROVED : DISPROVED;
    FOREACH (Node, n, ((const BoolExpr *)(of_predicate ? predicate : where))->args) {
        enum proof one = of_predicate ? implies(where, n) : implies(n, predicate);
        out = all ? (one < out ? one : out) : (one > out ? one : out);
    }
    return out;
}

static enum proof implies(const Node *where, const Node *predicate)
{
    enum proof by_part, by_whole;
    if (node_equal(where, predicate))
        return PROVED;
    if (is_bool_expr(predicate, AND_EXPR))
        return implies_parts(where, predicate, true, true);
    if (is_bool_expr(where, OR_EXPR))
        return implies_parts(where, predicate, false, true);
    by_part = is_bool_expr(where, AND_EXPR) ? implies_parts(where, predicate, false, false) : DISPROVED;
    by_whole = is_bool_expr(predicate, OR_EXPR) ? implies_parts(where, predicate, true, false) : DISPROVED;
    if (!is_bool_expr(where, AND_EXPR) && !is_bool_expr(predicate, OR_EXPR))
        return simple_implies(where, predicate);
    return by_part > by_whole ? by_part : by_whole;
}

/* ---- indexes ---- */

struct move {
    struct arena *arena;
    int from;
};

static Node *to_first(Node *n, void *arg)
{
    struct move *m = arg;
    n = node_mutate(m->arena, n, to_first, m);
    if (IS_A(n, Var) && ((Var *)n)->varno == m->from)
        ((Var *)n)->varno = 1;
    return n;
}

static Node *index_predicate(struct pstate *ps, struct nsitem *item, const struct index_info *x)
{
    List *ns = ps->ns;
    if (x->filter == NULL && (!x->partial || x->nulls_distinct))
        return NULL;
    if (x->filter == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "ON CONFLICT with the partial index \"%s\" is not supported", x->name);
    ps->ns = NULL;
    ns_put(ps, item, true, true);
    Node *e = coerce_to_boolean(ps, analyze_stored_expr(ps, x->filter, KIND_INDEX_PREDICATE), "WHERE");
    ps->ns = ns;
    return e;
}

static Node *key_match(struct pstate *ps, const struct column *c, int number)
{
    Oid array = type_get(type_base(c->type))->array;
    Param *p = MAKE_NODE(ps->arena, Param);
    if (array == InvalidOid)
        raise(ERR_FEATURE_NOT_SUPPORTED, "ON CONFLICT with a unique index on column \"%s\", of type %s, is not supported", c->name,
              type_display(ps->arena, c->type));
    p->paramkind = PARAM_SUBLINK;
    p->paramid = number;
    p->paramtype = array;
    p->paramtypmod = -1;
    p->location = -1;
    return make_scalar_array_op(ps, op_name(ps, "="), true, (Node *)make_var(ps->arena, 1, c->attnum, c->type, c->typmod, 0), (Node *)p, -1);
}

static UniqueArbiter *make_arbiter(struct pstate *ps, struct nsitem *excluded, const struct index_info *x)
{
    struct relation *rel = excluded->rte->relation;
    UniqueArbiter *u = MAKE_NODE(ps->arena, UniqueArbiter);
    List *all = NULL;
    if (x->deferrable) {
        struct error *e = error_new(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE,
                                    "ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters");
        e->schema = rel->schema;
        e->table = rel->name;
        e->constraint = x->name;
        error_throw(e);
    }
    u->name = x->name;
    u->nulls_distinct = x->nulls_distinct || x->keys_present || (x->sparse && x->nkeys == 1);
    u->predicate = index_predicate(ps, excluded, x);
    for (int i = 0; i < x->nkeys; i++) {
        const struct column *c = key_column(rel, x->keys[i].path);
        if (c == NULL || c->is_path || x->keys[i].direction == 0)
            raise(ERR_FEATURE_NOT_SUPPORTED, "ON CONFLICT with the unique index \"%s\" is not supported", x->name);
        u->nulls_distinct |= x->nkeys == 1 && c->notnull;
        u->columns = list_append(ps->arena, u->columns, INT_ITEM(c->attnum));
        all = list_append(ps->arena, all, key_match(ps, c, i + 1));
    }
    struct move move = {ps->arena, excluded->rtindex};
    if (u->predicate != NULL)
        all = list_append(ps->arena, all, to_first(node_copy(ps->arena, u->predicate), &move));
    u->match = make_and(ps->arena, all);
    return u;
}

/* _id's where the column was not declared: nobody can give a value that is there. */
static bool is_hidden(const struct relation *rel, const struct index_info *x)
{
    const struct column *c = x->nkeys > 0 ? key_column(rel, x->keys[0].path) : NULL;
    return strcmp(x->name, "_id_") == 0 && (c == NULL || c->hidden);
}

static bool is_arbiter(const struct relation *rel, const struct index_info *x)
{
    return (x->unique || x->deferrable) && !is_hidden(rel, x);
}

static List *unique_indexes(struct relation *rel)
{
    if (rel->source == NULL || rel->source->indexes == NULL)
        return NULL;
    rel->source->indexes(rel->source, rel);
    return rel->indexes;
}

static List *all_arbiters(struct pstate *ps, struct nsitem *excluded)
{
    struct relation *rel = excluded->rte->relation;
    List *out = NULL;
    FOREACH (struct index_info, x, unique_indexes(rel))
        if (is_arbiter(rel, x))
            out = list_append(ps->arena, out, make_arbiter(ps, excluded, x));
    return out;
}

static List *named_arbiter(struct pstate *ps, struct nsitem *excluded, const PgQuery__InferClause *f)
{
    struct relation *rel = excluded->rte->relation;
    const struct relation *view = ps->view_target != NULL ? ps->view_target->view : NULL;
    FOREACH (struct index_info, x, view == NULL ? unique_indexes(rel) : NULL) {
        bool constraint = rel->def == NULL;
        const char *name = relation_constraint_name(ps->arena, rel, x->name);
        FOREACH (struct table_key, k, rel->def != NULL ? rel->def->keys : NULL)
            constraint |= strcmp(k->name, name) == 0;
        if (constraint && is_arbiter(rel, x) && strcmp(name, f->conname) == 0)
            return list_make(ps->arena, 1, make_arbiter(ps, excluded, x));
    }
    raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" for table \"%s\" does not exist", f->conname, view != NULL ? view->name : rel->name);
}

/* named: excluded under the names that the statement uses. */
static List *inferred_arbiters(struct pstate *ps, struct nsitem *excluded, struct nsitem *named, const PgQuery__InferClause *f)
{
    struct relation *rel = excluded->rte->relation;
    List *ns = ps->ns, *out = NULL;
    bool unproven = false;
    ps->ns = NULL;
    ns_put(ps, named, false, true);
    List *paths = target_columns(ps, rel, f);
    Node *where = transform_where(ps, f->where_clause, KIND_INDEX_PREDICATE, "WHERE");
    ps->ns = ns;
    FOREACH (struct index_info, x, paths != NULL ? unique_indexes(rel) : NULL) {
        if (!is_arbiter(rel, x) || !same_columns(x, paths))
            continue;
        Node *predicate = index_predicate(ps, excluded, x);
        enum proof fits = predicate == NULL ? PROVED : where == NULL ? DISPROVED : implies(where, predicate);
        unproven |= fits == UNKNOWN;
        if (fits == PROVED)
            out = list_append(ps->arena, out, make_arbiter(ps, excluded, x));
    }
    if (unproven)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, f->location, "ON CONFLICT with another condition than the partial index has is not supported");
    if (out == NULL)
        raise(ERR_INVALID_COLUMN_REFERENCE, NO_INDEX);
    return out;
}

/* ---- the clause ---- */

/* Without DO UPDATE there is no such relation to a statement, nor to hints at what it may have meant. */
static void unname(struct pstate *ps, RangeTblEntry *rte)
{
    int n = list_length(rte->eref->colnames);
    static char none[] = "";
    rte->eref->aliasname = "";
    rte->eref->colnames = NULL;
    for (int i = 0; i < n; i++)
        rte->eref->colnames = list_append(ps->arena, rte->eref->colnames, none);
}

OnConflictExpr *transform_on_conflict(struct pstate *ps, PgQuery__OnConflictClause *c, struct nsitem *target)
{
    OnConflictExpr *out = MAKE_NODE(ps->arena, OnConflictExpr);
    struct relation *rel = target->rte->relation;
    RAW_FIELDS(c, c->location, "action infer target_list where_clause location");
    bool update = c->action == PG_QUERY__ON_CONFLICT_ACTION__ONCONFLICT_UPDATE;
    if (update && c->infer == NULL)
        error_throw(error_at(error_hint(error_new(ERR_SYNTAX_ERROR, "ON CONFLICT DO UPDATE requires inference specification or constraint name"),
                                        "For example, ON CONFLICT (column_name)."), c->location));
    Alias *alias = MAKE_NODE(ps->arena, Alias);
    alias->aliasname = "excluded";
    struct nsitem *excluded = ns_add_relation(ps, rel, "excluded", alias, false);
    excluded->is_proposed = true;
    struct nsitem *named = ps->view_target != NULL ? view_target_excluded(ps, excluded) : excluded;
    if (!update)
        unname(ps, excluded->rte);
    out->action = update ? ONCONFLICT_UPDATE : ONCONFLICT_NOTHING;
    out->exclRelIndex = excluded->rtindex;
    ps->ns = NULL;
    if (c->infer == NULL) {
        out->arbiters = all_arbiters(ps, excluded);
    } else {
        RAW_FIELDS(c->infer, c->infer->location, "index_elems where_clause conname location");
        out->arbiters = is_empty(c->infer->conname) ? inferred_arbiters(ps, excluded, named, c->infer) : named_arbiter(ps, excluded, c->infer);
    }
    if (!update)
        return out;
    ns_put(ps, named, true, true);
    ns_put(ps, target, true, true);
    out->onConflictSet = update_targets(ps, target, c->target_list, c->n_target_list);
    out->onConflictWhere = transform_where(ps, c->where_clause, KIND_WHERE, "WHERE");
    return out;
}
