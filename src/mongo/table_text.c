/* What a table's declaration is kept as: a document as Extended JSON, in the description of its collection's schema. */
#include "mongo/table.h"

#include <string.h>

#include "mongo/user_type.h"

static void save_text(bson_t *b, const char *key, const char *text)
{
    if (text != NULL)
        bson_append_utf8(b, key, -1, text, -1);
}

static void save_texts(bson_t *b, const char *key, const List *texts)
{
    bson_t list;
    char number[16];
    const char *index;
    if (texts == NULL)
        return;
    bson_append_array_begin(b, key, -1, &list);
    for (int i = 0; i < list_length(texts); i++) {
        bson_uint32_to_string((uint32_t)i, &index, number, sizeof number);
        bson_append_utf8(&list, index, -1, list_nth(texts, i), -1);
    }
    bson_append_array_end(b, &list);
}

/* 0: none */
static void save_letter(bson_t *b, const char *key, char letter)
{
    if (letter != 0)
        bson_append_utf8(b, key, -1, &letter, 1);
}

static void save_truth(bson_t *b, const char *key, bool truth)
{
    if (truth)
        bson_append_bool(b, key, -1, true);
}

static void save_column(bson_t *b, const struct column_def *c)
{
    save_text(b, "name", c->name);
    type_reference_save(b, c->type);
    if (c->typmod != -1)
        BSON_APPEND_INT32(b, "typmod", c->typmod);
    if (c->ndims != type_is_array(c->type))
        BSON_APPEND_INT32(b, "ndims", c->ndims);
    if (c->notnull)
        BSON_APPEND_BOOL(b, "notnull", true);
    save_text(b, "default", c->default_text);
    if (c->updatable)
        BSON_APPEND_BOOL(b, "updatable", true);
    if (c->flat)
        BSON_APPEND_BOOL(b, "flat", true);
    save_text(b, "generated", c->generated);
    save_text(b, "sequence", c->sequence);
    if (c->collation != InvalidOid)
        BSON_APPEND_INT32(b, "collation", (int32_t)c->collation);
    save_letter(b, "identity", c->identity);
    if (c->statistics != 0)
        BSON_APPEND_INT32(b, "statistics", c->statistics);
    save_letter(b, "storage", c->storage);
    save_letter(b, "compression", c->compression);
    save_texts(b, "options", c->options);
}

static void save_key(bson_t *b, const struct table_key *k)
{
    save_text(b, "name", k->name);
    if (k->primary)
        BSON_APPEND_BOOL(b, "primary", true);
    if (k->not_distinct)
        BSON_APPEND_BOOL(b, "notDistinct", true);
    save_truth(b, "deferrable", k->deferrable);
    save_truth(b, "deferred", k->deferred);
    save_texts(b, "columns", k->columns);
    save_texts(b, "include", k->include);
}

static void save_use(bson_t *b, const struct view_use *u)
{
    save_text(b, "relation", u->relation);
    save_texts(b, "columns", u->columns);
    save_texts(b, "seen", u->seen);
}

static void save_foreign(bson_t *b, const struct table_foreign *f)
{
    save_text(b, "name", f->name);
    save_texts(b, "columns", f->columns);
    save_text(b, "table", f->table);
    save_texts(b, "references", f->references);
    save_texts(b, "setColumns", f->set_columns);
    save_letter(b, "onUpdate", f->on_update);
    save_letter(b, "onDelete", f->on_delete);
    save_letter(b, "match", f->match);
    save_truth(b, "deferrable", f->deferrable);
    save_truth(b, "deferred", f->deferred);
    save_truth(b, "notValid", f->not_valid);
}

static void save_index(bson_t *b, const struct table_index_def *x)
{
    save_text(b, "name", x->name);
    save_text(b, "where", x->where);
    save_text(b, "method", x->method);
    save_text(b, "nulls", x->nulls);
    save_texts(b, "include", x->include);
    save_texts(b, "options", x->options);
    save_truth(b, "notDistinct", x->not_distinct);
    save_texts(b, "classes", x->classes);
    save_truth(b, "clustered", x->clustered);
    save_truth(b, "replica", x->replica);
}

static void save_check(bson_t *b, const struct table_check *c)
{
    save_text(b, "name", c->name);
    save_text(b, "check", c->text);
    if (c->not_valid)
        BSON_APPEND_BOOL(b, "notValid", true);
}

