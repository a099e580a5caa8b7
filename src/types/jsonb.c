#include "types/jsonb.h"

#include <stdlib.h>

#include "types/hash.h"
#include "types/softfail.h"
#include "types/wirebytes.h"

#define TAG_SHIFT 28
#define LENGTH_MASK ((1u << TAG_SHIFT) - 1)

struct entry {
    uint32_t tag_len, off;
};
struct container {
    uint32_t count, size;
};

/* ---- reading ---- */

static struct jval open_entry(const char *base, const char *at)
{
    struct entry e;
    memcpy(&e, at, sizeof e);
    struct jval v = {.type = (uint8_t)(e.tag_len >> TAG_SHIFT), .n = e.tag_len & LENGTH_MASK};
    switch (v.type) {
    case J_STRING:
        v.str = base + e.off;
        break;
    case J_NUMBER:
        v.num = (const struct varlena *)(const void *)(base + e.off);
        break;
    case J_BOOL:
        v.boolean = v.n != 0;
        break;
    case J_ARRAY:
    case J_OBJECT:
        v.flat = true;
        v.bin = base + e.off;
        v.n = ((const struct container *)(const void *)v.bin)->count;
        break;
    }
    return v;
}

static const char *entry_at(const char *container, uint32_t i)
{
    return container + sizeof(struct container) + sizeof(struct entry) * (size_t)i;
}

struct jval jsonb_open(Datum d)
{
    return open_entry(VARDATA(d), VARDATA(d));
}

struct jval jval_elem(const struct jval *array, uint32_t i)
{
    return array->flat ? open_entry(array->bin, entry_at(array->bin, i)) : array->items[i];
}

struct jval jval_key(const struct jval *object, uint32_t i)
{
    return object->flat ? open_entry(object->bin, entry_at(object->bin, i)) : object->items[2 * (size_t)i];
}

struct jval jval_value(const struct jval *object, uint32_t i)
{
    return object->flat ? open_entry(object->bin, entry_at(object->bin, object->n + i))
                        : object->items[2 * (size_t)i + 1];
}

int json_key_cmp(const char *a, size_t alen, const char *b, size_t blen)
{
    if (alen != blen)
        return alen < blen ? -1 : 1;
    return alen == 0 ? 0 : memcmp(a, b, alen);
}

bool jval_find(const struct jval *object, const char *key, size_t len, struct jval *out)
{
    if (!object->flat) {
        for (uint32_t i = object->n; i-- > 0;) {
            const struct jval *k = &object->items[2 * (size_t)i];
            if (k->n == len && memcmp(k->str, key, len) == 0) {
                *out = object->items[2 * (size_t)i + 1];
                return true;
            }
        }
        return false;
    }
    uint32_t lo = 0, hi = object->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        struct jval k = jval_key(object, mid);
        int c = json_key_cmp(key, len, k.str, k.n);
        if (c == 0) {
            *out = jval_value(object, mid);
            return true;
        }
        if (c < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return false;
}

const char *jval_typename(const struct jval *v)
{
    static const char *const names[] = {"null", "string", "number", "boolean", "array", "object"};
    return names[v->type];
}

/* ---- flattening ---- */

struct pair {
    struct jval key, value;
    uint32_t order;
};

static int pair_cmp(const void *x, const void *y)
{
    const struct pair *a = x, *b = y;
    int c = json_key_cmp(a->key.str, a->key.n, b->key.str, b->key.n);
    return c != 0 ? c : a->order < b->order ? -1 : 1;
}

static void pad8(struct strbuf *b)
{
    static const char zeros[8];
    strbuf_add(b, zeros, (8 - (b->len & 7)) & 7);
}

static void put_entry(struct strbuf *b, size_t at, enum jtype type, size_t len, size_t off)
{
    if (len > LENGTH_MASK)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "total size of jsonb object elements exceeds the maximum of %u bytes", LENGTH_MASK);
    struct entry e = {(uint32_t)type << TAG_SHIFT | (uint32_t)len, (uint32_t)off};
    memcpy(b->data + at, &e, sizeof e);
}

static void flatten(struct strbuf *b, const struct jval *v, size_t base, size_t entry, int depth);

/* Room for a container's header and entries, all of which are put there; its place. */
static size_t begin_container(struct strbuf *b, size_t entries)
{
    pad8(b);
    size_t at = b->len, n = sizeof(struct container) + sizeof(struct entry) * entries;
    strbuf_grow(b, n);
    b->len += n;
    b->data[b->len] = '\0';
    return at;
}

static void end_container(struct strbuf *b, size_t at, uint32_t count)
{
    pad8(b);
    struct container c = {count, (uint32_t)(b->len - at)};
    memcpy(b->data + at, &c, sizeof c);
}

