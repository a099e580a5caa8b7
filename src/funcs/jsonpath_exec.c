/* The items of a path, one after another. Each answers OK, NOT_FOUND, or ERROR where errors are kept silent. */
#include "funcs/jsonpath_exec.h"

#include <math.h>

#include "funcs/regex.h"
#include "types/numeric.h"

/* An error of the data: raised, or where the path runs silently the answer. */
#define FAIL(run, ...)                    \
    do {                                  \
        if ((run)->throw)                 \
            raise(__VA_ARGS__);           \
        return JP_RESULT_ERROR;           \
    } while (0)

static enum jp_result run_item(struct jp_run *run, const struct jp_item *x, const struct jp_value *v, bool unwrap,
                               struct jp_list *found);
static enum jp_truth run_predicate(struct jp_run *run, const struct jp_item *x, const struct jp_value *v);

void jp_list_add(struct arena *a, struct jp_list *l, struct jp_value v)
{
    if (l->n == l->cap) {
        int cap = l->cap == 0 ? 8 : l->cap * 2;
        l->v = arena_grow(a, l->v, sizeof *l->v * (size_t)l->cap, sizeof *l->v * (size_t)cap);
        l->cap = cap;
    }
    l->v[l->n++] = v;
}

static struct jp_value value_of(struct jval v)
{
    return (struct jp_value){.v = v};
}

/* In strict mode all values must be seen before one can say that there was no error. */
static bool must_see_all(const struct jp_run *run)
{
    return !run->lax;
}

static enum jp_result run_expr(struct jp_run *run, const struct jp_item *x, const struct jp_value *v,
                               struct jp_list *found)
{
    return run_item(run, x, v, run->lax, found);
}

static enum jp_result run_next(struct jp_run *run, const struct jp_item *next, const struct jp_value *v,
                               struct jp_list *found)
{
    if (next != NULL)
        return run_expr(run, next, v, found);
    if (found != NULL)
        jp_list_add(run->arena, found, *v);
    return JP_RESULT_OK;
}

/* ---- members of containers, to any depth ---- */
struct descent {
    const struct jp_item *next; /* for each member; NULL: it is found */
    uint32_t first, last;       /* levels */
    bool ignore_structure, unwrap;
};

static enum jp_result run_members(struct jp_run *run, const struct jval *container, uint32_t level,
                                  const struct descent *d, struct jp_list *found)
{
    enum jp_result res = JP_RESULT_NOT_FOUND;
    if (level > d->last)
        return res;
    CHECK_INTERRUPTS();
    for (uint32_t i = 0; i < container->n; i++) {
        struct jp_value v = value_of(container->type == J_OBJECT ? jval_value(container, i) : jval_elem(container, i));
        bool leaves = d->first == JP_LEVEL_LAST && d->last == JP_LEVEL_LAST;
        if (level >= d->first || (leaves && jval_scalar(&v.v))) {
            if (d->next != NULL) {
                bool saved = run->ignore_structure;
                run->ignore_structure |= d->ignore_structure;
                res = run_item(run, d->next, &v, d->unwrap, found);
                run->ignore_structure = saved;
                if (res == JP_RESULT_ERROR || (res == JP_RESULT_OK && found == NULL))
                    return res;
            } else if (found != NULL) {
                jp_list_add(run->arena, found, v);
            } else {
                return JP_RESULT_OK;
            }
        }
        if (level < d->last && !jval_scalar(&v.v)) {
            res = run_members(run, &v.v, level + 1, d, found);
            if (res == JP_RESULT_ERROR || (res == JP_RESULT_OK && found == NULL))
                return res;
        }
    }
    return res;
}

/* Each element of an array in its place; x NULL: they are what is found. */
static enum jp_result run_elements(struct jp_run *run, const struct jp_item *x, const struct jp_value *array,
                                   bool unwrap, struct jp_list *found)
{
    struct descent d = {.next = x, .first = 1, .last = 1, .unwrap = unwrap};
    return run_members(run, &array->v, 1, &d, found);
}

