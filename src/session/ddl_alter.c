/*
 * ALTER TABLE and RENAME of tables that SQL made. Rows are looked at and changed by statements that are run here like any
 * other; the declaration is changed last, or first where the rows' new values need it.
 */
#include <string.h>

#include "analyze/define.h"
#include "analyze/raw.h"
#include "base/macros.h"
#include "catalog/system.h"
#include "mongo/sequence.h"
#include "mongo/source.h"
#include "mongo/table.h"
#include "mongo/transaction.h"
#include "session/foreign.h"
#include "types/ident.h"

struct alter {
    struct session *s;
    struct mongo *m;
    struct arena *arena;
    const struct raw_stmt *raw;
    struct relation *rel;
    struct table_def *def; /* as it is so far */
};

/* ---- SQL of our own ---- */

static const char *ident(struct alter *x, const char *name)
{
    struct strbuf b;
    strbuf_init(&b, x->arena);
    ident_quote(&b, name, strlen(name));
    return b.data;
}

/* The table at hand, as a statement names it. */
static const char *target(struct alter *x)
{
    return arena_printf(x->arena, "%s.%s", x->rel->schema, ident(x, x->rel->name));
}

static bool any_row(struct row_dest *d, int n, const Datum *values, const bool *nulls)
{
    (void)d, (void)n, (void)values, (void)nulls;
    return false;
}

struct own {
    struct alter *x;
    const char *sql;
    bool found; /* it gave a row */
};

static void run_sql(void *arg)
{
    struct own *own = arg;
    struct session *s = own->x->s;
    struct arena *a = arena_new(own->x->arena, "own statement");
    struct row_dest one = {.row = any_row};
    bool done = false;
    const struct raw_stmt *raw = list_nth(sql_parse(a, own->sql), 0);
    struct portal *p = portal_open(s, a, prepare(s, a, raw, NULL), NULL);
    struct exec_settings set = session_exec_settings();
    struct exec *ex = exec_new(a, p->plan, &set, false);
    own->found = exec_run(ex, &one, 1, &done) > 0;
    exec_close(ex);
    arena_free(a);
}

/* A transaction by itself; true: it gave a row. A position in it means nothing to the client. */
static bool run_own(struct alter *x, const char *sql)
{
    struct own own = {x, sql, false};
    TRY {
        mongo_xact_alone(x->m, run_sql, &own);
    } CATCH (e) {
        e->position = -1;
        error_throw(e);
    } END_TRY;
    return own.found;
}

/* ---- the declaration ---- */

/* From now on the collection says what def does. */
static void declare(struct alter *x)
{
    struct session *s = x->s;
    table_alter(x->m, s->database, x->rel->collection, x->def);
    mongo_source_table(s->database, x->rel->collection, x->def, false);
    x->rel = catalog_lookup(s->catalog, NULL, x->rel->schema, x->rel->name);
    x->def = table_def_copy(x->arena, x->rel->def);
}

static struct column_def *column(struct alter *x, const char *name)
{
    FOREACH (struct column_def, c, x->def->columns)
        if (strcmp(c->name, name) == 0)
            return c;
    raise(ERR_UNDEFINED_COLUMN, "column \"%s\" of relation \"%s\" does not exist", name, x->rel->name);
}

static bool has_column(const struct alter *x, const char *name)
{
    FOREACH (struct column_def, c, x->def->columns)
        if (strcmp(c->name, name) == 0)
            return true;
    return false;
}

/* ---- what rows must be like ---- */

static void check_no_nulls(struct alter *x, const struct column_def *c)
{
    if (!run_own(x, arena_printf(x->arena, "SELECT 1 FROM %s WHERE %s IS NULL LIMIT 1", target(x), ident(x, c->name))))
        return;
    struct error *e = error_new(ERR_NOT_NULL_VIOLATION, "column \"%s\" of relation \"%s\" contains null values", c->name, x->rel->name);
    e->table = x->rel->name;
    e->column = c->name;
    error_throw(e);
}

static void check_rows(struct alter *x, const struct table_check *k)
{
    if (!run_own(x, arena_printf(x->arena, "SELECT 1 FROM %s WHERE NOT (%s) LIMIT 1", target(x), k->text)))
        return;
    struct error *e = error_new(ERR_CHECK_VIOLATION, "check constraint \"%s\" of relation \"%s\" is violated by some row", k->name, x->rel->name);
    e->table = x->rel->name;
    e->constraint = k->name;
    error_throw(e);
}

