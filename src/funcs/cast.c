/* Casts between numbers, booleans, money, bit strings; out of jsonb. Texts: string_cast.c; dates: cast_datetime.c. */
#include <math.h>

#include "funcs/cast_int.h"
#include "types/bit.h"
#include "types/jsonb.h"
#include "types/scalar.h"

_Noreturn void out_of_range(const char *type)
{
    raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "%s out of range", type);
}

/* ---- integers: sign-extended words, so that a wider type needs nothing ---- */
Datum word_as_it_is(struct fcall *fc)
{
    return ARG_DATUM(0);
}

Datum int_to_int2(struct fcall *fc)
{
    if (ARG_INT64(0) != ARG_INT16(0))
        out_of_range("smallint");
    return ARG_DATUM(0);
}

Datum int_to_int4(struct fcall *fc)
{
    if (ARG_INT64(0) != ARG_INT32(0))
        out_of_range("integer");
    return ARG_DATUM(0);
}

Datum int8_to_oid(struct fcall *fc)
{
    if (ARG_INT64(0) < 0 || ARG_INT64(0) > UINT32_MAX)
        out_of_range("OID");
    return datum_from_oid((Oid)ARG_INT64(0));
}

Datum oid_to_int8(struct fcall *fc)
{
    return datum_from_int64(ARG_OID(0));
}

Datum int4_to_bool(struct fcall *fc)
{
    return datum_from_bool(ARG_INT32(0) != 0);
}

Datum int4_to_char(struct fcall *fc)
{
    if (ARG_INT32(0) < INT8_MIN || ARG_INT32(0) > INT8_MAX)
        out_of_range("\"char\"");
    return datum_from_char((char)ARG_INT32(0));
}

Datum char_to_int4(struct fcall *fc)
{
    return datum_from_int32((int8_t)datum_char(ARG_DATUM(0)));
}

Datum bool_to_text(struct fcall *fc)
{
    return datum_from_cstring(fc->arena, ARG_BOOL(0) ? "true" : "false");
}

Datum xid8_to_xid(struct fcall *fc)
{
    return datum_from_oid((Oid)ARG_INT64(0));
}

/* ---- floats ---- */
Datum int_to_float8(struct fcall *fc)
{
    return datum_from_float8((double)ARG_INT64(0));
}

Datum int_to_float4(struct fcall *fc)
{
    return datum_from_float4((float)ARG_INT64(0));
}

Datum float4_to_float8(struct fcall *fc)
{
    return datum_from_float8(ARG_FLOAT4(0));
}

Datum float8_to_float4(struct fcall *fc)
{
    double v = ARG_FLOAT8(0);
    float r = (float)v;
    if (isinf(r) && !isinf(v))
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
    if (r == 0 && v != 0)
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: underflow");
    return datum_from_float4(r);
}

/* To the nearest, of two the even; the limits are powers of two, which both float types hold exactly. */
static int64_t rounded(double v, int bits, const char *type)
{
    double limit = ldexp(1, bits - 1);
    v = rint(v);
    if (!(v >= -limit && v < limit))
        out_of_range(type);
    return (int64_t)v;
}

int64_t float8_to_int64(double v)
{
    return rounded(v, 64, "bigint");
}

#define FLOAT_TO_INT(name, arg, bits, words)                         \
    Datum name(struct fcall *fc)                                     \
    {                                                                \
        return datum_from_int64(rounded(arg(0), bits, words));       \
    }
FLOAT_TO_INT(float4_to_int2, ARG_FLOAT4, 16, "smallint")
FLOAT_TO_INT(float4_to_int4, ARG_FLOAT4, 32, "integer")
FLOAT_TO_INT(float4_to_int8, ARG_FLOAT4, 64, "bigint")
FLOAT_TO_INT(float8_to_int2, ARG_FLOAT8, 16, "smallint")
FLOAT_TO_INT(float8_to_int4, ARG_FLOAT8, 32, "integer")
FLOAT_TO_INT(float8_to_int8, ARG_FLOAT8, 64, "bigint")

