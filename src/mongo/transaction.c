#include "mongo/transaction.h"

#include <string.h>

#include "base/macros.h"
#include "mongo/cursor.h"
#include "mongo/journal.h"
#include "mongo/mongo_error.h"
#include "mongo/row_lock.h"
#include "mongo/sequence.h"
#include "mongo/source.h"
#include "mongo/step.h"
#include "mongo/stream.h"
#include "mongo/table.h"
#include "mongo/undo.h"
#include "mongo/user_type.h"
#include "mongo/view.h"
#include "mongo/word.h"

enum { COMMIT_TRIES = 5, STEP_TRIES = 3 };

/* ---- what is done beside the transaction, when it ends ---- */

static struct xact_step *add_step(struct mongo *m, enum step_kind kind, bool at_commit, const char *db, const char *name)
{
    struct xact_step *x = step_new(kind, at_commit, db, name);
    x->number = ++m->nsteps;
    x->next = m->steps;
    m->steps = x;
    m->changes += kind != STEP_STAYS;
    return x;
}

/* A temporary table goes with its session, however that ends. */
static bool is_kept(const struct xact_step *x)
{
    return x->kind != STEP_STAYS && !catalog_name_hidden(x->called != NULL && x->kind != STEP_FIELD && x->kind != STEP_THEIRS ? x->called : x->name);
}

/* How it is undone is on record: what is done by a statement that stands alone is over too soon to be worth it. */
static void keep_undo(struct mongo *m, struct xact_step *x)
{
    if (m->together && is_kept(x))
        WITH_ARENA(a, { x->record = journal_undo(m, x->db, step_save(a, x)); });
}

