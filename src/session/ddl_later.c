/*
 * ALTER TABLE behind rows of the same transaction: its rows are changed and looked at in MongoDB's transaction, and the session goes by the new declaration
 * at once. Others go by the one before until it has committed; what they write meanwhile is made to follow here, once MongoDB has both the rows and
 * the declaration.
 */
#include <stddef.h>
#include <string.h>

#include "base/macros.h"
#include "mongo/journal.h"
#include "mongo/mongo_error.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "session/ddl_alter.h"
#include "session/foreign.h"

enum later_kind { LATER_GONE, LATER_RENAMED, LATER_LONG, LATER_ADDED, LATER_NOT_NULL, LATER_CHECK, LATER_FOREIGN, LATER_MARKS, LATER_VIEWS, LATER_VIEW };

struct later {
    struct later *next;
    struct arena *arena;
    enum later_kind kind;
    const char *collection;
    const char *name;  /* of a column; MARKS: of a field that tells the transaction's rows from others'; CHECK, FOREIGN: the constraint's; VIEWS, VIEW: "" */
    const char *to;    /* RENAMED */
    const char *def;   /* VIEW: what it says, as text */
    int record;        /* of its document (mongo/journal.h) */
    const char *nulls; /* ADDED: the array of the documents' _id in which the transaction has made it NULL, as SQL; NULL: none */
};

bool later_has_view(const struct session *s, const char *view)
{
    for (const struct later *l = s->later; l != NULL; l = l->next)
        if (l->kind == LATER_VIEW && strcmp(l->collection, view) == 0)
            return true;
    return false;
}

bool nobody_else_writes(struct session *s, const struct relation *rel)
{
    return catalog_name_hidden(rel->collection) || mongo_xact_made(s->mongo, s->database, rel->collection) || relation_is_made_within(s, rel);
}

static void note_of(struct session *s, const struct relation *rel, enum later_kind kind, const char *name, const char *to)
{
    struct later **end = &s->later;
    while (*end != NULL)
        end = &(*end)->next;
    struct arena *a = arena_new(s->arena, "later");
    struct later *l = ARENA_NEW(a, struct later);
    *l = (struct later){.arena = a, .kind = kind, .collection = arena_strdup(a, rel->collection), .name = arena_strdup(a, name)};
    l->to = to != NULL ? arena_strdup(a, to) : NULL;
    *end = l;
}

static void note(struct alter *x, enum later_kind kind, const char *name, const char *to)
{
    if (!nobody_else_writes(x->s, x->rel))
        note_of(x->s, x->rel, kind, name, to);
}

static bool is_of_column(const struct later *l, const struct relation *rel, const char *name)
{
    return (l->kind == LATER_LONG || l->kind == LATER_ADDED || l->kind == LATER_NOT_NULL) && strcmp(l->collection, rel->collection) == 0 && strcmp(l->name, name) == 0;
}

void later_column_added(struct alter *x, const struct column_def *c)
{
    note(x, LATER_ADDED, c->name, NULL);
}

void later_column_gone(struct alter *x, const char *name)
{
    struct later **link = &x->s->later;
    while (*link != NULL) {
        struct later *l = *link;
        if (is_of_column(l, x->rel, name)) {
            *link = l->next;
            arena_free(l->arena);
        } else {
            link = &l->next;
        }
    }
    note(x, LATER_GONE, name, NULL);
}

void later_column_renamed(struct alter *x, const char *from, const char *to)
{
    for (struct later *l = x->s->later; l != NULL; l = l->next)
        if (is_of_column(l, x->rel, from))
            l->name = arena_strdup(l->arena, to);
    note(x, LATER_RENAMED, from, to);
}

void later_constraint_renamed(struct alter *x, const char *from, const char *to)
{
    for (struct later *l = x->s->later; l != NULL; l = l->next)
        if ((l->kind == LATER_CHECK || l->kind == LATER_FOREIGN) && strcmp(l->collection, x->rel->collection) == 0 && strcmp(l->name, from) == 0)
            l->name = arena_strdup(l->arena, to);
}

