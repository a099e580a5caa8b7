/* Parts of JSON: -> ->> #> #>>, keys, elements, types. Each function serves json and jsonb. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "funcs/json_int.h"

bool json_index(const char *s, int *index)
{
    char *end;
    errno = 0;
    long v = strtol(s, &end, 10);
    *index = (int)v;
    return end != s && *end == '\0' && errno == 0 && v >= INT_MIN && v <= INT_MAX;
}

/* The part found; as text where the function's result is text. */
static Datum part(struct fcall *fc, bool found, const struct jval *v)
{
    if (!found)
        RETURN_NULL();
    return fc->rettype == TYPE_text ? json_text(fc, v, &fc->isnull) : json_same(fc, v);
}

Datum json_field(struct fcall *fc)
{
    struct jval v = json_arg(fc, 0, JSON_TEXT), field;
    bool found = v.type == J_OBJECT && jval_find(&v, VARDATA(ARG_DATUM(1)), VARLEN(ARG_DATUM(1)), &field);
    return part(fc, found, &field);
}

/* Element i, from the end when negative. */
static bool element(const struct jval *v, int i, struct jval *out)
{
    int64_t at = i < 0 ? (int64_t)i + v->n : i;
    if (v->type != J_ARRAY || at < 0 || at >= v->n)
        return false;
    *out = jval_elem(v, (uint32_t)at);
    return true;
}

Datum json_element(struct fcall *fc)
{
    struct jval v = json_arg(fc, 0, JSON_TEXT), item;
    int i = ARG_INT32(1);
    if (json_is_binary(fc, 0) && jval_scalar(&v)) /* to PostgreSQL, an array of one */
        return part(fc, i == 0 || i == -1, &v);
    bool found = element(&v, i, &item);
    return part(fc, found, &item);
}

Datum json_path(struct fcall *fc)
{
    struct jval v = json_arg(fc, 0, JSON_TEXT);
    struct array path = array_open(ARG_DATUM(1));
    Datum *keys;
    bool *nulls, found = true;
    array_deconstruct(fc->arena, &path, &keys, &nulls);
    for (int i = 0; i < path.n; i++)
        if (nulls[i])
            RETURN_NULL();
    for (int i = 0; i < path.n && found; i++) {
        struct jval next = {0};
        int index;
        if (v.type == J_OBJECT)
            found = jval_find(&v, VARDATA(keys[i]), VARLEN(keys[i]), &next);
        else
            found = json_index(datum_cstring(fc->arena, keys[i]), &index) && element(&v, index, &next);
        v = next;
    }
    return part(fc, found, &v);
}

Datum json_typeof(struct fcall *fc)
{
    struct jval v = json_is_binary(fc, 0) ? jsonb_open(ARG_DATUM(0)) : json_arg(fc, 0, JSON_SHAPE);
    return datum_from_cstring(fc->arena, jval_typename(&v));
}

Datum json_array_length(struct fcall *fc)
{
    struct jval v = json_arg(fc, 0, JSON_SHAPE);
    if (jval_scalar(&v))
        raise(ERR_INVALID_PARAMETER_VALUE, "cannot get array length of a scalar");
    if (v.type == J_OBJECT)
        raise(ERR_INVALID_PARAMETER_VALUE, "cannot get array length of a non-array");
    return datum_from_int32((int32_t)v.n);
}

/* ---- one row for each member ---- */
static void check_object(struct fcall *fc, const struct jval *v, const char *function)
{
    if (v->type == J_OBJECT)
        return;
    if (json_is_binary(fc, 0))
        raise(ERR_INVALID_PARAMETER_VALUE, "cannot call %s on a non-object", function);
    raise(ERR_INVALID_PARAMETER_VALUE, v->type == J_ARRAY ? "cannot deconstruct an array as an object"
                                                          : "cannot deconstruct a scalar");
}

static Datum each(struct fcall *fc, const char *function, bool as_text)
{
    struct jval v = json_arg(fc, 0, JSON_TEXT);
    check_object(fc, &v, function);
    for (uint32_t i = 0; i < v.n; i++) {
        struct jval key = jval_key(&v, i), value = jval_value(&v, i);
        bool nulls[2] = {false, false};
        Datum row[2] = {datum_from_text(fc->arena, key.str, key.n)};
        row[1] = as_text ? json_text(fc, &value, &nulls[1]) : json_same(fc, &value);
        fc->emit(fc, row, nulls);
    }
    return (Datum)0;
}

Datum json_each(struct fcall *fc)
{
    return each(fc, "jsonb_each", false);
}

Datum json_each_text(struct fcall *fc)
{
    return each(fc, "jsonb_each_text", true);
}

Datum json_object_keys(struct fcall *fc)
{
    struct jval v = json_arg(fc, 0, JSON_TEXT);
    if (v.type != J_OBJECT)
        raise(ERR_INVALID_PARAMETER_VALUE, "cannot call %s on %s",
              json_is_binary(fc, 0) ? "jsonb_object_keys" : "json_object_keys",
              v.type == J_ARRAY ? "an array" : "a scalar");
    for (uint32_t i = 0; i < v.n; i++) {
        struct jval key = jval_key(&v, i);
        emit_value(fc, datum_from_text(fc->arena, key.str, key.n), false);
    }
    return (Datum)0;
}

static void check_array(struct fcall *fc, const struct jval *v, const char *function)
{
    if (v->type == J_ARRAY)
        return;
    bool object = v->type == J_OBJECT;
    if (json_is_binary(fc, 0))
        raise(ERR_INVALID_PARAMETER_VALUE, "cannot extract elements from %s", object ? "an object" : "a scalar");
    raise(ERR_INVALID_PARAMETER_VALUE, "cannot call %s on a %s", function, object ? "non-array" : "scalar");
}

Datum json_array_elements(struct fcall *fc)
{
    struct jval v = json_arg(fc, 0, JSON_SHAPE);
    check_array(fc, &v, "json_array_elements");
    for (uint32_t i = 0; i < v.n; i++) {
        struct jval item = jval_elem(&v, i);
        emit_value(fc, json_same(fc, &item), false);
    }
    return (Datum)0;
}

/* An object is not looked into: its strings need not be text. */
static bool is_object(Datum json)
{
    const char *s = VARDATA(json);
    return s[strspn(s, " \t\n\r")] == '{';
}

Datum json_array_elements_text(struct fcall *fc)
{
    bool object = !json_is_binary(fc, 0) && is_object(ARG_DATUM(0));
    struct jval v = json_arg(fc, 0, object ? JSON_SHAPE : JSON_TEXT);
    check_array(fc, &v, "json_array_elements_text");
    for (uint32_t i = 0; i < v.n; i++) {
        struct jval item = jval_elem(&v, i);
        bool isnull;
        Datum d = json_text(fc, &item, &isnull);
        emit_value(fc, d, isnull);
    }
    return (Datum)0;
}
