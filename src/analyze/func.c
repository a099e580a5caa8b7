/* Function calls: plain, aggregate, window, set-returning; casts in function notation. */
#include "analyze/analyze_int.h"
#include "catalog/objects.h"
#include "catalog/system.h"

#include <string.h>

#include "types/array.h"

struct call {
    struct pstate *ps;
    PgQuery__FuncCall *raw;
    const char *name;
    List *args;              /* Node; named ones as NamedArgExpr, last */
    int nargs;
    Oid types[FUNC_MAX_ARGS];
    const char *names[FUNC_MAX_ARGS]; /* NULL: positional */
    bool any_named;
    bool field;             /* x.f, which is no cast */
    const char *schema;     /* that it was named with; NULL: none */
};

void check_srf_place(struct pstate *ps, int location)
{
    static const bool allowed[] = {
#define KIND(name, words, aggs, windows, srfs) srfs,
#include "analyze/kinds.def"
#undef KIND
    };
    if (ps->kind == KIND_SAMPLE)
        raise_at(ERR_DATATYPE_MISMATCH, location, "argument of TABLESAMPLE must not return a set");
    if (!allowed[ps->kind])
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "set-returning functions are not allowed in %s", kind_words(ps->kind));
    ps->has_srfs |= ps->kind != KIND_FROM_FUNCTION;
    ps->nsrfs++;
    ps->last_srf_location = location;
}

/* ---- arguments ---- */

/* JDBC says an OUT parameter as one of type void: it is no argument. */
static bool is_out_parameter(const struct call *c, Node *e)
{
    return IS_A(e, Param) && expr_type(e) == TYPE_void && !c->field && !c->raw->agg_within_group;
}

static void transform_args(struct call *c)
{
    struct pstate *ps = c->ps;
    size_t n = c->raw->n_args;
    if (n + c->raw->n_agg_order > FUNC_MAX_ARGS)
        raise_at(ERR_TOO_MANY_ARGUMENTS, c->raw->location, "cannot pass more than %d arguments to a function", FUNC_MAX_ARGS);
    for (size_t i = 0; i < n; i++) {
        PgQuery__Node *raw = c->raw->args[i];
        bool is_named = raw->node_case == PG_QUERY__NODE__NODE_NAMED_ARG_EXPR;
        Node *e = transform_node(ps, is_named ? raw->named_arg_expr->arg : raw);
        if (!is_named && is_out_parameter(c, e))
            continue;
        if (is_named) {
            PgQuery__NamedArgExpr *named = raw->named_arg_expr;
            RAW_FIELDS(named, named->location, "arg name argnumber location");
            for (int k = 0; k < c->nargs; k++)
                if (c->names[k] != NULL && strcmp(c->names[k], named->name) == 0)
                    raise_at(ERR_SYNTAX_ERROR, named->location, "argument name \"%s\" used more than once", named->name);
            c->names[c->nargs] = named->name;
            c->any_named = true;
        } else if (c->any_named) {
            raise_at(ERR_SYNTAX_ERROR, raw_location(raw), "positional argument cannot follow named argument");
        }
        c->types[c->nargs++] = expr_type(e);
        c->args = list_append(ps->arena, c->args, e);
    }
    if (!c->raw->agg_within_group)
        return;
    for (size_t i = 0; i < c->raw->n_agg_order; i++) {
        Node *e = transform_expr(ps, c->raw->agg_order[i]->sort_by->node, KIND_ORDER_BY);
        c->types[c->nargs++] = expr_type(e);
        c->args = list_append(ps->arena, c->args, e);
    }
}

/* ---- candidates ---- */

