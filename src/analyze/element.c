/*
 * Assignment to elements: UPDATE t SET a[2] = 5, doc['x']['y'] = '1', INSERT INTO t (a[1:2]) VALUES ... (manual 8.15.4, 8.14.5),
 * and to attributes of composite values: SET c.re = 1, INSERT INTO t (c.re) VALUES ... (manual 8.16.4); and of one in the other.
 * The column's new value is the old one (NULL in an INSERT) with the element put in its place; several elements of one
 * column are put in one after the other.
 */
#include "analyze/analyze_int.h"

#include <string.h>

#include "types/user.h"

/* One step into the column, from the outside to the inside. */
struct step {
    SubscriptingRef *at; /* without a container and a value; NULL: an attribute */
    int attribute;       /* from 0 */
    Oid type;            /* what is reached so */
    int32_t typmod;
};

struct element {
    struct column part; /* first: what a value must be, as if the element were a column */
    struct column *of;
    const char *name; /* the last attribute's, or the column's: as errors say it */
    List *steps;
    int location;
};

static void add_step(struct pstate *ps, struct element *x, SubscriptingRef *at, int attribute, Oid type, int32_t typmod)
{
    struct step *step = ARENA_NEW(ps->arena, struct step);
    *step = (struct step){.at = at, .attribute = attribute, .type = type, .typmod = typmod};
    x->steps = list_append(ps->arena, x->steps, step);
    x->part.type = type;
    x->part.typmod = typmod;
}

static void step_to_attribute(struct pstate *ps, struct element *x, const char *name)
{
    Oid type = x->part.type;
    const struct user_type *t = user_type(type);
    int at = -1;
    if (name == NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, x->location, "row expansion via \"*\" is not supported here");
    if (t == NULL && type_is_composite(type))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, x->location, "assignment to a part of column \"%s\" is not supported", x->name);
    if (t == NULL || t->kind != 'c')
        raise_at(ERR_DATATYPE_MISMATCH, x->location, "cannot assign to field \"%s\" of column \"%s\" because its type %s is not a composite type", name,
                 x->name, type_display(ps->arena, type));
    for (int k = 0; k < list_length(t->attributes) && at < 0; k++)
        if (strcmp(((const struct type_attribute *)list_nth(t->attributes, k))->name, name) == 0)
            at = k;
    if (at < 0)
        raise_at(ERR_UNDEFINED_COLUMN, x->location, "cannot assign to field \"%s\" of column \"%s\" because there is no such column in data type %s", name,
                 x->name, type_display(ps->arena, type));
    const struct type_attribute *attribute = list_nth(t->attributes, at);
    add_step(ps, x, NULL, at, attribute->type, attribute->typmod);
    x->name = name;
}

/* The name of a field as a subscript: items[0].name is items[0]['name']. */
static PgQuery__Node *field_subscript(struct arena *a, const char *name, int location)
{
    PgQuery__Node *node = ARENA_NEW(a, PgQuery__Node), *index = ARENA_NEW(a, PgQuery__Node);
    PgQuery__AIndices *subscript = ARENA_NEW(a, PgQuery__AIndices);
    PgQuery__AConst *c = ARENA_NEW(a, PgQuery__AConst);
    PgQuery__String *s = ARENA_NEW(a, PgQuery__String);
    pg_query__node__init(node);
    pg_query__node__init(index);
    pg_query__a__indices__init(subscript);
    pg_query__a__const__init(c);
    pg_query__string__init(s);
    s->sval = arena_strdup(a, name);
    c->val_case = PG_QUERY__A__CONST__VAL_SVAL;
    c->sval = s;
    c->location = location;
    index->node_case = PG_QUERY__NODE__NODE_A_CONST;
    index->a_const = c;
    subscript->uidx = index;
    node->node_case = PG_QUERY__NODE__NODE_A_INDICES;
    node->a_indices = subscript;
    return node;
}

/* In jsonb all that follows is keys and places. */
static PgQuery__Node *const *as_subscripts(struct pstate *ps, PgQuery__Node *const *items, size_t n, int location)
{
    PgQuery__Node **out = ARENA_ARRAY(ps->arena, PgQuery__Node *, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *name = raw_string(items[i]);
        if (name == NULL && items[i]->node_case != PG_QUERY__NODE__NODE_A_INDICES)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "row expansion via \"*\" is not supported here");
        out[i] = name != NULL ? field_subscript(ps->arena, name, location) : items[i];
    }
    return out;
}

static void step_to_element(struct pstate *ps, struct element *x, PgQuery__Node *const *subscripts, size_t n)
{
    Const *nothing = make_const(ps->arena, x->part.type, x->part.typmod, 0, true);
    nothing->location = x->steps == NULL ? x->location : -1;
    enum expr_kind kind = ps->kind;
    ps->kind = KIND_UPDATE_SOURCE;
    SubscriptingRef *at = (SubscriptingRef *)transform_subscripts(ps, (Node *)nothing, subscripts, n);
    ps->kind = kind;
    if (!IS_A(at, SubscriptingRef))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, x->location, "assignment to an element of column \"%s\" is not supported", x->name);
    add_step(ps, x, at, -1, at->refrestype, at->reftypmod);
}

struct column *element_target(struct pstate *ps, struct column *c, PgQuery__Node *const *items, size_t n, int location)
{
    struct element *x = ARENA_NEW(ps->arena, struct element);
    *x = (struct element){.of = c, .name = c->name, .location = location};
    x->part = (struct column){.name = c->name, .path = c->path, .type = c->type, .typmod = c->typmod};
    for (size_t i = 0; i < n;) {
        bool jsonb = type_base(x->part.type) == TYPE_jsonb;
        size_t from = i;
        while (i < n && (jsonb || items[i]->node_case == PG_QUERY__NODE__NODE_A_INDICES))
            i++;
        if (i > from)
            step_to_element(ps, x, jsonb ? as_subscripts(ps, items + from, i - from, location) : items + from, i - from);
        else
            step_to_attribute(ps, x, raw_string(items[i++]));
    }
    ps->elements = list_append(ps->arena, ps->elements, x);
    return &x->part;
}

