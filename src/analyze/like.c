/*
 * CREATE TABLE (LIKE other INCLUDING ...):
 *
 *     CREATE TABLE copy (LIKE orders INCLUDING DEFAULTS INCLUDING CONSTRAINTS)
 *     CREATE TABLE copy (id integer NOT NULL, total numeric DEFAULT 0, CHECK (total >= 0))
 */
#include <string.h>

#include "analyze/define_int.h"
#include "types/ident.h"

enum { /* the grammar's bits */
    LIKE_COMMENTS = 1 << 0, LIKE_CONSTRAINTS = 1 << 2, LIKE_DEFAULTS = 1 << 3, LIKE_GENERATED = 1 << 4, LIKE_IDENTITY = 1 << 5,
    LIKE_INDEXES = 1 << 6, LIKE_STORAGE = 1 << 8, LIKE_COMPRESSION = 1 << 1
};

static const struct sequence_def *sequence_named(struct definition *d, const char *name)
{
    struct catalog *c = d->ps->an->catalog;
    const List *all = c->source->sequences(c->source, d->ps->arena, c->database);
    FOREACH (const struct sequence_def, q, all)
        if (strcmp(q->name, name) == 0)
            return q;
    return NULL;
}

/* A sequence of its own, which counts as the other's does. */
static void like_identity(struct definition *d, struct column_def *col, const struct column_def *from)
{
    col->identity = from->identity;
    define_counted(d, col, NULL, 0, sequence_named(d, from->sequence));
}

static void like_column(struct definition *d, const struct column *from, const struct column_def *said, uint32_t options)
{
    struct column_def *col = ARENA_NEW(d->ps->arena, struct column_def);
    *col = (struct column_def){.name = from->name, .type = from->type, .typmod = from->typmod, .notnull = from->notnull, .collation = from->collation};
    d->def->columns = list_append(d->ps->arena, d->def->columns, col);
    if (said == NULL)
        return;
    col->notnull = said->notnull;
    col->flat = said->flat && (options & LIKE_INDEXES) != 0;
    col->storage = (options & LIKE_STORAGE) != 0 ? said->storage : 0;
    col->compression = (options & LIKE_COMPRESSION) != 0 ? said->compression : 0;
    if (said->identity != 0 && (options & LIKE_IDENTITY) != 0)
        like_identity(d, col, said);
    else if (said->generated != NULL && (options & LIKE_GENERATED) != 0)
        col->generated = said->generated;
    else if (said->generated == NULL && said->identity == 0 && (options & LIKE_DEFAULTS) != 0)
        col->default_text = said->default_text;
}

static struct relation *like_relation(struct definition *d, PgQuery__TableLikeClause *like)
{
    struct relation *rel = find_relation(d->ps, like->relation);
    if (rel->kind == REL_VIEW && rel->def == NULL && rel->view != NULL)
        error_throw(error_at(error_detail(error_new(ERR_WRONG_OBJECT_TYPE, "relation \"%s\" is invalid in LIKE clause", rel->name),
                                          "This operation is not supported for sequences."), like->relation->location));
    if (rel->kind == REL_LOCAL)
        raise_at(ERR_FEATURE_NOT_SUPPORTED, like->relation->location, "LIKE of a system catalog is not supported");
    return rel;
}

void define_like(struct definition *d, PgQuery__TableLikeClause *like)
{
    RAW_FIELDS(like, like->relation->location, "relation options");
    const struct relation *rel = like_relation(d, like);
    FOREACH (const struct column, c, rel->columns)
        if (!c->hidden && !c->is_path)
            like_column(d, c, rel->def != NULL ? def_column(rel->def, c->name) : NULL, like->options);
}

static const char *new_name(struct definition *d, const List *columns, const char *suffix)
{
    const char *joined = NULL;
    FOREACH (const char, name, columns)
        joined = joined == NULL ? name : arena_printf(d->ps->arena, "%s_%s", joined, name);
    return constraint_name(d, NULL, joined, suffix, true);
}

/* What is said of an index beside MongoDB's description is said of its copy, too. */
static void copy_said(struct definition *d, const struct table_def *from, const char *name, const char *to)
{
    FOREACH (const struct table_index_def, said, from->indexes) {
        if (strcmp(said->name, name) != 0)
            continue;
        struct table_index_def *own = arena_memdup(d->ps->arena, said, sizeof *said);
        own->name = to;
        own->clustered = own->replica = false;
        d->def->indexes = list_append(d->ps->arena, d->def->indexes, own);
    }
}

