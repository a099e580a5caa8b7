#include "types/type.h"

#include <stdlib.h>

#include "types/user.h"

/* Weak: a type whose functions are not there yet has NULL in their place, which type.h documents. */
#define TYPE(oid, name, len, byval, typtype, category, preferred, array, elem, base, iox, cmpx) \
    extern Datum iox##_in(struct io *, const char *, size_t) __attribute__((weak));            \
    extern void iox##_out(struct io *, Datum, struct strbuf *) __attribute__((weak));          \
    extern Datum iox##_recv(struct io *, const uint8_t *, size_t) __attribute__((weak));       \
    extern void iox##_send(struct io *, Datum, struct strbuf *) __attribute__((weak));         \
    extern int cmpx##_cmp(Datum, Datum) __attribute__((weak));                                 \
    extern uint64_t cmpx##_hash(Datum) __attribute__((weak));
#include "types/types.def"
#undef TYPE

static const struct type_info types[] = {
#define TYPE(oid, name, len, byval, typtype, category, preferred, array, elem, base, iox, cmpx)             \
    {oid, #name, len, byval, typtype, category, preferred, array, elem, base, iox##_in, iox##_out, iox##_recv, \
     iox##_send, cmpx##_cmp, cmpx##_hash},
#include "types/types.def"
#undef TYPE
};
#define TYPE_COUNT ((int)(sizeof types / sizeof types[0]))

struct type_settings type_settings = {.date_style = DATESTYLE_ISO, .extra_float_digits = 1};

/* Those that SQL made, and relations' row types; few, so plain vectors of pointers, which stay where they are. */
struct extra {
    const struct type_info **types;
    int n, cap;
};
static struct extra made, of_rows;

/* types.def is in OID order. */
static int by_oid(const void *key, const void *row)
{
    Oid a = *(const Oid *)key, b = ((const struct type_info *)row)->oid;
    return a < b ? -1 : a > b;
}

/* Asks those who can read them, unless they have been read. */
static void load_extra(bool again)
{
    if (user_types_load != NULL)
        user_types_load(again);
}

static struct extra *extra_of(Oid oid)
{
    return oid & TYPE_OF_ROWS ? &of_rows : &made;
}

static const struct type_info *extra_by_oid(Oid oid)
{
    const struct extra *x = extra_of(oid);
    for (int i = 0; i < x->n; i++)
        if (x->types[i]->oid == oid)
            return x->types[i];
    return NULL;
}

const struct type_info *type_registered(Oid oid)
{
    static const struct type_info *recent[64]; /* each value that is read or written asks */
    const struct type_info **place = &recent[oid % 64], *t = *place;
    if (t != NULL && t->oid == oid)
        return t;
    if (oid >= TYPE_FIRST_USER)
        return extra_by_oid(oid);
    t = bsearch(&oid, types, TYPE_COUNT, sizeof types[0], by_oid);
    if (t != NULL)
        *place = t;
    return t;
}

const struct type_info *type_lookup(Oid oid)
{
    const struct type_info *t = type_registered(oid);
    if (t != NULL || oid < TYPE_FIRST_USER)
        return t;
    load_extra(false);
    return extra_by_oid(oid);
}

const struct type_info *type_get(Oid oid)
{
    const struct type_info *t = type_lookup(oid);
    if (t == NULL)
        raise(ERR_INTERNAL_ERROR, "cache lookup failed for type %u", oid);
    return t;
}

const char *type_schema(Oid oid)
{
    const struct user_type *rows = oid & TYPE_OF_ROWS ? user_type_of(oid) : NULL;
    if (rows != NULL)
        return rows->schema;
    if (oid >= TYPE_FIRST_USER)
        return "public";
    return oid >= TYPE__cardinal_number && oid <= TYPE_yes_or_no ? "information_schema" : "pg_catalog";
}

static const struct type_info *extra_by_name(const char *name)
{
    for (int i = 0; i < made.n; i++)
        if (strcmp(made.types[i]->name, name) == 0)
            return made.types[i];
    return NULL;
}

const struct type_info *type_in_schema(const char *schema, const char *name)
{
    const struct type_info *t = NULL;
    if (schema == NULL)
        schema = "pg_catalog";
    for (int i = 0; i < TYPE_COUNT; i++)
        if (strcmp(types[i].name, name) == 0 && strcmp(type_schema(types[i].oid), schema) == 0)
            return &types[i];
    if (strcmp(schema, "information_schema") == 0)
        return NULL;
    for (int again = 0; again < 2 && t == NULL; again++) {
        load_extra(again == 1);
        t = extra_by_name(name);
    }
    return t;
}

const struct type_info *type_by_name(const char *name)
{
    return type_in_schema(NULL, name);
}

int type_count(void)
{
    return TYPE_COUNT + made.n;
}

const struct type_info *type_nth(int i)
{
    return i < TYPE_COUNT ? &types[i] : made.types[i - TYPE_COUNT];
}

/* Never freed: who has looked one up may still have it when they are registered anew. */
void type_register(const struct type_info *t)
{
    static struct arena *arena;
    struct extra *x = extra_of(t->oid);
    if (arena == NULL)
        arena = arena_new(NULL, "types");
    if (x->n == x->cap) {
        int cap = x->cap == 0 ? 16 : 2 * x->cap;
        x->types = arena_grow(arena, x->types, sizeof *x->types * (size_t)x->cap, sizeof *x->types * (size_t)cap);
        x->cap = cap;
    }
    x->types[x->n++] = arena_memdup(arena, t, sizeof *t);
}

void type_unregister_all(void)
{
    made.n = 0;
}

Oid type_base(Oid oid)
{
    const struct type_info *t;
    while ((t = type_lookup(oid)) != NULL && t->typtype == 'd')
        oid = t->base;
    return oid;
}

Oid type_stored(Oid oid)
{
    const struct type_info *t;
    while (oid >= TYPE_FIRST_USER && (t = type_lookup(oid)) != NULL && t->typtype == 'd')
        oid = t->base;
    return oid;
}

int32_t type_domain_typmod(Oid domain)
{
    const struct user_type *t = domain >= TYPE_FIRST_USER ? user_type(domain) : NULL;
    if (t != NULL && t->kind == 'd') /* one over another has that one's, unless it is made of something with its own */
        return t->typmod != -1 ? t->typmod : type_domain_typmod(t->base);
    switch (domain) {
    case TYPE_yes_or_no: return 3 + 4; /* character varying(3) */
    case TYPE_time_stamp: return 2;
    default: return -1;
    }
}

Oid type_shown(Oid oid)
{
    Oid below = oid & ~TYPE_OF_ROWS;
    return below < TYPE_FIRST_USER ? below : oid;
}

Oid type_on_wire(Oid oid)
{
    oid = type_shown(oid);
    return oid == TYPE_objectid ? TYPE_text : oid == TYPE__objectid ? TYPE__text : oid;
}

Datum type_input(struct arena *a, Oid type, int32_t typmod, const char *s, size_t len, struct soft_error *soft)
{
    const struct type_info *t = type_get(type);
    struct io io = {.arena = a, .soft = soft, .type = type, .typmod = typmod};
    if (t->in == NULL) {
        soft_raise(soft, ERR_FEATURE_NOT_SUPPORTED, "cannot accept a value of type %s", type_display(a, type));
        return (Datum)0;
    }
    return t->in(&io, s, len);
}

void type_output(struct arena *a, Oid type, Datum d, struct strbuf *out)
{
    const struct type_info *t = type_get(type);
    struct io io = {.arena = a, .type = type, .typmod = -1};
    if (t->out == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot display a value of type %s", type_display(a, type));
    t->out(&io, d, out);
}

const char *type_output_cstring(struct arena *a, Oid type, Datum d)
{
    struct strbuf b;
    strbuf_init(&b, a);
    type_output(a, type, d, &b);
    return b.data;
}

bool type_input_immutable(Oid type)
{
    switch (type) {
    case TYPE_bool: case TYPE_bytea: case TYPE_char: case TYPE_name: case TYPE_int8: case TYPE_int2: case TYPE_int4:
    case TYPE_text: case TYPE_oid: case TYPE_json: case TYPE_jsonb: case TYPE_cidr: case TYPE_inet: case TYPE_float4:
    case TYPE_float8: case TYPE_macaddr: case TYPE_macaddr8: case TYPE_bpchar: case TYPE_varchar: case TYPE_bit:
    case TYPE_varbit: case TYPE_numeric: case TYPE_uuid: case TYPE_jsonpath: case TYPE_point: case TYPE_lseg: case TYPE_path:
    case TYPE_box: case TYPE_polygon: case TYPE_line: case TYPE_circle: case TYPE_tsvector: case TYPE_tsquery:
        return true;
    }
    return false;
}

/* A domain's is its base type's; its input looks at constraints. */
bool type_output_immutable(Oid type)
{
    type = type_base(type);
    return type == TYPE_time || type == TYPE_timetz || type == TYPE_xml || type_input_immutable(type);
}
