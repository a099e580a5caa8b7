#include "types/record.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>

#include "types/array.h"
#include "types/hash.h"
#include "types/softfail.h"
#include "types/user.h"
#include "types/wirebytes.h"

#define ALIGN8(n) (((size_t)(n) + 7) & ~(size_t)7)

struct record_head {
    int32_t n, pad;
    Oid types[];
};

/* ---- shapes ---- */

static struct arena *shapes_arena;
static struct record_shape **shapes;
static int n_shapes, cap_shapes;

static bool same_shape(const struct record_shape *s, Oid type, int n, const char *const *names, const Oid *types,
                       const int32_t *typmods)
{
    if (s->type != type || s->n != n || memcmp(s->types, types, sizeof(Oid) * (size_t)n) != 0)
        return false;
    for (int i = 0; i < n; i++)
        if (strcmp(s->names[i], names[i]) != 0 || s->typmods[i] != (typmods != NULL ? typmods[i] : -1))
            return false;
    return true;
}

int record_shape(Oid type, int n, const char *const *names, const Oid *types, const int32_t *typmods)
{
    for (int i = n_shapes - 1; i >= 0; i--)
        if (same_shape(shapes[i], type, n, names, types, typmods))
            return shapes[i]->id;
    if (shapes_arena == NULL)
        shapes_arena = arena_new(NULL, "record shapes");
    if (n_shapes == cap_shapes) {
        int cap = cap_shapes == 0 ? 16 : cap_shapes * 2;
        shapes = arena_grow(shapes_arena, shapes, sizeof *shapes * (size_t)cap_shapes, sizeof *shapes * (size_t)cap);
        cap_shapes = cap;
    }
    struct record_shape *s = ARENA_NEW(shapes_arena, struct record_shape);
    const char **copy = ARENA_ARRAY(shapes_arena, const char *, n);
    int32_t *mods = ARENA_ARRAY(shapes_arena, int32_t, n);
    for (int i = 0; i < n; i++) {
        copy[i] = arena_strdup(shapes_arena, names[i]);
        mods[i] = typmods != NULL ? typmods[i] : -1;
    }
    *s = (struct record_shape){.id = n_shapes + 1, .type = type, .n = n, .names = copy, .typmods = mods,
                               .types = arena_memdup(shapes_arena, types, sizeof(Oid) * (size_t)n)};
    shapes[n_shapes++] = s;
    return s->id;
}

const struct record_shape *record_shape_get(int id)
{
    return id > 0 && id <= n_shapes ? shapes[id - 1] : NULL;
}

const struct record_shape *record_shape_of_type(Oid type)
{
    const struct user_type *user = type >= TYPE_FIRST_USER ? user_type(type) : NULL;
    if (user != NULL && user->kind == 'c')
        return record_shape_get(user->shape);
    for (int i = n_shapes - 1; i >= 0; i--)
        if (shapes[i]->type == type)
            return shapes[i];
    return NULL;
}

/* ---- values ---- */

Datum record_make(struct arena *a, int shape, int n, const Oid *types, const Datum *values, const bool *nulls)
{
    size_t slots = ALIGN8(sizeof(struct record_head) + sizeof(Oid) * (size_t)n);
    size_t size = ALIGN8(slots + 9 * (size_t)n), at = size;
    for (int i = 0; i < n; i++)
        if (!nulls[i] && !type_get(types[i])->byval)
            size += ALIGN8(sizeof(struct varlena) + VARLEN(values[i]) + 1);
    struct varlena *v = varlena_new(a, size);
    v->info = (uint32_t)shape;
    memset(v->data, 0, at);
    struct record_head *h = (struct record_head *)v->data;
    h->n = n;
    memcpy(h->types, types, sizeof(Oid) * (size_t)n);
    for (int i = 0; i < n; i++) {
        Datum slot = values[i];
        v->data[slots + 8 * (size_t)n + (size_t)i] = (char)nulls[i];
        if (nulls[i])
            continue;
        if (!type_get(types[i])->byval) {
            size_t full = ALIGN8(sizeof(struct varlena) + VARLEN(values[i]) + 1);
            size_t used = sizeof(struct varlena) + VARLEN(values[i]);
            slot = (Datum)at;
            memcpy(v->data + at, datum_varlena(values[i]), used);
            memset(v->data + at + used, 0, full - used);
            at += full;
        }
        memcpy(v->data + slots + 8 * (size_t)i, &slot, sizeof slot);
    }
    return (Datum)v;
}

