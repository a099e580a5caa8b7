#include "mongo/user_type.h"

#include <string.h>

#include "catalog/relation.h"
#include "mongo/cursor.h"
#include "mongo/mongo_error.h"

/* ---- documents ---- */

void type_reference_save(bson_t *b, Oid type)
{
    const struct type_info *t = type_get(type), *named = type_by_name(t->name);
    BSON_APPEND_UTF8(b, "type", t->name);
    if (type >= TYPE_FIRST_USER || named == NULL || named->oid != type) /* SQL made it, or it is information_schema's */
        BSON_APPEND_INT64(b, "oid", type);
}

Oid type_reference_load(const bson_t *b)
{
    Oid oid = (Oid)bson_number(b, "oid", InvalidOid);
    const struct type_info *t = oid != InvalidOid ? NULL : type_by_name(bson_text(b, "type", ""));
    return oid != InvalidOid ? oid : t != NULL ? t->oid : InvalidOid;
}

static void save_text(bson_t *b, const char *key, const char *text)
{
    if (text != NULL)
        bson_append_utf8(b, key, -1, text, -1);
}

static const char *load_text(struct arena *a, const bson_t *b, const char *key)
{
    const char *text = bson_text(b, key, NULL);
    return text != NULL ? arena_strdup(a, text) : NULL;
}

static void save_label(bson_t *b, const void *p)
{
    const struct enum_label *l = p;
    BSON_APPEND_UTF8(b, "label", l->name);
    BSON_APPEND_DOUBLE(b, "place", l->place);
    BSON_APPEND_INT64(b, "oid", l->oid);
}

static void *load_label(struct arena *a, const bson_t *b)
{
    bson_iter_t it;
    struct enum_label *l = ARENA_NEW(a, struct enum_label);
    l->name = load_text(a, b, "label");
    l->oid = (Oid)bson_number(b, "oid", InvalidOid);
    if (bson_iter_init_find(&it, b, "place"))
        l->place = (float)bson_iter_as_double(&it);
    return l->name != NULL ? l : NULL;
}

static void save_check(bson_t *b, const void *p)
{
    const struct domain_check *c = p;
    BSON_APPEND_UTF8(b, "name", c->name);
    BSON_APPEND_UTF8(b, "check", c->text);
    if (c->not_valid)
        BSON_APPEND_BOOL(b, "notValid", true);
    if (c->comment != NULL)
        BSON_APPEND_UTF8(b, "comment", c->comment);
}

static void *load_check(struct arena *a, const bson_t *b)
{
    struct domain_check *c = ARENA_NEW(a, struct domain_check);
    *c = (struct domain_check){load_text(a, b, "name"), load_text(a, b, "check"), bson_truth(b, "notValid"), load_text(a, b, "comment")};
    return c->name != NULL && c->text != NULL ? c : NULL;
}

static void save_attribute(bson_t *b, const void *p)
{
    const struct type_attribute *x = p;
    BSON_APPEND_UTF8(b, "name", x->name);
    type_reference_save(b, x->type);
    BSON_APPEND_INT32(b, "typmod", x->typmod);
    if (x->ndims != type_is_array(x->type))
        BSON_APPEND_INT32(b, "ndims", x->ndims);
    save_text(b, "comment", x->comment);
}

static void *load_attribute(struct arena *a, const bson_t *b)
{
    struct type_attribute *x = ARENA_NEW(a, struct type_attribute);
    *x = (struct type_attribute){load_text(a, b, "name"), type_reference_load(b), (int32_t)bson_number(b, "typmod", -1), load_text(a, b, "comment"), 0};
    x->ndims = (int32_t)bson_number(b, "ndims", type_is_array(x->type));
    return x->name != NULL && x->type != InvalidOid ? x : NULL;
}

static void save_cast(bson_t *b, const void *p)
{
    const struct user_cast *c = p;
    bson_t type;
    bson_append_document_begin(b, "source", -1, &type);
    type_reference_save(&type, c->row.source);
    bson_append_document_end(b, &type);
    bson_append_document_begin(b, "target", -1, &type);
    type_reference_save(&type, c->row.target);
    bson_append_document_end(b, &type);
    BSON_APPEND_UTF8(b, "context", ((char[]){c->row.context, '\0'}));
    BSON_APPEND_INT64(b, "oid", c->oid);
}

