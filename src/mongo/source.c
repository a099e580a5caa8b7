#include "mongo/source_int.h"

#include <string.h>
#include <time.h>

#include "catalog/system.h"
#include "mongo/cache.h"
#include "mongo/cursor.h"
#include "mongo/flatten.h"
#include "mongo/infer.h"
#include "mongo/mongo_error.h"
#include "mongo/sequence.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "mongo/word.h"

#define FIRST_DOCUMENTS 100 /* in natural order: their order of fields is the columns' */
#define MISFITS 50          /* documents that one widening round asks for */
#define MAX_ROUNDS 20
#define SCHEMA_BATCH 200

static struct source *the_source; /* of this process, for mongo_source_learn() */
static unsigned long last_version;

struct source *source_of_process(void)
{
    return the_source;
}

static const char *cache_key(struct arena *a, const struct source *s, const char *database, const char *name)
{
    return arena_printf(a, "%s\n%s\n%s", s->m->identity, database, name);
}

const char *source_key(const struct relation *rel)
{
    return rel->unwind != NULL ? rel->name : rel->collection;
}

struct entry *source_entry(struct source *s, const char *database, const char *name)
{
    FOREACH (struct entry, e, s->entries)
        if (strcmp(source_key(&e->sr->rel), name) == 0 && strcmp(e->sr->rel.database, database) == 0)
            return e;
    return NULL;
}

/* ---- asking ---- */

/* All documents of a cursor go in; false when the server refused the command. */
static bool feed(struct arena *a, struct mongo *m, const char *db, const bson_t *command, struct infer *in, int *documents,
                 bool *news)
{
    bson_error_t error;
    int code;
    uint32_t len;
    *documents = 0;
    *news = false;
    struct mongo_cursor *c = cursor_try(a, m, db, command, &error, &code);
    if (c == NULL)
        return false;
    for (const uint8_t *doc; (doc = cursor_next(c, &len)) != NULL; (*documents)++) {
        *news |= infer_document(in, doc, len);
        CHECK_INTERRUPTS();
    }
    cursor_close(c);
    return true;
}

static int64_t time_limit(int64_t budget_ms)
{
    int64_t left = mongo_time_left_ms();
    return left > 0 && left < budget_ms ? left : budget_ms;
}

static bson_t *find_command(struct arena *a, const char *name, int64_t limit)
{
    bson_t *b = bson_in(a), filter = BSON_INITIALIZER;
    BSON_APPEND_UTF8(b, "find", name);
    BSON_APPEND_DOCUMENT(b, "filter", &filter);
    if (limit > 0)
        BSON_APPEND_INT64(b, "limit", limit);
    BSON_APPEND_INT32(b, "batchSize", SCHEMA_BATCH);
    if (mongo_time_left_ms() > 0)
        BSON_APPEND_INT64(b, "maxTimeMS", mongo_time_left_ms());
    return b;
}

/* pipeline: the elements of an array */
bson_t *source_aggregate_command(struct arena *a, const char *name, const bson_t *pipeline, int64_t limit_ms)
{
    bson_t *b = bson_in(a), cursor;
    BSON_APPEND_UTF8(b, "aggregate", name);
    BSON_APPEND_ARRAY(b, "pipeline", pipeline);
    bson_append_document_begin(b, "cursor", 6, &cursor);
    BSON_APPEND_INT32(&cursor, "batchSize", SCHEMA_BATCH);
    bson_append_document_end(b, &cursor);
    if (limit_ms > 0)
        BSON_APPEND_INT64(b, "maxTimeMS", limit_ms);
    return b;
}

