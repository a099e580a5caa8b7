#include "mongo/table.h"

#include <string.h>

#include "mongo/mongo_error.h"
#include "mongo/undo.h"
#include "mongo/view.h"
#include "types/array.h"
#include "types/user.h"

#define MARK "pgleaf table" /* the schema's title */

static struct table_def *table_from_validator(struct arena *a, const bson_t *validator)
{
    if (strcmp(bson_text(validator, "$jsonSchema.title", ""), MARK) != 0)
        return NULL;
    return table_from_text(a, bson_text(validator, "$jsonSchema.description", ""));
}

/* ---- views ---- */

/* A view's declaration is the comment of its pipeline's first stage, behind the mark. */
static const char *view_comment(const bson_t *options)
{
    const char *text = bson_text(options, "pipeline.0.$match.$comment", "");
    return strncmp(text, VIEW_MARK, sizeof VIEW_MARK - 1) == 0 ? text + sizeof VIEW_MARK - 1 : NULL;
}

bool validator_holds(const bson_t *options)
{
    return strcmp(bson_text(options, "validationLevel", "strict"), "strict") == 0 &&
           strcmp(bson_text(options, "validationAction", "error"), "error") == 0;
}

/* Documents that a validator only warns of may be anything: then a declaration is none. */
struct table_def *table_from_options(struct arena *a, const bson_t *options)
{
    bson_t validator;
    const char *view = view_comment(options);
    if (view != NULL)
        return table_from_text(a, view);
    return validator_holds(options) && bson_subdocument(options, "validator", &validator) ? table_from_validator(a, &validator) : NULL;
}

/* ---- the validator ---- */

static const struct {
    Oid type;
    const char *bson[4];
} bson_types[] = {
    {TYPE_bool, {"bool"}},           {TYPE_int2, {"int"}},          {TYPE_int4, {"int"}},
    {TYPE_int8, {"long", "int"}},    {TYPE_float4, {"double"}},     {TYPE_float8, {"double"}},
    {TYPE_numeric, {"decimal", "int", "long"}}, {TYPE_objectid, {"objectId"}}, {TYPE_timestamp, {"date"}},
    {TYPE_timestamptz, {"date"}},    {TYPE_date, {"date"}},         {TYPE_bytea, {"binData"}},
    {TYPE_uuid, {"binData"}},        {TYPE_json, {NULL}},           {TYPE_jsonb, {NULL}},
};

/* {enum: ["sad", "ok", null]} */
static void append_labels(bson_t *property, const struct user_type *t, bool notnull)
{
    bson_t list;
    char number[16];
    const char *index;
    uint32_t n = 0;
    bson_append_array_begin(property, "enum", -1, &list);
    FOREACH (struct enum_label, l, t->labels) {
        bson_uint32_to_string(n++, &index, number, sizeof number);
        bson_append_utf8(&list, index, -1, l->name, -1);
    }
    if (!notnull || n == 0) { /* an empty list is refused; what NOT NULL says is said elsewhere */
        bson_uint32_to_string(n, &index, number, sizeof number);
        bson_append_null(&list, index, -1);
    }
    bson_append_array_end(property, &list);
}

/* {items: {not: {bsonType: "array"}}} */
static void append_flat(bson_t *property)
{
    bson_t items, not;
    bson_append_document_begin(property, "items", -1, &items);
    bson_append_document_begin(&items, "not", -1, &not);
    BSON_APPEND_UTF8(&not, "bsonType", "array");
    bson_append_document_end(&items, &not);
    bson_append_document_end(property, &items);
}

static void append_bson_types(bson_t *property, const struct column_def *c)
{
    Oid type = type_stored(c->type);
    int32_t typmod = type == c->type ? c->typmod : type_domain_typmod(c->type);
    const struct user_type *user = user_type(type);
    const char *names[5] = {type_is_array(type) ? "array" : user != NULL && user->kind == 'c' ? "object" : "string"};
    bson_t list;
    char number[16];
    const char *index;
    uint32_t n = 0;
    for (size_t i = 0; i < sizeof bson_types / sizeof *bson_types; i++)
        if (bson_types[i].type == type)
            memcpy(names, bson_types[i].bson, sizeof bson_types[i].bson);
    if (names[0] == NULL)
        return;
    bson_append_array_begin(property, "bsonType", -1, &list);
    for (; names[n] != NULL; n++) {
        bson_uint32_to_string(n, &index, number, sizeof number);
        bson_append_utf8(&list, index, -1, names[n], -1);
    }
    if (!c->notnull) {
        bson_uint32_to_string(n, &index, number, sizeof number);
        bson_append_utf8(&list, index, -1, "null", -1);
    }
    bson_append_array_end(property, &list);
    if (c->flat)
        append_flat(property);
    if (user != NULL && user->kind == 'e')
        append_labels(property, user, c->notnull);
    if (type == TYPE_varchar && typmod >= 4)
        BSON_APPEND_INT32(property, "maxLength", typmod - 4);
    if (type == TYPE_int2) {
        BSON_APPEND_INT32(property, "minimum", -32768);
        BSON_APPEND_INT32(property, "maximum", 32767);
    }
}

