/* Coercions: from what an expression is to what is wanted (manual 10.4, 10.5; CREATE CAST). */
#include "analyze/analyze_int.h"

#include <string.h>

#include "types/user.h"

enum pathway { PATH_NONE, PATH_RELABEL, PATH_FUNC, PATH_ARRAY, PATH_IO };

char type_category(Oid type, bool *preferred)
{
    const struct type_info *t = type_lookup(type);
    if (preferred != NULL)
        *preferred = t != NULL && t->preferred;
    return t != NULL ? t->category : 'X';
}

bool type_is_composite(Oid type)
{
    const struct type_info *t = type_lookup(type_base(type));
    return type == TYPE_record || (t != NULL && t->typtype == 'c');
}

bool is_polymorphic(Oid type)
{
    switch (type) {
    case TYPE_anyelement: case TYPE_anyarray: case TYPE_anynonarray: case TYPE_anyenum: case TYPE_anyrange:
    case TYPE_anymultirange: case TYPE_anycompatible: case TYPE_anycompatiblearray: case TYPE_anycompatiblenonarray:
    case TYPE_anycompatiblerange: case TYPE_anycompatiblemultirange:
        return true;
    }
    return false;
}

bool is_binary_coercible(Oid source, Oid target)
{
    if (source == target || target == TYPE_any || target == TYPE_anyelement || target == TYPE_anycompatible)
        return true;
    source = type_base(source);
    if (source == target)
        return true;
    const struct type_info *s = type_lookup(source);
    bool array = type_is_array(source);
    switch (target) {
    case TYPE_anyarray: case TYPE_anycompatiblearray:
        if (array)
            return true;
        break;
    case TYPE_anynonarray: case TYPE_anycompatiblenonarray:
        if (!array)
            return true;
        break;
    case TYPE_anyenum:
        if (s != NULL && s->typtype == 'e')
            return true;
        break;
    case TYPE_anyrange: case TYPE_anycompatiblerange:
        if (s != NULL && s->typtype == 'r')
            return true;
        break;
    case TYPE_anymultirange: case TYPE_anycompatiblemultirange:
        if (s != NULL && s->typtype == 'm')
            return true;
        break;
    case TYPE_record:
        if (type_is_composite(source))
            return true;
        break;
    case TYPE__record:
        if (array && s->elem != 0 && type_is_composite(s->elem))
            return true;
        break;
    }
    const struct cast *c = cast_lookup(source, target);
    return c != NULL && c->method == 'b' && c->context == 'i';
}

static enum pathway find_pathway(Oid target, Oid source, enum coercion_context cc, Oid *func)
{
    *func = InvalidOid;
    source = type_base(source);
    target = type_base(target);
    if (source == target)
        return PATH_RELABEL;
    const struct cast *c = cast_lookup(source, target);
    if (c != NULL) {
        enum coercion_context need = c->context == 'i'   ? COERCION_IMPLICIT
                                     : c->context == 'a' ? COERCION_ASSIGNMENT
                                                         : COERCION_EXPLICIT;
        if (cc < need)
            return PATH_NONE;
        *func = c->func;
        return c->method == 'f' ? PATH_FUNC : c->method == 'i' ? PATH_IO : PATH_RELABEL;
    }
    const struct type_info *s = type_lookup(source), *t = type_lookup(target);
    if (s == NULL || t == NULL)
        return PATH_NONE;
    if (target != TYPE_oidvector && target != TYPE_int2vector && type_is_array(target) && type_is_array(source)) {
        Oid elem_func;
        enum pathway p = find_pathway(t->elem, s->elem, cc, &elem_func);
        if (p != PATH_NONE)
            return PATH_ARRAY;
    }
    if (cc >= COERCION_ASSIGNMENT && t->category == 'S')
        return PATH_IO;
    if (cc >= COERCION_EXPLICIT && s->category == 'S')
        return PATH_IO;
    return PATH_NONE;
}

/* Every type has one cast to itself that applies a typmod, or has none (pg_cast's self-casts). */
static Oid length_coercion(Oid type)
{
    const struct cast *c = cast_lookup(type, type);
    return c != NULL && c->method == 'f' ? c->func : InvalidOid;
}

