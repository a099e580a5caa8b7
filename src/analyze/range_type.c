/* CREATE TYPE ... AS RANGE: what its attributes say. */
#include "analyze/define.h"

#include <string.h>

#include "analyze/define_int.h"
#include "base/utf8.h"
#include "catalog/objects.h"
#include "catalog/system.h"

enum { BTREE = 403, NAME_BYTES = 63 };
enum attribute { SUBTYPE, SUBTYPE_OPCLASS, COLLATION, CANONICAL, SUBTYPE_DIFF, MULTIRANGE_NAME, ATTRIBUTES };
static const char *const attribute_names[] = {"subtype", "subtype_opclass", "collation", "canonical", "subtype_diff", "multirange_type_name"};

struct words {
    PgQuery__Node **names;
    size_t n;
};

static PgQuery__TypeName *type_of(struct arena *a, const PgQuery__DefElem *d)
{
    if (d->arg->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
        return d->arg->type_name;
    if (d->arg->node_case != PG_QUERY__NODE__NODE_STRING)
        raise(ERR_SYNTAX_ERROR, "argument of %s must be a type name", d->defname);
    PgQuery__TypeName *t = ARENA_NEW(a, PgQuery__TypeName);
    pg_query__type_name__init(t);
    t->n_names = 1;
    t->names = ARENA_ARRAY(a, PgQuery__Node *, 1);
    t->names[0] = d->arg;
    t->typemod = -1;
    return t;
}

static struct words name_of(const PgQuery__DefElem *d)
{
    switch (d->arg->node_case) {
    case PG_QUERY__NODE__NODE_TYPE_NAME: return (struct words){d->arg->type_name->names, d->arg->type_name->n_names};
    case PG_QUERY__NODE__NODE_LIST: return (struct words){d->arg->list->items, d->arg->list->n_items};
    case PG_QUERY__NODE__NODE_STRING: return (struct words){(PgQuery__Node **)(uintptr_t)&d->arg, 1};
    default: raise(ERR_SYNTAX_ERROR, "argument of %s must be a name", d->defname);
    }
}

static Oid take_subtype(struct pstate *ps, const PgQuery__DefElem *d)
{
    Oid type;
    int32_t typmod;
    PgQuery__TypeName t = *type_of(ps->arena, d);
    t.location = -1;
    lookup_type(ps, &t, &type, &typmod);
    return type;
}

static Oid take_collation(struct pstate *ps, const PgQuery__DefElem *d)
{
    struct words w = name_of(d);
    PgQuery__CollateClause c;
    pg_query__collate_clause__init(&c);
    c.collname = w.names;
    c.n_collname = w.n;
    c.location = -1;
    return bytewise_collation(ps->arena, &c);
}

static Oid opclass_of(struct arena *a, Oid subtype, const PgQuery__DefElem *d)
{
    struct words w = d != NULL ? name_of(d) : (struct words){NULL, 0};
    const char *name = d != NULL ? raw_string(w.names[w.n - 1]) : NULL;
    Oid class = name != NULL ? opclass_named(a, BTREE, name) : opclass_default(a, BTREE, subtype);
    if (name != NULL && class == InvalidOid)
        raise(ERR_UNDEFINED_OBJECT, "operator class \"%s\" does not exist for access method \"btree\"", raw_dotted(a, w.names, w.n));
    if (name != NULL && !opclass_takes(a, class, subtype))
        raise(ERR_DATATYPE_MISMATCH, "operator class \"%s\" does not accept data type %s", raw_dotted(a, w.names, w.n), type_display(a, subtype));
    if (class != InvalidOid)
        return class;
    struct error *e = error_new(ERR_UNDEFINED_OBJECT, "data type %s has no default operator class for access method \"btree\"", type_display(a, subtype));
    error_throw(error_hint(e, "You must specify an operator class for the range type or define a default operator class for the subtype."));
}

/* What an index would be searched with: it is looked for, and shown. */
static Oid diff_of(struct pstate *ps, Oid subtype, const PgQuery__DefElem *d)
{
    struct arena *a = ps->arena;
    struct words w = name_of(d);
    const struct func **all = system_funcs(a, raw_string(w.names[w.n - 1])), *f = NULL;
    const char *signed_words = signature(ps, raw_dotted(a, w.names, w.n), (Oid[]){subtype, subtype}, 2);
    for (int i = 0; all[i] != NULL; i++)
        if (all[i]->nargs == 2 && all[i]->args[0] == subtype && all[i]->args[1] == subtype)
            f = all[i];
    if (f == NULL)
        raise(ERR_UNDEFINED_FUNCTION, "function %s does not exist", signed_words);
    if (f->result != TYPE_float8)
        raise(ERR_INVALID_OBJECT_DEFINITION, "range subtype diff function %s must return type double precision", signed_words);
    if (f->flags & (F_STABLE | F_VOLATILE))
        raise(ERR_INVALID_OBJECT_DEFINITION, "range subtype diff function %s must be immutable", signed_words);
    return f->oid;
}

/* intrange: intmultirange; span: span_multirange. */
static const char *multirange_name(struct arena *a, const char *range)
{
    const char *word = strstr(range, "range");
    const char *name = word != NULL ? arena_printf(a, "%.*smulti%s", (int)(word - range), range, word)
                                    : arena_printf(a, "%.*s_multirange", (int)utf8_clip(range, strlen(range), NAME_BYTES - strlen("_multirange")), range);
    return arena_printf(a, "%.*s", (int)utf8_clip(name, strlen(name), NAME_BYTES), name);
}

void analyze_create_range(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct user_type *range, struct range_names *multirange)
{
    PgQuery__CreateRangeStmt *r = raw->node->create_range_stmt;
    const PgQuery__DefElem *said[ATTRIBUTES] = {NULL};
    struct analysis *an = ARENA_NEW(a, struct analysis);
    *an = (struct analysis){.arena = a, .catalog = c, .text = raw->text};
    struct pstate *ps = pstate_new(an, NULL);
    RAW_FIELDS(r, raw_start(raw), "type_name params");
    Oid collation = InvalidOid;
    for (size_t i = 0; i < r->n_params; i++) {
        const PgQuery__DefElem *d = r->params[i]->def_elem;
        int at = 0;
        while (at < ATTRIBUTES && strcmp(d->defname, attribute_names[at]) != 0)
            at++;
        if (at == ATTRIBUTES)
            raise(ERR_SYNTAX_ERROR, "type attribute \"%s\" not recognized", d->defname);
        if (said[at] != NULL)
            raise_at(ERR_SYNTAX_ERROR, d->location, "conflicting or redundant options");
        if (d->arg == NULL)
            raise(ERR_SYNTAX_ERROR, "%s requires a parameter", d->defname);
        said[at] = d;
        if (at == SUBTYPE)
            range->base = take_subtype(ps, d);
        else if (at == COLLATION)
            collation = take_collation(ps, d);
        else if (at == MULTIRANGE_NAME)
            *multirange = (struct range_names){name_of(d).names, name_of(d).n, NULL};
    }
    if (said[SUBTYPE] == NULL)
        raise(ERR_SYNTAX_ERROR, "type attribute \"subtype\" is required");
    if (type_get(range->base)->typtype == 'p')
        raise(ERR_DATATYPE_MISMATCH, "range subtype cannot be %s", type_display(a, range->base));
    range->opclass = opclass_of(a, range->base, said[SUBTYPE_OPCLASS]);
    if (!type_is_collatable(range->base) && said[COLLATION] != NULL)
        raise(ERR_WRONG_OBJECT_TYPE, "range collation specified but subtype does not support collation");
    range->collation = said[COLLATION] != NULL ? collation : type_collation(range->base);
    if (said[CANONICAL] != NULL)
        error_throw(error_hint(error_new(ERR_INVALID_OBJECT_DEFINITION, "cannot specify a canonical function without a pre-created shell type"),
                               "Create the type as a shell type, then create its canonicalization function, then do a full CREATE TYPE."));
    if (said[SUBTYPE_DIFF] != NULL)
        range->subtype_diff = diff_of(ps, range->base, said[SUBTYPE_DIFF]);
    if (range->base == TYPE_objectid || type_base(range->base) == TYPE_objectid)
        raise(ERR_FEATURE_NOT_SUPPORTED, "ranges over %s are not supported", type_display(a, range->base));
    if (multirange->n == 0)
        multirange->made = multirange_name(a, range->name);
}
