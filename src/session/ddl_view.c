/* Views: CREATE [OR REPLACE] VIEW, ALTER VIEW ... RENAME; and what depends on a relation, which only views do. */
#include "session/foreign.h"

#include <string.h>

#include "analyze/define.h"
#include "analyze/raw.h"
#include "base/strbuf.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "mongo/view.h"
#include "types/ident.h"

/* ---- dependents ---- */

bool view_uses(const struct table_def *def, const char *name, const char *column)
{
    FOREACH (struct view_use, u, def->uses) {
        if (strcmp(u->relation, name) != 0)
            continue;
        for (int i = 0; column != NULL && i < list_length(u->columns); i++)
            if (strcmp(list_nth(u->columns, i), column) == 0)
                return true;
        return column == NULL;
    }
    return false;
}

struct listing {
    struct session *s;
    struct arena *arena;
    List *names;
};

static void list_names(void *arg)
{
    struct listing *l = arg;
    struct relation_source *src = l->s->catalog->source;
    l->names = src->names(src, l->arena, l->s->database, NULL);
}

List *views_listed(struct session *s, struct arena *a)
{
    struct listing l = {s, a, NULL};
    views_hold(s, list_names, &l);
    return l.names;
}

List *view_dependents(struct session *s, struct arena *a, const char *name, const char *column)
{
    List *names = views_listed(s, a), *out = NULL;
    FOREACH (struct relation_name, n, names)
        if (n->def != NULL && n->def->view != NULL && view_uses(n->def, name, column) && catalog_lookup(s->catalog, NULL, "public", n->name) != NULL)
            out = list_append(a, out, n);
    FOREACH (struct temp_table, t, s->catalog->temps) {
        const struct relation *rel = catalog_lookup(s->catalog, NULL, "pg_temp", t->name);
        if (rel == NULL || rel->def == NULL || rel->def->view == NULL || !view_uses(rel->def, name, column))
            continue;
        struct relation_name *n = ARENA_NEW(a, struct relation_name);
        *n = (struct relation_name){.name = rel->collection, .kind = rel->kind, .def = rel->def};
        out = list_append(a, out, n);
    }
    return out;
}

struct dependency {
    const char *what, *on;      /* in PostgreSQL's words: view v; what it depends on */
    const char *view;           /* NULL: none */
    const struct foreign_use *use; /* a foreign key; NULL: none */
    const char *column;         /* generated from what goes; NULL: none */
    const struct counted *counted; /* a DEFAULT that counts by a sequence which goes; NULL: none */
};

static bool is_among(const List *l, const char *name)
{
    for (int i = 0; i < list_length(l); i++)
        if (strcmp(list_nth(l, i), name) == 0)
            return true;
    return false;
}

static void collect(struct session *s, struct arena *a, const char *name, const char *column, const char *on, const List *dropped, List **out);

/* A view, and all that depend on it; those that are dropped with it (char *) do not count. */
static void collect_view(struct session *s, struct arena *a, const struct relation_name *v, const char *on, const List *dropped, List **out)
{
    bool known = is_among(dropped, v->name);
    FOREACH (struct dependency, d, *out)
        known = known || (d->view != NULL && strcmp(d->view, v->name) == 0);
    if (known)
        return;
    struct dependency *d = ARENA_NEW(a, struct dependency);
    *d = (struct dependency){arena_printf(a, "%s %s", relation_kind_word(v->kind), ident_quoted(a, catalog_shown_name(s->catalog, v->name))), on, v->name,
                             NULL, NULL, NULL};
    *out = list_append(a, *out, d);
    collect(s, a, v->name, NULL, d->what, dropped, out);
}

/* All views that depend on it, also by others. */
static void collect(struct session *s, struct arena *a, const char *name, const char *column, const char *on, const List *dropped, List **out)
{
    FOREACH (struct relation_name, v, view_dependents(s, a, name, column))
        collect_view(s, a, v, on, dropped, out);
}

