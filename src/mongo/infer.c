#include "mongo/infer.h"

#include <string.h>

#define MAX_DEPTH 64        /* of documents looked into; MongoDB's own limit is 100 */
#define MAX_MISFIT_DEPTH 8  /* of documents that the pipeline looks into */
#define MAX_MISFIT_FIELDS 400

void infer_init(struct infer *in, struct arena *a)
{
    *in = (struct infer){.arena = a, .root = field_new(a, "", 0)};
}

/* ---- documents ---- */

static unsigned seen_bit(const bson_iter_t *it)
{
    bson_subtype_t subtype;
    uint32_t len;
    const uint8_t *data;
    switch (bson_iter_type(it)) {
    case BSON_TYPE_DOUBLE:
        return SEEN_DOUBLE;
    case BSON_TYPE_UTF8:
        return SEEN_STRING;
    case BSON_TYPE_DOCUMENT:
        return SEEN_DOCUMENT;
    case BSON_TYPE_ARRAY:
        return SEEN_ARRAY;
    case BSON_TYPE_BINARY:
        bson_iter_binary(it, &subtype, &len, &data);
        if (subtype == BSON_SUBTYPE_BINARY || subtype == BSON_SUBTYPE_BINARY_DEPRECATED)
            return SEEN_BINARY;
        return subtype == BSON_SUBTYPE_UUID && len == 16 ? SEEN_UUID : SEEN_OTHER;
    case BSON_TYPE_OID:
        return SEEN_OBJECTID;
    case BSON_TYPE_BOOL:
        return SEEN_BOOL;
    case BSON_TYPE_DATE_TIME:
        return SEEN_DATE;
    case BSON_TYPE_NULL:
    case BSON_TYPE_UNDEFINED:
        return SEEN_NULL;
    case BSON_TYPE_REGEX:
        return SEEN_REGEX;
    case BSON_TYPE_INT32:
        return SEEN_INT32;
    case BSON_TYPE_TIMESTAMP:
        return SEEN_TIMESTAMP;
    case BSON_TYPE_INT64:
        return SEEN_INT64;
    case BSON_TYPE_DECIMAL128:
        return SEEN_DECIMAL;
    default:
        return SEEN_OTHER;
    }
}

static bool learn(unsigned *seen, unsigned bit)
{
    bool is_new = (*seen & bit) == 0;
    *seen |= bit;
    return is_new;
}

static bool learn_array(struct field *f, const bson_iter_t *array)
{
    bson_iter_t it;
    bool news = false;
    if (bson_iter_recurse(array, &it))
        while (bson_iter_next(&it))
            news |= learn(&f->elem_seen, seen_bit(&it));
    return news;
}

static bool learn_document(struct infer *in, struct field *parent, bson_iter_t *it, int depth)
{
    bool news = false;
    int max = depth == 0 ? SCHEMA_MAX_COLUMNS : SCHEMA_MAX_CHILDREN;
    for (int i = 0; bson_iter_next(it); i++) {
        const char *key = bson_iter_key(it);
        struct field *f = field_child(in->arena, parent, key, strlen(key), i, max);
        if (f == NULL)
            continue;
        f->present++;
        news |= learn(&f->seen, seen_bit(it));
        if (in->sample != NULL)
            infer_keep_value(in, f, it);
        bson_iter_t sub;
        if (BSON_ITER_HOLDS_ARRAY(it))
            news |= learn_array(f, it);
        else if (BSON_ITER_HOLDS_DOCUMENT(it) && depth < MAX_DEPTH && bson_iter_recurse(it, &sub))
            news |= learn_document(in, f, &sub, depth + 1);
    }
    return news;
}

bool infer_document(struct infer *in, const uint8_t *doc, size_t len)
{
    bson_iter_t it;
    in->documents++;
    if (in->sample != NULL && ++in->sampled > STAT_SAMPLE)
        in->sample = NULL;
    return bson_iter_init_from_data(&it, doc, len) && learn_document(in, in->root, &it, 0);
}

static void mark_missing(struct field *parent, uint64_t documents)
{
    for (int i = 0; i < parent->nchildren; i++) {
        struct field *f = parent->children[i];
        if (f->present < documents) /* a validator may be younger than the documents */
            f->seen |= SEEN_MISSING;
        mark_missing(f, UINT64_MAX); /* a nested field's document may itself be missing */
    }
}