void later_column_long(struct alter *x, const char *column)
{
    note_of(x->s, x->rel, LATER_LONG, column, NULL);
}

void later_not_null(struct alter *x, const char *column)
{
    note(x, LATER_NOT_NULL, column, NULL);
}

void later_check(struct alter *x, const char *name)
{
    note(x, LATER_CHECK, name, NULL);
}

/* Others may write to either table. */
void later_foreign(struct session *s, const struct relation *rel, const struct table_foreign *f)
{
    const struct relation *parent = catalog_lookup_collection(s->catalog, f->table);
    if (!nobody_else_writes(s, rel) || (parent != NULL && !nobody_else_writes(s, parent)))
        note_of(s, rel, LATER_FOREIGN, f->name, NULL);
}

void later_views(struct alter *x)
{
    note_of(x->s, x->rel, LATER_VIEWS, "", NULL);
}

void later_view(struct session *s, const char *view)
{
    const struct relation *rel = catalog_lookup_collection(s->catalog, view);
    if (rel != NULL && !later_has_view(s, view))
        note_of(s, rel, LATER_VIEW, "", NULL);
}

bool later_has_field(struct session *s, const struct relation *rel, const char *name)
{
    return mongo_xact_keeps_field(s->mongo, s->database, rel->collection, name);
}

static bool moves_field(const struct later *l, const struct relation *rel)
{
    return (l->kind == LATER_GONE || l->kind == LATER_RENAMED) && strcmp(l->collection, rel->collection) == 0;
}

/* With what was moved before it, in order. */
void later_take_name(struct alter *x, const char *name)
{
    const struct later *last = NULL;
    for (const struct later *l = x->s->later; l != NULL; l = l->next)
        if (moves_field(l, x->rel) && strcmp(l->name, name) == 0)
            last = l;
    for (struct later **link = &x->s->later; last != NULL;) {
        struct later *l = *link;
        if (!moves_field(l, x->rel)) {
            link = &l->next;
            continue;
        }
        mongo_xact_move_theirs(x->m, x->s->database, x->rel->collection, l->name, l->to);
        note(x, LATER_MARKS, table_field_mark(x->arena, l->name), NULL);
        last = l == last ? NULL : last;
        *link = l->next;
        arena_free(l->arena);
    }
}

void later_forget(struct session *s)
{
    for (struct later *l; (l = s->later) != NULL;) {
        s->later = l->next;
        arena_free(l->arena);
    }
}

static struct later *copy(struct arena *a, const struct later *l)
{
    struct later *out = ARENA_NEW(a, struct later);
    *out = (struct later){.arena = a, .kind = l->kind, .collection = arena_strdup(a, l->collection), .name = arena_strdup(a, l->name)};
    out->to = l->to != NULL ? arena_strdup(a, l->to) : NULL;
    return out;
}

const List *later_mark(struct session *s, struct arena *a)
{
    List *out = NULL;
    for (const struct later *l = s->later; l != NULL; l = l->next)
        out = list_append(a, out, copy(a, l));
    return out;
}

void later_back(struct session *s, const List *mark)
{
    struct later **end = &s->later;
    later_forget(s);
    FOREACH (struct later, l, mark) {
        *end = copy(arena_new(s->arena, "later"), l);
        end = &(*end)->next;
    }
}

/* ---- before the commit ---- */

static bool alter_of(struct alter *x, struct session *s, struct arena *a, const struct later *l)
{
    *x = (struct alter){.s = s, .m = s->mongo, .arena = a};
    x->rel = catalog_lookup_collection(s->catalog, l->collection);
    if (x->rel == NULL || x->rel->def == NULL)
        return false; /* it was dropped */
    alter_open(x, x->rel);
    return true;
}

