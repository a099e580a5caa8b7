/* SQL text of what the catalogs have: pg_get_indexdef() and its family, descriptions, names of owners and encodings. */
#include <stdlib.h>

#include "base/encoding.h"
#include "base/macros.h"
#include "catalog/function.h"
#include "catalog/objects.h"
#include "catalog/system.h"
#include "funcs/funcs.h"
#include "types/array.h"
#include "types/ident.h"
#include "types/reg.h"

static Datum text_of(struct fcall *fc, const struct strbuf *b)
{
    return datum_from_text(fc->arena, b->data, b->len);
}

static void add_relation(struct strbuf *b, const struct object *o, bool qualify)
{
    if (qualify || !object_is_visible(o)) {
        const char *schema = schema_name(o->schema);
        ident_quote(b, schema, strlen(schema));
        strbuf_addch(b, '.');
    }
    ident_quote(b, o->name, strlen(o->name));
}

/* ---- indexes, constraints, views ---- */

static bool is_column(const char *path)
{
    return strchr(path, '.') == NULL;
}

void index_add_key(struct strbuf *b, const struct index_key *k)
{
    if (is_column(k->path)) {
        ident_quote(b, k->path, strlen(k->path));
        return;
    }
    size_t n = strcspn(k->path, ".");
    strbuf_addstr(b, "((");
    ident_quote(b, k->path, n);
    strbuf_addch(b, ')');
    for (const char *s = k->path + n; *s == '.'; s += n) {
        s++;
        n = strcspn(s, ".");
        strbuf_addch(b, '.');
        ident_quote(b, s, n);
    }
    strbuf_addch(b, ')');
}

bool index_is_primary(const struct object *o)
{
    return o->key != NULL ? o->key->primary : o->table->def == NULL && strcmp(o->index->name, "_id_") == 0;
}

static bool never_null(const struct table_def *def, const char *column)
{
    FOREACH (struct column_def, c, def != NULL ? def->columns : NULL)
        if (strcmp(c->name, column) == 0)
            return c->notnull;
    return false;
}

/* Two documents without the field, or with null in it, collide; or would, were it not NOT NULL. */
bool index_nulls_collide(const struct object *o)
{
    const struct index_info *x = o->index;
    bool can_be_null = false;
    for (int i = 0; i < x->nkeys; i++)
        can_be_null = can_be_null || !never_null(o->table->def, x->keys[i].path);
    return x->not_distinct || (x->unique && !index_is_primary(o) && !x->sparse && !x->nulls_distinct && !x->keys_present && can_be_null);
}

/* A condition as index_read() writes it, without the parentheses that it could do without. */
static const char *pretty(struct arena *a, const char *condition)
{
    struct strbuf b;
    bool quoted = false;
    if (*condition != '(')
        return condition;
    strbuf_init(&b, a);
    for (const char *s = condition; *s != '\0'; s++) {
        quoted ^= *s == '\'' || *s == '"';
        if (quoted || (*s != '(' && *s != ')'))
            strbuf_addch(&b, *s);
    }
    return b.data;
}

const char *(*system_declared_text)(struct arena *a, struct relation *rel, const char *text, Oid type, int32_t typmod, bool pretty);
List *(*system_declared_columns)(struct arena *a, struct relation *rel, const char *text);

const char *describe_expr(struct arena *a, const struct object *t, const char *text, Oid type, int32_t typmod, bool is_pretty)
{
    struct relation *rel = system_declared_text != NULL ? object_relation(t) : NULL;
    return rel != NULL ? system_declared_text(a, rel, text, type, typmod, is_pretty) : NULL;
}

static void add_names(struct strbuf *b, const List *names)
{
    for (int i = 0; i < list_length(names); i++) {
        strbuf_addstr(b, i > 0 ? ", " : "(");
        ident_quote(b, list_nth(names, i), strlen(list_nth(names, i)));
    }
    strbuf_addch(b, ')');
}

static const char *key_opclass(struct arena *a, const struct object *o, const struct index_key *k)
{
    struct relation *rel = object_relation(o);
    const struct column *c = rel != NULL ? relation_column(rel, k->path, true, -1) : NULL;
    return c != NULL ? index_key_opclass(a, o->index, k, c->type) : NULL;
}

