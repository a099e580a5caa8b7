/* ALTER TABLE, of columns: ADD, DROP, their defaults, NOT NULL and identity, as they change the declaration. */
#include <string.h>

#include "analyze/define.h"
#include "mongo/table.h"
#include "session/ddl_alter.h"
#include "session/foreign.h"

void alter_add_column(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    PgQuery__ColumnDef *raw = cmd->def->column_def;
    struct arena *a = x->arena;
    bool known = false;
    column_name_check(raw->colname);
    if (alter_has_column(x, raw->colname)) {
        if (!cmd->missing_ok)
            raise(ERR_DUPLICATE_COLUMN, "column \"%s\" of relation \"%s\" already exists", raw->colname, x->rel->name);
        notice(SEV_NOTICE, ERR_DUPLICATE_COLUMN, "column \"%s\" of relation \"%s\" already exists, skipping", raw->colname, x->rel->name);
        return;
    }
    List *constraints;
    const struct column_def *c = analyze_add_column(a, x->s->catalog, x->raw, x->def, x->rel, raw, &constraints);
    x->constraints = list_concat(a, x->constraints, constraints);
    FOREACH (struct column_def, was, x->before->columns)
        known = known || strcmp(was->name, c->name) == 0;
    if (!known && !later_has_field(x->s, x->rel, c->name) && table_has_field(x->m, x->s->database, x->rel->collection, c->name))
        error_throw(error_hint(error_new(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "documents of \"%s\" have a field \"%s\" already", x->rel->name, c->name),
                               "Something else has written it: remove it with MongoDB's $unset first."));
    struct alter_value *v = ARENA_NEW(a, struct alter_value);
    *v = (struct alter_value){.name = c->name, .beside = c->name, .source = c->default_text, .added = true, .declared = true};
    if (known)
        v->beside = arena_printf(a, "pgleaf new %d", list_length(x->values));
    x->values = list_append(a, x->values, v);
}

static bool key_has(const struct table_key *k, const char *name)
{
    return alter_has_name(k->columns, name) || alter_has_name(k->include, name);
}

bool alter_column_is_generated_from(struct alter *x, const struct column_def *c, const char *name)
{
    return c->generated != NULL && strcmp(c->name, name) != 0 && alter_mentions(x, c->generated, name);
}

static void forget_value(struct alter *x, const char *name)
{
    FOREACH (struct alter_value, v, x->values)
        if (strcmp(v->name, name) == 0)
            v->declared = false;
}

void alter_remove_column(struct alter *x, const char *name)
{
    const struct table_def *was = x->def;
    struct arena *a = x->arena;
    const struct column_def *gone = alter_column(x, name);
    struct table_def *def = table_def_copy(a, was);
    def->columns = def->keys = def->checks = def->foreign = NULL;
    def->comments = comments_without(a, was->comments, "column", name);
    FOREACH (struct column_def, c, was->columns)
        if (c != gone)
            def->columns = list_append(a, def->columns, c);
    FOREACH (struct table_key, k, was->keys)
        if (!key_has(k, name))
            def->keys = list_append(a, def->keys, k);
        else
            def->indexes = indexes_without(a, def->indexes, k->name);
    FOREACH (struct table_check, k, was->checks)
        if (!alter_mentions(x, k->text, name))
            def->checks = list_append(a, def->checks, k);
    FOREACH (struct table_foreign, f, was->foreign)
        if (!alter_has_name(f->columns, name))
            def->foreign = list_append(a, def->foreign, f);
    FOREACH (struct sequence_def, q, owned_sequences(x->s, a, x->rel, name))
        x->sequences = list_append(a, x->sequences, (void *)(uintptr_t)q->name);
    forget_value(x, name);
    x->dropped = list_append(a, x->dropped, (void *)(uintptr_t)gone->name);
    x->def = def;
}

