/* What there is: databases, collections, indexes, sizes; listed when asked for, nothing is kept. */
#include <string.h>

#include "mongo/cursor.h"
#include "mongo/flatten.h"
#include "mongo/index.h"
#include "mongo/source_int.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "types/func.h"

List *source_databases(struct relation_source *src, struct arena *a)
{
    struct source *s = (struct source *)src;
    bson_t reply, list, *b = bson_in(a);
    bson_error_t error;
    bson_iter_t it, sub;
    List *volatile l = NULL;
    BSON_APPEND_INT32(b, "listDatabases", 1);
    BSON_APPEND_BOOL(b, "nameOnly", true);
    s->m->beside = true;
    GUARD {
        if (mongo_try(s->m, "admin", b, MONGO_PLAIN, 0, &reply, &error) && bson_subdocument(&reply, "databases", &list) &&
            bson_iter_init(&it, &list))
            while (bson_iter_next(&it))
                if (bson_iter_recurse(&it, &sub) && bson_iter_find(&sub, "name") && BSON_ITER_HOLDS_UTF8(&sub))
                    l = list_append(a, l, arena_strdup(a, bson_iter_utf8(&sub, NULL)));
        bson_destroy(&reply);
    } FINALLY {
        s->m->beside = false;
    } END_GUARD;
    return l;
}

/* What this session's transaction made is not listed before it ends; what it drops is. */
static bool is_dropped(struct source *s, const char *database, const char *name)
{
    const struct entry *e = source_entry(s, database, name);
    return e != NULL && e->dropped;
}

/* What this session's transaction is to declare of it counts here, not what is listed. */
static const struct table_def *own_def(struct source *s, const char *database, const char *name, const struct table_def *listed)
{
    const struct entry *e = source_entry(s, database, name);
    return e != NULL && e->own && !e->stale && e->sr != NULL ? e->sr->rel.def : listed;
}

static bool is_listed(const List *names, const char *name)
{
    FOREACH (struct relation_name, n, names)
        if (strcmp(n->name, name) == 0)
            return true;
    return false;
}

static List *add_own(struct arena *a, struct source *s, const char *database, List *l)
{
    FOREACH (struct entry, e, s->entries)
        if (e->own && !e->dropped && !catalog_name_hidden(e->sr->rel.collection) && strcmp(e->sr->rel.database, database) == 0 && !is_listed(l, e->sr->rel.name))
            l = relation_name_add(a, l, &(struct relation_name){e->sr->rel.name, e->sr->rel.kind, e->sr->rel.def, NULL});
    return l;
}

static List *add_unwound(struct arena *a, struct source *s, const char *database, const List *l)
{
    List *out = list_copy(a, l);
    FOREACH (struct relation_name, n, l) {
        List *paths = n->kind == REL_COLLECTION && n->def == NULL ? source_arrays(a, s, database, n->name) : NULL;
        for (int i = 0; i < list_length(paths); i++) {
            struct relation_name flat = {flatten_name(a, n->name, list_nth(paths, i)), REL_VIEW, NULL, NULL};
            if (!is_listed(out, flat.name))
                out = relation_name_add(a, out, &flat);
        }
    }
    return out;
}

/* ---- what listCollections said, for as long as the statement runs ---- */

static bool listing_holds(const struct source_listing *l, const char *database)
{
    return l->at == func_env.stmt_start && l->at != 0 && strcmp(l->database, database) == 0;
}

static struct source_listing *listing_begin(struct source *s, const char *database)
{
    struct source_listing *l = &s->listing;
    if (listing_holds(l, database))
        return l;
    if (l->arena == NULL)
        l->arena = arena_new(s->arena, "listing");
    arena_reset(l->arena);
    *l = (struct source_listing){.arena = l->arena, .database = arena_strdup(l->arena, database), .at = func_env.stmt_start};
    return l;
}

static List *add_copy(struct arena *a, List *l, const bson_t *doc)
{
    bson_t *copy = bson_in(a);
    bson_concat(copy, doc);
    return list_append(a, l, copy);
}

static void listing_add(struct source *s, const char *database, const bson_t *doc)
{
    struct source_listing *l = listing_begin(s, database);
    l->found = add_copy(l->arena, l->found, doc);
}

const bson_t *source_listed(const struct source *s, const char *database, const char *name)
{
    const struct source_listing *l = &s->listing;
    if (!listing_holds(l, database))
        return NULL;
    FOREACH (bson_t, doc, l->found)
        if (strcmp(bson_text(doc, "name", ""), name) == 0)
            return doc;
    return NULL;
}

void source_listing_forget(struct source *s)
{
    s->listing.at = 0;
}

/* What listIndexes says of one: NULL where it is refused, or is not there. */
struct source_indexed {
    const char *name;
    List *found; /* bson_t */
};