static void add_index(struct strbuf *b, const struct object *o, bool is_pretty)
{
    const struct index_info *x = o->index;
    strbuf_printf(b, "CREATE %sINDEX ", x->unique || x->deferrable ? "UNIQUE " : "");
    ident_quote(b, o->name, strlen(o->name));
    strbuf_addstr(b, " ON ");
    add_relation(b, o->table, !is_pretty);
    strbuf_printf(b, " USING %s (", x->method);
    for (int i = 0; i < x->nkeys; i++) {
        strbuf_addstr(b, i > 0 ? ", " : "");
        index_add_key(b, &x->keys[i]);
        const struct index_key *k = &x->keys[i];
        const char *opclass = k->opclass != NULL ? key_opclass(b->arena, o, k) : NULL;
        if (opclass != NULL)
            strbuf_printf(b, " %s", opclass);
        strbuf_addstr(b, k->descending ? " DESC" : "");
        if (k->nulls_first != k->descending)
            strbuf_addstr(b, k->nulls_first ? " NULLS FIRST" : " NULLS LAST");
    }
    strbuf_addch(b, ')');
    if (x->include != NULL) {
        strbuf_addstr(b, " INCLUDE ");
        add_names(b, x->include);
    }
    if (index_nulls_collide(o))
        strbuf_addstr(b, " NULLS NOT DISTINCT");
    for (int i = 0; i < list_length(x->options); i++) {
        const char *option = list_nth(x->options, i);
        int n = (int)strcspn(option, "=");
        const char *value = option + n + (option[n] == '=');
        bool plain = strcmp(ident_quoted(b->arena, value), value) == 0;
        strbuf_printf(b, "%s%.*s=%s%s%s", i > 0 ? ", " : " WITH (", n, option, plain ? "" : "'", value, plain ? "" : "'");
    }
    strbuf_addstr(b, x->options != NULL ? ")" : "");
    if (x->filter != NULL) {
        const char *text = describe_expr(b->arena, o->table, x->filter, TYPE_bool, -1, is_pretty);
        strbuf_printf(b, " WHERE %s", text != NULL ? text : is_pretty ? pretty(b->arena, x->filter) : x->filter);
    }
}

/* pg_get_indexdef(index[, column, pretty]) */
Datum catalog_indexdef(struct fcall *fc)
{
    struct strbuf b;
    int column = fc->nargs > 1 ? ARG_INT32(1) : 0;
    const struct object *o = object_index_by_oid(ARG_OID(0));
    strbuf_init(&b, fc->arena);
    if (o == NULL)
        RETURN_NULL();
    if (column == 0)
        add_index(&b, o, fc->nargs > 2 && ARG_BOOL(2));
    else if (column > 0 && column <= o->index->nkeys)
        index_add_key(&b, &o->index->keys[column - 1]);
    else if (column > 0 && column <= o->index->nkeys + list_length(o->index->include)) {
        const char *name = list_nth(o->index->include, column - o->index->nkeys - 1);
        ident_quote(&b, name, strlen(name));
    }
    return text_of(fc, &b);
}

static void add_columns(struct strbuf *b, const struct object *o)
{
    strbuf_addstr(b, " (");
    for (int i = 0; i < o->index->nkeys; i++) {
        strbuf_addstr(b, i > 0 ? ", " : "");
        index_add_key(b, &o->index->keys[i]);
    }
    strbuf_addch(b, ')');
}

static void add_action(struct strbuf *b, const char *words, char action)
{
    static const struct {
        char letter;
        const char *words;
    } actions[] = {{'r', "RESTRICT"}, {'c', "CASCADE"}, {'n', "SET NULL"}, {'d', "SET DEFAULT"}};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (actions[i].letter == action)
            strbuf_printf(b, " ON %s %s", words, actions[i].words);
}

static void add_deferrable(struct strbuf *b, bool deferrable, bool deferred)
{
    strbuf_addstr(b, deferrable ? " DEFERRABLE" : "");
    strbuf_addstr(b, deferred ? " INITIALLY DEFERRED" : "");
}

static void add_foreign(struct strbuf *b, const struct table_foreign *f, bool is_pretty)
{
    const struct object *to = object_named(f->table);
    strbuf_addstr(b, "FOREIGN KEY ");
    add_names(b, f->columns);
    strbuf_addstr(b, " REFERENCES ");
    if (to != NULL)
        add_relation(b, to, !is_pretty && !object_is_visible(to));
    add_names(b, f->references);
    strbuf_addstr(b, f->match == 'f' ? " MATCH FULL" : "");
    add_action(b, "UPDATE", f->on_update);
    add_action(b, "DELETE", f->on_delete);
    if (f->set_columns != NULL) {
        strbuf_addch(b, ' ');
        add_names(b, f->set_columns);
    }
    add_deferrable(b, f->deferrable, f->deferred);
    strbuf_addstr(b, f->not_valid ? " NOT VALID" : "");
}

