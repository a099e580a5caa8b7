#include "mongo/view.h"

#include "mongo/cursor.h"
#include "mongo/table.h"

/* What the views of SQL are views of: there must be a document, for the error to be met. */
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

/* {create: name, viewOn: ..., pipeline: [{$match: {$comment: declaration}}, an error]} */
static bson_t *create_command(struct arena *a, const char *name, const struct table_def *def)
{
    bson_t *b = bson_in(a), pipeline, stage, match;
    BSON_APPEND_UTF8(b, "create", name);
    BSON_APPEND_UTF8(b, "viewOn", CATALOG_COLLECTION);
    bson_append_array_begin(b, "pipeline", -1, &pipeline);
    bson_append_document_begin(&pipeline, "0", -1, &stage);
    bson_append_document_begin(&stage, "$match", -1, &match);
    BSON_APPEND_UTF8(&match, "$comment", arena_printf(a, VIEW_MARK "%s", table_text(a, def)));
    bson_append_document_end(&stage, &match);
    bson_append_document_end(&pipeline, &stage);
    BSON_APPEND_DOCUMENT(&pipeline, "1",
                         bson_literal(a, "{'$match': {'$expr': {'$toInt': {'$concat': ['this view is SQL, which pgleaf reads: ', '$text']}}}}"));
    bson_append_array_end(b, &pipeline);
    return b;
}

/* The create command of a view as it is listed; NULL: it is gone. */
static bson_t *listed_command(struct arena *a, struct mongo *m, const char *db, const char *name, const char *to)
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
        BSON_APPEND_UTF8(out, "create", to);
        bson_concat(out, &options);
    }
    return out;
}

struct change {
    struct arena *arena;
    struct mongo *m;
    const char *db, *name, *to;
    const struct table_def *def;
};

static void create(struct change *x)
{
    ensure_document(x->arena, x->m, x->db);
    mongo_run(x->arena, x->m, x->db, create_command(x->arena, x->name, x->def), MONGO_WRITE);
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

/* Nobody else makes it meanwhile (views_hold()): what is there is what a server's drop has left. */
static void replace(struct change *x)
{
    enum { TRIES = 5 };
    int i = 0;
    do {
        table_drop(x->m, x->db, x->name);
        i++;
    } while (!created(x, i == TRIES));
}

static void rename_to(struct change *x)
{
    bson_t *b = listed_command(x->arena, x->m, x->db, x->name, x->to);
    if (b == NULL)
        raise(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", x->name);
    mongo_run(x->arena, x->m, x->db, b, MONGO_WRITE);
    table_drop(x->m, x->db, x->name);
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

void view_create(struct mongo *m, const char *db, const char *name, const struct table_def *def)
{
    beside(m, (struct change){.db = db, .name = name, .def = def}, create);
}

void view_replace(struct mongo *m, const char *db, const char *name, const struct table_def *def)
{
    beside(m, (struct change){.db = db, .name = name, .def = def}, replace);
}

void view_rename(struct mongo *m, const char *db, const char *name, const char *to)
{
    beside(m, (struct change){.db = db, .name = name, .to = to}, rename_to);
}