/* Is there a GROUP BY in the query that groups by the relation's other columns, since they depend on its primary key? */
static bool grouped_by_key(Node *n, void *arg)
{
    const struct relation *rel = arg;
    if (IS_A(n, RangeTblEntry) && ((RangeTblEntry *)n)->rtekind == RTE_SUBQUERY && ((RangeTblEntry *)n)->relation != NULL)
        return false; /* another view's query */
    const Query *q = (Query *)n;
    FOREACH (TargetEntry, t, IS_A(n, Query) ? q->targetList : NULL) {
        const Var *v = (Var *)t->expr;
        if (t->resorigcol != GROUPED_BY_KEY || !IS_A(v, Var))
            continue;
        const RangeTblEntry *rte = list_nth(q->rtable, v->varno - 1);
        if (rte->relation != NULL && rte->relation->oid == rel->oid)
            return true;
    }
    return node_walk(n, grouped_by_key, arg);
}

static void collect_grouped(struct session *s, struct arena *a, const struct relation *rel, const char *on, const List *dropped, List **out)
{
    FOREACH (struct relation_name, v, view_dependents(s, a, rel->collection, NULL))
        if (grouped_by_key((Node *)analyze_view_query(a, s->catalog, v->def), (void *)(uintptr_t)rel))
            collect_view(s, a, v, on, dropped, out);
}

/* "view v depends on table t", a line each; "drop cascades to view v". */
static const char *lines(struct arena *a, const List *deps, bool cascades)
{
    struct strbuf b;
    strbuf_init(&b, a);
    FOREACH (struct dependency, d, deps) {
        strbuf_addstr(&b, FOREACH_INDEX(d, deps) > 0 ? "\n" : "");
        if (cascades)
            strbuf_printf(&b, "drop cascades to %s", d->what);
        else
            strbuf_printf(&b, "%s depends on %s", d->what, d->on);
    }
    return b.data;
}

/* What goes already with what the same statement drops (struct dropped_with): the views, a foreign key. */
static List *views_gone(struct arena *a, const List *with)
{
    List *out = NULL;
    FOREACH (struct dropped_with, w, with)
        out = list_concat(a, out, w->views);
    return out;
}

static bool foreign_is_gone(const List *with, const struct foreign_use *u)
{
    FOREACH (struct dropped_with, w, with)
        FOREACH (struct foreign_use, x, w->foreign)
            if (strcmp(x->table->collection, u->table->collection) == 0 && strcmp(x->key->name, u->key->name) == 0)
                return true;
    return false;
}

/* Foreign keys of tables that stay (dropped: those that do not). */
static void collect_foreign(struct session *s, struct arena *a, const struct relation *rel, const List *columns, const char *on, const List *dropped,
                            const List *with, List **out)
{
    FOREACH (struct foreign_use, u, foreign_uses(s, a, rel, columns)) {
        bool own = list_length(columns) == 1 && strcmp(u->table->collection, rel->collection) == 0 && is_among(u->key->columns, list_nth(columns, 0));
        if (own || is_among(dropped, u->table->collection) || foreign_is_gone(with, u))
            continue;
        struct dependency *d = ARENA_NEW(a, struct dependency);
        *d = (struct dependency){arena_printf(a, "constraint %s on table %s", ident_quoted(a, u->key->name), ident_quoted(a, u->table->name)), on, NULL, u, NULL, NULL};
        *out = list_append(a, *out, d);
    }
}

static bool column_is_gone(const List *with, const char *name)
{
    FOREACH (struct dropped_with, w, with)
        if (is_among(w->columns, name))
            return true;
    return false;
}