static bool add_declared(struct strbuf *b, const struct object *t, Oid constraint, bool is_pretty)
{
    FOREACH (struct table_check, k, t->checks)
        if (object_oid(t, "constraint", k->name) == constraint) {
            const char *text = describe_expr(b->arena, t, k->text, TYPE_bool, -1, is_pretty);
            strbuf_printf(b, text != NULL || is_pretty ? "CHECK (%s)" : "CHECK ((%s))", text != NULL ? text : k->text);
            strbuf_addstr(b, k->not_valid ? " NOT VALID" : "");
            return true;
        }
    FOREACH (struct table_foreign, f, t->def != NULL ? t->def->foreign : NULL)
        if (object_oid(t, "constraint", f->name) == constraint) {
            add_foreign(b, f, is_pretty);
            return true;
        }
    return false;
}

static bool add_key(struct strbuf *b, struct object *t, Oid constraint)
{
    FOREACH (struct object, o, object_indexes(t))
        if ((o->key != NULL || index_is_primary(o)) && object_oid(t, "constraint", o->name) == constraint) {
            strbuf_addstr(b, index_is_primary(o) ? "PRIMARY KEY" : index_nulls_collide(o) ? "UNIQUE NULLS NOT DISTINCT" : "UNIQUE");
            add_columns(b, o);
            if (o->index->include != NULL) {
                strbuf_addstr(b, " INCLUDE ");
                add_names(b, o->index->include);
            }
            add_deferrable(b, o->index->deferrable, o->index->deferred);
            return true;
        }
    return false;
}

/* pg_get_constraintdef(constraint[, pretty]): mostly of a table that the statement knows already. */
Datum catalog_constraintdef(struct fcall *fc)
{
    struct strbuf b;
    bool is_pretty = fc->nargs > 1 && ARG_BOOL(1);
    strbuf_init(&b, fc->arena);
    const char *of_domain = domain_constraint_text(fc->arena, ARG_OID(0), is_pretty);
    if (of_domain != NULL)
        return datum_from_cstring(fc->arena, of_domain);
    FOREACH (struct object, t, ARG_OID(0) < FIRST_USER_OID ? system_tables() : NULL)
        if (add_key(&b, t, ARG_OID(0)))
            return text_of(fc, &b);
    objects_begin_oid(InvalidOid);
    FOREACH (struct object, t, objects())
        if (add_declared(&b, t, ARG_OID(0), is_pretty) || (t->indexes_known && add_key(&b, t, ARG_OID(0))))
            return text_of(fc, &b);
    objects_begin();
    FOREACH (struct object, t, objects())
        if (add_declared(&b, t, ARG_OID(0), is_pretty))
            return text_of(fc, &b);
    FOREACH (struct object, t, objects())
        if (add_key(&b, t, ARG_OID(0)))
            return text_of(fc, &b);
    RETURN_NULL();
}

static const struct object *view_named(struct fcall *fc, struct object *system)
{
    Oid oid = fc->argtypes[0] == TYPE_text ? reg_class_named(fc->arena, datum_cstring(fc->arena, ARG_DATUM(0))) : ARG_OID(0);
    const struct object *o = object_of_oid(oid, system);
    return o != NULL && (o->kind == 'v' || o->kind == 'm') ? o : NULL;
}

const char *(*system_query_text)(struct arena *a, const char *text, const List *uses, const List *names, bool pretty, int wrap);

static List *column_names(struct arena *a, const struct object *o)
{
    List *out = NULL;
    FOREACH (const struct column, c, o->system != NULL ? o->system->columns : NULL)
        out = list_append(a, out, (void *)(uintptr_t)c->name);
    FOREACH (const struct column_def, c, o->system == NULL ? o->def->columns : NULL)
        out = list_append(a, out, (void *)(uintptr_t)c->name);
    return out;
}