static void remove_foreign(struct alter *x, const char *name)
{
    List *left = NULL;
    FOREACH (struct table_foreign, f, x->def->foreign)
        if (strcmp(f->name, name) != 0)
            left = list_append(x->arena, left, f);
    x->def->foreign = left;
}

/* The column, and what needs it: other tables' foreign keys and views at the end. */
static void drop_column(struct alter *x, const char *name, bool cascade)
{
    struct arena *a = x->arena;
    struct dropped_with *with = ARENA_NEW(a, struct dropped_with);
    List *generated = NULL, *others = NULL, *defaults = NULL;
    if (strcmp(name, "_id") == 0)
        raise(ERR_FEATURE_NOT_SUPPORTED, "column \"_id\" cannot be dropped: every document of MongoDB has one");
    FOREACH (struct column_def, c, x->def->columns)
        if (alter_column_is_generated_from(x, c, name))
            generated = list_append(a, generated, (void *)(uintptr_t)c->name);
    *with = column_dropped_with(x->s, a, x->rel, name, generated, x->with, cascade);
    for (int i = 0; i < list_length(with->columns); i++)
        alter_remove_column(x, list_nth(with->columns, i));
    FOREACH (struct foreign_use, u, with->foreign) {
        if (strcmp(u->table->collection, x->rel->collection) == 0)
            remove_foreign(x, u->key->name);
        else
            others = list_append(a, others, u);
    }
    FOREACH (struct counted, c, with->defaults) {
        if (strcmp(c->rel->collection, x->rel->collection) == 0)
            alter_column(x, c->column->name)->default_text = NULL;
        else
            defaults = list_append(a, defaults, c);
    }
    with->foreign = others;
    with->defaults = defaults;
    with->columns = list_append(a, with->columns, (void *)(uintptr_t)name);
    x->with = list_append(a, x->with, with);
    alter_remove_column(x, name);
}

void alter_drop_column(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    if (column_name_is_system(cmd->name))
        raise(ERR_FEATURE_NOT_SUPPORTED, "cannot drop system column \"%s\"", cmd->name);
    if (alter_has_column(x, cmd->name) || !cmd->missing_ok) {
        alter_column(x, cmd->name);
        drop_column(x, cmd->name, cmd->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
        return;
    }
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "column \"%s\" of relation \"%s\" does not exist, skipping", cmd->name, x->rel->name);
}

void drop_column_of(struct session *s, struct arena *a, const struct raw_stmt *raw, struct relation *rel, const char *name)
{
    struct alter x = {.s = s, .m = s->mongo, .arena = a, .raw = raw};
    change_inside(s, rel);
    if (!x.m->in_transaction)
        alter_outside(&x, "DROP ... CASCADE");
    alter_open(&x, relation_lock(s, rel));
    alter_remove_column(&x, name);
    alter_settle(&x, "DROP ... CASCADE");
    alter_rows(&x);
}

void alter_set_default(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct column_def *c = alter_column(x, cmd->name);
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
}

void alter_set_not_null(struct alter *x, const char *name)
{
    alter_column(x, name)->notnull = true;
}

void alter_drop_not_null(struct alter *x, const char *name)
{
    struct column_def *c = alter_column(x, name);
    FOREACH (struct table_key, k, x->def->keys)
        if (k->primary && key_has(k, name))
            raise(ERR_INVALID_TABLE_DEFINITION, "column \"%s\" is in a primary key", name);
    if (c->identity != 0)
        raise(ERR_SYNTAX_ERROR, "column \"%s\" of relation \"%s\" is an identity column", name, x->rel->name);
    c->notnull = false;
}

/* What it was computed to be stays. */
void alter_drop_expression(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct column_def *c = alter_column(x, cmd->name);
    if (c->generated != NULL) {
        c->generated = NULL;
        return;
    }
    if (!cmd->missing_ok)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "column \"%s\" of relation \"%s\" is not a stored generated column", c->name, x->rel->name);
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "column \"%s\" of relation \"%s\" is not a stored generated column, skipping", c->name, x->rel->name);
}

