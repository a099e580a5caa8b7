/* SQL constants as BSON, and comparisons with them said in the column's own kind of value. */
#include <math.h>
#include <string.h>

#include "push/push_int.h"
#include "types/bson.h"
#include "types/datetime.h"
#include "types/numeric.h"
#include "types/user.h"

#define UNIX_TO_EPOCH_MS (UNIX_TO_EPOCH_DAYS * INT64_C(86400000))

const char *const cmp_names[] = {"", "$lt", "$lte", "$eq", "$gte", "$gt", "$ne"};

enum cmp_op cmp_negate(enum cmp_op op)
{
    static const enum cmp_op negated[] = {0, CMP_GE, CMP_GT, CMP_NE, CMP_LT, CMP_LE, CMP_EQ};
    return negated[op];
}

enum cmp_op cmp_swap(enum cmp_op op)
{
    static const enum cmp_op swapped[] = {0, CMP_GT, CMP_GE, CMP_EQ, CMP_LE, CMP_LT, CMP_NE};
    return swapped[op];
}

bool type_has_nan(Oid type)
{
    return type == TYPE_float8 || type == TYPE_float4 || type == TYPE_numeric;
}

static bool type_is_number(Oid type)
{
    return type_is_int(type) || type_has_nan(type);
}

bool type_comparable(Oid type)
{
    return type_is_number(type) || type_is_text(type) || type == TYPE_bool || type == TYPE_timestamptz ||
           type == TYPE_date || type == TYPE_uuid || type == TYPE_objectid;
}

bool type_is_enum(Oid type)
{
    const struct user_type *t = type >= TYPE_FIRST_USER ? user_type(type) : NULL;
    return t != NULL && t->kind == 'e';
}

bool type_distinct(Oid type)
{
    return type_comparable(type) || type_is_enum(type);
}

struct bv *enum_labels(struct arena *a, Oid type, int from, int to)
{
    struct bv *list = bv_array(a);
    FOREACH (struct enum_label, l, user_type(type)->labels) {
        int i = FOREACH_INDEX(l, user_type(type)->labels);
        if (i >= from && i < to)
            bv_push(a, list, bv_str(a, l->name));
    }
    return list;
}

static bool type_is_time(Oid type)
{
    return type == TYPE_timestamptz || type == TYPE_timestamp || type == TYPE_date;
}

bool cmp_operator(Oid opno, enum cmp_op *op)
{
    const struct oper *o = oper_by_oid(opno);
    if (o == NULL || o->strategy < 1 || o->strategy > 6)
        return false;
    *op = (enum cmp_op)o->strategy;
    Oid l = o->left, r = o->right;
    if (type_is_int(l))
        return type_is_int(r);
    if (l == TYPE_float8 || l == TYPE_float4)
        return r == TYPE_float8 || r == TYPE_float4;
    if (type_is_time(l))
        return type_is_time(r) && (l == r ? l != TYPE_timestamp : l == TYPE_timestamptz || r == TYPE_timestamptz);
    return l == r && (l == TYPE_numeric || l == TYPE_text || l == TYPE_bool || l == TYPE_uuid || l == TYPE_anyenum);
}

/* ---- values ---- */

struct bv *uuid_bound(struct arena *a, bool high)
{
    uint8_t bytes[16];
    memset(bytes, high ? 0xff : 0, sizeof bytes);
    return bv_binary(a, BSON_SUBTYPE_UUID, bytes, sizeof bytes);
}

/* NULL when Decimal128 has not its digits, with the zeros behind the last one: 2.50 as a value shows them. */
static struct bv *decimal_value(struct arena *a, Datum d)
{
    bson_decimal128_t dec;
    if (!decimal_from_numeric(d, &dec))
        return NULL;
    struct bv *v = bv_decimal(a, &dec);
    if (numeric_is_special(d) || numeric_dscale(d) == 0)
        return v;
    int exponent = (int)(dec.high >> 49 & 0x3fff) + DECIMAL_MIN_EXPONENT;
    return exponent == -numeric_dscale(d) ? v : NULL;
}

/* -1, 0, 1: two decimal texts; by their exact values. */
static int compare_texts(struct arena *a, const char *x, const char *y)
{
    Datum dx = numeric_parse(a, x, strlen(x), -1, NULL), dy = numeric_parse(a, y, strlen(y), -1, NULL);
    int cmp = numeric_cmp(dx, dy);
    return (cmp > 0) - (cmp < 0);
}

bool nearest_double(const struct bv *c, double *d, int *exact, int *shortest)
{
    char text[BSON_DECIMAL128_STRING], digits[1200];
    if (c->value.value_type != BSON_TYPE_DECIMAL128)
        return false;
    bson_decimal128_to_string(&c->value.value.v_decimal128, text);
    *d = strtod(text, NULL);
    if (!isfinite(*d) || (*d == 0 && text[strcspn(text, "123456789")] != '\0'))
        return false;
    struct arena *scratch = arena_new(NULL, "nearest double");
    snprintf(digits, sizeof digits, "%.1100f", *d); /* all of them */
    *exact = compare_texts(scratch, digits, text);
    for (int n = 1; n <= 17; n++) {
        snprintf(digits, sizeof digits, "%.*e", n - 1, *d);
        if (strtod(digits, NULL) == *d)
            break;
    }
    *shortest = compare_texts(scratch, digits, text);
    arena_free(scratch);
    return true;
}

