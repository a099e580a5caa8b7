#include "exec/srf.h"

#include "exec/xml_table.h"
#include "funcs/moments.h"
#include "types/record.h"

/*
 * generate_series(integer and bigint) is counted, not stored: LIMIT ends it early. Over moments it is in a target list
 * alone: in FROM PostgreSQL meets the error at the end of an endless one.
 */
enum { SERIES_TIMESTAMP = 938, SERIES_TIMESTAMPTZ = 939,
       SERIES_INT4_STEP = 1066, SERIES_INT4 = 1067, SERIES_INT8_STEP = 1068, SERIES_INT8 = 1069 };

struct srf {
    struct arena *arena;
    struct exec *ex;
    const struct func *fn; /* NULL: an expression */
    struct expr_state *expr;
    struct table_func *table; /* XMLTABLE: neither of them */
    struct fcall fc;
    struct projection *args;
    struct columns cols;  /* of the rows given */
    struct columns emits; /* of the rows that the function emits: the same, or one record */
    bool expand, strict, retset, check_types;
    struct tuplestore *store;
    struct tuplestore_pos *pos;
    bool series, series_int4;
    TimestampADT (*series_plus)(TimestampADT, struct interval); /* of moments; step is the interval's sign */
    struct interval interval;
    int64_t first, at, stop, step;
    bool series_done;
    Datum value;
    bool isnull;
    Datum *values; /* of an expanded record */
    bool *nulls;
};

static int out_columns(const struct func *f, Oid first, Oid *types)
{
    const struct func_args *x = func_args_by_oid(f->oid);
    int n = 0;
    for (int i = 0; x != NULL && i < x->nargs; i++)
        if (x->modes[i] == 'o' || x->modes[i] == 'b' || x->modes[i] == 't') {
            if (types != NULL)
                types[n] = func_column_type(x, i, first);
            n++;
        }
    return n;
}

#define no_match(...)                                                                                  \
    error_throw(error_detail(error_new(ERR_DATATYPE_MISMATCH,                                         \
                                       "function return row and query-specified return row do not match"), \
                             __VA_ARGS__))

/* A value of the one type is one of the other, as it is. */
static bool same_form(Oid from, Oid to)
{
    from = type_base(from);
    const struct cast *c = from == type_base(to) ? NULL : cast_lookup(from, to);
    return from == type_base(to) || (c != NULL && c->method == 'b' && c->context == 'i');
}

static void expand_record(struct srf *s, Datum d, bool isnull)
{
    if (isnull) {
        memset(s->nulls, true, (size_t)s->cols.n);
        return;
    }
    struct record r = record_open(d);
    if (r.n != s->cols.n)
        no_match(r.n == 1 ? "Returned row contains %d attribute, but query expects %d."
                          : "Returned row contains %d attributes, but query expects %d.",
                 r.n, s->cols.n);
    for (int i = 0; i < r.n; i++) {
        if (!same_form(r.types[i], s->cols.types[i]))
            no_match("Returned type %s at ordinal position %d, but query expects %s.", type_display(s->arena, r.types[i]),
                     i + 1, type_display(s->arena, s->cols.types[i]));
        s->values[i] = record_get(&r, i, &s->nulls[i]);
    }
}

static void srf_emit(struct fcall *fc, const Datum *values, const bool *nulls)
{
    struct srf *s = fc->emit_arg;
    CHECK_INTERRUPTS();
    if (s->expand) {
        expand_record(s, values[0], nulls[0]);
        tuplestore_put(s->store, s->values, s->nulls);
    } else {
        tuplestore_put(s->store, values, nulls);
    }
}

static bool is_composite(Oid type)
{
    const struct type_info *t = type_lookup(type);
    return type == TYPE_record || (t != NULL && t->typtype == 'c');
}

static const int32_t *column_typmods(struct arena *a, const List *list)
{
    int32_t *v = ARENA_ARRAY(a, int32_t, list_length(list));
    for (int i = 0; i < list_length(list); i++)
        v[i] = ITEM_INT(list_nth(list, i));
    return v;
}

static void srf_columns_init(struct srf *s, Oid rettype, const RangeTblFunction *desc)
{
    Oid types[64];
    int nout = s->fn != NULL ? out_columns(s->fn, InvalidOid, NULL) : 0;
    int n = desc != NULL ? list_length(desc->funccoltypes) : 0;
    if (n > 0) {
        Oid *want = ARENA_ARRAY(s->arena, Oid, n);
        for (int i = 0; i < n; i++)
            want[i] = ITEM_OID(list_nth(desc->funccoltypes, i));
        s->cols = columns_make(s->arena, n, want);
    } else if (nout > 1 && nout <= 64) {
        out_columns(s->fn, s->fn->nargs > 0 ? s->fc.argtypes[0] : InvalidOid, types);
        s->cols = columns_make(s->arena, nout, types);
    } else {
        s->cols = columns_make(s->arena, 1, &rettype);
    }
    /* with a record, or an array of them, as its argument a function emits such records */
    bool by_argument = s->fn != NULL && s->fn->nargs > 0 && (s->fn->args[0] == TYPE_anyelement || s->fn->args[0] == TYPE_anyarray);
    bool emits_columns = s->retset && (nout > 1 || (desc != NULL && desc->has_coldeflist && !by_argument));
    s->expand = !emits_columns && desc != NULL && (s->cols.n > 1 || (is_composite(rettype) && n > 0));
    s->fc.ncolumns = emits_columns ? s->cols.n : 1;
    if (desc != NULL && desc->has_coldeflist) {
        s->fc.column_types = s->cols.types;
        s->fc.column_names = (const char *const *)desc->funccolnames->items;
        s->fc.column_typmods = column_typmods(s->arena, desc->funccoltypmods);
        s->fc.ncolumns = s->cols.n;
    }
}

