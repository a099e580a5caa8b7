/* Polymorphic types (manual 38.2.5): what anyelement and its relatives stand for in a call. */
#include "analyze/analyze_int.h"

#include "types/array.h"

/* A pseudo-type: which family it belongs to, and what it is of the family's element type. */
enum shape { SHAPE_ELEM, SHAPE_ARRAY, SHAPE_RANGE, SHAPE_MULTIRANGE };
static const struct generic {
    Oid type;
    bool compatible; /* anycompatible's family */
    enum shape shape;
    bool nonarray, enumeration;
} generics[] = {
    {TYPE_anyelement, false, SHAPE_ELEM, false, false},
    {TYPE_anynonarray, false, SHAPE_ELEM, true, false},
    {TYPE_anyenum, false, SHAPE_ELEM, false, true},
    {TYPE_anyarray, false, SHAPE_ARRAY, false, false},
    {TYPE_anyrange, false, SHAPE_RANGE, false, false},
    {TYPE_anymultirange, false, SHAPE_MULTIRANGE, false, false},
    {TYPE_anycompatible, true, SHAPE_ELEM, false, false},
    {TYPE_anycompatiblenonarray, true, SHAPE_ELEM, true, false},
    {TYPE_anycompatiblearray, true, SHAPE_ARRAY, false, false},
    {TYPE_anycompatiblerange, true, SHAPE_RANGE, false, false},
    {TYPE_anycompatiblemultirange, true, SHAPE_MULTIRANGE, false, false},
};

static const struct generic *generic_of(Oid type)
{
    for (int i = 0; i < COUNTOF(generics); i++)
        if (generics[i].type == type)
            return &generics[i];
    return NULL;
}

static Oid range_over(Oid elem)
{
    for (int i = 0; i < type_count(); i++) {
        const struct type_info *t = type_nth(i);
        if (t->typtype == 'r' && t->elem == elem)
            return t->oid;
    }
    return InvalidOid;
}

static Oid multirange_over(Oid range)
{
    for (int i = 0; i < type_count(); i++) {
        const struct type_info *t = type_nth(i);
        if (t->typtype == 'm' && t->base == range)
            return t->oid;
    }
    return InvalidOid;
}

/* The element type of a value of this shape; InvalidOid when it has not the shape. */
static Oid elem_of(Oid type, enum shape shape)
{
    type = shape == SHAPE_ELEM ? type : type_base(type);
    const struct type_info *t = type_lookup(type);
    if (t == NULL)
        return InvalidOid;
    switch (shape) {
    case SHAPE_ELEM: return type;
    case SHAPE_ARRAY: return type_is_array(type) ? t->elem : InvalidOid;
    case SHAPE_RANGE: return t->typtype == 'r' ? t->elem : InvalidOid;
    case SHAPE_MULTIRANGE: return t->typtype == 'm' ? type_get(t->base)->elem : InvalidOid;
    }
    return InvalidOid;
}

/* A value of this shape is of this range type, or has such ranges in it. InvalidOid: neither. */
static Oid range_of(Oid type, enum shape shape)
{
    return shape == SHAPE_RANGE ? type_base(type) : shape == SHAPE_MULTIRANGE ? type_get(type_base(type))->base : InvalidOid;
}

static Oid type_of_shape(Oid elem, enum shape shape)
{
    switch (shape) {
    case SHAPE_ELEM: return elem;
    case SHAPE_ARRAY: return array_type_of(elem);
    case SHAPE_RANGE: return range_over(elem);
    case SHAPE_MULTIRANGE: return multirange_over(range_over(elem));
    }
    return InvalidOid;
}

/* anycompatible: the common type of all that are known, as UNION does it; InvalidOid when they cannot be matched. */
static Oid common_of(const Oid *types, int n)
{
    Oid pick = InvalidOid;
    bool preferred = false;
    char category = 0;
    for (int i = 0; i < n; i++) {
        Oid t = type_base(types[i]);
        bool p;
        char c = type_category(t, &p);
        if (pick == InvalidOid) {
            pick = t;
            preferred = p;
            category = c;
        } else if (t != pick) {
            if (c != category)
                return InvalidOid;
            if (!preferred && can_coerce(1, &pick, &t, COERCION_IMPLICIT) && !can_coerce(1, &t, &pick, COERCION_IMPLICIT)) {
                pick = t;
                preferred = p;
            }
        }
    }
    for (int i = 0; i < n; i++)
        if (!can_coerce(1, &types[i], &pick, COERCION_IMPLICIT))
            return InvalidOid;
    return pick;
}

struct bound {
    bool any;      /* such a parameter is there */
    bool unknown;  /* and a literal of unknown type stands for one */
    Oid elem;      /* what the family's element type is */
    Oid array;     /* anyarray: what the arrays are (int2[] and int2vector are not alike) */
    Oid range;     /* the range type of arguments that are ranges or multiranges: no other argument says which range a literal is */
    bool nonarray, enumeration;
    const char *why;
    Oid one, other; /* what did not match */
    bool arrays;
};

static Oid type_of_family(const struct bound *b, enum shape shape)
{
    if (shape == SHAPE_ARRAY && b->array != InvalidOid)
        return b->array;
    if (b->range != InvalidOid && b->elem == type_get(b->range)->elem && (shape == SHAPE_RANGE || shape == SHAPE_MULTIRANGE))
        return shape == SHAPE_RANGE ? b->range : multirange_over(b->range);
    return type_of_shape(b->elem, shape);
}

