/* Expressions as aggregation expressions: their values, SQL NULL as null, never missing. */
#include <stdarg.h>
#include <string.h>

#include "push/calls.h"

#define MAX_DEPTH 24 /* of SQL expressions: MongoDB takes documents 180 levels deep, and one of these may need six */

void *pc_no(struct pc *c, const char *fmt, ...)
{
    if (c->why == NULL) {
        va_list ap;
        va_start(ap, fmt);
        c->why = arena_vprintf(c->arena, fmt, ap);
        va_end(ap);
    }
    return NULL;
}

struct pcol *pc_column(struct pc *c, const Node *e)
{
    const Var *v = (const Var *)e;
    FOREACH (struct pcol, col, c->rel->cols) {
        const Var *w = (const Var *)col->expr;
        if (col->expr->tag != e->tag)
            continue;
        if (IS_A(e, Var) ? v->varno == w->varno && v->varattno == w->varattno && v->varlevelsup == w->varlevelsup
                         : node_equal(col->expr, e))
            return col;
    }
    return NULL;
}

/* ---- columns ---- */

int type_bson_names(Oid type, unsigned seen, const char *names[4])
{
    int n = 0;
    switch (type) {
    case TYPE_int2:
    case TYPE_int4:
    case TYPE_int8:
    case TYPE_float8:
    case TYPE_numeric:
        names[n++] = "int";
        if (type == TYPE_int8 || type == TYPE_numeric || (seen & SEEN_INT64))
            names[n++] = "long";
        if (type == TYPE_float8 || (type == TYPE_numeric && (seen & SEEN_DOUBLE)))
            names[n++] = "double";
        if (type == TYPE_numeric)
            names[n++] = "decimal";
        return n;
    case TYPE_text:
    case TYPE_varchar:
        names[0] = "string";
        return 1;
    case TYPE_bool:
        names[0] = "bool";
        return 1;
    case TYPE_timestamptz:
        names[0] = "date";
        return 1;
    case TYPE_objectid:
        names[0] = "objectId";
        return 1;
    case TYPE_uuid: /* not all of them: see uuid_bound() */
        names[0] = "binData";
        return 1;
    default:
        names[0] = "string";
        return type_is_enum(type);
    }
}

int column_bson_names(const struct pcol *col, const char *names[4])
{
    return type_bson_names(col->type, col->column != NULL ? col->column->seen : 0, names);
}

bool column_int_range(const struct pcol *col, int64_t *low, int64_t *high)
{
    if (col->column == NULL || (col->type == TYPE_int4 && !(col->column->seen & SEEN_INT64)) ||
        (col->type != TYPE_int4 && col->type != TYPE_int2))
        return false;
    *high = col->type == TYPE_int2 ? INT16_MAX : INT32_MAX;
    *low = -*high - 1;
    return true;
}

bool column_float_check(const struct pcol *col)
{
    return col->type == TYPE_float8 && col->column != NULL && (col->column->seen & SEEN_INT64) != 0;
}

/* Numbers of two kinds that expressions would have to bring together as they are read: a double's shortest digits. */
static bool column_mixed(const struct pcol *col)
{
    return col->type == TYPE_numeric && col->column != NULL && (col->column->seen & SEEN_DOUBLE) != 0;
}

static struct bv *type_of(struct arena *a, const struct pcol *col)
{
    return bv_op(a, "$type", bv_field(a, col->path));
}

/* An int64 that float8 cannot hold is of another type; so it counts as NULL. */
struct bv *float_exact(struct arena *a, const char *path)
{
    struct bv *convert = bv_set(a, bv_op(a, "input", bv_field(a, path)), "to", bv_str(a, "double"));
    bv_set(a, convert, "onError", bv_null(a));
    return bv_op2(a, "$eq", bv_field(a, path), bv_op(a, "$convert", convert));
}

struct bv *pc_column_fits(struct pc *c, const struct pcol *col)
{
    struct arena *a = c->arena;
    const char *names[4];
    int n = column_bson_names(col, names);
    int64_t low, high;
    struct bv *value = bv_field(a, col->path);
    if (col->type == TYPE_uuid)
        return bv_op2(a, "$and", bv_op2(a, "$gte", value, uuid_bound(a, false)),
                      bv_op2(a, "$lte", value, uuid_bound(a, true)));
    if (n == 4)
        return bv_op(a, "$isNumber", value);
    struct bv *fits = n == 1 ? bv_op2(a, "$eq", type_of(a, col), bv_str(a, names[0]))
                             : bv_op2(a, "$in", type_of(a, col), bv_strings(a, n, names));
    if (column_float_check(col))
        fits = bv_op2(a, "$and", fits, float_exact(a, col->path));
    if (column_int_range(col, &low, &high))
        fits = bv_op3(a, "$and", fits, bv_op2(a, "$gte", value, bv_int(a, (int32_t)low)),
                      bv_op2(a, "$lte", value, bv_int(a, (int32_t)high)));
    return fits;
}

