#include "mongo/view.h"

#include <string.h>

#include "mongo/cursor.h"
#include "mongo/mongo_error.h"
#include "mongo/table.h"

/* What views are views of that MongoDB has no pipeline for: there must be a document, for the error to be met. */
static void ensure_document(struct arena *a, struct mongo *m, const char *db)
{
    bson_t *b = bson_in(a), list, item;
    BSON_APPEND_UTF8(b, "update", CATALOG_COLLECTION);
    bson_append_array_begin(b, "updates", -1, &list);
    bson_append_document_begin(&list, "0", -1, &item);
    BSON_APPEND_DOCUMENT(&item, "q", bson_literal(a, "{'_id': 'views'}"));
    BSON_APPEND_DOCUMENT(&item, "u", bson_literal(a, "{'$set': {'text': 'views of SQL stand on this document'}}"));
    BSON_APPEND_BOOL(&item, "upsert", true);
    bson_append_document_end(&list, &item);
    bson_append_array_end(b, &list);
    mongo_run(a, m, db, b, MONGO_WRITE);
}

/* ---- what it says ---- */

/* An error where there is a document: $text is no constant, or it would be one even before that. */
static void append_failing_stage(struct arena *a, bson_t *pipeline, const char *why)
{
    bson_t stage, match, expr, fails, parts, literal;
    bson_append_document_begin(pipeline, "1", -1, &stage);
    bson_append_document_begin(&stage, "$match", -1, &match);
    bson_append_document_begin(&match, "$expr", -1, &expr);
    bson_append_document_begin(&expr, "$toInt", -1, &fails);
    bson_append_array_begin(&fails, "$concat", -1, &parts);
    BSON_APPEND_UTF8(&parts, "0", "this view is SQL, which pgleaf reads");
    bson_append_document_begin(&parts, "1", -1, &literal);
    BSON_APPEND_UTF8(&literal, "$literal", why != NULL ? arena_printf(a, " (%s): ", why) : ": ");
    bson_append_document_end(&parts, &literal);
    BSON_APPEND_UTF8(&parts, "2", "$text");
    bson_append_array_end(&fails, &parts);
    bson_append_document_end(&expr, &fails);
    bson_append_document_end(&match, &expr);
    bson_append_document_end(&stage, &match);
    bson_append_document_end(pipeline, &stage);
}

static void append_declaration(struct arena *a, bson_t *pipeline, const struct table_def *def)
{
    bson_t stage, match;
    bson_append_document_begin(pipeline, "0", -1, &stage);
    bson_append_document_begin(&stage, "$match", -1, &match);
    BSON_APPEND_UTF8(&match, "$comment", arena_printf(a, VIEW_MARK "%s", table_text(a, def)));
    bson_append_document_end(&stage, &match);
    bson_append_document_end(pipeline, &stage);
}

static void append_stages(bson_t *pipeline, const bson_t *stages)
{
    bson_iter_t it;
    char number[16];
    const char *index;
    if (bson_iter_init(&it, stages))
        for (uint32_t n = 1; bson_iter_next(&it); n++) {
            bson_uint32_to_string(n, &index, number, sizeof number);
            bson_append_iter(pipeline, index, -1, &it);
        }
}

/* {viewOn: ..., pipeline: [{$match: {$comment: declaration}}, ...]} */
static bson_t *options_of(struct arena *a, const struct table_def *def, const struct view_pipeline *p)
{
    bson_t *b = bson_in(a), pipeline;
    BSON_APPEND_UTF8(b, "viewOn", p->on != NULL ? p->on : CATALOG_COLLECTION);
    bson_append_array_begin(b, "pipeline", -1, &pipeline);
    append_declaration(a, &pipeline, def);
    if (p->on != NULL)
        append_stages(&pipeline, p->stages);
    else
        append_failing_stage(a, &pipeline, p->why);
    bson_append_array_end(b, &pipeline);
    return b;
}

static bson_t *command(struct arena *a, const char *verb, const char *name, const bson_t *options)
{
    bson_t *b = bson_in(a);
    BSON_APPEND_UTF8(b, verb, name);
    bson_concat(b, options);
    return b;
}

static bson_t *listed(struct arena *a, struct mongo *m, const char *db, const char *name)
{
    bson_t *b = bson_in(a), *out = NULL, filter, options;
    bson_error_t error;
    int code;
    BSON_APPEND_INT32(b, "listCollections", 1);
    bson_append_document_begin(b, "filter", -1, &filter);
    BSON_APPEND_UTF8(&filter, "name", name);
    bson_append_document_end(b, &filter);
    struct mongo_cursor *c = cursor_try(a, m, db, b, &error, &code);
    for (const bson_t *doc; c != NULL && (doc = cursor_next_bson(c)) != NULL;) {
        if (!bson_subdocument(doc, "options", &options))
            continue;
        out = bson_in(a);
        bson_concat(out, &options);
    }
    return out;
}