static bool sample(struct arena *a, struct source *s, const char *db, const char *name, int size, struct infer *in)
{
    bson_t *pipeline = bson_in(a), stage, arg;
    int n;
    bool news;
    bson_append_document_begin(pipeline, "0", 1, &stage);
    bson_append_document_begin(&stage, "$sample", 7, &arg);
    BSON_APPEND_INT32(&arg, "size", size);
    bson_append_document_end(&stage, &arg);
    bson_append_document_end(pipeline, &stage);
    return feed(a, s->m, db, source_aggregate_command(a, name, pipeline, mongo_time_left_ms()), in, &n, &news);
}

/* Looks for documents that do not fit what is known, until there are none, or nothing is learned, or time is up. */
static void widen(struct arena *a, struct source *s, const char *db, const char *name, struct infer *in)
{
    struct timespec start, now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int round = 0; round < MAX_ROUNDS; round++) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        int64_t used = (now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000;
        if (used >= mongo_settings.infer_timeout_ms)
            return;
        struct arena *scratch = arena_new(a, "widen");
        bson_t *pipeline = bson_in(scratch);
        int n;
        bool news;
        infer_misfits(scratch, in, MISFITS, pipeline);
        bool ok = feed(scratch, s->m, db,
                       source_aggregate_command(scratch, name, pipeline, time_limit(mongo_settings.infer_timeout_ms - used)), in,
                       &n, &news);
        arena_free(scratch);
        /* refused: a server without these operators, or out of time */
        if (!ok || n == 0 || !news)
            return;
    }
}

/* -1 not known. */
static double count_documents(struct arena *a, struct source *s, const char *db, const char *name)
{
    bson_t *b = bson_in(a), reply;
    bson_error_t error;
    BSON_APPEND_UTF8(b, "count", name);
    bool ok = mongo_try(s->m, db, b, MONGO_READ, 0, &reply, &error);
    double n = ok ? (double)bson_number(&reply, "n", -1) : -1;
    bson_destroy(&reply);
    return n;
}

/*
 * A count costs MongoDB nothing much, but a command: what a join is planned by may be a minute old. A server that looks through all
 * documents for it (SecantusDB) takes a sixth of what a filter of them does: a table that is large counts as large as long as its schema
 * is kept and this session does not write to it. How few rows a small table has makes no difference to speak of; its joins' rows keep coming in
 * the order of what they are joined with, as by PostgreSQL's plans for new tables.
 */
enum { COUNT_AGE_S = 60, SMALL = 100, LARGE = 20000 };

static void count(struct relation_source *src, struct relation *rel)
{
    struct source *s = (struct source *)src;
    struct entry *e = rel->kind == REL_VIEW ? NULL : source_entry(s, rel->database, rel->collection);
    if (e == NULL || (e->counted > 0 && (rel->rows >= LARGE || time(NULL) - e->counted < COUNT_AGE_S)))
        return;
    struct arena *scratch = arena_new(s->arena, "count");
    bool beside = s->m->beside;
    volatile double n = -1;
    s->m->beside = true;
    GUARD {
        n = count_documents(scratch, s, rel->database, rel->collection);
    } FINALLY {
        s->m->beside = beside;
    } END_GUARD;
    arena_free(scratch);
    e->counted = time(NULL);
    double rows = n + e->added < 0 ? 0 : n + e->added;
    if (n >= 0 && (rows > SMALL || rel->rows > SMALL))
        rel->rows = e->sr->rel.rows = rows;
}

struct listing {
    enum relation_kind kind;
    bool exists, certain;
    const bson_t *validator; /* NULL none */
    const struct table_def *def; /* a table that SQL made; NULL: it is not */
    List *checks; /* struct table_check: what the validator of another says */
};

bson_t *source_list_command(struct arena *a, const char *name, bool names_only)
{
    bson_t *b = bson_in(a), filter, in, names;
    BSON_APPEND_INT32(b, "listCollections", 1);
    bson_append_document_begin(b, "filter", 6, &filter);
    if (name != NULL) {
        bson_append_document_begin(&filter, "name", -1, &in);
        bson_append_array_begin(&in, "$in", -1, &names);
        BSON_APPEND_UTF8(&names, "0", name);
        BSON_APPEND_UTF8(&names, "1", CATALOG_COLLECTION);
        bson_append_array_end(&in, &names);
        bson_append_document_end(&filter, &in);
    }
    bson_append_document_end(b, &filter);
    if (names_only) {
        BSON_APPEND_BOOL(b, "nameOnly", true);
        BSON_APPEND_BOOL(b, "authorizedCollections", true);
    }
    return b;
}