/* Could no value of another type be equal to one of the column's? */
bool column_alone(const struct pcol *col)
{
    return col->column != NULL && !col->clean && (col->type == TYPE_text || col->type == TYPE_bool || col->type == TYPE_timestamptz || col->type == TYPE_objectid);
}

struct bv *pc_column_value(struct pc *c, struct pcol *col)
{
    struct arena *a = c->arena;
    const char *names[4];
    if (column_bson_names(col, names) == 0)
        return pc_no(c, "column \"%s\" of type %s", col->name, type_format(a, col->type, col->typmod));
    if (column_mixed(col))
        return pc_no(c, "column \"%s\" has decimals and doubles", col->name);
    struct bv *value = bv_field(a, col->path);
    if (col->clean || (col->proved && !c->in_match))
        return value;
    return bv_op3(a, "$cond", pc_column_fits(c, col), value, bv_null(a));
}

static bool case_nullable(struct pc *c, const CaseExpr *e)
{
    bool nullable = e->defresult == NULL || pc_nullable(c, e->defresult);
    FOREACH (CaseWhen, w, e->args)
        nullable = nullable || pc_nullable(c, w->result);
    return nullable;
}

bool pc_nullable(struct pc *c, const Node *e)
{
    if (IS_A(e, Const))
        return ((const Const *)e)->constisnull;
    if (IS_A(e, CaseExpr) && pc_column(c, (Node *)(uintptr_t)e) == NULL)
        return case_nullable(c, (const CaseExpr *)e);
    if (IS_A(e, NullTest) || IS_A(e, BooleanTest) || IS_A(e, DistinctExpr))
        return false;
    struct pcol *col = pc_column(c, e);
    if (col != NULL)
        return col->clean ? col->nullable : !col->proved || c->in_match;
    return true;
}

/* ---- casts that change no comparison ---- */

static bool text_like(Oid type)
{
    return type_is_text(type_base(type));
}

static bool widens(Oid func)
{
    switch (func) {
    case 313:  /* int4(int2) */
    case 754:  /* int8(int2) */
    case 481:  /* int8(int4) */
    case 235:  /* float8(int2) */
    case 316:  /* float8(int4) */
    case 311:  /* float8(float4) */
    case 1740: /* numeric(int4) */
    case 1781: /* numeric(int8) */
    case 1782: /* numeric(int2) */
        return true;
    }
    return false;
}

/* A domain's value as one of what it is made of. */
static bool from_domain(const RelabelType *r)
{
    Oid from = expr_type(r->arg);
    return from != r->resulttype && type_stored(from) == r->resulttype && r->resulttypmod == -1;
}

Node *pc_strip(Node *e)
{
    for (;;) {
        if (IS_A(e, RelabelType) && from_domain((RelabelType *)e)) {
            e = ((RelabelType *)e)->arg;
            continue;
        }
        if (IS_A(e, RelabelType) && text_like(((RelabelType *)e)->resulttype) &&
            ((RelabelType *)e)->resulttypmod == -1 && text_like(push_type(((RelabelType *)e)->arg)))
            e = ((RelabelType *)e)->arg;
        else if (IS_A(e, FuncExpr) && widens(((FuncExpr *)e)->funcid))
            e = list_nth(((FuncExpr *)e)->args, 0);
        else
            return e;
    }
}

/* ---- calls ---- */

/* A field path or a constant may stand several times; anything else gets a name first. */
static bool is_short(const struct bv *x)
{
    return x->value.value_type == BSON_TYPE_UTF8 || bv_is_plain(x) || (x->n == 1 && x->items[0].key != NULL &&
                                                                      strcmp(x->items[0].key, "$literal") == 0);
}

void let_init(struct let *l, struct arena *a)
{
    *l = (struct let){.arena = a, .vars = bv_doc(a)};
}