/* Places of named arguments among the parameters; false when the function has no such names. */
static bool place_named(struct call *c, const struct func *f, struct candidate *k)
{
    const struct func_args *x = func_args_by_oid(f->oid);
    bool used[FUNC_MAX_ARGS] = {false};
    if (x == NULL || f->nargs > FUNC_MAX_ARGS)
        return false;
    k->argnumbers = ARENA_ARRAY(c->ps->arena, int, c->nargs);
    for (int i = 0; i < c->nargs; i++) {
        int at = -1, in = 0;
        if (c->names[i] == NULL)
            at = i;
        for (int p = 0; p < x->nargs && at < 0; p++) {
            if (x->modes[p] != 'i' && x->modes[p] != 'b' && x->modes[p] != 'v')
                continue;
            if (strcmp(x->names[p], c->names[i]) == 0)
                at = in;
            in++;
        }
        if (at < 0 || at >= f->nargs || used[at])
            return false;
        used[at] = true;
        k->argnumbers[i] = at;
        k->types[i] = f->args[at];
    }
    int missing = 0;
    for (int p = 0; p < f->nargs; p++) {
        if (used[p])
            continue;
        if (p < f->nargs - x->ndefaults)
            return false;
        missing++;
    }
    k->ndefaults = missing;
    return true;
}

static bool make_candidate(struct call *c, const struct func *f, bool expand, struct candidate *k)
{
    bool variadic = (f->flags & F_VARIADIC) != 0;
    *k = (struct candidate){.row = f, .nargs = c->nargs, .variadic_at = -1};
    k->types = ARENA_ARRAY(c->ps->arena, Oid, c->nargs + 1);
    if (!expand && variadic && !c->raw->func_variadic && c->nargs >= f->nargs) /* an array is one value, without VARIADIC; its default is one */
        return false;
    if (c->any_named)
        return !expand && place_named(c, f, k);
    if (expand) {
        if (!variadic || c->nargs < f->nargs)
            return false;
        Oid last = f->args[f->nargs - 1], elem = last;
        if (last == TYPE_anyarray)
            elem = TYPE_anyelement;
        else if (last == TYPE_anycompatiblearray)
            elem = TYPE_anycompatible;
        else if (last != TYPE_any)
            elem = type_get(last)->elem;
        for (int i = 0; i < c->nargs; i++)
            k->types[i] = i < f->nargs - 1 ? f->args[i] : elem;
        k->variadic_at = f->nargs - 1;
        return true;
    }
    const struct func_args *x = func_args_by_oid(f->oid);
    int defaults = x != NULL ? x->ndefaults : 0;
    if (c->nargs > f->nargs || c->nargs < f->nargs - defaults)
        return false;
    if (c->raw->func_variadic && !variadic)
        return false;
    k->ndefaults = f->nargs - c->nargs;
    for (int i = 0; i < c->nargs; i++)
        k->types[i] = f->args[i];
    return true;
}

static bool same_types(const struct candidate *a, const struct candidate *b)
{
    return a->nargs == b->nargs && memcmp(a->types, b->types, sizeof(Oid) * (size_t)a->nargs) == 0;
}

/* Not expanded, and with fewer defaults, is better where the types are the same. */
static int drop_worse_twins(struct candidate *c, int n)
{
    int kept = 0;
    for (int i = 0; i < n; i++) {
        bool drop = false;
        for (int k = 0; k < n && !drop; k++) {
            if (k == i || !same_types(&c[i], &c[k]))
                continue;
            bool ei = c[i].variadic_at >= 0, ek = c[k].variadic_at >= 0;
            drop = ei != ek ? ei : c[i].ndefaults > c[k].ndefaults;
        }
        if (!drop)
            c[kept++] = c[i];
    }
    return kept;
}

/* int4('1'), date(x): a cast that is written like a call. NULL when it is none. */
static Node *cast_call(struct call *c)
{
    if (c->nargs != 1 || c->any_named || c->raw->func_variadic || c->field)
        return NULL;
    const struct type_info *t = c->schema != NULL ? type_in_schema(c->schema, c->name) : type_by_name(c->name);
    Node *e = list_nth(c->args, 0);
    Oid from = c->types[0];
    bool literal = from == TYPE_unknown && IS_A(e, Const); /* not a parameter: int4($1) is a call, text($1) a cast */
    if (t == NULL || t->typtype == 'p')
        return NULL;
    const struct cast *cast = cast_lookup(type_base(from), t->oid);
    bool io = cast == NULL && !literal && from != t->oid &&
              ((t->category == 'S' && !type_is_composite(from)) || type_category(from, NULL) == 'S');
    if (!literal && !io && (cast == NULL || cast->method == 'f') && !is_binary_coercible(from, t->oid))
        return NULL;
    return coerce_type(c->ps, e, from, t->oid, -1, COERCION_EXPLICIT, COERCE_EXPLICIT_CALL, c->raw->location);
}