bool can_coerce(int n, const Oid *input, const Oid *target, enum coercion_context cc)
{
    bool generics = false;
    for (int i = 0; i < n; i++) {
        Oid in = input[i], to = target[i], func;
        if (in == to || to == TYPE_any)
            continue;
        if (is_polymorphic(to)) {
            generics = true;
            continue;
        }
        if (in == TYPE_unknown && to != TYPE_internal)
            continue;
        if (find_pathway(to, in, cc, &func) != PATH_NONE)
            continue;
        if (in == TYPE_record && type_is_composite(to))
            continue;
        if (to == TYPE_record && type_is_composite(in))
            continue;
        if (to == TYPE__record && type_is_array(in) && type_is_composite(type_get(in)->elem))
            continue;
        return false;
    }
    return !generics || check_generic(input, target, n);
}

/* ---- making the nodes ---- */

static Node *relabel(struct pstate *ps, Node *e, Oid type, int32_t typmod, int form, int location)
{
    RelabelType *r = MAKE_NODE(ps->arena, RelabelType);
    r->arg = e;
    r->resulttype = type;
    r->resulttypmod = typmod;
    r->relabelformat = form;
    r->location = location;
    return (Node *)r;
}

static Node *int4_const(struct pstate *ps, int32_t v)
{
    return (Node *)make_const(ps->arena, TYPE_int4, -1, datum_from_int32(v), false);
}

/* A cast function takes the value, and may take the typmod and whether the cast is explicit. */
static Node *call_cast(struct pstate *ps, Oid func, Node *arg, Oid result, int32_t typmod, enum coercion_context cc,
                       int form, int location)
{
    const struct func *f = func_by_oid(func);
    if (f == NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "cast from %s to %s is not supported",
                 type_display(ps->arena, expr_type(arg)), type_display(ps->arena, result));
    List *args = list_make(ps->arena, 1, arg);
    if (f->nargs >= 2)
        args = list_append(ps->arena, args, int4_const(ps, typmod));
    if (f->nargs >= 3)
        args = list_append(ps->arena, args, make_bool_const(ps->arena, cc == COERCION_EXPLICIT));
    FuncExpr *x = MAKE_NODE(ps->arena, FuncExpr);
    x->funcid = func;
    x->funcresulttype = result;
    x->funcformat = form;
    x->args = args;
    x->location = location;
    return (Node *)x;
}

/* pgleaf's one domain with a rule of its own is checked by its input function. */
static Node *to_domain(struct pstate *ps, Node *e, Oid type, int32_t typmod, int form, int location)
{
    CoerceToDomain *d = MAKE_NODE(ps->arena, CoerceToDomain);
    d->arg = e;
    d->resulttype = type;
    ps->an->has_collate |= type_may_conflict(type);
    d->resulttypmod = typmod;
    d->coercionformat = form;
    d->checks = type >= TYPE_FIRST_USER ? domain_constraints(ps, type) : NULL;
    d->location = location;
    return (Node *)d;
}

static Node *apply_typmod(struct pstate *ps, Node *e, Oid type, int32_t typmod, enum coercion_context cc, int form, int location);

/* To a domain that SQL made: to what it is made of, with that one's length, and a look at its constraints. NULL: there is no way. */
static Node *coerce_to_domain(struct pstate *ps, Node *e, Oid etype, Oid type, enum coercion_context cc, int form, int location)
{
    Oid base = type_base(type);
    int32_t typmod = type_domain_typmod(type);
    Node *value = coerce_type(ps, e, etype, base, typmod, cc, COERCE_IMPLICIT_CAST, location);
    if (value == NULL)
        return NULL;
    value = apply_typmod(ps, value, base, typmod, cc, COERCE_IMPLICIT_CAST, location);
    return to_domain(ps, value, type, -1, form, location);
}

