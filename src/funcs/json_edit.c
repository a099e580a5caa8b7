/* jsonb changed: || - #-, jsonb_set, jsonb_insert, strip_nulls, pretty. */
#include "funcs/json_int.h"

/* A container being made. */
struct items {
    struct arena *arena;
    struct jval *v;
    uint32_t n, cap;
};

static void add(struct items *x, struct jval v)
{
    if (x->n == x->cap) {
        uint32_t cap = x->cap == 0 ? 16 : x->cap * 2;
        x->v = arena_grow(x->arena, x->v, sizeof *x->v * x->cap, sizeof *x->v * cap);
        x->cap = cap;
    }
    x->v[x->n++] = v;
}

static struct jval container(const struct items *x, enum jtype type)
{
    return (struct jval){.type = type, .n = type == J_OBJECT ? x->n / 2 : x->n, .items = x->v};
}

static void add_all(struct items *x, const struct jval *v)
{
    if (v->type != J_ARRAY) {
        add(x, *v);
        return;
    }
    for (uint32_t i = 0; i < v->n; i++)
        add(x, jval_elem(v, i));
}

static void add_pairs(struct items *x, const struct jval *v)
{
    for (uint32_t i = 0; i < v->n; i++) {
        add(x, jval_key(v, i));
        add(x, jval_value(v, i));
    }
}

/* Two objects are merged; all else is put into one array, whose parts are arrays' elements and other values. */
Datum jsonb_concat(struct fcall *fc)
{
    struct jval a = jsonb_open(ARG_DATUM(0)), b = jsonb_open(ARG_DATUM(1));
    struct items x = {.arena = fc->arena};
    bool objects = a.type == J_OBJECT && b.type == J_OBJECT;
    if (objects) {
        add_pairs(&x, &a);
        add_pairs(&x, &b); /* flattening keeps the last of equal keys */
    } else {
        add_all(&x, &a);
        add_all(&x, &b);
    }
    struct jval v = container(&x, objects ? J_OBJECT : J_ARRAY);
    return jsonb_from_jval(fc->arena, &v);
}

static bool is_text(const struct jval *v, const char *s, size_t n)
{
    return v->type == J_STRING && v->n == n && memcmp(v->str, s, n) == 0;
}

static bool is_any_of(const struct jval *v, const struct array *keys)
{
    for (int i = 0; i < keys->n; i++) {
        bool isnull;
        CHECK_INTERRUPTS();
        Datum key = array_get(keys, i, &isnull);
        if (!isnull && is_text(v, VARDATA(key), VARLEN(key)))
            return true;
    }
    return false;
}

/* Without the keys, or the strings in an array, that are in the array argument or are the text argument. */
static Datum delete_keys(struct fcall *fc, const struct array *keys)
{
    struct jval v = jsonb_open(ARG_DATUM(0));
    struct items x = {.arena = fc->arena};
    if (jval_scalar(&v))
        raise(ERR_INVALID_PARAMETER_VALUE, "cannot delete from scalar");
    for (uint32_t i = 0; i < v.n; i++) {
        struct jval k = v.type == J_OBJECT ? jval_key(&v, i) : jval_elem(&v, i);
        if (keys != NULL ? is_any_of(&k, keys) : is_text(&k, VARDATA(ARG_DATUM(1)), VARLEN(ARG_DATUM(1))))
            continue;
        add(&x, k);
        if (v.type == J_OBJECT)
            add(&x, jval_value(&v, i));
    }
    struct jval out = container(&x, v.type);
    return jsonb_from_jval(fc->arena, &out);
}

Datum jsonb_delete(struct fcall *fc)
{
    return delete_keys(fc, NULL);
}

Datum jsonb_delete_array(struct fcall *fc)
{
    struct array keys = array_open(ARG_DATUM(1));
    if (keys.ndim > 1)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts");
    return delete_keys(fc, &keys);
}

Datum jsonb_delete_idx(struct fcall *fc)
{
    struct jval v = jsonb_open(ARG_DATUM(0));
    struct items x = {.arena = fc->arena};
    if (jval_scalar(&v))
        raise(ERR_INVALID_PARAMETER_VALUE, "cannot delete from scalar");
    if (v.type == J_OBJECT)
        raise(ERR_INVALID_PARAMETER_VALUE, "cannot delete from object using integer index");
    int64_t at = ARG_INT32(1) < 0 ? (int64_t)ARG_INT32(1) + v.n : ARG_INT32(1);
    for (uint32_t i = 0; i < v.n; i++)
        if (i != at)
            add(&x, jval_elem(&v, i));
    struct jval out = container(&x, J_ARRAY);
    return jsonb_from_jval(fc->arena, &out);
}

/* ---- along a path ---- */
enum path_op { PATH_DELETE, PATH_REPLACE, PATH_CREATE, PATH_INSERT_BEFORE, PATH_INSERT_AFTER };