/* Is it where the call looks for functions? */
static bool is_found(const struct call *c, const struct func *f)
{
    Oid schema = func_schema(f);
    if (c->schema != NULL)
        return strcmp(c->schema, schema_name(schema)) == 0;
    return schema == PG_CATALOG_OID || schema_is_visible(schema_name(schema));
}

/* NULL: none, or *cast is what the call means (which comes before functions that need conversions). */
static struct candidate *pick_function(struct call *c, bool *ambiguous, Node **cast)
{
    struct arena *a = c->ps->arena;
    const struct func **rows = func_by_name(a, c->name);
    if (rows[0] == NULL)
        rows = system_funcs(a, c->name); /* named by other catalogs, and not to be called: call_of() refuses it */
    int n = 0, count = 0;
    while (rows[n] != NULL)
        n++;
    struct candidate *k = ARENA_ARRAY(a, struct candidate, 2 * n + 1);
    for (int i = 0; i < n; i++) {
        if (!is_found(c, rows[i]))
            continue;
        if (make_candidate(c, rows[i], false, &k[count]))
            count++;
        if (!c->raw->func_variadic && make_candidate(c, rows[i], true, &k[count]))
            count++;
    }
    count = drop_worse_twins(k, count);
    /* exact first; of several exact ones (twins are gone) there can be one only */
    for (int i = 0; i < count; i++)
        if (memcmp(k[i].types, c->types, sizeof(Oid) * (size_t)c->nargs) == 0)
            return &k[i];
    *cast = cast_call(c);
    if (*cast != NULL)
        return NULL;
    match_candidates(c->types, c->nargs, k, &count);
    struct candidate *pick = count == 1 ? k : select_candidate(c->types, c->nargs, k, count);
    *ambiguous = pick == NULL && count > 1;
    return pick;
}

/* "any" takes VARIADIC of any array; other parameters have a type that says so. */
static void check_variadic_any(const struct call *c, const struct func *f)
{
    const Node *last = c->raw->func_variadic ? list_nth(c->args, list_length(c->args) - 1) : NULL;
    if (last != NULL && f->args[f->nargs - 1] == TYPE_any && !type_is_array(type_base(expr_type(last))))
        raise_at(ERR_DATATYPE_MISMATCH, expr_location(last), "VARIADIC argument must be an array");
}

/* f(integer, n => text), for errors */
static const char *signature_of(const struct call *c)
{
    struct arena *a = c->ps->arena;
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_printf(&b, "%s(", raw_dotted(a, c->raw->funcname, c->raw->n_funcname));
    for (int i = 0; i < c->nargs; i++)
        strbuf_printf(&b, "%s%s%s%s", i > 0 ? ", " : "", c->names[i] != NULL ? c->names[i] : "",
                      c->names[i] != NULL ? " => " : "", type_display(a, c->types[i]));
    strbuf_addch(&b, ')');
    return b.data;
}

static const char *called_kind(const struct call *c)
{
    return c->ps->called == c->raw ? "procedure" : "function";
}

static struct error *no_such_function(const struct call *c)
{
    return error_at(error_new(ERR_UNDEFINED_FUNCTION, "%s %s does not exist", called_kind(c), signature_of(c)), c->raw->location);
}