/* A row that has no value since the transaction took it away is not one that another session wrote without. */
static void keep_nulls(struct session *s, struct arena *a, struct later *l)
{
    enum { MOST = 1000 };
    struct alter x;
    if (!alter_of(&x, s, a, l) || alter_column(&x, l->name)->notnull || alter_column(&x, l->name)->generated != NULL)
        return;
    const char **row = alter_run_row_within(
        &x, arena_printf(a, "SELECT count(*)::text, quote_literal(array_agg(id)::text) FROM (SELECT _id::text FROM %s WHERE %s IS NULL LIMIT %d) AS nulls (id)", alter_target(&x),
                         alter_ident(&x, l->name), MOST + 1));
    if (strtol(row[0], NULL, 10) > MOST)
        raise(ERR_FEATURE_NOT_SUPPORTED, "a column that was added with a default is NULL in more than %d rows when the transaction commits", MOST);
    l->nulls = row[1] != NULL ? arena_strdup(l->arena, row[1]) : NULL;
}

/* What it reads is called so then. */
static void keep_view(struct session *s, struct arena *a, struct later *l)
{
    const struct relation *rel = catalog_lookup_collection(s->catalog, l->collection);
    if (rel == NULL || rel->def == NULL || rel->def->view == NULL)
        return; /* it was dropped */
    struct table_def *def = table_def_copy(a, rel->def);
    List *uses = NULL;
    FOREACH (struct view_use, u, rel->def->uses) {
        struct view_use *own = arena_memdup(a, u, sizeof *u);
        own->relation = mongo_xact_called(s->mongo, s->database, u->relation);
        uses = list_append(a, uses, own);
    }
    def->uses = uses;
    l->def = arena_strdup(l->arena, table_text(a, def));
}

/* ---- on record ---- */

static const char *const kind_names[] = {[LATER_GONE] = "gone",   [LATER_RENAMED] = "renamed", [LATER_LONG] = "long",   [LATER_ADDED] = "added", [LATER_NOT_NULL] = "not null",
                                         [LATER_CHECK] = "check", [LATER_FOREIGN] = "foreign", [LATER_MARKS] = "marks", [LATER_VIEWS] = "views", [LATER_VIEW] = "view"};

static const struct {
    const char *name;
    size_t place;
} texts[] = {{"collection", offsetof(struct later, collection)}, {"name", offsetof(struct later, name)}, {"to", offsetof(struct later, to)}, {"def", offsetof(struct later, def)},
             {"nulls", offsetof(struct later, nulls)}};

static const char **text_of(struct later *l, int i)
{
    return (const char **)((char *)l + texts[i].place);
}

static List *documents(struct session *s, struct arena *a)
{
    List *out = NULL;
    for (struct later *l = s->later; l != NULL; l = l->next) {
        bson_t *b = bson_in(a);
        BSON_APPEND_UTF8(b, "kind", kind_names[l->kind]);
        for (int i = 0; i < COUNTOF(texts); i++)
            if (*text_of(l, i) != NULL)
                bson_append_utf8(b, texts[i].name, -1, *text_of(l, i), -1);
        out = list_append(a, out, b);
        l->record = list_length(out);
    }
    return out;
}

static void load(struct session *s, const struct journal_record *r)
{
    struct later **end = &s->later;
    while (*end != NULL)
        end = &(*end)->next;
    for (int k = 0; k < COUNTOF(kind_names); k++) {
        if (strcmp(kind_names[k], bson_text(r->what, "kind", "")) != 0)
            continue;
        struct arena *a = arena_new(s->arena, "later");
        struct later *l = ARENA_NEW(a, struct later);
        *l = (struct later){.arena = a, .kind = (enum later_kind)k, .record = r->number};
        for (int i = 0; i < COUNTOF(texts); i++) {
            const char *text = bson_text(r->what, texts[i].name, NULL);
            *text_of(l, i) = text != NULL ? arena_strdup(a, text) : NULL;
        }
        *end = l;
    }
}

