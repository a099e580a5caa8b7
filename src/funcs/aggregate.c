/* Aggregates over plain values: count, min, max, booleans, bits, strings, arrays, JSON. */
#include "funcs/funcs.h"

#include "funcs/json_value.h"
#include "types/array.h"
#include "types/jsonb.h"

/* ---- count ---- */

static void count_trans(void *state, struct fcall *fc)
{
    (void)fc;
    ++*(int64_t *)state;
}

static Datum count_final(void *state, struct fcall *fc)
{
    (void)fc;
    return datum_from_int64(*(int64_t *)state);
}

static void count_inverse(void *state, struct fcall *fc)
{
    (void)fc;
    --*(int64_t *)state;
}

const struct agg_impl agg_count = {sizeof(int64_t), count_trans, count_final, count_inverse};

/* ---- the least and the greatest ---- */

struct extreme {
    bool any;
    Datum value;
    struct arena *arena; /* of the value, where it is no word */
};

static void extreme_trans(struct extreme *s, struct fcall *fc, int sign)
{
    const struct type_info *t = type_get(type_base(fc->argtypes[0]));
    if (t->cmp == NULL)
        raise(ERR_UNDEFINED_FUNCTION, "could not identify a comparison function for type %s", type_display(fc->arena, t->oid));
    if (s->any && t->cmp(fc->args[0], s->value) * sign <= 0)
        return;
    s->any = true;
    if (t->byval) {
        s->value = fc->args[0];
        return;
    }
    if (s->arena == NULL)
        s->arena = arena_new(fc->keep, "extreme");
    arena_reset(s->arena);
    s->value = datum_copy(s->arena, fc->args[0], false);
}

static void max_trans(void *state, struct fcall *fc)
{
    extreme_trans(state, fc, 1);
}

static void min_trans(void *state, struct fcall *fc)
{
    extreme_trans(state, fc, -1);
}

static Datum extreme_final(void *state, struct fcall *fc)
{
    struct extreme *s = state;
    fc->isnull = !s->any;
    return s->value;
}

const struct agg_impl agg_max = {sizeof(struct extreme), max_trans, extreme_final, NULL};
const struct agg_impl agg_min = {sizeof(struct extreme), min_trans, extreme_final, NULL};

/* ---- booleans and bits ---- */

struct bits {
    bool any;
    int64_t word;
    Datum bits; /* bit strings */
};

static Datum bits_final(void *state, struct fcall *fc)
{
    struct bits *s = state;
    fc->isnull = !s->any;
    return s->bits != 0 ? s->bits : datum_from_int64(s->word);
}

#define WORD_AGG(name, first, op)                          \
    static void name##_trans(void *state, struct fcall *fc) \
    {                                                      \
        struct bits *s = state;                            \
        int64_t v = datum_int64(fc->args[0]);              \
        s->word = s->any ? (s->word op v) : v;             \
        s->any = true;                                     \
    }                                                      \
    const struct agg_impl agg_##name = {sizeof(struct bits), name##_trans, bits_final, NULL};
WORD_AGG(word_and, -1, &)
WORD_AGG(word_or, 0, |)
WORD_AGG(word_xor, 0, ^)

static void bit_string_trans(struct bits *s, struct fcall *fc, char op)
{
    if (!s->any) {
        s->bits = datum_copy(fc->keep, fc->args[0], false);
        s->any = true;
        return;
    }
    char *to = VARDATA(s->bits);
    const char *from = VARDATA(fc->args[0]);
    if (memcmp(to, from, 4) != 0) /* the lengths in bits */
        raise(ERR_STRING_DATA_LENGTH_MISMATCH, "cannot %s bit strings of different sizes", op == '&' ? "AND" : op == '|' ? "OR" : "XOR");
    for (uint32_t i = 4; i < VARLEN(s->bits); i++)
        to[i] = (char)(op == '&' ? to[i] & from[i] : op == '|' ? to[i] | from[i] : to[i] ^ from[i]);
}

#define BIT_AGG(name, op)                                   \
    static void name##_trans(void *state, struct fcall *fc) \
    {                                                       \
        bit_string_trans(state, fc, op);                    \
    }                                                       \
    const struct agg_impl agg_##name = {sizeof(struct bits), name##_trans, bits_final, NULL};
BIT_AGG(bit_and, '&')
BIT_AGG(bit_or, '|')
BIT_AGG(bit_xor, '^')

/* ---- strings ---- */

struct text_state {
    bool any;
    struct strbuf text;
};

static void string_agg_trans(void *state, struct fcall *fc)
{
    struct text_state *s = state;
    if (fc->nulls[0])
        return;
    if (!s->any)
        strbuf_init(&s->text, fc->keep);
    else if (!fc->nulls[1])
        strbuf_add(&s->text, VARDATA(fc->args[1]), VARLEN(fc->args[1]));
    strbuf_add(&s->text, VARDATA(fc->args[0]), VARLEN(fc->args[0]));
    s->any = true;
}

static Datum string_agg_final(void *state, struct fcall *fc)
{
    struct text_state *s = state;
    fc->isnull = !s->any;
    return s->any ? datum_from_text(fc->arena, s->text.data, s->text.len) : 0;
}

const struct agg_impl agg_string = {sizeof(struct text_state), string_agg_trans, string_agg_final, NULL};

/* ---- arrays ---- */

struct array_state {
    bool any;
    struct array_builder values;
};