/* Items of an expression, arrays among them taken apart in lax mode. */
static enum jp_result run_unwrapped(struct jp_run *run, const struct jp_item *x, const struct jp_value *v, bool unwrap,
                                    struct jp_list *found)
{
    if (!unwrap || !run->lax)
        return run_expr(run, x, v, found);
    struct jp_list list = {0};
    enum jp_result res = run_expr(run, x, v, &list);
    if (res == JP_RESULT_ERROR)
        return res;
    for (int i = 0; i < list.n; i++)
        if (list.v[i].v.type == J_ARRAY)
            run_elements(run, NULL, &list.v[i], false, found);
        else
            jp_list_add(run->arena, found, list.v[i]);
    return JP_RESULT_OK;
}

static enum jp_result run_silently(struct jp_run *run, const struct jp_item *x, const struct jp_value *v, bool unwrap,
                                   struct jp_list *found)
{
    bool saved = run->throw;
    run->throw = false;
    enum jp_result res = run_unwrapped(run, x, v, unwrap, found);
    run->throw = saved;
    return res;
}

/* ---- predicates ---- */
static enum jp_truth truth(bool yes)
{
    return yes ? JP_TRUE : JP_FALSE;
}

static enum jp_truth matches(struct jp_run *run, const struct jp_item *x, const struct jp_value *v)
{
    if (v->v.type != J_STRING)
        return JP_UNKNOWN;
    struct regex *re = regex_get(x->text, jp_regex_flags(x->flags));
    struct regex_subject s = regex_subject(re, run->arena, (struct view){v->v.str, v->v.n});
    return truth(regex_exists(re, &s));
}

static enum jp_truth test_pair(struct jp_run *run, const struct jp_item *x, const struct jp_value *left,
                               const struct jp_value *right)
{
    if (x->type == JP_LIKE_REGEX)
        return matches(run, x, left);
    if (x->type != JP_STARTS_WITH)
        return jp_compare(run, x->type, left, right);
    if (left->v.type != J_STRING || right->v.type != J_STRING)
        return JP_UNKNOWN;
    return truth(left->v.n >= right->v.n && memcmp(left->v.str, right->v.str, right->v.n) == 0);
}

/* True for one pair of items is enough; in strict mode an error anywhere makes it unknown. */
static enum jp_truth run_pairs(struct jp_run *run, const struct jp_item *x, const struct jp_value *v)
{
    struct jp_list left = {0}, right = {0};
    bool error = false, yes = false;
    if (run_silently(run, x->left, v, true, &left) == JP_RESULT_ERROR)
        return JP_UNKNOWN;
    if (x->right != NULL && run_silently(run, x->right, v, x->type != JP_STARTS_WITH, &right) == JP_RESULT_ERROR)
        return JP_UNKNOWN;
    int nright = x->right != NULL ? right.n : 1;
    for (int i = 0; i < left.n; i++)
        for (int k = 0; k < nright; k++) {
            CHECK_INTERRUPTS();
            enum jp_truth t = test_pair(run, x, &left.v[i], x->right != NULL ? &right.v[k] : NULL);
            if (t == JP_UNKNOWN && must_see_all(run))
                return JP_UNKNOWN;
            if (t == JP_TRUE && !must_see_all(run))
                return JP_TRUE;
            error |= t == JP_UNKNOWN;
            yes |= t == JP_TRUE;
        }
    return yes ? JP_TRUE : error ? JP_UNKNOWN : JP_FALSE;
}

static enum jp_truth run_exists(struct jp_run *run, const struct jp_item *x, const struct jp_value *v)
{
    struct jp_list list = {0};
    enum jp_result res = run_silently(run, x->left, v, false, must_see_all(run) ? &list : NULL);
    if (res == JP_RESULT_ERROR)
        return JP_UNKNOWN;
    return truth(must_see_all(run) ? list.n > 0 : res == JP_RESULT_OK);
}

