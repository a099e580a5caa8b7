/* The register of the types that SQL made. */
#include "types/user.h"

#include "types/array.h"
#include "types/range.h"
#include "types/record.h"
#include "types/scalar.h"

void (*user_types_load)(bool again);

static List *types; /* struct user_type */
static List *row_types; /* likewise, of relations */
static unsigned long version;
static struct arena *unsafe_arena;
static List *unsafe; /* labels' OIDs */

/* ---- labels that may not be used yet ---- */

void enum_label_unsafe(Oid label)
{
    if (unsafe_arena == NULL)
        unsafe_arena = arena_new(NULL, "new labels");
    unsafe = list_append(unsafe_arena, unsafe, INT_ITEM(label));
}

void enum_labels_safe(void)
{
    unsafe = NULL;
    if (unsafe_arena != NULL)
        arena_reset(unsafe_arena);
}

bool enum_label_is_unsafe(Oid label)
{
    for (int i = 0; i < list_length(unsafe); i++)
        if (ITEM_OID(list_nth(unsafe, i)) == label)
            return true;
    return false;
}

/* ---- the register ---- */

static void add_array(const struct user_type *t)
{
    type_register(&(struct type_info){
        .oid = t->array, .name = t->array_name, .len = -1, .typtype = 'b', .category = 'A', .elem = t->oid, .in = array_in,
        .out = array_out, .recv = array_recv, .send = array_send, .cmp = array_cmp, .hash = array_hash});
}

static void add_enum(const struct user_type *t)
{
    type_register(&(struct type_info){
        .oid = t->oid, .name = t->name, .len = 4, .byval = true, .typtype = 'e', .category = 'E', .array = t->array, .in = enum_in,
        .out = enum_out, .recv = enum_recv, .send = enum_send, .cmp = int8_cmp, .hash = int8_hash});
}

/* Its attributes may be of types that are registered later. */
static void shape_composite(struct user_type *t)
{
    struct arena *a = arena_new(NULL, "attributes");
    int n = list_length(t->attributes);
    const char **names = ARENA_ARRAY(a, const char *, n + 1);
    Oid *types = ARENA_ARRAY(a, Oid, n + 1);
    int32_t *typmods = ARENA_ARRAY(a, int32_t, n + 1);
    for (int i = 0; i < n; i++) {
        const struct type_attribute *at = list_nth(t->attributes, i);
        names[i] = at->name;
        types[i] = at->type;
        typmods[i] = at->typmod;
    }
    t->shape = record_shape(t->oid, n, names, types, typmods);
    arena_free(a);
}

static void add_composite(struct user_type *t)
{
    shape_composite(t);
    type_register(&(struct type_info){
        .oid = t->oid, .name = t->name, .len = -1, .typtype = 'c', .category = 'C', .array = t->array, .in = record_in,
        .out = record_out, .recv = record_recv, .send = record_send, .cmp = record_cmp, .hash = record_hash});
}

/* False: what it is made of is not registered yet. */
static bool add_domain(const struct user_type *t)
{
    const struct type_info *base = type_registered(t->base);
    if (base == NULL)
        return false;
    type_register(&(struct type_info){
        .oid = t->oid, .name = t->name, .len = base->len, .byval = base->byval, .typtype = 'd', .category = base->category,
        .array = t->array, .base = t->base, .in = domain_in, .out = domain_out, .recv = domain_recv, .send = domain_send,
        .cmp = base->cmp, .hash = base->hash});
    return true;
}

/* Likewise. */
static bool add_range(const struct user_type *t)
{
    const struct type_info *subtype = type_registered(t->base);
    if (subtype == NULL)
        return false;
    type_register(&(struct type_info){
        .oid = t->oid, .name = t->name, .len = -1, .typtype = 'r', .category = 'R', .array = t->array, .elem = t->base, .in = range_in,
        .out = range_out, .recv = range_recv, .send = range_send, .cmp = range_cmp, .hash = subtype->hash != NULL ? range_hash : NULL});
    return true;
}

