/* Is a value within an offset of another? Window frames ask it (RANGE ... PRECEDING), and in_range() is it in SQL. */
#include "funcs/in_range.h"

#include <math.h>

#include "funcs/funcs.h"
#include "types/datetime.h"
#include "types/numeric.h"
#include "types/scalar.h"

static _Noreturn void bad_offset(void)
{
    raise(ERR_INVALID_PRECEDING_OR_FOLLOWING_SIZE, "invalid preceding or following size in window function");
}

static bool compare(int c, bool less)
{
    return less ? c <= 0 : c >= 0;
}

static bool in_range_int(int64_t value, int64_t base, int64_t offset, bool sub, bool less)
{
    int64_t sum;
    if (offset < 0)
        bad_offset();
    if (sub ? __builtin_sub_overflow(base, offset, &sum) : __builtin_add_overflow(base, offset, &sum))
        return sub ? !less : less; /* beyond every value */
    return compare((value > sum) - (value < sum), less);
}

static bool in_range_float(double value, double base, double offset, bool sub, bool less)
{
    if (isnan(offset) || offset < 0)
        bad_offset();
    if (isnan(value))
        return isnan(base) || !less;
    if (isnan(base))
        return less;
    if (isinf(offset) && isinf(base) && (sub ? base > 0 : base < 0))
        return true;
    double sum = sub ? base - offset : base + offset;
    return less ? value <= sum : value >= sum;
}

static bool in_range_numeric(struct arena *a, Datum value, Datum base, Datum offset, bool sub, bool less)
{
    if (numeric_is_nan(offset) || numeric_sign(offset) < 0)
        bad_offset();
    if (numeric_is_nan(value))
        return numeric_is_nan(base) || !less;
    if (numeric_is_nan(base))
        return less;
    if (numeric_is_special(offset) && numeric_class(base) == (sub ? NUMERIC_PINF : NUMERIC_NINF))
        return true;
    return compare(numeric_cmp(value, sub ? num_sub(a, base, offset) : num_add(a, base, offset)), less);
}

static Datum call2(func_fn fn, struct arena *a, Datum x, Datum y)
{
    return func_call(fn, a, 2, (Datum[]){x, y});
}

/* The type's own addition and subtraction of an interval do the arithmetic. */
static bool in_range_interval(struct arena *a, Oid type, Datum value, Datum base, Datum offset, bool sub, bool less)
{
    struct interval by = datum_interval(offset);
    type_cmp_fn cmp = type_get(TYPE_interval)->cmp;
    if (type == TYPE_time || type == TYPE_timetz) { /* only the time part counts, and it does not wrap around */
        if (by.time < 0)
            bad_offset();
        int64_t from = type == TYPE_time ? datum_int64(base) : datum_timetz(base).time, sum;
        if (sub ? __builtin_sub_overflow(from, by.time, &sum) : __builtin_add_overflow(from, by.time, &sum))
            return less;
        if (type == TYPE_time)
            return compare((datum_int64(value) > sum) - (datum_int64(value) < sum), less);
        struct timetz t = datum_timetz(base);
        t.time = sum;
        return compare(type_get(TYPE_timetz)->cmp(value, datum_from_timetz(a, t)), less);
    }
    if (cmp(offset, datum_from_interval(a, (struct interval){0})) < 0)
        bad_offset();
    switch (type) {
    case TYPE_date: {
        value = func_call(date_to_timestamp, a, 1, &value);
        base = call2(sub ? date_mi_interval : date_pl_interval, a, base, offset);
        break;
    }
    case TYPE_timestamp: base = call2(sub ? timestamp_mi_interval : timestamp_pl_interval, a, base, offset); break;
    case TYPE_timestamptz: base = call2(sub ? timestamptz_mi_interval : timestamptz_pl_interval, a, base, offset); break;
    case TYPE_interval:
        return compare(cmp(value, call2(sub ? interval_mi : interval_pl, a, base, offset)), less);
    }
    return compare((datum_int64(value) > datum_int64(base)) - (datum_int64(value) < datum_int64(base)), less);
}

bool value_in_range(struct arena *a, Oid type, Datum value, Datum base, Oid offset_type, Datum offset, bool sub, bool less)
{
    switch (type) {
    case TYPE_int2: case TYPE_int4: case TYPE_int8:
        return in_range_int(datum_int64(value), datum_int64(base), datum_int64(offset), sub, less);
    case TYPE_float4:
        return in_range_float(datum_float4(value), datum_float4(base), datum_float8(offset), sub, less);
    case TYPE_float8:
        return in_range_float(datum_float8(value), datum_float8(base), datum_float8(offset), sub, less);
    case TYPE_numeric: return in_range_numeric(a, value, base, offset, sub, less);
    case TYPE_date: case TYPE_timestamp: case TYPE_timestamptz: case TYPE_interval: case TYPE_time: case TYPE_timetz:
        return in_range_interval(a, type, value, base, offset, sub, less);
    }
    raise(ERR_FEATURE_NOT_SUPPORTED,
          "RANGE with offset PRECEDING/FOLLOWING is not supported for column type %s and offset type %s",
          type_display(a, type), type_display(a, offset_type));
}

/* in_range(value, base, offset, sub, less) */
Datum in_range(struct fcall *fc)
{
    return datum_from_bool(value_in_range(fc->arena, fc->argtypes[0], ARG_DATUM(0), ARG_DATUM(1), fc->argtypes[2], ARG_DATUM(2), ARG_BOOL(3), ARG_BOOL(4)));
}
