#include "mongo/word.h"

#include <string.h>

#include "mongo/cursor.h"
#include "mongo/table.h"

static void append_id(struct arena *a, bson_t *b, const char *collection)
{
    BSON_APPEND_UTF8(b, "_id", arena_printf(a, "collection %s", collection));
}

/* struct relation_name; only NULL: all. */
static List *find(struct arena *a, struct mongo *m, const char *db, const char *only)
{
    bson_t *b = bson_in(a), filter, exists;
    bson_error_t error;
    int code;
    List *out = NULL;
    BSON_APPEND_UTF8(b, "find", CATALOG_COLLECTION);
    bson_append_document_begin(b, "filter", -1, &filter);
    if (only != NULL) {
        append_id(a, &filter, only);
    } else {
        bson_append_document_begin(&filter, "collection", -1, &exists);
        BSON_APPEND_BOOL(&exists, "$exists", true);
        bson_append_document_end(&filter, &exists);
    }
    bson_append_document_end(b, &filter);
    struct mongo_cursor *c = cursor_try(a, m, db, b, &error, &code);
    for (const bson_t *doc; c != NULL && (doc = cursor_next_bson(c)) != NULL;) {
        struct relation_name *n = ARENA_NEW(a, struct relation_name);
        *n = (struct relation_name){.name = arena_strdup(a, bson_text(doc, "collection", "")), .def = table_from_text(a, bson_text(doc, "text", ""))};
        if (n->def != NULL)
            out = list_append(a, out, n);
    }
    return out;
}

static List *find_beside(struct arena *a, struct mongo *m, const char *db, const char *only)
{
    List *volatile out = NULL;
    bool beside = m->beside;
    m->beside = true;
    GUARD {
        out = find(a, m, db, only);
    } FINALLY {
        m->beside = beside;
    } END_GUARD;
    return out;
}

List *word_one(struct arena *a, struct mongo *m, const char *db, const char *collection)
{
    return find_beside(a, m, db, collection);
}

struct table_def *word_read(struct arena *a, struct mongo *m, const char *db, const char *collection)
{
    List *l = word_one(a, m, db, collection);
    return l != NULL ? (struct table_def *)(uintptr_t)((struct relation_name *)list_nth(l, 0))->def : NULL;
}

List *word_list(struct arena *a, struct mongo *m, const char *db)
{
    return find_beside(a, m, db, NULL);
}

/* The commands are made apart from what catches errors. */
static bson_t *__attribute__((noinline)) update_command(struct arena *a, const char *collection, const struct table_def *def)
{
    bson_t *b = bson_in(a), list, item, q, u;
    BSON_APPEND_UTF8(b, "update", CATALOG_COLLECTION);
    bson_append_array_begin(b, "updates", -1, &list);
    bson_append_document_begin(&list, "0", -1, &item);
    bson_append_document_begin(&item, "q", -1, &q);
    append_id(a, &q, collection);
    bson_append_document_end(&item, &q);
    bson_append_document_begin(&item, "u", -1, &u);
    append_id(a, &u, collection);
    BSON_APPEND_UTF8(&u, "collection", collection);
    BSON_APPEND_UTF8(&u, "text", table_text(a, def));
    bson_append_document_end(&item, &u);
    BSON_APPEND_BOOL(&item, "upsert", true);
    bson_append_document_end(&list, &item);
    bson_append_array_end(b, &list);
    return b;
}

static bson_t *__attribute__((noinline)) delete_command(struct arena *a, const char *collection)
{
    bson_t *b = bson_in(a), list, item, q;
    BSON_APPEND_UTF8(b, "delete", CATALOG_COLLECTION);
    bson_append_array_begin(b, "deletes", -1, &list);
    bson_append_document_begin(&list, "0", -1, &item);
    bson_append_document_begin(&item, "q", -1, &q);
    append_id(a, &q, collection);
    bson_append_document_end(&item, &q);
    BSON_APPEND_INT32(&item, "limit", 1);
    bson_append_document_end(&list, &item);
    bson_append_array_end(b, &list);
    return b;
}

void word_save(struct mongo *m, const char *db, const char *collection, const struct table_def *def)
{
    struct arena *a = arena_new(NULL, "word");
    bool nothing = def == NULL || (def->columns == NULL && def->comments == NULL);
    bson_t *command = nothing ? delete_command(a, collection) : update_command(a, collection, def);
    bool beside = m->beside;
    m->beside = true;
    GUARD {
        mongo_run(a, m, db, command, MONGO_WRITE);
    } FINALLY {
        m->beside = beside;
        arena_free(a);
    } END_GUARD;
}

void word_apply(struct arena *a, struct field *root, const struct table_def *word)
{
    FOREACH (struct column_def, c, word != NULL ? word->columns : NULL) {
        struct field *f = field_child(a, root, c->name, strlen(c->name), 0, SCHEMA_MAX_COLUMNS);
        if (f == NULL)
            continue;
        f->type = c->type;
        f->nested = c->type != InvalidOid;
        f->typmod = c->typmod;
        if (f->present == 0)
            f->seen |= SEEN_MISSING;
    }
}