static Node *apply_pathway(struct pstate *ps, Node *e, Oid etype, Oid type, int32_t typmod, enum coercion_context cc,
                           int form, int location, enum pathway p, Oid func)
{
    Oid base = type_base(type);
    Node *out;
    switch (p) {
    case PATH_RELABEL:
        if (type_base(etype) == base && type == base && etype == base)
            return e;
        out = base == etype ? e : relabel(ps, e, base, -1, form, location);
        break;
    case PATH_FUNC: {
        const struct func *f = func_by_oid(func);
        Oid want = f != NULL && f->nargs > 0 ? f->args[0] : type_base(etype);
        if (expr_type(e) != want && type_base(etype) == want)
            e = relabel(ps, e, want, -1, COERCE_IMPLICIT_CAST, location);
        out = call_cast(ps, func, e, base, typmod, cc, form, location);
        break;
    }
    case PATH_ARRAY: {
        ArrayCoerceExpr *x = MAKE_NODE(ps->arena, ArrayCoerceExpr);
        CaseTestExpr *test = MAKE_NODE(ps->arena, CaseTestExpr);
        Oid to = type_get(base)->elem;
        test->typeId = type_get(type_base(etype))->elem;
        test->typeMod = expr_typmod(e);
        x->elemexpr = coerce_to_target(ps, (Node *)test, test->typeId, to, typmod, cc, form, location);
        if (x->elemexpr == NULL)
            raise_at(ERR_CANNOT_COERCE, location, "cannot cast type %s to %s", type_display(ps->arena, etype),
                     type_display(ps->arena, type));
        if (x->elemexpr == (Node *)test) {
            out = relabel(ps, e, base, typmod, form, location);
            break;
        }
        x->arg = e;
        x->resulttype = base;
        x->resulttypmod = expr_typmod(x->elemexpr);
        x->coerceformat = form;
        x->location = location;
        out = (Node *)x;
        break;
    }
    case PATH_IO: {
        CoerceViaIO *x = MAKE_NODE(ps->arena, CoerceViaIO);
        x->arg = e;
        x->resulttype = base;
        x->coerceformat = form;
        x->location = location;
        out = (Node *)x;
        break;
    }
    default:
        return NULL;
    }
    return type == base ? out : to_domain(ps, out, type, typmod, form, location);
}

/* Is NULL, too, read by its input function (which refuses it)? */
static bool refuses_null(Oid type)
{
    static const Oid types[] = {TYPE_trigger, TYPE_event_trigger, TYPE_language_handler, TYPE_fdw_handler, TYPE_index_am_handler, TYPE_table_am_handler, TYPE_tsm_handler};
    for (int i = 0; i < COUNTOF(types); i++)
        if (types[i] == type)
            return true;
    return false;
}

/* A literal of unknown type is read by the type's own input function. */
static Node *coerce_literal(struct pstate *ps, Const *c, Oid type, int32_t typmod, int form, int location)
{
    Oid base = type_base(type);
    Const *out = make_const(ps->arena, base, -1, 0, c->constisnull);
    out->location = c->location;
    /* interval's input needs its fields; others get their typmod by a cast */
    int32_t in_typmod = base == TYPE_interval ? typmod : -1;
    out->consttypmod = in_typmod;
    if (c->constisnull && refuses_null(base))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "cannot accept a value of type %s", type_display(ps->arena, base));
    if (!c->constisnull) {
        struct soft_error soft = {.want_error = true};
        const char *s = datum_cstring(ps->arena, c->constvalue);
        int outer = notice_at(c->location);
        out->constvalue = type_input(ps->arena, base, in_typmod, s, VARLEN(c->constvalue), &soft);
        notice_at(outer);
        if (soft.failed)
            error_throw(error_at(soft.error, c->location));
        fix_literal(ps, c, out);
    }
    if (base == type)
        return (Node *)out;
    if (out->constisnull) {
        out->consttype = type;
        return (Node *)out;
    }
    return to_domain(ps, (Node *)out, type, typmod, form, location);
}

static _Noreturn void cannot_become(struct pstate *ps, Oid type, const char *why, int location)
{
    struct error *e = error_new(ERR_CANNOT_COERCE, "cannot cast type %s to %s", type_display(ps->arena, TYPE_record), type_display(ps->arena, type));
    error_throw(error_at(why != NULL ? error_detail(e, "%s", why) : e, location));
}

/*
 * ROW(a, b)::composite: each column becomes what the attribute is.
 *
 *     ROW(1, 'x')::pair    RowExpr of pair {1, 'x'::text}
 */