void infer_finish(struct infer *in, bool view)
{
    if (view && in->documents > 0 && field_find(in->root, "_id", 3) == NULL) {
        mark_missing(in->root, in->documents);
        return;
    }
    struct field *id = field_child(in->arena, in->root, "_id", 3, 0, SCHEMA_MAX_COLUMNS + 1);
    if ((id->seen & ~(unsigned)(SEEN_NULL | SEEN_MISSING)) == 0)
        id->seen |= SEEN_OBJECTID; /* an empty collection: what MongoDB would make */
    id->required = true;
    mark_missing(in->root, in->documents);
    id->seen &= ~(unsigned)SEEN_MISSING;
}

/* ---- validators ---- */

static const struct {
    const char *name;
    unsigned bits;
} type_names[] = {
    /* bsonType; "number" says too little: the documents tell */
    {"double", SEEN_DOUBLE}, {"string", SEEN_STRING}, {"object", SEEN_DOCUMENT}, {"array", SEEN_ARRAY},
    {"binData", SEEN_BINARY}, {"objectId", SEEN_OBJECTID}, {"bool", SEEN_BOOL}, {"boolean", SEEN_BOOL},
    {"date", SEEN_DATE}, {"null", SEEN_NULL}, {"regex", SEEN_REGEX}, {"int", SEEN_INT32},
    {"timestamp", SEEN_TIMESTAMP}, {"long", SEEN_INT64}, {"decimal", SEEN_DECIMAL}, {"undefined", SEEN_NULL},
    {"javascript", SEEN_OTHER}, {"javascriptWithScope", SEEN_OTHER}, {"symbol", SEEN_OTHER}, {"minKey", SEEN_OTHER},
    {"maxKey", SEEN_OTHER}, {"dbPointer", SEEN_OTHER},
};
#define NTYPES (sizeof type_names / sizeof *type_names)

static unsigned bits_of_name(const char *name)
{
    for (size_t i = 0; i < NTYPES; i++)
        if (strcmp(type_names[i].name, name) == 0)
            return type_names[i].bits;
    return 0;
}

/* bsonType or type: a string, or an array of them. A binary may be a UUID: the documents tell. */
static unsigned validator_types(const bson_iter_t *it)
{
    bson_iter_t sub;
    unsigned bits = 0;
    if (BSON_ITER_HOLDS_UTF8(it)) {
        bits = bits_of_name(bson_iter_utf8(it, NULL));
    } else if (BSON_ITER_HOLDS_ARRAY(it) && bson_iter_recurse(it, &sub)) {
        while (bson_iter_next(&sub)) {
            unsigned one = BSON_ITER_HOLDS_UTF8(&sub) ? bits_of_name(bson_iter_utf8(&sub, NULL)) : 0;
            if (one == 0)
                return 0;
            bits |= one;
        }
    }
    return bits & ~(unsigned)SEEN_BINARY;
}

static void schema_object(struct infer *in, struct field *parent, const bson_iter_t *object, int depth);

static void schema_field(struct infer *in, struct field *f, const bson_iter_t *object, int depth)
{
    bson_iter_t it, sub;
    if (!bson_iter_recurse(object, &it))
        return;
    while (bson_iter_next(&it)) {
        const char *key = bson_iter_key(&it);
        if (strcmp(key, "bsonType") == 0 || strcmp(key, "type") == 0)
            f->seen |= validator_types(&it);
        else if (strcmp(key, "items") == 0 && BSON_ITER_HOLDS_DOCUMENT(&it) && bson_iter_recurse(&it, &sub) &&
                 bson_iter_find(&sub, "bsonType"))
            f->elem_seen |= validator_types(&sub);
    }
    if (depth < MAX_DEPTH)
        schema_object(in, f, object, depth + 1);
}

