/* Items of a path: their types, their order, and where PostgreSQL would have them. */
#include "funcs/json_value.h"
#include "funcs/jsonpath_exec.h"
#include "types/datetime.h"
#include "types/numeric.h"
#include "types/wirebytes.h"

const char *jp_type_name(const struct jp_value *x)
{
    if (x->v.type != J_DATETIME)
        return jval_typename(&x->v);
    switch (x->type) {
    case TYPE_date: return "date";
    case TYPE_time: return "time without time zone";
    case TYPE_timetz: return "time with time zone";
    case TYPE_timestamp: return "timestamp without time zone";
    default: return "timestamp with time zone";
    }
}

/* ---- as jsonb ---- */
struct jval jp_to_jval(struct arena *a, const struct jp_value *x)
{
    struct strbuf b;
    struct civil c = {.west = x->west};
    if (x->v.type != J_DATETIME)
        return x->v;
    strbuf_init(&b, a);
    if (x->type == TYPE_timetz) {
        c.west = datum_timetz(x->when).zone;
        civil_set_time(&c, datum_timetz(x->when).time);
        time_write(&c, false, &b);
        zone_write(c.west, true, &b);
    } else if (x->type == TYPE_timestamptz) { /* in the zone it was written with */
        if (!civil_from_timestamp(datum_int64(x->when) - x->west * USECS_PER_SEC, &c))
            raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
        c.west = x->west;
        timestamp_write_xsd(&c, true, &b);
    } else {
        return jsonb_of(a, x->type, x->when, false);
    }
    return jval_string(b.data, b.len);
}

/* ---- order ---- */
static const char *short_name(Oid type)
{
    switch (type) {
    case TYPE_date: return "date";
    case TYPE_time: return "time";
    case TYPE_timetz: return "timetz";
    case TYPE_timestamp: return "timestamp";
    default: return "timestamptz";
    }
}

static void need_zone(const struct jp_run *run, Oid from, Oid to)
{
    if (!run->use_tz)
        error_throw(error_hint(error_new(ERR_FEATURE_NOT_SUPPORTED,
                                         "cannot convert value from %s to %s without time zone usage", short_name(from),
                                         short_name(to)),
                               "Use *_tz() function for time zone support."));
}