struct path {
    struct arena *arena;
    int n;
    Datum *keys;
    bool *nulls;
    enum path_op op;
    struct jval value;
};

static bool inserts(const struct path *p)
{
    return p->op == PATH_INSERT_BEFORE || p->op == PATH_INSERT_AFTER;
}

static bool creates(const struct path *p)
{
    return p->op == PATH_CREATE || inserts(p);
}

static struct jval changed(const struct path *p, const struct jval *v, int level);

static struct jval changed_object(const struct path *p, const struct jval *v, int level)
{
    struct items x = {.arena = p->arena};
    const char *key = VARDATA(p->keys[level]);
    size_t len = VARLEN(p->keys[level]);
    bool last = level == p->n - 1, found = false;
    for (uint32_t i = 0; i < v->n; i++) {
        struct jval k = jval_key(v, i), value = jval_value(v, i);
        if (!is_text(&k, key, len)) {
            add(&x, k);
            add(&x, value);
            continue;
        }
        found = true;
        if (last && inserts(p))
            error_throw(error_hint(error_new(ERR_INVALID_PARAMETER_VALUE, "cannot replace existing key"),
                                   "Try using the function jsonb_set to replace key value."));
        if (last && p->op == PATH_DELETE)
            continue;
        add(&x, k);
        add(&x, last ? p->value : changed(p, &value, level + 1));
    }
    if (!found && last && creates(p)) {
        add(&x, jval_string(key, len));
        add(&x, p->value);
    }
    return container(&x, J_OBJECT);
}

/* The place of a path's element; -1: before the first, n or more: behind the last. */
static int64_t path_place(const struct path *p, int level, uint32_t n)
{
    int index;
    const char *text = datum_cstring(p->arena, p->keys[level]);
    if (!json_index(text, &index))
        raise(ERR_INVALID_TEXT_REPRESENTATION, "path element at position %d is not an integer: \"%s\"", level + 1,
              text);
    if (index >= 0)
        return index;
    return -(int64_t)index > n ? -1 : (int64_t)n + index;
}

static struct jval changed_array(const struct path *p, const struct jval *v, int level)
{
    struct items x = {.arena = p->arena};
    int64_t at = path_place(p, level, v->n);
    bool last = level == p->n - 1, creating = last && creates(p);
    if (creating && (at < 0 || v->n == 0))
        add(&x, p->value);
    for (uint32_t i = 0; i < v->n; i++) {
        struct jval item = jval_elem(v, i);
        if (i != at) {
            add(&x, item);
            continue;
        }
        if (!last) {
            add(&x, changed(p, &item, level + 1));
            continue;
        }
        if (p->op == PATH_INSERT_AFTER)
            add(&x, item);
        if (p->op != PATH_DELETE)
            add(&x, p->value);
        if (p->op == PATH_INSERT_BEFORE)
            add(&x, item);
    }
    if (creating && v->n > 0 && at >= v->n)
        add(&x, p->value);
    return container(&x, J_ARRAY);
}

static struct jval changed(const struct path *p, const struct jval *v, int level)
{
    if (p->nulls[level])
        raise(ERR_NULL_VALUE_NOT_ALLOWED, "path element at position %d is null", level + 1);
    switch (v->type) {
    case J_OBJECT: return changed_object(p, v, level);
    case J_ARRAY: return changed_array(p, v, level);
    default: return *v;
    }
}

