/* CREATE INDEX: columns, order, method and condition, as far as an index of MongoDB can be that. */
#include <string.h>

#include "analyze/define_int.h"
#include "catalog/system.h"
#include "types/ident.h"

/*
 * Access methods, and what an index of MongoDB is that does the same or as much of it as one can: kind as in its key, NULL by
 * direction. An ordered one serves what BRIN's does; GIN's and GiST's find what a search by operators of theirs looks for, which
 * MongoDB reads the collection for: they are declared, since no answer depends on them. So is a hash index, whose equality an ordinary
 * one serves on every server; undeclared: what it is in a collection that has no declaration.
 */
static const struct method {
    const char *name, *kind, *undeclared;
    bool ordered, unique, several, include;
} methods[] = {
    {"btree", NULL, NULL, true, true, true, true},
    {"hash", NULL, "hashed", false, false, false, false},
    {"gin", NULL, NULL, false, false, true, false},
    {"gist", NULL, NULL, false, false, true, true},
    {"spgist", NULL, NULL, false, false, false, true},
    {"brin", NULL, NULL, false, false, true, false},
    {"text", "text", NULL, false, false, true, false},
    {"2dsphere", "2dsphere", NULL, false, false, true, false},
};

static const struct method *index_method(const PgQuery__IndexStmt *s)
{
    for (int i = 0; i < COUNTOF(methods); i++)
        if (strcmp(methods[i].name, s->access_method) == 0)
            return &methods[i];
    raise(ERR_UNDEFINED_OBJECT, "access method \"%s\" does not exist", s->access_method);
}

/* It has operator classes of its own, and stands in the declaration. */
static bool is_declared(const struct method *m)
{
    return !m->ordered && m->kind == NULL;
}

static _Noreturn void method_lacks(const struct method *m, const char *what)
{
    raise(ERR_FEATURE_NOT_SUPPORTED, "access method \"%s\" does not support %s", m->name, what);
}

static void check_method(const PgQuery__IndexStmt *s, const struct method *m)
{
    if (s->unique && !m->unique)
        method_lacks(m, "unique indexes");
    if (s->n_index_including_params > 0 && !m->include)
        method_lacks(m, "included columns");
    if (s->n_index_params > 1 && !m->several)
        method_lacks(m, "multicolumn indexes");
}

static struct column *named_column(struct relation *rel, const char *name)
{
    struct column *c = relation_column(rel, name, false, -1);
    if (c == NULL)
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" does not exist", name);
    return c;
}

/* Strings are compared as their bytes here: text_pattern_ops and varchar_pattern_ops are what an index on either has anyway. */
static bool opclass_is_ours(struct arena *a, const PgQuery__IndexElem *e, Oid type)
{
    bool string = type_base(type) == TYPE_text || type_base(type) == TYPE_varchar;
    for (int i = 0; i < 2; i++)
        if (string ? index_opclass_fits(a, e, TYPE_text, i ? "ops" : "pattern_ops") || index_opclass_fits(a, e, TYPE_varchar, i ? "ops" : "pattern_ops")
                   : index_opclass_fits(a, e, type, i ? "ops" : "pattern_ops"))
            return true;
    return false;
}

static void check_declared_class(struct arena *a, const PgQuery__IndexElem *e, Oid type, const char *method)
{
    Oid of = system_fact_oid(a, "pg_am", COL_pg_am_amname, method);
    const char *name = e->n_opclass > 0 ? raw_string(e->opclass[e->n_opclass - 1]) : NULL;
    Oid class = name != NULL ? opclass_named(a, of, name) : opclass_default(a, of, type);
    if (class == InvalidOid && name == NULL)
        no_opclass(a, type, method);
    if (class == InvalidOid)
        raise(ERR_UNDEFINED_OBJECT, "operator class \"%s\" does not exist for access method \"%s\"", raw_dotted(a, e->opclass, e->n_opclass), method);
    if (!opclass_takes(a, class, type))
        raise(ERR_DATATYPE_MISMATCH, "operator class \"%s\" does not accept data type %s", raw_dotted(a, e->opclass, e->n_opclass), type_display(a, type));
}

/* What no index can have, in PostgreSQL's words. */
static void check_named(struct arena *a, const PgQuery__IndexElem *e, Oid type, const struct method *m)
{
    if (e->n_collation > 0 && !type_is_collatable(type))
        raise(ERR_DATATYPE_MISMATCH, "collations are not supported by type %s", type_display(a, type));
    if (e->n_opclass > 0 && m->kind == NULL)
        check_declared_class(a, e, type, m->name);
}