static void bind_family(const Oid *actual, const Oid *declared, int n, bool compatible, struct bound *b)
{
    Oid types[FUNC_MAX_ARGS];
    int ntypes = 0;
    *b = (struct bound){0};
    for (int i = 0; i < n; i++) {
        const struct generic *g = generic_of(declared[i]);
        if (g == NULL || g->compatible != compatible)
            continue;
        b->any = true;
        b->nonarray |= g->nonarray;
        b->enumeration |= g->enumeration;
        if (actual[i] == TYPE_unknown || actual[i] == InvalidOid) {
            b->unknown = true;
            continue;
        }
        Oid elem = elem_of(actual[i], g->shape);
        if (elem == InvalidOid) {
            b->why = g->shape == SHAPE_ARRAY ? "argument declared %s is not an array but type %s"
                     : g->shape == SHAPE_RANGE ? "argument declared %s is not a range type but type %s"
                                               : "argument declared %s is not a multirange type but type %s";
            b->one = declared[i];
            b->other = actual[i];
            return;
        }
        Oid array = !compatible && g->shape == SHAPE_ARRAY ? type_base(actual[i]) : b->array;
        Oid range = range_of(actual[i], g->shape);
        if ((range != InvalidOid && b->range != InvalidOid && b->range != range) ||
            (!compatible && ((b->elem != InvalidOid && b->elem != elem) || (b->array != InvalidOid && b->array != array)))) {
            b->why = "arguments declared \"%s\" are not all alike";
            b->one = declared[i];
            return;
        }
        b->elem = elem;
        b->array = array;
        b->range = range != InvalidOid ? range : b->range;
        if (ntypes < COUNTOF(types))
            types[ntypes++] = elem;
    }
    if (compatible && ntypes > 0) {
        b->elem = common_of(types, ntypes);
        if (b->elem == InvalidOid) {
            b->why = "arguments of anycompatible family cannot be cast to a common type";
            return;
        }
    }
    if (b->elem != InvalidOid && b->nonarray && type_is_array(type_base(b->elem))) {
        b->why = "type matched to anynonarray is an array type: %s";
        b->one = b->elem;
    } else if (b->elem != InvalidOid && b->enumeration && type_get(b->elem)->typtype != 'e') {
        b->why = "type matched to anyenum is not an enum type: %s";
        b->one = b->elem;
    }
}

bool check_generic(const Oid *actual, const Oid *declared, int n)
{
    struct bound b;
    bind_family(actual, declared, n, false, &b);
    if (b.why != NULL || (b.enumeration && b.elem == InvalidOid)) /* a literal alone is of no enum type */
        return false;
    bind_family(actual, declared, n, true, &b);
    return b.why == NULL;
}

Oid resolve_generic(struct pstate *ps, const Oid *actual, Oid *declared, int n, Oid result)
{
    struct bound b[2];
    for (int f = 0; f < 2; f++) {
        bind_family(actual, declared, n, f == 1, &b[f]);
        if (b[f].why != NULL)
            error_throw(error_new(ERR_DATATYPE_MISMATCH, b[f].why, type_display(ps->arena, b[f].one),
                                  type_display(ps->arena, b[f].other)));
        if (b[f].any && b[f].elem == InvalidOid) {
            /* only literals of unknown type: text serves for anycompatible */
            if (f == 0)
                raise(ERR_DATATYPE_MISMATCH, "could not determine polymorphic type because input has type %s", "unknown");
            b[f].elem = TYPE_text;
        }
    }
    for (int i = 0; i < n; i++) {
        const struct generic *g = generic_of(declared[i]);
        if (g == NULL)
            continue;
        Oid elem = b[g->compatible].elem;
        bool literal = actual[i] == TYPE_unknown || actual[i] == InvalidOid;
        if (literal && (g->shape == SHAPE_RANGE || g->shape == SHAPE_MULTIRANGE) && b[g->compatible].range == InvalidOid)
            raise(ERR_DATATYPE_MISMATCH, "could not determine polymorphic type %s because input has type %s",
                  type_display(ps->arena, declared[i]), "unknown");
        /* a range or an array of its own kind stays what it is */
        declared[i] = !literal && !g->compatible ? (g->shape == SHAPE_ELEM ? elem : type_base(actual[i]))
                                                 : type_of_family(&b[g->compatible], g->shape);
        if (declared[i] == InvalidOid)
            raise(ERR_UNDEFINED_OBJECT, "could not find %s type for data type %s",
                  g->shape == SHAPE_ARRAY ? "array" : "range", type_display(ps->arena, elem));
    }
    const struct generic *r = generic_of(result);
    if (r == NULL || (!b[0].any && !b[1].any)) /* array_in(cstring, oid, int4): no argument tells, and the result stays what it is */
        return result;
    Oid elem = b[r->compatible].elem;
    if (elem == InvalidOid)
        raise(ERR_DATATYPE_MISMATCH, "could not determine polymorphic type because input has type %s", "unknown");
    Oid out = type_of_family(&b[r->compatible], r->shape);
    if (out == InvalidOid)
        raise(ERR_UNDEFINED_OBJECT, "could not find array type for data type %s", type_display(ps->arena, elem));
    return out;
}
