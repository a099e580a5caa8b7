/*
 * Foreign keys and deferrable unique ones, looked at when a statement has written all: by statements of our own, in its transaction. What they
 * write is looked at in turn, in the order in which it comes up. A deferred constraint that does not hold is looked at again at COMMIT.
 *
 *     INSERT INTO c ...: SELECT 1 FROM p WHERE id IN (values of c's key)
 *     INSERT INTO t ..., of a deferrable key: SELECT 1 FROM t WHERE k IN (values of k) GROUP BY k HAVING count(*) > 1
 *     DELETE FROM p ...: SELECT 1 FROM c WHERE p IN (values gone) LIMIT 1, or DELETE FROM c WHERE p IN (...), UPDATE c SET p = NULL WHERE ...
 */
#include <string.h>

#include "base/strbuf.h"
#include "mongo/lock.h"
#include "session/foreign.h"
#include "types/ident.h"

#define BATCH 500

struct pending_key {
    struct pending_key *next;
    struct arena *arena;
    const char *collection, *name; /* of the constraint: its table's, its own */
    bool parent;
    bool held; /* looked at since, and kept for ROLLBACK TO alone */
    const char **values;
};

struct constraint_mode {
    struct constraint_mode *next;
    struct arena *arena;
    const char *name; /* NULL: all */
    bool deferred;
};

/* ---- SQL ---- */

static void add_ident(struct strbuf *b, const char *name)
{
    ident_quote(b, name, strlen(name));
}

static void add_literal(struct strbuf *b, const char *text, Oid type)
{
    if (text == NULL) {
        strbuf_addstr(b, "NULL");
        return;
    }
    strbuf_addch(b, '\'');
    for (; *text != '\0'; text++)
        strbuf_printf(b, *text == '\'' ? "''" : "%c", *text);
    strbuf_addstr(b, "'::");
    add_ident(b, type_schema(type));
    strbuf_addch(b, '.');
    add_ident(b, type_get(type)->name);
}

static Oid column_type(const struct table_def *def, const char *name)
{
    FOREACH (struct column_def, c, def->columns)
        if (strcmp(c->name, name) == 0)
            return c->type;
    raise(ERR_INTERNAL_ERROR, "column \"%s\" of a key is not there", name);
}

/* Both tables of a foreign key; of a unique one child is the table, and there is no parent. */
struct key {
    const struct table_foreign *f;
    const struct table_key *unique;
    const struct relation *child, *parent;
    const struct table_def *types; /* whose columns' types the values are of */
    const List *typed;             /* those columns */
};

static const List *columns_in(const struct key *k, bool parent)
{
    return k->unique != NULL ? k->unique->columns : parent ? k->f->references : k->f->columns;
}

static const char *name_of(const struct key *k)
{
    return k->unique != NULL ? k->unique->name : k->f->name;
}

static void add_values(struct strbuf *b, const struct key *k, const List *columns, const char **values, const char *between)
{
    for (int i = 0; i < list_length(columns); i++) {
        strbuf_addstr(b, i > 0 ? between : "");
        add_ident(b, list_nth(columns, i));
        strbuf_addstr(b, " = ");
        add_literal(b, values[i], column_type(k->types, list_nth(k->typed, i)));
    }
}

/* a IN (1, 2); (a = 1 AND b = 2) OR (...) */
static void add_condition(struct strbuf *b, const struct key *k, const List *columns, const char ***values, int n)
{
    bool one = list_length(columns) == 1;
    if (one) {
        add_ident(b, list_nth(columns, 0));
        strbuf_addstr(b, " IN (");
    }
    for (int i = 0; i < n; i++) {
        if (one) {
            strbuf_addstr(b, i > 0 ? ", " : "");
            add_literal(b, values[i][0], column_type(k->types, list_nth(k->typed, 0)));
            continue;
        }
        strbuf_addstr(b, i > 0 ? " OR (" : "(");
        add_values(b, k, columns, values[i], " AND ");
        strbuf_addch(b, ')');
    }
    strbuf_addstr(b, one ? ")" : "");
}

static bool stands_in_temp(const struct relation *rel)
{
    return rel->collection != NULL && catalog_name_hidden(rel->collection);
}

