/* date, time, timetz, timestamp and timestamptz: text and binary forms, typmods, errors of input. */
#include "types/datetime.h"
#include "types/hash.h"
#include "types/softfail.h"
#include "types/wirebytes.h"

/* How much text the fields of an input may be: PostgreSQL's limits. */
#define DATE_ROOM 129
#define TIMESTAMP_ROOM 153
#define ZONE_LIMIT (16 * 3600)

void datetime_fail(enum datetime_error e, const char *s, const char *type, struct soft_error *soft)
{
    switch (e) {
    case DT_FIELD_OVERFLOW:
        soft_raise(soft, ERR_DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"%s\"", s);
        break;
    case DT_MD_FIELD_OVERFLOW:
        SOFT_ERROR(soft, error_hint(error_new(ERR_DATETIME_FIELD_OVERFLOW,
                                              "date/time field value out of range: \"%s\"", s),
                                    "Perhaps you need a different \"datestyle\" setting."));
        break;
    case DT_INTERVAL_OVERFLOW:
        soft_raise(soft, ERR_INTERVAL_FIELD_OVERFLOW, "interval field value out of range: \"%s\"", s);
        break;
    case DT_ZONE_OVERFLOW:
        soft_raise(soft, ERR_INVALID_TIME_ZONE_DISPLACEMENT_VALUE, "time zone displacement out of range: \"%s\"", s);
        break;
    default:
        soft_raise(soft, ERR_INVALID_DATETIME_FORMAT, "invalid input syntax for type %s: \"%s\"", type, s);
        break;
    }
}

static Datum input_fail(struct io *io, enum datetime_error e, const struct datetime_input *in, const char *s,
                        const char *type)
{
    if (e == DT_UNKNOWN_ZONE)
        soft_raise(io->soft, ERR_INVALID_PARAMETER_VALUE, "time zone \"%s\" not recognized", in->zone);
    else
        datetime_fail(e, s, type, io->soft);
    return (Datum)0;
}