static enum jp_truth run_predicate(struct jp_run *run, const struct jp_item *x, const struct jp_value *v)
{
    enum jp_truth left, right;
    switch (x->type) {
    case JP_AND:
        left = run_predicate(run, x->left, v);
        if (left == JP_FALSE)
            return JP_FALSE;
        right = run_predicate(run, x->right, v);
        return right == JP_TRUE ? left : right;
    case JP_OR:
        left = run_predicate(run, x->left, v);
        if (left == JP_TRUE)
            return JP_TRUE;
        right = run_predicate(run, x->right, v);
        return right == JP_FALSE ? left : right;
    case JP_NOT:
        left = run_predicate(run, x->left, v);
        return left == JP_UNKNOWN ? JP_UNKNOWN : truth(left == JP_FALSE);
    case JP_IS_UNKNOWN: return truth(run_predicate(run, x->left, v) == JP_UNKNOWN);
    case JP_EXISTS: return run_exists(run, x, v);
    default: return run_pairs(run, x, v);
    }
}

/* A predicate as an item: true, false, or null for unknown. */
static enum jp_result run_truth(struct jp_run *run, const struct jp_item *x, const struct jp_value *v,
                                struct jp_list *found)
{
    enum jp_truth t = run_predicate(run, x, v);
    if (x->next == NULL && found == NULL)
        return JP_RESULT_OK;
    struct jp_value out = value_of(t == JP_UNKNOWN ? jval_null() : jval_bool(t == JP_TRUE));
    return run_next(run, x->next, &out, found);
}

static enum jp_result run_filter(struct jp_run *run, const struct jp_item *x, const struct jp_value *v,
                                 struct jp_list *found)
{
    struct jp_value saved = run->current;
    run->current = *v;
    enum jp_truth t = run_predicate(run, x->left, v);
    run->current = saved;
    return t == JP_TRUE ? run_next(run, x->next, v, found) : JP_RESULT_NOT_FOUND;
}

/* ---- arithmetic ---- */
static Datum calculate(struct arena *a, enum jp_type op, Datum x, Datum y)
{
    switch (op) {
    case JP_ADD: return num_add(a, x, y);
    case JP_SUB: return num_sub(a, x, y);
    case JP_MUL: return num_mul(a, x, y);
    case JP_DIV: return num_div(a, x, y);
    default: return num_mod(a, x, y);
    }
}

/* False: an error that is kept silent. */
static bool try_calculate(struct jp_run *run, enum jp_type op, Datum x, Datum y, Datum *out)
{
    volatile bool good = true;
    volatile Datum result = 0;
    if (run->throw) {
        *out = calculate(run->arena, op, x, y);
        return true;
    }
    TRY {
        result = calculate(run->arena, op, x, y);
    } CATCH (e) {
        good = false;
    } END_TRY;
    *out = result;
    return good;
}

static enum jp_result run_binary(struct jp_run *run, const struct jp_item *x, const struct jp_value *v,
                                 struct jp_list *found)
{
    struct jp_list left = {0}, right = {0};
    Datum result;
    if (run_unwrapped(run, x->left, v, true, &left) == JP_RESULT_ERROR ||
        run_unwrapped(run, x->right, v, true, &right) == JP_RESULT_ERROR)
        return JP_RESULT_ERROR;
    if (left.n != 1 || left.v[0].v.type != J_NUMBER)
        FAIL(run, ERR_SINGLETON_SQL_JSON_ITEM_REQUIRED,
             "left operand of jsonpath operator %s is not a single numeric value", jp_name(x->type));
    if (right.n != 1 || right.v[0].v.type != J_NUMBER)
        FAIL(run, ERR_SINGLETON_SQL_JSON_ITEM_REQUIRED,
             "right operand of jsonpath operator %s is not a single numeric value", jp_name(x->type));
    if (!try_calculate(run, x->type, (Datum)left.v[0].v.num, (Datum)right.v[0].v.num, &result))
        return JP_RESULT_ERROR;
    if (x->next == NULL && found == NULL)
        return JP_RESULT_OK;
    struct jp_value out = value_of(jval_number(result));
    return run_next(run, x->next, &out, found);
}

