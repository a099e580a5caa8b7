/* Records out of JSON objects: json(b)_populate_record(set), json(b)_to_record(set). */
#include "funcs/json_int.h"
#include "types/record.h"
#include "types/user.h"

/* The columns to fill. */
struct row_type {
    int n, shape;
    const Oid *types;
    const int32_t *typmods; /* NULL: all -1 */
    const char *const *names;
};

static Datum fill(struct arena *a, Oid type, int32_t typmod, const char *column, const struct jval *v, Datum old,
                  bool *isnull);

/* ---- records ---- */
static struct row_type row_of_shape(const struct record_shape *s)
{
    return (struct row_type){.n = s->n, .shape = s->id, .types = s->types, .typmods = s->typmods, .names = s->names};
}

static struct row_type row_of_record(struct arena *a, Datum d)
{
    struct record r = record_open(d);
    const struct record_shape *s = record_shape_get(r.shape);
    if (s != NULL && s->n == r.n)
        return row_of_shape(s);
    const char **names = ARENA_ARRAY(a, const char *, r.n);
    for (int i = 0; i < r.n; i++)
        names[i] = record_name(a, &r, i);
    return (struct row_type){.n = r.n, .shape = r.shape, .types = r.types, .names = names};
}

/* Columns that the object does not have keep old's values. */
static void fill_columns(struct arena *a, const struct row_type *t, const struct jval *object, Datum old,
                         Datum *values, bool *nulls)
{
    struct record r = {0};
    if (object->type != J_OBJECT)
        raise(ERR_INVALID_PARAMETER_VALUE, "cannot call %s on %s", "populate_composite",
              object->type == J_ARRAY ? "an array" : "a scalar");
    if (old != 0)
        r = record_open(old);
    for (int i = 0; i < t->n; i++) {
        struct jval v = jval_null();
        Datum before = 0;
        nulls[i] = true;
        if (old != 0)
            before = record_get(&r, i, &nulls[i]);
        values[i] = before;
        bool found = jval_find(object, t->names[i], strlen(t->names[i]), &v);
        if (old == 0 || found)
            values[i] = fill(a, t->types[i], t->typmods != NULL ? t->typmods[i] : -1, t->names[i], &v,
                             nulls[i] ? 0 : before, &nulls[i]);
    }
}

static Datum fill_record(struct arena *a, const struct row_type *t, const struct jval *object, Datum old)
{
    Datum *values = ARENA_ARRAY(a, Datum, t->n);
    bool *nulls = ARENA_ARRAY(a, bool, t->n);
    fill_columns(a, t, object, old, values, nulls);
    return record_make(a, t->shape, t->n, t->types, values, nulls);
}

/* ---- arrays: as deep as the first element says ---- */
struct array_filler {
    struct arena *arena;
    const char *column;
    Oid elem;
    int32_t typmod;
    int ndim; /* 0: not known yet */
    int32_t dims[ARRAY_MAXDIM], sizes[ARRAY_MAXDIM + 1];
    struct array_builder b;
};

static _Noreturn void expected_array(const struct array_filler *x, int ndim)
{
    struct error *e = error_new(ERR_INVALID_TEXT_REPRESENTATION, "expected JSON array");
    struct strbuf at;
    strbuf_init(&at, x->arena);
    for (int i = 0; i < ndim; i++)
        strbuf_printf(&at, "[%d]", x->sizes[i]);
    if (ndim > 0 && x->column != NULL)
        error_hint(e, "See the array element %s of key \"%s\".", at.data, x->column);
    else if (ndim > 0)
        error_hint(e, "See the array element %s.", at.data);
    else if (x->column != NULL)
        error_hint(e, "See the value of key \"%s\".", x->column);
    error_throw(e);
}

static void dimension_known(struct array_filler *x, int ndim)
{
    if (ndim > ARRAY_MAXDIM)
        raise(ERR_PROGRAM_LIMIT_EXCEEDED, "number of array dimensions (%d) exceeds the maximum allowed (%d)", ndim,
              ARRAY_MAXDIM);
    x->ndim = ndim;
    for (int i = 0; i < ndim; i++)
        x->dims[i] = -1;
}

/* A sub-array of dimension ndim has ended: all of them have the same length. */
static void check_dimension(struct array_filler *x, int ndim)
{
    if (x->dims[ndim] == -1)
        x->dims[ndim] = x->sizes[ndim];
    else if (x->dims[ndim] != x->sizes[ndim])
        error_throw(error_detail(error_new(ERR_INVALID_TEXT_REPRESENTATION, "malformed JSON array"),
                                 "Multidimensional arrays must have sub-arrays with matching dimensions."));
    x->sizes[ndim] = 0;
    x->sizes[ndim - 1]++;
}

