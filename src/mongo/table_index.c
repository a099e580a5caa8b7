/* Indexes of collections: made, dropped, made again under another name or on another field. */
#include <string.h>

#include "mongo/index.h"
#include "mongo/mongo_error.h"
#include "mongo/table.h"

enum { INDEX_NOT_FOUND = 27, WIRE_5_0 = 13 };

struct error *error_of_index_build(struct error *e)
{
    static const char was[] = " already exists.";
    size_t n = e->detail != NULL ? strlen(e->detail) : 0, end = sizeof was - 1;
    if (e->code != ERR_UNIQUE_VIOLATION || e->constraint == NULL)
        return e;
    struct error *out = error_new(e->code, "could not create unique index \"%s\"", e->constraint);
    if (n > end && strcmp(e->detail + n - end, was) == 0)
        error_detail(out, "%.*s is duplicated.", (int)(n - end), e->detail);
    out->schema = e->schema;
    out->table = e->table;
    out->constraint = e->constraint;
    return out;
}

static void append_key(bson_t *key, const struct table_index *ix)
{
    for (int i = 0; i < ix->n; i++) {
        if (ix->kinds != NULL && ix->kinds[i] != NULL)
            bson_append_utf8(key, ix->paths[i], -1, ix->kinds[i], -1);
        else
            bson_append_int32(key, ix->paths[i], -1, ix->directions != NULL ? ix->directions[i] : 1);
    }
}

/* What a condition asks of a path holds for no document without it: there is no room to ask for its presence, nor need. */
static void append_filter(bson_t *spec, const struct table_index *ix)
{
    bson_t filter, exists;
    if (ix->npresent == 0 && ix->filter == NULL)
        return;
    bson_append_document_begin(spec, "partialFilterExpression", -1, &filter);
    if (ix->filter != NULL)
        bson_concat(&filter, ix->filter);
    for (int i = 0; i < ix->npresent; i++) {
        if (ix->filter != NULL && bson_has_field(ix->filter, ix->present[i]))
            continue;
        bson_append_document_begin(&filter, ix->present[i], -1, &exists);
        BSON_APPEND_BOOL(&exists, "$exists", true);
        bson_append_document_end(&filter, &exists);
    }
    bson_append_document_end(spec, &filter);
}

static bool same_part(const bson_t *x, const bson_t *y, const char *part)
{
    bson_t of_x, of_y;
    bool in_x = bson_subdocument(x, part, &of_x), in_y = bson_subdocument(y, part, &of_y);
    return in_x == in_y && (!in_x || bson_equal(&of_x, &of_y));
}

/* Until MongoDB 5.0 one that is unique was of a kind with one that is not; so is that of _id, which takes no options. */
static bool any_alike(const List *others, const bson_t *spec)
{
    bool any_unique = mongo_current->server.max_wire_version < WIRE_5_0;
    FOREACH (bson_t, x, others)
        if (same_part(x, spec, "key") && same_part(x, spec, "partialFilterExpression") &&
            (any_unique || strcmp(bson_text(x, "name", ""), "_id_") == 0 || bson_truth(x, "unique") == bson_truth(spec, "unique")) &&
            strcmp(bson_text(x, "name", ""), bson_text(spec, "name", "")) != 0)
            return true;
    return false;
}

static const bson_t *with_second(struct arena *a, const bson_t *spec, int number)
{
    bson_t *out = bson_in(a), key, more;
    bson_iter_t it;
    bson_append_document_begin(out, "key", -1, &more);
    if (bson_subdocument(spec, "key", &key) && bson_iter_init(&it, &key))
        while (bson_iter_next(&it))
            if (strncmp(bson_iter_key(&it), INDEX_SECOND, sizeof INDEX_SECOND - 1) != 0) /* as it was numbered before */
                bson_append_iter(&more, NULL, -1, &it);
    BSON_APPEND_INT32(&more, arena_printf(a, INDEX_SECOND "%d", number), 1);
    bson_append_document_end(out, &more);
    bson_copy_to_excluding_noinit(spec, out, "key", NULL);
    return out;
}