static void schema_object(struct infer *in, struct field *parent, const bson_iter_t *object, int depth)
{
    bson_iter_t it, sub;
    if (!bson_iter_recurse(object, &it))
        return;
    while (bson_iter_next(&it)) {
        if (strcmp(bson_iter_key(&it), "properties") != 0 || !BSON_ITER_HOLDS_DOCUMENT(&it) || !bson_iter_recurse(&it, &sub))
            continue;
        for (int i = 0; bson_iter_next(&sub); i++) {
            const char *name = bson_iter_key(&sub);
            struct field *f = field_child(in->arena, parent, name, strlen(name), i, SCHEMA_MAX_COLUMNS);
            if (f != NULL && BSON_ITER_HOLDS_DOCUMENT(&sub))
                schema_field(in, f, &sub, depth);
        }
    }
    /* required stands before or behind properties */
    if (bson_iter_recurse(object, &it) && bson_iter_find(&it, "required") && BSON_ITER_HOLDS_ARRAY(&it) &&
        bson_iter_recurse(&it, &sub))
        while (bson_iter_next(&sub)) {
            struct field *f = BSON_ITER_HOLDS_UTF8(&sub)
                                  ? field_find(parent, bson_iter_utf8(&sub, NULL), strlen(bson_iter_utf8(&sub, NULL)))
                                  : NULL;
            /* without a type a null is let in */
            if (f != NULL && f->seen != 0 && !(f->seen & SEEN_NULL))
                f->required = true;
        }
}

void infer_validator(struct infer *in, const bson_t *validator)
{
    bson_iter_t it;
    if (bson_iter_init_find(&it, validator, "$jsonSchema") && BSON_ITER_HOLDS_DOCUMENT(&it))
        schema_object(in, in->root, &it, 0);
}

/* ---- documents that do not fit ---- */

struct misfits {
    struct arena *arena;
    int fields; /* said so far */
};