void later_load(struct session *s, const List *records)
{
    later_forget(s);
    FOREACH (struct journal_record, r, (List *)(uintptr_t)records)
        load(s, r);
}

List *later_before_commit(struct session *s, struct arena *into)
{
    if (s->later == NULL)
        return NULL;
    struct arena *a = arena_new(s->arena, "before the commit");
    GUARD {
        for (struct later *l = s->later; l != NULL; l = l->next)
            if (l->kind == LATER_ADDED)
                keep_nulls(s, a, l);
        for (struct later *l = s->later; l != NULL; l = l->next)
            if (l->kind == LATER_VIEW)
                keep_view(s, a, l);
        for (struct later *l = s->later; l != NULL; l = l->next) /* it is called so then */
            l->collection = arena_strdup(l->arena, mongo_xact_called(s->mongo, s->database, l->collection));
    } FINALLY {
        arena_free(a);
    } END_GUARD;
    return documents(s, into);
}

/* ---- behind it ---- */

static void add_value(struct alter *x, const struct later *l)
{
    const char *name = alter_ident(x, l->name);
    const char *others = l->nulls != NULL ? arena_printf(x->arena, " AND _id::text <> ALL (%s::text[])", l->nulls) : "";
    alter_run(x, arena_printf(x->arena, "UPDATE %s SET %s = DEFAULT WHERE %s IS NULL%s", alter_target(x), name, name, others));
}

static void look(struct alter *x, const struct later *l)
{
    if (l->kind == LATER_NOT_NULL && alter_column(x, l->name)->notnull)
        alter_check_not_null(x, alter_column(x, l->name));
    FOREACH (struct table_check, k, l->kind == LATER_CHECK ? x->def->checks : NULL)
        if (strcmp(k->name, l->name) == 0)
            alter_check_check(x, k);
    FOREACH (struct table_foreign, f, l->kind == LATER_FOREIGN ? x->def->foreign : NULL)
        if (strcmp(f->name, l->name) == 0)
            foreign_check_rows(x->s, x->rel, f, f);
}

/* What rows break is not declared. */
static void take_back(struct alter *x, const struct later *l)
{
    List *left = NULL, *keys = NULL, *foreign = NULL;
    if (l->kind == LATER_NOT_NULL)
        alter_column(x, l->name)->notnull = false;
    FOREACH (struct table_key, k, x->def->keys) {
        if (l->kind != LATER_NOT_NULL || !k->primary || !alter_has_name(k->columns, l->name))
            keys = list_append(x->arena, keys, k);
        else
            table_drop_index(x->m, x->s->database, l->collection, k->name);
    }
    FOREACH (struct table_foreign, f, x->def->foreign)
        if (l->kind != LATER_FOREIGN || strcmp(f->name, l->name) != 0)
            foreign = list_append(x->arena, foreign, f);
    x->def->keys = keys;
    x->def->foreign = foreign;
    FOREACH (struct table_check, k, x->def->checks)
        if (l->kind != LATER_CHECK || strcmp(k->name, l->name) != 0)
            left = list_append(x->arena, left, k);
    x->def->checks = left;
    alter_declare(x);
}

static void follow(struct session *s, struct arena *a, const struct later *l)
{
    struct alter x;
    if (l->kind == LATER_VIEW) {
        relation_declare(s, s->mongo, l->collection, table_from_text(a, l->def));
        views_rebuild(s, a, s->mongo, list_make(a, 1, l->collection));
        return;
    }
    if (!alter_of(&x, s, a, l))
        return;
    switch (l->kind) {
    case LATER_GONE:
    case LATER_MARKS:
    case LATER_RENAMED: table_rename_field(s->mongo, s->database, l->collection, l->name, l->to); return;
    case LATER_LONG: table_make_long(s->mongo, s->database, l->collection, l->name); return;
    case LATER_ADDED: add_value(&x, l); return;
    case LATER_VIEWS: views_rebuild(s, a, s->mongo, list_make(a, 1, l->collection)); return;
    case LATER_NOT_NULL:
    case LATER_CHECK:
    case LATER_FOREIGN:
    case LATER_VIEW: break;
    }
    TRY {
        look(&x, l);
    } CATCH (e) {
        if (!mongo_error_lost(e))
            take_back(&x, l);
        error_throw(e);
    } END_TRY;
}