const bson_t *table_spec_apart(struct arena *a, const List *others, const bson_t *spec)
{
    const bson_t *out = spec;
    for (int i = 1; any_alike(others, out); i++)
        out = with_second(a, spec, i);
    return out;
}

static List *list_specs(struct arena *a, struct mongo *m, const char *db, const char *collection, struct error **failed);

static void create_index(struct arena *a, struct mongo *m, const char *db, const char *collection, const bson_t *spec)
{
    bson_t *b = bson_in(a), list;
    BSON_APPEND_UTF8(b, "createIndexes", collection);
    bson_append_array_begin(b, "indexes", -1, &list);
    BSON_APPEND_DOCUMENT(&list, "0", spec);
    bson_append_array_end(b, &list);
    table_command(a, m, db, b, 0);
}

void table_create_index_as(struct mongo *m, const char *db, const char *collection, const bson_t *spec)
{
    struct arena *a = arena_new(NULL, "index");
    TRY {
        const bson_t *as = mongo_in_transaction(m) ? spec : table_spec_apart(a, list_specs(a, m, db, collection, NULL), spec);
        create_index(a, m, db, collection, as);
    } CATCH (e) {
        error_throw(error_of_index_build(e));
    } END_TRY;
}

bson_t *table_index_as_spec(struct arena *a, const struct table_index *ix)
{
    bson_t *spec = bson_in(a), key;
    bson_append_document_begin(spec, "key", -1, &key);
    append_key(&key, ix);
    bson_append_document_end(spec, &key);
    BSON_APPEND_UTF8(spec, "name", ix->name);
    if (ix->unique)
        BSON_APPEND_BOOL(spec, "unique", true);
    append_filter(spec, ix);
    return spec;
}

void table_create_index(struct mongo *m, const char *db, const char *collection, const struct table_index *ix)
{
    struct arena *a = arena_new(NULL, "index");
    GUARD {
        table_create_index_as(m, db, collection, table_index_as_spec(a, ix));
    } FINALLY {
        arena_free(a);
    } END_GUARD;
}

bool table_drop_index(struct mongo *m, const char *db, const char *collection, const char *name)
{
    struct arena *a = arena_new(NULL, "index");
    bson_t *b = bson_in(a);
    BSON_APPEND_UTF8(b, "dropIndexes", collection);
    BSON_APPEND_UTF8(b, "index", name);
    return table_command(a, m, db, b, INDEX_NOT_FOUND) == 0;
}

/* Indexes' own descriptions; what the server adds for itself (v, ns) is left out. */
static List *specs_of(struct arena *a, const bson_t *reply)
{
    bson_t batch, spec;
    bson_iter_t it, field;
    List *out = NULL;
    if (!bson_subdocument(reply, "cursor.firstBatch", &batch) || !bson_iter_init(&it, &batch))
        return NULL;
    while (bson_iter_next(&it)) {
        if (!bson_view(&it, &spec) || !bson_iter_init(&field, &spec))
            continue;
        bson_t *x = bson_in(a);
        while (bson_iter_next(&field))
            if (strcmp(bson_iter_key(&field), "v") != 0 && strcmp(bson_iter_key(&field), "ns") != 0)
                bson_append_iter(x, NULL, -1, &field);
        out = list_append(a, out, x);
    }
    return out;
}

/* failed: NULL where that there are none is no error */
static List *list_specs(struct arena *a, struct mongo *m, const char *db, const char *collection, struct error **failed)
{
    bson_t *b = bson_in(a), reply, cursor;
    bson_error_t error;
    BSON_APPEND_UTF8(b, "listIndexes", collection);
    bson_append_document_begin(b, "cursor", -1, &cursor);
    BSON_APPEND_INT32(&cursor, "batchSize", 1000);
    bson_append_document_end(b, &cursor);
    bool ok = mongo_try(m, db, b, MONGO_READ, 0, &reply, &error);
    if (failed != NULL)
        *failed = ok ? NULL : mongo_error_new(&error, &reply, false);
    List *out = ok ? specs_of(a, &reply) : NULL;
    bson_destroy(&reply);
    return out;
}