static Node *row_to_composite(struct pstate *ps, const RowExpr *r, Oid type, enum coercion_context cc, int form, int location)
{
    const struct user_type *t = user_type(type);
    RowExpr *x = MAKE_NODE(ps->arena, RowExpr);
    *x = (RowExpr){.tag = T_RowExpr, .row_typeid = type, .row_format = form, .location = location};
    FOREACH (struct type_attribute, at, t->attributes) {
        int i = FOREACH_INDEX(at, t->attributes);
        if (i >= list_length(r->args))
            cannot_become(ps, type, "Input has too few columns.", location);
        Node *arg = list_nth(r->args, i);
        Oid from = expr_type(arg);
        Node *e = coerce_to_target(ps, arg, from, at->type, at->typmod, cc, COERCE_IMPLICIT_CAST, -1);
        if (e == NULL)
            cannot_become(ps, type, arena_printf(ps->arena, "Cannot cast type %s to %s in column %d.", type_display(ps->arena, from),
                                                 type_display(ps->arena, at->type), i + 1), location >= 0 ? location : expr_location(arg));
        x->args = list_append(ps->arena, x->args, e);
        x->colnames = list_append(ps->arena, x->colnames, (void *)(uintptr_t)at->name);
    }
    if (list_length(r->args) > list_length(t->attributes))
        cannot_become(ps, type, "Input has too many columns.", location);
    return (Node *)x;
}

Node *coerce_type(struct pstate *ps, Node *e, Oid etype, Oid type, int32_t typmod, enum coercion_context cc, int form,
                  int location)
{
    if (type == etype || e == NULL)
        return e;
    if (type == TYPE_any || type == TYPE_anyelement || type == TYPE_anynonarray || type == TYPE_anycompatible ||
        type == TYPE_anycompatiblenonarray)
        return e;
    if (is_polymorphic(type) && etype != TYPE_unknown)
        return etype == type_base(etype) ? e : relabel(ps, e, type_base(etype), -1, COERCE_IMPLICIT_CAST, location);
    if (type == TYPE_anyenum)
        return NULL; /* nothing says which */
    bool domain = type >= TYPE_FIRST_USER && type_base(type) != type;
    if (etype == TYPE_unknown && IS_A(e, Const) && !domain)
        return coerce_literal(ps, (Const *)e, type, typmod, form, location);
    if (IS_A(e, Param) && etype == TYPE_unknown && ((Param *)e)->paramkind == PARAM_EXTERN && ps->an->params != NULL &&
        ps->an->params->variable) {
        Param *p = (Param *)e;
        Oid *known = &ps->an->params->types[p->paramid - 1];
        if (*known == TYPE_unknown || *known == InvalidOid)
            *known = type;
        else if (*known != type)
            error_throw(error_at(error_detail(error_new(ERR_AMBIGUOUS_PARAMETER, "inconsistent types deduced for parameter $%d",
                                                        p->paramid),
                                              "%s versus %s", type_display(ps->arena, *known), type_display(ps->arena, type)),
                                 p->location));
        p->paramtype = type;
        p->paramtypmod = -1;
        return e;
    }
    const RelabelType *own = IS_A(e, RelabelType) && ((RelabelType *)e)->collation != NULL ? (RelabelType *)e : NULL;
    if (own != NULL) { /* below the COLLATE, which goes where the type has none */
        Node *below = coerce_type(ps, own->arg, etype, type, typmod, cc, form, location);
        return below == NULL || !type_is_collatable(type) ? below : collated(ps, below, own->collation, own->location);
    }
    if (domain)
        return coerce_to_domain(ps, e, etype, type, cc, form, location);
    Oid func;
    enum pathway p = find_pathway(type, etype, cc, &func);
    if (etype == TYPE_unknown && p == PATH_NONE)
        p = PATH_IO;
    if (p != PATH_NONE)
        return apply_pathway(ps, e, etype, type, typmod, cc, form, location, p, func);
    if (etype == TYPE_record && type != TYPE_record && type_is_composite(type)) {
        if (!IS_A(e, RowExpr) || user_type(type) == NULL)
            cannot_become(ps, type, NULL, location);
        return row_to_composite(ps, (const RowExpr *)e, type, cc, form, location);
    }
    if ((type == TYPE_record && type_is_composite(etype)) || (type == TYPE__record && type_is_array(etype)))
        return e; /* the generic ones take any, which stays what it is */
    return NULL;
}