static void identity_missing(const struct alter *x, const struct column_def *c, bool missing_ok)
{
    if (!missing_ok)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "column \"%s\" of relation \"%s\" is not an identity column", c->name, x->rel->name);
    notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "column \"%s\" of relation \"%s\" is not an identity column, skipping", c->name, x->rel->name);
}

void alter_drop_identity(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct column_def *c = alter_column(x, cmd->name);
    if (c->identity == 0) {
        identity_missing(x, c, cmd->missing_ok);
        return;
    }
    if (c->sequence != NULL)
        x->sequences = list_append(x->arena, x->sequences, (void *)(uintptr_t)c->sequence);
    c->identity = 0;
    c->sequence = c->default_text = NULL;
}

struct alter_sequence *alter_sequence_of(struct alter *x, const char *column)
{
    FOREACH (struct alter_sequence, q, x->counted)
        if (q->q->column != NULL && strcmp(q->q->column, column) == 0)
            return q;
    FOREACH (struct alter_sequence, q, x->made)
        if (q->q->column != NULL && strcmp(q->q->column, column) == 0)
            return q;
    FOREACH (struct sequence_def, q, owned_sequences(x->s, x->arena, x->rel, column)) {
        struct alter_sequence *out = ARENA_NEW(x->arena, struct alter_sequence);
        *out = (struct alter_sequence){.q = arena_memdup(x->arena, q, sizeof *q)};
        x->counted = list_append(x->arena, x->counted, out);
        return out;
    }
    return NULL;
}

void alter_set_identity(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct column_def *c = alter_column(x, cmd->name);
    const PgQuery__List *l = cmd->def->list;
    PgQuery__Node **options = ARENA_ARRAY(x->arena, PgQuery__Node *, l->n_items + 1);
    size_t n = 0;
    if (c->identity == 0)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "column \"%s\" of relation \"%s\" is not an identity column", c->name, x->rel->name);
    for (size_t i = 0; i < l->n_items; i++) {
        const PgQuery__DefElem *d = l->items[i]->def_elem;
        if (strcmp(d->defname, "generated") == 0)
            c->identity = (char)d->arg->integer->ival;
        else
            options[n++] = l->items[i];
    }
    struct alter_sequence *q = n > 0 ? alter_sequence_of(x, c->name) : NULL;
    if (q == NULL)
        return;
    int64_t start = q->q->start;
    analyze_sequence_options(x->arena, x->s->catalog, x->raw, options, n, q->q, false, &q->restart);
    analyze_sequence_owner(x->arena, x->s->catalog, x->raw, options, n, q->q);
    FOREACH (struct alter_sequence, own, x->made)
        if (own == q && (q->restart.wanted || q->q->start != start))
            raise(ERR_FEATURE_NOT_SUPPORTED, "START and RESTART of a sequence that the same ALTER TABLE makes are not supported");
}

void alter_add_identity(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct column_def *c = alter_column(x, cmd->name);
    analyze_check_identity(c);
    if (!c->notnull)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "column \"%s\" of relation \"%s\" must be declared NOT NULL before identity can be added", c->name,
              x->rel->name);
    if (c->identity != 0)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "column \"%s\" of relation \"%s\" is already an identity column", c->name, x->rel->name);
    if (c->default_text != NULL)
        raise(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, "column \"%s\" of relation \"%s\" already has a default value", c->name, x->rel->name);
    analyze_add_identity(x->arena, x->s->catalog, x->raw, x->def, x->rel, c, cmd->def->constraint);
    FOREACH (struct sequence_def, q, x->def->sequences)
        if (q->column != NULL && strcmp(q->column, c->name) == 0) {
            struct alter_sequence *made = ARENA_NEW(x->arena, struct alter_sequence);
            *made = (struct alter_sequence){.q = q};
            x->made = list_append(x->arena, x->made, made);
        }
}

