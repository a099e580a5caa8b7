/* Names: which column of which FROM item, whole rows, paths into documents, stars. */
#include "analyze/analyze_int.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

#include "types/user.h"

RangeTblEntry *rte_of(struct pstate *ps, int varno, int levelsup)
{
    while (levelsup-- > 0)
        ps = ps->parent;
    return list_nth(ps->rtable, varno - 1);
}

const char *rte_column_name(const RangeTblEntry *rte, int attno)
{
    if (attno >= 1 && attno <= list_length(rte->eref->colnames))
        return list_nth(rte->eref->colnames, attno - 1);
    const struct column *c = rte->relation != NULL ? relation_column_nth(rte->relation, attno) : NULL;
    return c == NULL ? "?column?" : c->path != NULL ? c->path : c->name;
}

const char *var_name(struct pstate *ps, const Node *e)
{
    if (!IS_A(e, Var))
        return NULL;
    const Var *v = (const Var *)e;
    const RangeTblEntry *rte = rte_of(ps, v->varno, v->varlevelsup);
    if (v->varattno > list_length(rte->eref->colnames)) {
        const struct column *c = rte->relation != NULL ? relation_column_nth(rte->relation, v->varattno) : NULL;
        return c != NULL ? c->name : NULL;
    }
    return rte_column_name(rte, v->varattno);
}

Node *var_of(struct pstate *ps, const struct nsitem *item, int col, int levelsup, int location)
{
    const struct nscolumn *c = &item->cols[col];
    Var *v = make_var(ps->arena, c->varno, c->varattno, c->type, c->typmod, levelsup);
    v->location = location;
    return (Node *)v;
}

static _Noreturn void ambiguous(const char *name, int location)
{
    raise_at(ERR_AMBIGUOUS_COLUMN, location, "column reference \"%s\" is ambiguous", name);
}

/* How a name is looked for. fold: names that differ in case are the same. behind: among columns that are HIDDEN_BEHIND, else among the others. */
struct look {
    bool fold, behind;
};

/* The column's place; -1 none. */
static int column_place(const struct nsitem *item, const char *name, struct look look, int location)
{
    int found = -1;
    for (int i = 0; i < item->ncols; i++) {
        const char *n = item->cols[i].name;
        if (n[0] == '\0' || (item->cols[i].hidden == HIDDEN_BEHIND) != look.behind || (look.fold ? strcasecmp(n, name) : strcmp(n, name)) != 0)
            continue;
        if (found >= 0)
            ambiguous(name, location);
        found = i;
    }
    return found;
}

/* A table's OID in each of its rows; NULL in the row that an outer join makes up. */
static Node *table_oid(struct pstate *ps, const struct nsitem *item, int levelsup, int location)
{
    const struct relation *rel = item->rte->relation;
    const struct column *marker = relation_marker(rel);
    if (marker == NULL)
        return NULL;
    NullTest *missing = MAKE_NODE(ps->arena, NullTest);
    missing->arg = (Node *)make_var(ps->arena, item->rtindex, marker->attnum, marker->type, marker->typmod, levelsup);
    missing->nulltesttype = IS_NULL;
    CaseWhen *when = MAKE_NODE(ps->arena, CaseWhen);
    when->expr = (Node *)missing;
    when->result = (Node *)make_const(ps->arena, TYPE_oid, -1, 0, true);
    CaseExpr *c = MAKE_NODE(ps->arena, CaseExpr);
    c->casetype = TYPE_oid;
    c->args = list_make(ps->arena, 1, when);
    c->defresult = (Node *)make_const(ps->arena, TYPE_oid, -1, datum_from_oid(rel->oid), false);
    c->location = location;
    return (Node *)c;
}