enum relation_kind source_kind(const char *type)
{
    return strcmp(type, "view") == 0 ? REL_VIEW : strcmp(type, "timeseries") == 0 ? REL_TIMESERIES : REL_COLLECTION;
}

/* doc: of listCollections */
static void read_listing(struct arena *a, struct arena *keep, const bson_t *doc, struct listing *l)
{
    bson_t validator, options;
    const char *name = bson_text(doc, "name", "");
    bool said = bson_subdocument(doc, "options", &options);
    if (said && table_is_reserved(&options))
        return;
    l->exists = true;
    l->kind = source_kind(bson_text(doc, "type", "collection"));
    if (!said)
        return;
    l->def = table_from_options(keep, &options);
    l->checks = l->def == NULL && l->kind == REL_COLLECTION ? validator_checks(keep, name, &options) : NULL;
    if (validator_holds(&options) && bson_subdocument(&options, "validator", &validator)) {
        bson_t *copy = bson_in(a);
        bson_concat(copy, &validator);
        l->validator = copy;
    }
}

static struct listing list_one(struct arena *a, struct arena *keep, struct source *s, const char *db, const char *name)
{
    struct listing l = {.certain = true};
    const bson_t *listed = source_listed(s, db, name);
    bson_error_t error;
    int code;
    if (listed != NULL) {
        read_listing(a, keep, listed, &l);
        return l;
    }
    struct mongo_cursor *c = cursor_try(a, s->m, db, source_list_command(a, name, false), &error, &code);
    if (c == NULL) /* those who may not list all may list their own, by name */
        c = cursor_try(a, s->m, db, source_list_command(a, name, true), &error, &code);
    if (c == NULL) {
        l.certain = false;
        return l;
    }
    for (const bson_t *doc; (doc = cursor_next_bson(c)) != NULL;) {
        s->has_catalog = s->has_catalog || strcmp(bson_text(doc, "name", ""), CATALOG_COLLECTION) == 0;
        if (strcmp(bson_text(doc, "name", ""), name) == 0)
            read_listing(a, keep, doc, &l);
    }
    return l;
}

/* ---- inference ---- */

/* NULL: no such collection. */
static struct cached_schema *infer_collection(struct arena *keep, struct source *s, const char *db, const char *name)
{
    struct arena *a = arena_new(keep, "infer");
    struct listing l = list_one(a, keep, s, db, name);
    if (l.certain && !l.exists) {
        arena_free(a);
        return NULL;
    }
    struct cached_schema *found = ARENA_NEW(keep, struct cached_schema);
    if (l.def != NULL) {
        *found = (struct cached_schema){l.kind, def_is_view(l.def) ? -1 : count_documents(a, s, db, name), time(NULL), NULL, l.def, 0, NULL};
        cache_write(a, mongo_settings.cache_dir, cache_key(a, s, db, name), found);
        arena_free(a);
        return found;
    }
    struct infer in;
    int n, size = mongo_settings.sample_size > 0 ? mongo_settings.sample_size : 1000;
    bool news;
    infer_init(&in, keep);
    in.sample = a;
    if (l.validator != NULL)
        infer_validator(&in, l.validator);
    found->kind = l.kind;
    found->checks = l.checks;
    found->rows = l.kind == REL_VIEW ? -1 : count_documents(a, s, db, name);
    bool whole = found->rows >= 0 && found->rows <= size;
    int begin = size < FIRST_DOCUMENTS ? size : FIRST_DOCUMENTS;
    bson_t *first = find_command(a, name, whole ? 0 : begin);
    if (!feed(a, s->m, db, first, &in, &n, &news)) /* say why */
        cursor_open(a, s->m, db, first);
    if (!l.certain && n == 0) { /* may be empty, may be nothing: what cannot be seen is not there */
        arena_free(a);
        return NULL;
    }
    if (!whole && n >= begin) {
        if (!sample(a, s, db, name, size, &in))
            feed(a, s->m, db, find_command(a, name, size), &in, &n, &news);
        in.sample = NULL; /* what does not fit is rare */
        widen(a, s, db, name, &in);
    }
    infer_finish(&in, l.kind == REL_VIEW);
    infer_statistics(&in, found->rows);
    if (s->has_catalog)
        word_apply(keep, in.root, word_read(a, s->m, db, name));
    found->root = in.root;
    found->time = time(NULL);
    cache_write(a, mongo_settings.cache_dir, cache_key(a, s, db, name), found);
    arena_free(a);
    return found;
}