#define SAVE_LIST(b, key, type, list_, save)                                        \
    do {                                                                            \
        bson_t array_, item_;                                                       \
        char number_[16];                                                           \
        const char *index_;                                                         \
        bson_append_array_begin((b), (key), -1, &array_);                           \
        FOREACH (type, x_, (list_)) {                                               \
            bson_uint32_to_string((uint32_t)FOREACH_INDEX(x_, list_), &index_, number_, sizeof number_); \
            bson_append_document_begin(&array_, index_, -1, &item_);                \
            save(&item_, x_);                                                       \
            bson_append_document_end(&array_, &item_);                              \
        }                                                                           \
        bson_append_array_end((b), &array_);                                        \
    } while (0)

static void save_comment(bson_t *b, const struct comment *c)
{
    save_text(b, "kind", c->kind);
    save_text(b, "name", c->name);
    save_text(b, "text", c->text);
}

const char *table_text(struct arena *a, const struct table_def *def)
{
    bson_t b = BSON_INITIALIZER;
    SAVE_LIST(&b, "columns", struct column_def, def->columns, save_column);
    SAVE_LIST(&b, "keys", struct table_key, def->keys, save_key);
    SAVE_LIST(&b, "checks", struct table_check, def->checks, save_check);
    if (def->foreign != NULL)
        SAVE_LIST(&b, "foreign", struct table_foreign, def->foreign, save_foreign);
    if (def->indexes != NULL)
        SAVE_LIST(&b, "indexes", struct table_index_def, def->indexes, save_index);
    save_texts(&b, "referenced", def->referenced);
    save_texts(&b, "options", def->options);
    save_letter(&b, "replica", def->replica);
    save_truth(&b, "unlogged", def->unlogged);
    SAVE_LIST(&b, "comments", struct comment, def->comments, save_comment);
    if (def->view != NULL) {
        save_text(&b, "view", def->view);
        save_truth(&b, "updatable", def->updatable);
        save_truth(&b, "materialized", def->materialized);
        save_truth(&b, "unpopulated", def->unpopulated);
        SAVE_LIST(&b, "uses", struct view_use, def->uses, save_use);
    }
    char *json = bson_as_relaxed_extended_json(&b, NULL);
    bson_destroy(&b);
    if (json == NULL)
        raise(ERR_INTERNAL_ERROR, "a table's declaration cannot be written");
    const char *text = arena_strdup(a, json);
    bson_free(json);
    return text;
}

static const char *load_text(struct arena *a, const bson_t *b, const char *key)
{
    const char *text = bson_text(b, key, NULL);
    return text != NULL ? arena_strdup(a, text) : NULL;
}

static List *load_texts(struct arena *a, const bson_t *b, const char *key)
{
    bson_t list;
    bson_iter_t it;
    List *out = NULL;
    if (bson_subdocument(b, key, &list) && bson_iter_init(&it, &list))
        while (bson_iter_next(&it) && BSON_ITER_HOLDS_UTF8(&it))
            out = list_append(a, out, arena_strdup(a, bson_iter_utf8(&it, NULL)));
    return out;
}

/* A relation's row type is known by its name until the relation is looked at (relation_row_type()), as a view's query does. */
static void name_row_type(Oid type, const char *name)
{
    if ((type & TYPE_OF_ROWS) && type_registered(type) == NULL)
        user_row_type(type, row_array_oid(type), "public", name, NULL);
}

static void *load_column(struct arena *a, const bson_t *b)
{
    struct column_def *c = ARENA_NEW(a, struct column_def);
    c->name = load_text(a, b, "name");
    c->type = type_reference_load(b);
    name_row_type(c->type, bson_text(b, "type", ""));
    if (c->name == NULL || type_lookup(c->type) == NULL)
        return NULL;
    c->typmod = (int32_t)bson_number(b, "typmod", -1);
    c->ndims = (int32_t)bson_number(b, "ndims", type_is_array(c->type));
    c->notnull = bson_truth(b, "notnull");
    c->default_text = load_text(a, b, "default");
    c->generated = load_text(a, b, "generated");
    c->updatable = bson_truth(b, "updatable");
    c->flat = bson_truth(b, "flat");
    c->statistics = (int32_t)bson_number(b, "statistics", 0);
    c->storage = bson_text(b, "storage", "")[0];
    c->compression = bson_text(b, "compression", "")[0];
    c->options = load_texts(a, b, "options");
    c->sequence = load_text(a, b, "sequence");
    c->collation = (Oid)bson_number(b, "collation", InvalidOid);
    c->identity = bson_text(b, "identity", "")[0];
    return c;
}

static void *load_key(struct arena *a, const bson_t *b)
{
    struct table_key *k = ARENA_NEW(a, struct table_key);
    k->name = load_text(a, b, "name");
    k->primary = bson_truth(b, "primary");
    k->not_distinct = bson_truth(b, "notDistinct");
    k->deferrable = bson_truth(b, "deferrable");
    k->deferred = bson_truth(b, "deferred");
    k->columns = load_texts(a, b, "columns");
    k->include = load_texts(a, b, "include");
    return k->name != NULL && k->columns != NULL ? k : NULL;
}