bson_t *collection_options(struct arena *a, struct mongo *m, const char *db, const char *name)
{
    bson_t *volatile out = NULL;
    bool was = m->beside;
    m->beside = true;
    GUARD {
        out = listed(a, m, db, name);
    } FINALLY {
        m->beside = was;
    } END_GUARD;
    return out;
}

/* ---- making it so ---- */

struct change {
    struct arena *arena;
    struct mongo *m;
    const char *db, *name, *to;
    const struct table_def *def;
    const struct view_pipeline *pipeline;
    const bson_t *options; /* what is to be; made of def and pipeline */
};

static void create(struct change *x)
{
    mongo_run(x->arena, x->m, x->db, command(x->arena, "create", x->name, x->options), MONGO_WRITE);
}

static bool created(struct change *x, bool last)
{
    volatile bool ok = true;
    TRY {
        create(x);
    } CATCH (e) {
        if (e->code != ERR_DUPLICATE_TABLE || last)
            error_throw(e);
        ok = false;
    } END_TRY;
    return ok;
}

static bool is_so(struct change *x)
{
    bson_t *now = collection_options(x->arena, x->m, x->db, x->name), had, wanted;
    return now != NULL && strcmp(bson_text(now, "viewOn", ""), bson_text(x->options, "viewOn", "")) == 0 &&
           bson_subdocument(now, "pipeline", &had) && bson_subdocument(x->options, "pipeline", &wanted) && bson_equal(&had, &wanted);
}

/*
 * At once, where the server does that: SecantusDB says so, and changes nothing. Else by dropping it: nobody else makes it meanwhile
 * (views_hold()), so what is there is what a server's drop has left. Who was killed on the way has left none.
 */
static void replace(struct change *x)
{
    enum { TRIES = 5 };
    int i = 0;
    if (is_so(x))
        return;
    if (collection_options(x->arena, x->m, x->db, x->name) != NULL)
        mongo_run(x->arena, x->m, x->db, command(x->arena, "collMod", x->name, x->options), MONGO_WRITE);
    if (is_so(x))
        return;
    do {
        table_drop(x->m, x->db, x->name);
        i++;
    } while (!created(x, i == TRIES));
}

static void copy_to(struct change *x)
{
    bson_t *options = collection_options(x->arena, x->m, x->db, x->name);
    if (options == NULL)
        raise(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", x->name);
    mongo_run(x->arena, x->m, x->db, command(x->arena, "create", x->to, options), MONGO_WRITE);
}

static void beside(struct mongo *m, struct change x, void (*fn)(struct change *x))
{
    bool was = m->beside;
    x.m = m;
    x.arena = arena_new(NULL, "view");
    m->beside = true;
    GUARD {
        fn(&x);
    } FINALLY {
        m->beside = was;
        arena_free(x.arena);
    } END_GUARD;
}

/* The server's word against the pipeline (no such stage in views, a collection that the user may not read) leaves the SQL. */
static bool with_pipeline(struct change *x, void (*fn)(struct change *x), const char **why)
{
    volatile bool ok = true;
    x->options = options_of(x->arena, x->def, x->pipeline);
    TRY {
        fn(x);
    } CATCH (e) {
        if (e->code == ERR_DUPLICATE_TABLE || e->code == ERR_QUERY_CANCELED || mongo_error_lost(e))
            error_throw(e);
        *why = arena_printf(x->arena, "MongoDB refuses the pipeline: %s", e->message);
        ok = false;
    } END_TRY;
    return ok;
}

static void declare(struct change *x, void (*fn)(struct change *x))
{
    struct view_pipeline none = {.why = x->pipeline->why};
    if (x->pipeline->on != NULL && with_pipeline(x, fn, &none.why))
        return;
    x->options = options_of(x->arena, x->def, &none);
    ensure_document(x->arena, x->m, x->db);
    fn(x);
}

static void declare_new(struct change *x)
{
    declare(x, create);
}

static void declare_anew(struct change *x)
{
    declare(x, replace);
}

void view_create(struct mongo *m, const char *db, const char *name, const struct table_def *def, const struct view_pipeline *p)
{
    beside(m, (struct change){.db = db, .name = name, .def = def, .pipeline = p}, declare_new);
}

void view_replace(struct mongo *m, const char *db, const char *name, const struct table_def *def, const struct view_pipeline *p)
{
    beside(m, (struct change){.db = db, .name = name, .def = def, .pipeline = p}, declare_anew);
}

void view_restore(struct mongo *m, const char *db, const char *name, const bson_t *options)
{
    beside(m, (struct change){.db = db, .name = name, .options = options}, replace);
}

static void rename_to(struct change *x)
{
    copy_to(x);
    table_drop(x->m, x->db, x->name);
}

void view_rename(struct mongo *m, const char *db, const char *name, const char *to)
{
    beside(m, (struct change){.db = db, .name = name, .to = to}, rename_to);
}

void view_copy(struct mongo *m, const char *db, const char *name, const char *to)
{
    beside(m, (struct change){.db = db, .name = name, .to = to}, copy_to);
}