static enum jp_result run_sign(struct jp_run *run, const struct jp_item *x, const struct jp_value *v,
                               struct jp_list *found)
{
    struct jp_list list = {0};
    enum jp_result all = JP_RESULT_NOT_FOUND;
    if (run_unwrapped(run, x->left, v, true, &list) == JP_RESULT_ERROR)
        return JP_RESULT_ERROR;
    for (int i = 0; i < list.n; i++) {
        struct jp_value *item = &list.v[i];
        bool number = item->v.type == J_NUMBER;
        if (found == NULL && x->next == NULL) {
            if (number)
                return JP_RESULT_OK;
            continue;
        }
        if (!number)
            FAIL(run, ERR_SQL_JSON_NUMBER_NOT_FOUND, "operand of unary jsonpath operator %s is not a numeric value",
                 jp_name(x->type));
        if (x->type == JP_MINUS)
            item->v = jval_number(num_neg(run->arena, (Datum)item->v.num));
        enum jp_result res = run_next(run, x->next, item, found);
        if (res == JP_RESULT_ERROR || (res == JP_RESULT_OK && found == NULL))
            return res;
        if (res == JP_RESULT_OK)
            all = JP_RESULT_OK;
    }
    return all;
}

/* ---- subscripts ---- */
static enum jp_result run_index(struct jp_run *run, const struct jp_item *x, const struct jp_value *v, int64_t *index)
{
    struct jp_list list = {0};
    if (run_expr(run, x, v, &list) == JP_RESULT_ERROR)
        return JP_RESULT_ERROR;
    if (list.n != 1 || list.v[0].v.type != J_NUMBER)
        FAIL(run, ERR_INVALID_SQL_JSON_SUBSCRIPT, "jsonpath array subscript is not a single numeric value");
    if (!numeric_to_int64(num_trunc(run->arena, (Datum)list.v[0].v.num, 0), index) || *index < INT32_MIN ||
        *index > INT32_MAX)
        FAIL(run, ERR_INVALID_SQL_JSON_SUBSCRIPT, "jsonpath array subscript is out of integer range");
    return JP_RESULT_OK;
}

static enum jp_result run_range(struct jp_run *run, const struct jp_item *x, const struct jp_value *v, int64_t from,
                                int64_t to, struct jp_list *found)
{
    enum jp_result res = JP_RESULT_NOT_FOUND;
    for (int64_t i = from; i <= to; i++) {
        struct jp_value item = v->v.type == J_ARRAY ? value_of(jval_elem(&v->v, (uint32_t)i)) : *v;
        if (x->next == NULL && found == NULL)
            return JP_RESULT_OK;
        res = run_next(run, x->next, &item, found);
        if (res == JP_RESULT_ERROR || (res == JP_RESULT_OK && found == NULL))
            break;
    }
    return res;
}

static enum jp_result run_subscripts(struct jp_run *run, const struct jp_item *x, const struct jp_value *v,
                                     struct jp_list *found)
{
    enum jp_result res = JP_RESULT_NOT_FOUND;
    if (v->v.type != J_ARRAY && !run->lax) {
        if (run->ignore_structure)
            return res;
        FAIL(run, ERR_SQL_JSON_ARRAY_NOT_FOUND, "jsonpath array accessor can only be applied to an array");
    }
    int64_t saved = run->array_size, size = v->v.type == J_ARRAY ? v->v.n : 1; /* what is no array is an array of one */
    for (int i = 0; i < x->nsubs; i++) {
        int64_t from, to;
        run->array_size = size;
        res = run_index(run, x->subs[i].from, v, &from);
        to = from;
        if (res != JP_RESULT_ERROR && x->subs[i].to != NULL)
            res = run_index(run, x->subs[i].to, v, &to);
        if (res == JP_RESULT_ERROR)
            break;
        if (!run->ignore_structure && (from < 0 || from > to || to >= size)) {
            run->array_size = saved;
            FAIL(run, ERR_INVALID_SQL_JSON_SUBSCRIPT, "jsonpath array subscript is out of bounds");
        }
        res = run_range(run, x, v, from < 0 ? 0 : from, to >= size ? size - 1 : to, found);
        if (res == JP_RESULT_ERROR || (res == JP_RESULT_OK && found == NULL))
            break;
    }
    run->array_size = saved;
    return res;
}

/* ---- methods ---- */
static enum jp_result run_result(struct jp_run *run, const struct jp_item *x, struct jval v, struct jp_list *found)
{
    struct jp_value out = value_of(v);
    if (x->next == NULL && found == NULL)
        return JP_RESULT_OK;
    return run_next(run, x->next, &out, found);
}