static bool is_constraint(const struct later *l)
{
    return l->kind == LATER_NOT_NULL || l->kind == LATER_CHECK || l->kind == LATER_FOREIGN;
}

static struct error *warning_of(const struct later *l, const struct error *e)
{
    static const char *const what[] = {"the loss of a column", "the new name of a column", "the new type of a column", "the default of a new column", "NOT NULL", "a CHECK constraint", "a foreign key", "the new meaning of a column"};
    if (l->kind == LATER_VIEW)
        return error_new(ERR_WARNING, "view \"%s\" was not made anew: %s", l->collection, e->message);
    if (l->kind == LATER_VIEWS)
        return error_new(ERR_WARNING, "views over \"%s\" were not made anew: %s", l->collection, e->message);
    return error_new(ERR_WARNING, "rows that other sessions wrote meanwhile do not follow %s of table \"%s\": %s", what[l->kind], l->collection, e->message);
}

static void follow_or_warn(struct session *s, struct arena *a, const struct later *l)
{
    TRY {
        follow(s, a, l);
    } CATCH (e) {
        if (mongo_error_lost(e))
            error_throw(e);
        struct error *w = warning_of(l, e);
        w->severity = SEV_WARNING;
        w->detail = e->detail;
        notice_emit(is_constraint(l) ? error_hint(w, "The transaction has committed without the constraint. ALTER TABLE adds it.") : w);
    } END_TRY;
    journal_over(s->mongo, RECORD_LATER, l->record);
}

/* The views over it have stages of what it said before. */
static bool is_last(const struct later *l)
{
    for (const struct later *o = l->next; o != NULL; o = o->next)
        if (o->kind == LATER_VIEWS && strcmp(o->collection, l->collection) == 0)
            return false;
    return l->kind == LATER_VIEWS;
}

/* One may read another one: all are known first. */
static void views_follow(struct session *s, struct arena *a)
{
    for (const struct later *l = s->later; l != NULL; l = l->next)
        if (l->kind == LATER_VIEW && l->def != NULL)
            mongo_source_table(s->database, l->collection, table_from_text(a, l->def), true);
    for (const struct later *l = s->later; l != NULL; l = l->next)
        if (l->kind == LATER_VIEW && l->def != NULL)
            follow_or_warn(s, a, l);
    for (const struct later *l = s->later; l != NULL; l = l->next)
        if (l->kind == LATER_VIEW)
            mongo_source_table(s->database, l->collection, NULL, false);
}

void later_after_commit(struct session *s)
{
    if (s->later == NULL)
        return;
    struct arena *a = arena_new(s->arena, "after the commit");
    GUARD {
        for (const struct later *l = s->later; l != NULL; l = l->next)
            if (l->kind == LATER_GONE || l->kind == LATER_RENAMED || l->kind == LATER_MARKS)
                follow_or_warn(s, a, l);
        views_follow(s, a);
        for (const struct later *l = s->later; l != NULL; l = l->next)
            if (l->kind == LATER_LONG || l->kind == LATER_ADDED)
                follow_or_warn(s, a, l);
        for (const struct later *l = s->later; l != NULL; l = l->next)
            if (is_constraint(l))
                follow_or_warn(s, a, l);
        for (const struct later *l = s->later; l != NULL; l = l->next)
            if (is_last(l))
                follow_or_warn(s, a, l);
    } FINALLY {
        arena_free(a);
        later_forget(s);
    } END_GUARD;
}
