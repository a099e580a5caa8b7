/* CREATE, ALTER and DROP SEQUENCE. Sequences count beside transactions; what is done to them here is done at once, too. */
#include <string.h>

#include "analyze/define.h"
#include "analyze/raw.h"
#include "catalog/objects.h"
#include "catalog/system.h"
#include "mongo/sequence.h"
#include "mongo/transaction.h"
#include "base/strbuf.h"
#include "session/session_int.h"
#include "types/ident.h"

/* A temporary one first, where no schema is named. */
const struct sequence_def *find_sequence(struct session *s, struct arena *a, const char *schema, const char *name)
{
    List *all = mongo_xact_sequences(a, s->mongo, s->database);
    bool any = schema == NULL || *schema == '\0', temp = !any && schema_is_temp(schema);
    const struct sequence_def *found = NULL;
    FOREACH (struct sequence_def, q, all) {
        const char *label = catalog_temp_name(s->catalog, q->name);
        if (label != NULL && (any || temp) && strcmp(label, name) == 0)
            return q;
        if (!temp && strcmp(q->name, name) == 0)
            found = q;
    }
    return found;
}

bool sequence_is_there(struct session *s, const char *schema, const char *name)
{
    return find_sequence(s, s->message, schema, name) != NULL;
}

static void set_next(struct session *s, const struct sequence_def *q, const struct sequence_restart *r)
{
    mongo_xact_save_sequence(s->mongo, s->database, q, r->wanted);
    if (r->value)
        sequence_put(s->mongo, s->database, q->name, r->at, false);
}

struct changing {
    struct session *s;
    const struct sequence_def *q;
    const struct sequence_restart *restart;
};

static void change(void *arg)
{
    const struct changing *x = arg;
    const struct sequence_def *q = x->q;
    set_next(x->s, q, x->restart);
    if (!x->restart->wanted && q->used) /* counted from the last one */
        sequence_put(x->s->mongo, x->s->database, q->name, q->last, true);
}

void sequence_change(struct session *s, const struct sequence_def *q, const struct sequence_restart *r)
{
    struct changing x = {s, q, r};
    struct arena *a = s->message;
    const bson_t *next = r->value ? sequence_coming(a, q, r->at, false) : r->wanted ? sequence_coming(a, q, q->start, false) : q->used ? sequence_coming(a, q, q->last, true) : NULL;
    mongo_xact_change_sequence(s->mongo, s->database, q->name, next, change, &x);
}

static void start_again(void *arg)
{
    const struct changing *x = arg;
    sequence_restart(x->s->mongo, x->s->database, x->q);
}

static void save(void *arg)
{
    const struct changing *x = arg;
    mongo_xact_save_sequence(x->s->mongo, x->s->database, x->q, false);
}

void sequence_say(struct session *s, const struct sequence_def *q)
{
    struct changing x = {s, q, NULL};
    mongo_xact_change_sequence(s->mongo, s->database, q->name, bson_in(s->message), save, &x);
}

/* As PostgreSQL has it: nothing else of ALTER SEQUENCE leaves its values alone. */
static bool only_owner(const PgQuery__AlterSeqStmt *c)
{
    bool only = true;
    for (size_t i = 0; i < c->n_options; i++)
        only = only && strcmp(c->options[i]->def_elem->defname, "owned_by") == 0;
    return only;
}

struct completion run_create_sequence(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__CreateSeqStmt *c = raw->node->create_seq_stmt;
    RAW_FIELDS(c, c->sequence->location, "sequence options if_not_exists");
    struct sequence_def q = {.name = c->sequence->relname};
    struct sequence_restart restart;
    bool temp = is_temporary(c->sequence);
    change_begin(s, "CREATE SEQUENCE");
    if (!c->if_not_exists || relation_may_be(s, c->sequence, true, -1)) {
        analyze_sequence_options(portal->arena, s->catalog, raw, c->options, c->n_options, &q, true, &restart);
        relation_check_new(s, c->sequence);
        analyze_sequence_owner(portal->arena, s->catalog, raw, c->options, c->n_options, &q);
        q.name = temp ? temp_sequence(s, portal->arena, q.name) : q.name;
        q.unlogged = is_unlogged(c->sequence);
        mongo_xact_create_sequence(s->mongo, s->database, &q, false);
        if (restart.value)
            sequence_put(s->mongo, s->database, q.name, restart.at, false);
    }
    return DONE("CREATE SEQUENCE");
}

