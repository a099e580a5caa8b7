#include "types/datum.h"

#include "base/error.h"

#define VARLENA_MAX ((size_t)1 << 30)

struct varlena *varlena_new(struct arena *a, size_t len)
{
    if (len >= VARLENA_MAX)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "invalid memory alloc request size %zu", len);
    struct varlena *v = arena_alloc(a, sizeof *v + len + 1);
    v->len = (uint32_t)len;
    v->info = 0;
    v->data[len] = '\0';
    return v;
}

struct varlena *varlena_from(struct arena *a, const void *p, size_t len)
{
    struct varlena *v = varlena_new(a, len);
    if (len > 0)
        memcpy(v->data, p, len);
    return v;
}

Datum datum_from_cstring(struct arena *a, const char *s)
{
    return (Datum)varlena_from(a, s, strlen(s));
}

const char *datum_cstring(struct arena *a, Datum d)
{
    return arena_strndup(a, VARDATA(d), VARLEN(d));
}

Datum datum_copy(struct arena *a, Datum d, bool byval)
{
    if (byval)
        return d;
    struct varlena *v = varlena_from(a, VARDATA(d), VARLEN(d));
    v->info = datum_varlena(d)->info;
    return (Datum)v;
}

Datum datum_from_interval(struct arena *a, struct interval v)
{
    return (Datum)varlena_from(a, &v, sizeof v);
}

struct interval datum_interval(Datum d)
{
    struct interval v;
    memcpy(&v, VARDATA(d), sizeof v);
    return v;
}

Datum datum_from_timetz(struct arena *a, struct timetz v)
{
    struct varlena *d = varlena_new(a, sizeof v);
    memset(d->data, 0, sizeof v);
    memcpy(d->data, &v.time, sizeof v.time);
    memcpy(d->data + sizeof v.time, &v.zone, sizeof v.zone);
    return (Datum)d;
}

struct timetz datum_timetz(Datum d)
{
    struct timetz v;
    memcpy(&v, VARDATA(d), sizeof v);
    return v;
}
