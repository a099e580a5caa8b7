/* CREATE TABLE: what is declared, as it is kept with the collection (catalog/relation.h, struct table_def). */
#include "analyze/define_int.h"

#include <string.h>

#include "catalog/objects.h"
#include "catalog/schema.h"
#include "types/ident.h"

struct pending_foreign {
    const PgQuery__Constraint *raw;
    const char *column; /* NULL: the table's */
};

/* A sequence that is to count for a column: its options are looked at behind the keys. */
struct pending_sequence {
    struct sequence_def *sequence;
    const struct column_def *column;
    PgQuery__Node *const *options;
    size_t n;
    const struct sequence_def *like; /* that it counts as; NULL none */
};

/* PRIMARY KEY or UNIQUE, as it was said. */
struct said_key {
    const PgQuery__Constraint *raw;
    List *columns; /* char * */
};

struct pending_key {
    struct table_key *key;
    const char *given, *columns;  /* its name, NULL: none was given; the columns' names */
    const PgQuery__Constraint *raw;
};

/* DEFAULT, or what the column is generated as (column->generated). */
struct pending_value {
    struct column_def *column;
    PgQuery__Node *expr;
};

struct column_def *def_column(const struct table_def *def, const char *name)
{
    FOREACH (struct column_def, c, def->columns)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

/* ---- constraints' names ---- */

static int name_place(const struct definition *d, const char *name)
{
    for (int i = 0; i < list_length(d->names); i++)
        if (strcmp(list_nth(d->names, i), name) == 0)
            return i;
    return -1;
}

static bool sequence_taken(const struct definition *d, const char *name)
{
    FOREACH (struct sequence_def, q, d->def->sequences)
        if (strcmp(q->name, name) == 0)
            return true;
    return false;
}

bool index_name_taken(const struct definition *d, const char *name)
{
    FOREACH (struct table_key, k, d->def->keys)
        if (k->name != NULL && strcmp(k->name, name) == 0)
            return true;
    FOREACH (struct index_copy, x, d->def->copied)
        if (strcmp(x->name, name) == 0)
            return true;
    for (int i = 0; i < list_length(d->gone); i++)
        if (strcmp(list_nth(d->gone, i), name) == 0)
            return false;
    return strcmp(d->table, name) == 0 || sequence_taken(d, name) || catalog_name_taken(d->ps->an->catalog, d->ps->arena, name, d->temp);
}

/* Those of the schema's other tables count, too, where no name was given. */
static bool generated_taken(const struct definition *d, const char *name, bool index)
{
    bool had = d->was != NULL && def_has_constraint(d->was, name); /* and no more */
    return name_place(d, name) >= 0 || (index && index_name_taken(d, name)) || (!had && catalog_constraint_taken(d->ps->an->catalog, d->ps->arena, name, d->temp));
}

const char *constraint_name(struct definition *d, const char *given, const char *columns, const char *suffix, bool index)
{
    struct arena *a = d->ps->arena;
    const char *name = given;
    if (is_empty(given)) {
        name = ident_generated(a, d->table, columns, suffix, 0);
        for (int i = 1; generated_taken(d, name, index); i++)
            name = ident_generated(a, d->table, columns, suffix, i);
    } else if (index && index_name_taken(d, name)) {
        raise(ERR_DUPLICATE_TABLE, "relation \"%s\" already exists", name);
    } else if (name_place(d, name) >= d->old_names && strcmp(suffix, "check") == 0) {
        raise(ERR_DUPLICATE_OBJECT, "check constraint \"%s\" already exists", name);
    } else if (name_place(d, name) >= 0) {
        raise(ERR_DUPLICATE_OBJECT, "constraint \"%s\" for relation \"%s\" already exists", name, d->table);
    }
    d->names = list_append(a, d->names, (void *)(uintptr_t)name);
    return name;
}

/* ---- columns ---- */

/* serial is no type of its own: an integer whose DEFAULT counts. */
static bool serial_type(const PgQuery__TypeName *t, Oid *type)
{
    static const struct {
        const char *name;
        Oid type;
    } serials[] = {{"serial", TYPE_int4},      {"serial4", TYPE_int4},   {"bigserial", TYPE_int8},
                   {"serial8", TYPE_int8},     {"smallserial", TYPE_int2}, {"serial2", TYPE_int2}};
    const char *name = t->n_names == 1 ? raw_string(t->names[0]) : NULL;
    for (int i = 0; name != NULL && i < COUNTOF(serials); i++)
        if (strcmp(serials[i].name, name) == 0) {
            *type = serials[i].type;
            return true;
        }
    return false;
}

/* BSON's dates have milliseconds, and the type says so. Raises 0A000 for what changes with a relation. */
static int32_t kept_typmod(Oid type, int32_t typmod)
{
    if (type & TYPE_OF_ROWS)
        raise(ERR_FEATURE_NOT_SUPPORTED, "columns of a relation's row type (%s) are not supported", type_get(type)->name);
    bool time = type == TYPE_timestamp || type == TYPE_timestamptz || type == TYPE__timestamp || type == TYPE__timestamptz;
    return time && (typmod < 0 || typmod > 3) ? 3 : typmod;
}

/* SEQUENCE NAME among the options, which is taken out of them; NULL: there is none. */
static const char *given_sequence_name(struct definition *d, PgQuery__Node **options, size_t *n)
{
    const char *name = NULL;
    size_t kept = 0;
    for (size_t i = 0; i < *n; i++) {
        const PgQuery__DefElem *e = options[i]->def_elem;
        if (strcmp(e->defname, "sequence_name") != 0) {
            options[kept++] = options[i];
            continue;
        }
        List *parts = raw_strings(d->ps->arena, e->arg->list->items, e->arg->list->n_items);
        int count = list_length(parts);
        name = list_nth(parts, count - 1);
        if (count > 1 && strcmp(list_nth(parts, count - 2), "public") != 0)
            raise_at(ERR_INVALID_SCHEMA_NAME, e->location, "schema \"%s\" does not exist", (const char *)list_nth(parts, count - 2));
    }
    *n = kept;
    return name;
}

void define_counted(struct definition *d, struct column_def *col, PgQuery__Node *const *options, size_t n, const struct sequence_def *like)
{
    struct arena *a = d->ps->arena;
    struct sequence_def *q = ARENA_NEW(a, struct sequence_def);
    struct pending_sequence *p = ARENA_NEW(a, struct pending_sequence);
    struct strbuf name, literal;
    PgQuery__Node **others = n > 0 ? arena_memdup(a, options, n * sizeof *options) : NULL;
    const char *given = given_sequence_name(d, others, &n);
    q->name = given != NULL ? given : ident_generated(a, d->table, col->name, "seq", 0);
    for (int i = 1; given == NULL && (catalog_name_taken(d->ps->an->catalog, a, q->name, d->temp) || (d->altering && sequence_taken(d, q->name))); i++)
        q->name = ident_generated(a, d->table, col->name, "seq", i);
    strbuf_init(&name, a);
    ident_quote(&name, q->name, strlen(q->name));
    strbuf_init(&literal, a);
    for (const char *c = name.data; *c != '\0'; c++)
        strbuf_printf(&literal, *c == '\'' ? "''" : "%c", *c);
    col->default_text = arena_printf(a, "nextval('%s'::regclass)", literal.data);
    col->sequence = q->name;
    *p = (struct pending_sequence){q, col, others, n, like};
    d->counted = list_append(a, d->counted, p);
}

static void add_sequence(struct definition *d, const struct pending_sequence *p)
{
    struct sequence_def *q = p->sequence;
    struct sequence_restart restart;
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->options[i]->def_elem->defname, "as") == 0) /* it has its column's type already */
            raise_at(ERR_SYNTAX_ERROR, p->options[i]->def_elem->location, "conflicting or redundant options");
    if (p->column->identity != 0)
        analyze_check_identity(p->column);
    q->type = p->column->type;
    analyze_sequence(d->ps, p->options, p->n, q, true, &restart);
    if (sequence_taken(d, q->name) || catalog_name_taken(d->ps->an->catalog, d->ps->arena, q->name, d->temp))
        raise(ERR_DUPLICATE_TABLE, "relation \"%s\" already exists", q->name);
    sequence_owner(d->ps, p->options, p->n, q);
    q->table = d->table;
    q->column = p->column->name;
    if (p->like != NULL) {
        q->start = p->like->start;
        q->increment = p->like->increment;
        q->min = p->like->min;
        q->max = p->like->max;
        q->cache = p->like->cache;
        q->cycle = p->like->cycle;
    }
    d->def->sequences = list_append(d->ps->arena, d->def->sequences, q);
}