struct bv *let_bind(struct let *l, struct bv *x)
{
    static const char *const names[] = {"x", "y", "z", "w"};
    if (is_short(x) || l->vars->n >= 4)
        return x;
    const char *name = names[l->vars->n];
    bv_set(l->arena, l->vars, name, x);
    return bv_str(l->arena, arena_printf(l->arena, "$$%s", name));
}

struct bv *let_in(struct let *l, struct bv *body)
{
    struct arena *a = l->arena;
    if (l->vars->n == 0)
        return body;
    return bv_op(a, "$let", bv_set(a, bv_op(a, "vars", l->vars), "in", body));
}

struct bv *pc_args(struct pc *c, List *args)
{
    struct bv *values = bv_array(c->arena);
    FOREACH (Node, arg, args) {
        struct bv *v = pc_value(c, arg);
        if (v == NULL)
            return NULL;
        bv_push(c->arena, values, v);
    }
    return values;
}

/* One argument: what stands for it where it is not null, and the test of that (NULL: it never is). */
static struct bv *strict_arg(struct pc *c, Node *e, struct let *let, struct bv **test)
{
    struct arena *a = c->arena;
    struct pcol *col = pc_column(c, e);
    *test = NULL;
    struct bv *x = pc_value(c, e);
    if (x == NULL)
        return NULL;
    if (col != NULL && !col->clean) {
        if (!col->proved || c->in_match)
            *test = pc_column_fits(c, col);
        return bv_field(a, col->path);
    }
    x = let_bind(let, x);
    if (pc_nullable(c, e))
        *test = bv_op2(a, "$ne", x, bv_null(a));
    return x;
}

/* make(args) where no argument is null, else null. */
struct bv *pc_strict(struct pc *c, List *args, struct bv *(*make)(struct arena *a, struct bv **v, const void *arg),
                     const void *arg)
{
    struct arena *a = c->arena;
    struct bv *v[8], *test, *tests = bv_array(a);
    struct let let;
    let_init(&let, a);
    if (list_length(args) > 8)
        return pc_no(c, "a call with many arguments");
    FOREACH (Node, e, args) {
        int i = FOREACH_INDEX(e, args);
        v[i] = strict_arg(c, e, &let, &test);
        if (v[i] == NULL)
            return NULL;
        if (test != NULL)
            bv_push(a, tests, test);
    }
    struct bv *body = make(a, v, arg);
    if (tests->n > 0)
        body = bv_op3(a, "$cond", tests->n == 1 ? tests->items[0].value : bv_op(a, "$and", tests), body, bv_null(a));
    return let_in(&let, body);
}

struct plain_op {
    const char *name;
    int nargs;
};

static struct bv *make_op(struct arena *a, struct bv **v, const void *arg)
{
    const struct plain_op *op = arg;
    if (op->nargs == 1 && strcmp(op->name, "$trunc") != 0) /* which may have two, and wants a list */
        return bv_op(a, op->name, v[0]);
    struct bv *args = bv_array(a);
    for (int i = 0; i < op->nargs; i++)
        bv_push(a, args, v[i]);
    return bv_op(a, op->name, args);
}

/* ---- integer arithmetic ---- */

static const char *int_operator(const OpExpr *o)
{
    const struct oper *op = oper_by_oid(o->opno);
    if (op == NULL || !type_is_int(op->right) || (op->left != 0 && !type_is_int(op->left)) || strlen(op->name) != 1)
        return NULL;
    return strchr("+-*/%", op->name[0]) != NULL ? op->name : NULL;
}

static void type_range(Oid type, __int128 *low, __int128 *high)
{
    *high = type == TYPE_int2 ? INT16_MAX : type == TYPE_int4 ? INT32_MAX : INT64_MAX;
    *low = -*high - 1;
}

static __int128 magnitude(__int128 low, __int128 high)
{
    return -low > high ? -low : high;
}

static bool operator_range(struct pc *c, OpExpr *o, const char *name, __int128 *low, __int128 *high)
{
    __int128 l, h, l2, h2;
    if (!pc_int_range(c, list_nth(o->args, 0), &l, &h))
        return false;
    if (list_length(o->args) == 1) {
        *low = name[0] == '-' ? -h : l;
        *high = name[0] == '-' ? -l : h;
        return true;
    }
    if (!pc_int_range(c, list_nth(o->args, 1), &l2, &h2))
        return false;
    __int128 m = magnitude(l, h), m2 = magnitude(l2, h2);
    switch (name[0]) {
    case '+':
        *low = l + l2;
        *high = h + h2;
        return true;
    case '-':
        *low = l - h2;
        *high = h - l2;
        return true;
    case '*':
        *high = m * m2; /* at most 2^126 */
        *low = -*high;
        return true;
    case '/':
        *high = l2 > 0 ? (h > 0 ? h / l2 : 0) : m;
        *low = l2 > 0 ? (l < 0 ? l / l2 : 0) : -m;
        return true;
    default:
        *high = h < 0 ? 0 : m < m2 - 1 ? m : m2 - 1;
        *low = l >= 0 ? 0 : -(m < m2 - 1 ? m : m2 - 1);
        return true;
    }
}