int64_t usecs_round(int64_t v, int32_t typmod)
{
    static const int64_t scales[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
    if (typmod < 0 || typmod >= 6)
        return v;
    int64_t scale = scales[typmod], half = scale / 2;
    return v >= 0 ? (v + half) / scale * scale : -((half - v) / scale * scale);
}

bool timestamp_apply_typmod(TimestampADT *t, int32_t typmod)
{
    if (!timestamp_is_finite(*t))
        return true;
    *t = usecs_round(*t, typmod);
    return timestamp_is_valid(*t);
}

/* ---- date ---- */
Datum date_in(struct io *io, const char *s, size_t len)
{
    struct datetime_input in;
    enum datetime_error e = datetime_parse(s, true, DATE_ROOM, &in);
    if (e != DT_OK || in.date_missing)
        return input_fail(io, e, &in, s, "date");
    const struct civil *c = &in.civil;
    int julian = UNIX_EPOCH_JULIAN;
    switch (in.value) {
    case DT_INFINITY: return datum_from_int32(DATE_POSITIVE_INFINITY);
    case DT_NEGATIVE_INFINITY: return datum_from_int32(DATE_NEGATIVE_INFINITY);
    case DT_EPOCH: break;
    case DT_VALUE:
        if (julian_is_valid(c->year, c->month, c->day)) {
            julian = julian_from_date(c->year, c->month, c->day);
            if (date_is_valid((int64_t)julian - EPOCH_JULIAN))
                break;
        }
        soft_raise(io->soft, ERR_DATETIME_VALUE_OUT_OF_RANGE, "date out of range: \"%s\"", s);
        return (Datum)0;
    }
    return datum_from_int32(julian - EPOCH_JULIAN);
}

void date_out(struct io *io, Datum d, struct strbuf *out)
{
    DateADT v = datum_int32(d);
    struct civil c;
    if (!date_is_finite(v)) {
        strbuf_addstr(out, v < 0 ? "-infinity" : "infinity");
        return;
    }
    civil_from_date(v, &c);
    date_write(&c, type_settings.date_style, out);
}

Datum date_recv(struct io *io, const uint8_t *p, size_t len)
{
    if (!wire_has(io, len, 4))
        return (Datum)0;
    DateADT v = (int32_t)wire_get32(p);
    if (date_is_finite(v) && !date_is_valid(v)) {
        soft_raise(io->soft, ERR_DATETIME_VALUE_OUT_OF_RANGE, "date out of range");
        return (Datum)0;
    }
    return wire_length(io, len, 4) ? datum_from_int32(v) : (Datum)0;
}

void date_send(struct io *io, Datum d, struct strbuf *out)
{
    wire_put32(out, (uint32_t)datum_int32(d));
}

/* ---- time, timetz ---- */
Datum time_in(struct io *io, const char *s, size_t len)
{
    struct datetime_input in;
    enum datetime_error e = time_parse(s, true, &in);
    if (e != DT_OK)
        return input_fail(io, e, &in, s, "time");
    return datum_from_int64(usecs_round(civil_time(&in.civil), io->typmod));
}

void time_out(struct io *io, Datum d, struct strbuf *out)
{
    struct civil c = {0};
    civil_set_time(&c, datum_int64(d));
    time_write(&c, false, out);
}

static void check_time(struct io *io, int64_t v)
{
    if (v < 0 || v > USECS_PER_DAY)
        soft_raise(io->soft, ERR_DATETIME_VALUE_OUT_OF_RANGE, "time out of range");
}

Datum time_recv(struct io *io, const uint8_t *p, size_t len)
{
    if (!wire_has(io, len, 8))
        return (Datum)0;
    int64_t v = (int64_t)wire_get64(p);
    check_time(io, v);
    return SOFT_FAILED(io->soft) || !wire_length(io, len, 8) ? (Datum)0 : datum_from_int64(usecs_round(v, io->typmod));
}

void time_send(struct io *io, Datum d, struct strbuf *out)
{
    wire_put64(out, (uint64_t)datum_int64(d));
}

Datum timetz_in(struct io *io, const char *s, size_t len)
{
    struct datetime_input in;
    enum datetime_error e = time_parse(s, true, &in);
    if (e != DT_OK)
        return input_fail(io, e, &in, s, "time with time zone");
    int64_t t = usecs_round(civil_time(&in.civil), io->typmod);
    return datum_from_timetz(io->arena, (struct timetz){.time = t, .zone = in.civil.west});
}

void timetz_out(struct io *io, Datum d, struct strbuf *out)
{
    struct timetz v = datum_timetz(d);
    struct civil c = {.west = v.zone};
    civil_set_time(&c, v.time);
    time_write(&c, true, out);
}

Datum timetz_recv(struct io *io, const uint8_t *p, size_t len)
{
    if (!wire_has(io, len, 12))
        return (Datum)0;
    struct timetz v = {.time = (int64_t)wire_get64(p), .zone = (int32_t)wire_get32(p + 8)};
    check_time(io, v.time);
    if (!SOFT_FAILED(io->soft) && (v.zone <= -ZONE_LIMIT || v.zone >= ZONE_LIMIT))
        soft_raise(io->soft, ERR_INVALID_TIME_ZONE_DISPLACEMENT_VALUE, "time zone displacement out of range");
    if (SOFT_FAILED(io->soft) || !wire_length(io, len, 12))
        return (Datum)0;
    v.time = usecs_round(v.time, io->typmod);
    return datum_from_timetz(io->arena, v);
}

void timetz_send(struct io *io, Datum d, struct strbuf *out)
{
    struct timetz v = datum_timetz(d);
    wire_put64(out, (uint64_t)v.time);
    wire_put32(out, (uint32_t)v.zone);
}

/* By the instant, then by the zone: no two that look different are equal. */
int timetz_cmp(Datum a, Datum b)
{
    struct timetz x = datum_timetz(a), y = datum_timetz(b);
    int64_t u = x.time + x.zone * USECS_PER_SEC, v = y.time + y.zone * USECS_PER_SEC;
    if (u != v)
        return u < v ? -1 : 1;
    return x.zone < y.zone ? -1 : x.zone > y.zone;
}

uint64_t timetz_hash(Datum d)
{
    struct timetz v = datum_timetz(d);
    return hash_combine(hash_uint64((uint64_t)v.time), (uint64_t)(int64_t)v.zone);
}

/* ---- timestamp, timestamptz ---- */
static Datum timestamp_input(struct io *io, const char *s, bool zoned)
{
    struct datetime_input in;
    TimestampADT t = 0;
    enum datetime_error e = datetime_parse(s, true, TIMESTAMP_ROOM, &in);
    if (e != DT_OK || in.date_missing)
        return input_fail(io, e, &in, s, zoned ? "timestamp with time zone" : "timestamp");
    switch (in.value) {
    case DT_VALUE:
        if (!civil_to_timestamp(&in.civil, zoned ? &in.civil.west : NULL, &t)) {
            soft_raise(io->soft, ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range: \"%s\"", s);
            return (Datum)0;
        }
        break;
    case DT_EPOCH: t = -UNIX_TO_EPOCH_DAYS * USECS_PER_DAY; break;
    case DT_INFINITY: t = TIMESTAMP_POSITIVE_INFINITY; break;
    case DT_NEGATIVE_INFINITY: t = TIMESTAMP_NEGATIVE_INFINITY; break;
    }
    timestamp_apply_typmod(&t, io->typmod);
    return datum_from_int64(t);
}

static void timestamp_output(TimestampADT t, bool zoned, struct strbuf *out)
{
    struct civil c;
    if (!timestamp_is_finite(t)) {
        strbuf_addstr(out, t < 0 ? "-infinity" : "infinity");
        return;
    }
    if (zoned ? !civil_from_timestamptz(t, tz_session(), &c) : !civil_from_timestamp(t, &c))
        raise(ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
    timestamp_write(&c, zoned, type_settings.date_style, out);
}

static Datum timestamp_receive(struct io *io, const uint8_t *p, size_t len)
{
    if (!wire_has(io, len, 8))
        return (Datum)0;
    TimestampADT t = (int64_t)wire_get64(p);
    if (timestamp_is_finite(t) && !timestamp_is_valid(t)) {
        soft_raise(io->soft, ERR_DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
        return (Datum)0;
    }
    if (!wire_length(io, len, 8))
        return (Datum)0;
    timestamp_apply_typmod(&t, io->typmod);
    return datum_from_int64(t);
}

Datum timestamp_in(struct io *io, const char *s, size_t len)
{
    return timestamp_input(io, s, false);
}

void timestamp_out(struct io *io, Datum d, struct strbuf *out)
{
    timestamp_output(datum_int64(d), false, out);
}

Datum timestamp_recv(struct io *io, const uint8_t *p, size_t len)
{
    return timestamp_receive(io, p, len);
}

void timestamp_send(struct io *io, Datum d, struct strbuf *out)
{
    wire_put64(out, (uint64_t)datum_int64(d));
}

Datum timestamptz_in(struct io *io, const char *s, size_t len)
{
    return timestamp_input(io, s, true);
}

void timestamptz_out(struct io *io, Datum d, struct strbuf *out)
{
    timestamp_output(datum_int64(d), true, out);
}

Datum timestamptz_recv(struct io *io, const uint8_t *p, size_t len)
{
    return timestamp_receive(io, p, len);
}

void timestamptz_send(struct io *io, Datum d, struct strbuf *out)
{
    wire_put64(out, (uint64_t)datum_int64(d));
}
