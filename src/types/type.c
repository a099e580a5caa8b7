#include "types/type.h"

#include <stdio.h>
#include <stdlib.h>

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

/* Types registered at run time; few, so a plain vector. */
static const struct type_info **extra;
static int n_extra;

/* types.def is in OID order. */
static int by_oid(const void *key, const void *row)
{
    Oid a = *(const Oid *)key, b = ((const struct type_info *)row)->oid;
    return a < b ? -1 : a > b;
}

const struct type_info *type_lookup(Oid oid)
{
    static const struct type_info *recent[64]; /* each value that is read or written asks */
    const struct type_info **place = &recent[oid % 64], *t = *place;
    if (t != NULL && t->oid == oid)
        return t;
    t = bsearch(&oid, types, TYPE_COUNT, sizeof types[0], by_oid);
    if (t != NULL)
        *place = t;
    for (int i = 0; t == NULL && i < n_extra; i++)
        if (extra[i]->oid == oid)
            t = extra[i];
    return t;
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
    return oid >= TYPE__cardinal_number && oid <= TYPE_yes_or_no ? "information_schema" : "pg_catalog";
}

const struct type_info *type_in_schema(const char *schema, const char *name)
{
    if (schema == NULL)
        schema = "pg_catalog";
    for (int i = 0; i < TYPE_COUNT; i++)
        if (strcmp(types[i].name, name) == 0 && strcmp(type_schema(types[i].oid), schema) == 0)
            return &types[i];
    for (int i = 0; i < n_extra && strcmp(schema, "information_schema") != 0; i++)
        if (strcmp(extra[i]->name, name) == 0)
            return extra[i];
    return NULL;
}

const struct type_info *type_by_name(const char *name)
{
    return type_in_schema(NULL, name);
}

int type_count(void)
{
    return TYPE_COUNT + n_extra;
}

const struct type_info *type_nth(int i)
{
    return i < TYPE_COUNT ? &types[i] : extra[i - TYPE_COUNT];
}

void type_register(const struct type_info *t)
{
    for (int i = 0; i < n_extra; i++)
        if (extra[i]->oid == t->oid) {
            extra[i] = t;
            return;
        }
    const struct type_info **more = realloc(extra, sizeof *extra * (size_t)(n_extra + 1));
    if (more == NULL)
        raise_out_of_memory(sizeof *extra * (size_t)(n_extra + 1));
    extra = more;
    extra[n_extra++] = t;
}

Oid type_base(Oid oid)
{
    const struct type_info *t;
    while ((t = type_lookup(oid)) != NULL && t->typtype == 'd')
        oid = t->base;
    return oid;
}

int32_t type_domain_typmod(Oid domain)
{
    switch (domain) {
    case TYPE_yes_or_no: return 3 + 4; /* character varying(3) */
    case TYPE_time_stamp: return 2;
    default: return -1;
    }
}

Oid type_on_wire(Oid oid)
{
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

bool type_io_immutable(Oid type)
{
    switch (type) {
    case TYPE_bool: case TYPE_bytea: case TYPE_char: case TYPE_name: case TYPE_int8: case TYPE_int2: case TYPE_int4:
    case TYPE_text: case TYPE_oid: case TYPE_json: case TYPE_jsonb: case TYPE_cidr: case TYPE_inet: case TYPE_float4:
    case TYPE_float8: case TYPE_macaddr: case TYPE_macaddr8: case TYPE_bpchar: case TYPE_varchar: case TYPE_bit:
    case TYPE_varbit: case TYPE_numeric: case TYPE_uuid:
        return true;
    }
    return false;
}