struct srf *srf_make(struct arena *a, const struct expr_ctx *ctx, const Node *expr, const RangeTblFunction *desc)
{
    struct srf *s = ARENA_NEW(a, struct srf);
    s->arena = a;
    s->ex = ctx->ex;
    if (IS_A(expr, FuncExpr)) {
        const FuncExpr *f = (const FuncExpr *)expr;
        s->fn = exec_func(f->funcid);
        s->retset = (s->fn->flags & F_RETSET) != 0;
        s->strict = (s->fn->flags & F_NONSTRICT) == 0;
        s->args = projection_compile(a, ctx, f->args);
        s->fc = (struct fcall){.nargs = s->args->n, .args = s->args->values, .nulls = s->args->nulls, .keep = a,
                               .funcid = f->funcid, .rettype = f->funcresulttype, .typmod = -1, .variadic = f->funcvariadic,
                               .argtypes = columns_of_list(a, f->args).types, .emit = srf_emit, .emit_arg = s};
        s->series = s->fn->oid >= SERIES_INT4_STEP && s->fn->oid <= SERIES_INT8;
        s->series_int4 = s->fn->oid == SERIES_INT4_STEP || s->fn->oid == SERIES_INT4;
        if (desc == NULL && (s->fn->oid == SERIES_TIMESTAMP || s->fn->oid == SERIES_TIMESTAMPTZ)) {
            s->series = true;
            s->series_plus = s->fn->oid == SERIES_TIMESTAMP ? timestamp_plus : timestamptz_plus;
        }
    } else if (IS_A(expr, TableFunc)) {
        s->table = table_func_make(a, ctx, (const TableFunc *)expr);
    } else {
        s->expr = expr_compile_in(a, ctx, expr);
    }
    srf_columns_init(s, expr_type(expr), desc);
    s->values = ARENA_ARRAY(a, Datum, s->cols.n + 1);
    s->nulls = ARENA_ARRAY(a, bool, s->cols.n + 1);
    return s;
}

const struct columns *srf_columns(const struct srf *s)
{
    return &s->cols;
}

static void series_start(struct srf *s, bool any_null)
{
    s->series_done = any_null;
    s->step = 0;
    if (any_null)
        return;
    s->first = datum_int64(s->args->values[0]);
    s->stop = datum_int64(s->args->values[1]);
    if (s->series_plus != NULL) {
        s->interval = datum_interval(s->args->values[2]);
        __int128 span = interval_span(s->interval);
        s->step = span > 0 ? 1 : span < 0 ? -1 : 0;
    } else {
        s->step = s->args->n > 2 ? datum_int64(s->args->values[2]) : 1;
    }
    if (s->step == 0)
        raise(ERR_INVALID_PARAMETER_VALUE, "step size cannot equal zero");
    s->at = s->first;
}

static void store_row(void *arg, const Datum *values, const bool *nulls)
{
    struct srf *s = arg;
    tuplestore_put(s->store, values, nulls);
}

void srf_start(struct srf *s, const struct expr_rows *rows, struct arena *row)
{
    bool any_null = false;
    if (s->args != NULL) {
        projection_run(s->args, rows, row);
        for (int i = 0; i < s->args->n; i++)
            any_null |= s->args->nulls[i];
    }
    if (s->series) {
        series_start(s, any_null);
        return;
    }
    if (s->store == NULL) {
        s->store = tuplestore_new(s->arena, &s->ex->temp, &s->cols, s->ex->set.work_mem);
        s->pos = tuplestore_pos_new(s->store, s->arena);
    } else {
        tuplestore_clear(s->store);
    }
    tuplestore_rewind(s->pos);
    Datum d = 0;
    bool isnull = true;
    s->fc.arena = row;
    s->fc.isnull = false;
    if (s->table != NULL) {
        table_func_run(s->table, rows, row, store_row, s);
        return;
    }
    if (s->fn == NULL) {
        d = expr_eval(s->expr, rows, row, &isnull);
    } else if (s->strict && any_null) {
        if (s->retset)
            return;
    } else {
        d = s->fn->fn(&s->fc);
        isnull = s->fc.isnull;
        if (s->retset)
            return;
    }
    srf_emit(&(struct fcall){.emit_arg = s}, &d, &isnull);
}

bool srf_next(struct srf *s, const Datum **values, const bool **nulls)
{
    if (!s->series) {
        if (s->store == NULL || !tuplestore_next(s->pos))
            return false;
        *values = s->pos->values;
        *nulls = s->pos->nulls;
        return true;
    }
    if (s->series_done || (s->step > 0 ? s->at > s->stop : s->at < s->stop))
        return false;
    s->value = datum_from_int64(s->at);
    s->isnull = false;
    *values = &s->value;
    *nulls = &s->isnull;
    if (s->series_plus != NULL)
        s->at = s->series_plus(s->at, s->interval);
    else
        s->series_done = __builtin_add_overflow(s->at, s->step, &s->at);
    return true;
}

void srf_rewind(struct srf *s)
{
    if (s->series) {
        if (s->step != 0) { /* step is 0 before the first start, or after NULL arguments */
            s->at = s->first;
            s->series_done = false;
        }
    } else if (s->pos != NULL) {
        tuplestore_rewind(s->pos);
    }
}
