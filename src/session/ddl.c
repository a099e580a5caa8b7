/* CREATE TABLE, DROP, TRUNCATE, CREATE TABLE AS: what they say is in analyze/define.c, how MongoDB is told in mongo/table.c. */
#include "session/ddl_alter.h"
#include "session/foreign.h"

#include <string.h>

#include "analyze/define.h"
#include "analyze/raw.h"
#include "base/macros.h"
#include "catalog/system.h"
#include "mongo/journal.h"
#include "mongo/lock.h"
#include "mongo/sequence.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "mongo/undo.h"
#include "mongo/write.h"

/* ---- names ---- */

static bool empty(const char *s)
{
    return s == NULL || s[0] == '\0';
}

static bool has_tables(const char *schema)
{
    return empty(schema) || strcmp(schema, "public") == 0 || schema_is_temp(schema);
}

static void check_schema(struct session *s, const PgQuery__RangeVar *v, int location)
{
    if (!empty(v->catalogname) && strcmp(v->catalogname, s->database) != 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "cross-database references are not implemented: \"%s.%s.%s\"", v->catalogname,
                 v->schemaname, v->relname);
    if (!has_tables(v->schemaname) && !catalog_schema_exists(s->catalog, v->schemaname))
        raise_at(ERR_UNDEFINED_SCHEMA, location, "schema \"%s\" does not exist", v->schemaname);
}

/* Only public can have tables, and the schema of temporary ones: a database of MongoDB has no schemas. */
static void check_place(struct session *s, const PgQuery__RangeVar *v, int location)
{
    check_schema(s, v, location);
    if (has_tables(v->schemaname))
        return;
    struct error *e = error_new(ERR_INSUFFICIENT_PRIVILEGE, "permission denied to create \"%s.%s\"", v->schemaname, v->relname);
    if (strcmp(v->schemaname, "pg_catalog") == 0)
        error_detail(e, "System catalog modifications are currently disallowed.");
    error_throw(e);
}

struct relation *relation_named(struct session *s, const char *schema, const char *name)
{
    struct relation *rel = empty(schema) || schema_is_temp(schema) ? catalog_lookup(s->catalog, NULL, "pg_temp", name) : NULL;
    if (rel == NULL && empty(schema))
        rel = catalog_lookup(s->catalog, NULL, "pg_catalog", name);
    if (rel == NULL && !(schema != NULL && schema_is_temp(schema)))
        rel = catalog_lookup(s->catalog, NULL, empty(schema) ? "public" : schema, name);
    return rel;
}

static bool is_temporary_at(const PgQuery__RangeVar *v, int location)
{
    bool placed = !empty(v->schemaname) && schema_is_temp(v->schemaname);
    char persistence = v->relpersistence != NULL ? v->relpersistence[0] : 'p';
    if (persistence == 't' && !placed && !empty(v->schemaname))
        raise_at(ERR_INVALID_TABLE_DEFINITION, location, "cannot create temporary relation in non-temporary schema");
    if (persistence == 'u' && placed)
        raise_at(ERR_INVALID_TABLE_DEFINITION, location, "only temporary relations may be created in temporary schemas");
    return persistence == 't' || placed;
}

bool is_temporary(const PgQuery__RangeVar *v)
{
    return is_temporary_at(v, -1);
}

void change_outside(struct session *s, const char *what)
{
    struct mongo *m = s->mongo;
    if (!m->in_transaction)
        return;
    if (mongo_xact_is_empty(m) && !xact_keeps_snapshot()) {
        mongo_xact_give_up(m);
        return;
    }
    if ((m->rows || s->read) && strcmp(conf_string(CONF_ddl_in_transaction), "commits") != 0) {
        struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "%s is not supported after rows were written or locked in the same transaction", what);
        error_throw(error_hint(e, "SET pgleaf.ddl_in_transaction = 'commits' commits what came before."));
    }
    xact_commit_in_mongo(s);
    mongo_xact_not_undone(m, arena_printf(s->message, "what came before %s", what));
    m->changes++; /* it has come */
}

/* MongoDB's transaction ends by itself after a minute (transactionLifetimeLimitSeconds), and what it changes waits in its memory. */
static bool is_large(struct session *s, struct relation *rel)
{
    enum { MOST = 100000 };
    struct relation_source *src = s->catalog->source;
    src->count(src, rel);
    return rel->rows > MOST;
}