static bool oid_text(const char *s, size_t len, bson_oid_t *oid)
{
    if (len != 24 || strspn(s, "0123456789abcdef") < 24)
        return false;
    bson_oid_init_from_string(oid, s);
    return true;
}

/* Milliseconds since 1970; false: it has smaller parts, which are cut off downwards. */
static bool date_ms(TimestampADT t, int64_t *ms)
{
    int64_t rest = t % 1000;
    if (rest < 0)
        rest += 1000;
    *ms = (t - rest) / 1000 + UNIX_TO_EPOCH_MS;
    return rest == 0;
}

/* NULL: not in years 1 to 9999, beyond which SecantusDB takes no dates. (Hardly a document has one.) */
static struct bv *date_value(struct arena *a, int64_t ms)
{
    return ms >= INT64_C(-62135596800000) && ms <= INT64_C(253402300799999) ? bv_date(a, ms) : NULL;
}

struct bv *const_value(struct arena *a, Oid type, Datum d)
{
    bson_oid_t oid;
    int64_t ms;
    switch (type) {
    case TYPE_bool:
        return bv_bool(a, datum_bool(d));
    case TYPE_int2:
        return bv_int(a, datum_int16(d));
    case TYPE_int4:
        return bv_int(a, datum_int32(d));
    case TYPE_int8:
        return bv_long(a, datum_int64(d));
    case TYPE_float4:
        return bv_double(a, datum_float4(d));
    case TYPE_float8:
        return bv_double(a, datum_float8(d));
    case TYPE_numeric:
        return decimal_value(a, d);
    case TYPE_text:
    case TYPE_varchar:
    case TYPE_name:
        return bv_strn(a, VARDATA(d), VARLEN(d));
    case TYPE_objectid:
        return oid_text(VARDATA(d), VARLEN(d), &oid) ? bv_oid(a, &oid) : NULL;
    case TYPE_uuid:
        return bv_binary(a, BSON_SUBTYPE_UUID, VARDATA(d), 16);
    case TYPE_timestamptz:
        return timestamp_is_finite(datum_int64(d)) && date_ms(datum_int64(d), &ms) ? date_value(a, ms) : NULL;
    case TYPE_date: /* its midnight in UTC */
        return date_is_finite(datum_int32(d))
                   ? date_value(a, (int64_t)datum_int32(d) * (USECS_PER_DAY / 1000) + UNIX_TO_EPOCH_MS)
                   : NULL;
    default:
        return type_is_enum(type) ? bv_str(a, enum_label(type, d)->name) : NULL;
    }
}

/* ---- comparisons ---- */

static struct bound no_bound(void)
{
    return (struct bound){.kind = BOUND_NO};
}

static struct bound same_for_all(bool answer)
{
    return (struct bound){.kind = answer ? BOUND_ALWAYS : BOUND_NEVER};
}

static struct bound compared(enum cmp_op op, struct bv *value)
{
    return (struct bound){.kind = value != NULL ? BOUND_CMP : BOUND_NO, .op = op, .value = value};
}

static bool is_upper(enum cmp_op op)
{
    return op == CMP_LT || op == CMP_LE;
}

/* Every value lies below (or above) the constant. */
static struct bound all_below(enum cmp_op op)
{
    return same_for_all(is_upper(op) || op == CMP_NE);
}

static struct bound all_above(enum cmp_op op)
{
    return same_for_all(op == CMP_GT || op == CMP_GE || op == CMP_NE);
}

/* In the order of values that lie apart: x < constant is x <= floor. */
static struct bound between(enum cmp_op op, struct bv *floor)
{
    if (op == CMP_EQ || op == CMP_NE)
        return same_for_all(op == CMP_NE);
    return compared(is_upper(op) ? CMP_LE : CMP_GT, floor);
}

static struct bound time_bound(struct arena *a, enum cmp_op op, TimestampADT t)
{
    int64_t ms;
    if (!timestamp_is_finite(t))
        return t > 0 ? all_below(op) : all_above(op);
    return date_ms(t, &ms) ? compared(op, date_value(a, ms)) : between(op, date_value(a, ms));
}