/* Of a temporary table what stands behind the owner; NULL: it is none. */
static const char *temp_label(const char *name)
{
    static const size_t len = sizeof TEMP_PREFIX - 1;
    const char *dot = strncmp(name, TEMP_PREFIX, len) == 0 && schema_temp() != NULL ? strchr(name + len, '.') : NULL;
    return dot != NULL ? dot + 1 : NULL;
}

static List *view_columns(struct arena *a, const struct table_def *def)
{
    List *out = NULL;
    FOREACH (struct column_def, d, def->columns) {
        struct column *c = ARENA_NEW(a, struct column);
        *c = (struct column){.name = d->name, .attnum = list_length(out) + 1, .type = d->type, .typmod = d->typmod, .collation = d->collation,
                             .default_text = d->default_text};
        out = list_append(a, out, c);
    }
    return out;
}

static struct schema_relation *relation_make(struct arena *a, struct source *s, const char *db, const char *name,
                                             const struct cached_schema *c)
{
    struct schema_relation *sr = ARENA_NEW(a, struct schema_relation);
    const char *temp = temp_label(name), *called = mongo_xact_called(s->m, db, name);
    sr->arena = a;
    sr->root = c->def == NULL ? c->root : def_is_view(c->def) ? NULL : schema_declared(a, c->def);
    sr->rel = (struct relation){
        .def = c->def,
        .oid = relation_oid(db, called),
        .rowtype = row_type_oid(db, called),
        .database = arena_strdup(a, db),
        .schema = temp != NULL ? schema_temp() : "public",
        .name = arena_strdup(a, temp != NULL ? temp : called),
        .collection = arena_strdup(a, name),
        .kind = c->def != NULL && c->def->materialized ? REL_MATVIEW : c->kind,
        .rows = c->rows,
        .source = &s->source,
        .version = ++last_version,
    };
    if (def_is_view(c->def)) {
        sr->rel.view = c->def->view;
        sr->rel.columns = view_columns(a, c->def);
        sr->rel.nvisible = list_length(sr->rel.columns);
        return sr;
    }
    schema_set_columns(sr);
    struct column *id = relation_column(&sr->rel, "_id", true, -1);
    if (id != NULL && c->kind != REL_COLLECTION) /* a view's pipeline may have dropped it */
        id->notnull = false;
    return sr;
}

/* The same beside a transaction. a is freed when it raises. */
static struct cached_schema *infer_beside(struct arena *a, struct source *s, const char *db, const char *name)
{
    struct cached_schema *volatile c = NULL;
    struct error *volatile failed = NULL;
    s->m->beside = true;
    TRY {
        c = infer_collection(a, s, db, name);
    } CATCH (e) {
        failed = e;
    } END_TRY;
    s->m->beside = false;
    if (failed != NULL) {
        arena_free(a);
        error_throw(failed);
    }
    return c;
}