static struct column *index_column(struct arena *a, struct relation *rel, const PgQuery__IndexElem *e, const struct method *m)
{
    if (e->expr == NULL)
        check_named(a, e, named_column(rel, e->name)->type, m);
    if (e->expr != NULL || e->n_collation > 0 || e->n_opclassopts > 0 || (e->n_opclass > 0 && m->kind != NULL))
        error_throw(error_hint(error_new(ERR_FEATURE_NOT_SUPPORTED, "an index on an expression, or with a collation or an operator class, is not supported"),
                               e->expr != NULL ? "MongoDB indexes fields: keep the value in a column of its own." : "MongoDB compares strings bytewise."));
    if (!m->ordered && e->ordering > PG_QUERY__SORT_BY_DIR__SORTBY_DEFAULT)
        method_lacks(m, "ASC/DESC options");
    if (!m->ordered && e->nulls_ordering > PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_DEFAULT)
        method_lacks(m, "NULLS FIRST/LAST options");
    struct column *c = named_column(rel, e->name);
    if (is_declared(m))
        check_declared_class(a, e, c->type, m->name);
    else if (m->ordered)
        check_index_type(a, c->type, m->name);
    if (m->ordered && e->n_opclass > 0 && !opclass_is_ours(a, e, c->type))
        raise(ERR_FEATURE_NOT_SUPPORTED, "operator class \"%s\" is not supported", raw_dotted(a, e->opclass, e->n_opclass));
    return c;
}

static bool is_among(const List *names, const char *name)
{
    FOREACH (const char, other, names)
        if (strcmp(other, name) == 0)
            return true;
    return false;
}

const char *index_columns_joined(struct arena *a, const List *names)
{
    List *said = NULL;
    const char *joined = NULL;
    FOREACH (const char, name, names) {
        const char *own = name;
        for (int i = 1; is_among(said, own); i++)
            own = arena_printf(a, "%s%d", name, i);
        said = list_append(a, said, (void *)(uintptr_t)own);
        joined = joined == NULL ? own : arena_printf(a, "%s_%s", joined, own);
    }
    return joined;
}

static List *included(struct arena *a, struct relation *rel, const PgQuery__IndexStmt *s)
{
    List *out = NULL;
    for (size_t i = 0; i < s->n_index_including_params; i++) {
        const PgQuery__IndexElem *e = s->index_including_params[i]->index_elem;
        if (e->expr != NULL)
            raise(ERR_FEATURE_NOT_SUPPORTED, "expressions are not supported in included columns");
        if (e->n_collation > 0 || e->n_opclass > 0 || e->n_opclassopts > 0 || e->ordering > PG_QUERY__SORT_BY_DIR__SORTBY_DEFAULT ||
            e->nulls_ordering > PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_DEFAULT)
            raise(ERR_INVALID_OBJECT_DEFINITION, "including column does not support %s",
                  e->n_collation > 0 ? "a collation" : e->n_opclass > 0 ? "an operator class"
                  : e->ordering > PG_QUERY__SORT_BY_DIR__SORTBY_DEFAULT ? "ASC/DESC options" : "NULLS FIRST/LAST options");
        out = list_append(a, out, (void *)(uintptr_t)named_column(rel, e->name)->name);
    }
    return out;
}

/* A letter per key where one is not in the order that its direction has by default; NULL. */
static const char *nulls_order(struct arena *a, const PgQuery__IndexStmt *s)
{
    char *letters = arena_alloc(a, s->n_index_params + 1);
    bool any = false;
    for (size_t i = 0; i < s->n_index_params; i++) {
        const PgQuery__IndexElem *e = s->index_params[i]->index_elem;
        bool desc = e->ordering == PG_QUERY__SORT_BY_DIR__SORTBY_DESC, first = e->nulls_ordering == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_FIRST;
        bool other = e->nulls_ordering > PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_DEFAULT && first != desc;
        letters[i] = !other ? '-' : first ? 'f' : 'l';
        any = any || other;
    }
    letters[s->n_index_params] = '\0';
    return any ? letters : NULL;
}

/* NULL: none is named. */
static List *opclasses(struct arena *a, const PgQuery__IndexStmt *s)
{
    List *out = NULL;
    bool any = false;
    for (size_t i = 0; i < s->n_index_params; i++) {
        const PgQuery__IndexElem *e = s->index_params[i]->index_elem;
        const char *name = e->n_opclass > 0 ? raw_string(e->opclass[e->n_opclass - 1]) : "";
        any = any || name[0] != '\0';
        out = list_append(a, out, (void *)(uintptr_t)name);
    }
    return any ? out : NULL;
}

static Node *immutable(Node *e)
{
    if (e != NULL && mutable_walker(e, NULL))
        raise(ERR_INVALID_OBJECT_DEFINITION, "functions in index predicate must be marked IMMUTABLE");
    return e;
}