static void fill_dimension(struct array_filler *x, const struct jval *v, int ndim)
{
    if (v->type != J_ARRAY)
        expected_array(x, ndim - 1);
    for (uint32_t i = 0; i < v->n; i++) {
        struct jval item = jval_elem(v, i);
        if (x->ndim == 0 && item.type != J_ARRAY)
            dimension_known(x, ndim);
        if (x->ndim > 0 && ndim >= x->ndim) {
            bool isnull;
            Datum d = fill(x->arena, x->elem, x->typmod, NULL, &item, 0, &isnull);
            array_builder_add(&x->b, d, isnull);
            x->sizes[ndim - 1]++;
        } else {
            if (ndim >= ARRAY_MAXDIM)
                dimension_known(x, ndim + 1);
            fill_dimension(x, &item, ndim + 1);
            check_dimension(x, ndim);
        }
    }
    if (x->ndim == 0)
        dimension_known(x, ndim);
}

static Datum fill_array(struct arena *a, Oid elem, int32_t typmod, const char *column, const struct jval *v)
{
    struct array_filler x = {.arena = a, .column = column, .elem = elem, .typmod = typmod};
    array_builder_init(&x.b, a, elem);
    fill_dimension(&x, v, 1);
    x.dims[0] = x.sizes[0];
    return array_make_md(a, elem, x.b.values, x.b.nulls, x.ndim, x.dims, NULL);
}

/* ---- one value ---- */
static Datum fill_scalar(struct arena *a, Oid type, int32_t typmod, const struct jval *v)
{
    struct strbuf b;
    Oid base = type_base(type);
    if (base == TYPE_jsonb && v->raw == NULL)
        return jsonb_from_jval(a, v);
    strbuf_init(&b, a);
    if (v->type == J_STRING && base != TYPE_json && base != TYPE_jsonb) {
        const char *text = arena_strndup(a, v->str, v->n);
        return type_input(a, type, typmod, text, v->n, NULL);
    }
    if (v->type == J_STRING)
        json_escape(&b, v->str, v->n);
    else if (v->raw != NULL)
        strbuf_add(&b, v->raw, v->raw_len);
    else
        jval_out(a, v, &b);
    return type_input(a, type, typmod, b.data, b.len, NULL);
}

static Datum fill_domain(struct arena *a, Oid domain, const char *column, const struct jval *v, Datum old, bool *isnull)
{
    Datum d = fill(a, type_base(domain), type_domain_typmod(domain), column, v, old, isnull);
    if (user_domain_check != NULL)
        user_domain_check(a, domain, d, *isnull, NULL);
    return d;
}

static Datum fill(struct arena *a, Oid type, int32_t typmod, const char *column, const struct jval *v, Datum old,
                  bool *isnull)
{
    if (type >= TYPE_FIRST_USER && type_get(type)->typtype == 'd')
        return fill_domain(a, type, column, v, old, isnull);
    *isnull = v->type == J_NULL;
    if (*isnull)
        return (Datum)0;
    if (v->type == J_STRING) /* arrays and records too are read from strings */
        return fill_scalar(a, type, typmod, v);
    if (type_is_array(type))
        return fill_array(a, type_get(type)->elem, typmod, column, v);
    const struct record_shape *shape = type_get(type)->typtype == 'c' ? record_shape_of_type(type) : NULL;
    if (shape != NULL) {
        struct row_type t = row_of_shape(shape);
        return fill_record(a, &t, v, old);
    }
    return fill_scalar(a, type, typmod, v);
}

/* ---- the functions ---- */
static struct row_type row_of_columns(struct fcall *fc)
{
    return (struct row_type){
        .n = fc->ncolumns,
        .shape = record_shape(TYPE_record, fc->ncolumns, fc->column_names, fc->column_types, fc->column_typmods),
        .types = fc->column_types,
        .typmods = fc->column_typmods,
        .names = fc->column_names,
    };
}

static _Noreturn void no_row_type(const char *function)
{
    struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "could not determine row type for result of %s", function);
    error_throw(error_hint(e,
                           "Provide a non-null record argument, or call the function in the FROM clause using a column "
                           "definition list."));
}

