/*
 * ALTER TABLE, what its commands come to. ALTER TABLE t ALTER a TYPE text, ADD c int DEFAULT 1, ADD UNIQUE (c) is
 *     the declaration as it was, with `pgleaf new 0` text and c int besides
 *     UPDATE t SET "pgleaf new 0" = a, c = DEFAULT, in a transaction
 *     statements that look for rows that NOT NULL, CHECK, keys and foreign keys do not allow, under those names
 *     indexes that are no more dropped; a -> `pgleaf old 0`, `pgleaf new 0` -> a; the new declaration; new indexes
 * and only then is anything taken away for good. Each step leaves word of what undoes it: an error undoes them, the last first.
 */
#include <string.h>

#include "analyze/define.h"
#include "mongo/sequence.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "session/ddl_alter.h"
#include "session/foreign.h"
#include "types/user.h"

/* ---- undoing ---- */

enum undo_kind { UNDO_DECLARE, UNDO_FIELD, UNDO_NEW_INDEX, UNDO_INDEX, UNDO_SEQUENCE };

struct alter_undo {
    struct alter_undo *next; /* the step before */
    enum undo_kind kind;
    const char *name, *to; /* FIELD: becomes to, NULL: goes. NEW_INDEX: goes */
    const bson_t *spec;    /* INDEX: comes back */
};

static void note(struct alter *x, struct alter_undo u)
{
    u.next = x->undo;
    x->undo = arena_memdup(x->arena, &u, sizeof u);
}

static void undo_step(struct alter *x, const struct alter_undo *u)
{
    const char *db = x->s->database, *collection = x->rel->collection;
    switch (u->kind) {
    case UNDO_DECLARE:
        x->def = table_def_copy(x->arena, x->before);
        alter_declare(x);
        return;
    case UNDO_FIELD: table_rename_field(x->m, db, collection, u->name, u->to); return;
    case UNDO_NEW_INDEX: table_drop_index(x->m, db, collection, u->name); return;
    case UNDO_INDEX: table_create_index_as(x->m, db, collection, u->spec); return;
    case UNDO_SEQUENCE: sequence_drop(x->m, db, u->name); return;
    }
}

static void undo_or_warn(struct alter *x, const struct alter_undo *u)
{
    TRY {
        undo_step(x, u);
    } CATCH (e) {
        notice(SEV_WARNING, ERR_WARNING, "a step of this ALTER TABLE was not undone: %s", e->message);
    } END_TRY;
}

static void undo_all(struct alter *x)
{
    for (const struct alter_undo *u = x->undo; u != NULL; u = u->next)
        undo_or_warn(x, u);
    mongo_source_table(x->s->database, x->rel->collection, NULL, false);
}

/* ---- names that columns have until the end ---- */

/* Behind rows what can stay as it is does: others may write to the table. */
static bool is_rewritten(const struct alter *x, const struct alter_value *v)
{
    return v->declared && !v->same && !(x->at_commit && v->stays);
}

static const struct alter_value *value_of(const struct alter *x, const char *column)
{
    FOREACH (struct alter_value, v, x->values)
        if (is_rewritten(x, v) && strcmp(v->name, column) == 0)
            return v;
    return NULL;
}

static const char *beside(const struct alter *x, const char *column)
{
    const struct alter_value *v = value_of(x, column);
    return v != NULL ? v->beside : column;
}

static List *all_beside(struct alter *x, const List *names)
{
    List *out = NULL;
    for (int i = 0; i < list_length(names); i++)
        out = list_append(x->arena, out, (void *)(uintptr_t)beside(x, list_nth(names, i)));
    return out;
}

static const char *text_beside(struct alter *x, const char *text)
{
    FOREACH (struct alter_value, v, x->values)
        if (is_rewritten(x, v) && strcmp(v->name, v->beside) != 0)
            text = sql_rename_column(x->arena, text, v->name, v->beside);
    return text;
}

static bool text_changes(struct alter *x, const char *text)
{
    FOREACH (struct alter_value, v, x->values)
        if (is_rewritten(x, v) && alter_mentions(x, text, v->name))
            return true;
    return false;
}

