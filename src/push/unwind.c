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
#include "types/array.h"

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

/*
 * A jsonb's elements, in documents, so that a JSON null among them is one:
 *
 *     FROM t, jsonb_array_elements(t.items) e
 *         {$set: {__k0: [{v: x}, {v: y}, ...], null where items is}}, {$unwind: "$__k0"}
 *
 * LEFT JOIN keeps a document without elements: there v is missing, while a JSON null is a null.
 *
 *     FROM t, jsonb_array_elements(t.items) e, jsonb_array_elements(e->'parts') p
 *         ... {$set: {__k1: the same of "$__k0.v.parts"}}, {$unwind: "$__k1"}
 *
 * What is no array is an error: of $size for an object, of $arrayToObject for a scalar (mongo/mongo_error.c has PostgreSQL's words). A null in a
 * column is NULL, one in an element is JSON's, and a scalar.
 */
static struct bv *json_value(struct arena *a, const struct pcol *col)
{
    static const char *const none[] = {"missing", "null", "undefined"};
    static const char *const scalars[] = {"string", "bool", "int", "long", "double", "decimal", "null", "undefined"};
    struct bv *array = bv_field(a, col->path), *tests = bv_array(a), *type = bv_op(a, "$type", array);
    struct bv *each = bv_set(a, bv_op(a, "input", array), "in", bv_op(a, "v", bv_field(a, "$this")));
    struct bv *wrong = bv_op3(a, "$cond", bv_op2(a, "$in", type, bv_strings(a, col->json_null ? 8 : 6, scalars)), bv_op(a, "$arrayToObject", col->json_null ? type : array), bv_op(a, "$size", array));
    struct bv *other = bv_op3(a, "$cond", bv_op2(a, "$in", type, bv_strings(a, col->json_null ? 1 : 3, none)), bv_null(a), wrong);
    struct bv *value = bv_op3(a, "$cond", bv_op(a, "$isArray", bv_list(a, 1, array)), bv_op(a, "$map", each), other);
    add_parents(a, col->path, tests);
    return tests->n == 0 ? value : bv_op3(a, "$cond", bv_op(a, "$and", tests), value, bv_null(a));
}

/* JSON's null is NULL as text. */
static Node *finish_json_text(struct arena *a, Node *value, Node *with)
{
    enum { PATH_TEXT = 3206, PATH_TEXT_FUNC = 3940 };
    OpExpr *text = MAKE_NODE(a, OpExpr);
    (void)with;
    text->opno = PATH_TEXT;
    text->opfuncid = PATH_TEXT_FUNC;
    text->opresulttype = TYPE_text;
    text->args = list_make(a, 2, value, make_const(a, TYPE__text, -1, array_make_empty(a, TYPE_text), false));
    text->location = -1;
    return (Node *)text;
}

static void add_json_column(struct push_rel *r, const struct push_unwind *u, const char *path)
{
    struct column *column = ARENA_NEW(r->arena, struct column);
    Var *v = make_var(r->arena, u->varno, 1, u->type, -1, 0);
    struct pcol *col = push_column(r, &r->cols, (Node *)v, arena_printf(r->arena, "%s.v", path), TYPE_jsonb, -1);
    column->name = "value";
    column->type = TYPE_jsonb;
    column->typmod = -1;
    column->is_path = true;
    col->column = column;
    col->made = (int)strlen(path) + 1;
    col->clean = false;
    col->nullable = u->keep || u->type != TYPE_jsonb;
    col->json_null = u->type == TYPE_jsonb;
    col->finish = u->type == TYPE_jsonb ? NULL : finish_json_text;
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
    if (col == NULL && u->json)
        col = json_member(&c, u->array);
    if (col == NULL || col->clean || col->finish != NULL || (u->json ? col->type != TYPE_jsonb : !type_is_array(col->type)))
        return push_refuse(why, "unnest of what is no column");
    Oid elem = u->json ? u->type : type_get(col->type)->elem;
    struct pcol *element = u->json ? NULL : element_column(a, elem);
    const char *names[4];
    if (!u->json && (elem != u->type || column_bson_names(element, names) == 0))
        return push_refuse(why, arena_printf(a, "unnest of %s", type_display(a, col->type)));
    const char *path = push_temporary(r), *index = u->ordinality ? push_temporary(r) : NULL;
    struct bv *set = bv_op(a, path, u->json ? json_value(a, col) : array_value(&c, col, u->keep));
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
    if (u->json)
        add_json_column(r, u, path);
    else
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
