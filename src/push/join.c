/*
 * Joins as $lookup: by an equality of a column here and one there.
 *
 *     orders o JOIN customers c ON c._id = o.customer
 *         {$match: {customer: {$type: "int", $not: {$type: "array"}}}},
 *         {$lookup: {from: "customers", localField: "customer", foreignField: "_id", as: "__j0",
 *                    pipeline: [{$match: {_id: {$type: "int"}}}]}},
 *         {$unwind: "$__j0"}
 *
 * $lookup finds a missing field equal to null and looks into arrays: so only values of the columns' types are let
 * through on both sides. In LEFT and ANTI joins the rows without one must stay, and are looked up by a computed key:
 *
 *     orders o LEFT JOIN customers c ON c._id = o.customer
 *         {$set: {__k0: customer if it is an int, else null}}, {$lookup: {... localField: "__k0" ...}},
 *         {$unwind: {path: "$__j0", preserveNullAndEmptyArrays: true}}
 *     ... LEFT JOIN customers c ON c._id = o.customer AND c.since < o.placed
 *         {$lookup: {... let: {v0: placed if it is a date, else null}, pipeline: [{$match: {$expr: since < "$$v0"}}]}}
 *     WHERE [NOT] EXISTS (SELECT FROM customers c WHERE c._id = o.customer)
 *         {$lookup: {... pipeline: [{$match: ...}, {$limit: 1}, {$project: {_id: 1}}]}}, {$match: {__j0: {$ne: []}}}
 */
#include <string.h>

#include "push/push_int.h"

struct joining {
    struct push_rel *outer, *inner;
    int type;
    struct pcol *local, *foreign;
    struct bv *let;        /* the outer row's values that conditions beside the key take; empty: none */
    struct bv *conditions; /* as an expression over the inner row and these; NULL none */
};

static bool is_number(Oid type)
{
    return type_is_int(type) || type == TYPE_float8 || type == TYPE_numeric;
}

/* Values that MongoDB finds equal when PostgreSQL does, both of their column's type. (bigint and numeric are no float8
 * before they are compared with one: such a key is no column.) */
static bool same_equality(Oid x, Oid y)
{
    if (is_number(x) || type_is_text(x))
        return is_number(x) ? is_number(y) : type_is_text(y);
    return x == y && (x == TYPE_bool || x == TYPE_timestamptz || x == TYPE_objectid || x == TYPE_uuid || type_is_enum(x));
}

/* Of its values some are doubles, read by their shortest digits: MongoDB compares them as they are. */
static bool has_doubles(const struct pcol *col)
{
    return col->type == TYPE_numeric && col->column != NULL && (col->column->seen & SEEN_DOUBLE) != 0;
}

bool push_same_values(const struct column *column)
{
    Oid type = type_stored(column->type);
    struct pcol col = {.type = type, .column = column};
    return same_equality(type, type) && !has_doubles(&col);
}

static struct pcol *key_column(struct push_rel *r, Node *e)
{
    struct pc c = push_compiler(r, false);
    return pc_column(&c, pc_strip(e));
}

/* The first condition: an equality of a column of each side. */
static bool find_keys(struct joining *j, const List *quals, const char **why)
{
    const OpExpr *op = list_length(quals) > 0 ? list_nth(quals, 0) : NULL;
    enum cmp_op cmp;
    if (!IS_A(op, OpExpr) || list_length(op->args) != 2 || !cmp_operator(op->opno, &cmp) || cmp != CMP_EQ)
        return push_refuse(why, "$lookup is by an equality");
    for (int i = 0; i < 2; i++) {
        j->local = key_column(j->outer, list_nth(op->args, i));
        j->foreign = key_column(j->inner, list_nth(op->args, 1 - i));
        if (j->local != NULL && j->foreign != NULL)
            break;
    }
    if (j->local == NULL || j->foreign == NULL)
        return push_refuse(why, "$lookup is by columns");
    if (!same_equality(j->local->type, j->foreign->type))
        return push_refuse(why, arena_printf(j->outer->arena, "$lookup by %s and %s",
                                             type_display(j->outer->arena, j->local->type),
                                             type_display(j->outer->arena, j->foreign->type)));
    if (has_doubles(j->local) || has_doubles(j->foreign))
        return push_refuse(why, "$lookup by a column of decimals and doubles");
    return true;
}

/* ---- conditions beside the key ---- */

struct outer_columns {
    struct pc c; /* over the outer relation */
    List *used;
};

static bool outer_columns_walker(Node *n, void *arg)
{
    struct outer_columns *x = arg;
    struct pcol *col = pc_column(&x->c, n);
    bool have = false;
    if (col == NULL)
        return node_walk(n, outer_columns_walker, arg);
    FOREACH (struct pcol, c, x->used)
        have |= c == col;
    if (!have)
        x->used = list_append(x->c.arena, x->used, col);
    return false;
}

