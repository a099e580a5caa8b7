/* Values of domains that SQL made: those of what they are made of, looked at when they are read. */
#include "types/user.h"

void (*user_domain_check)(struct arena *a, Oid domain, Datum value, bool isnull, struct soft_error *soft);

static struct io base_io(const struct io *io)
{
    struct io base = *io;
    base.type = type_base(io->type);
    base.typmod = type_domain_typmod(io->type);
    return base;
}

static Datum checked(const struct io *io, Datum d)
{
    if (user_domain_check != NULL && !SOFT_FAILED(io->soft))
        user_domain_check(io->arena, io->type, d, false, io->soft);
    return d;
}

void type_check_null(struct arena *a, Oid type, struct soft_error *soft)
{
    if (type >= TYPE_FIRST_USER && user_domain_check != NULL && type_get(type)->typtype == 'd')
        user_domain_check(a, type, 0, true, soft);
}

Datum domain_in(struct io *io, const char *s, size_t len)
{
    struct io base = base_io(io);
    return checked(io, type_get(base.type)->in(&base, s, len));
}

void domain_out(struct io *io, Datum d, struct strbuf *out)
{
    struct io base = base_io(io);
    type_get(base.type)->out(&base, d, out);
}

Datum domain_recv(struct io *io, const uint8_t *p, size_t len)
{
    struct io base = base_io(io);
    return checked(io, type_get(base.type)->recv(&base, p, len));
}

void domain_send(struct io *io, Datum d, struct strbuf *out)
{
    struct io base = base_io(io);
    type_get(base.type)->send(&base, d, out);
}