/* The column that counts by it as serial or identity; NULL: none does. */
static const struct column_def *owner_of(struct session *s, const struct sequence_def *q)
{
    const char *place = catalog_name_hidden(q->name) ? "pg_temp" : "public";
    const struct relation *rel = q->table != NULL ? catalog_lookup(s->catalog, NULL, place, q->table) : NULL;
    FOREACH (struct column_def, c, rel != NULL && rel->def != NULL ? rel->def->columns : NULL)
        if (c->sequence != NULL && strcmp(c->sequence, q->name) == 0)
            return c;
    return NULL;
}

/* A serial column's, which belongs to it no more: its DEFAULT stays. */
static void disown(struct session *s, const struct sequence_def *q, const struct column_def *owner)
{
    const struct relation *rel = relation_lock(s, relation_named(s, catalog_name_hidden(q->name) ? "pg_temp" : "public", q->table));
    struct table_def *def = table_def_copy(s->message, rel->def);
    FOREACH (struct column_def, c, def->columns)
        if (strcmp(c->name, owner->name) == 0)
            c->sequence = NULL;
    relation_declare(s, s->mongo, rel->collection, def);
}

static bool same_owner(const struct sequence_def *q, const struct sequence_def *r)
{
    return q->table != NULL && r->table != NULL && strcmp(q->table, r->table) == 0 && strcmp(q->column, r->column) == 0;
}

/* NULL: it is not there, and IF EXISTS said so. */
static const struct sequence_def *sequence_to_change(struct session *s, struct arena *a, const PgQuery__RangeVar *v, bool missing_ok)
{
    const struct sequence_def *found = find_sequence(s, a, v->schemaname, v->relname);
    if (found != NULL)
        return found;
    const struct relation *rel = relation_named(s, v->schemaname, v->relname);
    if (rel != NULL) {
        refuse_system(rel);
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a sequence", v->relname);
    }
    not_of_kind(s, v->schemaname, v->relname, "sequence");
    if (!missing_ok)
        relation_missing(s, v);
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "relation \"%s\" does not exist, skipping", v->relname);
    return NULL;
}

/* It is kept the same way, and shown so. */
struct completion run_alter_sequence_logged(struct session *s, const struct portal *portal)
{
    const PgQuery__AlterTableStmt *t = portal->prepared->raw->node->alter_table_stmt;
    change_begin(s, "ALTER SEQUENCE");
    const struct sequence_def *found = sequence_to_change(s, portal->arena, t->relation, t->missing_ok);
    if (found == NULL)
        return DONE("ALTER SEQUENCE");
    struct sequence_def q = *found;
    for (size_t i = 0; i < t->n_cmds; i++) {
        PgQuery__AlterTableType type = t->cmds[i]->alter_table_cmd->subtype;
        if (type != PG_QUERY__ALTER_TABLE_TYPE__AT_SetLogged && type != PG_QUERY__ALTER_TABLE_TYPE__AT_SetUnLogged)
            raise(ERR_FEATURE_NOT_SUPPORTED, "this form of ALTER SEQUENCE is not supported");
        if (catalog_name_hidden(q.name))
            raise(ERR_INVALID_TABLE_DEFINITION, "cannot change logged status of table \"%s\" because it is temporary", t->relation->relname);
        q.unlogged = type == PG_QUERY__ALTER_TABLE_TYPE__AT_SetUnLogged;
    }
    if (q.unlogged != found->unlogged)
        sequence_change(s, &q, &(struct sequence_restart){.wanted = false});
    return DONE("ALTER SEQUENCE");
}