/* A column of the outer row, as it is known inside the lookup: $$v0. NULL: its value cannot be said. */
static struct pcol *let_column(struct joining *j, struct pc *outer, struct pcol *col)
{
    struct arena *a = outer->arena;
    struct bv *v = col->finish == NULL ? pc_column_value(outer, col) : pc_no(outer, "a value that is finished here");
    if (v == NULL)
        return NULL;
    const char *name = arena_printf(a, "v%d", j->let->n);
    bv_set(a, j->let, name, v);
    struct pcol *own = arena_memdup(a, col, sizeof *own);
    own->path = arena_printf(a, "$%s", name);
    own->column = NULL;
    own->clean = own->nullable = true;
    own->id = false;
    return own;
}

static bool add_conditions(struct joining *j, const List *quals, const char **why)
{
    struct arena *a = j->outer->arena;
    struct push_rel both = *j->inner;
    struct outer_columns x = {.c = push_compiler(j->outer, false)};
    struct bv *tests = bv_array(a);
    j->let = bv_doc(a);
    for (int i = 1; i < list_length(quals); i++)
        outer_columns_walker(list_nth(quals, i), &x);
    both.cols = list_copy(a, j->inner->cols);
    FOREACH (struct pcol, col, x.used) {
        struct pcol *own = let_column(j, &x.c, col);
        if (own == NULL)
            return push_refuse(why, x.c.why);
        both.cols = list_append(a, both.cols, own);
    }
    struct pc c = push_compiler(&both, false);
    for (int i = 1; i < list_length(quals); i++) {
        struct bv *test = pc_test(&c, list_nth(quals, i), true);
        if (test == NULL)
            return push_refuse(why, c.why);
        bv_push(a, tests, test);
    }
    if (list_length(both.params) > 0)
        return push_refuse(why, "a condition in $lookup that depends on another row");
    if (tests->n > 0)
        j->conditions = tests->n == 1 ? tests->items[0].value : bv_op(a, "$and", tests);
    return j->conditions == NULL || (push_server_has(j->outer, j->conditions, why) && push_server_has(j->outer, j->let, why));
}

static bool only_filtered(const struct push_rel *r)
{
    FOREACH (struct pstage, s, r->stages)
        if (s->kind != STAGE_MATCH)
            return false;
    return !r->one_row && !r->empty && list_length(r->params) == 0;
}

static bool keeps_unmatched(int type)
{
    return type == JOIN_LEFT || type == JOIN_ANTI;
}

/* Rows whose key is NULL have no partner: they need not be read. */
static bool require_key(struct push_rel *r, struct pcol *col, const char **why)
{
    NullTest *t = MAKE_NODE(r->arena, NullTest);
    double rows = r->rows;
    t->arg = col->expr;
    t->nulltesttype = IS_NOT_NULL;
    bool ok = push_filter(r, (Node *)t, why);
    r->rows = rows;
    return ok;
}

/* The field that has the local key, null where it counts as NULL. */
static const char *local_key(struct joining *j, const char **why)
{
    struct push_rel *r = j->outer;
    struct pc c = push_compiler(r, false);
    struct bv *v = pc_column_value(&c, j->local);
    if (v == NULL || !push_server_has(r, v, why)) {
        *why = v == NULL ? c.why : *why;
        return NULL;
    }
    if (v->value.value_type == BSON_TYPE_UTF8) /* the field itself */
        return j->local->path;
    const char *name = push_temporary(r);
    push_stage(r, STAGE_SET, bv_set(r->arena, bv_doc(r->arena), name, v));
    return name;
}

static struct bv *foreign_pipeline(struct joining *j)
{
    struct arena *a = j->outer->arena;
    struct bv *stages = bv_array(a);
    FOREACH (struct pstage, s, j->inner->stages)
        bv_push(a, stages, bv_op(a, "$match", mq_doc(a, s->match)));
    if (j->conditions != NULL)
        bv_push(a, stages, bv_op(a, "$match", bv_op(a, "$expr", j->conditions)));
    if (j->type == JOIN_SEMI || j->type == JOIN_ANTI) {
        bv_push(a, stages, bv_op(a, "$limit", bv_int(a, 1)));
        bv_push(a, stages, bv_op(a, "$project", bv_op(a, "_id", bv_int(a, 1))));
    }
    return stages;
}

static struct bv *lookup_body(struct joining *j, const char *local, const char *as)
{
    struct arena *a = j->outer->arena;
    struct bv *body = bv_op(a, "from", bv_str(a, j->inner->rel->collection)), *pipeline = foreign_pipeline(j);
    bv_set(a, body, "localField", bv_str(a, local));
    bv_set(a, body, "foreignField", bv_str(a, j->foreign->path));
    bv_set(a, body, "as", bv_str(a, as));
    if (j->let->n > 0)
        bv_set(a, body, "let", j->let);
    if (pipeline->n > 0)
        bv_set(a, body, "pipeline", pipeline);
    return body;
}

static void add_unwind(struct joining *j, const char *as)
{
    struct arena *a = j->outer->arena;
    struct bv *path = bv_field(a, as);
    if (j->type == JOIN_LEFT)
        path = bv_set(a, bv_op(a, "path", path), "preserveNullAndEmptyArrays", bv_bool(a, true));
    push_stage(j->outer, STAGE_UNWIND, path);
}