List *table_index_specs(struct arena *a, struct mongo *m, const char *db, const char *collection)
{
    List *volatile out = NULL;
    bool beside = m->beside;
    GUARD {
        m->beside = true; /* indexes are not listed inside a transaction */
        out = list_specs(a, m, db, collection, NULL);
    } FINALLY {
        m->beside = beside;
    } END_GUARD;
    return out;
}

bson_t *table_index_spec(struct arena *a, struct mongo *m, const char *db, const char *collection, const char *name)
{
    struct error *failed;
    List *all = list_specs(a, m, db, collection, &failed);
    if (failed != NULL)
        error_throw(failed);
    FOREACH (bson_t, x, all)
        if (strcmp(bson_text(x, "name", ""), name) == 0)
            return x;
    raise(ERR_UNDEFINED_OBJECT, "index \"%s\" does not exist", name);
}

/* A field's name, at any depth: as a key, or inside of conditions. */
static void rename_fields(bson_t *out, const bson_t *in, const char *from, const char *to)
{
    bson_iter_t it;
    size_t n = strlen(from);
    if (!bson_iter_init(&it, in))
        return;
    while (bson_iter_next(&it)) {
        const char *key = bson_iter_key(&it);
        bson_t below, copy;
        const uint8_t *data;
        uint32_t len;
        if (strcmp(key, from) == 0) {
            bson_append_iter(out, to, -1, &it);
        } else if (strncmp(key, from, n) == 0 && key[n] == '.') {
            char *path = bson_strdup_printf("%s%s", to, key + n);
            bson_append_iter(out, path, -1, &it);
            bson_free(path);
        } else if (BSON_ITER_HOLDS_ARRAY(&it)) {
            bson_iter_array(&it, &len, &data);
            bson_append_array_begin(out, key, -1, &copy);
            if (bson_init_static(&below, data, len))
                rename_fields(&copy, &below, from, to);
            bson_append_array_end(out, &copy);
        } else if (BSON_ITER_HOLDS_DOCUMENT(&it)) {
            bson_iter_document(&it, &len, &data);
            bson_append_document_begin(out, key, -1, &copy);
            if (bson_init_static(&below, data, len))
                rename_fields(&copy, &below, from, to);
            bson_append_document_end(out, &copy);
        } else {
            bson_append_iter(out, NULL, -1, &it);
        }
    }
}

bson_t *table_spec_on_field(struct arena *a, const bson_t *spec, const char *from, const char *to)
{
    static const char *const fields[] = {"key", "partialFilterExpression", "weights"};
    bson_t *out = bson_in(a), below, copy;
    bson_iter_t it;
    if (bson_iter_init(&it, spec))
        while (bson_iter_next(&it)) {
            const char *key = bson_iter_key(&it);
            bool names = false;
            for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
                names = names || strcmp(fields[i], key) == 0;
            if (!names || !bson_subdocument(spec, key, &below)) {
                bson_append_iter(out, NULL, -1, &it);
                continue;
            }
            bson_append_document_begin(out, key, -1, &copy);
            rename_fields(&copy, &below, from, to);
            bson_append_document_end(out, &copy);
        }
    return out;
}

bson_t *table_spec_with_filter(struct arena *a, const bson_t *spec, const char *const *present, int npresent, const bson_t *filter)
{
    const struct table_index ix = {.present = present, .npresent = npresent, .filter = filter};
    bson_t *out = bson_in(a);
    bson_copy_to_excluding_noinit(spec, out, "partialFilterExpression", NULL);
    append_filter(out, &ix);
    return out;
}

bson_t *table_spec_named(struct arena *a, const bson_t *spec, const char *name)
{
    bson_t *out = bson_in(a);
    bson_copy_to_excluding_noinit(spec, out, "name", NULL);
    BSON_APPEND_UTF8(out, "name", name);
    return out;
}

void table_rename_index(struct mongo *m, const char *db, const char *collection, const char *from, const char *to)
{
    struct arena *a = arena_new(NULL, "index");
    GUARD {
        const bson_t *renamed = table_spec_named(a, table_index_spec(a, m, db, collection, from), to);
        table_drop_index(m, db, collection, from);
        table_create_index_as(m, db, collection, renamed);
    } FINALLY {
        arena_free(a);
    } END_GUARD;
}