/* Where any process made, changed or dropped a table, what is known holds only if the cache's files, which that process removed, say so. */
static void look_for_changes(struct source *s)
{
    struct arena *scratch = arena_new(s->arena, "changes");
    int64_t changes = cache_changes(scratch, mongo_settings.cache_dir);
    arena_free(scratch);
    if (changes == s->changes)
        return;
    s->changes = changes;
    FOREACH (struct entry, e, s->entries)
        e->unsure = !e->own;
}

/* ---- arrays of documents as relations ---- */

static struct entry *entry_new(struct source *s)
{
    struct entry *e = ARENA_NEW(s->arena, struct entry);
    s->entries = list_append(s->arena, s->entries, e);
    return e;
}

/* Documents as {$unwind} makes them, so that what was the array is its element. */
static struct field *infer_unwound(struct arena *keep, struct source *s, const char *db, const char *collection, const struct relation_unwind *u)
{
    struct arena *a = arena_new(keep, "infer");
    bson_t *pipeline = bson_in(a), stage, arg;
    struct infer in;
    int n, size = mongo_settings.sample_size > 0 ? mongo_settings.sample_size : 1000;
    bool news;
    bson_append_document_begin(pipeline, "0", 1, &stage);
    bson_append_document_begin(&stage, "$unwind", -1, &arg);
    BSON_APPEND_UTF8(&arg, "path", arena_printf(a, "$%s", u->path));
    bson_append_document_end(&stage, &arg);
    bson_append_document_end(pipeline, &stage);
    bson_append_document_begin(pipeline, "1", 1, &stage);
    BSON_APPEND_INT32(&stage, "$limit", size);
    bson_append_document_end(pipeline, &stage);
    infer_init(&in, keep);
    bson_t *command = source_aggregate_command(a, collection, pipeline, mongo_time_left_ms());
    if (!feed(a, s->m, db, command, &in, &n, &news))
        cursor_open(a, s->m, db, command); /* say why */
    infer_finish(&in, true);
    arena_free(a);
    return in.root;
}

/* The same beside a transaction. a is freed when it raises. */
static struct field *unwound_beside(struct arena *a, struct source *s, const char *db, const char *collection, const struct relation_unwind *u)
{
    struct field *volatile root = NULL;
    struct error *volatile failed = NULL;
    bool beside = s->m->beside;
    s->m->beside = true;
    TRY {
        root = infer_unwound(a, s, db, collection, u);
    } CATCH (error) {
        failed = error;
    } END_TRY;
    s->m->beside = beside;
    if (failed != NULL) {
        arena_free(a);
        error_throw(failed);
    }
    return root;
}

static struct relation *unwound_relation(struct source *s, const char *db, const char *collection, const char *path, const char *name,
                                         struct entry *e)
{
    struct arena *a = arena_new(s->arena, "relation");
    struct relation_unwind *u = ARENA_NEW(a, struct relation_unwind);
    *u = (struct relation_unwind){arena_strdup(a, path), "__index"};
    struct field *root = unwound_beside(a, s, db, collection, u);
    struct schema_relation *sr = ARENA_NEW(a, struct schema_relation);
    sr->arena = a;
    sr->root = root;
    sr->rel = (struct relation){
        .oid = relation_oid(db, name), .rowtype = row_type_oid(db, name), .database = arena_strdup(a, db),
        .schema = "public", .name = arena_strdup(a, name), .collection = arena_strdup(a, collection), .kind = REL_VIEW, .rows = -1,
        .unwind = u, .source = &s->source, .indexes_known = true, .version = ++last_version,
    };
    flatten_columns(sr);
    if (e == NULL)
        e = entry_new(s);
    e->sr = sr;
    e->time = time(NULL);
    e->checks = NULL;
    e->stale = e->unsure = false;
    return &sr->rel;
}

static struct relation *lookup(struct relation_source *src, const char *database, const char *name);

