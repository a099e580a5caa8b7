/* ALTER TABLE, of constraints: ADD, DROP, VALIDATE, ALTER, as they change the declaration. */
#include <string.h>

#include "analyze/define.h"
#include "session/ddl_alter.h"
#include "session/foreign.h"

static _Noreturn void unfit_index(const char *words, const char *index, enum errcode code, int location)
{
    struct error *e = error_new(code, words, index);
    if (code == ERR_WRONG_OBJECT_TYPE)
        error_detail(e, "Cannot create a primary key or unique constraint using such an index.");
    error_throw(error_at(e, location));
}

static const struct index_info *index_to_take(struct alter *x, const PgQuery__Constraint *c)
{
    struct relation_source *src = x->s->catalog->source;
    bool temp = catalog_name_hidden(x->rel->collection);
    const char *table = find_index(x->s, c->indexname, temp);
    if (table == NULL)
        raise_at(ERR_UNDEFINED_OBJECT, c->location, "index \"%s\" does not exist", c->indexname);
    if (strcmp(table, x->rel->name) != 0)
        raise_at(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, c->location, "index \"%s\" does not belong to table \"%s\"", c->indexname, x->rel->name);
    FOREACH (struct table_key, k, x->def->keys)
        if (strcmp(k->name, c->indexname) == 0)
            raise_at(ERR_OBJECT_NOT_IN_PREREQUISITE_STATE, c->location, "index \"%s\" is already associated with a constraint", c->indexname);
    FOREACH (struct index_info, ix, src->index_list(src, x->arena, x->s->database, relation_key(x->rel))) {
        index_declare(x->before, ix);
        if (strcmp(ix->name, c->indexname) != 0)
            continue;
        if (!ix->unique)
            unfit_index("\"%s\" is not a unique index", ix->name, ERR_WRONG_OBJECT_TYPE, c->location);
        if (ix->filter != NULL)
            unfit_index("\"%s\" is a partial index", ix->name, ERR_WRONG_OBJECT_TYPE, c->location);
        for (int i = 0; i < ix->nkeys; i++)
            if (ix->keys[i].descending || ix->keys[i].nulls_first)
                unfit_index(arena_printf(x->arena, "index \"%%s\" column number %d does not have default sorting behavior", i + 1), ix->name,
                            ERR_WRONG_OBJECT_TYPE, c->location);
        return ix;
    }
    raise_at(ERR_UNDEFINED_OBJECT, c->location, "index \"%s\" does not exist", c->indexname);
}

static bool key_is_never_null(struct alter *x, const struct index_info *ix)
{
    bool never = true;
    for (int i = 0; i < ix->nkeys; i++)
        never = never && alter_column(x, ix->keys[i].path)->notnull;
    return never;
}

/* ADD CONSTRAINT n UNIQUE USING INDEX i: the constraint over the index' columns; MongoDB renames no index, so that it is made anew. */
static const char *use_index(struct alter *x, PgQuery__Constraint *c)
{
    const struct index_info *ix = index_to_take(x, c);
    const char *name = c->conname != NULL && c->conname[0] != '\0' ? c->conname : ix->name;
    if (strcmp(name, ix->name) != 0)
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "ALTER TABLE / ADD CONSTRAINT USING INDEX will rename index \"%s\" to \"%s\"", ix->name, name);
    c->keys = ARENA_ARRAY(x->arena, PgQuery__Node *, ix->nkeys);
    for (int i = 0; i < ix->nkeys; i++)
        c->keys[c->n_keys++] = raw_string_node(x->arena, ix->keys[i].path);
    c->n_including = 0;
    c->including = ARENA_ARRAY(x->arena, PgQuery__Node *, list_length(ix->include) + 1);
    for (int i = 0; i < list_length(ix->include); i++)
        c->including[c->n_including++] = raw_string_node(x->arena, list_nth(ix->include, i));
    c->conname = arena_strdup(x->arena, name);
    c->indexname = NULL;
    c->nulls_not_distinct = ix->not_distinct || (!ix->nulls_distinct && !key_is_never_null(x, ix));
    x->taken = list_append(x->arena, x->taken, (void *)(uintptr_t)ix->name);
    return ix->name;
}

void alter_add_constraint(struct alter *x, PgQuery__Constraint *c)
{
    const char *index = c->indexname != NULL && c->indexname[0] != '\0' ? use_index(x, c) : NULL;
    analyze_add_constraint(x->arena, x->s->catalog, x->raw, x->def, x->rel, c, index);
}