static void column_type(struct definition *d, const PgQuery__ColumnDef *c, struct column_def *out)
{
    struct pstate *ps = d->ps;
    if (serial_type(c->type_name, &out->type)) {
        out->typmod = -1;
        return;
    }
    lookup_type(ps, c->type_name, &out->type, &out->typmod);
    out->typmod = kept_typmod(out->type, out->typmod);
    out->ndims = (int32_t)c->type_name->n_array_bounds;
    out->setof = !d->altering && c->type_name->setof;
}

bool is_unlogged(const PgQuery__RangeVar *v)
{
    return v->relpersistence != NULL && v->relpersistence[0] == 'u';
}

void column_name_check(const char *name)
{
    if (column_name_is_system(name))
        raise(ERR_DUPLICATE_COLUMN, "column name \"%s\" conflicts with a system column name", name);
}

static void check_column_type(struct arena *a, const struct column_def *c)
{
    if (c->setof)
        raise(ERR_INVALID_TABLE_DEFINITION, "column \"%s\" cannot be declared SETOF", c->name);
    if (type_get(c->type)->typtype == 'p')
        raise(ERR_INVALID_TABLE_DEFINITION, "column \"%s\" has pseudo-type %s", c->name, type_display(a, c->type));
}

static int times_there(const struct table_def *def, const char *name)
{
    int n = 0;
    FOREACH (const struct column_def, c, def->columns)
        n += strcmp(c->name, name) == 0;
    return n;
}

void analyze_storage(struct arena *a, struct table_def *def, const struct table_storage *s)
{
    if (s->on_commit > PG_QUERY__ON_COMMIT_ACTION__ONCOMMIT_NOOP && !s->temporary)
        raise(ERR_INVALID_TABLE_DEFINITION, "ON COMMIT can only be used on temporary tables");
    check_storage(NULL, s->tablespace);
    def->options = analyze_reloptions(a, s->options, s->n_options, s->of, NULL, false);
    FOREACH (const struct column_def, c, def->columns)
        if (times_there(def, c->name) > 1)
            raise(ERR_DUPLICATE_COLUMN, "column \"%s\" specified more than once", c->name);
    check_storage(s->access_method, NULL);
    FOREACH (const struct column_def, c, s->of != RELOPTION_VIEW ? def->columns : NULL)
        column_name_check(c->name);
    FOREACH (const struct column_def, c, def->columns)
        check_column_type(a, c);
}

static _Noreturn void throw_of_expression(const struct definition *d, struct error *e)
{
    e->position = d->altering ? -1 : e->position;
    error_throw(e);
}

/* Must be an expression of the column's type, without columns. NULL: it is NULL, which is what there is without a DEFAULT. */
static const char *read_default(struct definition *d, const struct column_def *c, PgQuery__Node *raw)
{
    struct pstate *ps = pstate_new(d->ps->an, NULL);
    Node *e = transform_expr(ps, raw, KIND_COLUMN_DEFAULT);
    Oid type = expr_type(e);
    const Node *value = coerce_to_target(ps, e, type, c->type, c->typmod, COERCION_ASSIGNMENT, COERCE_IMPLICIT_CAST, -1);
    if (value == NULL) {
        struct error *err = error_new(ERR_DATATYPE_MISMATCH, "column \"%s\" is of type %s but default expression is of type %s", c->name,
                                      type_display(ps->arena, c->type), type_display(ps->arena, type));
        error_throw(error_hint(err, "You will need to rewrite or cast the expression."));
    }
    return IS_A(value, Const) && ((const Const *)value)->constisnull ? NULL : sql_expression_text(d->ps->arena, raw);
}