void change_inside(struct session *s, struct relation *rel)
{
    struct mongo *m = s->mongo;
    if (!m->in_transaction && m->together && m->server.transactions && rel->def != NULL && relation_kind_indexed(rel->kind) && !is_large(s, rel))
        mongo_xact_define(m, s->database);
}

void declare_at_commit(struct session *s, const struct relation *rel, const struct table_def *def)
{
    mongo_xact_alter_later(s->mongo, s->database, rel->collection, rel->def, def);
    mongo_source_table(s->database, rel->collection, def, true);
}

/* Of rows, which a savepoint can put back. */
static struct mongo *rows_begin(struct session *s, const char *statement)
{
    xact_may_write(s, statement);
    portals_settle(s);
    xact_wrote(s);
    if (s->mongo == NULL)
        raise(ERR_CONNECTION_FAILURE, "there is no connection to MongoDB");
    if (!xact_keeps_snapshot()) /* MongoDB does little of this in a transaction */
        mongo_xact_leave(s->mongo);
    s->mongo->rows = true;
    s->changing = CHANGES_ROWS;
    s->changes = s->mongo->changes;
    return s->mongo;
}

struct mongo *change_begin(struct session *s, const char *statement)
{
    bool rows = s->mongo != NULL && s->mongo->rows;
    struct mongo *m = rows_begin(s, statement);
    m->rows = rows;
    s->changing = CHANGES_DEFINITIONS;
    return m;
}

void change_over(struct session *s)
{
    bool nothing = s->changing != CHANGES_NOTHING && s->mongo != NULL && s->mongo->changes == s->changes;
    s->writes -= nothing;
    if (nothing && s->changing == CHANGES_DEFINITIONS)
        mongo_xact_nothing_stays(s->mongo);
    s->changing = CHANGES_NOTHING;
}

/* What may be read and is not listed is there, too. */
bool relation_name_taken(struct session *s, const char *name, bool temp)
{
    return catalog_name_taken(s->catalog, s->message, name, temp) || catalog_lookup(s->catalog, NULL, temp ? "pg_temp" : "public", name) != NULL;
}

bool relation_may_be(struct session *s, const PgQuery__RangeVar *v, bool if_not_exists, int location)
{
    check_schema(s, v, location);
    bool temp = is_temporary_at(v, location);
    if (!if_not_exists || !has_tables(v->schemaname) || !relation_name_taken(s, v->relname, temp))
        return true;
    notice(SEV_NOTICE, ERR_DUPLICATE_TABLE, "relation \"%s\" already exists, skipping", v->relname);
    return false;
}

void relation_check_name(struct session *s, const PgQuery__RangeVar *v)
{
    if (has_tables(v->schemaname) && relation_name_taken(s, v->relname, is_temporary(v)))
        raise(ERR_DUPLICATE_TABLE, "relation \"%s\" already exists", v->relname);
}

void relation_check_new(struct session *s, const PgQuery__RangeVar *v)
{
    check_place(s, v, -1);
    relation_check_name(s, v);
    if (is_temporary(v) || !type_is_user(v->relname))
        return;
    struct error *e = error_new(ERR_DUPLICATE_OBJECT, "type \"%s\" already exists", v->relname);
    error_throw(error_hint(e, "A relation has an associated type of the same name, so you must use a name that doesn't conflict with any existing type."));
}

struct relation *relation_in_place(struct session *s, const PgQuery__RangeVar *v)
{
    check_schema(s, v, -1);
    return relation_named(s, v->schemaname, v->relname);
}

void relation_missing(struct session *s, const PgQuery__RangeVar *v)
{
    check_schema(s, v, -1);
    raise(ERR_UNDEFINED_TABLE, "relation \"%s%s%s\" does not exist", empty(v->schemaname) ? "" : v->schemaname, empty(v->schemaname) ? "" : ".", v->relname);
}

/* ---- CREATE TABLE ---- */

/* The name in MongoDB of what is about to be made. on_commit: PgQuery__OnCommitAction. */
static const char *new_collection(struct session *s, const PgQuery__RangeVar *v, int on_commit)
{
    return is_temporary(v) ? temp_collection(s, v->relname, on_commit) : v->relname;
}