static _Noreturn void no_function(struct call *c, bool ambiguous)
{
    const char *kind = called_kind(c);
    struct error *e = ambiguous ? error_at(error_new(ERR_AMBIGUOUS_FUNCTION, "%s %s is not unique", kind, signature_of(c)), c->raw->location)
                                : no_such_function(c);
    if (ambiguous)
        error_hint(e, "Could not choose a best candidate %s. You might need to add explicit type casts.", kind);
    else if (c->raw->n_agg_order > 1 && !c->raw->agg_within_group)
        error_hint(e, "No aggregate function matches the given name and argument types. Perhaps you misplaced ORDER BY; "
                      "ORDER BY must appear after all regular arguments of the aggregate.");
    else
        error_hint(e, "No %s matches the given name and argument types. You might need to add explicit type casts.", kind);
    error_throw(e);
}

static _Noreturn void no_procedure(const struct call *c)
{
    struct error *e = error_new(ERR_WRONG_OBJECT_TYPE, "%s is not a procedure", signature_of(c));
    error_throw(error_at(error_hint(e, "To call a function, use SELECT."), c->raw->location));
}

/* Defaults and named arguments: all parameters in their order. */
static void complete_args(struct call *c, const struct func *f, struct candidate *k)
{
    struct arena *a = c->ps->arena;
    if (k->ndefaults == 0 && k->argnumbers == NULL)
        return;
    const struct func_args *x = func_args_by_oid(f->oid);
    Node **all = ARENA_ARRAY(a, Node *, f->nargs + 1);
    Oid *types = ARENA_ARRAY(a, Oid, f->nargs + 1);
    for (int i = 0; i < c->nargs; i++) {
        int at = k->argnumbers != NULL ? k->argnumbers[i] : i;
        all[at] = list_nth(c->args, i);
        types[at] = c->types[i];
        k->written = list_append(a, k->written, INT_ITEM(at));
        k->written_names = list_append(a, k->written_names, (void *)(uintptr_t)(c->names[i] != NULL ? c->names[i] : ""));
    }
    c->args = NULL;
    for (int p = 0; p < f->nargs; p++) {
        if (all[p] == NULL) {
            const char *text = x->defaults[p - (f->nargs - x->ndefaults)];
            Datum d = text != NULL ? type_input(a, f->args[p], -1, text, strlen(text), NULL) : 0;
            all[p] = (Node *)make_const(a, f->args[p], -1, d, text == NULL);
            types[p] = f->args[p];
        }
        c->args = list_append(a, c->args, all[p]);
        c->types[p] = types[p];
    }
    c->nargs = k->nargs = f->nargs;
    k->types = ARENA_ARRAY(a, Oid, f->nargs + 1);
    for (int p = 0; p < f->nargs; p++)
        k->types[p] = f->args[p];
}

/* f(a, VARIADIC ARRAY[b, c]) out of f(a, b, c) */
static void pack_variadic(struct call *c, const struct func *f, struct candidate *k, const Oid *declared)
{
    if (k->variadic_at < 0 || f->args[f->nargs - 1] == TYPE_any)
        return;
    struct arena *a = c->ps->arena;
    ArrayExpr *x = MAKE_NODE(a, ArrayExpr);
    x->element_typeid = declared[k->variadic_at];
    x->array_typeid = array_type_of(x->element_typeid);
    if (x->array_typeid == InvalidOid)
        raise_at(ERR_UNDEFINED_OBJECT, c->raw->location, "could not find array type for data type %s",
                 type_display(a, x->element_typeid));
    for (int i = k->variadic_at; i < c->nargs; i++)
        x->elements = list_append(a, x->elements, list_nth(c->args, i));
    x->location = expr_location(list_nth(c->args, k->variadic_at));
    list_truncate(c->args, k->variadic_at);
    c->args = list_append(a, c->args, x);
}

/* ---- what kind of call it is, and may be ---- */

#define WRONG(...) raise_at(ERR_WRONG_OBJECT_TYPE, f->location, __VA_ARGS__)
static void check_plain(const struct call *c)
{
    const PgQuery__FuncCall *f = c->raw;
    const char *name = c->name;
    if (f->agg_star)
        WRONG("%s(*) specified, but %s is not an aggregate function", name, name);
    if (f->agg_distinct)
        WRONG("DISTINCT specified, but %s is not an aggregate function", name);
    if (f->agg_within_group)
        WRONG("WITHIN GROUP specified, but %s is not an aggregate function", name);
    if (f->n_agg_order > 0)
        WRONG("ORDER BY specified, but %s is not an aggregate function", name);
    if (f->agg_filter != NULL)
        WRONG("FILTER specified, but %s is not an aggregate function", name);
    if (f->over != NULL)
        WRONG("OVER specified, but %s is not a window function nor an aggregate function", name);
}