bool pc_int_range(struct pc *c, Node *e, __int128 *low, __int128 *high)
{
    e = pc_strip(e);
    Oid type = push_type(e);
    if (!type_is_int(type))
        return false;
    type_range(type, low, high);
    if (IS_A(e, Const)) {
        if (((Const *)e)->constisnull)
            return false;
        *low = *high = type == TYPE_int8 ? datum_int64(((Const *)e)->constvalue)
                       : type == TYPE_int4 ? datum_int32(((Const *)e)->constvalue)
                                           : datum_int16(((Const *)e)->constvalue);
        return true;
    }
    if (IS_A(e, OpExpr)) {
        __int128 l, h;
        const char *name = int_operator((OpExpr *)e);
        if (name == NULL || !operator_range(c, (OpExpr *)e, name, &l, &h))
            return name == NULL;
        if (l >= *low && h <= *high) {
            *low = l;
            *high = h;
        }
        return true;
    }
    if (IS_A(e, FuncExpr) && (((FuncExpr *)e)->funcid == 1317 || ((FuncExpr *)e)->funcid == 1381)) {
        *low = 0; /* length(text), char_length(text): a document holds 16 MiB */
        *high = 1 << 24;
    }
    return true;
}

static struct bv *make_int(struct arena *a, struct bv **v, const void *arg)
{
    switch (*(const char *)arg) {
    case '+':
        return bv_op2(a, "$add", v[0], v[1]);
    case '-':
        return bv_op2(a, "$subtract", v[0], v[1]);
    case '*':
        return bv_op2(a, "$multiply", v[0], v[1]);
    case '%':
        return bv_op2(a, "$mod", v[0], v[1]);
    case '/':
        return bv_op(a, "$trunc", bv_list(a, 1, bv_op2(a, "$divide", v[0], v[1])));
    default: /* n: negative */
        return bv_op2(a, "$subtract", bv_int(a, 0), v[0]);
    }
}

/*
 * PostgreSQL raises an error where the result leaves its type or the divisor is zero; MongoDB has wider numbers. So
 * this is said only where neither can be: seen from the ranges of the operands.
 */
static struct bv *int_arithmetic(struct pc *c, OpExpr *o, const char *name)
{
    __int128 low, high, l, h, tl, th;
    if (!operator_range(c, o, name, &low, &high))
        return pc_no(c, "integer arithmetic over %s", type_display(c->arena, push_type(list_nth(o->args, 0))));
    type_range(o->opresulttype, &tl, &th);
    if (low < tl || high > th)
        return pc_no(c, "operator %s may overflow", name);
    if (list_length(o->args) == 1)
        return name[0] == '-' ? pc_strict(c, o->args, make_int, "n") : pc_value(c, list_nth(o->args, 0));
    if (name[0] == '/' || name[0] == '%') {
        pc_int_range(c, list_nth(o->args, 1), &l, &h);
        if (l <= 0 && h >= 0)
            return pc_no(c, "operator %s may divide by zero", name);
        pc_int_range(c, list_nth(o->args, 0), &l, &h);
        if (name[0] == '/' && magnitude(l, h) > (INT64_C(1) << 50)) /* $divide makes a double */
            return pc_no(c, "division of bigint");
    }
    struct bv *v = pc_strict(c, o->args, make_int, name);
    if (v != NULL && name[0] == '/')
        v = bv_op(c->arena, o->opresulttype == TYPE_int8 ? "$toLong" : "$toInt", v);
    return v;
}

struct bv *push_mod(struct pc *c, List *args, const Node *call)
{
    OpExpr *o = MAKE_NODE(c->arena, OpExpr);
    o->opresulttype = push_type(call);
    o->args = args;
    return int_arithmetic(c, o, "%");
}

/* ---- values ---- */

