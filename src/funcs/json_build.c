/* JSON out of SQL values: to_json, row_to_json, array_to_json, json_build_*, json_object. */
#include "funcs/json_int.h"
#include "funcs/json_value.h"

static Datum text_of(struct fcall *fc, const struct strbuf *b)
{
    return datum_from_text(fc->arena, b->data, b->len);
}

Datum to_json(struct fcall *fc)
{
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    json_write(fc->arena, fc->argtypes[0], ARG_DATUM(0), false, fc->nargs > 1 && ARG_BOOL(1), &b);
    return text_of(fc, &b);
}

Datum to_jsonb(struct fcall *fc)
{
    struct jval v = jsonb_of(fc->arena, fc->argtypes[0], ARG_DATUM(0), false);
    return jsonb_from_jval(fc->arena, &v);
}

/* The arguments of a VARIADIC "any" function, one by one. */
struct arguments {
    int n;
    const Datum *values;
    const bool *nulls;
    Oid (*type)(const struct arguments *, int i);
    const Oid *types;
    Oid elem;
};

static Oid type_of_argument(const struct arguments *x, int i)
{
    return x->types[i];
}

static Oid type_of_element(const struct arguments *x, int i)
{
    return x->elem;
}

/* False: VARIADIC NULL. */
static bool collect(struct fcall *fc, struct arguments *x)
{
    *x = (struct arguments){.n = fc->nargs, .values = fc->args, .nulls = fc->nulls, .types = fc->argtypes,
                            .type = type_of_argument};
    if (!fc->variadic)
        return true;
    if (ARG_NULL(0))
        return false;
    struct array array = array_open(ARG_DATUM(0));
    Datum *values;
    bool *nulls;
    array_deconstruct(fc->arena, &array, &values, &nulls);
    *x =
        (struct arguments){.n = array.n, .values = values, .nulls = nulls, .elem = array.elem, .type = type_of_element};
    return true;
}

static void check_pairs(const struct arguments *x, const char *function)
{
    if (x->n % 2 != 0)
        error_throw(
            error_hint(error_new(ERR_INVALID_PARAMETER_VALUE, "argument list must have even number of elements"),
                       "The arguments of %s must consist of alternating keys and values.", function));
}

Datum json_build_object(struct fcall *fc)
{
    struct arguments x;
    struct strbuf b;
    if (!collect(fc, &x))
        RETURN_NULL();
    check_pairs(&x, "json_build_object()");
    strbuf_init(&b, fc->arena);
    strbuf_addch(&b, '{');
    for (int i = 0; i < x.n; i += 2) {
        if (i > 0)
            strbuf_addstr(&b, ", ");
        if (x.nulls[i])
            error_throw(error_hint(error_new(ERR_INVALID_PARAMETER_VALUE, "argument %d cannot be null", i + 1),
                                   "Object keys should be text."));
        json_write_key(fc->arena, x.type(&x, i), x.values[i], &b);
        strbuf_addstr(&b, " : ");
        json_write(fc->arena, x.type(&x, i + 1), x.values[i + 1], x.nulls[i + 1], false, &b);
    }
    strbuf_addch(&b, '}');
    return text_of(fc, &b);
}

Datum json_build_array(struct fcall *fc)
{
    struct arguments x;
    struct strbuf b;
    if (!collect(fc, &x))
        RETURN_NULL();
    strbuf_init(&b, fc->arena);
    strbuf_addch(&b, '[');
    for (int i = 0; i < x.n; i++) {
        if (i > 0)
            strbuf_addstr(&b, ", ");
        json_write(fc->arena, x.type(&x, i), x.values[i], x.nulls[i], false, &b);
    }
    strbuf_addch(&b, ']');
    return text_of(fc, &b);
}

Datum jsonb_build_object(struct fcall *fc)
{
    struct arguments x;
    if (!collect(fc, &x))
        RETURN_NULL();
    check_pairs(&x, "jsonb_build_object()");
    struct jval *items = ARENA_ARRAY(fc->arena, struct jval, x.n);
    for (int i = 0; i < x.n; i++) {
        if (i % 2 == 0 && x.nulls[i])
            raise(ERR_INVALID_PARAMETER_VALUE, "argument %d: key must not be null", i + 1);
        items[i] = i % 2 == 0 ? jsonb_key_of(fc->arena, x.type(&x, i), x.values[i])
                              : jsonb_of(fc->arena, x.type(&x, i), x.values[i], x.nulls[i]);
    }
    struct jval v = {.type = J_OBJECT, .n = (uint32_t)x.n / 2, .items = items};
    return jsonb_from_jval(fc->arena, &v);
}