static void check_aggregate_call(const struct call *c, const struct func *fn)
{
    const PgQuery__FuncCall *f = c->raw;
    const char *name = c->name;
    if (fn->flags & F_ORDERED_SET) {
        if (!f->agg_within_group)
            WRONG("WITHIN GROUP is required for ordered-set aggregate %s", name);
        if (f->over != NULL)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, f->location, "OVER is not supported for ordered-set aggregate %s", name);
        if (f->agg_distinct)
            WRONG("cannot use DISTINCT with WITHIN GROUP");
        if (f->func_variadic)
            WRONG("cannot use VARIADIC with WITHIN GROUP");
    } else if (f->agg_within_group) {
        WRONG("%s is not an ordered-set aggregate, so it cannot have WITHIN GROUP", name);
    }
    if (c->any_named)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, f->location, "aggregates cannot use named arguments");
    if (f->n_args == 0 && !f->agg_star && !f->agg_within_group)
        WRONG("%s(*) must be used to call a parameterless aggregate function", name);
}

static void check_window_call(const struct call *c, const struct func *fn)
{
    const PgQuery__FuncCall *f = c->raw;
    const char *name = c->name;
    if (fn->kind == FUNC_WINDOW && f->over == NULL)
        WRONG("window function %s requires an OVER clause", name);
    if (fn->kind == FUNC_WINDOW && f->agg_within_group)
        WRONG("window function %s cannot have WITHIN GROUP", name);
    if (c->any_named)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, f->location, "window functions cannot use named arguments");
    if (f->agg_distinct)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, f->location, "DISTINCT is not implemented for window functions");
    if (fn->kind == FUNC_AGGREGATE && f->n_args == 0 && !f->agg_star)
        WRONG("%s(*) must be used to call a parameterless aggregate function", name);
    if (f->n_agg_order > 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, f->location, "aggregate ORDER BY is not implemented for window functions");
    if (fn->kind == FUNC_WINDOW && f->agg_filter != NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, f->location, "FILTER is not implemented for non-aggregate window functions");
    if (fn->kind == FUNC_WINDOW && f->agg_star)
        WRONG("%s(*) specified, but %s is not an aggregate function", name, name);
}

/* rank(x) WITHIN GROUP (ORDER BY y): x and y are compared, so they get one type. */
static void unify_hypothetical(struct call *c, const struct func *fn, Oid *declared)
{
    int norder = (int)c->raw->n_agg_order, ndirect = c->nargs - norder;
    if (!(fn->flags & F_HYPOTHETICAL))
        return;
    if (ndirect != norder)
        error_throw(error_hint(no_such_function(c), "To use the hypothetical-set aggregate %s, the number of hypothetical direct arguments (here %d) "
                                                    "must match the number of ordering columns (here %d).",
                               raw_dotted(c->ps->arena, c->raw->funcname, c->raw->n_funcname), ndirect, norder));
    for (int i = 0; i < norder; i++) {
        List *pair = list_make(c->ps->arena, 2, list_nth(c->args, ndirect + i), list_nth(c->args, i));
        Oid t = select_common_type(c->ps, pair, "WITHIN GROUP", NULL);
        FOREACH (Node, e, pair) {
            Oid from = expr_type(e);
            if (!can_coerce(1, &from, &t, COERCION_IMPLICIT))
                raise(ERR_INTERNAL_ERROR, "failed to find conversion function from %s to %s", type_display(c->ps->arena, from), type_display(c->ps->arena, t));
        }
        declared[i] = declared[ndirect + i] = t;
    }
}

static List *slice(struct arena *a, const List *l, int from, int to)
{
    List *out = NULL;
    for (int i = from; i < to; i++)
        out = list_append(a, out, list_nth(l, i));
    return out;
}