/* The inner columns stand below the field as now. */
static void add_columns(struct joining *j, const char *as)
{
    struct arena *a = j->outer->arena;
    j->outer->cols = list_copy(a, j->outer->cols);
    FOREACH (struct pcol, col, j->inner->cols) {
        struct pcol *own = arena_memdup(a, col, sizeof *col);
        own->path = arena_printf(a, "%s.%s", as, col->path);
        own->made = (int)strlen(as) + 1;
        if (j->type == JOIN_LEFT) {
            own->nullable = true;
            own->proved = own->no_nan = false;
        }
        j->outer->cols = list_append(a, j->outer->cols, own);
        j->foreign = j->foreign == col ? own : j->foreign;
    }
}

static void add_existence(struct joining *j, const char *as)
{
    struct arena *a = j->outer->arena;
    push_stage(j->outer, STAGE_MATCH, NULL)->match =
        mq_field(a, as, j->type == JOIN_SEMI ? "$ne" : "$eq", bv_array(a));
}

/* Documents are read, filtered, perhaps grouped: by the column, if it is still one. */
static bool takes_keys(const struct push_rel *r)
{
    FOREACH (struct pstage, s, r->stages)
        if (s->kind != STAGE_MATCH && s->kind != STAGE_SET && s->kind != STAGE_GROUP)
            return false;
    return !r->one_row && !r->empty;
}

static void add_first(struct push_rel *r, struct mq *q)
{
    struct pstage *first = list_length(r->stages) > 0 ? list_nth(r->stages, 0) : NULL;
    if (first != NULL && first->kind == STAGE_MATCH) {
        first->match = mq_and(r->arena, first->match, q);
        return;
    }
    List *rest = r->stages;
    r->stages = NULL;
    push_match(r, q);
    r->stages = list_concat(r->arena, r->stages, rest);
}

bool push_keys(struct push_rel *r, Node *column, Param *keys,
               bool (*indexed)(const struct relation *rel, const char *path, bool unique), const char **why)
{
    struct pcol *col = key_column(r, column);
    const Var *v = col != NULL ? (const Var *)col->expr : NULL;
    if (!r->env->enabled)
        return push_refuse(why, "pgleaf.pushdown is off");
    Oid type = type_get(keys->paramtype)->elem;
    if (col == NULL || !IS_A(v, Var) || v->varno != r->varno || v->varattno < 1 || !takes_keys(r) ||
        !same_equality(col->type, type) || has_doubles(col) || type == TYPE_timestamptz)
        return push_refuse(why, "a list of keys");
    const char *path = relation_column_nth(r->rel, v->varattno)->path;
    if (!indexed(r->rel, path, false))
        return push_refuse(why, "no index");
    add_first(r, mq_field(r->arena, path, "$in", push_parameter(r, keys)));
    return true;
}

bool push_join(struct push_rel *outer, struct push_rel *inner, int jointype, List *quals, const char *reason,
               const char **why)
{
    struct joining j = {.outer = outer, .inner = inner, .type = jointype};
    struct arena *a = outer->arena;
    if (!outer->env->enabled)
        return push_refuse(why, "pgleaf.pushdown is off");
    if (outer->one_row || outer->empty)
        return push_refuse(why, "a join of the one row of an aggregate");
    if (!only_filtered(inner) || strcmp(outer->rel->database, inner->rel->database) != 0)
        return push_refuse(why, "$lookup into what is more than a filtered collection");
    if (push_of_view(inner))
        return push_refuse(why, "$lookup into a view");
    if (!find_keys(&j, quals, why) || !add_conditions(&j, quals, why))
        return false;
    struct bv *needs = bv_op(a, "$lookup", bv_op(a, "$lookupConcise", bv_null(a)));
    if (!push_server_has(outer, needs, why))
        return false;
    bool later = jointype == JOIN_INNER && inner->stages == NULL && j.conditions == NULL;
    if (!later && !require_key(inner, j.foreign, why))
        return false;
    if (!keeps_unmatched(jointype) && !require_key(outer, j.local, why))
        return false;
    const char *local = local_key(&j, why);
    if (local == NULL)
        return false;
    const char *as = arena_printf(a, "__j%d", outer->ntemp++);
    push_stage(outer, STAGE_LOOKUP, lookup_body(&j, local, as));
    outer->joined = true;
    outer->also = list_append(a, list_copy(a, outer->also), (void *)inner->rel->collection);
    outer->explain =
        list_append(a, list_copy(a, outer->explain), arena_printf(a, "$lookup into %s: %s", inner->rel->name, reason));
    if (jointype == JOIN_SEMI || jointype == JOIN_ANTI) {
        add_existence(&j, as);
        return true;
    }
    add_unwind(&j, as);
    add_columns(&j, as);
    if (later && !require_key(outer, j.foreign, why)) /* a pipeline in $lookup would run for each search */
        raise(ERR_INTERNAL_ERROR, "$lookup without its key: %s", *why);
    return true;
}
