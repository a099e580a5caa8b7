/*
 * JSON as BSON: the inverse of bson_json.c. What is written reads back as the same jsonb; a number becomes the first of
 * int32, int64, double and Decimal128 that does so, and Extended JSON's forms the types that they stand for.
 */
#include <math.h>
#include <stdlib.h>

#include "types/bson_int.h"
#include "types/numeric.h"

static bool put_value(struct arena *a, bson_t *b, const char *key, int keylen, const struct jval *v);

/* ---- numbers ---- */

static const char *number_text(struct arena *a, const struct jval *v)
{
    return type_output_cstring(a, TYPE_numeric, (Datum)v->num);
}

/* A double that is read as the same digits. */
static bool put_as_double(struct arena *a, bson_t *b, const char *key, int keylen, const char *text)
{
    struct strbuf again;
    double d = strtod(text, NULL);
    if (!isfinite(d))
        return false;
    strbuf_init(&again, a);
    put_double(&again, d, json_double_scale(d));
    return strcmp(again.data, text) == 0 && bson_append_double(b, key, keylen, d);
}

static bool put_number(struct arena *a, bson_t *b, const char *key, int keylen, const struct jval *v)
{
    bson_decimal128_t dec;
    int64_t n;
    Datum d = (Datum)v->num;
    if (numeric_dscale(d) == 0 && numeric_to_int64(d, &n))
        return n == (int32_t)n ? bson_append_int32(b, key, keylen, (int32_t)n) : bson_append_int64(b, key, keylen, n);
    if (put_as_double(a, b, key, keylen, number_text(a, v)))
        return true;
    return decimal_from_numeric(d, &dec) && bson_append_decimal128(b, key, keylen, &dec);
}

/* ---- Extended JSON's forms: true, and appended, when it is one ---- */

static bool is_key(const struct jval *object, const char *name)
{
    struct jval k = jval_key(object, 0);
    return object->n == 1 && k.n == strlen(name) && memcmp(k.str, name, k.n) == 0;
}

static bool put_form(struct arena *a, bson_t *b, const char *key, int keylen, const struct jval *object)
{
    static const char *const forms[] = {"$oid", "$date", "$numberDouble", "$binary", "$regularExpression", "$timestamp",
                                        "$minKey", "$maxKey", "$code", "$symbol", "$undefined", "$dbPointer"};
    bson_error_t error;
    bool form = false;
    for (size_t i = 0; object->n == 1 && i < sizeof forms / sizeof *forms; i++)
        form = form || is_key(object, forms[i]);
    if (!form)
        return false;
    struct strbuf text;
    strbuf_init(&text, a);
    strbuf_addstr(&text, "{\"v\": ");
    jval_out(a, object, &text);
    strbuf_addstr(&text, "}");
    bson_t *parsed = bson_new_from_json((const uint8_t *)text.data, (ssize_t)text.len, &error);
    bson_iter_t it;
    bool ok = parsed != NULL && bson_iter_init_find(&it, parsed, "v") && !BSON_ITER_HOLDS_DOCUMENT(&it) &&
              !BSON_ITER_HOLDS_NULL(&it) && bson_append_iter(b, key, keylen, &it);
    if (parsed != NULL)
        bson_destroy(parsed);
    return ok;
}

/* ---- containers ---- */

static bool put_array(struct arena *a, bson_t *b, const char *key, int keylen, const struct jval *v)
{
    bson_t list;
    char number[16];
    const char *k;
    bool ok = true;
    bson_append_array_begin(b, key, keylen, &list);
    for (uint32_t i = 0; i < v->n && ok; i++) {
        struct jval elem = jval_elem(v, i);
        size_t n = bson_uint32_to_string(i, &k, number, sizeof number);
        ok = put_value(a, &list, k, (int)n, &elem);
    }
    return bson_append_array_end(b, &list) && ok;
}

static bool put_object(struct arena *a, bson_t *b, const char *key, int keylen, const struct jval *v)
{
    bson_t doc;
    bool ok = true;
    bson_append_document_begin(b, key, keylen, &doc);
    for (uint32_t i = 0; i < v->n && ok; i++) {
        struct jval k = jval_key(v, i), value = jval_value(v, i);
        ok = put_value(a, &doc, k.str, (int)k.n, &value);
    }
    return bson_append_document_end(b, &doc) && ok;
}

static bool put_value(struct arena *a, bson_t *b, const char *key, int keylen, const struct jval *v)
{
    switch (v->type) {
    case J_NULL: return bson_append_null(b, key, keylen);
    case J_STRING: return bson_append_utf8(b, key, keylen, v->str, (int)v->n);
    case J_NUMBER: return put_number(a, b, key, keylen, v);
    case J_BOOL: return bson_append_bool(b, key, keylen, v->boolean);
    case J_ARRAY: return put_array(a, b, key, keylen, v);
    default: return put_form(a, b, key, keylen, v) || put_object(a, b, key, keylen, v);
    }
}

/* Has an object of v a key twice? flat is the same as jsonb. */
static bool repeats_key(const struct jval *v, const struct jval *flat)
{
    bool repeats = v->type == J_OBJECT && v->n != flat->n;
    for (uint32_t i = 0; !repeats && !jval_scalar(v) && i < v->n; i++) {
        struct jval part = v->type == J_OBJECT ? jval_value(v, i) : jval_elem(v, i), same;
        if (v->type == J_OBJECT) {
            struct jval key = jval_key(v, i);
            jval_find(flat, key.str, key.n, &same);
        } else {
            same = jval_elem(flat, i);
        }
        repeats = repeats_key(&part, &same);
    }
    return repeats;
}

/* Its keys stay in their order; of those that are there twice the last one counts, as in jsonb. */
static struct jval json_value(struct arena *a, Datum text)
{
    struct jval v, flat;
    json_parse(a, NULL, VARDATA(text), VARLEN(text), JSON_VALUES, &v);
    flat = jsonb_open(jsonb_from_jval(a, &v));
    return repeats_key(&v, &flat) ? flat : v;
}

/* json keeps its text in PostgreSQL; here it is what it says, as a column of that type reads it. */
bool bson_append_json(bson_t *b, const char *key, int keylen, Oid type, Datum d)
{
    struct arena *a = arena_new(NULL, "json to BSON");
    bson_t one = BSON_INITIALIZER;
    volatile bool ok = false;
    GUARD {
        struct jval v = type == TYPE_json ? json_value(a, d) : jsonb_open(d);
        bson_iter_t it;
        ok = v.type != J_NULL && put_value(a, &one, key, keylen, &v) && bson_iter_init(&it, &one) && bson_iter_next(&it) &&
             bson_append_iter(b, key, keylen, &it);
    } FINALLY {
        bson_destroy(&one);
        arena_free(a);
    } END_GUARD;
    return ok;
}