static void *load_cast(struct arena *a, const bson_t *b)
{
    struct user_cast *c = ARENA_NEW(a, struct user_cast);
    bson_t source, target;
    if (!bson_subdocument(b, "source", &source) || !bson_subdocument(b, "target", &target))
        return NULL;
    *c = (struct user_cast){{type_reference_load(&source), type_reference_load(&target), InvalidOid, bson_text(b, "context", "e")[0], 'i'},
                            (Oid)bson_number(b, "oid", InvalidOid)};
    return c->row.source != InvalidOid && c->row.target != InvalidOid ? c : NULL;
}

static void save_list(bson_t *b, const char *key, const List *l, void (*save)(bson_t *b, const void *p))
{
    bson_t list, item;
    char number[16];
    const char *index;
    bson_append_array_begin(b, key, -1, &list);
    for (int i = 0; i < list_length(l); i++) {
        bson_uint32_to_string((uint32_t)i, &index, number, sizeof number);
        bson_append_document_begin(&list, index, -1, &item);
        save(&item, list_nth(l, i));
        bson_append_document_end(&list, &item);
    }
    bson_append_array_end(b, &list);
}

static List *load_list(struct arena *a, const bson_t *b, const char *key, void *(*load)(struct arena *a, const bson_t *b))
{
    bson_t list, item;
    bson_iter_t it;
    List *out = NULL;
    if (!bson_subdocument(b, key, &list) || !bson_iter_init(&it, &list))
        return NULL;
    while (bson_iter_next(&it)) {
        const uint8_t *data;
        uint32_t len;
        if (!BSON_ITER_HOLDS_DOCUMENT(&it))
            continue;
        bson_iter_document(&it, &len, &data);
        void *x = bson_init_static(&item, data, len) ? load(a, &item) : NULL;
        if (x != NULL)
            out = list_append(a, out, x);
    }
    return out;
}

static struct user_type *load(struct arena *a, const bson_t *doc)
{
    struct user_type *t = ARENA_NEW(a, struct user_type);
    bson_t base;
    t->name = load_text(a, doc, "typname");
    t->array_name = load_text(a, doc, "arrayName");
    t->oid = (Oid)bson_number(doc, "oid", InvalidOid);
    t->array = (Oid)bson_number(doc, "array", InvalidOid);
    t->kind = bson_text(doc, "kind", "")[0];
    t->comment = load_text(a, doc, "comment");
    t->version = bson_number(doc, "version", 0);
    t->labels = load_list(a, doc, "labels", load_label);
    t->base = bson_subdocument(doc, "base", &base) ? type_reference_load(&base) : InvalidOid;
    t->typmod = (int32_t)bson_number(doc, "typmod", -1);
    t->ndims = (int32_t)bson_number(doc, "ndims", type_is_array(t->base));
    t->collation = (Oid)bson_number(doc, "collation", InvalidOid);
    t->notnull = bson_truth(doc, "notnull");
    t->default_text = load_text(a, doc, "default");
    t->checks = load_list(a, doc, "checks", load_check);
    t->attributes = load_list(a, doc, "attributes", load_attribute);
    t->casts = load_list(a, doc, "casts", load_cast);
    t->constructor = load_text(a, doc, "constructor");
    t->opclass = (Oid)bson_number(doc, "opclass", InvalidOid);
    t->subtype_diff = (Oid)bson_number(doc, "subtypeDiff", InvalidOid);
    bool range = t->kind == 'r' || t->kind == 'm';
    bool whole = t->kind == 'e' || t->kind == 'c' || ((t->kind == 'd' || (range && t->constructor != NULL)) && t->base != InvalidOid);
    return whole && t->name != NULL && t->array_name != NULL && t->oid >= TYPE_FIRST_USER ? t : NULL;
}

static void append_id(struct arena *a, bson_t *b, Oid oid)
{
    BSON_APPEND_UTF8(b, "_id", arena_printf(a, "type %u", oid));
}