/* numeric(10,2), varchar(3): the typmod on top of a value that has the type already; ::varchar says that there is none. */
static Node *apply_typmod(struct pstate *ps, Node *e, Oid type, int32_t typmod, enum coercion_context cc, int form,
                          int location)
{
    if (typmod == expr_typmod(e))
        return e;
    if (typmod < 0)
        return relabel(ps, e, type, typmod, form, location);
    if (type_is_array(type)) {
        Oid elem = type_get(type)->elem;
        if (length_coercion(elem) == InvalidOid)
            return relabel(ps, e, type, typmod, form, location);
        ArrayCoerceExpr *x = MAKE_NODE(ps->arena, ArrayCoerceExpr);
        CaseTestExpr *test = MAKE_NODE(ps->arena, CaseTestExpr);
        test->typeId = elem;
        test->typeMod = -1;
        x->elemexpr = call_cast(ps, length_coercion(elem), (Node *)test, elem, typmod, cc, form, location);
        x->arg = e;
        x->resulttype = type;
        x->resulttypmod = typmod;
        x->coerceformat = form;
        x->location = location;
        return (Node *)x;
    }
    Oid func = length_coercion(type);
    if (func == InvalidOid)
        return relabel(ps, e, type, typmod, form, location);
    return call_cast(ps, func, e, type, typmod, cc, form, location);
}

Node *without_implicit(Node *e)
{
    if (IS_A(e, FuncExpr) && ((FuncExpr *)e)->funcformat == COERCE_IMPLICIT_CAST)
        return without_implicit(list_nth(((FuncExpr *)e)->args, 0));
    if (IS_A(e, RelabelType) && ((RelabelType *)e)->relabelformat == COERCE_IMPLICIT_CAST)
        return without_implicit(((RelabelType *)e)->arg);
    if (IS_A(e, CoerceViaIO) && ((CoerceViaIO *)e)->coerceformat == COERCE_IMPLICIT_CAST)
        return without_implicit(((CoerceViaIO *)e)->arg);
    return e;
}

/* An implicit step below an explicit cast does not show. */
static void hide_form(Node *e)
{
    if (IS_A(e, FuncExpr))
        ((FuncExpr *)e)->funcformat = COERCE_IMPLICIT_CAST;
    else if (IS_A(e, RelabelType))
        ((RelabelType *)e)->relabelformat = COERCE_IMPLICIT_CAST;
    else if (IS_A(e, CoerceViaIO))
        ((CoerceViaIO *)e)->coerceformat = COERCE_IMPLICIT_CAST;
}

Node *coerce_to_target(struct pstate *ps, Node *e, Oid etype, Oid type, int32_t typmod, enum coercion_context cc, int form,
                       int location)
{
    if ((etype != TYPE_unknown || type == TYPE_internal) && etype != type && !can_coerce(1, &etype, &type, cc))
        return NULL;
    Node *out = coerce_type(ps, e, etype, type, typmod, cc, form, location);
    if (out == NULL)
        return NULL;
    /* a cast function that took the typmod has applied it */
    Node *done = apply_typmod(ps, out, type_base(type), typmod, cc, form, location);
    if (done != out && out != e)
        hide_form(out);
    return done;
}

/* ---- what clauses want ---- */

Node *coerce_to_boolean(struct pstate *ps, Node *e, const char *construct)
{
    Oid t = expr_type(e);
    if (t != TYPE_bool) {
        Node *c = coerce_to_target(ps, e, t, TYPE_bool, -1, COERCION_ASSIGNMENT, COERCE_IMPLICIT_CAST, -1);
        if (c == NULL)
            raise_at(ERR_DATATYPE_MISMATCH, expr_location(e), "argument of %s must be type %s, not type %s", construct,
                     "boolean", type_display(ps->arena, t));
        e = c;
    }
    return e;
}

Node *coerce_to_specific(struct pstate *ps, Node *e, Oid type, const char *construct)
{
    Oid t = expr_type(e);
    if (t == type)
        return e;
    Node *c = coerce_to_target(ps, e, t, type, -1, COERCION_ASSIGNMENT, COERCE_IMPLICIT_CAST, -1);
    if (c == NULL)
        raise_at(ERR_DATATYPE_MISMATCH, expr_location(e), "argument of %s must be type %s, not type %s", construct,
                 type_display(ps->arena, type), type_display(ps->arena, t));
    return c;
}

