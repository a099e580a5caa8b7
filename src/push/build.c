#include "push/build.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"

static struct bv *bv_new(struct arena *a, bson_type_t type)
{
    struct bv *v = ARENA_NEW(a, struct bv);
    v->value.value_type = type;
    return v;
}

struct bv *bv_null(struct arena *a)
{
    return bv_new(a, BSON_TYPE_NULL);
}

struct bv *bv_maxkey(struct arena *a)
{
    return bv_new(a, BSON_TYPE_MAXKEY);
}

struct bv *bv_bool(struct arena *a, bool v)
{
    struct bv *b = bv_new(a, BSON_TYPE_BOOL);
    b->value.value.v_bool = v;
    return b;
}

struct bv *bv_int(struct arena *a, int32_t v)
{
    struct bv *b = bv_new(a, BSON_TYPE_INT32);
    b->value.value.v_int32 = v;
    return b;
}

struct bv *bv_long(struct arena *a, int64_t v)
{
    struct bv *b = bv_new(a, BSON_TYPE_INT64);
    b->value.value.v_int64 = v;
    return b;
}

struct bv *bv_double(struct arena *a, double v)
{
    struct bv *b = bv_new(a, BSON_TYPE_DOUBLE);
    b->value.value.v_double = v;
    return b;
}

struct bv *bv_decimal(struct arena *a, const bson_decimal128_t *v)
{
    struct bv *b = bv_new(a, BSON_TYPE_DECIMAL128);
    b->value.value.v_decimal128 = *v;
    return b;
}

struct bv *bv_date(struct arena *a, int64_t ms)
{
    struct bv *b = bv_new(a, BSON_TYPE_DATE_TIME);
    b->value.value.v_datetime = ms;
    return b;
}

struct bv *bv_oid(struct arena *a, const bson_oid_t *oid)
{
    struct bv *b = bv_new(a, BSON_TYPE_OID);
    b->value.value.v_oid = *oid;
    return b;
}

struct bv *bv_binary(struct arena *a, bson_subtype_t subtype, const void *data, size_t len)
{
    struct bv *b = bv_new(a, BSON_TYPE_BINARY);
    b->value.value.v_binary.subtype = subtype;
    b->value.value.v_binary.data = arena_memdup(a, data, len);
    b->value.value.v_binary.data_len = (uint32_t)len;
    return b;
}

struct bv *bv_strn(struct arena *a, const char *s, size_t len)
{
    struct bv *b = bv_new(a, BSON_TYPE_UTF8);
    b->value.value.v_utf8.str = arena_strndup(a, s, len);
    b->value.value.v_utf8.len = (uint32_t)len;
    return b;
}

struct bv *bv_str(struct arena *a, const char *s)
{
    return bv_strn(a, s, strlen(s));
}

struct bv *bv_field(struct arena *a, const char *path)
{
    return bv_str(a, arena_printf(a, "$%s", path));
}

struct bv *bv_doc(struct arena *a)
{
    return bv_new(a, BSON_TYPE_DOCUMENT);
}

struct bv *bv_array(struct arena *a)
{
    return bv_new(a, BSON_TYPE_ARRAY);
}

struct bv *bv_set(struct arena *a, struct bv *doc, const char *key, struct bv *value)
{
    if (doc->n == doc->cap) {
        int cap = doc->cap == 0 ? 4 : doc->cap * 2;
        doc->items = arena_grow(a, doc->items, sizeof *doc->items * (size_t)doc->cap, sizeof *doc->items * (size_t)cap);
        doc->cap = cap;
    }
    doc->items[doc->n++] = (struct bv_item){key, value};
    return doc;
}

struct bv *bv_push(struct arena *a, struct bv *array, struct bv *value)
{
    return bv_set(a, array, NULL, value);
}

struct bv *bv_of_iter(struct arena *a, const bson_iter_t *it)
{
    bson_type_t type = bson_iter_type(it);
    struct bv *v = bv_new(a, type);
    bson_iter_t sub;
    if (type != BSON_TYPE_DOCUMENT && type != BSON_TYPE_ARRAY) {
        v->value = *bson_iter_value((bson_iter_t *)it);
        return v;
    }
    if (bson_iter_recurse(it, &sub))
        while (bson_iter_next(&sub))
            bv_set(a, v, type == BSON_TYPE_ARRAY ? NULL : arena_strdup(a, bson_iter_key(&sub)), bv_of_iter(a, &sub));
    return v;
}

struct bv *bv_list(struct arena *a, int n, ...)
{
    struct bv *array = bv_array(a);
    va_list ap;
    va_start(ap, n);
    for (int i = 0; i < n; i++)
        bv_push(a, array, va_arg(ap, struct bv *));
    va_end(ap);
    return array;
}

struct bv *bv_strings(struct arena *a, int n, const char *const *s)
{
    struct bv *array = bv_array(a);
    for (int i = 0; i < n; i++)
        bv_push(a, array, bv_str(a, s[i]));
    return array;
}

