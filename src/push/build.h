/*
 * Documents while they are being built: values, arrays and documents in an arena, made from the leaves up and written
 * as BSON at the end. Nothing is changed once it is part of another, so parts may be shared.
 */
#ifndef PUSH_BUILD_H
#define PUSH_BUILD_H

#include <bson/bson.h>
#include <stdarg.h>

#include "base/arena.h"

struct bv_item;
struct bv {
    bson_value_t value;    /* value_type BSON_TYPE_DOCUMENT, BSON_TYPE_ARRAY: the items are the content */
    int n, cap;
    struct bv_item *items;
};
struct bv_item {
    const char *key; /* NULL in arrays */
    struct bv *value;
};

struct bv *bv_null(struct arena *a);
struct bv *bv_bool(struct arena *a, bool v);
struct bv *bv_int(struct arena *a, int32_t v);
struct bv *bv_long(struct arena *a, int64_t v);
struct bv *bv_double(struct arena *a, double v);
struct bv *bv_decimal(struct arena *a, const bson_decimal128_t *v);
struct bv *bv_date(struct arena *a, int64_t ms);
struct bv *bv_maxkey(struct arena *a);
struct bv *bv_oid(struct arena *a, const bson_oid_t *oid);
struct bv *bv_binary(struct arena *a, bson_subtype_t subtype, const void *data, size_t len);
struct bv *bv_of_iter(struct arena *a, const bson_iter_t *it); /* the value that it is on; what it points to is not copied */
struct bv *bv_strn(struct arena *a, const char *s, size_t len); /* no NUL byte in it */
struct bv *bv_str(struct arena *a, const char *s);
struct bv *bv_field(struct arena *a, const char *path); /* "$path" */

struct bv *bv_doc(struct arena *a);
struct bv *bv_set(struct arena *a, struct bv *doc, const char *key, struct bv *value); /* returns doc */
struct bv *bv_array(struct arena *a);
struct bv *bv_push(struct arena *a, struct bv *array, struct bv *value); /* returns array */
struct bv *bv_list(struct arena *a, int n, ...);                        /* an array of n struct bv * */

struct bv *bv_strings(struct arena *a, int n, const char *const *s);

/* {name: value}, {name: [x, ...]} */
struct bv *bv_op(struct arena *a, const char *name, struct bv *value);
struct bv *bv_op2(struct arena *a, const char *name, struct bv *x, struct bv *y);
struct bv *bv_op3(struct arena *a, const char *name, struct bv *x, struct bv *y, struct bv *z);

bool bv_equal(const struct bv *x, const struct bv *y);
/* A leaf that is no string, or an array of such: it means the same in an expression as it does as a value. */
bool bv_is_plain(const struct bv *v);
/* v as a constant in an expression: strings that begin with $, documents and arrays go behind $literal. */
struct bv *bv_literal(struct arena *a, struct bv *v);

/* The document (or array) as BSON that is freed with the arena. */
bson_t *bv_bson(struct arena *a, const struct bv *v);

/* The first operator or stage in v that has says no to; NULL none. */
const char *bv_lack(const struct bv *v, bool (*has)(const char *name));

#endif