/* {NAME: [ ... ]} around what the caller appends to the array it is given */
#define ARRAY_OP(outer, key, name, array, body)                         \
    do {                                                                \
        bson_t op_##array, array##_;                                          \
        bson_append_document_begin((outer), (key), -1, &op_##array);           \
        bson_append_array_begin(&op_##array, (name), -1, &array##_);           \
        bson_t *array = &array##_;                                      \
        body                                                            \
        bson_append_array_end(&op_##array, &array##_);                         \
        bson_append_document_end((outer), &op_##array);                        \
    } while (0)

/* {$type: "$path"} */
static void append_type(bson_t *b, const char *key, const char *path)
{
    bson_t op;
    bson_append_document_begin(b, key, -1, &op);
    bson_append_utf8(&op, "$type", 5, path, -1);
    bson_append_document_end(b, &op);
}

/* {$literal: [names of the types]} */
static void append_type_names(bson_t *b, const char *key, unsigned seen)
{
    bson_t op, list;
    char index[16];
    uint32_t n = 0;
    const char *k;
    bson_append_document_begin(b, key, -1, &op);
    bson_append_array_begin(&op, "$literal", 8, &list);
    for (size_t i = 0; i < NTYPES; i++) {
        unsigned bits = type_names[i].bits;
        if ((seen & bits) || (bits == SEEN_BINARY && (seen & SEEN_UUID))) {
            size_t len = bson_uint32_to_string(n++, &k, index, sizeof index);
            bson_append_utf8(&list, k, (int)len, type_names[i].name, -1);
        }
    }
    size_t len = bson_uint32_to_string(n++, &k, index, sizeof index);
    bson_append_utf8(&list, k, (int)len, "missing", -1);
    len = bson_uint32_to_string(n, &k, index, sizeof index);
    bson_append_utf8(&list, k, (int)len, "null", -1);
    bson_append_array_end(&op, &list);
    bson_append_document_end(b, &op);
}

/* {$cond: [{$eq: [{$type: PATH}, TYPE]}, PATH, OTHERWISE]}: safe to hand to operators that want the type */
static void append_guarded(bson_t *b, const char *key, const char *path, const char *type)
{
    bson_t empty = BSON_INITIALIZER;
    ARRAY_OP(b, key, "$cond", list, {
        ARRAY_OP(list, "0", "$eq", eq, {
            append_type(eq, "0", path);
            BSON_APPEND_UTF8(eq, "1", type);
        });
        BSON_APPEND_UTF8(list, "1", path);
        bson_t op;
        bson_append_document_begin(list, "2", 1, &op);
        if (strcmp(type, "array") == 0)
            bson_append_array(&op, "$literal", 8, &empty);
        else
            bson_append_document(&op, "$literal", 8, &empty);
        bson_append_document_end(list, &op);
    });
    bson_destroy(&empty);
}

/* {$setIsSubset: [{$map: {input: FROM, in: EACH}}, {$literal: [...]}]} */
static void append_map(bson_t *b, const char *key, const char *path, bool object)
{
    bson_t op, map, input;
    bson_append_document_begin(b, key, -1, &op);
    bson_append_document_begin(&op, "$map", 4, &map);
    if (object) {
        bson_append_document_begin(&map, "input", 5, &input);
        append_guarded(&input, "$objectToArray", path, "object");
        bson_append_document_end(&map, &input);
        bson_append_utf8(&map, "in", 2, "$$this.k", -1);
    } else {
        append_guarded(&map, "input", path, "array");
        append_type(&map, "in", "$$this");
    }
    bson_append_document_end(&op, &map);
    bson_append_document_end(b, &op);
}

static void append_known_names(bson_t *b, const char *key, const struct field *parent)
{
    bson_t op, list;
    char index[16];
    const char *k;
    bson_append_document_begin(b, key, -1, &op);
    bson_append_array_begin(&op, "$literal", 8, &list);
    for (int i = 0; i < parent->nchildren; i++) {
        size_t len = bson_uint32_to_string((uint32_t)i, &k, index, sizeof index);
        bson_append_utf8(&list, k, (int)len, parent->children[i]->name, (int)parent->children[i]->namelen);
    }
    bson_append_array_end(&op, &list);
    bson_append_document_end(b, &op);
}

static void next_key(char key[16], int *n)
{
    snprintf(key, 16, "%d", (*n)++);
}

static void append_fields_fit(struct misfits *m, bson_t *all, int *n, const struct field *parent, const char *prefix,
                              int depth);

/* The conditions under which one field fits, appended to the list of an $and. */
static void append_field_fits(struct misfits *m, bson_t *all, int *n, const struct field *f, const char *prefix, int depth)
{
    char key[16];
    Oid type;
    int32_t typmod;
    if (!field_nameable(f->name, f->namelen) || m->fields++ > MAX_MISFIT_FIELDS)
        return;
    const char *path = arena_printf(m->arena, "%s%s", prefix, f->name);
    field_type(f, &type, &typmod);
    bool any = type == TYPE_jsonb && (f->seen & ~(unsigned)(SEEN_DOCUMENT | SEEN_NULL | SEEN_MISSING)) != 0;
    if (!any || !(f->seen & SEEN_DOCUMENT)) {
        /* jsonb takes any type, but a document may have fields that paths are to know */
        next_key(key, n);
        ARRAY_OP(all, key, "$in", in, {
            append_type(in, "0", path);
            append_type_names(in, "1", any ? (f->seen | ~(unsigned)SEEN_DOCUMENT) : f->seen);
        });
    }
    if (f->seen & SEEN_ARRAY && type != TYPE_jsonb) {
        next_key(key, n);
        ARRAY_OP(all, key, "$setIsSubset", set, {
            append_map(set, "0", path, false);
            append_type_names(set, "1", f->elem_seen);
        });
    }
    if (f->seen & SEEN_DOCUMENT && depth < MAX_MISFIT_DEPTH && f->nchildren < SCHEMA_MAX_CHILDREN) {
        next_key(key, n);
        ARRAY_OP(all, key, "$or", either, {
            ARRAY_OP(either, "0", "$ne", ne, {
                append_type(ne, "0", path);
                BSON_APPEND_UTF8(ne, "1", "object");
            });
            ARRAY_OP(either, "1", "$and", inner, {
                int count = 0;
                append_fields_fit(m, inner, &count, f, arena_printf(m->arena, "%s.", path), depth + 1);
            });
        });
    }
}

static void append_fields_fit(struct misfits *m, bson_t *all, int *n, const struct field *parent, const char *prefix,
                              int depth)
{
    char key[16];
    const char *whole = depth == 0 ? "$$ROOT" : arena_strndup(m->arena, prefix, strlen(prefix) - 1);
    next_key(key, n);
    ARRAY_OP(all, key, "$setIsSubset", set, {
        append_map(set, "0", whole, true);
        append_known_names(set, "1", parent);
    });
    for (int i = 0; i < parent->nchildren; i++)
        append_field_fits(m, all, n, parent->children[i], prefix, depth);
}

void infer_misfits(struct arena *a, const struct infer *in, int limit, bson_t *pipeline)
{
    struct misfits m = {.arena = a};
    bson_t stage, match, expr;
    int n = 0;
    bson_append_document_begin(pipeline, "0", 1, &stage);
    bson_append_document_begin(&stage, "$match", 6, &match);
    bson_append_document_begin(&match, "$expr", 5, &expr);
    bson_t list;
    bson_append_array_begin(&expr, "$not", 4, &list);
    ARRAY_OP(&list, "0", "$and", all, { append_fields_fit(&m, all, &n, in->root, "$", 0); });
    bson_append_array_end(&expr, &list);
    bson_append_document_end(&match, &expr);
    bson_append_document_end(&stage, &match);
    bson_append_document_end(pipeline, &stage);
    bson_append_document_begin(pipeline, "1", 1, &stage);
    bson_append_int32(&stage, "$limit", 6, limit);
    bson_append_document_end(pipeline, &stage);
}

/* ---- the tree as a document ---- */

void infer_save(const struct field *f, bson_t *out)
{
    bson_t children, child;
    char index[16];
    const char *k;
    bson_append_utf8(out, "n", 1, f->name, (int)f->namelen);
    bson_append_int32(out, "s", 1, (int32_t)f->seen);
    if (f->elem_seen != 0)
        bson_append_int32(out, "e", 1, (int32_t)f->elem_seen);
    if (f->required)
        bson_append_bool(out, "r", 1, true);
    if (f->nested)
        bson_append_bool(out, "d", 1, true);
    if (f->type != InvalidOid) {
        bson_append_int32(out, "t", 1, (int32_t)f->type);
        bson_append_int32(out, "m", 1, f->typmod);
    }
    if (f->statistics != NULL)
        infer_save_statistics(f->statistics, out);
    if (f->nchildren == 0)
        return;
    bson_append_array_begin(out, "c", 1, &children);
    for (int i = 0; i < f->nchildren; i++) {
        size_t len = bson_uint32_to_string((uint32_t)i, &k, index, sizeof index);
        bson_append_document_begin(&children, k, (int)len, &child);
        infer_save(f->children[i], &child);
        bson_append_document_end(&children, &child);
    }
    bson_append_array_end(out, &children);
}

static bool load_field(struct arena *a, bson_iter_t *it, struct field *f, int depth)
{
    bson_iter_t list, sub;
    while (bson_iter_next(it)) {
        const char *key = bson_iter_key(it);
        if (strcmp(key, "n") == 0 && BSON_ITER_HOLDS_UTF8(it)) {
            uint32_t len;
            const char *name = bson_iter_utf8(it, &len);
            f->name = arena_strndup(a, name, len);
            f->namelen = len;
        } else if (strcmp(key, "s") == 0 && BSON_ITER_HOLDS_INT32(it)) {
            f->seen = (unsigned)bson_iter_int32(it);
        } else if (strcmp(key, "e") == 0 && BSON_ITER_HOLDS_INT32(it)) {
            f->elem_seen = (unsigned)bson_iter_int32(it);
        } else if (strcmp(key, "t") == 0 && BSON_ITER_HOLDS_INT32(it)) {
            f->type = (Oid)bson_iter_int32(it);
        } else if (strcmp(key, "m") == 0 && BSON_ITER_HOLDS_INT32(it)) {
            f->typmod = bson_iter_int32(it);
        } else if (strcmp(key, "x") == 0 && BSON_ITER_HOLDS_DOCUMENT(it)) {
            f->statistics = infer_load_statistics(a, it);
        } else if (strcmp(key, "r") == 0) {
            f->required = bson_iter_as_bool(it);
        } else if (strcmp(key, "d") == 0) {
            f->nested = bson_iter_as_bool(it);
        } else if (strcmp(key, "c") == 0 && BSON_ITER_HOLDS_ARRAY(it) && depth < 2 * MAX_DEPTH) {
            if (!bson_iter_recurse(it, &list))
                return false;
            while (bson_iter_next(&list)) {
                struct field *child = field_new(a, "", 0);
                if (!BSON_ITER_HOLDS_DOCUMENT(&list) || !bson_iter_recurse(&list, &sub) || f->nchildren > SCHEMA_MAX_COLUMNS)
                    return false;
                if (!load_field(a, &sub, child, depth + 1))
                    return false;
                if (f->nchildren == f->cap) {
                    int cap = f->cap == 0 ? 8 : f->cap * 2;
                    f->children = arena_grow(a, f->children, sizeof child * (size_t)f->cap, sizeof child * (size_t)cap);
                    f->cap = cap;
                }
                f->children[f->nchildren++] = child;
            }
        } else {
            return false;
        }
    }
    return true;
}

bool infer_load(struct arena *a, const bson_t *in, struct field *root)
{
    bson_iter_t it;
    return bson_iter_init(&it, in) && load_field(a, &it, root, 0);
}
