/*
 * Arrays taken apart: unnest(column) beside the row that it is taken from, as $unwind.
 *
 *     FROM t, unnest(t.tags) WITH ORDINALITY AS u (tag, n)
 *         {$set: {__k0: tags if it is an array of texts and nulls, else null}},
 *         {$unwind: {path: "$__k0", includeArrayIndex: "__k1"}}, {$set: {__k1: {$add: ["$__k1", 1]}}}
 *     FROM t LEFT JOIN LATERAL unnest(t.tags) u ON true
 *         {$set: {__k0: the same, null if it is empty}}, {$unwind: {path: "$__k0", preserveNullAndEmptyArrays: true}}
 *
 * $unwind takes what is no array for one element, so only arrays may come to it. It is a copy that is taken apart: the
 * column stays what it is. An array with an element of another type is no T[], and counts as NULL as a whole. One of several
 * dimensions is made flat before.
 */
#include <string.h>

#include "push/push_int.h"

enum { ELEMENTS = 5 }; /* of an array: an estimate */

/* Nothing above the path is an array: "$a.b" would gather one from its documents. */
static void add_parents(struct arena *a, const char *path, struct bv *tests)
{
    for (const char *dot = strchr(path, '.'); dot != NULL; dot = strchr(dot + 1, '.')) {
        struct bv *parent = bv_field(a, arena_strndup(a, path, (size_t)(dot - path)));
        bv_push(a, tests, bv_op(a, "$not", bv_list(a, 1, bv_op(a, "$isArray", bv_list(a, 1, parent)))));
    }
}

/* The array, null where the column counts as NULL; keep: also where there is nothing in it. */
static struct bv *array_value(struct pc *c, const struct pcol *col, bool keep)
{
    struct arena *a = c->arena;
    struct bv *array = bv_field(a, col->path), *tests = bv_array(a);
    if (!col->clean)
        add_parents(a, col->path, tests);
    bv_push(a, tests, bv_op(a, "$isArray", bv_list(a, 1, array)));
    if (array_nested(col))
        array = bv_field(a, "$list");
    if (keep)
        bv_push(a, tests, bv_op2(a, "$ne", array, bv_array(a)));
    struct bv *all = array_elements_fit(c, col, array);
    struct bv *is_array = tests->n == 1 ? tests->items[0].value : bv_op(a, "$and", tests);
    struct bv *value = bv_op3(a, "$cond", bv_op3(a, "$cond", is_array, all, bv_bool(a, false)), array, bv_null(a));
    if (!array_nested(col))
        return value;
    return bv_op(a, "$let", bv_set(a, bv_op(a, "vars", bv_op(a, "list", array_flat(a, bv_field(a, col->path)))), "in", value));
}

static void add_column(struct push_rel *r, const struct push_unwind *u, int attno, const char *path, Oid type,
                       const struct column *column)
{
    Var *v = make_var(r->arena, u->varno, attno, type, -1, 0);
    struct pcol *col = push_column(r, &r->cols, (Node *)v, path, type, -1);
    col->clean = type != TYPE_numeric; /* of which some may be doubles */
    col->column = col->clean ? NULL : column;
    col->nullable = attno == 1 || u->keep;
}

bool push_unwind(struct push_rel *r, const struct push_unwind *u, const char **why)
{
    struct arena *a = r->arena;
    struct pc c = push_compiler(r, false);
    if (!r->env->enabled)
        return push_refuse(why, "pgleaf.pushdown is off");
    if (r->one_row || r->empty)
        return push_refuse(why, "unnest beside the one row of an aggregate");
    struct pcol *col = pc_column(&c, u->array);
    if (col == NULL || !type_is_array(col->type) || col->clean)
        return push_refuse(why, "unnest of what is no column");
    Oid elem = type_get(col->type)->elem;
    struct pcol *element = element_column(a, elem);
    const char *names[4];
    if (elem != u->type || column_bson_names(element, names) == 0)
        return push_refuse(why, arena_printf(a, "unnest of %s", type_display(a, col->type)));
    const char *path = push_temporary(r), *index = u->ordinality ? push_temporary(r) : NULL;
    struct bv *set = bv_op(a, path, array_value(&c, col, u->keep));
    struct bv *unwind = bv_op(a, "path", bv_field(a, path));
    if (index != NULL)
        bv_set(a, unwind, "includeArrayIndex", bv_str(a, index));
    if (u->keep)
        bv_set(a, unwind, "preserveNullAndEmptyArrays", bv_bool(a, true));
    if (!push_server_has_stage(r, "$set", set, why) || !push_server_has_stage(r, "$unwind", unwind, why))
        return false;
    push_stage(r, STAGE_SET, set);
    push_stage(r, STAGE_UNWIND, unwind->n > 1 ? unwind : bv_field(a, path));
    r->cols = list_copy(a, r->cols);
    add_column(r, u, 1, path, elem, element->column);
    if (index != NULL) {
        struct bv *number = bv_op2(a, "$add", bv_field(a, index), bv_int(a, 1));
        push_stage(r, STAGE_SET, bv_op(a, index, number));
        add_column(r, u, 2, index, TYPE_int8, NULL);
    }
    r->joined = true;
    r->explain = list_append(a, list_copy(a, r->explain), arena_printf(a, "$unwind of %s", col->name));
    r->rows = r->rows < 0 ? r->rows : r->rows * ELEMENTS;
    return true;
}