struct completion run_alter_sequence(struct session *s, const struct portal *portal)
{
    const struct raw_stmt *raw = portal->prepared->raw;
    PgQuery__AlterSeqStmt *c = raw->node->alter_seq_stmt;
    RAW_FIELDS(c, c->sequence->location, "sequence options missing_ok");
    struct sequence_restart restart;
    change_begin(s, "ALTER SEQUENCE");
    const struct sequence_def *found = sequence_to_change(s, portal->arena, c->sequence, c->missing_ok);
    if (found != NULL) {
        struct sequence_def q = *found;
        const struct column_def *owner = owner_of(s, found);
        analyze_sequence_options(portal->arena, s->catalog, raw, c->options, c->n_options, &q, false, &restart);
        analyze_sequence_owner(portal->arena, s->catalog, raw, c->options, c->n_options, &q);
        if (owner != NULL && owner->identity != 0 && (q.table != found->table || q.column != found->column))
            error_throw(error_detail(error_new(ERR_FEATURE_NOT_SUPPORTED, "cannot change ownership of identity sequence"),
                                     "Sequence \"%s\" is linked to table \"%s\".", c->sequence->relname, found->table));
        if (owner != NULL && !same_owner(&q, found))
            disown(s, found, owner);
        if (only_owner(c))
            sequence_say(s, &q);
        else
            sequence_change(s, &q, &restart);
    }
    return DONE("ALTER SEQUENCE");
}

/* ---- RENAME ---- */

struct oid_change {
    Oid from, to;
};

static bool tell_oid(Node *n, void *arg)
{
    const struct oid_change *o = arg;
    Const *c = (Const *)n;
    if (IS_A(n, Const) && c->consttype == TYPE_regclass && !c->constisnull && datum_oid(c->constvalue) == o->from)
        c->constvalue = datum_from_oid(o->to);
    return node_walk(n, tell_oid, arg);
}

static Oid sequence_oid(const char *name)
{
    objects_forget();
    objects_begin();
    const struct object *o = object_named(name);
    return o != NULL && o->kind == 'S' ? o->oid : InvalidOid;
}

/* The table that counts by it knows its name. */
static void tell_owner(struct session *s, const struct sequence_def *q, const char *to)
{
    if (owner_of(s, q) == NULL)
        return;
    const struct relation *rel = relation_lock(s, relation_named(s, "public", q->table));
    struct table_def *def = table_def_copy(s->message, rel->def);
    FOREACH (struct column_def, c, def->columns)
        if (c->sequence != NULL && strcmp(c->sequence, q->name) == 0)
            c->sequence = to;
    relation_declare(s, s->mongo, rel->collection, def);
}

void rename_sequence(struct session *s, struct arena *a, const struct sequence_def *q, const char *to)
{
    struct oid_change o;
    if (catalog_name_hidden(q->name))
        raise(ERR_FEATURE_NOT_SUPPORTED, "RENAME of a temporary sequence is not supported");
    if (relation_name_taken(s, to, false))
        raise(ERR_DUPLICATE_TABLE, "relation \"%s\" already exists", to);
    FOREACH (struct relation_name, v, view_dependents(s, a, q->name, NULL))
        raise(ERR_FEATURE_NOT_SUPPORTED, "sequence \"%s\" cannot be renamed while view \"%s\" reads it", q->name, catalog_shown_name(s->catalog, v->name));
    o.from = sequence_oid(q->name);
    tell_owner(s, q, to);
    const List *texts = texts_to_change(s, a, q->name, NULL, NULL);
    mongo_xact_rename_sequence(s->mongo, s->database, q, to);
    o.to = sequence_oid(to);
    texts_say(s, a, texts, tell_oid, &o);
    sequences_renamed(o.from, o.to, to);
}

/* ---- DROP ---- */

static bool counts_by(Node *n, void *arg)
{
    const Oid *oid = arg;
    const Const *c = (const Const *)n;
    if (IS_A(n, Const) && c->consttype == TYPE_regclass && !c->constisnull && datum_oid(c->constvalue) == *oid)
        return true;
    return node_walk(n, counts_by, arg);
}

static bool default_counts_by(struct session *s, struct arena *a, struct relation *rel, const struct column_def *c, Oid oid)
{
    volatile bool counts = false;
    TRY {
        counts = counts_by(analyze_declared(a, s->catalog, rel, c->default_text, c->type, c->typmod), &oid);
    } CATCH (e) {
        (void)e; /* it names what is no more: a temporary sequence of a session that has ended */
    } END_TRY;
    return counts;
}