void take_name(struct session *s, struct mongo *m, const char *collection, const char *what)
{
    bool view;
    if (mongo_xact_drops(m, s->database, collection, &view) && !view)
        change_outside(s, what);
    if (mongo_xact_drops(m, s->database, collection, &view)) /* it may have been committed just now */
        mongo_xact_move_aside(m, s->database, collection);
}

/* Where a table is made: behind rows a name that the transaction has dropped or moved away is not free before the commit, which gives it to this one. */
static const char *place_of(struct session *s, struct mongo *m, const char *name)
{
    bool view;
    if (m->in_transaction && views_keep_name(s, s->message, name))
        change_outside(s, "CREATE TABLE of a name that a table which views read has lost");
    if (!m->in_transaction || catalog_name_hidden(name) || (!mongo_xact_renames(m, s->database, name) && !(mongo_xact_drops(m, s->database, name, &view) && !view))) {
        take_name(s, m, name, "CREATE TABLE of a name that the transaction has dropped");
        return name;
    }
    bson_oid_t id;
    char hex[25];
    bson_oid_init(&id, NULL);
    bson_oid_to_string(&id, hex);
    return arena_printf(s->message, NEW_PREFIX "%s.%s", name, hex);
}

/* What it names is called so when what came before has been committed. */
static void call_as_committed(struct session *s, struct mongo *m, struct table_def *def)
{
    FOREACH (struct table_foreign, f, def->foreign)
        f->table = arena_strdup(s->message, mongo_xact_called(m, s->database, f->table));
    FOREACH (struct index_copy, x, def->copied)
        x->collection = arena_strdup(s->message, mongo_xact_called(m, s->database, x->collection));
}

static void create_table_at(struct session *s, struct mongo *m, const char *collection, const char *name, struct table_def *def)
{
    FOREACH (struct table_foreign, f, collection != name ? def->foreign : NULL)
        f->table = strcmp(f->table, name) == 0 ? collection : f->table;
    foreign_declare(s, s->message, collection, def);
    bool own = m->in_transaction;
    if (!own && m->server.transactions && !catalog_name_hidden(collection)) {
        locks_place(m, s->database); /* for its first key, which may come behind rows */
        journal_place(m, s->database); /* likewise, for definitions */
    }
    if (collection != name)
        mongo_xact_rename_later(m, s->database, collection, name);
    make_sequences(s, m, name, def, false);
    if (!own)
        mongo_xact_undo_create(m, s->database, collection, false);
    TRY {
        table_create(m, s->database, collection, def);
    } CATCH (e) {
        if (!own)
            mongo_xact_not_made(m, e);
        error_throw(e);
    } END_TRY;
    if (own)
        mongo_xact_made_within(m, s->database, collection);
    table_change_keys(m, s->database, collection, NULL, def);
    FOREACH (struct table_key, k, own ? def->keys : NULL) {
        const bson_t *spec = table_key_as_spec(s->message, def, k);
        if (spec != NULL) /* nobody else is told of it yet */
            mongo_xact_made_index(m, s->database, collection, spec);
    }
    FOREACH (struct index_copy, x, def->copied)
        mongo_xact_copy_index(m, s->database, x->collection, x->from, collection, x->name);
    mongo_source_table(s->database, collection, def, own);
    fresh_note(s, collection);
    FOREACH (struct table_foreign, f, own ? def->foreign : NULL)
        later_foreign(s, catalog_lookup_collection(s->catalog, collection), f);
}

void create_table(struct session *s, struct mongo *m, const char *name, struct table_def *def)
{
    struct table_def *committed = mongo_xact_renames_any(m) ? table_def_copy(s->message, def) : NULL;
    if (committed != NULL)
        call_as_committed(s, m, committed);
    const char *collection = place_of(s, m, name);
    create_table_at(s, m, collection, name, committed != NULL && !m->in_transaction ? committed : def);
}

struct completion run_create_table(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__CreateStmt *c = raw->node->create_stmt;
    struct mongo *m = change_begin(s, "CREATE TABLE");
    if (relation_may_be(s, c->relation, c->if_not_exists, c->relation->location)) {
        const char *name = c->relation->relname, *collection = is_temporary(c->relation) ? temp_name(s, portal->arena, name) : name;
        struct definition *d = analyze_create_table(portal->arena, s->catalog, raw, collection);
        relation_check_new(s, c->relation);
        collection = new_collection(s, c->relation, (int)c->oncommit);
        create_table(s, m, collection, analyze_create_table_values(d, raw));
    }
    return DONE("CREATE TABLE");
}

