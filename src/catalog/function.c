#include "catalog/function.h"

#include <stdlib.h>

#include "base/macros.h"

/* Prototypes of all that the table names. */
#define FUNC(oid, name, result, args, fn, flags, push) extern Datum fn(struct fcall *);
#define AGG(oid, name, result, args, impl, flags, push) extern const struct agg_impl impl;
#define WIN(oid, name, result, args, fn, flags, push) extern Datum fn(struct window_frame *, struct fcall *);
#include "catalog/functions.def"
#undef FUNC
#undef AGG
#undef WIN

#define ARG_TYPE(t) TYPE_##t,
#define ARGS(...) ((const Oid[]){MAP(ARG_TYPE, __VA_ARGS__) 0})
#define NARGS(args) ((int)(sizeof(args) / sizeof(Oid)) - 1)

static const struct func functions[] = {
#define FUNC(oid, name, result, args, fn, flags, push) \
    {oid, #name, TYPE_##result, NARGS(args), args, flags, FUNC_NORMAL, fn, NULL, NULL},
#define AGG(oid, name, result, args, impl, flags, push) \
    {oid, #name, TYPE_##result, NARGS(args), args, flags, FUNC_AGGREGATE, NULL, &impl, NULL},
#define WIN(oid, name, result, args, fn, flags, push) \
    {oid, #name, TYPE_##result, NARGS(args), args, flags, FUNC_WINDOW, NULL, NULL, fn},
#include "catalog/functions.def"
#undef FUNC
#undef AGG
#undef WIN
    {0},
};
#define FUNCTION_COUNT (COUNTOF(functions) - 1)

#define TYPES(...) ((const Oid[]){__VA_ARGS__})
#define NAMES(...) ((const char *const[]){__VA_ARGS__})
#define DEFAULTS(...) ((const char *const[]){__VA_ARGS__ __VA_OPT__(,) NULL})

static const struct func_args function_args[] = {
#define FUNC_ARGS(oid, modes, types, names, ndefaults, defaults) \
    {oid, (int)sizeof(modes) - 1, types, modes, names, ndefaults, defaults},
#include "catalog/func_args.def"
#undef FUNC_ARGS
    {.oid = 0},
};

static const struct oper operators[] = {
#define OPER(oid, name, left, right, result, func, commutator, negator, strategy, hashes) \
    {oid, name, left, right, result, func, commutator, negator, strategy, hashes},
#include "catalog/operators.def"
#undef OPER
};

static const struct cast casts[] = {
#define CAST(source, target, func, context, method) {source, target, func, context, method},
#include "catalog/casts.def"
#undef CAST
};

/*
 * Indexes, made at first use: chains by hash of oid and of name. next[i] is the next row of the chain, -1 ends it.
 */
#define BUCKETS 2048
struct index {
    bool built;
    int16_t bucket[BUCKETS];
    int16_t *next;
};

static struct index func_oids, func_names, oper_oids, oper_names, arg_oids;

static unsigned hash_name(const char *s)
{
    unsigned h = 5381;
    while (*s != '\0')
        h = h * 33 + (unsigned char)*s++;
    return h % BUCKETS;
}

static unsigned hash_oid(Oid oid)
{
    return (oid * 2654435761u >> 16) % BUCKETS;
}

static void index_build(struct index *x, int n, unsigned (*hash)(int row))
{
    if (x->built)
        return;
    x->next = malloc(sizeof *x->next * (size_t)(n + 1));
    if (x->next == NULL)
        raise_out_of_memory(sizeof *x->next * (size_t)(n + 1));
    memset(x->bucket, -1, sizeof x->bucket);
    for (int i = n - 1; i >= 0; i--) { /* chains in table order */
        unsigned h = hash(i);
        x->next[i] = x->bucket[h];
        x->bucket[h] = (int16_t)i;
    }
    x->built = true;
}

#define INDEX_HASH(fn, expr) \
    static unsigned fn(int i) { return expr; }
INDEX_HASH(hash_func_oid, hash_oid(functions[i].oid))
INDEX_HASH(hash_func_name, hash_name(functions[i].name))
INDEX_HASH(hash_oper_oid, hash_oid(operators[i].oid))
INDEX_HASH(hash_oper_name, hash_name(operators[i].name))
INDEX_HASH(hash_arg_oid, hash_oid(function_args[i].oid))

/*
 * ---- the functions that make values of range types that SQL made: named after the type, with its OID and those that follow ----
 */
enum { MAKER_ARGS = 3 };
enum maker_arg { NOTHING, SUBTYPE, FLAGS, RANGE, RANGES };
static const struct maker {
    char kind; /* of the type */
    const char *source;
    enum maker_arg args[MAKER_ARGS];
    unsigned flags;
    func_fn fn;
} makers[] = {
    {'r', "range_constructor2", {SUBTYPE, SUBTYPE}, F_NONSTRICT, range_construct},
    {'r', "range_constructor3", {SUBTYPE, SUBTYPE, FLAGS}, F_NONSTRICT, range_construct},
    {'m', "multirange_constructor0", {NOTHING}, 0, multirange_construct},
    {'m', "multirange_constructor1", {RANGE}, 0, multirange_construct},
    {'m', "multirange_constructor2", {RANGES}, F_VARIADIC, multirange_construct},
};

static Oid maker_arg(const struct user_type *t, enum maker_arg arg)
{
    return arg == SUBTYPE || arg == RANGE ? t->base : arg == FLAGS ? TYPE_text : type_get(t->base)->array;
}

/* Of a type, what is never freed: who has looked it up may still have it when types are read anew. */
struct made_type {
    Oid type;
    const char *name;
    List *functions;  /* struct func */
    struct cast cast; /* m: of a range */
};

static struct made_type *make(struct arena *a, const struct user_type *t)
{
    struct made_type *made = ARENA_NEW(a, struct made_type);
    *made = (struct made_type){.type = t->oid, .name = arena_strdup(a, t->constructor)};
    if (t->kind == 'm')
        made->cast = (struct cast){t->base, t->oid, func_multirange_of(t->oid), 'e', 'f'};
    for (int i = 0; i < COUNTOF(makers); i++) {
        const struct maker *m = &makers[i];
        if (m->kind != t->kind)
            continue;
        Oid *args = ARENA_ARRAY(a, Oid, MAKER_ARGS);
        struct func *f = ARENA_NEW(a, struct func);
        *f = (struct func){.oid = t->oid + (Oid)list_length(made->functions), .name = made->name, .result = t->oid, .args = args, .flags = m->flags, .fn = m->fn};
        for (; f->nargs < MAKER_ARGS && m->args[f->nargs] != NOTHING; f->nargs++)
            args[f->nargs] = maker_arg(t, m->args[f->nargs]);
        made->functions = list_append(a, made->functions, f);
    }
    return made;
}

/* Of the types that are there: struct made_type. An OID keeps what it was given. */
static const List *made_types(void)
{
    static struct arena *arena;
    static List *known, *made;
    static unsigned long version;
    const List *types = user_types();
    if (arena == NULL)
        arena = arena_new(NULL, "functions of range types");
    if (version == user_types_version())
        return made;
    version = user_types_version();
    made = NULL;
    FOREACH (struct user_type, t, types) {
        struct made_type *found = NULL;
        if ((t->kind != 'r' && t->kind != 'm') || type_registered(t->oid) == NULL)
            continue;
        FOREACH (struct made_type, old, known)
            if (old->type == t->oid && strcmp(old->name, t->constructor) == 0)
                found = old;
        if (found == NULL) {
            found = make(arena, t);
            known = list_append(arena, known, found);
        }
        made = list_append(arena, made, found);
    }
    return made;
}

const char *func_maker_source(const struct func *f)
{
    int nth = 0;
    char kind = type_get(f->result)->typtype;
    for (int i = 0; i < COUNTOF(makers); i++)
        if (makers[i].kind == kind && f->oid == f->result + (Oid)nth++)
            return makers[i].source;
    return f->name;
}

int func_makers(char kind)
{
    int n = 0;
    for (int i = 0; i < COUNTOF(makers); i++)
        n += makers[i].kind == kind;
    return n;
}

Oid func_multirange_of(Oid multirange)
{
    return multirange + 1;
}

static const struct func *made_by_oid(Oid oid)
{
    FOREACH (const struct made_type, m, made_types())
        FOREACH (const struct func, f, m->functions)
            if (f->oid == oid)
                return f;
    return NULL;
}

const struct func *func_by_oid(Oid oid)
{
    if (oid >= TYPE_FIRST_USER)
        return made_by_oid(oid);
    index_build(&func_oids, FUNCTION_COUNT, hash_func_oid);
    for (int i = func_oids.bucket[hash_oid(oid)]; i >= 0; i = func_oids.next[i])
        if (functions[i].oid == oid)
            return &functions[i];
    return NULL;
}

const struct func_args *func_args_by_oid(Oid oid)
{
    index_build(&arg_oids, COUNTOF(function_args) - 1, hash_arg_oid);
    for (int i = arg_oids.bucket[hash_oid(oid)]; i >= 0; i = arg_oids.next[i])
        if (function_args[i].oid == oid)
            return &function_args[i];
    return NULL;
}

Oid func_column_type(const struct func_args *x, int i, Oid first)
{
    const struct type_info *t = x->types[i] == TYPE_anyelement ? type_lookup(first) : NULL;
    return t != NULL ? t->elem : x->types[i];
}

/* Of types that SQL made: asked for where PostgreSQL has none of the name, which CREATE TYPE sees to. */
static const struct func **made_by_name(struct arena *a, const char *name)
{
    const struct made_type *found = NULL;
    for (int again = 0; again < 2 && found == NULL; again++) {
        if (again == 1 && user_types_load != NULL)
            user_types_load(true); /* it may have been made just now */
        FOREACH (const struct made_type, m, made_types())
            if (strcmp(m->name, name) == 0)
                found = m;
    }
    int n = 0;
    FOREACH (const struct made_type, m, made_types())
        n += strcmp(m->name, name) == 0 ? list_length(m->functions) : 0;
    const struct func **v = ARENA_ARRAY(a, const struct func *, n + 1);
    n = 0;
    FOREACH (const struct made_type, m, made_types())
        FOREACH (const struct func, f, strcmp(m->name, name) == 0 ? m->functions : NULL)
            v[n++] = f;
    return v;
}

const struct func **func_by_name(struct arena *a, const char *name)
{
    index_build(&func_names, FUNCTION_COUNT, hash_func_name);
    int n = 0, first = func_names.bucket[hash_name(name)];
    for (int i = first; i >= 0; i = func_names.next[i])
        n += strcmp(functions[i].name, name) == 0;
    if (n == 0)
        return made_by_name(a, name);
    const struct func **v = ARENA_ARRAY(a, const struct func *, n + 1);
    n = 0;
    for (int i = first; i >= 0; i = func_names.next[i])
        if (strcmp(functions[i].name, name) == 0)
            v[n++] = &functions[i];
    return v;
}

int func_count(void)
{
    int n = FUNCTION_COUNT;
    FOREACH (const struct made_type, m, made_types())
        n += list_length(m->functions);
    return n;
}

const struct func *func_nth(int i)
{
    if (i < FUNCTION_COUNT)
        return &functions[i];
    i -= FUNCTION_COUNT;
    FOREACH (const struct made_type, m, made_types()) {
        if (i < list_length(m->functions))
            return list_nth(m->functions, i);
        i -= list_length(m->functions);
    }
    return NULL;
}

const struct oper *oper_by_oid(Oid oid)
{
    index_build(&oper_oids, COUNTOF(operators), hash_oper_oid);
    for (int i = oper_oids.bucket[hash_oid(oid)]; i >= 0; i = oper_oids.next[i])
        if (operators[i].oid == oid)
            return &operators[i];
    return NULL;
}

const struct oper **oper_by_name(struct arena *a, const char *name)
{
    index_build(&oper_names, COUNTOF(operators), hash_oper_name);
    int n = 0, first = oper_names.bucket[hash_name(name)];
    for (int i = first; i >= 0; i = oper_names.next[i])
        n += strcmp(operators[i].name, name) == 0;
    const struct oper **v = ARENA_ARRAY(a, const struct oper *, n + 1);
    n = 0;
    for (int i = first; i >= 0; i = oper_names.next[i])
        if (strcmp(operators[i].name, name) == 0)
            v[n++] = &operators[i];
    return v;
}

Oid opclass_type(Oid type)
{
    type = type_base(type);
    const struct type_info *t = type_lookup(type);
    if (t == NULL)
        return type;
    if (type_is_array(type))
        return TYPE_anyarray;
    switch (t->typtype) {
    case 'e': return TYPE_anyenum;
    case 'r': return TYPE_anyrange;
    case 'm': return TYPE_anymultirange;
    case 'c': return TYPE_record;
    }
    switch (type) {
    case TYPE_varchar: case TYPE_pg_node_tree: return TYPE_text;
    case TYPE_cidr: return TYPE_inet;
    case TYPE__record: return TYPE_anyarray;
    case TYPE_regproc: case TYPE_regprocedure: case TYPE_regoper: case TYPE_regoperator: case TYPE_regclass:
    case TYPE_regtype: case TYPE_regconfig: case TYPE_regdictionary: case TYPE_regnamespace: case TYPE_regrole:
    case TYPE_regcollation:
        return TYPE_oid;
    }
    return type;
}

Oid oper_for_strategy(Oid type, int strategy)
{
    static const char *const names[] = {"", "<", "<=", "=", ">=", ">", "<>"};
    type = opclass_type(type);
    index_build(&oper_names, COUNTOF(operators), hash_oper_name);
    for (int i = oper_names.bucket[hash_name(names[strategy])]; i >= 0; i = oper_names.next[i])
        if (operators[i].left == type && operators[i].right == type &&
            strcmp(operators[i].name, names[strategy]) == 0 &&
            (operators[i].strategy == strategy || (strategy == 3 && operators[i].hashes)))
            return operators[i].oid;
    return InvalidOid;
}

int oper_count(void)
{
    return COUNTOF(operators);
}

const struct oper *oper_nth(int i)
{
    return &operators[i];
}

const struct cast *cast_lookup(Oid source, Oid target)
{
    for (int i = 0; i < COUNTOF(casts); i++)
        if (casts[i].source == source && casts[i].target == target)
            return &casts[i];
    FOREACH (const struct made_type, m, target >= TYPE_FIRST_USER ? made_types() : NULL)
        if (m->cast.source == source && m->cast.target == target)
            return &m->cast;
    const struct user_cast *made = source >= TYPE_FIRST_USER || target >= TYPE_FIRST_USER ? user_cast(source, target) : NULL;
    return made != NULL ? &made->row : NULL;
}
