/* COMMENT ON: kept in the declaration, as what it is a comment on is. */
#include "session/session_int.h"

#include <string.h>

#include "analyze/define.h"
#include "analyze/raw.h"
#include "catalog/system.h"
#include "mongo/sequence.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "mongo/word.h"
#include "types/user.h"

struct commented {
    struct relation *rel;
    const char *kind, *name; /* as in struct comment */
};

static struct relation *relation_of(struct session *s, const List *parts, int n)
{
    const char *name = list_nth(parts, n - 1), *schema = n > 1 ? list_nth(parts, n - 2) : NULL;
    if (schema != NULL && !catalog_schema_exists(s->catalog, schema))
        raise(ERR_UNDEFINED_SCHEMA, "schema \"%s\" does not exist", schema);
    struct relation *rel = relation_named(s, schema, name);
    if (rel == NULL && schema != NULL)
        raise(ERR_UNDEFINED_TABLE, "relation \"%s.%s\" does not exist", schema, name);
    return rel;
}

static _Noreturn void no_relation(struct session *s, const List *parts, const char *kind)
{
    int n = list_length(parts);
    not_of_kind(s, n > 1 ? list_nth(parts, n - 2) : NULL, list_nth(parts, n - 1), kind);
    raise(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", (const char *)list_nth(parts, list_length(parts) - 1));
}

static struct commented whole(struct session *s, const List *parts, const char *kind)
{
    struct relation *rel = relation_of(s, parts, list_length(parts));
    if (rel == NULL)
        no_relation(s, parts, kind);
    if (strcmp(relation_kind_word(rel->kind), kind) != 0)
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a %s", rel->name, kind);
    return (struct commented){rel, "", ""};
}

static struct commented column(struct session *s, const List *parts)
{
    int n = list_length(parts);
    if (n < 2)
        raise(ERR_SYNTAX_ERROR, "column name must be qualified");
    struct relation *rel = relation_of(s, parts, n - 1);
    const char *name = list_nth(parts, n - 1);
    if (rel == NULL)
        raise(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", (const char *)list_nth(parts, n - 2));
    const struct column *c = relation_column(rel, name, true, -1);
    if (c == NULL || c->hidden)
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", name, rel->name);
    return (struct commented){rel, "column", name};
}

static struct commented constraint(struct session *s, const List *parts)
{
    int n = list_length(parts);
    struct relation *rel = relation_of(s, parts, n - 1);
    const char *name = list_nth(parts, n - 1);
    bool found = false;
    if (rel == NULL)
        raise(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", (const char *)list_nth(parts, n - 2));
    FOREACH (struct table_key, k, rel->def != NULL ? rel->def->keys : NULL)
        found = found || strcmp(k->name, name) == 0;
    FOREACH (struct table_check, k, rel->def != NULL ? rel->def->checks : NULL)
        found = found || strcmp(k->name, name) == 0;
    FOREACH (struct table_foreign, f, rel->def != NULL ? rel->def->foreign : NULL)
        found = found || strcmp(f->name, name) == 0;
    if (!found)
        raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" for table \"%s\" does not exist", name, rel->name);
    return (struct commented){rel, "constraint", name};
}

static struct commented index_named(struct session *s, const List *parts)
{
    const char *name = list_nth(parts, list_length(parts) - 1);
    bool temp;
    const char *table = index_table(s, list_length(parts) > 1 ? list_nth(parts, list_length(parts) - 2) : NULL, name, &temp);
    if (table != NULL)
        return (struct commented){relation_named(s, temp ? "pg_temp" : "public", table), "index", name};
    relation_of(s, parts, list_length(parts));
    no_relation(s, parts, "index");
}

/* A relation's. */
static struct commented row_type(struct session *s, const PgQuery__TypeName *n)
{
    return (struct commented){type_row_relation(s, n->names, n->n_names), "type", ""};
}

/* The words of a name. */
static List *parts_of(struct session *s, const PgQuery__CommentStmt *c)
{
    return raw_strings(s->message, c->object->list->items, c->object->list->n_items);
}

static struct commented find(struct session *s, struct arena *a, const struct raw_stmt *raw)
{
    const PgQuery__CommentStmt *c = raw->node->comment_stmt;
    switch (c->objtype) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE: return whole(s, parts_of(s, c), "table");
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW: return whole(s, parts_of(s, c), "view");
    case PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW: return whole(s, parts_of(s, c), "materialized view");
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN: return column(s, parts_of(s, c));
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT: return constraint(s, parts_of(s, c));
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX: return index_named(s, parts_of(s, c));
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE: return row_type(s, c->object->type_name);
    default: comment_on_other(s, a, raw);
    }
}

List *comments_without(struct arena *a, const List *comments, const char *kind, const char *name)
{
    List *out = NULL;
    FOREACH (struct comment, c, comments)
        if (strcmp(c->kind, kind) != 0 || strcmp(c->name, name) != 0)
            out = list_append(a, out, c);
    return out;
}

void comments_rename(const List *comments, const char *kind, const char *from, const char *to)
{
    FOREACH (struct comment, c, comments)
        if (strcmp(c->kind, kind) == 0 && strcmp(c->name, from) == 0)
            c->name = to;
}

/* text NULL: it goes. */
static void set_comment(struct arena *a, struct table_def *def, const struct commented *on, const char *text)
{
    List *out = comments_without(a, def->comments, on->kind, on->name);
    if (text != NULL) {
        struct comment *c = ARENA_NEW(a, struct comment);
        *c = (struct comment){on->kind, on->name, text};
        out = list_append(a, out, c);
    }
    def->comments = out;
}

static const char *comment_text(const PgQuery__CommentStmt *c)
{
    return c->comment != NULL && c->comment[0] != '\0' ? c->comment : NULL;
}

/* False: it is a relation's row type. */
static bool comment_on_type(struct session *s, struct arena *a, const PgQuery__CommentStmt *c)
{
    const PgQuery__TypeName *n = c->object->type_name;
    if (c->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN)
        type_check_kind(s, a, n, n->names, n->n_names, 'd');
    if (n->n_array_bounds == 0 && type_row_relation(s, n->names, n->n_names) != NULL)
        return false;
    const struct type_info *named = type_by_name(raw_string(n->names[n->n_names - 1]));
    if (n->n_array_bounds > 0 || (named != NULL && type_is_array(named->oid)))
        raise(ERR_FEATURE_NOT_SUPPORTED, "comments on array types are not supported");
    struct user_type *t = type_to_change(s, a, n->names, n->n_names, false);
    t->comment = comment_text(c);
    type_save(s, t);
    return true;
}

/* COMMENT ON COLUMN of a composite type. False: that is no such type. */
static bool comment_on_attribute(struct session *s, struct arena *a, const PgQuery__CommentStmt *c)
{
    const PgQuery__List *l = c->object->list;
    List *parts = raw_strings(a, l->items, l->n_items), *attributes = NULL;
    int n = list_length(parts);
    bool named = n > 2 ? strcmp(list_nth(parts, n - 3), "public") == 0 : n == 2 && relation_of(s, parts, 1) == NULL;
    const struct type_info *of = named ? type_by_name(list_nth(parts, n - 2)) : NULL;
    const struct user_type *composite = of != NULL ? user_type(of->oid) : NULL;
    if (composite == NULL || composite->kind != 'c')
        return false;
    struct user_type *t = type_to_change(s, a, l->items, l->n_items - 1, false);
    struct type_attribute *found = NULL;
    FOREACH (struct type_attribute, x, t->attributes) {
        struct type_attribute *own = arena_memdup(a, x, sizeof *x);
        found = strcmp(x->name, list_nth(parts, n - 1)) == 0 ? own : found;
        attributes = list_append(a, attributes, own);
    }
    if (found == NULL)
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", (const char *)list_nth(parts, n - 1), t->name);
    found->comment = comment_text(c);
    t->attributes = attributes;
    type_save(s, t);
    return true;
}

/* Beside any transaction, as all that is done to sequences. */
static void comment_on_sequence(struct session *s, struct arena *a, const PgQuery__CommentStmt *c)
{
    const PgQuery__List *l = c->object->list;
    List *parts = raw_strings(a, l->items, l->n_items);
    int n = list_length(parts);
    const char *name = list_nth(parts, n - 1), *schema = n > 1 ? list_nth(parts, n - 2) : NULL;
    const struct sequence_def *found = find_sequence(s, a, schema, name);
    if (found == NULL && relation_of(s, parts, n) == NULL)
        no_relation(s, parts, "sequence");
    if (found == NULL)
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a sequence", name);
    struct sequence_def q = *found;
    q.comment = comment_text(c) != NULL ? c->comment : "";
    sequence_say(s, &q);
}

/* COMMENT ON CONSTRAINT c ON DOMAIN d */
static void comment_on_domain_constraint(struct session *s, struct arena *a, const PgQuery__CommentStmt *c)
{
    PgQuery__Node *const *parts = c->object->list->items;
    const PgQuery__TypeName *n = parts[0]->type_name;
    const char *name = raw_string(parts[1]);
    type_check_kind(s, a, n, n->names, n->n_names, 'd');
    struct user_type *t = type_to_change(s, a, n->names, n->n_names, false);
    struct domain_check *found = NULL;
    List *checks = NULL;
    FOREACH (struct domain_check, k, t->checks) {
        struct domain_check *own = arena_memdup(a, k, sizeof *k);
        found = strcmp(k->name, name) == 0 ? own : found;
        checks = list_append(a, checks, own);
    }
    if (found == NULL)
        raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" for domain %s does not exist", name, type_display(a, t->oid));
    found->comment = comment_text(c);
    t->checks = checks;
    type_save(s, t);
}