/* The arrays of a collection that can be relations, NULL for one that SQL made: its columns say all. */
List *source_arrays(struct arena *a, struct source *s, const char *db, const char *collection)
{
    const struct relation *rel = lookup(&s->source, db, collection);
    return rel != NULL && rel->def == NULL && rel->kind == REL_COLLECTION ? flatten_paths(a, ((const struct schema_relation *)rel)->root) : NULL;
}

/* The name is <collection>_<path>; NULL: it is not. */
static struct relation *lookup_unwound(struct source *s, const char *db, const char *name, struct entry *e)
{
    struct arena *a = arena_new(s->arena, "unwound");
    const char *collection = NULL, *path = NULL;
    for (const char *p = strchr(name, '_'); p != NULL && path == NULL; p = strchr(p + 1, '_')) {
        collection = arena_strndup(a, name, (size_t)(p - name));
        List *paths = collection[0] != '\0' && !catalog_name_hidden(collection) ? source_arrays(a, s, db, collection) : NULL;
        for (int i = 0; i < list_length(paths) && path == NULL; i++)
            if (strcmp(flatten_name(a, collection, list_nth(paths, i)), name) == 0)
                path = list_nth(paths, i);
    }
    struct relation *rel = path != NULL ? unwound_relation(s, db, collection, path, name, e) : NULL;
    arena_free(a);
    return rel;
}

static bool is_hidden(const struct entry *e)
{
    return e != NULL && (e->dropped || (e->sr->rel.unwind != NULL && !mongo_settings.flatten));
}

static struct entry *entry_set(struct source *s, struct entry *e, struct arena *a, const char *database, const char *name, const struct cached_schema *c)
{
    if (e == NULL)
        e = entry_new(s);
    e->sr = relation_make(a, s, database, name, c); /* the old one stays: plans may point to it */
    e->time = e->counted = c->time;
    e->stamp = c->stamp;
    e->checks = c->checks;
    e->stale = e->unsure = false;
    return e;
}

struct entry *source_kept(struct source *s, const char *database, const char *name)
{
    struct entry *e = source_entry(s, database, name);
    int max_age = mongo_settings.cache_max_age_s;
    look_for_changes(s);
    if (is_hidden(e))
        return NULL;
    if (e != NULL && !e->stale && !e->unsure && (max_age == 0 || time(NULL) - e->time <= max_age))
        return e;
    if (e != NULL && e->stale)
        return NULL;
    struct arena *a = arena_new(s->arena, "relation");
    struct cached_schema *c = cache_read(a, mongo_settings.cache_dir, cache_key(a, s, database, name), max_age, s->not_before);
    if (c != NULL && (e == NULL || !e->unsure || c->stamp != e->stamp)) {
        e = entry_set(s, e, a, database, name, c);
        if (c->rows < LARGE)
            e->counted = 0; /* others may have written since */
        return e;
    }
    arena_free(a);
    if (c == NULL)
        return NULL;
    e->unsure = false;
    return e;
}

static struct relation *lookup(struct relation_source *src, const char *database, const char *called)
{
    struct source *s = (struct source *)src;
    const char *name = mongo_xact_collection(s->m, database, called);
    if (name == NULL)
        return NULL;
    struct entry *e = source_kept(s, database, name);
    if (e != NULL)
        return &e->sr->rel;
    e = source_entry(s, database, name);
    if (is_hidden(e) || strlen(name) > 255 || strlen(database) > 63)
        return NULL;
    struct arena *a = arena_new(s->arena, "relation");
    struct cached_schema *c = infer_beside(a, s, database, name);
    if (c != NULL)
        return &entry_set(s, e, a, database, name, c)->sr->rel;
    arena_free(a);
    return mongo_settings.flatten && (e == NULL || e->sr->rel.unwind != NULL) ? lookup_unwound(s, database, name, e) : NULL;
}

