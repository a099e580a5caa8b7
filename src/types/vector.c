#include "types/vector.h"

#include <errno.h>
#include <stdlib.h>

#include "types/array.h"
#include "types/scalar.h"
#include "types/wirebytes.h"

#define VECTOR_MAX 100 /* PostgreSQL's FUNC_MAX_ARGS */

Datum oidvector_make(struct arena *a, const Oid *oids, int n)
{
    Datum *values = ARENA_ARRAY(a, Datum, n + 1);
    for (int i = 0; i < n; i++)
        values[i] = datum_from_oid(oids[i]);
    return array_make_vector(a, TYPE_oid, values, n);
}

Datum int2vector_make(struct arena *a, const int16_t *numbers, int n)
{
    Datum *values = ARENA_ARRAY(a, Datum, n + 1);
    for (int i = 0; i < n; i++)
        values[i] = datum_from_int16(numbers[i]);
    return array_make_vector(a, TYPE_int2, values, n);
}

static const char *skip_spaces(const char *s)
{
    while (*s == ' ' || (*s >= '\t' && *s <= '\r'))
        s++;
    return s;
}

/* One number at s; the text behind it, NULL after an error. Errors show the text from s on. */
static const char *oid_item(struct io *io, const char *s, Datum *value)
{
    char *end;
    errno = 0;
    unsigned long v = strtoul(s, &end, 10);
    if (end == s) {
        soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", "oid", s);
        return NULL;
    }
    if (errno == ERANGE || (v != (Oid)v && v != (unsigned long)(int32_t)v)) {
        soft_raise(io->soft, ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value \"%s\" is out of range for type %s", s, "oid");
        return NULL;
    }
    *value = datum_from_oid((Oid)v);
    return end;
}

static const char *int2_item(struct io *io, const char *s, Datum *value)
{
    char *end;
    errno = 0;
    long v = strtol(s, &end, 10);
    if (end == s) {
        soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", "smallint",
                   s);
        return NULL;
    }
    if (errno == ERANGE || v < INT16_MIN || v > INT16_MAX) {
        soft_raise(io->soft, ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value \"%s\" is out of range for type %s", s, "smallint");
        return NULL;
    }
    if (*end != '\0' && *end != ' ') {
        soft_raise(io->soft, ERR_INVALID_TEXT_REPRESENTATION, "invalid input syntax for type %s: \"%s\"", "smallint",
                   s);
        return NULL;
    }
    *value = datum_from_int16((int16_t)v);
    return end;
}

static Datum vector_in(struct io *io, const char *s, Oid elem, const char *(*item)(struct io *, const char *, Datum *))
{
    Datum values[VECTOR_MAX];
    int n = 0;
    for (s = skip_spaces(s); *s != '\0'; s = skip_spaces(s)) {
        if (n == VECTOR_MAX) {
            soft_raise(io->soft, ERR_INVALID_PARAMETER_VALUE, "%svector has too many elements",
                       elem == TYPE_oid ? "oid" : "int2");
            return (Datum)0;
        }
        s = item(io, s, &values[n++]);
        if (s == NULL)
            return (Datum)0;
    }
    return array_make_vector(io->arena, elem, values, n);
}

static void vector_out(Datum d, struct strbuf *out)
{
    struct array a = array_open(d);
    if (a.ndim != 1 || a.has_nulls)
        raise(ERR_DATATYPE_MISMATCH, "array is not a valid %svector", a.elem == TYPE_oid ? "oid" : "int2");
    for (int i = 0; i < a.n; i++) {
        bool isnull;
        Datum x = array_get(&a, i, &isnull);
        if (i > 0)
            strbuf_addch(out, ' ');
        int64_to_text(a.elem == TYPE_oid ? (int64_t)datum_oid(x) : datum_int16(x), out);
    }
}

/* One dimension from 0, also where there is nothing in it. */
static void vector_send(struct io *io, Datum d, struct strbuf *out)
{
    struct array a = array_open(d);
    if (a.n > 0) {
        array_send(io, d, out);
        return;
    }
    const uint32_t head[] = {1, 0, a.elem, 0, 0};
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
        wire_put32(out, head[i]);
}

/* array_recv()'s form; anything but a vector is refused */
static Datum vector_recv(struct io *io, const uint8_t *p, size_t len, Oid elem, const char *name)
{
    struct io inner = *io; /* what is wrong with its shape is said before what is wrong with its length */
    inner.spare = true;
    Datum d = array_recv(&inner, p, len);
    if (SOFT_FAILED(io->soft))
        return (Datum)0;
    struct array a = array_open(d);
    if (a.elem != elem || a.ndim != 1 || a.has_nulls || a.lbs[0] != 0)
        soft_raise(io->soft, ERR_INVALID_BINARY_REPRESENTATION, "invalid %s data", name);
    struct strbuf same;
    strbuf_init(&same, io->arena);
    vector_send(io, d, &same);
    if (!SOFT_FAILED(io->soft) && same.len < len)
        wire_too_long(io);
    return d;
}

Datum oidvector_in(struct io *io, const char *s, size_t len)
{
    return vector_in(io, s, TYPE_oid, oid_item);
}

void oidvector_out(struct io *io, Datum d, struct strbuf *out)
{
    vector_out(d, out);
}

Datum oidvector_recv(struct io *io, const uint8_t *p, size_t len)
{
    return vector_recv(io, p, len, TYPE_oid, "oidvector");
}

void oidvector_send(struct io *io, Datum d, struct strbuf *out)
{
    vector_send(io, d, out);
}

/* The shorter first; then element by element. */
int oidvector_cmp(Datum x, Datum y)
{
    struct array a = array_open(x), b = array_open(y);
    if (a.n != b.n)
        return a.n - b.n;
    for (int i = 0; i < a.n; i++) {
        bool isnull;
        Oid u = datum_oid(array_get(&a, i, &isnull)), v = datum_oid(array_get(&b, i, &isnull));
        if (u != v)
            return u > v ? 1 : -1;
    }
    return 0;
}

uint64_t oidvector_hash(Datum d)
{
    return array_hash(d);
}

Datum int2vector_in(struct io *io, const char *s, size_t len)
{
    return vector_in(io, s, TYPE_int2, int2_item);
}

void int2vector_out(struct io *io, Datum d, struct strbuf *out)
{
    vector_out(d, out);
}

Datum int2vector_recv(struct io *io, const uint8_t *p, size_t len)
{
    return vector_recv(io, p, len, TYPE_int2, "int2vector");
}

void int2vector_send(struct io *io, Datum d, struct strbuf *out)
{
    vector_send(io, d, out);
}