/* A view's query, with a semicolon; of MongoDB's views their pipeline, as a call. NULL: it is none. */
static const char *view_query_made(struct arena *a, const struct object *o, bool pretty, int wrap)
{
    const struct catalog *c = func_env.catalog;
    const char *text = NULL, *printed = NULL;
    if (o->system != NULL)
        text = o->system->view;
    else
        text = c->source->view_text(c->source, a, c->database, o->collection);
    if (text == NULL)
        return NULL;
    if (system_query_text != NULL && (o->system != NULL || o->def != NULL))
        printed = system_query_text(a, text, o->def != NULL ? o->def->uses : NULL, column_names(a, o), pretty, wrap);
    return arena_printf(a, printed != NULL ? "%s;" : " %s;", printed != NULL ? printed : text);
}

/* The same, made once in a statement. */
static const char *view_query(struct arena *a, const struct object *o, bool pretty, int wrap)
{
    if (o == NULL)
        return NULL;
    struct text_key key = {o->oid, pretty, wrap, func_env.settings_generation != NULL ? func_env.settings_generation() : 0};
    bool found;
    const char *text = kept_text(&key, &found);
    if (found)
        return text;
    text = view_query_made(a, o, pretty, wrap);
    keep_text(&key, text);
    return text;
}

/* pg_get_viewdef(view[, pretty or wrap column]) */
Datum catalog_viewdef(struct fcall *fc)
{
    struct object system;
    bool column = fc->nargs > 1 && fc->argtypes[1] == TYPE_int4;
    const char *text = view_query(fc->arena, view_named(fc, &system), fc->nargs > 1 && (column || ARG_BOOL(1)), column ? ARG_INT32(1) : 0);
    if (text == NULL)
        RETURN_NULL();
    return datum_from_cstring(fc->arena, text);
}

/* pg_get_ruledef(rule[, pretty]): there are no rules but those that views are. */
Datum catalog_ruledef(struct fcall *fc)
{
    bool pretty = fc->nargs > 1 && ARG_BOOL(1);
    const struct object *view = system_rule_view(ARG_OID(0));
    const char *text = view != NULL ? view_query(fc->arena, view, pretty, 0) : NULL;
    if (text == NULL)
        RETURN_NULL();
    struct strbuf b;
    strbuf_init(&b, fc->arena);
    strbuf_addstr(&b, "CREATE RULE \"_RETURN\" AS\n    ON SELECT TO ");
    add_relation(&b, view, !pretty);
    strbuf_printf(&b, " DO INSTEAD %s", text);
    return text_of(fc, &b);
}

/* The first column whose DEFAULT or GENERATED expression is printed so (others may have it, too); NULL: none has. */
static const struct column *column_of_expr(struct arena *a, const struct object *o, const char *tree)
{
    const struct relation *rel = object_relation(o);
    for (int i = 0; rel != NULL && i < rel->nvisible; i++) {
        const struct column *c = list_nth(rel->columns, i);
        const char *text = c->generated != NULL ? c->generated : c->default_text;
        const char *printed = text != NULL ? describe_expr(a, o, text, c->type, c->typmod, false) : NULL;
        if (printed != NULL && strcmp(printed, tree) == 0)
            return c;
    }
    return NULL;
}

/* The column's type matters where an operator stands on top: below a cast that is not shown it keeps its parentheses. */
static const char *pretty_tree(struct arena *a, const struct object *o, const char *tree)
{
    const struct column *c = tree[0] == '(' ? column_of_expr(a, o, tree) : NULL;
    return describe_expr(a, o, tree, c != NULL ? c->type : InvalidOid, c != NULL ? c->typmod : -1, true);
}

/* pg_get_expr(tree, relation[, pretty]): trees are kept as the SQL that they stand for. */
Datum catalog_expr(struct fcall *fc)
{
    struct object system;
    const struct object *o = ARG_OID(1) != InvalidOid ? object_of_oid(ARG_OID(1), &system) : NULL;
    if (o == NULL && ARG_OID(1) != InvalidOid)
        RETURN_NULL();
    if (fc->nargs < 3 || !ARG_BOOL(2))
        return ARG_DATUM(0);
    const char *tree = datum_cstring(fc->arena, ARG_DATUM(0));
    const char *text = o != NULL && o->system == NULL ? pretty_tree(fc->arena, o, tree) : NULL;
    return datum_from_cstring(fc->arena, text != NULL ? text : pretty(fc->arena, tree));
}

/* ---- functions ---- */