static void *load_index(struct arena *a, const bson_t *b)
{
    struct table_index_def *x = ARENA_NEW(a, struct table_index_def);
    *x = (struct table_index_def){load_text(a, b, "name"), load_text(a, b, "where"), load_text(a, b, "method"), load_text(a, b, "nulls"),
                                  load_texts(a, b, "include"), load_texts(a, b, "options"), bson_truth(b, "notDistinct"),
                                  load_texts(a, b, "classes"), bson_truth(b, "clustered"), bson_truth(b, "replica")};
    return x->name != NULL ? x : NULL;
}

static void *load_check(struct arena *a, const bson_t *b)
{
    struct table_check *c = ARENA_NEW(a, struct table_check);
    c->name = load_text(a, b, "name");
    c->text = load_text(a, b, "check");
    c->not_valid = bson_truth(b, "notValid");
    return c->name != NULL && c->text != NULL ? c : NULL;
}

static void *load_use(struct arena *a, const bson_t *b)
{
    struct view_use *u = ARENA_NEW(a, struct view_use);
    u->relation = load_text(a, b, "relation");
    u->columns = load_texts(a, b, "columns");
    u->seen = load_texts(a, b, "seen");
    return u->relation != NULL ? u : NULL;
}

static void *load_foreign(struct arena *a, const bson_t *b)
{
    struct table_foreign *f = ARENA_NEW(a, struct table_foreign);
    f->name = load_text(a, b, "name");
    f->columns = load_texts(a, b, "columns");
    f->table = load_text(a, b, "table");
    f->references = load_texts(a, b, "references");
    f->set_columns = load_texts(a, b, "setColumns");
    f->on_update = bson_text(b, "onUpdate", "a")[0];
    f->on_delete = bson_text(b, "onDelete", "a")[0];
    f->match = bson_text(b, "match", "s")[0];
    f->deferrable = bson_truth(b, "deferrable");
    f->deferred = bson_truth(b, "deferred");
    f->not_valid = bson_truth(b, "notValid");
    return f->name != NULL && f->table != NULL && f->columns != NULL && list_length(f->columns) == list_length(f->references) ? f : NULL;
}

/* false: damaged. */
static bool load_list(struct arena *a, const bson_t *b, const char *key, void *(*load)(struct arena *a, const bson_t *b), List **out)
{
    bson_t list, item;
    bson_iter_t it;
    if (!bson_subdocument(b, key, &list) || !bson_iter_init(&it, &list))
        return false;
    while (bson_iter_next(&it)) {
        void *x = BSON_ITER_HOLDS_DOCUMENT(&it) && bson_view(&it, &item) ? load(a, &item) : NULL;
        if (x == NULL)
            return false;
        *out = list_append(a, *out, x);
    }
    return true;
}

static void *load_comment(struct arena *a, const bson_t *b)
{
    struct comment *c = ARENA_NEW(a, struct comment);
    *c = (struct comment){load_text(a, b, "kind"), load_text(a, b, "name"), load_text(a, b, "text")};
    return c->kind != NULL && c->name != NULL && c->text != NULL ? c : NULL;
}

struct table_def *table_from_text(struct arena *a, const char *description)
{
    bson_error_t error;
    struct table_def *def = ARENA_NEW(a, struct table_def);
    bson_t *b = bson_new_from_json((const uint8_t *)description, -1, &error);
    if (b == NULL)
        return NULL;
    bool ok = load_list(a, b, "columns", load_column, &def->columns) && load_list(a, b, "keys", load_key, &def->keys) &&
              load_list(a, b, "checks", load_check, &def->checks);
    ok = ok && (!bson_has_field(b, "foreign") || load_list(a, b, "foreign", load_foreign, &def->foreign));
    ok = ok && (!bson_has_field(b, "indexes") || load_list(a, b, "indexes", load_index, &def->indexes));
    def->referenced = load_texts(a, b, "referenced");
    def->options = load_texts(a, b, "options");
    def->replica = bson_text(b, "replica", "")[0];
    def->unlogged = bson_truth(b, "unlogged");
    load_list(a, b, "comments", load_comment, &def->comments);
    def->view = load_text(a, b, "view");
    def->updatable = bson_truth(b, "updatable");
    def->materialized = bson_truth(b, "materialized");
    def->unpopulated = bson_truth(b, "unpopulated");
    ok = ok && (def->view == NULL || load_list(a, b, "uses", load_use, &def->uses));
    bson_destroy(b);
    return ok ? def : NULL;
}