static Node *make_aggref(struct call *c, const struct func *fn, Oid result, Node *filter)
{
    struct arena *a = c->ps->arena;
    Aggref *agg = MAKE_NODE(a, Aggref);
    agg->aggfnoid = fn->oid;
    agg->aggtype = result;
    agg->aggfilter = filter;
    agg->aggstar = c->raw->agg_star;
    agg->aggvariadic = c->raw->func_variadic;
    agg->location = c->raw->location;
    for (int i = 0; i < list_length(c->args); i++)
        agg->aggargtypes = list_append(a, agg->aggargtypes, INT_ITEM(expr_type(list_nth(c->args, i))));
    List *args = c->args;
    if (fn->flags & F_ORDERED_SET) {
        int ndirect = list_length(args) - (int)c->raw->n_agg_order;
        if (ndirect < 0)
            no_function(c, false);
        agg->aggdirectargs = slice(a, args, 0, ndirect);
        args = slice(a, args, ndirect, list_length(args));
    }
    finish_aggregate(c->ps, agg, args, c->raw);
    return (Node *)agg;
}

static Node *make_window_func(struct call *c, const struct func *fn, Oid result, Node *filter)
{
    WindowFunc *w = MAKE_NODE(c->ps->arena, WindowFunc);
    w->winfnoid = fn->oid;
    w->wintype = result;
    w->args = c->args;
    w->aggfilter = filter;
    w->winstar = c->raw->agg_star;
    w->winagg = fn->kind == FUNC_AGGREGATE;
    w->location = c->raw->location;
    finish_window_func(c->ps, w, c->raw);
    return (Node *)w;
}

static Oid result_type(struct call *c, const struct func *f, struct candidate *k, Oid *declared)
{
    memcpy(declared, k->types, sizeof(Oid) * (size_t)c->nargs);
    return resolve_generic(c->ps, c->types, declared, c->nargs, f->result);
}

static void take_schema(struct call *c)
{
    const PgQuery__FuncCall *f = c->raw;
    if (f->n_funcname == 1)
        return;
    c->schema = raw_string(f->funcname[f->n_funcname - 2]);
    if (!catalog_schema_exists(c->ps->an->catalog, c->schema))
        raise_at(ERR_INVALID_SCHEMA_NAME, f->location, "schema \"%s\" does not exist", c->schema);
}

/* f(x) may be the column f of the row x. NULL: it is not. */
static Node *column_of_row(const struct call *c)
{
    const PgQuery__FuncCall *f = c->raw;
    bool may_be = c->nargs == 1 && f->n_funcname == 1 && !c->any_named && f->n_agg_order == 0 && f->agg_filter == NULL && f->over == NULL &&
                  !f->agg_star && !f->agg_distinct && !f->func_variadic && type_is_composite(type_base(c->types[0]));
    return may_be ? record_field(c->ps, list_nth(c->args, 0), c->name, true) : NULL;
}

/* No aggregate or window function of a set: srf_before counts those that stood before its arguments. */
static void check_no_srf(const struct call *c, int srf_before)
{
    if (c->ps->nsrfs > srf_before)
        error_throw(error_at(error_hint(error_new(ERR_FEATURE_NOT_SUPPORTED, "%s calls cannot contain set-returning function calls",
                                                  c->raw->over != NULL ? "window function" : "aggregate function"),
                                        "You might be able to move the set-returning function into a LATERAL FROM item."),
                             c->ps->last_srf_location));
}