static void add_argument(struct strbuf *b, char mode, const char *name, Oid type, bool modes)
{
    static const char *const words[] = {"o", "OUT ", "b", "INOUT ", "v", "VARIADIC ", "t", ""};
    for (int i = 0; i < COUNTOF(words) && modes; i += 2)
        if (words[i][0] == mode)
            strbuf_addstr(b, words[i + 1]);
    if (*name != '\0') {
        ident_quote(b, name, strlen(name));
        strbuf_addch(b, ' ');
    }
    const char *row = type_lookup(type) == NULL ? reg_type_name(b->arena, type) : NULL;
    strbuf_addstr(b, row != NULL ? row : type_display(b->arena, type));
}

/* The default of parameter i of those that are put in, from 0; NULL: none. */
const char *func_default(struct arena *a, const struct func *f, const struct func_args *x, int in)
{
    int at = x != NULL ? in - (f->nargs - x->ndefaults) : -1;
    if (at < 0)
        return NULL;
    if (x->defaults[at] == NULL)
        return arena_printf(a, "NULL::%s", type_display(a, f->args[in]));
    struct strbuf b;
    strbuf_init(&b, a);
    Oid type = f->args[in];
    if (type == TYPE_bool || type == TYPE_int4 || type == TYPE_int8 || type == TYPE_float8) {
        strbuf_addstr(&b, x->defaults[at]);
    } else {
        literal_quote(&b, x->defaults[at], strlen(x->defaults[at]));
        strbuf_printf(&b, "::%s", type_display(a, type));
    }
    return b.data;
}

static void add_arguments(struct strbuf *b, const struct func *f, bool table, bool defaults)
{
    const struct func_args *x = func_args_by_oid(f->oid);
    int n = x != NULL ? x->nargs : f->nargs, printed = 0;
    for (int i = 0, in = 0; i < n; i++) {
        char mode = x != NULL ? x->modes[i] : (f->flags & F_VARIADIC) && i == n - 1 ? 'v' : 'i';
        bool input = mode == 'i' || mode == 'b' || mode == 'v';
        if ((mode == 't') != table) {
            in += input;
            continue;
        }
        if (f->kind == FUNC_AGGREGATE && (f->flags & F_ORDERED_SET) && in == f->nargs - 1 && !(f->flags & F_HYPOTHETICAL))
            strbuf_addstr(b, printed++ > 0 ? " ORDER BY " : "ORDER BY ");
        else
            strbuf_addstr(b, printed++ > 0 ? ", " : "");
        add_argument(b, mode, x != NULL ? x->names[i] : "", x != NULL ? x->types[i] : f->args[i], true);
        const char *value = defaults && input ? func_default(b->arena, f, x, in) : NULL;
        if (value != NULL)
            strbuf_printf(b, " DEFAULT %s", value);
        in += input;
    }
}

static const struct func *described(struct fcall *fc, struct strbuf *b)
{
    strbuf_init(b, fc->arena);
    strbuf_addstr(b, "");
    return system_func(fc->arena, ARG_OID(0));
}

static Datum call_arguments(struct fcall *fc, bool defaults)
{
    struct strbuf b;
    const struct func *f = described(fc, &b);
    if (f == NULL)
        RETURN_NULL();
    add_arguments(&b, f, false, defaults);
    if (f->flags & F_HYPOTHETICAL) { /* what is aggregated is as what is given directly */
        strbuf_addstr(&b, " ORDER BY ");
        add_arguments(&b, f, false, defaults);
    }
    return text_of(fc, &b);
}

Datum catalog_function_arguments(struct fcall *fc)
{
    return call_arguments(fc, true);
}

/* pg_get_function_identity_arguments(function): as CREATE FUNCTION says them, without defaults */
Datum catalog_function_identity(struct fcall *fc)
{
    return call_arguments(fc, false);
}

Datum catalog_function_result(struct fcall *fc)
{
    struct strbuf b;
    const struct func *f = described(fc, &b);
    if (f == NULL)
        RETURN_NULL();
    const struct func_args *x = func_args_by_oid(f->oid);
    if (x != NULL && strchr(x->modes, 't') != NULL) {
        strbuf_addstr(&b, "TABLE(");
        add_arguments(&b, f, true, false);
        strbuf_addch(&b, ')');
    } else {
        strbuf_printf(&b, "%s%s", f->flags & F_RETSET ? "SETOF " : "", type_display(fc->arena, f->result));
    }
    return text_of(fc, &b);
}