struct record record_open(Datum d)
{
    const char *p = VARDATA(d);
    const struct record_head *h = (const struct record_head *)p;
    struct record r = {.n = h->n, .shape = (int)datum_varlena(d)->info, .types = h->types, .base = p};
    r.slots = p + ALIGN8(sizeof *h + sizeof(Oid) * (size_t)h->n);
    r.nulls = (const uint8_t *)r.slots + 8 * (size_t)h->n;
    return r;
}

Datum record_get(const struct record *r, int i, bool *isnull)
{
    Datum slot;
    *isnull = r->nulls[i] != 0;
    if (*isnull)
        return (Datum)0;
    memcpy(&slot, r->slots + 8 * (size_t)i, sizeof slot);
    return type_get(r->types[i])->byval ? slot : (Datum)(r->base + slot);
}

const char *record_name(struct arena *a, const struct record *r, int i)
{
    const struct record_shape *s = record_shape_get(r->shape);
    return s != NULL && i < s->n ? s->names[i] : arena_printf(a, "f%d", i + 1);
}

int record_find(const struct record *r, const char *name, size_t len)
{
    const struct record_shape *s = record_shape_get(r->shape);
    for (int i = 0; i < r->n; i++) {
        char generated[16];
        const char *own = generated;
        if (s != NULL && i < s->n)
            own = s->names[i];
        else
            snprintf(generated, sizeof generated, "f%d", i + 1);
        if (strlen(own) == len && memcmp(own, name, len) == 0)
            return i;
    }
    return -1;
}

/* ---- text: (a,"b c",) ---- */

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

void record_out(struct io *io, Datum d, struct strbuf *out)
{
    struct record r = record_open(d);
    struct strbuf text;
    strbuf_init(&text, io->arena);
    strbuf_addch(out, '(');
    for (int i = 0; i < r.n; i++) {
        if (i > 0)
            strbuf_addch(out, ',');
        bool isnull;
        Datum x = record_get(&r, i, &isnull);
        if (isnull)
            continue;
        strbuf_clear(&text);
        type_output(io->arena, r.types[i], x, &text);
        bool quote = text.len == 0;
        for (size_t k = 0; k < text.len && !quote; k++) {
            char c = text.data[k];
            quote = c == '"' || c == '\\' || c == '(' || c == ')' || c == ',' || is_space(c);
        }
        if (quote)
            strbuf_addch(out, '"');
        for (size_t k = 0; k < text.len; k++) {
            if (text.data[k] == '"' || text.data[k] == '\\')
                strbuf_addch(out, text.data[k]);
            strbuf_addch(out, text.data[k]);
        }
        if (quote)
            strbuf_addch(out, '"');
    }
    strbuf_addch(out, ')');
}

#define MALFORMED(io, whole, why)                                                                            \
    SOFT_ERROR((io)->soft, error_detail(error_new(ERR_INVALID_TEXT_REPRESENTATION,                           \
                                                  "malformed record literal: \"%s\"", whole), why))

Datum record_in(struct io *io, const char *s, size_t len)
{
    const struct record_shape *shape = io->type == TYPE_record ? record_shape_get(io->typmod)
                                                               : record_shape_of_type(io->type);
    if (shape == NULL) {
        soft_raise(io->soft, ERR_FEATURE_NOT_SUPPORTED, "input of anonymous composite types is not implemented");
        return (Datum)0;
    }
    Datum *values = ARENA_ARRAY(io->arena, Datum, shape->n);
    bool *nulls = ARENA_ARRAY(io->arena, bool, shape->n);
    const char *p = s;
    struct strbuf b;
    strbuf_init(&b, io->arena);
    while (is_space(*p))
        p++;
    if (*p++ != '(') {
        MALFORMED(io, s, "Missing left parenthesis.");
        return (Datum)0;
    }
    for (int i = 0; i < shape->n; i++) {
        if (i > 0) {
            if (*p != ',') {
                MALFORMED(io, s, "Too few columns.");
                return (Datum)0;
            }
            p++;
        }
        if (*p == ',' || *p == ')') {
            nulls[i] = true;
            type_check_null(io->arena, shape->types[i], io->soft);
            if (SOFT_FAILED(io->soft))
                return (Datum)0;
            continue;
        }
        bool in_quotes = false;
        strbuf_clear(&b);
        strbuf_add(&b, "", 0);
        while (in_quotes || (*p != ',' && *p != ')')) {
            char c = *p++;
            if (c == '\0' || (c == '\\' && *p == '\0')) {
                MALFORMED(io, s, "Unexpected end of input.");
                return (Datum)0;
            }
            if (c == '\\') {
                strbuf_addch(&b, *p++);
            } else if (c == '"') {
                if (!in_quotes)
                    in_quotes = true;
                else if (*p == '"')
                    strbuf_addch(&b, *p++);
                else
                    in_quotes = false;
            } else {
                strbuf_addch(&b, c);
            }
        }
        values[i] = type_input(io->arena, shape->types[i], shape->typmods[i], b.data, b.len, io->soft);
        if (SOFT_FAILED(io->soft))
            return (Datum)0;
    }
    if (*p++ != ')') {
        MALFORMED(io, s, "Too many columns.");
        return (Datum)0;
    }
    while (is_space(*p))
        p++;
    if (*p != '\0') {
        MALFORMED(io, s, "Junk after right parenthesis.");
        return (Datum)0;
    }
    return record_make(io->arena, shape->id, shape->n, shape->types, values, nulls);
}

