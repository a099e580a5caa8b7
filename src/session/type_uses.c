/* What depends on a type that SQL made: columns, domains, attributes; what mentions it in its text. */
#include "session/session_int.h"

#include <string.h>

#include "analyze/define.h"
#include "base/strbuf.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "types/ident.h"
#include "types/range.h"
#include "types/user.h"

/* ---- the tables and views that SQL made ---- */

List *all_declared(struct session *s, struct arena *a)
{
    List *out = NULL;
    FOREACH (struct temp_table, t, s->catalog->temps) {
        struct relation *rel = catalog_lookup(s->catalog, NULL, "pg_temp", t->name);
        struct declared *d = ARENA_NEW(a, struct declared);
        if (rel == NULL || rel->def == NULL)
            continue;
        *d = (struct declared){rel->collection, rel->name, rel->def, rel};
        out = list_append(a, out, d);
    }
    FOREACH (struct relation_name, n, views_listed(s, a)) {
        struct declared *d = ARENA_NEW(a, struct declared);
        struct relation *rel = n->def != NULL ? catalog_lookup(s->catalog, NULL, "public", n->name) : NULL;
        if (rel == NULL)
            continue;
        *d = (struct declared){rel->collection, n->name, n->def, rel}; /* a table that is renamed at the commit has its old one until then */
        out = list_append(a, out, d);
    }
    return out;
}

/* Is it the type, or a domain over it? */
static bool reaches(Oid type, Oid target)
{
    while (type != target && type_get(type)->typtype == 'd')
        type = type_get(type)->base;
    return type == target;
}

/* Elements of arrays are of the type, or of a domain over it. */
static bool is_array_of(Oid type, const struct user_type *t)
{
    Oid stored = type_stored(type);
    return type_is_array(stored) && reaches(type_get(stored)->elem, t->oid);
}

List *type_uses(struct session *s, struct arena *a, const struct user_type *t)
{
    List *out = NULL;
    FOREACH (struct declared, d, all_declared(s, a))
        FOREACH (struct column_def, c, d->def->columns) {
            bool inside = !reaches(c->type, t->oid);
            if (!type_contains(c->type, t->oid))
                continue;
            struct type_use *u = ARENA_NEW(a, struct type_use);
            *u = (struct type_use){d->collection, d->def, c, inside, inside && !is_array_of(c->type, t), d->rel};
            out = list_append(a, out, u);
        }
    return out;
}

List *type_uses_to_change(struct session *s, struct arena *a, const struct user_type *t)
{
    List *out, *rels;
    do {
        rels = NULL;
        out = type_uses(s, a, t);
        FOREACH (struct type_use, u, out)
            if (!def_is_view(u->def))
                rels = list_append(a, rels, u->relation);
    } while (relations_lock(s, rels));
    return out;
}

/* ---- texts ---- */

static bool mentions(struct arena *a, const char *text, bool statement, const char *type)
{
    static const char other[] = "pgleaf no such type";
    if (text == NULL || strstr(text, type) == NULL)
        return false;
    const char *same = sql_rename_type(a, text, statement, type, type), *changed = sql_rename_type(a, text, statement, type, other);
    return same == NULL || changed == NULL || strcmp(same, changed) != 0;
}

static const char *renamed(struct arena *a, const char *text, bool statement, const char *from, const char *to, bool *any)
{
    if (!mentions(a, text, statement, from))
        return text;
    *any = true;
    const char *out = sql_rename_type(a, text, statement, from, to);
    if (out == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "an expression that names type \"%s\" cannot be rewritten", from);
    return out;
}

static void rename_in_types(struct session *s, struct arena *a, const char *from, const char *to)
{
    FOREACH (struct user_type, t, user_types()) {
        struct user_type copy = *t;
        bool any = false;
        copy.default_text = renamed(a, t->default_text, false, from, to, &any);
        copy.checks = NULL;
        FOREACH (struct domain_check, k, t->checks) {
            struct domain_check *c = arena_memdup(a, k, sizeof *k);
            c->text = renamed(a, k->text, false, from, to, &any);
            copy.checks = list_append(a, copy.checks, c);
        }
        if (any)
            type_save(s, &copy);
    }
}

/* NULL: it does not name it. */
static struct table_def *def_renamed(struct arena *a, const struct table_def *was, const char *from, const char *to)
{
    bool view = def_is_view(was), any = false;
    struct table_def *def = !view ? table_def_copy(a, was) : arena_memdup(a, was, sizeof *was);
    def->view = renamed(a, def->view, true, from, to, &any);
    FOREACH (struct table_check, k, !view ? def->checks : NULL)
        k->text = renamed(a, k->text, false, from, to, &any);
    FOREACH (struct column_def, c, !view ? def->columns : NULL) {
        c->default_text = renamed(a, c->default_text, false, from, to, &any);
        c->generated = renamed(a, c->generated, false, from, to, &any);
    }
    return any ? def : NULL;
}