/* tableoid; of a system catalog what else is behind its columns. NULL: it has none of this name. */
static Node *system_column(struct pstate *ps, const struct nsitem *item, int levelsup, const char *name, int location)
{
    const struct relation *rel = item->rte->rtekind == RTE_RELATION ? item->rte->relation : NULL;
    if (rel != NULL && (rel->kind == REL_COLLECTION || rel->kind == REL_MATVIEW) && strcmp(name, "tableoid") == 0)
        return table_oid(ps, item, levelsup, location);
    for (int i = rel != NULL && rel->kind == REL_LOCAL ? rel->nvisible : INT_MAX; rel != NULL && i < list_length(rel->columns); i++) {
        const struct column *c = list_nth(rel->columns, i);
        if (strcmp(c->name, name) != 0)
            continue;
        Var *v = make_var(ps->arena, item->rtindex, c->attnum, c->type, c->typmod, levelsup);
        v->location = location;
        return (Node *)v;
    }
    return NULL;
}

Node *ns_column(struct pstate *ps, const struct nsitem *item, int levelsup, const char *name, bool quoted, int location)
{
    int i = -1;
    for (int behind = 0; behind <= 1 && i < 0; behind++)
        for (int fold = 0; fold <= !quoted && i < 0; fold++)
            i = column_place(item, name, (struct look){fold, behind}, location);
    return i >= 0 ? var_of(ps, item, i, levelsup, location) : system_column(ps, item, levelsup, name, location);
}

static void check_lateral(const struct nsitem *item, int location)
{
    if (item->lateral_only && !item->lateral_ok) {
        if (item->is_target)
            out_of_sight(ERR_INVALID_COLUMN_REFERENCE, item->rte->eref->aliasname, location);
        struct error *e = error_new(ERR_INVALID_COLUMN_REFERENCE, "invalid reference to FROM-clause entry for table \"%s\"",
                                    item->rte->eref->aliasname);
        error_throw(error_at(error_detail(e, "The combining JOIN type must be INNER or LEFT for a LATERAL reference."), location));
    }
}

static Node *find_in_level(struct pstate *start, struct pstate *ps, int levelsup, const char *name, struct look look, int location)
{
    Node *found = NULL;
    FOREACH (struct nsitem, item, ps->ns) {
        if (!item->cols_visible || (item->lateral_only && !ps->lateral_active))
            continue;
        int i = column_place(item, name, look, location);
        Node *e = i >= 0 ? var_of(start, item, i, levelsup, location) : system_column(start, item, levelsup, name, location);
        if (e == NULL)
            continue;
        if (found != NULL)
            ambiguous(name, location);
        check_lateral(item, location);
        found = e;
    }
    return found;
}

Node *find_column(struct pstate *ps, const char *name, bool quoted, int location)
{
    Node *e = NULL;
    for (int behind = 0; behind <= 1 && e == NULL; behind++) {
        int levelsup = 0;
        for (struct pstate *p = ps; p != NULL && e == NULL; p = p->parent, levelsup++)
            for (int fold = 0; fold <= !quoted && e == NULL; fold++)
                e = find_in_level(ps, p, levelsup, name, (struct look){fold, behind}, location);
    }
    return e;
}

/* The FROM item of this name; schema NULL or the relation's own. */
static struct nsitem *find_item(struct pstate *ps, const char *schema, const char *name, int *levelsup, int location)
{
    *levelsup = 0;
    for (; ps != NULL; ps = ps->parent, ++*levelsup) {
        struct nsitem *found = NULL;
        FOREACH (struct nsitem, item, ps->ns) {
            if (!item->rel_visible || item->refname == NULL || strcmp(item->refname, name) != 0 ||
                (item->lateral_only && !ps->lateral_active))
                continue;
            if (schema != NULL && (item->rte->relation == NULL || item->rte->alias != NULL ||
                                   strcmp(item->rte->relation->schema, schema) != 0))
                continue;
            if (found != NULL)
                raise_at(ERR_AMBIGUOUS_ALIAS, location, "table reference \"%s\" is ambiguous", name);
            check_lateral(item, location);
            found = item;
        }
        if (found != NULL)
            return found;
    }
    return NULL;
}

/* Of which table's or view's rows are the item's? NULL: of none's. */
static const struct relation *relation_of(const struct nsitem *item)
{
    return item->view != NULL ? item->view : item->rte->relation;
}