static struct column *path_column(struct relation_source *src, struct relation *rel, const struct column *parent,
                                  const char *field, bool quoted)
{
    (void)src;
    return schema_path_column(rel, parent, field, quoted);
}

static const char *called(struct relation_source *src, const char *database, const char *collection)
{
    return mongo_xact_called(((struct source *)src)->m, database, collection);
}

static void refresh(struct relation_source *src, const char *database, const char *name)
{
    struct source *s = (struct source *)src;
    source_listing_forget(s);
    FOREACH (struct entry, e, s->entries)
        if (name == NULL || (strcmp(e->sr->rel.collection, name) == 0 && strcmp(e->sr->rel.database, database) == 0))
            e->stale = true;
    struct arena *scratch = arena_new(s->arena, "refresh");
    if (name == NULL) {
        s->not_before = time(NULL);
        s->grants_known = false;
    } else {
        cache_remove(scratch, mongo_settings.cache_dir, cache_key(scratch, s, database, name));
    }
    arena_free(scratch);
}

void mongo_source_learn(const char *database, const char *name, const bson_t *doc, bool own_shape)
{
    struct source *s = the_source;
    struct entry *e = s != NULL ? source_entry(s, database, name) : NULL;
    if (s == NULL || (e != NULL && e->sr->rel.def != NULL)) /* a declaration is not learnt */
        return;
    if (e == NULL || doc == NULL || !own_shape) {
        refresh(&s->source, database, name);
        return;
    }
    /* The tree is widened by this document, in a relation of a new version. */
    struct arena *a = arena_new(s->arena, "relation"), *scratch = arena_new(s->arena, "learn");
    struct infer in = {.arena = a, .root = field_new(a, "", 0)};
    bson_t *tree = bson_in(scratch);
    infer_save(e->sr->root, tree);
    infer_load(a, tree, in.root);
    if (infer_document(&in, bson_get_data(doc), doc->len)) {
        struct cached_schema c = {e->sr->rel.kind, e->sr->rel.rows, e->time, in.root, NULL, 0, e->checks};
        e->sr = relation_make(a, s, database, name, &c);
        cache_write(scratch, mongo_settings.cache_dir, cache_key(scratch, s, database, name), &c);
        e->stamp = c.stamp;
    }
    arena_free(scratch);
}

void mongo_source_table(const char *database, const char *name, const struct table_def *def, bool own)
{
    struct source *s = the_source;
    if (s == NULL)
        return;
    refresh(&s->source, database, name);
    struct arena *a = arena_new(s->arena, "relation");
    if (!own)
        cache_changed(a, mongo_settings.cache_dir);
    if (def == NULL || !own) {
        arena_free(a);
        return;
    }
    struct entry *e = source_entry(s, database, name);
    if (e == NULL)
        e = entry_new(s);
    struct cached_schema c = {def_is_view(def) ? REL_VIEW : REL_COLLECTION, 0, time(NULL), NULL, table_from_text(a, table_text(a, def)), 0, NULL};
    e->sr = relation_make(a, s, database, name, &c);
    e->time = c.time;
    e->counted = 0;
    e->checks = NULL;
    e->stale = e->unsure = false;
    e->own = true;
}

bool mongo_source_is_own(const char *database, const char *name)
{
    const struct entry *e = the_source != NULL ? source_entry(the_source, database, name) : NULL;
    return e != NULL && e->own && !e->stale;
}

void mongo_source_dropped(const char *database, const char *name, bool dropped)
{
    struct entry *e = the_source != NULL ? source_entry(the_source, database, name) : NULL;
    if (e != NULL)
        e->own = e->dropped = dropped;
}

void mongo_source_wrote(const char *database, const char *name, int64_t added)
{
    struct entry *e = the_source != NULL ? source_entry(the_source, database, name) : NULL;
    if (e == NULL)
        return;
    e->counted = 0;
    e->added += (double)added;
}

