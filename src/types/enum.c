/* Values of enum types: their labels, as text and as binary form. */
#include "types/softfail.h"
#include "types/text.h"
#include "types/user.h"

const struct enum_label *enum_label_named(const struct user_type *t, const char *name, size_t len)
{
    FOREACH (struct enum_label, l, t->labels)
        if (strlen(l->name) == len && memcmp(l->name, name, len) == 0)
            return l;
    return NULL;
}

/* Floats in the order of integers. */
Datum enum_datum(const struct enum_label *l)
{
    int32_t bits;
    memcpy(&bits, &l->place, sizeof bits);
    if (bits < 0)
        bits ^= INT32_MAX;
    return datum_from_int64((int64_t)((uint64_t)(uint32_t)bits << 32 | l->oid));
}

const struct enum_label *enum_label(Oid type, Datum d)
{
    const struct user_type *t = user_type(type);
    FOREACH (struct enum_label, l, t != NULL ? t->labels : NULL)
        if (l->oid == (Oid)(uint32_t)d)
            return l;
    raise(ERR_INVALID_BINARY_REPRESENTATION, "invalid internal value for enum: %u", (Oid)(uint32_t)d);
}

int enum_position(const struct user_type *t, const struct enum_label *l)
{
    FOREACH (struct enum_label, x, t->labels)
        if (x == l)
            return FOREACH_INDEX(x, t->labels);
    return -1;
}

static Datum by_label(struct io *io, const char *s, size_t len)
{
    const struct user_type *t = user_type(io->type);
    const struct enum_label *l = t != NULL ? enum_label_named(t, s, len) : NULL;
    if (l != NULL && !enum_label_is_unsafe(l->oid))
        return enum_datum(l);
    if (l != NULL) {
        struct error *e = error_new(ERR_UNSAFE_NEW_ENUM_VALUE_USAGE, "unsafe use of new value \"%s\" of enum type %s", l->name,
                                    type_display(io->arena, io->type));
        soft_throw(io->soft, error_hint(e, "New enum values must be committed before they can be used."));
        return 0;
    }
    soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input value for enum %s: \"%s\"", type_display(io->arena, io->type), s);
    return 0;
}

Datum enum_in(struct io *io, const char *s, size_t len)
{
    return by_label(io, s, len);
}

void enum_out(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_addstr(out, enum_label(io->type, d)->name);
}

Datum enum_recv(struct io *io, const uint8_t *p, size_t len)
{
    return utf8_received(io, p, len) ? by_label(io, arena_strndup(io->arena, (const char *)p, len), len) : (Datum)0;
}

void enum_send(struct io *io, Datum d, struct strbuf *out)
{
    enum_out(io, d, out);
}