static bool names_change(const struct alter *x, const List *names)
{
    for (int i = 0; i < list_length(names); i++)
        if (value_of(x, list_nth(names, i)) != NULL)
            return true;
    return false;
}

/* Is it a domain that has a DEFAULT of its own, or may not let NULL in? */
static bool domain_says(Oid type)
{
    for (const struct user_type *t = user_type(type); t != NULL && t->kind == 'd'; t = user_type(t->base))
        if (t->default_text != NULL || t->notnull || t->checks != NULL)
            return true;
    return false;
}

static bool is_filled(struct alter *x, const struct alter_value *v)
{
    const struct column_def *c = alter_column(x, v->name);
    return v->source != NULL || c->generated != NULL || (v->added && domain_says(c->type));
}

/* Some value is NULL in all rows, so that a key is no duplicate and refers to nothing. */
static bool all_null(struct alter *x, const List *names)
{
    for (int i = 0; i < list_length(names); i++) {
        const struct alter_value *v = value_of(x, list_nth(names, i));
        if (v != NULL && !is_filled(x, v))
            return true;
    }
    return false;
}

/* ---- new values ---- */

static bool is_new_check(const struct alter *x, const struct table_check *k)
{
    FOREACH (struct table_check, was, x->before->checks)
        if (strcmp(was->name, k->name) == 0 && strcmp(was->text, k->text) == 0)
            return false;
    return true;
}

/* Do rows get values, or are there any to be looked at under names that are not yet true? */
static bool needs_values(struct alter *x)
{
    bool any = false, checks = false;
    FOREACH (struct table_check, k, x->def->checks)
        checks = checks || is_new_check(x, k);
    FOREACH (struct alter_value, v, x->values)
        any = any || (is_rewritten(x, v) && (is_filled(x, v) || checks || alter_column(x, v->name)->notnull));
    return any;
}

static void declare(struct alter *x, struct table_def *def)
{
    struct table_def *wanted = x->def;
    x->def = def;
    alter_declare(x);
    x->def = wanted;
}

static void make_values(struct alter *x)
{
    struct arena *a = x->arena;
    struct table_def *def = table_def_copy(a, x->before);
    struct strbuf set;
    strbuf_init(&set, a);
    def->checks = NULL;
    FOREACH (struct table_check, k, x->before->checks)
        if (!k->not_valid) /* rows that break it are not touched */
            def->checks = list_append(a, def->checks, k);
    FOREACH (struct alter_value, v, x->values) {
        if (!is_rewritten(x, v))
            continue;
        struct column_def *c = arena_memdup(a, alter_column(x, v->name), sizeof *c);
        c->name = v->beside;
        c->notnull = false;
        c->generated = c->generated != NULL && v->added ? text_beside(x, c->generated) : NULL;
        c->default_text = v->added ? v->source : NULL;
        if (!v->added)
            c->sequence = NULL, c->identity = 0;
        def->columns = list_append(a, def->columns, c);
        if (is_filled(x, v))
            strbuf_printf(&set, "%s%s = %s", set.len > 0 ? ", " : "", alter_ident(x, v->beside), v->added ? "DEFAULT" : v->source);
        note(x, (struct alter_undo){.kind = UNDO_FIELD, .name = v->beside});
    }
    note(x, (struct alter_undo){.kind = UNDO_DECLARE});
    declare(x, def);
    if (set.len > 0)
        alter_run(x, arena_printf(a, "UPDATE %s SET %s", alter_target(x), set.data));
}

/* ---- what rows must be like ---- */

struct error *error_of_table(struct error *e, const struct relation *rel)
{
    if (e->constraint != NULL || e->column != NULL) { /* of its rows */
        e->schema = rel->schema;
        e->table = rel->name;
    }
    return e;
}

static _Noreturn void throw_of_table(struct alter *x, struct error *e)
{
    error_throw(error_of_table(e, x->rel));
}