Datum catalog_functiondef(struct fcall *fc)
{
    struct strbuf b;
    const struct func *f = described(fc, &b);
    if (f == NULL)
        RETURN_NULL();
    if (f->kind == FUNC_AGGREGATE)
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is an aggregate function", f->name);
    struct func_facts x = func_facts(f);
    const char *body = func_body(f->oid);
    bool sql = x.language == SQL_LANGUAGE_OID;
    const char *file = NULL, *fact = func_by_oid(f->oid) == NULL ? system_fact_row("pg_proc", f->oid) : NULL;
    if (fact != NULL) {
        x.src = system_fact_value(fc->arena, fact, COL_pg_proc_prosrc);
        x.parallel = *system_fact_value(fc->arena, fact, COL_pg_proc_proparallel);
        file = system_fact_value(fc->arena, fact, COL_pg_proc_probin); /* of a function in C */
    }
    strbuf_printf(&b, "CREATE OR REPLACE FUNCTION %s.", schema_name(func_schema(f)));
    ident_quote(&b, f->name, strlen(f->name));
    strbuf_addch(&b, '(');
    add_arguments(&b, f, false, true);
    strbuf_printf(&b, ")\n RETURNS %s%s\n LANGUAGE %s\n", f->flags & F_RETSET ? "SETOF " : "", type_display(fc->arena, f->result),
                  sql ? "sql" : file != NULL ? "c" : "internal");
    size_t begin = b.len;
    strbuf_printf(&b, "%s%s%s%s%s", f->kind == FUNC_WINDOW ? " WINDOW" : "", f->flags & F_VOLATILE ? "" : f->flags & F_STABLE ? " STABLE" : " IMMUTABLE",
                  x.parallel == 's' ? " PARALLEL SAFE" : x.parallel == 'r' ? " PARALLEL RESTRICTED" : "", f->flags & F_NONSTRICT ? "" : " STRICT",
                  x.leakproof ? " LEAKPROOF" : "");
    if (x.cost != (sql ? 100 : 1))
        strbuf_printf(&b, " COST %g", (double)x.cost);
    if (x.rows > 0 && x.rows != 1000)
        strbuf_printf(&b, " ROWS %g", (double)x.rows);
    if (x.support != InvalidOid)
        strbuf_printf(&b, " SUPPORT %s", reg_proc_name(fc->arena, x.support));
    if (b.len > begin)
        strbuf_addch(&b, '\n');
    if (body != NULL)
        strbuf_printf(&b, "%s\n", body);
    else
        strbuf_printf(&b, "AS %s%s%s$function$%s$function$\n", file != NULL ? "'" : "", file != NULL ? file : "", file != NULL ? "', " : "", x.src);
    return text_of(fc, &b);
}

/* pg_get_function_sqlbody(function) */
Datum catalog_function_body(struct fcall *fc)
{
    const char *body = func_body(ARG_OID(0));
    if (body == NULL)
        RETURN_NULL();
    return datum_from_cstring(fc->arena, body);
}

/* pg_get_function_arg_default(function, parameter from 1) */
Datum catalog_function_default(struct fcall *fc)
{
    const struct func *f = func_by_oid(ARG_OID(0));
    const struct func_args *x = func_args_by_oid(ARG_OID(0));
    int at = ARG_INT32(1) - 1, in = 0;
    if (f == NULL || x == NULL || at < 0 || at >= x->nargs)
        RETURN_NULL();
    for (int i = 0; i < at; i++)
        in += x->modes[i] != 'o' && x->modes[i] != 't';
    const char *value = x->modes[at] == 'o' || x->modes[at] == 't' ? NULL : func_default(fc->arena, f, x, in);
    if (value == NULL)
        RETURN_NULL();
    return datum_from_cstring(fc->arena, value);
}

/* ---- types ---- */

/* The name of a row type or an array of one, which types.def does not have; NULL: there is no such type. */
static const char *row_type_name(struct arena *a, Oid type)
{
    struct strbuf b;
    const char *name = system_fact(a, "pg_type", type, COL_pg_type_typname);
    bool array = name != NULL && strcmp(system_fact(a, "pg_type", type, COL_pg_type_typelem), "0") != 0;
    const struct object *found = NULL;
    if (name == NULL && type >= FIRST_USER_OID) {
        objects_begin();
        FOREACH (struct object, o, objects())
            if (o->rowtype == type || row_array_oid(o->rowtype) == type)
                found = o;
        array = found != NULL && found->rowtype != type;
    }
    if (name == NULL && found == NULL)
        return NULL;
    strbuf_init(&b, a);
    const char *in = found != NULL ? NULL : schema_name((Oid)strtoul(system_fact(a, "pg_type", type, COL_pg_type_typnamespace), NULL, 10));
    if (in != NULL && !schema_is_visible(in))
        strbuf_printf(&b, "%s.", in);
    if (found != NULL)
        add_relation(&b, found, false);
    else
        ident_quote(&b, name + array, strlen(name + array));
    strbuf_addstr(&b, array ? "[]" : "");
    return b.data;
}