static void add_from(struct strbuf *b, const char *words, const struct relation *rel)
{
    strbuf_addstr(b, words);
    strbuf_addstr(b, stands_in_temp(rel) ? "pg_temp." : "public.");
    add_ident(b, rel->name);
}

/* ---- statements of our own ---- */

struct counting {
    struct row_dest dest; /* first */
    int64_t n;
};

static bool count_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    (void)n, (void)values, (void)nulls;
    ((struct counting *)d)->n++;
    return true;
}

static struct exec *run_to(struct session *s, struct arena *a, const char *sql, struct row_dest *dest)
{
    const struct raw_stmt *raw = list_nth(sql_parse(a, sql), 0);
    struct portal *volatile p = NULL;
    bool writing = s->writing;
    s->own++;
    TRY {
        p = portal_open(s, a, prepare(s, a, raw, NULL), NULL);
        portal_exec(s, p, dest, 0);
        s->own--;
        s->writing = writing;
    } CATCH (e) {
        s->own--;
        e->position = -1;
        error_throw(e);
    } END_TRY;
    return p->exec;
}

static struct exec *run(struct session *s, struct arena *a, const char *sql, int64_t *rows)
{
    struct counting to = {.dest = {.row = count_row}};
    struct exec *ex = run_to(s, a, sql, &to.dest);
    if (rows != NULL)
        *rows = to.n;
    return ex;
}

static int64_t rows_with(struct session *s, const struct key *k, bool of_parent, const char ***values, int n, int limit)
{
    struct arena *a = arena_new(s->message, "foreign key");
    struct strbuf b;
    int64_t rows;
    strbuf_init(&b, a);
    add_from(&b, "SELECT 1 FROM ", of_parent ? k->parent : k->child);
    strbuf_addstr(&b, " WHERE ");
    add_condition(&b, k, columns_in(k, of_parent), values, n);
    if (limit > 0)
        strbuf_printf(&b, " LIMIT %d", limit);
    exec_close(run(s, a, b.data, &rows));
    arena_free(a);
    return rows;
}

/* ---- errors ---- */

static _Noreturn void violated(struct arena *a, const struct key *k, bool parent, const char **values)
{
    struct strbuf names, texts;
    struct error *e;
    const List *columns = columns_in(k, parent);
    strbuf_init(&names, a);
    strbuf_init(&texts, a);
    for (int i = 0; i < list_length(columns); i++) {
        strbuf_printf(&names, "%s%s", i > 0 ? ", " : "", (const char *)list_nth(columns, i));
        strbuf_printf(&texts, "%s%s", i > 0 ? ", " : "", values[i]);
    }
    if (k->unique != NULL)
        e = error_new(ERR_UNIQUE_VIOLATION, "duplicate key value violates unique constraint \"%s\"", k->unique->name);
    else if (parent)
        e = error_new(ERR_FOREIGN_KEY_VIOLATION, "update or delete on table \"%s\" violates foreign key constraint \"%s\" on table \"%s\"",
                      k->parent->name, k->f->name, k->child->name);
    else
        e = error_new(ERR_FOREIGN_KEY_VIOLATION, "insert or update on table \"%s\" violates foreign key constraint \"%s\"", k->child->name, k->f->name);
    if (k->unique != NULL)
        error_detail(e, "Key (%s)=(%s) already exists.", names.data, texts.data);
    else if (parent)
        error_detail(e, "Key (%s)=(%s) is still referenced from table \"%s\".", names.data, texts.data, k->child->name);
    else
        error_detail(e, "Key (%s)=(%s) is not present in table \"%s\".", names.data, texts.data, k->parent->name);
    e->schema = k->child->schema;
    e->table = k->child->name;
    e->constraint = name_of(k);
    error_throw(e);
}

static _Noreturn void mixed(const struct table_foreign *f, const struct relation *table)
{
    struct error *e = error_new(ERR_FOREIGN_KEY_VIOLATION, "insert or update on table \"%s\" violates foreign key constraint \"%s\"", table->name, f->name);
    error_detail(e, "MATCH FULL does not allow mixing of null and nonnull key values.");
    e->schema = table->schema;
    e->table = table->name;
    e->constraint = f->name;
    error_throw(e);
}