/* What names the sequences that go with a table (column NULL), or with a column of it. */
static void collect_counted(struct session *s, struct arena *a, const struct relation *rel, const char *column, const List *dropped, const List *with, List **out)
{
    FOREACH (struct sequence_def, q, owned_sequences(s, a, rel, column)) {
        const char *on = arena_printf(a, "sequence %s", ident_quoted(a, catalog_shown_name(s->catalog, q->name)));
        List *views = sequence_views(s, a, q);
        FOREACH (struct counted, x, sequence_counted(s, a, q)) {
            bool own = strcmp(x->rel->collection, rel->collection) == 0;
            if (is_among(dropped, x->rel->collection) || (own && (column == NULL || strcmp(x->column->name, column) == 0 || column_is_gone(with, x->column->name))))
                continue;
            struct dependency *d = ARENA_NEW(a, struct dependency);
            *d = (struct dependency){.what = arena_printf(a, "default value for column %s of table %s", x->column->name, ident_quoted(a, x->rel->name)), .on = on, .counted = x};
            *out = list_append(a, *out, d);
        }
        for (int i = 0; i < list_length(views); i++) {
            const struct relation *view = catalog_lookup_collection(s->catalog, list_nth(views, i));
            struct relation_name v = {.name = view->collection, .kind = view->kind, .def = view->def};
            collect_view(s, a, &v, on, dropped, out);
        }
    }
}

static _Noreturn void refuse_drop(struct arena *a, const char *what, const List *deps)
{
    struct error *e = error_new(ERR_DEPENDENT_OBJECTS_STILL_EXIST, "cannot drop %s because other objects depend on %s",
                                what != NULL ? what : "desired object(s)", what != NULL ? "it" : "them");
    error_detail(e, "%s", lines(a, deps, false));
    error_throw(error_hint(e, "Use DROP ... CASCADE to drop the dependent objects too."));
}

static void tell_cascade(struct arena *a, const List *deps)
{
    if (list_length(deps) == 1) {
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "%s", lines(a, deps, true));
        return;
    }
    struct error *e = error_new(ERR_SUCCESSFUL_COMPLETION, "drop cascades to %d other objects", list_length(deps));
    e->severity = SEV_NOTICE;
    notice_emit(error_detail(e, "%s", lines(a, deps, true)));
}

/* Tells of them, or raises 2BP01; what is to go besides. */
static struct dropped_with settle(struct arena *a, const char *what, const List *deps, bool cascade)
{
    struct dropped_with out = {.views = NULL};
    if (deps == NULL)
        return out;
    if (!cascade)
        refuse_drop(a, what, deps);
    tell_cascade(a, deps);
    FOREACH (struct dependency, d, deps) {
        if (d->view != NULL)
            out.views = list_append(a, out.views, (void *)(uintptr_t)d->view);
        else if (d->counted != NULL)
            out.defaults = list_append(a, out.defaults, (void *)(uintptr_t)d->counted);
        else if (d->use != NULL)
            out.foreign = list_append(a, out.foreign, (void *)(uintptr_t)d->use);
        else
            out.columns = list_append(a, out.columns, (void *)(uintptr_t)d->column);
    }
    return out;
}

void drop_with(struct session *s, struct arena *a, const struct dropped_with *d)
{
    for (int i = 0; i < list_length(d->views); i++)
        drop_relation(s, s->mongo, catalog_lookup_collection(s->catalog, list_nth(d->views, i)));
    FOREACH (struct foreign_use, u, d->foreign)
        foreign_drop(s, a, u);
    FOREACH (struct counted, x, d->defaults)
        sequence_default_drop(s, x);
}

struct dropped_with relations_dropped_with(struct session *s, struct arena *a, const List *dropped, const char *kind, bool cascade)
{
    List *deps = NULL;
    for (int i = 0; i < list_length(dropped); i++) {
        const char *on = arena_printf(a, "%s %s", kind, ident_quoted(a, catalog_shown_name(s->catalog, list_nth(dropped, i))));
        collect(s, a, list_nth(dropped, i), NULL, on, dropped, &deps);
        collect_foreign(s, a, catalog_lookup_collection(s->catalog, list_nth(dropped, i)), NULL, on, dropped, NULL, &deps);
        if (catalog_lookup_collection(s->catalog, list_nth(dropped, i)) != NULL)
            collect_counted(s, a, catalog_lookup_collection(s->catalog, list_nth(dropped, i)), NULL, dropped, NULL, &deps);
    }
    const char *what = list_length(dropped) == 1 ? arena_printf(a, "%s %s", kind, ident_quoted(a, catalog_shown_name(s->catalog, list_nth(dropped, 0)))) : NULL;
    return settle(a, what, deps, cascade);
}