static enum jp_result run_numeric(struct jp_run *run, const struct jp_item *x, const struct jp_value *v,
                                  struct jp_list *found)
{
    if (v->v.type != J_NUMBER)
        FAIL(run, ERR_NON_NUMERIC_SQL_JSON_ITEM, "jsonpath item method .%s() can only be applied to a numeric value",
             jp_name(x->type));
    Datum d = (Datum)v->v.num;
    d = x->type == JP_ABS     ? num_abs(run->arena, d)
        : x->type == JP_FLOOR ? num_floor(run->arena, d)
                              : num_ceil(run->arena, d);
    return run_result(run, x, jval_number(d), found);
}

static enum jp_result run_double(struct jp_run *run, const struct jp_item *x, const struct jp_value *v,
                                 struct jp_list *found)
{
    struct soft_error soft = {0};
    struct jp_value out = *v;
    if (v->v.type != J_NUMBER && v->v.type != J_STRING)
        FAIL(run, ERR_NON_NUMERIC_SQL_JSON_ITEM,
             "jsonpath item method .%s() can only be applied to a string or numeric value", jp_name(x->type));
    bool string = v->v.type == J_STRING;
    const char *text = string ? arena_strndup(run->arena, v->v.str, v->v.n)
                              : type_output_cstring(run->arena, TYPE_numeric, (Datum)v->v.num);
    double d = datum_float8(type_input(run->arena, TYPE_float8, -1, text, strlen(text), &soft));
    if (soft.failed || !isfinite(d))
        FAIL(run, ERR_NON_NUMERIC_SQL_JSON_ITEM,
             string ? "string argument of jsonpath item method .%s() is not a valid representation of a double "
                      "precision number"
                    : "numeric argument of jsonpath item method .%s() is out of range for type double precision",
             jp_name(x->type));
    if (string)
        out = value_of(jval_number(numeric_from_float8(run->arena, d)));
    return run_next(run, x->next, &out, found);
}

static enum jp_result run_size(struct jp_run *run, const struct jp_item *x, const struct jp_value *v,
                               struct jp_list *found)
{
    if (v->v.type != J_ARRAY && !run->lax) {
        if (run->ignore_structure)
            return JP_RESULT_NOT_FOUND;
        FAIL(run, ERR_SQL_JSON_ARRAY_NOT_FOUND, "jsonpath item method .%s() can only be applied to an array",
             jp_name(x->type));
    }
    struct jp_value out = value_of(jval_number(numeric_from_int64(run->arena, v->v.type == J_ARRAY ? v->v.n : 1)));
    return run_next(run, x->next, &out, found);
}

static enum jp_result run_datetime(struct jp_run *run, const struct jp_item *x, const struct jp_value *v,
                                   struct jp_list *found)
{
    struct jp_value out = *v;
    if (v->v.type != J_STRING)
        FAIL(run, ERR_INVALID_ARGUMENT_FOR_SQL_JSON_DATETIME_FUNCTION,
             "jsonpath item method .%s() can only be applied to a string", jp_name(x->type));
    if (!jp_datetime(run, x->left != NULL ? &x->left->text : NULL, v, &out))
        return JP_RESULT_ERROR;
    if (x->next == NULL && found == NULL)
        return JP_RESULT_OK;
    return run_next(run, x->next, &out, found);
}

