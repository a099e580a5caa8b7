/*
 * ALTER TABLE of tables that SQL made: which command does what. Rows are looked at and changed by statements that are run here like
 * any other; the declaration is changed last, or first where the rows' new values need it.
 */
#include "session/ddl_alter.h"

#include <string.h>

#include "analyze/define.h"
#include "base/macros.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "types/ident.h"

/* ---- SQL of our own ---- */

const char *alter_ident(struct alter *x, const char *name)
{
    struct strbuf b;
    strbuf_init(&b, x->arena);
    ident_quote(&b, name, strlen(name));
    return b.data;
}

/* The table at hand, as a statement names it. */
const char *alter_target(struct alter *x)
{
    return arena_printf(x->arena, "%s.%s", x->rel->schema, alter_ident(x, x->rel->name));
}

struct own {
    struct row_dest dest; /* first */
    struct alter *x;
    const char *sql;
    bool found; /* it gave a row */
    const char **values; /* of its first row, all text */
};

static bool any_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    (void)d, (void)n, (void)values, (void)nulls;
    return false;
}

static bool keep_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    struct own *own = (struct own *)d;
    struct arena *a = own->x->arena;
    own->values = ARENA_ARRAY(a, const char *, n);
    for (int i = 0; i < n; i++)
        own->values[i] = nulls[i] ? NULL : arena_strdup(a, type_output_cstring(a, TYPE_text, values[i]));
    return false;
}

static void run_sql(void *arg)
{
    struct own *own = arg;
    struct session *s = own->x->s;
    struct arena *a = arena_new(own->x->arena, "own statement");
    bool done = false;
    const struct raw_stmt *raw = list_nth(sql_parse(a, own->sql), 0);
    struct portal *p = portal_open(s, a, prepare(s, a, raw, NULL), NULL);
    struct exec_settings set = session_exec_settings();
    struct exec *ex = exec_new(a, p->plan, &set, false);
    own->found = exec_run(ex, &own->dest, 1, &done) > 0;
    exec_close(ex);
    arena_free(a);
}

static void run_own(struct own *own)
{
    TRY {
        if (own->x->at_commit)
            run_sql(own);
        else
            mongo_xact_alone(own->x->m, run_sql, own);
    } CATCH (e) {
        e->position = -1;
        error_throw(e);
    } END_TRY;
}

bool alter_run(struct alter *x, const char *sql)
{
    struct own own = {{.row = any_row}, x, sql, false, NULL};
    run_own(&own);
    return own.found;
}

const char **alter_run_row(struct alter *x, const char *sql)
{
    struct own own = {{.row = keep_row}, x, sql, false, NULL};
    run_own(&own);
    return own.values;
}

const char **alter_run_row_within(struct alter *x, const char *sql)
{
    struct own own = {{.row = keep_row}, x, sql, false, NULL};
    run_sql(&own);
    return own.values;
}

/* ---- the declaration ---- */

/* From now on the collection says what def does. */
void alter_declare(struct alter *x)
{
    struct session *s = x->s;
    if (x->at_commit) {
        declare_at_commit(s, x->rel, x->def);
    } else {
        table_alter(x->m, s->database, x->rel->collection, x->def);
        mongo_source_table(s->database, x->rel->collection, x->def, false);
    }
    x->rel = catalog_lookup(s->catalog, NULL, x->rel->schema, x->rel->name);
    x->def = table_def_copy(x->arena, x->rel->def);
}

struct column_def *alter_column(struct alter *x, const char *name)
{
    FOREACH (struct column_def, c, x->def->columns)
        if (strcmp(c->name, name) == 0)
            return c;
    if (column_name_is_system(name))
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot alter system column \"%s\"", name);
    raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", name, x->rel->name);
}

bool alter_has_column(const struct alter *x, const char *name)
{
    FOREACH (struct column_def, c, x->def->columns)
        if (strcmp(c->name, name) == 0)
            return true;
    return false;
}

bool alter_mentions(struct alter *x, const char *text, const char *name)
{
    static const char other[] = "pgleaf no such column";
    return strcmp(sql_rename_column(x->arena, text, name, name), sql_rename_column(x->arena, text, name, other)) != 0;
}

bool alter_has_name(const List *names, const char *name)
{
    for (int i = 0; i < list_length(names); i++)
        if (strcmp(list_nth(names, i), name) == 0)
            return true;
    return false;
}