static List *declared_naming(struct session *s, struct arena *a, const char *from, const char *to)
{
    List *out, *rels;
    do {
        out = rels = NULL;
        FOREACH (struct declared, d, all_declared(s, a)) {
            if (def_renamed(a, d->def, from, to) == NULL)
                continue;
            out = list_append(a, out, d);
            rels = list_append(a, rels, d->rel);
        }
    } while (relations_lock(s, rels));
    return out;
}

List *type_follow_rename(struct session *s, struct arena *a, const char *from, const char *to)
{
    List *names = NULL;
    FOREACH (struct declared, d, declared_naming(s, a, from, to)) {
        relation_declare(s, s->mongo, d->collection, def_renamed(a, d->def, from, to));
        names = list_append(a, names, (void *)(uintptr_t)d->collection);
    }
    rename_in_types(s, a, from, to);
    return names;
}

/* ---- DROP ---- */

struct dependent {
    const char *what, *on;         /* in PostgreSQL's words */
    const char *table, *column;    /* a column that goes with the type */
    const char *view;              /* a view */
    const struct user_type *type;  /* a domain, a range type */
    const struct user_cast *cast;
    bool stays;                    /* what CASCADE does not take away here */
};

struct dropping {
    struct session *s;
    struct arena *arena;
    List *declared;
    List *types;      /* struct user_type: that are dropped so far */
    List *dependents; /* struct dependent */
};

static void add(struct dropping *x, struct dependent d)
{
    FOREACH (struct dependent, other, x->dependents)
        if (strcmp(other->what, d.what) == 0)
            return;
    x->dependents = list_append(x->arena, x->dependents, arena_memdup(x->arena, &d, sizeof d));
}

static bool is_among(const List *types, Oid oid)
{
    FOREACH (struct user_type, t, types)
        if (t->oid == oid)
            return true;
    return false;
}

static const char *type_words(struct dropping *x, Oid type)
{
    return arena_printf(x->arena, "type %s", type_display(x->arena, type));
}

static const char *view_words(struct dropping *x, const char *name, const struct table_def *def)
{
    return arena_printf(x->arena, "%s %s", def_is_view(def) ? "view" : "materialized view", ident_quoted(x->arena, name));
}

static void add_columns(struct dropping *x, Oid type)
{
    struct arena *a = x->arena;
    FOREACH (struct declared, d, x->declared)
        FOREACH (struct column_def, c, d->def->view != NULL ? NULL : d->def->columns)
            if (c->type == type)
                add(x, (struct dependent){.what = arena_printf(a, "column %s of table %s", ident_quoted(a, c->name), ident_quoted(a, d->name)),
                                          .on = type_words(x, type), .table = d->name, .column = c->name});
}

static void visit(struct dropping *x, const struct user_type *t);

static void add_types(struct dropping *x, const struct user_type *t)
{
    struct arena *a = x->arena;
    FOREACH (struct user_type, other, user_types()) {
        if (is_among(x->types, other->oid))
            continue;
        if ((other->kind == 'd' || other->kind == 'r') && (other->base == t->oid || other->base == t->array)) {
            add(x, (struct dependent){.what = type_words(x, other->oid), .on = type_words(x, other->base), .type = other});
            x->types = list_append(a, x->types, (void *)(uintptr_t)other);
            visit(x, other);
        }
        FOREACH (struct type_attribute, at, other->attributes)
            if (at->type == t->oid || at->type == t->array)
                add(x, (struct dependent){.what = arena_printf(a, "column %s of composite type %s", ident_quoted(a, at->name), ident_quoted(a, other->name)),
                                          .on = type_words(x, at->type), .stays = true});
    }
}

static void add_casts(struct dropping *x, Oid type)
{
    FOREACH (struct user_type, other, user_types())
        FOREACH (struct user_cast, c, other->casts)
            if (c->row.source == type || c->row.target == type)
                add(x, (struct dependent){.what = cast_words(x->arena, c->row.source, c->row.target), .on = type_words(x, type), .cast = c});
}

/* Expressions that name it. */
static void add_mentions(struct dropping *x, const struct user_type *t)
{
    struct arena *a = x->arena;
    FOREACH (struct declared, d, x->declared) {
        const char *name = ident_quoted(a, d->name);
        bool view = d->def->view != NULL;
        if (mentions(a, d->def->view, true, t->name))
            add(x, (struct dependent){.what = view_words(x, d->name, d->def), .on = type_words(x, t->oid), .view = d->name});
        FOREACH (struct column_def, c, view ? NULL : d->def->columns) {
            if (c->type == t->oid || c->type == t->array)
                continue;
            if (mentions(a, c->default_text, false, t->name))
                add(x, (struct dependent){.what = arena_printf(a, "default value for column %s of table %s", ident_quoted(a, c->name), name),
                                          .on = type_words(x, t->oid), .stays = true});
            if (mentions(a, c->generated, false, t->name))
                add(x, (struct dependent){.what = arena_printf(a, "column %s of table %s", ident_quoted(a, c->name), name), .on = type_words(x, t->oid),
                                          .table = d->name, .column = c->name});
        }
        FOREACH (struct table_check, k, view ? NULL : d->def->checks)
            if (mentions(a, k->text, false, t->name))
                add(x, (struct dependent){.what = arena_printf(a, "constraint %s on table %s", ident_quoted(a, k->name), name), .on = type_words(x, t->oid),
                                          .stays = true});
    }
}