static const char *default_text(struct definition *d, const struct column_def *c, PgQuery__Node *raw)
{
    const char *volatile text = NULL;
    TRY {
        text = read_default(d, c, raw);
    } CATCH (e) {
        throw_of_expression(d, e);
    } END_TRY;
    return text;
}

static void add_foreign(struct definition *d, const PgQuery__Constraint *c, const char *column)
{
    struct pending_foreign *p = ARENA_NEW(d->ps->arena, struct pending_foreign);
    *p = (struct pending_foreign){c, column};
    d->foreign = list_append(d->ps->arena, d->foreign, p);
}

static void add_check(struct definition *d, PgQuery__Constraint *c)
{
    d->checks = list_append(d->ps->arena, d->checks, c);
}

/* Looked at when all columns are known. */
static const char *value_text(struct definition *d, struct column_def *c, PgQuery__Node *expr)
{
    struct pending_value *p = ARENA_NEW(d->ps->arena, struct pending_value);
    *p = (struct pending_value){c, expr};
    d->values = list_append(d->ps->arena, d->values, p);
    return sql_expression_text(d->ps->arena, expr);
}

/* One value at most may be said of a column. */
static void declare_generated(struct definition *d, struct column_def *c, const PgQuery__Constraint *raw)
{
    if (c->generated != NULL)
        raise_at(ERR_SYNTAX_ERROR, raw->location, "multiple generation clauses specified for column \"%s\" of table \"%s\"", c->name, d->table);
    c->generated = value_text(d, c, raw->raw_expr);
}

static void check_one_value(const struct definition *d, const struct column_def *c, int location)
{
    bool counts = c->identity != 0;
    if (c->generated != NULL && (counts || c->default_text != NULL))
        raise_at(ERR_SYNTAX_ERROR, location, "both %s and generation expression specified for column \"%s\" of table \"%s\"",
                 counts ? "identity" : "default", c->name, d->table);
}

void no_opclass(struct arena *a, Oid type, const char *method)
{
    struct error *e = error_new(ERR_UNDEFINED_OBJECT, "data type %s has no default operator class for access method \"%s\"",
                                type_display(a, type), method);
    error_throw(error_hint(e, "You must specify an operator class for the index or define a default operator class for the data type."));
}

void check_index_type(struct arena *a, Oid type, const char *method)
{
    const struct type_info *t = type_get(type_base(type));
    if (!(strcmp(method, "hash") == 0 ? t->hash != NULL : t->cmp != NULL))
        no_opclass(a, type, method);
}

/* Are some of its equal values stored unlike? 1 day is 24 hours, [1.0,2) is [1,2); queries that differ in weights alone are equal. */
static bool equals_differ(Oid type)
{
    static const Oid known[] = {TYPE_interval, TYPE_tsquery, TYPE_numrange, TYPE_nummultirange};
    const struct user_type *user;
    type = type_base(type);
    for (int i = 0; i < COUNTOF(known); i++)
        if (known[i] == type)
            return true;
    if (type_is_array(type))
        return equals_differ(type_get(type)->elem);
    user = user_type(type);
    if (user != NULL && (user->kind == 'r' || user->kind == 'm')) /* of most subtypes: -0, 1.0 */
        return true;
    FOREACH (struct type_attribute, at, user != NULL ? user->attributes : NULL)
        if (equals_differ(at->type))
            return true;
    return false;
}

/* Of a type's equal values all must be stored alike, and none be an array, of which MongoDB indexes the elements. */
void check_unique_type(struct arena *a, Oid type, int location)
{
    Oid stored = type_base(type);
    if (type_is_array(stored) || stored == TYPE_jsonb || equals_differ(type))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "a unique index on %s is not supported", type_display(a, type));
}

void analyze_key_type(struct arena *a, Oid type)
{
    check_index_type(a, type, "btree");
    check_unique_type(a, type, -1);
}

/* INCLUDE (...) */
static List *included_columns(struct definition *d, const PgQuery__Constraint *c)
{
    List *names = raw_strings(d->ps->arena, c->including, c->n_including);
    for (int i = 0; i < list_length(names); i++)
        if (def_column(d->def, list_nth(names, i)) == NULL && !column_name_is_system(list_nth(names, i)))
            raise_at(ERR_UNDEFINED_COLUMN, d->altering ? -1 : c->location, "column \"%s\" named in key does not exist", (const char *)list_nth(names, i));
    return names;
}

/* WITH (fillfactor = 70): of the key's index. NULL: nothing is said. */
static struct table_index_def *key_options(struct definition *d, const PgQuery__Constraint *c)
{
    struct table_index_def *x = ARENA_NEW(d->ps->arena, struct table_index_def);
    x->options = analyze_reloptions(d->ps->arena, c->options, c->n_options, RELOPTION_BTREE, NULL, false);
    if (x->options == NULL)
        return NULL;
    d->def->indexes = list_append(d->ps->arena, d->def->indexes, x);
    return x;
}

/* Beside one that the table has already, PostgreSQL comes to it only behind the columns. */
static void check_only_primary(struct definition *d, int location)
{
    FOREACH (struct table_key, other, d->def->keys) {
        if (!other->primary)
            continue;
        struct error *e = error_new(ERR_INVALID_TABLE_DEFINITION, "multiple primary keys for table \"%s\" are not allowed", d->table);
        if (FOREACH_INDEX(other, d->def->keys) >= d->old_keys)
            error_throw(error_at(e, location));
        d->late = e;
    }
}

static bool same_names(const List *a, const List *b)
{
    if (list_length(a) != list_length(b))
        return false;
    for (int i = 0; i < list_length(a); i++)
        if (strcmp(list_nth(a, i), list_nth(b, i)) != 0)
            return false;
    return true;
}