static Node *index_condition(struct analysis *an, struct relation *rel, PgQuery__Node *where)
{
    struct pstate *ps = pstate_new(an, NULL);
    ns_put(ps, ns_add_relation(ps, rel, rel->name, NULL, true), true, true);
    return immutable(transform_where(ps, where, KIND_INDEX_PREDICATE, "WHERE"));
}

Node *analyze_index_where(struct arena *a, struct catalog *c, struct relation *rel, const char *text)
{
    struct pstate *ps = stored_over(a, c, rel, text);
    return immutable(coerce_to_boolean(ps, analyze_stored_expr(ps, text, KIND_INDEX_PREDICATE), "WHERE"));
}

/* What there is to say of it beside what MongoDB keeps; only SQL's own tables have a place for that. */
static struct table_index_def *more_of(struct arena *a, struct relation *rel, const PgQuery__IndexStmt *s, const struct index_def *ix, const struct method *m,
                                       List *options)
{
    struct table_index_def *more = ARENA_NEW(a, struct table_index_def);
    more->name = ix->name;
    more->where = s->where_clause != NULL ? sql_expression_text(a, s->where_clause) : NULL;
    more->include = included(a, rel, s);
    more->nulls = nulls_order(a, s);
    more->method = is_declared(m) && (rel->def != NULL || m->undeclared == NULL) ? m->name : NULL;
    more->options = options;
    more->classes = opclasses(a, s);
    more->not_distinct = s->nulls_not_distinct;
    bool beside = more->options != NULL || more->classes != NULL || more->include != NULL || more->nulls != NULL || more->method != NULL;
    if (beside && rel->def == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "INCLUDE, NULLS FIRST and LAST, operator classes, WITH and methods other than btree are supported only for indexes on tables that SQL made");
    return rel->def != NULL && (beside || ix->where != NULL || more->not_distinct) ? more : NULL;
}

struct relation *analyze_create_index(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct index_def *out)
{
    PgQuery__IndexStmt *s = raw->node->index_stmt;
    struct analysis *an = ARENA_NEW(a, struct analysis);
    *an = (struct analysis){.arena = a, .catalog = c, .text = raw->text};
    RAW_FIELDS(s, s->relation->location, "idxname relation access_method table_space index_params index_including_params options where_clause unique "
                                         "nulls_not_distinct concurrent if_not_exists");
    struct relation *rel = analyze_index_target(pstate_new(an, NULL), s->relation);
    Node *where = index_condition(an, rel, s->where_clause); /* first, as PostgreSQL: which error comes */
    const struct method *m = index_method(s);
    List *names = NULL;
    int n = (int)s->n_index_params;
    check_method(s, m);
    check_storage(NULL, s->table_space);
    List *options = analyze_reloptions(a, s->options, s->n_options, reloption_of_method(m->name), NULL, false);
    *out = (struct index_def){.unique = s->unique, .n = n, .where = where};
    out->paths = ARENA_ARRAY(a, const char *, n);
    out->kinds = ARENA_ARRAY(a, const char *, n);
    out->present = ARENA_ARRAY(a, const char *, n);
    out->directions = ARENA_ARRAY(a, int, n);
    for (int i = 0; i < n; i++) {
        const PgQuery__IndexElem *e = s->index_params[i]->index_elem;
        const struct column *col = index_column(a, rel, e, m);
        for (int k = 0; k < i; k++)
            if (strcmp(out->paths[k], col->path) == 0)
                raise(ERR_FEATURE_NOT_SUPPORTED, "an index with the column \"%s\" twice is not supported", col->name);
        out->paths[i] = col->path;
        out->kinds[i] = rel->def == NULL && m->undeclared != NULL ? m->undeclared : m->kind;
        out->directions[i] = e->ordering == PG_QUERY__SORT_BY_DIR__SORTBY_DESC ? -1 : 1;
        if (s->unique)
            check_unique_type(a, col->type, -1);
        if (s->unique && !s->nulls_not_distinct && !col->notnull)
            out->present[out->npresent++] = col->path;
        names = list_append(a, names, (void *)(uintptr_t)col->name);
    }
    List *include = included(a, rel, s);
    for (int i = 0; i < list_length(include); i++)
        names = list_append(a, names, list_nth(include, i));
    const char *joined = index_columns_joined(a, names);
    out->chosen = is_empty(s->idxname) ? joined : NULL;
    out->name = out->chosen != NULL ? ident_generated(a, rel->name, joined, "idx", 0) : s->idxname;
    out->more = more_of(a, rel, s, out, m, options);
    return rel;
}