/* What before has not: nulls and rows that a new constraint forbids. */
static void check_new(struct alter *x, const struct table_def *before)
{
    FOREACH (struct column_def, c, x->def->columns) {
        const struct column_def *was = NULL;
        FOREACH (struct column_def, b, before->columns)
            if (strcmp(b->name, c->name) == 0)
                was = b;
        if (c->notnull && was != NULL && !was->notnull)
            check_no_nulls(x, c);
    }
    for (int i = list_length(before->checks); i < list_length(x->def->checks); i++)
        check_rows(x, list_nth(x->def->checks, i));
}

/* Those of foreign that are new to the definition: rows must have what they refer to. */
static void add_foreign(struct alter *x, List *foreign)
{
    int old = list_length(x->rel->def->foreign);
    if (list_length(foreign) > old && catalog_name_hidden(x->rel->collection))
        raise(ERR_INVALID_TABLE_DEFINITION, "constraints on temporary tables may reference only temporary tables");
    for (int i = old; i < list_length(foreign); i++) {
        const struct table_foreign *f = list_nth(foreign, i);
        if (!f->not_valid)
            foreign_check_rows(x->s, x->rel, f);
    }
    x->def->foreign = foreign;
    if (list_length(foreign) > old)
        foreign_declare(x->s, x->arena, x->rel->collection, x->def);
}

/* ---- the commands ---- */

/* A column that could not be added. */
static void take_back(struct alter *x, const struct table_def *before, const char *column)
{
    const struct table_def *now = x->def;
    x->def = table_def_copy(x->arena, before);
    table_change_keys(x->m, x->s->database, x->rel->collection, now, x->def);
    declare(x);
    table_rename_field(x->m, x->s->database, x->rel->collection, column, NULL);
}

static void add_column(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    PgQuery__ColumnDef *raw = cmd->def->column_def;
    const struct table_def *before = x->rel->def;
    if (has_column(x, raw->colname)) {
        if (!cmd->missing_ok)
            raise(ERR_DUPLICATE_COLUMN, "column \"%s\" of relation \"%s\" already exists", raw->colname, x->rel->name);
        notice(SEV_NOTICE, ERR_DUPLICATE_COLUMN, "column \"%s\" of relation \"%s\" already exists, skipping", raw->colname, x->rel->name);
        return;
    }
    struct column_def *c = analyze_add_column(x->arena, x->s->catalog, x->raw, x->def, x->rel->name, raw);
    bool filled = c->default_text != NULL || c->generated != NULL, notnull = c->notnull;
    List *checks = x->def->checks, *keys = x->def->keys, *foreign = x->def->foreign;
    FOREACH (struct sequence_def, q, x->def->sequences)
        sequence_save(x->m, x->s->database, q, true);
    if (notnull && !filled && run_own(x, arena_printf(x->arena, "SELECT 1 FROM %s LIMIT 1", target(x)))) {
        struct error *e = error_new(ERR_NOT_NULL_VIOLATION, "column \"%s\" of relation \"%s\" contains null values", c->name, x->rel->name);
        e->table = x->rel->name;
        e->column = c->name;
        error_throw(e);
    }
    c->notnull = false; /* until all rows have it */
    x->def->checks = before->checks;
    x->def->keys = before->keys;
    x->def->foreign = before->foreign;
    if (table_has_field(x->m, x->s->database, x->rel->collection, raw->colname))
        error_throw(error_hint(error_new(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "documents of \"%s\" have a field \"%s\" already", x->rel->name, raw->colname),
                               "Something else has written it: remove it with MongoDB's $unset first."));
    declare(x);
    TRY {
        if (filled)
            run_own(x, arena_printf(x->arena, "UPDATE %s SET %s = DEFAULT", target(x), ident(x, raw->colname)));
        if (filled && notnull)
            check_no_nulls(x, column(x, raw->colname));
        column(x, raw->colname)->notnull = notnull;
        x->def->keys = keys;
        table_change_keys(x->m, x->s->database, x->rel->collection, x->rel->def, x->def);
        for (int i = list_length(before->checks); i < list_length(checks); i++)
            check_rows(x, list_nth(checks, i));
        x->def->checks = checks;
        add_foreign(x, foreign);
        declare(x);
    } CATCH (e) {
        take_back(x, before, raw->colname);
        error_throw(e);
    } END_TRY;
}

static bool mentions(struct alter *x, const char *text, const char *name)
{
    static const char other[] = "pgleaf no such column";
    return strcmp(sql_rename_column(x->arena, text, name, name), sql_rename_column(x->arena, text, name, other)) != 0;
}

static bool has_name(const List *names, const char *name)
{
    for (int i = 0; i < list_length(names); i++)
        if (strcmp(list_nth(names, i), name) == 0)
            return true;
    return false;
}

static bool key_has(const struct table_key *k, const char *name)
{
    return has_name(k->columns, name);
}