/* The key of the same CREATE TABLE that says the same, PRIMARY KEY or UNIQUE: PostgreSQL makes one of the two. NULL: there is none. */
static struct pending_key *same_key(const struct definition *d, const struct table_key *k)
{
    FOREACH (struct pending_key, p, !d->altering ? d->keys : NULL)
        if (same_names(p->key->columns, k->columns) && same_names(p->key->include, k->include) && p->key->not_distinct == k->not_distinct &&
            p->key->deferrable == k->deferrable && p->key->deferred == k->deferred)
            return p;
    return NULL;
}

/* Of two equal keys one is left: the primary one, else the first; it has its own name where one was given, else the other's. */
static void merge_key(struct pending_key *kept, const PgQuery__Constraint *c, bool primary)
{
    bool promoted = primary && !kept->key->primary;
    if (kept->raw->n_options > 0 || c->n_options > 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "two keys of the same columns with storage parameters are not supported");
    kept->key->primary = kept->key->primary || primary;
    if (!is_empty(c->conname) && (promoted || kept->given == NULL))
        kept->given = c->conname;
}

static void check_own_columns(const struct definition *d, const List *names, bool primary)
{
    for (int i = 0; i < list_length(names); i++)
        if (def_column(d->def, list_nth(names, i)) == NULL && primary) /* it would be NOT NULL first */
            raise(ERR_FEATURE_NOT_SUPPORTED, "cannot alter system column \"%s\"", (const char *)list_nth(names, i));
        else if (def_column(d->def, list_nth(names, i)) == NULL)
            raise(ERR_FEATURE_NOT_SUPPORTED, "index creation on system columns is not supported");
}

static void name_key(struct definition *d, struct pending_key *p)
{
    bool primary = p->key->primary;
    struct table_index_def *options = key_options(d, p->raw);
    check_own_columns(d, p->key->columns, primary);
    check_own_columns(d, p->key->include, false);
    for (int i = 0; i < list_length(p->key->columns); i++) {
        Oid type = def_column(d->def, list_nth(p->key->columns, i))->type;
        check_index_type(d->ps->arena, type, "btree");
        check_unique_type(d->ps->arena, type, p->raw->location);
    }
    p->key->name = constraint_name(d, p->given, primary ? NULL : p->columns, primary ? "pkey" : "key", true);
    if (options != NULL)
        options->name = p->key->name;
}

/* The primary key first, as PostgreSQL makes them. */
static void name_keys(struct definition *d)
{
    FOREACH (struct pending_key, p, d->keys)
        if (p->key->primary)
            name_key(d, p);
    FOREACH (struct pending_key, p, d->keys)
        if (!p->key->primary)
            name_key(d, p);
}

/* The key's i-th column. */
static void check_not_before(const PgQuery__Constraint *c, const List *columns, int i)
{
    for (int k = 0; k < i; k++)
        if (strcmp(list_nth(columns, i), list_nth(columns, k)) == 0)
            raise_at(ERR_DUPLICATE_COLUMN, c->location, "column \"%s\" appears twice in %s constraint", (const char *)list_nth(columns, i),
                     c->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY ? "primary key" : "unique");
}

static void add_key(struct definition *d, const PgQuery__Constraint *c, List *columns)
{
    struct arena *a = d->ps->arena;
    bool primary = c->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
    struct table_key *k = ARENA_NEW(a, struct table_key);
    const char *joined = NULL;
    if (primary)
        check_only_primary(d, c->location);
    for (int i = 0; d->altering && i < list_length(columns); i++) /* PostgreSQL looks for the columns when it makes the index */
        check_not_before(c, columns, i);
    for (int i = 0; i < list_length(columns); i++) {
        const char *name = list_nth(columns, i);
        struct column_def *col = def_column(d->def, name);
        bool system = col == NULL && column_name_is_system(name); /* refused when the index is made */
        if (col == NULL && !system && d->altering && primary) /* it is to be NOT NULL first */
            raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", name, d->table);
        if (col == NULL && !system)
            raise_at(ERR_UNDEFINED_COLUMN, d->altering ? -1 : c->location, "column \"%s\" named in key does not exist", name);
        check_not_before(c, columns, i);
        if (col != NULL)
            col->notnull = col->notnull || primary;
        joined = joined == NULL ? name : arena_printf(a, "%s_%s", joined, name);
    }
    k->include = included_columns(d, c);
    for (int i = 0; i < list_length(k->include); i++)
        joined = arena_printf(a, "%s_%s", joined, (const char *)list_nth(k->include, i));
    k->primary = primary;
    k->not_distinct = c->nulls_not_distinct;
    k->deferrable = c->deferrable;
    k->deferred = c->initdeferred;
    k->columns = columns;
    struct pending_key *other = same_key(d, k), *p = ARENA_NEW(a, struct pending_key);
    if (other != NULL) {
        merge_key(other, c, primary);
        return;
    }
    if (k->deferrable && k->not_distinct)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "a DEFERRABLE constraint with NULLS NOT DISTINCT is not supported");
    if (k->deferrable && list_length(columns) == 1 && strcmp(list_nth(columns, 0), "_id") == 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "a DEFERRABLE constraint on \"_id\" is not supported: MongoDB looks at once");
    *p = (struct pending_key){k, !is_empty(c->conname) ? c->conname : NULL, joined, c};
    d->keys = list_append(a, d->keys, p);
    d->def->keys = list_append(a, d->def->keys, k);
}

/* Looked at when all columns are known. */
static void say_key(struct definition *d, const PgQuery__Constraint *c, List *columns)
{
    struct said_key *k = ARENA_NEW(d->ps->arena, struct said_key);
    *k = (struct said_key){c, columns};
    d->said_keys = list_append(d->ps->arena, d->said_keys, k);
}

static void add_said_keys(struct definition *d)
{
    FOREACH (const struct said_key, k, d->said_keys)
        add_key(d, k->raw, k->columns);
}

/* Keys, then sequences: what PostgreSQL looks at when it has read all columns. */
static void add_said(struct definition *d)
{
    add_said_keys(d);
    FOREACH (const struct pending_sequence, p, d->counted)
        add_sequence(d, p);
}

