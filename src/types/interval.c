/* interval: months, days and microseconds, each with its sign; text, binary, order, typmods. */
#include "types/datetime.h"
#include "types/hash.h"
#include "types/wirebytes.h"

void interval_to_fields(struct interval v, struct interval_fields *f)
{
    f->year = v.month / MONTHS_PER_YEAR;
    f->month = v.month % MONTHS_PER_YEAR;
    f->day = v.day;
    f->hour = v.time / USECS_PER_HOUR;
    int64_t rest = v.time % USECS_PER_HOUR;
    f->minute = (int)(rest / USECS_PER_MINUTE);
    rest %= USECS_PER_MINUTE;
    f->second = (int)(rest / USECS_PER_SEC);
    f->usec = (int)(rest % USECS_PER_SEC);
}

bool interval_from_fields(const struct interval_fields *f, struct interval *v)
{
    int64_t months = (int64_t)f->year * MONTHS_PER_YEAR + f->month;
    if (months < INT32_MIN || months > INT32_MAX)
        return false;
    v->month = (int32_t)months;
    v->day = f->day;
    return !__builtin_mul_overflow(f->hour, USECS_PER_HOUR, &v->time) &&
           !__builtin_add_overflow(v->time, f->minute * USECS_PER_MINUTE, &v->time) &&
           !__builtin_add_overflow(v->time, f->second * USECS_PER_SEC, &v->time) &&
           !__builtin_add_overflow(v->time, f->usec, &v->time);
}

__int128 interval_span(struct interval v)
{
    return (__int128)v.time + ((__int128)v.month * DAYS_PER_MONTH + v.day) * USECS_PER_DAY;
}

bool interval_apply_typmod(struct interval *v, int32_t typmod, struct soft_error *soft)
{
    if (typmod < 0)
        return true;
    int range = INTERVAL_RANGE(typmod), precision = INTERVAL_PRECISION(typmod);
    if (range != INTERVAL_RANGE_ALL) {
        /* fields below the range's last are cut off; those above its first stay, as in PostgreSQL */
        if ((range & (INTERVAL_FIELD_DAY | INTERVAL_FIELD_HOUR | INTERVAL_FIELD_MINUTE | INTERVAL_FIELD_SECOND)) == 0) {
            if ((range & INTERVAL_FIELD_MONTH) == 0)
                v->month -= v->month % MONTHS_PER_YEAR;
            v->day = 0;
            v->time = 0;
        } else if (range == INTERVAL_FIELD_DAY) {
            v->time = 0;
        } else if ((range & (INTERVAL_FIELD_MINUTE | INTERVAL_FIELD_SECOND)) == 0) {
            v->time -= v->time % USECS_PER_HOUR;
        } else if ((range & INTERVAL_FIELD_SECOND) == 0) {
            v->time -= v->time % USECS_PER_MINUTE;
        }
    }
    if (precision != INTERVAL_PRECISION_ALL) {
        if (v->time > INT64_MAX - USECS_PER_SEC || v->time < INT64_MIN + USECS_PER_SEC) {
            soft_raise(soft, ERR_DATETIME_VALUE_OUT_OF_RANGE, "interval out of range");
            return false;
        }
        v->time = usecs_round(v->time, precision);
    }
    return true;
}

Datum interval_in(struct io *io, const char *s, size_t len)
{
    struct interval v;
    int range = io->typmod >= 0 ? INTERVAL_RANGE(io->typmod) : INTERVAL_RANGE_ALL;
    enum datetime_error e = interval_parse(s, range, &v);
    if (e == DT_FIELD_OVERFLOW)
        soft_raise(io->soft, ERR_DATETIME_VALUE_OUT_OF_RANGE, "interval out of range");
    else if (e != DT_OK)
        datetime_fail(e, s, "interval", io->soft);
    if (e != DT_OK || !interval_apply_typmod(&v, io->typmod, io->soft))
        return (Datum)0;
    return datum_from_interval(io->arena, v);
}

void interval_out(struct io *io, Datum d, struct strbuf *out)
{
    interval_write(datum_interval(d), type_settings.interval_style, out);
}

Datum interval_recv(struct io *io, const uint8_t *p, size_t len)
{
    if (!wire_length(io, len, 16))
        return (Datum)0;
    struct interval v = {
        .time = (int64_t)wire_get64(p),
        .day = (int32_t)wire_get32(p + 8),
        .month = (int32_t)wire_get32(p + 12),
    };
    return interval_apply_typmod(&v, io->typmod, io->soft) ? datum_from_interval(io->arena, v) : (Datum)0;
}

void interval_send(struct io *io, Datum d, struct strbuf *out)
{
    struct interval v = datum_interval(d);
    wire_put64(out, (uint64_t)v.time);
    wire_put32(out, (uint32_t)v.day);
    wire_put32(out, (uint32_t)v.month);
}

int interval_cmp(Datum a, Datum b)
{
    __int128 x = interval_span(datum_interval(a)), y = interval_span(datum_interval(b));
    return x < y ? -1 : x > y;
}

uint64_t interval_hash(Datum d)
{
    __int128 span = interval_span(datum_interval(d));
    return hash_combine(hash_uint64((uint64_t)(span >> 64)), (uint64_t)span);
}