/* A predicate's three values. */
static struct bv *truth_value(struct pc *c, Node *e)
{
    struct arena *a = c->arena;
    struct bv *yes = pc_test(c, e, true);
    if (yes == NULL || !pc_nullable(c, e))
        return yes;
    struct bv *no = pc_test(c, e, false);
    if (no == NULL)
        return NULL;
    return bv_op3(a, "$cond", yes, bv_bool(a, true), bv_op3(a, "$cond", no, bv_bool(a, false), bv_null(a)));
}

static struct bv *constant(struct pc *c, const Const *k)
{
    if (k->constisnull)
        return bv_null(c->arena);
    struct bv *v = const_value(c->arena, k->consttype, k->constvalue);
    if (v == NULL)
        return pc_no(c, "a constant of type %s that BSON cannot hold", type_display(c->arena, k->consttype));
    return bv_literal(c->arena, v);
}

/* Types whose Datums go to BSON as const_value() does it, whatever the value. */
static bool param_type(const Param *p)
{
    if (p->paramtype == TYPE_timestamptz || p->paramtype == TYPE_date)
        return p->paramtype == TYPE_timestamptz && p->paramtypmod >= 0 && p->paramtypmod <= 3;
    return type_comparable(p->paramtype) && p->paramtype != TYPE_numeric;
}

struct bv *push_parameter(struct push_rel *r, const Param *p)
{
    int n = 0;
    while (n < list_length(r->params) && ((Param *)list_nth(r->params, n))->paramid != p->paramid)
        n++;
    if (n == list_length(r->params)) {
        r->params = list_append(r->arena, r->params, (void *)p);
        r->strict = list_append(r->arena, r->strict, INT_ITEM(0));
    }
    return bv_op(r->arena, "$pgleaf", bv_int(r->arena, n));
}

static struct bv *parameter(struct pc *c, Param *p)
{
    struct arena *a = c->arena;
    if (p->paramkind != PARAM_EXEC || !param_type(p))
        return pc_no(c, "a parameter of type %s", type_display(a, p->paramtype));
    return bv_op(a, "$literal", push_parameter(c->rel, p));
}

struct case_operand {
    struct arena *arena;
    Node *operand;
};

static Node *put_operand(Node *e, void *ctx)
{
    struct case_operand *x = ctx;
    if (IS_A(e, CaseTestExpr))
        return x->operand;
    if (e == NULL || (IS_A(e, CaseExpr) && ((CaseExpr *)e)->arg != NULL) || IS_A(e, ArrayCoerceExpr))
        return e; /* it has an operand of its own */
    return node_mutate(x->arena, e, put_operand, x);
}

static struct bv *case_value(struct pc *c, CaseExpr *e)
{
    struct arena *a = c->arena;
    struct bv *branches = bv_array(a);
    struct case_operand operand = {a, e->arg};
    FOREACH (CaseWhen, w, e->args) {
        Node *when = e->arg != NULL ? put_operand(w->expr, &operand) : w->expr;
        struct bv *test = pc_test(c, when, true), *value = pc_value(c, w->result);
        if (test == NULL || value == NULL)
            return NULL;
        bv_push(a, branches, bv_set(a, bv_op(a, "case", test), "then", value));
    }
    struct bv *otherwise = e->defresult != NULL ? pc_value(c, e->defresult) : bv_null(a);
    if (otherwise == NULL)
        return NULL;
    return bv_op(a, "$switch", bv_set(a, bv_op(a, "branches", branches), "default", otherwise));
}

static struct bv *nullif_value(struct pc *c, NullIfExpr *e)
{
    struct arena *a = c->arena;
    OpExpr *equal = MAKE_NODE(a, OpExpr);
    equal->opno = e->opno;
    equal->opfuncid = e->opfuncid;
    equal->opresulttype = TYPE_bool;
    equal->args = e->args;
    struct bv *test = pc_test(c, (Node *)equal, true), *value = pc_value(c, list_nth(e->args, 0));
    return test == NULL || value == NULL ? NULL : bv_op3(a, "$cond", test, bv_null(a), value);
}

/* greatest, least: NULLs do not count, in $max and $min neither. */
static struct bv *minmax_value(struct pc *c, MinMaxExpr *e)
{
    if (type_has_nan(e->minmaxtype) || !type_comparable(e->minmaxtype))
        return pc_no(c, "greatest or least of %s", type_display(c->arena, e->minmaxtype));
    struct bv *args = pc_args(c, e->args);
    return args == NULL ? NULL : bv_op(c->arena, e->op == 0 ? "$max" : "$min", args);
}