/* Raises 2BP01: a generated column needs it. */
static void not_in_generated(struct alter *x, const char *name, bool cascade)
{
    struct strbuf detail;
    strbuf_init(&detail, x->arena);
    FOREACH (struct column_def, c, x->def->columns)
        if (c->generated != NULL && strcmp(c->name, name) != 0 && mentions(x, c->generated, name))
            strbuf_printf(&detail, "%scolumn %s of table %s depends on column %s of table %s", detail.len > 0 ? "\n" : "", c->name, x->rel->name,
                          name, x->rel->name);
    if (detail.len == 0)
        return;
    if (cascade)
        raise(ERR_FEATURE_NOT_SUPPORTED, "DROP COLUMN ... CASCADE of a column that a generated column uses is not supported");
    struct error *e = error_new(ERR_DEPENDENT_OBJECTS_STILL_EXIST, "cannot drop column %s of table %s because other objects depend on it", name, x->rel->name);
    error_throw(error_hint(error_detail(e, "%s", detail.data), "Use DROP ... CASCADE to drop the dependent objects too."));
}

/* Its constraints and indexes go with it. */
static void drop_column(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct table_def *before = x->def;
    if (!has_column(x, cmd->name)) {
        if (!cmd->missing_ok)
            column(x, cmd->name);
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "column \"%s\" of relation \"%s\" does not exist, skipping", cmd->name, x->rel->name);
        return;
    }
    if (strcmp(cmd->name, "_id") == 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "column \"_id\" cannot be dropped: every document of MongoDB has one");
    struct column_def *gone = column(x, cmd->name);
    not_in_generated(x, cmd->name, cmd->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
    List *views = views_dropped_with_column(x->s, x->arena, x->rel->collection, cmd->name, cmd->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
    for (int i = 0; i < list_length(views); i++)
        drop_relation(x->s, x->m, catalog_lookup(x->s->catalog, NULL, "public", list_nth(views, i)));
    struct table_def *def = table_def_copy(x->arena, before);
    def->columns = def->keys = def->checks = def->foreign = NULL;
    def->comments = comments_without(x->arena, before->comments, "column", cmd->name);
    FOREACH (struct column_def, c, before->columns)
        if (c != gone)
            def->columns = list_append(x->arena, def->columns, c);
    FOREACH (struct table_key, k, before->keys)
        if (!key_has(k, cmd->name))
            def->keys = list_append(x->arena, def->keys, k);
    FOREACH (struct table_check, k, before->checks)
        if (!mentions(x, k->text, cmd->name))
            def->checks = list_append(x->arena, def->checks, k);
    FOREACH (struct table_foreign, f, before->foreign)
        if (!has_name(f->columns, cmd->name))
            def->foreign = list_append(x->arena, def->foreign, f);
    struct relation_source *src = x->s->catalog->source;
    List *indexes = src->index_list(src, x->arena, x->s->database, x->rel->collection);
    FOREACH (struct index_info, ix, indexes)
        for (int i = 0; i < ix->nkeys; i++)
            if (strcmp(ix->keys[i].path, cmd->name) == 0) {
                table_drop_index(x->m, x->s->database, x->rel->collection, ix->name);
                break;
            }
    if (gone->sequence != NULL)
        mongo_xact_drop_sequence(x->m, x->s->database, gone->sequence);
    x->def = def;
    declare(x);
    table_rename_field(x->m, x->s->database, x->rel->collection, cmd->name, NULL);
}

static void set_default(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct column_def *c = column(x, cmd->name);
    if (c->identity != 0) {
        struct error *e = error_new(ERR_SYNTAX_ERROR, "column \"%s\" of relation \"%s\" is an identity column", c->name, x->rel->name);
        if (cmd->def == NULL)
            error_hint(e, "Use ALTER TABLE ... ALTER COLUMN ... DROP IDENTITY instead.");
        error_throw(e);
    }
    if (c->generated != NULL) {
        struct error *e = error_new(ERR_SYNTAX_ERROR, "column \"%s\" of relation \"%s\" is a generated column", c->name, x->rel->name);
        if (cmd->def == NULL)
            error_hint(e, "Use ALTER TABLE ... ALTER COLUMN ... DROP EXPRESSION instead.");
        error_throw(e);
    }
    analyze_set_default(x->arena, x->s->catalog, x->raw, c, cmd->def);
    declare(x);
}

static void set_not_null(struct alter *x, const char *name)
{
    struct column_def *c = column(x, name);
    if (c->notnull)
        return;
    check_no_nulls(x, c);
    c->notnull = true;
    declare(x);
}

static void drop_not_null(struct alter *x, const char *name)
{
    struct column_def *c = column(x, name);
    FOREACH (struct table_key, k, x->def->keys)
        if (k->primary && key_has(k, name))
            raise(ERR_INVALID_TABLE_DEFINITION, "column \"%s\" is in a primary key", name);
    if (c->identity != 0)
        raise(ERR_SYNTAX_ERROR, "column \"%s\" of relation \"%s\" is an identity column", name, x->rel->name);
    c->notnull = false;
    declare(x);
}

static void add_constraint(struct alter *x, PgQuery__Constraint *c)
{
    const struct table_def *before = x->rel->def;
    if (c->skip_validation && c->contype != PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, c->location, "NOT VALID is not supported");
    analyze_add_constraint(x->arena, x->s->catalog, x->raw, x->def, x->rel->name, c);
    check_new(x, before);
    table_change_keys(x->m, x->s->database, x->rel->collection, before, x->def);
    add_foreign(x, x->def->foreign);
    declare(x);
}

static void drop_constraint(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct table_def *def = table_def_copy(x->arena, x->def);
    def->keys = def->checks = def->foreign = NULL;
    def->comments = comments_without(x->arena, x->def->comments, "constraint", cmd->name);
    FOREACH (struct table_key, k, x->def->keys) {
        if (strcmp(k->name, cmd->name) != 0)
            def->keys = list_append(x->arena, def->keys, k);
        else
            foreign_dropped_with_key(x->s, x->arena, x->rel, k, cmd->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
    }
    FOREACH (struct table_check, k, x->def->checks)
        if (strcmp(k->name, cmd->name) != 0)
            def->checks = list_append(x->arena, def->checks, k);
    FOREACH (struct table_foreign, f, x->def->foreign)
        if (strcmp(f->name, cmd->name) != 0)
            def->foreign = list_append(x->arena, def->foreign, f);
    if (list_length(def->keys) == list_length(x->def->keys) && list_length(def->checks) == list_length(x->def->checks) &&
        list_length(def->foreign) == list_length(x->def->foreign)) {
        if (!cmd->missing_ok)
            raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" of relation \"%s\" does not exist", cmd->name, x->rel->name);
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "constraint \"%s\" of relation \"%s\" does not exist, skipping", cmd->name, x->rel->name);
        return;
    }
    table_change_keys(x->m, x->s->database, x->rel->collection, x->rel->def, def);
    x->def = def;
    declare(x);
}