/* Argument 0 with what argument 1 points to changed. */
static Datum change(struct fcall *fc, enum path_op op, const struct jval *value, const char *scalar_error)
{
    struct array keys = array_open(ARG_DATUM(1));
    struct path p = {.arena = fc->arena, .n = keys.n, .op = op};
    if (value != NULL)
        p.value = *value;
    if (keys.ndim > 1)
        raise(ERR_ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts");
    struct jval v = jsonb_open(ARG_DATUM(0));
    if (jval_scalar(&v))
        raise(ERR_INVALID_PARAMETER_VALUE, "%s", scalar_error);
    if (p.n == 0 || (v.n == 0 && !creates(&p)))
        return ARG_DATUM(0);
    array_deconstruct(fc->arena, &keys, &p.keys, &p.nulls);
    struct jval out = changed(&p, &v, 0);
    return jsonb_from_jval(fc->arena, &out);
}

Datum jsonb_delete_path(struct fcall *fc)
{
    return change(fc, PATH_DELETE, NULL, "cannot delete path in scalar");
}

static Datum set(struct fcall *fc, struct jval value)
{
    return change(fc, ARG_BOOL(3) ? PATH_CREATE : PATH_REPLACE, &value, "cannot set path in scalar");
}

Datum jsonb_set(struct fcall *fc)
{
    return set(fc, jsonb_open(ARG_DATUM(2)));
}

Datum jsonb_insert(struct fcall *fc)
{
    struct jval value = jsonb_open(ARG_DATUM(2));
    return change(fc, ARG_BOOL(3) ? PATH_INSERT_AFTER : PATH_INSERT_BEFORE, &value, "cannot set path in scalar");
}

#define TREATMENTS                                                                                                     \
    "null_value_treatment must be \"delete_key\", \"return_target\", \"use_json_null\", or \"raise_exception\""

Datum jsonb_set_lax(struct fcall *fc)
{
    if (ARG_NULL(0) || ARG_NULL(1) || ARG_NULL(3))
        RETURN_NULL();
    if (ARG_NULL(4))
        raise(ERR_INVALID_PARAMETER_VALUE, TREATMENTS);
    if (!ARG_NULL(2))
        return jsonb_set(fc);
    const char *treatment = datum_cstring(fc->arena, ARG_DATUM(4));
    if (strcmp(treatment, "raise_exception") == 0) {
        struct error *e = error_new(ERR_NULL_VALUE_NOT_ALLOWED, "JSON value must not be null");
        error_detail(e, "Exception was raised because null_value_treatment is \"raise_exception\".");
        error_throw(
            error_hint(e, "To avoid, either change the null_value_treatment argument or ensure that an SQL NULL is "
                          "not passed."));
    }
    if (strcmp(treatment, "return_target") == 0)
        return ARG_DATUM(0);
    if (strcmp(treatment, "delete_key") == 0)
        return jsonb_delete_path(fc);
    if (strcmp(treatment, "use_json_null") == 0)
        return set(fc, jval_null());
    raise(ERR_INVALID_PARAMETER_VALUE, TREATMENTS);
}

/* ---- without null members ---- */
static struct jval stripped(struct arena *a, const struct jval *v)
{
    struct items x = {.arena = a};
    if (jval_scalar(v))
        return *v;
    for (uint32_t i = 0; i < v->n; i++) {
        struct jval item = v->type == J_OBJECT ? jval_value(v, i) : jval_elem(v, i);
        if (v->type == J_OBJECT) {
            if (item.type == J_NULL)
                continue;
            add(&x, jval_key(v, i));
        }
        add(&x, stripped(a, &item));
    }
    return container(&x, v->type);
}

Datum jsonb_strip_nulls(struct fcall *fc)
{
    struct jval v = jsonb_open(ARG_DATUM(0)), out = stripped(fc->arena, &v);
    return jsonb_from_jval(fc->arena, &out);
}

/* json is written anew, without spaces; numbers stay as they were. */
static void write_stripped(const struct jval *v, struct strbuf *out)
{
    bool object = v->type == J_OBJECT, first = true;
    if (v->type == J_STRING) {
        json_escape(out, v->str, v->n);
        return;
    }
    if (jval_scalar(v)) {
        strbuf_add(out, v->raw, v->raw_len);
        return;
    }
    strbuf_addch(out, object ? '{' : '[');
    for (uint32_t i = 0; i < v->n; i++) {
        struct jval item = object ? jval_value(v, i) : jval_elem(v, i);
        if (object && item.type == J_NULL)
            continue;
        if (!first)
            strbuf_addch(out, ',');
        first = false;
        if (object) {
            struct jval key = jval_key(v, i);
            json_escape(out, key.str, key.n);
            strbuf_addch(out, ':');
        }
        write_stripped(&item, out);
    }
    strbuf_addch(out, object ? '}' : ']');
}

Datum json_strip_nulls(struct fcall *fc)
{
    struct jval v = json_arg(fc, 0, JSON_TEXT);
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    write_stripped(&v, &b);
    return datum_from_text(fc->arena, b.data, b.len);
}

/* ---- jsonb_pretty ---- */
static void new_line(struct strbuf *out, int level)
{
    strbuf_addch(out, '\n');
    for (int i = 0; i < level; i++)
        strbuf_addstr(out, "    ");
}

static void write_pretty(struct arena *a, const struct jval *v, int level, struct strbuf *out)
{
    bool object = v->type == J_OBJECT;
    if (jval_scalar(v)) {
        jval_out(a, v, out);
        return;
    }
    strbuf_addch(out, object ? '{' : '[');
    for (uint32_t i = 0; i < v->n; i++) {
        struct jval item = object ? jval_value(v, i) : jval_elem(v, i);
        if (i > 0)
            strbuf_addch(out, ',');
        new_line(out, level + 1);
        if (object) {
            struct jval key = jval_key(v, i);
            json_escape(out, key.str, key.n);
            strbuf_addstr(out, ": ");
        }
        write_pretty(a, &item, level + 1, out);
    }
    new_line(out, level);
    strbuf_addch(out, object ? '}' : ']');
}

Datum jsonb_pretty(struct fcall *fc)
{
    struct jval v = jsonb_open(ARG_DATUM(0));
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    write_pretty(fc->arena, &v, 0, &b);
    return datum_from_text(fc->arena, b.data, b.len);
}