/* A date or a local time, at the session's time zone. */
static struct bound local_time_bound(struct arena *a, enum cmp_op op, const Const *k)
{
    if (k->consttype == TYPE_timestamp) {
        TimestampADT t = datum_int64(k->constvalue);
        return time_bound(a, op, timestamp_is_finite(t) ? timestamp2timestamptz(t) : t);
    }
    DateADT d = datum_int32(k->constvalue);
    if (!date_is_finite(d))
        return d > 0 ? all_below(op) : all_above(op);
    if (d < -EPOCH_JULIAN + 1 || d > TIMESTAMP_END / USECS_PER_DAY - 2)
        return no_bound();
    return time_bound(a, op, date2timestamptz(d));
}

/*
 * ObjectIds against any text: in the order of their 24 hexadecimal digits. The text's digits so far, p, and where it
 * leaves them decide on which side the ObjectIds that begin with p lie: the bound is the least ObjectId above the text.
 */
static struct bound oid_bound(struct arena *a, enum cmp_op op, const char *s, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    char least[25];
    bson_oid_t oid;
    if (oid_text(s, len, &oid))
        return compared(op, bv_oid(a, &oid));
    if (op == CMP_EQ || op == CMP_NE)
        return same_for_all(op == CMP_NE);
    if (len > 24 && oid_text(s, 24, &oid)) /* it goes on behind an ObjectId */
        return compared(is_upper(op) ? CMP_LE : CMP_GT, bv_oid(a, &oid));
    size_t n = 0;
    while (n < len && n < 24 && memchr(digits, s[n], 16) != NULL)
        n++;
    memset(least, '0', 24);
    least[24] = '\0';
    memcpy(least, s, n);
    if (n < len) {
        const char *next = digits; /* the first digit above the text's character */
        while (*next != '\0' && (unsigned char)*next < (unsigned char)s[n])
            next++;
        if (*next != '\0') {
            least[n] = *next;
        } else { /* none: the successor of the digits so far */
            while (n > 0 && least[n - 1] == 'f')
                least[--n] = '0';
            if (n == 0)
                return all_below(op);
            least[n - 1] = *(strchr(digits, least[n - 1]) + 1);
        }
    }
    oid_text(least, 24, &oid);
    return compared(is_upper(op) ? CMP_LT : CMP_GE, bv_oid(a, &oid));
}

/* NaN is above every number, and equal to itself. */
static struct bound nan_bound(enum cmp_op op, bool column_has_nan, struct bv *nan)
{
    static const enum cmp_op ops[] = {0, CMP_NE, 0, CMP_EQ, CMP_EQ, 0, CMP_NE};
    if (!column_has_nan)
        return all_below(op);
    if (op == CMP_LE || op == CMP_GT)
        return same_for_all(op == CMP_LE);
    struct bound b = compared(ops[op], nan);
    b.is_nan = true;
    return b;
}

static bool is_nan(const Const *k)
{
    if (k->consttype == TYPE_numeric)
        return numeric_is_nan(k->constvalue);
    return (k->consttype == TYPE_float8 && isnan(datum_float8(k->constvalue))) ||
           (k->consttype == TYPE_float4 && isnan(datum_float4(k->constvalue)));
}

static struct bound number_bound(struct arena *a, Oid column_type, enum cmp_op op, const Const *k)
{
    int64_t whole;
    struct bv *v = NULL;
    if (is_nan(k))
        return nan_bound(op, type_has_nan(column_type), bv_double(a, NAN));
    if (type_is_int(column_type) && k->consttype == TYPE_numeric && !numeric_is_special(k->constvalue) &&
        numeric_is_integral(k->constvalue) && numeric_to_int64(k->constvalue, &whole))
        v = whole == (int32_t)whole ? bv_int(a, (int32_t)whole) : bv_long(a, whole);
    else
        v = const_value(a, k->consttype, k->constvalue);
    struct bound b = compared(op, v);
    b.or_nan = type_has_nan(column_type) && (op == CMP_GT || op == CMP_GE);
    return b;
}

struct bound const_bound(struct arena *a, Oid column_type, enum cmp_op op, const Const *k)
{
    Oid t = k->consttype;
    if (k->constisnull)
        return no_bound();
    if (type_is_enum(column_type) && op != CMP_EQ && op != CMP_NE)
        return no_bound();
    if (column_type == TYPE_objectid)
        return type_is_text(type_base(t)) ? oid_bound(a, op, VARDATA(k->constvalue), VARLEN(k->constvalue))
                                          : no_bound();
    if (type_is_number(column_type))
        return type_is_number(t) ? number_bound(a, column_type, op, k) : no_bound();
    if (column_type == TYPE_timestamptz && t == TYPE_timestamptz)
        return time_bound(a, op, datum_int64(k->constvalue));
    if (column_type == TYPE_timestamptz && type_is_time(t))
        return local_time_bound(a, op, k);
    if (column_type == TYPE_date && t == TYPE_date && !date_is_finite(datum_int32(k->constvalue)))
        return datum_int32(k->constvalue) > 0 ? all_below(op) : all_above(op);
    if (type_is_text(column_type) ? type_is_text(type_base(t)) : column_type == t)
        return compared(op, const_value(a, type_base(t), k->constvalue));
    return no_bound();
}