/* A relation's rows are of its own type; so are those of a function that gives values of a composite type. */
static Oid row_type(struct pstate *ps, const struct nsitem *item)
{
    const RangeTblEntry *rte = item->rte;
    const struct relation *rel = relation_of(item);
    if (rel != NULL && rel->rowtype != InvalidOid)
        return relation_row_type(ps->arena, rel);
    const RangeTblFunction *f = rte->rtekind == RTE_FUNCTION && list_length(rte->functions) == 1 && !rte->funcordinality ? list_nth(rte->functions, 0) : NULL;
    const struct user_type *t = f != NULL ? user_type(expr_type(f->funcexpr)) : NULL;
    return t != NULL && t->kind == 'c' ? t->oid : TYPE_record;
}

/* A relation's row has the names of its own columns, whatever FROM calls them. */
static const char *row_column(const struct nsitem *item, int i)
{
    const struct relation *rel = relation_of(item);
    const struct column *c = rel != NULL ? list_nth(rel->columns, i) : NULL;
    return c != NULL ? c->name : item->cols[i].name;
}

/* A whole row has the columns, too, that a view does not see because they came after it. */
static bool in_whole_row(const struct nsitem *item, int i)
{
    const struct relation *rel = relation_of(item);
    if (rel != NULL)
        return !((const struct column *)list_nth(rel->columns, i))->hidden;
    return item->cols[i].name[0] != '\0' && item->cols[i].hidden != HIDDEN_BEHIND;
}

static Node *whole_row(struct pstate *ps, const struct nsitem *item, int levelsup, int location)
{
    const RangeTblEntry *rte = item->rte;
    if (rte->rtekind == RTE_FUNCTION && item->ncols == 1 && !rte->funcordinality) {
        const RangeTblFunction *f = list_nth(rte->functions, 0);
        if (!type_is_composite(expr_type(f->funcexpr)))
            return var_of(ps, item, 0, levelsup, location);
    }
    RowExpr *r = MAKE_NODE(ps->arena, RowExpr);
    for (int i = 0; i < item->ncols; i++) {
        if (!in_whole_row(item, i))
            continue;
        r->args = list_append(ps->arena, r->args, var_of(ps, item, i, levelsup, location));
        r->colnames = list_append(ps->arena, r->colnames, (void *)(uintptr_t)row_column(item, i));
    }
    r->row_typeid = row_type(ps, item);
    r->row_format = COERCE_IMPLICIT_CAST;
    r->whole = true;
    r->location = location;
    return (Node *)r;
}

/* ---- fields of documents and rows ---- */

static Node *path_var(struct pstate *ps, const Var *v, const char *name, bool quoted)
{
    RangeTblEntry *rte = rte_of(ps, v->varno, v->varlevelsup);
    struct relation *rel = rte->rtekind == RTE_RELATION ? rte->relation : NULL;
    const struct column *c = rel != NULL && rel->kind != REL_LOCAL ? relation_column_nth(rel, v->varattno) : NULL;
    if (c == NULL || c->path == NULL || rel->source == NULL || rel->source->path_column == NULL)
        return NULL;
    struct column *child = rel->source->path_column(rel->source, rel, c, name, quoted);
    if (child == NULL)
        return NULL;
    Var *out = make_var(ps->arena, v->varno, child->attnum, child->type, child->typmod, v->varlevelsup);
    out->location = v->location;
    return (Node *)out;
}