/* ---- DROP ---- */

/* False: the schema is not there, and may be missing. */
static bool dropped_name(struct session *s, const PgQuery__Node *n, bool missing_ok, const char **schema, const char **name)
{
    List *parts = raw_strings(s->message, n->list->items, n->list->n_items);
    int count = list_length(parts);
    *name = list_nth(parts, count - 1);
    *schema = count >= 2 ? list_nth(parts, count - 2) : NULL;
    return !drop_schema_missing(s, *schema, missing_ok);
}

void drop_missing(const char *kind, const char *name, bool missing_ok, enum errcode code)
{
    if (!missing_ok)
        raise(code, "%s \"%s\" does not exist", kind, name);
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "%s \"%s\" does not exist, skipping", kind, name);
}

void refuse_system(const struct relation *rel)
{
    if (rel->kind == REL_LOCAL)
        raise(ERR_INSUFFICIENT_PRIVILEGE, "permission denied: \"%s\" is a system catalog", rel->name);
}

static const char *relation_kind_word_of(const struct relation *rel)
{
    return rel->kind == REL_LOCAL && system_relation_kind(rel) == 'v' ? "view" : relation_kind_word(rel->kind);
}

const char *kind_named(struct session *s, const char *schema, const char *name)
{
    const struct relation *rel = relation_named(s, schema, name);
    const struct type_info *type = NULL;
    if (rel != NULL)
        return relation_kind_word_of(rel);
    if (sequence_is_there(s, schema, name))
        return "sequence";
    if (find_index(s, name, true) != NULL || find_index(s, name, false) != NULL)
        return "index";
    return type_is_user(name) && (type = type_by_name(name)) != NULL && type->typtype == 'c' ? "type" : NULL;
}

static const char *article(const char *kind)
{
    return kind[0] == 'i' ? "an" : "a";
}

void not_of_kind(struct session *s, const char *schema, const char *name, const char *kind)
{
    const char *is = kind_named(s, schema, name);
    if (is != NULL && strcmp(is, kind) != 0)
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not %s %s", name, article(kind), kind);
}