static bson_t *document(struct arena *a, const struct user_type *t)
{
    bson_t *b = bson_in(a), base;
    append_id(a, b, t->oid);
    save_text(b, "typname", t->name);
    save_text(b, "kind", (char[]){t->kind, '\0'});
    BSON_APPEND_INT64(b, "oid", t->oid);
    BSON_APPEND_INT64(b, "array", t->array);
    save_text(b, "arrayName", t->array_name);
    BSON_APPEND_INT64(b, "version", t->version + 1);
    save_text(b, "comment", t->comment);
    if (t->casts != NULL)
        save_list(b, "casts", t->casts, save_cast);
    if (t->kind == 'e')
        save_list(b, "labels", t->labels, save_label);
    if (t->kind == 'c')
        save_list(b, "attributes", t->attributes, save_attribute);
    if (t->kind == 'e' || t->kind == 'c')
        return b;
    bson_append_document_begin(b, "base", -1, &base);
    type_reference_save(&base, t->base);
    bson_append_document_end(b, &base);
    save_text(b, "constructor", t->constructor);
    if (t->opclass != InvalidOid)
        BSON_APPEND_INT64(b, "opclass", t->opclass);
    if (t->subtype_diff != InvalidOid)
        BSON_APPEND_INT64(b, "subtypeDiff", t->subtype_diff);
    if (t->kind == 'd')
        BSON_APPEND_INT32(b, "typmod", t->typmod);
    if (t->kind == 'd' && t->ndims != type_is_array(t->base))
        BSON_APPEND_INT32(b, "ndims", t->ndims);
    if (t->collation != InvalidOid)
        BSON_APPEND_INT64(b, "collation", t->collation);
    if (t->notnull)
        BSON_APPEND_BOOL(b, "notnull", true);
    save_text(b, "default", t->default_text);
    if (t->kind == 'd')
        save_list(b, "checks", t->checks, save_check);
    return b;
}

/* ---- commands, beside a transaction ---- */

struct work {
    struct arena *arena;
    struct mongo *m;
    const char *db;
    const struct user_type *type;
    Oid oid;
    const char *text;
    List *found;
    bool done;
};

static void beside(struct work *w, void (*fn)(struct work *w))
{
    bool was = w->m->beside;
    w->m->beside = true;
    GUARD {
        fn(w);
    } FINALLY {
        w->m->beside = was;
    } END_GUARD;
}

static void list_types(struct work *w)
{
    struct arena *scratch = arena_new(w->arena, "types");
    bson_error_t error;
    int code;
    bson_t *b = bson_in(scratch);
    BSON_APPEND_UTF8(b, "find", CATALOG_COLLECTION);
    BSON_APPEND_DOCUMENT(b, "filter", bson_literal(scratch, "{'typname': {'$exists': true}}"));
    BSON_APPEND_DOCUMENT(b, "sort", bson_literal(scratch, "{'typname': 1}"));
    struct mongo_cursor *c = cursor_try(scratch, w->m, w->db, b, &error, &code);
    for (const bson_t *doc; c != NULL && (doc = cursor_next_bson(c)) != NULL;) { /* who may not read them sees none */
        struct user_type *t = load(w->arena, doc);
        if (t != NULL)
            w->found = list_append(w->arena, w->found, t);
    }
    arena_free(scratch);
}

List *user_type_list(struct arena *a, struct mongo *m, const char *db)
{
    struct work w = {.arena = a, .m = m, .db = db};
    beside(&w, list_types);
    return w.found;
}

/* One that is there is replaced only as it was read. */
static void save(struct work *w)
{
    bson_t *b = bson_in(w->arena), list, item, q, reply;
    bson_error_t error;
    const struct user_type *t = w->type;
    bool fresh = t->version == 0;
    BSON_APPEND_UTF8(b, fresh ? "insert" : "update", CATALOG_COLLECTION);
    bson_append_array_begin(b, fresh ? "documents" : "updates", -1, &list);
    if (fresh) {
        BSON_APPEND_DOCUMENT(&list, "0", document(w->arena, t));
    } else {
        bson_append_document_begin(&list, "0", -1, &item);
        bson_append_document_begin(&item, "q", -1, &q);
        append_id(w->arena, &q, t->oid);
        BSON_APPEND_INT64(&q, "version", t->version);
        bson_append_document_end(&item, &q);
        BSON_APPEND_DOCUMENT(&item, "u", document(w->arena, t));
        bson_append_document_end(&list, &item);
    }
    bson_append_array_end(b, &list);
    bool ok = mongo_try(w->m, w->db, b, MONGO_WRITE, 0, &reply, &error);
    w->done = ok && bson_number(&reply, "n", 0) == 1;
    enum { DUPLICATE_KEY = 11000 };
    int64_t code = bson_number(&reply, "writeErrors.0.code", 0);
    struct error *failed = !ok ? mongo_error_new(&error, &reply, false) : NULL;
    if (ok && code != 0 && code != DUPLICATE_KEY)
        failed = error_new(ERR_INTERNAL_ERROR, "the definition of type \"%s\" was not written: %s", t->name, bson_text(&reply, "writeErrors.0.errmsg", ""));
    bson_destroy(&reply);
    if (failed != NULL)
        error_throw(failed);
}