struct dropped_with views_dropped_with(struct session *s, struct arena *a, const List *views, const char *what, bool cascade)
{
    List *deps = NULL;
    for (int i = 0; i < list_length(views); i++) {
        const struct relation *rel = catalog_lookup_collection(s->catalog, list_nth(views, i));
        struct dependency *d = ARENA_NEW(a, struct dependency);
        *d = (struct dependency){arena_printf(a, "%s %s", relation_kind_word(rel->kind), ident_quoted(a, rel->name)), what, rel->collection, NULL, NULL, NULL};
        deps = list_append(a, deps, d);
        collect(s, a, rel->collection, NULL, d->what, NULL, &deps);
    }
    return settle(a, what, deps, cascade);
}

struct dropped_with column_dropped_with(struct session *s, struct arena *a, const struct relation *rel, const char *column, const List *generated, const List *with,
                                        bool cascade)
{
    const List *gone = views_gone(a, with);
    List *deps = NULL;
    const char *table = ident_quoted(a, rel->name), *what = arena_printf(a, "column %s of table %s", ident_quoted(a, column), table);
    for (int i = 0; i < list_length(generated); i++) {
        struct dependency *d = ARENA_NEW(a, struct dependency);
        *d = (struct dependency){.what = arena_printf(a, "column %s of table %s", ident_quoted(a, list_nth(generated, i)), table), .on = what,
                                 .column = list_nth(generated, i)};
        deps = list_append(a, deps, d);
        collect(s, a, rel->collection, d->column, d->what, gone, &deps);
    }
    collect(s, a, rel->collection, column, what, gone, &deps);
    collect_foreign(s, a, rel, list_make(a, 1, column), what, NULL, with, &deps);
    collect_counted(s, a, rel, column, gone, with, &deps);
    return settle(a, what, deps, cascade);
}

/* Does it refer to just these columns, in whatever order? */
static bool refers_to(const struct table_foreign *f, const List *columns)
{
    int found = 0;
    for (int i = 0; i < list_length(columns); i++)
        for (int k = 0; k < list_length(f->references); k++)
            found += strcmp(list_nth(columns, i), list_nth(f->references, k)) == 0;
    return found == list_length(columns) && found == list_length(f->references);
}

struct dropped_with key_dropped_with(struct session *s, struct arena *a, const struct relation *rel, const struct table_key *k, const List *with, bool cascade)
{
    List *all = NULL, *deps = NULL;
    const char *what = arena_printf(a, "constraint %s on table %s", ident_quoted(a, k->name), ident_quoted(a, rel->name));
    collect_foreign(s, a, rel, k->columns, arena_printf(a, "index %s", ident_quoted(a, k->name)), NULL, with, &all);
    FOREACH (struct dependency, d, all)
        if (refers_to(d->use->key, k->columns))
            deps = list_append(a, deps, d);
    if (k->primary)
        collect_grouped(s, a, rel, what, views_gone(a, with), &deps);
    return settle(a, what, deps, cascade);
}

/* ---- CREATE VIEW ---- */