/* The new values go beside the old ones; then they take their place. */
static void set_type(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    static const char beside[] = "pgleaf new type";
    PgQuery__ColumnDef *raw = cmd->def->column_def;
    struct column_def *c = column(x, cmd->name), was = *c, fresh = {.name = beside};
    struct arena *a = x->arena;
    analyze_column_type(a, x->s->catalog, x->raw, raw->type_name, &fresh.type, &fresh.typmod);
    RAW_FIELDS(raw, raw->location, "type_name raw_default location");
    FOREACH (struct table_check, k, x->def->checks)
        if (mentions(x, k->text, cmd->name))
            raise(ERR_FEATURE_NOT_SUPPORTED, "the type of column \"%s\", which constraint \"%s\" names, cannot be changed yet", cmd->name, k->name);
    FOREACH (struct column_def, g, x->def->columns) {
        if (g == c && g->generated != NULL)
            raise(ERR_FEATURE_NOT_SUPPORTED, "the type of the generated column \"%s\" cannot be changed yet", cmd->name);
        if (g->generated == NULL || !mentions(x, g->generated, cmd->name))
            continue;
        struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "cannot alter type of a column used by a generated column");
        error_throw(error_detail(e, "Column \"%s\" is used by generated column \"%s\".", cmd->name, g->name));
    }
    if (fresh.type == c->type && fresh.typmod == c->typmod && raw->raw_default == NULL)
        return;
    FOREACH (struct table_key, k, x->def->keys)
        if (key_has(k, cmd->name))
            raise(ERR_FEATURE_NOT_SUPPORTED, "the type of column \"%s\", which is part of constraint \"%s\", cannot be changed yet", cmd->name, k->name);
    FOREACH (struct relation_name, v, view_dependents(x->s, a, x->rel->collection, cmd->name)) {
        struct error *e = error_new(ERR_FEATURE_NOT_SUPPORTED, "cannot alter type of a column used by a view or rule");
        error_throw(error_detail(e, "rule _RETURN on %s %s depends on column \"%s\"", relation_kind_word(v->kind), v->name, cmd->name));
    }
    x->def->columns = list_append(a, x->def->columns, &fresh);
    declare(x);
    const char *using = raw->raw_default != NULL ? sql_expression_text(a, raw->raw_default) : ident(x, cmd->name);
    TRY {
        run_own(x, arena_printf(a, "UPDATE %s SET %s = %s", target(x), ident(x, beside), using));
        if (was.notnull)
            check_no_nulls(x, column(x, beside));
    } CATCH (e) {
        /* as before: what is there of the new column goes */
        x->def->columns = list_copy(a, x->def->columns);
        x->def->columns->length--;
        declare(x);
        table_rename_field(x->m, x->s->database, x->rel->collection, beside, NULL);
        if (e->code == ERR_DATATYPE_MISMATCH) {
            const char *type = type_format(a, fresh.type, fresh.typmod);
            e = error_new(ERR_DATATYPE_MISMATCH, raw->raw_default != NULL ? "result of USING clause for column \"%s\" cannot be cast automatically to type %s"
                                                                          : "column \"%s\" cannot be cast automatically to type %s", cmd->name, type);
            error_hint(e, raw->raw_default != NULL ? "You might need to add an explicit cast." : "You might need to specify \"USING %s::%s\".",
                       ident(x, cmd->name), type);
        }
        error_throw(e);
    } END_TRY;
    c = column(x, cmd->name);
    if (c->default_text != NULL && c->sequence == NULL) { /* its own type stays */
        const char *text = system_declared_text(a, x->rel, c->default_text, c->type, c->typmod, false);
        c->default_text = text != NULL ? text : c->default_text;
    }
    c->type = fresh.type;
    c->typmod = fresh.typmod;
    x->def->columns = list_copy(a, x->def->columns);
    x->def->columns->length--;
    table_rename_field(x->m, x->s->database, x->rel->collection, cmd->name, NULL);
    table_rename_field(x->m, x->s->database, x->rel->collection, beside, cmd->name);
    declare(x);
}