static bool is_deferred(const struct session *s, const struct key *k)
{
    if (!(k->unique != NULL ? k->unique->deferrable : k->f->deferrable))
        return false;
    for (const struct constraint_mode *m = s->constraint_modes; m != NULL; m = m->next)
        if (m->name == NULL || strcmp(m->name, name_of(k)) == 0)
            return m->deferred;
    return k->unique != NULL ? k->unique->deferred : k->f->deferred;
}

static void fails(struct session *s, const struct key *k, bool parent, const char **values)
{
    if (!is_deferred(s, k) || (parent && k->f->on_delete == 'r'))
        violated(s->message, k, parent, values);
    struct arena *a = arena_new(s->arena, "deferred key");
    struct pending_key *p = ARENA_NEW(a, struct pending_key);
    int n = list_length(columns_in(k, parent));
    *p = (struct pending_key){.next = s->pending_keys, .arena = a, .collection = arena_strdup(a, k->child->collection), .name = arena_strdup(a, name_of(k)),
                              .parent = parent, .values = ARENA_ARRAY(a, const char *, n)};
    for (int i = 0; i < n; i++)
        p->values[i] = arena_strdup(a, values[i]);
    s->pending_keys = p;
}

/* ---- one key's values ---- */

/* Is the row that refers to these values there, and none that it refers to? Of a unique key: is it there twice? */
static bool is_broken(struct session *s, const struct key *k, const char **values)
{
    if (k->unique != NULL)
        return rows_with(s, k, false, &values, 1, 2) > 1;
    return rows_with(s, k, false, &values, 1, 1) > 0 && rows_with(s, k, true, &values, 1, 1) == 0;
}

static void check_referring(struct session *s, const struct key *k, const char ***values, int n)
{
    if (rows_with(s, k, true, values, n, 0) == n)
        return;
    for (int i = 0; i < n; i++)
        if (rows_with(s, k, true, &values[i], 1, 1) == 0)
            fails(s, k, false, values[i]);
}

static void check_referenced(struct session *s, const struct key *k, const char ***values, int n, char action)
{
    if (rows_with(s, k, false, values, n, 1) == 0)
        return;
    for (int i = 0; i < n; i++)
        if (action == 'r' ? rows_with(s, k, false, &values[i], 1, 1) > 0 : is_broken(s, k, values[i]))
            fails(s, k, true, values[i]);
}

/* Do rows refer to it still, to which DEFAULT is the value that is gone? As in PostgreSQL that is no matter of the rows, and is never deferred. */
static void check_default(struct session *s, const struct key *k, const char **values)
{
    if (is_broken(s, k, values))
        violated(s->message, k, true, values);
}

/* SELECT 1 FROM t WHERE k IN (...) GROUP BY k HAVING count(*) > 1 LIMIT 1 */
static bool any_twice(struct session *s, const struct key *k, const char ***values, int n)
{
    struct arena *a = arena_new(s->message, "deferrable key");
    const List *columns = columns_in(k, false);
    struct strbuf b;
    int64_t rows;
    strbuf_init(&b, a);
    add_from(&b, "SELECT 1 FROM ", k->child);
    strbuf_addstr(&b, " WHERE ");
    add_condition(&b, k, columns, values, n);
    for (int i = 0; i < list_length(columns); i++) {
        strbuf_addstr(&b, i > 0 ? ", " : " GROUP BY ");
        add_ident(&b, list_nth(columns, i));
    }
    strbuf_addstr(&b, " HAVING count(*) > 1 LIMIT 1");
    exec_close(run(s, a, b.data, &rows));
    arena_free(a);
    return rows > 0;
}

static void check_unique(struct session *s, const struct key *k, const char ***values, int n)
{
    if (!any_twice(s, k, values, n))
        return;
    for (int i = 0; i < n; i++)
        if (is_broken(s, k, values[i]))
            fails(s, k, false, values[i]);
}

/* CASE WHEN a = 1 THEN 2 WHEN a = 2 THEN 3 END: each row is changed once */
static void add_new_value(struct strbuf *b, const struct key *k, int column, const struct changed_key *const *keys, int n)
{
    strbuf_addstr(b, "CASE");
    for (int i = 0; i < n; i++) {
        strbuf_addstr(b, " WHEN ");
        add_values(b, k, k->f->columns, keys[i]->old, " AND ");
        strbuf_addstr(b, " THEN ");
        add_literal(b, keys[i]->new[column], column_type(k->types, list_nth(k->typed, column)));
    }
    strbuf_addstr(b, " END");
}