static int order(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static Datum zoned_time(const struct jp_run *run, Datum time)
{
    struct civil c;
    if (!civil_from_timestamptz(func_env.xact_start, tz_session(), &c))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
    civil_set_time(&c, datum_int64(time));
    return datum_from_timetz(run->arena,
                             (struct timetz){.time = datum_int64(time), .zone = civil_zone(&c, tz_session())});
}

/* False: they cannot be compared. x's type is before y's in the order date, time, timetz, timestamp, timestamptz. */
static bool datetime_order(const struct jp_run *run, const struct jp_value *x, const struct jp_value *y, int *c)
{
    Oid from = x->type, to = y->type;
    if (from == to) {
        *c = type_get(from)->cmp(x->when, y->when);
        return true;
    }
    if (from == TYPE_date && to == TYPE_timestamp) {
        *c = date_timestamp_cmp(datum_int32(x->when), datum_int64(y->when));
        return true;
    }
    if (from == TYPE_date && to == TYPE_timestamptz) {
        need_zone(run, from, to);
        *c = date_timestamptz_cmp(datum_int32(x->when), datum_int64(y->when));
        return true;
    }
    if (from == TYPE_timestamp && to == TYPE_timestamptz) {
        need_zone(run, from, to);
        *c = timestamp_timestamptz_cmp(datum_int64(x->when), datum_int64(y->when));
        return true;
    }
    if (from == TYPE_time && to == TYPE_timetz) {
        need_zone(run, from, to);
        *c = type_get(to)->cmp(zoned_time(run, x->when), y->when);
        return true;
    }
    return false;
}

static int datetime_rank(Oid type)
{
    static const Oid ranks[] = {TYPE_date, TYPE_time, TYPE_timetz, TYPE_timestamp, TYPE_timestamptz};
    int i = 0;
    while (ranks[i] != type)
        i++;
    return i;
}

static bool compare_datetimes(const struct jp_run *run, const struct jp_value *x, const struct jp_value *y, int *c)
{
    if (datetime_rank(x->type) <= datetime_rank(y->type))
        return datetime_order(run, x, y, c);
    bool good = datetime_order(run, y, x, c);
    *c = -*c;
    return good;
}

static enum jp_truth test(enum jp_type op, int c)
{
    bool yes = false;
    switch (op) {
    case JP_EQUAL: yes = c == 0; break;
    case JP_NOT_EQUAL: yes = c != 0; break;
    case JP_LESS: yes = c < 0; break;
    case JP_GREATER: yes = c > 0; break;
    case JP_LESS_EQUAL: yes = c <= 0; break;
    default: yes = c >= 0; break;
    }
    return yes ? JP_TRUE : JP_FALSE;
}

enum jp_truth jp_compare(const struct jp_run *run, enum jp_type op, const struct jp_value *left,
                         const struct jp_value *right)
{
    int c = 0;
    if (left->v.type != right->v.type) {
        if (left->v.type == J_NULL || right->v.type == J_NULL)
            return op == JP_NOT_EQUAL ? JP_TRUE : JP_FALSE;
        return JP_UNKNOWN;
    }
    switch (left->v.type) {
    case J_ARRAY: case J_OBJECT: return JP_UNKNOWN;
    case J_BOOL: c = order(left->v.boolean, right->v.boolean); break;
    case J_DATETIME:
        if (!compare_datetimes(run, left, right, &c))
            return JP_UNKNOWN;
        break;
    default: c = jval_cmp(&left->v, &right->v); break;
    }
    return test(op, c);
}

/* ---- .keyvalue()'s id: the distance of the object from its base's beginning, in PostgreSQL's own layout ---- */
#define PG_HEADER 4 /* of a container, and of each entry */
#define ALIGN4(n) (((n) + 3) & ~(size_t)3)

static size_t pg_numeric_size(const struct varlena *number)
{
    struct arena *a = arena_new(NULL, "numeric size");
    struct strbuf b;
    struct io io = {.arena = a, .type = TYPE_numeric, .typmod = -1};
    strbuf_init(&b, a);
    numeric_send(&io, (Datum)number, &b);
    const uint8_t *p = (const uint8_t *)b.data;
    int digits = wire_get16(p), weight = (int16_t)wire_get16(p + 2), scale = wire_get16(p + 6);
    arena_free(a);
    bool is_short = scale <= 63 && weight >= -64 && weight <= 63;
    return 4 + (is_short ? 2 : 4) + 2 * (size_t)digits;
}

/* Where what follows v begins, when v is put at `at`; *id is set when the container sought is met. */
static size_t pg_layout(const struct jval *v, size_t at, const char *sought, int64_t *id)
{
    switch (v->type) {
    case J_STRING: return at + v->n;
    case J_NUMBER: return ALIGN4(at) + pg_numeric_size(v->num);
    case J_ARRAY: case J_OBJECT: break;
    default: return at;
    }
    at = ALIGN4(at);
    if (v->bin == sought)
        *id = (int64_t)at;
    at += PG_HEADER + PG_HEADER * (size_t)v->n * (v->type == J_OBJECT ? 2 : 1);
    for (uint32_t i = 0; v->type == J_OBJECT && i < v->n; i++) {
        struct jval key = jval_key(v, i);
        at += key.n;
    }
    for (uint32_t i = 0; i < v->n && *id < 0; i++) {
        struct jval item = v->type == J_OBJECT ? jval_value(v, i) : jval_elem(v, i);
        at = pg_layout(&item, at, sought, id);
    }
    return at;
}

int64_t jp_object_id(const struct jp_base *base, const struct jval *object)
{
    int64_t id = -1;
    pg_layout(&base->v, 0, object->bin, &id);
    return (id < 0 ? 0 : id) + base->id * INT64_C(10000000000);
}