static uint32_t flatten_object(struct strbuf *b, const struct jval *v, size_t *at, int depth)
{
    struct pair *pairs = arena_alloc(b->arena, sizeof *pairs * (v->n + 1));
    for (uint32_t i = 0; i < v->n; i++)
        pairs[i] = (struct pair){v->items[2 * (size_t)i], v->items[2 * (size_t)i + 1], i};
    bool sorted = true;
    for (uint32_t i = 1; i < v->n && sorted; i++)
        sorted = json_key_cmp(pairs[i - 1].key.str, pairs[i - 1].key.n, pairs[i].key.str, pairs[i].key.n) < 0;
    uint32_t n = v->n;
    if (!sorted) {
        qsort(pairs, n, sizeof *pairs, pair_cmp);
        n = 0;
        for (uint32_t i = 0; i < v->n; i++) /* the last of equal keys stays */
            if (i + 1 == v->n || json_key_cmp(pairs[i].key.str, pairs[i].key.n, pairs[i + 1].key.str,
                                              pairs[i + 1].key.n) != 0)
                pairs[n++] = pairs[i];
    }
    *at = begin_container(b, 2 * (size_t)n);
    for (uint32_t i = 0; i < n; i++) {
        put_entry(b, *at + sizeof(struct container) + sizeof(struct entry) * i, J_STRING, pairs[i].key.n, b->len - *at);
        strbuf_add(b, pairs[i].key.str, pairs[i].key.n);
    }
    for (uint32_t i = 0; i < n; i++)
        flatten(b, &pairs[i].value, *at, *at + sizeof(struct container) + sizeof(struct entry) * (n + i), depth + 1);
    return n;
}

/* Appends v's payload; its entry, at `entry`, counts from `base`. */
static void flatten(struct strbuf *b, const struct jval *v, size_t base, size_t entry, int depth)
{
    size_t at;
    uint32_t n;
    if (depth > JSON_MAX_DEPTH)
        json_raise_depth();
    CHECK_INTERRUPTS();
    switch ((enum jtype)v->type) {
    case J_NULL:
        put_entry(b, entry, J_NULL, 0, 0);
        break;
    case J_BOOL:
        put_entry(b, entry, J_BOOL, v->boolean, 0);
        break;
    case J_STRING:
        if (v->n > LENGTH_MASK)
            error_throw(error_detail(error_new(ERR_PROGRAM_LIMIT_EXCEEDED, "string too long to represent as jsonb string"),
                                     "Due to an implementation restriction, jsonb strings cannot exceed %u bytes.",
                                     LENGTH_MASK));
        put_entry(b, entry, J_STRING, v->n, b->len - base);
        strbuf_add(b, v->str, v->n);
        break;
    case J_NUMBER:
        pad8(b);
        put_entry(b, entry, J_NUMBER, v->num->len, b->len - base);
        strbuf_add(b, v->num, sizeof *v->num + v->num->len + 1);
        break;
    case J_ARRAY:
    case J_OBJECT:
        if (v->flat) {
            pad8(b);
            at = b->len;
            strbuf_add(b, v->bin, ((const struct container *)(const void *)v->bin)->size);
        } else if (v->type == J_OBJECT) {
            n = flatten_object(b, v, &at, depth);
            end_container(b, at, n);
        } else {
            at = begin_container(b, v->n);
            for (uint32_t i = 0; i < v->n; i++)
                flatten(b, &v->items[i], at, at + sizeof(struct container) + sizeof(struct entry) * i, depth + 1);
            end_container(b, at, v->n);
        }
        put_entry(b, entry, v->type, 0, at - base);
        break;
    }
}

Datum jsonb_from_jval(struct arena *a, const struct jval *v)
{
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_grow(&b, 64);
    memset(b.data, 0, sizeof(struct varlena) + sizeof(struct entry));
    b.len = sizeof(struct varlena) + sizeof(struct entry);
    flatten(&b, v, sizeof(struct varlena), sizeof(struct varlena), 0);
    if (b.len - sizeof(struct varlena) >= (size_t)1 << 30)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "invalid memory alloc request size %zu", b.len);
    struct varlena *d = (struct varlena *)(void *)b.data;
    d->len = (uint32_t)(b.len - sizeof *d);
    return (Datum)d;
}

/* ---- text ---- */

/* 0: as it is; 'u': \u00xx; else the letter behind the backslash. */
static const char escapes[256] = {
    [0] = 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'b', 't', 'n', 'u', 'f', 'r', 'u', 'u', 'u', 'u', 'u', 'u', 'u',
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', ['"'] = '"', ['\\'] = '\\',
};