/* ---- numeric ---- */
Datum int_to_numeric(struct fcall *fc)
{
    return numeric_from_int64(fc->arena, ARG_INT64(0));
}

Datum float4_to_numeric(struct fcall *fc)
{
    return numeric_from_float4(fc->arena, ARG_FLOAT4(0));
}

Datum float8_to_numeric(struct fcall *fc)
{
    return numeric_from_float8(fc->arena, ARG_FLOAT8(0));
}

int64_t numeric_rounded(Datum d, int64_t min, int64_t max, const char *type)
{
    int64_t v;
    if (numeric_is_special(d))
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot convert %s to %s", numeric_is_nan(d) ? "NaN" : "infinity", type);
    if (!numeric_to_int64(d, &v) || v < min || v > max)
        out_of_range(type);
    return v;
}

Datum numeric_to_int2(struct fcall *fc)
{
    return datum_from_int64(numeric_rounded(ARG_DATUM(0), INT16_MIN, INT16_MAX, "smallint"));
}

Datum numeric_to_int4(struct fcall *fc)
{
    return datum_from_int64(numeric_rounded(ARG_DATUM(0), INT32_MIN, INT32_MAX, "integer"));
}

Datum numeric_to_int8(struct fcall *fc)
{
    return datum_from_int64(numeric_rounded(ARG_DATUM(0), INT64_MIN, INT64_MAX, "bigint"));
}

static float float4_of(struct arena *a, Datum d)
{
    if (numeric_is_special(d))
        return (float)numeric_to_float8_lax(d);
    struct strbuf b;
    strbuf_init(&b, a);
    numeric_to_text(d, &b);
    return float4_parse(b.data, b.len, NULL);
}

Datum numeric_as_float4(struct fcall *fc)
{
    return datum_from_float4(float4_of(fc->arena, ARG_DATUM(0)));
}

Datum numeric_as_float8(struct fcall *fc)
{
    return datum_from_float8(numeric_to_float8(fc->arena, ARG_DATUM(0)));
}

Datum numeric_length_cast(struct fcall *fc)
{
    return numeric_apply_typmod(fc->arena, ARG_DATUM(0), ARG_INT32(1), NULL);
}

/* ---- money: hundredths ---- */
Datum int_to_money(struct fcall *fc)
{
    int64_t v;
    if (__builtin_mul_overflow(ARG_INT64(0), 100, &v))
        out_of_range("bigint");
    return datum_from_int64(v);
}

Datum numeric_to_money(struct fcall *fc)
{
    Datum hundredths = num_mul(fc->arena, ARG_DATUM(0), numeric_from_int64(fc->arena, 100));
    return datum_from_int64(numeric_rounded(hundredths, INT64_MIN, INT64_MAX, "bigint"));
}

Datum money_to_numeric(struct fcall *fc)
{
    mpz_t v;
    mpz_init_set_si(v, ARG_INT64(0));
    Datum d = numeric_from_mpz(fc->arena, v, 2);
    mpz_clear(v);
    return d;
}

/* ---- bit strings: the last bits are the number's ---- */
Datum int_to_bit(struct fcall *fc)
{
    int32_t n = ARG_INT32(1);
    if (n <= 0 || n > BIT_MAX)
        n = 1; /* bit without a length */
    Datum d = bit_new(fc->arena, n);
    uint64_t v = (uint64_t)ARG_INT64(0);
    uint64_t sign = ARG_INT64(0) < 0;
    for (int32_t i = 0; i < n; i++) {
        int32_t from_end = n - 1 - i;
        uint64_t bit = from_end < 64 ? v >> from_end & 1 : sign;
        bit_bytes(d)[i / 8] |= (uint8_t)(bit << (7 - i % 8));
    }
    return d;
}