/* An object {"id", "key", "value"} for each member. */
static enum jp_result run_keyvalue(struct jp_run *run, const struct jp_item *x, const struct jp_value *v,
                                   struct jp_list *found)
{
    enum jp_result res = JP_RESULT_NOT_FOUND;
    if (v->v.type != J_OBJECT)
        FAIL(run, ERR_SQL_JSON_OBJECT_NOT_FOUND, "jsonpath item method .%s() can only be applied to an object",
             jp_name(x->type));
    if (v->v.n > 0 && x->next == NULL && found == NULL)
        return JP_RESULT_OK;
    Datum id = numeric_from_int64(run->arena, jp_object_id(&run->base, &v->v));
    for (uint32_t i = 0; i < v->v.n; i++) {
        struct jval items[] = {jval_string("id", 2),    jval_number(id),         jval_string("key", 3),
                               jval_key(&v->v, i),      jval_string("value", 5), jval_value(&v->v, i)};
        struct jval pair = {.type = J_OBJECT, .n = 3, .items = items};
        struct jp_value out = value_of(jsonb_open(jsonb_from_jval(run->arena, &pair)));
        struct jp_base saved = run->base;
        run->base = (struct jp_base){out.v, run->last_id++};
        res = run_next(run, x->next, &out, found);
        run->base = saved;
        if (res == JP_RESULT_ERROR || (res == JP_RESULT_OK && found == NULL))
            return res;
    }
    return res;
}

/* ---- all items ---- */
static enum jp_result run_key(struct jp_run *run, const struct jp_item *x, const struct jp_value *v,
                              struct jp_list *found)
{
    struct jval member;
    if (v->v.type == J_OBJECT && jval_find(&v->v, x->text.s, x->text.n, &member)) {
        struct jp_value out = value_of(member);
        return run_next(run, x->next, &out, found);
    }
    if (run->ignore_structure)
        return JP_RESULT_NOT_FOUND;
    if (v->v.type == J_OBJECT)
        FAIL(run, ERR_SQL_JSON_MEMBER_NOT_FOUND, "JSON object does not contain key \"%.*s\"", (int)x->text.n,
             x->text.s);
    FAIL(run, ERR_SQL_JSON_MEMBER_NOT_FOUND, "jsonpath member accessor can only be applied to an object");
}

static enum jp_result run_any_key(struct jp_run *run, const struct jp_item *x, const struct jp_value *v,
                                  struct jp_list *found)
{
    struct descent d = {.next = x->next, .first = 1, .last = 1, .unwrap = run->lax};
    if (v->v.type == J_OBJECT)
        return run_members(run, &v->v, 1, &d, found);
    if (run->ignore_structure)
        return JP_RESULT_NOT_FOUND;
    FAIL(run, ERR_SQL_JSON_OBJECT_NOT_FOUND, "jsonpath wildcard member accessor can only be applied to an object");
}

static enum jp_result run_any_element(struct jp_run *run, const struct jp_item *x, const struct jp_value *v,
                                      struct jp_list *found)
{
    if (v->v.type == J_ARRAY)
        return run_elements(run, x->next, v, run->lax, found);
    if (run->lax)
        return run_next(run, x->next, v, found);
    if (run->ignore_structure)
        return JP_RESULT_NOT_FOUND;
    FAIL(run, ERR_SQL_JSON_ARRAY_NOT_FOUND, "jsonpath wildcard array accessor can only be applied to an array");
}

static enum jp_result run_any(struct jp_run *run, const struct jp_item *x, const struct jp_value *v,
                              struct jp_list *found)
{
    enum jp_result res = JP_RESULT_NOT_FOUND;
    if (x->first == 0) {
        bool saved = run->ignore_structure;
        run->ignore_structure = true;
        res = run_next(run, x->next, v, found);
        run->ignore_structure = saved;
        if (res == JP_RESULT_OK && found == NULL)
            return res;
    }
    if (v->v.type != J_ARRAY && v->v.type != J_OBJECT)
        return res;
    struct descent d = {
        .next = x->next, .first = x->first, .last = x->last, .ignore_structure = true, .unwrap = run->lax};
    return run_members(run, &v->v, 1, &d, found);
}

static struct jval literal(const struct jp_item *x)
{
    switch (x->type) {
    case JP_BOOL: return jval_bool(x->boolean);
    case JP_NUMBER: return jval_number(x->number);
    case JP_STRING: return jval_string(x->text.s, x->text.n);
    default: return jval_null();
    }
}

static enum jp_result run_variable(struct jp_run *run, const struct jp_item *x, struct jp_list *found)
{
    struct jp_value v = {0};
    if (run->vars == NULL || !jval_find(run->vars, x->text.s, x->text.n, &v.v))
        raise(ERR_UNDEFINED_OBJECT, "could not find jsonpath variable \"%.*s\"", (int)x->text.n, x->text.s);
    struct jp_base saved = run->base;
    run->base = (struct jp_base){*run->vars, 1};
    enum jp_result res = run_next(run, x->next, &v, found);
    run->base = saved;
    return res;
}