/* ---- binary: the number of columns, then for each its type, length (-1 NULL), value ---- */

static void put32(struct strbuf *out, int32_t v)
{
    uint32_t n = htobe32((uint32_t)v);
    strbuf_add(out, &n, sizeof n);
}

void record_send(struct io *io, Datum d, struct strbuf *out)
{
    struct record r = record_open(d);
    put32(out, r.n);
    for (int i = 0; i < r.n; i++) {
        bool isnull;
        Datum x = record_get(&r, i, &isnull);
        put32(out, (int32_t)type_on_wire(r.types[i]));
        size_t at = out->len;
        put32(out, -1);
        if (isnull)
            continue;
        const struct type_info *t = type_get(r.types[i]);
        if (t->send == NULL)
            raise(ERR_UNDEFINED_FUNCTION, "no binary output function available for type %s",
                  type_display(io->arena, t->oid));
        struct io cio = {.arena = io->arena, .type = t->oid, .typmod = -1};
        t->send(&cio, x, out);
        uint32_t n = htobe32((uint32_t)(out->len - at - 4));
        memcpy(out->data + at, &n, sizeof n);
    }
}

static bool get32(const uint8_t **p, size_t *left, int32_t *v)
{
    uint32_t n;
    if (*left < 4)
        return false;
    memcpy(&n, *p, 4);
    *v = (int32_t)be32toh(n);
    *p += 4;
    *left -= 4;
    return true;
}

Datum record_recv(struct io *io, const uint8_t *p, size_t len)
{
    const struct record_shape *shape = io->type == TYPE_record ? record_shape_get(io->typmod)
                                                               : record_shape_of_type(io->type);
    if (shape == NULL) {
        soft_raise(io->soft, ERR_FEATURE_NOT_SUPPORTED, "input of anonymous composite types is not implemented");
        return (Datum)0;
    }
    int32_t n, type, size;
    if (!get32(&p, &len, &n))
        goto cut;
    if (n != shape->n) {
        soft_raise(io->soft, ERR_DATATYPE_MISMATCH, "wrong number of columns: %d, expected %d", n, shape->n);
        return (Datum)0;
    }
    Datum *values = ARENA_ARRAY(io->arena, Datum, n);
    bool *nulls = ARENA_ARRAY(io->arena, bool, n);
    for (int i = 0; i < n; i++) {
        if (!get32(&p, &len, &type) || !get32(&p, &len, &size))
            goto cut;
        Oid want = shape->types[i];
        if ((Oid)type != want && (Oid)type != type_base(want) && (Oid)type < FIRST_OTHER_OID && want < FIRST_OTHER_OID) {
            soft_raise(io->soft, ERR_DATATYPE_MISMATCH,
                       "binary data has type %u (%s) instead of expected %u (%s) in record column %d", (Oid)type,
                       type_display(io->arena, (Oid)type), want, type_display(io->arena, want), i + 1);
            return (Datum)0;
        }
        nulls[i] = size == -1;
        if (nulls[i]) {
            type_check_null(io->arena, want, io->soft);
            if (SOFT_FAILED(io->soft))
                return (Datum)0;
            continue;
        }
        if (size < 0 || (size_t)size > len) {
            soft_raise(io->soft, ERR_INVALID_BINARY_REPRESENTATION, "insufficient data left in message");
            return (Datum)0;
        }
        const struct type_info *t = type_get(want);
        if (t->recv == NULL) {
            soft_raise(io->soft, ERR_UNDEFINED_FUNCTION, "no binary input function available for type %s",
                       type_display(io->arena, want));
            return (Datum)0;
        }
        struct io cio = {.arena = io->arena, .soft = io->soft, .type = want, .typmod = shape->typmods[i],
                         .too_long = "improper binary format in record column %d", .place = i + 1};
        values[i] = t->recv(&cio, p, (size_t)size);
        if (SOFT_FAILED(io->soft))
            return (Datum)0;
        p += size;
        len -= (size_t)size;
    }
    if (len > 0) {
        wire_too_long(io);
        return (Datum)0;
    }
    return record_make(io->arena, shape->id, n, shape->types, values, nulls);
cut:
    soft_raise(io->soft, ERR_PROTOCOL_VIOLATION, "insufficient data left in message");
    return (Datum)0;
}