/* Views of a column that goes, and views of those. */
static void add_views(struct dropping *x, const char *relation, const char *column, const char *on)
{
    FOREACH (struct relation_name, v, view_dependents(x->s, x->arena, relation, column)) {
        const char *what = view_words(x, v->name, v->def);
        add(x, (struct dependent){.what = what, .on = on, .view = v->name});
        add_views(x, v->name, NULL, what);
    }
}

/* Views that are there for no column that goes, but have values of the type. */
static void add_view_columns(struct dropping *x, Oid type)
{
    FOREACH (struct declared, d, x->declared)
        FOREACH (struct column_def, c, d->def->view != NULL ? d->def->columns : NULL)
            if (c->type == type)
                add(x, (struct dependent){.what = view_words(x, d->name, d->def), .on = type_words(x, type), .view = d->name});
}

static void visit(struct dropping *x, const struct user_type *t)
{
    add_casts(x, t->array);
    add_columns(x, t->array);
    add_types(x, t);
    add_casts(x, t->oid);
    add_columns(x, t->oid);
    add_mentions(x, t);
    if (t->kind != 'r')
        return;
    const struct user_type *multirange = user_type(multirange_of(t->oid));
    x->types = list_append(x->arena, x->types, (void *)(uintptr_t)multirange);
    visit(x, multirange);
}

static void find_dependents(struct dropping *x, const List *types)
{
    FOREACH (struct user_type, t, types)
        visit(x, t);
    for (int i = 0; i < list_length(x->dependents); i++) {
        const struct dependent *d = list_nth(x->dependents, i);
        if (d->column != NULL)
            add_views(x, d->table, d->column, d->what);
        else if (d->view != NULL)
            add_views(x, d->view, NULL, d->what);
    }
    FOREACH (struct user_type, t, x->types) {
        add_view_columns(x, t->oid);
        add_view_columns(x, t->array);
    }
}

static const char *lines(struct arena *a, const List *dependents, bool cascades)
{
    struct strbuf b;
    strbuf_init(&b, a);
    FOREACH (struct dependent, d, dependents) {
        strbuf_addstr(&b, FOREACH_INDEX(d, dependents) > 0 ? "\n" : "");
        if (cascades)
            strbuf_printf(&b, "drop cascades to %s", d->what);
        else
            strbuf_printf(&b, "%s depends on %s", d->what, d->on);
    }
    return b.data;
}

static void tell(struct arena *a, const List *dependents)
{
    if (list_length(dependents) == 1) {
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "%s", lines(a, dependents, true));
        return;
    }
    struct error *e = error_new(ERR_SUCCESSFUL_COMPLETION, "drop cascades to %d other objects", list_length(dependents));
    e->severity = SEV_NOTICE;
    notice_emit(error_detail(e, "%s", lines(a, dependents, true)));
}

void drop_type_dependents(struct session *s, struct arena *a, const struct raw_stmt *raw, const List *types, bool cascade)
{
    struct dropping x = {.s = s, .arena = a, .declared = all_declared(s, a), .types = list_copy(a, types)};
    find_dependents(&x, types);
    if (x.dependents == NULL)
        return;
    if (!cascade) {
        const char *what = list_length(types) == 1 ? type_words(&x, ((struct user_type *)list_nth(types, 0))->oid) : NULL;
        struct error *e = error_new(ERR_DEPENDENT_OBJECTS_STILL_EXIST, "cannot drop %s because other objects depend on %s",
                                    what != NULL ? what : "desired object(s)", what != NULL ? "it" : "them");
        error_detail(e, "%s", lines(a, x.dependents, false));
        error_throw(error_hint(e, "Use DROP ... CASCADE to drop the dependent objects too."));
    }
    FOREACH (struct dependent, d, x.dependents) {
        if (d->stays)
            raise(ERR_FEATURE_NOT_SUPPORTED, "DROP ... CASCADE that would drop %s is not supported", d->what);
    }
    tell(a, x.dependents);
    FOREACH (struct dependent, d, x.dependents)
        if (d->view != NULL)
            drop_relation(s, s->mongo, catalog_lookup(s->catalog, NULL, "public", d->view));
    FOREACH (struct dependent, d, x.dependents) {
        if (d->column != NULL) {
            drop_column_of(s, a, raw, relation_named(s, NULL, d->table), d->column);
        }
    }
    FOREACH (struct dependent, d, x.dependents)
        if (d->cast != NULL && !is_among(x.types, user_cast_keeper(d->cast->row.source, d->cast->row.target)->oid))
            cast_drop(s, a, d->cast);
    FOREACH (struct dependent, d, x.dependents)
        if (d->type != NULL)
            type_drop(s, d->type);
}