void alter_check_not_null(struct alter *x, const struct column_def *c)
{
    if (!alter_run(x, arena_printf(x->arena, "SELECT 1 FROM %s WHERE %s IS NULL LIMIT 1", alter_target(x), alter_ident(x, beside(x, c->name)))))
        return;
    struct error *e = error_new(ERR_NOT_NULL_VIOLATION, "column \"%s\" of relation \"%s\" contains null values", c->name, x->rel->name);
    e->column = c->name;
    throw_of_table(x, e);
}

void alter_check_check(struct alter *x, const struct table_check *k)
{
    if (!alter_run(x, arena_printf(x->arena, "SELECT 1 FROM %s WHERE NOT (%s) LIMIT 1", alter_target(x), text_beside(x, k->text))))
        return;
    struct error *e = error_new(ERR_CHECK_VIOLATION, "check constraint \"%s\" of relation \"%s\" is violated by some row", k->name, x->rel->name);
    e->constraint = k->name;
    throw_of_table(x, e);
}

/* SELECT (a)::text, (b)::text FROM t WHERE a IS NOT NULL AND b IS NOT NULL GROUP BY a, b HAVING count(*) > 1 LIMIT 1 */
void alter_check_unique(struct alter *x, const char *index, const List *names, const char *filter, bool not_distinct)
{
    struct strbuf columns, group, where, shown, values;
    struct strbuf *all[] = {&columns, &group, &where, &shown, &values};
    int n = list_length(names);
    for (int i = 0; i < 5; i++)
        strbuf_init(all[i], x->arena);
    for (int i = 0; i < n; i++) {
        const char *name = list_nth(names, i), *as = alter_ident(x, beside(x, name)), *comma = i > 0 ? ", " : "";
        strbuf_printf(&columns, "%s(%s)::text", comma, as);
        strbuf_printf(&group, "%s%s", comma, as);
        strbuf_printf(&where, "%s%s%s", i > 0 ? " AND " : "", not_distinct ? "true" : as, not_distinct ? "" : " IS NOT NULL");
        strbuf_printf(&shown, "%s%s", comma, alter_ident(x, name));
    }
    if (filter != NULL)
        strbuf_printf(&where, " AND (%s)", text_beside(x, filter));
    const char **found = alter_run_row(x, arena_printf(x->arena, "SELECT %s FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1 LIMIT 1", columns.data,
                                                       alter_target(x), where.data, group.data));
    if (found == NULL)
        return;
    for (int i = 0; i < n; i++)
        strbuf_printf(&values, "%s%s", i > 0 ? ", " : "", found[i] != NULL ? found[i] : "null");
    struct error *e = error_new(ERR_UNIQUE_VIOLATION, "could not create unique index \"%s\"", index);
    error_detail(e, "Key (%s)=(%s) is duplicated.", shown.data, values.data);
    e->constraint = index;
    throw_of_table(x, e);
}

bool alter_same_foreign(const struct table_foreign *f, const struct table_foreign *g)
{
    bool same = strcmp(f->name, g->name) == 0 && strcmp(f->table, g->table) == 0 && list_length(f->columns) == list_length(g->columns);
    for (int i = 0; same && i < list_length(f->columns); i++)
        same = strcmp(list_nth(f->columns, i), list_nth(g->columns, i)) == 0 && strcmp(list_nth(f->references, i), list_nth(g->references, i)) == 0;
    return same;
}

static bool is_new_foreign(const struct alter *x, const struct table_foreign *f)
{
    FOREACH (struct table_foreign, was, x->before->foreign)
        if (alter_same_foreign(was, f))
            return alter_has_name(x->validated, f->name);
    return true;
}

static void check_foreign(struct alter *x)
{
    FOREACH (struct table_foreign, f, x->def->foreign) {
        bool own = strcmp(f->table, x->rel->collection) == 0;
        struct table_foreign as = *f;
        if (f->not_valid || all_null(x, f->columns) || !(is_new_foreign(x, f) || names_change(x, f->columns) || (own && names_change(x, f->references))))
            continue;
        as.columns = all_beside(x, f->columns);
        as.references = own ? all_beside(x, f->references) : f->references;
        foreign_check_rows(x->s, x->rel, f, &as);
    }
    FOREACH (struct alter_value, v, x->values) {
        if (v->added || !is_rewritten(x, v))
            continue;
        FOREACH (struct foreign_use, u, foreign_uses(x->s, x->arena, x->rel, list_make(x->arena, 1, v->name))) {
            struct table_foreign as = *u->key;
            as.references = all_beside(x, u->key->references);
            if (!as.not_valid && strcmp(u->table->collection, x->rel->collection) != 0)
                foreign_check_rows(x->s, u->table, u->key, &as);
        }
    }
}

