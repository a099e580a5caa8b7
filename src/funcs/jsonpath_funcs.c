/* The SQL functions and operators over paths. */
#include "funcs/jsonpath_exec.h"

/* A call site's path, parsed; again when the path is another one. */
struct parsed_path {
    struct arena *arena;
    const char *text;
    size_t len;
    struct jp_path path;
};

static const struct jp_path *path_arg(struct fcall *fc)
{
    struct parsed_path *p = fc->state;
    const char *text = VARDATA(ARG_DATUM(1));
    size_t len = VARLEN(ARG_DATUM(1));
    if (p != NULL && p->text != NULL && p->len == len && memcmp(p->text, text, len) == 0)
        return &p->path;
    if (p == NULL) {
        p = ARENA_NEW(fc->keep, struct parsed_path);
        p->arena = arena_new(fc->keep, "jsonpath");
        fc->state = p;
    }
    p->text = NULL;
    arena_reset(p->arena);
    char *copy = arena_strndup(p->arena, text, len);
    p->path = jsonpath_parse(p->arena, copy, len);
    p->len = len;
    p->text = copy;
    return &p->path;
}

/* (target, path [, vars, silent]); the operators have no variables and are silent. */
static enum jp_result run(struct fcall *fc, bool use_tz, struct jp_list *found)
{
    const struct jp_path *path = path_arg(fc);
    struct jval target = jsonb_open(ARG_DATUM(0)), vars;
    bool silent = fc->nargs == 2 || ARG_BOOL(3);
    if (fc->nargs > 2)
        vars = jsonb_open(ARG_DATUM(2));
    return jsonpath_run(fc->arena, path, fc->nargs > 2 ? &vars : NULL, &target, !silent, use_tz, found);
}

static Datum item_datum(struct fcall *fc, const struct jp_value *x)
{
    struct jval v = jp_to_jval(fc->arena, x);
    return jsonb_from_jval(fc->arena, &v);
}

static Datum path_exists(struct fcall *fc, bool use_tz)
{
    enum jp_result res = run(fc, use_tz, NULL);
    if (res == JP_RESULT_ERROR)
        RETURN_NULL();
    return datum_from_bool(res == JP_RESULT_OK);
}

Datum jsonb_path_exists(struct fcall *fc)
{
    return path_exists(fc, false);
}

Datum jsonb_path_exists_tz(struct fcall *fc)
{
    return path_exists(fc, true);
}

static Datum path_match(struct fcall *fc, bool use_tz)
{
    struct jp_list found = {0};
    run(fc, use_tz, &found);
    if (found.n == 1 && found.v[0].v.type == J_BOOL)
        return datum_from_bool(found.v[0].v.boolean);
    if (found.n == 1 && found.v[0].v.type == J_NULL)
        RETURN_NULL();
    if (fc->nargs > 2 && !ARG_BOOL(3))
        raise(ERR_SINGLETON_SQL_JSON_ITEM_REQUIRED, "single boolean result is expected");
    RETURN_NULL();
}

Datum jsonb_path_match(struct fcall *fc)
{
    return path_match(fc, false);
}

Datum jsonb_path_match_tz(struct fcall *fc)
{
    return path_match(fc, true);
}

static Datum path_query(struct fcall *fc, bool use_tz)
{
    struct jp_list found = {0};
    run(fc, use_tz, &found);
    for (int i = 0; i < found.n; i++)
        emit_value(fc, item_datum(fc, &found.v[i]), false);
    return (Datum)0;
}

Datum jsonb_path_query(struct fcall *fc)
{
    return path_query(fc, false);
}

Datum jsonb_path_query_tz(struct fcall *fc)
{
    return path_query(fc, true);
}

static Datum path_query_array(struct fcall *fc, bool use_tz)
{
    struct jp_list found = {0};
    run(fc, use_tz, &found);
    struct jval *items = ARENA_ARRAY(fc->arena, struct jval, found.n);
    for (int i = 0; i < found.n; i++)
        items[i] = jp_to_jval(fc->arena, &found.v[i]);
    struct jval array = {.type = J_ARRAY, .n = (uint32_t)found.n, .items = items};
    return jsonb_from_jval(fc->arena, &array);
}

Datum jsonb_path_query_array(struct fcall *fc)
{
    return path_query_array(fc, false);
}

Datum jsonb_path_query_array_tz(struct fcall *fc)
{
    return path_query_array(fc, true);
}

static Datum path_query_first(struct fcall *fc, bool use_tz)
{
    struct jp_list found = {0};
    run(fc, use_tz, &found);
    if (found.n == 0)
        RETURN_NULL();
    return item_datum(fc, &found.v[0]);
}

Datum jsonb_path_query_first(struct fcall *fc)
{
    return path_query_first(fc, false);
}

Datum jsonb_path_query_first_tz(struct fcall *fc)
{
    return path_query_first(fc, true);
}
