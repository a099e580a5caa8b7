/*
 * Foreign keys, looked at when a statement has written all: by statements of our own, in its transaction. What they write is looked at in turn, in
 * the order in which it comes up. A deferred constraint that does not hold is looked at again at COMMIT.
 *
 *     INSERT INTO c ...: SELECT 1 FROM p WHERE id IN (values of c's key)
 *     DELETE FROM p ...: SELECT 1 FROM c WHERE p IN (values gone) LIMIT 1, or DELETE FROM c WHERE p IN (...), UPDATE c SET p = NULL WHERE ...
 */
#include <string.h>

#include "base/strbuf.h"
#include "mongo/lock.h"
#include "session/foreign.h"
#include "types/hash.h"
#include "types/ident.h"

#define BATCH 500

struct pending_key {
    struct pending_key *next;
    struct arena *arena;
    const char *table, *name; /* of the foreign key */
    bool parent;
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
    strbuf_addstr(b, "'::pg_catalog.");
    add_ident(b, type_get(type)->name);
}

static Oid column_type(const struct table_def *def, const char *name)
{
    FOREACH (struct column_def, c, def->columns)
        if (strcmp(c->name, name) == 0)
            return c->type;
    raise(ERR_INTERNAL_ERROR, "column \"%s\" of a foreign key is not there", name);
}

/* Both tables of a key. */
struct key {
    const struct table_foreign *f;
    const struct relation *child, *parent;
    const struct table_def *types; /* whose columns' types the values are of */
    const List *typed;             /* those columns */
};

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