static Node *call_of(struct call *c, const struct func *fn, struct candidate *k, Node *filter, int srf_before)
{
    struct pstate *ps = c->ps;
    PgQuery__FuncCall *f = c->raw;
    if (fn->kind == FUNC_NORMAL)
        check_plain(c);
    else if (fn->kind == FUNC_WINDOW || f->over != NULL)
        check_window_call(c, fn);
    if (fn->kind == FUNC_AGGREGATE)
        check_aggregate_call(c, fn);
    complete_args(c, fn, k);
    Oid declared[FUNC_MAX_ARGS];
    Oid result = result_type(c, fn, k, declared);
    unify_hypothetical(c, fn, declared);
    coerce_arguments(ps, c->args, c->types, declared);
    check_variadic_any(c, fn);
    pack_variadic(c, fn, k, declared);
    if (func_by_oid(fn->oid) == NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, f->location, "function %s is not supported", signature_of(c));
    if (fn->kind != FUNC_NORMAL)
        check_no_srf(c, srf_before);
    if (f->over != NULL)
        return make_window_func(c, fn, result, filter);
    if (fn->kind == FUNC_AGGREGATE) {
        Node *call = make_aggref(c, fn, result, filter);
        check_no_srf(c, srf_before); /* its ORDER BY */
        return call;
    }
    FuncExpr *x = MAKE_NODE(ps->arena, FuncExpr);
    x->funcid = fn->oid;
    x->funcresulttype = result;
    x->funcretset = (fn->flags & F_RETSET) != 0;
    x->funcvariadic = f->func_variadic || k->variadic_at >= 0;
    if (fn->nargs > 0 && fn->args[fn->nargs - 1] == TYPE_any)
        x->funcvariadic = f->func_variadic;
    x->funcformat = f->funcformat == PG_QUERY__COERCION_FORM__COERCE_SQL_SYNTAX ? COERCE_SQL_SYNTAX : COERCE_EXPLICIT_CALL;
    x->args = c->args;
    x->written = k->written;
    x->written_names = k->written_names;
    x->location = f->location;
    if (x->funcid == PG_COLLATION_FOR)
        ps->an->has_collate = true;
    if (x->funcretset)
        check_srf_place(ps, f->location);
    return (Node *)x;
}

Node *transform_func_call(struct pstate *ps, PgQuery__FuncCall *f)
{
    struct call *c = ARENA_NEW(ps->arena, struct call);
    RAW_FIELDS(f, f->location,
               "funcname args agg_order agg_filter over agg_within_group agg_star agg_distinct func_variadic funcformat location");
    c->ps = ps;
    c->raw = f;
    c->name = raw_string(f->funcname[f->n_funcname - 1]);
    if (f->funcformat == PG_QUERY__COERCION_FORM__COERCE_SQL_SYNTAX && strcmp(c->name, "extract") == 0 && f->n_args > 0)
        sql_no_parameter(f->args[0]);
    int srf_before = ps->nsrfs;
    transform_args(c);
    Node *filter = f->agg_filter != NULL ? transform_where(ps, f->agg_filter, KIND_FILTER, "FILTER") : NULL;
    bool ambiguous = false;
    Node *cast = NULL;
    take_schema(c);
    struct candidate *k = pick_function(c, &ambiguous, &cast);
    if (ps->called == f && (k != NULL || cast != NULL))
        no_procedure(c);
    if (k != NULL)
        return call_of(c, k->row, k, filter, srf_before);
    if (cast == NULL && !ambiguous && ps->called != f)
        cast = column_of_row(c);
    if (cast == NULL)
        no_function(c, ambiguous);
    check_plain(c);
    return cast;
}

Node *transform_field_call(struct pstate *ps, Node *arg, const char *name, int location)
{
    PgQuery__FuncCall *f = ARENA_NEW(ps->arena, PgQuery__FuncCall);
    struct call *c = ARENA_NEW(ps->arena, struct call);
    bool ambiguous = false;
    Node *cast = NULL;
    pg_query__func_call__init(f);
    f->location = location;
    f->n_args = 1;
    f->args = ARENA_ARRAY(ps->arena, PgQuery__Node *, 1); /* it is transformed already */
    *c = (struct call){.ps = ps, .raw = f, .name = name, .field = true, .args = list_make(ps->arena, 1, arg), .nargs = 1, .types = {expr_type(arg)}};
    struct candidate *k = pick_function(c, &ambiguous, &cast);
    return k != NULL ? call_of(c, k->row, k, NULL, ps->nsrfs) : NULL;
}