/* On a database, or its schema, which has one from the start: "" says that it was taken away. Beside any transaction. */
static void comment_on_database(struct session *s, struct arena *a, const PgQuery__CommentStmt *c)
{
    bool schema = c->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA;
    const char *name = raw_string(c->object), *text = comment_text(c);
    if (schema && !catalog_schema_exists(s->catalog, name))
        raise(ERR_UNDEFINED_SCHEMA, "schema \"%s\" does not exist", name);
    if (schema && strcmp(name, "public") != 0)
        raise(ERR_INSUFFICIENT_PRIVILEGE, "must be owner of schema %s", name);
    const char *database = schema ? s->database : name;
    if (!schema && !database_exists(s, a, name)) { /* so that a dump can be restored under another name */
        notice(SEV_WARNING, ERR_UNDEFINED_DATABASE, "database \"%s\" does not exist", name);
        return;
    }
    struct table_def *def = word_read(a, s->mongo, database, "");
    const struct table_def *before = def != NULL ? table_def_copy(a, def) : NULL;
    if (def == NULL)
        def = ARENA_NEW(a, struct table_def);
    const struct commented on = {NULL, schema ? "schema" : "database", name};
    set_comment(a, def, &on, schema && text == NULL ? "" : text);
    if (strcmp(database, s->database) == 0)
        mongo_xact_undo_word(s->mongo, database, "", before);
    else
        mongo_xact_not_undone(s->mongo, "COMMENT");
    word_save(s->mongo, database, "", def);
}