struct bv *bv_op(struct arena *a, const char *name, struct bv *value)
{
    return bv_set(a, bv_doc(a), name, value);
}

struct bv *bv_op2(struct arena *a, const char *name, struct bv *x, struct bv *y)
{
    return bv_op(a, name, bv_list(a, 2, x, y));
}

struct bv *bv_op3(struct arena *a, const char *name, struct bv *x, struct bv *y, struct bv *z)
{
    return bv_op(a, name, bv_list(a, 3, x, y, z));
}

static bool leaf_equal(const bson_value_t *x, const bson_value_t *y)
{
    switch (x->value_type) {
    case BSON_TYPE_BOOL:
        return x->value.v_bool == y->value.v_bool;
    case BSON_TYPE_INT32:
        return x->value.v_int32 == y->value.v_int32;
    case BSON_TYPE_INT64:
        return x->value.v_int64 == y->value.v_int64;
    case BSON_TYPE_DATE_TIME:
        return x->value.v_datetime == y->value.v_datetime;
    case BSON_TYPE_DOUBLE:
        return memcmp(&x->value.v_double, &y->value.v_double, sizeof(double)) == 0;
    case BSON_TYPE_DECIMAL128:
        return x->value.v_decimal128.high == y->value.v_decimal128.high &&
               x->value.v_decimal128.low == y->value.v_decimal128.low;
    case BSON_TYPE_OID:
        return bson_oid_equal(&x->value.v_oid, &y->value.v_oid);
    case BSON_TYPE_UTF8:
        return x->value.v_utf8.len == y->value.v_utf8.len &&
               memcmp(x->value.v_utf8.str, y->value.v_utf8.str, x->value.v_utf8.len) == 0;
    case BSON_TYPE_BINARY:
        return x->value.v_binary.subtype == y->value.v_binary.subtype &&
               x->value.v_binary.data_len == y->value.v_binary.data_len &&
               memcmp(x->value.v_binary.data, y->value.v_binary.data, x->value.v_binary.data_len) == 0;
    default:
        return true; /* null, MaxKey */
    }
}

bool bv_equal(const struct bv *x, const struct bv *y)
{
    if (x == y)
        return true;
    if (x->value.value_type != y->value.value_type || x->n != y->n)
        return false;
    for (int i = 0; i < x->n; i++) {
        const char *xk = x->items[i].key, *yk = y->items[i].key;
        if ((xk != NULL && strcmp(xk, yk) != 0) || !bv_equal(x->items[i].value, y->items[i].value))
            return false;
    }
    return x->n > 0 || leaf_equal(&x->value, &y->value);
}

bool bv_is_plain(const struct bv *v)
{
    if (v->value.value_type == BSON_TYPE_UTF8)
        return v->value.value.v_utf8.len == 0 || v->value.value.v_utf8.str[0] != '$';
    return v->value.value_type != BSON_TYPE_DOCUMENT && v->value.value_type != BSON_TYPE_ARRAY;
}

struct bv *bv_literal(struct arena *a, struct bv *v)
{
    return bv_is_plain(v) ? v : bv_op(a, "$literal", v);
}

static void append(bson_t *out, const char *key, const struct bv *v);

static void append_items(bson_t *out, const struct bv *v)
{
    char number[16];
    for (int i = 0; i < v->n; i++) {
        const char *key = v->items[i].key;
        if (v->value.value_type == BSON_TYPE_ARRAY) {
            snprintf(number, sizeof number, "%d", i);
            key = number;
        }
        append(out, key, v->items[i].value);
    }
}

static void append(bson_t *out, const char *key, const struct bv *v)
{
    bson_t sub;
    bool ok;
    if (v->value.value_type == BSON_TYPE_DOCUMENT || v->value.value_type == BSON_TYPE_ARRAY) {
        bool array = v->value.value_type == BSON_TYPE_ARRAY;
        ok = array ? bson_append_array_begin(out, key, -1, &sub) : bson_append_document_begin(out, key, -1, &sub);
        if (ok) {
            append_items(&sub, v);
            ok = array ? bson_append_array_end(out, &sub) : bson_append_document_end(out, &sub);
        }
    } else {
        ok = bson_append_value(out, key, -1, &v->value);
    }
    if (!ok)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "command for MongoDB is too large");
}

static void release(void *b)
{
    bson_destroy(b);
}

bson_t *bv_bson(struct arena *a, const struct bv *v)
{
    bson_t *b = bson_new();
    arena_on_reset(a, release, b);
    append_items(b, v);
    return b;
}

const char *bv_lack(const struct bv *v, bool (*has)(const char *name))
{
    for (int i = 0; i < v->n; i++) {
        const char *key = v->items[i].key;
        if (key != NULL && strcmp(key, "$literal") == 0)
            continue;
        if (key != NULL && key[0] == '$' && !has(key))
            return key;
        const char *inside = bv_lack(v->items[i].value, has);
        if (inside != NULL)
            return inside;
    }
    return NULL;
}