static void null_conflict(const struct definition *d, const struct column_def *c, int location)
{
    raise_at(ERR_SYNTAX_ERROR, location, "conflicting NULL/NOT NULL declarations for column \"%s\" of table \"%s\"", c->name, d->table);
}

/* What is said of a constraint beside its kind; foreign.c looks at a foreign key's. */
static void check_constraint_fields(const PgQuery__Constraint *c)
{
    if (c->contype == PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "EXCLUDE constraints are not supported");
    if (c->contype != PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN)
        RAW_FIELDS(c, c->location, "contype conname location raw_expr generated_when keys including options skip_validation initially_valid "
                                   "nulls_not_distinct deferrable initdeferred");
}

void analyze_check_identity(const struct column_def *col)
{
    if (col->type != TYPE_int2 && col->type != TYPE_int4 && col->type != TYPE_int8)
        raise(ERR_INVALID_PARAMETER_VALUE, "identity column type must be smallint, integer, or bigint");
}

static _Noreturn void default_again(const struct definition *d, const struct column_def *c, int location)
{
    raise_at(ERR_SYNTAX_ERROR, location, "multiple default values specified for column \"%s\" of table \"%s\"", c->name, d->table);
}

static _Noreturn void default_and_identity(const struct definition *d, const struct column_def *c, int location)
{
    raise_at(ERR_SYNTAX_ERROR, location, "both default and identity specified for column \"%s\" of table \"%s\"", c->name, d->table);
}

static void column_constraint(struct definition *d, struct column_def *col, PgQuery__Constraint *c, int *nullable, int location)
{
    struct arena *a = d->ps->arena;
    check_constraint_fields(c);
    switch (c->contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_NULL:
        if (*nullable == 0)
            null_conflict(d, col, location);
        *nullable = 1;
        break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL:
        if (*nullable == 1)
            null_conflict(d, col, location);
        *nullable = 0;
        col->notnull = true;
        break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT:
        if (col->identity != 0)
            default_and_identity(d, col, location);
        if (col->default_text != NULL)
            default_again(d, col, location);
        col->default_text = value_text(d, col, c->raw_expr);
        break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK: add_check(d, c); break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
        say_key(d, c, list_make(a, 1, col->name));
        break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN: add_foreign(d, c, col->name); break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY:
        if (col->identity != 0)
            raise_at(ERR_SYNTAX_ERROR, location, "multiple identity specifications for column \"%s\" of table \"%s\"", col->name, d->table);
        if (*nullable == 1)
            null_conflict(d, col, location);
        if (col->default_text != NULL)
            default_and_identity(d, col, location);
        *nullable = 0;
        col->identity = c->generated_when[0];
        col->notnull = true;
        define_counted(d, col, c->options, c->n_options, NULL);
        break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED:
        declare_generated(d, col, c);
        break;
    default: raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "this kind of constraint is not supported");
    }
    check_one_value(d, col, location);
}

static bool is_attribute(const PgQuery__Constraint *c)
{
    return c->contype >= PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE && c->contype <= PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_IMMEDIATE;
}

/* [NOT] DEFERRABLE, INITIALLY ...: the grammar gives them as constraints of their own behind the one that they are said of. */
static void constraint_attribute(PgQuery__Node *const *constraints, size_t i)
{
    const PgQuery__Constraint *attribute = constraints[i]->constraint;
    PgQuery__Constraint *of = NULL;
    bool no = attribute->contype == PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_NOT_DEFERRABLE;
    if (!is_attribute(attribute))
        return;
    for (size_t k = i; k-- > 0 && of == NULL;)
        if (!is_attribute(constraints[k]->constraint))
            of = constraints[k]->constraint;
    if (of == NULL || (of->contype != PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN && of->contype != PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE &&
                       of->contype != PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY))
        raise_at(ERR_SYNTAX_ERROR, attribute->location, "misplaced %s clause", no ? "NOT DEFERRABLE" : "DEFERRABLE");
    if (attribute->contype == PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE)
        of->deferrable = true;
    else if (attribute->contype == PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRED)
        of->deferrable = of->initdeferred = true;
    bool says = attribute->contype == PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE || no;
    for (size_t k = i; says && k-- > 0 && is_attribute(constraints[k]->constraint);)
        if (constraints[k]->constraint->contype <= PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_NOT_DEFERRABLE)
            raise_at(ERR_SYNTAX_ERROR, attribute->location, "multiple DEFERRABLE/NOT DEFERRABLE clauses not allowed");
    for (size_t k = 0; k <= i; k++)
        no = no || constraints[k]->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_NOT_DEFERRABLE;
    if (no && of->initdeferred)
        raise_at(ERR_SYNTAX_ERROR, attribute->location, "constraint declared INITIALLY DEFERRED must be DEFERRABLE");
}

static Oid collation_of(const struct column_def *c)
{
    return c->collation != InvalidOid ? c->collation : type_collation(c->type);
}

void analyze_same_collation(const struct column_def *was, const struct column_def *now)
{
    Oid from = collation_of(was), to = collation_of(now);
    if (from != to)
        raise(ERR_INVALID_TABLE_DEFINITION, "cannot change collation of view column \"%s\" from \"%s\" to \"%s\"", was->name, collation_name(from),
              collation_name(to));
}

Oid analyze_collation(struct arena *a, PgQuery__CollateClause *c, Oid type)
{
    if (c == NULL)
        return InvalidOid;
    if (!type_is_collatable(type))
        raise_at(ERR_DATATYPE_MISMATCH, c->location, "collations are not supported by type %s", type_display(a, type));
    if (!is_collation_c(c))
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "collations other than \"C\" are not supported");
    Oid collation = collation_oid(raw_string(c->collname[c->n_collname - 1]));
    return collation == type_collation(type) ? InvalidOid : collation;
}

