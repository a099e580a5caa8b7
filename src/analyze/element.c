/*
 * Assignment to elements: UPDATE t SET a[2] = 5, doc['x']['y'] = '1', INSERT INTO t (a[1:2]) VALUES ... (manual 8.15.4, 8.14.5),
 * and to attributes of composite values: SET c.re = 1, INSERT INTO t (c.re) VALUES ... (manual 8.16.4).
 * The column's new value is the old one (NULL in an INSERT) with the element put in its place; several elements of one
 * column are put in one after the other.
 */
#include "analyze/analyze_int.h"

#include <string.h>

#include "types/user.h"

struct element {
    struct column part;  /* first: what a value must be, as if the element were a column */
    struct column *of;
    SubscriptingRef *at; /* without a container and a value; NULL: attributes */
    List *fields;        /* from the outside to the inside, from 0 (INT_ITEM) */
};

static struct element *add_element(struct pstate *ps, struct column *of, Oid type, int32_t typmod)
{
    struct element *x = ARENA_NEW(ps->arena, struct element);
    *x = (struct element){.of = of, .part = {.name = of->name, .path = of->path, .type = type, .typmod = typmod}};
    ps->elements = list_append(ps->arena, ps->elements, x);
    return x;
}

/* SET c.a.b: attributes of attributes. */
static struct column *attribute_target(struct pstate *ps, struct column *c, PgQuery__Node *const *names, size_t n, int location)
{
    Oid type = c->type;
    int32_t typmod = c->typmod;
    List *fields = NULL;
    for (size_t i = 0; i < n; i++) {
        const char *name = raw_string(names[i]);
        const struct user_type *t = user_type(type);
        int at = -1;
        if (name == NULL || (t == NULL && type_is_composite(type)))
            raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "assignment to a part of column \"%s\" is not supported", c->name);
        if (t == NULL || t->kind != 'c')
            raise_at(ERR_DATATYPE_MISMATCH, location, "cannot assign to field \"%s\" of column \"%s\" because its type %s is not a composite type",
                     name, c->name, type_display(ps->arena, type));
        for (int k = 0; k < list_length(t->attributes) && at < 0; k++)
            if (strcmp(((const struct type_attribute *)list_nth(t->attributes, k))->name, name) == 0)
                at = k;
        if (at < 0)
            raise_at(ERR_UNDEFINED_COLUMN, location, "cannot assign to field \"%s\" of column \"%s\" because there is no such column in data type %s",
                     name, c->name, type_display(ps->arena, type));
        const struct type_attribute *attribute = list_nth(t->attributes, at);
        fields = list_append(ps->arena, fields, INT_ITEM(at));
        type = attribute->type;
        typmod = attribute->typmod;
    }
    struct element *x = add_element(ps, c, type, typmod);
    x->fields = fields;
    return &x->part;
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

static PgQuery__Node *const *with_fields(struct pstate *ps, const struct column *c, PgQuery__Node *const *subscripts, size_t n, int location)
{
    PgQuery__Node **out = ARENA_ARRAY(ps->arena, PgQuery__Node *, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *name = raw_string(subscripts[i]);
        if (subscripts[i]->node_case != PG_QUERY__NODE__NODE_A_INDICES && (name == NULL || type_base(c->type) != TYPE_jsonb))
            raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "assignment to a field of an element is not supported");
        out[i] = name != NULL ? field_subscript(ps->arena, name, location) : subscripts[i];
    }
    return out;
}

struct column *element_target(struct pstate *ps, struct column *c, PgQuery__Node *const *subscripts, size_t n, int location)
{
    if (raw_string(subscripts[0]) != NULL && type_base(c->type) != TYPE_jsonb)
        return attribute_target(ps, c, subscripts, n, location);
    subscripts = with_fields(ps, c, subscripts, n, location);
    Const *nothing = make_const(ps->arena, c->type, c->typmod, 0, true);
    nothing->location = location;
    enum expr_kind kind = ps->kind;
    ps->kind = KIND_UPDATE_SOURCE;
    SubscriptingRef *at = (SubscriptingRef *)transform_subscripts(ps, (Node *)nothing, subscripts, n);
    ps->kind = kind;
    if (!IS_A(at, SubscriptingRef))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "assignment to an element of column \"%s\" is not supported", c->name);
    struct element *x = add_element(ps, c, at->refrestype, at->reftypmod);
    x->at = at;
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

/*
 *     c.re := 1    ROW(1, (c).im)::complex
 */
static Node *assign_attribute(struct pstate *ps, const struct element *x, int level, Node *base, Node *value)
{
    if (level == list_length(x->fields))
        return value;
    const struct user_type *t = user_type(expr_type(base));
    RowExpr *row = MAKE_NODE(ps->arena, RowExpr);
    row->row_typeid = t->oid;
    row->row_format = COERCE_IMPLICIT_CAST;
    row->location = -1;
    FOREACH (struct type_attribute, at, t->attributes) {
        int i = FOREACH_INDEX(at, t->attributes);
        Node *field = record_attribute(ps, node_copy(ps->arena, base), i);
        if (i == ITEM_INT(list_nth(x->fields, level)))
            field = assign_attribute(ps, x, level + 1, field, value);
        row->args = list_append(ps->arena, row->args, field);
        row->colnames = list_append(ps->arena, row->colnames, (void *)(uintptr_t)at->name);
    }
    return (Node *)row;
}

Node *element_assign(struct pstate *ps, const struct column *part, Node *base, Node *value)
{
    const struct element *x = element_get(ps, part);
    const struct column *c = x->of;
    if (base == NULL)
        base = (Node *)make_const(ps->arena, c->type, c->typmod, 0, true);
    if (x->fields != NULL)
        return assign_attribute(ps, x, 0, base, value);
    SubscriptingRef *ref = node_copy(ps->arena, x->at);
    ref->refexpr = coerce_to_target(ps, base, expr_type(base), ref->refcontainertype, -1, COERCION_IMPLICIT, COERCE_IMPLICIT_CAST, -1);
    ref->refassgnexpr = value;
    ref->refrestype = ref->refcontainertype;
    return coerce_assigned(ps, c, (Node *)ref);
}