static void copy_comment(struct definition *d, const struct table_def *def, const char *kind, const char *from, const char *to)
{
    FOREACH (const struct comment, c, def->comments)
        if (strcmp(c->kind, kind) == 0 && strcmp(c->name, from) == 0) {
            struct comment *own = ARENA_NEW(d->ps->arena, struct comment);
            *own = (struct comment){kind, to, c->text};
            d->def->comments = list_append(d->ps->arena, d->def->comments, own);
        }
}

static void like_keys(struct definition *d, const struct table_def *from, bool comments)
{
    struct arena *a = d->ps->arena;
    FOREACH (const struct table_key, k, from->keys) {
        struct table_key *own = arena_memdup(a, k, sizeof *k);
        FOREACH (const struct table_key, other, d->def->keys)
            if (own->primary && other->primary)
                raise(ERR_INVALID_TABLE_DEFINITION, "multiple primary keys for table \"%s\" are not allowed", d->table);
        const List *named = k->primary ? NULL : list_concat(a, list_copy(a, k->columns), k->include);
        own->name = new_name(d, named, k->primary ? "pkey" : "key");
        d->def->keys = list_append(a, d->def->keys, own);
        copy_said(d, from, k->name, own->name);
        if (comments)
            copy_comment(d, from, "index", k->name, own->name);
    }
}

/* As CREATE INDEX names it that names none. */
static const char *index_name(struct definition *d, const struct index_info *x)
{
    struct arena *a = d->ps->arena;
    List *names = NULL;
    for (int i = 0; i < x->nkeys; i++)
        names = list_append(a, names, (void *)(uintptr_t)x->keys[i].path);
    FOREACH (const char, included, x->include)
        names = list_append(a, names, (void *)(uintptr_t)included);
    const char *joined = index_columns_joined(a, names);
    const char *name = ident_generated(a, d->table, joined, "idx", 0);
    for (int i = 1; index_name_taken(d, name); i++)
        name = ident_generated(a, d->table, joined, "idx", i);
    return name;
}

/* Those that are no constraint's: made when the table is there. */
static void like_indexes(struct definition *d, const struct relation *rel, bool comments)
{
    struct arena *a = d->ps->arena;
    struct relation_source *src = rel->source;
    FOREACH (struct index_info, x, src->index_list(src, a, rel->database, relation_key(rel))) {
        bool key = strcmp(x->name, "_id_") == 0;
        FOREACH (const struct table_key, k, rel->def->keys)
            key = key || strcmp(k->name, x->name) == 0;
        if (key)
            continue;
        index_declare(rel->def, x);
        struct index_copy *copy = ARENA_NEW(a, struct index_copy);
        *copy = (struct index_copy){index_name(d, x), rel->collection, x->name};
        d->def->copied = list_append(a, d->def->copied, copy);
        copy_said(d, rel->def, x->name, copy->name);
        if (comments)
            copy_comment(d, rel->def, "index", x->name, copy->name);
    }
}

void define_like_constraints(struct definition *d, PgQuery__TableLikeClause *like)
{
    struct arena *a = d->ps->arena;
    const struct relation *rel = like_relation(d, like);
    bool comments = (like->options & LIKE_COMMENTS) != 0;
    if (rel->def == NULL)
        return;
    FOREACH (const struct table_check, k, (like->options & LIKE_CONSTRAINTS) != 0 ? rel->def->checks : NULL) {
        struct table_check *own = arena_memdup(a, k, sizeof *k);
        constraint_name(d, k->name, NULL, "check", false); /* it is taken now */
        own->not_valid = false;
        d->def->checks = list_append(a, d->def->checks, own);
        if (comments)
            copy_comment(d, rel->def, "constraint", k->name, k->name);
    }
    if ((like->options & LIKE_INDEXES) != 0 && rel->kind == REL_COLLECTION) {
        like_keys(d, rel->def, comments);
        like_indexes(d, rel, comments);
    }
    FOREACH (const struct comment, c, comments ? rel->def->comments : NULL)
        if (strcmp(c->kind, "column") == 0)
            d->def->comments = list_append(a, d->def->comments, (void *)(uintptr_t)c);
}