/* serial's own DEFAULT and NOT NULL come last, and stand nowhere. nullable: what was said */
static void add_serial(struct definition *d, struct column_def *col, int nullable)
{
    if (col->identity != 0)
        default_and_identity(d, col, -1);
    if (col->default_text != NULL)
        default_again(d, col, -1);
    define_counted(d, col, NULL, 0, NULL);
    check_one_value(d, col, -1);
    if (nullable == 1)
        null_conflict(d, col, -1);
    col->notnull = true;
}

static void add_column(struct definition *d, PgQuery__ColumnDef *c)
{
    struct column_def *col = ARENA_NEW(d->ps->arena, struct column_def);
    RAW_FIELDS(c, c->location, "colname type_name is_local coll_clause constraints location");
    if (!column_name_is_system(c->colname) && !field_nameable(c->colname, strlen(c->colname)))
        raise_at(ERR_INVALID_NAME, c->location, "column name \"%s\" is none that a field of MongoDB can have here", c->colname);
    col->name = c->colname;
    column_type(d, c, col);
    int nullable = -1;
    col->collation = analyze_collation(d->ps->arena, c->coll_clause, col->type);
    d->def->columns = list_append(d->ps->arena, d->def->columns, col);
    for (size_t i = 0; i < c->n_constraints; i++)
        constraint_attribute(c->constraints, i);
    for (size_t i = 0; i < c->n_constraints; i++)
        if (!is_attribute(c->constraints[i]->constraint))
            column_constraint(d, col, c->constraints[i]->constraint, &nullable, c->constraints[i]->constraint->location);
    if (serial_type(c->type_name, &col->type))
        add_serial(d, col, nullable);
}

/* ---- the table's constraints ---- */

static void table_constraint(struct definition *d, PgQuery__Constraint *c)
{
    check_constraint_fields(c);
    switch (c->contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK: add_check(d, c); break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
        say_key(d, c, raw_strings(d->ps->arena, c->keys, c->n_keys));
        break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN: add_foreign(d, c, NULL); break;
    default: raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "this kind of constraint is not supported");
    }
}

/* The only column that a check names; NULL. */
static bool find_column_walker(Node *n, void *arg)
{
    int *only = arg;
    if (IS_A(n, Var)) {
        int attno = ((Var *)n)->varattno;
        *only = *only == 0 || *only == attno ? attno : -1;
        return false;
    }
    return node_walk(n, find_column_walker, arg);
}

struct relation *analyze_relation_of(struct arena *a, const char *name, const struct table_def *def)
{
    struct relation *rel = ARENA_NEW(a, struct relation);
    *rel = (struct relation){.name = name, .kind = REL_COLLECTION, .def = def};
    FOREACH (struct column_def, c, def->columns) {
        struct column *col = ARENA_NEW(a, struct column);
        *col = (struct column){.name = c->name, .path = c->name, .attnum = FOREACH_INDEX(c, def->columns) + 1, .type = c->type, .typmod = c->typmod, .collation = c->collation,
                               .enforced = schema_type_enforced(c->type)};
        rel->columns = list_append(a, rel->columns, col);
    }
    rel->nvisible = list_length(rel->columns);
    return rel;
}

static void read_constraints(struct definition *d)
{
    struct arena *a = d->ps->arena;
    struct relation *rel = analyze_relation_of(a, d->table, d->def);
    struct pstate *ps = pstate_new(d->ps->an, NULL);
    ns_put(ps, ns_add_relation(ps, rel, rel->name, NULL, true), true, true);
    FOREACH (struct pending_value, p, d->values) {
        if (p->column->generated != NULL)
            define_generated(d, ps, p->column, p->expr);
        else
            p->column->default_text = read_default(d, p->column, p->expr);
    }
    if (d->late != NULL)
        error_throw(d->late);
    FOREACH (PgQuery__Constraint, raw, d->checks) {
        struct table_check *k = ARENA_NEW(a, struct table_check);
        int only = 0;
        Node *e = coerce_to_boolean(ps, transform_expr(ps, raw->raw_expr, KIND_CHECK_CONSTRAINT), "CHECK");
        find_column_walker(e, &only);
        k->text = sql_expression_text(a, raw->raw_expr);
        k->not_valid = raw->skip_validation;
        k->name = constraint_name(d, raw->conname, only > 0 ? rte_column_name(list_nth(ps->rtable, 0), only) : NULL, "check", false);
        d->def->checks = list_append(a, d->def->checks, k);
    }
    name_keys(d);
}

static void finish_constraints(struct definition *d)
{
    objects_coming(d->def, d->altering ? NULL : d->table, d->collection, d->temp);
    TRY {
        read_constraints(d);
    } CATCH (e) {
        objects_forget();
        throw_of_expression(d, e);
    } END_TRY;
    objects_forget();
    FOREACH (struct pending_foreign, p, d->foreign)
        define_foreign(d, p->raw, p->column);
}

static struct definition definition_of(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct table_def *def, const char *table,
                                       const char *collection)
{
    struct analysis *an = ARENA_NEW(a, struct analysis);
    *an = (struct analysis){.arena = a, .catalog = c, .text = raw->text};
    struct definition d = {.ps = pstate_new(an, NULL), .def = def, .table = table, .collection = collection, .old_keys = list_length(def->keys),
                           .temp = collection != NULL && catalog_temp_name(c, collection) != NULL};
    FOREACH (struct table_key, k, def->keys)
        d.names = list_append(a, d.names, (void *)(uintptr_t)k->name);
    FOREACH (struct table_check, k, def->checks)
        d.names = list_append(a, d.names, (void *)(uintptr_t)k->name);
    FOREACH (struct table_foreign, f, def->foreign)
        d.names = list_append(a, d.names, (void *)(uintptr_t)f->name);
    d.old_names = list_length(d.names);
    return d;
}

/* What PostgreSQL calls what there is here. */
void check_storage(const char *access_method, const char *tablespace)
{
    if (!is_empty(access_method) && strcmp(access_method, "heap") != 0)
        raise(ERR_UNDEFINED_OBJECT, "access method \"%s\" does not exist", access_method);
    if (!is_empty(tablespace) && strcmp(tablespace, "pg_default") != 0)
        raise(ERR_UNDEFINED_OBJECT, "tablespace \"%s\" does not exist", tablespace);
}