static struct bv *to_text(struct pc *c, CoerceViaIO *e)
{
    struct arena *a = c->arena;
    Oid from = push_type(e->arg);
    if (text_like(e->resulttype) && type_is_enum(from)) /* it is its label */
        return pc_value(c, e->arg);
    if (!text_like(e->resulttype) || (!type_is_int(from) && from != TYPE_bool))
        return pc_no(c, "cast from %s to %s", type_display(a, from), type_display(a, e->resulttype));
    struct bv *v = pc_value(c, e->arg);
    if (v != NULL && type_is_int(from) && pc_column(c, pc_strip(e->arg)) == NULL)
        v = bv_op(a, "$toLong", v); /* a quotient is a double till here */
    return v == NULL ? NULL : bv_op(a, "$toString", v);
}

static struct bv *relabeled(struct pc *c, RelabelType *e)
{
    Oid from = push_type(e->arg);
    if (from_domain(e))
        return pc_value(c, e->arg);
    if (!text_like(e->resulttype) || !text_like(from) || e->resulttypmod != -1)
        return pc_no(c, "cast from %s to %s", type_display(c->arena, from), type_display(c->arena, e->resulttype));
    struct bv *v = pc_value(c, e->arg);
    return v != NULL && from == TYPE_objectid ? bv_op(c->arena, "$toString", v) : v;
}

struct bv *pc_call(struct pc *c, Oid func, List *args, const Node *call)
{
    if (widens(func))
        return pc_value(c, list_nth(args, 0));
    const struct push_func *f = push_func_lookup(func);
    if (f == NULL) {
        const struct func *fn = func_by_oid(func);
        return pc_no(c, "function %s", fn != NULL ? fn->name : "unknown");
    }
    if (f->fn != NULL)
        return f->fn(c, args, call);
    struct plain_op op = {f->op, list_length(args)};
    return pc_strict(c, args, make_op, &op);
}

struct bv *pc_operator(struct pc *c, const OpExpr *e)
{
    if (push_func_lookup(e->opfuncid) == NULL) {
        const struct oper *o = oper_by_oid(e->opno);
        return pc_no(c, "operator %s of %s", o != NULL ? o->name : "unknown",
                     type_display(c->arena, push_type(list_nth(e->args, 0))));
    }
    return pc_call(c, e->opfuncid, e->args, (const Node *)e);
}

static struct bv *value(struct pc *c, Node *e)
{
    struct pcol *col = pc_column(c, e);
    if (col != NULL)
        return pc_column_value(c, col);
    switch (e->tag) {
    case T_Const:
        return constant(c, (Const *)e);
    case T_Param:
        return parameter(c, (Param *)e);
    case T_RelabelType:
        return relabeled(c, (RelabelType *)e);
    case T_CoerceViaIO:
        return to_text(c, (CoerceViaIO *)e);
    case T_FuncExpr:
        return pc_call(c, ((FuncExpr *)e)->funcid, ((FuncExpr *)e)->args, e);
    case T_OpExpr: {
        OpExpr *o = (OpExpr *)e;
        if (int_operator(o) != NULL)
            return int_arithmetic(c, o, int_operator(o));
        return o->opresulttype == TYPE_bool ? truth_value(c, e) : pc_operator(c, o);
    }
    case T_BoolExpr:
    case T_NullTest:
    case T_BooleanTest:
    case T_DistinctExpr:
    case T_ScalarArrayOpExpr:
        return truth_value(c, e);
    case T_CaseExpr:
        return case_value(c, (CaseExpr *)e);
    case T_NullIfExpr:
        return nullif_value(c, (NullIfExpr *)e);
    case T_MinMaxExpr:
        return minmax_value(c, (MinMaxExpr *)e);
    case T_CoalesceExpr: {
        struct bv *args = pc_args(c, ((CoalesceExpr *)e)->args);
        return args == NULL ? NULL : args->n == 1 ? args->items[0].value : bv_op(c->arena, "$ifNull", args);
    }
    default:
        return pc_no(c, "%s", node_name(e->tag));
    }
}

struct bv *pc_value(struct pc *c, Node *e)
{
    if (c->depth >= MAX_DEPTH)
        return pc_no(c, "an expression nested too deeply");
    c->depth++;
    struct bv *v = value(c, e);
    c->depth--;
    return v;
}
