/* The interpreter of steps, and calls of functions from the executor. */
#include <math.h>

#include "exec/expr_int.h"
#include "types/scalar.h"

static _Noreturn void out_of_range(const char *what)
{
    raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "%s out of range", what);
}

static double float8_checked(double r, double x, double y, bool product)
{
    if (__builtin_expect(isinf(r), 0) && !isinf(x) && !isinf(y))
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
    if (product && __builtin_expect(r == 0.0, 0) && x != 0.0 && y != 0.0)
        raise(ERR_NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: underflow");
    return r;
}

static bool bool_test(int kind, Datum v, bool isnull)
{
    switch (kind) {
    case IS_TRUE: return !isnull && v != 0;
    case IS_NOT_TRUE: return isnull || v == 0;
    case IS_FALSE: return !isnull && v == 0;
    case IS_NOT_FALSE: return isnull || v != 0;
    case IS_UNKNOWN: return isnull;
    default: return !isnull;
    }
}

static inline bool text_equal(Datum x, Datum y)
{
    return VARLEN(x) == VARLEN(y) && memcmp(VARDATA(x), VARDATA(y), VARLEN(x)) == 0;
}

/* A step over two arguments; the result is NULL when one is. */
#define STEP2(op, result)                            \
    case STEP_##op: {                                \
        const struct fcall *fc = s->u.func.fc;       \
        if (fc->nulls[0] || fc->nulls[1]) {          \
            *s->null = true;                         \
        } else {                                     \
            Datum x = fc->args[0], y = fc->args[1];  \
            *s->null = false;                        \
            *s->res = (result);                      \
        }                                            \
        s++;                                         \
        break;                                       \
    }