static void refuse_kinds(const PgQuery__CreateStmt *s)
{
    const char *what = s->partspec != NULL || s->partbound != NULL ? "partitioned tables" : s->n_inh_relations > 0 ? "tables that inherit"
                       : s->of_typename != NULL ? "tables of composite types" : NULL;
    if (what != NULL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, s->relation->location, "%s are not supported: a table is a collection of MongoDB", what);
}

struct definition *analyze_create_table(struct arena *a, struct catalog *c, const struct raw_stmt *raw, const char *collection)
{
    PgQuery__CreateStmt *s = raw->node->create_stmt;
    struct definition *d = ARENA_NEW(a, struct definition);
    *d = definition_of(a, c, raw, ARENA_NEW(a, struct table_def), s->relation->relname, collection);
    refuse_kinds(s);
    RAW_FIELDS(s, s->relation->location, "relation table_elts options oncommit tablespacename if_not_exists access_method");
    d->def->unlogged = is_unlogged(s->relation);
    for (size_t i = 0; i < s->n_table_elts; i++) {
        PgQuery__Node *n = s->table_elts[i];
        if (n->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF)
            add_column(d, n->column_def);
        else if (n->node_case == PG_QUERY__NODE__NODE_CONSTRAINT)
            table_constraint(d, n->constraint);
        else if (n->node_case == PG_QUERY__NODE__NODE_TABLE_LIKE_CLAUSE)
            define_like(d, n->table_like_clause);
        else
            raw_refuse(n);
    }
    add_said(d);
    struct table_storage storage = {RELOPTION_HEAP, s->options, s->n_options, s->tablespacename, s->access_method, d->temp, (int)s->oncommit};
    analyze_storage(a, d->def, &storage);
    return d;
}

struct table_def *analyze_create_table_values(struct definition *d, const struct raw_stmt *raw)
{
    const PgQuery__CreateStmt *s = raw->node->create_stmt;
    finish_constraints(d);
    FOREACH (struct table_check, k, d->def->checks) /* of no rows all is valid */
        k->not_valid = false;
    FOREACH (struct table_foreign, f, d->def->foreign)
        f->not_valid = false;
    for (size_t i = 0; i < s->n_table_elts; i++)
        if (s->table_elts[i]->node_case == PG_QUERY__NODE__NODE_TABLE_LIKE_CLAUSE)
            define_like_constraints(d, s->table_elts[i]->table_like_clause);
    return d->def;
}

/* ---- ALTER TABLE ---- */

#define COPY_LIST(a, type, list)                                              \
    ({                                                                        \
        List *out_ = NULL;                                                    \
        FOREACH (type, x_, (list))                                            \
            out_ = list_append((a), out_, arena_memdup((a), x_, sizeof *x_)); \
        out_;                                                                 \
    })

struct table_def *table_def_copy(struct arena *a, const struct table_def *def)
{
    struct table_def *out = ARENA_NEW(a, struct table_def);
    out->columns = COPY_LIST(a, struct column_def, def->columns);
    out->keys = COPY_LIST(a, struct table_key, def->keys);
    out->checks = COPY_LIST(a, struct table_check, def->checks);
    out->foreign = COPY_LIST(a, struct table_foreign, def->foreign);
    out->indexes = COPY_LIST(a, struct table_index_def, def->indexes);
    out->referenced = list_copy(a, def->referenced);
    out->view = def->view;
    out->materialized = def->materialized;
    out->unpopulated = def->unpopulated;
    out->unlogged = def->unlogged;
    out->uses = def->uses;
    out->updatable = def->updatable;
    out->options = list_copy(a, def->options);
    out->replica = def->replica;
    out->comments = COPY_LIST(a, struct comment, def->comments);
    return out;
}

static struct definition alteration_of(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct table_def *def, const struct relation *rel)
{
    struct definition d = definition_of(a, c, raw, def, rel->name, rel->collection);
    d.altering = true;
    d.was = rel->def;
    FOREACH (struct table_key, k, rel->def->keys)
        if (!def_has_constraint(def, k->name))
            d.gone = list_append(a, list_copy(a, d.gone), (void *)(uintptr_t)k->name);
    return d;
}

/* Of equal keys of one column one is made, as merge_key() has it. */
static bool merge_constraint(const List *said, const PgQuery__Constraint *k)
{
    bool primary = k->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
    FOREACH (PgQuery__Constraint, c, said) {
        bool kept = c->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
        if (c->contype == PG_QUERY__CONSTR_TYPE__CONSTR_CHECK || (kept && primary) || c->nulls_not_distinct != k->nulls_not_distinct || c->deferrable != k->deferrable ||
            c->initdeferred != k->initdeferred || c->n_options > 0 || k->n_options > 0)
            continue;
        if (!is_empty(k->conname) && (primary || is_empty(c->conname)))
            c->conname = k->conname;
        c->contype = primary ? k->contype : c->contype;
        return true;
    }
    return false;
}

/* CHECK, PRIMARY KEY, UNIQUE and, behind them, REFERENCES of a column, as constraints of the table; c, a copy, loses them. */
static List *take_constraints(struct arena *a, PgQuery__ColumnDef *c)
{
    PgQuery__Node **left = ARENA_ARRAY(a, PgQuery__Node *, c->n_constraints + 1);
    List *out = NULL, *foreign_keys = NULL;
    size_t n = 0;
    for (size_t i = 0; i < c->n_constraints; i++)
        constraint_attribute(c->constraints, i);
    for (size_t i = 0; i < c->n_constraints; i++) {
        PgQuery__Constraint *k = c->constraints[i]->constraint;
        bool foreign = k->contype == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN, check = k->contype == PG_QUERY__CONSTR_TYPE__CONSTR_CHECK;
        if (is_attribute(k))
            continue;
        if (!foreign && !check && k->contype != PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY && k->contype != PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE) {
            left[n++] = c->constraints[i];
            continue;
        }
        k = arena_memdup(a, k, sizeof *k);
        PgQuery__Node **column = ARENA_ARRAY(a, PgQuery__Node *, 1);
        column[0] = raw_string_node(a, c->colname);
        *(foreign ? &k->fk_attrs : &k->keys) = check ? NULL : column;
        *(foreign ? &k->n_fk_attrs : &k->n_keys) = check ? 0 : 1;
        List **of = foreign ? &foreign_keys : &out;
        if (foreign || check || !merge_constraint(out, k))
            *of = list_append(a, *of, k);
    }
    c->constraints = left;
    c->n_constraints = n;
    return list_concat(a, out, foreign_keys);
}