/* UNION, CASE and their like (manual 10.5). context NULL: InvalidOid instead of an error. */
Oid select_common_type(struct pstate *ps, List *exprs, const char *context, Node **which)
{
    Node *pick = list_nth(exprs, 0);
    Oid ptype = expr_type(pick);
    int i = 1, n = list_length(exprs);
    if (which != NULL)
        *which = pick;
    if (ptype != TYPE_unknown) {
        for (; i < n; i++)
            if (expr_type(list_nth(exprs, i)) != ptype)
                break;
        if (i >= n)
            return ptype;
    }
    ptype = type_base(ptype);
    bool preferred;
    char category = type_category(ptype, &preferred);
    for (; i < n; i++) {
        Node *e = list_nth(exprs, i);
        Oid t = type_base(expr_type(e));
        if (t == TYPE_unknown || t == ptype)
            continue;
        bool npreferred;
        char ncategory = type_category(t, &npreferred);
        if (ptype == TYPE_unknown) {
            pick = e;
            ptype = t;
            category = ncategory;
            preferred = npreferred;
        } else if (ncategory != category) {
            if (context == NULL)
                return InvalidOid;
            raise_at(ERR_DATATYPE_MISMATCH, expr_location(e), "%s types %s and %s cannot be matched", context,
                     type_display(ps->arena, ptype), type_display(ps->arena, t));
        } else if (!preferred && can_coerce(1, &ptype, &t, COERCION_IMPLICIT) &&
                   !can_coerce(1, &t, &ptype, COERCION_IMPLICIT)) {
            pick = e;
            ptype = t;
            category = ncategory;
            preferred = npreferred;
        }
    }
    if (ptype == TYPE_unknown)
        ptype = TYPE_text;
    if (which != NULL)
        *which = pick;
    return ptype;
}

Node *coerce_to_common(struct pstate *ps, Node *e, Oid type, const char *context)
{
    Oid t = expr_type(e);
    if (t == type)
        return e;
    if (!can_coerce(1, &t, &type, COERCION_IMPLICIT))
        raise_at(ERR_CANNOT_COERCE, expr_location(e), "%s could not convert type %s to %s", context,
                 type_display(ps->arena, t), type_display(ps->arena, type));
    return coerce_type(ps, e, t, type, -1, COERCION_IMPLICIT, COERCE_IMPLICIT_CAST, -1);
}

int32_t select_common_typmod(List *exprs, Oid type)
{
    int32_t typmod = -1;
    for (int i = 0; i < list_length(exprs); i++) {
        Node *e = list_nth(exprs, i);
        if (expr_type(e) != type)
            return -1;
        if (i == 0)
            typmod = expr_typmod(e);
        else if (typmod != expr_typmod(e))
            return -1;
    }
    return typmod;
}

void coerce_arguments(struct pstate *ps, List *args, const Oid *actual, const Oid *declared)
{
    for (int i = 0; i < list_length(args); i++) {
        Node *e = list_nth(args, i);
        NamedArgExpr *named = IS_A(e, NamedArgExpr) ? (NamedArgExpr *)e : NULL;
        if (actual[i] == declared[i])
            continue;
        Node *arg = named != NULL ? named->arg : e;
        Node *c = coerce_type(ps, arg, actual[i], declared[i], -1, COERCION_IMPLICIT, COERCE_IMPLICIT_CAST, -1);
        if (c == NULL)
            raise_at(ERR_CANNOT_COERCE, expr_location(arg), "cannot cast type %s to %s", type_display(ps->arena, actual[i]),
                     type_display(ps->arena, declared[i]));
        if (named != NULL)
            named->arg = c;
        else
            args->items[i] = c;
    }
}

/*
 * The value of a view's column: a domain over the value's type is that value by another name. A relation's row type has the relation's
 * name, which may be another one by now.
 */
Node *coerce_to_column(struct pstate *ps, Node *e, Oid type, int32_t typmod)
{
    Oid base = type_base(type), from = expr_type(e);
    if (type & from & TYPE_OF_ROWS)
        return e;
    Node *out = type_base(from) == base ? e : coerce_to_target(ps, e, from, base, -1, COERCION_EXPLICIT, COERCE_IMPLICIT_CAST, -1);
    if (out == NULL)
        raise(ERR_INTERNAL_ERROR, "a view's column of type %s cannot be %s", type_display(ps->arena, from),
              type_display(ps->arena, type));
    if (expr_type(out) == type)
        return out;
    return relabel(ps, out, type, typmod, COERCE_IMPLICIT_CAST, -1);
}
