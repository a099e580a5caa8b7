/*
 * UNION ALL as $unionWith: each side's columns under the same names first.
 *
 *     SELECT a, 'one' FROM t UNION ALL SELECT b, s FROM u
 *         t: {$project: {c0: "$a", c1: {$literal: "one"}, _id: 0}},
 *            {$unionWith: {coll: "u", pipeline: [{$project: {c0: "$b", c1: "$s", _id: 0}}]}}
 *
 * A field is handed on as it is, whatever its value: what does not fit is found where it is read, as without UNION. What
 * is computed is clean.
 */
#include <string.h>

#include "push/push_int.h"

/* A field, NULL where something above it is an array: "$a.b" would gather its documents' fields. */
static struct bv *field_value(struct arena *a, const struct pcol *col)
{
    struct bv *value = bv_field(a, col->path), *tests = bv_array(a);
    const char *dot = strchr(col->path + col->made, '.');
    for (; !col->clean && dot != NULL; dot = strchr(dot + 1, '.')) {
        struct bv *above = bv_field(a, arena_strndup(a, col->path, (size_t)(dot - col->path)));
        bv_push(a, tests, bv_op(a, "$isArray", bv_list(a, 1, above)));
    }
    if (tests->n == 0)
        return value;
    return bv_op3(a, "$cond", tests->n == 1 ? tests->items[0].value : bv_op(a, "$or", tests), bv_null(a), value);
}

/* As $project takes it: a number or a boolean would say whether a field is wanted. */
static struct bv *project_value(struct arena *a, struct bv *v)
{
    bool is_field = v->value.value_type == BSON_TYPE_UTF8 && v->value.value.v_utf8.str[0] == '$';
    return is_field || v->value.value_type == BSON_TYPE_DOCUMENT ? v : bv_op(a, "$literal", v);
}

/* One side's column; *out says how it is to be read. */
static struct bv *side_column(struct pc *c, Node *e, struct pcol *out)
{
    const char *names[4];
    struct pcol *col = pc_column(c, e);
    if (col != NULL && col->finish == NULL) {
        *out = *col;
        return field_value(c->arena, col);
    }
    *out = (struct pcol){.type = push_type(e), .typmod = -1, .clean = true, .nullable = pc_nullable(c, e)};
    if (IS_A(e, Const))
        out->typmod = ((const Const *)e)->consttypmod;
    if (type_bson_names(out->type, 0, names) == 0)
        return pc_no(c, "a value of type %s", type_display(c->arena, out->type));
    return pc_value(c, e);
}

/* What both sides' columns are read as. */
static bool merge(struct arena *a, struct pcol *all, const struct pcol *one)
{
    if (all->type == TYPE_timestamptz) /* BSON has milliseconds only */
        all->typmod = one->typmod;
    if (all->type != one->type || all->typmod != one->typmod || array_nested(all) != array_nested(one) || all->json_null != one->json_null)
        return false;
    unsigned seen = (all->column != NULL ? all->column->seen : 0) | (one->column != NULL ? one->column->seen : 0);
    if (all->column == NULL)
        all->column = one->column;
    if (all->column != NULL) {
        struct column *own = arena_memdup(a, all->column, sizeof *own);
        own->seen = seen;
        own->is_path = true; /* of no table */
        own->enforced = all->column->enforced && one->column != NULL && one->column->enforced;
        all->column = own;
    }
    all->clean &= one->clean;
    all->nullable |= one->nullable;
    all->proved &= one->proved;
    all->no_nan &= one->no_nan;
    return true;
}

/* Its $project; columns: struct pcol, merged with what is there already. NULL and *why: it cannot be said. */
static struct bv *side(struct push_rel *r, const List *targets, struct pcol *columns, bool first, const char **why)
{
    struct arena *a = r->arena;
    struct bv *doc = bv_doc(a);
    struct pc c = push_compiler(r, false);
    FOREACH (Node, e, targets) {
        int i = FOREACH_INDEX(e, targets);
        struct pcol one;
        struct bv *v = side_column(&c, e, &one);
        if (v == NULL) {
            *why = c.why;
            return NULL;
        }
        if (first) {
            columns[i] = one;
            merge(a, &columns[i], &one);
        } else if (!merge(a, &columns[i], &one)) {
            *why = "UNION of columns that are read as other types";
            return NULL;
        }
        bv_set(a, doc, arena_printf(a, "c%d", i), project_value(a, v));
    }
    return bv_set(a, doc, "_id", bv_int(a, 0));
}