Datum jsonb_build_array(struct fcall *fc)
{
    struct arguments x;
    if (!collect(fc, &x))
        RETURN_NULL();
    struct jval *items = ARENA_ARRAY(fc->arena, struct jval, x.n);
    for (int i = 0; i < x.n; i++)
        items[i] = jsonb_of(fc->arena, x.type(&x, i), x.values[i], x.nulls[i]);
    struct jval v = {.type = J_ARRAY, .n = (uint32_t)x.n, .items = items};
    return jsonb_from_jval(fc->arena, &v);
}

/* ---- json_object(text[]), json_object(keys text[], values text[]) ---- */
struct text_pairs {
    int n;
    Datum *keys, *values;
    bool *key_nulls, *value_nulls;
    int step; /* keys and values alternate: 2 */
};

static _Noreturn void bad_subscripts(void)
{
    raise(ERR_ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts");
}

static struct text_pairs pairs_of_one(struct fcall *fc)
{
    struct array a = array_open(ARG_DATUM(0));
    struct text_pairs p = {.n = a.n / 2, .step = 2};
    if (a.ndim > 2)
        bad_subscripts();
    if (a.ndim == 1 && a.n % 2 != 0)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "array must have even number of elements");
    if (a.ndim == 2 && a.dims[1] != 2)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "array must have two columns");
    array_deconstruct(fc->arena, &a, &p.keys, &p.key_nulls);
    p.values = p.keys + 1;
    p.value_nulls = p.key_nulls + 1;
    return p;
}

static struct text_pairs pairs_of_two(struct fcall *fc)
{
    struct array k = array_open(ARG_DATUM(0)), v = array_open(ARG_DATUM(1));
    struct text_pairs p = {.n = k.n, .step = 1};
    if (k.ndim > 1 || k.ndim != v.ndim)
        bad_subscripts();
    if (k.n != v.n)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "mismatched array dimensions");
    array_deconstruct(fc->arena, &k, &p.keys, &p.key_nulls);
    array_deconstruct(fc->arena, &v, &p.values, &p.value_nulls);
    return p;
}

static void check_key(const struct text_pairs *p, int i)
{
    if (p->key_nulls[i])
        raise(ERR_NULL_VALUE_NOT_ALLOWED, "null value not allowed for object key");
}

Datum json_object(struct fcall *fc)
{
    struct text_pairs p = fc->nargs == 1 ? pairs_of_one(fc) : pairs_of_two(fc);
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    strbuf_addch(&b, '{');
    for (int k = 0; k < p.n; k++) {
        int i = k * p.step;
        check_key(&p, i);
        if (k > 0)
            strbuf_addstr(&b, ", ");
        json_escape(&b, VARDATA(p.keys[i]), VARLEN(p.keys[i]));
        strbuf_addstr(&b, " : ");
        if (p.value_nulls[i])
            strbuf_addstr(&b, "null");
        else
            json_escape(&b, VARDATA(p.values[i]), VARLEN(p.values[i]));
    }
    strbuf_addch(&b, '}');
    return text_of(fc, &b);
}

Datum jsonb_object(struct fcall *fc)
{
    struct text_pairs p = fc->nargs == 1 ? pairs_of_one(fc) : pairs_of_two(fc);
    struct jval *items = ARENA_ARRAY(fc->arena, struct jval, 2 * p.n);
    for (int k = 0; k < p.n; k++) {
        int i = k * p.step;
        check_key(&p, i);
        items[2 * k] = jval_string(VARDATA(p.keys[i]), VARLEN(p.keys[i]));
        items[2 * k + 1] = p.value_nulls[i] ? jval_null() : jval_string(VARDATA(p.values[i]), VARLEN(p.values[i]));
    }
    struct jval v = {.type = J_OBJECT, .n = (uint32_t)p.n, .items = items};
    return jsonb_from_jval(fc->arena, &v);
}