/* ---- the commands ---- */

/* PostgreSQL's words for a command, and whether a view or a materialized one takes it. */
static const struct {
    PgQuery__AlterTableType type;
    const char *words;
    bool view, matview;
} actions[] = {
#define ACTION(type, words, view, matview) {PG_QUERY__ALTER_TABLE_TYPE__AT_##type, words, view, matview}
    ACTION(AddColumn, "ADD COLUMN", false, false), ACTION(ColumnDefault, "ALTER COLUMN ... SET DEFAULT", true, false),
    ACTION(DropNotNull, "ALTER COLUMN ... DROP NOT NULL", false, false), ACTION(SetNotNull, "ALTER COLUMN ... SET NOT NULL", false, false),
    ACTION(DropExpression, "ALTER COLUMN ... DROP EXPRESSION", false, false), ACTION(SetStatistics, "ALTER COLUMN ... SET STATISTICS", false, true),
    ACTION(SetOptions, "ALTER COLUMN ... SET", false, true), ACTION(ResetOptions, "ALTER COLUMN ... RESET", false, true),
    ACTION(SetStorage, "ALTER COLUMN ... SET STORAGE", false, true), ACTION(SetCompression, "ALTER COLUMN ... SET COMPRESSION", false, true),
    ACTION(DropColumn, "DROP COLUMN", false, false), ACTION(AddConstraint, "ADD CONSTRAINT", false, false),
    ACTION(AlterConstraint, "ALTER CONSTRAINT", false, false), ACTION(ValidateConstraint, "VALIDATE CONSTRAINT", false, false),
    ACTION(DropConstraint, "DROP CONSTRAINT", false, false), ACTION(AlterColumnType, "ALTER COLUMN ... SET DATA TYPE", false, false),
    ACTION(ChangeOwner, "OWNER TO", true, true), ACTION(ClusterOn, "CLUSTER ON", false, true), ACTION(DropCluster, "SET WITHOUT CLUSTER", false, true),
    ACTION(SetAccessMethod, "SET ACCESS METHOD", false, true), ACTION(SetLogged, "SET LOGGED", false, false), ACTION(SetUnLogged, "SET UNLOGGED", false, false),
    ACTION(DropOids, "SET WITHOUT OIDS", false, false), ACTION(SetTableSpace, "SET TABLESPACE", false, true), ACTION(SetRelOptions, "SET", true, true),
    ACTION(ResetRelOptions, "RESET", true, true), ACTION(EnableTrigAll, "ENABLE TRIGGER ALL", false, false),
    ACTION(DisableTrigAll, "DISABLE TRIGGER ALL", false, false), ACTION(EnableTrigUser, "ENABLE TRIGGER USER", false, false),
    ACTION(DisableTrigUser, "DISABLE TRIGGER USER", false, false), ACTION(ReplicaIdentity, "REPLICA IDENTITY", false, true),
    ACTION(EnableRowSecurity, "ENABLE ROW SECURITY", false, false), ACTION(DisableRowSecurity, "DISABLE ROW SECURITY", false, false),
    ACTION(ForceRowSecurity, "FORCE ROW SECURITY", false, false), ACTION(NoForceRowSecurity, "NO FORCE ROW SECURITY", false, false),
    ACTION(AddIdentity, "ALTER COLUMN ... ADD IDENTITY", true, false), ACTION(SetIdentity, "ALTER COLUMN ... SET", true, false),
    ACTION(DropIdentity, "ALTER COLUMN ... DROP IDENTITY", true, false),
#undef ACTION
};

/* What can be done with what is a query, keeps a query's rows, or is no table at all. */
static void check_action(const char *name, const char *kind, PgQuery__AlterTableType type)
{
    bool view = strcmp(kind, "view") == 0, matview = strcmp(kind, "materialized view") == 0;
    for (int i = 0; i < COUNTOF(actions) && strcmp(kind, "table") != 0; i++) {
        if (actions[i].type != type || (view && actions[i].view) || (matview && actions[i].matview))
            continue;
        struct error *e = error_new(ERR_WRONG_OBJECT_TYPE, "ALTER action %s cannot be performed on relation \"%s\"", actions[i].words, name);
        error_throw(error_detail(e, "This operation is not supported for %s%s.", kind, strcmp(kind, "index") == 0 ? "es" : "s"));
    }
}