static struct table_foreign *foreign_constraint(struct alter *x, const char *name, bool alter)
{
    FOREACH (struct table_foreign, f, x->def->foreign)
        if (strcmp(f->name, name) == 0)
            return f;
    bool other = false;
    FOREACH (struct table_key, k, x->def->keys)
        other = other || strcmp(k->name, name) == 0;
    if (other && alter)
        raise(ERR_WRONG_OBJECT_TYPE, "constraint \"%s\" of relation \"%s\" is not a foreign key constraint", name, x->rel->name);
    if (other)
        raise(ERR_WRONG_OBJECT_TYPE, "constraint \"%s\" of relation \"%s\" is not a foreign key or check constraint", name, x->rel->name);
    FOREACH (struct table_check, k, x->def->checks)
        if (strcmp(k->name, name) == 0) {
            if (alter)
                raise(ERR_WRONG_OBJECT_TYPE, "constraint \"%s\" of relation \"%s\" is not a foreign key constraint", name, x->rel->name);
            return NULL;
        }
    raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" of relation \"%s\" does not exist", name, x->rel->name);
}

static void validate_constraint(struct alter *x, const char *name)
{
    struct table_foreign *f = foreign_constraint(x, name, false);
    if (f == NULL || !f->not_valid)
        return;
    foreign_check_rows(x->s, x->rel, f);
    f->not_valid = false;
    declare(x);
}

static void alter_constraint(struct alter *x, const PgQuery__Constraint *c)
{
    struct table_foreign *f = foreign_constraint(x, c->conname, true);
    RAW_FIELDS(c, c->location, "contype conname location deferrable initdeferred");
    f->deferrable = c->deferrable;
    f->deferred = c->initdeferred;
    declare(x);
}

/* All there is belongs to who is here. */
static void change_owner(const struct alter *x, const PgQuery__RoleSpec *role)
{
    bool own = role->roletype != PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_CSTRING || strcmp(role->rolename, x->s->user) == 0;
    if (!own)
        raise(ERR_UNDEFINED_OBJECT, "role \"%s\" does not exist", role->rolename);
}

static void identity_missing(const struct alter *x, const struct column_def *c, bool missing_ok)
{
    if (!missing_ok)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "column \"%s\" of relation \"%s\" is not an identity column", c->name, x->rel->name);
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "column \"%s\" of relation \"%s\" is not an identity column, skipping", c->name, x->rel->name);
}

static void drop_identity(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct column_def *c = column(x, cmd->name);
    if (c->identity == 0) {
        identity_missing(x, c, cmd->missing_ok);
        return;
    }
    if (c->sequence != NULL)
        mongo_xact_drop_sequence(x->m, x->s->database, c->sequence);
    c->identity = 0;
    c->sequence = c->default_text = NULL;
    declare(x);
}

static void add_identity(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct column_def *c = column(x, cmd->name);
    if (!c->notnull)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "column \"%s\" of relation \"%s\" must be declared NOT NULL before identity can be added", c->name,
              x->rel->name);
    if (c->identity != 0)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "column \"%s\" of relation \"%s\" is already an identity column", c->name, x->rel->name);
    if (c->default_text != NULL)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "column \"%s\" of relation \"%s\" already has a default value", c->name, x->rel->name);
    analyze_add_identity(x->arena, x->s->catalog, x->raw, x->def, x->rel->name, c, cmd->def->constraint);
    FOREACH (struct sequence_def, q, x->def->sequences)
        sequence_save(x->m, x->s->database, q, true);
    declare(x);
}