static uint64_t bits_value(Datum d, int max, const char *type)
{
    int32_t n = bit_length_of(d);
    if (n > max)
        out_of_range(type);
    uint64_t v = 0;
    for (int32_t i = 0; i < n; i++)
        v = v << 1 | bit_get(d, i);
    return v;
}

Datum bit_to_int4(struct fcall *fc)
{
    return datum_from_int32((int32_t)bits_value(ARG_DATUM(0), 32, "integer"));
}

Datum bit_to_int8(struct fcall *fc)
{
    return datum_from_int64((int64_t)bits_value(ARG_DATUM(0), 64, "bigint"));
}

static Datum bits_cut(struct fcall *fc, int32_t n)
{
    Datum d = bit_new(fc->arena, n);
    int32_t old = bit_length_of(ARG_DATUM(0));
    bit_blit(d, 0, ARG_DATUM(0), 0, old < n ? old : n);
    return d;
}

/* (value, length, explicit): an explicit cast cuts, or fills with zeros. */
Datum bit_length_cast(struct fcall *fc)
{
    int32_t n = ARG_INT32(1), old = bit_length_of(ARG_DATUM(0));
    if (n <= 0 || n > BIT_MAX || n == old)
        return ARG_DATUM(0);
    if (!ARG_BOOL(2))
        raise(ERR_STRING_DATA_LENGTH_MISMATCH, "bit string length %d does not match type bit(%d)", old, n);
    return bits_cut(fc, n);
}

Datum varbit_length_cast(struct fcall *fc)
{
    int32_t n = ARG_INT32(1), old = bit_length_of(ARG_DATUM(0));
    if (n <= 0 || n >= old)
        return ARG_DATUM(0);
    if (!ARG_BOOL(2))
        raise(ERR_STRING_DATA_RIGHT_TRUNCATION, "bit string too long for type bit varying(%d)", n);
    return bits_cut(fc, n);
}

/* ---- jsonb ---- */
static struct jval json_scalar(struct fcall *fc, enum jtype type, const char *target)
{
    static const char *const names[] = {
        [J_NULL] = "null", [J_STRING] = "string", [J_NUMBER] = "numeric", [J_BOOL] = "boolean",
        [J_ARRAY] = "array", [J_OBJECT] = "object",
    };
    struct jval v = jsonb_open(ARG_DATUM(0));
    if (v.type != type)
        raise(ERR_INVALID_PARAMETER_VALUE, "cannot cast jsonb %s to type %s", names[v.type], target);
    return v;
}

static Datum json_number(struct fcall *fc, const char *target)
{
    return (Datum)json_scalar(fc, J_NUMBER, target).num;
}

Datum jsonb_to_bool(struct fcall *fc)
{
    return datum_from_bool(json_scalar(fc, J_BOOL, "boolean").boolean);
}

Datum jsonb_to_numeric(struct fcall *fc)
{
    return json_number(fc, "numeric");
}

Datum jsonb_to_int2(struct fcall *fc)
{
    return datum_from_int64(numeric_rounded(json_number(fc, "smallint"), INT16_MIN, INT16_MAX, "smallint"));
}

Datum jsonb_to_int4(struct fcall *fc)
{
    return datum_from_int64(numeric_rounded(json_number(fc, "integer"), INT32_MIN, INT32_MAX, "integer"));
}

Datum jsonb_to_int8(struct fcall *fc)
{
    return datum_from_int64(numeric_rounded(json_number(fc, "bigint"), INT64_MIN, INT64_MAX, "bigint"));
}

Datum jsonb_to_float4(struct fcall *fc)
{
    return datum_from_float4(float4_of(fc->arena, json_number(fc, "real")));
}

Datum jsonb_to_float8(struct fcall *fc)
{
    return datum_from_float8(numeric_to_float8(fc->arena, json_number(fc, "double precision")));
}