static bool add_multirange(const struct user_type *t)
{
    const struct type_info *range = type_registered(t->base);
    if (range == NULL)
        return false;
    type_register(&(struct type_info){
        .oid = t->oid, .name = t->name, .len = -1, .typtype = 'm', .category = 'R', .array = t->array, .base = t->base, .in = multirange_in,
        .out = multirange_out, .recv = multirange_recv, .send = multirange_send, .cmp = multirange_cmp,
        .hash = range->hash != NULL ? multirange_hash : NULL});
    return true;
}

static bool add_type(struct user_type *t)
{
    if ((t->kind == 'd' && !add_domain(t)) || (t->kind == 'r' && !add_range(t)) || (t->kind == 'm' && !add_multirange(t)))
        return false;
    if (t->kind == 'e')
        add_enum(t);
    if (t->kind == 'c')
        add_composite(t);
    add_array(t);
    return true;
}

void user_types_set(List *all)
{
    type_unregister_all();
    types = all;
    version++;
    for (bool again = true; again;) { /* a domain comes behind what it is made of */
        again = false;
        FOREACH (struct user_type, t, all)
            if (type_registered(t->oid) == NULL)
                again = add_type(t) || again;
    }
}

const List *user_types(void)
{
    if (user_types_load != NULL)
        user_types_load(false);
    return types;
}

const struct user_type *user_type(Oid oid)
{
    FOREACH (struct user_type, t, oid & TYPE_OF_ROWS ? row_types : types)
        if (t->oid == oid)
            return t;
    return NULL;
}

const struct user_type *user_type_of(Oid type)
{
    return user_type(type_is_array(type) ? type_get(type)->elem : type);
}

const struct user_type *user_cast_keeper(Oid source, Oid target)
{
    const struct user_type *t = user_type_of(source);
    return t != NULL ? t : user_type_of(target);
}

const struct user_cast *user_cast(Oid source, Oid target)
{
    const struct user_type *t = user_cast_keeper(source, target);
    FOREACH (struct user_cast, c, t != NULL ? t->casts : NULL)
        if (c->row.source == source && c->row.target == target)
            return c;
    return NULL;
}

static bool same_attributes(const List *x, const List *y)
{
    bool same = list_length(x) == list_length(y);
    for (int i = 0; same && i < list_length(x); i++) {
        const struct type_attribute *p = list_nth(x, i), *q = list_nth(y, i);
        same = strcmp(p->name, q->name) == 0 && p->type == q->type && p->typmod == q->typmod;
    }
    return same;
}

void user_row_type(Oid oid, Oid array, const char *schema, const char *name, const List *attributes)
{
    static struct arena *a;
    if (a == NULL)
        a = arena_new(NULL, "row types");
    struct user_type *t = (struct user_type *)user_type(oid);
    bool known = t != NULL;
    if (!known) {
        t = ARENA_NEW(a, struct user_type);
        *t = (struct user_type){.oid = oid, .name = arena_strdup(a, name), .schema = arena_strdup(a, schema), .kind = 'c', .typmod = -1, .array = array,
                                .array_name = arena_printf(a, "_%s", name)};
        row_types = list_append(a, row_types, t);
    }
    if (known && same_attributes(t->attributes, attributes))
        return;
    t->attributes = NULL;
    FOREACH (const struct type_attribute, at, attributes) {
        struct type_attribute *own = arena_memdup(a, at, sizeof *at);
        own->name = arena_strdup(a, at->name);
        t->attributes = list_append(a, t->attributes, own);
    }
    if (known)
        shape_composite(t);
    else
        add_composite(t);
    if (!known && array != InvalidOid)
        add_array(t);
}

bool type_contains(Oid type, Oid part)
{
    const struct type_info *t = type_get(type);
    for (; type != part && t->typtype == 'd'; t = type_get(type))
        type = t->base;
    if (type == part)
        return true;
    if (type_is_array(type) || t->typtype == 'r')
        return type_contains(t->elem, part);
    if (t->typtype == 'm')
        return type_contains(t->base, part);
    const struct user_type *composite = t->typtype == 'c' ? user_type(type) : NULL;
    FOREACH (struct type_attribute, x, composite != NULL ? composite->attributes : NULL)
        if (type_contains(x->type, part))
            return true;
    return false;
}

unsigned long user_types_version(void)
{
    return version;
}