/* ALTER TABLE of what is none. */
static void check_kind(struct session *s, const PgQuery__AlterTableStmt *t, const char *kind)
{
    const char *name = t->relation->relname, *is = kind_named(s, t->relation->schemaname, name);
    if (strcmp(kind, "table") != 0)
        not_of_kind(s, t->relation->schemaname, name, kind);
    if (is != NULL && strcmp(is, "type") == 0)
        error_throw(error_hint(error_new(ERR_WRONG_OBJECT_TYPE, "\"%s\" is a composite type", name), "Use ALTER TYPE instead."));
    for (size_t i = 0; is != NULL && i < t->n_cmds; i++)
        check_action(name, is, t->cmds[i]->alter_table_cmd->subtype);
}

static void alter_command(struct alter *x, PgQuery__AlterTableCmd *cmd)
{
    switch (cmd->subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn: alter_add_column(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn: alter_drop_column(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault: alter_set_default(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull: alter_set_not_null(x, cmd->name); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull: alter_drop_not_null(x, cmd->name); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType: alter_set_type(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint: alter_add_constraint(x, cmd->def->constraint); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint: alter_drop_constraint(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner: owner_is_here(x->s, cmd->newowner); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity: alter_add_identity(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetIdentity: alter_set_identity(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropIdentity: alter_drop_identity(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropExpression: alter_drop_expression(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint: alter_validate_constraint(x, cmd->name); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterConstraint: alter_alter_constraint(x, cmd->def->constraint); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions: alter_set_options(x, cmd, false); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ResetRelOptions: alter_set_options(x, cmd, true); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStatistics: alter_set_statistics(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStorage: alter_set_storage(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetCompression: alter_set_compression(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetOptions: alter_set_column_options(x, cmd, false); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ResetOptions: alter_set_column_options(x, cmd, true); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ClusterOn: alter_cluster_on(x, cmd->name); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropCluster: alter_cluster_on(x, NULL); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ReplicaIdentity: alter_replica_identity(x, cmd->def->replica_identity_stmt); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetLogged: alter_set_unlogged(x, false); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetUnLogged: alter_set_unlogged(x, true); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigAll: alter_disable_triggers(x); break;
    /* what says that there is none of what there is none of here */
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropOids:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigAll:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigUser:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigUser:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableRowSecurity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_NoForceRowSecurity: break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetTableSpace: check_storage(NULL, cmd->name); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetAccessMethod: check_storage(cmd->name, NULL); break;
    default: raise(ERR_FEATURE_NOT_SUPPORTED, "this form of ALTER TABLE is not supported");
    }
}

/* A statement's commands are not done in the order in which they stand, but as PostgreSQL does. */
enum alter_pass { PASS_DROP, PASS_TYPE, PASS_COLUMN, PASS_NOT_NULL, PASS_KEY, PASS_CONSTRAINT, PASS_REST };

static enum alter_pass constraint_pass(const PgQuery__Constraint *c)
{
    bool key = c->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY || c->contype == PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE;
    return key ? PASS_KEY : PASS_CONSTRAINT;
}

static enum alter_pass alter_pass(const PgQuery__AlterTableCmd *cmd)
{
    switch (cmd->subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropIdentity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropExpression:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull: return PASS_DROP;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault: return cmd->def == NULL ? PASS_DROP : PASS_CONSTRAINT;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType: return PASS_TYPE;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn: return PASS_COLUMN;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull: return PASS_NOT_NULL;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity: return PASS_CONSTRAINT;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint: return constraint_pass(cmd->def->constraint);
    default: return PASS_REST;
    }
}

/* NULL: it is not there, and IF EXISTS said so. */
struct relation *alter_relation(struct session *s, const PgQuery__RangeVar *v, bool missing_ok)
{
    struct relation *rel = relation_named(s, v->schemaname, v->relname);
    if (rel == NULL) {
        if (!missing_ok)
            relation_missing(s, v);
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "relation \"%s\" does not exist, skipping", v->relname);
        return NULL;
    }
    if (rel->kind == REL_LOCAL)
        raise(ERR_INSUFFICIENT_PRIVILEGE, "permission denied: \"%s\" is a system catalog", v->relname);
    if (!relation_kind_indexed(rel->kind) && rel->kind != REL_VIEW)
        raise(ERR_WRONG_OBJECT_TYPE, "ALTER action cannot be performed on relation \"%s\"", v->relname);
    return rel;
}

void alter_start(struct alter *x, const struct portal *portal, struct session *s, const char *what)
{
    *x = (struct alter){.s = s, .arena = portal->arena, .raw = portal->prepared->raw};
    x->m = change_begin(s, what);
}

void alter_outside(struct alter *x, const char *what)
{
    change_outside(x->s, what);
    mongo_xact_not_undone(x->m, what);
    x->m->together = false; /* MongoDB does all of this outside of transactions */
}

static void set_view_options(struct alter *x, const PgQuery__List *l, bool reset)
{
    struct table_def *def = table_def_copy(x->arena, x->rel->def);
    analyze_view_options(x->arena, x->s->catalog, def, l->items, l->n_items, reset);
    view_declare(x->s, x->m, x->rel->collection, def);
    x->rel = catalog_lookup(x->s->catalog, NULL, x->rel->schema, x->rel->name);
}

static bool names_others(Node *n, void *unused)
{
    const Const *c = (const Const *)n;
    if ((IS_A(n, Const) && (c->consttype == TYPE_regclass || c->consttype >= TYPE_FIRST_USER)) || IS_A(n, CoerceToDomain))
        return true;
    return node_walk(n, names_others, unused);
}

/* SET DEFAULT, DROP DEFAULT: what INSERT into the view takes. Nothing looks there for names of sequences and types. */
static void set_view_default(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    x->def = table_def_copy(x->arena, x->rel->def);
    struct column_def *c = alter_column(x, cmd->name);
    analyze_set_default(x->arena, x->s->catalog, x->raw, c, cmd->def);
    if (c->default_text != NULL && (c->type >= TYPE_FIRST_USER ||
                                    names_others(analyze_declared(x->arena, x->s->catalog, x->rel, c->default_text, c->type, c->typmod), NULL)))
        raise(ERR_FEATURE_NOT_SUPPORTED, "this default of a view's column is not supported");
    relation_declare(x->s, x->m, x->rel->collection, x->def);
    x->rel = catalog_lookup(x->s->catalog, NULL, x->rel->schema, x->rel->name);
}

/* A view, or a collection that SQL did not make: its columns are what documents look like, or what is said here. */
static void alter_collection(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    bool set = cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions, view = x->rel->kind == REL_VIEW;
    if (view && x->rel->def != NULL && (set || cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_ResetRelOptions)) {
        set_view_options(x, cmd->def->list, !set);
        return;
    }
    if (view && x->rel->def != NULL && cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault) {
        set_view_default(x, cmd);
        return;
    }
    if (view && cmd->subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner)
        raise(ERR_FEATURE_NOT_SUPPORTED, "this form of ALTER VIEW is not supported yet");
    switch (cmd->subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType: alter_say_type(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner: owner_is_here(x->s, cmd->newowner); break;
    default: raise(ERR_FEATURE_NOT_SUPPORTED, "ALTER TABLE of a collection that SQL did not make can only change types of columns");
    }
}

void alter_open(struct alter *x, struct relation *rel)
{
    x->rel = rel;
    x->before = table_def_copy(x->arena, rel->def);
    x->def = table_def_copy(x->arena, rel->def);
}

void alter_settle(struct alter *x, const char *what)
{
    if (!x->m->in_transaction)
        return;
    x->at_commit = true;
    if (!alter_waits(x)) {
        x->at_commit = false;
        alter_outside(x, what);
    }
    x->rel = catalog_lookup(x->s->catalog, NULL, x->rel->schema, x->rel->name); /* what came before it may be done by now */
}

/* The passes from first to last. */
static void alter_prepare(struct alter *x, const PgQuery__AlterTableStmt *t, enum alter_pass first, enum alter_pass last)
{
    for (size_t i = 0; i < t->n_cmds; i++)
        if (t->cmds[i]->alter_table_cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType)
            alter_read_type(x, t->cmds[i]->alter_table_cmd);
    for (enum alter_pass p = first; p <= last; p++) {
        FOREACH (PgQuery__Constraint, c, x->constraints)
            if (constraint_pass(c) == p)
                alter_add_constraint(x, c);
        for (size_t i = 0; i < t->n_cmds; i++)
            if (alter_pass(t->cmds[i]->alter_table_cmd) == p)
                alter_command(x, t->cmds[i]->alter_table_cmd);
        if (p == PASS_TYPE)
            alter_types_set(x);
    }
}

static void alter_again(struct alter *x)
{
    *x = (struct alter){.s = x->s, .m = x->m, .arena = x->arena, .raw = x->raw, .rel = x->rel};
    alter_open(x, relation_lock(x->s, x->rel));
}

static void alter_passes(struct alter *x, const PgQuery__AlterTableStmt *t, enum alter_pass first, enum alter_pass last)
{
    alter_prepare(x, t, first, last);
    bool renames = mongo_xact_renames_any(x->m);
    alter_settle(x, "ALTER TABLE");
    if (renames && !x->at_commit) { /* tables that foreign keys name are called otherwise by now */
        alter_again(x);
        alter_prepare(x, t, first, last);
    }
    alter_rows(x);
}

/* Does a column come under the name of one that goes? Not where another one's new type may be computed from the latter. */
static bool takes_dropped_name(const PgQuery__AlterTableStmt *t)
{
    bool takes = false;
    for (size_t i = 0; i < t->n_cmds; i++) {
        const PgQuery__AlterTableCmd *gone = t->cmds[i]->alter_table_cmd;
        if (gone->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType)
            return false;
        for (size_t k = 0; k < t->n_cmds; k++) {
            const PgQuery__AlterTableCmd *comes = t->cmds[k]->alter_table_cmd;
            takes = takes || (gone->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn && comes->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn &&
                              strcmp(gone->name, comes->def->column_def->colname) == 0);
        }
    }
    return takes;
}

/* What waits for the commit moves a field out of the way when its column goes, not when another one comes: so a name is taken again as by two statements. */
static void alter_all(struct alter *x, const PgQuery__AlterTableStmt *t)
{
    if (!x->m->in_transaction || nobody_else_writes(x->s, x->rel) || !takes_dropped_name(t)) {
        alter_passes(x, t, PASS_DROP, PASS_REST);
        return;
    }
    alter_passes(x, t, PASS_DROP, PASS_DROP);
    x->rel = catalog_lookup(x->s->catalog, NULL, x->rel->schema, x->rel->name);
    alter_again(x);
    alter_passes(x, t, PASS_DROP + 1, PASS_REST);
}

struct completion run_alter_table(struct session *s, const struct portal *portal)
{
    PgQuery__AlterTableStmt *t = portal->prepared->raw->node->alter_table_stmt;
    struct alter x;
    RAW_FIELDS(t, t->relation->location, "relation cmds objtype missing_ok");
    if (t->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_TYPE)
        return run_alter_composite(s, portal);
    bool matview = t->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW, view = t->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW;
    bool sequence = t->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE;
    const char *tag = matview ? "ALTER MATERIALIZED VIEW" : view ? "ALTER VIEW" : sequence ? "ALTER SEQUENCE" : "ALTER TABLE";
    if (alter_is_owner(t) && t->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_INDEX) {
        xact_may_write(s, tag);
        own_relation(s, t, matview ? "materialized view" : view ? "view" : sequence ? "sequence" : NULL);
        return DONE(tag);
    }
    if (t->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX)
        return run_alter_index(s, portal);
    if (sequence)
        return run_alter_sequence_logged(s, portal);
    if (t->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE && !matview && !view)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_start(portal->prepared->raw), "ALTER is not supported yet for this kind of object");
    const struct relation *named = relation_named(s, t->relation->schemaname, t->relation->relname);
    if (named == NULL || named->kind != REL_LOCAL)
        check_kind(s, t, matview ? "materialized view" : view ? "view" : "table");
    struct relation *rel = alter_relation(s, t->relation, t->missing_ok);
    if (rel == NULL)
        return DONE(tag);
    if (rel->kind != REL_VIEW)
        portals_not_using(s, rel, "ALTER TABLE");
    alter_start(&x, portal, s, tag);
    change_inside(s, rel);
    if (rel->kind != REL_VIEW && rel->def != NULL && !x.m->in_transaction)
        alter_outside(&x, tag);
    x.rel = rel = relation_lock(s, rel);
    if (rel->def == NULL || rel->kind == REL_VIEW) {
        for (size_t i = 0; i < t->n_cmds; i++)
            alter_collection(&x, t->cmds[i]->alter_table_cmd);
    } else {
        alter_open(&x, rel);
        alter_all(&x, t);
    }
    if (!x.at_commit)
        views_rebuild(s, x.arena, x.m, list_make(x.arena, 1, x.rel->collection));
    return DONE(tag);
}