/* OR REPLACE: the columns that were stay, in name, type and place. view: its name */
static void check_replacement(struct arena *a, const char *view, const struct table_def *was, const struct table_def *def)
{
    if (list_length(def->columns) < list_length(was->columns))
        raise(ERR_INVALID_TABLE_DEFINITION, "cannot drop columns from view");
    FOREACH (struct column_def, old, was->columns) {
        const struct column_def *now = list_nth(def->columns, FOREACH_INDEX(old, was->columns));
        if (strcmp(old->name, now->name) != 0) {
            struct error *e = error_new(ERR_INVALID_TABLE_DEFINITION, "cannot change name of view column \"%s\" to \"%s\"", old->name, now->name);
            error_throw(error_hint(e, "Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead."));
        }
        if (old->type != now->type || old->typmod != now->typmod)
            raise(ERR_INVALID_TABLE_DEFINITION, "cannot change data type of view column \"%s\" from %s to %s", old->name,
                  type_format(a, old->type, old->typmod), type_format(a, now->type, now->typmod));
        analyze_same_collation(old, now);
    }
    for (int i = list_length(was->columns); i < list_length(def->columns); i++)
        for (int k = 0; k < i; k++) {
            const char *name = ((struct column_def *)list_nth(def->columns, i))->name;
            if (strcmp(((struct column_def *)list_nth(def->columns, k))->name, name) == 0)
                raise(ERR_DUPLICATE_COLUMN, "column \"%s\" of relation \"%s\" already exists", name, view);
        }
}

struct replacing {
    struct session *s;
    struct mongo *m;
    const char *collection;
    const struct table_def *def;
    struct view_pipeline pipeline;
};

static void replace_view(void *arg)
{
    const struct replacing *r = arg;
    view_replace(r->m, r->s->database, r->collection, r->def, &r->pipeline);
}

void view_declare(struct session *s, struct mongo *m, const char *collection, const struct table_def *def)
{
    if (m->in_transaction && later_has_view(s, collection)) { /* it is made anew at the commit, as this session knows it then */
        mongo_source_table(s->database, collection, def, true);
        m->changes++;
        return;
    }
    struct arena *a = arena_new(s->message, "view");
    const struct relation *rel = catalog_lookup_collection(s->catalog, collection);
    if (rel != NULL && rel->def != NULL)
        mongo_xact_undo_declare(m, s->database, collection, rel->def);
    struct replacing r = {s, m, collection, def, view_pipeline(s, a, collection, def)};
    views_hold(s, replace_view, &r);
    mongo_source_table(s->database, collection, NULL, false);
}

/* A view of what is temporary is temporary itself. */
static void settle_place(PgQuery__RangeVar *v, const struct table_def *def)
{
    static char temp[] = "t";
    if (is_temporary(v) || !view_is_temporary(def))
        return;
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "view \"%s\" will be a temporary view", v->relname);
    v->relpersistence = temp;
    is_temporary(v); /* raises 42P16 where another schema is named */
}

void check_view_names(struct session *s, const struct table_def *def)
{
    FOREACH (struct view_use, u, def->uses)
        if (mongo_xact_renames(s->mongo, s->database, u->relation))
            change_outside(s, "a view of a table that gets its name when the transaction commits");
}