static const struct element *element_get(const struct pstate *ps, const struct column *part)
{
    FOREACH (struct element, x, ps->elements)
        if (&x->part == part)
            return x;
    return NULL;
}

struct column *element_of(const struct pstate *ps, const struct column *c)
{
    const struct element *x = element_get(ps, c);
    return x != NULL ? x->of : NULL;
}

static bool ends_in_subscript(const struct element *x)
{
    return ((const struct step *)list_nth(x->steps, list_length(x->steps) - 1))->at != NULL;
}

void element_refuse_default(const struct pstate *ps, const struct column *c)
{
    const struct element *x = element_get(ps, c);
    if (x != NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, x->location, ((const struct step *)list_nth(x->steps, 0))->at == NULL ? "cannot set a subfield to DEFAULT"
                                                                                                                  : "cannot set an array element to DEFAULT");
}

/* NULL: c is no element's. */
struct error *element_mismatch(struct pstate *ps, const struct column *c, Oid type)
{
    const struct element *x = element_get(ps, c);
    if (x == NULL)
        return NULL;
    const char *words = ends_in_subscript(x) ? "subscripted assignment to \"%s\" requires type %s but expression is of type %s"
                                             : "subfield \"%s\" is of type %s but expression is of type %s";
    return error_at(error_new(ERR_DATATYPE_MISMATCH, words, x->name, type_display(ps->arena, c->type), type_display(ps->arena, type)), x->location);
}

static Node *assign_step(struct pstate *ps, const struct element *x, int level, Node *base, Node *value);

/*
 *     c.re := 1    ROW(1, (c).im)::complex
 */
static Node *assign_attribute(struct pstate *ps, const struct element *x, int level, Node *base, Node *value)
{
    const struct step *step = list_nth(x->steps, level);
    const struct user_type *t = user_type(expr_type(base));
    RowExpr *row = MAKE_NODE(ps->arena, RowExpr);
    row->row_typeid = t->oid;
    row->row_format = COERCE_IMPLICIT_CAST;
    row->location = -1;
    FOREACH (struct type_attribute, at, t->attributes) {
        int i = FOREACH_INDEX(at, t->attributes);
        Node *field = record_attribute(ps, node_copy(ps->arena, base), i);
        if (i == step->attribute)
            field = assign_step(ps, x, level + 1, field, value);
        row->args = list_append(ps->arena, row->args, field);
        row->colnames = list_append(ps->arena, row->colnames, (void *)(uintptr_t)at->name);
    }
    return (Node *)row;
}

/* A domain looks at its value when all of the statement's elements are in it. */
static Node *as_container(struct pstate *ps, Node *base, Oid container)
{
    if (IS_A(base, CoerceToDomain))
        return ((CoerceToDomain *)base)->arg;
    return coerce_to_target(ps, base, expr_type(base), container, -1, COERCION_IMPLICIT, COERCE_IMPLICIT_CAST, -1);
}

static bool volatile_walker(Node *n, void *unused)
{
    const struct func *f = IS_A(n, FuncExpr) ? func_by_oid(((FuncExpr *)n)->funcid) : NULL;
    return (f != NULL && (f->flags & F_VOLATILE) != 0) || node_walk(n, volatile_walker, unused);
}

/*
 *     a[1].re := 1    a[1] := ROW(1, (a[1]).im)::complex
 */
static Node *assign_subscript(struct pstate *ps, const struct element *x, int level, Node *base, Node *value)
{
    const struct step *step = list_nth(x->steps, level);
    SubscriptingRef *ref = node_copy(ps->arena, step->at);
    Oid type = expr_type(base);
    int32_t typmod = expr_typmod(base);
    ref->refexpr = as_container(ps, base, ref->refcontainertype);
    ref->refassgnexpr = value;
    if (level + 1 < list_length(x->steps)) {
        SubscriptingRef *old = node_copy(ps->arena, step->at);
        if (node_walk((Node *)old, volatile_walker, NULL)) /* it would be computed twice */
            raise_at(ERR_FEATURE_NOT_SUPPORTED, x->location, "assignment to a part of an element that a volatile function chooses is not supported");
        old->refexpr = node_copy(ps->arena, ref->refexpr);
        ref->refassgnexpr = assign_step(ps, x, level + 1, (Node *)old, value);
    }
    ref->refrestype = ref->refcontainertype;
    return coerce_to_target(ps, (Node *)ref, ref->refcontainertype, type, typmod, COERCION_ASSIGNMENT, COERCE_IMPLICIT_CAST, -1);
}

static Node *assign_step(struct pstate *ps, const struct element *x, int level, Node *base, Node *value)
{
    if (level == list_length(x->steps))
        return value;
    const struct step *step = list_nth(x->steps, level);
    return step->at != NULL ? assign_subscript(ps, x, level, base, value) : assign_attribute(ps, x, level, base, value);
}

Node *element_assign(struct pstate *ps, const struct column *part, Node *base, Node *value)
{
    const struct element *x = element_get(ps, part);
    const struct column *c = x->of;
    if (base == NULL)
        base = (Node *)make_const(ps->arena, c->type, c->typmod, 0, true);
    Node *whole = assign_step(ps, x, 0, base, value);
    return coerce_assigned(ps, c, whole);
}