/* The only one has the comment that PostgreSQL gives it: pg_dump says so once more. */
static void comment_on_extension(const PgQuery__CommentStmt *c, int location)
{
    const char *name = raw_string(c->object);
    if (strcmp(name, "plpgsql") != 0)
        raise(ERR_UNDEFINED_OBJECT, "extension \"%s\" does not exist", name);
    if (c->comment == NULL || strcmp(c->comment, "PL/pgSQL procedural language") != 0)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "another comment on extension plpgsql is not supported");
}

/* On what is no relation, nor of one. */
static bool commented_elsewhere(struct session *s, struct arena *a, const PgQuery__CommentStmt *c, int location)
{
    switch (c->objtype) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN: return comment_on_type(s, a, c);
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMCONSTRAINT: comment_on_domain_constraint(s, a, c); return true;
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN: return comment_on_attribute(s, a, c);
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE: comment_on_sequence(s, a, c); return true;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA:
    case PG_QUERY__OBJECT_TYPE__OBJECT_DATABASE: comment_on_database(s, a, c); return true;
    case PG_QUERY__OBJECT_TYPE__OBJECT_EXTENSION: comment_on_extension(c, location); return true;
    default: return false;
    }
}

struct completion run_comment(struct session *s, const struct portal *portal)
{
    PgQuery__CommentStmt *c = portal->prepared->raw->node->comment_stmt;
    int location = raw_start(portal->prepared->raw);
    RAW_FIELDS(c, location, "objtype object comment");
    struct mongo *m = change_begin(s, "COMMENT");
    if (commented_elsewhere(s, portal->arena, c, location))
        return DONE("COMMENT");
    struct commented on = find(s, portal->arena, portal->prepared->raw);
    if (on.rel->kind == REL_LOCAL)
        raise(ERR_INSUFFICIENT_PRIVILEGE, "permission denied: \"%s\" is a system catalog", on.rel->name);
    if (on.rel->unwind != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "\"%s\" is an array of collection \"%s\" (pgleaf.flatten): it cannot have comments", on.rel->name, on.rel->collection);
    struct arena *a = portal->arena;
    on.rel = relation_lock(s, on.rel);
    const struct table_def *was = on.rel->def != NULL ? on.rel->def : word_read(a, m, s->database, on.rel->collection);
    struct table_def *def = was != NULL ? table_def_copy(a, was) : ARENA_NEW(a, struct table_def);
    set_comment(a, def, &on, comment_text(c));
    if (on.rel->def != NULL) {
        relation_declare(s, m, on.rel->collection, def);
    } else {
        mongo_xact_undo_word(m, s->database, on.rel->collection, was);
        word_save(m, s->database, on.rel->collection, def);
        mongo_source_table(s->database, on.rel->collection, NULL, false);
    }
    return DONE("COMMENT");
}
