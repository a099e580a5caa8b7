/* ALTER COLUMN ... TYPE: how a column's values, and what is said of it, become another type's. */
#include "analyze/define_int.h"
#include "types/ident.h"

static bool becomes(struct pstate *ps, Node *e, Oid type, int32_t typmod)
{
    return coerce_to_target(ps, e, expr_type(e), type, typmod, COERCION_ASSIGNMENT, COERCE_IMPLICIT_CAST, -1) != NULL;
}

/* PostgreSQL says of no error of this where in the statement it is. */
static bool becomes_unplaced(struct pstate *ps, Node *e, Oid type, int32_t typmod)
{
    volatile bool does = false;
    TRY {
        does = becomes(ps, e, type, typmod);
    }
    CATCH (error) {
        error_throw(error_at(error, -1));
    }
    END_TRY;
    return does;
}

const char *analyze_transform(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct relation *rel, const char *column, PgQuery__Node *using,
                              Oid type, int32_t typmod)
{
    const char *own = ident_quoted(a, column), *shown = type_format(a, type, typmod);
    if (using != NULL) {
        struct pstate *ps = stored_over(a, c, rel, raw->text);
        Node *value = transform_expr(ps, using, KIND_COLUMN_TRANSFORM);
        if (becomes_unplaced(ps, value, type, typmod))
            return sql_expression_text(a, using);
        struct error *e = error_new(ERR_DATATYPE_MISMATCH, "result of USING clause for column \"%s\" cannot be cast automatically to type %s", column, shown);
        error_throw(error_hint(e, "You might need to add an explicit cast."));
    }
    struct pstate *ps = stored_over(a, c, rel, own);
    if (becomes(ps, analyze_stored_expr(ps, own, KIND_COLUMN_TRANSFORM), type, typmod))
        return own;
    struct error *e = error_new(ERR_DATATYPE_MISMATCH, "column \"%s\" cannot be cast automatically to type %s", column, shown);
    if (relation_column(rel, column, true, -1)->generated == NULL)
        error_hint(e, "You might need to specify \"USING %s::%s\".", own, shown);
    error_throw(e);
}

void analyze_retyped(struct arena *a, struct catalog *c, struct relation *rel, const struct column_def *column, const char *text)
{
    struct pstate *ps = stored_over(a, c, rel, text);
    if (!becomes(ps, analyze_stored_expr(ps, text, column->generated != NULL ? KIND_GENERATED_COLUMN : KIND_COLUMN_DEFAULT), column->type, column->typmod))
        raise(ERR_DATATYPE_MISMATCH, "%s for column \"%s\" cannot be cast automatically to type %s",
              column->generated != NULL ? "generation expression" : "default", column->name, type_format(a, column->type, column->typmod));
}