#define INT_CMP(op, c) STEP2(INT_##op, datum_from_bool(datum_int64(x) c datum_int64(y)))
#define FLOAT8_CMP(op, c) STEP2(FLOAT8_##op, datum_from_bool(float8_compare(datum_float8(x), datum_float8(y)) c 0))
#define CHECKED(type, fn, what)                                        \
    ({                                                                 \
        type##_t r_;                                                   \
        if (__builtin_##fn##_overflow((type##_t)x, (type##_t)y, &r_)) \
            out_of_range(what);                                        \
        (Datum)(int64_t)r_;                                            \
    })
#define FLOAT8_ARITH(c, product)                                                                    \
    datum_from_float8(float8_checked(datum_float8(x) c datum_float8(y), datum_float8(x), datum_float8(y), product))

Datum expr_eval(struct expr_state *e, const struct expr_rows *rows, struct arena *row, bool *isnull)
{
    struct eval_ctx ctx = {rows, row};
    struct step *s = e->steps;
    for (;;) {
        switch (s->op) {
        case STEP_DONE:
            *isnull = *s->null;
            return *s->res;
        case STEP_CONST:
            *s->res = s->u.constant.value;
            *s->null = s->u.constant.isnull;
            s++;
            break;
        case STEP_VAR_SCAN:
            *s->res = rows->scan[s->u.column];
            *s->null = rows->scan_nulls[s->u.column];
            s++;
            break;
        case STEP_VAR_OUTER:
            *s->res = rows->outer[s->u.column];
            *s->null = rows->outer_nulls[s->u.column];
            s++;
            break;
        case STEP_VAR_INNER:
            *s->res = rows->inner[s->u.column];
            *s->null = rows->inner_nulls[s->u.column];
            s++;
            break;
        case STEP_PARAM:
            if (s->u.param->pending != NULL)
                subplan_run_init(s->u.param->pending);
            *s->res = s->u.param->value;
            *s->null = s->u.param->isnull;
            s++;
            break;
        case STEP_FUNC: {
            struct fcall *fc = s->u.func.fc;
            fc->isnull = false;
            fc->arena = row;
            *s->res = s->u.func.fn(fc);
            *s->null = fc->isnull;
            s++;
            break;
        }
        case STEP_FUNC_STRICT: {
            struct fcall *fc = s->u.func.fc;
            bool any = false;
            for (int i = 0; i < fc->nargs; i++)
                any |= fc->nulls[i];
            if (any) {
                *s->null = true;
            } else {
                fc->isnull = false;
                fc->arena = row;
                *s->res = s->u.func.fn(fc);
                *s->null = fc->isnull;
            }
            s++;
            break;
        }
        case STEP_FUNC_STRICT1: {
            struct fcall *fc = s->u.func.fc;
            if (fc->nulls[0]) {
                *s->null = true;
            } else {
                fc->isnull = false;
                fc->arena = row;
                *s->res = s->u.func.fn(fc);
                *s->null = fc->isnull;
            }
            s++;
            break;
        }
        case STEP_FUNC_STRICT2: {
            struct fcall *fc = s->u.func.fc;
            if (fc->nulls[0] || fc->nulls[1]) {
                *s->null = true;
            } else {
                fc->isnull = false;
                fc->arena = row;
                *s->res = s->u.func.fn(fc);
                *s->null = fc->isnull;
            }
            s++;
            break;
        }
        INT_CMP(EQ, ==)
        INT_CMP(NE, !=)
        INT_CMP(LT, <)
        INT_CMP(LE, <=)
        INT_CMP(GT, >)
        INT_CMP(GE, >=)
        FLOAT8_CMP(EQ, ==)
        FLOAT8_CMP(NE, !=)
        FLOAT8_CMP(LT, <)
        FLOAT8_CMP(LE, <=)
        FLOAT8_CMP(GT, >)
        FLOAT8_CMP(GE, >=)
        STEP2(INT4_ADD, CHECKED(int32, add, "integer"))
        STEP2(INT4_SUB, CHECKED(int32, sub, "integer"))
        STEP2(INT4_MUL, CHECKED(int32, mul, "integer"))
        STEP2(INT8_ADD, CHECKED(int64, add, "bigint"))
        STEP2(INT8_SUB, CHECKED(int64, sub, "bigint"))
        STEP2(INT8_MUL, CHECKED(int64, mul, "bigint"))
        STEP2(FLOAT8_ADD, FLOAT8_ARITH(+, false))
        STEP2(FLOAT8_SUB, FLOAT8_ARITH(-, false))
        STEP2(FLOAT8_MUL, FLOAT8_ARITH(*, true))
        STEP2(TEXT_EQ, datum_from_bool(text_equal(x, y)))
        STEP2(TEXT_NE, datum_from_bool(!text_equal(x, y)))
        case STEP_AND:
            if (*s->null) {
                *s->u.anynull = true;
            } else if (*s->res == 0) {
                s = e->steps + s->jump;
                break;
            }
            s++;
            break;
        case STEP_OR:
            if (*s->null) {
                *s->u.anynull = true;
            } else if (*s->res != 0) {
                s = e->steps + s->jump;
                break;
            }
            s++;
            break;
        case STEP_BOOL_LAST: /* no argument decided: NULL when one was, else the last one's value */
            if (*s->u.anynull)
                *s->null = true;
            s++;
            break;
        case STEP_NOT:
            *s->res = datum_from_bool(*s->res == 0);
            s++;
            break;
        case STEP_QUAL:
            if (*s->null || *s->res == 0) {
                *s->null = false;
                *s->res = 0;
                s = e->steps + s->jump;
            } else {
                s++;
            }
            break;
        case STEP_JUMP:
            s = e->steps + s->jump;
            break;
        case STEP_JUMP_IF_NULL:
            s = *s->null ? e->steps + s->jump : s + 1;
            break;
        case STEP_JUMP_IF_NOT_NULL:
            s = *s->null ? s + 1 : e->steps + s->jump;
            break;
        case STEP_JUMP_IF_NOT_TRUE:
            s = *s->null || *s->res == 0 ? e->steps + s->jump : s + 1;
            break;
        case STEP_IS_NULL:
            *s->res = datum_from_bool(*s->null);
            *s->null = false;
            s++;
            break;
        case STEP_IS_NOT_NULL:
            *s->res = datum_from_bool(!*s->null);
            *s->null = false;
            s++;
            break;
        case STEP_BOOL_TEST:
            *s->res = datum_from_bool(bool_test(s->u.booltest, *s->res, *s->null));
            *s->null = false;
            s++;
            break;
        case STEP_VALUE:
            *s->res = *s->u.place.value;
            *s->null = *s->u.place.null;
            s++;
            break;
        case STEP_AGG:
            *s->res = s->u.agg.aggs->values[s->u.agg.index];
            *s->null = s->u.agg.aggs->nulls[s->u.agg.index];
            s++;
            break;
        case STEP_CALL:
            s->u.call.run(s, &ctx);
            s++;
            break;
        }
    }
}

Datum expr_eval_const(struct arena *a, const Node *expr, bool *isnull)
{
    struct arena *scratch = arena_new(a, "constant");
    struct expr_rows rows = {0};
    struct expr_state *e = expr_compile(scratch, NULL, expr);
    Datum d = expr_eval(e, &rows, scratch, isnull);
    if (!*isnull)
        d = datum_copy(a, d, type_get(expr_type(expr))->byval);
    arena_free(scratch);
    return d;
}

void call_init(struct call *c, struct arena *keep, Oid func, int nargs, const Oid *types, Oid rettype)
{
    *c = (struct call){.fn = exec_func(func)};
    for (int i = 0; i < nargs; i++)
        c->types[i] = types[i];
    c->fc = (struct fcall){.nargs = nargs, .args = c->args, .nulls = c->nulls, .keep = keep, .funcid = func, .rettype = rettype,
                           .typmod = -1, .argtypes = c->types};
}

Datum call2(struct call *c, struct arena *row, Datum x, Datum y, bool *isnull)
{
    c->args[0] = x;
    c->args[1] = y;
    c->nulls[0] = c->nulls[1] = false;
    c->fc.arena = row;
    c->fc.isnull = false;
    Datum d = c->fn->fn(&c->fc);
    *isnull = c->fc.isnull;
    return d;
}