static bool set_here(const struct table_foreign *f, bool deleted, const char *column)
{
    if (!deleted || f->set_columns == NULL)
        return true;
    for (int i = 0; i < list_length(f->set_columns); i++)
        if (strcmp(list_nth(f->set_columns, i), column) == 0)
            return true;
    return false;
}

/* What becomes of the rows that refer to values which are gone. */
static struct exec *act(struct session *s, struct arena *a, const struct key *k, char action, const struct changed_key *const *keys, const char ***old,
                        int n)
{
    struct strbuf b;
    bool deleted = keys[0]->new == NULL, first = true;
    strbuf_init(&b, a);
    if (action == 'c' && deleted) {
        add_from(&b, "DELETE FROM ", k->child);
    } else {
        add_from(&b, "UPDATE ", k->child);
        for (int i = 0; i < list_length(k->f->columns); i++) {
            const char *column = list_nth(k->f->columns, i);
            if (!set_here(k->f, deleted, column))
                continue;
            strbuf_addstr(&b, first ? " SET " : ", ");
            first = false;
            add_ident(&b, column);
            strbuf_addstr(&b, " = ");
            if (action == 'c')
                add_new_value(&b, k, i, keys, n);
            else
                strbuf_addstr(&b, action == 'n' ? "NULL" : "DEFAULT");
        }
    }
    strbuf_addstr(&b, " WHERE ");
    add_condition(&b, k, k->f->columns, old, n);
    return run(s, a, b.data, NULL);
}

/* ---- a new constraint ---- */

struct dangling {
    struct row_dest dest; /* first */
    struct arena *arena;
    const Oid *types;
    const char **values;
};

static bool keep_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    struct dangling *to = (struct dangling *)d;
    to->values = ARENA_ARRAY(to->arena, const char *, n);
    for (int i = 0; i < n; i++)
        to->values[i] = nulls[i] ? NULL : arena_strdup(to->arena, type_output_cstring(to->arena, to->types[i], values[i]));
    return false;
}

/* SELECT c.a FROM c WHERE c.a IS NOT NULL AND NOT EXISTS (SELECT 1 FROM p WHERE p.id = c.a) LIMIT 1; MATCH FULL: one is enough that is not NULL */
static const char *dangling_sql(struct arena *a, const struct relation *table, const struct relation *parent, const struct table_foreign *f)
{
    struct strbuf columns, known, same, b;
    const char *between = f->match == 'f' ? " OR " : " AND ";
    strbuf_init(&columns, a);
    strbuf_init(&known, a);
    strbuf_init(&same, a);
    strbuf_init(&b, a);
    for (int i = 0; i < list_length(f->columns); i++) {
        const char *column = list_nth(f->columns, i);
        strbuf_addstr(&columns, i > 0 ? ", c." : "c.");
        add_ident(&columns, column);
        strbuf_addstr(&known, i > 0 ? between : "");
        strbuf_addstr(&known, "c.");
        add_ident(&known, column);
        strbuf_addstr(&known, " IS NOT NULL");
        strbuf_addstr(&same, i > 0 ? " AND p." : "p.");
        add_ident(&same, list_nth(f->references, i));
        strbuf_addstr(&same, " = c.");
        add_ident(&same, column);
    }
    strbuf_printf(&b, "SELECT %s", columns.data);
    add_from(&b, " FROM ", table);
    strbuf_printf(&b, " c WHERE (%s)", known.data);
    add_from(&b, " AND NOT EXISTS (SELECT 1 FROM ", parent);
    strbuf_printf(&b, " p WHERE %s) LIMIT 1", same.data);
    return b.data;
}

void foreign_check_rows(struct session *s, const struct relation *table, const struct table_foreign *f, const struct table_foreign *as)
{
    struct arena *a = arena_new(s->message, "foreign key");
    int n = list_length(f->columns);
    Oid *types = ARENA_ARRAY(a, Oid, n);
    struct dangling to = {{.row = keep_row}, a, types, NULL};
    const struct relation *parent = catalog_lookup_collection(s->catalog, f->table);
    struct key k = {.f = f, .child = table, .parent = parent};
    for (int i = 0; i < n; i++)
        types[i] = column_type(table->def, list_nth(as->columns, i));
    exec_close(run_to(s, a, dangling_sql(a, table, parent, as), &to.dest));
    for (int i = 0; to.values != NULL && i < n; i++)
        if (to.values[i] == NULL)
            mixed(f, table);
    if (to.values != NULL)
        violated(a, &k, false, to.values);
    arena_free(a);
}

