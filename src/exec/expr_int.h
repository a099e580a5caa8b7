/*
 * Compiled expressions: flat steps. A step computes into *res, *null; steps run in order but for jumps.
 */
#ifndef EXEC_EXPR_INT_H
#define EXEC_EXPR_INT_H

#include "exec/exec_int.h"

enum step_op {
    STEP_DONE,
    STEP_CONST,
    STEP_VAR_SCAN,
    STEP_VAR_OUTER,
    STEP_VAR_INNER,
    STEP_PARAM,
    STEP_FUNC,         /* called with NULLs too */
    STEP_FUNC_STRICT,
    STEP_FUNC_STRICT1,
    STEP_FUNC_STRICT2,
    STEP_INT_EQ, STEP_INT_NE, STEP_INT_LT, STEP_INT_LE, STEP_INT_GT, STEP_INT_GE,
    STEP_FLOAT8_EQ, STEP_FLOAT8_NE, STEP_FLOAT8_LT, STEP_FLOAT8_LE, STEP_FLOAT8_GT, STEP_FLOAT8_GE,
    STEP_INT4_ADD, STEP_INT4_SUB, STEP_INT4_MUL,
    STEP_INT8_ADD, STEP_INT8_SUB, STEP_INT8_MUL,
    STEP_FLOAT8_ADD, STEP_FLOAT8_SUB, STEP_FLOAT8_MUL,
    STEP_TEXT_EQ, STEP_TEXT_NE,
    STEP_AND,          /* one argument of AND is in res: false ends */
    STEP_OR,
    STEP_BOOL_LAST,    /* res of the last argument, and *anynull */
    STEP_NOT,
    STEP_QUAL,         /* not true: the result is false, jump */
    STEP_JUMP,
    STEP_JUMP_IF_NULL,
    STEP_JUMP_IF_NOT_NULL,
    STEP_JUMP_IF_NOT_TRUE,
    STEP_IS_NULL,
    STEP_IS_NOT_NULL,
    STEP_BOOL_TEST,
    STEP_VALUE,        /* of a place: an aggregate's, a CASE's tested value */
    STEP_AGG,
    STEP_CALL,         /* call(step, ctx): all that is rare */
};

struct eval_ctx {
    const struct expr_rows *rows;
    struct arena *row;
};

struct step {
    enum step_op op;
    int jump;
    Datum *res;
    bool *null;
    union {
        struct {
            Datum value;
            bool isnull;
        } constant;
        int column; /* from 0 */
        struct exec_param *param;
        struct {
            func_fn fn;
            struct fcall *fc;
        } func;
        bool *anynull;
        int booltest;
        struct {
            const Datum *value;
            const bool *null;
        } place;
        struct {
            struct agg_exprs *aggs;
            int index;
        } agg;
        struct {
            void (*run)(struct step *s, struct eval_ctx *x);
            void *data;
        } call;
    } u;
};

struct expr_state {
    struct step *steps;
    int n, cap;
    Datum value;
    bool isnull;
};

/* While compiling. */
struct compiler {
    struct arena *a;
    const struct expr_ctx *ctx;
    struct expr_state *e;
    const Datum *case_value; /* what CaseTestExpr reads */
    const bool *case_null;
    const Datum *domain_value; /* what CoerceToDomainValue reads */
    const bool *domain_null;
};
void compile_node(struct compiler *c, const Node *node, Datum *res, bool *null);
/* A new step; the pointer is good until the next one. */
struct step *compile_step(struct compiler *c, enum step_op op, Datum *res, bool *null);
/* The last step, added to l; those of l jump to the step that comes next. */
List *note_step(struct compiler *c, List *l);
void set_jumps(struct compiler *c, const List *steps);
void compile_call(struct compiler *c, void (*run)(struct step *, struct eval_ctx *), void *data, Datum *res, bool *null);
/* An expression evaluated on its own over a CaseTestExpr. */
struct expr_state *compile_over_value(struct compiler *c, const Node *expr, const Datum *value, const bool *null);

/* The same over a CoerceToDomainValue. */
struct expr_state *compile_over_domain(struct compiler *c, const Node *expr, const Datum *value, const bool *null);

/* Arguments evaluated into a vector. */
struct vector {
    int n;
    Datum *values;
    bool *nulls;
    Oid *types;
};
struct vector compile_vector(struct compiler *c, const List *args);

void compile_xml(struct compiler *c, const XmlExpr *x, Datum *res, bool *null); /* expr_xml.c */

/* The rare kinds (expr_special.c). */
void compile_array(struct compiler *c, const ArrayExpr *x, Datum *res, bool *null);
void compile_row(struct compiler *c, const RowExpr *x, Datum *res, bool *null);
void compile_row_compare(struct compiler *c, const RowCompareExpr *x, Datum *res, bool *null);
void compile_min_max(struct compiler *c, const MinMaxExpr *x, Datum *res, bool *null);
void compile_scalar_array(struct compiler *c, const ScalarArrayOpExpr *x, Datum *res, bool *null);
void compile_distinct(struct compiler *c, const OpExpr *x, Datum *res, bool *null);
void compile_null_if(struct compiler *c, const OpExpr *x, Datum *res, bool *null);
void compile_coerce_io(struct compiler *c, const CoerceViaIO *x, Datum *res, bool *null);
void compile_array_coerce(struct compiler *c, const ArrayCoerceExpr *x, Datum *res, bool *null);
void compile_domain(struct compiler *c, const CoerceToDomain *x, Datum *res, bool *null);
void compile_field(struct compiler *c, const FieldSelect *x, Datum *res, bool *null);
void compile_subscript(struct compiler *c, const SubscriptingRef *x, Datum *res, bool *null);
void compile_current_of(struct compiler *c, const CurrentOfExpr *x, Datum *res, bool *null);
void compile_indeterminate(struct compiler *c, const IndeterminateCollation *x, Datum *res, bool *null);
void compile_sql_value(struct compiler *c, const SQLValueFunction *x, Datum *res, bool *null);
void compile_row_null_test(struct compiler *c, const NullTest *x, Datum *res, bool *null);

#endif