void drop_other_kind(struct session *s, const char *schema, const char *name, const char *kind)
{
    static const char *const commands[][2] = {{"table", "TABLE"}, {"view", "VIEW"}, {"materialized view", "MATERIALIZED VIEW"}, {"sequence", "SEQUENCE"}, {"index", "INDEX"}, {"type", "TYPE"}};
    const char *is = kind_named(s, schema, name);
    for (int i = 0; is != NULL && strcmp(is, kind) != 0 && i < COUNTOF(commands); i++) {
        if (strcmp(commands[i][0], is) != 0)
            continue;
        struct error *e = error_new(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not %s %s", name, article(kind), kind);
        error_throw(error_hint(e, "Use DROP %s to remove %s %s.", commands[i][1], article(is), is));
    }
}

const char *relation_kind_word(enum relation_kind kind)
{
    return kind == REL_VIEW ? "view" : kind == REL_MATVIEW ? "materialized view" : "table";
}

/* kind: what DROP says it is. NULL: it is not there, and may be missing. */
static struct relation *droppable(struct session *s, const char *schema, const char *name, bool missing_ok, const char *kind)
{
    struct relation *rel = relation_named(s, schema, name);
    if (rel == NULL || rel->unwind == NULL)
        drop_other_kind(s, schema, name, kind);
    if (rel == NULL) {
        drop_missing(kind, name, missing_ok, ERR_UNDEFINED_TABLE);
        return NULL;
    }
    if (rel->unwind != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "\"%s\" is an array of collection \"%s\" (pgleaf.flatten): it cannot be dropped", name, rel->collection);
    refuse_system(rel);
    return rel;
}

void drop_relation(struct session *s, struct mongo *m, const struct relation *rel)
{
    const char *name = rel->collection;
    drop_owned_sequences(s, s->message, rel, NULL);
    if (rel->def == NULL)
        mongo_xact_forget_word(m, s->database, name);
    if (m->together) { /* it is gone for this session; for MongoDB when the transaction commits */
        mongo_xact_drop_later(m, s->database, rel);
        return;
    }
    table_drop(m, s->database, name);
    mongo_source_table(s->database, name, NULL, false);
}

/* A cursor reads what is below a view. */
static void not_in_use(const struct session *s, const struct relation *rel)
{
    if (rel->kind != REL_VIEW)
        portals_not_using(s, rel, "DROP TABLE");
}

/* All are found before the first goes. */
static void drop_relations(struct session *s, struct arena *a, struct mongo *m, const PgQuery__DropStmt *d, const char *kind)
{
    List *rels = NULL, *collections = NULL;
    for (size_t i = 0; i < d->n_objects; i++) {
        const char *name, *schema;
        if (!dropped_name(s, d->objects[i], d->missing_ok, &schema, &name))
            continue;
        struct relation *rel = droppable(s, schema, name, d->missing_ok, kind);
        bool twice = false;
        FOREACH (struct relation, other, rels)
            twice = twice || other == rel;
        if (rel == NULL || twice)
            continue;
        rels = list_append(a, rels, rel);
        collections = list_append(a, collections, (void *)(uintptr_t)rel->collection);
    }
    struct dropped_with more = relations_dropped_with(s, a, collections, kind, d->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
    for (int i = 0; i < list_length(more.views); i++)
        not_in_use(s, catalog_lookup_collection(s->catalog, list_nth(more.views, i)));
    FOREACH (struct relation, rel, rels)
        not_in_use(s, rel);
    drop_with(s, a, &more);
    FOREACH (struct relation, rel, rels)
        drop_relation(s, m, rel);
}

/* There is none but plpgsql, which stays. */
static struct completion drop_extensions(struct session *s, const PgQuery__DropStmt *d, int location)
{
    xact_may_write(s, "DROP EXTENSION");
    for (size_t i = 0; i < d->n_objects; i++) {
        const char *name = raw_string(d->objects[i]);
        if (strcmp(name, "plpgsql") == 0)
            raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "DROP EXTENSION plpgsql is not supported");
        drop_missing("extension", name, d->missing_ok, ERR_UNDEFINED_OBJECT);
    }
    return DONE("DROP EXTENSION");
}

static void check_concurrently(const struct session *s, const PgQuery__DropStmt *d)
{
    xact_not_in_block(s, "DROP INDEX CONCURRENTLY");
    if (d->n_objects != 1)
        raise(ERR_FEATURE_NOT_SUPPORTED, "DROP INDEX CONCURRENTLY does not support dropping multiple objects");
    if (d->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE)
        raise(ERR_FEATURE_NOT_SUPPORTED, "DROP INDEX CONCURRENTLY does not support CASCADE");
}

struct completion run_drop(struct session *s, const struct portal *portal)
{
    PgQuery__DropStmt *d = portal->prepared->raw->node->drop_stmt;
    int location = raw_start(portal->prepared->raw);
    RAW_FIELDS(d, location, "objects remove_type behavior missing_ok concurrent");
    static const struct {
        PgQuery__ObjectType type;
        const char *tag, *relation; /* NULL: it is none */
    } kinds[] = {{PG_QUERY__OBJECT_TYPE__OBJECT_TABLE, "DROP TABLE", "table"},
                 {PG_QUERY__OBJECT_TYPE__OBJECT_VIEW, "DROP VIEW", "view"},
                 {PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW, "DROP MATERIALIZED VIEW", "materialized view"},
                 {PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE, "DROP SEQUENCE", NULL},
                 {PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA, "DROP SCHEMA", NULL},
                 {PG_QUERY__OBJECT_TYPE__OBJECT_TYPE, "DROP TYPE", NULL},
                 {PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN, "DROP DOMAIN", NULL},
                 {PG_QUERY__OBJECT_TYPE__OBJECT_CAST, "DROP CAST", NULL},
                 {PG_QUERY__OBJECT_TYPE__OBJECT_INDEX, "DROP INDEX", NULL}};
    const char *tag = NULL, *relation = NULL;
    for (int i = 0; i < COUNTOF(kinds); i++)
        if (kinds[i].type == d->remove_type)
            tag = kinds[i].tag, relation = kinds[i].relation;
    if (d->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_EXTENSION)
        return drop_extensions(s, d, location);
    if (tag == NULL)
        return run_drop_other(s, portal);
    if (d->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_TYPE || d->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN)
        return run_drop_type(s, portal);
    if (d->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_CAST)
        return run_drop_cast(s, portal);
    if (d->concurrent)
        check_concurrently(s, d);
    struct mongo *m = change_begin(s, tag);
    if (relation != NULL) {
        drop_relations(s, portal->arena, m, d, relation);
        return DONE(tag);
    }
    for (size_t i = 0; i < d->n_objects; i++) {
        const char *name, *schema;
        if (d->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA) {
            drop_schema(s, raw_string(d->objects[i]), d->missing_ok);
            continue;
        }
        if (!dropped_name(s, d->objects[i], d->missing_ok, &schema, &name))
            continue;
        if (d->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX)
            drop_index(s, m, schema, name, d->missing_ok);
        else if (!drop_sequence(s, schema, name, d->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE))
            drop_missing("sequence", name, d->missing_ok, ERR_UNDEFINED_TABLE);
    }
    return DONE(tag);
}

/* ---- TRUNCATE ---- */

void delete_all_rows(struct arena *a, const struct relation *rel)
{
    bson_t *member = bson_in(a), none = BSON_INITIALIZER;
    struct mongo_writer *w = writer_new(a, rel, WRITE_DELETE, NULL);
    BSON_APPEND_DOCUMENT(member, "q", &none);
    BSON_APPEND_INT32(member, "limit", 0);
    writer_add(w, member, 0);
    writer_finish(w, true);
}

struct completion run_truncate(struct session *s, const struct portal *portal)
{
    PgQuery__TruncateStmt *t = portal->prepared->raw->node->truncate_stmt;
    RAW_FIELDS(t, raw_start(portal->prepared->raw), "relations restart_seqs behavior");
    List *rels = NULL;
    rows_begin(s, "TRUNCATE TABLE");
    for (size_t i = 0; i < t->n_relations; i++) {
        PgQuery__RangeVar *v = t->relations[i]->range_var;
        struct relation *rel = relation_named(s, v->schemaname, v->relname);
        if (rel == NULL && kind_named(s, v->schemaname, v->relname) == NULL)
            relation_missing(s, v);
        if (rel != NULL && rel->kind == REL_LOCAL && system_relation_kind(rel) == 'r')
            refuse_system(rel);
        if (rel == NULL || rel->kind != REL_COLLECTION)
            raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a table", v->relname);
        rels = list_append(portal->arena, rels, rel);
    }
    FOREACH (struct relation, rel, rels)
        portals_not_using(s, rel, "TRUNCATE");
    rels = foreign_truncated(s, portal->arena, rels, t->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
    FOREACH (struct relation, rel, rels) {
        delete_all_rows(portal->arena, rel);
        if (t->restart_seqs)
            restart_owned_sequences(s, portal->arena, rel);
        fresh_note(s, rel->collection);
    }
    return DONE("TRUNCATE TABLE");
}

/* ---- CREATE TABLE AS, SELECT INTO ---- */

/* SELECT ... INTO t is CREATE TABLE t AS SELECT ...; the INTO of a set operation stands in its first member. */
const struct raw_stmt *select_into(struct arena *a, const struct raw_stmt *raw)
{
    if (raw->node->node_case != PG_QUERY__NODE__NODE_SELECT_STMT)
        return raw;
    PgQuery__SelectStmt *first = raw->node->select_stmt;
    while (first->larg != NULL)
        first = first->larg;
    if (first->into_clause == NULL)
        return raw;
    PgQuery__CreateTableAsStmt *c = ARENA_NEW(a, PgQuery__CreateTableAsStmt);
    PgQuery__Node *node = ARENA_NEW(a, PgQuery__Node);
    struct raw_stmt *out = arena_memdup(a, raw, sizeof *raw);
    pg_query__create_table_as_stmt__init(c);
    pg_query__node__init(node);
    c->query = raw->node;
    c->into = first->into_clause;
    c->objtype = PG_QUERY__OBJECT_TYPE__OBJECT_TABLE;
    c->is_select_into = true;
    first->into_clause = NULL;
    node->node_case = PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT;
    node->create_table_as_stmt = c;
    out->node = node;
    return out;
}

static bool is_parameter(Node *n, void *unused)
{
    return (IS_A(n, Param) && ((const Param *)n)->paramkind == PARAM_EXTERN) || node_walk(n, is_parameter, unused);
}

void prepare_create_as(struct session *s, struct prepared *p)
{
    struct raw_stmt *inner = ARENA_NEW(p->arena, struct raw_stmt);
    *inner = *p->raw;
    inner->node = p->raw->node->create_table_as_stmt->query;
    if (p->raw->node->create_table_as_stmt->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW) { /* its query is read as it is kept */
        if (p->params != NULL && node_walk((Node *)prepare(s, p->arena, inner, p->params)->query, is_parameter, NULL))
            raise(ERR_FEATURE_NOT_SUPPORTED, "materialized views may not be defined using bound parameters");
        return;
    }
    if (inner->node->node_case == PG_QUERY__NODE__NODE_EXECUTE_STMT)
        return; /* the statement is looked for when this one runs */
    if (inner->node->node_case == PG_QUERY__NODE__NODE_SELECT_STMT && inner->node->select_stmt->into_clause != NULL)
        raise_at(ERR_SYNTAX_ERROR, inner->node->select_stmt->into_clause->rel->location, "SELECT ... INTO is not allowed here");
    p->inner = prepare(s, p->arena, inner, p->params);
    if (p->inner->query->commandType != CMD_SELECT)
        raise(ERR_FEATURE_NOT_SUPPORTED, "CREATE TABLE AS is only supported with a query");
}

uint64_t insert_rows_of(struct arena *a, struct relation *rel, Query *q, const struct plan_params *values)
{
    struct plan_settings set = session_plan_settings();
    struct exec_settings run = session_exec_settings();
    bool done = false;
    mongo_current->rows = true;
    struct exec *ex = exec_new(a, plan_query(a, analyze_insert_query(a, rel, q), values, &set), &run, false);
    while (!done)
        exec_run(ex, nowhere_dest(), 0, &done);
    uint64_t rows = exec_processed(ex);
    exec_close(ex);
    return rows;
}

/* CREATE TABLE AS's query, or its EXECUTE's; *values: its parameters. */
static const Query *source_query(struct session *s, const struct portal *portal, const struct plan_params **values)
{
    const struct prepared *p = portal->prepared;
    if (p->inner != NULL) {
        *values = portal->values;
        return p->inner->query;
    }
    struct portal *e = execute_open(s, portal->arena, p->raw, p->raw->node->create_table_as_stmt->query->execute_stmt);
    if (e->prepared->query->commandType != CMD_SELECT)
        raise(ERR_WRONG_OBJECT_TYPE, "prepared statement is not a SELECT");
    *values = e->values;
    return e->prepared->query;
}

void into_storage(struct arena *a, struct table_def *def, const PgQuery__IntoClause *into)
{
    struct table_storage storage = {RELOPTION_HEAP, into->options, into->n_options, into->table_space_name, into->access_method, is_temporary(into->rel), (int)into->on_commit};
    analyze_storage(a, def, &storage);
}

struct completion run_create_as(struct session *s, const struct portal *portal)
{
    const struct prepared *p = portal->prepared;
    PgQuery__CreateTableAsStmt *c = p->raw->node->create_table_as_stmt;
    if (c->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW)
        return run_create_matview(s, portal);
    RAW_FIELDS(c, raw_start(p->raw), "query into objtype is_select_into if_not_exists");
    PgQuery__IntoClause *into = c->into;
    RAW_FIELDS(into, into->rel->location, "rel col_names access_method options on_commit table_space_name skip_data");
    struct arena *a = portal->arena;
    uint64_t rows = 0;
    if (!relation_may_be(s, into->rel, c->if_not_exists, -1))
        return DONE("CREATE TABLE AS");
    relation_check_name(s, into->rel);
    const struct plan_params *values;
    const Query *query = source_query(s, portal, &values);
    struct mongo *m = change_begin(s, c->is_select_into ? "SELECT INTO" : "CREATE TABLE AS");
    struct table_def *def = analyze_table_of(a, query, raw_strings(a, into->col_names, into->n_col_names));
    into_storage(a, def, into);
    def->unlogged = is_unlogged(into->rel);
    relation_check_new(s, into->rel);
    create_table(s, m, new_collection(s, into->rel, (int)into->on_commit), def);
    if (!into->skip_data) {
        struct relation *rel = relation_named(s, is_temporary(into->rel) ? "pg_temp" : "public", into->rel->relname);
        rows = insert_rows_of(a, rel, node_copy(a, query), values);
    }
    return into->skip_data && p->inner != NULL ? DONE("CREATE TABLE AS") : DONE_ROWS("SELECT", rows);
}