struct completion run_create_view(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__ViewStmt *v = raw->node->view_stmt;
    struct arena *a = portal->arena;
    struct mongo *m = change_begin(s, "CREATE VIEW");
    struct table_def *def = analyze_create_view(a, s->catalog, raw);
    if (is_unlogged(v->view))
        raise(ERR_SYNTAX_ERROR, "views cannot be unlogged because they do not have storage");
    settle_place(v->view, def);
    check_view_names(s, def);
    relation_may_be(s, v->view, false, -1);
    bool temp = is_temporary(v->view);
    struct relation *rel = v->replace ? relation_named(s, temp ? "pg_temp" : "public", v->view->relname) : NULL;
    if (rel != NULL ? rel->kind != REL_VIEW : v->replace && relation_name_taken(s, v->view->relname, temp))
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a view", v->view->relname);
    if (rel != NULL && rel->def == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "view \"%s\", which MongoDB computes, cannot be replaced", rel->name);
    if (rel != NULL) {
        rel = relation_lock(s, rel);
        check_replacement(a, rel->name, rel->def, def);
        analyze_view_storage(a, def, raw);
        def->comments = rel->def->comments;
        FOREACH (struct column_def, c, rel->def->columns)
            ((struct column_def *)list_nth(def->columns, FOREACH_INDEX(c, rel->def->columns)))->default_text = c->default_text;
        view_declare(s, m, rel->collection, def);
        views_rebuild(s, a, m, list_make(a, 1, rel->collection));
        return DONE("CREATE VIEW");
    }
    analyze_view_storage(a, def, raw);
    relation_check_new(s, v->view);
    const char *collection = temp ? temp_collection(s, v->view->relname, PG_QUERY__ON_COMMIT_ACTION__ONCOMMIT_NOOP) : v->view->relname;
    take_name(s, m, collection, "CREATE VIEW of a name that the transaction has dropped");
    struct view_pipeline pipeline = view_pipeline(s, a, collection, def);
    if (m->together)
        mongo_xact_undo_create(m, s->database, collection, true);
    TRY {
        view_create(m, s->database, collection, def, &pipeline);
    } CATCH (e) {
        if (m->together)
            mongo_xact_not_made(m, e);
        error_throw(e);
    } END_TRY;
    mongo_source_table(s->database, collection, NULL, false);
    return DONE("CREATE VIEW");
}

/* ---- RENAME ---- */

void relation_declare(struct session *s, struct mongo *m, const char *name, const struct table_def *def)
{
    if (def_is_view(def)) {
        view_declare(s, m, name, def);
        return;
    }
    const struct relation *rel = catalog_lookup_collection(s->catalog, name);
    if (m->in_transaction) {
        declare_at_commit(s, rel, def);
        return;
    }
    mongo_xact_undo_declare(m, s->database, name, rel->def);
    table_alter(m, s->database, name, def);
    mongo_source_table(s->database, name, def, false);
}

void view_rename_to(struct session *s, struct arena *a, struct mongo *m, const struct relation *rel, const char *to, const char *collection)
{
    if (rel->unwind != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "\"%s\" is an array of collection \"%s\" (pgleaf.flatten): it cannot be renamed", rel->name, rel->collection);
    const List *views = views_renamed(s, a, rel, NULL, to, collection);
    if (m->together) {
        mongo_xact_undo_create(m, s->database, collection, true);
        view_copy(m, s->database, rel->collection, collection);
        mongo_xact_drop_later(m, s->database, rel);
    } else {
        view_rename(m, s->database, rel->collection, collection);
        mongo_source_table(s->database, rel->collection, NULL, false);
    }
    if (m->in_transaction && later_has_view(s, rel->collection)) { /* of the names that the commit gives, the copy has those before */
        mongo_source_table(s->database, collection, rel->def, true);
        later_view(s, collection);
    } else {
        mongo_source_table(s->database, collection, NULL, false);
    }
    views_take_names(s, a, m, views);
}

void view_rename_column(struct session *s, struct arena *a, struct mongo *m, const struct relation *rel, const char *from, const char *to)
{
    if (rel->def == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "columns of view \"%s\", which MongoDB computes, cannot be renamed", rel->name);
    struct table_def *def = table_def_copy(a, rel->def);
    struct column_def *found = NULL;
    bool taken = false;
    FOREACH (struct column_def, c, def->columns) {
        taken = taken || strcmp(c->name, to) == 0;
        if (strcmp(c->name, from) == 0)
            found = c;
    }
    if (found == NULL)
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" does not exist", from);
    if (taken)
        raise(ERR_DUPLICATE_COLUMN, "column \"%s\" of relation \"%s\" already exists", to, rel->name);
    const List *views = views_renamed(s, a, rel, from, to, rel->collection);
    found->name = to;
    comments_rename(def->comments, "column", from, to);
    view_declare(s, m, rel->collection, def);
    views_take_names(s, a, m, views);
}