static enum jp_result run_root(struct jp_run *run, const struct jp_item *x, struct jp_list *found)
{
    struct jp_base saved = run->base;
    run->base = (struct jp_base){run->root.v, 0};
    enum jp_result res = run_next(run, x->next, &run->root, found);
    run->base = saved;
    return res;
}

/* Items that apply to an array's elements one by one, in lax mode. */
static bool unwraps(enum jp_type type)
{
    switch (type) {
    case JP_KEY: case JP_ANY_KEY: case JP_FILTER: case JP_ABS: case JP_FLOOR: case JP_CEILING: case JP_DOUBLE:
    case JP_DATETIME: case JP_KEYVALUE:
        return true;
    default:
        return false;
    }
}

static enum jp_result run_item(struct jp_run *run, const struct jp_item *x, const struct jp_value *v, bool unwrap,
                               struct jp_list *found)
{
    CHECK_INTERRUPTS();
    if (unwrap && v->v.type == J_ARRAY && unwraps(x->type))
        return run_elements(run, x, v, false, found);
    switch (x->type) {
    case JP_NULL: case JP_STRING: case JP_NUMBER: case JP_BOOL: return run_result(run, x, literal(x), found);
    case JP_VARIABLE: return run_variable(run, x, found);
    case JP_ADD: case JP_SUB: case JP_MUL: case JP_DIV: case JP_MOD: return run_binary(run, x, v, found);
    case JP_PLUS: case JP_MINUS: return run_sign(run, x, v, found);
    case JP_ROOT: return run_root(run, x, found);
    case JP_CURRENT: return run_next(run, x->next, &run->current, found);
    case JP_LAST: return run_result(run, x, jval_number(numeric_from_int64(run->arena, run->array_size - 1)), found);
    case JP_KEY: return run_key(run, x, v, found);
    case JP_ANY_KEY: return run_any_key(run, x, v, found);
    case JP_ANY_ARRAY: return run_any_element(run, x, v, found);
    case JP_INDEX: return run_subscripts(run, x, v, found);
    case JP_ANY: return run_any(run, x, v, found);
    case JP_FILTER: return run_filter(run, x, v, found);
    case JP_TYPE: {
        const char *name = jp_type_name(v);
        return run_result(run, x, jval_string(name, strlen(name)), found);
    }
    case JP_SIZE: return run_size(run, x, v, found);
    case JP_ABS: case JP_FLOOR: case JP_CEILING: return run_numeric(run, x, v, found);
    case JP_DOUBLE: return run_double(run, x, v, found);
    case JP_DATETIME: return run_datetime(run, x, v, found);
    case JP_KEYVALUE: return run_keyvalue(run, x, v, found);
    default: return run_truth(run, x, v, found);
    }
}

enum jp_result jsonpath_run(struct arena *a, const struct jp_path *path, const struct jval *vars,
                            const struct jval *target, bool throw, bool use_tz, struct jp_list *found)
{
    struct jp_value root = value_of(*target);
    struct jp_list all = {0};
    struct jp_run run = {.arena = a, .vars = vars, .root = root, .current = root, .array_size = -1, .lax = path->lax,
                         .ignore_structure = path->lax, .throw = throw, .use_tz = use_tz};
    if (vars != NULL && vars->type != J_OBJECT)
        error_throw(error_detail(error_new(ERR_INVALID_PARAMETER_VALUE, "\"vars\" argument is not an object"),
                                 "Jsonpath parameters should be encoded as key-value pairs of \"vars\" object."));
    run.last_id = vars != NULL ? 2 : 1;
    if (found != NULL || path->lax)
        return run_expr(&run, path->root, &root, found);
    enum jp_result res = run_expr(&run, path->root, &root, &all);
    return res == JP_RESULT_ERROR ? res : all.n > 0 ? JP_RESULT_OK : JP_RESULT_NOT_FOUND;
}