static bool type_is_named(Oid type)
{
    const struct type_info *t = type_lookup(type);
    return t != NULL && (t->elem == InvalidOid || type_lookup(t->elem) != NULL);
}

const char *reg_type_name(struct arena *a, Oid oid)
{
    return type_is_named(oid) ? type_format(a, oid, -1) : row_type_name(a, oid);
}

/* A row type takes no modifier: one is shown all the same, before the brackets of an array. */
static const char *with_modifier(struct arena *a, const char *name, int32_t typmod)
{
    size_t n = name != NULL ? strlen(name) : 0;
    bool array = n > 2 && strcmp(name + n - 2, "[]") == 0;
    if (name == NULL || typmod < 0)
        return name;
    return arena_printf(a, "%.*s(%d)%s", (int)(array ? n - 2 : n), name, typmod, array ? "[]" : "");
}

/* format_type(type, typmod): a typmod of -1 is not the same as none where SQL's name would mean a length of one. */
Datum system_format_type(struct fcall *fc)
{
    if (ARG_NULL(0))
        RETURN_NULL();
    Oid type = ARG_OID(0), elem = type == TYPE__bpchar ? TYPE_bpchar : type == TYPE__bit ? TYPE_bit : type;
    const char *text;
    if (type == InvalidOid)
        text = "-";
    else if (!type_is_named(type))
        text = with_modifier(fc->arena, row_type_name(fc->arena, type), ARG_NULL(1) ? -1 : ARG_INT32(1));
    else if (!ARG_NULL(1) && ARG_INT32(1) < 0 && (elem == TYPE_bpchar || elem == TYPE_bit))
        text = arena_printf(fc->arena, "%s%s", elem == TYPE_bpchar ? "bpchar" : "\"bit\"", elem != type ? "[]" : "");
    else
        text = type_format(fc->arena, type, ARG_NULL(1) ? -1 : ARG_INT32(1));
    if ((type == TYPE_objectid || type == TYPE__objectid) && !schema_is_visible("public"))
        text = arena_printf(fc->arena, "public.%s", text);
    return datum_from_cstring(fc->arena, text != NULL ? text : "???");
}

/* ---- words ---- */

Datum catalog_userbyid(struct fcall *fc)
{
    const char *name = role_name(fc->arena, ARG_OID(0));
    if (name == NULL)
        name = arena_printf(fc->arena, "unknown (OID=%u)", ARG_OID(0));
    return datum_from_cstring(fc->arena, name);
}

/* By their numbers. */
static const char *const encodings[] = {
    "SQL_ASCII", "EUC_JP", "EUC_CN", "EUC_KR", "EUC_TW", "EUC_JIS_2004", "UTF8", "MULE_INTERNAL", "LATIN1", "LATIN2",
    "LATIN3", "LATIN4", "LATIN5", "LATIN6", "LATIN7", "LATIN8", "LATIN9", "LATIN10", "WIN1256", "WIN1258", "WIN866",
    "WIN874", "KOI8R", "WIN1251", "WIN1252", "ISO_8859_5", "ISO_8859_6", "ISO_8859_7", "ISO_8859_8", "WIN1250",
    "WIN1253", "WIN1254", "WIN1255", "WIN1257", "KOI8U", "SJIS", "BIG5", "GBK", "UHC", "GB18030", "JOHAB",
    "SHIFT_JIS_2004"};

Datum catalog_encoding_name(struct fcall *fc)
{
    int i = ARG_INT32(0);
    return datum_from_cstring(fc->arena, i >= 0 && i < COUNTOF(encodings) ? encodings[i] : "");
}

/* pg_encoding_max_length(encoding): bytes of its longest character */
Datum catalog_encoding_length(struct fcall *fc)
{
    static const char longest[] = "133343441111111111111111111111111112222432";
    int i = ARG_INT32(0);
    if (i < 0 || i >= COUNTOF(encodings))
        RETURN_NULL();
    return datum_from_int32(longest[i] - '0');
}