static bool can_be_side(const struct push_rel *r, const struct push_rel *first, const char **why)
{
    if (!r->env->enabled)
        return push_refuse(why, "pgleaf.pushdown is off");
    if (r->one_row || r->empty)
        return push_refuse(why, "UNION of the one row of an aggregate, or none");
    if (r != first && list_length(r->params) > 0)
        return push_refuse(why, "UNION of what depends on an outer row");
    if (strcmp(r->rel->database, first->rel->database) != 0)
        return push_refuse(why, "UNION of two databases");
    if (r != first && push_of_view(r))
        return push_refuse(why, "UNION with a view");
    return true;
}

/* The columns' names and how they are known, instead of what r had. */
static void set_columns(struct push_rel *r, const List *targets, const struct pcol *columns, int varno)
{
    struct arena *a = r->arena;
    r->cols = NULL;
    r->varno = varno;
    FOREACH (Node, e, targets) {
        int i = FOREACH_INDEX(e, targets);
        struct pcol *col = arena_memdup(a, &columns[i], sizeof *col);
        col->expr = (Node *)make_var(a, varno, i + 1, expr_type(e), expr_typmod(e), 0);
        col->path = arena_printf(a, "c%d", i);
        col->name = columns[i].name != NULL ? columns[i].name : col->path;
        col->made = 0;
        col->id = col->changed = false;
        if (col->clean)
            col->column = NULL;
        r->cols = list_append(a, r->cols, col);
    }
}

/* The sides' parameters are one list: what one names by number stands in a command of all. */
static bool union_sides(struct push_rel *r, const List *others, const List *targets, int varno, const char **why)
{
    struct arena *a = r->arena;
    const List *own = list_nth(targets, 0);
    struct pcol *columns = ARENA_ARRAY(a, struct pcol, list_length(own) + 1);
    List *stages = NULL;
    if (list_length(own) == 0)
        return push_refuse(why, "UNION without columns");
    if (!can_be_side(r, r, why))
        return false;
    struct bv *project = side(r, own, columns, true, why);
    if (project == NULL || !push_server_has_stage(r, "$project", project, why))
        return false;
    double rows = r->rows;
    FOREACH (struct push_rel, o, others) {
        if (!can_be_side(o, r, why))
            return false;
        o->params = r->params;
        o->strict = r->strict;
        struct bv *fields = side(o, list_nth(targets, FOREACH_INDEX(o, others) + 1), columns, false, why);
        r->params = o->params;
        r->strict = o->strict;
        o->params = o->strict = NULL;
        if (fields == NULL)
            return false;
        struct bv *body = bv_op(a, "coll", bv_str(a, o->rel->collection));
        bv_set(a, body, "pipeline", bv_push(a, push_stages(o), bv_op(a, "$project", fields)));
        if (!push_server_has_stage(r, "$unionWith", body, why))
            return false;
        stages = list_append(a, stages, body);
        rows = rows < 0 || o->rows < 0 ? -1 : rows + o->rows;
    }
    push_stage(r, STAGE_PROJECT, project);
    FOREACH (struct bv, body, stages)
        push_stage(r, STAGE_UNION, body);
    FOREACH (struct push_rel, o, others) {
        r->explain = list_append(a, list_copy(a, r->explain), arena_printf(a, "UNION ALL with %s", o->rel->name));
        r->explain = list_concat(a, r->explain, o->explain);
        r->also = list_append(a, list_concat(a, list_copy(a, r->also), o->also), (void *)o->rel->collection);
    }
    set_columns(r, own, columns, varno);
    r->joined = true;
    r->rows = rows;
    return true;
}

bool push_union(struct push_rel *r, const List *others, const List *targets, int varno, const char **why)
{
    int nparams = list_length(r->params);
    bool done = union_sides(r, others, targets, varno, why);
    if (!done) {
        list_truncate(r->params, nparams);
        list_truncate(r->strict, nparams);
    }
    return done;
}