Node *transform_field(struct pstate *ps, Node *arg, const char *name, bool quoted, int location)
{
    Oid type = type_base(expr_type(arg));
    if (IS_A(arg, Var)) {
        Node *e = path_var(ps, (Var *)arg, name, quoted);
        if (e != NULL)
            return e;
    }
    if (type == TYPE_jsonb) {
        const RangeTblEntry *rte = IS_A(arg, Var) ? rte_of(ps, ((Var *)arg)->varno, ((Var *)arg)->varlevelsup) : NULL;
        if (rte != NULL && rte->rtekind == RTE_RELATION && rte->relation->kind != REL_LOCAL) {
            Node *call = transform_field_call(ps, arg, name, location);
            if (call != NULL)
                return call;
        }
        if (rte != NULL && rte->rtekind == RTE_RELATION && rte->relation->kind != REL_LOCAL && rte->relation->def == NULL) {
            struct error *e = error_new(ERR_UNDEFINED_COLUMN, "field \"%s\" does not exist in column \"%s\"", name,
                                        rte_column_name(rte, ((Var *)arg)->varattno));
            error_throw(error_at(error_hint(e, "No document that was looked at has it. Fields of array elements are reached by "
                                               "a subscript first, as in items[0].name."),
                                 location));
        }
        SubscriptingRef *x = MAKE_NODE(ps->arena, SubscriptingRef);
        x->refcontainertype = x->refrestype = TYPE_jsonb;
        x->reftypmod = -1;
        x->refexpr = arg;
        x->refupperindexpr = list_make(ps->arena, 1, make_const(ps->arena, TYPE_text, -1, datum_from_cstring(ps->arena, name), false));
        x->location = location;
        return (Node *)x;
    }
    Node *f = record_field(ps, arg, name, quoted);
    if (f == NULL)
        f = transform_field_call(ps, arg, name, location);
    if (f != NULL)
        return f;
    const Node *first = IS_A(arg, RowExpr) && ((RowExpr *)arg)->whole ? list_nth(((RowExpr *)arg)->args, 0) : NULL;
    if (first != NULL && IS_A(first, Var))
        raise_at(ERR_UNDEFINED_COLUMN, location, "column %s.%s does not exist", rte_of(ps, ((const Var *)first)->varno, ((const Var *)first)->varlevelsup)->eref->aliasname, name);
    if (type == TYPE_record)
        raise_at(ERR_UNDEFINED_COLUMN, location, "could not identify column \"%s\" in record data type", name);
    if (type_is_composite(type))
        raise_at(ERR_UNDEFINED_COLUMN, location, "column \"%s\" not found in data type %s", name, type_display(ps->arena, type));
    raise_at(ERR_WRONG_OBJECT_TYPE, location, "column notation .%s applied to type %s, which is not a composite type", name,
             type_display(ps->arena, expr_type(arg)));
}

/* ---- column references ---- */

/* A column in which a path may lead on. */
static bool has_fields(const Node *column)
{
    Oid t = column != NULL ? type_base(expr_type(column)) : InvalidOid;
    return t == TYPE_jsonb || t == TYPE_record || type_is_composite(t);
}

/* How many leading fields name a FROM item: table.c 1, schema.table.c 2, database.schema.table.c 3; 0 none does. */
static struct nsitem *leading_item(struct pstate *ps, const char **f, int n, int location, int *used, int *levelsup)
{
    struct nsitem *item = NULL;
    *used = 0;
    for (int k = 1; k <= 3 && k < n && item == NULL; k++) {
        if (k == 3 && strcmp(f[0], ps->an->catalog->database) != 0)
            break;
        item = find_item(ps, k >= 2 ? f[k - 2] : NULL, f[k - 1], levelsup, location);
        if (item != NULL)
            *used = k;
    }
    return item;
}