static void add_from(struct strbuf *b, const char *words, const struct relation *rel)
{
    strbuf_addstr(b, words);
    strbuf_addstr(b, "public.");
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
    add_condition(&b, k, of_parent ? k->f->references : k->f->columns, values, n);
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
    const List *columns = parent ? k->f->references : k->f->columns;
    strbuf_init(&names, a);
    strbuf_init(&texts, a);
    for (int i = 0; i < list_length(columns); i++) {
        strbuf_printf(&names, "%s%s", i > 0 ? ", " : "", (const char *)list_nth(columns, i));
        strbuf_printf(&texts, "%s%s", i > 0 ? ", " : "", values[i]);
    }
    struct error *e =
        parent ? error_new(ERR_FOREIGN_KEY_VIOLATION, "update or delete on table \"%s\" violates foreign key constraint \"%s\" on table \"%s\"",
                           k->parent->name, k->f->name, k->child->name)
               : error_new(ERR_FOREIGN_KEY_VIOLATION, "insert or update on table \"%s\" violates foreign key constraint \"%s\"", k->child->name,
                           k->f->name);
    if (parent)
        error_detail(e, "Key (%s)=(%s) is still referenced from table \"%s\".", names.data, texts.data, k->child->name);
    else
        error_detail(e, "Key (%s)=(%s) is not present in table \"%s\".", names.data, texts.data, k->parent->name);
    e->schema = k->child->schema;
    e->table = k->child->name;
    e->constraint = k->f->name;
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

static bool is_deferred(const struct session *s, const struct table_foreign *f)
{
    if (!f->deferrable)
        return false;
    for (const struct constraint_mode *m = s->constraint_modes; m != NULL; m = m->next)
        if (m->name == NULL || strcmp(m->name, f->name) == 0)
            return m->deferred;
    return f->deferred;
}

static void fails(struct session *s, const struct key *k, bool parent, const char **values)
{
    if (!is_deferred(s, k->f) || (parent && k->f->on_delete == 'r'))
        violated(s->message, k, parent, values);
    struct arena *a = arena_new(s->arena, "deferred key");
    struct pending_key *p = ARENA_NEW(a, struct pending_key);
    int n = list_length(k->f->columns);
    *p = (struct pending_key){s->pending_keys, a, arena_strdup(a, k->child->name), arena_strdup(a, k->f->name), parent, ARENA_ARRAY(a, const char *, n)};
    for (int i = 0; i < n; i++)
        p->values[i] = arena_strdup(a, values[i]);
    s->pending_keys = p;
}

/* ---- one key's values ---- */

/* Is the row that refers to these values there, and none that it refers to? */
static bool dangles(struct session *s, const struct key *k, const char **values)
{
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
        if (action == 'r' ? rows_with(s, k, false, &values[i], 1, 1) > 0 : dangles(s, k, values[i]))
            fails(s, k, true, values[i]);
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
static const char *dangling_sql(struct arena *a, const struct relation *table, const struct table_foreign *f)
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
    strbuf_printf(&b, " c WHERE (%s) AND NOT EXISTS (SELECT 1 FROM public.", known.data);
    add_ident(&b, f->table);
    strbuf_printf(&b, " p WHERE %s) LIMIT 1", same.data);
    return b.data;
}

void foreign_check_rows(struct session *s, const struct relation *table, const struct table_foreign *f, const struct table_foreign *as)
{
    struct arena *a = arena_new(s->message, "foreign key");
    int n = list_length(f->columns);
    Oid *types = ARENA_ARRAY(a, Oid, n);
    struct dangling to = {{.row = keep_row}, a, types, NULL};
    struct relation parent = {.name = f->table};
    struct key k = {.f = f, .child = table, .parent = &parent};
    for (int i = 0; i < n; i++)
        types[i] = column_type(table->def, list_nth(as->columns, i));
    exec_close(run_to(s, a, dangling_sql(a, table, as), &to.dest));
    for (int i = 0; to.values != NULL && i < n; i++)
        if (to.values[i] == NULL)
            mixed(f, table);
    if (to.values != NULL)
        violated(a, &k, false, to.values);
    arena_free(a);
}

/* ---- what a statement has changed ---- */

/* 1.0 and 1 are one value, 'a ' and 'a' may be. */
static uint64_t value_hash(const struct key *k, const char **values)
{
    uint64_t h = hash_bytes(k->parent->name, strlen(k->parent->name));
    for (int i = 0; i < list_length(k->f->columns); i++) {
        size_t len = strlen(values[i]);
        bool fraction = strchr(values[i], '.') != NULL;
        while (len > 0 && (values[i][len - 1] == ' ' || (fraction && values[i][len - 1] == '0')))
            len--;
        if (fraction && len > 0 && values[i][len - 1] == '.')
            len--;
        h = hash_combine(h, hash_bytes(values[i], len));
    }
    return h;
}

static struct key key_of(const struct key_watch *w)
{
    struct relation_source *src = w->table->source;
    struct key k = {.f = w->key, .child = w->table};
    k.parent = src->lookup(src, w->table->database, w->key->table);
    if (k.parent == NULL || k.parent->def == NULL)
        raise(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", w->key->table);
    k.types = w->parent ? k.parent->def : k.child->def;
    k.typed = w->parent ? w->key->references : w->key->columns;
    return k;
}

static void look_at(struct session *s, struct arena *a, const struct changed_keys *c, List **execs)
{
    const struct key_watch *w = c->watch;
    struct key k = key_of(w);
    int total = list_length(c->keys);
    for (int at = 0; at < total; at += BATCH) {
        int n = total - at < BATCH ? total - at : BATCH;
        const struct changed_key **keys = ARENA_ARRAY(a, const struct changed_key *, n);
        const char ***values = ARENA_ARRAY(a, const char **, n);
        uint64_t *hashes = ARENA_ARRAY(a, uint64_t, n);
        for (int i = 0; i < n; i++) {
            keys[i] = list_nth(c->keys, at + i);
            values[i] = w->parent ? keys[i]->old : keys[i]->new;
            hashes[i] = value_hash(&k, values[i]);
        }
        locks_take(s->mongo, s->database, hashes, n, w->parent);
        char action = keys[0]->new == NULL ? w->key->on_delete : w->key->on_update;
        if (!w->parent)
            check_referring(s, &k, values, n);
        else if (action == 'a' || action == 'r')
            check_referenced(s, &k, values, n, action);
        else
            *execs = list_append(a, *execs, act(s, a, &k, action, keys, values, n));
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

static struct table_foreign *foreign_named(const struct relation *rel, const char *name)
{
    FOREACH (struct table_foreign, f, rel != NULL && rel->def != NULL ? rel->def->foreign : NULL)
        if (strcmp(f->name, name) == 0)
            return f;
    return NULL;
}

void foreign_settle(struct session *s, bool all)
{
    struct pending_key **link = &s->pending_keys;
    while (*link != NULL) {
        struct pending_key *p = *link;
        struct relation *child = catalog_lookup(s->catalog, NULL, "public", p->table);
        struct table_foreign *f = foreign_named(child, p->name);
        if (f != NULL && !all && is_deferred(s, f)) {
            link = &p->next;
            continue;
        }
        if (f != NULL) {
            struct key_watch w = {.key = f, .table = child, .parent = p->parent};
            struct key k = key_of(&w);
            if (dangles(s, &k, p->values))
                violated(s->message, &k, p->parent, p->values);
        }
        *link = p->next;
        arena_free(p->arena);
    }
}

void foreign_forget(struct session *s)
{
    while (s->pending_keys != NULL) {
        struct pending_key *p = s->pending_keys;
        s->pending_keys = p->next;
        arena_free(p->arena);
    }
    while (s->constraint_modes != NULL) {
        struct constraint_mode *m = s->constraint_modes;
        s->constraint_modes = m->next;
        arena_free(m->arena);
    }
}

/* ---- SET CONSTRAINTS ---- */

/* 42704, 42809 */
static void check_deferrable(struct session *s, const char *name)
{
    struct relation_source *src = s->catalog->source;
    List *names = src->names(src, s->message, s->database, NULL);
    bool found = false;
    FOREACH (struct relation_name, n, names) {
        if (n->def == NULL)
            continue;
        FOREACH (struct table_foreign, f, n->def->foreign) {
            if (strcmp(f->name, name) != 0)
                continue;
            found = true;
            if (!f->deferrable)
                raise(ERR_WRONG_OBJECT_TYPE, "constraint \"%s\" is not deferrable", name);
        }
        FOREACH (struct table_key, k, n->def->keys)
            if (strcmp(k->name, name) == 0)
                raise(ERR_WRONG_OBJECT_TYPE, "constraint \"%s\" is not deferrable", name);
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
