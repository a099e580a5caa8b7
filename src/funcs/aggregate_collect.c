/* Aggregates that keep all values: string_agg, array_agg, json_agg and the JSON objects. */
#include "funcs/funcs.h"
#include "funcs/json_value.h"
#include "types/array.h"
#include "types/jsonb.h"

/* ---- text or bytes put together ---- */
struct joined {
    struct strbuf text;
    bool any;
};

static void joined_begin(struct joined *j, struct fcall *fc)
{
    if (j->text.arena == NULL)
        strbuf_init(&j->text, fc->keep);
    j->any = true;
}

/* string_agg(value, delimiter): a NULL value is passed over with its delimiter. */
static void string_trans(void *state, struct fcall *fc)
{
    struct joined *j = state;
    if (ARG_NULL(0))
        return;
    bool first = !j->any;
    joined_begin(j, fc);
    if (!first && !ARG_NULL(1))
        strbuf_add(&j->text, VARDATA(ARG_DATUM(1)), VARLEN(ARG_DATUM(1)));
    strbuf_add(&j->text, VARDATA(ARG_DATUM(0)), VARLEN(ARG_DATUM(0)));
}

static Datum string_final(void *state, struct fcall *fc)
{
    const struct joined *j = state;
    if (!j->any)
        RETURN_NULL();
    return datum_from_text(fc->arena, j->text.data, j->text.len);
}

const struct agg_impl string_agg = {sizeof(struct joined), string_trans, string_final, NULL};

/* ---- arrays ---- */
static void array_trans(void *state, struct fcall *fc)
{
    struct array_builder *b = state;
    if (b->arena == NULL)
        array_builder_init(b, fc->keep, fc->argtypes[0]);
    array_builder_add(b, ARG_DATUM(0), ARG_NULL(0));
}

static Datum array_final(void *state, struct fcall *fc)
{
    struct array_builder *b = state;
    if (b->n == 0)
        RETURN_NULL();
    return array_builder_finish(b, fc->arena);
}

const struct agg_impl array_agg = {sizeof(struct array_builder), array_trans, array_final, NULL};

/* array_agg of arrays: they become the elements of an array of one more dimension. */
static void stack_trans(void *state, struct fcall *fc)
{
    struct array_builder *b = state;
    if (ARG_NULL(0))
        raise(ERR_NULL_VALUE_NOT_ALLOWED, "cannot accumulate null arrays");
    array_trans(state, fc);
    if (b->n > 1) { /* different shapes are refused when they come */
        bool nulls[2] = {false, false};
        Datum pair[2] = {b->values[0], b->values[b->n - 1]};
        array_stack(fc->arena, array_open(pair[0]).elem, pair, nulls, 2, true);
    } else {
        array_stack(fc->arena, array_open(b->values[0]).elem, b->values, b->nulls, 1, true);
    }
}

static Datum stack_final(void *state, struct fcall *fc)
{
    struct array_builder *b = state;
    if (b->n == 0)
        RETURN_NULL();
    return array_stack(fc->arena, array_open(b->values[0]).elem, b->values, b->nulls, b->n, true);
}

const struct agg_impl array_stack_agg = {sizeof(struct array_builder), stack_trans, stack_final, NULL};

/* ---- json: text as it comes ---- */
static bool is_structured(Oid type)
{
    const struct type_info *t = type_get(type_base(type));
    return type_is_array(t->oid) || t->oid == TYPE_record || t->typtype == 'c';
}

static void json_array_trans(void *state, struct fcall *fc)
{
    struct joined *j = state;
    bool first = !j->any;
    joined_begin(j, fc);
    strbuf_addstr(&j->text, first ? "[" : ", ");
    if (!first && !ARG_NULL(0) && is_structured(fc->argtypes[0]))
        strbuf_addstr(&j->text, "\n ");
    json_write(fc->arena, fc->argtypes[0], ARG_DATUM(0), ARG_NULL(0), false, &j->text);
}

static Datum json_closed(struct joined *j, struct fcall *fc, const char *end)
{
    if (!j->any)
        RETURN_NULL();
    struct varlena *v = varlena_new(fc->arena, j->text.len + strlen(end));
    memcpy(v->data, j->text.data, j->text.len);
    memcpy(v->data + j->text.len, end, strlen(end));
    return (Datum)v;
}

static Datum json_array_final(void *state, struct fcall *fc)
{
    return json_closed(state, fc, "]");
}

const struct agg_impl json_array_agg = {sizeof(struct joined), json_array_trans, json_array_final, NULL};

static void no_null_key(const struct fcall *fc)
{
    if (ARG_NULL(0))
        raise(ERR_INVALID_PARAMETER_VALUE, "field name must not be null");
}

static void json_object_trans(void *state, struct fcall *fc)
{
    struct joined *j = state;
    bool first = !j->any;
    joined_begin(j, fc);
    strbuf_addstr(&j->text, first ? "{ " : ", ");
    no_null_key(fc);
    json_write_key(fc->arena, fc->argtypes[0], ARG_DATUM(0), &j->text);
    strbuf_addstr(&j->text, " : ");
    json_write(fc->arena, fc->argtypes[1], ARG_DATUM(1), ARG_NULL(1), false, &j->text);
}

static Datum json_object_final(void *state, struct fcall *fc)
{
    return json_closed(state, fc, " }");
}

const struct agg_impl json_object_agg = {sizeof(struct joined), json_object_trans, json_object_final, NULL};

/* ---- jsonb: values, put together at the end ---- */
struct items {
    struct jval *values;
    uint32_t n, cap;
};

static struct jval *items_add(struct items *x, struct arena *keep)
{
    if (x->n == x->cap) {
        uint32_t cap = x->cap == 0 ? 8 : x->cap * 2;
        x->values = arena_grow(keep, x->values, sizeof *x->values * x->cap, sizeof *x->values * cap);
        x->cap = cap;
    }
    return &x->values[x->n++];
}

static Datum kept_arg(struct fcall *fc, int i)
{
    return ARG_NULL(i) ? (Datum)0 : datum_copy(fc->keep, ARG_DATUM(i), type_get(fc->argtypes[i])->byval);
}

static void jsonb_array_trans(void *state, struct fcall *fc)
{
    *items_add(state, fc->keep) = jsonb_of(fc->keep, fc->argtypes[0], kept_arg(fc, 0), ARG_NULL(0));
}

static Datum jsonb_array_final(void *state, struct fcall *fc)
{
    const struct items *x = state;
    if (x->n == 0)
        RETURN_NULL();
    struct jval v = jval_array_of(fc->arena, x->values, x->n);
    return jsonb_from_jval(fc->arena, &v);
}

const struct agg_impl jsonb_array_agg = {sizeof(struct items), jsonb_array_trans, jsonb_array_final, NULL};

static void jsonb_object_trans(void *state, struct fcall *fc)
{
    no_null_key(fc);
    *items_add(state, fc->keep) = jsonb_key_of(fc->keep, fc->argtypes[0], kept_arg(fc, 0));
    *items_add(state, fc->keep) = jsonb_of(fc->keep, fc->argtypes[1], kept_arg(fc, 1), ARG_NULL(1));
}

static Datum jsonb_object_final(void *state, struct fcall *fc)
{
    const struct items *x = state;
    if (x->n == 0)
        RETURN_NULL();
    struct jval v = {.type = J_OBJECT, .n = x->n / 2, .items = x->values};
    return jsonb_from_jval(fc->arena, &v);
}

const struct agg_impl jsonb_object_agg = {sizeof(struct items), jsonb_object_trans, jsonb_object_final, NULL};