/* ---- what a statement has changed ---- */

static uint64_t value_hash(struct arena *a, const struct key *k, const char **values)
{
    int n = list_length(k->typed);
    Oid *types = ARENA_ARRAY(a, Oid, n);
    for (int i = 0; i < n; i++)
        types[i] = column_type(k->types, list_nth(k->typed, i));
    return locks_hash(k->unique != NULL ? k->unique->name : k->parent->collection, types, values, n);
}

static struct key key_of(const struct key_watch *w)
{
    struct key k = {.f = w->key, .unique = w->unique, .child = w->table};
    if (w->unique != NULL) {
        k.types = k.child->def;
        k.typed = w->unique->columns;
        return k;
    }
    k.parent = source_lookup_collection(w->table->source, w->table->database, w->key->table);
    if (k.parent == NULL || k.parent->def == NULL)
        raise(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", catalog_shown_name(func_env.catalog, w->key->table));
    k.types = w->parent ? k.parent->def : k.child->def;
    k.typed = w->parent ? w->key->references : w->key->columns;
    return k;
}

static void look_at(struct session *s, struct arena *a, const struct changed_keys *c, List **execs)
{
    const struct key_watch *w = c->watch;
    struct key k = key_of(w);
    int total = list_length(c->keys), n;
    for (int at = 0; at < total; at += n) {
        const struct changed_key *first = list_nth(c->keys, at);
        char action = w->key == NULL ? 'a' : first->new == NULL ? w->key->on_delete : w->key->on_update;
        int batch = w->parent && action == 'd' ? 1 : BATCH; /* DEFAULT may be the next that goes */
        n = total - at < batch ? total - at : batch;
        const struct changed_key **keys = ARENA_ARRAY(a, const struct changed_key *, n);
        const char ***values = ARENA_ARRAY(a, const char **, n);
        uint64_t *hashes = ARENA_ARRAY(a, uint64_t, n);
        for (int i = 0; i < n; i++) {
            keys[i] = list_nth(c->keys, at + i);
            values[i] = w->parent ? keys[i]->old : keys[i]->new;
            hashes[i] = value_hash(a, &k, values[i]);
        }
        if (!stands_in_temp(k.child)) /* which no other transaction sees */
            locks_take(s->mongo, a, s->database, hashes, n, w->parent || w->unique != NULL);
        if (w->unique != NULL) {
            check_unique(s, &k, values, n);
            continue;
        }
        if (!w->parent)
            check_referring(s, &k, values, n);
        else if (action == 'a' || action == 'r')
            check_referenced(s, &k, values, n, action);
        else
            *execs = list_append(a, *execs, act(s, a, &k, action, keys, values, n));
        if (w->parent && action == 'd')
            check_default(s, &k, values[0]);
    }
}

void foreign_check(struct session *s, struct exec *ex)
{
    struct arena *a;
    List *execs = NULL;
    if (exec_changed_keys(ex) == NULL || s->own > 0) /* our own are in the list of the one that they belong to */
        return;
    a = arena_new(s->message, "foreign keys");
    execs = list_append(a, execs, ex);
    for (int i = 0; i < list_length(execs); i++) {
        FOREACH (struct changed_keys, c, (List *)exec_changed_keys(list_nth(execs, i)))
            if (c->keys != NULL)
                look_at(s, a, c, &execs);
        if (i > 0)
            exec_close(list_nth(execs, i));
    }
    arena_free(a);
}

/* ---- deferred constraints ---- */

/* The constraint of that name; one without a table where it, or the relation, is there no more. */
static struct key_watch constraint_named(const struct relation *rel, const char *name, bool parent)
{
    const struct table_def *def = rel != NULL ? rel->def : NULL;
    FOREACH (struct table_foreign, f, def != NULL ? def->foreign : NULL)
        if (strcmp(f->name, name) == 0)
            return (struct key_watch){.key = f, .table = rel, .parent = parent};
    FOREACH (struct table_key, k, def != NULL ? def->keys : NULL)
        if (strcmp(k->name, name) == 0)
            return (struct key_watch){.unique = k, .table = rel};
    return (struct key_watch){.table = NULL};
}

void foreign_settle(struct session *s, bool all)
{
    struct pending_key **link = &s->pending_keys;
    while (*link != NULL) {
        struct pending_key *p = *link;
        struct relation *child = catalog_lookup_collection(s->catalog, p->collection);
        struct key_watch w = constraint_named(child, p->name, p->parent);
        if (w.table != NULL) {
            struct key k = key_of(&w);
            if (!all && is_deferred(s, &k)) {
                link = &p->next;
                continue;
            }
            if (is_broken(s, &k, p->values))
                violated(s->message, &k, p->parent, p->values);
        }
        if (!all && s->savepoints != NULL) { /* what made it hold may be taken back */
            p->held = true;
            link = &p->next;
            continue;
        }
        *link = p->next;
        arena_free(p->arena);
    }
}

bool foreign_pending(const struct session *s, const struct relation *rel)
{
    for (const struct pending_key *p = s->pending_keys; p != NULL; p = p->next)
        if (!p->parent && !p->held && strcmp(p->collection, rel->collection) == 0)
            return true;
    return false;
}

void foreign_forget(struct session *s)
{
    while (s->pending_keys != NULL) {
        struct pending_key *p = s->pending_keys;
        s->pending_keys = p->next;
        arena_free(p->arena);
    }
    foreign_modes_back(s, NULL);
}

const struct constraint_mode *foreign_modes_mark(const struct session *s)
{
    return s->constraint_modes;
}

void foreign_modes_back(struct session *s, const struct constraint_mode *mark)
{
    while (s->constraint_modes != NULL && s->constraint_modes != mark) {
        struct constraint_mode *m = s->constraint_modes;
        s->constraint_modes = m->next;
        arena_free(m->arena);
    }
}

/* ---- SET CONSTRAINTS ---- */

/* 42704, 42809 */
static void check_deferrable(struct session *s, const char *name)
{
    bool found = false;
    FOREACH (struct declared, d, all_declared(s, s->message)) {
        FOREACH (struct table_foreign, f, d->def->foreign) {
            if (strcmp(f->name, name) != 0)
                continue;
            found = true;
            if (!f->deferrable)
                raise(ERR_WRONG_OBJECT_TYPE, "constraint \"%s\" is not deferrable", name);
        }
        FOREACH (struct table_key, k, d->def->keys) {
            if (strcmp(k->name, name) != 0)
                continue;
            found = true;
            if (!k->deferrable)
                raise(ERR_WRONG_OBJECT_TYPE, "constraint \"%s\" is not deferrable", name);
        }
    }
    if (!found)
        raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" does not exist", name);
}