/* Foreign keys to it; the table's own: their names. */
static List *drop_with_key(struct alter *x, const struct table_key *k, bool cascade)
{
    struct dropped_with *with = ARENA_NEW(x->arena, struct dropped_with);
    List *own = NULL, *others = NULL;
    *with = key_dropped_with(x->s, x->arena, x->rel, k, x->with, cascade);
    FOREACH (struct foreign_use, u, with->foreign) {
        if (strcmp(u->table->collection, x->rel->collection) == 0)
            own = list_append(x->arena, own, (void *)(uintptr_t)u->key->name);
        else
            others = list_append(x->arena, others, u);
    }
    with->foreign = others;
    x->with = list_append(x->arena, x->with, with);
    return own;
}

void alter_drop_constraint(struct alter *x, const PgQuery__AlterTableCmd *cmd)
{
    struct table_def *def = table_def_copy(x->arena, x->def);
    const List *own = NULL;
    def->keys = def->checks = def->foreign = NULL;
    def->comments = comments_without(x->arena, x->def->comments, "constraint", cmd->name);
    FOREACH (struct table_key, k, x->def->keys) {
        if (strcmp(k->name, cmd->name) != 0)
            def->keys = list_append(x->arena, def->keys, k);
        else
            own = drop_with_key(x, k, cmd->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
    }
    if (list_length(def->keys) < list_length(x->def->keys))
        def->indexes = indexes_without(x->arena, def->indexes, cmd->name);
    FOREACH (struct table_check, k, x->def->checks)
        if (strcmp(k->name, cmd->name) != 0)
            def->checks = list_append(x->arena, def->checks, k);
    FOREACH (struct table_foreign, f, x->def->foreign)
        if (strcmp(f->name, cmd->name) != 0 && !alter_has_name(own, f->name))
            def->foreign = list_append(x->arena, def->foreign, f);
    if (list_length(def->keys) == list_length(x->def->keys) && list_length(def->checks) == list_length(x->def->checks) &&
        list_length(def->foreign) == list_length(x->def->foreign)) {
        if (!cmd->missing_ok)
            raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" of relation \"%s\" does not exist", cmd->name, x->rel->name);
        notice(SEV_NOTICE, ERR_SUCCESSFUL_COMPLETION, "constraint \"%s\" of relation \"%s\" does not exist, skipping", cmd->name, x->rel->name);
        return;
    }
    x->def = def;
}

static struct table_foreign *foreign_named(const struct alter *x, const char *name)
{
    FOREACH (struct table_foreign, f, x->def->foreign)
        if (strcmp(f->name, name) == 0)
            return f;
    return NULL;
}

static struct table_check *check_named(const struct alter *x, const char *name)
{
    FOREACH (struct table_check, k, x->def->checks)
        if (strcmp(k->name, name) == 0)
            return k;
    return NULL;
}

/* kinds: what it is not. */
static _Noreturn void no_such(const struct alter *x, const char *name, const char *kinds)
{
    bool other = check_named(x, name) != NULL;
    FOREACH (struct table_key, k, x->def->keys)
        other = other || strcmp(k->name, name) == 0;
    if (other)
        raise(ERR_WRONG_OBJECT_TYPE, "constraint \"%s\" of relation \"%s\" is not a %s constraint", name, x->rel->name, kinds);
    raise(ERR_UNDEFINED_OBJECT, "constraint \"%s\" of relation \"%s\" does not exist", name, x->rel->name);
}

void alter_validate_constraint(struct alter *x, const char *name)
{
    struct table_foreign *f = foreign_named(x, name);
    struct table_check *k = check_named(x, name);
    if (f == NULL && k == NULL)
        no_such(x, name, "foreign key or check");
    bool *not_valid = f != NULL ? &f->not_valid : &k->not_valid;
    if (*not_valid)
        x->validated = list_append(x->arena, x->validated, (void *)(uintptr_t)name);
    *not_valid = false;
}

void alter_alter_constraint(struct alter *x, const PgQuery__Constraint *c)
{
    struct table_foreign *f = foreign_named(x, c->conname);
    if (f == NULL)
        no_such(x, c->conname, "foreign key");
    RAW_FIELDS(c, c->location, "contype conname location deferrable initdeferred");
    f->deferrable = c->deferrable;
    f->deferred = c->initdeferred;
}