/* By its name, as PostgreSQL compares them; -1: none. */
static int encoding_number(const char *name)
{
    enum encoding e;
    for (int i = 0; encoding_find(name, &e) && i < COUNTOF(encodings); i++)
        if (strcmp(encodings[i], encoding_name(e)) == 0)
            return i;
    return -1;
}

Datum catalog_encoding_number(struct fcall *fc)
{
    return datum_from_int32(encoding_number(datum_cstring(fc->arena, ARG_DATUM(0))));
}

/*
 * to_ascii(text), (text, encoding), (text, its name): each byte above 127 becomes the letter that it resembles in that encoding, whatever
 * the database's own is. The letters of 128 ... 244, beyond which UTF-8 has no bytes, are as PostgreSQL gives them.
 */
static const struct {
    int encoding;
    const char *letters;
} ascii_letters[] = {
    {8, "                                  cL Y  \"Ca  -R     'u .,      ???AAAAACEEEEIIII NOOOOOxOUUUUYTBaaaaaaaceeeeiiii nooo"},
    {9, "                                 A L LS \"SSTZ-ZZ a,l'ls ,sstz\"zz??AAALCCCEEEEIIDDNNOOOOxRUUUUYTBraaaalccceeeeiiddnnoo"},
    {16, "                                  cL YS sCa  -R     Zu .z   EeY???AAAAACEEEEIIII NOOOOOxOUUUUYTBaaaaaaaceeeeiiii nooo"},
    {29, "  ' \"    %S<STZZ `'\"\".--  s>stzz   L A  \"CS  -RZ  ,l'u .,as L\"lz??AAALCCCEEEEIIDDNNOOOOxRUUUUYTBraaaalccceeeeiiddnnoo"},
};

static Datum to_ascii(struct fcall *fc, int encoding)
{
    for (int i = 0; i < COUNTOF(ascii_letters); i++) {
        if (ascii_letters[i].encoding != encoding)
            continue;
        size_t n = VARLEN(ARG_DATUM(0));
        char *to = ARENA_ARRAY(fc->arena, char, n + 1);
        for (size_t k = 0; k < n; k++) {
            unsigned char c = (unsigned char)VARDATA(ARG_DATUM(0))[k];
            to[k] = (char)(c < 128 ? c : (unsigned char)ascii_letters[i].letters[c - 128]);
        }
        return datum_from_text(fc->arena, to, n);
    }
    raise(ERR_FEATURE_NOT_SUPPORTED, "encoding conversion from %s to ASCII not supported", encodings[encoding]);
}

Datum catalog_to_ascii(struct fcall *fc)
{
    enum { UTF8 = 6 };
    return to_ascii(fc, UTF8);
}

Datum catalog_to_ascii_number(struct fcall *fc)
{
    if (ARG_INT32(1) < 0 || ARG_INT32(1) >= COUNTOF(encodings))
        raise(ERR_UNDEFINED_OBJECT, "%d is not a valid encoding code", ARG_INT32(1));
    return to_ascii(fc, ARG_INT32(1));
}

Datum catalog_to_ascii_name(struct fcall *fc)
{
    const char *name = datum_cstring(fc->arena, ARG_DATUM(1));
    int encoding = encoding_number(name);
    if (encoding < 0)
        raise(ERR_UNDEFINED_OBJECT, "%s is not a valid encoding name", name);
    return to_ascii(fc, encoding);
}

/* pg_get_keywords() */
Datum catalog_keywords(struct fcall *fc)
{
    static const char *const words[] = {"U", "unreserved", "C", "unreserved (cannot be function or type name)", "T",
                                        "reserved (can be function or type name)", "R", "reserved"};
    for (int i = 0; i < keyword_count(); i++) {
        const struct keyword *k = keyword_nth(i);
        const char *category = "";
        for (int w = 0; w < COUNTOF(words); w += 2)
            if (words[w][0] == k->category)
                category = words[w + 1];
        Datum values[] = {datum_from_cstring(fc->arena, k->word), datum_from_char(k->category), datum_from_bool(k->bare_label),
                          datum_from_cstring(fc->arena, category),
                          datum_from_cstring(fc->arena, k->bare_label ? "can be bare label" : "requires AS")};
        fc->emit(fc, values, (const bool[5]){false});
    }
    return 0;
}