List *sequence_counted(struct session *s, struct arena *a, const struct sequence_def *q)
{
    Oid oid = sequence_oid(q->name);
    List *out = NULL;
    FOREACH (struct declared, d, all_declared(s, a))
        FOREACH (struct column_def, c, d->def->view == NULL ? d->def->columns : NULL) {
            bool own = c->sequence != NULL && strcmp(c->sequence, q->name) == 0;
            if (c->default_text == NULL || strstr(c->default_text, "nextval") == NULL ||
                (!own && (c->sequence != NULL || !default_counts_by(s, a, d->rel, c, oid)))) /* a temporary one may have the name of another's own */
                continue;
            struct counted *x = ARENA_NEW(a, struct counted);
            *x = (struct counted){d->rel, c};
            out = list_append(a, out, x);
        }
    return out;
}

static _Noreturn void needed_by_identity(const char *name, const struct counted *x)
{
    struct error *e = error_new(ERR_DEPENDENT_OBJECTS_STILL_EXIST, "cannot drop sequence %s because column %s of table %s requires it", name, x->column->name,
                                x->rel->name);
    error_throw(error_hint(e, "You can drop column %s of table %s instead.", x->column->name, x->rel->name));
}

/* name: the sequence that they depend on; NULL: that they are dropped with. */
static const char *default_lines(struct arena *a, const List *columns, const char *name)
{
    struct strbuf b;
    strbuf_init(&b, a);
    FOREACH (struct counted, x, columns) {
        strbuf_addstr(&b, FOREACH_INDEX(x, columns) > 0 ? "\n" : "");
        strbuf_addstr(&b, name == NULL ? "drop cascades to " : "");
        strbuf_printf(&b, "default value for column %s of table %s", x->column->name, x->rel->name);
        if (name != NULL)
            strbuf_printf(&b, " depends on sequence %s", name);
    }
    return b.data;
}

void sequence_default_drop(struct session *s, const struct counted *x)
{
    const struct relation *rel = relation_lock(s, relation_named(s, x->rel->schema, x->rel->name));
    struct table_def *def = table_def_copy(s->message, rel->def);
    FOREACH (struct column_def, c, def->columns)
        if (strcmp(c->name, x->column->name) == 0)
            c->default_text = c->sequence = NULL;
    relation_declare(s, s->mongo, rel->collection, def);
}

List *sequence_views(struct session *s, struct arena *a, const struct sequence_def *q)
{
    Oid oid = sequence_oid(q->name);
    List *views = texts_views(a, texts_read(s, a, catalog_shown_name(s->catalog, q->name), counts_by, &oid)); /* a temporary one is said without its place */
    FOREACH (struct relation_name, v, view_dependents(s, a, q->name, NULL))
        views = list_append(a, views, (void *)(uintptr_t)v->name);
    return views;
}

/* Raises 2BP01, or tells what goes with it. */
static void drop_defaults(struct session *s, const struct sequence_def *q, const char *name, bool cascade)
{
    struct arena *a = s->message;
    const List *columns = sequence_counted(s, a, q), *views = sequence_views(s, a, q);
    FOREACH (struct counted, x, columns)
        if (x->column->identity != 0)
            needed_by_identity(name, x);
    if (columns == NULL && views != NULL) {
        struct dropped_with with = views_dropped_with(s, a, views, arena_printf(a, "sequence %s", name), cascade);
        drop_with(s, a, &with);
        return;
    }
    if (columns == NULL && views == NULL)
        return;
    if (cascade && views != NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "DROP SEQUENCE ... CASCADE of one that view \"%s\" uses is not supported",
              catalog_shown_name(s->catalog, list_nth(views, 0)));
    if (!cascade) {
        struct error *e = error_new(ERR_DEPENDENT_OBJECTS_STILL_EXIST, "cannot drop sequence %s because other objects depend on it", name);
        const char *lines = default_lines(a, columns, name);
        for (int i = 0; i < list_length(views); i++)
            lines = arena_printf(a, "%s%sview %s depends on sequence %s", lines, lines[0] != '\0' ? "\n" : "",
                                 catalog_shown_name(s->catalog, list_nth(views, i)), name);
        error_detail(e, "%s", lines);
        error_throw(error_hint(e, "Use DROP ... CASCADE to drop the dependent objects too."));
    }
    if (list_length(columns) == 1) {
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "%s", default_lines(a, columns, NULL));
    } else {
        struct error *e = error_new(ERR_SUCCESSFUL_COMPLETION, "drop cascades to %d other objects", list_length(columns));
        e->severity = SEV_NOTICE;
        notice_emit(error_detail(e, "%s", default_lines(a, columns, NULL)));
    }
    FOREACH (struct counted, x, columns)
        sequence_default_drop(s, x);
}