/* The row type of argument 0, by its value or its type, or of the column definition list. */
static struct row_type row_of_argument(struct fcall *fc, const char *function)
{
    Oid type = fc->argtypes[0];
    if (type != TYPE_record && type_get(type)->typtype != 'c')
        raise(ERR_DATATYPE_MISMATCH, "first argument of %s must be a row type", function);
    if (!ARG_NULL(0))
        return row_of_record(fc->arena, ARG_DATUM(0));
    const struct record_shape *shape = type != TYPE_record ? record_shape_of_type(type) : NULL;
    if (shape != NULL)
        return row_of_shape(shape);
    if (fc->column_types != NULL)
        return row_of_columns(fc);
    no_row_type(function);
}

static struct row_type row_of_query(struct fcall *fc, const char *function)
{
    if (fc->column_types != NULL)
        return row_of_columns(fc);
    no_row_type(function);
}

static Datum populate(struct fcall *fc, const char *function)
{
    struct row_type t = row_of_argument(fc, function);
    if (ARG_NULL(1)) {
        fc->isnull = ARG_NULL(0);
        return ARG_DATUM(0);
    }
    struct jval v = json_arg(fc, 1, JSON_TEXT);
    return fill_record(fc->arena, &t, &v, ARG_NULL(0) ? 0 : ARG_DATUM(0));
}

Datum json_populate_record(struct fcall *fc)
{
    return populate(fc, "json_populate_record");
}

Datum jsonb_populate_record(struct fcall *fc)
{
    return populate(fc, "jsonb_populate_record");
}

static Datum to_record(struct fcall *fc, const char *function)
{
    struct row_type t = row_of_query(fc, function);
    struct jval v = json_arg(fc, 0, JSON_TEXT);
    return fill_record(fc->arena, &t, &v, 0);
}

Datum json_to_record(struct fcall *fc)
{
    return to_record(fc, "json_to_record");
}

Datum jsonb_to_record(struct fcall *fc)
{
    return to_record(fc, "jsonb_to_record");
}

static void check_objects(struct fcall *fc, int arg, const struct jval *v, const char *function)
{
    if (v->type == J_ARRAY)
        return;
    if (json_is_binary(fc, arg))
        raise(ERR_INVALID_PARAMETER_VALUE, "cannot call %s on a non-array", function);
    raise(ERR_INVALID_PARAMETER_VALUE, "cannot call %s on %s", function,
          v->type == J_OBJECT ? "an object" : "a scalar");
}

/* A row for each object of the array that is argument `arg`: a record, or the columns of the query (arg 0). */
static Datum record_set(struct fcall *fc, const char *function, const struct row_type *t, int arg, Datum old)
{
    if (ARG_NULL(arg))
        return (Datum)0;
    struct jval v = json_arg(fc, arg, JSON_TEXT);
    check_objects(fc, arg, &v, function);
    Datum *values = ARENA_ARRAY(fc->arena, Datum, t->n);
    bool *nulls = ARENA_ARRAY(fc->arena, bool, t->n);
    for (uint32_t i = 0; i < v.n; i++) {
        struct jval object = jval_elem(&v, i);
        if (object.type != J_OBJECT)
            raise(ERR_INVALID_PARAMETER_VALUE, "argument of %s must be an array of objects", function);
        fill_columns(fc->arena, t, &object, old, values, nulls);
        if (arg == 0)
            fc->emit(fc, values, nulls);
        else
            emit_value(fc, record_make(fc->arena, t->shape, t->n, t->types, values, nulls), false);
    }
    return (Datum)0;
}

static Datum populate_set(struct fcall *fc, const char *function)
{
    struct row_type t = row_of_argument(fc, function);
    return record_set(fc, function, &t, 1, ARG_NULL(0) ? 0 : ARG_DATUM(0));
}

Datum json_populate_recordset(struct fcall *fc)
{
    return populate_set(fc, "json_populate_recordset");
}

Datum jsonb_populate_recordset(struct fcall *fc)
{
    return populate_set(fc, "jsonb_populate_recordset");
}

Datum json_to_recordset(struct fcall *fc)
{
    struct row_type t = row_of_query(fc, "json_to_recordset");
    return record_set(fc, "json_to_recordset", &t, 0, 0);
}

Datum jsonb_to_recordset(struct fcall *fc)
{
    struct row_type t = row_of_query(fc, "jsonb_to_recordset");
    return record_set(fc, "jsonb_to_recordset", &t, 0, 0);
}