void json_escape(struct strbuf *out, const char *s, size_t n)
{
    strbuf_addch(out, '"');
    const char *end = s + n;
    while (s < end) {
        const char *p = s;
        while (p < end && escapes[(unsigned char)*p] == 0)
            p++;
        if (p > s)
            strbuf_add(out, s, (size_t)(p - s));
        if (p == end)
            break;
        char e = escapes[(unsigned char)*p];
        if (e == 'u') {
            strbuf_printf(out, "\\u%04x", (unsigned char)*p);
        } else {
            strbuf_addch(out, '\\');
            strbuf_addch(out, e);
        }
        s = p + 1;
    }
    strbuf_addch(out, '"');
}

static void number_out(struct arena *scratch, const struct jval *v, struct strbuf *out)
{
    if (v->num == NULL) {
        strbuf_add(out, v->raw, v->raw_len);
        return;
    }
    type_output(scratch, TYPE_numeric, (Datum)v->num, out);
}

void jval_out(struct arena *scratch, const struct jval *v, struct strbuf *out)
{
    switch ((enum jtype)v->type) {
    case J_NULL:
        strbuf_add(out, "null", 4);
        break;
    case J_BOOL:
        strbuf_addstr(out, v->boolean ? "true" : "false");
        break;
    case J_STRING:
        json_escape(out, v->str, v->n);
        break;
    case J_NUMBER:
        number_out(scratch, v, out);
        break;
    case J_ARRAY:
        strbuf_addch(out, '[');
        for (uint32_t i = 0; i < v->n; i++) {
            struct jval x = jval_elem(v, i);
            if (i > 0)
                strbuf_add(out, ", ", 2);
            jval_out(scratch, &x, out);
        }
        strbuf_addch(out, ']');
        break;
    case J_OBJECT:
        strbuf_addch(out, '{');
        for (uint32_t i = 0; i < v->n; i++) {
            struct jval k = jval_key(v, i), x = jval_value(v, i);
            if (i > 0)
                strbuf_add(out, ", ", 2);
            json_escape(out, k.str, k.n);
            strbuf_add(out, ": ", 2);
            jval_out(scratch, &x, out);
        }
        strbuf_addch(out, '}');
        break;
    }
}

/* ---- order ---- */

static int bytes_cmp(const char *a, size_t alen, const char *b, size_t blen)
{
    size_t n = alen < blen ? alen : blen;
    int c = n == 0 ? 0 : memcmp(a, b, n);
    return c != 0 ? c : alen < blen ? -1 : alen > blen;
}

int jval_cmp(const struct jval *a, const struct jval *b)
{
    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    switch ((enum jtype)a->type) {
    case J_NULL:
        return 0;
    case J_BOOL:
        return a->boolean - b->boolean;
    case J_STRING:
        return bytes_cmp(a->str, a->n, b->str, b->n);
    case J_NUMBER:
        return type_get(TYPE_numeric)->cmp((Datum)a->num, (Datum)b->num);
    case J_ARRAY:
        if (a->n != b->n)
            return a->n < b->n ? -1 : 1;
        for (uint32_t i = 0; i < a->n; i++) {
            struct jval x = jval_elem(a, i), y = jval_elem(b, i);
            int c = jval_cmp(&x, &y);
            if (c != 0)
                return c;
        }
        return 0;
    case J_OBJECT:
        break;
    }
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (uint32_t i = 0; i < a->n; i++) {
        struct jval x = jval_key(a, i), y = jval_key(b, i);
        int c = bytes_cmp(x.str, x.n, y.str, y.n);
        if (c != 0)
            return c;
        x = jval_value(a, i);
        y = jval_value(b, i);
        c = jval_cmp(&x, &y);
        if (c != 0)
            return c;
    }
    return 0;
}

bool jval_equal(const struct jval *a, const struct jval *b)
{
    return jval_cmp(a, b) == 0;
}

/* A scalar at the root is, to PostgreSQL's order, an array of one element that marks it as such: it is below arrays,
 * except the empty one, and below objects. */
int jsonb_cmp(Datum da, Datum db)
{
    struct jval a = jsonb_open(da), b = jsonb_open(db);
    if (jval_scalar(&a) == jval_scalar(&b))
        return jval_cmp(&a, &b);
    const struct jval *other = jval_scalar(&a) ? &b : &a;
    int scalar_is = other->type == J_ARRAY && other->n == 0 ? 1 : -1;
    return other == &b ? scalar_is : -scalar_is;
}