static void drop(struct work *w)
{
    bson_t *b = bson_in(w->arena), list, item, q;
    BSON_APPEND_UTF8(b, "delete", CATALOG_COLLECTION);
    bson_append_array_begin(b, "deletes", -1, &list);
    bson_append_document_begin(&list, "0", -1, &item);
    bson_append_document_begin(&item, "q", -1, &q);
    append_id(w->arena, &q, w->oid);
    bson_append_document_end(&item, &q);
    BSON_APPEND_INT32(&item, "limit", 1);
    bson_append_document_end(&list, &item);
    bson_append_array_end(b, &list);
    w->done = bson_number(mongo_run(w->arena, w->m, w->db, b, MONGO_WRITE), "n", 0) > 0;
}

/* {$set: what it says, $unset: what it does not say, $inc: {version: 1}} */
static void restore(struct work *w)
{
    static const char *const optional[] = {"comment", "notnull", "default", "casts", "undone"}; /* the last: $unset must have one */
    bson_t *b = bson_in(w->arena), *was = bson_literal(w->arena, w->text), list, item, q, u, part;
    bson_iter_t it;
    BSON_APPEND_UTF8(b, "update", CATALOG_COLLECTION);
    bson_append_array_begin(b, "updates", -1, &list);
    bson_append_document_begin(&list, "0", -1, &item);
    bson_append_document_begin(&item, "q", -1, &q);
    BSON_APPEND_UTF8(&q, "_id", bson_text(was, "_id", ""));
    bson_append_document_end(&item, &q);
    bson_append_document_begin(&item, "u", -1, &u);
    bson_append_document_begin(&u, "$set", -1, &part);
    for (bool more = bson_iter_init(&it, was) && bson_iter_next(&it); more; more = bson_iter_next(&it))
        if (strcmp(bson_iter_key(&it), "_id") != 0 && strcmp(bson_iter_key(&it), "version") != 0)
            bson_append_iter(&part, NULL, 0, &it);
    bson_append_document_end(&u, &part);
    bson_append_document_begin(&u, "$unset", -1, &part);
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++)
        if (!bson_has_field(was, optional[i]))
            BSON_APPEND_BOOL(&part, optional[i], true);
    bson_append_document_end(&u, &part);
    bson_append_document_begin(&u, "$inc", -1, &part);
    BSON_APPEND_INT64(&part, "version", 1);
    bson_append_document_end(&u, &part);
    bson_append_document_end(&item, &u);
    bson_append_document_end(&list, &item);
    bson_append_array_end(b, &list);
    w->done = bson_number(mongo_run(w->arena, w->m, w->db, b, MONGO_WRITE), "n", 0) > 0;
}

static bool in_arena(struct work w, void (*fn)(struct work *w))
{
    w.arena = arena_new(NULL, "type");
    GUARD {
        beside(&w, fn);
    } FINALLY {
        arena_free(w.arena);
    } END_GUARD;
    return w.done;
}

bool user_type_save(struct mongo *m, const char *db, const struct user_type *t)
{
    return in_arena((struct work){.m = m, .db = db, .type = t}, save);
}

bool user_type_drop(struct mongo *m, const char *db, Oid oid)
{
    return in_arena((struct work){.m = m, .db = db, .oid = oid}, drop);
}

const char *user_type_text(struct arena *a, const struct user_type *t)
{
    char *json = bson_as_canonical_extended_json(document(a, t), NULL);
    const char *text = arena_strdup(a, json);
    bson_free(json);
    return text;
}

void user_type_restore(struct mongo *m, const char *db, const char *text)
{
    in_arena((struct work){.m = m, .db = db, .text = text}, restore);
}