Node *transform_column_ref(struct pstate *ps, PgQuery__ColumnRef *ref)
{
    const char *f[16] = {NULL};
    int n = (int)ref->n_fields, at = ref->location;
    RAW_FIELDS(ref, at, "fields location");
    const char *name = n == 1 ? raw_string(ref->fields[0]) : NULL;
    if (ps->domain_value != NULL && name != NULL && strcmp(name, "value") == 0)
        return node_copy(ps->arena, ps->domain_value);
    if (ps->kind == KIND_COLUMN_DEFAULT)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, ref->location, "cannot use column reference in DEFAULT expression");
    if (n > COUNTOF(f))
        raise_at(ERR_SYNTAX_ERROR, at, "improper qualified name (too many dotted names): %s",
                 raw_dotted(ps->arena, ref->fields, ref->n_fields));
    bool star = ref->fields[n - 1]->node_case == PG_QUERY__NODE__NODE_A_STAR;
    if (star)
        n--;
    for (int i = 0; i < n; i++) {
        f[i] = raw_string(ref->fields[i]);
        if (f[i] == NULL)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, at, "row expansion via \"*\" is not supported here");
    }
    const char *text = ps->an->text;
    int used = 0, levelsup = 0;
    if (star) { /* count(t.*) */
        struct nsitem *item = n > 0 ? find_item(ps, n > 1 ? f[n - 2] : NULL, f[n - 1], &levelsup, at) : NULL;
        if (item == NULL)
            missing_table(ps, n > 0 ? f[n - 1] : "*", at);
        return whole_row(ps, item, levelsup, at);
    }
    struct nsitem *item = leading_item(ps, f, n, at, &used, &levelsup);
    Node *e = NULL;
    if (item != NULL) {
        e = ns_column(ps, item, levelsup, f[used], raw_quoted(text, at, used), at);
        if (e == NULL && has_fields(find_column(ps, f[0], raw_quoted(text, at, 0), at)))
            item = NULL; /* a column of the table's name, and a path in it */
    }
    if (e == NULL && item == NULL) {
        used = 0;
        e = find_column(ps, f[0], raw_quoted(text, at, 0), at);
    }
    if (e == NULL) {
        if (n == 1) {
            item = find_item(ps, NULL, f[0], &levelsup, at);
            if (item != NULL)
                return whole_row(ps, item, levelsup, at);
            no_column(ps, NULL, f[0], at);
        }
        if (item != NULL)
            e = transform_field_call(ps, whole_row(ps, item, levelsup, at), f[used], at);
    }
    if (e == NULL) {
        if (item != NULL)
            no_column(ps, item->refname, f[used], at);
        if (n == 4 && strcmp(f[0], ps->an->catalog->database) != 0)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, at, "cross-database references are not implemented: %s",
                     raw_dotted(ps->arena, ref->fields, ref->n_fields));
        missing_table(ps, n >= 3 ? f[n - 2] : f[0], at);
    }
    const struct user_type *composite = used + 1 < n ? user_type(type_base(expr_type(e))) : NULL;
    if (composite != NULL && composite->kind == 'c') /* (c).f it must be */
        missing_table(ps, f[n - 2], at);
    for (int i = used + 1; i < n; i++) {
        if (!has_fields(e))
            missing_table(ps, f[n - 2], at);
        e = transform_field(ps, e, f[i], raw_quoted(text, at, i), at);
    }
    return e;
}

/* ---- stars ---- */

static List *expand_item(struct pstate *ps, const struct nsitem *item, int levelsup, int location, List *out, int *resno)
{
    for (int i = 0; i < item->ncols; i++) {
        const struct nscolumn *c = &item->cols[i];
        if (c->name[0] == '\0' || c->hidden)
            continue;
        out = list_append(ps->arena, out,
                          make_target(ps->arena, var_of(ps, item, i, levelsup, location), (*resno)++, c->name, false));
    }
    return out;
}

List *expand_star(struct pstate *ps, PgQuery__ColumnRef *ref, int resno)
{
    int n = (int)ref->n_fields, levelsup;
    List *out = NULL;
    RAW_FIELDS(ref, ref->location, "fields location");
    if (n == 1) {
        bool any = false;
        FOREACH (struct nsitem, item, ps->ns) {
            if (!item->cols_visible || item->lateral_only)
                continue;
            any = true;
            out = expand_item(ps, item, 0, ref->location, out, &resno);
        }
        if (!any)
            raise_at(ERR_SYNTAX_ERROR, ref->location, "SELECT * with no tables specified is not valid");
        return out;
    }
    const char *name = raw_string(ref->fields[n - 2]);
    const char *schema = n > 2 ? raw_string(ref->fields[n - 3]) : NULL;
    if (n > 4 || (n == 4 && strcmp(raw_string(ref->fields[0]), ps->an->catalog->database) != 0))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, ref->location, "cross-database references are not implemented: %s",
                 raw_dotted(ps->arena, ref->fields, ref->n_fields));
    struct nsitem *item = find_item(ps, schema, name, &levelsup, ref->location);
    if (item == NULL)
        missing_table(ps, name, ref->location);
    return expand_item(ps, item, levelsup, ref->location, out, &resno);
}