bool mongo_xact_past_validator(const struct mongo *m, const char *db, const char *name)
{
    for (const struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (((x->kind == STEP_ALTER && x->at_commit && x->past) || x->kind == STEP_FIELD || x->kind == STEP_THEIRS) && strcmp(x->db, db) == 0 && strcmp(x->name, name) == 0)
            return true;
    return false;
}

/* What was to be declared of a collection earlier is not, any more. */
static void forget_alter(struct mongo *m, const char *db, const char *name)
{
    for (struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (x->kind == STEP_ALTER && x->at_commit && x->def != NULL && strcmp(x->db, db) == 0 && strcmp(x->name, name) == 0) {
            bson_free(x->def);
            x->def = NULL;
            x->done = true;
        }
}

static bool is_new_index(const struct xact_step *x, const char *db, const char *name)
{
    return x->kind == STEP_NEW_INDEX && x->spec != NULL && strcmp(x->db, db) == 0 && strcmp(x->name, name) == 0;
}

/* The collection goes. */
static void forget_indexes(struct mongo *m, const char *db, const char *name)
{
    for (struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (is_new_index(x, db, name)) {
            bson_destroy(x->spec);
            x->spec = NULL;
            x->done = true;
        }
}

List *mongo_xact_indexes(struct arena *a, const struct mongo *m, const char *db, const char *name, enum xact_indexes which)
{
    List *out = NULL;
    for (const struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (is_new_index(x, db, name) && (x->done || which == XACT_INDEXES_ALL || bson_truth(x->spec, "unique"))) {
            bson_t *spec = bson_in(a);
            bson_concat(spec, x->spec);
            out = list_append(a, out, spec);
        }
    return out;
}

void mongo_xact_made_index(struct mongo *m, const char *db, const char *name, const bson_t *spec)
{
    struct xact_step *x = add_step(m, STEP_NEW_INDEX, true, db, name);
    x->spec = bson_copy(spec);
    x->done = true;
}

static struct xact_step *new_index(const struct mongo *m, const char *db, const char *name, const char *index)
{
    for (struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (is_new_index(x, db, name) && strcmp(bson_text(x->spec, "name", ""), index) == 0)
            return x;
    return NULL;
}

bool mongo_xact_index_waits(const struct mongo *m, const char *db, const char *name, const char *index)
{
    const struct xact_step *x = new_index(m, db, name, index);
    return x != NULL && !x->done;
}

bool mongo_xact_unique_waits(const struct mongo *m, const char *db, const char *name)
{
    for (const struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (is_new_index(x, db, name) && !x->done && bson_truth(x->spec, "unique"))
            return true;
    return false;
}

bool mongo_xact_drops_index(const struct mongo *m, const char *db, const char *name, const char *index)
{
    for (const struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (x->kind == STEP_OLD_INDEX && strcmp(x->db, db) == 0 && strcmp(x->name, name) == 0 && strcmp(x->index, index) == 0)
            return true;
    return false;
}

void mongo_xact_drop_index(struct mongo *m, const char *db, const char *name, const char *index)
{
    struct xact_step *x = new_index(m, db, name, index);
    bool waits = x != NULL && !x->done;
    bson_t *spec = NULL;
    if (x != NULL) {
        spec = x->spec;
        x->spec = NULL;
        x->done = true;
        m->changes++;
    }
    if (!waits) {
        struct xact_step *old = add_step(m, STEP_OLD_INDEX, true, db, name);
        old->index = bson_strdup(index);
        old->spec = spec;
    } else {
        bson_destroy(spec);
    }
}

/* Those that stay. */
static List *specs_there(struct arena *a, struct mongo *m, const char *db, const char *name)
{
    List *all = table_index_specs(a, m, db, name), *out = NULL;
    FOREACH (bson_t, x, all)
        if (!mongo_xact_drops_index(m, db, name, bson_text(x, "name", "")))
            out = list_append(a, out, x);
    return out;
}

void mongo_xact_create_index(struct mongo *m, const char *db, const char *name, const bson_t *spec, bool at_commit)
{
    struct arena *a = arena_new(NULL, "new index");
    GUARD {
        List *others = mongo_xact_indexes(a, m, db, name, XACT_INDEXES_ALL);
        spec = table_spec_apart(a, at_commit ? list_concat(a, specs_there(a, m, db, name), others) : others, spec);
        if (at_commit) {
            add_step(m, STEP_NEW_INDEX, true, db, name)->spec = bson_copy(spec);
        } else {
            table_create_index_as(m, db, name, spec);
            mongo_xact_made_index(m, db, name, spec);
        }
    } FINALLY {
        arena_free(a);
    } END_GUARD;
}

const bson_t *mongo_xact_index_spec(struct arena *a, struct mongo *m, const char *db, const char *collection, const char *name)
{
    List *all = list_concat(a, specs_there(a, m, db, collection), mongo_xact_indexes(a, m, db, collection, XACT_INDEXES_ALL));
    FOREACH (bson_t, x, all)
        if (strcmp(bson_text(x, "name", ""), name) == 0)
            return x;
    raise(ERR_UNDEFINED_OBJECT, "index \"%s\" does not exist", name);
}

void mongo_xact_rename_index(struct mongo *m, const char *db, const char *name, const char *from, const char *to)
{
    struct arena *a = arena_new(NULL, "renamed index");
    GUARD {
        const bson_t *spec = table_spec_named(a, mongo_xact_index_spec(a, m, db, name, from), to);
        mongo_xact_drop_index(m, db, name, from);
        add_step(m, STEP_NEW_INDEX, true, db, name)->spec = bson_copy(spec);
    } FINALLY {
        arena_free(a);
    } END_GUARD;
}

/* ---- fields ---- */

static bool finds_field(struct arena *a, const bson_t *spec, const char *field)
{
    return bson_truth(spec, "unique") && !bson_equal(spec, table_spec_on_field(a, spec, field, "pgleaf other field"));
}

/* Is there a unique index until the commit that finds documents without the field equal? */
static bool is_found(struct arena *a, struct mongo *m, const char *db, const char *name, const char *field)
{
    List *specs = table_index_specs(a, m, db, name);
    FOREACH (bson_t, spec, specs)
        if (finds_field(a, spec, field))
            return true;
    for (const struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (x->kind == STEP_OLD_INDEX && x->spec != NULL && strcmp(x->db, db) == 0 && strcmp(x->name, name) == 0 && finds_field(a, x->spec, field))
            return true;
    return false;
}

static bool is_field_of(const struct xact_step *x, const char *db, const char *name)
{
    return x->kind == STEP_FIELD && x->at_commit && strcmp(x->db, db) == 0 && strcmp(x->name, name) == 0;
}

void mongo_xact_move_field(struct mongo *m, const char *db, const char *name, const char *from, const char *to)
{
    volatile bool found = false;
    for (struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (is_field_of(x, db, name) && x->called != NULL && strcmp(x->called, from) == 0) {
            bson_free(x->called);
            x->called = bson_strdup(to);
        }
    WITH_ARENA(a, { found = is_found(a, m, db, name, from); });
    if (!found) {
        table_rename_field(m, db, name, from, to);
        return;
    }
    if (to != NULL)
        table_copy_field(m, db, name, from, to);
    struct xact_step *x = add_step(m, STEP_FIELD, true, db, name);
    x->index = bson_strdup(from);
    x->called = bson_strdup(to);
}

void mongo_xact_move_theirs(struct mongo *m, const char *db, const char *name, const char *from, const char *to)
{
    struct xact_step *x = add_step(m, STEP_THEIRS, true, db, name);
    x->index = bson_strdup(from);
    x->called = bson_strdup(to);
}

bool mongo_xact_keeps_field(const struct mongo *m, const char *db, const char *name, const char *field)
{
    for (const struct xact_step *x = m->steps; x != NULL; x = x->next)
        if ((x->kind == STEP_FIELD || x->kind == STEP_THEIRS) && strcmp(x->db, db) == 0 && strcmp(x->name, name) == 0 && strcmp(x->index, field) == 0)
            return true;
    return false;
}

const bson_t *mongo_xact_fill(struct arena *a, const struct mongo *m, const char *db, const char *name, const bson_t *doc)
{
    for (const struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (is_field_of(x, db, name))
            doc = table_fill_field(a, doc, x->index);
    return doc;
}

static void mark_fields(struct mongo *m)
{
    for (const struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (x->kind == STEP_THEIRS || (x->kind == STEP_FIELD && x->called != NULL))
            table_mark_field(m, x->db, x->name, x->index);
}

/* ---- collections, views, types ---- */

void mongo_xact_copy_index(struct mongo *m, const char *db, const char *collection, const char *from, const char *to, const char *name)
{
    struct arena *a = arena_new(NULL, "copied index");
    GUARD {
        const bson_t *spec = table_spec_named(a, mongo_xact_index_spec(a, m, db, collection, from), name);
        table_create_index_as(m, db, to, spec);
        if (m->in_transaction)
            mongo_xact_made_index(m, db, to, spec);
    } FINALLY {
        arena_free(a);
    } END_GUARD;
}

void mongo_xact_undo_create(struct mongo *m, const char *db, const char *name, bool view)
{
    struct xact_step *x = add_step(m, STEP_COLLECTION, false, db, name);
    x->moves = view ? MOVES_VIEW : MOVES_TABLE;
    keep_undo(m, x);
}

void mongo_xact_not_made(struct mongo *m, const struct error *why)
{
    struct xact_step *x = m->steps;
    x->unsure = mongo_error_lost(why) || m->sent > 1;
    if (x->unsure)
        return;
    m->steps = x->next;
    TRY {
        journal_over(m, RECORD_UNDO, x->record);
    } CATCH (e) {
        if (e->severity > SEV_ERROR)
            error_throw(e); /* what is raised then says why it was not made */
    } END_TRY;
    step_free(x);
}

bool mongo_xact_made(const struct mongo *m, const char *db, const char *name)
{
    for (const struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (x->kind == STEP_COLLECTION && !x->at_commit && strcmp(x->db, db) == 0 && strcmp(x->name, name) == 0)
            return true;
    return false;
}

void mongo_xact_undo_index(struct mongo *m, const char *db, const char *name, const char *index)
{
    struct xact_step *x = add_step(m, STEP_INDEX, false, db, name);
    x->index = bson_strdup(index);
    keep_undo(m, x);
}

void mongo_xact_undo_type(struct mongo *m, const char *db, Oid type)
{
    struct xact_step *x = add_step(m, STEP_TYPE, false, db, "");
    x->type = type;
    keep_undo(m, x);
}

void mongo_xact_undo_alter_type(struct mongo *m, const char *db, const struct user_type *before)
{
    if (!m->together)
        return;
    WITH_ARENA(a, {
        struct xact_step *x = add_step(m, STEP_ALTER_TYPE, false, db, "");
        x->def = bson_strdup(user_type_text(a, before));
        keep_undo(m, x);
    });
}

void mongo_xact_undo_declare(struct mongo *m, const char *db, const char *name, const struct table_def *before)
{
    struct arena *a = arena_new(NULL, "undo");
    GUARD {
        const bson_t *view = m->together && def_is_view(before) ? collection_options(a, m, db, name) : NULL;
        if (m->together && (view != NULL || !def_is_view(before))) {
            struct xact_step *x = add_step(m, STEP_ALTER, false, db, name);
            x->def = bson_strdup(table_text(a, before));
            x->view = view != NULL ? bson_copy(view) : NULL;
            keep_undo(m, x);
        }
    } FINALLY {
        arena_free(a);
    } END_GUARD;
}

static struct xact_step *rename_of(const struct mongo *m, const char *db, const char *name)
{
    for (struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (x->kind == STEP_RENAME && !x->done && strcmp(x->db, db) == 0 && strcmp(x->name, name) == 0)
            return x;
    return NULL;
}

static struct xact_step *rename_to(const struct mongo *m, const char *db, const char *called)
{
    for (struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (x->kind == STEP_RENAME && !x->done && strcmp(x->db, db) == 0 && strcmp(x->called, called) == 0)
            return x;
    return NULL;
}

void mongo_xact_drop_later(struct mongo *m, const char *db, const struct relation *rel)
{
    struct arena *a = arena_new(NULL, "drop later");
    forget_alter(m, db, rel->collection);
    forget_indexes(m, db, rel->collection);
    if (rename_of(m, db, rel->collection) != NULL)
        rename_of(m, db, rel->collection)->done = true;
    struct xact_step *x = add_step(m, STEP_COLLECTION, true, db, rel->collection);
    x->moves = rel->kind == REL_VIEW ? MOVES_VIEW : MOVES_TABLE;
    x->def = rel->def != NULL ? bson_strdup(table_text(a, rel->def)) : NULL;
    mongo_source_dropped(db, rel->collection, true);
    arena_free(a);
}

static struct xact_step *drop_of(const struct mongo *m, enum step_kind kind, const char *db, const char *name)
{
    for (struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (x->kind == kind && x->at_commit && strcmp(x->db, db) == 0 && strcmp(x->name, name) == 0)
            return x;
    return NULL;
}

bool mongo_xact_drops(const struct mongo *m, const char *db, const char *name, bool *view)
{
    const struct xact_step *x = drop_of(m, STEP_COLLECTION, db, name);
    *view = x != NULL && x->moves == MOVES_VIEW;
    return x != NULL;
}

/* ---- names that collections get at the commit ---- */

/* A temporary table's sequences have its name as SQL knows it, a lasting one's its collection's. */
static bool counts_for_lasting(const struct sequence_def *q)
{
    return q->table != NULL && !catalog_name_hidden(q->name);
}

const char *mongo_xact_called(const struct mongo *m, const char *db, const char *collection)
{
    const struct xact_step *x = rename_of(m, db, collection);
    return x != NULL ? x->called : collection;
}

const char *mongo_xact_collection(const struct mongo *m, const char *db, const char *called)
{
    const struct xact_step *x = rename_to(m, db, called);
    return x != NULL ? x->name : rename_of(m, db, called) != NULL ? NULL : called;
}

bool mongo_xact_renames(const struct mongo *m, const char *db, const char *name)
{
    return rename_of(m, db, name) != NULL || rename_to(m, db, name) != NULL;
}

bool mongo_xact_renames_any(const struct mongo *m)
{
    for (const struct xact_step *x = m->steps; x != NULL; x = x->next)
        if (x->kind == STEP_RENAME && !x->done)
            return true;
    return false;
}

void mongo_xact_rename_later(struct mongo *m, const char *db, const char *collection, const char *called)
{
    struct xact_step *was = rename_of(m, db, collection);
    for (const struct xact_step *x = rename_of(m, db, called); x != NULL && strcmp(called, collection) != 0; x = rename_of(m, db, x->called))
        if (strcmp(x->called, collection) == 0)
            raise(ERR_FEATURE_NOT_SUPPORTED, "relations that exchange their names in one transaction are not supported after rows were written in it");
    if (was != NULL)
        was->done = true;
    if (strcmp(called, collection) != 0)
        add_step(m, STEP_RENAME, true, db, collection)->called = bson_strdup(called);
}

/* Its place is taken by this: what is renamed at the commit cannot find its name taken then, for who took it, or is about to, meets this one's transaction. */
static void reserve(struct arena *a, struct mongo *m, const struct xact_step *x)
{
    bson_t *b = bson_in(a);
    if (drop_of(m, STEP_COLLECTION, x->db, x->called) != NULL || rename_of(m, x->db, x->called) != NULL)
        return; /* its own affair: it goes, or moves first */
    BSON_APPEND_UTF8(b, "create", x->called);
    BSON_APPEND_DOCUMENT(b, "validator", table_reserving(a, x->name));
    if (table_try(m, x->db, b, NAMESPACE_EXISTS) != 0)
        raise(ERR_DUPLICATE_TABLE, "relation \"%s\" already exists", x->called);
}

static void reserve_names(struct mongo *m)
{
    struct arena *a = arena_new(NULL, "names");
    GUARD {
        for (const struct xact_step *x = m->steps; x != NULL; x = x->next)
            if (x->kind == STEP_RENAME && !x->done)
                reserve(a, m, x);
    } FINALLY {
        arena_free(a);
    } END_GUARD;
}

static struct table_def *def_of(struct arena *a, struct mongo *m, const char *db, const char *name)
{
    const bson_t *options = collection_options(a, m, db, name);
    return options != NULL ? table_from_options(a, options) : NULL;
}

static List *names_with(struct arena *a, const List *names, const struct xact_step *x)
{
    List *out = NULL;
    for (int i = 0; i < list_length(names); i++)
        out = list_append(a, out, strcmp(list_nth(names, i), x->name) == 0 ? x->called : list_nth(names, i));
    return out;
}

static void foreign_with(struct table_def *def, const struct xact_step *x)
{
    FOREACH (struct table_foreign, f, def->foreign)
        f->table = strcmp(f->table, x->name) == 0 ? x->called : f->table;
}

/* Another table that has a foreign key to it, or is referred to. */
static void tell_other(struct arena *a, struct mongo *m, const struct xact_step *x, const char *other)
{
    struct table_def *def = strcmp(other, x->called) != 0 ? def_of(a, m, x->db, other) : NULL;
    if (def == NULL)
        return;
    def->referenced = names_with(a, def->referenced, x);
    foreign_with(def, x);
    table_alter(m, x->db, other, def);
    mongo_source_table(x->db, other, NULL, false);
}

static void tell_foreign(struct arena *a, struct mongo *m, const struct xact_step *x, struct table_def *def)
{
    def->referenced = names_with(a, def->referenced, x);
    foreign_with(def, x);
    FOREACH (struct table_foreign, f, def->foreign)
        tell_other(a, m, x, f->table);
    for (int i = 0; i < list_length(def->referenced); i++)
        tell_other(a, m, x, list_nth(def->referenced, i));
}

static void tell_sequences(struct arena *a, struct mongo *m, const struct xact_step *x)
{
    List *all = sequence_list(a, m, x->db);
    FOREACH (struct sequence_def, q, all)
        if (counts_for_lasting(q) && strcmp(q->table, x->name) == 0) {
            q->table = x->called;
            sequence_save(m, x->db, q, false);
        }
}

/* What has the name goes with that: others see the one, then the other. One that a killed session has renamed already is told of, still. */
static void rename_over(struct mongo *m, const struct xact_step *x)
{
    struct arena *a = arena_new(NULL, "rename");
    GUARD {
        bool there = collection_options(a, m, x->db, x->name) != NULL;
        struct table_def *def = def_of(a, m, x->db, there ? x->name : x->called);
        if (def == NULL && x->def != NULL)
            def = table_from_text(a, x->def);
        if (there)
            table_rename(m, x->db, x->name, x->called, true);
        if (def != NULL)
            tell_foreign(a, m, x, def);
        if (def != NULL) /* SecantusDB leaves the validator behind */
            table_alter(m, x->db, x->called, def);
        tell_sequences(a, m, x);
    } FINALLY {
        arena_free(a);
        mongo_source_table(x->db, x->name, NULL, false);
        mongo_source_table(x->db, x->called, NULL, false);
    } END_GUARD;
}

static void move_sequence(struct mongo *m, const char *db, const char *from, const char *to)
{
    struct arena *a = arena_new(NULL, "move sequence");
    GUARD {
        List *all = sequence_list(a, m, db);
        FOREACH (struct sequence_def, q, all)
            if (strcmp(q->name, from) == 0)
                sequence_rename(m, db, q, to);
    } FINALLY {
        arena_free(a);
    } END_GUARD;
}

static void move(struct mongo *m, const struct xact_step *x, const char *from, const char *to)
{
    switch (x->moves) {
    case MOVES_TABLE: table_rename(m, x->db, from, to, false); return;
    case MOVES_VIEW: view_rename(m, x->db, from, to); return;
    case MOVES_SEQUENCE: move_sequence(m, x->db, from, to); return;
    }
}

static void move_aside(struct mongo *m, struct xact_step *drop)
{
    bson_oid_t id;
    char hex[25];
    bson_oid_init(&id, NULL);
    bson_oid_to_string(&id, hex);
    char *aside = bson_strdup_printf(ASIDE_PREFIX "%s.%s", drop->name, hex);
    struct xact_step *x = add_step(m, STEP_ASIDE, false, drop->db, aside);
    x->called = bson_strdup(drop->name);
    x->moves = drop->moves;
    x->def = bson_strdup(drop->def);
    GUARD {
        keep_undo(m, x);
        move(m, drop, drop->name, aside);
        bson_free(drop->name);
        drop->name = bson_strdup(aside);
    } FINALLY {
        bson_free(aside);
    } END_GUARD;
}

void mongo_xact_move_aside(struct mongo *m, const char *db, const char *name)
{
    move_aside(m, drop_of(m, STEP_COLLECTION, db, name));
    mongo_source_dropped(db, name, false);
    mongo_source_table(db, name, NULL, false);
}

bool mongo_xact_drops_sequence(const struct mongo *m, const char *db, const char *name)
{
    return drop_of(m, STEP_SEQUENCE, db, name) != NULL;
}

List *mongo_xact_sequences(struct arena *a, struct mongo *m, const char *db)
{
    List *all = sequence_list(a, m, db), *out = NULL;
    FOREACH (struct sequence_def, q, all) {
        if (mongo_xact_drops_sequence(m, db, q->name))
            continue;
        q->table = counts_for_lasting(q) ? arena_strdup(a, mongo_xact_called(m, db, q->table)) : q->table;
        out = list_append(a, out, q);
    }
    return out;
}

/* Its table is called there as others know it. */
static struct sequence_def as_kept(const struct mongo *m, const char *db, const struct sequence_def *q)
{
    struct sequence_def kept = *q;
    const char *collection = counts_for_lasting(q) ? mongo_xact_collection(m, db, q->table) : NULL;
    kept.table = collection != NULL ? collection : q->table;
    return kept;
}

void mongo_xact_save_sequence(struct mongo *m, const char *db, const struct sequence_def *q, bool restart)
{
    struct sequence_def kept = as_kept(m, db, q);
    sequence_save(m, db, &kept, restart);
}

void mongo_xact_create_sequence(struct mongo *m, const char *db, const struct sequence_def *q, bool stays)
{
    struct xact_step *drop = drop_of(m, STEP_SEQUENCE, db, q->name);
    if (drop != NULL)
        move_aside(m, drop);
    if (!stays)
        keep_undo(m, add_step(m, STEP_SEQUENCE, false, db, q->name));
    mongo_xact_save_sequence(m, db, q, true);
}

void mongo_xact_change_sequence(struct mongo *m, const char *db, const char *name, const bson_t *next, void (*fn)(void *arg), void *arg)
{
    if (!m->together && !m->in_transaction) {
        fn(arg);
        return;
    }
    WITH_ARENA(a, {
        struct xact_step *x = add_step(m, STEP_ALTER_SEQUENCE, false, db, name);
        const bson_t *was = sequence_document(a, m, db, name);
        x->spec = was != NULL ? bson_copy(was) : NULL;
        x->left = next != NULL ? bson_copy(next) : NULL;
        x->done = was == NULL;
        keep_undo(m, x);
        fn(arg);
    });
}

void mongo_xact_rename_sequence(struct mongo *m, const char *db, const struct sequence_def *q, const char *to)
{
    if (m->together) {
        struct xact_step *x = add_step(m, STEP_ALTER_SEQUENCE, false, db, to);
        x->called = bson_strdup(q->name);
        keep_undo(m, x);
    }
    struct sequence_def kept = as_kept(m, db, q);
    sequence_rename(m, db, &kept, to);
}

static void restore_sequence(struct mongo *m, const struct xact_step *x)
{
    if (x->called == NULL) {
        sequence_restore(m, x->db, x->name, x->spec, x->left != NULL ? x->left : x->spec);
        return;
    }
    WITH_ARENA(a, {
        FOREACH (struct sequence_def, q, sequence_list(a, m, x->db))
            if (strcmp(q->name, x->name) == 0)
                sequence_rename(m, x->db, q, x->called);
        sequences_renamed_back(x->name, x->called);
    });
}

void mongo_xact_drop_sequence(struct mongo *m, const char *db, const char *name)
{
    if (m->together)
        add_step(m, STEP_SEQUENCE, true, db, name)->moves = MOVES_SEQUENCE;
    else
        sequence_drop(m, db, name);
}

void mongo_xact_alter_later(struct mongo *m, const char *db, const char *name, const struct table_def *before, const struct table_def *def)
{
    struct arena *a = arena_new(NULL, "alter later");
    forget_alter(m, db, name);
    struct xact_step *x = add_step(m, STEP_ALTER, true, db, name);
    x->def = bson_strdup(table_text(a, def));
    x->past = !table_lets_in(a, before, def);
    arena_free(a);
}

void mongo_xact_drop_type(struct mongo *m, const char *db, Oid type)
{
    if (m->together) {
        add_step(m, STEP_TYPE, true, db, "")->type = type;
        mongo_source_type_dropped(type);
    } else {
        user_type_drop(m, db, type);
        mongo_source_types_changed();
    }
}

void mongo_xact_not_undone(struct mongo *m, const char *what)
{
    if (m->together)
        add_step(m, STEP_STAYS, false, "", what)->changes = m->changes;
}

void mongo_xact_nothing_stays(struct mongo *m)
{
    for (struct xact_step *x; (x = m->steps) != NULL && x->kind == STEP_STAYS && x->changes == m->changes;) {
        m->steps = x->next;
        step_free(x);
    }
}

void mongo_xact_undo_word(struct mongo *m, const char *db, const char *name, const struct table_def *before)
{
    if (!m->together)
        return;
    WITH_ARENA(a, {
        struct xact_step *x = add_step(m, STEP_WORD, false, db, name);
        x->def = before != NULL ? bson_strdup(table_text(a, before)) : NULL;
        keep_undo(m, x);
    });
}

static void say_word(struct mongo *m, const struct xact_step *x)
{
    WITH_ARENA(a, { word_save(m, x->db, x->name, x->def != NULL ? table_from_text(a, x->def) : NULL); });
    mongo_source_table(x->db, x->name, NULL, false);
}

void mongo_xact_forget_word(struct mongo *m, const char *db, const char *name)
{
    if (m->together)
        add_step(m, STEP_WORD, true, db, name);
    else
        word_save(m, db, name, NULL);
}

static void alter(struct mongo *m, const struct xact_step *x, const char *name)
{
    struct arena *a = arena_new(NULL, "alter");
    GUARD {
        const struct table_def *def = table_from_text(a, x->def);
        if (x->view != NULL)
            view_restore(m, x->db, name, x->view);
        else if (def != NULL)
            table_alter(m, x->db, name, def);
        else
            raise(ERR_UNDEFINED_OBJECT, "a column of table \"%s\" has a type that is not there any more", name);
    } FINALLY {
        arena_free(a);
        mongo_source_table(x->db, name, NULL, false);
    } END_GUARD;
}

static bool is_there(struct mongo *m, const struct xact_step *x, const char *name)
{
    volatile bool there = false;
    WITH_ARENA(a, {
        if (x->moves != MOVES_SEQUENCE)
            there = collection_options(a, m, x->db, name) != NULL;
        FOREACH (struct sequence_def, q, x->moves == MOVES_SEQUENCE ? sequence_list(a, m, x->db) : NULL)
            there = there || strcmp(q->name, name) == 0;
    });
    return there;
}

/* A killed session may not have come to move it; or, where that takes two commands, have done the first. */
static void put_back(struct mongo *m, const struct xact_step *x)
{
    bool aside = is_there(m, x, x->name), there = is_there(m, x, x->called);
    if (!aside && !there)
        return;
    if (aside && there && x->moves == MOVES_VIEW)
        table_drop(m, x->db, x->name);
    else if (aside && there && x->moves == MOVES_SEQUENCE)
        sequence_drop(m, x->db, x->name);
    else if (aside)
        move(m, x, x->name, x->called);
    if (x->def != NULL && x->moves == MOVES_TABLE) /* SecantusDB leaves the validator behind */
        alter(m, x, x->called);
    mongo_source_table(x->db, x->called, NULL, false);
}

/* The key whose index was not made is not declared. */
static void forget_key(struct arena *a, struct mongo *m, const struct xact_step *index)
{
    for (struct xact_step *x = m->steps; x != NULL; x = x->next) {
        if (x->kind != STEP_ALTER || !x->at_commit || x->def == NULL || strcmp(x->db, index->db) != 0 || strcmp(x->name, index->name) != 0)
            continue;
        struct table_def *def = table_from_text(a, x->def);
        List *keys = NULL;
        FOREACH (struct table_key, k, def->keys)
            if (strcmp(k->name, bson_text(index->spec, "name", "")) != 0)
                keys = list_append(a, keys, k);
        def->keys = keys;
        bson_free(x->def);
        x->def = bson_strdup(table_text(a, def));
    }
}

static struct error *try_index(struct arena *a, struct mongo *m, const struct xact_step *x)
{
    struct error *volatile failed = NULL;
    TRY {
        if (collection_options(a, m, x->db, x->name) == NULL) /* createIndexes would make it */
            raise(ERR_UNDEFINED_TABLE, "its table is not there any more");
        table_create_index_as(m, x->db, x->name, x->spec);
    } CATCH (e) {
        failed = e;
    } END_TRY;
    return failed;
}

/*
 * The transaction has committed: an index that is not there makes no answer another one, unless it is unique, of which nothing is declared, then. It may
 * take long, and can be cancelled.
 */
static void make_index(struct mongo *m, const struct xact_step *x)
{
    WITH_ARENA(a, {
        interrupts_hold(false);
        struct error *e = try_index(a, m, x);
        interrupts_hold(true);
        if (e != NULL && mongo_error_lost(e))
            error_throw(e);
        if (e != NULL) {
            forget_key(a, m, x);
            struct error *w = error_new(ERR_WARNING, "index \"%s\" was not made: %s", bson_text(x->spec, "name", ""), e->message);
            w->severity = SEV_WARNING;
            w->detail = e->detail;
            notice_emit(error_hint(w, "The transaction has committed. CREATE INDEX makes the index."));
        }
    });
}

/* A table that may not have been made, and in which there is something, is somebody else's. */
static bool has_rows(struct mongo *m, const struct xact_step *x)
{
    volatile bool found = false;
    WITH_ARENA(a, {
        bson_t *b = bson_in(a), empty = BSON_INITIALIZER;
        BSON_APPEND_UTF8(b, "find", x->name);
        BSON_APPEND_DOCUMENT(b, "filter", &empty);
        BSON_APPEND_INT32(b, "limit", 1);
        found = x->moves == MOVES_TABLE && cursor_next_bson(cursor_open(a, m, x->db, b)) != NULL;
    });
    return found;
}

static void take_step(struct mongo *m, const struct xact_step *x)
{
    if (x->done)
        return;
    switch (x->kind) {
    case STEP_ALTER: alter(m, x, x->name); return;
    case STEP_RENAME: rename_over(m, x); return;
    case STEP_ASIDE: put_back(m, x); return;
    case STEP_STAYS:
        if (x->name != NULL)
            notice(SEV_WARNING, ERR_WARNING, "%s was not undone: MongoDB does it outside of transactions", x->name);
        return;
    case STEP_SEQUENCE: sequence_drop(m, x->db, x->name); return;
    case STEP_ALTER_SEQUENCE: restore_sequence(m, x); return;
    case STEP_WORD: say_word(m, x); return;
    case STEP_TYPE:
        user_type_drop(m, x->db, x->type);
        mongo_source_types_changed();
        return;
    case STEP_ALTER_TYPE:
        user_type_restore(m, x->db, x->def);
        mongo_source_types_changed();
        return;
    case STEP_FIELD: table_settle_field(m, x->db, x->name, x->index, x->called); return;
    case STEP_THEIRS: table_settle_theirs(m, x->db, x->name, x->index, x->called); return;
    case STEP_NEW_INDEX: make_index(m, x); break;
    case STEP_OLD_INDEX:
    case STEP_INDEX: table_drop_index(m, x->db, x->name, x->index); break;
    case STEP_COLLECTION:
        if (x->at_commit || !x->unsure || !has_rows(m, x))
            table_drop(m, x->db, x->name);
        break;
    }
    mongo_source_table(x->db, x->name, NULL, false);
}

/* A collection that goes for another one to have its name goes when that gets it. */
static void drop_by_rename(struct mongo *m)
{
    for (const struct xact_step *x = m->steps; x != NULL; x = x->next) {
        struct xact_step *drop = x->kind == STEP_RENAME && !x->done ? drop_of(m, STEP_COLLECTION, x->db, x->called) : NULL;
        if (drop != NULL)
            drop->done = true;
    }
}

static struct xact_step **first_of(struct mongo *m, enum step_kind kind)
{
    struct xact_step **link = &m->steps;
    while (*link != NULL && (*link)->kind != kind)
        link = &(*link)->next;
    return link;
}

/* The one that was noted first. */
static struct xact_step **oldest_of(struct mongo *m, enum step_kind kind)
{
    struct xact_step **oldest = first_of(m, kind);
    for (struct xact_step **link = oldest; *link != NULL; link = &(*link)->next)
        if ((*link)->kind == kind)
            oldest = link;
    return oldest;
}

/*
 * The next to be taken: the last that was noted. At the commit indexes come before, first those that go, since a key is declared when its index is there, and between those and
 * the new ones the fields; renames behind all else, which goes by the names before, and each when its new name is free.
 */
static struct xact_step *next_step(struct mongo *m, bool commit)
{
    struct xact_step **link = &m->steps, **first[] = {first_of(m, STEP_OLD_INDEX), first_of(m, STEP_FIELD), oldest_of(m, STEP_THEIRS), first_of(m, STEP_NEW_INDEX)};
    for (int i = COUNTOF(first) - 1; commit && i >= 0; i--)
        link = *first[i] != NULL ? first[i] : link;
    while (*link != NULL && (*link)->kind == STEP_RENAME)
        link = &(*link)->next;
    if (*link == NULL)
        for (link = &m->steps; (*link)->next != NULL && !(*link)->done && rename_of(m, (*link)->db, (*link)->called) != NULL;)
            link = &(*link)->next;
    struct xact_step *x = *link;
    *link = x->next;
    return x;
}

static void forget_within(struct mongo *m);
static void abort_in_mongo(struct mongo *m);

struct trial {
    bool commit, taken;
    struct error *failed; /* for good */
};

/* Somebody else may do it: MongoDB is not there, or this user has not the rights of a dead one. */
static bool is_left(const struct xact_step *x, const struct error *e)
{
    return mongo_error_lost(e) || (x->resumed && e->code == ERR_INSUFFICIENT_PRIVILEGE);
}

/* NULL: it is done, and off the record. Else why not. */
static struct error *try_once(struct mongo *m, const struct xact_step *x, struct trial *t)
{
    struct error *volatile lost = NULL;
    TRY {
        if (!t->taken)
            take_step(m, x);
    } CATCH (e) {
        lost = is_left(x, e) ? e : NULL;
        t->failed = lost != NULL ? NULL : e;
    } END_TRY;
    if (lost != NULL)
        return lost;
    t->taken = true;
    TRY {
        journal_over(m, t->commit ? RECORD_STEP : RECORD_UNDO, x->record);
    } CATCH (e) {
        lost = e;
    } END_TRY;
    return lost;
}

/* Why it is still to be done; what failed for good is in *failed, where nothing is yet. */
static struct error *try_step(struct mongo *m, const struct xact_step *x, bool commit, struct error **failed)
{
    struct trial t = {.commit = commit};
    struct error *lost = NULL;
    for (int i = 0; i < STEP_TRIES; i++) {
        lost = try_once(m, x, &t);
        if (lost == NULL || lost->severity > SEV_ERROR) /* who is to end does not try again */
            break;
    }
    if (*failed == NULL)
        *failed = lost == NULL ? t.failed : x->record == 0 ? lost : NULL;
    return x->record != 0 ? lost : NULL;
}

/* The first error of all. What is on record and could not be done because MongoDB is not to be reached stays there (m->unfinished), and so does all that comes behind it. */
static struct error *take_steps(struct mongo *m, bool commit)
{
    struct error *failed = NULL, *lost = NULL;
    if (!commit && !m->alone)
        mongo_source_types_back(NULL);
    interrupts_hold(true);
    while (m->steps != NULL) {
        struct xact_step *x = next_step(m, commit);
        if (x->at_commit == commit && lost == NULL) {
            lost = try_step(m, x, commit, &failed);
        } else if (x->at_commit != commit && x->at_commit && (x->kind == STEP_COLLECTION || x->kind == STEP_ALTER || x->kind == STEP_RENAME || x->kind == STEP_NEW_INDEX || x->kind == STEP_OLD_INDEX)) {
            mongo_source_table(x->db, x->name, NULL, false); /* it is there again */
        }
        step_free(x);
    }
    interrupts_hold(false);
    journal_xact_over(m);
    m->unfinished = m->unfinished || lost != NULL;
    forget_within(m);
    if (!m->alone)
        mongo_source_xact_over();
    return lost != NULL ? lost : failed;
}

/* ---- going back to a savepoint ---- */

/* A collection that MongoDB's transaction has made: where that goes on it goes at the commit. */
struct xact_within {
    struct xact_within *next;
    uint64_t number; /* as a step's */
    char *db, *name;
};

struct xact_mark {
    bool before;             /* MongoDB's transaction */
    uint64_t number;         /* of the last step */
    struct xact_step *steps; /* as they were: those that come later change them */
    struct source_mark *source;
};

static void forget_within(struct mongo *m)
{
    for (struct xact_within *w; (w = m->within) != NULL;) {
        m->within = w->next;
        bson_free(w->db);
        bson_free(w->name);
        bson_free(w);
    }
}

void mongo_xact_made_within(struct mongo *m, const char *db, const char *name)
{
    struct xact_within *w = bson_malloc0(sizeof *w);
    *w = (struct xact_within){m->within, ++m->nsteps, bson_strdup(db), bson_strdup(name)};
    m->within = w;
}

static struct xact_step *copy_steps(const struct xact_step *x)
{
    struct xact_step *first = NULL, **end = &first;
    for (; x != NULL; x = x->next, end = &(*end)->next)
        *end = step_copy(x);
    return first;
}

static void free_steps(struct xact_step *x)
{
    for (struct xact_step *next; x != NULL; x = next) {
        next = x->next;
        step_free(x);
    }
}

struct xact_mark *mongo_xact_mark(struct mongo *m)
{
    struct xact_mark *mark = bson_malloc0(sizeof *mark);
    *mark = (struct xact_mark){!m->in_transaction, m->nsteps, copy_steps(m->steps), mongo_source_mark()};
    return mark;
}

void mongo_xact_mark_free(struct xact_mark *mark)
{
    if (mark == NULL)
        return;
    free_steps(mark->steps);
    mongo_source_mark_free(mark->source);
    bson_free(mark);
}

bool mongo_xact_mark_is_before(const struct xact_mark *mark)
{
    return mark->before;
}

/* What MongoDB does beside a transaction that goes on: of a table it would wait for that. */
static bool undone_within(const struct xact_step *x)
{
    return x->kind != STEP_INDEX && (x->kind != STEP_ALTER || x->view != NULL) && ((x->kind != STEP_COLLECTION && x->kind != STEP_ASIDE) || x->moves != MOVES_TABLE);
}

const char *mongo_xact_back_refusal(const struct mongo *m, const struct xact_mark *mark, bool goes_on)
{
    for (const struct xact_step *x = m->steps; x != NULL && x->number > mark->number; x = x->next)
        if (!x->at_commit && (x->kind == STEP_STAYS || (goes_on && !undone_within(x))))
            return "definitions were changed since";
    return NULL;
}

static void drop_within(struct mongo *m, uint64_t number)
{
    for (const struct xact_within *w = m->within; w != NULL && w->number > number; w = w->next) {
        add_step(m, STEP_COLLECTION, true, w->db, w->name)->moves = MOVES_TABLE;
        mongo_source_dropped(w->db, w->name, true);
    }
}

static void back(struct mongo *m, const struct xact_mark *mark, bool goes_on)
{
    struct error *failed = NULL;
    if (m->in_transaction && !goes_on)
        abort_in_mongo(m);
    mongo_source_types_back(mark->source);
    for (struct xact_step *x = m->steps; x != NULL && x->number > mark->number; x = x->next) {
        m->beside = goes_on;
        struct error *lost = x->at_commit ? NULL : try_step(m, x, false, &failed);
        m->beside = false;
        x->done = lost == NULL; /* an abort does not do it again */
        failed = failed != NULL ? failed : lost;
    }
    if (failed != NULL)
        error_throw(failed);
    free_steps(m->steps);
    m->steps = copy_steps(mark->steps);
    mongo_source_back(mark->source, !goes_on);
    if (goes_on)
        drop_within(m, mark->number);
    else
        forget_within(m);
}

void mongo_xact_back(struct mongo *m, const struct xact_mark *mark, bool goes_on)
{
    if (m->steps != NULL || m->within != NULL || m->in_transaction || mark->steps != NULL)
        back(m, mark, goes_on);
}

void mongo_xact_give_up(struct mongo *m)
{
    if (m->in_transaction)
        abort_in_mongo(m);
}

/* ---- the transaction ---- */

void mongo_xact_begin(struct mongo *m)
{
    bson_error_t error;
    if (m->in_transaction)
        return;
    if (m->xact_lost)
        raise(ERR_T_R_SERIALIZATION_FAILURE, "the transaction was lost with the connection to MongoDB");
    if (m->xact_session == NULL)
        m->xact_session = mongo_session_open(m);
    if (m->xact_session == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "MongoDB gave no session for a transaction");
    mongoc_transaction_opt_t *options = mongoc_transaction_opts_new();
    mongoc_read_concern_t *concern = mongoc_read_concern_new();
    mongoc_read_concern_set_level(concern, MONGOC_READ_CONCERN_LEVEL_SNAPSHOT); /* one moment on all shards */
    mongoc_transaction_opts_set_read_concern(options, concern);
    bool ok = mongoc_client_session_start_transaction(m->xact_session, options, &error);
    mongoc_read_concern_destroy(concern);
    mongoc_transaction_opts_destroy(options);
    if (!ok)
        error_throw(mongo_error_new(&error, NULL, false));
    m->in_transaction = true;
    m->wrote = false;
    m->began = m->nsteps;
    row_locks_forget(m);
}

void mongo_xact_define(struct mongo *m, const char *db)
{
    if (m->in_transaction)
        return;
    journal_place(m, db);
    mongo_xact_begin(m);
    m->wrote = true;
    m->rows = false;
}

bool mongo_xact_is_empty(const struct mongo *m)
{
    for (const struct xact_step *x = m->steps; x != NULL && x->number > m->began; x = x->next)
        if (x->kind != STEP_STAYS)
            return false;
    return m->within == NULL && !m->rows;
}

void mongo_xact_write(struct mongo *m, bool several)
{
    if (m->in_transaction || !(several || m->together))
        return;
    if (m->server.transactions) {
        mongo_xact_begin(m);
    } else if (m->in_block && mongo_settings.require_transactions) {
        error_throw(error_hint(error_new(ERR_FEATURE_NOT_SUPPORTED, "this MongoDB server has no transactions"),
                               "Write outside of BEGIN, or SET pgleaf.transactions = 'preferred'."));
    } else if (m->in_block && !m->warned) {
        m->warned = true;
        struct error *e = error_new(ERR_WARNING, "this MongoDB server has no transactions: what is written stays written");
        e->severity = SEV_WARNING;
        notice_emit(error_hint(e, "ROLLBACK does not undo it. A replica set has transactions."));
    }
}

static void abort_in_mongo(struct mongo *m)
{
    bson_error_t error;
    m->in_transaction = false;
    row_locks_forget(m);
    mongoc_client_session_abort_transaction(m->xact_session, &error); /* one that fails ends by itself */
    stream_take_error();
}

/* ---- what is on record ---- */

/* Behind a rename only who knows what the table said can say it again. */
static void complete_renames(struct arena *a, struct mongo *m)
{
    for (struct xact_step *x = m->steps; x != NULL; x = x->next) {
        if (x->kind != STEP_RENAME || x->done || x->def != NULL)
            continue;
        const struct table_def *def = def_of(a, m, x->db, x->name);
        const struct xact_step *alter = m->steps;
        while (alter != NULL && !(alter->kind == STEP_ALTER && alter->at_commit && alter->def != NULL && strcmp(alter->db, x->db) == 0 && strcmp(alter->name, x->name) == 0))
            alter = alter->next;
        x->def = alter != NULL ? bson_strdup(alter->def) : def != NULL ? bson_strdup(table_text(a, def)) : NULL;
    }
}

/* One step without rows needs no record: it is done, or it is not. */
static bool is_to_be_kept(const struct mongo *m, const List *later)
{
    int n = list_length(later);
    for (const struct xact_step *x = m->steps; x != NULL; x = x->next)
        n += x->at_commit && !x->done && is_kept(x);
    return journal_is_open(m) || n > 1 || (n > 0 && m->in_transaction);
}

/* What is to be done behind the commit is said with it. */
static void keep_plan(struct mongo *m, const char *db, const List *later)
{
    if (!is_to_be_kept(m, later) || !journal_open(m, db))
        return;
    WITH_ARENA(a, {
        List *plan = NULL;
        complete_renames(a, m);
        for (struct xact_step *x = m->steps; x != NULL; x = x->next) {
            if (!x->at_commit || x->done)
                continue;
            plan = list_append(a, plan, step_save(a, x));
            x->record = list_length(plan);
        }
        journal_commit(m, plan, later);
    });
}

static enum outcome try_outcome(struct mongo *m)
{
    volatile enum outcome out = OUTCOME_UNKNOWN;
    TRY {
        out = journal_outcome(m);
    } CATCH (e) {
        if (e->severity > SEV_ERROR)
            error_throw(e);
    } END_TRY;
    return out;
}

static enum outcome outcome_of(struct mongo *m)
{
    enum outcome out = OUTCOME_UNKNOWN;
    for (int i = 0; i < STEP_TRIES && out == OUTCOME_UNKNOWN; i++)
        out = try_outcome(m);
    return out;
}

/* Without rows, that its plan is written is the commit. The error that it fails with; NULL: none. unknown: it may have happened. */
static struct error *plan_or_abort(struct mongo *m, const char *db, const List *later, bool *unknown)
{
    struct error *volatile failed = NULL;
    TRY {
        mark_fields(m);
        reserve_names(m);
        drop_by_rename(m);
        keep_plan(m, db, later);
    } CATCH (e) {
        failed = e;
    } END_TRY;
    if (failed == NULL)
        return NULL;
    *unknown = !m->in_transaction && mongo_error_lost(failed) && journal_is_open(m);
    if (m->in_transaction)
        abort_in_mongo(m);
    return failed;
}

/* Let go: who finds it on record goes on with it. */
static void leave_steps(struct mongo *m)
{
    for (struct xact_step *x; (x = m->steps) != NULL;) {
        m->steps = x->next;
        step_free(x);
    }
    m->unfinished = true;
    mongo_source_xact_over();
}

static void close_journal(struct mongo *m)
{
    if (!journal_is_open(m) || m->unfinished)
        return;
    TRY {
        journal_close(m);
    } CATCH (e) {
        m->unfinished = true;
        if (e->severity > SEV_ERROR)
            error_throw(e);
    } END_TRY;
}

static struct error *commit_in_mongo(struct mongo *m, bool *unknown)
{
    bson_error_t error;
    bson_t reply;
    struct error *failed = NULL;
    for (int i = 0; i < COMMIT_TRIES && m->in_transaction; i++) {
        bool ok = mongoc_client_session_commit_transaction(m->xact_session, &reply, &error);
        struct error *cut = stream_take_error();
        *unknown = !ok && mongoc_error_has_label(&reply, "UnknownTransactionCommitResult");
        failed = ok ? NULL : cut != NULL ? cut : mongo_error_new(&error, &reply, false);
        bson_destroy(&reply);
        if (!*unknown || cut != NULL)
            break;
    }
    m->in_transaction = false;
    row_locks_forget(m);
    return failed;
}

static _Noreturn void raise_unknown(const struct error *e)
{
    raise(ERR_TRANSACTION_RESOLUTION_UNKNOWN, "it is not known whether the transaction was committed: %s", e->message);
}

void mongo_xact_commit(struct mongo *m, const char *db, const List *later)
{
    bool unknown = false;
    m->warned = false;
    if (m->xact_lost) {
        m->xact_lost = false;
        raise(ERR_T_R_SERIALIZATION_FAILURE, "the transaction was lost with the connection to MongoDB");
    }
    if (!m->in_transaction && m->steps == NULL && !journal_is_open(m))
        return;
    struct error *failed = plan_or_abort(m, db, later, &unknown);
    if (failed == NULL)
        failed = commit_in_mongo(m, &unknown);
    if (unknown && journal_is_open(m) && failed->severity > SEV_ERROR) { /* the session is to end */
        leave_steps(m);
        error_throw(failed);
    }
    if (unknown && journal_is_open(m)) {
        enum outcome o = outcome_of(m);
        unknown = o == OUTCOME_UNKNOWN;
        failed = o == OUTCOME_COMMITTED ? NULL : failed;
        if (unknown) {
            leave_steps(m);
            raise_unknown(failed);
        }
    }
    struct error *after = take_steps(m, failed == NULL);
    if (failed == NULL && m->unfinished && after->severity > SEV_ERROR)
        error_throw(after);
    if (failed == NULL && m->unfinished)
        raise(ERR_TRANSACTION_RESOLUTION_UNKNOWN, "the transaction has committed, but its definitions are not finished: %s", after->message);
    if (failed == NULL && after == NULL)
        return;
    close_journal(m);
    if (unknown)
        raise_unknown(failed);
    error_throw(failed != NULL ? failed : after);
}

void mongo_xact_finish(struct mongo *m)
{
    close_journal(m);
}

/* The last first, as the list has them. */
static void load_steps(struct arena *a, struct mongo *m, bool committed)
{
    List *records = journal_records(a, m, committed ? RECORD_STEP : RECORD_UNDO);
    struct xact_step **end = &m->steps;
    for (int i = 0; i < list_length(records); i++) {
        const struct journal_record *r = list_nth(records, committed ? i : list_length(records) - 1 - i);
        *end = step_load(r->what, journal_database(m));
        (*end)->record = r->number;
        (*end)->unsure = (*end)->resumed = true;
        end = &(*end)->next;
    }
}

List *mongo_xact_resume(struct arena *a, struct mongo *m)
{
    enum outcome o = outcome_of(m);
    m->unfinished = true;
    if (o == OUTCOME_UNKNOWN)
        raise(ERR_CONNECTION_FAILURE, "it cannot be told yet whether an earlier transaction was committed");
    load_steps(a, m, o == OUTCOME_COMMITTED);
    m->unfinished = false;
    struct error *e = take_steps(m, o == OUTCOME_COMMITTED);
    if (m->unfinished)
        error_throw(e);
    return o == OUTCOME_COMMITTED ? journal_records(a, m, RECORD_LATER) : NULL;
}

void mongo_xact_leave(struct mongo *m)
{
    if (m->in_transaction && !m->wrote)
        abort_in_mongo(m);
}

void mongo_xact_abort(struct mongo *m)
{
    m->warned = m->xact_lost = false;
    undo_clear(m);
    if (m->in_transaction)
        abort_in_mongo(m);
    if (m->steps != NULL || m->client != NULL)
        take_steps(m, false);
    close_journal(m);
}

void mongo_xact_alone(struct mongo *m, void (*fn)(void *arg), void *arg)
{
    struct xact_step *volatile steps = m->steps;
    struct journal *volatile journal = m->journal;
    struct error *volatile failed = NULL;
    m->steps = NULL;
    m->journal = NULL;
    m->alone = true;
    TRY {
        fn(arg);
        mongo_xact_commit(m, "", NULL);
    } CATCH (e) {
        failed = e;
    } END_TRY;
    if (failed != NULL)
        mongo_xact_abort(m);
    m->alone = false;
    m->steps = steps;
    m->journal = journal;
    if (failed != NULL)
        error_throw(failed);
}