static uint64_t jval_hash(const struct jval *v)
{
    uint64_t h = v->type;
    switch ((enum jtype)v->type) {
    case J_NULL:
        break;
    case J_BOOL:
        h = hash_combine(h, v->boolean);
        break;
    case J_STRING:
        h = hash_combine(h, hash_bytes(v->str, v->n));
        break;
    case J_NUMBER:
        h = hash_combine(h, type_get(TYPE_numeric)->hash((Datum)v->num));
        break;
    case J_ARRAY:
    case J_OBJECT:
        for (uint32_t i = 0; i < v->n; i++) {
            struct jval x = v->type == J_ARRAY ? jval_elem(v, i) : jval_value(v, i);
            if (v->type == J_OBJECT) {
                struct jval k = jval_key(v, i);
                h = hash_combine(h, hash_bytes(k.str, k.n));
            }
            h = hash_combine(h, jval_hash(&x));
        }
        break;
    }
    return h;
}

uint64_t jsonb_hash(Datum d)
{
    struct jval v = jsonb_open(d);
    return jval_hash(&v);
}

/* ---- building ---- */

void jbuild_init(struct jbuilder *b, struct arena *a)
{
    *b = (struct jbuilder){.arena = a};
}

void jbuild_begin(struct jbuilder *b, bool object)
{
    if (b->depth == b->cap) {
        int cap = b->cap == 0 ? 8 : b->cap * 2;
        b->stack = arena_grow(b->arena, b->stack, sizeof *b->stack * (size_t)b->cap, sizeof *b->stack * (size_t)cap);
        b->cap = cap;
    }
    if (b->depth >= JSON_MAX_DEPTH)
        json_raise_depth();
    b->stack[b->depth++] = (struct jbuilder_frame){.object = object};
}

void jbuild_value(struct jbuilder *b, struct jval v)
{
    if (b->depth == 0) {
        b->root = v;
        return;
    }
    struct jbuilder_frame *f = &b->stack[b->depth - 1];
    if (f->n == f->cap) {
        uint32_t cap = f->cap == 0 ? 8 : f->cap * 2;
        f->items = arena_grow(b->arena, f->items, sizeof *f->items * f->cap, sizeof *f->items * cap);
        f->cap = cap;
    }
    f->items[f->n++] = v;
}

void jbuild_key(struct jbuilder *b, const char *s, size_t n)
{
    jbuild_value(b, jval_string(s, n));
}

void jbuild_end(struct jbuilder *b)
{
    struct jbuilder_frame *f = &b->stack[--b->depth];
    jbuild_value(b, (struct jval){.type = f->object ? J_OBJECT : J_ARRAY, .items = f->items,
                                  .n = f->object ? f->n / 2 : f->n});
}

struct jval jval_array_of(struct arena *a, const struct jval *items, uint32_t n)
{
    return (struct jval){.type = J_ARRAY, .n = n, .items = arena_memdup(a, items, sizeof *items * n)};
}

/* ---- types json and jsonb ---- */

Datum jsonb_in(struct io *io, const char *s, size_t len)
{
    struct jval v;
    if (!json_parse(io->arena, io->soft, s, len, JSON_VALUES, &v))
        return (Datum)0;
    return jsonb_from_jval(io->arena, &v);
}

void jsonb_out(struct io *io, Datum d, struct strbuf *out)
{
    struct jval v = jsonb_open(d);
    jval_out(io->arena, &v, out);
}

Datum jsonb_recv(struct io *io, const uint8_t *p, size_t len)
{
    if (len == 0) {
        wire_too_short(io);
        return (Datum)0;
    }
    if (p[0] != 1)
        raise(ERR_INTERNAL_ERROR, "unsupported jsonb version number %d", p[0]);
    Datum text = type_get(TYPE_text)->recv(io, p + 1, len - 1);
    if (SOFT_FAILED(io->soft))
        return (Datum)0;
    return jsonb_in(io, VARDATA(text), VARLEN(text));
}

void jsonb_send(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_addch(out, 1);
    jsonb_out(io, d, out);
}

Datum json_in(struct io *io, const char *s, size_t len)
{
    struct jval v;
    if (!json_parse(io->arena, io->soft, s, len, JSON_VALIDATE, &v))
        return (Datum)0;
    return datum_from_text(io->arena, s, len);
}

void json_out(struct io *io, Datum d, struct strbuf *out)
{
    strbuf_add(out, VARDATA(d), VARLEN(d));
}

Datum json_recv(struct io *io, const uint8_t *p, size_t len)
{
    Datum text = type_get(TYPE_text)->recv(io, p, len);
    if (SOFT_FAILED(io->soft))
        return (Datum)0;
    return json_in(io, VARDATA(text), VARLEN(text));
}

void json_send(struct io *io, Datum d, struct strbuf *out)
{
    json_out(io, d, out);
}