struct column_def *analyze_add_column(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct table_def *def, const struct relation *rel,
                                      PgQuery__ColumnDef *column, List **constraints)
{
    struct definition d = alteration_of(a, c, raw, def, rel);
    column_name_check(column->colname);
    column = arena_memdup(a, column, sizeof *column);
    *constraints = take_constraints(a, column);
    add_column(&d, column);
    add_said(&d);
    struct column_def *col = def_column(def, column->colname);
    check_column_type(a, col);
    finish_constraints(&d);
    return col;
}

void analyze_add_constraint(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct table_def *def, const struct relation *rel,
                            PgQuery__Constraint *constraint, const char *index)
{
    struct definition d = alteration_of(a, c, raw, def, rel);
    if (index != NULL)
        d.gone = list_append(a, list_copy(a, d.gone), (void *)(uintptr_t)index);
    table_constraint(&d, constraint);
    add_said(&d);
    finish_constraints(&d);
}

void analyze_add_identity(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct table_def *def, const struct relation *rel,
                          struct column_def *column, PgQuery__Constraint *constraint)
{
    struct definition d = alteration_of(a, c, raw, def, rel);
    int nullable = -1;
    column_constraint(&d, column, constraint, &nullable, constraint->location);
    add_said(&d);
}

void analyze_set_default(struct arena *a, struct catalog *c, const struct raw_stmt *raw, struct column_def *column, PgQuery__Node *expr)
{
    struct table_def none = {.columns = NULL};
    struct definition d = definition_of(a, c, raw, &none, "", NULL);
    d.altering = true;
    column->default_text = expr != NULL ? default_text(&d, column, expr) : NULL;
}

void analyze_column_type(struct arena *a, struct catalog *c, const struct raw_stmt *raw, PgQuery__TypeName *name, const char *column, Oid *type,
                         int32_t *typmod)
{
    struct table_def none = {.columns = NULL};
    struct definition d = definition_of(a, c, raw, &none, "", NULL);
    name->location = -1; /* as PostgreSQL's error has none */
    lookup_type(d.ps, name, type, typmod);
    if (type_get(*type)->typtype == 'p')
        raise(ERR_INVALID_TABLE_DEFINITION, "column \"%s\" has pseudo-type %s", column, type_display(a, *type));
    *typmod = kept_typmod(*type, *typmod);
}

Oid analyze_type_name(struct arena *a, struct catalog *c, const struct raw_stmt *raw, PgQuery__TypeName *name)
{
    struct table_def none = {.columns = NULL};
    struct definition d = definition_of(a, c, raw, &none, "", NULL);
    Oid type;
    int32_t typmod;
    name->location = -1; /* as PostgreSQL's error has none */
    lookup_type(d.ps, name, &type, &typmod);
    return type;
}

/* ---- CREATE TABLE AS ---- */

struct table_def *analyze_table_of(struct arena *a, const Query *query, const List *names)
{
    Query *q = node_copy(a, query); /* what is found out about it is kept with it, and query may live longer than a */
    struct table_def *def = ARENA_NEW(a, struct table_def);
    FOREACH (TargetEntry, t, q->targetList) {
        int i = list_length(def->columns);
        if (t->resjunk)
            continue;
        struct column_def *c = ARENA_NEW(a, struct column_def);
        c->name = i < list_length(names) ? list_nth(names, i) : t->resname;
        c->type = expr_type(t->expr);
        c->typmod = kept_typmod(c->type, expr_typmod(t->expr));
        if (!column_name_is_system(c->name) && !field_nameable(c->name, strlen(c->name)))
            raise(ERR_INVALID_NAME, "column name \"%s\" is none that a field of MongoDB can have here", c->name);
        if (!result_collation(a, q, i + 1, &c->collation))
            error_throw(error_hint(error_new(ERR_INDETERMINATE_COLLATION, "no collation was derived for column \"%s\" with collatable type %s", c->name,
                                             type_display(a, c->type)),
                                   "Use the COLLATE clause to set the collation explicitly."));
        def->columns = list_append(a, def->columns, c);
    }
    if (list_length(names) > list_length(def->columns))
        raise(ERR_SYNTAX_ERROR, "too many column names were specified");
    return def;
}

Query *analyze_insert_query(struct arena *a, struct relation *rel, Query *q)
{
    struct analysis *an = ARENA_NEW(a, struct analysis);
    *an = (struct analysis){.arena = a};
    struct pstate *ps = pstate_new(an, NULL);
    Query *out = MAKE_NODE(a, Query);
    out->commandType = CMD_INSERT;
    out->canSetTag = true;
    out->resultRelation = ns_add_relation(ps, rel, rel->name, NULL, false)->rtindex;
    struct nsitem *item = ns_add_subquery(ps, q, NULL, false, false);
    RangeTblRef *ref = MAKE_NODE(a, RangeTblRef);
    ref->rtindex = item->rtindex;
    ps->joinlist = list_make(a, 1, ref);
    List *columns = NULL, *values = NULL;
    FOREACH (struct column, c, rel->columns)
        if (!c->hidden && !c->is_path)
            columns = list_append(a, columns, c);
    for (int i = 0; i < item->ncols; i++)
        values = list_append(a, values, coerce_assigned(ps, list_nth(columns, i), var_of(ps, item, i, 0, -1)));
    out->targetList = insert_targets(ps, rel, columns, values, NULL);
    finish_query(ps, out, NULL);
    return out;
}