static const struct column_def *def_column(const struct table_def *def, const char *name)
{
    FOREACH (struct column_def, c, def->columns)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

/* The field as now declares it is one that was lets in. */
static bool lets_in(struct arena *a, const struct column_def *was, const struct column_def *now)
{
    bson_t *x = bson_in(a), *y = bson_in(a);
    if (now == NULL)
        return !was->notnull;
    struct column_def as = *now;
    as.notnull = was->notnull;
    append_bson_types(x, was);
    append_bson_types(y, &as);
    return bson_equal(x, y) && (now->notnull || !was->notnull);
}

bool table_lets_in(struct arena *a, const struct table_def *before, const struct table_def *def)
{
    FOREACH (struct column_def, c, before->columns)
        if (!lets_in(a, c, def_column(def, c->name)))
            return false;
    return true;
}

bson_t *table_validator(struct arena *a, const struct table_def *def)
{
    bson_t *b = bson_in(a), schema, properties, property, required;
    char number[16];
    const char *index;
    uint32_t n = 0;
    bson_append_document_begin(b, "$jsonSchema", -1, &schema);
    BSON_APPEND_UTF8(&schema, "title", MARK);
    BSON_APPEND_UTF8(&schema, "description", table_text(a, def));
    BSON_APPEND_UTF8(&schema, "bsonType", "object");
    bson_append_document_begin(&schema, "properties", -1, &properties);
    FOREACH (struct column_def, c, def->columns) {
        bson_append_document_begin(&properties, c->name, -1, &property);
        append_bson_types(&property, c);
        bson_append_document_end(&properties, &property);
        n += c->notnull;
    }
    bson_append_document_end(&schema, &properties);
    if (n > 0) { /* an empty list is refused */
        bson_append_array_begin(&schema, "required", -1, &required);
        n = 0;
        FOREACH (struct column_def, c, def->columns) {
            if (!c->notnull)
                continue;
            bson_uint32_to_string(n++, &index, number, sizeof number);
            bson_append_utf8(&required, index, -1, c->name, -1);
        }
        bson_append_array_end(&schema, &required);
    }
    bson_append_document_end(b, &schema);
    return b;
}

#define RESERVED "pgleaf reserved"

bson_t *table_reserving(struct arena *a, const char *other)
{
    bson_t *b = bson_in(a), schema;
    bson_append_document_begin(b, "$jsonSchema", -1, &schema);
    BSON_APPEND_UTF8(&schema, "title", RESERVED);
    BSON_APPEND_UTF8(&schema, "description", other);
    BSON_APPEND_UTF8(&schema, "bsonType", "string"); /* no document is one */
    bson_append_document_end(b, &schema);
    return b;
}

bool table_is_reserved(const bson_t *options)
{
    return strcmp(bson_text(options, "validator.$jsonSchema.title", ""), RESERVED) == 0;
}

/* ---- commands ---- */

/* The reply's code where the server said no, of a document too; 0. Other errors are raised. */
int table_try(struct mongo *m, const char *db, const bson_t *command, int expected)
{
    bson_error_t error = {0};
    bson_t reply;
    bool ok = mongo_try(m, db, command, MONGO_WRITE, 0, &reply, &error) && !bson_has_field(&reply, "writeErrors");
    int code = ok ? 0 : mongo_server_code(&error, &reply);
    struct error *e = ok || code == expected ? NULL : mongo_error_new(&error, &reply, false);
    bson_destroy(&reply);
    if (e != NULL)
        error_throw(e);
    return code;
}

int table_command(struct arena *a, struct mongo *m, const char *db, const bson_t *command, int expected)
{
    volatile int code = 0;
    GUARD {
        code = table_try(m, db, command, expected);
    } FINALLY {
        arena_free(a);
    } END_GUARD;
    return code;
}

/* NULLs are no duplicates: a document without the field is not in the index. A deferrable key's is there to look rows up. */
bson_t *table_key_as_spec(struct arena *a, const struct table_def *def, const struct table_key *k)
{
    struct table_index ix = {.name = k->name, .unique = !k->deferrable, .n = list_length(k->columns)};
    const char **paths = ARENA_ARRAY(a, const char *, ix.n), **present = ARENA_ARRAY(a, const char *, ix.n);
    if (ix.n == 1 && strcmp(list_nth(k->columns, 0), "_id") == 0)
        return NULL; /* it has that one */
    for (int i = 0; i < ix.n; i++) {
        const struct column_def *c = def_column(def, list_nth(k->columns, i));
        paths[i] = list_nth(k->columns, i);
        if (c != NULL && !c->notnull && !k->not_distinct && !k->deferrable)
            present[ix.npresent++] = paths[i];
    }
    ix.paths = paths;
    ix.present = present;
    return table_index_as_spec(a, &ix);
}

void table_create_key(struct arena *a, struct mongo *m, const char *db, const char *name, const struct table_def *def, const struct table_key *k)
{
    const bson_t *spec = table_key_as_spec(a, def, k);
    if (spec != NULL)
        table_create_index_as(m, db, name, spec);
}

static const struct table_key *key_named(const struct table_def *def, const char *name)
{
    if (def != NULL)
        FOREACH (struct table_key, k, def->keys)
            if (strcmp(k->name, name) == 0)
                return k;
    return NULL;
}

void table_change_keys(struct mongo *m, const char *db, const char *name, const struct table_def *before, const struct table_def *def)
{
    struct arena *a = arena_new(NULL, "keys");
    GUARD {
        if (before != NULL)
            FOREACH (struct table_key, k, before->keys)
                if (key_named(def, k->name) == NULL)
                    table_drop_index(m, db, name, k->name);
        FOREACH (struct table_key, k, def->keys)
            if (key_named(before, k->name) == NULL)
                table_create_key(a, m, db, name, def, k);
    } FINALLY {
        arena_free(a);
    } END_GUARD;
}

void table_create(struct mongo *m, const char *db, const char *name, const struct table_def *def)
{
    struct arena *a = arena_new(NULL, "table");
    GUARD {
        bson_t *b = bson_in(a);
        BSON_APPEND_UTF8(b, "create", name);
        BSON_APPEND_DOCUMENT(b, "validator", table_validator(a, def));
        if (table_try(m, db, b, NAMESPACE_EXISTS) != 0)
            raise(ERR_DUPLICATE_TABLE, "relation \"%s\" already exists", name);
    } FINALLY {
        arena_free(a);
    } END_GUARD;
}

void table_alter(struct mongo *m, const char *db, const char *name, const struct table_def *def)
{
    struct arena *a = arena_new(NULL, "table");
    bson_t *b = bson_in(a);
    BSON_APPEND_UTF8(b, "collMod", name);
    BSON_APPEND_DOCUMENT(b, "validator", table_validator(a, def));
    table_command(a, m, db, b, 0);
}

bool table_drop(struct mongo *m, const char *db, const char *name)
{
    struct arena *a = arena_new(NULL, "table");
    bson_t *b = bson_in(a);
    BSON_APPEND_UTF8(b, "drop", name);
    return table_command(a, m, db, b, NAMESPACE_NOT_FOUND) == 0;
}

void table_rename(struct mongo *m, const char *db, const char *name, const char *to, bool over)
{
    struct arena *a = arena_new(NULL, "table");
    bson_t *b = bson_in(a);
    BSON_APPEND_UTF8(b, "renameCollection", arena_printf(a, "%s.%s", db, name));
    BSON_APPEND_UTF8(b, "to", arena_printf(a, "%s.%s", db, to));
    if (over)
        BSON_APPEND_BOOL(b, "dropTarget", true);
    table_command(a, m, "admin", b, 0);
}

enum { DUPLICATE_KEY = 11000 };

void table_rename_field(struct mongo *m, const char *db, const char *name, const char *from, const char *to)
{
    struct arena *a = arena_new(NULL, "field");
    bson_t *b = bson_in(a), list, item, u, op, none = BSON_INITIALIZER;
    BSON_APPEND_UTF8(b, "update", name);
    bson_append_array_begin(b, "updates", -1, &list);
    bson_append_document_begin(&list, "0", -1, &item);
    BSON_APPEND_DOCUMENT(&item, "q", &none);
    bson_append_document_begin(&item, "u", -1, &u);
    bson_append_document_begin(&u, to != NULL ? "$rename" : "$unset", -1, &op);
    BSON_APPEND_UTF8(&op, from, to != NULL ? to : "");
    bson_append_document_end(&u, &op);
    bson_append_document_end(&item, &u);
    BSON_APPEND_BOOL(&item, "multi", true);
    bson_append_document_end(&list, &item);
    bson_append_array_end(b, &list);
    BSON_APPEND_BOOL(b, "bypassDocumentValidation", true);
    const bool within = mongo_in_transaction(m);
    if (within)
        undo_keep_field(m, db, name, from);
    if (table_command(a, m, db, b, within ? DUPLICATE_KEY : 0) != 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "values that an index keeps out are not supported before the transaction that dropped it commits");
}

const char *table_field_mark(struct arena *a, const char *field)
{
    return arena_printf(a, "pgleaf was %s", field);
}

static void update_all(struct arena *a, struct mongo *m, const char *db, const char *name, bson_t *member)
{
    bson_t *b = bson_in(a);
    BSON_APPEND_UTF8(b, "update", name);
    BSON_APPEND_BOOL(member, "multi", true);
    BCON_APPEND(b, "updates", "[", BCON_DOCUMENT(member), "]");
    BSON_APPEND_BOOL(b, "bypassDocumentValidation", true);
    table_command(a, m, db, b, 0);
}

void table_copy_field(struct mongo *m, const char *db, const char *name, const char *from, const char *to)
{
    struct arena *a = arena_new(NULL, "field");
    bson_t *b = bson_in(a);
    BCON_APPEND(b, "q", "{", from, "{", "$exists", BCON_BOOL(true), "}", "}", "u", "[", "{", "$set", "{", to, BCON_UTF8(arena_printf(a, "$%s", from)), "}", "}", "]");
    undo_keep_field(m, db, name, from);
    update_all(a, m, db, name, b);
}

void table_mark_field(struct mongo *m, const char *db, const char *name, const char *from)
{
    struct arena *a = arena_new(NULL, "field");
    bson_t *b = bson_in(a);
    BCON_APPEND(b, "q", "{", from, "{", "$exists", BCON_BOOL(true), "}", "}", "u", "{", "$set", "{", table_field_mark(a, from), BCON_BOOL(true), "}", "}");
    update_all(a, m, db, name, b);
}

void table_settle_field(struct mongo *m, const char *db, const char *name, const char *from, const char *to)
{
    struct arena *a = arena_new(NULL, "field");
    bson_t *b = bson_in(a);
    const char *mark = table_field_mark(a, from);
    BCON_APPEND(b, "q", "{", mark, "{", "$exists", BCON_BOOL(true), "}", "}", "u", "{", "$unset", "{", mark, BCON_UTF8(""), from, BCON_UTF8(""), "}", "}");
    update_all(a, m, db, name, b);
    table_rename_field(m, db, name, from, to);
}

#define CLOSED "pgleaf closed" /* a field that no document has */

static void close_to_others(struct mongo *m, const char *db, const char *name)
{
    struct arena *a = arena_new(NULL, "closed");
    const bson_t *options = collection_options(a, m, db, name);
    bson_t validator, *b = bson_in(a), closed;
    if (options == NULL || !bson_subdocument(options, "validator", &validator) || bson_has_field(&validator, CLOSED)) {
        arena_free(a);
        return;
    }
    BSON_APPEND_UTF8(b, "collMod", name);
    bson_append_document_begin(b, "validator", -1, &closed);
    bson_concat(&closed, &validator);
    BCON_APPEND(&closed, CLOSED, "{", "$exists", BCON_BOOL(true), "}");
    bson_append_document_end(b, &closed);
    table_command(a, m, db, b, 0);
}

void table_settle_theirs(struct mongo *m, const char *db, const char *name, const char *from, const char *to)
{
    close_to_others(m, db, name);
    struct arena *a = arena_new(NULL, "field");
    bson_t *b = bson_in(a);
    BCON_APPEND(b, "q", "{", from, "{", "$exists", BCON_BOOL(true), "}", table_field_mark(a, from), "{", "$exists", BCON_BOOL(false), "}", "}", "u", "{", to != NULL ? "$rename" : "$unset", "{",
                from, BCON_UTF8(to != NULL ? to : ""), "}", "}");
    update_all(a, m, db, name, b);
}

bson_t *table_fill_field(struct arena *a, const bson_t *doc, const char *from)
{
    bson_t *out = bson_in(a);
    bson_iter_t it;
    bson_concat(out, doc);
    if (bson_iter_init_find(&it, doc, "_id"))
        BCON_APPEND(out, from, "{", "pgleaf new", BCON_ITER(&it), "}");
    return out;
}

void table_make_long(struct mongo *m, const char *db, const char *name, const char *field)
{
    struct arena *a = arena_new(NULL, "field");
    bson_t *b = bson_in(a);
    BSON_APPEND_UTF8(b, "update", name);
    BCON_APPEND(b, "updates", "[", "{", "q", "{", field, "{", "$type", BCON_UTF8("int"), "}", "}", "u", "[", "{", "$set", "{", field, "{", "$toLong",
                BCON_UTF8(arena_printf(a, "$%s", field)), "}", "}", "}", "]", "multi", BCON_BOOL(true), "}", "]");
    BSON_APPEND_BOOL(b, "bypassDocumentValidation", true);
    table_command(a, m, db, b, 0);
}

/* Is there a document with {field: test}? */
static bool has_document(struct arena *a, struct mongo *m, const char *db, const char *name, const char *field, const bson_t *test)
{
    bson_t *b = bson_in(a), filter, reply, batch;
    bson_error_t error;
    BSON_APPEND_UTF8(b, "find", name);
    bson_append_document_begin(b, "filter", -1, &filter);
    BSON_APPEND_DOCUMENT(&filter, field, test);
    bson_append_document_end(b, &filter);
    BSON_APPEND_INT32(b, "limit", 1);
    BSON_APPEND_BOOL(b, "singleBatch", true);
    bool ok = mongo_try(m, db, b, MONGO_READ, 0, &reply, &error);
    struct error *e = ok ? NULL : mongo_error_new(&error, &reply, false);
    bool found = ok && bson_subdocument(&reply, "cursor.firstBatch", &batch) && !bson_empty(&batch);
    bson_destroy(&reply);
    if (e != NULL)
        error_throw(e);
    return found;
}

bool table_has_field(struct mongo *m, const char *db, const char *name, const char *field)
{
    struct arena *a = arena_new(NULL, "field");
    volatile bool found = false;
    GUARD {
        found = has_document(a, m, db, name, field, bson_literal(a, "{'$exists': true}"));
    } FINALLY {
        arena_free(a);
    } END_GUARD;
    return found;
}

bool table_has_nested(struct mongo *m, const char *db, const char *name, const char *field)
{
    struct arena *a = arena_new(NULL, "field");
    volatile bool found = false;
    GUARD {
        found = has_document(a, m, db, name, arena_printf(a, "%s.0", field), bson_literal(a, "{'$type': 'array'}"));
    } FINALLY {
        arena_free(a);
    } END_GUARD;
    return found;
}

/* {update: name, updates: [{q: {field: from}, u: {$set: {field: to}}, multi: true}]}; in arrays {$set: {"field.$[x]": to}} */
static bson_t *replace_command(struct arena *a, const char *name, const char *field, bool array, const char *from, const char *to)
{
    bson_t *b = bson_in(a), list, item, q, u, op, filters, filter;
    BSON_APPEND_UTF8(b, "update", name);
    bson_append_array_begin(b, "updates", -1, &list);
    bson_append_document_begin(&list, "0", -1, &item);
    bson_append_document_begin(&item, "q", -1, &q);
    BSON_APPEND_UTF8(&q, field, from);
    bson_append_document_end(&item, &q);
    bson_append_document_begin(&item, "u", -1, &u);
    bson_append_document_begin(&u, "$set", -1, &op);
    BSON_APPEND_UTF8(&op, array ? arena_printf(a, "%s.$[x]", field) : field, to);
    bson_append_document_end(&u, &op);
    bson_append_document_end(&item, &u);
    BSON_APPEND_BOOL(&item, "multi", true);
    if (array) {
        bson_append_array_begin(&item, "arrayFilters", -1, &filters);
        bson_append_document_begin(&filters, "0", -1, &filter);
        BSON_APPEND_UTF8(&filter, "x", from);
        bson_append_document_end(&filters, &filter);
        bson_append_array_end(&item, &filters);
    }
    bson_append_document_end(&list, &item);
    bson_append_array_end(b, &list);
    BSON_APPEND_BOOL(b, "bypassDocumentValidation", true);
    return b;
}

void table_replace_text(struct mongo *m, const char *db, const char *name, const char *field, bool array, const char *from, const char *to)
{
    struct arena *a = arena_new(NULL, "field");
    GUARD {
        if (array && table_has_nested(m, db, name, field))
            raise(ERR_FEATURE_NOT_SUPPORTED, "\"%s\" of \"%s\" has arrays of several dimensions, in which \"%s\" cannot be replaced", field, name, from);
        table_try(m, db, replace_command(a, name, field, array, from, to), 0);
    } FINALLY {
        arena_free(a);
    } END_GUARD;
}
