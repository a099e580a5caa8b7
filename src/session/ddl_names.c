/*
 * What a view's query names gets another name. The query is read while it has the old one, its tree told of the new one, and printed as
 * pg_get_viewdef() would: SELECT b FROM t, when b becomes c, is SELECT t.c AS b FROM public.t.
 */
#include "session/session_int.h"

#include <string.h>

#include "analyze/define.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"

struct new_name {
    struct arena *arena;
    const struct relation *rel;
    const char *column; /* NULL: the relation itself */
    const char *to;
    bool unsaid;        /* the query cannot be printed with it */
};

static bool is_it(const struct new_name *n, const RangeTblEntry *rte)
{
    const struct relation *rel = rte->relation;
    return rel != NULL && rel->collection != NULL && strcmp(rel->collection, n->rel->collection) == 0 && rel->unwind == NULL;
}

static void rename_column(const struct new_name *n, RangeTblEntry *rte)
{
    const Alias *own = rte->alias;
    Alias *eref = arena_memdup(n->arena, rte->eref, sizeof *eref);
    List *names = NULL;
    for (int i = 0; i < list_length(eref->colnames); i++) {
        const char *name = list_nth(eref->colnames, i);
        bool same = i >= (own != NULL ? list_length(own->colnames) : 0) && strcmp(name, n->column) == 0;
        names = list_append(n->arena, names, (void *)(uintptr_t)(same ? n->to : name));
    }
    eref->colnames = names;
    rte->eref = eref;
}

static void rename_relation(const struct new_name *n, RangeTblEntry *rte)
{
    struct relation *rel = arena_memdup(n->arena, rte->relation, sizeof *rel);
    rel->name = n->to;
    rte->relation = rel;
}

static bool is_among(const List *names, const char *name)
{
    for (int i = 0; i < list_length(names); i++)
        if (strcmp(list_nth(names, i), name) == 0)
            return true;
    return false;
}

/* A merged column has the name of both: PostgreSQL then gives aliases to all columns. */
static bool merges(const struct new_name *n, const JoinExpr *j)
{
    return n->column != NULL && (is_among(j->usingClause, n->column) || is_among(j->usingClause, n->to));
}

static bool tell_tree(Node *node, void *arg)
{
    struct new_name *n = arg;
    if (IS_A(node, JoinExpr))
        n->unsaid = n->unsaid || merges(n, (const JoinExpr *)node);
    if (!IS_A(node, RangeTblEntry))
        return node_walk(node, tell_tree, arg);
    RangeTblEntry *rte = (RangeTblEntry *)node;
    if (is_it(n, rte) && n->column != NULL)
        rename_column(n, rte);
    else if (is_it(n, rte))
        rename_relation(n, rte);
    return rte->relation != NULL ? false : node_walk(node, tell_tree, arg); /* a view's query is its own affair */
}

struct renamed_view {
    const char *collection;
    const struct table_def *def;
};

static const char *query_renamed(struct session *s, struct new_name *n, const struct table_def *def)
{
    Query *q = node_copy(n->arena, analyze_view_query(n->arena, s->catalog, def));
    tell_tree((Node *)q, n);
    return n->unsaid ? NULL : deparse_kept_query(n->arena, q);
}

static List *names_with(struct arena *a, const List *names, const char *from, const char *to)
{
    List *out = NULL;
    for (int i = 0; i < list_length(names); i++) {
        const char *name = list_nth(names, i);
        out = list_append(a, out, (void *)(uintptr_t)(from != NULL && strcmp(name, from) == 0 ? to : name));
    }
    return out;
}

/* A query that is printed names no columns that are gone. */
static List *names_left(struct arena *a, const List *names)
{
    List *out = NULL;
    for (int i = 0; i < list_length(names); i++)
        if (*(const char *)list_nth(names, i) != '\0')
            out = list_append(a, out, list_nth(names, i));
    return out;
}