static const struct source_indexed *indexed(struct source *s, const char *database, const char *name)
{
    struct source_listing *l = listing_begin(s, database);
    FOREACH (struct source_indexed, x, l->indexed)
        if (strcmp(x->name, name) == 0)
            return x;
    struct source_indexed *x = ARENA_NEW(l->arena, struct source_indexed);
    struct arena *scratch = arena_new(s->arena, "indexes");
    bson_error_t error;
    int code;
    bson_t *b = bson_in(scratch);
    *x = (struct source_indexed){.name = arena_strdup(l->arena, name)};
    BSON_APPEND_UTF8(b, "listIndexes", name);
    struct mongo_cursor *c = cursor_try(scratch, s->m, database, b, &error, &code);
    for (const bson_t *doc; c != NULL && (doc = cursor_next_bson(c)) != NULL;)
        x->found = add_copy(l->arena, x->found, doc);
    arena_free(scratch);
    l->indexed = list_append(l->arena, l->indexed, x);
    return x;
}

/*
 * What is known of a collection says what its listing would, as long as it is there: that its indexes tell, which the catalogs ask for
 * next anyway, and which no server looks for among all its collections. False: a listing is to say.
 */
static bool add_kept(struct arena *a, struct source *s, const char *database, const char *name, List **l)
{
    const struct entry *e = source_kept(s, database, name);
    if (e == NULL || e->sr->rel.unwind != NULL || e->sr->rel.kind == REL_VIEW || catalog_name_hidden(name))
        return false;
    const struct relation *rel = &e->sr->rel;
    const struct source_indexed *x = e->own ? NULL : indexed(s, database, name);
    if (x != NULL && x->found == NULL)
        return false;
    s->has_catalog = true; /* it was not asked for: it may be there */
    *l = relation_name_add(a, *l, &(struct relation_name){rel->name, rel->kind, rel->def, e->checks});
    return true;
}

List *source_names(struct relation_source *src, struct arena *a, const char *database, const char *only)
{
    struct source *s = (struct source *)src;
    struct arena *scratch = arena_new(a, "names");
    const char *collection = only != NULL ? mongo_xact_collection(s->m, database, only) : NULL;
    const char *volatile name = mongo_settings.flatten ? NULL : collection != NULL ? collection : only; /* generated views have names of their own */
    List *volatile l = NULL;
    bson_error_t error;
    int code;
    s->m->beside = true;
    GUARD {
        List *kept = NULL;
        bool known = name != NULL && add_kept(a, s, database, name, &kept);
        l = kept;
        struct mongo_cursor *c = known ? NULL : cursor_try(scratch, s->m, database, source_list_command(scratch, name, false), &error, &code);
        if (c == NULL && !known) /* those who may not list all may list their own, by name */
            c = cursor_try(scratch, s->m, database, source_list_command(scratch, name, true), &error, &code);
        if (c != NULL) {
            for (const bson_t *doc; (doc = cursor_next_bson(c)) != NULL;) {
                bson_t options;
                struct relation_name n = {bson_text(doc, "name", ""), source_kind(bson_text(doc, "type", "collection")), NULL, NULL};
                s->has_catalog = s->has_catalog || strcmp(n.name, CATALOG_COLLECTION) == 0;
                listing_add(s, database, doc);
                if (bson_subdocument(doc, "options", &options) && table_is_reserved(&options))
                    continue;
                if (bson_subdocument(doc, "options", &options))
                    n.def = table_from_options(a, &options);
                n.def = own_def(s, database, n.name, n.def);
                if (n.def == NULL && n.kind == REL_COLLECTION && bson_subdocument(doc, "options", &options))
                    n.checks = validator_checks(a, n.name, &options);
                n.kind = n.def != NULL && n.def->materialized ? REL_MATVIEW : n.kind;
                if (n.name[0] == '\0' || catalog_name_hidden(n.name) || is_dropped(s, database, n.name))
                    continue;
                n.name = mongo_xact_called(s->m, database, n.name);
                if (strncmp(n.name, NEW_PREFIX, sizeof NEW_PREFIX - 1) != 0)
                    l = relation_name_add(a, l, &n);
            }
        }
    } FINALLY {
        s->m->beside = false;
        arena_free(scratch);
    } END_GUARD;
    l = add_own(a, s, database, l);
    return mongo_settings.flatten ? add_unwound(a, s, database, l) : l;
}

static List *list_indexes(struct arena *a, struct source *s, const char *database, const char *name, const struct field *root, enum xact_indexes which)
{
    const char *called = mongo_xact_called(s->m, database, name);
    struct arena *scratch = arena_new(s->arena, "indexes");
    List *volatile l = NULL;
    s->m->beside = true;
    GUARD {
        const struct source_indexed *x = indexed(s, database, name); /* refused: no collection yet, or not allowed: then none is known */
        FOREACH (bson_t, doc, x->found)
            if (!mongo_xact_drops_index(s->m, database, name, bson_text(doc, "name", "")))
                l = list_append(a, l, index_read(a, database, called, root, doc));
        List *own = mongo_xact_indexes(scratch, s->m, database, name, which);
        FOREACH (bson_t, doc, own) {
            struct index_info *ix = index_read(a, database, called, root, doc);
            ix->waiting = ix->unique && mongo_xact_index_waits(s->m, database, name, ix->name);
            l = list_append(a, l, ix);
        }
    } FINALLY {
        s->m->beside = false;
        arena_free(scratch);
    } END_GUARD;
    return l;
}