/* SET (fillfactor = 70), RESET (fillfactor) */
static void set_options(struct alter *x, const PgQuery__AlterTableCmd *cmd, bool reset)
{
    const PgQuery__List *l = cmd->def->list;
    x->def->options = analyze_reloptions(x->arena, l->items, l->n_items, RELOPTION_HEAP, x->def->options, reset);
    declare(x);
}

/* What can be done with what keeps a query's rows. */
static void check_matview_command(const struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    if (x->rel->kind != REL_MATVIEW || cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner ||
        cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions || cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_ResetRelOptions)
        return;
    struct error *e = error_new(ERR_WRONG_OBJECT_TYPE, "ALTER action cannot be performed on relation \"%s\"", x->rel->name);
    error_throw(error_detail(e, "This operation is not supported for materialized views."));
}

static void alter_command(struct alter *x, PgQuery__AlterTableCmd *cmd)
{
    check_matview_command(x, cmd);
    switch (cmd->subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn: add_column(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn: drop_column(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault: set_default(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull: set_not_null(x, cmd->name); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull: drop_not_null(x, cmd->name); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType: set_type(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint: add_constraint(x, cmd->def->constraint); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint: drop_constraint(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner: change_owner(x, cmd->newowner); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity: add_identity(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropIdentity: drop_identity(x, cmd); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint: validate_constraint(x, cmd->name); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterConstraint: alter_constraint(x, cmd->def->constraint); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions: set_options(x, cmd, false); break;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ResetRelOptions: set_options(x, cmd, true); break;
    default: raise(ERR_FEATURE_NOT_SUPPORTED, "this form of ALTER TABLE is not supported yet");
    }
}

/* A statement's commands are not done in the order in which they stand, but as PostgreSQL does: what goes, then types, columns, the rest. */
enum { ALTER_PASSES = 5 };
static int alter_pass(const PgQuery__AlterTableCmd *cmd)
{
    switch (cmd->subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropIdentity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull: return 0;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault: return cmd->def == NULL ? 0 : 3;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType: return 1;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn: return 2;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint: return 3;
    default: return 4;
    }
}

/* NULL: it is not there, and IF EXISTS said so. */
static struct relation *altered(struct session *s, const PgQuery__RangeVar *v, bool missing_ok, bool view)
{
    struct relation *rel = relation_named(s, v->schemaname, v->relname);
    if (rel == NULL) {
        if (!missing_ok)
            raise(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", v->relname);
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "relation \"%s\" does not exist, skipping", v->relname);
        return NULL;
    }
    if (rel->kind == REL_LOCAL)
        raise(ERR_INSUFFICIENT_PRIVILEGE, "permission denied: \"%s\" is a system catalog", v->relname);
    if (!relation_kind_indexed(rel->kind) && !(view && rel->kind == REL_VIEW))
        raise(ERR_WRONG_OBJECT_TYPE, "ALTER action cannot be performed on relation \"%s\"", v->relname);
    return rel;
}

static void begin(struct alter *x, const struct portal *portal, struct session *s, const char *what)
{
    *x = (struct alter){.s = s, .arena = portal->arena, .raw = portal->prepared->raw};
    x->m = change_begin(s, what);
    if (x->m->in_transaction)
        raise(ERR_FEATURE_NOT_SUPPORTED, "%s is not supported after rows were written in the same transaction", what);
    mongo_xact_not_undone(x->m, what);
    x->m->together = false; /* MongoDB does all of this outside of transactions */
}

struct completion run_alter_table(struct session *s, const struct portal *portal)
{
    PgQuery__AlterTableStmt *t = portal->prepared->raw->node->alter_table_stmt;
    struct alter x;
    RAW_FIELDS(t, t->relation->location, "relation cmds objtype missing_ok");
    bool matview = t->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW;
    const char *tag = matview ? "ALTER MATERIALIZED VIEW" : "ALTER TABLE";
    if (t->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE && !matview)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, raw_start(portal->prepared->raw), "ALTER is not supported yet for this kind of object");
    struct relation *rel = altered(s, t->relation, t->missing_ok, false);
    if (rel == NULL)
        return DONE(tag);
    if (matview && rel->kind != REL_MATVIEW)
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a materialized view", rel->name);
    if (rel->def == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "ALTER TABLE is only supported for tables that CREATE TABLE made");
    begin(&x, portal, s, tag);
    x.rel = rel;
    x.def = table_def_copy(x.arena, rel->def);
    for (int p = 0; p < ALTER_PASSES; p++)
        for (size_t i = 0; i < t->n_cmds; i++)
            if (alter_pass(t->cmds[i]->alter_table_cmd) == p)
                alter_command(&x, t->cmds[i]->alter_table_cmd);
    return DONE(tag);
}

/* ---- RENAME ---- */

static void rename_column(struct alter *x, const char *from, const char *to)
{
    struct arena *a = x->arena;
    if (!has_column(x, from))
        raise(ERR_UNDEFINED_COLUMN, "column \"%s\" does not exist", from);
    if (has_column(x, to))
        raise(ERR_DUPLICATE_COLUMN, "column \"%s\" of relation \"%s\" already exists", to, x->rel->name);
    if (strcmp(from, "_id") == 0 || strcmp(to, "_id") == 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "column \"_id\" cannot be renamed: every document of MongoDB has one");
    column_not_in_views(x->s, a, x->rel->collection, from);
    struct relation_source *src = x->s->catalog->source;
    List *indexes = src->index_list(src, a, x->s->database, x->rel->collection);
    List *keys = x->def->keys;
    FOREACH (struct index_info, ix, indexes) {
        bool own = false, has = false;
        FOREACH (struct table_key, k, keys)
            own = own || strcmp(k->name, ix->name) == 0;
        for (int i = 0; i < ix->nkeys; i++)
            has = has || strcmp(ix->keys[i].path, from) == 0;
        if (has && !own)
            raise(ERR_FEATURE_NOT_SUPPORTED, "column \"%s\" cannot be renamed yet while index \"%s\" is on it", from, ix->name);
    }
    List *stay = NULL;
    FOREACH (struct table_key, k, keys)
        if (!key_has(k, from))
            stay = list_append(a, stay, k);
    x->def->keys = stay;
    table_change_keys(x->m, x->s->database, x->rel->collection, x->rel->def, x->def);
    const struct table_def without = *x->def;
    column(x, from)->name = to;
    comments_rename(x->def->comments, "column", from, to);
    FOREACH (struct table_check, k, x->def->checks)
        k->text = sql_rename_column(a, k->text, from, to);
    FOREACH (struct column_def, c, x->def->columns)
        c->generated = c->generated != NULL ? sql_rename_column(a, c->generated, from, to) : NULL;
    foreign_rename_column(x->s, a, x->rel, x->def, from, to);
    x->def->keys = keys;
    FOREACH (struct table_key, k, keys) {
        List *columns = NULL;
        for (int i = 0; i < list_length(k->columns); i++)
            columns = list_append(a, columns, strcmp(list_nth(k->columns, i), from) == 0 ? (void *)(uintptr_t)to : list_nth(k->columns, i));
        k->columns = columns;
    }
    table_rename_field(x->m, x->s->database, x->rel->collection, from, to);
    table_change_keys(x->m, x->s->database, x->rel->collection, &without, x->def);
    declare(x);
}

static void rename_table(struct alter *x, const char *to)
{
    struct session *s = x->s;
    bool temp = catalog_name_hidden(x->rel->collection);
    if (temp ? relation_named(s, "pg_temp", to) != NULL : catalog_name_taken(s->catalog, s->message, to))
        raise(ERR_DUPLICATE_TABLE, "relation \"%s\" already exists", to);
    if (x->rel->kind == REL_VIEW) {
        view_rename_to(s, x->arena, x->m, x->rel, to);
        return;
    }
    if (temp)
        to = temp_collection(s, to, PG_QUERY__ON_COMMIT_ACTION__ONCOMMIT_NOOP);
    else if (x->def != NULL)
        foreign_rename_table(s, x->arena, x->rel, x->def, to);
    table_rename(x->m, s->database, x->rel->collection, to);
    if (x->def != NULL) /* SecantusDB leaves the validator behind */
        table_alter(x->m, s->database, to, x->def);
    views_follow_rename(s, x->arena, x->m, x->rel->collection, to);
    mongo_source_table(s->database, x->rel->collection, NULL, false);
    mongo_source_table(s->database, to, NULL, false);
}

/* Of a key it is the index' too, and MongoDB renames none: it is made anew. */
static void rename_constraint(struct alter *x, const char *from, const char *to)
{
    const struct table_def *before = x->rel->def;
    const char **name = NULL;
    bool taken = false, key = false;
    FOREACH (struct table_key, k, x->def->keys) {
        taken = taken || strcmp(k->name, to) == 0;
        if (strcmp(k->name, from) == 0)
            name = &k->name, key = true;
    }
    FOREACH (struct table_check, k, x->def->checks) {
        taken = taken || strcmp(k->name, to) == 0;
        name = strcmp(k->name, from) == 0 ? &k->name : name;
    }
    FOREACH (struct table_foreign, f, x->def->foreign) {
        taken = taken || strcmp(f->name, to) == 0;
        name = strcmp(f->name, from) == 0 ? &f->name : name;
    }
    if (name == NULL)
        raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" for table \"%s\" does not exist", from, x->rel->name);
    if (key && catalog_name_taken(x->s->catalog, x->arena, to))
        raise(ERR_DUPLICATE_TABLE, "relation \"%s\" already exists", to);
    if (taken)
        raise(ERR_DUPLICATE_OBJECT, "constraint \"%s\" for relation \"%s\" already exists", to, x->rel->name);
    *name = to;
    comments_rename(x->def->comments, "constraint", from, to);
    table_change_keys(x->m, x->s->database, x->rel->collection, before, x->def);
    declare(x);
}

static void rename_it(struct alter *x, const PgQuery__RenameStmt *r, bool column)
{
    bool view = x->rel->kind == REL_VIEW;
    if (!view && column && x->rel->def == NULL)
        raise(ERR_FEATURE_NOT_SUPPORTED, "RENAME COLUMN is only supported for tables that CREATE TABLE made");
    x->def = !view && x->rel->def != NULL ? table_def_copy(x->arena, x->rel->def) : NULL;
    if (view && column)
        view_rename_column(x->s, x->arena, x->m, x->rel, r->subname, r->newname);
    else if (column)
        rename_column(x, r->subname, r->newname);
    else
        rename_table(x, r->newname);
}

static struct completion run_rename_index(struct session *s, const struct portal *portal)
{
    PgQuery__RenameStmt *r = portal->prepared->raw->node->rename_stmt;
    const char *from = r->relation->relname, *to = r->newname, *table = find_index(s, from, false);
    struct alter x;
    if (table == NULL) {
        if (!r->missing_ok)
            raise(ERR_UNDEFINED_TABLE, "relation \"%s\" does not exist", from);
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "relation \"%s\" does not exist, skipping", from);
        return DONE("ALTER INDEX");
    }
    begin(&x, portal, s, "ALTER INDEX");
    x.rel = catalog_lookup(s->catalog, NULL, "public", table);
    x.def = x.rel->def != NULL ? table_def_copy(x.arena, x.rel->def) : NULL;
    FOREACH (struct table_key, k, x.def != NULL ? x.def->keys : NULL)
        if (strcmp(k->name, from) == 0) {
            rename_constraint(&x, from, to);
            return DONE("ALTER INDEX");
        }
    if (catalog_name_taken(s->catalog, s->message, to))
        raise(ERR_DUPLICATE_TABLE, "relation \"%s\" already exists", to);
    table_rename_index(x.m, s->database, x.rel->collection, from, to);
    if (x.def != NULL) {
        comments_rename(x.def->comments, "index", from, to);
        declare(&x);
    } else {
        mongo_source_table(s->database, x.rel->collection, NULL, false);
    }
    return DONE("ALTER INDEX");
}

/* ALTER TABLE renames views, too. */
struct completion run_rename(struct session *s, const struct portal *portal)
{
    PgQuery__RenameStmt *r = portal->prepared->raw->node->rename_stmt;
    struct alter x;
    int location = raw_start(portal->prepared->raw);
    RAW_FIELDS(r, location, "rename_type relation_type relation subname newname behavior missing_ok");
    bool column = r->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN, constraint = r->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT;
    if (r->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX)
        return run_rename_index(s, portal);
    PgQuery__ObjectType type = column ? r->relation_type : constraint ? PG_QUERY__OBJECT_TYPE__OBJECT_TABLE : r->rename_type;
    bool view = type == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW, matview = type == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW;
    if (type != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE && !view && !matview)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, location, "ALTER ... RENAME is not supported yet for this kind of object");
    const char *tag = view ? "ALTER VIEW" : matview ? "ALTER MATERIALIZED VIEW" : "ALTER TABLE";
    struct relation *rel = altered(s, r->relation, r->missing_ok, true);
    if (rel == NULL)
        return DONE(tag);
    if ((view && rel->kind != REL_VIEW) || (matview && rel->kind != REL_MATVIEW))
        raise(ERR_WRONG_OBJECT_TYPE, "\"%s\" is not a %s", rel->name, view ? "view" : "materialized view");
    begin(&x, portal, s, tag);
    x.rel = rel;
    if (constraint && (rel->def == NULL || rel->kind == REL_VIEW))
        raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" for table \"%s\" does not exist", r->subname, rel->name);
    if (constraint) {
        x.def = table_def_copy(x.arena, rel->def);
        rename_constraint(&x, r->subname, r->newname);
    } else {
        rename_it(&x, r, column);
    }
    return DONE(tag);
}