static void set_mode(struct session *s, const char *name, bool deferred)
{
    struct arena *a = arena_new(s->arena, "SET CONSTRAINTS");
    struct constraint_mode *m = ARENA_NEW(a, struct constraint_mode);
    *m = (struct constraint_mode){s->constraint_modes, a, name != NULL ? arena_strdup(a, name) : NULL, deferred};
    s->constraint_modes = m;
}

struct completion run_set_constraints(struct session *s, const struct portal *portal)
{
    const PgQuery__ConstraintsSetStmt *c = portal->prepared->raw->node->constraints_set_stmt;
    RAW_FIELDS(c, raw_start(portal->prepared->raw), "constraints deferred");
    if (!xact_in_block(s))
        notice(SEV_WARNING, ERR_NO_ACTIVE_SQL_TRANSACTION, "SET CONSTRAINTS can only be used in transaction blocks");
    for (size_t i = 0; i < c->n_constraints; i++)
        check_deferrable(s, c->constraints[i]->range_var->relname);
    for (size_t i = 0; i < c->n_constraints; i++)
        set_mode(s, c->constraints[i]->range_var->relname, c->deferred);
    if (c->n_constraints == 0)
        set_mode(s, NULL, c->deferred);
    if (!c->deferred)
        foreign_settle(s, false);
    return DONE("SET CONSTRAINTS");
}