List *uses_of_printed(struct arena *a, const List *uses)
{
    List *out = NULL;
    FOREACH (struct view_use, u, uses) {
        struct view_use *own = arena_memdup(a, u, sizeof *u);
        own->seen = names_left(a, u->seen);
        out = list_append(a, out, own);
    }
    return out;
}

/* Whole rows of the relation are of a type that has its name. */
static void rename_row_type(const struct new_name *n, const struct table_def *def, const char *collection)
{
    struct relation *rel = arena_memdup(n->arena, n->rel, sizeof *rel);
    rel->name = n->to;
    rel->rowtype = row_type_oid(rel->database, collection);
    FOREACH (struct column_def, c, def->columns)
        if (c->type == n->rel->rowtype)
            c->type = relation_row_type(n->arena, rel);
}

/* touched: it names what is renamed, and does not only see it. */
static struct table_def *def_renamed(struct session *s, struct new_name *n, const struct relation_name *v, const char *collection, bool touched)
{
    struct arena *a = n->arena;
    struct table_def *def = table_def_copy(a, v->def);
    List *uses = NULL;
    const char *printed = touched ? query_renamed(s, n, v->def) : v->def->view;
    if (n->column == NULL)
        rename_row_type(n, def, catalog_name_hidden(collection) ? collection : n->to);
    def->view = printed;
    if (def->view == NULL && n->column == NULL && strcmp(n->rel->collection, n->rel->name) == 0)
        def->view = sql_rename_relation(a, v->def->view, n->rel->name, n->to);
    if (def->view == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "%s \"%s\" cannot be renamed while view \"%s\" names it as it does", n->column != NULL ? "column" : "relation",
              n->column != NULL ? n->column : n->rel->name, catalog_shown_name(s->catalog, v->name));
    FOREACH (struct view_use, u, v->def->uses) {
        struct view_use *own = arena_memdup(a, u, sizeof *u);
        if (strcmp(u->relation, n->rel->collection) == 0) {
            own->relation = collection;
            own->columns = names_with(a, u->columns, n->column, n->to);
            own->seen = names_with(a, u->seen, n->column, n->to);
        }
        if (touched && printed != NULL)
            own->seen = names_left(a, own->seen);
        uses = list_append(a, uses, own);
    }
    def->uses = uses;
    return def;
}

List *views_renamed(struct session *s, struct arena *a, const struct relation *rel, const char *column, const char *to, const char *collection)
{
    List *out = NULL, *views, *rels;
    do {
        rels = NULL;
        views = view_dependents(s, a, rel->collection, NULL);
        FOREACH (struct relation_name, v, views)
            rels = list_append(a, rels, catalog_lookup_collection(s->catalog, v->name));
    } while (relations_lock(s, rels));
    FOREACH (struct relation_name, v, views) {
        struct new_name n = {.arena = a, .rel = rel, .column = column, .to = to};
        struct renamed_view *r = ARENA_NEW(a, struct renamed_view);
        bool touched = to[0] != '\0' && view_uses(v->def, rel->collection, column);
        *r = (struct renamed_view){v->name, def_renamed(s, &n, v, collection, touched)};
        out = list_append(a, out, r);
    }
    return out;
}

bool views_keep_name(struct session *s, struct arena *a, const char *name)
{
    return mongo_xact_collection(s->mongo, s->database, name) == NULL && view_dependents(s, a, name, NULL) != NULL;
}

void views_take_names_later(struct session *s, const List *renamed)
{
    FOREACH (struct renamed_view, r, renamed) {
        mongo_source_table(s->database, r->collection, r->def, true);
        later_view(s, r->collection);
    }
}

void views_take_names(struct session *s, struct arena *a, struct mongo *m, const List *renamed)
{
    List *names = NULL;
    FOREACH (struct renamed_view, r, renamed) {
        relation_declare(s, m, r->collection, r->def);
        names = list_append(a, names, (void *)(uintptr_t)r->collection);
    }
    views_rebuild(s, a, m, names);
}