/* false: there is none. */
bool drop_sequence(struct session *s, const char *schema, const char *name, bool cascade)
{
    const struct sequence_def *q = find_sequence(s, s->message, schema, name);
    if (q == NULL)
        drop_other_kind(s, schema, name, "sequence");
    if (q == NULL)
        return false;
    drop_defaults(s, q, name, cascade);
    mongo_xact_drop_sequence(s->mongo, s->database, q->name);
    return true;
}

/* ---- those that belong to a table ---- */

static void name_temporary(struct session *s, const struct table_def *def, struct sequence_def *q)
{
    const char *name = temp_sequence(s, s->message, q->name);
    List *all = mongo_xact_sequences(s->message, s->mongo, s->database);
    FOREACH (struct sequence_def, other, all) /* the table's own may be there, from a transaction that was undone */
        if (strcmp(other->name, name) == 0 && (other->table == NULL || strcmp(other->table, q->table) != 0))
            raise(ERR_DUPLICATE_TABLE, "relation \"%s\" already exists", q->name);
    FOREACH (struct column_def, c, def->columns)
        if (c->sequence != NULL && strcmp(c->sequence, q->name) == 0)
            c->sequence = name;
    q->name = name;
}

void make_sequences(struct session *s, struct mongo *m, const char *collection, const struct table_def *def, bool stay)
{
    FOREACH (struct sequence_def, q, def->sequences) {
        if (catalog_name_hidden(collection))
            name_temporary(s, def, q);
        mongo_xact_create_sequence(m, s->database, q, stay);
    }
}

static bool belongs(const struct sequence_def *q, const struct relation *rel, const char *column)
{
    bool same_place = catalog_name_hidden(q->name) == catalog_name_hidden(rel->collection);
    bool owned = same_place && q->table != NULL && strcmp(q->table, rel->name) == 0 && (column == NULL || (q->column != NULL && strcmp(q->column, column) == 0));
    FOREACH (const struct column_def, c, rel->def->columns)
        owned = owned || (c->sequence != NULL && strcmp(c->sequence, q->name) == 0 && (column == NULL || strcmp(c->name, column) == 0));
    return owned;
}

/* Only a table of SQL's has any. */
List *owned_sequences(struct session *s, struct arena *a, const struct relation *rel, const char *column)
{
    bool none = rel->def == NULL || (catalog_name_hidden(rel->collection) && !s->catalog->temp_sequences);
    List *all = none ? NULL : mongo_xact_sequences(a, s->mongo, s->database), *out = NULL;
    FOREACH (struct sequence_def, q, all)
        if (belongs(q, rel, column))
            out = list_append(a, out, q);
    return out;
}

void drop_owned_sequences(struct session *s, struct arena *a, const struct relation *rel, const char *column)
{
    List *owned = owned_sequences(s, a, rel, column);
    FOREACH (struct sequence_def, q, owned)
        mongo_xact_drop_sequence(s->mongo, s->database, q->name);
}

void restart_owned_sequences(struct session *s, struct arena *a, const struct relation *rel)
{
    List *owned = owned_sequences(s, a, rel, NULL);
    FOREACH (struct sequence_def, q, owned)
    {
        struct changing x = {s, q, NULL};
        mongo_xact_change_sequence(s->mongo, s->database, q->name, sequence_coming(a, q, q->start, false), start_again, &x);
    }
}

void sequences_follow_rename(struct session *s, struct arena *a, const struct relation *rel, const char *column, const char *to)
{
    List *owned = owned_sequences(s, a, rel, column);
    FOREACH (struct sequence_def, q, owned) {
        *(column != NULL ? &q->column : &q->table) = to;
        sequence_say(s, q);
    }
}
