/* Aggregates that keep one value: count, min and max, bool_and and bool_or, bit_and, bit_or and bit_xor. */
#include "funcs/aggregate_int.h"
#include "types/array.h"
#include "types/bit.h"

/* ---- count ---- */
static void count_trans(void *state, struct fcall *fc)
{
    ++*(int64_t *)state;
}

static void count_inverse(void *state, struct fcall *fc)
{
    --*(int64_t *)state;
}

static Datum count_final(void *state, struct fcall *fc)
{
    return datum_from_int64(*(int64_t *)state);
}

const struct agg_impl count_agg = {sizeof(int64_t), count_trans, count_final, count_inverse};

/* ---- values kept for the group ---- */
void kept_set(struct kept *k, struct arena *keep, Datum d, bool byval)
{
    k->any = true;
    if (byval) {
        k->value = d;
        return;
    }
    uint32_t len = VARLEN(d);
    if (k->room < len || k->value == 0) {
        k->room = len < 24 ? 24 : len * 2;
        k->value = (Datum)varlena_new(keep, k->room);
    }
    struct varlena *v = datum_varlena(k->value);
    v->len = len;
    v->info = datum_varlena(d)->info;
    memcpy(v->data, VARDATA(d), len);
    v->data[len] = '\0';
}

Datum kept_result(const struct kept *k, struct fcall *fc, bool byval)
{
    if (!k->any)
        RETURN_NULL();
    return datum_copy(fc->arena, k->value, byval);
}

/* ---- min, max: of equal values the last, but of bpchars the first, as PostgreSQL's functions choose ---- */
struct extreme {
    struct kept kept;
    type_cmp_fn cmp;
    bool byval, ties_stay;
};

static void extreme_trans(struct extreme *x, struct fcall *fc, int sign)
{
    Datum d = ARG_DATUM(0);
    if (x->cmp == NULL) {
        Oid type = type_base(fc->argtypes[0]);
        const struct type_info *t = type_get(type);
        if (t->cmp == NULL)
            raise(ERR_UNDEFINED_FUNCTION, "could not identify a comparison function for type %s",
                  type_display(fc->arena, type));
        *x = (struct extreme){.cmp = type_is_vector(type) ? array_cmp : t->cmp, /* max(anyarray), where ORDER BY has oidvector's own order */
                              .byval = t->byval, .ties_stay = type == TYPE_bpchar};
    }
    if (x->kept.any) {
        int c = x->cmp(x->kept.value, d) * sign;
        if (c < 0 || (c == 0 && x->ties_stay))
            return;
    }
    kept_set(&x->kept, fc->keep, d, x->byval);
}

static void min_trans(void *state, struct fcall *fc)
{
    extreme_trans(state, fc, 1);
}

static void max_trans(void *state, struct fcall *fc)
{
    extreme_trans(state, fc, -1);
}

static Datum extreme_final(void *state, struct fcall *fc)
{
    struct extreme *x = state;
    return kept_result(&x->kept, fc, x->byval);
}

const struct agg_impl min_agg = {sizeof(struct extreme), min_trans, extreme_final, NULL};
const struct agg_impl max_agg = {sizeof(struct extreme), max_trans, extreme_final, NULL};

/* ---- bool_and, bool_or ---- */
struct votes {
    int64_t n, yes;
};

static void votes_trans(void *state, struct fcall *fc)
{
    struct votes *v = state;
    v->n++;
    v->yes += ARG_BOOL(0);
}

static void votes_inverse(void *state, struct fcall *fc)
{
    struct votes *v = state;
    v->n--;
    v->yes -= ARG_BOOL(0);
}

static Datum votes_all(void *state, struct fcall *fc)
{
    struct votes *v = state;
    if (v->n == 0)
        RETURN_NULL();
    return datum_from_bool(v->yes == v->n);
}

static Datum votes_any(void *state, struct fcall *fc)
{
    struct votes *v = state;
    if (v->n == 0)
        RETURN_NULL();
    return datum_from_bool(v->yes > 0);
}

const struct agg_impl bool_and_agg = {sizeof(struct votes), votes_trans, votes_all, votes_inverse};
const struct agg_impl bool_or_agg = {sizeof(struct votes), votes_trans, votes_any, votes_inverse};

/* ---- bit_and, bit_or, bit_xor: of integers, whose words are sign-extended, and of bit strings ---- */
static void int_bits(struct kept *k, Datum word)
{
    k->value = word;
    k->any = true;
}

#define INT_BITS(name, op)                                               \
    static void words_##name(void *state, struct fcall *fc)                \
    {                                                                    \
        struct kept *k = state;                                          \
        int_bits(k, k->any ? k->value op ARG_DATUM(0) : ARG_DATUM(0));   \
    }
INT_BITS(and, &)
INT_BITS(or, |)
INT_BITS(xor, ^)

static Datum int_bits_final(void *state, struct fcall *fc)
{
    return kept_result(state, fc, true);
}

const struct agg_impl int_bit_and_agg = {sizeof(struct kept), words_and, int_bits_final, NULL};
const struct agg_impl int_bit_or_agg = {sizeof(struct kept), words_or, int_bits_final, NULL};
const struct agg_impl int_bit_xor_agg = {sizeof(struct kept), words_xor, int_bits_final, NULL};

/* True: d was the first, and stands in k. */
static bool first_bits(struct kept *k, struct fcall *fc, const char *verb)
{
    if (!k->any) {
        kept_set(k, fc->keep, ARG_DATUM(0), false);
        return true;
    }
    if (bit_length_of(k->value) != bit_length_of(ARG_DATUM(0)))
        raise(ERR_STRING_DATA_LENGTH_MISMATCH, "cannot %s bit strings of different sizes", verb);
    return false;
}

#define BIT_BITS(name, verb, op)                                                             \
    static void string_##name(void *state, struct fcall *fc)                                   \
    {                                                                                        \
        struct kept *k = state;                                                              \
        if (first_bits(k, fc, verb))                                                         \
            return;                                                                          \
        const uint8_t *from = bit_bytes(ARG_DATUM(0));                                       \
        uint8_t *to = bit_bytes(k->value);                                                   \
        for (size_t i = 0; i < bit_byte_count(bit_length_of(k->value)); i++)                 \
            to[i] op from[i];                                                                \
    }
BIT_BITS(and, "AND", &=)
BIT_BITS(or, "OR", |=)
BIT_BITS(xor, "XOR", ^=)

static Datum bits_final(void *state, struct fcall *fc)
{
    return kept_result(state, fc, false);
}

const struct agg_impl bit_bit_and_agg = {sizeof(struct kept), string_and, bits_final, NULL};
const struct agg_impl bit_bit_or_agg = {sizeof(struct kept), string_or, bits_final, NULL};
const struct agg_impl bit_bit_xor_agg = {sizeof(struct kept), string_xor, bits_final, NULL};