void mongo_source_xact_over(void)
{
    struct source *s = the_source;
    bool any = false;
    if (s == NULL)
        return;
    source_listing_forget(s);
    FOREACH (struct entry, e, s->entries) {
        any = any || e->own;
        e->stale = e->stale || e->own;
        e->own = e->dropped = false;
        e->counted = e->added != 0 ? 0 : e->counted;
        e->added = 0;
    }
    source_types_xact_over(s);
    if (!any)
        return;
    struct arena *scratch = arena_new(s->arena, "changes");
    cache_changed(scratch, mongo_settings.cache_dir);
    arena_free(scratch);
}

static List *hidden_names(struct arena *a, struct source *s, const char *database)
{
    bson_error_t error;
    int code;
    List *l = NULL;
    struct mongo_cursor *c = cursor_try(a, s->m, database, source_list_command(a, NULL, true), &error, &code);
    for (const bson_t *doc; c != NULL && (doc = cursor_next_bson(c)) != NULL;)
        if (catalog_name_hidden(bson_text(doc, "name", "")))
            l = list_append(a, l, arena_strdup(a, bson_text(doc, "name", "")));
    return l;
}

List *mongo_source_hidden(struct arena *a, const char *database)
{
    List *volatile l = NULL;
    if (the_source == NULL)
        return NULL;
    bool beside = the_source->m->beside;
    the_source->m->beside = true;
    GUARD {
        l = hidden_names(a, the_source, database);
    } FINALLY {
        the_source->m->beside = beside;
    } END_GUARD;
    return l;
}

/* ---- sequences: beside a transaction, as PostgreSQL counts ---- */

static List *sequences(struct relation_source *src, struct arena *a, const char *database)
{
    struct source *s = (struct source *)src;
    return s->has_catalog ? mongo_xact_sequences(a, s->m, database) : NULL;
}

static List *words(struct relation_source *src, struct arena *a, const char *database, const char *collection)
{
    struct source *s = (struct source *)src;
    if (collection != NULL)
        return word_one(a, s->m, database, collection);
    return s->has_catalog ? word_list(a, s->m, database) : NULL;
}

/* ---- what was listed, in the cache: no collection's name is empty ---- */

static List *recall(struct relation_source *src, struct arena *a, const char *database)
{
    struct source *s = (struct source *)src;
    return cache_read_known(a, mongo_settings.cache_dir, cache_key(a, s, database, ""));
}

static void remember(struct relation_source *src, const char *database, const List *known)
{
    struct source *s = (struct source *)src;
    struct arena *scratch = arena_new(s->arena, "remember");
    cache_write_known(scratch, mongo_settings.cache_dir, cache_key(scratch, s, database, ""), known);
    arena_free(scratch);
}

static bool sequence_next(struct relation_source *src, const char *database, const char *name, int64_t *value)
{
    struct mongo *m = ((struct source *)src)->m;
    return !mongo_xact_drops_sequence(m, database, name) && sequence_take(m, database, name, value);
}

static bool sequence_set(struct relation_source *src, const char *database, const char *name, int64_t value, bool called)
{
    struct mongo *m = ((struct source *)src)->m;
    return !mongo_xact_drops_sequence(m, database, name) && sequence_put(m, database, name, value, called);
}

static void source_released(void *arg)
{
    if (the_source == arg)
        the_source = NULL;
}

struct relation_source *mongo_source_new(struct arena *a, struct mongo *m)
{
    struct source *s = ARENA_NEW(a, struct source);
    s->source = (struct relation_source){lookup, path_column, source_databases, source_names, source_indexes, count, source_index_list, source_view_text, source_size, source_rights, sequences, sequence_next, sequence_set, called, refresh, words, recall, remember};
    s->arena = a;
    s->m = m;
    the_source = s;
    source_types_init();
    arena_on_reset(a, source_released, s);
    return &s->source;
}