static void array_agg_trans(void *state, struct fcall *fc)
{
    struct array_state *s = state;
    if (!s->any)
        array_builder_init(&s->values, fc->keep, fc->argtypes[0]);
    s->any = true;
    array_builder_add(&s->values, fc->args[0], fc->nulls[0]);
}

static Datum array_agg_final(void *state, struct fcall *fc)
{
    struct array_state *s = state;
    fc->isnull = !s->any;
    if (!s->any)
        return 0;
    if (type_is_array(s->values.elem))
        return array_stack(fc->arena, type_get(s->values.elem)->elem, s->values.values, s->values.nulls, s->values.n, true);
    return array_builder_finish(&s->values, fc->arena);
}

const struct agg_impl agg_array = {sizeof(struct array_state), array_agg_trans, array_agg_final, NULL};

/* ---- JSON ---- */

static bool is_structured(Oid type)
{
    type = type_base(type);
    return type_is_array(type) || type == TYPE_record || type_get(type)->typtype == 'c';
}

static void json_agg_trans(void *state, struct fcall *fc)
{
    struct text_state *s = state;
    if (!s->any) {
        strbuf_init(&s->text, fc->keep);
        strbuf_addch(&s->text, '[');
    } else {
        strbuf_addstr(&s->text, ", ");
        if (!fc->nulls[0] && is_structured(fc->argtypes[0]))
            strbuf_addstr(&s->text, "\n ");
    }
    s->any = true;
    json_write(fc->arena, fc->argtypes[0], fc->args[0], fc->nulls[0], false, &s->text);
}

static Datum text_closed(struct text_state *s, struct fcall *fc, const char *end)
{
    fc->isnull = !s->any;
    if (!s->any)
        return 0;
    size_t n = strlen(end);
    struct varlena *v = varlena_new(fc->arena, s->text.len + n);
    memcpy(v->data, s->text.data, s->text.len);
    memcpy(v->data + s->text.len, end, n);
    return (Datum)v;
}

static Datum json_agg_final(void *state, struct fcall *fc)
{
    return text_closed(state, fc, "]");
}

const struct agg_impl agg_json = {sizeof(struct text_state), json_agg_trans, json_agg_final, NULL};

static void check_key(const struct fcall *fc)
{
    if (fc->nulls[0])
        raise(ERR_INVALID_PARAMETER_VALUE, "field name must not be null");
}

static void json_object_agg_trans(void *state, struct fcall *fc)
{
    struct text_state *s = state;
    check_key(fc);
    if (!s->any)
        strbuf_init(&s->text, fc->keep);
    strbuf_addstr(&s->text, s->any ? ", " : "{ ");
    s->any = true;
    json_write_key(fc->arena, fc->argtypes[0], fc->args[0], &s->text);
    strbuf_addstr(&s->text, " : ");
    json_write(fc->arena, fc->argtypes[1], fc->args[1], fc->nulls[1], false, &s->text);
}

static Datum json_object_agg_final(void *state, struct fcall *fc)
{
    return text_closed(state, fc, " }");
}

const struct agg_impl agg_json_object = {sizeof(struct text_state), json_object_agg_trans, json_object_agg_final, NULL};

/* Each value is kept as a jsonb of its own. */
struct jsonb_state {
    Datum *items;
    int n, cap;
};

static void jsonb_keep(struct jsonb_state *s, struct arena *keep, struct jval v)
{
    if (s->n == s->cap) {
        int cap = s->cap == 0 ? 8 : s->cap * 2;
        s->items = arena_grow(keep, s->items, sizeof(Datum) * (size_t)s->cap, sizeof(Datum) * (size_t)cap);
        s->cap = cap;
    }
    s->items[s->n++] = jsonb_from_jval(keep, &v);
}

static void jsonb_agg_trans(void *state, struct fcall *fc)
{
    jsonb_keep(state, fc->keep, jsonb_of(fc->arena, fc->argtypes[0], fc->args[0], fc->nulls[0]));
}

static void jsonb_object_agg_trans(void *state, struct fcall *fc)
{
    check_key(fc);
    jsonb_keep(state, fc->keep, jsonb_key_of(fc->arena, fc->argtypes[0], fc->args[0]));
    jsonb_keep(state, fc->keep, jsonb_of(fc->arena, fc->argtypes[1], fc->args[1], fc->nulls[1]));
}

static Datum jsonb_whole(struct jsonb_state *s, struct fcall *fc, bool object)
{
    fc->isnull = s->n == 0;
    if (s->n == 0)
        return 0;
    struct jval *items = ARENA_ARRAY(fc->arena, struct jval, s->n);
    for (int i = 0; i < s->n; i++)
        items[i] = jsonb_open(s->items[i]);
    struct jval v = {.type = J_OBJECT, .n = (uint32_t)s->n / 2, .items = items};
    if (!object)
        v = jval_array_of(fc->arena, items, (uint32_t)s->n);
    return jsonb_from_jval(fc->arena, &v);
}

static Datum jsonb_agg_final(void *state, struct fcall *fc)
{
    return jsonb_whole(state, fc, false);
}

static Datum jsonb_object_agg_final(void *state, struct fcall *fc)
{
    return jsonb_whole(state, fc, true);
}

const struct agg_impl agg_jsonb = {sizeof(struct jsonb_state), jsonb_agg_trans, jsonb_agg_final, NULL};
const struct agg_impl agg_jsonb_object = {sizeof(struct jsonb_state), jsonb_object_agg_trans, jsonb_object_agg_final, NULL};