/* ---- comparison ---- */

static _Noreturn void dissimilar(Oid a, Oid b, int column)
{
    struct arena *names = arena_new(NULL, "type names");
    struct error *e = error_new(ERR_DATATYPE_MISMATCH, "cannot compare dissimilar column types %s and %s at record column %d",
                                type_display(names, a), type_display(names, b), column);
    arena_free(names);
    error_throw(e);
}

/* Columns are compared from the left until one decides; only then does a different number of them matter. */
static int compare(Datum da, Datum db, type_cmp_fn (*fn)(Oid))
{
    struct record a = record_open(da), b = record_open(db);
    int n = a.n < b.n ? a.n : b.n;
    for (int i = 0; i < n; i++) {
        if (a.types[i] != b.types[i])
            dissimilar(a.types[i], b.types[i], i + 1);
        type_cmp_fn cmp = fn(a.types[i]);
        bool an, bn;
        Datum x = record_get(&a, i, &an), y = record_get(&b, i, &bn);
        int c = an || bn ? an - bn : cmp(x, y);
        if (c != 0)
            return c;
    }
    if (a.n != b.n)
        raise(ERR_DATATYPE_MISMATCH, "cannot compare record types with different numbers of columns");
    return 0;
}

int record_cmp(Datum a, Datum b)
{
    return compare(a, b, elem_cmp_fn);
}

bool record_equal(Datum a, Datum b)
{
    return compare(a, b, elem_eq_fn) == 0;
}

/* As PostgreSQL's image in memory is ordered: words without a sign. */
static int word_order(Datum a, Datum b)
{
    return (a > b) - (a < b);
}

static int bytes_order(Datum a, Datum b)
{
    size_t na = VARLEN(a), nb = VARLEN(b);
    int c = memcmp(VARDATA(a), VARDATA(b), na < nb ? na : nb);
    return c != 0 ? c : (na > nb) - (na < nb);
}

static int block_differs(Datum a, Datum b)
{
    return datum_varlena(a)->info != datum_varlena(b)->info || bytes_order(a, b) != 0;
}

static type_cmp_fn image_eq_fn(Oid type)
{
    return type_get(type)->byval ? word_order : block_differs;
}

/* Only where the bytes are PostgreSQL's. */
static type_cmp_fn image_cmp_fn(Oid type)
{
    const struct type_info *t = type_get(type_base(type));
    if (t->byval)
        return word_order;
    if (t->category != 'S' && t->oid != TYPE_bytea && t->oid != TYPE_uuid && t->oid != TYPE_json && t->oid != TYPE_xml)
        raise(ERR_FEATURE_NOT_SUPPORTED, "the order of the bytes of type %s is not supported", t->name);
    return bytes_order;
}

int record_image_cmp(Datum a, Datum b)
{
    return compare(a, b, image_cmp_fn);
}

bool record_image_equal(Datum a, Datum b)
{
    return compare(a, b, image_eq_fn) == 0;
}

uint64_t record_hash(Datum d)
{
    struct record r = record_open(d);
    uint64_t h = 1;
    for (int i = 0; i < r.n; i++) {
        bool isnull;
        Datum x = record_get(&r, i, &isnull);
        type_hash_fn hash = type_get(type_base(r.types[i]))->hash;
        if (hash == NULL)
            raise(ERR_UNDEFINED_FUNCTION, "could not identify a hash function for type %s", type_get(r.types[i])->name);
        h = hash_combine(h, isnull ? 0 : hash(x));
    }
    return h;
}