void source_indexes(struct relation_source *src, struct relation *rel)
{
    struct schema_relation *sr = (struct schema_relation *)rel;
    if (rel->indexes_known)
        return;
    if (rel->kind != REL_VIEW)
        rel->indexes = list_indexes(sr->arena, (struct source *)src, rel->database, rel->collection, sr->root, XACT_INDEXES_KEPT);
    FOREACH (struct index_info, x, rel->indexes)
        index_declare(rel->def, x);
    rel->indexes_known = true;
}

List *source_index_list(struct relation_source *src, struct arena *a, const char *database, const char *called)
{
    struct source *s = (struct source *)src;
    const char *name = mongo_xact_collection(s->m, database, called);
    return name != NULL ? list_indexes(a, s, database, name, NULL, XACT_INDEXES_ALL) : NULL;
}

/* $collStats, or dbStats for the whole database. */
static bool size_ask(struct arena *a, struct source *s, const char *database, const char *name, int64_t *data,
                     int64_t *index)
{
    bson_t *b = bson_in(a), stage, what, stats = BSON_INITIALIZER, reply;
    bson_error_t error;
    int code;
    if (name == NULL) {
        BSON_APPEND_INT32(b, "dbStats", 1);
        bool ok = mongo_try(s->m, database, b, MONGO_READ, 0, &reply, &error);
        *data = ok ? bson_number(&reply, "storageSize", 0) : 0;
        *index = ok ? bson_number(&reply, "indexSize", 0) : 0;
        bson_destroy(&reply);
        return ok;
    }
    bson_append_document_begin(b, "0", 1, &stage);
    bson_append_document_begin(&stage, "$collStats", 10, &what);
    BSON_APPEND_DOCUMENT(&what, "storageStats", &stats);
    bson_append_document_end(&stage, &what);
    bson_append_document_end(b, &stage);
    struct mongo_cursor *c = cursor_try(a, s->m, database, source_aggregate_command(a, name, b, mongo_time_left_ms()), &error, &code);
    *data = *index = 0;
    if (c == NULL) /* a view has none; and not everybody may ask */
        return false;
    for (const bson_t *doc; (doc = cursor_next_bson(c)) != NULL;) { /* one a shard */
        *data += bson_number(doc, "storageStats.storageSize", 0);
        *index += bson_number(doc, "storageStats.totalIndexSize", 0);
    }
    return true;
}

bool source_size(struct relation_source *src, const char *database, const char *name, int64_t *data, int64_t *index)
{
    struct source *s = (struct source *)src;
    struct arena *scratch = arena_new(s->arena, "size");
    volatile bool ok = false;
    s->m->beside = true;
    GUARD {
        const char *collection = name != NULL ? mongo_xact_collection(s->m, database, name) : NULL;
        ok = size_ask(scratch, s, database, collection, data, index);
    } FINALLY {
        s->m->beside = false;
        arena_free(scratch);
    } END_GUARD;
    return ok;
}

/* A MongoDB view that SQL did not make: a call that says what it is. */
static const char *view_declared(struct arena *a, const bson_t *doc)
{
    bson_t options;
    const struct table_def *def = bson_subdocument(doc, "options", &options) ? table_from_options(a, &options) : NULL;
    return def != NULL ? def->view : index_view_text(a, doc);
}

const char *source_view_text(struct relation_source *src, struct arena *a, const char *database, const char *name)
{
    struct source *s = (struct source *)src;
    const struct entry *known = source_entry(s, database, name);
    const struct relation_unwind *u = known != NULL ? known->sr->rel.unwind : NULL;
    if (u != NULL)
        return arena_printf(a, "SELECT *\n   FROM pgleaf.aggregate('%s'::text, '[{\"$unwind\": {\"path\": \"$%s\", \"includeArrayIndex\": \"%s\"}}]'::jsonb)",
                            known->sr->rel.collection, u->path, u->index);
    const struct table_def *own = own_def(s, database, name, NULL);
    if (own != NULL)
        return own->view != NULL ? arena_strdup(a, own->view) : NULL;
    struct arena *scratch = arena_new(s->arena, "view");
    const char *volatile text = NULL;
    bson_error_t error;
    int code;
    s->m->beside = true;
    GUARD {
        struct mongo_cursor *c = cursor_try(scratch, s->m, database, source_list_command(scratch, name, false), &error, &code);
        if (c != NULL)
            for (const bson_t *doc; (doc = cursor_next_bson(c)) != NULL;)
                text = strcmp(bson_text(doc, "name", ""), name) == 0 ? view_declared(a, doc) : text;
    } FINALLY {
        s->m->beside = false;
        arena_free(scratch);
    } END_GUARD;
    return text;
}