static const struct column_def *column_before(const struct alter *x, const char *name)
{
    FOREACH (struct column_def, c, alter_has_name(x->dropped, name) ? NULL : x->before->columns)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

static void check_rows(struct alter *x)
{
    FOREACH (struct column_def, c, x->def->columns) {
        const struct column_def *was = column_before(x, c->name);
        if (c->notnull && (value_of(x, c->name) != NULL || (was != NULL && !was->notnull)))
            alter_check_not_null(x, c);
    }
    FOREACH (struct table_check, k, x->def->checks)
        if (!k->not_valid && (is_new_check(x, k) || text_changes(x, k->text) || alter_has_name(x->validated, k->name)))
            alter_check_check(x, k);
}

/* ---- indexes ---- */

static List *key_paths(struct alter *x, const struct index_info *ix)
{
    List *out = NULL;
    for (int i = 0; i < ix->nkeys; i++)
        out = list_append(x->arena, out, (void *)(uintptr_t)ix->keys[i].path);
    return out;
}

static const struct table_key *key_named(const struct table_def *def, const char *name)
{
    FOREACH (struct table_key, k, def->keys)
        if (strcmp(k->name, name) == 0)
            return k;
    return NULL;
}

/* Which of them may be NULL is what a unique index' condition says; one that leaves out NULLs where there are none any more is still right, and stays behind rows. */
static bool same_nulls(struct alter *x, const List *names)
{
    for (int i = 0; i < list_length(names); i++) {
        const char *name = list_nth(names, i);
        const struct column_def *was = column_before(x, name);
        const struct column_def *now = was != NULL && alter_has_column(x, name) ? alter_column(x, name) : NULL;
        if (now != NULL && was->notnull != now->notnull && !(x->at_commit && now->notnull))
            return false;
    }
    return true;
}

/* The index of the key, as it was, does. */
static bool key_stays(struct alter *x, const struct table_key *k)
{
    const struct table_key *was = key_named(x->before, k->name);
    bool same = was != NULL && was->not_distinct == k->not_distinct && was->deferrable == k->deferrable &&
                list_length(was->columns) == list_length(k->columns) && !names_change(x, k->columns);
    for (int i = 0; same && i < list_length(k->columns); i++)
        same = strcmp(list_nth(was->columns, i), list_nth(k->columns, i)) == 0 && column_before(x, list_nth(k->columns, i)) != NULL;
    return same && same_nulls(x, k->columns);
}

bool alter_index_mentions(struct alter *x, const struct index_info *ix, const char *name)
{
    return alter_has_name(key_paths(x, ix), name) || alter_has_name(ix->include, name) || (ix->filter != NULL && alter_mentions(x, ix->filter, name));
}

static bool loses_column(struct alter *x, const struct index_info *ix)
{
    for (int i = 0; i < list_length(x->dropped); i++)
        if (alter_index_mentions(x, ix, list_nth(x->dropped, i)))
            return true;
    return false;
}

static bool is_touched(struct alter *x, const struct index_info *ix)
{
    const List *names = key_paths(x, ix);
    return names_change(x, names) || (ix->filter != NULL && text_changes(x, ix->filter)) || (ix->unique && !same_nulls(x, names));
}

/* An index that stays, as it is to be made of the columns as they are now. */
static const bson_t *spec_again(struct alter *x, const struct index_info *ix, const bson_t *spec)
{
    struct arena *a = x->arena;
    struct index_def def = {.name = ix->name, .unique = ix->unique, .present = ARENA_ARRAY(a, const char *, ix->nkeys)};
    const char *where = ix->filter;
    bool distinct = ix->unique && !ix->not_distinct;
    bson_t was;
    FOREACH (struct table_index_def, d, x->def->indexes)
        if (strcmp(d->name, ix->name) == 0 && d->where != NULL)
            where = d->where;
    for (int i = 0; i < ix->nkeys; i++) {
        const struct column_def *old = column_before(x, ix->keys[i].path);
        if (old != NULL && !old->notnull && !(bson_subdocument(spec, "partialFilterExpression", &was) && bson_has_field(&was, old->name)))
            distinct = false;
        if (alter_has_column(x, ix->keys[i].path) && !alter_column(x, ix->keys[i].path)->notnull)
            def.present[def.npresent++] = ix->keys[i].path;
    }
    if (where == NULL && !ix->unique)
        return spec;
    struct relation *rel = analyze_relation_of(a, x->rel->name, x->def);
    if (where != NULL)
        def.where = analyze_index_where(a, x->s->catalog, rel, where);
    return table_spec_with_filter(a, spec, def.present, distinct ? def.npresent : 0, index_filter(a, rel, &def));
}

static const bson_t *index_spec(struct alter *x, const char *name)
{
    if (x->at_commit)
        return mongo_xact_index_spec(x->arena, x->m, x->s->database, x->rel->collection, name);
    return table_index_spec(x->arena, x->m, x->s->database, x->rel->collection, name);
}

static void drop_index_as(struct alter *x, const char *name, const bson_t *spec)
{
    if (x->at_commit) {
        mongo_xact_drop_index(x->m, x->s->database, x->rel->collection, name);
        return;
    }
    table_drop_index(x->m, x->s->database, x->rel->collection, name);
    note(x, (struct alter_undo){.kind = UNDO_INDEX, .spec = spec});
}

static void make_index_as(struct alter *x, const bson_t *spec)
{
    if (x->at_commit) {
        mongo_xact_create_index(x->m, x->s->database, x->rel->collection, spec, !alter_is_made_within(x));
        return;
    }
    note(x, (struct alter_undo){.kind = UNDO_NEW_INDEX, .name = bson_text(spec, "name", "")});
    TRY {
        table_create_index_as(x->m, x->s->database, x->rel->collection, spec);
    } CATCH (e) {
        error_throw(error_of_table(e, x->rel));
    } END_TRY;
}

/* Those that cannot stay as they are go; bson_t, those that are to come again. */
static List *take_indexes(struct alter *x)
{
    struct relation_source *src = x->s->catalog->source;
    struct arena *a = x->arena;
    List *again = NULL;
    FOREACH (struct index_info, ix, src->index_list(src, a, x->s->database, relation_key(x->rel))) {
        index_declare(x->before, ix);
        const struct table_key *was = key_named(x->before, ix->name), *now = key_named(x->def, ix->name);
        if (strcmp(ix->name, "_id_") == 0)
            continue;
        bool gone = was != NULL ? now == NULL || !key_stays(x, now) : loses_column(x, ix) || alter_has_name(x->taken, ix->name);
        if (!gone && (was != NULL || !is_touched(x, ix)))
            continue;
        const bson_t *spec = index_spec(x, ix->name);
        if (!gone)
            again = list_append(a, again, (void *)(uintptr_t)spec_again(x, ix, spec));
        if (gone && was == NULL) {
            x->def->indexes = indexes_without(a, x->def->indexes, ix->name);
            x->def->comments = comments_without(a, x->def->comments, "index", ix->name);
        }
        drop_index_as(x, ix->name, spec);
    }
    return again;
}

static void make_keys(struct alter *x, bool changed)
{
    FOREACH (struct table_key, k, x->def->keys) {
        if (key_stays(x, k) || names_change(x, k->columns) != changed)
            continue;
        const bson_t *spec = table_key_as_spec(x->arena, x->def, k);
        if (x->at_commit && !changed) /* else MongoDB looks, or it has been looked at */
            alter_check_unique(x, k->name, k->columns, NULL, k->not_distinct);
        if (spec != NULL)
            make_index_as(x, spec);
    }
}

/* Unique ones over new values, before there are any. */
static void check_indexes(struct alter *x)
{
    struct relation_source *src = x->s->catalog->source;
    FOREACH (struct table_key, k, x->def->keys)
        if (names_change(x, k->columns) && !all_null(x, k->columns))
            alter_check_unique(x, k->name, k->columns, NULL, k->not_distinct);
    FOREACH (struct index_info, ix, src->index_list(src, x->arena, x->s->database, relation_key(x->rel))) {
        index_declare(x->before, ix);
        if (ix->unique && key_named(x->before, ix->name) == NULL && !loses_column(x, ix) && is_touched(x, ix))
            alter_check_unique(x, ix->name, key_paths(x, ix), ix->filter, ix->not_distinct);
    }
}

/* Those that MongoDB does not look at: when the declaration stands, for others to see what they are to look at. */
static void check_deferrable(struct alter *x)
{
    FOREACH (struct table_key, k, x->def->keys)
        if (k->deferrable && !names_change(x, k->columns) && !key_stays(x, k))
            alter_check_unique(x, k->name, k->columns, NULL, k->not_distinct);
}

/* ---- all of it ---- */

static void rename_field(struct alter *x, const char *from, const char *to)
{
    note(x, (struct alter_undo){.kind = UNDO_FIELD, .name = to, .to = from});
    table_rename_field(x->m, x->s->database, x->rel->collection, from, to);
}

/* The fields (char *) that are no more wanted. */
static List *take_places(struct alter *x)
{
    List *out = NULL;
    FOREACH (struct alter_value, v, x->values) {
        if (!is_rewritten(x, v) || strcmp(v->name, v->beside) == 0)
            continue;
        const char *old = arena_printf(x->arena, "pgleaf old %d", FOREACH_INDEX(v, x->values));
        rename_field(x, v->name, old);
        rename_field(x, v->beside, v->name);
        out = list_append(x->arena, out, (void *)(uintptr_t)old);
    }
    for (int i = 0; i < list_length(x->dropped); i++)
        if (!alter_has_column(x, list_nth(x->dropped, i)))
            out = list_append(x->arena, out, list_nth(x->dropped, i));
    return out;
}

static List *change_rows(struct alter *x)
{
    bool values = needs_values(x);
    FOREACH (struct alter_value, v, x->at_commit ? x->values : NULL)
        if (v->added)
            later_take_name(x, v->name);
    FOREACH (struct sequence_def, q, x->def->sequences)
        note(x, (struct alter_undo){.kind = UNDO_SEQUENCE, .name = q->name});
    make_sequences(x->s, x->m, x->rel->collection, x->def, !x->at_commit); /* as the column does */
    if (values)
        make_values(x);
    check_rows(x);
    if (values)
        check_indexes(x);
    List *again = take_indexes(x);
    make_keys(x, false);
    check_foreign(x);
    List *gone = take_places(x);
    temp_check_foreign(x->s, x->rel->collection, x->def);
    foreign_declare(x->s, x->arena, x->rel->collection, x->def);
    note(x, (struct alter_undo){.kind = UNDO_DECLARE});
    alter_declare(x);
    check_deferrable(x);
    make_keys(x, true);
    FOREACH (bson_t, spec, again)
        make_index_as(x, spec);
    if (x->at_commit) { /* there are others to be known of */
        mongo_source_table(x->s->database, x->rel->collection, x->rel->def, true);
        x->rel = catalog_lookup(x->s->catalog, NULL, x->rel->schema, x->rel->name);
    }
    return gone;
}

/* ---- behind rows ---- */

/* Columns are as they were, or come with no value. */
static bool values_stay(struct alter *x, const List *names)
{
    for (int i = 0; i < list_length(names); i++) {
        const struct alter_value *v = value_of(x, list_nth(names, i));
        if (v != NULL && (!v->added || is_filled(x, v)))
            return false;
    }
    return true;
}

/* Those that come, go, or are made again wait for the commit, too; what deferrable ones have to do others are to know of. */
static bool keys_wait(struct alter *x)
{
    struct relation_source *src = x->s->catalog->source;
    bool ours = nobody_else_writes(x->s, x->rel);
    FOREACH (struct table_key, k, x->def->keys)
        if (!key_stays(x, k) && !(values_stay(x, k->columns) && (ours || !k->deferrable)))
            return false;
    FOREACH (struct index_info, ix, src->index_list(src, x->arena, x->s->database, relation_key(x->rel))) {
        index_declare(x->before, ix);
        if (!loses_column(x, ix) && is_touched(x, ix) && (names_change(x, key_paths(x, ix)) || ix->filter != NULL))
            return false;
    }
    return true;
}

static bool foreign_waits(struct alter *x)
{
    FOREACH (struct alter_value, v, x->values)
        if (is_rewritten(x, v) && !v->added && foreign_uses(x->s, x->arena, x->rel, list_make(x->arena, 1, v->name)) != NULL)
            return false;
    return true;
}

/* What others write until the commit can be made into what it would be had they written it behind. */
static bool can_follow(struct alter *x)
{
    FOREACH (struct alter_value, v, x->values)
        if (is_rewritten(x, v) && (!v->added || strcmp(v->name, v->beside) != 0))
            return false;
    return true;
}

static bool names_are_free(struct alter *x)
{
    FOREACH (struct alter_value, v, x->values)
        if (is_rewritten(x, v) && later_has_field(x->s, x->rel, v->name))
            return false;
    return true;
}

/* The validator alone keeps arrays of arrays out of what has an index. */
static bool validator_needed(struct alter *x)
{
    bool flat = false;
    FOREACH (struct column_def, c, x->def->columns)
        flat = flat || c->flat;
    return flat && !table_lets_in(x->arena, x->before, x->def);
}

bool alter_waits(struct alter *x)
{
    return x->counted == NULL && keys_wait(x) && foreign_waits(x) && !validator_needed(x) && names_are_free(x) && (nobody_else_writes(x->s, x->rel) || can_follow(x));
}

static void note_later(struct alter *x)
{
    for (int i = 0; i < list_length(x->dropped); i++)
        later_column_gone(x, list_nth(x->dropped, i));
    FOREACH (struct column_def, c, x->def->columns) {
        const struct column_def *was = column_before(x, c->name);
        const struct alter_value *v = value_of(x, c->name);
        if (v != NULL && v->added && is_filled(x, v))
            later_column_added(x, c);
        if (c->notnull && (was == NULL || !was->notnull))
            later_not_null(x, c->name);
    }
    FOREACH (struct alter_value, v, x->values)
        if (v->declared && v->stays && !v->same && v->type == TYPE_int8)
            later_column_long(x, v->name);
    FOREACH (struct table_check, k, x->def->checks)
        if (!k->not_valid && (is_new_check(x, k) || alter_has_name(x->validated, k->name)))
            later_check(x, k->name);
    FOREACH (struct table_foreign, f, x->def->foreign)
        if (!f->not_valid && is_new_foreign(x, f))
            later_foreign(x->s, x->rel, f);
    later_views(x);
}

void alter_rows(struct alter *x)
{
    const char *db = x->s->database;
    List *volatile gone = NULL;
    TRY {
        gone = change_rows(x);
    } CATCH (e) {
        if (!x->at_commit) /* else MongoDB's transaction ends with all of it */
            undo_all(x);
        error_throw(e);
    } END_TRY;
    for (int i = 0; i < list_length(gone); i++)
        (x->at_commit ? mongo_xact_move_field : table_rename_field)(x->m, db, x->rel->collection, list_nth(gone, i), NULL);
    FOREACH (struct dropped_with, d, x->with)
        drop_with(x->s, x->arena, d);
    for (int i = 0; i < list_length(x->dropped); i++) {
        const List *views = views_renamed(x->s, x->arena, x->rel, list_nth(x->dropped, i), "", x->rel->collection);
        if (x->at_commit)
            views_take_names_later(x->s, views);
        else
            views_take_names(x->s, x->arena, x->m, views);
    }
    FOREACH (struct alter_sequence, q, x->counted)
        sequence_change(x->s, q->q, &q->restart);
    for (int i = 0; i < list_length(x->sequences); i++)
        mongo_xact_drop_sequence(x->m, db, list_nth(x->sequences, i));
    if (x->at_commit)
        note_later(x);
    else
        mongo_source_table(db, x->rel->collection, x->def, false);
}
