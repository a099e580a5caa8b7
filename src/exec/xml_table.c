#include "exec/xml_table.h"

#include "funcs/xml.h"

struct table_func {
    const TableFunc *t;
    int n;
    struct expr_state *doc, *row, **uris, **paths, **defaults; /* NULL: there is none */
    Datum *values;
    bool *nulls;
};

static struct expr_state **compile_all(struct arena *a, const struct expr_ctx *ctx, const List *exprs)
{
    struct expr_state **out = ARENA_ARRAY(a, struct expr_state *, list_length(exprs) + 1);
    for (int i = 0; i < list_length(exprs); i++)
        if (list_nth(exprs, i) != NULL)
            out[i] = expr_compile_in(a, ctx, list_nth(exprs, i));
    return out;
}

struct table_func *table_func_make(struct arena *a, const struct expr_ctx *ctx, const TableFunc *t)
{
    struct table_func *f = ARENA_NEW(a, struct table_func);
    f->t = t;
    f->n = list_length(t->colnames);
    f->doc = expr_compile_in(a, ctx, t->docexpr);
    f->row = expr_compile_in(a, ctx, t->rowexpr);
    f->uris = compile_all(a, ctx, t->ns_uris);
    f->paths = compile_all(a, ctx, t->colexprs);
    f->defaults = compile_all(a, ctx, t->coldefexprs);
    f->values = ARENA_ARRAY(a, Datum, f->n + 1);
    f->nulls = ARENA_ARRAY(a, bool, f->n + 1);
    return f;
}

/* The paths, which are the same for all rows. */
static void prepare_paths(struct table_func *f, struct xml_table *x, const struct expr_rows *rows, struct arena *a)
{
    bool isnull;
    for (int i = 0; i < list_length(f->t->ns_uris); i++) {
        Datum uri = expr_eval(f->uris[i], rows, a, &isnull);
        if (isnull)
            raise(ERR_NULL_VALUE_NOT_ALLOWED, "namespace URI must not be null");
        xml_table_namespace(x, list_nth(f->t->ns_names, i), datum_cstring(a, uri));
    }
    Datum path = expr_eval(f->row, rows, a, &isnull);
    if (isnull)
        raise(ERR_NULL_VALUE_NOT_ALLOWED, "row filter expression must not be null");
    xml_table_rows(x, datum_cstring(a, path));
    for (int i = 0; i < f->n; i++) {
        const char *column = list_nth(f->t->colnames, i);
        if (i == f->t->ordinalitycol)
            continue;
        if (f->paths[i] == NULL) {
            xml_table_column(x, i, column);
            continue;
        }
        path = expr_eval(f->paths[i], rows, a, &isnull);
        if (isnull)
            error_throw(error_detail(error_new(ERR_NULL_VALUE_NOT_ALLOWED, "column filter expression must not be null"),
                                     "Filter for column \"%s\" is null.", column));
        xml_table_column(x, i, datum_cstring(a, path));
    }
}

static void fill_row(struct table_func *f, struct xml_table *x, const struct expr_rows *rows, struct arena *a, int number)
{
    for (int i = 0; i < f->n; i++) {
        if (i == f->t->ordinalitycol) {
            f->values[i] = datum_from_int32(number);
            f->nulls[i] = false;
            continue;
        }
        f->values[i] = xml_table_value(x, a, i, ITEM_OID(list_nth(f->t->coltypes, i)), ITEM_INT(list_nth(f->t->coltypmods, i)), &f->nulls[i]);
        if (f->nulls[i] && f->defaults[i] != NULL)
            f->values[i] = expr_eval(f->defaults[i], rows, a, &f->nulls[i]);
        if (f->nulls[i] && ITEM_INT(list_nth(f->t->notnulls, i)) != 0)
            raise(ERR_NULL_VALUE_NOT_ALLOWED, "null is not allowed in column \"%s\"", (const char *)list_nth(f->t->colnames, i));
    }
}

void table_func_run(struct table_func *f, const struct expr_rows *rows, struct arena *scratch,
                    void (*emit)(void *arg, const Datum *values, const bool *nulls), void *arg)
{
    bool isnull;
    int number = 0;
    Datum doc = expr_eval(f->doc, rows, scratch, &isnull);
    if (isnull)
        return;
    struct xml_table *x = xml_table_open(scratch, doc, f->n);
    struct arena *row = arena_new(scratch, "row of XMLTABLE");
    prepare_paths(f, x, rows, scratch);
    while (xml_table_next(x)) {
        CHECK_INTERRUPTS();
        arena_reset(row);
        fill_row(f, x, rows, row, ++number);
        emit(arg, f->values, f->nulls);
    }
    xml_table_close(x);
    arena_free(row);
}
